"""Killed at any file operation, a command leaves the dataset as it was or as it should be."""

import os
import resource
import shutil
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from damage import rename
from thirteenth_round import FILES, YEAR

import eucad
from eucad.__main__ import main
from eucad.keep.add import add
from eucad.keep.derive import derive
from eucad.keep.journal import alone
from eucad.keep.release import release
from eucad.keep.remove import remove
from eucad.keep.seal import seal

pytestmark = pytest.mark.long

#: What Python tells of, before it is done, when a file is opened, made, moved, changed or removed.
OPERATIONS = {
    "open",
    *(f"os.{name}" for name in ("mkdir", "rename", "rmdir", "remove", "chmod", "link", "truncate")),
}

#: Who is told of file operations; a hook of Python cannot be taken away again.
_told = []
sys.addaudithook(lambda event, arguments: [tell(event, arguments) for tell in _told])


@contextmanager
def each_moment(root, look):
    """Call `look` before every file operation in a folder: what it sees is what a kill leaves."""

    def tell(event, arguments):
        if event not in OPERATIONS or not isinstance(arguments[0], str | os.PathLike):
            return
        reads = event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if root in Path(arguments[0]).parents and not reads:
            _told.remove(tell)
            try:
                look()
            finally:
                _told.append(tell)

    _told.append(tell)
    try:
        yield
    finally:
        _told.remove(tell)


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def add_a_round(folder):
    add(FILES[0], folder)


def release_it(folder):
    release(folder, "7.0.0", ["events: 1 added"])


def take_out(folder):
    remove("hlsd2022-ccfrance-fr", folder)


#: Commands, and what is done to the dataset before.
COMMANDS = {
    "add": (add_a_round, None),
    "derive": (derive, lambda folder: rename(folder, "datapackage.json", f"–{YEAR - 1}", "–2012")),
    "seal": (seal, lambda folder: rename(folder, "events.csv", "adopted", "agreed")),
    "release": (release_it, None),
    "remove": (take_out, None),
}


@pytest.mark.parametrize(("command", "before"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_is_killed_has_done_all_or_nothing(project, tmp_path, command, before):
    root = project.parent
    if before:
        before(project)
    old, left = contents(root), []

    def look():
        left.append(shutil.copytree(root, tmp_path.parent / f"{tmp_path.name}-{len(left)}"))
        # The last file may have been written in part only.
        for path in (*left[-1].glob("data/.eucad-partial/*.*"),):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with each_moment(root, look):
        command(project)
    new = contents(root)
    assert new != old
    assert not [path for path in new if path.name.startswith(".eucad")]
    done = []
    for place in left:
        with alone(place / "data"):
            found = contents(place)
        assert found in (old, new), "half done"
        done.append(found == new)
        shutil.rmtree(place)
    assert done == sorted(done), "once decided, it stays decided"
    assert {False, True} == set(done)


# --- full, closed, crowded ----------------------------------------------------------------------


@contextmanager
def little_room(size):
    """Let the system refuse to write a file beyond a size, as it does on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_a_disk_that_is_full_leaves_everything_as_it_was(folder, capsys):
    before = contents(folder)
    with little_room((folder / "codings.csv").stat().st_size // 2):
        assert main(["add", str(FILES[0]), str(folder)]) == 1
    assert "File too large" in capsys.readouterr().err
    assert contents(folder) == before
    add(FILES[0], folder)
    assert len(eucad.load(folder).documents) == len(eucad.load().documents) + 1


def test_two_at_once_come_one_after_the_other(folder):
    added = []
    threads = [
        threading.Thread(target=lambda: added.append(add(FILES[0], folder).rows)) for _ in "ab"
    ]
    with alone(folder):
        for thread in threads:
            thread.start()
        threads[0].join(timeout=0.2)
        assert not added
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(map(bool, added)) == [False, True], "the second finds all of it there"
    assert list(eucad.load(folder).meetings["meeting_id"]).count(f"hlsd{YEAR}") == 1

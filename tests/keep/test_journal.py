"""Files are replaced together or not at all, whatever stops the computer meanwhile."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

import eucad
from eucad.keep import journal
from eucad.keep.journal import alone, replace_together

OLD = {"a.csv": "old a", "b.csv": "old b", "datapackage.json": "old package"}
NEW = {"a.csv": "new a", "b.csv": "new b", "datapackage.json": "new package"}

#: Every call by which something is written, made or moved.
WRITES = [
    *((os, name) for name in ("fsync", "open")),
    *((Path, name) for name in ("open", "mkdir", "rename", "replace", "rmdir", "chmod")),
]


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    for name, text in OLD.items():
        (place / name).write_text(text)
    return place


def state(place):
    return {path.name: path.read_text() for path in place.iterdir() if path.is_file()}


def stop_at(number, monkeypatch, how):
    """Let the call of that number fail, and count the calls."""
    calls = 0

    def counted(real):
        def call(*arguments, **options):
            nonlocal calls
            calls += 1
            if calls == number:
                how()
            return real(*arguments, **options)

        return call

    for owner, name in WRITES:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


def killed_at(number, place, monkeypatch):
    """Kill a child process at its n-th write; say whether it came to the end."""
    child = os.fork()
    if not child:
        try:
            with monkeypatch.context() as patched:
                stop_at(number, patched, lambda: os._exit(9))
                replace_together(place, NEW)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to kill")
@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.long)])
def test_killed_at_any_write_the_folder_is_as_it_was_or_as_it_should_be(place, monkeypatch, step):
    seen = []
    for number in range(1, 200, step):
        for name, text in OLD.items():
            (place / name).write_text(text)
        ended = killed_at(number, place, monkeypatch)
        with alone(place):
            found = state(place)
        assert found in (OLD, NEW), number
        assert sorted(path.name for path in place.iterdir()) == sorted(OLD)
        seen.append(found == NEW)
        if ended:
            break
    assert ended
    assert seen == sorted(seen), "once decided, it stays decided"
    assert {True, False} == set(seen)


def full():
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("number", range(1, 12))
def test_a_full_disk_leaves_the_folder_as_it_was(place, monkeypatch, number):
    with monkeypatch.context() as patched:
        stop_at(number, patched, full)
        with suppress(OSError):
            replace_together(place, NEW)
    with alone(place):
        assert state(place) in (OLD, NEW)
    assert sorted(path.name for path in place.iterdir()) == sorted(OLD)


def test_an_interrupted_command_is_named_on_loading_and_finished_by_the_next(folder):
    unfinished = folder / journal.JOURNAL
    unfinished.mkdir()
    (unfinished / "README.md").write_text("new")
    with pytest.raises(eucad.DatasetError, match="python -m eucad check"):
        eucad.load(folder)
    with alone(folder):
        pass
    assert (folder / "README.md").read_text() == "new"
    assert not unfinished.exists()
    eucad.load(folder)


@pytest.mark.parametrize("attack", ["journal", "beside", "file"])
def test_what_a_stranger_left_is_not_finished(folder, attack):
    """Else the check would move files of the reader's into the folder, or of the folder's out."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "README.md").write_text("a secret")
    unfinished = folder / journal.JOURNAL
    if attack == "journal":
        unfinished.symlink_to(elsewhere)
    else:
        unfinished.mkdir()
        if attack == "beside":
            (unfinished / "beside").symlink_to(elsewhere)
        else:
            (unfinished / "beside").mkdir()
            (unfinished / "beside" / ".profile").write_text("run me")
    before = set(folder.parent.rglob("*"))
    with pytest.raises(ValueError, match="Remove it"), alone(folder):
        pass
    assert set(folder.parent.rglob("*")) == before

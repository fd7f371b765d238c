"""Several files are replaced, or none, whatever stops the computer meanwhile.

New files are first written beside the old ones, whole and safe on the disk, in a folder that counts
for nothing. Giving it the name of the journal is the one step that decides: what is interrupted
before is undone, what is interrupted after is finished, by the next command.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from eucad.dataset.loading import JOURNAL

try:
    import fcntl
except ImportError:  # Windows has no such lock.
    fcntl = None

_STAGE = ".eucad-partial"

#: Within the stage: files that go beside the folder, such as the README of the project.
_BESIDE = "beside"

#: The only files of the project that commands replace there: a folder from elsewhere may hold any.
_OF_PROJECT = {"README.md", "CITATION.cff", ".zenodo.json", "CHANGELOG.md"}


@contextmanager
def alone(folder: str | Path) -> Iterator[None]:
    """Keep other commands waiting while this one works on a folder; finish what was left there."""
    folder = Path(folder)
    if fcntl is None or not folder.is_dir():
        _recover(folder)
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        # A folder on a network may know no locks.
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        _recover(folder)
        yield
    finally:
        os.close(held)


def replace_together(folder: str | Path, texts: Mapping[str, str]) -> None:
    """Put texts in the place of files, all of them or none."""
    folder = Path(folder)
    if not texts:
        return
    stage = folder / _STAGE
    try:
        (stage / _BESIDE).mkdir(parents=True)
        for name, text in texts.items():
            _write(stage / name.replace("..", _BESIDE), text, folder / name)
        for place in (stage / _BESIDE, stage):
            _sync(place)
        stage.rename(folder / JOURNAL)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    _finish(folder)


def _recover(folder: Path) -> None:
    """Finish or undo what an interrupted command has left."""
    if (folder / JOURNAL).is_dir():
        _require_own(folder / JOURNAL)
        _finish(folder)
    if (folder / _STAGE).is_dir():
        shutil.rmtree(folder / _STAGE)


def _require_own(journal: Path) -> None:
    """Refuse a journal that no command has left: its files would be moved where they harm."""
    beside = journal / _BESIDE
    stray = beside.is_dir() and {path.name for path in beside.iterdir()} - _OF_PROJECT
    if journal.is_symlink() or beside.is_symlink() or stray:
        raise ValueError(f"{journal}: no command of eucad has left it. Remove it.")


def _finish(folder: Path) -> None:
    journal = folder / JOURNAL
    _sync(folder)
    for place, target in ((journal / _BESIDE, folder.parent), (journal, folder)):
        if place.is_dir():
            for path in sorted(path for path in place.iterdir() if path.is_file()):
                path.replace(target / path.name)
            _sync(target)
            place.rmdir()


def _write(path: Path, text: str, instead_of: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if instead_of.exists():
        path.chmod(instead_of.stat().st_mode & 0o777)


def _sync(folder: Path) -> None:
    """Make the names in a folder outlive a crash, where the system can."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)

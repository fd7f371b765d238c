"""Reading a file of the dataset: a plain file of its folder, of a size that a dataset can have."""

from __future__ import annotations

import stat
from pathlib import Path

#: Largest file in bytes: a thousand times as many rows as today fit in each table.
LARGEST = 320_000_000

#: Longest line in bytes: no row of short cells comes near it.
LONGEST_LINE = 1_000_000


class FileError(OSError):
    """A file of the dataset cannot be read; `expected` and `advice` say why and what to do."""

    def __init__(self, expected: str, advice: str) -> None:
        self.expected, self.advice = expected, advice
        super().__init__(f"expected {expected}. {advice}")


def read_file(folder: Path, name: str) -> bytes:
    """Read a file that lies in the folder itself.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileError
        If it is no plain file, lies elsewhere, is too large, or may not be read.
    """
    path = folder / name
    expected = "a file in the folder itself"
    try:
        elsewhere = not is_plain_name(name)
        if not elsewhere:
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode):
                elsewhere = path.resolve().parent != folder.resolve()
                status = path.stat()
        if elsewhere:
            raise FileError(expected, "It leads elsewhere: put a copy of the file there.")
        if not stat.S_ISREG(status.st_mode):
            raise FileError("a file that can be read", "It is no file but something else.")
        if status.st_size > LARGEST:
            raise FileError(
                f"a file of at most {LARGEST // 1_000_000} MB", "Restore it from version control."
            )
        raw = path.read_bytes()
    except (FileNotFoundError, FileError):
        raise
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links form a circle"
        raise FileError("a file that can be read", f"{reason}.") from None
    if _has_long_line(raw):
        raise FileError(
            f"lines of at most {LONGEST_LINE:,} bytes", "Restore it from version control."
        )
    return raw


def is_plain_name(name: object) -> bool:
    """Say whether a name is that of a file, without folders and odd letters."""
    if not isinstance(name, str) or not name.isprintable() or len(name.encode()) > 255:
        return False
    return name not in ("", ".", "..") and not {"/", "\\", ":"} & {*name}


def _has_long_line(raw: bytes) -> bool:
    begin = 0
    while len(raw) - begin > LONGEST_LINE:
        end = raw.rfind(b"\n", begin, begin + LONGEST_LINE)
        if end < 0:
            return True
        begin = end + 1
    return False

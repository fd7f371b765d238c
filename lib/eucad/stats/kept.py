"""Fits that are kept, in memory and on disk, since several notebooks ask for the same ones.

A fit is named by all that it rests on: the accounts, the choices, and the source of the model. So
nothing stale is ever read. Nothing here can fail a fit: where no folder can be written, fits are
made anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from eucad.stats import presence
from eucad.stats.presence import Presence

#: How many fits are kept in memory, and how many on disk.
IN_MEMORY, ON_DISK = 6, 40

#: Environment variable that names the folder; empty keeps nothing on disk.
FOLDER = "EUCAD_CACHE"

_FITS: dict[str, dict[str, Presence]] = {}


def name_fit(*parts: object) -> str:
    """Name a fit by what it rests on: tables, arrays and plain values, and the source of the model.

    Examples
    --------
    >>> name_fit(1) == name_fit(1), name_fit(1) == name_fit(2)
    (True, False)
    """
    source = Path(presence.__file__).read_bytes()
    return sha256(source + b"".join(_content(parts))).hexdigest()


def _content(part: object) -> Iterator[bytes]:
    """Give the content of a part, and of its parts, in bytes that depend on nothing else."""
    if isinstance(part, pd.DataFrame):
        yield from _content([repr(part.index.to_list()), repr(part.columns.to_list())])
        yield from _content(part.to_numpy())
    elif isinstance(part, pd.CategoricalIndex):
        yield from _content([repr(part.to_list()), repr(part.categories.to_list())])
    elif isinstance(part, np.ndarray) and part.dtype != object:
        yield f"{part.dtype}{part.shape}".encode() + part.tobytes()
    elif isinstance(part, dict):
        yield from _content(list(part.items()))
    elif isinstance(part, list | tuple | np.ndarray):
        for each in part:
            yield from _content(each)
        yield b"end"
    else:
        yield repr(part).encode() + b";"


def keep(name: str, fit: Callable[[], dict[str, Presence]]) -> dict[str, Presence]:
    """Return the fits that are kept under a name (:func:`name_fit`), or make and keep them.

    They have the paths alone: `parameters` is empty.

    Examples
    --------
    >>> keep("nothing", dict)
    {}
    """
    if name not in _FITS:
        while len(_FITS) >= IN_MEMORY:
            _FITS.pop(next(iter(_FITS)))
        file = _file(name)
        found = _read(file)
        if found is None:
            found = fit()
            _write(file, found)
        _FITS[name] = found
    return _FITS[name]


def _file(name: str) -> Path | None:
    try:
        usual = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    except RuntimeError:  # nobody is at home
        usual = ""
    folder = os.environ.get(FOLDER, str(Path(usual) / "eucad") if usual else "")
    return Path(folder) / f"{name}.npz" if folder else None


def _read(file: Path | None) -> dict[str, Presence] | None:
    if file is None or not file.is_file():
        return None
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            shape = tuple(stored["shape"])
            path = np.unpackbits(stored["path"], count=int(np.prod(shape))).view(bool)
            path = path.reshape(shape).transpose(0, 2, 4, 3, 1)
            meetings, topics = (
                pd.Index(stored[of].astype(object), name=str(stored[f"name of {of}"]) or None)
                for of in ("meetings", "topics")
            )
            return {
                str(name): Presence(meetings, topics, seen, own, parameters={})
                for name, seen, own in zip(stored["names"], stored["seen"], path, strict=True)
            }
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None  # cut short, or written by something else


def _write(file: Path | None, fits: dict[str, Presence]) -> None:
    """Write fits of the same meetings and topics."""
    if file is None or not fits:
        return
    # In this order verdicts are read from them in a third of the time.
    path = np.stack([fit.path.transpose(3, 0, 2, 1) for fit in fits.values()])
    arrays = {
        "names": np.array(list(fits), dtype=str),
        "seen": np.stack([fit.seen for fit in fits.values()]),
        "path": np.packbits(path),
        "shape": np.array(path.shape),
    }
    one = next(iter(fits.values()))
    for of, index in (("meetings", one.meetings), ("topics", one.topics)):
        arrays[of] = np.array(list(index), dtype=str)
        arrays[f"name of {of}"] = np.array(index.name or "")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(suffix=".partial", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)
        Path(partial).replace(file)
        oldest = sorted(file.parent.glob("*.npz"), key=lambda each: each.stat().st_mtime)
        for each in oldest[:-ON_DISK]:
            each.unlink(missing_ok=True)
    except OSError:
        return  # no room, or no permission: the fit stands anyway

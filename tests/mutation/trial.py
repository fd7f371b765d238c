"""Damage one table, and see whether `load()` names the place, another place, or nothing."""

import csv
import io
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from damage import sound_files_read_once

import eucad
from eucad.dataset.schema import read_schema
from mutation.mutations import CLASSES

SCHEMA = read_schema(eucad.DATA)
ROWS = {
    name: list(csv.reader(io.StringIO((eucad.DATA / table.path).read_text(encoding="utf-8-sig"))))
    for name, table in SCHEMA.tables.items()
}


def strike(name, number):
    """Return a table that the class can change, and what it makes of it; the same for a number."""
    rng = random.Random(f"{name} {number}")
    for _ in range(200):
        table = rng.choice(list(ROWS))
        found = CLASSES[name](ROWS[table], SCHEMA[table], rng)
        if found is not None:
            return table, found
    raise AssertionError(f"no table lends itself to {name!r}")


def judge(folder, table, found):
    """Say `exact`, `roughly`, `silent` or `harmless` of a dataset with one changed table."""
    path = folder / SCHEMA[table].path
    sound = path.read_bytes()
    path.write_bytes(found.raw)
    try:
        loaded = eucad.load(folder)
    except eucad.DatasetError as error:
        places = [
            (line, problem.column)
            for problem in error.problems
            for file, line in ((problem.file, problem.line), *problem.also)
            if file == path.name
        ]
        exact = any(
            (not found.lines or line is None or line in found.lines)
            and (found.column is None or column is None or found.column in column.split(", "))
            for line, column in places
        )
        return "exact" if exact else "roughly"
    finally:
        path.write_bytes(sound)
    same = loaded.tables[table].equals(_sound().tables[table])
    return "harmless" if same else "silent"


_LOADED = []


def _sound():
    if not _LOADED:
        _LOADED.append(eucad.load())
    return _LOADED[0]


def tally(trials):
    """Count the verdicts by class, over so many trials each."""
    counts = {}
    with tempfile.TemporaryDirectory() as parent, sound_files_read_once():
        folder = shutil.copytree(eucad.DATA, Path(parent, "data"))
        for name in CLASSES:
            counts[name] = Counter(judge(folder, *strike(name, number)) for number in range(trials))
    return counts

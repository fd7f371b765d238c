"""Ways to damage a copy of the dataset, and to see what `load()` says of it."""

from contextlib import contextmanager
from unittest.mock import patch

import pandas as pd

import eucad
from eucad.dataset import loading
from eucad.dataset.schema import read_schema
from eucad.dataset.tables import read_table


def read(folder, table):
    return pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)


def write(folder, table, frame):
    frame.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")


def set_cells(folder, table, where, column, value):
    """Set a column in all rows that have these values."""
    frame = read(folder, table)
    rows = (frame[list(where)] == pd.Series(where)).all(axis=1)
    assert rows.any(), where
    frame.loc[rows, column] = value
    write(folder, table, frame)


def drop_rows(folder, table, **where):
    frame = read(folder, table)
    rows = (frame[list(where)] == pd.Series(where)).all(axis=1)
    assert rows.any(), where
    write(folder, table, frame[~rows])


def change_text(folder, table, change):
    path = folder / f"{table}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def rename(folder, path, old, new):
    """Put other words in the place of some, once, in any file of the folder."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def sound_files_read_once():
    """Let `load()` read a file that is as in the dataset, whatever its folder, only once."""
    known = {}
    for table in read_schema(eucad.DATA).tables.values():
        raw = (eucad.DATA / table.path).read_bytes()
        known[table.path] = (raw, table, read_table(eucad.DATA, table))

    def read(folder, table, *others):
        raw, sound, found = known.get(table.path, (None, None, None))
        path = folder / table.path
        same = sound == table and path.is_file() and not path.is_symlink()
        if same and path.stat().st_size == len(raw) and path.read_bytes() == raw:
            return found[0], [*found[1]]
        return read_table(folder, table, *others)

    with patch.object(loading, "read_table", read):
        yield


def problems_of(folder):
    try:
        eucad.load(folder)
    except eucad.DatasetError as error:
        assert error.problems
        return error.problems
    return []


def only_problem(folder):
    problems = problems_of(folder)
    assert len(problems) == 1, "\n".join(map(str, problems[:20])) or "no problem"
    return problems[0]

"""Ways to damage a copy of the dataset, and to see what `load()` says of it."""

from collections import OrderedDict
from contextlib import contextmanager
from unittest.mock import patch

import pandas as pd

import eucad
from eucad.dataset import loading
from eucad.dataset.tables import LARGE, read_table, to_frame


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


#: Of how many files that are not the dataset's own it is kept what stands in them.
KEPT = 64


@contextmanager
def sound_files_read_once():
    """Let `load()` read files that hold the same and no problem, whatever their folder, once."""
    known = OrderedDict()  # what was read, and as a frame, by the file's name and what it holds
    own = {(path.name, path.read_bytes()) for path in eucad.DATA.glob("*.csv")}

    def read(folder, table, *others):
        path = folder / table.path
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGE:
            return read_table(folder, table, *others)
        key = (table.path, path.read_bytes())
        if key not in known or known[key][0].schema != table:
            found, problems = read_table(folder, table, *others)
            if problems:
                return found, problems
            known[key] = [found, None]
        known.move_to_end(key)
        for old in [old for old in known if old not in own][:-KEPT]:
            del known[old]
        return known[key][0], []

    def frame(table):
        for each in known.values():
            if each[0] is table:
                each[1] = to_frame(table) if each[1] is None else each[1]
                return each[1].copy()
        return to_frame(table)

    with patch.object(loading, "read_table", read), patch.object(loading, "to_frame", frame):
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

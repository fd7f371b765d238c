"""Ways to damage a copy of the dataset, and to see what `load()` says of it."""

import pandas as pd

import eucad


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

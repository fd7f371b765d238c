"""What changed between two states of the dataset: rows and cells, table by table."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eucad.dataset import DATA
from eucad.dataset.schema import DESCRIPTOR, read_schema

#: Rows of a table that are told one by one; of the others only the number is.
SHOWN = 12

_NTH = "_nth"


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table.

    Attributes
    ----------
    table : str
        Its name.
    added, removed : DataFrame of str
        Whole rows, indexed by the primary key.
    changed : DataFrame of str
        One row a cell, indexed by the primary key: `column`, `old` and `new`.
    columns : list of str
        Columns that only one side has, such as ``+ note`` or ``- documents``.
    """

    table: str
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame
    columns: list[str]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(map(len, (self.added, self.removed, self.changed, self.columns)))

    def __str__(self) -> str:
        counts = {
            "columns": self.columns,
            "added": self.added,
            "removed": self.removed,
            "cells changed": self.changed,
        }
        parts = (f"{len(rows)} {what}" for what, rows in counts.items() if len(rows))
        lines = [f"{self.table}: {', '.join(parts)}", *(f"  {each}" for each in self.columns)]
        lines += _listed("+", [_name(key) for key in self.added.index])
        lines += _listed("-", [_name(key) for key in self.removed.index])
        lines += _listed(
            "~",
            [
                f"{_name(key)}, {cell.column}: {_short(cell.old)} → {_short(cell.new)}"
                for key, cell in zip(
                    self.changed.index, self.changed.itertuples(index=False), strict=True
                )
            ],
        )
        return "\n".join(lines)


def compare(old: str | Path, new: str | Path) -> list[TableDiff]:
    """Compare the tables of two folders, cell by cell.

    The comparison is of what the files hold, so that a folder that does not pass the check can be
    compared too. A table that only one side has counts as empty on the other.

    Parameters
    ----------
    old, new : str or Path
        Folders that hold `datapackage.json`.

    Returns
    -------
    list of TableDiff
        Of each table in which something changed, in the order of the data package.

    Raises
    ------
    SchemaError
        If a folder has no data package.

    Examples
    --------
    >>> import eucad
    >>> compare(eucad.DATA, eucad.DATA)
    []
    """
    before, after = _read(Path(old)), _read(Path(new))
    names = [*after, *(name for name in before if name not in after)]
    diffs = (_compare_table(name, before.get(name), after.get(name)) for name in names)
    return [diff for diff in diffs if diff]


def moved_verdicts(old: pd.DataFrame, new: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Say which verdicts moved, one line a topic or family.

    Parameters
    ----------
    old, new : DataFrame
        Verdicts of two states, as `eucad.findings.verdicts.judge` gives them: indexed by topic
        and family, with `words` and `badge`.
    names : mapping of str to str
        What people call the keys.

    Returns
    -------
    list of str

    Examples
    --------
    >>> old = pd.DataFrame({"words": ["cannot tell"], "badge": ["do not cite"]}, ["cyber"])
    >>> moved_verdicts(old, old.assign(words="came in 2024"), {"cyber": "Cyber"})
    ['Cyber: cannot tell (do not cite) → came in 2024 (do not cite)']
    """
    told = [
        {row.Index: f"{row.words} ({row.badge})" for row in table.itertuples()}
        for table in (old, new)
    ]
    return [
        f"{names.get(key, key)}: {told[0].get(key, 'not there')} → {told[1].get(key, 'not there')}"
        for key in dict.fromkeys([*told[1], *told[0]])
        if told[0].get(key) != told[1].get(key)
    ]


def _read(folder: Path) -> dict[str, pd.DataFrame]:
    """Read all tables as text, indexed by their primary keys."""
    tables = {}
    for name, table in read_schema(folder).tables.items():
        path = folder / table.path
        if path.is_file():
            text = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            key = [column for column in table.primary_key if column in text]
            tables[name] = text.set_index(key, drop=False) if key else text
    return tables


def _compare_table(name: str, old: pd.DataFrame | None, new: pd.DataFrame | None) -> TableDiff:
    old, new = (
        other.iloc[:0] if table is None else table for table, other in ((old, new), (new, old))
    )
    old, new = _numbered(old), _numbered(new)
    both = new.index.intersection(old.index, sort=False)
    columns = new.columns.intersection(old.columns, sort=False)
    before, after = old.loc[both, columns].to_numpy(), new.loc[both, columns].to_numpy()
    rows, cells = (before != after).nonzero()
    changed = pd.DataFrame(
        {"column": columns[cells], "old": before[rows, cells], "new": after[rows, cells]},
        index=both.take(rows).droplevel(_NTH),
    )
    return TableDiff(
        table=name,
        added=new.loc[new.index.difference(old.index, sort=False)].droplevel(_NTH),
        removed=old.loc[old.index.difference(new.index, sort=False)].droplevel(_NTH),
        changed=changed,
        columns=[f"+ {column}" for column in new.columns.difference(columns, sort=False)]
        + [f"- {column}" for column in old.columns.difference(columns, sort=False)],
    )


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    """Tell rows of one key apart by the order in which they stand."""
    keys = list(range(table.index.nlevels))
    nth = table.groupby(level=keys).cumcount().rename(_NTH)
    return table.set_index(nth, append=True)


def _name(key: object) -> str:
    return " / ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _short(value: str, width: int = 60) -> str:
    shown = value if len(value) <= width else value[: width - 1] + "…"
    return repr(shown) if value else "(empty)"


def _listed(mark: str, lines: list[str]) -> list[str]:
    more = [f"  {mark} and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"  {mark} {line}" for line in lines[:SHOWN]] + more


@contextmanager
def state(place: str) -> Iterator[Path]:
    """Give the folder of a state of the dataset: a folder, or a revision of this checkout.

    Raises
    ------
    ValueError
        If there is neither such a folder nor such a revision.

    Examples
    --------
    >>> with state(str(DATA)) as folder:
    ...     folder == DATA
    True
    """
    if Path(place).is_dir():
        yield Path(place)
        return
    command = ["git", "archive", "--format=tar", place, "."]
    try:
        done = subprocess.run(command, cwd=DATA, capture_output=True, check=False)
    except FileNotFoundError:
        done = None
    if done is None or done.returncode:
        raise ValueError(
            f"{place!r} is no folder, and no revision of this checkout. Give a folder that holds "
            f"{DESCRIPTOR}, or a revision such as HEAD or a tag."
        )
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)

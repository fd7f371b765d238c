"""What changed between two states of the dataset: rows and cells, table by table."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from eucad.dataset import DATA
from eucad.dataset.schema import DESCRIPTOR, read_schema
from eucad.show.words import counted

#: Rows of a table that are told one by one; of the others only the number is.
SHOWN = 16
#: The same where the findings that moved are told as well.
SHOWN_BESIDE = 2

_NTH = "_nth"


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table."""

    table: str  #: Its name.
    #: Whole rows, indexed by the primary key.
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame  #: One row a cell, indexed by the primary key: `column`, `old` and `new`.
    columns: list[str]  #: Columns that only one side has, such as ``+ note`` or ``- documents``.

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(map(len, (self.added, self.removed, self.changed, self.columns)))

    def __str__(self) -> str:
        return self.told(SHOWN)

    def told(self, shown: int) -> str:
        """Say what changed, naming at most so many rows or cells of a kind."""
        counts = {"columns": self.columns, "added": self.added, "removed": self.removed}
        parts = [f"{len(rows)} {what}" for what, rows in counts.items() if len(rows)]
        if len(self.changed):
            parts.append(f"{counted(len(self.changed), 'cell')} changed")
        lines = [f"{self.table}: {', '.join(parts)}", *(f"  {each}" for each in self.columns)]
        cells = zip(self.changed.index, self.changed.itertuples(index=False), strict=True)
        rows = {
            "+": [_name(key) for key in self.added.index],
            "-": [_name(key) for key in self.removed.index],
            "~": [
                f"{_name(key)}, {cell.column}: {_short(cell.old)} → {_short(cell.new)}"
                for key, cell in cells
            ],
        }
        for mark, each in rows.items():
            lines += [f"  {mark} {line}" for line in each[:shown]]
            if len(each) > shown:
                lines.append(f"  {mark} and {len(each) - shown} more")
        return "\n".join(lines)


def compare(old: str | Path, new: str | Path) -> list[TableDiff]:
    """Compare the tables of two folders, cell by cell.

    The comparison is of what the files hold, so that a folder that does not pass the check can be
    compared too. A table that only one side has counts as empty on the other; one in which nothing
    changed is left out.

    Examples
    --------
    >>> import eucad
    >>> compare(eucad.DATA, eucad.DATA)
    []
    """
    before, after = _read(Path(old)), _read(Path(new))
    names = [*after, *(name for name in before if name not in after)]
    both = [(name, before.get(name), after.get(name)) for name in names]
    # Most tables are alike, which is quickly told.
    unlike = [each for each in both if each[1] is None or not each[1].equals(each[2])]
    diffs = (_compare_table(*each) for each in unlike)
    return [diff for diff in diffs if diff]


def moved_verdicts(old: pd.DataFrame, new: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Say which verdicts moved, one line a topic or family.

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


def moved_sentences(old: str, new: str) -> list[str]:
    """Say which sentences of a text moved, one line each.

    A sentence that says the same of other numbers is told once, with what moved in brackets; of
    others ``-`` is what the text said, and ``+`` what it says.

    Examples
    --------
    >>> moved_sentences("**12** meetings. Nobody came.", "**13** meetings. Nobody came.")
    ['  [12 → 13] meetings.']
    >>> moved_sentences("Nobody came.", "Two sat down.")
    ['- Nobody came.', '+ Two sat down.']
    """
    plain = [re.sub(r"\[More\]\([^)]*\)|^- |\*+", "", text, flags=re.M) for text in (old, new)]
    before, after = (re.split(r"(?<=[.;])\s+|\n+", text.strip()) for text in plain)
    lines = []
    for what, i, j, k, m in _steps(before, after):
        gone, come = before[i:j], after[k:m]
        paired = [_in_brackets(*each) for each in zip(gone, come, strict=False)]
        if what == "replace" and len(gone) == len(come) and all(paired):
            lines += paired
        elif what != "equal":
            lines += [*(f"- {each}" for each in gone), *(f"+ {each}" for each in come)]
    return lines


def _in_brackets(old: str, new: str) -> str:
    """Put what moved from one sentence to another in brackets, if most of it stands."""
    before, after = (re.findall(r"[\w%–-]+|\s+|[^\w\s]", text) for text in (old, new))
    words, stand = "", 0
    for what, i, j, k, m in _steps(before, after):
        was, now = "".join(before[i:j]), "".join(after[k:m])
        if what != "equal" and not (was.strip() and now.strip()):
            return ""
        stand += j - i if what == "equal" else 0
        words += was if what == "equal" else f"[{was} → {now}]"
    return f"  {words}" if 2 * stand >= max(len(before), len(after)) else ""


def _steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


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


@contextmanager
def state(place: str) -> Iterator[Path]:
    """Give the folder of a state of the dataset: a folder, or a revision of this checkout."""
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
            f"{DESCRIPTOR}, or a revision such as a tag (git fetch --tags brings them into a "
            "clone); left out, it is HEAD."
        )
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)

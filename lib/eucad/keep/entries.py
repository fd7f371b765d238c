"""The small file of one document, read: its entries, each with the table that it goes to."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eucad.dataset.problems import nearest
from eucad.dataset.schema import Schema

#: Table of the small file: table of the dataset. The first three are written once.
SINGLE = {"meeting": "meetings", "lineage": "lineages", "document": "documents"}
MANY = {
    "codings": "codings",
    "adjudications": "adjudications",
    "people": "participation",
    "delegations": "delegations",
    "programmes": "programme_mentions",
    "borrowings": "borrowings",
    "borrowing_topics": "borrowing_topics",
    "glosses": "glosses",
}

#: What says who a person is: columns of `people.csv` that an entry of `people` may have as well.
PERSON = ("name", "delegation", "aliases", "identity_note")


class AddError(ValueError):
    """A small file cannot be added; `problems` says why, entry by entry."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"Nothing was added: {count}.", *(f"  {p}" for p in problems)]))


@dataclass(frozen=True)
class Entry:
    """One entry of a small file."""

    kind: str  #: Its table in the file, such as ``codings``.
    number: int  #: Its place among those of the kind, from 1; 0 for a table that is written once.
    cells: dict[str, str]  #: What is given, as it stands in the tables; inherited cells among them.

    @property
    def label(self) -> str:
        """What a person calls it: ``codings 3 (afghanistan)``."""
        if not self.number:
            return f"[{self.kind}]"
        named = ("topic_id", "person_id", "delegation", "programme_id", "printed")
        key = next((self.cells[name] for name in named if self.cells.get(name)), "")
        if self.kind == "borrowings":
            key = self.cells.get("template_lineage_id", "")
        return f"{self.kind} {self.number}" + (f" ({key})" if key else "")


def read_entries(path: str | Path, schema: Schema, coder: str | None = None) -> list[Entry]:
    """Read a small file."""
    try:
        content = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise AddError([f"{path} cannot be read: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise AddError([f"{path} is not in UTF-8: save it again in that encoding."]) from None
    except tomllib.TOMLDecodeError as error:
        raise AddError([f"{path} is no TOML: {error}."]) from None
    problems: list[str] = []
    known = ["coder", *SINGLE, *MANY]
    headless = [name for name, given in content.items() if not isinstance(given, dict | list)]
    headless = [name for name in headless if name not in known]
    if headless:
        problems.append(
            f"{', '.join(headless)}: in no table. Take the # away before the heading as well, such "
            "as [lineage]."
        )
    for name in content.keys() - {*known, *headless}:
        near = nearest(name, known, f"There are {', '.join(known)}.")
        problems.append(f"{name}: there is no such table. {near}")
    who = coder or content.get("coder", "a")
    if who not in ("a", "b"):
        problems.append(f"coder: found {who!r}; write a or b.")
    entries = []
    for kind, number, given in _entries(content, problems):
        entry = Entry(kind, number, _cells(kind, number, given, schema, problems))
        entries.append(entry)
    if "document" not in content:
        problems.append("[document] is missing: it says which document the entries are of.")
    if problems:
        raise AddError(problems)
    for entry in entries:
        if entry.kind == "codings":
            entry.cells.setdefault("coder", who)
    return entries


def _entries(content: Mapping, problems: list[str]) -> Iterator[tuple[str, int, Mapping]]:
    for kind in SINGLE:
        if isinstance(content.get(kind), dict):
            yield kind, 0, content[kind]
        elif kind in content:
            problems.append(f"{kind}: write it once, as [{kind}].")
    for kind in MANY:
        rows = content.get(kind, [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            for number, row in enumerate(rows, start=1):
                yield kind, number, row
        else:
            problems.append(f"{kind}: write each entry as [[{kind}]].")


def _cells(
    kind: str, number: int, given: Mapping, schema: Schema, problems: list[str]
) -> dict[str, str]:
    table = schema[SINGLE.get(kind) or MANY[kind]]
    columns = [column.name for column in table.columns]
    if kind == "people":
        columns += PERSON
    cells = {}
    for key, value in given.items():
        text = _text(value)
        if key not in columns:
            near = nearest(key, columns, f"There are {', '.join(columns)}.")
            label = Entry(kind, number, cells).label
            problems.append(f"{label}: there is no key {key!r}. {near}")
        elif text is None:
            label = Entry(kind, number, cells).label
            problems.append(f"{label}: {key} is {value!r}; give a text, a whole number or a date.")
        elif len(text.splitlines()) > 1:
            problems.append(f"{Entry(kind, number, cells).label}: {key} has a line break.")
        else:
            cells[key] = text
    return cells


def _text(value: object) -> str | None:
    """Return a value of TOML as a cell, or nothing if no cell can hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    return None


def as_toml(name: str, cell: str) -> str:
    """Write a cell of a column as TOML, whose strings are written as in JSON."""
    plain = cell in ("true", "false") or (cell and name in ("paragraph", "round"))
    return cell if plain else json.dumps(cell, ensure_ascii=False).replace("\x7f", "\\u007f")

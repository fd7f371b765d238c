"""The small file of one document, read: its entries, each with the table that it goes to."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eucad.dataset.problems import nearest
from eucad.dataset.schema import Schema
from eucad.show.words import counted

#: Kind of entry: its table of the dataset, and the cells that it takes from the document.
KINDS = {
    "meeting": ("meetings", ("meeting_id",)),
    "lineage": ("lineages", ("lineage_id", "meeting_id")),
    "document": ("documents", ("meeting_id", "lineage_id")),
    "codings": ("codings", ("document_id",)),
    "adjudications": ("adjudications", ("document_id",)),
    "people": ("participation", ("meeting_id", "document_id")),
    "delegations": ("delegations", ("meeting_id", "document_id")),
    "programmes": ("programme_mentions", ("document_id",)),
    "borrowings": ("borrowings", ("lineage_id",)),
    "borrowing_topics": ("borrowing_topics", ("lineage_id",)),
    "glosses": ("glosses", ("language",)),
}

#: Those that are written once.
SINGLE = ("meeting", "lineage", "document")

#: What says who a person is: columns of `people.csv` that an entry of `people` may have as well.
PERSON = ("name", "delegation", "aliases", "identity_note")


class AddError(ValueError):
    """A small file cannot be added; `problems` says why, entry by entry; `notes` are no reason."""

    def __init__(self, problems: list[str], notes: Sequence[str] = ()) -> None:
        self.problems = problems
        told = "\n  ".join([f"Nothing was added: {counted(len(problems), 'problem')}.", *problems])
        if notes:
            told += "\n" + "\n  ".join(["Look at these as well:", *notes])
        super().__init__(told)


@dataclass(frozen=True)
class Entry:
    """One entry of a small file."""

    kind: str  #: Its table in the file, such as ``codings``.
    number: int  #: Its place among those of the kind, from 1; 0 for a table that is written once.
    cells: dict[str, str]  #: What is given, as it stands in the tables; inherited cells among them.

    @property
    def table(self) -> str:
        """The table of the dataset that it goes to."""
        return KINDS[self.kind][0]

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
        advice = "Put texts and dates in quotation marks; numbers, true and false do without."
        raise AddError([f"{path} is no TOML: {error}. {advice}"]) from None
    problems: list[str] = []
    known = ["coder", *KINDS]
    headless = [name for name, given in content.items() if not isinstance(given, dict | list)]
    headless = [name for name in headless if name not in known]
    if headless:
        problems.append(
            f"{', '.join(headless)}: in no table. Take the # away before the heading as well, such "
            "as [meeting]."
        )
    for name in content.keys() - {*known, *headless}:
        near = nearest(name, known, f"There are {', '.join(known)}.")
        for kind, (table, taken) in KINDS.items():
            if name == table:
                columns = (c.name for c in schema[table].columns if c.name not in taken)
                near = f"Write [[{kind}]], with {', '.join(columns)}."
        problems.append(f"{name}: there is no such table. {near}")
    who = coder or content.get("coder", "a")
    if who not in ("a", "b"):
        problems.append(f"coder: found {who!r}; write a or b.")
    entries = []
    for entry, given in _entries(content, problems):
        _fill(entry, given, schema, problems)
        entries.append(entry)
    if "document" not in content:
        problems.append("[document] is missing: it says which document the entries are of.")
    if problems:
        raise AddError(problems)
    for entry in entries:
        if entry.kind == "codings":
            entry.cells.setdefault("coder", who)
    return entries


def _entries(content: Mapping, problems: list[str]) -> Iterator[tuple[Entry, Mapping]]:
    for kind in KINDS:
        given = content.get(kind, [])
        if kind in SINGLE:
            if isinstance(given, dict):
                yield Entry(kind, 0, {}), given
            elif kind in content:
                problems.append(f"{kind}: write it once, as [{kind}].")
        elif isinstance(given, list) and all(isinstance(row, dict) for row in given):
            for number, row in enumerate(given, start=1):
                # One entry may be that of several delegations.
                keys, rows = row.get("delegation"), [row]
                if isinstance(keys, list):
                    rows = [{**row, "delegation": key} for key in keys or [""]]
                for each in rows:
                    yield Entry(kind, number, {}), each
        else:
            problems.append(f"{kind}: write each entry as [[{kind}]].")


def _fill(entry: Entry, given: Mapping, schema: Schema, problems: list[str]) -> None:
    columns = [column.name for column in schema[entry.table].columns]
    if entry.kind == "people":
        columns += PERSON
    for key, value in given.items():
        text = _text(value)
        if key not in columns:
            near = nearest(key, columns, f"There are {', '.join(columns)}.")
            problems.append(f"{entry.label}: there is no key {key!r}. {near}")
        elif text is None:
            wanted = "give a text, a whole number or a date."
            problems.append(f"{entry.label}: {key} is {value!r}; {wanted}")
        elif len(text.splitlines()) > 1:
            problems.append(f"{entry.label}: {key} has a line break.")
        else:
            entry.cells[key] = text


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

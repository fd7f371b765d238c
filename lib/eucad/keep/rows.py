"""The tables as rows of text: read, put into their order, and written as they were."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path

from eucad.dataset.schema import Schema, Table
from eucad.dataset.tables import SPELLED, TextTable

Row = dict[str, str]
Tables = dict[str, list[Row]]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _when(meeting: Row) -> str:
    """Return the day of a meeting, or the year of its key where there is none."""
    digits = "".join(letter for letter in meeting["meeting_id"] if letter.isdecimal())
    return meeting["date_start"] or digits


#: By what the rows of a table are sorted; the others by their primary keys.
ORDER: dict[str, Callable[[Row], object]] = {
    "meetings": _when,
    "codings": lambda row: (
        row["document_id"],
        row["coder"],
        _number(row["paragraph"]),
        row["topic_id"],
    ),
    "codings_final": lambda row: (row["document_id"], _number(row["paragraph"]), row["topic_id"]),
    "programme_mentions": lambda row: (row["document_id"], _number(row["paragraph"])),
    "delegations": lambda row: (row["meeting_id"], row["document_id"]),
    "glosses": lambda row: (row["kind"] != "term", row["language"], row["printed"]),
}


def read_rows(folder: str | Path, schema: Schema) -> Tables:
    """Read all tables as text, True and False as the check reads them."""
    tables = {name: read_csv(Path(folder, table.path)) for name, table in schema.tables.items()}
    for name, rows in tables.items():
        flags = [column.name for column in schema[name].columns if column.type == "boolean"]
        for row in rows if flags else ():
            row |= {flag: SPELLED[row[flag]] for flag in flags if row.get(flag) in SPELLED}
    return tables


def read_csv(path: Path) -> list[Row]:
    """Read one file as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines, [])
        return [dict(zip_longest(columns, line)) for line in lines if line]


def written(table: Table, rows: Iterable[Row]) -> str:
    """Write rows as the tables are written: quotation marks only where they are needed."""
    text = io.StringIO(newline="")
    columns = [column.name for column in table.columns]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue()


def as_line(row: Row) -> str:
    """Write a row as its line in the table."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(row.values())
    return text.getvalue()


def insert(tables: Tables, table: Table, row: Row) -> None:
    """Put a row in its place among the others, which stay where they are."""

    def by_key(row: Row) -> object:
        return tuple(row[column] for column in table.primary_key)

    order = ORDER.get(table.name, by_key)
    rows = tables[table.name]
    rows.insert(bisect_right(rows, order(row), key=order), row)


def as_text_table(table: Table, rows: list[Row]) -> TextTable:
    """Give rows the form in which the rules read them."""
    cells = {column.name: [row[column.name] for row in rows] for column in table.columns}
    return TextTable(table, cells, range(2, len(rows) + 2))

"""The data package: what tables there are, and what each column may hold.

`datapackage.json` is the only place where types, keys and vocabularies are
written down. This module reads it; nothing else in the library repeats it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from eucad.dataset.files import FileError, is_plain_name, read_file

DESCRIPTOR = "datapackage.json"

#: Largest description, in bytes, longest pattern, and its most repetitions without an end.
LARGEST, LONGEST_PATTERN, MOST_REPEATS = 5_000_000, 200, 3

# What begins markup: no title and label holds it.
_MARKUP = frozenset("<>[]{}`*_~$\\#|")

#: Table Schema types that a column can have.
TYPES = ("string", "integer", "boolean", "date")


class SchemaError(ValueError):
    """The description of the dataset, `datapackage.json`, cannot be used."""


@dataclass(frozen=True)
class Column:
    """One column of a table, as `datapackage.json` describes it."""

    name: str  #: As in the header row.
    title: str  #: As a heading.
    description: str
    type: str  #: One of :data:`TYPES`.
    required: bool  #: Whether no cell may be empty.
    unique: bool  #: Whether no value may occur twice.
    #: Allowed values with their labels, in the vocabulary's own order; empty if any is allowed.
    labels: dict[str, str]
    ordered: bool  #: Whether the vocabulary is a scale.
    pattern: str | None  #: Regular expression that a value matches as a whole.
    pattern_meaning: str | None  #: The same in words.
    minimum: int | None  #: Smallest value allowed.


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in columns of another (or the same) table."""

    columns: tuple[str, ...]  #: Columns of the table that has the key.
    table: str  #: The table they point to.
    keys: tuple[str, ...]  #: Its columns, in the same order.


@dataclass(frozen=True)
class Table:
    """One table of the package."""

    name: str
    path: str  #: Its file.
    title: str
    description: str  #: What one row is.
    columns: tuple[Column, ...]  #: In the order of the file.
    primary_key: tuple[str, ...]  #: Columns whose values together stand in one row only.
    foreign_keys: tuple[ForeignKey, ...]  #: What its columns point to.

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(column.name for column in self.columns)
        raise KeyError(f"table {self.name!r} has no column {name!r}; it has {known}")


@dataclass(frozen=True)
class Schema:
    """The whole data package: name, title, version, day of its making, tables, and other files."""

    name: str
    title: str
    version: str
    created: str
    tables: dict[str, Table]
    files: tuple[str, ...] = ()

    def __getitem__(self, table: str) -> Table:
        """Return the table of that name; KeyError lists those there are."""
        try:
            return self.tables[table]
        except KeyError:
            raise KeyError(f"no table {table!r}; there are {', '.join(self.tables)}") from None


def read_schema(folder: str | Path) -> Schema:
    """Read `datapackage.json` from a folder.

    Raises
    ------
    SchemaError
        If the file cannot be read, is not JSON, is not laid out as a data package,
        lacks a property that the library needs, gives a column a type or pattern
        that cannot be used, lists different values in `categories` and
        `constraints.enum`, or has a key that names no column.

    References
    ----------
    Data Package standard, version 2 (https://datapackage.org).
    """
    path = Path(folder) / DESCRIPTOR
    try:
        raw = read_file(Path(folder), DESCRIPTOR)
        if len(raw) > LARGEST:
            raise SchemaError(f"more than {LARGEST:,} bytes. Restore it from version control.")
        return _schema(raw)
    except FileNotFoundError:
        raise SchemaError(
            f"{path}: not found. It describes the tables; restore it from version control."
        ) from None
    except FileError as error:
        raise SchemaError(f"{path}: cannot be read: {error}") from None
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None


@lru_cache(maxsize=8)
def _schema(raw: bytes) -> Schema:
    """Read a description; the same one is read once."""
    try:
        package = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except RecursionError:
        raise SchemaError("not valid JSON: brackets within brackets.") from None
    except SchemaError:
        raise
    except ValueError as error:
        raise SchemaError(f"not valid JSON in UTF-8 ({error}). Mend that place.") from None
    try:
        resources = package["resources"]
        described = [_table(r) for r in resources if r.get("type") == "table"]
        tables = {table.name: table for table in described}
        if len(tables) < len(described):
            raise SchemaError("a table is described twice. Remove one.")
        files = tuple(_file_name(r["path"]) for r in resources if r.get("type") != "table")
        name, title, version = (_name(package[part], part) for part in ("name", "title", "version"))
        created = _text(package["created"], "created")[:10]
        if not _is_day(created):
            raise SchemaError("the property 'created' begins with no day; write it in ISO 8601.")
        schema = Schema(name, title, version, created, tables, files)
        _check_keys(schema)
    except KeyError as error:
        raise SchemaError(f"a property {error} is missing.") from None
    except (AttributeError, TypeError) as error:
        raise SchemaError(f"not laid out as a data package ({error}).") from None
    return schema


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    properties = dict(pairs)
    if len(properties) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise SchemaError(f"a property {double[:80]!r} stands twice in one place. Remove one.")
    return properties


def _text(value: object, what: str) -> str:
    """Return a text as it is, if it is one that can be shown."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise SchemaError(f"the property {what!r} is {str(value)[:80]!r}; write a text.")
    return value


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _name(value: object, what: str) -> str:
    """Return a text that pages and figures show, if it holds no markup."""
    name = _text(value, what)
    found = _MARKUP & {*name}
    if found:
        raise SchemaError(f"the property {what!r} is {name[:80]!r}; remove {min(found)!r}.")
    return name


def _file_name(value: object) -> str:
    if not is_plain_name(value):
        raise SchemaError(
            f"the path {str(value)[:80]!r} is not the name of a file in the folder. Write that."
        )
    return str(value)


def _flag(properties: dict, name: str) -> bool:
    value = properties.get(name, False)
    if not isinstance(value, bool):
        raise SchemaError(f"the property {name!r} is {str(value)[:80]!r}; write true or false.")
    return value


def _check_keys(schema: Schema) -> None:
    """Look up every table and column that a key names."""
    for table in schema.tables.values():
        try:
            for name in table.primary_key:
                table.column(name)
            for key in table.foreign_keys:
                for name, target in zip(key.columns, key.keys, strict=True):
                    table.column(name)
                    schema[key.table].column(target)
        except (KeyError, ValueError) as error:
            raise SchemaError(f"a key of {table.name} points nowhere: {error.args[0]}") from None


def _table(resource: dict) -> Table:
    schema = resource["schema"]
    return Table(
        name=_text(resource["name"], "name"),
        path=_file_name(resource["path"]),
        title=_name(resource["title"], "title"),
        description=_text(resource["description"], "description"),
        columns=tuple(_column(field, resource["name"]) for field in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(
                columns=tuple(key["fields"]),
                # The standard writes "" for a table that points to itself.
                table=key["reference"]["resource"] or resource["name"],
                keys=tuple(key["reference"]["fields"]),
            )
            for key in schema.get("foreignKeys", ())
        ),
    )


def _column(field: dict, table: str) -> Column:
    constraints = field.get("constraints", {})
    _text(field["name"], "name")
    labels = {
        _text(category["value"], "value"): _name(category["label"], "label")
        for category in field.get("categories", ())
    }
    if list(labels) != constraints.get("enum", []):
        raise SchemaError(
            f"column {table}.{field['name']} lists different values in 'categories' and in "
            "'constraints.enum'. Make them the same, in the same order."
        )
    if field["type"] not in TYPES:
        raise SchemaError(
            f"column {table}.{field['name']} has the type {field['type']!r}; "
            f"use one of {', '.join(TYPES)}."
        )
    minimum = constraints.get("minimum")
    if minimum is not None and type(minimum) is not int:
        raise SchemaError(f"the minimum of {table}.{field['name']} is no whole number.")
    _check_pattern(constraints.get("pattern"), f"{table}.{field['name']}")
    if "patternMeaning" in field:
        _text(field["patternMeaning"], "patternMeaning")
    return Column(
        name=field["name"],
        title=_name(field["title"], "title"),
        description=_text(field["description"], "description"),
        type=field["type"],
        required=_flag(constraints, "required"),
        unique=_flag(constraints, "unique"),
        labels=labels,
        ordered=_flag(field, "categoriesOrdered"),
        pattern=constraints.get("pattern"),
        pattern_meaning=field.get("patternMeaning"),
        minimum=minimum,
    )


def _check_pattern(pattern: object, column: str) -> None:
    """Refuse what is no regular expression, or may take for ever to compare."""
    if pattern is None:
        return
    what = f"the pattern of column {column}"
    if not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN or not pattern.isprintable():
        raise SchemaError(f"{what} is no text of at most {LONGEST_PATTERN} letters.")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise SchemaError(f"{what} is no regular expression: {error}.") from None
    # A group that repeats, and repeats something itself, begins with what separates its turns.
    slow = re.search(r"\((?!(?:\?:)?[-_ ])[^()]*[*+{|][^()]*\)[*+{]|\)\)[*+{]", pattern)
    if slow or len(re.findall(r"(?<!\\)[*+]|\{\d*,\}", pattern)) > MOST_REPEATS:
        raise SchemaError(f"{what} repeats what repeats; write a simpler one.")

"""The data package: what tables there are, and what each column may hold.

`datapackage.json` is the only place where types, keys and vocabularies are
written down. This module reads it; nothing else in the library repeats it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

DESCRIPTOR = "datapackage.json"


class SchemaError(ValueError):
    """The description of the dataset, `datapackage.json`, cannot be used."""


@dataclass(frozen=True)
class Column:
    """One column of a table, as `datapackage.json` describes it.

    Attributes
    ----------
    name, title, description : str
        As in the header row, as a heading, and in words.
    type : str
        Table Schema type: ``string``, ``integer``, ``boolean`` or ``date``.
    required, unique : bool
        Whether a cell may be empty, and whether a value may occur twice.
    labels : dict of str to str
        Allowed values with their labels, in the vocabulary's own order; empty
        if any value is allowed.
    ordered : bool
        Whether the vocabulary is a scale.
    pattern, pattern_meaning : str or None
        Regular expression that a value matches, and the same in words.
    minimum : int or None
        Smallest value allowed.
    """

    name: str
    title: str
    description: str
    type: str
    required: bool
    unique: bool
    labels: dict[str, str]
    ordered: bool
    pattern: str | None
    pattern_meaning: str | None
    minimum: int | None


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in columns of another (or the same) table."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the package: its file, columns and keys."""

    name: str
    path: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises
        ------
        KeyError
            If the table has no such column; the message lists those it has.
        """
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(column.name for column in self.columns)
        raise KeyError(f"table {self.name!r} has no column {name!r}; it has {known}")


@dataclass(frozen=True)
class Schema:
    """The whole data package: its name, version and tables in order."""

    name: str
    title: str
    version: str
    tables: dict[str, Table]

    def __getitem__(self, table: str) -> Table:
        """Return the table of that name; KeyError lists those there are."""
        try:
            return self.tables[table]
        except KeyError:
            raise KeyError(f"no table {table!r}; there are {', '.join(self.tables)}") from None


def read_schema(folder: str | Path) -> Schema:
    """Read `datapackage.json` from a folder.

    Parameters
    ----------
    folder : str or Path
        Folder of the dataset.

    Returns
    -------
    Schema

    Raises
    ------
    SchemaError
        If the file is missing, is not JSON, lacks a property that the library
        needs, or lists different values in `categories` and `constraints.enum`.

    References
    ----------
    Data Package standard, version 2 (https://datapackage.org).

    Examples
    --------
    >>> import eucad
    >>> schema = read_schema(eucad.DATA)
    >>> schema["meetings"].primary_key
    ('meeting_id',)
    >>> schema["codings"].column("stance").ordered
    True
    """
    path = Path(folder) / DESCRIPTOR
    try:
        package = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise SchemaError(
            f"{path}: not found. It describes the tables; restore it from version control."
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SchemaError(f"{path}: not valid JSON in UTF-8 ({error}). Mend that place.") from None
    try:
        tables = {resource["name"]: _table(resource) for resource in package["resources"]}
        return Schema(package["name"], package["title"], package["version"], tables)
    except KeyError as error:
        raise SchemaError(f"{path}: a property {error} is missing.") from None
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None


def _table(resource: dict) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        title=resource["title"],
        description=resource["description"],
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
    labels = {category["value"]: category["label"] for category in field.get("categories", ())}
    if list(labels) != constraints.get("enum", []):
        raise SchemaError(
            f"column {table}.{field['name']} lists different values in 'categories' and in "
            "'constraints.enum'. Make them the same, in the same order."
        )
    return Column(
        name=field["name"],
        title=field["title"],
        description=field["description"],
        type=field["type"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        labels=labels,
        ordered=field.get("categoriesOrdered", False),
        pattern=constraints.get("pattern"),
        pattern_meaning=field.get("patternMeaning"),
        minimum=constraints.get("minimum"),
    )

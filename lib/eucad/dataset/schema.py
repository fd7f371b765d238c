"""The data package: what tables there are, and what each column may hold.

`datapackage.json` is the only place where types, keys and vocabularies are
written down. This module reads it; nothing else in the library repeats it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

DESCRIPTOR = "datapackage.json"


#: Table Schema types that a column can have.
TYPES = ("string", "integer", "boolean", "date")


class SchemaError(ValueError):
    """The description of the dataset, `datapackage.json`, cannot be used.

    Examples
    --------
    >>> try:
    ...     read_schema("no/such/folder")
    ... except SchemaError as error:
    ...     print(error)
    no/such/folder/datapackage.json: not found. It describes the tables; restore it from version
    control.
    """


@dataclass(frozen=True)
class Column:
    """One column of a table, as `datapackage.json` describes it.

    Attributes
    ----------
    name, title, description : str
        As in the header row, as a heading, and in words.
    type : str
        One of :data:`TYPES`.
    required, unique : bool
        Whether a cell may be empty, and whether a value may occur twice.
    labels : dict of str to str
        Allowed values with their labels, in the vocabulary's own order; empty
        if any value is allowed.
    ordered : bool
        Whether the vocabulary is a scale.
    pattern, pattern_meaning : str or None
        Regular expression that a value matches as a whole, and the same in words.
    minimum : int or None
        Smallest value allowed.

    Examples
    --------
    >>> import eucad
    >>> column = eucad.load().schema["borrowings"].column("certainty")
    >>> column.type, column.required, list(column.labels)
    ('string', True, ['firm', 'likely'])
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
    """Columns whose values must stand in columns of another (or the same) table.

    Attributes
    ----------
    columns : tuple of str
        Columns of the table that has the key.
    table : str
        The table they point to.
    keys : tuple of str
        Its columns, in the same order.

    Examples
    --------
    >>> import eucad
    >>> eucad.load().schema["programmes"].foreign_keys
    (ForeignKey(columns=('topic_id',), table='topics', keys=('topic_id',)),)
    """

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the package.

    Attributes
    ----------
    name, path, title, description : str
        Name, file, heading, and what one row is.
    columns : tuple of Column
        In the order of the file.
    primary_key : tuple of str
        Columns whose values together stand in one row only.
    foreign_keys : tuple of ForeignKey
        What its columns point to.

    Examples
    --------
    >>> import eucad
    >>> table = eucad.load().schema["programmes"]
    >>> table.path, table.primary_key, [column.name for column in table.columns]
    ('programmes.csv', ('programme_id',), ['programme_id', 'name', 'topic_id'])
    """

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

        Examples
        --------
        >>> import eucad
        >>> eucad.load().schema["codings"].column("coder").labels
        {'a': 'Coder a', 'b': 'Coder b'}
        """
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(column.name for column in self.columns)
        raise KeyError(f"table {self.name!r} has no column {name!r}; it has {known}")


@dataclass(frozen=True)
class Schema:
    """The whole data package: its name, title, version, tables in order, and other files.

    Examples
    --------
    >>> import eucad
    >>> schema = eucad.load().schema
    >>> schema.name, list(schema.tables)[:3]
    ('eucad', ['meetings', 'documents', 'lineages'])
    >>> schema["meeting"]
    Traceback (most recent call last):
    KeyError: "no table 'meeting'; there are meetings, documents, ..."
    """

    name: str
    title: str
    version: str
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
        If the file cannot be read, is not JSON, is not laid out as a data package,
        lacks a property that the library needs, gives a column a type or pattern
        that cannot be used, lists different values in `categories` and
        `constraints.enum`, or has a key that names no column.

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
    except OSError as error:
        raise SchemaError(f"{path}: cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SchemaError(f"{path}: not valid JSON in UTF-8 ({error}). Mend that place.") from None
    try:
        resources = package["resources"]
        tables = {r["name"]: _table(r) for r in resources if r.get("type") == "table"}
        files = tuple(r["path"] for r in resources if r.get("type") != "table")
        schema = Schema(package["name"], package["title"], package["version"], tables, files)
        _check_keys(schema)
    except KeyError as error:
        raise SchemaError(f"{path}: a property {error} is missing.") from None
    except (AttributeError, TypeError) as error:
        raise SchemaError(f"{path}: not laid out as a data package ({error}).") from None
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None
    return schema


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
    if field["type"] not in TYPES:
        raise SchemaError(
            f"column {table}.{field['name']} has the type {field['type']!r}; "
            f"use one of {', '.join(TYPES)}."
        )
    try:
        re.compile(constraints.get("pattern", ""))
    except re.error as error:
        raise SchemaError(
            f"the pattern of column {table}.{field['name']} is no regular expression: {error}."
        ) from None
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

"""Loading the dataset: `load()`, `Dataset` and `DatasetError`."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, wraps
from html import escape
from pathlib import Path

import pandas as pd

from eucad.dataset.names import LANGUAGE, read_names
from eucad.dataset.problems import Problem, condense
from eucad.dataset.rules import check_keys, check_rules
from eucad.dataset.schema import DESCRIPTOR, Schema, SchemaError, read_schema
from eucad.dataset.tables import Sound, TextTable, read_table, to_frame

#: Folder in which a command that was interrupted has left files to be put in place.
JOURNAL = ".eucad-journal"

_PACKAGE = Path(__file__).resolve().parents[1]

#: Folder of the dataset that comes with the library: inside an installed one, beside a checkout's.
#:
#: :meta hide-value:
DATA = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parents[1] / "data"

#: How many years after its making a dataset may speak of.
FORESEEN = 10

#: So many problems are printed; `DatasetError.problems` holds them all.
PRINTED = 1000


class DatasetError(ValueError):
    """The dataset cannot be used; `problems` lists everything that is wrong with it.

    Examples
    --------
    >>> import eucad
    >>> try:
    ...     eucad.load("no/such/folder")
    ... except eucad.DatasetError as error:
    ...     print(error.problems[0].advice)
    Pass the folder that holds datapackage.json.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems):,} problems"
        lines = "\n".join(f"  {problem}" for problem in self.problems[:PRINTED])
        if len(self.problems) > PRINTED:
            lines += f"\n  and {len(self.problems) - PRINTED:,} more"
        super().__init__(f"{count} in the dataset:\n{lines}")


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """The dataset, one DataFrame a table.

    Columns have the types that `datapackage.json` gives them: strings as
    ``str``, dates as ``datetime64``, vocabularies as ``category`` (ordered where
    they are a scale), whole numbers and truth values as ``int64`` and ``bool``,
    or as ``Int64`` and ``boolean`` where a cell may be empty. An empty cell is
    missing (``NaN``, ``NaT`` or ``NA``): no document states it.

    A dataset stays as it was loaded, since results are computed once: each table is given as a
    copy, whose changes reach nobody else. ``dataclasses.replace`` makes a dataset with other
    tables.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> int((dataset.meetings["status"] == "none_found").sum())
    2
    >>> dataset.codings_final["stance"].cat.ordered
    True
    """

    meetings: pd.DataFrame
    documents: pd.DataFrame
    lineages: pd.DataFrame
    topics: pd.DataFrame
    codings: pd.DataFrame
    codings_final: pd.DataFrame
    adjudications: pd.DataFrame
    borrowings: pd.DataFrame
    borrowing_topics: pd.DataFrame
    people: pd.DataFrame
    participation: pd.DataFrame
    delegations: pd.DataFrame
    programmes: pd.DataFrame
    programme_mentions: pd.DataFrame
    events: pd.DataFrame
    glosses: pd.DataFrame
    schema: Schema

    def __getattribute__(self, name: str) -> object:
        found = super().__getattribute__(name)
        return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by its name, in the order of `datapackage.json`."""
        return {name: getattr(self, name) for name in self.schema.tables}

    @property
    def version(self) -> str:
        """The version of the data, which is not that of the library."""
        return self.schema.version

    def summary(self) -> pd.DataFrame:
        """Count rows and columns of each table, and give its fingerprint.

        Returns
        -------
        DataFrame
            One row a table, indexed by its name: `title`, `rows`, `columns`, and
            `fingerprint`, the first 12 hexadecimal digits of the SHA-256 of the
            table's contents. Results that were computed from other contents show
            another fingerprint, however small the difference.

        Examples
        --------
        >>> import eucad
        >>> list(eucad.load().summary().columns)
        ['title', 'rows', 'columns', 'fingerprint']
        """
        return pd.DataFrame(
            {
                "title": [self.schema[name].title for name in self.tables],
                "rows": [len(frame) for frame in self.tables.values()],
                "columns": [frame.shape[1] for frame in self.tables.values()],
                "fingerprint": [_fingerprint(frame) for frame in self.tables.values()],
            },
            index=pd.Index(list(self.tables), name="table"),
        )

    def describe(self, table: str) -> pd.DataFrame:
        """Return the column dictionary of a table.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        DataFrame
            One row a column, indexed by its name: `title`, `type`, `required`,
            `values` (the allowed ones, if the column has a vocabulary) and
            `description`.

        Raises
        ------
        KeyError
            If there is no such table; the message lists those there are.

        Examples
        --------
        >>> import eucad
        >>> eucad.load().describe("meetings").loc["mode", "values"]
        'in_person, virtual, hybrid'
        """
        columns = self.schema[table].columns
        return pd.DataFrame(
            {
                "title": [column.title for column in columns],
                "type": [column.type for column in columns],
                "required": [column.required for column in columns],
                "values": [", ".join(column.labels) for column in columns],
                "description": [column.description for column in columns],
            },
            index=pd.Index([column.name for column in columns], name="column"),
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call every key: topics, families, meetings, people, voices, ranks and more.

        Examples
        --------
        >>> import eucad
        >>> dataset = eucad.load()
        >>> dataset.names["hlsd2016"], dataset.names["tm"]
        ('Brussels 2016', 'Turkmenistan')
        """
        return read_names(self)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The names of languages, whose codes name voices as well.

        Examples
        --------
        >>> import eucad
        >>> eucad.load().languages["uz"]
        'Uzbek'
        """
        return dict(self.schema["documents"].column(LANGUAGE).labels)

    def __repr__(self) -> str:
        rows = [f"{len(frame):>6} {name}" for name, frame in self.tables.items()]
        return "\n".join([self.schema.title, f"Version {self.schema.version}", "", *rows])

    def _repr_html_(self) -> str:
        summary = self.summary().to_html(border=0)
        caption = escape(f"{self.schema.title}. Version {self.schema.version}.", quote=False)
        return summary.replace(">\n", f">\n  <caption>{caption}</caption>\n", 1)


def once(function: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Let a function of a dataset, words and lists of words compute each of its results once.

    Whoever asks again gets a copy, which can be changed without changing what others get.
    """

    @wraps(function)
    def known(dataset: Dataset, *args, **choices) -> pd.DataFrame:
        asked = [
            list(choice) if isinstance(choice, Collection) and type(choice) is not str else choice
            for choice in (*args, *choices.values())
        ]
        results = vars(dataset).setdefault("_results", {})
        key = function, *choices, repr(asked)
        if key not in results:
            results[key] = function(dataset, *args, **choices)
        return results[key].copy(deep=False)

    return known


def load(path: str | Path | None = None) -> Dataset:
    """Load the dataset and check it.

    Parameters
    ----------
    path : str or Path, optional
        Folder that holds `datapackage.json` and the tables. By default the
        dataset that comes with the library.

    Returns
    -------
    Dataset

    Raises
    ------
    DatasetError
        If anything is wrong with the dataset: a missing or unreadable file, a
        cell of the wrong type or outside its vocabulary, a key that is repeated
        or points nowhere, tables that contradict one another. It lists every
        problem, each with file, line, column, value, what was expected and what
        to do.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> dataset.meetings.loc[0, ["meeting_id", "city"]].to_list()
    ['hlsd2013', 'Brussels']
    """
    folder = DATA if path is None else Path(path)
    collects = gc.isenabled()
    # Thousands of small texts are made and kept: looking for circles among them is in vain.
    gc.disable()
    try:
        return _load(folder)
    finally:
        if collects:
            gc.enable()


def _load(folder: Path) -> Dataset:
    schema = _read_schema(folder)
    if (folder / JOURNAL).is_dir():
        advice = f"Run: python -m eucad check {folder}. It finishes what was interrupted."
        raise DatasetError([Problem(JOURNAL, "no command that was interrupted", advice)])
    tables = {}
    files = [table.path for table in schema.tables.values()]
    strangers = sorted({path.name for path in folder.glob("*.csv")} - {*files, *schema.files})
    advice = "Remove the file, or describe it there."
    problems = [Problem(name, f"a table of {DESCRIPTOR}", advice) for name in strangers]
    sound: Sound = {}
    for name, table in schema.tables.items():
        found, wrong = read_table(folder, table, strangers, sound)
        problems += wrong
        if found is not None:
            tables[name] = found
    problems += _future(tables, schema.created)
    problems += _other_names(tables, schema)
    suspect = {(problem.file, problem.column) for problem in problems if problem.meant is None}
    dangling = check_keys(tables, suspect)
    problems += dangling
    # In a row that is wrong already, a broken rule is mostly a consequence, but not an empty cell.
    rows = {(problem.file, problem.line) for problem in problems}
    cells = {(problem.file, problem.line, problem.column) for problem in problems}
    lacking = {problem.cause.split()[0] for problem in dangling if problem.cause}
    incomplete = [name for name, table in tables.items() if table.schema.path in lacking]
    problems += [
        p
        for p in check_rules({n: t.mended(dangling) for n, t in tables.items()}, incomplete)
        if p.line is None
        or (p.file, p.line) not in rows
        or (p.value == "" and (p.file, p.line, p.column) not in cells)
    ]
    if problems:
        order = {file: place for place, file in enumerate(files)}
        problems.sort(key=lambda p: (order.get(p.file, len(files)), p.line or 0))
        raise DatasetError(condense(problems))
    frames = {name: to_frame(tables.pop(name)) for name in list(tables)}
    return Dataset(**frames, schema=schema)


def _read_schema(folder: Path) -> Schema:
    """Read the description of the tables that a `Dataset` has."""

    def failed(file: str, expected: str, advice: str, found: str | None = None) -> DatasetError:
        return DatasetError([Problem(file, expected, advice, value=found)])

    try:
        found = folder.is_dir()
    except (OSError, ValueError):
        # A path that no folder can have.
        found = False
    if not found:
        raise failed(str(folder), "a folder", f"Pass the folder that holds {DESCRIPTOR}.")
    try:
        schema = read_schema(folder)
    except SchemaError as error:
        raise failed(DESCRIPTOR, "a data package", str(error)) from error
    unlike = schema.tables.keys() ^ {field.name for field in fields(Dataset)} - {"schema"}
    if unlike:
        advice = "Describe there the tables that eucad.Dataset has, no more and no fewer."
        raise failed(DESCRIPTOR, "the tables of the library", advice, ", ".join(sorted(unlike)))
    if folder.resolve() != DATA.resolve() and DATA.is_dir():
        for difference in _differences(schema, read_schema(DATA)):
            advice = "Describe it there as it is in the dataset that comes with the library."
            raise failed(DESCRIPTOR, difference, advice)
    return schema


def _differences(schema: Schema, library: Schema) -> Iterator[str]:
    """Say what of the library's columns, types and keys a description of the tables lacks."""
    for name, known in library.tables.items():
        table = schema[name]
        types = {column.name: column.type for column in table.columns}
        for column in known.columns:
            if types.get(column.name) != column.type:
                yield f"a column {name}.{column.name} of the type {column.type}"
            elif column.labels and not table.column(column.name).labels:
                yield f"categories of the column {name}.{column.name}"
        if table.primary_key != known.primary_key:
            yield f"the primary key {', '.join(known.primary_key)} of {name}"
        for key in known.foreign_keys:
            if key not in table.foreign_keys:
                yield f"a key of {name} that points by {', '.join(key.columns)} to {key.table}"


def _future(tables: dict[str, TextTable], created: str) -> Iterator[Problem]:
    """Name every day long after the dataset was made: rounds may be added, not foreseen."""
    last = f"{int(created[:4]) + FORESEEN}{created[4:]}"
    for table in tables.values():
        for column in table.schema.columns:
            if column.type != "date" or max(table.distinct(column.name), default="") <= last:
                continue
            for row, day in enumerate(table[column.name]):
                if day > last:
                    expected = (
                        f"a day within {FORESEEN} years after {created}, when the data were made"
                    )
                    yield table.problem(row, column.name, expected, "Correct it.")


def _other_names(tables: dict[str, TextTable], schema: Schema) -> Iterator[Problem]:
    """Name every topic and programme that has the key, but not the label, of another thing."""
    labels: dict[str, str] = {}
    for table in schema.tables.values():
        for column in table.columns:
            if column.name != LANGUAGE:
                labels |= column.labels
    for name, column in (("topics", "label"), ("programmes", "name")):
        if name in tables:
            (key,) = schema[name].primary_key
            for row, (found, label) in enumerate(tables[name].records(key, column)):
                if label and labels.get(found, label) != label:
                    expected = f"{labels[found]!r}, as {DESCRIPTOR} calls {found!r} elsewhere"
                    yield tables[name].problem(row, column, expected, "Make them agree.")


def _fingerprint(frame: pd.DataFrame) -> str:
    return hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()[:12]

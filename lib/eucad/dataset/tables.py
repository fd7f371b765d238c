"""Reading one CSV file of the dataset, and naming every cell that is wrong.

A file is read as text first. What is wrong with it is collected, not raised, so
that a keeper sees all of it at once. Checks look at the distinct values of a
column and search for their lines only when one of them is wrong. The cells of a
large file are kept as numbers of their distinct values.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import compress, islice
from pathlib import Path

import numpy as np
import pandas as pd

from eucad.dataset.cells import complain, find_unusual
from eucad.dataset.files import FileError, read_file
from eucad.dataset.problems import MANY, Problem, nearest
from eucad.dataset.schema import Column, Table

#: For so many wrong values of a column it is guessed what they mean.
GUESSED = 200

#: So many wrong cells of a column, and rows of a wrong shape, are listed.
MOST = 10_000


#: Of a larger file in bytes, so much is looked at first, row by row; the rest column by column.
HEAD = 500_000

#: So many rows of a large file are split into cells at once.
AT_ONCE = 300_000


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Coded(Sequence[str]):
    """Cells of a column as numbers of its distinct values.

    Parameters
    ----------
    codes : array of int, (rows,)
        Place of each cell's value among the values.
    values : array of object, (values,)
        The distinct values.

    Examples
    --------
    >>> cells = Coded(np.array([1, 0, 1]), np.array(["cyber", "water"], dtype=object))
    >>> cells[0], list(cells)
    ('water', ['water', 'cyber', 'water'])
    """

    def __init__(self, codes: np.ndarray, values: np.ndarray) -> None:
        self.codes, self.values = codes, values

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row):
        """Return the cell of a row, counted from 0."""
        return self.values[self.codes[row]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values[self.codes].tolist())

    def at(self, rows: np.ndarray) -> Coded:
        """Return the cells of some rows."""
        return Coded(self.codes[rows], self.values)

    def equal(self, value: str) -> np.ndarray:
        """Say of each cell whether it holds the value."""
        return np.array([known == value for known in self.values], dtype=bool)[self.codes]

    def same(self, other: Coded) -> np.ndarray:
        """Say of each cell whether it is that of another column."""
        place = {value: i for i, value in enumerate(other.values)}
        codes = np.array([place.get(value, -1) for value in self.values], dtype="int64")
        return codes[self.codes] == other.codes


@dataclass(frozen=True)
class TextTable:
    """The cells of one file as text, column by column.

    Attributes
    ----------
    schema : Table
        What `datapackage.json` says of the table.
    cells : dict of str to sequence of str
        Values of each column, as a tuple or coded; an empty cell is ``""``.
    lines : sequence of int
        Line of each row, as a text editor counts it.
    damaged : frozenset of int
        Rows in which a cell was emptied because it is wrong.

    Examples
    --------
    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> table = read_schema(eucad.DATA)["programmes"]
    >>> programmes = TextTable(table, {"programme_id": ("BOMCA",), "topic_id": ("cyber",)}, [2])
    >>> list(programmes.records("programme_id", "topic_id"))
    [('BOMCA', 'cyber')]
    >>> print(programmes.problem(0, "topic_id", "border_management", "Correct it."))
    programmes.csv, line 2, column topic_id: found 'cyber'; expected border_management. Correct it.
    """

    schema: Table
    cells: dict[str, Sequence[str]]
    lines: Sequence[int]
    damaged: frozenset[int] = frozenset()
    _coded: dict[str, Coded] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> Sequence[str]:
        return self.cells[column]

    def records(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Iterate over the rows, each as a tuple of the columns asked for."""
        return zip(*(self.cells[column] for column in columns), strict=True)

    def coded(self, column: str) -> Coded:
        """Return the cells of a column as numbers of its distinct values."""
        cells = self._coded.get(column) or self.cells[column]
        if not isinstance(cells, Coded):
            cells = Coded(*pd.factorize(np.array(cells, dtype=object)))
            self._coded[column] = cells
        return cells

    def numbers(self, *columns: str) -> np.ndarray:
        """Give each row a number, the same where the values in the columns are the same."""
        numbers, largest = np.zeros(len(self), dtype="int64"), 1
        for cells in map(self.coded, columns):
            largest *= len(cells.values)
            if largest >= 2**62:
                numbers, known = pd.factorize(numbers)
                largest = len(known) * len(cells.values)
            numbers = numbers * len(cells.values) + cells.codes
        return numbers

    def distinct(self, column: str) -> set[str]:
        """Return the different values of a column."""
        cells = self.cells[column]
        return set(cells.values if isinstance(cells, Coded) else cells)

    def combinations(self, *columns: str) -> set[tuple[str, ...]]:
        """Return the different combinations of values in the columns."""
        if not isinstance(self.cells[columns[0]], Coded):
            return set(self.records(*columns))
        first = ~pd.Series(self.numbers(*columns)).duplicated().to_numpy()
        each = (cells.values[cells.codes[first]] for cells in map(self.coded, columns))
        return set(zip(*each, strict=True))

    def among(self, column: str, wanted: Container[str]) -> list[int]:
        """Return the rows whose cell in a column is one of the wanted values."""
        cells = self.cells[column]
        if isinstance(cells, Coded):
            found = np.array([value in wanted for value in cells.values], dtype=bool)
            return np.flatnonzero(found[cells.codes]).tolist()
        return [row for row, value in enumerate(cells) if value in wanted]

    def rows_where(
        self, wrong: Callable[..., bool], *columns: str
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Iterate over the rows, counted from 0, whose values in the columns are wrong.

        Each combination of values is looked at once, however often it occurs.
        """
        bad = {values for values in self.combinations(*columns) if wrong(*values)}
        if bad:
            for row, values in enumerate(self.records(*columns)):
                if values in bad:
                    yield row, values

    def mended(self, problems: Iterable[Problem]) -> TextTable:
        """Return the table with what was meant in the cells that problems name, or nothing."""
        wrong = {(p.line, p.column): p for p in problems if p.file == self.schema.path}
        if not wrong:
            return self
        cells = {
            column: tuple(
                (wrong[line, column].meant or "") if (line, column) in wrong else value
                for line, value in zip(self.lines, values, strict=True)
            )
            if any(column == name for _, name in wrong)
            else values
            for column, values in self.cells.items()
        }
        emptied = {p.line for p in wrong.values() if p.meant is None}
        rows = {row for row, line in enumerate(self.lines) if line in emptied}
        return TextTable(self.schema, cells, self.lines, self.damaged | rows)

    def problem(
        self,
        row: int,
        column: str | None,
        expected: str,
        advice: str,
        meant: str | None = None,
        remedy: str | None = None,
        cause: str | None = None,
    ) -> Problem:
        """Describe a problem in a row, counted from 0."""
        value = None if column is None else self.cells[column][row]
        return Problem(
            self.schema.path, self.lines[row], column, value, expected, advice, meant, remedy, cause
        )


def read_table(
    folder: Path,
    table: Table,
    strangers: Sequence[str] = (),
    sound: dict[str, set[str]] | None = None,
) -> tuple[TextTable | None, list[Problem]]:
    r"""Read one file and check it on its own.

    Parameters
    ----------
    folder : Path
        Folder of the dataset.
    table : Table
        What `datapackage.json` says of the table.
    strangers : sequence of str
        Files in the folder that are no table: one may be this one, misnamed.
    sound : dict of str to set of str, optional
        Values that need no closer look, by the pattern of their column: keys stand in many tables.
        It grows by those of this table.

    Returns
    -------
    TextTable or None
        The cells, the wrong ones emptied; None if the shape of the file is wrong,
        so that comparing it with other tables would only raise false alarms.
    list of Problem
        Everything wrong with the file.

    Examples
    --------
    >>> import eucad
    >>> from tempfile import TemporaryDirectory
    >>> from eucad.dataset.schema import read_schema
    >>> table = read_schema(eucad.DATA)["programmes"]
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "programmes.csv")
    ...     _ = path.write_text("programme_id,name,topic_id\nBOMCA,,border_management\n")
    ...     programmes, problems = read_table(Path(folder), table)
    >>> programmes["topic_id"]
    ('border_management',)
    >>> print(*problems)
    programmes.csv, line 2, column name: found ''; expected a value.
    Fill it in; this column may not be empty.
    """
    raw, problems = _read(folder, table, strangers)
    if raw is None:
        return None, problems
    if len(raw) > HEAD:
        # A large file that is no such table is not read to its end.
        found, problems = _check(raw[: raw.rfind(b"\n", 0, HEAD) + 1], table)
        if len(problems) > MANY and (found is None or 2 * len(problems) > len(found)):
            return None, problems
        large = _read_large(raw, table)
        if large is not None:
            del raw
            wrong_cells = _check_cells(large, sound)
            return large.mended(wrong_cells), wrong_cells
    return _check(raw, table, sound)


def _read_large(raw: bytes, table: Table) -> TextTable | None:
    """Read a large file column by column; None if its shape must be looked at row by row."""
    names = [column.name for column in table.columns]
    if not raw.startswith(f"{','.join(names)}\n".encode()) or b"\r" in raw or b"\0" in raw:
        return None
    if b'"' in raw and not _in_pairs(raw):
        return None
    # A number is read as it is written.
    kinds = {c.name: object for c in table.columns if c.type in ("integer", "boolean")}
    parts: dict[str, list[pd.Series]] = {name: [] for name in names}
    try:
        for part in pd.read_csv(
            io.BytesIO(raw),
            names=names,
            header=0,
            dtype=kinds,
            na_filter=False,
            skip_blank_lines=False,
            chunksize=AT_ONCE,
        ):
            for name in names:
                # Rows that are all too long have an index; numbers are no text.
                if type(part.index) is not pd.RangeIndex or part[name].dtype not in ("str", object):
                    return None
                parts[name].append(part[name])
    except (pd.errors.ParserError, UnicodeDecodeError):
        return None
    cells = {}
    for column in table.columns:
        codes, known = pd.factorize(pd.concat(parts.pop(column.name), ignore_index=True))
        values = np.asarray(known, dtype=object)
        if column.type == "boolean":
            values = np.array(_as_pandas_writes(tuple(values)), dtype=object)
        cells[column.name] = Coded(codes.astype("int32"), values)
    rows = len(next(iter(cells.values())))
    inside = {mark: sum(_count(column, mark) for column in cells.values()) for mark in ",\n"}
    lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    # A row that is too short shows in the sum, as none is too long.
    if raw.count(b",") - inside[","] != (len(names) - 1) * (rows + 1) or lines != rows + 1:
        return None
    empty = np.ones(rows, dtype=bool)
    for column in cells.values():
        empty &= (column.values == "")[column.codes]
        if not empty.any():
            return TextTable(table, cells, range(2, rows + 2))
    return None


def _count(cells: Coded, mark: str) -> int:
    """Count how often a letter stands in the cells."""
    holding = {i: value.count(mark) for i, value in enumerate(cells.values) if mark in value}
    if not holding:
        return 0
    often = np.bincount(cells.codes, minlength=len(cells.values))
    return int(sum(often[i] * number for i, number in holding.items()))


def _in_pairs(raw: bytes) -> bool:
    """Say whether quotation marks stand in pairs around cells: between commas and line breaks."""
    letters = np.frombuffer(raw, dtype="uint8")
    step = 1_000_000
    marks = np.concatenate(
        [
            np.flatnonzero(letters[begin : begin + step] == ord('"')) + begin
            for begin in range(0, len(letters), step)
        ]
    )
    # One within a cell is written twice: it ends the cell, and begins it again.
    around = np.zeros(256, dtype=bool)
    around[[*b',\n"']] = True
    last = len(letters) - 1
    return (
        len(marks) % 2 == 0
        and bool(around[letters[marks[0::2] - 1]].all())
        and bool((around[letters[np.minimum(marks[1::2] + 1, last)]]).all())
    )


def _check(
    raw: bytes, table: Table, sound: dict[str, set[str]] | None = None
) -> tuple[TextTable | None, list[Problem]]:
    """Check the contents of a file."""
    problems = _unreadable(raw, table)
    if problems:
        return None, problems
    rows, lines, problems = _parse(raw, table)
    if not rows:
        return None, problems
    positions, header_problems = _match_header(rows[0], lines[0], table)
    problems += header_problems
    if not positions:
        return None, problems
    width = len(rows[0])
    if set(map(len, rows)) != {width} or not all(map(any, rows)):
        numbered = list(zip(lines, rows, strict=True))
        whole = [len(row) == width and any(row) for row in rows]
        misshapen = (row for row, fits in zip(numbered, whole, strict=True) if not fits)
        problems += [
            _misshapen_row(table, line, row, width) for line, row in islice(misshapen, MOST)
        ]
        lines, rows = zip(*compress(numbered, whole), strict=True)
    columns = list(zip(*rows[1:], strict=True)) or [()] * width
    cells = {name: columns[position] for name, position in positions.items()}
    for column in table.columns:
        if column.type == "boolean" and column.name in cells:
            cells[column.name] = _as_pandas_writes(cells[column.name])
    found = TextTable(table, cells, lines[1:])
    wrong_cells = _check_cells(found, sound)
    if problems:
        return None, problems + wrong_cells
    return found.mended(wrong_cells), wrong_cells


def _as_pandas_writes(values: tuple[str, ...]) -> tuple[str, ...]:
    """Read True and False, which `to_csv` writes, as true and false."""
    if not {"True", "False"} & {*values}:
        return values
    spelled = {"True": "true", "False": "false"}
    return tuple(spelled.get(value, value) for value in values)


def _read(
    folder: Path, table: Table, strangers: Sequence[str]
) -> tuple[bytes | None, list[Problem]]:
    """Return the file's bytes, or why there are none."""
    try:
        return read_file(folder, table.path), []
    except FileNotFoundError:
        expected = f"a file of that name in {folder}"
        advice = nearest(table.path, strangers, "Restore it from version control.")
    except FileError as error:
        expected, advice = error.expected, error.advice
    return None, [Problem(table.path, None, None, None, expected, advice)]


def _unreadable(raw: bytes, table: Table) -> list[Problem]:
    """Say why a file is no text."""

    def failed(line: int | None, value: str | None, expected: str, advice: str) -> list[Problem]:
        return [Problem(table.path, line, None, value, expected, advice)]

    try:
        empty = not raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        line = None if raw.startswith(_UTF16_MARKS) else raw.count(b"\n", 0, error.start) + 1
        bad = raw[error.start : error.end].hex(" ")
        advice = (
            "It was saved in another encoding, which may have lost letters: restore the file from "
            "version control, make your change again, and save it as CSV in UTF-8."
        )
        return failed(line, f"bytes {bad}", "text in UTF-8", advice)
    if empty:
        header = ",".join(column.name for column in table.columns)
        return failed(
            None, "an empty file", f"a header row: {header}", "Restore it from version control."
        )
    return []


def _parse(raw: bytes, table: Table) -> tuple[Sequence[list[str]], Sequence[int], list[Problem]]:
    """Split a file into rows of cells, with the line on which each row begins."""

    def read():
        text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline="")
        return csv.reader(text, strict=True)

    reader = read()
    with suppress(csv.Error):
        rows = list(reader)
        if reader.line_num == len(rows):
            return rows, range(1, len(rows) + 1), []
    # Only where a quoted cell spans lines, or never ends.
    reader = read()
    rows, lines, begin = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        expected = "quotation marks in pairs around a cell"
        advice = "Close the quotation mark in this row; write one inside a cell twice."
        if "field limit" in str(error):
            expected = f"cells of at most {csv.field_size_limit():,} letters"
            advice = "Shorten the cell, or close a quotation mark that was opened here."
        return rows, lines, [Problem(table.path, begin, None, str(error), expected, advice)]
    return rows, lines, []


def _match_header(
    header: list[str], line: int, table: Table
) -> tuple[dict[str, int], list[Problem]]:
    """Find the position of each column; name those missing, renamed, extra or out of order."""
    expected = [column.name for column in table.columns]
    if header == expected:
        return {name: i for i, name in enumerate(expected)}, []

    def problem(column: str | None, value: str | None, wanted: str, advice: str) -> Problem:
        return Problem(table.path, line, column, value, wanted, advice)

    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if len(header) == 1 and header[0].count(separator) >= len(expected) - 1:
            advice = "A spreadsheet saved it so: save it again with commas between the cells."
            return {}, [problem(None, name, "commas between cells", advice)]
    if len(header) > 10 * len(expected):
        advice = "Restore it from version control."
        return {}, [problem(None, f"{len(header):,} columns", f"{len(expected)}", advice)]
    positions = {name: i for i, name in reversed(list(enumerate(header))) if name in expected}
    found, names = ",".join(header), ",".join(expected)
    if not positions:
        advice = "Put the header row back as the first line."
        return {}, [problem(None, found, f"the header row {names}", advice)]
    missing = [name for name in expected if name not in positions]
    problems = [
        problem(name, None, "this column", f"Add it; the header row is {names}.")
        for name in missing
    ]
    for i, name in enumerate(header):
        if positions.get(name) == i:
            continue
        if not name:
            advice = f"Column {i + 1} has no name: remove it from every row."
        elif name in positions:
            advice = "It stands there twice: remove one."
        else:
            advice = nearest(name, missing, "Remove it, or describe it in datapackage.json.")
            if i < len(expected) and expected[i] in missing:
                advice = f"Did you mean {expected[i]!r}?"
        problems.append(problem(name or None, name, f"a column of {table.name!r}", advice))
    if not problems:
        problems = [problem(None, found, names, "Put the columns back in that order.")]
    return positions, problems


def _misshapen_row(table: Table, line: int, row: list[str], width: int) -> Problem:
    expected = f"{width} cells"
    if not any(row):
        return Problem(table.path, line, None, "an empty row", expected, "Remove the line.")
    if len(row) < width:
        advice = "A cell is missing: add it, or its comma if it is empty."
    elif len(row) in (2 * width, 2 * width - 1):
        advice = "Two rows stand on one line: put a line break between them."
    else:
        advice = "A cell is too many: put quotation marks around a cell that holds a comma."
    found = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return Problem(table.path, line, None, found, expected, advice)


def _check_cells(table: TextTable, sound: dict[str, set[str]] | None) -> list[Problem]:
    """Name every cell that is wrong in itself, and every key that is repeated."""
    problems = []
    for column in table.schema.columns:
        if column.name not in table.cells:
            continue
        values = table.distinct(column.name)
        if column.pattern and column.required and sound is not None:
            known = sound.setdefault(column.pattern, set())
            values -= known
            unusual = sorted(find_unusual(column, values))
            known |= values.difference(unusual)
        else:
            unusual = sorted(find_unusual(column, values))
        wrong = {}
        for value in unusual:
            # Of thousands of wrong values, guessing what each meant would take too long.
            complaint = complain(column, value, guess=len(wrong) < GUESSED)
            if complaint:
                wrong[value] = complaint
        if wrong:
            cells = enumerate(table[column.name])
            bad = ((row, value) for row, value in cells if value in wrong)
            problems += [
                table.problem(row, column.name, *wrong[value]) for row, value in islice(bad, MOST)
            ]
    unique = {(column.name,) for column in table.schema.columns if column.unique}
    for key in sorted(unique | {table.schema.primary_key}):
        if table.cells.keys() >= set(key):
            problems += _repeated(table, key)
    return problems


def _repeated(table: TextTable, columns: tuple[str, ...]) -> list[Problem]:
    """Name each row that repeats the values of an earlier row."""
    if len(columns) == 1:
        number = len(table.distinct(*columns))
    elif isinstance(table[columns[0]], Coded):
        number = len(pd.unique(table.numbers(*columns)))
    else:
        number = len(set(table.records(*columns)))
    if number == len(table):
        return []
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row, key in enumerate(table.records(*columns)):
        # An empty key is named as such.
        if key == ("",) or first.setdefault(key, row) == row:
            continue
        problems.append(
            Problem(
                table.schema.path,
                table.lines[row],
                ", ".join(columns),
                ", ".join(key),
                "a value that stands in no other row",
                f"Line {table.lines[first[key]]} has it already: remove or correct one of them.",
            )
        )
    return problems


def to_frame(table: TextTable) -> pd.DataFrame:
    """Give checked cells their types.

    Parameters
    ----------
    table : TextTable
        Cells in which no problem was found.

    Returns
    -------
    DataFrame
        Strings as ``str``, dates as ``datetime64[us]``, vocabularies as
        ``category`` (ordered where they are a scale). Whole numbers and truth
        values are ``int64`` and ``bool`` where required, ``Int64`` and
        ``boolean`` where they may be empty.

    Examples
    --------
    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> table = read_schema(eucad.DATA)["lineages"]
    >>> cells = {"lineage_id": ("hlsd2015-eeas",), "meeting_id": ("hlsd2015",), "voice": ("eu",)}
    >>> to_frame(TextTable(table, cells, [2])).dtypes.astype(str).to_list()
    ['str', 'str', 'category']
    """
    return pd.DataFrame(
        {column.name: _typed(column, table[column.name]) for column in table.schema.columns},
        copy=False,
    )


@cache
def _scale(values: tuple[str, ...], ordered: bool) -> pd.CategoricalDtype:
    """Return the type of a vocabulary, made once."""
    return pd.CategoricalDtype(list(values), ordered=ordered)


def _typed(column: Column, values: Sequence[str]):
    if isinstance(values, Coded):
        return _typed(column, values.values.tolist()).take(values.codes)
    if column.labels:
        code = {value: i for i, value in enumerate(column.labels)} | {"": -1}
        codes = np.fromiter(map(code.__getitem__, values), dtype="int32", count=len(values))
        scale = _scale(tuple(column.labels), column.ordered)
        return pd.Categorical.from_codes(codes, dtype=scale, validate=False)
    if column.type == "date":
        return np.array([value or "NaT" for value in values], dtype="datetime64[us]")
    if column.type == "integer":
        if column.required:
            return np.array(values, dtype="int64")
        return pd.array([int(value) if value else None for value in values], dtype="Int64")
    if column.type == "boolean":
        truth = {"true": True, "false": False, "": None}
        dtype = "bool" if column.required else "boolean"
        return pd.array([truth[value] for value in values], dtype=dtype)
    if "" in values:
        values = [value or np.nan for value in values]
    return pd.array(np.array(values, dtype=object), dtype="str")

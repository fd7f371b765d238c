"""Reading one CSV file of the dataset, and naming every cell that is wrong.

A file is read as text first. What is wrong with it is collected, not raised, so
that a keeper sees all of it at once. Checks look at the distinct values of a
column, as whose numbers the cells are kept, and search for their lines only when
one of them is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import compress, count, islice, repeat
from pathlib import Path

import numpy as np
import pandas as pd

try:
    import pyarrow
    import pyarrow.csv as arrow
except ImportError:
    arrow = None

from eucad.dataset.cells import complain, find_odd, find_unusual, is_text, kind
from eucad.dataset.files import FileError, read_file
from eucad.dataset.problems import MANY, Problem, nearest
from eucad.dataset.schema import Column, Table

#: For so many wrong values of a column it is guessed what they mean.
GUESSED = 200

#: So many wrong cells of a column, and rows of a wrong shape, are listed.
MOST = 10_000

#: Of a larger file, in bytes, the rest is read only if a tenth of this has few wrong rows.
LARGE = 500_000

#: So many bytes of a file are split into cells at once.
BLOCK = 1 << 20

#: So many numbers are few: to look them up in a list costs less than to make them fewer.
FEW = 20_000

#: Text as Python's strings: faster than Arrow's with few rows, and the same where Arrow is not.
TEXT = pd.StringDtype("python", na_value=np.nan)

#: How `to_csv` writes truth values, and how the tables do.
SPELLED = {"True": "true", "False": "false"}

#: For each kind of column, the values of those that are right.
Sound = dict[tuple, set[str]]

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Coded(Sequence[str]):
    """The cells of a column, as numbers (`codes`) of its distinct `values`."""

    def __init__(self, codes: np.ndarray, values: np.ndarray) -> None:
        self.codes, self.values = codes, values

    @classmethod
    def of(cls, cells: Sequence[str]) -> Coded:
        """Return cells as numbers of their distinct values."""
        if isinstance(cells, Coded):
            return cells
        place: dict[str, int] = defaultdict(count().__next__)
        codes = np.fromiter(map(place.__getitem__, cells), dtype="int64", count=len(cells))
        return cls(codes, np.array([*place], dtype=object))

    @cached_property
    def place(self) -> dict[str, int]:
        """Map each distinct value to its number."""
        return {value: number for number, value in enumerate(self.values.tolist())}

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

    def among(self, wanted: Container[str]) -> np.ndarray:
        """Say of each cell whether it holds one of the values."""
        return np.array([value in wanted for value in self.values.tolist()], bool)[self.codes]

    def map(self, function: Callable[[str], str | None]) -> Coded:
        """Return what a function makes of the cells; it is asked once for each distinct value."""
        made = Coded.of([*map(function, self.values.tolist())])
        return Coded(made.codes[self.codes], made.values)

    def found(self, rows: np.ndarray) -> Coded:
        """Return the cells of some rows, and None for each row -1."""
        codes = np.append(self.codes, len(self.values))
        return Coded(codes[rows], np.append(self.values, None))

    def into(self, other: Coded) -> np.ndarray:
        """Return the cells as numbers of another column's values; one more than all if unknown."""
        if self.values is other.values:
            return self.codes
        values, numbers = self._elsewhere.get(id(other.values), (None, None))
        if values is None:
            found = map(other.place.get, self.values.tolist(), repeat(len(other.values)))
            numbers = np.fromiter(found, "int64", len(self.values))
            self._elsewhere[id(other.values)] = other.values, numbers
        return numbers[self.codes]

    @cached_property
    def _elsewhere(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Values of other columns, by which array holds them, with the numbers of ours in it."""
        return {}

    def same(self, other: Coded) -> np.ndarray:
        """Say of each cell whether it is that of another column."""
        return self.into(other) == other.codes


def number_alike(*columns: Sequence[Coded]) -> np.ndarray:
    """Give rows numbers, the same where they have the same cells, which are few or below 8 a row.

    Each of `columns` is a column, or the same column of two tables, whose rows follow one another.
    """
    numbers, largest = None, 1
    for first, *others in columns:
        codes = first.codes
        if others:
            codes = np.concatenate([codes, *(other.into(first) for other in others)])
        size = len(first.values) + len(others)
        largest *= size
        numbers = codes if numbers is None else numbers.astype("int64", copy=False) * size + codes
        if largest > max(8 * len(codes), FEW):
            numbers, known = pd.factorize(numbers)
            largest = len(known)
    return numbers


def find(*columns: tuple[Coded, Coded]) -> np.ndarray:
    """Find for each row a row of another table with the same cells in pairs of columns, or -1."""
    theirs = len(columns[0][1])
    numbers = number_alike(*((other, own) for own, other in columns))
    place = np.full(numbers.max(initial=-1) + 1, -1)
    place[numbers[:theirs]] = np.arange(theirs)
    return place[numbers[theirs:]]


@dataclass(frozen=True)
class TextTable:
    """The cells of one file as text, column by column."""

    schema: Table  #: What `datapackage.json` says of the table.
    cells: Mapping[str, Sequence[str]]  #: Cells of each column; an empty one is ``""``.
    lines: Sequence[int]  #: Line of each row, as a text editor counts it.
    damaged: frozenset[int] = frozenset()  #: Rows in which a cell was emptied as it is wrong.

    def __post_init__(self) -> None:
        coded = {column: Coded.of(cells) for column, cells in self.cells.items()}
        object.__setattr__(self, "cells", coded)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> Coded:
        return self.cells[column]

    def records(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Iterate over the rows, each as a tuple of the columns asked for."""
        return zip(*(self[column] for column in columns), strict=True)

    def first(self, *columns: str | Coded) -> np.ndarray:
        """Return for each row the first one with the same values in the columns."""
        cells = (self[column] if isinstance(column, str) else column for column in columns)
        numbers = number_alike(*([column] for column in cells))
        first = np.empty(numbers.max(initial=-1) + 1, dtype="int64")
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]
        return first[numbers]

    def distinct(self, column: str) -> set[str]:
        """Return the different values of a column."""
        return set(self[column].values.tolist())

    def among(self, column: str, wanted: Container[str]) -> list[int]:
        """Return the rows whose cell in a column is one of the wanted values."""
        return np.flatnonzero(self[column].among(wanted)).tolist()

    def alone(self, *columns: str | Coded) -> np.ndarray:
        """Return the first row of each combination of values in the columns."""
        first = self.first(*columns)
        return np.flatnonzero(first == np.arange(len(first)))

    def rows_where(
        self, wrong: Callable[..., object], *columns: str | Coded
    ) -> Iterator[tuple[int, tuple]]:
        """Iterate over the rows, counted from 0, whose values in the columns are wrong.

        Each combination of values is looked at once, however often it occurs.
        """
        cells = [self[column] if isinstance(column, str) else column for column in columns]
        numbers = number_alike(*([column] for column in cells))
        row_of = np.full(numbers.max(initial=-1) + 1, -1)
        row_of[numbers] = np.arange(len(numbers))
        alone = row_of[row_of >= 0]
        values = zip(*(column.at(alone) for column in cells), strict=True)
        wrong_ones = alone[[bool(wrong(*each)) for each in values]]
        if len(wrong_ones):
            bad = np.zeros(len(row_of), dtype=bool)
            bad[numbers[wrong_ones]] = True
            for row in np.flatnonzero(bad[numbers]).tolist():
                yield row, tuple(column[row] for column in cells)

    def part(self, rows: np.ndarray) -> TextTable:
        """Return some of the rows, given by their numbers or by truth values."""
        chosen = np.arange(len(self))[rows]
        cells = {column: [*cells.at(chosen)] for column, cells in self.cells.items()}
        return TextTable(self.schema, cells, [self.lines[row] for row in chosen.tolist()])

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
            self.schema.path, expected, advice, self.lines[row], column, value, meant, remedy, cause
        )


def read_table(
    folder: Path, table: Table, strangers: Sequence[str] = (), sound: Sound | None = None
) -> tuple[TextTable | None, list[Problem]]:
    """Read one file and check it on its own; return its cells, and everything wrong with it.

    Wrong cells are emptied. There are none at all if the shape of the file is wrong: comparing it
    with other tables would only raise false alarms. `strangers` are files in the folder that are
    no table, one of which may be this one, misnamed; `sound` are values of other tables.
    """
    sound = {} if sound is None else sound
    try:
        raw = read_file(folder, table.path)
    except FileNotFoundError:
        advice = nearest(table.path, strangers, "Restore it from version control.")
        return None, [Problem(table.path, f"a file of that name in {folder}", advice)]
    except FileError as error:
        return None, [Problem(table.path, error.expected, error.advice)]
    if len(raw) > LARGE:
        # A large file that is no such table is not read to its end.
        head = raw[: raw.rfind(b"\n", 0, LARGE // 10) + 1]
        found, problems = _checked(*_read_rows(head, table), sound)
        if len(problems) > MANY and (found is None or 2 * len(problems) > len(found)):
            return None, problems
    found = _read_columns(raw, table)
    return _checked(*_read_rows(raw, table), sound) if found is None else _checked(found, [], sound)


def _checked(
    found: TextTable | None, problems: list[Problem], sound: Sound
) -> tuple[TextTable | None, list[Problem]]:
    """Check the cells of a table, whose shape has some problems."""
    if found is None:
        return None, problems
    wrong_cells = _check_cells(found, sound)
    # Of a column with so many wrong cells not all were looked at, and none is compared.
    lost = problems or len(wrong_cells) >= MOST
    return None if lost else found.mended(wrong_cells), problems + wrong_cells


def _read_columns(raw: bytes, table: Table) -> TextTable | None:
    """Read a file with Arrow; None if it is not there, or the shape must be looked at by rows."""
    names = [column.name for column in table.columns]
    header = f"{','.join(names)}\n".encode()
    if arrow is None or not raw.startswith(header) or b"\r" in raw or b"\0" in raw:
        return None
    if b'"' in raw and not _in_pairs(raw):
        return None
    texts = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    try:
        read = arrow.read_csv(
            pyarrow.BufferReader(raw),
            arrow.ReadOptions(use_threads=False, block_size=min(len(raw), BLOCK)),
            arrow.ParseOptions(ignore_empty_lines=False),
            arrow.ConvertOptions(column_types=dict.fromkeys(names, texts)),
        )
    except pyarrow.ArrowInvalid:
        return None
    rows = read.num_rows
    # A cell with a line break in it is wrong.
    if raw.count(b"\n") + (not raw.endswith(b"\n")) != rows + 1:
        return None
    columns = read.columns
    del read
    cells = {name: _coded(columns.pop(0)) for name in names}
    empty = all("" in column.values for column in cells.values())
    if empty and np.logical_and.reduce([column.among([""]) for column in cells.values()]).any():
        return None
    return TextTable(table, _spelled(cells, table), range(2, rows + 2))


def _coded(column: pyarrow.ChunkedArray) -> Coded:
    """Take over cells from Arrow, which keeps them as numbers of distinct values too."""
    if column.num_chunks > 1:
        column = column.unify_dictionaries()
    codes = [part.indices.to_numpy() for part in column.chunks]
    values = column.chunk(0).dictionary.to_numpy(zero_copy_only=False)
    return Coded(codes[0] if len(codes) == 1 else np.concatenate(codes), values)


def _in_pairs(raw: bytes) -> bool:
    """Say whether quotation marks stand in pairs around cells: between commas and line breaks."""
    letters = np.frombuffer(raw, dtype="uint8")
    parts = range(0, len(raw), BLOCK)
    marks = [np.flatnonzero(letters[i : i + BLOCK] == ord('"')) + i for i in parts]
    marks = np.concatenate(marks)
    # One within a cell is written twice: it ends the cell, and begins it again.
    around = np.zeros(256, dtype=bool)
    around[[*b',\n"']] = True
    last = len(letters) - 1
    return (
        len(marks) % 2 == 0
        and bool(around[letters[marks[0::2] - 1]].all())
        and bool((around[letters[np.minimum(marks[1::2] + 1, last)]]).all())
    )


def _read_rows(raw: bytes, table: Table) -> tuple[TextTable | None, list[Problem]]:
    """Read a file row by row, and say what is wrong with its shape."""
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
    whole = [len(row) == width and any(row) for row in rows]
    if not all(whole):
        numbered = list(zip(lines, rows, strict=True))
        misshapen = (row for row, fits in zip(numbered, whole, strict=True) if not fits)
        problems += [
            _misshapen_row(table, line, row, width) for line, row in islice(misshapen, MOST)
        ]
        lines, rows = zip(*compress(numbered, whole), strict=True)
    columns = list(zip(*rows[1:], strict=True)) or [()] * width
    cells = {name: Coded.of(columns[position]) for name, position in positions.items()}
    return TextTable(table, _spelled(cells, table), lines[1:]), problems


def _spelled(cells: dict[str, Coded], table: Table) -> dict[str, Coded]:
    """Read True and False, which `to_csv` writes, as true and false."""
    for column in table.columns:
        found = cells.get(column.name)
        if column.type == "boolean" and found is not None and found.among(SPELLED).any():
            values = Coded.of([SPELLED.get(value, value) for value in found.values])
            cells[column.name] = Coded(values.codes[found.codes], values.values)
    return cells


def _unreadable(raw: bytes, table: Table) -> list[Problem]:
    """Say why a file is no text."""
    try:
        empty = raw.decode("utf-8-sig").isspace() or raw in (b"", codecs.BOM_UTF8)
    except UnicodeDecodeError as error:
        line = None if raw.startswith(_UTF16_MARKS) else raw.count(b"\n", 0, error.start) + 1
        value = f"bytes {raw[error.start : error.end].hex(' ')}"
        advice = (
            "It was saved in another encoding, which may have lost letters: restore the file from "
            "version control, make your change again, and save it as CSV in UTF-8."
        )
        return [Problem(table.path, "text in UTF-8", advice, line, value=value)]
    if empty:
        expected = f"a header row: {','.join(column.name for column in table.columns)}"
        advice = "Restore it from version control."
        return [Problem(table.path, expected, advice, value="an empty file")]
    return []


def _parse(raw: bytes, table: Table) -> tuple[Sequence[list[str]], Sequence[int], list[Problem]]:
    """Split a file into rows of cells, with the line on which each row begins."""
    # Bit by bit: a whole text of four bytes a letter would be four times a large file.
    text = io.TextIOWrapper(io.BytesIO(raw), "utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
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
        return rows, lines, [Problem(table.path, expected, advice, begin, value=str(error))]
    return rows, lines, []


def _match_header(
    header: list[str], line: int, table: Table
) -> tuple[dict[str, int], list[Problem]]:
    """Find the position of each column; name those missing, renamed, extra or out of order."""
    expected = [column.name for column in table.columns]
    if header == expected:
        return {name: i for i, name in enumerate(expected)}, []

    def problem(column: str | None, value: str | None, wanted: str, advice: str) -> Problem:
        return Problem(table.path, wanted, advice, line, column, value)

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
        return Problem(table.path, expected, "Remove the line.", line, value="an empty row")
    if len(row) < width:
        advice = "A cell is missing: add it, or its comma if it is empty."
    elif len(row) in (2 * width, 2 * width - 1):
        advice = "Two rows stand on one line: put a line break between them."
    else:
        advice = "A cell is too many: put quotation marks around a cell that holds a comma."
    found = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return Problem(table.path, expected, advice, line, value=found)


def _check_cells(table: TextTable, sound: Sound) -> list[Problem]:
    """Name every cell that is wrong in itself, and every key that is repeated."""
    problems = []
    columns = [column for column in table.schema.columns if column.name in table.cells]
    known = [sound.setdefault(kind(column), set()) for column in columns]
    fresh = [
        set() if right.issuperset(values) else set(values) - right
        for values, right in zip(
            (table[c.name].values.tolist() for c in columns), known, strict=True
        )
    ]
    texts = (values for c, values in zip(columns, fresh, strict=True) if is_text(c))
    odd = find_odd(set().union(*texts))
    for column, values, right in zip(columns, fresh, known, strict=True):
        wrong = {}
        for value in sorted(find_unusual(column, values, odd)):
            # Of thousands of wrong values, guessing what each meant would take too long.
            complaint = complain(column, value, guess=len(wrong) < GUESSED)
            if complaint:
                wrong[value] = complaint
            if len(wrong) == MOST:
                break
        if not wrong:
            right |= values
        else:
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
    numbers = number_alike(*([table[column]] for column in columns))
    if np.bincount(numbers).max(initial=0) <= 1:
        return []
    problems = []
    first = table.first(*columns)
    for row in np.flatnonzero(first != np.arange(len(first))).tolist():
        key = ", ".join(table[column][row] for column in columns)
        # An empty key is named as such.
        if key:
            expected = "a value that stands in no other row"
            line = table.lines[first[row]]
            advice = f"Line {line} has it already: remove or correct one of them."
            wrong = Problem(table.schema.path, expected, advice, table.lines[row])
            problems.append(replace(wrong, column=", ".join(columns), value=key))
    return problems


def to_frame(table: TextTable) -> pd.DataFrame:
    """Give checked cells their types, which :class:`~eucad.dataset.loading.Dataset` describes."""
    columns = table.schema.columns
    cells = [table[column.name] for column in columns]
    # Texts of all columns are made one array, as making one costs more than most have cells.
    texts = [c.values for c, column in zip(cells, columns, strict=True) if _is_text(column)]
    values = np.concatenate([*texts, np.array([], dtype=object)])
    values[values == ""] = np.nan
    text, begin = pd.array(values, dtype=TEXT), 0
    typed = []
    for found, column in zip(cells, columns, strict=True):
        if _is_text(column):
            typed.append(text.take(found.codes + begin))
            begin += len(found.values)
        else:
            typed.append(_typed(column, found.values.tolist(), found.codes))
    frame = pd.DataFrame(dict(enumerate(typed)), pd.RangeIndex(len(table)), copy=False)
    frame.columns = _names(tuple(column.name for column in columns))
    return frame


def _is_text(column: Column) -> bool:
    return column.type == "string" and not column.labels


@cache
def _names(names: tuple[str, ...]) -> pd.Index:
    """Return the names of the columns of a frame, made once."""
    return pd.Index(names)


@cache
def _scale(values: tuple[str, ...], ordered: bool) -> pd.CategoricalDtype:
    """Return the type of a vocabulary, made once."""
    return pd.CategoricalDtype(pd.Index(values, dtype=TEXT), ordered=ordered)


def _typed(column: Column, values: Sequence[str], codes: np.ndarray):
    """Give cells, which are no texts, the type of their column."""
    if column.labels:
        code = {value: i for i, value in enumerate(column.labels)} | {"": -1}
        known = np.array([code[value] for value in values], dtype="int32")
        scale = _scale(tuple(column.labels), column.ordered)
        return pd.Categorical.from_codes(known[codes], dtype=scale, validate=False)
    if column.type == "date":
        return np.array([value or "NaT" for value in values], dtype="datetime64[us]")[codes]
    if column.type == "integer":
        if column.required:
            return np.array(values, dtype="int64")[codes]
        return pd.array([int(value) if value else None for value in values], "Int64").take(codes)
    truth = {"true": True, "false": False, "": None}
    found = [truth[value] for value in values]
    if column.required:
        return np.array(found, dtype=bool)[codes]
    return pd.array(found, dtype="boolean").take(codes)

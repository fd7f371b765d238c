"""Reading one CSV file of the dataset, and naming every cell that is wrong.

A file is read as text first. What is wrong with it is collected, not raised, so
that a keeper sees all of it at once. Checks look at the distinct values of a
column and search for their lines only when one of them is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import compress
from pathlib import Path

import numpy as np
import pandas as pd

from eucad.dataset.schema import Column, Table

# Between the parts of a compound key: a control character, which no cell may hold.
SEPARATOR = "\x1f"


REPLACEMENT_CHARACTER = "\ufffd"


# Persian writes it within words.
NON_JOINER = "\u200c"


LARGEST_INTEGER = np.iinfo("int64").max


_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the dataset, in words for the person who mends it.

    Attributes
    ----------
    file : str
        Name of the file.
    line : int or None
        Line as a text editor counts it, the header being line 1; None if the
        problem is the file itself.
    column : str or None
        Column, if it is one cell or one column.
    value : str or None
        What stands there.
    expected : str
        What should stand there.
    advice : str
        What to do.

    Examples
    --------
    >>> expected = "one of firm, likely"
    >>> print(Problem("borrowings.csv", 7, "certainty", "frim", expected, "Did you mean 'firm'?"))
    borrowings.csv, line 7, column certainty: found 'frim'; expected one of firm, likely.
    Did you mean 'firm'?
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    expected: str
    advice: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        found = "" if self.value is None else f" found {self.value!r};"
        return f"{place}:{found} expected {self.expected}. {self.advice}"


@dataclass(frozen=True)
class TextTable:
    """The cells of one file as text, column by column.

    Attributes
    ----------
    schema : Table
        What `datapackage.json` says of the table.
    cells : dict of str to tuple of str
        Values of each column; an empty cell is ``""``.
    lines : sequence of int
        Line of each row, as a text editor counts it.

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
    cells: dict[str, tuple[str, ...]]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> tuple[str, ...]:
        return self.cells[column]

    def records(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Iterate over the rows, each as a tuple of the columns asked for."""
        return zip(*(self.cells[column] for column in columns), strict=True)

    def keys(self, *columns: str) -> list[str]:
        """Return each row's values in the columns as one text, quick to compare and to look up."""
        if len(columns) == 1:
            return list(self.cells[columns[0]])
        return list(map(SEPARATOR.join, self.records(*columns)))

    def rows_where(
        self, wrong: Callable[..., bool], *columns: str
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Iterate over the rows, counted from 0, whose values in the columns are wrong.

        Each combination of values is looked at once, however often it occurs.
        """
        bad = {values for values in set(self.records(*columns)) if wrong(*values)}
        if bad:
            for row, values in enumerate(self.records(*columns)):
                if values in bad:
                    yield row, values

    def without(self, problems: Iterable[Problem]) -> TextTable:
        """Return the table with the cells emptied that problems name."""
        wrong = {(p.line, p.column) for p in problems if p.file == self.schema.path}
        if not wrong:
            return self
        cells = {
            column: tuple(
                "" if (line, column) in wrong else value
                for line, value in zip(self.lines, values, strict=True)
            )
            for column, values in self.cells.items()
        }
        return TextTable(self.schema, cells, self.lines)

    def problem(self, row: int, column: str | None, expected: str, advice: str) -> Problem:
        """Describe a problem in a row, counted from 0."""
        value = None if column is None else self.cells[column][row]
        return Problem(self.schema.path, self.lines[row], column, value, expected, advice)


def nearest(value: str, allowed: Iterable[str], otherwise: str = "Choose one of them.") -> str:
    """Advise which of the allowed values was probably meant, or give other advice if none is close.

    Examples
    --------
    >>> nearest("drug_traficking", ["drug_trafficking", "cbrn"])
    "Did you mean 'drug_trafficking'?"
    >>> nearest("xyz", ["drug_trafficking", "cbrn"])
    'Choose one of them.'
    """
    # Imported here: most runs find nothing wrong and need no guess.
    from difflib import get_close_matches

    by_folded = {candidate.strip().casefold(): candidate for candidate in allowed}
    match = get_close_matches(value.strip().casefold(), list(by_folded), n=1, cutoff=0.6)
    return f"Did you mean {by_folded[match[0]]!r}?" if match else otherwise


def read_table(
    folder: Path, table: Table, strangers: Sequence[str] = ()
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
    text, problems = _decode(folder, table, strangers)
    if text is None:
        return None, problems
    rows, lines, problems = _parse(text, table)
    if not rows:
        return None, problems
    positions, header_problems = _match_header(rows[0], lines[0], table)
    problems += header_problems
    if not positions:
        return None, problems
    width = len(rows[0])
    if set(map(len, rows)) != {width} or not all(map(any, rows)):
        numbered = list(zip(lines, rows, strict=True))
        sound = [len(row) == width and any(row) for row in rows]
        problems += [
            _misshapen_row(table, line, row, width)
            for (line, row), fits in zip(numbered, sound, strict=True)
            if not fits
        ]
        lines, rows = zip(*compress(numbered, sound), strict=True)
    columns = list(zip(*rows[1:], strict=True)) or [()] * width
    cells = {name: columns[position] for name, position in positions.items()}
    found = TextTable(table, cells, lines[1:])
    wrong_cells = _check_cells(found)
    if problems:
        return None, problems + wrong_cells
    return found.without(wrong_cells), wrong_cells


def _decode(
    folder: Path, table: Table, strangers: Sequence[str]
) -> tuple[str | None, list[Problem]]:
    """Return the file's text without byte-order mark, or why there is none."""

    def failed(line: int | None, value: str | None, expected: str, advice: str) -> list[Problem]:
        return [Problem(table.path, line, None, value, expected, advice)]

    try:
        raw = (folder / table.path).read_bytes()
    except FileNotFoundError:
        advice = nearest(table.path, strangers, "Restore it from version control.")
        return None, failed(None, None, f"a file of that name in {folder}", advice)
    except OSError as error:
        return None, failed(None, None, "a file that can be read", f"{error.strerror}.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = None if raw.startswith(_UTF16_MARKS) else raw.count(b"\n", 0, error.start) + 1
        bad = raw[error.start : error.end].hex(" ")
        return None, failed(
            line, f"bytes {bad}", "text in UTF-8", "Save the file again as CSV in UTF-8."
        )
    if not text.strip():
        header = ",".join(column.name for column in table.columns)
        return None, failed(
            None, "an empty file", f"a header row: {header}", "Restore it from version control."
        )
    return text, []


def _parse(text: str, table: Table) -> tuple[Sequence[list[str]], Sequence[int], list[Problem]]:
    """Split the text into rows of cells, with the line on which each row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    with suppress(csv.Error):
        rows = list(reader)
        if reader.line_num == len(rows):
            return rows, range(1, len(rows) + 1), []
    # Only where a quoted cell spans lines, or never ends.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines, begin = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        expected = "quotation marks in pairs around a cell"
        advice = "Close the quotation mark in this row; write one inside a cell twice."
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
        problems.append(problem(name or None, name, f"a column of {table.name!r}", advice))
    if not problems:
        problems = [problem(None, found, names, "Put the columns back in that order.")]
    return positions, problems


def _misshapen_row(table: Table, line: int, row: list[str], width: int) -> Problem:
    expected = f"{width} cells"
    if not any(row):
        return Problem(table.path, line, None, "an empty row", expected, "Remove the line.")
    advice = (
        "A cell is missing: add it, or its comma if it is empty."
        if len(row) < width
        else "A cell is too many: put quotation marks around a cell that holds a comma."
    )
    found = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return Problem(table.path, line, None, found, expected, advice)


def _check_cells(table: TextTable) -> list[Problem]:
    """Name every cell that is wrong in itself, and every key that is repeated."""
    problems = []
    for column in table.schema.columns:
        if column.name not in table.cells:
            continue
        values = table[column.name]
        distinct = set(values)
        complaints = {value: _complain(column, value) for value in _unusual(column, distinct)}
        wrong = {value: complaint for value, complaint in complaints.items() if complaint}
        if wrong:
            problems += [
                table.problem(row, column.name, *wrong[value])
                for row, value in enumerate(values)
                if value in wrong
            ]
    unique = {(column.name,) for column in table.schema.columns if column.unique}
    for key in sorted(unique | {table.schema.primary_key}):
        if table.cells.keys() >= set(key):
            problems += _repeated(table, key)
    return problems


def _repeated(table: TextTable, columns: tuple[str, ...]) -> list[Problem]:
    """Name each row that repeats the values of an earlier row."""
    keys = table.keys(*columns)
    if len(set(keys)) == len(keys):
        return []
    first: dict[str, int] = {}
    problems = []
    for row, key in enumerate(keys):
        if first.setdefault(key, row) == row:
            continue
        problems.append(
            Problem(
                table.schema.path,
                table.lines[row],
                ", ".join(columns),
                key.replace(SEPARATOR, ", "),
                "a value that stands in no other row",
                f"Line {table.lines[first[key]]} has it already: remove or correct one of them.",
            )
        )
    return problems


def _unusual(column: Column, distinct: set[str]) -> set[str]:
    """Sort out, cheaply, the values that need a closer look."""
    if column.labels:
        return distinct - column.labels.keys()
    if column.type != "string" or not _is_plain("".join(distinct)):
        return distinct
    if column.pattern:
        matches = re.compile(column.pattern).fullmatch
        return {value for value in distinct if not matches(value)}
    return {value for value in distinct if not value or value != value.strip()}


def _is_plain(text: str) -> bool:
    """Say whether every letter is visible, whole, and one with its accents."""
    visible = text.isprintable() and REPLACEMENT_CHARACTER not in text
    return visible and unicodedata.is_normalized("NFC", text)


def _complain(column: Column, value: str) -> tuple[str, str] | None:
    """Say what a cell should hold and what to do, or None if it is as it should be."""
    if not value:
        return ("a value", "Fill it in; this column may not be empty.") if column.required else None
    if value != value.strip():
        return "no space at either end", "Remove the space before or after the value."
    if REPLACEMENT_CHARACTER in value:
        return (
            "readable letters",
            "A letter was lost when the file was saved in another encoding: type it again.",
        )
    hidden = next((c for c in value if not c.isprintable() and c != NON_JOINER), None)
    if hidden is not None:
        name = unicodedata.name(hidden, "control").lower()
        found = "line break" if hidden in "\r\n" else f"{name} character"
        return "one line of visible characters", f"Replace the {found} with a space, or remove it."
    if not unicodedata.is_normalized("NFC", value):
        composed = unicodedata.normalize("NFC", value)
        return f"{composed!r}, each accent one with its letter", "Type it again (Unicode NFC)."
    if column.labels:
        if value in column.labels:
            return None
        return f"one of {', '.join(column.labels)}", nearest(value, column.labels)
    if column.pattern and not re.fullmatch(column.pattern, value):
        return column.pattern_meaning or f"a match of {column.pattern}", "Correct it."
    if column.type == "date":
        return _complain_date(value)
    if column.type == "boolean" and value not in ("true", "false"):
        meant = {"true": "true", "yes": "true", "1": "true", "wahr": "true"}
        return "true or false", f"Write {meant.get(value.casefold(), 'false')!r} if you mean that."
    if column.type == "integer":
        return _complain_integer(column, value)
    return None


def _complain_integer(column: Column, value: str) -> tuple[str, str] | None:
    try:
        number = int(value)
    except ValueError:
        whole = re.fullmatch(r"(\d+)[.,]0+", value)
        return "a whole number", f"Write {whole[1]}." if whole else "Write it in digits only."
    if str(number) != value:
        return "a whole number in plain digits", f"Write {number}."
    if column.minimum is not None and number < column.minimum:
        return f"a whole number of at least {column.minimum}", "Correct it."
    if number > LARGEST_INTEGER:
        return f"a whole number of at most {LARGEST_INTEGER}", "Correct it."
    return None


def _complain_date(value: str) -> tuple[str, str] | None:
    expected = "a date as year-month-day, such as 2015-03-11"
    if _ISO_DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return "a day that exists, as year-month-day", "Correct the month or the day."
        return None
    parts = [int(part) for part in re.findall(r"\d+", value)]
    if len(parts) == 3 and parts[2] > 31:
        first, second, year = parts
        days = sorted({(first, second), (second, first)})
        readings = [f"{year}-{month:02}-{day:02}" for month, day in days if 1 <= month <= 12]
        if readings:
            return expected, f"A spreadsheet turned it round: write {' or '.join(readings)}."
    return expected, "Write it so."


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


def _typed(column: Column, values: tuple[str, ...]):
    if column.labels:
        code = {value: i for i, value in enumerate(column.labels)} | {"": -1}
        dtype = pd.CategoricalDtype(list(column.labels), ordered=column.ordered)
        codes = np.fromiter(map(code.__getitem__, values), dtype="int8", count=len(values))
        return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
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

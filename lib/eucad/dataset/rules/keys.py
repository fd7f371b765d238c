"""Keys that point to other tables: what is missing there, and which end is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from eucad.dataset.problems import LISTED, MANY, Problem, find_near
from eucad.dataset.schema import ForeignKey
from eucad.dataset.tables import GUESSED, TextTable, find

# A cell: table, row counted from 0, column.
Cell = tuple[TextTable, int, str]

#: In guessing what was meant, so many pairs of values are compared at most.
COMPARED = 60_000

# Columns that say in words what a row is about.
MEANINGS = ("name", "aliases", "label", "include")


def check_keys(tables: dict[str, TextTable], suspect: set[tuple[str, str | None]]) -> list[Problem]:
    """Check that every value of a foreign key stands in the table it points to.

    There is one problem for each cell that points nowhere; those that lack the same row have the
    same cause. A key that is misspelt in its own table is named there, and nowhere else. `suspect`
    are files and columns with wrong cells of which nobody knows what was meant: a key that points
    to one is not checked, as a value may be missing there only until its cell is mended.
    """
    missing: dict[tuple[str, str], dict[str, list[Cell]]] = {}
    naming: dict[tuple[str, str], list[Collection[str]]] = {}
    contradictions = []
    for table in tables.values():
        for key in table.schema.foreign_keys:
            target = tables.get(key.table)
            if target is None or any((target.schema.path, k) in suspect for k in key.keys):
                continue
            place = (key.table, key.keys[0])
            values = table[key.columns[0]].values.tolist()
            naming.setdefault(place, []).append(values)
            known = target[key.keys[0]].place
            lacking = {value for value in values if value not in known} - {""}
            if lacking:
                lists = missing.setdefault(place, {})
                for row, value in enumerate(table[key.columns[0]]):
                    if value in lacking and all(table[column][row] for column in key.columns):
                        lists.setdefault(value, []).append((table, row, key.columns[0]))
            if len(key.columns) > 1:
                contradictions.append((table, key, target))
    problems: list[Problem] = []
    for (name, column), cells in missing.items():
        problems += _missing(tables[name], column, cells, set().union(*naming[name, column]))
    misspelt = {problem.file for problem in problems if problem.meant is not None}
    for table, key, target in contradictions:
        if target.schema.path not in misspelt:
            problems += _contradicting(table, key, target)
    # Two keys may find the same cell wrong: what says what was meant goes before.
    cells = {}
    for problem in sorted(problems, key=lambda problem: problem.meant is None):
        cells.setdefault((problem.file, problem.line, problem.column), problem)
    return list(cells.values())


def _missing(
    target: TextTable, column: str, cells: dict[str, list[Cell]], named: set[str]
) -> Iterator[Problem]:
    """Say of values that a table lacks whether they, or the table, are misspelt or lack a row."""
    path = target.schema.path
    known = target[column]
    unused = [value for value in known if value not in named]
    meanings = _meanings(target, column)
    unknown = []
    for number, (value, uses) in enumerate(cells.items()):
        guess = number < GUESSED and number * len(known) < COMPARED
        if guess and len({(t.schema.path, row) for t, row, _ in uses}) > 1:
            misspelt = find_near(value, unused)
            if misspelt is not None:
                yield target.problem(
                    known.index(misspelt),
                    column,
                    f"{value!r}, as {_count(uses)} of other tables have it",
                    "Correct it here.",
                    meant=value,
                )
                continue
        meant = find_near(value, known) if guess else None
        called = meant or (find_near(value, known, meanings) if guess else None)
        if called is None:
            unknown.append(value)
            continue
        advice = f"Did you mean {called!r}?"
        if called in unused:
            line = target.lines[known.index(called)]
            advice += f" If {value!r} is right, correct line {line} of {path}."
        for table, row, pointing in uses:
            cause = f"{path} {value}" if len(uses) > 1 else None
            expected = f"a {column} of {path}"
            yield table.problem(row, pointing, expected, advice, meant, cause=cause)
    together = f"{path} {column}" if len(unknown) > MANY else None
    for value in unknown:
        advice = f"Add it to {path}, or correct it here."
        if together:
            others = ", ".join(map(repr, unknown[1:LISTED]))
            advice = (
                f"{path} lacks {len(unknown):,} rows that other tables name ({others} and more): "
                "if the table was cut off, restore it from version control; else add them."
            )
        for table, row, pointing in cells[value]:
            cause = together or f"{path} {value}"
            yield table.problem(row, pointing, f"a {column} of {path}", advice, cause=cause)


def _count(uses: list[Cell]) -> str:
    rows = {(table.schema.path, row) for table, row, _ in uses}
    return f"{len(rows):,} rows"


def _meanings(target: TextTable, column: str) -> Mapping[str, str]:
    """Map names, in lower case, to the key of the only row that goes by them."""
    meanings: dict[str, str] = {}
    twice = set()
    for words in MEANINGS:
        if words not in target.cells:
            continue
        for key, text in target.records(column, words):
            for part in {text, *text.split(" | "), *text.split(", "), *text.split("/")}:
                folded = part.strip().casefold()
                if folded and meanings.setdefault(folded, key) != key:
                    twice.add(folded)
    return {name: key for name, key in meanings.items() if name not in twice}


def _contradicting(table: TextTable, key: ForeignKey, target: TextTable) -> Iterator[Problem]:
    """Name the cell that contradicts what the other table says of the same thing."""
    pairs = zip(key.columns, key.keys, strict=True)
    if (find(*((table[own], target[other]) for own, other in pairs)) >= 0).all():
        return
    path, first_column = target.schema.path, key.columns[0]
    rows_of: dict[str, list[int]] = {}
    for row, owner in enumerate(target[key.keys[0]]):
        rows_of.setdefault(owner, []).append(row)
    for column, known_as in zip(key.columns[1:], key.keys[1:], strict=True):
        said: dict[str, list[int]] = {}
        for row, (first, second) in enumerate(table.records(first_column, column)):
            if first in rows_of and second:
                said.setdefault(first, []).append(row)
        for first, rows in said.items():
            has = dict.fromkeys(target[known_as][row] for row in rows_of[first])
            found = {table[column][row] for row in rows}
            if found <= has.keys() or "" in has:
                continue
            if len(rows) > 1 and len(found) == 1 == len(rows_of[first]):
                yield target.problem(
                    rows_of[first][0],
                    known_as,
                    f"{min(found)}, as {len(rows)} rows of {table.schema.path} have it for {first}",
                    "Make them agree.",
                    meant=min(found),
                )
                continue
            expected = f"{' or '.join(has)}, as {path} has it for {first}"
            for row in rows:
                if table[column][row] not in has:
                    yield table.problem(row, column, expected, "Make them agree.")

"""Checking the tables against one another: keys, and whatever is marked as a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eucad.dataset.schema import ForeignKey
from eucad.dataset.tables import Problem, TextTable, nearest

Rule = Callable[..., Iterator[Problem]]

# All rules, in the order in which the modules of this package are read.
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a function to the rules.

    Examples
    --------
    >>> import eucad.dataset.rules
    >>> [holds.__name__ for holds in RULES][:2]
    ['_topic_positions', '_coding_details']
    """
    RULES.append(function)
    return function


def check_keys(tables: dict[str, TextTable], suspect: set[tuple[str, str | None]]) -> list[Problem]:
    """Check that every value of a foreign key stands in the table it points to.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables that could be read.
    suspect : set of (file, column)
        Columns with wrong cells. A key that points to one is not checked: a
        value may be missing there only because its cell has to be mended first.

    Returns
    -------
    list of Problem

    Examples
    --------
    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> schema = read_schema(eucad.DATA)
    >>> tables = {
    ...     "topics": TextTable(schema["topics"], {"topic_id": ("cyber",)}, [2]),
    ...     "programmes": TextTable(schema["programmes"], {"topic_id": ("cybr",)}, [2]),
    ... }
    >>> print(*check_keys(tables, set()))
    programmes.csv, line 2, column topic_id: found 'cybr'; expected a topic_id of topics.csv.
    Did you mean 'cyber'?
    """
    problems = []
    for table in tables.values():
        for key in table.schema.foreign_keys:
            target = tables.get(key.table)
            if target is not None and not any((target.schema.path, k) in suspect for k in key.keys):
                problems += _dangling(table, key, target)
    return problems


def _dangling(table: TextTable, key: ForeignKey, target: TextTable) -> Iterator[Problem]:
    known = target.keys(*key.keys)
    values = table.keys(*key.columns)
    dangling = set(values) - set(known)
    if not dangling:
        return
    path = target.schema.path
    first_column, other_columns = key.columns[0], key.columns[1:]
    owners = dict(zip(target[key.keys[0]], range(len(target)), strict=True))
    for row, value in enumerate(values):
        first = table[first_column][row]
        if value not in dangling or not all(table[column][row] for column in key.columns):
            continue
        if first not in owners:
            advice = nearest(first, owners, f"Add it to {path}, or correct it here.")
            yield table.problem(row, first_column, f"a {key.keys[0]} of {path}", advice)
            continue
        # The first part is known: another contradicts what stands there.
        for column, known_as in zip(other_columns, key.keys[1:], strict=True):
            owner = target[known_as][owners[first]]
            if table[column][row] != owner:
                expected = f"{owner}, as {path} has it for {first}"
                yield table.problem(row, column, expected, "Make them agree.")


def check_rules(tables: dict[str, TextTable]) -> list[Problem]:
    """Check every rule whose tables could be read.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables that could be read; a wrong cell counts as empty.

    Returns
    -------
    list of Problem

    Examples
    --------
    Topics stand in the order of their positions, counted from 1:

    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> topics = TextTable(read_schema(eucad.DATA)["topics"], {"position": ("1", "3")}, [2, 3])
    >>> print(*check_rules({"topics": topics}))
    topics.csv, line 3, column position: found '3'; expected 2, its place in the table. Correct it.
    """
    problems = []
    for holds in RULES:
        names = holds.__code__.co_varnames[: holds.__code__.co_argcount]
        if all(name in tables for name in names):
            problems += holds(*(tables[name] for name in names))
    return problems

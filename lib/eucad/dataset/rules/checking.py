"""Checking the tables against one another by whatever is marked as a rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from eucad.dataset.problems import Problem
from eucad.dataset.schema import DESCRIPTOR
from eucad.dataset.tables import TextTable

Rule = Callable[..., Iterator[Problem]]

# All rules, in the order in which the modules of this package are read.
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Add a function to the rules.

    Examples
    --------
    >>> import eucad.dataset.rules
    >>> [holds.__name__ for holds in RULES][:2]
    ['_topic_positions', '_topic_keys']
    """
    RULES.append(function)
    return function


def check_rules(tables: dict[str, TextTable], incomplete: Collection[str] = ()) -> list[Problem]:
    """Check every rule whose tables could be read.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables that could be read; a wrong cell holds what was meant, or counts as empty.
    incomplete : collection of str
        Tables that lack rows: no rule is asked of them.

    Returns
    -------
    list of Problem

    Examples
    --------
    Topics stand in the order of their positions, counted from 1:

    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> cells = {"topic_id": ("cyber", "water"), "label": ("Cyber", "Water")}
    >>> cells["position"] = ("1", "3")
    >>> topics = TextTable(read_schema(eucad.DATA)["topics"], cells, [2, 3])
    >>> print(*check_rules({"topics": topics}))
    topics.csv, line 3, column position: found '3'; expected 2, its place in the table. Correct it.
    """
    problems = []
    for holds in RULES:
        names = holds.__code__.co_varnames[: holds.__code__.co_argcount]
        if any(name in incomplete or name not in tables for name in names):
            continue
        try:
            problems += holds(*(tables[name] for name in names))
        except (KeyError, ValueError) as error:
            # Only a description of the tables that is not the library's leads here.
            advice = f"Describe every column as the library has it; its rules met {error}."
            problems.append(Problem(DESCRIPTOR, "columns that the rules know", advice))
    return problems

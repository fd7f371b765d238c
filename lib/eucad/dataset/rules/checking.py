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
    """Add a function to the rules."""
    RULES.append(function)
    return function


def check_rules(tables: dict[str, TextTable], incomplete: Collection[str] = ()) -> list[Problem]:
    """Check every rule whose tables could be read, and lack no rows.

    A wrong cell of these tables holds what was meant, or counts as empty.
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

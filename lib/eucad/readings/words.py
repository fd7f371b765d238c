"""Small pieces of sentences: lists, shares with intervals, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd


def listing(words: Iterable[str], otherwise: str = "none") -> str:
    """Join words with commas and a final *and*.

    Examples
    --------
    >>> listing(["water", "energy", "health"]), listing([])
    ('water, energy and health', 'none')
    """
    words = list(words)
    if not words:
        return otherwise
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def labels_of(topics: Sequence[str], codebook: pd.DataFrame) -> str:
    """List the labels of topics.

    Examples
    --------
    >>> codebook = pd.DataFrame({"label": ["CBRN", "Water"]}, index=["cbrn", "water"])
    >>> labels_of(["water", "cbrn"], codebook)
    'Water and CBRN'
    """
    return listing(codebook.loc[list(topics), "label"])


def interval(low: float, high: float, form: str = ".2f") -> str:
    """Write an interval.

    Examples
    --------
    >>> interval(0.2, 0.65), interval(0.2, 0.65, ".0%")
    ('0.20 to 0.65', '20% to 65%')
    """
    return f"{low:{form}} to {high:{form}}"


def probability(p: float) -> str:
    """Write a probability so that a small one is never written as zero.

    Examples
    --------
    >>> probability(0.0304), probability(0.0003)
    ('0.030', 'below 0.001')
    """
    return "below 0.001" if p < 0.001 else f"{p:.3f}"


def p_value(p: float) -> str:
    """Write a p-value.

    Examples
    --------
    >>> p_value(0.0304), p_value(0.0003)
    ('p = 0.030', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "account"), count(0, "account"), count(2, "agenda", "agendas")
    ('1 account', '0 accounts', '2 agendas')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def bullets(*sentences: str) -> str:
    """Set sentences under one another as a Markdown list.

    Examples
    --------
    >>> print(bullets("One.", "Two."))
    - One.
    - Two.
    """
    return "\n".join(f"- {sentence}" for sentence in sentences)

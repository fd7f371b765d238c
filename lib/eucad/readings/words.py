"""Small pieces of sentences: lists, shares with intervals, counts."""

from __future__ import annotations

from collections.abc import Iterable


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


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "account"), count(0, "account"), count(2, "agenda", "agendas")
    ('1 account', '0 accounts', '2 agendas')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"

"""Distributions by their definitions: scipy.stats takes every process a second to import."""

from math import comb

from scipy.special import betainc


def beta_interval(level: float, a: float, b: float) -> tuple[float, float]:
    """The values below and above which a beta distribution has half of what `level` leaves."""
    return _quantile((1 - level) / 2, a, b), _quantile((1 + level) / 2, a, b)


def _quantile(chance: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if betainc(a, b, middle) < chance else (low, middle)
    return low


def binomial(trials: int, share: float, successes: range) -> float:
    """The probability of so many successes as any of these."""
    return sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in successes)


def fisher(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Fisher's exact p: all tables with these totals that are no likelier than this one."""
    rows, column = (sum(first), sum(second)), first[0] + second[0]
    ways = {k: comb(rows[0], k) * comb(rows[1], column - k) for k in range(column + 1)}
    return sum(n for n in ways.values() if n <= ways[first[0]]) / sum(ways.values())

"""Exact inference for a few accounts: an odds ratio with strata held fixed.

References
----------
Fay, M. P. (2010). Confidence intervals that match Fisher's exact or Blaker's exact tests.
Biostatistics, 11(2), 373-374.
Hirji, K. F., Tsiatis, A. A., and Mehta, C. R. (1989). Median unbiased estimation for binary data.
The American Statistician, 43(1), 7-11.
Mehta, C. R., and Patel, N. R. (1995). Exact logistic regression: theory and examples. Statistics in
Medicine, 14(19), 2143-2160.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import logsumexp

from eucad.stats import LEVEL
from eucad.stats.proportions import require_level


def _subset_sums(values: np.ndarray, size: int) -> np.ndarray:
    """Count the subsets of a given size by their sum: entry *s* is how many sum to *s*."""
    ways = np.zeros((size + 1, values.sum() + 1))
    ways[0, 0] = 1
    for value in values:
        longer = ways[:-1, : ways.shape[1] - value].copy()
        ways[1:, value:] += longer
    return ways[size]


@dataclass(frozen=True)
class ExactLogistic:
    """An odds ratio that no approximation stands behind.

    Attributes
    ----------
    odds_ratio, low, high : float
        For one unit of the score: median-unbiased estimate and exact interval. 0 or infinite on
        the side on which the data are separated; missing if no stratum is informative.
    p_value : float
        Two-sided, exact: twice the smaller tail, so that it is below 1 - `level` just where the
        interval leaves out 1 (Fay 2010); 1 if no stratum is informative.
    informative : int
        Number of outcomes in strata in which both outcome and score vary: all that the result
        rests on.

    Examples
    --------
    >>> exact_logistic([True, False], [2013, 2025], ["eu", "kz"]).informative
    0
    """

    odds_ratio: float
    low: float
    high: float
    p_value: float
    informative: int


def exact_logistic(
    outcome: ArrayLike, score: ArrayLike, strata: ArrayLike | None = None, *, level: float = LEVEL
) -> ExactLogistic:
    """Estimate an odds ratio with strata held fixed, by exact conditional logistic regression.

    Given how many outcomes are true in each stratum, the sum of their scores has a known
    distribution whose only parameter is the odds ratio (Mehta and Patel 1995): the numbers of
    subsets of scores by their sum, weighted by the odds ratio to the power of the sum. Strata may
    differ in any way; separated data give a limit at 0 or infinity instead of no answer, and the
    estimate is median-unbiased (Hirji, Tsiatis and Mehta 1989). Without strata and with a score of
    0 and 1 this is Fisher's exact test.

    It assumes that accounts are independent given stratum and score, and that each unit of the
    score multiplies the odds by the same factor. Accounts of one meeting may not be independent:
    read the interval as the narrowest the data allow.

    Parameters
    ----------
    outcome : array_like of bool, shape (n,)
    score : array_like of int, shape (n,)
        Such as the year.
    strata : array_like, shape (n,), optional
        A label for each outcome; by default one stratum.
    level : float
        Coverage of the interval.

    Returns
    -------
    ExactLogistic

    Raises
    ------
    ValueError
        If the arguments differ in length, one has a missing value, a score is not a whole number,
        or `level` is not between 0 and 1.

    Examples
    --------
    Fisher's tea taster, who had three of four cups right:

    >>> found = exact_logistic([1, 1, 1, 0, 1, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0])
    >>> round(found.p_value, 3), round(found.low, 2)
    (0.486, 0.21)
    """
    require_level(level)
    data = pd.DataFrame({"outcome": np.asarray(outcome), "score": np.asarray(score)})
    data["stratum"] = 0 if strata is None else np.asarray(strata)
    if data.isna().any(axis=None) or (data["score"] % 1 != 0).any():
        raise ValueError("No outcome, score or stratum may be missing; scores are whole numbers.")
    data = data.astype({"outcome": bool, "score": int})
    ways, observed, informative = np.ones(1), 0, 0
    for _, stratum in data.groupby("stratum"):
        scores = (stratum["score"] - stratum["score"].min()).to_numpy()
        successes = int(stratum["outcome"].sum())
        if 0 < successes < len(stratum) and scores.any():
            ways = np.convolve(ways, _subset_sums(scores, successes))
            observed += int(scores[stratum["outcome"]].sum())
            informative += len(stratum)
    if informative == 0:
        return ExactLogistic(np.nan, np.nan, np.nan, 1.0, 0)
    sums = np.flatnonzero(ways)
    weights = np.log(ways[sums] / ways.sum())
    null = np.exp(weights)
    p_value = 2 * min(null[sums >= observed].sum(), null[sums <= observed].sum())

    def tail(slope: float, above: bool) -> float:
        tilted = weights + slope * (sums - observed)
        beyond = sums >= observed if above else sums <= observed
        return np.exp(logsumexp(tilted[beyond]) - logsumexp(tilted))

    def slope_at(share: float, above: bool) -> float:
        # Where the observed sum is the most extreme one, no slope is too extreme for it.
        if observed == (sums.min() if above else sums.max()):
            return -np.inf if above else np.inf
        return brentq(lambda slope: tail(slope, above) - share, -60, 60)

    medians = np.array([slope_at(0.5, True), slope_at(0.5, False)])
    # The sums vary, so that at most one of the two is infinite.
    middle = medians[np.isfinite(medians)].mean()
    edge = (1 - level) / 2
    return ExactLogistic(
        odds_ratio=float(np.exp(middle)),
        low=float(np.exp(slope_at(edge, True))),
        high=float(np.exp(slope_at(edge, False))),
        p_value=float(min(p_value, 1.0)),
        informative=informative,
    )

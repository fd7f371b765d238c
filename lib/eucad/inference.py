"""Inference for a dozen meetings: exact tests, change-points, a bootstrap of meetings.

Nothing here knows of topics: outcomes are true or false for accounts, and accounts belong to
meetings. No result rests on a large-sample approximation; what each assumes instead stands in its
docstring.

References
----------
Hirji, K. F., Tsiatis, A. A., and Mehta, C. R. (1989). Median unbiased estimation for binary data.
The American Statistician, 43(1), 7-11.
Mehta, C. R., and Patel, N. R. (1995). Exact logistic regression: theory and examples. Statistics in
Medicine, 14(19), 2143-2160.
Smith, A. F. M. (1975). A Bayesian approach to inference about a change-point in a sequence of
random variables. Biometrika, 62(2), 407-416.
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
Davison, A. C., and Hinkley, D. V. (1997). Bootstrap Methods and Their Application, section 3.8.
Cambridge University Press.
Fay, M. P. (2010). Confidence intervals that match Fisher's exact or Blaker's exact tests.
Biostatistics, 11(2), 373-374.
Phipson, B., and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
Applications in Genetics and Molecular Biology, 9(1), article 39.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import betaln, logsumexp

# -- Trend over meetings


def trend_test(
    outcomes: ArrayLike,
    time: ArrayLike,
    meetings: ArrayLike,
    rng: np.random.Generator,
    *,
    strata: ArrayLike | None = None,
    permutations: int = 1999,
) -> np.ndarray:
    """Test outcomes for a trend over time by moving whole meetings to one another's times.

    The statistic is the covariance of time with each meeting's excess: by how many of its accounts
    the outcome is true more often than expected, over the root of their number. Accounts of one
    meeting may thus depend on one another in any way.

    It assumes that without a trend the meetings could have stood in any order. Their shares could
    not, since those of meetings with few accounts scatter more, and these stand early here; the
    excess over the root has the same mean for all, and nearly the same variance. `benchmarks/`
    shows that the test keeps its level in series of this size, also where accounts of a meeting
    echo one another.

    Parameters
    ----------
    outcomes : array_like of bool, shape (accounts, outcomes)
    time : array_like of float, shape (accounts,)
        One time a meeting.
    meetings : array_like, shape (accounts,)
        The meeting of each account.
    rng : numpy.random.Generator
    strata : array_like, shape (accounts,), optional
        What is expected is the mean of an account's stratum; by default all are one stratum. Where
        strata go with time the test is the more cautious for it.
    permutations : int
        How many; the observed order counts as one more (Phipson and Smyth 2010).

    Returns
    -------
    ndarray of float, shape (outcomes,)
        Two-sided p-values; 1 for an outcome that does not vary.

    Raises
    ------
    ValueError
        If there is no account, or the arguments differ in length.

    Examples
    --------
    A topic of the last three of six meetings: only the order turned round does as well.

    >>> raised = np.array([[0, 0, 0, 1, 1, 1]]).T
    >>> trend_test(raised, range(6), list("abcdef"), np.random.default_rng(1)).round(2).tolist()
    [0.1]
    """
    outcomes, time = np.asarray(outcomes, dtype=float), np.asarray(time, dtype=float)
    if not len(time):
        raise ValueError("There is no account to test.")
    member = _members(meetings)
    group = np.ones((len(time), 1)) if strata is None else _members(strata)
    expected = group @ (group.T @ outcomes / group.sum(axis=0)[:, None])
    size = member.sum(axis=0)
    excess = member.T @ (outcomes - expected) / np.sqrt(size)[:, None]
    own = member.T @ time / size
    own -= own.mean()
    moved = rng.permuted(np.tile(own, (permutations, 1)), axis=1)
    as_far = np.abs(moved @ excess) >= np.abs(own @ excess) - 1e-9
    return (as_far.sum(axis=0) + 1) / (permutations + 1)


def _members(labels: ArrayLike) -> np.ndarray:
    """Say which label each account has, as 0 and 1: accounts × labels in order of appearance."""
    codes, known = pd.factorize(np.asarray(labels))
    return np.eye(len(known))[codes]


# -- Trend with strata held fixed


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
    outcome: ArrayLike, score: ArrayLike, strata: ArrayLike | None = None, *, level: float = 0.9
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
    (0.486, 0.31)
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


# -- When it changed


@dataclass(frozen=True)
class ChangePoint:
    """When a share changed, if it did.

    Attributes
    ----------
    posterior : Series of float
        Probability that the meeting is the first at the new level, indexed as the counts were;
        0 for the first meeting. It sums to 1 - `no_change`.
    no_change : float
        Probability that the share never changed.
    before, after : float
        Share before and after the change, averaged over its possible places; missing for a
        single meeting.

    Examples
    --------
    >>> posterior = pd.Series([0.0, 0.1, 0.7, 0.1], [2019, 2020, 2021, 2022])
    >>> found = ChangePoint(posterior, no_change=0.1, before=0.2, after=0.8)
    >>> int(found.most_probable), found.credible(0.8).to_list()
    (2021, [2020, 2021])
    """

    posterior: pd.Series
    no_change: float
    before: float
    after: float

    @property
    def most_probable(self) -> object:
        """The meeting that is most probably the first at the new level."""
        return self.posterior.idxmax()

    def credible(self, level: float = 0.9) -> pd.Index:
        """Give the most probable meetings that together hold `level`, if there was a change."""
        ranked = self.posterior.sort_values(ascending=False, kind="stable")
        below = ranked.cumsum().shift(fill_value=0) < level * ranked.sum()
        return self.posterior.index[self.posterior.index.isin(ranked.index[below])]


def change_point(
    raised: pd.Series,
    accounts: pd.Series,
    *,
    prior: tuple[float, float] = (0.5, 0.5),
    no_change: float = 0.5,
) -> ChangePoint:
    """Find when a share changed, at most once, and how probable it is that it never did.

    The number of accounts that raise a topic is binomial, with one share before the change and
    another from it on; each share has a Beta prior, so the probability of the data is in closed
    form for every place of the change (Smith 1975) and no sampling is needed. The places are
    equally probable beforehand.

    It assumes that accounts are independent given the share of their meeting, that there is one
    change at most, and that shares are constant on either side of it.

    Counts need not be whole: shares with 1 account each let every meeting weigh the same,
    which is the cautious choice if the accounts of a meeting echo one another.

    Parameters
    ----------
    raised, accounts : Series of float, shape (n,)
        Of each meeting in order of time; no meeting without an account.
    prior : (float, float)
        Of a share. Jeffreys's (1/2, 1/2) expects shares near 0 or 1, as topics of a fixed agenda
        have them; (1, 1) expects none more than another.
    no_change : float
        Prior probability that the share never changed.

    Returns
    -------
    ChangePoint

    Raises
    ------
    ValueError
        If there is no meeting, one has no account, more accounts raise the topic than there are, a
        count is missing, or `no_change` is not between 0 and 1.

    Examples
    --------
    >>> accounts = pd.Series([3, 3, 3, 3, 3], index=[2021, 2022, 2023, 2024, 2025])
    >>> found = change_point(pd.Series([0, 0, 0, 3, 3], index=accounts.index), accounts)
    >>> int(found.most_probable), round(found.no_change, 3)
    (2024, 0.001)
    """
    y, n = raised.to_numpy(dtype=float), accounts.to_numpy(dtype=float)
    if len(n) == 0 or not ((n > 0) & (y >= 0) & (y <= n)).all():
        raise ValueError("Every meeting needs an account, and no more can raise it than there are.")
    if not 0 < no_change < 1:
        raise ValueError(f"no_change is {no_change}; give a prior probability between 0 and 1.")
    a, b = prior
    hits, misses = np.cumsum(y), np.cumsum(n - y)

    def log_evidence(hits: ArrayLike, misses: ArrayLike) -> np.ndarray:
        return betaln(a + hits, b + misses) - betaln(a, b)

    early = log_evidence(hits[:-1], misses[:-1])
    late = log_evidence(hits[-1] - hits[:-1], misses[-1] - misses[:-1])
    same = np.log(no_change) + log_evidence(hits[-1], misses[-1])
    change = np.log((1 - no_change) / max(len(n) - 1, 1)) + early + late
    total = logsumexp(np.append(change, same))
    posterior = np.exp(change - total)
    if len(n) == 1:
        return ChangePoint(pd.Series([0.0], raised.index), 1.0, np.nan, np.nan)
    places = posterior / posterior.sum()
    before = (a + hits[:-1]) / (a + b + hits[:-1] + misses[:-1])
    after = (a + hits[-1] - hits[:-1]) / (a + b + n.sum() - hits[:-1] - misses[:-1])
    return ChangePoint(
        posterior=pd.Series(np.append(0.0, posterior), raised.index),
        no_change=float(np.exp(same - total)),
        before=float(places @ before),
        after=float(places @ after),
    )


# -- Intervals


def bootstrap_weights(
    meetings: ArrayLike,
    rng: np.random.Generator,
    draws: int,
    *,
    resample_accounts: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw weights of accounts by a Bayesian bootstrap of meetings.

    Meetings are weighted at random, each with its accounts (Rubin 1981). Unlike resampling with
    replacement this never leaves a meeting out altogether. What accounts of a meeting differ by
    is part of what meetings differ by: weighting accounts at random as well counts it twice
    (Davison and Hinkley 1997, section 3.8), and gives wider intervals. It assumes that meetings are
    independent of one another; accounts of a meeting need not be.

    Parameters
    ----------
    meetings : array_like, shape (accounts,)
        The meeting of each account.
    rng : numpy.random.Generator
    draws : int
    resample_accounts : bool
        Whether to weight the accounts within each meeting at random as well.

    Returns
    -------
    weights : ndarray, shape (draws, accounts)
        The weights of a meeting's accounts sum to a standard exponential variate.
    plain : ndarray, shape (accounts,)
        Weights of the estimate itself: one a meeting, shared equally by its accounts.

    Examples
    --------
    >>> weights, plain = bootstrap_weights(["a", "b", "b"], np.random.default_rng(1), 1000)
    >>> weights.shape, plain.tolist()
    ((1000, 3), [1.0, 0.5, 0.5])
    """
    member = _members(meetings)
    across = rng.exponential(size=(draws, member.shape[1]))
    plain = member @ (1 / member.sum(axis=0))
    if not resample_accounts:
        return across @ member.T * plain, plain
    within = rng.exponential(size=(draws, len(member)))
    return within * ((across / (within @ member)) @ member.T), plain


def limits(draws: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Give the equal-tailed limits of draws, along the first axis.

    Parameters
    ----------
    draws : ndarray, shape (draws, ...)
    level : float
        Share of the draws between the limits.

    Returns
    -------
    low, high : ndarray, shape (...)

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1.

    Examples
    --------
    >>> [round(float(limit), 6) for limit in limits(np.arange(101), 0.9)]
    [5.0, 95.0]
    """
    require_level(level)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def require_level(level: float) -> None:
    """Raise ValueError unless `level` is a share between 0 and 1.

    Examples
    --------
    >>> require_level(95)
    Traceback (most recent call last):
    ValueError: level is 95; give a share between 0 and 1, such as 0.9.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.9.")

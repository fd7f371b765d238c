"""Tests and intervals from resampled meetings.

Outcomes are true or false for accounts, and accounts belong to meetings. No result rests on a
large-sample approximation; what each assumes instead stands in its docstring.

References
----------
Davison, A. C., and Hinkley, D. V. (1997). Bootstrap Methods and Their Application, section 3.8.
Cambridge University Press.
Phipson, B., and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
Applications in Genetics and Molecular Biology, 9(1), article 39.
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from eucad.stats.proportions import require_level


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


def bootstrap_weights(
    meetings: ArrayLike, rng: np.random.Generator, draws: int
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
    return across @ member.T * plain, plain


def percentile_interval(draws: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the equal-tailed limits of draws, along the first axis.

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
    >>> [round(float(limit), 6) for limit in percentile_interval(np.arange(101), 0.9)]
    [5.0, 95.0]
    """
    require_level(level)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high

"""Intervals from resampled meetings.

Outcomes are true or false for accounts, and accounts belong to meetings. No result rests on a
large-sample approximation; what each assumes instead stands in its docstring.

References
----------
Davison, A. C., and Hinkley, D. V. (1997). Bootstrap Methods and Their Application, section 3.8.
Cambridge University Press.
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from eucad.stats.proportions import require_level


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

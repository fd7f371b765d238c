"""Intervals: of proportions, plain and pooled, and of draws.

References
----------
Brown, L. D., Cai, T. T., and DasGupta, A. (2001). Interval estimation for a binomial proportion.
Statistical Science, 16(2), 101-133.
Clopper, C. J., and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in
the case of the binomial. Biometrika, 26(4), 404-413.
Franco, C., Little, R. J. A., Louis, T. A., and Slud, E. V. (2019). Comparative study of confidence
intervals for proportions in complex sample surveys. Journal of Survey Statistics and Methodology,
7(3), 334-364.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainccinv, betaincinv

from eucad.stats import LEVEL


def jeffreys_interval(
    successes: np.ndarray, trials: np.ndarray, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Give the Jeffreys interval of a proportion.

    The equal-tailed interval of the Beta(x + 1/2, n − x + 1/2) posterior, with the lower limit 0
    where there is no success and the upper limit 1 where there is no failure, as Brown, Cai and
    DasGupta (2001, section 3.1.2) recommend: an estimate never lies outside its interval.

    Parameters
    ----------
    successes, trials : array_like of float
        Counts, or effective counts. Where there was no trial, both limits are missing.

    Returns
    -------
    low, high : ndarray of float

    Raises
    ------
    ValueError
        If there are more successes than trials, or a negative number.

    Examples
    --------
    >>> low, high = jeffreys_interval([0, 3], [1, 5])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.209], [0.853, 0.906])
    """
    successes, trials = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if (successes < 0).any() or (successes > trials).any():
        raise ValueError("Successes must lie between 0 and the number of trials.")
    require_level(level)
    a, b = successes + 0.5, trials - successes + 0.5
    low = np.where(successes == 0, 0.0, betaincinv(a, b, (1 - level) / 2))
    high = np.where(successes == trials, 1.0, betaincinv(a, b, (1 + level) / 2))
    seen = trials > 0
    return np.where(seen, low, np.nan), np.where(seen, high, np.nan)


def pool_shares(
    shares: np.ndarray, accounts: np.ndarray, weight: np.ndarray, *, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Average shares over their first axis, with the interval of the average.

    The interval is Jeffreys's, of the average and the effective number of accounts: as many as
    would give a plain share the same variance, (Σ w)² / Σ (w² / n) (Franco et al. 2019). Limits
    taken part by part would be too close, since a part of one account says nothing of how much
    accounts vary. In simulations with as few accounts as there are here, nominal 95% intervals
    cover 93% or more.

    Parameters
    ----------
    shares : ndarray, shape (parts, …)
        Of accounts, 0 to 1.
    accounts, weight : ndarray
        Shapes that go with it: of how many accounts each is the share, and its weight, 0 where the
        share is missing.

    Returns
    -------
    effective, mean, low, high : ndarray, shape (…)
        Number of accounts, average and its limits; missing where all weights are 0.

    Examples
    --------
    >>> effective, mean, *_ = pool_shares(np.array([1, 0]), np.array([1, 3]), np.array([1, 1]))
    >>> round(float(effective), 2), float(mean)
    (3.0, 0.5)
    """
    counted = weight > 0
    total = weight.sum(axis=0)
    total = np.where(total > 0, total, np.nan)
    mean = np.where(counted, weight * shares, 0).sum(axis=0) / total
    # Where there is no account, the weight is 0.
    effective = total**2 / (weight**2 / np.maximum(accounts, 1)).sum(axis=0)
    low, high = jeffreys_interval(mean * effective, effective, level)
    return effective, mean, low, high


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


def percentile_interval(draws: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the equal-tailed limits that hold the share `level` of draws, along the first axis.

    Examples
    --------
    >>> [round(float(limit), 6) for limit in percentile_interval(np.arange(101), 0.9)]
    [5.0, 95.0]
    """
    require_level(level)
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def clopper_pearson(
    successes: np.ndarray, trials: int, level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact interval of a proportion (Clopper and Pearson 1934).

    It misses the true share at either end in at most (1 - `level`) / 2 of cases.

    Examples
    --------
    >>> low, high = clopper_pearson([0, 10], 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.692], [0.308, 1.0])
    """
    require_level(level)
    successes = np.asarray(successes)
    low = betaincinv(successes, trials - successes + 1, (1 - level) / 2)
    high = betainccinv(successes + 1, trials - successes, (1 - level) / 2)
    return np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=1.0)

"""When a share changed, if it did: the posterior of one change-point.

References
----------
Smith, A. F. M. (1975). A Bayesian approach to inference about a change-point in a sequence of
random variables. Biometrika, 62(2), 407-416.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaln, logsumexp

from eucad.stats import LEVEL


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
    def changed(self) -> bool:
        """Whether a change is more probable than none."""
        return self.no_change < 0.5

    @property
    def most_probable(self) -> object:
        """The meeting that is most probably the first at the new level."""
        return self.posterior.idxmax()

    def credible(self, level: float = LEVEL) -> pd.Index:
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

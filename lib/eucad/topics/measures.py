"""What was on the agenda: which account raises which topic, how often, how early and how strongly.

Everything here starts from an incidence matrix (:func:`incidence`): one row an independent account
of a meeting, one column a topic, true where the account raises it. The rows of a meeting are its
evidence and their number is the denominator; a meeting of which no account is known has no row,
and every measure gives it a missing value, never a zero.

False means *not seen in what was visible*, not *not discussed*: most documents were visible only in
their opening.

References
----------
Brown, L. D., Cai, T. T., and DasGupta, A. (2001). Interval estimation for a binomial proportion.
Statistical Science, 16(2), 101-133.
Franco, C., Little, R. J. A., Louis, T. A., and Slud, E. V. (2019). Comparative study of confidence
intervals for proportions in complex sample surveys. Journal of Survey Statistics and Methodology,
7(3), 334-364.
Gotelli, N. J., and Colwell, R. K. (2001). Quantifying biodiversity: procedures and pitfalls in the
measurement and comparison of species richness. Ecology Letters, 4(4), 379-391.
Solow, A. R. (1993). Inferring extinction from sighting data. Ecology, 74(3), 962-964.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import comb
from scipy.stats import quantile_test

from eucad.agenda import ACCOUNT, _accounts, _codings, _require_known, account_topic_matrix
from eucad.dataset import Dataset
from eucad.stats import LEVEL
from eucad.stats.proportions import jeffreys_interval, require_level


def rarefaction(incidence: pd.DataFrame) -> pd.DataFrame:
    """Compute how many topics one, two, three … accounts of a meeting show on average.

    A meeting of which there are five accounts has five chances to show a topic, one of which there
    is one account has one. At least one of s accounts, drawn without replacement from n of which k
    raise the topic, does so with probability 1 - C(n - k, s) / C(n, s); the sum over topics is the
    expected number of topics (rarefaction; Gotelli and Colwell 2001), and it is exact.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`.

    Returns
    -------
    DataFrame
        Meetings in order of time × numbers of accounts, from 1 to the most there are: the expected
        number of topics; missing where there are fewer accounts.

    Examples
    --------
    >>> import eucad
    >>> rarefaction(account_topic_matrix(eucad.load())).loc["hlsd2016"].dropna().to_list()
    [6.5, 11.0]
    """
    meetings = incidence.groupby(level="meeting_id", observed=False)
    accounts, raised = meetings.size(), meetings.sum()
    expected = {}
    for size in range(1, accounts.max() + 1):
        draws = np.where(accounts >= size, comb(accounts, size), np.nan)
        expected[size] = (1 - comb(raised.rsub(accounts, axis=0), size).T / draws).sum(axis=0)
    return pd.DataFrame(expected, index=accounts.index).rename_axis(columns="accounts")


def mentions(dataset: Dataset, *, series: Sequence[str] = ("hlsd",)) -> pd.DataFrame:
    """Return every topic that an account raises, with how early and how strongly it does.

    Parameters
    ----------
    dataset, series
        As in :func:`incidence`; accounts are lineages and the codings the adjudicated ones.

    Returns
    -------
    DataFrame
        One row an account and topic, in order of time and codebook, indexed by `meeting_id`,
        `voice`, `account_id` and `topic_id`: `earliness`, from 1 (before all other topics of the
        document) to 0 (after all others), topics of one paragraph sharing their ranks, averaged
        over the documents of the account and missing where no document raises a second topic;
        `stance`, the strongest that any of its documents has.

    Raises
    ------
    ValueError
        If a series does not occur.

    Examples
    --------
    >>> import eucad
    >>> raised = mentions(eucad.load()).loc["hlsd2016", "kz", "hlsd2016-kz-mfa"]
    >>> raised["stance"].astype(str).to_dict()
    {'afghanistan': 'discussed', 'regional_security': 'discussed'}
    """
    accounts = _accounts(dataset, series, "lineage", None, ())
    rank = _codings(dataset, "final").merge(accounts[["document_id", *ACCOUNT]], on="document_id")
    documents = rank.groupby("document_id")["paragraph"]
    others = documents.transform("size") - 1
    rank["earliness"] = 1 - (documents.rank() - 1) / others.where(others > 0)
    found = rank.groupby([*ACCOUNT, "topic_id"], observed=True).agg(
        earliness=("earliness", "mean"), stance=("stance", "min")
    )
    raised = account_topic_matrix(dataset, series=series).stack()
    return found.reindex(raised.index[raised])


def salience(
    mentions: pd.DataFrame, *, strong: str = "priority", level: float = LEVEL
) -> pd.DataFrame:
    """Summarise how early and how strongly each topic is raised by the accounts that raise it.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`mentions`.
    strong : str
        The weakest stance that counts as strong.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `accounts` that raise it; `ranked`, those in which it
        has an earliness; `earliness`, the median, with `earliness_low` and `earliness_high`, the
        narrowest pair of order statistics that covers the median at `level` whatever the
        distribution (missing where there are too few accounts for any pair: below six at 95%);
        `strong`, the share of the accounts in which the stance is `strong` or stronger, with the
        Jeffreys limits `strong_low` and `strong_high`.

    Raises
    ------
    ValueError
        If there is no such stance, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> found = salience(mentions(eucad.load()))
    >>> bool(found["earliness"].dropna().between(0, 1).all())
    True
    """
    stances = mentions["stance"].cat.categories
    _require_known("strong", [strong], stances)
    require_level(level)
    topics = mentions.groupby(level="topic_id", sort=False)
    accounts = topics.size()
    is_strong = mentions["stance"].cat.codes <= stances.get_loc(strong)
    strong_ones = is_strong.groupby(level="topic_id", sort=False).sum()
    low, high = jeffreys_interval(strong_ones, accounts, level)
    limits = [_median_limits(values.dropna(), level) for _, values in topics["earliness"]]
    earliness_low, earliness_high = np.reshape(limits, (-1, 2)).T
    found = pd.DataFrame(
        {
            "accounts": accounts,
            "ranked": topics["earliness"].count(),
            "earliness": topics["earliness"].median(),
            "earliness_low": earliness_low,
            "earliness_high": earliness_high,
            "strong": strong_ones / accounts,
            "strong_low": low,
            "strong_high": high,
        }
    )
    order = mentions.index.levels[mentions.index.names.index("topic_id")]
    return found.reindex(order.intersection(found.index, sort=False))


def _median_limits(values: pd.Series, level: float) -> tuple[float, float]:
    if values.empty:
        return np.nan, np.nan
    return tuple(quantile_test(values, p=0.5).confidence_interval(level))

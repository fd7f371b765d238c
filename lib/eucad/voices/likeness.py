"""How alike the agendas of the two sides are, and each side's with itself a meeting later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.stats import LEVEL, SEED
from eucad.stats.likeness import mean_similarity
from eucad.voices.contrast import SIDES, by_side

#: Kinds of pairs of agendas whose likeness is compared.
KINDS = ("between", "eu", "capitals")

#: Shuffles of the accounts behind the likeness that chance gives.
SHUFFLES = 1_999


def likeness(mentions: pd.DataFrame, series: pd.Series, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare the two sides of a meeting with each other, and each side with its next meeting.

    The accounts of a side at one meeting are joined to one agenda; two agendas are as alike as the
    share of topics that both have, of all that either has (Jaccard). Chance shuffles the accounts
    of both sides as :func:`~eucad.stats.likeness.mean_similarity` does.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.
    series : Series
        Series of each meeting, indexed by `meeting_id` in order of time.
    level : float
        Share of the shuffles between the limits of chance.

    Returns
    -------
    DataFrame
        One row a kind of :data:`KINDS` of which there is a pair: `pairs`, `similarity` (0 to 1),
        `expected`, `low`, `high`, `excess`, `p` as from
        :func:`~eucad.stats.likeness.mean_similarity`; `verdict`: ``less``, ``as`` or ``more`` than
        chance gives.

    Raises
    ------
    ValueError
        If fewer than two agendas raise anything.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.meetings import held_meetings
    >>> dataset = eucad.load()
    >>> found = likeness(account_topic_matrix(dataset), held_meetings(dataset)["series"])
    >>> found.index.to_list()
    ['between', 'eu', 'capitals']
    """
    sided = by_side(mentions)
    found = mean_similarity(
        sided[sided.index.get_level_values("side").isin(SIDES)],
        ["meeting_id", "side"],
        lambda pairs: kinds_of_pair(pairs, series),
        rng=np.random.default_rng(SEED),
        samples=SHUFFLES,
        level=level,
    )
    outside = [found["similarity"] < found["low"], found["similarity"] > found["high"]]
    found = found.assign(verdict=np.select(outside, ["less", "more"], default="as"))
    return found.loc[[kind for kind in KINDS if kind in found.index]]


def kinds_of_pair(pairs: pd.DataFrame, series: pd.Series) -> pd.Series:
    """Tell the two sides of one meeting from one side at two successive meetings.

    Parameters
    ----------
    pairs : DataFrame
        Pairs of agendas by meeting and side: columns `meeting_id_1`, `side_1`, `meeting_id_2` and
        `side_2`.
    series : Series
        Series of each meeting, indexed by `meeting_id` in order of time.

    Returns
    -------
    Series of str
        ``between`` the EU and the capitals, of the same meeting; ``eu`` and ``capitals``, of
        successive meetings: no other meeting of the series among the pairs lies between them;
        missing for all other pairs.

    Examples
    --------
    >>> pairs = pd.DataFrame({"meeting_id_1": ["m1", "m1"], "side_1": ["eu", "eu"],
    ...                       "meeting_id_2": ["m1", "m2"], "side_2": ["capitals", "eu"]})
    >>> kinds_of_pair(pairs, pd.Series({"m1": "hlsd", "m2": "hlsd"})).to_list()
    ['between', 'eu']
    """
    met = series[
        series.index.isin(pairs["meeting_id_1"]) | series.index.isin(pairs["meeting_id_2"])
    ]
    place = met.groupby(met, observed=True).cumcount()
    first, second = pairs["meeting_id_1"], pairs["meeting_id_2"]
    of_one_series = first.map(met).astype(str) == second.map(met).astype(str)
    successive = of_one_series & ((first.map(place) - second.map(place)).abs() == 1)
    kinds = pd.Series(pd.NA, index=pairs.index, dtype=object)
    kinds[(first == second) & (pairs["side_1"] != pairs["side_2"])] = "between"
    for side in SIDES:
        kinds[successive & (pairs["side_1"] == side) & (pairs["side_2"] == side)] = side
    return kinds

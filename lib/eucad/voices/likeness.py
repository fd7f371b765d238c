"""How alike the accounts of the two sides are, and each voice's with its own a meeting later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.stats import LEVEL, SEED
from eucad.stats.likeness import compare_accounts
from eucad.stats.proportions import percentile_interval
from eucad.voices.contrast import SIDES, by_side

#: Kinds of pairs of accounts whose likeness is compared: the EU's and a capital's of one meeting;
#: two capitals' of one meeting; the EU's, and one capital's, of two successive meetings.
KINDS = ("between", "capitals", "eu_next", "capital_next")

#: Shuffles of the accounts behind the likeness that chance gives.
SHUFFLES = 1_999


def likeness(mentions: pd.DataFrame, series: pd.Series, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare pairs of accounts: of both sides of a meeting, and of one voice a meeting later.

    Two accounts are as alike as the share of topics that both raise, of all that either does
    (Jaccard). Chance shuffles which account of the two sides raises which topic, with as many
    topics in every account and as many accounts for every topic as there are.

    Parameters
    ----------
    series : Series
        Series of each meeting, indexed by `meeting_id` in order of time.
    level : float
        Share of the shuffles between the limits of chance.

    Returns
    -------
    DataFrame
        One row a kind of :data:`KINDS` of which there is a pair: `pairs`, their number;
        `likeness` (0 to 1), their mean; `expected`, that of the shuffles, with the range `low` to
        `high`; `verdict`: ``less``, ``as`` or ``more`` than chance gives.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.meetings import held_meetings
    >>> dataset = eucad.load()
    >>> found = likeness(account_topic_matrix(dataset), held_meetings(dataset)["series"])
    >>> found.index.to_list()
    ['between', 'capitals', 'eu_next', 'capital_next']
    """
    sided = by_side(mentions)
    pairs, chance = compare_accounts(
        sided[sided.index.get_level_values("side").isin(SIDES)],
        np.random.default_rng(SEED),
        SHUFFLES,
    )
    kinds = _kinds_of_pair(pairs.index.to_frame(index=False), series)
    members = pd.get_dummies(kinds, dtype=float)
    weights = members / members.sum()
    by_chance = chance @ weights.to_numpy()
    low, high = percentile_interval(by_chance, level)
    found = pd.DataFrame(
        {
            "pairs": members.sum().astype(int),
            "likeness": pairs.to_numpy() @ weights,
            "expected": by_chance.mean(axis=0),
            "low": low,
            "high": high,
        }
    )
    outside = [found["likeness"] < found["low"], found["likeness"] > found["high"]]
    found = found.assign(verdict=np.select(outside, ["less", "more"], default="as"))
    return found.loc[[kind for kind in KINDS if kind in found.index]]


def _kinds_of_pair(pairs: pd.DataFrame, series: pd.Series) -> pd.Series:
    """Say of each pair of accounts which of :data:`KINDS` it is; missing for all others.

    Meetings are successive for a voice if it reports no other meeting of the series between them.
    """
    ends = [
        pairs[[f"meeting_id_{n}", f"voice_{n}"]].set_axis(["meeting", "voice"], axis=1)
        for n in (1, 2)
    ]
    met = pd.concat(ends).drop_duplicates()
    met = met.assign(
        time=series.index.get_indexer(met["meeting"]),
        series=series.loc[met["meeting"]].astype(str).array,
    ).sort_values("time")
    # The how-manieth meeting of the series a voice reports.
    place = met.groupby(["series", "voice"])["time"].rank(method="dense")
    met = met.assign(place=place).set_index(["meeting", "voice"])[["series", "place"]]
    first, second = (met.loc[pd.MultiIndex.from_frame(end)].reset_index() for end in ends)
    eu = (first["voice"] == "eu").astype(int) + (second["voice"] == "eu")
    same = first["meeting"] == second["meeting"]
    apart = (first["place"] - second["place"]).abs()
    later = (
        (first["voice"] == second["voice"]) & (first["series"] == second["series"]) & (apart == 1)
    )
    kinds = np.select(
        [
            same & (eu == 1),
            same & (eu == 0) & (first["voice"] != second["voice"]),
            later & (eu == 2),
            later & (eu == 0),
        ],
        KINDS,
        default=None,
    )
    return pd.Series(kinds, index=pairs.index, dtype=object)

"""Rival stories: what else could look like a shift of the agenda.

The voices, the extent, the language and the number of copies of the accounts all changed over the
years. :func:`adjust_trend` holds them fixed; :func:`find_tipping_point` says how much silence
would have to be mistaken; the study weighs each story against what is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from eucad.stats import LEVEL, SEED
from eucad.stats.exact import ExactLogistic, exact_logistic
from eucad.stats.resampling import trend_test
from eucad.threats.change import estimate_change, is_late

#: Orders of the meetings behind a p-value: its last printed digit is stable.
PERMUTATIONS = 99_999


def describe_sources(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Describe the sources of each account by what changed over the years besides the agenda.

    Parameters
    ----------
    mentions : DataFrame
        Accounts × themes; accounts are lineages.
    documents : DataFrame
        Agenda documents with `lineage_id`, `extent` and `language`.

    Returns
    -------
    DataFrame
        Indexed as `mentions`: `voice`; `extent`: full if any of its documents was; `language`:
        English if any was; `copies`: one document or several; `voice and extent`.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.documents import agenda_documents
    >>> dataset = eucad.load()
    >>> sources = describe_sources(account_topic_matrix(dataset), agenda_documents(dataset))
    >>> sources.loc["hlsd2015"].iloc[0].to_list()
    ['eu', 'full', 'English', 'several', 'eu full']
    """
    flags = pd.DataFrame(
        {"full": documents["extent"] == "full", "english": documents["language"] == "en"}
    )
    accounts = flags.groupby(documents["lineage_id"].astype(str))
    account = mentions.index.get_level_values("account_id")
    seen = accounts.any().assign(several=accounts.size() > 1).loc[account]
    voice = mentions.index.get_level_values("voice").astype(str)
    extent = np.where(seen["full"], "full", "opening")
    return pd.DataFrame(
        {
            "voice": voice,
            "extent": extent,
            "language": np.where(seen["english"], "English", "other"),
            "copies": np.where(seen["several"], "several", "one"),
            "voice and extent": voice + " " + extent,
        },
        index=mentions.index,
    )


def adjust_trend(
    mentions: pd.DataFrame, strata: Mapping[str, pd.Series | None], *, level: float = LEVEL
) -> pd.DataFrame:
    """Estimate the trend of each theme with features of the sources held fixed.

    Accounts are compared only within a stratum: with accounts of the same voice, extent and so
    on. Two answers stand side by side. The odds ratio is exact, but takes the accounts of a
    meeting as independent. :func:`eucad.stats.resampling.trend_test` moves whole meetings and so
    does not.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id`, `year` and more.
    strata : mapping of str to (Series or None)
        Sets of strata by name: a label for each account, or None for a single stratum.
    level : float
        Coverage of the exact intervals.

    Returns
    -------
    DataFrame
        Indexed by `theme` and `strata`: `odds_ratio` of one year more, `low`, `high`, `p_value`
        (all exact), `informative` (accounts the answer rests on) and `p_meetings` (by permuting
        meetings).

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> mentions = account_topic_matrix(eucad.load())[["cbrn"]]
    >>> int(adjust_trend(mentions, {"nothing": None}).loc[("cbrn", "nothing"), "informative"])
    32
    """
    year = np.asarray(mentions.index.get_level_values("year"))
    meetings = mentions.index.get_level_values("meeting_id")
    rows = {}
    for name, labels in strata.items():
        rng = np.random.default_rng(SEED)
        moved = trend_test(mentions, year, meetings, rng, strata=labels, permutations=PERMUTATIONS)
        for theme, p_meetings in zip(mentions.columns, moved, strict=True):
            exact = exact_logistic(mentions[theme], year, labels, level=level)
            rows[theme, name] = asdict(exact) | {"p_meetings": p_meetings}
    adjusted = pd.DataFrame.from_dict(rows, orient="index")
    return adjusted.rename_axis(["theme", "strata"]).loc[list(mentions.columns)]


@dataclass(frozen=True)
class TippingPoint:
    """How many silent accounts would have to be mistaken.

    Attributes
    ----------
    rises : bool
        Whether the theme rises; otherwise it falls, or stays.
    silent : int
        Accounts of the period with less of the theme that do not raise it.
    unseen : int
        Those of them that were not visible to their end, and so may raise it after all.
    count : int or None
        The number of those that overturns the change; 0 if none is needed, None if all together
        would not do.
    """

    rises: bool
    silent: int
    unseen: int
    count: int | None


def find_tipping_point(
    mentions: pd.Series, split: int, *, draws: int = 10000, level: float = LEVEL
) -> TippingPoint:
    """Count the silent accounts that would overturn a change, had they raised the theme unseen.

    Silence is not absence: an account that was not visible to its end may have raised a theme
    behind that. What an account was seen to raise stays. So a rise is overturned by early accounts
    that turn out to raise the theme, and a fall by late ones. The change is overturned once its
    interval holds 0. Accounts of the meetings with the fewest are turned first, as they count most:
    the search is greedy, and no smaller number is excluded by proof.

    Parameters
    ----------
    mentions : Series of bool
        Whether each account raises the theme, indexed by `meeting_id`, `year`, `complete` and more.
    split, draws, level
        As in :func:`eucad.change.estimate_change`.

    Returns
    -------
    TippingPoint

    Raises
    ------
    ValueError
        If a period has no account.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> find_tipping_point(account_topic_matrix(eucad.load())["cyber"], 2019).count
    0
    """
    turned = mentions.to_frame()

    def estimate() -> pd.Series:
        return estimate_change(turned, split, draws=draws, level=level).iloc[0]

    row = estimate()
    rises = bool(row["change"] > 0)
    silent = ~mentions.to_numpy() & (is_late(turned, split) != rises)
    complete = np.asarray(mentions.index.get_level_values("complete"))
    unseen = np.flatnonzero(silent & ~complete)
    size = mentions.groupby(level="meeting_id", observed=True).transform("size").to_numpy()
    order = unseen[np.argsort(size[unseen], kind="stable")]
    count = 0
    while not row["change_low"] <= 0 <= row["change_high"] and count < len(order):
        turned.iloc[order[count], 0] = True
        count += 1
        row = estimate()
    held = row["change_low"] <= 0 <= row["change_high"]
    return TippingPoint(rises, int(silent.sum()), len(unseen), count if held else None)


def judge_words(here: pd.Series, elsewhere: pd.Series, old_words_used: bool) -> str:
    """Judge whether only the words are new: they then appear everywhere at once, and old ones go.

    Parameters
    ----------
    here, elsewhere : Series of int
        Year in which each topic is first raised in the dialogue and in other meetings; missing
        where it never is.
    old_words_used : bool
        Whether any topic of the old family is raised in the late period.

    Returns
    -------
    str
        ``"against"`` or ``"open"``.

    Examples
    --------
    >>> judge_words(pd.Series([2024]), pd.Series([2020]), True)
    'against'
    """
    earlier_elsewhere = (elsewhere < here).fillna(False).any()
    return "against" if earlier_elsewhere and old_words_used else "open"


def judge_coverage(row: pd.Series, level: float) -> str:
    """Judge whether better coverage explains a rise: accounts of one extent then show none.

    Parameters
    ----------
    row : Series
        Of :func:`adjust_trend`, with the extent held fixed.
    level : float

    Returns
    -------
    str
        ``"open"``, ``"depends"`` (on whether accounts of a meeting are independent) or
        ``"against"``.

    Examples
    --------
    >>> judge_coverage(pd.Series({"low": 1.1, "p_meetings": 0.3}), 0.95)
    'depends'
    """
    # Where the accounts do not tell, the limit is missing.
    if not row["low"] > 1:
        return "open"
    return "depends" if row["p_meetings"] >= 1 - level else "against"


def judge_owner(others: int, odds: ExactLogistic) -> str:
    """Judge whether a family is the agenda of one voice alone.

    Parameters
    ----------
    others : int
        Accounts in other voices that raise the family.
    odds : ExactLogistic
        Odds that an account raises it in this voice, over the odds in others.

    Returns
    -------
    str
        ``"holds"``, ``"mainly"`` or ``"too few"``.

    Examples
    --------
    >>> judge_owner(0, exact_logistic([1, 0], [1, 0]))
    'holds'
    """
    if others == 0:
        return "holds"
    return "mainly" if odds.low > 1 else "too few"


def judge_borrowing(change: pd.Series, without: pd.Series) -> str:
    """Judge whether borrowed accounts make the change: without them its interval then holds 0.

    Parameters
    ----------
    change, without : Series
        A row of :func:`eucad.change.estimate_change`, with and without those accounts.

    Returns
    -------
    str
        ``"part"`` or ``"against"``.

    Examples
    --------
    >>> judge_borrowing(pd.Series({"change_high": -0.1}), pd.Series({"change_high": 0.1}))
    'part'
    """
    return "against" if (without["change_high"] < 0) == (change["change_high"] < 0) else "part"


def judge_driver(odds: ExactLogistic, first: int, start: int) -> str:
    """Judge whether a conflict drives a family: accounts raise both, and it came no later.

    Parameters
    ----------
    odds : ExactLogistic
        Odds that an account raises the family if it raises the conflict.
    first, start : int
        First year of the conflict and of the family; missing where never raised.

    Returns
    -------
    str
        ``"alike"``, ``"together"``, ``"later"``, ``"apart"`` or ``"too few"``.

    Examples
    --------
    >>> judge_driver(exact_logistic([1, 1], [1, 0]), 2022, 2019)
    'alike'
    """
    if odds.informative == 0:
        return "alike"
    if odds.low > 1:
        return "together" if first <= start else "later"
    return "apart" if odds.high < 1 else "too few"

"""What the EU and the Central Asian capitals report of the same meetings.

A contrast over all meetings confuses who speaks with when: the EU reports some meetings, the
capitals others. :func:`who_says` and :func:`contrast` therefore compare the two sides only where
both report the same meeting.

References
----------
Mantel, N., and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective
studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
Westfall, P. H., and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import comb

from eucad.agenda import prevalence
from eucad.dataset.choices import require_known
from eucad.documents import side_of
from eucad.stats import LEVEL, SEED
from eucad.stats.proportions import pool_shares

#: The two sides that are compared.
SIDES = ("eu", "capitals")

#: What the EU and the capitals say of a topic at one meeting.
SAID = ("both", "eu", "capitals", "neither")

#: How clearly one side raises a topic more: interval and corrected p-value say so; the interval or
#: the p-value of the topic alone does; neither.
VERDICTS = ("clear", "perhaps", "none")

#: Most accounts of both sides at one meeting that the exact test takes.
MOST = 1000

#: Shuffles of sides behind the p-values that are corrected for all topics.
SHUFFLES = 59_999


def by_side(mentions: pd.DataFrame) -> pd.DataFrame:
    """Put every account on its side: `side_of` its `voice`, a level in front of it.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> by_side(account_topic_matrix(eucad.load())).loc["hlsd2016"].index.unique("side").to_list()
    ['capitals']
    """
    index = mentions.index.to_frame(index=False).drop(columns="side", errors="ignore")
    index.insert(index.columns.get_loc("voice"), "side", side_of(index["voice"]))
    return mentions.set_axis(pd.MultiIndex.from_frame(index))


def both_report(mentions: pd.DataFrame) -> bool:
    """Tell whether the EU and the capitals give an account of the same meeting.

    Examples
    --------
    >>> levels = [["m1", "m1", "m2"], ["eu", "kz", "newsroom"]]
    >>> index = pd.MultiIndex.from_arrays(levels, names=["meeting_id", "voice"])
    >>> both_report(pd.DataFrame(index=index)), both_report(pd.DataFrame(index=index[1:]))
    (True, False)
    """
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    eu, capitals = (set(mentions.index.get_level_values("meeting_id")[side == s]) for s in SIDES)
    return not eu.isdisjoint(capitals)


def who_says(mentions: pd.DataFrame) -> pd.DataFrame:
    """Say for each meeting and topic whether the EU, the capitals, both or neither raise it.

    Returns
    -------
    DataFrame
        One row a meeting and topic, in their orders: `eu` and `capitals`, how many accounts of each
        side raise it; `eu_accounts` and `capitals_accounts`, of how many; `said`, one of
        :data:`SAID`, and missing where one of the sides gives no account: what only one side says
        cannot be known from that side alone.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> said = who_says(account_topic_matrix(eucad.load()))["said"]
    >>> said.loc[("hlsd2022", "ukraine_war")], bool(said.loc["hlsd2016"].isna().all())
    ('eu', True)
    """
    eu, capitals = _sides(mentions)
    known = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    said = pd.Series("neither", index=eu.index)
    said[eu["raised"] > 0] = "eu"
    said[capitals["raised"] > 0] = "capitals"
    said[(eu["raised"] > 0) & (capitals["raised"] > 0)] = "both"
    return _counts(eu, capitals).assign(
        said=pd.Series(pd.Categorical(said.where(known), categories=SAID), index=eu.index)
    )


def _sides(mentions: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the prevalence of each meeting and topic by the EU, and by the capitals."""
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    return (prevalence(mentions[side == each]) for each in SIDES)


def _counts(eu: pd.DataFrame, capitals: pd.DataFrame) -> pd.DataFrame:
    columns = {"raised": "", "accounts": "_accounts"}
    return pd.DataFrame(
        {
            f"{side}{ending}": of[column]
            for side, of in zip(SIDES, (eu, capitals), strict=True)
            for column, ending in columns.items()
        }
    )


def contrast(mentions: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Contrast how often the EU and the capitals raise each topic at the same meetings.

    Only meetings of which both sides give an account count. The effect is the difference between
    the two shares of accounts, averaged over meetings with the weights of Mantel and Haenszel (n₁n₂
    / n); its interval squares and adds the distances to the limits of both (Newcombe 1998). The
    p-value is exact: given how many accounts of each meeting raise the topic, the number of the
    EU's is a sum of hypergeometric variables. Corrected for all topics, it is the chance that any
    has so small a p-value when the accounts of each meeting change sides at random, all topics of
    an account together (minP; Westfall and Young 1993), from :data:`SHUFFLES` shuffles.

    Parameters
    ----------
    level : float
        Coverage of the interval; a p-value is small if it is at most 1 less the level.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `meetings` with both sides; `eu` and `capitals`, how
        many of their accounts raise it, of `eu_accounts` and `capitals_accounts`; `difference` (EU
        less capitals, −1 to 1) with `low` and `high`; `p`, two-sided; `p_all`, corrected for all
        topics; `leader`, the side that raises it more, missing if none does; `verdict`, one of
        :data:`VERDICTS`. Accounts of one side of a meeting are taken as independent.

    Raises
    ------
    ValueError
        If no meeting is reported by both sides, or one has more than :data:`MOST` accounts of the
        two.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> found = contrast(account_topic_matrix(eucad.load(), series=("hlsd", "fmm")))
    >>> found.loc["ukraine_war", "leader"]
    'eu'
    """
    meetings = _find_rows(mentions)
    found = _compare(mentions, meetings, level)
    tails = [_tails(each) for each in _chances(mentions, meetings)]
    p = np.array([tail[count] for tail, count in zip(tails, found["eu"], strict=True)])
    p_all = _corrected(mentions, meetings, tails, p)
    apart = (found["low"] > 0) | (found["high"] < 0)
    clear, perhaps = apart & (p_all <= 1 - level), apart | (p <= 1 - level)
    return found.assign(
        p=p,
        p_all=p_all,
        leader=np.select([found["difference"] > 0, found["difference"] < 0], SIDES, default=None),
        verdict=np.select([clear, perhaps], VERDICTS[:2], default=VERDICTS[2]),
    )


def _find_rows(mentions: pd.DataFrame) -> list[tuple[np.ndarray, np.ndarray]]:
    """List the rows of the EU and those of the capitals of each meeting that both report."""
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    meeting, _ = pd.factorize(mentions.index.get_level_values("meeting_id"), sort=True)
    each = (
        [np.flatnonzero((meeting == number) & (side == of)) for of in SIDES]
        for number in range(meeting.max(initial=-1) + 1)
    )
    found = [(eu, capitals) for eu, capitals in each if len(eu) and len(capitals)]
    if not found:
        raise ValueError("No meeting is reported by both sides: there is nothing to contrast.")
    return found


def _compare(
    mentions: pd.DataFrame, meetings: list[tuple[np.ndarray, np.ndarray]], level: float
) -> pd.DataFrame:
    """Give the counts and the difference of each topic."""
    cells = mentions.to_numpy()
    accounts = np.array([[len(rows) for rows in sides] for sides in meetings]).T[..., None]
    raised = np.array([[cells[rows].sum(axis=0) for rows in sides] for sides in meetings])
    raised = raised.swapaxes(0, 1)
    weight = accounts.prod(axis=0) / accounts.sum(axis=0)
    (_, ours, our_low, our_high), (_, theirs, their_low, their_high) = (
        pool_shares(part / whole, whole, weight, level=level)
        for part, whole in zip(raised, accounts, strict=True)
    )
    # In whole numbers, so that rounding makes nobody the leader where both sides are even.
    size = accounts.sum(axis=0).astype(object)
    share = math.lcm(*size.ravel()) // size
    more = (raised[0] * accounts[1] - raised[1] * accounts[0]) * share
    difference = (more.sum(axis=0) / (accounts.prod(axis=0) * share).sum()).astype(float)
    found = {
        "meetings": len(meetings),
        "eu": raised[0].sum(axis=0),
        "eu_accounts": accounts[0].sum(),
        "capitals": raised[1].sum(axis=0),
        "capitals_accounts": accounts[1].sum(),
        "difference": difference,
        "low": difference - np.hypot(ours - our_low, their_high - theirs),
        "high": difference + np.hypot(our_high - ours, theirs - their_low),
    }
    return pd.DataFrame(found, mentions.columns)


def _chances(
    mentions: pd.DataFrame, meetings: list[tuple[np.ndarray, np.ndarray]]
) -> list[np.ndarray]:
    """Compute how likely each number of the EU's accounts is to raise each topic, margins fixed."""
    most = max(len(eu) + len(capitals) for eu, capitals in meetings)
    if most > MOST:
        raise ValueError(
            f"A meeting has {most:,} accounts of the two sides; the exact test takes at most "
            f"{MOST:,}. Compare fewer accounts."
        )
    chances = [np.ones(1)] * mentions.shape[1]
    for eu, capitals in meetings:
        raised = mentions.to_numpy()[[*eu, *capitals]].sum(axis=0)
        of_number = {
            number: _hypergeometric(number, len(eu), len(capitals)) for number in {*raised.tolist()}
        }
        chances = [
            np.convolve(before, of_number[number])
            for before, number in zip(chances, raised.tolist(), strict=True)
        ]
    return chances


def _hypergeometric(raised: int, eu: int, capitals: int) -> np.ndarray:
    """Compute how likely each number of the EU's accounts is among those that raise a topic.

    Of more than :data:`MOST` accounts the ways to choose are too many for a number of 64 bits.
    """
    by_eu = np.arange(eu + 1)
    ways = comb(raised, by_eu) * comb(eu + capitals - raised, eu - by_eu)
    return ways / ways.sum()


def _tails(chances: np.ndarray) -> np.ndarray:
    """Compute the two-sided exact p-value of each count: all that is as unlikely, or more so."""
    # Outcomes as likely as another count, though their last digits may differ.
    as_unlikely = chances[None, :] <= chances[:, None] * (1 + 1e-9)
    return np.minimum((as_unlikely * chances).sum(axis=1), 1.0)


def _corrected(
    mentions: pd.DataFrame,
    meetings: list[tuple[np.ndarray, np.ndarray]],
    tails: list[np.ndarray],
    p: np.ndarray,
) -> np.ndarray:
    """Correct p-values for all topics, by letting the accounts of each meeting change sides."""
    rows = [np.sort(np.concatenate(sides)) for sides in meetings]
    sizes = tuple((len(eu), len(eu) + len(capitals)) for eu, capitals in meetings)
    is_eu = _change_sides(sizes, SHUFFLES).astype(np.float32)
    raised = mentions.to_numpy(np.float32)[np.concatenate(rows)].T
    smallest = np.ones(SHUFFLES)
    for count, tail in zip(raised @ is_eu, tails, strict=True):
        np.minimum(smallest, tail.take(count.astype(np.intp)), out=smallest)
    smallest.sort()
    at_most = np.searchsorted(smallest, p * (1 + 1e-9), side="right")
    # Of all topics that would do, this one is one: by chance alone the shuffles may give less.
    return np.maximum((at_most + 1) / (SHUFFLES + 1), p)


@lru_cache(maxsize=2)
def _change_sides(meetings: tuple[tuple[int, int], ...], shuffles: int) -> np.ndarray:
    """Draw which accounts are the EU's, accounts × shuffles, where so many of each meeting are."""
    rng = np.random.default_rng(SEED)
    drawn = [
        (rng.random((shuffles, accounts), dtype=np.float32).argsort(axis=1) < eu).T
        for eu, accounts in meetings
    ]
    return np.concatenate(drawn)


def find_one_sided(contrast: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Select the topics that every account of one side raises, and none of the other.

    Each side must give `minimum` accounts. Rows are those of :func:`contrast`; `leader` is the side
    that raises the topic.

    Examples
    --------
    >>> rows = pd.DataFrame({"eu": [4, 2], "eu_accounts": 4, "capitals": 0, "capitals_accounts": 8,
    ...                      "leader": "eu"}, index=["war", "water"])
    >>> find_one_sided(rows, 3).index.to_list()
    ['war']
    """
    share = pd.DataFrame({side: contrast[side] / contrast[f"{side}_accounts"] for side in SIDES})
    enough = (contrast[[f"{side}_accounts" for side in SIDES]] >= minimum).all(axis=1)
    return contrast[enough & (share.max(axis=1) == 1) & (share.min(axis=1) == 0)]


@dataclass(frozen=True)
class Divide:
    """Whether a topic is one side's since a year, and how far that may be cited."""

    topic: str
    since: int
    row: pd.Series  #: From :func:`contrast`, of all that was visible.
    badge: str  #: One of :data:`eucad.findings.verdicts.BADGES`.
    fails: tuple[str, ...]  #: Ways of counting under which it is not clear.


def accounts_to_overturn(mentions: pd.DataFrame, topic: str, *, level: float = LEVEL) -> int | None:
    """Count the accounts that would have to raise a topic for its contrast to be unclear.

    Accounts of the side that raises it less, at meetings where the other side raises it, are taken
    one after the other, in order of time, as if they raised it too.

    Returns
    -------
    int or None
        The number of accounts after which the interval of :func:`contrast` holds 0; 0 if it does
        already, None if all of them do not suffice.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> accounts_to_overturn(account_topic_matrix(eucad.load()), "afghanistan")
    0
    """
    require_known("topic", [topic], mentions.columns, "mentions.columns")
    mentions = mentions[[topic]]
    meetings = _find_rows(mentions)
    leads = _compare(mentions, meetings, level).loc[topic, "difference"] > 0
    raised = mentions[topic].to_numpy()
    silent = []
    for eu, capitals in meetings:
        theirs, others = (eu, capitals) if leads else (capitals, eu)
        if raised[theirs].any():
            silent += others[~raised[others]].tolist()
    for number in range(len(silent) + 1):
        changed = mentions.copy()
        changed.iloc[silent[:number]] = True
        found = _compare(changed, meetings, level).loc[topic]
        if found["low"] <= 0 <= found["high"]:
            return number
    return None

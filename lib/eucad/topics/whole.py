"""The agenda as a whole: what it is made of, and whether it drifts over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.dataset.choices import require_known
from eucad.stats import CHANCE, SEED
from eucad.stats.drift import mantel
from eucad.stats.likeness import SAMPLES, compare_accounts
from eucad.stats.nullmodel import null_networks

#: How often accounts are shuffled.
SHUFFLES = 9999

#: Families that are followed together: the old security agenda and the new one.
BLOCKS = {
    "old": ("drugs_cbrn", "crime", "terrorism_extremism"),
    "new": ("cyber_hybrid", "cyber_hybrid_adjacent"),
}


@dataclass(frozen=True)
class Drift:
    """Whether agendas further apart in time are less alike."""

    #: One row a pair of meetings, indexed by both: `years` between them; `likeness`, the mean share
    #: of topics that an account of one and an account of the other have in common; `expected`, what
    #: shuffled accounts of the same lengths give; `excess`, the difference.
    pairs: pd.DataFrame
    #: Correlation of excess and years over the pairs; missing where there is nothing to correlate.
    r: float
    p: float  #: Of the Mantel test.

    @property
    def clear(self) -> bool:
        """Whether chance does as well in few enough cases."""
        return bool(self.p <= CHANCE)


def measure_drift(mentions: pd.DataFrame, year_of: pd.Series, *, samples: int = SAMPLES) -> Drift:
    """Measure whether meetings are less alike the more years lie between them.

    Accounts are compared, not meetings: of a meeting with more accounts, more topics are known.
    Long accounts of popular topics are alike anyhow; what shuffled accounts of the same lengths
    give is taken away first. Meetings are then shuffled over the years (Mantel test).

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.meetings import held_meetings
    >>> dataset = eucad.load()
    >>> year_of = held_meetings(dataset)["date_start"].dt.year
    >>> measure_drift(account_topic_matrix(dataset), year_of, samples=9).r < 0
    True
    """
    likeness, chance = compare_accounts(mentions, np.random.default_rng(SEED), samples)
    pairs = pd.DataFrame({"likeness": likeness, "expected": chance.mean(axis=0)})
    ends = ["meeting_id_1", "meeting_id_2"]
    between = pairs.groupby(level=ends, sort=False).mean()
    first, second = (between.index.get_level_values(end) for end in ends)
    between = between[first != second]
    first, second = (between.index.get_level_values(end) for end in ends)
    years = abs(year_of[first].to_numpy() - year_of[second].to_numpy())
    between.insert(0, "years", years)
    between["excess"] = between["likeness"] - between["expected"]
    compared = {*first, *second}
    meetings = [meeting for meeting in year_of.index if meeting in compared]
    place = {meeting: at for at, meeting in enumerate(meetings)}
    alike = np.full((len(meetings), len(meetings)), np.nan)
    alike[first.map(place), second.map(place)] = between["excess"]
    alike = np.where(np.isnan(alike), alike.T, alike)
    year = year_of[meetings].to_numpy()
    r, p = mantel(alike, abs(year[:, None] - year), np.random.default_rng(SEED))
    return Drift(between, r, p)


@dataclass(frozen=True)
class Composition:
    """Which families make up what accounts raise, and whether two blocks of them gain or lose."""

    split: int  #: First year of the late period.
    mentions: pd.Series  #: Mentions of each meeting with an account, in order of time.
    shares: pd.DataFrame  #: Meetings × families: share of the meeting's mentions.
    #: One row a block: `early` and `late`, its share of all mentions before and since the split;
    #: `change`; `p`, two-sided, the share of shuffles with as large a change, where every account
    #: keeps its number of topics and every topic its number of accounts; and `clear`, whether that
    #: is small enough.
    blocks: pd.DataFrame
    members: dict[str, tuple[str, ...]]  #: The families of each block.


def compose(
    mentions: pd.DataFrame,
    family_of: pd.Series,
    blocks: Mapping[str, Sequence[str]],
    split: int,
    *,
    draws: int = SHUFFLES,
) -> Composition:
    """Compute the share of families in what accounts raise, by meeting and by period.

    A share of mentions does not depend on how long accounts are: a longer list has more of
    everything. Of blocks the shares and p are missing where a period has no mention.

    Raises
    ------
    ValueError
        If a block has no family, or one that does not occur in the codebook.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> dataset = eucad.load()
    >>> family_of = dataset.topics.set_index("topic_id")["family"]
    >>> found = compose(account_topic_matrix(dataset), family_of, BLOCKS, 2019, draws=99)
    >>> bool(found.blocks.loc["old", "change"] < -0.1)
    True
    """
    family = family_of.astype(str)[mentions.columns]
    for name, members in blocks.items():
        if not members:
            raise ValueError(f"The block {name!r} has no family: give one or more to follow.")
        require_known("family", members, dict.fromkeys(family), "dataset.topics")
    by_meeting = mentions.groupby(level="meeting_id", observed=True).sum()
    number = by_meeting.sum(axis=1)
    in_order = list(dict.fromkeys(family))
    shares = by_meeting.T.groupby(family, sort=False).sum().T[in_order]
    late = np.asarray(mentions.index.get_level_values("year") >= split)
    shuffled = null_networks(mentions, np.random.default_rng(SEED), draws)
    rows = {}
    for name, members in blocks.items():
        inside = family.isin(members).to_numpy()
        observed = mentions.to_numpy()[:, inside].sum(axis=1)
        by_chance = shuffled[:, inside].sum(axis=1)
        rows[name] = _block(observed, by_chance, mentions.sum(axis=1).to_numpy(), late)
    return Composition(
        split=split,
        mentions=number,
        shares=shares.div(number.where(number > 0), axis=0),
        blocks=pd.DataFrame.from_dict(rows, orient="index"),
        members={name: tuple(members) for name, members in blocks.items()},
    )


def _block(
    observed: np.ndarray, by_chance: np.ndarray, size: np.ndarray, late: np.ndarray
) -> dict[str, float]:
    """Give a block's share of two periods, from how many of its topics each account raises."""
    total = size[~late].sum(), size[late].sum()
    if not all(total):
        return {**dict.fromkeys(("early", "late", "change", "p"), np.nan), "clear": False}

    def shares(raised: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return raised[~late].sum(axis=0) / total[0], raised[late].sum(axis=0) / total[1]

    early, since = shares(observed)
    change, chance = since - early, np.subtract(*shares(by_chance)[::-1])
    away = abs(chance - chance.mean()) >= abs(change - chance.mean()) - 1e-9
    p = (1 + away.sum()) / (len(away) + 1)
    return {"early": early, "late": since, "change": change, "p": p, "clear": p <= CHANCE}

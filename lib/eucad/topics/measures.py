"""What was on the agenda: by meeting, by period, by family, here and in other series of meetings.

Everything starts from the matrix of accounts × topics
(:func:`~eucad.agenda.account_topic_matrix`). False in it means *not seen in what was visible*, not
*not discussed*: most documents were visible only in their opening. What became of each topic is not
decided here: the verdicts are those of the whole collection (:mod:`eucad.findings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import (
    account_programme_matrix,
    account_topic_matrix,
    all_but,
    balanced_prevalence,
    count_complete,
    fit_base,
    group_meetings,
    prevalence,
)
from eucad.change import adjust_for_size, estimate_change
from eucad.dataset import Dataset
from eucad.documents import borrowed_mentions
from eucad.meetings import DIALOGUE, held_meetings
from eucad.stats import LEVEL, SEED
from eucad.stats.drift import mantel
from eucad.stats.fates import EDGE, KINDS
from eucad.stats.likeness import similarity
from eucad.stats.nullmodel import null_networks

#: A finding is called clear if chance does as well in at most this share of cases.
CHANCE = 0.05

#: How often accounts are shuffled.
SHUFFLES = 9999

#: Families that are followed together: the old security agenda and the new one.
BLOCKS = {
    "old": ("drugs_cbrn", "crime", "terrorism_extremism"),
    "new": ("cyber_hybrid", "cyber_hybrid_adjacent"),
}

#: What names an account in a pair of accounts.
_ACCOUNT = ["meeting_id", "voice", "account_id"]

#: Events that stand on time axes.
CONTEXT = (
    "crimea-2014",
    "name-2016",
    "strategy-2019",
    "taliban-2021",
    "ukraine-2022",
    "roadmap-2023",
    "summit-2025",
)


#: Verdicts in the order in which they are told.
ORDER = (*KINDS, "never")


def arrange(verdicts: pd.DataFrame, sightings: pd.DataFrame) -> pd.DataFrame:
    """Set topics in the order of their verdicts, then of their first sighting.

    Parameters
    ----------
    verdicts : DataFrame
        From :func:`eucad.findings.verdicts.judge`: one row a topic or family, with its `kind`.
    sightings : DataFrame
        From :func:`find_sightings`.

    Returns
    -------
    DataFrame
        The rows of topics, with the year of their first and last sighting in the dialogue,
        `first_year` and `last_year`, and `seen` of `observed` meetings.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["water", "cyber"], ["hlsd"]])
    >>> sightings = pd.DataFrame(
    ...     {"first": [2017, 2024], "last": 2025, "seen": [8, 2], "observed": 12}, index)
    >>> verdicts = pd.DataFrame({"kind": ["cannot_tell", "came", "came"]},
    ...                         index=["water", "cyber", "cyber_hybrid"])
    >>> arrange(verdicts, sightings).index.to_list()
    ['cyber', 'water']
    """
    own = sightings.xs(DIALOGUE, level=1).rename(
        columns={"first": "first_year", "last": "last_year"}
    )
    table = verdicts.drop(columns=own.columns, errors="ignore").join(own, how="inner")
    place = table["kind"].map(ORDER.index)
    order = table.assign(place=place, often=-table["seen"]).sort_values(
        ["place", "first_year", "often"], kind="stable"
    )
    return order[table.columns]


def beginning(mentions: pd.DataFrame) -> int:
    """Return the year in which the beginning ends: that of the last of the first meetings.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.

    Returns
    -------
    int
        The beginning has as large a part of the meetings with an account as the verdicts give it
        (:data:`eucad.stats.fates.EDGE`).

    Examples
    --------
    >>> import eucad
    >>> beginning(account_topic_matrix(eucad.load()))
    2016
    """
    years = mentions.index.to_frame(index=False).groupby("meeting_id", observed=True)["year"].min()
    return int(years.sort_values().iloc[max(1, round(EDGE * len(years))) - 1])


# -- Here and elsewhere


def find_sightings(mentions: pd.DataFrame, series_of: pd.Series) -> pd.DataFrame:
    """Find in which years each series of meetings raises a topic.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`, of several series.
    series_of : Series
        Series of each meeting, indexed by `meeting_id`.

    Returns
    -------
    DataFrame
        One row a topic and series, indexed by both: `first` and `last` year in which an account
        raises it (missing if none does); `seen`, the number of meetings at which one does, of
        `observed` meetings with an account.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> found = find_sightings(account_topic_matrix(dataset, series=["hlsd", "fmm"]),
    ...                        held_meetings(dataset)["series"])
    >>> int(found.loc[("cyber", "fmm"), "first"])
    2020
    """
    by_meeting = mentions.groupby(level=["meeting_id", "year"], observed=True).any()
    series = series_of.loc[by_meeting.index.get_level_values("meeting_id").astype(str)].astype(str)
    year = by_meeting.index.get_level_values("year").to_numpy()
    rows = {}
    for topic in by_meeting:
        for key in dict.fromkeys(series):
            here = (series == key).to_numpy()
            years = year[here & by_meeting[topic].to_numpy()]
            rows[topic, key] = {
                "first": years.min() if len(years) else None,
                "last": years.max() if len(years) else None,
                "seen": len(years),
                "observed": int(here.sum()),
            }
    index = pd.MultiIndex.from_tuples(list(rows), names=["topic_id", "series"])
    return pd.DataFrame(list(rows.values()), index).astype("Int64")


@dataclass(frozen=True)
class Elsewhere:
    """Where topics live beside the dialogue.

    Attributes
    ----------
    split : int
        First year of the late period.
    earlier : DataFrame
        Topics that the dialogue is first seen to raise since the split, and another series before
        that: `here`, the year of the dialogue; `series` and `there`, the series that was first.
    alive : DataFrame
        Topics that the dialogue is last seen to raise before the split, and another series after
        that: `here`; `series` and `there`, the latest.
    never : DataFrame
        Topics that no account of the dialogue raises: `series` and `there`, the latest that does;
        missing if none does.
    """

    split: int
    earlier: pd.DataFrame
    alive: pd.DataFrame
    never: pd.DataFrame


def look_elsewhere(sightings: pd.DataFrame, split: int, here: str = DIALOGUE) -> Elsewhere:
    """Find what the first and the last sighting of a topic in the dialogue hide.

    Parameters
    ----------
    sightings : DataFrame
        From :func:`find_sightings`.
    split : int
        First year of the late period.
    here : str
        The series of the dialogue.

    Returns
    -------
    Elsewhere

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["cyber"], ["hlsd", "fmm"]])
    >>> sightings = pd.DataFrame({"first": [2024, 2020], "last": [2025, 2021], "seen": 1}, index)
    >>> look_elsewhere(sightings, 2019).earlier.loc["cyber", "series"]
    'fmm'
    """
    own = sightings.xs(here, level=1)
    others = sightings[sightings["seen"] > 0].drop(here, level=1, errors="ignore")
    columns = ["here", "series", "there"]

    def rows(topics: pd.Index, end: str) -> pd.DataFrame:
        table = {}
        for topic in topics:
            years = others.loc[[topic], end].droplevel(0).astype(int)
            key = years.idxmin() if end == "first" else years.idxmax()
            table[topic] = {"here": own.loc[topic, end], "series": key, "there": int(years[key])}
        return pd.DataFrame.from_dict(table, orient="index", columns=columns)

    told = own.index.isin(others.index.get_level_values(0))
    late, over = (own["first"] >= split).fillna(False), (own["last"] < split).fillna(False)
    earlier = rows(own.index[told & late.astype(bool)], "first")
    alive = rows(own.index[told & over.astype(bool)], "last")
    never = rows(own.index[told & (own["seen"] == 0).astype(bool)], "last")
    missing = own.index[~told & (own["seen"] == 0).astype(bool)]
    return Elsewhere(
        split=split,
        earlier=earlier[earlier["there"] < earlier["here"]].sort_values("here", kind="stable"),
        alive=alive[alive["there"] > alive["here"]],
        never=never[["series", "there"]].reindex([*never.index, *missing]),
    )


@dataclass(frozen=True)
class Contrast:
    """How often topics are raised in one series of meetings and in others.

    Attributes
    ----------
    series : tuple of str
        The series, the one asked about first.
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` by `series` and topic.
    more, less : DataFrame
        Topics that the first series raises more, or less, often than the second, their intervals
        apart, in order of the difference: `here` and `there`, the two shares; `balanced`, whether
        the intervals are apart too where every voice counts the same.
    """

    series: tuple[str, ...]
    shares: pd.DataFrame
    more: pd.DataFrame
    less: pd.DataFrame


def contrast_series(
    mentions: pd.DataFrame, series_of: pd.Series, series: Sequence[str], level: float = LEVEL
) -> Contrast:
    """Compare how often a series of meetings and others raise each topic.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`, of all these series.
    series_of : Series
        Series of each meeting, indexed by `meeting_id`.
    series : sequence of str
        At least two series; the first is compared with the second.
    level : float
        Coverage of the intervals.

    Returns
    -------
    Contrast

    Raises
    ------
    ValueError
        If there are fewer than two series, or one stands there twice.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> found = contrast_series(account_topic_matrix(dataset, series=["hlsd", "fmm"]),
    ...                         held_meetings(dataset)["series"], ["hlsd", "fmm"])
    >>> "afghanistan" in found.more.index
    True
    """
    if len(set(series)) < max(2, len(series)):
        raise ValueError(f"series is {list(series)}; give two different series or more.")
    grouped = group_meetings(mentions, series_of.rename("series"))
    shares = prevalence(grouped, ["series"], level=level).loc[list(series)]
    balanced = balanced_prevalence(grouped, ["series"], level=level)
    here, there = series[:2]
    gap = shares.loc[here, "prevalence"] - shares.loc[there, "prevalence"]
    order = gap.sort_values(ascending=False, kind="stable").index

    def apart(found: pd.DataFrame, above: str, below: str) -> pd.Series:
        return (found.loc[above, "low"] > found.loc[below, "high"])[order]

    def table(above: str, below: str) -> pd.DataFrame:
        topics = order[apart(shares, above, below)]
        return pd.DataFrame(
            {
                "here": shares.loc[here, "prevalence"][topics],
                "there": shares.loc[there, "prevalence"][topics],
                "balanced": apart(balanced, above, below)[topics],
            }
        )

    return Contrast(tuple(series), shares, more=table(here, there), less=table(there, here))


# -- The agenda as a whole


@dataclass(frozen=True)
class Drift:
    """Whether agendas further apart in time are less alike.

    Attributes
    ----------
    pairs : DataFrame
        One row a pair of meetings, indexed by both: `years` between them; `likeness`, the mean
        share of topics that an account of one and an account of the other have in common;
        `expected`, what shuffled accounts of the same lengths give; `excess`, the difference.
    r : float
        Correlation of excess and years over the pairs; missing where there is nothing to correlate.
    p : float
        Of the Mantel test.
    """

    pairs: pd.DataFrame
    r: float
    p: float

    @property
    def clear(self) -> bool:
        """Whether chance does as well in few enough cases."""
        return bool(self.p <= CHANCE)


def measure_drift(pairs: pd.DataFrame, year_of: pd.Series) -> Drift:
    """Measure whether meetings are less alike the more years lie between them.

    Accounts are compared, not meetings: of a meeting with more accounts, more topics are known.
    Long accounts of popular topics are alike anyhow; what shuffled accounts of the same lengths
    give is taken away first. Meetings are then shuffled over the years (Mantel test).

    Parameters
    ----------
    pairs : DataFrame
        From :func:`~eucad.stats.likeness.similarity` of accounts.
    year_of : Series
        Year of each meeting.

    Returns
    -------
    Drift

    Examples
    --------
    >>> levels = ["meeting_id_1", "account_id_1", "meeting_id_2", "account_id_2"]
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("m1", "a", "m2", "b"), ("m1", "a", "m3", "c"), ("m2", "b", "m3", "c")], names=levels)
    >>> pairs = pd.DataFrame({"similarity": [0.8, 0.2, 0.9], "expected": 0.4}, index)
    >>> drift = measure_drift(pairs, pd.Series({"m1": 2013, "m2": 2014, "m3": 2025}))
    >>> drift.pairs["years"].to_list(), drift.r < 0
    ([1, 12, 11], True)
    """
    ends = ["meeting_id_1", "meeting_id_2"]
    between = pairs[["similarity", "expected"]].groupby(level=ends, sort=False).mean()
    first, second = (between.index.get_level_values(end) for end in ends)
    between = between[first != second].rename(columns={"similarity": "likeness"})
    first, second = (between.index.get_level_values(end) for end in ends)
    years = abs(year_of[first].to_numpy() - year_of[second].to_numpy())
    between.insert(0, "years", years)
    between["excess"] = between["likeness"] - between["expected"]
    meetings = [meeting for meeting in year_of.index if meeting in {*first, *second}]
    place = {meeting: at for at, meeting in enumerate(meetings)}
    alike = np.full((len(meetings), len(meetings)), np.nan)
    alike[first.map(place), second.map(place)] = between["excess"]
    alike = np.where(np.isnan(alike), alike.T, alike)
    year = year_of[meetings].to_numpy()
    r, p = mantel(alike, abs(year[:, None] - year), np.random.default_rng(SEED))
    return Drift(between, r, p)


@dataclass(frozen=True)
class Composition:
    """Which families make up what accounts raise, and whether two blocks of them gain or lose.

    Attributes
    ----------
    split : int
        First year of the late period.
    mentions : Series of int
        Mentions of each meeting with an account, in order of time.
    shares : DataFrame
        Meetings × families: share of the meeting's mentions.
    blocks : DataFrame
        One row a block: `early` and `late`, its share of all mentions before and since the split;
        `change`; `p`, two-sided, the share of shuffles with as large a change, where every account
        keeps its number of topics and every topic its number of accounts; and `clear`, whether that
        is small enough.
    members : dict of str to tuple of str
        The families of each block.
    """

    split: int
    mentions: pd.Series
    shares: pd.DataFrame
    blocks: pd.DataFrame
    members: dict[str, tuple[str, ...]]


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
    everything.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.
    family_of : Series
        Family of each topic.
    blocks : mapping of str to sequence of str
        Families of each block.
    split : int
        First year of the late period.
    draws : int
        Number of shuffles.

    Returns
    -------
    Composition
        Of blocks the shares and p are missing where a period has no mention.

    Raises
    ------
    ValueError
        If a family does not occur in the codebook.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> family_of = dataset.topics.set_index("topic_id")["family"]
    >>> found = compose(account_topic_matrix(dataset), family_of, BLOCKS, 2019, draws=99)
    >>> bool(found.blocks.loc["old", "change"] < -0.1)
    True
    """
    family = family_of.astype(str)[mentions.columns]
    for name, members in blocks.items():
        unknown = [member for member in members if member not in set(family)]
        if unknown:
            raise ValueError(
                f"Block {name!r} has {', '.join(map(repr, unknown))}; the families are "
                f"{', '.join(dict.fromkeys(family))}."
            )
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


# -- Programmes


@dataclass(frozen=True)
class Programmes:
    """Which EU programmes are named, and when.

    Attributes
    ----------
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` of programmes by meeting.
    observed : int
        Number of meetings with an account.
    meetings : Series of int
        At how many meetings each programme that is named at all is named.
    most : tuple of str
        Programmes named at most meetings.
    without : tuple of str
        Meetings with an account of which none names a programme.
    """

    shares: pd.DataFrame
    observed: int
    meetings: pd.Series
    most: tuple[str, ...]
    without: tuple[str, ...]


def find_programmes(named: pd.DataFrame) -> Programmes:
    """Count the meetings at which each EU programme is named.

    Parameters
    ----------
    named : DataFrame
        From :func:`~eucad.agenda.account_programme_matrix`.

    Returns
    -------
    Programmes

    Examples
    --------
    >>> import eucad
    >>> find_programmes(account_programme_matrix(eucad.load())).most
    ('BOMCA',)
    """
    by_meeting = named.groupby(level="meeting_id", observed=True).any()
    meetings = by_meeting.sum()
    meetings = meetings[meetings > 0]
    return Programmes(
        shares=prevalence(named),
        observed=len(by_meeting),
        meetings=meetings,
        most=tuple(meetings.index[meetings == meetings.max()]),
        without=tuple(by_meeting.index[~by_meeting.any(axis=1)]),
    )


# -- The notebook


@dataclass(frozen=True)
class Study:
    """All that the notebook on the agenda shows, but the verdicts.

    Attributes
    ----------
    names : mapping of str to str
        What people call each key.
    family_of : Series
        Family of each topic.
    level : float
        Coverage of the intervals.
    year_of : Series of int
        Year of each meeting held, by `meeting_id`.
    mentions : DataFrame
        Accounts × topics of the dialogue, from :func:`~eucad.agenda.account_topic_matrix`.
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` by meeting.
    on_table : DataFrame
        Meetings × topics: probability that a topic was on the table, seen or not
        (:meth:`~eucad.stats.presence.Presence.on_table`).
    complete : Series of int
        From :func:`~eucad.agenda.count_complete`.
    events : DataFrame
        Dated context: `label`, and `after`, the number of the dialogue's meetings before it.
    everywhere : DataFrame
        From :func:`~eucad.agenda.prevalence` by series and meeting, of all series.
    sightings : DataFrame
        From :func:`find_sightings`, of all series.
    begins : int
        The year in which the beginning ends (:func:`beginning`).
    elsewhere : Elsewhere
        What first and last sightings hide.
    contrast : Contrast
        The dialogue and the series it is compared with.
    split : int
        First year of the late period.
    change : DataFrame
        From :func:`~eucad.change.estimate_change` of topics that are seen, in order of `change`,
        with `low` and `high`, its interval without the meeting that nobody saw; `expected`, the
        change that the length of accounts gives, and `least`, how far beyond it a change can be
        seen (:func:`~eucad.change.adjust_for_size`); and `clear`, whether it is seen.
    composition, composition_fresh : Composition
        Of all mentions, and without borrowed wording.
    drift, drift_fresh : Drift
        Of all mentions, and without borrowed wording.
    programmes : Programmes
        EU programmes by meeting.
    pairs : DataFrame
        From :func:`~eucad.stats.likeness.similarity` of accounts, the most alike first, with
        `stands_out`: whether it is more alike than any pair is by chance.
    """

    names: Mapping[str, str]
    family_of: pd.Series
    level: float
    year_of: pd.Series
    mentions: pd.DataFrame
    shares: pd.DataFrame
    on_table: pd.DataFrame
    complete: pd.Series
    events: pd.DataFrame
    everywhere: pd.DataFrame
    sightings: pd.DataFrame
    begins: int
    elsewhere: Elsewhere
    contrast: Contrast
    split: int
    change: pd.DataFrame
    composition: Composition
    composition_fresh: Composition
    drift: Drift
    drift_fresh: Drift
    programmes: Programmes
    pairs: pd.DataFrame


def study(
    dataset: Dataset,
    *,
    compared_with: Sequence[str] = ("fmm", "summit"),
    split: int = 2019,
    blocks: Mapping[str, Sequence[str]] = BLOCKS,
) -> Study:
    """Compute all that the notebook on the agenda shows, but the verdicts.

    Parameters
    ----------
    dataset : Dataset
    compared_with : sequence of str
        Series that the dialogue is compared with, the first of them in words.
    split : int
        First year of the late period.
    blocks : mapping of str to sequence of str
        Families that are followed together.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If an argument has a value that does not occur, or a period has no account; the message
        lists what there is.

    Examples
    --------
    >>> import eucad
    >>> study(eucad.load()).drift.r < 0
    True
    """
    held = held_meetings(dataset)
    mentions = account_topic_matrix(dataset)
    series = list(dict.fromkeys([DIALOGUE, *compared_with]))
    every = [DIALOGUE, *(key for key in held["series"].unique() if key != DIALOGUE)]
    everywhere = account_topic_matrix(dataset, series=every)
    family_of = dataset.topics.set_index("topic_id")["family"]
    fresh = mentions & all_but(mentions, borrowed_mentions(dataset))
    year_of = held["date_start"].dt.year
    pairs = _most_alike(mentions)
    sightings = find_sightings(everywhere, held["series"])
    grouped = group_meetings(everywhere, held["series"])
    contrast = contrast_series(account_topic_matrix(dataset, series=series), held["series"], series)
    return Study(
        names=dataset.names,
        family_of=family_of,
        level=LEVEL,
        year_of=year_of,
        mentions=mentions,
        shares=prevalence(mentions),
        on_table=fit_base(dataset).on_table(),
        complete=count_complete(mentions),
        events=_context(dataset, held[held["series"] == DIALOGUE]),
        everywhere=prevalence(grouped, ["series", "meeting_id"]),
        sightings=sightings,
        begins=beginning(mentions),
        elsewhere=look_elsewhere(sightings, split),
        contrast=contrast,
        split=split,
        change=_change(mentions, split),
        composition=compose(mentions, family_of, blocks, split),
        composition_fresh=compose(fresh, family_of, blocks, split),
        drift=measure_drift(pairs, year_of),
        drift_fresh=measure_drift(_most_alike(fresh), year_of),
        programmes=find_programmes(account_programme_matrix(dataset)),
        pairs=pairs,
    )


def _most_alike(mentions: pd.DataFrame) -> pd.DataFrame:
    pairs = similarity(mentions, _ACCOUNT, rng=np.random.default_rng(SEED))
    pairs = pairs.assign(stands_out=pairs["p_any"] <= CHANCE)
    return pairs.sort_values(["similarity", "p_any"], ascending=[False, True], kind="stable")


def _change(mentions: pd.DataFrame, split: int) -> pd.DataFrame:
    found = estimate_change(mentions, split)
    without = estimate_change(mentions, split, unseen=0)
    # Which changes stand out is clear with few shuffles; notebook 04 says how probable they are.
    beyond = adjust_for_size(mentions, split, draws=SHUFFLES)
    found = found.assign(
        low=without["change_low"],
        high=without["change_high"],
        expected=beyond["expected"],
        least=beyond["least"],
        clear=beyond["p_any"] <= CHANCE,
    )
    return found[mentions.any()].sort_values("change", kind="stable")


def _context(dataset: Dataset, held: pd.DataFrame) -> pd.DataFrame:
    """Place the events of the context between the meetings."""
    events = dataset.events.set_index("event_id").reindex(CONTEXT).dropna(subset="date")
    dates = pd.to_datetime(events["date"])
    after = [int((held["date_start"] <= date).sum()) for date in dates]
    return pd.DataFrame({"label": events["label"].astype(str), "after": after}, events.index)

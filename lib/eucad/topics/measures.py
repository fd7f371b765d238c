"""What was on the agenda: by meeting, by period, by family, here and in other series of meetings.

What became of each topic is not decided here: the verdicts are those of the whole collection
(:mod:`eucad.findings`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import (
    account_programme_matrix,
    account_topic_matrix,
    fit_base,
    group_meetings,
    prevalence,
)
from eucad.change import SPLIT, adjust_for_size, estimate_change, is_late
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known
from eucad.meetings import DIALOGUE, held_meetings
from eucad.stats import CHANCE, LEVEL
from eucad.stats.fates import KINDS
from eucad.topics.elsewhere import (
    Contrast,
    Elsewhere,
    contrast_series,
    find_sightings,
    look_elsewhere,
)
from eucad.topics.whole import (
    BLOCKS,
    SHUFFLES,
    Composition,
    Drift,
    compose,
    measure_drift,
)

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


# -- Programmes


@dataclass(frozen=True)
class Programmes:
    """Which EU programmes are named, and when."""

    shares: pd.DataFrame  #: From :func:`~eucad.agenda.prevalence` of programmes by meeting.
    observed: int  #: Number of meetings with an account.
    meetings: pd.Series  #: At how many meetings each programme that is named at all is named.
    most: tuple[str, ...]  #: Programmes named at most meetings.
    without: tuple[str, ...]  #: Meetings with an account of which none names a programme.


def _find_programmes(named: pd.DataFrame) -> Programmes:
    """Count the meetings at which each EU programme is named."""
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
class Agenda:
    """The agenda as a whole: all that the front page shows of it, but the verdicts."""

    names: Mapping[str, str]  #: What people call each key.
    family_of: pd.Series  #: Family of each topic.
    #: Accounts × topics of the dialogue, from :func:`~eucad.agenda.account_topic_matrix`.
    mentions: pd.DataFrame
    shares: pd.DataFrame  #: From :func:`~eucad.agenda.prevalence` by meeting.
    #: Meetings × topics: probability that a topic was on the table, seen or not
    #: (:meth:`~eucad.stats.presence.Presence.on_table`).
    on_table: pd.DataFrame
    #: Dated context: `label`, and `after`, the number of the dialogue's meetings before it.
    events: pd.DataFrame
    sightings: pd.DataFrame  #: From :func:`~eucad.topics.elsewhere.find_sightings`, of all series.
    split: int  #: First year of the late period.
    #: Of all mentions, and without borrowed wording.
    composition: Composition
    composition_fresh: Composition
    #: Of all mentions, and without borrowed wording.
    drift: Drift
    drift_fresh: Drift


@dataclass(frozen=True)
class Study(Agenda):
    """All that the notebook on the agenda shows, but the verdicts."""

    level: float  #: Coverage of the intervals.
    year_of: pd.Series  #: Year of each meeting held, by `meeting_id`.
    complete: pd.Series  #: Accounts of each meeting that were visible to their end.
    #: From :func:`~eucad.agenda.prevalence` by series and meeting, of all series.
    everywhere: pd.DataFrame
    elsewhere: Elsewhere  #: What first and last sightings hide.
    contrast: Contrast  #: The dialogue and the series it is compared with.
    #: From :func:`~eucad.change.estimate_change` of topics that are seen, in order of `change`,
    #: with `low` and `high`, its interval without the meeting that nobody saw; `expected`, the
    #: change that the length of accounts gives, and `least`, how far beyond it a change can be seen
    #: (:func:`~eucad.change.adjust_for_size`); and `clear`, whether it is seen.
    change: pd.DataFrame
    #: Of the EU's accounts alone: one reporter throughout.
    composition_eu: Composition
    programmes: Programmes  #: EU programmes by meeting.


def survey_agenda(
    dataset: Dataset,
    *,
    split: int = SPLIT,
    blocks: Mapping[str, Sequence[str]] = BLOCKS,
) -> Agenda:
    """Compute all that the front page shows of the agenda, as `study` does.

    Examples
    --------
    >>> import eucad
    >>> survey_agenda(eucad.load()).drift.r < 0
    True
    """
    held = held_meetings(dataset)
    mentions = account_topic_matrix(dataset)
    fresh = account_topic_matrix(dataset, without=["borrowed wording"])
    family_of = dataset.topics.set_index("topic_id")["family"]
    year_of = held["date_start"].dt.year
    return Agenda(
        names=dataset.names,
        family_of=family_of,
        mentions=mentions,
        shares=prevalence(mentions),
        on_table=fit_base(dataset).on_table(),
        events=_context(dataset, held[held["series"] == DIALOGUE]),
        sightings=find_sightings(
            account_topic_matrix(dataset, series=_every_series(held)), held["series"]
        ),
        split=split,
        composition=compose(mentions, family_of, blocks, split),
        composition_fresh=compose(fresh, family_of, blocks, split),
        drift=measure_drift(mentions, year_of),
        drift_fresh=measure_drift(fresh, year_of),
    )


def study(
    dataset: Dataset,
    *,
    compared_with: Sequence[str] = ("fmm", "summit"),
    split: int = SPLIT,
    blocks: Mapping[str, Sequence[str]] = BLOCKS,
) -> Study:
    """Compute all that the notebook on the agenda shows, but the verdicts.

    Parameters
    ----------
    compared_with : sequence of str
        Series that the dialogue is compared with, the first of them in words.
    split : int
        First year of the late period.
    blocks : mapping of str to sequence of str
        Families that are followed together.

    Raises
    ------
    ValueError
        If an argument has a value that does not occur, or a period has no account; the message
        lists what there is.

    Examples
    --------
    >>> import eucad
    >>> study(eucad.load()).programmes.most
    ('BOMCA',)
    """
    held = held_meetings(dataset)
    every = _every_series(held)
    # What is wrong is said before anything that takes its time.
    require_known("series", compared_with, every, "dataset.meetings", dataset.names)
    is_late(account_topic_matrix(dataset), split)
    agenda = survey_agenda(dataset, split=split, blocks=blocks)
    mentions = agenda.mentions
    of_eu = mentions.index.get_level_values("voice") == "eu"
    index = mentions.index.to_frame(index=False)
    series = list(dict.fromkeys([DIALOGUE, *compared_with]))
    grouped = group_meetings(account_topic_matrix(dataset, series=every), held["series"])
    compared = account_topic_matrix(dataset, series=series)
    return Study(
        **vars(agenda),
        level=LEVEL,
        year_of=held["date_start"].dt.year,
        complete=index.groupby("meeting_id", observed=True)["complete"].sum(),
        everywhere=prevalence(grouped, ["series", "meeting_id"]),
        elsewhere=look_elsewhere(agenda.sightings, split),
        contrast=contrast_series(compared, held["series"], series),
        change=_change(mentions, split),
        composition_eu=compose(mentions[of_eu], agenda.family_of, blocks, split),
        programmes=_find_programmes(account_programme_matrix(dataset)),
    )


def _every_series(held: pd.DataFrame) -> list[str]:
    return [DIALOGUE, *(key for key in held["series"].unique() if key != DIALOGUE)]


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

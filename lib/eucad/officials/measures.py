"""The study of notebook 03: who sat at the table, at what level, how long, and with whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from eucad.attendance import find_attestations, regular_seats, representation, seats
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known
from eucad.meetings import DIALOGUE, held_meetings
from eucad.officials import network
from eucad.officials.ranks import (
    Guest,
    Hosting,
    guest_and_topic,
    heads,
    hosts,
    lower_ranks,
    offices,
    rank_seats,
    summarise_guest,
    usual_ranks,
)
from eucad.officials.rosters import Interpretation, interpretations, make_roster, meaning
from eucad.officials.turnover import return_rates, returns_under_each, turnover
from eucad.stats import LEVEL
from eucad.stats.proportions import require_level

# Events that bear on the seat of Afghanistan.
_AFGHAN_EVENTS = ("taliban-2021",)


@dataclass(frozen=True, eq=False)
class Study:
    """All that notebook 03 shows, and the choices that it rests on."""

    names: dict[str, str]  #: What people call each key.
    series: str  #: The series of meetings that is studied.
    #: Coverage of every interval, and 1 minus the chance of any false finding among all pairs.
    level: float
    #: From :func:`eucad.officials.rosters.interpretations`, of all series.
    interpretations: dict[tuple[str, ...], Interpretation]
    chosen: Interpretation  #: The one that is shown where only one can be.
    #: All passages as printed, those that can mean several meetings at each of them.
    printed: Interpretation
    seats: pd.DataFrame  #: From :func:`study_seats`.
    usual: pd.DataFrame  #: From :func:`eucad.officials.ranks.usual_ranks`, of these delegations.
    lower: pd.DataFrame  #: From :func:`eucad.officials.ranks.lower_ranks`, of these delegations.
    hosting: Hosting  #: From :func:`eucad.officials.ranks.hosts`.
    guest: pd.DataFrame  #: From :func:`eucad.officials.ranks.guest_and_topic`: Afghanistan.
    guest_summary: Guest  #: From :func:`eucad.officials.ranks.summarise_guest`.
    events: pd.DataFrame  #: Dated events that bear on that seat, within the years of the series.
    #: At how many meetings of the series each official is named, under each interpretation.
    meetings_of: dict[tuple[str, ...], pd.Series]
    #: From :func:`eucad.officials.turnover.return_rates`, of these delegations, as chosen.
    returns: pd.DataFrame
    #: From :func:`eucad.officials.turnover.returns_under_each`, of these delegations.
    returns_in_all: pd.DataFrame
    #: From :func:`eucad.officials.network.bridges`, under each interpretation.
    bridges: list[pd.DataFrame]
    always_bridging: pd.DataFrame  #: Rows of the first for those who are among all.
    #: From :func:`eucad.officials.network.positions`, of the series, as chosen.
    positions: pd.DataFrame
    #: From :func:`eucad.officials.network.pair_test`, of all series, as chosen.
    pairs: pd.DataFrame


def study(
    dataset: Dataset,
    series: str = DIALOGUE,
    meant: Collection[str] = (DIALOGUE,),
    *,
    level: float = LEVEL,
    draws: int = 9_999,
) -> Study:
    """Compute all that notebook 03 shows.

    :class:`Study` describes the choices that are not described here.

    Parameters
    ----------
    meant : collection of str
        The series that ambiguous passages are taken to mean, see
        :func:`eucad.officials.rosters.meaning`.

    Raises
    ------
    ValueError
        If no meeting of a series was held, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), meant=["ctd"], draws=9)
    >>> found.chosen.meant, found.positions["name"].iloc[0]
    (('ctd2025',), 'Roman Vassilenko')
    """
    require_level(level)
    meetings = held_meetings(dataset)
    known = meetings["series"].unique()
    for asked in ([series], meant):
        require_known("series", asked, known, "dataset.meetings", dataset.names)
    found = interpretations(dataset)
    printed = max(found.values(), key=lambda each: len(each.meant))
    chosen = found[meaning(printed.attestations, meant)]
    in_series = {key: each.of_series(series) for key, each in found.items()}
    whole = in_series[printed.meant]
    seat_states = _lead(dataset, whole.roster, whole.seats, series)
    delegations = list(seat_states["delegation"].unique())
    ranks = _ranks(dataset, series, seat_states)
    guest = guest_and_topic(dataset, whole.seats, series)
    expected = {key: each.keep("delegation", delegations) for key, each in in_series.items()}
    first, *_ = bridges = [network.bridges(each.roster) for each in found.values()]
    return Study(
        names=dataset.names,
        series=series,
        level=level,
        interpretations=found,
        chosen=chosen,
        printed=printed,
        seats=seat_states,
        usual=usual_ranks(ranks),
        lower=lower_ranks(seat_states[seat_states["delegation"] != "EU"]),
        hosting=hosts(dataset, series, delegations),
        guest=guest,
        guest_summary=summarise_guest(guest),
        events=_events_within(dataset, guest["date"]),
        meetings_of={
            key: each.roster.groupby("person_id")["meeting_id"].nunique()
            for key, each in in_series.items()
        },
        returns=return_rates(turnover(expected[chosen.meant]), level),
        returns_in_all=returns_under_each(expected, level),
        bridges=bridges,
        always_bridging=first[[all(who in each.index for each in bridges) for who in first.index]],
        positions=network.positions(in_series[chosen.meant].roster),
        pairs=network.pair_test(
            network.attendance_matrix(chosen.roster),
            _halves_of_series(meetings),
            draws,
            level,
        ),
    )


def study_seats(dataset: Dataset, series: str = DIALOGUE) -> pd.DataFrame:
    """Return the seats of delegations that are expected at every meeting of a series.

    They are those of :func:`eucad.officials.ranks.rank_seats`, all passages as printed, with
    `person_id`, `name` and `office` of whom documents name as the head.

    Examples
    --------
    >>> import eucad
    >>> study_seats(eucad.load(), "summit")["name"].notna().all()
    np.True_
    """
    attestations = find_attestations(dataset)
    own = attestations[attestations["series"] == series]
    return _lead(dataset, make_roster(own), seats(dataset, attestations), series)


def _lead(
    dataset: Dataset, roster: pd.DataFrame, seat_states: pd.DataFrame, series: str
) -> pd.DataFrame:
    """Rank the regular seats of a series, and name who leads each, where a document does."""
    regular = regular_seats(seat_states[seat_states["series"] == series])
    ranks = _ranks(dataset, series, regular)
    led = heads(roster, ranks)
    led = led.assign(office=offices(dataset, led)).set_index(["meeting_id", "delegation"])
    ranked = rank_seats(regular, ranks)
    at = pd.MultiIndex.from_frame(ranked[led.index.names])
    who = led[["person_id", "name", "office"]].reindex(at).set_axis(ranked.index)
    named = ranked["state"].isin(["named", "ambiguous"])
    return ranked.join(who.where(named, axis=0))


def _ranks(dataset: Dataset, series: str, seat_states: pd.DataFrame) -> pd.DataFrame:
    ranks = representation(dataset)
    expected = ranks["delegation"].isin(seat_states["delegation"].unique())
    return ranks[(ranks["series"] == series) & expected]


def _events_within(dataset: Dataset, dates: pd.Series) -> pd.DataFrame:
    events = dataset.events[dataset.events["event_id"].isin(_AFGHAN_EVENTS)]
    return events[(events["date"] > dates.min()) & (events["date"] < dates.max())]


def _halves_of_series(meetings: pd.DataFrame) -> pd.Series:
    """Name for each meeting the earlier or later half of its series, such as ``hlsd later``."""
    later = meetings.groupby("series", observed=True)["date_start"].rank(pct=True) > 0.5
    return meetings["series"].astype(str) + later.map({False: " earlier", True: " later"})

"""Who sat at the table: rosters, turnover and tenure, and the study of notebook 03.

A *roster* has one row a person and meeting, however many documents attest it. It lists the people
who are named, never all who were there: documents usually say that a delegation came without naming
who led it. Rosters and seats are therefore kept together, under one *interpretation* of the
passages that can mean several meetings, and what is measured is bounded where an unnamed head could
change it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

import numpy as np
import pandas as pd

from eucad.attendance import SEAT_STATES, find_attestations, regular_seats, representation, seats
from eucad.dataset import Dataset
from eucad.meetings import held_meetings
from eucad.officials import network
from eucad.stats import LEVEL
from eucad.stats.proportions import clopper_pearson, require_level

_RATES = ["pairs", "known", "named", "returning", "rate", "low", "high", "rate_low", "rate_high"]


@dataclass(frozen=True, eq=False)
class Interpretation:
    """What stands if the ambiguous passages mean certain meetings: roster and seats together.

    Attributes
    ----------
    meant : tuple of str
        The meetings that ambiguous passages are taken to mean, sorted.
    attestations : DataFrame
        Rows of :func:`eucad.attendance.find_attestations` that stand.
    roster, seats : DataFrame
        From :func:`make_roster` and :func:`eucad.attendance.seats`, of these attestations.

    Examples
    --------
    >>> import eucad
    >>> found = interpretations(eucad.load())[("ctd2025",)]
    >>> "hlsd2025" in set(found.roster["meeting_id"]), len(found.of_series("ctd").seats)
    (True, 6)
    """

    meant: tuple[str, ...]
    attestations: pd.DataFrame
    roster: pd.DataFrame
    seats: pd.DataFrame

    def of_series(self, series: str) -> Interpretation:
        """Return what stands of one series of meetings.

        Examples
        --------
            >>> import eucad
            >>> every = interpretations(eucad.load())[("ctd2025", "hlsd2025")]
        >>> set(every.of_series("fmm").seats["series"])
        {'fmm'}
        """
        tables = {
            name: getattr(self, name)[getattr(self, name)["series"] == series]
            for name in ("attestations", "roster", "seats")
        }
        return replace(self, **tables)


@dataclass(frozen=True, eq=False)
class Study:
    """All that notebook 03 shows, and the choices that it rests on.

    Attributes
    ----------
    names : dict of str to str
        What people call each key.
    series : str
        The series of meetings that is studied.
    level : float
        Coverage of every interval, and 1 minus the chance of any false finding among all pairs.
    interpretations : dict of tuple of str to Interpretation
        From :func:`interpretations`, of all series.
    chosen : Interpretation
        The one that is shown where only one can be.
    printed : Interpretation
        All passages as printed, those that can mean several meetings at each of them.
    seat_states : DataFrame
        As printed, of the delegations that are expected at every meeting of the series.
    tenures : dict of tuple of str to DataFrame
        From :func:`tenure`, of the series, under each interpretation.
    changes : DataFrame
        From :func:`turnover`, of the series, as chosen.
    returns : DataFrame
        From :func:`return_rates` of `changes`.
    returns_in_all : DataFrame
        From :func:`returns_under_each`, of the series.
    ranks : DataFrame
        From :func:`eucad.attendance.representation`, of these delegations, in all series.
    bridges : dict of tuple of str to DataFrame
        From :func:`eucad.officials.network.bridges`, under each interpretation.
    always_bridging : DataFrame
        From :func:`eucad.officials.network.always_bridging`.
    shared : DataFrame
        From :func:`eucad.officials.network.shared_officials`, as chosen.
    positions : DataFrame
        From :func:`eucad.officials.network.positions`, of the series, as chosen.
    pairs : DataFrame
        From :func:`eucad.officials.network.pair_test`, of all series, as chosen.

    Examples
    --------
    >>> import eucad
    >>> study(eucad.load(), "summit", draws=9).seat_states["meeting_id"].nunique()
    3
    """

    names: dict[str, str]
    series: str
    level: float
    interpretations: dict[tuple[str, ...], Interpretation]
    chosen: Interpretation
    printed: Interpretation
    seat_states: pd.DataFrame
    tenures: dict[tuple[str, ...], pd.DataFrame]
    changes: pd.DataFrame
    returns: pd.DataFrame
    returns_in_all: pd.DataFrame
    ranks: pd.DataFrame
    bridges: dict[tuple[str, ...], pd.DataFrame]
    always_bridging: pd.DataFrame
    shared: pd.DataFrame
    positions: pd.DataFrame
    pairs: pd.DataFrame


def study(
    dataset: Dataset,
    series: str = "hlsd",
    meant: Collection[str] = ("hlsd",),
    *,
    level: float = LEVEL,
    draws: int = 9_999,
) -> Study:
    """Compute all that notebook 03 shows.

    Parameters
    ----------
    dataset : Dataset
    series : str
        A series of meetings.
    meant : collection of str
        The series that ambiguous passages are taken to mean, see :func:`meaning`.
    level : float
        Coverage of intervals, between 0 and 1.
    draws : int
        Networks drawn from the null model.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If no meeting of a series was held, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), meant=["ctd"], draws=9)
    >>> found.chosen.meant, found.tenures[found.chosen.meant]["name"].iloc[0]
    (('ctd2025',), 'Roman Vassilenko')
    """
    require_level(level)
    meetings = held_meetings(dataset)
    _require_series([series, *meant], meetings)
    found = interpretations(dataset)
    printed = max(found.values(), key=lambda each: len(each.meant))
    chosen = found[meaning(printed.attestations, meant)]
    in_series = {key: each.of_series(series) for key, each in found.items()}
    seat_states = regular_seats(in_series[printed.meant].seats)
    changes = turnover(in_series[chosen.meant])
    ranks = representation(dataset)
    bridges = {key: network.bridges(each.roster) for key, each in found.items()}
    return Study(
        names=dataset.names,
        series=series,
        level=level,
        interpretations=found,
        chosen=chosen,
        printed=printed,
        seat_states=seat_states,
        tenures={key: tenure(each.roster) for key, each in in_series.items()},
        changes=changes,
        returns=return_rates(changes, level),
        returns_in_all=returns_under_each(in_series, level),
        ranks=ranks[ranks["delegation"].isin(seat_states["delegation"].unique())],
        bridges=bridges,
        always_bridging=network.always_bridging(bridges.values()),
        shared=network.shared_officials(chosen.roster),
        positions=network.positions(in_series[chosen.meant].roster),
        pairs=network.pair_test(
            network.attendance_matrix(chosen.roster),
            network.halves_of_series(meetings),
            draws,
            level,
        ),
    )


def _require_series(asked: Collection[str], meetings: pd.DataFrame) -> None:
    held = [key for key in meetings["series"].cat.categories if key in set(meetings["series"])]
    for series in asked:
        if series not in held:
            raise ValueError(
                f"no meeting of a series {series!r} was held; give one of {', '.join(held)}."
            )


def meanings(attestations: pd.DataFrame) -> list[tuple[str, ...]]:
    """List the sets of meetings that the ambiguous passages may mean.

    A document whose ambiguous rows name several meetings may mean any one of them, or more than
    one; a document whose ambiguous rows name a single meeting may mean it or not. Documents that
    are ambiguous about the same meeting are read alike.

    Parameters
    ----------
    attestations : DataFrame
        From :func:`eucad.attendance.find_attestations`.

    Returns
    -------
    list of tuple of str
        Meeting ids, sorted; the fewest meetings first. The last set holds all of them, and is as
        the documents are printed.

    Examples
    --------
    >>> import eucad
    >>> meanings(find_attestations(eucad.load()))
    [('ctd2025',), ('hlsd2025',), ('ctd2025', 'hlsd2025')]
    """
    passages = _passages(attestations)
    meetings = sorted(set().union(*passages))
    subsets = chain.from_iterable(combinations(meetings, size) for size in range(len(meetings) + 1))
    return [
        meant
        for meant in subsets
        if all(len(named) == 1 or named & set(meant) for named in passages)
    ]


def _passages(attestations: pd.DataFrame) -> list[set[str]]:
    ambiguous = attestations[attestations["certainty"] == "ambiguous"]
    return ambiguous.groupby("document_id")["meeting_id"].agg(set).to_list()


def meaning(attestations: pd.DataFrame, series: Collection[str]) -> tuple[str, ...]:
    """Return the meetings that the ambiguous passages mean if they mean certain series.

    Parameters
    ----------
    attestations : DataFrame
        From :func:`eucad.attendance.find_attestations`.
    series : collection of str
        A passage is taken to mean those of its meetings that belong to these series. If it names
        several meetings and none of these series, it is taken to mean them all.

    Returns
    -------
    tuple of str
        One of :func:`meanings`.

    Examples
    --------
    >>> import eucad
    >>> meaning(find_attestations(eucad.load()), ["ctd"])
    ('ctd2025',)
    """
    belongs = attestations.set_index("meeting_id")["series"].isin(list(series)).to_dict()
    meant = set()
    for passage in _passages(attestations):
        own = {meeting for meeting in passage if belongs[meeting]}
        meant |= own or (passage if len(passage) > 1 else set())
    return tuple(sorted(meant))


def interpretations(dataset: Dataset) -> dict[tuple[str, ...], Interpretation]:
    """Return roster and seats under each interpretation of the ambiguous passages.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    dict of tuple of str to Interpretation
        For each of :func:`meanings`, what then stands, of all series.

    Examples
    --------
    >>> import eucad
    >>> [len(each.roster) for each in interpretations(eucad.load()).values()]
    [132, 131, 137]
    """
    attestations = find_attestations(dataset)
    certain = attestations["certainty"] != "ambiguous"
    found = {}
    for meant in meanings(attestations):
        own = attestations[certain | attestations["meeting_id"].isin(meant)]
        found[meant] = Interpretation(meant, own, make_roster(own), seats(dataset, own))
    return found


def make_roster(attestations: pd.DataFrame, *, sidelines: bool = False) -> pd.DataFrame:
    """Return one row a person and meeting, in order of time.

    Parameters
    ----------
    attestations : DataFrame
        From :func:`eucad.attendance.find_attestations`, or some of its rows.
    sidelines : bool
        Whether to keep people who were met on the sidelines only.

    Returns
    -------
    DataFrame
        `person_id`, `meeting_id`, `name`, `delegation`, `series`, `meeting`, `date`; the most
        prominent `capacity`, the best `certainty` and the highest `rank` that any document gives;
        `institution` (all that are printed); `accounts` (lineages: copies count once) and
        `documents` (their ids, a tuple).

    Examples
    --------
    >>> import eucad
    >>> table = make_roster(find_attestations(eucad.load()))
    >>> table.loc[table["meeting_id"] == "hlsd2013", "name"].to_list()
    ['Helga Schmid', 'Nizomiddin Zohidi']
    """
    keys = ["person_id", "meeting_id"]
    table = attestations if sidelines else attestations[attestations["present"]]
    # Where some document places a person in the meeting, sideline talks say nothing of presence.
    at_table = table.groupby(keys)["present"].transform("any")
    table = table[table["present"] | ~at_table]
    # Vocabularies run from the most to the least: the first row gives the best of each.
    best = {
        column: table.iloc[table[column].cat.codes.argsort(kind="stable")]
        .groupby(keys)[column]
        .first()
        for column in ("capacity", "certainty", "rank")
    }
    groups = table.groupby(keys)
    merged = groups[["name", "delegation", "series", "meeting", "date"]].first()
    merged = merged.assign(
        **best,
        institution=groups["institution"].agg(lambda printed: "; ".join(sorted(set(printed)))),
        accounts=groups["lineage_id"].nunique(),
        documents=groups["document_id"].agg(lambda ids: tuple(sorted(set(ids)))),
    ).reset_index()
    return merged.sort_values(
        ["date", "meeting_id", "delegation", "name"], kind="stable", ignore_index=True
    )


def tenure(roster: pd.DataFrame) -> pd.DataFrame:
    """Return at how many meetings each official is attested, and at which first and last.

    Parameters
    ----------
    roster : DataFrame
        From :func:`make_roster`.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`, most meetings first: `name`, `delegation`,
        `meetings`, `series` (how many), `first` and `last` (meeting ids), and `years` from the one
        to the other. Attested is the least that is true: earlier and later meetings may be
        unrecorded.

    Examples
    --------
    >>> import eucad
    >>> table = tenure(make_roster(find_attestations(eucad.load())))
    >>> table.loc["muhriddin-sirojiddin", ["first", "last"]].to_list()
    ['fmm2016', 'fmm2025']
    """
    in_time = roster.sort_values("date", kind="stable")
    tenures = in_time.groupby("person_id").agg(
        name=("name", "first"),
        delegation=("delegation", "first"),
        meetings=("meeting_id", "nunique"),
        series=("series", "nunique"),
        first=("meeting_id", "first"),
        last=("meeting_id", "last"),
        years=("date", lambda dates: (dates.iloc[-1] - dates.iloc[0]).days / 365.25),
    )
    return tenures.sort_values(
        ["meetings", "years", "name"], ascending=[False, False, True], kind="stable"
    )


def turnover(interpretation: Interpretation) -> pd.DataFrame:
    """Compare who is named of each delegation at consecutive meetings of a series.

    Parameters
    ----------
    interpretation : Interpretation
        Roster and seats that belong together, of one series or several.

    Returns
    -------
    DataFrame
        One row a delegation and pair of consecutive meetings: `series`, `delegation`, `start` and
        `end` (meeting ids), `before` and `after` (officials named), `returning` (named at both),
        `known_after` (the head is named at `end`), `known` (at both), and `jaccard`: the share of
        those named at either meeting who are named at both (missing unless `known`). Unnamed
        members of a delegation other than its head are not allowed for.

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11(2).

    Examples
    --------
    >>> import eucad
    >>> every = interpretations(eucad.load())[("hlsd2025",)]
    >>> table = turnover(every).set_index(["end", "delegation"])
    >>> float(table.loc[("hlsd2018", "EU"), "jaccard"])
    0.5
    """
    roster, seat_states = interpretation.roster, interpretation.seats
    people = roster.groupby(["meeting_id", "delegation"], observed=True)["person_id"].agg(set)
    unknown = seat_states.set_index(["meeting_id", "delegation"])["state"].isin(SEAT_STATES[2:])
    rows = []
    for series, held in seat_states.groupby("series", observed=True):
        order = held.drop_duplicates("meeting_id")["meeting_id"].to_list()
        for start, end in pairwise(order):
            for delegation in held["delegation"].cat.categories:
                ends = [(start, delegation), (end, delegation)]
                if any(key not in unknown.index for key in ends):
                    continue
                before, after = (people.get(key, set()) for key in ends)
                known_before, known_after = (not unknown[key] for key in ends)
                known = known_before and known_after
                both, either = len(before & after), len(before | after)
                jaccard = both / either if known and either else np.nan
                sizes = (len(before), len(after), both)
                rows.append((series, delegation, start, end, *sizes, known_after, known, jaccard))
    columns = ["series", "delegation", "start", "end", "before", "after", "returning"]
    changes = pd.DataFrame(rows, columns=[*columns, "known_after", "known", "jaccard"])
    return changes.astype(
        {"known_after": bool, "known": bool, **seat_states.dtypes[["series", "delegation"]]}
    )


def return_rates(changes: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Return how many of the officials named at a meeting are named at the next of its series.

    Parameters
    ----------
    changes : DataFrame
        From :func:`turnover`, or any selection of its rows.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a delegation: `pairs` of consecutive meetings, `known` of them (head named at both
        ends), and on those `named`, `returning`, `rate` (share returning) with its exact
        (Clopper–Pearson) `low` and `high`; `rate_low` and `rate_high`, the least and the most the
        rate over all pairs with somebody named at the first can be, whoever the unnamed heads of
        the second were. Members of one delegation move together, so intervals are, if anything,
        too narrow where a delegation is known through several people. A delegation known through
        several may also have brought one of them again unnamed.

    References
    ----------
    Clopper, C. J., and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika, 26(4).
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources, 24(3).

    Examples
    --------
    >>> changes = pd.DataFrame({"delegation": ["KZ"] * 3, "before": [1, 1, 1],
    ...                         "returning": [1, 0, 0], "known_after": [True, True, False],
    ...                         "known": [True, True, False]})
    >>> return_rates(changes)[["pairs", "known", "rate", "rate_low", "rate_high"]].round(2)
                pairs  known  rate  rate_low  rate_high
    delegation
    KZ              3      2   0.5      0.33       0.67
    """
    rows = {}
    for delegation, group in changes.groupby("delegation", observed=True):
        known = group[group["known"]]
        named, returning = int(known["before"].sum()), int(known["returning"].sum())
        rate, low, high = _share(returning, named, level)
        # One unnamed head can be at most one of those who were named before.
        possible = (~group["known_after"] & (group["before"] > group["returning"])).sum()
        everyone, again = group["before"].sum(), group["returning"].sum()
        rows[delegation] = {
            "pairs": len(group),
            "known": len(known),
            "named": named,
            "returning": returning,
            "rate": rate,
            "low": low,
            "high": high,
            "rate_low": again / everyone if everyone else np.nan,
            "rate_high": (again + possible) / everyone if everyone else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_RATES).rename_axis("delegation")


def _share(count: int, total: int, level: float) -> tuple[float, float, float]:
    if not total:
        return np.nan, np.nan, np.nan
    low, high = clopper_pearson(count, total, level)
    return count / total, float(low), float(high)


def returns_under_each(
    found: dict[tuple[str, ...], Interpretation], level: float = LEVEL
) -> pd.DataFrame:
    """Return how many of those named are named again at the next meeting, all delegations together.

    Parameters
    ----------
    found : dict of tuple of str to Interpretation
        Of one series, each with its own roster and its own seats.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an interpretation, in the order of `found`, on the pairs of meetings that name the
        head at both ends: `named` at the first, `returning` at the second, `rate` and its exact
        limits `low` and `high`.

    Examples
    --------
    >>> import eucad
    >>> every = interpretations(eucad.load())
    >>> dialogue = {key: each.of_series("hlsd") for key, each in every.items()}
    >>> returns_under_each(dialogue)["named"].to_list()
    [30, 36, 36]
    """
    rows = []
    for interpretation in found.values():
        changes = turnover(interpretation)
        known = changes[changes["known"]]
        named, returning = int(known["before"].sum()), int(known["returning"].sum())
        rows.append((named, returning, *_share(returning, named, level)))
    index = pd.Index(list(found), tupleize_cols=False, name="meant")
    return pd.DataFrame(rows, index, ["named", "returning", "rate", "low", "high"])

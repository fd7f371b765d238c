"""Rosters: who is named at which meeting, under each interpretation of the ambiguous passages.

A *roster* has one row a person and meeting, however many documents attest it. It lists those who
are named, never all who were there. Rosters and seats are kept together, under one *interpretation*
of the passages that can mean several meetings.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
import pandas as pd

from eucad.attendance import find_attestations, seats
from eucad.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Interpretation:
    """What stands if the ambiguous passages mean certain meetings: roster and seats together.

    Examples
    --------
    >>> import eucad
    >>> found = interpretations(eucad.load())[("ctd2025",)]
    >>> "hlsd2025" in set(found.roster["meeting_id"]), len(found.of_series("ctd").seats)
    (True, 6)
    """

    meant: tuple[str, ...]  #: The meetings that ambiguous passages are taken to mean, sorted.
    attestations: pd.DataFrame  #: Rows of :func:`eucad.attendance.find_attestations` that stand.
    #: From :func:`make_roster` and :func:`eucad.attendance.seats`, of these attestations.
    roster: pd.DataFrame
    seats: pd.DataFrame

    def keep(self, column: str, values: Collection[str]) -> Interpretation:
        """Return what stands of some series, delegations or meetings, in all tables alike."""
        tables = {name: getattr(self, name) for name in ("attestations", "roster", "seats")}
        kept = {name: each[each[column].isin(list(values))] for name, each in tables.items()}
        return replace(self, **kept)

    def of_series(self, series: str) -> Interpretation:
        """Return what stands of one series of meetings."""
        return self.keep("series", [series])

    def everyone(self) -> pd.DataFrame:
        """Return the roster with those who were met on the sidelines only."""
        return make_roster(self.attestations, sidelines=True)


def meanings(attestations: pd.DataFrame) -> list[tuple[str, ...]]:
    """List the sets of meetings that the ambiguous passages may mean.

    Ambiguous rows that name several meetings may mean one of them or more; those that name a single
    one may mean it or not. Documents that are ambiguous about the same meeting are read alike.

    Returns
    -------
    list of tuple of str
        Meeting ids, sorted, the fewest first. The last set holds all, as the documents print them.

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
    """Return the one of :func:`meanings` that holds if the ambiguous passages mean certain series.

    A passage is taken to mean those of its meetings that belong to these series. If it names
    several meetings and none of these series, it is taken to mean them all.

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
    """Return roster and seats of all series, for each of :func:`meanings`.

    Examples
    --------
    >>> import eucad
    >>> sizes = [len(each.roster) for each in interpretations(eucad.load()).values()]
    >>> [size - sizes[0] for size in sizes]
    [0, -1, 5]
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
    sidelines : bool
        Whether to keep people who were met on the sidelines only.

    Returns
    -------
    DataFrame
        `person_id`, `meeting_id`, `name`, `delegation`, `series`, `meeting`, `date`; the most
        prominent `capacity`, the best `certainty` and the highest `rank` that any document gives;
        `institution` (all that are printed); and `accounts` (copies count once).

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
    groups = table.groupby(keys)
    number = groups.ngroup().to_numpy()
    merged = groups[["name", "delegation", "series", "meeting", "date"]].first()
    merged = merged.assign(
        **{
            column: _best(table[column].array, number)
            for column in ("capacity", "certainty", "rank")
        },
        institution=groups["institution"].agg(lambda printed: "; ".join(sorted(set(printed)))),
        accounts=groups["lineage_id"].nunique(),
    ).reset_index()
    return merged.sort_values(
        ["date", "meeting_id", "delegation", "name"], kind="stable", ignore_index=True
    )


def _best(values: pd.Categorical, group: np.ndarray) -> pd.Categorical:
    """Give the best value of each group: vocabularies run from the most to the least."""
    none = len(values.categories)
    best = np.full(group.max(initial=-1) + 1, none)
    np.minimum.at(best, group, np.where(values.codes < 0, none, values.codes))
    return pd.Categorical.from_codes(np.where(best < none, best, -1), dtype=values.dtype)

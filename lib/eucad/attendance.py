"""Attendance: what documents state of who came to a meeting, at what rank, and who chaired it.

An *attestation* is one document that places one person at one meeting, or on its sidelines, which
is not taking part. A *seat* is the place of one delegation at one meeting.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.dataset import Dataset
from eucad.meetings import held_meetings

#: How much is known of the head of a delegation at a meeting, from most to least.
SEAT_STATES = ("named", "ambiguous", "unnamed", "not_mentioned")

# Values of `rank` that give no place on the scale.
_NO_LEVEL = ("minister_or_deputy_minister", "other", "not_stated")


def find_attestations(dataset: Dataset) -> pd.DataFrame:
    """Return every statement that places a person at a meeting, with who, when and whose account.

    Returns
    -------
    DataFrame
        Rows of `participation` with the person's `name` and `delegation`, the meeting's `series`,
        `meeting` (short name) and `date`, the document's `lineage_id`, and `present`: false for
        people met only on the sidelines.

    Examples
    --------
    >>> import eucad
    >>> table = find_attestations(eucad.load())
    >>> set(table.loc[~table["present"], "capacity"])
    {'sideline_only'}
    """
    table = dataset.participation
    people = dataset.people.set_index("person_id").loc[table["person_id"]]
    meetings = held_meetings(dataset).loc[table["meeting_id"]]
    lineage = dataset.documents.set_index("document_id")["lineage_id"]
    return table.assign(
        name=people["name"].array,
        delegation=people["delegation"].array,
        series=meetings["series"].array,
        meeting=meetings["name"].array,
        date=meetings["date_start"].array,
        lineage_id=lineage.loc[table["document_id"]].array,
        present=(table["capacity"] != "sideline_only").array,
    )


def seats(dataset: Dataset, attestations: pd.DataFrame) -> pd.DataFrame:
    """Say for every delegation and meeting whether the documents name its head.

    Returns
    -------
    DataFrame
        One row a meeting and delegation, in order of time: `meeting_id`, `delegation`, `series`,
        `meeting`, `date`; `state`, one of :data:`SEAT_STATES` (categorical); `named` officials
        present, of these :func:`attestations <find_attestations>`. Delegations that sit as members
        in every series have a row for every meeting, others only where a document has them.

        ``named``: a document names the head, and places somebody of the delegation in the meeting
        beyond doubt. ``ambiguous``: the only names stand in a passage that can be read otherwise.
        ``unnamed``: the delegation came (to be invited is not enough), its head has no name.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> table = seats(dataset, find_attestations(dataset))
    >>> table.set_index(["meeting_id", "delegation"]).loc[("hlsd2018", "UZ"), "state"]
    'unnamed'
    """
    keys = ["meeting_id", "delegation"]
    delegations, meetings = _came(dataset), held_meetings(dataset)
    series = meetings["series"].loc[delegations["meeting_id"]].array
    members = delegations.assign(series=series)[(delegations["status"] == "member").array]
    reach = members.groupby("delegation", observed=True)["series"].nunique()
    regular = reach.index[reach == meetings["series"].nunique()]
    mentioned = delegations.groupby(keys, observed=True)["head_named"].any()
    present = attestations[attestations["present"]]
    present = present.assign(doubtful=present["certainty"] == "ambiguous").groupby(
        keys, observed=True
    )
    people = pd.DataFrame(
        {"named": present["person_id"].nunique(), "doubtful": present["doubtful"].all()}
    )
    expected = pd.MultiIndex.from_product([meetings.index, regular], names=keys)
    found = mentioned.index.union(people.index)
    table = pd.DataFrame(index=expected.union(found)).join(mentioned).join(people)
    named = table["named"].fillna(0) > 0
    doubtful = table["doubtful"].eq(True)
    state = np.select(
        [
            table["head_named"].eq(True) & named & ~doubtful,
            named & doubtful,
            table.index.isin(found),
        ],
        SEAT_STATES[:3],
        SEAT_STATES[3],
    )
    held = meetings.loc[table.index.get_level_values("meeting_id")]
    table = pd.DataFrame(
        {
            "series": held["series"].array,
            "meeting": held["name"].array,
            "date": held["date_start"].array,
            "state": pd.Categorical(state, SEAT_STATES),
            "named": table["named"].fillna(0).astype(int).array,
        },
        index=table.index,
    ).reset_index()
    order = pd.CategoricalDtype(delegations["delegation"].cat.categories)
    return table.astype({"delegation": order}).sort_values(
        ["date", "meeting_id", "delegation"], kind="stable", ignore_index=True
    )


def _came(dataset: Dataset) -> pd.DataFrame:
    """Return the rows of `delegations` that say more than that a delegation was invited."""
    return dataset.delegations[dataset.delegations["status"] != "invited"]


def regular_seats(seat_states: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`seats` without guests and others who came to some meetings only.

    Examples
    --------
    >>> seat_states = pd.DataFrame(
    ...     {"meeting_id": ["m", "n", "n"], "delegation": ["EU", "EU", "AF"]})
    >>> regular_seats(seat_states)["delegation"].to_list()
    ['EU', 'EU']
    """
    held = seat_states.groupby("delegation", observed=True)["meeting_id"].transform("nunique")
    return seat_states[held == seat_states["meeting_id"].nunique()]


def representation(dataset: Dataset) -> pd.DataFrame:
    """Return every rank at which documents say a delegation came to a meeting.

    Nothing is decided: where documents disagree, all ranks stay. Statements without a definite rank
    are left out.

    Returns
    -------
    DataFrame
        One row a meeting, delegation and rank, in order of time: `meeting_id`, `delegation`,
        `series`, `rank` (ordered), and `several`: whether other documents give another rank, which
        is not always a contradiction: one delegation may be seen through two members.

    Examples
    --------
    >>> import eucad
    >>> table = representation(eucad.load()).set_index(["meeting_id", "delegation"])
    >>> table.loc[("fmm2019", "TM"), "rank"].to_list()
    ['minister', 'deputy_minister']
    """
    keys = ["meeting_id", "delegation", "rank"]
    table = _came(dataset)
    ranks = table.loc[~table["rank"].isin(_NO_LEVEL), keys].drop_duplicates()
    meetings = held_meetings(dataset).loc[ranks["meeting_id"]]
    ranks = ranks.assign(
        series=meetings["series"].array,
        date=meetings["date_start"].array,
        several=ranks.groupby(keys[:2], observed=True)["rank"].transform("size") > 1,
    )
    ranks = ranks.sort_values(["date", *keys], kind="stable", ignore_index=True)
    return ranks.drop(columns="date")


def chairs_known(dataset: Dataset) -> pd.Series:
    """Say for every held meeting, in order of time, whether a document names who chaired it.

    It is ``named``, ``ambiguous`` (the document can be read as meaning another meeting) or
    ``unnamed``. Who only hosted a meeting is not taken for its chair.

    Examples
    --------
    >>> import eucad
    >>> chairs_known(eucad.load()).loc[["hlsd2015", "hlsd2017", "hlsd2025"]].to_list()
    ['named', 'unnamed', 'ambiguous']
    """
    chairs = dataset.participation[dataset.participation["capacity"].isin(["chair", "co_chair"])]
    doubtful = chairs["certainty"].eq("ambiguous").groupby(chairs["meeting_id"]).all()
    known = doubtful.map({True: "ambiguous", False: "named"})
    return known.reindex(held_meetings(dataset).index, fill_value="unnamed").rename("chair")


def who_led(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Map what documents tell of the chair and the heads of delegation.

    Returns
    -------
    knowledge : DataFrame
        Held meetings × ``chair`` and the delegations of the dialogue: one of :data:`SEAT_STATES`;
        missing for guests whom no document mentions.
    disputed : DataFrame of bool
        Whether documents print different ranks. Never for the EU, which sends several officials.

    Examples
    --------
    >>> import eucad
    >>> knowledge, disputed = who_led(eucad.load())
    >>> knowledge.loc["hlsd2025", ["UZ", "TM"]].to_list(), bool(disputed.loc["fmm2021", "TM"])
    (['ambiguous', 'named'], True)
    """
    meetings = held_meetings(dataset)
    # Those that can raise a topic: neither member states nor banks sit at the dialogue's table.
    delegations = dataset.codings_final["raised_by"].cat.categories
    table = seats(dataset, find_attestations(dataset))
    knowledge = table.astype({"state": str, "delegation": str}).pivot(
        index="meeting_id", columns="delegation", values="state"
    )
    knowledge = knowledge.reindex(index=meetings.index, columns=delegations)
    knowledge.insert(0, "chair", chairs_known(dataset))
    ranks = representation(dataset).astype({"delegation": str})
    several = ranks[ranks["delegation"] != "EU"].groupby(["meeting_id", "delegation"])["several"]
    disputed = several.any().unstack()
    return knowledge, disputed.reindex_like(knowledge).eq(True)

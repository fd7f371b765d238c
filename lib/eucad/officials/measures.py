"""Who sat at the table: rosters, seats, level of representation, turnover and tenure.

An *attestation* is one document that places one person at one meeting. A *roster* has one row a
person and meeting, however many documents attest it. A *seat* is the place of one delegation at
one meeting: documents usually say that a delegation came without naming who led it, so a roster
lists the people who are named, never all who were there. Every measure here keeps the two apart,
and gives bounds where an unnamed head could change it.

Meeting someone on the sidelines is not taking part: such rows stay in the attestations, marked
`present` false, and never become co-participation.
"""

from __future__ import annotations

import warnings
from itertools import chain, combinations, pairwise

import numpy as np
import pandas as pd
from scipy import stats

from eucad.dataset import Dataset
from eucad.meetings import held_meetings
from eucad.stats import LEVEL

#: How much is known of the head of a delegation at a meeting, from most to least.
SEAT_STATES = ("named", "ambiguous", "unnamed", "not_mentioned")


_RATES = ["pairs", "known", "named", "returning", "rate", "low", "high", "rate_low", "rate_high"]


# Values of `rank` that give no place on the scale.
_NO_LEVEL = ("minister_or_deputy_minister", "other", "not_stated")


def attestations(dataset: Dataset) -> pd.DataFrame:
    """Return every statement that places a person at a meeting, with who, when and whose account.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `participation` with the person's `name` and `delegation`, the meeting's `series`,
        `meeting` (short name) and `date`, the document's `lineage_id`, and `present`: false for
        people met only on the sidelines.

    Examples
    --------
    >>> import eucad
    >>> table = attestations(eucad.load())
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


def readings(attested: pd.DataFrame) -> dict[tuple[str, ...], pd.DataFrame]:
    """Return the attestations under each reading of the ambiguous passages.

    A document whose ambiguous rows name several meetings may mean any one of them, or more than
    one; a document whose ambiguous rows name a single meeting may mean it or not. A reading is the
    set of meetings meant: documents that are ambiguous about the same meeting are read alike.

    Parameters
    ----------
    attested : DataFrame
        From :func:`attestations`.

    Returns
    -------
    dict of tuple of str to DataFrame
        For each reading, the meetings that ambiguous passages are taken to mean, and the
        attestations that then stand. Fewest meetings first.

    Examples
    --------
    >>> import eucad
    >>> list(readings(attestations(eucad.load())))
    [('ctd2025',), ('hlsd2025',), ('ctd2025', 'hlsd2025')]
    """
    certain = attested["certainty"] != "ambiguous"
    passages = attested[~certain].groupby("document_id")["meeting_id"].agg(set)
    meetings = sorted(set().union(*passages))
    subsets = chain.from_iterable(combinations(meetings, size) for size in range(len(meetings) + 1))
    return {
        meant: attested[certain | attested["meeting_id"].isin(meant)]
        for meant in subsets
        if all(len(named) == 1 or named & set(meant) for named in passages)
    }


def roster(attested: pd.DataFrame, *, sidelines: bool = False) -> pd.DataFrame:
    """Return one row a person and meeting, in order of time.

    Parameters
    ----------
    attested : DataFrame
        From :func:`attestations`, or one of its :func:`readings`.
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
    >>> table = roster(attestations(eucad.load()))
    >>> table.loc[table["meeting_id"] == "hlsd2013", "name"].to_list()
    ['Helga Schmid', 'Nizomiddin Zohidi']
    """
    keys = ["person_id", "meeting_id"]
    table = attested if sidelines else attested[attested["present"]]
    # Where some document places a person in the meeting, sideline talks say nothing of presence.
    seated = table.groupby(keys)["present"].transform("any")
    table = table[table["present"] | ~seated]
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


def seats(
    attested: pd.DataFrame, delegations: pd.DataFrame, meetings: pd.DataFrame
) -> pd.DataFrame:
    """Say for every delegation and meeting whether the documents name its head.

    Parameters
    ----------
    attested : DataFrame
        From :func:`attestations`, or one of its :func:`readings`.
    delegations : DataFrame
        The table of that name.
    meetings : DataFrame
        From :func:`eucad.documents.held_meetings`.

    Returns
    -------
    DataFrame
        One row a meeting and delegation, in order of time: `meeting_id`, `delegation`, `series`,
        `meeting`, `date`; `state`, one of :data:`SEAT_STATES` (categorical); `named` officials
        present. Delegations that sit as members in every series have a row for every meeting,
        ``not_mentioned`` where no document has them; others only where a document has them.

        ``named``: a document names the head, and places somebody of the delegation in the meeting
        beyond doubt. ``ambiguous``: the only names stand in a passage that can be read otherwise.
        ``unnamed``: the delegation came, and no document names its head.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> table = seats(attestations(dataset), dataset.delegations, held_meetings(dataset))
    >>> table.set_index(["meeting_id", "delegation"]).loc[("hlsd2018", "UZ"), "state"]
    'unnamed'
    """
    keys = ["meeting_id", "delegation"]
    series = meetings["series"].loc[delegations["meeting_id"]].array
    members = delegations.assign(series=series)[(delegations["status"] == "member").array]
    reach = members.groupby("delegation", observed=True)["series"].nunique()
    regular = reach.index[reach == meetings["series"].nunique()]
    mentioned = delegations.groupby(keys, observed=True)["head_named"].any()
    present = attested[attested["present"]]
    people = present.groupby(keys, observed=True).agg(
        named=("person_id", "nunique"),
        doubtful=("certainty", lambda certainty: (certainty == "ambiguous").all()),
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


def regular_seats(seated: pd.DataFrame) -> pd.DataFrame:
    """Return the seats of the delegations that are expected at every meeting.

    Parameters
    ----------
    seated : DataFrame
        From :func:`seats`, of one series or several.

    Returns
    -------
    DataFrame
        Rows of `seated`, without those of guests and of others who came now and then.

    Examples
    --------
    >>> seated = pd.DataFrame({"meeting_id": ["m", "n", "n"], "delegation": ["EU", "EU", "AF"]})
    >>> regular_seats(seated)["delegation"].to_list()
    ['EU', 'EU']
    """
    held = seated.groupby("delegation", observed=True)["meeting_id"].transform("nunique")
    return seated[held == seated["meeting_id"].nunique()]


def representation(dataset: Dataset) -> pd.DataFrame:
    """Return every rank at which documents say a delegation came to a meeting.

    Nothing is decided: where documents disagree, all ranks stay. Statements without a definite
    rank are left out.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        One row a meeting, delegation and rank, in order of time: `meeting_id`, `delegation`,
        `series`, `meeting`, `date`, `rank` (ordered), `accounts` (lineages that say so),
        `documents` (how many), and `several`: whether other documents give another rank. Several
        ranks are not always a contradiction: one delegation may be seen through two members.

    Examples
    --------
    >>> import eucad
    >>> table = representation(eucad.load()).set_index(["meeting_id", "delegation"])
    >>> table.loc[("fmm2019", "TM"), "rank"].to_list()
    ['minister', 'deputy_minister']
    """
    keys = ["meeting_id", "delegation"]
    table = dataset.delegations[~dataset.delegations["rank"].isin(_NO_LEVEL)]
    lineage = dataset.documents.set_index("document_id")["lineage_id"]
    table = table.assign(lineage_id=lineage.loc[table["document_id"]].array)
    ranks = (
        table.groupby([*keys, "rank"], observed=True)
        .agg(accounts=("lineage_id", "nunique"), documents=("document_id", "nunique"))
        .reset_index()
    )
    meetings = held_meetings(dataset).loc[ranks["meeting_id"]]
    ranks = ranks.assign(
        series=meetings["series"].array,
        meeting=meetings["name"].array,
        date=meetings["date_start"].array,
        several=ranks.groupby(keys, observed=True)["rank"].transform("size") > 1,
    )
    ordered = ["date", "meeting_id", "delegation", "rank"]
    columns = [*keys, "series", "meeting", "date", "rank", "accounts", "documents", "several"]
    return ranks.sort_values(ordered, kind="stable", ignore_index=True)[columns]


def chairs_known(dataset: Dataset) -> pd.Series:
    """Say for every held meeting whether a document names who chaired it.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Series
        Meetings in order of time: ``named``, ``ambiguous`` (the document can be read as meaning
        another meeting) or ``unnamed``. Who only hosted a meeting is not taken for its chair.

    Examples
    --------
    >>> import eucad
    >>> chairs_known(eucad.load()).loc[["hlsd2015", "hlsd2017", "hlsd2025"]].to_list()
    ['named', 'unnamed', 'ambiguous']
    """
    key = ["meeting_id", "person_id", "document_id"]
    certainty = dataset.participation.set_index(key)["certainty"]
    chairs = dataset.chairs[dataset.chairs["role"] != "host"].join(certainty, on=key)
    # A chair without a row in `participation` is stated by the document all the same.
    doubtful = chairs["certainty"].eq("ambiguous").groupby(chairs["meeting_id"]).all()
    known = doubtful.map({True: "ambiguous", False: "named"})
    return known.reindex(held_meetings(dataset).index, fill_value="unnamed").rename("chair")


def who_led(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Map what documents tell of the chair and the heads of delegation.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    knowledge : DataFrame
        Held meetings × ``chair`` and the delegations of the dialogue: one of
        :data:`SEAT_STATES`; missing for guests whom no document mentions.
    disputed : DataFrame
        Same shape, boolean: whether documents print different ranks. Never for the EU, which sends
        several officials, so that documents which name another one need not disagree.

    Examples
    --------
    >>> import eucad
    >>> knowledge, disputed = who_led(eucad.load())
    >>> knowledge.loc["hlsd2025", ["EU", "UZ", "TM"]].to_list()
    ['ambiguous', 'ambiguous', 'named']
    >>> bool(disputed.loc["fmm2021", "TM"])
    True
    """
    meetings = held_meetings(dataset)
    # Those that can raise a topic: neither member states nor banks sit at the dialogue's table.
    delegations = dataset.codings_final["raised_by"].cat.categories
    table = seats(attestations(dataset), dataset.delegations, meetings)
    knowledge = table.astype({"state": str, "delegation": str}).pivot(
        index="meeting_id", columns="delegation", values="state"
    )
    knowledge = knowledge.reindex(index=meetings.index, columns=delegations)
    knowledge.insert(0, "chair", chairs_known(dataset))
    ranks = representation(dataset).astype({"delegation": str})
    several = ranks[ranks["delegation"] != "EU"].groupby(["meeting_id", "delegation"])["several"]
    disputed = several.any().unstack()
    return knowledge, disputed.reindex_like(knowledge).eq(True)


def tenure(table: pd.DataFrame) -> pd.DataFrame:
    """Return how long and how often each official is attested.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`, most meetings first: `name`, `delegation`,
        `meetings`, `series` (how many), `first` and `last` (dates), and `years` from first to
        last. Attested is the least that is true: earlier and later meetings may be unrecorded.

    Examples
    --------
    >>> import eucad
    >>> table = tenure(roster(attestations(eucad.load())))
    >>> int(table.loc["muhriddin-sirojiddin", "meetings"])
    7
    """
    spans = table.groupby("person_id").agg(
        name=("name", "first"),
        delegation=("delegation", "first"),
        meetings=("meeting_id", "nunique"),
        series=("series", "nunique"),
        first=("date", "min"),
        last=("date", "max"),
    )
    years = (spans["last"] - spans["first"]).dt.days / 365.25
    return spans.assign(years=years).sort_values(
        ["meetings", "years", "name"], ascending=[False, False, True], kind="stable"
    )


def people_table(table: pd.DataFrame, labels: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the officials with their meetings, to be read by people.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`, with or without sidelines.
    labels : dict
        Labels of the values of ``delegation``, ``series`` and ``capacity``.

    Returns
    -------
    DataFrame
        One row an official, by delegation and name, with headings for columns. After a meeting
        stand what is special: a capacity other than taking part, and a certainty other than
        stated.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> labels = {"delegation": dataset.labels("people", "delegation"),
    ...           "series": dataset.labels("meetings", "series"),
    ...           "capacity": dataset.labels("participation", "capacity")}
    >>> people = people_table(roster(attestations(dataset)), labels).set_index("Official")
    >>> int(people.loc["Helga Schmid", "Meetings"])
    4
    """
    rows = []
    for _, own in table.sort_values(["delegation", "name", "date"], kind="stable").groupby(
        ["delegation", "name", "person_id"], observed=True
    ):
        meetings = []
        for row in own.itertuples():
            notes = [] if row.capacity == "participant" else [labels["capacity"][row.capacity]]
            notes += [] if row.certainty == "stated" else [row.certainty]
            note = f" ({', '.join(notes).lower()})" if notes else ""
            meetings.append((row.series, f"{row.meeting}{note}"))
        listed = {
            labels["series"][series]: "; ".join(text for key, text in meetings if key == series)
            for series in dict.fromkeys(key for key, _ in meetings)
        }
        rows.append(
            (
                own["name"].iloc[0],
                labels["delegation"][own["delegation"].iloc[0]],
                int((own["capacity"] != "sideline_only").sum()),
                ". ".join(f"{series}: {text}" for series, text in listed.items()),
                own["institution"].iloc[-1],
            )
        )
    columns = ["Official", "Delegation", "Meetings", "Where", "Institution"]
    return pd.DataFrame(rows, columns=columns)


def turnover(table: pd.DataFrame, seated: pd.DataFrame) -> pd.DataFrame:
    """Compare who is named of each delegation at consecutive meetings of a series.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`.
    seated : DataFrame
        From :func:`seats`, of the same reading.

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
    >>> dataset = eucad.load()
    >>> attested = attestations(dataset)
    >>> seated = seats(attested, dataset.delegations, held_meetings(dataset))
    >>> table = turnover(roster(attested), seated).set_index(["end", "delegation"])
    >>> float(table.loc[("hlsd2018", "EU"), "jaccard"])
    0.5
    """
    people = table.groupby(["meeting_id", "delegation"], observed=True)["person_id"].agg(set)
    unknown = seated.set_index(["meeting_id", "delegation"])["state"].isin(SEAT_STATES[2:])
    rows = []
    for series, held in seated.groupby("series", observed=True):
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
        {"known_after": bool, "known": bool, **seated.dtypes[["series", "delegation"]]}
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
    interval = stats.binomtest(count, total).proportion_ci(level, method="exact")
    return count / total, float(interval.low), float(interval.high)


def spells(table: pd.DataFrame, seated: pd.DataFrame) -> pd.DataFrame:
    """Return how many rounds of a series each official kept coming, and what ends the record.

    An official counts as gone when a later meeting names the head of the delegation and the
    official is not among those named. Where no later head is named, the official may have come
    unnamed: the spell is censored. That an official came unnamed behind a named head is not
    allowed for, so those who never led a delegation may have stayed longer.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`; one series or several, each counted on its own.
    seated : DataFrame
        From :func:`seats`, of the same reading.

    Returns
    -------
    DataFrame
        One row an official and series: `person_id`, `series`, `delegation`, `first` (meeting id);
        `seen`, rounds from the first to the last attested meeting (0 if there is one); `gone`,
        rounds from the first to the meeting that shows the official gone (missing if none
        does); `left`, whether one does. The true last meeting lies in ``[seen, gone)``. Gaps in
        between are bridged, and what came before the first attested meeting is not known.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> attested = attestations(dataset)
    >>> seated = seats(attested, dataset.delegations, held_meetings(dataset))
    >>> table = spells(roster(attested), seated).set_index(["person_id", "series"])
    >>> int(table.loc[("hajiyev-vepa", "hlsd"), "seen"])
    1
    """
    order = {
        meeting: number
        for _, held in seated.groupby("series", observed=True)
        for number, meeting in enumerate(held["meeting_id"].unique())
    }
    named = seated[~seated["state"].isin(SEAT_STATES[2:])]
    named = named.assign(number=named["meeting_id"].map(order))
    rows = []
    for (person, series), own in table.groupby(["person_id", "series"], observed=True):
        numbers = own["meeting_id"].map(order)
        delegation = own["delegation"].iloc[0]
        heads = named[(named["series"] == series) & (named["delegation"] == delegation)]["number"]
        later = heads[heads > numbers.max()]
        rows.append(
            {
                "person_id": person,
                "series": series,
                "delegation": delegation,
                "first": own["meeting_id"].iloc[numbers.argmin()],
                "seen": int(numbers.max() - numbers.min()),
                "gone": later.min() - numbers.min() if len(later) else np.nan,
                "left": len(later) > 0,
            }
        )
    columns = ["person_id", "series", "delegation", "first", "seen", "gone", "left"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"delegation": table["delegation"].dtype, "left": bool}
    )


def departure_times(spell: pd.DataFrame, *, late: bool = False) -> pd.Series:
    """Return the round at which each official is taken to be gone, or was last seen if censored.

    Parameters
    ----------
    spell : DataFrame
        From :func:`spells`.
    late : bool
        Whether officials leave as late as the record allows (at the meeting that shows it) or as
        early (at the round after the last attested one).

    Returns
    -------
    Series
        Rounds since the first attested meeting, float. A later departure lifts a survival curve
        until then and lowers it afterwards, as fewer are left at risk: the two curves are bounds
        up to the first round and at most where they have not crossed.

    Examples
    --------
    >>> spell = pd.DataFrame({"seen": [0, 2], "gone": [3, float("nan")], "left": [True, False]})
    >>> departure_times(spell).to_list(), departure_times(spell, late=True).to_list()
    ([1.0, 2.0], [3.0, 2.0])
    """
    gone = spell["gone"] if late else spell["seen"] + 1
    return gone.where(spell["left"], spell["seen"]).astype(float)


def kaplan_meier(time: pd.Series, observed: pd.Series, level: float = LEVEL) -> pd.DataFrame:
    """Estimate a survival curve from times of which some are censored, with scipy.

    Parameters
    ----------
    time : Series
        Time of the event, or of the last observation if there was none. What is censored at a
        time is still at risk at that time.
    observed : Series
        Whether the event was observed.
    level : float
        Pointwise coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a time of an event, and one each for 0 and for the last observation, indexed by
        `time`: `at_risk`, `events`, `survival` (share without the event after that time), and
        `low` and `high` after Greenwood on the log–log scale. Where the curve is at 0 or 1 there
        are no limits.

    Raises
    ------
    ValueError
        If there are no times, a time is missing or negative, or `level` is not between 0 and 1.

    References
    ----------
    Kaplan, E. L., and Meier, P. (1958). Nonparametric estimation from incomplete observations.
    JASA, 53(282). Kalbfleisch, J. D., and Prentice, R. L. (2002). The Statistical Analysis of
    Failure Time Data (2nd ed.), section 1.4. Wiley.

    Examples
    --------
    >>> curve = kaplan_meier(pd.Series([1, 2, 2, 3]), pd.Series([True, True, False, True]))
    >>> curve["survival"].to_list()
    [1.0, 0.75, 0.5, 0.0]
    """
    times, happened = np.asarray(time, dtype=float), np.asarray(observed, dtype=bool)
    if not len(times) or not (times >= 0).all():
        raise ValueError("Survival needs at least one time, and no time missing or below 0.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    data = stats.CensoredData(uncensored=times[happened], right=times[~happened])
    curve = stats.ecdf(data).sf
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        limits = curve.confidence_interval(level, method="log-log")
    points = np.unique([0, *times[happened], times.max()])
    survival = curve.evaluate(points)
    low, high = (
        np.where((survival > 0) & (survival < 1), limit.evaluate(points), np.nan)
        for limit in limits
    )
    return pd.DataFrame(
        {
            "at_risk": [(times >= point).sum() for point in points],
            "events": [(times[happened] == point).sum() for point in points],
            "survival": survival,
            "low": low,
            "high": high,
        },
        index=pd.Index(points, name="time"),
    )


def median_time(curve: pd.DataFrame) -> tuple[float, float, float]:
    """Return the median survival time with its interval.

    Parameters
    ----------
    curve : DataFrame
        From :func:`kaplan_meier`.

    Returns
    -------
    tuple of float
        The first time at which the curve is at one half or below, and the first times at which
        its lower and upper limits are (Brookmeyer and Crowley 1982); infinite where never.

    Examples
    --------
    >>> curve = kaplan_meier(pd.Series([1, 2, 3, 4]), pd.Series([True] * 4))
    >>> median_time(curve)[0]
    2.0
    """

    def crossing(values: pd.Series) -> float:
        # Where the curve has come down to 0 there are no limits: they count as 0 too.
        low_enough = (values <= 0.5) | (curve["survival"] == 0)
        return float(curve.index[low_enough][0]) if low_enough.any() else np.inf

    return crossing(curve["survival"]), crossing(curve["low"]), crossing(curve["high"])

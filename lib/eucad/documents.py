"""Documents, and the independent accounts behind them: who speaks, and who only repeats."""

from __future__ import annotations

import pandas as pd

from eucad.dataset import Dataset

#: Kinds of document that report what a meeting discussed.
AGENDA_TYPES = ("readout", "communique", "press_release", "news_report")


def held_meetings(dataset: Dataset) -> pd.DataFrame:
    """Return the meetings that took place, in order of time.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `meetings` whose status is ``held``, indexed by `meeting_id`, with
        a short `name` such as ``Brussels 2016``.

    Examples
    --------
    >>> import eucad
    >>> held_meetings(eucad.load()).loc[["hlsd2016", "hlsd2020"], "name"].to_list()
    ['Brussels 2016', 'Virtual 2020']
    """
    meetings = dataset.meetings
    held = meetings[meetings["status"] == "held"].sort_values("date_start", kind="stable")
    place = held["city"].fillna("Virtual")
    name = place + " " + held["date_start"].dt.year.astype(str)
    return held.assign(name=name).set_index("meeting_id")


def meetings_by_series(dataset: Dataset) -> pd.DataFrame:
    """Return the held meetings series by series, each in order of time.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `held_meetings` with `group`, the label of the series, and
        `accounts`, the number of independent accounts of the agenda.

    Examples
    --------
    >>> import eucad
    >>> meetings_by_series(eucad.load())["group"].unique().tolist()[0]
    'Security dialogue'
    """
    meetings = held_meetings(dataset)
    accounts = count_accounts(dataset, agenda_documents(dataset)).sum(axis=1)
    group = meetings["series"].map(dataset.labels("meetings", "series")).astype(str)
    order = meetings["series"].cat.codes.sort_values(kind="stable").index
    # The vocabulary names the dialogue first.
    return meetings.assign(group=group, accounts=accounts).loc[order]


def documents_with_voice(dataset: Dataset) -> pd.DataFrame:
    """Return every document with the voice of the account it carries.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `documents` with `voice` (categorical, from `lineages`), `series`
        (categorical, from `meetings`), and `agenda`: whether the document counts
        for what the meeting discussed.

    Examples
    --------
    >>> import eucad
    >>> documents = documents_with_voice(eucad.load()).set_index("document_id")
    >>> documents.loc["hlsd2024-nca", ["publisher_type", "voice"]].to_list()
    ['ca_media', 'tm']
    """
    documents = dataset.documents
    voice = dataset.lineages.set_index("lineage_id")["voice"]
    series = dataset.meetings.set_index("meeting_id")["series"]
    return documents.assign(
        voice=voice.loc[documents["lineage_id"]].array,
        series=series.loc[documents["meeting_id"]].array,
        agenda=(documents["about"] == "meeting") & documents["document_type"].isin(AGENDA_TYPES),
    )


def agenda_documents(dataset: Dataset) -> pd.DataFrame:
    """Return the documents that count for what a meeting discussed.

    Announcements, interviews, bilateral notes and look-backs do not count, nor
    does what was written about the sidelines or about something else.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `documents_with_voice` for which `agenda` is true.

    Examples
    --------
    >>> import eucad
    >>> set(agenda_documents(eucad.load())["about"])
    {'meeting'}
    """
    documents = documents_with_voice(dataset)
    return documents[documents["agenda"]]


def count_by_meeting(dataset: Dataset, documents: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count documents of each held meeting by the values of a categorical column.

    Parameters
    ----------
    dataset : Dataset
    documents : DataFrame
        Documents to count, such as `agenda_documents`.
    column : str
        Categorical column of `documents`, such as ``voice`` or ``language``.

    Returns
    -------
    DataFrame
        Meetings in order of time × values in their own order. A meeting that was
        held and of which there is no such document counts 0 documents; a year
        without a meeting has no row.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> counts = count_by_meeting(dataset, agenda_documents(dataset), "extent")
    >>> list(counts.columns)
    ['full', 'opening']
    """
    counts = pd.crosstab(documents["meeting_id"], documents[column])
    return counts.reindex(
        index=held_meetings(dataset).index,
        columns=documents[column].cat.categories,
        fill_value=0,
    ).rename_axis(index="meeting_id", columns=column)


def count_accounts(dataset: Dataset, documents: pd.DataFrame) -> pd.DataFrame:
    """Count the independent accounts of each held meeting by voice.

    An account is a lineage with at least one of the documents: copies are not
    evidence, so a lineage counts once.

    Parameters
    ----------
    dataset : Dataset
    documents : DataFrame
        Documents to consider, such as `agenda_documents`.

    Returns
    -------
    DataFrame
        Meetings in order of time × voices.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> accounts = count_accounts(dataset, agenda_documents(dataset))
    >>> int(accounts.loc["hlsd2013"].sum())
    1
    """
    return count_by_meeting(dataset, documents.drop_duplicates("lineage_id"), "voice")


def missing_rounds(dataset: Dataset) -> pd.DataFrame:
    """Return the years in which a series that meets yearly had no round.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `meetings` whose status is ``none_found``, indexed by
        `meeting_id`, with the `year` taken from the key.

    Examples
    --------
    >>> import eucad
    >>> missing_rounds(eucad.load())["year"].to_dict()
    {'fmm2014': 2014, 'hlsd2014': 2014}
    """
    meetings = dataset.meetings
    missing = meetings[meetings["status"] == "none_found"]
    year = missing["meeting_id"].str.extract(r"(\d{4})$", expand=False).astype(int)
    return missing.assign(year=year).set_index("meeting_id")


#: What the documents tell of a person in a role, from most to least.
KNOWLEDGE = ("named", "ambiguous", "unnamed")


def heads_of_delegation(dataset: Dataset) -> pd.DataFrame:
    """Tell, for each held meeting and delegation, whether a document names the head.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Meetings in order of time × delegations. ``named``: a document names who
        led the delegation; ``ambiguous``: the only document that does can be read
        as meaning another meeting; ``unnamed``: the delegation is seated, nobody
        is named; missing: no document mentions the delegation.

    Examples
    --------
    >>> import eucad
    >>> heads = heads_of_delegation(eucad.load())
    >>> heads.loc["hlsd2025", ["EU", "UZ", "TM"]].to_list()
    ['named', 'ambiguous', 'named']
    """
    key = ["meeting_id", "delegation", "document_id"]
    home = dataset.people.set_index("person_id")["delegation"]
    people = dataset.participation.assign(
        delegation=lambda frame: home.loc[frame["person_id"]].array,
        ambiguous=lambda frame: frame["certainty"] == "ambiguous",
    )
    ambiguous = people.groupby(key, observed=True)["ambiguous"].all().rename("ambiguous")
    seats = dataset.delegations.join(ambiguous, on=key)
    knowledge = pd.Series("unnamed", index=seats.index)
    knowledge[seats["head_named"]] = "named"
    knowledge[seats["head_named"] & seats["ambiguous"].eq(True)] = "ambiguous"
    # A page filed under one meeting may name people who were, perhaps, at another.
    perhaps = people.loc[people["ambiguous"], key].assign(knowledge="ambiguous")
    return _most_known(
        dataset, pd.concat([seats[key].assign(knowledge=knowledge), perhaps]), "delegation"
    )


def chairs_known(dataset: Dataset) -> pd.Series:
    """Tell, for each held meeting, whether a document names who chaired it.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Series
        Meetings in order of time: ``named``, ``ambiguous`` (the document can be
        read as meaning another meeting) or ``unnamed``. Who only hosted a meeting
        is not taken for its chair.

    Examples
    --------
    >>> import eucad
    >>> chairs_known(eucad.load()).loc[["hlsd2015", "hlsd2017", "hlsd2025"]].to_list()
    ['named', 'unnamed', 'ambiguous']
    """
    key = ["meeting_id", "person_id", "document_id"]
    certainty = dataset.participation.set_index(key)["certainty"]
    chairs = dataset.chairs[dataset.chairs["role"] != "host"].join(certainty, on=key)
    knowledge = chairs["certainty"].eq("ambiguous").map({True: "ambiguous", False: "named"})
    known = _most_known(dataset, chairs.assign(knowledge=knowledge, role="chair"), "role")
    return known["chair"].fillna("unnamed")


def _most_known(dataset: Dataset, statements: pd.DataFrame, column: str) -> pd.DataFrame:
    """Keep the most that any document tells, meetings × values of a column."""
    known = pd.Categorical(statements["knowledge"], KNOWLEDGE, ordered=True)
    most = (
        statements.assign(knowledge=known.codes)
        .groupby(["meeting_id", column], observed=True)["knowledge"]
        .min()
        .unstack()
    )
    names = dict(enumerate(KNOWLEDGE))
    most.columns = most.columns.astype(str)
    return most.reindex(held_meetings(dataset).index).apply(lambda codes: codes.map(names))


def rank_statements(dataset: Dataset) -> pd.DataFrame:
    """Return the ranks that documents state for each delegation at each meeting.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        One row a meeting and delegation of the region or Afghanistan, in order of
        time: `ranks`, the different ranks stated, from high to low (a tuple of
        values), and `disputed`, whether there is more than one. Ranks that are not
        stated, or left open between minister and deputy, are not counted.

    Examples
    --------
    >>> import eucad
    >>> ranks = rank_statements(eucad.load())
    >>> ranks.loc[("fmm2021", "TM"), "ranks"]
    ('minister', 'deputy_minister')
    """
    seats = dataset.delegations
    open_ranks = ("not_stated", "minister_or_deputy_minister")
    # The EU sends several officials of different rank: documents that name another one agree.
    stated = seats[
        ~seats["rank"].isin(open_ranks) & ~seats["delegation"].isin(["EU", "EU-MS", "EIB", "EBRD"])
    ]
    ranks = (
        stated.groupby(["meeting_id", "delegation"], observed=True)["rank"]
        .agg(lambda values: tuple(values.drop_duplicates().sort_values()))
        .to_frame("ranks")
    )
    order = held_meetings(dataset).index
    return ranks.assign(disputed=ranks["ranks"].str.len() > 1).reindex(order, level=0)


def who_led(dataset: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Map what documents tell of the chair and the heads of delegation.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    knowledge : DataFrame
        Held meetings × ``chair`` and the delegations of the dialogue: see
        `chairs_known` and `heads_of_delegation`.
    disputed : DataFrame
        Same shape, boolean: whether documents state different ranks.

    Examples
    --------
    >>> import eucad
    >>> knowledge, disputed = who_led(eucad.load())
    >>> knowledge.shape == disputed.shape
    True
    """
    # Those that can raise a topic: neither member states nor banks sit at the dialogue's table.
    delegations = dataset.codings_final["raised_by"].cat.categories
    heads = heads_of_delegation(dataset).reindex(columns=delegations)
    heads.insert(0, "chair", chairs_known(dataset))
    disputed = rank_statements(dataset)["disputed"].unstack()
    return heads, disputed.reindex(index=heads.index, columns=heads.columns).eq(True)


def spread(dataset: Dataset, documents: pd.DataFrame) -> pd.DataFrame:
    """Count documents by voice, language and extent together.

    Parameters
    ----------
    dataset : Dataset
    documents : DataFrame
        Documents with their voice, such as `documents_with_voice`.

    Returns
    -------
    DataFrame
        Voices × (extent, language), with the labels of the values; combinations
        that do not occur anywhere are left out.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> int(spread(dataset, documents_with_voice(dataset)).to_numpy().sum())
    270
    """
    tables = {"voice": "lineages", "extent": "documents", "language": "documents"}
    named = {
        column.capitalize(): documents[column].cat.rename_categories(dataset.labels(table, column))
        for column, table in tables.items()
    }
    return pd.crosstab(named["Voice"], [named["Extent"], named["Language"]])


def copies_by_voice(dataset: Dataset) -> pd.DataFrame:
    """Count documents, and the independent accounts they carry, by voice.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Voices in their own order: `label`, `documents`, `accounts`, and `largest`,
        the number of documents that carry the most copied account.

    Examples
    --------
    >>> import eucad
    >>> copies = copies_by_voice(eucad.load())
    >>> bool((copies["documents"] >= copies["accounts"]).all())
    True
    """
    counts = dataset.lineages.groupby("voice", observed=False)["documents"].agg(
        documents="sum", accounts="size", largest="max"
    )
    labels = pd.Series(dataset.labels("lineages", "voice"))
    counts.insert(0, "label", labels.loc[counts.index].to_list())
    return counts


def largest_lineages(dataset: Dataset, number: int) -> pd.DataFrame:
    """Return the accounts that most documents carry.

    Parameters
    ----------
    dataset : Dataset
    number : int
        How many.

    Returns
    -------
    DataFrame
        Indexed by `Account`, from the most copied on: `Meeting`, `Voice`,
        `Documents`, and how many of them were put there on which basis.

    Examples
    --------
    >>> import eucad
    >>> list(largest_lineages(eucad.load(), 3).columns[:3])
    ['Meeting', 'Voice', 'Documents']
    """
    order = ["documents", "lineage_id"]
    largest = dataset.lineages.sort_values(order, ascending=[False, True]).head(number)
    labels = dataset.labels("documents", "lineage_basis")
    basis = dataset.documents["lineage_basis"].cat.rename_categories(labels)
    bases = pd.crosstab(dataset.documents["lineage_id"], basis)
    table = pd.DataFrame(
        {
            "Account": largest["lineage_id"],
            "Meeting": held_meetings(dataset)["name"].loc[largest["meeting_id"]].to_list(),
            "Voice": largest["voice"].cat.rename_categories(dataset.labels("lineages", "voice")),
            "Documents": largest["documents"],
        }
    ).set_index("Account")
    return table.join(bases)


def borrowed_wording(dataset: Dataset) -> pd.DataFrame:
    """Return the accounts whose wording follows an account of an earlier meeting.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Indexed by `Account`: its `Voice`, and the account it `Follows` with that
        one's voice.

    Examples
    --------
    >>> import eucad
    >>> borrowed_wording(eucad.load())["Follows"].to_dict()
    {'hlsd2016-tm-embassy': 'hlsd2015-eeas'}
    """
    labels = dataset.labels("lineages", "voice")
    voice = dataset.lineages.set_index("lineage_id")["voice"].map(labels).astype(str)
    borrowed = dataset.lineages.dropna(subset="template_lineage_id")
    return pd.DataFrame(
        {
            "Account": borrowed["lineage_id"],
            "Voice": voice.loc[borrowed["lineage_id"]].to_list(),
            "Follows": borrowed["template_lineage_id"],
            "Voice of that": voice.loc[borrowed["template_lineage_id"]].to_list(),
        }
    ).set_index("Account")

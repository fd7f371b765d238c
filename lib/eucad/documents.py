"""Documents, and the independent accounts behind them: who speaks, and who only repeats."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

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


def borrowed_lineages(dataset: Dataset) -> list[str]:
    """List the accounts that borrow their wording from an account of another meeting.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    list of str
        Lineages, for the argument `exclude_lineages` of `topics.incidence`.

    Examples
    --------
    >>> import eucad
    >>> borrowed_lineages(eucad.load())
    ['hlsd2016-tm-embassy']
    """
    lineages = dataset.lineages
    return lineages.loc[lineages["template_lineage_id"].notna(), "lineage_id"].to_list()


#: Voices of the capitals of Central Asia, which are one side of the table.
CAPITALS = ("kz", "kg", "tj", "tm", "uz")

#: Sides of the table, and who else reports: every voice but those of the capitals is its own side.
SIDES = {"eu": "EU", "capitals": "Capitals", "joint": "Joint", "newsroom": "Newsroom", "ngo": "NGO"}

#: Scripts of languages that are not usually written in Latin letters, for documents of which no
#: term shows the script.
SCRIPTS = {
    "ru": "Cyrillic",
    "kk": "Cyrillic",
    "tg": "Cyrillic",
    "uk": "Cyrillic",
    "ar": "Arabic",
    "fa": "Arabic",
    "prs": "Arabic",
    "zh": "Cjk",
}

#: Scripts in which a page was visible about half as far as in Latin letters.
HALF_VISIBLE = ("Cyrillic", "Arabic")


def side_of(voices: Iterable[str]) -> pd.Categorical:
    """Say to which side each voice belongs.

    Parameters
    ----------
    voices : iterable of str

    Returns
    -------
    Categorical
        Keys of `SIDES`, in their order.

    Raises
    ------
    ValueError
        If a voice has no side.

    Examples
    --------
    >>> list(side_of(["kz", "eu", "newsroom"]))
    ['capitals', 'eu', 'newsroom']
    """
    sides = ["capitals" if voice in CAPITALS else voice for voice in voices]
    unknown = set(sides) - SIDES.keys()
    if unknown:
        raise ValueError(f"Add a side for {', '.join(map(str, unknown))} to documents.SIDES.")
    return pd.Categorical(sides, categories=list(SIDES))


def script_of(text: str) -> str | None:
    """Return the script of most letters of a text, as Unicode names it.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        Such as ``Latin``, ``Cyrillic``, ``Arabic`` or ``Cjk``; the first of equals; None if there
        is no letter.

    Examples
    --------
    >>> script_of("БОМКА (BOMCA), CADAP"), script_of("2025")
    ('Latin', None)
    """
    scripts = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            scripts[unicodedata.name(letter).split()[0].title()] += times
    return max(scripts, key=scripts.get) if scripts else None


def visible_part(dataset: Dataset) -> pd.DataFrame:
    """Measure how far the agenda documents were visible.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Agenda documents with their voice, and `script` (that of the coded terms, or
        of the language where nothing was coded), `half_visible` (whether pages in
        that script were visible about half as far as others) and `reach`: the last
        paragraph in which either coder found a topic, or a person or programme is
        recorded. A document was visible at least so far; the reach of one with no
        such record is missing.

    Examples
    --------
    >>> import eucad
    >>> part = visible_part(eucad.load()).set_index("document_id")
    >>> part.loc["hlsd2015-interfax-ru", ["script", "extent"]].to_list()
    ['Cyrillic', 'opening']
    """
    documents = agenda_documents(dataset).set_index("document_id", drop=False)
    terms = dataset.codings.groupby("document_id")["term"].agg(" ".join)
    usual = documents["language"].astype(str).map(SCRIPTS).fillna("Latin")
    script = terms.map(script_of).reindex(documents.index).fillna(usual)
    evidence = pd.concat([dataset.codings, dataset.programme_mentions, dataset.participation])
    last = evidence.groupby("document_id")["paragraph"].max()
    return documents.assign(
        script=script,
        half_visible=script.isin(HALF_VISIBLE),
        reach=last.reindex(documents.index).astype("Int64"),
    ).reset_index(drop=True)


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
        How many; those as large as the last of them come too.

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
    largest = dataset.lineages.sort_values("lineage_id").nlargest(number, "documents", keep="all")
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

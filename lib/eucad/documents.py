"""Documents, and the independent accounts behind them: who speaks, and who only repeats."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from eucad.dataset import Dataset, once
from eucad.meetings import held_meetings

#: Kinds of document that report what a meeting discussed.
AGENDA_TYPES = ("readout", "communique", "press_release", "news_report")


@once
def documents_with_voice(dataset: Dataset) -> pd.DataFrame:
    """Return every document with the voice of the account it carries.

    Returns
    -------
    DataFrame
        Rows of `documents` with `voice` and `series` (categorical), and `agenda`: whether the
        document counts for what the meeting discussed.

    Examples
    --------
    >>> import eucad
    >>> documents = documents_with_voice(eucad.load()).set_index("document_id")
    >>> documents.loc["hlsd2024-nca", ["publisher_type", "voice"]].to_list()
    ['ca_media', 'tm']
    """
    documents = dataset.documents
    return documents.assign(
        voice=_look_up(documents["lineage_id"], dataset.lineages, "voice"),
        series=_look_up(documents["meeting_id"], dataset.meetings, "series"),
        agenda=(documents["about"] == "meeting") & documents["document_type"].isin(AGENDA_TYPES),
    )


def _look_up(keys: pd.Series, table: pd.DataFrame, column: str) -> pd.api.extensions.ExtensionArray:
    """Give what a table says of each key; all keys are known."""
    return table[column].array.take(pd.Index(table[keys.name]).get_indexer(keys))


@once
def agenda_documents(dataset: Dataset) -> pd.DataFrame:
    """Return the documents that count for what a meeting discussed, as from `documents_with_voice`.

    Announcements, interviews, bilateral notes and look-backs do not count, nor does what was
    written about the sidelines or about something else.

    Examples
    --------
    >>> import eucad
    >>> set(agenda_documents(eucad.load())["about"])
    {'meeting'}
    """
    documents = documents_with_voice(dataset)
    return documents[documents["agenda"]]


@once
def borrowings_from_earlier(dataset: Dataset) -> pd.DataFrame:
    """Return the borrowings whose template is an account of another, earlier meeting.

    Examples
    --------
    >>> import eucad
    >>> "hlsd2016-tm-embassy" in borrowings_from_earlier(eucad.load())["lineage_id"].to_list()
    True
    """
    pairs = dataset.borrowings
    meeting = dict(zip(dataset.lineages["lineage_id"], dataset.lineages["meeting_id"], strict=True))
    return pairs[pairs["lineage_id"].map(meeting) != pairs["template_lineage_id"].map(meeting)]


def borrowed_accounts(dataset: Dataset) -> list[str]:
    """List the accounts that follow an account of an earlier meeting from beginning to end.

    Examples
    --------
    >>> import eucad
    >>> borrowed_accounts(eucad.load())
    ['hlsd2016-tm-embassy']
    """
    borrowed = borrowings_from_earlier(dataset)
    return sorted(borrowed.loc[borrowed["amount"] == "whole_text", "lineage_id"].unique())


def borrowed_mentions(dataset: Dataset) -> pd.MultiIndex:
    """Return the mentions that stand only in wording firmly borrowed from an earlier meeting.

    That an account repeats a sentence of another year is weak evidence that its topic was
    discussed: an analysis may treat these cells as saying nothing. What two accounts of one meeting
    share is not among them, for one of the two said it of that meeting.

    Returns
    -------
    MultiIndex
        `lineage_id` and `topic_id` of each mention, sorted.

    Examples
    --------
    >>> import eucad
    >>> borrowed = borrowed_mentions(eucad.load())
    >>> ("hlsd2016-tm-embassy", "cbrn") in borrowed, ("hlsd2024-eeas", "cyber") in borrowed
    (True, False)
    """
    keys = ["lineage_id", "template_lineage_id"]
    pairs = borrowings_from_earlier(dataset)
    firm = set(pairs.loc[pairs["certainty"] == "firm", keys].itertuples(index=False, name=None))
    topics = dataset.borrowing_topics
    only = topics.loc[topics["wording"] == "only", [*keys, "topic_id"]]
    cells = {(row[0], row[2]) for row in only.itertuples(index=False, name=None) if row[:2] in firm}
    return pd.MultiIndex.from_tuples(sorted(cells), names=["lineage_id", "topic_id"])


#: Voices of the capitals of Central Asia, which are one side of the table.
CAPITALS = ("kz", "kg", "tj", "tm", "uz")

#: Sides of the table, and who else reports: every voice but those of the capitals is its own side.
SIDE_NAMES = {
    "eu": "EU",
    "capitals": "Capitals",
    "joint": "Joint",
    "newsroom": "Newsroom",
    "ngo": "NGO",
}

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
    """Say to which side each voice belongs: keys of `SIDE_NAMES`, in their order.

    Raises
    ------
    ValueError
        If a voice has no side.

    Examples
    --------
    >>> list(side_of(["kz", "eu", "newsroom"]))
    ['capitals', 'eu', 'newsroom']
    """
    codes, known = pd.factorize(np.asarray(voices, dtype=object))
    sides = ["capitals" if voice in CAPITALS else voice for voice in known]
    unknown = set(sides) - SIDE_NAMES.keys()
    if unknown:
        raise ValueError(f"Add a side for {', '.join(map(str, unknown))} to documents.SIDE_NAMES.")
    place = np.array([*map(list(SIDE_NAMES).index, sides)], dtype="int8")
    return pd.Categorical.from_codes(place[codes], list(SIDE_NAMES))


def _script_of(text: str) -> str | None:
    """Return the script of most letters, as Unicode names it; None if there is no letter."""
    scripts = Counter(map(_script_of_letter, filter(str.isalpha, text)))
    return max(scripts, key=scripts.get) if scripts else None


@cache
def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter).split()[0].title()


@once
def visible_part(dataset: Dataset) -> pd.DataFrame:
    """Say of the agenda documents whose script was visible about half as far as others.

    Returns
    -------
    DataFrame
        Agenda documents with their voice, `script` (that of the coded terms, or of the language
        where nothing was coded) and `half_visible`.

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
    script = terms.map(_script_of).reindex(documents.index).fillna(usual)
    documents = documents.assign(script=script, half_visible=script.isin(HALF_VISIBLE))
    return documents.reset_index(drop=True)


def count_accounts(dataset: Dataset, documents: pd.DataFrame) -> pd.DataFrame:
    """Count the accounts among documents by held meeting and voice, however often each was copied.

    Returns
    -------
    DataFrame
        Meetings in order of time × voices in their own order. A meeting of which there is no such
        document has 0 accounts; a year without a meeting has no row.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> accounts = count_accounts(dataset, agenda_documents(dataset))
    >>> int(accounts.loc["hlsd2013"].sum())
    1
    """
    accounts = documents.drop_duplicates("lineage_id")
    counts = pd.crosstab(accounts["meeting_id"], accounts["voice"])
    meetings, voices = held_meetings(dataset).index, documents["voice"].cat.categories
    return counts.reindex(index=meetings, columns=voices, fill_value=0)

"""What is known of each meeting, from whom, and what no document tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.attendance import chairs_known, find_attestations, regular_seats, seats, who_led
from eucad.coverage.reliability import (
    count_adjudications,
    disagreements,
    measure_presence,
    measure_values,
)
from eucad.dataset import Dataset
from eucad.documents import (
    CAPITALS,
    agenda_documents,
    count_accounts,
    count_by_meeting,
    documents_with_voice,
)
from eucad.meetings import DIALOGUE, held_meetings, missing_rounds
from eucad.stats import LEVEL


@dataclass(frozen=True)
class Holdings:
    """How much the dataset holds.

    Attributes
    ----------
    meetings, rounds : int
        Meetings held, of all series and of the dialogue.
    first_year, last_year : int
    missing_years : list of int
        Years in which a yearly series has no round that a document shows.
    documents, languages, accounts, topics, codings, officials : int
    """

    meetings: int
    rounds: int
    first_year: int
    last_year: int
    missing_years: list[int]
    documents: int
    languages: int
    accounts: int
    topics: int
    codings: int
    officials: int


def count_holdings(dataset: Dataset) -> Holdings:
    """Count what the dataset holds.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Holdings

    Examples
    --------
    >>> import eucad
    >>> held = count_holdings(eucad.load())
    >>> held.accounts < held.documents
    True
    """
    meetings = held_meetings(dataset)
    years = meetings["date_start"].dt.year
    return Holdings(
        meetings=len(meetings),
        rounds=int((meetings["series"] == DIALOGUE).sum()),
        first_year=int(years.min()),
        last_year=int(years.max()),
        missing_years=sorted(set(missing_rounds(dataset)["year"])),
        documents=len(dataset.documents),
        languages=dataset.documents["language"].nunique(),
        accounts=len(dataset.lineages),
        topics=len(dataset.topics),
        codings=len(dataset.codings_final),
        officials=len(dataset.people),
    )


def meetings_by_series(dataset: Dataset) -> pd.DataFrame:
    """Return the held meetings series by series, each in order of time.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of :func:`eucad.meetings.held_meetings` with `documents` and `accounts`: how many
        documents are known of the meeting, and how many independent accounts of its agenda.

    Examples
    --------
    >>> import eucad
    >>> meetings_by_series(eucad.load())["series"].unique().tolist()[0]
    'hlsd'
    """
    meetings = held_meetings(dataset)
    accounts = count_accounts(dataset, agenda_documents(dataset)).sum(axis=1)
    documents = dataset.documents["meeting_id"].value_counts()
    counts = meetings.assign(
        documents=documents.reindex(meetings.index, fill_value=0), accounts=accounts
    )
    # The vocabulary names the dialogue first.
    return counts.loc[meetings["series"].cat.codes.sort_values(kind="stable").index]


def document_counts(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Count the documents of each held meeting by voice, by language and by extent.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    dict of str to DataFrame
        ``voice``, ``language`` and ``extent``: meetings × values, as from
        :func:`eucad.documents.count_by_meeting`.

    Examples
    --------
    >>> import eucad
    >>> counts = document_counts(eucad.load())
    >>> bool((counts["voice"].sum(axis=1) == counts["extent"].sum(axis=1)).all())
    True
    """
    known = documents_with_voice(dataset)
    return {
        column: count_by_meeting(dataset, known, column)
        for column in ("voice", "language", "extent")
    }


def summarise_voices(dataset: Dataset) -> pd.DataFrame:
    """Summarise by voice what its documents are like.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Voices in their own order: `documents`; `accounts`, the independent accounts that they
        carry; `full`, how many were visible to their end; `english`, how many are in English;
        `others`, the other languages, most frequent first.

    Examples
    --------
    >>> import eucad
    >>> voices = summarise_voices(eucad.load())
    >>> bool((voices["documents"] >= voices["accounts"]).all())
    True
    """
    documents = documents_with_voice(dataset)
    documents["language"] = documents["language"].astype(str)
    by_voice = documents.groupby("voice", observed=False)
    return pd.DataFrame(
        {
            "documents": by_voice.size(),
            "accounts": by_voice["lineage_id"].nunique(),
            "full": by_voice["extent"].agg(lambda extent: (extent == "full").sum()),
            "english": by_voice["language"].agg(lambda language: (language == "en").sum()),
            "others": by_voice["language"].agg(
                lambda language: list(language[language != "en"].value_counts().index)
            ),
        }
    )


@dataclass(frozen=True)
class Copies:
    """How many documents add no account of their own.

    Attributes
    ----------
    documents, accounts : int
    second_hand : int
        Documents that reprint or paraphrase an account, whether it was found itself or not.
    capital : str
        The voice of a capital whose accounts are repeated most.
    most : int
        Documents that carry the most copied account.
    most_copied : list of str
        The accounts that so many documents carry.
    """

    documents: int
    accounts: int
    second_hand: int
    capital: str
    most: int
    most_copied: list[str]


def count_copies(dataset: Dataset) -> Copies:
    """Count the documents that only repeat an account.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Copies

    Examples
    --------
    >>> import eucad
    >>> copies = count_copies(eucad.load())
    >>> copies.documents - copies.accounts < copies.second_hand
    True
    """
    voices = summarise_voices(dataset)
    repeated = (voices["documents"] / voices["accounts"]).loc[list(CAPITALS)]
    sizes = dataset.documents["lineage_id"].value_counts()
    return Copies(
        documents=len(dataset.documents),
        accounts=len(sizes),
        second_hand=int(dataset.documents["lineage_basis"].ne("own").sum()),
        capital=str(repeated.idxmax()),
        most=int(sizes.max()),
        most_copied=sorted(sizes.index[sizes == sizes.max()]),
    )


def most_copied_accounts(dataset: Dataset, number: int) -> pd.DataFrame:
    """Return the accounts that most documents carry.

    Parameters
    ----------
    dataset : Dataset
    number : int
        How many; those as large as the last of them come too.

    Returns
    -------
    DataFrame
        Indexed by `account_id`, from the most copied on: `meeting_id`, `voice`, `documents`, and
        one column a basis: how many of the documents were put there on which grounds.

    Examples
    --------
    >>> import eucad
    >>> most_copied_accounts(eucad.load(), 3).columns.to_list()[:3]
    ['meeting_id', 'voice', 'documents']
    """
    bases = pd.crosstab(dataset.documents["lineage_id"], dataset.documents["lineage_basis"])
    accounts = dataset.lineages.set_index("lineage_id")[["meeting_id", "voice"]].sort_index()
    accounts["documents"] = bases.sum(axis=1)
    largest = accounts.nlargest(number, "documents", keep="all")
    return largest.join(bases).rename_axis("account_id")


def borrowed_accounts(dataset: Dataset) -> pd.DataFrame:
    """Return the accounts that follow another account from beginning to end.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Indexed by `account_id`: its `voice`, the account that it `follows`, and that one's voice,
        `followed_voice`.

    Examples
    --------
    >>> import eucad
    >>> borrowed_accounts(eucad.load())["follows"].to_dict()
    {'hlsd2016-tm-embassy': 'hlsd2015-eeas'}
    """
    voice = dataset.lineages.set_index("lineage_id")["voice"]
    pairs = dataset.borrowings[dataset.borrowings["amount"] == "whole_text"]
    account, follows = pairs["lineage_id"], pairs["template_lineage_id"]
    return pd.DataFrame(
        {
            "voice": voice.loc[account].array,
            "follows": follows.array,
            "followed_voice": voice.loc[follows].array,
        },
        index=pd.Index(account, name="account_id"),
    )


@dataclass(frozen=True)
class Gaps:
    """What no document tells of a series.

    Attributes
    ----------
    meetings : int
    delegations : int
        Those that are expected at every meeting.
    seats : Series of int
        Number of seats by state, as of :data:`eucad.attendance.SEAT_STATES`.
    chairs : Series of int
        Number of meetings by what is known of the chair.
    """

    meetings: int
    delegations: int
    seats: pd.Series
    chairs: pd.Series


def count_gaps(dataset: Dataset, series: str) -> Gaps:
    """Count the seats and chairs of a series of which documents tell nothing.

    Parameters
    ----------
    dataset : Dataset
    series : str
        Such as ``hlsd``.

    Returns
    -------
    Gaps

    Raises
    ------
    ValueError
        If the series does not occur.

    Examples
    --------
    >>> import eucad
    >>> gaps = count_gaps(eucad.load(), "hlsd")
    >>> gaps.delegations
    6
    """
    meetings = _meetings_of(dataset, series)
    table = seats(dataset, find_attestations(dataset))
    regular = regular_seats(table[table["series"] == series])
    return Gaps(
        meetings=len(meetings),
        delegations=regular["delegation"].nunique(),
        seats=regular["state"].value_counts(sort=False),
        chairs=chairs_known(dataset).loc[meetings.index].value_counts(),
    )


def _meetings_of(dataset: Dataset, series: str) -> pd.DataFrame:
    meetings = held_meetings(dataset)
    of_series = meetings[meetings["series"] == series]
    if of_series.empty:
        known = ", ".join(map(repr, meetings["series"].unique()))
        raise ValueError(f"series is {series!r}; choose one of {known}.")
    return of_series


@dataclass(frozen=True)
class Study:
    """All that notebook 01 shows.

    Attributes
    ----------
    series : str
        The series of meetings that the answer is about.
    names, languages : mapping
        Names of keys, and of languages.
    meetings : DataFrame
        From :func:`meetings_by_series`.
    documents : dict of str to DataFrame
        From :func:`document_counts`.
    accounts : DataFrame
        Independent accounts of the agenda: meetings of the series × voices.
    openings : float
        Share of all documents of which only the opening was visible.
    voices : DataFrame
        From :func:`summarise_voices`.
    copies : Copies
    copied, borrowed : DataFrame
        From :func:`most_copied_accounts` and :func:`borrowed_accounts`.
    presence, values : DataFrame
        From :func:`eucad.coverage.reliability.measure_presence` and
        :func:`eucad.coverage.reliability.measure_values`.
    family_of : Series
        The family of each topic.
    adjudicated, reasons : DataFrame
        From :func:`eucad.coverage.reliability.count_adjudications`; and how often each rule kept a
        topic or dropped it.
    adjudicated_in_all : Series of int
        The sums of the former, over all topics.
    single : int
        Codings that stand on one coder alone, as the other could not see the document.
    gaps : Gaps
    knowledge, disputed : DataFrame
        From :func:`eucad.attendance.who_led`.
    notes : Series
        What the curators note of each meeting of the series.
    """

    series: str
    names: Mapping[str, str]
    languages: Mapping[str, str]
    meetings: pd.DataFrame
    documents: dict[str, pd.DataFrame]
    accounts: pd.DataFrame
    openings: float
    voices: pd.DataFrame
    copies: Copies
    copied: pd.DataFrame
    borrowed: pd.DataFrame
    presence: pd.DataFrame
    values: pd.DataFrame
    family_of: pd.Series
    adjudicated: pd.DataFrame
    reasons: pd.DataFrame
    adjudicated_in_all: pd.Series
    single: int
    gaps: Gaps
    knowledge: pd.DataFrame
    disputed: pd.DataFrame
    notes: pd.Series


def study(
    dataset: Dataset, *, series: str = DIALOGUE, level: float = LEVEL, longest: int = 10
) -> Study:
    """Measure what is known, from whom, how reliably, and what is missing.

    Parameters
    ----------
    dataset : Dataset
    series : str
        The series of meetings that the answer is about.
    level : float
        Coverage of the intervals.
    longest : int
        Number of rows of the longest tables.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If the series does not occur, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), level=0.9)
    >>> found.names[found.series], found.presence["level"].unique().tolist()
    ('Security dialogue', [0.9])
    """
    of_series = _meetings_of(dataset, series).index
    adjudicated, cases = count_adjudications(dataset), disagreements(dataset)
    reasons = pd.crosstab(cases["reason"], cases["kept"]).rename(
        columns={True: "kept", False: "dropped"}
    )
    reasons = reasons.sort_values(["kept", "dropped"], ascending=False, kind="stable")
    knowledge, disputed = who_led(dataset)
    meetings = dataset.meetings[dataset.meetings["series"] == series].set_index("meeting_id")
    return Study(
        series=series,
        names=dataset.names,
        languages=dataset.languages,
        meetings=meetings_by_series(dataset),
        documents=document_counts(dataset),
        accounts=count_accounts(dataset, agenda_documents(dataset)).loc[of_series],
        openings=float((dataset.documents["extent"] == "opening").mean()),
        voices=summarise_voices(dataset),
        copies=count_copies(dataset),
        copied=most_copied_accounts(dataset, longest),
        borrowed=borrowed_accounts(dataset),
        presence=measure_presence(dataset, level=level),
        values=measure_values(dataset, level=level),
        family_of=dataset.topics.set_index("topic_id")["family"],
        adjudicated=adjudicated.head(longest),
        reasons=reasons.head(longest),
        adjudicated_in_all=adjudicated.sum(),
        single=int((dataset.codings_final["decided"] == "single").sum()),
        gaps=count_gaps(dataset, series),
        knowledge=knowledge,
        disputed=disputed,
        notes=meetings["note"].dropna(),
    )

"""What is known of each meeting, from whom, and what no document tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.attendance import chairs_known, who_led
from eucad.coverage.copies import (
    Borrowed,
    find_borrowed,
    most_copied_accounts,
    summarise_voices,
)
from eucad.coverage.reliability import (
    count_adjudications,
    disagreements,
    measure_presence,
    measure_values,
)
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known, require_whole
from eucad.documents import CAPITALS, agenda_documents, count_accounts
from eucad.meetings import DIALOGUE, held_meetings, missing_rounds
from eucad.stats import LEVEL


def meetings_by_series(dataset: Dataset) -> pd.DataFrame:
    """Return the held meetings series by series, each in order of time.

    Returns
    -------
    DataFrame
        Rows of :func:`eucad.meetings.held_meetings` with `documents`, `full` and `languages`: how
        many documents are known of the meeting, how many of them were visible to their end, and
        in how many languages; and `accounts`, the independent accounts of its agenda.

    Examples
    --------
    >>> import eucad
    >>> meetings_by_series(eucad.load())["series"].unique().tolist()[0]
    'hlsd'
    """
    meetings = held_meetings(dataset)
    accounts = count_accounts(dataset, agenda_documents(dataset)).sum(axis=1)
    known = dataset.documents.groupby("meeting_id")
    counts = pd.DataFrame(
        {
            "documents": known.size(),
            "full": known["extent"].agg(lambda extent: (extent == "full").sum()),
            "languages": known["language"].nunique(),
        }
    )
    meetings = meetings.join(counts.reindex(meetings.index, fill_value=0)).assign(accounts=accounts)
    # The vocabulary names the dialogue first.
    return meetings.loc[meetings["series"].cat.codes.sort_values(kind="stable").index]


@dataclass(frozen=True)
class Study:
    """All that notebook 01 shows."""

    series: str  #: The series of meetings that the answer is about.
    #: Names of keys, and of languages.
    names: Mapping[str, str]
    languages: Mapping[str, str]
    meetings: pd.DataFrame  #: From :func:`meetings_by_series`.
    missing: pd.DataFrame  #: From :func:`eucad.meetings.missing_rounds`.
    events: pd.DataFrame  #: What happened around the meetings.
    #: Independent accounts of the agenda: voices × meetings of the series, in order of time. A
    #: meeting without an account is a column of zeros: it was held.
    accounts: pd.DataFrame
    complete: pd.DataFrame  #: As many of them as were visible to their end.
    voices: pd.DataFrame  #: From :func:`eucad.coverage.copies.summarise_voices`.
    second_hand: int  #: Documents that reprint or paraphrase an account, found itself or not.
    most_repeated: str | None  #: The capital whose accounts are repeated most, if any is.
    copied: pd.DataFrame  #: From :func:`eucad.coverage.copies.most_copied_accounts`.
    borrowed: Borrowed
    #: From :func:`eucad.coverage.reliability.measure_presence` and
    #: :func:`eucad.coverage.reliability.measure_values`.
    presence: pd.DataFrame
    values: pd.DataFrame
    family_of: pd.Series  #: The family of each topic.
    #: From :func:`eucad.coverage.reliability.count_adjudications`; and how often each rule kept a
    #: topic or dropped it.
    adjudicated: pd.DataFrame
    reasons: pd.DataFrame
    adjudicated_in_all: pd.Series  #: The sums of the former, over all topics.
    single: int  #: Codings that stand on one coder alone, as the other could not see the document.
    chairs: pd.Series  #: Meetings of the series by what is known of the chair.
    #: From :func:`eucad.attendance.who_led`.
    knowledge: pd.DataFrame
    disputed: pd.DataFrame
    notes: pd.Series  #: What the curators note of each meeting of the series.


def study(
    dataset: Dataset, *, series: str = DIALOGUE, level: float = LEVEL, longest: int = 10
) -> Study:
    """Measure what is known, from whom, how reliably, and what is missing.

    Parameters
    ----------
    series : str
        The series of meetings that the answer is about.
    longest : int
        Number of rows of the longest tables.

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
    require_whole("longest", longest)
    held = held_meetings(dataset)
    known = held["series"].unique()
    require_known("series", [series], known, "dataset.meetings", dataset.names)
    voices = summarise_voices(dataset)
    repeated = (voices["documents"] / voices["accounts"]).loc[list(CAPITALS)]
    adjudicated, cases = count_adjudications(dataset), disagreements(dataset)
    reasons = pd.crosstab(cases["reason"], cases["kept"]).reindex(columns=[True, False])
    reasons = reasons.fillna(0).astype(int).set_axis(["kept", "dropped"], axis=1)
    reasons = reasons.sort_values(["kept", "dropped"], ascending=False, kind="stable")
    knowledge, disputed = who_led(dataset)
    meetings = dataset.meetings[dataset.meetings["series"] == series].set_index("meeting_id")
    index = account_topic_matrix(dataset, series=[series]).index.to_frame(index=False)
    complete = index.groupby(["voice", "meeting_id"], observed=False)["complete"]
    return Study(
        series=series,
        names=dataset.names,
        languages=dataset.languages,
        meetings=meetings_by_series(dataset),
        missing=missing_rounds(dataset),
        events=dataset.events,
        accounts=complete.size().unstack(),
        complete=complete.sum().astype(int).unstack(),
        voices=voices,
        second_hand=int(dataset.documents["lineage_basis"].ne("own").sum()),
        most_repeated=str(repeated.idxmax()) if (repeated > 1).any() else None,
        copied=most_copied_accounts(dataset, longest),
        borrowed=find_borrowed(dataset),
        presence=measure_presence(dataset, level=level),
        values=measure_values(dataset, level=level),
        family_of=dataset.topics.set_index("topic_id")["family"],
        adjudicated=adjudicated.head(longest),
        reasons=reasons.head(longest),
        adjudicated_in_all=adjudicated.sum(),
        single=int((dataset.codings_final["decided"] == "single").sum()),
        chairs=chairs_known(dataset)[held["series"] == series].value_counts(),
        knowledge=knowledge,
        disputed=disputed,
        notes=meetings["note"].dropna(),
    )

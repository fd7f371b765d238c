"""The answers to the three questions, on one page, each with how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from scipy.stats import binomtest

from eucad.officials import SEAT_STATES
from eucad.readings.shift import describe, verdict
from eucad.readings.words import bullets, counted, interval, labels_of, listing
from eucad.shift import Evidence


@dataclass(frozen=True)
class Answer:
    """An answer in a sentence, what it rests on, and how sure it is.

    Attributes
    ----------
    question, answer : str
        In a sentence each.
    evidence : dict of str to str
        Findings by what they are about.
    sure : str
        How sure the answer is, and what could change it.
    more : str
        Link to the notebook that shows the work.

    Examples
    --------
    >>> Answer("Did it rain?", "Twice.", {"When": "On Monday.", "How": "Hard."}, "Very.", "").sure
    'Very.'
    """

    question: str
    answer: str
    evidence: dict[str, str]
    sure: str
    more: str


def in_short(answers: Iterable[Answer]) -> str:
    """Set answers under one another, each with its evidence and how sure it is.

    Parameters
    ----------
    answers : iterable of Answer

    Returns
    -------
    str
        Markdown, with a heading of the third level for each question.

    Examples
    --------
    >>> rain = Answer("Did it rain?", "Twice.", {"When": "Monday."}, "Very.", "[Sky](sky.ipynb)")
    >>> print(in_short([rain]))
    ### Did it rain?
    <BLANKLINE>
    **Twice.**
    <BLANKLINE>
    - *When:* Monday.
    - *How sure:* Very.
    - *Read on:* [Sky](sky.ipynb)
    """
    return "\n\n".join(
        f"### {each.question}\n\n**{each.answer}**\n\n"
        + bullets(
            *(f"*{about}:* {finding}" for about, finding in each.evidence.items()),
            f"*How sure:* {each.sure}",
            f"*Read on:* {each.more}",
        )
        for each in answers
    )


def topics(
    spans: pd.DataFrame,
    uncopied: pd.DataFrame,
    codebook: pd.DataFrame,
    names: pd.Series,
    at_most: float = 0.05,
) -> Answer:
    """Answer how the topics evolved.

    Parameters
    ----------
    spans : DataFrame
        From :func:`eucad.topics.spans`.
    uncopied : DataFrame
        The same without the accounts that borrow their wording from another meeting.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    names : Series
        Short name of each meeting.
    at_most : float
        Largest probability that a silence is as long by chance.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import eucad
    >>> from eucad.documents import held_meetings
    >>> from eucad.topics import incidence, spans, visible_to_end
    >>> dataset = eucad.load()
    >>> found = spans(incidence(dataset), visible_to_end(dataset))
    >>> codebook = dataset.topics.set_index("topic_id")
    >>> topics(found, found, codebook, held_meetings(dataset)["name"]).evidence["Stayed"]
    'Drug trafficking, Terrorism, Extremism and Afghanistan.'
    """
    stayed, came, left = _stayed(spans), _came(spans, at_most), _left(spans, at_most)
    without = _left(uncopied, at_most).index
    lost = stayed.difference(_stayed(uncopied), sort=False)
    tested = int((spans["seen"] > 0).sum())
    return Answer(
        "How did the topics evolve?",
        f"{counted(len(stayed), 'topic')} of {len(spans)} came up at every one of the "
        f"{spans['observed'].max()} rounds; {len(came)} came in later and {len(left)} went out, "
        "with silences longer than chance explains.",
        {
            "Stayed": f"{labels_of(stayed, codebook)}.",
            "Came in": _by_meeting(came["first"], codebook, names, "from"),
            "Went out": _by_meeting(left["last"], codebook, names, "last at"),
        },
        f"Each of these silences would be as long by chance in at most {at_most:.0%} of cases; "
        f"but of {tested} topics chance alone may give {at_most * tested:.1f} that come in and as "
        "many that go out. Without the account that borrows its wording from another meeting, "
        f"{labels_of(lost, codebook)} would not come up every time, and of the exits "
        f"{labels_of(without, codebook)} would remain.",
        "[What was on the agenda?](02-topic-evolution.ipynb)",
    )


def _stayed(spans: pd.DataFrame) -> pd.Index:
    return spans.index[spans["seen"] == spans["observed"]]


def _came(spans: pd.DataFrame, at_most: float) -> pd.DataFrame:
    return spans[spans["chance_before"] <= at_most]


def _left(spans: pd.DataFrame, at_most: float) -> pd.DataFrame:
    return spans[(spans["chance_after"] <= at_most) & (spans["silent_to_end"] > 0)]


def _by_meeting(
    meetings: pd.Series, codebook: pd.DataFrame, names: pd.Series, preposition: str
) -> str:
    parts = [
        f"{labels_of(group.index, codebook)} ({preposition} {names[meeting]})"
        for meeting, group in meetings.groupby(meetings.astype(str))
    ]
    return f"{'; '.join(parts) or 'none'}."


def officials(
    seated: pd.DataFrame, tenures: pd.DataFrame, rates: pd.DataFrame, ranks: pd.DataFrame
) -> Answer:
    """Answer who sat at the table.

    Parameters
    ----------
    seated : DataFrame
        Seats of one series, from :func:`eucad.officials.regular_seats`.
    tenures, rates, ranks : DataFrame
        From :func:`eucad.officials.tenure`, :func:`eucad.officials.return_rates` and
        :func:`eucad.officials.representation`, of the same series and seats.

    Returns
    -------
    Answer

    Examples
    --------
    >>> seated = pd.DataFrame({"meeting_id": ["m", "n"], "state": ["named", "unnamed"]})
    >>> tenures = pd.DataFrame({"name": ["A. Berg", "C. Dahl"], "meetings": [2, 1]})
    >>> rates = pd.DataFrame({"returning": [1.0, 0.0], "named": [2.0, 1.0]})
    >>> ranks = pd.DataFrame({"meeting_id": ["m", "n"], "delegation": "EU", "rank": "senior"})
    >>> ranks["label"] = "Senior official"
    >>> officials(seated, tenures, rates, ranks).evidence["Named most often"]
    'A. Berg, at 2 of 2 rounds.'
    """
    named, ambiguous, unnamed, not_mentioned = (
        int((seated["state"] == state).sum()) for state in SEAT_STATES
    )
    most = tenures["meetings"].max()
    often = listing(tenures.loc[tenures["meetings"] == most, "name"])
    again, cases = int(rates["returning"].sum()), int(rates["named"].sum())
    sampled = binomtest(again, cases).proportion_ci()
    return Answer(
        "Who sat at the table?",
        f"Documents name the head of {named} of {len(seated)} delegations beyond doubt; "
        f"{(tenures['meetings'] == 1).sum()} of the {len(tenures)} officials they name are named "
        "only once.",
        {
            "Rank": _usual_ranks(ranks),
            "Named most often": f"{often}, at {most} of {seated['meeting_id'].nunique()} rounds.",
            "Named again": f"at the next round, {again} of the {cases} officials of whom one can "
            f"tell ({again / cases:.0%}, 95% interval {interval(*sampled, '.0%')}).",
        },
        "These are counts of what documents say. "
        f"{counted(unnamed, 'delegation')} came with nobody named as its head, "
        f"{counted(ambiguous, 'head')} may belong to another meeting, and of "
        f"{counted(not_mentioned, 'delegation')} no document says whether it came. "
        "Another document can fill a seat; none can empty one.",
        "[Who met whom, and who holds the format together?](03-officials-network.ipynb)",
    )


def _usual_ranks(ranks: pd.DataFrame) -> str:
    """Say at which rank the EU usually came, and the others."""
    sides = ranks.assign(
        side=ranks["delegation"].eq("EU").map({True: "the EU", False: "the capitals"})
    )
    parts = []
    for side, own in sides.groupby("side", sort=False):
        seats = own.groupby(["meeting_id", "delegation"], observed=True).ngroups
        counts = own["label"].value_counts()
        parts.append(
            f"{side}, {counts.index[0].lower()} ({counts.iloc[0]} of {seats} delegations whose "
            "rank is printed)"
        )
    return f"{'; '.join(parts)}."


def threats(evidence: Evidence, labels: Mapping[str, str]) -> Answer:
    """Answer whether the new threats replaced the old.

    Parameters
    ----------
    evidence : Evidence
        From :func:`eucad.shift.gather`.
    labels : mapping of str to str
        Labels of families and topics.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import numpy as np
    >>> from eucad.shift import example, gather
    >>> raised, years = example()
    >>> raised = raised.assign(old=raised["drugs"] | raised["cbrn"], new=raised["cyber"])
    >>> members = {"old": ("drugs", "cbrn"), "new": ("cyber",)}
    >>> found = gather(raised, members, years, "old", "new", 2019, [], np.random.default_rng(1))
    >>> threats(found, {name: name.title() for name in raised}).question
    'Did new threats replace the old?'
    """
    table, level = evidence.change.table, evidence.change.level
    families = (evidence.old, evidence.new)
    clear, open_ = [], []
    for family in families:
        row = table.loc[family]
        (open_ if row["change_low"] <= 0 <= row["change_high"] else clear).append(labels[family])
    return Answer(
        "Did new threats replace the old?",
        verdict(evidence, labels).split("**")[1],
        {
            f"{labels[evidence.old]}, before {evidence.split} and after": " ".join(
                describe(evidence, theme, labels[theme]) for theme in evidence.members[evidence.old]
            ),
            labels[evidence.new]: describe(evidence, evidence.new, "The family"),
        },
        f"The change of {listing(clear)} is larger than chance gives ({level:.0%} interval); that "
        f"of {listing(open_)} is not, with so few accounts.",
        "[Did new threats replace old ones, or join them?](04-drugs-cbrn-to-cyber-hybrid.ipynb) "
        "and [Which findings survive other reasonable choices?](06-robustness.ipynb)",
    )

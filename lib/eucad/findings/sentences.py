"""The answers to the three questions, on one page, each with how sure it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.stats import binomtest, poisson

from eucad.attendance import SEAT_STATES
from eucad.findings.robustness import Curve
from eucad.show.words import (
    bullets,
    counted,
    interval,
    labels_of,
    listing,
    p_value,
    points,
    probability,
)
from eucad.threats.measures import Evidence
from eucad.threats.sentences import describe, outcome
from eucad.topics.measures import find_moves


@dataclass(frozen=True)
class Answer:
    """An answer in a sentence, what it rests on, and how sure it is.

    Attributes
    ----------
    question, answer : str
        In a sentence each.
    evidence : list of str
        Findings, in Markdown.
    sure : str
        How sure the answer is, and why.
    more : str
        Link to the notebook that shows the work.

    Examples
    --------
    >>> Answer("Did it rain?", "Twice.", ["On Monday.", "On Friday."], "Very.", "").sure
    'Very.'
    """

    question: str
    answer: str
    evidence: list[str]
    sure: str
    more: str


def in_short(basis: str, answers: Iterable[Answer]) -> str:
    """Set answers under one another, each with its evidence and how sure it is.

    Parameters
    ----------
    basis : str
        What they all rest on, from :func:`ground`.
    answers : iterable of Answer

    Returns
    -------
    str
        Markdown, with a heading of the third level for each question.

    Examples
    --------
    >>> rain = Answer("Did it rain?", "Twice.", ["On Monday."], "Very.", "[Sky](sky.ipynb)")
    >>> print(in_short("Seen from a window.", [rain]))
    Seen from a window.
    <BLANKLINE>
    ### Did it rain?
    <BLANKLINE>
    **Twice.**
    <BLANKLINE>
    - On Monday.
    - *How sure:* Very.
    - *Read on:* [Sky](sky.ipynb)
    """
    parts = [
        f"### {each.question}\n\n**{each.answer}**\n\n"
        + bullets(*each.evidence, f"*How sure:* {each.sure}", f"*Read on:* {each.more}")
        for each in answers
    ]
    return "\n\n".join([basis, *parts])


def ground(raised: pd.DataFrame, ended: Collection[str]) -> str:
    """Say on how many accounts the answers rest, and what they cannot show.

    Parameters
    ----------
    raised : DataFrame
        From :func:`eucad.topics.incidence`.
    ended : collection of str
        Accounts that were visible to their end, from :func:`eucad.topics.visible_to_end`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> import eucad
    >>> from eucad.topics import incidence, visible_to_end
    >>> dataset = eucad.load()
    >>> print(ground(account_topic_matrix(dataset), visible_to_end(dataset)))
    What was discussed is known from **31 accounts** of 12 meetings, 1 to 5 a meeting. ...
    """
    accounts = raised.groupby(level="meeting_id", observed=True).size()
    whole = raised.index.get_level_values("account_id").isin(list(ended)).sum()
    return (
        f"What was discussed is known from **{counted(len(raised), 'account')}** of "
        f"{counted(len(accounts), 'meeting')}, {accounts.min()} to {accounts.max()} a meeting. An "
        "account is a text with all its copies, so that reprints count once. Of "
        f"{len(raised) - whole} only the opening could be read: **a topic that no account "
        "mentions may still have been discussed.**"
    )


def topics(
    spans: pd.DataFrame,
    uncopied: pd.DataFrame,
    borrowed: str,
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
        The same without the account that borrows its wording from another meeting.
    borrowed : str
        What to call that account.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    names : Series
        Short name of each meeting.
    at_most : float
        Largest probability that a topic is missing so long by chance.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import eucad
    >>> from eucad.documents import held_meetings
    >>> from eucad.topics import incidence, spans, visible_to_end
    >>> dataset = eucad.load()
    >>> found = spans(account_topic_matrix(dataset), visible_to_end(dataset))
    >>> codebook = dataset.topics.set_index("topic_id")
    >>> names = held_meetings(dataset)["name"]
    >>> topics(found, found, "one account", codebook, names).evidence[0]
    '*Stayed:* Drug trafficking, Terrorism, Extremism and Afghanistan.'
    """
    moves, without = find_moves(spans), find_moves(uncopied)
    stayed, came, left, expected = moves.stayed, moves.came, moves.went, moves.expected
    lost = [topic for topic in stayed if topic not in without.stayed]
    return Answer(
        "How did the topics evolve?",
        f"{len(stayed)} of {counted(len(spans), 'topic')} came up at every one of the "
        f"{counted(spans['observed'].max(), 'meeting')}. {len(came)} came in later, "
        f"{_against_chance(len(came), expected)}; {len(left)} went out, "
        f"{_against_chance(len(left), expected)}.",
        [
            f"*Stayed:* {labels_of(stayed, codebook)}.",
            f"*Came in:* {_by_meeting(came, 'before', codebook, names)}.",
            f"*Went out:* {_by_meeting(left, 'after', codebook, names)}.",
        ],
        "A topic counts as come or gone if the accounts before or after it, some of them read to "
        f"their end, are silent so long that chance does as well in at most {at_most:.0%} of "
        f"cases. In a random order of the meetings, {expected:.1f} topics would come in and as "
        f"many go out. Much hangs on {borrowed}, which borrows its wording from another meeting. "
        f"Without it, {labels_of(lost, codebook)} would no longer come "
        f"up every time, and {labels_of(without.went.index, codebook)} alone "
        "would count as gone.",
        "[What was on the agenda?](02-topic-evolution.ipynb)",
    )


def _against_chance(found: int, expected: float) -> str:
    """Hold a number of rare topics against the number that chance gives."""
    more = poisson.sf(found - 1, expected) <= 0.05
    return "more than chance explains" if more else "no more than chance may give"


def _by_meeting(found: pd.DataFrame, side: str, codebook: pd.DataFrame, names: pd.Series) -> str:
    end, silence = {"before": ("first", "before"), "after": ("last", "since")}[side]
    parts = [
        f"{labels_of(group.index, codebook)} ({end} at {names[meeting]}; chance of the silence "
        f"{silence}: {probability(chance)})"
        for (meeting, chance), group in found.groupby([found[end].astype(str), f"chance_{side}"])
    ]
    return "; ".join(parts) or "none"


def officials(
    seated: pd.DataFrame,
    tenures: Sequence[pd.DataFrame],
    rates: pd.DataFrame,
    ranks: pd.DataFrame,
    labels: Mapping[str, Mapping[str, str]],
) -> Answer:
    """Answer who sat at the table.

    Parameters
    ----------
    seated : DataFrame
        Seats of one series, from :func:`eucad.attendance.regular_seats`.
    tenures : sequence of DataFrame
        From :func:`eucad.officials.tenure`, of the same series: one for each reading of the
        passages that may mean another meeting.
    rates, ranks : DataFrame
        From :func:`eucad.officials.return_rates` and :func:`eucad.officials.representation`, of
        the same series.
    labels : mapping of str to mapping of str to str
        Labels of the vocabularies `delegation` and `rank`.

    Returns
    -------
    Answer

    Examples
    --------
    >>> seated = pd.DataFrame({"meeting_id": ["m", "n"], "delegation": "EU",
    ...                        "state": ["named", "unnamed"]})
    >>> tenures = pd.DataFrame({"name": ["A. Berg", "C. Dahl"], "delegation": "EU",
    ...                         "meetings": [2, 1]})
    >>> rates = pd.DataFrame({"returning": [1.0, 0.0], "named": [2.0, 1.0]})
    >>> ranks = pd.DataFrame({"meeting_id": ["m", "n"], "delegation": "EU", "rank": "senior"})
    >>> labels = {"delegation": {"EU": "European Union"}, "rank": {"senior": "Senior official"}}
    >>> officials(seated, [tenures], rates, ranks, labels).evidence[1]
    '*Named most often:* A. Berg (European Union), at 2 of 2 meetings.'
    """
    named, ambiguous, unnamed, not_mentioned = (
        int((seated["state"] == state).sum()) for state in SEAT_STATES
    )
    most = max(tenure["meetings"].max() for tenure in tenures)
    named_most = pd.concat(tenure[tenure["meetings"] == most] for tenure in tenures)
    often = listing(
        f"{person.name} ({labels['delegation'][person.delegation]})"
        for person in named_most.drop_duplicates("name").itertuples(index=False)
    )
    meetings = seated["meeting_id"].nunique()
    return Answer(
        "Who sat at the table?",
        f"Documents name the head of {named} of the {counted(len(seated), 'delegation')} at "
        f"{counted(meetings, 'meeting')}. Of the {_range(map(len, tenures))} officials they place "
        f"at the table, {_range((each['meetings'] == 1).sum() for each in tenures)} are named only "
        "once.",
        [
            f"*Rank:* {_usual_ranks(ranks, labels['rank'])}.",
            f"*Named most often:* {often}, at {most} of {counted(meetings, 'meeting')}.",
            f"*Named again:* {_named_again(rates)}.",
        ],
        "These are counts of what documents say, not of who came. Of the "
        f"{counted(len(seated), 'delegation')}, {named} have a head who is named beyond doubt, "
        f"{ambiguous} one named in a passage that may mean another meeting (hence the ranges), "
        f"{unnamed} came with nobody named, and of {not_mentioned} no document says whether they "
        "came.",
        "[Who met whom, and who holds the format together?](03-officials-network.ipynb)",
    )


def _named_again(rates: pd.DataFrame) -> str:
    again, cases = int(rates["returning"].sum()), int(rates["named"].sum())
    if not cases:
        return "no head of a delegation is named at two meetings running"
    sampled = binomtest(again, cases).proportion_ci()
    return (
        f"where the head of a delegation is named at two meetings running, {again} of the {cases} "
        f"who are named at the first are named again at the second ({again / cases:.0%}, 95% "
        f"interval {interval(*sampled, '.0%')})"
    )


def _range(numbers: Iterable[int]) -> str:
    found = sorted(set(numbers))
    return f"{found[0]} to {found[-1]}" if len(found) > 1 else f"{found[0]}"


def _usual_ranks(ranks: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Say at which rank the EU usually came, and the others."""
    sides = ranks.groupby(ranks["delegation"] == "EU", sort=False)
    parts = []
    for is_eu, own in sorted(sides, reverse=True):
        seats = own.groupby(["meeting_id", "delegation"], observed=True).ngroups
        counts = own["rank"].value_counts()
        who = "the EU sent" if is_eu else "the capitals sent"
        parts.append(
            f"{who} a {labels[counts.index[0]].lower()} in {counts.iloc[0]} of the {seats} cases "
            "in which a rank is printed"
        )
    return "; ".join(parts)


def threats(evidence: Evidence, labels: Mapping[str, str], borrowed: Collection[str]) -> Answer:
    """Answer whether the new threats replaced the old.

    Parameters
    ----------
    evidence : Evidence
        From :func:`eucad.shift.gather`.
    labels : mapping of str to str
        Labels of families and topics.
    borrowed : collection of str
        From :func:`eucad.readings.topics.only_borrowed`.

    Returns
    -------
    Answer

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name.title() for name in evidence.families}
    >>> print(threats(evidence, labels, []).sure)
    Two tests ...
    """
    topics = [topic for members in evidence.members.values() for topic in members]
    by_tests = {tests: [] for tests in (2, 1, 0)}
    for theme in topics:
        row = evidence.change.table.loc[theme]
        apart = not row["change_low"] <= 0 <= row["change_high"]
        changed = evidence.change_points[theme].no_change < 0.5
        by_tests[apart + changed].append(labels[theme])
    also = [labels[topic] for topic in topics if topic in borrowed]
    return Answer(
        "Did new threats replace the old?",
        f"{_fate(evidence, labels)} {outcome(evidence, labels)}",
        [describe(evidence, topic, labels[topic]) for topic in topics],
        f"Two tests compare the years before {evidence.split} with those since, and look for a "
        f"meeting at which the share changed. Both see a change of {listing(by_tests[2])}; only "
        f"one does of {listing(by_tests[1])}; neither does of {listing(by_tests[0])}. "
        + (f"The borrowed wording matters to {listing(also)} here, too." if also else ""),
        "[Did new threats replace old ones, or join them?](04-drugs-cbrn-to-cyber-hybrid.ipynb) "
        "and [Which findings survive other reasonable choices?](06-robustness.ipynb)",
    )


def _fate(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say which of the old topics stayed throughout, and which were not raised of late."""
    spans = evidence.span.loc[list(evidence.members[evidence.old])]
    stayed = spans.index[spans["seen"] == spans["observed"]]
    gone = spans[spans["last"] < evidence.split]
    parts = [f"{listing(map(labels.get, stayed))} never left the agenda"] if len(stayed) else []
    parts += [
        f"{labels[topic]} was last raised in {year:.0f}" for topic, year in gone["last"].items()
    ]
    return f"{'; '.join(parts) or 'The old topics came and went'}."


def robustness_in_short(
    table: pd.DataFrame,
    weights: pd.DataFrame,
    cite: pd.DataFrame,
    labels: Mapping[str, str],
    old: str,
    new: str,
) -> str:
    """Say in Markdown what survives, what does not, and which choice matters.

    Parameters
    ----------
    table : DataFrame
        From `robustness.support`.
    weights : DataFrame
        From `robustness.importance`.
    cite : DataFrame
        From :func:`citable`.
    labels : mapping of str to str
    old, new : str
        The two families.

    Returns
    -------
    str
        A list of statements.

    Examples
    --------
    >>> from eucad.robustness import example, importance, support
    >>> curve, labels = example(), {"old": "Old", "new": "New"}
    >>> table = support(curve)
    >>> cite = citable(table, {}, labels, 0.9)
    >>> print(in_short(table, importance(curve), cite, labels, "old", "new"))
    - **Old, New:** what may be cited is when and by whom it was raised, but no trend: ...
    """
    lines = [
        f"**{', '.join(rows.index)}:** what may be cited is {what}."
        for what, rows in cite.groupby("What may be cited", sort=False)
    ]
    lines.append(
        f"**{labels[new]} next to {labels[old]}:** in {table.loc[new, 'beside']:.0%} of the "
        "specifications in which any account raises the former, most of these accounts raise the "
        "latter as well."
    )
    most = "; ".join(
        f"{labels[family]}: {weights.loc[family].idxmax()} "
        f"({weights.loc[family].max():.0%} of the spread)"
        for family in (old, new)
    )
    lines.append(f"**The choice that matters most:** {most}.")
    each = "; ".join(
        f"{labels[family]} {row['specifications'] - row['estimable']:.0f} of "
        f"{row['specifications']:,.0f}"
        for family, row in table.loc[[old, new]].iterrows()
    )
    lines.append(f"**Too few meetings for an estimate**, and that is a finding, too: {each}.")
    return bullets(*lines)


def reading(curve: Curve, table: pd.DataFrame, outcome: str, label: str) -> str:
    """Say in Markdown what the curve of an outcome shows, and where the collection's choice lies.

    Parameters
    ----------
    curve : Curve
    table : DataFrame
        From `robustness.support`.
    outcome : str
    label : str
        Name of the outcome.

    Returns
    -------
    str

    Examples
    --------
    >>> from eucad.robustness import example, support
    >>> curve = example()
    >>> print(reading(curve, support(curve), "old", "Old"))
    *Old* falls in 100% and rises in 0% of the 2 estimable specifications; 0 of 2 are not ... The
    choices of the collection give −40 points; 0% of the specifications give a larger fall.
    """
    row = table.loc[outcome]
    rows = curve.specifications.query("outcome == @outcome")
    good = rows.loc[rows["estimable"], "estimate"]
    if good.empty:
        return f"None of the {len(rows)} specifications of *{label}* is estimable."
    choices = rows.columns[: rows.columns.get_loc("outcome")]
    # The first option of every choice stands in the first row.
    ours = rows[(rows[choices] == rows[choices].iloc[0]).all(axis=1)].iloc[0]["estimate"]
    further, way = ((good < ours), "fall") if ours < 0 else ((good > ours), "rise")
    return (
        f"*{label}* falls in {row['falling']:.0%} and rises in {row['rising']:.0%} of the "
        f"{len(good)} estimable specifications; {len(rows) - len(good)} of {len(rows)} are not "
        f"estimable. The median change is {points(row['median'])} points; with the years "
        f"permuted in all of them at once, as large a change has {p_value(row['p_value'])}. "
        f"The choices of the collection give {points(ours)} points; {further.mean():.0%} of the "
        f"specifications give a larger {way}."
    )


def citable(
    table: pd.DataFrame,
    without: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    level: float,
) -> pd.DataFrame:
    """Say of every outcome what a reader may cite.

    Three hurdles: nine in ten specifications in which it is raised at all agree on the direction;
    no single meeting or publisher turns it; and permuting the years in all specifications at once
    does as well in fewer than one of ten cases. Where leaving one out makes the interval hold 0,
    what is left out must be cited, too.

    Parameters
    ----------
    table : DataFrame
        From `robustness.support`.
    without : mapping of str to DataFrame
        From `robustness.leave_one_out`, by what is left out.
    labels : mapping of str to str
        Labels of the outcomes and, by identifier, of what is left out.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row an outcome: `Direction`, `Specifications that agree`, `Their interval holds no 0`,
        `Turned by leaving one out`, `Interval holds 0 without`, `p, all specifications at once`,
        `What may be cited`.

    Examples
    --------
    >>> from eucad.robustness import example, support
    >>> left_out = pd.MultiIndex.from_product([["a"], ["old", "new"]], names=["publisher", "theme"])
    >>> without = pd.DataFrame(
    ...     {"change": [-0.3, -0.1], "change_low": -0.5, "change_high": [-0.1, 0.1]}, left_out)
    >>> cite = citable(
    ...     support(example()), {"publisher": without}, {"old": "Old", "new": "New"}, 0.9)
    >>> cite["Turned by leaving one out"].to_dict(), cite["Interval holds 0 without"].to_dict()
    ({'Old': 'no', 'New': 'yes'}, {'Old': 'none', 'New': 'a'})
    """
    rows = {}
    for result, row in table.iterrows():
        falls = row["falling"] > row["rising"]
        sign, direction = (-1, "falls") if falls else (1, "rises")
        ever = 1 - row["never_raised"]
        agree = row["falling" if falls else "rising"] / ever if ever else 0.0
        clear = row["clearly_falling" if falls else "clearly_rising"]
        each = [found.xs(result, level="theme") for found in without.values()]
        turned = any((found["change"] * sign <= 0).any() for found in each)
        hold = [
            labels.get(left_out, left_out)
            for found in each
            for left_out in found.index[(found["change_low"] <= 0) & (found["change_high"] >= 0)]
        ]
        if not agree >= 0.9 or turned:
            cite = "no direction: it depends on choices"
        elif not row["p_value"] < 0.1:
            cite = "when and by whom it was raised, but no trend: chance does as well"
        elif hold:
            cite = f"that it {direction}, with the interval and what it hangs on"
        else:
            cite = f"that it {direction}, with the interval"
        rows[labels[result]] = {
            "Direction": direction,
            "Specifications that agree": f"{agree:.0%}",
            f"Their {level:.0%} interval holds no 0": f"{clear:.0%}",
            "Turned by leaving one out": "yes" if turned else "no",
            "Interval holds 0 without": ", ".join(hold or ["none"])
            if len(hold) <= 3
            else f"any of {len(hold)}, of {sum(map(len, each))}",
            "p, all specifications at once": round(float(row["p_value"]), 3),
            "What may be cited": cite,
        }
    return pd.DataFrame.from_dict(rows, orient="index")

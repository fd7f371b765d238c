"""The answers on one page, and what is left of them under other choices, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from eucad.attendance import SEAT_STATES
from eucad.findings.measures import Study
from eucad.findings.overview import Officials, Overview
from eucad.findings.robustness import leading_choices
from eucad.show.words import (
    Table,
    Text,
    bullets,
    counted,
    interval,
    listing,
    p_value,
    percent,
    points,
    probability,
)
from eucad.threats.measures import Study as Threats
from eucad.threats.sentences import describe, outcome
from eucad.topics.measures import Study as Topics
from eucad.topics.measures import arrange
from eucad.topics.sentences import drift, elsewhere, fates, shift


def in_short(overview: Overview) -> Text:
    """Answer the three questions, each with what it rests on."""
    answers = (
        ("How did the topics evolve?", topics(overview.topics, overview.verdicts)),
        ("Who sat at the table?", officials(overview.officials, overview.names)),
        ("Did new threats replace the old?", threats(overview.threats)),
    )
    parts = [f"### {question}\n\n{answer}" for question, answer in answers]
    return Text("\n\n".join([ground(overview.topics.mentions), *parts]))


def ground(mentions: pd.DataFrame) -> Text:
    """State on how many accounts the answers rest, and what they cannot show."""
    accounts = mentions.groupby(level="meeting_id", observed=True).size()
    openings = len(mentions) - sum(mentions.index.get_level_values("complete"))
    return Text(
        f"What was discussed is known from **{counted(len(mentions), 'account')}** of "
        f"{counted(len(accounts), 'meeting')}, {accounts.min()} to {accounts.max()} a meeting. An "
        "account is a text with all its copies, so that reprints count once. Of "
        f"{openings} only the opening could be read: **a topic that no account mentions may still "
        "have been discussed.**"
    )


def topics(study: Topics, verdicts: pd.DataFrame) -> Text:
    """Answer how the topics evolved."""
    return bullets(
        *fates(arrange(verdicts, study.sightings), study.begins, study.names),
        *shift(study.composition, study.composition_fresh, study.names),
        drift(study.drift, study.drift_fresh),
        *elsewhere(study.elsewhere, study.names),
        "*Read on:* [What was on the agenda?](02-topic-evolution.ipynb)",
    )


def officials(found: Officials, names: dict[str, str]) -> Text:
    """Answer who sat at the table."""
    counts = found.seats["state"].value_counts().reindex(SEAT_STATES, fill_value=0)
    seats = counted(len(found.seats), "delegation")
    meetings = counted(found.seats["meeting_id"].nunique(), "meeting")
    most = max(each["meetings"].max() for each in found.tenures)
    often = {
        person.name: names[person.delegation]
        for each in found.tenures
        for person in each[each["meetings"] == most].itertuples(index=False)
    }
    people = listing(f"{name} ({delegation})" for name, delegation in often.items())
    return bullets(
        f"**Documents name the head of {counts['named']} of the {seats} at {meetings}.** Of the "
        f"{_range(map(len, found.tenures))} officials they place at the table, "
        f"{_range((each['meetings'] == 1).sum() for each in found.tenures)} are named only once.",
        f"*Rank:* {_usual_ranks(found.ranks, names)}.",
        f"*Named most often:* {people}, at {most} of {meetings}.",
        f"*Named again:* {_named_again(found.returns)}.",
        "*How sure:* These are counts of what documents say, not of who came. "
        f"{counts['ambiguous']} heads are named in a passage that may mean another meeting (hence "
        f"the ranges), {counts['unnamed']} delegations came with nobody named, and of "
        f"{counts['not_mentioned']} no document says whether they came.",
        "*Read on:* [Who met whom?](03-officials-network.ipynb)",
    )


def _named_again(returns: pd.DataFrame) -> str:
    known = returns[returns["named"] > 0]
    if known.empty:
        return "no head of a delegation is named at two meetings running"
    each = "; ".join(
        f"{row['returning']:.0f} of {row['named']:.0f} ({row['rate']:.0%}, interval "
        f"{interval(row['low'], row['high'], '.0%')})"
        for _, row in known.drop_duplicates().iterrows()
    )
    return (
        "where the head of a delegation is named at two meetings running, of those named at the "
        f"first are named again at the second: {each}"
    )


def _range(numbers: Iterable[int]) -> str:
    found = sorted({int(number) for number in numbers})
    return f"{found[0]} to {found[-1]}" if len(found) > 1 else f"{found[0]}"


def _usual_ranks(ranks: pd.DataFrame, names: dict[str, str]) -> str:
    """State at which rank the EU usually came, and the others."""
    parts = []
    for who, own in (
        ("the EU", ranks[ranks["delegation"] == "EU"]),
        ("the capitals", ranks[ranks["delegation"] != "EU"]),
    ):
        seats = own.groupby(["meeting_id", "delegation"], observed=True).ngroups
        counts = own["rank"].value_counts()
        if seats:
            parts.append(
                f"{who} sent a {names[counts.index[0]].lower()} in {counts.iloc[0]} of the "
                f"{seats} cases in which a rank is printed"
            )
    return "; ".join(parts) or "no document prints one"


def threats(study: Threats) -> Text:
    """Answer whether the new threats replaced the old."""
    topics = [topic for members in study.members.values() for topic in members]
    return bullets(
        f"**{outcome(study.outcome, study.names)}**",
        *(describe(study, topic) for topic in topics),
        "*Read on:* [Did new threats replace old ones, or join "
        "them?](04-drugs-cbrn-to-cyber-hybrid.ipynb) and [Which findings survive other reasonable "
        "choices?](06-robustness.ipynb)",
    )


def robustness_in_short(study: Study) -> Text:
    """State what survives, what does not, and which choice matters."""
    names, themes = study.names, list(study.threats.themes)
    lines = [
        f"**{', '.join(names[theme] for theme in rows.index)}:** what may be cited is "
        f"{what_may_be_cited(rows.iloc[0])}."
        for _, rows in study.cite.groupby(["cite", "direction"], sort=False)
    ]
    new, old = study.threats.new, study.threats.old
    lines.append(
        f"**{names[new]} next to {names[old]}:** in {percent(study.support.loc[new, 'beside'])} of "
        "the specifications in which any account raises the former, most of these accounts raise "
        "the latter as well."
    )
    most = "; ".join(
        f"{names[theme]}: {choice} ({share:.0%} of the spread)"
        for theme, choice, share in leading_choices(study.importance)
    )
    lines.append(f"**The choice that matters most:** {most or 'none, all estimates are equal'}.")
    row = study.support.loc[themes[0]]
    lines.append(
        f"**Too few meetings for an estimate**, and that is a finding, too: "
        f"{row['specifications'] - row['estimable']:.0f} of {row['specifications']:.0f} "
        "specifications."
    )
    return bullets(*lines)


def what_may_be_cited(row: pd.Series) -> str:
    """Say what may be cited of an outcome.

    Examples
    --------
    >>> what_may_be_cited(pd.Series({"cite": "change", "direction": "falls"}))
    'that it falls, with the interval'
    """
    return {
        "no direction": "no direction: it depends on choices",
        "no trend": "when and by whom it was raised, but no trend: chance does as well",
        "hangs on": f"that it {row['direction']}, with the interval and what it hangs on",
        "change": f"that it {row['direction']}, with the interval",
    }[row["cite"]]


def curve_in_words(study: Study, theme: str) -> Text:
    """State what the curve of a theme shows, and where the collection's own choices lie."""
    row, label = study.support.loc[theme], study.names[theme]
    if row["estimable"] == 0:
        return Text(
            f"None of the {row['specifications']:.0f} specifications of *{label}* is estimable."
        )
    missing = row["specifications"] - row["estimable"]
    text = (
        f"*{label}* falls in {row['falling']:.0%} and rises in {row['rising']:.0%} of the "
        f"{row['estimable']:.0f} estimable specifications; {missing:.0f} of "
        f"{row['specifications']:.0f} are not estimable. The median change is "
        f"{points(row['median'])} points; with the years permuted in all of them at once, as large "
        f"a change has {p_value(row['p_value'])}."
    )
    if pd.isna(row["own"]):
        return Text(f"{text} The choices of the collection are not estimable.")
    further = f"{row['further']:.0%} of the specifications give a larger"
    way = "fall" if row["own"] < 0 else "rise"
    return Text(
        f"{text} The choices of the collection give {points(row['own'])} points; {further} {way}."
    )


def citable_table(study: Study) -> Table:
    """Set out what may be cited of each theme, and the hurdles that it takes."""
    cite, level = study.cite, study.curve.level
    hangs_on = [
        ", ".join(study.names.get(key, key) for key in row["hangs_on"]) or "none"
        if len(row["hangs_on"]) <= 3
        else f"any of {len(row['hangs_on'])}, of {row['left_out']}"
        for _, row in cite.iterrows()
    ]
    columns = {
        "What may be cited": [what_may_be_cited(row) for _, row in cite.iterrows()],
        "Direction": cite["direction"],
        "Specifications that agree": cite["agree"].map(percent),
        f"Their {level:.0%} interval holds no 0": cite["clear"].map(percent),
        "Turned by leaving one out": cite["turned"].map({True: "yes", False: "no"}),
        "Interval holds 0 without": hangs_on,
        "p, all specifications at once": cite["p_value"].map(probability),
    }
    table = pd.DataFrame(columns, index=cite.index).rename(index=dict(study.names))
    return Table(table.rename_axis("Theme"))


def not_estimable_table(study: Study) -> Table:
    """Set out where specifications leave too few meetings for an estimate."""
    return Table(
        study.not_estimable.rename(columns=lambda name: name.replace("_", " ").capitalize())
    )

"""The answers on one page, and what may be cited, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eucad.findings.measures import Study, told
from eucad.findings.overview import Divide, Overview
from eucad.findings.robustness import ORDERS
from eucad.findings.verdicts import BADGES, Move
from eucad.officials.sentences import seats
from eucad.show.words import (
    Table,
    Text,
    alike,
    bullets,
    counted,
    judged,
    listing,
    percent,
    points,
    probability,
)
from eucad.stats import LEVEL
from eucad.stats.fates import SURE
from eucad.threats.sentences import joining
from eucad.topics.sentences import whole
from eucad.voices.sentences import counts, variant_name

#: How the front page heads the verdicts that say something, by their kinds.
HEADINGS = {
    "Always there": ["throughout"],
    "Not always there": ["came", "went", "came_and_went", "seldom"],
}

#: How it is answered whether the agenda moved, by kind, and what is said of a topic with a verdict.
MOVED = {
    "whole": "Yes",
    "in part": "No, not as a whole",
    "no": "No",
    "perhaps": "Perhaps",
    "cannot_tell": "That cannot be told",
}
DID = {
    "throughout": "stayed",
    "came": "came",
    "went": "is gone",
    "came_and_went": "came and is gone",
    "seldom": "was seldom there",
}

#: What each badge means.
MEANING = {
    "cite": "May be cited (the same verdict under every other choice of evidence or model)",
    "with care": "With care (another verdict under some other choice)",
    "do not cite": "Do not cite (the evidence cannot tell)",
}


def in_short(overview: Overview) -> Text:
    """Answer on one page what was discussed, what came and went, who raises what, and who sat."""
    rests_on = f"{ground(overview.agenda.mentions)} {explain(overview.surveyed)}"
    return Text(f"{findings(overview)}\n\n{rests_on}")


def ground(mentions: pd.DataFrame) -> Text:
    """State on how many accounts the answers rest, and what they cannot show."""
    years = mentions.index.get_level_values("year")
    meetings = mentions.index.get_level_values("meeting_id").nunique()
    openings = len(mentions) - sum(mentions.index.get_level_values("complete"))
    return Text(
        f"{counted(meetings, 'meeting')} from {years.min()} to {years.max()} are known from "
        f"{counted(len(mentions), 'independent account')} (a text with all its copies), "
        f"{openings} of them read only in their opening. **A topic that no account raises may "
        "still have been discussed.**"
    )


def explain(surveyed: Mapping[str, pd.DataFrame]) -> Text:
    """State what a verdict, its badge and its years mean, by the survey behind them."""
    return Text(
        f"A verdict has a probability of at least {SURE:.0%}, the error of random draws allowed "
        f"for; of all else the evidence *cannot tell*. *Cite:* it holds under each of "
        f"{len(surveyed) - 1} other choices of what counts as evidence and how it is weighed; "
        "*with care:* not under all. If a topic did come or go, the year of that lies in the range "
        f"given with a probability of {LEVEL:.0%}, so that a range reaches to meetings at which it "
        "is unlikely."
    )


def findings(overview: Overview) -> Text:
    """State each finding with its badge, and where it is shown."""
    own = overview.verdicts.loc[overview.agenda.mentions.columns]
    answer = Text(
        f"{move(overview.move, overview.names)} [More](04-drugs-cbrn-to-cyber-hybrid.ipynb)"
    )
    return bullets(answer, *fates(own, overview.names), *beside(overview))


def move(found: Move, names: Mapping[str, str]) -> Text:
    """Ask whether the agenda moved from one family to another, and answer."""
    told = found.verdicts[found.verdicts["kind"].isin(DID)]
    parts = [
        f"{listing(f'{names[key]} {DID[kind]}' for key, kind in own['kind'].items())} (*{badge}*)"
        for badge, own in told.groupby("badge", sort=False)
    ]
    if open_ := [names[key] for key in found.verdicts.index.difference(told.index, sort=False)]:
        parts.append(f"of {listing(open_)} the evidence cannot tell")
    return Text(
        f"Did the agenda move from *{names[found.old]}* to *{names[found.new]}*? "
        f"**{MOVED[found.kind]}:** {'; '.join(parts)}."
    )


def beside(overview: Overview) -> list[Text]:
    """State what is found beside the verdicts: old and new, drift, who raises what, who sat."""
    names = overview.names
    return [
        Text(f"{joining(overview.threats)} [More](04-drugs-cbrn-to-cyber-hybrid.ipynb)"),
        Text(f"{whole(overview.agenda)} [More](02-topic-evolution.ipynb)"),
        Text(f"{divide(overview.divide, names)} [More](05-voices.ipynb)"),
        Text(
            f"**Who sat at the table.** {seats(overview.seats)} "
            f"{levels(overview.ranks, names)} [More](03-officials-network.ipynb)"
        ),
    ]


def fates(verdicts: pd.DataFrame, names: Mapping[str, str]) -> list[Text]:
    """State what became of each topic with a verdict, the lasting ones first, then the rest."""
    lines = []
    for heading, kinds in HEADINGS.items():
        own = verdicts[verdicts["kind"].isin(kinds)].sort_values(
            "kind", key=lambda kind: kind.map(kinds.index), kind="stable"
        )
        if own.empty:
            continue
        said = pd.Series([judged(row) for _, row in own.iterrows()], own.index)
        each = "; ".join(f"{named}: {words}" for named, words in alike(said, names))
        lines.append(Text(f"**{heading}** in this dialogue. {each}.{elsewhere(own, names)}"))
    open_, never = (int((verdicts["kind"] == kind).sum()) for kind in ("cannot_tell", "never"))
    if open_:
        rest = f"Of {counted(open_, 'other topic' if lines else 'topic')} the evidence cannot tell"
        rest += f"; {never} {'is' if never == 1 else 'are'} raised by no account." if never else "."
        lines[-1:] = [Text(" ".join([*lines[-1:], rest]))]
    return lines


#: How a claim says each verdict, of one topic and of several.
VERBS = {"throughout": ("was ", "were "), "went": ("is ", "are "), "seldom": ("was ", "were ")}


def claim(verdicts: pd.DataFrame, names: Mapping[str, str]) -> Text:
    """State in one sentence what became of some topics."""
    parts = []
    for (kind, words), own in verdicts.groupby(["kind", "words"], sort=False):
        verb = VERBS.get(kind, ("", ""))[len(own) > 1]
        parts.append(f"{listing(names[key] for key in own.index)} {verb}{words}")
    return Text(f"{'; '.join(parts) or 'Of no topic can this be told'}.")


def elsewhere(verdicts: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Name where else topics live that came or went here."""
    own = verdicts[verdicts["kind"].isin(["came", "went", "came_and_went"])]
    each = [f"{names[key]} ({row['elsewhere']})" for key, row in own.iterrows() if row["elsewhere"]]
    return f" Raised elsewhere: {listing(each)}." if each else ""


def divide(found: Divide, names: Mapping[str, str]) -> Text:
    """State which side raises a topic, and how sure that is."""
    topic = names[found.topic]
    claim = (
        f"{topic} divides the two sides"
        if found.row["verdict"] == "clear"
        else f"{topic} does not clearly divide the two sides"
    )
    return Text(
        f"**{claim}** since {found.since}: {counts(found.row)} "
        f"*{found.badge.capitalize()}:* {reservations(found, names)}."
    )


def reservations(found: Divide, names: Mapping[str, str]) -> str:
    """Name the choices under which a divide is less clear."""
    why = listing((variant_name(name, names) for name in found.fails), otherwise="")
    return f"less clear {why}" if why else "as clear under every other choice"


def levels(ranks: pd.DataFrame, names: Mapping[str, str]) -> Text:
    """State at which rank the EU and the capitals usually come."""
    parts = []
    for side, row in ranks.iterrows():
        who = f"the {row['office']}" if row["office"] else f"a {names[row['rank']].lower()}"
        verb = {"EU": "The EU usually sends", "capitals": "the capitals usually send"}[side]
        parts.append(f"{verb} {who} (at that level in {row['at']} of {row['rated']} seats)")
    return Text(f"{listing(parts)}." if parts else "No document prints a rank.")


def what_may_be_cited(study: Study) -> Text:
    """State by badge what became of each topic."""
    lines, rows_told = [], told(study)
    for badge in BADGES[:2]:
        own = rows_told[rows_told["badge"] == badge]
        each = "; ".join(f"{named}: {words}" for named, words in alike(own["words"], study.names))
        lines.append(f"**{MEANING[badge]}.** {each or 'Nothing'}.")
    open_ = study.verdicts.loc[study.topics].query("badge == 'do not cite'")
    lines.append(f"**{MEANING['do not cite']}.** {counted(len(open_), 'topic')}.")
    lines.append(second_look(study))
    return bullets(*lines)


def second_look(study: Study) -> Text:
    """State whether how often topics are raised agrees with the verdicts."""
    names = {
        said: listing(study.names[key] for key in study.agreement.index[study.agreement == said])
        for said in ("agrees", "disagrees", "open")
    }
    return Text(
        "**A second look at what came or went.** How often accounts raise it before "
        f"{study.split} and since agrees with the verdict for {names['agrees']}, contradicts it "
        f"for {names['disagrees']}, and leaves it open for {names['open']}."
    )


def citable_table(study: Study) -> Table:
    """Set out every verdict that says something, its badge, and what it fails."""
    rows = told(study)
    agreement = study.agreement.reindex(rows.index).fillna("–")
    table = pd.DataFrame(
        {
            "In this dialogue": rows["words"],
            "Badge": rows["badge"],
            "Probability (± by draws)": _probability(study, rows),
            "Fails": [listing(fails, otherwise="–") for fails in rows["fails"]],
            "How often it is raised": agreement,
            "Elsewhere": rows["elsewhere"].replace("", "–"),
        },
        index=rows.index,
    )
    return Table(table.rename(index=dict(study.names)).rename_axis("Topic or family"))


def _probability(study: Study, rows: pd.DataFrame) -> list[str]:
    """Write probabilities with what other draws might make of them, in points."""
    base = study.surveyed["base"]
    each = [
        (base.loc[key, kind], base.loc[key, f"{kind}_low"]) for key, kind in rows["kind"].items()
    ]
    return [f"{percent(found)} ± {100 * (found - low):.0f}" for found, low in each]


def directions_table(study: Study) -> Table:
    """Set out in how many distinct specifications each topic with a verdict falls and rises."""
    own = [key for key in told(study).index if key in study.directions.index]
    found = study.directions.loc[own]
    table = pd.DataFrame(
        {
            "In this dialogue": study.verdicts.loc[own, "words"],
            "Falls in": found["falling"].map(percent),
            "Rises in": found["rising"].map(percent),
            "Median change, points": found["median"].map(points),
            "p, years in another order": [probability(p, ORDERS) for p in found["p_value"]],
        },
        index=own,
    )
    return Table(table.rename(index=dict(study.names)).rename_axis("Topic"))


def count_specifications(study: Study) -> Text:
    """State how many distinct specifications there are, and how many have too few meetings."""
    row = study.directions.iloc[0]
    few = int(row["specifications"] - row["estimable"])
    return Text(
        f"{row['specifications']:.0f} combinations of the choices give different shares; in "
        f"{few} of them a period has too few meetings for an estimate."
    )


def near(study: Study) -> Text:
    """Name what lies so near the threshold that other draws might turn it."""
    told_ = [key for key, name in study.near if name != "base" and key in told(study).index]
    fails = "; ".join(
        f"*{study.names[key]}* {listing(name for own, name in study.near if own == key)}"
        for key in dict.fromkeys(told_)
    )
    own = listing(study.names[key] for key, name in study.near if name == "base")
    return Text(
        "**Close calls.** Each probability comes from random draws: the table says how well it is "
        "known. So near the hurdle that other draws might turn it, and counted as failing: "
        f"{fails or 'none'}. "
        f"Counted as *cannot tell* for the same reason: {own}."
    )


def untold(study: Study) -> Text:
    """Name the topics of which the evidence cannot tell, and those that no account raises."""
    topics = study.verdicts.loc[study.topics]
    by_kind = {
        kind: listing(study.names[key] for key in topics.index[topics["kind"] == kind])
        for kind in ("cannot_tell", "never")
    }
    return Text(f"Cannot tell: {by_kind['cannot_tell']}. Raised by no account: {by_kind['never']}.")

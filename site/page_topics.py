"""Pages of topics: the codebook, where each is raised, by whose account and in which words."""

from __future__ import annotations

import notebooks
import openings
import pandas as pd
from grids import why
from sitedata import NOT_SEEN, SiteData
from view import (
    Cell,
    Code,
    Fact,
    Lines,
    Link,
    ListPage,
    Missing,
    Phrase,
    Row,
    Section,
    Table,
    TopicPage,
    Value,
    neighbours,
    stated,
)

from eucad.meetings import DIALOGUE

#: The two passes over the documents, the second without knowledge of the first.
CODERS = ("a", "b")

CODING_HEADINGS = ["Document", "Whose account", "Term as printed", "Stance", "Coders"]


def coding_cells(data: SiteData, coding) -> list[Cell | Value]:
    """Return the cells that tell how a document raises a topic, and who says so."""
    where = "headline" if coding.paragraph == 0 else f"paragraph {coding.paragraph:.0f}"
    stance = data.stance(coding.stance, [coding.raised_by])
    return [
        Phrase([data.document_link(coding.document_id), f", {where}"]),
        data.name(coding.voice),
        data.term(coding),
        stance if coding.counts else Lines([stance, Missing("does not count for the agenda")]),
        coders(data, coding),
    ]


def coders(data: SiteData, coding) -> Lines:
    """Tell which coder found a topic in a document and how, and which rule decided."""
    found = data.coders.get((coding.document_id, coding.topic_id), {})
    said = {coder: data.names[stance].lower() for coder, stance in found.items()}
    if not data.document[coding.document_id].seen_by_second_coder:
        lines = ["a alone read it"]
    elif len(said) == len(CODERS) and len(set(said.values())) == 1:
        lines = ["a and b agree"]
    else:
        lines = [f"{coder}: {said.get(coder, 'not seen')}" for coder in CODERS]
    reason = data.reasons.get((coding.document_id, coding.topic_id))
    return Lines([*lines, *([Missing(f"kept: {reason}")] if reason else [])])


def topics_page(data: SiteData) -> ListPage:
    """Show the codebook, family by family."""
    dialogue = set(data.meetings.index[data.meetings["series"] == DIALOGUE])
    sections = []
    for family, topics in data.topics.groupby("family", observed=True):
        rows = []
        for topic in topics.itertuples():
            found = [
                number
                for meeting, number in data.raised[topic.Index].items()
                if meeting in dialogue
            ]
            exclude = "–" if pd.isna(topic.exclude) else data.with_links(topic.exclude)
            link = data.topic_link(topic.Index)
            words = data.verdicts.loc[topic.Index, "words"]
            rows.append(Row([link, stated(topic.include), exclude, words, len(found), sum(found)]))
        headings = ["Topic", "What counts", "What does not", "Verdict", "Meetings", "Accounts"]
        caption = f"Topics of the family {data.names[family]}"
        table = Table(f"family-{family}", caption, headings, rows)
        sections.append(Section(data.names[family], table=table))
    return ListPage(
        "topics/index",
        "Topics",
        intro=Phrase(
            [
                "The codebook: what counts as a topic, and what does not. The numbers count "
                "meetings of the security dialogue, and independent accounts of them, that raise "
                "the topic. ",
                Link("../data/README.html#borderline-rules", "Borderline rules"),
                " stand with the method.",
            ]
        ),
        sections=sections,
    )


def topic_page(data: SiteData, key: str) -> TopicPage:
    """Tell what a topic is and where it was raised, by whose account."""
    topic = data.topics.loc[key]
    verdict = data.verdicts.loc[key]
    facts = [
        Fact("In the security dialogue", verdict["words"]),
        Fact("May this be cited?", citing(verdict)),
        Fact("In other meetings", verdict["elsewhere"] or "raised at none"),
        Fact("Family", data.name(topic["family"])),
        Fact("What counts", stated(topic["include"])),
    ]
    if not pd.isna(topic["exclude"]):
        facts.append(Fact("What does not", data.with_links(topic["exclude"])))
    named = data.programmes.index[data.programmes["topic_id"] == key]
    if len(named):
        facts.append(Fact("EU programmes", Lines([data.programme_link(each) for each in named])))
    facts += [*notebooks.fact(data, f"topics/{key}"), Fact("Key in the data", Code(key))]
    return TopicPage(
        f"topics/{key}",
        topic["label"],
        intro=openings.topic(data, key),
        strip=openings.topic_strip(data, key),
        facts=facts,
        sections=[raised_section(data, key), codings_section(data, key)],
        neighbours=neighbours("topics", key, data.topics.index, data.topic_link),
    )


def citing(verdict: pd.Series) -> str:
    """Say whether a verdict may be cited, and why."""
    return f"{verdict['badge']}: {why(verdict)}"


def raised_section(data: SiteData, key: str) -> Section:
    """Show whose accounts of each meeting raise a topic, and whose do not."""
    rows = []
    for meeting in data.held:
        voices = data.accounts[meeting]
        raising = [voice for voice in voices if (meeting, key, voice) in data.mentions]
        said = [f"{data.names[each]}: {data.mention(meeting, key, each).value}" for each in raising]
        silent = [data.names[voice] for voice in voices if voice not in raising]
        rows.append(
            Row(
                [
                    Cell(data.meeting_link(meeting), meeting),
                    Lines(said) if said else NOT_SEEN,
                    ", ".join(silent) or Missing("–", heard="none"),
                    sum(voices.values()),
                ],
                anchor=f"at-{meeting}",
            )
        )
    headings = ["Meeting", "Raised in accounts of", "Not seen in accounts of", "Accounts known"]
    caption = f"{data.names[key]}, meeting by meeting"
    return Section(
        "Where it was raised",
        "The strongest stance in the accounts of each voice. “Not seen” is not the same as not "
        "discussed: most documents were visible only in their opening.",
        Table("raised", caption, headings, rows, sortable=True),
    )


def codings_section(data: SiteData, key: str) -> Section:
    """Show the evidence: which documents raise a topic, in which words, and who found them."""
    codings = data.codings[data.codings["topic_id"] == key]
    order = {meeting: place for place, meeting in enumerate(data.reading_order)}
    codings = codings.sort_values("meeting_id", key=lambda ids: ids.map(order), kind="stable")
    first = codings.drop_duplicates("meeting_id").index
    rows = [
        Row(
            [
                data.meeting_link(coding.meeting_id),
                *coding_cells(data, coding),
            ],
            anchor=f"said-{coding.meeting_id}" if coding.Index in first else None,
        )
        for coding in codings.itertuples()
    ]
    if not rows:
        return Section("Why do you say so?", "No document raises it, as far as it was visible.")
    caption = f"Documents that raise {data.names[key]}, and their words"
    table = Table("codings", caption, ["Meeting", *CODING_HEADINGS], rows, sortable=True)
    return Section(
        "Why do you say so?",
        "Each document that raises the topic, with its words as printed. Two coders read what "
        "both could open, the second without knowledge of the first; where they differed, written "
        "rules decided.",
        table,
    )

"""Pages of EU programmes: what each works on, and who names it."""

from __future__ import annotations

import notebooks
import openings
from sitedata import SiteData, in_time, slug
from view import Code, Fact, ListPage, Printed, ProgrammePage, Row, Section, Table, neighbours


def programmes_page(data: SiteData) -> ListPage:
    """List the EU programmes."""
    meetings = data.programme_mentions.groupby("programme_id", observed=True)[
        "meeting_id"
    ].nunique()
    rows = [
        Row(
            [
                data.programme_link(key),
                data.topic_link(programme["topic_id"]),
                int(meetings.get(key, 0)),
            ]
        )
        for key, programme in data.programmes.iterrows()
    ]
    headings = ["Programme", "Works on", "Meetings"]
    caption = "EU programmes that documents name"
    table = Table("programmes", caption, headings, rows, sortable=True)
    return ListPage(
        "programmes/index",
        "EU programmes",
        intro="EU programmes that documents of any series name, and at how many meetings.",
        sections=[Section("", table=table)],
    )


def programme_page(data: SiteData, key: str) -> ProgrammePage:
    """Tell what a programme works on, and who names it."""
    programme = data.programmes.loc[key]
    mentions = data.programme_mentions
    mentions = mentions[mentions["programme_id"] == key]
    rows = [
        Row(
            [
                data.meeting_link(said.meeting_id),
                data.document_link(said.document_id),
                data.name(said.voice),
                Printed(said.term, said.language),
            ]
        )
        for said in mentions.sort_values("meeting_id", key=in_time, kind="stable").itertuples()
    ]
    table = Table(
        "named",
        f"Documents that name {programme['name']}",
        ["Meeting", "Document", "Voice", "Term"],
        rows,
        sortable=True,
    )
    return ProgrammePage(
        f"programmes/{slug(key)}",
        programme["name"],
        intro=openings.programme(data, key),
        strip=openings.programme_strip(data, key),
        facts=[
            Fact("Works on", data.topic_link(programme["topic_id"])),
            *notebooks.fact(data, f"programmes/{slug(key)}"),
            Fact("Key in the data", Code(key)),
        ],
        sections=[Section("Where it is named", table=table)] if rows else [],
        neighbours=neighbours("programmes", key, data.programmes.index, data.programme_link),
    )

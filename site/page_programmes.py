"""Pages of EU programmes: what each works on, and who names it."""

from __future__ import annotations

from sitedata import SiteData, in_time, slug
from view import Code, Fact, ListPage, Printed, ProgrammePage, Row, Section, Table, neighbours


def programmes_page(data: SiteData) -> ListPage:
    """List the EU programmes."""
    mentions = data.dataset.programme_mentions.join(data.documents["meeting_id"], on="document_id")
    meetings = mentions.groupby("programme_id", observed=True)["meeting_id"].nunique()
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
        intro="EU programmes that documents of any series name, and how many meetings they do at.",
        sections=[Section("", table=table)],
    )


def programme_page(data: SiteData, key: str) -> ProgrammePage:
    """Tell what a programme works on, and who names it."""
    programme = data.programmes.loc[key]
    mentions = data.dataset.programme_mentions
    mentions = mentions[mentions["programme_id"] == key].join(
        data.documents[["meeting_id", "voice", "language"]], on="document_id"
    )
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
    links = [data.programme_link(each) for each in data.programmes.index]
    return ProgrammePage(
        f"programmes/{slug(key)}",
        programme["name"],
        facts=[
            Fact("Works on", data.topic_link(programme["topic_id"])),
            Fact("Key in the data", Code(key)),
        ],
        sections=[Section("Where it is named", table=table)] if rows else [],
        neighbours=neighbours("programmes", links, data.programmes.index.get_loc(key)),
    )

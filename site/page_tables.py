"""Pages of whole tables: downloads, documents, codings."""

from __future__ import annotations

from page_topics import CODING_HEADINGS, coding_cells
from sitedata import SiteData
from view import Cell, Code, DownloadsPage, Link, ListPage, Row, Section, Table, Value, iso

from eucad import Dataset


def downloads_page(dataset: Dataset) -> DownloadsPage:
    """Tell what each table holds, and where to download it."""
    rows = [
        Row(
            [
                Code(name),
                schema.description,
                Cell(f"{len(dataset.tables[name]):,}", len(dataset.tables[name])),
                Link(f"../data/{schema.path}", schema.path),
            ]
        )
        for name, schema in dataset.schema.tables.items()
    ]
    headings = ["Table", "What it holds", "Rows", "Download"]
    table = Table("tables", "Tables of the dataset", headings, rows)
    return DownloadsPage(
        "tables/index",
        "Data tables and downloads",
        sections=[Section("", table=table)],
        version=dataset.version,
    )


DOCUMENT_HEADINGS = [
    "Document",
    "Publisher",
    "Voice",
    "Kind",
    "Language",
    "Published",
    "Visible",
    "For the agenda",
]


def document_cells(data: SiteData, document) -> list[Cell | Value]:
    """Return the cells that tell what a document is."""
    return [
        data.headline(document.Index),
        document.publisher,
        data.name(document.voice),
        data.name(document.document_type),
        data.dataset.languages[document.language],
        iso(document.published, "not visible"),
        data.name(document.extent),
        "Yes" if document.agenda else "No",
    ]


def documents_page(data: SiteData) -> ListPage:
    """List every document."""
    rows = [
        Row(
            [
                *document_cells(data, document),
                data.document_link(document.Index, data.titles[document.meeting_id]),
            ]
        )
        for document in data.documents.itertuples()
    ]
    headings = [*DOCUMENT_HEADINGS, "Meeting"]
    table = Table("documents", "Documents", headings, rows, sortable=True, searchable=True)
    return ListPage(
        "tables/documents",
        "Documents",
        intro=(
            "Every document of the dataset. A headline leads to the address under which the "
            "archived copy was stored; a meeting leads to the accounts the documents belong to."
        ),
        sections=[Section("", table=table)],
    )


def codings_page(data: SiteData) -> ListPage:
    """List every adjudicated coding."""
    rows = [
        Row(
            [
                data.topic_link(coding.topic_id),
                data.titles[coding.meeting_id],
                *coding_cells(data, coding),
            ]
        )
        for coding in data.codings.itertuples()
    ]
    headings = ["Topic", "Meeting", *CODING_HEADINGS]
    table = Table("codings", "Codings, adjudicated", headings, rows, sortable=True, searchable=True)
    return ListPage(
        "tables/codings",
        "Codings",
        intro=(
            "Every topic found in a document, after adjudication, with its key term as printed and "
            "how each of the two coders read it. "
            "Only codings that count stand behind what this collection says of an agenda: those of "
            "the meeting itself, in documents that report it."
        ),
        sections=[Section("", table=table)],
    )

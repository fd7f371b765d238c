"""All that is computed: the front page, a page of everything in the data, the notebooks' links."""

from __future__ import annotations

from collections.abc import Iterator

import notebooks
from explorer import explorer_page
from front import front_page
from gallery import NOTEBOOKS
from network import network_page
from page_evidence import evidence_page
from page_meetings import meeting_page, meetings_page
from page_officials import official_page, officials_page
from page_programmes import programme_page, programmes_page
from page_tables import codings_page, documents_page, downloads_page
from page_topics import topic_page, topics_page
from render import render
from sitedata import SiteData
from view import Page


def sources(data: SiteData) -> Iterator[tuple[str, bytes]]:
    """Iterate over what Sphinx reads of it, by the names of the files."""
    yield from notebooks.sources(data)
    for page in pages(data):
        yield f"{page.name}.md", render(page.template, page).encode()


def pages(data: SiteData) -> Iterator[Page]:
    """Iterate over every page that is made from the data."""
    questions = {f"notebooks/{path.stem}.html": notebooks.title(path) for path in NOTEBOOKS}
    yield from (front_page(data, questions), evidence_page(data))
    yield from (meetings_page(data), officials_page(data), topics_page(data), programmes_page(data))
    yield from (explorer_page(data), network_page(data))
    yield from (downloads_page(data.dataset), documents_page(data), codings_page(data))
    yield from (meeting_page(data, key) for key in data.reading_order)
    yield from (official_page(data, key) for key in data.people.index)
    yield from (topic_page(data, key) for key in data.topics.index)
    yield from (programme_page(data, key) for key in data.programmes.index)

"""The pages that are made from the data: meetings, officials, topics, programmes, large tables."""

from __future__ import annotations

from collections.abc import Iterator

from explorer import explorer_page
from network import network_page
from page_meetings import meeting_page, meetings_page
from page_officials import official_page, officials_page
from page_programmes import programme_page, programmes_page
from page_tables import codings_page, documents_page, downloads_page
from page_topics import topic_page, topics_page
from sitedata import SiteData
from view import Page


def pages(data: SiteData) -> Iterator[Page]:
    """Iterate over every page that is made from the data."""
    yield from (meetings_page(data), officials_page(data), topics_page(data), programmes_page(data))
    yield from (explorer_page(data), network_page(data))
    yield from (downloads_page(data.dataset), documents_page(data), codings_page(data))
    yield from (meeting_page(data, key) for key in data.reading_order)
    yield from (official_page(data, key) for key in data.people.index)
    yield from (topic_page(data, key) for key in data.topics.index)
    yield from (programme_page(data, key) for key in data.programmes.index)

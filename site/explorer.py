"""The explorer: what its page offers to choose, and the data from which a browser computes it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pandas as pd
import vl_convert
from sitedata import SiteData
from view import ExplorerPage, Option, is_web

from eucad.agenda import account_topic_matrix
from eucad.documents import borrowed_mentions

#: Vega, Vega-Lite and Vega-Embed in one file; the last holds an interpreter of expressions, so that
#: a page needs no policy that allows code to be made from text.
LIBRARY = "window.vegaEmbed = vegaEmbed;"


def explorer_page(data: SiteData) -> ExplorerPage:
    """Offer the choices; a script draws what follows from them."""
    accounts = _accounts(data)
    voices = accounts["voice"].cat.categories
    families = {
        Option(family, data.names[family]): [
            Option(topic, data.names[topic]) for topic in topics.index
        ]
        for family, topics in data.topics.groupby("family", observed=True)
    }
    return ExplorerPage(
        "explorer",
        "Explore the agenda",
        intro=(
            "Choose meetings, voices and topics: how often each topic is raised, at which meeting, "
            "and in which words follow. The address of this page holds what was chosen, so that it "
            "can be kept and sent on. Not seen is not the same as not discussed: most documents "
            "were visible only in their opening."
        ),
        series=[Option(key, data.names[key]) for key in _series(data)],
        voices=[Option(key, data.names[key]) for key in voices if (accounts["voice"] == key).any()],
        families=families,
    )


def _series(data: SiteData) -> list[str]:
    return list(data.meetings["series"].cat.categories)


@cache
def _accounts(data: SiteData) -> pd.DataFrame:
    """Return every account of an agenda, with all that is known of it."""
    return account_topic_matrix(data.dataset, series=_series(data)).index.to_frame(index=False)


def explorer_data(data: SiteData) -> dict:
    """Return accounts and their evidence, each thing once and named by its place in a list."""
    series, topics = _series(data), list(data.topics.index)
    families = list(data.topics["family"].cat.categories)
    accounts = _accounts(data)
    meetings = data.held
    place = {key: number for number, key in enumerate(accounts["account_id"])}
    documents = data.documents[data.documents["agenda"]]
    evidence = data.codings[data.codings["counts"]]
    order = {key: number for number, key in enumerate(documents.index)}
    stances = {key: number for number, key in enumerate(evidence["stance"].cat.categories)}
    return {
        "version": data.dataset.version,
        "series": [{"key": key, "name": data.names[key]} for key in series],
        "voices": {key: data.names[key] for key in accounts["voice"].cat.categories},
        "families": [{"key": key, "name": data.names[key]} for key in families],
        "topics": [
            {"key": key, "name": data.names[key], "family": families.index(family)}
            for key, family in data.topics["family"].items()
        ],
        "meetings": [
            {
                "key": key,
                "name": data.names[key],
                "title": data.titles[key],
                "series": series.index(data.series[key]),
            }
            for key in meetings
        ],
        "accounts": [
            [row.account_id, meetings.index(row.meeting_id), row.voice, int(row.complete)]
            for row in accounts.itertuples()
        ],
        "borrowed": [
            [place[account], topics.index(topic)]
            for account, topic in borrowed_mentions(data.dataset)
            if account in place
        ],
        "documents": [
            [
                row.Index,
                row.publisher,
                place[row.lineage_id],
                row.language,
                row.url if is_web(row.url) else None,
            ]
            for row in documents.itertuples()
        ],
        "stances": [data.names[key] for key in stances],
        "codings": [
            [
                order[said.document_id],
                topics.index(said.topic_id),
                int(said.paragraph),
                said.term,
                data.term(said).english,
                stances[said.stance],
                data.stance(said.stance, [said.raised_by]),
            ]
            for said in evidence.itertuples()
        ],
    }


def write_scripts(data: SiteData, folder: Path, kept: Path) -> None:
    """Write the data and the library that draws them; the library, slow to make, is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.dumps(explorer_data(data), ensure_ascii=False, separators=(",", ":"))
    (folder / "explorer-data.js").write_text(f"window.explorerData = {listed};\n", "utf-8")
    kept /= f"vega-{vl_convert.__version__}.js"
    if not kept.is_file():
        # In a function of its own, or its thousands of names would be those of the page.
        # Under another name until it is whole: what is there is not made again.
        partial = kept.with_suffix(".partial")
        partial.write_text(f"(() => {{{vl_convert.javascript_bundle(LIBRARY)}}})();", "utf-8")
        partial.replace(kept)
    (folder / "vega.js").write_bytes(kept.read_bytes())

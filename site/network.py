"""The network of officials and meetings: a table, from which a script draws it."""

from __future__ import annotations

import json
from pathlib import Path

from gallery import NOTEBOOKS, stored_figures
from sitedata import SiteData
from view import Cell, Lines, Missing, NetworkPage, Option, Phrase, Row, Section, Table

from eucad.show.colours import DELEGATION_COLOURS

#: With what the words begin that go with the figure of the notebooks.
FIGURE = "Two-mode network"


def network_page(data: SiteData) -> NetworkPage:
    """List who is named at which meeting."""
    rows = []
    for key, placed in data.placed.groupby("person_id", observed=True):
        best = placed.groupby("meeting_id")["certainty"].min()
        meetings = [
            Phrase(
                [
                    data.meeting_link(each, folder="meetings"),
                    *([Missing(" (perhaps)")] if best[each] == "ambiguous" else []),
                ]
            )
            for each in sorted(best.index, key=data.time.get)
        ]
        person = data.people.loc[key]
        name = data.person_link(key, folder="officials")
        home = data.names[person["delegation"]]
        rows.append(Row([Cell(name, key), home, len(meetings), Lines(meetings)]))
    headings = ["Official", "Delegation", "Number", "Meetings"]
    caption = "Officials, and the meetings at which documents name them"
    table = Table("network", caption, headings, rows, sortable=True)
    series = data.meetings["series"].cat.categories
    return NetworkPage(
        "network",
        "Who met whom",
        intro=(
            "Officials (round) and the meetings at which documents name them (square): a line says "
            "that a document places the official there, dashed if it may mean another meeting. "
            "That two people are named at one meeting does not say that they spoke."
        ),
        sections=[Section("", table=table)],
        series=[Option(key, data.names[key]) for key in series],
        colours=json.dumps({data.names[key]: each for key, each in DELEGATION_COLOURS.items()}),
        figure=next(
            (each for each in stored_figures(NOTEBOOKS, Path()) if each.alt.startswith(FIGURE)),
            None,
        ),
    )

"""The page behind two figures: tile by tile, which account raises what; seat by seat, who led."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd
from grids import Grid, GridRow, Mark
from sitedata import SiteData, fold_documents
from view import Lines, Link, Missing, Page, Phrase, Row, Table, Value

from eucad.officials.figures import surnames
from eucad.officials.sentences import seats as how_many_are_named
from eucad.show.words import listing
from eucad.threats.measures import NEW, OLD


@dataclass(frozen=True)
class EvidencePage(Page):
    """Two pictures whose cells lead to their evidence, and the accounts one by one."""

    tiles: Grid | None = None
    colours: Sequence[tuple[str, str]] = ()
    accounts: Table | None = None
    seats: Grid | None = None
    named: str = ""
    template: ClassVar[str] = "evidence.md.jinja"
    listed: ClassVar[bool] = True


def evidence_page(data: SiteData) -> EvidencePage:
    """Show which account raises what, and who sat where, each with its source."""
    return EvidencePage(
        "tables/evidence",
        "Account by account, seat by seat",
        tiles=tiles(data, data.tiles.states),
        colours=[
            ("old-only", f"{data.names[OLD]} only"),
            ("both", "both"),
            ("new-only", f"{data.names[NEW]} only"),
            ("neither", "neither seen"),
        ],
        accounts=accounts_table(data, data.tiles.states, list(data.tiles.members.values())),
        seats=seats_grid(data),
        named=how_many_are_named(data.seats),
    )


def tiles(data: SiteData, states: pd.Series) -> Grid:
    """Draw every account as a tile that leads to what it raises."""
    old, new = data.names[OLD], data.names[NEW]
    says = {"both": f"{old}; {new}", "old only": old, "new only": new, "neither": "neither"}
    rows = {
        meeting: [
            Mark(f"#{account}", data.names[voice], state.replace(" ", "-"), f"raises {says[state]}")
            for voice, account, state in zip(
                own.index.get_level_values("voice"),
                own.index.get_level_values("account_id"),
                own,
                strict=True,
            )
        ]
        for meeting, own in states.groupby(level="meeting_id", observed=True)
    }
    most = max(map(len, rows.values()))
    return Grid(
        "tiles",
        f"Accounts of each meeting: those that raise {old}, {new}, both or neither",
        [],
        [
            GridRow(data.meeting_link(key), [*marks, *[None] * (most - len(marks))])
            for key, marks in rows.items()
        ],
    )


def accounts_table(data: SiteData, states: pd.Series, families: Sequence[Sequence[str]]) -> Table:
    """List the accounts, each with the topics of both families that it raises, as printed."""
    counting = data.codings[data.codings["counts"]]
    rows = []
    for meeting, voice, account in states.index.to_frame()[
        ["meeting_id", "voice", "account_id"]
    ].itertuples(index=False):
        own = counting[counting["lineage_id"] == account]
        documents = data.documents.index[data.documents["lineage_id"] == account]
        rows.append(
            Row(
                [
                    Phrase([f"{data.names[voice]}, ", data.meeting_link(meeting)]),
                    *(
                        Lines(list(said(data, own, topics)) or [Missing("not seen")])
                        for topics in families
                    ),
                    fold_documents([data.document_link(each) for each in documents]),
                ],
                anchor=account,
            )
        )
    caption = "What each account raises of the two families, as printed"
    headings = ["Account", data.names[OLD], data.names[NEW], "Documents"]
    return Table("accounts", caption, headings, rows)


def said(data: SiteData, codings: pd.DataFrame, topics: Sequence[str]) -> Iterator[Value]:
    """Give the term by which an account first raises each topic, with a link to all of them."""
    for coding in (
        codings[codings["topic_id"].isin(topics)].drop_duplicates("topic_id").itertuples()
    ):
        name = data.names[coding.topic_id]
        target = f"../topics/{coding.topic_id}.html#said-{coding.meeting_id}"
        stance = data.stance(coding.stance, [coding.raised_by])
        yield Phrase([Link(target, name), ": ", data.term(coding), f" ({stance})"])


def seats_grid(data: SiteData) -> Grid:
    """Draw who led each delegation at each meeting; a seat leads to the documents that say so."""
    seats = data.seats.assign(surname=surnames(data.seats["name"].astype("str")))
    meetings = seats.drop_duplicates("meeting_id")
    return Grid(
        "seats",
        "Heads of delegation by meeting",
        [
            Link(f"../meetings/{each.meeting_id}.html", each.meeting)
            for each in meetings.itertuples()
        ],
        [
            GridRow(data.names[delegation], [seat_mark(data, seat) for seat in own.itertuples()])
            for delegation, own in seats.groupby("delegation", observed=True)
        ],
    )


def seat_mark(data: SiteData, seat) -> Mark:
    """Say who sat in a seat, as far as documents tell."""
    page = f"../meetings/{seat.meeting_id}.html"
    if seat.state == "not_mentioned":
        return Mark(f"{page}#delegations", "?", "unknown", "no document mentions it")
    ranks = listing(data.names[rank].lower() for rank in seat.ranks)
    named = not pd.isna(seat.name)
    doubt = " (perhaps)" if seat.state == "ambiguous" else ""
    return Mark(
        f"{page}#seat-{seat.delegation}",
        f"{seat.surname}{'?' if doubt else ''}" if named else "not named",
        "usual" if seat.standing == "usual" else "unusual",
        f"{seat.name if named else 'not named'}{doubt}: {ranks or 'rank not printed'}",
    )

"""The front page: what was found, how sure that is, where each word comes from, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd
from citation import Citation
from grids import Grid, GridRow, Mark, agenda_row, evidence, meeting_columns, why, year_of
from sitedata import SiteData
from view import Badge, Link, Page, Value, counted, day, outside

from eucad.agenda import account_topic_matrix, families, fit_base
from eucad.findings import sentences
from eucad.findings.overview import find_divide
from eucad.findings.verdicts import Divide, judge_move
from eucad.meetings import DIALOGUE, held_meetings
from eucad.officials.ranks import hosts
from eucad.officials.sentences import hosts as who_hosted
from eucad.stats import LEVEL
from eucad.threats.measures import NEW, OLD, Tiles
from eucad.threats.sentences import claim, without_programmes
from eucad.topics.elsewhere import find_sightings
from eucad.topics.measures import arrange
from eucad.voices.contrast import SIDES, who_says
from eucad.voices.sentences import split

#: Rows and columns of countries on the map of venues. It says who lies next to whom, no more.
TILES = {"BE": (1, 1), "LU": (2, 1), "KZ": (1, 3), "UZ": (2, 3), "KG": (2, 4), "TM": (3, 3)}
TILES |= {"TJ": (3, 4)}


@dataclass(frozen=True)
class Card:
    """A finding: its claim, its picture, how sure it is, and where that is shown."""

    heading: str
    claim: str
    grid: Grid
    more: Link
    also: str = ""
    badges: Sequence[tuple[str, Badge]] = ()  #: Each with what it is on.


@dataclass(frozen=True)
class Venue:
    """A country, or the screen, with the meetings that it hosted; `row` and `column` on the map."""

    name: str
    city: str
    meetings: Sequence[Link]
    row: int
    column: int


@dataclass(frozen=True)
class Entry:
    """What happened on a day: a meeting (`kind` is its series) or an event."""

    when: Value
    words: Link | str
    kind: str
    source: Link | str = ""


@dataclass(frozen=True)
class FrontPage(Page):
    """All that the front page shows."""

    answer: str = ""
    joined: str = ""
    ground: str = ""
    level: str = ""
    cards: Sequence[Card] = ()
    agenda: Grid | None = None
    badges: Sequence[Badge] = ()
    venues: Sequence[Venue] = ()
    hosted: str = ""
    timeline: Mapping[int, Sequence[Entry]] | None = None
    notebooks: Mapping[str, str] | None = None
    counts: Mapping[str, int] | None = None
    citation: str = ""
    template: ClassVar[str] = "front.md.jinja"
    listed: ClassVar[bool] = True


class Agenda:
    """The topics of the dialogue in the order of their verdicts, with all that is seen of them."""

    def __init__(self, data: SiteData) -> None:
        self.data = data
        self.mentions = account_topic_matrix(data.dataset)
        self.on_table = fit_base(data.dataset).on_table()

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdicts on topics, in the order in which they are told."""
        series = held_meetings(self.data.dataset)["series"]
        return arrange(self.data.verdicts, find_sightings(self.mentions, series))

    @cached_property
    def raised(self) -> pd.DataFrame:
        """How many accounts of each meeting raise each topic."""
        return self.mentions.groupby(level="meeting_id", observed=True).sum()

    @cached_property
    def accounts(self) -> pd.Series:
        """How many accounts of each meeting there are."""
        return self.mentions.groupby(level="meeting_id", observed=True).size()

    def grid(self, name: str, caption: str, topics: Sequence[str], *, small: bool = False) -> Grid:
        """Draw topics by meeting, each cell a link to its evidence."""
        return Grid(
            name,
            caption,
            meeting_columns(self.data, self.accounts.index, small=small),
            [
                agenda_row(
                    self.data, topic, self.raised[topic], self.accounts, self.on_table[topic]
                )
                for topic in topics
            ],
            small,
        )


def front_page(data: SiteData, notebooks: Mapping[str, str]) -> FrontPage:
    """Say what was found, and lead to everything else."""
    agenda = Agenda(data)
    held = data.meetings[data.meetings["status"] == "held"]
    move = judge_move(data.verdicts, families(data.dataset), OLD, NEW)
    divide = find_divide(data.dataset)
    return FrontPage(
        "index",
        "What do the EU and Central Asia talk about?",
        answer=sentences.move(move, data.names),
        joined=joined(data.tiles),
        ground=sentences.ground(agenda.mentions),
        level=f"{LEVEL:.0%}",
        cards=[
            fate_card(agenda, "always", "Always there", ["throughout"]),
            fate_card(
                agenda, "moved", "What came, and what is gone", ["came", "went", "came_and_went"]
            ),
            divide_card(agenda, divide),
        ],
        agenda=agenda.grid("agenda", "Topics of the dialogue by meeting", agenda.verdicts.index),
        badges=[Badge(each, why) for each, why in sentences.MEANING.items()],
        venues=list(venues(data)),
        hosted=who_hosted(hosts(data.dataset, DIALOGUE, data.seats["delegation"].unique())),
        timeline=timeline(data),
        notebooks=notebooks,
        counts={
            "meetings": len(held),
            "officials": len(data.people),
            "topics": len(data.topics),
            "programmes": len(data.programmes),
            "documents": len(data.documents),
            "codings": len(data.codings),
        },
        citation=Citation("page").apa,
    )


def joined(tiles: Tiles) -> str:
    """Say whether new threats stand without the old ones in any account, and what that hangs on."""
    new = tiles.names[tiles.new]
    said = claim(tiles.joining.kind, tiles.names[tiles.old], new)
    return said if not tiles.joining.new else f"{said} {without_programmes(tiles.joining, new)}"


def fate_card(agenda: Agenda, name: str, heading: str, kinds: Sequence[str]) -> Card:
    """Say what became of the topics of some kinds."""
    data, own = agenda.data, agenda.verdicts[agenda.verdicts["kind"].isin(kinds)]
    return Card(
        heading,
        sentences.claim(own, data.names),
        agenda.grid(name, f"{heading}, by meeting", own.index, small=True),
        Link("notebooks/02-topic-evolution.html", "How we know"),
        sentences.elsewhere(own, data.names),
    )


def divide_card(agenda: Agenda, divide: Divide) -> Card:
    """Say which side of the table raises a topic."""
    data, topic = agenda.data, divide.topic
    years = agenda.mentions.index.get_level_values("year")
    said = who_says(agenda.mentions[years >= divide.since]).xs(topic, level="topic_id")
    said = said[said["said"].notna()]
    rows = [
        GridRow(
            {"eu": "The EU", "capitals": "The capitals"}[side],
            [
                Mark(
                    evidence(topic, meeting, raised=bool(row[side])),
                    f"{row[side]:.0f}/{row[f'{side}_accounts']:.0f}",
                    "full" if row[side] else "none",
                    f"{int(row[side]) or 'none'} of "
                    f"{counted(int(row[f'{side}_accounts']), 'account')}",
                )
                for meeting, row in said.iterrows()
            ],
        )
        for side in SIDES
    ]
    name, fate = data.names[topic], data.verdicts.loc[topic]
    caption = f"Accounts that raise {name}, of those known, by side and meeting"
    return Card(
        f"{name}, since {divide.since}",
        split(divide.row, name),
        Grid("divide", caption, meeting_columns(data, said.index), rows),
        Link("notebooks/05-voices.html", "How we know"),
        badges=[
            ("Who raises it", Badge(divide.badge, sentences.reservations(divide, data.names))),
            ("What became of it", Badge(fate["badge"], why(fate))),
        ],
    )


def venues(data: SiteData) -> Iterator[Venue]:
    """Place the meetings of the dialogue by country; those by video stand apart."""
    meetings = data.meetings.query("series == @DIALOGUE and status == 'held'")
    below = max(row for row, _ in TILES.values()) + 1
    for country, own in meetings.groupby("country", observed=True):
        # A country that the map does not know stands in a row of its own.
        row, column = TILES.get(country, (below, 1))
        below += country not in TILES
        cities = ", ".join(own["city"].unique())
        yield Venue(data.names[country], cities, year_links(own.index), row, column)
    video = meetings.index[meetings["country"].isna()]
    if len(video):
        yield Venue("By video", "", year_links(video), below - 1, 1)


def year_links(meetings: Sequence[str]) -> list[Link]:
    """Link meetings by their years."""
    return [Link(f"meetings/{key}.html", year_of(key)) for key in meetings]


def timeline(data: SiteData) -> dict[int, list[Entry]]:
    """Set all meetings and the events of the dataset in the order of their days, by year."""
    held = data.meetings[data.meetings["date_start"].notna()]
    entries = [
        (
            meeting["date_start"],
            Entry(
                day(meeting["date_start"]),
                Link(f"meetings/{key}.html", data.titles[key]),
                meeting["series"],
            ),
        )
        for key, meeting in held.iterrows()
    ]
    entries += [
        (
            event.date,
            Entry(day(event.date), event.label, "event", outside(event.url, event.publisher)),
        )
        for event in data.dataset.events.itertuples()
    ]
    years: dict[int, list[Entry]] = {}
    for date, entry in sorted(entries, key=lambda each: each[0]):
        years.setdefault(date.year, []).append(entry)
    return years

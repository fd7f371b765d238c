"""What a page made from the data is made of: plain values, with no word of HTML or Markdown.

A page is a dataclass of facts and tables. Their values are strings, numbers or one of the small
types below; `pages/macros.jinja` says how each is written, and escapes it. New kinds of page, such
as those with charts or evidence, extend these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from gallery import Figure
    from strips import Strip


@dataclass(frozen=True)
class Missing:
    """What no document states: unknown is a value. `heard` is what is read aloud instead."""

    words: str = "not stated"
    heard: str | None = None


@dataclass(frozen=True)
class Printed:
    """Words as a document prints them, in its language if that is known."""

    text: str
    language: str | None = None


@dataclass(frozen=True)
class Glossed:
    """Words as a document prints them, and what they mean if they are not English."""

    printed: Value
    english: str | None = None


@dataclass(frozen=True)
class Day:
    """A day, written so that it is never broken over two lines."""

    iso: str


@dataclass(frozen=True)
class Address:
    """A web address that is shown as such."""

    target: str


@dataclass(frozen=True)
class Link:
    """Words that lead to another page, relative to the folder of the page, or to another site."""

    target: str
    words: Value


@dataclass(frozen=True)
class Phrase:
    """Values that run on in one line."""

    parts: Sequence[Value]


@dataclass(frozen=True)
class Lines:
    """Values below one another; `folded` is what stands for them until a reader opens them."""

    items: Sequence[Value]
    folded: str | None = None


@dataclass(frozen=True)
class Stressed:
    """Words that a reader should not overlook."""

    words: str


@dataclass(frozen=True)
class Badge:
    """How far something may be cited, and why."""

    words: str
    why: str
    target: str = ""  #: Where that is told, if not what such a badge means.

    @property
    def look(self) -> str:
        """Its class in the style sheet."""
        return self.words.replace(" ", "-")


@dataclass(frozen=True)
class Code:
    """A name that machines read."""

    words: str


#: What can stand in a cell or beside a term.
Value = (
    str
    | int
    | Missing
    | Printed
    | Glossed
    | Day
    | Address
    | Link
    | Phrase
    | Lines
    | Stressed
    | Code
)


@dataclass(frozen=True)
class Cell:
    """A value of a table, and what it sorts by if not by its words; unknown sorts last."""

    value: Value
    sort: str | int | None = None


@dataclass(frozen=True)
class Row:
    """The cells of a row, the first of which is its header; other pages link it by its `anchor`.

    A search, in the table and on the site, finds it by the words in `also` as well.
    """

    cells: Sequence[Cell | Value]
    anchor: str | None = None
    also: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption; `name` is its own on the page."""

    name: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Row]
    sortable: bool = False
    searchable: bool = False

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers alone."""
        return [
            all(isinstance(_value(each), int) for each in column)
            for column in zip(*(row.cells for row in self.rows), strict=True)
        ]


@dataclass(frozen=True)
class Fact:
    """A term and what is known of it."""

    term: str
    value: Value


@dataclass(frozen=True)
class Section:
    """A heading, a paragraph or two, and a table, if there is anything to show."""

    heading: str
    words: Value = ""
    table: Table | None = None


@dataclass(frozen=True)
class Neighbours:
    """The list to which a page belongs, and the pages before and after it."""

    kind: str
    before: Link | None
    after: Link | None


@dataclass(frozen=True)
class Page:
    """A page: its name as Sphinx counts it, its title, and what stands below it."""

    name: str
    title: str
    facts: Sequence[Fact] = ()
    sections: Sequence[Section] = ()
    neighbours: Neighbours | None = None
    intro: Value = ""
    strip: Strip | None = None

    #: The template in `pages/` that writes it, and whether the navigation shows it.
    template: ClassVar[str] = "page.md.jinja"
    listed: ClassVar[bool] = False


class MeetingPage(Page):
    """All that is known of a meeting."""


class OfficialPage(Page):
    """Where documents place an official, and in which role."""


class TopicPage(Page):
    """What a topic is, and where it was raised, by whose account."""


class ProgrammePage(Page):
    """What an EU programme works on, and which meetings name it."""


class ListPage(Page):
    """A list of pages, or of all rows of a table."""

    listed: ClassVar[bool] = True


@dataclass(frozen=True)
class DownloadsPage(Page):
    """The tables of the dataset, to download."""

    version: str = ""
    template: ClassVar[str] = "downloads.md.jinja"
    listed: ClassVar[bool] = True


class Option(NamedTuple):
    """What a reader can choose: its key, and what people call it."""

    key: str
    name: str


@dataclass(frozen=True)
class ExplorerPage(Page):
    """What a reader can choose to see of the agenda; a script draws it."""

    series: Sequence[Option] = ()
    voices: Sequence[Option] = ()
    families: Mapping[Option, Sequence[Option]] = field(default_factory=dict)
    template: ClassVar[str] = "explorer.md.jinja"
    listed: ClassVar[bool] = True


@dataclass(frozen=True)
class NetworkPage(Page):
    """Who is named at which meeting; a script draws it. `figure` is that of the notebooks."""

    series: Sequence[Option] = ()
    colours: str = ""
    figure: Figure | None = None
    template: ClassVar[str] = "network.md.jinja"
    listed: ClassVar[bool] = True


def _value(entry: Cell | Value) -> Value:
    return entry.value if isinstance(entry, Cell) else entry


def neighbours(kind: str, key: str, keys: Iterable[str], link: Callable[[str], Link]) -> Neighbours:
    """Link the pages before and after the one of a key."""
    keys = list(keys)
    place = keys.index(key)
    before, after = keys[max(place - 1, 0) : place], keys[place + 1 : place + 2]
    return Neighbours(kind, *(link(each[0]) if each else None for each in (before, after)))


def stated(value: object, unknown: str = "not stated") -> Value:
    """Return a value of the dataset as it stands; a missing one is said to be missing."""
    return Missing(unknown) if pd.isna(value) else str(value)


def counted(number: int, noun: str) -> str:
    """Put a number before its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day(value: object) -> Value:
    """Return a date in words."""
    return Missing() if pd.isna(value) else f"{value.day} {value.month_name()} {value.year}"


def iso(value: object, unknown: str = "not stated") -> Cell:
    """Return a date that sorts as it reads."""
    return Cell(Missing(unknown)) if pd.isna(value) else Cell(Day(f"{value:%Y-%m-%d}"))


def outside(target: object, words: Value) -> Value:
    """Link another site; what is no web address, or is missing, becomes no link."""
    return Link(str(target), words) if is_web(target) else words


def address(target: object) -> Value:
    """Show a web address, as a link; what is none stands there as words."""
    return Address(str(target)) if is_web(target) else stated(target)


def is_web(target: object) -> bool:
    """Whether something is a web address: no other becomes a link."""
    return not pd.isna(target) and str(target).startswith(("http://", "https://"))

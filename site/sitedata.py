"""The dataset, arranged for reading: what the pages made from it have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import pandas as pd
from view import (
    Cell,
    Glossed,
    Lines,
    Link,
    Missing,
    Phrase,
    Printed,
    Value,
    address,
    counted,
    outside,
)

from eucad import Dataset
from eucad.attendance import who_led
from eucad.documents import count_accounts, documents_with_voice
from eucad.findings.verdicts import judge
from eucad.officials.measures import study_seats
from eucad.threats.measures import Tiles, lay_tiles

#: What `raised` is where a voice gives no account, or gives one that is silent.
NO_ACCOUNT = Missing("–", heard="no account")
NOT_SEEN = Missing("not seen")

#: More documents than these are folded away.
SHOWN_SOURCES = 3


class SiteData:
    """The dataset, arranged for reading by meeting, official, topic and programme."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.names = dataset.names
        # The dialogue first, each series in order of time.
        self.documents = (
            documents_with_voice(dataset)
            .assign(year=lambda frame: years_of(frame["meeting_id"]))
            .sort_values(["series", "year"], kind="stable")
            .set_index("document_id")
        )
        self.document = {row.Index: row for row in self.documents.itertuples()}
        self.people = dataset.people.set_index("person_id")
        self.topics = dataset.topics.sort_values("position").set_index("topic_id")
        self.programmes = dataset.programmes.set_index("programme_id")
        self.meetings = dataset.meetings.set_index("meeting_id")
        self.series = self.meetings["series"].to_dict()

    def name(self, key: object) -> Value:
        """Return what people call a key; a missing one is said to be missing."""
        return Missing() if pd.isna(key) else self.names[key]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each meeting."""
        return {
            meeting.Index: f"{self.names[meeting.series]}, {self.names[meeting.Index]}"
            if meeting.status == "held"
            else f"{self.names[meeting.series]}, {self.year[meeting.Index]}: no meeting found"
            for meeting in self.meetings.itertuples()
        }

    @cached_property
    def reading_order(self) -> list[str]:
        """Meetings series by series, each in order of time."""
        year = pd.Series(in_time(self.meetings.index), self.meetings.index)
        return list(
            self.meetings.assign(year=year).sort_values(["series", "year"], kind="stable").index
        )

    @cached_property
    def year(self) -> dict[str, int]:
        """Year of each meeting."""
        keys = self.meetings.index
        return dict(zip(keys, map(int, years_of(keys)), strict=True))

    @cached_property
    def held(self) -> list[str]:
        """Meetings that took place, in reading order."""
        status = self.meetings["status"].to_dict()
        return [key for key in self.reading_order if status[key] == "held"]

    @cached_property
    def time(self) -> dict[str, str]:
        """What sorts meetings of any series by time."""
        date = self.meetings["date_start"].dt.strftime("%Y-%m-%d")
        return {key: f"{year} {date[key]}" for key, year in zip(
            self.meetings.index, in_time(self.meetings.index), strict=True)}  # fmt: skip

    def same_series(self, one: str, other: str) -> bool:
        """Whether two meetings are of one series."""
        return self.series[one] == self.series[other]

    @cached_property
    def placed(self) -> pd.DataFrame:
        """Statements that place somebody at the table, not on the sidelines alone."""
        statements = self.dataset.participation
        return statements[statements["capacity"] != "sideline_only"]

    @cached_property
    def programme_mentions(self) -> pd.DataFrame:
        """Documents that name programmes, with what is known of them."""
        documents = self.documents[["meeting_id", "voice", "language"]]
        return self.dataset.programme_mentions.join(documents, on="document_id")

    @cached_property
    def disputed(self) -> set[tuple[str, str]]:
        """Meetings and delegations on whose rank documents disagree."""
        _, disputed = who_led(self.dataset)
        stacked = disputed.stack()
        return set(stacked.index[stacked])

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """What became of every topic in the dialogue: the one verdict, which pages only show."""
        return judge(self.dataset)

    @cached_property
    def tiles(self) -> Tiles:
        """What every account of the dialogue raises of the old threats and of the new."""
        return lay_tiles(self.dataset)

    @cached_property
    def seats(self) -> pd.DataFrame:
        """Every seat of the dialogue, and who held it."""
        return study_seats(self.dataset)

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The adjudicated codings with what their documents and topics tell."""
        documents = self.documents[["meeting_id", "lineage_id", "voice", "agenda", "language"]]
        codings = self.dataset.codings_final.join(documents, on="document_id")
        return codings.assign(counts=codings["agenda"] & (codings["scope"] == "dialogue"))

    @cached_property
    def coders(self) -> dict[tuple[str, str], dict[str, str]]:
        """The strongest stance that each coder gives a topic in a document."""
        by = ["document_id", "topic_id", "coder"]
        found = self.dataset.codings.groupby(by, observed=True)["stance"].min()
        stances = {}
        for (document, topic, coder), stance in found.items():
            stances.setdefault((document, topic), {})[coder] = stance
        return stances

    @cached_property
    def reasons(self) -> dict[tuple[str, str], str]:
        """Why a coding on which the coders differ was kept, by document and topic."""
        kept = self.dataset.adjudications.query("kept").dropna(subset="reason")
        return kept.set_index(["document_id", "topic_id"])["reason"].to_dict()

    @cached_property
    def accounts(self) -> dict[str, dict[str, int]]:
        """Number of independent accounts of the agenda by meeting, then by voice."""
        counts = count_accounts(self.dataset, self.documents[self.documents["agenda"]])
        found = {key: row[row > 0].to_dict() for key, row in counts.iterrows()}
        return {key: found.get(key, {}) for key in self.meetings.index}

    @cached_property
    def mentions(self) -> dict[tuple[str, str, str], tuple]:
        """What accounts of the agenda raise, by meeting, topic and voice.

        Each is a named tuple: `accounts`, how many raise it; `stance`, the strongest; and
        `raised_by`, the delegations that alone did.
        """
        counting = self.codings[self.codings["counts"]].sort_values("raised_by", kind="stable")
        grouped = counting.astype({"raised_by": object}).groupby(
            ["meeting_id", "topic_id", "voice"], observed=True
        )
        found = grouped.agg(
            accounts=("lineage_id", "nunique"),
            stance=("stance", "min"),
            raised_by=("raised_by", lambda values: tuple(values.dropna().unique())),
        )
        return {row.Index: row for row in found.itertuples()}

    @cached_property
    def raised(self) -> dict[str, dict[str, int]]:
        """How many accounts of a meeting raise each topic, by topic and by meeting that does."""
        found: dict[str, dict[str, int]] = {topic: {} for topic in self.topics.index}
        for (meeting, topic, _), said in self.mentions.items():
            found[topic][meeting] = found[topic].get(meeting, 0) + int(said.accounts)
        return found

    def mention(self, meeting: str, topic: str, voice: str) -> Cell:
        """Tell whether and how a voice raises a topic in its accounts of a meeting."""
        total = self.accounts[meeting].get(voice, 0)
        if not total:
            return Cell(NO_ACCOUNT)
        found = self.mentions.get((meeting, topic, voice))
        if found is None:
            return Cell(NOT_SEEN)
        words = self.stance(found.stance, found.raised_by)
        share = f", in {found.accounts} of {total} accounts" if total > 1 else ""
        stances = self.codings["stance"].cat.categories
        return Cell(words + share, sort=stances.get_loc(found.stance))

    def stance(self, stance: str, raised_by: Iterable[str]) -> str:
        """Say how a topic is raised, and who alone raised it."""
        if stance == "unilateral":
            return "Raised by " + " and ".join(self.names[each] for each in raised_by)
        return self.names[stance]

    def meeting_link(self, key: str, folder: str = "../meetings") -> Link:
        """Link a meeting's page."""
        return Link(f"{folder}/{key}.html", self.titles[key])

    def person_link(self, key: str, folder: str = "../officials") -> Link:
        """Link an official's page."""
        return Link(f"{folder}/{key}.html", self.names[key])

    def topic_link(self, key: str) -> Link:
        """Link a topic's page."""
        return Link(f"../topics/{key}.html", self.names[key])

    def programme_link(self, key: str) -> Link:
        """Link a programme's page."""
        return Link(f"../programmes/{slug(key)}.html", self.names[key])

    def document_link(self, key: str, words: Value | None = None) -> Link:
        """Link the row of a document on the page of its meeting, by the publisher's name."""
        document = self.document[key]
        target = f"../meetings/{document.meeting_id}.html#{key}"
        return Link(target, document.publisher if words is None else words)

    def headline(self, key: str) -> Cell:
        """Return the headline of a document, linked to its web address; else the address."""
        document = self.document[key]
        if pd.isna(document.title) or document.title_is_reconstructed:
            return Cell(Lines([Missing("headline not shown"), address(document.url)]), sort="")
        return Cell(outside(document.url, Printed(document.title, document.language)))

    @cached_property
    def english(self) -> dict[tuple[str, str, str], str]:
        """What words in other languages mean, by kind, language and words."""
        glosses = self.dataset.glosses
        keys = zip(glosses["kind"], glosses["language"], glosses["printed"], strict=True)
        return dict(zip(keys, glosses["english"], strict=True))

    def glossed(self, kind: str, words: str, language: str) -> Glossed:
        """Return words as printed, with what they mean."""
        printed = Printed(words, None if language == "en" else language)
        return Glossed(printed, self.english.get((kind, language, words)))

    def term(self, said) -> Glossed:
        """Return the term by which a document raises a topic."""
        return self.glossed("term", said.term, said.language)

    def role(self, said) -> Value:
        """Return a role as a document prints it."""
        if pd.isna(said.role_printed):
            return Missing()
        return self.glossed("role", said.role_printed, self.document[said.document_id].language)

    def sources(self, statements: Iterable, words: str | None = None) -> Lines:
        """List the documents behind statements, each with its words, and fold a long list away."""
        items = []
        for statement in statements:
            said = getattr(statement, words) if words else None
            link = self.document_link(statement.document_id)
            items.append(link if pd.isna(said) else Phrase([link, f": {said}"]))
        return fold_documents(items)

    def with_links(self, note: object) -> Value:
        """Return a note in which the keys of documents, meetings and topics are links."""
        if pd.isna(note):
            return Missing()
        parts = re.split(r"([a-z][a-z0-9_]*(?:-[a-z0-9]+)*)", note)
        return Phrase([self._linked(part) for part in parts if part])

    def _linked(self, word: str) -> Value:
        if word in self.document:
            return self.document_link(word, word)
        if word in self.meetings.index:
            return Link(f"../meetings/{word}.html", word)
        if word in self.topics.index and "_" in word:
            return Link(f"../topics/{word}.html", word)
        return word


def grouped(statements: pd.DataFrame, by: str) -> dict[str, list]:
    """Gather statements, as named tuples, by what they say in a column, in their order."""
    found: dict[str, list] = {}
    for statement in statements.itertuples():
        found.setdefault(getattr(statement, by), []).append(statement)
    return found


def fold_documents(items: Sequence[Value]) -> Lines:
    """Set documents below one another, and fold a long list away."""
    return Lines(items, counted(len(items), "document") if len(items) > SHOWN_SOURCES else None)


def slug(key: str) -> str:
    """Return a key as the name of a page: EU programmes are called by words."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def in_time(meetings: pd.Series) -> pd.Series:
    """Return what sorts meetings by year, and a second one of a year after the first."""
    return meetings.str.extract(r"(\d{4}\w?)", expand=False)


def years_of(meetings: pd.Series | pd.Index) -> pd.Series | pd.Index:
    """Return the year in the key of each meeting, of which a series may have two in one year."""
    return meetings.str.extract(r"(\d{4})", expand=False)

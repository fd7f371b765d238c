"""The pages that are made from the data: meetings, officials, topics, programmes, large tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import pandas as pd
from view import (
    Cell,
    Code,
    DownloadsPage,
    Fact,
    Glossed,
    Lines,
    Link,
    ListPage,
    MeetingPage,
    Missing,
    Neighbours,
    OfficialPage,
    Page,
    Phrase,
    Printed,
    ProgrammePage,
    Row,
    Section,
    Stressed,
    Table,
    TopicPage,
    Value,
    address,
    counted,
    day,
    iso,
    outside,
    stated,
)

from eucad import Dataset
from eucad.attendance import who_led
from eucad.documents import count_accounts, documents_with_voice
from eucad.findings.verdicts import judge

#: What `raised` is where a voice gives no account, or gives one that is silent.
NO_ACCOUNT = Missing("–", heard="no account")
NOT_SEEN = Missing("not seen")

#: More documents than these are folded away.
SHOWN_SOURCES = 3

#: Series whose meetings the list of topics counts.
DIALOGUE = "hlsd"

#: The two passes that read every document without knowing of one another.
CODERS = ("a", "b")

#: Capacities in which somebody chairs a meeting or hosts it.
CHAIRS = ("chair", "co_chair", "host")


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

    def name(self, key: object) -> Value:
        """Return what people call a key; a missing one is said to be missing."""
        return Missing() if pd.isna(key) else self.names[key]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each meeting."""
        return {
            meeting.Index: f"{self.names[meeting.series]}, {self.names[meeting.Index]}"
            if meeting.status == "held"
            else f"{self.names[meeting.series]}, {year}: no round found"
            for meeting, year in zip(
                self.meetings.itertuples(), years_of(self.meetings.index), strict=True
            )
        }

    @cached_property
    def reading_order(self) -> list[str]:
        """Meetings series by series, each in order of time."""
        year = pd.Series(in_time(self.meetings.index), self.meetings.index)
        return list(
            self.meetings.assign(year=year).sort_values(["series", "year"], kind="stable").index
        )

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
        grouped = self.codings[self.codings["counts"]].groupby(
            ["meeting_id", "topic_id", "voice"], observed=True
        )
        found = grouped.agg(
            accounts=("lineage_id", "nunique"),
            stance=("stance", "min"),
            raised_by=("raised_by", lambda values: tuple(values.dropna().sort_values().unique())),
        )
        return {row.Index: row for row in found.itertuples()}

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

    def meeting_link(self, key: str) -> Link:
        """Link a meeting's page."""
        return Link(f"../meetings/{key}.html", self.titles[key])

    def person_link(self, key: str) -> Link:
        """Link an official's page."""
        return Link(f"../officials/{key}.html", self.names[key])

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

    def sources(self, statements: pd.DataFrame, words: str | None = None) -> Lines:
        """List the documents behind statements, each with its words, and fold a long list away."""
        items = []
        for statement in statements.itertuples():
            said = getattr(statement, words) if words else None
            link = self.document_link(statement.document_id)
            items.append(link if pd.isna(said) else Phrase([link, f": {said}"]))
        folded = counted(len(items), "document") if len(items) > SHOWN_SOURCES else None
        return Lines(items, folded)

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


def slug(key: str) -> str:
    """Return a key as the name of a page: EU programmes are called by words."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def pages(dataset: Dataset) -> Iterator[Page]:
    """Iterate over every page that is made from the data."""
    data = SiteData(dataset)
    yield from (meetings_page(data), officials_page(data), topics_page(data), programmes_page(data))
    yield from (downloads_page(dataset), documents_page(data), codings_page(data))
    yield from (meeting_page(data, key) for key in data.reading_order)
    yield from (official_page(data, key) for key in data.people.index)
    yield from (topic_page(data, key) for key in data.topics.index)
    yield from (programme_page(data, key) for key in data.programmes.index)


def neighbours(kind: str, links: Sequence[Link], place: int) -> Neighbours:
    """Link the pages before and after the one at a place."""
    return Neighbours(
        kind,
        links[place - 1] if place else None,
        links[place + 1] if place + 1 < len(links) else None,
    )


# Meetings


def meetings_page(data: SiteData) -> ListPage:
    """List the meetings."""
    documents = data.documents["meeting_id"].value_counts()
    rows = [
        Row(
            [
                Cell(data.meeting_link(key), key),
                data.name(meeting["series"]),
                stated(meeting["round"]),
                iso(meeting["date_start"]),
                place(data, meeting),
                data.name(meeting["level"]),
                int(documents.get(key, 0)),
                sum(data.accounts[key].values()),
            ]
        )
        for key, meeting in data.meetings.loc[data.reading_order].iterrows()
    ]
    years = years_of(data.meetings.index)
    headings = ["Meeting", "Series", "Round", "First day", "Place", "Level", "Documents"]
    return ListPage(
        "meetings/index",
        "Meetings",
        intro=(
            "Each round of the security dialogue and of its sister series, with the documents "
            "that report it and the independent accounts of its agenda that they carry. An account "
            "counts once, in however many copies it was printed."
        ),
        sections=[
            Section(
                "",
                table=Table(
                    "meetings",
                    f"Meetings, {years.min()}–{years.max()}",
                    [*headings, "Accounts of the agenda"],
                    rows,
                    sortable=True,
                    searchable=True,
                ),
            )
        ],
    )


def place(data: SiteData, meeting: pd.Series) -> Value:
    """Tell where a meeting took place."""
    if meeting["mode"] == "virtual":
        return "By video"
    if pd.isna(meeting["city"]):
        return Missing()
    return f"{meeting['city']}, {data.names[meeting['country']]}"


def meeting_page(data: SiteData, key: str) -> MeetingPage:
    """Tell all that is known of a meeting."""
    sections = []
    if data.meetings["status"][key] == "held":
        sections = [
            delegations_section(data, key),
            officials_section(data, key),
            agenda_section(data, key),
            *programmes_section(data, key),
            meeting_documents_section(data, key),
        ]
    series = data.meetings["series"]
    round_of = [each for each in data.reading_order if series[each] == series[key]]
    links = [data.meeting_link(each) for each in round_of]
    return MeetingPage(
        f"meetings/{key}",
        data.titles[key],
        facts=meeting_facts(data, key),
        sections=sections,
        neighbours=neighbours("meetings", links, round_of.index(key)),
    )


def meeting_facts(data: SiteData, key: str) -> list[Fact]:
    """Tell when, where, how and at which level a meeting took place."""
    meeting = data.meetings.loc[key]
    start, end = meeting["date_start"], meeting["date_end"]
    held = [
        Fact("Round", stated(meeting["round"])),
        Fact(
            "Date", day(start) if pd.isna(start) or start == end else f"{day(start)} to {day(end)}"
        ),
        Fact("Place", place(data, meeting)),
        Fact("Mode", data.name(meeting["mode"])),
        Fact("Level", data.name(meeting["level"])),
        Fact("Chair", chairs(data, key)),
    ]
    return [
        Fact("Series", data.name(meeting["series"])),
        Fact("Status", data.name(meeting["status"])),
        *(held if meeting["status"] == "held" else []),
        Fact("What is uncertain", data.with_links(meeting["note"])),
        Fact("Key in the data", Code(key)),
    ]


def chairs(data: SiteData, key: str) -> Lines:
    """Name who chaired or hosted a meeting, and how certain it is."""
    placed = data.dataset.participation
    placed = placed[(placed["meeting_id"] == key) & placed["capacity"].isin(CHAIRS)]
    named = [
        Phrase(
            [
                data.person_link(person),
                f" ({data.names[role].lower()}, "
                f"{data.names[statements['certainty'].min()].lower()})",
            ]
        )
        for (role, person), statements in placed.groupby(["capacity", "person_id"], observed=True)
    ]
    if placed["capacity"].eq("host").all():
        named.append(Missing("no document names who chaired"))
    return Lines(named)


def delegations_section(data: SiteData, key: str) -> Section:
    """List the delegations: the rank, where documents disagree each of them, and who says so."""
    seats = data.dataset.delegations
    rows = [
        Row(
            [
                data.name(delegation),
                ranks(data, stated_by, disputed=(key, delegation) in data.disputed),
                standing(data, stated_by),
                data.sources(stated_by, "represented_by"),
            ]
        )
        for delegation, stated_by in seats[seats["meeting_id"] == key].groupby(
            "delegation", observed=True
        )
    ]
    if not rows:
        return Section("Delegations", "No document names a delegation.")
    headings = ["Delegation", "Rank", "Status", "According to"]
    caption = "Delegations, with the rank that documents state"
    return Section("Delegations", table=Table("delegations", caption, headings, rows))


def ranks(data: SiteData, statements: pd.DataFrame, *, disputed: bool) -> Lines:
    """Return the ranks that documents state, each with how many do if they disagree."""
    counts = statements["rank"].value_counts()[lambda found: found > 0].sort_index()
    known = counts.drop("not_stated", errors="ignore")
    if known.empty:
        return Lines([Missing()])
    many = len(known) > 1
    lines: list[Value] = [
        f"{data.names[rank]} ({counted(number, 'document')})" if many else data.names[rank]
        for rank, number in known.items()
    ]
    return Lines([*lines, *[Stressed("documents disagree")] * disputed])


def standing(data: SiteData, statements: pd.DataFrame) -> Lines:
    """Tell as what a delegation came, and how many documents name it only with others."""
    lines = [data.name(each) for each in statements["status"].drop_duplicates()]
    together = int((statements["mention"] == "collective").sum())
    if together:
        lines.append(f"named only with others in {together} of {len(statements)}")
    return Lines(lines)


def officials_section(data: SiteData, key: str) -> Section:
    """List the officials whom documents place at a meeting, those in the chair first."""
    placed = data.dataset.participation
    placed = placed[placed["meeting_id"] == key].sort_values(["capacity", "person_id"])
    rows = [
        Row(
            [
                data.person_link(person),
                data.name(data.people["delegation"][person]),
                roles(data, statements),
                capacities(data, statements),
                data.sources(statements),
            ],
            also="" if pd.isna(also := data.people["aliases"][person]) else also,
        )
        for person, statements in placed.groupby("person_id", observed=True, sort=False)
    ]
    if not rows:
        return Section("Officials", "No document names an official.")
    headings = ["Name", "Delegation", "Role as printed", "Capacity", "According to"]
    caption = "Officials whom documents place at the meeting"
    return Section("Officials", table=Table("officials", caption, headings, rows, sortable=True))


def capacities(data: SiteData, statements: pd.DataFrame) -> Lines:
    """Tell in which capacities a person was there, each as certain as its best document."""
    best = statements.groupby("capacity", observed=True)["certainty"].min()
    return Lines(
        [f"{data.names[each]} ({data.names[sure].lower()})" for each, sure in best.items()]
    )


def roles(data: SiteData, statements: pd.DataFrame) -> Value:
    """Name the different roles that documents print."""
    printed = statements.dropna(subset="role_printed").drop_duplicates("role_printed")
    return Lines([data.role(said) for said in printed.itertuples()]) if len(printed) else Missing()


def agenda_section(data: SiteData, key: str) -> Section:
    """Tell which topics were raised, by whose account."""
    agenda = data.documents[data.documents["agenda"] & (data.documents["meeting_id"] == key)]
    accounts = data.accounts[key]
    words = (
        f"{counted(len(agenda), 'document')} of the agenda, "
        f"{counted((agenda['extent'] == 'full').sum(), 'document')} of them visible in full, carry "
        f"{counted(sum(accounts.values()), 'independent account')}. A voice is whose account it "
        "is, not who printed it. Not seen is not the same as not discussed: what lies behind the "
        "visible part is unknown."
    )
    raised = {topic for meeting, topic, _ in data.mentions if meeting == key}
    if not raised:
        return Section("Topics by voice", words)
    columns = (f"{data.names[each]} ({counted(n, 'account')})" for each, n in accounts.items())
    rows = [
        Row([data.topic_link(topic), *(data.mention(key, topic, voice) for voice in accounts)])
        for topic in data.topics.index
        if topic in raised
    ]
    caption = "Topics that accounts of the meeting raise, by voice, with the strongest stance"
    table = Table("topics", caption, ["Topic", *columns], rows, sortable=True)
    return Section("Topics by voice", words, table)


def programmes_section(data: SiteData, key: str) -> Iterator[Section]:
    """List the EU programmes that documents name."""
    mentions = data.dataset.programme_mentions.join(data.documents["meeting_id"], on="document_id")
    mentions = mentions[mentions["meeting_id"] == key]
    if mentions.empty:
        return
    rows = [
        Row(
            [
                data.programme_link(programme),
                data.topic_link(data.programmes["topic_id"][programme]),
                data.sources(named, "term"),
            ]
        )
        for programme, named in mentions.groupby("programme_id", observed=True)
    ]
    headings = ["Programme", "Works on", "Named in"]
    caption = "EU programmes that documents name"
    yield Section("EU programmes named", table=Table("programmes", caption, headings, rows))


def meeting_documents_section(data: SiteData, key: str) -> Section:
    """List the documents filed under a meeting; other pages link their rows."""
    documents = data.documents[data.documents["meeting_id"] == key]
    languages = data.dataset.languages
    rows = [
        Row(
            [
                Cell(
                    Lines([data.headline(document.Index).value, document.publisher]),
                    document.publisher,
                ),
                data.name(document.voice),
                Lines([data.name(document.document_type), languages[document.language]]),
                iso(document.published, "not visible"),
                data.name(document.extent),
                "Yes" if document.agenda else "No",
                Lines([Code(document.lineage_id), f"({data.name(document.lineage_basis)})"]),
            ],
            anchor=document.Index,
        )
        for document in documents.itertuples()
    ]
    words = (
        "Documents were read in archived copies; whether the linked pages still stand was not "
        "checked. Only documents on the meeting itself count for its agenda."
    )
    headings = ["Document", "Voice", "Kind", "Published", "Visible", "For the agenda", "Account"]
    caption = "Documents filed under the meeting"
    return Section("Documents", words, Table("documents", caption, headings, rows, sortable=True))


# Tables


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


CODING_HEADINGS = ["Document", "Whose account", "Term as printed", "Stance", "Coders"]


def coding_cells(data: SiteData, coding) -> list[Cell | Value]:
    """Return the cells that tell how a document raises a topic, and who says so."""
    where = "headline" if coding.paragraph == 0 else f"paragraph {coding.paragraph:.0f}"
    stance = data.stance(coding.stance, [coding.raised_by])
    return [
        Phrase([data.document_link(coding.document_id), f", {where}"]),
        data.name(coding.voice),
        data.term(coding),
        stance if coding.counts else Lines([stance, Missing("does not count for the agenda")]),
        coders(data, coding),
    ]


def coders(data: SiteData, coding) -> Lines:
    """Tell which coder found a topic in a document and how, and which rule decided."""
    found = data.coders.get((coding.document_id, coding.topic_id), {})
    said = {coder: data.names[stance].lower() for coder, stance in found.items()}
    if not data.document[coding.document_id].seen_by_second_coder:
        lines = ["a alone read it"]
    elif len(said) == len(CODERS) and len(set(said.values())) == 1:
        lines = ["a and b agree"]
    else:
        lines = [f"{coder}: {said.get(coder, 'not seen')}" for coder in CODERS]
    reason = data.reasons.get((coding.document_id, coding.topic_id))
    return Lines([*lines, *([Missing(f"kept: {reason}")] if reason else [])])


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


# Officials


def officials_page(data: SiteData) -> ListPage:
    """List the officials."""
    rows = []
    for person in data.people.itertuples():
        placed = data.dataset.participation
        placed = placed[placed["person_id"] == person.Index]
        attended = placed[placed["capacity"] != "sideline_only"]
        sure = attended.loc[attended["certainty"] != "ambiguous", "meeting_id"]
        perhaps = set(attended["meeting_id"]) - set(sure)
        years = years_of(placed["meeting_id"])
        rows.append(
            Row(
                [
                    Cell(data.person_link(person.Index), person.Index),
                    data.name(person.delegation),
                    sure.nunique(),
                    len(perhaps),
                    stated(years.min()),
                    stated(years.max()),
                    placed["document_id"].nunique(),
                ],
                also="" if pd.isna(person.aliases) else person.aliases,
            )
        )
    headings = ["Name", "Delegation", "Meetings", "Perhaps also", "First", "Last", "Documents"]
    caption = "Officials, and the meetings at which documents place them"
    table = Table("officials", caption, headings, rows, sortable=True, searchable=True)
    return ListPage(
        "officials/index",
        "Officials",
        intro=(
            "Officials whom documents place at a meeting, in their public roles. A person who only "
            "met someone on the sidelines is listed but was not at the table; “perhaps also” "
            "counts meetings that a document may or may not mean."
        ),
        sections=[Section("", table=table)],
    )


def official_page(data: SiteData, key: str) -> OfficialPage:
    """Tell where documents place an official, and in which role."""
    person = data.people.loc[key]
    facts = [Fact("Delegation", data.name(person["delegation"]))]
    if not pd.isna(person["aliases"]):
        # In which language a form is printed is not recorded; its letters tell the direction.
        forms = [Printed(form) for form in person["aliases"].split(" | ")]
        commas = [part for form in forms for part in (", ", form)][1:]
        facts.append(Fact("Also printed as", Phrase(commas)))
    if not pd.isna(person["identity_note"]):
        facts.append(Fact("Identity", data.with_links(person["identity_note"])))
    facts.append(Fact("Key in the data", Code(key)))
    placed = data.dataset.participation
    placed = placed[placed["person_id"] == key]
    rows = [
        Row(
            [
                data.meeting_link(said.meeting_id),
                iso(data.meetings["date_start"][said.meeting_id]),
                Printed(said.name_printed),
                data.role(said),
                data.name(said.rank),
                data.name(said.capacity),
                data.name(said.certainty),
                data.document_link(said.document_id),
            ]
        )
        for said in placed.sort_values("meeting_id", key=in_time, kind="stable").itertuples()
    ]
    headings = ["Meeting", "Date", "Name as printed", "Role as printed", "Rank", "Capacity"]
    headings += ["Certainty", "Document"]
    caption = f"What documents say of {person['name']}"
    table = Table("meetings", caption, headings, rows, sortable=True)
    links = [data.person_link(each) for each in data.people.index]
    return OfficialPage(
        f"officials/{key}",
        person["name"],
        facts=facts,
        sections=[Section("Meetings", table=table)],
        neighbours=neighbours("officials", links, data.people.index.get_loc(key)),
    )


def in_time(meetings: pd.Series) -> pd.Series:
    """Return what sorts meetings by year, and a second one of a year after the first."""
    return meetings.str.extract(r"(\d{4}\w?)", expand=False)


def years_of(meetings: pd.Series | pd.Index) -> pd.Series | pd.Index:
    """Return the year in the key of each meeting, of which a series may have two in one year."""
    return meetings.str.extract(r"(\d{4})", expand=False)


# Topics


def topics_page(data: SiteData) -> ListPage:
    """Show the codebook, family by family."""
    dialogue = set(data.meetings.index[data.meetings["series"] == DIALOGUE])
    sections = []
    for family, topics in data.topics.groupby("family", observed=True):
        rows = []
        for topic in topics.itertuples():
            found = [
                (meeting, mention.accounts)
                for (meeting, raised, _), mention in data.mentions.items()
                if raised == topic.Index and meeting in dialogue
            ]
            exclude = "–" if pd.isna(topic.exclude) else data.with_links(topic.exclude)
            meetings = len({meeting for meeting, _ in found})
            accounts = int(sum(number for _, number in found))
            link = data.topic_link(topic.Index)
            words = data.verdicts.loc[topic.Index, "words"]
            rows.append(Row([link, stated(topic.include), exclude, words, meetings, accounts]))
        headings = ["Topic", "What counts", "What does not", "Verdict", "Meetings", "Accounts"]
        caption = f"Topics of the family {data.names[family]}"
        table = Table(f"family-{family}", caption, headings, rows)
        sections.append(Section(data.names[family], table=table))
    return ListPage(
        "topics/index",
        "Topics",
        intro=Phrase(
            [
                "The codebook: what counts as a topic, and what does not. The numbers count "
                "meetings of the security dialogue, and independent accounts of them, that raise "
                "the topic. ",
                Link("../data/README.html#borderline-rules", "Borderline rules"),
                " stand with the method.",
            ]
        ),
        sections=sections,
    )


def topic_page(data: SiteData, key: str) -> TopicPage:
    """Tell what a topic is and where it was raised, by whose account."""
    topic = data.topics.loc[key]
    verdict = data.verdicts.loc[key]
    facts = [
        Fact("In the security dialogue", verdict["words"]),
        Fact("May this be cited?", citing(verdict)),
        Fact("In other meetings", verdict["elsewhere"] or "raised at none"),
        Fact("Family", data.name(topic["family"])),
        Fact("What counts", stated(topic["include"])),
    ]
    if not pd.isna(topic["exclude"]):
        facts.append(Fact("What does not", data.with_links(topic["exclude"])))
    named = data.programmes.index[data.programmes["topic_id"] == key]
    if len(named):
        facts.append(Fact("EU programmes", Lines([data.programme_link(each) for each in named])))
    facts.append(Fact("Key in the data", Code(key)))
    links = [data.topic_link(each) for each in data.topics.index]
    return TopicPage(
        f"topics/{key}",
        topic["label"],
        facts=facts,
        sections=[raised_section(data, key), codings_section(data, key)],
        neighbours=neighbours("topics", links, data.topics.index.get_loc(key)),
    )


def citing(verdict: pd.Series) -> str:
    """Say whether a verdict may be cited, and under which choices it would be another."""
    if not verdict["fails"]:
        return f"{verdict['badge']}: the same under every other choice"
    return f"{verdict['badge']}: another verdict {', '.join(verdict['fails'])}"


def raised_section(data: SiteData, key: str) -> Section:
    """Show whose accounts of each meeting raise a topic, and whose do not."""
    rows = []
    for meeting in data.reading_order:
        if data.meetings["status"][meeting] != "held":
            continue
        voices = data.accounts[meeting]
        raising = [voice for voice in voices if (meeting, key, voice) in data.mentions]
        said = [f"{data.names[each]}: {data.mention(meeting, key, each).value}" for each in raising]
        silent = [data.names[voice] for voice in voices if voice not in raising]
        rows.append(
            Row(
                [
                    Cell(data.meeting_link(meeting), meeting),
                    Lines(said) if said else NOT_SEEN,
                    ", ".join(silent) or Missing("–", heard="none"),
                    sum(voices.values()),
                ],
                anchor=f"at-{meeting}",
            )
        )
    headings = ["Meeting", "Raised in accounts of", "Not seen in accounts of", "Accounts known"]
    caption = f"{data.names[key]}, meeting by meeting"
    return Section(
        "Where it was raised",
        "The strongest stance in the accounts of each voice. “Not seen” is not the same as not "
        "discussed: most documents were visible only in their opening.",
        Table("raised", caption, headings, rows, sortable=True),
    )


def codings_section(data: SiteData, key: str) -> Section:
    """Show the evidence: which documents raise a topic, in which words, and who found them."""
    codings = data.codings[data.codings["topic_id"] == key]
    order = {meeting: place for place, meeting in enumerate(data.reading_order)}
    codings = codings.sort_values("meeting_id", key=lambda ids: ids.map(order), kind="stable")
    first = codings.drop_duplicates("meeting_id").index
    rows = [
        Row(
            [
                data.meeting_link(coding.meeting_id),
                *coding_cells(data, coding),
            ],
            anchor=f"said-{coding.meeting_id}" if coding.Index in first else None,
        )
        for coding in codings.itertuples()
    ]
    if not rows:
        return Section("Why do you say so?", "No document raises it, as far as it was visible.")
    caption = f"Documents that raise {data.names[key]}, and their words"
    table = Table("codings", caption, ["Meeting", *CODING_HEADINGS], rows, sortable=True)
    return Section(
        "Why do you say so?",
        "Each document that raises the topic, with its words as printed. Two coders read every "
        "document without knowing of one another; where they differed, written rules decided.",
        table,
    )


# Programmes


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

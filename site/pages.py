"""The pages that are made from the data: meetings, officials, topics and the large tables.

Each page is Markdown by its name, as Sphinx counts it. What the data hold stands in HTML within
the Markdown, so that nothing in it is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

import pandas as pd
from markup import UNKNOWN, Cell, facts, link, table, text

from eucad import Dataset
from eucad.attendance import who_led
from eucad.documents import count_accounts, documents_with_voice, held_meetings

NOT_VISIBLE = '<span class="unknown">not visible</span>'
NOT_SEEN = '<span class="unknown">not seen</span>'
NO_ACCOUNT = (
    '<span class="unknown" aria-hidden="true">–</span><span class="heard">no account</span>'
)
# More documents than these are folded away.
SHOWN_SOURCES = 3


class Facts:
    """The dataset, arranged for reading by meeting, official and topic."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.labels = cache(dataset.labels)
        # The dialogue first, each series in order of time.
        self.documents = (
            documents_with_voice(dataset)
            .assign(year=lambda frame: frame["meeting_id"].str[-4:])
            .sort_values(["series", "year"], kind="stable")
            .set_index("document_id")
        )
        self.document = {row.Index: row for row in self.documents.itertuples()}
        self.people = dataset.people.set_index("person_id")
        self.person_name = self.people["name"].to_dict()
        self.topics = dataset.topics.sort_values("position").set_index("topic_id")
        self.topic_label = self.topics["label"].to_dict()
        self.meetings = dataset.meetings.set_index("meeting_id")

    def label(self, table: str, column: str, value: object) -> str:
        """Return the label of a value in HTML; a missing one is said to be missing."""
        return UNKNOWN if pd.isna(value) else text(self.labels(table, column)[value])

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each meeting."""
        names = held_meetings(self.dataset)["name"]
        series = self.meetings["series"].map(self.labels("meetings", "series"))
        return {
            key: f"{series[key]}, {names[key]}"
            if key in names
            else f"{series[key]}, {key[-4:]}: no round found"
            for key in self.meetings.index
        }

    @cached_property
    def reading_order(self) -> list[str]:
        """Meetings series by series, each in order of time."""
        series = self.meetings["series"].cat.codes
        return sorted(self.meetings.index, key=lambda key: (series[key], key[-4:]))

    @cached_property
    def disputed(self) -> set[tuple[str, str]]:
        """Meetings and delegations on whose rank documents disagree."""
        _, disputed = who_led(self.dataset)
        stacked = disputed.stack()
        return set(stacked.index[stacked])

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The adjudicated codings with what their documents and topics tell."""
        documents = self.documents[["meeting_id", "lineage_id", "voice", "agenda", "language"]]
        codings = self.dataset.codings_final.join(documents, on="document_id")
        counts = codings["agenda"] & (codings["scope"] == "dialogue")
        return codings.assign(
            counts=counts, position=self.topics["position"].loc[codings["topic_id"]].array
        )

    @cached_property
    def accounts(self) -> dict[str, dict[str, int]]:
        """Number of independent accounts of the agenda by meeting, then by voice."""
        counts = count_accounts(self.dataset, self.documents[self.documents["agenda"]])
        counted = {key: row[row > 0].to_dict() for key, row in counts.iterrows()}
        return {key: counted.get(key, {}) for key in self.meetings.index}

    @cached_property
    def raised(self) -> dict[tuple[str, str, str], tuple]:
        """What accounts of the agenda raise, by meeting, topic and voice.

        Each is a named tuple: `accounts`, how many raise it; `stance`, the strongest; and
        `raised_by`, the delegations that alone did.
        """
        counted = self.codings[self.codings["counts"]]
        grouped = counted.groupby(["meeting_id", "topic_id", "voice"], observed=True).agg(
            accounts=("lineage_id", "nunique"),
            stance=("stance", "min"),
            raised_by=("raised_by", lambda values: tuple(values.dropna().sort_values().unique())),
        )
        return {row.Index: row for row in grouped.itertuples()}

    def raised_cell(self, meeting: str, topic: str, voice: str) -> Cell:
        """Tell whether and how a voice raises a topic in its accounts of a meeting."""
        total = self.accounts[meeting].get(voice, 0)
        if not total:
            return Cell(NO_ACCOUNT, "")
        found = self.raised.get((meeting, topic, voice))
        if found is None:
            return Cell(NOT_SEEN, "")
        stances = self.labels("codings_final", "stance")
        words = stances[found.stance]
        if found.stance == "unilateral":
            names = self.labels("codings_final", "raised_by")
            words = "Raised by " + " and ".join(names[each] for each in found.raised_by)
        share = f", in {found.accounts} of {total} accounts" if total > 1 else ""
        return Cell(text(words + share), list(stances).index(found.stance))

    def meeting_link(self, key: str) -> str:
        """Link a meeting's page."""
        return link(f"../meetings/{key}.html", text(self.titles[key]))

    def person_link(self, key: str) -> str:
        """Link an official's page."""
        return link(f"../officials/{key}.html", text(self.person_name[key]))

    def topic_link(self, key: str) -> str:
        """Link a topic's page."""
        return link(f"../topics/{key}.html", text(self.topic_label[key]))

    def document_link(self, key: str) -> str:
        """Link the row of a document on the page of its meeting, by the publisher's name."""
        document = self.document[key]
        return link(f"../meetings/{document.meeting_id}.html#{key}", text(document.publisher))

    def document_title(self, key: str) -> Cell:
        """Return the headline of a document, linked to its web address."""
        document = self.document[key]
        unknown = pd.isna(document.title)
        html = "headline not visible" if unknown else text(document.title)
        if not pd.isna(document.url):
            html = link(document.url, html)
        if document.title_is_reconstructed:
            html += ' <span class="unknown" lang="en">(as in the web address)</span>'
        return Cell(html, *(("", None) if unknown else (None, document.language)))

    def role(self, said) -> str:
        """Return a role as printed, in its language: English unless the letters are others."""
        if pd.isna(said.role_printed) or said.role_printed.isascii():
            return text(said.role_printed)
        language = self.document[said.document_id].language
        return f'<span lang="{language}" dir="auto">{text(said.role_printed)}</span>'

    def sources(self, statements: pd.DataFrame, words: str | None = None) -> str:
        """List the documents behind statements, each with its words, and fold a long list away."""
        items = []
        for statement in statements.itertuples():
            said = getattr(statement, words) if words else None
            item = self.document_link(statement.document_id)
            items.append(item if pd.isna(said) else f"{item}: {text(said)}")
        if len(items) <= SHOWN_SOURCES:
            return "<br>".join(items)
        listed = "".join(f"<li>{item}</li>" for item in items)
        return f"<details><summary>{len(items)} documents</summary><ul>{listed}</ul></details>"

    def with_links(self, note: object) -> str:
        """Return a note in HTML, with the keys of documents, meetings and topics linked."""

        def linked(match: re.Match) -> str:
            key = match.group()
            if key in self.document:
                return link(f"../meetings/{self.document[key].meeting_id}.html#{key}", key)
            if key in self.meetings.index:
                return link(f"../meetings/{key}.html", key)
            if key in self.topics.index and "_" in key:
                return link(f"../topics/{key}.html", key)
            return key

        return re.sub(r"[a-z][a-z0-9_]*(?:-[a-z0-9]+)*", linked, text(note))


def pages(dataset: Dataset) -> dict[str, str]:
    """Return every page that is made from the data, as Markdown by its name."""
    known = Facts(dataset)
    made = {
        "meetings/index": meetings_page(known),
        "officials/index": officials_page(known),
        "topics/index": topics_page(known),
        "tables/index": tables_page(dataset),
        "tables/documents": documents_page(known),
        "tables/codings": codings_page(known),
    }
    made |= {f"meetings/{key}": meeting_page(known, key) for key in known.reading_order}
    made |= {f"officials/{key}": official_page(known, key) for key in known.people.index}
    made |= {f"topics/{key}": topic_page(known, key) for key in known.topics.index}
    return made


def page(title: str, *parts: str, listed: bool = False) -> str:
    """Return a page; `listed` if the navigation shows it."""
    heading = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", title)
    front = "" if listed else "---\norphan: true\n---\n\n"
    return front + "\n\n".join([f"# {heading}", *parts]) + "\n"


def paragraph(html: str) -> str:
    """Return a paragraph."""
    return f"<p>{html}</p>"


def neighbours(kind: str, keys: Sequence[str], key: str, label) -> str:
    """Link the list a page belongs to, and the pages before and after it."""
    place = keys.index(key)
    links = [link("index.html", f"All {kind}")]
    if place > 0:
        links.append("← " + label(keys[place - 1]))
    if place + 1 < len(keys):
        links.append(label(keys[place + 1]) + " →")
    items = "".join(f"<li>{each}</li>" for each in links)
    return f'<nav class="neighbours" aria-label="Other {kind}"><ul>{items}</ul></nav>'


def number(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def day(value: object) -> str:
    """Return a date in words."""
    return UNKNOWN if pd.isna(value) else f"{value.day} {value.month_name()} {value.year}"


def iso(value: object, unknown: str = UNKNOWN) -> Cell:
    """Return a date that sorts as it reads."""
    return Cell(unknown, "") if pd.isna(value) else Cell(f"{value:%Y-%m-%d}")


# Meetings


def meetings_page(known: Facts) -> str:
    """List the meetings."""
    documents = known.documents["meeting_id"].value_counts()
    rows = []
    for key in known.reading_order:
        meeting = known.meetings.loc[key]
        rows.append(
            [
                Cell(known.meeting_link(key), key),
                known.label("meetings", "series", meeting["series"]),
                Cell(text(meeting["round"]), "" if pd.isna(meeting["round"]) else None),
                iso(meeting["date_start"]),
                place(known, meeting),
                known.label("meetings", "level", meeting["level"]),
                str(documents.get(key, 0)),
                str(sum(known.accounts[key].values())),
            ]
        )
    headings = ["Meeting", "Series", "Round", "First day", "Place", "Level"]
    return page(
        "Meetings",
        paragraph(
            "Each round of the security dialogue and of its sister series, with the documents "
            "that report it and the independent accounts of its agenda that they carry. An account "
            "counts once, in however many copies it was printed."
        ),
        table(
            "Meetings, 2013–2025",
            [*headings, "Documents", "Accounts of the agenda"],
            rows,
            name="meetings",
            sortable=True,
            searchable=True,
        ),
        listed=True,
    )


def place(known: Facts, meeting: pd.Series) -> str:
    """Tell where a meeting took place."""
    if meeting["mode"] == "virtual":
        return "By video"
    if pd.isna(meeting["city"]):
        return UNKNOWN
    return f"{text(meeting['city'])}, {known.label('meetings', 'country', meeting['country'])}"


def meeting_page(known: Facts, key: str) -> str:
    """Tell all that is known of a meeting."""
    parts = [
        neighbours("meetings", known.reading_order, key, known.meeting_link),
        meeting_facts(known, key),
    ]
    if known.meetings["status"][key] == "held":
        parts += [
            *delegations_section(known, key),
            *officials_section(known, key),
            *agenda_section(known, key),
            *programmes_section(known, key),
            *meeting_documents_section(known, key),
        ]
    return page(known.titles[key], *parts)


def meeting_facts(known: Facts, key: str) -> str:
    """Tell when, where, how and at which level a meeting took place."""
    meeting = known.meetings.loc[key]
    start, end = meeting["date_start"], meeting["date_end"]
    date = day(start) if pd.isna(start) or start == end else f"{day(start)} to {day(end)}"
    pairs = [
        ("Series", known.label("meetings", "series", meeting["series"])),
        ("Status", known.label("meetings", "status", meeting["status"])),
    ]
    if meeting["status"] == "held":
        pairs += [
            ("Round", text(meeting["round"])),
            ("Date", date),
            ("Place", place(known, meeting)),
            ("Mode", known.label("meetings", "mode", meeting["mode"])),
            ("Level", known.label("meetings", "level", meeting["level"])),
            ("Chair", chairs(known, key)),
        ]
    pairs += [("What is uncertain", known.with_links(meeting["note"])), ("Key in the data", key)]
    return facts(pairs)


def chairs(known: Facts, key: str) -> str:
    """Name who chaired or hosted a meeting, and how certain it is."""
    chairs = known.dataset.participation
    chairs = chairs[chairs["capacity"].isin(["chair", "co_chair", "host"])]
    chairs = chairs[chairs["meeting_id"] == key]
    named = [
        f"{known.person_link(person)} ({known.label('participation', 'capacity', role).lower()}, "
        f"{known.label('participation', 'certainty', statements['certainty'].min()).lower()})"
        for (role, person), statements in chairs.groupby(["capacity", "person_id"], observed=True)
    ]
    if chairs["capacity"].eq("host").all():
        named.append('<span class="unknown">no document names who chaired</span>')
    return "<br>".join(named)


def delegations_section(known: Facts, key: str) -> Iterator[str]:
    """List the delegations with their ranks, each as its documents state it."""
    seats = known.dataset.delegations
    rows = []
    for delegation, statements in seats[seats["meeting_id"] == key].groupby(
        "delegation", observed=True
    ):
        dispute = (key, delegation) in known.disputed
        for rank, agreeing in statements.groupby("rank", observed=True):
            status = agreeing["status"].drop_duplicates()
            named = known.label("delegations", "delegation", delegation)
            stated = known.label("delegations", "rank", rank)
            if dispute and rank not in ("not_stated", "minister_or_deputy_minister"):
                stated += " <strong>(documents disagree)</strong>"
            collectively = (agreeing["mention"] == "collective").sum()
            rows.append(
                [
                    named,
                    stated,
                    ", ".join(known.label("delegations", "status", each) for each in status),
                    f"{collectively} of {len(agreeing)}" if collectively else "none",
                    known.sources(agreeing, "represented_by"),
                ]
            )
    yield "## Delegations"
    if not rows:
        yield paragraph("No document names a delegation.")
        return
    yield table(
        "Delegations, with the rank that documents state",
        ["Delegation", "Rank", "Status", "Only collectively", "According to"],
        rows,
        name="delegations",
    )


def officials_section(known: Facts, key: str) -> Iterator[str]:
    """List the officials whom documents place at a meeting."""
    placed = known.dataset.participation
    placed = placed[placed["meeting_id"] == key]
    home = known.people["delegation"]
    rows = [
        [
            known.person_link(person),
            known.label("people", "delegation", home[person]),
            roles(known, statements),
            known.label("participation", "capacity", capacity),
            known.label("participation", "certainty", statements["certainty"].min()),
            known.sources(statements),
        ]
        for (capacity, person), statements in placed.groupby(
            ["capacity", "person_id"], observed=True
        )
    ]
    yield "## Officials"
    if not rows:
        yield paragraph("No document names an official.")
        return
    yield table(
        "Officials whom documents place at the meeting",
        ["Name", "Delegation", "Role as printed", "Capacity", "Certainty", "According to"],
        rows,
        name="officials",
        sortable=True,
    )


def roles(known: Facts, statements: pd.DataFrame) -> str:
    """Name the different roles that documents print."""
    printed = statements.dropna(subset="role_printed").drop_duplicates("role_printed")
    return "<br>".join(map(known.role, printed.itertuples())) or UNKNOWN


def agenda_section(known: Facts, key: str) -> Iterator[str]:
    """Tell which topics were raised, by whose account."""
    yield "## Topics by voice"
    agenda = known.documents[known.documents["agenda"] & (known.documents["meeting_id"] == key)]
    accounts = known.accounts[key]
    yield paragraph(
        f"{number(len(agenda), 'document')} of the agenda, "
        f"{number((agenda['extent'] == 'full').sum(), 'document')} of them visible in full, carry "
        f"{number(sum(accounts.values()), 'independent account')}. A voice is whose account it is, "
        "not who printed it. Not seen is not the same as not discussed: what lies behind the "
        "visible part is unknown."
    )
    voices = known.labels("lineages", "voice")
    topics = {topic for meeting, topic, _ in known.raised if meeting == key}
    rows = [
        [known.topic_link(topic), *(known.raised_cell(key, topic, voice) for voice in accounts)]
        for topic in known.topics.index
        if topic in topics
    ]
    if rows:
        yield table(
            "Topics that accounts of the meeting raise, by voice, with the strongest stance",
            [
                "Topic",
                *(f"{voices[each]} ({number(n, 'account')})" for each, n in accounts.items()),
            ],
            rows,
            name="topics",
            sortable=True,
        )


def programmes_section(known: Facts, key: str) -> Iterator[str]:
    """List the EU programmes that documents name."""
    mentions = known.dataset.programme_mentions.join(
        known.documents["meeting_id"], on="document_id"
    )
    mentions = mentions[mentions["meeting_id"] == key]
    if mentions.empty:
        return
    programmes = known.dataset.programmes.set_index("programme_id")
    rows = [
        [
            text(programmes["name"][programme]),
            known.topic_link(programmes["topic_id"][programme]),
            known.sources(named, "term"),
        ]
        for programme, named in mentions.groupby("programme_id", observed=True)
    ]
    yield "## EU programmes named"
    yield table(
        "EU programmes that documents name",
        ["Programme", "Works on", "Named in"],
        rows,
        name="programmes",
    )


def meeting_documents_section(known: Facts, key: str) -> Iterator[str]:
    """List the documents filed under a meeting; other pages link their rows."""
    documents = known.documents[known.documents["meeting_id"] == key]
    yield "## Documents"
    yield paragraph(
        "Documents were read in archived copies; whether the linked pages still stand was not "
        "checked. Only documents on the meeting itself count for its agenda."
    )
    yield table(
        "Documents filed under the meeting",
        [*DOCUMENT_HEADINGS, "Account", "Basis"],
        (
            [
                *document_cells(known, document),
                text(document.lineage_id),
                known.label("documents", "lineage_basis", document.lineage_basis),
            ]
            for document in documents.itertuples()
        ),
        name="documents",
        sortable=True,
        row_ids=documents.index,
    )


# Tables


def tables_page(dataset: Dataset) -> str:
    """Tell what each table holds, and where to download it."""
    rows = (
        [
            Cell(f"<code>{name}</code>"),
            text(schema.description),
            Cell(f"{len(dataset.tables[name]):,}", len(dataset.tables[name])),
            link(f"../data/{schema.path}", schema.path),
        ]
        for name, schema in dataset.schema.tables.items()
    )
    return f"""# Data tables and downloads

Read and search in the browser: [meetings](../meetings/index.md), [documents](documents.md),
[officials](../officials/index.md), [topics](../topics/index.md) and [codings](codings.md).

Or download version {dataset.schema.version} of the dataset:
<a href="../data/eucad.zip" download>everything in one archive</a>, with
<a href="../data/datapackage.json" download>datapackage.json</a>, which describes every column for
machines, and the <a href="../data/LICENSE">licence</a>, CC BY 4.0. The
[codebook and method](../data/README.md) describes every column for people, and says how to cite.

{
        table(
            "Tables of the dataset",
            ["Table", "What it holds", "Rows", "Download"],
            rows,
            name="tables",
        )
    }"""


DOCUMENT_HEADINGS = [
    "Document",
    "Publisher",
    "Voice",
    "Kind",
    "Language",
    "Published",
    "Visible",
    "Counts for the agenda",
]


def document_cells(known: Facts, document) -> list[Cell | str]:
    """Return the cells that tell what a document is."""
    return [
        known.document_title(document.Index),
        text(document.publisher),
        known.label("lineages", "voice", document.voice),
        known.label("documents", "document_type", document.document_type),
        known.label("documents", "language", document.language),
        iso(document.published, NOT_VISIBLE),
        known.label("documents", "extent", document.extent),
        "Yes" if document.agenda else "No",
    ]


def documents_page(known: Facts) -> str:
    """List every document."""
    return page(
        "Documents",
        paragraph(
            "Every document of the dataset. A headline leads to the address under which the "
            "archived copy was stored; a meeting leads to the accounts the documents belong to."
        ),
        table(
            "Documents",
            [*DOCUMENT_HEADINGS, "Meeting"],
            (
                [
                    *document_cells(known, document),
                    link(
                        f"../meetings/{document.meeting_id}.html#{document.Index}",
                        text(known.titles[document.meeting_id]),
                    ),
                ]
                for document in known.documents.itertuples()
            ),
            name="documents",
            sortable=True,
            searchable=True,
        ),
        listed=True,
    )


def codings_page(known: Facts) -> str:
    """List every adjudicated coding."""
    return page(
        "Codings",
        paragraph(
            "Every topic found in a document, after adjudication, with its key term as printed. "
            "Only codings that count stand behind what this collection says of an agenda: those of "
            "the meeting itself, in documents that report it."
        ),
        table(
            "Codings, adjudicated",
            ["Topic", "Meeting", *CODING_HEADINGS],
            (
                [
                    known.topic_link(coding.topic_id),
                    text(known.titles[coding.meeting_id]),
                    *coding_cells(known, coding),
                ]
                for coding in known.codings.itertuples()
            ),
            name="codings",
            sortable=True,
            searchable=True,
        ),
        listed=True,
    )


CODING_HEADINGS = ["Document", "Voice", "Term", "Paragraph", "Stance", "Decided", "Counts"]


def coding_cells(known: Facts, coding) -> list[Cell | str]:
    """Return the cells that tell how a document raises a topic."""
    stance = known.label("codings_final", "stance", coding.stance)
    if coding.stance == "unilateral":
        stance = f"Raised by {known.label('codings_final', 'raised_by', coding.raised_by)}"
    return [
        known.document_link(coding.document_id),
        known.label("lineages", "voice", coding.voice),
        Cell(text(coding.term), lang=coding.language),
        "headline" if coding.paragraph == 0 else str(coding.paragraph),
        stance,
        known.label("codings_final", "decided", coding.decided),
        "Yes" if coding.counts else "No",
    ]


# Officials


def officials_page(known: Facts) -> str:
    """List the officials."""
    rows = []
    for person in known.people.itertuples():
        placed = known.dataset.participation
        placed = placed[placed["person_id"] == person.Index]
        attended = placed[placed["capacity"] != "sideline_only"]
        sure = attended.loc[attended["certainty"] != "ambiguous", "meeting_id"]
        perhaps = set(attended["meeting_id"]) - set(sure)
        years = placed["meeting_id"].str[-4:]
        rows.append(
            [
                Cell(known.person_link(person.Index), person.Index),
                known.label("people", "delegation", person.delegation),
                str(sure.nunique()),
                str(len(perhaps)),
                text(years.min()),
                text(years.max()),
                str(placed["document_id"].nunique()),
            ]
        )
    headings = ["Name", "Delegation", "Meetings", "Perhaps also", "First", "Last", "Documents"]
    return page(
        "Officials",
        paragraph(
            "Officials whom documents place at a meeting, in their public roles. A person who only "
            "met someone on the sidelines is listed but was not at the table; “perhaps also” "
            "counts meetings that a document may or may not mean."
        ),
        table(
            "Officials, and the meetings at which documents place them",
            headings,
            rows,
            name="officials",
            sortable=True,
            searchable=True,
        ),
        listed=True,
    )


def official_page(known: Facts, key: str) -> str:
    """Tell where documents place an official, and in which role."""
    person = known.people.loc[key]
    placed = known.dataset.participation
    placed = placed[placed["person_id"] == key].sort_values(
        "meeting_id", key=in_time, kind="stable"
    )
    pairs = [("Delegation", known.label("people", "delegation", person["delegation"]))]
    if not pd.isna(person["aliases"]):
        forms = person["aliases"].split(" | ")
        # In which language a form is printed is not recorded; its letters tell the direction.
        pairs.append(("Also printed as", ", ".join(f"<bdi>{text(form)}</bdi>" for form in forms)))
    if not pd.isna(person["identity_note"]):
        pairs.append(("Identity", known.with_links(person["identity_note"])))
    pairs.append(("Key in the data", key))
    rows = (
        [
            known.meeting_link(said.meeting_id),
            iso(known.meetings["date_start"][said.meeting_id]),
            f"<bdi>{text(said.name_printed)}</bdi>",
            known.role(said),
            known.label("participation", "rank", said.rank),
            known.label("participation", "capacity", said.capacity),
            known.label("participation", "certainty", said.certainty),
            known.document_link(said.document_id),
        ]
        for said in placed.itertuples()
    )
    headings = ["Meeting", "Date", "Name as printed", "Role as printed", "Rank", "Capacity"]
    return page(
        person["name"],
        neighbours("officials", list(known.people.index), key, known.person_link),
        facts(pairs),
        "## Meetings",
        table(
            f"What documents say of {person['name']}",
            [*headings, "Certainty", "Document"],
            rows,
            name="meetings",
            sortable=True,
        ),
    )


def in_time(meetings: pd.Series) -> pd.Series:
    """Return what sorts meetings by year."""
    return meetings.str[-4:]


# Topics


def topics_page(known: Facts) -> str:
    """Show the codebook, family by family."""
    parts = [
        paragraph(
            "The codebook: what counts as a topic, and what does not. The numbers count meetings "
            "of the security dialogue, and independent accounts of them, that raise the topic. "
            + link("../data/README.html#borderline-rules", "Borderline rules")
            + " stand with the method."
        )
    ]
    dialogue = set(known.meetings.index[known.meetings["series"] == "hlsd"])
    for family, topics in known.topics.groupby("family", observed=True):
        label = known.labels("topics", "family")[family]
        found = {
            key: [
                (meeting, raised.accounts)
                for (meeting, topic, _), raised in known.raised.items()
                if topic == key and meeting in dialogue
            ]
            for key in topics.index
        }
        rows = (
            [
                known.topic_link(topic.Index),
                text(topic.include),
                known.with_links(topic.exclude) if not pd.isna(topic.exclude) else "–",
                str(len({meeting for meeting, _ in found[topic.Index]})),
                str(sum(accounts for _, accounts in found[topic.Index])),
            ]
            for topic in topics.itertuples()
        )
        parts += [
            f"## {label}",
            table(
                f"Topics of the family {label}",
                ["Topic", "What counts", "What does not", "Meetings", "Accounts"],
                rows,
                name=f"family-{family}",
            ),
        ]
    return page("Topics", *parts, listed=True)


def topic_page(known: Facts, key: str) -> str:
    """Tell what a topic is and where it was raised, by whose account."""
    topic = known.topics.loc[key]
    pairs = [
        ("Family", known.label("topics", "family", topic["family"])),
        ("What counts", text(topic["include"])),
    ]
    if not pd.isna(topic["exclude"]):
        pairs.append(("What does not", known.with_links(topic["exclude"])))
    programmes = known.dataset.programmes
    named = programmes.loc[programmes["topic_id"] == key, "name"]
    if len(named):
        pairs.append(("EU programmes", "<br>".join(map(text, named))))
    pairs.append(("Key in the data", key))
    voices = known.labels("lineages", "voice")
    codings = known.codings[known.codings["topic_id"] == key]
    return page(
        topic["label"],
        neighbours("topics", list(known.topics.index), key, known.topic_link),
        facts(pairs),
        "## Where it was raised",
        paragraph(
            "The strongest stance in the accounts of each voice. “Not seen” is not the same as not "
            "discussed: most documents were visible only in their opening. A dash means that no "
            "document carries an account by that voice."
        ),
        table(
            f"{topic['label']}, by meeting and voice",
            ["Meeting", *voices.values()],
            (
                [
                    Cell(known.meeting_link(meeting), meeting),
                    *(known.raised_cell(meeting, key, voice) for voice in voices),
                ]
                for meeting in known.reading_order
                if known.meetings["status"][meeting] == "held"
            ),
            name="raised",
            sortable=True,
        ),
        "## Documents that raise it",
        table(
            f"Documents that raise {topic['label']}",
            ["Meeting", *CODING_HEADINGS],
            (
                [known.meeting_link(coding.meeting_id), *coding_cells(known, coding)]
                for coding in codings.itertuples()
            ),
            name="codings",
            sortable=True,
        ),
    )

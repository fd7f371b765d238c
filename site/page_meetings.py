"""Pages of meetings: all that is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import notebooks
import openings
import pandas as pd
from sitedata import SiteData, grouped
from view import (
    Cell,
    Code,
    Fact,
    Lines,
    ListPage,
    MeetingPage,
    Missing,
    Phrase,
    Row,
    Section,
    Stressed,
    Table,
    Value,
    counted,
    day,
    iso,
    neighbours,
    stated,
)

#: Capacities in which somebody chairs a meeting or hosts it.
CHAIRS = ("chair", "co_chair", "host")


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
    years = data.year.values()
    headings = ["Meeting", "Series", "Round", "First day", "Place", "Level", "Documents"]
    return ListPage(
        "meetings/index",
        "Meetings",
        intro=(
            "Each meeting of the security dialogue and of its sister series, with the documents "
            "that report it and the independent accounts of its agenda that they carry. An account "
            "counts once, in however many copies it was printed."
        ),
        sections=[
            Section(
                "",
                table=Table(
                    "meetings",
                    f"Meetings, {min(years)}–{max(years)}",
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
    if key in data.held:
        sections = [
            delegations_section(data, key),
            officials_section(data, key),
            agenda_section(data, key),
            *programmes_section(data, key),
            meeting_documents_section(data, key),
        ]
    round_of = [each for each in data.reading_order if data.same_series(each, key)]
    return MeetingPage(
        f"meetings/{key}",
        data.titles[key],
        intro=openings.meeting(data, key),
        strip=openings.meeting_strip(data, key),
        facts=meeting_facts(data, key),
        sections=sections,
        neighbours=neighbours("meetings", key, round_of, data.meeting_link),
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
        *notebooks.fact(data, f"meetings/{key}"),
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
    seats = seats[seats["meeting_id"] == key].sort_values("delegation", kind="stable")
    rows = [
        Row(
            [
                data.name(delegation),
                ranks(data, stated_by, disputed=(key, delegation) in data.disputed),
                standing(data, stated_by),
                data.sources(stated_by, "represented_by"),
            ],
            anchor=f"seat-{delegation}",
        )
        for delegation, stated_by in grouped(seats, "delegation").items()
    ]
    if not rows:
        return Section("Delegations", "No document names a delegation.")
    headings = ["Delegation", "Rank", "Status", "According to"]
    caption = "Delegations, with the rank that documents state"
    return Section("Delegations", table=Table("delegations", caption, headings, rows))


def ranks(data: SiteData, statements: Sequence, *, disputed: bool) -> Lines:
    """Return the ranks that documents state, each with how many do if they disagree."""
    counts = Counter(said.rank for said in statements if said.rank != "not_stated")
    if not counts:
        return Lines([Missing()])
    lines: list[Value] = [
        f"{data.names[rank]} ({counted(counts[rank], 'document')})"
        if len(counts) > 1
        else data.names[rank]
        for rank in data.dataset.delegations["rank"].cat.categories
        if rank in counts
    ]
    return Lines([*lines, *[Stressed("documents disagree")] * disputed])


def standing(data: SiteData, statements: Sequence) -> Lines:
    """Tell as what a delegation came, and how many documents name it only with others."""
    lines = [data.name(each) for each in dict.fromkeys(said.status for said in statements)]
    together = sum(said.mention == "collective" for said in statements)
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
        for person, statements in grouped(placed, "person_id").items()
    ]
    if not rows:
        return Section("Officials", "No document names an official.")
    headings = ["Name", "Delegation", "Role as printed", "Capacity", "According to"]
    caption = "Officials whom documents place at the meeting"
    return Section("Officials", table=Table("officials", caption, headings, rows, sortable=True))


def capacities(data: SiteData, statements: Sequence) -> Lines:
    """Tell in which capacities a person was there, each as certain as its best document."""
    surest = list(data.dataset.participation["certainty"].cat.categories)
    best: dict[str, str] = {}
    for said in statements:
        known = best.get(said.capacity, said.certainty)
        best[said.capacity] = min(known, said.certainty, key=surest.index)
    return Lines(
        [f"{data.names[each]} ({data.names[sure].lower()})" for each, sure in best.items()]
    )


def roles(data: SiteData, statements: Sequence) -> Value:
    """Name the different roles that documents print."""
    printed = {said.role_printed: said for said in reversed(statements)}
    firsts = [said for said in statements if printed[said.role_printed] is said]
    known = [data.role(said) for said in firsts if not pd.isna(said.role_printed)]
    return Lines(known) if known else Missing()


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
    mentions = data.programme_mentions
    mentions = mentions[mentions["meeting_id"] == key].sort_values("programme_id", kind="stable")
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
        for programme, named in grouped(mentions, "programme_id").items()
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

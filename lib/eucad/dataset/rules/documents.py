"""Rules of documents and accounts, of what they borrow, of events and glosses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from eucad.dataset.problems import Problem
from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import Coded, TextTable, find

# How long before its meeting a document appears, and how long after an account of it.
EARLIEST, LATEST = timedelta(days=366), timedelta(days=93)

# Documents that report at once.
PROMPT = ("readout", "communique", "press_release", "news_report")

# Columns that say what a gloss is of.
GLOSSED = ("kind", "language", "printed")

_DAY = re.compile(r"/(20\d\d)[/-]([01]\d)[/-]([0-3]\d)(?!\d)")

# Copies of a circle that a message names one by one.
CIRCLE = 10


@rule
def _key_prefixes(documents: TextTable, lineages: TextTable) -> Iterator[Problem]:
    """The keys of documents and lineages begin with their meeting."""
    for table, column in ((documents, "document_id"), (lineages, "lineage_id")):
        begins = table[column].map(lambda key: key.partition("-")[0])
        for row in np.flatnonzero(~begins.same(table["meeting_id"])).tolist():
            expected = f"the meeting with which {table[column][row]} begins"
            yield table.problem(row, "meeting_id", expected, "Make them agree.")


@rule
def _derivation(documents: TextTable) -> Iterator[Problem]:
    """A lineage has one original; copies share the source's lineage; no chain of copies closes."""
    pairs = documents.records("document_id", "derived_from")
    source = {key: origin for key, origin in pairs if origin}
    key, account = documents["document_id"], documents["lineage_id"]
    copied = ~documents["derived_from"].among(("",))
    first = documents.first("lineage_id", "lineage_basis")
    again = first != np.arange(len(first))
    own = documents["lineage_basis"].among(("own",))
    for row in np.flatnonzero(own & (copied | again)).tolist():
        why = "derived_from names a source"
        if again[row]:
            why = f"{key[first[row]]} is the account {account[row]} itself"
        expected = f"another basis, as {why}"
        yield documents.problem(row, "lineage_basis", expected, "Correct one of the two.")
    place = find((documents["derived_from"], key))
    unlike = copied & (place >= 0) & (account.codes != account.codes[place])
    for row in np.flatnonzero(unlike).tolist():
        expected = f"{account[place[row]]}, the lineage of {key[place[row]]}"
        yield documents.problem(row, "lineage_id", expected, "Make them agree.")
    yield from _circles(documents, source)


def _circles(documents: TextTable, source: dict[str, str]) -> Iterator[Problem]:
    """Name each document of a circle of copies, and walk each chain once."""
    seen: set[str] = set()
    row_of: dict[str, int] = {}
    for start in source:
        chain: dict[str, None] = {}
        key = start
        while key and key not in seen:
            seen.add(key)
            chain[key] = None
            key = source.get(key, "")
        if key not in chain:
            continue
        row_of = row_of or {key: row for row, key in enumerate(documents["document_id"])}
        circle = [*chain][[*chain].index(key) :]
        shown = [*circle[:CIRCLE], "…"] if len(circle) > CIRCLE else circle
        loop = " ← ".join([*shown, circle[0]])
        for member in circle:
            yield documents.problem(
                row_of[member],
                "derived_from",
                "no circle of copies",
                f"Break the circle {loop}.",
                cause=f"circle {circle[0]}" if len(circle) > CIRCLE else None,
            )


@rule
def _templates(
    borrowings: TextTable, lineages: TextTable, meetings: TextTable
) -> Iterator[Problem]:
    """Wording is borrowed from another account, of an earlier meeting or of the same."""
    begin = dict(meetings.records("meeting_id", "date_start"))
    meeting = dict(lineages.records("lineage_id", "meeting_id"))
    for row, (key, template) in enumerate(borrowings.records("lineage_id", "template_lineage_id")):
        days = [begin.get(meeting.get(account, ""), "") for account in (template, key)]
        if key == template or (all(days) and days[0] > days[1]):
            yield borrowings.problem(
                row,
                "template_lineage_id",
                "another account, of an earlier meeting or of the same",
                "Correct it.",
            )


@rule
def _borrowed_topics(
    borrowing_topics: TextTable, codings_final: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """Both accounts raise a topic that one borrows from the other, unless its words are new."""
    if documents.damaged or codings_final.damaged:
        # Which topics an account raises cannot be said.
        return
    lineage = dict(documents.records("document_id", "lineage_id"))
    raising = codings_final["document_id"].map(lineage.get), codings_final["topic_id"]
    topics, accounts = borrowing_topics["topic_id"], ("lineage_id", "template_lineage_id")
    raised = [
        (find((borrowing_topics[column], raising[0]), (topics, raising[1])) >= 0).tolist()
        for column in accounts
    ]
    for row, (key, template, topic, wording) in enumerate(
        borrowing_topics.records(*accounts, "topic_id", "wording")
    ):
        for account, there in zip((key, template), raised, strict=True):
            own_words = account == template and wording == "frame"
            if topic and not there[row] and not own_words:
                yield borrowing_topics.problem(
                    row,
                    "topic_id",
                    f"a topic that {account} raises",
                    "Correct it, or remove the row.",
                )
                break


@rule
def _publication_dates(documents: TextTable, meetings: TextTable) -> Iterator[Problem]:
    """An announcement appears within a year before its meeting ends, an account soon after it."""
    days = {
        key: (begin, end)
        for key, begin, end in meetings.records("meeting_id", "date_start", "date_end")
        if begin and end
    }
    for row, (meeting, published, kind, about) in enumerate(
        documents.records("meeting_id", "published", "document_type", "about")
    ):
        if not published or meeting not in days:
            continue
        begin, end = days[meeting]
        day, first, last = map(date.fromisoformat, (published, begin, end))
        reports = about == "meeting" and kind != "announcement"
        advice = "Correct it, or the meeting."
        if day < first - EARLIEST:
            expected = f"a day within a year before {begin}, the day of {meeting}"
        elif reports and day < first:
            expected = f"no day before {begin}, as the document reports the meeting"
            advice = "Correct it, or call the document an announcement."
        elif kind == "announcement" and day > last:
            expected, advice = f"no day after {end}, as it is an announcement", "Correct it."
        elif reports and kind in PROMPT and day > last + LATEST:
            expected = f"a day within three months after {end}, as it reports {meeting}"
        else:
            continue
        yield documents.problem(row, "published", expected, advice)


@rule
def _addresses(documents: TextTable) -> Iterator[Problem]:
    """An address with a day in it was published that day, and leads to one document of a kind."""
    told = documents["url"].map(_day)
    sound = told.among(("",)) | told.same(documents["published"])
    first = documents.first("url")
    for column in ("published", "meeting_id", "publisher"):
        sound &= documents[column].codes == documents[column].codes[first]
    addresses = set(documents["url"].at(~sound)) - {""}
    if not addresses:
        return
    documents = documents.part(documents["url"].among(addresses))
    first: dict[str, tuple[str, ...]] = {}
    for row, (address, published, *shared) in enumerate(
        documents.records("url", "published", "meeting_id", "publisher", "document_id")
    ):
        day = _day(address)
        if day and published and day != published:
            yield documents.problem(row, "published", f"{day}, as in the address", "Correct it.")
        *same, line, key = first.setdefault(address, (published, *shared[:2], row, shared[2]))
        if same != [published, *shared[:2]]:
            yield documents.problem(
                row,
                "url",
                f"another address than that of {key} in line {documents.lines[line]}",
                "Copy it from the document's page, or make the rows agree.",
            )


def _day(address: str) -> str:
    """Return the day in an address, or nothing."""
    named = _DAY.search(address)
    return "-".join(named.groups()) if named else ""


@rule
def _publishers(documents: TextTable) -> Iterator[Problem]:
    """A publisher, whatever follows its name in brackets, has one spelling, kind and country."""
    names = documents["publisher"].map(lambda words: words.partition(" (")[0].partition(", ")[0])
    houses = names.map(
        lambda name: re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", name)).casefold()
    )
    first = documents.first(houses)
    for column in ("publisher", "publisher_type", "publisher_country"):
        cells = names if column == "publisher" else documents[column]
        if (cells.codes == cells.codes[first]).all():
            continue
        # What most of its rows have is likelier right than what the first has.
        usual: dict[str, str] = {}
        for (house, cell), _ in Counter(zip(houses, cells, strict=True)).most_common():
            usual.setdefault(house, cell)
        for row, _ in documents.rows_where(
            lambda house, cell, usual=usual: cell != usual[house], houses, cells
        ):
            expected = f"{usual[houses[row]] or 'an empty cell'}, as elsewhere for {names[row]}"
            yield documents.problem(row, column, expected, "Make them agree.")


@rule
def _voices(documents: TextTable, lineages: TextTable) -> Iterator[Problem]:
    """What an institution of the EU or a government publishes speaks in its voice, or jointly."""
    voice = dict(lineages.records("lineage_id", "voice"))

    def own(kind: str, country: str) -> str | None:
        return {"eu_institution": "eu", "ca_government": country.lower()}.get(kind)

    for row, (_, kind, country) in documents.rows_where(
        lambda spoken, *house: own(*house) and spoken not in (own(*house), "joint", "", None),
        documents["lineage_id"].map(voice.get),
        "publisher_type",
        "publisher_country",
    ):
        yield documents.problem(
            row,
            "lineage_id",
            f"an account in the voice {own(kind, country)} or joint, as its publisher is of the "
            f"type {kind}",
            "Correct it, or the voice in lineages.csv.",
        )


@rule
def _reconstructed_titles(documents: TextTable) -> Iterator[Problem]:
    """Only a title that is there can be reconstructed."""
    for row, (title, flag) in enumerate(documents.records("title", "title_is_reconstructed")):
        if flag == "true" and not title:
            yield documents.problem(
                row, "title_is_reconstructed", "false, as there is no title", "Correct it."
            )


@rule
def _event_years(events: TextTable) -> Iterator[Problem]:
    """An event's key ends in its year."""
    for row, (key, day) in enumerate(events.records("event_id", "date")):
        if day and not key.endswith(day[:4]):
            yield events.problem(row, "date", f"a day in the year of {key}", "Make them agree.")


@rule
def _glosses(
    glosses: TextTable,
    documents: TextTable,
    codings: TextTable,
    participation: TextTable,
    programme_mentions: TextTable,
) -> Iterator[Problem]:
    """Every term and role in another language has a gloss, and every gloss is of one that is."""
    if _are_glossed(glosses, documents, codings, participation, programme_mentions):
        return
    printed = printed_words(documents, codings, participation, programme_mentions)
    glossed = dict.fromkeys(glosses.records(*GLOSSED))
    for row, (kind, spoken, words) in enumerate(glosses.records(*GLOSSED)):
        if all((kind, spoken, words)) and (kind, spoken, words) not in printed:
            yield glosses.problem(
                row,
                "printed",
                f"a {kind} that a document in this language prints",
                "Correct it, or remove the row.",
            )
    for key, (table, row, column) in printed.items():
        # The name of a programme is mostly the same in every language.
        if key not in glossed and key[1] != "en" and table is not programme_mentions:
            yield table.problem(
                row,
                column,
                f"words that glosses.csv gives in English ({key[0]}, {key[1]})",
                "Add a row there.",
            )


def _are_glossed(glosses: TextTable, documents: TextTable, *tables: TextTable) -> bool:
    """Say whether all words have a gloss, and all glosses their words, at a glance."""
    used = np.zeros(len(glosses), dtype=bool)
    for table, kind, column, spoken in _printed(documents, *tables):
        words = table[column]
        wanted = ~spoken.among(("", "en")) & ~words.among(("",))
        same = Coded(np.zeros(len(table), dtype="int32"), np.array([kind], dtype=object))
        pairs = zip((same, spoken, words), GLOSSED, strict=True)
        place = find(*((cells, glosses[name]) for cells, name in pairs))
        used[place[place >= 0]] = True
        if table is not tables[-1] and (place[wanted] < 0).any():
            return False
    return bool(used.all())


def printed_words(
    documents: TextTable,
    codings: TextTable,
    participation: TextTable,
    programme_mentions: TextTable,
) -> dict[tuple[str, str, str], tuple[TextTable, int, str]]:
    """Map kind, language and words of every term and role to the cell that first prints them."""
    printed: dict[tuple[str, str, str], tuple[TextTable, int, str]] = {}
    for table, kind, column, spoken in _printed(
        documents, codings, participation, programme_mentions
    ):
        first = table.alone(spoken, column)
        keys = zip(spoken.at(first), table[column].at(first), strict=True)
        for row, (tongue, found) in zip(first.tolist(), keys, strict=True):
            if tongue and found:
                printed.setdefault((kind, tongue, found), (table, row, column))
    return printed


def _printed(
    documents: TextTable,
    codings: TextTable,
    participation: TextTable,
    programme_mentions: TextTable,
) -> Iterator[tuple[TextTable, str, str, Coded]]:
    """Give tables with the kind and column of their words, and the language of each row."""
    language = dict(documents.records("document_id", "language"))
    for table, kind, column in (
        (codings, "term", "term"),
        (participation, "role", "role_printed"),
        (programme_mentions, "term", "term"),
    ):
        yield table, kind, column, table["document_id"].map(lambda key: language.get(key, ""))

"""Rules of meetings: days, rounds, places, and notes that agree with the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from eucad.dataset.problems import Problem
from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import TextTable

# A meeting lasts a day or two.
LONGEST = timedelta(days=7)

# Where the members meet; a city that is not here is held to its first country in the table.
CITIES = {
    "Brussels": "BE",
    "Luxembourg": "LU",
    "Astana": "KZ",
    "Bishkek": "KG",
    "Dushanbe": "TJ",
    "Ashgabat": "TM",
    "Tashkent": "UZ",
}


@rule
def _meeting_ids(meetings: TextTable) -> Iterator[Problem]:
    """A meeting's key is its series and the year it began; a second one of a year has a letter."""
    first = dict(meetings.records("meeting_id", "date_start"))
    for row, (key, series, begin) in enumerate(
        meetings.records("meeting_id", "series", "date_start")
    ):
        if not key.startswith(series):
            yield meetings.problem(row, "series", f"the series of {key}", "Make them agree.")
        elif begin and not key.startswith(series + begin[:4]):
            yield meetings.problem(row, "date_start", f"a day in the year of {key}", "Correct it.")
        if key[-1:].isalpha():
            before = key[:-1] if key.endswith("b") else key[:-1] + chr(ord(key[-1]) - 1)
            if before not in first:
                expected = f"a key without that letter, as there is no {before}"
                yield meetings.problem(row, "meeting_id", expected, "Correct it.")
            elif begin and begin < first[before]:
                expected = f"no day before {first[before]}, that of {before}"
                yield meetings.problem(row, "date_start", expected, "Exchange the two keys.")


@rule
def _meeting_details(meetings: TextTable) -> Iterator[Problem]:
    """A held meeting has dates, mode, level and round; one that was not found has none."""
    always = ("round", "date_start", "date_end", "mode", "level")
    for row, (status, mode) in enumerate(meetings.records("status", "mode")):
        held = status == "held"
        place = held and mode in ("in_person", "hybrid")
        for column in (*always, "city", "country"):
            filled = bool(meetings[column][row])
            wanted = held if column in always else place
            if wanted and not filled:
                yield meetings.problem(row, column, "a value, as the meeting was held", "Fill it.")
            elif filled and not wanted:
                why = "no round was found" if not held else "the meeting was virtual"
                yield meetings.problem(row, column, f"an empty cell, as {why}", "Empty it.")


@rule
def _meeting_dates(meetings: TextTable) -> Iterator[Problem]:
    """A meeting does not end before it begins, nor later than a week after."""
    for row, (begin, end) in enumerate(meetings.records("date_start", "date_end")):
        if begin and end and end < begin:
            yield meetings.problem(
                row, "date_end", f"no day before the first, {begin}", "Correct one of the two."
            )
        elif begin and end and date.fromisoformat(end) - date.fromisoformat(begin) > LONGEST:
            yield meetings.problem(
                row, "date_end", f"a day within a week of {begin}", "Correct one of the two."
            )


@rule
def _meeting_rounds(meetings: TextTable) -> Iterator[Problem]:
    """Within a series rounds are counted on with the dates, or begin again at 1."""
    last: dict[str, str] = {}
    when = [
        begin or re.sub(r"\D", "", key)
        for key, begin in meetings.records("meeting_id", "date_start")
    ]
    records = list(meetings.records("series", "status", "round"))
    for row in sorted(range(len(meetings)), key=when.__getitem__):
        series, status, ordinal = records[row]
        before = last.get(series)
        if len(ordinal) > 2:
            yield meetings.problem(row, "round", "a round below 100", "Correct it.")
            ordinal = ""
        elif before and ordinal and int(ordinal) not in (int(before) + 1, 1):
            yield meetings.problem(
                row, "round", f"{int(before) + 1}, the round before being {before}", "Correct it."
            )
        # After a held meeting without a round, which is wrong, nothing can be said of the next.
        if status == "held":
            last[series] = ordinal


@rule
def _cities(meetings: TextTable) -> Iterator[Problem]:
    """A city lies in one country."""
    country = dict(CITIES)
    for row, (city, found) in enumerate(meetings.records("city", "country")):
        if city and found and country.setdefault(city, found) != found:
            yield meetings.problem(
                row, "country", f"{country[city]}, the country of {city}", "Make them agree."
            )


@rule
def _meeting_notes(
    meetings: TextTable, participation: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """The note of a meeting does not contradict its tables."""
    leading = participation.among("capacity", ("chair", "co_chair"))
    chaired = set(participation["meeting_id"].at(leading))
    guest: dict[str, set[str]] = {}
    singly = set()
    told = ("meeting_id", "delegation", "mention", "status")
    different = delegations.alone(*told)
    for meeting, delegation, mention, status in zip(
        *(delegations[column].at(different) for column in told), strict=True
    ):
        if delegation == "AF":
            guest.setdefault(meeting, set()).add(status)
        if mention == "individual":
            singly.add((meeting, delegation))
    for row, (key, note) in enumerate(meetings.records("meeting_id", "note")):
        status = guest.get(key, set())
        together = re.search(r"((?:\b[A-Z]{2}\b(?:, | and )?)+) only collectively", note)
        named = re.findall(r"[A-Z]{2}", together[1]) if together else []
        contradictions = {
            r"[Nn]o text says who chaired|Chair not printed": key in chaired,
            r"Afghanistan took part": not status - {"invited"},
            r"Afghanistan special guest": "special_guest" not in status,
            r"Afghanistan invited": bool(status - {"invited"}),
            r"No Afghan delegation": bool(status),
            r"only collectively": any((key, delegation) in singly for delegation in named),
        }
        for words, contradicted in contradictions.items():
            said = contradicted and re.search(words, note)
            if said:
                yield meetings.problem(
                    row,
                    "note",
                    f"a note that agrees with the tables on {said[0]!r}",
                    "Correct the note, or participation.csv or delegations.csv.",
                )


@rule
def _held_meetings(meetings: TextTable, documents: TextTable) -> Iterator[Problem]:
    """A held meeting has a document."""
    filed = documents.distinct("meeting_id")
    for row, (key, status) in enumerate(meetings.records("meeting_id", "status")):
        if status == "held" and key not in filed:
            yield meetings.problem(
                row,
                "status",
                f"a document of documents.csv filed under {key}",
                "Add it there, or set the status to none_found.",
            )


@rule
def _meetings_not_found(
    meetings: TextTable,
    documents: TextTable,
    participation: TextTable,
    delegations: TextTable,
) -> Iterator[Problem]:
    """Nothing is filed under a meeting of which no document was found."""
    absent = {
        key for key, status in meetings.records("meeting_id", "status") if status == "none_found"
    }
    for table in (documents, participation, delegations):
        for row in table.among("meeting_id", absent):
            yield table.problem(
                row,
                "meeting_id",
                "a meeting that was held",
                "Correct it, or set the meeting's status to held.",
            )

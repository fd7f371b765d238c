"""Rules that no single column can show: what tables must say of one another.

A rule is a function marked ``@_rule``. Its parameters name the tables it reads, its docstring says
in one sentence what must hold, and it yields a :class:`~eucad.dataset.tables.Problem` for each row
that breaks it. A rule is skipped while one of its tables cannot be read. Whoever adds one breaks it
once in the list ``BROKEN_RULES`` of ``tests/test_dataset.py``; a test fails for a rule that is not.

These rules hold:
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from eucad.dataset.schema import ForeignKey
from eucad.dataset.tables import SEPARATOR, Problem, TextTable, nearest

Rule = Callable[..., Iterator[Problem]]


# All rules, in the order in which they are written below.
RULES: list[Rule] = []


# A meeting lasts a day or two.
LONGEST = timedelta(days=7)

# Where the members meet; a city that is not here is held to its first country in the table.
CAPITALS = {
    "Brussels": "BE",
    "Luxembourg": "LU",
    "Astana": "KZ",
    "Bishkek": "KG",
    "Dushanbe": "TJ",
    "Ashgabat": "TM",
    "Tashkent": "UZ",
}

# Capacities in which a person leads a delegation.
HEADS = ("chair", "co_chair", "host", "head_of_delegation")

# Offices that only one kind of delegation can send.
OFFICES = {
    "head_of_eu_institution": ("EU",),
    "eu_high_representative": ("EU",),
    "eu_commissioner": ("EU",),
    "head_of_ifi": ("EIB", "EBRD"),
}


def check_keys(tables: dict[str, TextTable], suspect: set[tuple[str, str | None]]) -> list[Problem]:
    """Check that every value of a foreign key stands in the table it points to.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables that could be read.
    suspect : set of (file, column)
        Columns with wrong cells. A key that points to one is not checked: a
        value may be missing there only because its cell has to be mended first.

    Returns
    -------
    list of Problem

    Examples
    --------
    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> schema = read_schema(eucad.DATA)
    >>> tables = {
    ...     "topics": TextTable(schema["topics"], {"topic_id": ("cyber",)}, [2]),
    ...     "programmes": TextTable(schema["programmes"], {"topic_id": ("cybr",)}, [2]),
    ... }
    >>> print(*check_keys(tables, set()))
    programmes.csv, line 2, column topic_id: found 'cybr'; expected a topic_id of topics.csv.
    Did you mean 'cyber'?
    """
    problems = []
    for table in tables.values():
        for key in table.schema.foreign_keys:
            target = tables.get(key.table)
            if target is not None and not any((target.schema.path, k) in suspect for k in key.keys):
                problems += _dangling(table, key, target)
    return problems


def _dangling(table: TextTable, key: ForeignKey, target: TextTable) -> Iterator[Problem]:
    known = target.keys(*key.keys)
    values = table.keys(*key.columns)
    dangling = set(values) - set(known)
    if not dangling:
        return
    path = target.schema.path
    first_column, other_columns = key.columns[0], key.columns[1:]
    owners = dict(zip(target[key.keys[0]], range(len(target)), strict=True))
    for row, value in enumerate(values):
        first = table[first_column][row]
        if value not in dangling or not all(table[column][row] for column in key.columns):
            continue
        if first not in owners:
            advice = nearest(first, owners, f"Add it to {path}, or correct it here.")
            yield table.problem(row, first_column, f"a {key.keys[0]} of {path}", advice)
            continue
        # The first part is known: another contradicts what stands there.
        for column, known_as in zip(other_columns, key.keys[1:], strict=True):
            owner = target[known_as][owners[first]]
            if table[column][row] != owner:
                expected = f"{owner}, as {path} has it for {first}"
                yield table.problem(row, column, expected, "Make them agree.")


def check_rules(tables: dict[str, TextTable]) -> list[Problem]:
    """Check every rule whose tables could be read.

    Parameters
    ----------
    tables : dict of str to TextTable
        The tables that could be read; a wrong cell counts as empty.

    Returns
    -------
    list of Problem

    Examples
    --------
    Topics stand in the order of their positions, counted from 1:

    >>> import eucad
    >>> from eucad.dataset.schema import read_schema
    >>> topics = TextTable(read_schema(eucad.DATA)["topics"], {"position": ("1", "3")}, [2, 3])
    >>> print(*check_rules({"topics": topics}))
    topics.csv, line 3, column position: found '3'; expected 2, its place in the table. Correct it.
    """
    problems = []
    for rule in RULES:
        names = rule.__code__.co_varnames[: rule.__code__.co_argcount]
        if all(name in tables for name in names):
            problems += rule(*(tables[name] for name in names))
    return problems


def _rule(rule: Rule) -> Rule:
    """Add a function to the rules, and what it states to the documentation of this module."""
    global __doc__
    RULES.append(rule)
    __doc__ = f"{__doc__}\n- {rule.__doc__}"
    return rule


# --- meetings ---------------------------------------------------------------------------
@_rule
def _meeting_ids(meetings: TextTable) -> Iterator[Problem]:
    """A meeting's key is its series and the year it began."""
    for row, (key, series, begin) in enumerate(
        meetings.records("meeting_id", "series", "date_start")
    ):
        if not key.startswith(series):
            yield meetings.problem(row, "series", f"the series of {key}", "Make them agree.")
        elif begin and key != series + begin[:4]:
            yield meetings.problem(row, "date_start", f"a day in the year of {key}", "Correct it.")


@_rule
def _meeting_details(meetings: TextTable) -> Iterator[Problem]:
    """A held meeting has dates, mode, level and round; one that was not found has none."""
    always = ("round", "date_start", "date_end", "mode", "level")
    for row, (status, mode) in enumerate(meetings.records("status", "mode")):
        held = status == "held"
        place = held and mode == "in_person"
        for column in (*always, "city", "country"):
            filled = bool(meetings[column][row])
            wanted = held if column in always else place
            if wanted and not filled:
                yield meetings.problem(row, column, "a value, as the meeting was held", "Fill it.")
            elif filled and not wanted:
                why = "no round was found" if not held else "the meeting was virtual"
                yield meetings.problem(row, column, f"an empty cell, as {why}", "Empty it.")


@_rule
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


@_rule
def _meeting_rounds(meetings: TextTable) -> Iterator[Problem]:
    """Within a series rounds are counted on with the dates, or begin again at 1."""
    last: dict[str, str] = {}
    when = [begin or key[-4:] for key, begin in meetings.records("meeting_id", "date_start")]
    records = list(meetings.records("series", "status", "round"))
    for row in sorted(range(len(meetings)), key=when.__getitem__):
        series, status, ordinal = records[row]
        before = last.get(series)
        if before and ordinal and int(ordinal) not in (int(before) + 1, 1):
            yield meetings.problem(
                row, "round", f"{int(before) + 1}, the round before being {before}", "Correct it."
            )
        # After a held meeting without a round, which is wrong, nothing can be said of the next.
        if status == "held":
            last[series] = ordinal


@_rule
def _cities(meetings: TextTable) -> Iterator[Problem]:
    """A city lies in one country."""
    country = dict(CAPITALS)
    for row, (city, found) in enumerate(meetings.records("city", "country")):
        if city and found and country.setdefault(city, found) != found:
            yield meetings.problem(
                row, "country", f"{country[city]}, the country of {city}", "Make them agree."
            )


@_rule
def _meeting_notes(
    meetings: TextTable, participation: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """The note of a meeting does not contradict its tables."""
    chaired = {
        meeting
        for meeting, capacity in participation.records("meeting_id", "capacity")
        if capacity in ("chair", "co_chair")
    }
    guest: dict[str, set[str]] = {}
    singly = set()
    for meeting, delegation, mention, status in delegations.records(
        "meeting_id", "delegation", "mention", "status"
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
            said = re.search(words, note)
            if said and contradicted:
                yield meetings.problem(
                    row,
                    "note",
                    f"a note that agrees with the tables on {said[0]!r}",
                    "Correct the note, or participation.csv or delegations.csv.",
                )


@_rule
def _held_meetings(meetings: TextTable, documents: TextTable) -> Iterator[Problem]:
    """A held meeting has a document."""
    filed = set(documents["meeting_id"])
    for row, (key, status) in enumerate(meetings.records("meeting_id", "status")):
        if status == "held" and key not in filed:
            yield meetings.problem(
                row,
                "status",
                f"a document of documents.csv filed under {key}",
                "Add it there, or set the status to none_found.",
            )


@_rule
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
        for row, key in enumerate(table["meeting_id"]):
            if key in absent:
                yield table.problem(
                    row,
                    "meeting_id",
                    "a meeting that was held",
                    "Correct it, or set the meeting's status to held.",
                )


# --- documents and lineages -------------------------------------------------------------
@_rule
def _key_prefixes(documents: TextTable, lineages: TextTable) -> Iterator[Problem]:
    """The keys of documents and lineages begin with their meeting."""
    for table, column in ((documents, "document_id"), (lineages, "lineage_id")):
        for row, (key, meeting) in enumerate(table.records(column, "meeting_id")):
            if not key.startswith(f"{meeting}-"):
                yield table.problem(
                    row, "meeting_id", f"the meeting with which {key} begins", "Make them agree."
                )


@_rule
def _derivation(documents: TextTable) -> Iterator[Problem]:
    """A copy shares its source's lineage, no chain of copies closes, an original copies nothing."""
    source = dict(documents.records("document_id", "derived_from"))
    lineage = dict(documents.records("document_id", "lineage_id"))
    for row, (key, origin, basis) in enumerate(
        documents.records("document_id", "derived_from", "lineage_basis")
    ):
        if not origin:
            continue
        if basis == "own":
            yield documents.problem(
                row,
                "lineage_basis",
                "another basis, as derived_from names a source",
                "Correct one of the two.",
            )
        if origin in lineage and lineage[origin] != lineage[key]:
            yield documents.problem(
                row, "lineage_id", f"{lineage[origin]}, the lineage of {origin}", "Make them agree."
            )
        chain = [key]
        while origin and origin not in chain:
            chain.append(origin)
            origin = source.get(origin, "")
        if origin == key:
            loop = " ← ".join([*chain, key])
            yield documents.problem(
                row, "derived_from", "no circle of copies", f"Break the circle {loop}."
            )


@_rule
def _lineage_originals(documents: TextTable) -> Iterator[Problem]:
    """A lineage has at most one document that is the account itself."""
    original: dict[str, str] = {}
    for row, (key, lineage, basis) in enumerate(
        documents.records("document_id", "lineage_id", "lineage_basis")
    ):
        if basis == "own" and original.setdefault(lineage, key) != key:
            yield documents.problem(
                row,
                "lineage_basis",
                f"another basis, as {original[lineage]} is the account {lineage} itself",
                "Correct one of the two.",
            )


@_rule
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


@_rule
def _borrowed_topics(
    borrowing_topics: TextTable, codings_final: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """Both accounts raise a topic that one borrows from the other, unless its words are new."""
    lineage = dict(documents.records("document_id", "lineage_id"))
    raised = {
        (lineage.get(document), topic)
        for document, topic in codings_final.records("document_id", "topic_id")
    }
    for row, (key, template, topic, wording) in enumerate(
        borrowing_topics.records("lineage_id", "template_lineage_id", "topic_id", "wording")
    ):
        for account in (key, template):
            own_words = account == template and wording == "frame"
            if topic and (account, topic) not in raised and not own_words:
                yield borrowing_topics.problem(
                    row,
                    "topic_id",
                    f"a topic that {account} raises",
                    "Correct it, or remove the row.",
                )
                break


@_rule
def _publication_dates(documents: TextTable, meetings: TextTable) -> Iterator[Problem]:
    """Announcements appear before the meeting is over, accounts of it not before it begins."""
    days = {
        key: (begin, end)
        for key, begin, end in meetings.records("meeting_id", "date_start", "date_end")
    }
    for row, (meeting, published, kind, about) in enumerate(
        documents.records("meeting_id", "published", "document_type", "about")
    ):
        begin, end = days.get(meeting, ("", ""))
        if not published or not begin:
            continue
        if kind == "announcement" and published > end:
            yield documents.problem(
                row, "published", f"no day after {end}, as it is an announcement", "Correct it."
            )
        elif kind != "announcement" and about == "meeting" and published < begin:
            yield documents.problem(
                row,
                "published",
                f"no day before {begin}, as the document reports the meeting",
                "Correct it, or call the document an announcement.",
            )


@_rule
def _publishers(documents: TextTable) -> Iterator[Problem]:
    """A publisher, whatever stands behind its name in brackets, is of one kind and one country."""
    for column in ("publisher_type", "publisher_country"):
        known: dict[str, str] = {}
        for row, (publisher, found) in enumerate(documents.records("publisher", column)):
            name = re.split(r" \(|, ", publisher)[0]
            if known.setdefault(name, found) != found:
                expected = known[name] or "an empty cell"
                yield documents.problem(
                    row, column, f"{expected}, as further up for {name}", "Make them agree."
                )


@_rule
def _voices(documents: TextTable, lineages: TextTable) -> Iterator[Problem]:
    """What an institution of the EU or a government publishes speaks in its voice, or jointly."""
    voice = dict(lineages.records("lineage_id", "voice"))
    for row, (lineage, kind, country) in enumerate(
        documents.records("lineage_id", "publisher_type", "publisher_country")
    ):
        own = {"eu_institution": "eu", "ca_government": country.lower()}.get(kind)
        if own and voice.get(lineage, own) not in (own, "joint", ""):
            yield documents.problem(
                row,
                "lineage_id",
                f"an account in the voice {own} or joint, as its publisher is of the type {kind}",
                "Correct it, or the voice in lineages.csv.",
            )


@_rule
def _reconstructed_titles(documents: TextTable) -> Iterator[Problem]:
    """Only a title that is there can be reconstructed."""
    for row, (title, flag) in enumerate(documents.records("title", "title_is_reconstructed")):
        if flag == "true" and not title:
            yield documents.problem(
                row, "title_is_reconstructed", "false, as there is no title", "Correct it."
            )


# --- topics and codings -----------------------------------------------------------------
@_rule
def _topic_positions(topics: TextTable) -> Iterator[Problem]:
    """Topics stand in the order of their positions, counted from 1."""
    for row, position in enumerate(topics["position"]):
        if position != str(row + 1):
            yield topics.problem(
                row, "position", f"{row + 1}, its place in the table", "Correct it."
            )


@_rule
def _coding_details(codings: TextTable, codings_final: TextTable) -> Iterator[Problem]:
    """Only a unilateral statement is somebody's; only coder b noted the scope."""
    for table in (codings, codings_final):
        for row, (stance, delegation) in table.rows_where(
            lambda stance, delegation: (stance == "unilateral") != bool(delegation),
            "stance",
            "raised_by",
        ):
            expected = "an empty cell" if delegation else "the delegation that raised it"
            yield table.problem(
                row, "raised_by", f"{expected}, the stance being {stance}", "Correct one of them."
            )
    for row, (coder, _) in codings.rows_where(
        lambda coder, scope: (coder == "b") != bool(scope), "coder", "scope"
    ):
        expected = "dialogue or sideline" if coder == "b" else "an empty cell"
        yield codings.problem(row, "scope", f"{expected} for coder {coder}", "Correct it.")


@_rule
def _second_coder(
    codings: TextTable, documents: TextTable, adjudications: TextTable
) -> Iterator[Problem]:
    """Coder b saw what b coded, and what b saw is coded by b or decided."""
    flags = list(documents.records("document_id", "seen_by_second_coder"))
    both_saw = _seen_by_both(documents, codings, adjudications)
    for row, (document, flag) in enumerate(flags):
        if flag and (flag == "true") != (document in both_saw):
            found = "codings of" if flag == "false" else "no coding of"
            yield documents.problem(
                row,
                "seen_by_second_coder",
                f"{'true' if flag == 'false' else 'false'}, as codings.csv has {found} coder b",
                "Correct it, or codings.csv.",
            )


@_rule
def _adjudication(
    codings: TextTable, codings_final: TextTable, adjudications: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """Every disagreement is decided, and the adjudicated set follows, cell by cell."""
    keys, coder = codings.keys("document_id", "topic_id"), codings["coder"]
    by_a = {key: row for row, key in enumerate(keys) if coder[row] == "a"}
    by_b = {key: row for row, key in enumerate(keys) if coder[row] == "b"}
    both_saw = _seen_by_both(documents, codings, adjudications)
    alone = {key: by_a.get(key, by_b.get(key)) for key in by_a.keys() ^ by_b.keys()}
    disputed = {key for key, row in alone.items() if codings["document_id"][row] in both_saw}
    decided = dict(
        zip(adjudications.keys("document_id", "topic_id"), adjudications["kept"], strict=True)
    )
    for key in disputed - decided.keys():
        document = codings["document_id"][alone[key]]
        yield codings.problem(
            alone[key],
            "topic_id",
            f"the other coder's coding of {document}, or an adjudication",
            "Only one coder found it: add a row to adjudications.csv.",
        )
    # Who had coded it, and in which row: where both had, the term is coder b's.
    coded_by = {key: ("both", row) for key, row in by_b.items() if key in by_a}
    for key, row in alone.items():
        coded_by[key] = (coder[row] if key in disputed else "single", row)
    yield from _decisions(adjudications, codings, coded_by)
    expected = _agreed(codings, by_a, by_b)
    for key, row in alone.items():
        expected[key] = _single_coder(codings, row, "adjudicated" if key in disputed else "single")
    for key in disputed - decided.keys() | {key for key, kept in decided.items() if kept != "true"}:
        expected.pop(key, None)
    yield from _final_codings(codings_final, expected, codings, (by_a, by_b))


def _decisions(
    adjudications: TextTable, codings: TextTable, coded_by: dict[str, tuple[str, int]]
) -> Iterator[Problem]:
    for row, key in enumerate(adjudications.keys("document_id", "topic_id")):
        if key not in coded_by:
            document = adjudications["document_id"][row]
            yield adjudications.problem(
                row,
                "topic_id",
                f"a topic that a coder found in {document}",
                "Remove the row, or correct it.",
            )
            continue
        who, source = coded_by[key]
        for column, value in (("coded_by", who), ("term", codings["term"][source])):
            if adjudications[column][row] != value:
                expected = f"{value!r}, as codings.csv has it"
                yield adjudications.problem(row, column, expected, "Make them agree.")


def _agreed(
    codings: TextTable, by_a: dict[str, int], by_b: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    """Derive the final codings of what both coders found."""
    strength = {value: i for i, value in enumerate(codings.schema.column("stance").labels)}
    paragraph, term, stance, raised_by, scope = (
        codings[column] for column in ("paragraph", "term", "stance", "raised_by", "scope")
    )
    final = {}
    for key in by_a.keys() & by_b.keys():
        a, b = by_a[key], by_b[key]
        first = paragraph[a]
        # A shorter number is a smaller one.
        if (len(paragraph[b]), paragraph[b]) < (len(first), first):
            first = paragraph[b]
        stronger = a if strength.get(stance[a], -1) < strength.get(stance[b], -1) else b
        final[key] = (first, term[b], stance[stronger], raised_by[stronger], scope[b], "both")
    return final


def _single_coder(codings: TextTable, row: int, decided: str) -> tuple[str, ...]:
    """Derive the final coding of what one coder found."""
    columns = ("paragraph", "term", "stance", "raised_by")
    # Coder a did not record the scope: what only a found counts as dialogue.
    scope = codings["scope"][row] or "dialogue"
    return (*(codings[column][row] for column in columns), scope, decided)


def _final_codings(
    codings_final: TextTable,
    expected: dict[str, tuple[str, ...]],
    codings: TextTable,
    sources: tuple[dict[str, int], ...],
) -> Iterator[Problem]:
    columns = ("paragraph", "term", "stance", "raised_by", "scope", "decided")
    keys = codings_final.keys("document_id", "topic_id")
    for row, (key, found) in enumerate(zip(keys, codings_final.records(*columns), strict=True)):
        wanted = expected.get(key)
        if found == wanted:
            continue
        if wanted is None:
            yield codings_final.problem(
                row,
                "topic_id",
                "a topic that both coders, a kept adjudication or coder a alone give "
                + codings_final["document_id"][row],
                "Remove the row, or add what it rests on.",
            )
            continue
        for column, value, derived in zip(columns, found, wanted, strict=True):
            # What is derived from a wrong cell is empty, and not compared.
            if value != derived and derived:
                rows = [by_coder[key] for by_coder in sources if key in by_coder]
                lines = " and ".join(str(codings.lines[source]) for source in rows)
                yield codings_final.problem(
                    row,
                    column,
                    f"{derived!r}, which follows from codings.csv, line {lines}",
                    "Correct it here or there.",
                )
    for key in sorted(expected.keys() - set(keys)):
        document, topic = key.split(SEPARATOR)
        yield Problem(
            codings_final.schema.path,
            None,
            "topic_id",
            None,
            f"a row for {topic} in {document}",
            "The codings and adjudications give it: add the row.",
        )


def _seen_by_both(documents: TextTable, codings: TextTable, adjudications: TextTable) -> set[str]:
    """Return the documents that coder b saw, as the codings show it where the flag cannot be."""
    pairs = set(codings.records("document_id", "coder"))
    decided = set(adjudications["document_id"])
    return {
        document
        for document, flag in documents.records("document_id", "seen_by_second_coder")
        if (document, "b") in pairs
        or (flag == "true" and ((document, "a") not in pairs or document in decided))
    }


@_rule
def _programme_topics(
    programmes: TextTable, programme_mentions: TextTable, codings_final: TextTable
) -> Iterator[Problem]:
    """A document that names a programme raises its topic; no other raises one through it."""
    topic_of = dict(programmes.records("programme_id", "topic_id"))
    raised = set(codings_final.records("document_id", "topic_id"))
    for row, (document, programme) in enumerate(
        programme_mentions.records("document_id", "programme_id")
    ):
        topic = topic_of.get(programme)
        if topic and (document, topic) not in raised:
            yield programme_mentions.problem(
                row,
                "programme_id",
                f"a programme on a topic that {document} raises, not on {topic}",
                "Correct it, or code the topic.",
            )
    # A programme may work on more topics than its main one, so any programme will do here.
    naming = set(programme_mentions["document_id"])
    for row, (document, stance) in enumerate(codings_final.records("document_id", "stance")):
        if stance == "programme" and document not in naming:
            yield codings_final.problem(
                row,
                "stance",
                f"another stance, as {document} names no programme",
                "Correct it, or add the programme to programme_mentions.csv.",
            )


# --- officials and delegations ----------------------------------------------------------
@_rule
def _announced_people(
    participation: TextTable, delegations: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """An announcement places nobody at a meeting: it was written before."""
    kind = dict(documents.records("document_id", "document_type"))
    for table in (participation, delegations):
        for row, document in enumerate(table["document_id"]):
            if kind.get(document) == "announcement":
                yield table.problem(
                    row,
                    "document_id",
                    "a document written after the meeting began, not an announcement",
                    "Name another document, or remove the row.",
                )


@_rule
def _people_of_other_meetings(participation: TextTable, documents: TextTable) -> Iterator[Problem]:
    """A document filed under another meeting does not state who was at this one."""
    filed = dict(documents.records("document_id", "meeting_id"))
    for row, (meeting, document, certainty) in enumerate(
        participation.records("meeting_id", "document_id", "certainty")
    ):
        if filed.get(document, meeting) != meeting and certainty == "stated":
            yield participation.problem(
                row,
                "meeting_id",
                f"{filed[document]}, under which {document} is filed",
                "Correct it, or set certainty to inferred or ambiguous.",
            )


@_rule
def _names_printed(participation: TextTable, people: TextTable) -> Iterator[Problem]:
    """A name as printed holds the person's name or one of the aliases."""
    forms = {
        key: [name, *aliases.split(" | ")] if aliases else [name]
        for key, name, aliases in people.records("person_id", "name", "aliases")
    }
    for row, (key, printed) in enumerate(participation.records("person_id", "name_printed")):
        if key in forms and not any(form in printed for form in forms[key]):
            yield participation.problem(
                row,
                "name_printed",
                f"a form of the name of {key}: {' | '.join(forms[key])}",
                "Correct it, or add the form to the aliases in people.csv.",
            )


@_rule
def _participants_have_delegations(
    participation: TextTable, people: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """Where a document seats a person, it seats the person's delegation too, in fitting status."""
    home = dict(people.records("person_id", "delegation"))
    status = {
        (meeting, document, delegation): status
        for meeting, document, delegation, status in delegations.records(
            "meeting_id", "document_id", "delegation", "status"
        )
    }
    for row, (meeting, person, document, capacity, certainty) in enumerate(
        participation.records("meeting_id", "person_id", "document_id", "capacity", "certainty")
    ):
        seat = (meeting, document, home.get(person, ""))
        if capacity == "sideline_only" or certainty == "ambiguous" or not seat[2]:
            continue
        if seat not in status:
            yield participation.problem(
                row,
                "person_id",
                f"a row of delegations.csv that seats {seat[2]} at {meeting} by {document}",
                "Add that row, or correct this one.",
            )
        elif capacity == "special_guest" and status[seat] != "special_guest":
            yield participation.problem(
                row,
                "capacity",
                f"another capacity, as delegations.csv has {seat[2]} as {status[seat]}",
                "Make them agree.",
            )


@_rule
def _delegations_of_people(
    participation: TextTable, people: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """Who takes part belongs to a delegation that some document seats at the meeting."""
    home = dict(people.records("person_id", "delegation"))
    seated = {
        (meeting, delegation)
        for meeting, delegation, status in delegations.records("meeting_id", "delegation", "status")
        if status != "invited"
    }
    for row, (meeting, person, capacity) in enumerate(
        participation.records("meeting_id", "person_id", "capacity")
    ):
        delegation = home.get(person)
        if delegation and capacity != "sideline_only" and (meeting, delegation) not in seated:
            yield participation.problem(
                row,
                "meeting_id",
                f"a meeting at which delegations.csv seats {delegation}",
                "Correct it, or add the delegation.",
            )


@_rule
def _one_rank(participation: TextTable) -> Iterator[Problem]:
    """A document gives a person one rank and one institution."""
    for column in ("rank", "institution"):
        known: dict[tuple[str, str], str] = {}
        for row, (person, document, found) in enumerate(
            participation.records("person_id", "document_id", column)
        ):
            expected = known.setdefault((person, document), found)
            if expected != found:
                yield participation.problem(
                    row,
                    column,
                    f"{expected or 'an empty cell'}, as further up for {person} in {document}",
                    "Make them agree.",
                )


@_rule
def _heads(
    delegations: TextTable, participation: TextTable, people: TextTable
) -> Iterator[Problem]:
    """Where a document names a head, it seats somebody of that delegation, at its rank."""
    home = dict(people.records("person_id", "delegation"))
    ranks: dict[tuple[str, ...], set[str]] = {}
    leading = set()
    for meeting, document, person, rank, capacity in participation.records(
        "meeting_id", "document_id", "person_id", "rank", "capacity"
    ):
        seat = (meeting, document, home.get(person, ""))
        if capacity != "sideline_only":
            ranks.setdefault(seat, set()).add(rank)
        if capacity in HEADS:
            leading.add(seat)
    unnamed = {
        "collective": "the delegation is only mentioned collectively",
        "invited": "the delegation is only invited",
        "minister_or_deputy_minister": "its rank is not certain",
    }
    columns = ("head_named", "rank", "mention", "status")
    seats = delegations.records("meeting_id", "document_id", "delegation")
    for row, (seat, (named, rank, mention, status)) in enumerate(
        zip(seats, delegations.records(*columns), strict=True)
    ):
        why = next((unnamed[value] for value in (mention, status, rank) if value in unnamed), None)
        if why is None and seat not in ranks:
            why = f"participation.csv seats nobody of {seat[2]} by {seat[1]}"
        if named == "true" and why:
            yield delegations.problem(
                row, "head_named", f"false, as {why}", "Correct one of the two."
            )
        elif named == "false" and seat in leading:
            yield delegations.problem(
                row,
                "head_named",
                f"true, as participation.csv has a head of {seat[2]} by {seat[1]}",
                "Correct one of the two.",
            )
        elif named == "true" and rank and rank not in ranks[seat]:
            yield delegations.problem(
                row,
                "rank",
                f"{' or '.join(sorted(ranks[seat]))}, as participation.csv has it for {seat[2]}",
                "Make them agree.",
            )


@_rule
def _offices(
    participation: TextTable, people: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """Offices of the EU and of the banks are held by their own delegations."""
    home = dict(people.records("person_id", "delegation"))
    senders: Iterable[tuple[TextTable, list[str]]] = (
        (participation, [home.get(person, "") for person in participation["person_id"]]),
        (delegations, list(delegations["delegation"])),
    )
    for table, delegation in senders:
        for row, rank in enumerate(table["rank"]):
            holders = OFFICES.get(rank)
            if holders and delegation[row] and delegation[row] not in holders:
                yield table.problem(
                    row,
                    "rank",
                    f"an office of {delegation[row]}; this one is of {' or '.join(holders)}",
                    "Correct the rank or the delegation.",
                )


# --- events and glosses -----------------------------------------------------------------


@_rule
def _event_years(events: TextTable) -> Iterator[Problem]:
    """An event's key ends in its year."""
    for row, (key, day) in enumerate(events.records("event_id", "date")):
        if day and not key.endswith(day[:4]):
            yield events.problem(row, "date", f"a day in the year of {key}", "Make them agree.")


@_rule
def _glosses(
    glosses: TextTable,
    documents: TextTable,
    codings: TextTable,
    participation: TextTable,
    programme_mentions: TextTable,
) -> Iterator[Problem]:
    """Every term and role in another language has a gloss, and every gloss is of one that is."""
    language = dict(documents.records("document_id", "language"))
    printed: dict[tuple[str, str, str], tuple[TextTable, int, str]] = {}
    for table, kind, column in (
        (codings, "term", "term"),
        (participation, "role", "role_printed"),
        (programme_mentions, "term", "term"),
    ):
        for row, (document, words) in enumerate(table.records("document_id", column)):
            if words and language.get(document):
                printed.setdefault((kind, language[document], words), (table, row, column))
    glossed = dict.fromkeys(glosses.records("kind", "language", "printed"))
    for row, (kind, spoken, words) in enumerate(glosses.records("kind", "language", "printed")):
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

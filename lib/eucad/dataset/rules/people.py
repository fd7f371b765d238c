"""Rules of officials and delegations: who can be where, at what rank, under what name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from eucad.dataset.problems import Problem
from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import TextTable, find

# Capacities in which a person leads a delegation.
HEADS = ("chair", "co_chair", "host", "head_of_delegation")

# Most words that say who represented a delegation.
MOST_WORDS = 28

# What may stand beside a surname.
TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame lady lord he h e excellency his her honourable president vice "
    "prime minister foreign deputy first ambassador commissioner high representative hr vp hrvp "
    "chair chairman chairwoman secretary general mme m herr frau г господин госпожа президент "
    "министр глава".split()
)

# Columns that say by which document a delegation is where.
SEAT = ("meeting_id", "document_id", "delegation")

# What speaks against naming a head: how a delegation is mentioned, its status, or its rank.
UNNAMED = {
    "collective": "the delegation is only mentioned collectively",
    "invited": "the delegation is only invited",
    "minister_or_deputy_minister": "its rank is not certain",
}

# Offices that only one kind of delegation can send.
OFFICES = {
    "head_of_eu_institution": ("EU",),
    "eu_high_representative": ("EU",),
    "eu_commissioner": ("EU",),
    "head_of_ifi": ("EIB", "EBRD"),
}


@rule
def _announced_people(
    participation: TextTable, delegations: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """An announcement places nobody at a meeting: it was written before."""
    keys = documents["document_id"]
    announced = {keys[row] for row in documents.among("document_type", ("announcement",))}
    for table in (participation, delegations):
        for row in table.among("document_id", announced):
            yield table.problem(
                row,
                "document_id",
                "a document written after the meeting began, not an announcement",
                "Name another document, or remove the row.",
            )


@rule
def _people_of_other_meetings(participation: TextTable, documents: TextTable) -> Iterator[Problem]:
    """A document filed under another meeting does not state who was at this one."""
    filed = dict(documents.records("document_id", "meeting_id"))
    for row, (_, other, _) in participation.rows_where(
        lambda meeting, other, certainty: (other or meeting) != meeting and certainty == "stated",
        "meeting_id",
        participation["document_id"].map(filed.get),
        "certainty",
    ):
        document = participation["document_id"][row]
        yield participation.problem(
            row,
            "meeting_id",
            f"{other}, under which {document} is filed",
            "Correct it, or set certainty to inferred or ambiguous.",
        )


@rule
def _names_printed(participation: TextTable, people: TextTable) -> Iterator[Problem]:
    """A name as printed holds a form of the person's name, as whole words."""
    forms = {
        key: [form for form in (name, *aliases.split(" | ")) if form]
        for key, name, aliases in people.records("person_id", "name", "aliases")
    }
    for row, (key, _printed) in participation.rows_where(
        lambda key, printed: printed and forms.get(key) and not _goes_by(printed, forms[key]),
        "person_id",
        "name_printed",
    ):
        yield participation.problem(
            row,
            "name_printed",
            f"a form of the name of {key}: {' | '.join(forms[key])}",
            "Correct it, or add the form to the aliases in people.csv.",
        )


def _goes_by(printed: str, forms: list[str]) -> bool:
    """Say whether a printed name holds a form; beside a bare surname only titles and initials."""
    if printed in forms:
        return True
    words = _words(printed)
    initials = {_words(form)[0][0] for form in forms if _words(form)}
    for form in forms:
        parts = _words(form)
        for start in range(len(words) - len(parts) + 1):
            if words[start : start + len(parts)] != parts:
                continue
            others = words[:start] + words[start + len(parts) :]
            if len(parts) > 1 or all(
                w in TITLES or (len(w) == 1 and w in initials) for w in others
            ):
                return True
    return False


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


@lru_cache(maxsize=10_000)
def _folded(form: str) -> str:
    """Write a name without case, accents, marks and doubled letters."""
    bare = unicodedata.normalize("NFKD", form.casefold())
    letters = "".join(c if c.isalpha() else " " for c in bare if not unicodedata.combining(c))
    return re.sub(r"(.)\1+", r"\1", " ".join(letters.split()))


@rule
def _forms_of_names(people: TextTable) -> Iterator[Problem]:
    """A form of a name belongs to one person, and aliases are forms, divided by bars."""
    owner: dict[str, tuple[str, int]] = {}
    for row, (key, name, aliases) in enumerate(people.records("person_id", "name", "aliases")):
        forms = aliases.split(" | ") if aliases else []
        for form in forms:
            wrong = None
            if not form.strip() or form != form.strip() or re.search(r"[|;,]", form):
                wrong = "forms of the name divided by ' | ', none of them empty"
            elif form == name or forms.count(form) > 1:
                wrong = "every form once, and none that is the name itself"
            elif sum(map(str.isalpha, form)) < 2:
                wrong = "forms of the name, not initials"
            if wrong:
                yield people.problem(row, "aliases", wrong, f"Correct {form!r}.")
                break
        for form in filter(str.strip, (name, *forms)):
            other, line = owner.setdefault(_folded(form), (key, people.lines[row]))
            if other != key:
                column = "name" if form == name else "aliases"
                advice = "Give each form to one person; if both are one, keep one row."
                expected = f"another form than {form!r}, which is {other}'s in line {line}"
                yield people.problem(row, column, expected, advice)


@rule
def _keys_of_people(people: TextTable) -> Iterator[Problem]:
    """A person's key is made of the words of the name, or their initials."""
    for row, (key, name) in enumerate(people.records("person_id", "name")):
        words = _folded(name).split()
        parts = [_folded(part) for part in key.split("-")]
        if (
            name
            and key
            and not all(
                part in words or (len(part) == 1 and any(w.startswith(part) for w in words))
                for part in parts
            )
        ):
            yield people.problem(
                row, "person_id", f"the words of the name {name}", "Correct the key or the name."
            )


@rule
def _delegations_of_people(
    participation: TextTable, people: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """Who takes part belongs to a delegation that the same document seats, in fitting status."""
    participation = _at_home(participation, people)
    place = find(*((participation[column], delegations[column]) for column in SEAT))
    told, capacity = delegations["status"].found(place), participation["capacity"]
    guests = capacity.among(("special_guest",)) & ~told.among(("special_guest",))
    sound = capacity.among(("sideline_only",)) | ~told.among((None, "invited")) & ~guests
    if sound.all():
        return
    participation = participation.part(~sound)
    meetings = participation.distinct("meeting_id")
    delegations = delegations.part(delegations["meeting_id"].among(meetings))
    status = {tuple(seat): told for *seat, told in delegations.records(*SEAT, "status")}
    seated = {(seat[0], seat[2]) for seat, told in status.items() if told != "invited"}
    for row, (meeting, document, delegation, capacity, certainty) in enumerate(
        participation.records(*SEAT, "capacity", "certainty")
    ):
        if not delegation or capacity == "sideline_only":
            continue
        told = status.get((meeting, document, delegation))
        if certainty != "ambiguous" and told is None:
            yield participation.problem(
                row,
                "person_id",
                f"a row of delegations.csv that seats {delegation} at {meeting} by {document}",
                "Add that row, or correct this one.",
            )
        elif certainty != "ambiguous" and capacity == "special_guest" != told:
            yield participation.problem(
                row,
                "capacity",
                f"another capacity, as delegations.csv has {delegation} as {told}",
                "Make them agree.",
            )
        if (meeting, delegation) not in seated:
            yield participation.problem(
                row,
                "meeting_id",
                f"a meeting at which delegations.csv seats {delegation}",
                "Correct it, or add the delegation.",
            )


def _at_home(participation: TextTable, people: TextTable) -> TextTable:
    """Add the delegation of everybody who takes part."""
    home = dict(people.records("person_id", "delegation"))
    delegation = participation["person_id"].map(lambda person: home.get(person, ""))
    return replace(participation, cells={**participation.cells, "delegation": delegation})


@rule
def _one_rank(participation: TextTable) -> Iterator[Problem]:
    """A document gives a person one rank and one institution."""
    first = participation.first("person_id", "document_id")
    for column in ("rank", "institution"):
        found = participation[column]
        for row in np.flatnonzero(found.codes != found.codes[first]):
            person, document = (participation[key][row] for key in ("person_id", "document_id"))
            expected = found[first[row]] or "an empty cell"
            yield participation.problem(
                row,
                column,
                f"{expected}, as further up for {person} in {document}",
                "Make them agree.",
            )


@rule
def _heads(
    delegations: TextTable, participation: TextTable, people: TextTable
) -> Iterator[Problem]:
    """Where a document names a head, it seats somebody of that delegation, at its rank."""
    participation = _at_home(participation, people)
    seats = [(delegations[column], participation[column]) for column in SEAT]
    rank, named = delegations["rank"], delegations["head_named"]
    capacity = participation["capacity"]
    seated = capacity.map(lambda found: "true" if found != "sideline_only" else None)
    leads = capacity.map(lambda found: "false" if found in HEADS else None)
    sound = find(*seats, (rank, participation["rank"]), (named, seated)) >= 0
    for cells in (rank, delegations["mention"], delegations["status"]):
        sound &= ~cells.among(UNNAMED)
    sound |= named.among(("false",)) & (find(*seats, (named, leads)) < 0)
    if sound.all():
        return
    delegations = delegations.part(~sound)
    documents = delegations.distinct("document_id")
    participation = participation.part(participation["document_id"].among(documents))
    ranks: dict[tuple[str, ...], set[str]] = {}
    leading = set()
    for *place, rank, capacity in participation.records(*SEAT, "rank", "capacity"):
        seat = tuple(place)
        if capacity != "sideline_only":
            ranks.setdefault(seat, set()).add(rank)
        if capacity in HEADS:
            leading.add(seat)
    columns = ("head_named", "rank", "mention", "status")
    for row, (seat, (named, rank, mention, status)) in enumerate(
        zip(delegations.records(*SEAT), delegations.records(*columns), strict=True)
    ):
        why = UNNAMED.get(mention) or UNNAMED.get(status) or UNNAMED.get(rank)
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
        elif named == "true" and rank and not {rank, ""} & ranks[seat]:
            yield delegations.problem(
                row,
                "rank",
                f"{' or '.join(sorted(ranks[seat]))}, as participation.csv has it for {seat[2]}",
                "Make them agree.",
            )


@rule
def _offices(
    participation: TextTable, people: TextTable, delegations: TextTable
) -> Iterator[Problem]:
    """Offices of the EU and of the banks are held by their own delegations."""
    for table in (_at_home(participation, people), delegations):
        for row, (rank, delegation) in table.rows_where(
            lambda rank, sender: sender and sender not in OFFICES.get(rank, (sender,)),
            "rank",
            "delegation",
        ):
            yield table.problem(
                row,
                "rank",
                f"an office of {delegation}; this one is of {' or '.join(OFFICES[rank])}",
                "Correct the rank or the delegation.",
            )


@rule
def _representatives(delegations: TextTable) -> Iterator[Problem]:
    """Who represented a delegation is named in a few words, not in a sentence of the document."""
    for row, (words,) in delegations.rows_where(
        lambda words: len(words.split()) > MOST_WORDS, "represented_by"
    ):
        yield delegations.problem(
            row,
            "represented_by",
            f"at most {MOST_WORDS} words, not {len(words.split())}",
            "Name the office and the person; sentences of documents stay out.",
        )

"""Rules of officials and delegations: who can be where, at what rank, under what name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import Problem, TextTable

# Capacities in which a person leads a delegation.
HEADS = ("chair", "co_chair", "host", "head_of_delegation")

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


@rule
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


@rule
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


@rule
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


@rule
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


@rule
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


@rule
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


@rule
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

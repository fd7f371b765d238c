"""Rules of topics and codings: how the adjudicated set follows from what the coders found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from eucad.dataset.problems import Problem
from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import SEPARATOR, TextTable

#: Columns of the adjudicated set that follow from the codings and adjudications.
DERIVED = ("paragraph", "term", "stance", "raised_by", "scope", "decided")


@rule
def _topic_positions(topics: TextTable) -> Iterator[Problem]:
    """Topics stand in the order of their positions, counted from 1."""
    for row, position in enumerate(topics["position"]):
        if position != str(row + 1):
            yield topics.problem(
                row, "position", f"{row + 1}, its place in the table", "Correct it."
            )


@rule
def _topic_keys(topics: TextTable) -> Iterator[Problem]:
    """A topic's key is made of words with which words of its label begin."""
    for row, (key, label) in enumerate(topics.records("topic_id", "label")):
        words = re.findall(r"\w+", label.casefold())
        if label and not all(
            any(word.startswith(part) or part.startswith(word) for word in words)
            for part in key.split("_")
        ):
            yield topics.problem(
                row, "label", f"the words of the key {key}", "Correct the label or the key."
            )


@rule
def _paragraphs(
    codings: TextTable,
    codings_final: TextTable,
    programme_mentions: TextTable,
    participation: TextTable,
) -> Iterator[Problem]:
    """No document has a hundred paragraphs."""
    for table in (codings, codings_final, programme_mentions, participation):
        for row, _ in table.rows_where(lambda paragraph: len(paragraph) > 2, "paragraph"):
            yield table.problem(row, "paragraph", "a paragraph below 100", "Correct it.")


@rule
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


@rule
def _second_coder(
    codings: TextTable,
    documents: TextTable,
    adjudications: TextTable,
    codings_final: TextTable,
) -> Iterator[Problem]:
    """Coder b saw what b coded, and what both found is coded by both."""
    for document, coder in _lost_passes(codings, codings_final):
        yield Problem(
            codings.schema.path,
            None,
            "coder",
            None,
            f"codings of {document} by coder {coder}, as codings_final.csv has some found by both",
            "Add them, or restore the file from version control.",
        )
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


@rule
def _adjudication(
    codings: TextTable, codings_final: TextTable, adjudications: TextTable, documents: TextTable
) -> Iterator[Problem]:
    """Every disagreement is decided, and the adjudicated set follows, cell by cell."""
    outcome = decide(codings, adjudications, documents)
    unsure = _unsure(codings, codings_final, adjudications)
    for key in outcome.undecided:
        if unsure(key):
            continue
        row = outcome.coded_by[key][1]
        yield codings.problem(
            row,
            "topic_id",
            f"the other coder's coding of {codings['document_id'][row]}, or an adjudication",
            "Only one coder found it: add a row to adjudications.csv.",
        )
    yield from _decisions(adjudications, codings, outcome.coded_by, unsure)
    yield from _final_codings(codings_final, outcome.final, codings, outcome.found_in, unsure)


def _lost_passes(codings: TextTable, codings_final: TextTable) -> list[tuple[str, str]]:
    """Return documents of which a coder found something, with the coder whose codings are gone."""
    found = {
        document
        for document, decided in codings_final.records("document_id", "decided")
        if decided == "both" and document
    }
    coded = set(codings.records("document_id", "coder"))
    return sorted(
        (document, coder) for document in found for coder in "ab" if (document, coder) not in coded
    )


def _unsure(
    codings: TextTable, codings_final: TextTable, adjudications: TextTable
) -> Callable[[str], bool]:
    """Return who says whether a document and topic only seem wrong, for a cause named elsewhere.

    Where a row of a document lacks its topic, or all codings of one coder are gone, every other row
    of it may be right; so may every row of the topic of a row that lacks its document.
    """
    texts, topics = set(), set()
    for table in (codings, codings_final, adjudications):
        for row in table.damaged:
            document, topic = table["document_id"][row], table["topic_id"][row]
            texts.add(document) if document else topics.add(topic)
    texts.update(document for document, _ in _lost_passes(codings, codings_final))

    def unsure(key: str) -> bool:
        document, topic = key.split(SEPARATOR)
        return not document or not topic or document in texts or topic in topics

    return unsure


class Outcome(NamedTuple):
    """What follows from the codings, the adjudications, and which documents coder b saw.

    Keys are document and topic, as `TextTable.keys` gives them. `final` holds the cells of
    :data:`DERIVED`; `coded_by` says who had found a topic, and in which row of the codings the
    term stands; `undecided` are the disagreements without an adjudication; `found_in` are the rows
    of either coder.
    """

    final: dict[str, tuple[str, ...]]
    coded_by: dict[str, tuple[str, int]]
    undecided: list[str]
    found_in: tuple[dict[str, int], dict[str, int]]


def decide(codings: TextTable, adjudications: TextTable, documents: TextTable) -> Outcome:
    """Derive the adjudicated set.

    Examples
    --------
    >>> import eucad
    >>> from pathlib import Path
    >>> from eucad.dataset.schema import read_schema
    >>> from eucad.dataset.tables import read_table
    >>> schema, names = read_schema(eucad.DATA), ("codings", "adjudications", "documents")
    >>> outcome = decide(*(read_table(Path(eucad.DATA), schema[name])[0] for name in names))
    >>> outcome.undecided
    []
    """
    keys, coder = codings.keys("document_id", "topic_id"), codings["coder"]
    by_a = {key: row for row, key in enumerate(keys) if coder[row] == "a"}
    by_b = {key: row for row, key in enumerate(keys) if coder[row] == "b"}
    both_saw = _seen_by_both(documents, codings, adjudications)
    alone = {key: by_a.get(key, by_b.get(key)) for key in by_a.keys() ^ by_b.keys()}
    disputed = {key for key, row in alone.items() if codings["document_id"][row] in both_saw}
    decided = dict(
        zip(adjudications.keys("document_id", "topic_id"), adjudications["kept"], strict=True)
    )
    undecided = disputed - decided.keys()
    # Who had coded it, and in which row: where both had, the term is coder b's.
    coded_by = {key: ("both", row) for key, row in by_b.items() if key in by_a}
    for key, row in alone.items():
        coded_by[key] = (coder[row] if key in disputed else "single", row)
    final = _agreed(codings, by_a, by_b)
    for key, row in alone.items():
        final[key] = _single_coder(codings, row, "adjudicated" if key in disputed else "single")
    for key in undecided | {key for key, kept in decided.items() if kept != "true"}:
        final.pop(key, None)
    return Outcome(final, coded_by, sorted(undecided), (by_a, by_b))


def _decisions(
    adjudications: TextTable,
    codings: TextTable,
    coded_by: dict[str, tuple[str, int]],
    unsure: Callable[[str], bool],
) -> Iterator[Problem]:
    for row, key in enumerate(adjudications.keys("document_id", "topic_id")):
        if unsure(key):
            continue
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
    unsure: Callable[[str], bool],
) -> Iterator[Problem]:
    keys = codings_final.keys("document_id", "topic_id")
    for row, (key, found) in enumerate(zip(keys, codings_final.records(*DERIVED), strict=True)):
        wanted = expected.get(key)
        if found == wanted or unsure(key):
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
        for column, value, derived in zip(DERIVED, found, wanted, strict=True):
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
        if unsure(key):
            continue
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


@rule
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

"""Rules of topics and codings: how the adjudicated set follows from what the coders found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from eucad.dataset.problems import Problem
from eucad.dataset.rules.checking import rule
from eucad.dataset.tables import Coded, TextTable, find

#: Columns of the adjudicated set that follow from the codings and adjudications.
DERIVED = ("paragraph", "term", "stance", "raised_by", "scope", "decided")

# A document and a topic.
Pair = tuple[str, str]


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
    if not len(codings):
        return
    for document, coder in _lost_passes(codings, codings_final):
        yield Problem(
            codings.schema.path,
            f"codings of {document} by coder {coder}, as codings_final.csv has some found by both",
            "Add them, or restore the file from version control.",
            column="coder",
        )
    flagged, both_saw = _seen_by_both(documents, codings, adjudications)
    # A document without codings has nothing that contradicts its flag.
    wrong = np.append(flagged != both_saw, False)
    flags = documents["seen_by_second_coder"]
    place = documents["document_id"].into(codings["document_id"])
    for row in np.flatnonzero(wrong[place]).tolist():
        document, flag = documents["document_id"][row], flags[row]
        if flag:
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
    for empty, other in ((codings, codings_final), (codings_final, codings)):
        if len(other) and not len(empty):
            expected = f"rows, as {other.schema.path} has some"
            yield Problem(empty.schema.path, expected, "Restore the file from version control.")
    if not len(codings) or not len(codings_final):
        return
    outcome = decide(codings, adjudications, documents)
    problems = [
        *_disagreements(outcome),
        *_decisions(adjudications, outcome),
        *_final_codings(codings_final, outcome),
    ]
    if problems:
        unsure = _unsure(codings, codings_final, adjudications)
        yield from (problem for pair, problem in problems if not unsure(pair))


def _lost_passes(codings: TextTable, codings_final: TextTable) -> list[tuple[str, str]]:
    """Return documents of which a coder found something, with the coder whose codings are gone."""
    text = codings["document_id"]
    both = codings_final["decided"].among(("both",))
    found = codings_final["document_id"].into(text)[both]
    coded = {coder: _texts(codings, text, "coder", coder) for coder in "ab"}
    if np.append(coded["a"] & coded["b"], False)[found].all():
        return []
    found = set(codings_final["document_id"].at(both)) - {""}
    return sorted(
        (document, coder)
        for coder, there in coded.items()
        for document in found - set(text.values[there])
    )


def _texts(table: TextTable, text: Coded, column: str, value: str) -> np.ndarray:
    """Say of each value of a column of documents whether a row of a table has it and a value."""
    there = np.zeros(len(text.values) + 1, dtype=bool)
    there[table["document_id"].into(text)[table[column].among((value,))]] = True
    return there[:-1]


def _unsure(
    codings: TextTable, codings_final: TextTable, adjudications: TextTable
) -> Callable[[Pair], bool]:
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

    def unsure(pair: Pair) -> bool:
        document, topic = pair
        return not document or not topic or document in texts or topic in topics

    return unsure


@dataclass(frozen=True)
class Outcome:
    """What follows from the codings, the adjudications, and which documents coder b saw.

    Arrays and coded cells have a value for each pair of a document and a topic that a coder found.
    """

    codings: TextTable
    pairs: np.ndarray  #: Number of each coding's document and topic among the pairs.
    rows: np.ndarray  #: Row of the codings that has the term.
    #: Who had found it: ``both`` coders, one in spite of the other, or a ``single`` one.
    coders: Coded
    derived: dict[str, Coded]  #: The columns :data:`DERIVED`.
    open: np.ndarray  #: Whether the coders disagree and nothing is decided.
    settled: np.ndarray  #: Whether it is in the adjudicated set.

    @property
    def final(self) -> dict[Pair, tuple[str, ...]]:
        """The cells of :data:`DERIVED` for every pair in the adjudicated set."""
        return {self.pair(i): self.cells(i) for i in np.flatnonzero(self.settled)}

    @property
    def undecided(self) -> list[Pair]:
        """The disagreements without an adjudication."""
        return sorted(map(self.pair, np.flatnonzero(self.open)))

    def pair(self, i: int) -> Pair:
        """Return the document and the topic of a pair."""
        row = self.rows[i]
        return self.codings["document_id"][row], self.codings["topic_id"][row]

    def cells(self, i: int) -> tuple[str, ...]:
        """Return the cells of :data:`DERIVED` for a pair."""
        return tuple(self.derived[column][i] for column in DERIVED)

    def find(self, table: TextTable) -> np.ndarray:
        """Return the place of each row's document and topic among the pairs, or -1."""
        columns = ("document_id", "topic_id")
        rows = find(*((table[column], self.codings[column]) for column in columns))
        return np.append(self.pairs, -1)[rows]


def decide(codings: TextTable, adjudications: TextTable, documents: TextTable) -> Outcome:
    """Derive the adjudicated set."""
    text, coder = codings["document_id"], codings["coder"]
    first = codings.first("document_id", "topic_id")
    number = (np.cumsum(first == np.arange(len(first))) - 1)[first]
    a, b = np.full((2, number.max(initial=-1) + 1), -1)
    for who, row in (("a", a), ("b", b)):
        rows = np.flatnonzero(coder.among(who))
        row[number[rows]] = rows
    both, single = (a >= 0) & (b >= 0), np.maximum(a, b)
    # Where both found it, the term is coder b's.
    rows = np.where(both, b, single)
    _, seen = _seen_by_both(documents, codings, adjudications)
    disputed = ~both & (single >= 0) & seen[text.codes[rows]]
    coders = np.select([both, ~disputed, a >= 0], [0, 1, 2], 3)
    outcome = Outcome(
        codings,
        number,
        rows,
        Coded(coders, np.array(["both", "single", "a", "b"], dtype=object)),
        _derived(codings, a, b, rows),
        disputed.copy(),
        single >= 0,
    )
    outcome.derived["decided"] = Coded(
        np.minimum(coders, 2), np.array(["both", "single", "adjudicated"], dtype=object)
    )
    place = outcome.find(adjudications)
    dropped = (place >= 0) & ~adjudications["kept"].among(["true"])
    outcome.open[place[place >= 0]] = False
    outcome.settled[place[dropped]] = False
    outcome.settled[outcome.open] = False
    return outcome


def _derived(
    codings: TextTable, a: np.ndarray, b: np.ndarray, rows: np.ndarray
) -> dict[str, Coded]:
    """Derive from the rows of either coder what the adjudicated set has in its columns."""
    both = (a >= 0) & (b >= 0)

    def better(column: str, rank: Callable[[str], object]) -> np.ndarray:
        """Return coder a's row where its value goes before that of coder b, else coder b's."""
        cells = codings[column]
        order = {value: i for i, value in enumerate(sorted({rank(v) for v in cells.values}))}
        ranks = np.array([order[rank(value)] for value in cells.values], dtype="int64")[cells.codes]
        return np.where(both, np.where(ranks[b] <= ranks[a], b, a), rows)

    strength = {value: i for i, value in enumerate(codings.schema.column("stance").labels)}
    stronger = better("stance", lambda value: strength.get(value, -1))
    scope = codings["scope"].at(rows)
    # Coder a did not record the scope: what only a found counts as dialogue.
    unsaid = scope.among([""]) & ~both
    scopes = list(dict.fromkeys([*scope.values, "dialogue"]))
    dialogue = scopes.index("dialogue")
    return {
        # A shorter number is a smaller one.
        "paragraph": codings["paragraph"].at(
            better("paragraph", lambda value: (len(value), value))
        ),
        "term": codings["term"].at(rows),
        "stance": codings["stance"].at(stronger),
        "raised_by": codings["raised_by"].at(stronger),
        "scope": Coded(np.where(unsaid, dialogue, scope.codes), np.array(scopes, dtype=object)),
    }


def _disagreements(outcome: Outcome) -> Iterator[tuple[Pair, Problem]]:
    for i in np.flatnonzero(outcome.open):
        pair = outcome.pair(i)
        problem = outcome.codings.problem(
            outcome.rows[i],
            "topic_id",
            f"the other coder's coding of {pair[0]}, or an adjudication",
            "Only one coder found it: add a row to adjudications.csv.",
        )
        yield pair, problem


def _as_found(table: TextTable, columns: Mapping[str, Coded], place: np.ndarray) -> np.ndarray:
    """Say of each row whether the coders have the pair, and with the same cells."""
    right = place >= 0
    rows = np.flatnonzero(right)
    for name, cells in columns.items():
        right[rows] &= table[name].at(rows).same(cells.at(place[rows]))
    return right


def _decisions(adjudications: TextTable, outcome: Outcome) -> Iterator[tuple[Pair, Problem]]:
    place = outcome.find(adjudications)
    columns = {"coded_by": outcome.coders, "term": outcome.derived["term"]}
    right = _as_found(adjudications, columns, place)
    for row in np.flatnonzero(~right):
        pair = adjudications["document_id"][row], adjudications["topic_id"][row]
        if place[row] < 0:
            problem = adjudications.problem(
                row,
                "topic_id",
                f"a topic that a coder found in {pair[0]}",
                "Remove the row, or correct it.",
            )
            yield pair, problem
            continue
        for column, cells in columns.items():
            if adjudications[column][row] != cells[place[row]]:
                expected = f"{cells[place[row]]!r}, as codings.csv has it"
                problem = adjudications.problem(row, column, expected, "Make them agree.")
                yield pair, problem


def _final_codings(codings_final: TextTable, outcome: Outcome) -> Iterator[tuple[Pair, Problem]]:
    codings, place = outcome.codings, outcome.find(codings_final)
    known = place >= 0
    known[known] = outcome.settled[place[known]]
    right = known & _as_found(
        codings_final, {name: outcome.derived[name] for name in DERIVED}, place
    )
    wrong = np.flatnonzero(~right)
    in_order = np.argsort(outcome.pairs, kind="stable") if len(wrong) else wrong
    numbers = outcome.pairs[in_order]
    for row in wrong:
        pair = codings_final["document_id"][row], codings_final["topic_id"][row]
        if not known[row]:
            problem = codings_final.problem(
                row,
                "topic_id",
                f"a topic that both coders, a kept adjudication or coder a alone give {pair[0]}",
                "Remove the row, or add what it rests on.",
            )
            yield pair, problem
            continue
        for column, derived in zip(DERIVED, outcome.cells(place[row]), strict=True):
            # What is derived from a wrong cell is empty, and not compared.
            if codings_final[column][row] != derived and derived:
                first, last = np.searchsorted(numbers, [place[row], place[row] + 1])
                lines = " and ".join(str(codings.lines[i]) for i in in_order[first:last])
                expected = f"{derived!r}, which follows from codings.csv, line {lines}"
                problem = codings_final.problem(row, column, expected, "Correct it here or there.")
                yield pair, problem
    missing = outcome.settled.copy()
    missing[place[place >= 0]] = False
    for document, topic in sorted(map(outcome.pair, np.flatnonzero(missing))):
        problem = Problem(
            codings_final.schema.path,
            f"a row for {topic} in {document}",
            "The codings and adjudications give it: add the row.",
            column="topic_id",
        )
        yield (document, topic), problem


def _seen_by_both(
    documents: TextTable, codings: TextTable, adjudications: TextTable
) -> tuple[np.ndarray, np.ndarray]:
    """Say which of the documents in the codings are flagged as seen by coder b, and which b saw.

    Where the flag cannot be right, the codings show it.
    """
    text = codings["document_id"]
    by_a, by_b = (_texts(codings, text, "coder", coder) for coder in "ab")
    flagged = _texts(documents, text, "seen_by_second_coder", "true")
    decided = np.zeros(len(text.values) + 1, dtype=bool)
    decided[adjudications["document_id"].into(text)] = True
    return flagged, by_b | flagged & (~by_a | decided[:-1])


@rule
def _programme_topics(
    programmes: TextTable, programme_mentions: TextTable, codings_final: TextTable
) -> Iterator[Problem]:
    """A document that names a programme raises its topic; no other raises one through it."""
    topic_of = dict(programmes.records("programme_id", "topic_id"))
    # A programme may work on more topics than its main one, so any programme will do below.
    naming = programme_mentions.distinct("document_id")
    texts = codings_final["document_id"]
    document = programme_mentions["document_id"]
    topics = programme_mentions["programme_id"].map(topic_of.get)
    raised = find((document, texts), (topics, codings_final["topic_id"])) >= 0
    for row in np.flatnonzero(~raised & ~topics.among((None, ""))).tolist():
        expected = f"a programme on a topic that {document[row]} raises, not on {topics[row]}"
        yield programme_mentions.problem(
            row, "programme_id", expected, "Correct it, or code the topic."
        )
    for row in codings_final.among("stance", ("programme",)):
        if texts[row] not in naming:
            yield codings_final.problem(
                row,
                "stance",
                f"another stance, as {texts[row]} names no programme",
                "Correct it, or add the programme to programme_mentions.csv.",
            )

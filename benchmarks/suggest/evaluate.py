"""Recall and precision of `suggest`, and the trials that stand in `data/lexicon.csv`.

The documents are parted in two halves by a hash of their key. On the coded terms of the first half
the lexicon was built, and there each pattern has its trials (``--calibrate`` writes them into the
table). The second half tests it. A term is all that is known of a document here, so this measures
patterns, and not how paragraphs are read. Whole texts are tried only where a folder of them is
given, or named by EUCAD_TEXTS; nothing of them is stored, and only key terms are printed:

    python benchmarks/suggest/evaluate.py [--calibrate] [--cases first|second] [--texts FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from eucad.dataset import DATA
from eucad.keep.lexicon import COLUMNS, Lexicon, Row, read_lexicon
from eucad.keep.pages import read_text
from eucad.keep.suggest import suggest

LEXICON = DATA / "lexicon.csv"


@dataclass(frozen=True)
class Score:
    """How many codings were found, missed, and proposed though nobody had coded them."""

    found: int
    missed: int
    surplus: int

    @property
    def recall(self) -> float:
        """Share of the codings that were found."""
        return self.found / (self.found + self.missed)

    @property
    def precision(self) -> float:
        """Share of the proposals that had been coded."""
        return self.found / (self.found + self.surplus)

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.found} of {self.found + self.missed}), "
            f"precision {self.precision:.3f} ({self.surplus} not coded)"
        )


def table(name: str) -> list[dict[str, str]]:
    """Read a table of the dataset."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def in_first_half(document_id: str) -> bool:
    """Whether a document belongs to the half on which the lexicon was built."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % 2 == 0


def coded_topics() -> dict[str, set[str]]:
    """Return the adjudicated topics of each document."""
    coded = defaultdict(set)
    for row in table("codings_final"):
        coded[row["document_id"]].add(row["topic_id"])
    return coded


def hits_in_terms(lexicon: Lexicon, first_half: bool) -> list[tuple[dict[str, str], Row, str]]:
    """Return each coding of a half with each pattern in its term, and the pattern's topic."""
    languages = {row["document_id"]: row["language"] for row in table("documents")}
    programmes = {row["programme_id"]: row["topic_id"] for row in table("programmes")}
    return [
        (coding, hit.row, hit.row.topic_id or programmes[hit.row.programme_id])
        for coding in table("codings")
        if in_first_half(coding["document_id"]) == first_half
        for hit in lexicon.find(coding["term"], languages[coding["document_id"]])
    ]


def score_terms(lexicon: Lexicon, first_half: bool) -> tuple[Score, list[str]]:
    """Score a half of the documents by its coded terms, and list the cases.

    An adjudicated coding is found if its topic is proposed for a term that a coder gave for it.
    """
    coded, terms, proposed, own = coded_topics(), defaultdict(set), defaultdict(set), set()
    for coding in table("codings"):
        terms[coding["document_id"], coding["topic_id"]].add(coding["term"])
    for coding, row, topic in hits_in_terms(lexicon, first_half):
        proposed[coding["document_id"], topic].add(f"{coding['term']} ({row.pattern})")
        if topic == coding["topic_id"]:
            own.add((coding["document_id"], topic))
    gold = {
        (document, topic)
        for document, topics in coded.items()
        for topic in topics
        if in_first_half(document) == first_half
    }
    cases = [f"missed {key}: {sorted(terms[key])}" for key in sorted(gold - own)]
    cases += [f"not coded {key}: {sorted(proposed[key])}" for key in sorted(proposed.keys() - gold)]
    return Score(len(gold & own), len(gold - own), len(proposed.keys() - gold)), cases


def calibrate() -> None:
    """Write into the lexicon in how many documents a pattern stood in a term, and rightly."""
    lexicon, coded, trials = read_lexicon(LEXICON), coded_topics(), defaultdict(dict)
    for coding, row, topic in hits_in_terms(lexicon, first_half=True):
        trials[row][coding["document_id"]] = topic in coded[coding["document_id"]]
    lines = table("lexicon")
    for line, row in zip(lines, lexicon.rows, strict=True):
        right = trials[row].values()
        line["hits"], line["coded"] = (str(len(right)), str(sum(right))) if right else ("", "")
    with LEXICON.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def which_document(text: str) -> str:
    """Tell which founding document a text is, by the coded terms that stand in it."""
    founding = {row["document_id"] for row in table("documents") if row["founding"] == "true"}
    stands = {document: [] for document in sorted(founding)}
    for row in table("codings_final"):
        if row["document_id"] in founding:
            stands[row["document_id"]].append(row["term"].casefold() in text.casefold())
    return max(stands, key=lambda key: sum(stands[key]) / len(stands[key]))


def score_texts(folder: Path) -> tuple[dict[str, Score], list[str]]:
    """Score whole texts by what is recorded of the founding documents."""
    recorded = {
        "topic_id": table("codings_final"),
        "person_id": table("participation"),
        "delegation": table("delegations"),
    }
    counts, cases = {key: [0, 0, 0] for key in recorded}, []
    for path in sorted(folder.glob("*.txt")):
        text = read_text(path)
        document, found = which_document(text), suggest(text)
        entries = {
            "topic_id": found.codings,
            "person_id": found.people,
            "delegation": found.delegations,
        }
        for key, rows in recorded.items():
            gold = {row[key] for row in rows if row["document_id"] == document}
            proposed = {entry[key] for entry in entries[key]}
            for number, keys in enumerate((gold & proposed, gold - proposed, proposed - gold)):
                counts[key][number] += len(keys)
            cases += [f"missed {document}, {each}" for each in sorted(gold - proposed)]
            cases += [f"not coded {document}, {each}" for each in sorted(proposed - gold)]
    return {key: Score(*numbers) for key, numbers in counts.items()}, cases


def score_stances(folder: Path) -> Score:
    """Score the stances that are suggested; surplus are those that the coders decided otherwise."""
    stances = {(r["document_id"], r["topic_id"]): r["stance"] for r in table("codings_final")}
    suggested = []
    for path in sorted(folder.glob("*.txt")):
        text = read_text(path)
        document = which_document(text)
        for coding in suggest(text).codings:
            stance = "programme" if coding["programme_only"] else coding["cue"][0]
            suggested.append((stance, stances.get((document, coding["topic_id"]), "")))
    told = [pair for pair in suggested if pair[0]]
    right = sum(stance == coded for stance, coded in told)
    return Score(right, len(suggested) - right, len(told) - right)


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description="Recall and precision of suggest.")
    parser.add_argument("--calibrate", action="store_true", help="write trials into the lexicon")
    parser.add_argument("--cases", choices=("first", "second"), help="list the cases of a half")
    parser.add_argument("--texts", default=os.environ.get("EUCAD_TEXTS"), help="folder of texts")
    options = parser.parse_args()
    if options.calibrate:
        calibrate()
    lexicon = read_lexicon(LEXICON)
    for half in ("first", "second"):
        score, cases = score_terms(lexicon, half == "first")
        print(f"Coded terms, {half} half: {score}")
        if options.cases == half:
            print(*cases, sep="\n")
    if options.texts:
        scores, cases = score_texts(Path(options.texts))
        print(*(f"Whole texts, {key}: {score}" for key, score in scores.items()), sep="\n")
        print(f"Whole texts, stance: {score_stances(Path(options.texts))}", *cases, sep="\n")


if __name__ == "__main__":
    main()

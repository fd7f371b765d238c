"""The small file of one document, as `suggest` fills it and a keeper completes it.

Its keys are the columns of the tables. What only a person can tell stands there
as an empty cell, with the values to choose from beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from eucad.dataset import DATA
from eucad.dataset.schema import Column, Schema, read_schema
from eucad.keep.add import borderline_rules
from eucad.keep.entries import KINDS, PERSON, SINGLE, as_toml
from eucad.keep.rows import Row, Tables, read_rows
from eucad.keep.suggest import SEATED, Suggestions

#: Columns that follow from other rows, and so are not written by hand.
DERIVED = frozenset({"documents", "seen_by_second_coder", "head_named", "coder"})
#: What is said of a cell before its values.
HINTS = {
    ("meeting", "date_end"): "the same day if it was one",
    ("meeting", "note"): 'required, e.g. "Level from one text."',
    ("document", "published"): "the day it prints, not the day you read it",
    ("document", "publisher_type"): "empty if documents.csv knows the publisher",
    ("document", "publisher_country"): "the same",
    ("codings", "raised_by"): "only where unilateral",
    ("delegations", "rank"): "empty if its head is among the people",
    ("delegations", "represented_by"): "the same",
}
#: A vocabulary that is longer is written out once.
LONG = 10


def draft(found: Suggestions, folder: str | Path = DATA, coder: str = "a") -> str:
    """Write a draft of the small file from proposals; coder b's has codings only."""
    schema = read_schema(folder)
    tables = read_rows(folder, schema)
    form = _Form(schema, HINTS | _used(tables), _rules(folder, tables["topics"]))
    entries = _of_coder_b(found, form) if coder == "b" else _of_coder_a(found, form, tables)
    lines = [
        "# Strike what is wrong, fill what is empty, and take out what does not apply.",
        f'coder = "{coder}"',
        "",
        *entries,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _of_coder_b(found: Suggestions, form: _Form) -> list[str]:
    return ["[document]", 'document_id = ""', "", *_codings(found, form, ())]


def _of_coder_a(found: Suggestions, form: _Form, tables: Tables) -> list[str]:
    lines = [
        "# Only where they are new:",
        *_commented(form.entry("meeting", {}, unasked=("meeting_id",))),
        *_commented(form.entry("lineage", {}, unasked=("lineage_id", "meeting_id"))),
        *form.entry("document", {"language": found.language, "title": found.title}),
        *_codings(found, form, ("scope",)),  # which coder a does not record
    ]
    last = {row["person_id"]: row for row in tables["participation"]}
    for person in found.people:
        known = {name: person[name] for name in ("person_id", "name_printed", "paragraph")}
        before = last.get(person["person_id"], {})
        lines += form.entry("people", known, _sure(person), before=before)
    another = form.entry("people", {})
    who_is_new = [f'{name} = ""  # only of who is not in people.csv' for name in PERSON]
    lines += [
        "# Once for everybody else who is named and seated:",
        *_commented([*another[:-1], *who_is_new, ""]),
    ]
    for seat in found.delegations:
        known = {"delegation": seat["delegation"], "mention": "individual"}
        if seat["delegation"] in SEATED:
            known["status"] = "member"
        why = f"paragraph {seat['paragraph']}: {seat['term']}"
        lines += form.entry("delegations", known, why)
    named = {seat["delegation"] for seat in found.delegations}
    lines += ["# Only if they came without being named, and for guests:"]
    for missing in [key for key in (*SEATED, "") if key not in named]:
        known = {"delegation": missing, "mention": "collective", "status": "member"}
        lines += _commented(form.entry("delegations", known if missing else {}))
    for programme in found.programmes:
        known = {name: programme[name] for name in ("programme_id", "paragraph", "term")}
        lines += form.entry("programmes", known, _sure(programme))
    # English wants no gloss.
    there = {row["printed"] for row in tables["glosses"] if row["language"] == found.language}
    for term in dict.fromkeys(coding["term"] for coding in found.codings):
        if found.language != "en" and term not in there:
            lines += form.entry("glosses", {"kind": "term", "printed": term})
    return lines


def _codings(found: Suggestions, form: _Form, unasked: Iterable[str]) -> list[str]:
    """Write the codings under the numbers of their paragraphs, to be read along the text."""
    by_paragraph = {
        number: list(codings)
        for number, codings in groupby(found.codings, key=lambda coding: coding["paragraph"])
    }
    lines = [*form.rules[""], ""]
    for number in range(found.paragraphs + 1):
        nothing = "" if number in by_paragraph else ": nothing new"
        lines += [f"# --- paragraph {number}{nothing}", *([""] if nothing else [])]
        for coding in by_paragraph.get(number, []):
            known = {name: coding[name] for name in ("topic_id", "paragraph", "term")}
            known["stance"] = "programme" if coding["programme_only"] else ""
            lines += form.rules[coding["topic_id"]]
            also = "".join(f"also {n}: {term}; " for n, term in coding["also"].items())
            lines += form.entry("codings", known, also + _sure(coding), unasked)
    return lines


def _rules(folder: str | Path, topics: list[Row]) -> dict[str, list[str]]:
    """Say in comments what each topic takes in, and by which borderline rule."""
    written = borderline_rules(Path(folder))
    general = ("any topic", "no topic")
    told = {"": [f"{key.capitalize()}: {written.get(key, '')}" for key in general]}
    for row in topics:
        exclude = f" Not: {row['exclude']}." if row["exclude"] else ""
        rule = [f"Rule: {written[row['topic_id']]}"] if row["topic_id"] in written else []
        told[row["topic_id"]] = [f"{row['label']}: {row['include']}.{exclude}", *rule]
    return {key: [line for text in told[key] for line in _wrapped(text)] for key in told}


def _wrapped(text: str) -> list[str]:
    return wrap(text, 96, initial_indent="# ", subsequent_indent="#   ")


def _sure(proposal: Mapping[str, object]) -> str:
    return f"sure {proposal['sure']:.2f}: {proposal['pattern']}"


def _commented(lines: list[str]) -> list[str]:
    return [f"# {line}" if line else "" for line in lines]


def _used(tables: Tables) -> dict[tuple[str, str], str]:
    """Say which values the tables have where any text is allowed."""
    meetings = tables["meetings"]
    last: dict[str, int] = {}
    for row in meetings:
        last[row["series"]] = max(last.get(row["series"], 0), int(row["round"] or 0))
    kinds: dict[str, Counter] = {}
    for row in tables["documents"]:
        kinds.setdefault(row["publisher_type"], Counter())[row["publisher"]] += 1
    usual = [publishers.most_common(1)[0] for publishers in kinds.values()]
    publishers = [name for name, documents in usual if documents > 2]
    return {
        ("meeting", "round"): f"next: {', '.join(f'{s} {n + 1}' for s, n in last.items())}",
        ("meeting", "city"): f"as {_usual(meetings, 'city', 20)}",
        ("document", "meeting_id"): f"such as {meetings[-1]['meeting_id']}",
        ("document", "publisher"): f"as in documents.csv, such as {', '.join(publishers)}",
        ("people", "institution"): f"as {_usual(tables['participation'], 'institution', 8)}",
    }


def _usual(rows: list[Row], column: str, number: int) -> str:
    """List the most frequent values of a column."""
    values = filter(None, (row[column] for row in rows))
    return ", ".join(value for value, _ in Counter(values).most_common(number))


class _Form:
    """The entries of a small file, with what may stand in their cells beside them."""

    def __init__(
        self,
        schema: Schema,
        hints: Mapping[tuple[str, str], str],
        rules: Mapping[str, list[str]],
    ) -> None:
        self.schema, self.hints, self.rules = schema, hints, rules
        self.shown: set[str] = set()

    def entry(
        self,
        kind: str,
        known: Mapping[str, object],
        why: str = "",
        unasked: Iterable[str] = (),
        before: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Write one entry: what is known, and the other columns empty with their values.

        `before` is the last row of the same person, whose values are shown and not filled in.
        """
        table, taken = KINDS[kind]
        heading = f"[{kind}]" if kind in SINGLE else f"[[{kind}]]"
        without = {*DERIVED, *unasked, *(() if kind in SINGLE else taken)}
        lines = [heading + (f"  # {why}" if why else "")]
        for column in self.schema[table].columns:
            if column.name in without:
                continue
            given = str(known.get(column.name, ""))
            empty = column.type == "boolean" and not given
            value = "false" if empty else as_toml(column.name, given)
            notes = []
            if value == '""':
                hint = self.hints.get((kind, column.name), "")
                if before and column.name in ("institution", "rank"):
                    hint = f"{before[column.name]} in {before['meeting_id']}"
                notes = [hint, self._choices(column)]
                if not any(notes) and column.required:
                    notes = ["required"]
            note = "; ".join(filter(None, notes))
            lines.append(f"{column.name} = {value}" + (f"  # {note}" if note else ""))
        return [*lines, ""]

    def _choices(self, column: Column) -> str:
        """List what may stand in a cell, a long list once."""
        if len(column.labels) > LONG and column.name in self.shown:
            return f"the values of {column.name} stand above"
        self.shown.add(column.name)
        return ", ".join(column.labels)

"""The small file of one document, as `suggest` fills it and a keeper completes it.

Its keys are the columns of the tables. What only a person can tell stands there
as an empty cell, with the values to choose from beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eucad.dataset.schema import Schema
from eucad.keep.entries import KINDS, PERSON, SINGLE, as_toml
from eucad.keep.suggest import Suggestions

#: Columns that follow from other rows, and so are not written by hand.
DERIVED = frozenset({"documents", "seen_by_second_coder", "head_named", "coder"})


def draft(found: Suggestions, schema: Schema, coder: str = "a") -> str:
    """Write a draft of the small file from proposals; coder b's has codings only."""
    entries = _of_coder_b(found, schema) if coder == "b" else _of_coder_a(found, schema)
    lines = [
        "# Strike what is wrong, fill what is empty, and take out what does not apply.",
        f'coder = "{coder}"',
        "",
        *entries,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _of_coder_b(found: Suggestions, schema: Schema) -> list[str]:
    return ["[document]", 'document_id = ""', "", *_codings(found, schema, ())]


def _of_coder_a(found: Suggestions, schema: Schema) -> list[str]:
    lines = [
        "# Only where they are new:",
        *_commented(_entry("meeting", schema, {})),
        *_commented(_entry("lineage", schema, {})),
        *_entry("document", schema, {"language": found.language, "title": found.title}),
        *_codings(found, schema, ("scope",)),  # which coder a does not record
    ]
    for person in found.people:
        known = {name: person[name] for name in ("person_id", "name_printed", "paragraph")}
        lines += _entry("people", schema, known, person)
    another = _entry("people", schema, {})
    who_is_new = [f'{name} = ""  # only of who is not in people.csv' for name in PERSON]
    lines += [
        "# Once for everybody else who is seated:",
        *_commented([*another[:-1], *who_is_new, ""]),
    ]
    for delegation in dict.fromkeys(person["delegation"] for person in found.people):
        lines += _entry("delegations", schema, {"delegation": delegation})
    lines += [
        "# Once for every other delegation, with or without a name:",
        *_commented(_entry("delegations", schema, {})),
    ]
    for programme in found.programmes:
        known = {name: programme[name] for name in ("programme_id", "paragraph", "term")}
        lines += _entry("programmes", schema, known, programme)
    # English wants no gloss; one that is there already may stay empty.
    foreign = [] if found.language == "en" else dict.fromkeys(c["term"] for c in found.codings)
    for term in foreign:
        known = {"kind": "term", "printed": term}
        lines += _entry("glosses", schema, known)
    return lines


def _codings(found: Suggestions, schema: Schema, unasked: Iterable[str]) -> list[str]:
    lines = []
    for coding in found.codings:
        known = {name: coding[name] for name in ("topic_id", "paragraph", "term")}
        known["stance"] = "programme" if coding["programme_only"] else ""
        lines += _entry("codings", schema, known, coding, unasked)
    return lines


def _commented(lines: list[str]) -> list[str]:
    return [f"# {line}" if line else "" for line in lines]


def _entry(
    kind: str,
    schema: Schema,
    known: Mapping[str, object],
    proposal: Mapping[str, object] | None = None,
    unasked: Iterable[str] = (),
) -> list[str]:
    """Write one entry: what is known, and the other columns empty with their values."""
    table, taken = KINDS[kind]
    heading, without = f"[[{kind}]]", {*DERIVED, *taken, *unasked}
    if kind in SINGLE:
        heading, without = f"[{kind}]", DERIVED
    why = f"  # sure {proposal['sure']:.2f}: {proposal['pattern']}" if proposal else ""
    lines = [heading + why]
    for column in schema[table].columns:
        if column.name in without:
            continue
        given = str(known.get(column.name, ""))
        empty = column.type == "boolean" and not given
        value = "false" if empty else as_toml(column.name, given)
        choices = ", ".join(column.labels) if value == '""' else ""
        note = choices or ("required" if value == '""' and column.required else "")
        lines.append(f"{column.name} = {value}" + (f"  # {note}" if note else ""))
    return [*lines, ""]

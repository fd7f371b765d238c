"""The small file of one document, as `suggest` fills it and a keeper completes it.

Its keys are the columns of the tables. What only a person can tell stands there
as an empty cell, with the values to choose from beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eucad.dataset.schema import Schema, Table
from eucad.keep.entries import PERSON, as_toml
from eucad.keep.suggest import Suggestions

#: Columns that follow from other rows, and so are not written by hand.
DERIVED = frozenset({"documents", "seen_by_second_coder", "head_named", "coder"})

#: Columns that entries take from the document.
INHERITED = frozenset({"document_id", "meeting_id"})


def draft(found: Suggestions, schema: Schema, coder: str = "a") -> str:
    """Write a draft of the small file from proposals; coder b's has codings only."""
    lines = [
        "# Strike what is wrong, fill what is empty, and take out what does not apply.",
        f'coder = "{coder}"',
        "",
    ]
    if coder == "b":
        lines += ["[document]", 'document_id = ""', "", *_codings(found, schema, INHERITED)]
        return "\n".join(lines).rstrip() + "\n"
    lines += [
        "# Only where they are new:",
        *_commented(_entry("[meeting]", schema["meetings"], {})),
        *_commented(_entry("[lineage]", schema["lineages"], {})),
        *_entry(
            "[document]", schema["documents"], {"language": found.language, "title": found.title}
        ),
        *_codings(found, schema, INHERITED | {"scope"}),  # which coder a does not record
    ]
    for person in found.people:
        known = {name: person[name] for name in ("person_id", "name_printed", "paragraph")}
        lines += _entry("[[people]]", schema["participation"], known, INHERITED, _why(person))
    another = _entry("[[people]]", schema["participation"], {}, INHERITED)
    who_is_new = [f'{name} = ""  # only of who is not in people.csv' for name in PERSON]
    lines += [
        "# Once for everybody else who is seated:",
        *_commented([*another[:-1], *who_is_new, ""]),
    ]
    for delegation in dict.fromkeys(person["delegation"] for person in found.people):
        lines += _delegation(schema, delegation)
    lines += [
        "# Once for every other delegation, with or without a name:",
        *_commented(_delegation(schema, "")),
    ]
    for programme in found.programmes:
        known = {name: programme[name] for name in ("programme_id", "paragraph", "term")}
        lines += _entry(
            "[[programmes]]", schema["programme_mentions"], known, INHERITED, _why(programme)
        )
    # English wants no gloss; one that is there already may stay empty.
    foreign = [] if found.language == "en" else dict.fromkeys(c["term"] for c in found.codings)
    for term in foreign:
        known = {"kind": "term", "printed": term}
        lines += _entry("[[glosses]]", schema["glosses"], known, {"language"})
    return "\n".join(lines).rstrip() + "\n"


def _codings(found: Suggestions, schema: Schema, without: frozenset[str]) -> list[str]:
    lines = []
    for coding in found.codings:
        stance = "programme" if coding["programme_only"] else ""
        known = {name: coding[name] for name in ("topic_id", "paragraph", "term")}
        lines += _entry(
            "[[codings]]", schema["codings"], known | {"stance": stance}, without, _why(coding)
        )
    return lines


def _delegation(schema: Schema, delegation: str) -> list[str]:
    return _entry("[[delegations]]", schema["delegations"], {"delegation": delegation}, INHERITED)


def _commented(lines: list[str]) -> list[str]:
    return [f"# {line}" if line else "" for line in lines]


def _why(entry: Mapping[str, object]) -> str:
    return f"sure {entry['sure']:.2f}: {entry['pattern']}"


def _entry(
    heading: str,
    table: Table,
    known: Mapping[str, object],
    without: Iterable[str] = (),
    why: str = "",
) -> list[str]:
    """Write one entry: what is known, and the other columns empty with their values."""
    lines = [f"{heading}  # {why}" if why else heading]
    for column in table.columns:
        if column.name in DERIVED or column.name in without:
            continue
        given = str(known.get(column.name, ""))
        empty = column.type == "boolean" and not given
        value = "false" if empty else as_toml(column.name, given)
        choices = ", ".join(column.labels) if value == '""' else ""
        note = choices or ("required" if value == '""' and column.required else "")
        lines.append(f"{column.name} = {value}" + (f"  # {note}" if note else ""))
    return [*lines, ""]

"""The small file of one document, as `suggest` fills it and a keeper completes it.

Its keys are the columns of the tables. What only a person can tell stands there
as an empty cell, with the values to choose from beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eucad.dataset.schema import Schema, Table
from eucad.keep.entries import as_toml
from eucad.keep.suggest import Suggestions

#: Columns that follow from other rows, and so are not written by hand.
DERIVED = frozenset({"documents", "seen_by_second_coder", "head_named", "coder"})


def draft(found: Suggestions, schema: Schema) -> str:
    """Write a draft of the small file from proposals."""
    lines = [
        "# Strike what is wrong, fill what is empty, and take out what does not apply.",
        'coder = "a"',
        "",
        "# Only where they are new:",
        *(f"# {line}" if line else "#" for line in _entry("[meeting]", schema["meetings"], {})),
        *(f"# {line}" if line else "#" for line in _entry("[lineage]", schema["lineages"], {})),
        *_entry(
            "[document]", schema["documents"], {"language": found.language, "title": found.title}
        ),
    ]
    inherited = {"document_id", "meeting_id"}
    unasked = inherited | {"scope"}  # which coder a does not record
    for coding in found.codings:
        stance = "programme" if coding["programme_only"] else ""
        known = {name: coding[name] for name in ("topic_id", "paragraph", "term")}
        lines += _entry(
            "[[codings]]", schema["codings"], known | {"stance": stance}, unasked, _why(coding)
        )
    for person in found.people:
        known = {name: person[name] for name in ("person_id", "name_printed", "paragraph")}
        lines += _entry("[[people]]", schema["participation"], known, inherited, _why(person))
    for delegation in dict.fromkeys(person["delegation"] for person in found.people):
        lines += _entry(
            "[[delegations]]", schema["delegations"], {"delegation": delegation}, inherited
        )
    for programme in found.programmes:
        known = {name: programme[name] for name in ("programme_id", "paragraph", "term")}
        lines += _entry(
            "[[programmes]]", schema["programme_mentions"], known, inherited, _why(programme)
        )
    # English wants no gloss; one that is there already may stay empty.
    foreign = [] if found.language == "en" else dict.fromkeys(c["term"] for c in found.codings)
    for term in foreign:
        known = {"kind": "term", "printed": term}
        lines += _entry("[[glosses]]", schema["glosses"], known, {"language"})
    return "\n".join(lines).rstrip() + "\n"


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

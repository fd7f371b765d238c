"""Take a document out of the dataset: what `add` puts in, as the small file that puts it back."""

from __future__ import annotations

from pathlib import Path

from eucad.dataset.choices import require_known
from eucad.dataset.rules.documents import printed_words
from eucad.dataset.schema import Schema, read_schema
from eucad.keep.derive import derive_cells, foresee, new_texts, project_texts
from eucad.keep.entries import KINDS, PERSON, SINGLE, as_toml
from eucad.keep.journal import alone, replace_together
from eucad.keep.rows import Row, Tables, as_text_table, read_rows

_OF_DOCUMENT = ("codings", "adjudications", "participation", "delegations", "programme_mentions")


def remove(document_id: str, folder: str | Path) -> str:
    """Take a document out, with all that only it brings.

    Its codings, decisions, officials, delegations and programmes go, and so do its account, its
    meeting, people and glosses, where no other document needs them. Return, in TOML, the small file
    with which `add` puts it back.

    Raises
    ------
    ValueError
        If there is no such document, another one is derived from it, or the rest would not pass the
        check. Nothing is taken out then.

    Examples
    --------
    >>> import eucad, shutil, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     copy = shutil.copytree(eucad.DATA, Path(folder) / "data")
    ...     small = remove("hlsd2022-ccfrance-fr", copy)
    ...     len(eucad.load(copy).documents) - len(eucad.load().documents)
    -1
    """
    folder = Path(folder)
    with alone(folder):
        schema = read_schema(folder)
        tables = read_rows(folder, schema)
        taken = _take(document_id, tables, schema)
        derive_cells(tables, schema)
        texts = new_texts(folder, schema, tables)
        problems = foresee(folder, texts, schema)
        if problems:
            wrong = "\n  ".join(map(str, problems))
            raise ValueError(f"without {document_id} the rest would be wrong:\n  {wrong}")
        replace_together(folder, texts | project_texts(folder, texts))
    return _small_file(taken)


def _take(key: str, tables: Tables, schema: Schema) -> Tables:
    """Move the rows that only a document brings from the tables to a set of their own."""
    taken: Tables = {name: [] for name in tables}

    def take(name: str, gone) -> None:
        taken[name] += [row for row in tables[name] if gone(row)]
        tables[name] = [row for row in tables[name] if not gone(row)]

    known = [row["document_id"] for row in tables["documents"]]
    require_known("document", [key], known, "documents.csv")
    copies = [row["document_id"] for row in tables["documents"] if row["derived_from"] == key]
    if copies:
        raise ValueError(f"{', '.join(copies)} derive from {key}: take them out first.")
    take("documents", lambda row: row["document_id"] == key)
    take("codings_final", lambda row: row["document_id"] == key)
    for name in _OF_DOCUMENT:
        take(name, lambda row: row["document_id"] == key)
    accounts = {row["lineage_id"] for row in tables["documents"]}
    take("lineages", lambda row: row["lineage_id"] not in accounts)
    for name in ("borrowings", "borrowing_topics"):
        take(name, lambda row: not {row["lineage_id"], row["template_lineage_id"]} <= accounts)
    filed = {row["meeting_id"] for row in tables["documents"]}
    take("meetings", lambda row: row["status"] == "held" and row["meeting_id"] not in filed)
    brought, placed = (
        {row["person_id"] for row in each["participation"]} for each in (taken, tables)
    )
    take("people", lambda row: row["person_id"] in brought - placed)
    names = ("documents", "codings", "participation", "programme_mentions")
    printed = printed_words(*(as_text_table(schema[name], tables[name]) for name in names))
    take("glosses", lambda row: (row["kind"], row["language"], row["printed"]) not in printed)
    return taken


def _small_file(taken: Tables) -> str:
    (document,) = taken["documents"]
    lines = []
    people = {row["person_id"]: row for row in taken["people"]}
    inherited = {name: document[name] for name in ("document_id", "meeting_id", "lineage_id")}
    for kind, (name, _) in KINDS.items():
        for row in taken[name]:
            if kind in SINGLE:
                lines += _entry(f"[{kind}]", row)
                continue
            cells = {k: v for k, v in row.items() if inherited.get(k) != v}
            if kind == "people":
                person = people.pop(row["person_id"], {})
                cells |= {k: person[k] for k in PERSON if k in person}
            lines += _entry(f"[[{kind}]]", cells)
    return "\n".join(lines)


def _entry(heading: str, cells: Row) -> list[str]:
    return [
        heading,
        *(f"{name} = {as_toml(name, cell)}" for name, cell in cells.items() if cell),
        "",
    ]

"""What follows from the hand-kept tables: the one place that works it out and writes it down."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eucad.dataset import DatasetError, load
from eucad.dataset.problems import Problem
from eucad.dataset.rules.codings import DERIVED, Outcome, decide
from eucad.dataset.schema import DESCRIPTOR, Schema, read_schema
from eucad.dataset.tables import read_table
from eucad.documents import AGENDA_TYPES
from eucad.keep.journal import alone, replace_together
from eucad.keep.rows import Row, Tables, as_text_table, insert, read_rows, written
from eucad.keep.seal import broken_seals, record
from eucad.meetings import DIALOGUE

#: Files of the project, beside the folder of the data, that say what the data are.
CITATION, ZENODO, README = "../CITATION.cff", "../.zenodo.json", "../README.md"


def derive_cells(tables: Tables, schema: Schema) -> Outcome:
    """Fill, in place, every cell that follows from other rows.

    Filled are `documents.seen_by_second_coder`, `adjudications.coded_by` and `term`,
    `codings_final`, and `delegations.head_named` where it is empty: true if somebody of the
    delegation, at its rank, stands in `participation` by the same document.
    """
    _mark_seen(tables)
    names = ("codings", "adjudications", "documents")
    read = {name: as_text_table(schema[name], tables[name]) for name in names}
    outcome = decide(**read)
    places = outcome.find(read["adjudications"])
    for row, place in zip(tables["adjudications"], places, strict=True):
        if place >= 0:
            row["coded_by"], row["term"] = outcome.coders[place], outcome.derived["term"][place]
    _settle(tables, schema, outcome)
    _name_heads(tables)
    return outcome


def _mark_seen(tables: Tables) -> None:
    by_b = {row["document_id"] for row in tables["codings"] if row["coder"] == "b"}
    for row in tables["documents"]:
        if row["document_id"] in by_b:
            row["seen_by_second_coder"] = "true"
        elif not row["seen_by_second_coder"]:
            row["seen_by_second_coder"] = "false"


def _settle(tables: Tables, schema: Schema, outcome: Outcome) -> None:
    """Bring the adjudicated set into line; rows that are right stay where they are."""
    wanted = outcome.final
    kept = []
    for row in tables["codings_final"]:
        key = (row["document_id"], row["topic_id"])
        if wanted.get(key) == tuple(row[column] for column in DERIVED):
            kept.append(row)
            del wanted[key]
    tables["codings_final"] = kept
    for (document, topic), cells in wanted.items():
        row = {"document_id": document, "topic_id": topic, **dict(zip(DERIVED, cells, strict=True))}
        insert(tables, schema["codings_final"], row)


def _name_heads(tables: Tables) -> None:
    home = {row["person_id"]: row["delegation"] for row in tables["people"]}
    ranks = {
        (row["meeting_id"], row["document_id"], home.get(row["person_id"]), row["rank"])
        for row in tables["participation"]
        if row["capacity"] != "sideline_only"
    }
    for row in tables["delegations"]:
        if not row["head_named"]:
            seat = tuple(row[name] for name in ("meeting_id", "document_id", "delegation", "rank"))
            named = seat in ranks and row["mention"] == "individual" and row["status"] != "invited"
            row["head_named"] = "true" if named else "false"


def counts(tables: Mapping[str, list[Row]]) -> dict[str, int]:
    """Count what `data/README.md` gives numbers of."""
    documents, final = tables["documents"], tables["codings_final"]
    rounds = {
        row["meeting_id"]
        for row in tables["meetings"]
        if row["series"] == DIALOGUE and row["status"] == "held"
    }
    agenda = [
        row
        for row in documents
        if row["about"] == "meeting" and row["document_type"] in AGENDA_TYPES
    ]
    dialogue = [row for row in agenda if row["meeting_id"] in rounds]
    decided = Counter(row["decided"] for row in final)
    cases = Counter((row["coded_by"] in ("a", "b"), row["kept"]) for row in tables["adjudications"])
    return {f"`{name}`": len(rows) for name, rows in tables.items()} | {
        "rounds of the dialogue held": len(rounds),
        "agenda documents": len(agenda),
        "agenda documents visible in full": _where(agenda, "extent", "full"),
        "agenda documents on the dialogue": len(dialogue),
        "lineages with an agenda document": len({row["lineage_id"] for row in agenda}),
        "lineages with an agenda document on the dialogue": len(
            {row["lineage_id"] for row in dialogue}
        ),
        "documents in English": _where(documents, "language", "en"),
        "documents without a visible date": _where(documents, "published", ""),
        "documents without a visible headline": _where(documents, "title", ""),
        "documents seen by coder b": _where(documents, "seen_by_second_coder", "true"),
        "documents put into their lineage by judgement": _where(
            documents, "lineage_basis", "inferred"
        ),
        "codings on which the coders agreed": decided["both"],
        "disagreements": cases[True, "true"] + cases[True, "false"],
        "disagreements kept": cases[True, "true"],
        "codings by coder a alone": decided["single"],
        "undisputed codings held to a rule": cases[False, "true"] + cases[False, "false"],
        "undisputed codings held to a rule and kept": cases[False, "true"],
        "firm borrowings": _where(tables["borrowings"], "certainty", "firm"),
        "borrowed topics that stand in nothing else": _where(
            tables["borrowing_topics"], "wording", "only"
        ),
    }


def _where(rows: list[Row], column: str, value: str) -> int:
    return sum(row[column] == value for row in rows)


def new_texts(folder: Path, schema: Schema, tables: Tables) -> dict[str, str]:
    """Return the files of the data folder that the tables change, with what follows from them.

    Among them are `datapackage.json`, with the period that is covered and a new seal for each
    table that is written, and `README.md`, with its counts.
    """
    texts = {
        table.path: written(table, tables[name])
        for name, table in schema.tables.items()
        if written(table, tables[name]) != _read(folder / table.path)
    }
    descriptor = _read(folder / DESCRIPTOR)
    old = json.loads(descriptor).get("temporal", {})
    held = [row for row in tables["meetings"] if row["status"] == "held" and row["date_start"]]
    if held:
        new = {
            "start": min(row["date_start"] for row in held),
            "end": max(row["date_end"] for row in held),
        }
        changed = _with_period(descriptor, old, new)
        for bound, day in new.items():
            changed = re.sub(
                rf'("temporal": {{[^}}]*"{bound}": )"[^"]*"', rf'\g<1>"{day}"', changed, count=1
            )
    else:
        new, changed = old, descriptor
    changed = record(changed, {path: text.encode() for path, text in texts.items()})
    if changed != descriptor:
        texts[DESCRIPTOR] = changed
    readme = folder / "README.md"
    if readme.is_file():
        before = _read(readme)
        after = _with_counts(_with_period(before, old, new), counts(tables))
        if after != before:
            texts[readme.name] = after
    return texts


def foresee(folder: Path, texts: Mapping[str, str], schema: Schema) -> Sequence[Problem]:
    """Return what would be wrong with the dataset if files had these texts."""
    with tempfile.TemporaryDirectory() as place:
        for path in (DESCRIPTOR, *(t.path for t in schema.tables.values()), *schema.files):
            whole = Path(place, path)
            if path in texts:
                whole.write_text(texts[path], encoding="utf-8", newline="\n")
            else:
                shutil.copyfile(folder / path, whole)
        try:
            load(place)
        except DatasetError as error:
            return error.problems
    return ()


def derive(folder: str | Path) -> list[str]:
    """Write everything that can be worked out from the hand-kept tables.

    The cells that follow from other rows, the counts of the codebook, the period in titles and in
    `datapackage.json`, and the seals of the tables that are written. A table that somebody else
    changed keeps its broken seal. Return the files that were written; if the folder cannot be
    written, it is as it was.

    Examples
    --------
    >>> import eucad
    >>> derive(eucad.DATA)
    []
    """
    folder = Path(folder)
    with alone(folder):
        texts = _derived_texts(folder)
        texts |= project_texts(folder, texts)
        replace_together(folder, texts)
    return [Path(name).name for name in texts]


def _derived_texts(folder: Path) -> dict[str, str]:
    schema = read_schema(folder)
    problems = [
        problem for table in schema.tables.values() for problem in read_table(folder, table)[1]
    ]
    if problems:
        raise DatasetError(problems)
    tables = read_rows(folder, schema)
    derive_cells(tables, schema)
    texts = new_texts(folder, schema, tables)
    unsealed = set(broken_seals(folder))
    # Where what is written is what was sealed, the seals are as they were.
    if unsealed & texts.keys() and DESCRIPTOR in texts:
        old = json.loads(_read(folder / DESCRIPTOR))
        texts[DESCRIPTOR] = _keep_seals(texts[DESCRIPTOR], old, unsealed)
    return texts


def project_texts(folder: Path, data: Mapping[str, str]) -> dict[str, str]:
    """Return the project's own files that change with the years of the data package."""
    named = re.search(r"^title: .*?(\d{4})–(\d{4})", _read(folder / CITATION), re.MULTILINE)
    package = json.loads(data.get(DESCRIPTOR) or _read(folder / DESCRIPTOR))
    if folder.name != "data" or named is None or "temporal" not in package:
        return {}
    old = {"start": named[1], "end": named[2]}
    texts = {
        name: _with_period(_read(folder / name), old, package["temporal"])
        for name in (CITATION, README)
    }
    texts[ZENODO] = zenodo(package)
    return {name: text for name, text in texts.items() if text != _read(folder / name)}


def zenodo(package: Mapping[str, Any]) -> str:
    """Return what a repository wants to know of the dataset, as `.zenodo.json` holds it."""
    return (
        json.dumps(
            {
                "title": package["title"],
                "upload_type": "dataset",
                "description": package["description"],
                "creators": [{"name": "The eucad contributors"}],
                "version": package["version"],
                "publication_date": package["created"][:10],
                "license": "cc-by-4.0",
                "access_right": "open",
                "language": "eng",
                "keywords": package["keywords"],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _keep_seals(descriptor: str, old: dict, paths: set[str]) -> str:
    """Leave the seals of tables broken that were broken before."""
    new = {resource["path"]: resource for resource in json.loads(descriptor)["resources"]}
    for resource in old["resources"]:
        now = new[resource["path"]]
        if resource["path"] in paths and "hash" in resource:
            descriptor = descriptor.replace(now["hash"], resource["hash"])
    return descriptor


def _with_period(text: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Put new years where the old ones stand as a period."""
    if not (old and new):
        return text
    (start, end), (first, last) = (
        (period["start"][:4], period["end"][:4]) for period in (old, new)
    )
    text = text.replace(f"{start}–{end}", f"{first}–{last}")
    return text.replace(f"between {start} and {end}", f"between {first} and {last}")


def _with_counts(text: str, numbers: Mapping[str, int]) -> str:
    """Put new numbers into the rows of the table of counts."""
    for what, number in numbers.items():
        text = re.sub(
            rf"^\| {re.escape(what)} \| [\d,]+ \|$",
            f"| {what} | {number:,} |",
            text,
            count=1,
            flags=re.MULTILINE,
        )
    return text


def _read(path: Path) -> str:
    """Read a text, whatever its line ends; a file that is not there is empty."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read().replace("\r\n", "\n")

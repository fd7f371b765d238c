"""Add a document to the dataset, from one small file: all of it, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from eucad.dataset import load
from eucad.dataset.problems import Problem, nearest
from eucad.dataset.schema import Schema, Table, read_schema
from eucad.keep.derive import derive_cells, foresee, new_texts
from eucad.keep.entries import KINDS, PERSON, AddError, Entry, read_entries
from eucad.keep.journal import alone, replace_together
from eucad.keep.rows import Row, Tables, insert, read_rows
from eucad.keep.seal import broken_seals, unsealed


@dataclass(frozen=True)
class Added:
    """What was added, or would be."""

    #: New rows by table, and rows that were there and are now otherwise; those that follow from the
    #: file's own included.
    rows: dict[str, list[Row]]
    changed: dict[str, list[Row]]
    notes: list[str]  #: What was done besides, such as a form of a name that is new.

    def __str__(self) -> str:
        lines = []
        for table in dict.fromkeys([*self.rows, *self.changed]):
            marked = {"+": self.rows.get(table, []), "~": self.changed.get(table, [])}
            lines.append(" ".join([table, *(f"{m}{len(r)}" for m, r in marked.items() if r)]))
            lines += [
                f"  {m} {','.join(row.values())}" for m, rows in marked.items() for row in rows
            ]
        return "\n".join([*(lines or ["Nothing to add: all of it is there."]), *self.notes])


def add(
    file: str | Path, folder: str | Path, coder: str | None = None, dry_run: bool = False
) -> Added:
    r"""Add what a small file holds to the tables, if the whole then passes the check.

    Parameters
    ----------
    file : str or Path
        TOML: a document, and what it brings. An entry that is there already, cell for cell, adds
        nothing.
    folder : str or Path
        Folder of the dataset.
    coder : {"a", "b"}, optional
        Whose codings they are, whatever the file says.
    dry_run : bool, optional
        Only say what would be added.

    Raises
    ------
    AddError
        If anything in the file is wrong, or a disagreement of the coders is not decided; nothing
        is added then.
    DatasetError
        If the dataset has problems of its own.
    OSError
        If the folder cannot be written; it is then as it was.

    Examples
    --------
    >>> import eucad, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "small.toml"
    ...     _ = file.write_text('[document]\nmeeting = "hlsd2025"')
    ...     try:
    ...         add(file, eucad.DATA)
    ...     except AddError as error:
    ...         print(error)
    Nothing was added: 1 problem.
      [document]: there is no key 'meeting'. Did you mean 'meeting_id'?
    """
    folder = Path(folder)
    with alone(folder):
        return _add(Path(file), folder, coder, dry_run)


def _add(file: Path, folder: Path, coder: str | None, dry_run: bool) -> Added:
    load(folder)
    changed = broken_seals(folder)
    if changed:
        raise AddError([unsealed(changed)])
    schema = read_schema(folder)
    tables = read_rows(folder, schema)
    old = {name: _by_key(schema[name], rows) for name, rows in tables.items()}
    entries = read_entries(file, schema, coder)
    _inherit(entries, tables)
    _identified(entries, tables, schema)
    _known_parents(entries, tables)
    sources, notes = _merge(entries, tables, schema)
    notes += _new_publisher(entries, old["documents"], schema)
    outcome = derive_cells(tables, schema)
    texts = new_texts(folder, schema, tables)
    _check(folder, texts, tables, schema, sources, outcome.undecided)
    if not dry_run:
        replace_together(folder, texts)
    rows, changed = {}, {}
    for name, now in tables.items():
        for key, row in zip(_by_key(schema[name], now), now, strict=True):
            was = old[name].get(key)
            if was != tuple(row.values()):
                (rows if was is None else changed).setdefault(name, []).append(row)
    return Added(rows, changed, notes)


def _by_key(table: Table, rows: list[Row]) -> dict[tuple, tuple]:
    """Return the cells of each row by its key."""
    return {tuple(row[n] for n in table.primary_key): tuple(row.values()) for row in rows}


def _new_publisher(entries: list[Entry], old: dict[tuple, tuple], schema: Schema) -> list[str]:
    """Say that no document is by this publisher yet: it may be one that is spelt otherwise."""
    column = [column.name for column in schema["documents"].columns].index("publisher")
    known = {cells[column] for cells in old.values()}
    (document,) = (entry for entry in entries if entry.kind == "document")
    name = document.cells.get("publisher", "")
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    if not name or name in known:
        return []
    return [
        f"documents.csv: {name!r} is a new publisher." + "".join(f" Is it {n!r}?" for n in near)
    ]


def _inherit(entries: list[Entry], tables: Tables) -> None:
    """Give entries the cells that are written once: document, meeting, account, language."""
    document = next(entry.cells for entry in entries if entry.kind == "document")
    key = document.get("document_id", "")
    stored = next((row for row in tables["documents"] if row["document_id"] == key), {})
    known = {**stored, **{name: cell for name, cell in document.items() if cell}}
    for entry in entries:
        for name in KINDS[entry.kind][1]:
            if not entry.cells.get(name) and known.get(name):
                entry.cells[name] = known[name]


def _identified(entries: list[Entry], tables: Tables, schema: Schema) -> None:
    """Name a key of the document that is missing once, and not with every entry that needs it."""
    document = next(entry for entry in entries if entry.kind == "document")
    if set(document.cells) == {"document_id"}:
        key, known = document.cells["document_id"], [r["document_id"] for r in tables["documents"]]
        what = nearest(key, known, "Correct it, or say under [document] what it is.")
        raise AddError([f"{document.label}: documents.csv has no {key!r}. {what}"])
    empty = [
        name for name in ("document_id", "meeting_id", "lineage_id") if not document.cells.get(name)
    ]
    if empty:
        # What else was left empty in a draft is told at once.
        left = [
            (entry, name)
            for entry in entries
            if entry.kind in ("document", "codings", "people", "delegations", "programmes")
            for name, cell in entry.cells.items()
            if not cell
            and name not in (*empty, *PERSON)
            and schema[entry.table].column(name).required
        ]
        told = [*((document, name) for name in empty), *left]
        raise AddError([f"{e.label}: {_empty(schema[e.table], name)}" for e, name in told])


def _known_parents(entries: list[Entry], tables: Tables) -> None:
    """Name a meeting or account that is nowhere once, and not with every entry that it has."""
    problems = []
    for kind, table, column in (
        ("meeting", "meetings", "meeting_id"),
        ("lineage", "lineages", "lineage_id"),
    ):
        known = {row[column] for row in tables[table]}
        known |= {entry.cells.get(column, "") for entry in entries if entry.kind == kind}
        for entry in entries:
            key = entry.cells.get(column)
            if key and key not in known:
                known.add(key)
                problems.append(
                    f"{entry.label}: {table}.csv has no {key!r}. Correct it, or say what it is in "
                    f"a table [{kind}]."
                )
    if problems:
        raise AddError(problems)


def _merge(
    entries: list[Entry], tables: Tables, schema: Schema
) -> tuple[dict[int, Entry], list[str]]:
    """Insert the new rows; return the entry of each, by the row's identity, and what to tell."""
    problems: list[str] = []
    sources: dict[int, Entry] = {}
    notes: list[str] = []
    for entry in entries:
        if entry.kind == "people":
            _merge_person(entry, tables, schema, sources, notes, problems)
        table = schema[entry.table]
        cells = {k: v for k, v in entry.cells.items() if k in {c.name for c in table.columns}}
        row = _merge_row(entry, cells, table, tables, problems)
        if row is not None:
            sources[id(row)] = entry
    if problems:
        raise AddError(problems)
    return sources, notes


def _merge_row(
    entry: Entry, cells: Row, table: Table, tables: Tables, problems: list[str]
) -> Row | None:
    """Insert one row, unless it is there; name the cells in which the stored one differs."""
    key = tuple(cells.get(name, "") for name in table.primary_key)
    missing = [name for name, cell in zip(table.primary_key, key, strict=True) if not cell]
    if missing:
        for name in missing:
            problems.append(f"{entry.label}: {_empty(table, name)}")
        return None
    for row in tables[table.name]:
        if key == tuple(row[name] for name in table.primary_key):
            problems += [
                f"{entry.label}: {table.path} has it already, with {name} {row[name]!r}, not "
                f"{cell!r}. Leave the cell out, or correct the table by hand."
                for name, cell in cells.items()
                if cell and cell != row[name]
            ]
            return None
    row = {column.name: cells.get(column.name, "") for column in table.columns}
    insert(tables, table, row)
    return row


def _merge_person(
    entry: Entry,
    tables: Tables,
    schema: Schema,
    sources: dict[int, Entry],
    notes: list[str],
    problems: list[str],
) -> None:
    """Insert a new person, or a new form of a name that is known."""
    key, printed = entry.cells.get("person_id", ""), entry.cells.get("name_printed", "")
    if not key:
        return
    known = {row["person_id"]: row for row in tables["people"]}
    person = known.get(key)
    if person is None and not (entry.cells.get("name") and entry.cells.get("delegation")):
        people = ", ".join(sorted(name for name in known if name.split("-")[0] in key.split("-")))
        problems.append(
            f"{entry.label}: {key!r} is not in people.csv"
            + (f" (there are {people})" if people else "")
            + ". Correct it, or give name and delegation of the new person."
        )
        return
    if person is None:
        cells = {"person_id": key, **{n: entry.cells.get(n, "") for n in PERSON}}
        person = {column.name: cells.get(column.name, "") for column in schema["people"].columns}
        insert(tables, schema["people"], person)
        sources[id(person)] = entry
    else:
        problems += [
            f"{entry.label}: people.csv has {key} already, with {name} {person[name]!r}, not "
            f"{entry.cells[name]!r}. Leave the cell out, or give the person another key."
            for name in PERSON
            if entry.cells.get(name) and entry.cells[name] != person[name]
        ]
    forms = [person["name"], *filter(None, person["aliases"].split(" | "))]
    if printed and not any(_stands_in(form, printed) for form in forms):
        person["aliases"] = " | ".join([*forms[1:], printed])
        notes.append(f"people.csv: {printed!r} is now one of the forms of {person['name']}.")


def _stands_in(form: str, printed: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", printed) is not None


def _check(
    folder: Path,
    texts: dict[str, str],
    tables: Tables,
    schema: Schema,
    sources: dict[int, Entry],
    undecided: list[tuple[str, str]],
) -> None:
    """Check the whole as it would be, and say of which entry each problem is."""
    problems = foresee(folder, texts, schema)
    if not problems:
        return
    found = _translate(problems, tables, schema, sources, undecided)
    if undecided:
        found.append(_to_decide(folder, tables, undecided))
    raise AddError(found)


def _translate(
    problems: list[Problem],
    tables: Tables,
    schema: Schema,
    sources: dict[int, Entry],
    undecided: list[tuple[str, str]],
) -> list[str]:
    by_path = {table.path: table for table in schema.tables.values()}
    own = {entry.cells.get("document_id") for entry in sources.values()}
    found, other, derived = [], [], []
    for problem in problems:
        table = by_path.get(problem.file)
        row: Row = {}
        if table is not None and problem.line is not None:
            row = tables[table.name][problem.line - 2]
        key = (row.get("document_id", ""), row.get("topic_id", ""))
        if table is not None and table.name == "codings" and key in undecided:
            continue
        if id(row) in sources:
            entries = [sources[id(row)]]
            if problem.value == "":  # an empty cell may stand for those of many rows
                lines = (line for file, line in problem.also if file == problem.file)
                others = (sources.get(id(tables[table.name][line - 2])) for line in lines)
                entries += filter(None, others)
            found += [(entry, _of_entry(entry, table, problem)) for entry in entries]
        elif table is not None and table.name == "codings_final" and row["document_id"] in own:
            derived.append(str(problem))
        else:
            other.append(str(problem))
    in_file = {id(entry): place for place, entry in enumerate(sources.values())}
    found.sort(key=lambda pair: in_file[id(pair[0])])
    said = [*(words for _, words in found), *other]
    # What follows from a coding is wrong because the coding is.
    return list(dict.fromkeys(said or ([] if undecided else derived)))


def _of_entry(entry: Entry, table: Table, problem: Problem) -> str:
    if problem.column and problem.value == "" and problem.column in {c.name for c in table.columns}:
        return f"{entry.label}: {_empty(table, problem.column, problem.expected)}"
    place = entry.label if problem.column is None else f"{entry.label}, {problem.column}"
    value = "" if problem.value is None else f" found {problem.value!r};"
    return f"{place}:{value} expected {problem.expected}. {problem.advice}"


def _empty(table: Table, name: str, expected: str = "a value") -> str:
    column = table.column(name)
    if column.labels:
        return f"{name} is empty; choose {', '.join(column.labels)}."
    wanted = f"; give {expected}" if expected != "a value" else ""
    return f"{name} is empty{wanted}: {column.description}"


def _to_decide(folder: Path, tables: Tables, undecided: list[tuple[str, str]]) -> str:
    """Return the disagreements as entries of a small file that only lack the decision."""
    rules = borderline_rules(folder)
    lines = [
        "The coders disagree. Put these entries into the file, decide each by its rule, and add "
        "the file again:"
    ]
    for document, topic in undecided:
        (row,) = (
            row
            for row in tables["codings"]
            if row["document_id"] == document and row["topic_id"] == topic
        )
        lines += [
            "",
            f"# only coder {row['coder']}, paragraph {row['paragraph']}: {row['term']!r}, "
            f"{row['stance']}",
            f"# rule: {rules.get(topic, 'none yet for this topic')}",
            f"# for any topic: {rules.get('any topic', 'none yet')}",
            "[[adjudications]]",
            f'topic_id = "{topic}"',
            'kept = ""    # true or false, without quotation marks',
            'reason = ""  # the rule, in a few words',
        ]
    return "\n".join(lines)


def borderline_rules(folder: Path) -> dict[str, str]:
    """Read the borderline rules from the codebook: topic, or ``any topic``, and its rule."""
    readme = folder / "README.md"
    if not readme.is_file():
        return {}
    text = readme.read_text(encoding="utf-8")
    part = re.split(r"^#", text.partition("### Borderline rules")[2], flags=re.MULTILINE)[0]
    found = re.findall(r"^- \*\*`?(.+?)`?\*\*: (.+?)(?=^- |\Z)", part, re.MULTILINE | re.DOTALL)
    return {topic: " ".join(rule.split()) for topic, rule in found}

"""Add a document to the dataset, from one small file: all of it, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from eucad.dataset import load
from eucad.dataset.problems import Problem, nearest
from eucad.dataset.rules.people import HEADS
from eucad.dataset.schema import Table, read_schema
from eucad.keep.derive import derive_cells, foresee, new_texts, project_texts
from eucad.keep.entries import KINDS, PERSON, SINGLE, AddError, Entry, read_entries
from eucad.keep.journal import alone, replace_together
from eucad.keep.rows import Row, Tables, as_line, insert, read_rows
from eucad.keep.seal import broken_seals, unsealed
from eucad.show.words import counted

#: Columns that take any text, in which one thing has one name; and the column whose value rows that
#: are alike share.
NAMES = {
    "meetings": ("city", "country"),
    "documents": ("publisher", "publisher_country"),
    "participation": ("institution", "person_id"),
}
#: Keys that are written once, in the document.
KEYS = ("document_id", "meeting_id", "lineage_id")
#: Cells that are wrong where somebody new is not described.
OF_PERSON = ("person_id", "name_printed", "meeting_id")
#: Stands for a key that is not given, so that whatever else is wrong is found.
NOWHERE = "?"
#: Names of like rows that are told.
TOLD = 5
#: Said of a file that brings nothing new.
NOTHING = "Nothing to add: all of it is there."


@dataclass(frozen=True)
class Added:
    """What was added, or would be."""

    #: New rows by table, and rows that were there and are now otherwise; those that follow from the
    #: file's own included.
    rows: dict[str, list[Row]]
    changed: dict[str, list[Row]]
    #: What to look at first: names that are new, and may be known ones that are written otherwise.
    notes: list[str]

    def counts(self) -> str:
        """Say in a line how many rows of which table."""
        marked = {"new": self.rows, "changed": self.changed}
        told = [
            f"{counted(len(rows), f'{which} row')} of {table}"
            for which, tables in marked.items()
            for table, rows in tables.items()
        ]
        return "\n".join([*self.notes, f"{'; '.join(told)}." if told else NOTHING])

    def __str__(self) -> str:
        lines = [*self.notes, ""] if self.notes else []
        for table in dict.fromkeys([*self.rows, *self.changed]):
            marked = {"+": self.rows.get(table, []), "~": self.changed.get(table, [])}
            columns = next(row for rows in marked.values() for row in rows)
            counts = (f"{mark}{len(rows)}" for mark, rows in marked.items() if rows)
            follow = table == "codings_final"  # which say again what codings say
            told = "as codings and decisions give them" if follow else ",".join(columns)
            lines.append(f"{' '.join([table, *counts])}: {told}")
            marked = {} if follow else marked
            lines += [f"  {m} {as_line(row)}" for m, rows in marked.items() for row in rows]
        if not (self.rows or self.changed):
            lines.append(NOTHING)
        return "\n".join(lines)


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
        load(folder)
        changed = broken_seals(folder)
        if changed:
            raise AddError([unsealed(changed)])
        addition = _Addition(Path(file), folder, coder)
        addition.inherit()
        addition.require_parents()
        addition.require_programmes()
        addition.merge()
        texts = addition.checked_texts()
        if not dry_run:
            replace_together(folder, texts | project_texts(folder, texts))
        return addition.told()


def _by_key(table: Table, rows: list[Row]) -> dict[tuple, tuple]:
    """Return the cells of each row by its key."""
    return {tuple(row[n] for n in table.primary_key): tuple(row.values()) for row in rows}


class _Addition:
    """The entries of a small file, on their way into the tables."""

    def __init__(self, file: Path, folder: Path, coder: str | None) -> None:
        self.folder, self.schema = folder, read_schema(folder)
        self.tables: Tables = read_rows(folder, self.schema)
        self.old = {name: _by_key(self.schema[name], rows) for name, rows in self.tables.items()}
        self.named = {
            name: [(row[column], row[alike]) for row in self.tables[name] if row[column]]
            for name, (column, alike) in NAMES.items()
        }
        self.entries = read_entries(file, self.schema, coder)
        self.document = next(entry for entry in self.entries if entry.kind == "document")
        self.sources: dict[int, Entry] = {}  # entry of each new row, by the row's identity
        self.notes: list[str] = []
        self.problems: list[tuple[Entry, str]] = []
        self.missing = {NOWHERE}  # keys of parents that are not there

    def inherit(self) -> None:
        """Give entries the cells that are written once: document, meeting, account, language."""
        given = self.document.cells
        key = given.get("document_id", "")
        stored = next((row for row in self.tables["documents"] if row["document_id"] == key), {})
        if set(given) == {"document_id"} and not stored:
            ids = [row["document_id"] for row in self.tables["documents"]]
            what = nearest(key, ids, "Correct it, or say under [document] what it is.")
            words = f"documents.csv has no {key!r}. {what}"
            words = words if key else _empty(self.schema["documents"], "document_id")
            raise AddError([f"{self.document.label}: {words}"])
        known = {**stored, **{name: cell for name, cell in given.items() if cell}}
        for name in KEYS:
            if not known.get(name):
                self._refuse(self.document, _empty(self.schema["documents"], name))
                known[name] = given[name] = NOWHERE
        if not stored:
            given["founding"] = given.get("founding") or "false"
        for row in self.tables["documents"]:
            if row["publisher"] == given.get("publisher"):
                for name in ("publisher_type", "publisher_country"):
                    given[name] = given.get(name) or row[name]
        for entry in self.entries:
            for name in KINDS[entry.kind][1]:
                if not entry.cells.get(name) and known.get(name):
                    entry.cells[name] = known[name]
        self._seat_by_heads(known.get("language", ""))

    def _seat_by_heads(self, language: str) -> None:
        """Give a delegation without a rank that of the one person who leads it, and the role."""
        home = {row["person_id"]: row["delegation"] for row in self.tables["people"]}
        glosses = [*self.tables["glosses"], *(e.cells for e in self.entries if e.kind == "glosses")]
        english = {
            g.get("printed"): g.get("english") for g in glosses if g.get("language") == language
        }
        heads: dict[str, list[Row]] = {}
        for cells in (entry.cells for entry in self.entries if entry.kind == "people"):
            if cells.get("capacity") in HEADS:
                side = cells.get("delegation") or home.get(cells.get("person_id", ""), "")
                heads.setdefault(side, []).append(cells)
        for cells in (entry.cells for entry in self.entries if entry.kind == "delegations"):
            leading = heads.get(cells.get("delegation", ""), [])
            if not cells.get("rank") and len(leading) == 1:
                cells["rank"] = leading[0].get("rank", "")
                role = leading[0].get("role_printed", "")
                if language != "en":
                    role = english.get(role) or ""
                cells["represented_by"] = cells.get("represented_by") or role

    def require_parents(self) -> None:
        """Name a meeting or account that is nowhere once, and not with every entry that has it."""
        for kind in ("meeting", "lineage"):
            table, column = KINDS[kind][0], f"{kind}_id"
            known = {row[column] for row in self.tables[table]}
            known |= {entry.cells.get(column, "") for entry in self.entries if entry.kind == kind}
            for entry in [self.document, *self.entries]:
                key = entry.cells.get(column)
                if key and key not in known | self.missing:
                    self.missing.add(key)
                    words = f"{table}.csv has no {key!r}. Correct it, or say what it is in"
                    self._refuse(entry, f"{words} a table [{kind}].")

    def require_programmes(self) -> None:
        """Name a programme that is not in its table, and the one that may be meant."""
        programmes = self.tables["programmes"]
        known = {row["programme_id"] for row in programmes}
        called = {_bare(row[name]): row for row in programmes for name in ("name", "programme_id")}
        for entry in self.entries:
            key = entry.cells.get("programme_id", "") if entry.kind == "programmes" else ""
            if not key or key in known:
                continue
            near = [name for name in called if _bare(key) in name]
            near += get_close_matches(_bare(key), called, n=1, cutoff=0.7)
            row = called[near[0]] if near else {}
            meant = "Did you mean {programme_id!r} ({name})? ".format(**row) if row else ""
            self.missing.add(key)
            words = f"programmes.csv has no {key!r}. {meant}If it is new, add it there first."
            self._refuse(entry, words)

    def merge(self) -> None:
        """Insert the new rows."""
        for entry in self.entries:
            if entry.kind == "people":
                self._merge_person(entry)
            self._merge_row(entry)
            if entry.table in NAMES:
                self._look_at_name(entry)
        self.notes = list(dict.fromkeys(self.notes))

    def _refuse(self, entry: Entry, words: str) -> None:
        self.problems.append((entry, f"{entry.label}: {words}"))

    def _look_at_name(self, entry: Entry) -> None:
        """Note a name that is new: it may be a known one that is written otherwise."""
        column, alike = NAMES[entry.table]
        name, like = (entry.cells.get(each, "") for each in (column, alike))
        known = Counter(each for each, _ in self.named[entry.table])
        if not name or name in known:
            return
        path = self.schema[entry.table].path
        near = [*get_close_matches(name, known, n=1, cutoff=0.8)]
        near += [each for each in known if name == _initials(each) or each == _initials(name)]
        beside = Counter(each for each, other in self.named[entry.table] if like and other == like)
        told = f" Is it {near[0]!r}?" if near else ""
        if beside:
            told += f" {like} has {', '.join(each for each, _ in beside.most_common(TOLD))}."
        self.notes.append(f"{path}: {name!r} is a new {column}.{told}")

    def _insert(self, table: str, cells: Row, entry: Entry) -> Row:
        row = {column.name: cells.get(column.name, "") for column in self.schema[table].columns}
        insert(self.tables, self.schema[table], row)
        self.sources[id(row)] = entry
        return row

    def _merge_row(self, entry: Entry) -> None:
        """Insert a row, unless it is there; name the cells in which the stored one differs."""
        table = self.schema[entry.table]
        cells = {k: v for k, v in entry.cells.items() if k in {c.name for c in table.columns}}
        missing = [name for name in table.primary_key if not cells.get(name)]
        for name in missing:
            self._refuse(entry, _empty(table, name))
        if missing:
            return
        for row in self.tables[table.name]:
            if all(cells[name] == row[name] for name in table.primary_key):
                for name, cell in cells.items():
                    if not cell and row[name]:
                        stays = f"{name} is empty, and stays {row[name]!r}"
                        self.notes.append(f"{entry.label}: {stays} in {table.path}.")
                    if cell and cell != row[name]:
                        words = f"{table.path} has it already, with {name} {row[name]!r}, not"
                        advice = "Leave the cell out, or correct the table by hand."
                        self._refuse(entry, f"{words} {cell!r}. {advice}")
                return
        self._insert(table.name, cells, entry)

    def _merge_person(self, entry: Entry) -> None:
        """Insert a new person, or a new form of a name that is known."""
        cells = entry.cells
        key, printed = cells.get("person_id", ""), cells.get("name_printed", "")
        if not key:
            return
        known = {row["person_id"]: row for row in self.tables["people"]}
        person = known.get(key)
        if person is None:
            people = ", ".join(sorted(n for n in known if n.split("-")[0] in key.split("-")))
            missing = [name for name in ("name", "delegation") if not cells.get(name)]
            if missing:
                self._refuse(
                    entry,
                    f"{key!r} is not in people.csv"
                    + (f" (there are {people})" if people else "")
                    + (". Correct it, or give " if len(missing) == 2 else ". Give also ")
                    + f"{' and '.join(missing)} of the new person.",
                )
            who = {"person_id": key, **{name: cells.get(name, "") for name in PERSON}}
            person = self._insert("people", who, entry)
        else:
            for name in PERSON:
                if cells.get(name) and cells[name] != person[name]:
                    words = f"people.csv has {key} already, with {name} {person[name]!r}, not"
                    advice = "Leave the cell out, or give the person another key."
                    self._refuse(entry, f"{words} {cells[name]!r}. {advice}")
        forms = [person["name"], *filter(None, person["aliases"].split(" | "))]
        if (
            printed
            and person["name"]
            and not any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", printed) for form in forms)
        ):
            person["aliases"] = " | ".join([*forms[1:], printed])
            self.notes.append(
                f"people.csv: {printed!r} is now one of the forms of {person['name']}."
            )

    def checked_texts(self) -> dict[str, str]:
        """Return the files as they would be, if the whole passes the check."""
        undecided = derive_cells(self.tables, self.schema).undecided
        texts = new_texts(self.folder, self.schema, self.tables)
        problems = foresee(self.folder, texts, self.schema)
        if problems or self.problems:
            found = self._translate(problems, undecided)
            if undecided:
                found.append(_to_decide(self.folder, self.tables, undecided))
            raise AddError(found, self.notes)
        return texts

    def _translate(
        self, problems: Sequence[Problem], undecided: list[tuple[str, str]]
    ) -> list[str]:
        """Say of which entry each problem is."""
        by_path = {table.path: table for table in self.schema.tables.values()}
        own = {entry.cells.get("document_id") for entry in self.sources.values()}
        topic_of = {row["programme_id"]: row["topic_id"] for row in self.tables["programmes"]}
        refused = {id(entry) for entry, _ in self.problems if entry.kind == "people"}
        found, other, derived = [*self.problems], [], []
        for problem in problems:
            table = by_path.get(problem.file)
            name = table.name if table else ""
            row: Row = {}
            if table is not None and problem.line is not None:
                row = self.tables[name][problem.line - 2]
            topic = row.get("topic_id") or topic_of.get(row.get("programme_id", ""), "")
            key = (row.get("document_id", ""), topic)
            entry = self.sources.get(id(row))
            if key in undecided or problem.value in self.missing:
                continue  # it follows from what is told in any case
            if id(entry) in refused and (name == "people" or problem.column in OF_PERSON):
                continue  # so does this
            if refused and name == "delegations" and problem.column == "rank":
                continue  # it is that of its head, who may be one of those
            if entry and entry.kind in SINGLE and problem.column in KEYS and problem.value:
                entry = self.document
                self.missing.add(problem.value)  # named here, and with no entry that has it
            if entry:
                entries = [entry]
                if problem.value == "":  # an empty cell may stand for those of many rows
                    lines = (line for file, line in problem.also if file == problem.file)
                    others = (self.sources.get(id(self.tables[name][line - 2])) for line in lines)
                    entries += filter(None, others)
                found += [(entry, _of_entry(entry, table, problem)) for entry in entries]
            elif name == "programme_mentions" and row["document_id"] in own:
                words = f"{row['document_id']} names {row['programme_id']}, and so raises {topic}: "
                other.append(f"{words}keep that topic, or take the line out of {problem.file}.")
            elif name == "codings_final" and row["document_id"] in own:
                derived.append(str(problem))
            else:
                other.append(str(problem))
        in_file = {id(entry): place for place, entry in enumerate(self.entries)}
        found.sort(key=lambda pair: in_file[id(pair[0])])
        said = [*(words for _, words in found), *other]
        # What follows from a coding is wrong because the coding is.
        return list(dict.fromkeys(said or ([] if undecided else derived)))

    def told(self) -> Added:
        """Say which rows are new, and which are otherwise than they were."""
        rows: dict[str, list[Row]] = {}
        changed: dict[str, list[Row]] = {}
        for name, now in self.tables.items():
            for key, row in zip(_by_key(self.schema[name], now), now, strict=True):
                was = self.old[name].get(key)
                if was != tuple(row.values()):
                    (rows if was is None else changed).setdefault(name, []).append(row)
        return Added(rows, changed, [*self._filed(rows), *self.notes])

    def _filed(self, new: dict[str, list[Row]]) -> list[str]:
        """Say under which meeting a new document is filed, and what was noted of that."""
        said = []
        for document in new.get("documents", []):
            key = document["meeting_id"]
            (row,) = (row for row in self.tables["meetings"] if row["meeting_id"] == key)
            said = [f"{document['document_id']} is filed under {key}: {named_meeting(row)}."]
            if row not in new.get("meetings", []):
                said.append(f"Does the note of {key} still hold? {row['note']}")
                said.append("If it does not: Correct a cell, in CONTRIBUTING.md.")
        return said


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
        "the file again:",
        "",
        f"# for any topic: {rules.get('any topic', 'none yet')}",
        "# If no rule decides, write one first, under Borderline rules in data/README.md.",
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
            "[[adjudications]]",
            f'topic_id = "{topic}"',
            'kept = ""    # true or false',
            'reason = ""  # the rule, in a few words',
        ]
    return "\n".join(lines)


def named_meeting(row: Row) -> str:
    """Say which round a meeting is, when and where."""
    said = (f"{row['series']} {row['round']}", row["date_start"], row["city"] or row["mode"])
    return ", ".join(filter(None, said))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def borderline_rules(folder: Path) -> dict[str, str]:
    """Read the borderline rules from the codebook: topic, or ``any topic``, and its rule."""
    readme = folder / "README.md"
    if not readme.is_file():
        return {}
    text = readme.read_text(encoding="utf-8")
    part = re.split(r"^#", text.partition("### Borderline rules")[2], flags=re.MULTILINE)[0]
    found = re.findall(r"^- \*\*`?(.+?)`?\*\*: (.+?)(?=^- |\Z)", part, re.MULTILINE | re.DOTALL)
    return {topic: " ".join(rule.split()) for topic, rule in found}

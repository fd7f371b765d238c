"""The small file of one document, as `suggest` fills it and a keeper completes it.

Its keys are the columns of the tables. What only a person can tell stands there
as an empty cell, with the values to choose from beside it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from pathlib import Path
from textwrap import wrap

from eucad.dataset import DATA
from eucad.dataset.schema import Schema, read_schema
from eucad.keep.add import borderline_rules, named_meeting
from eucad.keep.entries import KINDS, PERSON, SINGLE, as_toml
from eucad.keep.rows import Row, Tables, read_rows
from eucad.keep.seats import SEATED
from eucad.keep.suggest import Suggestions

#: Columns that follow from other rows, and so are not written by hand.
DERIVED = frozenset({"documents", "seen_by_second_coder", "head_named", "coder"})
#: What is said of a cell beside its values, once.
HINTS = {
    ("meeting", "date_end"): "the same day if it was one",
    ("meeting", "note"): 'required, e.g. "Level from one text."',
    ("document", "published"): "the day that its page prints; empty if none",
    ("document", "derived_from"): "the document it reprints, if documents.csv has it",
    ("lineage", "voice"): "only of a new account",
    ("delegations", "rank"): "as printed; empty if its head is among the people",
    ("delegations", "represented_by"): (
        "who came, in English, as deputy minister; empty if only the side is named"
    ),
}
#: The values of vocabularies that need a word, with what they mean.
MEANT = {
    "voice": "whose account it is, whoever prints it: eu, kz, kg, tj, tm, uz, joint, newsroom, ngo",
    "extent": "full: the text ends; opening: it is cut off",
    "document_type": "readout: a participant's own account, also if headed press release; "
    "communique: adopted together; announcement: before; look_back: long after; press_release, "
    "news_report, interview, bilateral_note, commentary",
    "lineage_basis": "own: the account itself; stated: names its source; matched wording: follows "
    "another document; inferred: by judgement",
    "mention": "individual: named by itself; collective: as one of a group",
    "capacity": "head_of_delegation: leads it, or alone represents it; chair, co_chair, host, "
    "participant, special_guest, sideline_only",
    "certainty": "that the person sat there: stated; inferred: it follows; ambiguous: it can be "
    "read otherwise",
}
#: How stances are told apart, as the coders did.
STANCE = (
    "Stance: the strongest that applies. agreed: the sides agree on it, reaffirm it or share a "
    "concern, for every topic of that clause; priority: named as one; discussed: on the agenda, "
    "addressed, considered, given attention; unilateral: one side alone stresses, proposes or "
    "presents it (add who: raised_by); programme: no more than a programme's name, praised or not; "
    "background: context only."
)
#: How a draft suggests a stance.
BESIDE = "Beside it: what its sentence suggests, and the words that do."
#: How the name of a ministry begins.
MINISTRY = "Ministry of Foreign Affairs of "
#: Sureness from which a topic's rule is not told: its words were coded so time and again.
PROVEN = 0.9
#: A longer vocabulary is not listed.
LONG = 15


def draft(found: Suggestions, folder: str | Path = DATA, coder: str = "a") -> str:
    """Write a draft of the small file from proposals; coder b's has codings only."""
    schema = read_schema(folder)
    tables = read_rows(folder, schema)
    taken_in = {row["topic_id"]: row["include"] for row in tables["topics"]}
    hints = HINTS | _used(tables) | _filed(found, tables)
    form = _Form(schema, hints, _rules(folder, tables["topics"]), taken_in)
    if coder == "b":
        entries = ["[document]", 'document_id = ""', "", *_codings(found, form, ())]
    else:
        entries = _of_coder_a(found, form, tables)
    how = "# Strike what is wrong, fill what is empty; a cell that does not apply stays empty."
    return "\n".join([how, f'coder = "{coder}"', "", *entries]).rstrip() + "\n"


def _of_coder_a(found: Suggestions, form: _Form, tables: Tables) -> list[str]:
    known = {"language": found.language, "title": found.title, "publisher": found.publisher}
    unasked = ("founding", "publisher_type", "publisher_country")  # false, and as of the publisher
    lines, about = [], {}
    if len(found.filing.meetings) == 1:
        (known["meeting_id"],) = found.filing.meetings
        (row,) = (r for r in tables["meetings"] if r["meeting_id"] == known["meeting_id"])
        about["meeting_id"] = named_meeting(row)
    else:
        meeting = _commented(form.entry("meeting", {}, unasked=("meeting_id",)))
        lines += ["# Only where it is new:", *meeting]
    lines += [
        *form.entry("document", known, unasked=unasked, beside=about),
        *form.entry("lineage", {}, unasked=("lineage_id", "meeting_id")),
        *_codings(found, form, ("scope",)),  # which coder a does not record
    ]
    return [
        *lines,
        *_people(found, form, tables),
        *_delegations(found, form),
        *_programmes(found, form),
        *_glosses(found, form, tables),
    ]


def _people(found: Suggestions, form: _Form, tables: Tables) -> list[str]:
    last = {row["person_id"]: row for row in tables["participation"]}
    lines = []
    for person in found.people:
        row = last.get(person["person_id"], {})
        known = {name: cell for name, cell in person.items() if not (row and name in PERSON)}
        cells = [name for name in ("institution", "rank") if row and name not in person]
        before = {name: f"{row[name]} in {row['meeting_id']}" for name in cells}
        new = {} if row else {"why": person["pattern"], "asked": PERSON[:2]}
        lines += form.entry("people", known, beside=before, **new)
    if lines:
        words = "Who else is named and seated: the same; if not in people.csv, with "
        return [*lines, *_wrapped(f"{words}{' and '.join(PERSON[:2])}."), ""]
    return _commented(form.entry("people", {}, "who is named and seated", asked=PERSON[:2]))


def _delegations(found: Suggestions, form: _Form) -> list[str]:
    led = Counter(person["delegation"] for person in found.people)
    lines = []
    for seats in _alike(found.delegations, led):
        keys = [seat["delegation"] for seat in seats]
        known = {"delegation": keys if len(keys) > 1 else keys[0], "mention": seats[0]["mention"]}
        unasked = ("rank", "represented_by") if led[keys[0]] == 1 else ()
        if set(keys) <= SEATED.keys():
            known["status"] = "member"
        terms = ", ".join(dict.fromkeys(seat["term"] for seat in seats))
        why = f"paragraph {seats[0]['paragraph']}: {terms}"
        why += "; rank and words follow from its head" if unasked else ""
        lines += form.entry("delegations", known, why, unasked)
    words = 'Who else came: the same, those who are alike in one, as in delegation = ["KG", "TJ"]'
    if lines:
        values = form.values("delegations", ("delegation", "mention", "status"))
        return [*lines, *_wrapped(f"{words}; {values}."), ""]
    return [f"# {words}:", *_commented(form.entry("delegations", {}))]


def _programmes(found: Suggestions, form: _Form) -> list[str]:
    lines = []
    for programme in found.programmes:
        known = {name: programme[name] for name in ("programme_id", "paragraph", "term")}
        lines += form.entry("programmes", known)
    if lines:
        ids = form.hints["programmes", "programme_id"]
        return [*lines, *_wrapped(f"Another programme: the same; there are {ids}."), ""]
    return _commented(form.entry("programmes", {}, "a programme that is named"))


def _glosses(found: Suggestions, form: _Form, tables: Tables) -> list[str]:
    """Ask for what terms and roles in another language mean, where no gloss is there."""
    there = {r["printed"] for r in tables["glosses"] if r["language"] in (found.language, "en")}
    printed = {coding["term"]: "term" for coding in found.codings}
    roles = filter(None, (person["role_printed"] for person in found.people))
    printed |= dict.fromkeys(roles, "role")
    wanted = {} if found.language == "en" else printed
    return [
        line
        for words, kind in wanted.items()
        if words not in there
        for line in form.entry("glosses", {"kind": kind, "printed": words})
    ]


def _alike(seats: Iterable[dict], led: Mapping[str, int]) -> list[list[dict]]:
    """Put the states together that a paragraph seats in one way, with nobody's name."""
    groups: dict[object, list[dict]] = {}
    for seat in seats:
        key = seat["delegation"]
        alone = led[key] == 1 or key not in SEATED or key == "EU"
        groups.setdefault(key if alone else (seat["paragraph"], seat["mention"]), []).append(seat)
    return [*groups.values()]


def _codings(found: Suggestions, form: _Form, unasked: Iterable[str]) -> list[str]:
    """Write the codings under the numbers of their paragraphs, to be read along the text."""
    by_paragraph = {
        number: list(codings)
        for number, codings in groupby(found.codings, key=lambda coding: coding["paragraph"])
    }
    lines = [*_wrapped(f"{STANCE} {BESIDE}"), *form.rules[""], ""]
    form.shown.add(tuple(form.schema["codings"].column("stance").labels))  # said above
    for proposed, run in groupby(range(found.paragraphs + 1), key=by_paragraph.__contains__):
        numbers = [*run]
        if not proposed:
            which = "–".join(map(str, dict.fromkeys((numbers[0], numbers[-1]))))
            lines += [f"# --- paragraph {which}: no topic proposed", ""]
            continue
        for number in numbers:
            lines.append(f"# --- paragraph {number}")
            lines += _of_paragraph(by_paragraph[number], form, unasked)
    proposed = {coding["topic_id"] for coding in found.codings}
    missed = (f"{key}: {words}" for key, words in form.taken_in.items() if key not in proposed)
    return [*lines, "# Not proposed; was one of them missed?", *chain(*map(_wrapped, missed)), ""]


def _of_paragraph(codings: list[dict], form: _Form, unasked: Iterable[str]) -> list[str]:
    """Write the codings of a paragraph, each with what its topic is where its words leave doubt."""
    lines = []
    for coding in codings:
        known = {name: coding[name] for name in ("topic_id", "paragraph", "term")}
        known["stance"] = "programme" if coding["programme_only"] else ""
        lines += form.rules[coding["topic_id"]] if coding["sure"] < PROVEN else []
        also = ", ".join(f"{number}: {term}" for number, term in coding["also"].items())
        stance, words, side = coding["cue"]
        beside = {"raised_by": side}
        if stance and not coding["programme_only"]:
            beside["stance"] = f"{stance}: {words}"
        without = unasked if side else [*unasked, "raised_by"]
        lines += form.entry("codings", known, also and f"also {also}", without, beside)
    return lines


def _rules(folder: str | Path, topics: list[Row]) -> dict[str, list[str]]:
    """Say in comments what each topic takes in and what not, and its borderline rule."""
    written = borderline_rules(Path(folder))
    # The rest of the rule for any topic is for who decides between coders.
    general = [". ".join(written.get("any topic", "").split(". ")[:2]), written.get("no topic", "")]
    told = {"": [f"{text.removesuffix('.')}." for text in general if text]}
    for row in topics:
        exclude = f"; not {row['exclude']}" if row["exclude"] else ""
        rule = f" {written[row['topic_id']]}" if row["topic_id"] in written else ""
        told[row["topic_id"]] = [f"{row['label']}: {row['include']}{exclude}.{rule}"]
    return {key: [line for text in told[key] for line in _wrapped(text)] for key in told}


def _wrapped(text: str) -> list[str]:
    return wrap(text, 96, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)


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
    publishers = [name for name, documents in usual if documents > 2 and MINISTRY not in name]
    official = sorted(name for name in kinds["ca_government"] if name.startswith(MINISTRY))
    states = [name.removeprefix(MINISTRY) for name in official]
    return {
        ("meeting", "round"): f"next: {', '.join(f'{s} {n + 1}' for s, n in last.items())}",
        ("meeting", "city"): f"as {_usual(meetings, 'city', 20)}",
        ("document", "publisher"): f"as in documents.csv, such as {', '.join(publishers)}, "
        f"{MINISTRY}{' or '.join(filter(str.isalpha, states))}; a new one: add publisher_type and "
        "publisher_country",
        ("programmes", "programme_id"): ", ".join(r["programme_id"] for r in tables["programmes"]),
        ("people", "institution"): f"as {_usual(tables['participation'], 'institution', 8)}",
    }


def _filed(found: Suggestions, tables: Tables) -> dict[tuple[str, str], str]:
    """Say to which meeting and account the document may belong."""
    about = {row["meeting_id"]: named_meeting(row) for row in tables["meetings"]}
    fits = found.filing.meetings
    key = fits[0] if len(fits) == 1 else tables["meetings"][-1]["meeting_id"]
    accounts = [r for r in tables["lineages"] if r["meeting_id"] in fits]
    there = [f"{row['lineage_id']} ({row['voice']})" for row in accounts]
    names = (f"{key}-{state.lower()}-mfa" for state in SEATED if state != "EU")
    new = next((n for n in names if n not in {row["lineage_id"] for row in accounts}), key)
    printed = ", ".join(found.filing.printed)
    beside = "; ".join(f"{each}: {about[each]}" for each in fits) or "not in meetings.csv"
    suffix = "" if found.language == "en" else f"-{found.language}"
    return {
        ("document", "document_id"): f"meeting and publisher, such as {key}-mfakz{suffix}",
        ("document", "meeting_id"): f"{printed}: {beside}" if printed else f"such as {key}",
        ("document", "lineage_id"): f"whose account: {', '.join([*there, f'or new, as {new}'])}",
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
        taken_in: Mapping[str, str],
    ) -> None:
        self.schema, self.hints, self.rules, self.taken_in = schema, hints, rules, taken_in
        self.shown: set[tuple[str, ...]] = set()

    def entry(
        self,
        kind: str,
        known: Mapping[str, object],
        why: str = "",
        unasked: Iterable[str] = (),
        beside: Mapping[str, str] | None = None,
        asked: Iterable[str] = (),
    ) -> list[str]:
        """Write one entry: what is known, and the other columns empty with their values.

        `beside` is what is shown for this entry alone, and not filled in.
        """
        table, taken = KINDS[kind]
        heading = f"[{kind}]" if kind in SINGLE else f"[[{kind}]]"
        without = {*DERIVED, *unasked, *(() if kind in SINGLE else taken)}
        lines = [heading + (f"  # {why}" if why else "")]
        of_person = [self.schema["people"].column(name) for name in asked]
        for column in [*self.schema[table].columns, *of_person]:
            if column.name in without:
                continue
            given = known.get(column.name, "")
            if column.type == "boolean" or isinstance(given, list):
                value = json.dumps(given or False)
            else:
                value = as_toml(column.name, str(given))
            note = (beside or {}).get(column.name, "")
            if value == '""' and not note:
                hint = self._once((kind, column.name), self.hints.get((kind, column.name), ""))
                values = tuple(column.labels) if len(column.labels) <= LONG else ()
                told = self._once(values, MEANT.get(column.name, ", ".join(values)))
                needed = column.required and not (hint or column.labels)
                note = "required" if needed else "; ".join(filter(None, [hint, told]))
            lines.append(f"{column.name} = {value}" + (f"  # {note}" if note else ""))
        return [*lines, ""]

    def values(self, kind: str, columns: Iterable[str]) -> str:
        """List the values of columns that were not shown yet."""
        lists = ((name, self.schema[KINDS[kind][0]].column(name).labels) for name in columns)
        told = (
            (name, self._once(tuple(labels), MEANT.get(name, ", ".join(labels))))
            for name, labels in lists
        )
        return "; ".join(f"{name}: {words}" for name, words in told if words)

    def _once(self, key: tuple[str, ...], words: str) -> str:
        """Say something where it comes up first."""
        new = key not in self.shown
        self.shown.add(key)
        return words if new else ""

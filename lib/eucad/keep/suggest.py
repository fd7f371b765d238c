"""Proposals for coding a document: topics, programmes and officials in a local text.

The text is read, and nothing of it is stored: what is kept of it are key terms of
at most five words, and names.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, itemgetter
from pathlib import Path

from eucad.dataset import DATA
from eucad.keep import seats
from eucad.keep.filing import Filing, meeting_of
from eucad.keep.lexicon import (
    GAPS,
    Hit,
    Lexicon,
    LexiconError,
    Row,
    fold,
    language_of,
    read_lexicon,
    sentence_at,
)
from eucad.keep.offices import Offices, what_is_said, whose
from eucad.keep.pages import Paragraph, paragraphs
from eucad.keep.people import People
from eucad.keep.rows import read_csv
from eucad.keep.stances import STRENGTH, cue
from eucad.show.words import counted

#: Sureness below which nothing is proposed, and from which an early place counts for the place.
LEAST, FIRM = 0.5, 0.7
#: How sure an official is who is in no table yet.
NEW = 0.5
#: Words that a key term may have.
WORDS = 5

_BEFORE, _AFTER = re.compile(r"(?:\w+[-‐‑])*$"), re.compile(r"(?:[-‐‑]\w+)*")


@dataclass(frozen=True)
class _Place:
    """A pattern in a paragraph, with the words that are printed there."""

    row: Row
    paragraph: int
    start: int
    term: str
    #: The same with what else stands for the topic around it.
    whole: str
    #: What its sentence says of the stance: see `eucad.keep.stances.cue`.
    cue: tuple[str, str, str]

    @property
    def sure(self) -> float:
        return round(self.row.sure, 2)

    def entry(self, **key: str) -> dict:
        """Return what is proposed for a key because of this place."""
        return {
            **key,
            "paragraph": self.paragraph,
            "term": self.whole,
            "pattern": self.row.pattern,
            "sure": self.sure,
        }


@dataclass(frozen=True)
class Suggestions:
    """What is proposed for a document."""

    language: str  #: Language of the text, as given or as found.
    title: str  #: Its headline, or nothing where none was seen.
    publisher: str  #: The publisher of `documents.csv` that a line above the text is, or nothing.
    filing: Filing  #: The meeting that it is about, as far as it prints that.
    #: How many paragraphs were counted, and how many patterns the lexicon has for the language.
    paragraphs: int
    patterns: int
    #: One a topic: `topic_id`, `paragraph`, `term`, `pattern`, `sure`, `programme_only` (only the
    #: name of a programme stands for it), `also` (its terms in other paragraphs, by paragraph) and
    #: `cue` (the stance that a sentence suggests, by which words, and of which side).
    codings: list[dict]
    #: One a programme: `programme_id`, `paragraph`, `term`, `pattern`, `sure`.
    programmes: list[dict]
    #: One a person: `person_id`, `paragraph`, `name_printed`, `pattern`, `sure`, `name` and
    #: `delegation`; and of `role_printed`, `institution`, `rank`, `capacity` and `certainty` what
    #: the text prints. Among them are newcomers, who are in no table yet.
    people: list[dict]
    #: One a delegation of the format that is named, or whose official is, or that came as one of a
    #: group: `delegation`, `paragraph`, `term` and `mention`.
    delegations: list[dict]

    def to_json(self) -> str:
        """Return the proposals as JSON."""
        parts = ("language", "codings", "programmes", "people", "delegations")
        return json.dumps({p: getattr(self, p) for p in parts}, ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        """Return the proposals as a table for a terminal."""
        entries = [*self.codings, *self.programmes, *self.people]
        rows = [("sure", "paragraph", "proposal", "as printed", "because of")]
        rows += [
            (
                f"{entry['sure']:.2f}",
                str(entry["paragraph"]),
                next(iter(entry.values())),
                entry.get("term") or entry["name_printed"],
                entry["pattern"],
            )
            for entry in entries
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ("  ".join([*map(str.ljust, row, widths), row[4]]) for row in rows)
        counts = (
            f"{counted(len(self.codings), 'topic')}, "
            f"{counted(len(self.programmes), 'programme')} and "
            f"{counted(len(self.people), 'official')} in {counted(self.paragraphs, 'paragraph')}, "
            f"by {counted(self.patterns, 'pattern')} for {self.language!r}."
        )
        return "\n".join([*lines, "", counts])


def suggest(text: str, language: str | None = None, folder: str | Path = DATA) -> Suggestions:
    """Propose topics, programmes and officials for a text.

    Parameters
    ----------
    text : str
        The text of one document, as `eucad.keep.pages.read_text` returns it.
    language : str, optional
        Its language (BCP 47). By default told from its words, paragraph by
        paragraph.
    folder : str or Path, optional
        Folder of the dataset, with `lexicon.csv`. By default that of the library.

    Raises
    ------
    LexiconError
        If the lexicon cannot be used, or has no patterns for the language.

    Returns
    -------
    Suggestions
        All in the order of the text.

    Examples
    --------
    >>> found = suggest("They discussed the fight against drug trafficking and BOMCA.")
    >>> [(coding["topic_id"], coding["term"]) for coding in found.codings]
    [('drug_trafficking', 'drug trafficking'), ('border_management', 'BOMCA')]
    """
    folder = Path(folder)
    people, lexicon = _table(folder, "people"), _made(read_lexicon, folder, "lexicon")
    programmes = {row["programme_id"]: row["topic_id"] for row in _table(folder, "programmes")}
    if language is not None and language not in lexicon.languages:
        known = ", ".join(sorted(lexicon.languages))
        raise LexiconError(f"language {language!r}: the lexicon has patterns for {known}.")
    pieces = paragraphs(text)
    main = language or language_of(" ".join(piece.text for piece in pieces))
    topics, named = defaultdict(list), defaultdict(list)
    officials: dict[str, dict] = {}
    seated: dict[str, dict[str, dict]] = {"collective": {}, "individual": {}}
    finder, offices = _made(_people, folder, "people"), _made(_offices, folder, "participation")
    known = {row["person_id"]: row for row in people}
    for piece in pieces:

        def seat(mention: str, delegation: str, term: str, paragraph: int = piece.number) -> None:
            row = {"delegation": delegation, "paragraph": paragraph, "term": term}
            seated[mention].setdefault(delegation, row | {"mention": mention})

        spoken = language or language_of(piece.text, main)
        for entry in _officials(piece, spoken, finder, offices, known):
            key = entry["person_id"] or entry["name_printed"]
            if entry["delegation"] and (key in known or piece.number):
                seat("individual", entry["delegation"], entry["name"] or key)
            if key not in officials or officials[key]["sure"] < entry["sure"]:
                officials[key] = entry
        for place in _places(piece, lexicon, spoken, programmes):
            own = named if place.row.programme_id else topics
            own[place.row.programme_id or place.row.topic_id].append(place)
        if piece.number:  # a headline may name who did not come
            for delegation, term in seats.named(piece.text, spoken):
                seat("individual", delegation, term)
            for delegation, term in seats.together(piece.text, spoken):
                seat("collective", delegation, term)
    named = {key: places for key, places in named.items() if key in programmes}
    by_name = {programmes[key] for key in named} - topics.keys()
    for key, places in named.items():
        topics[programmes[key]] += places
    came = seated["collective"] | seated["individual"]
    best = {key: _best(places) for key, places in topics.items()}
    codings = [
        place.entry(topic_id=key)
        | {
            "programme_only": key in by_name,
            "also": _also(topics[key], place),
            "cue": _cue(topics[key], place),
        }
        for key, place in sorted(best.items(), key=lambda each: _in_text(each[1]))
    ]
    programmes_named = [_best(places).entry(programme_id=key) for key, places in named.items()]
    heads = [piece.text for piece in pieces if piece.number == 0]
    plain = {_without_form(line) for line in heads}
    publishers = (row["publisher"] for row in _table(folder, "documents"))
    said = ((piece.text, language or language_of(piece.text, main)) for piece in pieces)
    return Suggestions(
        main,
        heads[-1] if heads else "",
        next((name for name in publishers if _without_form(name) in plain), ""),
        meeting_of(said, _table(folder, "meetings")),
        max((piece.number for piece in pieces), default=0),
        sum(row.language == main for row in lexicon.rows),
        [coding for coding in codings if coding["sure"] >= LEAST],
        sorted(programmes_named, key=_paragraph),
        sorted(officials.values(), key=_paragraph),
        [came[key] for key in dict.fromkeys([*seats.SEATED, *came]) if key in came],
    )


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    return _made(read_csv, folder, name)


def _people(path: Path) -> People:
    return People(read_csv(path))


def _offices(path: Path) -> Offices:
    return Offices(read_csv(path))


def _made(make: Callable, folder: Path, name: str) -> object:
    """Return what is made of a table, which is read again only if it has another time of change."""
    path = folder / f"{name}.csv"
    return _made_once(make, path, path.stat().st_mtime_ns if path.exists() else 0)


_made_once = lru_cache(maxsize=14)(lambda make, path, _changed: make(path))
_paragraph, _in_text = itemgetter("paragraph"), attrgetter("paragraph", "start")


def _places(
    piece: Paragraph,
    lexicon: Lexicon,
    language: str,
    programmes: dict[str, str],
) -> list[_Place]:
    """Find the patterns of a paragraph, without those that are words of a programme's name."""
    hits = lexicon.find(piece.text, language)
    names = [hit for hit in hits if hit.row.programme_id]
    return [
        _Place(
            hit.row,
            piece.number,
            hit.start,
            _term(piece.text, hit.start, hit.end),
            _whole(piece.text, hit, hits),
            cue(piece.text, language, hit.start),
        )
        for hit in hits
        if not any(
            programmes.get(name.row.programme_id) == hit.row.topic_id
            and name.start <= hit.start
            and hit.end <= name.end
            for name in names
        )
    ]


def _without_form(name: str) -> str:
    """Return a name as it is compared: no case, and no form of state."""
    return re.sub(r"\bthe |\brepublic of ", "", name.casefold()).strip(" .")


def _also(places: list[_Place], best: _Place) -> dict[int, str]:
    """Return the term in each other paragraph."""
    others = sorted({place.paragraph for place in places} - {best.paragraph})
    return {n: _best([place for place in places if place.paragraph == n]).whole for n in others}


def _term(text: str, start: int, end: int) -> str:
    """Return the words of a place, hyphenated ones whole."""
    start -= len(_BEFORE.search(text, max(start - 60, 0), start).group())
    end = _AFTER.match(text, end).end()
    return text[start:end].strip(",;: ")


def _whole(text: str, hit: Hit, hits: list[Hit]) -> str:
    """Return the words of a place with those of its topic's others, as far as a term may reach."""
    start, end = hit.start, hit.end
    for other in sorted(hits, key=lambda each: abs(each.start - hit.start)):
        if (other.row.topic_id, other.row.programme_id) == (hit.row.topic_id, hit.row.programme_id):
            wider = min(start, other.start), max(end, other.end)
            between = text[min(end, other.end) : max(start, other.start)]
            near = len(between.split()) < 2 and len(_term(text, *wider).split()) <= WORDS
            if near and not re.search(r"[.!?;:()]|,\s\w", between):
                start, end = wider
    return " ".join(_term(text, start, end).split()[:WORDS])


def _cue(places: list[_Place], best: _Place) -> tuple[str, str, str]:
    """Return the strongest stance that a sentence suggests, with its paragraph if it is another."""
    strongest = min(sorted(places, key=_in_text), key=lambda place: STRENGTH.index(place.cue[0]))
    stance, words, side = strongest.cue
    where = f" in paragraph {strongest.paragraph}" if strongest.paragraph != best.paragraph else ""
    return stance, f'"{words}"{where}', side


def _best(places: list[_Place]) -> _Place:
    """Return the earliest place that is firm, or else the surest; there, the pattern of most words.

    Of those with as many words that a term may have, it is the one that leaps over fewest words. A
    programme's name comes last.
    """
    firm = [place for place in places if place.sure >= FIRM] or [
        place for place in places if place.sure == max(other.sure for other in places)
    ]
    first = min(place.paragraph for place in firm)
    return max(
        (place for place in firm if place.paragraph == first),
        key=lambda place: (
            len(place.term.split()) <= WORDS,
            not place.row.programme_id,
            sum(word not in GAPS for word in place.row.pattern.split()),
            -len(place.term.split()),
            place.sure,
        ),
    )


def _officials(
    piece: Paragraph, language: str, finder: People, offices: Offices, known: dict[str, dict]
) -> list[dict]:
    """Find who is named, with what the text prints of each; also who is new, beside an office."""
    text = piece.text
    found = [(one.start, one.end, one) for one in finder.find(text, language)]
    for start, end in offices.unknown(text):
        if all(end <= other[0] or other[1] <= start for other in found):
            found.append((start, end, None))
    entries, before = [], 0
    for start, end, one in sorted(found, key=lambda each: each[0]):
        first, last = sentence_at(text, language, start)
        alone = sum(first <= other[0] < last for other in found) == 1
        sentence = text[first:last] if alone else ""
        printed = text[start:end]
        role = offices.beside(text[:last], start, end, max(first, before))
        before = end
        if one:
            who = {name: known[one.person_id][name] for name in ("person_id", "name", "delegation")}
            who |= {"pattern": f"{one.form} ({one.how})", "sure": one.sure}
        else:
            latin = printed if printed.isascii() and "." not in printed else ""
            *given, surname = map(fold, latin.split() or [""])
            who = {
                "person_id": "-".join([surname, *given]),
                "name": latin,
                "delegation": whose(role, text[end:last], sentence, language),
                "pattern": "not in people.csv",
                "sure": NEW,
            }
        said = what_is_said(text[first:start], sentence)
        printed = {"paragraph": piece.number, "name_printed": printed, "role_printed": role}
        entries.append(who | printed | offices.known(role) | said)
    return entries

"""Officials of the dataset, found in a text by the forms of their names.

A name is found as it is printed in the tables, given name and surname in either
order, with its case endings in Cyrillic and in Turkic languages, by initial and
surname, and by the same letters in the other alphabet. New names are not
invented: who is not in `people.csv` is not found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from eucad.keep.lexicon import Token, tokens

#: How sure a name is, by the way it was found.
SURE = {"full name": 0.98, "other alphabet": 0.85, "initial and surname": 0.8, "surname": 0.6}

_CASES = (*"аяуюеиыйь", "ом", "ем", "ым", "им", "ой", "ей", "ою", "ею", "ого", "его", "ому", "ему")
_SUFFIXES = frozenset((*"aeiy", "ning", "ni", "ga", "dan", "da", "nin", "yn", "in", "ny", "nyn"))
_TURKIC = ("tk", "uz", "tr", "kk", "ky")
_TITLES = frozenset(
    "president minister ministers commissioner mr mrs ms dr chief vice representative hrvp hr vp "
    "secretary general ambassador leader envoy excellency chairman director premier counterpart "
    "президент министр комиссар господин гн госпожа гжа посол представитель глава генсек".split()
)
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufie", strict=True)),
    **{"ё": "e", "ж": "j", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": ""},
    **{"ю": "iu", "я": "ia", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h"},
    **{"ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ў": "o", "ә": "a", "і": "i", "ї": "i", "є": "e"},
}
_LOOSE = (
    *(("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("tch", "ch"), ("sch", "sh")),
    *(("ye", "e"), ("yo", "e"), ("io", "e"), ("yu", "iu"), ("ya", "ia"), ("iy", "i"), ("ij", "i")),
    *(("y", "i"), ("w", "v"), ("q", "k"), ("x", "ks"), ("ph", "f"), ("gh", "g"), ("ck", "k")),
    *(("ou", "u"), ("c", "k"), ("kh", "ch"), ("ei", "e"), ("ii", "i"), ("ie", "e")),
)


@dataclass(frozen=True)
class Named:
    """An official whom a text names: the characters `start` to `end`, and how it was found."""

    person_id: str
    start: int
    end: int
    form: str
    how: str

    @property
    def sure(self) -> float:
        """How sure the name is."""
        return SURE[self.how]


class People:
    """The officials of the dataset, ready to be looked for."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        initials: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in rows:
            for printed in [row["name"], *filter(None, row["aliases"].split(" | "))]:
                words = tuple(token.form for token in tokens(printed, ""))
                how = _how(words)
                self._add(_Form(row["person_id"], printed, words, how))
                if how == "full name":
                    initials[words[0][0], words[-1]].setdefault(row["person_id"], printed)
                    if len(words) == 2:
                        self._add(_Form(row["person_id"], printed, words[::-1], how))
        for words, owners in initials.items():
            if len(owners) == 1:  # an initial that fits two officials fits neither
                ((person_id, printed),) = owners.items()
                self._add(_Form(person_id, printed, words, "initial and surname"))

    def _add(self, form: _Form) -> None:
        for letter in {form.words[0][0], _sound(form.words[0])[:1]}:
            self._forms[letter].append(form)

    def find(self, text: str, language: str) -> list[Named]:
        """Find the officials named in a text, the surest form of each place."""
        found = tokens(text, language)
        endings = _SUFFIXES if language in _TURKIC else frozenset()
        named: list[Named] = []
        for index, token in enumerate(found):
            if text[token.start].islower():
                continue
            for letter in {token.form[0], _sound(token.form)[:1]}:
                for form in self._forms.get(letter, ()):
                    if how := _stands(form, found, index, text, endings):
                        end = found[index + len(form.words) - 1].end
                        named.append(Named(form.person_id, token.start, end, form.printed, how))
        named.sort(key=lambda one: (-one.sure, one.start - one.end))
        kept: list[Named] = []
        for one in named:
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda one: one.start)


@dataclass(frozen=True)
class _Form:
    """A form of an official's name: as printed in the table, its words, and what it is."""

    person_id: str
    printed: str
    words: tuple[str, ...]
    how: str


def _how(words: tuple[str, ...]) -> str:
    if len(words) == 1:
        return "surname"
    return "initial and surname" if min(map(len, words)) == 1 else "full name"


def _stands(form: _Form, found: list[Token], index: int, text: str, endings: frozenset[str]) -> str:
    """Return how a form of a name stands at a token, or nothing."""
    place = found[index : index + len(form.words)]
    if len(place) < len(form.words) or any(token.after_pause for token in place[1:]):
        return ""
    pairs = [(word, token.form) for word, token in zip(form.words, place, strict=True)]
    if all(_same(word, printed, endings) for word, printed in pairs):
        other = form.how == "surname" and _other_name_before(found, index, text)
        return "" if other else form.how
    if form.how == "full name" and all(_sounds_same(*pair) for pair in pairs):
        return "other alphabet"
    return ""


def _same(word: str, form: str, endings: frozenset[str]) -> bool:
    """Whether a word of a text is a word of a name, in any case of its declension."""
    if word == form:
        return True
    if len(word) < 3 or len(form) < 3:
        return False
    if word[0] >= "Ѐ":
        base = re.sub("[аяуюеиыйь]$", "", word)
        return form.startswith(base) and form[len(base) :] in ("", *_CASES)
    return form.startswith(word) and form[len(word) :] in endings


@cache
def _sounds_same(word: str, form: str) -> bool:
    """Whether a Cyrillic word of a text is a Latin word of a name, or the reverse."""
    if (word[0] >= "Ѐ") == (form[0] >= "Ѐ") or not (word[0] + form[0]).isalpha():
        return False
    cyrillic, latin = (word, form) if word[0] >= "Ѐ" else (form, word)
    stripped = {cyrillic, *(cyrillic.removesuffix(end) for end in _CASES)}
    return _sound(latin) in {_sound(one) for one in stripped if len(one) > 2}


@cache
def _sound(word: str) -> str:
    """Return a name in Latin letters without the differences that transliterations make."""
    latin = "".join(_LATIN.get(letter, letter) for letter in word)
    for one, other in _LOOSE:
        latin = latin.replace(one, other)
    return re.sub(r"(.)\1+", r"\1", latin)


def _other_name_before(found: list[Token], index: int, text: str) -> bool:
    """Whether a surname follows another given name, and so is another person's."""
    token, before = found[index], found[index - 1] if index else None
    if before is None or token.after_pause or before.sentence != token.sentence:
        return False
    return text[before.start].isupper() and before.form not in _TITLES and not before.form.isupper()

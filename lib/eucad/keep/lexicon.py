"""The lexicon: patterns of words, and where they stand in a text.

`data/lexicon.csv` has one row a pattern. A pattern is words parted by blanks:

==============  ================================================================
``threat``      the word in any of its forms, by the stemmer of the language
``traffick*``   any word that begins so
``=security``   this form only
``drug|opium``  either
``*``           any word
``..``          up to three words of any kind in between
``...``         the same, across commas and brackets
==============  ================================================================

Words follow one another within a sentence, and no comma or bracket stands between
them, unless ``...`` allows it. Hyphens and quotation marks between them do not
matter, nor do case, accents, ё, the kind of apostrophe, or a Latin letter in a
Cyrillic word. ``with`` and ``without`` are patterns too, several of them parted
by ``;``: one must, or none may, stand in the same sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import snowballstemmer

from eucad.keep.rows import read_csv

#: What a row is for: to propose its topic or programme, or to keep a place from being read so.
KINDS = ("propose", "pass_over")
COLUMNS = "kind topic_id programme_id language pattern with without hits coded".split()
#: Share of proposals that prove right, before a pattern has been tried, and what that is worth
#: in trials.
PRIOR, TRIALS = 0.8, 2
#: The signs of a gap, and how many words it may have.
GAPS, GAP = ("..", "..."), 3

_STEMMERS = {
    "en": "english",
    "ru": "russian",
    "de": "german",
    "fr": "french",
    "it": "italian",
    "tr": "turkish",
    "sv": "swedish",
    "ro": "romanian",
}
_WORD = re.compile(r"\b[Cc]o[-‐‑](?=op|or)\w+|[^\W_]+(?:['’ʼʻ‘`´ʹ][^\W_]+)*")
_PAUSE = re.compile(r"[,:()\[\]،、，]|\s[-–—]+\s|—")
_APOSTROPHE = re.compile(r"['’ʼʻ‘`´ʹ]")
_HYPHEN = re.compile(r"[-‐‑]")
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu|un|dell|nell|all|sull|dall|quest)['’ʼ‘](?=\w)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_])|[;؟؛。]")
_TO_CYRILLIC = str.maketrans("aceopxykmhtbi", "асеорхукмнтві")
_TO_LATIN = str.maketrans("асеорхукмнтві", "aceopxykmhtbi")

# Frequent small words, by which the language of a paragraph is told.
_SMALL_WORDS = {
    "en": "the of and to in on with for was were by at that as from this has is between",
    "ru": "и в на по с для о что из также между года был была были от при как его к",
    "uk": "і в на з що та для під про також між року від до які було у й",
    "kk": "және мен бен пен үшін туралы бойынша арасында деп болды осы бір",
    "ky": "жана менен үчүн боюнча ортосунда деп болду бул бир тууралуу жөнүндө",
    "tg": "ва дар бо аз барои ба ки байни оид мебошад гардид шуд карданд",
    "uz": "va bilan uchun ham bu boʻyicha haqida ҳақида ва билан учун ҳам бўйича ўртасида бу",
    "tk": "we bilen üçin hem boýunça bu arasynda barada hakynda ýylyň",
    "de": "der die das und in den von mit für auf dem zu ist im zwischen wurde eine",
    "fr": "le la les des et en du dans pour sur une avec est par au entre que",
    "it": "il la le di e che in per con del della dei nel sono un una alla tra",
    "tr": "ve bir bu ile için olarak da de arasında olan",
    "sv": "och att det i som en på av för med den till har är",
    "ro": "și în de la cu pe din pentru care este a al ale între",
    "ar": "في من على إلى أن و مع عن بين التي هذا",
    "fa": "در و از به که با این را برای است بین",
    "zh": "的 和 在",
}
# Letters that the language has and its neighbours mostly have not.
_OWN_LETTERS = {
    "uk": "іїєґ",
    "kk": "әғқңөұүһі",
    "ky": "ңөү",
    "tg": "ҷҳқӣӯғ",
    "uz": "ўқғҳʻ",
    "tk": "ýňžşäöü",
    "de": "ßäöü",
    "fr": "éèêàçœ",
    "it": "àèìòù",
    "tr": "ığşçöü",
    "sv": "åäö",
    "ro": "ășțâî",
}


class LexiconError(ValueError):
    """The lexicon cannot be used; the message names the line and what to do."""


@dataclass(frozen=True)
class Row:
    """One pattern of the lexicon."""

    kind: str  #: One of `KINDS`.
    #: What it proposes, or keeps from being proposed; both empty: anything.
    topic_id: str
    programme_id: str
    language: str  #: Language of the texts it is for; empty: all.
    #: The words, and the columns ``with`` and ``without``.
    pattern: str
    must: str
    must_not: str
    #: Trials, and how many of them the coders had coded so.
    hits: int
    coded: int

    @property
    def sure(self) -> float:
        """How sure a proposal by this pattern is, from its trials."""
        return (self.coded + PRIOR * TRIALS) / (self.hits + TRIALS)


@dataclass(frozen=True)
class Hit:
    """A place where a pattern stands: characters `start` to `end` of the text."""

    row: Row
    start: int
    end: int


@dataclass(frozen=True)
class Token:
    """A word of a text: where it stands, how it is compared, and what it follows."""

    start: int
    end: int
    form: str
    stem: str
    sentence: int
    after_pause: bool


def fold(word: str) -> str:
    """Return a word as it is compared: no case, accents, ё, apostrophes or mixed alphabets."""
    return _without_accents(_lower(word))


@cache
def _lower(word: str) -> str:
    word = _APOSTROPHE.sub("'", unicodedata.normalize("NFC", word)).casefold()
    word = _HYPHEN.sub("", word.removesuffix("'s").replace("'", "")).replace("i̇", "i")
    latin = sum("a" <= letter <= "z" for letter in word)
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in word)
    if latin and cyrillic:
        word = word.translate(_TO_LATIN if latin >= cyrillic else _TO_CYRILLIC)
    return word.replace("ё", "е")


@cache
def _without_accents(word: str) -> str:
    parts = (unicodedata.normalize("NFD", letter) for letter in word)
    plain = "".join(
        part[0] if part[0].isascii() else unicodedata.normalize("NFC", part) for part in parts
    )
    return plain.replace("ı", "i")


@cache
def _stemmer(language: str):
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name).stemWord if name else str


@cache
def _stem(word: str, language: str) -> str:
    return _without_accents(_stemmer(language)(_lower(word)))


def tokens(text: str, language: str) -> list[Token]:
    """Part a text into words and sentences."""
    if language in ("fr", "it"):
        text = _ELISION.sub(lambda match: " " * len(match.group()), text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if _ends(text, match.start())]
    found, sentence, before = [], 0, 0
    for match in _WORD.finditer(text):
        while sentence < len(ends) and match.start() >= ends[sentence]:
            sentence += 1
        word = match.group()
        form = fold(word)
        if form:
            pause = _PAUSE.search(text, before, match.start()) is not None
            found.append(Token(*match.span(), form, _stem(word, language), sentence, pause))
            before = match.end()
    return found


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends."""
    groups = groupby(tokens(text, language), key=lambda token: token.sentence)
    words = [[*group] for _, group in groups]
    return [(each[0].start, each[-1].end) for each in words]


def sentence_at(text: str, language: str, place: int) -> tuple[int, int]:
    """Return where the sentence of a place begins and ends, or the next one."""
    return next((start, end) for start, end in sentences(text, language) if place < end)


def _ends(text: str, position: int) -> bool:
    """Whether a full stop ends a sentence, and not an initial or abbreviation."""
    before = text[max(position - 3, 0) : position]
    return text[position] != "." or not before[-1:].isalnum() or before.isalnum()


def language_of(text: str, default: str = "en") -> str:
    """Tell the language (BCP 47) of a text by its small words, or the default where they tie."""
    words = _WORD.findall(text)
    folded = [fold(word) for word in words]
    scores = {
        language: sum(word in small for word in folded)
        + sum(not own.isdisjoint(word.casefold()) for word in words)
        for language, (small, own) in _marks_of_languages().items()
    }
    best = max(scores, key=scores.__getitem__)
    if scores[best] == scores.get(default, 0) or sorted(scores.values())[-2] == scores[best]:
        cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in text) > len(text) / 3
        return "ru" if cyrillic and default == "en" else default
    return best


@cache
def _marks_of_languages() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the small words and the own letters of each language."""
    return {
        language: (frozenset(map(fold, words.split())), frozenset(_OWN_LETTERS.get(language, "")))
        for language, words in _SMALL_WORDS.items()
    }


class Lexicon:
    """The patterns of a lexicon, ready to be looked for."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self._by_language: dict[str, _Index] = {}

    @property
    def languages(self) -> set[str]:
        """The languages that have patterns of their own."""
        return {row.language for row in self.rows} - {""}

    def find(self, text: str, language: str) -> list[Hit]:
        """Find where a pattern of this language, or of all, proposes something."""
        if language not in self._by_language:
            rows = [row for row in self.rows if row.language in ("", language)]
            self._by_language[language] = _Index(rows, language)
        return self._by_language[language].find(tokens(text, language))


class _Index:
    """The rows of one language by the word their pattern begins with."""

    def __init__(self, rows: list[Row], language: str) -> None:
        self._first: dict[tuple[str, str], list[tuple[Row, _Pattern]]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[str, Row, _Pattern]]] = defaultdict(list)
        self._language = language
        for row in rows:
            pattern = _pattern(row.pattern, language)
            for kind, value in pattern[0]:
                if kind == "begins":
                    self._beginnings[value[:2]].append((value, row, pattern))
                else:
                    self._first[kind, value].append((row, pattern))

    def find(self, found: list[Token]) -> list[Hit]:
        hits: list[tuple[int, int, Row]] = []
        sentences: dict[int, list[Token]] = defaultdict(list)
        for token in found:
            sentences[token.sentence].append(token)
        for index, token in enumerate(found):
            for row, pattern in self._starting(token):
                end = _match(pattern, found, index)
                if end and self._fits(row, sentences[token.sentence]):
                    hits.append((index, end, row))
        passed = [hit for hit in hits if hit[2].kind == "pass_over"]
        return [
            Hit(row, found[start].start, found[end - 1].end)
            for start, end, row in hits
            if row.kind == "propose"
            and not any(_covers(other, start, end, row) for other in passed)
        ]

    def _starting(self, token: Token):
        yield from self._first.get(("stem", token.stem), ())
        yield from self._first.get(("form", token.form), ())
        for beginning, row, pattern in self._beginnings.get(token.form[:2], ()):
            if token.form.startswith(beginning):
                yield row, pattern

    def _fits(self, row: Row, words: list[Token]) -> bool:
        return (not row.must or _any_stands(row.must, words, self._language)) and not (
            row.must_not and _any_stands(row.must_not, words, self._language)
        )


_Pattern = tuple[tuple[tuple[str, str], ...], ...]


@cache
def _pattern(text: str, language: str) -> _Pattern:
    """Read a pattern: for each word, the ways in which a token can be it."""
    return tuple(
        ((part, ""),) if part in GAPS else tuple(_way(word, language) for word in part.split("|"))
        for part in text.split()
    )


def _way(word: str, language: str) -> tuple[str, str]:
    if word == "*":
        return ("any", "")
    if word.startswith("="):
        return ("form", fold(word[1:]))
    if word.endswith("*"):
        return ("begins", fold(word[:-1]))
    return ("stem", _stem(word, language))


def _match(pattern: _Pattern, found: list[Token], index: int) -> int:
    """Return the end of a pattern that begins at a token, or 0 where it does not stand there."""
    sentence, leaps = found[index].sentence, True  # before its first word anything may stand
    for position, ways in enumerate(pattern):
        if ways[0][0] in GAPS:
            return _match_after_gap(pattern[position + 1 :], found, index, ways[0][0] == "...")
        if index >= len(found) or found[index].sentence != sentence:
            return 0
        if found[index].after_pause and not leaps:
            return 0
        if not any(_is(way, found[index]) for way in ways):
            return 0
        index, leaps = index + 1, False
    return index


def _match_after_gap(rest: _Pattern, found: list[Token], index: int, leaps: bool) -> int:
    """Return the end of what follows a gap that begins at a token, or 0."""
    for word in range(index, min(index + GAP + 1, len(found))):
        if found[word].sentence != found[index - 1].sentence:
            return 0
        if found[word].after_pause and not leaps:
            return 0
        if end := _match(rest, found, word):
            return end
    return 0


def _is(way: tuple[str, str], token: Token) -> bool:
    kind, value = way
    if kind == "stem":
        return token.stem == value
    if kind == "begins":
        return token.form.startswith(value)
    return kind == "any" or token.form == value


def _any_stands(patterns: str, words: list[Token], language: str) -> bool:
    read = [_pattern(pattern, language) for pattern in patterns.split(";")]
    return any(_match(pattern, words, index) for pattern in read for index in range(len(words)))


def _covers(other: tuple[int, int, Row], start: int, end: int, row: Row) -> bool:
    first, last, passing = other
    named = passing.topic_id or passing.programme_id
    same = not named or named in (row.topic_id, row.programme_id)
    return same and first < end and start < last


def read_lexicon(path: str | Path) -> Lexicon:
    """Read a lexicon from a table."""
    try:
        lines = read_csv(Path(path))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise LexiconError(f"{path}: not UTF-8. Save it again as UTF-8.") from None
    if lines and set(lines[0]) != set(COLUMNS):
        raise LexiconError(f"{path}, line 1: expected the columns {', '.join(COLUMNS)}.")
    return Lexicon([_row(path, number, line) for number, line in enumerate(lines, start=2)])


def _row(path: str | Path, number: int, line: dict[str, str]) -> Row:
    def wrong(what: str) -> LexiconError:
        return LexiconError(f"{path}, line {number}: {what}")

    if line["kind"] not in KINDS:
        raise wrong(f"kind {line['kind']!r}; choose {' or '.join(KINDS)}.")
    if line["kind"] == "propose" and bool(line["topic_id"]) == bool(line["programme_id"]):
        raise wrong("give either topic_id or programme_id.")
    words = line["pattern"].split()
    if not words or words[0] in ("*", *GAPS) or words[-1] in GAPS:
        raise wrong(f"pattern {line['pattern']!r}; it begins with a word and ends with one.")
    counts = [line["hits"] or "0", line["coded"] or "0"]
    if not all(map(str.isdecimal, counts)) or int(counts[1]) > int(counts[0]):
        raise wrong("hits and coded are whole numbers, and coded is not above hits.")
    named = (line["topic_id"], line["programme_id"], line["language"], line["pattern"])
    return Row(line["kind"], *named, line["with"], line["without"], *map(int, counts))

"""The offices that a text prints directly before or after a name, in English and Russian."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from eucad.keep import seats
from eucad.keep.lexicon import tokens
from eucad.keep.rows import Row

_HEADS = (
    "Minister|Secretary|Representative|Ambassador|Envoy|Coordinator|Commissioner|President|Director|"
    "Chairman|Head"
)
_ENGLISH = (
    r"(?:(?:[A-Z][\w’']*|first|deputy|vice|foreign|prime|special|high)[ -]){0,6}"
    rf"(?i:{_HEADS})\b(?:[- ]General|-at-Large)?"
    r"(?: (?:of|for|to|at|in|on|and|the|political|foreign|affairs|policy)\b|/[A-Z][\w-]*|"
    r" [A-Z](?:\.|[\w’'-]*))*"
)
_RUSSIAN = (
    r"(?i:(?:перв\w+ )?(?:заместител\w+ )?(?:(?:генеральн|верховн|специальн)\w+ )?(?:министр|"
    r"(?:ген)?секретар|(?:спец)?представител|замминистр|замглав|пос[оё]?л|президент|комиссар|"
    r"директор)\w{0,4})"
    r"(?: (?:иностранн\w+|внешн\w+|внешнеполитическ\w+|дел|делам|действий|деятельности|службы|"
    r"союза|комиссии|секретаря|вопросам|политическим|политике|безопасности|по|в|и|при)\b|"
    r" [А-ЯЁ](?:\.|\w*))*"
)
_OFFICE = re.compile(rf"(?<![\w-])(?:{_ENGLISH}|{_RUSSIAN})")
_TITLE = re.compile(r",? (?:(?:Mr|Ms|Mrs|Dr)\.?|г-\w+) ?$")
_LINK = re.compile(r",? (?:(?:Mr|Ms|Mrs|Dr)\.? |г-\w+ )?")
_AFTER = re.compile(r",? (?:the |as )?$")
_FROM = re.compile(r" (?:from|of|из)\b")
_DELEGATION = re.compile(r"delegation|represented by|делегаци", re.I)
#: Around a part of an office that is printed with another one.
_GOES_ON = re.compile(r"\s?[-–/()]")
_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]*(?:[-’'][^\W\d_]+)*\.?")
_BEHIND = re.compile(rf", ({_NAME.pattern}(?: {_NAME.pattern}){{1,2}}),")
_SMALL = re.compile(r"\b(?:of|for|to|at|in|on|and|the|по|в|и|при)$")
_ENDS = re.compile(r" (?:and|и)(?= |$)|$")
#: What says that somebody leads a delegation, or sits in the chair: who comes directly after it, or
#: whoever is named alone.
_LEADS = {
    "head_of_delegation": (
        r"(?:headed|led|represented) by",
        r"(?:headed|led) the|возглав|во главе",
    ),
    "chair": ("chaired by", "chaired|председательств"),
}
_CAME = re.compile(r"\b(?:took part|attended|participated)|принял\w* участие|участвовал", re.I)


class Offices:
    """The offices that the tables have, ready to be looked for."""

    def __init__(self, participation: Iterable[Row]) -> None:
        self._of: dict[frozenset[str], set[tuple[str, str]]] = defaultdict(set)
        self._words = {*"first acting mr ms mrs dr".split(), *_HEADS.casefold().split("|")}
        for row in participation:
            self._of[_plain(row["role_printed"])].add((row["institution"], row["rank"]))
            self._words |= _forms(row["role_printed"])

    def known(self, role: str) -> dict[str, str]:
        """Return institution and rank of an office, where all rows that print it agree."""
        of = self._of.get(_plain(role), set()) if role else set()
        return dict(zip(("institution", "rank"), *of, strict=True)) if len(of) == 1 else {}

    def beside(self, text: str, start: int, end: int, first: int = 0) -> str:
        """Return the office that stands directly before or after a name, from a place on.

        Examples
        --------
        >>> osh = {"role_printed": "Deputy Mayor of Osh", "institution": "", "rank": "other"}
        >>> text = "Deputy Minister Anna Doe met Igor Ivanov, President of Osh, there."
        >>> [Offices([osh]).beside(text, text.index(name), text.index(name) + len(name))
        ...  for name in ("Anna Doe", "Igor Ivanov")]
        ['Deputy Minister', 'President of Osh']
        """
        found = ""
        for place in _OFFICE.finditer(text, first):
            begin = place.start() + self._strange(place.group())
            office = _TITLE.sub("", text[begin : min(place.end(), start)]).strip(" ,")
            if begin < start and _LINK.fullmatch(text, begin + len(office), start):
                found = "" if _GOES_ON.match(text, max(begin - 2, 0)) else office
                break
            if end < begin and _AFTER.fullmatch(text, end, begin):
                found = "" if _GOES_ON.match(text, place.end()) else place.group()
        parts = (found[: part.start()] for part in _ENDS.finditer(found))
        if " and the " in found or any(map(self._name_at_the_end, parts)):
            return ""  # it is two people's, and whose is not plain
        return _SMALL.sub("", found).strip(" .")

    def unknown(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the names beside an office that are no words of an office themselves."""
        for place in _OFFICE.finditer(text):
            before = re.sub(r", (?:the )?$", "", text[: place.start()])
            if len(before) < place.start() and (name := self._name_at_the_end(before, None)):
                yield len(before) - len(name), len(before)
            behind = _BEHIND.match(text, place.end())
            if behind and not any(map(self._of_office, behind[1].split())):
                yield behind.span(1)
            for end in _ENDS.finditer(place.group()):
                if name := self._name_at_the_end(place.group()[: end.start()]):
                    yield place.start() + end.start() - len(name), place.start() + end.start()

    def _strange(self, office: str) -> int:
        """Return how many letters of an office are words before it, such as the first of a line."""
        words = office.split(" ")
        while words[0] == "The" or (_NAME.fullmatch(words[0]) and not self._of_office(words[0])):
            words.pop(0)
        return len(office) - len(" ".join(words))

    def _name_at_the_end(self, words: str, not_after: re.Pattern[str] | None = _SMALL) -> str:
        """Return the given name and surname with which words end."""
        parts, name = words.split(" "), []
        while parts and _NAME.fullmatch(parts[-1]) and not self._of_office(parts[-1]):
            name.insert(0, parts.pop())
        given = 1 < len(name) < 4 and not (not_after and not_after.search(" ".join(parts)))
        return " ".join(name) if given and name[-1][-1] != "." else ""

    def _of_office(self, word: str) -> bool:
        short = word.isupper() and len(word) > 2
        return short or bool(_forms(word) & self._words) or _names_a_side(word)


@cache
def _forms(words: str) -> frozenset[str]:
    return frozenset(token.form for token in tokens(words, ""))


@cache
def _names_a_side(word: str) -> bool:
    return any(seats.named(word, ""))


def what_is_said(before: str, sentence: str) -> dict[str, str]:
    """Return what a sentence says of who is named after some of its words.

    The whole sentence is given only where it names nobody else.
    """
    led = {
        key
        for key, (by, alone) in _LEADS.items()
        if re.search(rf"\b{by}\b[^,.;]*$", before, re.I)
        or re.search(rf"\b{by}|\b(?:{alone})", sentence, re.I)
    }
    said = {"capacity": led.pop()} if len(led) == 1 else {}
    sure = (said and sentence) or _CAME.search(sentence)
    return said | ({"certainty": "stated"} if sure else {})


def whose(role: str, after: str, sentence: str, language: str) -> str:
    """Return the delegation that the office, what follows it, or the sentence names."""
    for words in (role, after if _FROM.match(after) else "", sentence):
        sides = [key for key, _ in seats.named(words, language)]
        if sides and (words != sentence or (len({*sides}) == 1 and _DELEGATION.search(sentence))):
            return sides[0]
    return ""


@cache
def _plain(role: str) -> frozenset[str]:
    """Return an office as it is compared, without the state whose it is."""
    small = {"of", "the", "republic", "eu"}
    return frozenset(w for w in _forms(role) if w not in small and not _names_a_side(w))

"""Who sat at the table, by the names of states and of the EU that a text prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eucad.keep.lexicon import sentences, tokens

#: How the names of those who sit at the table begin, in the languages of the lexicon; `EU` besides.
SEATED = {
    "EU": "europ evrop ewrop yevrop avrup европ еврос еврот еуроп аврупо",
    "KZ": "kazak kazax qazaq qozog gazag kasach казах казак қазақ қазоқ",
    "KG": "kyrgyz kirgi kirghi qirg gyrgyz кыргыз киргиз қырғыз қирғиз",
    "TJ": "tajik tadjik tadschik tagik tacik tojik tajig таджик тоҷик тожик тәжік",
    "TM": "turkm turkmen туркм түркм түрікм",
    "UZ": "uzbek usbek ouzb ozbe узбек ўзбек ӯзбек өзбек",
}

_EU = r"(?:the )?(?:European Union|EU)|Европейск\w+ Союз\w*|Евросоюз\w*|ЕС"
_ASIA = (
    r"(?:the )?(?:(?:five )?(?:countries|states|republics) of )?Central Asian?"
    r"(?: countries| states| republics)?|"
    r"(?:пят\w+ )?(?:(?:стран|государств)\w* )?Центральн\w+ Ази\w"
)
#: The two sides in the name of their dialogue, which seats nobody.
_NAME = re.compile(
    rf"(?:{_EU})\s*[-‐‑–—]\s*(?:{_ASIA})|(?:{_ASIA})\s*[-‐‑–—]\s*(?:{_EU})|"
    r"(?:dialog|talks|meeting|summit|диалог|переговор|встреч|саммит)[^.;()]{0,80}? "
    r"(?:between|между) "
    rf"(?:(?:{_EU}) (?:and|и) (?:{_ASIA})|(?:{_ASIA}) (?:and|и) (?:{_EU}))",
    re.IGNORECASE,
)
#: What is a side's and not the side: words beside its name.
_ITS = ("border", "границ", "strateg", "стратег", "program", "программ", "project", "проект")
#: What says before the name of a state that it is the place.
_PLACE = re.compile(
    r"(?:\b(?:in|в)(?: [A-ZА-ЯЁ]\w+,)?|\b(?:capital|city) of|столиц\w+)(?: the)?(?: Republic of)? $"
)
#: How a sentence seats the states of Central Asia together, and says that they came.
_TOGETHER = re.compile(
    r"(?:\b(?:five|all|deputy|foreign)\s[^.;]{0,60}?|\bministers\s[^.;]{0,30}?)"
    r"\bCentral Asian?(?:\s(?:states|countries))?|"
    r"Central Asian?\s(?:deputy\s|foreign\s)*ministers|"
    r"(?:\bпят\w+|\bвсех|министр\w*)\s[^.;]{0,60}?\bЦентральной Азии",
    re.IGNORECASE,
)
#: How a guest is said to be invited or to have come.
_GUEST = re.compile(
    r"delegation\b[^.;,]{0,20}\bAfghan\w*|Afghan\w*[^.;,]{0,30}(?:invited|special guest|took part)|"
    r"делегаци\w+ (?:Исламск\w+ Республики )?Афганистан\w*|приглаш\w+[^.;,]{0,30}Афганистан\w*",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"took part|participat|attend|brought together|gather|represent|\bmet\b|talks with|"
    r"officials of|envoys|delegations|sat down|"
    r"участ|представ|собра|встрет|встреч|провел",
    re.IGNORECASE,
)


def without_name(text: str) -> str:
    """Blank the name of the dialogue out."""
    return _NAME.sub(lambda name: " " * len(name.group()), text)


def named(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Find who of the format is named, and in which word.

    Not counted are the name of the dialogue, compounds, borders, and what is a side's and not the
    side, such as its strategy.

    Examples
    --------
    >>> [*named("The EU–Central Asia dialogue met; Tajikistan praised the EU strategy.", "en")]
    [('TJ', 'Tajikistan')]
    """
    text = without_name(text)
    found = tokens(text, language)
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        around = {text[token.start - 1 : token.start], text[token.end : token.end + 1]}
        beside = [near for near in (before, after) if near and near.sentence == token.sentence]
        other = any(near.form.startswith(_ITS) for near in beside)
        if (
            other
            or around & set("-‐‑–—/")
            or _PLACE.search(text, max(token.start - 60, 0), token.start)
        ):
            continue
        word = text[token.start : token.end]
        for delegation, beginnings in SEATED.items():
            if token.form.startswith(tuple(beginnings.split())) or word == delegation == "EU":
                yield delegation, word
    yield from (("AF", guest.group()) for guest in _GUEST.finditer(text))


def together(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Find the words by which all states of Central Asia are seated without their names.

    Examples
    --------
    >>> [key for key, _ in together("The five states of Central Asia were represented.", "en")]
    ['KZ', 'KG', 'TJ', 'TM', 'UZ']
    """
    text = without_name(text)
    for start, end in sentences(text, language):
        words = _TOGETHER.search(text, start, end)
        if words and _CAME.search(text, start, end):
            yield from ((key, words.group()) for key in SEATED if key != "EU")

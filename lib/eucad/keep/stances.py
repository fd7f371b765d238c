"""The words of a sentence that tell how it raises a topic; a coder decides."""

from __future__ import annotations

import re

from eucad.keep import seats
from eucad.keep.lexicon import sentence_at

_CUES = re.compile(
    r"(?P<agreed>\bagreed?\b(?: (?:to|on|that))?|reaffirm\w*|consensus|\bvow\w*|"
    r"(?:(?:shared|common|joint) |express\w* (?:their )?)concern|(?:joint|their) commitment|"
    r"договорил\w+|договор[её]нност\w+|подтверд\w+|озабоченност\w+)|"
    r"(?P<priority>\bpriorit\w*|pressing|приоритет\w*)|"
    r"(?P<discussed>discuss\w*|exchang\w+ (?:of )?views|considered|reviewed|address(?:ed|es)\b|"
    r"\bagenda|(?:special|particular) (?:attention|emphasis)|touched (?:up)?on|особое внимание|"
    r"обсу\w+|рассм\w+|обмен\w* мнени\w+|повестк\w+|затро\w+)",
    re.IGNORECASE,
)
#: How an agreement points back to what a paragraph named before it.
_BACK = re.compile(
    r"\bagreed\b[^.;]*\b(?:these|those) (?:areas|issues|fields|matters|topics)|"
    r"договор\w+[^.;]*\b(?:упомянут|указанн|эт)\w+ (?:област|вопрос|направлен|сфер)\w*",
    re.IGNORECASE,
)
_BOTH = re.compile("Central Asia|Центральн", re.IGNORECASE)
#: From strong to weak.
STRENGTH = ("agreed", "priority", "discussed", "unilateral", "")
#: Among how many of its first words a sentence names who speaks.
FIRST = 6


def cue(text: str, language: str, place: int) -> tuple[str, str, str]:
    """Return the stance that a paragraph suggests of a place in it, by which words, of which side.

    What counts is what stands last before it in its sentence, or else first behind it.

    Examples
    --------
    >>> cue("The Kazakh side drew attention to water.", "en", 35)
    ('unilateral', 'Kazakh', 'KZ')
    >>> cue("They discussed trade, and agreed on water.", "en", 15)
    ('discussed', 'discussed', '')
    """
    if back := _BACK.search(text, place):
        begin, *_, last, end = back.group().split()
        return "agreed", f"{begin} … {last} {end}", ""
    start, end = sentence_at(text, language, place)
    sentence = text[start:end]
    found = [*_CUES.finditer(sentence)]
    before = [each for each in found if each.start() < place - start]
    said = (before[-1:] or found[:1] or [None])[0]
    first = " ".join(seats.without_name(sentence).split()[:FIRST])
    sides = {} if _BOTH.search(first) else dict(seats.named(first, language))
    if len(sides) == 1 and not (said and said.group().casefold().startswith("agree")):
        ((side, word),) = sides.items()
        return "unilateral", word, side
    return (said.lastgroup, said.group(), "") if said else ("", "", "")

"""The words of a sentence that tell how it raises a topic; a coder decides."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eucad.keep import seats
from eucad.keep.lexicon import sentences

_AGREED = re.compile(
    r"\bagreed?\b(?: (?:to|on|that))?|reached (?:an )?agreement|reaffirm\w*|consensus|\bvow\w*|"
    r"(?:shared|common|joint) concern|(?:joint|their) commitment|"
    r"договорил\w+|договор[её]нност\w+|соглас(?!н)\w+|подтверд\w+",
    re.IGNORECASE,
)
_CUES = {
    "priority": r"\bpriorit\w*|pressing|приоритет\w*",
    "discussed": r"discuss\w*|exchang\w+ (?:of )?views|considered|reviewed|address(?:ed|es)\b|"
    r"\bagenda|(?:special|particular) (?:attention|emphasis)|touched (?:up)?on|особое внимание|"
    r"обсу\w+|рассм\w+|обмен\w* мнени\w+|повестк\w+|затро\w+",
}
#: How an agreement points back to what was named before it.
_BACK = re.compile(
    r"(?:these|those|all|above) (?:areas|issues|fields|matters|topics)|"
    r"(?:эт\w+|упомянут\w+|указанн\w+) (?:област|вопрос|направлен|сфер)",
    re.IGNORECASE,
)
_OTHERS = re.compile("Central Asia|Центральн", re.IGNORECASE)
#: From strong to weak.
STRENGTH = ("agreed", *_CUES, "unilateral")
#: Among how many of its first words a sentence names who speaks.
FIRST = 6


def cues(
    text: str, language: str, speakers: Mapping[str, str]
) -> list[tuple[int, tuple[str, str, str]]]:
    """Return the end of each sentence, and the stance that it suggests, by which words, of whom.

    `speakers` are names of officials, with their delegations. What is agreed on *these areas* is
    agreed on those that the paragraph named before.

    Examples
    --------
    >>> [said for _, said in cues("They discussed water. The Kazakh side noted drugs.", "en", {})]
    [('discussed', 'discussed', ''), ('unilateral', 'Kazakh', 'KZ')]
    """
    found, back = [], None
    for start, end in reversed(sentences(text, language)):
        said = _cue(text[start:end], language, speakers)
        found.insert(0, (end, back or said))
        if said[0] == "agreed" and _BACK.search(text, start, end):
            back = said
    return found


def _cue(sentence: str, language: str, speakers: Mapping[str, str]) -> tuple[str, str, str]:
    agreed = _AGREED.search(sentence)
    first = " ".join(seats.without_name(sentence).split()[:FIRST])
    sides = dict(seats.named(first, language))
    sides |= {side: name for name, side in speakers.items() if name in first and side}
    if (
        len(sides) == 1
        and not _OTHERS.search(first)
        and not (agreed and agreed.group().casefold().startswith("agree"))
    ):
        ((side, word),) = sides.items()
        return "unilateral", word, side
    if agreed:
        return "agreed", agreed.group(), ""
    for stance, words in _CUES.items():
        if found := re.search(words, sentence, re.IGNORECASE):
            return stance, found.group(), ""
    return "", "", ""

"""Words that have a sense of their own here: the first of each on a page is explained."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from markupsafe import escape

GLOSSARY = Path(__file__).parent / "glossary.md"

#: Words that are explained where they first stand, each with its entry.
EXPLAINED = {
    "account": "account",
    "accounts": "account",
    "voice": "voice",
    "voices": "voice",
    "opening": "opening",
    "openings": "opening",
    "seat": "seat",
    "seats": "seat",
    "borrowed wording": "borrowed-wording",
    "other choice": "choice",
    "other choices": "choice",
}

#: One of them, or a tag, in which none is looked for.
WORD = re.compile(rf"<[^>]*>|\b({'|'.join(sorted(EXPLAINED, key=len, reverse=True))})\b")

#: Elements with running text, and those in which a word stays as it is.
RUNNING, LEFT = ("p", "dd", "li"), ("a", "code", "pre", "summary", "nav", "table", "script", "svg")

TAG = re.compile(rf"(</?(?:{'|'.join((*RUNNING, *LEFT))})\b[^>]*>)")


@cache
def entries() -> dict[str, str]:
    """Return the first paragraph of each entry of the glossary, by its anchor."""
    _, *parts = re.split(r"^## (.+)$", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        heading.strip().lower().replace(" ", "-"): re.sub(
            r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split())
        )
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }


def explain_words(body: str, root: str) -> str:
    """Link the first of each word of the glossary in running text, with its meaning to hover on."""
    told: set[str] = set()

    def linked(match: re.Match) -> str:
        entry = EXPLAINED.get(match[0])
        if entry is None or entry in told:
            return match[0]
        told.add(entry)
        meaning = escape(entries()[entry])
        return (
            f'<a class="term" href="{root}glossary.html#{entry}" title="{meaning}">{match[0]}</a>'
        )

    inside = dict.fromkeys((*RUNNING, *LEFT), 0)
    parts = TAG.split(body)
    for place, part in enumerate(parts):
        if place % 2:
            inside[re.search(r"\w+", part)[0]] += -1 if part[1] == "/" else 1
        elif any(inside[each] for each in RUNNING) and not any(inside[each] for each in LEFT):
            parts[place] = WORD.sub(linked, part)
    return "".join(parts)

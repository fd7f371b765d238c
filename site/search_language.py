"""How the site's search reads words: a name is found in any spelling, with or without its marks.

The index is written in Python and asked in a browser: the script for the latter is made of the same
tables, and stands beside the theme's own.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from html import unescape

from sphinx.search.en import SearchEnglish

#: Letters of Central Asia, and some others, that do not come apart into a letter and a mark.
LETTERS = dict(zip("қғҳңәөұүіһıəøłđ", "кгхнаоууихiaold", strict=True))

#: What is written for the apostrophe within a word, such as that of `gʻ`; not before an English s.
APOSTROPHES = "'’‘ʻʼ`´"

WITHIN = re.compile(rf"(?<=\w)[{APOSTROPHES}](?!s\b)(?=\w)")

# A letter, number or underscore, which Python calls `\w`.
_W = r"[\p{L}\p{N}_]"

IN_A_BROWSER = rf"""
const sameLetters = {json.dumps(LETTERS)};
window.withoutMarks = (word) => word.normalize("NFD").replace(/\p{{M}}/gu, "")
  .replace(/[{"".join(LETTERS)}]/g, (letter) => sameLetters[letter]);
var splitQuery = (query) => query.normalize("NFC")
  .replace(/(?<={_W})[{APOSTROPHES}](?!s(?!{_W}))(?={_W})/gu, "")
  .split(/{_W.replace("[", "[^")}+/u).filter((word) => word);
"""


class SearchAnySpelling(SearchEnglish):
    """English, and names of any language with or without their marks."""

    js_splitter_code = IN_A_BROWSER

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Most words stand on many pages.
        self.stem = cache(self.stem)

    def split(self, text: str) -> list[str]:
        """Split text, or HTML without its tags, into words."""
        return super().split(WITHIN.sub("", unicodedata.normalize("NFC", unescape(text))))

    def stem(self, word: str) -> str:
        """Return the stem of a word without its marks, unless that is no word to look for."""
        plain = without_marks(word)
        stem = super().stem(plain)
        return plain if stem in self.stopwords else stem


def without_marks(word: str) -> str:
    """Return a word with its letters alone: `ž` and `z` are one letter, and so are `й` and `и`."""
    letters = (each for each in unicodedata.normalize("NFD", word.lower()))
    return "".join(LETTERS.get(each, each) for each in letters if not unicodedata.combining(each))

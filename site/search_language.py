"""How the site's search reads words: without accents, so that a name is found in any spelling."""

from __future__ import annotations

import unicodedata
from functools import cache

from sphinx.search.en import SearchEnglish


class SearchAnySpelling(SearchEnglish):
    """English, and names of any language with or without their marks."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Most words stand on many pages.
        self.stem = cache(self.stem)

    def stem(self, word: str) -> str:
        """Return the stem of a word without its marks."""
        return super().stem(without_marks(word))


def without_marks(word: str) -> str:
    """Return a word with its letters alone: `ž` and `z` are one letter, and so are `й` and `и`."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )

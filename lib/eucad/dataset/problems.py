"""What is wrong with a dataset, in words for the person who mends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

#: From so many cells on, the same complaint about a column is one problem.
MANY = 10

#: So many first words make two complaints the same.
ALIKE = 3

#: How many ranges of lines, and how many values, a message lists before it counts the rest.
LISTED = 5

#: Longest part of a wrong value that a message repeats.
SHOWN = 120

#: Letters that move or hide what a terminal shows, or turn the direction of writing.
CONTROL = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)

# User name and password in an address.
_SECRET = re.compile(r"//[^/@\s]+@")

_WORDS = re.compile(r"[^-_ ]+")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the dataset."""

    file: str  #: Name of the file.
    expected: str  #: What should stand there.
    advice: str  #: What to do.
    #: Line as a text editor counts it, the header being line 1; None if the problem is the file
    #: itself. The first one, if there are several.
    line: int | None = None
    column: str | None = None  #: Column, if it is one cell or one column.
    value: str | None = None  #: What stands there.
    #: The value that was probably meant: what rests on the cell is checked as if it stood there.
    meant: str | None = None
    #: What to do where many cells of a file have this problem, whatever their columns.
    remedy: str | None = None
    cause: str | None = None  #: Problems of the same cause are one.
    #: Files and lines of the other rows that have the same problem.
    also: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        place = _visible(self.file)
        here = [line for file, line in self.also if file == self.file]
        if self.line is not None:
            place += f", {_lines([self.line, *here])}"
        if self.column is not None:
            place += f", column {_visible(self.column)}"
        value = self.value
        if value is not None and len(value) > SHOWN:
            value = value[:SHOWN] + "…"
        if value is not None:
            value = _SECRET.sub("//…@", value)
        found = "" if value is None else f" found {value!r};"
        return f"{place}:{found} expected {self.expected}. {self.advice}{self._elsewhere()}"

    def _elsewhere(self) -> str:
        files: dict[str, list[int]] = {}
        for file, line in self.also:
            if file != self.file:
                files.setdefault(file, []).append(line)
        if not files:
            return ""
        places = "; ".join(f"{file}, {_lines(lines)}" for file, lines in files.items())
        return f" It stands also in {places}."


def _visible(text: str) -> str:
    """Write letters that would move or hide what a terminal shows as escapes."""
    return text if text.isprintable() else repr(text)[1:-1]


def _lines(lines: Iterable[int]) -> str:
    """Write lines as ranges."""
    lines = sorted(set(lines))
    starts = [lines[0], *(b for a, b in pairwise(lines) if b != a + 1)]
    ends = [*(a for a, b in pairwise(lines) if b != a + 1), lines[-1]]
    ranges = [f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    listed = ", ".join(ranges[:LISTED])
    if len(ranges) > LISTED:
        listed += f" and more, {len(lines)} in all"
    return f"lines {listed}" if len(lines) > 1 else f"line {listed}"


def condense(problems: Iterable[Problem]) -> list[Problem]:
    """Make one problem of the same complaint about many cells.

    Problems of one cause, and complaints that are the same in more than ten cells of a column (or
    of a file if they have a common remedy), become one that names all their lines.

    Examples
    --------
    >>> print(*condense(Problem("a.csv", "a day", "Correct it.", n, "b") for n in range(2, 20)))
    a.csv, lines 2–19, column b: expected a day. Correct it. (18 cells.)
    """
    groups: dict[tuple, list[Problem]] = {}
    for problem in problems:
        column = None if problem.remedy else problem.column
        # What is expected names the row; how it begins says what is wrong.
        expected = " ".join(problem.expected.split()[:ALIKE])
        alike = (problem.file, column, expected, problem.remedy or problem.advice)
        key = (problem.cause,) if problem.cause else (*alike, problem.line is None)
        groups.setdefault(key, []).append(problem)
    condensed = []
    for members in groups.values():
        first = members[0]
        if first.cause:
            condensed.append(_one_of_many(members))
        elif len(members) <= MANY or first.line is None:
            condensed += members
        else:
            columns = dict.fromkeys(problem.column for problem in members if problem.column)
            values = {problem.value for problem in members}
            advice = f"{first.remedy or first.advice} ({len(members):,} cells.)"
            one = replace(_one_of_many(members), column=", ".join(columns) or None, advice=advice)
            if len(values) > 1:
                one = replace(one, value=f"{first.value} and the like")
            if len({problem.expected for problem in members}) > 1:
                one = replace(one, expected=f"{first.expected}, and the like")
            condensed.append(one)
    return condensed


def _one_of_many(members: list[Problem]) -> Problem:
    places = [(p.file, p.line) for p in members[1:] if p.line is not None]
    return replace(members[0], also=(*members[0].also, *places))


def nearest(value: str, allowed: Iterable[str], otherwise: str) -> str:
    """Advise which of the allowed values was meant, or give other advice if that is not plain."""
    meant = find_near(value, allowed)
    return f"Did you mean {meant!r}?" if meant else otherwise


def find_near(
    value: str, allowed: Iterable[str], names: Mapping[str, str] | None = None
) -> str | None:
    """Find the one allowed value of which a value is a misspelling, or which goes by that name.

    There is none if no value, or more than one, differs by a slip or two in a long word: another
    year, another code, another word before or behind is another thing. `names` maps what allowed
    values are called, in lower case, to the values.

    Examples
    --------
    >>> find_near("hlsd2026", ["hlsd2025"]), find_near("cybr", ["cyber", "water"])
    (None, 'cyber')
    >>> find_near("Kyrgyzstan", ["KG", "KZ"], {"kyrgyzstan": "KG"})
    'KG'
    """
    folded = " ".join(value.split()).casefold()
    allowed = list(allowed)
    same = [candidate for candidate in allowed if candidate.casefold() == folded]
    joined = re.sub(r"[-_ ]+", "_", folded)
    same = same or [c for c in allowed if re.sub(r"[-_ ]+", "_", c.casefold()) == joined]
    if same:
        return same[0] if len(same) == 1 else None
    if f"{folded}_id" in allowed:
        return f"{folded}_id"
    if names and folded in names:
        return names[folded]
    if len(folded) > SHOWN:
        return None
    slips = {}
    for candidate in allowed:
        if abs(len(candidate) - len(folded)) <= 2 and candidate:
            number = _slips(folded, candidate.casefold())
            if number is not None:
                slips[candidate] = number
    best = [candidate for candidate, number in slips.items() if number == min(slips.values())]
    return best[0] if len(best) == 1 else None


def _slips(value: str, candidate: str) -> int | None:
    """Count the slips of the pen between two values; None if they differ by more than that."""
    if re.findall(r"\d", value) != re.findall(r"\d", candidate):
        return None
    words, others = _WORDS.findall(value), _WORDS.findall(candidate)
    if len(words) != len(others):
        # A separator lost or put in.
        same = "".join(words) == "".join(others)
        return 1 if same else None
    total = 0
    for word, other in zip(words, others, strict=True):
        if word == other:
            continue
        length = min(len(word), len(other))
        number = _distance(word, other)
        if length < 4 or number > (1 if length < 6 else 2):
            return None
        if number > 1 and word[0] != other[0]:
            return None
        total += number
    return total if total <= 2 else None


def _distance(one: str, other: str) -> int:
    """Count insertions, deletions, substitutions and swaps of neighbours between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, opposite in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]

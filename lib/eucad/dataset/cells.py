"""What one cell may hold, whatever stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np

from eucad.dataset.problems import find_near
from eucad.dataset.schema import DESCRIPTOR, Column

#: Columns by whose contents people, places and topics are called in prose.
NAMES = ("name", "label", "city")

#: Longest cell, in letters, and longest word in it: an address counts as a word.
LONGEST, LONGEST_WORD = 2000, 500

LARGEST_INTEGER = np.iinfo("int64").max

REPLACEMENT_CHARACTER = "\ufffd"

_HOST = re.compile(
    r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.(?!\d+$)[a-z0-9-]{2,}"
)

_PLAIN_ADDRESS = re.compile(
    r"https?://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(/[\w./~%+,;=?&#!$'()*-]*)?", re.ASCII
)

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: Day 0 of the day numbers that spreadsheets keep, and the first year that is likely.
_DAY_ZERO, _FIRST_YEAR = date(1899, 12, 30).toordinal(), 1991

_TRUE = frozenset(
    "true yes y t 1 1.0 -1 wahr ja vrai oui vero verdadero verdadeiro sí sim prawda tak doğru evet "
    "истина да так правда чын иә ҳа ha".split()
)
_FALSE = frozenset(
    "false no n f 0 0.0 falsch nein faux non falso não fałsz nie yanlış yanliş hayır hayir "
    "ложь нет ні неправда жоқ жалған йўқ yoʻq".split()
)

#: What stands where a cell should be empty.
_STAND_INS = frozenset(
    "n/a na null none nan nil - -- — – ? . … ... unknown undefined tbd tba n.a. n.n. #n/a "
    "#н/д".split()
) | {"not known", "not available"}
_ERROR = re.compile(r"#[^\W\d_]+(/[^\W\d_0-9]+|/0)?[!?]", re.IGNORECASE)

# A program takes such a cell for a formula.
_FORMULA = frozenset("=+-@＝＋－＠")

# What turns text into something else in Markdown, MyST, HTML or mathematics. In a name none of the
# letters that can begin it; elsewhere only what cannot be meant as text.
_SPECIAL = frozenset("<>[]{}`*_~$\\#^|=@&")
_MARKUP = re.compile(
    r"<[a-z/!?]|&(#\w+|[a-z]+\d*);|\]\s?[(\[:]|!\[|\{[\w:+%#-]*[}%{#]|```|~~|:::|\$[^$]*\$"
    r"|\*\S[^*]*\*|__\S|\\[a-z(\[]|^\s*([#>]+|[*+])\s"
    r"|(java|vb)script\s*:|\bdata:\w+/|\bon\w+\s*=",
    re.IGNORECASE,
)

# Letters that print as nothing, and count as visible all the same.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f]")
NON_JOINER = "\u200c"

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_OTHER = "\u0370-\u03ff\u0400-\u052f"
_OTHER_IN_LATIN = re.compile(f"[{_LATIN}][{_OTHER}]")
_LATIN_IN_OTHER = re.compile(f"[{_OTHER}][{_LATIN}]")

_LOST = re.compile(r"\?{2,}|\w\?\w")


def _between(encoding: str, numbers: range) -> str:
    """Return the letters of an encoding that have these numbers, for use within brackets."""
    return re.escape("".join(bytes([n]).decode(encoding, "ignore") for n in numbers))


def _misread(encoding: str, first: range, others: range, pairs: int) -> str:
    """Match the letters that UTF-8 shows as when it is read in another encoding."""
    begin = f"[{_between(encoding, first)}{_between(encoding, others)}]"
    pair = f"{begin}[{_between(encoding, range(0x80, 0xC0))}]"
    return f"{pair}(?:{pair}){{{pairs - 1},}}"


# Latin, Cyrillic and Arabic letters, and with three letters each the signs of punctuation.
_MISREAD = {
    "cp1252": re.compile(
        _misread("cp1252", range(0xC2, 0xC6), range(0xD0, 0xDC), 1) + r"|â[€‚„†‡ˆ‰][^\W\d_]?.?"
    ),
    "cp1251": re.compile(_misread("cp1251", range(0xD0, 0xD2), range(0), 3)),
}


# By these a cell is looked at again: a letter that is odd behind any, ...
_ODD = 1
_ODD_LETTERS = (
    f"[{re.escape(''.join(sorted(_SPECIAL - {'|', '_'})))}?{REPLACEMENT_CHARACTER}ÂÃÄÅÐ-Ûâ]"
)
# ... and two that are odd side by side. A line break stands around each cell.
_ODD_PAIRS = (
    (f"[{_LATIN}]", f"[{_OTHER}]"),
    (f"[{_OTHER}]", f"[{_LATIN}]"),
    ("[ \n]", "[ \n]"),
    ("\n", f"[{re.escape(''.join(sorted(_FORMULA)))}]"),
    ("_", "_"),
    # As in ::: and javascript: and data:.
    ("[:atAT \n]", ":"),
    ("[РС]", f"[{_between('cp1251', range(0x80, 0xC0))}]"),
)


class Complaint(NamedTuple):
    """What a cell should hold, what to do, what was probably meant, and what if all are so."""

    expected: str
    advice: str
    meant: str | None = None
    remedy: str | None = None


def kind(column: Column) -> tuple:
    """Return what decides, of a column, which of its cells are right."""
    labels = tuple(column.labels)
    named = column.name in NAMES
    return column.type, column.pattern, column.required, column.minimum, named, labels


def find_unusual(column: Column, distinct: set[str], odd: set[str]) -> set[str]:
    """Sort out, cheaply, the values that need a closer look; `odd` are the odd texts among them."""
    if column.labels:
        return distinct - column.labels.keys()
    if column.type == "boolean":
        return distinct - {"true", "false"}
    if column.type == "date":
        return {value for value in distinct if next(_complain_of_date(value), None)}
    if column.type == "integer":
        return {value for value in distinct if next(_complain_of_integer(column, value), None)}
    if not is_text(column):
        return {value for value in distinct if not _PLAIN_ADDRESS.fullmatch(value)}
    unusual = distinct & odd
    if column.pattern:
        matches = re.compile(column.pattern).fullmatch
        unusual.update(value for value in distinct if not matches(value))
    if column.name in NAMES:
        unusual.update(v for v in distinct if v[:1].islower() or not _SPECIAL.isdisjoint(v))
    return unusual


def find_odd(texts: Collection[str]) -> set[str]:
    """Return the texts that must be looked at one by one, from a look at many of them as one."""
    every = iter(texts)
    odd: set[str] = set()
    # What so many texts take stays in the processor's cache.
    while values := [*islice(every, 10_000)]:
        text = "\n".join(["", *values, ""])
        letters = _letters().take(np.frombuffer(text.encode("utf-32-le"), "uint32"), mode="clip")
        # The place behind each value.
        ends = np.cumsum([len(value) + 1 for value in values])
        letters[0] = letters[ends] = letters[0] & ~(_ODD << 16)
        pairs = np.flatnonzero(letters[:-1] & letters[1:] >> 16)
        places = np.searchsorted(ends, [pairs, pairs + 1]).ravel()
        odd.update(values[i] for i in places.tolist())
        odd.update(v for v in values if len(v) < 16 and v.casefold() in _STAND_INS)
        odd.update(v for v in values if len(v) > LONGEST_WORD or v.count("(") != v.count(")"))
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            odd.update(v for v in values if not unicodedata.is_normalized("NFC", v))
    return odd


@cache
def _letters() -> np.ndarray:
    """Say of each letter by its lower bits which odd pairs it begins, by its upper ones, ends."""
    # Letters beyond, which few texts have, are taken for the last one, and that for odd.
    letters = "".join(map(chr, range(0x3000)))
    known = np.full(len(letters), _ODD, dtype="int32")
    known[[not letter.isprintable() for letter in letters]] |= _ODD << 16
    known[-1] |= _ODD << 16

    def mark(pattern: str, bit: int) -> None:
        known[[*map(ord, re.findall(pattern, letters))]] |= bit

    mark(_BLANK.pattern, _ODD << 16)
    mark(_ODD_LETTERS, _ODD << 16)
    for number, (first, second) in enumerate(_ODD_PAIRS, start=1):
        mark(first, _ODD << number)
        mark(second, _ODD << number + 16)
    return known


def is_text(column: Column) -> bool:
    """Say whether a column holds words, and no addresses."""
    return column.type == "string" and not column.labels and not _is_address(column)


def _is_address(column: Column) -> bool:
    return bool(column.pattern and column.pattern.startswith("^https?:"))


def complain(column: Column, value: str, guess: bool = True) -> Complaint | None:
    """Say what is wrong with a cell, or None if it is as it should be."""
    complaint = next(_complaints(column, value, guess), None)
    meant = complaint.meant if complaint else None
    if complaint and meant is not None and next(_complaints(column, meant, guess), None):
        return complaint._replace(meant=None)
    return complaint


def _complaints(column: Column, value: str, guess: bool) -> Iterator[Complaint]:
    if not value:
        if column.required:
            yield Complaint("a value", "Fill it in; this column may not be empty.")
        return
    yield from _complain_of_letters(value)
    if column.labels:
        if value not in column.labels:
            yield _complain_of_choice(column, value, guess)
        return
    if column.type == "date":
        yield from _complain_of_date(value)
    elif column.type == "boolean" and value not in ("true", "false"):
        yield _complain_of_truth(value)
    elif column.type == "integer":
        yield from _complain_of_integer(column, value)
    if column.type != "string":
        return
    if not _is_address(column):
        yield from _complain_of_text(column, value)
    if column.pattern and not re.fullmatch(column.pattern, value):
        yield Complaint(column.pattern_meaning or f"a match of {column.pattern}", "Correct it.")
    if _is_address(column):
        yield from _complain_of_address(value)


def _complain_of_letters(value: str) -> Iterator[Complaint]:
    """Complain of what no cell may hold, whatever its type."""
    if len(value) > LONGEST:
        yield Complaint(
            f"at most {LONGEST:,} letters", "Shorten it; the documents' texts stay out."
        )
    if value != value.strip():
        yield Complaint(
            "no space at either end", "Remove the space before or after the value.", value.strip()
        )
    if REPLACEMENT_CHARACTER in value:
        yield Complaint(
            "readable letters",
            "Letters were lost when the file was saved in another encoding: restore it from "
            "version control first, or type the value again.",
        )
    for i, letter in enumerate("" if value.isprintable() else value):
        if not letter.isprintable() and not _joins_arabic(value, i):
            name = unicodedata.name(letter, "control").lower()
            found = "line break" if letter in "\r\n" else f"{name} character"
            yield Complaint(
                "one line of visible characters", f"Replace the {found} with a space, or remove it."
            )
    blank = _BLANK.search(value)
    if blank:
        name = unicodedata.name(blank[0]).lower()
        yield Complaint("visible characters", f"Remove the {name}, which prints as nothing.")
    if not unicodedata.is_normalized("NFC", value):
        composed = unicodedata.normalize("NFC", value)
        expected = f"{composed!r}, each accent one with its letter"
        yield Complaint(expected, "Type it again (Unicode NFC).", composed)


def _joins_arabic(value: str, i: int) -> bool:
    """Say whether a letter is the non-joiner within a word of Arabic script, as Persian has it."""
    around = value[i - 1 : i] + value[i + 1 : i + 2]
    return (
        value[i] == NON_JOINER
        and len(around) == 2
        and all("\u0600" <= c <= "\u08ff" for c in around)
    )


def _complain_of_text(column: Column, value: str) -> Iterator[Complaint]:
    """Complain of what no honest document prints, and of what programs make of text."""
    if value.casefold() in _STAND_INS or _ERROR.fullmatch(value):
        expected = "an empty cell where nothing is known"
        if column.required:
            yield Complaint("a value", f"{value!r} stands in for one: write it.")
        else:
            yield Complaint(expected, "Empty it.", "")
    if value[0] in _FORMULA:
        yield Complaint(
            f"text that does not begin with {value[0]!r}",
            "A spreadsheet takes it for a formula: write it in words, or remove the sign.",
        )
    for encoding, pattern in _MISREAD.items():
        if pattern.search(value):
            probably = pattern.sub(lambda found, e=encoding: _read_again(found[0], e), value)
            if probably != value:
                yield Complaint(
                    f"readable letters, probably {probably!r}",
                    "They were lost when the file was saved in another encoding: restore it from "
                    "version control first, then make your change again.",
                    probably,
                )
    if _LOST.search(value):
        yield Complaint(
            "readable letters in place of question marks",
            "They were lost when the file was saved in another encoding: restore it from version "
            "control first, then make your change again.",
        )
    two = _two_scripts(value)
    if two:
        yield _complain_of_scripts(value, two[0])
    marked = _MARKUP.search(value)
    special = sorted(_SPECIAL & {*value}) if column.name in NAMES else []
    if marked or special:
        yield Complaint(
            "plain text without markup",
            f"Remove {(marked[0] if marked else special[0])!r}: pages would not show it as text.",
        )
    if max(map(len, value.split())) > LONGEST_WORD:
        yield Complaint(f"words of at most {LONGEST_WORD} letters", "Correct it.")
    if "  " in value:
        single = re.sub(" {2,}", " ", value)
        yield Complaint("one space between words", "Remove the others.", single)
    if value.count("(") != value.count(")") and not re.search(r"(^|\s)\w{1,2}\)", value):
        yield Complaint("brackets in pairs", "Add the other bracket, or the part that was cut off.")
    if column.name in NAMES and value[0].islower():
        yield Complaint("a name that begins with a capital letter", "Correct it.")


def _read_again(letters: str, encoding: str) -> str:
    try:
        return letters.encode(encoding).decode("utf-8")
    except UnicodeError:
        return letters


def _two_scripts(text: str) -> re.Match | None:
    return _OTHER_IN_LATIN.search(text) or _LATIN_IN_OTHER.search(text)


def _complain_of_scripts(value: str, pair: str) -> Complaint:
    word = next(word for word in value.split() if pair in word)
    strangers = [
        letter
        for letter in word
        if unicodedata.name(letter, "").startswith(
            ("CYRILLIC", "GREEK") if sum(c.isascii() for c in word) * 2 >= len(word) else "LATIN"
        )
    ]
    letter = (strangers or [pair[0]])[0]
    return Complaint(
        "words in one script each",
        f"In {word!r} {letter!r} is a {unicodedata.name(letter).lower()}: type it again.",
    )


def _complain_of_choice(column: Column, value: str, guess: bool) -> Complaint:
    called = {label.casefold(): key for key, label in column.labels.items()}
    meant = find_near(value, column.labels, called) if guess else None
    otherwise = (
        f"Choose one of them, or add it to {DESCRIPTOR} first, under categories and enum of "
        f"{column.name} (and to data/README.md)."
    )
    two = _two_scripts(value)
    if two and not meant:
        otherwise = _complain_of_scripts(value, two[0]).advice
    return Complaint(
        f"one of {', '.join(column.labels)}",
        f"Did you mean {meant!r}?" if meant else otherwise,
        meant,
    )


def _complain_of_truth(value: str) -> Complaint:
    folded = value.replace("İ", "i").replace("I", "i").casefold()
    for words, meant in ((_TRUE, "true"), (_FALSE, "false")):
        if value.casefold() in words or folded in words:
            remedy = None
            if value.isupper() and len(value) > 2:
                remedy = (
                    "A spreadsheet rewrote the column when it saved the file: restore the file "
                    "from version control, or write true and false in small letters."
                )
            return Complaint("true or false", f"Write {meant!r} if you mean that.", meant, remedy)
    return Complaint("true or false", "Write true or false.")


def _complain_of_integer(column: Column, value: str) -> Iterator[Complaint]:
    whole = re.fullmatch(r"(-?\d{1,18})(?:[.,]0+)?", value)
    if whole is None:
        if value.isdecimal():
            yield Complaint(f"a whole number of at most {LARGEST_INTEGER}", "Correct it.")
        yield Complaint("a whole number", "Write it in digits only.")
        return
    number = int(whole[1])
    if str(number) != value:
        expected = "a whole number" if value != whole[1] else "a whole number in plain digits"
        yield Complaint(expected, f"Write {number}.", str(number))
    if column.minimum is not None and number < column.minimum:
        yield Complaint(f"a whole number of at least {column.minimum}", "Correct it.")


def _complain_of_date(value: str) -> Iterator[Complaint]:
    expected = "a date as year-month-day, such as 2015-03-11"
    if _ISO_DATE.fullmatch(value):
        if not _is_day(value):
            yield Complaint("a day that exists, as year-month-day", "Correct the month or the day.")
        elif not str(_FIRST_YEAR) <= value < "2100":
            yield Complaint(f"a day from {_FIRST_YEAR} on, in this century at most", "Correct it.")
        return
    readings = _read_date(value)
    written = " or ".join(readings)
    remedy = (
        "A spreadsheet rewrote the column when it saved the file: restore the file from version "
        "control, or write every date as year-month-day."
    )
    if readings:
        advice = f"Write {written}."
        meant = readings[0] if len(readings) == 1 else None
        yield Complaint(expected, advice, meant, remedy)
    else:
        yield Complaint(expected, "Write it so.")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _read_date(value: str) -> list[str]:
    """Find the days that a date in another form can mean, all of which exist."""
    if len(value) > 40:
        return []
    text = unicodedata.normalize("NFKC", value).casefold()
    text = re.sub(r"[ t]\d{1,2}:\d\d(:\d\d)?(\.0*)?z?$", "", text)
    if re.fullmatch(r"\d{5}", text):
        day = date.fromordinal(_DAY_ZERO + int(text))
        return [day.isoformat()] if _FIRST_YEAR <= day.year < 2100 else []
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    parts: list[int] = []
    named = None
    for part in re.findall(r"\d+|[^\W\d_]+", text):
        if part.isdecimal():
            parts.append(int(part))
        elif part[:3] in _MONTHS:
            named = _MONTHS.index(part[:3]) + 1
    if named is not None and len(parts) == 2:
        orders = [(parts[1], named, parts[0]), (parts[0], named, parts[1])]
        orders = [order for order in orders if order[2] <= 31]
    elif len(parts) != 3:
        return []
    elif parts[0] > 31:
        orders = [(parts[0], parts[1], parts[2])]
    else:
        orders = [(parts[2], parts[0], parts[1]), (parts[2], parts[1], parts[0])]
    found = set()
    for year, month, day in orders:
        year += 2000 if year < 100 else 0
        written = f"{year:04}-{month:02}-{day:02}"
        if _FIRST_YEAR <= year < 2100 and _is_day(written):
            found.add(written)
    return sorted(found)


def _complain_of_address(value: str) -> Iterator[Complaint]:
    """Complain of an address that leads nowhere, elsewhere, or tells a secret."""
    advice = "Copy it from the document's page."
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        yield Complaint("a web address with a host that can be read", advice)
        return
    if parts.username is not None or "@" in parts.netloc:
        yield Complaint(
            "a web address without user name and password", "Remove what stands before the @."
        )
    elif port not in (None, 80, 443):
        yield Complaint("a public web address, without a port", advice)
    elif not _HOST.fullmatch(parts.hostname or ""):
        yield Complaint("a web address with the full name of a public host", advice)
    elif re.search(r'[\\<>"`{}|^]', value) or "script:" in value.casefold():
        yield Complaint("a web address without quotation marks and brackets", advice)
    elif len(value) > LONGEST_WORD * 2:
        yield Complaint(f"at most {LONGEST_WORD * 2} letters", advice)

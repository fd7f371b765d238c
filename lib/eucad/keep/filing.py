"""Which meeting a text is about, as far as it prints it: its day, or its number and series."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eucad.keep.lexicon import sentences
from eucad.keep.rows import Row

#: How far from a day that a text prints first its meeting may be, in days.
NEAR = 31

_SECURITY = "secur|sicherheit|sécurit|безопасн|howpsuz|xavfsiz|қауіпсіз|коопсуз|амният|хавфсиз"
#: The words by which a series is named, all of them in one sentence.
SERIES = {
    "hlsd": ("dialog|диалог", _SECURITY),
    "ctd": ("dialog|диалог", "counter.?terror|контртеррор"),
    "fmm": ("ministerial|foreign ministers|ministers of foreign|министров иностранных",),
    "summit": ("summit|саммит|sammit",),
}
_MONTHS = (
    "jan янв|feb фев|mar мар|apr апр|may мая|jun июн|jul июл|aug авг|sep сен|oct окт|"
    "nov ноя|dec дек"
).split("|")
_DAYS = r"(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:[-–—]|and|to|и)\s*(\d{1,2})(?:st|nd|rd|th)?)?"
_DATE = re.compile(
    rf"\b{_DAYS}\s+(?:of\s+)?([^\W\d_]{{3,}})\.?,?\s+(\d{{4}})\b|"
    rf"\b([^\W\d_]{{3,}})\.?\s+{_DAYS},?\s+(\d{{4}})\b|"
    r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b",
    re.IGNORECASE,
)
_NTH = (
    "first|перв second|втор third|трет fourth|четверт fifth|пят sixth|шест seventh|седьм "
    "eighth|восьм ninth|девят tenth|десят eleventh|одиннадцат twelfth|двенадцат "
    "thirteenth|тринадцат fourteenth|четырнадцат fifteenth|пятнадцат sixteenth|шестнадцат "
    "seventeenth|семнадцат eighteenth|восемнадцат nineteenth|девятнадцат twentieth|двадцат"
).split()
_ORDINAL = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|-?[а-я]{1,3})\b|"
    rf"\b(?:{'|'.join(f'({words})' for words in _NTH)})(?:ое|ая|ый|ой|ом|ем|го|ого|ую|ий|ье)?\b"
    r"(?![- ](?:deputy|vice|зам|вице))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Filing:
    """What a text prints of its meeting, and the held meetings that this fits."""

    meetings: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


def meeting_of(texts: Iterable[tuple[str, str]], meetings: Iterable[Row]) -> Filing:
    """Find the meeting that the first sentence with a day, or a number and series, is about.

    `texts` are the paragraphs in their order, each with its language.

    Examples
    --------
    >>> osh = {"meeting_id": "hlsd2031", "series": "hlsd", "round": "3"}
    >>> osh |= {"date_start": "2031-07-11", "date_end": "2031-07-11"}
    >>> meeting_of([("They met on 11 July 2031 in Osh.", "en")], [osh]).meetings
    ('hlsd2031',)
    """
    held = [row for row in meetings if row["date_start"]]
    before: list[dt.date] = []
    printed = (text[i:j] for text, language in texts for i, j in sentences(text, language))
    for sentence in printed:
        days = dict(_days(sentence))
        series = {
            name
            for name, words in SERIES.items()
            if all(re.search(each, sentence, re.IGNORECASE) for each in words)
        }
        rounds = _rounds(sentence) if series else {}
        fits: dict[str, int] = {}
        for row in held:
            start, end = (dt.date.fromisoformat(row[f"date_{each}"]) for each in ("start", "end"))
            if any(abs((day - start).days) > NEAR for day in before):
                continue
            named = row["series"] in series
            of_round = named and int(row["round"] or 0) in rounds
            of_day = (named or not series) and any(start <= day <= end for day in days)
            if of_round or of_day:
                fits[row["meeting_id"]] = of_round + of_day
        found = (*days.values(), *(f"{nth} ({', '.join(series)})" for nth in rounds.values()))
        if fits or (series and found):
            best = max(fits.values(), default=0)
            return Filing(tuple(key for key, points in fits.items() if points == best), found)
        before += days
    return Filing()


def _days(sentence: str) -> Iterator[tuple[dt.date, str]]:
    """Find the days that a sentence prints with their year."""
    for match in _DATE.finditer(sentence):
        first, last, month, year, month_first, day, until, its_year, *numbers = match.groups()
        if month or month_first:
            stem = (month or month_first)[:3].casefold()
            number = next((n for n, stems in enumerate(_MONTHS, 1) if stem in stems), 0)
            found = [(year or its_year, number, each) for each in (first, last, day, until) if each]
        else:
            found = [numbers[2::-1]] if numbers[0] else [numbers[3:]]
        for parts in found:
            try:
                yield dt.date(*map(int, parts)), match.group()
            except ValueError:
                continue  # it looks like a day, and is none


def _rounds(sentence: str) -> dict[int, str]:
    """Find the ordinal numbers in a sentence."""
    return {
        int(match[1]) if match[1] else match.lastindex - 1: match.group()
        for match in _ORDINAL.finditer(sentence)
    }

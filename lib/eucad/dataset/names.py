"""What people call the keys of the dataset: one mapping for all that prose and figures name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eucad.dataset.loading import Dataset

# What Markdown takes for more than text. `Text` sees to "<" where it is shown.
_MARKS = re.compile(r"[\\`*_{}\[\]$#~|]")

#: The vocabulary whose codes name other things as well: `uz` is Uzbek, and the voice of Uzbekistan.
LANGUAGE = "language"


def read_names(dataset: Dataset) -> dict[str, str]:
    """Map every key to what people call it.

    These are values of all vocabularies but the languages, then topics, programmes, people and
    meetings (place and year, or the series and the year of a round that was not found). They are
    :func:`plain`, so that prose can hold them as they are.

    Raises
    ------
    ValueError
        If a key has two names.

    Examples
    --------
    >>> import eucad
    >>> names = read_names(eucad.load())
    >>> names["cbrn"], names["uz"], names["hlsd2016"], names["deputy_minister"]
    ('CBRN', 'Uzbekistan', 'Brussels 2016', 'Deputy minister')
    """
    names: dict[str, str] = {}
    for key, named in _named(dataset):
        name = plain(named)
        if names.setdefault(key, name) != name:
            raise ValueError(f"{key!r} has two names: {names[key]!r} and {name!r}. Rename one key.")
    return names


def plain(text: str) -> str:
    """Write words from a table so that Markdown shows them as they stand."""
    return _MARKS.sub(r"\\\g<0>", text)


def _named(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for table in dataset.schema.tables.values():
        for column in table.columns:
            if column.name != LANGUAGE:
                yield from column.labels.items()
    yield from zip(dataset.topics["topic_id"], dataset.topics["label"], strict=True)
    yield from zip(dataset.programmes["programme_id"], dataset.programmes["name"], strict=True)
    yield from zip(dataset.people["person_id"], dataset.people["name"], strict=True)
    yield from _meetings(dataset)


def _meetings(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Name a meeting by place and year; those of a series that share both, by month or day."""
    meetings = dataset.meetings
    series = meetings["series"].map(dataset.schema["meetings"].column("series").labels)
    held = meetings["status"] == "held"
    place = meetings["city"].fillna("Virtual").where(held, series.astype(str))
    year = meetings["meeting_id"].str.extract(r"(\d{4})", expand=False)
    names = place + " " + year
    for form in ("%B %Y", "%d %B %Y"):
        same = held & (names + " " + series.astype(str)).duplicated(keep=False)
        names = names.where(~same, place + " " + meetings["date_start"].dt.strftime(form))
    yield from zip(meetings["meeting_id"], names, strict=True)

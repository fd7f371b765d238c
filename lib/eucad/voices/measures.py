"""Whose agenda it is: all that notebook 05 shows, from the choices named at its top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import account_topic_matrix, agenda_codings
from eucad.dataset import Dataset
from eucad.documents import borrowed_lineages, side_of
from eucad.meetings import held_meetings
from eucad.stats import LEVEL
from eucad.voices.contrast import SIDES, accounts_to_overturn, contrast, who_says
from eucad.voices.exposure import count_topics, script_gap
from eucad.voices.likeness import likeness


@dataclass(frozen=True)
class Study:
    """All that notebook 05 shows, from the choices named at its top.

    Attributes
    ----------
    names, languages : mapping of str to str
        What people call the keys of the dataset, and its languages.
    series : tuple of str
        The series of meetings that is studied.
    level : float
        Coverage of every interval; exact p-values are small at 1 less the level.
    minimum : int
        Accounts of either side that must raise a topic for it to be drawn.
    cases : tuple of str
        Topics that are looked at one by one, the leading one first.
    since : int
        Year from which the leading case is looked at again.
    said : DataFrame
        From :func:`~eucad.voices.contrast.who_says`.
    contrast, contrast_since, contrast_everywhere : DataFrame
        From :func:`~eucad.voices.contrast.contrast`: at all meetings of the series, at those since
        `since`, and at the meetings of every series.
    variants, likeness : dict of str to DataFrame
        By variant, what :func:`~eucad.voices.contrast.contrast` and
        :func:`~eucad.voices.likeness.likeness` find.
    to_overturn : int or None
        From :func:`~eucad.voices.contrast.accounts_to_overturn`, of the leading case.
    documents, gap : DataFrame
        From :func:`~eucad.voices.exposure.count_topics` and
        :func:`~eucad.voices.exposure.script_gap`, of every series.
    terms : DataFrame
        From :func:`terms`, of the cases.
    """

    names: Mapping[str, str]
    languages: Mapping[str, str]
    series: tuple[str, ...]
    level: float
    minimum: int
    cases: tuple[str, ...]
    since: int
    said: pd.DataFrame
    contrast: pd.DataFrame
    contrast_since: pd.DataFrame
    contrast_everywhere: pd.DataFrame
    variants: dict[str, pd.DataFrame]
    likeness: dict[str, pd.DataFrame]
    to_overturn: int | None
    documents: pd.DataFrame
    gap: pd.DataFrame
    terms: pd.DataFrame


def study(
    dataset: Dataset,
    *,
    series: Sequence[str],
    cases: Sequence[str],
    since: int,
    minimum: int,
    variants: Sequence[str],
    level: float = LEVEL,
) -> Study:
    """Compute all that notebook 05 shows.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        Series of meetings, such as ``("hlsd",)``.
    cases : sequence of str
        Topics to look at one by one, the leading one first.
    since : int
        Year from which the leading case is looked at again.
    minimum : int
        Accounts of either side that must raise a topic for it to be drawn.
    variants : sequence of str
        What else could have been counted; see :func:`matrix_under`. The collection's own way of
        counting, ``all``, always comes first.
    level : float
        Coverage of every interval.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If a choice has a value that does not occur, or no meeting is reported by both sides.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), series=["hlsd"], cases=["ukraine_war"], since=2022, minimum=3,
    ...               variants=["opening"])
    >>> list(found.variants)
    ['all', 'opening']
    """
    matrices = {
        variant: matrix_under(dataset, variant, series=series)
        for variant in dict.fromkeys(("all", *variants))
    }
    mentions = matrices["all"]
    _require_topics(dataset, cases)
    every_series = list(dataset.meetings["series"].cat.categories)
    documents = count_topics(dataset, series=every_series)
    contrasts = {name: contrast(matrix, level=level) for name, matrix in matrices.items()}
    return Study(
        names=dataset.names,
        languages=dataset.languages,
        series=tuple(series),
        level=level,
        minimum=minimum,
        cases=tuple(cases),
        since=since,
        said=who_says(mentions),
        contrast=contrasts["all"],
        contrast_since=contrast(
            mentions[mentions.index.get_level_values("year") >= since], level=level
        ),
        contrast_everywhere=contrast(
            account_topic_matrix(dataset, series=every_series), level=level
        ),
        variants=contrasts,
        likeness={
            name: likeness(matrix, held_meetings(dataset)["series"], level=level)
            for name, matrix in matrices.items()
        },
        to_overturn=accounts_to_overturn(mentions, cases[0], level=level),
        documents=documents,
        gap=script_gap(documents, level=level),
        terms=terms(dataset, cases, series=series),
    )


def matrix_under(dataset: Dataset, variant: str, *, series: Sequence[str]) -> pd.DataFrame:
    """Return the accounts × topics under one way of counting.

    Parameters
    ----------
    dataset : Dataset
    variant : str
        ``all``: everything that was visible, adjudicated; ``opening``: headlines and openings
        alone; ``unborrowed``: without accounts that borrow their wording from another meeting's;
        ``coder_a`` and ``coder_b``: what one coder found; ``without_`` and a voice, such as
        ``without_tm``: without the accounts of that voice.
    series : sequence of str
        Series of meetings.

    Returns
    -------
    DataFrame
        As from :func:`~eucad.agenda.account_topic_matrix`.

    Raises
    ------
    ValueError
        If there is no such variant or series.

    Examples
    --------
    >>> import eucad
    >>> found = matrix_under(eucad.load(), "without_tm", series=["hlsd"])
    >>> "tm" in found.index.unique("voice")
    False
    """
    voices = dataset.lineages["voice"].cat.categories
    options = {
        "all": {},
        "opening": {"extent": "opening"},
        "unborrowed": {"exclude_lineages": borrowed_lineages(dataset)},
        "coder_a": {"coding": "a"},
        "coder_b": {"coding": "b"},
        **{f"without_{left}": {"voices": [v for v in voices if v != left]} for left in voices},
    }
    if variant not in options:
        raise ValueError(f"There is no variant {variant!r}; choose among {', '.join(options)}.")
    return account_topic_matrix(dataset, series=series, **options[variant])


def terms(dataset: Dataset, topics: Sequence[str], *, series: Sequence[str]) -> pd.DataFrame:
    """List the key terms under which each side raises a topic, in the original language.

    Parameters
    ----------
    dataset : Dataset
    topics : sequence of str
    series : sequence of str
        Series of meetings.

    Returns
    -------
    DataFrame
        One row a topic, side and term, topics as given, the terms that most accounts use first:
        `language` and `accounts`, the number of independent accounts that print it. Terms that
        differ only in capitals, quotation marks or spaces are one, written as its first document
        has it.

    Raises
    ------
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> import eucad
    >>> found = terms(eucad.load(), ["ukraine_war"], series=["hlsd"])
    >>> found.index.unique("side").to_list()
    ['eu']
    """
    _require_topics(dataset, topics)
    found = agenda_codings(dataset, series)
    found = found.assign(side=side_of(found["voice"]))
    found = found[found["topic_id"].isin(topics) & found["side"].isin(SIDES)].assign(
        topic_id=lambda kept: pd.Categorical(kept["topic_id"].astype(str), list(topics)),
        side=lambda kept: pd.Categorical(kept["side"].astype(str), SIDES),
    )
    found["term"] = found["term"].str.strip("\"'“”«»„ ").str.replace(r"\s+", " ", regex=True)
    found["folded"] = found["term"].str.casefold()
    counted = found.groupby(["topic_id", "side", "folded"], observed=True).agg(
        term=("term", "first"), language=("language", "first"), accounts=("lineage_id", "nunique")
    )
    counted = counted.reset_index().sort_values(
        ["topic_id", "side", "accounts", "folded"], ascending=[True, True, False, True]
    )
    return counted.set_index(["topic_id", "side", "term"])[["language", "accounts"]]


def _require_topics(dataset: Dataset, topics: Sequence[str]) -> None:
    unknown = sorted(set(topics) - set(dataset.topics["topic_id"]))
    if unknown:
        raise ValueError(
            f"The codebook does not have {', '.join(unknown)}; `dataset.topics` lists its topics."
        )

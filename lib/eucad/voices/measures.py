"""Whose agenda it is: all that notebook 05 shows, from the choices named at its top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import account_topic_matrix, agenda_codings
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known, require_whole
from eucad.documents import side_of
from eucad.meetings import held_meetings
from eucad.stats import LEVEL
from eucad.voices.contrast import (
    SIDES,
    accounts_to_overturn,
    both_report,
    contrast,
    find_one_sided,
    who_says,
)
from eucad.voices.exposure import count_topics, script_gap
from eucad.voices.likeness import likeness

#: What the collection looks at: topics one by one, the leading one first; the year since which that
#: one could be raised as it is; and other choices of what counts (:func:`matrix_under`).
CASES = ("ukraine_war", "sanctions", "water", "border_management", "rule_of_law_rights")
SINCE = 2022
VARIANTS = ("opening", "fresh", "stated", "without_tm", "coder_a", "coder_b")


@dataclass(frozen=True)
class Study:
    """All that notebook 05 shows, from the choices named at its top."""

    #: What people call the keys of the dataset, and its languages.
    names: Mapping[str, str]
    languages: Mapping[str, str]
    series: tuple[str, ...]  #: The series of meetings that is studied.
    level: float  #: Coverage of every interval; p-values are small at 1 less the level.
    #: Accounts that must raise a topic for it to be drawn, and that each side must give for a topic
    #: to be called one-sided.
    minimum: int
    cases: tuple[str, ...]  #: Topics that are looked at one by one, the leading one first.
    since: int  #: Year from which the leading case is looked at.
    said: pd.DataFrame  #: From :func:`~eucad.voices.contrast.who_says`.
    #: From :func:`~eucad.voices.contrast.contrast`: at the meetings of the series, and at those of
    #: every series.
    contrast: pd.DataFrame
    everywhere: pd.DataFrame
    #: By variant, what :func:`~eucad.voices.contrast.contrast` finds since `since`. A variant under
    #: which no such meeting is reported by both sides is missing.
    later: dict[str, pd.DataFrame]
    one_sided: pd.DataFrame  #: From :func:`~eucad.voices.contrast.find_one_sided`, since `since`.
    #: From :func:`~eucad.voices.contrast.accounts_to_overturn`, of the leading case since `since`.
    to_overturn: int | None
    #: From :func:`~eucad.voices.likeness.likeness`: of all that was visible, and without wording of
    #: an earlier meeting.
    likeness: pd.DataFrame
    likeness_fresh: pd.DataFrame
    #: From :func:`~eucad.voices.exposure.count_topics` and
    #: :func:`~eucad.voices.exposure.script_gap`, of every series.
    documents: pd.DataFrame
    gap: pd.DataFrame
    terms: pd.DataFrame  #: From :func:`terms`, of the cases.


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

    :class:`Study` describes the choices that are not described here.

    Parameters
    ----------
    variants : sequence of str
        What else could have been counted; see :func:`matrix_under`. The collection's own way of
        counting, ``all``, always comes first.

    Raises
    ------
    ValueError
        If a choice has a value that does not occur, or both sides report no meeting since `since`.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), series=["hlsd"], cases=["ukraine_war", "water"], since=2022,
    ...               minimum=3, variants=["without_tm"])
    >>> list(found.later)
    ['all', 'without_tm']
    """
    require_known("topic", cases, dataset.topics["topic_id"], "dataset.topics", dataset.names)
    if not cases:
        raise ValueError("There is no case: give one topic or more, such as ['ukraine_war'].")
    require_whole("since", since)
    require_whole("minimum", minimum)
    require_known("variant", variants, _variants(dataset))
    matrices = {
        variant: matrix_under(dataset, variant, series=series)
        for variant in dict.fromkeys(("all", *variants))
    }
    most = int(matrices["all"].sum().max())
    if minimum > most:
        raise ValueError(f"minimum is {minimum}; no topic is raised by more than {most} accounts.")
    later = find_later(matrices, since, level=level)
    every_series = list(dataset.meetings["series"].cat.categories)
    documents = count_topics(dataset, series=every_series)
    held = held_meetings(dataset)["series"]
    return Study(
        names=dataset.names,
        languages=dataset.languages,
        series=tuple(series),
        level=level,
        minimum=minimum,
        cases=tuple(cases),
        since=since,
        said=who_says(matrices["all"]),
        contrast=contrast(matrices["all"], level=level),
        everywhere=contrast(account_topic_matrix(dataset, series=every_series), level=level),
        later=later,
        one_sided=find_one_sided(later["all"], minimum),
        to_overturn=accounts_to_overturn(_since(matrices["all"], since), cases[0], level=level),
        likeness=likeness(matrices["all"], held, level=level),
        likeness_fresh=likeness(matrix_under(dataset, "fresh", series=series), held, level=level),
        documents=documents,
        gap=script_gap(documents, level=level),
        terms=terms(dataset, cases, series=series),
    )


def _since(mentions: pd.DataFrame, year: int) -> pd.DataFrame:
    return mentions[mentions.index.get_level_values("year") >= year]


def find_later(
    matrices: Mapping[str, pd.DataFrame], since: int, *, level: float = LEVEL
) -> dict[str, pd.DataFrame]:
    """Compare the two sides since a year, under each way of counting that lets both be compared.

    `matrices` are from :func:`matrix_under`, by way of counting.

    Raises
    ------
    ValueError
        If they cannot be compared where all that was visible is counted.

    Examples
    --------
    >>> import eucad
    >>> everything = matrix_under(eucad.load(), "all", series=["hlsd"])
    >>> list(find_later({"all": everything}, 2022))
    ['all']
    """
    later = {
        variant: contrast(recent, level=level)
        for variant, matrix in matrices.items()
        if both_report(recent := _since(matrix, since))
    }
    if "all" not in later:
        raise ValueError(f"Both sides report no meeting since {since}: choose an earlier year.")
    return later


def matrix_under(dataset: Dataset, variant: str, *, series: Sequence[str]) -> pd.DataFrame:
    """Return the accounts × topics under one way of counting.

    Parameters
    ----------
    variant : str
        ``all``: everything that was visible, adjudicated; ``opening``: headlines and openings
        alone; ``fresh``: without what stands only in wording of an earlier meeting; ``stated``:
        without what stands only in the background or in a programme's name; ``coder_a`` and
        ``coder_b``: what one coder found; ``without_`` and a voice, such as ``without_tm``: without
        the accounts of that voice.

    Raises
    ------
    ValueError
        If there is no such variant or series.

    Examples
    --------
    >>> import eucad
    >>> "tm" in matrix_under(eucad.load(), "without_tm", series=["hlsd"]).index.unique("voice")
    False
    """
    options = _variants(dataset)
    require_known("variant", [variant], options)
    return account_topic_matrix(dataset, series=series, **options[variant])


def _variants(dataset: Dataset) -> dict[str, dict]:
    """Options of :func:`~eucad.agenda.account_topic_matrix` under each way of counting."""
    voices = list(dataset.lineages["voice"].cat.categories)
    return {
        "all": {},
        "opening": {"extent": "opening"},
        "fresh": {"without": ["borrowed wording"]},
        "stated": {"without": ["background"]},
        "coder_a": {"coding": "a"},
        "coder_b": {"coding": "b"},
        **{f"without_{left}": {"voices": [v for v in voices if v != left]} for left in voices},
    }


def terms(dataset: Dataset, topics: Sequence[str], *, series: Sequence[str]) -> pd.DataFrame:
    """List the key terms under which each side raises some topics, in the original language.

    Returns
    -------
    DataFrame
        One row a topic, side and term, topics as given, the terms that most accounts use first:
        `language`, `english` (its gloss, missing where it is English or has none) and `accounts`,
        the number of independent accounts that print it. Terms that differ only in capitals,
        quotation marks or spaces are one, written as its first document has it.

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
    require_known("topic", topics, dataset.topics["topic_id"], "dataset.topics", dataset.names)
    found = agenda_codings(dataset, series)
    found = found.assign(side=side_of(found["voice"]))
    found = found[found["topic_id"].isin(topics) & found["side"].isin(SIDES)].assign(
        topic_id=lambda kept: pd.Categorical(kept["topic_id"].astype(str), list(topics)),
        side=lambda kept: pd.Categorical(kept["side"].astype(str), SIDES),
    )
    glosses = dataset.glosses[dataset.glosses["kind"] == "term"]
    english = glosses.set_index(["language", "printed"])["english"]
    printed = pd.MultiIndex.from_frame(found[["language", "term"]].astype(str))
    found["english"] = english.reindex(printed).array
    found["term"] = found["term"].str.strip("\"'“”«»„ ").str.replace(r"\s+", " ", regex=True)
    found["folded"] = found["term"].str.casefold()
    counted = found.groupby(["topic_id", "side", "folded"], observed=True).agg(
        term=("term", "first"),
        language=("language", "first"),
        english=("english", "first"),
        accounts=("lineage_id", "nunique"),
    )
    counted = counted.reset_index().sort_values(
        ["topic_id", "side", "accounts", "folded"], ascending=[True, True, False, True]
    )
    return counted.set_index(["topic_id", "side", "term"])[["language", "english", "accounts"]]

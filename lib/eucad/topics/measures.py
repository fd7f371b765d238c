"""What was on the agenda: which topics stayed, came and went, here and in other series of meetings.

Everything starts from the matrix of accounts × topics
(:func:`~eucad.agenda.account_topic_matrix`). False in it means *not seen in what was visible*, not
*not discussed*: most documents were visible only in their opening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import (
    account_programme_matrix,
    account_topic_matrix,
    balanced_prevalence,
    count_complete,
    expected_by_chance,
    group_meetings,
    persistence,
    prevalence,
)
from eucad.dataset import Dataset
from eucad.documents import borrowed_lineages
from eucad.meetings import held_meetings
from eucad.stats import LEVEL, SEED
from eucad.stats.likeness import similarity

#: Largest probability of so long a silence by chance, for a topic that came in or went out.
CHANCE = 0.05

#: Other reasonable ways to count, each a change of the choices of :func:`study`.
VARIANTS = {
    "Adjudicated": {"coding": "final"},
    "Coder a": {"coding": "a"},
    "Coder b": {"coding": "b"},
    "Openings only": {"extent": "opening"},
}

#: What names an account in a pair of accounts.
_ACCOUNT = ["meeting_id", "voice", "account_id"]


@dataclass(frozen=True)
class Moves:
    """Which topics stayed, came in and went out.

    Attributes
    ----------
    seen, observed : int
        How many topics are seen at all, and the number of meetings with an account.
    stayed : tuple of str
        Topics that are seen at every meeting of which an account is known.
    came, went : DataFrame
        Rows of :func:`~eucad.agenda.persistence`: topics whose silence before the first, or after
        the last sighting is longer than chance explains, and seen to the end of a text.
    expected : float
        How many topics would seem to come in, and to go out, in a random order of meetings.
    """

    seen: int
    observed: int
    stayed: tuple[str, ...]
    came: pd.DataFrame
    went: pd.DataFrame
    expected: float


def find_moves(found: pd.DataFrame) -> Moves:
    """Tell topics that stayed, came in and went out by the silence around their sightings.

    Parameters
    ----------
    found : DataFrame
        From :func:`~eucad.agenda.persistence`.

    Returns
    -------
    Moves

    Examples
    --------
    >>> import eucad
    >>> moves = find_moves(persistence(account_topic_matrix(eucad.load())))
    >>> "afghanistan" in moves.stayed, "cbrn" in moves.went.index
    (True, True)
    """
    seen = found[found["seen"] > 0]
    return Moves(
        seen=len(seen),
        observed=int(found["observed"].max()),
        stayed=tuple(seen.index[seen["seen"] == seen["observed"]]),
        came=seen[(seen["chance_before"] <= CHANCE) & (seen["silent_before"] > 0)],
        went=seen[(seen["chance_after"] <= CHANCE) & (seen["silent_to_end"] > 0)],
        expected=expected_by_chance(seen, CHANCE),
    )


def in_order_of_entry(found: pd.DataFrame) -> pd.DataFrame:
    """Sort topics by the meeting at which they are first seen, then by how often they are.

    Parameters
    ----------
    found : DataFrame
        From :func:`~eucad.agenda.persistence`.

    Returns
    -------
    DataFrame
        Its rows, without topics that are never seen.

    Examples
    --------
    >>> import eucad
    >>> in_order_of_entry(persistence(account_topic_matrix(eucad.load()))).index[-1]
    'digitalisation'
    """
    seen = found[found["seen"] > 0]
    return seen.sort_values(["before", "seen"], ascending=[True, False], kind="stable")


@dataclass(frozen=True)
class Contrast:
    """How often topics are raised in one series of meetings and in others.

    Attributes
    ----------
    series : tuple of str
        The series, the one asked about first.
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` by `series` and topic.
    more, less : DataFrame
        Topics that the first series raises more, or less, often than the second, their intervals
        apart, in order of the difference: `here` and `there`, the two shares; `balanced`, whether
        the intervals are apart too where every voice counts the same.
    """

    series: tuple[str, ...]
    shares: pd.DataFrame
    more: pd.DataFrame
    less: pd.DataFrame


def contrast_series(
    mentions: pd.DataFrame, series_of: pd.Series, series: Sequence[str], level: float = LEVEL
) -> Contrast:
    """Compare how often a series of meetings and others raise each topic.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`, of all these series.
    series_of : Series
        Series of each meeting, indexed by `meeting_id`.
    series : sequence of str
        At least two series; the first is compared with the second.
    level : float
        Coverage of the intervals.

    Returns
    -------
    Contrast

    Raises
    ------
    ValueError
        If there are fewer than two series, or one stands there twice.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> found = contrast_series(account_topic_matrix(dataset, series=["hlsd", "fmm"]),
    ...                         held_meetings(dataset)["series"], ["hlsd", "fmm"])
    >>> found.more.index[0], found.less.index.to_list()
    ('drug_trafficking', ['trade_investment'])
    """
    if len(set(series)) < max(2, len(series)):
        raise ValueError(f"series is {list(series)}; give two different series or more.")
    grouped = group_meetings(mentions, series_of.rename("series"))
    shares = prevalence(grouped, ["series"], level=level).loc[list(series)]
    balanced = balanced_prevalence(grouped, ["series"], level=level)
    here, there = series[:2]
    gap = shares.loc[here, "prevalence"] - shares.loc[there, "prevalence"]
    order = gap.sort_values(ascending=False, kind="stable").index

    def apart(found: pd.DataFrame, above: str, below: str) -> pd.Series:
        return (found.loc[above, "low"] > found.loc[below, "high"])[order]

    def table(above: str, below: str) -> pd.DataFrame:
        topics = order[apart(shares, above, below)]
        return pd.DataFrame(
            {
                "here": shares.loc[here, "prevalence"][topics],
                "there": shares.loc[there, "prevalence"][topics],
                "balanced": apart(balanced, above, below)[topics],
            }
        )

    return Contrast(tuple(series), shares, more=table(here, there), less=table(there, here))


@dataclass(frozen=True)
class Programmes:
    """Which EU programmes are named, and when.

    Attributes
    ----------
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` of programmes by meeting.
    observed : int
        Number of meetings with an account.
    meetings : Series of int
        At how many meetings each programme that is named at all is named.
    most : tuple of str
        Programmes named at most meetings.
    without : tuple of str
        Meetings with an account of which none names a programme.
    """

    shares: pd.DataFrame
    observed: int
    meetings: pd.Series
    most: tuple[str, ...]
    without: tuple[str, ...]


def find_programmes(named: pd.DataFrame) -> Programmes:
    """Count the meetings at which each EU programme is named.

    Parameters
    ----------
    named : DataFrame
        From :func:`~eucad.agenda.account_programme_matrix`.

    Returns
    -------
    Programmes

    Examples
    --------
    >>> import eucad
    >>> find_programmes(account_programme_matrix(eucad.load())).most
    ('BOMCA',)
    """
    by_meeting = named.groupby(level="meeting_id", observed=True).any()
    meetings = by_meeting.sum()
    meetings = meetings[meetings > 0]
    return Programmes(
        shares=prevalence(named),
        observed=len(by_meeting),
        meetings=meetings,
        most=tuple(meetings.index[meetings == meetings.max()]),
        without=tuple(by_meeting.index[~by_meeting.any(axis=1)]),
    )


@dataclass(frozen=True)
class Study:
    """All that the notebook on the agenda shows.

    Attributes
    ----------
    names : mapping of str to str
        What people call each key.
    family_of : Series
        Family of each topic.
    level : float
        Coverage of the intervals.
    mentions : DataFrame
        Accounts × topics, from :func:`~eucad.agenda.account_topic_matrix`.
    shares : DataFrame
        From :func:`~eucad.agenda.prevalence` by meeting.
    complete : Series of int
        From :func:`~eucad.agenda.count_complete`.
    persistence : DataFrame
        From :func:`~eucad.agenda.persistence`.
    moves, moves_uncopied : Moves
        Of all accounts, and without those that borrow their wording from another meeting's.
    contrast : Contrast
        The series asked about and others.
    programmes : Programmes
        EU programmes by meeting.
    pairs : DataFrame
        From :func:`~eucad.stats.likeness.similarity` of accounts, the most alike first, with
        `stands_out`: whether it is more alike than any pair is by chance.
    followed : tuple of str
        Topics whose sightings are set out under every variant.
    variants : dict of str to DataFrame
        From :func:`~eucad.agenda.persistence` under other reasonable choices, by their name.
    """

    names: Mapping[str, str]
    family_of: pd.Series
    level: float
    mentions: pd.DataFrame
    shares: pd.DataFrame
    complete: pd.Series
    persistence: pd.DataFrame
    moves: Moves
    moves_uncopied: Moves
    contrast: Contrast
    programmes: Programmes
    pairs: pd.DataFrame
    followed: tuple[str, ...]
    variants: dict[str, pd.DataFrame]


def study(
    dataset: Dataset,
    *,
    series: Sequence[str] = ("hlsd", "fmm", "summit"),
    coding: str = "final",
    extent: str = "all",
    followed: Sequence[str] = (),
) -> Study:
    """Compute all that the notebook on the agenda shows.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        The series whose agenda is asked about, then those that it is compared with.
    coding, extent
        As in :func:`~eucad.agenda.account_topic_matrix`.
    followed : sequence of str
        Topics to set out under every variant.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If an argument has a value that does not occur; the message lists those that do.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), followed=["cyber"])
    >>> found.variants["Coder b"].loc["cyber", "first"]
    'hlsd2024'
    """
    copies = borrowed_lineages(dataset)
    chosen = {"series": series[:1], "coding": coding, "extent": extent}
    mentions = account_topic_matrix(dataset, **chosen)
    uncopied = persistence(account_topic_matrix(dataset, **chosen, exclude_lineages=copies))
    variants = {
        name: persistence(account_topic_matrix(dataset, **chosen | changed))
        for name, changed in VARIANTS.items()
    }
    found = persistence(mentions)
    _require_topics(followed, found.index)
    return Study(
        names=dataset.names,
        family_of=dataset.topics.set_index("topic_id")["family"],
        level=LEVEL,
        mentions=mentions,
        shares=prevalence(mentions),
        complete=count_complete(mentions),
        persistence=found,
        moves=find_moves(found),
        moves_uncopied=find_moves(uncopied),
        contrast=contrast_series(
            account_topic_matrix(dataset, **chosen | {"series": series}),
            held_meetings(dataset)["series"],
            series,
        ),
        programmes=find_programmes(account_programme_matrix(dataset, series=series[:1])),
        pairs=_most_alike(mentions),
        followed=tuple(followed),
        variants=variants | {"Without the copy": uncopied},
    )


def _require_topics(topics: Sequence[str], known: pd.Index) -> None:
    unknown = [topic for topic in topics if topic not in known]
    if unknown:
        raise ValueError(
            f"followed has {', '.join(map(repr, unknown))}; the topics are {', '.join(known)}."
        )


def _most_alike(mentions: pd.DataFrame) -> pd.DataFrame:
    pairs = similarity(mentions, _ACCOUNT, rng=np.random.default_rng(SEED))
    pairs = pairs.assign(stands_out=pairs["p_any"] <= CHANCE)
    return pairs.sort_values(["similarity", "p_any"], ascending=[False, True], kind="stable")

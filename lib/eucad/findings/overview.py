"""What the front page says: each finding from its own room, with its badge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix, all_but, weak_mentions
from eucad.attendance import representation
from eucad.dataset import Dataset
from eucad.documents import side_of
from eucad.findings.verdicts import judge, survey
from eucad.officials.measures import study_seats
from eucad.stats.fates import EDGE
from eucad.threats.measures import Study as Threats
from eucad.threats.measures import study as study_threats
from eucad.topics.measures import Study as Agenda
from eucad.topics.measures import study as study_agenda

#: The topic that divides the two sides, and the year since which it could be raised.
DIVIDES, SINCE = "ukraine_war", 2022


@dataclass(frozen=True)
class Divide:
    """Who raises a topic since a year.

    Attributes
    ----------
    topic : str
    since : int
    raised, accounts : dict of str to int
        By side (``eu``, ``capitals``): accounts that raise it, and all.
    kind : {"divides", "leans", "shared", "nobody"}
        Whether all of one side's accounts raise it and none of the other's, more of one side's, as
        many of both, or none at all.
    badge : {"cite", "with care"}
        ``cite`` if the kind is the same without mentions in the background, and without any one of
        the capitals' voices.
    fails : tuple of str
        Without which it is not.
    """

    topic: str
    since: int
    raised: dict[str, int]
    accounts: dict[str, int]
    kind: str
    badge: str
    fails: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """All that notebook 00 shows.

    Attributes
    ----------
    names : mapping of str to str
        What people call each key.
    surveyed : dict of str to DataFrame
        From :func:`eucad.findings.verdicts.survey`.
    verdicts : DataFrame
        From :func:`eucad.findings.verdicts.judge`.
    mentions : DataFrame
        From :func:`eucad.agenda.account_topic_matrix`.
    topics : list of str
        Keys of the topics, without the families.
    newly_seen : Series of int
        First year of each topic of which nothing can be told and that no account raises in the
        beginning: the first quarter of the meetings.
    agenda : eucad.topics.measures.Study
    threats : eucad.threats.measures.Study
    divide : Divide
    seats : DataFrame
        From :func:`eucad.officials.measures.study_seats`.
    ranks : DataFrame
        One row a side, ``EU`` and ``capitals``: the `rank` at which it usually comes, `at` how many
        of the `seats` of which a rank is printed.
    """

    names: Mapping[str, str]
    surveyed: dict[str, pd.DataFrame]
    verdicts: pd.DataFrame
    mentions: pd.DataFrame
    topics: list[str]
    newly_seen: pd.Series
    agenda: Agenda
    threats: Threats
    divide: Divide
    seats: pd.DataFrame
    ranks: pd.DataFrame


def overview(dataset: Dataset) -> Overview:
    """Compute all that notebook 00 shows.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Overview

    Examples
    --------
    >>> import eucad
    >>> overview(eucad.load()).divide.kind
    'divides'
    """
    surveyed = survey(dataset)
    verdicts = judge(dataset, surveyed)
    mentions = account_topic_matrix(dataset)
    seats = study_seats(dataset)
    return Overview(
        names=dataset.names,
        surveyed=surveyed,
        verdicts=verdicts,
        mentions=mentions,
        topics=list(mentions.columns),
        newly_seen=find_newly_seen(mentions, verdicts["kind"]),
        agenda=study_agenda(dataset),
        threats=study_threats(dataset),
        divide=find_divide(dataset, DIVIDES, SINCE),
        seats=seats,
        ranks=usual_ranks(dataset, seats),
    )


def find_newly_seen(mentions: pd.DataFrame, kinds: pd.Series) -> pd.Series:
    """Find since when topics are seen that nobody raised in the beginning, and cannot be told.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`eucad.agenda.account_topic_matrix`.
    kinds : Series
        Kind of verdict of each topic, at least.

    Returns
    -------
    Series of int
        First year, earliest first, by topic.

    Examples
    --------
    >>> import eucad
    >>> mentions = account_topic_matrix(eucad.load())
    >>> kinds = pd.Series("cannot_tell", index=mentions.columns)
    >>> int(find_newly_seen(mentions, kinds)["cyber"])
    2024
    """
    year = np.asarray(mentions.index.get_level_values("year"))
    meetings = np.unique(mentions.index.get_level_values("meeting_id").codes)
    edge = meetings[: max(1, round(EDGE * len(meetings)))]
    early = np.isin(mentions.index.get_level_values("meeting_id").codes, edge)
    first = {
        topic: int(year[raised].min())
        for topic, raised in mentions.items()
        if kinds[topic] == "cannot_tell" and raised.any() and not raised[early].any()
    }
    return pd.Series(first, dtype=int).sort_values(kind="stable")


def find_divide(dataset: Dataset, topic: str, since: int) -> Divide:
    """Tell which side of the table raises a topic since a year.

    Parameters
    ----------
    dataset : Dataset
    topic : str
    since : int
        First year that counts.

    Returns
    -------
    Divide

    Examples
    --------
    >>> import eucad
    >>> found = find_divide(eucad.load(), "ukraine_war", 2022)
    >>> found.raised["capitals"], found.raised["eu"] == found.accounts["eu"]
    (0, True)
    """
    mentions = account_topic_matrix(dataset)
    firm = mentions & all_but(mentions, weak_mentions(dataset))
    late = np.asarray(mentions.index.get_level_values("year")) >= since
    own, own_firm = mentions.loc[late, topic], firm.loc[late, topic]
    voice = own.index.get_level_values("voice")
    raised, accounts = count_by_side(own)
    kind = name_divide(raised, accounts)
    others = {"without background": own_firm} | {
        f"without {dataset.names[name]}": own[voice != name]
        for name in dict.fromkeys(voice)
        if name != "eu"
    }
    fails = tuple(
        name for name, rows in others.items() if name_divide(*count_by_side(rows)) != kind
    )
    badge = "with care" if fails else "cite"
    return Divide(topic, since, raised, accounts, kind, badge, fails)


def count_by_side(mentions: pd.Series) -> tuple[dict[str, int], dict[str, int]]:
    """Count the accounts of the EU and of the capitals that raise a topic, and all of them.

    Parameters
    ----------
    mentions : Series of bool
        Indexed by `voice` and more.

    Returns
    -------
    raised, accounts : dict of str to int

    Examples
    --------
    >>> index = pd.MultiIndex.from_arrays([["eu", "kz", "tm"]], names=["voice"])
    >>> count_by_side(pd.Series([True, False, True], index))
    ({'eu': 1, 'capitals': 1}, {'eu': 1, 'capitals': 2})
    """
    side = np.asarray(side_of(mentions.index.get_level_values("voice")))
    own = {name: mentions[side == name] for name in ("eu", "capitals")}
    return (
        {name: int(rows.sum()) for name, rows in own.items()},
        {name: len(rows) for name, rows in own.items()},
    )


def name_divide(raised: Mapping[str, int], accounts: Mapping[str, int]) -> str:
    """Name how two sides differ on a topic.

    Parameters
    ----------
    raised, accounts : mapping of str to int
        From :func:`count_by_side`.

    Returns
    -------
    str
        As in :class:`Divide`.

    Examples
    --------
    >>> name_divide({"eu": 4, "capitals": 0}, {"eu": 4, "capitals": 8})
    'divides'
    """
    if not any(raised.values()):
        return "nobody"
    shares = [raised[side] / accounts[side] if accounts[side] else np.nan for side in raised]
    if sorted(shares) == [0, 1]:
        return "divides"
    return "shared" if shares[0] == shares[1] else "leans"


def usual_ranks(dataset: Dataset, seats: pd.DataFrame) -> pd.DataFrame:
    """Find the rank at which the EU and the capitals usually come to the dialogue.

    Parameters
    ----------
    dataset : Dataset
    seats : DataFrame
        The seats that count, from :func:`eucad.officials.measures.study_seats`.

    Returns
    -------
    DataFrame
        Indexed by side, without one of which no rank is printed: `rank`, `at` (seats at it),
        `seats` (of which a rank is printed) and `office`, that of most of the EU's heads.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> usual_ranks(dataset, study_seats(dataset)).loc["capitals", "rank"]
    'deputy_minister'
    """
    office = seats.loc[seats["delegation"] == "EU", "office"].value_counts()
    ranks = representation(dataset)
    ranks = ranks.merge(seats[["meeting_id", "delegation"]].drop_duplicates())
    rows = {}
    for side, own in (
        ("EU", ranks[ranks["delegation"] == "EU"]),
        ("capitals", ranks[ranks["delegation"] != "EU"]),
    ):
        counts = own["rank"].astype(str).value_counts()
        if len(counts):
            printed = len(own[["meeting_id", "delegation"]].drop_duplicates())
            rows[side] = {
                "rank": counts.index[0],
                "at": int(counts.iloc[0]),
                "seats": printed,
                "office": office.index[0] if side == "EU" and len(office) else "",
            }
    columns = ["rank", "at", "seats", "office"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

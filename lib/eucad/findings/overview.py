"""What the front page shows: the agenda, the officials and the threats, each from its own room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.attendance import regular_seats, representation
from eucad.dataset import Dataset
from eucad.findings.verdicts import judge
from eucad.officials.measures import (
    Interpretation,
    interpretations,
    returns_under_each,
    tenure,
)
from eucad.threats.measures import Study as Threats
from eucad.threats.measures import study as study_threats
from eucad.topics.measures import Study as Topics
from eucad.topics.measures import study as study_topics

DIALOGUE = "hlsd"


@dataclass(frozen=True)
class Officials:
    """Who sat at the table of the dialogue.

    Attributes
    ----------
    printed : Interpretation
        All passages as printed, those that can mean several meetings at each of them.
    seats : DataFrame
        Of the delegations expected at every meeting, from :func:`eucad.attendance.regular_seats`.
    tenures : list of DataFrame
        From :func:`eucad.officials.rosters.tenure`, one for each interpretation of the passages
        that may mean another meeting.
    returns : DataFrame
        From :func:`eucad.officials.turnover.returns_under_each`: rosters and seats of one
        interpretation belong together.
    ranks : DataFrame
        From :func:`eucad.attendance.representation`, of the same delegations.
    """

    printed: Interpretation
    seats: pd.DataFrame
    tenures: list[pd.DataFrame]
    returns: pd.DataFrame
    ranks: pd.DataFrame


@dataclass(frozen=True)
class Overview:
    """All that notebook 00 shows.

    Attributes
    ----------
    names : dict of str to str
        What people call each key.
    topics : eucad.topics.measures.Study
    verdicts : DataFrame
        From :func:`eucad.findings.verdicts.judge`.
    officials : Officials
    threats : eucad.threats.measures.Study
    """

    names: Mapping[str, str]
    topics: Topics
    verdicts: pd.DataFrame
    officials: Officials
    threats: Threats


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
    >>> overview(eucad.load()).officials.returns["named"].to_list()
    [30, 36, 36]
    """
    found = {key: each.of_series(DIALOGUE) for key, each in interpretations(dataset).items()}
    printed = max(found.values(), key=lambda each: len(each.meant))
    seats, ranks = regular_seats(printed.seats), representation(dataset)
    own = (ranks["series"] == DIALOGUE) & ranks["delegation"].isin(seats["delegation"])
    return Overview(
        names=dataset.names,
        topics=study_topics(dataset),
        verdicts=judge(dataset),
        officials=Officials(
            printed=printed,
            seats=seats,
            tenures=[tenure(each.roster) for each in found.values()],
            returns=returns_under_each(found),
            ranks=ranks[own],
        ),
        threats=study_threats(dataset),
    )

"""What the front page says: each finding from its own room, with its badge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import families
from eucad.attendance import representation
from eucad.dataset import Dataset
from eucad.findings.verdicts import Divide, Move, judge, judge_divide, judge_move, survey
from eucad.meetings import DIALOGUE
from eucad.officials.measures import study_seats
from eucad.officials.ranks import usual_ranks
from eucad.threats.measures import NEW, OLD, Tiles, lay_tiles
from eucad.topics.measures import Agenda, survey_agenda
from eucad.voices.measures import CASES, SINCE, VARIANTS, find_later, matrix_under


@dataclass(frozen=True)
class Overview:
    """All that notebook 00 shows."""

    names: Mapping[str, str]  #: What people call each key.
    surveyed: dict[str, pd.DataFrame]  #: From :func:`eucad.findings.verdicts.survey`.
    verdicts: pd.DataFrame  #: From :func:`eucad.findings.verdicts.judge`.
    agenda: Agenda
    move: Move
    threats: Tiles
    divide: Divide
    seats: pd.DataFrame  #: From :func:`eucad.officials.measures.study_seats`.
    #: By side, from :func:`eucad.officials.ranks.usual_ranks`, of seats in place of meetings, with
    #: the `office` of most of the EU's heads.
    ranks: pd.DataFrame


def overview(dataset: Dataset) -> Overview:
    """Compute all that notebook 00 shows.

    Examples
    --------
    >>> import eucad
    >>> overview(eucad.load()).divide.badge
    'with care'
    """
    surveyed = survey(dataset)
    verdicts = judge(dataset, surveyed)
    seats = study_seats(dataset)
    return Overview(
        names=dataset.names,
        surveyed=surveyed,
        verdicts=verdicts,
        agenda=survey_agenda(dataset),
        move=judge_move(verdicts, families(dataset), OLD, NEW),
        threats=lay_tiles(dataset),
        divide=find_divide(dataset),
        seats=seats,
        ranks=_ranks_of_sides(dataset, seats),
    )


def find_divide(dataset: Dataset) -> Divide:
    """Tell which side of the table raises the leading case of notebook 05, as there.

    Examples
    --------
    >>> import eucad
    >>> found = find_divide(eucad.load())
    >>> int(found.row["capitals"]), found.badge
    (0, 'with care')
    """
    matrices = {name: matrix_under(dataset, name, series=[DIALOGUE]) for name in ("all", *VARIANTS)}
    return judge_divide(find_later(matrices, SINCE), CASES[0], SINCE)


def _ranks_of_sides(dataset: Dataset, seats: pd.DataFrame) -> pd.DataFrame:
    """Find the rank at which the EU and the capitals usually come to the dialogue."""
    ranks = representation(dataset)
    ranks = ranks.merge(seats[["meeting_id", "delegation"]].drop_duplicates())
    who = ranks["delegation"].astype(str)
    usual = usual_ranks(
        ranks.assign(
            meeting_id=ranks["meeting_id"] + who, delegation=who.where(who == "EU", "capitals")
        )
    )
    office = seats.loc[seats["delegation"] == "EU", "office"].value_counts()
    found = {"EU": office.index[0]} if len(office) else {}
    return usual.assign(office=[found.get(side, "") for side in usual.index])

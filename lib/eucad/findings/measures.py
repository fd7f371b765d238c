"""The answers on one page (notebook 00), and what is left of them under other choices (06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.dataset import Dataset
from eucad.findings.robustness import (
    Curve,
    citable,
    importance,
    leave_one_out,
    not_estimable,
    specification_curve,
    support,
)
from eucad.stats import LEVEL
from eucad.threats.change import family_themes
from eucad.threats.measures import NEW, OLD, SPLIT
from eucad.threats.measures import Study as Threats
from eucad.threats.measures import study as study_threats


@dataclass(frozen=True)
class Study:
    """All that notebook 06 shows.

    Attributes
    ----------
    names : dict of str to str
        What people call each key.
    threats : eucad.threats.measures.Study
        The findings that are tested.
    curve : Curve
        From :func:`eucad.findings.robustness.specification_curve`.
    support, importance, not_estimable : DataFrame
        From the functions of :mod:`eucad.findings.robustness` of these names.
    without : dict of str to DataFrame
        From :func:`eucad.findings.robustness.leave_one_out`, by what is left out.
    cite : DataFrame
        From :func:`eucad.findings.robustness.citable`.
    """

    names: Mapping[str, str]
    threats: Threats
    curve: Curve
    support: pd.DataFrame
    importance: pd.DataFrame
    not_estimable: pd.DataFrame
    without: dict[str, pd.DataFrame]
    cite: pd.DataFrame


def study(
    dataset: Dataset,
    *,
    old: str = OLD,
    new: str = NEW,
    split: int = SPLIT,
    level: float = LEVEL,
) -> Study:
    """Compute all that notebook 06 shows.

    Parameters
    ----------
    dataset : Dataset
    old, new : str
        Two families of topics.
    split : int
        First year of the late period; the years next to it are tried as well.
    level : float
        Coverage of all intervals.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If a family is unknown, or a period has no account.

    Examples
    --------
    >>> import eucad
    >>> study(eucad.load()).cite.loc["cbrn", "direction"]
    'falls'
    """
    threats = study_threats(dataset, old=old, new=new, split=split, level=level)
    # The families stay, though not told twice: others are held against them.
    themes = family_themes(dataset.topics, [old, new])
    curve = specification_curve(dataset, themes, old, split, level=level)
    table = support(curve)
    without = {
        name: leave_one_out(dataset, themes, split, column, level=level)
        for name, column in (("meeting", "meeting_id"), ("publisher", "publisher"))
    }
    return Study(
        names=dataset.names,
        threats=threats,
        curve=curve,
        support=table,
        importance=importance(curve).loc[list(threats.themes)],
        not_estimable=not_estimable(curve),
        without=without,
        cite=citable(table.loc[list(threats.themes)], without),
    )

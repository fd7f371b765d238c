"""What notebook 06 shows: the verdicts under other choices, and a second look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from eucad.agenda import account_topic_matrix, families
from eucad.change import SPLIT
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known, require_whole
from eucad.findings.robustness import (
    change_of,
    compare_methods,
    count_directions,
    leave_one_out,
)
from eucad.findings.verdicts import judge, survey, within_error
from eucad.threats.measures import NEW, OLD

#: Verdicts that say something, in the order in which they are told.
TOLD = ("throughout", "came", "went", "came_and_went", "seldom")


@dataclass(frozen=True)
class Study:
    """All that notebook 06 shows."""

    names: Mapping[str, str]  #: What people call each key.
    split: int  #: First year of the late period.
    topics: list[str]  #: Keys of the topics, without the families, in codebook order.
    family_of: dict[str, str]  #: Family of each topic.
    verdicts: pd.DataFrame  #: From :func:`eucad.findings.verdicts.judge`.
    surveyed: dict[str, pd.DataFrame]  #: From :func:`eucad.findings.verdicts.survey`.
    near: dict[tuple[str, str], str]  #: From :func:`eucad.findings.verdicts.within_error`.
    #: From :func:`eucad.findings.robustness.count_directions`, of topics whose verdict says
    #: something, or of all where none does.
    directions: pd.DataFrame
    agreement: pd.Series  #: From :func:`eucad.findings.robustness.compare_methods`.
    #: From :func:`eucad.findings.robustness.change_of`, of the topics of `without`.
    change: pd.Series
    #: From :func:`eucad.findings.robustness.leave_one_out`, by what is left out.
    without: dict[str, pd.DataFrame]


def study(
    dataset: Dataset,
    *,
    old: str = OLD,
    new: str = NEW,
    split: int = SPLIT,
) -> Study:
    """Compute all that notebook 06 shows.

    Parameters
    ----------
    old, new : str
        Families whose topics are held against each meeting and publisher in turn.
    split : int
        First year of the late period; the years next to it are tried as well.

    Raises
    ------
    ValueError
        If a family is unknown, or a period has no account.

    Examples
    --------
    >>> import eucad
    >>> study(eucad.load()).agreement["afghanistan"]
    'no direction'
    """
    groups = families(dataset)
    require_known("family", [old, new], groups, "dataset.topics", dataset.names)
    require_whole("split", split)
    family_of = {topic: family for family, members in groups.items() for topic in members}
    topics = list(family_of)
    surveyed = survey(dataset)
    verdicts = judge(dataset, surveyed)
    fated = [topic for topic in topics if verdicts.loc[topic, "kind"] in TOLD]
    directions = count_directions(dataset, split, fated or topics)
    own = list(dict.fromkeys([*groups[old], *groups[new]]))
    return Study(
        names=dataset.names,
        split=split,
        topics=topics,
        family_of=family_of,
        verdicts=verdicts,
        surveyed=surveyed,
        near=within_error(surveyed),
        directions=directions,
        agreement=compare_methods(verdicts.loc[topics, "kind"], directions),
        change=change_of(account_topic_matrix(dataset)[own], split),
        without={
            name: leave_one_out(dataset, own, split, column)
            for name, column in (("meeting", "meeting_id"), ("publisher", "publisher"))
        },
    )


def told(study: Study) -> pd.DataFrame:
    """Select the verdicts that say something, in the order in which they are told.

    A family stands among them only if its verdict is that of none of its topics.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> verdicts = pd.DataFrame({"kind": ["went", "cannot_tell", "throughout"]}, list("abc"))
    >>> told(SimpleNamespace(verdicts=verdicts, family_of={})).index.to_list()
    ['c', 'a']
    """
    kinds = study.verdicts["kind"]
    of_member = {(family, kinds[topic]) for topic, family in study.family_of.items()}
    own = [key for key, kind in kinds.items() if kind in TOLD and (key, kind) not in of_member]
    return study.verdicts.loc[own].sort_values(
        "kind", key=lambda each: each.map(TOLD.index), kind="stable"
    )

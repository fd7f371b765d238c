"""Whether new threats replaced the old ones on the agenda, or joined them.

Displacement predicts that the old family falls as the new one rises, and that an account which
raises the new drops the old. Layering predicts that the old stays, and that the new stands next to
it (Mahoney and Thelen 2010). The first half of each prediction is about periods
(:func:`eucad.change.estimate_change`), the second about accounts
(:func:`eucad.threats.change.co_mention`).

References
----------
Mahoney, J., and Thelen, K. (2010). A theory of gradual institutional change. In Explaining
Institutional Change. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix, prevalence
from eucad.dataset import Dataset
from eucad.documents import agenda_documents, borrowed_lineages
from eucad.stats import LEVEL, SEED
from eucad.stats.changepoint import ChangePoint
from eucad.stats.exact import ExactLogistic, exact_logistic
from eucad.stats.resampling import trend_test
from eucad.threats.change import (
    change_points,
    co_mention,
    distinct_themes,
    estimate_change,
    family_themes,
    is_late,
    mention_themes,
    sighting_years,
)
from eucad.threats.rivals import (
    PERMUTATIONS,
    TippingPoint,
    adjust_trend,
    describe_sources,
    find_tipping_point,
    judge_borrowing,
    judge_coverage,
    judge_driver,
    judge_owner,
    judge_words,
)

#: The families that the collection compares, and the year that divides its periods: it falls in the
#: middle of the series and was not picked by the data.
OLD, NEW, SPLIT = "drugs_cbrn", "cyber_hybrid", 2019

#: The voice whose agenda the new family may be alone.
OWNER = "eu"

#: The family that each conflict, a topic, is said to drive.
DRIVERS = {"ukraine_war": "new", "afghanistan": "old"}


@dataclass(frozen=True)
class Study:
    """All that notebook 04 shows.

    Attributes
    ----------
    names : dict of str to str
        What people call each key.
    old, new : str
        The two families.
    split : int
        First year of the late period.
    level : float
        Coverage of all intervals.
    members : dict of str to tuple of str
        The topics of each family.
    themes : dict of str to str
        Themes to show, each with its family, from :func:`eucad.threats.change.distinct_themes`.
    shares : DataFrame
        Share of the accounts of each meeting that raise a theme, from
        :func:`eucad.agenda.prevalence`.
    years : Series of int
        Year of each meeting.
    sightings, change : DataFrame
        From :func:`eucad.threats.change.sighting_years` and
        :func:`eucad.change.estimate_change`, the latter with `p_trend`.
    change_points, cautious_change_points : dict of str to ChangePoint
        By theme, with accounts as evidence and with each meeting as one account.
    states : Series
        From :func:`eucad.threats.change.co_mention`.
    outcome : Outcome
    together : ExactLogistic
        Odds that an account of the late period raises the old family if it raises the new, over
        the odds if it does not.
    speakers : DataFrame
        One row a voice with a late account: `old` and `new` (accounts that raise it), `accounts`.
    adjusted : DataFrame
        From :func:`eucad.threats.rivals.adjust_trend`.
    tipping : dict of str to TippingPoint
        By theme.
    rivals : tuple of Rival
    """

    names: Mapping[str, str]
    old: str
    new: str
    split: int
    level: float
    members: dict[str, tuple[str, ...]]
    themes: dict[str, str]
    shares: pd.DataFrame
    years: pd.Series
    sightings: pd.DataFrame
    change: pd.DataFrame
    change_points: dict[str, ChangePoint]
    cautious_change_points: dict[str, ChangePoint]
    states: pd.Series
    outcome: Outcome
    together: ExactLogistic
    speakers: pd.DataFrame
    adjusted: pd.DataFrame
    tipping: dict[str, TippingPoint]
    rivals: tuple[Rival, ...]

    @property
    def family_of(self) -> dict[str, str]:
        """The family of each theme, that of a family being itself."""
        return {
            theme: family for family, topics in self.members.items() for theme in (family, *topics)
        }


@dataclass(frozen=True)
class Outcome:
    """Which family came, and how it stands to the other within accounts.

    Attributes
    ----------
    kind : {"none rose", "joined", "replaced", "tied"}
    came, other : str
        The family that rose more, and the other.
    both, alone : int
        Accounts that raise both, and that raise only the one that came.
    """

    kind: str
    came: str
    other: str
    both: int
    alone: int


@dataclass(frozen=True)
class Rival:
    """A rival story, what is seen of it, and what follows.

    Attributes
    ----------
    story : {"words", "coverage", "owner", "borrowing", "driver"}
    verdict : str
        From the function of :mod:`eucad.threats.rivals` that judges this story.
    subject, family : str
        The voice or the conflict of which the story is told, and the family it would explain.
    seen : dict
        What is seen, by name.
    """

    story: str
    verdict: str
    subject: str
    family: str
    seen: dict[str, object]


def decide_outcome(change: pd.Series, states: pd.Series, old: str, new: str) -> Outcome:
    """Decide which family came, and whether it joined or replaced the other.

    Parameters
    ----------
    change : Series
        Change of the share of each family.
    states : Series
        From :func:`eucad.threats.change.co_mention`.
    old, new : str

    Returns
    -------
    Outcome

    Examples
    --------
    >>> decide_outcome(pd.Series({"a": -0.4, "b": 0.2}), pd.Series(["both"] * 4), "a", "b").kind
    'joined'
    """
    came, other, state = new, old, "new only"
    if change[old] > change[new]:
        came, other, state = old, new, "old only"
    both, alone = (int((states == each).sum()) for each in ("both", state))
    if change[came] <= 0:
        kind = "none rose"
    elif both == alone:
        kind = "tied"
    else:
        kind = "joined" if both > alone else "replaced"
    return Outcome(kind, came, other, both, alone)


def tell_fate(sighting: pd.Series, split: int, begins: int) -> str:
    """Tell what became of a theme.

    Parameters
    ----------
    sighting : Series
        A row of :func:`eucad.threats.change.sighting_years`.
    split : int
        First year of the late period.
    begins : int
        Year of the first meeting with an account.

    Returns
    -------
    str
        ``"never"``, ``"throughout"``, ``"gone"``, ``"once"``, ``"new"`` or ``"at times"``.

    Examples
    --------
    >>> row = pd.Series({"accounts": 3, "seen": 2, "observed": 12, "first": 2013, "last": 2016})
    >>> tell_fate(row, 2019, 2013)
    'gone'
    """
    if sighting["accounts"] == 0:
        return "never"
    if sighting["seen"] == sighting["observed"]:
        return "throughout"
    if sighting["last"] < split:
        return "gone"
    if sighting["first"] > begins:
        return "once" if sighting["seen"] == 1 else "new"
    return "at times"


def study(
    dataset: Dataset,
    *,
    old: str = OLD,
    new: str = NEW,
    split: int = SPLIT,
    level: float = LEVEL,
    owner: str = OWNER,
) -> Study:
    """Compute all that notebook 04 shows.

    Parameters
    ----------
    dataset : Dataset
    old, new : str
        Two families of topics.
    split : int
        First year of the late period.
    level : float
        Coverage of all intervals.
    owner : str
        The voice whose agenda the new family may be alone.

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
    >>> study(eucad.load()).states.value_counts().to_dict()
    {'old only': 14, 'neither': 14, 'both': 4, 'new only': 0}
    """
    themes = family_themes(dataset.topics, [old, new])
    members = {family: themes[family] for family in (old, new)}
    topics = account_topic_matrix(dataset)
    mentions = mention_themes(topics, themes)
    late = mentions[is_late(mentions, split)]
    voice = np.asarray(late.index.get_level_values("voice"))
    speakers = late[[old, new]].groupby(voice).sum().set_axis(["old", "new"], axis=1)
    year = mentions.index.get_level_values("year")
    meeting = mentions.index.get_level_values("meeting_id").astype(str)
    trend = trend_test(
        mentions, year, meeting, np.random.default_rng(SEED), permutations=PERMUTATIONS
    )
    change = estimate_change(mentions, split, level=level).assign(p_trend=trend)
    states = co_mention(mentions, old, new)
    sources = describe_sources(mentions, agenda_documents(dataset))
    shown = distinct_themes(mentions, members)
    found = Study(
        names=dataset.names,
        old=old,
        new=new,
        split=split,
        level=level,
        members=members,
        themes=shown,
        shares=prevalence(mentions, level=level),
        years=pd.Series(year, meeting).groupby(level=0, sort=False).first(),
        sightings=sighting_years(mentions),
        change=change,
        change_points=change_points(mentions),
        cautious_change_points=change_points(mentions, per_meeting=True),
        states=states,
        outcome=decide_outcome(change["change"], states, old, new),
        together=exact_logistic(late[old], late[new].astype(int), level=level),
        speakers=speakers.assign(accounts=pd.Series(voice).value_counts()),
        adjusted=adjust_trend(
            mentions[list(dict.fromkeys([*members[old], new]))],
            {"nothing": None, **{name: sources[name] for name in sources}},
            level=level,
        ),
        tipping={theme: find_tipping_point(mentions[theme], split, level=level) for theme in shown},
        rivals=(),
    )
    return replace(found, rivals=tuple(_weigh_rivals(dataset, found, themes, owner)))


def _weigh_rivals(
    dataset: Dataset, study: Study, themes: Mapping[str, tuple[str, ...]], owner: str
) -> Iterator[Rival]:
    """Put each rival story next to what is seen, and judge it."""
    old, new, split, level = study.old, study.new, study.split, study.level
    topics = account_topic_matrix(dataset)
    late_topics = topics[is_late(topics, split)]
    late = mention_themes(late_topics, themes)
    others = [name for name in dataset.meetings["series"].cat.categories if name != "hlsd"]
    there = sighting_years(mention_themes(account_topic_matrix(dataset, series=others), themes))
    new_topics, old_topics = list(study.members[new]), list(study.members[old])
    kept = [topic for topic in old_topics if study.change.loc[topic, "late"] > 0]
    first = pd.DataFrame(
        {"here": study.sightings["first"], "elsewhere": there["first"]}, index=new_topics
    )
    verdict = judge_words(first["here"], first["elsewhere"], bool(kept))
    yield Rival("words", verdict, "", new, {"first": first, "kept": kept})

    row = study.adjusted.loc[(new, "extent")]
    yield Rival("coverage", judge_coverage(row, level), "", new, {"odds": row})

    spoken = study.speakers.drop(index=owner, errors="ignore")["new"]
    is_owner = late.index.get_level_values("voice") == owner
    odds = exact_logistic(late[new], is_owner.astype(int), level=level)
    seen = {"others": spoken[spoken > 0], "odds": odds}
    yield Rival("owner", judge_owner(int(spoken.sum()), odds), owner, new, seen)

    own = account_topic_matrix(dataset, exclude_lineages=borrowed_lineages(dataset))
    without = estimate_change(mention_themes(own, themes), split, level=level).loc[old]
    verdict = judge_borrowing(study.change.loc[old], without)
    seen = {"left out": len(topics) - len(own), "change": without}
    yield Rival("borrowing", verdict, "", old, seen)

    for conflict, side in DRIVERS.items():
        family = {"old": old, "new": new}[side]
        odds = exact_logistic(late[family], late_topics[conflict].astype(int), level=level)
        began = sighting_years(topics[[conflict]]).loc[conflict, "first"]
        start = study.sightings.loc[family, "first"]
        seen = {"odds": odds, "first": began, "start": start}
        yield Rival("driver", judge_driver(odds, began, start), conflict, family, seen)

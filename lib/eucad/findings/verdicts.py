"""One verdict a topic: what became of it in the dialogue, and how far that may be cited.

The verdict is that of the presence model (:mod:`eucad.stats.presence`): on the table throughout,
came, went, came and went, seldom, or cannot tell. The badge says whether it stands up: **cite** if
every variant gives the same verdict, **with care** if some variant does not (each is named), **do
not cite** where even the base cannot tell. What would turn with the seed of the draws cannot be
told (:data:`eucad.stats.fates.ERRORS`), in the base and in the variants alike. The variants were
settled with the results in sight.

Whatever speaks of a topic's fate, in the README, a notebook, a figure or a page, shows this verdict
and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import (
    WEAK,
    account_topic_matrix,
    families,
    fit_base,
    fit_variants,
    with_families,
)
from eucad.dataset import Dataset
from eucad.documents import borrowed_accounts
from eucad.meetings import DIALOGUE, held_meetings
from eucad.show.words import listing
from eucad.stats import fates, presence
from eucad.stats.presence import Variant
from eucad.voices.contrast import Divide

#: Expected share of mentions that are mistakes, and how much of all change is expected, where they
#: are taken to be more than the collection does.
MORE_ERRORS, MORE_CHANGE = 0.01, (2, 2)

#: The badges, from the firmest.
BADGES = ("cite", "with care", "do not cite")


@dataclass(frozen=True)
class Move:
    """Whether the agenda moved from the topics of one family to those of another."""

    old: str
    new: str
    kind: str  #: ``whole``, ``in part``, ``no``, ``perhaps`` or ``cannot_tell``
    verdicts: pd.DataFrame  #: From :func:`judge`, of the topics of both.


def _list_variants(dataset: Dataset) -> dict[str, presence.Variant]:
    """List reasonable other choices, by the name that stands where a verdict fails them."""
    base = account_topic_matrix(dataset)
    copies = base.index.get_level_values("account_id").isin(borrowed_accounts(dataset))
    hidden = {kind: account_topic_matrix(dataset, without=[kind]) | ~base for kind in WEAK}
    read = {
        "with openings only": {"extent": "opening"},
        "by coder a alone": {"coding": "a"},
        "by coder b alone": {"coding": "b"},
    }
    return {
        **{f"without {kind}": Variant(base, known) for kind, known in hidden.items()},
        "without the copied text": Variant(base, np.tile(~copies[:, None], base.shape[1])),
        **{
            name: _align(account_topic_matrix(dataset, **each), base) for name, each in read.items()
        },
        "with more errors": Variant(base, error=MORE_ERRORS),
        "if changes are frequent": Variant(base, persistence=MORE_CHANGE, colonisation=MORE_CHANGE),
        "if reporting drifts": Variant(base, drift=True),
    }


def _align(mentions: pd.DataFrame, base: pd.DataFrame) -> Variant:
    """Give accounts the rows that they have in the base; those that are missing say nothing."""
    accounts = mentions.index.get_level_values("account_id")
    wanted = base.index.get_level_values("account_id")
    own = mentions.set_axis(accounts).reindex(wanted, fill_value=False)
    known = np.tile(wanted.isin(accounts)[:, None], base.shape[1])
    return Variant(own.set_axis(base.index).astype(bool), known)


def decide(fit: presence.Presence, groups: Mapping[str, list[str]]) -> pd.DataFrame:
    """Give the verdict on every topic, then on every family, by the topics of each.

    Returns
    -------
    DataFrame
        `kind` and `probability` of :func:`eucad.stats.fates.verdicts` (``never`` for what is never
        seen), with the probability of each fate and how low it may be; `first`, `last`, `earliest`
        and `latest` as in :func:`judge`.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> decide(fit_base(dataset), {}).loc["cbrn", ["first", "last"]].to_list()
    ['hlsd2013', 'hlsd2016']
    """
    both = [fit, fit.merge(groups)] if groups else [fit]
    table = pd.concat([fates.verdicts(each) for each in both]).rename_axis("key")
    seen = np.concatenate([each.seen for each in both], axis=1)
    ever = seen.any(axis=0)
    table.loc[~ever, "kind"] = "never"
    said = zip(table["kind"], table["first"], table["last"], strict=True)
    between = [
        first if kind in ("came", "came_and_went") else last if kind == "went" else (None, None)
        for kind, first, last in said
    ]
    first, last = seen.argmax(axis=0), len(seen) - 1 - seen[::-1].argmax(axis=0)
    meetings = fit.meetings.to_numpy(object)
    return table.assign(
        first=np.where(ever, meetings[first], None),
        last=np.where(ever, meetings[last], None),
        earliest=[meetings[0] for meetings in between],
        latest=[meetings[1] for meetings in between],
    )


def survey(dataset: Dataset, *, variants: bool = True) -> dict[str, pd.DataFrame]:
    """Give the verdicts of :func:`decide`: of the ``base`` first, then of each variant, by name.

    Examples
    --------
    >>> import eucad
    >>> survey(eucad.load(), variants=False)["base"].loc["afghanistan", "kind"]
    'throughout'
    """
    fits = {"base": fit_base(dataset)}
    if variants:
        mentions = account_topic_matrix(dataset)
        fits |= fit_variants(dataset, mentions, _list_variants(dataset))
    groups = families(dataset)
    return {name: decide(fit, groups) for name, fit in fits.items()}


def judge(dataset: Dataset, surveyed: Mapping[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Judge what became of every topic and family in the dialogue, and whether to cite it.

    Parameters
    ----------
    surveyed : mapping of str to DataFrame, optional
        From :func:`survey`; by default with all variants.

    Returns
    -------
    DataFrame
        One row a topic, then a family, indexed by `key`: `kind` (``throughout``, ``came``,
        ``went``, ``came_and_went``, ``seldom``, ``cannot_tell`` or ``never``) and its
        `probability`; `first` and `last`, the meetings at which it is first and last seen (missing
        if never); `earliest` and `latest`, the first and the last meeting at which it may have
        come, or have been last on the table, with 95% (missing for other kinds); `badge`, one of
        :data:`BADGES`; `fails`, a tuple of the variants that give another verdict; `words`, the
        verdict in words; `elsewhere`, where else it is raised and when, in words (empty if
        nowhere).

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> judge(dataset, survey(dataset, variants=False)).loc["afghanistan", "words"]
    'on the table throughout'
    """
    surveyed = survey(dataset) if surveyed is None else surveyed
    rows = {
        name: other[["kind", "seldom_low"]].to_dict("index") for name, other in surveyed.items()
    }
    table = surveyed["base"][["kind", "probability", "first", "last", "earliest", "latest"]].copy()
    table["fails"] = [
        tuple(name for name, other in rows.items() if not says(other[key], kind))
        for key, kind in table["kind"].items()
    ]
    table["badge"] = list(map(_give_badge, table["kind"], table["fails"]))
    years = held_meetings(dataset)["date_start"].dt.year
    table["words"] = [
        _put_into_words(row["kind"], years.get(row["earliest"]), years.get(row["latest"]))
        for row in table.to_dict("records")
    ]
    return table.assign(elsewhere=_find_elsewhere(dataset, families(dataset)))


def says(row: Mapping[str, object], kind: str) -> bool:
    """Tell whether a verdict (a row of :func:`decide`) says that it is of a kind.

    A topic that came and went may besides be as surely seldom.

    Examples
    --------
    >>> row = pd.Series({"kind": "came_and_went", "seldom_low": 0.97})
    >>> says(row, "seldom"), says(row, "came")
    (True, False)
    """
    more = kind == "seldom" and row["kind"] == "came_and_went"
    return row["kind"] == kind or (more and row["seldom_low"] >= fates.SURE)


def within_error(surveyed: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], str]:
    """Find what lies within Monte Carlo errors of a verdict of :func:`survey`, and so is not told.

    Returns
    -------
    dict of tuple of str to str
        By topic or family and variant, the kind of verdict: of ``base``, any; of the others, that
        which the base gives.

    Examples
    --------
    >>> row = pd.DataFrame({"kind": "went", "went": 0.9, "went_low": 0.88}, index=["cbrn"])
    >>> within_error({"base": row, "other": row.assign(went=0.81, went_low=0.79)})
    {('cbrn', 'other'): 'went'}
    """
    found, base = {}, surveyed["base"]["kind"].to_dict()
    for name, table in surveyed.items():
        close = {
            kind: (abs(table[kind] - fates.SURE) < table[kind] - table[f"{kind}_low"]).to_dict()
            for kind in fates.KINDS[:-1]
            if kind in table
        }
        for key, told in base.items():
            kinds = [told] if told in fates.KINDS[:-1] else fates.KINDS[:-1] * (name == "base")
            for kind in kinds:
                if close[kind][key]:
                    found[str(key), name] = kind
    return found


def _find_elsewhere(dataset: Dataset, groups: Mapping[str, list[str]]) -> pd.Series:
    """Tell in which other meetings each topic and family is raised, in words."""
    series = dataset.meetings["series"].cat.categories
    said: dict[str, list[str]] = {}
    for name in series[series != DIALOGUE]:
        mentions = with_families(account_topic_matrix(dataset, series=[name]), groups)
        year = mentions.index.get_level_values("year").to_numpy()
        for key, raised in zip(mentions, mentions.to_numpy().T, strict=True):
            years = sorted(set(year[raised].tolist()))
            words = [f"{dataset.names[name]} {_when(years)}"] if years else []
            said.setdefault(str(key), []).extend(words)
    return pd.Series({key: "; ".join(words) for key, words in said.items()})


def _when(years: list[int]) -> str:
    """Name years, or the first and the last of more than three."""
    if len(years) > 3:
        return f"{years[0]}–{years[-1]}"
    return listing(map(str, years))


def _give_badge(kind: str, fails: tuple[str, ...]) -> str:
    """Say how far a verdict may be cited."""
    if kind == "cannot_tell":
        return "do not cite"
    return "with care" if fails else "cite"


def judge_move(
    verdicts: pd.DataFrame, groups: Mapping[str, Sequence[str]], old: str, new: str
) -> Move:
    """Judge whether the agenda moved from one family to another, by the verdicts on their topics.

    It moved as a whole if each old topic went and each new one came. It did not if the verdict on
    any is that it did otherwise: ``in part`` if others went or came. Where no verdict speaks
    against it, ``perhaps`` says that some do for it.

    Parameters
    ----------
    verdicts : DataFrame
        From :func:`judge`.
    groups : mapping of str to sequence of str
        Topics of each family, from :func:`eucad.agenda.families`.
    old, new : str
        Families.

    Examples
    --------
    >>> verdicts = pd.DataFrame({"kind": ["throughout", "came"]}, ["drugs", "cyber"])
    >>> judge_move(verdicts, {"old": ["drugs"], "new": ["cyber"]}, "old", "new").kind
    'in part'
    """
    own = verdicts.loc[[*groups[old], *groups[new]]]
    went = own["kind"].isin(["went", "came_and_went"]) & own.index.isin(groups[old])
    did = went | ((own["kind"] == "came") & own.index.isin(groups[new]))
    against = ~did & ~own["kind"].isin(["cannot_tell", "never"])
    if did.all():
        kind = "whole"
    elif against.any():
        kind = "in part" if did.any() else "no"
    else:
        kind = "perhaps" if did.any() else "cannot_tell"
    return Move(old, new, kind, own)


def judge_divide(later: Mapping[str, pd.DataFrame], topic: str, since: int) -> Divide:
    """Judge whether a topic divides the two sides of the table, and whether to cite it.

    `later` holds, by way of counting, ``all`` among them, what
    :func:`eucad.voices.contrast.contrast` finds since that year.

    Examples
    --------
    >>> clear, perhaps = (pd.DataFrame({"verdict": [v]}, ["war"]) for v in ("clear", "perhaps"))
    >>> judge_divide({"all": clear, "opening": perhaps}, "war", 2022).badge
    'with care'
    """
    fails = tuple(name for name, found in later.items() if found.loc[topic, "verdict"] != "clear")
    row = later["all"].loc[topic]
    kind = "divides" if row["verdict"] == "clear" else "cannot_tell"
    return Divide(topic, since, row, _give_badge(kind, fails), fails)


def _put_into_words(kind: str, earliest: int | None = None, latest: int | None = None) -> str:
    """Put a verdict into the words that stand for it everywhere."""
    when = f"in {earliest}" if earliest == latest else f"in some year from {earliest} to {latest}"
    return {
        "throughout": "on the table throughout",
        "came": f"came {when}",
        "went": f"gone, last on the table {when}",
        "came_and_went": f"came {when} and went again",
        "seldom": "seldom on the table",
        "cannot_tell": "cannot tell",
        "never": "raised by no account",
    }[kind]

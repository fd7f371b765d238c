"""Rival stories: what else could look like a shift of the agenda.

The voices, the extent, the language and the number of copies of the accounts all changed over the
years. :func:`adjusted_trend` holds them fixed; :func:`tipping_point` says how much silence would
have to be mistaken; :func:`rival_stories` puts each story next to what it predicts and what is
seen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import borrowed_lineages
from eucad.stats import LEVEL
from eucad.stats.exact import ExactLogistic, exact_logistic
from eucad.stats.resampling import trend_test
from eucad.threats.measures import Change, Evidence, change, raises, span, years_of


def features(raised: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Describe the sources of each account by what changed over the years besides the agenda.

    Parameters
    ----------
    raised : DataFrame
        Accounts × themes; accounts are lineages.
    documents : DataFrame
        Agenda documents with `lineage_id`, `extent` and `language`.

    Returns
    -------
    DataFrame
        Indexed as `raised`: `voice`; `extent`: full if any of its documents was; `language`:
        English if any was; `copies`: one document or several.

    Examples
    --------
    >>> from eucad import shift
    >>> raised, _ = shift.example()
    >>> lineages = raised.index.get_level_values("account_id")
    >>> documents = pd.DataFrame({"lineage_id": lineages, "extent": "full", "language": "en"})
    >>> features(raised, documents).iloc[0].to_list()
    ['a', 'full', 'English', 'one']
    """
    flags = pd.DataFrame(
        {"full": documents["extent"] == "full", "english": documents["language"] == "en"}
    )
    accounts = flags.groupby(documents["lineage_id"].astype(str))
    account = raised.index.get_level_values("account_id")
    seen = accounts.any().assign(several=accounts.size() > 1).loc[account]
    return pd.DataFrame(
        {
            "voice": raised.index.get_level_values("voice").astype(str),
            "extent": np.where(seen["full"], "full", "opening"),
            "language": np.where(seen["english"], "English", "other"),
            "copies": np.where(seen["several"], "several", "one"),
        },
        index=raised.index,
    )


def adjusted_trend(
    raised: pd.DataFrame,
    years: pd.Series,
    strata: Mapping[str, pd.Series | None],
    rng: np.random.Generator,
    *,
    permutations: int = 1999,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Estimate the trend of each theme with features of the sources held fixed.

    Accounts are compared only within a stratum: with accounts of the same voice, extent and so
    on. Two answers stand side by side. The odds ratio is exact, but takes the accounts of a
    meeting as independent. `inference.trend_test` moves whole meetings and so does not.

    Parameters
    ----------
    raised, years
        As in `shift.change`.
    strata : mapping of str to (Series or None)
        Sets of strata by name: a label for each account, or None for a single stratum.
    rng : numpy.random.Generator
    permutations : int
    level : float

    Returns
    -------
    DataFrame
        Indexed by `theme` and `strata`: `odds_ratio` of one year more, `low`, `high`, `p_value`
        (all exact), `informative` (accounts the answer rests on) and `p_meetings` (by permuting
        meetings).

    Examples
    --------
    >>> from eucad import shift
    >>> raised, years = shift.example()
    >>> strata = {"nothing": None, "voice": raised.index.get_level_values("voice")}
    >>> found = adjusted_trend(raised[["cbrn"]], years, strata, np.random.default_rng(1))
    >>> found.loc["cbrn", "informative"].to_list()
    [8, 5]
    """
    year = years_of(raised, years)
    meetings = raised.index.get_level_values("meeting_id")
    rows = {}
    for name, labels in strata.items():
        moved = trend_test(raised, year, meetings, rng, strata=labels, permutations=permutations)
        for theme, p_meetings in zip(raised.columns, moved, strict=True):
            exact = exact_logistic(raised[theme], year, labels, level=level)
            rows[theme, name] = asdict(exact) | {"p_meetings": p_meetings}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["theme", "strata"])


@dataclass(frozen=True)
class TippingPoint:
    """How many silent accounts would have to be mistaken.

    Attributes
    ----------
    rises : bool
        Whether the theme rises; otherwise it falls, or stays.
    silent : int
        Accounts of the period with less of the theme that do not raise it.
    unseen : int
        Those of them that were not visible to their end, and so may raise it after all.
    count : int or None
        The number of those that overturns the change; 0 if none is needed, None if all together
        would not do.

    Examples
    --------
    >>> TippingPoint(rises=False, silent=13, unseen=7, count=2).count
    2
    """

    rises: bool
    silent: int
    unseen: int
    count: int | None


def tipping_point(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    theme: str,
    visible_to_end: Collection[str],
    rng: np.random.Generator,
    *,
    draws: int = 10000,
    level: float = LEVEL,
) -> TippingPoint:
    """Count the silent accounts that would overturn a change, had they raised the theme unseen.

    Silence is not absence: an account that was not visible to its end may have raised a theme
    behind that. What an account was seen to raise stays. So a rise is overturned by early accounts
    that turn out to raise the theme, and a fall by late ones. The change is overturned once its
    interval holds 0. Accounts of the meetings with the fewest are turned first, as they count most:
    the search is greedy, and no smaller number is excluded by proof.

    Parameters
    ----------
    raised, years, split, rng, draws, level
        As in `shift.change`.
    theme : str
    visible_to_end : collection of str
        Accounts that were visible to their end.

    Returns
    -------
    TippingPoint

    Raises
    ------
    ValueError
        If a period has no account.

    Examples
    --------
    >>> from eucad import shift
    >>> raised, years = shift.example()
    >>> rng = np.random.default_rng(1)
    >>> tipping_point(raised, years, 2019, "cbrn", [], rng, level=0.5)
    TippingPoint(rises=False, silent=5, unseen=5, count=2)
    """
    turned = raised[[theme]].copy()

    def estimate() -> pd.Series:
        return change(turned, years, split, rng, draws=draws, level=level).table.loc[theme]

    row = estimate()
    rises = bool(row["change"] > 0)
    silent = ~raised[theme].to_numpy() & ((years_of(raised, years) < split) == rises)
    unseen = np.flatnonzero(
        silent & ~raised.index.get_level_values("account_id").isin(list(visible_to_end))
    )
    size = raised.groupby(level="meeting_id", observed=True)[theme].transform("size").to_numpy()
    order = unseen[np.argsort(size[unseen], kind="stable")]
    count = 0
    while not row["change_low"] <= 0 <= row["change_high"] and count < len(order):
        turned.iloc[order[count], 0] = True
        count += 1
        row = estimate()
    held = row["change_low"] <= 0 <= row["change_high"]
    return TippingPoint(rises, int(silent.sum()), len(unseen), count if held else None)


@dataclass(frozen=True)
class Context:
    """What the rival stories are held against, besides the evidence itself.

    Attributes
    ----------
    adjusted : DataFrame
        From :func:`adjusted_trend`, with the strata ``extent``.
    elsewhere : DataFrame
        From `shift.span`, of the accounts of other series of meetings.
    without_templates : Change
        The change without the accounts that borrow their wording.
    templates : int
        How many accounts those are.
    ours : ExactLogistic
        Odds that a late account raises the new family if the voice is that of `owner`.
    owner : str
        The voice in question.
    drivers : dict of str to (str, ExactLogistic, int)
        By conflict: the family it is said to drive, the odds that a late account raises that
        family if it raises the conflict, and the year in which the conflict is first raised
        (missing if it never is).

    Examples
    --------
    >>> context = Context(adjusted=pd.DataFrame(), elsewhere=pd.DataFrame(), templates=1,
    ...                   without_templates=None, ours=None, owner="eu", drivers={})
    >>> context.owner
    'eu'
    """

    adjusted: pd.DataFrame
    elsewhere: pd.DataFrame
    without_templates: Change
    templates: int
    ours: ExactLogistic
    owner: str
    drivers: dict[str, tuple[str, ExactLogistic, int]]


def gather_context(
    dataset: Dataset,
    evidence: Evidence,
    themes: Mapping[str, Sequence[str]],
    adjusted: pd.DataFrame,
    drivers: Mapping[str, str],
    owner: str,
    rng: np.random.Generator,
) -> Context:
    """Compute what the rival stories are held against.

    Parameters
    ----------
    dataset : Dataset
    evidence : Evidence
    themes : mapping of str to sequence of str
    adjusted : DataFrame
        From :func:`adjusted_trend`, of the new family at least, with the strata ``extent``.
    drivers : mapping of str to str
        The family that each conflict, a topic, is said to drive.
    owner : str
        The voice whose agenda it may be alone.
    rng : numpy.random.Generator

    Returns
    -------
    Context

    Raises
    ------
    ValueError
        If a period has no account once borrowed ones are left out.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, shift
    >>> dataset, rng = eucad.load(), np.random.default_rng(1)
    >>> themes = {"cbrn": ("cbrn",), "cyber": ("cyber",)}
    >>> raised = shift.raises(account_topic_matrix(dataset), themes)
    >>> years = documents.held_meetings(dataset)["date_start"].dt.year
    >>> evidence = shift.gather(raised, themes, years, "cbrn", "cyber", 2019, [], rng)
    >>> strata = {"extent": features(raised, documents.agenda_documents(dataset))["extent"]}
    >>> adjusted = adjusted_trend(raised[["cyber"]], years, strata, rng, permutations=99)
    >>> context = gather_context(
    ...     dataset, evidence, themes, adjusted, {"ukraine_war": "cyber"}, "eu", rng)
    >>> context.templates, int(context.drivers["ukraine_war"][2])
    (1, 2022)
    """
    years, split = evidence.years, evidence.split
    topics = account_topic_matrix(dataset)
    late = topics[years_of(topics, years) >= split]
    families = raises(late, themes)
    series = dataset.meetings["series"].cat.categories
    elsewhere = account_topic_matrix(dataset, series=[name for name in series if name != "hlsd"])
    own = raises(account_topic_matrix(dataset, exclude_lineages=borrowed_lineages(dataset)), themes)
    voice = late.index.get_level_values("voice")
    return Context(
        adjusted=adjusted,
        elsewhere=span(raises(elsewhere, themes), years, []),
        without_templates=change(own, years, split, rng),
        templates=len(topics) - len(own),
        ours=exact_logistic(families[evidence.new], (voice == owner).astype(int)),
        owner=owner,
        drivers={
            conflict: (
                family,
                exact_logistic(families[family], late[conflict].astype(int)),
                span(topics[[conflict]], years, []).loc[conflict, "first"],
            )
            for conflict, family in drivers.items()
        },
    )

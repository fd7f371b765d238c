"""Rival stories: what else could look like a shift of the agenda.

The voices, the extent, the language and the number of copies of the accounts all changed over the
years. :func:`adjusted_trend` holds them fixed; :func:`tipping_point` says how much silence would
have to be mistaken; :func:`rival_stories` puts each story next to what it predicts and what is
seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.dataset import Dataset
from eucad.inference import ExactLogistic, exact_logistic
from eucad.shift import Change, Evidence, change, raises, span, years_of
from eucad.topics import incidence

# -- What is left once the sources are held fixed


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
    by_account = documents.groupby("lineage_id", observed=True)
    account = raised.index.get_level_values("account_id")

    def choose(flags: pd.Series, yes: str, no: str) -> np.ndarray:
        return np.where(flags.loc[account], yes, no)

    full = (documents["extent"] == "full").groupby(documents["lineage_id"]).any()
    english = (documents["language"] == "en").groupby(documents["lineage_id"]).any()
    return pd.DataFrame(
        {
            "voice": raised.index.get_level_values("voice").astype(str),
            "extent": choose(full, "full", "opening"),
            "language": choose(english, "English", "other"),
            "copies": choose(by_account.size() > 1, "several", "one"),
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
    level: float = 0.9,
) -> pd.DataFrame:
    """Estimate the trend of each theme with features of the sources held fixed.

    Accounts are compared only within a stratum: with accounts of the same voice, extent and so
    on. Two answers stand side by side. The odds ratio is exact, but takes the accounts of a
    meeting as independent. The permutation test moves whole meetings over the years and so does
    not; its statistic is the same sum within strata.

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
    meeting, known = pd.factorize(raised.index.get_level_values("meeting_id"))
    own = years.loc[known].to_numpy(dtype=float)
    orders = np.vstack([own, rng.permuted(np.tile(own, (permutations, 1)), axis=1)])
    rows = {}
    for name, labels in strata.items():
        stratum = np.zeros(len(year)) if labels is None else pd.factorize(np.asarray(labels))[0]
        member = np.eye(int(stratum.max()) + 1)[stratum.astype(int)]
        for theme in raised.columns:
            outcome = raised[theme].to_numpy(dtype=float)
            # Within strata, the outcome less its mean: the sum then needs no mean of the years.
            centred = outcome - member @ (member.T @ outcome / member.sum(axis=0))
            sums = np.abs(orders[:, meeting] @ centred)
            exact = exact_logistic(outcome, year, stratum, level=level)
            rows[theme, name] = {
                "odds_ratio": exact.odds_ratio,
                "low": exact.low,
                "high": exact.high,
                "p_value": exact.p_value,
                "informative": exact.informative,
                "p_meetings": (sums[1:] >= sums[0] - 1e-9).sum() / (permutations + 1)
                + 1 / (permutations + 1),
            }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(rows, names=["theme", "strata"])
    return table.astype({"informative": int})


def tipping_point(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    theme: str,
    rng: np.random.Generator,
    *,
    draws: int = 1000,
    level: float = 0.9,
) -> int | None:
    """Count the early accounts that would overturn a change, had they turned out otherwise.

    Silence is not absence: an early account may have raised a theme behind the end of the visible
    text. This is the smallest number of early accounts that would have to raise it after all (or,
    for a theme that fell, not to have raised it) for the interval of the change to hold 0, in the
    least favourable case: accounts of the meetings with the fewest are turned first.

    Parameters
    ----------
    raised, years, split, rng, draws, level
        As in `shift.change`.
    theme : str

    Returns
    -------
    int or None
        0 if the interval holds 0 already; None if all early accounts together would not do.

    Examples
    --------
    >>> from eucad import shift
    >>> raised, years = shift.example()
    >>> tipping_point(raised, years, 2019, "cbrn", np.random.default_rng(1))
    0
    """
    found = change(raised[[theme]], years, split, rng, draws=draws, level=level).table.iloc[0]
    if found["change_low"] <= 0 <= found["change_high"]:
        return 0
    rises = found["change"] > 0
    early = np.flatnonzero((years_of(raised, years) < split) & (raised[theme] != rises))
    weight = raised.groupby(level="meeting_id", observed=True)[theme].transform("size").to_numpy()
    turned = raised[[theme]].copy()
    for count, place in enumerate(early[np.argsort(weight[early], kind="stable")], start=1):
        turned.iloc[place, 0] = rises
        row = change(turned, years, split, rng, draws=draws, level=level).table.iloc[0]
        if row["change_low"] <= 0 <= row["change_high"]:
            return count
    return None


# -- Story by story


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
        family if it raises the conflict, and the year in which the conflict is first raised.
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
        From :func:`adjusted_trend`.
    drivers : mapping of str to str
        The family that each conflict, a topic, is said to drive.
    owner : str
        The voice whose agenda it may be alone.
    rng : numpy.random.Generator

    Returns
    -------
    Context

    Examples
    --------
    See the notebook `04-drugs-cbrn-to-cyber-hybrid.ipynb`.
    """
    years, split = evidence.years, evidence.split
    topics = incidence(dataset)
    late = topics[years_of(topics, years) >= split]
    families = raises(late, themes)
    series = dataset.meetings["series"].cat.categories
    elsewhere = incidence(dataset, series=[name for name in series if name != "hlsd"])
    lineages = dataset.lineages.set_index("lineage_id")["template_lineage_id"].dropna()
    borrowed = lineages.index.intersection(topics.index.get_level_values("account_id"))
    own = raises(incidence(dataset, exclude_lineages=list(borrowed)), themes)
    voice = late.index.get_level_values("voice")
    return Context(
        adjusted=adjusted,
        elsewhere=span(raises(elsewhere, themes), years, []),
        without_templates=change(own, years, split, rng),
        templates=len(borrowed),
        ours=exact_logistic(families[evidence.new], (voice == owner).astype(int)),
        owner=owner,
        drivers={
            conflict: (
                family,
                exact_logistic(families[family], late[conflict].astype(int)),
                int(years_of(topics[topics[conflict]], years).min()),
            )
            for conflict, family in drivers.items()
        },
    )

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
from eucad.shift import Change, Evidence, change, difference, odds_ratio, raises, span, years_of
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


def adjusted_table(
    adjusted: pd.DataFrame, themes: Sequence[str], labels: Mapping[str, str], level: float = 0.9
) -> pd.DataFrame:
    """Set out the trend with the sources held fixed, for readers.

    Parameters
    ----------
    adjusted : DataFrame
        From :func:`adjusted_trend`.
    themes : sequence of str
        Themes to show.
    labels : mapping of str to str
    level : float
        Coverage of the intervals in `adjusted`.

    Returns
    -------
    DataFrame
        One row a theme and set of strata, with headings in words.

    Examples
    --------
    >>> from eucad import shift
    >>> raised, years = shift.example()
    >>> found = adjusted_trend(raised, years, {"nothing": None}, np.random.default_rng(1))
    >>> adjusted_table(found, ["cbrn"], {"cbrn": "CBRN"})["Accounts that tell"].to_list()
    [8]
    """
    shown = adjusted.loc[list(themes)]
    interval = [
        f"{low:.2f} to {high:.2f}".replace("inf", "∞")
        for low, high in zip(shown["low"], shown["high"], strict=True)
    ]
    table = pd.DataFrame(
        {
            "Odds ratio of a year": shown["odds_ratio"].round(2).to_numpy(),
            f"Exact {100 * level:.0f} % interval": interval,
            "Exact p": [f"{p:.3f}" if p >= 0.001 else "< 0.001" for p in shown["p_value"]],
            "Accounts that tell": shown["informative"].to_numpy(),
            "p by moving whole meetings": shown["p_meetings"].round(3).to_numpy(),
        },
        index=shown.index,
    )
    return table.rename(index=dict(labels), level="theme").rename_axis(["Theme", "Held fixed"])


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


def overturning(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    labels: Mapping[str, str],
    rng: np.random.Generator,
) -> str:
    """Say in Markdown, theme by theme, which observation would overturn its change.

    Parameters
    ----------
    raised, years, split, rng
        As in `shift.change`.
    labels : mapping of str to str
        Labels of the themes.

    Returns
    -------
    str
        A list with one statement a theme.

    Examples
    --------
    >>> from eucad import shift
    >>> raised, years = shift.example()
    >>> rng = np.random.default_rng(1)
    >>> print(overturning(raised[["cbrn"]], years, 2019, {"cbrn": "CBRN"}, rng))
    - **CBRN**: 1 of the 3 accounts before 2019, had it not raised it.
    """
    early = int((years_of(raised, years) < split).sum())
    rises = change(raised, years, split, rng, draws=10).table["change"] > 0
    lines = []
    for theme in raised.columns:
        count = tipping_point(raised, years, split, theme, rng)
        if count == 0:
            what = "nothing more is needed: no change is possible as things stand."
        elif count is None:
            what = f"not even all {early} accounts before {split} together would do."
        else:
            otherwise = "raised it after all" if rises[theme] else "not raised it"
            pronoun = "it" if count == 1 else "they"
            what = f"{count} of the {early} accounts before {split}, had {pronoun} {otherwise}."
        lines.append(f"- **{labels[theme]}**: {what}")
    return "\n".join(lines)


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


def rival_stories(evidence: Evidence, context: Context, labels: Mapping[str, str]) -> pd.DataFrame:
    """Hold other explanations of the shift against what is seen.

    Parameters
    ----------
    evidence : Evidence
    context : Context
    labels : mapping of str to str
        Labels of families, topics and voices.

    Returns
    -------
    DataFrame
        One row a story: `Story`, `If it were so`, `What is seen` (computed), and `Verdict`
        (follows from what is seen).

    Examples
    --------
    See the notebook `04-drugs-cbrn-to-cyber-hybrid.ipynb`.
    """
    old, new = labels[evidence.old], labels[evidence.new]
    rows = [
        (
            "New words for old things",
            f"The words of {new} appear in all series of meetings at once, and the old words go",
            *_words(evidence, context, labels),
        ),
        (
            "Better coverage",
            f"{new} does not rise among accounts visible to the same extent",
            *_coverage(evidence, context),
        ),
        (
            f"The agenda of {labels[context.owner]} alone",
            f"No other voice raises {new}",
            *_owner(evidence, context, labels),
        ),
        (
            "Reuse of a template",
            f"The fall of {old} goes once borrowed accounts are left out",
            *_templates(evidence, context),
        ),
    ]
    rows += [
        (
            f"{labels[conflict]} drives it",
            f"Accounts that raise it raise {labels[family]} more often, and it comes no later",
            *_driver(evidence, family, odds, first),
        )
        for conflict, (family, odds, first) in context.drivers.items()
    ]
    return pd.DataFrame(rows, columns=["Story", "If it were so", "What is seen", "Verdict"])


def _words(evidence: Evidence, context: Context, labels: Mapping[str, str]) -> tuple[str, str]:
    seen, against = [], False
    for topic in evidence.members[evidence.new]:
        here, there = evidence.span.loc[topic, "first"], context.elsewhere.loc[topic, "first"]
        if pd.isna(here) or pd.isna(there):
            continue
        seen.append(f"{labels[topic]} {here}, elsewhere {there}")
        against |= there < here
    kept = [
        labels[topic]
        for topic in evidence.members[evidence.old]
        if evidence.change.table.loc[topic, "late"] > 0
    ]
    text = (
        f"First year in the dialogue and in the other series: {'; '.join(seen) or 'no comparison'}"
        f". Old words still used: {', '.join(kept) or 'none'}."
    )
    if against and kept:
        return text, "Speaks against it: a word was at hand before it was used here"
    return text, "Cannot be told apart"


def _coverage(evidence: Evidence, context: Context) -> tuple[str, str]:
    row = context.adjusted.loc[(evidence.new, "extent")]
    found = ExactLogistic(**row[["odds_ratio", "low", "high", "p_value", "informative"]])
    odds = odds_ratio(found, evidence.change.level)
    text = (
        f"Odds of one more year, same extent: {odds}; moving whole meetings to other years does as "
        f"well in {100 * row['p_meetings']:.0f} %."
    )
    if row["low"] <= 1:
        return text, "Not ruled out"
    if row["p_meetings"] >= 1 - evidence.change.level:
        return text, "Ruled out only if the accounts of a meeting are independent"
    return text, "Does not explain it"


def _owner(evidence: Evidence, context: Context, labels: Mapping[str, str]) -> tuple[str, str]:
    others = evidence.speakers.drop(index=context.owner, errors="ignore")["new"]
    named = ", ".join(f"{labels[voice]} {count}" for voice, count in others[others > 0].items())
    text = (
        f"Accounts in other voices: {named or 'none'}. Odds in the voice of "
        f"{labels[context.owner]} over others: {odds_ratio(context.ours, evidence.change.level)}."
    )
    if others.sum() == 0:
        return text, "Holds as far as is seen"
    if context.ours.low > 1:
        return text, "Holds in the main"
    return text, "Not alone, but the accounts are too few to say how much"


def _templates(evidence: Evidence, context: Context) -> tuple[str, str]:
    level = evidence.change.level
    row = context.without_templates.table.loc[evidence.old]
    text = f"Left out: {context.templates}. {difference(row, level)}."
    before = evidence.change.table.loc[evidence.old]
    if (row["change_high"] < 0) == (before["change_high"] < 0):
        return text, "Does not explain it"
    return text, "The interval then holds 0: explains part of it"


def _driver(evidence: Evidence, family: str, odds: ExactLogistic, first: int) -> tuple[str, str]:
    start = evidence.span.loc[family, "first"]
    words = odds_ratio(odds, evidence.change.level)
    text = f"Odds: {words}. First raised {first}; the family {start}."
    if odds.informative == 0:
        return text, "Cannot be told: all accounts are alike"
    if odds.low > 1:
        late = "" if first <= start else ", but it came later"
        return text, f"They go together{late}"
    if odds.high < 1:
        return text, "Speaks against it: they keep apart"
    return text, "No sign of it, nor against it: too few accounts"

"""Rival stories and what would overturn the finding, in sentences and tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from eucad.inference import ExactLogistic
from eucad.readings.shift import difference, odds_ratio
from eucad.readings.words import bullets, counted, interval, probability
from eucad.rivals import Context, tipping_point
from eucad.shift import Evidence


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
    >>> from eucad.rivals import adjusted_trend
    >>> from eucad.shift import example, example_evidence
    >>> evidence, rng = example_evidence(), np.random.default_rng(1)
    >>> raised, years = example()
    >>> extent = {"extent": pd.Series(list("oofoofof"))}
    >>> adjusted = adjusted_trend(raised[["cyber"]], years, extent, rng)
    >>> context = Context(
    ...     adjusted=adjusted.rename({"cyber": "cyber_hybrid"}), elsewhere=evidence.span,
    ...     without_templates=evidence.change, templates=0,
    ...     ours=evidence.together, owner="a", drivers={})
    >>> labels = {name: name for name in (*evidence.families, "a", "b")}
    >>> stories = rival_stories(evidence, context, labels)
    >>> stories.loc[2, "Story"], stories.loc[2, "Verdict"]
    ('The agenda of a alone', 'Not alone, but the accounts are too few to say how much')
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
        years = ["never" if pd.isna(year) else str(year) for year in (here, there)]
        seen.append(f"{labels[topic]} {years[0]}, elsewhere {years[1]}")
        against |= pd.notna(here) and pd.notna(there) and there < here
    kept = [
        labels[topic]
        for topic in evidence.members[evidence.old]
        if evidence.change.table.loc[topic, "late"] > 0
    ]
    text = (
        f"First year in the dialogue and in the other series: {'; '.join(seen)}"
        f". Old words still used: {', '.join(kept) or 'none'}."
    )
    if against and kept:
        return text, "Speaks against it: a word was at hand before it was used here"
    return text, "Not ruled out"


def _coverage(evidence: Evidence, context: Context) -> tuple[str, str]:
    row = context.adjusted.loc[(evidence.new, "extent")]
    found = ExactLogistic(**row[["odds_ratio", "low", "high", "p_value", "informative"]])
    odds = odds_ratio(found, evidence.change.level)
    text = (
        f"Odds of one more year, same extent: {odds}; moving whole meetings to other years does as "
        f"well in {100 * row['p_meetings']:.0f}%."
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
    >>> from eucad.rivals import adjusted_trend
    >>> from eucad.shift import example
    >>> raised, years = example()
    >>> found = adjusted_trend(raised, years, {"nothing": None}, np.random.default_rng(1))
    >>> adjusted_table(found, ["cbrn"], {"cbrn": "CBRN"})["Accounts that tell"].to_list()
    [8]
    """
    shown = adjusted.loc[list(themes)]
    limits = zip(shown["low"], shown["high"], strict=True)
    table = pd.DataFrame(
        {
            "Odds ratio of a year": shown["odds_ratio"].round(2).to_numpy(),
            f"Exact {level:.0%} interval": [interval(*ends).replace("inf", "∞") for ends in limits],
            "Exact p": shown["p_value"].map(probability).to_numpy(),
            "Accounts that tell": shown["informative"].to_numpy(),
            "p by moving whole meetings": shown["p_meetings"].map(probability).to_numpy(),
        },
        index=shown.index,
    )
    return table.rename(index=dict(labels), level="theme").rename_axis(["Theme", "Held fixed"])


def overturning(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    labels: Mapping[str, str],
    visible_to_end: Collection[str],
    rng: np.random.Generator,
) -> str:
    """Say in Markdown, theme by theme, how much silence would have to be mistaken.

    Parameters
    ----------
    raised, years, split, visible_to_end, rng
        As in `rivals.tipping_point`.
    labels : mapping of str to str
        Labels of the themes.

    Returns
    -------
    str
        A list with one statement a theme.

    Examples
    --------
    >>> from eucad.shift import example
    >>> raised, years = example()
    >>> rng = np.random.default_rng(1)
    >>> print(overturning(raised[["cbrn"]], years, 2019, {"cbrn": "CBRN"}, [], rng))
    - **CBRN**: of 5 accounts since 2019 silent on it, 1 of the 5 not visible to their end.
    """
    lines = []
    # From the same draws for each theme, so that themes with the same data get the same count.
    seed = rng.integers(2**32)
    for theme in raised.columns:
        draws = np.random.default_rng(seed)
        found = tipping_point(raised, years, split, theme, visible_to_end, draws)
        when = f"{'before' if found.rises else 'since'} {split}"
        who = f"{counted(found.silent, 'account')} {when} silent on it"
        unseen = f"{found.unseen} not visible to their end"
        if found.count == 0:
            what = "nothing more is needed: no change is possible as things stand."
        elif found.count is None:
            what = f"of {who}, not even all {unseen} together would do."
        else:
            what = f"of {who}, {found.count} of the {unseen}."
        lines.append(f"**{labels[theme]}**: {what}")
    return bullets(*lines)

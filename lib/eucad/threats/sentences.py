"""Whether new threats replaced the old ones or joined them, in sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from eucad.show.words import bullets, counted, interval, listing, points, probability
from eucad.stats import LEVEL
from eucad.stats.exact import ExactLogistic
from eucad.threats.measures import Change, Evidence, patterns
from eucad.threats.rivals import Context, tipping_point


def headline(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say in Markdown what happened to the old and the new family, and to each member.

    Nothing is taken for granted: which family came, and whether it joined or replaced the other,
    follows from the evidence.

    Parameters
    ----------
    evidence : Evidence
        From :func:`gather`.
    labels : mapping of str to str
        Labels of families, topics and voices.

    Returns
    -------
    str
        A list of five statements.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in (*evidence.families, "a", "b")}
    >>> print(headline(evidence, labels).splitlines()[1])
    - **In the 3 accounts that raise them, the topics of *cyber_hybrid* joined those of ...
    """
    members = [
        " ".join(describe(evidence, theme, labels[theme]) for theme in evidence.members[family])
        for family in (evidence.old, evidence.new)
    ]
    statements = [
        members[0],
        verdict(evidence, labels),
        members[1],
        timing(evidence, labels),
        speakers(evidence, labels),
    ]
    return bullets(*statements)


def verdict(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say which family came and whether it joined or replaced the other, and what shows it.

    Parameters
    ----------
    evidence, labels
        As in :func:`headline`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in (*evidence.families, "a", "b")}
    >>> print(verdict(evidence, labels))
    **In the 3 accounts that raise them, the topics of *cyber_hybrid* joined those of ...
    """
    answer = f"**{outcome(evidence, labels)}**"
    came = _what_came(evidence)
    if came is None:
        return answer
    table, level = evidence.change.table, evidence.change.level
    share = (
        "All of them raise the latter as well."
        if came.instead == 0
        else f"{came.both} of them raise the latter too."
    )
    moves = "; ".join(
        f"*{labels[family]}*: {difference(table.loc[family], level)}"
        for family in (came.family, came.other)
    )
    return (
        f"{answer} {share} Since {evidence.split}, {_together(evidence.together, level)}. {moves}."
    )


def outcome(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say in a sentence which family came, and whether it joined or replaced the other.

    Parameters
    ----------
    evidence, labels
        As in :func:`headline`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> print(outcome(evidence, {name: name.title() for name in evidence.families}))
    In the 3 accounts that raise them, the topics of *Cyber_Hybrid* joined those of ...
    """
    came = _what_came(evidence)
    if came is None:
        return f"Neither {labels[evidence.old]} nor {labels[evidence.new]} rose."
    if came.both > came.instead:
        what = "joined those of *{}*; they did not replace them"
    elif came.both < came.instead:
        what = "came without those of *{}*; they did not join them"
    else:
        what = "came as often with those of *{}* as without them"
    return (
        f"In the {came.both + came.instead} accounts that raise them, the topics of "
        f"*{labels[came.family]}* {what.format(labels[came.other])}."
    )


class _WhatCame(NamedTuple):
    """The family that rose more, the other, and the accounts that raise both or only the first."""

    family: str
    other: str
    both: int
    instead: int


def _what_came(evidence: Evidence) -> _WhatCame | None:
    rise = evidence.change.table["change"]
    if max(rise[evidence.old], rise[evidence.new]) <= 0:
        return None
    families, alone = (evidence.new, evidence.old), "new only"
    if rise[evidence.old] > rise[evidence.new]:
        families, alone = (evidence.old, evidence.new), "old only"
    return _WhatCame(*families, int(evidence.states["both"]), int(evidence.states[alone]))


def _together(found: ExactLogistic, level: float) -> str:
    if found.informative == 0:
        return "accounts do not tell whether raising one goes with raising the other"
    if found.low > 1:
        what = "raising one goes with raising the other"
    elif found.high < 1:
        what = "raising one goes with not raising the other"
    else:
        what = "raising one may or may not go with raising the other"
    return f"{what}: odds {odds_ratio(found, level)}"


def two_levels(evidence: Evidence) -> str:
    """Say in Markdown what periods and what accounts show of displacement and layering.

    Parameters
    ----------
    evidence : Evidence
        From :func:`gather`.

    Returns
    -------
    str

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> print(two_levels(example_evidence()))
    Between the periods, ... as displacement predicts, ... The two levels come apart: ...
    """
    shares = patterns(evidence.change, evidence.old, evidence.new)
    both, instead = int(evidence.states["both"]), int(evidence.states["new only"])
    between = max(shares, key=shares.get)
    if both == instead:
        within, agree = "neither predicts", "The accounts do not decide between the two."
    else:
        expected = "layering" if both > instead else "displacement"
        within = f"{expected} predicts"
        agree = (
            "Both levels point the same way."
            if between == expected
            else "The two levels come apart: what the periods show is not an exchange within "
            "accounts."
        )
    return (
        f"Between the periods, {shares['displacement']:.0%} of the draws lie as displacement "
        f"predicts, {shares['layering']:.0%} as layering predicts, and in {shares['decline']:.0%} "
        f"the old falls alone. Within accounts, {both} of the {both + instead} that raise the new "
        f"raise the old as well, as {within}. {agree}"
    )


def describe(evidence: Evidence, theme: str, label: str) -> str:
    """Say in Markdown when a theme was raised, and how its prevalence changed.

    Parameters
    ----------
    evidence : Evidence
    theme : str
    label : str
        Its name in the sentence.

    Returns
    -------
    str

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> print(describe(example_evidence(), "cbrn", "CBRN"))
    **CBRN** was last raised in 2016, and by none of the 5 accounts since, ...
    """
    seen, row = evidence.span.loc[theme], evidence.change.table.loc[theme]
    if seen["accounts"] == 0:
        return f"**{label}** is raised by none of the {seen['all_accounts']} accounts."
    known = evidence.years.loc[list(evidence.change_points[theme].posterior.index)]
    if seen["seen"] == seen["observed"]:
        when = f"never left the agenda: it is raised at all {seen['observed']} meetings"
    elif seen["last"] < evidence.split:
        when = (
            f"was last raised in {seen['last']}, and by none of the {seen['silent_since']} "
            f"accounts since, {seen['silent_to_end']} of which were visible to their end"
        )
    elif seen["first"] > known.min():
        when = f"was first raised in {seen['first']}, at {seen['seen']} meetings so far"
        if seen["seen"] == 1:
            when = f"was raised once, in {seen['first']}"
    else:
        when = f"is raised at {seen['seen']} of {seen['observed']} meetings"
    return f"**{label}** {when} ({difference(row, evidence.change.level)})."


def timing(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say when each family and member changed, and how probable it is that it never did.

    Parameters
    ----------
    evidence, labels
        As in :func:`headline`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in (*evidence.families, "a", "b")}
    >>> print(timing(evidence, labels))
    **When:** for no family or topic is any moment of change more probable than none.
    """
    parts = []
    for theme in evidence.families:
        found = evidence.change_points[theme]
        if found.no_change < 0.5:
            credible = evidence.years.loc[list(found.credible(evidence.change.level))]
            parts.append(
                f"{labels[theme]} in {evidence.years.loc[found.most_probable]} "
                f"({evidence.change.level:.0%} range {credible.min()}–{credible.max()}; "
                f"probability of no change {found.no_change:.0%})"
            )
    if not parts:
        return "**When:** for no family or topic is any moment of change more probable than none."
    text = ", ".join(parts)
    return (
        f"**When**, most probably: {text}. For all others, no change at all is more probable than "
        "a change."
    )


def speakers(evidence: Evidence, labels: Mapping[str, str]) -> str:
    """Say in whose accounts each family stands in the late period.

    Parameters
    ----------
    evidence, labels
        As in :func:`headline`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in (*evidence.families, "a", "b")}
    >>> print(speakers(evidence, labels))
    **In whose words** since 2019 ... drugs_cbrn: b 2 of 2 and a 1 of 3; cyber_hybrid: b 2 of ...
    """
    parts = []
    for column, family in (("old", evidence.old), ("new", evidence.new)):
        rows = evidence.speakers[evidence.speakers[column] > 0]
        rows = rows.sort_values(column, ascending=False, kind="stable")
        each = listing(
            (
                f"{labels[voice]} {row[column]} of {row['accounts']}"
                for voice, row in rows.iterrows()
            ),
            otherwise="no one",
        )
        parts.append(f"{labels[family]}: {each}")
    return (
        f"**In whose words** since {evidence.split} (accounts that raise it, of all of a voice): "
        f"{'; '.join(parts)}."
    )


def change_table(evidence: Evidence, labels: Mapping[str, str]) -> pd.DataFrame:
    """Set out the change of each theme with its interval, slope and test, for readers.

    Parameters
    ----------
    evidence, labels
        As in :func:`headline`.

    Returns
    -------
    DataFrame
        One row a theme, with headings in words; shares in percentage points.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> change_table(evidence, {name: name for name in evidence.families})["Change, points"]
    drugs_cbrn      −42
    ...
    hybrid          +42
    Name: Change, points, dtype: ...
    """
    table = evidence.change.table.loc[list(evidence.families)]
    name = f"{evidence.change.level:.0%} interval"

    def write(column: str, form: Callable[[float], str]) -> tuple[pd.Series, pd.Series]:
        low, high = (table[f"{column}_{end}"].map(form) for end in ("low", "high"))
        return table[column].map(form), low + " to " + high

    change, limits = write("change", points)
    slope, slope_limits = write("slope", partial(points, digits=1))
    return (
        pd.DataFrame(
            {
                "Change, points": change,
                f"{name} of the change": limits,
                "Points a year": slope,
                f"{name} a year": slope_limits,
                "p, moving meetings": evidence.trend[table.index].map(probability),
            }
        )
        .rename(index=dict(labels))
        .rename_axis(None)
    )


def interval_table(changes: Mapping[str, Change], labels: Mapping[str, str]) -> pd.DataFrame:
    """Set side by side the intervals of the change that different ways of resampling give.

    Parameters
    ----------
    changes : mapping of str to Change
        By what is resampled.
    labels : mapping of str to str
        Labels of the themes.

    Returns
    -------
    DataFrame
        Themes × what is resampled, in percentage points.

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> found = example_evidence().change
    >>> interval_table({"meetings": found}, {name: name for name in found.table.index})
                 Resampling meetings
    drugs_cbrn            −63 to +18
    ...
    """
    return pd.DataFrame(
        {
            f"Resampling {name}": {
                labels[theme]: f"{points(row['change_low'])} to {points(row['change_high'])}"
                for theme, row in found.table.iterrows()
            }
            for name, found in changes.items()
        }
    )


def difference(row: pd.Series, level: float) -> str:
    """Put a change of prevalence and its interval into words.

    Parameters
    ----------
    row : Series
        A row of `Change.table`.
    level : float

    Returns
    -------
    str

    Examples
    --------
    >>> row = pd.Series({"early": 0.9, "late": 0.47, "change": -0.43, "change_low": -0.64,
    ...                  "change_high": -0.06})
    >>> difference(row, 0.9)
    'on average 90% of a meeting’s accounts before, 47% after: −43 points, 90% interval −64 to −6'
    """
    change, low, high = (points(row[name]) for name in ("change", "change_low", "change_high"))
    return (
        f"on average {row['early']:.0%} of a meeting’s accounts before, {row['late']:.0%} after: "
        f"{change} points, "
        f"{level:.0%} interval {low} to {high}"
        + (", so perhaps no change" if row["change_low"] <= 0 <= row["change_high"] else "")
    )


def odds_ratio(found: ExactLogistic, level: float) -> str:
    """Put an odds ratio and its interval into words.

    Parameters
    ----------
    found : ExactLogistic
    level : float

    Returns
    -------
    str

    Examples
    --------
    >>> odds_ratio(ExactLogistic(8.23, 1.26, float("inf"), 0.03, 24), 0.9)
    '× 8.2 (90% interval 1.3 to ∞)'
    """
    if found.informative == 0:
        return "not estimable"
    middle, low, high = (
        "∞" if np.isinf(value) else f"{float(f'{value:.2g}'):g}"
        for value in (found.odds_ratio, found.low, found.high)
    )
    return f"× {middle} ({level:.0%} interval {low} to {high})"


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
    adjusted: pd.DataFrame, themes: Sequence[str], labels: Mapping[str, str], level: float = LEVEL
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

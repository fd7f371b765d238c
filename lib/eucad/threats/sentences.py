"""Whether new threats replaced the old ones or joined them, in sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from eucad.show.words import Table, Text, bullets, counted, interval, listing, points, probability
from eucad.stats.exact import ExactLogistic
from eucad.threats.measures import Outcome, Rival, Study, tell_fate

#: How each rival story is told, and what would be seen if it were so.
STORIES = {
    "words": (
        "New words for old things",
        "The words of {family} appear in all series of meetings at once, and the old words go",
    ),
    "coverage": (
        "Better coverage",
        "{family} does not rise among accounts visible to the same extent",
    ),
    "owner": ("The agenda of {subject} alone", "No other voice raises {family}"),
    "borrowing": (
        "Reuse of a template",
        "The fall of {family} goes once borrowed accounts are left out",
    ),
    "driver": (
        "{subject} drives it",
        "Accounts that raise it raise {family} more often, and it comes no later",
    ),
}

#: What follows from what is seen of a story.
VERDICTS = {
    ("words", "against"): "Speaks against it: a word was at hand before it was used here",
    ("words", "open"): "Not ruled out",
    ("coverage", "open"): "Not ruled out",
    ("coverage", "depends"): "Ruled out only if the accounts of a meeting are independent",
    ("coverage", "against"): "Does not explain it",
    ("owner", "holds"): "Holds as far as is seen",
    ("owner", "mainly"): "Holds in the main",
    ("owner", "too few"): "Not alone, but the accounts are too few to say how much",
    ("borrowing", "part"): "The interval then holds 0: explains part of it",
    ("borrowing", "against"): "Does not explain it",
    ("driver", "alike"): "Cannot be told: all accounts are alike",
    ("driver", "together"): "They go together",
    ("driver", "later"): "They go together, but it came later",
    ("driver", "apart"): "Speaks against it: they keep apart",
    ("driver", "too few"): "No sign of it, nor against it: too few accounts",
}


def in_short(study: Study) -> Text:
    """State what happened to both families and to each member, when, and in whose words."""
    members = [
        " ".join(describe(study, theme) for theme in study.members[family])
        for family in (study.old, study.new)
    ]
    return bullets(members[0], verdict(study), members[1], timing(study), speakers(study))


def verdict(study: Study) -> Text:
    """State which family came, whether it joined or replaced the other, and what shows it."""
    found = study.outcome
    answer = f"**{outcome(found, study.names)}**"
    if found.kind == "none rose":
        return Text(answer)
    share = (
        "All of them raise the latter as well."
        if found.alone == 0
        else f"{found.both} of them raise the latter too."
    )
    moves = "; ".join(
        f"*{study.names[family]}*: {difference(study.change.loc[family], study.level)}"
        for family in (found.came, found.other)
    )
    return Text(
        f"{answer} {share} Since {study.split}, {together(study.together, study.level)}. {moves}."
    )


def outcome(found: Outcome, names: Mapping[str, str]) -> Text:
    """State which family came, and whether it joined or replaced the other.

    Examples
    --------
    >>> outcome(Outcome("joined", "b", "a", 4, 0), {"a": "Old", "b": "New"})
    'In the 4 accounts that raise them, the topics of *New* joined those of *Old*; they did not ...
    """
    came, other = names[found.came], names[found.other]
    said = {
        "joined": f"joined those of *{other}*; they did not replace them",
        "replaced": f"came without those of *{other}*; they did not join them",
        "tied": f"came as often with those of *{other}* as without them",
    }
    if found.kind == "none rose":
        return Text(f"Neither {other} nor {came} rose.")
    accounts = counted(found.both + found.alone, "account")
    where = f"In the {accounts} that " + ("raises" if accounts == "1 account" else "raise")
    return Text(f"{where} them, the topics of *{came}* {said[found.kind]}.")


def together(found: ExactLogistic, level: float) -> str:
    """State whether raising one family goes with raising the other."""
    if found.informative == 0:
        return "accounts do not tell whether raising one goes with raising the other"
    what = "raising one may or may not go with raising the other"
    if found.low > 1:
        what = "raising one goes with raising the other"
    elif found.high < 1:
        what = "raising one goes with not raising the other"
    return f"{what}: odds {odds_ratio(found, level)}"


def describe(study: Study, theme: str) -> Text:
    """State when a theme was raised, and how its share changed."""
    seen = study.sightings.loc[theme]
    label = f"**{study.names[theme]}**"
    fate = tell_fate(seen, study.split, int(study.years.min()))
    if fate == "never":
        return Text(f"{label} is raised by none of the {counted(seen['all_accounts'], 'account')}.")
    when = {
        "throughout": f"never left the agenda: it is raised at all {seen['observed']} meetings",
        "gone": f"was last raised in {seen['last']}, and by none of the "
        f"{counted(seen['silent_since'], 'account')} since, {seen['silent_to_end']} of which were "
        "visible to their end",
        "once": f"was raised once, in {seen['first']}",
        "new": f"was first raised in {seen['first']}, at {seen['seen']} meetings so far",
        "at times": f"is raised at {seen['seen']} of {seen['observed']} meetings",
    }[fate]
    return Text(f"{label} {when} ({difference(study.change.loc[theme], study.level)}).")


def timing(study: Study) -> Text:
    """State when each theme changed, and how probable it is that it never did."""
    parts = []
    for theme in study.themes:
        found = study.change_points[theme]
        if found.changed:
            range_ = found.credible(study.level)
            parts.append(
                f"{study.names[theme]} in {found.most_probable} "
                f"({study.level:.0%} range {range_.min()}–{range_.max()}; "
                f"probability of no change {found.no_change:.0%})"
            )
    if not parts:
        return Text("**When:** for no topic is any moment of change more probable than none.")
    return Text(
        f"**When**, most probably: {', '.join(parts)}. For all others, no change at all is more "
        "probable than a change."
    )


def speakers(study: Study) -> Text:
    """State in whose accounts each family stands in the late period."""
    parts = []
    for column, family in (("old", study.old), ("new", study.new)):
        rows = study.speakers[study.speakers[column] > 0]
        rows = rows.sort_values(column, ascending=False, kind="stable")
        each = (
            f"{study.names[voice]} {row[column]} of {row['accounts']}"
            for voice, row in rows.iterrows()
        )
        parts.append(f"{study.names[family]}: {listing(each, otherwise='no one')}")
    return Text(
        f"**In whose words** since {study.split} (accounts that raise it, of all of a voice): "
        f"{'; '.join(parts)}."
    )


def change_table(study: Study) -> Table:
    """Set out the change of each theme with its interval and tests, one row a theme."""
    themes = list(study.themes)
    table = study.change.loc[themes]
    low, high = table["change_low"].map(points), table["change_high"].map(points)
    return Table(
        pd.DataFrame(
            {
                "Before": table["early"].map("{:.0%}".format),
                "Since": table["late"].map("{:.0%}".format),
                "Change, points": table["change"].map(points),
                f"{study.level:.0%} interval": low + " to " + high,
                "p, moving meetings": table["p_trend"].map(probability),
                "Probability of no change": [
                    f"{study.change_points[theme].no_change:.0%}" for theme in themes
                ],
                "Each meeting as one account": [
                    f"{study.cautious_change_points[theme].no_change:.0%}" for theme in themes
                ],
            },
            index=themes,
        )
        .rename(index=dict(study.names))
        .rename_axis("Theme")
    )


def difference(row: pd.Series, level: float) -> str:
    """Put a change of the share and its interval into words.

    Examples
    --------
    >>> row = pd.Series({"early": 0.9, "late": 0.47, "change": -0.43, "change_low": -0.64,
    ...                  "change_high": -0.06})
    >>> difference(row, 0.95)
    'on average 90% of a meeting’s accounts before, 47% after: −43 points, 95% interval −64 to −6'
    """
    change, low, high = (points(row[name]) for name in ("change", "change_low", "change_high"))
    return (
        f"on average {row['early']:.0%} of a meeting’s accounts before, {row['late']:.0%} after: "
        f"{change} points, {level:.0%} interval {low} to {high}"
        + (", so perhaps no change" if row["change_low"] <= 0 <= row["change_high"] else "")
    )


def odds_ratio(found: ExactLogistic, level: float) -> str:
    """Put an odds ratio and its interval into words.

    Examples
    --------
    >>> odds_ratio(ExactLogistic(8.23, 1.26, float("inf"), 0.03, 24), 0.95)
    '× 8.2 (95% interval 1.3 to ∞)'
    """
    if found.informative == 0:
        return "not estimable"
    middle, low, high = (
        "∞" if np.isinf(value) else f"{float(f'{value:.2g}'):g}"
        for value in (found.odds_ratio, found.low, found.high)
    )
    return f"× {middle} ({level:.0%} interval {low} to {high})"


def adjusted_table(study: Study) -> Table:
    """Set out the trend with the sources held fixed, one row a theme and what is held fixed."""
    adjusted = study.adjusted
    ends = zip(adjusted["low"], adjusted["high"], strict=True)
    table = pd.DataFrame(
        {
            "Odds ratio of a year": adjusted["odds_ratio"].round(2),
            f"Exact {study.level:.0%} interval": [
                interval(*each).replace("inf", "∞").replace("nan to nan", "not estimable")
                for each in ends
            ],
            "Exact p": adjusted["p_value"].map(probability),
            "Accounts that tell": adjusted["informative"],
            "p by moving whole meetings": adjusted["p_meetings"].map(probability),
        }
    )
    table = table.rename(index=dict(study.names), level="theme")
    return Table(table.rename_axis(["Theme", "Held fixed"]))


def rivals_table(study: Study) -> Table:
    """Set out what else could look like the shift, what is seen, and what follows."""
    rows = {}
    for rival in study.rivals:
        called = {
            "family": study.names[rival.family],
            "subject": study.names.get(rival.subject, ""),
        }
        story, expected = (text.format(**called) for text in STORIES[rival.story])
        rows[story] = {
            "If it were so": expected,
            "What is seen": what_is_seen(rival, study.names, study.level),
            "Verdict": VERDICTS[rival.story, rival.verdict],
        }
    return Table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("Story"))


def what_is_seen(rival: Rival, names: Mapping[str, str], level: float) -> str:
    """State what is seen of a rival story."""
    seen = rival.seen
    if rival.story == "words":
        first = "; ".join(
            f"{names[topic]} {_year(row['here'])}, elsewhere {_year(row['elsewhere'])}"
            for topic, row in seen["first"].iterrows()
        )
        kept = ", ".join(names[topic] for topic in seen["kept"]) or "none"
        return (
            f"First year in the dialogue and in the other series: {first}. Old words still used: "
            f"{kept}."
        )
    if rival.story == "coverage":
        row = seen["odds"]
        fields = ["odds_ratio", "low", "high", "p_value", "informative"]
        odds = odds_ratio(ExactLogistic(*row[fields]), level)
        return (
            f"Odds of one more year, same extent: {odds}; moving whole meetings to other years "
            f"does as well in {100 * row['p_meetings']:.0f}%."
        )
    if rival.story == "owner":
        named = ", ".join(f"{names[voice]} {count}" for voice, count in seen["others"].items())
        return (
            f"Accounts in other voices: {named or 'none'}. Odds in the voice of "
            f"{names[rival.subject]} over others: {odds_ratio(seen['odds'], level)}."
        )
    if rival.story == "borrowing":
        return f"Left out: {seen['left out']}. {difference(seen['change'], level)}."
    return (
        f"Odds: {odds_ratio(seen['odds'], level)}. First raised {_year(seen['first'])}; the family "
        f"{_year(seen['start'])}."
    )


def _year(year: int) -> str:
    return "never" if pd.isna(year) else f"{year}"


def overturning(study: Study) -> Text:
    """State, theme by theme, how much silence would have to be mistaken."""
    lines = []
    for theme, found in study.tipping.items():
        when = f"{'before' if found.rises else 'since'} {study.split}"
        who = f"{counted(found.silent, 'account')} {when} silent on it"
        unseen = f"{found.unseen} not visible to their end"
        if found.count == 0:
            what = "nothing more is needed: no change is possible as things stand."
        elif found.count is None:
            what = f"of {who}, not even all {unseen} together would do."
        else:
            what = f"of {who}, {found.count} of the {unseen}."
        lines.append(f"**{study.names[theme]}**: {what}")
    return bullets(*lines)

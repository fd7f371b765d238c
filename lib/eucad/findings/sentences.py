"""What may be cited, and what is left of the findings under other choices, in sentences."""

from __future__ import annotations

import pandas as pd

from eucad.findings.measures import Study
from eucad.findings.robustness import leading_choices
from eucad.show.words import Table, Text, bullets, p_value, percent, points, probability


def robustness_in_short(study: Study) -> Text:
    """State what survives, what does not, and which choice matters."""
    names, themes = study.names, list(study.threats.themes)
    lines = [
        f"**{', '.join(names[theme] for theme in rows.index)}:** what may be cited is "
        f"{what_may_be_cited(rows.iloc[0])}."
        for _, rows in study.cite.groupby(["cite", "direction"], sort=False)
    ]
    new, old = study.threats.new, study.threats.old
    lines.append(
        f"**{names[new]} next to {names[old]}:** in {percent(study.support.loc[new, 'beside'])} of "
        "the specifications in which any account raises the former, most of these accounts raise "
        "the latter as well."
    )
    most = "; ".join(
        f"{names[theme]}: {choice} ({share:.0%} of the spread)"
        for theme, choice, share in leading_choices(study.importance)
    )
    lines.append(f"**The choice that matters most:** {most or 'none, all estimates are equal'}.")
    row = study.support.loc[themes[0]]
    lines.append(
        f"**Too few meetings for an estimate**, and that is a finding, too: "
        f"{row['specifications'] - row['estimable']:.0f} of {row['specifications']:.0f} "
        "specifications."
    )
    return bullets(*lines)


def what_may_be_cited(row: pd.Series) -> str:
    """Say what may be cited of an outcome.

    Examples
    --------
    >>> what_may_be_cited(pd.Series({"cite": "change", "direction": "falls"}))
    'that it falls, with the interval'
    """
    return {
        "no direction": "no direction: it depends on choices",
        "no trend": "when and by whom it was raised, but no trend: chance does as well",
        "hangs on": f"that it {row['direction']}, with the interval and what it hangs on",
        "change": f"that it {row['direction']}, with the interval",
    }[row["cite"]]


def curve_in_words(study: Study, theme: str) -> Text:
    """State what the curve of a theme shows, and where the collection's own choices lie."""
    row, label = study.support.loc[theme], study.names[theme]
    if row["estimable"] == 0:
        return Text(
            f"None of the {row['specifications']:.0f} specifications of *{label}* is estimable."
        )
    missing = row["specifications"] - row["estimable"]
    text = (
        f"*{label}* falls in {row['falling']:.0%} and rises in {row['rising']:.0%} of the "
        f"{row['estimable']:.0f} estimable specifications; {missing:.0f} of "
        f"{row['specifications']:.0f} are not estimable. The median change is "
        f"{points(row['median'])} points; with the years permuted in all of them at once, as large "
        f"a change has {p_value(row['p_value'])}."
    )
    if pd.isna(row["own"]):
        return Text(f"{text} The choices of the collection are not estimable.")
    further = f"{row['further']:.0%} of the specifications give a larger"
    way = "fall" if row["own"] < 0 else "rise"
    return Text(
        f"{text} The choices of the collection give {points(row['own'])} points; {further} {way}."
    )


def citable_table(study: Study) -> Table:
    """Set out what may be cited of each theme, and the hurdles that it takes."""
    cite, level = study.cite, study.curve.level
    hangs_on = [
        ", ".join(study.names.get(key, key) for key in row["hangs_on"]) or "none"
        if len(row["hangs_on"]) <= 3
        else f"any of {len(row['hangs_on'])}, of {row['left_out']}"
        for _, row in cite.iterrows()
    ]
    columns = {
        "What may be cited": [what_may_be_cited(row) for _, row in cite.iterrows()],
        "Direction": cite["direction"],
        "Specifications that agree": cite["agree"].map(percent),
        f"Their {level:.0%} interval holds no 0": cite["clear"].map(percent),
        "Turned by leaving one out": cite["turned"].map({True: "yes", False: "no"}),
        "Interval holds 0 without": hangs_on,
        "p, all specifications at once": cite["p_value"].map(probability),
    }
    table = pd.DataFrame(columns, index=cite.index).rename(index=dict(study.names))
    return Table(table.rename_axis("Theme"))


def not_estimable_table(study: Study) -> Table:
    """Set out where specifications leave too few meetings for an estimate."""
    return Table(
        study.not_estimable.rename(columns=lambda name: name.replace("_", " ").capitalize())
    )

"""What survives other choices, in sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eucad.readings.shift import points
from eucad.readings.words import bullets, p_value
from eucad.robustness import Curve


def in_short(
    table: pd.DataFrame,
    weights: pd.DataFrame,
    cite: pd.DataFrame,
    labels: Mapping[str, str],
    old: str,
    new: str,
) -> str:
    """Say in Markdown what survives, what does not, and which choice matters.

    Parameters
    ----------
    table : DataFrame
        From `robustness.support`.
    weights : DataFrame
        From `robustness.importance`.
    cite : DataFrame
        From :func:`citable`.
    labels : mapping of str to str
    old, new : str
        The two families.

    Returns
    -------
    str
        A list of statements.

    Examples
    --------
    >>> from eucad.robustness import example, importance, support
    >>> curve, labels = example(), {"old": "Old", "new": "New"}
    >>> table = support(curve)
    >>> cite = citable(table, {}, labels, 0.9)
    >>> print(in_short(table, importance(curve), cite, labels, "old", "new"))
    - **Old, New:** what may be cited is when and by whom it was raised, but no trend: ...
    """
    lines = [
        f"**{', '.join(rows.index)}:** what may be cited is {what}."
        for what, rows in cite.groupby("What may be cited", sort=False)
    ]
    lines.append(
        f"**{labels[new]} next to {labels[old]}:** in {table.loc[new, 'beside']:.0%} of the "
        "specifications in which any account raises the former, most of these accounts raise the "
        "latter as well."
    )
    most = "; ".join(
        f"{labels[family]}: {weights.loc[family].idxmax()} "
        f"({weights.loc[family].max():.0%} of the spread)"
        for family in (old, new)
    )
    lines.append(f"**The choice that matters most:** {most}.")
    each = "; ".join(
        f"{labels[family]} {row['specifications'] - row['estimable']:.0f} of "
        f"{row['specifications']:,.0f}"
        for family, row in table.loc[[old, new]].iterrows()
    )
    lines.append(f"**Too few meetings for an estimate**, and that is a finding, too: {each}.")
    return bullets(*lines)


def reading(curve: Curve, table: pd.DataFrame, outcome: str, label: str) -> str:
    """Say in Markdown what the curve of an outcome shows, and where the collection's choice lies.

    Parameters
    ----------
    curve : Curve
    table : DataFrame
        From `robustness.support`.
    outcome : str
    label : str
        Name of the outcome.

    Returns
    -------
    str

    Examples
    --------
    >>> from eucad.robustness import example, support
    >>> curve = example()
    >>> print(reading(curve, support(curve), "old", "Old"))
    *Old* falls in 100% and rises in 0% of the 2 estimable specifications; 0 of 2 are not ... The
    choices of the collection give −40 points; 0% of the specifications give a larger fall.
    """
    row = table.loc[outcome]
    rows = curve.specifications.query("outcome == @outcome")
    good = rows.loc[rows["estimable"], "estimate"]
    if good.empty:
        return f"None of the {len(rows)} specifications of *{label}* is estimable."
    choices = rows.columns[: rows.columns.get_loc("outcome")]
    # The first option of every choice stands in the first row.
    ours = rows[(rows[choices] == rows[choices].iloc[0]).all(axis=1)].iloc[0]["estimate"]
    further, way = ((good < ours), "fall") if ours < 0 else ((good > ours), "rise")
    return (
        f"*{label}* falls in {row['falling']:.0%} and rises in {row['rising']:.0%} of the "
        f"{len(good)} estimable specifications; {len(rows) - len(good)} of {len(rows)} are not "
        f"estimable. The median change is {points(row['median'])} points; with the years "
        f"permuted in all of them at once, as large a change has {p_value(row['p_value'])}. "
        f"The choices of the collection give {points(ours)} points; {further.mean():.0%} of the "
        f"specifications give a larger {way}."
    )


def citable(
    table: pd.DataFrame,
    without: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    level: float,
) -> pd.DataFrame:
    """Say of every outcome what a reader may cite.

    Three hurdles: nine in ten specifications in which it is raised at all agree on the direction;
    no single meeting or publisher turns it; and permuting the years in all specifications at once
    does as well in fewer than one of ten cases. Where leaving one out makes the interval hold 0,
    what is left out must be cited, too.

    Parameters
    ----------
    table : DataFrame
        From `robustness.support`.
    without : mapping of str to DataFrame
        From `robustness.leave_one_out`, by what is left out.
    labels : mapping of str to str
        Labels of the outcomes and, by identifier, of what is left out.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row an outcome: `Direction`, `Specifications that agree`, `Their interval holds no 0`,
        `Turned by leaving one out`, `Interval holds 0 without`, `p, all specifications at once`,
        `What may be cited`.

    Examples
    --------
    >>> from eucad.robustness import example, support
    >>> left_out = pd.MultiIndex.from_product([["a"], ["old", "new"]], names=["publisher", "theme"])
    >>> without = pd.DataFrame(
    ...     {"change": [-0.3, -0.1], "change_low": -0.5, "change_high": [-0.1, 0.1]}, left_out)
    >>> cite = citable(
    ...     support(example()), {"publisher": without}, {"old": "Old", "new": "New"}, 0.9)
    >>> cite["Turned by leaving one out"].to_dict(), cite["Interval holds 0 without"].to_dict()
    ({'Old': 'no', 'New': 'yes'}, {'Old': 'none', 'New': 'a'})
    """
    rows = {}
    for outcome, row in table.iterrows():
        falls = row["falling"] > row["rising"]
        sign, direction = (-1, "falls") if falls else (1, "rises")
        ever = 1 - row["never_raised"]
        agree = row["falling" if falls else "rising"] / ever if ever else 0.0
        clear = row["clearly_falling" if falls else "clearly_rising"]
        each = [found.xs(outcome, level="theme") for found in without.values()]
        turned = any((found["change"] * sign <= 0).any() for found in each)
        hold = [
            labels.get(left_out, left_out)
            for found in each
            for left_out in found.index[(found["change_low"] <= 0) & (found["change_high"] >= 0)]
        ]
        if not agree >= 0.9 or turned:
            cite = "no direction: it depends on choices"
        elif not row["p_value"] < 0.1:
            cite = "when and by whom it was raised, but no trend: chance does as well"
        elif hold:
            cite = f"that it {direction}, with the interval and what it hangs on"
        else:
            cite = f"that it {direction}, with the interval"
        rows[labels[outcome]] = {
            "Direction": direction,
            "Specifications that agree": f"{agree:.0%}",
            f"Their {level:.0%} interval holds no 0": f"{clear:.0%}",
            "Turned by leaving one out": "yes" if turned else "no",
            "Interval holds 0 without": ", ".join(hold or ["none"])
            if len(hold) <= 3
            else f"any of {len(hold)}, of {sum(map(len, each))}",
            "p, all specifications at once": round(float(row["p_value"]), 3),
            "What may be cited": cite,
        }
    return pd.DataFrame.from_dict(rows, orient="index")

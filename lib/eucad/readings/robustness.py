"""What survives other choices, in sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eucad.readings.words import bullets, p_value
from eucad.robustness import Curve, importance, support


def in_short(
    curve: Curve, cite: pd.DataFrame, labels: Mapping[str, str], old: str, new: str
) -> str:
    """Say in Markdown what survives, what does not, and which choice matters.

    Parameters
    ----------
    curve : Curve
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
    See the notebook `06-robustness.ipynb`.
    """
    table, weights = support(curve), importance(curve)
    lines = [
        f"**{', '.join(rows.index)}:** what may be cited is {what}."
        for what, rows in cite.groupby("What may be cited", sort=False)
    ]
    beside = 100 * table.loc[new, "beside"]
    lines.append(
        f"**{labels[new]} next to {labels[old]}:** in {beside:.0f}% of the specifications, most "
        "of the accounts that raise the former raise the latter as well."
    )
    most = "; ".join(
        f"{labels[family]}: {weights.loc[family].idxmax()} "
        f"({100 * weights.loc[family].max():.0f}% of the spread)"
        for family in (old, new)
    )
    lines.append(f"**The choice that matters most:** {most}.")
    total, good = int(table["specifications"].max()), int(table["estimable"].max())
    lines.append(
        f"Each family stands in {total} specifications; {total - good} leave too few meetings "
        "for an estimate, and that is a finding, too."
    )
    return bullets(*lines)


def reading(curve: Curve, outcome: str, label: str) -> str:
    """Say in Markdown what the curve of an outcome shows, and where the collection's choice lies.

    Parameters
    ----------
    curve : Curve
    outcome : str
    label : str
        Name of the outcome.

    Returns
    -------
    str

    Examples
    --------
    See the notebook `06-robustness.ipynb`.
    """
    row = support(curve).loc[outcome]
    rows = curve.specifications.query("outcome == @outcome")
    good = rows.loc[rows["estimable"], "estimate"]
    choices = rows.columns[: rows.columns.get_loc("outcome")]
    # The first option of every choice stands in the first row.
    ours = rows[(rows[choices] == rows[choices].iloc[0]).all(axis=1)].iloc[0]["estimate"]
    return (
        f"*{label}* falls in {row['falling']:.0%} and rises in {row['rising']:.0%} of the "
        f"{len(good)} estimable specifications; {len(rows) - len(good)} of {len(rows)} are not "
        f"estimable. The median change is {100 * row['median']:+.0f} points; with the years "
        f"permuted in all of them at once, as large a change has {p_value(row['p_value'])}. "
        f"The choices of the collection give {100 * ours:+.0f} points, more than "
        f"{(good < ours).mean():.0%} of the specifications do."
    ).replace("-", "−")


def citable(
    table: pd.DataFrame,
    without: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    level: float,
) -> pd.DataFrame:
    """Say of every outcome what a reader may cite.

    Three hurdles: nine in ten specifications in which it is raised at all agree on the direction;
    no single meeting or publisher turns it; and permuting the years in all specifications at once
    does as well in fewer than one of ten cases.

    Parameters
    ----------
    table : DataFrame
        From :func:`support`.
    without : mapping of str to DataFrame
        From :func:`leave_one_out`, by what is left out.
    labels : mapping of str to str
        Labels of the outcomes.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row an outcome: `Direction`, `Specifications that agree`, `Their interval holds no 0`,
        `Turned by leaving one out`, `p, all specifications at once`, `What may be cited`.

    Examples
    --------
    See the notebook `06-robustness.ipynb`.
    """
    rows = {}
    for outcome, row in table.iterrows():
        falls = row["falling"] > row["rising"]
        sign, direction = (-1, "falls") if falls else (1, "rises")
        agree = row["falling" if falls else "rising"] / (1 - row["never_raised"])
        clear = row["clearly_falling" if falls else "clearly_rising"]
        turned = sum(
            bool((found.xs(outcome, level="theme")["change"] * sign <= 0).any())
            for found in without.values()
        )
        if agree < 0.9 or turned:
            cite = "no direction: it depends on choices"
        elif row["p_value"] < 0.1:
            cite = f"that it {direction}, with the interval"
        else:
            cite = "when and by whom it was raised, but no trend: chance does as well"
        rows[labels[outcome]] = {
            "Direction": direction,
            "Specifications that agree": f"{agree:.0%}",
            f"Their {level:.0%} interval holds no 0": f"{clear:.0%}",
            "Turned by leaving one out": "yes" if turned else "no",
            "p, all specifications at once": round(float(row["p_value"]), 3),
            "What may be cited": cite,
        }
    return pd.DataFrame.from_dict(rows, orient="index")

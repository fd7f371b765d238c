"""The shift of the agenda: old and new themes over time, side by side, and held against doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter

from eucad.findings.robustness import Curve
from eucad.show.style import (
    FAMILY_COLOURS,
    GREY,
    INK,
    LIGHT,
    Picture,
    finish,
    new_picture,
    styled,
)
from eucad.show.words import points
from eucad.threats.figures import _percent, _points


@styled
def specification_curve(
    curve: Curve, outcome: str, choices: Sequence[str], label: str, colour: str
) -> Picture:
    """Draw the estimates of one outcome in order of size, with the choices behind each below.

    Parameters
    ----------
    curve : Curve
        From `robustness.specification_curve`.
    outcome : str
        One of its outcomes.
    choices : sequence of str
        Choices to show; specifications that differ in others only stand next to one another.
    label : str
        Name of the outcome.
    colour : str
        Its colour.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.robustness import example
    >>> print(specification_curve(example(), "old", ["coder"], "Old", "black").alt)
    Specification curve of Old: 2 of 2 specifications are estimable; estimates from −40 to −30 ...
    """
    rows = curve.specifications.query("outcome == @outcome")
    good = rows[rows["estimable"]].sort_values(["estimate", "low"], kind="stable")
    x = np.arange(len(good))
    options = [(choice, option) for choice in choices for option in pd.unique(rows[choice])]
    picture = new_picture(8, 3.0 + 0.165 * len(options) + 0.09 * len(choices))
    top, bottom = picture.subplots(
        2, 1, sharex=True, height_ratios=[2.6, 0.165 * len(options) + 0.09 * len(choices)]
    )
    clear = (good["low"] > 0) | (good["high"] < 0)
    top.vlines(x, good["low"], good["high"], color=LIGHT, linewidth=0.35)
    dots = {"linewidths": 0, "zorder": 3}
    top.scatter(x[~clear], good["estimate"][~clear], s=5, color=INK, **dots)
    top.scatter(x[clear], good["estimate"][clear], s=9, color=colour, **dots)
    top.axhline(0, color=INK, linewidth=0.8)
    columns = rows.columns[: rows.columns.get_loc("outcome")]
    ours = [rows[choice] == rows[choice].iloc[0] for choice in columns]
    first = rows[np.logical_and.reduce(ours)].iloc[0]
    place = int(np.searchsorted(good["estimate"], first["estimate"]))
    if first["estimable"]:
        top.plot(place, first["estimate"], "D", color=INK, markersize=6, zorder=4)
        top.annotate(
            "the choices of the collection",
            (place, first["estimate"]),
            xytext=(0, 52),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.7},
        )
    top.yaxis.set_major_formatter(FuncFormatter(_points))
    top.set_ylabel("change in points,\n90% interval")
    top.grid(axis="y")
    ticks, y, previous = [], 0.0, None
    for choice, option in options:
        y += 1.55 if previous not in (None, choice) else 1
        at = x[(good[choice] == option).to_numpy()]
        bottom.vlines(at, y - 0.36, y + 0.36, color=INK, linewidth=0.35)
        gone = int((~rows.loc[rows[choice] == option, "estimable"]).sum())
        ticks.append((y, f"{choice}: {option}", gone))
        previous = choice
    bottom.set_yticks([tick[0] for tick in ticks], [tick[1] for tick in ticks], fontsize=7)
    for y, _, gone in ticks:
        bottom.text(len(good) * 1.012, y, str(gone), fontsize=7, va="center", color=GREY)
    bottom.text(
        len(good) * 1.012,
        ticks[0][0] - 1.2,
        "not\nestimable",
        fontsize=6.5,
        color=GREY,
        va="bottom",
    )
    bottom.set_ylim(ticks[-1][0] + 0.8, ticks[0][0] - 0.9)
    bottom.set_xlim(-len(good) * 0.012, len(good) * 1.075)
    bottom.set_xticks([])
    bottom.set_xlabel(f"{len(good):,} specifications, from the smallest to the largest estimate")
    bottom.spines[["left", "bottom"]].set_visible(False)
    return finish(
        picture,
        f"{label}: change in prevalence under every combination of choices",
        f"Specification curve of {label}: {len(good)} of {len(rows)} specifications are estimable; "
        f"estimates from {points(good['estimate'].min())} to "
        f"{points(good['estimate'].max())} points, median "
        f"{points(good['estimate'].median())}; the interval holds no 0 in {clear.mean():.0%}.",
    )


@styled
def specification_support(
    table: pd.DataFrame, families: Mapping[str, str], labels: Mapping[str, str]
) -> Picture:
    """Draw which share of specifications shows each outcome falling and rising.

    Parameters
    ----------
    table : DataFrame
        From `robustness.support`.
    families : mapping of str to str
        Outcomes to draw, and the family of each.
    labels : mapping of str to str

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.robustness import example, support
    >>> families = {"old": "drugs_cbrn", "new": "cyber_hybrid"}
    >>> print(specification_support(support(example()), families, {"old": "Old", "new": "New"}).alt)
    Share of the estimable specifications. Old falls in 100% (clearly in 50%) and rises in 0% ...
    """
    picture = new_picture(8, 1.4 + 0.38 * len(families))
    ax = picture.subplots()
    for y, (outcome, family) in enumerate(families.items()):
        row, colour = table.loc[outcome], FAMILY_COLOURS[family]
        for sign, name in ((-1, "falling"), (1, "rising")):
            ax.barh(
                y, sign * row[name], height=0.66, color="white", edgecolor=colour, linewidth=1.4
            )
            ax.barh(y, sign * row[f"clearly_{name}"], height=0.66, color=colour)
            if row[name] >= 0.005:
                ax.text(
                    sign * (row[name] + 0.015),
                    y,
                    _percent(row[name]),
                    ha="left" if sign > 0 else "right",
                    va="center",
                    fontsize=8,
                )
    ax.barh([0], [0], color="white", edgecolor=INK, label="same direction")
    ax.barh([0], [0], color=INK, label="and its interval holds no 0")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, fontsize=8)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(families)), [labels[outcome] for outcome in families])
    ax.invert_yaxis()
    ax.set_xlim(-1.12, 1.12)
    ax.xaxis.set_major_formatter(FuncFormatter(_percent))
    ax.set_xlabel("← falls   share of estimable specifications   rises →")
    each = "; ".join(
        f"{labels[outcome]} falls in {table.loc[outcome, 'falling']:.0%} (clearly in "
        f"{table.loc[outcome, 'clearly_falling']:.0%}) and rises in "
        f"{table.loc[outcome, 'rising']:.0%} (clearly in "
        f"{table.loc[outcome, 'clearly_rising']:.0%})"
        for outcome in families
    )
    return finish(
        picture,
        "Share of specifications in which each theme falls or rises",
        f"Share of the estimable specifications. {each}.",
    )


@styled
def choice_importance(table: pd.DataFrame, labels: Mapping[str, str]) -> Picture:
    """Draw how much of the spread of estimates each choice explains.

    Parameters
    ----------
    table : DataFrame
        From `robustness.importance`.
    labels : mapping of str to str
        Labels of the outcomes.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.robustness import example, importance
    >>> print(choice_importance(importance(example()), {"old": "Old", "new": "New"}).alt)
    Choices by ... The largest for each outcome: Old: coder (100%); New: coder (100%).
    """
    picture = new_picture(8, 1.3 + 0.36 * len(table))
    ax = picture.subplots()
    ax.imshow(table, cmap="Greys", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(table.to_numpy()):
        for x, value in enumerate(row):
            text = "–" if np.isnan(value) else _percent(value)
            ax.text(
                x,
                y,
                text,
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if value > 0.5 else INK,
            )
    ax.set_xticks(range(table.shape[1]), table.columns)
    ax.set_yticks(range(len(table)), [labels[outcome] for outcome in table.index])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    top = "; ".join(
        f"{labels[outcome]}: {row.idxmax()} ({row.max():.0%})" for outcome, row in table.iterrows()
    )
    return finish(
        picture,
        "Share of the spread between specifications that each choice explains on its own",
        f"Choices by the share of variance they explain. The largest for each outcome: {top}.",
    )


@styled
def influence(
    without: Mapping[str, pd.DataFrame],
    whole: pd.DataFrame,
    families: Mapping[str, str],
    labels: Mapping[str, str],
) -> Picture:
    """Draw how the change of each theme moves when one meeting or publisher is left out.

    Parameters
    ----------
    without : mapping of str to DataFrame
        From `robustness.leave_one_out`, by the name of what is left out.
    whole : DataFrame
        Table of `shift.change` with everything in.
    families : mapping of str to str
        Themes to draw, and the family of each.
    labels : mapping of str to str
        Labels of the themes and, by identifier, of what is left out.

    Returns
    -------
    Picture

    Examples
    --------
    >>> left_out = pd.MultiIndex.from_product([["tass", "kun"], ["old"]], names=["", "theme"])
    >>> found = pd.DataFrame({"change": [-0.3, -0.5], "shift": [0.1, -0.1]}, left_out)
    >>> whole = pd.DataFrame({"change": [-0.4]}, ["old"])
    >>> without = {"meeting": found, "publisher": found}
    >>> print(influence(without, whole, {"old": "drugs_cbrn"}, {"old": "Old"}).alt)
    Changes in points. Old without one meeting: −50 to −30; Old without one publisher: ...
    """
    picture = new_picture(8, 1.5 + 0.62 * len(families))
    ax = picture.subplots()
    sentences = []
    for y, (theme, family) in enumerate(families.items()):
        colour = FAMILY_COLOURS[family]
        ax.plot([whole.loc[theme, "change"]] * 2, [y - 0.38, y + 0.38], color=INK, linewidth=1.6)
        for offset, marker, (name, found) in zip(
            (-0.2, 0.2), MARKERS, without.items(), strict=True
        ):
            changes = found.xs(theme, level="theme")["change"]
            ax.plot(
                changes,
                [y + offset] * len(changes),
                marker,
                color=colour,
                markerfacecolor="none",
                markersize=6,
                alpha=0.8,
            )
            far = found.xs(theme, level="theme")["shift"].abs().idxmax()
            # The name stands on the far side, where no other mark can be.
            right = changes[far] > whole.loc[theme, "change"]
            ax.annotate(
                labels.get(far, far).split(" (")[0],
                (changes[far], y + offset),
                xytext=(8 if right else -8, 0),
                textcoords="offset points",
                ha="left" if right else "right",
                va="center",
                fontsize=7,
                color=GREY,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            )
            sentences.append(
                f"{labels[theme]} without one {name}: {points(changes.min())} to "
                f"{points(changes.max())}"
            )
    for marker, name in zip(MARKERS, without, strict=True):
        ax.plot([], [], marker, color=INK, markerfacecolor="none", label=f"without one {name}")
    ax.plot([], [], "|", color=INK, markersize=11, markeredgewidth=1.6, label="with everything")
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, -0.12), ncols=3, fontsize=8)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(families)), [labels[theme] for theme in families])
    ax.invert_yaxis()
    ax.set_xlim(-0.95, 0.75)
    ax.xaxis.set_major_formatter(FuncFormatter(_points))
    ax.set_xlabel("change in prevalence (percentage points)")
    ax.grid(axis="x")
    return finish(
        picture,
        "Change of each theme with one meeting or one publisher left out",
        f"Changes in points. {'; '.join(sentences)}.",
    )

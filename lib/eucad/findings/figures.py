"""The findings under other choices: every combination, every choice, every source left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from eucad.findings.measures import Study
from eucad.findings.robustness import leading_choices
from eucad.show.marks import legend_below, row_labels
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
from eucad.show.words import percent, points

MARKERS = ("o", "s")


def _points(share: float, _: int | None = None) -> str:
    return points(share)


def _percent(share: float, _: int | None = None) -> str:
    return f"{abs(share):.0%}"


@styled
def specification_curve(study: Study, theme: str) -> Picture:
    """Draw the estimates of one theme in order of size, with the choices behind each below."""
    curve, label = study.curve, study.names[theme]
    rows = curve.of(theme)
    good = rows[rows["estimable"]].sort_values(["estimate", "low"], kind="stable")
    options = [(choice, option) for choice in curve.choices for option in pd.unique(rows[choice])]
    height = 0.165 * len(options) + 0.09 * len(curve.choices)
    picture = new_picture(8, 3.0 + height)
    top, bottom = picture.subplots(2, 1, sharex=True, height_ratios=[2.6, height])
    clear = (good["low"] > 0) | (good["high"] < 0)
    colour = FAMILY_COLOURS[study.threats.family_of[theme]]
    _estimates(top, study, theme, good, clear, colour)
    _choice_marks(bottom, rows, good, options)
    bottom.set_xlabel(f"{len(good):,} specifications, from the smallest to the largest estimate")
    return finish(
        picture,
        f"{label}: change of the share under every combination of choices",
        f"Specification curve of {label}: {len(good)} of {len(rows)} specifications are estimable; "
        f"estimates from {points(good['estimate'].min())} to {points(good['estimate'].max())} "
        f"points, median {points(good['estimate'].median())}; the interval holds no 0 in "
        f"{percent(clear.mean())}.",
    )


def _estimates(
    ax: Axes, study: Study, theme: str, good: pd.DataFrame, clear: pd.Series, colour: str
) -> None:
    x, dots = np.arange(len(good)), {"linewidths": 0, "zorder": 3}
    ax.vlines(x, good["low"], good["high"], color=LIGHT, linewidth=1)
    ax.scatter(x[~clear], good["estimate"][~clear], s=9, color=INK, **dots)
    ax.scatter(x[clear], good["estimate"][clear], s=14, color=colour, **dots)
    ax.axhline(0, color=INK, linewidth=0.8)
    own = study.curve.own(theme)
    if own["estimable"]:
        place = good.index.get_loc(own.name)
        ax.plot(place, own["estimate"], "D", color=INK, markersize=6, zorder=4)
        ax.annotate(
            "the choices of the collection",
            (place, own["estimate"]),
            xytext=(0, 52),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.7},
        )
    ax.yaxis.set_major_formatter(FuncFormatter(_points))
    ax.set_ylabel(f"change in points,\n{study.curve.level:.0%} interval")
    ax.grid(axis="y")


def _choice_marks(
    ax: Axes, rows: pd.DataFrame, good: pd.DataFrame, options: list[tuple[str, object]]
) -> None:
    x, right = np.arange(len(good)), len(good) * 1.012
    ticks, y, previous = [], 0.0, None
    for choice, option in options:
        y += 1.55 if previous not in (None, choice) else 1
        at = x[(good[choice] == option).to_numpy()]
        ax.vlines(at, y - 0.36, y + 0.36, color=INK, linewidth=1)
        gone = int((~rows.loc[rows[choice] == option, "estimable"]).sum())
        ax.text(right, y, str(gone), fontsize=7, va="center", color=GREY)
        ticks.append((y, f"{choice}: {option}"))
        previous = choice
    above = ticks[0][0] - 1.2
    ax.text(right, above, "not\nestimable", fontsize=6.5, color=GREY, va="bottom")
    ax.set_yticks([place for place, _ in ticks], [name for _, name in ticks], fontsize=7)
    ax.set_ylim(ticks[-1][0] + 0.8, ticks[0][0] - 0.9)
    ax.set_xlim(-len(good) * 0.012, len(good) * 1.075)
    ax.set_xticks([])
    ax.spines[["left", "bottom"]].set_visible(False)


@styled
def specification_support(study: Study) -> Picture:
    """Draw which share of specifications shows each theme falling and rising."""
    themes, names = study.threats.themes, study.names
    picture = new_picture(8, 1.4 + 0.38 * len(themes))
    ax = picture.subplots()
    for y, (theme, family) in enumerate(themes.items()):
        row, colour = study.support.loc[theme], FAMILY_COLOURS[family]
        for sign, way in ((-1, "falling"), (1, "rising")):
            outline = {"color": "white", "edgecolor": colour, "linewidth": 1.4}
            ax.barh(y, sign * row[way], height=0.66, **outline)
            ax.barh(y, sign * row[f"clearly_{way}"], height=0.66, color=colour)
            if row[way] >= 0.005:
                side = "left" if sign > 0 else "right"
                place = (sign * (row[way] + 0.015), y)
                ax.text(*place, _percent(row[way]), ha=side, va="center", fontsize=8)
    ax.barh([0], [0], color="white", edgecolor=INK, label="same direction")
    ax.barh([0], [0], color=INK, label="and its interval holds no 0")
    legend_below(ax, columns=2)
    ax.axvline(0, color=INK, linewidth=0.8)
    row_labels(ax, [names[theme] for theme in themes])
    ax.set_xlim(-1.12, 1.12)
    ax.xaxis.set_major_formatter(FuncFormatter(_percent))
    ax.set_xlabel("← falls   share of estimable specifications   rises →")
    each = "; ".join(
        f"{names[theme]} falls in {percent(row['falling'])} (clearly in "
        f"{percent(row['clearly_falling'])}) and rises in {percent(row['rising'])} (clearly in "
        f"{percent(row['clearly_rising'])})"
        for theme, row in study.support.loc[list(themes)].iterrows()
    )
    return finish(
        picture,
        "Share of specifications in which each theme falls or rises",
        f"Share of the estimable specifications. {each}.",
    )


@styled
def choice_importance(study: Study) -> Picture:
    """Draw how much of the spread of estimates each choice explains."""
    table = study.importance
    picture = new_picture(8, 1.3 + 0.36 * len(table))
    ax = picture.subplots()
    ax.imshow(table, cmap="Greys", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(table.to_numpy()):
        for x, value in enumerate(row):
            text = "–" if np.isnan(value) else _percent(value)
            ink = "white" if value > 0.5 else INK
            ax.text(x, y, text, ha="center", va="center", fontsize=8.5, color=ink)
    ax.set_xticks(range(table.shape[1]), table.columns)
    ax.set_yticks(range(len(table)), [study.names[theme] for theme in table.index])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    top = "; ".join(
        f"{study.names[theme]}: {choice} ({share:.0%})"
        for theme, choice, share in leading_choices(table)
    )
    return finish(
        picture,
        "Share of the spread between specifications that each choice explains on its own",
        f"Choices by the share of variance they explain. The largest for each theme: {top}.",
    )


@styled
def influence(study: Study) -> Picture:
    """Draw how the change of each theme moves when one meeting or publisher is left out."""
    themes, names, whole = study.threats.themes, study.names, study.threats.change["change"]
    picture = new_picture(8, 1.5 + 0.62 * len(themes))
    ax = picture.subplots()
    told = []
    for y, (theme, family) in enumerate(themes.items()):
        ax.plot([whole[theme]] * 2, [y - 0.38, y + 0.38], color=INK, linewidth=1.6)
        for offset, marker, (name, found) in zip(
            (-0.2, 0.2), MARKERS, study.without.items(), strict=True
        ):
            table = found.xs(theme, level="theme")
            look = {"color": FAMILY_COLOURS[family], "markersize": 6, "alpha": 0.8}
            heights = [y + offset] * len(table)
            ax.plot(table["change"], heights, marker, markerfacecolor="none", **look)
            far = table["shift"].abs().idxmax()
            short = names.get(far, far).split(" (")[0]
            _name_beside(ax, table.loc[far, "change"], whole[theme], y + offset, short)
            low, high = points(table["change"].min()), points(table["change"].max())
            told.append(f"{names[theme]} without one {name}: {low} to {high}")
    for marker, name in zip(MARKERS, study.without, strict=True):
        ax.plot([], [], marker, color=INK, markerfacecolor="none", label=f"without one {name}")
    ax.plot([], [], "|", color=INK, markersize=11, markeredgewidth=1.6, label="with everything")
    legend_below(ax)
    ax.axvline(0, color=INK, linewidth=0.8)
    row_labels(ax, [names[theme] for theme in themes])
    ax.set_xlim(-0.95, 0.75)
    ax.xaxis.set_major_formatter(FuncFormatter(_points))
    ax.set_xlabel("change of the share (percentage points)")
    ax.grid(axis="x")
    return finish(
        picture,
        "Change of each theme with one meeting or one publisher left out",
        f"Changes in points. {'; '.join(told)}.",
    )


def _name_beside(ax: Axes, x: float, whole: float, y: float, words: str) -> None:
    """Write a name on the far side of a mark, where no other mark can be."""
    right = x > whole
    ax.annotate(
        words,
        (x, y),
        xytext=(8 if right else -8, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=7,
        color=GREY,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )

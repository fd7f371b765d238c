"""Old and new threats over time, and side by side in each account."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from eucad.show.style import (
    BLUE,
    FAMILY_COLOURS,
    GREY,
    INK,
    ORANGE,
    VERMILION,
    Picture,
    finish,
    new_picture,
    styled,
)
from eucad.threats.change import STATES
from eucad.threats.measures import Study

STATE_LOOK = {
    "old only": {"facecolor": VERMILION, "hatch": ""},
    "both": {"facecolor": ORANGE, "hatch": "xx"},
    "new only": {"facecolor": BLUE, "hatch": "//"},
    "neither": {"facecolor": "white", "hatch": ""},
}


def _percent(share: float, _: int | None = None) -> str:
    return f"{share:.0%}"


@styled
def families_over_time(study: Study) -> Picture:
    """Draw the old and the new family over time, and below when each theme changed."""
    picture = new_picture(8, 3.6 + 0.46 * len(study.themes))
    top, *rows = picture.subplots(
        1 + len(study.themes), 1, sharex=True, height_ratios=[6, *[1] * len(study.themes)]
    )
    for family, offset, marker, above in (
        (study.old, -0.12, "o", True),
        (study.new, 0.12, "s", False),
    ):
        _family_line(top, study, family, offset, marker, above)
    accounts = study.states.groupby(level="year").size()
    for year, count in accounts.items():
        top.text(year, -0.1, f"{count}", ha="center", fontsize=7.5, color=GREY)
    top.text(study.years.min() - 1.55, -0.1, "accounts", fontsize=7.5, color=GREY)
    top.set_ylim(-0.15, 1.05)
    top.set_yticks([0, 0.25, 0.5, 0.75, 1])
    top.yaxis.set_major_formatter(FuncFormatter(_percent))
    top.set_ylabel("accounts that raise it")
    top.grid(axis="y")
    for ax, theme in zip(rows, study.themes, strict=True):
        _posterior_row(ax, study, theme)
    known = sorted(set(study.years))
    rows[-1].set_xticks(known, [str(year) for year in known])
    rows[-1].set_xlim(known[0] - 1.6, known[-1] + 2.6)
    rows[0].set_title(
        "Probability that the level changed at the meeting; right: that it never changed",
        fontsize=9,
        fontweight="normal",
    )
    return finish(
        picture,
        f"Share of accounts that raise either family, with {study.level:.0%} intervals, "
        "and when it changed",
        _alt_families(study),
    )


def _family_line(
    ax: Axes, study: Study, family: str, offset: float, marker: str, above: bool
) -> None:
    rows = study.shares.xs(family, level="theme").dropna(subset=["prevalence"])
    x = study.years.loc[list(rows.index)].to_numpy() + offset
    colour = FAMILY_COLOURS[family]
    ax.vlines(x, rows["low"], rows["high"], color=colour, alpha=0.35, linewidth=4)
    ax.plot(
        x,
        rows["prevalence"],
        marker=marker,
        color=colour,
        markersize=6,
        linewidth=1.4,
        linestyle="-" if above else "--",
        markerfacecolor=colour if above else "white",
        markeredgewidth=1.6,
    )
    ax.annotate(
        study.names[family],
        (x[-1], rows["prevalence"].iloc[-1]),
        xytext=(12, 9 if above else -9),
        textcoords="offset points",
        va="center",
        color=colour,
        fontweight="bold",
        fontsize=8.5,
    )


def _posterior_row(ax: Axes, study: Study, theme: str) -> None:
    found = study.change_points[theme]
    years = found.posterior.index
    colour = FAMILY_COLOURS[study.themes[theme]]
    weight = "bold" if theme in study.members else "normal"
    ax.bar(years, found.posterior, width=0.55, color=colour, edgecolor=INK, linewidth=0.4)
    ax.set_ylim(0, 1.35)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    ax.text(years.min() - 1.55, 0.12, study.names[theme], fontsize=8, fontweight=weight, color=INK)
    ax.text(years.max() + 0.7, 0.12, f"never: {found.no_change:.0%}", fontsize=8)
    if found.changed:
        best = found.most_probable
        place = (best, found.posterior[best] + 0.06)
        ax.text(*place, _percent(found.posterior[best]), ha="center", fontsize=7.5)


def _alt_families(study: Study) -> str:
    parts = []
    for family in (study.old, study.new):
        rows = study.shares.xs(family, level="theme")["prevalence"].dropna()
        each = ", ".join(f"{study.years[key]} {value:.0%}" for key, value in rows.items())
        parts.append(f"{study.names[family]}: {each}.")
    when = "; ".join(
        f"{study.names[theme]} {study.change_points[theme].most_probable} "
        f"({study.change_points[theme].posterior.max():.0%}, "
        f"never {study.change_points[theme].no_change:.0%})"
        for theme in study.themes
    )
    return (
        f"Share of accounts by year of the meeting. {' '.join(parts)} Most probable year of a "
        f"change, its probability and that of no change: {when}."
    )


@styled
def account_tiles(study: Study) -> Picture:
    """Draw every account as a tile: what it raises of two families, and whose account it is."""
    states, named = study.states, _state_names(study)
    picture = new_picture(8, 3.7)
    ax = picture.subplots()
    highest = int(states.groupby(level="meeting_id", observed=True).size().max())
    for (_, year), tiles in states.groupby(level=["meeting_id", "year"], observed=True):
        voices = tiles.index.get_level_values("voice")
        ordered = pd.Series(tiles.array, voices).sort_values(kind="stable")
        for height, (voice, state) in enumerate(ordered.items()):
            _tile(ax, year, height, state, _short(voice, study.names[voice]))
    _state_legend(ax, states, named)
    known = sorted(set(study.years))
    ax.set_xlim(known[0] - 0.7, known[-1] + 0.7)
    ax.set_ylim(0, highest + 1.25)
    ax.set_xticks(known, [str(year) for year in known])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    counts = states.value_counts()
    each = ", ".join(f"{counts[state]} {named[state]}" for state in STATES)
    return finish(
        picture,
        "What each independent account raises of the two families, by meeting",
        f"{len(states)} accounts as tiles, by year of the meeting and voice: {each}.",
    )


def _tile(ax: Axes, year: int, height: int, state: str, words: str) -> None:
    look = STATE_LOOK[state]
    edge = "white" if look["hatch"] else GREY
    corner = (year - 0.42, height + 0.04)
    ax.add_patch(Rectangle(corner, 0.84, 0.92, edgecolor=edge, linewidth=0.6, **look))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.92}
    ax.text(year, height + 0.5, words, ha="center", va="center", fontsize=7.5, bbox=box)


def _short(voice: str, label: str) -> str:
    """Name a country by its code, which is what there is room for, and others by their label."""
    return voice.upper() if len(voice) == 2 else label


def _state_names(study: Study) -> dict[str, str]:
    old, new = study.names[study.old], study.names[study.new]
    return dict(zip(STATES, (f"{old} only", "both", f"{new} only", "neither"), strict=True))


def _state_legend(ax: Axes, states: pd.Series, named: dict[str, str]) -> None:
    counts = states.value_counts()
    handles = [
        Rectangle((0, 0), 1, 1, edgecolor=GREY, linewidth=0.6, **STATE_LOOK[state])
        for state in STATES
    ]
    labels = [f"{named[state]}: {counts[state]}" for state in STATES]
    ax.legend(
        handles,
        labels,
        loc="upper left",
        ncols=len(STATES),
        fontsize=8.5,
        handlelength=1.6,
        handleheight=1.1,
    )

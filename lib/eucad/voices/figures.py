"""Whose agenda it is: the EU and the capitals, meeting by meeting and overall."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from eucad.show.marks import (
    EMPTY,
    UNKNOWN,
    cell,
    chance_rows,
    interval_rows,
    label_grid,
    row_labels,
    tint,
    value_labels,
)
from eucad.show.style import BLUE, GREY, INK, LIGHT, VERMILION, Picture, finish, new_picture, styled
from eucad.show.words import interval, listing, percent
from eucad.voices.measures import Study
from eucad.voices.sentences import KINDS

#: What is said of a topic: colour and the words in the cell.
SAID = {"both": (INK, "both"), "eu": (BLUE, "EU"), "capitals": (VERMILION, "cap.")}

SIDE_COLOURS = {"eu": BLUE, "capitals": VERMILION}


@styled
def who_says(study: Study) -> Picture:
    """Draw which side raises each topic at each meeting; what only one side reports is hatched."""
    said, names = study.said["said"], study.names
    grid = said.astype("str").where(said.notna()).unstack(0)
    counts = pd.DataFrame({kind: (grid == kind).sum(axis=1) for kind in SAID})
    counts["lean"] = counts["eu"] - counts["capitals"]
    shown = counts[counts[list(SAID)].sum(axis=1) > 0].sort_values(
        ["lean", "eu", "both"], ascending=False, kind="stable"
    )
    picture = new_picture(8, 0.225 * len(shown) + 1.3)
    ax = picture.subplots()
    for y, topic in enumerate(shown.index):
        for x, meeting in enumerate(grid.columns):
            _said_cell(ax, x, y, grid.loc[topic, meeting])
    for place, kind in enumerate(("eu", "both", "capitals")):
        x = len(grid.columns) + place * 0.75 - 0.05
        colour, words = SAID[kind]
        heading = words if kind == "both" else f"{words}\nonly"
        ax.text(x, -0.75, heading, ha="center", va="bottom", fontsize=6.5, color=colour)
        for y, count in enumerate(shown[kind]):
            ax.text(x, y, str(count), ha="center", va="center", fontsize=7.5, color=colour)
    ax.set_xlim(-0.5, len(grid.columns) + 1.9)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    label_grid(
        ax,
        [names[meeting] for meeting in grid.columns],
        {y: names[topic] for y, topic in enumerate(shown.index)},
        "Right: number of meetings. Hatched: not both sides report the meeting, so nothing can be "
        "compared.",
    )
    shared = [names[meeting] for meeting in grid.columns if grid[meeting].notna().any()]
    alone = {
        kind: ", ".join(
            f"{names[topic]} ({count})"
            for topic, count in shown[kind].items()
            if count and not shown.loc[topic, [other for other in SAID if other != kind]].any()
        )
        for kind in SIDE_COLOURS
    }
    alt = (
        f"Grid of topics by meeting: raised by the EU, by the capitals or by both, at the "
        f"{len(shared)} meetings that both report ({', '.join(shared)}). Raised by the EU alone "
        f"wherever raised: {alone['eu'] or 'none'}. By the capitals alone: "
        f"{alone['capitals'] or 'none'}."
    )
    return finish(picture, "Which side raises a topic at the meetings that both report", alt)


def _said_cell(ax: Axes, x: int, y: int, said: str | float) -> None:
    if pd.isna(said):
        cell(ax, x, y, **UNKNOWN)
    elif said == "neither":
        cell(ax, x, y, **EMPTY)
    else:
        colour, words = SAID[said]
        cell(ax, x, y, words, facecolor=tint(colour, 0.75))


@styled
def side_contrast(study: Study) -> Picture:
    """Draw by how much the EU raises each topic more, or less, than the capitals do."""
    names = study.names
    often = study.contrast["eu"] + study.contrast["capitals"] >= study.minimum
    order = study.contrast["difference"][often].sort_values(ascending=False, kind="stable").index
    shown = {
        listing(names[series] for series in study.series): study.contrast.loc[order],
        "all series": study.contrast_everywhere.loc[order],
    }
    picture = new_picture(8, 0.26 * len(order) + 1.6)
    ax = picture.subplots()
    looks = [{"marker": "o", "color": INK}, {"marker": "D", "color": "white", "markersize": 5}]
    for look, shift, (name, found) in zip(looks, (-0.13, 0.13), shown.items(), strict=True):
        lines = np.where(_apart(found), INK, LIGHT)
        interval_rows(ax, found, "difference", shift=shift, line=lines, label=name, **look)
    ax.grid(axis="y")
    ax.axvline(0, color=GREY, linewidth=1, zorder=0)
    reach = max(found[["low", "high"]].abs().max().max() for found in shown.values())
    ax.set_xlim(-1.05 * reach, 1.05 * reach)
    row_labels(ax, (names[topic] for topic in order))
    ax.set_xlabel(
        f"← the capitals raise it more     difference of shares, {percent(study.level)} interval"
        "     the EU raises it more →"
    )
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=7.5)
    title = "Difference between the sides at the same meetings"
    sentences = []
    for name, found in shown.items():
        listed = ", ".join(
            f"{names[topic]} {row['difference']:+.2f} ({interval(row['low'], row['high'], '+.2f')})"
            for topic, row in found[_apart(found)].iterrows()
        )
        sentences.append(f"In {name}, intervals that leave out 0: {listed or 'none'}.")
    intervals = f"{len(order)} topics with {percent(study.level)} intervals"
    return finish(picture, title, f"{title}: {intervals}. {' '.join(sentences)}")


def _apart(found: pd.DataFrame) -> pd.Series:
    return (found["low"] > 0) | (found["high"] < 0)


@styled
def worked_cases(study: Study) -> Picture:
    """Draw how many accounts of each side raise the cases, meeting by meeting."""
    names, meetings = study.names, list(study.said.index.unique(0))
    picture = new_picture(8, 0.62 * len(study.cases) + 1.3)
    ax = picture.subplots()
    ticks = {}
    for row, topic in enumerate(study.cases):
        for step, (side, colour) in enumerate(SIDE_COLOURS.items()):
            y = 2.4 * row + step
            ticks[y] = "EU" if side == "eu" else "capitals"
            for x, meeting in enumerate(meetings):
                found = study.said.loc[(meeting, topic)]
                _case_cell(ax, x, y, found[side], found[f"{side}_accounts"], colour)
        ax.text(-1.75, 2.4 * row + 0.5, names[topic], ha="right", va="center", fontsize=8.5)
    ax.set_xlim(-0.5, len(meetings) - 0.5)
    ax.set_ylim(2.4 * len(study.cases) - 0.8, -0.6)
    label_grid(
        ax,
        [names[meeting] for meeting in meetings],
        ticks,
        "Accounts that raise the topic / accounts of that side. Hatched: the side gives no account "
        "of the meeting.",
    )
    columns = ["eu", "eu_accounts", "capitals", "capitals_accounts"]
    sums = study.said.groupby(level=1, sort=False)[columns].sum().loc[list(study.cases)]
    listed = "; ".join(
        f"{names[topic]}, EU {row['eu']} of {row['eu_accounts']}, capitals "
        f"{row['capitals']} of {row['capitals_accounts']}"
        for topic, row in sums.iterrows()
    )
    alt = f"Accounts of the EU and of the capitals that raise a topic, over all meetings: {listed}."
    return finish(picture, "Accounts of each side that raise a topic", alt)


def _case_cell(ax: Axes, x: int, y: float, raised: int, accounts: int, colour: str) -> None:
    if accounts == 0:
        cell(ax, x, y, **UNKNOWN)
        return
    strength = 0.25 + 0.75 * raised / accounts if raised else 0
    look = EMPTY | {"facecolor": tint(colour, strength)}
    cell(ax, x, y, f"{raised}/{accounts}", size=7, **look)


@styled
def likeness(study: Study) -> Picture:
    """Draw how alike the agendas of kinds of pairs are, and how alike chance makes them."""
    kinds = study.likeness["all"].rename(KINDS)
    picture = new_picture(8, 0.5 * len(kinds) + 1.4)
    ax = picture.subplots()
    chance_rows(ax, kinds)
    ax.plot(kinds["similarity"], range(len(kinds)), "o", color=INK, markersize=8)
    value_labels(ax, kinds["similarity"])
    labels = (f"{kind}\n({row['pairs']} pairs)" for kind, row in kinds.iterrows())
    row_labels(ax, labels, room=0.7)
    ax.set_xlim(0, min(1, kinds[["similarity", "high"]].max().max() + 0.15))
    ax.set_xlabel(
        "share of topics that two agendas have in common (Jaccard); bar and tick: "
        f"{percent(study.level)} and mean of shuffled accounts"
    )
    listed = "; ".join(
        f"{kind}, {row['similarity']:.2f} against {row['expected']:.2f} "
        f"({interval(row['low'], row['high'])})"
        for kind, row in kinds.iterrows()
    )
    return finish(
        picture,
        "How alike two agendas are: the two sides of a meeting, and each side with itself",
        f"Mean similarity of agendas, observed against shuffled accounts: {listed}.",
    )


@styled
def script_gap(study: Study) -> Picture:
    """Draw how many topics half visible documents show, relative to the others."""
    gap = study.gap
    words = {"topics": "all that was visible", "topics_opening": "openings only"}
    picture = new_picture(8, 0.42 * len(gap) + 1.3)
    ax = picture.subplots()
    interval_rows(ax, gap, "ratio", line=GREY)
    value_labels(ax, gap["ratio"])
    ax.axvline(1, color=LIGHT, linewidth=1)
    names = [f"{comparison}, {words[counted]}" for comparison, counted in gap.index]
    labels = [
        f"{name}\n({documents} documents, {accounts} accounts)"
        for name, documents, accounts in zip(names, gap["documents"], gap["accounts"], strict=True)
    ]
    row_labels(ax, labels, room=0.7, size=7.5)
    ax.set_xlim(0, max(1.1, gap["high"].max() + 0.1))
    ax.set_xlabel(
        "topics in a Cyrillic or Arabic document for each in another one, "
        f"{percent(study.level)} interval"
    )
    listed = "; ".join(
        f"{name}: {ratio:.2f} ({interval(low, high)})"
        for name, ratio, low, high in zip(names, gap["ratio"], gap["low"], gap["high"], strict=True)
    )
    return finish(
        picture,
        "Topics seen in Cyrillic and Arabic documents, relative to others",
        f"Ratio of topics seen in Cyrillic and Arabic documents to others: {listed}.",
    )

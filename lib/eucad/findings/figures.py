"""The verdicts under other choices, and how much hangs on one meeting or publisher."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from eucad.findings.measures import Study, told
from eucad.findings.verdicts import says
from eucad.show.colours import BLUE, FAINT, FAMILY_COLOURS, GREY, INK, PURPLE, VERMILION
from eucad.show.marks import beside, cells, legend_below, row_labels, tint
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import listing, points

#: Word and look of each kind of verdict in the grid.
LOOKS = {
    "throughout": ("stays", {"facecolor": tint(INK, 0.75)}),
    "came": ("came", {"facecolor": tint(BLUE, 0.8)}),
    "went": ("went", {"facecolor": tint(VERMILION, 0.8)}),
    "came_and_went": ("came, went", {"facecolor": tint(PURPLE, 0.8)}),
    "seldom": ("seldom", {"facecolor": tint(GREY, 0.35)}),
    "cannot_tell": ("?", {"facecolor": tint(INK, 0), "edgecolor": FAINT, "linewidth": 0.6}),
    "never": ("never", {"facecolor": tint(INK, 0), "edgecolor": FAINT, "linewidth": 0.6}),
}

MARKERS = ("o", "s")


@styled
def verdict_grid(study: Study) -> Picture:
    """Draw the verdict on each topic and family as the collection has it, and under each choice."""
    rows, columns = told(study), list(study.surveyed)
    picture, ax = new_picture(2.6 + 0.235 * len(rows))
    drawn = []
    for y, key in enumerate(rows.index):
        for x, name in enumerate(columns):
            found, kind = study.surveyed[name].loc[key], rows.loc[key, "kind"]
            drawn.append((x, y, *LOOKS[kind if says(found, kind) else found["kind"]]))
        ax.text(len(columns) - 0.4, y, rows.loc[key, "badge"], va="center", fontsize=7.5)
    cells(ax, drawn, 6)
    ax.axvline(0.5, color=INK, linewidth=1)
    heads = ["as the collection has it", *columns[1:]]
    ax.set_xticks(range(len(columns)), heads, rotation=40, ha="left", fontsize=7)
    ax.xaxis.tick_top()
    row_labels(ax, [study.names[key] for key in rows.index])
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    firm = [study.names[key] for key in rows.index[rows["badge"] == "cite"]]
    fails = "; ".join(
        f"{study.names[key]} {row['words']} ({row['badge']}"
        + (f": fails {listing(row['fails'])})" if row["fails"] else ")")
        for key, row in rows.iterrows()
    )
    return finish(
        picture,
        f"The same verdict under every choice: {listing(firm)}",
        f"Verdicts under {len(columns) - 1} other choices. {fails}.",
        subtitle="Verdict on each topic and family under each choice; ?: cannot tell",
    )


@styled
def influence(study: Study) -> Picture:
    """Draw how the change of each topic moves when one meeting or publisher is left out."""
    names, whole = study.names, study.change
    topics = list(whole.index)
    picture, ax = new_picture(1.6 + 0.62 * len(topics))
    told_ = []
    for y, topic in enumerate(topics):
        colour = FAMILY_COLOURS[study.family_of[topic]]
        ax.plot([whole[topic]] * 2, [y - 0.38, y + 0.38], color=INK, linewidth=1.6)
        for offset, marker, (name, found) in zip(
            (-0.2, 0.2), MARKERS, study.without.items(), strict=True
        ):
            table = found.xs(topic, level="topic")
            look = {"color": colour, "markersize": 6, "alpha": 0.8, "markerfacecolor": "none"}
            ax.plot(table["change"], [y + offset] * len(table), marker, **look)
            far = table["shift"].abs().idxmax()
            short = names.get(far, far).split(" (")[0]
            _name_beside(ax, table.loc[far, "change"], whole[topic], y + offset, short)
            low, high = points(table["change"].min()), points(table["change"].max())
            told_.append(f"{names[topic]} without one {name}: {low} to {high}")
    for marker, name in zip(MARKERS, study.without, strict=True):
        ax.plot([], [], marker, color=INK, markerfacecolor="none", label=f"without one {name}")
    ax.plot([], [], "|", color=INK, markersize=11, markeredgewidth=1.6, label="with everything")
    legend_below(ax)
    ax.axvline(0, color=INK, linewidth=0.8)
    row_labels(ax, [names[topic] for topic in topics])
    ax.set_xlim(-0.95, 0.75)
    ax.xaxis.set_major_formatter(lambda share, _: points(share))
    ax.set_xlabel("change of the share (percentage points)")
    ax.grid(axis="x")
    return finish(
        picture,
        _influence_title(study),
        f"Changes in points. {'; '.join(told_)}.",
        subtitle=f"Change of the share of accounts since {study.split} with one left out",
    )


def _influence_title(study: Study) -> str:
    turned = [
        study.names[topic]
        for topic, change in study.change.items()
        if any(
            np.sign(found.xs(topic, level="topic")["change"]).ne(np.sign(change)).any()
            for found in study.without.values()
        )
    ]
    if turned:
        return f"One meeting or publisher turns the direction of {listing(turned)}"
    return "No single meeting or publisher turns a direction"


def _name_beside(ax: Axes, x: float, whole: float, y: float, words: str) -> None:
    """Write a name on the far side of a mark, where no other mark can be."""
    look = {"ha": "left", "right": 8} if x > whole else {"ha": "right", "right": -8}
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    beside(ax, words, (x, y), **look, va="center", fontsize=7, color=GREY, bbox=box)

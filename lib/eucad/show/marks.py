"""What figures share: rows with names, values with intervals, grids by meeting, legends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.transforms import ScaledTranslation

from eucad.show.colours import FAINT, GREY, INK, LIGHT

#: Look of a cell of which nothing is known.
UNKNOWN = {"facecolor": "white", "edgecolor": LIGHT, "hatch": "//", "linewidth": 0}

#: Look of a cell in which something could be, and is not.
EMPTY = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.6}

#: Corners of a cell, seen from its centre.
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


def row_labels(ax: Axes, labels: Iterable[str], *, room: float = 0.6, size: float = 8) -> None:
    """Name rows 0, 1, 2 … from the top down, with `room` above the first."""
    named = list(labels)
    ax.set_yticks(range(len(named)), named, fontsize=size)
    ax.set_ylim(len(named) - 0.4, -room)


def interval_rows(
    ax: Axes, table: pd.DataFrame, value: str, *, shift: float = 0, line=LIGHT, **look
) -> None:
    """Draw a value and its interval in each row: a dot on a line, `shift` below the middle.

    The limits are columns `low` and `high`, or `value_low` and `value_high`; missing values draw
    nothing. `line` is the colour of the intervals, `look` is that of the dots, as for `Axes.plot`.
    """
    limits = ("low", "high") if "low" in table else (f"{value}_low", f"{value}_high")
    low, high = (table[limit].astype(float) for limit in limits)
    places = np.arange(len(table)) + shift
    ax.hlines(places, low, high, colors=line, linewidth=1.8, zorder=1)
    usual = {"marker": "o", "color": INK, "markersize": 6.5, "markeredgecolor": INK}
    ax.plot(
        table[value].astype(float),
        places,
        **(usual | {"markeredgewidth": 0.7, "linestyle": "none", "zorder": 2} | look),
    )


def chance_rows(ax: Axes, table: pd.DataFrame) -> None:
    """Draw what chance gives in each row: a bar from `low` to `high`, a tick at `expected`."""
    places = range(len(table))
    ax.hlines(places, table["low"], table["high"], colors=LIGHT, linewidth=7, zorder=1)
    tick = {"color": GREY, "markersize": 11, "markeredgewidth": 1.6, "zorder": 1.5}
    ax.plot(table["expected"], places, "|", **tick)


def beside(ax: Axes, words: str, place: tuple, *, right: float = 0, up: float = 0, **look) -> None:
    """Write words some points to the right of a place, and above it."""
    ax.annotate(words, place, xytext=(right, up), textcoords="offset points", **look)


def apart(places: Iterable, least) -> list:
    """Move places on, in their order, until each is so far from the one before."""
    moved = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else place)
    return moved


def value_labels(ax: Axes, values: Sequence[float]) -> None:
    """Write each row's value above its dot."""
    for row, value in enumerate(values):
        beside(ax, f"{value:.2f}", (value, row), up=6, ha="center", fontsize=8)


def legend_below(ax: Axes, *, columns: int = 3, drop: float = 34, **more) -> None:
    """Set the legend below the axis, `drop` points under it (34 clears ticks and a label)."""
    down = ScaledTranslation(0, -drop / 72, ax.figure.dpi_scale_trans)
    ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=ax.transAxes + down,
        borderaxespad=0,
        ncols=columns,
        fontsize=8,
        **more,
    )


def percent_axis(ax: Axes, low: float = 0, high: float = 1) -> None:
    """Let the horizontal axis run from share to share, in per cent, with light lines."""
    ax.set_xlim(low, high)
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}".replace("-", "−"))
    ax.grid(axis="x")


def cells(
    ax: Axes, drawn: Iterable[tuple[float, float, str, Mapping[str, object]]], size: float = 6.5
) -> None:
    """Draw cells, each with its centre, words that can be read, and its look.

    They are drawn together, by hatching: one by one they would take several times as long. The
    axes' limits are the caller's.
    """
    alike: dict[str | None, list[tuple]] = {}
    for x, y, words, look in drawn:
        corners = [(x + 0.47 * right, y + 0.46 * down) for right, down in CORNERS]
        looks = (look["facecolor"], look.get("edgecolor", "none"), look.get("linewidth", 0))
        alike.setdefault(look.get("hatch"), []).append((corners, *looks))
        if words:
            write_inside(ax, x, y, words, fontsize=size, color=ink_on(look["facecolor"]))
    for hatch, each in alike.items():
        corners, faces, edges, widths = zip(*each, strict=True)
        look = {"facecolors": faces, "edgecolors": edges, "linewidths": widths}
        ax.add_collection(
            PolyCollection(corners, hatch=hatch, joinstyle="miter", **look), autolim=False
        )


def write_inside(ax: Axes, x: float, y: float, words: str, **look) -> None:
    """Write words with their centre at `x` and `y`, inside the axes.

    They cannot change the layout, whose search for room takes long.
    """
    ax.text(x, y, words, **({"ha": "center", "va": "center", "in_layout": False} | look))


def label_grid(ax: Axes, meetings: Sequence[str], rows: dict[float, str], note: str) -> None:
    """Name the meetings above a grid, place above year, its rows beside it, and a note below.

    Limits hold cells at 0, 1, 2 … to the right, and at the places of the rows.
    """
    ax.set_xlim(-0.5, max(len(meetings), 1) - 0.5)
    ax.set_ylim(max(rows, default=0) + 0.5, -0.5)
    ax.set_xticks(range(len(meetings)), [name.replace(" ", "\n") for name in meetings], fontsize=6)
    ax.xaxis.tick_top()
    ax.set_yticks(list(rows), list(rows.values()), fontsize=8)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(note, fontsize=7.5, loc="left")


def tint(colour: str, strength: float) -> tuple[float, ...]:
    """Mix a colour with white: 1 keeps it, 0 is white."""
    return tuple(1 - strength * (1 - part) for part in to_rgb(colour))


def ink_on(colour: str | Sequence[float]) -> str:
    """Choose the ink that can be read on a colour."""
    return "white" if np.dot(to_rgb(colour), (0.299, 0.587, 0.114)) < 0.5 else INK

"""Grids by meeting: cells with words, hatching of the unknown, and names of meetings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from eucad.show.style import FAINT, INK, LIGHT

#: Look of a cell of which nothing is known.
UNKNOWN = {"facecolor": "white", "edgecolor": LIGHT, "hatch": "//", "linewidth": 0}


#: Look of a cell in which something could be, and is not.
EMPTY = {"facecolor": "white", "edgecolor": FAINT, "linewidth": 0.6}


def cell(ax: Axes, x: float, y: float, words: str = "", size: float = 6.5, **look) -> None:
    """Draw a cell with its centre at `x` and `y`, of a given look, with words that can be read.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> cell(ax, 0, 0, "1/2", facecolor=tint("#000000", 0.9))
    >>> ax.texts[0].get_color()
    'white'
    """
    ax.add_patch(Rectangle((x - 0.47, y - 0.46), 0.94, 0.92, **({"linewidth": 0} | look)))
    if words:
        colour = ink_on(look["facecolor"])
        inside = ax.text(x, y, words, ha="center", va="center", fontsize=size, color=colour)
        # It cannot change the layout, whose search for room takes long.
        inside.set_in_layout(False)


def label_grid(ax: Axes, meetings: Sequence[str], rows: dict[float, str], note: str) -> None:
    """Name the meetings above a grid, place above year, its rows beside it, and a note below.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> label_grid(ax, ["Brussels 2016"], {0: "Water"}, "Hatched: unknown.")
    >>> ax.get_xlabel(), [label.get_text() for label in ax.get_yticklabels()]
    ('Hatched: unknown.', ['Water'])
    """
    ax.set_xticks(range(len(meetings)), [name.replace(" ", "\n") for name in meetings], fontsize=6)
    ax.xaxis.tick_top()
    ax.set_yticks(list(rows), list(rows.values()), fontsize=8)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(note, fontsize=7.5, loc="left")


def tint(colour: str, strength: float) -> tuple[float, ...]:
    """Mix a colour with white: 1 keeps it, 0 is white.

    Examples
    --------
    >>> tint("#000000", 0.25)
    (0.75, 0.75, 0.75)
    """
    return tuple(1 - strength * (1 - part) for part in to_rgb(colour))


def ink_on(colour: Sequence[float]) -> str:
    """Choose the ink that can be read on a colour.

    Examples
    --------
    >>> ink_on((0.1, 0.1, 0.1))
    'white'
    """
    return "white" if np.dot(colour, (0.299, 0.587, 0.114)) < 0.5 else INK

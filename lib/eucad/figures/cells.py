"""Cells of grids by meeting: tints, ink, hatching of the unknown, and names of meetings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from eucad.figures.style import INK, LIGHT

#: Look of a cell of which nothing is known.
UNKNOWN = {"facecolor": "white", "edgecolor": LIGHT, "hatch": "//", "linewidth": 0}


def meeting_ticks(ax: Axes, names: Sequence[str]) -> None:
    """Name the meetings on the horizontal axis, place above year.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> meeting_ticks(ax, ["Brussels 2016"])
    >>> print(ax.get_xticklabels()[0].get_text())
    Brussels
    2016
    """
    ax.set_xticks(range(len(names)), [name.replace(" ", "\n") for name in names], fontsize=6)


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

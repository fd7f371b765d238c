"""One style sheet for every figure: type, source line and alternative text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation
from PIL import Image

from eucad.show.colours import FAINT, GREY, INK, LIGHT

STYLE = {
    "figure.dpi": 100,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": LIGHT,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "hatch.color": LIGHT,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    # Letters keep their own widths, as in SVG; hinting is also half of what drawing them takes.
    "text.hinting": "none",
    "svg.hashsalt": "eucad",
    "svg.fonttype": "path",
}

#: Pixels an inch when a figure is shown: sharp on fine screens too.
SCREEN_DPI = 160

#: Shades of each primary colour in a shown figure. More cannot be told apart, and cost three times
#: the bytes, while a code host shows no notebook that is too large.
SHADES = 32

#: Environment variable that names a folder. A picture that is shown leaves itself there as SVG as
#: well, under the SHA-256 of its PNG; notebooks would grow too large if they stored both.
DRAWINGS = "EUCAD_DRAWINGS"

#: Size of a figure's title, in points.
TITLE_SIZE = 11.5

SOURCE = "Source: eucad dataset; facts coded from public documents, mostly seen in their opening."


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the one style, whatever the settings of the person who draws."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        yield


class Picture(Figure):
    """A matplotlib figure that carries its alternative text and shows itself in a notebook."""

    title: str = ""  #: The finding, or what is plotted.
    alt: str = ""  #: What the figure shows, in words, for those who cannot see it.

    def savefig(self, *args, **kwargs) -> None:
        """Save the figure, as `matplotlib.figure.Figure.savefig` does, in the one style."""
        # Some settings, such as the width of hatching, are read only now.
        with house_style():
            super().savefig(*args, **kwargs)

    def _repr_mimebundle_(self, **_) -> tuple[dict, dict]:
        png = self._compact_png()
        drawings = os.environ.get(DRAWINGS)
        if drawings:
            self._save_svg(Path(drawings), sha256(png).hexdigest())
        width = round(self.get_figwidth() * 100)
        return (
            {"image/png": png, "text/plain": self.alt},
            {"image/png": {"alt": self.alt, "width": width}},
        )

    def _compact_png(self) -> bytes:
        step = 255 / (SHADES - 1)
        image = self._draw().convert("RGB").point(lambda value: round(round(value / step) * step))
        colours = image.getcolors(256)
        if colours:
            # Pillow looks for a palette of its own ten times as long.
            palette = Image.new("P", (1, 1))
            palette.putpalette([part for _, colour in sorted(colours)[::-1] for part in colour])
            image = image.quantize(palette=palette, dither=Image.Dither.NONE)
        compact = BytesIO()
        # Names no software, as matplotlib's does, so that the bytes depend on the drawing only.
        image.save(compact, "PNG")
        return compact.getvalue()

    def _draw(self) -> Image.Image:
        """Draw as `savefig` does, which goes through everything once more for the layout alone."""
        dpi, canvas = self.dpi, FigureCanvasAgg(self)
        try:
            self.dpi = SCREEN_DPI
            with house_style():
                canvas.draw()
        finally:
            self.dpi = dpi
        size = tuple(int(inches * SCREEN_DPI) for inches in self.get_size_inches())
        return Image.frombytes("RGBA", size, bytes(canvas.buffer_rgba()))

    def _save_svg(self, folder: Path, name: str) -> None:
        """Draw once more, with the layout that the picture has by now."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # only reports draw so

        folder.mkdir(parents=True, exist_ok=True)
        metadata = {"Description": self.alt, "Date": None, "Creator": None}
        dpi, layout = self.dpi, self.get_layout_engine()
        try:
            self.set_layout_engine("none")
            with house_style():
                FigureCanvasSVG(self).print_svg(folder / f"{name}.svg", metadata=metadata)
        finally:
            self.dpi = dpi
            self.set_layout_engine(layout)


def styled(draw: Callable[..., Picture]) -> Callable[..., Picture]:
    """Make a function draw in the one style."""

    @wraps(draw)
    def draw_styled(*args, **kwargs) -> Picture:
        with house_style():
            return draw(*args, **kwargs)

    return draw_styled


def new_picture(height: float, **axes) -> tuple[Picture, Any]:
    """Return an empty picture, 800 pixels wide and 100 for each inch high, and its axes."""
    picture = Picture(figsize=(8, height), layout="constrained")
    return picture, picture.subplots(**axes)


def finish(picture: Picture, title: str, alt: str, *, subtitle: str = "") -> Picture:
    """Give a picture its title, subtitle, source line and alternative text.

    The title says the finding, the subtitle what is plotted; a picture without a finding is titled
    by what is plotted.
    """
    inches = picture.get_figwidth()
    lines = wrap(title, round(10.5 * inches))
    below = wrap(subtitle, round(15 * inches))
    # The title keeps room for the subtitle, which has another look.
    heading = "\n".join([*lines, *(" " for _ in below)])
    picture.suptitle(heading, x=0.01, ha="left", fontsize=TITLE_SIZE, fontweight="bold")
    if below:
        points = 3 + 1.2 * TITLE_SIZE * len(lines) + 2
        down = ScaledTranslation(0, -points / 72, picture.dpi_scale_trans)
        look = {"fontsize": 9, "color": GREY, "va": "top", "linespacing": 1.4}
        place = picture.transFigure + down
        picture.text(0.01, 1, "\n".join(below), transform=place, in_layout=False, **look)
    picture.supxlabel(SOURCE, x=0.01, ha="left", fontsize=7, color=GREY)
    picture.title, picture.alt = title, alt
    return picture

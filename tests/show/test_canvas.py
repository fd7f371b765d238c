"""Text is drawn to the pixels that matplotlib's own canvas draws."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from eucad.show import canvas

TEXTS = {
    "several lines": {"s": "Afghanistan\nand 12 %", "fontsize": 7, "fontstyle": "italic"},
    "turned": {"s": "Василенко", "rotation": 38, "color": "red", "alpha": 0.5},
    "of several fonts": {"s": "a 高 b", "family": ["DejaVu Sans", "DejaVu Serif", "STIXGeneral"]},
    "formula": {"s": r"$\frac{a^2}{\sqrt{b}} ≠ c$"},
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.filterwarnings("ignore:Glyph .* missing")
def test_same_pixels(text):
    drawn = []
    for make in (canvas.Canvas, FigureCanvasAgg):
        figure = Figure(figsize=(3, 2))
        figure.text(0.313, 0.427, **text)
        made = make(figure)
        made.draw()
        drawn.append(np.array(made.buffer_rgba()))
    assert drawn[0].min() < 255
    assert np.array_equal(*drawn)


def test_matplotlib_still_draws_text_there():
    own = vars(canvas._Renderer).keys() - vars(type).keys()
    assert all(hasattr(RendererAgg, name) for name in own)

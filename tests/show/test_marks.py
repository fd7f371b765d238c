"""What figures share."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from eucad.show import marks


@pytest.fixture
def ax():
    return Figure().subplots()


def test_rows_run_from_the_top_down(ax):
    marks.row_labels(ax, ["first", "second"])
    first, second = ax.transData.transform([(0, 0), (0, 1)])
    assert first[1] > second[1]


def test_limits_are_found_by_either_name(ax):
    table = pd.DataFrame({"share": [0.5], "share_low": [0.2], "share_high": [0.8]})
    marks.interval_rows(ax, table, "share")
    marks.interval_rows(ax, table.set_axis(["share", "low", "high"], axis=1), "share")
    one, other = (lines.get_segments()[0].tolist() for lines in ax.collections)
    assert one == other == [[0.2, 0], [0.8, 0]]


def test_missing_values_draw_nothing(ax):
    table = pd.DataFrame({"share": [np.nan, 0.5], "low": [np.nan, 0.1], "high": [np.nan, 0.9]})
    marks.interval_rows(ax, table, "share", shift=0.25)
    assert ax.lines[0].get_ydata().tolist() == [0.25, 1.25]
    assert np.isnan(ax.lines[0].get_xdata()[0])


def test_kinds_share_a_row_side_by_side(ax):
    table = pd.DataFrame({"share": [0.5], "low": [0.2], "high": [0.8]})
    for shift in (-0.2, 0.2):
        marks.interval_rows(ax, table, "share", shift=shift)
    assert [line.get_ydata()[0] for line in ax.lines] == [-0.2, 0.2]


@pytest.mark.parametrize(("colour", "ink"), [((0, 0, 0), "white"), ((1, 1, 1), "#222222")])
def test_words_can_be_read_on_any_colour(colour, ink):
    assert marks.ink_on(colour) == ink

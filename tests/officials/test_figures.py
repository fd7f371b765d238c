"""Figures of notebook 03: they say what they show, and show what the tables hold."""

from io import BytesIO
from itertools import combinations

import pytest

from eucad.officials import figures, measures
from eucad.show import style


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset, draws=19)


@pytest.fixture(scope="module")
def leaders(study):
    """The series with fewest meetings, to draw quickly."""
    return study.printed.of_series("summit")


def drawn(picture):
    pixels = BytesIO()
    picture.savefig(pixels, format="rgba", dpi=80)
    return pixels.getvalue()


def test_figures_are_drawn_alike_twice(leaders, study):
    # In this process; from run to run they are compared with those stored in the notebook.
    ranks = study.ranks[study.ranks["series"] == "summit"]
    for draw in (
        lambda: figures.seat_chart(leaders, study.names),
        lambda: figures.representation_chart(ranks, study.names),
        lambda: figures.network_diagram(study),
    ):
        one, two = draw(), draw()
        assert drawn(one) == drawn(two)
        assert one.alt == two.alt != ""


def test_every_unnamed_seat_is_hollow(study):
    dialogue = study.printed.of_series("hlsd")
    picture = figures.seat_chart(dialogue, study.names)
    (hollow,) = [
        line
        for line in picture.axes[0].lines
        if line.get_markerfacecolor() == "white" and line.get_markeredgecolor() == style.GREY
    ]
    unnamed = dialogue.seats["state"] == "unnamed"
    assert len(hollow.get_xydata()) == unnamed.sum() > 0


def test_a_seat_chart_of_one_series_names_it(study, leaders):
    assert figures.seat_chart(leaders, study.names).get_suptitle().startswith("Leaders: who sat")


def test_labels_of_the_network_do_not_collide(study):
    picture = figures.network_diagram(study)
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts if text.get_text().strip()]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))

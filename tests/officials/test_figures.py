"""Figures of notebook 03: they say what they show, and show what the tables hold."""

from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest

from eucad.officials import figures, measures


def words(picture):
    return [text.get_text() for ax in picture.axes for text in ax.texts if text.get_text().strip()]


def test_a_seat_is_drawn_for_every_delegation_and_meeting(study):
    picture = figures.seats(study.seats, study.names)
    number = {
        bool(cells.get_hatch()): len(cells.get_paths()) for cells in picture.axes[0].collections
    }
    silent = study.seats["state"] == "not_mentioned"
    assert number == {True: silent.sum(), False: (~silent).sum()}
    assert words(picture).count("not named") == (study.seats["state"] == "unnamed").sum()


def test_a_doubt_is_drawn_as_a_question(study):
    asked = [word for word in words(figures.seats(study.seats, study.names)) if "?" in word]
    assert len(asked) == (study.seats["state"] == "ambiguous").sum()


@pytest.mark.parametrize(
    ("last", "since", "raised", "title"),
    [
        ("B", 2, 2, "No document seats Afghanistan since B; its topic is still raised"),
        ("B", 2, 0, "No document seats Afghanistan since B; nor is its topic raised"),
        ("B", 0, 0, "Afghanistan sits at the table"),
        (None, 0, 0, "Afghanistan has no seat in any document of this series"),
    ],
)
def test_the_title_follows_the_seat(study, last, since, raised, title):
    summary = study.guest_summary._replace(last=last, since=since, raised_since=raised)
    picture = figures.guest_and_topic(replace(study, guest_summary=summary))
    assert picture.title == title


def test_labels_of_the_network_do_not_collide(study):
    picture = figures.people_and_meetings(study)
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts if text.get_text().strip()]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("wanted", [[1.0, 1, 1], [3.0, 0, 0.5, 10], [5.0], []])
def test_rows_that_are_spread_have_a_line_each_and_stay_in_order(wanted):
    places = figures._spread(pd.Series(wanted, dtype=float))
    assert (places.sort_values().diff().dropna() > 1 - 1e-9).all()
    if len(wanted):
        assert places.mean() == pytest.approx(sum(wanted) / len(wanted))


def check_drawn(found, seats, people):
    assert seats in figures.seats(found.seats, found.names).title
    assert people in figures.people_and_meetings(found).title
    assert "Afghanistan" in figures.guest_and_topic(found).title


@pytest.mark.long
def test_nobody_is_drawn(of_nobody, study):
    check_drawn(of_nobody, f"in 0 of {len(study.seats)} seat", "None of 0 officials")


@pytest.mark.long
@pytest.mark.parametrize(
    ("empty", "seats", "people"),
    [
        (["participation", "delegations"], "in 0 of 0 seat", "None of 0 officials"),
        (
            ["codings", "codings_final", "events", "glosses"],
            "of {all} seat",
            "officials named twice",
        ),
    ],
)
def test_small_worlds_are_drawn(dataset, study, empty, seats, people):
    small = replace(dataset, **{name: getattr(dataset, name).iloc[:0] for name in empty})
    check_drawn(measures.study(small, draws=9), seats.format(all=len(study.seats)), people)

"""Figures of what is known: they say what they show, and show what is not known."""

from dataclasses import replace

import matplotlib
import pandas as pd
import pytest

from eucad.coverage import figures


@pytest.mark.long
@pytest.mark.parametrize("name", ["accounts", "agreement", "copies", "timeline", "unknowns"])
def test_a_figure_says_what_it_shows(name, study):
    picture = getattr(figures, name)(study)
    assert len(picture.alt) > 80
    assert picture.get_figwidth() == 8


@pytest.mark.long
def test_a_figure_is_the_same_bytes_whatever_the_settings(study):
    few = replace(study, meetings=study.meetings[:3])
    # The first two are read when a figure is drawn, the third when it is shown.
    settings = {"font.size": 30, "axes.facecolor": "red", "savefig.facecolor": "red"}
    with matplotlib.rc_context(settings):
        picture = figures.unknowns(few)
        data, metadata = picture._repr_mimebundle_()
    again, _ = figures.unknowns(few)._repr_mimebundle_()
    assert data["image/png"] == again["image/png"]
    assert metadata["image/png"] == {"alt": picture.alt, "width": 800}
    assert data["text/plain"] == picture.alt


def words_in(picture):
    return [text.get_text() for ax in picture.axes for text in ax.texts]


def test_missing_rounds_are_written_into_the_timeline(study):
    picture = figures.timeline(study)
    assert words_in(picture).count("none\nfound") == len(study.missing)
    assert "Security dialogue 2014" in picture.alt
    assert picture.title.endswith("none found for 2014")
    nothing = figures.timeline(replace(study, missing=study.missing[:0], events=study.events[:0]))
    assert nothing.alt.endswith("Events: none.")
    assert "found" not in nothing.title


def test_events_outside_the_years_of_the_meetings_are_left_out(study):
    years = study.meetings["date_start"].dt.year
    inside = study.events["date"].dt.year.between(years.min(), years.max())
    said = words_in(figures.timeline(study))
    assert [label in said for label in study.events["label"]] == inside.to_list()


def test_every_account_stands_in_its_cell(study):
    picture = figures.accounts(study)
    numbers = [int(words) for words in words_in(picture)]
    # Once in its cell, once in the sum of its meeting.
    assert sum(numbers) == 2 * study.accounts.to_numpy().sum()


def test_a_single_account_seen_to_its_end(study):
    one = pd.DataFrame({"hlsd2015": [1]}, index=["eu"])
    picture = figures.accounts(replace(study, accounts=one, complete=one))
    assert picture.title.startswith("1 of 1 meeting known from a single account; 1 of 1 account")
    assert picture.alt.endswith("Dushanbe 2015 1 account, 1 to the end.")


@pytest.mark.parametrize(("state", "hatched"), [("not_mentioned", 1), (None, 0)])
def test_the_unknown_is_hatched_and_who_was_not_expected_left_empty(study, state, hatched):
    nobody = pd.DataFrame(state, study.knowledge.index, study.knowledge.columns, dtype=object)
    (ax,) = figures.unknowns(replace(study, knowledge=nobody, disputed=study.disputed & False)).axes
    drawn = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(drawn) == hatched * nobody.size
    assert all(len(line.get_xdata()) == 0 for line in ax.lines)


def test_the_level_of_the_intervals_is_read_from_the_result(study):
    wider = replace(study, presence=study.presence.assign(level=0.5))
    picture = figures.agreement(wider)
    assert "50% interval" in picture.alt
    assert "50% interval" in picture.axes[0].get_xlabel()

"""Figures show what the study holds, and say it in words."""

from dataclasses import replace

import pytest

from eucad.voices import figures


def test_a_meeting_one_side_does_not_report_is_hatched_not_silent(study):
    picture = figures.who_says(study)
    grid = study.said["said"].unstack(0)
    for place, meeting in enumerate(grid.columns):
        cells = [p for p in picture.axes[0].patches if round(p.get_x() + 0.47) == place]
        written = [t for t in picture.axes[0].texts if t.get_position()[0] == place]
        hatched = grid[meeting].isna().all()
        assert all(bool(cell.get_hatch()) == hatched for cell in cells)
        assert bool(written) != hatched


def test_the_cases_are_told_in_words(study):
    alt = figures.worked_cases(study).alt
    for topic in study.cases:
        sums = study.said.xs(topic, level=1)[["eu", "eu_accounts"]].sum()
        assert f"{study.names[topic]}, EU {sums['eu']} of {sums['eu_accounts']}" in alt


def test_only_topics_raised_often_enough_are_contrasted(study):
    few = replace(study, minimum=1)
    assert len(figures.side_contrast(few).axes[0].get_yticks()) > len(
        figures.side_contrast(study).axes[0].get_yticks()
    )


@pytest.mark.parametrize("draw", [figures.side_contrast, figures.likeness, figures.script_gap])
def test_the_level_is_that_of_the_study(study, draw):
    picture = draw(replace(study, level=0.9))
    assert "90%" in picture.axes[0].get_xlabel()
    assert "95%" not in picture.axes[0].get_xlabel() + picture.alt

"""Figures show what the study holds, and say it in words."""

from dataclasses import replace

import pytest
from matplotlib.text import Text

from eucad.voices import figures


def test_only_meetings_that_both_report_are_compared(study):
    both = study.said["said"].notna().groupby(level=0, observed=True).any()
    shown = figures.who_says(study).axes[0].get_xticklabels()
    names = [study.names[meeting] for meeting in both.index[both]]
    assert [label.get_text().replace("\n", " ") for label in shown] == names


def test_a_side_that_gives_no_account_is_hatched_not_silent(study):
    (ax,) = figures.worked_cases(study).axes
    silent = study.said.xs(study.cases[0], level=1)[["eu_accounts", "capitals_accounts"]] == 0
    hatched = [path for cells in ax.collections if cells.get_hatch() for path in cells.get_paths()]
    assert len(hatched) == silent.sum().sum() * len(study.cases)


def test_the_title_says_what_is_found(study):
    assert ("since 2022: " in figures.worked_cases(study).title) == (len(study.one_sided) > 0)
    nobody = replace(study, one_sided=study.one_sided.iloc[:0])
    assert "since" not in figures.worked_cases(nobody).title
    contrast = study.contrast.assign(verdict="none")
    assert (
        "no topic leans clearly" in figures.side_contrast(replace(study, contrast=contrast)).title
    )
    clear = contrast.assign(verdict=["clear"] + ["none"] * (len(contrast) - 1))
    first = study.names[contrast.index[0]]
    assert figures.side_contrast(replace(study, contrast=clear)).title.startswith(first)


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
    words = [text.get_text() for text in draw(replace(study, level=0.9)).findobj(Text)]
    assert any("90%" in each for each in words)
    assert not any("95%" in each for each in words)

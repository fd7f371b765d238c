"""Small pieces of prose: the usual, the empty and the single case."""

import numpy as np
import pandas as pd
import pytest
from tried_on import tried_on

from eucad.show import words


@tried_on(
    ("listed", "said"),
    [([], "none"), (["a"], "a"), (["a", "b"], "a and b"), (iter("abc"), "a, b and c")],
)
def test_lists_are_joined_as_a_sentence_does(listed, said):
    assert words.listing(listed) == said


@tried_on(("number", "said"), [(0, "0 rounds"), (1, "1 round"), (1599, "1,599 rounds")])
def test_numbers_stand_before_their_nouns(number, said):
    assert words.counted(number, "round") == said


@tried_on(("share", "said"), [(0.004, "0"), (-0.004, "0"), (0.5, "+50"), (-0.5, "−50")])
def test_changes_have_a_sign_unless_they_are_none(share, said):
    assert words.points(share) == said


@pytest.mark.parametrize("draws", [1_999, 9_999, 99_999])
@tried_on("p", [0.006, 0.048, 0.39, 0.975])
def test_other_draws_hardly_move_the_last_digit_of_a_p_value(p, draws):
    others = (1 + np.random.default_rng(1).binomial(draws, p, 400)) / (draws + 1)
    said = [words.probability(each, draws).removeprefix("below ") for each in others]
    moved = [abs(float(each) - p) > 1.5 * 10.0 ** (2 - len(each)) for each in said]
    assert np.mean(moved) <= 0.05


@tried_on(
    ("p", "draws", "said"),
    [
        (0.0005, 199, "below 0.01"),
        (0.004, 2_000, "below 0.01"),
        (0.0008, 9_999, "0.001"),
        (0.0002, 9_999, "below 0.001"),
        (0.3, 9, "0.3"),
        (1.0, 9_999, "1.000"),
    ],
)
def test_a_small_probability_is_never_written_as_zero(p, draws, said):
    assert words.probability(p, draws) == said


@tried_on(
    ("said", "as_written"),
    [
        (words.listing([], "nobody"), "nobody"),
        (words.interval(0.2, 0.65), "0.20 to 0.65"),
        (words.interval(0.2, 0.65, ".0%"), "20% to 65%"),
        (words.interval(float("nan"), 1), "no interval"),
        (words.percent(0.371), "37%"),
        (words.percent(float("nan")), "unknown"),
        (words.p_value(0.0304), "p = 0.030"),
        (words.p_value(0.0482, 9_999), "p = 0.05"),
        (words.p_value(0.0003), "p < 0.001"),
    ],
)
def test_numbers_are_written_for_people(said, as_written):
    assert said == as_written


@tried_on(
    ("badge", "fails", "said"),
    [
        ("cite", (), "came in 2024 (*cite*)"),
        ("with care", ("by coder a alone",), "came in 2024 (*with care:* fails by coder a alone)"),
        ("with care", ("a", "b"), "came in 2024 (*with care:* fails under 2 other choices)"),
    ],
)
def test_a_verdict_is_said_with_its_badge(badge, fails, said):
    verdict = pd.Series({"words": "came in 2024", "badge": badge, "fails": fails})
    assert words.judged(verdict) == said


def test_prose_shows_itself_as_markdown():
    said = words.bullets("One.", "Two.")
    assert said._repr_markdown_() == said == "- One.\n- Two."


@tried_on(
    "name", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a < b", "<!-- x -->"]
)
def test_markup_in_a_name_is_shown_and_not_obeyed(name):
    assert "<" not in words.Text(f"**{name}** came in.")._repr_markdown_()
    assert "<script" not in words.Table({"Topic": [name]})._repr_html_()
    assert "<img" not in words.Table({name: [1]})._repr_html_()

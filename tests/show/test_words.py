"""Small pieces of prose: the usual, the empty and the single case."""

import pytest

from eucad.show import words


@pytest.mark.parametrize(
    ("listed", "said"),
    [([], "none"), (["a"], "a"), (["a", "b"], "a and b"), (iter("abc"), "a, b and c")],
)
def test_lists_are_joined_as_a_sentence_does(listed, said):
    assert words.listing(listed) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 rounds"), (1, "1 round"), (1599, "1,599 rounds")]
)
def test_numbers_stand_before_their_nouns(number, said):
    assert words.counted(number, "round") == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.004, "0"), (-0.004, "0"), (0.5, "+50"), (-0.5, "−50")]
)
def test_changes_have_a_sign_unless_they_are_none(share, said):
    assert words.points(share) == said


def test_prose_shows_itself_as_markdown():
    said = words.bullets("One.", "Two.")
    assert said._repr_markdown_() == said == "- One.\n- Two."


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a < b", "<!-- x -->"]
)
def test_markup_in_a_name_is_shown_and_not_obeyed(name):
    assert "<" not in words.Text(f"**{name}** came in.")._repr_markdown_()
    assert "<script" not in words.Table({"Topic": [name]})._repr_html_()
    assert "<img" not in words.Table({name: [1]})._repr_html_()

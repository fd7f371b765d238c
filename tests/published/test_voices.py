"""Published numbers of notebook 05: what this edition of the data says. They move with the data."""

import pytest

from eucad.agenda import account_topic_matrix
from eucad.voices.contrast import contrast, who_says


@pytest.mark.parametrize(
    ("meeting", "topic", "expected"),
    [
        ("hlsd2022", "ukraine_war", "eu"),
        ("hlsd2019", "water", "capitals"),
        ("hlsd2023", "afghanistan", "both"),
        ("hlsd2024", "gender", "neither"),
    ],
)
def test_who_says_what(dataset, meeting, topic, expected):
    found = who_says(account_topic_matrix(dataset)).loc[(meeting, topic), "said"]
    assert found == expected


def test_the_war_against_ukraine_is_raised_by_the_eu_alone(dataset):
    mentions = account_topic_matrix(dataset)
    since = contrast(mentions[mentions.index.get_level_values("year") >= 2022]).loc["ukraine_war"]
    counts = ["eu", "eu_accounts", "capitals", "capitals_accounts"]
    assert since[counts].to_list() == [4, 4, 0, 8]
    assert since["p"] == pytest.approx(0.0139, abs=5e-5)

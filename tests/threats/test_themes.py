"""Families and their topics, when they were seen, and which accounts raise two of them."""

import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix, families, with_families
from eucad.threats.measures import _distinct_themes, co_mention, study


def accounts(**columns):
    """Eight accounts of four meetings."""
    meetings = ["m2013", "m2016", "m2016", "m2019", "m2019", "m2024", "m2024", "m2024"]
    years = [int(meeting[1:]) for meeting in meetings]
    index = pd.MultiIndex.from_arrays([meetings, years], names=["meeting_id", "year"])
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    return (frame == "x").rename_axis(columns="theme")


@pytest.fixture
def mentions():
    return accounts(drugs="xxx.x.xx", cbrn="xx......", cyber="......xx", hybrid="....x..x")


def test_what_an_account_raises_of_two_themes(mentions):
    counts = co_mention(mentions, "drugs", "cyber").value_counts()
    assert counts.to_dict() == {"old only": 4, "both": 2, "new only": 0, "neither": 2}


def test_a_family_that_equals_a_member_is_not_told_twice():
    mentions = accounts(old="xxx.x.xx", drugs="xxx.x.xx", cbrn="xx......", new="...x....")
    assert list(_distinct_themes(mentions, {"old": ["drugs", "cbrn"]})) == ["drugs", "cbrn"]
    differs = mentions.assign(old=~mentions["old"])
    assert list(_distinct_themes(differs, {"old": ["drugs", "cbrn"]})) == ["old", "drugs", "cbrn"]


def test_a_family_is_raised_where_any_of_its_topics_is(dataset):
    raised = with_families(account_topic_matrix(dataset), families(dataset))
    assert (raised["drugs_cbrn"] == raised["drug_trafficking"] | raised["cbrn"]).all()
    with pytest.raises(ValueError, match=r"no family 'drugs'.*drugs_cbrn"):
        study(dataset, old="drugs")

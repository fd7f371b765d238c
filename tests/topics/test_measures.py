"""Programmes by meeting, and the study behind notebook 02."""

import pytest
from made_accounts import hand_made

from eucad.agenda import account_programme_matrix
from eucad.topics import measures


def test_programmes_by_meeting():
    rows = [
        ("m1", "eu", "a", {"BOMCA", "CADAP"}),
        ("m1", "kz", "b", {"BOMCA"}),
        ("m2", "eu", "c", set()),
        ("m4", "eu", "d", {"BOMCA"}),
    ]
    found = measures._find_programmes(hand_made(rows, ["m1", "m2", "m3", "m4"]))
    assert found.meetings.to_dict() == {"BOMCA": 2, "CADAP": 1}
    assert found.most == ("BOMCA",)
    # Of m3 there is no account: nothing is known of it.
    assert found.without == ("m2",)
    assert found.observed == 3


def test_without_a_programme_there_is_none_named_most(small):
    found = measures._find_programmes(account_programme_matrix(small))
    assert found.most == ()
    assert len(found.without) == found.observed == 2


# -- The study


@pytest.mark.long
def test_the_study_follows_its_choices(dataset):
    study = measures.study(
        dataset, compared_with=["summit"], split=2022, blocks={"water": ["environment"]}
    )
    assert study.contrast.series == ("hlsd", "summit")
    assert study.split == study.composition.split == 2022
    assert study.composition.members == {"water": ("environment",)}


def test_events_stand_between_the_meetings(dataset, study):
    held = study.shares.index.unique(0)
    years = study.year_of[held].to_list()
    for key, event in study.events.iterrows():
        year = dataset.events.set_index("event_id").loc[key, "date"].year
        assert all(before <= year for before in years[: event["after"]])
        assert all(later >= year for later in years[event["after"] :])

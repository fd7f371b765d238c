"""A second look at the verdicts: specifications, influence, and whether methods agree."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.change import estimate_change, shares_by_meeting
from eucad.findings import robustness

SPLIT = 2019
TOPICS = ["cbrn", "cyber"]


@pytest.fixture(scope="module")
def mentions(dataset):
    return account_topic_matrix(dataset)


@pytest.fixture(scope="module", autouse=True)
def specified_once(once):
    """What differs between tests is what is done with all these matrices."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(robustness, "specifications", partial(once, robustness.specifications))
        yield


@pytest.fixture(scope="module")
def every(dataset, specified_once):
    return robustness.specifications(dataset, SPLIT)


def test_the_first_specification_is_the_one_of_the_collection(every, mentions):
    key, (shares, cut) = next(iter(every.items()))
    assert key == ("all", "all visible", "all", "kept", SPLIT)
    assert cut == SPLIT
    pd.testing.assert_frame_equal(shares, shares_by_meeting(mentions))


def test_combinations_that_give_the_same_stand_once(every):
    told = [
        (shares.to_numpy().tobytes(), (shares.index.get_level_values("year") >= cut).tobytes())
        for shares, cut in every.values()
    ]
    assert len(set(told)) == len(told)


def test_the_split_reaches_every_specification(dataset):
    assert {key[-1] for key in robustness.specifications(dataset, 2021)} == {2020, 2021, 2022}


def test_a_specification_can_be_computed_by_hand(dataset, every):
    mentions = account_topic_matrix(
        dataset, extent="opening", voices=["kz", "kg", "tj", "tm", "uz"]
    )
    share = mentions["cbrn"].groupby(level="meeting_id", observed=True).mean()
    shares, _ = every[("capitals", "opening", "all", "kept", SPLIT)]
    assert shares["cbrn"].to_list() == pytest.approx(share.to_list())


def test_directions_are_those_of_the_estimates(dataset, mentions):
    found = robustness.count_directions(dataset, SPLIT, TOPICS, permutations=99)
    assert (found["rising"] + found["falling"] <= 1).all()
    own = estimate_change(mentions[TOPICS], SPLIT)["change"]
    assert (found["smallest"] <= own).all()
    assert (own <= found["largest"]).all()
    assert found["p_value"].between(0.01, 1).all()


def test_a_topic_that_no_account_raises_has_no_direction(dataset):
    found = robustness.count_directions(dataset, SPLIT, ["gender", "cbrn"], permutations=9)
    assert found.loc["gender", "raised"] == 0
    assert np.isnan(found.loc["gender", "rising"])


def test_too_few_meetings_are_refused(dataset):
    with pytest.raises(ValueError, match="no specification has 2 meetings in a period"):
        robustness.count_directions(dataset, 2012, TOPICS, permutations=9)


@pytest.mark.parametrize(
    ("kind", "rising", "said"),
    [
        ("came", 1.0, "agrees"),
        ("came", 0.5, "open"),
        ("came", 0.0, "disagrees"),
        ("went", 0.0, "agrees"),
        ("went", 1.0, "disagrees"),
        ("throughout", 0.0, "no direction"),
        ("cannot_tell", 1.0, "no direction"),
    ],
)
def test_methods_are_compared(kind, rising, said):
    directions = pd.DataFrame({"rising": [rising], "falling": [1 - rising]}, index=["x"])
    assert robustness.compare_methods(pd.Series({"x": kind}), directions)["x"] == said


def test_leaving_one_out_agrees_with_excluding_it(dataset, mentions):
    found = robustness.leave_one_out(dataset, TOPICS, SPLIT, "meeting_id")
    rest = mentions[TOPICS].drop(index="hlsd2016", level="meeting_id")
    expected = estimate_change(rest, SPLIT, draws=5)["change"]
    assert found.loc["hlsd2016", "change"].to_dict() == pytest.approx(expected.to_dict())


@pytest.mark.long
def test_a_publisher_whose_accounts_all_stand_elsewhere_changes_nothing(dataset):
    found = robustness.leave_one_out(dataset, TOPICS, SPLIT, "publisher")
    same = (found["shift"] == 0).groupby(level="publisher").all()
    assert 1 < same.sum() < len(same)

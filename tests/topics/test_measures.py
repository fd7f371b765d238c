"""Which topics stayed, came and went, and what is special to a series of meetings."""

import pandas as pd
import pytest
from made_accounts import NO_ACCOUNT, hand_made

from eucad.agenda import account_programme_matrix, account_topic_matrix, persistence
from eucad.topics import measures

#: Twenty meetings with a complete account each.
MEETINGS = [f"m{number:02}" for number in range(1, 21)]


def raised_at(**meetings):
    """Persistence of topics, each with the places of the meetings that raise it."""
    rows = [
        (meeting, "eu", meeting, {topic for topic, places in meetings.items() if place in places})
        for place, meeting in enumerate(MEETINGS)
    ]
    found = hand_made(rows, MEETINGS, complete=MEETINGS)
    return persistence(found.reindex(columns=meetings, fill_value=False))


def test_topics_stay_come_and_go():
    found = raised_at(water=range(20), cyber=(18, 19), cbrn=(0, 1), gender=(9,))
    moves = measures.find_moves(found)
    assert moves.stayed == ("water",)
    assert list(moves.came.index) == ["cyber"]
    assert list(moves.went.index) == ["cbrn"]
    assert moves.seen == 4
    assert moves.observed == 20


def test_a_silence_that_nobody_could_have_broken_is_no_move():
    rows = [(meeting, "eu", meeting, {"water"}) for meeting in MEETINGS]
    rows[-1] = (MEETINGS[-1], "eu", MEETINGS[-1], {"water", "cyber"})
    assert measures.find_moves(persistence(hand_made(rows, MEETINGS))).came.empty


def test_topics_stand_in_order_of_entry_and_the_more_frequent_first():
    found = raised_at(cyber=(5, 6), water=(0,), hybrid=(5, 6, 7), gender=())
    assert measures.in_order_of_entry(found).index.to_list() == ["water", "hybrid", "cyber"]


def series(here, there):
    """Topics of two series; each account is a set of topics."""
    rows = [("m1", "eu", f"a{i}", topics) for i, topics in enumerate(here)]
    rows += [("m2", "eu", f"b{i}", topics) for i, topics in enumerate(there)]
    return hand_made(rows, ["m1", "m2"]), pd.Series({"m1": "hlsd", "m2": "fmm"})


def test_what_is_special_to_a_series_has_intervals_apart():
    mentions, of = series([{"drugs", "water"}] * 9, [{"water", "trade"}] * 9)
    found = measures.contrast_series(mentions, of, ["hlsd", "fmm"])
    assert found.more.index.to_list() == ["drugs"]
    assert found.less.index.to_list() == ["trade"]
    assert found.more.loc["drugs", ["here", "there"]].to_list() == [1, 0]
    swapped = measures.contrast_series(mentions, of, ["fmm", "hlsd"])
    assert swapped.more.index.to_list() == ["trade"]


def test_two_accounts_set_nothing_apart():
    mentions, of = series([{"drugs"}], [{"water"}])
    found = measures.contrast_series(mentions, of, ["hlsd", "fmm"])
    assert found.more.empty
    assert found.less.empty


@pytest.mark.parametrize("given", [["hlsd"], ["hlsd", "hlsd"]])
def test_a_series_is_compared_with_another(given):
    mentions, of = series([{"drugs"}], [{"water"}])
    with pytest.raises(ValueError, match="two different series"):
        measures.contrast_series(mentions, of, given)


def test_programmes_by_meeting():
    rows = [
        ("m1", "eu", "a", {"BOMCA", "CADAP"}),
        ("m1", "kz", "b", {"BOMCA"}),
        ("m2", "eu", "c", set()),
        ("m4", "eu", "d", {"BOMCA"}),
    ]
    found = measures.find_programmes(hand_made(rows, ["m1", "m2", "m3", "m4"]))
    assert found.meetings.to_dict() == {"BOMCA": 2, "CADAP": 1}
    assert found.most == ("BOMCA",)
    # Of m3 there is no account: nothing is known of it.
    assert found.without == ("m2",)
    assert found.observed == 3


def test_without_a_programme_there_is_none_named_most(small):
    found = measures.find_programmes(account_programme_matrix(small))
    assert found.most == ()
    assert len(found.without) == found.observed == 2


def test_the_study_follows_its_choices(dataset):
    study = measures.study(dataset, series=("fmm", "hlsd"), coding="b", followed=["cyber"])
    expected = account_topic_matrix(dataset, series=["fmm"], coding="b")
    pd.testing.assert_frame_equal(study.mentions, expected)
    assert study.contrast.series == ("fmm", "hlsd")
    assert study.pairs["similarity"].is_monotonic_decreasing
    assert study.programmes.observed == expected.index.get_level_values("meeting_id").nunique()


def test_the_copy_is_found_without_being_told(dataset):
    pairs = measures.study(dataset).pairs
    first, second = pairs.index[0][2], pairs.index[0][5]
    assert {first, second} == {"hlsd2015-eeas", "hlsd2016-tm-embassy"}
    assert pairs["stands_out"].iloc[0]
    pd.testing.assert_frame_equal(pairs, measures.study(dataset).pairs)


def test_an_unknown_topic_is_refused_with_those_there_are(dataset):
    with pytest.raises(ValueError, match=r"'cibre'.*cyber"):
        measures.study(dataset, followed=["cibre"])


def test_a_meeting_without_an_account_stays_missing(small):
    study = measures.study(small, series=("hlsd", "fmm"))
    assert study.shares.loc[NO_ACCOUNT, "prevalence"].isna().all()
    assert NO_ACCOUNT not in study.complete

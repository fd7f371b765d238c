"""In which series a topic lives, and what is special to one."""

import pandas as pd
import pytest
from made_accounts import hand_made

from eucad.topics import elsewhere, measures

MEETINGS = ["m1", "m2", "m3", "f1", "f2"]
SERIES = pd.Series({"m1": "hlsd", "m2": "hlsd", "m3": "hlsd", "f1": "fmm", "f2": "fmm"})
# The year of a meeting is 2000 + its place: m1 2000, m2 2001, m3 2002, f1 2003, f2 2004.


def sightings(**topics):
    """Sightings of topics, each with the meetings that raise it; m2 has no account."""
    known = [meeting for meeting in MEETINGS if meeting != "m2"]
    rows = [
        (meeting, "eu", meeting, {topic for topic, places in topics.items() if meeting in places})
        for meeting in known
    ]
    accounts = hand_made(rows, MEETINGS).reindex(columns=list(topics), fill_value=False)
    return elsewhere.find_sightings(accounts, SERIES)


def test_topics_stand_in_the_order_of_their_verdicts_then_of_their_first_sighting():
    found = sightings(late=["m3"], early=["m1"], often=["m1", "m3"], gone=["m1"], never=[])
    kinds = {"late": "cannot_tell", "early": "cannot_tell", "often": "cannot_tell"}
    kinds |= {"gone": "went", "never": "never", "family": "came"}
    table = measures.arrange(pd.DataFrame({"kind": kinds}), found)
    assert table.index.to_list() == ["gone", "often", "early", "late", "never"]
    assert table.loc["often", ["first_year", "last_year", "seen", "observed"]].to_list() == [
        2000,
        2002,
        2,
        2,
    ]


def test_a_meeting_without_an_account_is_not_observed():
    found = sightings(water=["m1", "f1", "f2"])
    assert found.loc[("water", "hlsd")].to_list() == [2000, 2000, 1, 2]
    assert found.loc[("water", "fmm")].to_list() == [2003, 2004, 2, 2]


def test_a_topic_may_be_elsewhere_before_and_after_it_is_seen_here():
    index = pd.MultiIndex.from_product(
        [["cyber", "cbrn", "water", "gender", "metals"], ["hlsd", "fmm", "ctd"]]
    )
    first = [2024, 2020, 2022, 2013, 2021, 2025, 2013, 2013, None, None, 2018, 2019] + [None] * 3
    last = [2025, 2021, 2022, 2016, 2022, 2025, 2025, 2025, None, None, 2018, 2020] + [None] * 3
    found = pd.DataFrame({"first": first, "last": last}, index).astype("Int64")
    found["seen"] = found["first"].notna().astype(int)
    found = elsewhere.look_elsewhere(found, 2019)
    assert found.earlier.T.to_dict() == {"cyber": {"here": 2024, "series": "fmm", "there": 2020}}
    assert found.alive.T.to_dict() == {"cbrn": {"here": 2016, "series": "ctd", "there": 2025}}
    assert found.never.index.to_list() == ["gender", "metals"]
    assert found.never.loc["gender"].to_list() == ["ctd", 2020]
    assert found.never.loc["metals"].isna().all()


def test_the_dialogue_alone_has_no_elsewhere():
    found = sightings(water=["m1"], cyber=["m3"]).xs("hlsd", level=1, drop_level=False)
    found = elsewhere.look_elsewhere(found, 2001)
    assert found.earlier.empty
    assert found.alive.empty


def series(here, there):
    """Topics of two series; each account is a set of topics, and the only one of its meeting."""
    meetings = {f"{kind}{i}": kind for kind in ("hlsd", "fmm") for i in range(len(here))}
    rows = [(f"hlsd{i}", "eu", f"a{i}", topics) for i, topics in enumerate(here)]
    rows += [(f"fmm{i}", "eu", f"b{i}", topics) for i, topics in enumerate(there)]
    return hand_made(rows, list(meetings)), pd.Series(meetings, name="series")


def test_what_is_special_to_a_series_is_more_than_chance_gives():
    mentions, of = series([{"drugs", "water"}] * 9, [{"water", "trade"}] * 9)
    found = elsewhere.contrast_series(mentions, of, ["hlsd", "fmm"])
    assert found.more.index.to_list() == ["drugs"]
    assert found.less.index.to_list() == ["trade"]
    assert found.more.loc["drugs", ["here", "there"]].to_list() == [1, 0]
    swapped = elsewhere.contrast_series(mentions, of, ["fmm", "hlsd"])
    assert swapped.more.index.to_list() == ["trade"]


def test_chance_is_that_of_all_topics_and_of_whole_meetings():
    """Of the 252 ways to divide ten meetings, two set a topic apart that stands at five."""
    mentions, of = series([{"a"}] * 5, [set()] * 5)
    alone = elsewhere.contrast_series(mentions, of, ["hlsd", "fmm"])
    assert alone.more.loc["a", "p_any"] == pytest.approx(2 / 252, abs=0.001)
    doubled = pd.concat([mentions, mentions.iloc[[0]]]).sort_index(level="meeting_id")
    again = elsewhere.contrast_series(doubled, of, ["hlsd", "fmm"])
    assert again.more.loc["a", "p_any"] == pytest.approx(2 / 252, abs=0.001)
    others = {f"t{i}": [(i + k) % 10 < 4 for k in range(10)] for i in range(4)}
    every = elsewhere.contrast_series(
        mentions.assign(**others).rename_axis(columns="topic_id"), of, ["hlsd", "fmm"]
    )
    assert every.more.loc["a", "p_any"] >= alone.more.loc["a", "p_any"]


def test_two_accounts_set_nothing_apart():
    mentions, of = series([{"drugs"}], [{"water"}])
    found = elsewhere.contrast_series(mentions, of, ["hlsd", "fmm"])
    assert found.more.empty
    assert found.less.empty


@pytest.mark.parametrize("given", [["hlsd"], ["hlsd", "hlsd"]])
def test_a_series_is_compared_with_another(given):
    mentions, of = series([{"drugs"}], [{"water"}])
    with pytest.raises(ValueError, match="two different series"):
        elsewhere.contrast_series(mentions, of, given)

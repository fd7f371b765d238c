"""Where topics live, what is special to the dialogue, and whether the agenda as a whole moved."""

import numpy as np
import pandas as pd
import pytest
from made_accounts import hand_made

from eucad.agenda import account_programme_matrix
from eucad.stats.likeness import similarity
from eucad.topics import measures

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
    return measures.find_sightings(accounts, SERIES)


# -- Verdicts in order


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


# -- Here and elsewhere


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
    elsewhere = measures.look_elsewhere(found, 2019)
    assert elsewhere.earlier.T.to_dict() == {
        "cyber": {"here": 2024, "series": "fmm", "there": 2020}
    }
    assert elsewhere.alive.T.to_dict() == {"cbrn": {"here": 2016, "series": "ctd", "there": 2025}}
    assert elsewhere.never.index.to_list() == ["gender", "metals"]
    assert elsewhere.never.loc["gender"].to_list() == ["ctd", 2020]
    assert elsewhere.never.loc["metals"].isna().all()


def test_the_dialogue_alone_has_no_elsewhere():
    found = sightings(water=["m1"], cyber=["m3"]).xs("hlsd", level=1, drop_level=False)
    elsewhere = measures.look_elsewhere(found, 2001)
    assert elsewhere.earlier.empty
    assert elsewhere.alive.empty


def series(here, there):
    """Topics of two series; each account is a set of topics."""
    rows = [("m1", "eu", f"a{i}", topics) for i, topics in enumerate(here)]
    rows += [("f1", "eu", f"b{i}", topics) for i, topics in enumerate(there)]
    return hand_made(rows, MEETINGS), SERIES


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


# -- The agenda as a whole

TOPICS = [f"t{number}" for number in range(12)]


def moving(step):
    """Ten meetings of three accounts; of twelve topics each raises four, moving on by `step`."""
    rng = np.random.default_rng(4)
    rows = []
    for meeting in range(10):
        window = [(place + round(step * meeting)) % 12 for place in range(6)]
        for account in range(3):
            raised = {TOPICS[place] for place in rng.choice(window, 4, replace=False)}
            rows.append((f"m{meeting}", "eu", f"m{meeting}-{account}", raised))
    return hand_made(rows, [f"m{meeting}" for meeting in range(10)])


def drift_of(mentions):
    pairs = similarity(
        mentions,
        ["meeting_id", "voice", "account_id"],
        rng=np.random.default_rng(1),
        samples=200,
    )
    return measures.measure_drift(pairs, pd.Series({f"m{year}": year for year in range(10)}))


def test_an_agenda_that_moves_on_drifts_and_one_that_stays_does_not():
    moved, stayed = drift_of(moving(0.6)), drift_of(moving(0))
    assert moved.r < -0.4
    assert moved.clear
    assert abs(stayed.r) < 0.3
    assert not stayed.clear
    assert len(moved.pairs) == 45
    assert moved.pairs["excess"].to_list() == pytest.approx(
        (moved.pairs["likeness"] - moved.pairs["expected"]).to_list()
    )


def test_the_order_of_the_rows_does_not_matter():
    accounts = moving(0.6)
    assert drift_of(accounts[::-1].sort_index()).r == pytest.approx(drift_of(accounts).r)


def test_long_early_accounts_alone_are_no_drift():
    rng = np.random.default_rng(7)
    rows = [
        (f"m{year}", "eu", f"m{year}-{account}", set(rng.choice(TOPICS, 10 - year, replace=False)))
        for year in range(10)
        for account in range(1 + year // 3)
    ]
    assert not drift_of(hand_made(rows, [f"m{year}" for year in range(10)])).clear


def test_two_meetings_cannot_drift():
    rows = [("m1", "eu", "a", {"water"}), ("m2", "eu", "b", {"water", "cyber"})]
    pairs = similarity(
        hand_made(rows, ["m1", "m2"]),
        ["meeting_id", "voice", "account_id"],
        rng=np.random.default_rng(1),
        samples=5,
    )
    found = measures.measure_drift(pairs, pd.Series({"m1": 2013, "m2": 2015}))
    assert np.isnan(found.r)
    assert not found.clear


FAMILY = pd.Series({"drugs": "old", "crime": "old", "cyber": "new", "water": "other"})


def composed(rows, blocks=None, split=2001):
    mentions = hand_made(rows, ["m1", "m2", "m3"]).reindex(columns=FAMILY.index, fill_value=False)
    return measures.compose(mentions, FAMILY, blocks or {"old": ["old"]}, split, draws=99)


def test_composition_counts_mentions():
    found = composed(
        [
            ("m1", "eu", "a", {"drugs", "crime", "water"}),
            ("m1", "kz", "b", {"drugs"}),
            ("m2", "eu", "c", {"drugs", "cyber"}),
            ("m3", "eu", "d", set()),
        ],
        {"old": ["old"], "both": ["new", "old"]},
    )
    assert found.mentions.to_dict() == {"m1": 4, "m2": 2, "m3": 0}
    assert found.shares.loc["m1"].to_list() == [0.75, 0, 0.25]
    # A meeting that raises nothing has no composition, not one of zeros.
    assert found.shares.loc["m3"].isna().all()
    assert found.blocks.loc["old", ["early", "late", "change"]].to_list() == [0.75, 0.5, -0.25]
    assert found.blocks.loc["both", "late"] == 1
    assert 0 < found.blocks.loc["old", "p"] <= 1


def test_a_composition_that_turns_over_is_clear():
    rows = [("m1", "eu", f"a{i}", {"drugs", "water"}) for i in range(9)]
    rows += [("m2", "eu", f"b{i}", {"cyber", "water"}) for i in range(9)]
    block = composed(rows).blocks.loc["old"]
    assert block["clear"]
    assert block["change"] == -0.5
    mixed = [("m1", "eu", f"a{i}", {"drugs", "cyber"}) for i in range(9)]
    mixed += [("m2", "eu", f"b{i}", {"drugs", "cyber"}) for i in range(9)]
    assert not composed(mixed).blocks.loc["old", "clear"]


def test_a_period_without_a_mention_cannot_be_compared():
    found = composed([("m1", "eu", "a", {"drugs"}), ("m2", "eu", "b", set())])
    assert found.blocks.loc["old", ["early", "late", "p"]].isna().all()
    assert not found.blocks.loc["old", "clear"]


def test_an_unknown_family_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"'older'.*new"):
        composed([("m1", "eu", "a", {"drugs"})], {"old": ["older"]})


# -- Programmes


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


# -- The study


def test_the_study_follows_its_choices(dataset):
    study = measures.study(
        dataset, compared_with=["summit"], split=2022, blocks={"water": ["environment"]}
    )
    assert study.contrast.series == ("hlsd", "summit")
    assert study.split == study.elsewhere.split == study.composition.split == 2022
    assert study.composition.members == {"water": ("environment",)}


def test_the_study_draws_the_same_numbers_every_time(dataset):
    once, again = (measures.study(dataset, blocks={"o": ["crime"]}) for _ in range(2))
    pd.testing.assert_frame_equal(once.pairs, again.pairs)
    pd.testing.assert_frame_equal(once.change, again.change)
    pd.testing.assert_frame_equal(once.composition.blocks, again.composition.blocks)
    assert once.drift.p == again.drift.p


def test_the_copy_is_found_without_being_told(dataset):
    pairs = measures.study(dataset, blocks={"o": ["crime"]}).pairs
    first, second = pairs.index[0][2], pairs.index[0][5]
    assert {first, second} == {"hlsd2015-eeas", "hlsd2016-tm-embassy"}
    assert pairs["stands_out"].iloc[0]


def test_events_stand_between_the_meetings(dataset):
    study = measures.study(dataset, blocks={"o": ["crime"]})
    held = study.shares.index.unique(0)
    years = study.year_of[held].to_list()
    for key, event in study.events.iterrows():
        year = dataset.events.set_index("event_id").loc[key, "date"].year
        assert all(before <= year for before in years[: event["after"]])
        assert all(later >= year for later in years[event["after"] :])

"""Whether the agenda as a whole drifts, and what it is made of."""

import numpy as np
import pandas as pd
import pytest
from made_accounts import hand_made

from eucad.topics import whole

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
    years = pd.Series({f"m{year}": year for year in range(10)})
    return whole.measure_drift(mentions, years, samples=200)


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
    years = pd.Series({"m1": 2013, "m2": 2015})
    found = whole.measure_drift(hand_made(rows, ["m1", "m2"]), years, samples=5)
    assert np.isnan(found.r)
    assert not found.clear


FAMILY = pd.Series({"drugs": "old", "crime": "old", "cyber": "new", "water": "other"})


def composed(rows, blocks=None, split=2001):
    mentions = hand_made(rows, ["m1", "m2", "m3"]).reindex(columns=FAMILY.index, fill_value=False)
    return whole.compose(mentions, FAMILY, blocks or {"old": ["old"]}, split, draws=99)


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


def test_a_block_without_a_family_is_refused():
    with pytest.raises(ValueError, match="block 'old' has no family"):
        composed([("m1", "eu", "a", {"drugs"})], {"old": ()})


def test_without_an_account_there_is_nothing_to_compose():
    none = hand_made([("m1", "eu", "a", {"drugs"})], ["m1"]).iloc[:0]
    found = whole.compose(none, FAMILY[["drugs"]], {"old": ["old"]}, 2001, draws=9)
    assert found.mentions.empty
    assert np.isnan(found.blocks.loc["old", "p"])

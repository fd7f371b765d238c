"""What is decided of old and new threats, on made-up agendas."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.stats.exact import ExactLogistic, exact_logistic
from eucad.threats import measures, rivals
from eucad.threats.change import STATES


def states(both=0, old=0, new=0, neither=0):
    counts = zip(
        ("both", "old only", "new only", "neither"), (both, old, new, neither), strict=True
    )
    listed = [state for state, count in counts for _ in range(count)]
    return pd.Series(listed, dtype=pd.CategoricalDtype(list(STATES)))


@pytest.mark.parametrize(
    ("old", "new", "seen", "kind", "came"),
    [
        (-0.4, 0.2, {"both": 4}, "joined", "new"),
        (-0.4, 0.2, {"new": 3, "both": 1}, "replaced", "new"),
        (0.3, 0.2, {"old": 1, "both": 2}, "joined", "old"),
        (0.3, 0.2, {"old": 2, "both": 1}, "replaced", "old"),
        (0.0, 0.1, {"both": 2, "new": 2}, "tied", "new"),
        (0.0, 0.1, {}, "tied", "new"),
        (-0.1, 0.0, {"both": 1}, "none rose", "new"),
    ],
)
def test_the_outcome_follows_from_what_rose_and_from_the_accounts(old, new, seen, kind, came):
    found = measures.decide_outcome(
        pd.Series({"old": old, "new": new}), states(**seen), "old", "new"
    )
    assert (found.kind, found.came) == (kind, came)


@pytest.mark.parametrize(
    ("seen", "first", "last", "fate"),
    [
        (0, None, None, "never"),
        (12, 2013, 2025, "throughout"),
        (3, 2013, 2016, "gone"),
        (1, 2024, 2024, "once"),
        (2, 2024, 2025, "new"),
        (5, 2013, 2025, "at times"),
    ],
)
def test_the_fate_follows_from_the_sightings(seen, first, last, fate):
    row = pd.Series(
        {"accounts": seen, "seen": seen, "observed": 12, "first": first, "last": last}, dtype=object
    )
    assert measures.tell_fate(row, 2019, 2013) == fate


ODDS = {
    name: ExactLogistic(1, low, high, 0.1, informative)
    for name, low, high, informative in (
        ("above", 1.1, 9, 24),
        ("below", 0.1, 0.9, 24),
        ("open", 0.5, 9, 24),
        ("nothing", np.nan, np.nan, 0),
    )
}


@pytest.mark.parametrize(
    ("odds", "first", "verdict"),
    [
        ("nothing", 2022, "alike"),
        ("above", 2019, "together"),
        ("above", 2022, "later"),
        ("below", 2019, "apart"),
        ("open", 2019, "too few"),
    ],
)
def test_a_driver_is_judged_by_odds_and_order(odds, first, verdict):
    assert rivals.judge_driver(ODDS[odds], first, 2019) == verdict


@pytest.mark.parametrize(
    ("others", "odds", "verdict"),
    [(0, "open", "holds"), (2, "above", "mainly"), (2, "open", "too few")],
)
def test_an_owner_is_judged_by_who_else_speaks(others, odds, verdict):
    assert rivals.judge_owner(others, ODDS[odds]) == verdict


@pytest.mark.parametrize(
    ("low", "p", "verdict"),
    [(0.9, 0.01, "open"), (np.nan, 1, "open"), (1.1, 0.2, "depends"), (1.1, 0.01, "against")],
)
def test_coverage_is_judged_at_the_level(low, p, verdict):
    assert rivals.judge_coverage(pd.Series({"low": low, "p_meetings": p}), 0.95) == verdict


@pytest.mark.parametrize(
    ("here", "elsewhere", "kept", "verdict"),
    [
        ([2024, pd.NA], [2020, pd.NA], True, "against"),
        ([2024], [2020], False, "open"),
        ([2019], [2020], True, "open"),
        ([pd.NA], [2020], True, "open"),
    ],
)
def test_words_are_judged_by_where_they_came_first(here, elsewhere, kept, verdict):
    here, elsewhere = (pd.Series(years, dtype="Int64") for years in (here, elsewhere))
    assert rivals.judge_words(here, elsewhere, kept) == verdict


def test_borrowing_explains_a_fall_that_goes_without_it():
    falls, open_ = pd.Series({"change_high": -0.1}), pd.Series({"change_high": 0.1})
    assert rivals.judge_borrowing(falls, open_) == "part"
    assert rivals.judge_borrowing(falls, falls) == "against"


@pytest.mark.parametrize("rises", [True, False])
def test_only_silence_that_may_be_mistaken_overturns_a_change(dataset, rises):
    index = account_topic_matrix(dataset).index
    late = index.get_level_values("year") >= 2019
    mentions = pd.Series(late if rises else ~late, index)

    def count(complete):
        known = index.to_frame().assign(complete=complete)
        turned = mentions.set_axis(pd.MultiIndex.from_frame(known))
        return rivals.find_tipping_point(turned, 2019, draws=1000)

    found, silent = count(False), int((~mentions).sum())
    assert (found.rises, found.silent, found.unseen) == (rises, silent, silent)
    assert 1 <= found.count <= silent
    # An account that was visible to its end did not raise it, so that none is left to turn.
    assert count(True) == rivals.TippingPoint(rises, silent, 0, None)


def test_a_trend_that_is_only_a_change_of_voices_goes_within_voices():
    year = np.repeat(np.arange(2013, 2023), 2)
    voice = np.where(year < 2018, "a", "b")
    voice[[0, 19]] = ["b", "a"]
    index = pd.MultiIndex.from_arrays([year, year, voice], names=["meeting_id", "year", "voice"])
    mentions = pd.DataFrame({"x": voice == "b"}, index=index)
    found = rivals.adjust_trend(mentions, {"nothing": None, "voice": pd.Series(voice)}).loc["x"]
    assert found.loc["nothing", "p_value"] < 0.05
    assert found.loc["voice", "informative"] == 0
    assert found.loc["voice", "p_meetings"] == 1


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset)


def test_the_study_turns_round_when_the_families_are_swapped(dataset, study):
    swapped = measures.study(dataset, old=study.new, new=study.old)
    assert (swapped.outcome.came, swapped.outcome.kind) == (study.outcome.came, study.outcome.kind)
    assert (swapped.states == "new only").sum() == (study.states == "old only").sum()


def test_an_unknown_family_is_refused(dataset):
    with pytest.raises(ValueError, match="no topic of family 'cyber'"):
        measures.study(dataset, new="cyber")


def test_odds_of_raising_both_are_of_the_late_period(dataset, study):
    late = study.states[study.states.index.get_level_values("year") >= study.split]
    old, new = late.isin(["old only", "both"]), late.isin(["new only", "both"])
    assert study.together == exact_logistic(old, new.astype(int), level=study.level)
    assert replace(study, level=0.5) != study

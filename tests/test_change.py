"""How much a topic changes beyond what the length of accounts gives."""

from itertools import product

import numpy as np
import pytest
from made_accounts import hand_made

from eucad import change

ROWS = [
    ("m1", "eu", "a", {"drugs", "cbrn", "water"}),
    ("m1", "kz", "b", {"drugs", "cbrn"}),
    ("m2", "eu", "c", {"drugs", "water", "trade"}),
    ("m3", "eu", "d", {"water"}),
    ("m3", "kz", "e", {"trade"}),
]


@pytest.fixture(scope="module")
def accounts():
    return hand_made(ROWS, ["m1", "m2", "m3"])


def same_margins(matrix):
    """All matrices with as many topics in every account and as many accounts for every topic."""
    size, total = matrix.sum(axis=1), matrix.sum(axis=0)
    rows = [
        [row for row in product([0, 1], repeat=matrix.shape[1]) if sum(row) == number]
        for number in size
    ]
    found = (np.array(each) for each in product(*rows))
    return [each for each in found if (each.sum(axis=0) == total).all()]


def test_every_matrix_of_the_same_margins_counts_the_same(accounts):
    found = change.adjust_for_size(accounts, 2001, draws=20_000)
    weight = np.array([-1 / 2, -1 / 2, 1 / 2, 1 / 4, 1 / 4])
    every = np.array([weight @ each for each in same_margins(accounts.to_numpy(dtype=int))])
    expected, spread = every.mean(axis=0), every.std(axis=0)
    assert found["change"].to_list() == pytest.approx(weight @ accounts.to_numpy(dtype=int))
    assert found["expected"].to_list() == pytest.approx(expected, abs=0.01)
    away = abs(every - expected) / spread
    observed = abs(found["change"].to_numpy() - expected) / spread
    assert found["p"].to_list() == pytest.approx((away >= observed - 1e-9).mean(axis=0), abs=0.02)
    # In so small a world topics tie, and the shuffles' own error decides between them.
    furthest = away.max(axis=1)[:, None]
    least, most = (furthest > observed + 0.05).mean(0), (furthest > observed - 0.05).mean(0)
    assert ((least - 0.02 < found["p_any"]) & (found["p_any"] < most + 0.02)).all()


def test_the_change_is_that_of_the_estimate(accounts):
    adjusted = change.adjust_for_size(accounts, 2001, draws=10)
    estimated = change.estimate_change(accounts, 2001, draws=10)
    assert adjusted["change"].to_list() == pytest.approx(estimated["change"].to_list())


def test_what_could_have_been_seen_divides_what_is_clear_from_the_rest(accounts):
    found = change.adjust_for_size(accounts, 2001, draws=2000)
    beyond = abs(found["change"] - found["expected"]) > found["least"]
    assert (found.loc[beyond, "p_any"] <= 0.05).all()
    assert (found.loc[~beyond, "p_any"] > 0.04).all()
    assert (found["least"] > 0).all()


def test_what_no_shuffle_can_change_is_missing(accounts):
    found = change.adjust_for_size(accounts.assign(gender=False, peace=True), 2001, draws=10)
    assert found.loc[["gender", "peace"], ["expected", "p", "p_any"]].isna().all(axis=None)
    assert found.loc["drugs", "p"] > 0


@pytest.mark.parametrize(("split", "draws"), [(1990, 10), (2001, 0)])
def test_nothing_to_compare_is_refused(accounts, split, draws):
    with pytest.raises(ValueError, match=r"no account|at least 1"):
        change.adjust_for_size(accounts, split, draws=draws)


def test_without_the_unseen_meeting_what_all_meetings_agree_on_is_certain(accounts):
    sure = change.estimate_change(accounts.assign(gender=False), 2001, draws=50, unseen=0)
    assert sure.loc["gender", ["change_low", "change_high"]].to_list() == [0, 0]
    wide = change.estimate_change(accounts.assign(gender=False), 2001, draws=50)
    assert wide.loc["gender", "change_low"] < 0 < wide.loc["gender", "change_high"]


def test_an_interval_does_not_depend_on_which_topics_stand_beside_it(accounts):
    alone, among = (
        change.estimate_change(each, 2001, draws=99) for each in (accounts[["drugs"]], accounts)
    )
    assert alone.loc["drugs"].to_list() == among.loc["drugs"].to_list()


def test_other_draws_move_an_interval_by_less_than_a_point(accounts, monkeypatch):
    one = change.estimate_change(accounts, 2001)
    monkeypatch.setattr(change, "SEED", 7)
    assert abs(change.estimate_change(accounts, 2001) - one).max(axis=None) < 0.01

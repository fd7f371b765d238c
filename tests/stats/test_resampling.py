"""The trend test, against scipy and on series that do not change."""

import numpy as np
import pytest
from made_accounts import simulate
from scipy import stats

from eucad.agenda import account_topic_matrix
from eucad.stats.resampling import trend_test

WHEN = ("year", "meeting_id")


@pytest.fixture(scope="module")
def mentions(dataset):
    return account_topic_matrix(dataset)


@pytest.mark.parametrize("values", [[0, 0, 1, 0, 1, 1], [1, 1, 0, 1, 0, 0], [0, 1, 0, 0, 0, 1]])
def test_a_trend_of_single_accounts_is_scipys_permutation_of_pearson(values):
    exact = stats.pearsonr(
        np.arange(6), values, method=stats.PermutationMethod(n_resamples=np.inf)
    ).pvalue
    outcomes = np.array([values]).T
    ours = trend_test(outcomes, range(6), range(6), np.random.default_rng(1), permutations=20_000)
    assert ours == pytest.approx([exact], abs=0.01)


def test_a_trend_does_not_depend_on_the_order_of_accounts(mentions):
    time, meetings = (np.asarray(mentions.index.get_level_values(name)) for name in WHEN)
    order = np.random.default_rng(2).permutation(len(time))
    # Meetings must appear in the same order for the permutations to be the same.
    order = order[np.argsort(meetings[order], kind="stable")]
    ours, shuffled = (
        trend_test(mentions.iloc[rows], time[rows], meetings[rows], np.random.default_rng(1))
        for rows in (np.arange(len(time)), order)
    )
    assert ours == pytest.approx(shuffled)


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_a_constant_share_is_taken_for_a_trend_as_seldom_as_the_level_says(mentions, echo):
    # Early meetings have fewer accounts: Kendall's test on shares rejects in 8 to 9% of cases.
    rng = np.random.default_rng(3)
    meetings = mentions.index.get_level_values("meeting_id").nunique()
    shares = np.repeat(np.tile([0.3, 0.55, 0.75], 500)[:, None], meetings, axis=1)
    drawn = simulate(mentions.index, shares, rng, echo)
    time, meeting = (np.asarray(mentions.index.get_level_values(name)) for name in WHEN)
    p = trend_test(drawn, time, meeting, rng, permutations=499)
    assert 0.02 < np.mean(p <= 0.05) < 0.065
    assert 0.06 < np.mean(p <= 0.1) < 0.12


def test_an_outcome_that_does_not_vary_has_no_trend():
    nothing = np.zeros((4, 1))
    assert trend_test(nothing, range(4), range(4), np.random.default_rng(1)) == [1]
    with pytest.raises(ValueError, match="no account"):
        trend_test(np.zeros((0, 1)), [], [], np.random.default_rng(1))

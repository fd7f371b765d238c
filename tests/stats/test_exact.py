"""Exact conditional logistic regression, against Fisher's test and enumeration."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy import stats

from eucad.stats.exact import exact_logistic


@pytest.mark.parametrize("table", [[[7, 3], [2, 8]], [[3, 1], [1, 3]], [[4, 0], [8, 12]]])
def test_exact_logistic_is_fishers_test(table):
    (a, b), (c, d) = table
    outcome = [1] * a + [0] * b + [1] * c + [0] * d
    score = [1] * (a + b) + [0] * (c + d)
    ours = exact_logistic(outcome, score, level=0.95)
    theirs = stats.contingency.odds_ratio([[a, b], [c, d]]).confidence_interval(0.95)
    tails = [stats.fisher_exact(table, side).pvalue for side in ("less", "greater")]
    assert ours.p_value == pytest.approx(min(1, 2 * min(tails)))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_exact_logistic_with_strata_is_that_of_enumeration():
    outcome, score = [1, 0, 1, 0, 1, 1, 0], [0, 1, 3, 0, 2, 5, 4]
    strata = list("aaabbbb")
    first = [sum(s) for s in combinations([0, 1, 3], 2)]
    second = [sum(s) for s in combinations([0, 2, 5, 4], 2)]
    sums = np.array([x + y for x, y in product(first, second)])
    observed = 3 + 7
    expected = min(1, 2 * min((sums <= observed).mean(), (sums >= observed).mean()))
    found = exact_logistic(outcome, score, strata, level=0.9)
    assert found.p_value == pytest.approx(expected)

    def beyond(odds, extreme):
        weights = odds ** sums.astype(float)
        return weights[extreme].sum() / weights.sum()

    assert beyond(found.low, sums >= observed) == pytest.approx(0.05)
    assert beyond(found.high, sums <= observed) == pytest.approx(0.05)
    # Median-unbiased: between the odds at which either tail holds one half.
    assert (
        beyond(found.odds_ratio, sums >= observed) > 0.5 > beyond(found.odds_ratio, sums > observed)
    )


def test_separated_data_give_an_open_interval():
    found = exact_logistic([0, 0, 0, 0, 1, 1], [1, 2, 3, 4, 5, 6])
    assert found.high == np.inf
    assert found.low < found.odds_ratio < np.inf
    # The two highest of 15 pairs, or the two lowest.
    assert found.p_value == pytest.approx(2 / 15)


def test_strata_without_contrast_tell_nothing():
    found = exact_logistic([1, 0], [1, 2], ["a", "b"])
    assert found.informative == 0
    assert np.isnan(found.odds_ratio)
    assert found.p_value == 1


@pytest.mark.parametrize(
    ("outcome", "score", "strata"),
    [([0, 1], [1.5, 2], None), ([0, np.nan], [1, 2], None), ([0, 1], [1, 2], ["a", None])],
)
def test_what_is_missing_or_not_whole_is_refused(outcome, score, strata):
    with pytest.raises(ValueError, match="missing"):
        exact_logistic(outcome, score, strata)

"""The change point, against brute force."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from eucad.stats.changepoint import change_point

YEARS = np.array([2013, *range(2015, 2026)])


def integral(raised, accounts):
    """Integrate a binomial likelihood over a flat prior, numerically."""
    hits, misses = sum(raised), sum(accounts) - sum(raised)
    return integrate.quad(lambda p: p**hits * (1 - p) ** misses, 0, 1)[0]


def test_change_point_is_that_of_brute_force():
    y, n = [0, 1, 0, 2, 3], [1, 2, 1, 3, 3]
    prior = 0.6
    weights = [prior * integral(y, n)] + [
        (1 - prior) / 4 * integral(y[:k], n[:k]) * integral(y[k:], n[k:]) for k in range(1, 5)
    ]
    expected = np.array(weights) / sum(weights)
    found = change_point(pd.Series(y), pd.Series(n), prior=(1, 1), no_change=prior)
    assert found.no_change == pytest.approx(expected[0])
    assert found.posterior.to_numpy() == pytest.approx([0, *expected[1:]])


def test_change_point_evidence_sums_to_one_over_all_data():
    # The posterior averaged over everything that could be seen is the prior.
    n = [1, 2, 1]
    total = 0.0
    for y in product(*(range(size + 1) for size in n)):
        ways = np.prod(stats.binom.pmf(y, n, 0.5) * 2.0 ** np.array(n))
        same = 0.5 * ways * integral(y, n)
        found = change_point(pd.Series(y), pd.Series(n), prior=(1, 1), no_change=0.5)
        total += same / found.no_change
    assert total == pytest.approx(1)


def test_change_point_finds_a_clear_change():
    accounts = pd.Series(3, index=YEARS)
    found = change_point(accounts.where(YEARS >= 2020, 0), accounts)
    assert found.most_probable == 2020
    assert found.no_change < 1e-4
    assert list(found.credible()) == [2020]
    assert found.before < 0.1 < 0.9 < found.after


def test_change_point_refuses_impossible_counts():
    for raised, accounts in (([0, 0], [1, 0]), ([2, 0], [1, 1]), ([np.nan, 0], [1, 1]), ([], [])):
        with pytest.raises(ValueError, match="needs an account"):
            change_point(pd.Series(raised, dtype=float), pd.Series(accounts, dtype=float))
    with pytest.raises(ValueError, match="prior probability"):
        change_point(pd.Series([0]), pd.Series([1]), no_change=1)

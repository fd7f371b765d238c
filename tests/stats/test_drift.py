"""The Mantel test against all permutations, and its edges."""

from itertools import permutations

import numpy as np
import pytest

from eucad.stats.drift import mantel

RNG = np.random.default_rng


def symmetric(rng, n):
    values = rng.random((n, n))
    return values + values.T


def test_p_is_that_of_all_permutations():
    rng = RNG(5)
    likeness, distance = symmetric(rng, 5), symmetric(rng, 5)
    i, j = np.triu_indices(5, k=1)
    every = np.array(
        [
            np.corrcoef(likeness[i, j], distance[np.ix_(order, order)][i, j])[0, 1]
            for order in map(list, permutations(range(5)))
        ]
    )
    r, p = mantel(likeness, distance, RNG(1), 20_000)
    assert r == pytest.approx(every[0])
    assert p == pytest.approx((abs(every) >= abs(r) - 1e-9).mean(), abs=0.01)


def test_the_unit_of_time_does_not_matter():
    rng = RNG(2)
    likeness, distance = symmetric(rng, 7), symmetric(rng, 7)
    in_days = mantel(likeness, 365 * distance, RNG(1), 99)
    assert mantel(likeness, distance, RNG(1), 99) == pytest.approx(in_days)


def test_drift_is_found_and_noise_is_not():
    place = np.arange(10.0)
    distance = abs(place[:, None] - place)
    noise = symmetric(RNG(3), 10)
    r, p = mantel(-distance + 0.1 * noise, distance, RNG(1), 999)
    assert r < -0.9
    assert p == 0.001
    assert mantel(noise, distance, RNG(1), 999)[1] > 0.05


def test_a_missing_pair_is_left_out():
    place = np.arange(6.0)
    distance = abs(place[:, None] - place)
    likeness = -distance
    likeness[0, 5] = np.nan
    r, p = mantel(likeness, distance, RNG(1), 999)
    assert r == pytest.approx(-1)
    assert p < 0.02


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_to_compare(n):
    r, p = mantel(np.ones((n, n)), np.ones((n, n)), RNG(1), 9)
    assert np.isnan(r)
    assert np.isnan(p)


def test_no_permutation_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        mantel(np.ones((3, 3)), np.ones((3, 3)), RNG(1), 0)

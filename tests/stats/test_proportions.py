"""Intervals of proportions, beside published tables and the distribution they come from."""

import pytest
from by_definition import beta_interval

from eucad.stats.proportions import jeffreys_interval


def test_jeffreys_limits_as_published():
    # Brown, Cai and DasGupta (2001), table 5: n = 7, x = 2 and 3. For fewer successes that table
    # modifies the interval.
    low, high = jeffreys_interval([2, 3], [7, 7])
    assert low == pytest.approx([0.065, 0.139], abs=0.0006)
    assert high == pytest.approx([0.648, 0.766], abs=0.0006)
    assert jeffreys_interval([0, 7], [7, 7])[0][0] == 0
    assert jeffreys_interval([0, 7], [7, 7])[1][1] == 1


def test_jeffreys_limits_are_quantiles_of_the_beta_distribution():
    low, high = jeffreys_interval([4], [9], level=0.9)
    assert (low[0], high[0]) == pytest.approx(beta_interval(0.9, 4.5, 5.5))


@pytest.mark.parametrize(
    ("successes", "trials", "level"), [([3], [2], 0.95), ([-1], [2], 0.95), ([1], [2], 1.0)]
)
def test_jeffreys_refuses_what_is_no_proportion(successes, trials, level):
    with pytest.raises(ValueError):
        jeffreys_interval(successes, trials, level)

"""Krippendorff's alpha: published examples, a well-kept library, and its interval."""

import re

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from thorough import few

from eucad.stats.agreement import agreement

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
# A. Binary data, two observers, no missing data: alpha = 0.095.
MEG = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
OWEN = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]

binary = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 30)), elements=st.integers(0, 1))
graded = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 30)), elements=st.integers(0, 5))


def rng():
    return np.random.default_rng(20130613)


def pairs_of(first, second):
    return pd.DataFrame({"a": first, "b": second})


def truths_of(first, second):
    return pairs_of(first, second).astype(bool)


def library_alpha(first, second):
    """The reference, or missing where it has none."""
    if np.unique([first, second]).size < 2:
        return np.nan
    data = np.array([first, second], dtype=int)
    return krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")


def measure(pairs, clusters=None, **options):
    """Agreement of all units, each of which is its own cluster unless others are given."""
    clusters = range(len(pairs)) if clusters is None else clusters
    return agreement(pairs, clusters, rng=rng(), **options).loc["all"]


def alpha(pairs):
    return measure(pairs, resamples=1)["alpha"]


# -- The coefficient


def test_krippendorffs_binary_example():
    assert alpha(pairs_of(MEG, OWEN)) == pytest.approx(0.095, abs=0.0005)
    found = measure(truths_of(MEG, OWEN))
    assert found["alpha"] == pytest.approx(0.095, abs=0.0005)
    assert found[["units", "disagreements", "percent_agreement"]].tolist() == [10, 4, 60]


@few(40)
@given(st.one_of(binary, graded))
def test_alpha_equals_the_library(pair):
    assert alpha(pairs_of(*pair)) == pytest.approx(library_alpha(*pair), nan_ok=True)


@few(40)
@given(binary)
def test_binary_alpha_equals_the_closed_form(pair):
    ones, everything = pair.sum(), pair.size
    product = ones * (everything - ones)
    closed = 1 - (everything - 1) * (pair[0] != pair[1]).sum() / product if product else np.nan
    assert alpha(truths_of(*pair)) == pytest.approx(closed, nan_ok=True)


def test_truth_values_give_what_0_and_1_give():
    assert alpha(truths_of(MEG, OWEN)) == alpha(pairs_of(MEG, OWEN))


def test_the_order_is_that_of_the_categorical():
    dtype = pd.CategoricalDtype(["strong", "middling", "weak"], ordered=True)
    first = ["strong", "strong", "middling", "weak", "weak", "middling"]
    second = ["strong", "middling", "middling", "weak", "middling", "strong"]
    codes = [dtype.categories.get_indexer(values) for values in (first, second)]
    found = measure(pairs_of(first, second).astype(dtype))
    assert found["alpha"] == pytest.approx(library_alpha(*codes))
    assert found["alpha_low"] < found["alpha"] < found["alpha_high"]


def test_one_value_alone_has_no_alpha():
    for value in (True, False):
        found = measure(truths_of([value] * 3, [value] * 3))
        assert found[["alpha", "alpha_low", "alpha_high"]].isna().all()
        assert found["percent_agreement"] == 100


def test_groups_are_measured_apart():
    pairs = truths_of([*MEG, 1, 0, 1, 0], [*OWEN, 1, 0, 0, 0])
    found = agreement(pairs, range(14), ["en"] * 10 + ["ru"] * 4, rng=rng())
    assert found["units"].to_dict() == {"en": 10, "ru": 4}
    assert found.loc["en", "alpha"] == pytest.approx(0.095, abs=0.0005)
    assert found.loc["ru", "alpha"] == pytest.approx(1 - 7 * 1 / (3 * 5))


# -- The interval


def simulated(units, generator):
    """Two coders who each err on a tenth of the units, of which a third are true."""
    truth = generator.random(units) < 1 / 3
    return truth ^ (generator.random((2, units)) < 0.1)


@pytest.mark.long
def test_the_interval_covers_the_true_alpha_about_as_often_as_it_says():
    # 150 groups stand for 150 studies of 150 units each: one call, one set of resamples.
    studies, units = np.divmod(np.arange(150 * 150), 150)
    pairs = truths_of(*simulated(len(units), rng()))
    found = agreement(pairs, units, studies, rng=rng(), resamples=500)
    coded = 0.9 / 3 + 0.1 * 2 / 3
    truth = 1 - 2 * 0.1 * 0.9 / (2 * coded * (1 - coded))
    covered = found["alpha_low"].le(truth) & found["alpha_high"].ge(truth)
    assert 0.88 <= covered.mean() <= 0.99


def test_the_limits_are_quantiles_of_the_library_on_resampled_clusters():
    first, second = simulated(120, rng())
    clusters = np.repeat(range(60), 2)
    found = measure(truths_of(first, second), clusters, level=0.8)
    generator, replicates = rng(), []
    for _ in range(500):
        drawn = generator.integers(60, size=60)
        units = np.concatenate([2 * drawn, 2 * drawn + 1])
        replicates.append(library_alpha(first[units], second[units]))
    by_hand = np.quantile(replicates, [0.1, 0.9])
    assert found[["alpha_low", "alpha_high"]].tolist() == pytest.approx(by_hand.tolist(), abs=0.02)
    assert found["level"] == 0.8


@pytest.mark.long
def test_copies_do_not_narrow_the_interval():
    pairs = truths_of(*simulated(100, rng()))
    copied = pairs.loc[np.repeat(pairs.index, 4)].reset_index(drop=True)

    def width(pairs, clusters):
        found = measure(pairs, clusters)
        return found["alpha_high"] - found["alpha_low"]

    once = width(pairs, range(100))
    assert width(copied, np.repeat(range(100), 4)) == pytest.approx(once, rel=0.03)
    assert width(copied, range(400)) < 0.7 * once


def test_without_disagreement_the_lower_limit_depends_on_the_clusters():
    coded = [True] * 4 + [False] * 96
    pairs = truths_of(coded, coded)
    apart, together = measure(pairs), measure(pairs, ["one"] * 4 + list(range(4, 100)))
    assert apart["alpha"] == together["alpha"] == 1
    assert apart["alpha_high"] == together["alpha_high"] == 1
    # Of 4 clusters none differs: up to 1 - 0.025 ** (1 / 4) = 60.2% of them might.
    differing = 4 * (1 - 0.025**0.25)
    positives = 8 - differing
    by_hand = 1 - 199 * differing / (positives * (200 - positives))
    assert apart["alpha_low"] == pytest.approx(by_hand)
    assert together["clusters"] == 1
    assert together["alpha_low"] < 0.1 < apart["alpha_low"]


def test_disagreement_in_a_single_cluster_gives_no_limits():
    found = measure(
        truths_of([1, 1, 0, 0, 0], [1, 0, 0, 0, 0]), ["one", "one", "two", "three", "four"]
    )
    assert found["alpha"] == pytest.approx(1 - 9 * 1 / (3 * 7))
    assert found["clusters"] == 1
    assert found[["alpha_low", "alpha_high"]].isna().all()


def test_values_that_never_differ_get_no_limits():
    found = measure(pairs_of([1, 2, 3], [1, 2, 3]))
    assert found["alpha"] == 1
    assert found[["alpha_low", "alpha_high"]].isna().all()


def test_same_seed_same_interval_whatever_the_order_of_rows():
    pairs = truths_of(*simulated(50, rng()))
    clusters = np.array([f"cluster {number // 2}" for number in range(50)])
    once = agreement(pairs, clusters, rng=rng(), resamples=500)
    turned = agreement(pairs[::-1], clusters[::-1], rng=rng(), resamples=500)
    pd.testing.assert_frame_equal(once, turned)
    other = agreement(pairs, clusters, rng=np.random.default_rng(7), resamples=500)
    assert not once["alpha_low"].equals(other["alpha_low"])


# -- Errors


@pytest.mark.parametrize(
    ("pairs", "clusters", "options", "message"),
    [
        (pairs_of(MEG, OWEN), range(10), {"resamples": 0}, "resamples is 0"),
        (pairs_of(MEG, OWEN), range(10), {"level": 95}, "level is 95; give a share between 0"),
        (pairs_of([1, np.nan], [0, 1]), range(2), {}, "Unit 1 has no value of coder a"),
        (pairs_of([1, 0], [0, 1]), ["x", None], {}, "Unit 1 has no cluster"),
        (pairs_of([1], [0]).assign(c=0), range(1), {}, "compares two coders; there are 3 columns"),
        (pairs_of([], []), [], {}, "no units"),
        (pairs_of(["x", "y"], ["x", "y"]), range(2), {}, "have no order"),
    ],
)
def test_what_cannot_be_measured_says_why(pairs, clusters, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        agreement(pairs, clusters, rng=rng(), **options)

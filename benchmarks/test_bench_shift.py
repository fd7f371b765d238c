"""How long the inference takes, and how well it is calibrated over many simulated datasets."""

import numpy as np
import pandas as pd
import pytest

import eucad
from eucad import robustness, shift

YEARS = np.array([2013, *range(2015, 2026)])
BY_YEAR = pd.Series(YEARS, YEARS)
LATE = YEARS >= 2019

#: Shares by meeting that are hard to cover: rare, frequent, absent, sudden, gradual.
HARD = {
    "always 5 %": np.full(12, 0.05),
    "always 30 %": np.full(12, 0.3),
    "always 90 %": np.full(12, 0.9),
    "none, then half": np.where(LATE, 0.5, 0.0),
    "most, then half": np.where(LATE, 0.5, 0.9),
    "gone since 2017": np.where(YEARS >= 2017, 0.0, 0.9),
    "come in 2024": np.where(YEARS >= 2024, 0.6, 0.0),
    "gradual": np.linspace(0.05, 0.7, 12),
}


def simulate(shares, rng, echo):
    """Draw themes for one to five accounts a meeting, which echo one another to some degree."""
    accounts = rng.integers(1, 6, size=len(YEARS))
    accounts[[0, 1, 3]] = 1
    if echo:
        spread = (1 - echo) / echo
        shares = rng.beta(
            np.clip(shares, 1e-6, None) * spread, np.clip(1 - shares, 1e-6, None) * spread
        )
    meeting = np.repeat(np.arange(len(YEARS)), accounts)
    index = pd.MultiIndex.from_arrays(
        [YEARS[meeting], meeting, np.arange(len(meeting))],
        names=["meeting_id", "voice", "account_id"],
    )
    return pd.DataFrame(rng.random((len(meeting), len(shares))) < shares[:, meeting].T, index=index)


def coverage(draw_shares, datasets, rng, echo, resample_accounts=False):
    """Give the share of nominal 90 % intervals that hold the truth, theme by theme."""
    hits = {"early": 0, "late": 0, "change": 0, "slope": 0}
    time = YEARS - YEARS.mean()
    for _ in range(datasets):
        shares = draw_shares()
        table = shift.change(
            simulate(shares, rng, echo),
            BY_YEAR,
            2019,
            rng,
            draws=1000,
            resample_accounts=resample_accounts,
        ).table
        truth = {
            "early": shares[:, ~LATE].mean(axis=1),
            "late": shares[:, LATE].mean(axis=1),
            "slope": shares @ time / (time @ time),
        }
        truth["change"] = truth["late"] - truth["early"]
        for name, value in truth.items():
            low, high = table[f"{name}_low"], table[f"{name}_high"]
            hits[name] += ((low <= value + 1e-12) & (value - 1e-12 <= high)).to_numpy()
    return pd.DataFrame(hits) / datasets


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_coverage_over_shares_of_all_sizes(benchmark, echo):
    rng = np.random.default_rng(1)

    def draw():
        return np.where(LATE, rng.random((10, 1)), rng.random((10, 1)))

    found = benchmark.pedantic(coverage, (draw, 2000, rng, echo), rounds=1)
    assert found.mean().between(0.85, 0.95).all(), found.mean()


def test_resampling_accounts_as_well_covers_more(benchmark):
    rng = np.random.default_rng(1)

    def draw():
        return np.where(LATE, rng.random((10, 1)), rng.random((10, 1)))

    found = benchmark.pedantic(coverage, (draw, 1000, rng, 0.0, True), rounds=1)
    assert found["late"].mean() > 0.94


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_coverage_where_it_is_hard(benchmark, echo):
    # Near 0 and 1 an interval can only be too wide; it must nowhere be much too narrow.
    shares = np.array(list(HARD.values()))
    rng = np.random.default_rng(2)
    found = benchmark.pedantic(coverage, (lambda: shares, 2000, rng, echo), rounds=1)
    found.index = list(HARD)
    assert (found[["change", "slope"]] > 0.85).all(axis=None), found


@pytest.mark.parametrize("prior", [(0.5, 0.5), (1, 1)])
@pytest.mark.parametrize("level", [0.0, 0.05, 0.3, 0.5, 0.8])
def test_no_change_is_seldom_taken_for_one(benchmark, level, prior):
    rng = np.random.default_rng(3)
    shares = np.full((10, 12), level)

    def run():
        return [
            found.no_change
            for _ in range(200)
            for found in shift.change_points(
                simulate(shares, rng, 0.0), BY_YEAR, prior=prior
            ).values()
        ]

    no_change = np.array(benchmark.pedantic(run, rounds=1))
    assert no_change.mean() > 0.75
    assert (no_change < 0.5).mean() < 0.06


def test_specification_curve(benchmark):
    dataset = eucad.load()
    themes = shift.themes(dataset.topics, ["drugs_cbrn", "cyber_hybrid"])
    curve = benchmark.pedantic(
        lambda: robustness.specification_curve(
            dataset, themes, "drugs_cbrn", "cyber_hybrid", np.random.default_rng(1)
        ),
        rounds=3,
    )
    assert len(curve.specifications) >= 200


def test_change(benchmark):
    raised, years = shift.example()
    benchmark(lambda: shift.change(raised, years, 2019, np.random.default_rng(1)))

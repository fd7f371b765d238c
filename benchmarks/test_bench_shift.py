"""How long the inference takes, and how well it is calibrated over many simulated datasets."""

import numpy as np
import pandas as pd
import pytest

import eucad
from eucad import documents, robustness, shift, topics
from eucad.inference import trend_test

DATASET = eucad.load()
ACCOUNTS = topics.incidence(DATASET).index
BY_MEETING = documents.held_meetings(DATASET)["date_start"].dt.year
YEARS = BY_MEETING.loc[ACCOUNTS.unique("meeting_id")].to_numpy()
LATE = YEARS >= 2019

#: Shares by meeting that are hard to cover: rare, frequent, absent, sudden, gradual.
HARD = {
    "always 5%": np.full(len(YEARS), 0.05),
    "always 30%": np.full(len(YEARS), 0.3),
    "always 90%": np.full(len(YEARS), 0.9),
    "none, then half": np.where(LATE, 0.5, 0.0),
    "most, then half": np.where(LATE, 0.5, 0.9),
    "gone since 2017": np.where(YEARS >= 2017, 0.0, 0.9),
    "come in 2024": np.where(YEARS >= 2024, 0.6, 0.0),
    "gradual": np.linspace(0.05, 0.7, len(YEARS)),
}


def coverage(shares, datasets, rng, echo, resample_accounts=False):
    """Give the share of nominal 90% intervals that hold the truth, theme by theme."""
    hits = {"early": 0, "late": 0, "change": 0, "slope": 0}
    time = YEARS - YEARS.mean()
    truth = {
        "early": shares[:, ~LATE].mean(axis=1),
        "late": shares[:, LATE].mean(axis=1),
        "slope": shares @ time / (time @ time),
    }
    truth["change"] = truth["late"] - truth["early"]
    for _ in range(datasets):
        drawn = shift.simulate(ACCOUNTS, shares, rng, echo=echo)
        table = shift.change(
            drawn, BY_MEETING, 2019, rng, draws=1000, resample_accounts=resample_accounts
        ).table
        for name, value in truth.items():
            low, high = table[f"{name}_low"], table[f"{name}_high"]
            hits[name] += ((low <= value + 1e-12) & (value - 1e-12 <= high)).to_numpy()
    return pd.DataFrame(hits) / datasets


def two_levels(rng):
    """Draw a share for either period, for many themes."""
    return np.where(LATE, rng.random((400, 1)), rng.random((400, 1)))


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_coverage_over_shares_of_all_sizes(benchmark, echo):
    rng = np.random.default_rng(1)
    found = benchmark.pedantic(coverage, (two_levels(rng), 50, rng, echo), rounds=1)
    assert found.mean().between(0.85, 0.95).all(), found.mean()


def test_resampling_accounts_as_well_covers_more(benchmark):
    rng = np.random.default_rng(1)
    found = benchmark.pedantic(coverage, (two_levels(rng), 25, rng, 0.0, True), rounds=1)
    assert found["late"].mean() > 0.94


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_coverage_where_it_is_hard(benchmark, echo):
    # Near 0 and 1 an interval can only be too wide; it must nowhere be much too narrow.
    rng = np.random.default_rng(2)
    many = np.repeat(list(HARD.values()), 40, axis=0)
    found = benchmark.pedantic(coverage, (many, 50, rng, echo), rounds=1)
    found = found.groupby(np.repeat(list(HARD), 40)).mean()
    assert (found[["change", "slope"]] > 0.85).all(axis=None), found


@pytest.mark.parametrize("prior", [(0.5, 0.5), (1, 1)])
@pytest.mark.parametrize("level", [0.0, 0.05, 0.3, 0.5, 0.8])
def test_no_change_is_seldom_taken_for_one(benchmark, level, prior):
    rng = np.random.default_rng(3)
    drawn = shift.simulate(ACCOUNTS, np.full((2000, len(YEARS)), level), rng)
    found = benchmark.pedantic(
        shift.change_points, (drawn, BY_MEETING), {"prior": prior}, rounds=1
    ).values()
    no_change = np.array([point.no_change for point in found])
    assert no_change.mean() > 0.75
    assert (no_change < 0.5).mean() < 0.06


@pytest.mark.parametrize("echo", [0.0, 0.15, 0.3])
@pytest.mark.parametrize("level", [0.1, 0.3, 0.55, 0.75, 0.9])
def test_a_constant_share_is_seldom_taken_for_a_trend(benchmark, level, echo):
    rng = np.random.default_rng(4)
    drawn = shift.simulate(ACCOUNTS, np.full((4000, len(YEARS)), level), rng, echo=echo)
    time, meetings = shift.years_of(drawn, BY_MEETING), drawn.index.get_level_values("meeting_id")
    p = benchmark.pedantic(trend_test, (drawn, time, meetings, rng), rounds=1)
    assert (p <= 0.05).mean() < 0.06
    assert (p <= 0.1).mean() < 0.12


@pytest.mark.parametrize("level", [0.1, 0.3, 0.55, 0.75, 0.9])
def test_permuted_years_take_a_constant_share_for_a_change_a_little_too_often(benchmark, level):
    # What `robustness.support` does, for one specification.
    rng = np.random.default_rng(5)
    drawn = shift.simulate(ACCOUNTS, np.full((4000, len(YEARS)), level), rng)
    shares = shift.shares_by_meeting(drawn).to_numpy()

    def difference(late):
        return late @ shares / late.sum(axis=1)[:, None] - ~late @ shares / (~late).sum(1)[:, None]

    def run():
        moved = rng.permuted(np.tile(LATE, (999, 1)), axis=1)
        return (np.abs(difference(moved)) >= np.abs(difference(LATE[None])) - 1e-9).mean(axis=0)

    p = benchmark.pedantic(run, rounds=1)
    assert (p <= 0.1).mean() < 0.15


def test_specification_curve(benchmark):
    themes = shift.themes(DATASET.topics, ["drugs_cbrn", "cyber_hybrid"])
    curve = benchmark.pedantic(
        lambda: robustness.specification_curve(
            DATASET, themes, "drugs_cbrn", "cyber_hybrid", np.random.default_rng(1)
        ),
        rounds=3,
    )
    assert len(curve.specifications) >= 200


def test_change(benchmark):
    raised, years = shift.example()
    benchmark(lambda: shift.change(raised, years, 2019, np.random.default_rng(1)))

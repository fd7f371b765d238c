"""How well intervals cover, over many simulated datasets of our size."""

import numpy as np
import pandas as pd
import pytest
from made_accounts import simulate

import eucad
from eucad.agenda import account_topic_matrix
from eucad.change import estimate_change

ACCOUNTS = account_topic_matrix(eucad.load()).index
YEARS = ACCOUNTS.to_frame(index=False).drop_duplicates("meeting_id")["year"].to_numpy()
SPLIT = 2019
LATE = YEARS >= SPLIT

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


def coverage(shares, datasets, echo, unseen=1.0):
    """Say for each topic which share of nominal 95% intervals hold the truth."""
    rng = np.random.default_rng(1)
    truth = shares[:, LATE].mean(axis=1) - shares[:, ~LATE].mean(axis=1)
    hits = pd.Series(0.0, range(len(shares)))
    for _ in range(datasets):
        drawn = pd.DataFrame(simulate(ACCOUNTS, shares, rng, echo), ACCOUNTS)
        found = estimate_change(drawn, SPLIT, draws=1000, unseen=unseen)
        low, high = found["change_low"], found["change_high"]
        hits += (low <= truth + 1e-12) & (truth - 1e-12 <= high)
    return hits / datasets


def two_levels():
    """Draw a share for either period, for many topics."""
    rng = np.random.default_rng(2)
    return np.where(LATE, rng.random((400, 1)), rng.random((400, 1)))


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_intervals_cover_over_shares_of_all_sizes(echo):
    found = coverage(two_levels(), 50, echo).mean()
    assert 0.9 <= found <= 0.98


def test_without_the_unseen_meeting_intervals_cover_too_little():
    assert coverage(two_levels(), 25, 0.0, unseen=0).mean() < 0.9


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_intervals_cover_where_it_is_hard(echo):
    # Near 0 and 1 an interval can only be too wide; it must nowhere be much too narrow.
    found = coverage(np.repeat(list(HARD.values()), 40, axis=0), 50, echo)
    found = found.groupby(np.repeat(list(HARD), 40)).mean()
    assert found.gt(0.9).all(), found

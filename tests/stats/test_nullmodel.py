"""The null model of two-mode networks, against complete enumeration."""

import numpy as np
import pandas as pd
import pytest
from made_accounts import all_matrices
from scipy.special import chdtrc

from eucad.stats.nullmodel import curveball, null_networks


@pytest.fixture(scope="module")
def attendance():
    """Thirty people, most at one or two of twelve meetings, as in the dialogue."""
    rng = np.random.default_rng(6)
    table = pd.DataFrame(np.zeros((30, 12), dtype=bool), columns=[f"m{i}" for i in range(12)])
    for person, count in enumerate([6, 4, 4, 3, 2, 2, 2, 2] + [1] * 22):
        table.iloc[person, rng.choice(12, count, replace=False)] = True
    return table


def test_curveball_keeps_both_degrees_and_its_argument(attendance):
    before = attendance.to_numpy()[..., None].repeat(3, axis=2)
    untouched = before.copy()
    after = curveball(before, np.random.default_rng(1))
    assert (before == untouched).all()
    assert len({network.tobytes() for network in (before[..., 0], *np.moveaxis(after, 2, 0))}) == 4
    assert (after.sum(axis=0) == before.sum(axis=0)).all()
    assert (after.sum(axis=1) == before.sum(axis=1)).all()


# An even and an odd number of rows: of an odd number one sits out each round.
@pytest.mark.parametrize(
    "totals",
    [
        pytest.param(((2, 2, 1, 1), (2, 2, 1, 1)), marks=pytest.mark.long),
        ((3, 2, 2, 1, 1), (3, 3, 2, 1)),
    ],
)
def test_curveball_is_uniform_over_all_matrices(totals):
    space = all_matrices(*totals)
    assert len(space) > 20
    start = np.array(space[0], dtype=bool)[..., None].repeat(100 * len(space), axis=2)
    drawn = np.moveaxis(curveball(start, np.random.default_rng(5)), 2, 0)
    keys = [tuple(map(tuple, network)) for network in drawn.astype(int).tolist()]
    counts = pd.Series(keys).value_counts().reindex(pd.Index(space, tupleize_cols=False))
    assert counts.notna().all()
    assert counts.sum() == len(drawn)
    distance = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
    assert chdtrc(len(space) - 1, distance) > 0.01


def test_curveball_leaves_what_cannot_move():
    rng = np.random.default_rng(1)
    for network in ([[1, 1]], [[1, 1], [1, 1]], [[1, 0], [1, 1]], np.zeros((0, 2))):
        before = np.array(network, dtype=bool)[..., None]
        assert (curveball(before, rng) == before).all()


@pytest.mark.long
def test_draws_have_forgotten_the_record(attendance):
    start = attendance.to_numpy()[..., None].repeat(1500, axis=2)
    settled = curveball(start, np.random.default_rng(1), rounds=150).mean(axis=2)
    drawn = null_networks(attendance, np.random.default_rng(2), 1500).mean(axis=2)
    # How often somebody is put at a meeting: two sets of draws differ by 0.06 at most.
    assert abs(drawn - settled).max() < 0.09


def test_blocks_keep_the_degrees_within_each(attendance):
    blocks = pd.Series(["early"] * 5 + ["late"] * 7, index=attendance.columns)
    dense = attendance.to_numpy()
    drawn = null_networks(attendance, np.random.default_rng(2), 3, blocks)
    for null in np.moveaxis(drawn, 2, 0):
        assert (null.sum(axis=0) == dense.sum(axis=0)).all()
        for block in set(blocks):
            inside = (blocks == block).to_numpy()
            assert (null[:, inside].sum(axis=1) == dense[:, inside].sum(axis=1)).all()

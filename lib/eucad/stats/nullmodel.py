"""The null model: two-mode networks drawn at random with the degrees of both modes held fixed.

References
----------
Carstens, C. J. (2015). Proof of uniform sampling of binary matrices with fixed row sums and column
sums for the fast Curveball algorithm. Physical Review E, 91, 042812.
Carstens, C. J., Hamann, M., Meyer, U., Penschuck, M., Tran, H., and Wagner, D. (2018). Parallel and
I/O-efficient randomisation of massive networks using global curveball trades. ESA 2018, 11.
Strona, G., Nappo, D., Boccacci, F., Fattorini, S., and San-Miguel-Ayanz, J. (2014). A fast and
unbiased procedure to randomize ecological binary matrices with fixed row and column totals.
Nature Communications, 5, 4114.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

# How many networks are randomised side by side.
_CHAINS = 500

#: Largest result in bytes, one for every row, column and draw.
LARGEST = 2_000_000_000


def curveball(networks: np.ndarray, rng: np.random.Generator, rounds: int = 40) -> np.ndarray:
    """Randomise two-mode networks, keeping the degree of every node of both modes.

    In each round all rows meet in pairs, one sitting out if their number is odd. The two rows of a
    pair pool the columns that only one of them has and divide them anew at random, each receiving
    as many as it gave (Strona et al. 2014; all pairs of a round at once: Carstens et al. 2018).
    Such trades are symmetric, so after many rounds a network is uniform over all that have these
    degrees (Carstens 2015). Several networks are randomised side by side: the same rows meet in all
    of them, and the columns are divided independently in each.

    Parameters
    ----------
    networks : ndarray of bool
        Rows × columns × networks. Not changed.
    rounds : int
        How many. After the ten that make five trades a row, as Strona et al. advise, the networks
        of officials still resemble the observed one; after 40 they do not.

    Examples
    --------
    >>> before = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], dtype=bool)[..., None]
    >>> after = curveball(before, np.random.default_rng(1))
    >>> after.sum(axis=1).ravel().tolist(), after.sum(axis=0).ravel().tolist()
    ([2, 2, 1], [1, 2, 1, 1])
    """
    after = np.array(networks, dtype=bool)
    half, columns = len(after) // 2, after.shape[1]
    count = np.min_scalar_type(columns)
    for _ in range(rounds):
        order = rng.permutation(len(after))
        first, second = order[:half], order[half : 2 * half]
        one, other = after[first], after[second]
        both, pool = one & other, one ^ other
        due = (one & pool).sum(axis=1, dtype=count)
        left = np.zeros_like(pool, dtype=count)
        for column in reversed(range(columns)):
            np.add(left[:, (column + 1) % columns], pool[:, column], out=left[:, column])
        # Each column of the pool in turn goes to the first row with the chance that columns still
        # due to it have among those left: every division is equally likely. Rounded down, which
        # lots win is the same, and is told in fewer bytes.
        lots = (rng.random(pool.shape, dtype=np.float32) * left).astype(count)
        lots |= pool.astype(count) - count.type(1)  # outside the pool the largest: never won
        for column in range(columns):
            np.less(lots[:, column], due, out=one[:, column])
            due -= one[:, column]
        after[first], after[second] = both | one, both | (pool & ~one)
    return after


def draw_in_turn(network: np.ndarray, rng: np.random.Generator, draws: int) -> Iterator[np.ndarray]:
    """Draw what :func:`null_networks` does, of one block, some hundreds at a time.

    Yields
    ------
    ndarray of bool
        Rows × columns × some of the draws.

    Examples
    --------
    >>> parts = draw_in_turn(np.eye(3, dtype=bool), np.random.default_rng(1), 700)
    >>> [some.shape[2] for some in parts]
    [500, 200]
    """
    network, chains = np.asarray(network, dtype=bool), min(draws, _CHAINS)
    state = repr(rng.bit_generator.state)
    drawn = _drawn(network.tobytes(), network.shape, chains, state)
    start = np.repeat(network[..., None], chains, axis=2)
    for number, begin in enumerate(range(0, draws, _CHAINS)):
        if number == len(drawn):
            before = _unpack(drawn[-1][0], start.shape) if drawn else curveball(start, rng)
            after = np.packbits(curveball(before, rng, rounds=2))
            drawn.append((after, rng.bit_generator.state))
        after, rng.bit_generator.state = drawn[number]
        yield _unpack(after, start.shape)[..., : draws - begin]


def _unpack(bits: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.unpackbits(bits, count=math.prod(shape)).view(bool).reshape(shape)


@lru_cache(maxsize=3)
def _drawn(*_: object) -> list[tuple[np.ndarray, dict]]:
    """Keep what is drawn of a matrix from a state of the generator, and the state after it.

    A study asks for the same shuffles of the same accounts several times.
    """
    return []


def null_networks(
    attendance: pd.DataFrame,
    rng: np.random.Generator,
    draws: int,
    blocks: pd.Series | None = None,
) -> np.ndarray:
    """Draw two-mode networks with the same degrees, in many short chains side by side.

    Forty rounds of :func:`curveball` lead each chain away from the observed network, and two from
    each draw to the next. Neighbouring draws of a chain resemble each other a little, which costs
    precision, not validity.

    Parameters
    ----------
    attendance : DataFrame of bool
        Rows × columns, such as people × meetings or accounts × topics.
    draws : int
        How many networks.
    blocks : Series, optional
        The block of each column, such as the series of a meeting, indexed by column label. Rows
        then keep their degree within every block: nobody is moved from one series to another.

    Returns
    -------
    ndarray of bool
        Rows × columns × draws.

    Raises
    ------
    ValueError
        If the result would take more than :data:`LARGEST` bytes; the message says how many draws
        fit.

    Examples
    --------
    >>> attendance = pd.DataFrame([[1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
    >>> null_networks(attendance, np.random.default_rng(1), 2).sum(axis=(0, 1)).tolist()
    [4, 4]
    """
    dense = attendance.to_numpy(dtype=bool)
    if dense.size * draws > LARGEST:
        raise ValueError(
            f"{draws:,} networks of {len(dense):,} rows and {dense.shape[1]:,} columns take more "
            f"than {LARGEST / 1e9:.0f} GB: ask for at most {LARGEST // dense.size:,} at once."
        )
    one_block = np.zeros(dense.shape[1])
    of_column = one_block if blocks is None else blocks.loc[attendance.columns]
    drawn = np.zeros((*dense.shape, draws), dtype=bool)
    for block in pd.unique(of_column):
        columns = np.flatnonzero(np.asarray(of_column == block))
        rows = np.flatnonzero(dense[:, columns].any(axis=1))
        begin = 0
        for some in draw_in_turn(dense[np.ix_(rows, columns)], rng, draws):
            end = begin + some.shape[2]
            drawn[rows[:, None], columns, begin:end] = some
            begin = end
    return drawn

"""How alike the agendas of two meetings, voices or accounts are, and how alike chance makes them.

Two agendas share topics because some topics are raised nearly everywhere and some accounts are
long. The baseline therefore keeps both: it shuffles which account raises which topic, with as many
topics in every account and as many accounts for every topic as there are
(:func:`eucad.stats.nullmodel.null_networks`). What is more alike than these shuffled agendas shares
more than popular topics and length.

References
----------
Gotelli, N. J. (2000). Null model analysis of species co-occurrence patterns. Ecology, 81(9),
2606-2621.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from eucad.stats import LEVEL
from eucad.stats.nullmodel import null_networks
from eucad.stats.proportions import percentile_interval

#: Shuffled matrices that likenesses are held against.
SAMPLES = 2000

#: Largest table of shuffled likenesses in bytes, eight for every pair and shuffle.
LARGEST = 2_000_000_000

# So many shuffled matrices are compared at once.
_AT_ONCE = 100


def jaccard(agendas: np.ndarray) -> np.ndarray:
    """Compute the share of topics that two agendas have in common, of all that either has.

    Parameters
    ----------
    agendas : ndarray
        … × agendas × topics; any value above 0 counts as raised.

    Returns
    -------
    ndarray
        … × agendas × agendas, 0 to 1; missing where both are empty.

    Examples
    --------
    >>> jaccard(np.array([[1, 1, 0], [0, 1, 1]]))[0, 1].round(3)
    np.float64(0.333)
    """
    raised = (agendas > 0).astype(float)
    sizes = raised.sum(axis=-1)
    common = raised @ raised.swapaxes(-1, -2)
    either = sizes[..., :, None] + sizes[..., None, :] - common
    return np.divide(common, either, out=np.full(common.shape, np.nan), where=either > 0)


def pair_likeness(
    mentions: pd.DataFrame,
    by: Sequence[str],
    *,
    rng: np.random.Generator,
    samples: int = SAMPLES,
) -> pd.DataFrame:
    """Compare every two agendas with each other, and with what chance would give.

    Parameters
    ----------
    mentions : DataFrame of bool
        Accounts × topics, as from :func:`eucad.agenda.account_topic_matrix`.
    by : sequence of str
        Levels of the index whose groups have an agenda each: ``("meeting_id",)`` compares
        meetings, ``("meeting_id", "side")`` the sides of each, ``("account_id",)`` accounts.
    samples : int
        Number of shuffled matrices, at least 1.

    Returns
    -------
    DataFrame
        One row a pair of groups that both raise a topic, in order, indexed by the levels `by` of
        the first and the second group (`meeting_id_1`, …, `meeting_id_2`, …): `likeness` (0 to 1)
        and `expected`, its mean over the shuffles.

    Raises
    ------
    ValueError
        If `samples` is below 1, fewer than two groups raise anything, or the likenesses would take
        more than :data:`LARGEST` bytes: with 2,000 shuffles, those of more than 500 groups.

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], ["eu", "tm", "kz"], dtype=bool
    ... ).rename_axis("account_id")
    >>> pairs = pair_likeness(mentions, ["account_id"], rng=np.random.default_rng(1), samples=20)
    >>> pairs["likeness"].idxmax()
    ('eu', 'tm')
    """
    pairs, observed, chance = _compare(mentions, by, rng, samples)
    return pd.DataFrame({"likeness": observed, "expected": chance.mean(axis=0)}, pairs)


def mean_likeness(
    mentions: pd.DataFrame,
    by: Sequence[str],
    kind: Callable[[pd.DataFrame], pd.Series],
    *,
    rng: np.random.Generator,
    samples: int = SAMPLES,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Compare the mean likeness of kinds of pairs of agendas with what chance would give.

    Parameters
    ----------
    mentions, by, samples
        As in :func:`pair_likeness`.
    kind : callable
        Takes the pairs, as a DataFrame with the levels `by` of both, and gives the kind of each;
        pairs whose kind is missing are left out.
    level : float
        Share of the shuffled likenesses between `low` and `high`.

    Returns
    -------
    DataFrame
        One row a kind, sorted: `pairs`, their number; `likeness` and `expected` as in
        :func:`pair_likeness`, of the mean over the pairs, with the range `low` to `high`.

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], ["eu", "tm", "kz"], dtype=bool
    ... ).rename_axis("account_id")
    >>> found = mean_likeness(
    ...     mentions, ["account_id"], lambda pairs: pd.Series("all", pairs.index),
    ...     rng=np.random.default_rng(1), samples=20)
    >>> found["pairs"].to_dict()
    {'all': 3}
    """
    pairs, observed, chance = _compare(mentions, by, rng, samples)
    members = pd.get_dummies(kind(pairs.to_frame(index=False)), dtype=float)
    weights = (members / members.sum()).to_numpy()
    by_chance = chance @ weights
    low, high = percentile_interval(by_chance, level)
    return pd.DataFrame(
        {
            "pairs": members.sum().astype(int),
            "likeness": observed @ weights,
            "expected": by_chance.mean(axis=0),
            "low": low,
            "high": high,
        }
    ).rename_axis("kind")


def _compare(
    mentions: pd.DataFrame,
    by: Sequence[str],
    rng: np.random.Generator,
    samples: int,
) -> tuple[pd.MultiIndex, np.ndarray, np.ndarray]:
    """Return the pairs, their likenesses, and those of every shuffle (samples × pairs)."""
    if samples < 1:
        raise ValueError(f"samples is {samples}; the baseline needs at least 1.")
    raising = mentions[mentions.any(axis=1)]
    keys = raising.index.to_frame(index=False)[list(by)].astype(str)
    number, groups = pd.factorize(pd.MultiIndex.from_frame(keys))
    groups = groups.set_names(list(by))
    if len(groups) < 2:
        raise ValueError("Fewer than two groups raise anything: there is nothing to compare.")
    size = len(groups) * (len(groups) - 1) // 2 * 8
    if size * samples > LARGEST:
        raise ValueError(
            f"{samples:,} shuffles of the likenesses of {len(groups):,} groups take more than "
            f"{LARGEST / 1e9:.0f} GB: ask for at most {LARGEST // size:,}, or for fewer groups."
        )
    average = np.equal.outer(np.arange(len(groups)), number).astype(float)
    average /= average.sum(axis=1, keepdims=True)
    first, second = np.triu_indices(len(groups), k=1)
    ends = (groups[first].to_frame(index=False), groups[second].to_frame(index=False))
    pairs = ends[0].add_suffix("_1").join(ends[1].add_suffix("_2"))
    drawn = np.moveaxis(null_networks(raising, rng, samples), -1, 0)
    observed = jaccard(average @ raising.to_numpy())[first, second]
    # Shuffle by shuffle, so that means add up in the same order however many are compared at once.
    chance = np.empty((samples, len(pairs)), order="F")
    for begin in range(0, samples, _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        chance[some] = jaccard(average @ drawn[some])[:, first, second]
    return pd.MultiIndex.from_frame(pairs), observed, chance

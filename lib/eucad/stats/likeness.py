"""How alike the agendas of two accounts are, and how alike chance makes them.

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

import numpy as np
import pandas as pd

from eucad.stats.nullmodel import null_networks

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


def compare_accounts(
    mentions: pd.DataFrame, rng: np.random.Generator, samples: int = SAMPLES
) -> tuple[pd.Series, np.ndarray]:
    """Compare every two accounts with each other, and with what chance would give.

    Parameters
    ----------
    mentions : DataFrame of bool
        Accounts × topics, as from :func:`eucad.agenda.account_topic_matrix`. Accounts that raise
        nothing are left out.

    Returns
    -------
    likeness : Series
        0 to 1, one a pair, indexed by the levels of the first and of the second account
        (`meeting_id_1`, …, `meeting_id_2`, …).
    chance : ndarray, shape (samples, pairs)
        The same in every shuffle.

    Raises
    ------
    ValueError
        If `samples` is below 1, fewer than two accounts raise anything, or the likenesses would
        take more than :data:`LARGEST` bytes: with 2,000 shuffles, those of more than 500 accounts.

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], ["eu", "tm", "kz"], dtype=bool
    ... ).rename_axis("account_id")
    >>> likeness, chance = compare_accounts(mentions, np.random.default_rng(1), samples=20)
    >>> likeness.idxmax(), chance.shape
    (('eu', 'tm'), (20, 3))
    """
    if samples < 1:
        raise ValueError(f"samples is {samples}; the baseline needs at least 1.")
    raising = mentions[mentions.any(axis=1)]
    if len(raising) < 2:
        raise ValueError("Fewer than two accounts raise anything: there is nothing to compare.")
    size = len(raising) * (len(raising) - 1) // 2 * 8
    if size * samples > LARGEST:
        raise ValueError(
            f"{samples:,} shuffles of the likenesses of {len(raising):,} accounts take more than "
            f"{LARGEST / 1e9:.0f} GB: ask for at most {LARGEST // size:,}, or for fewer accounts."
        )
    first, second = np.triu_indices(len(raising), k=1)
    pairs = _pair(raising.index, first, second)
    drawn = np.moveaxis(null_networks(raising, rng, samples), -1, 0)
    # Shuffle by shuffle, so that means add up in the same order however many are compared at once.
    chance = np.empty((samples, len(pairs)), order="F")
    for begin in range(0, samples, _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        chance[some] = jaccard(drawn[some])[:, first, second]
    return pd.Series(jaccard(raising.to_numpy())[first, second], pairs), chance


def _pair(accounts: pd.Index, first: np.ndarray, second: np.ndarray) -> pd.MultiIndex:
    """Name pairs by the levels of the first and of the second account, as text."""
    named = [accounts.get_level_values(name) for name in accounts.names]
    codes, known = zip(*(pd.factorize(level.astype(str)) for level in named), strict=True)
    return pd.MultiIndex(
        [*known, *known],
        [code[end] for end in (first, second) for code in codes],
        names=[f"{name}_{end}" for end in (1, 2) for name in accounts.names],
        verify_integrity=False,
    )

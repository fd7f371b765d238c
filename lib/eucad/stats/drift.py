"""Drift: whether things further apart in time are less alike.

References
----------
Mantel, N. (1967). The detection of disease clustering and a generalized regression approach. Cancer
Research, 27(2), 209-220.
"""

from __future__ import annotations

import numpy as np

#: Orders of the things behind a p-value.
PERMUTATIONS = 99_999

# So many orders are looked at together: more would not fit into a processor's own memory.
_AT_ONCE = 1000


def mantel(
    likeness: np.ndarray,
    distance: np.ndarray,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> tuple[float, float]:
    """Correlate likeness with distance over all pairs of things, and test it by permutation.

    The pairs are not independent of each other, since each thing is in many. The things are
    therefore shuffled whole: where one goes, all its distances go (Mantel 1967).

    Parameters
    ----------
    likeness, distance : ndarray of float, shape (things, things)
        Symmetric; only what is above the diagonal counts. Missing likeness leaves a pair out.

    Returns
    -------
    r : float
        Correlation over the pairs; missing where either does not vary.
    p : float
        Two-sided: the share of permutations whose correlation is as far from 0. The observed order
        counts as one of them.

    Examples
    --------
    >>> place = np.arange(6)
    >>> distance = abs(place[:, None] - place)
    >>> r, p = mantel(1 / (1 + distance), distance, np.random.default_rng(1), 999)
    >>> r < -0.9, p < 0.01
    (True, True)
    """
    if permutations < 1:
        raise ValueError(f"permutations is {permutations}; the test needs at least 1.")
    first, second = np.triu_indices(len(likeness), k=1)
    known = ~np.isnan(likeness[first, second])
    first, second = first[known], second[known]
    alike = likeness[first, second]
    if len(alike) < 2 or np.ptp(alike) < 1e-12 or np.ptp(distance[first, second]) == 0:
        return np.nan, np.nan
    observed = float(np.corrcoef(alike, distance[first, second])[0, 1])
    order = rng.permuted(np.tile(np.arange(len(likeness)), (permutations, 1)), axis=1)
    distance, alike = np.asarray(distance, dtype=float), alike - alike.mean()
    by_chance = np.zeros(permutations)
    for begin in range(0, permutations, _AT_ONCE):
        some = order[begin : begin + _AT_ONCE]
        shuffled = distance.take(
            some.take(first, axis=1) * len(likeness) + some.take(second, axis=1)
        )
        # With a missing pair, a shuffle changes which distances count, and so their spread.
        shuffled -= shuffled.mean(axis=1, keepdims=True)
        spread = np.sqrt((shuffled**2).sum(axis=1)) * np.sqrt((alike**2).sum())
        out = by_chance[begin : begin + _AT_ONCE]
        np.divide(shuffled @ alike, spread, out=out, where=spread > 0)
    as_far = (abs(by_chance) >= abs(observed) - 1e-9).sum()
    return observed, float((1 + as_far) / (permutations + 1))

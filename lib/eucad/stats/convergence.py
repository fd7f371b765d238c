"""Whether the chains of a sampler agree, and how much their draws tell.

References
----------
Vehtari, A., Gelman, A., Simpson, D., Carpenter, B., and Bürkner, P.-C. (2021). Rank-normalization,
folding, and localization: an improved R-hat for assessing convergence of MCMC. Bayesian Analysis,
16(2), 667-718.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri


def _split(draws: np.ndarray) -> np.ndarray:
    """Cut every chain into its first and its second half."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: np.ndarray) -> np.ndarray:
    return ndtri(
        (pd.Series(draws.ravel()).rank().to_numpy().reshape(draws.shape) - 0.375)
        / (draws.size + 0.25)
    )


def rhat(draws: np.ndarray) -> float:
    """Compare chains with one another: the rank-normalised R-hat of Vehtari et al. (2021).

    It is near 1 if all halves of all chains (draws of shape chains × draws) have the same location
    and spread; 1 if all draws are equal.

    Examples
    --------
    >>> apart = np.arange(40).reshape(2, 20)
    >>> rhat(apart) > 2, rhat(np.ones((2, 20)))
    (True, 1.0)
    """
    halves = _split(np.asarray(draws, float))
    folded = abs(halves - np.median(halves))
    return max(_between_within(_normal_scores(x)) for x in (halves, folded))


def _between_within(chains: np.ndarray) -> float:
    within = chains.var(axis=1, ddof=1).mean()
    if within == 0:
        return 1.0 if np.ptp(chains) == 0 else np.inf
    length = chains.shape[1]
    return float(np.sqrt((length - 1) / length + chains.mean(axis=1).var(ddof=1) / within))


def bulk_ess(draws: np.ndarray) -> float:
    """Give the bulk effective sample size of Vehtari et al. (2021), of chains × draws.

    So many independent draws would tell the location as well; all of them if all are equal.

    Examples
    --------
    >>> independent = np.random.default_rng(1).random((4, 500))
    >>> 1600 < bulk_ess(independent) < 2500
    True
    """
    scores = _normal_scores(_split(np.asarray(draws, float)))
    length = scores.shape[1]
    centred = scores - scores.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * length)
    covariance = np.fft.irfft(spectrum * spectrum.conj())[:, :length].mean(axis=0) / length
    within = covariance[0] * length / (length - 1)
    total = covariance[0] + scores.mean(axis=1).var(ddof=1)
    if total == 0:
        return float(draws.size)
    correlation = 1 - (within - covariance * length / (length - 1)) / total
    correlation[0] = 1
    # Geyer's initial monotone sequence: sums of neighbours are positive and fall.
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    positive = np.argmax(pairs < 0) if (pairs < 0).any() else len(pairs)
    time = -1 + 2 * np.minimum.accumulate(pairs[:positive]).sum()
    return float(scores.size / max(time, 1 / np.log10(scores.size)))

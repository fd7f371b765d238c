"""What became of a topic: always there, came, went, seldom there, or it cannot be told.

When a topic came or went is told by the shortest run of meetings with the probability of
:data:`eucad.stats.LEVEL`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.stats import LEVEL
from eucad.stats.presence import Presence

#: What can be said of a topic.
KINDS = ("throughout", "came", "went", "came_and_went", "seldom", "cannot_tell")

#: A verdict is given if it is at least so probable. In data of the dialogue's size in which nothing
#: changes (sizes of accounts and totals of topics as observed, all else shuffled), 0.02 topics a
#: data set at most are then said to have come or gone. In data drawn from the model as fitted, nine
#: of ten such verdicts are right; but only three of ten topics that came or went are called so,
#: since most of what happens in a dozen meetings cannot be told. At 0.9 it would be one in seven
#: (`benchmarks/calibration`).
SURE = 0.8

#: A probability is known to a Monte Carlo error, since draws are finite. A verdict is given only if
#: its probability reaches :data:`SURE` with this many such errors to spare: what stands within them
#: of the threshold would turn with the seed, and cannot be told.
ERRORS = 2

#: Monte Carlo errors are those of means of so many pieces of each chain.
PIECES = 5

#: Seldom is said of a topic only if it is not this probable that it came, or that it went.
DIRECTION = 0.5

#: The first and the last quarter of the meetings are the beginning and the end.
EDGE = 0.25


def fates(path: np.ndarray) -> dict[str, np.ndarray]:
    """Sort paths (was it on the table: bool, meetings × …) by what becomes of the topic.

    Returns
    -------
    dict of str to ndarray of bool, shape (…)
        On the table at every meeting (`throughout`); at the end and not at the beginning (`came`);
        at the beginning and not at the end (`went`); only between (`came_and_went`); and whatever
        its direction, at some meetings, but less than half (`seldom`). The beginning is the first
        quarter of the meetings, the end the last. A topic that is there at one meeting of the
        beginning was there at the beginning.

    Examples
    --------
    >>> fate = fates(np.array([0, 0, 0, 1, 1, 1, 1, 1], bool)[:, None])
    >>> [name for name, true in fate.items() if true]
    ['came']
    """
    edge = max(1, round(EDGE * len(path)))
    early, late = path[:edge].any(axis=0), path[-edge:].any(axis=0)
    number = path.view(np.uint8).sum(axis=0, dtype=np.min_scalar_type(len(path)))
    ever = number > 0
    return {
        "throughout": number == len(path),
        "came": late & ~early,
        "went": early & ~late,
        "came_and_went": ever & ~early & ~late,
        "seldom": ever & (number < len(path) / 2),
    }


def verdicts(fit: Presence) -> pd.DataFrame:
    """Give the verdict on every topic, with what it rests on.

    It is the first of the kinds that is probable enough. A direction goes before *seldom*: of a
    topic that more probably than not came or went, it is not said that it is there now and then.
    Nothing is said of a topic that was never seen.

    Returns
    -------
    DataFrame
        One row a topic: `kind` and its `probability`, or that of the likeliest kind where none is
        probable enough; `first`, where the topic came: the earliest and the latest meeting that may
        have been its first; `last`, where it went: those that may have been its last; the
        probability of each of the :func:`fates`, by its name, and how low it may be for the Monte
        Carlo error, by its name with ``_low``.

    Examples
    --------
    >>> from eucad.stats.presence import sample
    >>> index = pd.MultiIndex.from_arrays([list("abcdefgh")], names=["meeting_id"])
    >>> mentions = pd.DataFrame({"water": [True] * 8}, index)
    >>> fit = sample(mentions, pd.Categorical(list("abcdefgh")), complete=[True] * 8,
    ...              half_visible=[False] * 8, side=["eu"] * 8, seed=1, draws=50, warmup=50)
    >>> verdicts(fit).loc["water", "kind"]
    'throughout'
    """
    fate = fates(fit.path)
    means = {name: _mean(event) for name, event in fate.items()}
    probability = {name: mean for name, (mean, _) in means.items()}
    low = {f"{name}_low": mean - ERRORS * error for name, (mean, error) in means.items()}
    said = {"kind": [], "probability": [], "first": [], "last": []}
    for k, seen in enumerate(fit.seen.any(axis=0)):
        likely = [name for name in fate if low[f"{name}_low"][k] >= SURE]
        direction = max(probability["came"][k], probability["went"][k])
        if not seen or (likely == ["seldom"] and direction >= DIRECTION):
            likely = []
        kind = likely[0] if likely else "cannot_tell"
        first = last = None
        if kind in ("came", "went", "came_and_went"):
            path, chosen = fit.path[..., k], fate[kind][..., k]
            if kind != "went":
                first = _shortest_run(fit.meetings, path, chosen)
            if kind != "came":
                last = _shortest_run(fit.meetings[::-1], path[::-1], chosen)[::-1]
        likeliest = max(values[k] for values in probability.values())
        row = kind, probability[kind][k] if likely else likeliest, first, last
        for column, value in zip(said.values(), row, strict=True):
            column.append(value)
    return pd.DataFrame(said | probability | low, fit.topics)


def _mean(event: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the mean of an event, draws × chains × topics, and its Monte Carlo error."""
    pieces = np.array_split(event, min(PIECES, len(event)))
    true = [piece.sum(axis=0) for piece in pieces]
    means = [number / len(piece) for number, piece in zip(true, pieces, strict=True)]
    means = np.ascontiguousarray(np.concatenate(means))  # the order in which they are added up
    error = means.std(axis=0, ddof=1) / np.sqrt(len(means)) if len(means) > 1 else 0 * means[0]
    return sum(true).sum(axis=0) / event[..., 0].size, error


def _shortest_run(meetings: pd.Index, path: np.ndarray, chosen: np.ndarray) -> tuple:
    """Return the ends of the shortest run that holds the first true meeting with LEVEL.

    `path` is meetings × draws × chains, of which those that are `chosen` count.
    """
    by_then = (np.logical_or.accumulate(path, axis=0) & chosen).sum(axis=(1, 2)) / chosen.sum()
    reached = np.concatenate([[0], by_then])
    within = reached[None, 1:] - reached[:-1, None]  # from a meeting (row) to another, with both
    length = np.arange(len(meetings)) - np.arange(len(meetings))[:, None]
    enough = np.where(within >= LEVEL - 1e-9, length - within, np.inf)
    start, end = np.unravel_index(enough.argmin(), enough.shape)
    return meetings[start], meetings[end]

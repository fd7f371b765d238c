"""How well two coders agree: Krippendorff's alpha, with an interval.

Alpha is 1 for perfect agreement, 0 for what chance pairing of the same values gives, and below 0
for systematic disagreement. It is undefined, and then missing, where only one value occurs: a topic
that nobody coded shows nothing about the coders. Two values are as far apart as the ranks between
them (the ordinal difference); with two values in all this is the same as merely different.

Agreement is reliability, not validity: it says nothing of a bias that both coders share.

References
----------
Hayes, A. F., and Krippendorff, K. (2007). Answering the call for a standard reliability measure
for coding data. Communication Methods and Measures, 1(1), 77-89.
Hughes, J. (2022). Toward improved inference for Krippendorff's Alpha agreement coefficient.
arXiv:2210.13265.
Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.
Krippendorff, K. (2013). Content Analysis (3rd ed.), chapter 12. Sage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from eucad.stats import LEVEL
from eucad.stats.proportions import clopper_pearson, percentile_interval, require_level

#: Resamples of an interval: with 20,000 the second decimal of a rare topic still moves.
RESAMPLES = 50_000

# Resamples that are held in memory at once.
_AT_ONCE = 2000


def agreement(
    pairs: pd.DataFrame,
    clusters: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Measure how well two coders agree, group by group, with an interval for alpha.

    The interval is a percentile bootstrap of whole clusters. Copies of one account carry the same
    words, so both coders tend to agree, or to differ, on all of them at once: resampling units
    would count one piece of evidence several times. The estimate itself keeps every unit. Hayes and
    Krippendorff (2007) resample pairs and hold the expected disagreement fixed; here it is
    recomputed in every resample, because how often a value occurs is as uncertain as how often the
    coders differ. A resample in which only one value occurs has no alpha and is left out. With few
    clusters a percentile interval is too narrow (Hughes 2022): read it together with their number.

    Where the coders never disagree the bootstrap would claim certainty whatever the evidence. For
    truth values the lower limit is then alpha at the exact (Clopper–Pearson) upper limit for the
    share of the clusters with a true value in which they might differ; for others there is none.

    Parameters
    ----------
    pairs : DataFrame, shape (units, 2)
        What each coder recorded of each unit, without gaps: truth values, whole numbers, or ordered
        categories.
    clusters : array_like, shape (units,)
        The cluster of each unit, such as the account that its document carries.
    groups : array_like, shape (units,), optional
        The group of each unit; by default all are one, named ``all``. Groups share the resamples.

    Returns
    -------
    DataFrame
        One row a group: `units`; `disagreements`; `percent_agreement` (0 to 100); `alpha`;
        `alpha_low` and `alpha_high`, missing where one cluster has all the evidence; `level`;
        `clusters`, for truth values those in which a coder recorded a true one.

    Raises
    ------
    ValueError
        If there are not two columns, no unit, a gap, or values without an order; if a cluster is
        missing, or `resamples` is below 1.

    Examples
    --------
    >>> pairs = pd.DataFrame({"a": [True, True, False, False], "b": [True, False, False, False]})
    >>> found = agreement(pairs, ["m", "n", "o", "p"], rng=np.random.default_rng(1))
    >>> found[["units", "disagreements", "percent_agreement", "alpha"]].round(3)
         units  disagreements  percent_agreement  alpha
    all      4              1               75.0  0.533
    """
    codes, values = _codes(pairs)
    require_level(level)
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; the interval needs at least 1.")
    _require_no_gap(pd.Series(np.asarray(clusters), pairs.index), "cluster")
    # In order of their names, so that the draws do not depend on the order of rows.
    member, names = pd.factorize(np.asarray(clusters).astype(str), sort=True)
    parts = pd.Series(np.full(len(pairs), "all") if groups is None else np.asarray(groups))
    counts = {
        group: _Counts.of(codes[units], values, member[units], len(names))
        for group, units in parts.groupby(parts).indices.items()
    }
    drawn = _resample(list(counts.values()), rng, resamples)
    rows = {
        group: _row(counted, resampled.alpha(), values == [False, True], level)
        for (group, counted), resampled in zip(counts.items(), drawn, strict=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index")


@dataclass(frozen=True)
class _Counts:
    """What alpha needs to know of each cluster, or of each resample: one row each.

    `totals` counts the values of both coders, `differing` the units in which two values meet;
    `kinds` are these pairs of values. All counts are whole, so that sums of them are exact.
    """

    totals: np.ndarray
    differing: np.ndarray
    kinds: np.ndarray

    @classmethod
    def of(cls, codes: np.ndarray, values: list, member: np.ndarray, clusters: int) -> _Counts:
        differ = codes[:, 0] != codes[:, 1]
        kinds, kind = np.unique(np.sort(codes[differ], axis=1), axis=0, return_inverse=True)
        totals = np.zeros((clusters, len(values)))
        np.add.at(totals, (np.repeat(member, 2), codes.ravel()), 1)
        differing = np.zeros((clusters, len(kinds)))
        np.add.at(differing, (member[differ], kind.ravel()), 1)
        return cls(totals, differing, kinds)

    def sum(self) -> _Counts:
        return _Counts(self.totals.sum(axis=0)[None], self.differing.sum(axis=0)[None], self.kinds)

    def alpha(self) -> np.ndarray:
        """Compute alpha of each row; missing where fewer than two values occur."""
        # Long rows are summed faster than long columns.
        totals, differing = np.array(self.totals.T, order="C"), self.differing.T
        everything = totals.sum(axis=0)
        # The ordinal difference of two values is the squared distance between their mid-ranks.
        middle = totals.cumsum(axis=0) - totals / 2
        apart = (middle[self.kinds[:, 0]] - middle[self.kinds[:, 1]]) ** 2
        observed = (differing * apart).sum(axis=0)
        expected = (
            everything * (totals * middle**2).sum(axis=0) - (totals * middle).sum(axis=0) ** 2
        )
        undefined = np.full(len(expected), np.nan)
        varied = (totals > 0).sum(axis=0) > 1
        return 1 - (everything - 1) * np.divide(observed, expected, out=undefined, where=varied)


def _resample(groups: list[_Counts], rng: np.random.Generator, resamples: int) -> list[_Counts]:
    """Draw clusters with replacement, the same for all groups, and sum what each counts."""
    columns = np.hstack([part for group in groups for part in (group.totals, group.differing)])
    number = len(columns)
    # Counts are whole: below 2^24 half the bytes hold them exactly.
    exact = np.float32 if number * columns.max(initial=0) < 2**24 else float
    columns = columns.astype(exact)
    sums = np.empty((resamples, columns.shape[1]))
    for start in range(0, resamples, _AT_ONCE):
        rows = min(_AT_ONCE, resamples - start)
        cells = rng.integers(number, size=(rows, number)) + number * np.arange(rows)[:, None]
        times = np.bincount(cells.ravel(), minlength=rows * number).reshape(rows, number)
        sums[start : start + rows] = times.astype(exact) @ columns
    widths = [part.shape[1] for group in groups for part in (group.totals, group.differing)]
    totals_and_differing = iter(np.split(sums, np.cumsum(widths)[:-1], axis=1))
    return [
        _Counts(next(totals_and_differing), next(totals_and_differing), group.kinds)
        for group in groups
    ]


def _row(clusters: _Counts, drawn: np.ndarray, truth: bool, level: float) -> dict:
    """Measure one group of units, from its clusters and the alphas of its resamples."""
    whole = clusters.sum()
    alpha = whole.alpha()[0]
    units, disagreements = int(whole.totals.sum()) // 2, int(whole.differing.sum())
    evidence = clusters.totals[:, 1:] if truth else clusters.totals
    shown = int(evidence.any(axis=1).sum())
    low = high = np.nan
    if truth and not disagreements and not np.isnan(alpha):
        low, high = _lowest_without_disagreement(units, evidence.sum() / 2, shown, level), 1.0
    elif disagreements and shown > 1 and not np.isnan(drawn).all():
        low, high = percentile_interval(drawn[~np.isnan(drawn)], level)
    return {
        "units": units,
        "disagreements": disagreements,
        "percent_agreement": 100 * (1 - disagreements / units),
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
        "level": level,
        "clusters": shown,
    }


def _lowest_without_disagreement(units: int, coded: float, clusters: int, level: float) -> float:
    """Compute alpha if the coders differed in as many clusters as none seen still allows."""
    _, share = clopper_pearson(0, clusters, level)
    disagreements = float(share) * coded
    positives = 2 * coded - disagreements
    return 1 - (2 * units - 1) * disagreements / (positives * (2 * units - positives))


def _codes(pairs: pd.DataFrame) -> tuple[np.ndarray, list]:
    """Turn values into their places in order, shape (units, 2), and list the values."""
    if pairs.shape[1] != 2:
        raise ValueError(f"Agreement compares two coders; there are {pairs.shape[1]} columns.")
    if pairs.empty:
        raise ValueError("There are no units to compare.")
    for coder in pairs:
        _require_no_gap(pairs[coder], f"value of coder {coder}")
    both = pd.concat([pairs.iloc[:, 0], pairs.iloc[:, 1]])
    dtype = both.dtype
    if pd.api.types.is_bool_dtype(dtype):
        values = [False, True]
    elif getattr(dtype, "ordered", False):
        values = list(dtype.categories)
    elif pd.api.types.is_numeric_dtype(dtype):
        values = sorted(both.unique())
    else:
        raise ValueError(
            f"Values of type {dtype} have no order: give truth values, numbers, or a categorical "
            "of one order for both coders."
        )
    return pd.Index(values).get_indexer(both).reshape(2, -1).T, values


def _require_no_gap(column: pd.Series, what: str) -> None:
    missing = column.index[column.isna()]
    if len(missing):
        raise ValueError(f"Unit {missing[0]} has no {what}: leave it out, or fill it in.")

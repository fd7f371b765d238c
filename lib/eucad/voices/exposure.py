"""How much of a document was visible, and how many of its topics that hides, by script.

References
----------
Efron, B., and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import visible_part
from eucad.stats import LEVEL, SEED
from eucad.stats.proportions import percentile_interval, require_level

#: Resamples of accounts behind the interval of a ratio.
RESAMPLES = 9_999

#: What is counted of a document: all that was visible, or its opening alone.
COUNTED = ("topics", "topics_opening")


def count_topics(dataset: Dataset, *, series: Sequence[str]) -> pd.DataFrame:
    """Count the topics of every agenda document, in all that was visible and in its opening.

    Returns
    -------
    DataFrame
        Indexed by `document_id`, in order of time: `lineage_id`, `voice`, `half_visible` (whether
        it is in a script that was visible about half as far as others,
        :func:`~eucad.documents.visible_part`), `topics` and `topics_opening`.

    Examples
    --------
    >>> import eucad
    >>> counts = count_topics(eucad.load(), series=["hlsd"])
    >>> counts.loc["hlsd2015-interfax-ru", ["topics", "topics_opening"]].to_list()
    [5, 3]
    """
    counts = {
        counted: account_topic_matrix(dataset, series=series, unit="document", extent=extent)
        .sum(axis=1)
        .groupby(level="account_id", sort=False)
        .sum()
        for counted, extent in zip(COUNTED, ("all", "opening"), strict=True)
    }
    part = visible_part(dataset).set_index("document_id")
    order = counts["topics"].index.astype(str)
    columns = ["lineage_id", "voice", "half_visible"]
    return part.loc[order, columns].assign(**counts).rename_axis("document_id")


def script_gap(documents: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Measure how many fewer topics documents show whose script was visible half as far.

    Two comparisons: between all documents, where script goes with whoever writes in it; and within
    accounts of which there are documents in both kinds of script, where the story is the same and
    the script alone differs. The interval is a percentile bootstrap over whole accounts (Efron and
    Tibshirani 1993).

    Returns
    -------
    DataFrame
        Indexed by `comparison` (``all documents``, ``same account``) and `counted` (``topics``,
        ``topics_opening``): mean number of topics in `half_visible` and in `other` documents, their
        `ratio` with `low` and `high`, and the numbers of `documents` and `accounts` compared.
        Within accounts, the means are over accounts. Where one kind has no document, or the other
        no topic, all of these are missing; of a single account there is no interval.

    Examples
    --------
    >>> import eucad
    >>> gap = script_gap(count_topics(eucad.load(), series=["hlsd", "fmm", "summit"]))
    >>> bool(gap.loc[("all documents", "topics"), "ratio"] < 1)
    True
    """
    require_level(level)
    both = documents.groupby("lineage_id")["half_visible"].nunique() == 2
    paired = documents[documents["lineage_id"].isin(both.index[both])]
    rows = {}
    for counted in COUNTED:
        for comparison, compared in (("all documents", documents), ("same account", paired)):
            cells = compared.groupby(["lineage_id", "half_visible"])[counted].agg(["sum", "size"])
            if comparison == "same account":
                cells = pd.DataFrame({"sum": cells["sum"] / cells["size"], "size": 1})
            rows[comparison, counted] = {
                **_ratio_of_means(cells, level),
                "documents": len(compared),
                "accounts": compared["lineage_id"].nunique(),
            }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["comparison", "counted"])
    return table.astype({"documents": int, "accounts": int})


def _ratio_of_means(cells: pd.DataFrame, level: float) -> dict[str, float]:
    """Compare sums over sizes of the two kinds of document, resampling accounts."""
    kinds = [(part, half) for half in (True, False) for part in ("sum", "size")]
    parts = cells.unstack("half_visible").reindex(columns=kinds).fillna(0).to_numpy(float).T
    if not (parts[[1, 3]].sum(axis=1) > 0).all() or parts[2].sum() == 0:
        return dict.fromkeys(("half_visible", "other", "ratio", "low", "high"), np.nan)

    half_sum, half_size, other_sum, other_size = parts.sum(axis=1)
    half, other = half_sum / half_size, other_sum / other_size
    low, high = _resampled_limits(parts, level)
    return {"half_visible": half, "other": other, "ratio": half / other, "low": low, "high": high}


def _resampled_limits(parts: np.ndarray, level: float) -> tuple[float, float]:
    """Give the limits of a ratio of means when accounts (columns) are drawn with replacement."""
    accounts = parts.shape[1]
    if accounts == 1:
        return np.nan, np.nan
    rng = np.random.default_rng(SEED)
    times = rng.multinomial(accounts, np.full(accounts, 1 / accounts), size=RESAMPLES)
    half_sum, half_size, other_sum, other_size = parts @ times.T
    # Of a few accounts a resample may hold one kind of script alone, or no topic.
    told = (half_size > 0) & (other_size > 0) & (other_sum > 0)
    ratios = (half_sum * other_size)[told] / (half_size * other_sum)[told]
    return percentile_interval(ratios, level)

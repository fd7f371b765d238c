"""How much of a document was visible, and how many of its topics that hides, by script."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import visible_part
from eucad.stats import LEVEL
from eucad.stats.proportions import require_level


def exposure(dataset: Dataset, *, series: Sequence[str] = ("hlsd",)) -> pd.DataFrame:
    """Count the topics of every agenda document, in all that was visible and in its opening.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        As in :func:`~eucad.agenda.account_topic_matrix`.

    Returns
    -------
    DataFrame
        One row a document, indexed by `document_id`, in order of time: `lineage_id`, `voice`,
        `extent`, `script`, `half_visible` and `reach`, as in
        :func:`~eucad.documents.visible_part`; `topics` and `topics_opening`.

    Raises
    ------
    ValueError
        If a series does not occur.

    Examples
    --------
    >>> import eucad
    >>> counts = exposure(eucad.load())
    >>> counts.loc["hlsd2015-interfax-ru", ["topics", "topics_opening"]].to_list()
    [5, 3]
    """
    counts = {
        name: account_topic_matrix(dataset, series=series, unit="document", extent=extent)
        .sum(axis=1)
        .droplevel(["meeting_id", "voice", "year", "complete"])
        for name, extent in (("topics", "all"), ("topics_opening", "opening"))
    }
    part = visible_part(dataset).set_index("document_id")
    columns = ["lineage_id", "voice", "extent", "script", "half_visible", "reach"]
    order = counts["topics"].index
    return part.loc[order, columns].assign(**counts).rename_axis("document_id")


def script_gap(
    exposure: pd.DataFrame,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Measure how many fewer topics documents show whose script was visible half as far.

    Two comparisons: between all documents, where script goes with whoever writes in it; and within
    accounts of which there are documents in both kinds of script, where the story is the same and
    the script alone differs. The interval is a percentile bootstrap over whole accounts.

    Parameters
    ----------
    exposure : DataFrame
        From :func:`exposure`.
    rng : numpy.random.Generator
        Source of the resamples.
    resamples : int
        Number of resamples, at least 1.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        Indexed by `comparison` (``all documents``, ``same account``) and `counted` (``topics``,
        ``topics_opening``): mean number of topics in `half_visible` and in `other` documents,
        their `ratio` with `low` and `high`, and the numbers of `documents` and `accounts` compared.
        Within accounts, the means are over accounts. Where one kind has no document, or the other
        no topic, all of these are missing.

    Raises
    ------
    ValueError
        If `resamples` is below 1 or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> counts = exposure(eucad.load(), series=("hlsd", "fmm", "summit"))
    >>> gap = script_gap(counts, rng=np.random.default_rng(1), resamples=200)
    >>> bool(gap.loc[("all documents", "topics"), "ratio"] < 1)
    True
    """
    require_level(level)
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; the interval needs at least 1.")
    both = exposure.groupby("lineage_id")["half_visible"].nunique() == 2
    paired = exposure[exposure["lineage_id"].isin(both.index[both])]
    rows = {}
    for counted in ("topics", "topics_opening"):
        for comparison, documents in (("all documents", exposure), ("same account", paired)):
            cells = documents.groupby(["lineage_id", "half_visible"])[counted].agg(["sum", "size"])
            if comparison == "same account":
                cells = pd.DataFrame({"sum": cells["sum"] / cells["size"], "size": 1})
            rows[comparison, counted] = {
                **_ratio_of_means(cells, rng, resamples, level),
                "documents": len(documents),
                "accounts": documents["lineage_id"].nunique(),
            }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["comparison", "counted"])
    return table.astype({"documents": int, "accounts": int})


def _ratio_of_means(
    cells: pd.DataFrame, rng: np.random.Generator, resamples: int, level: float
) -> dict[str, float]:
    """Compare sums over sizes of the two kinds of document, resampling accounts."""
    wide = cells.unstack("half_visible", fill_value=0).reindex(
        columns=pd.MultiIndex.from_product([["sum", "size"], [False, True]]), fill_value=0
    )
    accounts = len(wide)
    if not (wide["size"].sum() > 0).all() or wide[("sum", False)].sum() == 0:
        return dict.fromkeys(("half_visible", "other", "ratio", "low", "high"), np.nan)
    draws = rng.multinomial(accounts, np.full(accounts, 1 / accounts), size=resamples)

    def means(weights: np.ndarray) -> np.ndarray:
        sums, sizes = weights @ wide["sum"].to_numpy(), weights @ wide["size"].to_numpy()
        return np.divide(sums, sizes, out=np.full(sums.shape, np.nan), where=sizes > 0)

    other, half = means(np.ones(accounts))
    resampled = means(draws)
    ratios = np.divide(
        resampled[:, 1],
        resampled[:, 0],
        out=np.full(resamples, np.nan),
        where=resampled[:, 0] > 0,
    )
    low, high = np.nanquantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return {"half_visible": half, "other": other, "ratio": half / other, "low": low, "high": high}

"""How reliably the topics were coded.

Two coders read the same documents with the same codebook, the second blind to the first. Both
passes were machine-assisted: their agreement bounds random error, and says nothing of a bias that
both share.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.dataset import Dataset
from eucad.stats import LEVEL, SEED
from eucad.stats.agreement import agreement

#: The coders of a disagreement, each of whom had found the topic alone.
CODERS = ("a", "b")


def _coding_pairs(dataset: Dataset) -> pd.DataFrame:
    """Say of every document that both coders saw, and every topic, whether each coder found it.

    Two coders who both passed over a topic agree on its absence *from what was visible*.
    """
    documents = dataset.documents
    seen = documents.loc[documents["seen_by_second_coder"], "document_id"]
    topics = dataset.topics.sort_values("position")["topic_id"]
    units = pd.MultiIndex.from_product([seen, topics], names=["document_id", "topic_id"])
    codings = dataset.codings.set_index(units.names)["coder"]
    return pd.DataFrame(
        {coder: units.isin(codings.index[codings == coder]) for coder in CODERS}, index=units
    )


def _value_pairs(dataset: Dataset, variable: str) -> pd.DataFrame:
    """Set side by side what the two coders recorded where both found the topic."""
    codings = dataset.codings.set_index(["document_id", "topic_id"])
    columns = {coder: codings.loc[codings["coder"] == coder, variable] for coder in CODERS}
    return pd.concat(columns, axis=1, join="inner").dropna().sort_index()


def measure_presence(dataset: Dataset, *, level: float = LEVEL) -> pd.DataFrame:
    """Measure whether the coders agree that a topic is there, over all topics and for each.

    Over all topics alpha also rewards agreement that some topics are common and others rare: read
    the single topics. Percent agreement is high for every rare topic, because most units are joint
    absences: compare alpha. The interval resamples whole accounts.

    Returns
    -------
    DataFrame
        The row ``all``, then topics in the order of the codebook: the columns of
        :func:`eucad.stats.agreement.agreement`, `coded_a`, `coded_b` and `coded_both`.

    Examples
    --------
    >>> import eucad
    >>> found = measure_presence(eucad.load())
    >>> found.loc["all", ["alpha", "level"]].round(2).to_list()
    [0.95, 0.95]
    """
    pairs = _coding_pairs(dataset)
    topics = pairs.index.get_level_values("topic_id")
    # Every unit counts twice: among all, and for its topic.
    twice = pd.concat([pairs, pairs])
    groups = np.concatenate([np.full(len(pairs), "all"), topics])
    rng = np.random.default_rng(SEED)
    measured = agreement(twice, _accounts_of(dataset, twice), groups, rng=rng, level=level)
    counts = twice.assign(both=twice.all(axis=1)).groupby(groups).sum()
    return measured.join(counts.add_prefix("coded_")).loc[["all", *topics.unique()]]


def measure_values(dataset: Dataset, *, level: float = LEVEL) -> pd.DataFrame:
    """Measure whether coders who both found a topic recorded the same about it.

    *Stance*: coder a recorded the first mention or the strongest, not consistently, coder b always
    the strongest. Alpha is thus the agreement of two somewhat different questions, and not the
    reliability of the final stance, the stronger of the two. *Paragraph*: the evidence may stand in
    several, so that a difference need not be an error; one that runs mostly one way points to
    paragraphs counted differently.

    Returns
    -------
    DataFrame
        Rows ``stance`` and ``paragraph``: the columns of :func:`eucad.stats.agreement.agreement`,
        and `earlier_a` and `earlier_b`, the pairs in which that coder's value comes first (the
        stronger stance, the earlier paragraph). Without a topic that both found there is no alpha.

    Examples
    --------
    >>> import eucad
    >>> measure_values(eucad.load()).index.to_list()
    ['stance', 'paragraph']
    """
    rows = {}
    for variable in ("stance", "paragraph"):
        pairs = _value_pairs(dataset, variable)
        rng = np.random.default_rng(SEED)
        measured = {"units": 0, "disagreements": 0, "alpha": np.nan, "level": level}
        if len(pairs):
            table = agreement(pairs, _accounts_of(dataset, pairs), rng=rng, level=level)
            measured = table.to_dict("records")[0]
        rows[variable] = measured | {
            "earlier_a": (pairs["a"] < pairs["b"]).sum(),
            "earlier_b": (pairs["b"] < pairs["a"]).sum(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _accounts_of(dataset: Dataset, pairs: pd.DataFrame) -> pd.Series:
    account = dataset.documents.set_index("document_id")["lineage_id"]
    return account.loc[pairs.index.get_level_values("document_id")]


def count_adjudications(dataset: Dataset) -> pd.DataFrame:
    """Count the disagreements by topic, by who had found it, and by whether it was kept.

    Returns
    -------
    DataFrame
        Topics in dispute, the most disputed first: `disagreements`, `kept`, and for each coder
        `only_<coder>_kept` and `only_<coder>_dropped`.

    Examples
    --------
    >>> import eucad
    >>> counts = count_adjudications(eucad.load())
    >>> counts.index[0]
    'regional_cooperation'
    """
    cases = disagreements(dataset)
    kept = cases["kept"]
    columns = {"disagreements": kept | ~kept, "kept": kept}
    for coder in CODERS:
        own = cases["coded_by"] == coder
        columns |= {f"only_{coder}_kept": own & kept, f"only_{coder}_dropped": own & ~kept}
    counts = pd.DataFrame(columns).groupby(cases["topic_id"].astype(str)).sum()
    ordered = dataset.topics.sort_values("position")["topic_id"]
    counts = counts.reindex(ordered[ordered.isin(counts.index)])
    return counts.sort_values("disagreements", ascending=False, kind="stable")


def disagreements(dataset: Dataset) -> pd.DataFrame:
    """Return the adjudicated cases in which one coder alone had found a topic.

    Examples
    --------
    >>> import eucad
    >>> sorted(disagreements(eucad.load())["coded_by"].unique())
    ['a', 'b']
    """
    return dataset.adjudications[dataset.adjudications["coded_by"].isin(CODERS)]

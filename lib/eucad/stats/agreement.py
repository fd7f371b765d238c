"""How well the two coders agree.

Two coders read the same documents with the same codebook, the second blind to the first. This
module measures how far their codings coincide: on whether a topic is there
(:func:`agreement_by_topic`, :func:`agreement_on_presence`) and, where both coded it, on what they
recorded about it (:func:`agreement_on_value`).

Agreement is reliability, not validity. Both passes were machine-assisted and used one codebook:
their agreement bounds random error and says nothing of a bias that both share.

**Coefficient.** Krippendorff's alpha: 1 is perfect agreement, 0 what chance pairing of the same
values gives, below 0 systematic disagreement. It is undefined, and then missing, where only one
value occurs: a topic that nobody coded shows nothing about the coders.

**Interval.** A percentile bootstrap over whole clusters of documents, by default lineages. Copies
of one account carry the same words, so both coders tend to agree, or to differ, on all of them at
once: resampling documents would count one piece of evidence several times. The estimate itself
keeps every document, since each was coded on its own. Hayes and Krippendorff (2007) resample pairs
of values and hold the expected disagreement fixed; here both observed and expected disagreement
are recomputed in every resample, because how often a topic occurs is as uncertain as how often
the coders differ. A resample in which only one value occurs has no alpha: it is left out and
counted. With few clusters a percentile interval is too narrow (Hughes 2022): read it together
with the number of clusters.

References
----------
Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.
Krippendorff, K. (2013). Content Analysis (3rd ed.), chapter 12. Sage.
Hayes, A. F., and Krippendorff, K. (2007). Answering the call for a standard reliability measure
for coding data. Communication Methods and Measures, 1(1), 77-89.
Hughes, J. (2022). Toward improved inference for Krippendorff's Alpha agreement coefficient.
arXiv:2210.13265.
"""

import krippendorff
import numpy as np
import pandas as pd

from eucad.stats import LEVEL

UNIT = ["document_id", "topic_id"]

# Coincidences of all resamples are held at once: their size grows with the square of this.
MOST_VALUES = 50


def coding_matrix(
    codings: pd.DataFrame, documents: pd.DataFrame, topics: pd.DataFrame
) -> pd.DataFrame:
    """Say for every document and topic whether each coder coded it.

    The units are all pairs of a document that both coders saw and a topic of the codebook. Two
    coders who both passed over a topic agree on its absence *from what was visible*. Codings of
    other documents or topics are left out, so filter `documents` or `topics` to look at a part.

    Parameters
    ----------
    codings : DataFrame
        One row a coding: `document_id`, `topic_id`, `coder`. Row order does not matter.
    documents : DataFrame
        `document_id` and the boolean `seen_by_second_coder`.
    topics : DataFrame
        The codebook: `topic_id` and `position`.

    Returns
    -------
    DataFrame
        One row a unit, indexed by `document_id` and `topic_id` (documents as given, topics in
        codebook order); one column a coder, 1 if coded and 0 if not.

    Raises
    ------
    ValueError
        If a column is missing, a document or topic stands in its table twice, the codings are not
        by exactly two coders, a coder coded one topic twice in a document, or no document was seen
        by both.

    Examples
    --------
    >>> codings = pd.DataFrame({"document_id": ["d1", "d1", "d2"],
    ...                         "topic_id": ["cyber", "cyber", "water"], "coder": ["a", "b", "a"]})
    >>> documents = pd.DataFrame({"document_id": ["d1", "d2"], "seen_by_second_coder": True})
    >>> topics = pd.DataFrame({"topic_id": ["cyber", "water"], "position": [1, 2]})
    >>> coding_matrix(codings, documents, topics)
                          a  b
    document_id topic_id
    d1          cyber     1  1
                water     0  0
    d2          cyber     0  0
                water     1  0
    """
    by_coder = _split_by_coder(codings)
    _require(documents, ["document_id", "seen_by_second_coder"], "documents", key="document_id")
    _require(topics, ["topic_id", "position"], "topics", key="topic_id")
    seen = documents.loc[documents["seen_by_second_coder"].astype(bool), "document_id"]
    if seen.empty:
        raise ValueError(
            "No document has `seen_by_second_coder` true, so there is nothing to compare: "
            "agreement needs documents that both coders read."
        )
    units = pd.MultiIndex.from_product(
        [seen.astype(str), topics.sort_values("position")["topic_id"].astype(str)], names=UNIT
    )
    return pd.DataFrame(
        {coder: units.isin(rows.index).astype(int) for coder, rows in by_coder.items()}, index=units
    )


def paired_values(codings: pd.DataFrame, variable: str) -> pd.DataFrame:
    """Set side by side what the two coders recorded where both coded the topic.

    Parameters
    ----------
    codings : DataFrame
        One row a coding: `document_id`, `topic_id`, `coder` and `variable`.
    variable : str
        The column to compare, such as ``"stance"`` or ``"paragraph"``.

    Returns
    -------
    DataFrame
        One row a unit that both coders coded and gave a value, sorted, indexed by `document_id`
        and `topic_id`; one column a coder, in the type of `variable`.

    Raises
    ------
    ValueError
        If a column is missing, the codings are not by exactly two coders, or a coder coded one
        topic twice in a document.

    Examples
    --------
    >>> codings = pd.DataFrame({"document_id": ["d1", "d1", "d2"], "topic_id": "cyber",
    ...                         "coder": ["a", "b", "a"], "paragraph": [2, 3, 1]})
    >>> paired_values(codings, "paragraph")
                          a  b
    document_id topic_id
    d1          cyber     2  3
    """
    _require(codings, [variable], "codings")
    columns = {coder: rows[variable] for coder, rows in _split_by_coder(codings).items()}
    return pd.concat(columns, axis=1, join="inner").dropna().sort_index()


def agreement_on_presence(
    matrix: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    rng: np.random.Generator,
    by: str | None = None,
    cluster: str = "lineage_id",
    resamples: int = 2000,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Measure whether the coders agree that a topic is there, over all units or by group.

    Pooled over topics, alpha also rewards agreement that some topics are common and others rare;
    read it as a summary next to :func:`agreement_by_topic`, not in its place. Percent agreement is
    high for every rare topic, because most units are joint absences: compare alpha.

    Parameters
    ----------
    matrix : DataFrame
        From :func:`coding_matrix`, or any selection of its rows.
    documents : DataFrame
        `document_id`, `cluster` and, if given, `by`.
    rng : numpy.random.Generator
        Source of the resamples; the same state gives the same interval.
    by : str, optional
        A column of `documents` (such as ``"language"`` or ``"extent"``), ``"topic_id"`` or
        ``"document_id"``. Without it, one row named ``all``.
    cluster : str
        The column of `documents` whose groups are resampled. ``"document_id"`` treats copies of
        one account as independent evidence.
    resamples : int
        Number of bootstrap resamples. All groups share the same draws of clusters.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group: `units`; `coded_<coder>` for each coder; `coded_both`; `disagreements`;
        `percent_agreement` (0 to 100); `alpha`; `alpha_low` and `alpha_high`;
        `resamples_undefined`; `clusters` in which a coder coded the topic. A group in which only
        one value occurs has no alpha and no limits. Where the coders never disagree the bootstrap
        would claim certainty whatever the evidence: the lower limit is then what alpha would be at
        the exact (Clopper-Pearson) upper limit for the share of those clusters in which they
        differ. Where they do disagree in the only such cluster, there are no limits.

    Raises
    ------
    ValueError
        If a column or document is missing from `documents` or a document stands there twice, a
        cluster is empty, `matrix` has no rows or not two columns, `resamples` is below 1, or
        `level` is not between 0 and 1.

    Examples
    --------
    Ten units read by two observers, Krippendorff's (2011) first example:

    >>> matrix = pd.DataFrame(
    ...     {"a": [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], "b": [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]},
    ...     index=pd.MultiIndex.from_product([list("0123456789"), ["cyber"]], names=UNIT))
    >>> documents = pd.DataFrame({"document_id": list("0123456789")})
    >>> rng = np.random.default_rng(1)
    >>> found = agreement_on_presence(matrix, documents, rng=rng, cluster="document_id")
    >>> found[["units", "coded_a", "coded_b", "percent_agreement", "alpha"]].round(3)
         units  coded_a  coded_b  percent_agreement  alpha
    all     10        2        4               60.0  0.095
    """
    _require_two_coders(matrix)
    weights, frame = _resampled(matrix, documents, by, cluster, rng, resamples, level)
    rows = {
        label: _presence_row(group, weights, level)
        for label, group in frame.groupby("group", observed=True, dropna=False)
    }
    return _as_table(rows, by).rename(columns=_coder_columns(matrix, "coded"))


def agreement_by_topic(
    matrix: pd.DataFrame,
    documents: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    rng: np.random.Generator,
    cluster: str = "lineage_id",
    resamples: int = 2000,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Measure for each topic whether the coders agree that it is there.

    Parameters
    ----------
    matrix, documents, rng, cluster, resamples, level
        As in :func:`agreement_on_presence`.
    topics : DataFrame
        The codebook: `topic_id`, `label`, `family` and `position`.

    Returns
    -------
    DataFrame
        The topics of `matrix` in codebook order, indexed by `topic_id`: `label`, `family`, and the
        columns of :func:`agreement_on_presence`. A topic that neither coder found has no alpha.

    Raises
    ------
    ValueError
        As in :func:`agreement_on_presence`.

    Examples
    --------
    >>> matrix = pd.DataFrame(
    ...     {"a": [1, 0, 1, 0, 0, 0], "b": [1, 0, 0, 0, 0, 0]},
    ...     index=pd.MultiIndex.from_product([["d1", "d2", "d3"], ["cyber", "hybrid"]], names=UNIT))
    >>> documents = pd.DataFrame({"document_id": ["d1", "d2", "d3"]})
    >>> topics = pd.DataFrame({"topic_id": ["hybrid", "cyber"], "label": ["Hybrid", "Cyber"],
    ...                        "family": "cyber_hybrid", "position": [6, 5]})
    >>> rng = np.random.default_rng(1)
    >>> found = agreement_by_topic(matrix, documents, topics, rng=rng, cluster="document_id")
    >>> found[["label", "coded_a", "coded_b", "alpha"]].round(3)
               label  coded_a  coded_b  alpha
    topic_id
    cyber      Cyber        2        1  0.444
    hybrid    Hybrid        0        0    NaN
    """
    _require(topics, ["topic_id", "label", "family", "position"], "topics")
    measured = agreement_on_presence(
        matrix,
        documents,
        rng=rng,
        by="topic_id",
        cluster=cluster,
        resamples=resamples,
        level=level,
    )
    codebook = topics.sort_values("position").astype({"topic_id": str}).set_index("topic_id")
    return codebook[["label", "family"]].join(measured, how="inner")


def agreement_on_value(
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    variable: str,
    *,
    rng: np.random.Generator,
    by: str | None = None,
    level_of_measurement: str = "ordinal",
    cluster: str = "lineage_id",
    resamples: int = 2000,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Measure whether two coders who both coded a topic recorded the same about it.

    Only pairs that both coders coded enter, so this says nothing about topics one of them missed.

    *Stance*: coder `a` recorded the first mention or the strongest, not consistently, and coder
    `b` always the strongest. The number is therefore the agreement of two somewhat different
    questions: it understates how well either can be answered, and it is not the reliability of the
    final stance, which is the stronger of the two. If `earlier_b` far exceeds `earlier_a`, coder
    `b` was mostly the stronger, as that difference predicts. *Paragraph*: the evidence may stand
    in several paragraphs, so a difference need not be an error; one that runs mostly one way points
    to paragraphs counted differently rather than to chance.

    Parameters
    ----------
    codings : DataFrame
        One row a coding: `document_id`, `topic_id`, `coder` and `variable`.
    documents : DataFrame
        `document_id`, `cluster` and, if given, `by`. Codings of other documents are left out.
    variable : str
        The column to compare.
    rng, by, cluster, resamples, level
        As in :func:`agreement_on_presence`.
    level_of_measurement : {"ordinal", "nominal"}
        How far apart two values are: by the ranks between them, or simply different. The order is
        that of the categorical, or of the numbers.

    Returns
    -------
    DataFrame
        One row a group: `units` (pairs with a value from both); `disagreements`;
        `percent_agreement` (0 to 100, exactly the same value); `alpha`, `alpha_low`,
        `alpha_high`; `resamples_undefined`; `clusters`; and for a variable with an order,
        `earlier_<coder>`: the pairs in which that coder's value comes first in it. Where all
        pairs agree, or stand in one cluster, the limits are missing: resampling cannot tell how
        far off alpha might be.

    Raises
    ------
    ValueError
        If `level_of_measurement` is neither of the two, an ordinal measure is asked of values
        without an order, there are more than `MOST_VALUES` different values, no pair has a value
        from both coders, or as in :func:`agreement_on_presence`.

    Examples
    --------
    >>> stance = pd.CategoricalDtype(["agreed", "discussed", "background"], ordered=True)
    >>> codings = pd.DataFrame({
    ...     "document_id": ["d1", "d1", "d2", "d2", "d3", "d3"], "topic_id": "cyber",
    ...     "coder": ["a", "b"] * 3,
    ...     "stance": pd.Categorical(["agreed", "agreed", "background", "discussed",
    ...                               "background", "background"], dtype=stance)})
    >>> documents = pd.DataFrame({"document_id": ["d1", "d2", "d3"]})
    >>> rng = np.random.default_rng(1)
    >>> found = agreement_on_value(codings, documents, "stance", rng=rng, cluster="document_id")
    >>> found[["units", "disagreements", "alpha", "earlier_a", "earlier_b"]].round(3)
         units  disagreements  alpha  earlier_a  earlier_b
    all      3              1  0.778          0          1
    """
    if level_of_measurement not in ("nominal", "ordinal"):
        raise ValueError(
            f"level_of_measurement is {level_of_measurement!r}; use 'ordinal' or 'nominal'."
        )
    pairs = paired_values(codings, variable)
    known = documents["document_id"].astype(str)
    pairs = pairs[pairs.index.get_level_values("document_id").isin(known)]
    if pairs.empty:
        raise ValueError(f"No topic in these documents has a {variable} from both coders.")
    ordered = _has_order(pairs)
    if level_of_measurement == "ordinal" and not ordered:
        raise ValueError(
            f"{variable} has no order, so it has no ordinal agreement: make it an ordered "
            "categorical (as eucad.load() does), or ask for level_of_measurement='nominal'."
        )
    codes, values = _value_codes(pairs)
    if values > MOST_VALUES:
        raise ValueError(
            f"{variable} has {values} different values; compare a column with at most "
            f"{MOST_VALUES}, such as a scale or a vocabulary."
        )
    weights, frame = _resampled(codes, documents, by, cluster, rng, resamples, level)
    rows = {
        label: _value_row(group, weights, values, level_of_measurement, level, ordered)
        for label, group in frame.groupby("group", observed=True, dropna=False)
    }
    return _as_table(rows, by).rename(columns=_coder_columns(pairs, "earlier"))


def adjudication_summary(adjudications: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Count the disagreements by topic, by who had coded it, and by whether it was kept.

    A coding that was kept is one the other coder missed; one that was not kept is one its coder
    should not have made.

    Parameters
    ----------
    adjudications : DataFrame
        One row a disagreement: `topic_id`, `coded_by` (the coder who had coded it) and the
        boolean `kept`.
    topics : DataFrame
        The codebook: `topic_id`, `label`, `family` and `position`. Disagreements on other topics
        are left out.

    Returns
    -------
    DataFrame
        All topics in codebook order, indexed by `topic_id`: `label`, `family`, `disagreements`,
        `kept`, and for each coder `only_<coder>_kept` and `only_<coder>_dropped`.

    Raises
    ------
    ValueError
        If a column is missing.

    Examples
    --------
    >>> adjudications = pd.DataFrame({"topic_id": ["cyber", "cyber", "water"],
    ...                               "coded_by": ["a", "b", "b"], "kept": [True, True, False]})
    >>> topics = pd.DataFrame({"topic_id": ["cyber", "water"], "label": ["Cyber", "Water"],
    ...                        "family": ["cyber_hybrid", "environment"], "position": [5, 23]})
    >>> adjudication_summary(adjudications, topics).drop(columns=["label", "family"]).T
    topic_id        cyber  water
    disagreements       2      1
    kept                2      0
    only_a_kept         1      0
    only_a_dropped      0      0
    only_b_kept         1      0
    only_b_dropped      0      1
    """
    _require(adjudications, ["topic_id", "coded_by", "kept"], "adjudications")
    _require(topics, ["topic_id", "label", "family", "position"], "topics")
    codebook = topics.sort_values("position").astype({"topic_id": str}).set_index("topic_id")
    topic = adjudications["topic_id"].astype(str)
    coder = adjudications["coded_by"].astype(str)
    kept = adjudications["kept"].astype(bool)
    counted = {"disagreements": topic, "kept": topic[kept]}
    for name in sorted(coder.unique()):
        counted[f"only_{name}_kept"] = topic[(coder == name) & kept]
        counted[f"only_{name}_dropped"] = topic[(coder == name) & ~kept]
    return codebook[["label", "family"]].assign(
        **{
            column: which.value_counts().reindex(codebook.index, fill_value=0)
            for column, which in counted.items()
        }
    )


def alpha_from_coincidences(
    coincidences: np.ndarray, level_of_measurement: str = "nominal"
) -> np.ndarray:
    """Compute Krippendorff's alpha of many coincidence matrices at once.

    The bootstrap calls this on all its resamples. With two values and *n* values in all, of which
    *n0* and *n1* of each kind and *o01* in disagreeing units, it is the closed form
    ``1 - (n - 1) * o01 / (n0 * n1)``.

    Parameters
    ----------
    coincidences : array, shape (..., v, v)
        Symmetric: entry *c, k* is how often the values *c* and *k* meet in a unit, each pair
        counted from both sides. Two coders' cross table plus its transpose.
    level_of_measurement : {"nominal", "ordinal"}
        Whether two values are merely different, or as far apart as the ranks between them. The
        order of the values is that of the rows.

    Returns
    -------
    array, shape (...)
        Alpha, and NaN where fewer than two values occur.

    Examples
    --------
    >>> alpha_from_coincidences(np.array([[[10, 4], [4, 2]], [[20, 0], [0, 0]]])).round(3)
    array([0.095,   nan])
    """
    coincidences = np.asarray(coincidences, dtype=float)
    totals = coincidences.sum(axis=-1)
    if level_of_measurement == "ordinal":
        # Krippendorff's ordinal difference is the squared distance between mid-ranks.
        midranks = totals.cumsum(axis=-1) - totals / 2
        difference = (midranks[..., :, None] - midranks[..., None, :]) ** 2
    else:
        difference = 1 - np.eye(coincidences.shape[-1])
    observed = (coincidences * difference).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * difference).sum(axis=(-2, -1))
    undefined = np.full(expected.shape, np.nan)
    ratio = np.divide(observed, expected, out=undefined, where=expected > 0)
    return 1 - (totals.sum(axis=-1) - 1) * ratio


def _presence_row(group: pd.DataFrame, weights: np.ndarray, level: float) -> dict:
    first, second = group["first"], group["second"]
    coded = group[(first == 1) | (second == 1)]
    clusters = coded["cluster"].nunique()
    row = {
        "units": len(group),
        "first": first.sum(),
        "second": second.sum(),
        "coded_both": (first * second).sum(),
    }
    row |= _coefficients(group, weights, 2, "nominal", level, clusters)
    if row["alpha"] == 1:
        lowest = _lowest_without_disagreement(len(group), len(coded), clusters, level)
        row |= {"alpha_low": lowest, "alpha_high": 1.0}
    return row


def _value_row(
    group: pd.DataFrame,
    weights: np.ndarray,
    values: int,
    level_of_measurement: str,
    level: float,
    ordered: bool,
) -> dict:
    clusters = group["cluster"].nunique()
    row = {"units": len(group)}
    row |= _coefficients(group, weights, values, level_of_measurement, level, clusters)
    if ordered:
        row["first"] = (group["first"] < group["second"]).sum()
        row["second"] = (group["second"] < group["first"]).sum()
    return row


def _coefficients(
    group: pd.DataFrame,
    weights: np.ndarray,
    values: int,
    level_of_measurement: str,
    level: float,
    clusters: int,
) -> dict:
    """Measure agreement, alpha and its bootstrap limits for one group of units."""
    pairs = group[["first", "second"]].to_numpy()
    by_cluster = _coincidences(pairs, group["cluster"].to_numpy(), weights.shape[1], values)
    replicates = alpha_from_coincidences(
        np.tensordot(weights, by_cluster, axes=1), level_of_measurement
    )
    defined = replicates[~np.isnan(replicates)]
    disagreements = (pairs[:, 0] != pairs[:, 1]).sum()
    # Resampling varies nothing where there is one cluster or no disagreement: its limits would
    # claim certainty.
    limits = (np.nan, np.nan)
    if clusters > 1 and disagreements and defined.size:
        limits = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return {
        "disagreements": disagreements,
        "percent_agreement": 100 * (1 - disagreements / len(pairs)),
        "alpha": _alpha(pairs, values, level_of_measurement),
        "alpha_low": limits[0],
        "alpha_high": limits[1],
        "resamples_undefined": replicates.size - defined.size,
        "clusters": clusters,
    }


def _alpha(pairs: np.ndarray, values: int, level_of_measurement: str) -> float:
    # The library divides 0 by 0 where only one value occurs.
    if np.unique(pairs).size < 2:
        return np.nan
    return krippendorff.alpha(
        reliability_data=pairs.T,
        value_domain=np.arange(values),
        level_of_measurement=level_of_measurement,
    )


def _coincidences(pairs: np.ndarray, cluster: np.ndarray, clusters: int, values: int) -> np.ndarray:
    """Count one coincidence matrix a cluster, shape (clusters, values, values)."""
    cross = np.zeros((clusters, values, values))
    np.add.at(cross, (cluster, pairs[:, 0], pairs[:, 1]), 1)
    return cross + cross.transpose(0, 2, 1)


def _lowest_without_disagreement(units: int, coded: int, clusters: int, level: float) -> float:
    """Compute alpha if the coders differed in as many clusters as none seen still allows."""
    share = 1 - ((1 - level) / 2) ** (1 / clusters)
    disagreements = share * coded
    positives = 2 * coded - disagreements
    return 1 - (2 * units - 1) * disagreements / (positives * (2 * units - positives))


def _resampled(
    pairs: pd.DataFrame,
    documents: pd.DataFrame,
    by: str | None,
    cluster: str,
    rng: np.random.Generator,
    resamples: int,
    level: float,
) -> tuple[np.ndarray, pd.DataFrame]:
    """Draw the resamples (how often each holds each cluster); label units with both groupings."""
    if pairs.empty:
        raise ValueError("There are no units to compare.")
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; the interval needs at least 1.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    clusters = _attribute(pairs.index, documents, cluster)
    if clusters.isna().any():
        without = pairs.index.get_level_values("document_id")[clusters.isna().to_numpy()]
        raise ValueError(
            f"These documents have no {cluster}: {', '.join(without.unique()[:5])}. "
            "Fill it in, or resample with cluster='document_id'."
        )
    # Sorted labels make the draws independent of the order of rows.
    labels, codes = np.unique(clusters.astype(str), return_inverse=True)
    frame = pd.DataFrame(
        {
            "first": pairs.iloc[:, 0].to_numpy(),
            "second": pairs.iloc[:, 1].to_numpy(),
            "cluster": codes,
            "group": "all" if by is None else _attribute(pairs.index, documents, by).array,
        }
    )
    chances = np.full(labels.size, 1 / labels.size)
    return rng.multinomial(labels.size, chances, size=resamples).astype(float), frame


def _attribute(units: pd.MultiIndex, documents: pd.DataFrame, column: str) -> pd.Series:
    """Look up a column of `documents`, or a level of the units, for each unit."""
    if column in units.names:
        return pd.Series(units.get_level_values(column))
    _require(documents, ["document_id", column], "documents", key="document_id")
    of_document = documents.astype({"document_id": str}).set_index("document_id")[column]
    wanted = units.get_level_values("document_id")
    unknown = wanted.difference(of_document.index)
    if not unknown.empty:
        raise ValueError(f"These documents are not in `documents`: {', '.join(unknown[:5])}.")
    return of_document.reindex(wanted).reset_index(drop=True)


def _split_by_coder(codings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Give the codings of each of the two coders, indexed by unit."""
    _require(codings, [*UNIT, "coder"], "codings")
    # Plain strings: categoricals with different categories do not match each other.
    keyed = codings.astype(dict.fromkeys([*UNIT, "coder"], str))
    twice = keyed.duplicated([*UNIT, "coder"])
    if twice.any():
        document, topic, coder = keyed.loc[twice, [*UNIT, "coder"]].iloc[0]
        raise ValueError(
            f"Coder {coder} coded {topic} more than once in {document}: keep one coding a "
            "document, topic and coder."
        )
    by_coder = {coder: rows.set_index(UNIT) for coder, rows in keyed.groupby("coder")}
    if len(by_coder) != 2:
        found = ", ".join(by_coder) or "nobody"
        raise ValueError(f"Agreement compares two coders; these codings are by {found}.")
    return by_coder


def _has_order(pairs: pd.DataFrame) -> bool:
    dtype = pairs.dtypes.iloc[0]
    return getattr(dtype, "ordered", False) or pd.api.types.is_numeric_dtype(dtype)


def _value_codes(pairs: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Turn values into positions in their order, and count the values there are."""
    stacked = pd.concat([pairs.iloc[:, 0], pairs.iloc[:, 1]])
    order = stacked.astype("category").cat
    codes = order.codes.to_numpy().reshape(2, -1).T
    return pd.DataFrame(codes, index=pairs.index, columns=pairs.columns), len(order.categories)


def _coder_columns(pairs: pd.DataFrame, prefix: str) -> dict[str, str]:
    return {
        place: f"{prefix}_{coder}"
        for place, coder in zip(["first", "second"], pairs.columns, strict=True)
    }


def _as_table(rows: dict, by: str | None) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name=by))


def _require_two_coders(matrix: pd.DataFrame) -> None:
    if matrix.shape[1] != 2:
        raise ValueError(
            f"Agreement compares two coders; this matrix has {matrix.shape[1]} columns."
        )


def _require(table: pd.DataFrame, columns: list[str], name: str, key: str | None = None) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"The table {name} lacks {', '.join(missing)}.")
    twice = [] if key is None else table.loc[table[key].duplicated(), key]
    if len(twice):
        raise ValueError(f"The table {name} holds {twice.iloc[0]} more than once.")

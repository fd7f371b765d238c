"""How reliably topics were coded: recomputed from the files in a few lines of plain pandas."""

import numpy as np
import pandas as pd
import pytest

import eucad
from eucad.coverage import reliability


@pytest.fixture(scope="module")
def tables():
    """The CSV files as they are, without the library."""
    names = ["codings", "documents", "topics", "adjudications"]
    return {name: pd.read_csv(eucad.DATA / f"{name}.csv") for name in names}


@pytest.fixture(scope="module")
def presence(dataset):
    return reliability.measure_presence(dataset)


def test_every_document_that_both_saw_is_compared_on_every_topic(dataset, tables):
    pairs = reliability._coding_pairs(dataset)
    seen = tables["documents"].query("seen_by_second_coder")
    assert len(pairs) == len(seen) * len(tables["topics"])
    assert pairs.index.get_level_values("document_id").unique().tolist() == [*seen["document_id"]]


def test_agreement_by_topic(tables, presence):
    seen = tables["documents"].query("seen_by_second_coder")["document_id"]
    codings = tables["codings"][tables["codings"]["document_id"].isin(seen)]
    for topic in tables["topics"]["topic_id"]:
        rows = codings[codings["topic_id"] == topic]
        a, b = (set(rows.loc[rows["coder"] == coder, "document_id"]) for coder in "ab")
        values, ones = 2 * len(seen), len(a) + len(b)
        alpha = 1 - (values - 1) * len(a ^ b) / (ones * (values - ones)) if ones else np.nan
        found = presence.loc[topic]
        assert found["alpha"] == pytest.approx(alpha, nan_ok=True), topic
        assert found[["coded_a", "coded_b", "coded_both"]].tolist() == [len(a), len(b), len(a & b)]


def test_all_topics_together_are_their_sum(presence):
    topics = presence.drop(index="all")
    for column in ("units", "disagreements", "coded_a", "coded_b", "coded_both"):
        assert presence.loc["all", column] == topics[column].sum()


def test_intervals_hold_the_estimate(presence):
    defined = presence.dropna(subset="alpha")
    assert (defined["alpha_low"] <= defined["alpha"]).all()
    assert (defined["alpha"] <= defined["alpha_high"]).all()
    assert (defined["alpha_low"] < 1).all()


def test_values_are_compared_where_both_found_the_topic(dataset, tables):
    both = tables["codings"].pivot(
        index=["document_id", "topic_id"], columns="coder", values="paragraph"
    )
    both = both.dropna()
    values = reliability.measure_values(dataset)
    paragraph = values.loc["paragraph"]
    assert paragraph["units"] == len(both)
    assert paragraph["earlier_a"] == (both["a"] < both["b"]).sum()
    assert paragraph["earlier_b"] == (both["b"] < both["a"]).sum()
    assert paragraph["disagreements"] == paragraph[["earlier_a", "earlier_b"]].sum()


def test_every_disagreement_was_adjudicated(dataset, tables, presence):
    counts = reliability.count_adjudications(dataset)
    differed = presence.drop(index="all")["disagreements"]
    assert counts["disagreements"].to_dict() == differed[differed > 0].to_dict()
    assert counts["disagreements"].is_monotonic_decreasing
    for coder in "ab":
        alone = presence[f"coded_{coder}"] - presence["coded_both"]
        decided = counts[f"only_{coder}_kept"] + counts[f"only_{coder}_dropped"]
        assert decided.to_dict() == alone.loc[counts.index].to_dict()
    single = tables["adjudications"]["coded_by"].isin(["a", "b"])
    assert counts["kept"].sum() == tables["adjudications"].loc[single, "kept"].sum()

"""What the script hides: answers worked out on paper, and the CSV files."""

import pandas as pd
import pytest

from eucad.voices.exposure import count_topics, script_gap

SERIES = ["hlsd", "fmm", "summit", "ctd"]


@pytest.fixture
def four_documents():
    """One account in both scripts (2 against 4 topics), one in each alone."""
    return pd.DataFrame(
        {
            "lineage_id": ["a", "a", "b", "c"],
            "half_visible": [True, False, True, False],
            "topics": [2, 4, 4, 8],
            "topics_opening": [0, 0, 0, 0],
        }
    )


def test_the_gap_by_hand(four_documents):
    gap = script_gap(four_documents)
    whole = gap.loc[("all documents", "topics")]
    assert whole[["half_visible", "other", "ratio"]].to_list() == [3, 6, 0.5]
    same = gap.loc[("same account", "topics")]
    assert same[["half_visible", "other", "ratio"]].to_list() == [2, 4, 0.5]
    assert same[["documents", "accounts"]].to_list() == [2, 1]


def test_one_account_gives_no_interval(four_documents):
    same = script_gap(four_documents).loc[("same account", "topics")]
    assert same[["low", "high"]].isna().all()


def test_a_wider_level_gives_a_wider_interval(four_documents):
    whole = [
        script_gap(four_documents, level=level).loc[("all documents", "topics")]
        for level in (0.5, 0.95)
    ]
    assert whole[1]["low"] <= whole[0]["low"] <= whole[0]["high"] <= whole[1]["high"]
    with pytest.raises(ValueError, match="level is 95"):
        script_gap(four_documents, level=95)


def test_without_anything_to_compare_the_gap_is_missing(four_documents):
    gap = script_gap(four_documents[~four_documents["half_visible"]])
    assert gap[["ratio", "low", "high"]].isna().all(axis=None)
    nothing_seen = script_gap(four_documents).loc[("all documents", "topics_opening")]
    assert nothing_seen[["ratio", "low", "high"]].isna().all()


def test_counts_from_the_csv_files(dataset, documents, codings):
    found = count_topics(dataset, series=SERIES)
    assert set(found.index) == set(documents["document_id"])
    counts = codings.groupby("document_id").size().reindex(found.index, fill_value=0)
    assert found["topics"].to_list() == counts.to_list()
    opening = codings[codings["paragraph"] <= 3].groupby("document_id").size()
    assert found["topics_opening"].to_list() == opening.reindex(found.index, fill_value=0).to_list()


def test_the_gap_from_the_csv_files(dataset, documents, codings):
    counts = codings.groupby("document_id").size()
    counts = counts.reindex(documents["document_id"], fill_value=0).to_numpy()
    half = documents["language"].isin(["ru", "kk", "tg", "uk", "ar", "fa", "prs"])
    # The one document in Uzbek whose letters are Cyrillic.
    half = (half | (documents["document_id"] == "fmm2015-daryo-uz")).to_numpy()
    found = script_gap(count_topics(dataset, series=SERIES)).loc[("all documents", "topics")]
    assert found["ratio"] == pytest.approx(counts[half].mean() / counts[~half].mean())
    assert found["low"] < found["ratio"] < found["high"]

"""What accounts borrow: recomputed from the files, without the library."""

import dataclasses

import pandas as pd
import pytest

import eucad
from eucad import documents


@pytest.fixture(scope="module")
def raw():
    names = ("borrowings", "borrowing_topics")
    return {
        name: pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in names
    }


@pytest.fixture(scope="module")
def from_earlier(raw):
    """The pairs of accounts of different meetings: a key begins with its meeting."""
    pairs = raw["borrowings"]
    meetings = [pairs[column].str.split("-").str[0] for column in pairs.columns[:2]]
    return pairs[meetings[0] != meetings[1]]


def test_borrowed_mentions_stand_in_nothing_but_wording_of_another_year(dataset, raw, from_earlier):
    pairs = from_earlier[from_earlier["certainty"] == "firm"]
    topics = raw["borrowing_topics"].query("wording == 'only'").merge(pairs)
    expected = set(zip(topics["lineage_id"], topics["topic_id"], strict=True))
    found = documents.borrowed_mentions(dataset)
    assert set(found) == expected
    assert found.is_unique
    assert found.is_monotonic_increasing


def test_what_two_accounts_of_one_meeting_share_is_not_borrowed_from_another_year(dataset, raw):
    pairs = raw["borrowings"].set_index("lineage_id")["template_lineage_id"]
    assert pairs["hlsd2015-tj-mfa"] == "hlsd2015-eeas"
    found = documents.borrowed_mentions(dataset)
    assert "hlsd2015-tj-mfa" not in found.get_level_values("lineage_id")


def test_whole_texts_are_listed_once(dataset, from_earlier):
    whole = from_earlier.loc[from_earlier["amount"] == "whole_text", "lineage_id"]
    assert documents.borrowed_accounts(dataset) == sorted(set(whole))


def test_nothing_is_borrowed_where_no_pair_is_known(dataset):
    alone = dataclasses.replace(
        dataset, borrowings=dataset.borrowings[:0], borrowing_topics=dataset.borrowing_topics[:0]
    )
    assert documents.borrowed_accounts(alone) == []
    mentions = documents.borrowed_mentions(alone)
    assert len(mentions) == 0
    assert list(mentions.names) == ["lineage_id", "topic_id"]

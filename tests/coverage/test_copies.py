"""Copies of accounts and borrowed wording: recomputed from the files, without the library."""

import pytest
from from_csv import tables

from eucad.coverage import copies as measures


@pytest.fixture(scope="module")
def raw():
    return tables()


def test_voices(dataset, raw):
    documents = raw["documents"].merge(raw["lineages"][["lineage_id", "voice"]], on="lineage_id")
    voices = measures.summarise_voices(dataset)
    for voice, own in documents.groupby("voice"):
        found = voices.loc[voice]
        assert found["documents"] == len(own)
        assert found["accounts"] == own["lineage_id"].nunique()
        assert found["full"] == (own["extent"] == "full").sum()
        assert found["english"] == (own["language"] == "en").sum()
        assert set(found["others"]) == set(own["language"]) - {"en"}


def test_copies(dataset, raw):
    documents = raw["documents"]
    sizes = documents["lineage_id"].value_counts()
    largest = measures.most_copied_accounts(dataset, 4)
    assert largest["documents"].tolist() == sizes.head(4).tolist()
    with_ties = measures.most_copied_accounts(dataset, 5)
    assert len(with_ties) == (sizes >= sizes.iloc[4]).sum()
    assert (with_ties.iloc[:, 3:].sum(axis=1) == with_ties["documents"]).all()


def test_borrowed_wording_is_that_of_an_earlier_meeting(dataset, raw):
    found = measures.find_borrowed(dataset)
    meeting = raw["lineages"].set_index("lineage_id")["meeting_id"]
    pairs = raw["borrowings"]
    other = (
        meeting.loc[pairs["lineage_id"]].array != meeting.loc[pairs["template_lineage_id"]].array
    )
    assert len(found.pairs) == other.sum()
    assert found.accounts == pairs.loc[other, "lineage_id"].nunique()
    assert found.mentions < found.of_mentions

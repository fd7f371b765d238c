"""What is known and from whom: recomputed from the files, without the library."""

import pytest
from from_csv import tables

from eucad.coverage import measures


@pytest.fixture(scope="module")
def raw():
    return tables()


def test_meetings_by_series_keep_the_order_of_time(dataset, raw):
    meetings = measures.meetings_by_series(dataset)
    assert meetings["series"].ne(meetings["series"].shift()).sum() == meetings["series"].nunique()
    for _, group in meetings.groupby("series", observed=True):
        assert group["date_start"].is_monotonic_increasing
    counts = raw["documents"]["meeting_id"].value_counts()
    assert meetings["documents"].to_dict() == counts.loc[meetings.index].to_dict()


def test_sources_are_the_accounts_of_the_agenda(dataset, raw):
    types = ["readout", "communique", "press_release", "news_report"]
    documents = raw["documents"].merge(raw["lineages"][["lineage_id", "voice"]], on="lineage_id")
    agenda = documents[(documents["about"] == "meeting") & documents["document_type"].isin(types)]
    found = measures.study(dataset, series="fmm")
    for meeting in found.accounts:
        own = agenda[agenda["meeting_id"] == meeting]
        for voice in found.accounts.index:
            spoken = own[own["voice"] == voice]
            whole = spoken[spoken["extent"] == "full"]
            assert found.accounts.loc[voice, meeting] == spoken["lineage_id"].nunique()
            assert found.complete.loc[voice, meeting] == whole["lineage_id"].nunique()


def test_every_chair_is_counted_once(dataset, raw):
    held = raw["meetings"].query("status == 'held'")
    for series in held["series"].unique():
        chairs = measures.study(dataset, series=series).chairs
        assert chairs.sum() == (held["series"] == series).sum()


def test_an_unknown_series_is_named_with_those_that_occur(dataset):
    with pytest.raises(ValueError, match=r"no series 'osce'. Choose among"):
        measures.study(dataset, series="osce")

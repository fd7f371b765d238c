"""What is known and from whom: recomputed from the files, without the library."""

from functools import cache

import pytest
from from_csv import tables

from eucad.coverage import measures


@pytest.fixture(scope="module")
def raw():
    return tables()


@pytest.fixture(scope="module")
def studies(dataset):
    """The study of every series, but for what is the same in all."""
    with pytest.MonkeyPatch.context() as patch:
        same = ("measure_presence", "measure_values", "who_led", "summarise_voices")
        for name in (*same, "most_copied_accounts", "find_borrowed"):
            patch.setattr(measures, name, cache(getattr(measures, name)))
        series = dataset.meetings["series"].cat.categories
        return {each: measures.study(dataset, series=each) for each in series}


def test_meetings_by_series_keep_the_order_of_time(dataset, raw):
    meetings = measures.meetings_by_series(dataset)
    assert meetings["series"].ne(meetings["series"].shift()).sum() == meetings["series"].nunique()
    for _, group in meetings.groupby("series", observed=True):
        assert group["date_start"].is_monotonic_increasing
    counts = raw["documents"]["meeting_id"].value_counts()
    assert meetings["documents"].to_dict() == counts.loc[meetings.index].to_dict()


def test_sources_are_the_accounts_of_the_agenda(studies, raw):
    types = ["readout", "communique", "press_release", "news_report"]
    documents = raw["documents"].merge(raw["lineages"][["lineage_id", "voice"]], on="lineage_id")
    agenda = documents[(documents["about"] == "meeting") & documents["document_type"].isin(types)]
    found = studies["fmm"]
    for meeting in found.accounts:
        own = agenda[agenda["meeting_id"] == meeting]
        for voice in found.accounts.index:
            spoken = own[own["voice"] == voice]
            whole = spoken[spoken["extent"] == "full"]
            assert found.accounts.loc[voice, meeting] == spoken["lineage_id"].nunique()
            assert found.complete.loc[voice, meeting] == whole["lineage_id"].nunique()


def test_every_chair_is_counted_once(studies, raw):
    held = raw["meetings"].query("status == 'held'")
    assert set(studies) == set(held["series"])
    for series, found in studies.items():
        assert found.chairs.sum() == (held["series"] == series).sum()


def test_an_unknown_series_is_named_with_those_that_occur(dataset):
    with pytest.raises(ValueError, match=r"no series 'osce'. Choose among"):
        measures.study(dataset, series="osce")

"""Who speaks: recomputed from the files, without the library, in a few lines of pandas."""

import pandas as pd
import pytest
from from_csv import read, tables

from eucad import agenda, documents
from eucad.agenda import OPENING_PARAGRAPHS
from eucad.documents import SCRIPTS, visible_part
from eucad.meetings import held_meetings, missing_rounds


@pytest.fixture(scope="module")
def raw():
    return tables()


@pytest.fixture(scope="module")
def raw_agenda(raw):
    types = ["readout", "communique", "press_release", "news_report"]
    table = raw["documents"].merge(raw["lineages"][["lineage_id", "voice"]], on="lineage_id")
    return table[(table["about"] == "meeting") & table["document_type"].isin(types)]


def test_agenda_documents(dataset, raw_agenda):
    found = documents.agenda_documents(dataset)
    assert set(found["document_id"]) == set(raw_agenda["document_id"])
    assert (
        found.set_index("document_id")["voice"].astype(str).to_dict()
        == raw_agenda.set_index("document_id")["voice"].to_dict()
    )


def test_copies_of_an_account_count_once(dataset, raw_agenda):
    accounts = documents.count_accounts(dataset, documents.agenda_documents(dataset))
    for meeting, voice in [("hlsd2024", "tm"), ("fmm2019", "eu"), ("hlsd2020", "kz")]:
        here = raw_agenda[(raw_agenda["meeting_id"] == meeting) & (raw_agenda["voice"] == voice)]
        assert accounts.loc[meeting, voice] == here["lineage_id"].nunique()
    assert accounts.to_numpy().sum() == raw_agenda["lineage_id"].nunique()


def test_meetings_come_in_order_and_only_if_held(dataset, raw):
    held = held_meetings(dataset)
    expected = raw["meetings"].query("status == 'held'").sort_values("date_start")
    assert held.index.tolist() == expected["meeting_id"].tolist()
    assert "hlsd2014" not in held.index
    assert missing_rounds(dataset).index.tolist() == ["fmm2014", "hlsd2014"]


def test_a_held_meeting_without_documents_counts_none(dataset):
    few = documents.agenda_documents(dataset).query("meeting_id == 'hlsd2015'")
    counts = documents.count_accounts(dataset, few)
    assert counts.sum().sum() == few["lineage_id"].nunique()
    assert not counts.loc["hlsd2016"].any()
    assert "hlsd2014" not in counts.index


def test_every_voice_has_a_side_and_a_new_one_is_asked_for(dataset):
    voices = dataset.lineages["voice"].cat.categories
    sides = dict(zip(voices, documents.side_of(voices), strict=True))
    assert {voice for voice in voices if sides[voice] == "capitals"} == {
        code.lower() for code in ("KZ", "KG", "TJ", "TM", "UZ")
    }
    with pytest.raises(ValueError, match="Add a side for osce"):
        documents.side_of(["eu", "osce"])


def test_the_script_is_that_of_the_terms_not_of_the_language(dataset):
    part = visible_part(dataset).set_index("document_id")
    # Uzbek is written in both scripts.
    assert part.loc["fmm2015-daryo-uz", ["language", "script"]].to_list() == ["uz", "Cyrillic"]
    unusual = part[part["script"] != part["language"].astype(str).map(SCRIPTS).fillna("Latin")]
    assert set(unusual["language"]) == {"uz"}


def test_a_document_without_terms_has_the_script_of_its_language(dataset):
    coded = set(read("codings")["document_id"])
    part = visible_part(dataset)
    silent = part[~part["document_id"].isin(coded) & (part["language"] == "ru")]
    assert len(silent) and silent["script"].eq("Cyrillic").all()


def test_the_opening_is_what_half_visible_documents_show(dataset):
    part = visible_part(dataset)
    cut = part.loc[part["half_visible"] & (part["extent"] == "opening"), "document_id"]
    evidence = pd.concat([dataset.codings, dataset.programme_mentions, dataset.participation])
    # A document was visible at least as far as something is recorded of it.
    reach = evidence.groupby("document_id")["paragraph"].max().reindex(cut).dropna()
    assert (reach >= OPENING_PARAGRAPHS).mean() > 0.75
    assert (reach > OPENING_PARAGRAPHS).mean() < 0.5


def test_a_result_that_is_changed_changes_no_other(dataset):
    changed = documents.agenda_documents(dataset)
    changed.loc[:, "title"] = "another"
    changed["about"] = "none"
    again = documents.agenda_documents(dataset)
    assert "another" not in again["title"].to_list()
    assert set(again["about"]) == {"meeting"}


def test_lists_of_words_may_be_of_any_kind(dataset):
    kinds = (["hlsd", "fmm"], ("hlsd", "fmm"), pd.Index(["hlsd", "fmm"]))
    first, *others = (agenda.agenda_codings(dataset, kind) for kind in kinds)
    assert all(first.equals(other) for other in others)

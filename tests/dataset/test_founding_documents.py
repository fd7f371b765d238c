"""The five documents the project began with, fact by fact.

The facts stand in `founding/*.csv`, written from a reading of the documents, not from the tables:
who met when, who is named in which seat, which topics and programmes stand in which paragraph. One
line is one fact. The tests at the end go the other way: what the tables hold of these
documents must be named there, so that a row added or lost turns red.

Paragraphs count from 1, the headline is 0, headings and captions are not counted. Where a document
leaves a cell open to two readings, the expectation names both: "discussed or priority". An empty
expectation means that the document does not state it; `note` says why.
"""

import csv
from pathlib import Path

import pandas as pd
import pytest
from tried_on import tried_on

EU_2015 = "hlsd2015-eudel-tj"
TM_2016 = "hlsd2016-tmembassy-be-ru"
RFERL_2021 = "fmm2021-rferl"
NCA_2024 = "hlsd2024-nca"
EI_2025 = "hlsd2025-europeaninterest"
FOUNDING = (EU_2015, TM_2016, RFERL_2021, NCA_2024, EI_2025)

#: What a file speaks of: a table, and the columns that find the one row of a fact. All its other
#: columns are cells of that row.
STATED = {
    "officials": ("participation", "document_id", "meeting_id", "person_id"),
    "delegations": ("delegations", "document_id", "delegation"),
    "topics": ("codings_final", "document_id", "topic_id"),
    "adjudicated": ("adjudications", "document_id", "topic_id"),
    "programmes": ("programme_mentions", "document_id", "programme_id"),
    "programme_topics": ("programmes", "programme_id"),
}


def facts(name):
    """The lines of a file, without their notes."""
    path = Path(__file__).parent / "founding" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return [{column: value for column, value in line.items() if column != "note"} for line in lines]


def each(*names):
    """Try a test on the facts of files, with the facts' own words as test ids."""
    cases = [(name, fact) for name in names for fact in facts(name)]
    ids = [f"{name} {' '.join(list(fact.values())[:3])}" for name, fact in cases]
    return tried_on("name, fact", cases, ids)


def plain(value):
    """A cell as text: dates in ISO form, empty cells as ""."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def rows(table, **where):
    """The rows of a table whose columns hold the given values."""
    for column, value in where.items():
        table = table[table[column] == value]
    return table


def the_row(table, **where):
    """The one row of a table whose columns hold the given values."""
    found = rows(table, **where)
    assert len(found) == 1, f"{len(found)} rows with {where}"
    return found.iloc[0]


def assert_cells(row, **expected):
    """Each named cell holds the expected value, or one of those between the "or"s."""
    actual = {column: plain(row[column]) for column in expected}
    wrong = {
        column: f"{actual[column]!r}, expected {value!r}"
        for column, value in expected.items()
        if actual[column] not in value.split(" or ")
    }
    assert not wrong


# What the documents state


@each("meetings", "documents")
def test_a_meeting_or_document_is_as_it_was_read(dataset, name, fact):
    (key, found), (_, column), (_, value) = fact.items()
    assert_cells(the_row(getattr(dataset, name), **{key: found}), **{column: value})


@each(*STATED)
def test_a_row_is_as_it_was_read(dataset, name, fact):
    table, *keys = STATED[name]
    row = the_row(getattr(dataset, table), **{key: fact.pop(key) for key in keys})
    # Of a role its first words are given.
    assert plain(row.get("role_printed")).startswith(fact.pop("role_printed", ""))
    assert_cells(row, **fact)


def test_first_dialogue_was_in_2013(dataset):
    assert the_row(dataset.meetings, meeting_id="hlsd2013")["date_start"].year == 2013


@tried_on("document_id", FOUNDING)
def test_every_document_is_seen_whole_and_about_its_meeting(dataset, document_id):
    row = the_row(dataset.documents, document_id=document_id)
    assert_cells(
        row, extent="full", about="meeting", founding="True", title_is_reconstructed="False"
    )
    assert set(rows(dataset.codings_final, document_id=document_id)["scope"]) == {"dialogue"}


@each("voices")
def test_voice(dataset, name, fact):
    document = the_row(dataset.documents, document_id=fact["document_id"])
    row = the_row(dataset.lineages, lineage_id=document["lineage_id"])
    assert_cells(row, voice=fact["voice"])


def test_text_of_2016_borrows_the_wording_of_2015(dataset):
    lineage_2015 = the_row(dataset.documents, document_id=EU_2015)["lineage_id"]
    lineage_2016 = the_row(dataset.documents, document_id=TM_2016)["lineage_id"]
    pair = {"lineage_id": lineage_2016, "template_lineage_id": lineage_2015}
    assert_cells(the_row(dataset.borrowings, **pair), amount="whole_text", certainty="firm")
    topics = rows(dataset.borrowing_topics, **pair)
    assert sorted((each,) for each in topics["topic_id"]) == named("topics", "topic_id", of=TM_2016)
    assert set(topics["wording"]) == {"only"}


@each("people")
def test_person(dataset, name, fact):
    person = the_row(dataset.people, person_id=fact["person_id"])
    assert_cells(person, delegation=fact["delegation"])
    seats = rows(dataset.participation, person_id=fact["person_id"])
    for _, seat in seats[seats["document_id"].isin(FOUNDING)].iterrows():
        assert fact["institution"] in seat["institution"]
        assert seat["name_printed"] in f"{person['name']} | {person['aliases']}"


# What they do not state


@tried_on("table", ["documents", "participation", "delegations"])
def test_no_round_in_2014(dataset, table):
    assert rows(getattr(dataset, table), meeting_id="hlsd2014").empty


@each("absent_topics")
def test_a_topic_that_a_hasty_reader_would_expect_is_absent(dataset, name, fact):
    assert fact["topic_id"] in set(dataset.topics["topic_id"])
    assert rows(dataset.codings_final, **fact).empty


@each("absent_programmes")
def test_programme_absent(dataset, name, fact):
    assert fact["programme_id"] in set(dataset.programmes["programme_id"])
    assert rows(dataset.programme_mentions, **fact).empty


@tried_on("document_id", [RFERL_2021, EI_2025])
def test_no_programme_named(dataset, document_id):
    assert rows(dataset.programme_mentions, document_id=document_id).empty


@each("unnamed")
def test_nobody_of_the_delegation_is_named(dataset, name, fact):
    members = set(rows(dataset.people, delegation=fact["delegation"])["person_id"])
    assert members
    seated = set(rows(dataset.participation, document_id=fact["document_id"])["person_id"])
    assert not members & seated


@each("not_present")
def test_a_person_in_another_capacity_or_mistaken_for_one_is_not_placed_there(dataset, name, fact):
    assert not rows(dataset.people, person_id=fact["person_id"]).empty
    assert rows(dataset.participation, **fact).empty


def test_press_officer_of_2015_is_no_participant(dataset):
    assert not dataset.people["name"].str.contains("Abdullaeva").any()


@tried_on("document_id", [RFERL_2021, NCA_2024])
def test_nobody_is_named_in_the_chair(dataset, document_id):
    capacities = set(rows(dataset.participation, document_id=document_id)["capacity"])
    assert not capacities & {"chair", "co_chair", "host"}


@tried_on("document_id", [RFERL_2021, NCA_2024, EI_2025])
def test_no_seat_for_afghanistan(dataset, document_id):
    assert rows(dataset.delegations, document_id=document_id, delegation="AF").empty


@tried_on("document_id", FOUNDING)
def test_nobody_of_a_sideline_and_only_2025_is_ambiguous(dataset, document_id):
    seats = rows(dataset.participation, document_id=document_id)
    assert not (seats["capacity"] == "sideline_only").any()
    # The paragraph can mean the dialogue of 11 July 2025, the counter-terrorism dialogue of the day
    # before, or both.
    assert set(seats["certainty"]) == {"ambiguous" if document_id == EI_2025 else "stated"}


# Nothing of these documents stands in the tables without being named above


def named(name, *columns, of):
    """What a file names of one document, in the given columns."""
    own = [fact for fact in facts(name) if fact["document_id"] == of]
    return sorted(tuple(fact[column] for column in columns) for fact in own)


def test_the_founding_documents_are_these_five(dataset):
    founding = dataset.documents[dataset.documents["founding"]]
    assert sorted(founding["document_id"]) == sorted(FOUNDING)


@tried_on("document_id", FOUNDING)
@pytest.mark.parametrize("name", [name for name, keys in STATED.items() if "document_id" in keys])
def test_every_row_is_named(dataset, name, document_id):
    table, *keys = STATED[name]
    found = rows(getattr(dataset, table), document_id=document_id)[keys].astype(str)
    assert sorted(found.itertuples(index=False, name=None)) == named(name, *keys, of=document_id)


def test_every_person_is_named():
    assert {fact["person_id"] for fact in facts("people")} == {
        fact["person_id"] for fact in facts("officials")
    }


@tried_on("document_id", FOUNDING)
def test_every_topic_of_either_coder_is_named_or_rejected(dataset, document_id):
    coded = set(rows(dataset.codings, document_id=document_id)["topic_id"])
    kept = {fact["topic_id"] for fact in facts("topics") if fact["document_id"] == document_id}
    rejected = [fact for fact in facts("adjudicated") if fact["kept"] == "False"]
    own = {fact["topic_id"] for fact in rejected if fact["document_id"] == document_id}
    assert coded == kept | own

"""Attendance: attestations, seats and ranks, recomputed from the CSV files."""

import re
from dataclasses import replace

import pandas as pd
import pytest

import eucad
from eucad import attendance
from eucad.meetings import held_meetings


@pytest.fixture(scope="module")
def attestations(dataset):
    return attendance.find_attestations(dataset)


@pytest.fixture(scope="module")
def seat_states(dataset, attestations):
    return attendance.seats(dataset, attestations)


@pytest.fixture(scope="module")
def printed():
    """The tables as they stand in the files, read without the library."""
    names = ["people", "participation", "delegations", "documents"]
    return {name: pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str) for name in names}


def test_seats_agree_with_the_files(seat_states, printed):
    heads = printed["delegations"].query("head_named == 'true'")
    named = set(zip(heads["meeting_id"], heads["delegation"], strict=True))
    rows = printed["delegations"].query("status != 'invited'")
    mentioned = set(zip(rows["meeting_id"], rows["delegation"], strict=True))
    home = printed["people"].set_index("person_id")["delegation"]
    rows = printed["participation"].query("capacity != 'sideline_only'")
    certainties = rows.groupby(["meeting_id", rows["person_id"].map(home)])["certainty"].agg(set)
    states = seat_states.set_index(["meeting_id", "delegation"])["state"]
    assert mentioned <= set(states.index)
    for key, state in states.items():
        people = certainties.get(key, set())
        if state == "named":
            assert key in named and people - {"ambiguous"}
        elif state == "ambiguous":
            assert people == {"ambiguous"}
        elif state == "unnamed":
            # A head may be named who was only met on the sidelines.
            assert key in mentioned and (key not in named or not people)
        else:
            assert key not in mentioned and not people


def test_regular_delegations_have_a_seat_at_every_meeting(dataset, seat_states):
    regular = attendance.regular_seats(seat_states)
    assert len(regular) == len(held_meetings(dataset)) * regular["delegation"].nunique()
    assert set(regular["delegation"]) == {"EU", "KZ", "KG", "TJ", "TM", "UZ"}


def test_ambiguous_seats_fall_back_where_the_passage_is_not_meant(dataset, attestations):
    certain = attestations[attestations["certainty"] != "ambiguous"]
    states = attendance.seats(dataset, certain)["state"]
    assert "ambiguous" not in set(states)


def test_the_order_and_repetition_of_rows_do_not_matter(dataset, attestations, seat_states):
    shuffled = pd.concat([attestations, attestations]).sample(frac=1, random_state=3)
    mixed = replace(dataset, delegations=dataset.delegations.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(attendance.seats(mixed, shuffled), seat_states)


def test_nobody_attested_leaves_seats_unnamed_or_unmentioned(dataset, attestations):
    states = attendance.seats(dataset, attestations.iloc[:0])["state"]
    assert set(states) == {"unnamed", "not_mentioned"}


def test_disagreements_are_those_of_the_codebook(dataset):
    text = (eucad.DATA / "README.md").read_text(encoding="utf-8")
    passage = re.search(r"both statements are kept: (.*?)\. Not every", text, re.DOTALL)[1]
    expected = {
        (meeting, delegation)
        for meeting, listed in re.findall(r"`(\w+)`\s+([A-Z]{2}(?:,\s+[A-Z]{2})*)", passage)
        for delegation in re.split(r",\s+", listed)
    }
    table = attendance.representation(dataset)
    split = table[table["several"] & (table["delegation"] != "EU")]
    assert set(zip(split["meeting_id"], split["delegation"], strict=True)) == expected


def test_ranks_are_ordered_and_indefinite_ones_left_out(dataset):
    table = attendance.representation(dataset)
    assert table["rank"].cat.ordered
    assert not table["rank"].isin(["not_stated", "minister_or_deputy_minister"]).any()


def test_who_is_only_invited_has_not_come(dataset, seat_states):
    invited = dataset.delegations[dataset.delegations["status"] == "invited"]
    seats = set(zip(invited["meeting_id"], invited["delegation"], strict=True))
    assert seats
    assert not seats & set(zip(seat_states["meeting_id"], seat_states["delegation"], strict=True))


def test_chairs_are_those_of_the_table(dataset, printed):
    chairs = attendance.chairs_known(dataset)
    stated = printed["participation"].query("capacity in ['chair', 'co_chair']")
    assert set(chairs.index[chairs != "unnamed"]) == set(stated["meeting_id"])


def test_who_led_puts_chairs_seats_and_disagreements_side_by_side(dataset, seat_states):
    knowledge, disputed = attendance.who_led(dataset)
    states = seat_states.set_index(["meeting_id", "delegation"])["state"]
    for meeting, delegation in [("hlsd2018", "UZ"), ("fmm2021", "TM"), ("hlsd2017", "KZ")]:
        assert knowledge.loc[meeting, delegation] == states[meeting, delegation]
    assert pd.isna(knowledge.loc["fmm2021", "AF"])
    assert not disputed[["chair", "EU"]].any(axis=None)

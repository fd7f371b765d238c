"""What changed between two states of the dataset."""

import shutil

import pandas as pd
import pytest

import eucad
from eucad.keep.diff import compare, moved_sentences, state


@pytest.fixture
def two(tmp_path):
    """Two folders that hold the same: some tables of the dataset, as a diff needs no others."""
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        for name in ("datapackage.json", "people.csv", "documents.csv"):
            shutil.copy(eucad.DATA / name, tmp_path / side)
    return tmp_path / "old", tmp_path / "new"


def edit(folder, name, change):
    path = folder / f"{name}.csv"
    table = change(pd.read_csv(path, dtype=str, keep_default_na=False))
    table.to_csv(path, index=False, lineterminator="\n")


def test_added_removed_and_changed_are_told_apart(two):
    def change(people):
        people.loc[0, "name"] = "Another Name"
        new = people.iloc[[1]].assign(person_id="somebody-else")
        return pd.concat([people.drop(index=2), new])

    people = pd.read_csv(two[0] / "people.csv", dtype=str, keep_default_na=False)
    edit(two[1], "people", change)
    (diff,) = compare(*two)
    assert diff.table == "people"
    assert diff.added.index.to_list() == ["somebody-else"]
    assert diff.removed.index.to_list() == [people.loc[2, "person_id"]]
    assert diff.changed.to_dict("list") == {
        "column": ["name"],
        "old": [people.loc[0, "name"]],
        "new": ["Another Name"],
    }
    assert "people: 1 added, 1 removed, 1 cell changed" in str(diff)


def test_the_order_of_rows_is_no_change(two):
    edit(two[1], "documents", lambda documents: documents.iloc[::-1])
    assert compare(*two) == []


def test_a_column_sorted_alone_is_many_changes(two):
    edit(
        two[1],
        "documents",
        lambda documents: documents.assign(publisher=sorted(documents["publisher"])),
    )
    (diff,) = compare(*two)
    assert len(diff.changed) > 100
    assert len(str(diff).splitlines()) < 20


def test_a_key_that_is_there_twice_is_an_added_row(two):
    edit(two[1], "people", lambda people: pd.concat([people, people.iloc[[0]]]))
    (diff,) = compare(*two)
    assert (len(diff.added), len(diff.removed), len(diff.changed)) == (1, 0, 0)


def test_a_state_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="'no-such-thing' is no folder"), state("no-such-thing"):
        pass


def test_sentences_that_move_are_told_once_with_what_moved():
    old = "**At 12 meetings** 6 delegations had 72 seats. Nobody left. [More](a.ipynb)"
    new = "**At 13 meetings** 6 delegations had 78 seats. Nobody left. [More](a.ipynb)"
    assert moved_sentences(old, old) == []
    assert moved_sentences(old, new) == [
        "  At [12 → 13] meetings 6 delegations had [72 → 78] seats."
    ]
    assert moved_sentences(old, f"{new} Two came.")[1:] == ["+ Two came."]
    # A word more has no counterpart to stand beside.
    assert moved_sentences(
        "Seats: EU 3, Turkmenistan 1.", "Seats: EU 3, Turkmenistan 1, UZ 1."
    ) == [
        "- Seats: EU 3, Turkmenistan 1.",
        "+ Seats: EU 3, Turkmenistan 1, UZ 1.",
    ]
    assert moved_sentences("Nobody left.", "They all went home.") == [
        "- Nobody left.",
        "+ They all went home.",
    ]

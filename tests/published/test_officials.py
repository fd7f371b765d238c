"""Published numbers of notebook 03, recomputed from the CSV files without the library."""

import pandas as pd
import pytest

import eucad
from eucad.officials import measures


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset)


@pytest.fixture(scope="module")
def printed():
    names = ["people", "participation", "meetings", "delegations"]
    return {name: pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str) for name in names}


@pytest.fixture(scope="module")
def dialogue(printed):
    """Participations of the dialogue, and whether each is stated beyond doubt."""
    series = printed["meetings"].set_index("meeting_id")["series"]
    rows = printed["participation"].query("capacity != 'sideline_only'")
    own = rows[rows["meeting_id"].map(series) == "hlsd"]
    sure = own["certainty"] != "ambiguous"
    return own.assign(sure=sure)


def test_seats(study):
    counts = study.seat_states["state"].value_counts().to_dict()
    assert counts == {"named": 36, "unnamed": 28, "not_mentioned": 3, "ambiguous": 5}


def test_officials_named_and_named_once(study, dialogue):
    meetings = dialogue.groupby("person_id")["meeting_id"].nunique()
    sure = dialogue[dialogue["sure"]].groupby("person_id")["meeting_id"].nunique()
    assert (len(sure), len(meetings)) == (28, 33)
    assert ((sure == 1).sum(), (meetings == 1).sum()) == (18, 23)
    found = {key: tenure["meetings"] for key, tenure in study.tenures.items()}
    assert [len(each) for each in found.values()] == [28, 33, 33]
    assert [(each == 1).sum() for each in found.values()] == [18, 23, 23]


def test_vassilenko_is_named_most_often(study, dialogue):
    counts = dialogue.groupby("person_id")["meeting_id"].nunique()
    assert counts.idxmax() == study.tenures[study.chosen.meant].index[0] == "vassilenko-roman"
    assert counts.max() == 6


def test_named_again(study):
    totals = study.returns_in_all
    assert totals["returning"].to_list() == [16, 16, 16]
    assert totals["named"].to_list() == [30, 36, 36]
    rates = study.returns
    pairs = {key: (row["returning"], row["named"]) for key, row in rates.iterrows()}
    assert pairs["EU"] == (8, 19) and pairs["KZ"] == (3, 8)
    assert pairs["TJ"] == (2, 3) and pairs["TM"] == (2, 5)


def test_turnover_of_kazakhstan(study):
    own = study.changes[study.changes["delegation"] == "KZ"]
    jaccard = own.set_index("end")["jaccard"].dropna()
    # Volkov, Vassilenko (not in 2017), twice again, then others, then Vassilenko three times.
    assert jaccard.to_dict() == {
        "hlsd2016": 0, "hlsd2019": 1, "hlsd2020": 0, "hlsd2021": 0, "hlsd2022": 0,
        "hlsd2023": 1, "hlsd2024": 1, "hlsd2025": 0,
    }  # fmt: skip


def test_bridges(study):
    assert set(study.always_bridging.index) == {"hajiyev-vepa", "vassilenko-roman"}
    assert [len(each) - 2 for each in study.bridges.values()] == [1, 0, 6]


def test_closeness_in_the_two_mode_network(study):
    people = ["vassilenko-roman", "schmid-helga", "mora-enrique", "hakala-terhi"]
    found = study.positions.loc[people, "two_mode_closeness"]
    assert found.round(3).to_list() == [0.558, 0.486, 0.461, 0.424]
    once = study.positions[study.positions["meetings"] == 1]["two_mode_closeness"]
    assert once.max() < found["vassilenko-roman"]


def test_no_pair_beyond_chance(study):
    assert len(study.pairs) == 325
    assert set(study.pairs["verdict"]) == {"within"}
    first = study.pairs.loc[0, ["first", "second", "observed"]].to_list()
    assert first == ["kamilov-abdulaziz", "mogherini-federica", 5]


def test_the_disagreements_of_the_dialogue(study):
    split = study.ranks[study.ranks["several"] & (study.ranks["series"] == "hlsd")]
    assert set(split.loc[split["delegation"] != "EU", "meeting_id"]) == {"hlsd2025"}


def test_two_surnames_are_one_official_and_one_surname_two(study):
    people = study.printed.attestations.groupby("person_id")["name_printed"].agg(" ".join)
    assert {"Aslov", "Muhriddin"} <= set(people["muhriddin-sirojiddin"].replace(",", " ").split())
    both = study.printed.roster
    found = both[both["name"].str.endswith("Vassilenko")]["person_id"].unique()
    assert sorted(found) == ["vassilenko-roman", "vassilenko-stanislav"]


def test_chairs(dataset):
    chairs = eucad.attendance.chairs_known(dataset)
    assert set(chairs.index[chairs == "ambiguous"]) == {"ctd2025", "hlsd2025"}

"""Rosters, interpretations and turnover: cases on paper, and what holds of any data."""

from itertools import pairwise

import pandas as pd
import pytest
from by_definition import binomial

from eucad.attendance import find_attestations, seats
from eucad.officials import measures, rosters, turnover


@pytest.fixture(scope="module")
def attestations(dataset):
    return find_attestations(dataset)


@pytest.fixture(scope="module")
def every(dataset):
    return rosters.interpretations(dataset)


@pytest.fixture(scope="module")
def printed(every):
    return list(every.values())[-1]


def toy(rows):
    columns = ["person_id", "meeting_id", "document_id", "certainty", "capacity"]
    table = pd.DataFrame(rows, columns=columns)
    series = table["meeting_id"].str[:-1]
    order = ["stated", "inferred", "ambiguous"]
    return table.assign(
        name=table["person_id"].str.upper(),
        delegation=pd.Categorical(table["person_id"].str[0], ["x", "y", "z"]),
        series=pd.Categorical(series, sorted(series.unique())),
        meeting=table["meeting_id"],
        date=pd.to_datetime("201" + table["meeting_id"].str[-1] + "-01-01"),
        lineage_id=table["document_id"],
        institution="i",
        rank=pd.Categorical(["minister"] * len(table), ["minister"]),
        certainty=pd.Categorical(table["certainty"], order, ordered=True),
        capacity=pd.Categorical(table["capacity"], ["chair", "participant", "sideline_only"]),
        present=table["capacity"] != "sideline_only",
    )


# Rosters


def test_a_roster_has_each_official_of_a_meeting_once(attestations):
    roster = rosters.make_roster(attestations)
    pairs = list(zip(roster["person_id"], roster["meeting_id"], strict=True))
    own = attestations[attestations["present"]]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set(zip(own["person_id"], own["meeting_id"], strict=True))


def test_sidelines_are_not_participation():
    table = toy([("xa", "m1", "d", "stated", "sideline_only")])
    assert rosters.make_roster(table).empty
    everyone = rosters.make_roster(table, sidelines=True)
    assert everyone["capacity"].to_list() == ["sideline_only"]


def test_sideline_talks_do_not_make_an_ambiguous_presence_certain():
    rows = [
        ("xa", "m1", "d", "ambiguous", "chair"),
        ("xa", "m1", "e", "stated", "sideline_only"),
    ]
    (row,) = rosters.make_roster(toy(rows), sidelines=True).itertuples()
    assert (row.certainty, row.capacity) == ("ambiguous", "chair")


def test_the_best_of_all_statements_is_kept_and_copies_count_once():
    rows = [
        ("xa", "m1", "d", "inferred", "participant"),
        ("xa", "m1", "e", "stated", "participant"),
        ("xa", "m1", "f", "ambiguous", "chair"),
    ]
    table = toy(rows).assign(lineage_id=["d", "d", "f"])
    (row,) = rosters.make_roster(table).itertuples()
    assert (row.certainty, row.capacity, row.accounts) == ("stated", "chair", 2)


def test_the_order_and_repetition_of_rows_do_not_matter(attestations):
    shuffled = pd.concat([attestations, attestations]).sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(rosters.make_roster(shuffled), rosters.make_roster(attestations))


# Interpretations


def test_a_passage_on_one_meeting_may_mean_it_or_not():
    rows = [("xa", "m1", "d", "ambiguous", "participant"), ("xb", "m1", "e", "stated", "chair")]
    assert rosters.meanings(toy(rows)) == [(), ("m1",)]


def test_meanings_of_several_documents_are_combined():
    rows = [
        ("xa", "m1", "d", "ambiguous", "participant"),
        ("xa", "m2", "d", "ambiguous", "participant"),
        ("xb", "m3", "e", "ambiguous", "participant"),
    ]
    assert len(rosters.meanings(toy(rows))) == 6


def test_passages_on_the_same_meeting_are_read_alike():
    rows = [("xa", "m1", "d", "ambiguous", "participant"), ("xb", "m1", "e", "ambiguous", "chair")]
    assert rosters.meanings(toy(rows)) == [(), ("m1",)]


def test_without_ambiguity_there_is_one_meaning():
    assert rosters.meanings(toy([("xa", "m1", "d", "stated", "participant")])) == [()]


PASSAGES = [
    ("xa", "m1", "d", "ambiguous", "participant"),
    ("xa", "n1", "d", "ambiguous", "participant"),
    ("xb", "m2", "e", "ambiguous", "participant"),
]


@pytest.mark.parametrize(
    ("series", "meant"),
    [("m", ("m1", "m2")), ("n", ("n1",)), ("mn", ("m1", "m2", "n1")), ("", ("m1", "n1"))],
)
def test_a_meaning_is_chosen_by_series(series, meant):
    table = toy(PASSAGES)
    assert rosters.meaning(table, list(series)) == meant
    assert meant in rosters.meanings(table)


def test_an_interpretation_keeps_its_own_roster_and_seats(dataset, every, attestations):
    certain = attestations["certainty"] != "ambiguous"
    meanings = list(every)
    for meant in (meanings[0], meanings[-1]):
        found = every[meant]
        own = attestations[certain | attestations["meeting_id"].isin(meant)]
        pd.testing.assert_frame_equal(found.roster, rosters.make_roster(own))
        pd.testing.assert_frame_equal(found.seats, seats(dataset, own))
        doubtful = found.roster["certainty"] == "ambiguous"
        assert set(found.roster.loc[doubtful, "meeting_id"]) <= set(meant)


def test_of_an_interpretation_all_tables_are_kept_alike(printed):
    own = printed.keep("delegation", ["KZ", "UZ"])
    for table in (own.attestations, own.roster, own.seats):
        assert set(table["delegation"]) == {"KZ", "UZ"}


def test_a_series_of_an_interpretation_is_cut_from_all_its_tables(printed):
    own = printed.of_series("fmm")
    for table in (own.attestations, own.roster, own.seats):
        assert set(table["series"]) == {"fmm"}
    assert own.meant == printed.meant


# Turnover


def of_delegation(named, unnamed=()):
    """An interpretation of one series: who is named of delegation x, meeting by meeting."""
    rows = [(who, m, "d", "stated", "chair") for m, people in named.items() for who in people]
    table = toy(rows)
    meetings = sorted({*named, *unnamed})
    seat_states = pd.DataFrame(
        {
            "meeting_id": meetings,
            "delegation": pd.Categorical(["x"] * len(meetings), ["x", "y", "z"]),
            "series": pd.Categorical(["m"] * len(meetings)),
            "state": ["unnamed" if m in unnamed else "named" for m in meetings],
        }
    )
    return rosters.Interpretation((), table, rosters.make_roster(table), seat_states)


def test_turnover_on_paper():
    found = of_delegation({"m1": ["xa", "xb"], "m2": ["xb", "xc"], "m4": ["xc"]}, ["m3"])
    changes = turnover.turnover(found).set_index(["start", "end"])
    assert list(changes.index) == list(pairwise(["m1", "m2", "m3", "m4"]))
    first = changes.loc[("m1", "m2")]
    assert first[["before", "returning", "known"]].to_list() == [2, 1, True]
    assert not changes.loc[("m2", "m3"), "known"]
    assert not changes.loc[("m3", "m4"), "known"]


def test_return_rates_have_exact_intervals():
    meetings = {f"m{i}": ["xa"] if i < 4 else [f"x{i}"] for i in range(9)}
    rates = turnover.return_rates(turnover.turnover(of_delegation(meetings)), 0.95).loc["x"]
    assert (rates["returning"], rates["named"]) == (3, 8)
    # Clopper-Pearson limits of 3 of 8 by their definition as tail probabilities of 2.5 %.
    assert binomial(8, rates["low"], range(3, 9)) == pytest.approx(0.025)
    assert binomial(8, rates["high"], range(4)) == pytest.approx(0.025)
    assert rates["rate_low"] == rates["rate"] == rates["rate_high"]


def test_an_unnamed_head_before_leaves_nothing_open_afterwards():
    changes = pd.DataFrame(
        {"delegation": "x", "before": [2, 1], "returning": [1, 0], "known": False,
         "known_after": [True, False]}
    )  # fmt: skip
    rates = turnover.return_rates(changes).loc["x"]
    assert rates[["rate_low", "rate_high"]].to_list() == pytest.approx([1 / 3, 2 / 3])
    assert rates[["rate", "low", "high"]].isna().all()


@pytest.mark.long
def test_returns_never_pair_the_roster_of_one_interpretation_with_the_seats_of_another(every):
    dialogue = {key: each.of_series("hlsd") for key, each in every.items()}
    totals = turnover.returns_under_each(dialogue)
    for key, found in dialogue.items():
        known = turnover.turnover(found).query("known")
        assert totals.loc[[key], "named"].item() == known["before"].sum()
        # A head named beyond doubt, or in a passage that stands, is one of the roster.
        seated = found.seats[found.seats["state"].isin(["named", "ambiguous"])]
        at = set(zip(found.roster["meeting_id"], found.roster["delegation"], strict=True))
        assert set(zip(seated["meeting_id"], seated["delegation"], strict=True)) <= at


# The study


def test_nobody_attested_gives_empty_tables(of_nobody):
    found = of_nobody
    assert found.chosen.roster.empty and found.positions.empty and found.pairs.empty
    assert found.returns_in_all["named"].to_list() == [0]
    assert set(found.seats["state"]) == {"unnamed", "not_mentioned"}


@pytest.mark.long
@pytest.mark.parametrize("series", ["ctd", "hlsd", "fmm", "summit"])
def test_any_series_can_be_studied(dataset, series):
    found = measures.study(dataset, series, draws=9)
    assert set(found.seats["series"]) == {series}
    assert set(found.guest.index) == set(found.seats["meeting_id"])


def test_what_is_not_there_is_refused_with_what_is(dataset):
    with pytest.raises(ValueError, match=r"no series 'hsld'. Did you mean 'hlsd'"):
        measures.study(dataset, "hsld")
    with pytest.raises(ValueError, match="'hlsd2025'"):
        measures.study(dataset, meant=["hlsd2025"])
    with pytest.raises(ValueError, match="level is 95"):
        measures.study(dataset, level=95)

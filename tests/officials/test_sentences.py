"""Sentences and tables of notebook 03: cases and their words, the empty and the single too."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.officials import measures, sentences

NAMES = {
    **{"EU": "European Union", "KZ": "Kazakhstan", "UZ": "Uzbekistan", "a": "A", "b": "B"},
    **{"hlsd": "Security dialogue", "fmm": "Foreign ministers", "ctd": "Counter-terrorism"},
    **{"minister": "Minister", "ambassador": "Ambassador", "eu_official": "EU official"},
    **{"m": "Astana 2023", "n": "Brussels 2024", "chair": "Chair"},
}


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset, draws=19)


def empty_study(dataset):
    nobody = replace(dataset, participation=dataset.participation.iloc[:0])
    return measures.study(nobody, draws=9)


def pair(verdict, count=1):
    row = {"first": "a", "second": "b", "observed": 3, "expected": 1.24, "low": 0, "high": 2}
    return pd.DataFrame([row | {"verdict": verdict}] * count)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (pair("within"), "No pair of officials is named together more often than their meetings "
         "and terms of office explain, of 1 pair compared. Nearest to it: A and B, 3 joint "
         "meetings where chance gives 1.2 (0 to 2)."),
        (pair("beyond"), "1 pair of officials is named together more often than their meetings and "
         "terms of office explain, of 1 pair compared. Furthest beyond it: A and B, 3 joint "
         "meetings where chance gives 1.2 (0 to 2)."),
        (pair("beyond", 2), "2 pairs of officials are named together more often than their "
         "meetings and terms of office explain, of 2 pairs compared. Furthest beyond it: A and B, "
         "3 joint meetings where chance gives 1.2 (0 to 2)."),
        (pair("edge"), "No pair of officials is named together more often than their meetings and "
         "terms of office explain, of 1 pair compared; 1 at the edge of it, where more draws might "
         "tell. Nearest to it: A and B, 3 joint meetings where chance gives 1.2 (0 to 2)."),
        (pair("edge", 0), "No two officials are named at two meetings, so no pair could be "
         "compared."),
    ],
)  # fmt: skip
def test_pairs(found, said):
    assert sentences.pairs(found, NAMES) == said


def ranks(*rows):
    table = pd.DataFrame(rows, columns=["delegation", "meeting_id", "rank"])
    return table.assign(meeting=table["meeting_id"].map(NAMES))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (ranks(), "No document prints a rank."),
        (ranks(("KZ", "m", "minister")),
         "- **Kazakhstan**: minister at 1 of 1 meeting with a printed rank"),
        (ranks(("EU", "m", "eu_official"), ("EU", "n", "eu_official"), ("EU", "n", "ambassador")),
         "- **European Union**: EU official at 2 of 2 meetings with a printed rank; also "
         "ambassador (Brussels 2024)"),
    ],
)  # fmt: skip
def test_representation(table, said):
    assert sentences.representation(table, NAMES) == said


def seat_states(*states):
    return pd.DataFrame({"meeting_id": "m", "meeting": "Astana 2023", "delegation": "KZ",
                         "state": states})  # fmt: skip


@pytest.mark.parametrize(
    ("states", "start"),
    [
        (["named"], "Of 1 seat at 1 meeting, 1 (100%) has a head who is named beyond doubt: "
         "Kazakhstan 1 of 1. At 0 the"),
        (["unnamed"], "Of 1 seat at 1 meeting, 0 (0%) have a head who is named beyond doubt: "
         "Kazakhstan 0 of 1. At 1 the"),
        (["named", "named", "not_mentioned"], "Of 3 seats at 1 meeting, 2 (67%) have a head who is "
         "named beyond doubt: Kazakhstan 2 of 3. At 0 the"),
    ],
)  # fmt: skip
def test_seats(states, start):
    assert sentences.seats(seat_states(*states), NAMES).startswith(start)


def test_a_seat_table_has_every_state():
    table = sentences.seat_table(seat_states("named"))
    assert table.loc["Astana 2023"].to_list() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("meant", "series", "said"),
    [
        ((), [], "no meeting"),
        (("m",), ["hlsd"], "Security dialogue"),
        (("m", "n"), ["ctd", "hlsd"], "Counter-terrorism and Security dialogue"),
        (("m", "n"), ["hlsd", "hlsd"], "Security dialogue"),
    ],
)
def test_an_interpretation_is_named_by_its_series(meant, series, said):
    table = pd.DataFrame({"meeting_id": list(meant), "series": series})
    found = measures.Interpretation(meant, table, table, table)
    assert sentences.name_interpretation(found, NAMES) == said


def bridging(*people):
    rows = {who: {"name": NAMES[who], "delegation": "KZ", "hlsd": 2, "fmm": 1} for who in people}
    columns = ["name", "delegation", "hlsd", "fmm"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


@pytest.mark.parametrize(
    ("each", "said"),
    [
        ([bridging()], "nobody is named in more than one series under every interpretation."),
        ([bridging("a")], "A (Security dialogue 2, Foreign ministers 1) is named in more than one "
         "series under every interpretation."),
        ([bridging("a", "b")], "A (Security dialogue 2, Foreign ministers 1) and B (Security "
         "dialogue 2, Foreign ministers 1) are named in more than one series under every "
         "interpretation."),
    ],
)  # fmt: skip
def test_bridges(study, each, said):
    (first, *_) = study.interpretations
    found = replace(
        study, names=NAMES, bridges={first: each[0]}, always_bridging=each[0],
    )  # fmt: skip
    assert sentences.bridges(found).endswith(f"officials, {said}")


def test_interpretations_are_told_apart_only_where_they_differ(study):
    first, *_ = study.interpretations
    one = replace(study, returns_in_all=study.returns_in_all.loc[[first]])
    assert "by what the ambiguous passage means" in sentences.returns(study)
    assert "by what the ambiguous passage means" not in sentences.returns(one)


def test_an_interval_says_the_level_that_it_was_computed_with(dataset):
    wide = measures.study(dataset, level=0.99, draws=19)
    assert "99% interval" in sentences.returns(wide)
    assert "99% interval" in sentences.return_table(wide)
    assert "95%" not in sentences.returns(wide)


def test_of_nobody_nothing_is_claimed(dataset):
    found = empty_study(dataset)
    text = sentences.in_short(found)
    assert "Nobody is named at 0 of" in text
    assert "nobody is named in another series" in text
    assert "no pair could be compared" in text
    assert "Of 0 officials, 0 are named at one meeting only. No delegation has" in text
    assert sentences.returns(found).startswith("Named again at the next meeting: unknown.")
    for table in (sentences.tenure_table(found), sentences.positions(found)):
        assert table.empty and len(table.columns)
    assert sentences.people_table(found.chosen.roster, {}).empty


def test_people_table_names_everybody_once(study, dataset):
    roster = measures.make_roster(study.printed.attestations, sidelines=True)
    table = sentences.people_table(roster, dataset.names)
    assert sorted(table["Official"]) == sorted(dataset.people["name"])
    where = table.set_index("Official")["Where"]
    doubtful = roster[roster["certainty"] == "ambiguous"]["name"].value_counts()
    assert (where[doubtful.index].str.count("ambiguous") == doubtful).all()

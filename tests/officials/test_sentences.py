"""Sentences and tables of notebook 03: cases and their words, the empty and the single too."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.officials import rosters, sentences
from eucad.officials.ranks import Guest, Hosting

NAMES = {
    **{"EU": "European Union", "KZ": "Kazakhstan", "UZ": "Uzbekistan", "TM": "Turkmenistan"},
    **{"hlsd": "Security dialogue", "fmm": "Foreign ministers", "ctd": "Counter-terrorism"},
    **{"minister": "Minister", "ambassador": "Ambassador", "eu_official": "EU official"},
    **{"a": "A", "b": "B", "m": "Astana 2023", "n": "Brussels 2024", "chair": "Chair"},
}


def pair(verdict, count=1):
    row = {"first": "a", "second": "b", "observed": 3, "expected": 1.24, "low": 0, "high": 2}
    return pd.DataFrame([row | {"verdict": verdict}] * count)


CLOSEST = "Closest: A and B, 3 joint meetings, where chance gives 1.2, mostly 0 to 2."
TOGETHER = "named together more often than overlapping terms of office explain"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (pair("within"), f"No pair of officials is {TOGETHER} (1 pair compared). {CLOSEST}"),
        (pair("beyond"), f"1 pair of officials is {TOGETHER} (1 pair compared). {CLOSEST}"),
        (pair("beyond", 2), f"2 pairs of officials are {TOGETHER} (2 pairs compared). {CLOSEST}"),
        (pair("edge"), f"No pair of officials is {TOGETHER} (1 pair compared; 1 at the edge of "
         f"it). {CLOSEST}"),
        (pair("edge", 0), "No two officials are named at two meetings, so no pair could be "
         "compared."),
    ],
)  # fmt: skip
def test_pairs(found, said):
    assert sentences.pairs(found, NAMES) == said


def lower(*rows):
    columns = ["meetings", "disputed", "ranks", "rated", "before", "first"]
    return pd.DataFrame.from_dict(dict(rows), orient="index", columns=columns)


AMBASSADOR = ("ambassador",)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (lower(), "No document has a delegation below its usual rank."),
        (lower(("TM", (("X",), (), AMBASSADOR, 2, 3, "X"))),
         "No document has a delegation below its usual rank before X. Since then Turkmenistan sent "
         "an ambassador to 1 of 2 meetings (X)."),
        (lower(("TM", (("X", "Y"), (), AMBASSADOR, 3, 3, "X")),
               ("UZ", (("Y",), (), AMBASSADOR, 3, 3, "X"))),
         "No document has a delegation below its usual rank before X. Since then Turkmenistan sent "
         "an ambassador to 2 of 3 meetings (X and Y) and Uzbekistan to 1 of 3 meetings (Y)."),
        (lower(("KZ", ((), ("X",), (), 1, 3, "X"))),
         "No document has a delegation below its usual rank before X. Documents differ on "
         "Kazakhstan at X."),
        (lower(("TM", (("X",), (), AMBASSADOR, 2, 0, "X"))),
         "Below its usual rank, Turkmenistan sent an ambassador to 1 of 2 meetings (X)."),
    ],
)  # fmt: skip
def test_downgrades(table, said):
    assert sentences.downgrades(table, NAMES) == said


def usual(*rows):
    return pd.DataFrame.from_dict(dict(rows), orient="index", columns=["rank", "at", "rated"])


def eu_seats(*offices):
    meetings = [f"M{i}" for i in range(len(offices))]
    return pd.DataFrame({"delegation": "EU", "meeting": meetings, "office": offices})


@pytest.mark.parametrize(
    ("ranks", "offices", "said"),
    [
        (usual(), [], "No document prints a rank."),
        (usual(("EU", ("eu_official", 2, 2))), [None, None], "The EU sends an EU official."),
        (usual(("EU", ("eu_official", 2, 2))), ["Envoy", "Envoy", "Chief"],
         "The EU sends the Envoy (the Chief at M2)."),
        (usual(("KZ", ("minister", 2, 3)), ("UZ", ("minister", 1, 1))), [],
         "The capitals send a minister: in 3 of the 4 seats for which documents print a rank."),
        (usual(("KZ", ("minister", 1, 1)), ("UZ", ("ambassador", 1, 1))), [],
         "Kazakhstan sends a minister: in 1 of the 1 seat for which documents print a rank. "
         "Uzbekistan sends an ambassador: in 1 of the 1 seat for which documents print a rank."),
    ],
)  # fmt: skip
def test_level(study, ranks, offices, said):
    found = replace(study, names=NAMES, usual=ranks, seats=eu_seats(*offices))
    assert sentences.usual_ranks(found) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Guest(0, 1, None, 0, 0, 3, 3, 3),
         "No document places an Afghan delegation at these meetings."),
        (Guest(2, 0, "X", 0, 0, 2, 2, 2), "Afghanistan sat at 2 of 2 meetings, last at X."),
        (Guest(1, 1, "X", 3, 3, 5, 5, 4),
         "Afghanistan sat at 1 of 5 meetings, last at X, and was invited to 1 more. Accounts raise "
         "Afghanistan at all meetings since; of the 5 at which they raise it at all, at 1 only in "
         "wording borrowed from an earlier meeting."),
        (Guest(1, 0, "X", 3, 0, 4, 1, 1), "Afghanistan sat at 1 of 4 meetings, last at X. Accounts "
         "raise Afghanistan at 0 of the 3 meetings since."),
        (Guest(1, 0, "X", 1, 1, 2, 2, 2), "Afghanistan sat at 1 of 2 meetings, last at X. Accounts "
         "raise Afghanistan at the meeting since."),
    ],
)  # fmt: skip
def test_guest(study, found, said):
    assert sentences.guest(replace(study, guest_summary=found)) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Hosting({}, False, 1, None), "No city is known; 1 meeting by video."),
        (Hosting({"X": 1}, False, 0, None), "X once."),
        (Hosting({"X": 5, "Y": 2, "Z": 2, "W": 1}, True, 1, "Y 2018"),
         "Every Central Asian state has hosted. They met in X 5 times; Y and Z twice; W once; "
         "1 meeting by video. Since Y 2018 the EU and a Central Asian state take turns."),
    ],
)  # fmt: skip
def test_hosts(found, said):
    assert sentences.hosts(found) == said


def seats(*states):
    return pd.DataFrame({"meeting_id": "m", "delegation": "KZ", "state": states})


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "No delegation is expected at every meeting."),
        (["named"], "At 1 meeting 1 delegation had 1 seat. Documents name who led in 1."),
        (["unnamed"], "At 1 meeting 1 delegation had 1 seat. Documents name who led in 0. Of the "
         "others, 1 came unnamed."),
        (["named", "ambiguous", "unnamed", "not_mentioned"], "At 1 meeting 1 delegation had 4 "
         "seats. Documents name who led in 1, perhaps in 1 more. Of the others, 1 came unnamed and "
         "on 1 the documents are silent."),
    ],
)  # fmt: skip
def test_seats(states, said):
    assert sentences.seats(seats(*states)) == said


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
    found = rosters.Interpretation(meant, table, table, table)
    assert sentences.name_interpretation(found, NAMES) == said


def bridging(*people):
    rows = {who: {"name": NAMES[who], "delegation": "KZ", "hlsd": 2, "fmm": 1} for who in people}
    columns = ["name", "delegation", "hlsd", "fmm"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


COUNTS = "(security dialogue 2, foreign ministers 1)"


@pytest.mark.parametrize(
    ("always", "other", "said"),
    [
        (bridging(), bridging(), "nobody is named in more than one."),
        (bridging("a"), bridging("a"), f"A {COUNTS} is named in more than one."),
        (bridging("a"), bridging("a", "b"), f"A {COUNTS} is named in more than one; 0 to 1 more "
         "could be, depending on what ambiguous passages mean."),
        (bridging("a", "b"), bridging("a", "b"), f"A {COUNTS} and B {COUNTS} are named in more "
         "than one."),
    ],
)  # fmt: skip
def test_bridges(study, always, other, said):
    found = replace(study, names=NAMES, bridges=[always, other], always_bridging=always)
    assert sentences.bridges(found).endswith(f"in all series, {said}")


def test_interpretations_are_told_apart_only_where_they_differ(study):
    first, *_ = study.interpretations
    one = replace(study, returns_in_all=study.returns_in_all.loc[[first]])
    assert "by what ambiguous passages mean" in sentences.returns(study)
    assert "by what ambiguous passages mean" not in sentences.returns(one)


def test_an_interval_says_the_level_that_it_was_computed_with(study):
    assert "99% interval" in sentences.returns(study)
    assert "99% interval" in sentences.return_table(study)
    assert "95%" not in sentences.returns(study)


def test_of_nobody_nothing_is_claimed(of_nobody):
    found = of_nobody
    text = sentences.in_short(found)
    assert "Documents name who led in 0. Of" in text
    assert "nobody is named in more than one" in sentences.bridges(found)
    assert "Of 0 officials, 0 are named at one meeting only." in text
    assert "Nobody is named." in text
    assert sentences.returns(found).startswith("No delegation has a named head")
    assert sentences.positions(found).empty and len(sentences.positions(found).columns)
    assert sentences.people_table(found.chosen.roster, {}).empty


def test_people_table_names_everybody_once(study, dataset):
    roster = rosters.make_roster(study.printed.attestations, sidelines=True)
    table = sentences.people_table(roster, dataset.names)
    assert sorted(table["Official"]) == sorted(dataset.people["name"])
    where = table.set_index("Official")["Where"]
    doubtful = roster[roster["certainty"] == "ambiguous"]["name"].value_counts()
    assert (where[doubtful.index].str.count("ambiguous") == doubtful).all()

"""Level, heads, offices, hosts and a guest's seat: cases on paper."""

from dataclasses import replace

import pandas as pd
import pytest
from tried_on import some

from eucad.attendance import representation
from eucad.officials import measures, ranks, rosters

RANKS = ["minister", "deputy_minister", "ambassador"]


def printed(*rows):
    table = pd.DataFrame(rows, columns=["meeting_id", "delegation", "rank"])
    return table.assign(
        rank=pd.Categorical(table["rank"], RANKS, ordered=True),
        delegation=pd.Categorical(table["delegation"], ["EU", "TM", "UZ"]),
    )


def states(*meetings, delegation="TM"):
    return pd.DataFrame(
        {
            "meeting_id": meetings,
            "meeting": [each.upper() for each in meetings],
            "date": range(len(meetings)),
            "delegation": pd.Categorical([delegation] * len(meetings), ["EU", "TM", "UZ"]),
            "state": "named",
        }
    )


def test_the_usual_rank_is_the_one_of_most_meetings_and_the_higher_of_two():
    rows = printed(
        ("a", "TM", "minister"), ("b", "TM", "ambassador"), ("b", "TM", "minister"),
        ("c", "UZ", "ambassador"), ("d", "UZ", "minister"),
    )  # fmt: skip
    found = ranks.usual_ranks(rows)
    assert found.loc["TM"].to_list() == ["minister", 2, 2]
    assert found.loc["UZ"].to_list() == ["minister", 1, 2]


@pytest.mark.parametrize(
    ("own", "delegation", "expected"),
    [
        (["deputy_minister"], "TM", "usual"),
        (["ambassador"], "TM", "lower"),
        (["minister"], "TM", "higher"),
        (["deputy_minister", "ambassador"], "TM", "disputed"),
        (["deputy_minister", "ambassador"], "EU", "usual"),
        ([], "TM", "unrated"),
    ],
)
def test_a_rank_is_compared_with_the_usual_one(own, delegation, expected):
    usual = [(meeting, delegation, "deputy_minister") for meeting in ("a", "b", "c")]
    rows = printed(*usual, *(("x", delegation, rank) for rank in own))
    found = ranks.rank_seats(states("a", "x", delegation=delegation), rows)
    assert found["standing"].to_list() == ["usual", expected]
    assert found["ranks"].iloc[1] == tuple(own)


def test_lower_ranks_count_rated_meetings_since_any_delegation_came_lower():
    usual = ("deputy_minister",)
    lower = ("ambassador",)
    rows = [
        ("TM", "a", usual, "usual"), ("TM", "b", usual, "usual"), ("TM", "c", lower, "lower"),
        ("TM", "d", (), "unrated"), ("UZ", "a", usual, "usual"),
        ("UZ", "b", usual + lower, "disputed"),
        ("UZ", "c", usual, "usual"), ("KZ", "c", usual, "usual"),
    ]  # fmt: skip
    ranked = pd.DataFrame(rows, columns=["delegation", "meeting", "ranks", "standing"])
    found = ranks.lower_ranks(ranked.assign(date=ranked["meeting"]))
    assert found.index.to_list() == ["TM", "UZ"]
    assert found.loc["TM"].to_list() == [("c",), (), ("ambassador",), 2, 1, "b"]
    assert found.loc["UZ", ["meetings", "disputed", "rated", "before"]].to_list() == [
        (), ("b",), 2, 1,
    ]  # fmt: skip
    assert ranks.lower_ranks(ranked.assign(date=0, standing="usual")).empty


def people(*rows):
    table = pd.DataFrame(rows, columns=["person_id", "meeting_id", "capacity", "rank"])
    return table.assign(
        name=table["person_id"],
        delegation="TM",
        capacity=pd.Categorical(table["capacity"], ["chair", "head_of_delegation", "participant"]),
        rank=pd.Categorical(table["rank"], RANKS, ordered=True),
    )


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([("a", "m", "participant", "minister"), ("b", "m", "chair", "ambassador")], "b"),
        # The delegation's rank goes before a higher one of somebody who came along.
        ([("a", "m", "participant", "minister"), ("b", "m", "participant", "ambassador")], "b"),
        ([("a", "m", "participant", "ambassador"), ("b", "m", "participant", "ambassador")], "a"),
        ([("a", "m", "participant", "ambassador"), ("b", "m", "participant", "ambassador"),
          ("b", "n", "participant", "ambassador")], "b"),
    ],
)  # fmt: skip
def test_the_head_is_chosen_by_capacity_rank_and_record(rows, head):
    found = ranks.heads(people(*rows), printed(("m", "TM", "ambassador")))
    assert found.set_index("meeting_id").loc["m", "person_id"] == head
    assert not found.duplicated(["meeting_id", "delegation"]).any()


@pytest.mark.parametrize(
    ("roles", "office"),
    [
        (["Deputy Secretary General", "senior diplomat"], "Deputy Secretary-General of the EEAS"),
        (["Secretary-General of the EEAS"], "Secretary-General of the EEAS"),
        (["HR/VP"], "High Representative"),
        (["Ambassador"], None),
        ([], None),
    ],
)
def test_offices_are_read_from_roles(dataset, roles, office):
    rows = dataset.participation.iloc[[0] * len(roles)].assign(role_printed=roles)
    led = dataset.participation.iloc[[0]][["person_id", "meeting_id"]]
    found = ranks.offices(replace(dataset, participation=rows), led)
    assert found.iloc[0] == office if office else pd.isna(found.iloc[0])


def test_a_role_in_another_language_is_read_by_its_gloss(dataset):
    glosses = dataset.glosses[dataset.glosses["kind"] == "role"]
    gloss = glosses[glosses["english"].str.contains("Deputy Secretary General")].iloc[0]
    rows = dataset.participation.merge(dataset.documents[["document_id", "language"]])
    rows = rows[
        (rows["role_printed"] == gloss["printed"]) & (rows["language"] == gloss["language"])
    ]
    led = rows.iloc[[0]][["person_id", "meeting_id"]]
    only = replace(dataset, participation=rows.iloc[[0]])
    assert ranks.offices(only, led).iloc[0] == "Deputy Secretary-General of the EEAS"


@pytest.mark.parametrize(
    ("countries", "since"),
    [
        (["BE", "KZ", "BE", "UZ"], 0),
        (["KZ", "UZ", "BE", None, "TJ", "LU"], 1),
        (["BE", "BE"], None),
        (["BE", "KZ"], None),
        ([None, None], None),
        ([], None),
    ],
)
def test_turns_are_counted_from_the_end_without_meetings_by_video(dataset, countries, since):
    rows = dataset.meetings[dataset.meetings["series"] == "hlsd"]
    rows = rows[rows["status"] == "held"].iloc[: len(countries)]
    found = ranks.hosts(replace(dataset, meetings=rows.assign(country=countries)), "hlsd", ["EU"])
    names = rows["meeting_id"].map(dataset.names).to_list()
    assert found.turns_since == (None if since is None else names[since])
    assert found.by_video == countries.count(None)


def test_of_hosts_it_is_said_whether_all_have_had_their_turn(dataset):
    own = dataset.meetings["series"] == "fmm"
    cities = dataset.meetings.loc[own & (dataset.meetings["status"] == "held"), "city"].dropna()
    found = ranks.hosts(dataset, "fmm", ["EU", "KZ"])
    assert found.every_state and sum(found.times.values()) == len(cities)
    assert not ranks.hosts(dataset, "summit", ["EU", "TJ"]).every_state
    assert not ranks.hosts(dataset, "fmm", ["EU"]).every_state


def seat(*rows):
    columns = ["meeting", "seat", "raising", "fresh"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (seat(("a", "came", 1, 0), ("b", "invited", 2, 2), ("c", "not mentioned", 0, 0)),
         (1, 1, "a", 2, 1, 3, 2, 1)),
        (seat(("a", "came", 1, 1)), (1, 0, "a", 0, 0, 1, 1, 1)),
        (seat(("a", "not mentioned", 1, 1)), (0, 0, None, 0, 0, 1, 1, 1)),
        (seat(), (0, 0, None, 0, 0, 0, 0, 0)),
    ],
)  # fmt: skip
def test_a_guest_is_summarised(table, expected):
    assert ranks.summarise_guest(table) == expected


def test_an_invitation_is_no_attendance(dataset):
    seats = rosters.interpretations(dataset)
    whole = list(seats.values())[-1].of_series("hlsd").seats
    found = ranks.guest_and_topic(dataset, whole, "hlsd")
    rows = dataset.delegations[dataset.delegations["delegation"] == "AF"]
    invited = set(rows.loc[rows["status"] == "invited", "meeting_id"])
    assert set(found.index[found["seat"] == "invited"]) == invited & set(found.index)
    assert (found["fresh"] <= found["raising"]).all()
    assert (found["raising"] <= found["accounts"]).all()


@pytest.mark.parametrize("series", some(1, ["hlsd", "fmm", "summit", "ctd"]))
def test_every_named_seat_has_a_name(dataset, series):
    printed = set(representation(dataset)["rank"])
    found = measures.study_seats(dataset, series)
    named = found["state"].isin(["named", "ambiguous"])
    assert (found["name"].notna() == named).all()
    assert printed >= {rank for own in found["ranks"] for rank in own}

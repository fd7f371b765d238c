"""What each verdict reads like, the empty and the single one included."""

from types import SimpleNamespace

import pandas as pd
import pytest

from eucad.topics import sentences
from eucad.topics.measures import Contrast, Moves, Programmes

NAMES = {
    "water": "Water",
    "cyber": "Cyber",
    "cbrn": "CBRN",
    "m1": "Brussels 2013",
    "m9": "Brussels 2024",
    "hlsd": "Security dialogue",
    "fmm": "Foreign ministers",
    "BOMCA": "Border Management in Central Asia",
    "eu": "EU",
    "tm": "Turkmenistan",
}
NONE = pd.DataFrame(
    columns=["first", "last", "silent_before", "silent_to_end", "chance_before", "chance_after"]
)
CAME = pd.DataFrame(
    {"first": ["m9", "m9"], "silent_before": [4, 4], "chance_before": [0.01, 0.01]},
    index=["water", "cyber"],
)
WENT = pd.DataFrame(
    {"last": ["m1"], "silent_to_end": [1], "chance_after": [0.0003]}, index=["cbrn"]
)


def moves(stayed=(), came=NONE, went=NONE, seen=3):
    return Moves(seen=seen, observed=12, stayed=stayed, came=came, went=went, expected=0.71)


@pytest.mark.parametrize(
    ("topics", "said"),
    [((), "none."), (("water",), "Water."), (("water", "cbrn"), "Water and CBRN.")],
)
def test_what_never_left(topics, said):
    text = sentences.stayed(moves(topics), NAMES)
    assert text.endswith(f"the 12 meetings of which an account is known: {said}")


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (NONE, "**Came in:** no topic beyond what chance explains."),
        (
            CAME,
            "**Came in:** Water and Cyber, first seen at Brussels 2024 (4 earlier accounts visible "
            "to their end are silent; chance 0.010).",
        ),
    ],
)
def test_what_came(came, said):
    assert sentences.came(moves(came=came), NAMES) == said


@pytest.mark.parametrize(
    ("went", "said"),
    [
        (NONE, "**Went out:** no topic beyond what chance explains."),
        (
            WENT,
            "**Went out:** CBRN, last seen at Brussels 2013 (1 later account visible to its end is "
            "silent; chance below 0.001).",
        ),
    ],
)
def test_what_went(went, said):
    assert sentences.went(moves(went=went), NAMES) == said


def test_what_rests_on_a_borrowed_account():
    everything = moves(("water", "cbrn"), came=CAME, went=WENT)
    without = moves(("water",), came=CAME[:1])
    assert sentences.uncopied(everything, without, NAMES) == (
        "**Without the borrowed account:** no longer seen at every meeting: CBRN. 1 of 2 entries "
        "remain. Exits that remain: none."
    )


def test_how_many_by_chance():
    text = sentences.by_chance(moves(came=CAME, seen=1))
    assert text.startswith("Of 1 topic seen, 2 came in and 0 went out; in a random order")


def contrast(more=(), less=()):
    def table(topics):
        row = {"here": 0.81, "there": 0.35, "balanced": True}
        return pd.DataFrame([row] * len(topics), list(topics), ["here", "there", "balanced"])

    return Contrast(("hlsd", "fmm"), pd.DataFrame(), table(more), table(less))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (contrast(), "(intervals apart): none. Rarer in it: none."),
        (
            contrast(["cbrn"]),
            "(intervals apart): CBRN (81% against 35%); balanced over voices still: CBRN. "
            "Rarer in it: none.",
        ),
    ],
)
def test_what_is_special(found, said):
    start = "**Special to “Security dialogue”** rather than to “Foreign ministers” "
    assert sentences.special(found, NAMES) == start + said


PAIR = ("m1", "eu", "a", "m9", "tm", "b")


def pairs(*standing_out):
    columns = {"similarity": 0.9, "expected": 0.4, "low": 0.2, "high": 0.6, "p_any": 0.012}
    table = pd.DataFrame([columns] * len(standing_out), columns=list(columns))
    index = pd.MultiIndex.from_tuples([PAIR] * len(standing_out), names=list("abcdef"))
    return table.assign(stands_out=standing_out).set_axis(index)


@pytest.mark.parametrize(
    ("standing_out", "start", "end"),
    [
        ((True,), "**Most alike** of 1 pair of accounts: Brussels 2013, EU", "1 pair stands out."),
        ((False, False), "**Most alike** of 2 pairs of accounts", "0 pairs stand out."),
    ],
)
def test_who_is_alike(standing_out, start, end):
    text = sentences.alike(pairs(*standing_out), NAMES)
    assert text.startswith(start)
    assert text.endswith(end)


def programmes(meetings, most, without):
    return Programmes(pd.DataFrame(), 12, pd.Series(meetings, dtype=int), most, without)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (programmes({}, (), ("m1",)), "No known account names a programme."),
        (
            programmes({"BOMCA": 1}, ("BOMCA",), ()),
            "Named at most meetings: Border Management in Central Asia (1 of 12). 1 of the 1 "
            "programme is named at a single meeting. Every meeting has an account that names one.",
        ),
        (
            programmes({"BOMCA": 7, "X": 1, "Y": 1}, ("BOMCA",), ("m1", "m9")),
            "Named at most meetings: Border Management in Central Asia (7 of 12). 2 of the 3 "
            "programmes are named at a single meeting. No known account names any at Brussels "
            "2013 and Brussels 2024.",
        ),
    ],
)
def test_programmes(found, said):
    assert sentences.programmes(found, NAMES) == said


def test_sightings_under_other_choices():
    found = pd.DataFrame(
        {"seen": [2, 1, 0], "observed": 12, "first": ["x2013", "x2024", None]},
        index=["cbrn", "cyber", "water"],
    ).assign(last=["x2016", "x2024", None])
    study = SimpleNamespace(followed=tuple(found.index), variants={"All": found}, names=NAMES)
    table = sentences.variants_table(study)
    assert table["All"].to_dict() == {
        "CBRN": "2 of 12 (2013–2016)",
        "Cyber": "1 of 12 (2024)",
        "Water": "0 of 12",
    }

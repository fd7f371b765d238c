"""What each verdict reads like, the empty and the single one included."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from eucad.topics import sentences
from eucad.topics.elsewhere import Contrast, Elsewhere
from eucad.topics.measures import Programmes
from eucad.topics.whole import Composition, Drift

NAMES = {
    "water": "Water",
    "cyber": "Cyber",
    "cbrn": "CBRN",
    "drugs": "Drugs",
    "crime": "Crime",
    "m1": "Brussels 2013",
    "m9": "Brussels 2024",
    "hlsd": "Security dialogue",
    "fmm": "Foreign ministers",
    "ctd": "Counter-terrorism dialogue",
    "BOMCA": "Border Management in Central Asia",
    "eu": "EU",
    "tm": "Turkmenistan",
}


def judged(*rows):
    columns = ["topic", "kind", "words", "badge", "first_year"]
    table = pd.DataFrame(rows, columns=columns).set_index("topic")
    return table.astype({"first_year": "Int64"}).assign(fails=[("openings only",)] * len(rows))


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (judged(), []),
        (
            judged(("water", "throughout", "on the table throughout", "cite", 2013)),
            ["**Water:** on the table throughout (*cite*)."],
        ),
        (
            judged(
                ("drugs", "throughout", "on the table throughout", "cite", 2013),
                ("crime", "throughout", "on the table throughout", "cite", 2013),
                ("cbrn", "went", "gone, last on the table in 2016", "with care", 2013),
                ("cyber", "seldom", "seldom on the table", "cite", 2013),
                ("water", "cannot_tell", "cannot tell", "do not cite", 2017),
                ("gender", "never", "raised by no account", "cite", None),
            ),
            [
                "**Drugs and Crime:** on the table throughout (*cite*).",
                "**CBRN:** gone, last on the table in 2016 (*with care:* fails openings only); "
                "**Cyber:** seldom on the table (*cite*).",
                "**1 other topic:** cannot tell. Too few accounts are known to say since when, or "
                "until when, they are on the table.",
            ],
        ),
    ],
)
def test_verdicts_in_their_own_words(verdicts, said):
    assert sentences.fates(verdicts, NAMES) == said


def composition(p, *, clear, members=("drugs", "crime")):
    block = {"early": 0.39, "late": 0.21, "change": -0.18, "p": p, "clear": clear}
    blocks = pd.DataFrame.from_dict({"old": block}, orient="index")
    return Composition(2019, pd.Series(dtype=int), pd.DataFrame(), blocks, {"old": members})


def drift(r, p):
    return Drift(pd.DataFrame(), r, p)


CLEAR, UNCLEAR = composition(0.001, clear=True), composition(0.2, clear=False)
NOTHING = composition(np.nan, clear=False), drift(np.nan, np.nan)
NEAR = drift(-0.4, 0.01)
FALL = "*Drugs* and *Crime* **make up 39% of what is raised before 2019 and 21% since**"
LESS = "he further apart two meetings, **the less alike what is reported of them**"
BEYOND = "more than chance explains, with borrowed wording and without."
WITHIN = "perhaps no more than chance gives."


@pytest.mark.parametrize(
    ("found", "fresh", "said"),
    [
        ((CLEAR, NEAR), (CLEAR, NEAR), f"T{LESS}; {FALL}: {BEYOND}"),
        ((CLEAR, NEAR), (UNCLEAR, NEAR), f"T{LESS}: {BEYOND} {FALL}: {WITHIN}"),
        ((CLEAR, NEAR), (CLEAR, drift(-0.1, 0.4)), f"{FALL}: {BEYOND} T{LESS}: {WITHIN}"),
        ((UNCLEAR, drift(-0.1, 0.4)), (CLEAR, NEAR), f"T{LESS}; {FALL}: {WITHIN}"),
        (
            NOTHING,
            NOTHING,
            "Too few meetings are known to compare them with each other; of *Drugs* and *Crime* a "
            "period has no mention to compare.",
        ),
    ],
)
def test_whether_the_agenda_as_a_whole_moved(found, fresh, said):
    study = SimpleNamespace(
        names=NAMES,
        composition=found[0],
        drift=found[1],
        composition_fresh=fresh[0],
        drift_fresh=fresh[1],
    )
    assert sentences.whole(study) == said


def test_one_family_and_meetings_that_grow_alike():
    ((said, _),) = sentences.shift(composition(0.1, clear=True, members=("drugs",)), CLEAR, NAMES)
    assert said.startswith("*Drugs* **makes up 39%")
    assert "the more alike" in sentences.drift(drift(0.4, 0.01), NEAR)[0]


def test_the_numbers_behind_it():
    study = SimpleNamespace(
        names=NAMES,
        composition=composition(0.0001, clear=True),
        composition_fresh=composition(np.nan, clear=False),
        composition_eu=composition(0.03, clear=True),
        drift=drift(-0.43, 0.002),
        drift_fresh=drift(np.nan, np.nan),
    )
    assert sentences.method(study).splitlines() == [
        "- Drugs and Crime, all mentions: −18 points, p < 0.001.",
        "- Drugs and Crime, the EU’s accounts alone: −18 points, p = 0.03.",
        "- Likeness and years, all mentions: r = −0.43, p = 0.002.",
    ]


def contrast(more=(), less=()):
    def table(topics):
        row = {"here": 0.81, "there": 0.35, "balanced": True}
        return pd.DataFrame([row] * len(topics), list(topics), ["here", "there", "balanced"])

    return Contrast(("hlsd", "fmm"), pd.DataFrame(), table(more), table(less))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (contrast(), "nothing beyond doubt."),
        (contrast(["cbrn"]), "CBRN (81% of accounts against 35%)."),
        (
            contrast(["cbrn", "drugs", "water"], ["cyber"]),
            "CBRN (81% of accounts against 35%), Drugs and Water. Less: Cyber (81% of accounts "
            "against 35%).",
        ),
    ],
)
def test_what_is_special(found, said):
    start = "**Raised more in the security dialogue** than by the foreign ministers: "
    assert sentences.special(found, NAMES) == start + said


@pytest.mark.parametrize(
    ("found", "said"),
    [(contrast(), "none."), (contrast(["cbrn"], ["water"]), "CBRN and Water.")],
)
def test_what_is_apart_in_every_voice(found, said):
    assert sentences.balanced(found, NAMES).endswith(f"intervals are still apart for {said}")


def places(**topics):
    table = {key: {"here": 2016, "series": s, "there": 2025} for key, s in topics.items()}
    return pd.DataFrame.from_dict(table, orient="index", columns=["here", "series", "there"])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Elsewhere(places(), places(), places()), []),
        (
            Elsewhere(places(cyber="fmm"), places(cbrn="fmm", drugs="ctd"), places()),
            [
                "**Raised elsewhere before it was seen here:** Cyber (foreign ministers).",
                "**Raised elsewhere after it was last seen here:** CBRN (foreign ministers); "
                "Drugs (counter-terrorism dialogue).",
            ],
        ),
    ],
)
def test_where_else(found, said):
    assert sentences.elsewhere(found, NAMES) == said


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({}, "Every topic of the codebook is raised by some account of the dialogue."),
        (
            {"water": "fmm", "cyber": None},
            "**No account of the dialogue raises** Water (foreign ministers, 2025) and Cyber (nor "
            "does any other).",
        ),
    ],
)
def test_what_never_reaches_the_dialogue(topics, said):
    found = Elsewhere(places(), places(), places(**topics))
    assert sentences.never(found, NAMES) == said


SEEN = (
    " To be seen in so few accounts, a share must move 22 to 58 points further than length takes "
    "it: little for a rare topic, much for one that half of the accounts raise."
)


@pytest.mark.parametrize(
    ("clear", "least", "said"),
    [
        (
            (False, False),
            (np.nan, np.nan),
            "Of 2 topics seen, 0 change by more than the length of accounts and chance give.",
        ),
        (
            (True, False),
            (0.22, 0.58),
            "Of 2 topics seen, 1 changes by more than the length of accounts and chance give: "
            "CBRN (−50 points, 95% interval −79 to −7)." + SEEN,
        ),
    ],
)
def test_what_changes(clear, least, said):
    change = {"change": -0.5, "change_low": -0.79, "change_high": -0.07}
    table = pd.DataFrame([change] * 2, ["cbrn", "water"]).assign(clear=clear, least=least)
    study = SimpleNamespace(change=table, names=NAMES, level=0.95)
    assert sentences.changes(study) == said


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

"""Sentences: what is said of each verdict, the empty and the single case included."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.show.words import Text
from eucad.voices import sentences

NAMES = {
    "m1": "Brussels 2016",
    "m2": "Bishkek 2017",
    "war": "War",
    "trade": "Trade",
    "tm": "Turkmen",
}


def said(*shared):
    rows = pd.MultiIndex.from_product([["m1", "m2"], ["war"]])
    values = ["eu" if meeting in shared else None for meeting, _ in rows]
    return pd.DataFrame({"said": values}, index=rows)


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ((), "**Both sides report** 0 of 2 meetings: they cannot be compared."),
        (("m1",), "1 of 2 meetings: Brussels 2016. Only there"),
        (("m1", "m2"), "2 of 2 meetings: Brussels 2016 and Bishkek 2017. Only there"),
    ],
)
def test_shared_meetings(shared, expected):
    assert expected in sentences.shared_meetings(said(*shared), NAMES)


def contrasted(leader, verdict, p):
    return {
        **{"eu": 2, "eu_accounts": 2, "capitals": 1, "capitals_accounts": 3},
        **{"difference": 0.5, "low": 0.1, "high": 0.8, "p": p},
        **{"leader": leader, "verdict": verdict},
    }


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            {"war": contrasted("eu", "none", 0.5)},
            "**Clear:** none. **Perhaps:** none. 0 exact p-values of at most 0.05 among 1 topic: "
            "chance alone would give up to 0.1.",
        ),
        (
            {"war": contrasted("eu", "clear", 0.01)},
            "**Clear:** War (more by the EU: +0.50, +0.10 to +0.80; p = 0.010). **Perhaps:** none. "
            "1 exact p-value of",
        ),
        (
            {
                "war": contrasted("eu", "clear", 0.01),
                "trade": contrasted("capitals", "perhaps", 0.2),
            },
            "**Perhaps:** Trade (more by the capitals: ",
        ),
    ],
)
def test_leanings(rows, expected):
    contrast = pd.DataFrame.from_dict(rows, orient="index")
    assert expected in sentences.leanings(contrast, 0.95, NAMES)


def test_a_case_gives_its_counts():
    contrast = pd.DataFrame([contrasted("eu", "clear", 0.0001)], index=["war"])
    assert sentences.case(contrast, "war", NAMES) == (
        "**War:** raised by 2 of 2 EU accounts and 1 of 3 of the capitals (difference +0.50, +0.10 "
        "to +0.80; exact p < 0.001)."
    )


def alike(**verdicts):
    row = {"pairs": 2, "similarity": 0.2, "expected": 0.3, "low": 0.25, "high": 0.4, "p": 0.02}
    return pd.DataFrame.from_dict(
        {kind: row | {"verdict": verdict} for kind, verdict in verdicts.items()}, orient="index"
    )


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("less", "less than chance gives"), ("as", "as chance gives"), ("more", "more than chance")],
)
def test_likeness(verdict, expected):
    text = sentences.likeness(alike(between=verdict))
    assert text.startswith(f"**How alike:** EU and capitals, same meeting 0.20, {expected}")


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ({"all": "less", "without_tm": "less"}, "same meeting under 2 of 2 choices."),
        ({"all": "as", "without_tm": "as"}, "same meeting under 0 of 2 choices."),
        (
            {"all": "less", "without_tm": "as"},
            "same meeting under 1 of 2 choices (not with no account of Turkmen).",
        ),
    ],
)
def test_likeness_across_variants(variants, expected):
    found = {name: alike(between=verdict) for name, verdict in variants.items()}
    assert sentences.likeness_across(found, NAMES).endswith(expected)


def test_exposure_that_cannot_be_compared_is_said_to_be_so():
    index = pd.MultiIndex.from_product([["all documents"], ["topics", "topics_opening"]])
    gap = pd.DataFrame({"ratio": [0.6, 0.9], "low": [0.5, 0.6], "high": [0.8, 1.2]}, index=index)
    assert "shows 0.60 (0.50 to 0.80); in openings only 0.90" in sentences.exposure(gap)
    assert "no documents in both kinds" in sentences.exposure(gap.assign(ratio=float("nan")))


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        (None, "no change in the accounts known, for War against Ukraine."),
        (0, "nothing needs to; War against Ukraine shows no clear contrast."),
        (1, "in 1 more account of the side"),
        (2, "in 2 more accounts of the side"),
    ],
)
def test_what_would_overturn_it(study, accounts, expected):
    assert expected in sentences.overturn(replace(study, to_overturn=accounts))


def test_sentences_show_themselves(study):
    for say in (sentences.in_short, sentences.cases, sentences.overturn):
        assert isinstance(say(study), Text)


def test_tables_have_a_row_or_a_column_for_every_variant(study):
    names = ["all that was visible", "no account of Turkmenistan"]
    assert list(sentences.variants_table(study).columns) == names
    assert list(sentences.likeness_table(study).index) == names


def test_no_more_terms_than_asked_for(study):
    table = sentences.terms_table(study, most=1)
    assert not table.index.duplicated().any()

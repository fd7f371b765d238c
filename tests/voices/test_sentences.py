"""Sentences: what is said of each verdict, the empty and the single case included."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.findings.verdicts import judge_divide
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


def contrasted(leader="eu", verdict="clear", **more):
    return {
        **{"eu": 2, "eu_accounts": 2, "capitals": 0, "capitals_accounts": 3, "difference": 0.5},
        **{"p": 0.01, "p_all": 0.02, "leader": leader, "verdict": verdict},
        **more,
    }


def table(**rows):
    return pd.DataFrame.from_dict(rows, orient="index")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (contrasted(), "*War*: 2 of 2 EU accounts raise it, and 0 of 3 accounts of the capitals."),
        (
            contrasted("capitals", eu=0, eu_accounts=1, capitals=1),
            "*War*: 1 of 3 accounts of the capitals raises it, and 0 of 1 EU account.",
        ),
        (
            contrasted(None, eu=0, capitals=0),
            "*War*: 0 of 2 EU accounts raise it, and 0 of 3 accounts of the capitals.",
        ),
    ],
)
def test_a_split_names_the_leading_side_first(row, expected):
    assert sentences.split(pd.Series(row), "War") == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, "**No topic divides them.** Since 2022 none"),
        ({"war": contrasted()}, "**One topic divides them.** At the meetings since 2022"),
        ({"war": contrasted(), "trade": contrasted("capitals")}, "**2 topics divide them.**"),
    ],
)
def test_what_divides_them(study, rows, expected):
    found = table(**rows) if rows else study.one_sided.iloc[:0]
    divided = replace(study, one_sided=found, names=NAMES)
    assert sentences.divides(divided).startswith(expected)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"war": contrasted(verdict="none")}, "one side:** none. **Perhaps:** none."),
        ({"war": contrasted()}, "one side:** War (the EU). **Perhaps:** none."),
        (
            {"war": contrasted(), "trade": contrasted("capitals", "perhaps")},
            "one side:** War (the EU). **Perhaps:** Trade (the capitals).",
        ),
    ],
)
def test_leanings(rows, expected):
    assert expected in sentences.leanings(table(**rows), NAMES)


def alike(**verdicts):
    row = {"pairs": 2, "likeness": 0.2, "expected": 0.3, "low": 0.25, "high": 0.4, "p": 0.02}
    return table(**{kind: row | {"verdict": verdict} for kind, verdict in verdicts.items()})


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (
            alike(between="more"),
            "**Yes.** An EU account and a capital's of the same meeting are more",
        ),
        (alike(between="as"), "**Not visibly.** An EU account and a capital's"),
        (alike(between="less"), "are less alike than chance makes them: they have 20% of their"),
        (alike(eu_next="as"), "**Cannot tell:**"),
    ],
)
def test_the_answer(study, kinds, expected):
    assert expected in sentences.answer(replace(study, likeness=kinds))


def test_likeness_lists_every_kind_of_pair(study):
    kinds = alike(between="as", capital_next="more")
    text = sentences.likeness(replace(study, likeness=kinds, likeness_fresh=kinds))
    assert text.count("\n") == 1
    assert text.endswith("are more alike than chance makes them (20% of topics in common, 30% by "
                         "chance).")  # fmt: skip
    doubt = sentences.likeness(
        replace(study, likeness=kinds, likeness_fresh=alike(capital_next="as"))
    )
    assert doubt.endswith(
        "; without borrowed wording they are no more alike than chance makes them."
    )
    none = replace(study, likeness=kinds.iloc[:0])
    assert sentences.likeness(none) == "There are no such pairs of accounts."


@pytest.mark.parametrize(
    ("chance", "verdict", "expected"),
    [
        (0.014, "clear", "in 1 of 100 cases; it is as clear under every other choice."),
        (0.004, "clear", "in 4 of 1,000; it"),
        (0.0001, "clear", "in fewer than 1 of 1,000 cases;"),
        (0.2, "perhaps", "in 20 of 100 cases; it is less clear all that was visible."),
    ],
)
def test_how_sure(study, chance, verdict, expected):
    later = {"all": table(ukraine_war=contrasted(verdict=verdict, p_all=chance))}
    divide = judge_divide(later, "ukraine_war", 2022)
    assert expected in sentences.certainty(study, divide)


def test_exposure_that_cannot_be_compared_is_said_to_be_so():
    index = pd.MultiIndex.from_product([["all documents"], ["topics", "topics_opening"]])
    gap = pd.DataFrame({"ratio": [0.6, 0.9], "low": [0.5, 0.6], "high": [0.8, 1.2]}, index=index)
    said = sentences.exposure(gap, 0.9)
    assert "60% as many topics as others (90% interval 50% to 80%), their openings 90%" in said
    assert "no documents in both kinds" in sentences.exposure(gap.assign(ratio=float("nan")), 0.9)


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
    divide = judge_divide(study.later, study.cases[0], study.since)
    assert isinstance(sentences.in_short(study, divide), Text)
    for say in (sentences.cases, sentences.overturn):
        assert isinstance(say(study), Text)


def test_every_variant_has_its_row(study):
    names = ["all that was visible", "without accounts of Turkmenistan"]
    assert list(sentences.variants_table(study).index) == names


def test_the_leading_terms_of_each_side_are_shown(study):
    shown = sentences.terms_table(study).groupby(level=["Topic", "Side"]).size()
    assert shown.max() == sentences.SHOWN_TERMS

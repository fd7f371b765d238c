"""What may be cited, in words and in a picture, for every kind of verdict."""

import pandas as pd
import pytest

from eucad.findings import figures, sentences
from eucad.findings.measures import Study, told

NAMES = {"a": "Water", "b": "Energy", "c": "Health", "f": "Environment", "g": "Society"}


def study(**kinds):
    """Make up a study of three topics of two families, and one variant that tells nothing."""
    kinds = {"a": "cannot_tell", "b": "cannot_tell", "c": "cannot_tell"} | kinds
    keys = [*"abcfg"]
    verdicts = pd.DataFrame({"kind": [kinds.get(key, "cannot_tell") for key in keys]}, keys)
    telling = ~verdicts["kind"].isin(["cannot_tell", "never"])
    verdicts["probability"] = 0.9
    verdicts["words"] = verdicts["kind"].str.replace("_", " ")
    verdicts["fails"] = [("with openings only",) if key == "b" else () for key in keys]
    verdicts["badge"] = "do not cite"
    verdicts.loc[telling, "badge"] = "cite"
    verdicts.loc[telling & (verdicts.index == "b"), "badge"] = "with care"
    for kind in set(kinds.values()):
        verdicts[kind], verdicts[f"{kind}_low"] = 0.9, 0.88
    verdicts["elsewhere"] = ["Leaders 2022", "", "", "", ""]
    directions = pd.DataFrame(
        {"specifications": 9, "estimable": 8, "falling": 1.0, "rising": 0.0, "median": -0.1},
        index=list("abc"),
    ).assign(p_value=0.2)
    left = pd.MultiIndex.from_product([["m", "n"], ["a"]], names=["meeting_id", "topic"])
    without = pd.DataFrame({"change": [-0.1, 0.1], "shift": [0.1, 0.3]}, left)
    return Study(
        names=NAMES,
        split=2019,
        topics=list("abc"),
        family_of={"a": "environment", "b": "environment", "c": "society"},
        verdicts=verdicts,
        surveyed={"base": verdicts, "other": verdicts.assign(kind="cannot_tell")},
        near={("a", "base"): "came", ("b", "other"): "went", ("b", "another"): "went"},
        directions=directions,
        agreement=pd.Series({"a": "agrees", "b": "no direction", "c": "no direction"}),
        change=pd.Series({"a": -0.2}),
        without={"meeting": without, "publisher": without},
    )


def test_what_may_be_cited():
    text = sentences.what_may_be_cited(study(a="throughout", b="went", c="came"))
    assert "every other choice of evidence or model).** Water: throughout;" in text
    assert "**With care (another verdict under some other choice).** Energy: went." in text
    assert "(the evidence cannot tell).** 0 topics." in text
    assert "agrees with the verdict for Water, contradicts it for none, and leaves it open" in text


def test_nothing_may_be_cited():
    text = sentences.what_may_be_cited(study())
    assert "of evidence or model).** Nothing." in text
    assert "cannot tell).** 3 topics." in text
    assert "Cannot tell: Water, Energy and Health. Raised by no account: none." in sentences.untold(
        study()
    )


def test_close_calls():
    text = sentences.near(study(b="went"))
    assert "counted as failing: *Energy* other and another." in text
    assert text.endswith("*cannot tell* for the same reason: Water.")
    assert "counted as failing: none." in sentences.near(study())


def test_tables_hold_what_is_told_in_its_order():
    one = study(a="came", c="throughout")
    assert list(sentences.citable_table(one).index) == ["Health", "Water"]
    assert set(sentences.citable_table(one)["Probability (± by draws)"]) == {"90% ± 2"}
    assert list(sentences.directions_table(one)["Falls in"]) == ["100%", "100%"]
    assert "9 combinations" in sentences.count_specifications(one)
    assert "in 1 of them" in sentences.count_specifications(one)


def test_a_family_is_told_only_if_its_verdict_is_that_of_no_topic():
    one = study(a="throughout", f="throughout", g="throughout")
    one.family_of.update({"a": "f", "b": "f", "c": "g"})
    assert list(told(one).index) == ["a", "g"]


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        ({"a": "throughout", "b": "went"}, "The same verdict under every choice: Water"),
        ({"b": "went"}, "The same verdict under every choice: none"),
    ],
)
def test_the_grid_says_its_finding(kinds, title):
    picture = figures.verdict_grid(study(**kinds))
    assert picture.title == title
    assert "Energy went (with care: fails with openings only)" in picture.alt


def test_influence_says_what_turns():
    assert figures.influence(study()).title.startswith("One meeting or publisher turns the direct")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Of no topic can this be told."),
        ([("a", "throughout", "on the table throughout")], "Water was on the table throughout."),
        (
            [
                ("a", "throughout", "on the table throughout"),
                ("b", "throughout", "on the table throughout"),
            ],
            "Water and Energy were on the table throughout.",
        ),
        (
            [("a", "came", "came in 2024"), ("b", "went", "gone, last on the table in 2016")],
            "Water came in 2024; Energy is gone, last on the table in 2016.",
        ),
    ],
)
def test_a_claim_is_one_sentence(rows, said):
    verdicts = pd.DataFrame(rows, columns=["key", "kind", "words"]).set_index("key")
    assert sentences.claim(verdicts, NAMES) == said

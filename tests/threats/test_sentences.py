"""Each verdict and what is said of it."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.stats.exact import ExactLogistic
from eucad.threats import measures, sentences
from eucad.threats.measures import Outcome
from eucad.threats.rivals import TippingPoint

NAMES = {"old": "Old", "new": "New"}


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset)


@pytest.mark.parametrize(
    ("kind", "both", "alone", "said"),
    [
        ("none rose", 0, 0, "Neither Old nor New rose."),
        ("joined", 4, 0, "In the 4 accounts that raise them, the topics of *New* joined those of"),
        ("joined", 1, 0, "In the 1 account that raises them, the topics of *New* joined those of"),
        ("replaced", 0, 2, "the topics of *New* came without those of *Old*; they did not join"),
        ("tied", 1, 1, "the topics of *New* came as often with those of *Old* as without them."),
    ],
)
def test_outcomes(kind, both, alone, said):
    assert said in sentences.outcome(Outcome(kind, "new", "old", both, alone), NAMES)


@pytest.mark.parametrize(
    ("low", "high", "informative", "said"),
    [
        (1.1, 9, 24, "raising one goes with raising the other"),
        (0.1, 0.9, 24, "raising one goes with not raising the other"),
        (0.5, 9, 24, "raising one may or may not go with raising the other"),
        (0.5, 9, 0, "accounts do not tell"),
    ],
)
def test_the_odds_decide_what_is_said_of_them(low, high, informative, said):
    found = ExactLogistic(2, low, high, 0.1, informative)
    assert sentences.together(found, 0.95).startswith(said)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ({"accounts": 0}, "raised by none of the 31 accounts."),
        ({"seen": 12}, "never left the agenda: it is raised at all 12 meetings ("),
        ({"first": 2013, "last": 2016}, "was last raised in 2016, and by none of the 27 accounts"),
        ({"first": 2024, "last": 2024, "seen": 1}, "was raised once, in 2024 ("),
        ({"first": 2024, "last": 2025, "seen": 2}, "first raised in 2024, at 2 meetings so far ("),
        ({"first": 2013, "last": 2025, "seen": 5}, "is raised at 5 of 12 meetings ("),
    ],
)
def test_what_became_of_a_theme(study, seen, said):
    usual = {"accounts": 3, "all_accounts": 31, "seen": 3, "observed": 12, "silent_since": 27}
    row = pd.Series(usual | {"silent_to_end": 13} | seen, dtype=object)
    row = row.reindex([*row.index, *{"first", "last"} - set(row.index)])
    told = replace(study, sightings=pd.DataFrame({"cyber": row}).T)
    assert said in sentences.describe(told, "cyber")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "nothing more is needed"),
        (2, "of 13 accounts since 2019 silent on it, 2 of the 4 not visible to their end."),
        (None, "of 13 accounts since 2019 silent on it, not even all 4 not visible to their end"),
    ],
)
def test_what_would_overturn_a_change(study, count, said):
    told = replace(study, split=2019, tipping={"cbrn": TippingPoint(False, 13, 4, count)})
    assert said in sentences.overturning(told)


def test_no_theme_changed_is_said(study):
    told = replace(study, themes={"hybrid": study.new})
    assert sentences.timing(told).startswith("**When:** for no topic")


def test_nobody_speaks_of_a_family(study):
    told = replace(study, speakers=study.speakers.assign(new=0))
    assert sentences.speakers(told).endswith("Cyber and hybrid: no one.")


def test_every_story_and_verdict_has_words(study):
    told = sentences.rivals_table(study)
    assert len(told) == len(study.rivals)
    assert (told.map(len) > 0).all(axis=None)
    assert {story for story, _ in sentences.VERDICTS} == set(sentences.STORIES)


def test_a_change_that_may_be_none_is_said_to_be_so():
    shares = {"early": 0.1, "late": 0.2, "change": 0.1}
    row = pd.Series(shares | {"change_low": -0.1, "change_high": 0.3})
    assert sentences.difference(row, 0.95).endswith("so perhaps no change")

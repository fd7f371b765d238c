"""Specifications, influence, and what may be cited."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.findings import robustness, sentences
from eucad.threats.change import estimate_change, family_themes, mention_themes

OLD, NEW, SPLIT = "drugs_cbrn", "cyber_hybrid", 2019


@pytest.fixture(scope="module")
def themes(dataset):
    return family_themes(dataset.topics, [OLD, NEW])


@pytest.fixture(scope="module")
def mentions(dataset, themes):
    return mention_themes(account_topic_matrix(dataset), themes)


@pytest.fixture(scope="module")
def curve(dataset, themes):
    return robustness.specification_curve(dataset, themes, OLD, SPLIT, draws=50, permutations=50)


def test_the_first_specification_is_the_one_of_the_collection(curve, mentions):
    own = {theme: curve.own(theme)["estimate"] for theme in mentions}
    assert own == pytest.approx(estimate_change(mentions, SPLIT)["change"].to_dict())


def test_the_split_reaches_the_curve(dataset, themes):
    moved = robustness.specification_curve(dataset, themes, OLD, 2021, draws=5, permutations=5)
    assert set(moved.specifications["first late year"]) == {2020, 2021, 2022}
    assert moved.own(OLD)["first late year"] == 2021


def test_what_cannot_be_estimated_is_reported(curve):
    table = curve.specifications
    gone = table[~table["estimable"]]
    assert len(gone) > 0
    assert gone[["estimate", "low", "high"]].isna().all(axis=None)
    assert (gone[["early_meetings", "late_meetings"]].min(axis=1) < robustness.ENOUGH).all()
    assert table.loc[table["estimable"], "estimate"].notna().all()
    assert robustness.not_estimable(curve)["not_estimable"].sum() == len(gone)


def test_a_choice_that_changes_nothing_explains_nothing(curve):
    own = curve.specifications
    single = own[own["voice"] == "all"].reset_index(drop=True)
    weights = robustness.importance(
        robustness.Curve(single, curve.permuted, curve.choices, curve.level)
    )
    assert weights["voice"].isna().all()
    assert weights.max(axis=None) <= 1


def test_a_specification_can_be_computed_by_hand(dataset, curve):
    mentions = account_topic_matrix(
        dataset, extent="opening", voices=["kz", "kg", "tj", "tm", "uz"]
    )
    share = mentions["cbrn"].groupby(level=["meeting_id", "year"], observed=True).mean()
    late = share.index.get_level_values("year") >= 2020
    row = curve.of("cbrn").query(
        "series == 'dialogue' and voice == 'capitals' and extent == 'opening' and "
        "`borrowed accounts` == 'kept' and `first late year` == 2020"
    )
    assert row["estimate"].item() == pytest.approx(share[late].mean() - share[~late].mean())


def test_leaving_one_out_agrees_with_excluding_it(dataset, themes, mentions):
    found = robustness.leave_one_out(dataset, themes, SPLIT, "meeting_id", draws=5)
    rest = mentions.drop(index="hlsd2016", level="meeting_id")
    expected = estimate_change(rest, SPLIT, draws=5)["change"]
    assert found.loc["hlsd2016", "change"].to_dict() == pytest.approx(expected.to_dict())


def test_a_publisher_whose_accounts_all_stand_elsewhere_changes_nothing(dataset, themes):
    found = robustness.leave_one_out(dataset, themes, SPLIT, "publisher", draws=50)
    same = found[(found["shift"] == 0).groupby(level="publisher").transform("all")]
    assert same.index.get_level_values("publisher").nunique() > 1
    limits = same[["change_low", "change_high"]].groupby(level="theme").nunique()
    assert (limits == 1).all(axis=None)


def test_an_outcome_without_an_estimate_may_not_be_cited(curve):
    table = curve.specifications.assign(estimable=False, estimate=np.nan, low=np.nan, high=np.nan)
    nothing = robustness.Curve(table, curve.permuted, curve.choices, curve.level)
    support = robustness.support(nothing)
    assert support["p_value"].isna().all()
    assert (robustness.citable(support, {})["cite"] == "no direction").all()
    assert robustness.leading_choices(robustness.importance(nothing)) == []


@pytest.mark.parametrize(
    ("row", "left_out", "cite"),
    [
        ({"rising": 0.5, "falling": 0.5}, {}, "no direction"),
        ({"rising": 0.95, "falling": 0.05}, {"change": -0.1}, "no direction"),
        ({"rising": 0.95, "falling": 0.05, "p_value": 0.5}, {}, "no trend"),
        ({"rising": 0.95, "falling": 0.05}, {"change_low": -0.1}, "hangs on"),
        ({"rising": 0.95, "falling": 0.05}, {}, "change"),
        ({"rising": 0.45, "falling": 0.0, "never_raised": 0.55}, {}, "change"),
    ],
)
def test_the_hurdles(row, left_out, cite):
    usual = {"never_raised": 0.0, "clearly_rising": 0.4, "clearly_falling": 0.0, "p_value": 0.01}
    names = pd.MultiIndex.from_tuples([("m", "x")], names=["meeting_id", "theme"])
    moved = {"change": 0.2, "change_low": 0.1, "change_high": 0.3} | left_out
    without = {"meeting": pd.DataFrame([moved], index=names)}
    found = robustness.citable(pd.DataFrame([usual | row], index=["x"]), without)
    assert found["cite"].item() == cite


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("no direction", "no direction: it depends on choices"),
        ("no trend", "when and by whom it was raised, but no trend: chance does as well"),
        ("hangs on", "that it rises, with the interval and what it hangs on"),
        ("change", "that it rises, with the interval"),
    ],
)
def test_what_may_be_cited_in_words(cite, said):
    row = pd.Series({"cite": cite, "direction": "rises"})
    assert sentences.what_may_be_cited(row) == said

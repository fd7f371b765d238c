"""Shares of two periods, their intervals, and what an account raises of two themes."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.threats.change import (
    change_points,
    co_mention,
    distinct_themes,
    estimate_change,
    family_themes,
    is_late,
    mention_themes,
    shares_by_meeting,
    sighting_years,
)


def accounts(**columns):
    """Eight accounts of four meetings; the last two were visible to their end."""
    meetings = ["m2013", "m2016", "m2016", "m2019", "m2019", "m2024", "m2024", "m2024"]
    index = pd.MultiIndex.from_arrays(
        [
            pd.Categorical(meetings),
            list("aababaab"),
            [f"account-{number}" for number in range(8)],
            [int(meeting[1:]) for meeting in meetings],
            [False] * 6 + [True] * 2,
        ],
        names=["meeting_id", "voice", "account_id", "year", "complete"],
    )
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    return (frame == "x").rename_axis(columns="theme")


@pytest.fixture
def mentions():
    return accounts(drugs="xxx.x.xx", cbrn="xx......", cyber="......xx", hybrid="....x..x")


def simulate(index, shares, rng, echo=0.0):
    """Draw what accounts would raise; accounts of a meeting correlate by `echo`."""
    if echo:
        mean = np.clip(shares, 1e-6, 1 - 1e-6) * (1 - echo) / echo
        shares = rng.beta(mean, (1 - echo) / echo - mean)
    codes = pd.factorize(index.get_level_values("meeting_id"))[0]
    drawn = rng.random((len(codes), len(shares))) < shares[:, codes].T
    return pd.DataFrame(drawn, index=index).rename_axis(columns="theme")


def test_a_share_is_the_mean_over_meetings_not_over_accounts(mentions):
    row = estimate_change(mentions, 2019).loc["drugs"]
    # 1 and 1 before; 1/2 and 2/3 since.
    assert row[["early", "late", "change"]].to_list() == pytest.approx([1, 7 / 12, -5 / 12])
    assert shares_by_meeting(mentions)["drugs"].to_list() == pytest.approx([1, 1, 1 / 2, 2 / 3])


def test_a_certain_estimate_still_has_an_interval(mentions):
    row = estimate_change(mentions, 2019).loc["cbrn"]
    assert row["late"] == row["late_low"] == 0
    assert row["late_high"] > 0.1


def test_a_wider_level_gives_a_wider_interval(mentions):
    narrow, wide = (estimate_change(mentions, 2019, level=level) for level in (0.5, 0.99))
    assert (wide["change_low"] < narrow["change_low"]).all()
    assert (wide["change_high"] > narrow["change_high"]).all()


@pytest.mark.parametrize("split", [2013, 2030])
def test_a_period_without_account_is_refused_with_the_years_there_are(mentions, split):
    with pytest.raises(ValueError, match=f"split at {split} .* move it.*2013 to 2024"):
        is_late(mentions, split)


def test_intervals_cover_about_what_they_say(dataset):
    mentions = account_topic_matrix(dataset)
    year = np.unique(mentions.index.get_level_values("year"))
    late, rng, hits = year >= 2019, np.random.default_rng(6), []
    for echo in (0.0, 0.15) * 4:
        shares = np.where(late, rng.random((200, 1)), rng.random((200, 1)))
        found = estimate_change(simulate(mentions.index, shares, rng, echo), 2019, draws=400)
        truth = shares[:, late].mean(axis=1) - shares[:, ~late].mean(axis=1)
        hits += [*((found["change_low"] <= truth) & (truth <= found["change_high"]))]
    assert 0.92 <= np.mean(hits) <= 0.98


def test_what_an_account_raises_of_two_themes(mentions):
    counts = co_mention(mentions, "drugs", "cyber").value_counts()
    assert counts.to_dict() == {"old only": 4, "both": 2, "new only": 0, "neither": 2}


def test_sightings_by_hand(mentions):
    found = sighting_years(mentions)
    assert found.loc["cbrn", ["first", "last", "seen", "observed"]].to_list() == [2013, 2016, 2, 4]
    assert found.loc["cbrn", ["silent_since", "silent_to_end"]].to_list() == [5, 2]
    never = sighting_years(accounts(water="........")).loc["water"]
    assert never[["first", "last"]].isna().all()
    assert never["accounts"] == 0


def test_a_family_that_equals_a_member_is_not_told_twice():
    mentions = accounts(old="xxx.x.xx", drugs="xxx.x.xx", cbrn="xx......", new="...x....")
    assert list(distinct_themes(mentions, {"old": ["drugs", "cbrn"]})) == ["drugs", "cbrn"]
    differs = mentions.assign(old=~mentions["old"])
    assert list(distinct_themes(differs, {"old": ["drugs", "cbrn"]})) == ["old", "drugs", "cbrn"]


def test_themes_are_families_and_their_members(dataset):
    themes = family_themes(dataset.topics, ["drugs_cbrn"])
    assert list(themes) == ["drugs_cbrn", "drug_trafficking", "cbrn"]
    raised = mention_themes(account_topic_matrix(dataset), themes)
    assert (raised["drugs_cbrn"] == raised["drug_trafficking"] | raised["cbrn"]).all()
    with pytest.raises(ValueError, match=r"'drugs'; it has .*drugs_cbrn"):
        family_themes(dataset.topics, ["drugs"])


def test_each_meeting_as_one_account_is_the_more_cautious(mentions):
    usual = change_points(mentions)["cbrn"].no_change
    assert change_points(mentions, per_meeting=True)["cbrn"].no_change > usual

"""Likeness of the two sides: whose pairs count, and the CSV files."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.documents import CAPITALS
from eucad.meetings import held_meetings
from eucad.voices.likeness import kinds_of_pair, likeness


def test_meetings_are_successive_within_their_series_only():
    series = pd.Series({"m1": "hlsd", "x1": "fmm", "m2": "hlsd", "m3": "hlsd"})
    pairs = pd.DataFrame(
        [
            ("m1", "eu", "m1", "capitals"),
            ("m1", "eu", "m2", "eu"),
            ("m1", "eu", "m3", "eu"),
            ("m1", "eu", "x1", "eu"),
            ("m3", "capitals", "m2", "capitals"),
            ("m2", "eu", "m3", "capitals"),
        ],
        columns=["meeting_id_1", "side_1", "meeting_id_2", "side_2"],
    )
    kinds = kinds_of_pair(pairs, series)
    assert kinds.fillna("").to_list() == ["between", "eu", "", "", "capitals", ""]


def test_a_meeting_of_which_a_side_says_nothing_is_passed_over():
    series = pd.Series({"m1": "hlsd", "m2": "hlsd", "m3": "hlsd"})
    pairs = pd.DataFrame(
        [("m1", "eu", "m3", "eu")], columns=["meeting_id_1", "side_1", "meeting_id_2", "side_2"]
    )
    assert kinds_of_pair(pairs, series).to_list() == ["eu"]


def test_likeness_of_sides_is_the_mean_over_their_meetings(dataset, codings):
    shares = []
    for _, meeting in codings[codings["meeting_id"].str.startswith("hlsd")].groupby("meeting_id"):
        eu = set(meeting[meeting["voice"] == "eu"]["topic_id"])
        capitals = set(meeting[meeting["voice"].isin(CAPITALS)]["topic_id"])
        if eu and capitals:
            shares.append(len(eu & capitals) / len(eu | capitals))
    kinds = likeness(account_topic_matrix(dataset), held_meetings(dataset)["series"])
    assert kinds.loc["between", "pairs"] == len(shares)
    assert kinds.loc["between", "similarity"] == pytest.approx(np.mean(shares))


def test_the_verdict_is_where_the_likeness_lies(three):
    series = pd.Series({"m1": "hlsd", "m2": "hlsd", "m3": "hlsd"})
    for _, row in likeness(three, series).iterrows():
        inside = row["low"] <= row["similarity"] <= row["high"]
        assert (row["verdict"] == "as") == inside

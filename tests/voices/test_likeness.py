"""Likeness of the two sides: whose pairs count, and the CSV files."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.documents import CAPITALS
from eucad.meetings import held_meetings
from eucad.voices.likeness import _kinds_of_pair, likeness


def kinds(*pairs, series=("hlsd", "fmm", "hlsd", "hlsd")):
    meetings = pd.Series(list(series), index=["m1", "x1", "m2", "m3"])
    columns = ["meeting_id_1", "voice_1", "meeting_id_2", "voice_2"]
    return _kinds_of_pair(pd.DataFrame(pairs, columns=columns), meetings).fillna("").to_list()


def test_kinds_of_pairs():
    assert kinds(
        ("m1", "eu", "m1", "kz"),
        ("m1", "kz", "m1", "eu"),
        ("m1", "kz", "m1", "tm"),
        ("m1", "kz", "m1", "kz"),
        ("m1", "eu", "m2", "kz"),
    ) == ["between", "between", "capitals", "", ""]


def test_meetings_are_successive_within_their_series_only():
    pairs = [("m1", "eu", "m2", "eu"), ("m1", "eu", "m3", "eu"), ("m1", "eu", "x1", "eu")]
    assert kinds(*pairs) == ["eu_next", "", ""]
    assert kinds(("m2", "tm", "m3", "tm")) == ["capital_next"]


def test_a_meeting_a_voice_does_not_report_is_passed_over():
    assert kinds(("m1", "eu", "m3", "eu")) == ["eu_next"]


def test_likeness_between_the_sides_from_the_csv_files(dataset, codings):
    shares = []
    raised = codings.groupby(["meeting_id", "voice", "lineage_id"])["topic_id"].agg(set)
    for meeting in raised.index.unique("meeting_id"):
        accounts = raised[meeting]
        if not meeting.startswith("hlsd") or "eu" not in accounts.index:
            continue
        others = accounts[accounts.index.get_level_values("voice").isin(CAPITALS)]
        shares += [len(a & b) / len(a | b) for a in accounts["eu"] for b in others]
    found = likeness(account_topic_matrix(dataset), held_meetings(dataset)["series"])
    assert found.loc["between", "pairs"] == len(shares)
    assert found.loc["between", "likeness"] == pytest.approx(np.mean(shares))


def test_the_verdict_is_where_the_likeness_lies(three):
    series = pd.Series({"m1": "hlsd", "m2": "hlsd", "m3": "hlsd"})
    for _, row in likeness(three, series).iterrows():
        inside = row["low"] <= row["likeness"] <= row["high"]
        assert (row["verdict"] == "as") == inside

"""The answers on one page: every case has words, and what belongs together stands together."""

import pandas as pd
import pytest

from eucad.findings import overview, sentences
from eucad.findings.overview import Officials

NAMES = {"EU": "EU", "KZ": "Kazakhstan", "minister": "Minister"}


@pytest.fixture
def officials():
    seats = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "state": ["named"]})
    tenure = pd.DataFrame({"name": list("ABC"), "delegation": "EU", "meetings": [2, 2, 1]})
    returns = pd.DataFrame({"named": [0], "returning": [0], "rate": [0.0], "low": 0, "high": 0})
    ranks = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "rank": "minister"})
    return Officials(None, seats, [tenure], returns, ranks)


def test_equals_are_named_together(officials):
    text = sentences.officials(officials, NAMES)
    assert "*Named most often:* A (EU) and B (EU), at 2 of 1 meeting." in text
    assert "no head of a delegation is named at two meetings running" in text
    assert "the EU sent a minister in 1 of the 1 cases in which a rank is printed." in text


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ([28, 34], "15 of 28 (50%, interval 20% to 80%); 15 of 34 (50%, interval 20% to 80%)."),
        ([34, 34], "again at the second: 15 of 34 (50%, interval 20% to 80%)."),
    ],
)
def test_a_range_stands_where_interpretations_differ(officials, named, said):
    rows = [{"named": n, "returning": 15, "rate": 0.5, "low": 0.2, "high": 0.8} for n in named]
    found = Officials(None, officials.seats, officials.tenures, pd.DataFrame(rows), officials.ranks)
    assert said in sentences.officials(found, NAMES)


def test_no_rank_is_said(officials):
    none = officials.ranks.iloc[:0]
    found = Officials(None, officials.seats, officials.tenures, officials.returns, none)
    assert "*Rank:* no document prints one." in sentences.officials(found, NAMES)


def test_rosters_and_seats_belong_together(dataset):
    found = overview.overview(dataset).officials
    assert len(found.tenures) == len(found.returns)
    assert found.returns["named"].nunique() > 1

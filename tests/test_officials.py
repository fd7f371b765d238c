"""The overview's answer on officials."""

import pandas as pd

from eucad.findings import sentences


def test_equals_are_named_together():
    seat_states = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "state": ["named"]})
    tenures = pd.DataFrame({"name": list("ABC"), "delegation": "EU", "meetings": [2, 2, 1]})
    rates = pd.DataFrame({"returning": [0.0], "named": [0.0]})
    ranks = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "rank": "minister"})
    words = {"delegation": {"EU": "EU"}, "rank": {"minister": "Minister"}}
    answer = sentences.officials(seat_states, [tenures], rates, ranks, words)
    assert answer.evidence[1:] == [
        "*Named most often:* A (EU) and B (EU), at 2 of 1 meeting.",
        "*Named again:* no head of a delegation is named at two meetings running.",
    ]

"""The contrast of the two sides: answers worked out on paper, and cells of the CSV files."""

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from by_definition import beta_interval, fisher
from tried_on import some

from eucad.agenda import account_topic_matrix
from eucad.documents import CAPITALS
from eucad.voices.contrast import accounts_to_overturn, contrast, find_one_sided, who_says

DIALOGUE = "hlsd"


@pytest.fixture(autouse=True)
def fewer_shuffles(monkeypatch):
    """What is asked here does not hang on the last digit of a corrected p-value."""
    monkeypatch.setattr("eucad.voices.contrast.SHUFFLES", 4_999)


# -- Who says what


def test_who_says_what_by_hand(three):
    said = who_says(three)
    assert said.loc["m1", "said"].to_dict() == {
        "trade": "capitals",
        "war": "neither",
        "water": "both",
    }
    assert said.loc["m2", "said"].to_dict() == {
        "trade": "capitals",
        "war": "eu",
        "water": "neither",
    }
    assert said.loc["m3", "said"].isna().all()
    assert said.loc[("m1", "water"), ["capitals", "capitals_accounts"]].to_list() == [1, 2]


def test_who_says_what_from_the_csv_files(dataset, documents, codings):
    said = who_says(account_topic_matrix(dataset))
    answer = {(1, 0): "eu", (0, 1): "capitals", (1, 1): "both", (0, 0): "neither"}
    voices = codings.groupby(["meeting_id", "topic_id"])["voice"].agg(set)
    reporting = documents.groupby("meeting_id")["voice"].agg(set)
    checked = 0
    for (meeting, topic), found in said["said"].items():
        report = reporting.get(meeting, set())
        if not ("eu" in report and report & set(CAPITALS)):
            assert pd.isna(found)
            continue
        raised = voices.get((meeting, topic), set())
        assert found == answer["eu" in raised, bool(raised & set(CAPITALS))]
        checked += 1
    assert checked


# -- The contrast at the same meetings


def test_contrast_by_hand(three):
    found = contrast(three)
    # m1 weighs 1 * 2 / 3, m2 1 * 1 / 2; water differs by 1 - 1/2 and 0, war by 0 and 1.
    assert found.loc["water", "difference"] == pytest.approx((2 / 3) * 0.5 / (7 / 6))
    assert found.loc["war", "difference"] == pytest.approx(0.5 / (7 / 6))
    columns = ["meetings", "eu", "eu_accounts", "capitals", "capitals_accounts"]
    assert found.loc["trade", columns].to_list() == [2, 0, 2, 2, 3]
    # Trade: by chance the EU's account is the one of 3, and the one of 2, that raises it. Neither
    # has probability 2/3 * 1/2; both, which is less likely still, 1/3 * 1/2.
    assert found.loc["trade", "p"] == pytest.approx(1 / 3 + 1 / 6)


def test_the_exact_p_of_one_meeting_is_fishers(hand_made):
    rows = [("m1", "eu", f"e{i}", {"war"} if i < 4 else {"x"}) for i in range(5)]
    rows += [("m1", "kz", f"k{i}", {"war"} if i < 1 else {"x"}) for i in range(6)]
    expected = fisher((4, 1), (1, 5))
    assert contrast(hand_made(rows)).loc["war", "p"] == pytest.approx(expected)


def test_the_exact_p_of_several_meetings_is_that_of_all_relabellings(dataset):
    raised = account_topic_matrix(dataset)["hybrid"]
    table = raised.rename("raised").reset_index()
    table["side"] = table["voice"].map(lambda v: "eu" if v == "eu" else "capitals").astype(str)
    table = table[table["voice"] != "newsroom"]
    chances, observed = Counter({0: 1.0}), 0
    for _, meeting in table.groupby("meeting_id", observed=True):
        eu = int((meeting["side"] == "eu").sum())
        if eu in (0, len(meeting)):
            continue
        observed += int(meeting.loc[meeting["side"] == "eu", "raised"].sum())
        draws = [sum(draw) for draw in combinations(meeting["raised"].to_list(), eu)]
        step = Counter()
        for total, chance in chances.items():
            for drawn, times in Counter(draws).items():
                step[total + drawn] += chance * times / len(draws)
        chances = step
    expected = sum(p for p in chances.values() if p <= chances[observed] + 1e-12)
    found = contrast(account_topic_matrix(dataset))
    assert found.loc["hybrid", "p"] == pytest.approx(expected)


@pytest.mark.parametrize(
    "topic", some(1, ["ukraine_war", "climate_environment", "border_management"])
)
def test_contrast_from_the_csv_files(dataset, documents, codings, topic):
    weights = effect = 0.0
    raising = codings.loc[codings["topic_id"] == topic, "lineage_id"]
    dialogue = documents[documents["meeting_id"].str.startswith(DIALOGUE)]
    for _, ours in dialogue.groupby("meeting_id"):
        accounts = ours.drop_duplicates("lineage_id").set_index("lineage_id")["voice"]
        eu, capitals = accounts[accounts == "eu"], accounts[accounts.isin(CAPITALS)]
        if len(eu) and len(capitals):
            weight = len(eu) * len(capitals) / (len(eu) + len(capitals))
            weights += weight
            gap = eu.index.isin(raising).mean() - capitals.index.isin(raising).mean()
            effect += weight * gap
    found = contrast(account_topic_matrix(dataset)).loc[topic]
    assert found["difference"] == pytest.approx(effect / weights)
    assert found["low"] < found["difference"] < found["high"]


def test_the_limits_of_the_contrast_by_hand(three):
    found = contrast(three).loc["water"]
    # m1 weighs 2/3, m2 1/2. The EU raises water in 1 of 1 and 0 of 1, the capitals in 1 of 2 and 0
    # of 1; the variances of these shares are as those of so many accounts.
    eu, capitals = (2 / 3) / (7 / 6), (1 / 3) / (7 / 6)
    accounts = (7 / 6) ** 2 / np.array([4 / 9 + 1 / 4, 4 / 9 / 2 + 1 / 4])
    limits = [
        beta_interval(0.95, share * n + 0.5, (1 - share) * n + 0.5)
        for share, n in zip((eu, capitals), accounts, strict=True)
    ]
    below = np.hypot(eu - limits[0][0], limits[1][1] - capitals)
    above = np.hypot(limits[0][1] - eu, capitals - limits[1][0])
    assert found["low"] == pytest.approx(eu - capitals - below)
    assert found["high"] == pytest.approx(eu - capitals + above)


@pytest.mark.parametrize(
    ("eu", "capitals"),
    [
        (0.6, 0.2),
        *(pytest.param(*both, marks=pytest.mark.long) for both in [(0.5, 0.5), (0, 0.05)]),
    ],
)
def test_the_interval_of_the_contrast_covers_what_it_says(dataset, eu, capitals):
    accounts = account_topic_matrix(dataset, voices=["eu", *CAPITALS]).index
    share = np.where(accounts.get_level_values("voice") == "eu", eu, capitals)[:, None]
    drawn = np.random.default_rng(1).random((len(accounts), 400)) < share
    columns = pd.RangeIndex(400, name="draw")
    found = contrast(pd.DataFrame(drawn, index=accounts, columns=columns))
    covered = (found["low"] <= eu - capitals) & (eu - capitals <= found["high"])
    assert covered.mean() > 0.92


def test_a_contrast_needs_a_meeting_of_both_sides(hand_made):
    with pytest.raises(ValueError, match="both sides"):
        contrast(hand_made([("m1", "eu", "a", {"water"}), ("m2", "kz", "b", {"war"})]))


def test_accounts_to_overturn(hand_made):
    rows = []
    for meeting in ("m1", "m2", "m3", "m4"):
        rows.append((meeting, "eu", f"e-{meeting}", {"war"}))
        rows += [(meeting, "kz", f"{name}-{meeting}", {"trade"}) for name in "kl"]
    raised = hand_made(rows)
    number = accounts_to_overturn(raised, "war")
    assert number
    changed = raised.copy()
    silent = [i for i, row in enumerate(rows) if row[1] == "kz"]
    changed.iloc[silent[:number], changed.columns.get_loc("war")] = True
    assert contrast(changed).loc["war", "low"] <= 0
    changed.iloc[silent[number - 1], changed.columns.get_loc("war")] = False
    assert contrast(changed).loc["war", "low"] > 0


@pytest.mark.parametrize(
    ("eu", "capitals", "leader", "verdict"),
    [
        (4, 0, "eu", "clear"),
        (0, 4, "capitals", "clear"),
        (4, 3, "eu", "none"),
        (2, 2, None, "none"),
    ],
)
def test_what_is_called_clear(hand_made, eu, capitals, leader, verdict):
    rows = [(f"m{n}", "eu", f"e{n}", {"war"} if n < eu else {"x"}) for n in range(4)]
    rows += [
        (f"m{n}", "kz", f"k{n}-{copy}", {"war"} if n < capitals else {"x"})
        for n in range(4)
        for copy in range(3)
    ]
    found = contrast(hand_made(rows)).loc["war"]
    assert (found["leader"], found["verdict"]) == (leader, verdict)


def test_the_correction_is_that_of_all_relabellings(hand_made):
    # One meeting: 2 of 5 accounts are the EU's, in 10 ways. War is theirs alone, trade one's.
    rows = [("m1", "eu", "a", {"war", "trade"}), ("m1", "eu", "b", {"war"})]
    rows += [("m1", "kz", name, {"trade"}) for name in "cd"] + [("m1", "tm", "e", {"water"})]
    mentions = hand_made(rows)
    found = contrast(mentions)
    smallest = []
    for eu in combinations(range(5), 2):
        p = []
        for topic in mentions:
            raised = np.flatnonzero(mentions[topic])
            theirs, others = len(set(raised) & set(eu)), len(set(raised) - set(eu))
            p.append(fisher((theirs, 2 - theirs), (others, 3 - others)))
        smallest.append(min(p))
    for topic in mentions:
        expected = np.mean(np.array(smallest) <= found.loc[topic, "p"] + 1e-9)
        assert found.loc[topic, "p_all"] == pytest.approx(expected, abs=0.01)


def test_correction_never_makes_a_contrast_clearer(dataset):
    found = contrast(account_topic_matrix(dataset))
    assert (found["p_all"] >= found["p"] - 0.01).all()


@pytest.mark.long
def test_topics_raised_at_random_seldom_seem_clear(dataset):
    accounts = account_topic_matrix(dataset, voices=["eu", *CAPITALS]).index
    clear = 0
    for seed in range(20):
        drawn = np.random.default_rng(seed).random((len(accounts), 20)) < 0.3
        found = contrast(pd.DataFrame(drawn, accounts, pd.RangeIndex(20, name="draw")))
        clear += (found["verdict"] == "clear").any()
    assert clear <= 3


@pytest.mark.parametrize(
    ("eu", "capitals", "leader"), [((4, 4), (0, 8), "eu"), ((0, 3), (5, 5), "capitals")]
)
def test_one_sided_topics(eu, capitals, leader):
    row = {"eu": eu[0], "eu_accounts": eu[1], "capitals": capitals[0], "leader": leader}
    rows = pd.DataFrame([row | {"capitals_accounts": capitals[1]}], index=["war"])
    assert find_one_sided(rows, 3).index.to_list() == ["war"]
    assert find_one_sided(rows, 5).empty
    assert find_one_sided(rows.assign(eu=1, capitals=1), 3).empty

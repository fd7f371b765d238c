"""Published numbers of notebook 05, computed again from the CSV files without the library.

They are what this edition of the data says, and move with it.
"""

import json
import re
from itertools import combinations
from math import comb
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
CAPITALS = {"kz", "kg", "tj", "tm", "uz"}


def read(name):
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def accounts():
    """Topics of every account of the dialogue: meeting, voice and account to a set."""
    documents = read("documents").merge(read("lineages")[["lineage_id", "voice"]])
    kinds = ["readout", "communique", "press_release", "news_report"]
    agenda = documents["document_type"].isin(kinds) & (documents["about"] == "meeting")
    documents = documents[agenda & documents["meeting_id"].str.startswith("hlsd")]
    codings = read("codings_final").query("scope == 'dialogue'")
    found = documents.merge(codings, on="document_id", how="left")
    by = ["meeting_id", "voice", "lineage_id"]
    return found.groupby(by)["topic_id"].agg(lambda topics: set(topics.dropna()))


@pytest.fixture(scope="module")
def words():
    """All that the stored notebook shows, in one string."""
    notebook = json.loads((ROOT / "notebooks" / "05-voices.ipynb").read_text("utf-8"))
    said = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown = data.get("text/html") or data.get("text/markdown") or data.get("text/plain", "")
            said.append(re.sub(r"<[^>]+>", " ", "".join(shown)))
    return re.sub(r"\s+", " ", " ".join(said))


def counts(accounts, topic, since="2013", without=()):
    """EU accounts that raise a topic, of how many, and the same of the capitals, by meeting."""
    rows = []
    for meeting, found in accounts.groupby(level="meeting_id"):
        voices = found.index.get_level_values("voice")
        eu = found[voices == "eu"]
        capitals = found[voices.isin(CAPITALS - set(without))]
        if meeting[-4:] >= since and len(eu) and len(capitals):
            raised = [sum(topic in topics for topics in side) for side in (eu, capitals)]
            rows.append((raised[0], len(eu), raised[1], len(capitals)))
    return rows


def exact_p(rows):
    """Two-sided: all splits of the accounts that raise the topic as unlikely as this one."""
    chances = {0: 1.0}
    for eu, eu_accounts, capitals, capitals_accounts in rows:
        raised, everyone = eu + capitals, eu_accounts + capitals_accounts
        step = {}
        for total, chance in chances.items():
            for k in range(min(raised, eu_accounts) + 1):
                ways = comb(raised, k) * comb(everyone - raised, eu_accounts - k)
                step[total + k] = step.get(total + k, 0) + chance * ways / comb(
                    everyone, eu_accounts
                )
        chances = step
    observed = chances[sum(row[0] for row in rows)]
    return sum(chance for chance in chances.values() if chance <= observed * (1 + 1e-9))


@pytest.mark.parametrize(
    ("topic", "label", "leader"),
    [
        ("ukraine_war", "War against Ukraine", "eu"),
        ("water", "Water", "eu"),
        ("border_management", "Border management", "eu"),
        ("sanctions", "Sanctions", "capitals"),
    ],
)
def test_cases(accounts, words, topic, label, leader):
    eu, eu_accounts, capitals, all_capitals = map(sum, zip(*counts(accounts, topic), strict=True))
    said = {
        "eu": f"{eu} of {eu_accounts} EU accounts",
        "capitals": f"{capitals} of {all_capitals} accounts of the capitals",
    }
    other = "capitals" if leader == "eu" else "eu"
    assert re.search(rf"\*{label}\*: {said[leader]} raises? it, and {said[other]}\.", words)


def test_since_2022_all_of_the_eu_and_none_of_the_capitals(accounts, words):
    rows = counts(accounts, "ukraine_war", "2022")
    eu, eu_accounts, capitals, all_capitals = map(sum, zip(*rows, strict=True))
    assert eu == eu_accounts and capitals == 0
    assert f"{eu} of {eu_accounts} 0 of {all_capitals} p = {exact_p(rows):.3f}" in words


def test_without_the_turkmen_accounts(accounts, words):
    rows = counts(accounts, "ukraine_war", "2022", without=["tm"])
    eu, eu_accounts, capitals, all_capitals = map(sum, zip(*rows, strict=True))
    row = f"{eu} of {eu_accounts} {capitals} of {all_capitals} p = {exact_p(rows):.3f}"
    assert f"without accounts of Turkmenistan {row}" in words


def test_meetings_that_both_report(accounts, words):
    shared = counts(accounts, "water")
    every = accounts.index.get_level_values("meeting_id").nunique()
    assert f"{len(shared)} of {every} meetings" in words


def test_likeness_of_the_two_sides_and_of_two_capitals(accounts, words):
    between, capitals = [], []
    for _, found in accounts[accounts.map(bool)].groupby(level="meeting_id"):
        pairs = [(index[1], topics) for index, topics in found.items()]
        for (one, a), (other, b) in combinations(pairs, 2):
            share = len(a & b) / len(a | b)
            if {one, other} & CAPITALS and "eu" in (one, other):
                between.append(share)
            elif {one, other} <= CAPITALS and one != other:
                capitals.append(share)
    for shares in (between, capitals):
        assert f"({sum(shares) / len(shares):.0%} of topics in common" in words


def test_topics_only_one_side_raises(accounts, words):
    ours, theirs = set(), set()
    for _, found in accounts.groupby(level="meeting_id"):
        voices = found.index.get_level_values("voice")
        sides = found[voices == "eu"], found[voices.isin(CAPITALS)]
        if all(len(side) for side in sides):
            ours, theirs = ours.union(*sides[0]), theirs.union(*sides[1])
    eu, capitals = re.search(
        r"Raised by the EU alone wherever raised: (.*?)\. By the capitals alone: (.*?)\.", words
    ).groups()
    assert (eu.count("("), capitals.count("(")) == (len(ours - theirs), len(theirs - ours))

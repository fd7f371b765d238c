"""The answers on one page: what each finding rests on, and the words of every case."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.findings import overview, sentences
from eucad.findings.overview import Divide

NAMES = {"a": "Water", "b": "Energy", "c": "Health", "minister": "Minister"}


def verdicts(**kinds):
    rows = {
        key: {
            "kind": kind,
            "words": kind,
            "badge": "cite",
            "fails": (),
            "elsewhere": "Leaders 2022",
        }
        for key, kind in kinds.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def test_what_became_of_topics_kind_by_kind():
    lines = sentences.fates(verdicts(a="went", b="throughout", c="throughout"), NAMES)
    assert lines == [
        "**Always there** in this dialogue. Energy and Health: throughout (*cite*).",
        "**Gone** in this dialogue. Water: went (*cite*). Raised elsewhere: Water by Leaders 2022.",
    ]


def test_nothing_is_said_where_nothing_can_be_told():
    assert sentences.fates(verdicts(a="cannot_tell", b="never"), NAMES) == []


@pytest.mark.parametrize(
    ("raised", "accounts", "kind"),
    [
        ((4, 0), (4, 8), "divides"),
        ((0, 8), (4, 8), "divides"),
        ((3, 0), (4, 8), "leans"),
        ((4, 1), (4, 8), "leans"),
        ((2, 4), (4, 8), "shared"),
        ((0, 0), (4, 8), "nobody"),
        ((4, 0), (4, 0), "leans"),
        ((0, 0), (0, 0), "nobody"),
    ],
)
def test_how_two_sides_differ(raised, accounts, kind):
    sides = ("eu", "capitals")
    counts = (dict(zip(sides, each, strict=True)) for each in (raised, accounts))
    assert overview.name_divide(*counts) == kind


@pytest.mark.parametrize(
    ("kind", "fails", "said"),
    [
        ("divides", (), "**Water** divides the two sides. Since 2022, 4 of 4 EU accounts and 0 of"),
        ("divides", (), "8 accounts of the capitals raise it (*cite*)."),
        ("divides", ("without X",), "raise it (*with care: fails without X*)."),
        ("leans", (), "is raised more by one side than by the other."),
        ("shared", (), "is raised by both sides alike."),
        ("nobody", (), "**Water** is raised by nobody since 2022."),
    ],
)
def test_a_divide_in_words(kind, fails, said):
    badge = "with care" if fails else "cite"
    counts = {"eu": 4, "capitals": 0}, {"eu": 4, "capitals": 8}
    assert said in sentences.divide(Divide("a", 2022, *counts, kind, badge, fails), NAMES)


def test_a_divide_that_rests_on_background_is_cited_with_care(dataset):
    found = overview.find_divide(dataset, "ukraine_war", 2022)
    assert found.kind == "divides"
    assert ("without background" in found.fails) == (found.badge == "with care")


def test_levels():
    counts = {"rank": "minister", "at": [3, 2], "seats": [3, 4], "office": ["Head of X", ""]}
    ranks = pd.DataFrame(counts, ["EU", "capitals"])
    assert sentences.levels(ranks, NAMES) == (
        "The EU usually sends the Head of X (3 of 3) and "
        "the capitals usually send a minister (2 of 4)."
    )
    assert sentences.levels(ranks.iloc[:0], NAMES) == "No document prints a rank."


def test_newly_seen_topics_are_silent_in_the_beginning(dataset):
    mentions = account_topic_matrix(dataset)
    kinds = pd.Series("cannot_tell", index=mentions.columns)
    found = overview.find_newly_seen(mentions, kinds)
    year = np.asarray(mentions.index.get_level_values("year"))
    assert all(not mentions.loc[year < first, topic].any() for topic, first in found.items())
    assert "afghanistan" not in found
    assert found.is_monotonic_increasing
    assert overview.find_newly_seen(mentions, kinds.replace("cannot_tell", "came")).empty


def test_the_front_page_holds_every_finding(dataset):
    page = overview.overview(dataset)
    text = sentences.in_short(page)
    for topic in page.topics:
        kind = page.verdicts.loc[topic, "kind"]
        if kind not in ("cannot_tell", "never"):
            assert page.names[topic] in text
    assert text.count("[More](") == 5

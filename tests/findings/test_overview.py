"""The answers on one page: what each finding rests on, and the words of every case."""

import pandas as pd
import pytest

from eucad.findings import overview, sentences
from eucad.findings.verdicts import Divide

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


def split(verdict="clear", eu=4, capitals=0):
    counts = {"eu": eu, "eu_accounts": 4, "capitals": capitals, "capitals_accounts": 8}
    return pd.Series(counts | {"verdict": verdict, "leader": "eu"}, dtype=object)


@pytest.mark.parametrize(
    ("verdict", "fails", "said"),
    [
        (
            "clear",
            (),
            "**One topic divides the two sides** since 2022. *Water*: 4 of 4 EU accounts",
        ),
        ("clear", (), "and 0 of 8 accounts of the capitals. (*cite*)"),
        ("clear", ("fresh",), "(*with care:* less clear without borrowed wording)"),
        ("perhaps", (), "**No clear divide** since 2022."),
    ],
)
def test_a_divide_in_words(verdict, fails, said):
    badge = "with care" if fails else "cite"
    assert said in sentences.divide(Divide("a", 2022, split(verdict), badge, fails), NAMES)


def test_the_divide_is_that_of_the_voices(dataset):
    found = overview.find_divide(dataset)
    assert (found.badge == "cite") == (not found.fails)
    assert found.row["eu"] + found.row["capitals"] > 0


def test_levels():
    counts = {"rank": "minister", "at": [3, 2], "seats": [3, 4], "office": ["Head of X", ""]}
    ranks = pd.DataFrame(counts, ["EU", "capitals"])
    assert sentences.levels(ranks, NAMES) == (
        "The EU usually sends the Head of X (3 of 3) and "
        "the capitals usually send a minister (2 of 4)."
    )
    assert sentences.levels(ranks.iloc[:0], NAMES) == "No document prints a rank."


def test_the_front_page_holds_every_finding(dataset):
    page = overview.overview(dataset)
    for topic, first in page.newly_seen.items():
        raised = page.mentions.loc[page.mentions[topic]]
        assert raised.index.get_level_values("year").min() == first > page.agenda.begins
    text = sentences.in_short(page)
    for topic in page.topics:
        kind = page.verdicts.loc[topic, "kind"]
        if kind not in ("cannot_tell", "never"):
            assert page.names[topic] in text
    assert text.count("[More](") == 5

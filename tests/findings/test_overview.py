"""The answers on one page: what each finding rests on, and the words of every case."""

import pandas as pd
import pytest

from eucad.findings import overview, sentences
from eucad.findings.verdicts import Divide, judge_move

NAMES = {"a": "Water", "b": "Energy", "c": "Health", "d": "Cyber", "e": "Gender"}
NAMES["minister"] = "Minister"


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
    lines = sentences.fates(
        verdicts(a="went", b="throughout", c="throughout", d="came", e="seldom"), NAMES
    )
    assert lines == [
        "**Always there** in this dialogue. Energy and Health: throughout (*cite*).",
        "**Not always there** in this dialogue. Cyber: came (*cite*); Water: went (*cite*); "
        "Gender: seldom (*cite*). Raised elsewhere: Cyber (Leaders 2022) and Water (Leaders 2022).",
    ]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["went", "came_and_went", "came"], "Yes:** Water is gone, Energy came and is gone and C"),
        (["throughout", "went", "came"], "No, not as a whole:** Water stayed, Energy is gone and"),
        (["throughout", "cannot_tell", "came"], "not as a whole:** Water stayed and Cyber came (*"),
        (["went", "went", "came_and_went"], "No, not as a whole:** Water is gone, Energy is gone"),
        (["throughout", "seldom", "throughout"], "No:** Water stayed, Energy was seldom there and"),
        (
            ["cannot_tell", "never", "throughout"],
            "No:** Cyber stayed (*cite*); of Water and Energy",
        ),
        (["went", "cannot_tell", "came"], "Perhaps:** Water is gone and Cyber came (*cite*); of E"),
        (
            ["never", "never", "cannot_tell"],
            "That cannot be told:** of Water, Energy and Cyber the",
        ),
    ],
)
def test_whether_the_agenda_moved_follows_from_the_verdicts(kinds, said):
    own = verdicts(**dict(zip("abd", kinds, strict=True)))
    found = judge_move(own, {"f": ["a", "b"], "g": ["d"]}, "f", "g")
    text = sentences.move(found, NAMES | {"f": "Nature", "g": "Technology"})
    assert text.startswith("Did the agenda move from *Nature* to *Technology*? **")
    assert said in text


def test_what_is_told_with_care_stands_apart():
    own = verdicts(a="throughout", b="went", d="came")
    own.loc[["b", "d"], "badge"] = "with care"
    text = sentences.move(
        judge_move(own, {"f": ["a", "b"], "g": ["d"]}, "f", "g"), NAMES | {"f": "", "g": ""}
    )
    assert text.endswith("Water stayed (*cite*); Energy is gone and Cyber came (*with care*).")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (
            {"a": "cannot_tell", "b": "never"},
            "Of 1 topic the evidence cannot tell; 1 is raised by no account.",
        ),
        (
            {"a": "cannot_tell", "b": "cannot_tell", "c": "throughout"},
            "**Always there** in this dialogue. Health: throughout (*cite*). Of 2 other topics the "
            "evidence cannot tell.",
        ),
    ],
)
def test_what_cannot_be_told_is_counted(kinds, said):
    assert sentences.fates(verdicts(**kinds), NAMES) == [said]


def split(verdict="clear", eu=4, capitals=0):
    counts = {"eu": eu, "eu_accounts": 4, "capitals": capitals, "capitals_accounts": 8}
    return pd.Series(counts | {"verdict": verdict, "leader": "eu"}, dtype=object)


@pytest.mark.parametrize(
    ("verdict", "fails", "said"),
    [
        (
            "clear",
            (),
            "**Water divides the two sides** since 2022: 4 of 4 EU accounts raise it,",
        ),
        ("clear", (), "accounts of the capitals. *Cite:* as clear under every other choice."),
        ("clear", ("fresh",), "*With care:* less clear without borrowed wording."),
        ("perhaps", (), "**Water does not clearly divide the two sides** since 2022: 4 of 4"),
    ],
)
def test_a_divide_in_words(verdict, fails, said):
    badge = "with care" if fails else "cite"
    assert said in sentences.divide(Divide("a", 2022, split(verdict), badge, fails), NAMES)


def test_the_divide_is_that_of_the_voices(once, dataset):
    found = once(overview.find_divide, dataset)
    assert (found.badge == "cite") == (not found.fails)
    assert found.row["eu"] + found.row["capitals"] > 0


def test_levels():
    counts = {"rank": "minister", "at": [3, 2], "rated": [3, 4], "office": ["Head of X", ""]}
    ranks = pd.DataFrame(counts, ["EU", "capitals"])
    assert sentences.levels(ranks, NAMES) == (
        "The EU usually sends the Head of X (at that level in 3 of 3 seats) and "
        "the capitals usually send a minister (at that level in 2 of 4 seats)."
    )
    assert sentences.levels(ranks.iloc[:0], NAMES) == "No document prints a rank."


@pytest.mark.long
def test_the_front_page_holds_every_finding(dataset):
    page = overview.overview(dataset)
    text = sentences.in_short(page)
    for topic in dataset.topics["topic_id"]:
        kind = page.verdicts.loc[topic, "kind"]
        if kind not in ("cannot_tell", "never"):
            assert page.names[topic] in text
    assert text.count("[More](") == 5
    assert text.count("\n- ") <= 6

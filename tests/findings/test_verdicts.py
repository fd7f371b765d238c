"""One verdict a topic: what decides it, its badge, and the words that stand for it everywhere."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix, families, fit_presence
from eucad.findings import verdicts
from eucad.show.words import judged


@pytest.mark.parametrize(
    ("kind", "fails", "badge"),
    [
        ("throughout", (), "cite"),
        ("came", ("with openings only",), "with care"),
        ("cannot_tell", (), "do not cite"),
        ("cannot_tell", ("by coder a alone",), "do not cite"),
        ("never", (), "cite"),
    ],
)
def test_a_badge_follows_from_the_verdict_and_from_what_it_fails(kind, fails, badge):
    assert verdicts._give_badge(kind, fails) == badge


@pytest.mark.parametrize(
    ("kind", "earliest", "latest", "words"),
    [
        ("throughout", None, None, "on the table throughout"),
        ("came", 2019, 2024, "came in some year from 2019 to 2024"),
        ("came", 2024, 2024, "came in 2024"),
        ("went", 2016, 2019, "gone, last on the table in some year from 2016 to 2019"),
        ("went", 2016, 2016, "gone, last on the table in 2016"),
        ("came_and_went", 2020, 2020, "came in 2020 and went again"),
        ("seldom", None, None, "seldom on the table"),
        ("cannot_tell", None, None, "cannot tell"),
        ("never", None, None, "raised by no account"),
    ],
)
def test_words(kind, earliest, latest, words):
    assert verdicts._put_into_words(kind, earliest, latest) == words


@pytest.mark.parametrize(
    ("badge", "fails", "said"),
    [
        ("cite", (), "came in 2024 (*cite*)"),
        ("with care", ("with openings only",), "(*with care:* fails with openings only)"),
        ("with care", ("a", "b"), "(*with care:* fails under 2 other choices)"),
        ("do not cite", ("a",), "(*do not cite*)"),
    ],
)
def test_a_verdict_is_said_with_its_badge(badge, fails, said):
    row = pd.Series({"words": "came in 2024", "badge": badge, "fails": fails})
    assert judged(row).endswith(said)


@pytest.mark.parametrize(
    ("verdict", "badge", "fails"),
    [
        ({"all": "clear", "opening": "clear"}, "cite", ()),
        ({"all": "clear", "opening": "perhaps"}, "with care", ("opening",)),
        ({"all": "perhaps", "opening": "clear"}, "do not cite", ("all",)),
    ],
)
def test_a_divide_has_the_badge_of_a_verdict(verdict, badge, fails):
    later = {name: pd.DataFrame({"verdict": [each]}, ["war"]) for name, each in verdict.items()}
    found = verdicts.judge_divide(later, "war", 2022)
    assert (found.badge, found.fails) == (badge, fails)


def surveyed(dataset, **others):
    """A base in which the first topic stays and the second came, and variants that differ."""
    keys = [*map(str, dataset.topics["topic_id"]), *families(dataset)]
    base = pd.DataFrame(
        {"kind": "cannot_tell", "probability": 0.5, "first": None, "last": None}, index=keys
    ).assign(earliest=None, latest=None, seldom_low=0.0)
    base.loc["cyber", ["kind", "earliest", "latest"]] = ["came", "hlsd2019", "hlsd2024"]
    base.loc["afghanistan", "kind"] = "throughout"
    variants = {
        name: base.assign(kind=base["kind"].replace(*change)) for name, change in others.items()
    }
    return {"base": base, **variants}


def test_a_variant_that_gives_another_verdict_is_named(dataset):
    found = verdicts.judge(dataset, surveyed(dataset, thin=("came", "cannot_tell")))
    assert found.loc["cyber", ["badge", "fails"]].to_list() == ["with care", ("thin",)]
    assert found.loc["cyber", "words"] == "came in some year from 2019 to 2024"
    assert found.loc["afghanistan", ["badge", "fails"]].to_list() == ["cite", ()]
    assert (found.loc[found["kind"] == "cannot_tell", "badge"] == "do not cite").all()


def test_a_topic_lives_elsewhere_in_the_years_of_the_files(dataset):
    found = verdicts._find_elsewhere(dataset, {"old": ["cyber", "cbrn"]})
    assert found["cyber"].startswith("Foreign ministers 2020 and 2021")
    assert "2025" in found["old"]
    assert found["hybrid"] == ""


def test_the_base_follows_the_evidence(dataset):
    kinds = verdicts.survey(dataset, variants=False)["base"]["kind"]
    assert kinds["afghanistan"] == "throughout"
    assert set(kinds[["gender", "raw_materials"]]) == {"never"}
    assert set(kinds) <= {*verdicts.fates.KINDS, "never"}


#: Draws enough for verdicts that are not near the threshold.
FEW = {"draws": 150, "warmup": 100}


def test_permuted_years_take_the_direction_away(dataset):
    mentions = account_topic_matrix(dataset)
    meetings = mentions.index.get_level_values("meeting_id")
    order = np.random.default_rng(1).permutation(meetings.categories)
    turned = meetings.rename_categories(dict(zip(meetings.categories, order, strict=True)))
    index = mentions.index.to_frame(index=False)
    index["meeting_id"] = pd.Categorical(turned, categories=meetings.categories, ordered=True)
    shuffled = mentions.set_axis(pd.MultiIndex.from_frame(index)).sort_index(level="meeting_id")
    kinds = verdicts.decide(fit_presence(dataset, shuffled, **FEW), {})["kind"]
    assert kinds["afghanistan"] == "throughout"
    assert (kinds.isin(["came", "went"])).sum() <= 1


def test_a_silent_decade_turns_a_topic_that_stayed_into_one_that_went(dataset):
    mentions = account_topic_matrix(dataset)
    late = np.asarray(mentions.index.get_level_values("year")) >= 2019
    silent = mentions.assign(afghanistan=mentions["afghanistan"] & ~late)
    kinds = verdicts.decide(fit_presence(dataset, silent, **FEW), {})["kind"]
    assert kinds["afghanistan"] == "went"


def test_swapped_families_swap_their_verdicts(dataset):
    """What is coded as a topic of one family is coded as one of the other."""
    swap = {"drug_trafficking": "cyber", "cbrn": "hybrid"}
    swap |= {new: old for old, new in swap.items()}
    topics = dataset.codings_final["topic_id"].astype(str)
    swapped = replace(
        dataset, codings_final=dataset.codings_final.assign(topic_id=topics.replace(swap))
    )
    one, other = (
        verdicts.decide(fit_presence(each, account_topic_matrix(each), **FEW), {})
        for each in (dataset, swapped)
    )
    for old, new in swap.items():
        assert other.loc[new, "kind"] == one.loc[old, "kind"], old
        assert (
            other.loc[new, ["first", "last"]].to_list() == one.loc[old, ["first", "last"]].to_list()
        )
    assert {one.loc[key, "kind"] for key in swap} > {"throughout", "went"}


def test_a_copy_of_an_account_changes_nothing(dataset):
    """It is one more document of the same account."""
    documents, codings = dataset.documents, dataset.codings_final
    rows = documents[documents["document_id"] == codings["document_id"].iloc[0]]
    own = codings[codings["document_id"] == rows["document_id"].iloc[0]]
    name = {"document_id": "copy"}
    doubled = replace(
        dataset,
        documents=pd.concat([documents, rows.assign(**name)], ignore_index=True),
        codings_final=pd.concat([codings, own.assign(**name)], ignore_index=True),
    )
    pd.testing.assert_frame_equal(account_topic_matrix(doubled), account_topic_matrix(dataset))


def test_doubled_accounts_taken_for_independent_ones_make_their_silence_louder(dataset):
    mentions = account_topic_matrix(dataset)
    late = np.asarray(mentions.index.get_level_values("year")) >= 2017
    doubled = pd.concat([mentions, mentions[late]]).sort_index(level="meeting_id")
    once, twice = (
        verdicts.decide(fit_presence(dataset, each, **FEW), {}) for each in (mentions, doubled)
    )
    went = [key for key in once.index if once.loc[key, "last"] in ("hlsd2015", "hlsd2016")]
    assert went
    assert (twice.loc[went, "went"] > once.loc[went, "went"] + 0.02).all()
    assert (twice.loc[once["kind"] == "throughout", "kind"] == "throughout").all()


@pytest.mark.parametrize(
    ("own", "low", "kind", "same"),
    [
        ("went", 0, "went", True),
        ("cannot_tell", 0, "went", False),
        ("came_and_went", 0.9, "seldom", True),
        ("came_and_went", 0.7, "seldom", False),
        ("came", 0.9, "seldom", False),
        ("seldom", 0.9, "came_and_went", False),
    ],
)
def test_what_says_the_same(own, low, kind, same):
    assert verdicts.says(pd.Series({"kind": own, "seldom_low": low}), kind) == same


def test_what_is_near_the_threshold_is_found():
    numbers = {f"{kind}{end}": 0.0 for kind in verdicts.fates.KINDS[:-1] for end in ("", "_low")}
    base = pd.DataFrame(numbers, ["a", "b"]).assign(kind=["went", "cannot_tell"])
    base.loc["a", ["went", "went_low"]] = 0.95, 0.93
    base.loc["b", ["came", "came_low"]] = 0.81, 0.79
    other = base.copy()
    other.loc["a", ["went", "went_low"]] = 0.79, 0.77
    other.loc["b", ["came", "came_low"]] = 0.80, 0.78
    found = verdicts.within_error({"base": base, "other": other})
    assert found == {("b", "base"): "came", ("a", "other"): "went"}

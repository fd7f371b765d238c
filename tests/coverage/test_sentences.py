"""What is measured, and what is said of it: the usual, the empty and the single case."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.coverage import sentences
from eucad.coverage.copies import Borrowed


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        (
            {"hlsd2015": (1, 2), "hlsd2016": (1, 0)},
            "4 independent accounts tell what 2 meetings discussed (*Security dialogue*). Most "
            "regular voices: EU (2 meetings) and Kazakhstan (1 meeting); known from one account "
            "alone: Brussels 2016.",
        ),
        (
            {"hlsd2015": (0, 1)},
            "1 independent account tells what 1 meeting discussed (*Security dialogue*). Most "
            "regular voices: Kazakhstan (1 meeting); known from one account alone: Dushanbe 2015.",
        ),
        (
            {"hlsd2015": (0, 0)},
            "0 independent accounts tell what 1 meeting discussed (*Security dialogue*). Most "
            "regular voices: none; known from one account alone: none.",
        ),
    ],
)
def test_from_whom(study, accounts, said):
    table = pd.DataFrame(accounts, index=["eu", "kz"])
    assert sentences.from_whom(replace(study, accounts=table, complete=table * 0)) == said


def test_how_much_was_seen(study):
    table = pd.DataFrame({"hlsd2015": [1]}, index=["eu"])
    said = sentences.how_much_was_seen(replace(study, accounts=table, complete=table))
    assert said.startswith("1 of 1 account could be read to the end")


@pytest.mark.parametrize(
    ("accounts", "mentions", "said"),
    [
        (14, 51, "14 of the 32 accounts of the security dialogue share wording with an account of"),
        (0, 0, "0 of 261 mentions of topics stand only in wording that is surely borrowed."),
    ],
)
def test_how_much_is_borrowed(accounts, mentions, said):
    borrowed = Borrowed(accounts, 32, mentions, 261, pd.DataFrame())
    assert said in sentences.how_much_is_borrowed(borrowed)


def test_the_rarest_topic_is_the_least_certain(study):
    said = sentences.how_sure_of_rare_topics(study)
    assert said.startswith("Least certain, by the lower end of the interval, is the agreement on *")


@pytest.mark.parametrize(
    ("chairs", "said"),
    [
        (
            {"named": 4, "ambiguous": 1, "unnamed": 7},
            "for 4 of 12 meetings, and can be read in",
        ),
        ({"unnamed": 1}, "Who chaired is stated without doubt for 0 of 1 meeting."),
    ],
)
def test_who_chaired(study, chairs, said):
    assert said in sentences.who_chaired(replace(study, chairs=pd.Series(chairs)))


@pytest.mark.parametrize(
    ("disputed", "said"), [([[True, False]], "1 delegation."), ([[0, 0], [1, 1]], "2 delegations.")]
)
def test_who_is_disputed(study, disputed, said):
    found = sentences.who_is_disputed(replace(study, disputed=pd.DataFrame(disputed)))
    assert found == f"Documents disagree on the rank of {said}"


def test_how_much_is_copied(study):
    voices = pd.DataFrame({"documents": [4, 6], "accounts": [4, 4]}, index=["eu", "kz"])
    found = replace(study, voices=voices, second_hand=5, most_repeated="kz")
    said = sentences.how_much_is_copied(found)
    assert "10 documents carry 8 independent accounts. 2 (20%) add none" in said
    assert "already. 5 (50%) are second-hand" in said
    assert "*Kazakhstan* is repeated most: 6 documents for 4 accounts" in said
    assert "most" not in sentences.how_much_is_copied(replace(found, most_repeated=None))


def test_how_values_differ():
    values = pd.DataFrame(
        {"alpha": 0.8, "alpha_low": 0.7, "alpha_high": 0.9, "level": 0.9},
        index=["stance", "paragraph"],
    ).assign(earlier_a=2, earlier_b=[9, 1])
    said = sentences.how_values_differ(values)
    assert "alpha is 0.80 (90% interval 0.70 to 0.90)" in said
    assert "coder b has the stronger stance in 9 cases and coder a in 2" in said
    assert "the earlier one in 1 case and coder a in 2" in said


def test_tables_name_every_key(study):
    for table in (
        sentences.events_table,
        sentences.meetings_table,
        sentences.voices_table,
        sentences.copied_table,
        sentences.borrowed_table,
        sentences.adjudicated_table,
        sentences.notes_table,
    ):
        found = table(study)
        assert len(found)
        assert found.notna().all(axis=None)


@pytest.mark.parametrize(
    ("alpha", "low", "said"),
    [
        (0.5, 0.1, "0.50 (50% interval 0.10 to 0.90)"),
        (0.5, None, "0.50 (too few cases for an interval)"),
        (None, None, "not measurable"),
    ],
)
def test_an_agreement_names_the_level_of_its_interval(alpha, low, said):
    row = pd.Series({"alpha": alpha, "alpha_low": low, "alpha_high": 0.9, "level": 0.5})
    assert sentences._alpha(row) == said

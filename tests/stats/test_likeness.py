"""Likeness of agendas: answers worked out on paper, and cells of the CSV files."""

import numpy as np
import pandas as pd
import pytest
from from_csv import agenda
from made_accounts import all_matrices

from eucad.agenda import account_topic_matrix
from eucad.stats.likeness import jaccard, pair_likeness


def rng():
    return np.random.default_rng(20130613)


@pytest.fixture(scope="module")
def codings():
    """Codings of the agenda documents of the dialogue, from the CSV files alone."""
    return tuple(found.query("series == 'hlsd'") for found in agenda())


def test_likeness_of_two_agendas_by_hand():
    agendas = np.array([[1, 0.5, 0, 0], [1, 0, 0.5, 0], [0, 0, 0, 0]])
    assert jaccard(agendas)[0, 1] == pytest.approx(1 / 3)
    assert np.isnan(jaccard(agendas)[2, 2])


THREE = pd.DataFrame(
    [[True, False], [True, True], [False, True]],
    index=pd.MultiIndex.from_tuples([("a",), ("b",), ("c",)], names=["account_id"]),
    columns=["water", "war"],
)


def test_the_baseline_is_the_mean_over_all_matrices_with_the_same_margins():
    given = np.array([[1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 1, 0, 0]], bool)
    index = pd.MultiIndex.from_tuples([(name,) for name in "abcd"], names=["account_id"])
    found = pair_likeness(pd.DataFrame(given, index=index), ["account_id"], rng=rng(), samples=4000)
    exact = np.array(
        [jaccard(np.array(m))[0, 1:] for m in all_matrices(given.sum(axis=1), given.sum(axis=0))]
    )
    assert len(exact) > 50
    pairs = found.loc["a"]
    assert pairs["expected"].to_list() == pytest.approx(exact.mean(axis=0), abs=0.015)


@pytest.mark.parametrize(
    ("first", "second"),
    [("hlsd2019", "hlsd2020"), ("hlsd2015", "hlsd2024"), ("hlsd2013", "hlsd2025")],
)
def test_likeness_of_meetings_from_the_csv_files(dataset, codings, first, second):
    _, coded = codings
    a, b = (set(coded.query("meeting_id == @m")["topic_id"]) for m in (first, second))
    pairs = pair_likeness(account_topic_matrix(dataset), ["meeting_id"], rng=rng(), samples=5)
    assert pairs.loc[(first, second), "likeness"] == pytest.approx(len(a & b) / len(a | b))


def test_the_baseline_finds_nothing_where_there_is_nothing():
    # Accounts that raise topics at random are no more alike than shuffled ones.
    cells = rng().random((12, 30)) < 0.4
    index = pd.MultiIndex.from_tuples([(f"a{i:02}",) for i in range(12)], names=["account_id"])
    pairs = pair_likeness(pd.DataFrame(cells, index=index), ["account_id"], rng=rng(), samples=300)
    assert pairs["likeness"].mean() == pytest.approx(pairs["expected"].mean(), abs=0.01)


@pytest.mark.parametrize("wrong", [{"samples": 0}, {"by": ["series"]}])
def test_likeness_refuses_what_it_does_not_know(wrong):
    options = {"by": ["account_id"], "rng": rng(), "samples": 2} | wrong
    with pytest.raises((ValueError, KeyError)):
        pair_likeness(THREE, **options)


def test_one_agenda_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing to compare"):
        pair_likeness(THREE.iloc[:1], ["account_id"], rng=rng())

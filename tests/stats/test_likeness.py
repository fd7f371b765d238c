"""Likeness of agendas: answers worked out on paper, and cells of the CSV files."""

import numpy as np
import pandas as pd
import pytest
from from_csv import agenda
from made_accounts import all_matrices

from eucad.agenda import account_topic_matrix
from eucad.stats.likeness import compare_accounts, jaccard


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
    _, chance = compare_accounts(pd.DataFrame(given, index=index), rng(), samples=4000)
    exact = np.array(
        [jaccard(np.array(m))[0, 1:] for m in all_matrices(given.sum(axis=1), given.sum(axis=0))]
    )
    assert len(exact) > 50
    assert chance.mean(axis=0)[:3] == pytest.approx(exact.mean(axis=0), abs=0.015)


@pytest.mark.parametrize(
    ("first", "second"),
    [("hlsd2015-eeas", "hlsd2016-tm-embassy"), ("hlsd2013-khovar", "hlsd2024-eeas")],
)
def test_likeness_of_accounts_from_the_csv_files(dataset, codings, first, second):
    _, coded = codings
    a, b = (set(coded.query("lineage_id == @key")["topic_id"]) for key in (first, second))
    likeness, _ = compare_accounts(account_topic_matrix(dataset), rng(), samples=5)
    pair = likeness.xs((first, second), level=["account_id_1", "account_id_2"])
    assert pair.item() == pytest.approx(len(a & b) / len(a | b))


def test_the_baseline_finds_nothing_where_there_is_nothing():
    # Accounts that raise topics at random are no more alike than shuffled ones.
    cells = rng().random((12, 30)) < 0.4
    index = pd.MultiIndex.from_tuples([(f"a{i:02}",) for i in range(12)], names=["account_id"])
    likeness, chance = compare_accounts(pd.DataFrame(cells, index=index), rng(), samples=300)
    assert likeness.mean() == pytest.approx(chance.mean(), abs=0.01)


def test_a_baseline_needs_a_shuffle():
    with pytest.raises(ValueError, match="at least 1"):
        compare_accounts(THREE, rng(), samples=0)


def test_one_agenda_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare_accounts(THREE.iloc[:1], rng())

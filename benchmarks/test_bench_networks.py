"""How projection scales with the number of participations.

Synthetic records: meetings of about ten people, drawn from the officials who are in office at the
time, so that an official attends about five; a fifth as many officials as participations.
References: networkx, as long as it takes less than a minute, and the bare product of two
scipy.sparse matrices, without labels, weights and the removal of the diagonal.
"""

import time

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from networkx.algorithms import bipartite

from eucad import networks

SIZES = [10_000, 100_000, 1_000_000]
IN_OFFICE = 200
A_MINUTE = 60


def participations(size):
    rng = np.random.default_rng(size)
    meeting = rng.integers(size // 10, size=size)
    person = 2 * meeting + rng.integers(IN_OFFICE, size=size)
    pairs = pd.DataFrame({"person_id": person, "meeting_id": meeting})
    return pairs.drop_duplicates(ignore_index=True)


def copresent_pairs(matrix):
    sizes = matrix.sum(axis=0)
    return int((sizes * (sizes - 1)).sum() // 2)


def best_time(function, *args, repeats=5):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function(*args)
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("size", SIZES)
def test_incidence(benchmark, size):
    benchmark(networks.incidence, participations(size))


@pytest.mark.benchmark(group="projection")
@pytest.mark.parametrize("weighting", networks.WEIGHTINGS)
@pytest.mark.parametrize("size", SIZES)
def test_project(benchmark, size, weighting):
    matrix = networks.incidence(participations(size)).matrix
    benchmark.extra_info["copresent_pairs"] = copresent_pairs(matrix)
    benchmark(networks.project, matrix, weighting)


@pytest.mark.benchmark(group="projection")
@pytest.mark.parametrize("size", SIZES)
def test_bare_sparse_product(benchmark, size):
    matrix = networks.incidence(participations(size)).matrix
    benchmark(lambda: matrix @ matrix.T)


def as_graph(pairs):
    graph = nx.Graph()
    people = ("p" + pairs["person_id"].astype(str)).to_list()
    graph.add_edges_from(zip(people, pairs["meeting_id"].to_list(), strict=True))
    return graph, sorted(set(people))


@pytest.mark.benchmark(group="projection")
@pytest.mark.parametrize("size", SIZES[:2])
def test_networkx(benchmark, size):
    graph, people = as_graph(participations(size))
    benchmark.pedantic(bipartite.weighted_projected_graph, (graph, people), rounds=1)


def test_grows_no_faster_than_the_copresent_pairs():
    seconds, pairs = [], []
    for size in SIZES:
        matrix = networks.incidence(participations(size)).matrix
        seconds.append(best_time(networks.project, matrix))
        pairs.append(copresent_pairs(matrix))
    # Twice the ratio: large arrays leave the cache, and the machine may be busy.
    for i in range(len(SIZES) - 1):
        assert seconds[i + 1] / seconds[i] < 2 * pairs[i + 1] / pairs[i]


def test_ten_times_faster_at_the_largest_size_networkx_does_in_a_minute():
    ours = reference = None
    for size in (100_000, 250_000, 500_000, 1_000_000):
        records = participations(size)
        seconds = best_time(bipartite.weighted_projected_graph, *as_graph(records), repeats=1)
        if seconds > A_MINUTE:
            break
        reference = seconds
        ours = best_time(lambda: networks.project(networks.incidence(records).matrix))  # noqa: B023
    assert reference is not None
    assert ours * 10 < reference

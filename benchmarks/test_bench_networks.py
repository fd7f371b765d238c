"""How projection scales with the number of participations.

Run with ``make bench``. Synthetic records: meetings of about ten people out of a pool one fifth
the size of the record. References: networkx, as long as it takes less than a minute, and the bare
product of two scipy.sparse matrices, which no projection can beat by much.
"""

import time

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from networkx.algorithms import bipartite

from eucad import networks

SIZES = [10_000, 100_000, 1_000_000]
LARGEST_FOR_NETWORKX = 100_000


def participations(size):
    rng = np.random.default_rng(size)
    return pd.DataFrame(
        {
            "person_id": rng.integers(size // 5, size=size),
            "meeting_id": rng.integers(size // 10, size=size),
        }
    ).drop_duplicates(ignore_index=True)


def copresent_pairs(matrix):
    sizes = matrix.sum(axis=0)
    return int((sizes * (sizes - 1)).sum() // 2)


def best_time(function, *args, repeats=3):
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
@pytest.mark.parametrize("size", [size for size in SIZES if size <= LARGEST_FOR_NETWORKX])
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


def test_ten_times_faster_than_networkx():
    records = participations(LARGEST_FOR_NETWORKX)
    graph, people = as_graph(records)
    reference = best_time(bipartite.weighted_projected_graph, graph, people, repeats=1)
    assert reference < 60
    ours = best_time(lambda: networks.project(networks.incidence(records).matrix))
    assert ours * 10 < reference

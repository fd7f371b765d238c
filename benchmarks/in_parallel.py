"""Draw in parts, on one processor or on many: the result is the same however it is split.

    python benchmarks/in_parallel.py

Every part has a generator of its own, spawned from one seed, and knows its number: which process
draws it, and when, changes nothing. `mapping` is `map`, or that of a pool of processes, or of a
cluster. With Dask, for instance, it is

    client = dask.distributed.Client()   # here, or Client("address of a cluster")
    mapping = lambda function, *parts: client.gather(client.map(function, *map(list, parts)))
"""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import perf_counter

import numpy as np
import pandas as pd

import eucad
from eucad.agenda import account_topic_matrix
from eucad.stats import SEED
from eucad.stats.nullmodel import null_networks


def draw_in_parts(draw, parts, seed, mapping=map):
    """Call `draw` with a generator for each part, and return all results in the parts' order."""
    return list(
        mapping(draw, map(np.random.default_rng, np.random.SeedSequence(seed).spawn(parts)))
    )


def shared_topics(mentions, rng, draws=500):
    """Count in shuffled agendas how many topics the first two accounts share."""
    first, second = null_networks(mentions, rng, draws)[:2]
    return (first & second).sum(axis=0)


def main():
    mentions = account_topic_matrix(eucad.load())
    draw = partial(shared_topics, mentions)
    begin = perf_counter()
    alone = np.concatenate(draw_in_parts(draw, 8, SEED))
    between = perf_counter()
    with ProcessPoolExecutor() as pool:
        together = np.concatenate(draw_in_parts(draw, 8, SEED, pool.map))
    end = perf_counter()
    assert (alone == together).all()
    print(pd.Series(alone).value_counts().sort_index().rename("shuffles").to_string())
    print(f"the same on one processor ({between - begin:.1f} s) and on all ({end - between:.1f} s)")


if __name__ == "__main__":
    main()

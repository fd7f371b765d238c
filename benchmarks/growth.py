"""Say what steps cost on a dataset: CPU seconds, and the most memory that the process took.

python benchmarks/growth.py read FOLDER        reads the tables as pandas does, unchecked
python benchmarks/growth.py load FOLDER        loads and checks them, then measures
python benchmarks/growth.py presence           fits the presence model to more and more accounts
"""

import json
import resource
import sys
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

import eucad
from eucad.agenda import account_topic_matrix, prevalence
from eucad.attendance import find_attestations
from eucad.dataset.schema import read_schema
from eucad.stats import SEED, presence

#: Of each account there are so many.
TIMES = (1, 4, 16)


def read(folder):
    tables = read_schema(folder).tables.values()
    seconds = {}
    clock(seconds, "read_csv", lambda: [pd.read_csv(folder / table.path) for table in tables])
    return seconds


def load(folder):
    seconds = {}
    dataset = clock(seconds, "load and check", lambda: eucad.load(folder))
    series = tuple(dataset.meetings["series"].cat.categories)
    mentions = clock(
        seconds, "accounts × topics", lambda: account_topic_matrix(dataset, series=series)
    )
    clock(seconds, "prevalence by meeting", lambda: prevalence(mentions, ["meeting_id"]))
    clock(seconds, "who is placed where", lambda: find_attestations(dataset))
    clock(seconds, "fingerprints", dataset.summary)
    return seconds


def fit_more():
    """Fit the presence model to accounts that stand there once, four and sixteen times."""
    dataset = eucad.load()
    mentions = account_topic_matrix(dataset)
    meeting = mentions.index.get_level_values("meeting_id")
    once = pd.Categorical(meeting, categories=meeting.unique())
    seconds = {}
    for times in TIMES:
        repeated = np.tile(np.arange(len(mentions)), times)
        clock(
            seconds,
            f"{len(repeated)} accounts",
            lambda rows=repeated: presence.sample(
                mentions.iloc[rows],
                once[rows],
                complete=np.ones(len(rows), dtype=bool),
                half_visible=np.zeros(len(rows), dtype=bool),
                side=np.arange(len(rows)) % 2,
                seed=SEED,
                draws=60,
                warmup=20,
            ),
        )
    return seconds


def clock(seconds, step, function):
    begin = process_time()
    result = function()
    seconds[step] = process_time() - begin
    return result


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    found = fit_more() if what == "presence" else {"read": read, "load": load}[what](Path(rest[0]))
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps(found))

"""How long loading and importing take, and how both grow, beside what they cannot do without.

Ratios are taken side by side in one run, so that a slow machine slows both; CPU time, so that other
work on the machine counts less. What is measured goes to README.md.
"""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

import pandas as pd
import pytest

import eucad
from eucad.dataset.schema import read_schema

HERE = Path(__file__).parent

#: Dialogues like ours, and how often each document stands in them.
SIZES = {10: (10, 1), 100: (10, 10)}
if os.environ.get("EUCAD_GROWTH") == "1000":
    SIZES[1000] = (100, 10)

#: The most that loading may take, as a multiple of reading, and in megabytes.
MOST = {10: (6, 250), 100: (5, 500), 1000: (9, 2000)}

FILES = [eucad.DATA / table.path for table in read_schema(eucad.DATA).tables.values()]


def read_bare():
    return [pd.read_csv(path) for path in FILES]


def alternate(*functions, rounds):
    """Time functions in turn; return the median of the CPU seconds of each."""
    seconds = [[] for _ in functions]
    for _ in range(rounds):
        for function, record in zip(functions, seconds, strict=True):
            begin = process_time() + children()
            function()
            record.append(process_time() + children() - begin)
    # The least would favour the shorter one, which is disturbed less often.
    return list(map(median, seconds))


def children():
    times = os.times()
    return times.children_user + times.children_system


def start_python(*arguments):
    return subprocess.run(
        [sys.executable, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def measure(*arguments):
    return json.loads(start_python(HERE / "growth.py", *arguments))


def test_load_takes_few_times_read_csv(figures):
    eucad.load()
    bare, full = alternate(read_bare, eucad.load, rounds=30)
    figures["load and check, as a multiple of `read_csv`"] = {1: full / bare}
    assert full / bare <= 3.5


def test_import_costs_little_more_than_that_of_pandas_and_networkx(figures):
    bare, full = alternate(
        lambda: start_python("-c", "import pandas, networkx"),
        lambda: start_python("-c", "import pandas, networkx, eucad"),
        rounds=10,
    )
    figures["`import eucad`, as a multiple of `import pandas, networkx`"] = {1: full / bare}
    assert full / bare <= 1.25


def test_a_measure_does_not_import_the_statistics_of_scipy():
    code = "import sys, eucad.findings.measures; sys.exit('scipy.stats' in sys.modules)"
    start_python("-c", code)


@pytest.mark.parametrize("size", SIZES)
def test_growth(size, figures, tmp_path):
    folder = tmp_path / "grown"
    start_python(HERE / "grown.py", folder, *SIZES[size])
    bare = measure("read", folder)
    full = measure("load", folder)
    ratio = full["load and check"] / bare["read_csv"]
    figures["load and check, as a multiple of `read_csv`"][size] = ratio
    figures.setdefault("`read_csv`, CPU seconds", {})[size] = bare["read_csv"]
    for step, seconds in full.items():
        if step != "memory":
            figures.setdefault(f"{step}, CPU seconds", {})[size] = seconds
    figures.setdefault("most memory of all this, MB", {})[size] = full["memory"]
    assert ratio <= MOST[size][0]
    assert full["memory"] <= MOST[size][1]


def test_the_presence_model_is_linear_in_accounts(figures):
    found = measure("presence")
    sizes = [(int(step.split()[0]), took) for step, took in found.items() if step != "memory"]
    # The first has too few for what does not grow to be small.
    _, (few, least), (many, most) = sizes
    exponent = math.log(most / least) / math.log(many / few)
    figures["time of the presence model, as a power of the number of accounts"] = {1: exponent}
    assert exponent < 1.15

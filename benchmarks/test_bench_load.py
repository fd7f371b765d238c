"""How long loading and importing take, beside what they cannot do without.

The ratios are taken side by side in one run, so that a slow machine slows both.
"""

import subprocess
import sys
from time import perf_counter

import pandas as pd
import pytest

import eucad

FILES = sorted(eucad.DATA.glob("*.csv"))


def read_bare():
    return [pd.read_csv(path) for path in FILES]


def alternate(*functions, rounds):
    """Time functions in turn; return the least disturbed seconds of each."""
    seconds = [[] for _ in functions]
    for _ in range(rounds):
        for function, record in zip(functions, seconds, strict=True):
            start = perf_counter()
            function()
            record.append(perf_counter() - start)
    return [min(record) for record in seconds]


def start_python(code):
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.benchmark(group="load")
def test_read_csv_alone(benchmark):
    benchmark(read_bare)


@pytest.mark.benchmark(group="load")
def test_load_with_full_validation(benchmark):
    benchmark(eucad.load)


def test_load_takes_at_most_three_times_read_csv(capsys):
    eucad.load()
    bare, full = alternate(read_bare, eucad.load, rounds=30)
    with capsys.disabled():
        print(f"\nload / read_csv: {full / bare:.2f} ({1e3 * full:.0f} ms / {1e3 * bare:.0f} ms)")
    assert full / bare <= 3


def test_import_costs_at_most_fifteen_per_cent(capsys):
    bare, full = alternate(
        lambda: start_python("import pandas, networkx"),
        lambda: start_python("import pandas, networkx, eucad"),
        rounds=10,
    )
    with capsys.disabled():
        print(f"\nimport eucad / import pandas, networkx: {full / bare:.2f}")
    assert full / bare <= 1.15

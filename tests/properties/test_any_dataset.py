"""Any dataset made from the schema loads; any that is damaged is a `DatasetError`, and soon."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_datasets import SCHEMA, make
from thorough import THOROUGH, few

import eucad
from eucad.dataset.schema import DESCRIPTOR

HEAVY = Path(__file__).with_name("heavy.py")
#: Tried where all tests run; all others with EUCAD_THOROUGH.
ALWAYS = (
    "short rows",
    "a million columns",
    "one open quotation mark",
    "documents without accounts",
)

seeds = st.integers(0, 2**32)
sizes = st.integers(1, 4)
FILES = [*(table.path for table in SCHEMA.tables.values()), DESCRIPTOR]
ODD = [b"", b"\n", b"\r", b'"', b",", b";", b"\0", b"\xff", b"\xef\xbb\xbf", b"=1+1", b"<b>", b"-"]
ODD += ["\u202e", "ﷺ", "é", "e\u0301", "٣", "😀", "\u2028"]
odd = st.sampled_from([each if isinstance(each, bytes) else each.encode() for each in ODD])


def place_in(folder, name="data"):
    """A folder's name that is free."""
    return folder / f"{name}{len(list(folder.iterdir()))}"


@few(5)
@given(seed=seeds, size=sizes)
def test_a_made_dataset_loads_and_is_what_it_was(tmp_path, seed, size):
    folder = make(place_in(tmp_path), Random(seed), size)
    dataset = eucad.load(folder)
    assert dataset.names
    for name, frame in dataset.tables.items():
        text = frame.to_csv(index=False, lineterminator="\n")
        (folder / SCHEMA[name].path).write_text(text, encoding="utf-8")
    assert eucad.load(folder).summary().equals(dataset.summary())


@few(12)
@given(
    seed=st.integers(0, 3),
    file=st.sampled_from(FILES),
    begin=st.floats(0, 1),
    length=st.integers(0, 60),
    new=odd
    | st.binary(max_size=20)
    | st.text(max_size=20).map(lambda t: t.encode("utf-8", "replace")),
    times=st.sampled_from([1, 1, 1, 50]),
)
def test_a_damaged_dataset_loads_or_is_named(tmp_path, seed, file, begin, length, new, times):
    folder = tmp_path / f"data{seed}"
    if not folder.exists():
        make(folder, Random(seed))
    path = folder / file
    sound = path.read_bytes()
    start = int(begin * len(sound))
    path.write_bytes(sound[:start] + new * times + sound[start + length :])
    began = time.process_time()
    try:
        eucad.load(folder)
    except eucad.DatasetError as error:
        assert error.problems
        assert all(problem.expected and problem.advice for problem in error.problems)
        assert str(error).isprintable() or "\n" in str(error)
    finally:
        path.write_bytes(sound)
    assert time.process_time() - began < 2


@pytest.mark.long
@pytest.mark.parametrize("name", [None] if THOROUGH else ALWAYS)
def test_large_and_odd_files_take_two_seconds_and_half_a_gigabyte_at_most(name):
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, HEAVY, *filter(None, [name])],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(eucad.__file__).parents[1])},
        check=True,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == 1 or THOROUGH
    # Twice the time, as a busy machine shares its processors' caches.
    slow = [each for each in results if each[1] > 4 or each[2] > 500 or each[3] == "loaded"]
    assert not slow

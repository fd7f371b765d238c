"""A document that is taken out and put back leaves the dataset as it was, whatever it brings."""

import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_datasets import make
from thorough import few

import eucad
from eucad.keep.add import add
from eucad.keep.diff import compare
from eucad.keep.remove import remove
from eucad.keep.seal import seal


def last_of_their_kind(folder):
    """Documents from which no other one is derived."""
    documents = eucad.load(folder).documents
    return sorted({*documents["document_id"]} - {*documents["derived_from"].dropna()})


def take_out_and_put_back(folder, document):
    """Do so, unless the rest could not stand without it: then nothing may have happened."""
    try:
        text = remove(document, folder)
    except ValueError:
        return
    left = eucad.load(folder).documents["document_id"]
    assert document not in set(left)
    file = folder.parent / f"{document}.toml"
    file.write_text(text, encoding="utf-8")
    add(file, folder)


@few(2)
@given(seed=st.integers(0, 2**32), size=st.integers(2, 4), data=st.data())
def test_in_any_dataset(tmp_path, seed, size, data):
    folder = make(tmp_path / f"{len(list(tmp_path.iterdir()))}", Random(seed), size)
    seal(folder)
    before = Path(shutil.copytree(folder, f"{folder}-before"))
    documents = last_of_their_kind(folder)
    take_out_and_put_back(folder, data.draw(st.sampled_from(documents)))
    assert compare(before, folder) == []


@pytest.mark.long
@few(1)
@given(data=st.data())
def test_in_the_dialogue_byte_for_byte(tmp_path, data):
    folder = Path(shutil.copytree(eucad.DATA, tmp_path / f"{len(list(tmp_path.iterdir()))}"))
    take_out_and_put_back(folder, data.draw(st.sampled_from(last_of_their_kind(folder))))
    for path in folder.iterdir():
        assert path.read_bytes() == (eucad.DATA / path.name).read_bytes(), path.name

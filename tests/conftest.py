"""Fixtures that several test files share."""

import shutil

import pytest

import eucad


@pytest.fixture(scope="session")
def dataset():
    """The dataset of the project; tests must not change it."""
    return eucad.load()


@pytest.fixture
def folder(tmp_path):
    """A copy of the dataset's folder, to be damaged."""
    return shutil.copytree(eucad.DATA, tmp_path / "data")

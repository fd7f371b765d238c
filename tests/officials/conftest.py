"""The study of notebook 03, made once, with fewer draws than are published."""

import pytest

from eucad.officials import measures


@pytest.fixture(scope="session")
def study(dataset):
    return measures.study(dataset, draws=19)

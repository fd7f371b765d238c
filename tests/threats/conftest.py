"""The study of notebook 04, made once, with fewer draws than are published."""

import pytest
from worlds import few_draws

from eucad.threats import measures


@pytest.fixture(scope="session")
def study(dataset):
    with few_draws():
        return measures.study(dataset)

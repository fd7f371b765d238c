"""The study of notebook 02, made once, but the verdicts, with fewer draws than are published."""

import pytest
from worlds import few_draws

from eucad.topics import measures


@pytest.fixture(scope="session")
def study(dataset):
    with few_draws():
        return measures.study(dataset)

"""The study of notebook 01, made once."""

import pytest

from eucad.coverage import measures


@pytest.fixture(scope="session")
def study(dataset):
    return measures.study(dataset)

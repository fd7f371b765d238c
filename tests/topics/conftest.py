"""The study of notebook 02, made once, but the verdicts."""

import pytest

from eucad.topics import measures


@pytest.fixture(scope="session")
def study(dataset):
    return measures.study(dataset)

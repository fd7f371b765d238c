"""The study of notebook 04, made once."""

import pytest

from eucad.threats import measures


@pytest.fixture(scope="session")
def study(once, dataset):
    return once(measures.study, dataset)

"""The study of notebook 02, made once, but the verdicts."""

import pytest

from eucad.topics import measures


@pytest.fixture(scope="session")
def study(once, dataset):
    return once(measures.study, dataset)

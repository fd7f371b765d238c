"""The study of notebook 03, made once, with fewer draws and another level than are published."""

from dataclasses import replace

import pytest

from eucad.officials import measures


@pytest.fixture(scope="session")
def study(dataset):
    return measures.study(dataset, level=0.99, draws=19)


@pytest.fixture(scope="session")
def of_nobody(dataset):
    """The study where no document names anybody."""
    return measures.study(replace(dataset, participation=dataset.participation[:0]), draws=9)

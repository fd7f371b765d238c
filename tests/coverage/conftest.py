"""The study of notebook 01, with fewer resamples than are published."""

from functools import partial

import pytest
from worlds import few_draws

from eucad.coverage import measures, reliability
from eucad.stats.agreement import agreement


@pytest.fixture(scope="module", autouse=True)
def fewer_resamples():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reliability, "agreement", partial(agreement, resamples=999))
        yield


@pytest.fixture(scope="session")
def study(dataset):
    with few_draws():
        return measures.study(dataset)

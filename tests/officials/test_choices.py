"""Every choice of notebook 03 reaches every result that can depend on it."""

import re

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

CHANGES = {"03-officials-network": {"SERIES": "fmm", "MEANT": ("ctd",), "LEVEL": 0.8}}
(NOTEBOOK,) = CHANGES

#: What shows all series at once whichever is studied: by words that stand in it.
ALL_SERIES = ["pairs? .*compared", "Official[^s].*Where", "Two-mode network", "in all series"]


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_some_result(notebook, choice, value):
    after = run(notebook, **{choice: value})
    assert len(unchanged(run(notebook), after)) < len(after)


def test_the_series_reaches_all_that_is_not_of_all_series():
    for output in unchanged(run(NOTEBOOK), run(NOTEBOOK, SERIES="fmm")):
        assert any(re.search(each, output.words, re.DOTALL) for each in ALL_SERIES), output


def test_an_interpretation_reaches_roster_position_and_network_together():
    before, after = run(NOTEBOOK), run(NOTEBOOK, MEANT=("ctd",))
    same = {output.cell for output in unchanged(before, after)}
    words = "\n".join(output.words for output in after if output.cell not in same)
    for result in ("Named again", "Betweenness", "pairs compared", "Two-mode network"):
        assert result in words


def test_the_old_level_is_gone():
    assert run(NOTEBOOK).saying(r"95% interval")
    after = run(NOTEBOOK, LEVEL=0.8)
    assert not after.saying(r"95% interval") and after.saying(r"80% interval")

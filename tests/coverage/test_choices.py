"""Every choice of notebook 01 reaches every result that can depend on it."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

NOTEBOOK = "01-dataset"
CHANGES = {NOTEBOOK: {"SERIES": "summit", "LEVEL": 0.9, "LONGEST": 3}}

# How many results can depend on a choice, and what it leaves nowhere.
REACH = {"SERIES": 4, "LEVEL": 4, "LONGEST": 3}
GONE = {
    "SERIES": r"\*Security dialogue\*",
    "LEVEL": "95%",
    "LONGEST": r"Trade and investment\s+\d+\s",
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_every_result(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    assert before.saying(GONE[choice])
    assert not after.saying(GONE[choice])
    assert len(after) - len(unchanged(before, after)) == REACH[choice]


def test_a_series_that_does_not_occur_is_named_with_those_that_do():
    with pytest.raises(ValueError, match=r"no series 'osce'. Choose among hlsd, fmm"):
        run(NOTEBOOK, SERIES="osce")

"""Every choice of notebook 04 reaches every result that can depend on it."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

CHANGES = {
    "04-drugs-cbrn-to-cyber-hybrid": {
        "OLD": "crime",
        "NEW": "environment",
        "SPLIT": 2021,
        "COVERAGE": 0.8,
    }
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_every_result(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    gone = {
        "OLD": "Drugs and CBRN",
        "NEW": "Cyber and hybrid",
        "SPLIT": "(since|before|Before) 2019",
        "COVERAGE": "95% interval",
    }[choice]
    assert before.saying(gone)
    assert not after.saying(gone)
    # Tiles and verdicts know of no split and no level.
    free = {"OLD": 0, "NEW": 0, "SPLIT": 3, "COVERAGE": 3}[choice]
    assert len(unchanged(before, after)) <= free

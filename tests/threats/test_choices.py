"""Every choice of notebook 04 reaches every result that can depend on it."""

import pytest
from notebook_choices import cases, run, unchanged

NOTEBOOK = "04-drugs-cbrn-to-cyber-hybrid"
CHANGES = {
    NOTEBOOK: {
        "OLD": "crime",
        "NEW": "environment",
        "SPLIT": 2021,
        "COVERAGE": 0.8,
        "OWNER": "tm",
    }
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_every_result(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    gone = {
        "OLD": "Drugs and CBRN",
        "NEW": "Cyber and hybrid",
        "SPLIT": "since 2019|Since 2019",
        "COVERAGE": "95%",
        "OWNER": "agenda of EU",
    }[choice]
    assert before.saying(gone)
    assert not after.saying(gone)
    # Of an owner one story is told; tiles, years and trends know of no split, tiles of no level.
    free = {"OWNER": len(before) - 1, "SPLIT": 3, "COVERAGE": 1}.get(choice, 0)
    assert len(unchanged(before, after)) <= free

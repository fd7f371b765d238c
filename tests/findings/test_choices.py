"""Every choice of notebook 06 reaches every result that can depend on it."""

import pytest
from notebook_choices import cases, run, unchanged

CHANGES = {"06-robustness": {"OLD": "crime", "NEW": "environment", "SPLIT": 2021, "COVERAGE": 0.8}}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_every_result(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    gone = {
        "OLD": "CBRN",
        "NEW": "Cyber and hybrid",
        "SPLIT": r"2018|first late year: 2019",
        "COVERAGE": "95%.*interval",
    }[choice]
    assert before.saying(gone)
    assert not after.saying(gone)
    # A level moves intervals only; which meetings are too few does not depend on the families.
    free = {"COVERAGE": len(before), "OLD": 2, "NEW": 3}.get(choice, 0)
    assert len(unchanged(before, after)) <= free
    assert len(unchanged(before, after)) < len(before)

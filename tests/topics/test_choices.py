"""Every choice of notebook 02 reaches what it should."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

CHANGES = {
    "02-topic-evolution": {
        "COMPARED_WITH": ("summit",),
        "SPLIT": 2022,
        "OLD": ("environment",),
        "NEW": ("economy", "society"),
    }
}

#: Cells that follow each choice: the answer first.
FOLLOWING = {"COMPARED_WITH": 3, "SPLIT": 6, "OLD": 3, "NEW": 3}

#: What is left of the old value.
OLD_VALUE = {
    "COMPARED_WITH": r"(?i)than by the foreign ministers|Foreign ministers \(\d+ accounts\)",
    "SPLIT": r"before 2019|since 2019",
    "OLD": r"Crime\*? and \*?Terrorism and extremism",
    "NEW": r"Cyber and hybrid\*? and \*?Next to",
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_its_results(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    assert len(after) - len(unchanged(before, after)) >= FOLLOWING[choice]
    assert before.saying(OLD_VALUE[choice])
    assert not after.saying(OLD_VALUE[choice])

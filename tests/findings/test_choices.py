"""Every choice of notebook 06 reaches every result that can depend on it."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

CHANGES = {"06-robustness": {"OLD": "crime", "NEW": "environment", "SPLIT": 2021}}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_what_depends_on_it(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    if choice == "SPLIT":
        assert not after.saying("2019 and since|since 2019")
    same = {output.cell for output in unchanged(before, after)}
    changed = {output.cell for output in after} - same
    influence = max(output.cell for output in after)
    # The verdicts depend on no split; the families stand in the picture of what is left out.
    assert influence in changed


def test_a_family_may_be_held_against_itself():
    assert run("06-robustness", OLD="cyber_hybrid", NEW="cyber_hybrid")

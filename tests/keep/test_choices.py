"""Every choice of notebook 07 reaches what depends on it."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

NOTEBOOK = "07-extend-the-dataset"
CHANGES = {
    NOTEBOOK: {
        "DOCUMENT": "fmm2019-mfatm-tk",
        "READOUT": "They discussed hybrid threats. Olof Skoog took the chair.",
    }
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_what_depends_on_it(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    assert len(after) == len(before)
    gone, come = {
        "DOCUMENT": ("hlsd2021-mfa-tj", "fmm2019-mfatm-tk"),
        "READOUT": ("drug traffick", "hybrid threats"),
    }[choice]
    changed = [output for output in after if output not in unchanged(before, after)]
    assert changed
    assert all(come in output.words or "skoog" in output.words for output in changed)
    assert not [output for output in changed if gone in output.words]

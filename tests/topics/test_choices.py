"""Every choice of notebook 02 reaches what it should."""

import pytest
from notebook_choices import cases, run, unchanged

CHANGES = {
    "02-topic-evolution": {
        "SERIES": ("fmm", "hlsd"),
        "CODING": "b",
        "EXTENT": "opening",
        "FOLLOWED": ("gender", "energy"),
    }
}

#: What need not depend on how topics were coded: programmes were coded once, in whole texts; the
#: table of variants names what it varies; the first rows of a table may be equal.
WHATEVER_THE_CODING = ("Programmes named", "Named at most meetings", "Coder a", "topic_id")


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_its_results(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    same = [output.words for output in unchanged(before, after)]
    if choice == "FOLLOWED":
        assert len(same) == len(after) - 1
        assert after.saying("Gender")
    elif choice == "SERIES":
        assert not same
        assert not after.saying("hlsd2013")
    else:
        kept = [w for w in same if not any(words in w for words in WHATEVER_THE_CODING)]
        assert not kept

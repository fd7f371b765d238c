"""Every choice of notebook 05 reaches its results."""

import pytest
from notebook_choices import cases, run, unchanged

pytestmark = pytest.mark.long

NOTEBOOK = "05-voices"
CHANGES = {
    "05-voices": {
        "SERIES": ["fmm"],
        "CASES": ["hybrid"],
        "SINCE": 2023,
        "MINIMUM": 1,
        "VARIANTS": ["without_kz"],
        "LEVEL": 0.8,
    }
}


@pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
def test_a_choice_reaches_a_result(notebook, choice, value):
    before, after = run(notebook), run(notebook, **{choice: value})
    assert len(unchanged(before, after)) < len(after)


def test_other_meetings_change_all_but_what_is_said_of_every_series():
    same = unchanged(run(NOTEBOOK), run(NOTEBOOK, SERIES=["fmm"]))
    assert len(same) <= 4
    assert not run(NOTEBOOK, SERIES=["fmm"]).saying("Security dialogue")


def test_other_cases_leave_none_of_the_old():
    after = run(NOTEBOOK, CASES=["hybrid"])
    assert not after.saying(r"\*Sanctions\*|Rule of law and rights, EU")


def test_the_year_is_said():
    after = run(NOTEBOOK, SINCE=2023)
    assert after.saying("since 2023") or after.saying("Not visibly")
    assert not after.saying("since 2022")


def test_a_lower_minimum_draws_more():
    before, after = (
        run(NOTEBOOK, **choice).saying(r"leaves out 0\. \d+ topics")[0].words
        for choice in ({}, {"MINIMUM": 1})
    )
    assert before != after


def test_other_variants_are_named():
    after = run(NOTEBOOK, VARIANTS=["without_kz"])
    assert after.saying("without accounts of Kazakhstan")
    assert not after.saying("accounts of Turkmenistan|coder a alone|programme names")


def test_the_level_is_said_everywhere():
    after = run(NOTEBOOK, LEVEL=0.8)
    assert after.saying("80%") and not after.saying("95%")

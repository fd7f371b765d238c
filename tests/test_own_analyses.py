"""The analyses that the site offers to researchers run as they stand."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parent.parent / "site" / "own-analyses.md"


def test_every_analysis_runs():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried > 20
    assert failed == 0

"""One slip in a table: what the table itself shows is named at its place, whatever the slip."""

import pytest

from mutation.mutations import HARMLESS, STRUCTURAL, VALUES
from mutation.trial import judge, strike

pytestmark = pytest.mark.long

#: Very many by `make mutate`.
TRIALS = 3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One folder for all: each trial puts the table back."""
    import shutil

    import eucad

    return shutil.copytree(eucad.DATA, tmp_path_factory.mktemp("mutation") / "data")


@pytest.mark.parametrize("name", STRUCTURAL)
def test_a_structural_slip_is_named_where_it_is(place, name):
    for number in range(TRIALS):
        table, found = strike(name, number)
        verdict = judge(place, table, found)
        assert verdict == "exact", (number, table, found.lines, found.column)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_loads(place, name):
    assert judge(place, *strike(name, 0)) == "harmless"


@pytest.mark.parametrize("name", VALUES)
def test_a_changed_value_never_breaks_the_check(place, name):
    verdicts = {judge(place, *strike(name, number)) for number in range(TRIALS)}
    assert verdicts <= {"exact", "roughly", "silent", "harmless"}
    assert VALUES[name][1], "a class of which some stay unseen says why"

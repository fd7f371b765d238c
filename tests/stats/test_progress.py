"""Whoever waits is told how far a calculation is; what is stored or tested stays silent."""

import io
from itertools import count

import IPython.display
import pytest

from eucad.stats import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def waiting(monkeypatch):
    """Let a second pass at every look at the clock."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    clock = count()
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    return monkeypatch


def test_a_terminal_shows_a_share_that_grows_and_is_left_empty(waiting):
    terminal = Terminal()
    waiting.setattr("sys.stderr", terminal)
    assert list(progress.steps(5, "Adding")) == [0, 1, 2, 3, 4]
    told = terminal.getvalue().split("\r\033[K")
    assert told == ["", "Adding: 60%", "Adding: 80%", "Adding: 100%", ""]


def test_what_is_quick_is_not_told(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert len(list(progress.steps(5, "Adding"))) == 5
    assert not terminal.getvalue()


def test_jupyterlab_shows_it_below_the_cell_and_stores_none_of_it(waiting):
    cell = []
    waiting.setattr(IPython.display, "display", lambda data, raw: cell.append(data["text/plain"]))
    waiting.setattr(IPython.display, "clear_output", lambda wait: cell.append(wait))
    waiting.setenv("JPY_SESSION_NAME", "notebooks/00-overview.ipynb")
    list(progress.steps(4, "Adding"))
    assert cell == [True, "Adding: 75%", True, "Adding: 100%", False]


def test_a_notebook_with_nobody_in_front_of_it_stays_silent(waiting, capfd):
    list(progress.steps(9, "Adding"))
    assert capfd.readouterr() == ("", "")

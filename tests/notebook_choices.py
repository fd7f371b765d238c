"""Run a notebook with other choices, in this process, and see what a reader would see.

A choice is an upper-case name that the first code cell assigns. Rooms write such tests::

    from notebook_choices import cases, run, unchanged

    CHANGES = {"04-drugs-cbrn-to-cyber-hybrid": {"SPLIT": 2021}}  # notebook: {choice: other value}

    @pytest.mark.parametrize(("notebook", "choice", "value"), cases(CHANGES))
    def test_a_choice_reaches_every_result(notebook, choice, value):
        after = run(notebook, **{choice: value})
        assert not unchanged(run(notebook), after)  # or: only those that cannot depend on it
        assert not after.saying("2019")  # the old value is gone

`tests/test_choices.py` reads every `CHANGES` and finds choices that no test changes.
"""

import ast
import re
from contextlib import chdir, redirect_stdout
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import matplotlib.text
import nbformat
import pandas as pd

from eucad.dataset import Dataset
from eucad.show.style import Picture

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"

#: Settings of pandas that a notebook may change, and that must not outlive it.
SETTINGS = ("display.max_colwidth", "display.max_columns", "display.max_rows")

#: What was run already: a notebook takes seconds.
_RUNS = {}


class Output(NamedTuple):
    """One thing that a reader sees: `words` are a text, a table's cells, or a figure's.

    A figure gives its alternative text, and below it all that is written in the drawing.
    """

    cell: int
    kind: str
    words: str


class Outputs(tuple[Output, ...]):
    """All that a reader sees of a notebook, in its order."""

    __slots__ = ()

    def of_kind(self, kind: str) -> list[str]:
        """Return the words of each ``text``, ``table`` or ``figure``."""
        return [output.words for output in self if output.kind == kind]

    def saying(self, pattern: str) -> list[Output]:
        """Return the outputs in which a regular expression is found, such as an old value."""
        return [output for output in self if re.search(pattern, output.words)]


def run(notebook: str, **choices: object) -> Outputs:
    """Run the code cells of a notebook with other values for some of its choices.

    Parameters
    ----------
    notebook : str
        Name of its file, without the extension.
    **choices
        Name of a choice = its other value.

    Raises
    ------
    ValueError
        If the first code cell makes no such choice.
    """
    key = (NOTEBOOKS, notebook, repr(sorted(choices.items())))
    if key not in _RUNS:
        _RUNS[key] = _run(notebook, **choices)
    return _RUNS[key]


def run_on(notebook: str, dataset: Dataset) -> Outputs:
    """Run the code cells of a notebook on another dataset, and draw its figures."""
    with patch("eucad.load", lambda: dataset):
        return _run(notebook, drawn=True)


def unchanged(before: Outputs, after: Outputs) -> list[Output]:
    """Return the outputs of `after` that stood in `before` as well, word by word."""
    old = {output.words for output in before}
    return [output for output in after if output.words in old]


def cases(changes: dict[str, dict[str, object]]) -> list[tuple[str, str, object]]:
    """List notebook, choice and other value, for a parametrised test."""
    return [(name, *change) for name, others in changes.items() for change in others.items()]


def choices(notebook: str) -> dict[str, ast.Assign]:
    """Find the choices of a notebook: upper-case names, and where its first code cell sets them."""
    sources = _code(notebook)
    return _choices(ast.parse(sources[0])) if sources else {}


def _choices(cell: ast.Module) -> dict[str, ast.Assign]:
    return {
        name.id: statement
        for statement in cell.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and name.id.isupper()
    }


def _run(notebook: str, /, *, drawn: bool = False, **choices: object) -> Outputs:
    cells = [ast.parse(source) for source in _code(notebook)]
    made = _choices(cells[0])
    unknown = choices.keys() - made.keys()
    if unknown:
        raise ValueError(
            f"{notebook} makes no choice {', '.join(sorted(unknown))}; it makes {', '.join(made)}."
        )
    namespace = {"__name__": "__main__"} | {f"_{name}": value for name, value in choices.items()}
    for name in choices:
        if not isinstance(made[name].targets[0], ast.Name):
            raise ValueError(f"{notebook}: give {name} an assignment of its own, on its own line.")
        made[name].value = ast.copy_location(ast.Name(f"_{name}", ast.Load()), made[name].value)
    seen, shown = [], []
    settings = [part for name in SETTINGS for part in (name, pd.get_option(name))]
    with (
        chdir(NOTEBOOKS),
        pd.option_context(*settings),
        # A cell that imports it keeps it for the cells below.
        patch("IPython.display.display", lambda *each, **_: shown.extend(each)),
    ):
        for number, cell in enumerate(cells, start=1):
            printed = _run_cell(cell, namespace, shown)
            seen += [Output(number, "text", printed)] if printed else []
            seen += [Output(number, *_words(each)) for each in shown if each is not None]
            for each in shown:
                if drawn and isinstance(each, Picture):
                    each.canvas.draw()
            shown.clear()
    return Outputs(seen)


def _code(notebook: str) -> list[str]:
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def _run_cell(cell: ast.Module, namespace: dict, shown: list) -> str:
    """Run a cell as a notebook does, its last line showing itself; return what it prints."""
    last = cell.body[-1] if cell.body else None
    ends_in_value = isinstance(last, ast.Expr)
    statements = ast.Module(cell.body[:-1] if ends_in_value else cell.body, [])
    with redirect_stdout(StringIO()) as printed:
        exec(compile(statements, "<cell>", "exec"), namespace)
        if ends_in_value:
            shown.append(eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace))
    return printed.getvalue()


@cache
def _formatter():
    from IPython.core.formatters import DisplayFormatter  # so that only who runs a notebook waits

    return DisplayFormatter()


def _words(shown: object) -> tuple[str, str]:
    """Say what a reader sees of an object, without drawing it."""
    if isinstance(shown, Picture):
        drawn = [text.get_text() for text in shown.findobj(matplotlib.text.Text)]
        return "figure", "\n".join([shown.alt, *filter(None, drawn)])
    data, _ = _formatter().format(shown)
    if "text/html" in data:
        return "table", unescape(re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", data["text/html"]))
    return "text", data.get("text/markdown", data["text/plain"])

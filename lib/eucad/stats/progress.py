"""How far a long calculation is: said in a terminal and in JupyterLab, and nowhere else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator

#: Seconds after which somebody who waits is told, and between one word and the next.
PATIENCE, BETWEEN = 2, 0.5


def steps(number: int, what: str) -> Iterator[int]:
    """Count from 0 to below a number, and tell whoever waits how much of it is done.

    `what` is being done, such as ``Fitting``.

    Examples
    --------
    >>> sum(steps(4, "Adding"))
    6
    """
    tell = _listener()
    began = told = time.monotonic()
    for step in range(number):
        yield step
        now = time.monotonic()
        if tell and now - began > PATIENCE and now - told > BETWEEN:
            tell(f"{what}: {(step + 1) / number:.0%}")
            told = now
    if tell and told > began:
        tell("")


def _listener() -> Callable[[str], None] | None:
    """Find who may wait. Notebooks that are executed or tested have nobody in front of them."""
    if sys.stderr is not None and sys.stderr.isatty():
        return lambda words: print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
    # What Jupyter's server sets for a notebook that somebody has open.
    return _show_in_cell if "JPY_SESSION_NAME" in os.environ else None


def _show_in_cell(words: str) -> None:
    """Show words below the cell in the place of earlier ones, so that none is stored with it."""
    from IPython.display import clear_output, display

    clear_output(wait=bool(words))
    if words:
        display({"text/plain": words}, raw=True)

"""Commands for keepers of the dataset: ``python -m eucad check [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eucad.dataset import DATA, DatasetError, load
from eucad.schema import SchemaError, read_schema
from eucad.tables import Problem

CLEAN, PROBLEMS, CANNOT_RUN = 0, 1, 2
# Wide enough for one line a problem where the output is a file or a log.
LOG_WIDTH = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m eucad``; by default those of the command line.

    Returns
    -------
    int
        Exit status of ``check``: 0 if the dataset is clean, 1 if it has
        problems, 2 if the check cannot run.

    Examples
    --------
    >>> main(["check"])  # doctest: +ELLIPSIS
    ... tables, ... rows, no problem found.
    0
    """
    parser = argparse.ArgumentParser(prog="python -m eucad", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    check_parser = commands.add_parser("check", help="check every table of the dataset")
    check_parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=DATA,
        help="folder that holds datapackage.json (default: the project's data)",
    )
    check_parser.set_defaults(run=lambda options: check(options.folder))
    options = parser.parse_args(arguments)
    return options.run(options)


def check(folder: Path) -> int:
    """Check the dataset in a folder, print what is wrong, and return the exit status."""
    try:
        read_schema(folder)
    except (SchemaError, OSError) as error:
        print(f"Cannot check {folder}: {error}", file=sys.stderr)
        return CANNOT_RUN
    try:
        summary = load(folder).summary()
    except DatasetError as error:
        console = Console()
        if not console.is_terminal:
            console.width = LOG_WIDTH
        console.print(_problem_table(error.problems))
        return PROBLEMS
    print(f"{len(summary)} tables, {summary['rows'].sum()} rows, no problem found.")
    return CLEAN


def _problem_table(problems: Sequence[Problem]) -> Table:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    table = Table(title=f"{count} found", title_justify="left", show_lines=False)
    table.add_column("File", no_wrap=True)
    table.add_column("Line", justify="right", no_wrap=True)
    table.add_column("Column")
    table.add_column("Found", overflow="fold")
    table.add_column("Expected", overflow="fold")
    table.add_column("What to do", overflow="fold")
    for problem in problems:
        line = "" if problem.line is None else str(problem.line)
        cells = (problem.file, line, problem.column, problem.value)
        # Text: square brackets in a cell are not markup.
        table.add_row(*(Text(cell or "") for cell in (*cells, problem.expected, problem.advice)))
    return table


if __name__ == "__main__":
    sys.exit(main())

"""Commands for keepers of the dataset: ``python -m eucad check [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eucad.dataset import DATA, DatasetError, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m eucad``; by default those of the command line.

    Returns
    -------
    int
        Exit status of ``check``: 0 if the dataset is clean, 1 if it is not.

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
    options = parser.parse_args(arguments)
    try:
        tables = load(options.folder).tables
    except DatasetError as error:
        print(error)
        return 1
    print(f"{len(tables)} tables, {sum(map(len, tables.values()))} rows, no problem found.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Commands for keepers of the dataset: ``python -m eucad check`` and ``suggest``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from eucad.dataset import DATA, DatasetError, load
from eucad.dataset.schema import read_schema
from eucad.keep.drafts import draft
from eucad.keep.lexicon import LexiconError
from eucad.keep.pages import TextError, read_text
from eucad.keep.suggest import suggest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m eucad``; by default those of the command line.

    Returns
    -------
    int
        Exit status: 0 if all is well, 1 if the dataset or a text cannot be used.

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
    check_parser.set_defaults(run=_check)
    suggest_parser = commands.add_parser(
        "suggest", help="propose topics, programmes and officials for a local text"
    )
    suggest_parser.add_argument("file", type=Path, help="the text of one document, in UTF-8")
    suggest_parser.add_argument(
        "--language", help="its language, such as ru (default: told from it)"
    )
    form = suggest_parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the proposals as JSON")
    form.add_argument("--toml", action="store_true", help="print a draft of the file for add")
    suggest_parser.set_defaults(run=_suggest)
    options = parser.parse_args(arguments)
    return options.run(options)


def _check(options: argparse.Namespace) -> int:
    try:
        tables = load(options.folder).tables
    except DatasetError as error:
        print(error)
        return 1
    print(f"{len(tables)} tables, {sum(map(len, tables.values()))} rows, no problem found.")
    return 0


def _suggest(options: argparse.Namespace) -> int:
    try:
        found = suggest(read_text(options.file), options.language)
    except (TextError, LexiconError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        _print(found.to_json(), encoding="utf-8")
    elif options.toml:
        _print(draft(found, read_schema(DATA)), encoding="utf-8")
    else:
        _print(str(found), errors="backslashreplace")
    return 0


def _print(text: str, **output: str) -> None:
    """Print what another program reads in UTF-8, and what a person reads on any terminal."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(**output)
    print(text.rstrip())


if __name__ == "__main__":
    sys.exit(main())

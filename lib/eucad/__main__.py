"""Commands for keepers of the dataset: check, suggest, add, remove, derive, diff, seal, export."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from eucad.dataset import DATA, DatasetError, load
from eucad.dataset.problems import CONTROL
from eucad.keep.add import add
from eucad.keep.derive import derive
from eucad.keep.diff import SHOWN_BESIDE, compare, moved_sentences, moved_verdicts, state
from eucad.keep.drafts import draft
from eucad.keep.export import FORMATS, export
from eucad.keep.journal import alone
from eucad.keep.pages import paragraphs, read_text
from eucad.keep.release import release
from eucad.keep.remove import remove
from eucad.keep.seal import broken_seals, seal, unsealed
from eucad.keep.suggest import suggest

#: What ends a command with a message, and no traceback.
FAILURES = (OSError, ValueError, ImportError)

_ESCAPES = {ord(letter): repr(letter)[1:-1] for letter in CONTROL - {"\t", "\n"}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0 if all is well, 1 if not: what is wrong was printed.

    Examples
    --------
    >>> main(["check"])  # doctest: +ELLIPSIS
    ... tables, ... rows, no problem found.
    0
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # What a person reads is shown on any terminal.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return options.run(options)
        except DatasetError as error:
            _tell(error)
        except BrokenPipeError:
            raise
        except FAILURES as error:
            _tell(error, file=sys.stderr)
    except BrokenPipeError:
        # Whoever reads, such as head, has read enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _tell(*parts: object, **options) -> None:
    """Print what a person reads, letters that a terminal would obey as escapes."""
    print(*(str(each).translate(_ESCAPES) for each in parts), **options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eucad", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name, run, words):
        made = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        made.set_defaults(run=run)
        return made

    def folder(made):
        words = "folder that holds datapackage.json (default: the project's data)"
        made.add_argument("folder", nargs="?", type=Path, default=DATA, help=words)

    folder(command("check", _check, "check every table of the dataset"))

    made = command("suggest", _suggest, "propose topics, programmes and officials for a local text")
    made.add_argument("file", type=Path, help="the text of one document, in UTF-8")
    made.add_argument("--language", help="its language, such as ru (default: told from it)")
    made.add_argument(
        "--coder", choices=("a", "b"), default="a", help="whose file --toml drafts (default: a)"
    )
    form = made.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the proposals as JSON")
    form.add_argument("--toml", action="store_true", help="print a draft of the file for add")
    words = "print the text with the numbers of its paragraphs"
    form.add_argument("--paragraphs", action="store_true", help=words)

    made = command("add", _add, "add a document, and what it brings, from one small file")
    made.add_argument("file", type=Path, help="the small file, such as suggest --toml drafts")
    folder(made)
    made.add_argument("--coder", choices=("a", "b"), help="whose codings they are")
    made.add_argument("--dry-run", action="store_true", help="only show what would be added")

    made = command("remove", _remove, "take a document out, and print the file that adds it again")
    made.add_argument("document", help="its document_id")
    folder(made)

    made = command("derive", _derive, "write what follows from the hand-kept tables")
    folder(made)
    made.add_argument("--release", metavar="VERSION", help="give the data a new version as well")
    made.add_argument(
        "--since", default="HEAD", help="what the changelog then compares with (default: HEAD)"
    )

    made = command("diff", _diff, "say which rows and cells changed, and which findings moved")
    words = "a folder, or a revision of this checkout (default: HEAD)"
    made.add_argument("old", nargs="?", default="HEAD", help=words)
    made.add_argument("new", nargs="?", default=str(DATA), help="the same (default: the data)")
    made.add_argument(
        "--tables", action="store_true", help="leave out the findings (quick), and name more rows"
    )

    folder(command("seal", _seal, "record the tables as they are, after a change that was meant"))

    made = command("export", _export, "write the dataset for other programs")
    made.add_argument("--format", required=True, choices=list(FORMATS))
    made.add_argument("target", type=Path, help="folder to write to")
    folder(made)
    return parser


def _check(options: argparse.Namespace) -> int:
    with alone(options.folder):
        tables = load(options.folder).tables
    print(f"{len(tables)} tables, {sum(map(len, tables.values()))} rows, no problem found.")
    _tell_broken_seals(options.folder)
    return 0


def _tell_broken_seals(folder: Path) -> None:
    changed = broken_seals(folder)
    if changed:
        _tell(unsealed(changed))


def _suggest(options: argparse.Namespace) -> int:
    text = read_text(options.file)
    if options.paragraphs:
        _tell(*(f"{each.number:>3}  {each.text}" for each in paragraphs(text)), sep="\n")
        return 0
    found = suggest(text, options.language)
    if not (options.json or options.toml):
        _tell(found)
        return 0
    _print_file(found.to_json() if options.json else draft(found, DATA, options.coder))
    return 0


def _print_file(text: str) -> None:
    """Print what another program reads, in UTF-8."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text.rstrip())


def _add(options: argparse.Namespace) -> int:
    added = add(options.file, options.folder, options.coder, options.dry_run)
    _tell(added if options.dry_run else added.counts())
    written = (added.rows or added.changed) and not options.dry_run
    print("The whole passes the check.", end=" ")
    where = f"{options.folder.resolve()}, counts and seals (README.md, datapackage.json) as well"
    print(f"Written to {where}." if written else "Nothing was written.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    _print_file(remove(options.document, options.folder))
    return 0


def _derive(options: argparse.Namespace) -> int:
    paths = derive(options.folder)
    if options.release:
        changes = _changes(options.since, str(options.folder))
        paths += release(options.folder, options.release, changes)
    print(f"Written: {', '.join(dict.fromkeys(paths))}." if paths else "All of it is up to date.")
    _tell_broken_seals(options.folder)
    return 0


def _diff(options: argparse.Namespace) -> int:
    changes = _changes(options.old, options.new, not options.tables)
    _tell(*(changes or ["No table differs."]), sep="\n")
    return 0


def _changes(old: str, new: str, findings: bool = True) -> list[str]:
    """Say which rows and cells changed between two states, and which findings moved."""
    with state(old) as before, state(new) as after:
        changes = compare(before, after)
        if not changes or not findings:
            return [str(change) for change in changes]
        told = [change.told(SHOWN_BESIDE) for change in changes]
        # Imported here: it takes long, and no other command needs it.
        from eucad.findings import overview, sentences

        try:
            datasets = [load(before), load(after)]
            found = [overview.overview(dataset) for dataset in datasets]
        except ValueError as error:
            return [*told, f"Which findings moved cannot be told: {error}"]
        verdicts = moved_verdicts(*(each.verdicts for each in found), datasets[1].names)
        said = [
            "\n".join([sentences.ground(each.agenda.mentions), *sentences.beside(each)])
            for each in found
        ]
        numbers = moved_sentences(*said)
        return [
            *told,
            "",
            *(["Verdicts that moved:", *verdicts] if verdicts else ["No verdict moved."]),
            *([f"{'; '.join(sentences.MEANING.values())}."] if verdicts else []),
            "",
            *(["What moved besides:", *numbers] if numbers else ["No headline number moved."]),
        ]


def _seal(options: argparse.Namespace) -> int:
    changed = seal(options.folder)
    print(f"Recorded: {', '.join(changed)}." if changed else "All tables are as recorded.")
    return 0


def _export(options: argparse.Namespace) -> int:
    for path in export(load(options.folder), options.target, options.format):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

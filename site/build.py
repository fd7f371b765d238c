"""Build the site: `python site/build.py` writes it to site/_build/html, or to another folder.

What is built once is built again only if something that it is made of has changed; then Sphinx
reads and writes the pages that have.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent
LIBRARY = Path(find_spec("eucad").origin).parent


def build(output: Path) -> int:
    """Build the site in a folder, unless it is there already; return an exit status."""
    where = os.environ.get("GITHUB_REPOSITORY", "")
    stamp, made_of = output / "made-of", sys.version + where + json.dumps(sums(files()))
    there = stamp.is_file() and (output / "html" / "index.html").is_file()
    if there and stamp.read_text("utf-8") == made_of:
        return 0
    stamp.unlink(missing_ok=True)
    from making import make  # with all that it needs, takes longer than to see that nothing is new

    status = make(output)
    if not status:
        stamp.write_text(made_of, "utf-8")
    return status


def files() -> set[Path]:
    """Return all that the site is made of: the project's own files, its data and its library."""
    folders = [ROOT, ROOT / "data", ROOT / "notebooks", SITE / "_figures"]
    found = {path for folder in folders for path in folder.glob("[!.]*")}
    for folder in (LIBRARY, *(SITE / each for each in ("pages", "static", "templates"))):
        found.update(folder.rglob("*"))
    found.update(SITE.glob("*"))
    return {path for path in found if path.suffix != ".pyc"}


def sums(paths: Iterable[Path]) -> dict[str, str]:
    """Return a sum of each file that is there."""
    found = sorted(path for path in paths if path.is_file())
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in found}


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else SITE / "_build"))

"""Build the site: `python site/build.py` writes it to site/_build/html, or to another folder.

What is built once is built again only if something that it is made of has changed; then Sphinx
reads and writes the pages that have.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent


def build(output: Path) -> int:
    """Build the site in a folder, unless it is there already; return an exit status."""
    stamp, made_of = output / "made-of", fingerprint()
    there = stamp.is_file() and (output / "html" / "index.html").is_file()
    if there and stamp.read_text("utf-8") == made_of:
        return 0
    stamp.unlink(missing_ok=True)
    from making import make  # with all that it needs, takes longer than to see that nothing is new

    status = make(output)
    if not status:
        stamp.write_text(made_of, "utf-8")
    return status


def fingerprint() -> str:
    """Sum up all that the site is made of: the project's own files, its data and its library."""
    library = Path(find_spec("eucad").origin).parent
    folders = [ROOT, ROOT / "data", ROOT / "notebooks", SITE / "_figures"]
    files = {path for folder in folders for path in folder.glob("[!.]*") if path.is_file()}
    for folder in (library, *(SITE / each for each in ("pages", "static", "templates"))):
        files.update(path for path in folder.rglob("*") if path.is_file())
    files.update(path for path in SITE.glob("*") if path.is_file())
    summed = sha256(sys.version.encode())
    for path in sorted(path for path in files if path.suffix != ".pyc"):
        summed.update(f"{path}\n".encode() + sha256(path.read_bytes()).digest())
    return summed.hexdigest()


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else SITE / "_build"))

"""What the site is built from, so that it is built anew only when something of that has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: Where `make report` leaves the figures as SVG.
DRAWINGS = SITE / "_figures"


def inputs() -> list[Path]:
    """Return the files that the site is built from, in order."""
    own = ["*.py", "static/*", "templates/**/*", "_figures/*"]
    found = [path for pattern in own for path in SITE.glob(pattern)]
    found += [*NOTEBOOKS, *(ROOT / "data").iterdir(), *project_files()]
    found += (ROOT / "lib").rglob("*.py")
    return sorted(path for path in found if path.is_file())


def project_files() -> list[Path]:
    """Return the files at the root of the project, README and lock among them."""
    return [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]


def digest(paths: Iterable[Path]) -> str:
    """Return what changes with the name or the contents of any of the files."""
    lines = (f"{sha256(path.read_bytes()).hexdigest()} {path}" for path in paths)
    return sha256("\n".join(lines).encode()).hexdigest()


def stamp() -> str:
    """Return what changes with anything the site depends on."""
    return f"{digest(inputs())} {os.environ.get('GITHUB_REPOSITORY')}"


def is_current(output: Path) -> bool:
    """Say whether the site in a folder was built from what is there now."""
    built = output / "built-from"
    return built.is_file() and built.read_text() == stamp()

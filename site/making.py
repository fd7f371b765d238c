"""Make the site: bring together what Sphinx reads, and run it.

Sphinx reads one folder of sources: copies of the project's own files, so that the links between
them work on the site as they do on a code host, and the pages that are made from the data, the
stored figures and the library. Only what has changed is written, so that Sphinx builds no more;
what is computed, and all that takes to import, only if something has changed that went into it.
"""

from __future__ import annotations

import gc
import json
import logging
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from build import LIBRARY, ROOT, SITE, sums
from citation import CITATION
from gallery import NOTEBOOKS, Figure, stored_figures, write_images
from render import TEMPLATES, render
from sphinx.cmd.build import build_main

import eucad

#: Where `make report` leaves the figures as SVG.
DRAWINGS = SITE / "_figures"

#: Folders of the sources that hold what is computed, and nothing else.
COMPUTED = ("notebooks", "meetings", "officials", "topics", "programmes", "tables")


def make(output: Path) -> int:
    """Make the site in a folder; return an exit status."""
    gc.disable()  # it took a seventh of the time, and saved a few hundred megabytes at most
    logging.disable(logging.DEBUG)  # Sphinx would write records of every step, and show none
    source, html = output / "source", output / "html"
    figures = list(stored_figures(NOTEBOOKS, DRAWINGS))
    write_sources(source, copies(figures), ["data"])
    compute(output)
    # In a terminal Sphinx says how far it is; elsewhere, what is wrong.
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    status = build_main(
        [
            *(*quiet, "--fail-on-warning", "--keep-going", "--jobs=auto"),
            *("-c", str(SITE), "-d", str(output / "doctrees"), str(source), str(html)),
        ]
    )
    if not status:
        remove_strangers(source, html)
        write_downloads(html, figures)
        shutil.copytree(output / "scripts", html / "_static", dirs_exist_ok=True)
    return status


def compute(output: Path) -> None:
    """Compute pages and scripts from the data, if they may have changed."""
    stamp = output / "source" / "computed-from"
    known = json.loads(stamp.read_text("utf-8")) if stamp.is_file() else {}
    given = {*described(), *NOTEBOOKS, *TEMPLATES.iterdir(), CITATION, ROOT / "requirements.txt"}
    if known and known == sums({*given, *map(Path, known)}):
        return
    stamp.unlink(missing_ok=True)
    from explorer import write_scripts
    from pages import sources
    from sitedata import SiteData

    data = SiteData(eucad.load())
    write_sources(output / "source", sources(data), COMPUTED)
    write_scripts(data, output / "scripts", output)
    loaded = (getattr(module, "__file__", None) for module in [*sys.modules.values()])
    own = {path for path in map(Path, filter(None, loaded)) if {SITE, LIBRARY} & {*path.parents}}
    partial = stamp.with_suffix(".partial")
    partial.write_text(json.dumps(sums(given | own)), "utf-8")
    partial.replace(stamp)


def remove_strangers(source: Path, html: Path) -> None:
    """Remove the pages of an earlier build whose sources are no longer there."""
    for page in html.glob("[!_]*/*.html"):
        written_from = source / page.relative_to(html)
        if not any(written_from.with_suffix(end).is_file() for end in (".md", ".ipynb", ".rst")):
            page.unlink()


def write_sources(folder: Path, files: Iterable[tuple[str, bytes]], whole: Iterable[str]) -> None:
    """Write what Sphinx reads, and remove what else lies in folders of which this is the whole."""
    written = {folder / name: content for name, content in files}
    for path, content in written.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in (path for each in whole for path in (folder / each).rglob("*")):
        if path.is_file() and path not in written:
            path.unlink()


def copies(figures: list[Figure]) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files that Sphinx reads as they stand, by their names, and the gallery."""
    for path in published(ROOT):
        yield path.name, path.read_bytes()
    for path in described():
        yield f"data/{path.name}", path.read_bytes()
    for name in ("own-analyses.md", "glossary.md"):
        yield name, (SITE / name).read_bytes()
    yield "gallery.md", render("gallery.md.jinja", figures).encode()


def published(folder: Path) -> list[Path]:
    """Return the files of a folder, but for the hidden ones, in order."""
    files = (path for path in folder.iterdir() if path.is_file())
    return sorted(path for path in files if not path.name.startswith("."))


def described() -> list[Path]:
    """Return the files of the dataset, and nothing else that may lie in its folder."""
    package = json.loads((eucad.DATA / "datapackage.json").read_text(encoding="utf-8"))
    resources = (resource["path"] for resource in package["resources"])
    names = {"datapackage.json", "README.md", "LICENSE", *resources}
    return [eucad.DATA / name for name in sorted(names)]


def write_downloads(html: Path, figures: list[Figure]) -> None:
    """Put the figures and the dataset, file by file and as one archive, beside the pages."""
    write_images(figures, html / "figures")
    if missing := sum(figure.svg is None for figure in figures):
        print(f"{missing} figures are there as PNG only: `make report` draws the SVG too.")
    with zipfile.ZipFile(html / "data" / "eucad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in described():
            shutil.copy(path, html / "data")
            # The same data give the same bytes: no time, no permissions of this machine.
            entry = zipfile.ZipInfo(f"eucad/{path.name}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())

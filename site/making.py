"""Make the site: bring together what Sphinx reads, and run it.

Sphinx reads one folder of sources: copies of the project's own files, so that the links between
them work on the site as they do on a code host, and the pages that are made from the data, the
stored figures and the library. Only what has changed is written, so that Sphinx builds no more.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from explorer import write_scripts
from front import front_page
from gallery import Figure, stored_figures, write_images
from nbformat import NotebookNode
from notebooks import NOTEBOOKS, links_cell, title
from page_evidence import evidence_page
from pages import pages
from render import render
from sitedata import SiteData
from sphinx.cmd.build import build_main

import eucad

SITE = Path(__file__).resolve().parent
ROOT = SITE.parent

#: Where `make report` leaves the figures as SVG.
DRAWINGS = SITE / "_figures"

#: Folders of the sources in which a file that nothing writes any more is removed.
MADE = ("data", "notebooks", "meetings", "officials", "topics", "programmes", "tables")


def make(output: Path) -> int:
    """Make the site in a folder; return an exit status."""
    source, html = output / "source", output / "html"
    figures = list(stored_figures(NOTEBOOKS, DRAWINGS))
    data = SiteData(eucad.load())
    write_sources(source, sources(data, figures))
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
        write_scripts(data, html / "_static", output)
    return status


def remove_strangers(source: Path, html: Path) -> None:
    """Remove the pages of an earlier build whose sources are no longer there."""
    for page in html.glob("[!_]*/*.html"):
        written_from = source / page.relative_to(html)
        if not any(written_from.with_suffix(end).is_file() for end in (".md", ".ipynb", ".rst")):
            page.unlink()


def write_sources(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Bring together what Sphinx reads."""
    written = {folder / name: content for name, content in files}
    for path, content in written.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in (path for made in MADE for path in (folder / made).rglob("*")):
        if path.is_file() and path not in written:
            path.unlink()


def sources(data: SiteData, figures: list[Figure]) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files that Sphinx reads, by their names."""
    for path in published(ROOT):
        yield path.name, path.read_bytes()
    for path in described():
        yield f"data/{path.name}", path.read_bytes()
    for path in NOTEBOOKS:
        notebook = fold_code(nbformat.read(path, as_version=4))
        notebook.cells.append(links_cell(data, path))
        yield f"notebooks/{path.name}", nbformat.writes(notebook).encode()
    questions = {f"notebooks/{path.stem}.html": title(path) for path in NOTEBOOKS}
    for page in (front_page(data, questions), evidence_page(data), *pages(data)):
        yield f"{page.name}.md", render(page.template, page).encode()
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


def fold_code(notebook: NotebookNode) -> NotebookNode:
    """Fold the code of a notebook away: most who read the site look for what it says."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["hide-input"]
    return notebook


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

"""Build the site: `python site/build.py` writes it to site/_build/html, or to another folder.

Sphinx reads one folder of sources. This one is made anew each time: copies of the project's own
files, so that the links between them work on the site as they do on a code host, and the pages
that are made from the data, the stored figures and the library.

A site that was built from the very files that are there now is left as it is.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
from gallery import Figure, gallery_page, stored_figures, write_images
from inputs import DRAWINGS, NOTEBOOKS, ROOT, SITE, is_current, project_files, stamp
from nbformat import NotebookNode
from pages import pages
from reference import reference_pages
from sphinx.cmd.build import build_main

import eucad


def build(output: Path) -> int:
    """Build the site in a folder, which is emptied first; return an exit status."""
    if is_current(output):
        return 0
    built_from = stamp()
    shutil.rmtree(output, ignore_errors=True)
    source, html = output / "source", output / "html"
    write_sources(source)
    status = build_main(
        [
            *("--quiet", "--fail-on-warning", "--keep-going", "--jobs=auto"),
            *("-c", str(SITE), "-d", str(output / "doctrees"), str(source), str(html)),
        ]
    )
    if not status:
        write_downloads(html)
        (output / "built-from").write_text(built_from)
    return status


def write_sources(folder: Path) -> None:
    """Bring together what Sphinx reads."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "notebooks").mkdir()
    for path in NOTEBOOKS:
        nbformat.write(
            fold_code(nbformat.read(path, as_version=4)), folder / "notebooks" / path.name
        )
    for path in project_files():
        shutil.copy(path, folder)
    written = {f"{name}.md": content for name, content in pages(eucad.load()).items()}
    written |= {f"{name}.rst": content for name, content in reference_pages().items()}
    written["gallery.md"] = gallery_page(all_figures())
    for name, content in written.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


def fold_code(notebook: NotebookNode) -> NotebookNode:
    """Fold the code of a notebook away: most who read the site look for what it says."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["hide-input"]
    return notebook


def all_figures() -> list[Figure]:
    """Return the figures of all notebooks."""
    return list(stored_figures(NOTEBOOKS, DRAWINGS))


def write_downloads(html: Path) -> None:
    """Put the figures and the dataset, file by file and as one archive, beside the pages."""
    figures = all_figures()
    write_images(figures, html / "figures")
    if missing := sum(figure.svg is None for figure in figures):
        print(f"{missing} figures are there as PNG only: `make report` draws the SVG too.")
    with zipfile.ZipFile(html / "data" / "eucad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(eucad.DATA.iterdir()):
            shutil.copy(path, html / "data")
            archive.write(path, f"eucad/{path.name}")
    # The site's own address answers with the README.
    shutil.copy(html / "README.html", html / "index.html")


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if sys.argv[1:] else SITE / "_build"))

"""The gallery: every figure stored in the notebooks, as PNG and SVG, with its alternative text."""

from __future__ import annotations

import hashlib
import re
import shutil
from base64 import b64decode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from docutils.nodes import make_id
from nbformat import NotebookNode


class Figure(NamedTuple):
    """A figure stored in a notebook.

    Attributes
    ----------
    name : str
        Its own name among all figures.
    notebook, notebook_title : str
        Name of the notebook without ending, and its title.
    section : str
        Heading of the section in which it stands.
    alt : str
        What it shows, in words.
    png : bytes
        As stored.
    svg : bytes or None
        The same drawing as SVG, if `make report` has drawn it.
    """

    name: str
    notebook: str
    notebook_title: str
    section: str
    alt: str
    png: bytes
    svg: bytes | None

    @property
    def anchor(self) -> str:
        """Anchor of the section in the page of the notebook."""
        return make_id(self.section)


def stored_figures(notebooks: Iterable[Path], drawings: Path) -> Iterator[Figure]:
    """Iterate over the figures stored in notebooks.

    Parameters
    ----------
    notebooks : iterable of Path
    drawings : Path
        Folder with the SVG of figures, each under the SHA-256 of its PNG: so a drawing that is
        not the stored figure is never taken for it.
    """
    for path in notebooks:
        title = section = ""
        count = 0
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                for heading in re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE):
                    title, section = title or heading, heading
                continue
            for png, alt in _pictures(cell):
                count += 1
                drawing = drawings / f"{hashlib.sha256(png).hexdigest()}.svg"
                svg = drawing.read_bytes() if drawing.is_file() else None
                name = f"{path.stem}-{count}"
                yield Figure(name, path.stem, title, section, alt, png, svg)


def _pictures(cell: NotebookNode) -> Iterator[tuple[bytes, str]]:
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}):
            alt = output.metadata.get("image/png", {}).get("alt", "")
            yield b64decode(output.data["image/png"]), alt


def write_images(figures: Iterable[Figure], folder: Path) -> None:
    """Write the figures as files, in place of those of an earlier build."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for figure in figures:
        (folder / f"{figure.name}.png").write_bytes(figure.png)
        if figure.svg is not None:
            (folder / f"{figure.name}.svg").write_bytes(figure.svg)

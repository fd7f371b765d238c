"""The gallery: every figure stored in the notebooks, as PNG and SVG, with its alternative text."""

from __future__ import annotations

import hashlib
import re
import struct
from base64 import b64decode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from citation import SITE, Citation
from dark import darken_png, darken_svg
from docutils.nodes import make_id
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))

#: Pages on which the cells of a figure lead to their evidence, by the call that draws it.
EVIDENCE = {
    "agenda_heatmap(": "index.html#every-topic-meeting-by-meeting",
    "account_tiles(": "tables/evidence.html#which-accounts-raise-old-threats-which-new-ones",
    "seats(": "tables/evidence.html#who-led-the-delegations",
}


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
    evidence : str
        Where on the site each of its cells leads to what is behind it; empty if nowhere.
    """

    name: str
    notebook: str
    notebook_title: str
    section: str
    alt: str
    png: bytes
    svg: bytes | None
    evidence: str

    @property
    def anchor(self) -> str:
        """Anchor of the section in the page of the notebook."""
        return make_id(self.section)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the PNG, in pixels."""
        return struct.unpack(">2I", self.png[16:24])

    @property
    def citation(self) -> Citation:
        """How to cite it."""
        page = f"{SITE}notebooks/{self.notebook}.html#{self.anchor}" if SITE else ""
        return Citation("figure", f"{self.section} [Figure], {self.notebook_title}", page)


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
                evidence = next(
                    (page for call, page in EVIDENCE.items() if call in cell.source), ""
                )
                yield Figure(name, path.stem, title, section, alt, png, svg, evidence)


def _pictures(cell: NotebookNode) -> Iterator[tuple[bytes, str]]:
    for output in cell.get("outputs", []):
        if "image/png" in output.get("data", {}):
            alt = output.metadata.get("image/png", {}).get("alt", "")
            yield b64decode(output.data["image/png"]), alt


def write_images(figures: Iterable[Figure], folder: Path) -> None:
    """Write the figures as files, for light pages and dark ones, in place of an earlier build's."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [f"{figure.name}{ending}" for figure in figures for ending in _write(figure, folder)]
    for path in folder.iterdir():
        if path.name not in made:
            path.unlink()


def _write(figure: Figure, folder: Path) -> Iterator[str]:
    for ending, drawn, darken in (
        (".png", figure.png, darken_png),
        (".svg", figure.svg, darken_svg),
    ):
        if drawn is None:
            continue
        yield from (ending, f"-dark{ending}")
        light, dark = folder / f"{figure.name}{ending}", folder / f"{figure.name}-dark{ending}"
        if not (dark.is_file() and light.is_file() and light.read_bytes() == drawn):
            # The last one says that both are whole.
            dark.write_bytes(darken(drawn))
            light.write_bytes(drawn)

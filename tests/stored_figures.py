"""Compare the figures stored in the notebooks with freshly drawn ones.

nbval compares text and HTML strictly, but skips PNG images and all metadata. Here every cell that
nbval has run is held to its stored figures as well: their number, pixels and alternative text.
"""

from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np
from nbval.plugin import IPyNbCell
from PIL import Image, ImageChops, ImageOps

# How far apart two drawings of one figure may be: the root mean square over all pixels and
# channels, in levels of 255. Measured on plots of up to 1200 x 800 pixels: data that differ by one
# part in ten million stay below 0.003, while a marker moved by half a pixel or one other digit in
# a small label reach 0.1.
TOLERANCE = 0.05


class Figure(NamedTuple):
    """A PNG image with its alternative text."""

    png: bytes
    alt: str

    @property
    def image(self) -> Image.Image:
        return Image.open(BytesIO(self.png)).convert("RGBA")


def compare_cell(cell: IPyNbCell, pictures: Path) -> Iterator[str]:
    """Describe each figure that differs and say where its pictures are put."""
    pairs = zip_longest(figures(cell.cell.outputs), figures(cell.test_outputs))
    for number, (stored, fresh) in enumerate(pairs, start=1):
        difference = compare(stored, fresh)
        if difference:
            name = f"{cell.path.stem}-cell{cell.cell_num}-figure{number}"
            written = _write_pictures(pictures / name, stored, fresh)
            yield f"{cell.path.name}, cell {cell.cell_num}, figure {number}: {difference}"
            yield from (f"    {path}" for path in written)


def figures(outputs: list[dict]) -> list[Figure]:
    return [
        Figure(
            b64decode(output["data"]["image/png"]),
            output["metadata"].get("image/png", {}).get("alt", ""),
        )
        for output in outputs
        if "image/png" in output.get("data", {})
    ]


def compare(stored: Figure | None, fresh: Figure | None) -> str:
    """Say how two figures differ, or nothing if they do not."""
    if stored is None:
        return "the cell draws it, but it is not stored"
    if fresh is None:
        return "it is stored, but the cell no longer draws it"
    if stored.png != fresh.png and (difference := _compare_images(stored.image, fresh.image)):
        return difference
    if stored.alt != fresh.alt:
        return f"its alternative text was {stored.alt!r} and is now {fresh.alt!r}"
    if not fresh.alt:
        return "it has no alternative text"
    return ""


def _compare_images(stored: Image.Image, fresh: Image.Image) -> str:
    if stored.size != fresh.size:
        return f"its size was {stored.size} and is now {fresh.size} pixels"
    distance = np.subtract(stored, fresh, dtype=float)
    rms = np.sqrt(np.mean(distance**2))
    if rms > TOLERANCE:
        return f"its pixels differ by {rms:.2f} levels of 255 (root mean square)"
    return ""


def _write_pictures(stem: Path, stored: Figure | None, fresh: Figure | None) -> list[Path]:
    """Write what was expected, what was drawn and where the two differ."""
    pictures = {}
    if stored:
        pictures["expected"] = stored.image
    if fresh:
        pictures["actual"] = fresh.image
    if stored and fresh and stored.image.size == fresh.image.size:
        difference = ImageChops.difference(stored.image.convert("RGB"), fresh.image.convert("RGB"))
        pictures["difference"] = ImageOps.autocontrast(difference.convert("L"))
    stem.parent.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, image in pictures.items():
        path = stem.with_name(f"{stem.name}-{kind}.png")
        image.save(path)
        written.append(path)
    return written

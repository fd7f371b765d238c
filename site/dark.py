"""Figures for dark pages: each colour keeps its hue, and light and dark change places."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

# From linear sRGB to the responses of the cones, and from their cube roots to lightness and hue:
# Ottosson (2020), "A perceptual color space for image processing" (Oklab).
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OPPONENTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

#: Lightness of what is white on paper, and how much lighter than that is what is black there.
GROUND, RANGE = 0.19, 0.76


def darken(colours: np.ndarray) -> np.ndarray:
    """Turn colours for a white page into colours for a dark one.

    Parameters
    ----------
    colours : array of uint8
        Colours × red, green and blue.

    Returns
    -------
    array of uint8
    """
    share = np.asarray(colours, dtype=float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    oklab = np.cbrt(linear @ CONES.T) @ OPPONENTS.T
    # Greys in the middle become a little lighter than they were: on a dark ground they need it.
    oklab[:, 0] = GROUND + RANGE * np.clip(1 - oklab[:, 0], 0, 1) ** 0.75
    cones = (oklab @ np.linalg.inv(OPPONENTS).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(CONES).T, 0, 1)
    share = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(255 * share).astype(np.uint8)


def darken_png(png: bytes) -> bytes:
    """Draw a stored PNG for dark pages."""
    image = Image.open(BytesIO(png))
    if image.mode != "P":
        image = image.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE)
    palette = np.array(image.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
    image.putpalette(darken(palette).tobytes())
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def darken_svg(svg: bytes) -> bytes:
    """Draw an SVG for dark pages; what names no colour is black, and has none of its own here."""
    text = re.sub(r"#([0-9a-fA-F]{6})\b", lambda found: f"#{_dark(found[1])}", svg.decode())
    return text.replace("<svg ", f'<svg fill="#{_dark("000000")}" ', 1).encode()


@cache
def _dark(code: str) -> str:
    return bytes(darken(np.array([list(bytes.fromhex(code))]))[0]).hex()

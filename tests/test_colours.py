"""Colours are told apart in every colour vision, simulated, and text stands out from its ground."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from matplotlib.colors import to_rgb

from eucad.show import colours

# Machado, Oliveira and Fernandes (2009), at full severity: what a dichromat sees.
VISIONS = [None, "deuteranomaly", "protanomaly", "tritanomaly"]
# Distance in CAM02-UCS (Luo, Cui and Li 2006), in which neighbours just told apart are 1 apart.
# Marks are small and far from one another.
TOLD_APART = 10
PALETTES = {
    "families": colours.FAMILY_COLOURS,
    "delegations": colours.DELEGATION_COLOURS,
    "voices": colours.VOICE_COLOURS,
}


def seen(colour, vision):
    """Return the colour that somebody sees, as sRGB."""
    if vision is None:
        return np.array(to_rgb(colour))
    eye = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return np.clip(cspace_convert(to_rgb(colour), eye, "sRGB1"), 0, 1)


def distance(one, other, vision):
    return deltaE(seen(one, vision), seen(other, vision), input_space="sRGB1")


def lightness(colour):
    return cspace_convert(to_rgb(colour), "sRGB1", "CAM02-UCS")[0]


def contrast(one, other):
    """Return the contrast ratio of WCAG 2."""
    darker, lighter = sorted(cspace_convert(to_rgb(c), "sRGB1", "XYZ1")[1] for c in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_simulation_confuses_what_is_known_to_be_confused():
    # Ishihara's red and green.
    red, green = "#C8503C", "#8C8C3C"
    assert distance(red, green, None) > 2 * TOLD_APART
    assert distance(red, green, "deuteranomaly") < TOLD_APART
    assert distance(red, green, "tritanomaly") > 2 * TOLD_APART


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_are_told_apart(palette, vision):
    alike = {
        (one, other): float(apart)
        for one, other in combinations(sorted(set(PALETTES[palette].values())), 2)
        if (apart := distance(one, other, vision)) < TOLD_APART
    }
    assert not alike


def test_families_in_question_differ_in_greyscale():
    old, new = colours.FAMILY_COLOURS["drugs_cbrn"], colours.FAMILY_COLOURS["cyber_hybrid"]
    assert abs(lightness(old) - lightness(new)) > TOLD_APART


@pytest.mark.parametrize("ink", [colours.INK, colours.DARK, colours.GREY])
def test_text_stands_out_from_white(ink):
    assert contrast(ink, "white") >= 4.5

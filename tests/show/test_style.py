"""Every figure of the collection is in the one style, and every value has its one colour."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import pytest

import eucad
from eucad.show import colours

FIGURES = [
    each.name
    for each in walk_packages(eucad.__path__, "eucad.")
    if each.name.rsplit(".", 1)[-1] in ("figures", "network_figures")
]


def drawing(module):
    """Return the functions of a module that draw a figure."""
    return {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and inspect.signature(function).return_annotation == "Picture"
    }


@pytest.mark.parametrize("module", FIGURES)
def test_every_figure_is_documented_and_styled(module):
    found = drawing(import_module(module))
    assert found
    for name, draw in found.items():
        assert inspect.getdoc(draw), name
        assert inspect.unwrap(draw) is not draw, f"mark {name} @styled"


def test_every_value_has_its_colour(dataset):
    families = set(dataset.topics["family"].cat.categories)
    assert set(colours.FAMILY_COLOURS) == families
    assert set(colours.DELEGATION_COLOURS) == set(dataset.delegations["delegation"].cat.categories)
    assert set(colours.VOICE_COLOURS) == set(dataset.lineages["voice"].cat.categories)

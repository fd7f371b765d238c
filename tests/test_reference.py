"""Every public name of the library is described, with an example that the doctests run."""

import inspect
from importlib import import_module
from pkgutil import walk_packages

import pytest

import eucad

MODULES = [
    each.name
    for each in walk_packages(eucad.__path__, "eucad.")
    if not each.name.endswith("__main__")
]


def public_names(module):
    """Return what a module defines without a leading underscore, functions and classes."""
    return {
        name: each
        for name, each in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(each) or inspect.isclass(each))
        and each.__module__ == module.__name__
    }


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_has_an_example(name):
    without = [
        each
        for each, defined in public_names(import_module(name)).items()
        if ">>> " not in (inspect.getdoc(defined) or "")
    ]
    assert not without


def test_names_without_examples_would_be_found():
    def bare():
        """Return nothing."""

    module = type(eucad)("made_up")
    bare.__module__ = "made_up"
    module.bare = bare
    assert public_names(module) == {"bare": bare}

"""Every measure is described with an example that the doctests run; every cross-reference leads on.

What words or draws, and what checks and keeps the tables, says in one line what it does: the
notebooks and the commands are its examples.
"""

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from tried_on import tried_on

import eucad

MODULES = [
    each.name
    for each in walk_packages(eucad.__path__, "eucad.")
    if not each.name.endswith("__main__")
]

#: Modules that word or draw, by the end of their name, and those that check and keep the tables.
SHOWING = ("sentences", "figures", "words", "marks", "style")
KEEPING = ("eucad.dataset.", "eucad.keep.")

ROLE = re.compile(r":(?:func|class|meth|data|mod|attr|exc|obj):`~?([^`<]+)`")
SOURCES = sorted(Path(eucad.__file__).parent.rglob("*.py"))


def public_names(module):
    """Return what a module defines without a leading underscore, functions and classes."""
    return {
        name: each
        for name, each in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(each) or inspect.isclass(each))
        and each.__module__ == module.__name__
    }


def without_example(module):
    """Return the public functions whose description has no example; results explain themselves."""
    return [
        name
        for name, each in public_names(module).items()
        if inspect.isfunction(each) and ">>> " not in (inspect.getdoc(each) or "")
    ]


def resolves(reference, module):
    """Say whether a reference names something, from its module, a class there, or in full."""
    classes = [
        f"{module}.{name}.{reference}"
        for name, each in public_names(import_module(module)).items()
        if inspect.isclass(each)
    ]
    for start in (f"{module}.{reference}", reference, *classes):
        parts = start.split(".")
        for length in range(len(parts), 0, -1):
            try:
                found = import_module(".".join(parts[:length]))
            except ImportError:
                continue
            try:
                for part in parts[length:]:
                    found = getattr(found, part)
            except AttributeError:
                break
            return True
    return False


@tried_on(
    "name", [name for name in MODULES if not (name.endswith(SHOWING) or name.startswith(KEEPING))]
)
def test_every_measure_has_an_example(name):
    assert not without_example(import_module(name))


@tried_on("name", MODULES)
def test_every_public_name_is_described(name):
    public = public_names(import_module(name))
    assert not [each for each, defined in public.items() if not inspect.getdoc(defined)]


@tried_on("path", SOURCES, lambda path: "/".join(path.parts[-2:]))
def test_cross_references_lead_somewhere(path):
    parts = path.relative_to(Path(eucad.__file__).parents[1]).with_suffix("").parts
    module = ".".join(part for part in parts if part != "__init__")
    found = ROLE.findall(path.read_text(encoding="utf-8"))
    assert not [reference for reference in found if not resolves(reference, module)]


def test_a_reference_that_dangles_would_be_found():
    assert resolves("load", "eucad")
    assert resolves("eucad.agenda.prevalence", "eucad.documents")
    assert resolves("Dataset.names", "eucad.dataset.loading")
    assert not resolves("combine_shares", "eucad.agenda")
    assert not resolves("eucad.topics.incidence", "eucad.agenda")


def test_names_without_examples_would_be_found():
    def bare():
        """Return nothing."""

    module = type(eucad)("made_up")
    bare.__module__ = "made_up"
    module.bare = bare
    assert without_example(module) == ["bare"]

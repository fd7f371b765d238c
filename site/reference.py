"""The reference: a page for each module of the library, from its docstrings."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import eucad


def reference_pages() -> dict[str, str]:
    """Return the reference in reStructuredText by the names of its pages."""
    found = walk_packages(eucad.__path__, "eucad.")
    names = sorted(each.name for each in found if not each.name.endswith("__main__"))
    modules = {name: import_module(name) for name in ["eucad", *names]}
    pages = {f"reference/{name}": _module_page(module) for name, module in modules.items()}
    summary = inspect.cleandoc(eucad.__doc__).partition("\n\n")[2]
    pages["reference/index"] = "\n".join(
        [
            *_heading("Reference"),
            *summary.splitlines(),
            "",
            *(f"- :doc:`{name}`: {_first_line(module)}" for name, module in modules.items()),
            "",
            ".. toctree::",
            "   :hidden:",
            "",
            *(f"   {name}" for name in modules),
            "",
        ]
    )
    return pages


def _first_line(module: ModuleType) -> str:
    return inspect.getdoc(module).partition("\n")[0]


def _module_page(module: ModuleType) -> str:
    lines = [*_heading(module.__name__), f".. automodule:: {module.__name__}"]
    offered = [getattr(module, name) for name in getattr(module, "__all__", ())]
    elsewhere = [each for each in offered if getattr(each, "__module__", None) != module.__name__]
    if not elsewhere:
        return "\n".join([*lines, "   :members:", ""])
    # Nothing is described twice: what a package offers stands where it is defined.
    links = [
        f"- :py:obj:`{each.__module__}.{each.__name__}`" for each in elsewhere if callable(each)
    ]
    return "\n".join([*lines, "", "It offers:", "", *links, ""])


def _heading(title: str) -> list[str]:
    return [title, "=" * len(title), ""]

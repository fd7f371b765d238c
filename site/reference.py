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
            ".. toctree::",
            "   :maxdepth: 1",
            "",
            *(f"   {name}" for name in modules),
            "",
        ]
    )
    return pages


def _module_page(module: ModuleType) -> str:
    lines = [*_heading(module.__name__), f".. automodule:: {module.__name__}"]
    if not hasattr(module, "__path__"):
        return "\n".join([*lines, "   :members:", ""])
    # A package describes nothing twice: what it offers stands where it is defined.
    offered = [
        f"{getattr(module, name).__module__}.{name}"
        for name in getattr(module, "__all__", ())
        if callable(getattr(module, name))
    ]
    if not offered:
        return "\n".join([*lines, ""])
    return "\n".join(
        [*lines, "", "It offers:", "", *(f"- :py:obj:`{name}`" for name in offered), ""]
    )


def _heading(title: str) -> list[str]:
    return [title, "=" * len(title), ""]

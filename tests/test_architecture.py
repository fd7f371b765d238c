"""The house: which module may import which, read from the imports themselves."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import eucad

LIBRARY = Path(eucad.__file__).parent

#: Floors from the ground up. A module imports from lower floors and from its own room only.
FLOORS = [
    {"dataset"},
    {"meetings", "documents", "attendance"},
    {"stats", "show"},
    {"agenda", "change"},
    {"coverage", "topics", "officials", "threats", "voices", "keep"},
    {"findings"},
    {"__main__"},
]

#: What the numbers and the words may know of: nothing of the dialogue.
IGNORANT = {"stats", "show"}


def room(module: str) -> str:
    """Name the room of a module such as ``eucad.topics.figures``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@cache
def read() -> dict[str, list[ast.AST]]:
    """Map each module of the library to the parts of its code."""
    found = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        parts = path.relative_to(LIBRARY.parent).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        found[module] = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imports() -> list[tuple[str, str]]:
    """List each import of the library from itself, as importing and imported module."""
    found = []
    for module, nodes in read().items():
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "eucad":
                named = [f"{node.module}.{alias.name}" for alias in node.names]
                found += [(module, name) for name in named]
            elif isinstance(node, ast.Import):
                found += [
                    (module, alias.name)
                    for alias in node.names
                    if alias.name.split(".")[0] == "eucad"
                ]
    return found


def test_every_module_has_a_floor():
    rooms = {path.stem for path in LIBRARY.glob("*.py")} | {
        path.name for path in LIBRARY.iterdir() if (path / "__init__.py").is_file()
    }
    assert rooms - {"__init__"} <= set().union(*FLOORS)


def test_arrows_point_down():
    height = {name: floor for floor, names in enumerate(FLOORS) for name in names}
    for importing, imported in imports():
        upper, lower = room(importing), room(imported)
        if upper in ("", lower) or lower not in height:
            continue
        below = height[lower] < height[upper]
        same_ground = {upper, lower} <= FLOORS[1]
        assert below or same_ground, f"{importing} must not import {imported}"
        assert upper not in IGNORANT, f"{importing} must know nothing of the dialogue"


def test_the_readme_lists_every_room_from_the_ground_up():
    readme = (LIBRARY.parents[1] / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^  (\w+)/? ", readme.split("lib/eucad/ ")[1].split("notebooks/")[0], re.M)
    floors = {name: floor for floor, names in enumerate(FLOORS) for name in names}
    assert set(listed) == set(floors)
    assert [floors[name] for name in listed] == sorted(floors[name] for name in listed)


#: Modules that no part of the library has a use for, with all that they hold.
FORBIDDEN = {
    *("pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "runpy", "code", "ctypes"),
    *("socket", "ssl", "asyncio", "socketserver", "http", "xmlrpc", "ftplib", "smtplib"),
    *("urllib.request", "urllib3", "requests", "httpx", "aiohttp"),
}


def offences(node):
    """List what a part of the code evaluates, asserts, unpickles or connects with."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from {node.func.id} & {"eval", "exec", "compile", "__import__"}
    if isinstance(node, ast.Attribute):
        yield from {node.attr} & {"read_pickle", "to_pickle", "eval", "exec", "import_module"}
    if isinstance(node, ast.Assert):
        yield "assert"  # of which `python -O` leaves nothing
    if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
        yield from ["allow_pickle"] * (ast.unparse(node.value) != "False")
    names = [alias.name for alias in getattr(node, "names", ()) if isinstance(alias, ast.alias)]
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{name}" for name in names]
    for name in names:
        yield from {name, name.split(".")[0], ".".join(name.split(".")[:2])} & FORBIDDEN


def test_no_code_evaluates_unpickles_or_connects():
    found = {module: [*map(tuple, map(offences, nodes))] for module, nodes in read().items()}
    assert not {module: each for module, each in found.items() if any(each)}


@pytest.mark.parametrize(
    "code",
    [
        *("eval('1')", "import http.client", "from urllib import request", "import pickle as p"),
        *("from urllib.request import urlopen", "np.load(f, allow_pickle=True)", "frame.eval(x)"),
        *(
            "assert known",
            "importlib.import_module(name)",
            "from http.client import HTTPConnection",
        ),
    ],
)
def test_each_way_to_do_so_is_found(code):
    assert any(any(offences(node)) for node in ast.walk(ast.parse(code)))


def test_a_web_address_may_be_taken_apart():
    (node,) = ast.parse("from urllib.parse import urlsplit").body
    assert not [*offences(node)]

"""Compare the figures stored in the notebooks with freshly drawn ones.

nbval compares text and HTML strictly, but skips PNG images and all metadata. Here every cell that
nbval has run is held to its stored figures as well: their number, pixels and alternative text.
"""

import gc
import json
import os
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from functools import cache, partial
from io import BytesIO
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np
import pytest
from forked_kernels import fork_kernels
from nbval.plugin import IPyNbCell, NbCellError
from PIL import Image, ImageChops, ImageOps

import eucad

# How far apart two drawings of one figure may be: the root mean square over all pixels and
# channels, in levels of 255. Measured on plots of up to 1200 x 800 pixels: data that differ by one
# part in ten million stay below 0.003, while a marker moved by half a pixel or one other digit in
# a small label reach 0.1.
TOLERANCE = 0.05

# Examples that compute all of a notebook, which is run anyway.
OF_NOTEBOOKS = (".findings.overview.overview", ".measures.study")

loaded = cache(eucad.load)


class Figure(NamedTuple):
    """A PNG image with its alternative text."""

    image: Image.Image
    alt: str


def pytest_configure(config: pytest.Config) -> None:
    """Remove the pictures of earlier failures, once a run and not again in every worker."""
    if os.environ.get("EUCAD_TESTS") != "all":  # CI starts every kernel on its own
        fork_kernels()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(_pictures(config), ignore_errors=True)
        for path in sorted((config.rootpath / "notebooks").glob("*.ipynb")):
            _require_notebook(path)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the garbage collector pass over what is imported: it stays, and is a million objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long; start with the site, which takes longest, and the notebooks."""
    if os.environ.get("EUCAD_TESTS") != "all":
        long = {
            item
            for item in items
            if item.get_closest_marker("long") or item.name.endswith(OF_NOTEBOOKS)
        }
        config.hook.pytest_deselected(items=[*long])
        items[:] = [item for item in items if item not in long]
    first = ["web", "notebooks"]
    items.sort(key=lambda item: [item.path.parent.name != name for name in first])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep on one worker what shares its work: a file, or a room with its examples and tests."""
    from xdist.scheduler import LoadScopeScheduling

    class ByRoom(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = PurePosixPath(nodeid.partition("::")[0])
            alone = path.parent.name in ("notebooks", "tests", "web")
            return str(path) if alone else path.parent.name

    return ByRoom(config, log)


@pytest.fixture(scope="session")
def dataset() -> eucad.Dataset:
    """Load the dataset of the project; tests must not change it."""
    return loaded()


@pytest.fixture(scope="session")
def once() -> Callable:
    """Call a function of the dataset, or give again what it gave to the same arguments."""
    known = {}

    def call(
        function: Callable, dataset: eucad.Dataset, *args: object, **choices: object
    ) -> object:
        key = (function, id(dataset), repr((args, choices)))
        if key not in known:
            known[key] = (function(dataset, *args, **choices), dataset)
        return known[key][0]

    return call


@pytest.fixture(autouse=True)
def seen_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give all examples one dataset, and the studies of it that the tests have made."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.setattr(eucad, "load", loaded)
        known = request.node.dtest.globs
        for name in {"study", "find_divide", "specifications"} & known.keys():
            shared = partial(request.getfixturevalue("once"), known[name])
            monkeypatch.setitem(known, name, shared)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a notebook cell whose text is as stored but whose figures are not."""
    try:
        yield
    except NbCellError as error:
        if "Timeout of" in str(error):
            item.raise_cell_error(f"The kernel died, or hangs. {error}", "")
        raise
    if isinstance(item, IPyNbCell) and item.options["check"]:
        differences = list(_compare_cell(item))
        if differences:
            item.raise_cell_error("Cell figures differ", "\n".join(differences))


def _require_notebook(path: Path) -> None:
    """Say of a notebook that nbval cannot read what is wrong and what sets it right."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):
        raise pytest.UsageError(
            f"{path.name} is no notebook. If it is half merged: git checkout --ours notebooks && "
            "make report"
        ) from None
    if not all("id" in cell for cell in cells):
        raise pytest.UsageError(
            f"{path.name}: its cells have no ids, as some editors save it. `make report` executes "
            "it again and gives them."
        )


def _pictures(config: pytest.Config) -> Path:
    return config.rootpath / "tests" / "_figures"


def _compare_cell(cell: IPyNbCell) -> Iterator[str]:
    """Describe each figure that differs and say where its pictures are."""
    pairs = zip_longest(_figures(cell.cell.outputs), _figures(cell.test_outputs))
    for number, (stored, fresh) in enumerate(pairs, start=1):
        difference = _compare(stored, fresh)
        if difference:
            name = f"{cell.path.stem}-cell{cell.cell_num}-figure{number}"
            written = _write_pictures(_pictures(cell.config) / name, stored, fresh)
            yield f"{cell.path.name}, cell {cell.cell_num}, figure {number}: {difference}"
            yield from (f"    {path}" for path in written)


def _figures(outputs: list[dict]) -> list[Figure]:
    return [
        Figure(
            Image.open(BytesIO(b64decode(output["data"]["image/png"]))).convert("RGBA"),
            output["metadata"].get("image/png", {}).get("alt", ""),
        )
        for output in outputs
        if "image/png" in output.get("data", {})
    ]


def _compare(stored: Figure | None, fresh: Figure | None) -> str:
    """Say how two figures differ, or nothing if they do not."""
    if stored is None:
        return "the cell draws it, but it is not stored"
    if fresh is None:
        return "it is stored, but the cell no longer draws it"
    if stored.image.size != fresh.image.size:
        return f"its size was {stored.image.size} and is now {fresh.image.size} pixels"
    distance = np.subtract(stored.image, fresh.image, dtype=float)
    rms = np.sqrt(np.mean(distance**2))
    if rms > TOLERANCE:
        return f"its pixels differ by {rms:.2f} levels of 255 (root mean square)"
    if stored.alt != fresh.alt:
        return f"its alternative text was {stored.alt!r} and is now {fresh.alt!r}"
    if not fresh.alt:
        return "it has no alternative text"
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

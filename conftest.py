"""What every test shares: what is run, by which worker, on which dataset, and how it is judged.

Each worker imports what its tests need. The process that hands out the work imports nothing of it,
as they wait for it.
"""

import gc
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path, PurePosixPath

import pytest
from forked_kernels import fork_kernels
from nbval.plugin import IPyNbCell, NbCellError

# Whether everything is tested, as in CI, and not only what a change is likely to break.
ALL = os.environ.get("EUCAD_TESTS") == "all"

# Examples that compute all of a notebook, or most of a figure; it is run anyway.
OF_NOTEBOOKS = (
    *(".overview.overview", ".overview.find_divide", ".robustness.count_directions"),
    *(".measures.study", ".measures.survey_agenda", ".whole.measure_drift"),
    *(".elsewhere.contrast_series", ".exposure.script_gap", ".network.bridges"),
)


@cache
def loaded() -> object:
    """Load the dataset of the project, once in every worker."""
    from eucad.dataset import load

    return load()


def pytest_configure(config: pytest.Config) -> None:
    """Remove the pictures of earlier failures, once a run and not again in every worker."""
    if not ALL:  # CI starts every kernel on its own
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
    """Leave out what is long; site and notebooks come first, rooms without anything long last."""
    slow = {_room(item.nodeid) for item in items if item.get_closest_marker("long")}
    if not ALL:
        long = {
            item
            for item in items
            if item.get_closest_marker("long") or item.name.endswith(OF_NOTEBOOKS)
        }
        config.hook.pytest_deselected(items=[*long])
        items[:] = [item for item in items if item not in long]
    first = ["web", "notebooks"]
    items.sort(
        key=lambda item: [
            *(item.path.parent.name != name for name in first),
            _room(item.nodeid) not in slow,
        ]
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep on one worker what shares its work."""
    from xdist.scheduler import LoadScopeScheduling

    # Of two workers one runs all notebooks: kernels are forked from what takes long to import.
    together = not ALL and len(config.getvalue("tx")) <= 2

    class ByRoom(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            room = _room(nodeid)
            kernels = room.startswith("notebooks/") or room == "tests/test_stored_figures.py"
            return "notebooks" if together and kernels else room

    return ByRoom(config, log)


def _room(nodeid: str) -> str:
    """Name the file, or the room with its examples and tests, that a test belongs to."""
    return _room_of(nodeid.partition("::")[0])


@cache
def _room_of(file: str) -> str:
    path = PurePosixPath(file)
    alone = path.parent.name in ("notebooks", "tests")
    return str(path) if alone else path.parent.name


@pytest.fixture(scope="session")
def dataset() -> object:
    """Load the dataset of the project; tests must not change it."""
    return loaded()


_computed = {}


def _once(function: Callable, dataset: object, *args: object, **choices: object) -> object:
    """Call a function of the dataset, or give again what it gave to the same arguments."""
    key = (function, id(dataset), repr((args, choices)))
    if key not in _computed:
        _computed[key] = (function(dataset, *args, **choices), dataset)
    return _computed[key][0]


@pytest.fixture(scope="session")
def once() -> Callable:
    """Let tests share what they compute with one another, and with the examples."""
    return _once


@contextmanager
def _example(item: pytest.DoctestItem) -> Iterator[None]:
    """Give an example the one dataset and what was computed of it; `make test` draws little."""
    from worlds import few_draws

    from eucad.dataset import load

    known = item.dtest.globs
    shared = {"study", "find_divide", "specifications", "interpretations"} & known.keys()
    with pytest.MonkeyPatch.context() as patch, nullcontext() if ALL else few_draws():
        patch.setattr("eucad.load", lambda *place: load(*place) if place else loaded())
        for name in shared:
            patch.setitem(known, name, partial(_once, known[name]))
        if rosters := sys.modules.get("eucad.officials.rosters"):  # its room imports from it
            patch.setattr(rosters, "interpretations", partial(_once, rosters.interpretations))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Help examples; fail a notebook cell whose text is as stored but whose figures are not."""
    try:
        with _example(item) if isinstance(item, pytest.DoctestItem) else nullcontext():
            yield
    except NbCellError as error:
        if "Timeout of" in str(error):
            item.raise_cell_error(f"The kernel died, or hangs. {error}", "")
        raise
    if isinstance(item, IPyNbCell) and item.options["check"]:
        from stored_figures import compare_cell

        differences = list(compare_cell(item, _pictures(item.config)))
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

"""What the notebooks, `make report` and one changed page of the site cost, in CPU seconds.

The floor is what it takes to start a kernel for each notebook, one by one, and to import there what
its first cell does.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STRICT = ["-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-n", "0"]


def run(*arguments, folder=ROOT, **env):
    """Run Python; return the CPU seconds that it and all whom it started took."""
    before = os.times()
    command = [sys.executable, *map(str, arguments)]
    subprocess.run(command, check=True, cwd=folder, env=os.environ | env, stdout=subprocess.PIPE)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


@pytest.fixture(scope="module")
def floor(tmp_path_factory):
    """Let kernels start and import, with nothing of this project beside them."""
    folder = tmp_path_factory.mktemp("floor")
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        first.source = "\n".join(re.findall(r"^(?:import|from) .*", first.source, re.M))
        notebook.cells = [first]
        nbformat.write(notebook, folder / path.name)
    return run(*STRICT, folder, folder=folder)


def test_notebooks_cost_little_more_than_their_kernels_with_imports(figures, floor, tmp_path):
    told = tmp_path / "told.xml"
    took = run(*STRICT, "notebooks", f"--junitxml={told}")
    seconds = {}
    for case in ElementTree.parse(told).iter("testcase"):
        path = case.get("classname")
        seconds[path] = seconds.get(path, 0) + float(case.get("time"))
    figures["strict nbval, as a multiple of starting all kernels with their imports"] = {
        1: took / floor
    }
    figures["strict nbval of all notebooks, CPU seconds"] = {1: took}
    figures["strict nbval of the slowest notebook, seconds"] = {1: max(seconds.values())}
    assert took / floor <= 2.75


def test_report_takes_few_seconds(figures, tmp_path):
    copies = [shutil.copy(path, tmp_path) for path in NOTEBOOKS]
    drawings = str(tmp_path / "drawings")
    took = run("tools/execute_notebooks.py", *copies, EUCAD_DRAWINGS=drawings)
    took += run("-m", "eucad", "derive") + run("tools/update_readme.py")
    figures["`make report` without the site, CPU seconds"] = {1: took}
    assert took <= 80
    assert [Path(copy).read_bytes() for copy in copies] == [p.read_bytes() for p in NOTEBOOKS]


def test_one_changed_page_is_built_in_few_seconds(figures, tmp_path):
    built = shutil.ignore_patterns(".git", ".venv*", ".ipy", "_build", "__pycache__")
    project = shutil.copytree(ROOT, tmp_path / "eucad", ignore=built)
    run("site/build.py", tmp_path / "site", folder=project)
    page = project / "site" / "own-analyses.md"
    page.write_text(page.read_text("utf-8") + "\nOne line more.\n", "utf-8")
    took = run("site/build.py", tmp_path / "site", folder=project)
    figures["one changed page of the site, CPU seconds"] = {1: took}
    assert took <= 15

"""What JupyterLab, VS Code and Colab do to a notebook is kept out, or said with the one cure."""

import asyncio
import json
import runpy
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import execute_notebooks
import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "04-drugs-cbrn-to-cyber-hybrid.ipynb"
#: What pytest is told of notebooks.
PLUGIN = ("conftest.py", "tests/stored_figures.py", "tools/forked_kernels.py")


def jupyterlab(notebook):
    notebook.metadata.language_info |= {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "nbconvert_exporter": "python",
        "version": "3.12.1",
    }
    for cell in notebook.cells:
        cell.metadata |= {
            "jupyter": {"source_hidden": True},
            "execution": {"iopub.status.busy": "x"},
        }


def vs_code(notebook):
    notebook.metadata.language_info.version = "3.12.1"
    notebook.metadata.vscode = {"interpreter": {"hash": "0a"}}
    for cell in notebook.cells:
        cell.metadata.vscode = {"languageId": "python"}


def colab(notebook):
    notebook.metadata.colab = {"provenance": []}
    for cell in notebook.cells:
        user = {"displayName": "A Person", "userId": "123"}
        cell.metadata |= {"executionInfo": {"user": user}, "outputId": "0a", "id": "0b"}


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_what_editors_add_is_no_change_after_make_filter(tmp_path):
    def output(*command, folder=tmp_path):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout

    output("git", "init", "--quiet")
    made = output("make", "--dry-run", f"RUN={sys.executable}", "filter", folder=ROOT)
    output("bash", "-c", made[made.index("git config filter.notebook.clean") :])
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    path = Path(shutil.copy(NOTEBOOK, tmp_path))
    output("git", "add", ".")
    notebook = nbformat.read(path, as_version=4)
    for editor in (jupyterlab, vs_code, colab):
        editor(notebook)
    nbformat.write(notebook, path)
    assert path.read_bytes() != NOTEBOOK.read_bytes()
    assert not output("git", "diff")


SPOILT = [
    (lambda text: text.replace('"id": ', '"was": '), "cells have no ids"),
    (lambda text: "<<<<<<< HEAD\n" + text, "is no notebook"),
]


@pytest.mark.parametrize(("spoil", "says"), SPOILT)
def test_a_notebook_that_cannot_be_read_is_named_with_the_cure(tmp_path, spoil, says):
    broken = tmp_path / "05-voices.ipynb"
    broken.write_text(spoil(NOTEBOOK.read_text("utf-8")), "utf-8")
    require = runpy.run_path(ROOT / "conftest.py")["_require_notebook"]
    require(NOTEBOOK)
    with pytest.raises(pytest.UsageError, match=rf"05-voices.ipynb.*{says}.*make report"):
        require(broken)


@pytest.mark.long
@pytest.mark.parametrize(("spoil", "says"), SPOILT)
def test_no_test_runs_while_a_notebook_cannot_be_read(tmp_path, spoil, says):
    (tmp_path / "notebooks").mkdir()
    broken = tmp_path / "notebooks" / "05-voices.ipynb"
    broken.write_text(spoil(NOTEBOOK.read_text("utf-8")), "utf-8")
    for part in PLUGIN:
        shutil.copy(ROOT / part, tmp_path)
    command = [sys.executable, "-m", "pytest", "--rootdir", tmp_path, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("ERROR: 05-voices")]
    assert says in line
    assert "make report" in line


@pytest.mark.long
def test_a_kernel_that_dies_is_said_within_a_minute(tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in ("1", "import os; os._exit(1)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "dies.ipynb")
    for part in PLUGIN:
        shutil.copy(ROOT / part, tmp_path)
    options = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=5", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "--rootdir", tmp_path, *options]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "The kernel died, or hangs" in done.stdout
    limit = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"--nbval-cell-timeout=45"' in limit


class Kernelless:
    """Runs no cell: what editors leave goes whatever a kernel answers."""

    def __init__(self, *_, **__):
        pass

    async def async_execute(self):
        pass


@pytest.mark.parametrize("kernel", [False, pytest.param(True, marks=pytest.mark.long)])
def test_executing_leaves_nothing_of_an_editor(tmp_path, monkeypatch, kernel):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
    notebook.metadata.language_info = {"name": "python"}
    for editor in (jupyterlab, vs_code, colab):
        editor(notebook)
    stored = json.loads(nbformat.writes(notebook))
    stored["nbformat_minor"] = 4  # as Colab saves it
    del stored["cells"][0]["id"]
    path = tmp_path / "saved.ipynb"
    path.write_text(json.dumps(stored), "utf-8")
    if kernel:
        command = [sys.executable, ROOT / "tools" / "execute_notebooks.py", path]
        subprocess.run(command, check=True, capture_output=True)
    else:
        monkeypatch.setattr(execute_notebooks, "NotebookClient", Kernelless)
        # In a thread, as a browser may be open in this one, with a loop of its own.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, execute_notebooks.execute(path)).result()
    after = json.loads(path.read_text("utf-8"))
    (cell,) = after["cells"]
    assert cell["id"]
    assert not cell["metadata"]
    assert set(after["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in after["metadata"]["language_info"]

"""The library outside its checkout: built, installed in an empty environment, and used there.

Installing takes a minute or two and a package index: it is left to `EUCAD_TESTS=all`, as in CI.
"""

import os
import subprocess
import venv
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest
from hatchling.build import build_wheel

import eucad

ROOT = Path(__file__).parent.parent

USE = """
import eucad
from eucad.show.style import Picture
from eucad.coverage import figures, measures
dataset = eucad.load()
assert "site-packages" in eucad.__file__ and "site-packages" in str(eucad.DATA), eucad.DATA
study = measures.study(dataset)
picture = figures.accounts(study)
picture.savefig("accounts.png")
assert picture.alt
print(eucad.__version__, dataset.version)
"""


def run(*command, **options):
    """Run a command that must succeed, and return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of the project, built as pip asks for it, without pip and a network."""
    folder = tmp_path_factory.mktemp("wheel")
    with chdir(ROOT):
        return folder / build_wheel(str(folder))


def test_the_wheel_holds_the_dataset_and_little_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {f"eucad/data/{table.path}" for table in eucad.load().schema.tables.values()}
    assert tables | {"eucad/data/datapackage.json", "eucad/py.typed"} <= names
    assert not any("test" in name or name.endswith(".ipynb") for name in names)
    assert wheel.stat().st_size < 1_000_000


@pytest.mark.long
def test_installed_in_an_empty_environment_it_loads_checks_and_draws(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean = {"PATH": os.environ["PATH"], "MPLCONFIGDIR": str(tmp_path)}
    printed = run(python, "-c", USE, cwd=elsewhere, env=clean)
    assert printed.split() == [eucad.__version__, eucad.load().version]
    assert (elsewhere / "accounts.png").stat().st_size > 10_000
    assert "no problem" in run(python.with_name("eucad"), "check", cwd=elsewhere, env=clean)


@pytest.mark.long
def test_the_lowest_versions_that_are_admitted_will_do(tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "uv")
    install = ("-m", "uv", "pip", "install", "--quiet", "--python", python)
    lowest = ("--resolution", "lowest-direct", "--group", "test", ".")
    run(python, *install, *lowest, cwd=ROOT)
    fast = ("tests/test_agenda.py", "tests/stats", "tests/show")
    options = ("-q", "-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider")
    run(python, "-m", "pytest", *options, *fast, cwd=ROOT)

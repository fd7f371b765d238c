"""A notebook whose stored figures are not what its code draws must turn the run red."""

import re
import shutil
from base64 import b64encode
from contextlib import chdir, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent

SETUP = """
from io import BytesIO
from IPython.display import display
from PIL import Image, ImageDraw

def draw(width=200, left=10, shade=0, alt="a block"):
    image = Image.new("RGB", (width, 120), "white")
    ImageDraw.Draw(image).rectangle((left, 10, left + 4, 14), fill=(shade,) * 3)
    png = BytesIO()
    image.save(png, "PNG")
    display({"image/png": png.getvalue()}, metadata={"image/png": {"alt": alt}}, raw=True)
"""

# Every cell is stored with the two figures of `draw(); draw()`. What its code draws instead, and
# what the run must say about it: nothing, if the cell is to pass.
CELLS = {
    "unchanged": ("draw(); draw()", None),
    "rounding": ("draw(); draw(shade=1)", None),
    "block moved by a pixel": ("draw(); draw(left=11)", r"figure 2: its pixels differ by"),
    "block recoloured": ("draw(shade=60); draw()", r"figure 1: its pixels differ by"),
    "size": ("draw(); draw(width=201)", r"figure 2: its size was \(200, 120\) and is now \(201,"),
    "text changed": ("draw(alt='blocks'); draw()", r"figure 1: .* text was 'a block' and is now"),
    "text removed": ("draw(); draw(alt='')", r"figure 2: .* text was 'a block' and is now ''"),
    "text never given": ("draw(alt=''); draw()", r"figure 1: it has no alternative text"),
    "figure added": ("draw(); draw(); draw()", r"figure 3: the cell draws it, but"),
    "figure removed": ("draw()", r"figure 2: it is stored, but"),
}


def stored_figure(alt):
    image = Image.new("RGB", (200, 120), "white")
    ImageDraw.Draw(image).rectangle((10, 10, 14, 14), fill="black")
    png = BytesIO()
    image.save(png, "PNG")
    return v4.new_output(
        "display_data",
        data={"image/png": b64encode(png.getvalue()).decode()},
        metadata={"image/png": {"alt": alt}},
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run pytest, as a project with this conftest.py does, on one notebook with all the cells."""
    project = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "conftest.py", project)
    (project / "pytest.toml").write_text("[pytest]\n")
    notebook = v4.new_notebook(cells=[v4.new_code_cell(SETUP, execution_count=1)])
    for count, (name, (source, _)) in enumerate(CELLS.items(), start=2):
        first_alt = "" if name == "text never given" else "a block"
        outputs = [stored_figure(first_alt), stored_figure("a block")]
        notebook.cells.append(v4.new_code_cell(source, execution_count=count, outputs=outputs))
    (project / "notebooks").mkdir()
    nbformat.write(notebook, project / "notebooks" / "figures.ipynb")
    options = ["--nbval", "--nbval-current-env", "-rA", "--color=no", "--capture=no"]
    options += ["-pno:hypothesispytest"]  # which is not to be loaded after hypothesis
    printed = StringIO()
    with pytest.MonkeyPatch.context() as patch, chdir(project), redirect_stdout(printed):
        # Where these are set, pytest repeats each message in its summary.
        patch.delenv("CI", raising=False)
        patch.delenv("BUILD_NUMBER", raising=False)
        # In this process: loading pytest and nbval once more would take longer than the run.
        status = pytest.main([*options, "notebooks"])
    return project, status, printed.getvalue()


@pytest.mark.parametrize("name", CELLS)
def test_cell(run, name):
    _, _, printed = run
    cell = list(CELLS).index(name) + 1
    _, expected = CELLS[name]
    outcome = "FAILED" if expected else "PASSED"
    assert re.search(rf"^{outcome} notebooks/figures.ipynb::Cell {cell}\b", printed, re.M)
    said = re.findall(rf"^figures.ipynb, cell {cell}, (.*)$", printed, re.M)
    if expected:
        assert len(said) == 1
        assert re.search(expected, said[0])
    else:
        assert not said


def test_the_run_is_red(run):
    _, status, _ = run
    assert status == pytest.ExitCode.TESTS_FAILED


def test_pictures_show_what_differs(run):
    project, _, printed = run
    cell = list(CELLS).index("block moved by a pixel") + 1
    stem = project / "tests" / "_figures" / f"figures-cell{cell}-figure2"
    paths = [f"{stem}-{kind}.png" for kind in ("expected", "actual", "difference")]
    assert all(path in printed for path in paths)
    difference = Image.open(paths[-1])
    assert difference.getbbox() == (10, 10, 16, 15)

"""The stored notebooks are as a reader should find them, on a code host and converted."""

import re
from base64 import b64decode
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import execute_notebooks
import nbformat
import pytest
import update_readme
from nbval.plugin import find_comment_markers, find_metadata_tags

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.name)
def path(request):
    return request.param


@cache
def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture
def notebook(path):
    return read(path)


@pytest.fixture
def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def outputs(code_cells):
    return [output for cell in code_cells for output in cell.outputs]


@pytest.fixture
def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_there_are_notebooks():
    assert ROOT / "notebooks" / "00-overview.ipynb" in NOTEBOOKS


def test_executed_top_to_bottom(code_cells):
    assert [cell.execution_count for cell in code_cells] == list(range(1, len(code_cells) + 1))


def test_no_errors_and_no_warnings(outputs):
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_figures_are_png_with_alternative_text(outputs):
    for output in outputs:
        data = output.get("data", {})
        # Neither nbval nor stored_figures.py compares these.
        assert not data.keys() & {"image/jpeg", "image/svg+xml", "application/javascript"}
        if "image/png" in data:
            assert output.metadata["image/png"]["alt"].strip()


def test_every_output_is_compared(code_cells):
    for cell in code_cells:
        assert not list(find_comment_markers(cell.source))
        assert not list(find_metadata_tags(cell.metadata))


def test_no_machine_paths(path):
    # Quoted, after a space or at the start of a JSON string, as a path of one machine would stand.
    unix = r"(?<![\w.:/<-])/(?:home|root|work|tmp|opt|var|mnt|private|Users)/\w"
    windows = r"\b[A-Z]:\\\\"
    assert not re.findall(f"{unix}|{windows}|file://", path.read_text("utf-8"))


def test_nothing_stored_that_an_editor_adds(path, notebook):
    cure = (
        f"{path.name} was saved by an editor: `make report` sets it right, `make filter` spares it"
    )
    assert notebook.metadata == execute_notebooks.METADATA, cure
    assert not [cell.metadata for cell in notebook.cells if cell.metadata], cure


def test_size_that_code_hosts_render(path):
    assert path.stat().st_size < 1_000_000


def test_title_is_the_question(notebook):
    title = notebook.cells[0]
    assert title.cell_type == "markdown"
    assert re.match(r"# .+\?$", title.source.splitlines()[0])


@pytest.mark.parametrize("heading", ["In short", "What could be wrong", "Where to go next"])
def test_headings(prose, heading):
    assert len(re.findall(rf"^## {heading}$", prose, re.MULTILINE)) == 1


def test_no_results_typed_into_prose(prose):
    cited = re.sub(r"[A-Z]\w+(?: et al\.| and [A-Z]\w+)? \d{4}", "", prose)
    typed = r"\b\d+(?:\.\d+)?\s?(?:%|per cent|percent)|\b\d+\.\d+\b|\b(?:19|20)\d\d\b"
    assert not re.findall(typed, cited)


def test_a_notebook_is_read_in_ten_minutes(prose, outputs):
    computed = [output.get("data", {}).get("text/markdown", "") for output in outputs]
    assert len(" ".join([prose, *computed]).split()) <= 1500


def test_links_lead_somewhere(path, prose):
    targets = re.findall(r"\]\(([^)#\s]+)", prose)
    assert not [
        target for target in targets if "://" not in target and not (path.parent / target).is_file()
    ]


@pytest.mark.parametrize(("before", "after"), list(pairwise(NOTEBOOKS)), ids=lambda path: path.stem)
def test_neighbours_are_linked(before, after):
    assert f"]({after.name})" in before.read_text("utf-8")
    assert f"]({before.name})" in after.read_text("utf-8")


@pytest.fixture(scope="module")
def exporter():
    """nbconvert's other template, lab, writes no stored alternative text."""
    from nbconvert import HTMLExporter  # so that only who runs this waits for it

    return HTMLExporter(template_name="classic")


@pytest.mark.long
def test_renders_with_nbconvert(exporter, notebook, outputs, caplog):
    body, _ = exporter.from_notebook_node(notebook)
    assert not caplog.records
    for output in outputs:
        if "image/png" in output.get("data", {}):
            assert output.metadata["image/png"]["alt"] in unescape(body)


def test_the_readme_shows_the_overview_as_stored():
    assert update_readme.updated_readme() == update_readme.README.read_text(encoding="utf-8"), (
        "run make report"
    )
    stored = b64decode(update_readme.overview_output(update_readme.PICTURE, "image/png"))
    assert stored == update_readme.FIGURE.read_bytes(), "run make report"

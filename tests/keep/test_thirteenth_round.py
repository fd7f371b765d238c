"""After a thirteenth round every notebook runs, names the new year, and has room in its figures."""

import re
from itertools import pairwise

import nbformat
import notebook_choices
import pytest
from notebook_choices import NOTEBOOKS
from thirteenth_round import YEAR, with_thirteenth_round

import eucad
from eucad.findings import verdicts
from eucad.show.style import Picture

pytestmark = pytest.mark.long

#: Notebooks that work on the data as they are stored.
READING = sorted(path.stem for path in NOTEBOOKS.glob("0[0-6]-*.ipynb"))


@pytest.fixture(scope="module")
def longer(tmp_path_factory):
    """A dataset of thirteen rounds."""
    return eucad.load(with_thirteenth_round(tmp_path_factory.mktemp("round") / "data"))


def test_the_round_passes_the_check(longer):
    assert longer.meetings["meeting_id"].iloc[-1] == f"hlsd{YEAR}"
    assert len(longer.documents) == len(eucad.load().documents) + 2
    assert f"–{YEAR}" in longer.schema.title


@pytest.fixture(scope="module")
def seen(longer):
    """What a reader of each notebook sees, and its pictures; the verdicts are fitted once."""
    judged = verdicts.judge(longer)
    pictures = []

    def words(shown):
        if isinstance(shown, Picture):
            pictures.append(shown)
        return notebook_choices_words(shown)

    notebook_choices_words = notebook_choices._words
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(eucad, "load", lambda *_: longer)
        patched.setattr(verdicts, "judge", lambda *_, **__: judged.copy())
        patched.setattr(notebook_choices, "_words", words)

        def see(notebook):
            pictures.clear()
            return notebook_choices._run(notebook), list(pictures)

        yield see


@pytest.mark.parametrize("notebook", READING)
def test_every_notebook_runs_and_has_room(seen, notebook):
    outputs, pictures = seen(notebook)
    assert outputs.saying(f"{YEAR}") or not outputs.saying(f"in {YEAR - 1}"), (
        "it names the new year"
    )
    for picture in pictures:
        assert not overprinted(picture), picture.alt


@pytest.mark.parametrize("notebook", READING)
def test_no_period_is_typed_into_prose(notebook):
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert not re.findall(r"20\d\d–20\d\d", prose)


def overprinted(picture):
    """List the labels of a horizontal axis that stand upon the next one."""
    picture.canvas.draw()
    found = []
    for axes in picture.axes:
        labels = [each for each in axes.get_xticklabels() if each.get_text().strip()]
        upright = [each for each in labels if each.get_visible() and not each.get_rotation() % 90]
        boxes = sorted((each.get_window_extent() for each in upright), key=lambda box: box.x0)
        found += [
            (left, right)
            for left, right in pairwise(boxes)
            if min(left.x1, right.x1) - right.x0 > 1 and left.y0 < right.y1 and right.y0 < left.y1
        ]
    return found

"""Every choice at the top of a notebook is explained there, and some test makes it otherwise."""

import ast
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat import v4
from notebook_choices import NOTEBOOKS, choices, run, unchanged

from eucad import agenda
from eucad.findings import robustness
from eucad.meetings import held_meetings
from eucad.threats import measures as threats
from eucad.topics import elsewhere
from eucad.voices import contrast

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


def changed_by_tests() -> set[tuple[str, str]]:
    """Read the notebooks and choices of every `CHANGES`, without importing the tests."""
    found = set()
    for path in Path(__file__).parent.glob("*/test_choices.py"):
        assigned = {
            statement.targets[0].id: statement.value
            for statement in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        }
        changes = assigned["CHANGES"]
        for key, others in zip(changes.keys, changes.values, strict=True):
            notebook = assigned[key.id] if isinstance(key, ast.Name) else key
            found |= {(notebook.value, choice.value) for choice in others.keys}
    return found


@pytest.mark.parametrize("notebook", NAMES)
def test_every_choice_is_changed_by_a_test(notebook):
    assert {(notebook, choice) for choice in choices(notebook)} <= changed_by_tests()


@pytest.mark.parametrize("notebook", NAMES)
def test_every_choice_says_what_else_one_could_choose(notebook):
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    lines = next(cell.source for cell in cells if cell.cell_type == "code").splitlines()
    for choice, statement in choices(notebook).items():
        own, above = lines[statement.lineno - 1 : statement.end_lineno], lines[statement.lineno - 2]
        assert any("#" in line for line in own) or above.lstrip().startswith("#"), choice


SERIES, FAMILIES = "Choose among hlsd, fmm, summit, ctd", "Choose among drugs_cbrn, crime, "
SHARE, NUMBER = "a share between 0 and 1", "a whole number from 1"
WRONG = [
    ("01-dataset", "SERIES", "hlds", f"mean 'hlsd'\\? {SERIES}"),
    ("01-dataset", "LEVEL", 95, SHARE),
    ("01-dataset", "LONGEST", 0, NUMBER),
    ("02-topic-evolution", "COMPARED_WITH", ("fmn",), f"mean 'fmm'\\? {SERIES}"),
    ("02-topic-evolution", "SPLIT", 2013, "2013 to 2025"),
    ("02-topic-evolution", "OLD", ("crme",), f"mean 'crime'\\? {FAMILIES}"),
    ("02-topic-evolution", "NEW", "cyber_hybrid", r"\['cyber_hybrid'\] in place of"),
    ("03-officials-network", "SERIES", "Leader", f"mean 'summit'\\? {SERIES}"),
    ("03-officials-network", "MEANT", ("cdt",), f"mean 'ctd'\\? {SERIES}"),
    ("03-officials-network", "LEVEL", 1.5, SHARE),
    ("04-drugs-cbrn-to-cyber-hybrid", "OLD", "crme", f"mean 'crime'\\? {FAMILIES}"),
    ("04-drugs-cbrn-to-cyber-hybrid", "NEW", "cyber", f"mean 'cyber_hybrid'\\? {FAMILIES}"),
    ("04-drugs-cbrn-to-cyber-hybrid", "SPLIT", "2019", f"{NUMBER}, without quotation marks"),
    ("04-drugs-cbrn-to-cyber-hybrid", "COVERAGE", 95, SHARE),
    ("05-voices", "SERIES", ["smmit"], f"mean 'summit'\\? {SERIES}"),
    ("05-voices", "CASES", ["watr"], "mean 'water'\\? `dataset.topics` lists all"),
    ("05-voices", "SINCE", 2040, "no meeting since 2040: choose an earlier year"),
    ("05-voices", "MINIMUM", 1000, "no topic is raised by more than"),
    ("05-voices", "VARIANTS", ["openings"], r"mean 'opening'\? Choose among all, opening, fresh"),
    ("05-voices", "LEVEL", 0, SHARE),
    ("06-robustness", "OLD", "crme", f"mean 'crime'\\? {FAMILIES}"),
    ("06-robustness", "NEW", "cyber", f"mean 'cyber_hybrid'\\? {FAMILIES}"),
    ("06-robustness", "SPLIT", "2019", f"{NUMBER}, without quotation marks"),
]


@pytest.mark.long
@pytest.mark.parametrize(("notebook", "choice", "value", "words"), WRONG)
def test_a_wrong_value_is_answered_with_what_would_do(notebook, choice, value, words):
    with pytest.raises(ValueError, match=words):
        run(notebook, **{choice: value})


MISSPELT = {
    "families": lambda dataset, mentions: agenda.with_families(mentions, {"new": ["cybr"]}),
    "themes": lambda dataset, mentions: threats.co_mention(mentions, "cybr", "cbrn"),
    "joining": lambda dataset, mentions: threats.describe_joining(mentions, mentions, [], ["cybr"]),
    "overturning": lambda dataset, mentions: contrast.accounts_to_overturn(mentions, "cybr"),
    "leaving out": lambda dataset, mentions: robustness.leave_one_out(
        dataset, ["cybr"], 2019, "publisher"
    ),
    "directions": lambda dataset, mentions: robustness.count_directions(dataset, 2019, ["cybr"]),
}


@pytest.mark.parametrize("ask", MISSPELT.values(), ids=MISSPELT)
def test_a_measure_answers_a_misspelt_topic_with_the_one_that_is_meant(dataset, once, ask):
    with pytest.raises(ValueError, match=r"There is no .* 'cybr'\. Did you mean 'cyber'"):
        ask(dataset, once(agenda.account_topic_matrix, dataset))


def test_a_series_without_an_account_is_named(dataset, once):
    mentions, of = once(agenda.account_topic_matrix, dataset), held_meetings(dataset)["series"]
    with pytest.raises(ValueError, match=r"There is no series 'fmm'\. Choose among hlsd"):
        elsewhere.contrast_series(mentions, of, ["hlsd", "fmm"])


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A notebook with two choices, of which its second cell ignores one."""
    cells = [
        "import pandas as pd\nfrom IPython.display import display\n"
        "from eucad.show.style import finish, new_picture\n"
        "from eucad.show.words import Text\nYEAR = 2019  # or any other\nTOPIC = 'water'",
        "display(Text(f'**{YEAR}**'))\npd.DataFrame({TOPIC: [2019]})",
        "picture, ax = new_picture(1)\nax.set_xlabel(TOPIC)\n"
        "finish(picture, f'Since {YEAR}', f'Drawn since {YEAR}.')",
        "pd.options.display.max_colwidth = None",
    ]
    book = v4.new_notebook(cells=[v4.new_markdown_cell("# What?"), *map(v4.new_code_cell, cells)])
    (tmp_path / "made-up.ipynb").write_text(v4.writes(book))
    monkeypatch.setattr("notebook_choices.NOTEBOOKS", tmp_path)
    return "made-up"


def test_a_reader_sees_texts_tables_and_figures(notebook):
    text, table, figure = run(notebook, TOPIC="energy")
    assert text == (2, "text", "**2019**")
    assert table.kind == "table"
    assert table.words.split() == ["energy", "0", "2019"]
    assert figure.kind == "figure"
    assert {"Drawn since 2019.", "Since 2019", "energy"} <= set(figure.words.splitlines())


def test_what_does_not_follow_a_choice_is_found(notebook):
    before, after = run(notebook, YEAR=2019), run(notebook, YEAR=2021)
    assert [output.kind for output in unchanged(before, after)] == ["table"]
    assert after.saying("2019") == unchanged(before, after)
    assert not before.saying("2021")


def test_a_choice_that_is_not_made_is_refused(notebook):
    with pytest.raises(ValueError, match=r"no choice MONTH; it makes YEAR, TOPIC"):
        run(notebook, MONTH=5)


def test_settings_do_not_outlive_a_notebook(notebook):
    before = pd.get_option("display.max_colwidth")
    run(notebook, YEAR=2020)
    assert pd.get_option("display.max_colwidth") == before


def test_choices_are_upper_case_names_of_the_first_cell(notebook):
    assert list(choices(notebook)) == ["YEAR", "TOPIC"]

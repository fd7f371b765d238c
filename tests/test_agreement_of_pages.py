"""One topic, one verdict: whatever the collection says of a topic's fate are the words of `judge`.

Read are the README, the stored outputs of the notebooks and the texts of their figures. Where a
name stands before a colon or a verdict's words, as in "Cyber: came between 2019 and 2024 (cite)",
words and badge must be those of that topic.
"""

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from eucad.findings import verdicts

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

#: Every form of a verdict's words, as a pattern.
SPOKEN = (
    r"on the table throughout|came (?:in|between) \d{4}(?: and \d{4})?(?: and went again)?|"
    r"gone, last on the table (?:in|between) \d{4}(?: and \d{4})?|seldom on the table|"
    r"cannot tell(?! a change)|raised by no account"
)


@pytest.fixture(scope="module")
def judged(dataset):
    return verdicts.judge(dataset)


def said(path: Path) -> str:
    """Return what a page says, without marks: of notebooks what their cells have put out."""
    if path.suffix == ".md":
        return plain(path.read_text(encoding="utf-8"))
    cells = nbformat.read(path, as_version=4).cells
    data = [
        output.data
        for cell in cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    kinds = ("text/markdown", "text/html", "text/plain")
    return "\n".join(plain(next(each[kind] for kind in kinds if kind in each)) for each in data)


def plain(text: str) -> str:
    """Take marks away, and let a row of a table read as a name, a colon and its verdict."""
    text = re.sub(r"</th>\s*<td>", ": ", text)
    return unescape(re.sub(r"<[^>]+>|[*\\]", "", text))


def statements(text: str, name: str) -> list[tuple[str, str]]:
    """Find the verdicts that a page gives a topic: words, and the badge that follows, if any."""
    # Between a name and its words may stand other names of a list that shares them.
    listed = r"(?:(?:, | and )[A-Z][\w ]{2,40}?)*"
    before = r"(?:^|(?<=[\n:;.,] )|(?<=[\n-] )|(?<= and ))"
    badge = r"(?:[ ]\(?(?P<badge>cite|with care|do not cite))?"
    pattern = rf"{before}{re.escape(name)}{listed}:? (?P<words>{SPOKEN}){badge}"
    return [(found["words"], found["badge"]) for found in re.finditer(pattern, text, re.MULTILINE)]


@pytest.mark.parametrize("path", [ROOT / "README.md", *NOTEBOOKS], ids=lambda path: path.stem)
def test_every_page_gives_a_topic_the_same_verdict(path, judged, dataset):
    text = said(path)
    for key, verdict in judged.iterrows():
        for words, badge in statements(text, dataset.names[key]):
            assert words == verdict["words"], dataset.names[key]
            assert badge in (None, verdict["badge"]), dataset.names[key]


def test_the_pages_speak_of_what_can_be_told(judged, dataset):
    told = judged.loc[[*map(str, dataset.topics["topic_id"])]]
    told = told[~told["kind"].isin(["cannot_tell", "never"])]
    for page in (ROOT / "README.md", *(NOTEBOOKS[number] for number in (0, 2, 6))):
        text = said(page)
        silent = [key for key in told.index if not statements(text, dataset.names[key])]
        assert not silent, page.name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Cyber: came in 2024 (cite)", [("came in 2024", "cite")]),
        ("Water and Cyber: cannot tell (do not cite)", [("cannot tell", "do not cite")]),
        ("Cyber, Water and Energy: on the table throughout", [("on the table throughout", None)]),
        ("Cyber and hybrid: cannot tell", []),
        ("Cyber: raised in 2024", []),
    ],
)
def test_statements_are_found(text, found):
    assert statements(text, "Cyber") == found

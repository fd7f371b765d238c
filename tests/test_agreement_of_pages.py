"""One topic, one verdict: whatever the collection says of a topic's fate are the words of `judge`.

Read are the README, the stored outputs of the notebooks with the alternative texts of their
figures, the site's pages of topics, and, where all tests run, what is written in the figures and
every built page (`web/test_verdicts.py`). Where a name stands before a colon or a verdict's words,
as in "Cyber: came in some year from 2019 to 2024 (cite)", words and badge must be those of that
topic. So must they in a row of a table, and among the facts of a topic's page.
"""

import re
from functools import cache
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from nbformat import v4
from notebook_choices import run
from tried_on import some, tried_on

from eucad.findings import verdicts

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

#: Every form of a verdict's words, as a pattern.
SPOKEN = (
    r"on the table throughout|came in (?:some year from \d{4} to )?\d{4}(?: and went again)?|"
    r"gone, last on the table in (?:some year from \d{4} to )?\d{4}|seldom on the table|"
    r"cannot tell(?! a change)|raised by no account"
)


@pytest.fixture(scope="module")
def judged(dataset, once):
    return once(verdicts.judge, dataset)


@cache
def said(path: Path) -> str:
    """Return what a page says, without marks: of notebooks what their cells have put out."""
    if path.suffix == ".md":
        return plain(path.read_text(encoding="utf-8"))
    cells = v4.reads(path.read_text(encoding="utf-8")).cells
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


def find_disagreements(text: str, judged, names) -> list[str]:
    """Find what a text says of a topic that is not the verdict on it, or not its badge."""
    wrong = []
    for key, verdict in judged.iterrows():
        for words, badge in statements(text, names[key]):
            if words != verdict["words"] or badge not in (None, verdict["badge"]):
                wrong.append(f"{names[key]}: {words} ({badge})")
    return wrong


def find_in_site(html: str, judged, names) -> list[str]:
    """Find the same in a page of the site: in its rows, in its facts, and in the rest."""
    rows = re.findall(r"(?s)<tr[ >].*?</tr>", html)
    told = {}
    for row in rows:
        topic = re.search(r'href="[^"]*?(\w+)\.html"', row)
        if topic and topic[1] in judged.index:
            told.setdefault(topic[1], []).extend(re.findall(SPOKEN, plain(row)))
    (title,) = re.findall(r"(?m)^# (.+)$", html)[:1] or [""]
    for key in judged.index[[names[key] == unescape(title) for key in judged.index]]:
        for fact, value in re.findall(r"<dt>(.*?)</dt> <dd>(.*?)</dd>", html):
            if fact == "In the security dialogue":
                told.setdefault(key, []).append(value)
            elif fact == "May this be cited?":
                told.setdefault(key, []).append((value.split(":")[0],))
    wrong = find_disagreements(plain(re.sub(r"(?s)<tr[ >].*?</tr>", "", html)), judged, names)
    for key, each in told.items():
        wanted = (judged.loc[key, "words"], (judged.loc[key, "badge"],))
        wrong += [f"{names[key]}: {words}" for words in each if words not in wanted]
    return wrong


@pytest.mark.parametrize("path", [ROOT / "README.md", *NOTEBOOKS], ids=lambda path: path.stem)
def test_every_page_gives_a_topic_the_same_verdict(path, judged, dataset):
    assert not find_disagreements(said(path), judged, dataset.names)


@pytest.fixture(scope="module", params=["some", pytest.param("all", marks=pytest.mark.long)])
def topic_pages(request, dataset, judged):
    """The site's list of topics and the pages of some, or of all, as they go to Sphinx."""
    unknown = judged.index[judged["kind"] == "cannot_tell"].intersection(dataset.topics["topic_id"])
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "site")
        data = import_module("sitedata").SiteData(dataset)
        data.verdicts = judged
        page_topics, render = import_module("page_topics"), import_module("render").render
        pages = [page_topics.topics_page(data)]
        some = ["cyber", "water", unknown[0]] if request.param == "some" else data.topics.index
        pages += [page_topics.topic_page(data, key) for key in some]
        return {page.name: render(page.template, page) for page in pages}


def test_the_site_gives_a_topic_the_same_verdict(topic_pages, judged, dataset):
    for html in topic_pages.values():
        assert not find_in_site(html, judged, dataset.names)


def test_no_page_says_of_what_cannot_be_told_that_it_fails(topic_pages, judged):
    pages = {name.removeprefix("topics/"): html for name, html in topic_pages.items()}
    for key in judged.index[judged["kind"] == "cannot_tell"].intersection(pages):
        assert "do not cite: the evidence cannot tell" in plain(pages[key])
        assert "another verdict" not in pages[key]


def test_the_same_facts_stand_wherever_they_are_told():
    """Of the accounts: how many there are, of how many meetings, and how many were read whole."""
    overview, dataset = (said(NOTEBOOKS[number]) for number in (0, 1))
    meetings, accounts, openings = re.search(
        r"(\d+) meetings from .*? (\d+) independent accounts .*? (\d+) of them read only", overview
    ).groups()
    assert f"{accounts} independent accounts tell what {meetings} meetings discussed" in dataset
    assert (
        f"{int(accounts) - int(openings)} of {accounts} accounts could be read to the end"
        in dataset
    )
    assert f"{accounts} accounts as tiles" in said(NOTEBOOKS[4])
    for fact in (
        r"had \d+ seats\. .*? silent\.",
        r"(?<=\. )[^.\n]*? in \d+% of cases",
        r"\d of \d EU accounts",
    ):
        found = [set(re.findall(fact, said(NOTEBOOKS[number]))) for number in range(6)]
        assert found[0] and any(found[0] & each for each in found[1:]), fact


@pytest.mark.parametrize(
    "notebook", ["00-overview", "02-topic-evolution", "04-drugs-cbrn-to-cyber-hybrid"]
)
@pytest.mark.long
def test_what_is_written_in_figures_gives_a_topic_the_same_verdict(notebook, judged, dataset):
    for words in run(notebook).of_kind("figure"):
        assert not find_disagreements(words, judged, dataset.names)


#: Slips that would give a page another verdict than the others.
SLIPS = [
    ("came in some year from 2019 to 2024", "came in 2024"),
    ("gone, last on the table in some year from 2016 to 2019", "on the table throughout"),
    ("on the table throughout (*cite*)", "on the table throughout (*with care*)"),
]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("path", some(1, [NOTEBOOKS[0], ROOT / "README.md", NOTEBOOKS[2]]), ids=str)
def test_a_slip_in_a_page_is_found(path, slip, judged, dataset, tmp_path):
    text = path.read_text(encoding="utf-8")
    assert slip[0] in text
    copy = tmp_path / path.name
    copy.write_text(text.replace(*slip), encoding="utf-8")
    assert find_disagreements(said(copy), judged, dataset.names)


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("topics/cyber", "came in some year from 2019 to 2024", "came in 2024"),
        ("topics/cyber", "<dd>with care", "<dd>cite"),
        ("topics/index", "seldom on the table", "cannot tell"),
        ("topics/water", "# Water\n", "# Water\n\nAfghanistan: seldom on the table.\n"),
    ],
)
def test_a_slip_in_the_site_is_found(page, old, new, topic_pages, judged, dataset):
    html = topic_pages[page]
    assert old in html
    assert find_in_site(html.replace(old, new), judged, dataset.names)


def test_the_pages_speak_of_what_can_be_told(judged, dataset):
    told = judged.loc[[*map(str, dataset.topics["topic_id"])]]
    told = told[~told["kind"].isin(["cannot_tell", "never"])]
    for page in (ROOT / "README.md", *(NOTEBOOKS[number] for number in (0, 2, 6))):
        text = said(page)
        silent = [key for key in told.index if not statements(text, dataset.names[key])]
        assert not silent, page.name


@tried_on(
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


#: Words by which prose says how much of the evidence does what.
AMOUNTS = (
    r"\b(?:half of|most of|hardly|rarely|dominates?|far more|far less|a dozen)\b|"
    r"\b(?:early|late) (?:accounts?|meetings?|rounds?|years)\b|"
    r"(?:^|\*\* )(?:most|many|all) (?:accounts|documents|meetings|names|pages|terms|texts)\b"
)

#: Sentences that people typed though they hold such a word or the name of a topic or a voice: what
#: they say is true whatever the data hold.
TYPED = {
    "Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan for the": "the subject",
    "CBRN stands for chemical, biological, radiological and nuclear risks.": "an abbreviation",
    "What *the capitals* say is what those of them say whose accounts were found.": "a definition",
    "the EU's accounts alone have one voice throughout.": "the method",
    "need not be one in the relations of the EU with Central Asia": "the subject",
    "a joint text that a meeting adopts counts as a voice of its own, and newsrooms": "the method",
    "In the EEAS, the EU's diplomatic service, the Deputy Secretary-General is to": "offices",
    "The *EU* is its institutions, the *capitals* are the five Central Asian governments.": "terms",
    "*EU only* means that an EU account raises the topic and no known account of a": "terms",
    "the counter-terrorism dialogue:": "a series of meetings",
    "*Newsrooms** and joint texts are on neither side.": "the method",
    "Five capitals are not one.** What holds of them together may be the doing of": "a doubt",
    "A voice that names the new threats may speak in fewer of the early accounts than": "a doubt",
    "The null model keeps at how many meetings of the earlier and of the later half of": "a model",
    "A topic that enters late in the late period hardly shows in such a comparison.": "arithmetic",
    "A topic that no early meeting shows would then have had a share of exactly 0": "arithmetic",
    "In simulated data of this size in which nothing changes, the model hardly ever": "calibration",
    "A topic that comes up once, between meetings without it, is hardly recognised.": "the model",
}


def typed_claims(text: str, names) -> list[str]:
    """Find the sentences of a Markdown text that speak of a topic, a voice, or an amount."""
    text = re.sub(r"(?m)^[#|>].*$|\[[^]]*\]\([^)]*\)|`[^`]*`", "", text)
    named = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"\b(?:{named})\b|{AMOUNTS}", re.IGNORECASE)
    sentences = re.split(r"(?<=[.:;?!])\s|\n\n|\n- ", text)
    return [" ".join(each.split()) for each in sentences if pattern.search(" ".join(each.split()))]


@pytest.fixture(scope="module")
def named(dataset):
    """What the codebook calls topics and voices, and what people call the latter."""
    voices = [dataset.names[key] for key in dataset.lineages["voice"].cat.categories]
    people = ["Kazakh", "Kyrgyz", "Tajik", "Turkmen", "Uzbek", "capital", "capitals", "newsrooms"]
    return {*dataset.topics["label"], *voices, *people}


def typed(path: Path) -> str:
    """Return what people typed: of notebooks their Markdown, of the README all but the findings."""
    if path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
        return re.sub(
            r"(?s)<!-- findings -->.*?<!-- end of findings -->.*?\n\n|```.*?```", "", text
        )
    cells = v4.reads(path.read_text(encoding="utf-8")).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("path", [ROOT / "README.md", *NOTEBOOKS], ids=lambda path: path.stem)
def test_what_is_typed_says_nothing_that_the_data_may_overturn(path, named):
    claims = typed_claims(typed(path), named)
    assert not [each for each in claims if not any(start in each for start in TYPED)]


def test_what_may_be_typed_is_typed_somewhere():
    text = " ".join(" ".join(typed(path).split()) for path in (ROOT / "README.md", *NOTEBOOKS))
    assert not [start for start in TYPED if start not in text]


@tried_on(
    "claim",
    [
        "The passes agree on most topics, least on *hybrid* and *disinformation*.",
        "Half of the accounts are visible only in their opening.",
        "One Turkmen text follows the EU's of the round before.",
        "All accounts of one early meeting rest on another text.",
        "Late accounts are shorter, so that everything seems to fall.",
        "Who reports changes.\nMost terms stand in one account or two.",
        "A first year here is rarely one elsewhere.",
        "- **Voices.** Newsrooms report ministers far more often.",
    ],
)
def test_a_finding_that_is_typed_is_found(claim, named):
    assert typed_claims(claim, named)

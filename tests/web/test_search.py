"""Search: every word that a page shows, in any spelling, and what readers ask for first."""

import json
import re
from functools import cache
from itertools import chain

import pytest

# What the theme shows, or a script, or every page alike, and no page says.
THEMES = ".headerlink, .cite, .under, script, style, noscript, .cell details.hide > summary, output"


def long(*values):
    """Return what is tried only where all tests run."""
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.fixture(scope="module")
def index(html):
    source = (html / "searchindex.js").read_text("utf-8")
    return json.loads(source.removeprefix("Search.setIndex(").removesuffix(")"))


def indexed(index):
    """Return the words of every page, from the index."""
    words = {name: set() for name in index["docnames"]}
    for term, places in chain(index["terms"].items(), index["titleterms"].items()):
        for place in places if isinstance(places, list) else [places]:
            words[index["docnames"][place]].add(term)
    return words


def test_every_word_that_a_page_shows_is_in_the_index(site, main, opened, index):
    from bs4 import BeautifulSoup

    language = site("search_language").SearchAnySpelling({})
    missing = {}
    for name, known in indexed(index).items():
        if f"{name}.html" not in opened:
            continue
        own = BeautifulSoup(main(f"{name}.html"), "html.parser")
        for each in own.select(THEMES):
            each.decompose()
        shown = {word.lower() for word in language.split(own.get_text(" "))}
        wanted = {word for word in shown if language.word_filter(language.stem(word))}
        lost = {each for each in wanted if len(each) > 1 and language.stem(each) not in known}
        if lost:
            missing[name] = sorted(lost)
    assert not missing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Linkevičius", "linkevicius"),
        ("Gʻayrat Oʻtkir", "G'ayrat O‘tkir"),
        ("G’ayrat", "Gayrat"),
        ("Ҳусейнзода", "Хусейнзода"),
        ("Тоқаев", "Токаев"),
        ("Türkmenistanyň", "Turkmenistanyn"),
        ("Тӯраев Ўзбек", "Тураев Узбек"),
    ],
)
def test_a_word_is_one_word_in_any_spelling(site, one, other):
    language = site("search_language").SearchAnySpelling({})
    stems = [[language.stem(word) for word in language.split(each)] for each in (one, other)]
    assert stems[0] == stems[1]


def test_an_english_s_stays_apart(site):
    language = site("search_language").SearchAnySpelling({})
    assert language.split("the EU's and a meeting’s") == [
        "the",
        "EU",
        "s",
        "and",
        "a",
        "meeting",
        "s",
    ]


@pytest.fixture(scope="module")
def find(tab, html):
    """Search as a reader does, and return the pages that are found, best first."""
    tab = tab([])

    @cache
    def found(words):
        tab.goto(f"{(html / 'search.html').as_uri()}?q={words}")
        tab.get_by_text(re.compile("Search finished|did not match")).first.wait_for()
        links = tab.locator("#search-results li a").evaluate_all(
            "all => all.map((each) => each.href)"
        )
        return [re.sub(r".*/html/|\.html.*", "", each) for each in links]

    return found


@pytest.mark.parametrize(
    ("words", "page"),
    [
        long("CBRN", "topics/cbrn"),
        long("linkevicius", "officials/linkevicius-linas"),
        long("Василенко", "officials/vassilenko-roman"),
        long("hlsd2024", "meetings/hlsd2024"),
        long("cadap", "programmes/cadap"),
        long("Schmid", "officials/schmid-helga"),
        long("Linkevičius", "officials/linkevicius-linas"),
        long("Mirziyoyev", "officials/mirziyoyev-shavkat"),
        long("Aslov", "officials/muhriddin-sirojiddin"),
    ],
)
def test_what_is_asked_for_stands_first(find, words, page):
    assert find(words)[0] == page


@pytest.mark.parametrize(
    ("words", "person"),
    [
        long("Vassilenko", "vassilenko-roman"),
        ("Aslov", "muhriddin-sirojiddin"),
        long("Василенко", "vassilenko-roman"),
        long("Fozilov", "fozilov-gayrat"),
        long("Linkevicius", "linkevicius-linas"),
    ],
)
def test_every_meeting_that_names_an_official_is_found(find, dataset, words, person):
    meetings = set(dataset.participation.query("person_id == @person")["meeting_id"])
    assert {f"meetings/{each}" for each in meetings} <= set(find(words))


@pytest.mark.long
@pytest.mark.parametrize("words", ["account", "cyber", "prevalence"])
def test_the_reference_comes_last(find, words):
    kinds = [page.startswith(("reference/", "CONTRIBUTING", "CHANGELOG")) for page in find(words)]
    assert kinds == sorted(kinds)
    assert not kinds[0]

"""What opens the pages made from the data, and how notebooks and pages lead to one another."""

import re

import pytest
from bs4 import BeautifulSoup

from eucad.findings.verdicts import judge


@pytest.fixture(scope="module")
def opened(pages):
    """Return the opening paragraph and the strip of a page."""

    def opening(name):
        main = BeautifulSoup(pages[name], "html.parser").find(id="furo-main-content")
        return main.find("p").get_text(), main.select_one("figure.strip svg")

    return opening


def test_every_page_opens_with_sentences_and_a_strip(pages, opened):
    own = re.compile(r"(meetings|officials|topics|programmes)/(?!index)")
    for name in filter(own.match, pages):
        words, strip = opened(name)
        assert words.strip().endswith("."), name
        assert strip["aria-label"], name


def test_a_topic_opens_with_its_one_verdict(opened, dataset):
    verdicts = judge(dataset)
    for key in dataset.topics["topic_id"]:
        words, _ = opened(f"topics/{key}.html")
        assert f": {verdicts['words'][key]} ({verdicts['badge'][key]})." in words


def test_an_official_opens_with_the_meetings(opened, dataset):
    placed = dataset.participation.query("capacity != 'sideline_only' and certainty != 'ambiguous'")
    for key, number in placed.groupby("person_id")["meeting_id"].nunique().items():
        words, strip = opened(f"officials/{key}.html")
        assert f"is named at {number} meeting" in words
        assert len(strip.select('[fill-opacity="1.0"]')) == number


def test_a_meeting_opens_with_what_is_new(opened, dataset):
    words, _ = opened("meetings/hlsd2024.html")
    assert "5 June 2024" in words and "Enrique Mora" in words
    assert re.search(r"Cyber.* seen for the first time in this series", words)


def test_notebooks_and_pages_lead_to_one_another(pages):
    found = 0
    for name in (each for each in pages if each.startswith("notebooks/")):
        listed = pages[name].partition('id="pages-of-what-is-named-here"')[2]
        for page in set(
            re.findall(r'href="\.\./((?:meetings|topics|officials)/\w[\w-]*\.html)"', listed)
        ):
            assert f'href="../{name}"' in pages[page]
            found += 1
    assert found > 100

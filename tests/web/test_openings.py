"""What opens the pages made from the data, and how notebooks and pages lead to one another."""

import re
from html import unescape

import pytest


@pytest.fixture(scope="module")
def opening(main):
    """Return the words of the opening paragraph, and the strip below it."""

    def read(name):
        begins, _, strip = main(name, until="</figure>").partition('<figure class="strip">')
        paragraph = re.search("<p>(.*?)</p>", begins, re.DOTALL)[1]
        return unescape(re.sub("<[^>]*>", "", paragraph)), strip

    return read


def test_every_page_opens_with_sentences_and_a_strip(pages, opening):
    own = re.compile(r"(meetings|officials|topics|programmes)/(?!index)")
    for name in filter(own.match, pages):
        words, strip = opening(name)
        assert words.strip().endswith("."), name
        assert re.search('<svg [^>]*aria-label="[^"]', strip), name


def test_a_topic_opens_with_its_one_verdict(opening, dataset, verdicts):
    for key in dataset.topics["topic_id"]:
        words, _ = opening(f"topics/{key}.html")
        assert f": {verdicts['words'][key]} ({verdicts['badge'][key]})." in words


def test_an_official_opens_with_the_meetings(opening, dataset):
    placed = dataset.participation.query("capacity != 'sideline_only' and certainty != 'ambiguous'")
    for key, number in placed.groupby("person_id")["meeting_id"].nunique().items():
        words, strip = opening(f"officials/{key}.html")
        assert f"is named at {number} meeting" in words
        assert strip.count('fill-opacity="1.0"') == number


def test_a_meeting_opens_with_what_is_new(opening):
    words, _ = opening("meetings/hlsd2024.html")
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

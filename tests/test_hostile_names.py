"""Names that hold markup are shown as text, even in a dataset that nobody checked."""

import dataclasses
from html.parser import HTMLParser

import pytest
from tried_on import some, tried_on

from eucad.dataset.names import plain
from eucad.show.words import Table, Text

HOSTILE = [
    "War against Ukraine<script>alert(1)</script>",
    "Roman Vassilenko<img src=x onerror=alert(2)>",
    "A [link](javascript:alert(1))",
    "![picture](https://x.example/a.png)",
    "{raw}`<b>html</b>`",
    "{{ name }}",
    "*Water* and _energy_ and ~~health~~",
    "`code`",
    "Water $^$ and $x$",
    "a | b",
    "</b><iframe src=x>",
]


class Elements(HTMLParser):
    """What elements and what text a page holds."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)

    def handle_data(self, data):
        self.text += data


def with_labels(dataset, label):
    topics = dataset.topics.assign(label=label + " " + dataset.topics["topic_id"].str.upper())
    # A vocabulary has this key as well, and a key has one name.
    topics = topics[topics["topic_id"] != "hybrid"]
    people = dataset.people.assign(name=label + " " + dataset.people["person_id"].str.upper())
    return dataclasses.replace(dataset, topics=topics, people=people)


@tried_on("label", HOSTILE)
def test_prose_shows_a_hostile_name_as_text(dataset, label):
    from markdown_it import MarkdownIt  # so that only who runs this waits for it

    names = with_labels(dataset, label).names
    for key in ("cyber", "vassilenko-roman"):
        shown = Text(f"**{names[key]}** came in; so did {names[key]}.")._repr_markdown_()
        for rules in ("commonmark", "gfm-like"):
            page = Elements(MarkdownIt(rules, {"linkify": False}).render(shown))
            assert page.elements <= {"p", "strong"}
            assert page.text.count(label) == 2


@tried_on("label", HOSTILE)
def test_a_table_shows_a_hostile_name_as_text(dataset, label):
    names = with_labels(dataset, label).names
    page = Elements(Table({"Topic": [names["cyber"]], label: [1]})._repr_html_())
    assert page.elements <= {"table", "thead", "tbody", "tr", "th", "td", "div", "style"}
    assert plain(label) in page.text
    assert label in page.text


@pytest.mark.parametrize("label", some(1, HOSTILE))
def test_the_summary_shows_a_hostile_title_as_text(dataset, label):
    hostile = dataclasses.replace(dataset, schema=dataclasses.replace(dataset.schema, title=label))
    page = Elements(hostile._repr_html_())
    assert "script" not in page.elements
    assert "img" not in page.elements
    assert label in page.text


def test_honest_names_stay_as_they_are(dataset):
    topics = dict(zip(dataset.topics["topic_id"], dataset.topics["label"], strict=True))
    assert {key: dataset.names[key] for key in topics} == topics

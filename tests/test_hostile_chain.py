"""A dataset whose every word is an attack: notebooks and pages show it as text, and nothing runs.

`check` refuses such a dataset; this is what holds if nobody asked it.
"""

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import notebook_choices
import pandas as pd
import pytest
from notebook_choices import run_on
from worlds import quick_fits, worlds

from eucad.show.style import Picture

SITE = Path(__file__).parents[1] / "site"
ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(2)></td></b>[l](javascript:alert(3)) "
    "![p](http://x.example/p.png) {{ 7 * 7 }} {% raw %} {raw}`<b>x</b>` ```{raw} html *x* $^$ "
    "a | b \u202eabc\u2066 &lt;i&gt; \x1b[2J =cmd|' /C calc'!A0 " + "x" * 900
)
ADDRESS = 'javascript:alert(4)//"onclick=alert(5)'


def hostile(dataset):
    """Put the attack into every column of words, and another into every address."""
    tables = {}
    for table in dataset.schema.tables.values():
        frame = getattr(dataset, table.name).copy()
        for column in table.columns:
            words = column.type == "string" and not column.labels
            if words and not re.search(r"_id$|^derived_from$", column.name):
                known = frame[column.name].notna()
                if column.name == "label" and "topic_id" in frame:
                    # A vocabulary has this key as well, and a key has one name.
                    known &= frame["topic_id"] != "hybrid"
                new = ADDRESS if column.name == "url" else ATTACK + " " + frame[column.name]
                frame[column.name] = frame[column.name].mask(known, new)
        tables[table.name] = frame
    return replace(dataset, **tables)


class Page(HTMLParser):
    """What a browser would do with a page."""

    def __init__(self, html):
        super().__init__()
        self.done = []
        self.inside = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if tag in ("img", "iframe", "object", "embed", "form", "base", "meta"):
            self.done.append((tag, attrs))
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x20]", "", value or "").casefold()
            if name.startswith("on") or address.startswith(
                ("javascript:", "data:text", "vbscript:")
            ):
                self.done.append((tag, name, value))

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "script" and "alert(" in data:
            self.done.append(("script", data))


def does(text, markdown=True):
    """Return what a page does besides showing text."""
    from markdown_it import MarkdownIt  # so that only who runs this waits for it

    return Page(MarkdownIt("gfm-like", {"linkify": False}).render(text) if markdown else text).done


@pytest.fixture(scope="module")
def attacked(dataset):
    return hostile(worlds(dataset)["two meetings"]())


@pytest.fixture
def shown(monkeypatch):
    """What notebooks show, as a browser gets it."""
    parts = []
    words = notebook_choices._words

    def keep(output):
        if isinstance(output, Picture):
            parts.append(("alt", output.alt))
        elif hasattr(output, "_repr_markdown_"):
            parts.append(("markdown", output._repr_markdown_()))
        elif isinstance(output, pd.DataFrame) or hasattr(output, "_repr_html_"):
            parts.append(("html", output._repr_html_()))
        return words(output)

    monkeypatch.setattr(notebook_choices, "_words", keep)
    return parts


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize(
    "notebook", ["01-dataset", "03-officials-network", "04-drugs-cbrn-to-cyber-hybrid"]
)
def test_a_notebook_shows_an_attack_as_text(attacked, shown, notebook):
    with quick_fits():
        run_on(notebook, attacked)
    assert {"alt", "markdown", "html"} <= {kind for kind, _ in shown}
    for kind, text in shown:
        assert does(text, markdown=kind == "markdown") == [] or kind == "alt"
    assert any("alert(1)" in text for _, text in shown)


def test_a_page_shows_an_attack_as_text(attacked, monkeypatch):
    monkeypatch.syspath_prepend(SITE)
    before = set(sys.modules)
    with quick_fits():
        from page_meetings import meeting_page, meetings_page
        from page_officials import official_page, officials_page
        from page_programmes import programme_page
        from page_tables import codings_page, documents_page
        from render import render
        from sitedata import SiteData

        data = SiteData(attacked)
        made = [meetings_page(data), officials_page(data), documents_page(data), codings_page(data)]
        made += [meeting_page(data, key) for key in attacked.meetings["meeting_id"][:1]]
        made += [official_page(data, key) for key in data.people.index[:2]]
        made += [programme_page(data, key) for key in data.programmes.index[:2]]
        texts = [render(page.template, page) for page in made]
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(SITE)):
            del sys.modules[name]
    assert sum("alert(1)" in text for text in texts) > len(texts) / 2
    for page, text in zip(made, texts, strict=True):
        assert does(text) == [], page.name

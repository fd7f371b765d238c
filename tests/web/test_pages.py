"""The built site, page by page, as it is stored."""

import json
import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import numpy as np
import pytest

import eucad
from eucad.show import style

ROOT = Path(__file__).parent.parent.parent


def attributes(tag, source):
    """Return the attributes of every such tag."""
    tags = re.findall(rf"<{tag}\b([^>]*)>", source)
    return [
        {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', each)}
        for each in tags
    ]


def leads_to(name, address):
    """Return the file within the site to which a relative address leads on a page."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


# How it is built


HOSTILE = "War<script>alert(1)</script>\n\n# *Big* $x$ {math}`y` [z](javascript:a)\u2028\"' &amp;"


def test_what_stands_in_the_data_is_taken_for_words(site):
    view = site("view")
    fact = view.Fact(HOSTILE, view.Phrase([HOSTILE, view.Link("x.html", HOSTILE)]))
    cells = [
        view.Cell(HOSTILE, HOSTILE),
        view.Printed(HOSTILE, "ru"),
        view.Lines([HOSTILE] * 2, HOSTILE),
    ]
    table = view.Table("t", HOSTILE, [HOSTILE] * 3, [view.Row(cells)])
    section = view.Section(HOSTILE, HOSTILE, table)
    page = view.TopicPage("topics/x", HOSTILE, [fact], [section], intro=HOSTILE)
    written = site("render").render(page.template, page)
    # In a heading, which is Markdown, a backslash stands before it.
    assert not re.search(r"(?<!\\)<script", written)
    # Nothing of it begins a line, where Markdown would take it for a heading, or ends the HTML.
    own = [line for line in written.splitlines() if line.startswith("#")]
    assert len(own) == 2 and all(r"\# \*Big\*" in line for line in own)
    assert "javascript" not in "".join(re.findall(r'href="[^"]*"', written))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", None])
def test_what_is_no_web_address_becomes_no_link(site, address):
    assert site("view").outside(address, "words") == "words"


def test_words_of_cells_stay_apart(site):
    view = site("view")
    row = view.Row(["one", view.Lines(["two", "three"]), "four"])
    page = view.TopicPage(
        "topics/x", "x", sections=[view.Section("", table=view.Table("t", "t", ["a"] * 3, [row]))]
    )
    text = re.sub(r"<[^>]+>", "", site("render").render(page.template, page))
    assert text.split()[-4:] == ["one", "two", "three", "four"]


def test_a_meeting_without_an_account_has_a_page_too(site, dataset):
    meetings, sitedata = site("page_meetings"), site("sitedata")
    silent = replace(dataset, documents=dataset.documents.iloc[:1])
    section = meetings.agenda_section(sitedata.SiteData(silent), "hlsd2024")
    assert "0 independent accounts" in section.words
    assert section.table is None


@pytest.mark.long
def test_binder_opens_the_notebook(site):
    assert site("conf").binder("owner/name", "notebooks/00-overview") == (
        "https://mybinder.org/v2/gh/owner/name/HEAD?urlpath=lab/tree/notebooks/00-overview.ipynb"
    )


def test_the_archive_is_the_same_for_the_same_data(html, site):
    before = (html / "data" / "eucad.zip").read_bytes()
    making = site("making")
    making.write_downloads(html, list(making.stored_figures(making.NOTEBOOKS, making.DRAWINGS)))
    assert (html / "data" / "eucad.zip").read_bytes() == before


@pytest.mark.parametrize("letters", ["#123456", "#f0e442", "#808080", "#0072b2"])
def test_colours_keep_their_contrast_on_dark_pages(site, letters):
    dark = site("dark")
    drawn = f'<svg xmlns="x"><path style="fill: {letters}; stroke: #ffffff"/></svg>'
    found = re.findall("#([0-9a-f]{6})", dark.darken_svg(drawn.encode()).decode())
    (ink, colour, paper) = ([int(each[i : i + 2], 16) for i in (0, 2, 4)] for each in found)
    assert max(paper) < 40 and min(ink) > 200
    assert max(np.subtract(colour, paper)) > 30


def test_a_citation_names_the_part_the_version_and_the_address(site):
    citation = site("citation").Citation("figure", "Who & what", "https://example.org/x.html")
    assert f"(Version {eucad.load().version})" in citation.apa
    assert citation.apa.startswith("The eucad contributors. (")
    assert citation.apa.endswith(" [Data set]. https://example.org/x.html")
    assert "Who & what. In " in citation.apa
    assert r"note = {Figure: Who \& what}," in citation.bibtex
    assert citation.bibtex.startswith("@misc{eucad") and citation.bibtex.endswith("\n}")
    assert "url" not in site("citation").Citation("page").bibtex


def test_the_first_of_a_word_is_explained(site):
    explained = site("glossary").explain_words(
        "<h2>Accounts</h2><p>Ten accounts, <a href='x'>a voice</a>, an account.</p><td>seat</td>",
        "../",
    )
    assert explained.count('class="term"') == 1
    assert 'Ten <a class="term" href="../glossary.html#account" title="A text about' in explained
    assert set(site("glossary").EXPLAINED.values()) <= site("glossary").entries().keys()


# The pages as they are stored


def test_a_policy_keeps_scripts_in_files(pages):
    for name, source in pages.items():
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)
        assert "default-src 'none'; script-src 'self';" in policy, name
        assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source), name
        assert not re.findall(r"<[^>]*\son\w+=", re.sub('"[^"]*"', '""', source)), name


def test_links_to_other_sites_are_web_addresses(pages):
    schemes = {
        match[1]
        for source in pages.values()
        for each in attributes("a", source)
        if (match := re.match(r"([a-z][a-z+.-]*):", each.get("href", "")))
    }
    assert schemes <= {"http", "https", "mailto"}


def test_the_front_page_says_what_the_verdicts_say(pages, dataset, verdicts):
    source = pages["index.html"]
    grid = source.partition('id="agenda-table"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>\s*<th\b[^>]*>(.*?)</th>(.*?)</tr>", grid, re.DOTALL)
    shown = {re.search(r"topics/(\w+)\.html", header)[1]: cells for header, cells in rows}
    assert shown.keys() == set(dataset.topics["topic_id"])
    for key, cells in shown.items():
        assert verdicts.loc[key, "words"] in cells
        assert f">{verdicts.loc[key, 'badge']}</a>" in cells
    for kind in ("throughout", "came", "went"):
        own = verdicts[(verdicts["kind"] == kind) & verdicts.index.isin(shown)]
        cards = source.partition('class="cards"')[2].partition("<dl")[0]
        assert all(dataset.names[key] in cards for key in own.index)


def test_every_cell_of_the_heat_map_leads_to_its_evidence(pages, dataset):
    grid = pages["index.html"].partition('id="agenda-table"')[2].partition("</table>")[0]
    cells = re.findall(r'<a href="topics/(\w+)\.html#(said|at)-(\w+)" title="(\d*)', grid)
    documents = dataset.documents.set_index("document_id")
    for topic, kind, meeting, some in cells:
        source = pages[f"topics/{topic}.html"]
        row = re.search(rf'<tr id="{kind}-{meeting}".*?</tr>', source, re.DOTALL)[0]
        assert (kind == "said") == bool(some)
        if some:
            document = re.search(r"meetings/\w+\.html#([\w-]+)", row)[1]
            assert documents.loc[document, "meeting_id"] == meeting
            assert re.search("paragraph|headline", row)
    held = dataset.meetings.query("series == 'hlsd' and status == 'held'")
    assert len(cells) == len(dataset.topics) * len(held)


def test_every_tile_and_every_seat_leads_to_its_evidence(pages, anchors):
    source = pages["tables/evidence.html"]
    tiles = source.partition('id="tiles-table"')[2].partition("</table>")[0]
    accounts = re.findall(r'<a href="#([\w-]+)"', tiles)
    assert accounts and set(accounts) <= set(anchors["tables/evidence.html"])
    seats = source.partition('id="seats-table"')[2].partition("</table>")[0]
    body = seats.partition("<tbody>")[2]
    assert body.count("<td") == len(re.findall(r'<a href="\.\./meetings/\w+\.html#', body)) > 0


def test_every_page_says_how_to_cite_it_and_what_it_is(pages):
    for name, source in pages.items():
        if name == "search.html":
            continue
        assert source.count("<summary>Cite this page</summary>") == 1, name
        properties = {each.get("property") for each in attributes("meta", source)}
        assert {"og:title", "og:type", "og:site_name"} <= properties, name


def test_every_figure_has_a_dark_variant_and_a_citation(html, pages):
    for name, source in pages.items():
        if name.startswith("notebooks/"):
            lights = re.findall(r'only-light" href="([^"]+)"', source)
            darks = re.findall(r'only-dark" href="([^"]+)"', source)
            assert [each.replace("-dark.", ".") for each in darks] == lights
            assert "/_images/" not in source
            assert source.count("<summary>Cite this figure</summary>") == len(lights)
    lights = {path.name for path in html.glob("figures/*") if "-dark." not in path.name}
    darks = {path.name for path in html.glob("figures/*-dark.*")}
    assert {name.replace("-dark.", ".") for name in darks} == lights


def test_no_page_is_heavy(html, pages):
    size = cache(lambda name: (html / name).stat().st_size)
    for name, source in pages.items():
        loaded = {each["href"] for each in attributes("link", source) if "stylesheet" in str(each)}
        loaded |= {each["src"] for each in attributes("script", source)}
        loaded |= {
            each["src"] for each in attributes("img", source) if each.get("loading") != "lazy"
        }
        files = {leads_to(name, unquote(each.partition("?")[0])) for each in loaded}
        weight = len(source.encode()) + sum(map(size, files))
        assert weight < (500_000 if name == "index.html" else 1_500_000), (
            f"{name}: {weight:,} bytes"
        )


def test_nothing_is_loaded_from_elsewhere(html, pages):
    # A link (<a href>) may lead elsewhere; what a page or a style sheet loads may not.
    remote = re.compile(
        r"""<link\b[^>]*\bhref="(?:https?:)?//[^"]*"""
        r"""|\s(?:src|srcset|data)="(?:https?:)?//[^"]*"""
        r"""|(?:url\(|@import )["']?(?:https?:)?//[^)"']*"""
    )
    sources = [*pages.values(), *(path.read_text("utf-8") for path in html.rglob("*.css"))]
    assert not [found for source in sources for found in remote.findall(source)]


def test_no_link_or_image_is_broken(html, pages, anchors):
    files = (str(path.relative_to(html)) for path in html.rglob("*") if path.is_file())
    known = {name: {"", *anchors.get(name, ())} for name in files}
    broken = []
    led = re.compile(r'<(?:a|link|img|script)\b[^>]*?\s(?:href|src)="(?!https?:|mailto:)([^"]*)"')
    for name, source in pages.items():
        for target in map(unescape, set(led.findall(source))):
            address, anchor = urldefrag(re.sub(r"\?v=\w+", "", target))
            path = leads_to(name, unquote(address)) if address else name
            if path not in known or (path in pages and unquote(anchor) not in known[path]):
                broken.append(f"{name}: {target}")
    assert not broken


def test_the_index_holds_words_without_their_marks(site):
    words = site("search_language").SearchAnySpelling({})
    assert words.stem("Linkevičius") == words.stem("linkevicius")
    assert words.stem("Василенко") == "василенко"
    assert words.stem("Andrejs") != words.stem("Andrews")


def test_every_image_has_alternative_text(pages):
    assert not [
        name
        for name, source in pages.items()
        for image in attributes("img", source)
        if not image.get("alt", "").strip()
    ]


def test_anchors_are_unique(anchors):
    assert not {
        name: repeated
        for name, own in anchors.items()
        if (repeated := [each for each, count in Counter(own).items() if count > 1])
    }


def test_every_table_has_a_caption_and_headers_with_scope(pages):
    for name, source in pages.items():
        tables = re.findall(r"<table\b.*?</table>", source, re.DOTALL)
        for table in tables:
            assert re.search(r"<caption\b[^>]*>[^<]*\w", table), f"{name}: {table[:200]}"
            headers = attributes("th", table)
            assert headers, name
            assert all("scope" in header for header in headers), f"{name}: {table[:400]}"


def test_headings_are_in_order(pages):
    for name, source in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", source)]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), f"{name}: {levels}"


def test_every_meeting_official_and_topic_has_a_page(pages, dataset):
    for folder, keys in {
        "meetings": dataset.meetings["meeting_id"],
        "officials": dataset.people["person_id"],
        "topics": dataset.topics["topic_id"],
        "programmes": dataset.programmes["programme_id"].str.lower(),
    }.items():
        assert {f"{folder}/{key}.html" for key in keys} <= pages.keys()
        # Each is in its list as well.
        listed = {each.get("href") for each in attributes("a", pages[f"{folder}/index.html"])}
        assert {f"../{folder}/{key}.html" for key in keys} <= listed


def test_every_document_stands_on_the_page_of_its_meeting(anchors, dataset):
    for document, meeting in dataset.documents[["document_id", "meeting_id"]].itertuples(
        index=False
    ):
        assert document in anchors[f"meetings/{meeting}.html"]


@pytest.mark.parametrize(
    ("page", "table"), [("documents", "documents"), ("codings", "codings_final")]
)
def test_long_tables_are_whole(pages, dataset, page, table):
    body = pages[f"tables/{page}.html"].partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr") == len(getattr(dataset, table))


def test_meeting_shows_topics_by_voice_as_the_tables_have_them(pages, dataset):
    # Recomputed from the tables, for the round whose accounts are of several voices.
    documents = dataset.documents.merge(dataset.lineages[["lineage_id", "voice"]], on="lineage_id")
    kinds = ["readout", "communique", "press_release", "news_report"]
    agenda = documents.query("meeting_id == 'hlsd2024' and about == 'meeting'")
    agenda = agenda[agenda["document_type"].isin(kinds)]
    raised = dataset.codings_final.query("scope == 'dialogue'").merge(agenda, on="document_id")
    expected = {
        (dataset.topics.set_index("topic_id")["label"][topic], len(found), found["voice"].nunique())
        for topic, found in raised.drop_duplicates(["topic_id", "voice"]).groupby("topic_id")
    }
    table = pages["meetings/hlsd2024.html"].partition('aria-labelledby="topics-table"')[2]
    body = table.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>\s*<th\b[^>]*>(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    shown = set()
    for topic, cells in rows:
        seen = cells.count("<td") - cells.count("not seen")
        shown.add((re.sub(r"<.*?>", "", topic), seen, seen))
    assert shown == expected


def test_topic_pages_show_the_one_verdict(pages, dataset, verdicts):
    for key, verdict in verdicts.iterrows():
        if key in set(dataset.topics["topic_id"]):
            facts = pages[f"topics/{key}.html"].partition('<dl class="facts simple">')[2]
            # A word of the glossary may be a link.
            facts = re.sub(r"</?a\b[^>]*>", "", facts)
            assert f"<dd>{verdict['words']}</dd>" in facts
            assert f"<dd>{verdict['badge']}:" in facts


def test_nothing_is_left_of_an_earlier_build(html, site, tmp_path):
    for name in ("source/topics/kept.md", "html/topics/kept.html", "html/topics/gone.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    site("making").remove_strangers(tmp_path / "source", tmp_path / "html")
    assert [path.name for path in (tmp_path / "html" / "topics").iterdir()] == ["kept.html"]


def test_downloads_are_the_dataset(html):
    with zipfile.ZipFile(html / "data" / "eucad.zip") as archive:
        packed = {Path(name).name: archive.read(name) for name in archive.namelist()}
    resources = json.loads((eucad.DATA / "datapackage.json").read_text("utf-8"))["resources"]
    named = {"datapackage.json", "README.md", "LICENSE", *(each["path"] for each in resources)}
    stored = {name: (eucad.DATA / name).read_bytes() for name in named}
    assert packed == stored
    for name, content in stored.items():
        assert (html / "data" / name).read_bytes() == content


def test_gallery_shows_every_stored_figure(html, pages):
    stored = sum(
        path.read_text("utf-8").count('"image/png": "') for path in ROOT.glob("notebooks/*.ipynb")
    )
    images = attributes("img", pages["gallery.html"])
    # Each is there for light pages and for dark ones.
    assert len(images) == len(list(html.glob("figures/*.png"))) == 2 * stored


def test_a_picture_that_is_shown_leaves_its_svg(tmp_path, monkeypatch):
    drawn = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        monkeypatch.setenv(style.DRAWINGS, str(folder))
        picture = style.finish(style.new_picture(1)[0], "Nothing", "An empty picture.")
        data, _ = picture._repr_mimebundle_()
        # By this name the gallery finds the drawing of a stored figure.
        drawing = folder / f"{sha256(data['image/png']).hexdigest()}.svg"
        drawn.append(drawing.read_text("utf-8"))
    assert drawn[0] == drawn[1]
    assert "An empty picture." in drawn[0]


def test_notebooks_lead_to_the_reference(pages):
    assert (
        "reference/eucad.dataset.loading.html#eucad.dataset.loading.load"
        in pages["notebooks/00-overview.html"]
    )

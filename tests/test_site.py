"""The built site, page by page, and in a browser: offline, on a phone, in the light and dark."""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from html import unescape
from importlib import import_module
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import sync_playwright

import eucad
from eucad.findings.verdicts import judge
from eucad.show import style

ROOT = Path(__file__).parent.parent
SCREENSHOTS = ROOT / "tests" / "_screenshots"


@pytest.fixture(scope="module")
def html():
    """Build what has changed of the site, and return its folder."""
    command = [sys.executable, str(ROOT / "site" / "build.py")]
    build = subprocess.run(command, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stderr
    return ROOT / "site" / "_build" / "html"


@pytest.fixture(scope="module")
def pages(html):
    """Return the source of every page by its path within the site."""
    return {
        str(path.relative_to(html)): path.read_text("utf-8")
        for path in sorted(html.rglob("*.html"))
    }


def attributes(tag, source):
    """Return the attributes of every such tag."""
    tags = re.findall(rf"<{tag}\b([^>]*)>", source)
    return [
        {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', each)}
        for each in tags
    ]


def ids(source):
    return re.findall(r'\sid="([^"]*)"', source)


# How it is built


@pytest.fixture
def site(monkeypatch):
    """Import a module of the site by its name."""
    monkeypatch.syspath_prepend(ROOT / "site")
    return import_module


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


def test_binder_opens_the_notebook(site):
    assert site("conf").binder("owner/name", "notebooks/00-overview") == (
        "https://mybinder.org/v2/gh/owner/name/HEAD?urlpath=lab/tree/notebooks/00-overview.ipynb"
    )


def test_the_archive_is_the_same_for_the_same_data(html, site):
    before = (html / "data" / "eucad.zip").read_bytes()
    build = site("build")
    build.write_downloads(html, list(build.stored_figures(build.NOTEBOOKS, build.DRAWINGS)))
    assert (html / "data" / "eucad.zip").read_bytes() == before


# The pages as they are stored


def test_nothing_is_loaded_from_elsewhere(html, pages):
    # A link (<a href>) may lead elsewhere; what a page or a style sheet loads may not.
    remote = re.compile(
        r"""<link\b[^>]*\bhref="(?:https?:)?//[^"]*"""
        r"""|<(?!a\b)[^>]*\b(?:src|srcset|data)="(?:https?:)?//[^"]*"""
        r"""|(?:url\(|@import )["']?(?:https?:)?//[^)"']*"""
    )
    sources = [*pages.values(), *(path.read_text("utf-8") for path in html.rglob("*.css"))]
    assert not [found for source in sources for found in remote.findall(source)]


def test_no_link_or_image_is_broken(html, pages):
    anchors = {name: set(ids(source)) for name, source in pages.items()}
    broken = []
    for name, source in pages.items():
        elements = [*attributes("a", source), *attributes("link", source)]
        elements += [*attributes("img", source), *attributes("script", source)]
        targets = {each.get("href", each.get("src", "")) for each in elements}
        for target in targets:
            address, anchor = urldefrag(re.sub(r"\?v=\w+", "", target))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address)))
            if re.match(r"(https?|mailto):", target):
                continue
            if not address:
                path = name
            known = (html / path).is_file()
            if not known or (anchor and unquote(anchor) not in anchors.get(path, {anchor})):
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


def test_anchors_are_unique(pages):
    assert not {
        name: repeated
        for name, source in pages.items()
        if (repeated := [each for each, count in Counter(ids(source)).items() if count > 1])
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


def test_every_document_stands_on_the_page_of_its_meeting(pages, dataset):
    for document, meeting in dataset.documents[["document_id", "meeting_id"]].itertuples(
        index=False
    ):
        assert document in ids(pages[f"meetings/{meeting}.html"])


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


def test_topic_pages_show_the_one_verdict(pages, dataset):
    for key, verdict in judge(dataset).iterrows():
        if key in set(dataset.topics["topic_id"]):
            facts = pages[f"topics/{key}.html"].partition('<dl class="facts">')[2]
            assert f"<dd>{verdict['words']}</dd>" in facts
            assert f"<dd>{verdict['badge']}:" in facts


def test_nothing_is_left_of_an_earlier_build(html, site, tmp_path):
    for name in ("source/topics/kept.md", "html/topics/kept.html", "html/topics/gone.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    site("build").remove_strangers(tmp_path / "source", tmp_path / "html")
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
    assert len(images) == len(list(html.glob("figures/*.png"))) == stored


def test_a_picture_that_is_shown_leaves_its_svg(tmp_path, monkeypatch):
    drawn = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        monkeypatch.setenv(style.DRAWINGS, str(folder))
        picture = style.finish(style.new_picture(2, 1), "Nothing", "An empty picture.")
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


# The pages in a browser

# Whether a browser must be there, as in CI: then every page is opened.
REQUIRED = os.environ.get("EUCAD_BROWSER") == "required"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SHOWN = [
    *("index", "notebooks/01-dataset", "meetings/hlsd2024", "officials/schmid-helga"),
    *("topics/cbrn", "tables/documents", "gallery", "reference/eucad.agenda"),
]
OPTIONS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
OPTIONS += ["--disable-background-networking", "--disable-component-update"]

# Run in a page, with the contents of every page in turn: all have the same style sheets, and axe is
# several times as fast once it is warm. The rows of a table are all made alike, so that the first
# few stand for the rest. Contrast, which takes axe longest, is checked once for every way in which
# text is shown: its colour, size and weight, and the backgrounds behind it.
AUDIT = """async ([address, source, structure]) => {
    const page = new DOMParser().parseFromString(source, "text/html");
    for (const body of page.querySelectorAll("tbody"))
        while (body.rows.length > 4) body.lastElementChild.remove();
    document.querySelector("base").href = address;
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));

    const backgrounds = new Map([[null, ""]]);
    const background = (element) => {
        if (!backgrounds.has(element)) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity];
            backgrounds.set(element, `${own} in ${background(element.parentElement)}`);
        }
        return backgrounds.get(element);
    };
    window.looks ??= new Set();
    const unseen = [...document.querySelectorAll("body *")].filter((element) => {
        const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
        if (![...element.childNodes].some(isText) && !element.placeholder) return false;
        const {color, fontSize, fontWeight} = getComputedStyle(element);
        const look = [color, fontSize, fontWeight, background(element)].join();
        return !window.looks.has(look) && window.looks.add(look);
    });

    const options = {resultTypes: ["violations"], preload: false};
    const contrast = {...options, runOnly: ["color-contrast"]};
    const others = {...options, rules: {"color-contrast": {enabled: false}}};
    const results = [];
    if (unseen.length) results.push(await axe.run(unseen, contrast));
    if (structure) results.push(await axe.run(document, others));
    return results.flatMap(({violations}) => violations).flatMap(({id, help, nodes}) =>
        nodes.map(({html}) => `${id}: ${help}: ${html.slice(0, 200)}`));
}"""


# What scrolls sideways.
CUT = """() => [...document.querySelectorAll(".table-scroll")]
    .filter((region) => region.scrollWidth > region.clientWidth + 1)
    .map((region) => region.querySelector("caption").textContent)"""


def chromium():
    """Return the path of a browser, or skip; where the browser is required, fail."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [path for path in map(shutil.which, names) if path]
    if not found:
        reason = "no Chromium or Chrome on the path: apt-get install chromium"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    return found[0]


@pytest.fixture(scope="module")
def browser(html):
    with sync_playwright() as playwright:
        # A root user, as in a container, cannot have the sandbox.
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=OPTIONS, chromium_sandbox=sandbox
        )
        yield browser
        browser.close()


def to_open(pages):
    """Return every page where the browser is required; else of pages made alike a typical one."""
    if REQUIRED:
        return list(pages)
    kinds = defaultdict(list)
    for name in sorted(pages, key=lambda name: len(pages[name])):
        folder, file = posixpath.split(name)
        alone = not folder or file == "index.html"
        kinds[name if alone else folder].append(name)
    return sorted(names[(len(names) - 1) // 2] for names in kinds.values())


@pytest.fixture(scope="module")
def visits(browser, html, pages):
    """Open pages on a phone: what the browser complains of, the width, and the final page."""
    context = browser.new_context(viewport=SIZES["phone"], offline=True)
    tab = context.new_page()
    said = []
    tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("requestfailed", lambda request: said.append(f"not loaded: {request.url}"))
    seen = {}
    for name in to_open(pages):
        said.clear()
        tab.goto((html / name).as_uri())
        width = tab.evaluate("document.documentElement.scrollWidth")
        seen[name] = (list(said), width, tab.content())
    context.close()
    return seen


def open_page(browser, html, name, **options):
    tab = browser.new_context(offline=True, **options).new_page()
    tab.goto((html / name).as_uri())
    return tab


def test_no_page_logs_anything(visits):
    assert not {name: said for name, (said, _, _) in visits.items() if said}


def test_no_table_is_cut_on_a_desk(browser, html, pages):
    tab = open_page(browser, html, "index.html", viewport=SIZES["desktop"])
    cut = {}
    for name in to_open(pages):
        tab.goto((html / name).as_uri())
        if found := tab.evaluate(CUT):
            cut[name] = found
    tab.context.close()
    assert not cut


def test_no_page_is_wider_than_a_phone(visits):
    widths = {name: width for name, (_, width, _) in visits.items()}
    assert not {name: width for name, width in widths.items() if width > SIZES["phone"]["width"]}


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return request.param


@pytest.fixture
def auditor(browser, html, theme):
    """Open a page that is ready to be audited with the contents of others."""
    tab = open_page(browser, html, "index.html", color_scheme=theme, viewport=SIZES["desktop"])
    tab.add_script_tag(content=files("axe_playwright_python").joinpath("axe.min.js").read_text())
    tab.evaluate("document.head.prepend(document.createElement('base'))")
    yield tab
    tab.context.close()


def test_the_audit_finds_what_is_wrong(auditor, html, visits, theme):
    _, _, source = visits["officials/index.html"]
    faint = '<h1 style="color: #767676; background: #696969">'
    broken = source.replace("<h1>", f'<img src="x.png">{faint}', 1)
    found = "\n".join(auditor.evaluate(AUDIT, [html.as_uri(), broken, True]))
    assert "color-contrast" in found
    assert "image-alt" in found


def test_axe_finds_no_violation(auditor, html, visits, theme):
    found = {}
    for name, (_, _, source) in visits.items():
        violations = auditor.evaluate(AUDIT, [(html / name).as_uri(), source, theme == "light"])
        if violations:
            found[name] = violations
    assert not found


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("CBRN", "topics/cbrn.html"),
        ("Schmid", "officials/schmid-helga.html"),
        ("Linkevicius", "officials/linkevicius-linas.html"),
        ("Василенко", "officials/vassilenko-roman.html"),
        ("hlsd2024", "meetings/hlsd2024.html"),
        ("cadap", "programmes/cadap.html"),
    ],
)
def test_search_finds_the_page(browser, html, words, page):
    tab = open_page(browser, html, "index.html", viewport=SIZES["desktop"])
    tab.locator(".sidebar-search").fill(words)
    tab.keyboard.press("Enter")
    first = tab.locator("#search-results li a").first
    first.click()
    assert tab.url.partition("?")[0] == (html / page).as_uri()
    tab.context.close()


def test_search_finds_every_meeting_that_names_an_official(browser, html, dataset):
    tab = open_page(browser, html, "search.html", viewport=SIZES["desktop"])
    tab.goto(f"{(html / 'search.html').as_uri()}?q=Vassilenko")
    tab.get_by_text("Search finished").wait_for()
    found = {link.get_attribute("href") for link in tab.locator("#search-results li a").all()}
    placed = dataset.participation.query("person_id == 'vassilenko-roman'")["meeting_id"]
    assert {f"meetings/{meeting}.html" for meeting in placed} <= found
    tab.context.close()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("linkevicius", "Linas Linkevičius"),
        ("ВАСИЛЕНКО", "Roman Vassilenko"),
        ("G’ayrat", "Gayrat Fozilov"),
        ("aslov", "Sirojiddin Muhriddin"),
    ],
)
def test_a_table_finds_a_name_in_any_spelling(browser, html, words, name):
    tab = open_page(browser, html, "officials/index.html", viewport=SIZES["desktop"])
    tab.get_by_label("Search in this table").fill(words)
    tab.wait_for_function("document.querySelector('output').textContent.match(/^[12] of/)")
    assert name in tab.locator("tbody tr:not([hidden]) th").all_inner_texts()
    tab.context.close()


def test_documents_sort_and_can_be_searched(browser, html, dataset):
    tab = open_page(browser, html, "tables/documents.html", viewport=SIZES["desktop"])
    publisher = tab.get_by_role("columnheader", name="Publisher").get_by_role("button")
    cells = tab.locator("#documents-table ~ tbody tr:not([hidden]) td:nth-of-type(1)")
    expected = sorted(dataset.documents["publisher"], key=str.casefold)
    publisher.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("th[aria-sort=ascending]").inner_text().startswith("Publisher")
    shown = cells.all_text_contents()
    assert Counter(shown) == Counter(expected)
    assert shown[0].casefold() <= shown[1].casefold() <= shown[-1].casefold()
    publisher.press("Enter")
    assert tab.locator("th[aria-sort=descending]").count() == 1
    assert cells.all_text_contents()[0] == shown[-1]
    # Unknown dates stand last, both ways.
    published = tab.get_by_role("columnheader", name="Published").get_by_role("button")
    dates = tab.locator("#documents-table ~ tbody td:nth-of-type(5)")
    known = dataset.documents["published"].dropna().dt.strftime("%Y-%m-%d")
    for extreme in (known.min(), known.max()):
        published.click()
        assert dates.first.inner_text() == extreme
        assert dates.last.inner_text() == "not visible"
    tab.get_by_label("Search in this table").fill("khovar russian")
    expected = dataset.documents.query("publisher.str.contains('Khovar') and language == 'ru'")
    tab.get_by_text(f"{len(expected)} of {len(dataset.documents)} rows").wait_for()
    assert cells.count() == len(expected)
    tab.context.close()


def test_a_long_table_sorts_quickly(browser, html):
    tab = open_page(browser, html, "tables/codings.html", viewport=SIZES["desktop"])
    milliseconds = tab.evaluate(
        """() => {
            const start = performance.now();
            document.querySelectorAll("thead button")[4].click();
            document.body.offsetHeight;
            return performance.now() - start;
        }"""
    )
    assert milliseconds < 3000
    tab.context.close()


def test_tables_remain_without_scripts(browser, html, dataset):
    tab = open_page(browser, html, "tables/documents.html", java_script_enabled=False)
    assert tab.locator("tbody tr").count() == len(dataset.documents)
    tab.context.close()


def test_the_keyboard_skips_to_the_content(browser, html):
    tab = open_page(browser, html, "index.html", viewport=SIZES["desktop"])
    skip = tab.get_by_role("link", name="Skip to content")
    for _ in range(4):
        tab.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#furo-main-content")
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_screenshots(browser, html, size, theme):
    folder = SCREENSHOTS / f"{size}-{theme}"
    shutil.rmtree(folder, ignore_errors=True)
    tab = open_page(browser, html, "index.html", color_scheme=theme, viewport=SIZES[size])
    shown = SHOWN if REQUIRED else SHOWN[:1]
    for name in shown:
        tab.goto((html / f"{name}.html").as_uri())
        tab.screenshot(path=folder / f"{name.replace('/', '-')}.png")
    tab.context.close()
    assert len(list(folder.glob("*.png"))) == len(shown)

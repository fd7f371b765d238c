"""The built site, and a browser for it: offline, on a phone, in the light and dark."""

import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest
from browsing import new_tab
from tried_on import ALL

ROOT = Path(__file__).parent.parent.parent
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
# Pages that are written by hand, as those with names in capitals are.
WRITTEN = ("glossary.html", "own-analyses.html")
OPTIONS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
OPTIONS += ["--disable-background-networking", "--disable-component-update"]
# For every window the browser would load two pages of what its address bar suggests. The others are
# those that ask other sites, or wait: Playwright's list of them is not heeded where this one is.
FEATURES = "WebUIOmniboxPopup WebUIOmniboxAimPopup PaintHolding MediaRouter OptimizationHints"
FEATURES += " NetworkTimeServiceQuerying AimEnabled PreconnectToSearch"
OPTIONS += [f"--disable-features={FEATURES.replace(' ', ',')}"]


@pytest.fixture(scope="session")
def html():
    """Build what has changed of the site, and return its folder: all this is on one worker."""
    command = [sys.executable, str(ROOT / "site" / "build.py")]
    build = subprocess.run(command, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stderr
    return ROOT / "site" / "_build" / "html"


@pytest.fixture(scope="session")
def pages(html):
    """Return the source of every page by its path within the site."""
    return {
        str(path.relative_to(html)): path.read_text("utf-8")
        for path in sorted(html.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def main(pages):
    """Return what finds the own part of a page, without what stands around it on every page."""

    def own(name, until="</article>"):
        return pages[name].partition('id="furo-main-content">')[2].partition(until)[0]

    return own


@pytest.fixture(scope="session")
def anchors(pages):
    """Return the anchors of every page."""
    return {name: re.findall(r'\sid="([^"]*)"', source) for name, source in pages.items()}


@pytest.fixture(scope="session")
def verdicts(dataset, once):
    """What became of every topic."""
    from eucad.findings.verdicts import judge

    return once(judge, dataset)


@pytest.fixture
def site(monkeypatch):
    """Import a module of the site by its name."""
    monkeypatch.syspath_prepend(ROOT / "site")
    return import_module


def chromium():
    """Return the path of a browser, or skip; where the browser is required, fail."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [path for path in map(shutil.which, names) if path]
    if not found:
        reason = "no Chromium or Chrome on the path: apt-get install chromium"
        if ALL:
            pytest.fail(reason)
        pytest.skip(reason)
    return found[0]


@pytest.fixture(scope="session")
def browser(html):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A root user, as in a container, cannot have the sandbox.
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=OPTIONS, chromium_sandbox=sandbox
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tab(browser):
    """Return what finds a tab that is not in use: to make one takes longer than to load a page."""
    contexts, tabs = {}, defaultdict(list)

    def found(used, address="", **options):
        kind = tuple(options.items())
        if kind not in contexts:
            contexts[kind] = browser.new_context(offline=True, **options)
        free = [each for each in tabs[kind] if each not in used]
        if not free:
            free = [new_tab(contexts[kind])]
            tabs[kind] += free
        return next((each for each in free if each.url == address), free[-1])

    yield found
    for context in contexts.values():
        context.close()


@pytest.fixture
def open_page(tab, html):
    """Return what opens a page of the site, in a tab of its own that knows of no other test."""
    used = []

    def opened(name, viewport=SIZES["desktop"], color_scheme="light", permissions=(), **options):
        address = f"{html.as_uri()}/{name}"
        page = tab(used, address.partition("#")[0], **options)
        used.append(page)
        page.said.clear()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        page.context.grant_permissions([*permissions])
        page.bring_to_front()  # behind another tab it draws nothing, or once a second
        page.goto(address)
        return page

    yield opened
    for page in used:
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.context.clear_permissions()
        # From an address that differs in what follows # alone, the next would not be loaded.
        page.goto("about:blank")


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.long)])
def theme(request):
    return request.param


@pytest.fixture(scope="session")
def sizes():
    """Return the sizes of the screens on which pages are looked at."""
    return SIZES


@pytest.fixture(scope="session")
def opened(pages):
    """Return every page where the browser is required; else of pages made alike a typical one."""
    if ALL:
        return list(pages)
    kinds = defaultdict(list)
    for name in sorted(pages, key=lambda name: len(pages[name])):
        folder, file = posixpath.split(name)
        if folder in ("meetings", "officials", "programmes", "topics"):
            kinds["of the data"].append(name)
        elif file.removesuffix(".html").isupper() or name in WRITTEN or folder == "reference":
            kinds["words"].append(name)
        else:
            kinds[folder or name].append(name)
    return sorted(names[(len(names) - 1) // 2] for names in kinds.values())

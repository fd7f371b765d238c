"""What the stored notebooks name: they lead to the pages of it, and the pages lead back to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

import nbformat
from gallery import NOTEBOOKS
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from sitedata import SiteData, slug
from view import Fact, Lines, Link

KINDS = ("meetings", "topics", "officials", "programmes")


def fact(data: SiteData, page: str) -> list[Fact]:
    """Tell which notebooks name what a page is about."""
    links = [
        Link(f"../notebooks/{path.stem}.html", title(path))
        for path in NOTEBOOKS
        if page in _named(data, path)
    ]
    return [Fact("In the notebooks", Lines(links))] if links else []


def sources(data: SiteData) -> Iterator[tuple[str, bytes]]:
    """Iterate over the notebooks, by their names, with links to what they name."""
    for path in NOTEBOOKS:
        notebook = fold_code(nbformat.read(path, as_version=4))
        notebook.cells.append(links_cell(data, path))
        yield f"notebooks/{path.name}", nbformat.writes(notebook).encode()


def fold_code(notebook: NotebookNode) -> NotebookNode:
    """Fold the code of a notebook away: most who read the site look for what it says."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["tags"] = ["hide-input"]
    return notebook


def links_cell(data: SiteData, path: Path) -> NotebookNode:
    """Return a cell that lists the pages of what a notebook names."""
    named = _named(data, path)
    lines = ["## Pages of what is named here"]
    for kind in KINDS:
        own = [
            f"[{name}](../{page}.md)" for page, name in named.items() if page.startswith(f"{kind}/")
        ]
        if own:
            lines.append(f"**{kind.capitalize()}:** {', '.join(own)}")
    return new_markdown_cell("\n\n".join(lines), id="pages")


@cache
def _named(data: SiteData, path: Path) -> dict[str, str]:
    """Return the pages of all that a notebook names, in their own order, with their names."""
    pages = _pages(data)
    pattern = "|".join(re.escape(name) for name in sorted(pages, key=len, reverse=True))
    text = "\n".join(_text(nbformat.read(path, as_version=4)))
    found = {pages[name] for name in re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", text)}
    return {page: name for name, page in pages.items() if page in found}


def _pages(data: SiteData) -> dict[str, str]:
    """Return the page for every name; where meetings share one, that of the dialogue."""
    # So that no topic is found in the name of its family.
    found = {data.names[each]: "" for each in data.topics["family"].cat.categories}
    for key in data.reading_order:
        found.setdefault(data.names[key], f"meetings/{key}")
    found |= {data.names[key]: f"topics/{key}" for key in data.topics.index}
    found |= {data.names[key]: f"officials/{key}" for key in data.people.index}
    for key in data.programmes.index:
        found |= {key: f"programmes/{slug(key)}", data.names[key]: f"programmes/{slug(key)}"}
    return found


def _text(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell.source
        for output in cell.get("outputs", []):
            for kind, data in output.get("data", {}).items():
                if kind == "text/html":
                    yield unescape(re.sub(r"<[^>]+>", " ", data))
                elif kind == "text/markdown":
                    yield data
            yield output.get("metadata", {}).get("image/png", {}).get("alt", "")


@cache
def title(path: Path) -> str:
    """Return the title of a notebook: the question that it answers."""
    first, *_ = nbformat.read(path, as_version=4).cells
    return first.source.splitlines()[0].removeprefix("# ")

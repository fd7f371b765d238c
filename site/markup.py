"""HTML that every reader can use: tables with captions and headers, in a region that scrolls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import pandas as pd
from bs4 import BeautifulSoup, Tag

#: Stands where no document states a value: unknown is a value.
UNKNOWN = '<span class="unknown">not stated</span>'


class Cell(NamedTuple):
    """A cell of a table: its HTML, what to sort it by, and its language."""

    html: str
    sort: str | int | None = None
    lang: str | None = None


def text(value: object, unknown: str = UNKNOWN) -> str:
    """Return a value as HTML; a missing one is said to be missing."""
    return unknown if pd.isna(value) else escape(str(value), quote=False)


def link(target: str, label: str) -> str:
    """Return a link; the label is HTML."""
    return f'<a href="{escape(target)}">{label}</a>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms and their descriptions (HTML) as a list of facts."""
    items = "\n".join(
        f"<div><dt>{escape(term)}</dt><dd>{value}</dd></div>" for term, value in pairs
    )
    return f'<dl class="facts">\n{items}\n</dl>\n'


def table(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell | str]],
    *,
    name: str,
    sortable: bool = False,
    searchable: bool = False,
    row_ids: Iterable[str] = (),
) -> str:
    """Return a table; the first cell of a row is the row's header.

    Parameters
    ----------
    caption : str
        What the table shows, in plain text.
    headings : sequence of str
        One heading a column, in plain text.
    rows : iterable of sequences of Cell or str
        Cells; a string is HTML.
    name : str
        Name of the table, unique in its page.
    sortable, searchable : bool
        Whether `static/tables.js` lets the reader sort and search the table.
    row_ids : iterable of str
        Anchors of the rows, if they have any.
    """
    classes = "data" + " sortable" * sortable + " searchable" * searchable
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    ids = [f' id="{each}"' for each in row_ids]
    body = [[_cell(cell, first=not place) for place, cell in enumerate(row)] for row in rows]
    ids = ids or [""] * len(body)
    lines = "\n".join(f"<tr{each}>{''.join(row)}</tr>" for each, row in zip(ids, body, strict=True))
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-labelledby="{name}-table">\n'
        f'<table class="{classes}">\n<caption id="{name}-table">{escape(caption)}</caption>\n'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n</div>\n"
    )


def _cell(cell: Cell | str, first: bool) -> str:
    if isinstance(cell, str):
        cell = Cell(cell)
    sort = "" if cell.sort is None else f' data-sort="{escape(str(cell.sort))}"'
    # The direction follows the letters: Arabic and Persian run from right to left.
    lang = f' lang="{cell.lang}" dir="auto"' if cell.lang else ""
    opening, closing = ('th scope="row"', "th") if first else ("td", "td")
    return f"<{opening}{sort}{lang}>{cell.html}</{closing}>"


def binder_link(repository: str, path: str) -> str:
    """Link a file of a GitHub repository, `owner/name`, opened in JupyterLab on Binder."""
    address = f"https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{quote(path)}"
    return link(address, "Run this notebook on Binder")


def make_tables_accessible(body: str) -> str:
    """Give the tables of a page that were not made by `table` what they lack.

    Tables in Markdown and DataFrames in notebooks come without a caption and
    without the scope of their headers. A caption repeats what leads to the table.
    """
    if not re.search(r'<table\b(?! class="data[ "])', body):
        return body
    page = BeautifulSoup(body, "html.parser")
    captions = Counter()
    for found in page.find_all("table"):
        if "data" not in found.get("class", []):
            caption = _lead(found)
            captions[caption] += 1
            if captions[caption] > 1:
                caption += f" ({captions[caption]})"
            _make_accessible(page, found, caption, f"table-{captions.total()}")
    return str(page)


def _make_accessible(page: BeautifulSoup, found: Tag, caption: str, name: str) -> None:
    _describe_headers(found)
    if found.caption is None:
        # It stands right above already, for those who see the page.
        found.insert(0, page.new_tag("caption", string=caption, attrs={"class": "repeated"}))
    found.caption["id"] = name
    for style in found.parent.find_all("style", recursive=False):
        style.decompose()
    del found["border"]
    # Sphinx and MyST-NB wrap a table in a container that scrolls but that no keyboard reaches.
    wrapper = found.find_parent(class_="table-wrapper")
    if wrapper is None:
        wrapper = found.wrap(page.new_tag("div"))
    wrapper["class"] = "table-scroll"
    wrapper.attrs |= {"role": "region", "tabindex": "0", "aria-labelledby": name}


def _describe_headers(found: Tag) -> None:
    for header in found.find_all("th"):
        if not header.get_text(strip=True):
            # An empty corner is no header.
            header.name = "td"
            continue
        if header.find_parent("thead"):
            header["scope"] = "colgroup" if int(header.get("colspan", 1)) > 1 else "col"
        else:
            header["scope"] = "rowgroup" if int(header.get("rowspan", 1)) > 1 else "row"


def _lead(found: Tag) -> str:
    """Return what leads to a table: a sentence that ends in a colon, or the section's heading."""
    above = found.find_previous(re.compile(r"^(h[1-6]|p)$"))
    if above.name == "p" and above.get_text(strip=True).endswith(":"):
        *_, sentence = re.split(r"(?<=[.?!])\s+", " ".join(above.get_text().split()))
        return sentence.removesuffix(":")
    heading = found.find_previous(re.compile(r"^h[1-6]$"))
    words = (each for each in heading.strings if "headerlink" not in each.parent.get("class", []))
    return "".join(words).strip()

"""Tables that every reader can use, wherever they come from.

Each has a caption, headers that say what they head, and a region that scrolls and that the keyboard
reaches. The templates write those of pages made from the data so (`pages/macros.jinja`); tables in
Markdown, in docstrings and of DataFrames in notebooks get it here.
"""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

#: What may stand in a column of numbers: signs, shares, and that there is none.
NUMBER = re.compile(r"[−+-]?[\d,.]+%?|–|NaN|")


def make_tables_accessible(body: str) -> str:
    """Give the tables of a page what they lack: a caption repeats what leads to the table."""
    if body.count("<table") == body.count('<div class="table-scroll"'):
        return body
    page = BeautifulSoup(body, "html.parser")
    captions = Counter()
    for number, found in enumerate(page.find_all("table"), start=1):
        if found.caption is None:
            caption = _lead(found)
            captions[caption] += 1
            if captions[caption] > 1:
                caption += f" ({captions[caption]})"
            # It stands right above already, for those who see the page.
            found.insert(0, page.new_tag("caption", string=caption, attrs={"class": "repeated"}))
        found.caption.attrs.setdefault("id", f"table-{number}")
        _describe_headers(found)
        _align_numbers(found)
        _make_scroll(page, found)
    return str(page)


def _make_scroll(page: BeautifulSoup, found: Tag) -> None:
    for style in found.parent.find_all("style", recursive=False):
        style.decompose()
    del found["border"]
    # Sphinx and MyST-NB wrap a table in a container that scrolls but that no keyboard reaches.
    wrapper = found.find_parent(class_="table-wrapper")
    if wrapper is None:
        wrapper = found.wrap(page.new_tag("div"))
    wrapper["class"] = "table-scroll"
    wrapper.attrs |= {"role": "region", "tabindex": "0", "aria-labelledby": found.caption["id"]}


def _describe_headers(found: Tag) -> None:
    if not found.find("th"):
        # A plain table of a docstring: what a row is about stands first.
        for row in found.find_all("tr"):
            row.find("td").name = "th"
    for header in found.find_all("th"):
        if not header.get_text(strip=True):
            # An empty corner is no header.
            header.name = "td"
            continue
        if header.find_parent("thead"):
            header["scope"] = "colgroup" if int(header.get("colspan", 1)) > 1 else "col"
        else:
            header["scope"] = "rowgroup" if int(header.get("rowspan", 1)) > 1 else "row"


def _align_numbers(found: Tag) -> None:
    """Let numbers of a DataFrame stand one below the other, as other tables have them."""
    for column in zip(*(row.find_all("td") for row in found.select("tbody tr")), strict=False):
        if all(NUMBER.fullmatch(cell.get_text(strip=True)) for cell in column):
            for cell in column:
                cell["class"] = "number"


def _lead(found: Tag) -> str:
    """Return what leads to a table: a sentence that ends in a colon, or the section's heading."""
    above = found.find_previous(re.compile(r"^(h[1-6]|p)$"))
    if above.name == "p" and above.get_text(strip=True).endswith(":"):
        *_, sentence = re.split(r"(?<=[.?!])\s+", " ".join(above.get_text().split()))
        return sentence.removesuffix(":")
    heading = found.find_previous(re.compile(r"^h[1-6]$"))
    words = (each for each in heading.strings if "headerlink" not in each.parent.get("class", []))
    return "".join(words).strip()

"""How pages are written: templates that escape all they are given, in one environment."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

#: Whatever ends a line, for Markdown or for Python.
BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")

TEMPLATES = Path(__file__).parent / "pages"


def render(template: str, page: object) -> str:
    """Write a page, in the Markdown that Sphinx reads."""
    return _environment().get_template(template).render(page=page)


def render_macro(template: str, name: str, *values: object) -> str:
    """Write a part of a page by a macro, in HTML."""
    return str(getattr(_environment().get_template(template).module, name)(*values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=in_one_line,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"heading": heading, "block": block, "prose": prose}
    environment.tests["a"] = lambda value, name: type(value).__name__ == name
    return environment


def in_one_line(value: object) -> object:
    """Take line breaks out of words: an empty line would end the HTML within the Markdown."""
    return BREAK.sub(" ", value) if type(value) is str else value


def heading(words: str) -> Markup:
    """Write words as the text of a Markdown heading, in which nothing is taken for markup."""
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", in_one_line(words))
    return Markup(escaped)


def block(html: str) -> Markup:
    """Set HTML off from the Markdown around it: it runs on until the next empty line."""
    return Markup("\n".join(line for line in html.splitlines() if line.strip()) + "\n\n")


def prose(text: str) -> Markup:
    """Write a computed sentence as HTML: its emphasis is marked as in Markdown."""
    return Markup(MarkdownIt("commonmark", {"html": False}).renderInline(str(text)).strip())

"""Sphinx settings: the front page, the codebook, the stored notebooks and the pages from the data.

`build.py` brings the sources together and runs Sphinx. Pages load nothing from other sites.
"""

import re
import sys
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from html import unescape
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import quote

from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))
from citation import CITATION, REPOSITORY, SITE, Citation
from gallery import Figure, stored_figures
from glossary import GLOSSARY, explain_words
from render import render_macro
from search_language import SearchAnySpelling
from tables import make_tables_accessible

project = "EU–Central Asia dialogue"
author = "The eucad contributors"
copyright = f"2026, {author}"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.apidoc"]
root_doc = "index"
include_patterns = [
    *("index.md", "data/README.md", "notebooks/*.ipynb", "gallery.md", "own-analyses.md"),
    *("glossary.md", "explorer.md", "network.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *("meetings/*", "officials/*", "topics/*", "programmes/*", "tables/*", "reference/*"),
]
exclude_patterns = ["**/.ipynb_checkpoints", "reference/modules.rst"]

nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_ipywidgets_js = {}  # would come from a CDN
myst_heading_anchors = 4

# A cross-reference that leads nowhere fails the build. Types of attributes are words of prose
# ("DataFrame of bool"), not references; so are those of parameters.
nitpicky = True
nitpick_ignore_regex = [(r"py:(class|obj)", r"(?!eucad\.).*")]
suppress_warnings = ["ref.python"]  # such a word may be the name of two classes

apidoc_modules = [
    {
        "path": "../lib/eucad",
        "destination": "reference",
        "exclude_patterns": ["**/__main__.py"],
        "separate_modules": True,
        "module_first": True,
        "automodule_options": ["members"],
    }
]
autodoc_member_order = "bysource"
# As it stands in the source: the value of a path would be that of this machine.
autodoc_preserve_defaults = True
# What a package offers is described where it is defined. `set` is matplotlib's, for every artist.
autodoc_default_options = {"ignore-module-all": True, "exclude-members": "set"}
# Types stand in the signature alone: descriptions need not repeat them.
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_use_type_comments = False
add_module_names = False
napoleon_use_rtype = False
napoleon_use_param = False

html_theme = "furo"
html_title = project
html_static_path = ["static"]
templates_path = ["templates"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False

# Pages that were written by other code, or beside other pages of the reference, are written anew.
own = Path(__file__).parent
own_code = [*sorted(own.glob("*.py")), *sorted(own.glob("pages/*.jinja")), GLOSSARY, CITATION]
beside = sorted(path.as_posix() for path in (own.parent / "lib" / "eucad").rglob("*.py"))
written_by = sha256(b"".join(path.read_bytes() for path in own_code) + repr(beside).encode())
written_by = written_by.hexdigest()

html_baseurl = SITE


def render_image_with_alternative_text(self: NbElementRenderer, data: MimeData) -> list:
    """Render a stored figure with the alternative text stored with it, which MyST-NB drops."""
    (image,) = render_image(self, data)
    image["alt"] = data.output_metadata.get(data.mime_type, {}).get("alt", "")
    return [image]


render_image = NbElementRenderer.render_image
NbElementRenderer.render_image = render_image_with_alternative_text


#: The navigation of the pages of a folder that no list leads to.
trees = {}


def collapse_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    """Open the part of the navigation in which a page stands, and no other, as in the reference."""
    if "toctree" in context:
        # The theme asks for all of it, which took a quarter of the time and of the pages' weight.
        toctree = partial(collapsed, context["toctree"])
        # A page that no list leads to stands in no part: its neighbours have the same.
        if "orphan" in app.env.metadata.get(pagename, {}):
            toctree = trees.setdefault(pagename.rpartition("/")[0], cache(toctree))
        context["toctree"] = toctree


def collapsed(toctree: Callable[..., str], **options: object) -> str:
    """Return a tree of pages whose other branches are closed, whatever is asked for."""
    return toctree(**{**options, "collapse": True})


def improve_page(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    """Make a page's tables accessible; explain its words; say how to cite it and its figures."""
    body = context.get("body")
    if body is None:
        return
    root = "../" * pagename.count("/")
    if pagename.startswith("notebooks/"):
        body = show_figures(body, figures_of(pagename.removeprefix("notebooks/")), root)
        body = link_code(app, body)
        # MyST-NB leaves the links that code has printed as they are.
        body = re.sub(r'(<a [^>]*href="[\w-]+)\.ipynb"', r'\1.html"', body)
        if REPOSITORY:
            launch = f'<a href="{binder(REPOSITORY, pagename)}">Run this notebook on Binder</a>'
            body = body.replace("</h1>", f"</h1>\n<p>{launch}</p>", 1)
    if not pagename.startswith(("reference/", "glossary")):
        body = explain_words(body, root)
    context["body"] = make_tables_accessible(body)
    context["description"] = summary(body)
    title = "" if pagename == root_doc else unescape(re.sub("<[^>]+>", "", context["title"]))
    address = f"{SITE}{pagename}.html" if SITE else ""
    context["citation"] = render_macro("cite.jinja", "cite", Citation("page", title, address))
    folder, _, name = pagename.rpartition("/")
    context["card"] = f"figures/{name if folder == 'notebooks' else '00-overview'}-1.png"


def summary(body: str, longest: int = 200) -> str:
    """Return how the text of a page begins."""
    paragraphs = re.findall(r"<p\b[^>]*>(.*?)</p>", body, re.DOTALL)
    texts = (" ".join(unescape(re.sub("<[^>]+>", "", each)).split()) for each in paragraphs)
    # Links to the neighbours are no sentence.
    begins = next((text for text in texts if text.endswith((".", "?", ":"))), "")
    return begins if len(begins) <= longest else f"{begins[:longest].rpartition(' ')[0]} …"


@cache
def figures_of(notebook: str) -> list[Figure]:
    """Return the figures that are stored in a notebook."""
    folder = Path(__file__).parent
    path = folder.parent / "notebooks" / f"{notebook}.ipynb"
    return list(stored_figures([path], folder / "_figures"))


def show_figures(body: str, figures: list[Figure], root: str) -> str:
    """Put the figures of the gallery, for light and dark, in the place of a notebook's images."""
    image = r'<a class="reference internal image-reference" href="[^"]*"><img [^>]*>\s*</a>'
    between = re.split(image, body)
    drawn = [render_macro("figure.jinja", "figure", figure, root) for figure in figures]
    return "".join(part for pair in zip(between, [*drawn, ""], strict=True) for part in pair)


def binder(repository: str, notebook: str) -> str:
    """Return the address at which Binder opens a notebook of a GitHub repository, `owner/name`."""
    path = quote(f"{notebook}.ipynb")
    return f"https://mybinder.org/v2/gh/{quote(repository)}/HEAD?urlpath=lab/tree/{path}"


def link_code(app: Sphinx, body: str) -> str:
    """Link the library's names in highlighted code, such as `figures.timeline`."""
    described = app.env.domains.python_domain.objects
    modules = imported_modules(body)

    def linked(match: re.Match) -> str:
        module, name = match.groups()
        named = getattr(import_module(modules[module]), name, None) if module in modules else None
        entry = described.get(f"{named.__module__}.{name}") if callable(named) else None
        if entry is None:
            return match.group()
        return f'<a href="../{entry.docname}.html#{entry.node_id}">{match.group()}</a>'

    part = r'<span class="n">(\w+)</span>'
    return re.sub(rf'{part}<span class="o">\.</span>{part}', linked, body)


def imported_modules(body: str) -> dict[str, str]:
    """Return the modules of the library that highlighted code imports, by what it calls them."""
    code = unescape(re.sub(r"<[^>]+>", "", body))
    found = {"eucad": "eucad"} if re.search(r"^import eucad$", code, re.MULTILINE) else {}
    for package, names in re.findall(r"^from (eucad[\w.]*) import ([\w, ]+)$", code, re.MULTILINE):
        modules = {
            each.name for each in iter_modules(getattr(import_module(package), "__path__", []))
        }
        found |= {name: f"{package}.{name}" for name in names.split(", ") if name in modules}
    return found


def leave_out(
    app: Sphinx, what: str, name: str, member: object, skip: bool, options: object
) -> bool | None:
    """Leave out what others define, and the fields of a named tuple, which its list describes."""
    foreign = callable(member) and not str(getattr(member, "__module__", "")).startswith("eucad")
    return True if foreign or type(member).__name__ == "_tuplegetter" else None


def setup(app: Sphinx) -> None:
    """Connect the handlers above."""
    app.add_config_value("written_by", None, "html")
    app.add_search_language(SearchAnySpelling)
    app.connect("autodoc-skip-member", leave_out)
    app.connect("html-page-context", improve_page)
    app.connect("html-page-context", collapse_navigation, priority=400)  # before the theme

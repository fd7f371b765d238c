"""Sphinx settings: the README, the codebook and the stored notebooks as web pages.

Built from the repository's root (`make site`), so that links between the files work on the site
as they do on a code host. Pages load nothing from other sites.
"""

import shutil
from pathlib import Path

from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx

project = "EU–Central Asia dialogue"
author = "The eucad contributors"
copyright = f"2026, {author}"

extensions = ["myst_nb"]
root_doc = "README"
include_patterns = ["README.md", "data/README.md", "notebooks/*.ipynb"]
exclude_patterns = ["**/.ipynb_checkpoints"]

nb_execution_mode = "off"
nb_ipywidgets_js = {}  # would come from a CDN
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sourcelink = False

CONTENTS = """

```{toctree}
:hidden:
:glob:

notebooks/*
data/README
```
"""


def add_contents(app: Sphinx, docname: str, source: list[str]) -> None:
    """Make the README the root of the site, without a directive that a code host would show."""
    if docname == root_doc:
        source[0] += CONTENTS


def render_image_with_alternative_text(self: NbElementRenderer, data: MimeData) -> list:
    """Render a stored figure with the alternative text stored with it, which MyST-NB drops."""
    (image,) = render_image(self, data)
    image["alt"] = data.output_metadata.get(data.mime_type, {}).get("alt", "")
    return [image]


render_image = NbElementRenderer.render_image
NbElementRenderer.render_image = render_image_with_alternative_text


def add_index(app: Sphinx, exception: Exception | None) -> None:
    """Answer at the site's own address with the README."""
    if exception is None:
        shutil.copy(Path(app.outdir, "README.html"), Path(app.outdir, "index.html"))


def setup(app: Sphinx) -> None:
    """Connect the handlers above."""
    app.connect("source-read", add_contents)
    app.connect("build-finished", add_index)

"""How to cite a page or a figure: the dataset with its version, from CITATION.cff, and the part."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

#: `owner/name` on GitHub, where a workflow of GitHub builds the site, and where that publishes it.
REPOSITORY = os.environ.get("GITHUB_REPOSITORY")
SITE = "https://{0}.github.io/{2}/".format(*REPOSITORY.partition("/")) if REPOSITORY else ""

CITATION = Path(__file__).resolve().parent.parent / "CITATION.cff"


@dataclass(frozen=True)
class Citation:
    """How to cite a part of the dataset's site: its `kind` is page or figure.

    The dataset as a whole has no part; the address is that of the part, if the site has one.
    """

    kind: str
    part: str = ""
    address: str = ""

    @property
    def apa(self) -> str:
        """The reference as a text, in APA style."""
        about = _dataset()
        names = ", ".join(author["name"] for author in about["authors"])
        whole = f"{about['title']} (Version {about['version']}) [Data set]"
        what = f"{self.part}. In {whole}" if self.part else whole
        return f"{names}. ({_year(about)}). {what}.{f' {self.address}' if self.address else ''}"

    @property
    def bibtex(self) -> str:
        """The reference as an entry of BibTeX."""
        about = _dataset()
        names = " and ".join(f"{{{_tex(author['name'])}}}" for author in about["authors"])
        fields = {
            "author": names,
            "title": f"{{{_tex(about['title'])}}}",
            "year": _year(about),
            "version": about["version"],
            "note": _tex(f"{self.kind.capitalize()}: {self.part}") if self.part else "",
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{eucad{_year(about)},", *lines, "}"])


@cache
def _dataset() -> dict:
    return yaml.safe_load(CITATION.read_text(encoding="utf-8"))


def _year(about: dict) -> str:
    return str(about["date-released"])[:4]


def _tex(words: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", words)

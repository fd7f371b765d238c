"""Give the data a new version: in the data package, the citation and the changelog."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path

from eucad.dataset.schema import DESCRIPTOR, read_schema
from eucad.keep.derive import CITATION, README, ZENODO, zenodo
from eucad.keep.journal import alone, replace_together

CHANGELOG = "../CHANGELOG.md"


def release(
    folder: str | Path, version: str, changes: Sequence[str], day: dt.date | None = None
) -> list[str]:
    """Give the data a new version, wherever it is named, and begin its entry in the changelog.

    The version has three numbers, of which `data/README.md` says which rises when; `changes` are
    those since the last one, as `diff` tells them. Return the files that were written.

    Examples
    --------
    >>> import eucad
    >>> release(eucad.DATA, "0.9.0", [])
    Traceback (most recent call last):
    ValueError: version 0.9.0 is not later than ...
    """
    folder, day = Path(folder), day or dt.date.today()
    old = read_schema(folder).version
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ValueError(f"version {version!r}: write three numbers, such as 1.2.0.")
    if [*map(int, version.split("."))] <= [*map(int, old.split("."))]:
        raise ValueError(f"version {version} is not later than {old}, that of the data.")
    was = re.escape(old)
    edits = {
        DESCRIPTOR: [
            (rf'^(  "version": )"{was}"', rf'\g<1>"{version}"'),
            (r'^(  "created": )"[^"T]+', rf'\g<1>"{day}'),
        ],
        "README.md": [(rf"^(> Version ){was}\.", rf"\g<1>{version}.")],
        README: [(rf"^(>.*Version ){was}\.", rf"\g<1>{version}.")],
        CITATION: [
            (rf'^(version: )"{was}"', rf'\g<1>"{version}"'),
            (r'^(date-released: )"[^"]*"', rf'\g<1>"{day}"'),
        ],
        CHANGELOG: [(r"^(?=## )", _entry(version, day, changes))],
    }
    with alone(folder):
        texts = {}
        for name, changed in edits.items():
            if (folder / name).is_file():
                text = (folder / name).read_text(encoding="utf-8")
                for pattern, put in changed:
                    text = re.sub(pattern, put, text, count=1, flags=re.MULTILINE)
                texts[name] = text
        if (folder / ZENODO).is_file():
            texts[ZENODO] = zenodo(json.loads(texts[DESCRIPTOR]))
        replace_together(folder, texts)
    return [Path(name).name for name in texts]


def _entry(version: str, day: dt.date, changes: Sequence[str]) -> str:
    told = "\n".join(changes) or "No table differs."
    entry = (
        f"## {version} ({day.day} {day:%B %Y})\n\n"
        "Say in two sentences what is new and why; then shorten the list.\n\n"
        f"```text\n{told}\n```\n\n"
    )
    return entry.replace("\\", "\\\\")

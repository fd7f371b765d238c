"""The seal: `datapackage.json` records size and hash of every table, so no change passes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eucad.dataset.files import FileError, read_file
from eucad.dataset.schema import DESCRIPTOR, read_schema
from eucad.keep.journal import alone, replace_together


def _fingerprint(content: bytes) -> dict[str, int | str]:
    """Return `bytes` and `hash` as a Frictionless resource records them; line ends do not count."""
    content = content.replace(b"\r\n", b"\n")
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def broken_seals(folder: str | Path) -> list[str]:
    """List the tables that changed since they were recorded, or never were."""
    folder = Path(folder)
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    return [
        resource["path"]
        for resource in descriptor["resources"]
        if not (folder / resource["path"]).is_file()
        or not _fingerprint((folder / resource["path"]).read_bytes()).items() <= resource.items()
    ]


def unsealed(paths: Sequence[str]) -> str:
    """Say that tables changed since they were recorded, and what to do."""
    return (
        f"{', '.join(paths)} changed since {'it was' if len(paths) == 1 else 'they were'} recorded."
        " See what changed with: python -m eucad diff. If it was meant: python -m eucad seal."
    )


def seal(folder: str | Path) -> list[str]:
    """Record the tables as they are now."""
    folder = Path(folder)
    with alone(folder):
        read_schema(folder)  # which says what is wrong with a description
        changed = broken_seals(folder)
        if changed:
            contents = {path: _read(folder, path) for path in changed}
            descriptor = (folder / DESCRIPTOR).read_text(encoding="utf-8")
            replace_together(folder, {DESCRIPTOR: record(descriptor, contents)})
    return changed


def _read(folder: Path, path: str) -> bytes:
    try:
        return read_file(folder, path)
    except FileError as error:
        raise ValueError(f"{path}: {error}") from None


def record(descriptor: str, contents: Mapping[str, bytes]) -> str:
    """Write the seals of tables into the text of `datapackage.json`, changing no other line."""
    for resource in json.loads(descriptor)["resources"]:
        if resource["path"] not in contents:
            continue
        line = f'"path": {json.dumps(resource["path"], ensure_ascii=False)},'
        if descriptor.count(line) != 1:
            raise ValueError(f"{DESCRIPTOR}: expected one line {line}; write each field on a line.")
        before, after = descriptor.split(line)
        start = before[before.rindex("\n") :]
        written = ""
        for field, value in _fingerprint(contents[resource["path"]]).items():
            if field in resource:
                recorded = f'{start}"{field}": {json.dumps(resource[field])},'
                after = after.replace(recorded, "", 1)
            written += f'{start}"{field}": {json.dumps(value)},'
        descriptor = before + line + written + after
    return descriptor

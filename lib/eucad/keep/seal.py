"""The seal: `datapackage.json` records size and hash of every table, so no change passes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eucad.dataset.schema import DESCRIPTOR
from eucad.keep.journal import alone, replace_together


def fingerprint(path: str | Path) -> dict[str, int | str]:
    r"""Return the `bytes` and the `hash` of a file, as a Frictionless resource records them.

    Line ends do not count: a file that git checked out with others is the same.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "table.csv"
    ...     _ = path.write_bytes(b"a,b\r\n")
    ...     fingerprint(path)["bytes"]
    4
    """
    return _fingerprint(Path(path).read_bytes())


def _fingerprint(content: bytes) -> dict[str, int | str]:
    content = content.replace(b"\r\n", b"\n")
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def broken_seals(folder: str | Path) -> list[str]:
    """List the tables that changed since they were recorded, or never were.

    Examples
    --------
    >>> import eucad
    >>> broken_seals(eucad.DATA)
    []
    """
    folder = Path(folder)
    return [
        resource["path"]
        for resource in _descriptor(folder)["resources"]
        if not (folder / resource["path"]).is_file()
        or any(
            resource.get(field) != value
            for field, value in fingerprint(folder / resource["path"]).items()
        )
    ]


def unsealed(paths: Sequence[str]) -> str:
    """Say that tables changed since they were recorded, and what to do.

    Examples
    --------
    >>> print(unsealed(["people.csv"]))
    people.csv changed since it was recorded. See what changed with: python -m eucad diff. If it was
    meant: python -m eucad seal.
    """
    return (
        f"{', '.join(paths)} changed since {'it was' if len(paths) == 1 else 'they were'} recorded."
        " See what changed with: python -m eucad diff. If it was meant: python -m eucad seal."
    )


def seal(folder: str | Path) -> list[str]:
    r"""Record the tables as they are now.

    Examples
    --------
    >>> import eucad, shutil, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     copy = shutil.copytree(eucad.DATA, Path(folder) / "data")
    ...     _ = (copy / "programmes.csv").write_text("programme_id,name,topic_id\\n")
    ...     seal(copy)
    ['programmes.csv']
    """
    folder = Path(folder)
    with alone(folder):
        changed = broken_seals(folder)
        if changed:
            contents = {path: (folder / path).read_bytes() for path in changed}
            descriptor = (folder / DESCRIPTOR).read_text(encoding="utf-8")
            replace_together(folder, {DESCRIPTOR: record(descriptor, contents)})
    return changed


def record(descriptor: str, contents: Mapping[str, bytes]) -> str:
    r"""Write the seals of tables into the text of `datapackage.json`, changing no other line.

    Examples
    --------
    >>> package = '{"resources": [{\n"path": "a.csv",\n"type": "table"}]}'
    >>> print(record(package, {"a.csv": b"a"}).splitlines()[2])
    "bytes": 1,
    """
    for resource in json.loads(descriptor)["resources"]:
        if resource["path"] in contents:
            found = _fingerprint(contents[resource["path"]])
            descriptor = _recorded(descriptor, resource, found)
    return descriptor


def _descriptor(folder: Path) -> dict:
    return json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))


def _recorded(descriptor: str, resource: dict, found: dict) -> str:
    """Write what was found into the text of the descriptor, so that no other line changes."""
    path = json.dumps(resource["path"], ensure_ascii=False)
    line = f'"path": {path},'
    if descriptor.count(line) != 1:
        raise ValueError(f"{DESCRIPTOR}: expected one line {line}; write each field on a line.")
    before, after = descriptor.split(line)
    indent = before[before.rindex("\n") + 1 :]
    for field in found:
        recorded = f'\n{indent}"{field}": {json.dumps(resource.get(field))},'
        after = after.replace(recorded, "", 1) if field in resource else after
    written = "".join(
        f'\n{indent}"{field}": {json.dumps(value)},' for field, value in found.items()
    )
    return before + line + written + after

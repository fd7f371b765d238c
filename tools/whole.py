"""Write a file whole or not at all: on a full disk, or if killed, the old one stays."""

import shutil
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, with its rights."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(content)
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

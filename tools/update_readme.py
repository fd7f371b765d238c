"""Write what the README shows of the overview notebook: its figure.

Run by `make report` after the notebooks, so that the README cannot show an older state.
"""

from base64 import b64decode
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent


def overview_figure() -> bytes:
    """Return the first figure stored in the overview notebook."""
    notebook = nbformat.read(ROOT / "notebooks" / "00-overview.ipynb", as_version=4)
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    pictures = (
        output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})
    )
    return b64decode(next(pictures))


if __name__ == "__main__":
    (ROOT / "overview.png").write_bytes(overview_figure())

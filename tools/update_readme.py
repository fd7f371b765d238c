"""Write what the README shows of the overview notebook: the findings and the figure.

Run by `make report` after the notebooks, so that the README cannot show an older state.
"""

import re
from base64 import b64decode
from pathlib import Path

import nbformat
from whole import write_whole

ROOT = Path(__file__).parent.parent
README, FIGURE = ROOT / "README.md", ROOT / "overview.png"
MARKED = re.compile(r"(<!-- findings -->\n).*?(<!-- end of findings -->)", re.DOTALL)
SHOWN = re.compile(r"\[!\[.*?\]\(overview\.png\)\]\(.*?\)", re.DOTALL)
# The calls in the overview whose output the README shows.
SENTENCES, PICTURE = "sentences.in_short(", "agenda_heatmap("


def overview_output(call: str, kind: str) -> str:
    """Return what the cell of the overview notebook that makes a call has shown."""
    notebook = nbformat.read(ROOT / "notebooks" / "00-overview.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.cell_type == "code" and call in cell.source)
    (output,) = cell.outputs
    return output.data[kind]


def updated_readme() -> str:
    """Return the README with the findings of the overview between its marks."""
    findings = overview_output(SENTENCES, "text/markdown")
    # The notebooks lie beside the overview, but not beside the README.
    findings = re.sub(r"\]\((?=[^()]*\.ipynb\))", "](notebooks/", findings)
    text, found = MARKED.subn(
        lambda marks: f"{marks[1]}\n{findings}\n\n{marks[2]}", README.read_text(encoding="utf-8")
    )
    alt = overview_output(PICTURE, "text/plain").replace("[", "(").replace("]", ")")
    picture = f"[![{alt}](overview.png)](notebooks/02-topic-evolution.ipynb)"
    text, shown = SHOWN.subn(lambda _: picture, text)
    if (found, shown) != (1, 1):
        raise SystemExit("README.md: put the marks of the findings and the picture back, once")
    return text


if __name__ == "__main__":
    write_whole(FIGURE, b64decode(overview_output(PICTURE, "image/png")))
    write_whole(README, updated_readme().encode())

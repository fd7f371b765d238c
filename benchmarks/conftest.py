"""What the benchmarks measure is written into README.md, with its date."""

from datetime import date
from pathlib import Path

import pytest

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


@pytest.fixture(scope="session")
def figures(request):
    """Collect figures: what is measured, and its value by size."""
    found = {}
    yield found
    if not request.session.testsfailed and len(found) > 2:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(before + BEGIN + _table(found) + END + after, encoding="utf-8")


def _table(found):
    sizes = sorted({size for values in found.values() for size in values})
    head = "".join(f" | × {size:,}" for size in sizes)
    lines = [f"\nMeasured on {date.today():%-d %B %Y}, all in one run:\n", f"| step{head} |"]
    lines.append("| --- |" + " --: |" * len(sizes))
    for step, values in found.items():
        cells = (f"{values[size]:.3g}" if size in values else "" for size in sizes)
        lines.append(f"| {step} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", ""])

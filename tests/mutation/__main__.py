"""Write what the check says of very many slips: ``make mutate``."""

import sys
from pathlib import Path

from mutation.mutations import HARMLESS, STRUCTURAL, VALUES
from mutation.trial import SCHEMA, tally

REPORT = Path(__file__).resolve().parents[2] / "benchmarks" / "mutation.md"
VERDICTS = ("exact", "roughly", "silent", "harmless")


def table(names, counts, reasons=()):
    heads = [
        "Class",
        *map(str.capitalize, VERDICTS),
        *(["Why some stay unseen"] if reasons else []),
    ]
    lines = [" | ".join(heads), " | ".join(["---", *["--:"] * 4, *(["---"] if reasons else [])])]
    for name in names:
        row = [name, *(str(counts[name][verdict]) for verdict in VERDICTS)]
        if reasons:
            row.append(reasons[name][1] if counts[name]["silent"] else "")
        lines.append(" | ".join(row))
    return "\n".join(f"| {line} |" for line in lines)


def main(trials):
    counts = tally(trials)
    total = {v: sum(counts[name][v] for name in counts) for v in VERDICTS}
    parts = [
        "# What the check says of a slip",
        f"Made by `make mutate` on version {SCHEMA.version} of the data, {trials} slips a class, "
        f"{sum(total.values()):,} in all: {total['exact']:,} are named where they are, "
        f"{total['roughly']:,} at another place, {total['silent']:,} not at all, and "
        f"{total['harmless']:,} change nothing. What the check passes over differs from its seal "
        "in `datapackage.json` all the same: `python -m eucad check` names the table as changed.",
        "## Slips that the table itself shows",
        table(STRUCTURAL, counts),
        "## Changes that are none",
        table(HARMLESS, counts),
        "## One honest value for another",
        table(VALUES, counts, VALUES),
    ]
    REPORT.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"{REPORT.name}: {total}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

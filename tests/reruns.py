"""Execute the notebooks as on other machines, and compare with the stored ones: ``make prove``.

Arguments are names of machines, and of notebooks' files; by default all of both. What differs is
listed; text is compared exactly, figures as the suite compares them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

import nbformat
from stored_figures import compare, figures

ROOT = Path(__file__).resolve().parents[1]

#: What the environment says on each. The kinds of processor are those whose matrix kernels add up
#: in other orders than today's.
MACHINES = {
    "elsewhere": {
        "PYTHONHASHSEED": "3",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "OPENBLAS_NUM_THREADS": "2",
        "PYTHONOPTIMIZE": "1",
    },
    "sandybridge": {"OPENBLAS_CORETYPE": "SANDYBRIDGE", "OPENBLAS_NUM_THREADS": "1"},
    "nehalem": {"OPENBLAS_CORETYPE": "NEHALEM", "OPENBLAS_NUM_THREADS": "1"},
    "prescott": {"OPENBLAS_CORETYPE": "PRESCOTT", "OPENBLAS_NUM_THREADS": "1"},
}


def shown(output):
    """All that a reader sees of an output, besides its figures."""
    data = {kind: text for kind, text in output.get("data", {}).items() if kind != "image/png"}
    return data or output.get("text")


def differences(stored, fresh):
    """Say where two executions of a notebook differ."""
    cells = [
        (number, *pair) for number, pair in enumerate(zip(stored.cells, fresh.cells, strict=True))
    ]
    for number, old, new in cells:
        if old.cell_type != "code":
            continue
        for before, after in zip_longest(old.outputs, new.outputs, fillvalue={}):
            if shown(before) != shown(after):
                yield f"cell {number}: {shown(before)!r:.2000} became {shown(after)!r:.2000}"
        for before, after in zip_longest(figures(old.outputs), figures(new.outputs)):
            different = compare(before, after)
            if different:
                yield f"cell {number}: {different}"


def rerun(machine, names):
    """Execute notebooks on a machine, with an empty cache; yield what differs."""
    with tempfile.TemporaryDirectory() as place:
        copies = [Path(shutil.copy(ROOT / "notebooks" / name, place)) for name in names]
        cache = Path(place, "cache")
        cache.mkdir()
        environment = os.environ | MACHINES[machine] | {"EUCAD_CACHE": str(cache)}
        command = [sys.executable, ROOT / "tools" / "execute_notebooks.py", *copies]
        subprocess.run(command, env=environment, check=True)
        for name, copy in zip(names, copies, strict=True):
            stored, fresh = (nbformat.read(p, 4) for p in (ROOT / "notebooks" / name, copy))
            yield from (f"{machine}, {name}, {each}" for each in differences(stored, fresh))


def main(arguments):
    machines = [name for name in arguments if name in MACHINES] or MACHINES
    names = [name for name in arguments if name not in MACHINES]
    names = names or sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    found = [each for machine in machines for each in rerun(machine, names)]
    print(*found, f"{len(found)} differences.", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

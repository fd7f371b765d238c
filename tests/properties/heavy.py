"""Load folders with one very large or odd file, in a process of its own, and say what it took."""

import json
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import eucad

SIZE = 100_000_000


def rows(table, count):
    """So many copies of a table's rows, the keys of each copy made its own."""
    _, *body = (eucad.DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines(True)
    copies = (row.replace(",", f"-x{i},", 1) for i in range(count) for row in body)
    return "".join(copies).encode()


CASES = {
    "short rows": ("people", lambda: b"a,b,c\n" * (SIZE // 6)),
    "empty lines": ("codings", lambda: b"\n" * SIZE),
    "commas": ("codings", lambda: (b"," * 7 + b"\n") * (SIZE // 8)),
    "quotation marks": ("codings", lambda: (b'"' * 998 + b"\n") * (SIZE // 1000)),
    "one open quotation mark": ("codings", lambda: b'"' + (b"a" * 99 + b"\n") * (SIZE // 100)),
    "zeros": ("documents", lambda: b"\0" * SIZE),
    "lines of zeros": ("documents", lambda: (b"\0" * 99 + b"\n") * (SIZE // 100)),
    "noise": ("documents", lambda: random.Random(1).randbytes(SIZE)),
    "letters of four bytes": ("codings", lambda: ("😀" * 20 + "\n").encode() * (SIZE // 81)),
    "a million columns": ("people", lambda: b"c," * 400_000 + b"\n"),
    "one long line": ("people", lambda: b"a" * SIZE),
    "carriage returns": ("people", lambda: b"a,b\r" * (SIZE // 4)),
    "rows ten times": ("codings", lambda: rows("codings", 1) * 10),
    "codings of unknown documents": ("codings", lambda: rows("codings", 20)),
    "documents without accounts": ("documents", lambda: rows("documents", 50)),
    "people of one name": ("people", lambda: rows("people", 100)),
    "roles of nobody": ("participation", lambda: rows("participation", 50)),
    "a deep description": ("datapackage.json", lambda: b"[" * 4_000_000),
    "a broad description": ("datapackage.json", lambda: b"[" + b"1," * 2_000_000 + b"1]"),
}

WITHOUT_HEADER = ("zeros", "noise", "one long line", "a deep description", "a broad description")


def own_peak() -> float:
    """Return the most memory held so far, in MB: on Linux, without what the parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main(names):
    with tempfile.TemporaryDirectory() as parent:
        folder = shutil.copytree(eucad.DATA, Path(parent, "data"))
        eucad.load(folder)
        for name in names:
            table, make = CASES[name]
            path = folder / (table if "." in table else f"{table}.csv")
            sound = path.read_bytes()
            with path.open("wb") as file:
                if name not in WITHOUT_HEADER:
                    file.write(sound.split(b"\n", 1)[0] + b"\n")
                file.write(make())
            begin = time.process_time()
            try:
                eucad.load(folder)
                found = "loaded"
            except eucad.DatasetError as error:
                found = f"{len(error.problems)} problems, {len(str(error))} letters"
                print(str(error)[:300], file=sys.stderr)
            took = time.process_time() - begin
            peak = own_peak()
            print(json.dumps([name, round(took, 2), round(peak), found]), flush=True)
            path.write_bytes(sound)


if __name__ == "__main__":
    main(sys.argv[1:] or CASES)

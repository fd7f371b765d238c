"""The commands: what they print, on any terminal, and their exit status."""

import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from damage import read, rename, write
from worlds import worlds

import eucad
from eucad.__main__ import main
from eucad.keep.derive import derive
from eucad.keep.release import release
from eucad.keep.seal import broken_seals, seal

SMALL = """
[document]
document_id = "hlsd2025-nowhere"
meeting_id = "hlsd2099"
lineage_id = "hlsd2099-nowhere"
"""


# --- check, add, seal, export -------------------------------------------------------------------


def test_a_change_since_the_record_is_told_apart_from_problems(folder, capsys):
    rename(folder, "events.csv", "EU Strategy for Central Asia adopted", "EU strategy adopted")
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "no problem found" in told
    assert "events.csv changed since it was recorded" in told
    assert main(["seal", str(folder)]) == 0
    assert capsys.readouterr().out == "Recorded: events.csv.\n"
    assert main(["check", str(folder)]) == 0
    assert "changed" not in capsys.readouterr().out


def test_what_cannot_be_added_is_told_without_a_traceback(folder, tmp_path, capsys):
    (tmp_path / "small.toml").write_text(SMALL)
    assert main(["add", str(tmp_path / "small.toml"), str(folder)]) == 1
    assert "meetings.csv has no 'hlsd2099'" in capsys.readouterr().err
    assert main(["add", str(tmp_path / "none.toml"), str(folder)]) == 1
    assert "cannot be read" in capsys.readouterr().err


ESCAPES = "\x1b[2J\x1b]0;x\x07 \u202e"
CODED = """
"x\\u001b[2J" = 1
[document]
document_id = "hlsd2025-x"
[[codings]]
topic_id = "cy\\u001b[2Jber"
"""


def test_no_command_prints_what_a_terminal_obeys(folder, tmp_path, capsys):
    text, small = tmp_path / "read-out.txt", tmp_path / "small.toml"
    text.write_text(f"They{ESCAPES} discussed cyber{ESCAPES}security today in Osh, and more.\n" * 2)
    small.write_text(CODED)
    rename(folder, "people.csv", "Roman Vassilenko", f"Roman {ESCAPES}Vassilenko")
    for command in (
        *(["suggest", text, *form] for form in ([], ["--toml"], ["--json"], ["--paragraphs"])),
        ["add", small, eucad.DATA],
        ["check", folder],
        ["diff", "--tables", eucad.DATA, folder],
        ["check", f"{folder}{ESCAPES}"],
    ):
        main([str(each) for each in command])
        told = "".join(capsys.readouterr())
        assert told
        assert not {*"\x07\x1b\u202e"} & {*told}, command[:2]


def test_a_document_is_taken_out_into_the_file_that_adds_it_again(folder, tmp_path, capsys):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main(["remove", "hlsd2021-mfa-tj", str(folder)]) == 0
    (tmp_path / "small.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert "hlsd2021-mfa-tj" not in (folder / "documents.csv").read_text("utf-8")
    assert main(["add", str(tmp_path / "small.toml"), str(folder)]) == 0
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
    assert main(["remove", "hlsd2021-mfa-tk", str(folder)]) == 1
    assert "hlsd2021-mfa-tj" in capsys.readouterr().err


def test_export_writes_files_and_says_which(tmp_path, capsys):
    assert main(["export", "--format", "json", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out.strip().endswith("eucad.json")


@pytest.fixture
def misspelt(folder):
    """A dataset with a problem that is told in letters which few terminals have."""
    rename(folder, "people.csv", "Роман Василенко", "Роман Васыленко")
    return folder


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp1252"])
def test_problems_are_told_to_any_terminal(misspelt, encoding, monkeypatch):
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding, write_through=True))
    assert main(["check", str(misspelt)]) == 1
    assert b"participation.csv, line" in printed.getvalue()


@pytest.mark.long
@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "cp1252"])
def test_problems_are_shown_on_any_terminal(misspelt, encoding):
    done = subprocess.run(
        [sys.executable, "-m", "eucad", "check", str(misspelt)],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 1, done.stderr
    assert b"participation.csv, line" in done.stdout
    assert not done.stderr


# --- diff ---------------------------------------------------------------------------------------


def test_diff_tells_cells_verdicts_and_headline_numbers(folder, capsys, monkeypatch):
    rename(folder, "events.csv", "EU Strategy for Central Asia adopted", "EU strategy adopted")
    seen = iter([("came in 2024", "12"), ("cannot tell", "13")])

    def found(dataset):
        words, number = next(seen)
        verdicts = pd.DataFrame({"words": [words], "badge": ["cite"]}, index=["cyber"])
        agenda = SimpleNamespace(mentions=number)
        return SimpleNamespace(verdicts=verdicts, agenda=agenda)

    monkeypatch.setattr("eucad.findings.overview.overview", found)
    monkeypatch.setattr("eucad.findings.sentences.ground", lambda n: f"They met {n} times.")
    monkeypatch.setattr("eucad.findings.sentences.beside", lambda _: ["**Nobody** left."])
    assert main(["diff", str(eucad.DATA), str(folder)]) == 0
    told = capsys.readouterr().out
    assert "events: 1 cell changed" in told
    assert "Cyber: came in 2024 (cite) → cannot tell (cite)" in told
    assert "With care (another verdict" in told
    assert "They met [12 → 13] times." in told
    assert "left" not in told


def test_diff_of_what_cannot_be_loaded_still_tells_the_cells(tmp_path, capsys):
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        for name in ("datapackage.json", "events.csv"):
            shutil.copy(eucad.DATA / name, tmp_path / side)
    rename(tmp_path / "new", "events.csv", "strategy-2007,2007-06-21", "strategy-2007,2008-06-21")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    told = capsys.readouterr().out
    assert "strategy-2007, date: '2007-06-21' → '2008-06-21'" in told
    assert "Which findings moved cannot be told" in told


@pytest.mark.long
def test_diff_of_what_holds_too_little_still_tells_the_cells(folder, dataset, capsys):
    for name, table in worlds(dataset)["nothing"]().tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    assert main(["diff", str(eucad.DATA), str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"people: {len(dataset.people)} removed" in told
    assert "Which findings moved cannot be told" in told


# --- derive and release -------------------------------------------------------------------------


def test_what_pandas_writes_is_derived_from_as_it_is_checked(folder):
    """Else a decision that was kept, as True, would count as dropped, and its coding go."""
    before = (folder / "codings_final.csv").read_bytes()
    for name in ("adjudications", "documents"):
        frame = read(folder, name).replace({"true": "True", "false": "False"})
        write(folder, name, frame)
    eucad.load(folder)
    derive(folder)
    assert (folder / "codings_final.csv").read_bytes() == before
    eucad.load(folder)


def test_derived_cells_counts_and_years_are_put_right(project):
    before = {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()}
    rename(
        project, "README.md", f"| `meetings` | {len(eucad.load().meetings)} |", "| `meetings` | 1 |"
    )
    end = json.loads((project / "datapackage.json").read_text("utf-8"))["temporal"]["end"]
    rename(project, "datapackage.json", f"2013–{end[:4]}", "2013–2024")
    rename(project, "datapackage.json", f'"end": "{end}"', '"end": "2024-06-05"')
    lines = (project / "codings_final.csv").read_text("utf-8").splitlines(keepends=True)
    (project / "codings_final.csv").write_text("".join([*lines[:5], *lines[6:]]), "utf-8")
    assert set(derive(project)) == {"README.md", "datapackage.json", "codings_final.csv"}
    assert {p.name: p.read_bytes() for p in project.iterdir() if p.is_file()} == before


def test_what_somebody_else_changed_keeps_its_broken_seal(project):
    rename(project, "events.csv", "EU Strategy for Central Asia adopted", "EU strategy adopted")
    rename(project, "documents.csv", "The European Union is not about imposing", "Not imposing")
    assert derive(project) == []
    assert set(broken_seals(project)) == {"events.csv", "documents.csv"}
    seal(project)
    assert derive(project) == []


def test_a_release_stands_everywhere_at_once(project):
    release(project, "7.0.0", ["events: 1 added"], dt.date(2031, 7, 1))
    root = project.parent
    assert eucad.load(project).version == "7.0.0"
    assert re.search(r'^version: "7.0.0"\ndate-released: "2031-07-01"', cff(root), re.MULTILINE)
    assert "## 7.0.0 (1 July 2031)" in (root / "CHANGELOG.md").read_text("utf-8")
    assert "events: 1 added" in (root / "CHANGELOG.md").read_text("utf-8")
    assert "Version 7.0.0." in (root / "README.md").read_text("utf-8")
    assert "Version 7.0.0." in (project / "README.md").read_text("utf-8")
    assert '"version": "7.0.0"' in (root / ".zenodo.json").read_text("utf-8")
    assert '"created": "2031-07-01T' in (project / "datapackage.json").read_text("utf-8")


def cff(root):
    return (root / "CITATION.cff").read_text("utf-8")


@pytest.mark.parametrize("version", ["1.0", "0.9.0", "new"])
def test_a_version_is_three_numbers_and_later(project, version):
    with pytest.raises(ValueError, match="version"):
        release(project, version, [])


def test_the_stored_files_are_what_derive_writes():
    assert derive(eucad.DATA) == [], "Run: make report (or .venv/bin/python -m eucad derive)"

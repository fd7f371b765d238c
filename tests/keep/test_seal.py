"""No change of a table passes unseen."""

import json
import os

import pytest

import eucad
from eucad.keep.seal import broken_seals, seal


def test_the_stored_tables_are_as_they_were_recorded():
    assert broken_seals(eucad.DATA) == [], "If you meant the change: .venv/bin/python -m eucad seal"


def sorted_alone(folder):
    lines = (folder / "people.csv").read_text("utf-8").splitlines()
    names = sorted(line.split(",")[1] for line in lines[1:])
    rows = (line.split(",") for line in lines[1:])
    changed = [",".join([row[0], name, *row[2:]]) for row, name in zip(rows, names, strict=True)]
    (folder / "people.csv").write_text("\n".join([lines[0], *changed]) + "\n", "utf-8")


def cut_off(folder):
    content = (folder / "people.csv").read_bytes()
    (folder / "people.csv").write_bytes(content[:-20])


def emptied(folder):
    header = (folder / "people.csv").read_text("utf-8").splitlines()[0]
    (folder / "people.csv").write_text(header + "\n", "utf-8")


def removed(folder):
    (folder / "people.csv").unlink()


@pytest.mark.parametrize("damage", [sorted_alone, cut_off, emptied, removed])
def test_a_table_that_changed_is_named(folder, damage):
    damage(folder)
    assert broken_seals(folder) == ["people.csv"]


def test_other_line_ends_are_no_change(folder):
    path = folder / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert broken_seals(folder) == []


def test_sealing_changes_the_lines_of_that_table_alone(folder):
    before = (folder / "datapackage.json").read_text("utf-8").splitlines()
    cut_off(folder)
    assert seal(folder) == ["people.csv"]
    assert broken_seals(folder) == []
    after = (folder / "datapackage.json").read_text("utf-8").splitlines()
    assert len(after) == len(before)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2


def test_a_table_without_a_record_is_sealed(folder):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for resource in package["resources"]:
        resource.pop("bytes", None), resource.pop("hash", None)
    path.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert len(seal(folder)) == len(package["resources"])
    assert broken_seals(folder) == []


def linked(folder):
    removed(folder)
    (folder / "people.csv").symlink_to("/dev/zero")


def piped(folder):
    removed(folder)
    os.mkfifo(folder / "people.csv")


def led_out(folder):
    path = folder / "datapackage.json"
    package = path.read_text("utf-8").replace('"people.csv"', '"/dev/zero"')
    path.write_text(package, "utf-8")


def described_by_a_list(folder):
    (folder / "datapackage.json").write_text("[]")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (linked, "people.csv: .*leads elsewhere"),
        (piped, "people.csv: .*something else"),
        (led_out, "datapackage.json: the path '/dev/zero'"),
        (described_by_a_list, "datapackage.json: not laid out"),
    ],
)
def test_what_is_no_table_is_not_sealed(folder, damage, named):
    """Else what lies elsewhere would be read, or waited for."""
    damage(folder)
    with pytest.raises(ValueError, match=named):
        seal(folder)

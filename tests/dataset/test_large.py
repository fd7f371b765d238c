"""Files are read column by column: the same as row by row, and the same words for what is wrong."""

import json
import re
from itertools import count

import pandas as pd
import pytest
from damage import problems_of

import eucad
from eucad.dataset import tables


def test_tables_are_the_same_row_by_row(dataset, monkeypatch):
    monkeypatch.setattr(tables, "arrow", None)
    for name, frame in eucad.load().tables.items():
        pd.testing.assert_frame_equal(frame, dataset.tables[name])


def test_a_large_file_in_many_parts_gives_the_same_tables(dataset, monkeypatch):
    monkeypatch.setattr(tables, "LARGE", 1)
    monkeypatch.setattr(tables, "BLOCK", 5000)
    for name, frame in eucad.load().tables.items():
        pd.testing.assert_frame_equal(frame, dataset.tables[name])


SLIPS = {
    "a cell too many": lambda rows: [*rows[:5], rows[5] + ",x", *rows[6:]],
    "all rows too long": lambda rows: [rows[0], *(row + "," for row in rows[1:])],
    "a cell too few": lambda rows: [*rows[:5], rows[5].rpartition(",")[0], *rows[6:]],
    "one too many and one too few": lambda rows: [
        *rows[:5],
        rows[5] + ",",
        rows[6].rpartition(",")[0],
        *rows[7:],
    ],
    "an empty row": lambda rows: [*rows[:5], "", *rows[5:]],
    "a row of commas": lambda rows: [*rows[:5], "," * rows[0].count(","), *rows[5:]],
    "a quotation mark": lambda rows: [*rows[:5], '"' + rows[5], *rows[6:]],
    "a zero before a number": lambda rows: [row.replace(",3,", ",03,") for row in rows],
    "an unknown choice": lambda rows: [row.replace(",a,", ",c,") for row in rows],
    "a row twice": lambda rows: [*rows[:5], rows[4], *rows[5:]],
}


SHORT = ("all rows too long", "a quotation mark", "an unknown choice")


@pytest.mark.parametrize(
    "slip",
    [*SHORT, *(pytest.param(name, marks=pytest.mark.long) for name in SLIPS if name not in SHORT)],
)
def test_a_slip_in_a_large_file_is_named_in_the_same_words(folder, monkeypatch, slip):
    path = folder / "codings.csv"
    path.write_text("\n".join(SLIPS[slip](path.read_text(encoding="utf-8").split("\n"))))
    column_by_column = problems_of(folder)
    # The head of the file, which is read first, is sound.
    monkeypatch.setattr(tables, "LARGE", 100)
    assert problems_of(folder) == column_by_column
    monkeypatch.setattr(tables, "arrow", None)
    assert problems_of(folder) == column_by_column


def test_a_vocabulary_of_hundreds_of_values(folder):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            if field["name"] == "language":
                more = [f"x{i}" for i in range(300)]
                field["categories"] += [{"value": value, "label": value} for value in more]
                field["constraints"]["enum"] += more
    path.write_text(json.dumps(package))
    documents = folder / "documents.csv"
    frame = pd.read_csv(documents, dtype=str, keep_default_na=False)
    codings = pd.read_csv(folder / "codings.csv", dtype=str)
    (bare, *_) = sorted({*frame["document_id"]} - {*codings["document_id"]})
    frame.loc[frame["document_id"] == bare, "language"] = "x299"
    frame.to_csv(documents, index=False)
    assert "x299" in eucad.load(folder).documents["language"].to_numpy()


def test_of_a_column_that_is_wrong_throughout_not_all_is_looked_at(folder, monkeypatch):
    asked = []
    complain = tables.complain
    monkeypatch.setattr(tables, "MOST", 20)
    monkeypatch.setattr(tables, "complain", lambda *a, **k: asked.append(a) or complain(*a, **k))
    path = folder / "codings.csv"
    numbers = count()
    path.write_text(re.sub(",a,", lambda _: f",{next(numbers)},", path.read_text("utf-8")), "utf-8")
    assert {(p.file, p.column) for p in problems_of(folder)} == {("codings.csv", "coder")}
    assert sum(column.name == "coder" for column, _ in asked) == 20

"""Loading the dataset: types, summaries, and an error for everything that can be wrong."""

import dataclasses
import json
import re
import subprocess
import sys
from inspect import signature

import numpy as np
import pandas as pd
import pytest
from tried_on import tried_on

import eucad
from eucad.__main__ import main
from eucad.agenda import account_topic_matrix
from eucad.dataset.rules import RULES, check_keys, check_rules
from eucad.dataset.schema import SchemaError, read_schema
from eucad.dataset.tables import TextTable, read_table


def edit(path, old, new, count=1):
    """Replace text in a file; the text must be there."""
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new, count).encode("utf-8"))


def set_cell(path, line, column, value):
    """Set one cell of a file without quoted line breaks; return its line and its old value."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    old = frame.loc[line - 2, column]
    assert old != value
    frame.loc[line - 2, column] = value
    frame.to_csv(path, index=False, lineterminator="\n")
    return old


def find_line(path, **values):
    """Return the line of the only row with these values."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = frame.index[(frame[list(values)] == pd.Series(values)).all(axis=1)]
    assert len(rows) == 1, values
    return rows[0] + 2


@pytest.fixture(scope="module")
def tables(dataset):
    """The cells of every table as text."""
    return {name: read_table(eucad.DATA, table)[0] for name, table in dataset.schema.tables.items()}


def with_cell(tables, name, where, column, value):
    """The tables with one cell set, in the only row with the values of `where`."""
    table = tables[name]
    rows = [tuple(where.values()) == values for values in table.records(*where)]
    assert sum(rows) == 1, where
    changed = tuple(value if hit else old for hit, old in zip(rows, table[column], strict=True))
    assert changed != table[column]
    return tables | {name: TextTable(table.schema, table.cells | {column: changed}, table.lines)}


def problems_of(folder):
    with pytest.raises(eucad.DatasetError) as caught:
        eucad.load(folder)
    return caught.value.problems


def only_problem(folder):
    (problem,) = problems_of(folder)
    return problem


# --- what load() returns ----------------------------------------------------------------


def test_every_table_of_the_package_is_a_field_and_the_reverse(dataset):
    fields = {field.name for field in dataclasses.fields(dataset)} - {"schema"}
    assert fields == set(dataset.schema.tables)


def test_every_row_and_cell_arrives(dataset):
    for name, frame in dataset.tables.items():
        raw = pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str, keep_default_na=False)
        assert list(frame.columns) == list(raw.columns)
        text = frame.astype(object).where(frame.notna(), "")
        for column in raw.columns:
            found = text[column]
            if dataset.schema[name].column(column).type == "date":
                found = found.map(lambda value: f"{value:%Y-%m-%d}" if value != "" else "")
            if dataset.schema[name].column(column).type == "boolean":
                found = found.map({True: "true", False: "false"})
            assert found.astype(str).tolist() == raw[column].tolist(), (name, column)


def test_types_follow_the_package(dataset):
    for name, frame in dataset.tables.items():
        for column in dataset.schema[name].columns:
            dtype = str(frame[column.name].dtype)
            if column.labels:
                assert dtype == "category"
                assert list(frame[column.name].cat.categories) == list(column.labels)
                assert frame[column.name].cat.ordered == column.ordered
            else:
                optional = {"integer": "Int64", "boolean": "boolean"}
                required = {"integer": "int64", "boolean": "bool"}
                always = {"string": "str", "date": "datetime64[us]"}
                expected = always | (required if column.required else optional)
                assert dtype == expected[column.type], (name, column.name)


def test_scales_have_the_order_of_the_vocabulary(dataset):
    stance = dataset.codings_final["stance"]
    assert stance.min() == "agreed"
    assert stance.max() == "background"
    assert (dataset.participation["rank"] < "ambassador").any()
    assert not dataset.documents["language"].cat.ordered


def test_dataset_is_frozen(dataset):
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.meetings = None


def test_a_change_in_place_is_refused_aloud(dataset):
    before = account_topic_matrix(dataset)
    with pytest.warns(pd.errors.ChainedAssignmentError):
        dataset.codings_final.loc[0, "topic_id"] = "another"
    with pytest.warns(pd.errors.ChainedAssignmentError):
        dataset.codings_final["topic_id"] = "another"
    table = dataset.codings_final
    table.loc[0, "topic_id"] = "another"
    assert "another" not in dataset.codings_final["topic_id"].to_list()
    pd.testing.assert_frame_equal(account_topic_matrix(dataset), before)
    other = account_topic_matrix(
        dataclasses.replace(dataset, codings_final=dataset.codings_final[:9])
    )
    assert other.to_numpy().sum() < before.to_numpy().sum()


def test_load_takes_text_or_path(folder):
    assert len(eucad.load(str(folder)).meetings) == len(eucad.load(folder).meetings)


def test_summary_counts_and_fingerprints(dataset, folder):
    summary = dataset.summary()
    assert summary.loc["meetings", "rows"] == len(dataset.meetings)
    set_cell(folder / "meetings.csv", 2, "note", "another note")
    changed = eucad.load(folder).summary()["fingerprint"] != summary["fingerprint"]
    assert changed[changed].index.tolist() == ["meetings"]


def test_summary_reads_well_in_both_places(dataset):
    assert dataset.schema.version in repr(dataset)
    assert f"{len(dataset.people)} people" in repr(dataset)
    html = dataset._repr_html_()
    assert html.count("<caption>") == 1
    assert "<th>codings_final</th>" in html


def test_describe(dataset):
    columns = dataset.describe("participation")
    assert columns.index.tolist() == list(dataset.participation.columns)
    assert "sideline_only" in columns.loc["capacity", "values"]
    with pytest.raises(KeyError, match="there are meetings, documents"):
        dataset.describe("meeting")


# --- a file that is wrong ---------------------------------------------------------------


def test_missing_folder(tmp_path):
    problem = only_problem(tmp_path / "nowhere")
    assert problem.expected == "a folder"
    assert "datapackage.json" in problem.advice


def test_folder_without_package(tmp_path):
    problem = only_problem(tmp_path)
    assert problem.file == "datapackage.json"
    assert "restore it" in problem.advice


def test_missing_table(folder):
    (folder / "people.csv").unlink()
    problem = only_problem(folder)
    assert (problem.file, problem.line) == ("people.csv", None)
    assert "Restore it" in problem.advice


def test_renamed_table(folder):
    (folder / "people.csv").rename(folder / "persons.csv")
    (folder / "persons.csv").rename(folder / "poeple.csv")
    missing, extra = problems_of(folder)
    assert (missing.file, missing.advice) == ("people.csv", "Did you mean 'poeple.csv'?")
    assert extra.file == "poeple.csv"


def test_folder_in_place_of_a_table(folder):
    (folder / "borrowing_topics.csv").unlink()
    (folder / "borrowing_topics.csv").mkdir()
    problem = only_problem(folder)
    assert (problem.file, problem.line) == ("borrowing_topics.csv", None)
    assert problem.expected == "a file that can be read"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf"])
def test_empty_file(folder, content):
    (folder / "topics.csv").write_bytes(content)
    problem = only_problem(folder)
    assert (problem.file, problem.value) == ("topics.csv", "an empty file")
    assert "topic_id,label,family" in problem.expected


def test_not_utf8(folder):
    path = folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", errors="replace"))
    path.write_bytes(path.read_bytes().replace(b"Antonio Costa", b"Ant\xf3nio Costa"))
    problem = only_problem(folder)
    first_bad = next(
        i for i, line in enumerate(path.read_bytes().split(b"\n"), 1) if not line.isascii()
    )
    assert (problem.file, problem.line) == ("people.csv", first_bad)
    assert "UTF-8" in problem.advice


def test_utf16(folder):
    path = folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    problem = only_problem(folder)
    assert (problem.file, problem.expected) == ("people.csv", "text in UTF-8")


def test_byte_order_mark_and_crlf_are_read_correctly(dataset, folder):
    for path in folder.glob("*.csv"):
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text)
    pd.testing.assert_frame_equal(eucad.load(folder).summary(), dataset.summary())


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separator(folder, separator, name):
    path = folder / "borrowing_topics.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", separator), encoding="utf-8")
    problem = only_problem(folder)
    assert (problem.line, problem.value) == (1, name)
    assert "spreadsheet" in problem.advice


def test_missing_column(folder):
    path = folder / "topics.csv"
    pd.read_csv(path).drop(columns="family").to_csv(path, index=False)
    problem = only_problem(folder)
    assert (problem.line, problem.column, problem.value) == (1, "family", None)


def test_renamed_column(folder):
    edit(folder / "topics.csv", "topic_id,label", "topic,label")
    missing, renamed = problems_of(folder)
    assert missing.column == "topic_id"
    assert (renamed.column, renamed.advice) == ("topic", "Did you mean 'topic_id'?")


def test_extra_column(folder):
    path = folder / "topics.csv"
    pd.read_csv(path).assign(colour="red").to_csv(path, index=False)
    problem = only_problem(folder)
    assert (problem.line, problem.column) == (1, "colour")
    assert "Remove it" in problem.advice


def test_repeated_column(folder):
    edit(folder / "topics.csv", "topic_id,label,family", "topic_id,label,label")
    assert {(p.column, p.line) for p in problems_of(folder) if p.line == 1} == {
        ("family", 1),
        ("label", 1),
    }


def test_columns_in_another_order(folder):
    path = folder / "topics.csv"
    frame = pd.read_csv(path)
    frame[frame.columns[::-1]].to_csv(path, index=False)
    problem = only_problem(folder)
    assert problem.line == 1
    assert "order" in problem.advice


def test_missing_header(folder):
    path = folder / "borrowing_topics.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[1:]), encoding="utf-8")
    problem = only_problem(folder)
    assert problem.line == 1
    assert "header" in problem.expected


def test_short_row(folder):
    path = folder / "borrowing_topics.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[9] = lines[9].rsplit(",", 1)[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problem = only_problem(folder)
    assert (problem.line, problem.value, problem.expected) == (10, "3 cells", "4 cells")


def test_long_row(folder):
    edit(folder / "borrowing_topics.csv", "hlsd2016-kz-mfa,hlsd2015-eeas,", "hlsd2016-kz-mfa,a,b,")
    problem = only_problem(folder)
    assert (problem.value, problem.expected) == ("5 cells", "4 cells")
    assert "quotation marks" in problem.advice


@pytest.mark.parametrize("row", ["", ",,,", ",,"])
def test_empty_row(folder, row):
    """A spreadsheet writes rows below the last as commas: one problem each, not one a cell."""
    edit(folder / "borrowing_topics.csv", "\nhlsd2016-kz", f"\n{row}\nhlsd2016-kz")
    problem = only_problem(folder)
    assert (problem.value, problem.advice) == ("an empty row", "Remove the line.")


def test_column_without_a_name(folder):
    path = folder / "borrowing_topics.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", ",\n"), encoding="utf-8")
    problem = only_problem(folder)
    assert problem.line == 1
    assert "Column 5 has no name" in problem.advice


def test_unclosed_quotation_mark(folder):
    line = find_line(folder / "topics.csv", topic_id="cyber")
    edit(folder / "topics.csv", '"cybersecurity, cybercrime', '"cybersecurity", cybercrime')
    problem = only_problem(folder)
    assert (problem.file, problem.line) == ("topics.csv", line)
    assert "quotation mark" in problem.advice


def test_cells_before_an_unclosed_quotation_mark_are_checked(folder):
    line = find_line(folder / "topics.csv", topic_id="cyber")
    edit(folder / "topics.csv", '"cybersecurity, cybercrime', '"cybersecurity", cybercrime')
    edit(folder / "topics.csv", ",drugs_cbrn,", ",drug_cbrn,")
    assert [problem.line for problem in problems_of(folder)] == [2, line]


def test_lines_are_counted_as_an_editor_does(folder):
    path = folder / "people.csv"
    edit(path, "Initial only in summit2023-mfatm;", "Initial only in\nsummit2023-mfatm;")
    edit(path, "wegter-bartjan,Bartjan Wegter,EU", "wegter-bartjan,Bartjan Wegter,UE")
    lines = path.read_text(encoding="utf-8").split("\n")
    broken, wrong = problems_of(folder)
    assert broken.column == "identity_note"
    assert "line break" in broken.advice
    assert lines[broken.line].startswith("summit2023-mfatm;")
    assert lines[wrong.line - 1].startswith("wegter-bartjan")


# --- a cell that is wrong ---------------------------------------------------------------

WRONG_CELLS = [
    # table, column, value, part of what was expected, part of the advice
    ("meetings", "round", "two", "a whole number", "digits"),
    ("meetings", "round", "2.0", "a whole number", "Write 2."),
    ("meetings", "round", "02", "plain digits", "Write 2."),
    ("meetings", "round", "0", "at least 1", "Correct"),
    ("meetings", "date_start", "2015-02-30", "a day that exists", "month or the day"),
    ("meetings", "date_start", "2015-13-01", "a day that exists", "month or the day"),
    ("meetings", "date_start", "20.03.2015", "year-month-day", "2015-03-20"),
    ("meetings", "date_start", "3/11/2015", "year-month-day", "2015-03-11 or 2015-11-03"),
    ("meetings", "date_start", "20150311", "year-month-day", "Write 2015-03-11"),
    ("meetings", "status", "", "a value", "Fill it in"),
    ("meetings", "mode", "In_Person", "in_person, virtual, hybrid", "'in_person'"),
    ("documents", "title_is_reconstructed", "TRUE", "true or false", "'true'"),
    ("documents", "founding", "no", "true or false", "'false'"),
    ("documents", "language", "english", "one of en, ru", "Did you mean 'en'?"),
    ("documents", "url", "www.example.org", "a web address", "Correct"),
    ("documents", "publisher", " nCa", "no space at either end", "Remove the space"),
    ("documents", "publisher", "Agen\ufffdzia", "readable letters", "type the value again"),
    ("documents", "publisher", "Agen\0zia", "visible characters", "control character"),
    ("documents", "publisher", "News\xa0Asia", "visible characters", "no-break space"),
    ("documents", "publisher", "News\nAsia", "visible characters", "line break"),
    ("documents", "publisher", "Tu\u0308rkiye", "'T\xfcrkiye'", "NFC"),
    ("documents", "url", "https://example.org\n", "no space at either end", "Remove"),
    ("documents", "document_type", "read-out", "readout, communique", "'readout'"),
    ("topics", "topic_id", "Cyber Threats", "lower-case words", "Correct"),
    ("codings", "term", "a term of more than five words", "one to five words", "Correct"),
    ("codings", "paragraph", "-1", "at least 0", "Correct"),
    ("codings", "paragraph", "9" * 19, "at most", "Correct"),
    ("codings", "stance", "disscused", "agreed, priority", "'discussed'"),
    ("participation", "rank", "deputy minister", "head_of_state", "'deputy_minister'"),
]


@pytest.mark.parametrize(("table", "column", "value", "expected", "advice"), WRONG_CELLS)
def test_wrong_cell(dataset, tmp_path, table, column, value, expected, advice):
    path = tmp_path / f"{table}.csv"
    lines = (eucad.DATA / path.name).read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:9]), encoding="utf-8")
    set_cell(path, 6, column, value)
    found, (problem,) = read_table(tmp_path, dataset.schema[table])
    assert (problem.file, problem.line, problem.column) == (path.name, 6, column)
    assert problem.value == value
    assert expected in problem.expected
    assert advice in problem.advice
    meant = problem.meant or ""
    assert found[column][4] == meant, "what is wrong is not compared with other tables"
    assert (4 in found.damaged) == (problem.meant is None)


def test_persian_words_keep_their_non_joiner(folder):
    set_cell(folder / "documents.csv", 6, "title", "\u0645\u06cc\u200c\u0634\u0648\u062f")
    assert eucad.load(folder).documents.loc[4, "title"][2] == "\u200c"


def test_repeated_key(folder):
    path = folder / "people.csv"
    set_cell(path, 7, "person_id", "abakirov-meder")
    problem = next(p for p in problems_of(folder) if p.line == 7)
    assert (problem.column, problem.value) == ("person_id", "abakirov-meder")
    assert "Line 2 has it already" in problem.advice


def test_repeated_compound_key(folder):
    path = folder / "programme_mentions.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[5]]), encoding="utf-8")
    problem = only_problem(folder)
    assert problem.column == "document_id, programme_id"
    assert problem.line == len(lines) + 1
    assert "Line 6 has it already" in problem.advice


def test_dangling_key_names_the_nearest(folder):
    line = find_line(folder / "programmes.csv", programme_id="LEICA")
    set_cell(folder / "programmes.csv", line, "topic_id", "terorism")
    problem = only_problem(folder)
    assert (problem.file, problem.line, problem.column) == ("programmes.csv", line, "topic_id")
    assert problem.advice == "Did you mean 'terrorism'?"


def test_everything_is_listed_at_once(folder):
    edit(folder / "meetings.csv", "2013-06-13,2013-06-13", "13.06.2013,2013-06-13")
    edit(folder / "people.csv", "Meder Abakirov,KG", "Meder Abakirov,KGZ")
    edit(folder / "codings.csv", ",discussed,", ",disscused,")
    set_cell(folder / "documents.csv", 9, "derived_from", "fmm2015-nothing")
    edit(folder / "programmes.csv", "programme_id", "programme")
    (folder / "borrowing_topics.csv").unlink()
    found = {(p.file, p.column) for p in problems_of(folder)}
    assert found >= {
        ("meetings.csv", "date_start"),
        ("people.csv", "delegation"),
        ("codings.csv", "stance"),
        ("documents.csv", "derived_from"),
        ("programmes.csv", "programme"),
        ("borrowing_topics.csv", None),
    }


def test_files_come_in_order_and_every_problem_is_in_the_message(folder):
    set_cell(folder / "documents.csv", 9, "about", "metting")
    set_cell(folder / "documents.csv", 5, "about", "metting")
    set_cell(folder / "meetings.csv", 5, "mode", "online")
    with pytest.raises(eucad.DatasetError) as caught:
        eucad.load(folder)
    problems = caught.value.problems
    assert [(p.file, p.line) for p in problems[:3]] == [
        ("meetings.csv", 5),
        ("documents.csv", 5),
        ("documents.csv", 9),
    ]
    message = str(caught.value)
    assert all(str(problem) in message for problem in problems)
    assert "documents.csv, line 9, column about: found 'metting'; expected" in message


# --- rules that cross tables ------------------------------------------------------------

BROKEN_RULES = [
    # table, row (by these values), column, new value, what was expected
    ("meetings", {"meeting_id": "hlsd2015"}, "date_end", "2015-03-10", "no day before the first"),
    ("meetings", {"meeting_id": "hlsd2015"}, "date_end", "2015-11-03", "within a week"),
    ("meetings", {"meeting_id": "hlsd2015"}, "country", "UZ", "TJ, the country of Dushanbe"),
    ("meetings", {"meeting_id": "summit2025"}, "country", "KG", "UZ, the country of Samarkand"),
    ("meetings", {"meeting_id": "hlsd2017"}, "note", "Afghanistan special guest.", "a note that"),
    ("meetings", {"meeting_id": "hlsd2022"}, "note", "Afghanistan took part.", "a note that"),
    ("meetings", {"meeting_id": "hlsd2020"}, "note", "No Afghan delegation.", "a note that"),
    ("meetings", {"meeting_id": "fmm2014"}, "status", "held", "filed under fmm2014"),
    ("meetings", {"meeting_id": "hlsd2015"}, "series", "fmm", "the series of hlsd2015"),
    ("meetings", {"meeting_id": "fmm2025"}, "meeting_id", "fmm2025b", "there is no fmm2025"),
    ("meetings", {"meeting_id": "hlsd2015"}, "date_start", "2014-03-11", "in the year of"),
    ("meetings", {"meeting_id": "hlsd2015"}, "round", "3", "2, the round before being 1"),
    ("meetings", {"meeting_id": "hlsd2016"}, "round", "5", "3, the round before being 2"),
    ("meetings", {"meeting_id": "hlsd2014"}, "city", "Brussels", "an empty cell"),
    ("meetings", {"meeting_id": "hlsd2020"}, "city", "Brussels", "an empty cell"),
    ("meetings", {"meeting_id": "hlsd2019"}, "country", "", "a value"),
    ("meetings", {"meeting_id": "hlsd2019"}, "status", "none_found", "an empty cell"),
    ("documents", {"document_id": "hlsd2015-asiaplus"}, "meeting_id", "hlsd2016", "hlsd2015"),
    ("documents", {"document_id": "hlsd2024-nca"}, "derived_from", "hlsd2024-spa-ar", "lineage"),
    ("documents", {"document_id": "hlsd2024-nca"}, "lineage_basis", "own", "another basis"),
    ("documents", {"document_id": "hlsd2024-nca"}, "published", "2024-05-01", "no day before"),
    ("documents", {"document_id": "hlsd2015-asiaplus"}, "publisher", "ASIA-PLUS", "Asia-Plus"),
    ("documents", {"document_id": "fmm2021-rferl"}, "publisher_type", "eu_media", "elsewhere"),
    ("documents", {"document_id": "fmm2021-rferl"}, "publisher_country", "KG", "US, as elsewhere"),
    ("documents", {"document_id": "fmm2021-rferl"}, "document_type", "announcement", "an announce"),
    ("documents", {"document_id": "fmm2021-rferl-hrw-en"}, "lineage_basis", "own", "the account"),
    ("documents", {"document_id": "fmm2019-ec"}, "title_is_reconstructed", "true", "no title"),
    (
        "documents",
        {"document_id": "hlsd2015-eudel-tj"},
        "seen_by_second_coder",
        "false",
        "true, as codings.csv has codings of coder b",
    ),
    ("lineages", {"lineage_id": "hlsd2015-eeas"}, "voice", "kz", "the voice eu or joint"),
    ("borrowings", {"lineage_id": "hlsd2016-tm-embassy"}, "template_lineage_id", "hlsd2021-eeas",
     "of an earlier meeting or of the same"),
    ("borrowings", {"lineage_id": "hlsd2016-tm-embassy"}, "template_lineage_id",
     "hlsd2016-tm-embassy", "another account"),
    ("borrowing_topics", {"lineage_id": "hlsd2024-eeas", "topic_id": "water"},
     "topic_id", "gender", "a topic that hlsd2024-eeas raises"),
    ("borrowing_topics", {"lineage_id": "hlsd2024-eeas", "topic_id": "water"},
     "topic_id", "cyber", "a topic that hlsd2023-eeas raises"),
    ("topics", {"topic_id": "cyber"}, "position", "36", "5, its place"),
    ("adjudications", {"document_id": "fmm2015-kunuz-uz", "topic_id": "border_management"},
     "coded_by", "a", "'b', as codings.csv has it"),
    ("adjudications", {"document_id": "fmm2015-kunuz-uz", "topic_id": "border_management"},
     "term", "чегара", "'чегарал', as codings.csv has it"),
    ("adjudications", {"document_id": "fmm2015-kunuz-uz", "topic_id": "border_management"},
     "kept", "true", "a row for border_management"),
    ("adjudications", {"document_id": "hlsd2018-orient", "topic_id": "trade_investment"},
     "coded_by", "a", "'both', as codings.csv has it"),
    ("adjudications", {"document_id": "hlsd2018-orient", "topic_id": "trade_investment"},
     "kept", "true", "a row for trade_investment"),
    ("adjudications", {"document_id": "hlsd2020-atavatan-ru", "topic_id": "regional_security"},
     "kept", "false", "coder a alone give"),
    ("adjudications", {"document_id": "fmm2015-kunuz-uz", "topic_id": "border_management"},
     "topic_id", "gender", "a topic that a coder found in fmm2015-kunuz-uz"),
    ("codings_final", {"document_id": "hlsd2015-eudel-tj", "topic_id": "cbrn"},
     "stance", "background", "which follows from codings.csv, line"),
    ("codings_final", {"document_id": "hlsd2015-eudel-tj", "topic_id": "cbrn"},
     "paragraph", "9", "which follows from codings.csv, line"),
    ("codings_final", {"document_id": "hlsd2015-eudel-tj", "topic_id": "cbrn"},
     "decided", "single", "'both', which follows from codings.csv, line"),
    ("codings_final", {"document_id": "hlsd2015-eudel-tj", "topic_id": "cbrn"},
     "raised_by", "EU", "an empty cell"),
    ("programmes", {"programme_id": "MIEUX"}, "topic_id", "gender", "a programme on a topic"),
    ("participation",
     {"meeting_id": "hlsd2025", "person_id": "skoog-olof",
      "document_id": "hlsd2025-europeaninterest"}, "rank", "ambassador", "as further up for"),
    ("participation",
     {"meeting_id": "ctd2025", "person_id": "skoog-olof",
      "document_id": "hlsd2025-europeaninterest"}, "institution", "EU", "EU, as further up for"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "karzai-hekmat"},
     "meeting_id", "hlsd2022", "a meeting at which delegations.csv seats AF"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "karzai-hekmat"},
     "meeting_id", "hlsd2016", "hlsd2015, under which"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "karzai-hekmat"},
     "name_printed", "Hamid", "a form of the name"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "schmid-helga"},
     "capacity", "sideline_only", "false, as participation.csv seats nobody of EU"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "schmid-helga"},
     "rank", "special_envoy", "special_envoy, as participation.csv has it for EU"),
    ("participation", {"document_id": "hlsd2018-nca", "person_id": "belliard-jean-christophe"},
     "capacity", "chair", "'No text says who chaired'"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "volkov-alexey"},
     "rank", "eu_commissioner", "an office of KZ"),
    ("participation", {"document_id": "hlsd2015-eudel-tj", "person_id": "volkov-alexey"},
     "capacity", "special_guest", "KZ as member"),
    ("people", {"person_id": "karzai-hekmat"}, "delegation", "EU-MS", "EU-MS"),
    ("delegations", {"document_id": "hlsd2015-eudel-tj", "delegation": "AF"},
     "delegation", "EBRD", "seats AF"),
    ("delegations", {"document_id": "hlsd2015-eudel-tj", "delegation": "KZ"},
     "mention", "collective", "false, as"),
    ("delegations", {"document_id": "hlsd2015-eudel-tj", "delegation": "KZ"},
     "meeting_id", "hlsd2016", "hlsd2015, as documents.csv has it"),
    ("delegations", {"document_id": "hlsd2015-eudel-tj", "delegation": "EU"},
     "head_named", "false", "true, as"),
    ("delegations", {"document_id": "hlsd2016-zakonkz-ru", "delegation": "AF"},
     "status", "special_guest", "'Afghanistan invited'"),
    ("delegations", {"document_id": "hlsd2016-zakonkz-ru", "delegation": "AF"},
     "head_named", "true", "false, as the delegation is only invited"),
    ("delegations", {"document_id": "hlsd2013-khovar-ru", "delegation": "KZ"},
     "mention", "individual", "'only collectively'"),
    ("topics", {"topic_id": "cyber"}, "label", "Afghanistan", "the words of the key cyber"),
    ("codings", {"document_id": "hlsd2015-eudel-tj", "topic_id": "cbrn", "coder": "a"},
     "paragraph", "500", "a paragraph below 100"),
    ("documents", {"document_id": "fmm2021-rferl"}, "published", "2022-11-22", "three months"),
    ("documents", {"document_id": "fmm2019-trend-pre"}, "published", "2016-11-22", "within a year"),
    ("documents", {"document_id": "fmm2013-ebxnews"}, "published", "2013-11-22",
     "2013-11-21, as in the address"),
    ("documents", {"document_id": "fmm2021-rferl-early"}, "published", "2021-11-23",
     "another address than that of fmm2021-rferl in line"),
    ("people", {"person_id": "vassilenko-stanislav"}, "aliases", "Roman Vasilenko",
     "which is vassilenko-roman's in line"),
    ("people", {"person_id": "kallas-kaja"}, "name", "Каja", "the words of the name"),
    ("delegations", {"document_id": "hlsd2015-eudel-tj", "delegation": "KZ"},
     "represented_by", " ".join(["word"] * 30), "at most 28 words, not 30"),
    ("events", {"event_id": "taliban-2021"}, "date", "2022-08-15", "a day in the year of"),
    ("glosses", {"kind": "term", "printed": "ulag"}, "printed", "ulak", "a term that a document"),
    ("glosses", {"kind": "term", "printed": "ulag"}, "language", "kk", "English (term, tk)"),
]  # fmt: skip


@tried_on(
    ("table", "row", "column", "value", "expected"),
    BROKEN_RULES,
    ids=["-".join([case[0], *case[1].values(), case[2], case[3][:10]]) for case in BROKEN_RULES],
)
def test_broken_rule(tables, monkeypatch, table, row, column, value, expected):
    damaged = with_cell(tables, table, row, column, value)
    # What the others read is as it was.
    readers = [rule for rule in RULES if table in signature(rule).parameters]
    monkeypatch.setattr("eucad.dataset.rules.checking.RULES", readers)
    found = [str(problem) for problem in check_keys(damaged, set()) + check_rules(damaged)]
    assert any(expected in problem for problem in found), found


@pytest.mark.long
def test_every_rule_is_broken_above(tables, monkeypatch):
    never = []
    for rule in RULES:
        monkeypatch.setattr("eucad.dataset.rules.checking.RULES", [rule])
        read = [case[:4] for case in BROKEN_RULES if case[0] in signature(rule).parameters]
        if not any(check_rules(with_cell(tables, *case)) for case in read):
            never.append(rule.__name__)
    assert not never


def test_a_wrong_round_does_not_make_the_next_one_wrong(folder):
    line = find_line(folder / "meetings.csv", meeting_id="hlsd2015")
    set_cell(folder / "meetings.csv", line, "round", "second")
    assert only_problem(folder).line == line


def test_a_document_without_a_key_is_nobody_s_source(folder):
    set_cell(folder / "documents.csv", 2, "document_id", "?")
    assert {problem.file for problem in problems_of(folder)} == {"documents.csv", "glosses.csv"}
    assert {p.line for p in problems_of(folder) if p.file == "documents.csv"} == {2}


def test_circle_of_copies(folder):
    documents = folder / "documents.csv"
    line = find_line(documents, document_id="hlsd2024-ein")
    set_cell(documents, line, "derived_from", "hlsd2024-nca")
    circles = [p for p in problems_of(folder) if p.column == "derived_from"]
    assert {p.line for p in circles} >= {line, find_line(documents, document_id="hlsd2024-nca")}
    assert "hlsd2024-ein ← hlsd2024-nca ← hlsd2024-ein" in {
        re.search(r"circle (.*)\.", p.advice)[1] for p in circles
    }


def test_a_lost_coding_is_missed(folder):
    edit_line = find_line(
        folder / "codings_final.csv", document_id="hlsd2015-eudel-tj", topic_id="cbrn"
    )
    path = folder / "codings_final.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: edit_line - 1] + lines[edit_line:]), encoding="utf-8")
    assert "a row for cbrn in hlsd2015-eudel-tj" in {p.expected for p in problems_of(folder)}


# --- the schema -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda package: package["resources"][0].pop("schema"), "'schema' is missing"),
        (
            lambda package: package["resources"][0]["schema"]["fields"][1]["categories"].pop(),
            "lists different values",
        ),
        (
            lambda package: package["resources"][0]["schema"]["fields"][2].update(type="number"),
            "column meetings.round has the type 'number'; use one of string",
        ),
        (
            lambda package: package["resources"][0]["schema"]["fields"][0]["constraints"].update(
                pattern="("
            ),
            "the pattern of column meetings.meeting_id is no regular expression",
        ),
        (
            lambda package: package["resources"][0]["schema"].update(primaryKey=["meeting"]),
            "a key of meetings points nowhere: table 'meetings' has no column 'meeting'",
        ),
        (
            lambda package: package["resources"][1]["schema"]["foreignKeys"][0]["reference"].update(
                resource="rounds"
            ),
            "a key of documents points nowhere: no table 'rounds'",
        ),
        (lambda package: package.update(resources="all"), "not laid out as a data package"),
    ],
)
def test_damaged_package(folder, damage, message):
    change_package(folder, damage)
    with pytest.raises(SchemaError, match=message):
        read_schema(folder)
    with pytest.raises(eucad.DatasetError, match=message):
        eucad.load(folder)


def change_package(folder, change):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")


def test_package_with_other_tables_than_the_library(folder):
    change_package(folder, lambda package: package["resources"].pop())
    problem = only_problem(folder)
    assert (problem.file, problem.value) == ("datapackage.json", "glosses")


def test_package_that_is_a_folder(folder):
    (folder / "datapackage.json").unlink()
    (folder / "datapackage.json").mkdir()
    with pytest.raises(eucad.DatasetError, match=r"datapackage\.json: cannot be read"):
        eucad.load(folder)


def test_package_that_is_not_json(folder):
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(eucad.DatasetError, match="not valid JSON"):
        eucad.load(folder)


# --- the command ------------------------------------------------------------------------


def test_check_is_silent_about_a_clean_dataset(folder, capsys):
    assert main(["check", str(folder)]) == 0
    assert "no problem found" in capsys.readouterr().out


def test_check_names_each_problem_on_a_line(folder, capsys):
    set_cell(folder / "documents.csv", 9, "about", " meeting")
    assert main(["check", str(folder)]) == 1
    count, problem = capsys.readouterr().out.splitlines()
    assert count == "1 problem in the dataset:"
    assert problem.startswith("  documents.csv, line 9, column about: found ' meeting'; expected")


def test_check_of_no_dataset_says_what_to_pass(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "Pass the folder that holds datapackage.json." in capsys.readouterr().out


@pytest.mark.long
def test_command_line_loads_no_more_than_it_needs():
    command = [sys.executable, "-X", "importtime", "-m", "eucad", "check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "no problem found" in run.stdout
    loaded = set(re.findall(r"\| +(\w+)$", run.stderr, re.MULTILINE))
    assert "pandas" in loaded
    assert not {"matplotlib", "scipy", "rich", "krippendorff"} & loaded


def test_tables_do_not_share_memory_with_a_second_load(dataset):
    again = eucad.load()
    assert not np.shares_memory(
        again.topics["position"].to_numpy(), dataset.topics["position"].to_numpy()
    )

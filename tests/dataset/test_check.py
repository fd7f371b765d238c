"""What `check` says is right: one problem a cause, at its place, with advice that helps."""

import re

import pytest
from damage import change_text, drop_rows, only_problem, problems_of, read, set_cells, write
from tried_on import some, tried_on

import eucad
from eucad.dataset.cells import complain
from eucad.dataset.problems import Problem, condense, find_near
from eucad.dataset.schema import read_schema

TJ = "hlsd2015-eudel-tj"
CODING = {"document_id": TJ, "topic_id": "cbrn", "coder": "a"}


def complaint(dataset, table, column, value):
    return complain(dataset.schema[table].column(column), value)


# --- what was meant --------------------------------------------------------------------------


@tried_on(
    ("value", "allowed", "meant"),
    [
        ("drug_traficking", ["drug_trafficking", "cbrn"], "drug_trafficking"),
        ("Drug trafficking", ["drug_trafficking", "cbrn"], "drug_trafficking"),
        ("hlsd2015-eudle-tj", ["hlsd2015-eudel-tj", "hlsd2016-eudel-tj"], "hlsd2015-eudel-tj"),
        ("vice_minister", ["minister", "deputy_minister"], None),
        ("cybersecurity", ["cyber", "regional_security"], None),
        ("hlsd2026", ["hlsd2025", "hlsd2016"], None),
        ("fmm2017-asiaplus-ru", ["fmm2017-asiaplus-en"], None),
        ("bilateral", ["unilateral"], None),
        ("LV", ["LU", "KZ"], None),
        ("kz", ["KZ", "KG"], "KZ"),
        ("", ["KZ"], None),
    ],
)
def test_a_value_is_offered_only_for_a_slip_of_the_pen(value, allowed, meant):
    assert find_near(value, allowed) == meant


TRUE = [
    "TRUE",
    "ИСТИНА",
    "DOĞRU",
    "VRAI",
    "VERO",
    "VERDADERO",
    "PRAWDA",
    "WAHR",
    "yes",
    "1",
    "1.0",
    "-1",
    "y",
    "t",
    "да",
]
FALSE = ["FALSE", "FALSCH", "ЛОЖЬ", "YANLIŞ", "FAUX", "FALSO", "no", "0", "n", "нет"]


@tried_on(("words", "meant"), [(TRUE, "true"), (FALSE, "false")])
def test_truth_in_other_languages_is_understood(dataset, words, meant):
    for word in words:
        found = complaint(dataset, "documents", "founding", word)
        assert (found.meant, found.advice) == (meant, f"Write {meant!r} if you mean that."), word


@tried_on("word", ["x", "2", "maybe", "?", "truth", "T/F"])
def test_truth_is_not_guessed(dataset, word):
    assert complaint(dataset, "documents", "founding", word).advice == "Write true or false."


@tried_on(
    ("value", "readings"),
    [
        ("6/13/13", ["2013-06-13"]),
        ("13.06.13", ["2013-06-13"]),
        ("41438", ["2013-06-13"]),
        ("2013-06-13 00:00:00", ["2013-06-13"]),
        ("13-Jun-13", ["2013-06-13"]),
        ("2013-6-13", ["2013-06-13"]),
        ("٢٠١٣-٠٦-١٣", ["2013-06-13"]),
        ("２０１３-06-13", ["2013-06-13"]),
        ("3/11/2015", ["2015-03-11", "2015-11-03"]),
        ("30.02.2013", []),
        ("31.04.2013", []),
        ("soon", []),
        ("9" * 4301, []),
    ],
)
def test_every_date_that_is_advised_exists(dataset, value, readings):
    found = complaint(dataset, "meetings", "date_start", value)
    advised = re.findall(r"\d{4}-\d{2}-\d{2}", found.advice)
    assert advised == readings
    assert all(complaint(dataset, "meetings", "date_start", day) is None for day in advised)


@tried_on(
    ("value", "meant"),
    [
        ("Central Asiaâ€™s role", "Central Asia’s role"),
        ("AgÃªncia Europa", "Agência Europa"),
        ("Border Management â€“ Central Asia", "Border Management – Central Asia"),
        ("TÃ¼rkiye", "Türkiye"),
        ("РўР°РґР¶РёРєРёСЃС‚Р°РЅ", "Таджикистан"),
        ("???? ??", None),
        ("Кыргы?стан", None),
    ],
)
def test_lost_letters_are_named_with_restore_first(dataset, value, meant):
    found = complaint(dataset, "documents", "title", value)
    assert "restore it from version control first" in found.advice
    assert found.meant == meant


@tried_on(
    "value",
    ["What next?", "Рівне", "„Groß“ und klein", "A & B", "Türkiye", "É", "50% of it", "a_b"],
)
def test_honest_letters_are_left_alone(dataset, value):
    assert complaint(dataset, "documents", "title", value) is None


@tried_on(
    ("table", "column", "value"),
    [
        *(("people", "identity_note", value) for value in ("#REF!", "#NAME?", "#ИМЯ?", "NULL")),
        *(("meetings", "city", value) for value in ("N/A", "-")),
        *(("documents", "title", value) for value in ("n/a", "unknown", "—", "#DIV/0!", "None")),
    ],
)
def test_stand_ins_are_named(dataset, table, column, value):
    assert complaint(dataset, table, column, value).advice == "Empty it."


def test_a_new_value_of_a_vocabulary_has_its_place(dataset):
    for table, column, value in (("documents", "language", "ky"), ("meetings", "country", "LV")):
        advice = complaint(dataset, table, column, value).advice
        assert "or add it to" in advice
        assert "datapackage.json" in advice


def test_letters_of_another_script_are_named(dataset):
    for table, column, value, letter in (
        ("documents", "publisher", "Аsia-Plus", "А"),
        ("meetings", "city", "Вrussels", "В"),
        ("codings", "term", "Conference on Сonnectivity", "С"),
        ("documents", "language", "еn", "е"),
    ):
        assert f"{letter!r} is a cyrillic" in complaint(dataset, table, column, value).advice


# --- one problem a cause ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "where", "value"),
    some(
        2,
        [
            ("topics", {"topic_id": "afghanistan"}, "afghanstan"),
            ("documents", {"document_id": TJ}, "hlsd2015-eudle-tj"),
            ("lineages", {"lineage_id": "hlsd2015-eeas"}, "hlsd2015-eaes"),
            ("people", {"person_id": "schmid-helga"}, "schmid-helag"),
        ],
    ),
)
def test_a_misspelt_key_is_named_in_its_own_table_once(folder, table, where, value):
    ((column, key),) = where.items()
    set_cells(folder, table, where, column, value)
    problem = only_problem(folder)
    assert (problem.file, problem.column, problem.value) == (f"{table}.csv", column, value)
    assert repr(key) in problem.expected
    assert problem.advice == "Correct it here."


@pytest.mark.parametrize(
    ("table", "where"),
    some(
        2,
        [
            ("meetings", {"meeting_id": "hlsd2021"}),
            ("meetings", {"meeting_id": "hlsd2025"}),
            ("documents", {"document_id": TJ}),
            ("lineages", {"lineage_id": "hlsd2015-eeas"}),
            ("people", {"person_id": "schmid-helga"}),
            ("topics", {"topic_id": "cyber"}),
        ],
    ),
)
def test_a_missing_row_is_one_problem_that_says_where_to_add_it(folder, table, where):
    drop_rows(folder, table, **where)
    problems = [p for p in problems_of(folder) if p.column != "position"]
    assert len(problems) == 1, "\n".join(map(str, problems))
    assert problems[0].value == next(iter(where.values()))
    assert problems[0].advice == f"Add it to {table}.csv, or correct it here."
    assert problems[0].also


@pytest.mark.parametrize(
    ("rows", "table"), [(60, "lineages"), (0, "lineages"), (0, "people"), (0, "documents")]
)
def test_a_table_cut_off_is_one_problem_that_names_it(folder, rows, table):
    write(folder, table, read(folder, table).head(rows))
    problems = problems_of(folder)
    assert len(problems) <= 3, "\n".join(map(str, problems))
    assert f"{table}.csv lacks" in problems[0].advice
    assert "restore it from version control" in problems[0].advice


@pytest.mark.parametrize("table", ["codings", "codings_final"])
def test_codings_without_rows_are_to_be_restored(folder, table):
    write(folder, table, read(folder, table).head(0))
    problem, *consequences = problems_of(folder)
    assert problem.file == f"{table}.csv"
    assert problem.advice == "Restore the file from version control."
    assert len(consequences) <= 2


@pytest.mark.long
@pytest.mark.parametrize("table", read_schema(eucad.DATA).tables)
def test_a_table_without_rows_breaks_nothing(folder, table):
    write(folder, table, read(folder, table).head(0))
    for problem in problems_of(folder):
        assert problem.expected and problem.advice


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("cybersecurity", "Did you mean 'cyber'?"),
        ("cbrn ", "Remove the space"),
        ("xyz", "Add it to topics.csv, or correct it here."),
        ("", "Fill it in"),
        ("CBRN", "Correct it."),
    ],
)
def test_a_wrong_topic_of_a_coding_has_no_consequences(folder, value, advice):
    set_cells(folder, "codings", CODING, "topic_id", value)
    problem = only_problem(folder)
    assert (problem.file, problem.column) == ("codings.csv", "topic_id")
    assert problem.advice.startswith(advice)


def test_a_wrong_document_of_a_coding_has_no_consequences(folder):
    set_cells(folder, "codings", CODING, "document_id", "hlsd2015-eudle-tj")
    assert only_problem(folder).advice == f"Did you mean {TJ!r}?"


def test_a_wrong_flag_is_named_at_the_flag(folder):
    set_cells(folder, "documents", {"document_id": TJ}, "seen_by_second_coder", "false")
    assert only_problem(folder).column == "seen_by_second_coder"


@pytest.mark.parametrize("coder", ["a", "b"])
def test_a_lost_pass_is_one_problem(folder, coder):
    drop_rows(folder, "codings", document_id=TJ, coder=coder)
    assert f"codings of {TJ} by coder {coder}" in only_problem(folder).expected


def test_vice_minister_is_not_made_a_minister(folder):
    where = {"document_id": TJ, "person_id": "karzai-hekmat"}
    set_cells(folder, "participation", where, "rank", "vice_minister")
    assert only_problem(folder).advice.startswith("Choose one of them")


@pytest.mark.parametrize("table", ["documents", "lineages"])
def test_a_wrong_meeting_is_named_where_it_is_wrong(folder, table):
    key = {"documents": {"document_id": TJ}, "lineages": {"lineage_id": "hlsd2015-eeas"}}[table]
    set_cells(folder, table, key, "meeting_id", "hlsd2016")
    problem = only_problem(folder)
    assert (problem.file, problem.column) == (f"{table}.csv", "meeting_id")
    assert "hlsd2015" in problem.expected


def save_in_spreadsheet(folder):
    for table in ("documents", "adjudications", "delegations"):
        change_text(
            folder,
            table,
            lambda text: re.sub(r"(?<=,)(true|false)(?=[,\n])", lambda m: m[0].upper(), text),
        )


def test_a_file_saved_by_a_spreadsheet_is_one_problem(folder):
    save_in_spreadsheet(folder)
    problems = problems_of(folder)
    assert [p.file for p in problems] == ["documents.csv", "adjudications.csv", "delegations.csv"]
    rows = len(read(folder, "documents"))
    assert f"lines 2–{rows + 1}" in str(problems[0])
    assert f"({3 * rows:,} cells.)" in problems[0].advice
    assert problems[0].line == 2


def test_a_slip_in_a_file_saved_by_a_spreadsheet_stands_alone(folder):
    set_cells(folder, "documents", {"document_id": TJ}, "founding", "maybe")
    save_in_spreadsheet(folder)
    assert [p.value for p in problems_of(folder) if p.advice == "Write true or false."] == ["maybe"]


def test_dates_turned_round_are_one_problem_a_file(folder):
    for table in ("meetings", "documents"):
        frame = read(folder, table)
        for column in frame.columns.intersection(["date_start", "date_end", "published"]):
            frame[column] = [f"{d[5:7]}/{d[8:]}/{d[:4]}" if d else d for d in frame[column]]
        write(folder, table, frame)
    assert [p.file for p in problems_of(folder)] == ["meetings.csv", "documents.csv"]


def test_empty_rows_below_the_last_are_one_problem(folder):
    change_text(folder, "borrowings", lambda text: text + ",,,,\n" * 1000)
    problem = only_problem(folder)
    assert problem.value == "an empty row"
    assert "(1,000 cells.)" in problem.advice


def test_what_pandas_writes_is_read_back(dataset, folder):
    for name, frame in dataset.tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    assert eucad.load(folder).summary().equals(dataset.summary())


def test_two_rows_on_one_line(folder):
    change_text(folder, "lineages", lambda text: text.rstrip("\n") + text.split("\n")[1] + "\n")
    assert only_problem(folder).advice.startswith("Two rows stand on one line")


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "printed"),
    some(
        2,
        [
            ("mirziyoyev-shavkat", "Anna Mirziyoyeva"),
            ("idrissov-erlan", "Bruno Idrissov"),
            ("borrell-josep", "Anna Borrelli"),
            ("costa-antonio", "Antonio Costantini"),
            ("madmarov-a", "A. Madmarova"),
            ("vassilenko-roman", "Stanislav Vassilenko"),
        ],
    ),
)
def test_a_namesake_is_not_the_official(folder, person, printed):
    set_cells(folder, "participation", {"person_id": person}, "name_printed", printed)
    problems = problems_of(folder)
    assert problems
    assert {p.column for p in problems} == {"name_printed"}


@pytest.mark.parametrize(
    ("person", "printed"),
    some(
        2,
        [
            ("renaud-basso-odile", "Ms. Renaud-Basso"),
            ("idrissov-erlan", "E. Idrissov"),
            ("mirziyoyev-shavkat", "President Mirziyoyev"),
            ("schmid-helga", "Secretary General Helga Schmid"),
        ],
    ),
)
def test_titles_and_initials_are_no_other_person(folder, person, printed):
    set_cells(folder, "participation", {"person_id": person}, "name_printed", printed)
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    ("person", "aliases"),
    some(
        3,
        [
            ("vassilenko-stanislav", "Roman Vasilenko"),
            ("abdrakhmanov-kairat", "Kayrat Abdrachmanov | "),
            ("abdrakhmanov-kairat", "Kayrat Abdrachmanov|K. Abdrakhmanov"),
            ("abdrakhmanov-kairat", "Kayrat Abdrachmanov; K. Abdrakhmanov"),
            ("abdrakhmanov-kairat", "Kayrat Abdrachmanov | Kairat Abdrakhmanov"),
            ("abdrakhmanov-kairat", "Kayrat Abdrachmanov | K"),
        ],
    ),
)
def test_aliases_are_forms_of_one_person(folder, person, aliases):
    set_cells(folder, "people", {"person_id": person}, "aliases", aliases)
    assert problems_of(folder)[0].column == "aliases"


def test_one_person_is_not_two(folder):
    frame = read(folder, "people")
    frame.loc[len(frame)] = ["wassilenko-roman", "Roman Wassilenko", "KZ", "", ""]
    write(folder, "people", frame)
    assert "vassilenko-roman's in line" in only_problem(folder).expected


def test_a_key_that_names_two_things_calls_them_the_same(folder):
    set_cells(folder, "topics", {"topic_id": "hybrid"}, "label", "Hybrid threats")
    assert only_problem(folder).expected == "'Hybrid', as datapackage.json calls 'hybrid' elsewhere"


# --- likely days -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "where", "column", "value"),
    some(
        2,
        [
            ("documents", {"document_id": TJ}, "published", "2016-03-11"),
            ("events", {"event_id": "taliban-2021"}, "date", "2041-08-15"),
            ("documents", {"document_id": TJ}, "published", "2105-06-14"),
            ("documents", {"document_id": TJ}, "published", "1015-03-11"),
            ("meetings", {"meeting_id": "hlsd2024"}, "date_end", "2042-06-05"),
            ("meetings", {"meeting_id": "hlsd2024"}, "date_end", "2024-12-31"),
        ],
    ),
)
def test_days_that_are_unlikely_are_named(folder, table, where, column, value):
    set_cells(folder, table, where, column, value)
    assert only_problem(folder).column == column


# --- problems in words -----------------------------------------------------------------------


def test_ten_problems_stay_ten():
    problems = [Problem("a.csv", "y", "z.", n, "b", "x") for n in range(2, 12)]
    assert condense(problems) == problems


def test_lines_are_written_as_ranges():
    lines = [*range(2, 10), 12, 15, 16, 20, 30, 40, 50]
    (one,) = condense(Problem("a.csv", "y", "z.", n, "b", "x") for n in lines)
    assert str(one).startswith("a.csv, lines 2–9, 12, 15–16, 20, 30 and more, 15 in all, column b:")


def test_what_moves_a_terminal_is_written_as_an_escape():
    problem = Problem("a\x1b[2J.csv", "y", "z.", 2, "b\nforged: line", "x\u202e")
    assert str(problem).isprintable()


def test_a_password_is_not_printed():
    problem = Problem("a.csv", "y", "z.", 2, "url", "https://user:pw@x.example/")
    assert "pw" not in str(problem)


@pytest.mark.parametrize("meeting", ["hlsd2013", "ctd2025"])
def test_a_round_far_too_large_is_named_where_it_is(folder, meeting):
    set_cells(folder, "meetings", {"meeting_id": meeting}, "round", "500")
    (problem,) = problems_of(folder)
    assert (problem.column, problem.value) == ("round", "500")

"""A folder from anywhere: what no honest dataset holds ends in a named problem, soon."""

import json
import os
import socket
import time

import pytest
from damage import problems_of, read, set_cells, write
from tried_on import tried_on

import eucad
from eucad.dataset.cells import complain
from eucad.dataset.tables import TextTable

SCRIPT = "War against Ukraine<script>alert(1)</script>"
TJ = {"document_id": "hlsd2015-eudel-tj"}


def soon(folder, seconds=20):
    """Return the only problem; the limit is wide, as the machine may be busy."""
    begin = time.process_time()
    (problem,) = problems_of(folder)
    assert time.process_time() - begin < seconds
    assert len(str(problem)) < 2000
    return problem


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["secret.csv", "/etc/passwd", "/dev/zero", "people.csv"])
def test_a_link_that_leads_elsewhere(folder, target):
    (folder.parent / "secret.csv").write_text("a secret\n")
    people = folder / "people.csv"
    people.unlink()
    people.symlink_to(folder.parent / target if target == "secret.csv" else target)
    problem = soon(folder)
    assert problem.file == "people.csv"
    assert "secret" not in str(problem)
    assert "root" not in str(problem)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
@pytest.mark.parametrize("name", ["people.csv", "datapackage.json"])
def test_a_pipe_is_not_waited_for(folder, name):
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert "no file but something else" in str(soon(folder))


def test_a_cell_of_50_megabytes(folder):
    with (folder / "people.csv").open("ab") as file:
        file.write(b"x-y,X Y,KZ,,")
        file.write(b"a" * 50_000_000 + b"\n")
    assert "lines of at most" in soon(folder).expected


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("people", b"a,b,c\n"),
        pytest.param("borrowing_topics", b"a,b,c,d\n", marks=pytest.mark.long),
    ],
)
def test_a_file_of_millions_of_rows(folder, table, row):
    with (folder / f"{table}.csv").open("ab") as file:
        file.write(row * (50_000_000 // len(row)))
    begin = time.process_time()
    problems = problems_of(folder)
    assert time.process_time() - begin < 20
    assert {p.file for p in problems} == {f"{table}.csv"}
    assert len(problems) < 10


def test_a_cell_larger_than_the_reader_takes(folder):
    with (folder / "people.csv").open("ab") as file:
        file.write(b"x-y,X Y,KZ,," + b"a" * 140_000 + b"\n")
    problem = soon(folder)
    # Other libraries in the process may have raised the reader's own limit; ours then names it.
    assert "at most" in problem.expected
    assert "Shorten" in problem.advice


def test_a_header_of_very_many_columns(folder):
    (folder / "people.csv").write_text(",".join(f"c{i}" for i in range(100_000)) + "\n")
    assert "100,000 columns" in str(soon(folder))


def test_thousands_of_unknown_documents_are_one_problem(folder):
    with (folder / "codings.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"hlsd2015-x{i},cyber,a,1,t,discussed,,\n" for i in range(2000))
    assert "documents.csv lacks 2,000 rows" in soon(folder).advice


def test_cells_that_are_all_wrong_are_not_looked_up_one_by_one(folder, monkeypatch):
    frame = read(folder, "codings_final")
    frame["term"] += " too"
    write(folder, "codings_final", frame)
    walks, records = [], TextTable.records
    monkeypatch.setattr(
        TextTable, "records", lambda table, *columns: walks.append(1) or records(table, *columns)
    )
    assert ("codings_final.csv", "term") in {(p.file, p.column) for p in problems_of(folder)}
    assert len(walks) < len(frame) / 2


def test_a_ring_of_copies(folder):
    frame = pytest.importorskip("pandas").read_csv(
        folder / "documents.csv", dtype=str, keep_default_na=False
    )
    frame["derived_from"] = [*frame["document_id"][1:], frame["document_id"][0]]
    frame.to_csv(folder / "documents.csv", index=False)
    circle = [p for p in problems_of(folder) if "circle" in p.expected]
    assert len(circle) == 1
    assert len(str(circle[0])) < 2000


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b", "", "/dev/null"])
def test_a_path_that_is_no_folder_of_data(path):
    with pytest.raises(eucad.DatasetError):
        eucad.load(path)


# --- the description -------------------------------------------------------------------------


def field(package, table, name):
    return next(f for f in resource(package, table)["schema"]["fields"] if f["name"] == name)


def resource(package, table):
    return next(r for r in package["resources"] if r["name"] == table)


def constrain(**constraints):
    return lambda p: field(p, "meetings", "note").setdefault("constraints", {}).update(constraints)


def describe(**properties):
    return lambda p: field(p, "meetings", "series").update(properties)


def place(value):
    return lambda p: resource(p, "meetings").update(path=value)


BROKEN = {
    **{
        f"path {value!r}"[:20]: place(value)
        for value in ([1], None, 5, True, {}, "a\0b", "\ud800", "../x.csv", "/etc/shadow", ".", "")
    },
    "long path": place("x" * 5000),
    "field without name": describe(name=None),
    "type list": describe(type=["string"]),
    "type number": describe(type="number"),
    "title of markup": describe(title="<b>Series</b>"),
    "title list": describe(title=["Series"]),
    "description null": describe(description=None),
    "ordered as text": describe(categoriesOrdered="false"),
    "categories null": describe(categories=None),
    "categories of numbers": describe(categories=[{"value": 1, "label": "x"}]),
    "categories without label": describe(categories=[{"value": "hlsd"}]),
    "constraints list": describe(constraints=[1]),
    "constraints null": describe(constraints=None),
    "enum null": lambda p: field(p, "meetings", "series")["constraints"].update(enum=None),
    "label of markup": lambda p: field(p, "meetings", "series")["categories"][0].update(
        label="<script>alert(1)</script>"
    ),
    "required as text": constrain(required="yes"),
    "unique as number": constrain(unique=1),
    "minimum as text": constrain(minimum="1"),
    "minimum list": constrain(minimum=[1]),
    "minimum true": constrain(minimum=True),
    "pattern list": constrain(pattern=["a"]),
    "pattern that a terminal obeys": constrain(pattern="\x1b[2J"),
    "meaning that a terminal obeys": describe(patternMeaning="\x1b[2J"),
    "meaning null": describe(patternMeaning=None),
    "day that is none": lambda p: p.update(created="9999-99-99T00:00:00Z"),
    "day in other digits": lambda p: p.update(created="٢٠٢٦-٠١-٠١"),
    "pattern open": constrain(pattern="("),
    "pattern nested": constrain(pattern="(" * 5000 + ")" * 5000),
    "pattern large": constrain(pattern="a{99999999999}"),
    "pattern slow": constrain(pattern=r"^(\w+\s?)*$"),
    "pattern of choices": constrain(pattern="(a|a)*b"),
    "pattern of repeats": constrain(pattern=r"\w*\w*\w*\w*!"),
    "no keys": lambda p: [
        r["schema"].pop("foreignKeys", 0) for r in p["resources"] if "schema" in r
    ],
    "no primary key": lambda p: resource(p, "meetings")["schema"].update(primaryKey=[]),
    "primary key as text": lambda p: resource(p, "meetings")["schema"].update(primaryKey="x"),
    "primary key of numbers": lambda p: resource(p, "meetings")["schema"].update(primaryKey=[1]),
    "key to nothing": lambda p: resource(p, "documents")["schema"]["foreignKeys"][0].update(
        reference=None
    ),
    "table twice": lambda p: p["resources"].append(p["resources"][0]),
    "round as text": lambda p: field(p, "meetings", "round").update(type="string"),
    "day as text": lambda p: field(p, "documents", "published").update(type="string"),
    "flag as text": lambda p: field(p, "documents", "founding").update(type="string"),
    "column dropped": lambda p: resource(p, "people")["schema"]["fields"].pop(3),
    "vocabulary dropped": lambda p: [
        field(p, "meetings", "mode").pop(name) for name in ("categories", "constraints")
    ],
    "fields null": lambda p: resource(p, "meetings")["schema"].update(fields=None),
    "fields of texts": lambda p: resource(p, "meetings")["schema"].update(fields=["a"]),
    "schema text": lambda p: resource(p, "meetings").update(schema="meetings.json"),
    "resources null": lambda p: p.update(resources=None),
    "resources texts": lambda p: p.update(resources=["meetings"]),
    "resources empty": lambda p: p.update(resources=[]),
    "title of the whole": lambda p: p.update(title="<script>alert(1)</script>"),
    "version list": lambda p: p.update(version=[1]),
    "no version": lambda p: p.pop("version"),
    "no day": lambda p: p.pop("created"),
    "table without name": lambda p: resource(p, "meetings").update(name=None),
}


#: Of each part of a description one that is of another type, one that is missing, one that attacks.
QUICK = (
    *("path None", "long path", "title of markup", "categories null", "label of markup"),
    *("meaning that a terminal obeys", "day that is none"),
    *("required as text", "pattern open", "pattern slow", "no primary key", "key to nothing"),
    *("table twice", "column dropped", "fields null", "resources empty", "no version"),
)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(damage, id=name, marks=() if name in QUICK else pytest.mark.long)
        for name, damage in BROKEN.items()
    ],
)
def test_a_broken_description_is_named(folder, damage):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    damage(package)
    path.write_text(json.dumps(package), encoding="utf-8")
    problem = soon(folder)
    assert problem.file == "datapackage.json"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[" * 100_000,
        '{"a":' + "9" * 10_000 + "}",
        "[]",
        "null",
        "1",
        '{"resources": NaN}',
        '{"name": 1, "name": 2}',
        "\ufffe",
        " " * 6_000_000,
    ],
    ids=lambda text: text[:20],
)
def test_a_description_that_is_none(folder, text):
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    assert soon(folder).file == "datapackage.json"


def test_a_vocabulary_may_have_any_size(folder):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    more = [f"x{number}" for number in range(300)]
    for table in ("documents", "events", "glosses"):
        language = field(package, table, "language")
        language["categories"] = [
            *({"value": value, "label": value.upper()} for value in more),
            *language["categories"],
        ]
        language["constraints"]["enum"] = [*more, *language["constraints"]["enum"]]
    path.write_text(json.dumps(package), encoding="utf-8")
    assert eucad.load(folder).documents["language"].iloc[0] == "ar"


# --- contents --------------------------------------------------------------------------------

NAMED = [("topics", "label"), ("people", "name"), ("programmes", "name"), ("meetings", "city")]
TEXTS = [
    ("documents", "title"),
    ("documents", "publisher"),
    ("meetings", "note"),
    ("people", "identity_note"),
    ("participation", "role_printed"),
    ("participation", "name_printed"),
    ("delegations", "represented_by"),
    ("events", "label"),
    ("glosses", "english"),
    ("topics", "include"),
]
MARKUP = [
    SCRIPT,
    "Roman Vassilenko<img src=x onerror=alert(2)>",
    "A [link](javascript:alert(1))",
    "A [link][1]",
    "![picture](x)",
    "{raw}`html`",
    "{{ name }}",
    "{% raw %}",
    "```{raw} html",
    ":::{admonition}",
    "Water $^$",
    "*Water*",
    "__Water__",
    "~~Water~~",
    "# Water",
    "&lt;b&gt;",
    "&#60;b",
    "javascript:alert(1)",
]
HIDDEN = [
    "Wa\u202eter",
    "Wa\u2066ter",
    "Wa\x1bter",
    "Wa\nter",
    "Wa\u200bter",
    "Wa\u3164ter",
    "Wa\xadter",
]
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "=HYPERLINK(1)", "＝1"]


@tried_on(("table", "column"), [*NAMED, *TEXTS])
def test_what_no_document_prints_is_refused(dataset, table, column):
    refuses = dataset.schema[table].column(column)
    hostile = [*MARKUP, *HIDDEN, *FORMULAS, "x" * 5000, "y " * 2500 + "y"]
    assert not [value for value in hostile if not complain(refuses, value)]


@pytest.mark.parametrize("column", ["title", "publisher"])
def test_what_no_document_prints_is_looked_at(folder, column):
    """A check that looks at many texts at once lets none of them pass."""
    hostile = [*MARKUP, *HIDDEN, *FORMULAS, "x" * 5000, "a :::", "vbscript :x", "data:text/html"]
    hostile.remove("Wa\nter")  # which moves the lines
    frame = read(folder, "documents")
    frame.loc[: len(hostile) - 1, column] = hostile
    write(folder, "documents", frame)
    lines = {
        line
        for problem in problems_of(folder)
        for file, line in [(problem.file, problem.line), *problem.also]
        if (file, problem.column) == ("documents.csv", column)
    }
    assert not [value for line, value in enumerate(hostile, 2) if line not in lines]


@tried_on(("table", "column"), NAMED)
def test_a_name_holds_no_letter_of_markup(dataset, table, column):
    refuses = dataset.schema[table].column(column)
    letters = "<>[]{}`*_~$\\#^|=@&"
    assert not [letter for letter in letters if not complain(refuses, f"Water {letter} energy")]


@tried_on(
    "address",
    [
        "https://user:pw@x.example/",
        "https://eeas.europa.eu@evil.example/",
        "https://ееаs.europa.eu/",
        "https://x",
        "https://[::1",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://a.org:99999/",
        "http://localhost:8888/",
        'https://a.org/"onclick',
        "https://a.org/<script>",
        "https://-a.org/",
        "https://a..org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a.org/" + "x" * 5000,
    ],
)
def test_an_address_that_leads_astray_is_refused(dataset, address):
    found = complain(dataset.schema["documents"].column("url"), address)
    assert found


@tried_on(
    "address",
    [
        "https://a.org",
        "http://www.b-c.eu/a_b/c?d=1&e=2#f",
        "https://a.ir/عشق_آباد",
        "https://a.org:443/",
    ],
)
def test_an_honest_address_is_left_alone(dataset, address):
    assert complain(dataset.schema["documents"].column("url"), address) is None


def test_markup_is_refused_by_load(folder):
    set_cells(folder, "topics", {"topic_id": "ukraine_war"}, "label", SCRIPT)
    problem = soon(folder)
    assert (problem.file, problem.column) == ("topics.csv", "label")
    assert "markup" in problem.expected


# --- the network -----------------------------------------------------------------------------


def test_loading_opens_no_connection(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    dataset = eucad.load()
    assert dataset.names
    assert len(dataset.summary())

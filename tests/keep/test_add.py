"""A document is added whole, or not at all; what is wrong is said of the entry that is wrong."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from thirteenth_round import ROUND as NEXT
from tried_on import some

import eucad
from eucad.keep.add import add, borderline_rules
from eucad.keep.derive import derive
from eucad.keep.entries import AddError
from eucad.keep.remove import remove
from eucad.keep.seal import broken_seals, seal

SMALL = Path(__file__).parent / "small"
AMENDMENTS = [
    "hlsd2013-flor-interview-en",
    "hlsd2016-timesca-visit-en",
    "hlsd2022-ccfrance-fr",
]

ROUND = f"""
[meeting]
meeting_id = "hlsd2031"
series = "hlsd"
round = {NEXT}
date_start = 2031-06-10
date_end = "2031-06-10"
city = "Brussels"
country = "BE"
mode = "in_person"
level = "deputy_ministers"
status = "held"
note = "Invented."

[lineage]
lineage_id = "hlsd2031-eeas"
voice = "eu"

[document]
document_id = "hlsd2031-eeas-en"
meeting_id = "hlsd2031"
title = "EU and Central Asia meet for the security dialogue"
title_is_reconstructed = false
publisher = "European External Action Service"
publisher_type = "eu_institution"
publisher_country = "EU"
language = "en"
published = "2031-06-10"
url = "https://example.org/readout"
extent = "full"
document_type = "readout"
about = "meeting"
lineage_id = "hlsd2031-eeas"
lineage_basis = "own"
founding = false

[[codings]]
topic_id = "drug_trafficking"
paragraph = 2
term = "drug trafficking"
stance = "discussed"

[[codings]]
topic_id = "afghanistan"
paragraph = 3
term = "the situation in Afghanistan"
stance = "discussed"

[[people]]
person_id = "nurlanova-saule"
name = "Saule Nurlanova"
delegation = "KZ"
name_printed = "S. Nurlanova"
role_printed = "Deputy Minister of Foreign Affairs"
institution = "MFA"
rank = "deputy_minister"
capacity = "head_of_delegation"
certainty = "stated"
paragraph = 1

[[delegations]]
delegation = "KZ"
rank = "deputy_minister"
mention = "individual"
status = "member"
"""

SECOND = """
coder = "b"

[document]
document_id = "hlsd2031-eeas-en"

[[codings]]
topic_id = "drug_trafficking"
paragraph = 1
term = "illicit drugs"
stance = "priority"
scope = "dialogue"

[[codings]]
topic_id = "digitalisation"
paragraph = 3
term = "artificial intelligence"
stance = "discussed"
scope = "dialogue"
"""

DECISIONS = """
[[adjudications]]
topic_id = "digitalisation"
kept = true
reason = "printed"

[[adjudications]]
topic_id = "afghanistan"
kept = false
reason = "only in the caption"
"""


@pytest.fixture(scope="module")
def recent(tmp_path_factory):
    """A dataset that is whole and small: the latest rounds of the dialogue."""
    folder = shutil.copytree(eucad.DATA, tmp_path_factory.mktemp("recent") / "data")
    meetings = rows(folder, "meetings")
    kept = [row for row in meetings if row["meeting_id"] >= "hlsd2021" and row["series"] == "hlsd"]
    keys = {row["meeting_id"] for row in kept}
    write(folder / "meetings.csv", meetings[0], kept)
    documents = rows(folder, "documents")
    without(folder, {row["document_id"] for row in documents if row["meeting_id"] not in keys})
    for name in ("participation", "delegations"):
        table = rows(folder, name)
        write(folder / f"{name}.csv", table[0], [r for r in table if r["meeting_id"] in keys])
    derive(folder)
    seal(folder)
    return folder


@pytest.fixture
def folder(tmp_path, recent):
    """A copy of it, to be added to."""
    return shutil.copytree(recent, tmp_path / "data")


@pytest.fixture
def whole(tmp_path):
    """A copy of the dataset itself."""
    return shutil.copytree(eucad.DATA, tmp_path / "project" / "data")


@pytest.fixture
def put(tmp_path, folder):
    """Add a small file to the copy."""

    def put(text, **options):
        file = tmp_path / "small.toml"
        file.write_text(text, encoding="utf-8")
        return add(file, folder, **options)

    return put


@pytest.fixture(scope="module")
def added_once(tmp_path_factory, recent):
    """A copy with the new round, and what was said of adding it."""
    place = tmp_path_factory.mktemp("added")
    folder = shutil.copytree(recent, place / "data")
    (place / "small.toml").write_text(ROUND, encoding="utf-8")
    return folder, add(place / "small.toml", folder)


@pytest.fixture
def with_round(folder, added_once):
    """Put the new round into the copy."""
    return shutil.copytree(added_once[0], folder, dirs_exist_ok=True)


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- the rehearsal ------------------------------------------------------------------------------


def without(folder, documents):
    """Take documents and their accounts out of the tables by hand, whatever the library does."""
    accounts = {
        row["lineage_id"] for row in rows(folder, "documents") if row["document_id"] in documents
    }
    others = {
        row["lineage_id"]
        for row in rows(folder, "documents")
        if row["document_id"] not in documents
    }
    accounts -= others
    language = {row["document_id"]: row["language"] for row in rows(folder, "documents")}
    for path in folder.glob("*.csv"):
        table = rows(folder, path.stem)
        if path.stem in ("lexicon", "glosses"):
            continue
        kept = [
            row
            for row in table
            if row.get("document_id") not in documents
            and row.get("lineage_id") not in accounts
            and row.get("template_lineage_id") not in accounts
        ]
        write(path, table[0], kept)
    words = {
        (language[row["document_id"]], row.get(column))
        for name, column in (
            *(("codings", "term"), ("participation", "role_printed")),
            *(("programme_mentions", "term"),),
        )
        for row in rows(folder, name)
    }
    glosses = rows(folder, "glosses")
    kept = [row for row in glosses if (row["language"], row["printed"]) in words]
    write(folder / "glosses.csv", glosses[0], kept)


def write(path, header, table):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


@pytest.mark.long
@pytest.mark.parametrize("amendments", [AMENDMENTS[2:], AMENDMENTS], ids=len)
def test_amendments_are_put_in_by_small_files(whole, dataset, amendments):
    without(whole, amendments)
    seal(whole)
    derive(whole)
    left = set(dataset.documents["document_id"]) - set(eucad.load(whole).documents["document_id"])
    assert left == set(amendments)
    for name in amendments:
        add(SMALL / f"{name}.toml", whole)
    assert contents(whole) == contents(eucad.DATA)


def test_the_borrowings_of_an_account_that_is_there_are_put_in(whole, tmp_path):
    small = '[document]\ndocument_id = "hlsd2016-tmembassy-be-en"\n'
    for kind in ("borrowings", "borrowing_topics"):
        table = rows(whole, kind)
        own = [row for row in table if row["lineage_id"] == "hlsd2016-tm-embassy"]
        assert own
        write(whole / f"{kind}.csv", table[0], [row for row in table if row not in own])
        for row in own:
            cells = (f"{name} = {json.dumps(cell)}" for name, cell in row.items() if cell)
            small += "\n".join([f"[[{kind}]]", *cells, ""])
    seal(whole)
    derive(whole)
    (tmp_path / "small.toml").write_text(small, "utf-8")
    add(tmp_path / "small.toml", whole)
    assert contents(whole) == contents(eucad.DATA)


@pytest.mark.long
@pytest.mark.parametrize("document", ["fmm2019-mfatm-tk", "hlsd2021-mfa-tj"])
def test_a_document_that_is_taken_out_comes_back_byte_for_byte(whole, tmp_path, dataset, document):
    known = list(dataset.documents["document_id"])
    file = tmp_path / "small.toml"
    file.write_text(remove(document, whole), encoding="utf-8")
    assert len(eucad.load(whole).documents) == len(known) - 1
    add(file, whole)
    assert contents(whole) == contents(eucad.DATA)


def test_what_others_derive_from_cannot_be_taken_out(whole, dataset):
    sources = dataset.documents["derived_from"].dropna()
    with pytest.raises(ValueError, match="take them out first"):
        remove(sources.iloc[0], whole)


def test_what_others_rest_on_cannot_be_taken_out(whole):
    with pytest.raises(ValueError, match="without ctd2025-almussawar-ar the rest would be wrong"):
        remove("ctd2025-almussawar-ar", whole)
    assert contents(whole) == contents(eucad.DATA)


# --- a new round, and its second coder ----------------------------------------------------------


def test_a_round_is_added_with_what_follows_from_it(added_once):
    folder, added = added_once
    assert {name: len(new) for name, new in added.rows.items()} == {
        **{"meetings": 1, "documents": 1, "lineages": 1, "codings": 2, "codings_final": 2},
        **{"people": 1, "participation": 1, "delegations": 1},
    }
    (seat,) = added.rows["delegations"]
    (document,) = added.rows["documents"]
    assert seat["head_named"] == "true"
    assert document["seen_by_second_coder"] == "false"
    (person,) = added.rows["people"]
    assert person["aliases"] == "S. Nurlanova"
    dataset = eucad.load(folder)
    assert dataset.schema.title.count("2021–2031") == 1
    assert f"| `meetings` | {len(dataset.meetings)} |" in (folder / "README.md").read_text("utf-8")
    assert broken_seals(folder) == []


def test_after_add_there_is_nothing_left_to_derive(folder, put):
    shutil.copy(eucad.DATA.parent / "CITATION.cff", folder.parent)
    put(ROUND)
    assert "2021–2031" in (folder.parent / "CITATION.cff").read_text("utf-8")
    assert derive(folder) == []


def test_add_says_first_under_which_meeting_a_document_is_filed(added_once, with_round, put):
    _, added = added_once
    filed = f"hlsd2031-eeas-en is filed under hlsd2031: hlsd {NEXT}, 2031-06-10, Brussels."
    assert added.notes[0] == filed and not any("still hold" in note for note in added.notes)
    changes = {"eeas-en": "other", '"own"': '"stated"', "founding = false": "", "org/r": "org/t"}
    again = ROUND.partition("[document]")[1:]
    for old, new in changes.items():
        again = [part.replace(old, new) for part in again]
    added = put("".join(again), dry_run=True)
    assert "filed under hlsd2031" in added.notes[0]
    assert added.notes[1] == "Does the note of hlsd2031 still hold? Invented."
    assert added.rows["documents"][0]["founding"] == "false"


def test_only_new_rows_change_the_tables(recent, added_once):
    folder, added = added_once
    for path in recent.glob("*.csv"):
        old, new = (contents(place)[path.name].splitlines() for place in (recent, folder))
        assert [line for line in new if line in set(old)] == old
        assert len(set(new) - set(old)) == len(added.rows.get(path.stem, ()))


def test_a_file_added_twice_adds_nothing(with_round, folder, put):
    before = contents(folder)
    assert put(ROUND).rows == {}
    assert contents(folder) == before


def test_a_cell_that_was_emptied_is_told(with_round, put):
    added = put(ROUND.replace('stance = "discussed"', 'stance = ""', 1), dry_run=True)
    assert added.notes == [
        "codings 1 (drug_trafficking): stance is empty, and stays 'discussed' in codings.csv."
    ]


def test_a_dry_run_writes_nothing(folder, put):
    before = contents(folder)
    slip = ROUND.replace("External Action Service", "External Action Servise")
    told = str(put(slip, dry_run=True))
    assert "hlsd2031-eeas-en,drug_trafficking" in told
    assert told.splitlines()[1].startswith(
        "documents.csv: 'European External Action Servise' is a new publisher. Is"
    )
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (
            ('publisher = "European External Action Service"', 'publisher = "EEAS"'),
            "documents.csv: 'EEAS' is a new publisher. Is it 'European External Action Service'?",
        ),
        (
            ('city = "Brussels"', 'city = "Bruxelles"'),
            "meetings.csv: 'Bruxelles' is a new city. BE has Brussels.",
        ),
        (
            ('institution = "MFA"', 'institution = "Ministry of Foreign Affairs"'),
            "'Ministry of Foreign Affairs' is a new institution. Is it 'MFA'?",
        ),
    ],
)
def test_a_new_name_is_told_first_with_the_known_one_that_it_may_be(put, change, note):
    assert change[0] in ROUND
    first, _, _ = str(put(ROUND.replace(*change), dry_run=True)).partition("\n\n")
    assert note in first


def test_a_line_with_a_comma_is_shown_as_in_the_table(put):
    small = ROUND.replace('note = "Invented."', 'note = "Invented, all of it."')
    assert ',held,"Invented, all of it."' in str(put(small, dry_run=True))


def test_disagreements_come_back_with_their_rules(with_round, folder, put):
    before = contents(folder)
    with pytest.raises(AddError) as refused:
        put(SECOND)
    told = str(refused.value)
    assert told.count("[[adjudications]]") == 2
    assert f"# rule: {borderline_rules(folder)['afghanistan']}" in told
    assert "only coder b, paragraph 3: 'artificial intelligence', discussed" in told
    assert told.count("# for any topic: ") == 1
    assert "codings_final" not in told
    assert contents(folder) == before


def test_a_programme_waits_for_the_decision_on_its_topic(folder, put):
    programme = (
        '\n[[codings]]\ntopic_id = "cbrn"\nparagraph = 4\nterm = "CBRN Centres"\n'
        'stance = "programme"\n\n[[programmes]]\nprogramme_id = "CBRN-COE"\nparagraph = 4\n'
        'term = "CBRN Centres"\n'
    )
    put(ROUND + programme)
    with pytest.raises(AddError) as refused:
        put(SECOND)
    assert "programme_mentions" not in str(refused.value)
    decided = SECOND + DECISIONS + '\n[[adjudications]]\ntopic_id = "cbrn"\nreason = "no"\n'
    with pytest.raises(AddError, match="names CBRN-COE, and so raises cbrn: keep that topic, or"):
        put(f"{decided}kept = false\n")
    put(f"{decided}kept = true\n")


def test_decided_disagreements_are_added(with_round, folder, put):
    added = put(SECOND + DECISIONS)
    assert {name: len(rows) for name, rows in added.changed.items()} == {
        **{"documents": 1, "codings_final": 1}
    }, "coder b saw it; the drugs are both coders' now"
    final = {
        row["topic_id"]: row
        for row in rows(folder, "codings_final")
        if row["document_id"] == "hlsd2031-eeas-en"
    }
    assert set(final) == {"drug_trafficking", "digitalisation"}
    assert final["drug_trafficking"]["decided"] == "both"
    assert final["drug_trafficking"]["stance"] == "priority"
    assert final["digitalisation"]["decided"] == "adjudicated"
    decisions = rows(folder, "adjudications")
    assert [
        (row["coded_by"], row["term"])
        for row in decisions
        if row["document_id"] == "hlsd2031-eeas-en"
    ] == [("a", "the situation in Afghanistan"), ("b", "artificial intelligence")]


def test_a_second_pass_of_a_document_that_is_not_there_names_it(put):
    with pytest.raises(AddError, match=r"documents\.csv has no 'hlsd2025-eea'") as refused:
        put(SECOND.replace("hlsd2031-eeas-en", "hlsd2025-eea"))
    assert len(refused.value.problems) == 1


def test_kind_and_country_of_a_known_publisher_need_not_be_given(folder, put):
    small = ROUND.replace('publisher_type = "eu_institution"\npublisher_country = "EU"\n', "")
    assert small != ROUND
    (document,) = put(small, dry_run=True).rows["documents"]
    assert (document["publisher_type"], document["publisher_country"]) == ("eu_institution", "EU")


@pytest.mark.parametrize(
    ("programme", "told"),
    [
        ("cbrn_coe", r"no 'cbrn_coe'. Did you mean 'CBRN-COE' \(EU CBRN .*\)\? If it is new, add"),
        pytest.param("Centres of Excellence", "Did you mean 'CBRN-COE'", marks=pytest.mark.long),
        ("OTHER", "programmes.csv has no 'OTHER'. If it is new, add it there first.$"),
    ],
)
def test_a_programme_that_is_not_there_is_named_once_with_the_one_it_may_be(put, programme, told):
    entry = f'[[programmes]]\nprogramme_id = "{programme}"\nparagraph = 2\nterm = "centres"\n'
    with pytest.raises(AddError) as refused:
        put(f"{ROUND}\n{entry}")
    (problem,) = refused.value.problems
    assert re.search(told, problem)


def test_an_entry_headed_by_the_name_of_its_table_is_told_its_own(put):
    with pytest.raises(AddError, match=r"\[\[programmes\]\], with programme_id, paragraph, term"):
        put(f"{ROUND}\n[[programme_mentions]]\nprogramme_id = 'BOMCA'")


def test_the_rank_of_a_side_is_not_asked_where_its_head_is_refused(put):
    small = ROUND.replace('name = "Saule Nurlanova"\ndelegation = "KZ"\n', "")
    small = small.replace('"KZ"\nrank = "deputy_minister"', '"KZ"\nrank = ""')
    with pytest.raises(AddError) as refused:
        put(small)
    (problem,) = refused.value.problems
    assert problem.startswith("people 1 (nurlanova-saule)")


def test_one_entry_may_seat_several_delegations(put):
    group = '[[delegations]]\ndelegation = ["KG", "TJ"]\nrank = "not_stated"\nstatus = "member"\n'
    added = put(f'{ROUND}\n{group}mention = "collective"', dry_run=True)
    seats = {row["delegation"]: row["mention"] for row in added.rows["delegations"]}
    assert seats == {"KZ": "individual", "KG": "collective", "TJ": "collective"}
    with pytest.raises(AddError) as refused:
        put(f"{ROUND}\n{group}")
    assert str(refused.value).count("delegations 2 (KG): mention is empty") == 1


def test_a_delegation_has_the_rank_and_role_of_its_head(put):
    small = ROUND.replace('delegation = "KZ"\nrank = "deputy_minister"\n', 'delegation = "KZ"\n')
    assert small != ROUND
    (seat,) = put(small, dry_run=True).rows["delegations"]
    assert seat["rank"] == "deputy_minister"
    assert seat["represented_by"] == "Deputy Minister of Foreign Affairs"
    assert seat["head_named"] == "true"
    russian = small.replace('language = "en"', 'language = "ru"').replace(
        "Deputy Minister of Foreign Affairs", "заместитель министра иностранных дел"
    )
    terms = ("drug trafficking", "the situation in Afghanistan")
    russian += "".join(
        f'[[glosses]]\nkind = "term"\nprinted = "{term}"\nenglish = "{term}"\n' for term in terms
    )
    (seat,) = put(russian, dry_run=True).rows["delegations"]
    assert seat["represented_by"] == "Deputy Minister of Foreign Affairs"
    with pytest.raises(AddError, match=r"delegations 1 \(KZ\): rank is empty"):
        put(small.replace('capacity = "head_of_delegation"', 'capacity = "participant"'))


def test_the_coder_may_be_given_beside_the_file(with_round, put):
    with pytest.raises(AddError, match="The coders disagree"):
        put(SECOND.replace('coder = "b"', ""), coder="b")


# --- what is wrong is said of the entry ---------------------------------------------------------

MISTAKES = {
    "an unknown key": (
        ('topic_id = "afghanistan"', 'topic = "afghanistan"'),
        r"codings 2.*: there is no key 'topic'. Did you mean 'topic_id'\?",
    ),
    "an unknown table": (
        ("[[delegations]]", "[[delegation]]"),
        r"delegation: there is no such table. Did you mean 'delegations'\?",
    ),
    "an empty stance": (
        ('term = "the situation in Afghanistan"\nstance = "discussed"', 'term = "Afghanistan"'),
        r"codings 2 \(afghanistan\): stance is empty; choose agreed, priority, discussed",
    ),
    "no meeting": (
        ('meeting_id = "hlsd2031"\nseries', 'meeting_id = "hlsd2032"\nseries'),
        r"\[document\]: meetings.csv has no 'hlsd2031'. Correct it, or say what it is in a table",
    ),
    "an unknown person": (
        ('name = "Saule Nurlanova"\n', ""),
        r"people 1 \(nurlanova-saule\): 'nurlanova-saule' is not in people.csv",
    ),
    "a person without a delegation": (
        ('name = "Saule Nurlanova"\ndelegation = "KZ"\n', 'name = "Saule Nurlanova"\n'),
        r"'nurlanova-saule' is not in people.csv. Give also delegation of the new person",
    ),
    "a word without quotation marks": (
        ("title_is_reconstructed = false", "title_is_reconstructed = no"),
        r"is no TOML: .* in quotation marks; numbers, true and false do without",
    ),
    "a key of another form": (
        ('document_id = "hlsd2031-eeas-en"', 'document_id = "eeas-2031"'),
        r"\[document\], document_id: found 'eeas-2031'; expected a meeting and a short name",
    ),
    "a term that is too long": (
        ('term = "drug trafficking"', 'term = "one two three four five six"'),
        r"codings 1 \(drug_trafficking\), term: found 'one two three four five six'; expected one",
    ),
    "a list in a cell": (
        ('term = "drug trafficking"', 'term = ["drug trafficking"]'),
        r"codings 1 \(drug_trafficking\): term is \['drug trafficking'\]; give a text",
    ),
    "no TOML": (("[document]", "[document"), "is no TOML"),
    "the key of another person": (
        ('person_id = "nurlanova-saule"', 'person_id = "abdyldaev-erlan"'),
        r"people 1 \(abdyldaev-erlan\): people.csv has abdyldaev-erlan already, with name",
    ),
}


#: Of each kind of mistake one: unknown keys, missing cells, missing rows, wrong cells, wrong files.
QUICK = ("an unknown key", "an empty stance", "no meeting", "a term that is too long", "no TOML")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(*case, id=name, marks=() if name in QUICK else pytest.mark.long)
        for name, case in MISTAKES.items()
    ],
)
def test_a_mistake_is_named_and_nothing_is_added(folder, put, change, message):
    before = contents(folder)
    assert change[0] in ROUND
    with pytest.raises((AddError), match=message) as refused:
        put(ROUND.replace(*change))
    assert len(refused.value.problems) <= 2, str(refused.value)
    assert contents(folder) == before


def test_all_that_a_draft_leaves_empty_is_named_at_once(folder, put, dataset):
    topics = list(dataset.topics["topic_id"])[:14]
    codings = "".join(
        f'[[codings]]\ntopic_id = "{topic}"\nparagraph = 1\nterm = "a term"\nstance = ""\n'
        for topic in topics
    )
    head, _, rest = ROUND.partition("[[codings]]")
    rest = rest[rest.index("[[people]]") :]
    for document in (head, head.replace('document_id = "hlsd2031-eeas-en"', 'document_id = ""')):
        with pytest.raises(AddError) as refused:
            put(document + codings + rest)
        said = [line for line in refused.value.problems if "stance is empty" in line]
        assert [line.split(":")[0] for line in said] == [
            f"codings {number} ({topic})" for number, topic in enumerate(topics, start=1)
        ]


@pytest.mark.parametrize("key", some(1, ["document_id", "lineage_id"]))
def test_mistakes_of_all_kinds_are_named_at_once(put, key):
    wrong = ROUND.replace('delegation = "KZ"\nname_printed', "name_printed")
    wrong = wrong.replace('mode = "in_person"', 'mode = "inperson"')
    head, _, document = wrong.partition("[document]")
    wrong = f"{head}[document]{re.sub(f'{key} = .*', f'{key} = {chr(34) * 2}', document, count=1)}"
    for cell in ('date_end = "2031-06-10"', 'institution = "MFA"', 'document_type = "readout"'):
        assert cell in wrong
        wrong = wrong.replace(f"{cell}\n", "")
    with pytest.raises(AddError) as refused:
        put(wrong.replace("External Action Service", "External Action Servise"))
    said = refused.value.problems
    empty = ("date_end is empty", "document_type is empty", "institution is empty")
    for words in (*empty, "Give also delegation", "'inperson'", f"{key} is empty"):
        assert sum(words in each for each in said) == 1, said
    assert len(said) == 6, said
    assert "is a new publisher" in str(refused.value)


def test_a_heading_that_is_still_a_comment_is_named_once(put):
    with pytest.raises(AddError, match="lineage_id, voice: in no table") as refused:
        put('lineage_id = "hlsd2031-x"\nvoice = "eu"\n' + ROUND)
    assert len(refused.value.problems) == 1


def test_a_table_with_a_broken_seal_is_not_added_to(folder, put):
    path = folder / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"Kairat", b"Kajrat", 1))
    with pytest.raises((AddError, eucad.DatasetError)):
        put(ROUND)


# --- whatever happens meanwhile -----------------------------------------------------------------


def test_a_folder_that_cannot_be_written_stays_as_it_was(folder, put, monkeypatch):
    before = contents(folder)

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patched:
        patched.setattr("eucad.keep.journal._write", refuse)
        with pytest.raises(PermissionError):
            put(ROUND)
    assert contents(folder) == before

"""The codebook, the description of the tables and the tables themselves say the same.

`data/README.md` repeats what `datapackage.json` and `topics.csv` hold, so that it can be read on
its own. Every repeated row is compared with its source here; a failure prints the row to paste.
Numbers and lists of identifiers in it are computed again from the tables.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tried_on import tried_on

import eucad

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {
    resource["name"]: resource
    for resource in PACKAGE["resources"]
    if resource.get("type") == "table"
}
COLUMNS = [(name, field) for name, r in RESOURCES.items() for field in r["schema"]["fields"]]
VOCABULARIES = [(name, field) for name, field in COLUMNS if "categories" in field]
OF_VOCABULARIES = [f"{name}.{field['name']}" for name, field in VOCABULARIES]
TABLES = {
    name: pd.read_csv(DATA / resource["path"], dtype=str, keep_default_na=False)
    for name, resource in RESOURCES.items()
}
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

README = (DATA / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(part.split("\n", 1) for part in re.split(r"^## ", README, flags=re.M)[1:])
HEADINGS = [
    "What this dataset is",
    "Tables at a glance",
    "Columns",
    "Topics",
    "Method",
    "Provenance, stated plainly",
    "Rules any analysis must respect",
    "Known limits",
    "How to correct or extend the data",
    "How to cite, and the licence",
]

# The direction of a scale stands in words only.
DIRECTIONS = {
    "level": "ordered from high to low",
    "stance": "ordered from strong to weak",
    "rank": "ordered from high to low, the last two outside the scale",
    "certainty": "ordered from certain to uncertain",
    "amount": "ordered from much to little",
}
AGENDA_TYPES = ["readout", "communique", "press_release", "news_report"]
RULES = [
    "Silence is not absence.",
    "Copies are not evidence.",
    "Only agenda documents count for topics.",
    "Borrowed wording is weak evidence.",
    "Voices differ.",
    "Unknown is a value.",
    "Small numbers.",
]
# The borderline rules of the method: the topic, and words that its entry cannot do without.
BORDERLINE = [
    ("trade_investment", "trade-economic"),
    ("trade_investment", "economic forum"),
    ("climate_environment", "natural resources"),
    ("regional_cooperation", "neutrality"),
    ("regional_cooperation", "among whom"),
    ("regional_security", "name of the dialogue"),
    ("development_aid", "indicative programme"),
    ("development_aid", "post-COVID recovery"),
    ("health", "post-COVID recovery"),
    ("rule_of_law_rights", "legislation"),
    ("afghanistan", "attendance"),
    ("afghanistan", "extended to Afghanistan"),
    ("middle_east", "nuclear deal"),
    ("cbrn", "nuclear deal"),
    ("organised_crime", "security institutions"),
    ("any topic", "cut off"),
    ("no topic", "food security, tourism, sustainable development in general"),
]


def lines(section):
    return SECTIONS[section].splitlines()


def ticked(names):
    return ", ".join(f"`{name}`" for name in names)


def assert_pasted(row, section):
    assert row in lines(section), f"data/README.md, {section!r}, should hold this line:\n\n{row}\n"


def column_row(field):
    required = "yes" if field.get("constraints", {}).get("required") else "no"
    return f"| `{field['name']}` | {field['type']} | {required} | {field['description']} |"


def keys_line(resource):
    schema = resource["schema"]
    links = "; ".join(
        f"{ticked(key['fields'])} to `{key['reference']['resource'] or resource['name']}`"
        for key in schema.get("foreignKeys", ())
    )
    points = f" Points by {links}." if links else ""
    return f"Key: {ticked(schema['primaryKey'])}.{points}"


def vocabulary_line(field):
    tables = [name for name, other in VOCABULARIES if same_vocabulary(other, field)]
    order = DIRECTIONS[field["name"]] if field["categoriesOrdered"] else "not ordered"
    values = "; ".join(f"`{value['value']}` {value['label']}" for value in field["categories"])
    return f"- **`{field['name']}`** in {ticked(tables)}, {order}: {values}."


def same_vocabulary(one, other):
    return all(one[part] == other[part] for part in ("name", "categories", "categoriesOrdered"))


def topic_row(topic):
    return f"| {topic.label} | `{topic.topic_id}` | {topic.include} | {topic.exclude} |"


def borderline_entry(topic_id):
    """Return the entry of a topic in the list of borderline rules, on one line."""
    name = f"`{topic_id}`" if "_" in topic_id or topic_id in set(TOPICS.topic_id) else topic_id
    entries = SECTIONS["Topics"].split("### Borderline rules")[1].split("\n- ")[1:]
    return next((" ".join(e.split()) for e in entries if e.startswith(f"**{name}**")), None)


MEETINGS, DOCUMENTS, LINEAGES, TOPICS = (
    TABLES[name] for name in ("meetings", "documents", "lineages", "topics")
)
FINAL, PARTICIPATION = TABLES["codings_final"], TABLES["participation"]
AGENDA = DOCUMENTS[DOCUMENTS.about.eq("meeting") & DOCUMENTS.document_type.isin(AGENDA_TYPES)]
ROUNDS = MEETINGS[MEETINGS.series.eq("hlsd") & MEETINGS.status.eq("held")].meeting_id


# --- the README against the description of the tables -------------------------------------------


def test_headings_stand_in_order():
    assert list(SECTIONS) == HEADINGS


def test_what_the_dataset_is_takes_three_sentences():
    text = " ".join(SECTIONS["What this dataset is"].split())
    assert len(re.findall(r"[.!?](?: |$)", text)) == 3


@tried_on("name", RESOURCES)
def test_table_is_described(name):
    resource = RESOURCES[name]
    glance = [line for line in lines("Tables at a glance") if line.startswith(f"| `{name}` |")]
    assert len(glance) == 2, f"{name} stands once in the overview and once among the numbers"
    assert_pasted(f"### `{name}`: {resource['title']}", "Columns")
    assert_pasted(resource["description"], "Columns")
    assert_pasted(keys_line(resource), "Columns")


@tried_on("name", RESOURCES)
def test_columns_stand_in_order_and_no_other(name):
    part = SECTIONS["Columns"].split(f"### `{name}`:")[1].split("\n### ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    expected = [column_row(field) for field in RESOURCES[name]["schema"]["fields"]]
    assert rows == expected, "paste these rows:\n\n" + "\n".join(expected) + "\n"


@tried_on("field", [field for _, field in VOCABULARIES], OF_VOCABULARIES)
def test_vocabulary_is_listed(field):
    assert_pasted(vocabulary_line(field), "Columns")


def test_no_other_vocabulary_is_listed():
    listed = [line for line in lines("Columns") if line.startswith("- **`")]
    assert set(listed) == {vocabulary_line(field) for _, field in VOCABULARIES}
    assert len(listed) == len(set(listed))


def test_every_scale_has_a_direction():
    scales = {field["name"] for _, field in VOCABULARIES if field["categoriesOrdered"]}
    assert scales == set(DIRECTIONS)


# --- the README against the topics --------------------------------------------------------------


@tried_on("topic", TOPICS.itertuples(), lambda topic: topic.topic_id)
def test_topic_is_listed(topic):
    assert_pasted(topic_row(topic), "Topics")


def test_topics_stand_by_family_in_order_of_position():
    family = next(field for _, field in VOCABULARIES if field["name"] == "family")
    labels = {value["value"]: value["label"] for value in family["categories"]}
    topics = TOPICS.sort_values("position", key=pd.to_numeric)
    expected = []
    for name, members in topics.groupby("family", sort=False):
        expected += [f"### {labels[name]} (`{name}`)", *map(topic_row, members.itertuples())]
    listed = [line for line in lines("Topics") if re.match(r"### .+ \(`|\| [^|]+ \| `", line)]
    assert listed == expected


@tried_on("topic_id, words", BORDERLINE)
def test_borderline_rule_of_the_method_is_given(topic_id, words):
    assert words in (borderline_entry(topic_id) or ""), f"the entry for {topic_id} says {words!r}"


def test_every_adjudicated_topic_has_a_borderline_rule():
    cases = TABLES["adjudications"]
    # Where one coder merely saw more of the text, there is nothing about the topic to settle.
    topics = cases[~cases.reason.str.startswith("extent")].topic_id.unique()
    assert [topic for topic in topics if borderline_entry(topic) is None] == []


# --- the README against the data ----------------------------------------------------------------


def numbers():
    decided, decisions, topics = FINAL.decided, TABLES["adjudications"], TABLES["borrowing_topics"]
    disputed = decisions[decisions.coded_by.isin(["a", "b"])]
    reviewed = decisions.drop(disputed.index)
    return {f"`{name}`": len(table) for name, table in TABLES.items()} | {
        "rounds of the dialogue held": len(ROUNDS),
        "agenda documents": len(AGENDA),
        "agenda documents visible in full": AGENDA.extent.eq("full").sum(),
        "agenda documents on the dialogue": AGENDA.meeting_id.isin(ROUNDS).sum(),
        "lineages with an agenda document": AGENDA.lineage_id.nunique(),
        "lineages with an agenda document on the dialogue": (
            AGENDA[AGENDA.meeting_id.isin(ROUNDS)].lineage_id.nunique()
        ),
        "documents in English": DOCUMENTS.language.eq("en").sum(),
        "documents without a visible date": DOCUMENTS.published.eq("").sum(),
        "documents without a visible headline": DOCUMENTS.title.eq("").sum(),
        "documents seen by coder b": DOCUMENTS.seen_by_second_coder.eq("true").sum(),
        "documents put into their lineage by judgement": (
            DOCUMENTS.lineage_basis.eq("inferred").sum()
        ),
        "codings on which the coders agreed": decided.eq("both").sum(),
        "disagreements": len(disputed),
        "disagreements kept": disputed.kept.eq("true").sum(),
        "codings by coder a alone": decided.eq("single").sum(),
        "undisputed codings held to a rule": len(reviewed),
        "undisputed codings held to a rule and kept": reviewed.kept.eq("true").sum(),
        "firm borrowings": TABLES["borrowings"].certainty.eq("firm").sum(),
        "borrowed topics that stand in nothing else": topics.wording.eq("only").sum(),
    }


NUMBERS = numbers()


@tried_on("what, number", NUMBERS.items(), list(NUMBERS))
def test_number_is_current(what, number):
    assert_pasted(f"| {what} | {number:,} |", "Tables at a glance")


def test_no_other_number_is_given():
    rows = [row for row in lines("Tables at a glance") if re.fullmatch(r"\| .+ \| [\d,]+ \|", row)]
    assert len(rows) == len(NUMBERS)


def none_found():
    return ticked(MEETINGS[MEETINGS.status.eq("none_found")].meeting_id)


def rounds_on_one_account():
    accounts = AGENDA.groupby("meeting_id").lineage_id.nunique()
    return ticked(name for name in ROUNDS if accounts[name] == 1)


def rounds_a_newsroom_reports():
    agenda = AGENDA.merge(LINEAGES[["lineage_id", "voice"]], on="lineage_id")
    newsroom = agenda[agenda.voice.eq("newsroom")].meeting_id
    return f"only for {ticked(name for name in ROUNDS if name in set(newsroom))}"


def rounds_without_a_chair():
    chaired = set(PARTICIPATION[PARTICIPATION.capacity.isin(["chair", "co_chair"])].meeting_id)
    silent = [name for name in ROUNDS if name not in chaired]
    assert len(silent) > len(ROUNDS) / 2, "no longer most rounds: mend the sentence"
    return ticked(silent)


def officials_of_2025():
    ambiguous = PARTICIPATION[PARTICIPATION.certainty.eq("ambiguous")]
    meetings = [set(rows.person_id) for _, rows in ambiguous.groupby("meeting_id")]
    assert meetings[0] == meetings[1], "not the same officials at both meetings"
    return (
        f"{ticked(ambiguous.document_id.unique())} can mean "
        f"{' or '.join(f'`{name}`' for name in ambiguous.meeting_id.unique())}"
    )


def rank_disagreements():
    rows = TABLES["delegations"]
    unspecific = ["minister_or_deputy_minister", "other", "not_stated"]
    rows = rows[~rows["rank"].isin(unspecific) & ~rows.delegation.eq("EU")]
    ranks = rows.groupby(["meeting_id", "delegation"])["rank"].nunique()
    found = ranks[ranks > 1].reset_index().groupby("meeting_id").delegation.agg(", ".join)
    return "; ".join(f"`{meeting}` {delegations}" for meeting, delegations in found.items())


def accounts_of_2016():
    """Check that every topic of 2016 stands in borrowed wording, and name the year."""
    agenda = AGENDA[AGENDA.meeting_id.eq("hlsd2016")]
    raised = FINAL.merge(agenda[["document_id", "lineage_id"]])[["lineage_id", "topic_id"]]
    topics = TABLES["borrowing_topics"].query("wording == 'only'")
    borrowed = topics[topics.template_lineage_id.eq("hlsd2015-eeas")]
    assert not set(raised.itertuples(index=False)) - set(
        borrowed[["lineage_id", "topic_id"]].itertuples(index=False)
    )
    return "No account of `hlsd2016` is independent of the EU's text of 2015"


def aid_on_sustainable_development():
    aid = FINAL[FINAL.topic_id.eq("development_aid")]
    return ticked(aid[aid.term.str.contains("sustainable.* development", case=False)].document_id)


def widest_topic():
    return f"`{FINAL[FINAL.document_id.isin(AGENDA.document_id)].topic_id.mode().item()}` is the"


def shared_addresses():
    shared = DOCUMENTS[DOCUMENTS.url.ne("") & DOCUMENTS.url.duplicated(keep=False)]
    pairs = shared.groupby("url", sort=False).document_id
    return "; ".join(" and ".join(f"`{name}`" for name in pair) for _, pair in pairs)


def regional_languages_without_a_document():
    regional = {"kk": "Kazakh", "ky": "Kyrgyz", "tg": "Tajik", "tk": "Turkmen", "uz": "Uzbek"}
    missing = [name for code, name in regional.items() if code not in set(DOCUMENTS.language)]
    return f"none in {', '.join(missing)}"


def templates():
    borrowed = TABLES["borrowings"].query("amount == 'whole_text'")
    return "; ".join(
        f"`{row.lineage_id}` borrows from `{row.template_lineage_id}`"
        for row in borrowed.itertuples()
    )


@tried_on(
    "claim",
    [
        none_found,
        rounds_on_one_account,
        rounds_a_newsroom_reports,
        rounds_without_a_chair,
        officials_of_2025,
        rank_disagreements,
        accounts_of_2016,
        aid_on_sustainable_development,
        widest_topic,
        shared_addresses,
        regional_languages_without_a_document,
        templates,
    ],
    lambda claim: claim.__name__,
)
def test_known_limit_is_current(claim):
    words = claim()
    text = " ".join(SECTIONS["Known limits"].split())
    assert words in text, f"data/README.md, 'Known limits', should say:\n\n{words}\n"


def test_what_coder_a_alone_found_counts_as_said_in_the_meeting():
    found_by_b = TABLES["codings"].query("coder == 'b'")[["document_id", "topic_id"]]
    rows = FINAL.merge(found_by_b, how="left", indicator=True)
    assert set(rows[rows._merge.eq("left_only")].scope) == {"dialogue"}


@tried_on("rule", RULES)
def test_rule_for_analyses_is_given(rule):
    assert f"**{rule}**" in SECTIONS["Rules any analysis must respect"]


# --- the description of the tables --------------------------------------------------------------


@pytest.mark.long
def test_data_package_is_valid():
    import frictionless  # so that only who runs this waits for it

    report = frictionless.Package(str(DATA / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


@tried_on("name", RESOURCES)
def test_table_and_columns_are_documented(name):
    resource = RESOURCES[name]
    for described in (resource, *resource["schema"]["fields"]):
        for part in ("title", "description", "type"):
            assert described[part].strip(), f"{name}: {described['name']} has no {part}"


@tried_on("name, field", VOCABULARIES, OF_VOCABULARIES)
def test_categories_and_enum_agree(name, field):
    values = [value["value"] for value in field["categories"]]
    assert values == field["constraints"]["enum"]
    assert set(TABLES[name][field["name"]]) - {""} <= set(values)


def test_every_closed_list_has_labels():
    assert [f["name"] for _, f in COLUMNS if "enum" in f.get("constraints", {})] == [
        field["name"] for _, field in VOCABULARIES
    ]


@tried_on("names", [{"rank"}, {"stance"}, {"delegation"}, {"raised_by"}, {"scope"}])
def test_same_vocabulary_wherever_it_occurs(names):
    found = [field["categories"] for _, field in VOCABULARIES if field["name"] in names]
    assert len(found) == 2
    assert found[0] == found[1]


@tried_on("name", RESOURCES)
def test_keys_name_columns_there_are(name):
    schema = RESOURCES[name]["schema"]
    assert set(schema["primaryKey"]) <= set(TABLES[name])
    for key in schema.get("foreignKeys", ()):
        target = TABLES[key["reference"]["resource"] or name]
        assert len(key["fields"]) == len(key["reference"]["fields"])
        assert set(key["fields"]) <= set(TABLES[name])
        assert set(key["reference"]["fields"]) <= set(target)


def test_temporal_coverage_is_that_of_the_meetings():
    days = MEETINGS[MEETINGS.status.eq("held")]
    coverage = {"start": days.date_start.min(), "end": days.date_end.max()}
    assert PACKAGE["temporal"] == coverage


# --- version, citation, licence -----------------------------------------------------------------


def test_versions_are_those_of_the_data_and_of_the_library():
    assert CITATION["version"] == PACKAGE["version"]
    assert {entry["version"] for entry in CITATION["references"]} == {eucad.__version__}
    assert f"Version {PACKAGE['version']}" in SECTIONS["How to cite, and the licence"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == PACKAGE["version"]


def test_citation_describes_the_dataset():
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "dataset"
    assert CITATION["authors"] == [{"name": "The eucad contributors"}]
    assert CITATION["title"] == PACKAGE["title"]
    assert CITATION["title"] in SECTIONS["How to cite, and the licence"]
    assert str(CITATION["date-released"]) == PACKAGE["created"][:10]


def test_licences_agree():
    software = next(entry for entry in CITATION["references"] if entry["type"] == "software")
    assert CITATION["license"] == PACKAGE["licenses"][0]["name"] == "CC-BY-4.0"
    assert software["license"] == "MIT"
    licence = (DATA / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("Attribution 4.0 International\n")
    assert all(f"\nSection {number} -- " in licence for number in range(1, 9))

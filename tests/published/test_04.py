"""Published numbers of notebooks 00, 04 and 06, computed again from the files alone."""

import re

import nbformat
import pytest
from from_csv import DATA, read

SPLIT = 2019
MEMBERS = {
    "old": {"drug_trafficking", "cbrn"},
    "new": {"cyber", "hybrid", "disinformation"},
}


def shown(number):
    """All words, tables and alternative texts that a stored notebook shows."""
    (path,) = (DATA.parent / "notebooks").glob(f"{number}-*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    data = [out["data"] for cell in cells for out in cell.get("outputs", []) if "data" in out]
    return "\n".join(each.get("text/markdown", each.get("text/plain", "")) for each in data)


@pytest.fixture(scope="module")
def documents():
    found = read("documents").merge(read("lineages")[["lineage_id", "voice"]], on="lineage_id")
    kinds = ["readout", "communique", "press_release", "news_report"]
    own = (found["about"] == "meeting") & found["document_type"].isin(kinds)
    found = found[own & found["meeting_id"].str.startswith("hlsd")]
    return found.assign(year=found["meeting_id"].str.extract(r"(\d{4})", expand=False).astype(int))


@pytest.fixture(scope="module")
def mentions(documents):
    found = read("codings_final").query("scope == 'dialogue'")
    return documents[["document_id", "lineage_id", "meeting_id", "voice", "year"]].merge(found)


def raising(mentions, topics):
    return set(mentions.loc[mentions["topic_id"].isin(topics), "lineage_id"])


def share(documents, mentions, topic):
    """Mean over meetings of the share of accounts that raise a topic, before and since."""
    size = documents.groupby(["meeting_id", "year"])["lineage_id"].nunique()
    own = mentions[mentions["topic_id"] == topic]
    hits = own.groupby(["meeting_id", "year"])["lineage_id"].nunique()
    shares = (hits.reindex(size.index, fill_value=0) / size).reset_index(name="share")
    return [shares.loc[(shares["year"] >= SPLIT) == late, "share"].mean() for late in (False, True)]


def test_accounts_as_tiles(documents, mentions):
    old, new = (raising(mentions, MEMBERS[side]) for side in ("old", "new"))
    everyone = set(documents["lineage_id"])
    assert (
        f"{len(everyone)} accounts as tiles, by year of the meeting and voice: {len(old - new)} "
        f"Drugs and CBRN only, {len(old & new)} both, {len(new - old)} Cyber and hybrid only, "
        f"{len(everyone - old - new)} neither."
    ) in shown("04")


def test_whose_accounts_raise_the_new(documents, mentions):
    voice = documents.drop_duplicates("lineage_id").set_index("lineage_id")["voice"]
    counts = voice[list(raising(mentions, MEMBERS["new"]))].value_counts()
    text = (
        f"{counts.sum()} accounts raise the new (EU {counts['eu']}, Turkmenistan {counts['tm']})."
    )
    for page in ("00", "04"):
        assert text in shown(page)


def test_names_of_programmes(mentions):
    firm = mentions[mentions["stance"] != "programme"]
    old, new = (raising(firm, MEMBERS[side]) for side in ("old", "new"))
    assert f"{len(old & new)} of {len(new)} accounts raise both." in shown("04")


@pytest.mark.parametrize(
    ("topic", "name"), [("drug_trafficking", "Drug trafficking"), ("cbrn", "CBRN")]
)
def test_how_often(documents, mentions, topic, name):
    early, late = share(documents, mentions, topic)
    assert f"{name} from {early:.0%} to {late:.0%}" in shown("04").replace("*", "")


@pytest.mark.parametrize("topic", ["drug_trafficking", "cbrn", "cyber", "hybrid", "disinformation"])
def test_changes_in_points(documents, mentions, topic):
    early, late = share(documents, mentions, topic)
    change = f"{100 * (late - early):+.0f}".replace("-", "−")
    label = read("topics").set_index("topic_id").loc[topic, "label"]
    (row,) = re.findall(rf"^{label} +\d+%.*$", shown("04"), re.MULTILINE)
    assert f"{early:.0%}" in row
    assert f"{late:.0%}" in row
    assert change in shown("04")


@pytest.mark.parametrize(("topic", "name"), [("cyber", "Cyber"), ("cbrn", "CBRN")])
def test_years_of_sightings(mentions, topic, name):
    years = sorted(set(mentions.loc[mentions["topic_id"] == topic, "year"]))
    told = (
        " and ".join(map(str, years))
        if len(years) == 2
        else f"{years[0]}, {years[1]} and {years[2]}"
    )
    (said,) = [
        line
        for line in shown("04").splitlines()
        if line.startswith("- ") and f"**{name}:**" in line
    ]
    assert f"seen in this dialogue in {told}" in said


def test_what_the_overview_rests_on(documents):
    accounts = documents.groupby("lineage_id")["extent"].agg(set)
    openings = int((~accounts.map(lambda extents: "full" in extents)).sum())
    meetings = documents["meeting_id"].nunique()
    text = shown("00")
    assert f"{meetings} meetings from 2013 to {documents['year'].max()}" in text
    assert f"known from {len(accounts)} independent accounts" in text
    assert f"Of {openings} only the opening could be read." in text


@pytest.mark.parametrize(
    "table", ["meetings", "documents", "topics", "codings", "codings_final", "people", "events"]
)
def test_rows_of_tables(table):
    assert re.search(rf"^ +{len(read(table))} {table}$", shown("00"), re.MULTILINE)


def test_what_is_special_to_the_dialogue(documents, mentions):
    raised = raising(mentions, {"drug_trafficking"})
    share_of = len(raised) / documents["lineage_id"].nunique()
    assert f"Drug trafficking ({share_of:.0%} of accounts against" in shown("00")


def test_who_raises_the_war(documents, mentions):
    late = documents[documents["year"] >= 2022].drop_duplicates("lineage_id")
    own = raising(mentions[mentions["year"] >= 2022], {"ukraine_war"})
    eu = set(late.loc[late["voice"] == "eu", "lineage_id"])
    text = f"{len(eu & own)} of {len(eu)} EU accounts raise it"
    assert text in shown("00")


@pytest.mark.parametrize("topic", ["drug_trafficking", "cbrn", "cyber", "hybrid", "disinformation"])
def test_one_left_out(documents, mentions, topic):
    label = read("topics").set_index("topic_id").loc[topic, "label"]
    changes = []
    for left_out in documents["meeting_id"].unique():
        rest = [each[each["meeting_id"] != left_out] for each in (documents, mentions)]
        early, late = share(*rest, topic)
        changes.append(f"{100 * (late - early):+.0f}".replace("-", "−"))
    low, high = (
        f"{value:+d}".replace("-", "−")
        for value in (
            min(int(c.replace("−", "-")) for c in changes),
            max(int(c.replace("−", "-")) for c in changes),
        )
    )
    assert f"{label} without one meeting: {low} to {high}" in shown("06")

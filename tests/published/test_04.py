"""Published numbers of notebook 04, computed again from the CSV files without the library."""

import re

import pytest
from from_csv import label, raising, share, shown

MEMBERS = {
    "old": {"drug_trafficking", "cbrn"},
    "new": {"cyber", "hybrid", "disinformation"},
}


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
    said = (
        f"{len(old & new)} of {len(new)} accounts that raise *Cyber and hybrid* topics raise both."
    )
    for page in ("00", "04"):
        assert said in shown(page)


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
    (row,) = re.findall(rf"^{label(topic)} +\d+%.*$", shown("04"), re.MULTILINE)
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

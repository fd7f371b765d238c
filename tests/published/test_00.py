"""Published numbers of notebook 00, computed again from the CSV files without the library."""

import re

import pytest
from from_csv import raising, read, shown

CAPITALS = {"kz", "kg", "tj", "tm", "uz"}


def test_what_the_overview_rests_on(documents):
    accounts = documents.groupby("lineage_id")["extent"].agg(set)
    openings = int((~accounts.map(lambda extents: "full" in extents)).sum())
    meetings = documents["meeting_id"].nunique()
    text = shown("00")
    assert f"{meetings} meetings from 2013 to {documents['year'].max()}" in text
    assert f"known from {len(accounts)} independent accounts" in text
    assert f"{openings} of them read only in their opening." in text


@pytest.mark.parametrize(
    "table", ["meetings", "documents", "topics", "codings", "codings_final", "people", "events"]
)
def test_rows_of_tables(table):
    assert re.search(rf"^ +{len(read(table))} {table}$", shown("00"), re.MULTILINE)


def test_who_raises_the_war(documents, mentions):
    late = documents[documents["year"] >= 2022].drop_duplicates("lineage_id")
    own = raising(mentions[mentions["year"] >= 2022], {"ukraine_war"})
    eu, capitals = (
        set(late.loc[late["voice"].isin(side), "lineage_id"]) for side in ({"eu"}, CAPITALS)
    )
    assert (
        f"{len(eu & own)} of {len(eu)} EU accounts raise it, and {len(capitals & own)} of "
        f"{len(capitals)} accounts of the capitals."
    ) in shown("00")


def test_what_the_agenda_is_made_of(mentions):
    family = read("topics").set_index("topic_id")["family"]
    own = mentions.drop_duplicates(["lineage_id", "topic_id"])
    for families in (
        {"drugs_cbrn", "crime", "terrorism_extremism"},
        {"cyber_hybrid", "cyber_hybrid_adjacent"},
    ):
        inside, late = own["topic_id"].map(family).isin(families), own["year"] >= 2019
        said = f"{inside[~late].mean():.0%} of what is raised before 2019"
        assert f"{said} and {inside[late].mean():.0%} since" in shown("00")


@pytest.mark.parametrize("topic", ["drug_trafficking", "terrorism", "extremism", "afghanistan"])
def test_what_is_always_there_is_raised_at_every_meeting(documents, mentions, topic):
    at = mentions.loc[mentions["topic_id"] == topic, "meeting_id"].nunique()
    assert at == documents["meeting_id"].nunique()


def test_topics_that_nobody_raises(mentions):
    never = set(read("topics")["topic_id"]) - set(mentions["topic_id"])
    assert f"cannot tell; {len(never)} are raised by no account." in shown("00")

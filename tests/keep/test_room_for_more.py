"""What came up while the data were collected, and what next year may bring, has a place."""

import csv

import pytest

import eucad
from eucad.agenda import account_topic_matrix
from eucad.keep.add import add
from eucad.meetings import held_meetings

SECOND_OF_THE_YEAR = """
[meeting]
meeting_id = "hlsd2025b"
series = "hlsd"
round = 13
date_start = "2025-11-20"
date_end = "2025-11-21"
city = "Dushanbe"
country = "TJ"
mode = "hybrid"
level = "deputy_ministers"
status = "held"
note = "Invented."

[lineage]
lineage_id = "hlsd2025b-eeas"
voice = "eu"

[document]
document_id = "hlsd2025b-eeas"
title = "A second meeting in one year"
title_is_reconstructed = false
publisher = "European External Action Service"
publisher_type = "eu_institution"
publisher_country = "EU"
language = "en"
extent = "full"
document_type = "readout"
about = "meeting"
lineage_id = "hlsd2025b-eeas"
lineage_basis = "own"
founding = false

[[codings]]
topic_id = "cyber"
paragraph = 1
term = "cyber threats"
stance = "discussed"

[[delegations]]
delegation = "AF"
rank = "not_stated"
mention = "individual"
status = "invited"
"""


@pytest.fixture
def twice(folder, tmp_path):
    """The dataset with a second meeting of a series in one year, in the same city."""
    (tmp_path / "small.toml").write_text(
        SECOND_OF_THE_YEAR.replace("[document]", '[document]\nmeeting_id = "hlsd2025b"'), "utf-8"
    )
    add(tmp_path / "small.toml", folder)
    return folder


def test_a_second_meeting_of_a_year_is_told_apart_by_its_month(twice):
    dataset = eucad.load(twice)
    names = held_meetings(dataset)["name"]
    assert names["hlsd2025"] == dataset.names["hlsd2025"] == "Dushanbe July 2025"
    assert names["hlsd2025b"] == "Dushanbe November 2025"
    assert names["hlsd2024"] == "Brussels 2024"


def test_a_second_meeting_of_a_year_comes_last_in_every_count(twice):
    dataset = eucad.load(twice)
    assert list(held_meetings(dataset).index)[-1] == "hlsd2025b"
    mentions = account_topic_matrix(dataset)
    meetings = mentions.index.get_level_values("meeting_id").categories
    assert meetings[-1] == "hlsd2025b"
    assert (
        len(meetings) == len(set(meetings)) == len(held_meetings(dataset).query("series == 'hlsd'"))
    )


def test_it_stands_after_the_first_in_every_table(twice):
    for name in ("meetings", "documents", "lineages"):
        with (twice / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            keys = [next(iter(row.values())) for row in csv.DictReader(file)]
        added = [key for key in keys if key.startswith("hlsd2025b")]
        first = [key for key in keys if key.startswith("hlsd2025") and key not in added]
        assert keys.index(added[0]) > max(map(keys.index, first))

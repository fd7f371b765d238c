"""What came up while the data were collected, and what next year may bring, has a place."""

import csv
import datetime as dt
import shutil

import pytest
from from_csv import read

import eucad
from eucad.agenda import account_topic_matrix
from eucad.keep.add import add
from eucad.meetings import held_meetings

_held = read("meetings").query("series == 'hlsd' and status == 'held'")
LAST = _held.loc[_held["date_start"].idxmax()]
YEAR = LAST["date_start"][:4]
KEY = f"hlsd{YEAR}b"

SECOND_OF_THE_YEAR = f"""
[meeting]
meeting_id = "{KEY}"
series = "hlsd"
round = {len(_held) + 1}
date_start = "{YEAR}-12-20"
date_end = "{YEAR}-12-21"
city = "{LAST.city}"
country = "{LAST.country}"
mode = "hybrid"
level = "deputy_ministers"
status = "held"
note = "Invented."

[lineage]
lineage_id = "{KEY}-eeas"
voice = "eu"

[document]
document_id = "{KEY}-eeas"
title = "A second meeting in one year"
title_is_reconstructed = false
publisher = "European External Action Service"
publisher_type = "eu_institution"
publisher_country = "EU"
language = "en"
extent = "full"
document_type = "readout"
about = "meeting"
lineage_id = "{KEY}-eeas"
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


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The folder of the dataset with a second meeting of a series in one year, in the same city."""
    place = tmp_path_factory.mktemp("twice")
    folder = shutil.copytree(eucad.DATA, place / "data")
    (place / "small.toml").write_text(
        SECOND_OF_THE_YEAR.replace("[document]", f'[document]\nmeeting_id = "{KEY}"'), "utf-8"
    )
    add(place / "small.toml", folder)
    return folder


@pytest.fixture(scope="module")
def dataset(twice):
    return eucad.load(twice)


def test_a_second_meeting_of_a_year_is_told_apart_by_its_month(dataset):
    names = held_meetings(dataset)["name"]
    first = LAST["meeting_id"]
    month = f"{dt.date.fromisoformat(LAST['date_start']):%B}"
    assert names[first] == dataset.names[first] == f"{LAST['city']} {month} {YEAR}"
    assert names[KEY] == f"{LAST['city']} December {YEAR}"
    assert names["hlsd2024"] == "Brussels 2024"


def test_a_second_meeting_of_a_year_comes_last_in_every_count(dataset):
    assert list(held_meetings(dataset).index)[-1] == KEY
    mentions = account_topic_matrix(dataset)
    meetings = mentions.index.get_level_values("meeting_id").categories
    assert meetings[-1] == KEY
    assert (
        len(meetings) == len(set(meetings)) == len(held_meetings(dataset).query("series == 'hlsd'"))
    )


def test_it_stands_after_the_first_in_every_table(twice):
    for name in ("meetings", "documents", "lineages"):
        with (twice / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            keys = [next(iter(row.values())) for row in csv.DictReader(file)]
        added = [key for key in keys if key.startswith(KEY)]
        first = [key for key in keys if key.startswith(KEY[:-1]) and key not in added]
        assert keys.index(added[0]) > max(map(keys.index, first))

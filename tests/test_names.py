"""Every key of the dataset has one name."""

from dataclasses import replace
from itertools import chain

import pytest

from eucad.dataset.names import read_names


def test_every_key_that_a_table_uses_has_a_name(dataset):
    keys = chain(
        dataset.topics["topic_id"],
        dataset.people["person_id"],
        dataset.programmes["programme_id"],
        dataset.meetings["meeting_id"],
        *(
            column.labels
            for table in dataset.schema.tables.values()
            for column in table.columns
            if column.name != "language"
        ),
    )
    nameless = [key for key in keys if not dataset.names.get(key, "").strip()]
    assert not nameless


def test_a_language_and_a_voice_may_share_a_code(dataset):
    assert dataset.languages["uz"] == "Uzbek"
    assert dataset.names["uz"] == "Uzbekistan"
    assert set(dataset.documents["language"].cat.categories) <= set(dataset.languages)


def test_a_round_that_was_not_found_is_named_by_its_series(dataset):
    assert dataset.names["hlsd2014"] == "Security dialogue 2014"
    assert dataset.names["hlsd2020"] == "Virtual 2020"


def test_a_key_with_two_names_is_refused(dataset):
    people = dataset.people
    people.loc[0, "person_id"] = "cbrn"
    with pytest.raises(ValueError, match=r"'cbrn' has two names: 'CBRN' and"):
        read_names(replace(dataset, people=people))

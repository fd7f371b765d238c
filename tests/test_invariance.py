"""What is measured does not depend on the order of rows, nor on what keys are called."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix, agenda_codings, prevalence
from eucad.attendance import find_attestations, representation, seats
from eucad.coverage import copies, measures, reliability
from eucad.documents import agenda_documents, count_accounts, visible_part
from eucad.stats.agreement import agreement

#: Tables in which a row more or less is a fact more or less, whatever its place.
UNORDERED = (
    "documents",
    "lineages",
    "codings",
    "codings_final",
    "adjudications",
    "participation",
    "delegations",
    "programme_mentions",
    "borrowings",
    "borrowing_topics",
)


def shuffled(dataset, seed):
    return replace(
        dataset,
        **{
            name: getattr(dataset, name)
            .sample(frac=1, random_state=seed + place)
            .reset_index(drop=True)
            for place, name in enumerate(UNORDERED)
        },
    )


def sorted_rows(frame):
    """A frame in an order of its own; the numbers of rows are left out."""
    plain = frame.reset_index(drop=not any(frame.index.names)).astype(str)
    return plain.sort_values(list(plain.columns), ignore_index=True)


MEASURES = {
    "matrix": account_topic_matrix,
    "coder a": lambda dataset: account_topic_matrix(dataset, coding="a"),
    "documents": lambda dataset: account_topic_matrix(dataset, unit="document"),
    "prevalence": lambda dataset: prevalence(account_topic_matrix(dataset)),
    "codings": agenda_codings,
    "visible part": visible_part,
    "accounts": lambda dataset: count_accounts(dataset, agenda_documents(dataset)),
    "attestations": find_attestations,
    "seats": lambda dataset: seats(dataset, find_attestations(dataset)),
    "representation": representation,
    "meetings": measures.meetings_by_series,
    "voices": lambda dataset: copies.summarise_voices(dataset).drop(columns="others"),
    "copied": lambda dataset: copies.most_copied_accounts(dataset, 10),
    "borrowed": lambda dataset: copies.find_borrowed(dataset).pairs,
    "presence": reliability.measure_presence,
    "values": reliability.measure_values,
    "adjudications": reliability.count_adjudications,
}


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    """Equal results are equal with few of them."""
    monkeypatch.setattr(reliability, "agreement", partial(agreement, resamples=200))


def test_what_topics_are_called_does_not_matter(dataset):
    new = {key: f"t{place}" for place, key in enumerate(dataset.topics["topic_id"])}
    tables = ("topics", "codings", "codings_final", "adjudications", "programmes")
    renamed = replace(
        dataset,
        **{
            name: getattr(dataset, name).assign(
                topic_id=lambda table: table["topic_id"].astype(str).map(new)
            )
            for name in tables
        },
    )
    before, after = account_topic_matrix(dataset), account_topic_matrix(renamed)
    assert np.array_equal(before.to_numpy(), after.to_numpy())
    assert list(before.columns.map(new)) == list(after.columns)
    agreed = reliability.measure_presence(renamed)
    expected = reliability.measure_presence(dataset)
    assert agreed["alpha"].to_list() == pytest.approx(expected["alpha"].to_list(), nan_ok=True)


#: Columns that hold keys of documents and of people, each with the table that lists them.
KEYS = {"document_id": "documents", "derived_from": "documents", "person_id": "people"}


@pytest.fixture(scope="module")
def turned(dataset):
    """The dataset in another order of rows, with keys in another order of the alphabet."""
    new = {
        table: {key: f"{table}{9999 - place}" for place, key in enumerate(keys.astype(str))}
        for table, keys in {
            "documents": dataset.documents["document_id"],
            "people": dataset.people["person_id"],
        }.items()
    }
    tables = {
        name: table.assign(
            **{
                column: table[column].astype(object).map(new[of])
                for column, of in KEYS.items()
                if column in table
            }
        )
        for name, table in dataset.tables.items()
    }
    known = {other: key for keys in new.values() for key, other in keys.items()}
    return shuffled(replace(dataset, **tables), 1), known


#: One measure of topics, of documents, of people and of coders, and one that pools them all.
QUICK = ("matrix", "copied", "seats", "presence", "voices")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in MEASURES],
)
def test_order_of_rows_and_keys_of_documents_and_people_do_not_matter(dataset, turned, name):
    world, known = turned
    found = sorted_rows(MEASURES[name](world)).map(lambda cell: known.get(cell, cell))
    pd.testing.assert_frame_equal(sorted_rows(found), sorted_rows(MEASURES[name](dataset)))

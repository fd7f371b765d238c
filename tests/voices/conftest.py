"""A hand-made world, the codings as the CSV files have them, and a study with few shuffles."""

import pandas as pd
import pytest
from from_csv import agenda
from worlds import few_draws

from eucad.voices import measures

VOICES = ["eu", "kz", "kg", "tj", "tm", "uz", "joint", "newsroom"]


@pytest.fixture(scope="session")
def hand_made():
    """Makes a matrix of rows such as (meeting, voice, account, topics raised)."""

    def made(rows):
        names = sorted({topic for *_, raised in rows for topic in raised})
        index = pd.DataFrame(
            [row[:3] for row in rows], columns=["meeting_id", "voice", "account_id"]
        )
        index["meeting_id"] = pd.Categorical(index["meeting_id"], ordered=True)
        index["voice"] = pd.Categorical(index["voice"], VOICES)
        cells = [[topic in raised for topic in names] for *_, raised in rows]
        columns = pd.Index(names, name="topic_id")
        return pd.DataFrame(cells, index=pd.MultiIndex.from_frame(index), columns=columns)

    return made


@pytest.fixture(scope="session")
def three(hand_made):
    """m1: the EU and one of two capitals raise water. m2: only the EU raises war. m3: no EU."""
    return hand_made(
        [
            ("m1", "eu", "a", {"water"}),
            ("m1", "kz", "b", {"water"}),
            ("m1", "tm", "c", {"trade"}),
            ("m2", "eu", "d", {"war"}),
            ("m2", "uz", "e", {"trade"}),
            ("m2", "newsroom", "f", {"war"}),
            ("m3", "kz", "g", {"water"}),
        ]
    )


@pytest.fixture(scope="session")
def documents():
    """Agenda documents of every series, from the CSV files alone."""
    return agenda()[0]


@pytest.fixture(scope="session")
def codings():
    """What these documents raise in the meeting, from the CSV files alone."""
    return agenda()[1]


@pytest.fixture(scope="session")
def study(dataset):
    with few_draws():
        return measures.study(
            dataset,
            series=["hlsd"],
            cases=["ukraine_war", "water"],
            since=2022,
            minimum=3,
            variants=["without_tm"],
        )

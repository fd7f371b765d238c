"""The agenda of the dialogue, from the CSV files alone."""

import pytest
from from_csv import of_dialogue


@pytest.fixture(scope="session")
def documents():
    return of_dialogue()[0]


@pytest.fixture(scope="session")
def mentions():
    return of_dialogue()[1]

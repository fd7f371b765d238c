"""Fixtures that several test files share; they import what they need when a worker asks for it."""

import shutil

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collect_file():
    """Look in these files for tests alone: examples stand in the library."""
    return [file for file in (yield) if type(file) is pytest.Module]


@pytest.fixture(scope="session", autouse=True)
def sound_files_are_read_once():
    """Keep what stands in the files of the dataset, as nearly all of a damaged copy still do."""
    from damage import sound_files_read_once

    with sound_files_read_once():
        yield


@pytest.fixture
def folder(tmp_path):
    """A copy of the dataset's folder, to be damaged."""
    import eucad

    return shutil.copytree(eucad.DATA, tmp_path / "data")


@pytest.fixture
def project(folder):
    """The folder of the data within a project, with the files that name the data."""
    import eucad

    for name in ("README.md", "CITATION.cff", "CHANGELOG.md", ".zenodo.json"):
        shutil.copy(eucad.DATA.parent / name, folder.parent / name)
    return folder


@pytest.fixture(scope="session")
def small(dataset):
    """The dataset with five documents in three accounts, to be worked out by hand."""
    from made_accounts import five_documents

    return five_documents(dataset)


@pytest.fixture(scope="session")
def tables():
    """Agenda documents and their codings, read from the CSV files without the library."""
    from from_csv import agenda

    return agenda()

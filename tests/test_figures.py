"""Every figure says what it shows, in the one style, and draws the same bytes twice."""

import inspect

import matplotlib
import numpy as np
import pandas as pd
import pytest

from eucad import agreement, documents, figures, officials
from eucad.figures import style


@pytest.fixture(scope="module")
def arguments(dataset):
    """What each figure is drawn from in the notebooks of the dataset."""
    known = documents.documents_with_voice(dataset)
    by_series = documents.meetings_by_series(dataset)
    held = documents.held_meetings(dataset)
    held["documents"] = dataset.documents["meeting_id"].value_counts()
    accounts = documents.count_accounts(dataset, documents.agenda_documents(dataset))
    matrix = agreement.coding_matrix(dataset.codings, dataset.documents, dataset.topics)
    by_topic = agreement.agreement_by_topic(
        matrix, dataset.documents, dataset.topics, rng=np.random.default_rng(1), resamples=50
    )
    labels = {
        "series": dataset.labels("meetings", "series"),
        "voice": dataset.labels("lineages", "voice"),
    }
    return {
        "timeline": (held, accounts, documents.missing_rounds(dataset), labels),
        "coverage": (
            {"Voice": documents.count_by_meeting(dataset, known, "voice")},
            by_series,
        ),
        "copies": (documents.copies_by_voice(dataset),),
        "agreement": (by_topic,),
        "unknowns": (*officials.who_led(dataset), by_series),
    }


@pytest.mark.parametrize("name", ["agreement", "copies", "coverage", "timeline", "unknowns"])
def test_figure(name, arguments):
    draw = getattr(figures, name)
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        picture = draw(*arguments[name])
        data, metadata = picture._repr_mimebundle_()
    again, _ = draw(*arguments[name])._repr_mimebundle_()
    assert data["image/png"] == again["image/png"]
    assert metadata["image/png"]["alt"] == data["text/plain"] == picture.alt
    assert len(picture.alt) > 80
    assert metadata["image/png"]["width"] == 800


def test_every_figure_has_a_name_and_a_docstring():
    for name in figures.__all__:
        assert inspect.getdoc(getattr(figures, name)), name


def test_missing_rounds_are_written_into_the_timeline(arguments):
    held, accounts, missing, labels = arguments["timeline"]
    picture = figures.timeline(held, accounts, missing, labels)
    words = [text.get_text() for ax in picture.axes for text in ax.texts]
    assert words.count("no round found") == len(missing)
    assert "Security dialogue 2014" in picture.alt


def test_unknown_is_hatched_and_never_drawn_as_a_mark(arguments):
    knowledge, disputed, meetings = arguments["unknowns"]
    nobody = pd.DataFrame(index=knowledge.index, columns=knowledge.columns, dtype=object)
    (ax,) = figures.unknowns(nobody, disputed & False, meetings).axes
    assert len([patch for patch in ax.patches if patch.get_hatch()]) == nobody.size
    assert all(len(line.get_xdata()) == 0 for line in ax.lines)


def test_every_value_has_its_colour(dataset):
    families = set(dataset.topics["family"].cat.categories)
    assert set(style.FAMILY_COLOURS) == families
    assert set(style.DELEGATION_COLOURS) == set(dataset.delegations["delegation"].cat.categories)
    assert set(style.VOICE_COLOURS) == set(dataset.lineages["voice"].cat.categories)

"""Every figure says what it shows, in the one style, and draws the same bytes twice."""

import inspect

import matplotlib
import numpy as np
import pandas as pd
import pytest
from eucad.figures import style

from eucad import agreement, documents, figures, officials


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
    picture = getattr(figures, name)(*arguments[name])
    assert len(picture.alt) > 80
    assert picture.get_figwidth() == 8


def test_a_figure_is_the_same_bytes_whatever_the_settings(arguments):
    knowledge, disputed, meetings = arguments["unknowns"]
    few = (knowledge, disputed, meetings[:3])
    # The first two are read when a figure is drawn, the third when it is shown.
    settings = {"font.size": 30, "axes.facecolor": "red", "savefig.facecolor": "red"}
    with matplotlib.rc_context(settings):
        picture = figures.unknowns(*few)
        data, metadata = picture._repr_mimebundle_()
    again, _ = figures.unknowns(*few)._repr_mimebundle_()
    assert data["image/png"] == again["image/png"]
    assert metadata["image/png"] == {"alt": picture.alt, "width": 800}
    assert data["text/plain"] == picture.alt


@pytest.mark.parametrize("name", figures.__all__)
def test_every_figure_is_documented_and_styled(name):
    draw = getattr(figures, name)
    assert inspect.getdoc(draw)
    assert inspect.unwrap(draw) is not draw, "mark it @styled"


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

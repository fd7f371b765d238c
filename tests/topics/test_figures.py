"""No figure draws a zero where nothing is known, and every figure says in words what it shows."""

import pytest
from made_accounts import NO_ACCOUNT

from eucad.topics import figures, measures


@pytest.fixture(scope="module")
def little(small):
    return measures.study(small, series=("hlsd", "fmm"))


@pytest.fixture(scope="module")
def study(dataset):
    return measures.study(dataset)


def test_nothing_is_drawn_where_there_is_no_account(little):
    column = little.shares.index.unique(0).get_loc(NO_ACCOUNT)
    heatmap = figures.agenda_heatmap(little)
    assert not [text for text in heatmap.axes[0].texts if text.get_position()[0] == column]
    assert not figures.programme_timeline(little).axes[0].lines


def test_five_documents_in_words(little):
    assert "Seen at every meeting with an account: Water." in figures.agenda_heatmap(little).alt
    assert figures.programme_timeline(little).alt.endswith("None.")


@pytest.mark.parametrize(
    "draw",
    [
        figures.agenda_heatmap,
        figures.series_comparison,
        figures.programme_timeline,
        figures.similar_pairs,
    ],
)
def test_every_figure_has_its_words(study, draw):
    picture = draw(study)
    assert len(picture.alt) > 100
    assert picture.get_suptitle()


def test_no_name_is_cut(dataset, study):
    labels = figures.programme_timeline(study).axes[0].get_yticklabels()
    shown = {label.get_text().replace("\n", " ") for label in labels}
    assert shown <= set(dataset.programmes["name"])

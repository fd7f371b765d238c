"""No figure draws a zero where nothing is known, and every figure says in words what it shows."""

import pandas as pd
import pytest
from made_accounts import NO_ACCOUNT
from tried_on import some
from worlds import few_draws

from eucad.topics import figures, measures

BLOCKS = {"old": ("drugs_cbrn",), "new": ("cyber_hybrid",)}
NEED_VERDICTS = (figures.agenda_heatmap, figures.formats)
PLAIN = (
    figures.changes,
    figures.composition,
    figures.drift,
    figures.series_comparison,
    figures.programme_timeline,
)


def judge(study):
    """Verdicts that say of every topic that it cannot be told."""
    verdict = {"kind": "cannot_tell", "words": "cannot tell", "badge": "do not cite", "fails": ()}
    return pd.DataFrame([verdict | {"elsewhere": ""}] * study.mentions.shape[1]).set_axis(
        study.mentions.columns
    )


@pytest.fixture(scope="module")
def little(small):
    with few_draws():
        return measures.study(small, compared_with=["fmm"], split=2016, blocks=BLOCKS)


def test_nothing_is_counted_where_there_is_no_account(little):
    column = little.shares.index.unique(0).get_loc(NO_ACCOUNT)
    heatmap = figures.agenda_heatmap(little, judge(little))
    counts = [text for text in heatmap.axes[0].texts if text.get_position()[0] == column]
    assert not [text for text in counts if "/" in text.get_text()]
    assert not figures.programme_timeline(little).axes[0].lines
    assert NO_ACCOUNT not in little.composition.shares.index


@pytest.mark.parametrize("draw", some(3, [*NEED_VERDICTS, *PLAIN]))
def test_five_documents_can_be_drawn(little, draw):
    picture = draw(little, judge(little)) if draw in NEED_VERDICTS else draw(little)
    assert picture.alt and picture.get_suptitle()
    assert "nan" not in picture.alt.split()


@pytest.mark.long
@pytest.mark.parametrize("draw", [*NEED_VERDICTS, *PLAIN])
def test_every_figure_has_its_words_and_its_finding(study, draw):
    picture = draw(study, judge(study)) if draw in NEED_VERDICTS else draw(study)
    assert len(picture.alt) > 100
    assert picture.get_suptitle()


@pytest.fixture(scope="module")
def heat_map(study):
    verdicts = judge(study)
    verdicts.loc["cbrn", ["kind", "words"]] = ["went", "gone since 2016"]
    return figures.agenda_heatmap(study, verdicts)


def test_the_heat_map_says_every_verdict(heat_map):
    picture = heat_map
    assert "gone since 2016: CBRN; cannot tell:" in picture.alt
    assert picture.get_suptitle().startswith("0 topics")
    written = [text.get_text() for text in picture.axes[0].texts]
    assert written.count("gone since 2016") == 1


def test_every_event_is_named_on_the_time_axis(study, heat_map):
    written = " ".join(text.get_text().replace("\n", " ") for text in heat_map.axes[0].texts)
    assert all(label in written for label in study.events["label"])


def test_no_name_is_cut(dataset, study):
    labels = figures.programme_timeline(study).axes[0].get_yticklabels()
    shown = {label.get_text().replace("\n", " ") for label in labels}
    assert shown <= set(dataset.programmes["name"])

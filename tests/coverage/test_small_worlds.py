"""One meeting, one account, nothing coded: a right sentence, a figure that says what is missing."""

from dataclasses import replace

import pytest

from eucad.coverage import figures, measures, sentences

DRAWN = ("accounts", "agreement", "copies", "timeline", "unknowns")
TABLES = ("adjudicated", "borrowed", "copied", "events", "meetings", "notes", "reasons", "voices")


def one_meeting(small, *, coded=True):
    """The two accounts of one meeting in the place of all."""
    of_meeting = small.documents["meeting_id"] == "hlsd2015"
    documents = small.documents[of_meeting].reset_index(drop=True)
    keys = set(documents["document_id"])
    tables = ("codings", "codings_final", "adjudications", "delegations", "programme_mentions")
    parts = {name: getattr(small, name) for name in tables}
    parts = {name: table[table["document_id"].isin(keys)] for name, table in parts.items()}
    if not coded:
        parts |= {name: parts[name][:0] for name in tables[:3]}
    held = small.meetings["meeting_id"] == "hlsd2015"
    return replace(
        small,
        meetings=small.meetings[held].reset_index(drop=True),
        documents=documents,
        lineages=small.lineages[small.lineages["lineage_id"].isin(documents["lineage_id"])],
        borrowings=small.borrowings[:0],
        borrowing_topics=small.borrowing_topics[:0],
        events=small.events[:0],
        **parts,
    )


@pytest.fixture(scope="module", params=[True, False], ids=["coded", "nothing coded"])
def study(request, small):
    return measures.study(one_meeting(small, coded=request.param))


def test_every_sentence_can_be_said(study):
    said = [
        sentences.in_short(study),
        sentences.how_much_is_copied(study.copies, study),
        sentences.how_sure_of_rare_topics(study),
        sentences.how_values_differ(study.values),
        sentences.how_disagreements_ended(study),
        sentences.what_is_unknown(study),
    ]
    assert not [each for each in said if "nan" in each or "None" in each]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_shown(study, table):
    assert "nan" not in getattr(sentences, f"{table}_table")(study).to_html()


@pytest.mark.parametrize("figure", DRAWN)
def test_every_figure_can_be_drawn(study, figure):
    picture = getattr(figures, figure)(study)
    assert "nan " not in picture.alt
    picture.canvas.draw()


def test_nothing_coded_is_said_to_be_unmeasurable(small):
    study = measures.study(one_meeting(small, coded=False))
    assert "No topic was found by either coder" in sentences.in_short(study)
    assert "alpha is not measurable" in sentences.how_values_differ(study.values)

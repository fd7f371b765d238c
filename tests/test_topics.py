"""How much of a document was visible, by script (for tests/voices and tests/test_documents.py)."""

import numpy as np
import pandas as pd
import pytest
from from_csv import read

from eucad.agenda import OPENING_PARAGRAPHS
from eucad.documents import SCRIPTS, borrowed_lineages, side_of, visible_part
from eucad.voices.exposure import exposure as expose
from eucad.voices.exposure import script_gap

# -- Exposure


def test_the_script_is_that_of_the_terms_not_of_the_language(dataset):
    part = visible_part(dataset).set_index("document_id")
    # Uzbek is written in both scripts.
    assert part.loc["fmm2015-daryo-uz", ["language", "script"]].to_list() == ["uz", "Cyrillic"]
    unusual = part[part["script"] != part["language"].astype(str).map(SCRIPTS).fillna("Latin")]
    assert set(unusual["language"]) == {"uz"}


def test_a_document_without_terms_has_the_script_of_its_language(dataset):
    coded = set(read("codings")["document_id"])
    part = visible_part(dataset)
    silent = part[~part["document_id"].isin(coded) & (part["language"] == "ru")]
    assert len(silent) and silent["script"].eq("Cyrillic").all()


def test_the_opening_is_what_half_visible_documents_show(dataset):
    part = visible_part(dataset)
    reach = part.loc[part["half_visible"] & (part["extent"] == "opening"), "reach"]
    assert (reach >= OPENING_PARAGRAPHS).mean() > 0.75
    assert (reach > OPENING_PARAGRAPHS).mean() < 0.5


def test_script_gap_by_hand():
    # One account in both scripts (2 against 4 topics), one in each alone.
    exposure = pd.DataFrame(
        {
            "lineage_id": ["a", "a", "b", "c"],
            "half_visible": [True, False, True, False],
            "topics": [2, 4, 4, 8],
            "topics_opening": [0, 0, 0, 0],
        }
    )
    gap = script_gap(exposure, rng=np.random.default_rng(1), resamples=50)
    whole = gap.loc[("all documents", "topics")]
    assert whole[["half_visible", "other", "ratio"]].to_list() == [3, 6, 0.5]
    same = gap.loc[("same account", "topics")]
    assert same[["half_visible", "other", "ratio", "low", "high"]].to_list() == [
        2,
        4,
        0.5,
        0.5,
        0.5,
    ]
    assert same[["documents", "accounts"]].to_list() == [2, 1]


def test_without_anything_to_compare_the_gap_is_missing(small):
    exposure = expose(small)
    latin = exposure[~exposure["half_visible"]]
    gap = script_gap(latin, rng=np.random.default_rng(1), resamples=5)
    assert gap[["ratio", "low", "high"]].isna().all(axis=None)
    with pytest.raises(ValueError, match="at least 1"):
        script_gap(exposure, rng=np.random.default_rng(1), resamples=0)


@pytest.mark.parametrize(
    "document", ["hlsd2015-interfax-ru", "hlsd2024-spa-ar", "hlsd2024-neglobal"]
)
def test_exposure_from_the_csv_files(dataset, tables, document):
    _, codings = tables
    ours = codings.query("document_id == @document")
    found = expose(dataset).loc[document]
    assert found["topics"] == len(ours)
    assert found["topics_opening"] == (ours["paragraph"] <= 3).sum()


def test_script_gap_from_the_csv_files(dataset, tables):
    documents, codings = tables
    counts = codings.groupby("document_id").size()
    counts = counts.reindex(documents["document_id"], fill_value=0).to_numpy()
    half = documents["language"].isin(["ru", "kk", "tg", "uk", "ar", "fa", "prs"])
    half = (half | (documents["document_id"] == "fmm2015-daryo-uz")).to_numpy()
    exposure = expose(dataset, series=("hlsd", "fmm", "summit", "ctd"))
    gap = script_gap(exposure, rng=np.random.default_rng(1), resamples=50)
    found = gap.loc[("all documents", "topics")]
    assert found["ratio"] == pytest.approx(counts[half].mean() / counts[~half].mean())


# -- Sides and copies


def test_every_voice_has_its_side():
    assert list(side_of(["eu", "tm", "joint", "ngo"])) == ["eu", "capitals", "joint", "ngo"]


def test_borrowed_lineages_from_the_csv_files(dataset):
    expected = read("lineages").query("template_lineage_id != ''")["lineage_id"]
    assert borrowed_lineages(dataset) == list(expected)

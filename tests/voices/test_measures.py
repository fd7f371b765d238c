"""The study, its variants and the terms."""

import pytest

from eucad.agenda import account_topic_matrix
from eucad.voices import measures
from eucad.voices.contrast import contrast, find_one_sided


def test_terms_from_the_csv_files(dataset, codings):
    ours = codings.query("topic_id == 'border_management' and voice == 'eu'")
    ours = ours[ours["meeting_id"].str.startswith("hlsd")]
    expected = ours.groupby(ours["term"].str.lower())["lineage_id"].nunique()
    found = measures.terms(dataset, ["border_management"], series=["hlsd"])
    found = found.loc[("border_management", "eu")]
    assert found["accounts"].iloc[0] == expected["border management"] == found["accounts"].max()
    assert found.index[0] == "border management"


def test_terms_of_an_unknown_topic_are_refused(dataset):
    with pytest.raises(ValueError, match="chess"):
        measures.terms(dataset, ["chess"], series=["hlsd"])


@pytest.mark.parametrize("variant", ["opening", "coder_a", "coder_b", "fresh", "stated"])
def test_a_variant_sees_no_more_accounts_than_all(dataset, variant):
    everything = measures.matrix_under(dataset, "all", series=["hlsd"])
    found = measures.matrix_under(dataset, variant, series=["hlsd"])
    accounts = found.index.get_level_values("account_id")
    assert set(accounts) <= set(everything.index.get_level_values("account_id"))
    assert not found.equals(everything)


@pytest.mark.parametrize("variant", ["without_xx", "upside_down"])
def test_an_unknown_variant_is_refused(dataset, variant):
    with pytest.raises(ValueError, match=rf"{variant}.*Choose among all, opening, .*without_tm"):
        measures.matrix_under(dataset, variant, series=["hlsd"])


def test_the_collections_own_way_of_counting_stands_first(study):
    assert list(study.later) == ["all", "without_tm"]


def test_words_of_other_languages_have_their_gloss(study):
    foreign = study.terms[study.terms["language"] != "en"]
    assert foreign["english"].notna().all()


def test_a_year_after_the_last_shared_meeting_is_refused(dataset):
    with pytest.raises(ValueError, match="choose an earlier year"):
        measures.study(
            dataset, series=["hlsd"], cases=["water"], since=2090, minimum=3, variants=[]
        )


def test_evidence_turns_the_finding(dataset):
    # A topic of all the EU's accounts divides, until the capitals' accounts raise it too.
    mentions = account_topic_matrix(dataset)
    recent = mentions[mentions.index.get_level_values("year") >= 2022]
    ours = recent.assign(ukraine_war=recent.index.get_level_values("voice") == "eu")
    assert "ukraine_war" in find_one_sided(contrast(ours), 3).index
    turned = recent.assign(ukraine_war=True)
    assert "ukraine_war" not in find_one_sided(contrast(turned), 3).index

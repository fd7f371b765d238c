"""The study, its variants and the terms."""

import pytest

from eucad.voices import measures


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


@pytest.mark.parametrize("variant", ["opening", "coder_a", "coder_b", "unborrowed"])
def test_a_variant_sees_no_more_accounts_than_all(dataset, variant):
    everything = measures.matrix_under(dataset, "all", series=["hlsd"])
    found = measures.matrix_under(dataset, variant, series=["hlsd"])
    accounts = found.index.get_level_values("account_id")
    assert set(accounts) <= set(everything.index.get_level_values("account_id"))
    assert not found.equals(everything)


@pytest.mark.parametrize("variant", ["without_xx", "upside_down"])
def test_an_unknown_variant_is_refused(dataset, variant):
    with pytest.raises(ValueError, match=rf"{variant}.*choose among all, opening, .*without_tm"):
        measures.matrix_under(dataset, variant, series=["hlsd"])


def test_the_collections_own_way_of_counting_stands_first(study):
    assert list(study.variants) == list(study.likeness) == ["all", "without_tm"]
    assert study.variants["all"].equals(study.contrast)

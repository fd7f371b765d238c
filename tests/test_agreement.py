import re
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eucad import agreement

DATA = Path(__file__).parents[1] / "data"

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
# A. Binary data, two observers, no missing data: alpha = 0.095.
MEG = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
OWEN = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
# B. Nominal data, two observers, no missing data: alpha = 0.692.
BEN = list("aabbdcccedda")
GERRY = list("babbbccceddd")
# C. Four observers, twelve units, values missing: the coincidence matrix as printed.
# Nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797.
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, np.nan, np.nan, np.nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, np.nan, 3],
    [np.nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, np.nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, np.nan],
]
PRINTED_COINCIDENCES = [
    [7, 4 / 3, 1 / 3, 1 / 3, 0],
    [4 / 3, 10, 4 / 3, 1 / 3, 0],
    [1 / 3, 4 / 3, 8, 1 / 3, 0],
    [1 / 3, 1 / 3, 1 / 3, 4, 0],
    [0, 0, 0, 0, 3],
]

TOPICS = pd.DataFrame(
    {
        "topic_id": ["cyber", "drugs"],
        "label": ["Cyber", "Drugs"],
        "family": ["cyber_hybrid", "drugs_cbrn"],
        "position": [2, 1],
    }
)


def rng():
    return np.random.default_rng(20130613)


def matrix_of(first, second, topic="cyber"):
    """One topic, one document a unit, and the documents to go with it."""
    names = [f"d{number:04}" for number in range(len(first))]
    index = pd.MultiIndex.from_product([names, [topic]], names=["document_id", "topic_id"])
    documents = pd.DataFrame({"document_id": names, "lineage_id": names})
    return pd.DataFrame({"a": first, "b": second}, index=index), documents


def codings_of(first, second, variable):
    """Codings of one topic by both coders, one document a unit, and the documents."""
    matrix, documents = matrix_of(first, second)
    codings = matrix.reset_index().melt(
        ["document_id", "topic_id"], ["a", "b"], var_name="coder", value_name=variable
    )
    return codings, documents


def library_alpha(first, second, **options):
    """The reference, or NaN where it has none."""
    if np.unique([first, second]).size < 2:
        return np.nan
    return krippendorff.alpha(reliability_data=[list(first), list(second)], **options)


# -- Published examples


def test_krippendorffs_binary_example():
    matrix, documents = matrix_of(MEG, OWEN)
    found = agreement.agreement_on_presence(matrix, documents, rng=rng()).loc["all"]
    assert found["alpha"] == pytest.approx(0.095, abs=0.0005)
    assert found[["units", "coded_a", "coded_b", "coded_both"]].tolist() == [10, 2, 4, 1]
    assert found[["disagreements", "percent_agreement"]].tolist() == [4, 60]


def test_krippendorffs_nominal_example():
    codings, documents = codings_of(BEN, GERRY, "letter")
    found = agreement.agreement_on_value(
        codings, documents, "letter", rng=rng(), level_of_measurement="nominal"
    ).loc["all"]
    assert found["alpha"] == pytest.approx(0.692, abs=0.0005)
    assert "earlier_a" not in found


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_krippendorffs_four_observers_from_the_printed_coincidences(level, published):
    found = agreement.alpha_from_coincidences(PRINTED_COINCIDENCES, level)
    assert found == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_library_we_rely_on_gives_the_published_values(level, published):
    found = krippendorff.alpha(FOUR_OBSERVERS, level_of_measurement=level)
    assert found == pytest.approx(published, abs=0.0005)


# -- The vectorised form equals the library


def coincidences_of(first, second, values):
    cross = np.zeros((values, values))
    np.add.at(cross, (first, second), 1)
    return cross + cross.T


binary = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 30)), elements=st.integers(0, 1))
graded = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 30)), elements=st.integers(0, 5))


@given(binary)
def test_binary_alpha_equals_the_library_and_the_closed_form(pair):
    found = agreement.alpha_from_coincidences(coincidences_of(*pair, 2))
    ones, everything = pair.sum(), pair.size
    product = ones * (everything - ones)
    closed = 1 - (everything - 1) * (pair[0] != pair[1]).sum() / product if product else np.nan
    assert found == pytest.approx(closed, nan_ok=True)
    assert found == pytest.approx(library_alpha(*pair, level_of_measurement="nominal"), nan_ok=True)


@given(graded, st.sampled_from(["nominal", "ordinal"]))
def test_graded_alpha_equals_the_library(pair, level):
    found = agreement.alpha_from_coincidences(coincidences_of(*pair, 6), level)
    assert found == pytest.approx(library_alpha(*pair, level_of_measurement=level), nan_ok=True)


def test_many_matrices_at_once_give_the_same_as_one_by_one():
    pairs = rng().integers(0, 4, size=(50, 2, 12))
    stacked = np.array([coincidences_of(*pair, 4) for pair in pairs]).reshape(5, 10, 4, 4)
    together = agreement.alpha_from_coincidences(stacked, "ordinal")
    one_by_one = [library_alpha(*pair, level_of_measurement="ordinal") for pair in pairs]
    assert together.shape == (5, 10)
    np.testing.assert_allclose(together.ravel(), one_by_one)


# -- Units


CODINGS = pd.DataFrame(
    [
        ("d1", "cyber", "a"),
        ("d1", "cyber", "b"),
        ("d2", "drugs", "b"),
        ("d4", "cyber", "a"),  # d4 was not seen by the second coder
    ],
    columns=["document_id", "topic_id", "coder"],
)
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["d3", "d1", "d2", "d4"],
        "lineage_id": ["l3", "l1", "l1", "l4"],
        "seen_by_second_coder": [True, True, True, False],
    }
)


def test_the_matrix_holds_every_seen_document_with_every_topic():
    matrix = agreement.coding_matrix(CODINGS, DOCUMENTS, TOPICS)
    assert matrix.index.tolist() == [
        (document, topic) for document in ["d3", "d1", "d2"] for topic in ["drugs", "cyber"]
    ]
    assert matrix[["a", "b"]].to_numpy().tolist() == [
        [0, 0], [0, 0],
        [0, 0], [1, 1],
        [0, 1], [0, 0],
    ]  # fmt: skip


def test_categorical_keys_give_the_same_matrix():
    categorical = CODINGS.astype("category")
    pd.testing.assert_frame_equal(
        agreement.coding_matrix(categorical, DOCUMENTS.astype({"document_id": "category"}), TOPICS),
        agreement.coding_matrix(CODINGS, DOCUMENTS, TOPICS),
    )


def test_only_pairs_with_both_values_are_compared():
    codings = pd.DataFrame(
        {
            "document_id": ["d1", "d1", "d2", "d2", "d3"],
            "topic_id": "cyber",
            "coder": ["a", "b", "a", "b", "a"],
            "paragraph": pd.array([1, 2, 3, None, 4], dtype="Int64"),
        }
    )
    pairs = agreement.paired_values(codings, "paragraph")
    assert pairs.index.tolist() == [("d1", "cyber")]
    assert pairs.iloc[0].tolist() == [1, 2]


# -- By topic


def test_by_topic_worked_by_hand():
    # drugs: a and b both in d1, b alone in d2, of four documents: n = 8, n1 = 3, one disagreement.
    codings = pd.DataFrame(
        [("d1", "drugs", "a"), ("d1", "drugs", "b"), ("d2", "drugs", "b")],
        columns=["document_id", "topic_id", "coder"],
    )
    documents = DOCUMENTS.assign(seen_by_second_coder=True)
    matrix = agreement.coding_matrix(codings, documents, TOPICS)
    found = agreement.agreement_by_topic(matrix, documents, TOPICS, rng=rng())
    assert found.index.tolist() == ["drugs", "cyber"]
    assert found["label"].tolist() == ["Drugs", "Cyber"]
    drugs, cyber = found.loc["drugs"], found.loc["cyber"]
    assert drugs["alpha"] == pytest.approx(1 - 7 * 1 / (3 * 5))
    assert drugs[["units", "coded_a", "coded_b", "coded_both"]].tolist() == [4, 1, 2, 1]
    assert drugs["percent_agreement"] == 75
    assert drugs["clusters"] == 1
    # Nobody coded cyber: they agree in every document, and that shows nothing.
    assert cyber["percent_agreement"] == 100
    assert cyber[["alpha", "alpha_low", "alpha_high"]].isna().all()
    assert cyber["resamples_undefined"] == 2000


def test_a_topic_coded_everywhere_by_both_has_no_alpha():
    matrix, documents = matrix_of([1, 1, 1], [1, 1, 1])
    found = agreement.agreement_on_presence(matrix, documents, rng=rng()).loc["all"]
    assert found[["alpha", "alpha_low", "alpha_high"]].isna().all()


def test_without_disagreement_the_lower_limit_depends_on_the_clusters():
    coded = [1] * 4 + [0] * 96
    matrix, documents = matrix_of(coded, coded)
    copies = documents.assign(lineage_id=["one"] * 4 + documents["lineage_id"].tolist()[4:])
    apart = agreement.agreement_on_presence(matrix, documents, rng=rng()).loc["all"]
    together = agreement.agreement_on_presence(matrix, copies, rng=rng()).loc["all"]
    assert apart["alpha"] == together["alpha"] == 1
    assert apart["alpha_high"] == together["alpha_high"] == 1
    # Of 4 clusters none differs: up to 1 - 0.025 ** (1 / 4) = 60.2% of them might.
    differing = 4 * (1 - 0.025**0.25)
    positives = 8 - differing
    by_hand = 1 - 199 * differing / (positives * (200 - positives))
    assert apart["alpha_low"] == pytest.approx(by_hand)
    assert together["clusters"] == 1
    assert together["alpha_low"] < 0.1 < apart["alpha_low"]


def test_disagreement_in_a_single_cluster_gives_no_limits():
    matrix, documents = matrix_of([1, 1, 0, 0, 0], [1, 0, 0, 0, 0])
    documents["lineage_id"] = ["one", "one", "two", "three", "four"]
    found = agreement.agreement_on_presence(matrix, documents, rng=rng()).loc["all"]
    assert found["alpha"] == pytest.approx(1 - 9 * 1 / (3 * 7))
    assert found["clusters"] == 1
    assert found[["alpha_low", "alpha_high"]].isna().all()


def test_groups_are_measured_apart():
    matrix, documents = matrix_of([*MEG, 1, 0, 1, 0], [*OWEN, 1, 0, 0, 0])
    documents["language"] = ["en"] * 10 + ["ru"] * 4
    found = agreement.agreement_on_presence(matrix, documents, rng=rng(), by="language")
    assert found.index.name == "language"
    assert found["units"].to_dict() == {"en": 10, "ru": 4}
    assert found.loc["en", "alpha"] == pytest.approx(0.095, abs=0.0005)
    assert found.loc["ru", "alpha"] == pytest.approx(1 - 7 * 1 / (3 * 5))


# -- Values


def test_ordinal_alpha_takes_the_order_from_the_categorical():
    dtype = pd.CategoricalDtype(["strong", "middling", "weak"], ordered=True)
    first = ["strong", "strong", "middling", "weak", "weak", "middling"]
    second = ["strong", "middling", "middling", "weak", "middling", "strong"]
    codings, documents = codings_of(first, second, "stance")
    codings["stance"] = codings["stance"].astype(dtype)
    found = agreement.agreement_on_value(codings, documents, "stance", rng=rng()).loc["all"]
    codes = [dtype.categories.get_indexer(values) for values in (first, second)]
    assert found["alpha"] == pytest.approx(library_alpha(*codes, level_of_measurement="ordinal"))
    assert found[["units", "disagreements", "earlier_a", "earlier_b"]].tolist() == [6, 3, 1, 2]
    assert found["alpha_low"] < found["alpha"] < found["alpha_high"]


def test_paragraphs_need_no_categorical():
    codings, documents = codings_of([0, 1, 2, 9], [0, 2, 2, 12], "paragraph")
    codings["paragraph"] = codings["paragraph"].astype("Int64")
    found = agreement.agreement_on_value(codings, documents, "paragraph", rng=rng()).loc["all"]
    expected = library_alpha([0, 1, 2, 9], [0, 2, 2, 12], level_of_measurement="ordinal")
    assert found["alpha"] == pytest.approx(expected)
    assert found["percent_agreement"] == 50


def test_values_that_never_differ_get_no_limits():
    codings, documents = codings_of([1, 2, 3], [1, 2, 3], "paragraph")
    found = agreement.agreement_on_value(codings, documents, "paragraph", rng=rng()).loc["all"]
    assert found["alpha"] == 1
    assert found[["alpha_low", "alpha_high"]].isna().all()


# -- Bootstrap


def simulated(units, generator):
    """Two coders who each err on a tenth of the units, of which a third hold the topic."""
    truth = generator.random(units) < 1 / 3
    errors = generator.random((2, units)) < 0.1
    return (truth ^ errors).astype(int)


def test_the_interval_covers_the_true_alpha_about_as_often_as_it_says():
    # 150 topics stand for 150 studies of 150 documents each: one call, one set of resamples.
    names = [f"{number:03}" for number in range(150)]
    index = pd.MultiIndex.from_product([names, names], names=["document_id", "topic_id"])
    first, second = simulated(len(index), rng())
    matrix = pd.DataFrame({"a": first, "b": second}, index=index)
    documents = pd.DataFrame({"document_id": names, "lineage_id": names})
    found = agreement.agreement_on_presence(
        matrix, documents, rng=rng(), by="topic_id", resamples=500
    )
    coded = 0.9 / 3 + 0.1 * 2 / 3
    truth = 1 - 2 * 0.1 * 0.9 / (2 * coded * (1 - coded))
    covered = found["alpha_low"].le(truth) & found["alpha_high"].ge(truth)
    assert 0.88 <= covered.mean() <= 0.99


def test_the_limits_are_quantiles_of_the_library_on_each_resample():
    first, second = simulated(60, rng())
    matrix, documents = matrix_of(first, second)
    found = agreement.agreement_on_presence(
        matrix, documents, rng=rng(), resamples=200, level=0.8
    ).loc["all"]
    replicates = [
        library_alpha(
            np.repeat(first, times), np.repeat(second, times), level_of_measurement="nominal"
        )
        for times in rng().multinomial(60, np.full(60, 1 / 60), size=200)
    ]
    by_hand = np.quantile(replicates, [0.1, 0.9])
    assert found[["alpha_low", "alpha_high"]].tolist() == pytest.approx(by_hand.tolist())


def test_copies_do_not_narrow_the_interval_of_lineages():
    originals, documents = matrix_of(*simulated(100, rng()))
    copied, all_documents = matrix_of(*np.repeat(originals.to_numpy().T, 4, axis=1))
    all_documents["lineage_id"] = np.repeat(documents["lineage_id"].to_numpy(), 4)

    def width(matrix, documents, **options):
        found = agreement.agreement_on_presence(matrix, documents, rng=rng(), **options)
        return (found["alpha_high"] - found["alpha_low"]).item()

    without_copies = width(originals, documents)
    assert width(copied, all_documents) == pytest.approx(without_copies, rel=0.02)
    assert width(copied, all_documents, cluster="document_id") < 0.7 * without_copies


def test_resamples_without_the_topic_are_left_out_and_counted():
    matrix, documents = matrix_of([1] + [0] * 9, [1] + [0] * 9)
    resamples = 4000
    found = agreement.agreement_on_presence(matrix, documents, rng=rng(), resamples=resamples)
    # The one document that holds the topic is missed with probability (9 / 10) ** 10.
    assert found["resamples_undefined"].item() / resamples == pytest.approx(0.9**10, abs=0.03)


def test_same_seed_same_interval_and_other_seed_another():
    matrix, documents = matrix_of(*simulated(200, rng()))
    once, again = (agreement.agreement_on_presence(matrix, documents, rng=rng()) for _ in range(2))
    pd.testing.assert_frame_equal(once, again)
    other = agreement.agreement_on_presence(matrix, documents, rng=np.random.default_rng(1))
    assert once["alpha"].equals(other["alpha"])
    assert not once["alpha_low"].equals(other["alpha_low"])


# -- The project's own tables


@pytest.fixture(scope="module")
def tables():
    """The CSV files as they are, without the library."""
    names = ["codings", "documents", "topics", "adjudications"]
    return {name: pd.read_csv(DATA / f"{name}.csv") for name in names}


@pytest.fixture(scope="module")
def matrix(tables):
    return agreement.coding_matrix(tables["codings"], tables["documents"], tables["topics"])


@pytest.fixture(scope="module")
def by_topic(tables, matrix):
    return agreement.agreement_by_topic(matrix, tables["documents"], tables["topics"], rng=rng())


def test_by_topic_equals_ten_lines_of_plain_pandas(tables, by_topic):
    seen = tables["documents"].query("seen_by_second_coder")["document_id"]
    codings = tables["codings"][tables["codings"]["document_id"].isin(seen)]
    for topic in tables["topics"]["topic_id"]:
        rows = codings[codings["topic_id"] == topic]
        a, b = (set(rows.loc[rows["coder"] == coder, "document_id"]) for coder in "ab")
        values, ones = 2 * len(seen), len(a) + len(b)
        alpha = 1 - (values - 1) * len(a ^ b) / (ones * (values - ones)) if ones else np.nan
        found = by_topic.loc[topic]
        assert found["alpha"] == pytest.approx(alpha, nan_ok=True), topic
        assert found[["coded_a", "coded_b", "coded_both"]].tolist() == [len(a), len(b), len(a & b)]


def test_intervals_hold_the_estimate(by_topic):
    defined = by_topic.dropna(subset="alpha")
    assert (defined["alpha_low"] <= defined["alpha"]).all()
    assert (defined["alpha"] <= defined["alpha_high"]).all()
    assert (defined["alpha_low"] < 1).all()


def test_every_disagreement_was_adjudicated(tables, by_topic):
    summary = agreement.adjudication_summary(tables["adjudications"], tables["topics"])
    assert summary["disagreements"].equals(by_topic["disagreements"])
    for coder in "ab":
        alone = by_topic[f"coded_{coder}"] - by_topic["coded_both"]
        decided = summary[f"only_{coder}_kept"] + summary[f"only_{coder}_dropped"]
        assert decided.tolist() == alone.tolist()
    assert summary["kept"].sum() == tables["adjudications"]["kept"].sum()


def test_row_order_does_not_matter(tables, matrix, by_topic):
    shuffled = {name: table.sample(frac=1, random_state=1) for name, table in tables.items()}
    again = agreement.coding_matrix(shuffled["codings"], shuffled["documents"], shuffled["topics"])
    pd.testing.assert_frame_equal(again.sort_index(), matrix.sort_index())
    pd.testing.assert_frame_equal(
        agreement.agreement_by_topic(again, shuffled["documents"], shuffled["topics"], rng=rng()),
        by_topic,
    )


# -- Errors


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c, d, t: (c.drop(columns="coder"), d, t), "The table codings lacks coder."),
        (lambda c, d, t: (c, d.drop(columns="document_id"), t), "The table documents lacks"),
        (lambda c, d, t: (c, d, t.drop(columns="position")), "The table topics lacks position."),
        (lambda c, d, t: (c[c["coder"] == "a"], d, t), "compares two coders; these codings are by"),
        (lambda c, d, t: (c[:0], d, t), "these codings are by nobody"),
        (lambda c, d, t: (pd.concat([c, c[:1]]), d, t), "Coder a coded cyber more than once in d1"),
        (lambda c, d, t: (c, d.assign(seen_by_second_coder=False), t), "nothing to compare"),
        (lambda c, d, t: (c, pd.concat([d, d[:1]]), t), "documents holds d3 more than once"),
        (lambda c, d, t: (c, d, pd.concat([t, t[:1]])), "topics holds cyber more than once"),
    ],
)
def test_a_matrix_that_cannot_be_built_says_why(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        agreement.coding_matrix(*change(CODINGS, DOCUMENTS, TOPICS))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"resamples": 0}, "resamples is 0"),
        ({"level": 95}, "level is 95; give a share between 0 and 1"),
        ({"by": "tongue"}, "The table documents lacks tongue."),
        ({"cluster": "account"}, "The table documents lacks account."),
    ],
)
def test_impossible_options_say_what_to_do(options, message):
    matrix, documents = matrix_of(MEG, OWEN)
    with pytest.raises(ValueError, match=re.escape(message)):
        agreement.agreement_on_presence(matrix, documents, rng=rng(), **options)


def test_unsuitable_tables_say_what_is_wrong():
    matrix, documents = matrix_of(MEG, OWEN)

    def measure(matrix, documents):
        agreement.agreement_on_presence(matrix, documents, rng=rng())

    with pytest.raises(ValueError, match="not in `documents`: d0009"):
        measure(matrix, documents[:-1])
    with pytest.raises(ValueError, match="documents holds d0000 more than once"):
        measure(matrix, pd.concat([documents, documents[:1]]))
    documents.loc[3, "lineage_id"] = None
    with pytest.raises(ValueError, match="no lineage_id: d0003"):
        measure(matrix, documents)
    with pytest.raises(ValueError, match="this matrix has 3 columns"):
        measure(matrix.assign(c=0), documents)
    with pytest.raises(ValueError, match="no units"):
        measure(matrix[:0], documents)


def test_unsuitable_values_say_what_is_wrong():
    codings, documents = codings_of(BEN, GERRY, "letter")

    def measure(documents, variable="letter", **options):
        agreement.agreement_on_value(codings, documents, variable, rng=rng(), **options)

    with pytest.raises(ValueError, match="letter has no order"):
        measure(documents)
    with pytest.raises(ValueError, match="use 'ordinal' or 'nominal'"):
        measure(documents, level_of_measurement="ratio")
    with pytest.raises(ValueError, match="The table codings lacks stance"):
        measure(documents, "stance")
    many, documents_of_many = codings_of(range(60), range(60), "page")
    with pytest.raises(ValueError, match="page has 60 different values"):
        agreement.agreement_on_value(many, documents_of_many, "page", rng=rng())
    with pytest.raises(ValueError, match="has a letter from both coders"):
        measure(documents[:0], level_of_measurement="nominal")

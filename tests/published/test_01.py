"""Ten published numbers of notebook 01, recomputed from the CSV files without the library."""

import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
AGENDA = ["readout", "communique", "press_release", "news_report"]


@pytest.fixture(scope="module")
def tables():
    return {path.stem: pd.read_csv(path) for path in (ROOT / "data").glob("*.csv")}


@pytest.fixture(scope="module")
def published():
    """All that the stored notebook says, tables and alternative texts included."""
    book = nbformat.read(ROOT / "notebooks" / "01-dataset.ipynb", as_version=4)
    said = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            said.append(output.get("metadata", {}).get("image/png", {}).get("alt", ""))
            said += [data.get(kind, "") for kind in ("text/markdown", "text/html")]
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", "\n".join(said))))


@pytest.fixture(scope="module")
def dialogue(tables):
    """Agenda documents of the dialogue, with their voice."""
    held = tables["meetings"].query("series == 'hlsd' and status == 'held'")["meeting_id"]
    documents = tables["documents"].merge(tables["lineages"][["lineage_id", "voice"]])
    counts = documents["document_type"].isin(AGENDA) & (documents["about"] == "meeting")
    return documents[counts & documents["meeting_id"].isin(held)]


def test_accounts_of_the_dialogue(dialogue, published):
    accounts = dialogue["lineage_id"].nunique()
    meetings = dialogue["meeting_id"].nunique()
    assert f"{accounts} independent accounts tell what {meetings} meetings discussed" in published


def test_accounts_read_to_the_end(dialogue, published):
    whole = dialogue.loc[dialogue["extent"] == "full", "lineage_id"].nunique()
    assert f"{whole} of {dialogue['lineage_id'].nunique()} accounts could be read" in published


def test_the_most_regular_voice(dialogue, published):
    meetings = dialogue[dialogue["voice"] == "tm"]["meeting_id"].nunique()
    assert f"Turkmenistan ({meetings} meetings)" in published


def test_borrowed_mentions(tables, dialogue, published):
    meeting = tables["lineages"].set_index("lineage_id")["meeting_id"]
    pairs = tables["borrowings"].query("certainty == 'firm'")
    earlier = meeting.loc[pairs["lineage_id"]].array != meeting.loc[pairs["template_lineage_id"]]
    pairs = pairs[earlier.array]
    only = tables["borrowing_topics"].query("wording == 'only'").merge(pairs)
    borrowed = only[["lineage_id", "topic_id"]].drop_duplicates()
    codings = tables["codings_final"].query("scope == 'dialogue'")
    mentions = codings.merge(dialogue)[["lineage_id", "topic_id"]].drop_duplicates()
    assert (
        f"{len(borrowed)} of {len(mentions)} mentions of topics stand only in wording" in published
    )


def test_alpha(tables, published):
    seen = tables["documents"].query("seen_by_second_coder")["document_id"]
    codings = tables["codings"][tables["codings"]["document_id"].isin(seen)]
    keys = codings["document_id"] + " " + codings["topic_id"]
    a, b = (set(keys[codings["coder"] == coder]) for coder in "ab")
    values, ones = 2 * len(seen) * len(tables["topics"]), len(a) + len(b)
    alpha = 1 - (values - 1) * len(a ^ b) / (ones * (values - ones))
    assert f"agree with an alpha of {alpha:.2f} (" in published


def test_documents_that_add_no_account(tables, published):
    documents = tables["documents"]
    accounts = documents["lineage_id"].nunique()
    spare = len(documents) - accounts
    said = f"{len(documents)} documents carry {accounts} independent accounts. {spare} ("
    assert said in published


def test_second_hand_documents(tables, published):
    second_hand = (tables["documents"]["lineage_basis"] != "own").mean()
    assert f"({second_hand:.0%}) are second-hand" in published


def test_the_capital_that_is_repeated_most(tables, published):
    documents = tables["documents"].merge(tables["lineages"][["lineage_id", "voice"]])
    own = documents[documents["voice"] == "kz"]
    said = f"Kazakhstan* is repeated most: {len(own)} documents for {own['lineage_id'].nunique()}"
    assert said in published


def test_disagreements(tables, published):
    cases = tables["adjudications"][tables["adjudications"]["coded_by"].isin(["a", "b"])]
    kept = cases["kept"].sum()
    assert (
        f"In {len(cases)} cases one coder alone had found a topic; {kept} were decided" in published
    )


def test_codings_on_one_coder_alone(tables, published):
    single = (tables["codings_final"]["decided"] == "single").sum()
    assert f"{single} codings stand on coder a alone" in published


def test_the_earlier_paragraph(tables, published):
    both = tables["codings"].pivot(
        index=["document_id", "topic_id"], columns="coder", values="paragraph"
    )
    earlier = (both["b"] < both["a"]).sum()
    assert f"Coder b has the earlier one in {earlier} cases" in published

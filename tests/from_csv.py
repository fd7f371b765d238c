"""The agenda from the CSV files alone: the answers, computed a second time without the library."""

from pathlib import Path

import pandas as pd

DATA = Path(__file__).parents[1] / "data"


def read(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def tables():
    """All tables as text, read without the library."""
    return {path.stem: read(path.stem) for path in DATA.glob("*.csv")}


def agenda():
    """The agenda documents and their codings, from the CSV files alone."""
    documents = read("documents").merge(read("lineages")[["lineage_id", "voice"]])
    documents = documents.merge(read("meetings")[["meeting_id", "series"]])
    agenda_types = ["readout", "communique", "press_release", "news_report"]
    counts = documents["document_type"].isin(agenda_types)
    documents = documents[counts & (documents["about"] == "meeting")]
    codings = read("codings_final").query("scope == 'dialogue'")
    return documents, documents.merge(codings, on="document_id").astype({"paragraph": int})

"""The agenda from the CSV files alone: the answers, computed a second time without the library."""

from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import fmean

import nbformat
import pandas as pd

DATA = Path(__file__).parents[1] / "data"


@cache
def _read(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=object, keep_default_na=False)


def read(name):
    return _read(name).copy()


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


def of_dialogue(series="hlsd"):
    """The same of one series, with the year of each meeting."""
    documents, mentions = (
        each[each["series"] == series].assign(
            year=lambda rows: rows["meeting_id"].str.extract(r"(\d{4})", expand=False).astype(int)
        )
        for each in agenda()
    )
    return documents, mentions


def raising(mentions, topics):
    """The accounts that raise any of some topics."""
    return set(mentions.loc[mentions["topic_id"].isin(topics), "lineage_id"])


def share(documents, mentions, topic, split=2019):
    """Mean over meetings of the share of accounts that raise a topic, before a year and since."""
    hits = raising(mentions, [topic])
    accounts = {False: defaultdict(set), True: defaultdict(set)}
    told = (documents[column] for column in ("meeting_id", "year", "lineage_id"))
    for meeting, year, account in zip(*told, strict=True):
        accounts[year >= split][meeting].add(account)
    return [
        fmean(len(known & hits) / len(known) for known in accounts[late].values())
        for late in (False, True)
    ]


@cache
def shown(number):
    """All words, tables and alternative texts that a stored notebook shows."""
    (path,) = (DATA.parent / "notebooks").glob(f"{number}-*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    data = [out["data"] for cell in cells for out in cell.get("outputs", []) if "data" in out]
    return "\n".join(each.get("text/markdown", each.get("text/plain", "")) for each in data)


def label(topic):
    """What the codebook calls a topic."""
    return read("topics").set_index("topic_id").loc[topic, "label"]

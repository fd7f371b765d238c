"""Take the dataset elsewhere: to R and Stata, to Parquet, and as a network to Gephi."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pandas as pd

from eucad.attendance import find_attestations
from eucad.dataset import Dataset
from eucad.meetings import held_meetings

#: Stata keeps longer text in another type.
_STATA_TEXT = 2045


def two_mode_network(dataset: Dataset) -> nx.Graph:
    """Return who was at which meeting as a two-mode (affiliation) network.

    Returns
    -------
    Graph
        Nodes are people (`mode` ``person``, with `name` and `delegation`) and held meetings (`mode`
        ``meeting``, with `name`, `series` and `date`). An edge says that a document places the
        person at the meeting: `documents`, how many do; `ambiguous`, whether all of them can be
        read otherwise. People met on the sidelines only are left out.

    Examples
    --------
    >>> import eucad
    >>> network = two_mode_network(eucad.load())
    >>> network.edges["schmid-helga", "hlsd2013"]["ambiguous"]
    False
    """
    network = nx.Graph()
    for key, meeting in held_meetings(dataset).iterrows():
        network.add_node(
            key,
            mode="meeting",
            name=meeting["name"],
            series=str(meeting["series"]),
            date=f"{meeting['date_start']:%Y-%m-%d}",
        )
    attestations = find_attestations(dataset)
    present = attestations[attestations["present"]]
    doubted = present.assign(ambiguous=present["certainty"] == "ambiguous")
    pairs = doubted.groupby(["person_id", "meeting_id"], as_index=False).agg(
        name=("name", "first"),
        delegation=("delegation", "first"),
        documents=("document_id", "nunique"),
        ambiguous=("ambiguous", "all"),
    )
    for pair in pairs.itertuples():
        network.add_node(
            pair.person_id, mode="person", name=pair.name, delegation=str(pair.delegation)
        )
        network.add_edge(
            pair.person_id,
            pair.meeting_id,
            documents=pair.documents,
            ambiguous=pair.ambiguous,
        )
    return network


def _write_parquet(dataset: Dataset, folder: Path) -> list[Path]:
    paths = []
    for name, table in dataset.tables.items():
        paths.append(folder / f"{name}.parquet")
        table.to_parquet(paths[-1], index=False)
    return paths


def _write_stata(dataset: Dataset, folder: Path) -> list[Path]:
    paths = []
    for name, table in dataset.tables.items():
        if table.empty:  # which Stata can hold, and pandas cannot write
            continue
        plain = table.copy()
        for column, kind in table.dtypes.items():
            if pd.api.types.is_bool_dtype(kind):
                plain[column] = table[column].astype("Int8")
            elif isinstance(kind, pd.StringDtype):
                plain[column] = table[column].astype(object).where(table[column].notna(), "")
        texts = [c for c in plain if plain[c].dtype == object]
        long = [c for c in texts if plain[c].str.encode("utf-8").str.len().max() > _STATA_TEXT]
        labels = {column.name: column.title[:80] for column in dataset.schema[name].columns}
        paths.append(folder / f"{name}.dta")
        plain.to_stata(
            paths[-1],
            write_index=False,
            version=118,
            convert_strl=long,
            variable_labels=labels,
            time_stamp=None,
        )
    return paths


def _write_json(dataset: Dataset, folder: Path) -> list[Path]:
    tables = {
        name: json.loads(table.to_json(orient="records", date_format="iso", date_unit="s"))
        for name, table in dataset.tables.items()
    }
    path = folder / "eucad.json"
    content = {"title": dataset.schema.title, "version": dataset.version, "tables": tables}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [path]


def _write_graphml(dataset: Dataset, folder: Path) -> list[Path]:
    path = folder / "eucad.graphml"
    nx.write_graphml(two_mode_network(dataset), path, named_key_ids=True)
    return [path]


def _write_gexf(dataset: Dataset, folder: Path) -> list[Path]:
    path = folder / "eucad.gexf"
    nx.write_gexf(two_mode_network(dataset), path)
    return [path]


#: What the dataset can be written as.
FORMATS: dict[str, Callable[[Dataset, Path], list[Path]]] = {
    "parquet": _write_parquet,
    "stata": _write_stata,
    "json": _write_json,
    "graphml": _write_graphml,
    "gexf": _write_gexf,
}


def export(dataset: Dataset, folder: str | Path, format: str) -> list[Path]:
    """Write the dataset in another format into a folder; return the files that were written.

    A file a table (``parquet``, and ``stata`` of those that have rows), one file of all tables
    (``json``), or the two-mode network of people and meetings (``graphml``, ``gexf``).

    Examples
    --------
    >>> import eucad, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in export(eucad.load(), folder, "graphml")]
    ['eucad.graphml']
    """
    if format not in FORMATS:
        raise ValueError(f"There is no format {format!r}; choose among {', '.join(FORMATS)}.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Files take their places when all are whole, whatever the disk has room for.
    with TemporaryDirectory(dir=folder) as partial:
        written = FORMATS[format](dataset, Path(partial))
        return [path.replace(folder / path.name) for path in written]

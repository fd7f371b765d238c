"""The dataset in other formats: read back, every cell is there."""

import json
import sys
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest
from worlds import part

from eucad.keep.export import FORMATS, export, two_mode_network


@pytest.fixture(scope="module", params=["some rows", pytest.param("all", marks=pytest.mark.long)])
def exported(request, dataset):
    """The dataset, or the first rows of tables that hold columns of every type."""
    if request.param == "all":
        return dataset
    some = ("meetings", "documents", "codings", "participation")
    rows = {name: 40 if name in some else 0 for name in dataset.tables}
    return replace(dataset, **{name: table[: rows[name]] for name, table in dataset.tables.items()})


def as_text(table):
    """Make tables of different types comparable: every cell as text, missing ones empty."""
    text = pd.DataFrame(index=range(len(table)))
    for column in table:
        values = table[column].reset_index(drop=True)
        if pd.api.types.is_datetime64_any_dtype(values):
            values = values.dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_bool_dtype(values):
            values = values.astype("Int8")
        if pd.api.types.is_numeric_dtype(values):
            values = values.astype("Int64")
        text[column] = values.astype("str").fillna("").replace({"<NA>": "", "nan": "", "NaT": ""})
    return text


def test_parquet_keeps_every_cell_and_type(exported, tmp_path):
    export(exported, tmp_path, "parquet")
    for name, table in exported.tables.items():
        read = pd.read_parquet(tmp_path / f"{name}.parquet")
        pd.testing.assert_frame_equal(as_text(read), as_text(table))
        scales = [c for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)]
        assert all(read[c].cat.ordered == table[c].cat.ordered for c in scales)


def test_stata_keeps_every_cell(exported, tmp_path):
    export(exported, tmp_path, "stata")
    for name, table in exported.tables.items():
        if table.empty:
            continue
        read = pd.read_stata(tmp_path / f"{name}.dta")
        pd.testing.assert_frame_equal(as_text(read), as_text(table))


def test_stata_leaves_out_tables_without_rows(dataset, tmp_path):
    others = {name: table.head(0) for name, table in dataset.tables.items() if name != "topics"}
    written = export(replace(dataset, **others), tmp_path, "stata")
    assert [path.name for path in written] == ["topics.dta"]


def test_json_holds_all_tables_and_the_version(dataset, tmp_path):
    (path,) = export(dataset, tmp_path, "json")
    content = json.loads(path.read_text("utf-8"))
    assert content["version"] == dataset.version
    assert {name: len(rows) for name, rows in content["tables"].items()} == {
        name: len(table) for name, table in dataset.tables.items()
    }


@pytest.mark.parametrize(("format", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_come_back_whole(dataset, tmp_path, format, read):
    few = dataset.documents["meeting_id"].isin(["hlsd2015", "hlsd2016", "hlsd2024"])
    small = part(dataset, dataset.documents[few])
    (path,) = export(small, tmp_path, format)
    network, original = read(path), two_mode_network(small)
    assert len(original) > 10
    assert set(network.nodes) == set(original.nodes)
    assert {frozenset(edge) for edge in network.edges} == {
        frozenset(edge) for edge in original.edges
    }
    assert nx.is_bipartite(network)


def test_another_format_is_named_with_those_there_are(dataset, tmp_path):
    with pytest.raises(ValueError, match=r"'xlsx'.*parquet, stata"):
        export(dataset, tmp_path, "xlsx")
    assert set(FORMATS) == {"parquet", "stata", "json", "graphml", "gexf"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits here")
@pytest.mark.parametrize("format", ["parquet", "stata", "json"])
def test_on_a_full_disk_the_files_of_an_earlier_export_stay(exported, tmp_path, format):
    import resource

    before = {path: path.read_bytes() for path in export(exported, tmp_path, format)}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # What is beyond the limit is not written, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(map(len, before.values())) // 2, hard))
    try:
        with pytest.raises(OSError):
            export(exported, tmp_path, format)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before

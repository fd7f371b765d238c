"""Fits are kept, found again, and never stale; nothing about keeping them can fail a fit."""

import numpy as np
import pandas as pd
import pytest

from eucad.stats import kept
from eucad.stats.presence import Presence


def fits(seed=1):
    rng = np.random.default_rng(seed)
    one = Presence(
        meetings=pd.Index(["m2013", "m2015"], name="meeting_id"),
        topics=pd.Index(["cbrn", "water", "cyber"], name="topic_id"),
        seen=rng.random((2, 3)) < 0.5,
        path=rng.random((2, 5, 4, 3)) < 0.5,
        parameters={},
    )
    return {"base": one, "other": one}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "new"))
    monkeypatch.setattr(kept, "_FITS", {})
    return tmp_path / "new"


def forget(monkeypatch):
    monkeypatch.setattr(kept, "_FITS", {})


def test_a_fit_is_made_once_and_read_as_it_was(monkeypatch):
    made = kept.keep("x", fits)
    forget(monkeypatch)
    read = kept.keep("x", lambda: pytest.fail("made again"))
    assert list(read) == ["base", "other"]
    for name in made:
        pd.testing.assert_index_equal(read[name].meetings, made[name].meetings)
        pd.testing.assert_index_equal(read[name].topics, made[name].topics)
        np.testing.assert_array_equal(read[name].seen, made[name].seen)
        np.testing.assert_array_equal(read[name].path, made[name].path)
        pd.testing.assert_frame_equal(read[name].on_table(), made[name].on_table())


def test_another_name_is_another_fit():
    assert kept.name_fit([1]) != kept.name_fit([2])
    first, second = kept.keep("x", fits), kept.keep("y", lambda: fits(2))
    assert (first["base"].path != second["base"].path).any()


def test_what_was_cut_short_is_made_again(folder, monkeypatch):
    kept.keep("x", fits)
    (folder / "x.npz").write_bytes((folder / "x.npz").read_bytes()[:100])
    forget(monkeypatch)
    np.testing.assert_array_equal(kept.keep("x", fits)["base"].path, fits()["base"].path)


@pytest.mark.parametrize("where", ["", "/dev/null/nowhere"])
def test_no_folder_is_no_problem(where, monkeypatch):
    monkeypatch.setenv(kept.FOLDER, where)
    assert list(kept.keep("x", fits)) == ["base", "other"]


def test_only_the_newest_stay_on_disk(folder, monkeypatch):
    monkeypatch.setattr(kept, "ON_DISK", 2)
    for name in "abc":
        kept.keep(name, fits)
    assert len(list(folder.glob("*.npz"))) == 2
    assert not list(folder.glob("*.partial"))

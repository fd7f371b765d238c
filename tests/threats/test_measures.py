"""What is decided of old and new threats, on made-up agendas and on the real one turned round."""

import numpy as np
import pandas as pd
import pytest

from eucad.agenda import account_topic_matrix
from eucad.threats import measures


def agenda(old, new, rest=()):
    """Accounts that raise the old and the new topic where the strings say so, and others."""
    years = [2013 + number for number in range(len(old))]
    index = pd.MultiIndex.from_arrays(
        [pd.Categorical([f"m{year}" for year in years]), ["eu"] * len(old), years],
        names=["meeting_id", "voice", "year"],
    )
    columns = {"old": old, "new": new} | {f"other{i}": each for i, each in enumerate(rest)}
    return pd.DataFrame({name: list(marks) for name, marks in columns.items()}, index=index) == "x"


@pytest.mark.parametrize(
    ("old", "new", "kind", "counts"),
    [
        ("xx..", "....", "nobody", (0, 0)),
        ("xxxx", "..xx", "always", (2, 2)),
        ("xx..", "..xx", "never", (2, 0)),
        ("xxx.", ".xxx", "mostly", (3, 2)),
        ("x.x.", ".xxx", "seldom", (3, 1)),
        ("xxx.", "..xx", "as often", (2, 1)),
        ("...x", "...x", "always", (1, 1)),
    ],
)
def test_how_the_new_stands_to_the_old(old, new, kind, counts):
    mentions = agenda(old, new, rest=["x.x.", ".x.x"])
    found = measures.describe_joining(mentions, mentions, ["old"], ["new"])
    assert (found.kind, (found.new, found.both)) == (kind, counts)
    assert (found.firm_new, found.firm_both) == counts
    assert int(found.voices.sum()) == found.new


def test_length_alone_puts_both_into_long_accounts():
    # The last two raise everything: they cannot but raise the old as well.
    long = agenda("..xx", "..xx", rest=["x.xx", ".xxx", "..xx"])
    assert measures._join_by_chance(long, ["old"], ["new"], draws=99) == (2.0, 1.0)


def test_a_bond_beyond_length_is_told():
    # Short accounts: the old stands just where the new does, of many places where it could.
    marks = ["." * i + "x" + "." * (23 - i) for i in range(12, 24)]
    mentions = agenda("x" * 6 + "." * 18, "x" * 6 + "." * 18, rest=["x" * 6 + "." * 18, *marks])
    mentions.loc[mentions.index[:6], "other0"] = [True, False] * 3
    expected, chance = measures._join_by_chance(mentions, ["old"], ["new"], draws=999)
    assert expected < 6
    assert chance <= measures.CHANCE


def test_the_smallest_change_that_shows_depends_on_what_was_before(dataset):
    mentions = account_topic_matrix(dataset)[["cyber", "afghanistan"]]
    found = measures.smallest_change(mentions, 2019)
    # What nobody raised cannot fall, what everybody raised cannot rise.
    assert np.isnan(found.loc["cyber", "fall"])
    assert np.isnan(found.loc["afghanistan", "rise"])
    assert found.loc["cyber", "rise"] > 0.1
    assert found.loc["afghanistan", "fall"] < -0.1
    wide = measures.smallest_change(mentions, 2019, level=0.5)
    assert wide.loc["cyber", "rise"] < found.loc["cyber", "rise"]


def test_swapped_families_swap_what_is_seen(dataset, study):
    swapped = measures.lay_tiles(dataset, old=study.new, new=study.old)
    assert (swapped.states == "new only").sum() == (study.states == "old only").sum()
    assert swapped.joining.both == study.joining.both
    assert swapped.joining.kind == "seldom"


def test_a_mention_that_only_names_a_programme_is_marked(study):
    marked = study.by_name_only.any(axis=1)
    states = study.states[marked]
    assert not states.empty
    assert states.isin(["old only", "both", "new only"]).all()


def test_an_unknown_family_is_refused(dataset):
    with pytest.raises(ValueError, match=r"no family 'cyber'. Did you mean 'cyber_hybrid'"):
        measures.study(dataset, new="cyber")


def test_a_period_without_account_is_refused(dataset):
    with pytest.raises(ValueError, match="move it"):
        measures.study(dataset, split=2030)

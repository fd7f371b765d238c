"""More evidence moves a verdict its way, and no evidence is not evidence of absence."""

from dataclasses import replace

import numpy as np
import pytest

from eucad.agenda import account_topic_matrix, fit_presence, prevalence
from eucad.attendance import find_attestations, seats
from eucad.change import shares_by_meeting
from eucad.findings import verdicts
from eucad.meetings import held_meetings
from eucad.threats.measures import lay_tiles
from eucad.topics.elsewhere import find_sightings
from eucad.topics.whole import BLOCKS, compose
from eucad.voices.contrast import who_says

#: Draws enough for a direction.
FEW = {"draws": 100, "warmup": 50}

#: A topic, the years in which one more account raises it, and the fates that this makes more and
#: less likely.
ADDED = [
    ("cbrn", [2024, 2025], "throughout", "went"),
    ("cyber", [2013, 2015], "throughout", "came"),
    ("health", [2013, 2015, 2025], "throughout", "seldom"),
]


@pytest.fixture(scope="module")
def mentions(dataset):
    return account_topic_matrix(dataset)


@pytest.fixture(scope="module")
def told(dataset, mentions):
    """The verdicts with the accounts as they are, with more that raise topics, and with fewer."""
    years = mentions.index.get_level_values("year")
    more, fewer = mentions.copy(), mentions.copy()
    for topic, added, *_ in ADDED:
        for year in added:
            more.iloc[np.flatnonzero(years == year)[0], more.columns.get_loc(topic)] = True
    fewer.loc[years >= 2020, "drug_trafficking"] = False
    fewer.loc[years < 2020, "afghanistan"] = False
    fits = [fit_presence(dataset, each, **FEW) for each in (mentions, more, fewer)]
    return fits, [verdicts.decide(fit, {}) for fit in fits]


@pytest.mark.parametrize(("topic", "years", "likelier", "less"), ADDED)
def test_a_mention_more_moves_a_verdict_its_way(told, topic, years, likelier, less):
    (before, after, _), (base, more, _) = told
    assert more.loc[topic, likelier] > base.loc[topic, likelier]
    assert more.loc[topic, less] < base.loc[topic, less] - 0.1
    for year in years:
        at = f"hlsd{year}"
        assert after.on_table().loc[at, topic] > before.on_table().loc[at, topic]


@pytest.mark.parametrize(("topic", "fate"), [("drug_trafficking", "went"), ("afghanistan", "came")])
def test_silence_moves_a_verdict_its_way(told, topic, fate):
    base, _, fewer = told[1]
    assert fewer.loc[topic, "throughout"] < base.loc[topic, "throughout"] - 0.1
    assert fewer.loc[topic, fate] > base.loc[topic, fate] + 0.1


@pytest.fixture(
    scope="module", params=["hlsd2016", pytest.param("hlsd2022", marks=pytest.mark.long)]
)
def missing(request, dataset):
    """A meeting that was held, and a dataset in which no document reports it or who came."""
    at = request.param
    about = dataset.documents["about"].mask(dataset.documents["meeting_id"] == at, "other")
    tables = {
        name: getattr(dataset, name)[lambda rows: rows["meeting_id"] != at]
        for name in ("participation", "delegations")
    }
    return at, replace(dataset, documents=dataset.documents.assign(about=about), **tables)


def test_a_meeting_that_nobody_reports_has_no_share(missing, mentions):
    at, world = missing
    left = account_topic_matrix(world)
    shares = prevalence(left)
    assert (shares.loc[at, "accounts"] == 0).all()
    assert shares.loc[at, ["prevalence", "low", "high"]].isna().all(axis=None)
    assert at not in shares_by_meeting(left).index.unique("meeting_id")
    assert who_says(left).loc[at, "said"].isna().all()
    family_of = world.topics.set_index("topic_id")["family"]
    whole = compose(left, family_of, BLOCKS, 2019, draws=9)
    assert at not in whole.shares.index or whole.shares.loc[at].isna().all()
    assert at not in lay_tiles(world).states.index.unique("meeting_id")
    others = mentions.index.get_level_values("meeting_id") != at
    assert left.reset_index(drop=True).equals(mentions[others].reset_index(drop=True))


def test_a_meeting_that_nobody_reports_is_no_meeting_without_a_topic(missing, mentions):
    at, world = missing
    series = held_meetings(world)["series"]
    seen = find_sightings(account_topic_matrix(world), series)
    before = find_sightings(mentions, series)
    assert (seen["observed"] == before["observed"] - 1).all()
    table = fit_presence(world, account_topic_matrix(world), **FEW).on_table()
    assert table.loc[at, "afghanistan"] > 0.5
    assert ((table.loc[at] > 0) & (table.loc[at] < 1)).all()


def test_a_meeting_of_which_nobody_tells_who_came_has_silent_seats(missing, dataset):
    at, world = missing
    states = seats(world, find_attestations(world)).set_index("meeting_id")["state"]
    known = seats(dataset, find_attestations(dataset)).set_index("meeting_id")["state"]
    assert set(states[[at]]) == {"not_mentioned"}
    assert len(states) == len(known)

"""At what rank each side sat, who led, who hosted, and whether a guest kept a seat."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.meetings import held_meetings

#: How a delegation's printed rank compares with its usual one.
STANDINGS = ("usual", "lower", "higher", "disputed", "unrated")

#: The guest whose seat is followed, and the topic of its name.
GUEST, GUEST_TOPIC = "AF", "afghanistan"

# Offices of the EU's diplomatic service that roles in English name, the more special first.
_OFFICES = {
    "Deputy Secretary-General of the EEAS": r"deputy secretary[- ]general",
    "Secretary-General of the EEAS": r"secretary[- ]general",
    "High Representative": r"high representative|\bHR/?VP\b",
}


def usual_ranks(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return the rank at which each delegation came most often.

    `ranks` are from :func:`eucad.attendance.representation`, of one series or several.

    Returns
    -------
    DataFrame
        One row a delegation, in the vocabulary's order: `rank`, the usual one (of two equally often
        printed the higher); the numbers of meetings `at` which it is printed, and that are `rated`:
        for which any is.

    Examples
    --------
    >>> import eucad
    >>> from eucad.attendance import representation
    >>> ranks = representation(eucad.load()).query("series == 'summit'")
    >>> usual_ranks(ranks)["rank"].to_dict()["KZ"]
    'head_of_state'
    """
    counts = pd.crosstab(ranks["delegation"], ranks["rank"])
    rated = ranks.groupby("delegation", observed=True)["meeting_id"].nunique()
    return pd.DataFrame(
        {
            "rank": counts.idxmax(axis=1).astype(str) if len(counts) else pd.Series(dtype=str),
            "at": counts.max(axis=1),
            "rated": rated.reindex(counts.index),
        }
    )


def rank_seats(seat_states: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """Set beside each seat the ranks that documents print, and how they compare with the usual one.

    Seats and ranks are of one series.

    Returns
    -------
    DataFrame
        Rows of `seat_states` with `ranks` (a tuple, highest first) and `standing`, one of
        :data:`STANDINGS` (categorical): ``usual``; ``lower`` or ``higher`` where no document prints
        the usual rank; ``disputed`` where some do and others do not (never for the EU, which sends
        several officials); ``unrated`` where none prints any.

    Examples
    --------
    >>> import eucad
    >>> from eucad.attendance import find_attestations, representation, seats
    >>> dataset = eucad.load()
    >>> ranks = representation(dataset).query("series == 'hlsd'")
    >>> states = seats(dataset, find_attestations(dataset)).query("series == 'hlsd'")
    >>> rank_seats(states, ranks).set_index(["meeting_id", "delegation"]).loc[
    ...     [("hlsd2023", "TM"), ("hlsd2025", "KZ")], "standing"].to_list()
    ['lower', 'disputed']
    """
    keys = ["meeting_id", "delegation"]
    order = ranks["rank"].cat.categories
    usual = usual_ranks(ranks)["rank"]
    printed = ranks.groupby(keys, observed=True)["rank"].agg(tuple)
    standings = []
    for (_, delegation), own in printed.items():
        expected = usual[delegation]
        if own == (expected,) or (delegation == "EU" and expected in own):
            standings.append("usual")
        elif expected in own:
            standings.append("disputed")
        else:
            below = order.get_loc(own[0]) > order.get_loc(expected)
            standings.append("lower" if below else "higher")
    standing = pd.Series(standings, printed.index, dtype=str)
    at = pd.MultiIndex.from_frame(seat_states[keys])
    found = standing.reindex(at).fillna("unrated")
    return seat_states.assign(
        ranks=[printed.get(key, ()) for key in at],
        standing=pd.Categorical(found, STANDINGS),
    )


def lower_ranks(ranked: pd.DataFrame) -> pd.DataFrame:
    """Count how often each delegation came below its usual rank, before and since any first did.

    Returns
    -------
    DataFrame
        One row a delegation that ever came lower, the most often first: the names of `meetings` at
        which it did, and of those at which that is `disputed`, each a tuple; the `ranks` printed at
        the former; the number of `rated` meetings since anybody came lower first, and of those
        `before`; and the name of the `first`.

    Examples
    --------
    >>> ranked = pd.DataFrame({"delegation": "TM", "meeting": ["A", "B", "C"], "date": [1, 2, 3],
    ...                        "ranks": [("minister",), ("ambassador",), ("minister",)],
    ...                        "standing": ["usual", "lower", "usual"]})
    >>> lower_ranks(ranked).loc["TM", ["meetings", "ranks", "first"]].to_list()
    [('B',), ('ambassador',), 'B']
    """
    columns = ["meetings", "disputed", "ranks", "rated", "before", "first"]
    low = ranked["standing"].isin(["lower", "disputed"])
    if not low.any():
        return pd.DataFrame(columns=columns)
    first = ranked[low].sort_values("date", kind="stable").iloc[0]
    rows = {}
    known = ranked[ranked["standing"] != "unrated"]
    for delegation, own in known.groupby("delegation", observed=True):
        lower, disputed = (own[own["standing"] == each] for each in ("lower", "disputed"))
        if len(lower) or len(disputed):
            since = int((own["date"] >= first["date"]).sum())
            rows[delegation] = (
                tuple(lower["meeting"]),
                tuple(disputed["meeting"]),
                tuple(dict.fromkeys(rank for ranks in lower["ranks"] for rank in ranks)),
                since,
                len(own) - since,
                first["meeting"],
            )
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.sort_values("meetings", key=lambda each: -each.map(len), kind="stable")


def heads(roster: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """Choose for each delegation and meeting whom documents name as the one who leads it.

    Where no document calls anybody the head, it is the one with the most prominent capacity, then
    one whose rank is that of the delegation (among `ranks`, from
    :func:`eucad.attendance.representation`), then with the highest rank, then with most meetings.

    Returns
    -------
    DataFrame
        Rows of `roster`, one a meeting and delegation, in its order.

    Examples
    --------
    >>> import eucad
    >>> from eucad.attendance import representation
    >>> from eucad.officials.rosters import interpretations
    >>> dataset = eucad.load()
    >>> roster = interpretations(dataset)[("hlsd2025",)].roster
    >>> found = heads(roster, representation(dataset))
    >>> found.set_index(["meeting_id", "delegation"]).loc[("hlsd2018", "EU"), "name"]
    'Jean-Christophe Belliard'
    """
    keys = ["meeting_id", "delegation"]
    printed = set(ranks[[*keys, "rank"]].itertuples(index=False, name=None))
    own = roster[[*keys, "rank"]].itertuples(index=False, name=None)
    order = pd.DataFrame(
        {
            "capacity": roster["capacity"].cat.codes,
            "other": [row not in printed for row in own],
            "rank": roster["rank"].cat.codes,
            "seldom": -roster.groupby("person_id")["meeting_id"].transform("nunique"),
            "name": roster["name"],
        }
    )
    first = order.sort_values(list(order), kind="stable").index
    return roster.loc[first].drop_duplicates(keys).sort_index()


def offices(dataset: Dataset, led: pd.DataFrame) -> pd.Series:
    """Return the office that documents print for each head, in English.

    Returns
    -------
    Series
        One a row of `led`, from :func:`heads`: deputy secretary-general, secretary-general or High
        Representative where a role says so, as printed or as glossed; otherwise missing.

    Examples
    --------
    >>> import eucad
    >>> led = pd.DataFrame({"person_id": ["schmid-helga"], "meeting_id": ["hlsd2020"]})
    >>> offices(eucad.load(), led).to_list()
    ['Secretary-General of the EEAS']
    """
    glosses = dataset.glosses[dataset.glosses["kind"] == "role"]
    keys = zip(glosses["language"], glosses["printed"], strict=True)
    english = dict(zip(keys, glosses["english"], strict=True))
    language = dict(
        zip(dataset.documents["document_id"], dataset.documents["language"], strict=True)
    )
    rows = dataset.participation.dropna(subset="role_printed")
    keys = zip(rows["document_id"].map(language), rows["role_printed"], strict=True)
    rows = rows.assign(role=[english.get(key, key[1]) for key in keys])
    roles = rows.groupby(["person_id", "meeting_id"])["role"].agg(list).to_dict()
    at = zip(led["person_id"], led["meeting_id"], strict=True)
    return pd.Series([_office(roles.get(key, [])) for key in at], led.index, dtype=str)


def _office(roles: list[str]) -> str | None:
    for office, pattern in _OFFICES.items():
        if any(re.search(pattern, role, re.IGNORECASE) for role in roles):
            return office
    return None


class Hosting(NamedTuple):
    """Who has hosted a series of meetings."""

    times: dict[str, int]  #: Meetings in each city, most first.
    every_state: bool  #: Whether each of the Central Asian states has hosted one.
    by_video: int  #: Meetings by video.
    #: Name of the meeting since which the EU and a Central Asian state take turns, if they do.
    turns_since: str | None


def hosts(dataset: Dataset, series: str, delegations: Collection[str]) -> Hosting:
    """Count who has hosted the meetings of a series, and say whether everybody has.

    The states are those of the `delegations` that are expected at every meeting.

    Examples
    --------
    >>> import eucad
    >>> hosts(eucad.load(), "hlsd", ["EU", "KZ", "UZ"]).times["Dushanbe"]
    2
    """
    held = held_meetings(dataset)
    held = held[held["series"] == series]
    known = set(dataset.delegations["delegation"].cat.categories)
    host = held["country"].map(lambda code: code if code in known else "EU", na_action="ignore")
    # Video left out, the meetings at the end of which no two in a row were on one side.
    sides = (host.dropna() == "EU").to_dict()
    turns = list(sides)[-1:]
    for earlier, later in pairwise(reversed(sides)):
        if sides[earlier] == sides[later]:
            break
        turns.append(later)
    states = set(delegations) - {"EU"}
    return Hosting(
        times=held["city"].value_counts().to_dict(),
        every_state=bool(states) and states <= set(host.dropna()),
        by_video=int(host.isna().sum()),
        turns_since=held.loc[turns[-1], "name"] if len(turns) > 2 else None,
    )


def guest_and_topic(
    dataset: Dataset,
    seat_states: pd.DataFrame,
    series: str,
) -> pd.DataFrame:
    """Set the seat of Afghanistan beside the topic of that name, meeting by meeting of a series.

    Returns
    -------
    DataFrame
        Indexed by `meeting_id`, in order of time: `meeting` and `date`; `seat`, which is ``came``,
        ``invited`` (and not said to have come) or ``not mentioned``; independent `accounts` of its
        agenda, how many are `raising` the topic, and how many `fresh`: not only in wording borrowed
        from an earlier meeting.

    Examples
    --------
    >>> import eucad
    >>> from eucad.attendance import find_attestations, seats
    >>> dataset = eucad.load()
    >>> states = seats(dataset, find_attestations(dataset))
    >>> guest_and_topic(dataset, states, "hlsd").loc[["hlsd2021", "hlsd2022"], "seat"].to_list()
    ['came', 'not mentioned']
    """
    held = held_meetings(dataset)
    meetings = held[held["series"] == series]
    came = set(seat_states.loc[seat_states["delegation"] == GUEST, "meeting_id"])
    rows = dataset.delegations[dataset.delegations["delegation"] == GUEST]
    invited = set(rows.loc[rows["status"] == "invited", "meeting_id"])
    seat = np.select(
        [meetings.index.isin(came), meetings.index.isin(invited)],
        ["came", "invited"],
        "not mentioned",
    )
    raised, fresh = (
        account_topic_matrix(dataset, series=[series], without=without)
        .reindex(columns=[GUEST_TOPIC], fill_value=False)[GUEST_TOPIC]
        .groupby("meeting_id", observed=False)
        for without in ([], ["borrowed wording"])
    )
    counts = {"accounts": raised.size(), "raising": raised.sum(), "fresh": fresh.sum()}
    found = pd.DataFrame(
        {"meeting": meetings["name"], "date": meetings["date_start"], "seat": seat}
    )
    return found.assign(
        **{key: each.reindex(meetings.index).to_numpy() for key, each in counts.items()}
    )


class Guest(NamedTuple):
    """A guest's seat, and what became of its topic once nobody sat there."""

    #: Meetings at which the guest sat, and to which it was only invited.
    came: int
    invited: int
    last: str | None  #: Name of the last meeting at which it sat.
    since: int  #: Meetings after that one.
    raised_since: int  #: How many of these have an account that raises the topic.
    #: All meetings; those with an account that raises the topic; those with one that does so not
    #: only in borrowed wording.
    meetings: int
    raised: int
    fresh: int


def summarise_guest(guest: pd.DataFrame) -> Guest:
    """Count how often a guest sat, and how often its topic was raised since it last did.

    Examples
    --------
    >>> guest = pd.DataFrame({"meeting": ["A", "B"], "seat": ["came", "not mentioned"],
    ...                       "raising": [1, 2], "fresh": [1, 0]})
    >>> summarise_guest(guest)[2:5]
    ('A', 1, 1)
    """
    came = (guest["seat"] == "came").to_numpy()
    after = np.cumsum(came[::-1])[::-1] == 0 if came.any() else np.zeros(len(guest), dtype=bool)
    raised = (guest["raising"] > 0).to_numpy()
    return Guest(
        came=int(came.sum()),
        invited=int((guest["seat"] == "invited").sum()),
        last=guest["meeting"][came].iloc[-1] if came.any() else None,
        since=int(after.sum()),
        raised_since=int((raised & after).sum()),
        meetings=len(guest),
        raised=int(raised.sum()),
        fresh=int((guest["fresh"] > 0).sum()),
    )

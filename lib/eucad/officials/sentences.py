"""The sentences and tables of notebook 03: results in, words out, so that no number is typed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

import pandas as pd

from eucad.attendance import SEAT_STATES
from eucad.dataset.names import plain
from eucad.officials.measures import Study
from eucad.officials.ranks import Hosting
from eucad.officials.rosters import Interpretation
from eucad.show.words import Table, Text, bullets, counted, interval, listing, percent


def in_short(study: Study) -> Text:
    """Give the findings of the notebook in a few sentences."""
    return bullets(
        f"**Who comes back.** {named_once(study)} {most_named(study)}",
        f"**What is seen.** {seats(study.seats)}",
        f"**Level.** {usual_ranks(study)}",
        f"**Below it.** {downgrades(study.lower, study.names)}",
        f"**Afghanistan.** {guest(study)}",
        f"**Hosts.** {hosts(study.hosting)}",
    )


def name_interpretation(interpretation: Interpretation, names: dict[str, str]) -> str:
    """Name an interpretation of the ambiguous passages by the series they are taken to mean."""
    table = interpretation.attestations.drop_duplicates("meeting_id").set_index("meeting_id")
    series = dict.fromkeys(table.loc[list(interpretation.meant), "series"])
    return listing((names[key] for key in series), "no meeting")


def seats(table: pd.DataFrame) -> Text:
    """Say how much of the table the documents let us see."""
    counts = table["state"].value_counts().reindex(SEAT_STATES, fill_value=0)
    if table.empty:
        return Text("No delegation is expected at every meeting.")
    meetings = counted(table["meeting_id"].nunique(), "meeting")
    named = f"{counts['named']}"
    if counts["ambiguous"]:
        named += f", perhaps in {counts['ambiguous']} more"
    rest = [f"{counts['unnamed']} came unnamed"] if counts["unnamed"] else []
    if counts["not_mentioned"]:
        rest.append(f"on {counts['not_mentioned']} the documents are silent")
    return Text(
        f"At {meetings} {counted(table['delegation'].nunique(), 'delegation')} had "
        f"{counted(len(table), 'seat')}. Documents name who led in {named}."
        + (f" Of the others, {listing(rest)}." if rest else "")
    )


def usual_ranks(study: Study) -> Text:
    """Say at which level each side came, and who the EU's official is."""
    names, usual = study.names, study.usual
    if usual.empty:
        return Text("No document prints a rank.")
    parts = [f"The EU sends {_offices(study)}."] if "EU" in usual.index else []
    capitals = usual.drop("EU", errors="ignore")
    for rank, group in capitals.groupby("rank", sort=False):
        everybody = len(group) == len(capitals) > 1
        who = "The capitals" if everybody else listing(names[key] for key in group.index)
        parts.append(
            f"{who} {'sends' if len(group) == 1 else 'send'} {_article(small(names[rank]))}: in "
            f"{group['at'].sum()} of the {counted(group['rated'].sum(), 'seat')} for which "
            "documents print a rank."
        )
    return Text(" ".join(parts))


def _offices(study: Study) -> str:
    """Name the office that the EU's heads hold most often, and where another came."""
    own = study.seats[study.seats["delegation"] == "EU"]
    counts = own["office"].value_counts()
    if counts.empty:
        return _article(small(study.names[study.usual.loc["EU", "rank"]]))
    others = own[own["office"].notna() & (own["office"] != counts.index[0])]
    elsewhere = [
        f"the {office} at {listing(group['meeting'])}" for office, group in others.groupby("office")
    ]
    text = f"the {counts.index[0]}"
    return f"{text} ({'; '.join(elsewhere)})" if elsewhere else text


def downgrades(lower: pd.DataFrame, names: dict[str, str]) -> Text:
    """Say who came below the usual rank, how often since it first happened, and before."""
    if lower.empty:
        return Text("No document has a delegation below its usual rank.")
    parts, doubts, said = [], [], ""
    for key, row in lower.iterrows():
        rank = listing(_article(small(names[rank])) for rank in row["ranks"])
        if row["meetings"]:
            sent = f"sent {rank} to" if rank != said else "to"
            parts.append(
                f"{names[key]} {sent} {len(row['meetings'])} of {row['rated']} meetings "
                f"({listing(row['meetings'])})"
            )
            said = rank
        if row["disputed"]:
            doubts.append(f"{names[key]} at {listing(row['disputed'])}")
    first = lower["first"].iloc[0]
    text = f"No document has a delegation below its usual rank before {first}."
    since = "Since then "
    if not lower["before"].any():
        text, since = "", "Below its usual rank, "
    if parts:
        text += f" {since}{listing(parts)}."
    if doubts:
        text += f" Documents differ on {listing(doubts)}."
    return Text(text.strip())


def guest(study: Study) -> Text:
    """Say how long Afghanistan sat at the table, and what became of its topic since."""
    found = study.guest_summary
    if not found.came:
        return Text("No document places an Afghan delegation at these meetings.")
    text = f"Afghanistan sat at {found.came} of {counted(found.meetings, 'meeting')}, last at "
    text += f"{found.last}"
    if found.invited:
        text += f", and was invited to {found.invited} more"
    if found.since:
        how_many = f"{found.raised_since} of the {found.since} meetings"
        if found.raised_since == found.since:
            how_many = "all meetings" if found.since > 1 else "the meeting"
        text += f". Accounts raise Afghanistan at {how_many} since"
    if found.raised > found.fresh:
        text += (
            f"; of the {found.raised} at which they raise it at all, at "
            f"{found.raised - found.fresh} only in wording borrowed from an earlier meeting"
        )
    return Text(f"{text}.")


def hosts(found: Hosting) -> Text:
    """Say who has hosted, and whether the sides take turns."""
    cities: dict[int, list[str]] = {}
    for city, count in found.times.items():
        cities.setdefault(count, []).append(plain(city))
    places = [f"{listing(named)} {_times(count)}" for count, named in cities.items()]
    text = "Every Central Asian state has hosted. They met in " if found.every_state else ""
    text += "; ".join(places) or "No city is known"
    if found.by_video:
        text += f"; {counted(found.by_video, 'meeting')} by video"
    if found.turns_since:
        text += f". Since {found.turns_since} the EU and a Central Asian state take turns"
    return Text(f"{text}.")


def named_once(study: Study) -> Text:
    """Say how many officials are named at one meeting only."""
    counts = study.meetings_of.values()
    total, once = _range(map(len, counts)), _range((each == 1).sum() for each in counts)
    return Text(f"Of {total} officials, {once} are named at one meeting only.")


def most_named(study: Study) -> Text:
    """Say who is named most often."""
    table = study.positions
    if table.empty:
        return Text("Nobody is named.")
    most = table["meetings"].max()
    often = table.loc[table["meetings"] == most, "name"]
    meetings = counted(study.seats["meeting_id"].nunique(), "meeting")
    return Text(f"Most often: {listing(map(plain, often))}, at {most} of {meetings}.")


def returns(study: Study) -> Text:
    """Say how many of those named are named again, under each interpretation."""
    totals = {
        key: f"{row['returning']:.0f} of {row['named']:.0f} ({percent(row['rate'])}, "
        f"{percent(study.level)} interval {interval(row['low'], row['high'], '.0%')})"
        for key, row in study.returns_in_all.iterrows()
        if row["named"]
    }
    if not totals:
        return Text("No delegation has a named head at two meetings running.")
    if len(set(totals.values())) == 1:
        return Text(f"Named at both: {next(iter(totals.values()))}.")
    return Text(f"Named at both, by what ambiguous passages mean: {_each(study, totals)}.")


def return_table(study: Study) -> Table:
    """List for each delegation how many of those named are named again."""
    rates = study.returns
    return Table(
        {
            "Delegation": rates.index.map(study.names),
            "Pairs of meetings": rates["pairs"].array,
            "Head named at both": rates["known"].array,
            "Named at the first": rates["named"].array,
            "Named again": rates["returning"].array,
            f"{percent(study.level)} interval": _intervals(rates, "low", "high"),
            "Bounds, whoever the unnamed were": _intervals(rates, "rate_low", "rate_high"),
        }
    )


def positions(study: Study) -> Table:
    """List the officials named at more than one meeting, and their place in the network."""
    table = study.positions[study.positions["meetings"] > 1].reset_index(drop=True)
    return Table(
        {
            "Official": table["name"],
            "Delegation": table["delegation"].map(study.names),
            "Meetings": table["meetings"],
            "First": table["first"],
            "Last": table["last"],
            "Partners": table["partners"],
            "Betweenness": table["betweenness"].round(2),
            "Closeness": table["closeness"].round(2),
        }
    )


def bridges(study: Study) -> Text:
    """Say who is named in more than one series, under each interpretation."""
    always, names = study.always_bridging, study.names
    series = [column for column in always.columns if column not in ("name", "delegation")]
    parts = [
        f"{row['name']} "
        f"({', '.join(f'{small(names[key])} {row[key]}' for key in series if row[key])})"
        for _, row in always.iterrows()
    ]
    people = study.chosen.roster["person_id"].nunique()
    text = (
        f"Of {counted(people, 'official')} in all series, {listing(parts, 'nobody')} "
        f"{'are' if len(parts) > 1 else 'is'} named in more than one"
    )
    more = [len(found) - len(always) for found in study.bridges]
    if any(more):
        text += f"; {_range(more)} more could be, depending on what ambiguous passages mean"
    return Text(f"{text}.")


def pairs(found: pd.DataFrame, names: dict[str, str]) -> Text:
    """Say whether any pair is named together more often than terms of office explain."""
    if found.empty:
        return Text("No two officials are named at two meetings, so no pair could be compared.")
    verdicts = found["verdict"].value_counts()
    beyond, edge = verdicts.get("beyond", 0), verdicts.get("edge", 0)
    who = {0: "No pair of officials is", 1: "1 pair of officials is"}.get(
        beyond, f"{beyond} pairs of officials are"
    )
    at_edge = f"; {edge} at the edge of it" if edge else ""
    first = found.iloc[0]
    return Text(
        f"{who} named together more often than overlapping terms of office explain "
        f"({counted(len(found), 'pair')} compared{at_edge}). Closest: {names[first['first']]} and "
        f"{names[first['second']]}, {counted(first['observed'], 'joint meeting')}, where chance "
        f"gives {first['expected']:.1f}, mostly {first['low']} to {first['high']}."
    )


def people_table(roster: pd.DataFrame, names: dict[str, str]) -> Table:
    """List the officials of a roster with their meetings, and what is special about each."""
    ordered = roster.sort_values(["delegation", "name", "person_id", "date"], kind="stable")
    rows = []
    for _, own in groupby(ordered.itertuples(), attrgetter("person_id")):
        own = list(own)
        where: dict[str, list[str]] = {}
        for row in own:
            where.setdefault(row.series, []).append(_appearance(row, names))
        said = [f"{names[series]}: {'; '.join(meetings)}" for series, meetings in where.items()]
        present = sum(row.capacity != "sideline_only" for row in own)
        delegation, institution = names[own[0].delegation], own[-1].institution
        rows.append((own[0].name, delegation, present, ". ".join(said), institution))
    return Table(rows, columns=["Official", "Delegation", "Meetings", "Where", "Institution"])


def _appearance(row, names: dict[str, str]) -> str:
    notes = [] if row.capacity == "participant" else [names[row.capacity]]
    notes += [] if row.certainty == "stated" else [row.certainty]
    return f"{row.meeting} ({', '.join(notes).lower()})" if notes else row.meeting


def _each(study: Study, words: dict[tuple[str, ...], str]) -> str:
    """Say something of each interpretation."""
    return "; ".join(
        f"{name_interpretation(study.interpretations[key], study.names)}: {said}"
        for key, said in words.items()
    )


def _intervals(rates: pd.DataFrame, low: str, high: str) -> list[str]:
    known = zip(rates[low], rates[high], strict=True)
    return ["–" if pd.isna(a) else interval(a, b, ".0%") for a, b in known]


def _range(numbers: Iterable[int]) -> str:
    found = sorted(set(map(int, numbers)))
    return f"{found[0]} to {found[-1]}" if len(found) > 1 else f"{found[0]}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def small(label: str) -> str:
    """Write a label as it stands within a sentence."""
    return label if label.startswith("EU") else label[0].lower() + label[1:]

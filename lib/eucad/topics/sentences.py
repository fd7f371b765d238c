"""What was on the agenda, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from eucad.show.words import Text, bullets, counted, interval, listing, percent, probability
from eucad.topics.measures import Contrast, Moves, Programmes, Study, in_order_of_entry


def in_short(study: Study) -> Text:
    """Answer what was on the agenda, in a list."""
    names = study.names
    return bullets(
        stayed(study.moves, names),
        came(study.moves, names),
        f"{went(study.moves, names)} {uncopied(study.moves, study.moves_uncopied, names)}",
        special(study.contrast, names),
        alike(study.pairs, names),
    )


def stayed(moves: Moves, names: Mapping[str, str]) -> Text:
    """State which topics were never off the agenda."""
    return Text(
        f"**Never off the agenda** in any of the {moves.observed} meetings of which an account is "
        f"known: {_listed(moves.stayed, names)}."
    )


def came(moves: Moves, names: Mapping[str, str]) -> Text:
    """State which topics came in, and when."""
    groups = moves.came.groupby(["first", "chance_before"])
    return Text(
        "**Came in:** "
        + _by_meeting(groups, "first seen", "silent_before", "earlier account", names)
    )


def went(moves: Moves, names: Mapping[str, str]) -> Text:
    """State which topics went out, and when."""
    groups = moves.went.groupby(["last", "chance_after"])
    return Text(
        "**Went out:** " + _by_meeting(groups, "last seen", "silent_to_end", "later account", names)
    )


def _by_meeting(groups: Iterable, when: str, silent: str, noun: str, names: Mapping) -> str:
    """List topics by meeting, with the accounts that are silent and the chance that they are."""
    parts = []
    for (meeting, chance), group in groups:
        accounts = int(group[silent].iloc[0])
        end = "its end is" if accounts == 1 else "their end are"
        parts.append(
            f"{_listed(group.index, names)}, {when} at {names[meeting]} ({counted(accounts, noun)} "
            f"visible to {end} silent; chance {probability(chance)})"
        )
    return ("; ".join(parts) or "no topic beyond what chance explains") + "."


def uncopied(moves: Moves, without: Moves, names: Mapping[str, str]) -> Text:
    """State what of these moves rests on accounts that borrow their wording."""
    lost = [topic for topic in moves.stayed if topic not in without.stayed]
    remain = len(without.came.index.intersection(moves.came.index))
    exits = listing(
        f"{names[topic]} (chance {probability(chance)})"
        for topic, chance in without.went["chance_after"].items()
    )
    return Text(
        "**Without the borrowed account:** no longer seen at every meeting: "
        f"{_listed(lost, names)}. {remain} of {len(moves.came)} entries remain. Exits that remain: "
        f"{exits}."
    )


def by_chance(moves: Moves) -> Text:
    """State how many topics came and went, and how many would in a random order of meetings."""
    return Text(
        f"Of {counted(moves.seen, 'topic')} seen, {len(moves.came)} came in and {len(moves.went)} "
        f"went out; in a random order of the meetings, {moves.expected:.1f} would come in, and as "
        "many go out. Topics that one long account brings in together are not independent of each "
        "other."
    )


def special(contrast: Contrast, names: Mapping[str, str]) -> Text:
    """State which topics set the first series apart from the second."""
    here, there = (f"“{names[series]}”" for series in contrast.series[:2])
    return Text(
        f"**Special to {here}** rather than to {there} (intervals apart): "
        f"{_apart(contrast.more, names)}. Rarer in it: {_apart(contrast.less, names)}."
    )


def _apart(topics: pd.DataFrame, names: Mapping[str, str]) -> str:
    if topics.empty:
        return "none"
    shares = listing(
        f"{names[topic]} ({percent(row['here'])} against {percent(row['there'])})"
        for topic, row in topics.iterrows()
    )
    lasting = _listed(topics.index[topics["balanced"]], names)
    return f"{shares}; balanced over voices still: {lasting}"


def alike(pairs: pd.DataFrame, names: Mapping[str, str]) -> Text:
    """State which two accounts are most alike, and how many pairs stand out."""
    key, top = pairs.index[0], pairs.iloc[0]
    number = int(pairs["stands_out"].sum())
    return Text(
        f"**Most alike** of {counted(len(pairs), 'pair')} of accounts: {pair_name(key, names)} "
        f"({top['similarity']:.2f}; chance gives {top['expected']:.2f}, mostly "
        f"{interval(top['low'], top['high'])}; any pair stands out as much with probability "
        f"{probability(top['p_any'])}). {counted(number, 'pair')} "
        f"{'stands' if number == 1 else 'stand'} out."
    )


def pair_name(pair: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Name two accounts by their meetings and voices.

    Examples
    --------
    >>> names = {"m1": "Dushanbe 2015", "eu": "EU", "m2": "Brussels 2016", "tm": "Turkmenistan"}
    >>> pair_name(("m1", "eu", "a", "m2", "tm", "b"), names)
    'Dushanbe 2015, EU and Brussels 2016, Turkmenistan'
    """
    first, voice, _, second, other, _ = pair
    return f"{names[first]}, {names[voice]} and {names[second]}, {names[other]}"


def programmes(found: Programmes, names: Mapping[str, str]) -> Text:
    """State which EU programmes are named longest, and at which meetings none is."""
    if not found.most:
        return Text("No known account names a programme.")
    once = int((found.meetings == 1).sum())
    silent = "Every meeting has an account that names one."
    if found.without:
        silent = f"No known account names any at {_listed(found.without, names)}."
    return Text(
        f"Named at most meetings: {_listed(found.most, names)} ({found.meetings.max()} of "
        f"{found.observed}). {once} of the {counted(len(found.meetings), 'programme')} "
        f"{'is' if once == 1 else 'are'} named at a single meeting. {silent}"
    )


def persistence_table(study: Study) -> pd.DataFrame:
    """Set out when each topic was seen, in order of entry."""
    found = in_order_of_entry(study.persistence)
    table = pd.DataFrame(
        {
            "Family": study.family_of[found.index].astype(str).map(study.names),
            "First seen": found["first"].map(study.names),
            "Last seen": found["last"].map(study.names),
            "Meetings": [f"{row.seen} of {row.observed}" for row in found.itertuples()],
            "Longest run": found["longest_run"],
            "Chance of silence before": found["chance_before"].map(probability),
            "Earlier accounts to their end": found["silent_before"],
            "Chance of silence after": found["chance_after"].map(probability),
            "Later accounts to their end": found["silent_to_end"],
        }
    )
    return _named(table, study.names)


def variants_table(study: Study) -> pd.DataFrame:
    """Set out at how many meetings, and in which years, topics are seen under other choices."""
    table = {
        name: found.loc[list(study.followed)].apply(_sightings, axis=1)
        for name, found in study.variants.items()
    }
    return _named(pd.DataFrame(table, index=list(study.followed)), study.names)


def _sightings(row: pd.Series) -> str:
    """Write the number of meetings, with the first and the last year."""
    share = f"{row['seen']} of {row['observed']}"
    if not row["seen"]:
        return share
    years = dict.fromkeys(row[end][-4:] for end in ("first", "last"))
    return f"{share} ({'–'.join(years)})"


def _named(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Put the names of topics in the place of their keys."""
    return table.set_axis(pd.Index([names[topic] for topic in table.index], name="Topic"))


def _listed(topics: Iterable[str], names: Mapping[str, str]) -> str:
    return listing(names[topic] for topic in topics)

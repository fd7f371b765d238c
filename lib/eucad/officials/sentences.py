"""The sentences of notebook 03: results in, Markdown out, so that no number is typed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from eucad.officials.measures import SEAT_STATES, median_time
from eucad.show.words import counted, listing, percent

#: Chance of any false finding among all pairs that is accepted.
LEVEL = 0.05


def name_reading(key: tuple[str, ...], meetings: pd.DataFrame, series: dict[str, str]) -> str:
    """Name a reading of the ambiguous passages by the meetings they are taken to mean.

    Parameters
    ----------
    key : tuple of str
        Key of :func:`eucad.officials.readings`.
    meetings : DataFrame
        From :func:`eucad.documents.held_meetings`.
    series : dict
        Labels of the series.

    Examples
    --------
    >>> meetings = pd.DataFrame({"series": ["hlsd", "ctd"]}, index=["hlsd2025", "ctd2025"])
    >>> name_reading(("ctd2025", "hlsd2025"), meetings, {"hlsd": "Dialogue", "ctd": "Other"})
    'Other and Dialogue'
    """
    return listing(series[meetings.loc[meeting, "series"]] for meeting in key)


def read_seats(seated: pd.DataFrame, labels: dict[str, str]) -> str:
    """Say how much of the table the documents let us see.

    Parameters
    ----------
    seated : DataFrame
        From :func:`eucad.officials.seats`.
    labels : dict
        Labels of the delegations.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> seated = pd.DataFrame({"delegation": ["EU", "UZ"], "meeting_id": "hlsd2018",
    ...                        "state": ["named", "unnamed"]})
    >>> read_seats(seated, {"EU": "European Union", "UZ": "Uzbekistan"}).split(":")[0]
    'Of 2 seats at 1 meeting, 1 (50%) has a head who is named beyond doubt'
    """
    counts = seated["state"].value_counts().reindex(SEAT_STATES, fill_value=0)
    known = pd.crosstab(seated["delegation"], seated["state"]).reindex(
        columns=SEAT_STATES, fill_value=0
    )
    share = (known["named"] / known.sum(axis=1)).sort_values(kind="stable")
    lines = ", ".join(
        f"{labels[key]} {known.loc[key, 'named']} of {known.loc[key].sum()}" for key in share.index
    )
    verb = "has a head who is" if counts["named"] == 1 else "have a head who is"
    meetings = seated["meeting_id"].nunique()
    return (
        f"Of {counted(len(seated), 'seat')} at {counted(meetings, 'meeting')}, "
        f"{counts['named']} ({percent(counts['named'] / len(seated))}) {verb} named beyond doubt: "
        f"{lines}. At {counts['unnamed']} the delegation came and nobody is named as its head, "
        f"{counts['ambiguous']} rest only on a passage that can mean another meeting, and of "
        f"{counts['not_mentioned']} no document says whether the delegation came. These are counts "
        "of the record, not estimates; one more document can fill a seat."
    )


def read_bridges(
    table: pd.DataFrame, bridges: dict[str, pd.DataFrame], labels: dict[str, str]
) -> str:
    """Say who is named in more than one series, under each reading.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`, under one reading.
    bridges : dict of str to DataFrame
        From :func:`eucad.networks.bridges`, for each reading by its label.
    labels : dict
        Labels of the series.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> table = pd.DataFrame({"person_id": ["a", "b"], "series": "hlsd"})
    >>> none = pd.DataFrame(columns=["name", "delegation", "hlsd"])
    >>> read_bridges(table, {"one": none}, {"hlsd": "Dialogue"})
    'Of 2 officials, nobody is named in more than one series under every reading.'
    """
    always = _always(bridges)
    people = table["person_id"].nunique()
    parts = []
    for _, row in always.iterrows():
        counts = [f"{labels[key]} {row[key]}" for key in labels if row.get(key, 0)]
        parts.append(f"{row['name']} ({', '.join(counts)})")
    verb = "are" if len(parts) > 1 else "is"
    text = (
        f"Of {people} officials, {listing(parts, 'nobody')} {verb} named in more than one series "
        "under every reading."
    )
    more = {label: len(found) - len(always) for label, found in bridges.items()}
    if any(more.values()):
        each = "; ".join(f"{label}: {count}" for label, count in more.items())
        text += f" How many more depends on what the ambiguous passage means ({each})."
    return text


def _always(bridges: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Keep the officials who join series under every reading, with the counts of the first."""
    first, *others = bridges.values()
    return first[[all(who in found.index for found in others) for who in first.index]]


def read_representation(ranks: pd.DataFrame, labels: dict[str, dict[str, str]]) -> str:
    """Say at which rank each delegation usually came, and when otherwise.

    Parameters
    ----------
    ranks : DataFrame
        From :func:`eucad.officials.representation`, of one series.
    labels : dict
        Labels of ``delegation`` and ``rank``.

    Returns
    -------
    str
        Markdown list.

    Examples
    --------
    >>> ranks = pd.DataFrame({"delegation": "TM", "meeting_id": ["m", "n", "n"],
    ...                       "meeting": ["A", "B", "B"],
    ...                       "rank": ["minister", "minister", "other"]})
    >>> read_representation(ranks, {"delegation": {"TM": "Turkmenistan"},
    ...                             "rank": {"minister": "Minister", "other": "Other"}})
    '- **Turkmenistan**: minister at 2 of 2 meetings with a printed rank; also other (B)'
    """
    lines = []
    for key, label in labels["delegation"].items():
        own = ranks[ranks["delegation"] == key]
        if own.empty:
            continue
        counts = own.groupby("rank", observed=True)["meeting_id"].nunique()
        usual = counts.idxmax()
        held = own["meeting_id"].nunique()
        other = [
            f"{_small(labels['rank'][rank])} ({', '.join(rows['meeting'])})"
            for rank, rows in own[own["rank"] != usual].groupby("rank", observed=True)
        ]
        line = (
            f"- **{label}**: {_small(labels['rank'][usual])} at {counts[usual]} of "
            f"{counted(held, 'meeting')} with a printed rank"
        )
        lines.append(line + (f"; also {listing(other)}" if other else ""))
    return "\n".join(lines)


def _small(label: str) -> str:
    return label if label.startswith("EU") else label[0].lower() + label[1:]


def read_turnover(rates: dict[str, pd.DataFrame], labels: dict[str, str]) -> str:
    """Say how many of those named are named again at the next meeting, and of whom we know.

    Parameters
    ----------
    rates : dict of str to DataFrame
        From :func:`eucad.officials.return_rates`, for each reading by its label. The delegations
        are those of the first.
    labels : dict
        Labels of the delegations.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> rates = pd.DataFrame({"pairs": [11, 11], "known": [8, 0], "named": [8, 0],
    ...                       "returning": [3, 0], "rate": [0.375, float("nan")],
    ...                       "low": [0.09, float("nan")], "high": [0.76, float("nan")]},
    ...                      index=["KZ", "UZ"])
    >>> read_turnover({"as printed": rates}, {"KZ": "Kazakhstan", "UZ": "Uzbekistan"})
    'Named again at the next meeting (95% intervals): Kazakhstan 3 of 8 (38%, 9% to 76%; 8 of 11 \
pairs of meetings known). For Uzbekistan no pair of consecutive meetings has a named head at both. \
All delegations together: 3 of 8 (as printed).'
    """
    first = next(iter(rates.values()))
    known, unknown = first[first["known"] > 0], first[first["known"] == 0]
    each = "; ".join(
        f"{labels[key]} {row['returning']:.0f} of {row['named']:.0f} "
        f"({percent(row['rate'])}, {percent(row['low'])} to {percent(row['high'])}; "
        f"{row['known']:.0f} of {row['pairs']:.0f} pairs of meetings known)"
        for key, row in known.iterrows()
    )
    text = f"Named again at the next meeting (95% intervals): {each or 'unknown'}."
    if len(unknown):
        names = listing(labels[key] for key in unknown.index)
        text += f" For {names} no pair of consecutive meetings has a named head at both."
    totals = (
        f"{found['returning'].sum():.0f} of {found['named'].sum():.0f} ({label})"
        for label, found in rates.items()
    )
    return f"{text} All delegations together: {'; '.join(totals)}."


def read_survival(*curves: pd.DataFrame) -> str:
    """Say what share remains a round later, and how long half of them last.

    Parameters
    ----------
    *curves : DataFrame
        From :func:`eucad.officials.kaplan_meier`: with departures as early and as late as the
        record allows, under one reading or several. The text gives the least and the most.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> from eucad.officials import kaplan_meier
    >>> curve = kaplan_meier(pd.Series([1.0, 1, 2, 3]), pd.Series([True, True, True, False]))
    >>> read_survival(curve, curve)
    'One round after they are first named, 50% to 50% remain (with sampling error 6% to 84%). Half \
are gone after 1 round (with sampling error 1 to beyond the record).'
    """
    one = pd.DataFrame([curve[curve.index <= 1].iloc[-1] for curve in curves])
    medians = np.array([median_time(curve) for curve in curves])
    shortest, longest = medians[:, 0].min(), medians[:, 0].max()

    def rounds(value: float) -> str:
        return "beyond the record" if np.isinf(value) else f"{value:.0f}"

    span = "" if shortest == longest else f"{rounds(shortest)} to "
    most = counted(int(longest), "round") if longest < np.inf else "more rounds than the record has"
    return (
        f"One round after they are first named, {percent(one['survival'].min())} to "
        f"{percent(one['survival'].max())} remain (with sampling error {percent(one['low'].min())} "
        f"to {percent(one['high'].max())}). Half are gone after {span}{most} (with sampling error "
        f"{rounds(medians[:, 1].min())} to {rounds(medians[:, 2].max())})."
    )


def read_ranks(ranks: dict[str, pd.DataFrame], names: dict[str, str]) -> str:
    """Say who is first in most draws, and how far that rank moves.

    Parameters
    ----------
    ranks : dict of str to DataFrame
        From :func:`eucad.networks.rank_intervals`, for each way to disturb the record.
    names : dict
        Name of each person.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> ranks = pd.DataFrame({"median": [1.0], "low": [1.0], "high": [3.0], "first": [0.8]},
    ...                      index=["a"])
    >>> read_ranks({"accounts resampled": ranks}, {"a": "A"})
    'With accounts resampled, A is first, alone or with others, in 80% of draws (rank 1 to 3).'
    """
    parts = []
    for label, table in ranks.items():
        leader = table["first"].idxmax()
        row = table.loc[leader]
        parts.append(
            f"With {label}, {names[leader]} is first, alone or with others, in "
            f"{percent(row['first'])} of draws (rank {row['low']:g} to {row['high']:g})."
        )
    return " ".join(parts)


def read_pairs(pairs: pd.DataFrame, names: dict[str, str], draws: int, level: float = LEVEL) -> str:
    """Say whether any pair is named together more often than the null model gives.

    Parameters
    ----------
    pairs : DataFrame
        From :func:`eucad.networks.pair_test`.
    names : dict
        Name of each person.
    draws : int
        Networks drawn.
    level : float
        Family-wise level.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> pairs = pd.DataFrame({"first": ["a"], "second": ["b"], "observed": [3], "expected": [1.2],
    ...                       "low": [0], "high": [2], "p": [0.01], "p_adjusted": [0.2],
    ...                       "p_adjusted_low": [0.18], "p_adjusted_high": [0.22]})
    >>> read_pairs(pairs, {"a": "A", "b": "B"}, 999)
    '0 of 1 pair are named together more often than chance at the 5% level of the whole family. \
Nearest to it: A and B, 3 joint meetings where chance gives 1.2 (0 to 2), adjusted p = 0.2 (0.18 \
to 0.22 within the error of 999 draws).'
    """
    beyond = int((pairs["p_adjusted_high"] <= level).sum())
    edge = int((pairs["p_adjusted_low"] <= level).sum()) - beyond
    at_edge = f", and {edge} at the edge of it" if edge else ""
    first = pairs.iloc[0]
    return (
        f"{beyond} of {counted(len(pairs), 'pair')} {'is' if beyond == 1 else 'are'} named "
        f"together more often than chance at the {percent(level)} level of the whole "
        f"family{at_edge}. "
        f"{'Furthest beyond it' if beyond else 'Nearest to it'}: {names[first['first']]} and "
        f"{names[first['second']]}, {counted(first['observed'], 'joint meeting')} where chance "
        f"gives {first['expected']:.1f} ({first['low']} to {first['high']}), adjusted p = "
        f"{first['p_adjusted']:.2g} ({first['p_adjusted_low']:.2g} to "
        f"{first['p_adjusted_high']:.2g} within the error of {draws} draws)."
    )


def read_readings(ranks: pd.DataFrame, names: dict[str, str]) -> str:
    """Say how far the ranking of officials depends on the ambiguous passages.

    Parameters
    ----------
    ranks : DataFrame
        People × readings, the rank of each, missing where the reading does not seat them.
    names : dict
        Name of each person.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> ranks = pd.DataFrame({"one": [1.0, 2.0, 3.0], "other": [1.0, float("nan"), 2.0]},
    ...                      index=["a", "b", "c"])
    >>> read_readings(ranks, {"a": "A", "b": "B", "c": "C"})
    'First under every reading: A. Seated under some readings only: B. Of the others the rank of C \
moves most, by 1.'
    """
    leaders = {
        reading: listing(names[who] for who in column.index[column == column.min()])
        for reading, column in ranks.items()
    }
    if len(set(leaders.values())) == 1:
        text = f"First under every reading: {next(iter(leaders.values()))}."
    else:
        each = (f"{who} ({reading})" for reading, who in leaders.items())
        text = f"First by reading: {'; '.join(each)}."
    steady = ranks.dropna()
    others = ranks.index.difference(steady.index)
    if len(others):
        text += f" Seated under some readings only: {listing(names[who] for who in others)}."
    moved = steady.max(axis=1) - steady.min(axis=1)
    most = moved.idxmax()
    if moved[most] == 0:
        return f"{text} No other rank moves."
    return f"{text} Of the others the rank of {names[most]} moves most, by {moved[most]:g}."


def _most_named(tenures: pd.DataFrame) -> str:
    """Name those at most meetings, with their verb."""
    first = tenures.loc[tenures["meetings"] == tenures["meetings"].max(), "name"]
    return f"{listing(first)} {'is' if len(first) == 1 else 'are'} named"


def in_short(
    seated: pd.DataFrame,
    tenures: pd.DataFrame,
    rank: pd.Series,
    bridges: dict[str, pd.DataFrame],
    curves: Sequence[pd.DataFrame],
    pairs: tuple[pd.DataFrame, pd.DataFrame],
    names: dict[str, str],
    draws: int,
) -> str:
    """Give the findings of the notebook in a few sentences.

    Parameters
    ----------
    seated : DataFrame
        From :func:`eucad.officials.seats`, of the dialogue.
    tenures : DataFrame
        From :func:`eucad.officials.tenure`, of the dialogue.
    rank : Series
        `low` and `high` rank, by meetings, of the official named most often, with accounts
        resampled.
    bridges : dict of str to DataFrame
        As in :func:`read_bridges`.
    curves : sequence of DataFrame
        As in :func:`read_survival`.
    pairs : tuple of DataFrame
        As in :func:`read_pairs`, shuffled within each series, and within each half of one.
    names, draws
        As in :func:`read_pairs`.

    Returns
    -------
    str
        Markdown list.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, networks, officials
    >>> dataset = eucad.load()
    >>> attested = officials.attestations(dataset)
    >>> table = officials.roster(attested)
    >>> seated = officials.seats(attested, dataset.delegations, documents.held_meetings(dataset))
    >>> curve = officials.kaplan_meier(pd.Series([1.0, 2]), pd.Series([True, False]))
    >>> pairs = networks.pair_test(networks.incidence(table), np.random.default_rng(1), 1)
    >>> text = in_short(seated, officials.tenure(table), pd.Series({"low": 1, "high": 4}),
    ...                 {"as printed": networks.bridges(table)}, [curve], (pairs, pairs),
    ...                 dataset.people.set_index("person_id")["name"].to_dict(), 1)
    >>> text.count("- **")
    5
    """
    states = seated["state"].value_counts().reindex(SEAT_STATES, fill_value=0)
    rounds = counted(seated["meeting_id"].nunique(), "round")
    always = _always(bridges)
    joining = always.loc[always.index.isin(tenures.index), "name"]
    within_series, within_halves = pairs
    nearest = within_series.iloc[0]
    findings = {
        "What the documents name.": (
            f"At {rounds} of the dialogue documents name the head of "
            f"{states['named']} of {counted(len(seated), 'seat')} "
            f"({percent(states['named'] / len(seated))}) beyond doubt; {states['unnamed']} "
            f"delegations came with no head named, {states['ambiguous']} heads "
            f"stand only in a passage that can mean another meeting, and {states['not_mentioned']} "
            "seats are not mentioned."
        ),
        "Who is named most often.": (
            f"{_most_named(tenures)} at {tenures['meetings'].max()} of {rounds}, more often "
            "than anybody else; but names hang on few accounts: with accounts resampled the rank "
            f"runs from {rank['low']:g} to {rank['high']:g}."
        ),
        "Who joins the series.": (
            f"Of {counted(len(tenures), 'official')} named at the dialogue, "
            f"{listing(joining, 'nobody')} {'are' if len(joining) > 1 else 'is'} named in another "
            "series too, whatever the ambiguous passage means."
        ),
        "How long officials last.": (
            "An official counts as gone once the head of the delegation is named and the official "
            f"is not. {read_survival(*curves)}"
        ),
        "Pairs against the calendar.": (
            "Shuffled within the earlier and the later half of each series: "
            f"{read_pairs(within_halves, names, draws)} Shuffled over whole series, which "
            f"disregards terms of office, the smallest adjusted p is {nearest['p_adjusted']:.2g} "
            f"({nearest['p_adjusted_low']:.2g} to {nearest['p_adjusted_high']:.2g})."
        ),
    }
    return "\n".join(f"- **{finding}** {text}" for finding, text in findings.items())

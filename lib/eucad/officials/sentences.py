"""The sentences and tables of notebook 03: results in, words out, so that no number is typed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from eucad.attendance import SEAT_STATES
from eucad.officials.measures import Interpretation, Study
from eucad.show.words import Table, Text, bullets, counted, interval, listing, percent

_STATES = {
    "named": "Head named",
    "ambiguous": "Only in an ambiguous passage",
    "unnamed": "Came, head not named",
    "not_mentioned": "Not mentioned",
}


def in_short(study: Study) -> Text:
    """Give the findings of the notebook in a few sentences."""
    rounds = counted(study.seat_states["meeting_id"].nunique(), "meeting")
    states = _count_states(study.seat_states)
    tenures = study.tenures[study.chosen.meant]
    most = tenures["meetings"].max() if len(tenures) else 0
    often = tenures.loc[tenures["meetings"] == most, "name"]
    always = study.always_bridging
    joining = always.loc[always.index.isin(tenures.index), "name"]
    return bullets(
        f"**What the documents name.** At {rounds} ({study.names[study.series]}) documents name "
        f"the head of {states['named']} of {counted(len(study.seat_states), 'seat')} "
        f"({percent(states['named'] / len(study.seat_states))}) beyond doubt; "
        f"{states['unnamed']} delegations came with no head named, {states['ambiguous']} heads "
        f"stand only in a passage that can mean another meeting, and {states['not_mentioned']} "
        "seats are not mentioned.",
        f"**Who is named most often.** {listing(often, 'Nobody')} {_is(often)} named at {most} of "
        f"{rounds}.",
        f"**Who joins the series.** Of {counted(len(tenures), 'official')} named, "
        f"{listing(joining, 'nobody')} {_is(joining)} named in another series too, whatever the "
        "ambiguous passage means.",
        f"**How long officials stay.** {stay(study)}",
        f"**Who meets whom.** {pairs(study.pairs, study.names)}",
    )


def name_interpretation(interpretation: Interpretation, names: dict[str, str]) -> str:
    """Name an interpretation of the ambiguous passages by the series they are taken to mean.

    Examples
    --------
    >>> table = pd.DataFrame({"meeting_id": ["hlsd2025"], "series": "hlsd"})
    >>> one = Interpretation(("hlsd2025",), table, table, table)
    >>> name_interpretation(one, {"hlsd": "Security dialogue"})
    'Security dialogue'
    """
    table = interpretation.attestations.drop_duplicates("meeting_id").set_index("meeting_id")
    series = dict.fromkeys(table.loc[list(interpretation.meant), "series"])
    return listing((names[key] for key in series), "no meeting")


def seats(seat_states: pd.DataFrame, names: dict[str, str]) -> Text:
    """Say how much of the table the documents let us see."""
    counts = _count_states(seat_states)
    known = pd.crosstab(seat_states["delegation"], seat_states["state"]).reindex(
        columns=SEAT_STATES, fill_value=0
    )
    share = (known["named"] / known.sum(axis=1)).sort_values(kind="stable")
    lines = ", ".join(
        f"{names[key]} {known.loc[key, 'named']} of {known.loc[key].sum()}" for key in share.index
    )
    verb = "has a head who is" if counts["named"] == 1 else "have a head who is"
    meetings = seat_states["meeting_id"].nunique()
    return Text(
        f"Of {counted(len(seat_states), 'seat')} at {counted(meetings, 'meeting')}, "
        f"{counts['named']} ({percent(counts['named'] / len(seat_states))}) {verb} named beyond "
        f"doubt: {lines}. At {counts['unnamed']} the delegation came and nobody is named as its "
        f"head, {counts['ambiguous']} rest only on a passage that can mean another meeting, and of "
        f"{counts['not_mentioned']} no document says whether the delegation came. These are counts "
        "of the record, not estimates; one more document can fill a seat."
    )


def seat_table(seat_states: pd.DataFrame) -> Table:
    """List for each meeting how many heads are named, and how many are not."""
    counts = pd.crosstab(seat_states["meeting"], seat_states["state"])
    counts = counts.reindex(
        index=seat_states["meeting"].unique(), columns=SEAT_STATES, fill_value=0
    )
    return Table(counts.rename(columns=_STATES).rename_axis(index="Meeting", columns=None))


def bridges(study: Study) -> Text:
    """Say who is named in more than one series, under each interpretation."""
    always, names = study.always_bridging, study.names
    series = [column for column in always.columns if column not in ("name", "delegation")]
    parts = [
        f"{row['name']} ({', '.join(f'{names[key]} {row[key]}' for key in series if row[key])})"
        for _, row in always.iterrows()
    ]
    people = study.chosen.roster["person_id"].nunique()
    text = (
        f"Of {counted(people, 'official')}, {listing(parts, 'nobody')} {_is(parts)} named in more "
        "than one series under every interpretation."
    )
    more = {key: len(found) - len(always) for key, found in study.bridges.items()}
    if any(more.values()):
        each = _each(study, {key: f"{count}" for key, count in more.items()})
        text += f" How many more depends on what the ambiguous passage means ({each})."
    return Text(text)


def shared_officials(study: Study) -> Table:
    """List how many officials two series have in common."""
    named = study.shared.rename(index=study.names, columns=study.names)
    return Table(named.rename_axis(index="Series", columns=None))


def positions(study: Study, rows: int = 10) -> Table:
    """List the officials with most meetings and their place in the network."""
    table = study.positions.head(rows).round(2)
    table["delegation"] = table["delegation"].map(study.names)
    table.index = table.index.map(study.names).rename("Official")
    headings = {column: column.replace("_", "-", 1).replace("_", " ") for column in table}
    return Table(table.rename(columns={key: word.capitalize() for key, word in headings.items()}))


def pairs(found: pd.DataFrame, names: dict[str, str]) -> Text:
    """Say whether any pair is named together more often than terms of office explain.

    Examples
    --------
    >>> found = pd.DataFrame({"first": ["a"], "second": ["b"], "observed": [3], "expected": [1.2],
    ...                       "low": [0], "high": [2], "verdict": ["within"]})
    >>> pairs(found, {"a": "A", "b": "B"})
    'No pair of officials is named together more often than their meetings and terms of office \
explain, of 1 pair compared. Nearest to it: A and B, 3 joint meetings where chance gives 1.2 (0 to \
2).'
    """
    if found.empty:
        return Text("No two officials are named at two meetings, so no pair could be compared.")
    beyond = int((found["verdict"] == "beyond").sum())
    edge = int((found["verdict"] == "edge").sum())
    who = "No pair of officials is" if not beyond else f"{counted(beyond, 'pair')} of officials are"
    who = who.replace("1 pair of officials are", "1 pair of officials is")
    at_edge = f"; {edge} at the edge of it, where more draws might tell" if edge else ""
    first = found.iloc[0]
    return Text(
        f"{who} named together more often than their meetings and terms of office explain, of "
        f"{counted(len(found), 'pair')} compared{at_edge}. "
        f"{'Furthest beyond it' if beyond else 'Nearest to it'}: {names[first['first']]} and "
        f"{names[first['second']]}, {counted(first['observed'], 'joint meeting')} where chance "
        f"gives {first['expected']:.1f} ({first['low']} to {first['high']})."
    )


def representation(ranks: pd.DataFrame, names: dict[str, str]) -> Text:
    """Say at which rank each delegation usually came, and when otherwise.

    Examples
    --------
    >>> ranks = pd.DataFrame({"delegation": "TM", "meeting_id": ["m", "n", "n"],
    ...                       "meeting": ["A", "B", "B"],
    ...                       "rank": ["minister", "minister", "other"]})
    >>> representation(ranks, {"TM": "Turkmenistan", "minister": "Minister", "other": "Other"})
    '- **Turkmenistan**: minister at 2 of 2 meetings with a printed rank; also other (B)'
    """
    lines = []
    for key, own in ranks.groupby("delegation", observed=True):
        counts = own.groupby("rank", observed=True)["meeting_id"].nunique()
        usual = counts.idxmax()
        other = [
            f"{_small(names[rank])} ({', '.join(rows['meeting'])})"
            for rank, rows in own[own["rank"] != usual].groupby("rank", observed=True)
        ]
        line = (
            f"**{names[key]}**: {_small(names[usual])} at {counts[usual]} of "
            f"{counted(own['meeting_id'].nunique(), 'meeting')} with a printed rank"
        )
        lines.append(line + (f"; also {listing(other)}" if other else ""))
    return bullets(*lines) if lines else Text("No document prints a rank.")


def disputed_ranks(ranks: pd.DataFrame, names: dict[str, str]) -> Table:
    """List where documents give a delegation more than one rank; the EU sends several people."""
    split = ranks[ranks["several"] & (ranks["delegation"] != "EU")]
    columns = ["series", "meeting", "delegation", "rank", "accounts", "documents"]
    named = {column: split[column].map(names) for column in ("series", "delegation", "rank")}
    return Table(split.assign(**named)[columns].rename(columns=str.capitalize))


def returns(study: Study) -> Text:
    """Say how many of those named are named again at the next meeting, and of whom we know."""
    rates, names = study.returns, study.names
    known, unknown = rates[rates["known"] > 0], rates[rates["known"] == 0]
    each = "; ".join(
        f"{names[key]} {row['returning']:.0f} of {row['named']:.0f}"
        for key, row in known.iterrows()
    )
    text = f"Named again at the next meeting: {each or 'unknown'}."
    if len(unknown):
        text += (
            f" For {listing(names[key] for key in unknown.index)} no pair of consecutive meetings "
            "has a named head at both."
        )
    totals = {
        key: f"{row['returning']:.0f} of {row['named']:.0f} ({percent(row['rate'])}, "
        f"{percent(study.level)} interval {interval(row['low'], row['high'], '.0%')})"
        for key, row in study.returns_in_all.iterrows()
        if row["named"]
    }
    if len(set(totals.values())) > 1:
        text += (
            " All delegations together, by what the ambiguous passage means: "
            f"{_each(study, totals)}."
        )
    elif totals:
        text += f" All delegations together: {next(iter(totals.values()))}."
    return Text(text)


def return_table(study: Study) -> Table:
    """List for each delegation how many of those named are named again."""
    rates = study.returns
    return Table(
        {
            "Pairs of meetings": rates["pairs"],
            "Head named at both": rates["known"],
            "Named at the first": rates["named"],
            "Named again": rates["returning"],
            f"{percent(study.level)} interval": _intervals(rates, "low", "high"),
            "Bounds, whoever the unnamed were": _intervals(rates, "rate_low", "rate_high"),
        }
    ).set_index(rates.index.map(study.names).rename("Delegation"))


def stay(study: Study) -> Text:
    """Say how many officials are named once, and how many come back at the next meeting."""
    tenures = study.tenures.values()
    total = _range(len(each) for each in tenures)
    once = _range((each["meetings"] == 1).sum() for each in tenures)
    named = study.returns_in_all[study.returns_in_all["named"] > 0]
    text = f"Of {total} officials, {once} are named at one meeting only."
    if named.empty:
        return Text(f"{text} No delegation has a named head at two meetings running.")
    return Text(
        f"{text} Where the head of a delegation is named at two meetings running, "
        f"{_range(named['returning'])} of the {_range(named['named'])} who are named at the first "
        "are named again at the second."
    )


def tenure_table(study: Study) -> Table:
    """List the officials named at more than one meeting, with the first and the last of these."""
    tenures = study.tenures[study.chosen.meant]
    several = tenures[tenures["meetings"] > 1]
    return Table(
        {
            "Official": several["name"],
            "Delegation": several["delegation"].map(study.names),
            "Meetings": several["meetings"],
            "First": several["first"].map(study.names),
            "Last": several["last"].map(study.names),
        }
    ).reset_index(drop=True)


def people_table(roster: pd.DataFrame, names: dict[str, str]) -> Table:
    """List the officials of a roster with their meetings, and what is special about each."""
    rows = []
    for _, own in roster.sort_values(["delegation", "name", "date"], kind="stable").groupby(
        ["delegation", "name", "person_id"], observed=True
    ):
        where = (
            f"{names[series]}: {'; '.join(_appearance(row, names) for row in group.itertuples())}"
            for series, group in own.groupby("series", observed=True, sort=False)
        )
        rows.append(
            (
                own["name"].iloc[0],
                names[own["delegation"].iloc[0]],
                int((own["capacity"] != "sideline_only").sum()),
                ". ".join(where),
                own["institution"].iloc[-1],
            )
        )
    columns = ["Official", "Delegation", "Meetings", "Where", "Institution"]
    return Table(rows, columns=columns)


def _appearance(row, names: dict[str, str]) -> str:
    notes = [] if row.capacity == "participant" else [names[row.capacity]]
    notes += [] if row.certainty == "stated" else [row.certainty]
    return f"{row.meeting} ({', '.join(notes).lower()})" if notes else row.meeting


def _count_states(seat_states: pd.DataFrame) -> pd.Series:
    return seat_states["state"].value_counts().reindex(SEAT_STATES, fill_value=0)


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


def _is(who: Iterable) -> str:
    return "are" if len(list(who)) > 1 else "is"


def _small(label: str) -> str:
    return label if label.startswith("EU") else label[0].lower() + label[1:]

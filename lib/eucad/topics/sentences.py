"""What was on the agenda, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from eucad.show.words import (
    Table,
    Text,
    alike,
    bullets,
    counted,
    interval,
    judged,
    listing,
    p_value,
    percent,
    points,
)
from eucad.stats import CHANCE
from eucad.stats.drift import PERMUTATIONS
from eucad.topics.elsewhere import Contrast, Elsewhere
from eucad.topics.measures import Agenda, Programmes, Study, arrange
from eucad.topics.whole import SHUFFLES, Composition, Drift


def in_short(study: Study, verdicts: pd.DataFrame) -> Text:
    """Answer what was on the agenda, in a list."""
    names, there = study.names, elsewhere(study.elsewhere, study.names)
    return bullets(
        *fates(arrange(verdicts, study.sightings), names),
        whole(study),
        special(study.contrast, names),
        *([" ".join(there)] if there else []),
    )


def fates(verdicts: pd.DataFrame, names: Mapping[str, str]) -> list[Text]:
    """State the verdicts of the collection, what is always there first, then what is open."""
    stays = verdicts["kind"] == "throughout"
    given = [verdicts[stays], verdicts[~stays & ~verdicts["kind"].isin(["cannot_tell", "never"])]]
    told = [
        Text("; ".join(f"**{named}:** {said}" for named, said in alike(_told(own), names)) + ".")
        for own in given
        if len(own)
    ]
    rest = int((verdicts["kind"] == "cannot_tell").sum())
    if rest:
        told.append(
            Text(
                f"**{counted(rest, 'other topic')}:** cannot tell. Too few accounts are known to "
                "say since when, or until when, they are on the table."
            )
        )
    return told


def _told(verdicts: pd.DataFrame) -> pd.Series:
    return pd.Series([judged(row) for _, row in verdicts.iterrows()], verdicts.index, dtype=object)


def whole(study: Agenda) -> Text:
    """State whether the agenda as a whole moved: first what is more than chance explains."""
    told = [drift(study.drift, study.drift_fresh)]
    told += shift(study.composition, study.composition_fresh, study.names)
    endings = {
        "beyond": ": more than chance explains, with borrowed wording and without",
        "within": ": perhaps no more than chance gives",
        "unknown": "",
    }
    parts = []
    for state, ending in endings.items():
        said = "; ".join(words for words, own in told if own == state)
        if said:
            parts.append(f"{said[0].upper()}{said[1:]}{ending}.")
    return Text(" ".join(parts))


def _state(clear: bool) -> str:
    return "beyond" if clear else "within"


def shift(
    found: Composition, fresh: Composition, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """State what part of all mentions each block of families makes up, and whether by chance."""
    told = []
    for block, row in found.blocks.iterrows():
        members = found.members[block]
        families = listing(f"*{names[family]}*" for family in members)
        if pd.isna(row["p"]):
            told.append((f"of {families} a period has no mention to compare", "unknown"))
            continue
        said = (
            f"{families} **{'makes' if len(members) == 1 else 'make'} up {percent(row['early'])} "
            f"of what is raised before {found.split} and {percent(row['late'])} since**"
        )
        told.append((said, _state(row["clear"] and fresh.blocks.loc[block, "clear"])))
    return told


def drift(found: Drift, fresh: Drift) -> tuple[str, str]:
    """State whether meetings further apart in time are less alike, and whether by chance."""
    if pd.isna(found.r):
        return "too few meetings are known to compare them with each other", "unknown"
    less = "less" if found.r < 0 else "more"
    said = f"the further apart two meetings, **the {less} alike what is reported of them**"
    return said, _state(found.clear and fresh.clear)


def method(study: Study) -> Text:
    """State the numbers behind the two findings on the agenda as a whole."""
    parts = [
        f"{listing(study.names[family] for family in found.members[block])}, {kind}: "
        f"{points(found.blocks.loc[block, 'change'])} points, "
        f"{p_value(found.blocks.loc[block, 'p'], SHUFFLES)}"
        for block in study.composition.members
        for kind, found in {
            "all mentions": study.composition,
            "without borrowed wording": study.composition_fresh,
            "the EU’s accounts alone": study.composition_eu,
        }.items()
        if not pd.isna(found.blocks.loc[block, "p"])
    ]
    parts += [
        f"likeness and years, {kind}: r = {found.r:.2f}, ".replace("-", "−")
        + p_value(found.p, PERMUTATIONS)
        for kind, found in {
            "all mentions": study.drift,
            "without borrowed wording": study.drift_fresh,
        }.items()
        if not pd.isna(found.r)
    ]
    return bullets(*(f"{part[0].upper()}{part[1:]}." for part in parts))


def special(contrast: Contrast, names: Mapping[str, str]) -> Text:
    """State which topics set the dialogue apart from another series."""
    here, there = (f"the {names[series].lower()}" for series in contrast.series[:2])
    text = f"**Raised more in {here}** than by {there}: {_apart(contrast.more, names)}."
    if len(contrast.less):
        text += f" Less: {_apart(contrast.less, names)}."
    return Text(text)


def _apart(topics: pd.DataFrame, names: Mapping[str, str]) -> str:
    """List topics, the first with its two shares."""
    if topics.empty:
        return "nothing beyond doubt"
    first = topics.iloc[0]
    shares = f"{percent(first['here'])} of accounts against {percent(first['there'])}"
    return listing(
        [
            f"{names[topics.index[0]]} ({shares})",
            *(names[topic] for topic in topics.index[1:]),
        ]
    )


def balanced(contrast: Contrast, names: Mapping[str, str]) -> Text:
    """State what of this holds where every voice counts the same."""
    topics = pd.concat([contrast.more, contrast.less])
    lasting = topics.index[topics["balanced"].astype(bool)]
    return Text(
        "*More* and *less* is a difference that, were whole meetings to change series at random, "
        f"any topic at all would show in {CHANCE:.0%} of cases at most. Where every voice counts "
        f"the same, intervals are still apart for {_listed(lasting, names)}."
    )


def elsewhere(found: Elsewhere, names: Mapping[str, str]) -> list[Text]:
    """State what first and last sightings in the dialogue hide."""
    headings = {
        "Raised elsewhere before it was seen here": found.earlier,
        "Raised elsewhere after it was last seen here": found.alive,
    }
    return [
        Text(f"**{heading}:** {_by_series(table, names)}.")
        for heading, table in headings.items()
        if len(table)
    ]


def _by_series(topics: pd.DataFrame, names: Mapping[str, str]) -> str:
    return "; ".join(
        f"{_listed(group.index, names)} ({names[series].lower()})"
        for series, group in topics.groupby("series", sort=False)
    )


def never(found: Elsewhere, names: Mapping[str, str]) -> Text:
    """State which topics of the codebook never reach the dialogue, and where they are raised."""
    if found.never.empty:
        return Text("Every topic of the codebook is raised by some account of the dialogue.")
    rows = [
        f"{names[topic]} ({_place(row['series'], row['there'], names)})"
        for topic, row in found.never.iterrows()
    ]
    return Text(f"**No account of the dialogue raises** {listing(rows)}.")


def _place(series: str | None, year: float, names: Mapping[str, str]) -> str:
    if pd.isna(series):
        return "nor does any other"
    return f"{names[series].lower()}, {int(year)}"


def changes(study: Study) -> Text:
    """State how many topics change by more than the length of accounts and chance give."""
    clear = study.change[study.change["clear"]]
    verb = "changes" if len(clear) == 1 else "change"
    text = (
        f"Of {counted(len(study.change), 'topic')} seen, {len(clear)} {verb} by more than the "
        "length of accounts and chance give"
    )
    rows = listing(
        f"{study.names[topic]} ({points(row['change'])} points, "
        f"{percent(study.level)} interval {points(row['change_low'])} to "
        f"{points(row['change_high'])})"
        for topic, row in clear.iterrows()
    )
    text += f": {rows}." if len(clear) else "."
    least = study.change["least"].dropna()
    if len(least):
        text += (
            " To be seen in so few accounts, a share must move "
            f"{interval(100 * least.min(), 100 * least.max(), '.0f')} points further than length "
            "takes it: little for a rare topic, much for one that half of the accounts raise."
        )
    return Text(text)


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


def verdict_table(study: Study, verdicts: pd.DataFrame) -> Table:
    """Set out the verdict of each topic, when it is seen here, and where else."""
    table = arrange(verdicts, study.sightings)
    table = table[table["kind"] != "never"]
    names, raised = study.names, study.mentions.sum()
    return Table(
        {
            "Topic": [names[topic] for topic in table.index],
            "Family": [names[family] for family in study.family_of[table.index]],
            "In this dialogue": table["words"].to_list(),
            "May be cited": table["badge"].to_list(),
            "But not": [
                listing(row.fails, "") if row.badge == "with care" else ""
                for row in table.itertuples()
            ],
            "First seen here": table["first_year"].to_list(),
            "Last seen here": table["last_year"].to_list(),
            "Meetings": [f"{row.seen} of {row.observed}" for row in table.itertuples()],
            "Accounts": [f"{raised[topic]} of {len(study.mentions)}" for topic in table.index],
            "Elsewhere": table["elsewhere"].to_list(),
        }
    )


def _listed(topics: Iterable[str], names: Mapping[str, str]) -> str:
    return listing(names[topic] for topic in topics)

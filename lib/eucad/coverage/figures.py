"""What is known of each meeting, from whom, how reliably, and what is not."""

from __future__ import annotations

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from eucad.coverage.measures import Study
from eucad.meetings import DIALOGUE
from eucad.show.colours import (
    BLUE,
    DARK,
    FAINT,
    FAMILY_COLOURS,
    GREY,
    INK,
    LIGHT,
    VERMILION,
    VOICE_COLOURS,
)
from eucad.show.marks import (
    apart,
    beside,
    cells,
    interval_rows,
    label_grid,
    legend_below,
    row_labels,
    write_inside,
)
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import counted, interval, listing


@styled
def accounts(study: Study) -> Picture:
    """Draw from whom each meeting is known: accounts by voice, and whether any was seen whole."""
    counts, complete, names = study.accounts, study.complete, study.names
    voices = counts.index[counts.any(axis=1)]
    picture, ax = new_picture(0.34 * len(voices) + 2.1)
    drawn = []
    for x, meeting in enumerate(counts):
        for y, voice in enumerate(voices):
            number = counts.loc[voice, meeting]
            if number:
                look = _account_look(VOICE_COLOURS[voice], complete.loc[voice, meeting])
                drawn.append((x, y, str(number), look))
        total = str(counts[meeting].sum())
        drawn.append((x, len(voices) + 0.2, total, {"facecolor": "white"}))
    cells(ax, drawn, 8)
    ax.axhline(len(voices) - 0.4, color=LIGHT, linewidth=0.8)
    rows = {y: names[voice] for y, voice in enumerate(voices)} | {len(voices) + 0.2: "all accounts"}
    label_grid(
        ax,
        [names[meeting] for meeting in counts],
        rows,
        "Filled: at least one account could be read to its end. Outlined: only openings.",
    )
    ax.set_xlim(-0.6, counts.shape[1] - 0.4)
    ax.set_ylim(len(voices) + 0.8, -0.6)
    by_meeting, whole = counts.sum(), complete.sum()
    each = "; ".join(
        f"{names[meeting]} {counted(by_meeting[meeting], 'account')}, {whole[meeting]} to the end"
        for meeting in counts
    )
    single = int((by_meeting == 1).sum())
    title = (
        f"{single} of {counted(len(by_meeting), 'meeting')} known from a single account; "
        f"{whole.sum()} of {counted(by_meeting.sum(), 'account')} read to the end"
    )
    subtitle = f"{names[study.series]}: independent accounts of each meeting’s agenda, by voice"
    return finish(picture, title, f"{subtitle}. {each}.", subtitle=subtitle)


def _account_look(colour: str, complete: int) -> dict:
    if complete:
        return {"facecolor": to_rgb(colour)}
    return {"facecolor": (1, 1, 1), "edgecolor": colour, "linewidth": 1.4}


def _grouped_rows(groups: pd.Series) -> tuple[pd.Series, dict[str, float]]:
    """Place rows, and a heading above each group of them; return the places of both."""
    starts = groups != groups.shift()
    rows = pd.Series(range(len(groups)), index=groups.index) + starts.cumsum()
    headings = {group: int(rows[key]) - 1 for key, group in groups[starts].items()}
    return rows, headings


def _meeting_labels(
    ax: Axes, rows: pd.Series, names: pd.Series, headings: dict[str, float]
) -> None:
    ax.set_yticks([*headings.values(), *rows], [*headings, *names.loc[rows.index]])
    for tick in ax.get_yticklabels()[: len(headings)]:
        tick.set_fontweight("bold")
    ax.set_ylim(rows.max() + 0.5, -0.6)


@styled
def copies(study: Study) -> Picture:
    """Draw how many documents carry how many independent accounts, by voice."""
    voices, names = study.voices, study.names
    picture, ax = new_picture(0.34 * len(voices) + 1.3)
    for y, (voice, row) in enumerate(voices.iterrows()):
        ax.plot([row["accounts"], row["documents"]], [y, y], color=LIGHT, linewidth=2, zorder=1)
        ax.plot(row["documents"], y, "o", markerfacecolor="white", color=INK, markersize=7)
        ax.plot(row["accounts"], y, "o", color=VOICE_COLOURS[voice], markersize=7)
    for column, word in (("accounts", "independent accounts"), ("documents", "documents")):
        beside(ax, word, (voices[column].iloc[0], 0), up=9, ha="center", fontsize=8)
    row_labels(ax, voices.index.map(names), room=0.9)
    ax.set_xlim(left=0)
    ax.set_xlabel("number of texts")
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    each = "; ".join(
        f"{names[voice]} {row['documents']} documents, {row['accounts']} accounts"
        for voice, row in voices.iterrows()
    )
    alt = f"Documents and the independent accounts they carry, by voice: {each}."
    documents, accounts = voices["documents"].sum(), voices["accounts"].sum()
    title = f"{counted(accounts, 'account')} stand behind {counted(documents, 'document')}"
    subtitle = "Documents (hollow) and the independent accounts they carry (filled), by voice"
    return finish(picture, title, alt, subtitle=subtitle)


@styled
def agreement(study: Study) -> Picture:
    """Draw coder agreement by topic, and in how many documents both coders found the topic."""
    topics, names = study.presence.drop(index="all").dropna(subset="alpha"), study.names
    picture, ax = new_picture(0.24 * len(topics) + 1.7)
    interval_rows(ax, topics, "alpha", line=GREY, linestyle="none", marker="")
    beside = {"va": "center", "fontsize": 8, "transform": ax.get_yaxis_transform()}
    for y, (topic, row) in enumerate(topics.iterrows()):
        dot = {"color": FAMILY_COLOURS[study.family_of[topic]], "markersize": 6}
        ax.plot(row["alpha"], y, "o", markeredgecolor=INK, markeredgewidth=0.5, **dot)
        ax.text(1.03, y, f"{row['coded_both']:.0f}", **beside)
    ax.text(1.03, -1.1, "found\nby both", **beside)
    for asked, words in ASKED.items():
        ax.vlines(asked, -0.6, len(topics) - 0.4, LIGHT, "--", linewidth=0.9, zorder=1)
        ax.text(asked, -1.1, words, ha="center", va="center", fontsize=7.5, color=GREY)
    row_labels(ax, topics.index.map(names), room=1.8)
    level = study.presence.loc["all", "level"]
    ax.set_xlabel(
        f"Krippendorff’s alpha (1: full agreement, 0: as by chance), {level:.0%} interval"
    )
    ax.grid(axis="x")
    each = "; ".join(
        f"{names[topic]} {row['alpha']:.2f} ("
        f"{interval(row['alpha_low'], row['alpha_high'])}; {row['coded_both']:.0f})"
        for topic, row in topics.iterrows()
    )
    alt = (
        f"Krippendorff's alpha by topic with its {level:.0%} interval, and the number of documents "
        f"in which both coders found it: {each or 'no topic was found'}."
    )
    least = names[topics["alpha"].idxmin()] if len(topics) else "no topic, as none was found"
    subtitle = "Agreement of the two coders on whether a topic is there, all documents both saw"
    return finish(picture, f"The coders agree least on {least}", alt, subtitle=subtitle)


#: What Krippendorff (2004) asks of alpha: the lower value where conclusions stay tentative.
ASKED = {0.667: "enough to\nbe tentative", 0.8: "reliable"}


#: Marker, line, filling and meaning of what is known of a seat, and the look of one not mentioned.
MARKS = {
    "named": ("o", BLUE, BLUE, "named"),
    "ambiguous": ("D", VERMILION, "white", "named, perhaps at another meeting"),
    "unnamed": ("o", INK, "white", "took part, not named"),
}
UNMENTIONED = {"facecolor": "none", "edgecolor": LIGHT, "linewidth": 0, "hatch": "////"}


@styled
def unknowns(study: Study) -> Picture:
    """Draw what no document tells: chairs and heads of delegation, meeting by meeting."""
    meetings, knowledge = study.meetings, study.knowledge
    groups = meetings["series"].map(study.names).astype(str)
    rows, headings = _grouped_rows(groups)
    picture, ax = new_picture(0.25 * (len(rows) + len(headings)) + 1.7)
    states, disputed = (each.loc[rows.index].to_numpy() for each in (knowledge, study.disputed))
    _mark_knowledge(ax, rows.to_numpy(), states, disputed)
    known = [counted(number, "account") for number in meetings["accounts"]]
    _meeting_labels(ax, rows, meetings["name"] + [f"  ({words})" for words in known], headings)
    ax.set_xticks(range(knowledge.shape[1]), knowledge.columns)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.6, knowledge.shape[1] - 0.4)
    ax.spines[:].set_visible(False)
    legend_below(ax, columns=2, drop=6, handles=_legend_handles(ax))
    alone = [
        f"{name} ({group})"
        for name, group, accounts in zip(
            meetings["name"], groups, meetings["accounts"], strict=True
        )
        if accounts == 1
    ]
    named = ", ".join(f"{role} {states.eq('named').sum()}" for role, states in knowledge.items())
    alt = (
        f"What documents tell of each meeting. On one account only: {', '.join(alone) or 'none'}. "
        f"Meetings, of {len(rows)}, at which a document names without doubt who led: {named}."
    )
    seats = knowledge.drop(columns="chair").stack().dropna()
    without_doubt = seats.eq("named").sum()
    title = f"Without doubt, documents name {without_doubt} of {len(seats)} heads of delegation"
    subtitle = "Who chaired, and who led each delegation, as far as documents tell, all series"
    return finish(picture, title, alt, subtitle=subtitle)


def _mark_knowledge(ax: Axes, rows: np.ndarray, states: np.ndarray, disputed: np.ndarray) -> None:
    """Draw seats; that of a guest whom no document mentions stays empty: nobody expected it."""
    for state, (marker, colour, filling, _) in MARKS.items():
        row, x = np.nonzero(states == state)
        ax.plot(x, rows[row], marker, color=colour, markerfacecolor=filling, markersize=7)
    for row, x in np.argwhere(states == "not_mentioned"):
        ax.add_patch(Rectangle((x - 0.5, rows[row] - 0.5), 1, 1, **UNMENTIONED))
    look = {"color": VERMILION, "fontsize": 9, "fontweight": "bold", "va": "center"}
    for row, x in np.argwhere(disputed):
        beside(ax, "≠", (x, rows[row]), right=7, **look)


def _legend_handles(ax: Axes) -> list[Artist]:
    handles = [
        ax.plot([], [], marker, color=line, markerfacecolor=filling, markersize=7, label=words)[0]
        for marker, line, filling, words in MARKS.values()
    ]
    hatched = Rectangle((0, 0), 1, 1, label="no document mentions it", **UNMENTIONED)
    ranks = {"marker": "$≠$", "color": VERMILION, "label": "documents disagree on rank"}
    return [*handles, hatched, *ax.plot([], [], linestyle="none", **ranks)]


@styled
def timeline(study: Study) -> Picture:
    """Draw the meetings of each series through time, among events of the region."""
    meetings, missing, events, names = study.meetings, study.missing, study.events, study.names
    years = meetings["date_start"].dt.year
    start, end = pd.Timestamp(years.min(), 1, 1), pd.Timestamp(years.max() + 1, 1, 1)
    inside = events[events["date"].between(start, end)].sort_values("date")
    rows = {series: y for y, series in enumerate(meetings["series"].unique())}
    picture, ax = new_picture(0.7 * len(rows) + 3.4)
    for series, y in rows.items():
        _series_row(ax, meetings[meetings["series"] == series], y)
        for year in missing.loc[missing["series"] == series, "year"]:
            write_inside(ax, pd.Timestamp(year, 7, 1), y, "none\nfound", **SMALL)
    for place, (day, label) in zip(
        apart(inside["date"], APART), inside[["date", "label"]].itertuples(index=False), strict=True
    ):
        line = {"color": LIGHT, "linewidth": 0.7, "zorder": 0}
        ax.plot([day, day, place], [len(rows) - 0.4, -0.75, -1.0], **line)
        look = {"rotation": 90, "va": "bottom", "fontsize": 7, "color": DARK}
        write_inside(ax, place, -1.05, label, **look)
    ax.set_yticks(list(rows.values()), [names[series] for series in rows], fontsize=8)
    ax.set_ylim(len(rows) - 0.4, -5.2)
    ax.set_xlim(start, end)
    ax.xaxis.set_major_locator(mdates.YearLocator())
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    ax.spines[:].set_visible(False)
    counts = meetings["series"].value_counts(sort=False)
    each = ", ".join(f"{counts[series]} of {names[series]}" for series in rows)
    absent = ", ".join(names[meeting] for meeting in missing.index)
    gaps = f" No meeting was found of: {absent}." if absent else ""
    told = "; ".join(f"{event.date.year} {event.label}" for event in inside.itertuples())
    virtual = int((meetings["mode"] == "virtual").sum())
    alt = (
        f"Timeline of {counted(len(meetings), 'meeting')} from {years.min()} to {years.max()}: "
        f"{each}. {virtual} virtual.{gaps} Events: {told or 'none'}."
    )
    span = counted(int(years.max() - years.min()) + 1, "year")
    rounds = counted(int((meetings["series"] == DIALOGUE).sum()), "meeting")
    none = listing(map(str, missing.loc[missing["series"] == DIALOGUE, "year"]), otherwise="")
    return finish(
        picture,
        f"{names[DIALOGUE]}: {rounds} in {span}" + (none and f", none found for {none}"),
        alt,
        subtitle="Meetings by series, larger with the number of accounts, hollow if virtual; above "
        "them, events of the time",
    )


#: Small grey words within a figure.
SMALL = {"fontsize": 6.5, "color": GREY}


def _series_row(ax: Axes, meetings: pd.DataFrame, y: float) -> None:
    ax.axhline(y, color=FAINT, linewidth=0.8, zorder=0)
    last, low = None, False
    for meeting in meetings.sort_values("date_start").itertuples():
        day = meeting.date_start
        fill = "white" if meeting.mode == "virtual" else INK
        size = 4 + 1.3 * meeting.accounts**0.5
        ax.plot(day, y, "o", color=INK, markersize=size, markerfacecolor=fill)
        # Names of meetings less than a year apart would overlap: every other one stands lower.
        low = last is not None and (day - last).days < CLOSE_DAYS and not low
        last = day
        place = meeting.name.rsplit(" ", 1)[0]
        write_inside(ax, day, y + (0.42 if low else -0.36), place, **SMALL)


#: Days within which the names of two meetings would overlap; time between those of two events.
CLOSE_DAYS, APART = 400, pd.Timedelta(100, "D")

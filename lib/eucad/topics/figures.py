"""What was on the agenda: topics by meeting, by period, by family and by series of meetings."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from eucad.meetings import DIALOGUE
from eucad.show.colours import BLUE, FAINT, FAMILY_COLOURS, GREY, INK, LIGHT, ORANGE
from eucad.show.marks import (
    EMPTY,
    UNKNOWN,
    beside,
    cells,
    interval_rows,
    label_grid,
    legend_below,
    percent_axis,
    row_labels,
    tint,
    write_inside,
)
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import counted, listing, percent, points
from eucad.topics.measures import Agenda, Study, arrange

#: How many topics a comparison of series shows: those that most accounts of all series raise.
SHOWN_TOPICS = 16

#: Looks of the series that are compared: marker, colour and size.
LOOKS = (("o", INK, 7), ("D", ORANGE, 5.5), ("^", "white", 6), ("s", GREY, 5.5))


@styled
def agenda_heatmap(study: Agenda, verdicts: pd.DataFrame) -> Picture:
    """Draw who raises what at each meeting, shaded by how surely it was on the table."""
    names = study.names
    table = arrange(verdicts, study.sightings)
    table = table[table["seen"] > 0]
    raised = study.shares["raised"].unstack(0)
    accounts = study.shares["accounts"].unstack(0).iloc[0]
    picture, ax = new_picture(0.215 * len(table) + 2.4)
    drawn = []
    for y, topic in enumerate(table.index):
        colour = FAMILY_COLOURS[study.family_of[topic]]
        for x, (meeting, known) in enumerate(accounts.items()):
            some = raised.loc[topic, meeting]
            shade = tint(colour, 0.85 * study.on_table.loc[meeting, topic])
            drawn.append((x, y, f"{some}/{known}" if some else "", {"facecolor": shade}))
        words = fill(table.loc[topic, "words"], 28)
        ax.text(len(accounts) - 0.4, y, words, va="center", fontsize=6, color=GREY, linespacing=1)
    cells(ax, drawn)
    _mark_events(ax, study.events, len(table) - 0.5)
    families = dict.fromkeys(study.family_of[table.index])
    look = [Patch(facecolor=tint(FAMILY_COLOURS[family], 0.85)) for family in families]
    labels = [names[family] for family in families]
    legend_below(ax, columns=4, drop=84, handles=look, labels=labels)
    label_grid(
        ax,
        [names[meeting] for meeting in accounts.index],
        dict(enumerate(names[topic] for topic in table.index)),
        "",
    )
    always = table.index[table["kind"] == "throughout"]
    finding = f"{counted(len(always), 'topic')} of {len(study.mentions.columns)}"
    alt = (
        f"Grid of topics by {counted(len(accounts), 'meeting')}, in the order of their verdicts. "
        + "; ".join(
            f"{words}: {', '.join(names[topic] for topic in group.index)}"
            for words, group in table.groupby("words", sort=False)
        )
        + "."
    )
    return finish(
        picture,
        f"{finding} {'was' if len(always) == 1 else 'were'} on the table throughout",
        alt,
        subtitle="Shade: probability that it was on the table. Number: accounts that raise it, of "
        "those known.\nRight: verdict. Dashed: events between meetings.",
    )


def _mark_events(ax: Axes, events: pd.DataFrame, below: float) -> None:
    """Draw a line where events fall between two meetings, and name them below."""
    for after, group in events.groupby("after", sort=True):
        x = after - 0.5
        ax.axvline(x, color=INK, linewidth=0.8, linestyle=(0, (3, 2)), zorder=3)
        words = "\n".join(fill(label, 26) for label in group["label"])
        look = {"rotation": 38, "rotation_mode": "anchor", "ha": "right", "va": "top"}
        look |= {"fontsize": 6.5, "color": INK, "annotation_clip": False}
        beside(ax, words, (x, below), up=-4, **look)


@styled
def formats(study: Study, verdicts: pd.DataFrame) -> Picture:
    """Draw at which meetings of all four series each topic is raised."""
    names, shares = study.names, study.everywhere
    rows = arrange(verdicts, study.sightings).index
    columns = _columns(study)
    picture, ax = new_picture(0.19 * len(rows) + 1.5)
    known = shares["accounts"].to_dict()
    share = shares["prevalence"].to_dict()
    drawn = []
    for y, topic in enumerate(rows):
        colour = FAMILY_COLOURS[study.family_of[topic]]
        for x, (series, meeting) in columns.items():
            key = (series, meeting, topic)
            raised = {"facecolor": tint(colour, 0.3 + 0.7 * share[key])} if share[key] else EMPTY
            drawn.append((x, y, "", raised if known[key] else UNKNOWN))
    cells(ax, drawn)
    years = {x: f"’{study.year_of[meeting] % 100:02}" for x, (_, meeting) in columns.items()}
    ax.set_xticks(list(years), list(years.values()), fontsize=6)
    ax.xaxis.tick_top()
    row_labels(ax, [names[topic] for topic in rows], size=7.5)
    ax.set_xlim(-0.6, max(columns) + 0.6)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for series in dict.fromkeys(series for series, _ in columns.values()):
        places = [x for x, (key, _) in columns.items() if key == series]
        # A series of one meeting has no room for its name in one line.
        name = fill(names[series], max(9, 6 * len(places)), break_long_words=False)
        look = {"ha": "center", "fontsize": 7.5, "fontweight": "bold"}
        above = {"xycoords": ("data", "axes fraction"), "up": 16}
        beside(ax, name, (np.mean(places), 1), **above, **look)
    found = study.elsewhere
    told = [
        f"{names[topic]}: {names[row['series']].lower()} {row['there']}, here {row['here']}"
        for table in (found.earlier, found.alive)
        for topic, row in table.iterrows()
    ]
    moved = len(found.earlier) + len(found.alive)
    never = ", ".join(names[topic] for topic in found.never.index)
    alt = (
        f"Grid of {len(rows)} topics by {counted(len(columns), 'meeting')}, in groups by series. "
        f"Raised elsewhere before or after the security dialogue: {'; '.join(told) or 'none'}. "
        f"Never raised in the security dialogue: {never or 'none'}."
    )
    return finish(
        picture,
        f"Raised in other meetings before or after this dialogue: {counted(moved, 'topic')}",
        alt,
        subtitle="The darker, the more of a meeting’s accounts raise the topic\n\n\n",
    )


def _columns(study: Study) -> dict[float, tuple[str, str]]:
    """Place the meetings of each series side by side, the series apart from each other."""
    columns, x = {}, 0.0
    meetings = study.everywhere[study.everywhere["accounts"] > 0].index.droplevel(-1).unique()
    for series in dict.fromkeys(meetings.get_level_values(0)):
        for meeting in meetings[meetings.get_level_values(0) == series].get_level_values(1):
            columns[x] = (series, meeting)
            x += 1
        x += 1.2 if series == DIALOGUE else 0.8
    return columns


@styled
def composition(study: Study) -> Picture:
    """Draw the share of each family in all that the accounts of each meeting raise."""
    names, found = study.names, study.composition
    inside = [family for members in found.members.values() for family in members]
    first, *others = found.members.values()
    last = [family for members in others for family in members]
    between = [family for family in found.shares if family not in inside]
    order = [*first, *between, *last]
    picture, ax = new_picture(4.6)
    meetings = list(found.shares.index)
    bottom = np.zeros(len(meetings))
    for family in order:
        share = found.shares[family].fillna(0).to_numpy()
        look = {"facecolor": FAMILY_COLOURS[family], "edgecolor": "white", "linewidth": 0.5}
        if family in between:
            look["facecolor"] = tint(FAMILY_COLOURS[family], 0.35)
        ax.bar(range(len(meetings)), share, 0.82, bottom, label=names[family], **look)
        bottom += share
    labels = [
        f"{names[meeting].replace(' ', chr(10))}\n{found.mentions[meeting]}" for meeting in meetings
    ]
    ax.set_xticks(range(len(meetings)), labels, fontsize=7)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.tick_params(length=0)
    ax.set_xlim(-0.6, len(meetings) - 0.4)
    ax.set_ylim(0, 1)
    ax.spines[:].set_visible(False)
    handles, shown = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], shown[::-1], loc="center left", bbox_to_anchor=(1, 0.5), fontsize=7.5)
    block = found.blocks.iloc[0]
    families = listing(names[family] for family in first)
    told = "; ".join(
        f"{listing(names[family] for family in found.members[key])} {percent(row['early'])} before "
        f"{found.split} and {percent(row['late'])} since"
        for key, row in found.blocks.iterrows()
    )
    return finish(
        picture,
        fill(
            f"{families}: {percent(block['early'])} of what is raised before {found.split}, "
            f"{percent(block['late'])} since",
            84,
        ),
        f"Stacked bars of the families’ shares in all mentions of each of "
        f"{counted(len(meetings), 'meeting')}. {told}.",
        subtitle="Share of all mentions by family; below each meeting the number of mentions",
    )


@styled
def drift(study: Study) -> Picture:
    """Draw how alike the accounts of two meetings are, by the years between them."""
    pairs = study.drift.pairs
    picture, ax = new_picture(3.6)
    ax.axhline(0, color=LIGHT, linewidth=1)
    ax.plot(pairs["years"], pairs["excess"], "o", markersize=4.5, color="white", mec=GREY)
    mean = pairs.groupby("years")["excess"].mean()
    ax.plot(mean.index, mean, color=INK, linewidth=2, marker="o", markersize=5)
    beside(ax, "mean", (mean.index[-1], mean.iloc[-1]), right=6, fontsize=8, va="center")
    ax.set_xlabel("years between two meetings")
    ax.set_xticks(sorted(set(pairs["years"])))
    ax.yaxis.set_major_formatter(lambda share, _: points(share))
    ax.set_ylabel("likeness beyond chance, points")
    falls = study.drift.r < 0 and study.drift.clear and study.drift_fresh.clear
    title = "The further apart two meetings, the less alike what is reported of them"
    gaps = mean.index[[0, -1]]
    return finish(
        picture,
        title if falls else "Likeness of meetings by the years between them",
        f"{len(pairs)} pairs of meetings: likeness of their accounts beyond what shuffled accounts "
        f"of the same lengths give, by the years between them. On average "
        f"{points(mean.iloc[0])} points at {counted(int(gaps[0]), 'year')} and "
        f"{points(mean.iloc[-1])} at {counted(int(gaps[1]), 'year')}.",
        subtitle="Share of topics that an account of one and an account of the other have in "
        "common,\nless what shuffled accounts of the same lengths have. A circle is a pair of "
        "meetings",
    )


@styled
def changes(study: Study) -> Picture:
    """Draw by how much each topic's share of accounts changes, and what length alone gives."""
    names, found = study.names, study.change
    picture, ax = new_picture(0.2 * len(found) + 1.9)
    rows = np.arange(len(found))
    ax.axvline(0, color=LIGHT, linewidth=1)
    table = found.drop(columns=["low", "high"])
    ax.hlines(
        rows,
        found["expected"] - found["least"],
        found["expected"] + found["least"],
        color=FAINT,
        linewidth=9,
        zorder=0.5,
    )
    filled = [INK if clear else "white" for clear in found["clear"]]
    interval_rows(ax, table, "change", line=LIGHT, marker="")
    ax.hlines(rows, found["low"], found["high"], color=GREY, linewidth=3.2, zorder=1.2)
    ax.scatter(found["change"], rows, c=filled, s=34, edgecolors=INK, linewidths=0.8, zorder=3)
    ax.plot(found["expected"], rows, "|", color=ORANGE, markersize=9, markeredgewidth=1.8, zorder=2)
    row_labels(ax, [names[topic] for topic in found.index], size=7.5)
    percent_axis(ax, -1, 1)
    ax.xaxis.set_major_formatter(lambda share, _: points(share))
    ax.set_xlabel(
        "change of the share of a meeting’s accounts, percentage points\n"
        f"Light: {percent(study.level)} interval with one meeting a period that nobody saw; dark: "
        "without it.\nTick: what the length of accounts gives. Band: what chance then gives to "
        "some topic. Filled: beyond it.",
        fontsize=8,
    )
    clear = [names[topic] for topic in found.index[found["clear"]]]
    ends = found.iloc[[0, -1]]["change"]
    return finish(
        picture,
        f"More than length and chance give, the share of {listing(clear)} changes"
        if clear
        else "No topic’s share changes beyond length and chance",
        f"Change of the share of accounts since {study.split}, of {len(found)} topics, from "
        f"{names[ends.index[0]]} ({points(ends.iloc[0])} points) to {names[ends.index[-1]]} "
        f"({points(ends.iloc[-1])}). Beyond the length of accounts and chance: "
        f"{listing(clear)}.",
        subtitle=f"Mean share of accounts since {study.split}, less that before, by topic",
    )


@styled
def series_comparison(study: Study) -> Picture:
    """Draw how often each topic is raised in a series of meetings and in others."""
    names, shares, series = study.names, study.contrast.shares, study.contrast.series
    accounts = shares["accounts"].unstack(0).iloc[0]
    prevalence = shares["prevalence"].unstack(0)
    totals = shares["raised"].unstack(0).sum(axis=1)
    leading = totals.sort_values(ascending=False, kind="stable").index[:SHOWN_TOPICS]
    difference = prevalence[series[0]] - prevalence[list(series[1:])].mean(axis=1)
    order = difference[leading].sort_values(ascending=False, kind="stable").index
    picture, ax = new_picture(0.27 * len(order) + 1.6)
    for row, (key, (marker, colour, size)) in enumerate(zip(series, LOOKS, strict=False)):
        look = {"marker": marker, "color": colour, "markersize": size}
        label = f"{names[key]} ({counted(accounts[key], 'account')})"
        shift = 0.24 * (row - (len(series) - 1) / 2)
        interval_rows(
            ax, shares.loc[key].loc[order], "prevalence", shift=shift, label=label, **look
        )
    row_labels(ax, [names[topic] for topic in order])
    percent_axis(ax)
    ax.set_xlabel(f"share of accounts that raise the topic, with {percent(study.level)} interval")
    legend_below(ax, columns=len(series))
    ends = " ".join(
        f"{names[topic]}: "
        + ", ".join(f"{percent(prevalence.loc[topic, key])} in {names[key]}" for key in series)
        + "."
        for topic in order[[0, -1]]
    )
    special, here = study.contrast.more.index[:3], names[series[0]].lower()
    title = f"{listing(names[topic] for topic in special)}: raised more in the {here}"
    return finish(
        picture,
        title if len(special) else f"Nothing sets “{names[series[0]]}” apart",
        f"Share of accounts that raise each of {len(order)} topics, by series "
        f"({', '.join(names[key] for key in series)}). {ends} These two differ most.",
        subtitle="Topics by series of meetings, in order of the difference",
    )


@styled
def programme_timeline(study: Study) -> Picture:
    """Draw which EU programmes the accounts of each meeting name."""
    names, shares = study.names, study.programmes.shares
    if shares.empty:
        raise ValueError("No programme is listed: `dataset.programmes` has no row to draw.")
    raised, accounts = shares["raised"].unstack(0), shares["accounts"].unstack(0).iloc[0]
    places = {programme: np.flatnonzero(row) for programme, row in raised.iterrows()}
    shown = sorted(
        study.programmes.meetings.index, key=lambda named: (places[named][0], -len(places[named]))
    )
    picture, ax = new_picture(0.32 * len(shown) + 1.4)
    incomplete = study.complete.reindex(accounts.index, fill_value=0) == 0
    for x in np.flatnonzero(incomplete):
        ax.add_patch(Rectangle((x - 0.45, -0.5), 0.9, len(shown), **UNKNOWN, zorder=0))
    for y, programme in enumerate(shown):
        for x in places[programme]:
            share = f"{raised.loc[programme].iloc[x]}/{accounts.iloc[x]}"
            write_inside(ax, x, y, share, fontsize=6.5, color="white")
        look = {"markersize": 15, "color": BLUE, "zorder": 2}
        ax.plot(places[programme], np.full(len(places[programme]), y), "o", **look)
    ax.grid(axis="y")
    label_grid(
        ax,
        [names[meeting] for meeting in accounts.index],
        {y: fill(names[programme], 38) for y, programme in enumerate(shown)},
        "Hatched: nothing known was visible to its end.",
    )
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.tick_params(axis="y", labelsize=7)
    each = "; ".join(
        f"{names[programme]}: {', '.join(names[accounts.index[x]] for x in places[programme])}"
        for programme in shown
    )
    once = int((study.programmes.meetings == 1).sum())
    return finish(
        picture,
        f"{once} of {counted(len(shown), 'programme')} named at a single meeting",
        f"Programmes named in the accounts of the meetings. {each or 'None'}.",
        subtitle="EU programmes by meeting: accounts that name one, of those known",
    )

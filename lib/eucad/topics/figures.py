"""What was on the agenda: topics by meeting and by series, programmes, and accounts alike."""

from __future__ import annotations

from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from eucad.show.marks import (
    EMPTY,
    UNKNOWN,
    cell,
    chance_rows,
    interval_rows,
    label_grid,
    legend_below,
    percent_axis,
    row_labels,
    tint,
)
from eucad.show.style import (
    BLUE,
    FAMILY_COLOURS,
    GREY,
    INK,
    ORANGE,
    Picture,
    finish,
    new_picture,
    styled,
)
from eucad.show.words import counted, percent
from eucad.topics.measures import Study, in_order_of_entry
from eucad.topics.sentences import pair_name

#: How many topics a comparison of series shows: those that most accounts of all series raise.
SHOWN_TOPICS = 16

#: How many pairs of accounts are shown.
SHOWN_PAIRS = 10

#: Looks of the series that are compared: marker, colour and size.
LOOKS = (("o", INK, 7), ("D", ORANGE, 5.5), ("^", "white", 6), ("s", GREY, 5.5))


@styled
def agenda_heatmap(study: Study) -> Picture:
    """Draw which topics the accounts of each meeting raise, topics in order of entry."""
    names, found = study.names, study.persistence
    raised = study.shares["raised"].unstack(0)
    accounts = study.shares["accounts"].unstack(0).iloc[0]
    seen = in_order_of_entry(found)
    picture = new_picture(8, 0.215 * len(seen) + 1.35)
    ax = picture.subplots()
    for y, topic in enumerate(seen.index):
        colour = FAMILY_COLOURS[study.family_of[topic]]
        for x, (meeting, known) in enumerate(accounts.items()):
            some = raised.loc[topic, meeting]
            if some:
                cell(ax, x, y, f"{some}/{known}", facecolor=tint(colour, 0.3 + 0.7 * some / known))
            else:
                cell(ax, x, y, **(EMPTY if study.complete.get(meeting, 0) else UNKNOWN))
        family = names[study.family_of[topic]]
        ax.text(len(accounts) - 0.4, y, family, va="center", fontsize=6.5, color=GREY)
    ax.set_xlim(-0.5, len(accounts) - 0.5)
    ax.set_ylim(len(seen) - 0.5, -0.5)
    never = [names[topic].lower() for topic in found.index[found["seen"] == 0]]
    note = f"Never seen: {', '.join(never)}." if never else ""
    label_grid(
        ax,
        [names[meeting] for meeting in accounts.index],
        dict(enumerate(names[topic] for topic in seen.index)),
        "Accounts that raise the topic / accounts known. Hatched: not seen, but nothing known was "
        f"visible to its end.\n{note}",
    )
    always = ", ".join(names[topic] for topic in study.moves.stayed)
    latest = seen[seen["before"] == seen["before"].max()]
    entries = ", ".join(names[topic] for topic in latest.index)
    alt = (
        f"Grid of topics, in order of entry, by {counted(len(accounts), 'meeting')}; each cell "
        "tells how many of the known accounts raise the topic. Seen at every meeting with an "
        f"account: {always or 'none'}. The latest entries, at {names[latest['first'].iloc[0]]}: "
        f"{entries}. {note}"
    )
    return finish(picture, "Topics raised at each meeting, in order of entry", alt.strip())


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
    picture = new_picture(8, 0.27 * len(order) + 1.5)
    ax = picture.subplots()
    for row, (key, (marker, colour, size)) in enumerate(zip(series, LOOKS, strict=False)):
        look = {"marker": marker, "color": colour, "markersize": size}
        label = f"{names[key]} ({counted(accounts[key], 'account')})"
        shift = 0.24 * (row - (len(series) - 1) / 2)
        interval_rows(
            ax, shares.loc[key].loc[order], "prevalence", shift=shift, label=label, **look
        )
    row_labels(ax, [names[topic] for topic in order])
    percent_axis(ax)
    interval = f"{percent(study.level)} interval"
    ax.set_xlabel(f"share of accounts that raise the topic, with {interval}")
    legend_below(ax, columns=len(series))
    ends = " ".join(
        f"{names[topic]}: "
        + ", ".join(f"{percent(prevalence.loc[topic, key])} in {names[key]}" for key in series)
        + "."
        for topic in order[[0, -1]]
    )
    alt = (
        f"Share of accounts that raise each of {len(order)} topics, by series "
        f"({', '.join(names[key] for key in series)}). {ends} These two differ most."
    )
    title = f"What is special to “{names[series[0]]}”: topics by series of meetings"
    return finish(picture, title, alt)


@styled
def programme_timeline(study: Study) -> Picture:
    """Draw which EU programmes the accounts of each meeting name."""
    names, shares = study.names, study.programmes.shares
    raised, accounts = shares["raised"].unstack(0), shares["accounts"].unstack(0).iloc[0]
    places = {programme: np.flatnonzero(row) for programme, row in raised.iterrows()}
    shown = sorted(
        study.programmes.meetings.index, key=lambda named: (places[named][0], -len(places[named]))
    )
    picture = new_picture(8, 0.32 * len(shown) + 1.3)
    ax = picture.subplots()
    incomplete = study.complete.reindex(accounts.index, fill_value=0) == 0
    for x in np.flatnonzero(incomplete):
        ax.add_patch(Rectangle((x - 0.45, -0.5), 0.9, len(shown), **UNKNOWN, zorder=0))
    for y, programme in enumerate(shown):
        for x in places[programme]:
            ax.plot(x, y, "o", markersize=15, color=BLUE, zorder=2)
            share = f"{raised.loc[programme].iloc[x]}/{accounts.iloc[x]}"
            _inside(ax, x, y, share)
    ax.grid(axis="y")
    ax.set_xlim(-0.5, len(accounts) - 0.5)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    label_grid(
        ax,
        [names[meeting] for meeting in accounts.index],
        {y: fill(names[programme], 38) for y, programme in enumerate(shown)},
        "Accounts that name the programme / accounts known.\n"
        "Hatched: nothing known was visible to its end.",
    )
    ax.tick_params(axis="y", labelsize=7)
    each = "; ".join(
        f"{names[programme]}: {', '.join(names[accounts.index[x]] for x in places[programme])}"
        for programme in shown
    )
    return finish(
        picture,
        "EU programmes named in the accounts of each meeting",
        f"Programmes named in the accounts of the meetings. {each or 'None'}.",
    )


def _inside(ax: Axes, x: float, y: float, words: str) -> None:
    ax.text(x, y, words, ha="center", va="center", fontsize=6.5, color="white")


@styled
def similar_pairs(study: Study) -> Picture:
    """Draw the most similar pairs of accounts, beside what chance makes alike."""
    shown = study.pairs.head(SHOWN_PAIRS)
    picture = new_picture(8, 0.3 * len(shown) + 1.3)
    ax = picture.subplots()
    chance_rows(ax, shown)
    for y, row in enumerate(shown.itertuples()):
        filling = INK if row.stands_out else "white"
        ax.plot(row.similarity, y, "o", markersize=8, color=filling, markeredgecolor=INK)
        ax.text(row.similarity + 0.02, y, f"{row.similarity:.2f}", va="center", fontsize=7.5)
    pairs = [pair_name(pair, study.names) for pair in shown.index]
    row_labels(ax, pairs, size=7.5)
    ax.set_xlim(0, 1.04)
    ax.set_xlabel(
        "Share of the topics of either account that both raise. Bar and tick: "
        f"{percent(study.level)} and mean of shuffled accounts.\n"
        f"Filled: more alike than chance allows for the best of {len(study.pairs)} pairs.",
        fontsize=8,
    )
    top = shown.iloc[0]
    alt = (
        f"The {counted(len(shown), 'pair')} of accounts with the most similar topics, beside what "
        f"shuffled accounts give. First: {pairs[0]}, {top['similarity']:.2f} against "
        f"{top['expected']:.2f}. Pairs beyond what any pair reaches by chance: "
        f"{study.pairs['stands_out'].sum()}."
    )
    return finish(picture, "Accounts that resemble each other, and what chance makes alike", alt)

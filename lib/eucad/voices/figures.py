"""Whose agenda it is: the EU and the capitals, meeting by meeting and overall."""

from __future__ import annotations

import numpy as np
import pandas as pd

from eucad.show.colours import BLUE, GREY, INK, LIGHT, VERMILION
from eucad.show.marks import (
    EMPTY,
    UNKNOWN,
    cells,
    chance_rows,
    interval_rows,
    label_grid,
    row_labels,
    tint,
    value_labels,
    write_inside,
)
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import counted, interval, listing, percent
from eucad.voices.measures import Study
from eucad.voices.sentences import AGAINST_CHANCE, KINDS, PAIRS, split

#: What is said of a topic: colour and the words in the cell.
SAID = {"both": (INK, "both"), "eu": (BLUE, "EU"), "capitals": (VERMILION, "capitals")}

SIDE_COLOURS = {"eu": BLUE, "capitals": VERMILION}


@styled
def who_says(study: Study) -> Picture:
    """Draw which side raises each topic at each meeting that both report."""
    said, names = study.said["said"].dropna(), study.names
    grid = said.astype("str").unstack(0)
    counts = pd.DataFrame({kind: (grid == kind).sum(axis=1) for kind in SAID})
    counts["lean"] = counts["eu"] - counts["capitals"]
    shown = counts[counts[list(SAID)].sum(axis=1) > 0].sort_values(
        ["lean", "eu", "both"], ascending=False, kind="stable"
    )
    picture, ax = new_picture(0.225 * len(shown) + 1.7)
    looks = {"neither": ("", EMPTY)} | {
        kind: (words, {"facecolor": tint(colour, 0.75)}) for kind, (colour, words) in SAID.items()
    }
    said_of = grid.loc[shown.index].to_numpy()
    cells(ax, ((x, y, *looks[kind]) for (y, x), kind in np.ndenumerate(said_of)))
    for place, kind in enumerate(("eu", "both", "capitals")):
        x = len(grid.columns) + place * 0.6 - 0.1
        colour, words = SAID[kind]
        heading = words if kind == "both" else f"{words}\nonly"
        ax.text(x, -0.75, heading, ha="center", va="bottom", fontsize=6.5, color=colour)
        for y, count in enumerate(shown[kind]):
            write_inside(ax, x, y, str(count), fontsize=7.5, color=colour)
    label_grid(
        ax,
        [names[meeting] for meeting in grid.columns],
        {y: names[topic] for y, topic in enumerate(shown.index)},
        "Right: number of meetings.",
    )
    ax.set_xlim(-0.5, len(grid.columns) + 1.5)
    alone = {
        kind: shown.index[(shown[kind] > 0) & (shown["both"] == 0) & (shown[other] == 0)]
        for kind, other in (("eu", "capitals"), ("capitals", "eu"))
    }
    told = {
        kind: listing(f"{names[topic]} ({shown.loc[topic, kind]})" for topic in topics)
        for kind, topics in alone.items()
    }
    meetings = listing(names[meeting] for meeting in grid.columns)
    alt = (
        "Grid of topics by meeting: raised by the EU, by the capitals or by both, at the meetings "
        f"that both report ({meetings}). Raised by the EU alone wherever raised: {told['eu']}. By "
        f"the capitals alone: {told['capitals']}."
    )
    title = (
        f"{counted(len(alone['eu']), 'topic')} only in EU accounts, "
        f"{len(alone['capitals'])} only in those of the capitals"
    )
    subtitle = (
        f"Which side raises a topic, at the {counted(len(grid.columns), 'meeting')} both report"
    )
    return finish(picture, title, alt, subtitle=subtitle)


@styled
def side_contrast(study: Study) -> Picture:
    """Draw by how much the EU raises each topic more, or less, than the capitals do."""
    names = study.names
    often = study.contrast["eu"] + study.contrast["capitals"] >= study.minimum
    order = study.contrast["difference"][often].sort_values(ascending=False, kind="stable").index
    shown = {
        listing(names[series] for series in study.series): study.contrast.loc[order],
        "all series": study.everywhere.loc[order],
    }
    picture, ax = new_picture(0.26 * len(order) + 1.6)
    looks = [{"marker": "o", "color": INK}, {"marker": "D", "color": "white", "markersize": 5}]
    for look, shift, (name, found) in zip(looks, (-0.13, 0.13), shown.items(), strict=True):
        lines = np.where(_apart(found), INK, LIGHT)
        interval_rows(ax, found, "difference", shift=shift, line=lines, label=name, **look)
    ax.grid(axis="y")
    ax.axvline(0, color=GREY, linewidth=1, zorder=0)
    reach = max(found[["low", "high"]].abs().max().max() for found in shown.values())
    ax.set_xlim(-1.05 * reach, 1.05 * reach)
    row_labels(ax, (names[topic] for topic in order))
    ax.set_xlabel("← the capitals raise it more            the EU raises it more →")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=7.5)
    clear = study.contrast.index[study.contrast["verdict"] == "clear"]
    if len(clear):
        title = f"{listing(names[topic] for topic in clear)}: raised clearly more by one side"
    else:
        title = "Over all meetings together, no topic leans clearly to one side"
    sentences = []
    for name, found in shown.items():
        listed = ", ".join(
            f"{names[topic]} "
            + f"{row['difference']:+.2f} ({interval(row['low'], row['high'], '+.2f')})".replace(
                "-", "−"
            )
            for topic, row in found[_apart(found)].iterrows()
        )
        sentences.append(f"In {name}, intervals that leave out 0: {listed or 'none'}.")
    subtitle = (
        "Difference of shares of accounts at the same meetings, with its "
        f"{percent(study.level)} interval; dark: it leaves out 0"
    )
    alt = f"{subtitle}. {len(order)} topics. {' '.join(sentences)}"
    return finish(picture, title, alt, subtitle=subtitle)


def _apart(found: pd.DataFrame) -> pd.Series:
    return (found["low"] > 0) | (found["high"] < 0)


@styled
def worked_cases(study: Study) -> Picture:
    """Draw how many accounts of each side raise the cases, meeting by meeting."""
    names, meetings = study.names, list(study.said.index.unique(0))
    picture, ax = new_picture(0.62 * len(study.cases) + 1.3)
    ticks, drawn = {}, []
    for row, topic in enumerate(study.cases):
        for step, (side, colour) in enumerate(SIDE_COLOURS.items()):
            y = 2.4 * row + step
            ticks[y] = "EU" if side == "eu" else "capitals"
            for x, meeting in enumerate(meetings):
                found = study.said.loc[(meeting, topic)]
                drawn.append((x, y, *_case(found[side], found[f"{side}_accounts"], colour)))
        ax.text(-1.75, 2.4 * row + 0.5, names[topic], ha="right", va="center", fontsize=8.5)
    cells(ax, drawn, 7)
    label_grid(
        ax,
        [names[meeting] for meeting in meetings],
        ticks,
        "Hatched: the side gives no account of the meeting.",
    )
    ax.set_ylim(2.4 * len(study.cases) - 0.8, -0.6)
    columns = ["eu", "eu_accounts", "capitals", "capitals_accounts"]
    sums = study.said.groupby(level=1, sort=False)[columns].sum().loc[list(study.cases)]
    listed = "; ".join(
        f"{names[topic]}, EU {row['eu']} of {row['eu_accounts']}, capitals "
        f"{row['capitals']} of {row['capitals_accounts']}"
        for topic, row in sums.iterrows()
    )
    alt = f"Accounts of the EU and of the capitals that raise a topic, over all meetings: {listed}."
    leading = study.cases[0]
    if leading in study.one_sided.index:
        words = split(study.one_sided.loc[leading], f"{names[leading]} since {study.since}")
        title = words.replace("*", "").removesuffix(".")
    else:
        title = f"Each side raises {names[leading]} in some accounts, not in others"
    subtitle = "Accounts that raise the topic / accounts of that side"
    return finish(picture, title, alt, subtitle=subtitle)


def _case(raised: int, accounts: int, colour: str) -> tuple[str, dict[str, object]]:
    if accounts == 0:
        return "", UNKNOWN
    strength = 0.25 + 0.75 * raised / accounts if raised else 0
    return f"{raised}/{accounts}", EMPTY | {"facecolor": tint(colour, strength)}


@styled
def likeness(study: Study) -> Picture:
    """Draw how alike the agendas of kinds of pairs are, and how alike chance makes them."""
    kinds = study.likeness.rename(KINDS)
    picture, ax = new_picture(0.5 * len(kinds) + 1.4)
    chance_rows(ax, kinds)
    ax.plot(kinds["likeness"], range(len(kinds)), "o", color=INK, markersize=8)
    value_labels(ax, kinds["likeness"])
    labels = (f"{kind}\n({row['pairs']} pairs)" for kind, row in kinds.iterrows())
    row_labels(ax, labels, room=0.7)
    ax.set_xlim(0, min(1, kinds[["likeness", "high"]].max().max() + 0.15))
    listed = "; ".join(
        f"{kind}, {row['likeness']:.2f} against {row['expected']:.2f} "
        f"({interval(row['low'], row['high'])})"
        for kind, row in kinds.iterrows()
    )
    kind, row = next(study.likeness.iterrows())
    title = f"{PAIRS[kind]} are {AGAINST_CHANCE[row['verdict']]}"
    subtitle = (
        "Share of topics that two accounts have in common; bar and tick: "
        f"{percent(study.level)} and mean of shuffled accounts"
    )
    alt = f"Dot plot of the mean share of topics in common, against shuffled accounts: {listed}."
    return finish(picture, title[:1].upper() + title[1:], alt, subtitle=subtitle)


@styled
def script_gap(study: Study) -> Picture:
    """Draw how many topics half visible documents show, relative to the others."""
    gap = study.gap.dropna(subset="ratio")
    words = {"topics": "all that was visible", "topics_opening": "openings only"}
    picture, ax = new_picture(0.42 * len(gap) + 1.3)
    interval_rows(ax, gap, "ratio", line=GREY)
    value_labels(ax, gap["ratio"])
    ax.axvline(1, color=LIGHT, linewidth=1)
    names = [f"{comparison}, {words[counted]}" for comparison, counted in gap.index]
    labels = [
        f"{name}\n({documents} documents, {accounts} accounts)"
        for name, documents, accounts in zip(names, gap["documents"], gap["accounts"], strict=True)
    ]
    row_labels(ax, labels, room=0.7, size=7.5)
    ax.set_xlim(0, max(1.1, gap["high"].max() + 0.1))
    listed = "; ".join(
        f"{name}: {ratio:.2f} ({interval(low, high)})"
        for name, ratio, low, high in zip(names, gap["ratio"], gap["low"], gap["high"], strict=True)
    )
    title = "There are no documents in both kinds of script to compare"
    if len(gap):
        ratio = percent(gap.loc[("all documents", "topics"), "ratio"])
        title = f"Pages in Cyrillic and Arabic script show {ratio} as many topics as others"
    subtitle = f"Topics in such a document for each in another, {percent(study.level)} interval"
    return finish(picture, title, f"{subtitle}: {listed or 'none'}.", subtitle=subtitle)

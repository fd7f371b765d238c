"""Whose agenda it is: the EU and the capitals, meeting by meeting and overall."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from eucad.show.marks import EMPTY, UNKNOWN, cell, label_grid, tint
from eucad.show.style import BLUE, GREY, INK, LIGHT, VERMILION, Picture, finish, new_picture, styled

#: What is said of a topic: colour and the words in the cell.
SAID = {"both": (INK, "both"), "eu": (BLUE, "EU"), "capitals": (VERMILION, "cap.")}


SIDE_COLOURS = {"eu": BLUE, "capitals": VERMILION}


@styled
def who_says(said: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series) -> Picture:
    """Draw which side raises each topic at each meeting.

    Parameters
    ----------
    said : DataFrame
        From `voices.who_says`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    names : Series
        Short name of each meeting.

    Returns
    -------
    Picture
        Topics that a side raises at a meeting both report, those that only the EU raises first. A
        meeting that only one side reports, or none, is hatched.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics, voices
    >>> dataset = eucad.load()
    >>> picture = who_says(
    ...     voices.who_says(topics.incidence(dataset)[["water", "ukraine_war"]]),
    ...     dataset.topics.set_index("topic_id"), documents.held_meetings(dataset)["name"])
    >>> picture.alt.startswith("Grid of topics")
    True
    """
    grid = said["said"].astype("str").where(said["said"].notna()).unstack(0)
    meetings = grid.columns
    counts = pd.DataFrame({kind: (grid == kind).sum(axis=1) for kind in SAID})
    counts["lean"] = counts["eu"] - counts["capitals"]
    shown = counts[counts[list(SAID)].sum(axis=1) > 0].sort_values(
        ["lean", "eu", "both"], ascending=False, kind="stable"
    )
    picture = new_picture(8, 0.225 * len(shown) + 1.3)
    ax = picture.subplots()
    for y, topic in enumerate(shown.index):
        for x, meeting in enumerate(meetings):
            _said_cell(ax, x, y, grid.loc[topic, meeting])
    for place, kind in enumerate(("eu", "both", "capitals")):
        x = len(meetings) + place * 0.75 - 0.05
        colour, words = SAID[kind]
        heading = words if kind == "both" else f"{words}\nonly"
        ax.text(x, -0.75, heading, ha="center", va="bottom", fontsize=6.5, color=colour)
        for y, count in enumerate(shown[kind]):
            ax.text(x, y, str(count), ha="center", va="center", fontsize=7.5, color=colour)
    ax.set_xlim(-0.5, len(meetings) + 1.9)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    label_grid(
        ax,
        names[meetings],
        dict(enumerate(codebook.loc[shown.index, "label"])),
        "Right: number of meetings. Hatched: not both sides report the meeting, so nothing can be "
        "compared.",
    )
    shared = [names[m] for m in meetings if grid[m].notna().any()]
    only = {
        kind: ", ".join(
            f"{codebook.loc[topic, 'label']} ({count})"
            for topic, count in shown[kind].items()
            if count and not shown.loc[topic, [k for k in SAID if k != kind]].any()
        )
        for kind in ("eu", "capitals")
    }
    alt = (
        f"Grid of topics by meeting: raised by the EU, by the capitals or by both, at the "
        f"{len(shared)} meetings that both report ({', '.join(shared)}). Raised by the EU alone "
        f"wherever raised: {only['eu'] or 'none'}. By the capitals alone: "
        f"{only['capitals'] or 'none'}."
    )
    return finish(picture, "Which side raises a topic at the meetings that both report", alt)


def _said_cell(ax: Axes, x: int, y: int, said: str | float) -> None:
    if pd.isna(said):
        cell(ax, x, y, **UNKNOWN)
    elif said == "neither":
        cell(ax, x, y, **EMPTY)
    else:
        colour, words = SAID[said]
        cell(ax, x, y, words, facecolor=tint(colour, 0.75))


@styled
def side_contrast(
    contrasts: Mapping[str, pd.DataFrame],
    column: str,
    codebook: pd.DataFrame,
    title: str,
    axis: str,
) -> Picture:
    """Draw by how much the EU raises each topic more, or less, than the capitals do.

    Parameters
    ----------
    contrasts : mapping of str to DataFrame
        Name of a set of meetings to what `voices.contrast` or `voices.log_odds` finds in it, with
        `low` and `high`. Topics are those of the first, in the order of its `column`.
    column : str
        The column to draw: ``difference`` or ``log_odds``; above 0 where the EU leads.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    title, axis : str
        What is plotted, and the name of the axis with its unit.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics, voices
    >>> dataset = eucad.load()
    >>> found = voices.contrast(topics.incidence(dataset)[["water", "ukraine_war"]])
    >>> picture = side_contrast({"the dialogue": found}, "difference",
    ...                         dataset.topics.set_index("topic_id"), "Contrast", "difference")
    >>> picture.alt.startswith("Contrast")
    True
    """
    first = next(iter(contrasts.values()))
    order = first[column].sort_values(ascending=False, kind="stable").index
    picture = new_picture(8, 0.26 * len(order) + 1.6)
    ax = picture.subplots()
    looks = [("o", INK, 6.5), ("D", "white", 5)]
    shown = {name: found.reindex(order) for name, found in contrasts.items()}
    for row, (name, found) in enumerate(shown.items()):
        marker, colour, size = looks[row % len(looks)]
        places = np.arange(len(order)) + 0.26 * (row - (len(shown) - 1) / 2)
        clear = (found["low"] > 0) | (found["high"] < 0)
        lines = np.where(clear, INK, LIGHT)
        ax.hlines(places, found["low"], found["high"], colors=lines, linewidth=1.8, zorder=1)
        ax.plot(
            found[column],
            places,
            marker,
            markersize=size,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.8,
            label=name,
            zorder=2,
        )
    ax.grid(axis="y")
    ax.axvline(0, color=GREY, linewidth=1, zorder=0)
    reach = max(found[["low", "high"]].abs().max().max() for found in shown.values())
    ax.set_xlim(-1.05 * reach, 1.05 * reach)
    ax.set_ylim(len(order) - 0.4, -0.6)
    ax.set_yticks(range(len(order)), codebook.loc[order, "label"], fontsize=8)
    ax.set_xlabel(f"← the capitals raise it more        {axis}        the EU raises it more →")
    if len(contrasts) > 1:
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=7.5)
    sentences = []
    for name, found in shown.items():
        clear = found[(found["low"] > 0) | (found["high"] < 0)]
        listed = ", ".join(
            f"{codebook.loc[topic, 'label']} {row[column]:+.2f} ({row['low']:+.2f} to "
            f"{row['high']:+.2f})"
            for topic, row in clear.iterrows()
        )
        sentences.append(f"In {name}, intervals that leave out 0: {listed or 'none'}.")
    alt = f"{title}: {len(order)} topics with 95% intervals. {' '.join(sentences)}"
    return finish(picture, title, alt)


@styled
def worked_cases(said: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series) -> Picture:
    """Draw how many accounts of each side raise a few topics, meeting by meeting.

    Parameters
    ----------
    said : DataFrame
        Rows of `voices.who_says` of the topics to draw.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    names : Series
        Short name of each meeting.

    Returns
    -------
    Picture
        A side that gives no account of a meeting is hatched.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics, voices
    >>> dataset = eucad.load()
    >>> said = voices.who_says(topics.incidence(dataset)[["water", "ukraine_war"]])
    >>> picture = worked_cases(said, dataset.topics.set_index("topic_id"),
    ...                        documents.held_meetings(dataset)["name"])
    >>> picture.alt.startswith("Accounts of the EU")
    True
    """
    topics = list(said.index.unique(1))
    meetings = list(said.index.unique(0))
    picture = new_picture(8, 0.62 * len(topics) + 1.3)
    ax = picture.subplots()
    ticks = {}
    for row, topic in enumerate(topics):
        for step, side in enumerate(SIDE_COLOURS):
            y = 2.4 * row + step
            ticks[y] = "EU" if side == "eu" else "capitals"
            for x, meeting in enumerate(meetings):
                found = said.loc[(meeting, topic)]
                _case_cell(ax, x, y, found[side], found[f"{side}_accounts"], SIDE_COLOURS[side])
        ax.text(
            -1.75,
            2.4 * row + 0.5,
            codebook.loc[topic, "label"],
            ha="right",
            va="center",
            fontsize=8.5,
        )
    ax.set_xlim(-0.5, len(meetings) - 0.5)
    ax.set_ylim(2.4 * len(topics) - 0.8, -0.6)
    label_grid(
        ax,
        names[meetings],
        ticks,
        "Accounts that raise the topic / accounts of that side. Hatched: the side gives no account "
        "of the meeting.",
    )
    sums = said.groupby(level=1, sort=False)[
        ["eu", "eu_accounts", "capitals", "capitals_accounts"]
    ].sum()
    listed = "; ".join(
        f"{codebook.loc[topic, 'label']}, EU {row['eu']} of {row['eu_accounts']}, capitals "
        f"{row['capitals']} of {row['capitals_accounts']}"
        for topic, row in sums.iterrows()
    )
    alt = f"Accounts of the EU and of the capitals that raise a topic, over all meetings: {listed}."
    return finish(picture, "Accounts of each side that raise a topic", alt)


def _case_cell(ax: Axes, x: int, y: float, raised: int, accounts: int, colour: str) -> None:
    if accounts == 0:
        cell(ax, x, y, **UNKNOWN)
        return
    strength = 0.25 + 0.75 * raised / accounts if raised else 0
    look = EMPTY | {"facecolor": tint(colour, strength)}
    cell(ax, x, y, f"{raised}/{accounts}", size=7, **look)


@styled
def likeness(kinds: pd.DataFrame) -> Picture:
    """Draw how alike the agendas of kinds of pairs are, and how alike chance makes them.

    Parameters
    ----------
    kinds : DataFrame
        From `similarity.mean_similarity`, in the order to draw.

    Returns
    -------
    Picture

    Examples
    --------
    >>> kinds = pd.DataFrame({"pairs": [7], "similarity": [0.28], "expected": [0.36],
    ...                       "low": [0.3], "high": [0.42]}, index=["same meeting"])
    >>> likeness(kinds).alt.startswith("Mean similarity")
    True
    """
    picture = new_picture(8, 0.5 * len(kinds) + 1.4)
    ax = picture.subplots()
    for y, (_, row) in enumerate(kinds.iterrows()):
        ax.plot([row["low"], row["high"]], [y, y], color=LIGHT, linewidth=9, solid_capstyle="butt")
        ax.plot(row["expected"], y, "|", color=GREY, markersize=12, markeredgewidth=1.6)
        ax.plot(row["similarity"], y, "o", color=INK, markersize=8)
        ax.annotate(
            f"{row['similarity']:.2f}",
            (row["similarity"], y),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    labels = [f"{kind}\n({row['pairs']:.0f} pairs)" for kind, row in kinds.iterrows()]
    ax.set_yticks(range(len(kinds)), labels, fontsize=8)
    ax.set_ylim(len(kinds) - 0.4, -0.7)
    ax.set_xlim(0, min(1, kinds[["similarity", "high"]].max().max() + 0.15))
    ax.set_xlabel(
        "mean similarity of two agendas (Jaccard); bar and tick: 95% and mean of shuffled accounts"
    )
    listed = "; ".join(
        f"{kind}, {row['similarity']:.2f} against {row['expected']:.2f} ({row['low']:.2f} to "
        f"{row['high']:.2f})"
        for kind, row in kinds.iterrows()
    )
    return finish(
        picture,
        "How alike two agendas are: the two sides of a meeting, and each side with itself",
        f"Mean similarity of agendas, observed against shuffled accounts: {listed}.",
    )


@styled
def script_gap(gap: pd.DataFrame) -> Picture:
    """Draw how many topics half visible documents show, relative to the others.

    Parameters
    ----------
    gap : DataFrame
        From `topics.script_gap`.

    Returns
    -------
    Picture

    Examples
    --------
    >>> gap = pd.DataFrame(
    ...     {"ratio": [0.6], "low": [0.5], "high": [0.8], "documents": [40], "accounts": [30]},
    ...     index=pd.MultiIndex.from_tuples([("all documents", "topics")]))
    >>> script_gap(gap).alt.startswith("Ratio")
    True
    """
    words = {"topics": "all that was visible", "topics_opening": "openings only"}
    picture = new_picture(8, 0.42 * len(gap) + 1.3)
    ax = picture.subplots()
    for y, (_, row) in enumerate(gap.iterrows()):
        ax.plot([row["low"], row["high"]], [y, y], color=GREY, linewidth=2)
        ax.plot(row["ratio"], y, "o", color=INK, markersize=7)
        ax.annotate(
            f"{row['ratio']:.2f}",
            (row["ratio"], y),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    ax.axvline(1, color=LIGHT, linewidth=1)
    names = [f"{comparison}, {words[counted]}" for comparison, counted in gap.index]
    labels = [
        f"{name}\n({documents} documents, {accounts} accounts)"
        for name, documents, accounts in zip(names, gap["documents"], gap["accounts"], strict=True)
    ]
    ax.set_yticks(range(len(gap)), labels, fontsize=7.5)
    ax.set_ylim(len(gap) - 0.4, -0.7)
    ax.set_xlim(0, max(1.1, gap["high"].max() + 0.1))
    ax.set_xlabel("topics in a Cyrillic or Arabic document for each in another one, 95% interval")
    listed = "; ".join(
        f"{name}: {ratio:.2f} ({low:.2f} to {high:.2f})"
        for name, ratio, low, high in zip(names, gap["ratio"], gap["low"], gap["high"], strict=True)
    )
    return finish(
        picture,
        "Topics seen in Cyrillic and Arabic documents, relative to others",
        f"Ratio of topics seen in Cyrillic and Arabic documents to others: {listed}.",
    )

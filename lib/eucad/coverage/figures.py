"""What is known of each meeting, from whom, how reliably, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from eucad.coverage.measures import Study
from eucad.meetings import DIALOGUE
from eucad.show.marks import grouped_rows, interval_rows, legend_below, row_labels
from eucad.show.style import (
    BLUE,
    FAINT,
    FAMILY_COLOURS,
    GREY,
    INK,
    LIGHT,
    VERMILION,
    VOICE_COLOURS,
    Picture,
    finish,
    new_picture,
    styled,
)
from eucad.show.words import counted


@styled
def coverage(study: Study) -> Picture:
    """Draw how many documents of each kind are known of each meeting."""
    meetings, names = study.meetings, study.names
    rows, headings = grouped_rows(meetings["series"].map(names).astype(str))
    titles = {
        "Voice": study.documents["voice"].rename(columns=names),
        "Language": study.documents["language"].rename(columns=study.languages),
        "Extent": study.documents["extent"].rename(columns=names),
    }
    widths = [_width(counts) for counts in titles.values()]
    picture = new_picture(8, 0.24 * (len(rows) + len(headings)) + 2.4)
    axes = picture.subplots(1, len(titles), sharey=True, width_ratios=widths, squeeze=False)[0]
    for ax, (title, counts) in zip(axes, titles.items(), strict=True):
        _count_grid(ax, counts, rows)
        ax.set_title(title, fontsize=9)
    _meeting_labels(axes[0], rows, meetings["name"], headings)
    totals = [
        f"{title}: " + ", ".join(f"{kind} {total}" for kind, total in counts.sum().items())
        for title, counts in titles.items()
    ]
    alt = (
        f"Number of documents by meeting ({len(rows)} rows) and {', '.join(titles)}. "
        f"{'. '.join(totals)}."
    )
    return finish(picture, "Documents known of each meeting", alt)


def _count_grid(ax: Axes, counts: pd.DataFrame, rows: pd.Series) -> None:
    most = max(counts.to_numpy().max(), 1)
    for key, y in rows.items():
        for x, count in enumerate(counts.loc[key]):
            if count:
                shade = 0.95 - 0.7 * (count / most) ** 0.5
                ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, color=str(shade), linewidth=0))
                ink = "white" if shade < 0.5 else INK
                ax.text(x, y, str(count), ha="center", va="center", fontsize=7, color=ink)
    ax.set_xlim(-0.5, _width(counts) - 0.5)
    kinds = [f"{kind}  {total}" for kind, total in counts.sum().items()]
    ax.set_xticks(range(counts.shape[1]), kinds, rotation=90, fontsize=7.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.hlines(rows + 0.5, -0.5, counts.shape[1] - 0.5, color=FAINT, linewidth=0.6, zorder=0)


def _width(counts: pd.DataFrame) -> int:
    """Return the width of a grid in cells, at least that of its title."""
    return max(counts.shape[1], 3)


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
    picture = new_picture(8, 0.34 * len(voices) + 1.3)
    ax = picture.subplots()
    for y, (voice, row) in enumerate(voices.iterrows()):
        ax.plot([row["accounts"], row["documents"]], [y, y], color=LIGHT, linewidth=2, zorder=1)
        ax.plot(row["documents"], y, "o", markerfacecolor="white", color=INK, markersize=7)
        ax.plot(row["accounts"], y, "o", color=VOICE_COLOURS[voice], markersize=7)
    above = {"xytext": (0, 9), "textcoords": "offset points", "ha": "center", "fontsize": 8}
    for column, word in (("accounts", "independent accounts"), ("documents", "documents")):
        ax.annotate(word, (voices[column].iloc[0], 0), **above)
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
    return finish(picture, "Documents, and the independent accounts behind them, by voice", alt)


@styled
def agreement(study: Study) -> Picture:
    """Draw coder agreement by topic, and in how many documents both coders found the topic."""
    topics, names = study.presence.drop(index="all"), study.names
    picture = new_picture(8, 0.24 * len(topics) + 1.7)
    ax = picture.subplots()
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
    (level,) = topics["level"].unique()
    ax.set_xlabel(
        f"Krippendorff’s alpha (1: full agreement, 0: as by chance), {level:.0%} interval"
    )
    ax.grid(axis="x")
    each = "; ".join(
        f"{names[topic]} {row['alpha']:.2f} ({row['alpha_low']:.2f} to {row['alpha_high']:.2f}; "
        f"{row['coded_both']:.0f})"
        for topic, row in topics.iterrows()
    )
    alt = (
        f"Krippendorff's alpha by topic with its {level:.0%} interval, and the number of documents "
        f"in which both coders found it: {each}."
    )
    return finish(picture, "Agreement of the two coders, by topic", alt)


#: What Krippendorff (2004) asks of alpha: the lower value where conclusions stay tentative.
ASKED = {0.667: "enough to\nbe tentative", 0.8: "reliable"}


MARKS = {
    "named": {"marker": "o", "color": BLUE, "markerfacecolor": BLUE},
    "ambiguous": {"marker": "D", "color": VERMILION, "markerfacecolor": "white"},
    "unnamed": {"marker": "o", "color": INK, "markerfacecolor": "white"},
}


UNMENTIONED = {"facecolor": "none", "edgecolor": LIGHT, "linewidth": 0, "hatch": "////"}


MEANINGS = {
    "named": "named",
    "ambiguous": "named, perhaps at another meeting",
    "unnamed": "took part, not named",
}


@styled
def unknowns(study: Study) -> Picture:
    """Draw what no document tells: chairs and heads of delegation, meeting by meeting."""
    meetings, knowledge = study.meetings, study.knowledge
    groups = meetings["series"].map(study.names).astype(str)
    rows, headings = grouped_rows(groups)
    picture = new_picture(8, 0.25 * (len(rows) + len(headings)) + 1.7)
    ax = picture.subplots()
    for key, y in rows.items():
        for x, role in enumerate(knowledge.columns):
            _knowledge_mark(ax, x, y, knowledge.loc[key, role], study.disputed.loc[key, role])
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
    return finish(picture, "Who chaired and who led each delegation, as far as documents tell", alt)


def _knowledge_mark(ax: Axes, x: float, y: float, state: str | float, disputed: bool) -> None:
    """Draw a seat; one of a guest whom no document mentions stays empty: nobody expected it."""
    if state in MARKS:
        ax.plot(x, y, linestyle="none", markersize=7, **MARKS[state])
    elif state == "not_mentioned":
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, **UNMENTIONED))
    if disputed:
        place = {"xytext": (7, 0), "textcoords": "offset points", "va": "center"}
        ax.annotate("≠", (x, y), color=VERMILION, fontsize=9, fontweight="bold", **place)


def _legend_handles(ax: Axes) -> list[Artist]:
    handles = [
        ax.plot([], [], linestyle="none", markersize=7, label=MEANINGS[state], **mark)[0]
        for state, mark in MARKS.items()
    ]
    hatched = Rectangle((0, 0), 1, 1, label="no document mentions it", **UNMENTIONED)
    ranks = {"marker": "$≠$", "color": VERMILION, "label": "documents disagree on rank"}
    return [*handles, hatched, *ax.plot([], [], linestyle="none", **ranks)]


#: Days within which the names of two meetings would overlap.
CLOSE_DAYS = 400


@styled
def timeline(
    meetings: pd.DataFrame, accounts: pd.DataFrame, missing: pd.DataFrame, names: Mapping[str, str]
) -> Picture:
    """Draw the meetings of each series through time, with the voices that report them.

    Parameters
    ----------
    meetings : DataFrame
        From `measures.meetings_by_series`.
    accounts : DataFrame
        Independent accounts of each meeting, meetings × voices.
    missing : DataFrame
        From `meetings.missing_rounds`.
    names : mapping
        Names of keys.
    """
    counts = meetings["series"].value_counts()
    # The dialogue first, then the other regular series; what met once or twice shares a panel.
    panels = [[series] for series in counts.index if counts[series] > 3]
    panels.sort(key=lambda group: group != [DIALOGUE])
    panels.append([series for series in counts.index if 0 < counts[series] <= 3])
    picture = new_picture(8, 2.75 * len(panels) + 0.6)
    axes = picture.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for ax, group in zip(axes, panels, strict=True):
        shown = meetings[meetings["series"].isin(group)]
        _panel(ax, shown, accounts.loc[shown.index], names)
        for year in missing.loc[missing["series"].isin(group), "year"]:
            day = pd.Timestamp(year, 7, 1)
            ax.text(day, -5, "no round found", rotation=90, va="center", color=GREY)
        ax.set_title(" and ".join(names[series] for series in group), fontsize=9.5)
    years = meetings["date_start"].dt.year
    axes[-1].set_xlim(pd.Timestamp(years.min(), 1, 1), pd.Timestamp(years.max(), 12, 31))
    axes[-1].xaxis.set_major_locator(mdates.YearLocator())
    axes[-1].xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return finish(
        picture,
        "Meetings by series, and the independent accounts of each agenda by voice",
        _timeline_alt(meetings, accounts, missing, names),
    )


def _panel(
    ax: Axes, meetings: pd.DataFrame, accounts: pd.DataFrame, names: Mapping[str, str]
) -> None:
    rows = {voice: -1 - i for i, voice in enumerate(accounts.columns)}
    for y in rows.values():
        ax.axhline(y, color=LIGHT, linewidth=0.4, zorder=0)
    last, raised = None, False
    beside = {"xytext": (6, 0), "textcoords": "offset points", "va": "center", "color": GREY}
    for key, meeting in meetings.sort_values("date_start").iterrows():
        day = meeting["date_start"]
        # Names of meetings less than a year apart would overlap: every other one stands higher.
        raised = last is not None and (day - last).days < CLOSE_DAYS and not raised
        last = day
        fill = "white" if meeting["mode"] == "virtual" else INK
        ax.plot(day, 0.35, "o", color=INK, markersize=7, markerfacecolor=fill)
        place = meeting["name"].rsplit(" ", 1)[0]
        ax.text(day, 1.85 if raised else 1.0, place, ha="center", va="bottom", fontsize=7.5)
        for voice, y in rows.items():
            count = accounts.loc[key, voice]
            if count:
                size = 3.2 + 1.6 * count**0.5
                ax.plot(day, y, "s", color=VOICE_COLOURS[voice], markersize=size)
                ax.annotate(str(count), (day, y), fontsize=6.5, **beside)
        ax.text(day, min(rows.values()) - 1.3, f"{meeting['documents']}", ha="center", fontsize=7.5)
    ax.set_yticks(
        [0.35, *rows.values(), min(rows.values()) - 1.05],
        ["place (hollow: virtual)", *(names[voice] for voice in rows), "documents"],
        fontsize=7.5,
    )
    ax.set_ylim(min(rows.values()) - 1.8, 2.9)
    ax.spines["left"].set_visible(False)


def _timeline_alt(
    meetings: pd.DataFrame, accounts: pd.DataFrame, missing: pd.DataFrame, names: Mapping[str, str]
) -> str:
    years = meetings["date_start"].dt.year
    counts = meetings["series"].value_counts(sort=False)
    each = ", ".join(f"{number} of {names[series]}" for series, number in counts.items() if number)
    total = accounts.sum(axis=1)
    best = meetings.loc[total.idxmax()]
    absent = ", ".join(names[meeting] for meeting in missing.index)
    gaps = f"No round was found of: {absent}. " if absent else ""
    return (
        f"Timeline of {len(meetings)} meetings from {years.min()} to {years.max()}: {each}. "
        f"{(meetings['mode'] == 'virtual').sum()} were virtual. {gaps}Below each meeting, how many "
        f"independent accounts each voice gives of its agenda, {total.min()} to {total.max()} in "
        f"all, most of {best['name']} ({names[best['series']]}); and how many documents are known."
    )

"""What is known of each meeting, from whom, how reliably, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from eucad.show.marks import grouped_rows
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


@styled
def coverage(counts: Mapping[str, pd.DataFrame], meetings: pd.DataFrame) -> Picture:
    """Draw how many documents of each kind are known of each meeting.

    Parameters
    ----------
    counts : mapping of str to DataFrame
        Title of a panel to counts, meetings × kinds. All have the rows of `meetings`.
    meetings : DataFrame
        Short `name` and `group` of each meeting; meetings of a group stand together.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"en": [2, 0], "ru": [1, 1]}, index=["m1", "m2"])
    >>> meetings = pd.DataFrame(
    ...     {"name": ["Brussels 2016", "Bishkek 2017"], "group": "Dialogue"}, index=["m1", "m2"]
    ... )
    >>> coverage({"Language": counts}, meetings).alt
    'Number of documents by meeting (2 rows) and Language. Language: en 2, ru 2.'
    """
    rows, headings = grouped_rows(meetings["group"])
    widths = [_width(frame) for frame in counts.values()]
    picture = new_picture(8, 0.24 * (len(rows) + len(headings)) + 1.9)
    axes = picture.subplots(1, len(counts), sharey=True, width_ratios=widths, squeeze=False)[0]
    for ax, (title, frame) in zip(axes, counts.items(), strict=True):
        _count_grid(ax, frame, rows)
        ax.set_title(title, fontsize=9)
    _row_labels(axes[0], rows, meetings["name"], headings)
    totals = [
        f"{title}: " + ", ".join(f"{kind} {total}" for kind, total in frame.sum().items())
        for title, frame in counts.items()
    ]
    alt = (
        f"Number of documents by meeting ({len(rows)} rows) and {', '.join(counts)}. "
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
    ax.set_xticks(range(counts.shape[1]), counts.columns, rotation=90, fontsize=7.5)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.hlines(rows + 0.5, -0.5, counts.shape[1] - 0.5, color=FAINT, linewidth=0.6, zorder=0)


def _width(counts: pd.DataFrame) -> int:
    """Return the width of a grid in cells, at least that of its title."""
    return max(counts.shape[1], 3)


def _row_labels(ax: Axes, rows: pd.Series, names: pd.Series, headings: dict[str, float]) -> None:
    ax.set_yticks([*headings.values(), *rows], [*headings, *names.loc[rows.index]])
    for tick in ax.get_yticklabels()[: len(headings)]:
        tick.set_fontweight("bold")
    ax.set_ylim(rows.max() + 0.5, -0.6)


@styled
def copies(by_voice: pd.DataFrame) -> Picture:
    """Draw how many documents carry how many independent accounts, by voice.

    Parameters
    ----------
    by_voice : DataFrame
        Voices with `label`, `documents` and `accounts`, indexed by voice.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import pandas as pd
    >>> by_voice = pd.DataFrame(
    ...     {"label": ["EU"], "documents": [5], "accounts": [2]}, index=["eu"]
    ... )
    >>> copies(by_voice).alt
    'Documents and the independent accounts they carry, by voice: EU 5 documents, 2 accounts.'
    """
    picture = new_picture(8, 0.34 * len(by_voice) + 1.3)
    ax = picture.subplots()
    for y, (voice, row) in enumerate(by_voice.iterrows()):
        ax.plot([row["accounts"], row["documents"]], [y, y], color=LIGHT, linewidth=2, zorder=1)
        ax.plot(row["documents"], y, "o", markerfacecolor="white", color=INK, markersize=7)
        ax.plot(row["accounts"], y, "o", color=VOICE_COLOURS[voice], markersize=7)
    top = by_voice.iloc[0]
    for column, word in (("accounts", "independent accounts"), ("documents", "documents")):
        ax.annotate(
            word,
            (top[column], 0),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    ax.set_yticks(range(len(by_voice)), by_voice["label"])
    ax.set_ylim(len(by_voice) - 0.5, -0.9)
    ax.set_xlim(left=0)
    ax.set_xlabel("number")
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    each = "; ".join(
        f"{row['label']} {row['documents']} documents, {row['accounts']} accounts"
        for _, row in by_voice.iterrows()
    )
    alt = f"Documents and the independent accounts they carry, by voice: {each}."
    return finish(picture, "Documents, and the independent accounts behind them, by voice", alt)


@styled
def agreement(by_topic: pd.DataFrame) -> Picture:
    """Draw coder agreement by topic, with its interval and how often both coders found the topic.

    Parameters
    ----------
    by_topic : DataFrame
        Topics with `label`, `family`, `alpha`, `alpha_low`, `alpha_high` and
        `coded_both`, in the order in which to draw them.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import pandas as pd
    >>> by_topic = pd.DataFrame(
    ...     {
    ...         "label": ["CBRN"],
    ...         "family": ["drugs_cbrn"],
    ...         "alpha": [0.9],
    ...         "alpha_low": [0.7],
    ...         "alpha_high": [1.0],
    ...         "coded_both": [8],
    ...     }
    ... )
    >>> agreement(by_topic).alt
    "Krippendorff's alpha by topic with its 95% interval, and the number of documents in which both
    coders found it: CBRN 0.90 (0.70 to 1.00; 8)."
    """
    picture = new_picture(8, 0.24 * len(by_topic) + 1.5)
    ax = picture.subplots()
    for y, topic in enumerate(by_topic.itertuples()):
        colour = FAMILY_COLOURS[topic.family]
        ax.plot([topic.alpha_low, topic.alpha_high], [y, y], color=GREY, linewidth=1.4)
        ax.plot(
            topic.alpha,
            y,
            "o",
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.5,
            markersize=6,
        )
        ax.text(1.03, y, f"{topic.coded_both}", va="center", fontsize=8, transform=_right_of(ax))
    ax.text(1.03, -1.1, "found\nby both", va="center", fontsize=8, transform=_right_of(ax))
    # Krippendorff (2004) asks for 0.8, and for 0.667 where conclusions stay tentative.
    for level in (0.667, 0.8):
        ax.vlines(level, -0.6, len(by_topic) - 0.4, LIGHT, "--", linewidth=0.9, zorder=1)
        ax.text(level, -1.1, f"{level:g}", ha="center", va="center", fontsize=8, color=GREY)
    ax.set_yticks(range(len(by_topic)), by_topic["label"])
    ax.set_ylim(len(by_topic) - 0.4, -1.6)
    ax.set_xlabel("Krippendorff’s alpha (1: full agreement, 0: as by chance), 95% interval")
    ax.grid(axis="x")
    each = "; ".join(
        f"{t.label} {t.alpha:.2f} ({t.alpha_low:.2f} to {t.alpha_high:.2f}; {t.coded_both})"
        for t in by_topic.itertuples()
    )
    alt = (
        "Krippendorff's alpha by topic with its 95% interval, and the number of documents in which "
        f"both coders found it: {each}."
    )
    return finish(picture, "Agreement of the two coders, by topic", alt)


def _right_of(ax: Axes):
    """Place by share of the width across, by value down."""
    return ax.get_yaxis_transform()


MARKS = {
    "named": {"marker": "o", "color": BLUE, "markerfacecolor": BLUE},
    "ambiguous": {"marker": "D", "color": VERMILION, "markerfacecolor": "white"},
    "unnamed": {"marker": "o", "color": INK, "markerfacecolor": "white"},
}


UNMENTIONED = {"facecolor": "none", "edgecolor": LIGHT, "linewidth": 0}


MEANINGS = {
    "named": "named",
    "ambiguous": "named, perhaps at another meeting",
    "unnamed": "took part, not named",
}


@styled
def unknowns(knowledge: pd.DataFrame, disputed: pd.DataFrame, meetings: pd.DataFrame) -> Picture:
    """Draw what no document tells: chairs and heads of delegation, meeting by meeting.

    Parameters
    ----------
    knowledge : DataFrame
        Meetings × roles (the chair, then delegations): one of
        `attendance.SEAT_STATES`, or missing. What has no mark in `MARKS` is hatched.
    disputed : DataFrame
        Same shape, boolean: whether documents disagree about the rank.
    meetings : DataFrame
        Short `name` and `group` of each meeting, and the number of independent
        `accounts`; meetings of a group stand together.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import pandas as pd
    >>> knowledge = pd.DataFrame({"chair": ["unnamed"], "KZ": [None]}, index=["m1"])
    >>> disputed = pd.DataFrame({"chair": [False], "KZ": [False]}, index=["m1"])
    >>> meetings = pd.DataFrame(
    ...     {"name": ["Bishkek 2017"], "group": ["Dialogue"], "accounts": [1]}, index=["m1"]
    ... )
    >>> unknowns(knowledge, disputed, meetings).alt
    'What documents tell of each meeting. On one account only: Bishkek 2017 (Dialogue). ...'
    """
    rows, headings = grouped_rows(meetings["group"])
    picture = new_picture(8, 0.25 * (len(rows) + len(headings)) + 1.7)
    ax = picture.subplots()
    for key, y in rows.items():
        for x, role in enumerate(knowledge.columns):
            _knowledge_mark(ax, x, y, knowledge.loc[key, role], disputed.loc[key, role])
    plural = meetings["accounts"].map(lambda count: "account" if count == 1 else "accounts")
    names = meetings["name"] + "  (" + meetings["accounts"].astype(str) + " " + plural + ")"
    _row_labels(ax, rows, names, headings)
    ax.set_xticks(range(knowledge.shape[1]), knowledge.columns)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.6, knowledge.shape[1] - 0.4)
    ax.spines[:].set_visible(False)
    _legend(ax)
    single = meetings[meetings["accounts"] == 1]
    alone = ", ".join(single["name"] + " (" + single["group"] + ")")
    known = ", ".join(f"{role} {states.eq('named').sum()}" for role, states in knowledge.items())
    alt = (
        f"What documents tell of each meeting. On one account only: {alone or 'none'}. "
        f"Meetings, of {len(rows)}, at which a document names without doubt who led: {known}."
    )
    return finish(picture, "Who chaired and who led each delegation, as far as documents tell", alt)


def _knowledge_mark(ax: Axes, x: float, y: float, state: str | float, disputed: bool) -> None:
    if state in MARKS:
        ax.plot(x, y, linestyle="none", markersize=7, **MARKS[state])
    else:
        ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, hatch="////", **UNMENTIONED))
    if disputed:
        place = {"xytext": (7, 0), "textcoords": "offset points", "va": "center"}
        ax.annotate("≠", (x, y), color=VERMILION, fontsize=9, fontweight="bold", **place)


def _legend(ax: Axes) -> None:
    handles = [
        ax.plot([], [], linestyle="none", markersize=7, label=MEANINGS[state], **mark)[0]
        for state, mark in MARKS.items()
    ]
    hatched = Rectangle((0, 0), 1, 1, hatch="////", label="no document mentions it", **UNMENTIONED)
    disagree = ax.plot(
        [], [], linestyle="none", marker="$≠$", color=VERMILION, label="documents disagree on rank"
    )[0]
    ax.legend(
        handles=[*handles, hatched, disagree],
        loc="upper center",
        bbox_to_anchor=(0.35, -0.01),
        ncols=2,
        fontsize=8,
    )


CLOSE_DAYS = 400


@styled
def timeline(
    meetings: pd.DataFrame,
    accounts: pd.DataFrame,
    missing: pd.DataFrame,
    labels: dict[str, dict[str, str]],
) -> Picture:
    """Draw the meetings of each series through time, with the voices that report them.

    Parameters
    ----------
    meetings : DataFrame
        Held meetings with `series`, `date_start`, `mode` and `name`, indexed by
        `meeting_id`, and the number of `documents` known of each.
    accounts : DataFrame
        Independent accounts of each meeting, meetings × voices.
    missing : DataFrame
        `series` and `year` of rounds that no document shows.
    labels : dict
        Labels of the values of ``series`` and ``voice``.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents
    >>> dataset = eucad.load()
    >>> meetings = documents.held_meetings(dataset)
    >>> meetings["documents"] = dataset.documents["meeting_id"].value_counts()
    >>> picture = timeline(
    ...     meetings,
    ...     documents.count_accounts(dataset, documents.agenda_documents(dataset)),
    ...     documents.missing_rounds(dataset),
    ...     {
    ...         "series": dataset.labels("meetings", "series"),
    ...         "voice": dataset.labels("lineages", "voice"),
    ...     },
    ... )
    >>> picture.alt.startswith("Timeline of 27 meetings")
    True
    """
    counts = meetings["series"].value_counts()
    # The dialogue first, then the other regular series; what met once or twice shares a panel.
    panels = [[series] for series in counts.index if counts[series] > 3]
    panels.sort(key=lambda group: group != ["hlsd"])
    panels.append([series for series in counts.index if 0 < counts[series] <= 3])
    picture = new_picture(8, 2.75 * len(panels) + 0.6)
    axes = picture.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for ax, group in zip(axes, panels, strict=True):
        shown = meetings[meetings["series"].isin(group)]
        _panel(ax, shown, accounts.loc[shown.index], labels["voice"])
        for year in missing.loc[missing["series"].isin(group), "year"]:
            ax.text(
                pd.Timestamp(year, 7, 1), -5, "no round found", rotation=90, va="center", color=GREY
            )
        ax.set_title(" and ".join(f"{labels['series'][series]}" for series in group), fontsize=9.5)
    years = meetings["date_start"].dt.year
    axes[-1].set_xlim(pd.Timestamp(years.min(), 1, 1), pd.Timestamp(years.max(), 12, 31))
    axes[-1].xaxis.set_major_locator(mdates.YearLocator())
    axes[-1].xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return finish(
        picture,
        "Meetings by series, and the independent accounts of each agenda by voice",
        _alt(meetings, accounts, missing, labels["series"]),
    )


def _panel(ax: Axes, meetings: pd.DataFrame, accounts: pd.DataFrame, voice: dict) -> None:
    rows = {name: -1 - i for i, name in enumerate(accounts.columns)}
    for y in rows.values():
        ax.axhline(y, color=LIGHT, linewidth=0.4, zorder=0)
    last, raised = None, False
    for key, meeting in meetings.iterrows():
        day = meeting["date_start"]
        # Names of meetings less than a year apart would overlap: every other one stands higher.
        raised = last is not None and (day - last).days < CLOSE_DAYS and not raised
        last = day
        virtual = meeting["mode"] == "virtual"
        ax.plot(
            day, 0.35, "o", color=INK, markersize=7, markerfacecolor="white" if virtual else INK
        )
        place = meeting["name"].rsplit(" ", 1)[0]
        ax.text(day, 1.85 if raised else 1.0, place, ha="center", va="bottom", fontsize=7.5)
        for name, y in rows.items():
            count = accounts.loc[key, name]
            if count:
                ax.plot(day, y, "s", color=VOICE_COLOURS[name], markersize=3.2 + 1.6 * count**0.5)
                ax.annotate(
                    str(count),
                    (day, y),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=6.5,
                    color=GREY,
                )
        ax.text(day, min(rows.values()) - 1.3, f"{meeting['documents']}", ha="center", fontsize=7.5)
    ax.set_yticks(
        [0.35, *rows.values(), min(rows.values()) - 1.05],
        ["place (hollow: virtual)", *(voice[name] for name in rows), "documents"],
        fontsize=7.5,
    )
    ax.set_ylim(min(rows.values()) - 1.8, 2.9)
    ax.spines["left"].set_visible(False)


def _alt(
    meetings: pd.DataFrame, accounts: pd.DataFrame, missing: pd.DataFrame, series: dict[str, str]
) -> str:
    years = meetings["date_start"].dt.year
    counts = meetings["series"].value_counts()
    each = ", ".join(f"{counts[key]} of {label}" for key, label in series.items() if counts[key])
    most = accounts.sum(axis=1)
    best = meetings.loc[most.idxmax()]
    absent = ", ".join(f"{series[row.series]} {row.year}" for row in missing.itertuples())
    gaps = f"No round was found of: {absent}. " if absent else ""
    return (
        f"Timeline of {len(meetings)} meetings from {years.min()} to {years.max()}: {each}. "
        f"{(meetings['mode'] == 'virtual').sum()} were virtual. "
        f"{gaps}Below each meeting, how many "
        f"independent accounts each voice gives of its agenda, {most.min()} to {most.max()} in "
        f"all, most of {best['name']} ({series[best['series']]}); and how many documents are known."
    )

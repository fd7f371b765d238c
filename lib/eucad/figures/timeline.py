"""The meetings through time, and what is known of each."""

from __future__ import annotations

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from eucad.figures.style import (
    GREY,
    INK,
    LIGHT,
    VOICE_COLOURS,
    Picture,
    finish,
    new_picture,
    styled,
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

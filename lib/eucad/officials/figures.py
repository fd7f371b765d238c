"""Who sat at the table: seats, ranks, and who was named with whom."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from eucad.officials.measures import Interpretation, Study, make_roster
from eucad.officials.network import joint_meetings
from eucad.show.style import (
    DELEGATION_COLOURS,
    FAINT,
    GREY,
    INK,
    LIGHT,
    Picture,
    finish,
    new_picture,
    styled,
)

# Shape and size say what a person did; filling says how sure it is.
_CAPACITY_MARKS = {
    "chair": ("s", 7.0),
    "co_chair": ("s", 7.0),
    "host": ("s", 7.0),
    "head_of_delegation": ("o", 7.0),
    "participant": ("o", 4.6),
    "special_guest": ("D", 5.4),
    "sideline_only": ("x", 4.0),
}


_UNKNOWN_SEAT = {
    "marker": "o",
    "markersize": 7.0,
    "markerfacecolor": "white",
    "markeredgecolor": GREY,
    "markeredgewidth": 0.9,
    "linestyle": "none",
}


_SERIES_MARKS = ("o", "s", "^", "D")


@styled
def seat_chart(interpretation: Interpretation, names: dict[str, str]) -> Picture:
    """Draw who sat where: meetings as columns through time, officials as rows by delegation."""
    table, seat_states = (
        make_roster(interpretation.attestations, sidelines=True),
        interpretation.seats,
    )
    columns, blocks = _columns(seat_states)
    rows, headers = _rows(table, seat_states)
    last = max([*rows.values(), *headers.values()])
    places = {meeting: x for meeting, (x, _) in columns.items() if meeting[:1] != "-"}
    narrow = len(columns) > 16
    height = 0.172 * (len(rows) + len(headers))
    picture = new_picture(8, height + 2.0)
    ax, key = picture.subplots(2, 1, height_ratios=[height, 0.55])
    for y in headers.values():
        ax.axhspan(y - 0.5, y + 0.5, color=FAINT, zorder=0, linewidth=0)
    across = ax.get_yaxis_transform()
    ax.hlines(list(rows.values()), 0, 1, FAINT, linewidth=0.6, zorder=0, transform=across)
    for meeting in columns.keys() - places.keys():
        x = columns[meeting][0]
        ax.fill_between(
            [x - 0.5, x + 0.5], -0.5, last + 0.5, fc="white", ec=LIGHT, hatch="////", linewidth=0
        )
    hollow = seat_states[seat_states["state"] == "unnamed"]
    ax.plot(hollow["meeting_id"].map(places), hollow["delegation"].map(headers), **_UNKNOWN_SEAT)
    alike = ["delegation", "capacity", "certainty"]
    for (delegation, capacity, certainty), own in table.groupby(alike, observed=True):
        xs, ys = own["meeting_id"].map(places), own["person_id"].map(rows)
        _mark(ax, xs, ys, capacity, certainty, DELEGATION_COLOURS[delegation])
    if len(blocks) > 1:
        for start, end, series in blocks:
            _block_heading(ax, start, end, names[series], last + 0.7)
    ticks = {y: names[person] for person, y in rows.items()}
    # Where a name is too long for the margin, the delegation's abbreviation stands for it.
    headings = {key: names[key] for key in headers}
    ticks |= {y: headings[key] if len(headings[key]) < 25 else key for key, y in headers.items()}
    ordered = sorted(ticks)
    ax.set_yticks(ordered, [ticks[y] for y in ordered], fontsize=7.5)
    for y, tick in zip(ordered, ax.get_yticklabels(), strict=True):
        if y in headers.values():
            tick.set_fontweight("bold")
    ax.set_xticks(
        [x for x, _ in columns.values()],
        [label for _, label in columns.values()],
        rotation=90 if narrow else 55,
        ha="center" if narrow else "left",
        rotation_mode="default" if narrow else "anchor",
        fontsize=7.5,
    )
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlim(-0.7, max(x for x, _ in columns.values()) + 0.7)
    ax.set_ylim(last + (4.4 if len(blocks) > 1 else 0.6), -0.6)
    _key(key, _seat_handles())
    title = "Who sat at the table, as far as documents name them"
    if len(blocks) == 1:
        title = f"{names[blocks[0][2]]}: {title[0].lower()}{title[1:]}"
    return finish(picture, title, _seat_alt(table, seat_states, names))


def _columns(seat_states: pd.DataFrame) -> tuple[dict[str, tuple[float, str]], list[tuple]]:
    """Place the meetings, series by series, with a column for each year that has none."""
    columns, blocks, x = {}, [], 0.0
    for series, held in seat_states.drop_duplicates("meeting_id").groupby("series", observed=True):
        start, year = x, None
        for meeting in held.itertuples():
            for missing in range((year or meeting.date.year) + 1, meeting.date.year):
                columns[f"-{series}{missing}"] = (x, f"none known {missing}")
                x += 1
            columns[meeting.meeting_id] = (x, meeting.meeting)
            x, year = x + 1, meeting.date.year
        blocks.append((start, x - 1, series))
        x += 0.5
    return columns, blocks


def _rows(table: pd.DataFrame, seat_states: pd.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Give the rows numbers: under each delegation its officials, in order of first appearance."""
    rows, headers, y = {}, {}, 0
    for delegation in seat_states["delegation"].cat.categories:
        people = table[table["delegation"] == delegation].sort_values("date", kind="stable")
        if people.empty and delegation not in set(seat_states["delegation"]):
            continue
        headers[delegation] = y
        for person in people["person_id"].unique():
            y += 1
            rows[person] = y
        y += 1
    return rows, headers


def _mark(
    ax: Axes, xs: pd.Series, ys: pd.Series, capacity: str, certainty: str, colour: str
) -> None:
    marker, size = _CAPACITY_MARKS[capacity]
    style = {"color": colour, "markersize": size, "markeredgecolor": colour}
    if certainty == "ambiguous":
        style |= {"markerfacecolor": "white", "markersize": 7.5}
        text = {"ha": "center", "va": "center", "fontsize": 6, "fontweight": "bold", "zorder": 5}
        for x, y in zip(xs, ys, strict=True):
            ax.text(x, y + 0.03, "?", **text)
    elif certainty == "inferred" and marker != "x":
        style |= {"fillstyle": "left", "markerfacecoloralt": "white"}
    ax.plot(xs, ys, marker, clip_on=False, zorder=4, **style)


def _block_heading(ax: Axes, start: float, end: float, label: str, y: float) -> None:
    ax.plot([start - 0.4, end + 0.4], [y, y], color=INK, linewidth=1.2, clip_on=False)
    columns = end - start + 1
    text = {"va": "top", "fontsize": 7.5, "fontweight": "bold"}
    if columns > 2:
        ax.text(start - 0.4, y + 0.2, fill(label, round(3.3 * columns)), ha="left", **text)
    else:
        # Narrower than its name: the heading ends at the right edge, below its neighbours'.
        ax.plot([end + 0.4] * 2, [y, y + 2.7], color=INK, linewidth=1.2, clip_on=False)
        ax.text(end + 0.4, y + 2.8, label, ha="right", **text)


def _seat_handles() -> list[Line2D]:
    def sample(marker: str, size: float, label: str, **style) -> Line2D:
        style = {"color": INK, "markeredgecolor": INK, "linestyle": "none"} | style
        return Line2D([], [], marker=marker, markersize=size, label=label, **style)

    return [
        sample("s", 7, "chair, co-chair or host"),
        sample("o", 7, "head of delegation"),
        sample("o", 4.6, "participant"),
        sample("D", 5.4, "special guest"),
        sample("x", 4, "met on the sidelines only"),
        sample("o", 7, "inferred", fillstyle="left", markerfacecoloralt="white"),
        sample("$?$", 6, "passage can mean another meeting"),
        Line2D([], [], label="delegation came, head not named", **_UNKNOWN_SEAT),
    ]


def _key(ax: Axes, handles: list[Line2D]) -> None:
    """Explain the marks in axes of their own, clear of the source line."""
    ax.axis("off")
    ax.legend(handles=handles, loc="center left", ncols=3, fontsize=7.5, handletextpad=0.4)


def _seat_alt(table: pd.DataFrame, seat_states: pd.DataFrame, names: dict[str, str]) -> str:
    states = seat_states["state"].value_counts()
    often = table[table["capacity"] != "sideline_only"].groupby("name")["meeting_id"].nunique()
    empty = seat_states[seat_states["state"] == "unnamed"]["delegation"].value_counts()
    most = f", most of them of {names[empty.index[0]]}" if empty.sum() else ""
    return (
        f"Chart of {table['person_id'].nunique()} officials, grouped by delegation, at "
        f"{seat_states['meeting_id'].nunique()} meetings through time. Of {len(seat_states)} seats "
        f"of delegations, {states['named']} have a named head, {states['ambiguous']} only in a "
        f"passage that can mean another meeting, {states['unnamed']} are hollow: the delegation "
        f"came, head not named{most}; {states['not_mentioned']} are not mentioned. Named at most "
        f"meetings: {often.idxmax()}, {often.max()}."
    )


@styled
def representation_chart(ranks: pd.DataFrame, names: dict[str, str]) -> Picture:
    """Draw at which rank each delegation came to each meeting, as printed."""
    shown = list(
        ranks["delegation"].cat.categories[
            ranks["delegation"].cat.categories.isin(ranks["delegation"])
        ]
    )
    scale = list(ranks["rank"].cat.categories[ranks["rank"].cat.categories.isin(ranks["rank"])])
    series = list(
        ranks["series"].cat.categories[ranks["series"].cat.categories.isin(ranks["series"])]
    )
    height = {rank: -i for i, rank in enumerate(scale)}
    lines = (len(shown) + 1) // 2
    panel = 0.175 * len(scale) + 0.5
    picture = new_picture(8, panel * lines + 1.1)
    upper, lower = picture.subfigures(2, 1, height_ratios=[panel * lines, 0.45])
    axes = upper.subplots(lines, 2, sharex=True, sharey=True, squeeze=False)
    for ax, delegation in zip(axes.flat, shown, strict=False):
        own = ranks[ranks["delegation"] == delegation]
        colour = DELEGATION_COLOURS[delegation]
        for _, several in own[own["several"]].groupby("meeting_id"):
            ys = several["rank"].astype(str).map(height)
            ax.plot([several["date"].iloc[0]] * 2, [ys.min(), ys.max()], color=INK, linewidth=1)
        for (which, accounts), said in own.groupby(["series", "accounts"], observed=True):
            ax.plot(
                said["date"],
                said["rank"].astype(str).map(height),
                _SERIES_MARKS[series.index(which)],
                color=colour,
                markerfacecolor=colour if which == series[0] else "white",
                markersize=3 + 1.3 * accounts**0.5,
                zorder=3,
            )
        for y in height.values():
            ax.axhline(y, color=FAINT, linewidth=0.6, zorder=0)
        ax.set_title(names[delegation], fontsize=9)
        ax.spines["left"].set_visible(False)
    for ax in axes.flat[len(shown) :]:
        ax.set_visible(False)
    axes[0, 0].set_yticks(list(height.values()), [names[rank] for rank in height])
    axes[0, 0].set_ylim(-len(scale) + 0.4, 0.6)
    for ax in axes[:, 0]:
        ax.tick_params(axis="y", labelsize=7)
    handles = [
        Line2D(
            [],
            [],
            color=INK,
            linestyle="none",
            marker=_SERIES_MARKS[i],
            markerfacecolor=INK if i == 0 else "white",
            markersize=5,
            label=names[key],
        )
        for i, key in enumerate(series)
    ]
    handles.append(Line2D([], [], color=INK, linewidth=1, label="documents give both ranks"))
    _key(lower.subplots(), handles)
    meetings = ranks.drop_duplicates(["meeting_id", "delegation"])
    split = meetings[meetings["several"]]["delegation"].value_counts()
    cases = ", ".join(f"{names[key]} {split[key]}" for key in shown if split.get(key, 0))
    return finish(
        picture,
        "Rank at which each delegation came, as printed (larger: more accounts say so)",
        f"Rank of {len(shown)} delegations at {ranks['meeting_id'].nunique()} meetings. "
        f"Documents give more than one rank for {int(split.sum())} of {len(meetings)} "
        f"attendances with a printed rank: {cases}.",
    )


@styled
def network_diagram(study: Study) -> Picture:
    """Draw who was named together, in one ring a series, of those named at two meetings or more."""
    rosters = [each.roster for each in study.interpretations.values()]
    meetings = pd.concat(
        [roster.groupby("person_id")["meeting_id"].nunique() for roster in rosters], axis=1
    )
    often = meetings.index[meetings.min(axis=1, skipna=False) >= 2]
    roster = study.chosen.roster
    layout, ties = _series_layout(roster[roster["person_id"].isin(often)]), joint_meetings(rosters)
    shown = ties[ties["first"].isin(layout.index) & ties["second"].isin(layout.index)]
    picture = new_picture(8, 1.3 - 0.235 * layout["y"].min())
    ax = picture.subplots()
    for tie in shown.sort_values("meetings", kind="stable").itertuples():
        ends = layout.loc[[tie.first, tie.second]]
        often = tie.meetings > 1
        ax.plot(
            ends["x"],
            ends["y"],
            color=GREY if often else LIGHT,
            linewidth=0.9 * tie.meetings if often else 0.6,
            zorder=1 + often,
            solid_capstyle="round",
        )
    for person in layout.itertuples():
        ax.plot(
            person.x,
            person.y,
            "o",
            color=DELEGATION_COLOURS[person.delegation],
            markeredgecolor="white",
            markersize=6 + person.meetings,
            zorder=4,
        )
        left = person.side == "left"
        ax.annotate(
            f"{person.name}, {person.delegation} · {person.meetings}",
            (person.x, person.y),
            xytext=((-1 if left else 1) * (7 + person.meetings / 2), 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
        )
    homes = layout.groupby("home", observed=True)["y"].max().drop("", errors="ignore")
    for series, top in homes.items():
        ax.text(
            0,
            top + 1.1,
            study.names[series],
            ha="center",
            fontweight="bold",
            fontsize=9,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    ax.set_xlim(-2.6, 2.6)
    ax.set_ylim(layout["y"].min() - 0.8, -0.2)
    ax.axis("off")
    widths = sorted(set(shown["meetings"]))
    handles = [
        Line2D(
            [],
            [],
            color=GREY if width > 1 else LIGHT,
            linewidth=0.9 * width if width > 1 else 0.6,
            label=f"{width} joint meeting{'s' * (width > 1)}",
        )
        for width in widths
    ]
    ax.legend(handles=handles, loc="lower right", fontsize=7.5)
    title = "Officials named at two or more meetings, and who was named with whom"
    return finish(picture, title, _network_alt(layout, shown, study.names))


def _network_alt(layout: pd.DataFrame, ties: pd.DataFrame, names: dict[str, str]) -> str:
    homes = layout["home"].value_counts()
    groups = ", ".join(f"{names[key]}: {homes[key]}" for key in homes.index if key)
    between = layout.loc[layout["home"] == "", "name"]
    bridge = f" Between series: {', '.join(between)}." if len(between) else ""
    alt = f"Network of {len(layout)} officials and {len(ties)} tie{'s' * (len(ties) != 1)}. "
    alt += f"{groups}.{bridge}"
    if ties.empty:
        return alt
    most = ties.loc[ties["meetings"].idxmax()]
    pair = " and ".join(layout.loc[[most["first"], most["second"]], "name"])
    return f"{alt} Most joint meetings: {pair}, {most['meetings']}."


def _series_layout(table: pd.DataFrame) -> pd.DataFrame:
    """Place officials in a ring a series, by delegation; those of several between the rings."""
    count = table.groupby("person_id")["meeting_id"].nunique().rename("meetings")
    people = table.drop_duplicates("person_id").set_index("person_id")[["name", "delegation"]]
    people = people.join(count).sort_values(["delegation", "name"], kind="stable")
    belongs = table.groupby("person_id")["series"].agg(set)
    places, y = {}, 0.0
    for series in table["series"].cat.categories:
        here = [person for person in people.index if series in belongs[person]]
        ring = [person for person in here if len(belongs[person]) == 1]
        between = [person for person in here if len(belongs[person]) > 1 and person not in places]
        if here:
            # Two lines for the heading, then as many as the longer half of the ring.
            y -= 2
            half = (len(ring) + 1) // 2
            for person, (x, line) in zip(ring, _ring(len(ring)), strict=True):
                places[person] = (series, x, y - line, "left" if x < 0 else "right")
            y -= max(half - 1, 0)
            for number, person in enumerate(between):
                y -= 1.3
                side = ("right", "left")[number % 2]
                places[person] = ("", 0.12 if side == "right" else -0.12, y, side)
            y -= 0.8
    columns = ["home", "x", "y", "side"]
    return people.join(pd.DataFrame.from_dict(places, orient="index", columns=columns))


def _ring(count: int) -> list[tuple[float, float]]:
    """Give x and line of each member of a ring, down its left half and up its right."""
    half = (count + 1) // 2
    height = max(half - 1, 1)
    right = np.linspace(height, 0, count - half) if count - half > 1 else [height / 2]
    lines = np.append(np.arange(half), right)[:count]
    bulge = np.sqrt(1 - (2 * lines / height - 1) ** 2) if half > 1 else 1.0
    x = (0.55 + 0.45 * bulge) * np.where(np.arange(count) < half, -1, 1)
    return list(zip(x.tolist(), lines.tolist(), strict=True))

"""Who sat at the table: seats and ranks, a guest's seat, and people and meetings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from eucad.officials.measures import Study
from eucad.officials.sentences import small
from eucad.show.colours import DELEGATION_COLOURS, FAINT, GREY, INK, LIGHT
from eucad.show.marks import EMPTY, UNKNOWN, cells, label_grid, legend_below, tint, write_inside
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import counted, listing


def surnames(names: pd.Series) -> pd.Series:
    r"""Shorten names to the family name, below the given name where two people share it.

    Examples
    --------
    >>> surnames(pd.Series(["Ursula von der Leyen", "Ann Berg", "Bo Berg"])).to_list()
    ['von der Leyen', 'Ann\nBerg', 'Bo\nBerg']
    """
    family = names.str.extract(r"((?:\b[a-z]+ )*\S+)$", expand=False)
    shared = names.groupby(family).transform("nunique") > 1
    return family.where(~shared, names.str.extract(r"^(\S+)", expand=False) + "\n" + family)


@styled
def seats(table: pd.DataFrame, names: dict[str, str]) -> Picture:
    """Draw who led each delegation at each meeting, and whether at its usual rank."""
    table = table.assign(surname=surnames(table["name"].astype("str")))
    meetings = table.drop_duplicates("meeting_id")
    column = {meeting: x for x, meeting in enumerate(meetings["meeting_id"])}
    delegations = table["delegation"].cat.categories
    row = {key: y for y, key in enumerate(delegations[delegations.isin(table["delegation"])])}
    picture, ax = new_picture(0.42 * len(row) + 1.75)
    seated = [(column[seat.meeting_id], row[seat.delegation], seat) for seat in table.itertuples()]
    cells(ax, [(x, y, "", _seat_look(seat)) for x, y, seat in seated])
    for x, y, seat in seated:
        if seat.state != "not_mentioned":
            _write_seat(ax, x, y, seat, names)
    label_grid(ax, list(meetings["meeting"]), {y: names[key] for key, y in row.items()}, "")
    legend_below(ax, columns=3, drop=6, handles=_seat_legend())
    counts = table["state"].value_counts()
    title = f"Documents name who led in {counts.get('named', 0)} of {counted(len(table), 'seat')}"
    if counts.get("ambiguous"):
        title += f", perhaps in {counts['ambiguous']} more"
    series = " and ".join(names[key].lower() for key in table["series"].unique())
    subtitle = f"Heads of delegation, {series}, as far as documents tell"
    return finish(picture, title, _seat_alt(table, names), subtitle=subtitle)


def _seat_look(seat) -> dict[str, object]:
    colour = DELEGATION_COLOURS[seat.delegation]
    if seat.state == "not_mentioned":
        return UNKNOWN
    if seat.standing == "usual":
        return {"facecolor": tint(colour, 0.3)}
    return {"facecolor": (1.0, 1.0, 1.0), "edgecolor": tint(colour, 0.9), "linewidth": 1.2}


def _write_seat(ax: Axes, x: int, y: int, seat, names: dict[str, str]) -> None:
    doubt = " ?" if seat.state == "ambiguous" else ""
    who = "not named" if pd.isna(seat.name) else f"{seat.surname}{doubt}"
    below = _unusual_rank(seat, names)
    named = not pd.isna(seat.name)
    longest = max(len(line) for line in who.splitlines())
    look = {"color": INK if named else GREY, "fontsize": min(6.5, 58 / longest)}
    write_inside(ax, x, y - (0.14 if below else 0), who, **look)
    if below:
        look = {"color": INK, "fontsize": min(5.6, 58 / len(below)), "style": "italic"}
        write_inside(ax, x, y + 0.26, below, **look)


def _unusual_rank(seat, names: dict[str, str]) -> str:
    """Say at which rank a delegation came that did not come as usual."""
    if seat.standing == "disputed":
        return f"or {small(names[seat.ranks[-1]])}"
    if seat.standing in ("lower", "higher"):
        return " or ".join(small(names[rank]) for rank in seat.ranks)
    return ""


def _seat_legend() -> list[Patch]:
    return [
        Patch(facecolor=tint(INK, 0.25), label="came at its usual rank"),
        Patch(facecolor="white", edgecolor=INK, label="came at another rank, or none is printed"),
        Patch(label="no document mentions it", **UNKNOWN),
    ]


def _seat_alt(table: pd.DataFrame, names: dict[str, str]) -> str:
    lines = []
    for key, own in table.groupby("delegation", observed=True):
        counts = own["state"].value_counts()
        lines.append(f"{names[key]} {counts.get('named', 0)} of {len(own)}")
    off = table[table["standing"].isin(["lower", "higher", "disputed"])]
    below = [f"{names[seat.delegation]} at {seat.meeting}" for seat in off.itertuples()]
    return (
        f"Grid of {table['delegation'].nunique()} delegations at "
        f"{counted(table['meeting_id'].nunique(), 'meeting')}. Head named beyond doubt: "
        f"{', '.join(lines)}. Not at the usual rank, or documents disagree: {listing(below)}."
    )


@styled
def guest_and_topic(study: Study) -> Picture:
    """Draw at which meetings a guest sat, and in how many accounts its topic is raised."""
    table, summary = study.guest, study.guest_summary
    picture, ax = new_picture(2.35)
    black = DELEGATION_COLOURS["AF"]
    drawn = []
    for x, meeting in enumerate(table.itertuples()):
        came = {"came": ("came", {"facecolor": tint(black, 0.8)}),
                "invited": ("invited", {"facecolor": tint(black, 0.12)}),
                "not mentioned": ("", EMPTY)}[meeting.seat]  # fmt: skip
        drawn.append((x, 0, *came))
        if meeting.accounts:
            share = meeting.raising / meeting.accounts
            words = f"{meeting.raising} of {meeting.accounts}"
            drawn.append((x, 1, words, {"facecolor": tint(black, 0.8 * share)}))
        else:
            drawn.append((x, 1, "", UNKNOWN))
    cells(ax, drawn, 7)
    label_grid(ax, list(table["meeting"]), {0: "Delegation", 1: "Accounts that raise it"}, "")
    for event in study.events.itertuples():
        x = (table["date"] < event.date).sum() - 0.5
        ax.plot([x, x], [-0.5, 1.65], color=INK, linewidth=1.4, clip_on=False)
        label = f"{event.label}, {event.date:%B %Y}"
        side = "left" if x < len(table) * 0.6 else "right"
        ax.text(x, 1.72, label, ha=side, va="top", fontsize=7.5, clip_on=False)
    title = "Afghanistan has no seat in any document of this series"
    if summary.last and summary.since:
        topic = "its topic is still raised" if summary.raised_since else "nor is its topic raised"
        title = f"No document seats Afghanistan since {summary.last}; {topic}"
    elif summary.last:
        title = "Afghanistan sits at the table"
    alt = (
        f"Two rows of {counted(len(table), 'meeting')}. Afghan delegation: came to {summary.came}, "
        f"invited to {summary.invited}. The topic Afghanistan is raised at {summary.raised}."
    )
    return finish(
        picture,
        title,
        alt,
        subtitle="The Afghan delegation, and accounts that raise Afghanistan, of all accounts",
    )


@styled
def people_and_meetings(study: Study) -> Picture:
    """Draw people and meetings as a two-mode network: the EU on the left, others on the right."""
    roster = study.chosen.roster
    counts = roster.groupby("person_id")["meeting_id"].nunique()
    often = roster[roster["person_id"].map(counts) > 1]
    meetings, headings = _meeting_rows(roster)
    people = often.drop_duplicates("person_id").set_index("person_id")[["name", "delegation"]]
    people["y"] = often["meeting_id"].map(meetings).astype(float).groupby(often["person_id"]).mean()
    people["left"] = people["delegation"].isin(["EU", "EU-MS"])
    people["y"] = people.groupby("left")["y"].transform(_spread)
    several = often.groupby("person_id")["series"].nunique() > 1
    last = max([*meetings.values(), *people["y"]], default=1)
    picture, ax = new_picture(0.21 * last + 1.5)
    for tie in often.itertuples():
        person = people.loc[tie.person_id]
        side = -1 if person["left"] else 1
        ax.plot(
            [0.3 * side, 1.75 * side],
            [meetings[tie.meeting_id], person["y"]],
            color=DELEGATION_COLOURS[tie.delegation],
            linewidth=1.6 if several[tie.person_id] else 0.9,
            linestyle=(0, (3, 2)) if tie.certainty == "ambiguous" else "-",
        )
    once = roster[roster["person_id"].map(counts) == 1]
    for meeting, y in meetings.items():
        name = roster.loc[roster["meeting_id"] == meeting, "meeting"].iloc[0]
        others = int((once["meeting_id"] == meeting).sum())
        _meeting_box(ax, y, f"{name}  +{others}" if others else name)
    for person in people.itertuples():
        side = -1 if person.left else 1
        colour = DELEGATION_COLOURS[person.delegation]
        ax.plot(1.75 * side, person.y, "o", color=colour, markeredgecolor="white", markersize=7)
        write_inside(
            ax,
            1.83 * side,
            person.y,
            f"{person.name} · {counts[person.Index]}",
            ha="right" if person.left else "left",
            fontsize=7.5,
            fontweight="bold" if several[person.Index] else "normal",
        )  # fmt: skip
    for y, series in headings:
        write_inside(ax, 0, y, study.names[series], fontsize=8, fontweight="bold")
    ax.set_xlim(-3.4, 3.4)
    ax.set_ylim(last + 0.8, -1)
    ax.axis("off")
    shown = [key for key in DELEGATION_COLOURS if key in set(people["delegation"])]
    handles = [
        Line2D([], [], marker="o", linestyle="none", color=DELEGATION_COLOURS[key],
               label=study.names[key]) for key in shown
    ]  # fmt: skip
    legend_below(ax, columns=len(handles) or 1, drop=2, handles=handles, handletextpad=0.1)
    bridging = people.loc[several[several].index, "name"]
    verb = "links" if len(bridging) == 1 else "link"
    title = f"{len(bridging) or 'None'} of {counted(len(people), 'official')} named twice or more "
    title += f"{verb} two series"
    return finish(
        picture,
        title,
        f"Two-mode network of {counted(len(people), 'official')} named at two meetings or more and "
        f"{counted(len(meetings), 'meeting')}. In several series: {listing(bridging, 'nobody')}. "
        f"{counted(int((counts == 1).sum()), 'official')} named once are only counted.",
        subtitle="People beside the meetings at which they are named; +n: others, named only there",
    )


def _meeting_rows(roster: pd.DataFrame) -> tuple[dict[str, float], list[tuple[float, str]]]:
    """Place the meetings below one another, series by series, with a heading above each."""
    rows, headings, y = {}, [], 0.0
    for series, own in roster.groupby("series", observed=True):
        headings.append((y, series))
        for meeting in own.sort_values("date", kind="stable")["meeting_id"].unique():
            y += 1.35
            rows[meeting] = y
        y += 2.2
    return rows, headings


def _spread(wanted: pd.Series) -> pd.Series:
    """Move rows apart until each has a line of its own, none further than it must."""
    # Takes longest to import of all, and the front page draws seats alone.
    from scipy.optimize import isotonic_regression

    order = wanted.sort_values(kind="stable").index
    line = np.arange(len(order))
    return pd.Series(isotonic_regression(wanted[order] - line).x + line, order)


def _meeting_box(ax: Axes, y: float, name: str) -> None:
    box = {"boxstyle": "square,pad=0.25", "facecolor": FAINT, "edgecolor": LIGHT}
    write_inside(ax, 0, y, name, fontsize=7.5, zorder=5, bbox=box)

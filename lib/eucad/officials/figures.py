"""Who sat at the table: seats, level of representation, turnover and survival."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from eucad.show.style import (
    BLUE,
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
def seat_chart(
    table: pd.DataFrame,
    seated: pd.DataFrame,
    labels: dict[str, dict[str, str]],
    title: str,
) -> Picture:
    """Draw who sat where: meetings as columns through time, officials as rows by delegation.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`, with sidelines.
    seated : DataFrame
        From :func:`eucad.officials.seats`. Its meetings are the columns, series by series.
    labels : dict
        Labels of the values of ``series`` and ``delegation``.
    title : str

    Returns
    -------
    Picture

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, officials
    >>> dataset = eucad.load()
    >>> attested = officials.attestations(dataset)
    >>> held = documents.held_meetings(dataset)
    >>> seated = officials.seats(attested, dataset.delegations, held)
    >>> picture = seat_chart(
    ...     officials.roster(attested, sidelines=True).query("series == 'hlsd'"),
    ...     seated.query("series == 'hlsd'"),
    ...     {"series": dataset.labels("meetings", "series"),
    ...      "delegation": dataset.labels("people", "delegation")},
    ...     "Seats at the dialogue",
    ... )
    >>> "head not named" in picture.alt
    True
    """
    columns, blocks = _columns(seated)
    rows, headers = _rows(table, seated)
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
    hollow = seated[seated["state"] == "unnamed"]
    ax.plot(hollow["meeting_id"].map(places), hollow["delegation"].map(headers), **_UNKNOWN_SEAT)
    alike = ["delegation", "capacity", "certainty"]
    for (delegation, capacity, certainty), seats in table.groupby(alike, observed=True):
        xs, ys = seats["meeting_id"].map(places), seats["person_id"].map(rows)
        _mark(ax, xs, ys, capacity, certainty, DELEGATION_COLOURS[delegation])
    if len(blocks) > 1:
        for start, end, series in blocks:
            _block_heading(ax, start, end, labels["series"][series], last + 0.7)
    names = table.drop_duplicates("person_id").set_index("person_id")["name"]
    ticks = {y: names[person] for person, y in rows.items()}
    # Where a name is too long for the margin, the delegation's abbreviation stands for it.
    headings = {key: labels["delegation"][key] for key in headers}
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
    return finish(picture, title, _seat_alt(table, seated, labels["delegation"]))


def _columns(seated: pd.DataFrame) -> tuple[dict[str, tuple[float, str]], list[tuple]]:
    """Place the meetings, series by series, with a column for each year that has none."""
    columns, blocks, x = {}, [], 0.0
    for series, held in seated.drop_duplicates("meeting_id").groupby("series", observed=True):
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


def _rows(table: pd.DataFrame, seated: pd.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Give the rows numbers: under each delegation its officials, in order of first appearance."""
    rows, headers, y = {}, {}, 0
    for delegation in seated["delegation"].cat.categories:
        people = table[table["delegation"] == delegation].sort_values("date", kind="stable")
        if people.empty and delegation not in set(seated["delegation"]):
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


def _seat_alt(table: pd.DataFrame, seated: pd.DataFrame, delegations: dict[str, str]) -> str:
    states = seated["state"].value_counts()
    often = table[table["capacity"] != "sideline_only"].groupby("name")["meeting_id"].nunique()
    empty = seated[seated["state"] == "unnamed"]["delegation"].value_counts()
    most = f", most of them of {delegations[empty.index[0]]}" if empty.sum() else ""
    return (
        f"Chart of {table['person_id'].nunique()} officials, grouped by delegation, at "
        f"{seated['meeting_id'].nunique()} meetings through time. Of {len(seated)} seats of "
        f"delegations, {states['named']} have a named head, {states['ambiguous']} only in a "
        f"passage that can mean another meeting, {states['unnamed']} are hollow: the delegation "
        f"came, head not named{most}; {states['not_mentioned']} are not mentioned. Named at most "
        f"meetings: {often.idxmax()}, {often.max()}."
    )


@styled
def representation_chart(ranks: pd.DataFrame, labels: dict[str, dict[str, str]]) -> Picture:
    """Draw at which rank each delegation came to each meeting, as printed.

    Parameters
    ----------
    ranks : DataFrame
        From :func:`eucad.officials.representation`.
    labels : dict
        Labels of the values of ``series``, ``delegation`` and ``rank``.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import eucad
    >>> from eucad import officials
    >>> dataset = eucad.load()
    >>> ranks = officials.representation(dataset)
    >>> picture = representation_chart(
    ...     ranks[ranks["delegation"].isin(["KZ", "TM"])],
    ...     {"series": dataset.labels("meetings", "series"),
    ...      "delegation": dataset.labels("people", "delegation"),
    ...      "rank": dataset.labels("delegations", "rank")},
    ... )
    >>> "Turkmenistan" in picture.alt
    True
    """
    shown = [key for key in labels["delegation"] if (ranks["delegation"] == key).any()]
    scale = [key for key in labels["rank"] if (ranks["rank"] == key).any()]
    series = [key for key in labels["series"] if (ranks["series"] == key).any()]
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
        ax.set_title(labels["delegation"][delegation], fontsize=9)
        ax.spines["left"].set_visible(False)
    for ax in axes.flat[len(shown) :]:
        ax.set_visible(False)
    axes[0, 0].set_yticks(list(height.values()), [labels["rank"][rank] for rank in height])
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
            label=labels["series"][key],
        )
        for i, key in enumerate(series)
    ]
    handles.append(Line2D([], [], color=INK, linewidth=1, label="documents give both ranks"))
    _key(lower.subplots(), handles)
    meetings = ranks.drop_duplicates(["meeting_id", "delegation"])
    split = meetings[meetings["several"]]["delegation"].value_counts()
    cases = ", ".join(
        f"{labels['delegation'][key]} {split[key]}" for key in shown if split.get(key, 0)
    )
    return finish(
        picture,
        "Rank at which each delegation came, as printed (larger: more accounts say so)",
        f"Rank of {len(shown)} delegations at {ranks['meeting_id'].nunique()} meetings. "
        f"Documents give more than one rank for {int(split.sum())} of {len(meetings)} "
        f"attendances with a printed rank: {cases}.",
    )


@styled
def turnover_chart(
    changes: pd.DataFrame,
    rates: pd.DataFrame,
    labels: dict[str, str],
    names: dict[str, str],
) -> Picture:
    """Draw who came back from meeting to meeting, and how often by delegation.

    Parameters
    ----------
    changes : DataFrame
        From :func:`eucad.officials.turnover`, of one series.
    rates : DataFrame
        From :func:`eucad.officials.return_rates`, of the same.
    labels : dict
        Labels of the delegations.
    names : dict
        Short names of the meetings.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.officials import return_rates
    >>> changes = pd.DataFrame({"delegation": ["KZ"], "end": ["m"], "before": [2], "returning": [1],
    ...                         "known_after": [True], "known": [True], "jaccard": [0.5]})
    >>> labels = {"KZ": "Kazakhstan"}
    >>> picture = turnover_chart(changes, return_rates(changes), labels, {"m": "Astana 2023"})
    >>> "Kazakhstan 1 of 2" in picture.alt
    True
    """
    ends = list(dict.fromkeys(changes["end"]))
    shown = [key for key in labels if key in rates.index]
    row_of = {key: -i for i, key in enumerate(shown)}
    height = 0.34 * len(shown) + 1
    picture = new_picture(8, height + 1.1)
    upper, lower = picture.subfigures(2, 1, height_ratios=[height, 0.4])
    left, right = upper.subplots(1, 2, sharey=True, width_ratios=[2.1, 1])
    for change in changes.itertuples():
        _transition(left, ends.index(change.end), row_of[change.delegation], change)
    left.set_xticks(
        range(len(ends)),
        [names[end] for end in ends],
        rotation=55,
        ha="left",
        rotation_mode="anchor",
        fontsize=7.5,
    )
    left.xaxis.tick_top()
    left.tick_params(axis="x", length=0)
    left.set_yticks(list(row_of.values()), [labels[key] for key in shown])
    left.set_ylim(-len(shown) + 0.4, 0.6)
    for key, y in row_of.items():
        rate = rates.loc[key]
        colour = DELEGATION_COLOURS[key]
        right.barh(
            y,
            rate["rate_high"] - rate["rate_low"],
            0.62,
            rate["rate_low"],
            color=FAINT,
            edgecolor=LIGHT,
        )
        if rate["known"]:
            right.plot([rate["low"], rate["high"]], [y, y], color=INK, linewidth=1.2)
            right.plot(rate["rate"], y, "o", color=colour, markeredgecolor=INK, markersize=7)
        note = f"{rate['returning']:.0f} of {rate['named']:.0f}" if rate["known"] else "unknown"
        right.text(1.06, y, note, va="center", fontsize=7.5)
    right.set_xlim(-0.03, 1.32)
    right.set_xticks([0, 0.5, 1])
    right.xaxis.set_major_formatter(PercentFormatter(1))
    right.set_xlabel("officials named again next time", fontsize=8)
    for ax in (left, right):
        ax.spines["left"].set_visible(False)
    left.spines["bottom"].set_visible(False)
    _key(lower.subplots(), _turnover_handles())
    known = ", ".join(
        f"{labels[key]} {rates.loc[key, 'returning']:.0f} of {rates.loc[key, 'named']:.0f}"
        for key in shown
        if rates.loc[key, "known"]
    )
    unknown = ", ".join(labels[key] for key in shown if not rates.loc[key, "known"])
    return finish(
        picture,
        "Who was named again at the next meeting (columns: the later of two meetings)",
        "For each delegation and pair of consecutive meetings, whether those named are named "
        f"again. Named again, among pairs with a named head at both: {known}. "
        + (f"No such pair: {unknown}." if unknown else "Every delegation has such a pair."),
    )


def _transition(ax: Axes, x: int, y: int, change) -> None:
    colour = DELEGATION_COLOURS[change.delegation]
    if not change.known:
        ax.plot(x, y, **_UNKNOWN_SEAT)
    elif change.jaccard == 0:
        ax.plot(x, y, "x", color=colour, markersize=6, markeredgewidth=1.8)
    else:
        filling = "full" if change.jaccard == 1 else "left"
        ax.plot(
            x, y, "o", color=colour, fillstyle=filling, markerfacecoloralt="white", markersize=8
        )


def _turnover_handles() -> list[Line2D]:
    mark = {"color": INK, "linestyle": "none"}
    solid = {**mark, "marker": "o", "markersize": 8}
    half = {"fillstyle": "left", "markerfacecoloralt": "white"}
    return [
        Line2D([], [], label="all the same", **solid),
        Line2D([], [], label="some named again", **half, **solid),
        Line2D([], [], label="none named again", marker="x", markeredgewidth=1.8, **mark),
        Line2D([], [], label="a head is not named", **_UNKNOWN_SEAT),
        Line2D([], [], color=INK, linewidth=1.2, label="exact 95% interval"),
        Line2D([], [], color=LIGHT, linewidth=6, label="bounds, whoever the unnamed were"),
    ]


@styled
def survival_chart(curves: dict[str, tuple[pd.DataFrame, pd.DataFrame]]) -> Picture:
    """Draw how long officials remain, leaving as early and as late as the record allows.

    Parameters
    ----------
    curves : dict of str to tuple of DataFrame
        For each heading, the curves of :func:`eucad.officials.kaplan_meier` with departures as
        early and as late as possible.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.officials import kaplan_meier
    >>> early = kaplan_meier(pd.Series([1, 1, 3]), pd.Series([True, True, False]))
    >>> late = kaplan_meier(pd.Series([1, 2, 3]), pd.Series([True, True, False]))
    >>> survival_chart({"Dialogue": (early, late)}).alt
    'Survival curves. Dialogue: 3 officials; one round later 33% to 67% remain.'
    """
    picture = new_picture(8, 3.6)
    axes = picture.subplots(1, len(curves), sharex=True, sharey=True, squeeze=False)[0]
    for ax, (heading, pair) in zip(axes, curves.items(), strict=True):
        for curve, colour, style, name in zip(
            pair, (INK, BLUE), ("-", "--"), ("early", "late"), strict=True
        ):
            ax.fill_between(
                curve.index,
                curve["low"],
                curve["high"],
                step="post",
                color=colour,
                alpha=0.15,
                linewidth=0,
            )
            ax.step(
                curve.index,
                curve["survival"],
                where="post",
                color=colour,
                linestyle=style,
                label=f"leaving as {name} as the record allows",
            )
        ax.set_title(f"{heading}\n{pair[0]['at_risk'].iloc[0]} officials", fontsize=8.5)
        ax.set_xlabel("rounds after the first attested one")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylim(0, 1.02)
        ax.set_xlim(left=0)
    axes[0].legend(loc="upper right", fontsize=7.5)
    axes[0].set_ylabel("share remaining")
    axes[0].yaxis.set_major_formatter(PercentFormatter(1))
    return finish(
        picture,
        "How long officials remain (Kaplan–Meier, bands: 95% pointwise)",
        "Survival curves. "
        + " ".join(
            f"{heading}: {pair[0]['at_risk'].iloc[0]} officials; one round later "
            f"{_after_one(pair[0]):.0%} to {_after_one(pair[1]):.0%} remain."
            for heading, pair in curves.items()
        ),
    )


def _after_one(curve: pd.DataFrame) -> float:
    return curve["survival"][curve.index <= 1].iloc[-1]


_SCENARIO_MARKS = (("o", INK), ("s", GREY), ("D", BLUE), ("^", LIGHT))


@styled
def network_diagram(
    layout: pd.DataFrame, ties: pd.DataFrame, labels: dict[str, str], title: str
) -> Picture:
    """Draw who was named together, in one ring a series.

    Parameters
    ----------
    layout : DataFrame
        From :func:`eucad.networks.series_layout`.
    ties : DataFrame
        From :func:`eucad.networks.joint_meetings`; those of people not in `layout` are left out.
    labels : dict
        Labels of the series.
    title : str

    Returns
    -------
    Picture

    Examples
    --------
    >>> layout = pd.DataFrame(
    ...     {"name": ["A", "B"], "delegation": ["EU", "KZ"], "meetings": 2, "home": "hlsd",
    ...      "x": [-1.0, 1.0], "y": -2.0, "side": ["left", "right"]}, index=["a", "b"])
    >>> ties = pd.DataFrame({"first": ["a"], "second": ["b"], "meetings": [2]})
    >>> network_diagram(layout, ties, {"hlsd": "Dialogue"}, "Who met").alt
    'Network of 2 officials and 1 tie. Dialogue: 2. Most joint meetings: A and B, 2.'
    """
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
            labels[series],
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
    return finish(picture, title, _network_alt(layout, shown, labels))


def _network_alt(layout: pd.DataFrame, ties: pd.DataFrame, labels: dict[str, str]) -> str:
    homes = layout["home"].value_counts()
    groups = ", ".join(f"{labels[key]}: {homes[key]}" for key in labels if homes.get(key, 0))
    between = layout.loc[layout["home"] == "", "name"]
    bridge = f" Between series: {', '.join(between)}." if len(between) else ""
    alt = f"Network of {len(layout)} officials and {len(ties)} tie{'s' * (len(ties) != 1)}. "
    alt += f"{groups}.{bridge}"
    if ties.empty:
        return alt
    most = ties.loc[ties["meetings"].idxmax()]
    pair = " and ".join(layout.loc[[most["first"], most["second"]], "name"])
    return f"{alt} Most joint meetings: {pair}, {most['meetings']}."


@styled
def rank_chart(ranks: dict[str, pd.DataFrame], names: dict[str, str], title: str) -> Picture:
    """Draw the ranks that officials take under several ways to disturb the record.

    Parameters
    ----------
    ranks : dict of str to DataFrame
        For each way, its label and the result of :func:`eucad.networks.rank_intervals`. The people
        of the first are drawn, in its order.
    names : dict
        Name of each person.
    title : str

    Returns
    -------
    Picture

    Examples
    --------
    >>> ranks = pd.DataFrame(
    ...     {"median": [1.0, 2.0], "low": 1.0, "high": [2.0, 3.0]}, index=["a", "b"])
    >>> rank_chart({"resampled": ranks}, {"a": "A", "b": "B"}, "Ranks").alt
    'Ranks of 2 officials with intervals. Under resampled: A 1 (1 to 2), B 2 (1 to 3).'
    """
    first = next(iter(ranks.values()))
    people = first.index
    picture = new_picture(8, 0.36 * len(people) + 1.4)
    ax = picture.subplots()
    offsets = [0.24 * (i - (len(ranks) - 1) / 2) for i in range(len(ranks))]
    for (label, table), (marker, colour), offset in zip(
        ranks.items(), _SCENARIO_MARKS, offsets, strict=False
    ):
        for row, person in enumerate(people):
            rank = table.loc[person]
            ax.plot([rank["low"], rank["high"]], [row + offset] * 2, color=colour, linewidth=1.3)
        ax.plot(
            table.loc[people, "median"],
            [row + offset for row in range(len(people))],
            marker,
            color=colour,
            markersize=4.5,
            label=label,
        )
    for row in range(len(people)):
        if row % 2:
            ax.axhspan(row - 0.5, row + 0.5, color=FAINT, zorder=0, linewidth=0)
    ax.set_yticks(range(len(people)), [names[person] for person in people])
    ax.set_ylim(len(people) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("rank (1: the most), median and 95% of draws")
    ax.spines["left"].set_visible(False)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(ranks), fontsize=7.5)
    each = ", ".join(
        f"{names[person]} {row['median']:g} ({row['low']:g} to {row['high']:g})"
        for person, row in first.iterrows()
    )
    alt = f"Ranks of {len(people)} officials with intervals. Under {next(iter(ranks))}: {each}."
    return finish(picture, title, alt)


@styled
def pair_chart(pairs: pd.DataFrame, names: dict[str, str], title: str) -> Picture:
    """Draw how often pairs met against what the null model gives.

    Parameters
    ----------
    pairs : DataFrame
        Rows of :func:`eucad.networks.pair_test`.
    names : dict
        Name of each person.
    title : str

    Returns
    -------
    Picture

    Examples
    --------
    >>> pairs = pd.DataFrame({"first": ["a"], "second": ["b"], "observed": [3], "expected": [1.2],
    ...                       "low": [0], "high": [2], "p_adjusted": [0.04]})
    >>> pair_chart(pairs, {"a": "A", "b": "B"}, "Pairs").alt
    'Joint meetings of 1 pair against chance: A and B 3, expected 1.2 (0 to 2), adjusted p 0.04.'
    """
    picture = new_picture(8, 0.3 * len(pairs) + 1.3)
    ax = picture.subplots()
    end = pairs[["observed", "high"]].max(axis=None) + 0.35
    for row, pair in enumerate(pairs.itertuples()):
        ax.barh(row, pair.high - pair.low, 0.55, pair.low, color=FAINT, edgecolor=LIGHT)
        ax.plot([pair.expected] * 2, [row - 0.27, row + 0.27], color=GREY, linewidth=1.6)
        ax.plot(pair.observed, row, "o", color=INK, markersize=7)
        ax.text(end, row, f"p = {pair.p_adjusted:.2g}", va="center", fontsize=7.5)
    ax.set_yticks(
        range(len(pairs)),
        [f"{names[pair.first]} – {names[pair.second]}" for pair in pairs.itertuples()],
        fontsize=8,
    )
    ax.set_ylim(len(pairs) - 0.5, -0.6)
    ax.set_xlim(-0.15, end + 0.7)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("joint meetings (dot: observed; line: expected; bar: 95% of chance; p: adjusted)")
    ax.spines["left"].set_visible(False)
    each = "; ".join(
        f"{names[pair.first]} and {names[pair.second]} {pair.observed}, expected "
        f"{pair.expected:.1f} ({pair.low} to {pair.high}), adjusted p {pair.p_adjusted:.2g}"
        for pair in pairs.itertuples()
    )
    count = f"{len(pairs)} pair{'s' * (len(pairs) != 1)}"
    return finish(picture, title, f"Joint meetings of {count} against chance: {each}.")

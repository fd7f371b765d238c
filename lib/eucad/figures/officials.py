"""Who sat at the table: seats, level of representation, turnover and survival."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from eucad.figures.style import (
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

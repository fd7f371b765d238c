"""Who was named together: the network, its stability and what chance would give."""

from __future__ import annotations

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

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

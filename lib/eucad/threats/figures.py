"""The shift of the agenda: old and new themes over time, side by side, and held against doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter

from eucad.show.style import (
    BLUE,
    FAINT,
    FAMILY_COLOURS,
    GREY,
    INK,
    LIGHT,
    ORANGE,
    VERMILION,
    Picture,
    finish,
    new_picture,
    styled,
)
from eucad.show.words import points
from eucad.stats.changepoint import ChangePoint
from eucad.threats.measures import STATES, Change, Evidence, patterns

MARKERS = ("o", "s")


STATE_LOOK = {
    "old only": {"facecolor": VERMILION, "hatch": ""},
    "both": {"facecolor": ORANGE, "hatch": "xx"},
    "new only": {"facecolor": BLUE, "hatch": "//"},
    "neither": {"facecolor": "white", "hatch": ""},
}


def _percent(share: float, _: int | None = None) -> str:
    """Write a share, of either sign, as per cent."""
    return f"{abs(share):.0%}"


def _points(share: float, _: int | None = None) -> str:
    """Write a change of a share as percentage points."""
    return points(share)


@styled
def families_over_time(
    prevalence: pd.DataFrame, evidence: Evidence, labels: Mapping[str, str]
) -> Picture:
    """Draw the old and the new family over time, and below when each theme changed.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` of the themes: indexed by `meeting_id` and theme, with
        `prevalence`, `low`, `high` and `accounts`.
    evidence : Evidence
        From `shift.gather`.
    labels : mapping of str to str
        Labels of families and topics.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad import topics
    >>> from eucad.shift import example, example_evidence
    >>> evidence, (raised, _) = example_evidence(), example()
    >>> raised = raised.assign(drugs_cbrn=raised["drugs"], cyber_hybrid=raised["cyber"])
    >>> labels = {name: name for name in evidence.families}
    >>> print(families_over_time(topics.prevalence(raised), evidence, labels).alt)
    Share of accounts by year of the meeting. drugs_cbrn: 2013 100%, 2016 100%, 2019 50%, ...
    """
    members = evidence.families
    picture = new_picture(8, 3.6 + 0.46 * len(members))
    top, *rows = picture.subplots(
        1 + len(members), 1, sharex=True, height_ratios=[6, *[1] * len(members)]
    )
    for family, offset, marker, above in (
        (evidence.old, -0.12, "o", True),
        (evidence.new, 0.12, "s", False),
    ):
        _family_line(top, prevalence, evidence, family, offset, marker, labels[family], above)
    accounts = prevalence["accounts"].groupby(level=0, observed=True, sort=False).first()
    for meeting, count in accounts.items():
        top.text(evidence.years[meeting], -0.1, f"{count}", ha="center", fontsize=7.5, color=GREY)
    top.text(evidence.years.min() - 1.55, -0.1, "accounts", fontsize=7.5, color=GREY)
    top.set_ylim(-0.15, 1.05)
    top.set_yticks([0, 0.25, 0.5, 0.75, 1])
    top.yaxis.set_major_formatter(FuncFormatter(_percent))
    top.set_ylabel("accounts that raise it")
    top.grid(axis="y")
    for ax, theme in zip(rows, members, strict=True):
        colour = FAMILY_COLOURS[members[theme]]
        _posterior_row(ax, evidence, theme, colour, labels[theme])
    known = sorted(evidence.years.loc[list(accounts.index)])
    rows[-1].set_xticks(known, [str(year) for year in known])
    rows[-1].set_xlim(known[0] - 1.6, known[-1] + 2.6)
    rows[0].set_title(
        "Probability that the level changed at the meeting; right: that it never changed",
        fontsize=9,
        fontweight="normal",
    )
    return finish(
        picture,
        f"Share of accounts that raise either family, with {evidence.change.level:.0%} intervals, "
        "and when it changed",
        _alt_families(prevalence, evidence, labels),
    )


def _family_line(
    ax: Axes,
    prevalence: pd.DataFrame,
    evidence: Evidence,
    family: str,
    offset: float,
    marker: str,
    label: str,
    above: bool,
) -> None:
    rows = prevalence.xs(family, level=1).dropna(subset=["prevalence"])
    x = evidence.years.loc[list(rows.index)].to_numpy() + offset
    colour = FAMILY_COLOURS[family]
    ax.vlines(x, rows["low"], rows["high"], color=colour, alpha=0.35, linewidth=4)
    ax.plot(
        x,
        rows["prevalence"],
        marker=marker,
        color=colour,
        markersize=6,
        linewidth=1.4,
        linestyle="-" if above else "--",
        markerfacecolor=colour if above else "white",
        markeredgewidth=1.6,
    )
    ax.annotate(
        label,
        (x[-1], rows["prevalence"].iloc[-1]),
        xytext=(12, 9 if above else -9),
        textcoords="offset points",
        va="center",
        color=colour,
        fontweight="bold",
        fontsize=8.5,
    )


def _posterior_row(ax: Axes, evidence: Evidence, theme: str, colour: str, label: str) -> None:
    found = evidence.change_points[theme]
    years = evidence.years.loc[list(found.posterior.index)]
    family = theme in evidence.members and len(evidence.members[theme]) > 1
    ax.bar(years, found.posterior, width=0.55, color=colour, edgecolor=INK, linewidth=0.4)
    ax.set_ylim(0, 1.35)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)
    ax.text(
        years.min() - 1.55,
        0.12,
        label,
        fontsize=8,
        fontweight="bold" if family else "normal",
        color=INK,
    )
    ax.text(years.max() + 0.7, 0.12, f"never: {found.no_change:.0%}", fontsize=8)
    # A coin would do as well where no change is likelier than not.
    if found.no_change < 0.5:
        best = found.most_probable
        ax.text(
            years[best],
            found.posterior[best] + 0.06,
            _percent(found.posterior[best]),
            ha="center",
            fontsize=7.5,
        )


def _alt_families(prevalence: pd.DataFrame, evidence: Evidence, labels: Mapping[str, str]) -> str:
    parts = []
    for family in (evidence.old, evidence.new):
        rows = prevalence.xs(family, level=1)["prevalence"].dropna()
        each = ", ".join(f"{evidence.years[key]} {value:.0%}" for key, value in rows.items())
        parts.append(f"{labels[family]}: {each}.")
    when = "; ".join(
        f"{labels[theme]} {evidence.years[found.most_probable]} "
        f"({found.posterior.max():.0%}, never {found.no_change:.0%})"
        for theme, found in evidence.change_points.items()
        if theme in evidence.families
    )
    return (
        f"Share of accounts by year of the meeting. {' '.join(parts)} Most probable year of a "
        f"change, its probability and that of no change: {when}."
    )


@styled
def account_tiles(
    states: pd.Series, years: pd.Series, labels: Mapping[str, str], old: str, new: str
) -> Picture:
    """Draw every account as a tile: what it raises of two families, and whose account it is.

    Parameters
    ----------
    states : Series
        From `shift.states`, indexed by `meeting_id`, `voice` and `account_id`.
    years : Series of int
        Year of each meeting.
    labels : mapping of str to str
        Labels of families and voices.
    old, new : str
        The two families.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.shift import example, states
    >>> raised, years = example()
    >>> labels = {name: name.title() for name in ("drugs", "cyber", "a", "b")}
    >>> found = states(raised, "drugs", "cyber")
    >>> print(account_tiles(found, years, labels, "drugs", "cyber").alt)
    8 accounts as tiles, ...: 4 Drugs only, 2 both, 0 Cyber only, 2 neither.
    """
    picture = new_picture(8, 3.7)
    ax = picture.subplots()
    highest = 0
    for meeting, tiles in states.groupby(level="meeting_id", observed=True, sort=False):
        ordered = tiles.sort_values(kind="stable")
        for height, (key, state) in enumerate(ordered.items()):
            look = STATE_LOOK[state]
            ax.add_patch(
                Rectangle(
                    (years[meeting] - 0.42, height + 0.04),
                    0.84,
                    0.92,
                    edgecolor="white" if look["hatch"] else GREY,
                    linewidth=0.6,
                    **look,
                )
            )
            ax.text(
                years[meeting],
                height + 0.5,
                _short(key[1], labels[key[1]]),
                ha="center",
                va="center",
                fontsize=7.5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.92},
            )
            highest = max(highest, height + 1)
    _state_legend(ax, states, labels, old, new, highest)
    known = sorted(set(years.loc[states.index.get_level_values("meeting_id")]))
    ax.set_xlim(known[0] - 0.7, known[-1] + 0.7)
    ax.set_ylim(0, highest + 1.25)
    ax.set_xticks(known, [str(year) for year in known])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    counts = states.value_counts()
    named = _state_names(labels, old, new)
    each = ", ".join(f"{counts.get(state, 0)} {named[state]}" for state in STATES)
    return finish(
        picture,
        "What each independent account raises of the two families, by meeting",
        f"{len(states)} accounts as tiles, by year of the meeting and voice: {each}.",
    )


def _short(voice: str, label: str) -> str:
    """Name a country by its code, which is what there is room for, and others by their label."""
    return voice.upper() if len(voice) == 2 else label


def _state_names(labels: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {
        "old only": f"{labels[old]} only",
        "both": "both",
        "new only": f"{labels[new]} only",
        "neither": "neither",
    }


def _state_legend(
    ax: Axes, states: pd.Series, labels: Mapping[str, str], old: str, new: str, top: float
) -> None:
    counts = states.value_counts()
    handles = [
        Rectangle((0, 0), 1, 1, edgecolor=GREY, linewidth=0.6, **STATE_LOOK[state])
        for state in STATES
    ]
    named = _state_names(labels, old, new)
    ax.legend(
        handles,
        [f"{named[state]}: {counts.get(state, 0)}" for state in STATES],
        loc="upper left",
        ncols=len(STATES),
        fontsize=8.5,
        handlelength=1.6,
        handleheight=1.1,
    )


@styled
def index_over_time(
    index: pd.DataFrame, years: pd.Series, periods: pd.DataFrame, labels: Sequence[str]
) -> Picture:
    """Draw the shift index of each meeting, and of the two periods.

    Parameters
    ----------
    index : DataFrame
        From `shift.shift_index`, by meeting.
    years : Series of int
    periods : DataFrame
        From `shift.index_change`.
    labels : sequence of str
        Names of the old and the new family.

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.shift import composition, example, example_evidence, index_change, shift_index
    >>> raised, years = example()
    >>> index = shift_index(composition(raised, "drugs", "cyber"), np.random.default_rng(1))
    >>> periods = index_change(example_evidence().change, "drugs", "cyber")
    >>> print(index_over_time(index, years, periods, ["drugs", "cyber"]).alt)
    Shift index by year of the meeting: 2013 −1.00, 2016 −1.00, 2019 −1.00, 2024 0.00. ...
    """
    picture = new_picture(8, 3.2)
    ax, side = picture.subplots(1, 2, sharey=True, width_ratios=[5, 1])
    x = years.loc[index.index]
    ax.vlines(x, index["low"], index["high"], color=GREY, linewidth=3, alpha=0.5)
    ax.plot(x, index["index"], "D", color=INK, markersize=6)
    for key, count in index["accounts"].items():
        ax.text(years[key], 1.12, f"{count}", ha="center", fontsize=7.5, color=GREY)
    ax.text(x.min() - 1.0, 1.12, "accounts", ha="center", fontsize=7.5, color=GREY)
    both = periods.loc[["early", "late"]]
    side.vlines([0, 1], both["low"], both["high"], color=GREY, linewidth=5, alpha=0.5)
    side.plot([0, 1], both["index"], "D", color=INK, markersize=7)
    side.set_xticks([0, 1], ["early", "late"])
    side.set_xlim(-0.6, 1.6)
    for each in (ax, side):
        each.axhline(0, color=LIGHT, linewidth=0.8, zorder=0)
    ax.set_ylim(-1.08, 1.26)
    ax.set_yticks([-1, 0, 1], [f"−1: all {labels[0]}", "0: as much", f"1: all {labels[1]}"])
    ax.set_xlim(x.min() - 1.5, x.max() + 0.6)
    ax.set_xticks(list(x), [str(year) for year in x])
    each = ", ".join(f"{years[key]} {_index(row['index'])}" for key, row in index.iterrows())
    return finish(
        picture,
        "Shift index (new − old) / (new + old) of each meeting and period, with 90% intervals",
        f"Shift index by year of the meeting: {each}. Early period "
        f"{_index(periods.loc['early', 'index'])}, late period "
        f"{_index(periods.loc['late', 'index'])}.",
    )


def _index(value: float) -> str:
    """Write a shift index, which stands nowhere if neither family is raised."""
    return "none" if np.isnan(value) else f"{value:.2f}".replace("-", "−")


@styled
def change_plane(change: Change, old: str, new: str, labels: Mapping[str, str]) -> Picture:
    """Draw the changes of the old and the new family jointly, with what each pattern predicts.

    Parameters
    ----------
    change : Change
        From `shift.change`.
    old, new : str
        Two of its themes.
    labels : mapping of str to str

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in evidence.families}
    >>> print(change_plane(evidence.change, "drugs_cbrn", "cyber_hybrid", labels).alt)
    Joint draws of the change of drugs_cbrn and cyber_hybrid. ... Estimate −42 and +58 points.
    """
    picture = new_picture(8, 4.4)
    ax = picture.subplots()
    draws = change.difference
    shown = draws.iloc[:2500]
    ax.axhspan(0, 1, xmin=0, xmax=0.5, color=FAINT, alpha=0.6, zorder=0)
    ax.scatter(shown[old], shown[new], s=5, color=GREY, alpha=0.25, linewidths=0)
    row = change.table
    ax.plot(row.loc[old, "change"], row.loc[new, "change"], "D", color=INK, markersize=9)
    here = (row.loc[old, "change"], row.loc[new, "change"])
    across = row.loc[old, ["change_low", "change_high"]].to_numpy(dtype=float)
    upright = row.loc[new, ["change_low", "change_high"]].to_numpy(dtype=float)
    ax.plot(across, [here[1]] * 2, color=FAMILY_COLOURS[old], linewidth=2.5)
    ax.plot([here[0]] * 2, upright, color=FAMILY_COLOURS[new], linewidth=2.5, linestyle="--")
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.axvline(0, color=INK, linewidth=0.8)
    shares = patterns(change, old, new)
    quadrants = {
        "New rises as old falls:\nas displacement predicts": shares["displacement"],
        "New rises, old does not fall:\nas layering predicts": shares["layering"],
        "Old falls alone": shares["decline"],
        "Neither": shares["neither"],
    }
    for (x, y, align), (text, share) in zip(
        (
            (-0.98, 0.9, "left"),
            (0.98, 0.9, "right"),
            (-0.98, -0.58, "left"),
            (0.98, -0.58, "right"),
        ),
        quadrants.items(),
        strict=True,
    ):
        ax.text(
            x,
            y,
            f"{text}\n{share:.0%} of draws",
            ha=align,
            va="top",
            fontsize=8.5,
        )
    ax.set_xlim(-1, 1)
    ax.set_ylim(-0.75, 1)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(_points))
    ax.set_xlabel(f"change of {labels[old]} (percentage points)")
    ax.set_ylabel(f"change of {labels[new]}\n(percentage points)")
    each = "; ".join(
        f"{' '.join(text.lower().split())} {share:.0%}" for text, share in quadrants.items()
    )
    return finish(
        picture,
        "Change from the early to the late period, both families jointly",
        f"Joint draws of the change of {labels[old]} and {labels[new]}. Shares: {each}. Estimate "
        f"{points(row.loc[old, 'change'])} and {points(row.loc[new, 'change'])} points.",
    )


@styled
def change_by_theme(
    change: Change, families: Mapping[str, str], labels: Mapping[str, str]
) -> Picture:
    """Draw prevalence before and after for each theme, and the change with its interval.

    Parameters
    ----------
    change : Change
    families : mapping of str to str
        Family of each theme; a family is its own.
    labels : mapping of str to str

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in evidence.families}
    >>> print(change_by_theme(evidence.change, evidence.families, labels).alt)
    Prevalence in the early and the late period, ...: drugs_cbrn 100% to 58% (...
    """
    table = change.table.loc[list(families)]
    picture = new_picture(8, 1.3 + 0.38 * len(table))
    left, right = picture.subplots(1, 2, sharey=True, width_ratios=[1, 1])
    for y, (theme, row) in enumerate(table.iterrows()):
        colour = FAMILY_COLOURS[families[theme]]
        left.plot([row["early"], row["late"]], [y, y], color=colour, linewidth=2)
        left.plot(row["early"], y, "o", color=colour, markerfacecolor="white", markersize=8)
        left.plot(row["late"], y, "o", color=colour, markersize=8)
        right.plot(
            [row["change_low"], row["change_high"]], [y, y], color=colour, linewidth=3, alpha=0.6
        )
        right.plot(row["change"], y, "D", color=colour, markersize=6)
    left.plot([], [], "o", color=INK, markerfacecolor="white", label="before")
    left.plot([], [], "o", color=INK, label="after")
    left.legend(loc="lower right", fontsize=8)
    left.set_xlim(-0.04, 1.04)
    left.xaxis.set_major_formatter(FuncFormatter(_percent))
    left.set_xlabel("prevalence (mean over meetings)")
    right.axvline(0, color=INK, linewidth=0.8)
    right.set_xlim(-1, 1)
    right.xaxis.set_major_formatter(FuncFormatter(_points))
    right.set_xlabel(f"change (percentage points), {change.level:.0%} interval")
    left.set_yticks(range(len(table)), [labels[theme] for theme in table.index])
    for tick, theme in zip(left.get_yticklabels(), table.index, strict=True):
        tick.set_fontweight("bold" if families[theme] == theme else "normal")
    left.invert_yaxis()
    left.grid(axis="x")
    right.grid(axis="x")
    each = "; ".join(
        f"{labels[theme]} {row['early']:.0%} to {row['late']:.0%} "
        f"({points(row['change_low'])} to {points(row['change_high'])})"
        for theme, row in table.iterrows()
    )
    return finish(
        picture,
        "Prevalence before and after, and its change, family by family and topic by topic",
        f"Prevalence in the early and the late period, with the interval of the change: {each}.",
    )


@styled
def adjusted_odds(
    adjusted: pd.DataFrame, themes: Mapping[str, str], labels: Mapping[str, str]
) -> Picture:
    """Draw the odds ratio of one more year, with different features of the sources held fixed.

    Parameters
    ----------
    adjusted : DataFrame
        From `rivals.adjusted_trend`.
    themes : mapping of str to str
        Themes to draw, one a panel, and the family of each.
    labels : mapping of str to str

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.rivals import adjusted_trend
    >>> from eucad.shift import example
    >>> adjusted = adjusted_trend(*example(), {"nothing": None}, np.random.default_rng(1))
    >>> print(adjusted_odds(adjusted, {"cyber": "cyber_hybrid"}, {"cyber": "Cyber"}).alt)
    Exact odds ratios of one more year. Cyber, nothing fixed: 1.29 (0.93 to ∞).
    """
    strata = list(adjusted.index.unique("strata"))
    picture = new_picture(8, 1.4 + 0.3 * len(strata))
    panels = picture.subplots(1, len(themes), sharey=True, sharex=True, squeeze=False)[0]
    lowest, highest = 0.25, 8.0
    for ax, (theme, family) in zip(panels, themes.items(), strict=True):
        rows = adjusted.xs(theme, level="theme")
        colour = FAMILY_COLOURS[family]
        for y, (_, row) in enumerate(rows.iterrows()):
            if np.isnan(row["odds_ratio"]):
                ax.text(1, y, "not estimable", ha="center", va="center", fontsize=7.5, color=GREY)
                continue
            ends = np.clip([row["low"], row["high"]], lowest, highest)
            ax.plot(ends, [y, y], color=colour, linewidth=3, alpha=0.6)
            for end, limit, marker in ((lowest, row["low"], "<"), (highest, row["high"], ">")):
                if not lowest <= limit <= highest:
                    ax.plot(end, y, marker, color=colour, markersize=6, clip_on=False)
            ax.plot(np.clip(row["odds_ratio"], lowest, highest), y, "D", color=colour, markersize=6)
        ax.axvline(1, color=INK, linewidth=0.8)
        ax.set_xscale("log")
        ax.set_xlim(lowest, highest)
        ax.xaxis.set_major_locator(FixedLocator([0.5, 1, 2, 4]))
        ax.xaxis.set_minor_locator(FixedLocator([]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.set_title(labels[theme], fontsize=9.5, color=colour)
        ax.grid(axis="x")
    panels[0].set_yticks(range(len(strata)), strata)
    panels[0].set_ylabel("held fixed")
    panels[0].invert_yaxis()
    panels[len(panels) // 2].set_xlabel("odds ratio of one more year, exact 90% interval")
    each = "; ".join(
        f"{labels[theme]}, {name} fixed: {row['odds_ratio']:.2f} ({row['low']:.2f} to "
        f"{row['high']:.2f})".replace("inf", "∞")
        for theme in themes
        for name, row in adjusted.xs(theme, level="theme").iterrows()
    )
    return finish(
        picture,
        "Odds of being raised, for one more year, with features of the sources held fixed",
        f"Exact odds ratios of one more year. {each}.",
    )


@styled
def change_prior(
    sensitivity: Mapping[str, Mapping[str, ChangePoint]],
    families: Mapping[str, str],
    labels: Mapping[str, str],
) -> Picture:
    """Draw the probability that a theme never changed, under different assumptions.

    Parameters
    ----------
    sensitivity : mapping of str to (mapping of str to ChangePoint)
        Change-points by theme, by the name of the assumption.
    families : mapping of str to str
        Themes to draw, and the family of each.
    labels : mapping of str to str

    Returns
    -------
    Picture

    Examples
    --------
    >>> from eucad.shift import example_evidence
    >>> evidence = example_evidence()
    >>> labels = {name: name for name in evidence.families}
    >>> found = {"prior used": evidence.change_points}
    >>> print(change_prior(found, evidence.families, labels).alt)
    Probability that prevalence never changed, by assumption. drugs_cbrn: prior used ...
    """
    picture = new_picture(8, 1.4 + 0.36 * len(families))
    ax = picture.subplots()
    marks = dict(zip(sensitivity, "osD^v", strict=False))
    for y, (theme, family) in enumerate(families.items()):
        values = [found[theme].no_change for found in sensitivity.values()]
        ax.plot([min(values), max(values)], [y, y], color=LIGHT, linewidth=2, zorder=1)
        for (name, mark), value in zip(marks.items(), values, strict=True):
            first = name == next(iter(marks))
            ax.plot(
                value,
                y,
                mark,
                color=FAMILY_COLOURS[family],
                markerfacecolor=FAMILY_COLOURS[family] if first else "white",
                markersize=8,
            )
    for name, mark in marks.items():
        first = name == next(iter(marks))
        ax.plot([], [], mark, color=INK, markerfacecolor=INK if first else "white", label=name)
    ax.legend(loc="upper center", bbox_to_anchor=(0.45, -0.2), ncols=len(marks), fontsize=8)
    ax.set_yticks(range(len(families)), [labels[theme] for theme in families])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.axvline(0.5, color=LIGHT, linewidth=0.8)
    ax.xaxis.set_major_formatter(FuncFormatter(_percent))
    ax.set_xlabel("probability that prevalence never changed")
    ax.grid(axis="x")
    each = "; ".join(
        f"{labels[theme]}: "
        + ", ".join(f"{name} {found[theme].no_change:.0%}" for name, found in sensitivity.items())
        for theme in families
    )
    return finish(
        picture,
        "Probability of no change, under different assumptions",
        f"Probability that prevalence never changed, by assumption. {each}.",
    )

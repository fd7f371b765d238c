"""What was on the agenda: topics by meeting, period and series, and how alike agendas are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from eucad.show.marks import EMPTY, UNKNOWN, cell, label_grid, tint
from eucad.show.style import (
    BLUE,
    FAMILY_COLOURS,
    GREY,
    INK,
    LIGHT,
    ORANGE,
    Picture,
    finish,
    new_picture,
    styled,
)


@styled
def agenda_heatmap(
    prevalence: pd.DataFrame,
    spans: pd.DataFrame,
    ended: pd.Series,
    codebook: pd.DataFrame,
    families: Mapping[str, str],
    names: pd.Series,
) -> Picture:
    """Draw which topics the accounts of each meeting raise, topics in order of entry.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` by meeting.
    spans : DataFrame
        From `topics.spans`.
    ended : Series of int
        Number of accounts of each meeting that were visible to their end, by `meeting_id`.
    codebook : DataFrame
        `label` and `family` of each topic, indexed by `topic_id`.
    families : mapping
        Labels of the families.
    names : Series
        Short name of each meeting.

    Returns
    -------
    Picture
        A cell is tinted by the share of accounts and bears their number; it is hatched where
        nothing is known: no account, or no account that was visible to its end raises the topic.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> raised = topics.incidence(dataset)[["cbrn", "cyber"]]
    >>> ended = topics.visible_to_end(dataset)
    >>> picture = agenda_heatmap(
    ...     topics.prevalence(raised), topics.spans(raised, ended),
    ...     topics.count_ended(raised, ended), dataset.topics.set_index("topic_id"),
    ...     dataset.labels("topics", "family"), documents.held_meetings(dataset)["name"])
    >>> picture.alt.startswith("Grid of topics")
    True
    """
    raised, accounts = prevalence["raised"].unstack(0), prevalence["accounts"].unstack(0).iloc[0]
    meetings = accounts.index
    entry = {meeting: place for place, meeting in enumerate(meetings)}
    seen = spans[spans["seen"] > 0].copy()
    seen["entry"] = [entry[meeting] for meeting in seen["first"]]
    rows = seen.sort_values(["entry", "seen"], ascending=[True, False], kind="stable").index
    picture = new_picture(8, 0.215 * len(rows) + 1.35)
    ax = picture.subplots()
    for y, topic in enumerate(rows):
        colour = FAMILY_COLOURS[codebook.loc[topic, "family"]]
        for x, meeting in enumerate(meetings):
            some, known = raised.loc[topic, meeting], accounts[meeting]
            if some:
                cell(ax, x, y, f"{some}/{known}", facecolor=tint(colour, 0.3 + 0.7 * some / known))
            else:
                cell(ax, x, y, **(EMPTY if ended.get(meeting, 0) else UNKNOWN))
        ax.text(
            len(meetings) - 0.4,
            y,
            families[codebook.loc[topic, "family"]],
            va="center",
            fontsize=6.5,
            color=GREY,
        )
    ax.set_xlim(-0.5, len(meetings) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    never = codebook.loc[spans.index[spans["seen"] == 0], "label"].str.lower()
    note = f"Never seen: {', '.join(never)}." if len(never) else ""
    label_grid(
        ax,
        names[meetings],
        dict(enumerate(codebook.loc[rows, "label"])),
        "Accounts that raise the topic / accounts known. Hatched: not seen, but nothing known was "
        f"visible to its end.\n{note}",
    )
    always = [
        codebook.loc[topic, "label"]
        for topic in rows
        if spans.loc[topic, "seen"] == (accounts > 0).sum()
    ]
    last = seen[seen["entry"] == seen["entry"].max()].index
    alt = (
        f"Grid of topics, in order of entry, by {len(meetings)} meetings; each cell tells how many "
        f"of the known accounts raise the topic. Seen at every meeting with an account: "
        f"{', '.join(always) or 'none'}. The latest entries, at "
        f"{names[seen.loc[last[0], 'first']]}: {', '.join(codebook.loc[last, 'label'])}. {note}"
    )
    return finish(picture, "Topics raised at each meeting, in order of entry", alt.strip())


@styled
def family_prevalence(
    prevalence: pd.DataFrame, families: Mapping[str, str], names: pd.Series
) -> Picture:
    """Draw the share of accounts that raise each family of topics, with its interval.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` of `topics.by_family`, by meeting.
    families : mapping
        Labels of the families.
    names : Series
        Short name of each meeting.

    Returns
    -------
    Picture
        One panel a family; a meeting without an account is hatched.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> raised = topics.incidence(dataset)[["cbrn", "cyber"]]
    >>> shares = topics.prevalence(topics.by_family(raised, dataset.topics))
    >>> picture = family_prevalence(shares, dataset.labels("topics", "family"),
    ...                             documents.held_meetings(dataset)["name"])
    >>> picture.alt.startswith("Small multiples")
    True
    """
    wide = {column: prevalence[column].unstack(0) for column in prevalence}
    shown = wide["raised"].index[wide["raised"].sum(axis=1) > 0]
    accounts = wide["accounts"].iloc[0]
    columns = 3
    lines = -(-len(shown) // columns)
    picture = new_picture(8, 1.5 * lines + 0.9)
    axes = picture.subplots(lines, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for ax, family in zip(axes, shown, strict=False):
        colour = FAMILY_COLOURS[family]
        for x in np.flatnonzero(accounts == 0):
            ax.add_patch(Rectangle((x - 0.45, 0), 0.9, 1, **UNKNOWN))
        known = np.flatnonzero(accounts)
        low, high, share = (
            wide[column].loc[family].iloc[known] for column in ("low", "high", "prevalence")
        )
        ax.vlines(known, low, high, color=LIGHT, linewidth=2.5)
        ax.plot(
            known,
            share,
            "o",
            markersize=4.5,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.5,
        )
        ax.set_title(families[family], fontsize=8.5)
        ax.set_ylim(-0.06, 1.06)
        ax.set_xlim(-0.6, len(accounts) - 0.4)
        ax.set_yticks([0, 0.5, 1], ["0", "½", "all"], fontsize=7.5)
        ax.set_xticks(
            range(len(accounts)), [f"’{names[m][-2:]}" for m in accounts.index], fontsize=6.5
        )
        ax.tick_params(labelbottom=True)
    for ax in axes[len(shown) :]:
        ax.set_axis_off()
    for ax in axes[::columns]:
        ax.set_ylabel("share of accounts", fontsize=7.5)
    first, last = accounts.index[accounts > 0][[0, -1]]
    changes = ", ".join(
        f"{families[f]} {wide['raised'].loc[f, first]} of {accounts[first]} and "
        f"{wide['raised'].loc[f, last]} of {accounts[last]}"
        for f in shown
    )
    alt = (
        f"Small multiples, one for each of {len(shown)} families of topics: share of accounts of "
        f"each meeting that raise it, with 95% intervals, most of them wide. At {names[first]} "
        f"and at {names[last]}: {changes}."
    )
    return finish(
        picture, "Share of accounts that raise a family of topics, with 95% intervals", alt
    )


@styled
def leading_topics(prevalence: pd.DataFrame, codebook: pd.DataFrame, leading: int = 10) -> Picture:
    """Draw how the leading topics rank in each period.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` by period.
    codebook : DataFrame
        `label` and `family` of each topic, indexed by `topic_id`.
    leading : int
        How many topics: those that most accounts raise over all periods.

    Returns
    -------
    Picture
        Ranks within the topics shown; equal shares are ordered as they are over all periods.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> dataset = eucad.load()
    >>> raised = topics.incidence(dataset)[["cbrn", "cyber", "water"]]
    >>> shares = topics.prevalence(
    ...     topics.group_meetings(raised, topics.periods(raised, 3)), ["period"])
    >>> picture = leading_topics(shares, dataset.topics.set_index("topic_id"), leading=2)
    >>> picture.alt.startswith("Ranks of the 2 leading topics")
    True
    """
    raised, accounts = prevalence["raised"].unstack(0), prevalence["accounts"].unstack(0).iloc[0]
    totals = raised.sum(axis=1).sort_values(ascending=False, kind="stable")
    shown = totals.index[:leading]
    shares = prevalence["prevalence"].unstack(0).loc[shown]
    # Rows stand in order of their totals, so the first of equals is the more frequent overall.
    ranks = shares.rank(ascending=False, method="first")
    picture = new_picture(8, 0.33 * leading + 1.0)
    ax = picture.subplots()
    for topic in shown:
        colour = FAMILY_COLOURS[codebook.loc[topic, "family"]]
        ax.plot(range(len(accounts)), ranks.loc[topic], color=colour, linewidth=3)
        for x, period in enumerate(accounts.index):
            ax.text(
                x,
                ranks.loc[topic, period],
                f"{raised.loc[topic, period]}/{accounts[period]}",
                ha="center",
                va="center",
                fontsize=7.5,
                bbox={
                    "boxstyle": "round,pad=0.28",
                    "facecolor": "white",
                    "edgecolor": colour,
                    "linewidth": 1.4,
                },
            )
        for x, align in ((-0.14, "right"), (len(accounts) - 0.86, "left")):
            period = 0 if align == "right" else -1
            ax.text(
                x,
                ranks.loc[topic].iloc[period],
                codebook.loc[topic, "label"],
                ha=align,
                va="center",
                fontsize=8,
            )
    ax.set_xlim(-0.75, len(accounts) - 0.25)
    ax.set_ylim(leading + 0.6, 0.4)
    ax.set_xticks(range(len(accounts)), [f"{p}\n{accounts[p]} accounts" for p in accounts.index])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    orders = "; ".join(
        f"{period}: {', '.join(codebook.loc[ranks[period].sort_values().index, 'label'])}"
        for period in accounts.index
    )
    alt = f"Ranks of the {len(shown)} leading topics in {len(accounts)} periods. {orders}."
    return finish(
        picture, f"The {len(shown)} leading topics, ranked by share of accounts in each period", alt
    )


@styled
def programme_timeline(
    prevalence: pd.DataFrame, ended: pd.Series, programmes: pd.Series, names: pd.Series
) -> Picture:
    """Draw which EU programmes the accounts of each meeting name.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` of `topics.programme_incidence`, by meeting.
    ended : Series of int
        Number of accounts of each meeting that were visible to their end, by `meeting_id`.
    programmes : Series
        Name of each programme, by its id.
    names : Series
        Short name of each meeting.

    Returns
    -------
    Picture
        A meeting of which no account was visible to its end is hatched.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> named = topics.programme_incidence(dataset)
    >>> picture = programme_timeline(
    ...     topics.prevalence(named),
    ...     topics.count_ended(named, topics.visible_to_end(dataset)),
    ...     dataset.programmes.set_index("programme_id")["name"],
    ...     documents.held_meetings(dataset)["name"])
    >>> picture.alt.startswith("Programmes named")
    True
    """
    raised, accounts = prevalence["raised"].unstack(0), prevalence["accounts"].unstack(0).iloc[0]
    places = {programme: np.flatnonzero(row) for programme, row in raised.iterrows()}
    shown = sorted(
        (p for p in places if len(places[p])), key=lambda p: (places[p][0], -len(places[p]))
    )
    picture = new_picture(8, 0.3 * len(shown) + 1.3)
    ax = picture.subplots()
    for x in np.flatnonzero(ended.reindex(accounts.index, fill_value=0) == 0):
        ax.add_patch(Rectangle((x - 0.45, -0.5), 0.9, len(shown), **UNKNOWN, zorder=0))
    for y, programme in enumerate(shown):
        ax.plot(places[programme][[0, -1]], [y, y], color=LIGHT, linewidth=2, zorder=1)
        for x in places[programme]:
            ax.plot(x, y, "o", markersize=15, color=BLUE, zorder=2)
            ax.text(
                x,
                y,
                f"{raised.loc[programme].iloc[x]}/{accounts.iloc[x]}",
                ha="center",
                va="center",
                fontsize=6.5,
                color="white",
            )
    ax.set_xlim(-0.5, len(accounts) - 0.5)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    label_grid(
        ax,
        names[accounts.index],
        {y: _shortened(programmes[programme]) for y, programme in enumerate(shown)},
        "Accounts that name the programme / accounts known.\n"
        "Hatched: nothing known was visible to its end.",
    )
    each = "; ".join(
        f"{programmes[p]}: {', '.join(names[accounts.index[x]] for x in places[p])}" for p in shown
    )
    return finish(
        picture,
        "EU programmes named in the accounts of each meeting",
        f"Programmes named in the accounts of the meetings. {each}.",
    )


def _shortened(name: str, width: int = 42) -> str:
    return name if len(name) <= width else name[: name.rfind(" ", 0, width)] + " …"


@styled
def series_comparison(
    prevalence: pd.DataFrame, codebook: pd.DataFrame, series: Mapping[str, str], leading: int = 16
) -> Picture:
    """Draw how often each topic is raised in the dialogue and in the other series.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` by series; the first series is compared with the others.
    codebook : DataFrame
        `label` and `family` of each topic, indexed by `topic_id`.
    series : mapping
        Labels of the series.
    leading : int
        How many topics: those that most accounts of all series raise.

    Returns
    -------
    Picture
        Topics in order of the difference between the first series and the mean of the others.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> raised = topics.incidence(dataset, series=("hlsd", "fmm"))[["cbrn", "water"]]
    >>> series = documents.held_meetings(dataset)["series"].cat.remove_unused_categories()
    >>> shares = topics.prevalence(topics.group_meetings(raised, series), ["series"])
    >>> picture = series_comparison(shares.loc[["hlsd", "fmm"]],
    ...     dataset.topics.set_index("topic_id"), dataset.labels("meetings", "series"))
    >>> picture.alt.startswith("Share of accounts")
    True
    """
    shares = prevalence["prevalence"].unstack(0)
    accounts = prevalence["accounts"].unstack(0).iloc[0]
    kinds = list(prevalence.index.unique(0))
    totals = prevalence["raised"].unstack(0).sum(axis=1)
    shown = totals.sort_values(ascending=False, kind="stable").index[:leading]
    difference = shares[kinds[0]] - shares[kinds[1:]].mean(axis=1)
    order = difference[shown].sort_values(ascending=False, kind="stable").index
    picture = new_picture(8, 0.27 * len(order) + 1.5)
    ax = picture.subplots()
    looks = [("o", INK, 7), ("D", ORANGE, 5.5), ("^", "white", 6)]
    for row, kind in enumerate(kinds):
        marker, colour, size = looks[row % len(looks)]
        found = prevalence.loc[kind].loc[order]
        places = np.arange(len(order)) + 0.24 * (row - (len(kinds) - 1) / 2)
        ax.hlines(places, found["low"], found["high"], color=LIGHT, linewidth=1.6, zorder=1)
        ax.plot(
            found["prevalence"],
            places,
            marker,
            markersize=size,
            color=colour,
            markeredgecolor=INK,
            markeredgewidth=0.7,
            label=f"{series[kind]} ({accounts[kind]} accounts)",
            zorder=2,
        )
    ax.grid(axis="y")
    ax.set_yticks(range(len(order)), codebook.loc[order, "label"], fontsize=8)
    ax.set_ylim(len(order) - 0.4, -0.7)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_xlabel("share of accounts that raise the topic, with 95% interval")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=7.5, columnspacing=1)
    most, least = order[0], order[-1]
    alt = (
        f"Share of accounts that raise each of {len(order)} topics, by series "
        f"({', '.join(series[kind] for kind in kinds)}). "
        + " ".join(
            f"{codebook.loc[topic, 'label']}: "
            + ", ".join(f"{shares.loc[topic, kind]:.0%} in {series[kind]}" for kind in kinds)
            + "."
            for topic in (most, least)
        )
        + " These two differ most."
    )
    return finish(picture, "What is special to the dialogue: topics by series of meetings", alt)


@styled
def similar_pairs(pairs: pd.DataFrame, labels: Mapping[str, str], leading: int = 10) -> Picture:
    """Draw the most similar pairs of accounts, beside what chance makes alike.

    Parameters
    ----------
    pairs : DataFrame
        From `similarity.similarity` by account.
    labels : mapping
        Label of each account.
    leading : int
        How many pairs.

    Returns
    -------
    Picture

    Examples
    --------
    >>> import eucad
    >>> import numpy as np
    >>> from eucad import similarity, topics
    >>> found = similarity.similarity(topics.incidence(eucad.load()), ["account_id"],
    ...                               rng=np.random.default_rng(1), samples=20)
    >>> accounts = found.index.levels[0].union(found.index.levels[1])
    >>> picture = similar_pairs(found, dict(zip(accounts, accounts)))
    >>> picture.alt.startswith("The 10 pairs")
    True
    """
    shown = pairs.sort_values("similarity", ascending=False, kind="stable").head(leading)
    picture = new_picture(8, 0.3 * len(shown) + 1.3)
    ax = picture.subplots()
    for y, (_, row) in enumerate(shown.iterrows()):
        ax.plot([row["low"], row["high"]], [y, y], color=LIGHT, linewidth=6, solid_capstyle="butt")
        ax.plot(row["expected"], y, "|", color=GREY, markersize=9, markeredgewidth=1.5)
        striking = row["p_any"] <= 0.05
        ax.plot(
            row["similarity"],
            y,
            "o",
            markersize=8,
            color=INK if striking else "white",
            markeredgecolor=INK,
        )
        ax.text(row["similarity"] + 0.02, y, f"{row['similarity']:.2f}", va="center", fontsize=7.5)
    ax.set_yticks(
        range(len(shown)), [f"{labels[a]} – {labels[b]}" for a, b in shown.index], fontsize=7.5
    )
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.04)
    ax.set_xlabel(
        "Jaccard similarity of two accounts. Bar and tick: 95% and mean of shuffled accounts.\n"
        "Filled: further above than any pair stands in 95% of the shuffles.",
        fontsize=8,
    )
    (first, second), top = shown.index[0], shown.iloc[0]
    beyond = (shown["p_any"] <= 0.05).sum()
    alt = (
        f"The {len(shown)} pairs of accounts with the most similar topics, beside what shuffled "
        f"accounts give. First: {labels[first]} and {labels[second]}, {top['similarity']:.2f} "
        f"against {top['expected']:.2f}. Pairs beyond what any pair reaches by chance: "
        f"{beyond}."
    )
    return finish(picture, "Accounts that resemble each other, and what chance makes alike", alt)

"""What the analysis of topics found, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from eucad.agenda import expected_by_chance
from eucad.show.words import counted, interval, labels_of, listing, probability


def persistence(spans: pd.DataFrame, codebook: pd.DataFrame) -> str:
    """State which topics were never off the agenda.

    Parameters
    ----------
    spans : DataFrame
        From `topics.spans`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": [3, 1], "observed": 3}, index=["water", "cyber"])
    >>> codebook = pd.DataFrame({"label": ["Water", "Cyber"]}, index=["water", "cyber"])
    >>> persistence(spans, codebook)
    '**Never off the agenda** in any of the 3 meetings of which an account is known: Water.'
    """
    return (
        f"**Never off the agenda** in any of the {spans['observed'].max()} meetings of which an "
        f"account is known: {labels_of(always_seen(spans), codebook)}."
    )


def always_seen(spans: pd.DataFrame) -> pd.Index:
    """List the topics that are seen at every meeting of which an account is known.

    Parameters
    ----------
    spans : DataFrame
        From `topics.spans`, or `shift.span`.

    Returns
    -------
    Index

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": [3, 1], "observed": 3}, index=["water", "cyber"])
    >>> always_seen(spans).to_list()
    ['water']
    """
    return spans.index[spans["seen"] == spans["observed"]]


def entries(
    spans: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series, at_most: float = 0.05
) -> str:
    """State which topics came in: silent before, where earlier accounts were visible to their end.

    Parameters
    ----------
    spans, codebook
        As in :func:`persistence`.
    names : Series
        Short name of each meeting.
    at_most : float
        Largest probability of so long a silence by chance.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> spans = pd.DataFrame({"first": ["m9"], "silent_before": [4], "chance_before": [0.01]},
    ...                      index=["cyber"])
    >>> codebook = pd.DataFrame({"label": ["Cyber"]}, index=["cyber"])
    >>> entries(spans, codebook, pd.Series({"m9": "Brussels 2024"}))
    '**Came in:** Cyber, first seen at Brussels 2024 (4 earlier accounts ... chance 0.010).'
    """
    return f"**Came in:** {_moves(spans, 'before', at_most, codebook, names)}."


def exits(
    spans: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series, at_most: float = 0.05
) -> str:
    """State which topics went out: silent after, where later accounts were visible to their end.

    Parameters
    ----------
    spans, codebook, names, at_most
        As in :func:`entries`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> spans = pd.DataFrame({"last": ["m3"], "silent_to_end": [4], "chance_after": [0.01]},
    ...                      index=["cbrn"])
    >>> codebook = pd.DataFrame({"label": ["CBRN"]}, index=["cbrn"])
    >>> exits(spans, codebook, pd.Series({"m3": "Brussels 2016"}))
    '**Went out:** CBRN, last seen at Brussels 2016 (4 later accounts ... chance 0.010).'
    """
    return f"**Went out:** {_moves(spans, 'after', at_most, codebook, names)}."


# For the silence on each side of a span: where it begins, and the accounts that could break it.
_SILENCES = {
    "before": ("first", "silent_before", "earlier account"),
    "after": ("last", "silent_to_end", "later account"),
}


def moved(spans: pd.DataFrame, side: str, at_most: float = 0.05) -> pd.DataFrame:
    """Select topics whose silence is longer than chance explains, and seen to the end of a text.

    Parameters
    ----------
    spans, at_most
        As in :func:`entries`.
    side : {"before", "after"}
        Before the first sighting, for topics that came in, or after the last.

    Returns
    -------
    DataFrame
        Rows of `spans`.

    Examples
    --------
    >>> columns = {"silent_to_end": [3, 0], "chance_after": [0.01, 0.01]}
    >>> moved(pd.DataFrame(columns, index=["cbrn", "health"]), "after").index.to_list()
    ['cbrn']
    """
    return spans[(spans[f"chance_{side}"] <= at_most) & (spans[_SILENCES[side][1]] > 0)]


def _moves(
    spans: pd.DataFrame, side: str, at_most: float, codebook: pd.DataFrame, names: pd.Series
) -> str:
    """List these topics by meeting and chance."""
    found, (end, silent, noun) = moved(spans, side, at_most), _SILENCES[side]
    parts = []
    for (meeting, chance), group in found.groupby([found[end].astype(str), f"chance_{side}"]):
        accounts = int(group[silent].iloc[0])
        parts.append(
            f"{labels_of(group.index, codebook)}, {end} seen at {names[meeting]} "
            f"({counted(accounts, noun)} visible to "
            f"{'its end is' if accounts == 1 else 'their end are'} silent; chance "
            f"{probability(chance)})"
        )
    return "; ".join(parts) or "no topic beyond what chance explains"


def without(
    spans: pd.DataFrame, reduced: pd.DataFrame, codebook: pd.DataFrame, at_most: float = 0.05
) -> str:
    """State what of the above rests on accounts that borrow their wording.

    Parameters
    ----------
    spans : DataFrame
        From `topics.spans` of all accounts.
    reduced : DataFrame
        The same without the borrowed accounts.
    codebook, at_most
        As in :func:`exits`.

    Returns
    -------
    str
        Markdown: which topics are no longer seen at every meeting, and which entries and exits
        remain.

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": 3, "observed": 3, "silent_before": 0, "silent_to_end": 0,
    ...                       "chance_before": 1.0, "chance_after": 1.0}, index=["water"])
    >>> codebook = pd.DataFrame({"label": ["Water"]}, index=["water"])
    >>> without(spans, spans.assign(seen=2), codebook)
    '**Without the borrowed account:** ... every meeting: Water. 0 of 0 entries remain. Exits ...'
    """
    lost = only_borrowed(spans, reduced)
    came, still = (moved(found, "before", at_most) for found in (spans, reduced))
    least = f", with at least {counted(still['silent_before'].min(), 'silent account')} before"
    exits = listing(
        f"{labels_of([topic], codebook)} (chance {probability(row['chance_after'])})"
        for topic, row in moved(reduced, "after", at_most).iterrows()
    )
    return (
        "**Without the borrowed account:** no longer seen at every meeting: "
        f"{labels_of(lost, codebook)}. {len(still.index.intersection(came.index))} of {len(came)} "
        f"entries remain{least if len(still) else ''}. Exits that remain: {exits}."
    )


def only_borrowed(spans: pd.DataFrame, reduced: pd.DataFrame) -> pd.Index:
    """List the topics that are seen at every meeting only thanks to a borrowed account.

    Parameters
    ----------
    spans, reduced : DataFrame
        As in :func:`without`.

    Returns
    -------
    Index

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": [3, 3], "observed": 3}, index=["water", "cyber"])
    >>> only_borrowed(spans, spans.assign(seen=[2, 3])).to_list()
    ['water']
    """
    return always_seen(spans).difference(always_seen(reduced), sort=False)


def by_chance(spans: pd.DataFrame, at_most: float = 0.05) -> str:
    """State how many entries and exits there are, and how many chance alone would give.

    Parameters
    ----------
    spans, at_most
        As in :func:`entries`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": [1], "observed": [20], "silent_before": [4],
    ...                       "silent_to_end": [0], "chance_before": 0.05, "chance_after": 1.0})
    >>> by_chance(spans)
    'Of 1 topic seen, 1 came in and 0 went out; in a random order ... 0.1 would come in, ...'
    """
    seen = spans[spans["seen"] > 0]
    came, gone = (len(moved(seen, side, at_most)) for side in _SILENCES)
    return (
        f"Of {counted(len(seen), 'topic')} seen, {came} came in and {gone} went out; in a random "
        f"order of the meetings, {expected_by_chance(seen, at_most):.1f} would come in, and as "
        "many go out. Topics that one long account brings in together are not independent of each "
        "other."
    )


def spans_table(
    spans: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series, families: Mapping[str, str]
) -> pd.DataFrame:
    """Set out when each topic was seen, with human headings.

    Parameters
    ----------
    spans, codebook, names
        As in :func:`entries`; `codebook` has the `family` too.
    families : mapping
        Labels of the families.

    Returns
    -------
    DataFrame
        Topics that were seen, in order of entry and then of the number of meetings.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> table = spans_table(
    ...     topics.spans(topics.incidence(dataset), topics.visible_to_end(dataset)),
    ...     dataset.topics.set_index("topic_id"), documents.held_meetings(dataset)["name"],
    ...     dataset.labels("topics", "family"))
    >>> table.loc["CBRN", ["Last seen", "Meetings"]].to_list()
    ['Brussels 2016', '3 of 12']
    """
    seen = spans[spans["seen"] > 0]
    place = {meeting: number for number, meeting in enumerate(names.index)}
    order = seen.assign(entry=seen["first"].map(place)).sort_values(
        ["entry", "seen"], ascending=[True, False], kind="stable"
    )
    table = pd.DataFrame(
        {
            "Family": codebook["family"].astype(str).map(families)[order.index],
            "First seen": order["first"].map(names),
            "Last seen": order["last"].map(names),
            "Meetings": [
                f"{s} of {o}" for s, o in zip(order["seen"], order["observed"], strict=True)
            ],
            "Longest run": order["longest_run"],
            "Chance of silence before": order["chance_before"].map(probability),
            "Earlier accounts to their end": order["silent_before"],
            "Chance of silence after": order["chance_after"].map(probability),
            "Later accounts to their end": order["silent_to_end"],
        }
    )
    return _labelled(table, codebook)


def _labelled(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Put the labels of topics in the place of their keys."""
    return table.set_axis(pd.Index(codebook.loc[table.index, "label"], name="Topic"))


def variants_table(
    spans: Mapping[str, pd.DataFrame],
    topics: Sequence[str],
    codebook: pd.DataFrame,
    names: pd.Series,
) -> pd.DataFrame:
    """Set out when some topics were seen under other reasonable choices.

    Parameters
    ----------
    spans : mapping of str to DataFrame
        Name of each choice to what `topics.spans` finds under it.
    topics : sequence of str
    codebook, names
        As in :func:`entries`.

    Returns
    -------
    DataFrame
        Topics × choices: the number of meetings, with the first and the last year.

    Examples
    --------
    >>> spans = pd.DataFrame({"seen": [2], "observed": [3], "first": ["m1"], "last": ["m2"]},
    ...                      index=["cbrn"])
    >>> variants_table({"all": spans}, ["cbrn"], pd.DataFrame({"label": ["CBRN"]}, ["cbrn"]),
    ...                pd.Series({"m1": "Brussels 2013", "m2": "Dushanbe 2015"})).loc["CBRN", "all"]
    '2 of 3 (2013–2015)'
    """

    def written(row: pd.Series) -> str:
        share = f"{row['seen']} of {row['observed']}"
        if not row["seen"]:
            return share
        first, last = names[row["first"]][-4:], names[row["last"]][-4:]
        return f"{share} ({first})" if first == last else f"{share} ({first}–{last})"

    table = {
        choice: found.loc[list(topics)].apply(written, axis=1) for choice, found in spans.items()
    }
    return _labelled(pd.DataFrame(table), codebook)


def prevalence_table(
    pooled: pd.DataFrame, balanced: pd.DataFrame, codebook: pd.DataFrame, leading: int = 10
) -> pd.DataFrame:
    """Set the share of accounts beside the share balanced over voices, for the leading topics.

    Parameters
    ----------
    pooled : DataFrame
        From `topics.prevalence` of all meetings together.
    balanced : DataFrame
        From `topics.balanced_prevalence` of the same accounts.
    codebook : DataFrame
        As in :func:`persistence`.
    leading : int
        How many topics.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> shares = pd.DataFrame({"raised": [4], "accounts": [5], "prevalence": [0.8], "low": [0.4],
    ...                        "high": [0.97]}, index=["water"])
    >>> table = prevalence_table(shares, shares, pd.DataFrame({"label": ["Water"]}, ["water"]))
    >>> table.loc["Water", ["Accounts", "Share"]].to_list()
    ['4 of 5', '80% (40% to 97%)']
    """
    shown = pooled.sort_values("prevalence", ascending=False, kind="stable").head(leading)
    table = pd.DataFrame(
        {
            "Accounts": [f"{k} of {n}" for k, n in shown[["raised", "accounts"]].to_numpy(int)],
            "Share": shown.apply(_percentage, axis=1),
            "Balanced over voices": balanced.loc[shown.index].apply(_percentage, axis=1),
        }
    )
    return _labelled(table, codebook)


def _percentage(row: pd.Series, value: str = "prevalence", prefix: str = "") -> str:
    limits = interval(row[f"{prefix}low"], row[f"{prefix}high"], ".0%")
    return f"{row[value]:.0%} ({limits})"


def special(
    prevalence: pd.DataFrame,
    balanced: pd.DataFrame,
    codebook: pd.DataFrame,
    series: Mapping[str, str],
) -> str:
    """State which topics set the first series apart from the second.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` by series, the two to compare first.
    balanced : DataFrame
        From `topics.balanced_prevalence` by the same series.
    codebook : DataFrame
        As in :func:`persistence`.
    series : mapping
        Labels of the series.

    Returns
    -------
    str
        Markdown: the topics whose intervals do not overlap, and those of them of which this holds
        with every voice counting the same.

    Examples
    --------
    >>> shares = pd.DataFrame(
    ...     {"prevalence": [0.8, 0.2], "low": [0.6, 0.1], "high": [0.9, 0.3]},
    ...     index=pd.MultiIndex.from_product([["hlsd", "fmm"], ["drugs"]]))
    >>> codebook = pd.DataFrame({"label": ["Drugs"]}, index=["drugs"])
    >>> special(shares, shares, codebook, {"hlsd": "Dialogue", "fmm": "Ministers"})
    '**Special to the dialogue** ... Drugs (80% against 20%); balanced ... still: Drugs. Rarer ...'
    """
    first, second = list(prevalence.index.unique(0))[:2]
    ours, theirs = prevalence.loc[first], prevalence.loc[second]
    gap = (ours["prevalence"] - theirs["prevalence"]).sort_values(ascending=False, kind="stable")

    def apart(shares: pd.DataFrame, more: str, less: str) -> list[str]:
        above = shares.loc[more, "low"] > shares.loc[less, "high"]
        return [topic for topic in gap.index if above[topic]]

    def listed(more: str, less: str) -> str:
        topics, lasting = apart(prevalence, more, less), apart(balanced, more, less)
        if not topics:
            return "none"
        shares = listing(
            f"{labels_of([topic], codebook)} ({ours.loc[topic, 'prevalence']:.0%} against "
            f"{theirs.loc[topic, 'prevalence']:.0%})"
            for topic in topics
        )
        lasting = labels_of([topic for topic in topics if topic in lasting], codebook)
        return f"{shares}; balanced over voices still: {lasting}"

    return (
        f"**Special to the dialogue** rather than to “{series[second]}” (intervals apart): "
        f"{listed(first, second)}. Rarer in it: {listed(second, first)}."
    )


def rarefaction_table(expected: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Set out how many topics a meeting shows at each number of accounts.

    Parameters
    ----------
    expected : DataFrame
        From `topics.rarefaction`.
    names : Series
        Short name of each meeting.

    Returns
    -------
    DataFrame
        Numbers of accounts × meetings; a dash where there are fewer accounts.

    Examples
    --------
    >>> expected = pd.DataFrame({1: [5.0, 6.25], 2: [8.0, None]}, index=["m1", "m2"])
    >>> rarefaction_table(expected, pd.Series({"m1": "Brussels 2016", "m2": "Bishkek 2017"}))
    Accounts Brussels 2016 Bishkek 2017
    1                  5.0          6.2
    2                  8.0            –
    """
    written = expected.map(lambda topics: "–" if pd.isna(topics) else f"{topics:.1f}").T
    written.columns = pd.Index(names[expected.index], name="Accounts")
    return written.rename_axis(index=None)


def breadth(expected: pd.DataFrame, names: pd.Series, size: int = 2) -> str:
    """State how many topics meetings show at an equal number of accounts.

    Parameters
    ----------
    expected, names
        As in :func:`rarefaction_table`.
    size : int
        Number of accounts to compare at.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> expected = pd.DataFrame({1: [5.0, 6.0], 2: [8.0, None]}, index=["m1", "m2"])
    >>> breadth(expected, pd.Series({"m1": "Brussels 2016", "m2": "Bishkek 2017"}))
    'At 2 accounts, the 1 meeting with so many shows 8.0 topics (Brussels 2016). For 1 meeting ...'
    """
    known = expected[size].dropna().sort_values()
    fewer = expected.index[expected[size].isna() & expected[1].notna()]
    ends = [f"{known[meeting]:.1f} topics ({names[meeting]})" for meeting in known.index[[0, -1]]]
    shown = " to ".join(dict.fromkeys(ends))
    return (
        f"At {size} accounts, the {counted(len(known), 'meeting')} with so many "
        f"{'shows' if len(known) == 1 else 'show'} {shown}. For {counted(len(fewer), 'meeting')} "
        f"with fewer accounts, nothing can be said at this number: "
        f"{listing(names[meeting] for meeting in fewer)}."
    )


def salience_table(found: pd.DataFrame, codebook: pd.DataFrame, least: int = 6) -> pd.DataFrame:
    """Set out how early and how strongly topics are raised, the earliest first.

    Parameters
    ----------
    found : DataFrame
        From `topics.salience`.
    codebook : DataFrame
        As in :func:`persistence`.
    least : int
        Topics that fewer accounts raise are left out.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> found = pd.DataFrame(
    ...     {"accounts": [8], "earliness": [0.5], "earliness_low": [0.2], "earliness_high": [0.9],
    ...      "strong": [0.25], "strong_low": [0.05], "strong_high": [0.6]}, index=["water"])
    >>> table = salience_table(found, pd.DataFrame({"label": ["Water"]}, ["water"]))
    >>> table.loc["Water"].to_list()[1:]
    ['0.50 (0.20 to 0.90)', '25% (5% to 60%)']
    """
    order = found[found["accounts"] >= least].sort_values(
        ["earliness", "strong"], ascending=False, kind="stable"
    )
    table = pd.DataFrame(
        {
            "Accounts": order["accounts"],
            "How early (1 first, 0 last)": [
                f"{row.earliness:.2f} ({interval(row.earliness_low, row.earliness_high)})"
                for row in order.itertuples()
            ],
            "Agreed or a priority": order.apply(_percentage, axis=1, args=("strong", "strong_")),
        }
    )
    return _labelled(table, codebook)


def salience(found: pd.DataFrame, codebook: pd.DataFrame, least: int = 6) -> str:
    """State which topics are raised earliest and most strongly.

    Parameters
    ----------
    found, codebook, least
        As in :func:`salience_table`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> dataset = eucad.load()
    >>> text = salience(topics.salience(topics.mentions(dataset)),
    ...                 dataset.topics.set_index("topic_id"))
    >>> text.startswith("Of the topics that at least 6 accounts raise")
    True
    """
    shown = found[found["accounts"] >= least]
    first, most = (shown.loc[shown[column].idxmax()] for column in ("earliness", "strong"))
    return (
        f"Of the topics that at least {least} accounts raise, **{codebook.loc[first.name, 'label']}"
        f"** stands earliest (median {first['earliness']:.2f}, "
        f"{interval(first['earliness_low'], first['earliness_high'])}), and "
        f"**{codebook.loc[most.name, 'label']}** is most often agreed or named as a priority "
        f"({most['strong']:.0%} of {most['accounts']:.0f} accounts, "
        f"{interval(most['strong_low'], most['strong_high'], '.0%')})."
    )


def programmes(prevalence: pd.DataFrame, names: pd.Series, labels: pd.Series) -> str:
    """State which EU programmes are named longest, and when none is.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` of `topics.programme_incidence`, by meeting.
    names : Series
        Short name of each meeting.
    labels : Series
        Name of each programme.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> shares = topics.prevalence(topics.programme_incidence(dataset))
    >>> text = programmes(shares, documents.held_meetings(dataset)["name"],
    ...                   dataset.programmes.set_index("programme_id")["name"])
    >>> text.startswith("Named at most meetings: ")
    True
    """
    raised, accounts = prevalence["raised"].unstack(0), prevalence["accounts"].unstack(0).iloc[0]
    meetings = (raised > 0).sum(axis=1)
    most = meetings.index[meetings == meetings.max()]
    without = accounts.index[(accounts > 0) & (raised.sum() == 0)]
    return (
        f"Named at most meetings: {listing(labels[most])} ({meetings.max()} of "
        f"{(accounts > 0).sum()}). {(meetings == 1).sum()} of the {(meetings > 0).sum()} "
        f"programmes are named at a single meeting. No known account names any at "
        f"{listing(names[without], 'no meeting')}."
    )


def account_labels(
    incidence: pd.DataFrame, names: pd.Series, voices: Mapping[str, str]
) -> dict[str, str]:
    """Name every account by its meeting and voice.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.
    names : Series
        Short name of each meeting.
    voices : mapping
        Labels of the voices.

    Returns
    -------
    dict

    Examples
    --------
    >>> import eucad
    >>> from eucad import documents, topics
    >>> dataset = eucad.load()
    >>> labels = account_labels(topics.incidence(dataset), documents.held_meetings(dataset)["name"],
    ...                         dataset.labels("lineages", "voice"))
    >>> labels["hlsd2016-tm-embassy"]
    'Brussels 2016, Turkmenistan'
    """
    return {
        account: f"{names[meeting]}, {voices[voice]}" for meeting, voice, account in incidence.index
    }


def borrowed(pairs: pd.DataFrame, labels: Mapping[str, str], at_most: float = 0.05) -> str:
    """State which accounts are more alike than any two are by chance.

    Parameters
    ----------
    pairs : DataFrame
        From `similarity.similarity` by account.
    labels : mapping
        Label of each account.
    at_most : float
        Largest share of shuffles in which any pair stands out as much.

    Returns
    -------
    str
        Markdown: the most similar pair, and how many pairs stand out.

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"similarity": [0.9], "expected": [0.4], "low": [0.2], "high": [0.6], "p_any": [0.01]},
    ...     index=pd.MultiIndex.from_tuples([("a", "b")]))
    >>> borrowed(pairs, {"a": "EU 2015", "b": "Turkmenistan 2016"})
    '**Most alike** of 1 pair of accounts: EU 2015 and Turkmenistan 2016 ... 1 pair stands out.'
    """
    top = pairs.sort_values(["similarity", "p_any"], ascending=[False, True]).iloc[0]
    striking = int((pairs["p_any"] <= at_most).sum())
    return (
        f"**Most alike** of {counted(len(pairs), 'pair')} of accounts: {labels[top.name[0]]} and "
        f"{labels[top.name[1]]} ({top['similarity']:.2f}; chance gives {top['expected']:.2f}, "
        f"mostly {interval(top['low'], top['high'])}; any pair stands out as much with probability "
        f"{probability(top['p_any'])}). {counted(striking, 'pair')} "
        f"{'stands' if striking == 1 else 'stand'} out."
    )


def similarity_table(pairs: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Set out the similarity of meetings, the most similar first.

    Parameters
    ----------
    pairs : DataFrame
        From `similarity.similarity` by meeting.
    names : Series
        Short name of each meeting.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"similarity": [0.9], "expected": [0.4], "low": [0.2], "high": [0.6], "p": [0.01]},
    ...     index=pd.MultiIndex.from_tuples([("m1", "m2")]))
    >>> similarity_table(pairs, pd.Series({"m1": "Bishkek 2017", "m2": "Ashgabat 2018"}))
                                  Similarity            By chance      p
    Meetings
    Bishkek 2017 – Ashgabat 2018         0.9  0.40 (0.20 to 0.60)  0.010
    """
    order = pairs.sort_values("similarity", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Similarity": order["similarity"].round(2).to_list(),
            "By chance": [
                f"{row.expected:.2f} ({interval(row.low, row.high)})" for row in order.itertuples()
            ],
            "p": order["p"].map(probability).to_list(),
        },
        index=pd.Index([f"{names[a]} – {names[b]}" for a, b in order.index], name="Meetings"),
    )

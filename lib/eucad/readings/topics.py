"""What the analysis of topics found, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from eucad.readings.words import counted, interval, labels_of, listing, probability


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
    always = spans.index[spans["seen"] == spans["observed"]]
    meetings = spans["observed"].max()
    return (
        f"**Never off the agenda** in any of the {meetings} meetings of which an account is known: "
        f"{labels_of(always, codebook)}."
    )


def entries(
    spans: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series, at_most: float = 0.05
) -> str:
    """State which topics came in, where chance hardly explains the silence before.

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
    >>> spans = pd.DataFrame({"first": ["m9"], "chance_before": [0.01]}, index=["cyber"])
    >>> codebook = pd.DataFrame({"label": ["Cyber"]}, index=["cyber"])
    >>> entries(spans, codebook, pd.Series({"m9": "Brussels 2024"}))
    '**Came in:** at Brussels 2024 Cyber (chance of so long a silence before: 0.010).'
    """
    late = spans[spans["chance_before"] <= at_most]
    parts = [
        f"at {names[meeting]} {labels_of(group.index, codebook)} "
        f"(chance of so long a silence before: {_range(group['chance_before'])})"
        for meeting, group in late.groupby(late["first"].astype(str))
    ]
    return f"**Came in:** {'; '.join(parts) or 'no topic later than chance explains'}."


def exits(
    spans: pd.DataFrame, codebook: pd.DataFrame, names: pd.Series, at_most: float = 0.05
) -> str:
    """State which topics went out, where later accounts were visible to their end.

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
    gone = spans[(spans["chance_after"] <= at_most) & (spans["silent_to_end"] > 0)]
    parts = [
        f"{codebook.loc[topic, 'label']}, last seen at {names[row['last']]} "
        f"({counted(row['silent_to_end'], 'later account')} visible to their end "
        f"{'is' if row['silent_to_end'] == 1 else 'are'} silent; chance "
        f"{probability(row['chance_after'])})"
        for topic, row in gone.iterrows()
    ]
    return f"**Went out:** {'; '.join(parts) or 'no topic earlier than chance explains'}."


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
        Markdown: which topics are no longer seen at every meeting, and which exits remain.

    Examples
    --------
    >>> columns = ["seen", "observed", "silent_to_end", "chance_after"]
    >>> spans = pd.DataFrame([[3, 3, 0, 1.0]], index=["water"], columns=columns)
    >>> reduced = pd.DataFrame([[2, 3, 0, 1.0]], index=["water"], columns=columns)
    >>> without(spans, reduced, pd.DataFrame({"label": ["Water"]}, index=["water"]))
    '**Without the borrowed account:** ... every meeting: Water. Exits that remain: none.'
    """
    lost = spans.index[
        (spans["seen"] == spans["observed"]) & (reduced["seen"] < reduced["observed"])
    ]
    gone = reduced[(reduced["chance_after"] <= at_most) & (reduced["silent_to_end"] > 0)]
    remaining = listing(
        f"{codebook.loc[topic, 'label']} (chance {probability(row['chance_after'])})"
        for topic, row in gone.iterrows()
    )
    return (
        "**Without the borrowed account:** no longer seen at every meeting: "
        f"{labels_of(lost, codebook)}. Exits that remain: {remaining}."
    )


def _range(chances: pd.Series) -> str:
    low, high = probability(chances.min()), probability(chances.max())
    return low if low == high else f"{low} to {high}"


def special(prevalence: pd.DataFrame, codebook: pd.DataFrame, series: Mapping[str, str]) -> str:
    """State which topics set the first series apart from the second.

    Parameters
    ----------
    prevalence : DataFrame
        From `topics.prevalence` by series, the two to compare first.
    codebook : DataFrame
        As in :func:`persistence`.
    series : mapping
        Labels of the series.

    Returns
    -------
    str
        Markdown: the topics whose intervals do not overlap.

    Examples
    --------
    >>> shares = pd.DataFrame(
    ...     {"prevalence": [0.8, 0.2], "low": [0.6, 0.1], "high": [0.9, 0.3]},
    ...     index=pd.MultiIndex.from_product([["hlsd", "fmm"], ["drugs"]]))
    >>> codebook = pd.DataFrame({"label": ["Drugs"]}, index=["drugs"])
    >>> special(shares, codebook, {"hlsd": "Dialogue", "fmm": "Ministers"})
    '**Special to the dialogue** ... Drugs (80% against 20%). Rarer in it: none.'
    """
    first, second = list(prevalence.index.unique(0))[:2]
    ours, theirs = prevalence.loc[first], prevalence.loc[second]
    gap = (ours["prevalence"] - theirs["prevalence"]).sort_values(ascending=False, kind="stable")

    def listed(topics: pd.Index) -> str:
        return listing(
            f"{labels_of([topic], codebook)} ({ours.loc[topic, 'prevalence']:.0%} against "
            f"{theirs.loc[topic, 'prevalence']:.0%})"
            for topic in topics
        )

    more = [topic for topic in gap.index if ours.loc[topic, "low"] > theirs.loc[topic, "high"]]
    less = [
        topic for topic in gap.index[::-1] if ours.loc[topic, "high"] < theirs.loc[topic, "low"]
    ]
    return (
        f"**Special to the dialogue** rather than to “{series[second]}” (intervals apart): "
        f"{listed(more)}. Rarer in it: {listed(less)}."
    )


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
        Markdown: the most similar pair, and how many others stand out.

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"similarity": [0.9], "expected": [0.4], "low": [0.2], "high": [0.6], "p_any": [0.01]},
    ...     index=pd.MultiIndex.from_tuples([("a", "b")]))
    >>> borrowed(pairs, {"a": "EU 2015", "b": "Turkmenistan 2016"})
    '**Most alike** of 1 pair of accounts: EU 2015 and Turkmenistan 2016 ... 1 pair stands out.'
    """
    (first, second), top = max(
        pairs.iterrows(), key=lambda pair: (pair[1]["similarity"], -pair[1]["p_any"])
    )
    striking = int((pairs["p_any"] <= at_most).sum())
    return (
        f"**Most alike** of {counted(len(pairs), 'pair')} of accounts: {labels[first]} and "
        f"{labels[second]} ({top['similarity']:.2f}; chance gives {top['expected']:.2f}, mostly "
        f"{interval(top['low'], top['high'])}; any pair stands out as much with probability "
        f"{probability(top['p_any'])}). {counted(striking, 'pair')} "
        f"{'stands' if striking == 1 else 'stand'} out."
    )


def account_labels(
    incidence: pd.DataFrame, names: pd.Series, voices: Mapping[str, str]
) -> dict[str, str]:
    """Name every account by its meeting and voice.

    Parameters
    ----------
    incidence : DataFrame
        From `topics.incidence`.
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
    """
    seen = spans[spans["seen"] > 0]
    place = {meeting: number for number, meeting in enumerate(names.index)}
    order = seen.assign(entry=seen["first"].map(place)).sort_values(
        ["entry", "seen"], ascending=[True, False], kind="stable"
    )
    return pd.DataFrame(
        {
            "Family": codebook.loc[order.index, "family"].astype(str).map(families).to_list(),
            "First seen": names[order["first"]].to_list(),
            "Last seen": names[order["last"]].to_list(),
            "Meetings": [
                f"{s} of {o}" for s, o in zip(order["seen"], order["observed"], strict=True)
            ],
            "Longest run": order["longest_run"].to_list(),
            "Chance of silence before": order["chance_before"].map(probability).to_list(),
            "Chance of silence after": order["chance_after"].map(probability).to_list(),
            "Later accounts to their end": order["silent_to_end"].to_list(),
        },
        index=pd.Index(codebook.loc[order.index, "label"], name="Topic"),
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
    """
    written = expected.map(lambda topics: "–" if pd.isna(topics) else f"{topics:.1f}").T
    written.columns = pd.Index(names[expected.index].to_list(), name="Accounts")
    return written.rename_axis(index=None)


def salience_table(found: pd.DataFrame, codebook: pd.DataFrame, least: int = 6) -> pd.DataFrame:
    """Set out how early and how strongly topics are raised, the earliest first.

    Parameters
    ----------
    found : DataFrame
        From `topics.salience`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    least : int
        Topics that fewer accounts raise are left out.

    Returns
    -------
    DataFrame
    """
    order = found[found["accounts"] >= least].sort_values(
        ["earliness", "strong"], ascending=False, kind="stable"
    )
    return pd.DataFrame(
        {
            "Accounts": order["accounts"].to_list(),
            "How early (1 first, 0 last)": [
                f"{row.earliness:.2f} ({interval(row.earliness_low, row.earliness_high)})"
                for row in order.itertuples()
            ],
            "Agreed or a priority": [
                f"{row.strong:.0%} ({interval(row.strong_low, row.strong_high, '.0%')})"
                for row in order.itertuples()
            ],
        },
        index=pd.Index(codebook.loc[order.index, "label"], name="Topic"),
    )


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
        `label` of each topic, indexed by `topic_id`.
    leading : int
        How many topics.

    Returns
    -------
    DataFrame
    """
    order = pooled.sort_values("prevalence", ascending=False, kind="stable").index[:leading]

    def written(row: pd.Series) -> str:
        return f"{row['prevalence']:.0%} ({interval(row['low'], row['high'], '.0%')})"

    table = pd.DataFrame(
        {
            "Accounts": [
                f"{k} of {n}" for k, n in pooled.loc[order, ["raised", "accounts"]].to_numpy(int)
            ],
            "Share": pooled.loc[order].apply(written, axis=1),
            "Balanced over voices": balanced.loc[order].apply(written, axis=1),
        },
        index=order,
    )
    return table.set_axis(pd.Index(codebook.loc[order, "label"], name="Topic"))


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
    """

    def written(row: pd.Series) -> str:
        if not row["seen"]:
            return f"0 of {row['observed']}"
        years = names[row["first"]][-4:], names[row["last"]][-4:]
        return f"{row['seen']} of {row['observed']} ({years[0]}–{years[1]})"

    return pd.DataFrame(
        {choice: found.loc[list(topics)].apply(written, axis=1) for choice, found in spans.items()}
    ).set_axis(pd.Index(codebook.loc[list(topics), "label"], name="Topic"))


def breadth(expected: pd.DataFrame, names: pd.Series, size: int = 2) -> str:
    """State how many topics meetings show at an equal number of accounts.

    Parameters
    ----------
    expected : DataFrame
        From `topics.rarefaction`.
    names : Series
        Short name of each meeting.
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
    if len(known) == 1:
        shown = (
            f"the 1 meeting with so many shows {known.iloc[0]:.1f} topics ({names[known.index[0]]})"
        )
    else:
        shown = (
            f"the {len(known)} meetings with so many show {known.iloc[0]:.1f} "
            f"({names[known.index[0]]}) to {known.iloc[-1]:.1f} ({names[known.index[-1]]}) topics"
        )
    return (
        f"At {size} accounts, {shown}. For {counted(len(fewer), 'meeting')} with fewer accounts, "
        f"nothing can be said at this number: {listing(names[m] for m in fewer)}."
    )


def salience(found: pd.DataFrame, codebook: pd.DataFrame, least: int = 6) -> str:
    """State which topics are raised earliest and most strongly.

    Parameters
    ----------
    found : DataFrame
        From `topics.salience`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    least : int
        Topics that fewer accounts raise are left out.

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
    early, strong = shown["earliness"].idxmax(), shown["strong"].idxmax()
    first, most = shown.loc[early], shown.loc[strong]
    return (
        f"Of the topics that at least {least} accounts raise, **{codebook.loc[early, 'label']}** "
        f"stands earliest (median {first['earliness']:.2f}, "
        f"{interval(first['earliness_low'], first['earliness_high'])}), and "
        f"**{codebook.loc[strong, 'label']}** is most often agreed or named as a priority "
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

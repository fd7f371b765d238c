"""What the analysis of voices found, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from eucad.documents import SIDES, side_of
from eucad.show.words import counted, interval, labels_of, listing, p_value


def shared_meetings(said: pd.DataFrame, names: pd.Series) -> str:
    """State which meetings both sides report.

    Parameters
    ----------
    said : DataFrame
        From `voices.who_says`.
    names : Series
        Short name of each meeting.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> said = pd.DataFrame({"said": ["eu", None]}, index=pd.MultiIndex.from_tuples(
    ...     [("m1", "water"), ("m2", "water")]))
    >>> shared_meetings(said, pd.Series({"m1": "Brussels 2016", "m2": "Bishkek 2017"}))
    '**Both sides report** 1 of 2 meetings: Brussels 2016. Only there can they be compared.'
    """
    known = said["said"].notna().groupby(level=0, sort=False, observed=True).any()
    both = listing(names[meeting] for meeting in known.index[known])
    return (
        f"**Both sides report** {known.sum()} of {counted(len(known), 'meeting')}: {both}. "
        "Only there can they be compared."
    )


def case(topic: str, contrast: pd.DataFrame, codebook: pd.DataFrame) -> str:
    """State how often each side raises a topic at the meetings that both report.

    Parameters
    ----------
    topic : str
    contrast : DataFrame
        From `voices.contrast`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics, voices
    >>> dataset = eucad.load()
    >>> text = case("ukraine_war", voices.contrast(topics.incidence(dataset)),
    ...             dataset.topics.set_index("topic_id"))
    >>> text.startswith("**War against Ukraine:** raised by")
    True
    """
    row = contrast.loc[topic]
    return (
        f"**{codebook.loc[topic, 'label']}:** raised by {row['eu']:.0f} of "
        f"{counted(int(row['eu_accounts']), 'EU account')} and {row['capitals']:.0f} of "
        f"{row['capitals_accounts']:.0f} of the capitals (difference {_effect(row)}; exact "
        f"{p_value(row['p'])})."
    )


def _effect(row: pd.Series, value: str = "difference") -> str:
    return f"{row[value]:+.2f}, {interval(row['low'], row['high'], '+.2f')}"


def leanings(contrast: pd.DataFrame, codebook: pd.DataFrame, at_most: float = 0.05) -> str:
    """State which topics one side raises more.

    Parameters
    ----------
    contrast, codebook
        As in :func:`case`.
    at_most : float
        Largest exact p-value of a clear contrast.

    Returns
    -------
    str
        Markdown: *clear* where the interval leaves out 0 and the exact p-value is small, *perhaps*
        where only one of the two holds; and how many small p-values chance alone would give.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics, voices
    >>> dataset = eucad.load()
    >>> text = leanings(voices.contrast(topics.incidence(dataset)),
    ...                 dataset.topics.set_index("topic_id"))
    >>> text.startswith("**Clear:**")
    True
    """
    raised = contrast[contrast["eu"] + contrast["capitals"] > 0]
    raised = raised.sort_values("difference", ascending=False, kind="stable")
    apart, small = (raised["low"] > 0) | (raised["high"] < 0), raised["p"] <= at_most

    def listed(found: pd.DataFrame) -> str:
        return listing(
            f"{codebook.loc[topic, 'label']} (more by the "
            f"{'EU' if row['difference'] > 0 else 'capitals'}: {_effect(row)}; {p_value(row['p'])})"
            for topic, row in found.iterrows()
        )

    return (
        f"**Clear:** {listed(raised[apart & small])}. **Perhaps:** "
        f"{listed(raised[apart ^ small])}. {counted(small.sum(), 'exact p-value')} of at most "
        f"{at_most} among {counted(len(raised), 'topic')}: chance alone would give up to "
        f"{at_most * len(raised):.1f}."
    )


def likeness(kinds: pd.DataFrame) -> str:
    """State how alike kinds of pairs of agendas are, against shuffled accounts.

    Parameters
    ----------
    kinds : DataFrame
        From `similarity.mean_similarity`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> likeness(pd.DataFrame(
    ...     {"similarity": [0.28], "expected": [0.36], "low": [0.3], "high": [0.42], "p": [0.01]},
    ...     index=["same meeting"]))
    '**How alike:** same meeting 0.28, less than chance gives (0.36, ... p = 0.010).'
    """

    def against(row: pd.Series) -> str:
        if row["similarity"] < row["low"]:
            return "less than chance gives"
        return "more than chance gives" if row["similarity"] > row["high"] else "as chance gives"

    listed = "; ".join(
        f"{kind} {row['similarity']:.2f}, {against(row)} ({row['expected']:.2f}, mostly "
        f"{interval(row['low'], row['high'])}; {p_value(row['p'])})"
        for kind, row in kinds.iterrows()
    )
    return f"**How alike:** {listed}."


def script(gap: pd.DataFrame) -> str:
    """State how much less documents in scripts that were visible half as far show.

    Parameters
    ----------
    gap : DataFrame
        From `topics.script_gap`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> gap = pd.DataFrame({"ratio": [0.6, 0.9], "low": [0.5, 0.6], "high": [0.8, 1.2]},
    ...     index=pd.MultiIndex.from_product([["all documents"], ["topics", "topics_opening"]]))
    >>> script(gap)
    '**Exposure:** for each topic ... in openings only 0.90 (0.60 to 1.20).'
    """
    all_seen, opening = (gap.loc[("all documents", key)] for key in ("topics", "topics_opening"))
    return (
        "**Exposure:** for each topic seen in another document, one in Cyrillic or Arabic script "
        f"shows {all_seen['ratio']:.2f} ({interval(all_seen['low'], all_seen['high'])}); in "
        f"openings only {opening['ratio']:.2f} ({interval(opening['low'], opening['high'])})."
    )


def odds(found: pd.DataFrame, codebook: pd.DataFrame, name: str) -> str:
    """State the topics at both ends of the log-odds ratio.

    Parameters
    ----------
    found : DataFrame
        From `voices.log_odds`, the EU first.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    name : str
        What was compared.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> found = pd.DataFrame({"log_odds": [1.0, -0.5], "low": [0.2, -1.0], "high": [1.8, 0.1],
    ...                       "z": [2.4, -1.8]}, index=["water", "trade"])
    >>> codebook = pd.DataFrame({"label": ["Water", "Trade"]}, index=["water", "trade"])
    >>> odds(found, codebook, "the dialogue")
    'In the dialogue, most clearly the EU’s: Water (+1.00, ... 1 interval leaves out 0.'
    """
    first, last = found["z"].idxmax(), found["z"].idxmin()
    clear = ((found["low"] > 0) | (found["high"] < 0)).sum()

    def written(topic: str) -> str:
        row = found.loc[topic]
        return f"{labels_of([topic], codebook)} ({_effect(row, 'log_odds')})"

    verb = "leaves" if clear == 1 else "leave"
    return (
        f"In {name}, most clearly the EU’s: {written(first)}; most clearly the capitals’: "
        f"{written(last)}. {counted(clear, 'interval')} {verb} out 0."
    )


def variants_table(
    contrasts: Mapping[str, pd.DataFrame], topics: Sequence[str], codebook: pd.DataFrame
) -> pd.DataFrame:
    """Set out the contrast of some topics under other reasonable choices.

    Parameters
    ----------
    contrasts : mapping of str to DataFrame
        Name of each choice to what `voices.contrast` finds under it.
    topics : sequence of str
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.

    Returns
    -------
    DataFrame
        Topics × choices: the difference, its interval and the exact p-value.

    Examples
    --------
    >>> found = pd.DataFrame({"difference": [0.5], "low": [0.1], "high": [0.8], "p": [0.02]},
    ...                      index=["war"])
    >>> codebook = pd.DataFrame({"label": ["War"]}, index=["war"])
    >>> variants_table({"all": found}, ["war"], codebook).loc["War", "all"]
    '+0.50 (+0.10 to +0.80), p = 0.020'
    """

    def written(row: pd.Series) -> str:
        limits = interval(row["low"], row["high"], "+.2f")
        return f"{row['difference']:+.2f} ({limits}), {p_value(row['p'])}"

    return pd.DataFrame(
        {
            choice: found.loc[list(topics)].apply(written, axis=1)
            for choice, found in contrasts.items()
        }
    ).set_axis(pd.Index(codebook.loc[list(topics), "label"], name="Topic"))


def likeness_table(alternatives: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set out how alike kinds of agendas are under other reasonable choices.

    Parameters
    ----------
    alternatives : mapping of str to DataFrame
        Name of each choice to what `similarity.mean_similarity` finds under it.

    Returns
    -------
    DataFrame
        Choices × kinds: the mean similarity, the range of chance, and the p-value.

    Examples
    --------
    >>> found = pd.DataFrame({"similarity": [0.2], "low": [0.3], "high": [0.4], "p": [0.01]},
    ...                      index=["same meeting"])
    >>> likeness_table({"all": found}).loc["all", "same meeting"]
    '0.20 (chance 0.30 to 0.40), p = 0.010'
    """

    def written(row: pd.Series) -> str:
        return (
            f"{row['similarity']:.2f} (chance {interval(row['low'], row['high'])}), "
            f"{p_value(row['p'])}"
        )

    return pd.DataFrame(
        {name: found.apply(written, axis=1) for name, found in alternatives.items()}
    ).T.rename_axis(index="Choice", columns=None)


def script_by_side(exposure: pd.DataFrame) -> pd.DataFrame:
    """Count the documents of each side in scripts that were visible half as far.

    Parameters
    ----------
    exposure : DataFrame
        From `topics.exposure`.

    Returns
    -------
    DataFrame
        Sides that give a document: `Documents`, `Cyrillic or Arabic`, and their `Share`.

    Examples
    --------
    >>> script_by_side(pd.DataFrame({"voice": ["eu", "eu"], "half_visible": [True, False]}))
          Documents  Cyrillic or Arabic Share
    Side
    EU            2                   1   50%
    """
    documents = exposure["half_visible"].groupby(side_of(exposure["voice"]), observed=True)
    table = pd.DataFrame(
        {"Documents": documents.size(), "Cyrillic or Arabic": documents.sum().astype(int)}
    )
    table["Share"] = (table["Cyrillic or Arabic"] / table["Documents"]).map("{:.0%}".format)
    return table.set_axis(pd.Index([SIDES[side] for side in table.index], name="Side"))


def terms_table(
    terms: pd.DataFrame, codebook: pd.DataFrame, languages: Mapping[str, str], most: int = 4
) -> pd.DataFrame:
    """Set under one another the key terms that the sides use for the same topic.

    Parameters
    ----------
    terms : DataFrame
        From `voices.terms`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.
    languages : mapping
        Labels of the languages.
    most : int
        How many terms of each side.

    Returns
    -------
    DataFrame
        Indexed by `Topic` and `Side`: `Term` in the original language, `Language`, `Accounts`. A
        side that does not raise a topic has no row.

    Examples
    --------
    >>> terms = pd.DataFrame({"topic_id": ["water"], "side": ["eu"], "term": ["water management"],
    ...                       "language": ["en"], "accounts": [2]})
    >>> terms_table(terms.set_index(["topic_id", "side", "term"]),
    ...             pd.DataFrame({"label": ["Water"]}, ["water"]), {"en": "English"})
                            Term Language  Accounts
    Topic Side
    Water EU    water management  English         2
    """
    leading = terms.groupby(level=["topic_id", "side"], observed=True).head(most).reset_index()
    return pd.DataFrame(
        {
            "Topic": codebook.loc[leading["topic_id"].astype(str), "label"].to_list(),
            "Side": leading["side"].astype(str).map(SIDES),
            "Term": leading["term"],
            "Language": leading["language"].astype(str).map(languages),
            "Accounts": leading["accounts"],
        }
    ).set_index(["Topic", "Side"])


def likeness_under(alternatives: Mapping[str, pd.DataFrame]) -> str:
    """State under how many choices kinds of agendas leave the range of chance.

    Parameters
    ----------
    alternatives : mapping of str to DataFrame
        Name of each choice to what `similarity.mean_similarity` finds under it.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> found = pd.DataFrame({"similarity": [0.2], "low": [0.3], "high": [0.4]}, ["same meeting"])
    >>> likeness_under({"all": found, "openings": found.assign(low=0.1)})
    'Outside the range of chance: same meeting under 1 of 2 choices (not with openings).'
    """
    outside = pd.DataFrame(
        {
            name: (found["similarity"] < found["low"]) | (found["similarity"] > found["high"])
            for name, found in alternatives.items()
        }
    )
    parts = []
    for kind, row in outside.iterrows():
        inside = row.index[~row]
        but = f" (not with {listing(inside)})" if row.any() and len(inside) else ""
        parts.append(f"{kind} under {row.sum()} of {len(row)} choices{but}")
    return f"Outside the range of chance: {'; '.join(parts)}."


def overturn(topic: str, accounts: int | None, codebook: pd.DataFrame) -> str:
    """State how many accounts would have to say otherwise to undo a contrast.

    Parameters
    ----------
    topic : str
    accounts : int or None
        From `voices.accounts_to_overturn`.
    codebook : DataFrame
        `label` of each topic, indexed by `topic_id`.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> codebook = pd.DataFrame({"label": ["Water"]}, index=["water"])
    >>> overturn("water", 1, codebook)
    '**What would overturn it:** Water in 1 more account of the side that does not raise it.'
    """
    label = codebook.loc[topic, "label"]
    if accounts is None:
        return f"**What would overturn it:** no change in the accounts known, for {label}."
    if accounts == 0:
        return f"**What would overturn it:** nothing needs to; {label} shows no clear contrast."
    return (
        f"**What would overturn it:** {label} in {counted(accounts, 'more account')} of the side "
        "that does not raise it."
    )

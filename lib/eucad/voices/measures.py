"""Whose agenda it is: what the EU and the Central Asian capitals report of the same meeting.

A contrast over all meetings confuses who speaks with when: the EU reports some meetings, the
capitals others. :func:`who_says` and :func:`contrast` therefore compare the two sides only where
both report the same meeting; :func:`log_odds` compares their whole agendas, with a prior that draws
topics on which there is little evidence towards no difference.

References
----------
Monroe, B. L., Colaresi, M. P., and Quinn, K. M. (2008). Fightin' words: lexical feature selection
and evaluation for identifying the content of political conflict. Political Analysis, 16(4),
372-403.
Mantel, N., and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective
studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.special import comb
from scipy.stats import norm

from eucad.agenda import prevalence
from eucad.dataset import Dataset
from eucad.documents import agenda_documents, side_of
from eucad.stats import LEVEL
from eucad.stats.proportions import combine, require_level

#: What the EU and the capitals say of a topic at one meeting.
SAID = ("both", "eu", "capitals", "neither")


def by_side(incidence: pd.DataFrame) -> pd.DataFrame:
    """Put every account on its side: the EU, the Central Asian capitals, joint, newsroom or NGO.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.

    Returns
    -------
    DataFrame
        `incidence` with the level `side` in front of `voice`.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> by_side(topics.incidence(eucad.load())).loc["hlsd2016"].index.unique("side").to_list()
    ['capitals']
    """
    index = incidence.index.to_frame(index=False).drop(columns="side", errors="ignore")
    index.insert(index.columns.get_loc("voice"), "side", side_of(index["voice"]))
    return incidence.set_axis(pd.MultiIndex.from_frame(index))


def of_sides(incidence: pd.DataFrame, sides: Sequence[str] = ("eu", "capitals")) -> list[str]:
    """List the voices that belong to some sides.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.
    sides : sequence of str
        Keys of `documents.SIDES`.

    Returns
    -------
    list of str
        In the order of the vocabulary, for the argument `voices` of `agenda.account_topic_matrix`.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> of_sides(topics.incidence(eucad.load()))
    ['eu', 'kz', 'kg', 'tj', 'tm', 'uz']
    """
    voices = incidence.index.get_level_values("voice").categories
    return [voice for voice in voices if side_of([voice])[0] in sides]


def who_says(incidence: pd.DataFrame) -> pd.DataFrame:
    """Say for each meeting and topic whether the EU, the capitals, both or neither raise it.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.

    Returns
    -------
    DataFrame
        One row a meeting and topic, in their orders: `eu` and `capitals`, how many accounts of
        each side raise it; `eu_accounts` and `capitals_accounts`, of how many; `said`, one of
        ``both``, ``eu``, ``capitals``, ``neither``, and missing where one of the sides gives no
        account: what only one side says cannot be known from that side alone.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> said = who_says(topics.incidence(eucad.load()))["said"]
    >>> said.loc[("hlsd2022", "ukraine_war")], bool(said.loc["hlsd2016"].isna().all())
    ('eu', True)
    """
    eu, capitals = _sides(incidence)
    known = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    said = pd.Series("neither", index=eu.index)
    said[eu["raised"] > 0] = "eu"
    said[capitals["raised"] > 0] = "capitals"
    said[(eu["raised"] > 0) & (capitals["raised"] > 0)] = "both"
    return pd.DataFrame(
        {
            "eu": eu["raised"],
            "eu_accounts": eu["accounts"],
            "capitals": capitals["raised"],
            "capitals_accounts": capitals["accounts"],
            "said": pd.Series(
                pd.Categorical(said.where(known), categories=list(SAID)), index=eu.index
            ),
        }
    )


def _sides(incidence: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the prevalence of each meeting and topic by the EU, and by the capitals."""
    shares = prevalence(by_side(incidence), ["meeting_id", "side"])
    return (shares.xs(side, level="side") for side in ("eu", "capitals"))


def contrast(incidence: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Contrast how often the EU and the capitals raise each topic at the same meetings.

    Only meetings of which both sides give an account count. The effect is the difference between
    the two shares of accounts, averaged over meetings with the weights of Mantel and Haenszel
    (n₁n₂ / n). Its interval squares and adds the distances to the limits of both (Newcombe 1998),
    which :func:`eucad.topics.combine` gives. The p-value is exact: given how many accounts of each
    meeting raise the topic, the number of those that are the EU's is a sum of hypergeometric
    variables.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `meetings` with both sides; `eu` and `capitals`, how
        many of their accounts raise it, of `eu_accounts` and `capitals_accounts`; `difference`
        (EU less capitals, −1 to 1) with `low` and `high`; `p`, two-sided. Accounts of one side of
        a meeting are taken as independent. With many topics some p are small by chance.

    Raises
    ------
    ValueError
        If no meeting is reported by both sides, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> found = contrast(topics.incidence(eucad.load(), series=("hlsd", "fmm")))
    >>> bool(found.loc["ukraine_war", "difference"] > 0)
    True
    """
    eu, capitals = _sides(incidence)
    both = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    if not both.any():
        raise ValueError("No meeting is reported by both sides: there is nothing to contrast.")
    eu, capitals = eu[both], capitals[both]
    weight = eu["accounts"] * capitals["accounts"] / (eu["accounts"] + capitals["accounts"])
    by = [incidence.columns.name]
    ours, theirs = (combine(of.assign(weight=weight), by, level=level) for of in (eu, capitals))
    difference = ours["prevalence"] - theirs["prevalence"]
    below = np.hypot(ours["prevalence"] - ours["low"], theirs["high"] - theirs["prevalence"])
    above = np.hypot(ours["high"] - ours["prevalence"], theirs["prevalence"] - theirs["low"])
    counts = pd.DataFrame(
        {
            "eu": eu["raised"],
            "eu_accounts": eu["accounts"],
            "capitals": capitals["raised"],
            "capitals_accounts": capitals["accounts"],
        }
    )
    topics = counts.groupby(by, sort=False)
    sums = topics.sum()
    sums.insert(0, "meetings", topics.size())
    return sums.assign(
        difference=difference,
        low=difference - below,
        high=difference + above,
        p=[_exact_p(meetings.to_numpy()) for _, meetings in topics],
    )


def accounts_to_overturn(
    incidence: pd.DataFrame, topic: str, *, level: float = LEVEL
) -> int | None:
    """Count the accounts that would have to raise a topic for its contrast to be unclear.

    Accounts of the side that raises it less, at meetings where the other side raises it, are taken
    one after the other, in order of time, as if they raised it too.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`.
    topic : str
        One of its columns.
    level : float
        Coverage of the interval of :func:`contrast`.

    Returns
    -------
    int or None
        The number of accounts after which the interval holds 0; 0 if it does already, None if all
        of them do not suffice.

    Raises
    ------
    ValueError
        As in :func:`contrast`.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> accounts_to_overturn(topics.incidence(eucad.load()), "afghanistan")
    0
    """
    raised = by_side(incidence[[topic]])
    side, meeting = (raised.index.get_level_values(name) for name in ("side", "meeting_id"))
    leader = "eu" if contrast(raised, level=level).loc[topic, "difference"] > 0 else "capitals"
    other = "capitals" if leader == "eu" else "eu"
    theirs = meeting[(side == leader) & raised[topic]]
    silent = np.flatnonzero((side == other) & meeting.isin(theirs) & ~raised[topic])
    for number in range(len(silent) + 1):
        changed = raised.copy()
        changed.iloc[silent[:number]] = True
        found = contrast(changed, level=level).loc[topic]
        if not (found["low"] > 0 or found["high"] < 0):
            return number
    return None


def _exact_p(meetings: np.ndarray) -> float:
    """Compute the two-sided exact p-value of a set of 2 × 2 tables with fixed margins.

    Each row holds how many accounts of the EU raise the topic, of how many, and the same of the
    capitals.
    """
    chances = np.ones(1)
    for eu, eu_accounts, capitals, capitals_accounts in meetings:
        raised, by_eu = eu + capitals, np.arange(eu_accounts + 1)
        silent = eu_accounts + capitals_accounts - raised
        ways = comb(raised, by_eu) * comb(silent, eu_accounts - by_eu)
        chances = np.convolve(chances, ways / ways.sum())
    observed = chances[meetings[:, 0].sum()]
    # Outcomes as likely as the observed one count, though their last digits may differ.
    return min(float(chances[chances <= observed * (1 + 1e-9)].sum()), 1.0)


def kinds_of_pair(pairs: pd.DataFrame) -> pd.Series:
    """Tell the two sides of one meeting from one side at two successive meetings.

    Parameters
    ----------
    pairs : DataFrame
        Pairs of agendas by meeting and side, as `similarity.mean_similarity` gives them: columns
        `meeting_id_1`, `side_1`, `meeting_id_2` and `side_2`.

    Returns
    -------
    Series of str
        ``EU and capitals, same meeting``; ``EU, successive meetings`` and ``capitals, successive
        meetings``, meetings being successive if no meeting among the pairs lies between; missing
        for all other pairs.

    Examples
    --------
    >>> pairs = pd.DataFrame({"meeting_id_1": ["m1", "m1"], "side_1": ["eu", "eu"],
    ...                       "meeting_id_2": ["m1", "m2"], "side_2": ["capitals", "eu"]})
    >>> kinds_of_pair(pairs).to_list()
    ['EU and capitals, same meeting', 'EU, successive meetings']
    """
    meetings = pd.unique(pd.concat([pairs["meeting_id_1"], pairs["meeting_id_2"]]))
    # Years order the meetings of one series, whatever the order of the pairs.
    place = {meeting: number for number, meeting in enumerate(sorted(meetings))}
    apart = (pairs["meeting_id_1"].map(place) - pairs["meeting_id_2"].map(place)).abs()
    same, successive = apart == 0, apart == 1
    kinds = pd.Series(pd.NA, index=pairs.index, dtype=object)
    kinds[same & (pairs["side_1"] != pairs["side_2"])] = "EU and capitals, same meeting"
    for side, name in (("eu", "EU"), ("capitals", "capitals")):
        of_side = (pairs["side_1"] == side) & (pairs["side_2"] == side)
        kinds[successive & of_side] = f"{name}, successive meetings"
    return kinds


def background(incidence: pd.DataFrame, size: float) -> pd.Series:
    """Make an informative prior of all that is raised, whoever raises it.

    Parameters
    ----------
    incidence : DataFrame
        From `agenda.account_topic_matrix`: the accounts that inform the prior, such as those of
        all series.
    size : float
        How many mentions the prior is worth, above 0. A larger prior draws differences more
        strongly towards none.

    Returns
    -------
    Series
        Prior mentions of each topic that any account raises, in codebook order, with the sum
        `size`.

    Raises
    ------
    ValueError
        If `size` is not above 0 or nothing is raised.

    Examples
    --------
    >>> import eucad
    >>> from eucad import topics
    >>> round(background(topics.incidence(eucad.load()), 50).sum(), 6)
    np.float64(50.0)
    """
    if size <= 0:
        raise ValueError(f"size is {size}; the prior is worth more than 0 mentions.")
    mentions = incidence.sum()
    if not mentions.any():
        raise ValueError("No account raises anything: there is no background.")
    return size * mentions[mentions > 0] / mentions.sum()


def log_odds(
    first: pd.Series, second: pd.Series, prior: pd.Series, *, level: float = LEVEL
) -> pd.DataFrame:
    """Contrast two agendas by the log-odds ratio with an informative Dirichlet prior.

    The unit is the mention: a topic raised by one account. A mention of the first side is more
    likely (above 0) or less likely (below 0) to be of the topic than one of the second (Monroe,
    Colaresi and Quinn 2008, equations 15 to 22). Mentions of one account are not independent, so
    the intervals are, if anything, too narrow.

    Parameters
    ----------
    first, second : Series of int
        Mentions of each topic by the two sides.
    prior : Series of float
        Prior mentions of each topic, above 0, from :func:`background`; its topics are compared.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a topic of `prior`: `first` and `second`; `log_odds`, the difference between the
        log-odds of the two sides; `low` and `high`, a normal interval; `z`, the difference over
        its standard deviation.

    Raises
    ------
    ValueError
        If a prior mention is not above 0, a side mentions a topic that the prior does not have, or
        `level` is not between 0 and 1.

    Examples
    --------
    >>> counts = pd.DataFrame({"eu": [8, 2], "kz": [4, 6]}, index=["water", "trade"])
    >>> found = log_odds(counts["eu"], counts["kz"], pd.Series({"water": 5.0, "trade": 5.0}))
    >>> found["log_odds"].round(3).to_dict()
    {'water': 0.82, 'trade': -0.82}
    """
    if not (prior > 0).all():
        raise ValueError("Every topic of the prior needs more than 0 prior mentions.")
    require_level(level)
    for side in (first, second):
        unknown = side.index[side > 0].difference(prior.index)
        if len(unknown):
            raise ValueError(f"The prior does not have {', '.join(map(str, unknown))}.")
    counts = [side.reindex(prior.index, fill_value=0) for side in (first, second)]
    odds, variance = [], 0.0
    for count in counts:
        posterior = count + prior
        odds.append(np.log(posterior / (posterior.sum() - posterior)))
        variance = variance + 1 / posterior
    difference, deviation = odds[0] - odds[1], np.sqrt(variance)
    margin = norm.ppf((1 + level) / 2) * deviation
    return pd.DataFrame(
        {
            "first": counts[0],
            "second": counts[1],
            "log_odds": difference,
            "low": difference - margin,
            "high": difference + margin,
            "z": difference / deviation,
        }
    )


def terms(
    dataset: Dataset,
    topics: Sequence[str],
    *,
    series: Sequence[str] = ("hlsd",),
    sides: Sequence[str] = ("eu", "capitals"),
) -> pd.DataFrame:
    """List the key terms under which each side raises a topic, in the original language.

    Parameters
    ----------
    dataset : Dataset
    topics : sequence of str
    series : sequence of str
        Series of meetings.
    sides : sequence of str
        Keys of `documents.SIDES`.

    Returns
    -------
    DataFrame
        One row a topic, side and term, topics and sides as given, the terms that most accounts use
        first: `language` and `accounts`, the number of independent accounts that print it. Terms
        that differ only in capitals, quotation marks or spaces are one, written as its first
        document has it.

    Raises
    ------
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> import eucad
    >>> found = terms(eucad.load(), ["ukraine_war"])
    >>> found.index.unique("side").to_list()
    ['eu']
    """
    unknown = set(topics) - set(dataset.topics["topic_id"])
    if unknown:
        raise ValueError(f"The codebook does not have {', '.join(sorted(unknown))}.")
    documents = agenda_documents(dataset)
    documents = documents[documents["series"].isin(series)]
    documents = documents.assign(side=side_of(documents["voice"]))
    codings = dataset.codings_final[dataset.codings_final["scope"] == "dialogue"]
    found = codings.merge(
        documents[["document_id", "lineage_id", "side", "language"]], on="document_id"
    )
    found = found[found["topic_id"].isin(topics) & found["side"].isin(sides)].assign(
        topic_id=lambda kept: pd.Categorical(kept["topic_id"].astype(str), list(topics)),
        side=lambda kept: pd.Categorical(kept["side"].astype(str), list(sides)),
    )
    found["term"] = found["term"].str.strip("\"'“”«»„ ").str.replace(r"\s+", " ", regex=True)
    found["folded"] = found["term"].str.casefold()
    counted = found.groupby(["topic_id", "side", "folded"], observed=True).agg(
        term=("term", "first"), language=("language", "first"), accounts=("lineage_id", "nunique")
    )
    counted = counted.reset_index().sort_values(
        ["topic_id", "side", "accounts", "folded"], ascending=[True, True, False, True]
    )
    return counted.set_index(["topic_id", "side", "term"])[["language", "accounts"]]

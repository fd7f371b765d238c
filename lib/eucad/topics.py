"""What was on the agenda: which account raises which topic, how often, how early and how strongly.

Everything here starts from an incidence matrix (:func:`incidence`): one row an independent account
of a meeting, one column a topic, true where the account raises it. The rows of a meeting are its
evidence and their number is the denominator; a meeting of which no account is known has no row,
and every measure gives it a missing value, never a zero.

False means *not seen in what was visible*, not *not discussed*: most documents were visible only in
their opening.

References
----------
Brown, L. D., Cai, T. T., and DasGupta, A. (2001). Interval estimation for a binomial proportion.
Statistical Science, 16(2), 101-133.
Franco, C., Little, R. J. A., Louis, T. A., and Slud, E. V. (2019). Comparative study of confidence
intervals for proportions in complex sample surveys. Journal of Survey Statistics and Methodology,
7(3), 334-364.
Gotelli, N. J., and Colwell, R. K. (2001). Quantifying biodiversity: procedures and pitfalls in the
measurement and comparison of species richness. Ecology Letters, 4(4), 379-391.
Solow, A. R. (1993). Inferring extinction from sighting data. Ecology, 74(3), 962-964.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from scipy.special import comb
from scipy.stats import beta, quantile_test

from eucad.dataset import Dataset
from eucad.documents import agenda_documents, held_meetings, visible_part
from eucad.inference import require_level

ACCOUNT = ["meeting_id", "voice", "account_id"]

#: What stands in this paragraph or before it counts as a document's opening. Pages in Cyrillic and
#: Arabic script were visible half as far as the others; most of those that were cut off bear
#: evidence in paragraph 3 or later, most do not in paragraph 4 or later (`documents.visible_part`).
OPENING_PARAGRAPHS = 3


# -- Who raises what


def incidence(
    dataset: Dataset,
    *,
    series: Sequence[str] = ("hlsd",),
    unit: str = "lineage",
    coding: str = "final",
    extent: str = "all",
    voices: Collection[str] | None = None,
    exclude_lineages: Collection[str] = (),
    opening: int = OPENING_PARAGRAPHS,
) -> pd.DataFrame:
    """Say of every account of a meeting's agenda which topics it raises.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        Series of meetings, such as ``("hlsd", "fmm")``.
    unit : {"lineage", "document"}
        What an account is. A lineage raises a topic if any of its agenda documents does, and
        counts once however often it was copied. Documents are for questions about documents.
    coding : {"final", "a", "b"}
        The adjudicated set, or what one coder found. Coder a did not record the scope: all that
        coder a found is taken as raised in the meeting. Documents that coder b did not see are
        left out for coder b, with the accounts that rest on them alone.
    extent : {"all", "opening"}
        Whether to count everything that was visible, or only what stands in the headline and the
        first `opening` paragraphs, which documents of all scripts show alike. A paragraph has no
        fixed length, so this makes exposure comparable, not identical.
    voices : collection of str, optional
        Keep accounts in these voices only.
    exclude_lineages : collection of str
        Accounts to leave out, such as one that borrows its wording from another meeting's.
    opening : int
        Number of paragraphs of the opening, at least 1; used only where `extent` is ``opening``.

    Returns
    -------
    DataFrame
        Boolean. One row an account with at least one agenda document, indexed by `meeting_id`
        (categorical: every held meeting of `series` in order of time, so that one without an
        account is known to be missing), `voice` (categorical, in the order of the vocabulary) and
        `account_id` (the lineage or the document); one column a topic, in codebook order. An
        account that raises nothing is a row of False: it was seen.

    Raises
    ------
    ValueError
        If an argument has a value that does not occur; the message lists those that do.

    Examples
    --------
    >>> import eucad
    >>> raised = incidence(eucad.load())
    >>> raised.loc["hlsd2015", ["drug_trafficking", "hybrid"]].to_numpy().tolist()
    [[True, False]]
    """
    _require_known("coding", [coding], ["final", "a", "b"])
    _require_known("extent", [extent], ["all", "opening"])
    if opening < 1:
        raise ValueError(f"opening is {opening}; the opening has at least 1 paragraph.")
    documents = _accounts(dataset, series, unit, voices, exclude_lineages)
    if coding == "b":
        documents = documents[documents["seen_by_second_coder"]]
    codings = _codings(dataset, coding)
    if extent == "opening":
        codings = codings[codings["paragraph"] <= opening]
    topics = dataset.topics.sort_values("position")["topic_id"]
    return _cross(dataset, documents, codings, pd.Index(topics, name="topic_id"), series)


def _accounts(
    dataset: Dataset,
    series: Sequence[str],
    unit: str,
    voices: Collection[str] | None,
    exclude_lineages: Collection[str],
) -> pd.DataFrame:
    """Select agenda documents, each with the account it belongs to."""
    documents = agenda_documents(dataset)
    _require_known("series", series, documents["series"].cat.categories)
    _require_known("unit", [unit], ["lineage", "document"])
    _require_known("voices", voices or (), documents["voice"].cat.categories)
    _require_known("exclude_lineages", exclude_lineages, dataset.lineages["lineage_id"])
    keep = documents["series"].isin(series) & ~documents["lineage_id"].isin(exclude_lineages)
    if voices is not None:
        keep &= documents["voice"].isin(voices)
    return documents[keep].assign(account_id=lambda kept: kept[f"{unit}_id"])


def _require_known(argument: str, values: Collection[str], known: Collection[str]) -> None:
    unknown = [str(value) for value in values if value not in set(known)]
    if unknown:
        several = list(known)[:12]
        more = ", …" if len(known) > len(several) else ""
        raise ValueError(
            f"{argument} has {', '.join(map(repr, unknown))}; choose among "
            f"{', '.join(map(repr, several))}{more}."
        )


def _codings(dataset: Dataset, coding: str) -> pd.DataFrame:
    """Give the codings of what was raised in the meeting, by one coder or adjudicated."""
    if coding == "final":
        codings = dataset.codings_final
    else:
        codings = dataset.codings[dataset.codings["coder"] == coding]
    # Coder a recorded no scope.
    return codings[codings["scope"].fillna("dialogue") == "dialogue"]


def _cross(
    dataset: Dataset,
    documents: pd.DataFrame,
    mentions: pd.DataFrame,
    columns: pd.Index,
    series: Sequence[str],
) -> pd.DataFrame:
    """Say of every account (row) whether any of its documents mentions a thing (column)."""
    held = held_meetings(dataset)
    in_time = held.index[held["series"].isin(series)]
    accounts = (
        documents[ACCOUNT]
        .drop_duplicates()
        .astype({"meeting_id": pd.CategoricalDtype(in_time, ordered=True)})
        .sort_values(ACCOUNT, ignore_index=True)
    )
    account_of = documents.set_index("document_id")["account_id"]
    counted = mentions[mentions["document_id"].isin(account_of.index)]
    row = pd.Index(accounts["account_id"]).get_indexer(account_of.loc[counted["document_id"]])
    column = columns.get_indexer(counted[columns.name].astype(str))
    cells = np.zeros((len(accounts), len(columns)), dtype=bool)
    cells[row, column] = True
    return pd.DataFrame(cells, index=pd.MultiIndex.from_frame(accounts), columns=columns)


def programme_incidence(dataset: Dataset) -> pd.DataFrame:
    """Say of every account of the dialogue which EU programmes it names.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Boolean, rows as in :func:`incidence` by lineage, one column a programme in the order of
        its table.

    Examples
    --------
    >>> import eucad
    >>> named = programme_incidence(eucad.load())
    >>> bool(named.loc["hlsd2015", "BOMCA"].all())
    True
    """
    documents = _accounts(dataset, ["hlsd"], "lineage", None, ())
    programmes = pd.Index(dataset.programmes["programme_id"], name="programme_id")
    return _cross(dataset, documents, dataset.programme_mentions, programmes, ["hlsd"])


def by_family(incidence: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Say of every account which families of topics it raises.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`.
    topics : DataFrame
        The codebook: `topic_id` and the categorical `family`.

    Returns
    -------
    DataFrame
        Boolean, rows as in `incidence`, one column a family in the order of the vocabulary: true
        where the account raises at least one topic of the family.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> raised = by_family(incidence(dataset), dataset.topics)
    >>> raised.loc["hlsd2015", ["drugs_cbrn", "cyber_hybrid"]].to_numpy().tolist()
    [[True, False]]
    """
    family = topics.set_index("topic_id")["family"]
    members = {
        name: family.index[family == name].intersection(incidence.columns, sort=False)
        for name in family.cat.categories
    }
    return pd.DataFrame(
        {name: incidence[columns].any(axis=1) for name, columns in members.items()},
        index=incidence.index,
    ).rename_axis(columns="family")


def group_meetings(incidence: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Put every account into the group of its meeting, such as a series or a period.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`.
    groups : Series
        Group of each meeting, indexed by `meeting_id`; its name becomes that of the level.

    Returns
    -------
    DataFrame
        `incidence` with one more level in front of its index.

    Examples
    --------
    >>> import eucad
    >>> raised = incidence(eucad.load())
    >>> group_meetings(raised, periods(raised, 3)).index.names[0]
    'period'
    """
    index = incidence.index.to_frame(index=False)
    group = groups.loc[index["meeting_id"].astype(str)]
    index.insert(0, groups.name, group.array)
    return incidence.set_axis(pd.MultiIndex.from_frame(index))


def periods(incidence: pd.DataFrame, parts: int) -> pd.Series:
    """Divide the meetings of one series, in order of time, into parts of as many meetings each.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`, of a series that meets at most once a year.
    parts : int
        Number of periods; the first ones are longer where the division leaves a remainder.

    Returns
    -------
    Series
        Named ``period``, an ordered categorical such as ``2013–2017``, indexed by `meeting_id`.

    Raises
    ------
    ValueError
        If there are fewer meetings than parts.

    Examples
    --------
    >>> import eucad
    >>> periods(incidence(eucad.load()), 2).cat.categories.to_list()
    ['2013–2019', '2020–2025']
    """
    meetings = incidence.index.get_level_values("meeting_id").categories
    if not 1 <= parts <= len(meetings):
        raise ValueError(f"{len(meetings)} meetings cannot be divided into {parts} periods.")
    names = []
    for part in np.array_split(meetings.str[-4:], parts):
        names += [f"{part[0]}–{part[-1]}"] * len(part)
    ordered = pd.Categorical(names, categories=list(dict.fromkeys(names)), ordered=True)
    return pd.Series(ordered, index=meetings, name="period")


# -- How often


def jeffreys_interval(
    successes: np.ndarray, trials: np.ndarray, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Give the Jeffreys interval of a proportion.

    The equal-tailed interval of the Beta(x + 1/2, n − x + 1/2) posterior, with the lower limit 0
    where there is no success and the upper limit 1 where there is no failure, as Brown, Cai and
    DasGupta (2001, section 3.1.2) recommend: an estimate never lies outside its interval.

    Parameters
    ----------
    successes, trials : array_like of float
        Counts, or effective counts. Where there was no trial, both limits are missing.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float

    Raises
    ------
    ValueError
        If there are more successes than trials, a negative number, or `level` is not between 0
        and 1.

    Examples
    --------
    >>> low, high = jeffreys_interval([0, 3], [1, 5])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.209], [0.853, 0.906])
    """
    successes, trials = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    if (successes < 0).any() or (successes > trials).any():
        raise ValueError("Successes must lie between 0 and the number of trials.")
    require_level(level)
    a, b = successes + 0.5, trials - successes + 0.5
    low = np.where(successes == 0, 0.0, beta.ppf((1 - level) / 2, a, b))
    high = np.where(successes == trials, 1.0, beta.ppf((1 + level) / 2, a, b))
    seen = trials > 0
    return np.where(seen, low, np.nan), np.where(seen, high, np.nan)


def prevalence(
    incidence: pd.DataFrame, by: Sequence[str] = ("meeting_id",), *, level: float = 0.95
) -> pd.DataFrame:
    """Compute the share of accounts that raise each topic, with its Jeffreys interval.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`, :func:`by_family`, :func:`group_meetings` or `voices.by_side`.
    by : sequence of str
        Levels of the index that form groups: ``meeting_id``, ``voice``, both, or none for all
        accounts together.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a group and topic (or family), groups and topics in their own order: `raised` (how
        many accounts raise it), `accounts` (of how many), `prevalence` (0 to 1), `low`, `high`. A
        meeting of the series, or a voice, of which there is no account has 0 accounts and
        missing values.

    Raises
    ------
    ValueError
        If `by` names something that is no level of the index, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> shares = prevalence(incidence(eucad.load()))
    >>> shares.loc[("hlsd2015", "drug_trafficking")].round(3).to_list()
    [1.0, 1.0, 1.0, 0.147, 1.0]
    """
    raised, accounts = _counts(incidence, by)
    low, high = jeffreys_interval(raised, accounts, level)
    return pd.DataFrame(
        {
            "raised": raised,
            "accounts": accounts,
            "prevalence": raised / accounts.where(accounts > 0),
            "low": low,
            "high": high,
        }
    )


def balanced_prevalence(
    incidence: pd.DataFrame, by: Sequence[str] = ("meeting_id",), *, level: float = 0.95
) -> pd.DataFrame:
    """Compute the mean over voices of the share of accounts that raise each topic.

    Each voice of which there is an account counts equally, however many accounts it gives. The
    interval is that of :func:`combine`.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`, :func:`by_family` or :func:`group_meetings`.
    by : sequence of str
        Levels of the index that form groups, as in :func:`prevalence`, without ``voice``.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a group and topic, as in :func:`prevalence`: `voices` (how many are averaged),
        `accounts`, `effective` (number of accounts), `prevalence`, `low`, `high`.

    Raises
    ------
    ValueError
        If `by` contains ``voice`` or something that is no level of the index, or `level` is not
        between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> shares = balanced_prevalence(incidence(eucad.load()), ())
    >>> shares.loc["drug_trafficking", ["voices", "accounts", "effective"]].round(1).to_list()
    [7.0, 31.0, 13.2]
    """
    if "voice" in by:
        raise ValueError("Balanced over voices, prevalence has no rows by voice: use prevalence.")
    parts = prevalence(incidence, [*by, "voice"], level=level)
    parts["voices"] = parts["accounts"].gt(0).astype(int)
    parts["weight"] = parts["voices"]
    groups = [*by, incidence.columns.name]
    counts = parts.groupby(groups, observed=False, sort=False)[["voices", "accounts"]].sum()
    return counts.join(combine(parts, groups, level=level))


def combine(parts: pd.DataFrame, by: Sequence[str], *, level: float = 0.95) -> pd.DataFrame:
    """Average shares over the rest of their index, with the interval of the average.

    The interval is Jeffreys's, of the average and the effective number of accounts: as many as
    would give a plain share the same variance, (Σ w)² / Σ (w² / n) (Franco et al. 2019). Limits
    taken part by part would be too close, since a part of one account says nothing of how much
    accounts vary. In simulations with as few accounts as there are here, nominal 95% intervals
    cover 93% or more.

    Parameters
    ----------
    parts : DataFrame
        Indexed by `by` and what is averaged over: `accounts` and `prevalence`, as from
        :func:`prevalence`, and the `weight` of each, 0 where it is missing.
    by : sequence of str
        Levels of the index that remain.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        Indexed by `by`: `effective` (number of accounts), `prevalence`, `low`, `high`; missing
        where all weights are 0.

    Examples
    --------
    >>> parts = pd.DataFrame(
    ...     {"accounts": [1, 3], "prevalence": [1.0, 0.0], "weight": [1, 1]},
    ...     index=pd.MultiIndex.from_product([["water"], ["eu", "kz"]], names=["topic", "voice"]))
    >>> combine(parts, ["topic"]).round(2).to_numpy().tolist()
    [[3.0, 0.5, 0.09, 0.91]]
    """
    sums = (
        pd.DataFrame(
            {
                "weight": parts["weight"],
                "sum": parts["weight"] * parts["prevalence"],
                "variance": parts["weight"] ** 2 / parts["accounts"],
            }
        )
        .groupby(list(by), observed=False, sort=False)
        .sum()
    )
    weight = sums["weight"].where(sums["weight"] > 0)
    mean, effective = sums["sum"] / weight, weight**2 / sums["variance"]
    low, high = jeffreys_interval(mean * effective, effective, level)
    return pd.DataFrame({"effective": effective, "prevalence": mean, "low": low, "high": high})


def _counts(incidence: pd.DataFrame, by: Sequence[str]) -> tuple[pd.Series, pd.Series]:
    """Count, by group and topic, the accounts that raise it and all accounts."""
    _require_known("by", by, incidence.index.names)
    topic = incidence.columns.name
    if not by:
        raised = incidence.sum()
        return raised, pd.Series(len(incidence), index=raised.index)
    # Meetings and voices without an account keep their place: they are missing, not zero.
    groups = incidence.groupby(level=list(by), observed=False)
    raised = groups.sum().stack().rename_axis([*by, topic])
    sizes = groups.size()
    accounts = pd.Series(np.repeat(sizes.to_numpy(), incidence.shape[1]), index=raised.index)
    return raised.astype(int), accounts


# -- How much, at equal numbers of accounts


def rarefaction(incidence: pd.DataFrame) -> pd.DataFrame:
    """Compute how many topics one, two, three … accounts of a meeting show on average.

    A meeting of which there are five accounts has five chances to show a topic, one of which there
    is one account has one. At least one of s accounts, drawn without replacement from n of which k
    raise the topic, does so with probability 1 - C(n - k, s) / C(n, s); the sum over topics is the
    expected number of topics (rarefaction; Gotelli and Colwell 2001), and it is exact.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`.

    Returns
    -------
    DataFrame
        Meetings in order of time × numbers of accounts, from 1 to the most there are: the expected
        number of topics; missing where there are fewer accounts.

    Examples
    --------
    >>> import eucad
    >>> rarefaction(incidence(eucad.load())).loc["hlsd2016"].dropna().to_list()
    [6.5, 11.0]
    """
    meetings = incidence.groupby(level="meeting_id", observed=False)
    accounts, raised = meetings.size(), meetings.sum()
    expected = {}
    for size in range(1, accounts.max() + 1):
        draws = np.where(accounts >= size, comb(accounts, size), np.nan)
        expected[size] = (1 - comb(raised.rsub(accounts, axis=0), size).T / draws).sum(axis=0)
    return pd.DataFrame(expected, index=accounts.index).rename_axis(columns="accounts")


# -- How early and how strongly


def mentions(dataset: Dataset, *, series: Sequence[str] = ("hlsd",)) -> pd.DataFrame:
    """Return every topic that an account raises, with how early and how strongly it does.

    Parameters
    ----------
    dataset, series
        As in :func:`incidence`; accounts are lineages and the codings the adjudicated ones.

    Returns
    -------
    DataFrame
        One row an account and topic, in order of time and codebook, indexed by `meeting_id`,
        `voice`, `account_id` and `topic_id`: `earliness`, from 1 (before all other topics of the
        document) to 0 (after all others), topics of one paragraph sharing their ranks, averaged
        over the documents of the account and missing where no document raises a second topic;
        `stance`, the strongest that any of its documents has.

    Raises
    ------
    ValueError
        If a series does not occur.

    Examples
    --------
    >>> import eucad
    >>> raised = mentions(eucad.load()).loc["hlsd2016", "kz", "hlsd2016-kz-mfa"]
    >>> raised["stance"].astype(str).to_dict()
    {'afghanistan': 'discussed', 'regional_security': 'discussed'}
    """
    accounts = _accounts(dataset, series, "lineage", None, ())
    rank = _codings(dataset, "final").merge(accounts[["document_id", *ACCOUNT]], on="document_id")
    documents = rank.groupby("document_id")["paragraph"]
    others = documents.transform("size") - 1
    rank["earliness"] = 1 - (documents.rank() - 1) / others.where(others > 0)
    found = rank.groupby([*ACCOUNT, "topic_id"], observed=True).agg(
        earliness=("earliness", "mean"), stance=("stance", "min")
    )
    raised = incidence(dataset, series=series).stack()
    return found.reindex(raised.index[raised])


def salience(
    mentions: pd.DataFrame, *, strong: str = "priority", level: float = 0.95
) -> pd.DataFrame:
    """Summarise how early and how strongly each topic is raised by the accounts that raise it.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`mentions`.
    strong : str
        The weakest stance that counts as strong.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `accounts` that raise it; `ranked`, those in which it
        has an earliness; `earliness`, the median, with `earliness_low` and `earliness_high`, the
        narrowest pair of order statistics that covers the median at `level` whatever the
        distribution (missing where there are too few accounts for any pair: below six at 95%);
        `strong`, the share of the accounts in which the stance is `strong` or stronger, with the
        Jeffreys limits `strong_low` and `strong_high`.

    Raises
    ------
    ValueError
        If there is no such stance, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> found = salience(mentions(eucad.load()))
    >>> bool(found["earliness"].dropna().between(0, 1).all())
    True
    """
    stances = mentions["stance"].cat.categories
    _require_known("strong", [strong], stances)
    require_level(level)
    topics = mentions.groupby(level="topic_id", sort=False)
    accounts = topics.size()
    is_strong = mentions["stance"].cat.codes <= stances.get_loc(strong)
    strong_ones = is_strong.groupby(level="topic_id", sort=False).sum()
    low, high = jeffreys_interval(strong_ones, accounts, level)
    limits = [_median_limits(values.dropna(), level) for _, values in topics["earliness"]]
    earliness_low, earliness_high = np.reshape(limits, (-1, 2)).T
    found = pd.DataFrame(
        {
            "accounts": accounts,
            "ranked": topics["earliness"].count(),
            "earliness": topics["earliness"].median(),
            "earliness_low": earliness_low,
            "earliness_high": earliness_high,
            "strong": strong_ones / accounts,
            "strong_low": low,
            "strong_high": high,
        }
    )
    order = mentions.index.levels[mentions.index.names.index("topic_id")]
    return found.reindex(order.intersection(found.index, sort=False))


def _median_limits(values: pd.Series, level: float) -> tuple[float, float]:
    if values.empty:
        return np.nan, np.nan
    return tuple(quantile_test(values, p=0.5).confidence_interval(level))


# -- Entry, exit and persistence


def visible_to_end(dataset: Dataset) -> pd.Index:
    """Return the accounts of which at least one agenda document was visible to its end.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    Index of str
        Lineages. A copy that ends may have been shortened by whoever copied it, so this is the
        most favourable reading of what was visible.

    Examples
    --------
    >>> import eucad
    >>> "hlsd2015-eeas" in visible_to_end(eucad.load())
    True
    """
    documents = agenda_documents(dataset)
    ended = documents.loc[documents["extent"] == "full", "lineage_id"]
    return pd.Index(ended.unique())


def count_ended(incidence: pd.DataFrame, visible_to_end: Collection[str]) -> pd.Series:
    """Count the accounts of each meeting that were visible to their end.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`.
    visible_to_end : collection of str
        From :func:`visible_to_end`.

    Returns
    -------
    Series of int
        By `meeting_id`, in order of time, meetings with an account only.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> int(count_ended(incidence(dataset), visible_to_end(dataset))["hlsd2013"])
    0
    """
    ended = incidence.index.get_level_values("account_id").isin(list(visible_to_end))
    return pd.Series(ended, index=incidence.index).groupby(level="meeting_id", observed=True).sum()


def spans(incidence: pd.DataFrame, visible_to_end: Collection[str]) -> pd.DataFrame:
    """Find when each topic was first and last seen, and how far that shows an entry or an exit.

    Only meetings of which there is an account count; a meeting without one neither continues nor
    interrupts a run. Whether the silence before the first or after the last sighting is more than
    chance: if the meetings stood in random order, all sightings would fall after the first *b* of
    *m* meetings with probability C(m − b, k) / C(m, k) for *k* sightings. This is the discrete,
    exact counterpart of Solow's (1993) test for extinction. It takes all meetings as equally
    likely to show the topic, and looks at one topic: with many topics some are small by chance.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence` or :func:`by_family`.
    visible_to_end : collection of str
        Accounts that were visible to their end, from :func:`visible_to_end`.

    Returns
    -------
    DataFrame
        One row a topic: `first` and `last` meeting seen (missing if never); `seen`, the number of
        meetings; `observed`, the number of meetings with an account; `longest_run` of successive
        observed meetings; `before` and `after`, observed meetings before the first and after the
        last sighting; `silent_before` and `silent_to_end`, earlier and later accounts that were
        visible to their end and do not raise it: where one is 0, nothing shows an entry, or an
        exit; `chance_before` and `chance_after`, the probabilities above.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> found = spans(incidence(dataset), visible_to_end(dataset))
    >>> found.loc["cbrn", ["first", "last"]].to_list()
    ['hlsd2013', 'hlsd2016']
    """
    seen = incidence.groupby(level="meeting_id", observed=True).any()
    ended = count_ended(incidence, visible_to_end)
    rows = {topic: _span(column, ended) for topic, column in seen.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(incidence.columns.name)


def _span(seen: pd.Series, ended: pd.Series) -> dict:
    places = np.flatnonzero(seen)
    observed, sightings = len(seen), len(places)
    found = {"first": None, "last": None, "seen": sightings, "observed": observed, "longest_run": 0}
    if not sightings:
        counts = ("before", "after", "silent_before", "silent_to_end")
        chances = ("chance_before", "chance_after")
        return found | dict.fromkeys(counts, pd.NA) | dict.fromkeys(chances, np.nan)
    first, last = int(places[0]), int(places[-1])
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    return found | {
        "first": seen.index[first],
        "last": seen.index[last],
        "longest_run": max(map(len, runs)),
        "before": first,
        "after": observed - 1 - last,
        "silent_before": int(ended.iloc[:first].sum()),
        "silent_to_end": int(ended.iloc[last + 1 :].sum()),
        "chance_before": comb(observed - first, sightings) / comb(observed, sightings),
        "chance_after": comb(last + 1, sightings) / comb(observed, sightings),
    }


def expected_by_chance(spans: pd.DataFrame, at_most: float) -> float:
    """Compute how many topics would seem to come in, or to go out, in a random order of meetings.

    Parameters
    ----------
    spans : DataFrame
        From :func:`spans`.
    at_most : float
        Largest `chance_before`, or `chance_after`, of a topic that seems to come in, or go out.

    Returns
    -------
    float
        The expected number of topics, the same for entries and exits; at most `at_most` × topics,
        and less because a few meetings allow few values of the chances.

    Examples
    --------
    Of ten meetings, a topic seen once comes in at the last with probability 0.1.

    >>> round(expected_by_chance(pd.DataFrame({"seen": [1, 10], "observed": 10}), 0.1), 3)
    0.1
    """
    expected = 0.0
    for seen, observed in zip(spans["seen"], spans["observed"], strict=True):
        chances = comb(np.arange(seen, observed + 1), seen) / comb(observed, seen)
        expected += chances[chances <= at_most].max(initial=0)
    return float(expected)


# -- Equal exposure


def exposure(dataset: Dataset, *, series: Sequence[str] = ("hlsd",)) -> pd.DataFrame:
    """Count the topics of every agenda document, in all that was visible and in its opening.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        As in :func:`incidence`.

    Returns
    -------
    DataFrame
        One row a document, indexed by `document_id`, in order of time: `lineage_id`, `voice`,
        `extent`, `script`, `half_visible`, `reach` (as in `documents.visible_part`), `topics` and
        `topics_opening`.

    Raises
    ------
    ValueError
        If a series does not occur.

    Examples
    --------
    >>> import eucad
    >>> counts = exposure(eucad.load())
    >>> counts.loc["hlsd2015-interfax-ru", ["topics", "topics_opening"]].to_list()
    [5, 3]
    """
    counts = {
        name: incidence(dataset, series=series, unit="document", extent=extent)
        .sum(axis=1)
        .droplevel(["meeting_id", "voice"])
        for name, extent in (("topics", "all"), ("topics_opening", "opening"))
    }
    part = visible_part(dataset).set_index("document_id")
    columns = ["lineage_id", "voice", "extent", "script", "half_visible", "reach"]
    order = counts["topics"].index
    return part.loc[order, columns].assign(**counts).rename_axis("document_id")


def script_gap(
    exposure: pd.DataFrame,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Measure how many fewer topics documents show whose script was visible half as far.

    Two comparisons: between all documents, where script goes with whoever writes in it; and within
    accounts of which there are documents in both kinds of script, where the story is the same and
    the script alone differs. The interval is a percentile bootstrap over whole accounts.

    Parameters
    ----------
    exposure : DataFrame
        From :func:`exposure`.
    rng : numpy.random.Generator
        Source of the resamples.
    resamples : int
        Number of resamples, at least 1.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        Indexed by `comparison` (``all documents``, ``same account``) and `counted` (``topics``,
        ``topics_opening``): mean number of topics in `half_visible` and in `other` documents,
        their `ratio` with `low` and `high`, and the numbers of `documents` and `accounts` compared.
        Within accounts, the means are over accounts. Where one kind has no document, or the other
        no topic, all of these are missing.

    Raises
    ------
    ValueError
        If `resamples` is below 1 or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> counts = exposure(eucad.load(), series=("hlsd", "fmm", "summit"))
    >>> gap = script_gap(counts, rng=np.random.default_rng(1), resamples=200)
    >>> bool(gap.loc[("all documents", "topics"), "ratio"] < 1)
    True
    """
    require_level(level)
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; the interval needs at least 1.")
    both = exposure.groupby("lineage_id")["half_visible"].nunique() == 2
    paired = exposure[exposure["lineage_id"].isin(both.index[both])]
    rows = {}
    for counted in ("topics", "topics_opening"):
        for comparison, documents in (("all documents", exposure), ("same account", paired)):
            cells = documents.groupby(["lineage_id", "half_visible"])[counted].agg(["sum", "size"])
            if comparison == "same account":
                cells = pd.DataFrame({"sum": cells["sum"] / cells["size"], "size": 1})
            rows[comparison, counted] = {
                **_ratio_of_means(cells, rng, resamples, level),
                "documents": len(documents),
                "accounts": documents["lineage_id"].nunique(),
            }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["comparison", "counted"])
    return table.astype({"documents": int, "accounts": int})


def _ratio_of_means(
    cells: pd.DataFrame, rng: np.random.Generator, resamples: int, level: float
) -> dict[str, float]:
    """Compare sums over sizes of the two kinds of document, resampling accounts."""
    wide = cells.unstack("half_visible", fill_value=0).reindex(
        columns=pd.MultiIndex.from_product([["sum", "size"], [False, True]]), fill_value=0
    )
    accounts = len(wide)
    if not (wide["size"].sum() > 0).all() or wide[("sum", False)].sum() == 0:
        return dict.fromkeys(("half_visible", "other", "ratio", "low", "high"), np.nan)
    draws = rng.multinomial(accounts, np.full(accounts, 1 / accounts), size=resamples)

    def means(weights: np.ndarray) -> np.ndarray:
        sums, sizes = weights @ wide["sum"].to_numpy(), weights @ wide["size"].to_numpy()
        return np.divide(sums, sizes, out=np.full(sums.shape, np.nan), where=sizes > 0)

    other, half = means(np.ones(accounts))
    resampled = means(draws)
    ratios = np.divide(
        resampled[:, 1],
        resampled[:, 0],
        out=np.full(resamples, np.nan),
        where=resampled[:, 0] > 0,
    )
    low, high = np.nanquantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return {"half_visible": half, "other": other, "ratio": half / other, "low": low, "high": high}

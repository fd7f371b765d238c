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
Zou, G. Y., Huang, W., and Zhang, X. (2009). A note on confidence interval estimation for a linear
function of binomial proportions. Computational Statistics and Data Analysis, 53(4), 1080-1085.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from scipy.stats import beta

from eucad.dataset import Dataset
from eucad.documents import agenda_documents, held_meetings

ACCOUNT = ["meeting_id", "voice", "account_id"]

#: What stands in this paragraph or before it counts as a document's opening. Pages in Cyrillic
#: and Arabic script were visible half as far as the others, and half of those that were cut off
#: bear their last evidence of any kind in paragraph 3 or before (see `documents.reach`).
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
    documents = agenda_documents(dataset)
    _require_known("series", series, documents["series"].cat.categories)
    _require_known("unit", [unit], ["lineage", "document"])
    _require_known("coding", [coding], ["final", "a", "b"])
    _require_known("extent", [extent], ["all", "opening"])
    _require_known("voices", voices or (), documents["voice"].cat.categories)
    _require_known("exclude_lineages", exclude_lineages, dataset.lineages["lineage_id"])
    if opening < 1:
        raise ValueError(f"opening is {opening}; the opening has at least 1 paragraph.")
    keep = documents["series"].isin(series) & ~documents["lineage_id"].isin(exclude_lineages)
    if voices is not None:
        keep &= documents["voice"].isin(voices)
    if coding == "b":
        keep &= documents["seen_by_second_coder"]
    documents = documents[keep].assign(account_id=lambda kept: kept[f"{unit}_id"])
    codings = _codings(dataset, coding)
    if extent == "opening":
        codings = codings[codings["paragraph"] <= opening]
    return _cross(dataset, documents, codings, series)


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
    dataset: Dataset, documents: pd.DataFrame, codings: pd.DataFrame, series: Sequence[str]
) -> pd.DataFrame:
    held = held_meetings(dataset)
    in_time = held.index[held["series"].isin(series)]
    accounts = (
        documents[ACCOUNT]
        .drop_duplicates()
        .astype({"meeting_id": pd.CategoricalDtype(in_time, ordered=True)})
        .sort_values(ACCOUNT, ignore_index=True)
    )
    topics = dataset.topics.sort_values("position")["topic_id"]
    account_of = documents.set_index("document_id")["account_id"]
    counted = codings[codings["document_id"].isin(account_of.index)]
    row = pd.Index(accounts["account_id"]).get_indexer(account_of.loc[counted["document_id"]])
    column = pd.Index(topics).get_indexer(counted["topic_id"].astype(str))
    cells = np.zeros((len(accounts), len(topics)), dtype=bool)
    cells[row, column] = True
    return pd.DataFrame(
        cells,
        index=pd.MultiIndex.from_frame(accounts),
        columns=pd.Index(topics.to_list(), name="topic_id"),
    )


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
    successes, trials : array_like of int
        Where there was no trial, both limits are missing.
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
    _require_level(level)
    a, b = successes + 0.5, trials - successes + 0.5
    low = np.where(successes == 0, 0.0, beta.ppf((1 - level) / 2, a, b))
    high = np.where(successes == trials, 1.0, beta.ppf((1 + level) / 2, a, b))
    seen = trials > 0
    return np.where(seen, low, np.nan), np.where(seen, high, np.nan)


def _require_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")


def prevalence(
    incidence: pd.DataFrame, by: Sequence[str] = ("meeting_id",), *, level: float = 0.95
) -> pd.DataFrame:
    """Compute the share of accounts that raise each topic, with its Jeffreys interval.

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`, :func:`by_family` or :func:`by_side`.
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
    interval combines the Jeffreys intervals of the voices (MOVER; Zou, Huang and Zhang 2009).

    Parameters
    ----------
    incidence : DataFrame
        From :func:`incidence`, :func:`by_family` or :func:`by_side`.
    by : sequence of str
        ``("meeting_id",)``, or nothing for all meetings together.
    level : float
        Coverage of the interval.

    Returns
    -------
    DataFrame
        One row a group and topic, as in :func:`prevalence`: `voices` (how many are averaged),
        `accounts`, `prevalence`, `low`, `high`.

    Raises
    ------
    ValueError
        If `by` contains ``voice`` or something that is no level of the index, or `level` is not
        between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> shares = balanced_prevalence(incidence(eucad.load()))
    >>> shares.loc[("hlsd2013", "drug_trafficking"), ["voices", "accounts"]].to_list()
    [1, 1]
    """
    if "voice" in by:
        raise ValueError("Balanced over voices, prevalence has no rows by voice: use prevalence.")
    parts = prevalence(incidence, [*by, "voice"], level=level)
    groups = [*by, incidence.columns.name]
    parts = parts.assign(
        below=(parts["prevalence"] - parts["low"]) ** 2,
        above=(parts["high"] - parts["prevalence"]) ** 2,
        voices=(parts["accounts"] > 0).astype(int),
    )
    sums = parts.groupby(groups, observed=False, sort=False)[
        ["voices", "accounts", "prevalence", "below", "above"]
    ].sum()
    voices = sums["voices"].where(sums["voices"] > 0)
    mean = sums["prevalence"] / voices
    return pd.DataFrame(
        {
            "voices": sums["voices"],
            "accounts": sums["accounts"],
            "prevalence": mean,
            "low": mean - np.sqrt(sums["below"]) / voices,
            "high": mean + np.sqrt(sums["above"]) / voices,
        }
    )


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

"""Whose agenda it is: what the EU and the Central Asian capitals report of the same meeting.

A contrast over all meetings confuses who speaks with when: the EU reports some meetings, the
capitals others. :func:`who_says` and :func:`contrast` therefore compare the two sides only where
both report the same meeting.

References
----------
Mantel, N., and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective
studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
comparison of eleven methods. Statistics in Medicine, 17(8), 873-890.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import comb

from eucad.agenda import account_topic_matrix, prevalence
from eucad.dataset import Dataset
from eucad.documents import CAPITALS, agenda_documents, borrowed_lineages, side_of
from eucad.meetings import held_meetings
from eucad.stats import LEVEL, SEED
from eucad.stats.likeness import mean_similarity
from eucad.stats.proportions import combine
from eucad.voices.exposure import count_topics, script_gap

#: The two sides that are compared.
SIDES = ("eu", "capitals")

#: What the EU and the capitals say of a topic at one meeting.
SAID = ("both", "eu", "capitals", "neither")

#: How clearly one side raises a topic more: both interval and exact p-value say so, one does, none.
VERDICTS = ("clear", "perhaps", "none")

#: Kinds of pairs of agendas whose likeness is compared.
KINDS = ("between", "eu", "capitals")

#: Shuffles of the accounts behind the likeness that chance gives.
SHUFFLES = 1_999


@dataclass(frozen=True)
class Study:
    """All that notebook 05 shows, from the choices named at its top.

    Attributes
    ----------
    names, languages : mapping of str to str
        What people call the keys of the dataset, and its languages.
    series : tuple of str
        The series of meetings that is studied.
    level : float
        Coverage of every interval; exact p-values are small at 1 less the level.
    minimum : int
        Accounts of either side that must raise a topic for it to be drawn.
    cases : tuple of str
        Topics that are looked at one by one, the leading one first.
    since : int
        Year from which the leading case is looked at again.
    said : DataFrame
        From :func:`who_says`.
    contrast, contrast_since, contrast_everywhere : DataFrame
        From :func:`contrast`: at all meetings of the series, at those since `since`, and at the
        meetings of every series.
    variants, likeness : dict of str to DataFrame
        By variant, what :func:`contrast` and :func:`likeness` find.
    to_overturn : int or None
        From :func:`accounts_to_overturn`, of the leading case.
    documents, gap : DataFrame
        From :func:`~eucad.voices.exposure.count_topics` and
        :func:`~eucad.voices.exposure.script_gap`, of every series.
    terms : DataFrame
        From :func:`terms`, of the cases.
    """

    names: Mapping[str, str]
    languages: Mapping[str, str]
    series: tuple[str, ...]
    level: float
    minimum: int
    cases: tuple[str, ...]
    since: int
    said: pd.DataFrame
    contrast: pd.DataFrame
    contrast_since: pd.DataFrame
    contrast_everywhere: pd.DataFrame
    variants: dict[str, pd.DataFrame]
    likeness: dict[str, pd.DataFrame]
    to_overturn: int | None
    documents: pd.DataFrame
    gap: pd.DataFrame
    terms: pd.DataFrame


def study(
    dataset: Dataset,
    *,
    series: Sequence[str],
    cases: Sequence[str],
    since: int,
    minimum: int,
    variants: Sequence[str],
    level: float = LEVEL,
) -> Study:
    """Compute all that notebook 05 shows.

    Parameters
    ----------
    dataset : Dataset
    series : sequence of str
        Series of meetings, such as ``("hlsd",)``.
    cases : sequence of str
        Topics to look at one by one, the leading one first.
    since : int
        Year from which the leading case is looked at again.
    minimum : int
        Accounts of either side that must raise a topic for it to be drawn.
    variants : sequence of str
        What else could have been counted; see :func:`matrix_under`. The collection's own way of
        counting, ``all``, always comes first.
    level : float
        Coverage of every interval.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        If a choice has a value that does not occur, or no meeting is reported by both sides.

    Examples
    --------
    >>> import eucad
    >>> found = study(eucad.load(), series=["hlsd"], cases=["ukraine_war"], since=2022, minimum=3,
    ...               variants=["opening"])
    >>> list(found.variants)
    ['all', 'opening']
    """
    matrices = {
        variant: matrix_under(dataset, variant, series=series)
        for variant in dict.fromkeys(("all", *variants))
    }
    mentions = matrices["all"]
    _require_topics(dataset, cases)
    every_series = list(dataset.meetings["series"].cat.categories)
    documents = count_topics(dataset, series=every_series)
    return Study(
        names=dataset.names,
        languages=dataset.languages,
        series=tuple(series),
        level=level,
        minimum=minimum,
        cases=tuple(cases),
        since=since,
        said=who_says(mentions),
        contrast=contrast(mentions, level=level),
        contrast_since=contrast(
            mentions[mentions.index.get_level_values("year") >= since], level=level
        ),
        contrast_everywhere=contrast(
            account_topic_matrix(dataset, series=every_series), level=level
        ),
        variants={name: contrast(matrix, level=level) for name, matrix in matrices.items()},
        likeness={
            name: likeness(matrix, held_meetings(dataset)["series"], level=level)
            for name, matrix in matrices.items()
        },
        to_overturn=accounts_to_overturn(mentions, cases[0], level=level),
        documents=documents,
        gap=script_gap(documents, level=level),
        terms=terms(dataset, cases, series=series),
    )


def matrix_under(dataset: Dataset, variant: str, *, series: Sequence[str]) -> pd.DataFrame:
    """Return the accounts × topics under one way of counting.

    Parameters
    ----------
    dataset : Dataset
    variant : str
        ``all``: everything that was visible, adjudicated; ``opening``: headlines and openings
        alone; ``unborrowed``: without accounts that borrow their wording from another meeting's;
        ``coder_a`` and ``coder_b``: what one coder found; ``without_`` and a voice, such as
        ``without_tm``: without the accounts of that voice.
    series : sequence of str
        Series of meetings.

    Returns
    -------
    DataFrame
        As from :func:`~eucad.agenda.account_topic_matrix`.

    Raises
    ------
    ValueError
        If there is no such variant or series.

    Examples
    --------
    >>> import eucad
    >>> found = matrix_under(eucad.load(), "without_tm", series=["hlsd"])
    >>> "tm" in found.index.unique("voice")
    False
    """
    voices = dataset.lineages["voice"].cat.categories
    options = {
        "all": {},
        "opening": {"extent": "opening"},
        "unborrowed": {"exclude_lineages": borrowed_lineages(dataset)},
        "coder_a": {"coding": "a"},
        "coder_b": {"coding": "b"},
        **{f"without_{left}": {"voices": [v for v in voices if v != left]} for left in voices},
    }
    if variant not in options:
        raise ValueError(f"There is no variant {variant!r}; choose among {', '.join(options)}.")
    return account_topic_matrix(dataset, series=series, **options[variant])


def by_side(mentions: pd.DataFrame) -> pd.DataFrame:
    """Put every account on its side: the EU, the Central Asian capitals, joint, newsroom or NGO.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.

    Returns
    -------
    DataFrame
        `mentions` with the level `side` in front of `voice`.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> by_side(account_topic_matrix(eucad.load())).loc["hlsd2016"].index.unique("side").to_list()
    ['capitals']
    """
    index = mentions.index.to_frame(index=False).drop(columns="side", errors="ignore")
    index.insert(index.columns.get_loc("voice"), "side", side_of(index["voice"]))
    return mentions.set_axis(pd.MultiIndex.from_frame(index))


def who_says(mentions: pd.DataFrame) -> pd.DataFrame:
    """Say for each meeting and topic whether the EU, the capitals, both or neither raise it.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.

    Returns
    -------
    DataFrame
        One row a meeting and topic, in their orders: `eu` and `capitals`, how many accounts of
        each side raise it; `eu_accounts` and `capitals_accounts`, of how many; `said`, one of
        :data:`SAID`, and missing where one of the sides gives no account: what only one side says
        cannot be known from that side alone.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> said = who_says(account_topic_matrix(eucad.load()))["said"]
    >>> said.loc[("hlsd2022", "ukraine_war")], bool(said.loc["hlsd2016"].isna().all())
    ('eu', True)
    """
    eu, capitals = _sides(mentions)
    known = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    said = pd.Series("neither", index=eu.index)
    said[eu["raised"] > 0] = "eu"
    said[capitals["raised"] > 0] = "capitals"
    said[(eu["raised"] > 0) & (capitals["raised"] > 0)] = "both"
    return _counts(eu, capitals).assign(
        said=pd.Series(pd.Categorical(said.where(known), categories=SAID), index=eu.index)
    )


def _sides(mentions: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the prevalence of each meeting and topic by the EU, and by the capitals."""
    shares = prevalence(by_side(mentions), ["meeting_id", "side"])
    return (shares.xs(side, level="side") for side in SIDES)


def _counts(eu: pd.DataFrame, capitals: pd.DataFrame) -> pd.DataFrame:
    columns = {"raised": "", "accounts": "_accounts"}
    return pd.DataFrame(
        {
            f"{side}{ending}": of[column]
            for side, of in zip(SIDES, (eu, capitals), strict=True)
            for column, ending in columns.items()
        }
    )


def contrast(mentions: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Contrast how often the EU and the capitals raise each topic at the same meetings.

    Only meetings of which both sides give an account count. The effect is the difference between
    the two shares of accounts, averaged over meetings with the weights of Mantel and Haenszel
    (n₁n₂ / n). Its interval squares and adds the distances to the limits of both (Newcombe 1998),
    which :func:`~eucad.stats.proportions.combine` gives. The p-value is exact: given how many
    accounts of each meeting raise the topic, the number of those that are the EU's is a sum of
    hypergeometric variables.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.
    level : float
        Coverage of the interval; a p-value is small if it is at most 1 less the level.

    Returns
    -------
    DataFrame
        One row a topic, in codebook order: `meetings` with both sides; `eu` and `capitals`, how
        many of their accounts raise it, of `eu_accounts` and `capitals_accounts`; `difference`
        (EU less capitals, −1 to 1) with `low` and `high`; `p`, two-sided; `leader`, the side that
        raises it more, missing if none does; `verdict`, one of :data:`VERDICTS`. Accounts of one
        side of a meeting are taken as independent. With many topics some p are small by chance.

    Raises
    ------
    ValueError
        If no meeting is reported by both sides, or `level` is not between 0 and 1.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> found = contrast(account_topic_matrix(eucad.load(), series=("hlsd", "fmm")))
    >>> found.loc["ukraine_war", "leader"]
    'eu'
    """
    eu, capitals = _sides(mentions)
    both = (eu["accounts"] > 0) & (capitals["accounts"] > 0)
    if not both.any():
        raise ValueError("No meeting is reported by both sides: there is nothing to contrast.")
    eu, capitals = eu[both], capitals[both]
    weight = eu["accounts"] * capitals["accounts"] / (eu["accounts"] + capitals["accounts"])
    by = [mentions.columns.name]
    ours, theirs = (combine(of.assign(weight=weight), by, level=level) for of in (eu, capitals))
    difference = ours["prevalence"] - theirs["prevalence"]
    below = np.hypot(ours["prevalence"] - ours["low"], theirs["high"] - theirs["prevalence"])
    above = np.hypot(ours["high"] - ours["prevalence"], theirs["prevalence"] - theirs["low"])
    topics = _counts(eu, capitals).groupby(by, sort=False)
    found = topics.sum()
    found.insert(0, "meetings", topics.size())
    found = found.assign(
        difference=difference,
        low=difference - below,
        high=difference + above,
        p=[_exact_p(meetings.to_numpy()) for _, meetings in topics],
    )
    apart = (found["low"] > 0) | (found["high"] < 0)
    small = found["p"] <= 1 - level
    return found.assign(
        leader=np.select([difference > 0, difference < 0], SIDES, default=None),
        verdict=np.select([apart & small, apart | small], VERDICTS[:2], default=VERDICTS[2]),
    )


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


def accounts_to_overturn(mentions: pd.DataFrame, topic: str, *, level: float = LEVEL) -> int | None:
    """Count the accounts that would have to raise a topic for its contrast to be unclear.

    Accounts of the side that raises it less, at meetings where the other side raises it, are taken
    one after the other, in order of time, as if they raised it too.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.
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
    >>> from eucad.agenda import account_topic_matrix
    >>> accounts_to_overturn(account_topic_matrix(eucad.load()), "afghanistan")
    0
    """
    mentions = by_side(mentions[[topic]])
    side, meeting = (mentions.index.get_level_values(name) for name in ("side", "meeting_id"))
    leader = "eu" if contrast(mentions, level=level).loc[topic, "leader"] == "eu" else "capitals"
    other = "capitals" if leader == "eu" else "eu"
    theirs = meeting[(side == leader) & mentions[topic]]
    silent = np.flatnonzero((side == other) & meeting.isin(theirs) & ~mentions[topic])
    for number in range(len(silent) + 1):
        changed = mentions.copy()
        changed.iloc[silent[:number]] = True
        found = contrast(changed, level=level).loc[topic]
        if found["low"] <= 0 <= found["high"]:
            return number
    return None


def likeness(mentions: pd.DataFrame, series: pd.Series, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare the two sides of a meeting with each other, and each side with its next meeting.

    The accounts of a side at one meeting are joined to one agenda; two agendas are as alike as the
    share of topics that both have, of all that either has (Jaccard). Chance shuffles the accounts
    of both sides as :func:`~eucad.stats.likeness.mean_similarity` does.

    Parameters
    ----------
    mentions : DataFrame
        From :func:`~eucad.agenda.account_topic_matrix`.
    series : Series
        Series of each meeting, indexed by `meeting_id` in order of time.
    level : float
        Share of the shuffles between the limits of chance.

    Returns
    -------
    DataFrame
        One row a kind of :data:`KINDS` of which there is a pair: `pairs`, `similarity` (0 to 1),
        `expected`, `low`, `high`, `excess`, `p` as from
        :func:`~eucad.stats.likeness.mean_similarity`; `verdict`: ``less``, ``as`` or ``more`` than
        chance gives.

    Raises
    ------
    ValueError
        If fewer than two agendas raise anything.

    Examples
    --------
    >>> import eucad
    >>> from eucad.agenda import account_topic_matrix
    >>> from eucad.meetings import held_meetings
    >>> dataset = eucad.load()
    >>> found = likeness(account_topic_matrix(dataset), held_meetings(dataset)["series"])
    >>> found.index.to_list()
    ['between', 'eu', 'capitals']
    """
    sided = by_side(mentions)
    found = mean_similarity(
        sided[sided.index.get_level_values("side").isin(SIDES)],
        ["meeting_id", "side"],
        lambda pairs: kinds_of_pair(pairs, series),
        rng=np.random.default_rng(SEED),
        samples=SHUFFLES,
        level=level,
    )
    outside = [found["similarity"] < found["low"], found["similarity"] > found["high"]]
    found = found.assign(verdict=np.select(outside, ["less", "more"], default="as"))
    return found.loc[[kind for kind in KINDS if kind in found.index]]


def kinds_of_pair(pairs: pd.DataFrame, series: pd.Series) -> pd.Series:
    """Tell the two sides of one meeting from one side at two successive meetings.

    Parameters
    ----------
    pairs : DataFrame
        Pairs of agendas by meeting and side: columns `meeting_id_1`, `side_1`, `meeting_id_2` and
        `side_2`.
    series : Series
        Series of each meeting, indexed by `meeting_id` in order of time.

    Returns
    -------
    Series of str
        ``between`` the EU and the capitals, of the same meeting; ``eu`` and ``capitals``, of
        successive meetings: no other meeting of the series among the pairs lies between them;
        missing for all other pairs.

    Examples
    --------
    >>> pairs = pd.DataFrame({"meeting_id_1": ["m1", "m1"], "side_1": ["eu", "eu"],
    ...                       "meeting_id_2": ["m1", "m2"], "side_2": ["capitals", "eu"]})
    >>> kinds_of_pair(pairs, pd.Series({"m1": "hlsd", "m2": "hlsd"})).to_list()
    ['between', 'eu']
    """
    met = series[
        series.index.isin(pairs["meeting_id_1"]) | series.index.isin(pairs["meeting_id_2"])
    ]
    place = met.groupby(met, observed=True).cumcount()
    first, second = pairs["meeting_id_1"], pairs["meeting_id_2"]
    of_one_series = first.map(met).astype(str) == second.map(met).astype(str)
    successive = of_one_series & ((first.map(place) - second.map(place)).abs() == 1)
    kinds = pd.Series(pd.NA, index=pairs.index, dtype=object)
    kinds[(first == second) & (pairs["side_1"] != pairs["side_2"])] = "between"
    for side in SIDES:
        kinds[successive & (pairs["side_1"] == side) & (pairs["side_2"] == side)] = side
    return kinds


def terms(dataset: Dataset, topics: Sequence[str], *, series: Sequence[str]) -> pd.DataFrame:
    """List the key terms under which each side raises a topic, in the original language.

    Parameters
    ----------
    dataset : Dataset
    topics : sequence of str
    series : sequence of str
        Series of meetings.

    Returns
    -------
    DataFrame
        One row a topic, side and term, topics as given, the terms that most accounts use first:
        `language` and `accounts`, the number of independent accounts that print it. Terms that
        differ only in capitals, quotation marks or spaces are one, written as its first document
        has it.

    Raises
    ------
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> import eucad
    >>> found = terms(eucad.load(), ["ukraine_war"], series=["hlsd"])
    >>> found.index.unique("side").to_list()
    ['eu']
    """
    _require_topics(dataset, topics)
    documents = agenda_documents(dataset)
    documents = documents[documents["series"].isin(series)]
    documents = documents.assign(side=side_of(documents["voice"]))
    codings = dataset.codings_final[dataset.codings_final["scope"] == "dialogue"]
    found = codings.merge(
        documents[["document_id", "lineage_id", "side", "language"]], on="document_id"
    )
    found = found[found["topic_id"].isin(topics) & found["side"].isin(SIDES)].assign(
        topic_id=lambda kept: pd.Categorical(kept["topic_id"].astype(str), list(topics)),
        side=lambda kept: pd.Categorical(kept["side"].astype(str), SIDES),
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


def _require_topics(dataset: Dataset, topics: Sequence[str]) -> None:
    unknown = sorted(set(topics) - set(dataset.topics["topic_id"]))
    if unknown:
        raise ValueError(
            f"The codebook does not have {', '.join(unknown)}; `dataset.topics` lists its topics."
        )

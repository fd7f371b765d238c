"""The agenda: which account raises which topic, how often, and from when to when.

Everything here starts from the matrix of accounts × topics (:func:`account_topic_matrix`): one row
an independent account of a meeting, one column a topic, true where the account raises it. The rows
of a meeting are its evidence and their number is the denominator; a meeting of which no account is
known has no row, and every measure gives it a missing value, never a zero.

False means *not seen in what was visible*, not *not discussed*: most documents were visible only in
their opening.

Wherever `mentions` stands in the library, it is such a matrix, of topics, families or both;
`series_of` and `year_of` are indexed by `meeting_id`, `family_of` by `topic_id`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace

import numpy as np
import pandas as pd

from eucad.dataset import Dataset, once
from eucad.dataset.choices import require_known
from eucad.documents import agenda_documents, borrowed_mentions, side_of, visible_part
from eucad.meetings import DIALOGUE, held_meetings
from eucad.stats import SEED, presence
from eucad.stats.kept import keep, name_fit
from eucad.stats.proportions import jeffreys_interval, pool_shares

#: Mentions that say less than that the topic was discussed.
WEAK = ("borrowed wording", "programme names", "background")

#: What names an account.
ACCOUNT = ["meeting_id", "voice", "account_id"]


#: What stands in this paragraph or before it counts as a document's opening. Pages in Cyrillic and
#: Arabic script were visible half as far as the others; most of those that were cut off bear
#: evidence in paragraph 3 or later, most do not in paragraph 4 or later (tests/test_documents.py).
OPENING_PARAGRAPHS = 3


@once
def account_topic_matrix(
    dataset: Dataset,
    *,
    series: Sequence[str] = (DIALOGUE,),
    unit: str = "account",
    coding: str = "final",
    extent: str = "all",
    voices: Collection[str] | None = None,
    without: Collection[str] = (),
) -> pd.DataFrame:
    """Say of every account of a meeting's agenda which topics it raises.

    Parameters
    ----------
    series : sequence of str
        Series of meetings, such as ``("hlsd", "fmm")``.
    unit : {"account", "document"}
        An account raises a topic if any of its agenda documents does, and counts once however often
        it was copied. Documents are for questions about documents.
    coding : {"final", "a", "b"}
        The adjudicated set, or what one coder found. Coder a did not record the scope: all that
        coder a found is taken as raised in the meeting. Documents that coder b did not see are left
        out for coder b, with the accounts that rest on them alone.
    extent : {"all", "opening"}
        Whether to count everything that was visible, or only what stands in the headline and the
        first :data:`OPENING_PARAGRAPHS`, which documents of all scripts show alike. A paragraph has
        no fixed length, so this makes exposure comparable, not identical.
    voices : collection of str, optional
        Keep accounts in these voices only.
    without : collection of str
        Mentions that do not count, among :data:`WEAK`: those that stand only in wording borrowed
        from an earlier meeting; in all documents of the account, only in the name of a programme;
        or so, or only in the background.

    Returns
    -------
    DataFrame of bool
        One row an account with at least one agenda document, indexed by `meeting_id` (categorical:
        every held meeting of `series` in order of time, so that one without an account is known to
        be missing), `voice` (categorical) and `account_id` (account or document), with the `year`
        of the meeting and `complete`: whether at least one of its documents was visible to its end.
        A copy that ends may have been shortened by whoever copied it, so this is the most
        favourable view. One column a topic, in codebook order. An account that raises nothing is a
        row of False.

    Raises
    ------
    ValueError
        If an argument has a value that does not occur; the message lists those that do.

    Examples
    --------
    >>> import eucad
    >>> mentions = account_topic_matrix(eucad.load())
    >>> mentions.loc["hlsd2015", ["drug_trafficking", "hybrid"]].to_numpy().tolist()
    [[True, False]]
    """
    require_known("coding", [coding], ["final", "a", "b"])
    require_known("extent", [extent], ["all", "opening"])
    require_known("kind of mention", without, WEAK)
    chosen = series, unit, voices, coding == "b"
    documents = _accounts(dataset, *chosen)
    codings = _codings(dataset, coding)
    if extent == "opening":
        codings = codings[codings["paragraph"] <= OPENING_PARAGRAPHS]
    mentions = _cross(documents, _lay_out(dataset, *chosen), codings, _topics(dataset))
    account = mentions.index.get_level_values("account_id")
    if unit == "document":
        account = documents.set_index("document_id")["lineage_id"][account]
    for kind in without:
        weak = _find_weak(dataset, kind)
        mentions &= ~weak.to_numpy()[weak.index.get_indexer(account)]
    return mentions


def _topics(dataset: Dataset) -> pd.Index:
    """List the topics in codebook order."""
    return pd.Index(dataset.topics.sort_values("position")["topic_id"], name="topic_id")


@once
def _accounts(
    dataset: Dataset,
    series: Sequence[str],
    unit: str = "account",
    voices: Collection[str] | None = None,
    seen_twice: bool = False,
) -> pd.DataFrame:
    """Select agenda documents, each with the account it belongs to."""
    documents = agenda_documents(dataset)
    names = dataset.names
    require_known("series", series, documents["series"].cat.categories, "dataset.meetings", names)
    require_known("unit", [unit], ["account", "document"])
    known = documents["voice"].cat.categories
    require_known("voice", voices or (), known, "dataset.lineages", names)
    keep = documents["series"].isin(series)
    if voices is not None:
        keep &= documents["voice"].isin(voices)
    if seen_twice:
        keep &= documents["seen_by_second_coder"]
    return documents[keep].assign(
        account_id=lambda kept: kept["lineage_id" if unit == "account" else "document_id"]
    )


@once
def agenda_codings(dataset: Dataset, series: Sequence[str] = (DIALOGUE,)) -> pd.DataFrame:
    """Return the adjudicated codings of what was raised in meetings, with who raises it.

    Returns
    -------
    DataFrame
        Rows of `codings_final` in agenda documents, of what was raised in the meeting itself, with
        the `meeting_id`, `lineage_id`, `voice` and `language` of the document.

    Raises
    ------
    ValueError
        If there is no such series.

    Examples
    --------
    >>> import eucad
    >>> set(agenda_codings(eucad.load())["scope"])
    {'dialogue'}
    """
    documents = _accounts(dataset, series)
    source = documents[["document_id", "meeting_id", "lineage_id", "voice", "language"]]
    return _codings(dataset, "final").merge(source, on="document_id")


@once
def _codings(dataset: Dataset, coding: str) -> pd.DataFrame:
    """Give the codings of what was raised in the meeting, by one coder or adjudicated."""
    if coding == "final":
        codings = dataset.codings_final
    else:
        codings = dataset.codings[dataset.codings["coder"] == coding]
    # Coder a recorded no scope.
    return codings[codings["scope"].fillna("dialogue") == "dialogue"]


@once
def _lay_out(dataset: Dataset, series: Sequence[str], *choices: object) -> pd.DataFrame:
    """List the accounts of the documents of :func:`_accounts`: the rows of a matrix, no column."""
    documents, held = _accounts(dataset, series, *choices), held_meetings(dataset)
    here = held["series"].isin(series).to_numpy()
    in_time, years = held.index[here], held["date_start"].dt.year.to_numpy()[here]
    rank, known = pd.factorize(documents["account_id"], sort=True)
    complete = np.zeros(len(known), dtype=bool)
    complete[rank[(documents["extent"] == "full").to_numpy()]] = True
    first = np.unique(rank, return_index=True)[1]
    place = in_time.get_indexer(documents["meeting_id"].array[first])
    voice = documents["voice"].array[first]
    order = np.lexsort((voice.codes, place))  # accounts that share both stay in order of their key
    place = place[order]
    time = pd.Categorical.from_codes(place, in_time, ordered=True)
    levels = [time, voice[order], known[order], years[place], complete[order]]
    index = pd.MultiIndex.from_arrays(levels, names=[*ACCOUNT, "year", "complete"])
    return pd.DataFrame(index=index)


def _cross(
    documents: pd.DataFrame, accounts: pd.DataFrame, evidence: pd.DataFrame, columns: pd.Index
) -> pd.DataFrame:
    """Say of every account (row) whether any of its documents mentions a thing (column)."""
    account = accounts.index.get_level_values("account_id").get_indexer(documents["account_id"])
    document = pd.Index(documents["document_id"]).get_indexer(evidence["document_id"])
    counted = document >= 0
    column = columns.get_indexer(evidence[columns.name])
    cells = np.zeros((len(accounts), len(columns)), dtype=bool)
    cells[account[document[counted]], column[counted]] = True
    return pd.DataFrame(cells, accounts.index, columns)


@once
def _find_weak(dataset: Dataset, kind: str) -> pd.DataFrame:
    """Say of every account (row) and topic whether it is mentioned only in a way of WEAK."""
    if kind == "borrowed wording":
        borrowed = borrowed_mentions(dataset)
        return _mark(dataset, *(borrowed.get_level_values(level) for level in borrowed.names))
    stances = ["programme", "background"] if kind == "background" else ["programme"]
    found = agenda_codings(dataset, dataset.meetings["series"].cat.categories)
    weak = found["stance"].isin(stances)
    said = (found.loc[rows, ["lineage_id", "topic_id"]] for rows in (weak, ~weak))
    only, firm = (_mark(dataset, each["lineage_id"], each["topic_id"]) for each in said)
    return only & ~firm


def _mark(dataset: Dataset, accounts: Iterable[str], topics: Iterable[str]) -> pd.DataFrame:
    """Say of every account (row) and topic whether it is among these."""
    rows, columns = pd.Index(dataset.lineages["lineage_id"]), _topics(dataset)
    cells = np.zeros((len(rows), len(columns)), dtype=bool)
    cells[rows.get_indexer(accounts), columns.get_indexer(topics)] = True
    return pd.DataFrame(cells, rows, columns)


def account_programme_matrix(dataset: Dataset) -> pd.DataFrame:
    """Say of every account of the dialogue which EU programmes it names.

    Rows are those of :func:`account_topic_matrix`, columns the programmes in the order of their
    table.

    Examples
    --------
    >>> import eucad
    >>> named = account_programme_matrix(eucad.load())
    >>> bool(named.loc["hlsd2015", "BOMCA"].all())
    True
    """
    programmes = pd.Index(dataset.programmes["programme_id"], name="programme_id")
    documents, accounts = (of(dataset, [DIALOGUE]) for of in (_accounts, _lay_out))
    return _cross(documents, accounts, dataset.programme_mentions, programmes)


def families(dataset: Dataset) -> dict[str, list[str]]:
    """List the topics of each family, in codebook order.

    Examples
    --------
    >>> import eucad
    >>> families(eucad.load())["drugs_cbrn"]
    ['drug_trafficking', 'cbrn']
    """
    topics = dataset.topics.sort_values("position")
    grouped = topics.groupby("family", observed=True, sort=False)["topic_id"]
    return {str(family): list(members.astype(str)) for family, members in grouped}


def with_families(mentions: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Add a column for each family: whether an account raises any of its topics.

    Examples
    --------
    >>> mentions = pd.DataFrame({"cyber": [True, False], "hybrid": [False, False]})
    >>> with_families(mentions, {"new": ["cyber", "hybrid"]})["new"].to_list()
    [True, False]
    """
    for topics in groups.values():
        require_known("topic", topics, mentions.columns, "mentions.columns")
    cells, place = mentions.to_numpy(), mentions.columns.get_loc
    joint = {
        name: cells[:, list(map(place, topics))].any(axis=1) for name, topics in groups.items()
    }
    return mentions.assign(**joint)


def group_meetings(mentions: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Put every account into the group of its meeting, such as a series or a period.

    Parameters
    ----------
    groups : Series
        Group of each meeting, by `meeting_id`; its name becomes that of a level in front of the
        index.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> series = held_meetings(dataset)["series"]
    >>> group_meetings(account_topic_matrix(dataset), series).index.names[0]
    'series'
    """
    index = mentions.index.to_frame(index=False)
    group = groups.loc[index["meeting_id"].astype(str)]
    index.insert(0, groups.name, group.array)
    return mentions.set_axis(pd.MultiIndex.from_frame(index))


def prevalence(mentions: pd.DataFrame, by: Sequence[str] = ("meeting_id",)) -> pd.DataFrame:
    """Compute the share of accounts that raise each topic, with its Jeffreys interval.

    Parameters
    ----------
    by : sequence of str
        Levels of the index that form groups: ``meeting_id``, ``voice``, both, or none for all
        accounts together.

    Returns
    -------
    DataFrame
        One row a group and topic, in their own order: `raised` (how many accounts raise it),
        `accounts` (of how many), `prevalence` (0 to 1), `low` and `high` (at
        :data:`~eucad.stats.LEVEL`). A meeting or a voice without an account has 0 accounts and
        missing values.

    Raises
    ------
    ValueError
        If `by` names something that is no level of the index.

    Examples
    --------
    >>> import eucad
    >>> shares = prevalence(account_topic_matrix(eucad.load()))
    >>> shares.loc[("hlsd2015", "drug_trafficking")].round(3).to_list()
    [1.0, 1.0, 1.0, 0.147, 1.0]
    """
    require_known("level of the index", by, mentions.index.names)
    group, keys = np.zeros(len(mentions), dtype=int), []
    for level in by:
        values = mentions.index.get_level_values(level)
        # Meetings and voices without an account keep their place: they are missing, not zero.
        if isinstance(values.dtype, pd.CategoricalDtype):
            known, codes = pd.CategoricalIndex(values.categories, dtype=values.dtype), values.codes
        else:
            codes, known = pd.factorize(values, sort=True)
        keys.append(known)
        group = group * len(known) + codes
    size = np.bincount(group, minlength=math.prod(map(len, keys)))
    raised = np.zeros((len(size), mentions.shape[1]), dtype=int)
    np.add.at(raised, group, mentions.to_numpy())
    raised, accounts = raised.ravel(), np.repeat(size, mentions.shape[1])
    low, high = jeffreys_interval(raised, accounts)
    share = np.divide(raised, accounts, out=np.full(len(raised), np.nan), where=accounts > 0)
    columns = {
        "raised": raised,
        "accounts": accounts,
        "prevalence": share,
        "low": low,
        "high": high,
    }
    if not by:
        return pd.DataFrame(columns, mentions.columns)
    levels = [*keys, mentions.columns]
    codes = np.indices([len(level) for level in levels]).reshape(len(levels), -1)
    index = pd.MultiIndex(levels, codes, names=[*by, mentions.columns.name], verify_integrity=False)
    return pd.DataFrame(columns, index)


def balanced_prevalence(
    mentions: pd.DataFrame, by: Sequence[str] = ("meeting_id",)
) -> pd.DataFrame:
    """Compute the mean over voices of the share of accounts that raise each topic.

    Each voice of which there is an account counts equally, however many accounts it gives. The
    interval is that of :func:`eucad.stats.proportions.pool_shares`. Groups are those of
    :func:`prevalence`, without ``voice``.

    Returns
    -------
    DataFrame
        One row a group and topic: `voices` (how many are averaged), `accounts`, `effective` (number
        of accounts), `prevalence`, `low`, `high`.

    Raises
    ------
    ValueError
        If `by` contains ``voice``.

    Examples
    --------
    >>> import eucad
    >>> shares = balanced_prevalence(account_topic_matrix(eucad.load()), ())
    >>> bool((shares["effective"] < shares["accounts"]).all())  # the voices are not equally many
    True
    """
    if "voice" in by:
        raise ValueError("Balanced over voices, prevalence has no rows by voice: use prevalence.")
    groups, parts = (prevalence(mentions, levels) for levels in (by, [*by, "voice"]))
    shape = len(groups) // mentions.shape[1], -1, mentions.shape[1]
    accounts, shares = (
        parts[column].to_numpy().reshape(shape).swapaxes(0, 1)
        for column in ("accounts", "prevalence")
    )
    known = accounts > 0
    pooled = [known.sum(axis=0), *pool_shares(shares, accounts, known.astype(int))]
    columns = ("voices", "effective", "prevalence", "low", "high")
    found = {name: each.ravel() for name, each in zip(columns, pooled, strict=True)}
    table = pd.DataFrame(found, groups.index)
    table.insert(1, "accounts", groups["accounts"])
    return table


def fit_presence(
    dataset: Dataset, mentions: pd.DataFrame, *, known: pd.DataFrame | None = None, **variant
) -> presence.Presence:
    """Infer what was on the table at every meeting, from what accounts raise.

    Fits are kept (:mod:`eucad.stats.kept`), so that asking again costs little; do not change them.
    They hold paths alone: `parameters` is empty.

    Parameters
    ----------
    mentions : DataFrame
        By account.
    known : DataFrame of bool, optional
        Shape of `mentions`: false where a cell says nothing.
    **variant
        Other choices of :func:`eucad.stats.presence.sample`, such as ``drift=True``.

    Raises
    ------
    ValueError
        If there is no account, or only one meeting.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> fit = fit_presence(dataset, account_topic_matrix(dataset), chains=2, draws=50, warmup=50)
    >>> bool(fit.on_table().loc["hlsd2025", "afghanistan"] > 0.9)
    True
    """
    seen = None if known is None else known.to_numpy()
    accounts = _describe_accounts(dataset, mentions)

    def fit() -> dict[str, presence.Presence]:
        drawn = presence.sample(mentions, **accounts, known=seen, seed=SEED, **variant)
        return {"": replace(drawn, parameters={})}

    return keep(name_fit(mentions, accounts, seen, variant), fit)[""]


def fit_variants(
    dataset: Dataset, mentions: pd.DataFrame, variants: Mapping[str, presence.Variant], **size
) -> dict[str, presence.Presence]:
    """Infer what was on the table under several choices at once.

    Parameters
    ----------
    mentions : DataFrame
        The accounts of which the variants speak; each has accounts and topics as here.
    **size
        Chains, draws and warmup of :func:`eucad.stats.presence.sample_variants`.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> mentions = account_topic_matrix(dataset)
    >>> variants = {"same": presence.Variant(mentions)}
    >>> fits = fit_variants(dataset, mentions, variants, chains=2, draws=50, warmup=50)
    >>> bool(fits["same"].on_table().loc["hlsd2025", "afghanistan"] > 0.9)
    True
    """
    accounts = _describe_accounts(dataset, mentions)
    told = {
        name: [getattr(each, field.name) for field in fields(each)]
        for name, each in variants.items()
    }
    name = name_fit(mentions, accounts, told, size)
    return keep(name, lambda: presence.sample_variants(variants, **accounts, seed=SEED, **size))


def _describe_accounts(dataset: Dataset, mentions: pd.DataFrame) -> dict[str, object]:
    """Give what the presence model asks of accounts besides what they raise."""
    half_visible = visible_part(dataset).groupby("lineage_id")["half_visible"].all()
    levels = mentions.index.to_frame(index=False)
    return {
        "meeting": pd.CategoricalIndex(levels["meeting_id"]),
        "complete": levels["complete"].to_numpy(),
        "half_visible": half_visible[levels["account_id"]].to_numpy(),
        "side": np.asarray(side_of(levels["voice"])),
    }


def fit_base(dataset: Dataset) -> presence.Presence:
    """Infer what was on the table of the dialogue from all its accounts, as the collection does.

    Examples
    --------
    >>> import eucad
    >>> bool(fit_base(eucad.load()).on_table().loc["hlsd2016", "drug_trafficking"] > 0.9)
    True
    """
    return fit_presence(dataset, account_topic_matrix(dataset))

"""A second look, to hold the verdicts against: how often topics were raised.

The verdicts (:mod:`eucad.findings.verdicts`) say whether a topic was on the table. Here stands how
often accounts raise it, before a year and since, under every combination of other reasonable
choices (a specification curve; Simonsohn, Simmons and Nelson 2020) and without each meeting or
publisher in turn. Combinations that give the same shares are one specification. Where the two
methods disagree, that is said.

References
----------
Simonsohn, U., Simmons, J. P., and Nelson, L. D. (2020). Specification curve analysis. Nature Human
Behaviour, 4, 1208-1214.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, product

import numpy as np
import pandas as pd

from eucad.agenda import WEAK, account_topic_matrix
from eucad.change import is_late, shares_by_meeting
from eucad.dataset import Dataset
from eucad.dataset.choices import require_known
from eucad.documents import borrowed_accounts, side_of
from eucad.stats import SEED

#: Fewest meetings of a period for an estimate.
ENOUGH = 2

#: The share of specifications that must agree on a direction.
AGREE = 0.9

#: Orders of the years that directions are held against.
ORDERS = 9_999

#: Choices that a reasonable person could make otherwise; the first option is the collection's.
CHOICES = {
    "voice": ("all", "EU", "capitals"),
    "extent": ("all visible", "opening"),
    "mentions": ("all", "no programme names", "no background"),
    "borrowing": ("kept", "no copied text", "no borrowed wording"),
    "first late year": (0, -1, 1),
}


def specifications(dataset: Dataset, split: int) -> dict[tuple, tuple[pd.DataFrame, int]]:
    """Compute the shares of accounts under every combination of :data:`CHOICES`.

    Returns
    -------
    dict of tuple to (DataFrame, int)
        By the options in the order of :data:`CHOICES`: shares by meeting, from
        :func:`eucad.change.shares_by_meeting`, and the first late year. Combinations that give the
        same as one before are left out.

    Examples
    --------
    >>> import eucad
    >>> next(iter(specifications(eucad.load(), 2019)))
    ('all', 'all visible', 'all', 'kept', 2019)
    """
    found, known = {}, set()
    for options, mentions in _matrices(dataset):
        side = np.asarray(side_of(mentions.index.get_level_values("voice")))
        for voice in CHOICES["voice"]:
            kept = mentions if voice == "all" else mentions[side == voice.lower()]
            if kept.empty:
                continue
            shares = shares_by_meeting(kept)
            year = shares.index.get_level_values("year").to_numpy()
            for shift in CHOICES["first late year"]:
                cut = split + shift
                key = (shares.to_numpy().tobytes(), (year >= cut).tobytes())
                if key not in known:
                    known.add(key)
                    found[(voice, *options, cut)] = (shares, cut)
    return found


def _matrices(dataset: Dataset) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    copies = borrowed_accounts(dataset)
    for extent in CHOICES["extent"]:
        read = {"extent": extent.removesuffix(" visible")}
        matrix, fresh, *firm = (
            account_topic_matrix(dataset, **read, without=kinds)
            for kinds in ([], *([kind] for kind in WEAK))
        )
        stances = dict(zip(CHOICES["mentions"], (matrix, *firm), strict=True))
        own = ~matrix.index.get_level_values("account_id").isin(copies)
        for (stance, mentions), borrowing in product(stances.items(), CHOICES["borrowing"]):
            kept = {"no borrowed wording": mentions & fresh, "no copied text": mentions[own]}
            yield (extent, stance, borrowing), kept.get(borrowing, mentions)


def count_directions(
    dataset: Dataset, split: int, topics: Sequence[str], *, permutations: int = ORDERS
) -> pd.DataFrame:
    """Count the specifications in which each topic falls and rises.

    Returns
    -------
    DataFrame
        One row a topic: `specifications` (distinct), `estimable` (with at least :data:`ENOUGH`
        meetings in each period), `raised` (of these, in which any account raises it), `rising` and
        `falling` (shares of those), `median`, `smallest` and `largest` change, and `p_value`: how
        often the median is as far from 0 with the years in another order.

    Raises
    ------
    ValueError
        If none is estimable.

    Examples
    --------
    >>> import eucad
    >>> found = count_directions(eucad.load(), 2019, ["cbrn"], permutations=9)
    >>> bool(found.loc["cbrn", "falling"] > 0.9)
    True
    """
    require_known("topic", topics, dataset.topics["topic_id"], "dataset.topics", dataset.names)
    every = specifications(dataset, split)
    calendar = np.unique([year for shares, _ in every.values() for year in shares.index.levels[1]])
    rng = np.random.default_rng(SEED)
    place = [next(iter(every.values()))[0].columns.get_loc(topic) for topic in topics]
    orders = np.vstack([calendar, *(rng.permuted(calendar) for _ in range(permutations))])
    parted: dict[tuple[bytes, int], np.ndarray] = {}
    estimates, raised = [], []
    for shares, cut in every.values():
        year = shares.index.get_level_values("year").to_numpy()
        key = year.tobytes(), cut
        if key not in parted:
            parted[key] = (orders[:, np.searchsorted(calendar, year)] >= cut).astype(float)
        late = parted[key]
        early = 1 - late
        if min(late[0].sum(), early[0].sum()) < ENOUGH:
            continue
        values = shares.to_numpy()[:, place]
        # An order may leave a period without a meeting: that one gives no estimate.
        with np.errstate(invalid="ignore"):
            change = late @ values / late.sum(axis=1)[:, None]
            change -= early @ values / early.sum(axis=1)[:, None]
        estimates.append(change.T)
        raised.append(values.any(axis=0))
    if not estimates:
        raise ValueError(
            f"With a split at {split} no specification has {ENOUGH} meetings in a period."
        )
    raised = np.stack(raised)
    rows = {}
    for column, topic in enumerate(topics):
        own = np.array([change[column] for change in compress(estimates, raised[:, column])])
        if not len(own):
            rows[topic] = {"specifications": len(every), "estimable": len(estimates), "raised": 0}
            continue
        middles = np.abs(_median(own))
        rows[topic] = {
            "specifications": len(every),
            "estimable": len(estimates),
            "raised": len(own),
            "rising": (own[:, 0] > 0).mean(),
            "falling": (own[:, 0] < 0).mean(),
            "median": np.median(own[:, 0]),
            "smallest": own[:, 0].min(),
            "largest": own[:, 0].max(),
            "p_value": (middles >= middles[0] - 1e-12).mean(),
        }
    columns = ["specifications", "estimable", "raised", "rising", "falling", "median"]
    columns += ["smallest", "largest", "p_value"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _median(values: np.ndarray) -> np.ndarray:
    """Give the median of each column, of what is not missing; numpy's takes ten times as long."""
    ordered, known = np.sort(values, axis=0), np.count_nonzero(~np.isnan(values), axis=0)
    middle = np.stack([(known - 1) // 2, known // 2])
    return np.take_along_axis(ordered, middle, axis=0).mean(axis=0)


def compare_methods(kinds: pd.Series, directions: pd.DataFrame) -> pd.Series:
    """Say whether how often a topic is raised agrees with the kind of verdict on it.

    `directions` are from :func:`count_directions`.

    Returns
    -------
    Series
        By topic: ``agrees`` where a topic came and rises, or went and falls, in at least
        :data:`AGREE` of the specifications; ``disagrees`` where it moves the other way in as many;
        ``open`` where neither is so; ``no direction`` where the verdict has none.

    Examples
    --------
    >>> directions = pd.DataFrame({"rising": [0.0], "falling": [1.0]}, index=["cbrn"])
    >>> compare_methods(pd.Series({"cbrn": "went"}), directions)["cbrn"]
    'agrees'
    """
    said = {}
    for topic, kind in kinds.items():
        along, against = {"came": ("rising", "falling"), "went": ("falling", "rising")}.get(
            kind, (None, None)
        )
        if along is None:
            said[topic] = "no direction"
        elif directions.loc[topic, along] >= AGREE:
            said[topic] = "agrees"
        else:
            turned = directions.loc[topic, against] >= AGREE
            said[topic] = "disagrees" if turned else "open"
    return pd.Series(said, dtype=object)


def change_of(mentions: pd.DataFrame, split: int) -> pd.Series:
    """Compute the change of the share of each topic (-1 to 1) from the early to the late period.

    `mentions` are accounts × topics, indexed by `meeting_id`, `year` and more.

    Examples
    --------
    >>> import eucad
    >>> float(change_of(account_topic_matrix(eucad.load()), 2019)["cbrn"])
    -0.5
    """
    shares = shares_by_meeting(mentions)
    late, values = is_late(shares, split), shares.to_numpy()
    return pd.Series(values[late].mean(axis=0) - values[~late].mean(axis=0), shares.columns)


def leave_one_out(dataset: Dataset, topics: Sequence[str], split: int, by: str) -> pd.DataFrame:
    """Compute the change of every topic without each meeting or publisher in turn.

    Parameters
    ----------
    by : str
        What is left out: ``"meeting_id"`` or ``"publisher"``, or another column of `documents`. An
        account stays as long as one of its documents does.

    Returns
    -------
    DataFrame
        Indexed by what was left out and `topic`: `change`, and `shift`, the difference from the
        change with everything in.

    Raises
    ------
    ValueError
        If leaving something out leaves a period without an account.

    Examples
    --------
    >>> import eucad
    >>> found = leave_one_out(eucad.load(), ["cbrn"], 2019, "meeting_id")
    >>> round(float(found.loc[("hlsd2013", "cbrn"), "change"]), 3)
    -0.375
    """
    require_known("topic", topics, dataset.topics["topic_id"], "dataset.topics", dataset.names)
    require_known("column", [by], dataset.documents.columns, "dataset.documents")
    mentions = account_topic_matrix(dataset, unit="document")[list(topics)]
    documents = dataset.documents.set_index("document_id")
    known = documents.loc[mentions.index.get_level_values("account_id")]
    label, account = known[by].astype(str).to_numpy(), pd.factorize(known["lineage_id"])[0]
    whole = change_of(_join_accounts(mentions, account), split)
    changes = {}
    for left_out in pd.unique(label):
        kept = label != left_out
        changes[left_out] = change_of(_join_accounts(mentions[kept], account[kept]), split)
    table = pd.DataFrame(changes).T.rename_axis(by).rename_axis(columns="topic")
    shift = table - whole
    return pd.DataFrame({"change": table.stack(), "shift": shift.stack()})


def _join_accounts(mentions: pd.DataFrame, account: np.ndarray) -> pd.DataFrame:
    """Join the documents of an account to one row, which raises what any of them does."""
    # Grouping says the same, and takes ten times as long.
    _, first, number = np.unique(account, return_index=True, return_inverse=True)
    raised = np.eye(len(first), dtype=int)[number].T @ mentions.to_numpy(int) > 0
    return pd.DataFrame(raised, mentions.index[first], mentions.columns)

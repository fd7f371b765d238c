"""Who was named together: two-mode networks, projections, position, null model and stability.

Officials and meetings form an affiliation (two-mode) network. Its one-mode projections join two
officials who are named at one meeting, or two meetings that share an official. Being named at one
meeting is all that a tie says: not that two people spoke, nor that a third was absent.

Projections are computed on sparse matrices: the work and the memory grow with the number of
co-present pairs, not with the square of the number of officials.

References
----------
Borgatti, S. P., and Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks, 19(3).
Carstens, C. J. (2015). Proof of uniform sampling of binary matrices with fixed row sums and column
sums for the fast Curveball algorithm. Physical Review E, 91, 042812.
Carstens, C. J., Hamann, M., Meyer, U., Penschuck, M., Tran, H., and Wagner, D. (2018). Parallel and
I/O-efficient randomisation of massive networks using global curveball trades. ESA 2018, 11.
Gould, R. V., and Fernandez, R. M. (1989). Structures of mediation: A formal approach to brokerage
in transaction networks. Sociological Methodology, 19.
Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E, 64, 016132.
Strona, G., Nappo, D., Boccacci, F., Fattorini, S., and San-Miguel-Ayanz, J. (2014). A fast and
unbiased procedure to randomize ecological binary matrices with fixed row and column totals.
Nature Communications, 5, 4114.
Westfall, P. H., and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite
from scipy import sparse, stats

from eucad.stats import LEVEL
from eucad.stats.nullmodel import null_networks
from eucad.stats.proportions import _exact_limits

#: Ways to weight a tie of a projection.
WEIGHTINGS = ("binary", "count", "newman")


#: Roles of a broker between two others who are not tied, by the groups of the three.
BROKERAGE_ROLES = ("coordinator", "itinerant", "gatekeeper", "liaison")


@dataclass(frozen=True, eq=False)
class Incidence:
    """Who takes part in what, as a sparse matrix of 0 and 1 with labels.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array
        Rows × columns, ``int64``, 1 where the row takes part in the column.
    rows, columns : Index
        Labels, sorted.

    Examples
    --------
    >>> names = pd.Index(["a", "b"])
    >>> Incidence(sparse.csr_array([[1, 0], [1, 1]]), names, names).matrix.sum(axis=1).tolist()
    [1, 2]
    """

    matrix: sparse.csr_array
    rows: pd.Index
    columns: pd.Index


def incidence(pairs: pd.DataFrame, row: str = "person_id", column: str = "meeting_id") -> Incidence:
    """Turn a table of participations into a sparse incidence matrix.

    Parameters
    ----------
    pairs : DataFrame
        One row a participation, such as :func:`eucad.officials.roster`; repetitions count once.
    row, column : str
        Columns of `pairs` that name the two modes.

    Returns
    -------
    Incidence

    Raises
    ------
    ValueError
        If a label is missing.

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": ["a", "b", "b"], "meeting_id": ["m", "m", "n"]})
    >>> incidence(pairs).matrix.toarray()
    array([[1, 0],
           [1, 1]])
    """
    codes, labels = {}, {}
    for name in (row, column):
        codes[name], labels[name] = pd.factorize(pairs[name], sort=True)
        if (codes[name] < 0).any():
            raise ValueError(f"A participation has no {name}: leave such rows out.")
        # Half the memory, and so half the traffic, of the default for labels that fit.
        if len(labels[name]) <= np.iinfo(np.int32).max:
            codes[name] = codes[name].astype(np.int32)
    shape = (len(labels[row]), len(labels[column]))
    ones = np.ones(len(pairs), dtype=np.int64)
    matrix = sparse.coo_array((ones, (codes[row], codes[column])), shape=shape).tocsr()
    matrix.data[:] = 1
    return Incidence(matrix, pd.Index(labels[row], name=row), pd.Index(labels[column], name=column))


def project(matrix: sparse.csr_array, weighting: str = "count") -> sparse.csr_array:
    """Project a two-mode matrix on its rows; for the columns, pass the transpose.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array
        Rows × columns of 0 and 1.
    weighting : str
        ``binary``: 1 for two rows that share a column. ``count``: how many they share.
        ``newman``: each shared column counts 1 / (its size − 1), so that a row's weights add up to
        the number of its columns that it shares with anybody.

    Returns
    -------
    scipy.sparse.csr_array
        Rows × rows, symmetric, without diagonal; ``float64`` for ``newman``, else ``int64``.

    Raises
    ------
    ValueError
        If there is no such weighting.

    Examples
    --------
    Three at one meeting, two of them at another:

    >>> matrix = sparse.csr_array([[1, 1], [1, 1], [1, 0]])
    >>> project(matrix, "newman").toarray()
    array([[0. , 1.5, 0.5],
           [1.5, 0. , 0.5],
           [0.5, 0.5, 0. ]])
    """
    if weighting not in WEIGHTINGS:
        raise ValueError(f"no weighting {weighting!r}; there are {', '.join(WEIGHTINGS)}")
    weighted = matrix
    if weighting == "newman":
        size = matrix.sum(axis=0)
        # A meeting with one known participant makes no tie.
        share = np.divide(1.0, size - 1, where=size > 1, out=np.zeros(len(size)))
        weighted = sparse.csr_array(matrix * share)
    shared = (weighted @ matrix.T).tocsr()
    shared.setdiag(0)
    shared.eliminate_zeros()
    if weighting == "binary":
        shared.data[:] = 1
    return shared


def affiliation_graph(table: pd.DataFrame) -> nx.Graph:
    """Build the two-mode network of officials and meetings with all that is known of both.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`.

    Returns
    -------
    networkx.Graph
        Officials are nodes with `bipartite` 0, `name` and `delegation`; meetings have `bipartite`
        1, `name`, `series` and `date` (ISO). Edges carry `capacity`, `certainty`, `rank`,
        `institution`, `accounts` and `documents`. Nodes and edges are in a fixed order.

    Examples
    --------
    >>> import eucad
    >>> from eucad import officials
    >>> graph = affiliation_graph(officials.roster(officials.attestations(eucad.load())))
    >>> graph.nodes["hlsd2013"]
    {'bipartite': 1, 'name': 'Brussels 2013', 'series': 'hlsd', 'date': '2013-06-13'}
    >>> sorted(graph["hlsd2013"])
    ['schmid-helga', 'zohidi-nizomiddin']
    """
    graph = nx.Graph()
    for row in table.drop_duplicates("person_id").sort_values("person_id").itertuples():
        graph.add_node(row.person_id, bipartite=0, name=row.name, delegation=row.delegation)
    for row in table.drop_duplicates("meeting_id").itertuples():
        day = row.date.date().isoformat()
        graph.add_node(row.meeting_id, bipartite=1, name=row.meeting, series=row.series, date=day)
    attributes = ["capacity", "certainty", "rank", "institution", "accounts", "documents"]
    for row in table[["person_id", "meeting_id", *attributes]].itertuples(index=False):
        graph.add_edge(*row[:2], **dict(zip(attributes, row[2:], strict=True)))
    return graph


def mode(graph: nx.Graph, number: int) -> list[Hashable]:
    """Return the nodes of one mode: officials are 0, meetings 1.

    Examples
    --------
    >>> graph = nx.Graph([("a", "m")])
    >>> nx.set_node_attributes(graph, {"a": 0, "m": 1}, "bipartite")
    >>> mode(graph, 1)
    ['m']
    """
    return [node for node, which in graph.nodes(data="bipartite") if which == number]


def two_mode_centrality(graph: nx.Graph) -> pd.DataFrame:
    """Return the centrality of officials and meetings in the two-mode network.

    Each value is divided by the greatest that a node of its mode could have in a two-mode network
    of that size (Borgatti and Everett 1997). Closeness of a node is taken within its component
    and scaled by the share of other nodes that are in it.

    Parameters
    ----------
    graph : networkx.Graph
        From :func:`affiliation_graph`; every node has `bipartite`.

    Returns
    -------
    DataFrame
        One row a node, in the order of the graph: `bipartite` (0 or 1), `degree`, `betweenness`
        and `closeness`, each from 0 to 1.

    Raises
    ------
    ValueError
        If a mode has fewer than two nodes: nothing can then be between, and no norm is defined.

    Examples
    --------
    >>> graph = nx.complete_bipartite_graph(2, 3)
    >>> two_mode_centrality(graph).loc[0, ["degree", "closeness"]].to_list()
    [1.0, 1.0]
    """
    officials = mode(graph, 0)
    if not 2 <= len(officials) <= len(graph) - 2:
        raise ValueError("Two-mode centrality needs two officials and two meetings at least.")
    return pd.DataFrame(
        {
            "bipartite": dict(graph.nodes(data="bipartite")),
            "degree": bipartite.degree_centrality(graph, officials),
            "betweenness": bipartite.betweenness_centrality(graph, officials),
            "closeness": bipartite.closeness_centrality(graph, officials),
        },
        index=list(graph),
    )


def one_mode_centrality(graph: nx.Graph) -> pd.DataFrame:
    """Return the centrality of the nodes of a projection.

    Parameters
    ----------
    graph : networkx.Graph
        On one mode, with `weight` on its edges, such as networkx's
        ``bipartite.weighted_projected_graph`` of :func:`affiliation_graph`.

    Returns
    -------
    DataFrame
        One row a node, in the order of the graph: `degree` (how many others), `strength` (sum of
        weights), `betweenness` and `closeness`, normalised, from 0 to 1, on unweighted ties
        (Freeman 1979; closeness for several components after Wasserman and Faust 1994).

    Examples
    --------
    >>> one_mode_centrality(nx.path_graph(3))["betweenness"].to_list()
    [0.0, 1.0, 0.0]
    """
    return pd.DataFrame(
        {
            "degree": dict(graph.degree()),
            "strength": dict(graph.degree(weight="weight")),
            "betweenness": nx.betweenness_centrality(graph),
            "closeness": nx.closeness_centrality(graph),
        },
        index=list(graph),
    )


def position(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return with how many others each official is named.

    Parameters
    ----------
    pairs : DataFrame
        One row a participation: `person_id` and `meeting_id`.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`, sorted, ``int64``: `meetings`; `partners`,
        different officials named at the same meetings; `encounters`, the same counted once a
        meeting (weighted degree).

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": list("abbab"), "meeting_id": list("mmnno")})
    >>> position(pairs)
               meetings  partners  encounters
    person_id
    a                 2         1           2
    b                 3         1           2
    """
    found = incidence(pairs)
    shared = project(found.matrix)
    return pd.DataFrame(
        {
            "meetings": found.matrix.sum(axis=1),
            "partners": np.diff(shared.indptr).astype(np.int64),
            "encounters": shared.sum(axis=1),
        },
        index=found.rows,
    )


def bridges(table: pd.DataFrame) -> pd.DataFrame:
    """Return the officials who are named in more than one series of meetings.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`: `name`, `delegation`, and the number of
        meetings of each series, in the vocabulary's order.

    Examples
    --------
    >>> import eucad
    >>> from eucad import officials
    >>> table = bridges(officials.roster(officials.attestations(eucad.load())))
    >>> table.loc["hajiyev-vepa", ["hlsd", "fmm"]].to_list()
    [2, 3]
    """
    counts = pd.crosstab(table["person_id"], table["series"], dropna=False)
    several = counts[(counts > 0).sum(axis=1) > 1]
    who = table.drop_duplicates("person_id").set_index("person_id")[["name", "delegation"]]
    several.columns = several.columns.astype(str)
    return who.loc[several.index].join(several)


def shared_officials(table: pd.DataFrame, by: str = "series") -> pd.DataFrame:
    """Count the officials that two series (or meetings) have in common.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`.
    by : str
        ``series`` or ``meeting_id``.

    Returns
    -------
    DataFrame
        Square and symmetric, ``int64``; on the diagonal, how many officials each has.

    Examples
    --------
    >>> table = pd.DataFrame({"person_id": ["a", "a", "b"], "series": ["hlsd", "fmm", "hlsd"]})
    >>> shared_officials(table)
          fmm  hlsd
    fmm     1     1
    hlsd    1     2
    """
    found = incidence(table[["person_id", by]].astype(str), "person_id", by)
    shared = (found.matrix.T @ found.matrix).toarray()
    labels = found.columns.rename(None)
    return pd.DataFrame(shared, index=labels, columns=labels)


def brokerage(graph: nx.Graph, groups: dict[Hashable, Hashable]) -> pd.DataFrame:
    """Count the pairs of untied officials who are both tied to each official, by role.

    Gould and Fernandez count ordered triads of directed ties. Co-participation has no direction,
    so each pair of ends counts once, and two of their five roles, gatekeeper and representative,
    are mirror images and become one. A broker B stands between A and C, both tied to B and not to
    each other: ``coordinator`` if all three are of one group, ``itinerant`` if A and C are of one
    group and B of another, ``gatekeeper`` if B is of the group of either A or C alone, ``liaison``
    if all three groups differ. In a projection A and C are named with B at different meetings, and
    nothing says that B passed anything on.

    Parameters
    ----------
    graph : networkx.Graph
        Projection on officials.
    groups : dict
        The group of each node, such as its delegation.

    Returns
    -------
    DataFrame
        One row a node, in the order of the graph: a count for each of :data:`BROKERAGE_ROLES`, and
        their `total`.

    Examples
    --------
    >>> graph = nx.Graph([("eu", "kz"), ("eu", "uz")])
    >>> int(brokerage(graph, {"eu": "EU", "kz": "KZ", "uz": "UZ"}).loc["eu", "liaison"])
    1
    """
    counts = pd.DataFrame(0, index=list(graph), columns=[*BROKERAGE_ROLES])
    for broker in graph:
        for one, other in combinations(graph[broker], 2):
            if not graph.has_edge(one, other):
                role = _role(groups[one], groups[broker], groups[other])
                counts.loc[broker, role] += 1
    return counts.assign(total=counts.sum(axis=1))


def _role(one: Hashable, broker: Hashable, other: Hashable) -> str:
    if one == other:
        return "coordinator" if broker == one else "itinerant"
    return "gatekeeper" if broker in (one, other) else "liaison"


def pair_test(
    found: Incidence,
    rng: np.random.Generator,
    draws: int = 1999,
    blocks: pd.Series | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Test for each pair of rows whether they meet more often than their degrees alone would give.

    Pairs can only meet *more often* if both rows have two columns or more: the others are left
    out, which depends on nothing that the null model varies. Pairs share rows and meetings, so
    their counts are dependent, and the counts are small, so their attainable p-values differ. The
    adjusted p-value is therefore that of the smallest p-value of all pairs (Westfall and Young's
    single-step minP), which controls the chance of any false finding under both.

    Parameters
    ----------
    found : Incidence
    rng : numpy.random.Generator
    draws : int
        Networks drawn from the null model; p-values are multiples of 1 / (draws + 1).
    blocks : Series, optional
        As in :func:`null_networks`.
    level : float
        Coverage of the range of the null counts.

    Returns
    -------
    DataFrame
        One row a pair, the smallest p-value first: `first` and `second` (row labels), `observed`
        joint columns, `expected` under the null model with the range from `low` to `high`,
        `excess` (observed − expected), `p` (one-sided, the observed network included),
        `p_adjusted`, and the limits `p_adjusted_low` and `p_adjusted_high` within which more
        draws would probably (95% or more) place it.

    Raises
    ------
    ValueError
        If `draws` is below 1, or fewer than two rows have two columns.

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": list("aabbcc"), "meeting_id": list("mnmnop")})
    >>> test = pair_test(incidence(pairs), np.random.default_rng(1), draws=99)
    >>> test[["first", "second", "observed"]].head(1)
      first second  observed
    0     a      b         2
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; the null model needs at least 1.")
    dense = found.matrix.toarray().astype(bool)
    rows = np.flatnonzero(dense.sum(axis=1) >= 2)
    if len(rows) < 2:
        raise ValueError("Fewer than two rows have two columns: no pair could meet twice.")
    # The observed network stands first, as a draw like the others.
    attendance = pd.DataFrame(dense, found.rows, found.columns)
    networks = np.dstack([dense, null_networks(attendance, rng, draws, blocks)])[rows]
    counts = np.concatenate(
        [(row & networks[i + 1 :]).sum(axis=1, dtype=np.int32) for i, row in enumerate(networks)]
    )
    # How many networks give a pair as many joint columns or more, by pair and number of columns.
    reached = np.array([(counts >= n).sum(axis=1) for n in range(counts.max() + 1)]).T
    smallest = reduce(np.minimum, (own[count] for own, count in zip(reached, counts, strict=True)))
    smallest.sort()
    observed, drawn = counts[:, 0], counts[:, 1:]
    p = reached[range(len(counts)), observed]
    # The p-values to which a p-value is compared are estimated as it is, which multiplies the error
    # by the root of two. How many networks reach the limits of a p-value is an estimate as well.
    least, most = _exact_limits(p, draws + 1, stats.norm.sf(stats.norm.isf(0.025) * np.sqrt(2)))
    below, near, above = (
        np.searchsorted(smallest, count, side="right")
        for count in (least * (draws + 1), p, most * (draws + 1))
    )
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=1, method="closest_observation")
    expected = drawn.mean(axis=1)
    one, other = np.triu_indices(len(rows), k=1)
    table = pd.DataFrame(
        {
            "first": found.rows[rows[one]],
            "second": found.rows[rows[other]],
            "observed": observed,
            "expected": expected,
            "low": low.astype(int),
            "high": high.astype(int),
            "excess": observed - expected,
            "p": p / (draws + 1),
            "p_adjusted": near / (draws + 1),
            "p_adjusted_low": _exact_limits(below, draws + 1, 0.025)[0],
            "p_adjusted_high": _exact_limits(above, draws + 1, 0.025)[1],
        }
    )
    return table.sort_values(
        ["p", "excess", "first", "second"],
        ascending=[True, False, True, True],
        kind="stable",
        ignore_index=True,
    )


def resample_accounts(attested: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw as many accounts as there are, with replacement, and keep what they attest.

    Copies follow their original: accounts (lineages) are drawn, not documents. A participation
    that rests on one account is lost in about 37% of draws.

    Parameters
    ----------
    attested : DataFrame
        From :func:`eucad.officials.attestations`.
    rng : numpy.random.Generator

    Returns
    -------
    DataFrame
        Rows of `attested`, each at most once.

    Examples
    --------
    >>> attested = pd.DataFrame({"lineage_id": ["a", "a", "b"], "person_id": ["x", "y", "x"]})
    >>> len(resample_accounts(attested, np.random.default_rng(2)))
    3
    """
    accounts = np.sort(attested["lineage_id"].unique())
    drawn = rng.choice(accounts, size=len(accounts))
    return attested[attested["lineage_id"].isin(drawn)]


def delete_participations(
    pairs: pd.DataFrame, rng: np.random.Generator, share: float = 0.1
) -> pd.DataFrame:
    """Delete each participation with the same chance.

    Parameters
    ----------
    pairs : DataFrame
        One row a participation.
    rng : numpy.random.Generator
    share : float
        Chance of a deletion, from 0 to below 1.

    Returns
    -------
    DataFrame

    Raises
    ------
    ValueError
        If `share` is not from 0 to below 1.

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": list("abc"), "meeting_id": "m"})
    >>> len(delete_participations(pairs, np.random.default_rng(1), 0))
    3
    """
    if not 0 <= share < 1:
        raise ValueError(f"share is {share}; give a chance from 0 to below 1.")
    return pairs[rng.random(len(pairs)) >= share]


def plausible_heads(
    table: pd.DataFrame, empty: pd.DataFrame, years: float = 3
) -> list[tuple[str, list[str]]]:
    """List who may have led a delegation whose head no document names.

    Plausible are the officials of the delegation who are named at a meeting of the series within
    some years, and a newcomer.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`.
    empty : DataFrame
        Rows of :func:`eucad.officials.seats` to fill.
    years : float
        How far in time that meeting may be.

    Returns
    -------
    list of tuple
        For each row of `empty` the meeting and the ids of the plausible, sorted, then a newcomer's,
        which starts with ``new:``.

    Examples
    --------
    >>> table = pd.DataFrame({"person_id": ["x"], "meeting_id": ["hlsd2019"], "series": "hlsd",
    ...                       "delegation": "KZ", "date": pd.to_datetime(["2019-05-28"])})
    >>> empty = table.assign(meeting_id="hlsd2020", date=pd.Timestamp("2020-10-20"))
    >>> plausible_heads(table, empty), plausible_heads(table, empty, years=1)
    ([('hlsd2020', ['x', 'new:hlsd2020:KZ'])], [('hlsd2020', ['new:hlsd2020:KZ'])])
    """
    seats = []
    for seat in empty.itertuples():
        own = table[(table["series"] == seat.series) & (table["delegation"] == seat.delegation)]
        near = (own["date"] - seat.date).abs().dt.days <= years * 365.25
        newcomer = f"new:{seat.meeting_id}:{seat.delegation}"
        seats.append((seat.meeting_id, [*sorted(set(own.loc[near, "person_id"])), newcomer]))
    return seats


def fill_seats(
    pairs: pd.DataFrame, seats: list[tuple[str, list[str]]], rng: np.random.Generator
) -> pd.DataFrame:
    """Seat one of the plausible heads in every seat, each with the same chance.

    Parameters
    ----------
    pairs : DataFrame
        One row a participation: `person_id` and `meeting_id`.
    seats : list of tuple
        From :func:`plausible_heads`.
    rng : numpy.random.Generator

    Returns
    -------
    DataFrame
        `person_id` and `meeting_id` of `pairs`, then of the filled seats.

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": ["x"], "meeting_id": ["hlsd2019"]})
    >>> seats = [("hlsd2020", ["new:hlsd2020:KZ"])]
    >>> fill_seats(pairs, seats, np.random.default_rng(1))["person_id"].to_list()
    ['x', 'new:hlsd2020:KZ']
    """
    columns = ["person_id", "meeting_id"]
    filled = [(heads[rng.integers(len(heads))], meeting) for meeting, heads in seats]
    return pd.concat([pairs[columns], pd.DataFrame(filled, columns=columns)], ignore_index=True)


def simulate_positions(
    perturb: Callable[[np.random.Generator], pd.DataFrame],
    people: Iterable[str],
    rng: np.random.Generator,
    draws: int = 200,
) -> dict[str, pd.DataFrame]:
    """Measure positions on many perturbed networks.

    Parameters
    ----------
    perturb : callable
        Takes `rng` and returns participations (`person_id`, `meeting_id`).
    people : iterable of str
        Whose scores to keep.
    rng : numpy.random.Generator
    draws : int

    Returns
    -------
    dict of str to DataFrame
        For each column of :func:`position`, draws × people, ``float64``; somebody who is at no
        meeting of a draw scores 0.

    Examples
    --------
    >>> pairs = pd.DataFrame({"person_id": list("ab"), "meeting_id": "m"})
    >>> scores = simulate_positions(lambda rng: pairs, ["a"], np.random.default_rng(1), draws=2)
    >>> scores["partners"]["a"].to_list()
    [1.0, 1.0]
    """
    kept = pd.Index(list(people))
    drawn = pd.concat([perturb(rng) for _ in range(draws)], keys=range(draws), names=["draw"])
    # All draws stand side by side in one network, which no tie joins.
    groups = {key: drawn.groupby(["draw", key]) for key in ("person_id", "meeting_id")}
    scores = position(pd.DataFrame({key: group.ngroup() for key, group in groups.items()}))
    scores.index = groups["person_id"].size().index
    return {
        measure: column.unstack(fill_value=0)
        .reindex(index=range(draws), columns=kept, fill_value=0)
        .astype(float)
        for measure, column in scores.items()
    }


def rank_intervals(scores: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Summarise over draws which rank each official takes among those scored.

    Parameters
    ----------
    scores : DataFrame
        Draws × people, one measure of :func:`simulate_positions`.
    level : float
        Share of draws in the interval.

    Returns
    -------
    DataFrame
        One row a person, the best median first: `median`, `low` and `high` rank (1 is the
        highest score; equal scores share the mean of their ranks), and `first`, the share of draws
        in which nobody scores higher.

    Examples
    --------
    >>> rank_intervals(pd.DataFrame({"a": [3, 3], "b": [1, 3]}))
       median  low  high  first
    a    1.25  1.0   1.5    1.0
    b    1.75  1.5   2.0    0.5
    """
    ranks = scores.rank(axis=1, ascending=False)
    tail = (1 - level) / 2
    return pd.DataFrame(
        {
            "median": ranks.median(),
            "low": ranks.quantile(tail, interpolation="lower"),
            "high": ranks.quantile(1 - tail, interpolation="higher"),
            "first": scores.eq(scores.max(axis=1), axis=0).mean(),
        }
    ).sort_values(["median", "high"], kind="stable")


def joint_meetings(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Count the joint meetings of each pair of officials that hold under every reading.

    Parameters
    ----------
    tables : iterable of DataFrame
        A :func:`eucad.officials.roster` for each reading.

    Returns
    -------
    DataFrame
        One row a pair that meets under every reading, sorted: `first`, `second` (person ids) and
        `meetings`, the least number under any of them.

    Examples
    --------
    >>> one = pd.DataFrame({"person_id": list("abab"), "meeting_id": list("mmnn")})
    >>> joint_meetings([one, one.iloc[:2]])
      first second  meetings
    0     a      b         1
    """
    counted = []
    for table in tables:
        found = incidence(table)
        shared = sparse.triu(project(found.matrix), format="coo")
        first, second = (found.rows[half] for half in shared.coords)
        index = pd.MultiIndex.from_arrays([first, second], names=["first", "second"])
        counted.append(pd.Series(shared.data, index=index))
    least = pd.concat(counted, axis=1, join="inner").min(axis=1).rename("meetings")
    return least.sort_index().reset_index()


def series_layout(table: pd.DataFrame) -> pd.DataFrame:
    """Place officials in one ring a series, and those of several series between the rings.

    Nothing is random, and no two labels share a line on one side: the members of a ring stand, by
    delegation, on evenly spaced lines of its left and its right half.

    Parameters
    ----------
    table : DataFrame
        From :func:`eucad.officials.roster`, of the officials to be placed.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`: `name`, `delegation`, `meetings`, `home` (the
        series, or ``""`` if several), `x`, `y` (one unit a line of text, upwards) and `side`, the
        side of the node on which its label stands: ``left`` or ``right``.

    Examples
    --------
    >>> table = pd.DataFrame({"person_id": list("abb"), "name": list("ABB"), "delegation": "EU",
    ...                       "meeting_id": ["hlsd1", "hlsd1", "fmm1"],
    ...                       "series": pd.Categorical(["hlsd", "hlsd", "fmm"], ["hlsd", "fmm"])})
    >>> series_layout(table)[["home", "y", "side"]]
               home    y   side
    person_id
    a          hlsd -2.0   left
    b               -3.3  right
    """
    count = table.groupby("person_id")["meeting_id"].nunique().rename("meetings")
    people = table.drop_duplicates("person_id").set_index("person_id")[["name", "delegation"]]
    people = people.join(count).sort_values(["delegation", "name"], kind="stable")
    belongs = table.groupby("person_id")["series"].agg(set)
    places, y = {}, 0.0
    for series in table["series"].cat.categories:
        here = [person for person in people.index if series in belongs[person]]
        ring = [person for person in here if len(belongs[person]) == 1]
        between = [person for person in here if len(belongs[person]) > 1 and person not in places]
        if here:
            # Two lines for the heading, then as many as the longer half of the ring.
            y -= 2
            half = (len(ring) + 1) // 2
            for person, (x, line) in zip(ring, _ring(len(ring)), strict=True):
                places[person] = (series, x, y - line, "left" if x < 0 else "right")
            y -= max(half - 1, 0)
            for number, person in enumerate(between):
                y -= 1.3
                side = ("right", "left")[number % 2]
                places[person] = ("", 0.12 if side == "right" else -0.12, y, side)
            y -= 0.8
    columns = ["home", "x", "y", "side"]
    return people.join(pd.DataFrame.from_dict(places, orient="index", columns=columns))


def _ring(count: int) -> list[tuple[float, float]]:
    """Give x and line of each member of a ring, down its left half and up its right."""
    half = (count + 1) // 2
    height = max(half - 1, 1)
    right = np.linspace(height, 0, count - half) if count - half > 1 else [height / 2]
    lines = np.append(np.arange(half), right)[:count]
    bulge = np.sqrt(1 - (2 * lines / height - 1) ** 2) if half > 1 else 1.0
    x = (0.55 + 0.45 * bulge) * np.where(np.arange(count) < half, -1, 1)
    return list(zip(x.tolist(), lines.tolist(), strict=True))

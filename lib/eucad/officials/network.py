"""Who was named together: the two-mode network, position in it, and a null model of pairs.

Officials and meetings form an affiliation (two-mode) network. Its one-mode projections join two
officials who are named at one meeting, or two meetings that share an official. Being named at one
meeting is all that a tie says: not that two people spoke, nor that a third was absent.

References
----------
Borgatti, S. P., and Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks, 19(3).
Strona, G., Nappo, D., Boccacci, F., Fattorini, S., and San-Miguel-Ayanz, J. (2014). A fast and
unbiased procedure to randomize ecological binary matrices with fixed row and column totals.
Nature Communications, 5, 4114.
Westfall, P. H., and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from __future__ import annotations

from functools import reduce

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite
from scipy.special import ndtr, ndtri

from eucad.stats import LEVEL, SEED
from eucad.stats.nullmodel import null_networks
from eucad.stats.proportions import clopper_pearson

#: What a pair's joint meetings say of chance: beyond it, at its edge, or within it.
VERDICTS = ("beyond", "edge", "within")

_PAIR_COLUMNS = [
    *("first", "second", "observed", "expected", "low", "high", "excess"),
    *("p", "p_adjusted", "p_adjusted_low", "p_adjusted_high", "verdict"),
]


def attendance_matrix(roster: pd.DataFrame) -> pd.DataFrame:
    """Return which officials (rows) are named at which meetings (columns), both sorted.

    Raises
    ------
    ValueError
        If a row of the roster lacks one of the two.

    Examples
    --------
    >>> roster = pd.DataFrame({"person_id": ["a", "b", "b"], "meeting_id": ["m", "m", "n"]})
    >>> attendance_matrix(roster).to_numpy().tolist()
    [[True, False], [True, True]]
    """
    for column in ("person_id", "meeting_id"):
        if roster[column].isna().any():
            raise ValueError(f"A row of the roster has no {column}: leave such rows out.")
    return pd.crosstab(roster["person_id"], roster["meeting_id"]) > 0


def _affiliation_graph(roster: pd.DataFrame) -> nx.Graph:
    """Build the two-mode network: officials have `bipartite` 0, meetings 1, in a fixed order."""
    both = sorted(set(roster["person_id"]) & set(roster["meeting_id"]))
    if both:
        raise ValueError(f"{both[0]!r} names both an official and a meeting: rename one of them.")
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(roster["person_id"])), bipartite=0)
    graph.add_nodes_from(roster["meeting_id"].unique(), bipartite=1)
    graph.add_edges_from(zip(roster["person_id"], roster["meeting_id"], strict=True))
    return graph


def _two_mode_centrality(graph: nx.Graph) -> pd.DataFrame:
    """Return `betweenness` (missing where a mode has one node) and `closeness` of each node."""
    officials = {node for node, mode in graph.nodes(data="bipartite") if mode == 0}
    betweenness, closeness = {}, {}
    if min(len(officials), len(graph) - len(officials)) >= 2:
        betweenness = bipartite.betweenness_centrality(graph, officials)
    for component in nx.connected_components(graph):
        # networkx divides by the greatest closeness in the whole graph, which a piece can exceed.
        piece = graph.subgraph(component)
        own = bipartite.closeness_centrality(piece, officials & component)
        share = (len(piece) - 1) / max(len(graph) - 1, 1)
        closeness |= {node: share * value for node, value in own.items()}
    columns = {"betweenness": betweenness, "closeness": closeness}
    return pd.DataFrame(columns, index=list(graph), dtype=float)


def positions(roster: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each official in the network of officials and meetings.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`, most meetings first: `name`, `delegation`,
        `meetings`, the `first` and `last` of these (names), `partners` (different officials named
        at the same meetings), and `betweenness` and `closeness`, as networkx gives them for
        two-mode networks, the latter scaled by the share of nodes in reach.

    Examples
    --------
    >>> import eucad
    >>> from eucad.officials.rosters import interpretations
    >>> positions(interpretations(eucad.load())[("hlsd2025",)].roster).index[0]
    'muhriddin-sirojiddin'
    """
    in_time = roster.sort_values("date", kind="stable")
    found = in_time.groupby("person_id").agg(
        name=("name", "first"),
        delegation=("delegation", "first"),
        meetings=("meeting_id", "nunique"),
        first=("meeting", "first"),
        last=("meeting", "last"),
    )
    attendance = attendance_matrix(roster).to_numpy(dtype=int)
    found["partners"] = (attendance @ attendance.T > 0).sum(axis=1) - 1
    found = found.join(_two_mode_centrality(_affiliation_graph(roster)))
    return found.sort_values(["meetings", "partners"], ascending=False, kind="stable")


def bridges(roster: pd.DataFrame) -> pd.DataFrame:
    """Return the officials who are named in more than one series of meetings.

    Returns
    -------
    DataFrame
        Indexed by `person_id`: `name`, `delegation`, and the number of meetings of each series, in
        the vocabulary's order.

    Examples
    --------
    >>> import eucad
    >>> from eucad.officials.rosters import interpretations
    >>> table = bridges(interpretations(eucad.load())[("hlsd2025",)].roster)
    >>> table.loc["hajiyev-vepa", ["hlsd", "fmm"]].to_list()
    [3, 3]
    """
    counts = pd.crosstab(roster["person_id"], roster["series"], dropna=False)
    several = counts[(counts > 0).sum(axis=1) > 1]
    who = roster.drop_duplicates("person_id").set_index("person_id")[["name", "delegation"]]
    several.columns = several.columns.astype(str)
    return who.loc[several.index].join(several)


def pair_test(
    attendance: pd.DataFrame, blocks: pd.Series, draws: int, level: float = LEVEL
) -> pd.DataFrame:
    """Test for each pair of officials whether they meet more often than the calendar gives.

    The null model keeps how many meetings of each block an official is named at and how many
    officials are named at each meeting. With the halves of each series for blocks it allows,
    roughly, for terms of office. Only pairs of officials with two meetings or more are compared,
    which depends on nothing that the null model varies. Counts of pairs are dependent, and small,
    so that attainable p-values differ: the adjusted p-value is that of the smallest of all
    (Westfall and Young's single-step minP).

    Parameters
    ----------
    attendance : DataFrame of bool
        From :func:`attendance_matrix`.
    blocks : Series
        The block of each meeting, indexed by `meeting_id`.
    draws : int
        Networks drawn from the null model; p-values are multiples of 1 / (draws + 1).
    level : float
        Coverage of the range of the null counts, and 1 minus the chance of any false finding.

    Returns
    -------
    DataFrame
        One row a pair, the smallest p-value first: `first` and `second` (person ids), `observed`
        joint meetings, `expected` under the null model with the range from `low` to `high`,
        `excess` (observed − expected), `p` (one-sided, the observed network included),
        `p_adjusted`, its limits `p_adjusted_low` and `p_adjusted_high` for more draws (95% or
        more), and the `verdict`: ``beyond`` chance, ``within`` it, or at the ``edge``, where more
        draws might tell. Empty if fewer than two officials have two meetings.

    Raises
    ------
    ValueError
        If `draws` is below 1.

    Examples
    --------
    >>> roster = pd.DataFrame({"person_id": list("aabbcc"), "meeting_id": list("mnmnop")})
    >>> blocks = pd.Series("all", index=list("mnop"))
    >>> test = pair_test(attendance_matrix(roster), blocks, draws=99)
    >>> test[["first", "second", "observed", "verdict"]].head(1)
      first second  observed verdict
    0     a      b         2    edge
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; the null model needs at least 1.")
    rows = np.flatnonzero(attendance.sum(axis=1) >= 2)
    if len(rows) < 2:
        return pd.DataFrame(columns=_PAIR_COLUMNS)
    rng = np.random.default_rng(SEED)
    # The observed network stands first, as a draw like the others.
    networks = np.dstack([attendance, null_networks(attendance, rng, draws, blocks)])[rows]
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
    wide = 1 - 2 * ndtr(ndtri(0.025) * np.sqrt(2))
    least, most = clopper_pearson(p, draws + 1, wide)
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
            "first": attendance.index[rows[one]],
            "second": attendance.index[rows[other]],
            "observed": observed,
            "expected": expected,
            "low": low.astype(int),
            "high": high.astype(int),
            "excess": observed - expected,
            "p": p / (draws + 1),
            "p_adjusted": near / (draws + 1),
            "p_adjusted_low": clopper_pearson(below, draws + 1, 0.95)[0],
            "p_adjusted_high": clopper_pearson(above, draws + 1, 0.95)[1],
        }
    )
    limits = table[["p_adjusted_low", "p_adjusted_high"]] <= 1 - level
    verdict = np.select(
        [limits["p_adjusted_high"], limits["p_adjusted_low"]], VERDICTS[:2], VERDICTS[2]
    )
    return table.assign(verdict=verdict)[_PAIR_COLUMNS].sort_values(
        ["p", "excess", "first", "second"],
        ascending=[True, False, True, True],
        kind="stable",
        ignore_index=True,
    )

"""Networks: published centralities, networkx as reference, and enumerated null models."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from made_accounts import all_matrices
from networkx.algorithms import bipartite
from tried_on import some

import eucad
from eucad.attendance import find_attestations
from eucad.officials import measures, network, rosters


@pytest.fixture(scope="module")
def roster(dataset):
    return rosters.make_roster(find_attestations(dataset))


# Published values: Davis' Southern Women. Normalised degree, closeness and betweenness in the
# two-mode network, to two decimals, from the table in Borgatti and Halgin (2011), Analyzing
# Affiliation Networks, in the SAGE Handbook of Social Network Analysis, which applies Borgatti and
# Everett's (1997) normalisation.
DAVIS = """
Evelyn Jefferson .57 .80 .10; Laura Mandeville .50 .73 .05; Theresa Anderson .57 .80 .09
Brenda Rogers .50 .73 .05; Charlotte McDowd .29 .60 .01; Frances Anderson .29 .67 .01
Eleanor Nye .29 .67 .01; Pearl Oglethorpe .21 .67 .01; Ruth DeSand .29 .71 .02
Verne Sanderson .29 .71 .02; Myra Liddel .29 .69 .02; Katherina Rogers .43 .73 .05
Sylvia Avondale .50 .77 .07; Nora Fayette .57 .80 .11; Helen Lloyd .36 .73 .04
Dorothy Murchison .14 .65 .00; Olivia Carleton .14 .59 .01; Flora Price .14 .59 .01
E1 .17 .52 .00; E2 .17 .52 .00; E3 .33 .56 .02; E4 .22 .54 .01; E5 .44 .59 .04; E6 .44 .69 .07
E7 .56 .73 .13; E8 .78 .85 .24; E9 .67 .79 .23; E10 .28 .55 .01; E11 .22 .54 .02
E12 .33 .56 .02; E13 .17 .52 .00; E14 .17 .52 .00
"""
# The first four rows of the women by women matrix of joint attendance, in the order of DAVIS, with
# own attendance on the diagonal: Breiger (1974), The duality of persons and groups.
ATTENDANCE = [
    [8, 6, 7, 6, 3, 4, 3, 3, 3, 2, 2, 2, 2, 2, 1, 2, 1, 1],
    [6, 7, 6, 6, 3, 4, 4, 2, 3, 2, 1, 1, 2, 2, 2, 1, 0, 0],
    [7, 6, 8, 6, 4, 4, 4, 3, 4, 3, 2, 2, 3, 3, 2, 2, 1, 1],
    [6, 6, 6, 7, 4, 4, 4, 2, 3, 2, 1, 1, 2, 2, 2, 1, 0, 0],
]


def davis():
    entries = [entry.strip() for line in DAVIS.split("\n") for entry in line.split(";")]
    rows = [entry.rsplit(" ", 3) for entry in entries if entry]
    columns = ["closeness", "betweenness"]
    values = [[float(value) for value in row[2:]] for row in rows]
    return pd.DataFrame(values, index=[row[0] for row in rows], columns=columns)


def as_roster(graph):
    """Every tie of a two-mode graph as a participation, each written twice."""
    pairs = [pair if graph.nodes[pair[0]]["bipartite"] == 0 else pair[::-1] for pair in graph.edges]
    table = pd.DataFrame(pairs * 2, columns=["person_id", "meeting_id"])
    return table.assign(
        name="A", delegation="EU", meeting="M", date=pd.Timestamp("2019-05-28")
    )  # fmt: skip


def random_graph(seed):
    """A two-mode graph of several components and isolates, its nodes in no order."""
    rng = np.random.default_rng(seed)
    pieces = [
        bipartite.random_graph(
            *rng.integers(1, 7, 2).tolist(), rng.uniform(0.1, 0.8), seed=seed + i
        )
        for i in range(3)
    ]
    return nx.disjoint_union_all(pieces)


# The two-mode network


def test_two_mode_centrality_of_the_southern_women():
    published = davis()
    found = network._two_mode_centrality(nx.davis_southern_women_graph())
    found = found.loc[published.index, published.columns]
    assert len(published) == 32
    # Two printed decimals; betweenness of Olivia Carleton and Flora Price is .0051, printed .005.
    assert (found - published).abs().to_numpy().max() < 0.0055


def test_closeness_in_a_piece_is_scaled_by_the_share_of_nodes_in_it():
    graph = nx.Graph([(1, "a"), (2, "b")])
    graph.add_node(9)
    nx.set_node_attributes(graph, {1: 0, 2: 0, 9: 0, "a": 1, "b": 1}, "bipartite")
    found = network._two_mode_centrality(graph)["closeness"]
    assert found[[1, 2, 9]].to_list() == [0.25, 0.25, 0]


@pytest.mark.parametrize("seed", some(3, range(8)))
def test_centralities_of_any_graph_lie_within_0_and_1(seed):
    graph = random_graph(seed)
    found = network._two_mode_centrality(graph)
    assert ((found >= 0) & (found <= 1 + 1e-12) | found.isna()).all(axis=None)
    assert (found.loc[list(nx.isolates(graph)), "closeness"] == 0).all()


@pytest.mark.parametrize("seed", range(8))
def test_closeness_is_that_of_its_definition(seed):
    graph = random_graph(seed)
    found = network._two_mode_centrality(graph)["closeness"]
    for node in graph:
        far = nx.single_source_shortest_path_length(graph, node)
        own = sum(
            graph.nodes[other]["bipartite"] == graph.nodes[node]["bipartite"] for other in far
        )
        # At best one step from each of the other mode, two from each of its own.
        best = len(far) - own + 2 * (own - 1)
        share = (len(far) - 1) / (len(graph) - 1)
        expected = share * best / sum(far.values()) if len(far) > 1 else 0
        assert found[node] == pytest.approx(expected)


def test_a_component_alone_in_its_graph_keeps_its_value():
    whole = nx.davis_southern_women_graph()
    own = network._two_mode_centrality(whole)["closeness"]
    other = nx.relabel_nodes(whole, lambda node: f"other {node}")
    both = network._two_mode_centrality(nx.union(whole, other))["closeness"]
    share = (len(whole) - 1) / (2 * len(whole) - 1)
    assert both[own.index].to_numpy() == pytest.approx(share * own.to_numpy())


def test_nothing_is_between_where_a_mode_has_one_node():
    graph = nx.star_graph(3)
    nx.set_node_attributes(graph, {0: 1, 1: 0, 2: 0, 3: 0}, "bipartite")
    found = network._two_mode_centrality(graph)
    assert found["betweenness"].isna().all()
    assert (found["closeness"] == 1).all()


def test_what_is_not_a_two_mode_network_is_refused():
    table = as_roster(bipartite.complete_bipartite_graph(2, 2)).assign(meeting_id=0)
    with pytest.raises(ValueError, match="0 names both an official and a meeting"):
        network._affiliation_graph(table)


def test_nodes_and_edges_agree_with_the_files(roster):
    rows = pd.read_csv(eucad.DATA / "participation.csv", dtype=str)
    rows = rows[rows["capacity"] != "sideline_only"]
    graph = network._affiliation_graph(roster)
    pairs = rows.drop_duplicates(["person_id", "meeting_id"])
    assert graph.number_of_edges() == len(pairs)
    modes = pd.Series(dict(graph.nodes(data="bipartite"))).value_counts()
    assert modes[0] == pairs["person_id"].nunique()
    assert modes[1] == pairs["meeting_id"].nunique()


# Officials among officials


def test_joint_attendance_of_the_southern_women():
    women = davis().index[:18].to_list()
    attendance = network.attendance_matrix(as_roster(nx.davis_southern_women_graph()))
    for row, one in zip(ATTENDANCE, women[:4], strict=True):
        joint = [(attendance.loc[one] & attendance.loc[other]).sum() for other in women]
        assert joint == row


@pytest.mark.parametrize("seed", some(3, range(8)))
def test_positions_equal_those_of_networkx(seed):
    graph = random_graph(seed)
    found = network.positions(as_roster(graph))
    modes = graph.nodes(data="bipartite")
    people = [node for node, mode in modes if mode == 0 and graph.degree(node)]
    assert sorted(found.index) == sorted(people)
    expected = bipartite.projected_graph(graph, people)
    for person in people:
        assert found.loc[person, "meetings"] == graph.degree(person)
        assert found.loc[person, "partners"] == expected.degree(person)


def test_bridges_are_named_in_several_series(roster):
    series = roster.groupby("person_id")["series"].nunique()
    found = network.bridges(roster)
    assert set(found.index) == set(series.index[series > 1])
    row = found.loc["vassilenko-roman"]
    own = roster[roster["person_id"] == "vassilenko-roman"]["series"].value_counts()
    assert row["hlsd"] == own["hlsd"]


def test_missing_labels_are_refused():
    roster = pd.DataFrame({"person_id": ["a", None], "meeting_id": ["m", "m"]})
    with pytest.raises(ValueError, match="no person_id"):
        network.attendance_matrix(roster)


# Pairs


def test_p_values_agree_with_complete_enumeration():
    space = np.array(all_matrices((3, 3, 2, 2), (3, 3, 2, 2)))
    joint = space @ space.transpose(0, 2, 1)
    counts = joint[:, *np.triu_indices(4, k=1)]
    observed = counts[counts[:, 0] == 3][0]
    matrix = space[np.flatnonzero((counts == observed).all(axis=1))[0]]
    exact = (counts >= observed).mean(axis=0)
    each = np.array([(counts >= row).mean(axis=0) for row in counts])
    exact_adjusted = (each.min(axis=1)[:, None] <= exact + 1e-12).mean(axis=0)
    attendance = pd.DataFrame(matrix.astype(bool))
    found = network.pair_test(attendance, pd.Series(0, index=range(4)), draws=4999)
    found = found.sort_values(["first", "second"])
    assert found["observed"].to_list() == observed.tolist()
    assert found["expected"].to_numpy() == pytest.approx(counts.mean(axis=0), abs=0.05)
    assert found["p"].to_numpy() == pytest.approx(exact, abs=0.03)
    smallest = exact.argmin()
    assert found["p_adjusted"].iloc[smallest] == pytest.approx(exact_adjusted[smallest], abs=0.05)
    assert (found["p_adjusted_low"] <= found["p_adjusted"]).all()
    assert (found["p_adjusted_high"] >= found["p_adjusted"]).all()


def test_a_planted_pair_is_found_and_the_rest_are_not():
    rng = np.random.default_rng(3)
    attendance = pd.DataFrame(np.zeros((22, 30), dtype=bool))
    for person in range(20):
        attendance.loc[person, rng.choice(30, 6, replace=False)] = True
    attendance.loc[[20, 21], range(8)] = True
    found = network.pair_test(attendance, pd.Series(0, index=range(30)), draws=1999)
    assert found.loc[0, ["first", "second", "observed"]].to_list() == [20, 21, 8]
    assert found.loc[0, "p_adjusted"] < 0.05
    assert found.loc[0, "verdict"] != "within"
    assert "beyond" not in set(found.loc[1:, "verdict"])


def test_overlapping_terms_of_office_are_no_affinity():
    # Two classes of four officials, one at the earlier six meetings and one at the later six.
    attendance = pd.DataFrame(np.zeros((8, 12), dtype=bool))
    rng = np.random.default_rng(1)
    for person in range(8):
        attendance.loc[person, rng.choice(6, 4, replace=False) + 6 * (person // 4)] = True
    halves = pd.Series([0] * 6 + [1] * 6)
    unaware = network.pair_test(attendance, pd.Series(0, index=range(12)), draws=499)
    aware = network.pair_test(attendance, halves, draws=499)
    assert unaware["p"].min() < aware["p"].min()
    assert set(aware["verdict"]) == {"within"}


def test_where_no_two_could_meet_twice_there_is_no_pair():
    single = pd.DataFrame([[True, True], [True, False]])
    assert network.pair_test(single, pd.Series(0, index=range(2)), draws=9).empty
    with pytest.raises(ValueError, match="draws is 0"):
        network.pair_test(single, pd.Series(0, index=range(2)), draws=0)


def test_halves_of_a_series_differ_by_one_meeting_at_most(dataset):
    meetings = eucad.meetings.held_meetings(dataset)
    halves = measures._halves_of_series(meetings)
    for _, own in halves.groupby(meetings["series"], observed=True):
        sizes = own.str.endswith("later").value_counts().reindex([True, False], fill_value=0)
        assert 0 <= sizes[True] - sizes[False] <= 1
        assert own.str.endswith("later").is_monotonic_increasing

"""Networks: published centralities, networkx as reference, and enumerated null models."""

from functools import partial
from io import BytesIO
from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from eucad.readings import officials as officials_text
from networkx.algorithms import bipartite
from scipy import sparse, stats

import eucad
from eucad import documents, figures, networks, officials


@pytest.fixture(scope="module")
def attested(dataset):
    return officials.attestations(dataset)


@pytest.fixture(scope="module")
def rosters(attested):
    return {key: officials.roster(rows) for key, rows in officials.readings(attested).items()}


@pytest.fixture(scope="module")
def table(rosters):
    return rosters[("hlsd2025",)]


@pytest.fixture(scope="module")
def graph(table):
    return networks.affiliation_graph(table)


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
    columns = ["degree", "closeness", "betweenness"]
    values = [[float(value) for value in row[1:]] for row in rows]
    return pd.DataFrame(values, index=[row[0] for row in rows], columns=columns)


def test_two_mode_centrality_of_the_southern_women():
    published = davis()
    found = networks.two_mode_centrality(nx.davis_southern_women_graph())
    found = found.loc[published.index, published.columns]
    assert len(published) == 32
    # Two printed decimals; betweenness of Olivia Carleton and Flora Price is .0051, printed .005.
    assert (found - published).abs().to_numpy().max() < 0.0055


def test_joint_attendance_of_the_southern_women():
    women = davis().index[:18].to_list()
    graph = nx.davis_southern_women_graph()
    events = [node for node in graph if node not in women]
    matrix = sparse.csr_array(bipartite.biadjacency_matrix(graph, women, events))
    found = networks.project(matrix).toarray() + np.diag([graph.degree(w) for w in women])
    assert found[:4].tolist() == ATTENDANCE


def test_one_mode_centrality_on_paper():
    # Two meetings of three that share b. With a published table of the one-mode centralities of
    # the Southern Women not at hand, a case small enough for paper: all paths between {a, c} and
    # {d, e} pass through b, so b lies between 4 of the 6 pairs of others.
    pairs = [("a", 1), ("b", 1), ("c", 1), ("b", 2), ("d", 2), ("e", 2)]
    graph = nx.Graph(pairs)
    projected = bipartite.collaboration_weighted_projected_graph(graph, "abcde")
    found = networks.one_mode_centrality(projected)
    assert found["degree"].to_list() == [2, 4, 2, 2, 2]
    assert found["strength"].to_list() == [1, 2, 1, 1, 1]
    assert found["betweenness"].to_list() == pytest.approx([0, 4 / 6, 0, 0, 0])
    assert found["closeness"].to_list() == pytest.approx([4 / 6, 1, 4 / 6, 4 / 6, 4 / 6])


# Projections

REFERENCES = {
    "binary": bipartite.projected_graph,
    "count": bipartite.weighted_projected_graph,
    "newman": bipartite.collaboration_weighted_projected_graph,
}


@pytest.mark.parametrize("seed", range(50))
def test_projections_equal_those_of_networkx(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 15, 2)
    graph = bipartite.random_graph(*sizes.tolist(), rng.uniform(0.05, 0.8), seed=seed)
    for number, (weighting, reference) in product((0, 1), REFERENCES.items()):
        nodes, others = networks.mode(graph, number), networks.mode(graph, 1 - number)
        expected = nx.to_numpy_array(reference(graph, nodes), nodes)
        matrix = bipartite.biadjacency_matrix(graph, nodes, others, dtype=np.int64)
        found = networks.project(sparse.csr_array(matrix), weighting).toarray()
        assert found == pytest.approx(expected)


def test_projection_stores_no_more_than_the_copresent_pairs():
    rng = np.random.default_rng(1)
    pairs = pd.DataFrame(
        {"person_id": rng.integers(2000, size=5000), "meeting_id": rng.integers(1000, size=5000)}
    )
    found = networks.incidence(pairs)
    sizes = found.matrix.sum(axis=0)
    assert networks.project(found.matrix).nnz <= (sizes * (sizes - 1)).sum()


def test_newman_strength_is_the_number_of_shared_meetings(table):
    found = networks.incidence(table)
    company = found.matrix[:, found.matrix.sum(axis=0) > 1].sum(axis=1)
    assert networks.project(found.matrix, "newman").sum(axis=1) == pytest.approx(company)


def test_unknown_weighting_is_refused():
    with pytest.raises(ValueError, match="no weighting 'sum'; there are binary, count, newman"):
        networks.project(sparse.csr_array([[1]]), "sum")


def test_repetitions_count_once_and_missing_labels_are_refused():
    pairs = pd.DataFrame({"person_id": ["a", "a"], "meeting_id": ["m", "m"]})
    assert networks.incidence(pairs).matrix.toarray().tolist() == [[1]]
    with pytest.raises(ValueError, match="no person_id"):
        networks.incidence(pairs.assign(person_id=None))


# The affiliation network of the dataset


def test_nodes_and_edges_agree_with_the_files():
    rows = pd.read_csv(eucad.DATA / "participation.csv", dtype=str)
    rows = rows[rows["capacity"] != "sideline_only"]
    every = officials.roster(officials.attestations(eucad.load()))
    graph = networks.affiliation_graph(every)
    pairs = rows.drop_duplicates(["person_id", "meeting_id"])
    assert graph.number_of_edges() == len(pairs)
    assert len(networks.mode(graph, 0)) == pairs["person_id"].nunique()
    assert len(networks.mode(graph, 1)) == pairs["meeting_id"].nunique()
    edge = graph["vassilenko-roman"]["hlsd2016"]
    documents = rows.query("person_id == 'vassilenko-roman' and meeting_id == 'hlsd2016'")
    assert edge["documents"] == tuple(documents["document_id"])
    assert (edge["rank"], edge["institution"]) == ("deputy_minister", "MFA")
    assert graph.nodes["muhriddin-sirojiddin"]["delegation"] == "TJ"


def test_partners_recomputed(table):
    position = networks.position(table)
    for person in ("vassilenko-roman", "mora-enrique", "rahmon-emomali"):
        own = set(table[table["person_id"] == person]["meeting_id"])
        others = table[table["meeting_id"].isin(own) & (table["person_id"] != person)]
        assert position.loc[person, "partners"] == others["person_id"].nunique()
        assert position.loc[person, "encounters"] == len(others)
        assert position.loc[person, "meetings"] == len(own)


def test_bridges_under_each_reading(rosters):
    found = {key: set(networks.bridges(rows).index) for key, rows in rosters.items()}
    for key, rows in rosters.items():
        series = rows.groupby("person_id")["series"].nunique()
        assert found[key] == set(series[series > 1].index)
    assert found["hlsd2025",] < found["ctd2025",] < found["ctd2025", "hlsd2025"]


def test_meetings_share_officials(table):
    shared = networks.shared_officials(table, "meeting_id")
    people = table.groupby("meeting_id")["person_id"].agg(set)
    assert shared.loc["hlsd2022", "hlsd2024"] == len(people["hlsd2022"] & people["hlsd2024"])
    assert (np.diag(shared) == people.map(len)[shared.index]).all()


def test_two_mode_centrality_needs_two_of_each():
    graph = nx.star_graph(3)
    nx.set_node_attributes(graph, {0: 1, 1: 0, 2: 0, 3: 0}, "bipartite")
    with pytest.raises(ValueError, match="two officials and two meetings"):
        networks.two_mode_centrality(graph)


# Brokerage


def gould_fernandez(graph, groups, broker):
    """Count roles as they are defined: ordered triads of a directed graph without transitivity."""
    directed = nx.DiGraph(graph)
    roles = []
    for one, other in permutations(directed, 2):
        triad = {one, broker, other}
        if len(triad) == 3 and directed.has_edge(one, broker) and directed.has_edge(broker, other):
            if directed.has_edge(one, other):
                continue
            a, b, c = groups[one], groups[broker], groups[other]
            if a == b == c:
                roles.append("coordinator")
            elif a == c:
                roles.append("itinerant")
            elif b == c:
                roles.append("gatekeeper")
            elif a == b:
                roles.append("representative")
            else:
                roles.append("liaison")
    return {role: roles.count(role) for role in set(roles)}


def test_brokerage_halves_the_directed_roles_and_joins_the_mirror_images():
    graph = nx.gnp_random_graph(12, 0.3, seed=3)
    groups = {node: "abc"[node % 3] for node in graph}
    found = networks.brokerage(graph, groups)
    for broker in graph:
        directed = gould_fernandez(graph, groups, broker)
        assert directed.get("gatekeeper", 0) == directed.get("representative", 0)
        assert found.loc[broker, "gatekeeper"] == directed.get("gatekeeper", 0)
        for role in ("coordinator", "itinerant", "liaison"):
            assert 2 * found.loc[broker, role] == directed.get(role, 0)
    assert (found["total"] == found.drop(columns="total").sum(axis=1)).all()


# The null model


def all_matrices(rows, columns):
    """Enumerate every matrix of 0 and 1 with these row and column totals."""
    choices = [
        [tuple(int(i in chosen) for i in range(len(columns))) for chosen in
         combinations(range(len(columns)), total)] for total in rows
    ]  # fmt: skip
    return [
        matrix
        for matrix in product(*choices)
        if tuple(map(sum, zip(*matrix, strict=True))) == tuple(columns)
    ]


def as_pairs(matrix):
    rows, columns = np.nonzero(np.array(matrix))
    return pd.DataFrame({"person_id": rows, "meeting_id": columns})


def test_curveball_keeps_both_degrees_and_its_argument(table):
    before = networks.incidence(table).matrix.toarray().astype(bool)[..., None].repeat(3, axis=2)
    untouched = before.copy()
    after = networks.curveball(before, np.random.default_rng(1))
    assert (before == untouched).all()
    assert len({network.tobytes() for network in (before[..., 0], *np.moveaxis(after, 2, 0))}) == 4
    assert (after.sum(axis=0) == before.sum(axis=0)).all()
    assert (after.sum(axis=1) == before.sum(axis=1)).all()


# An even and an odd number of rows: of an odd number one sits out each round.
@pytest.mark.parametrize("totals", [((2, 2, 1, 1), (2, 2, 1, 1)), ((3, 2, 2, 1, 1), (3, 3, 2, 1))])
def test_curveball_is_uniform_over_all_matrices(totals):
    space = all_matrices(*totals)
    assert len(space) > 20
    start = np.array(space[0], dtype=bool)[..., None].repeat(100 * len(space), axis=2)
    drawn = np.moveaxis(networks.curveball(start, np.random.default_rng(5)), 2, 0)
    keys = [tuple(map(tuple, network)) for network in drawn.astype(int).tolist()]
    counts = pd.Series(keys).value_counts().reindex(pd.Index(space, tupleize_cols=False))
    assert counts.notna().all()
    assert counts.sum() == len(drawn)
    assert stats.chisquare(counts).pvalue > 0.01


def test_curveball_leaves_what_cannot_move():
    rng = np.random.default_rng(1)
    for network in ([[1, 1]], [[1, 1], [1, 1]], [[1, 0], [1, 1]], np.zeros((0, 2))):
        before = np.array(network, dtype=bool)[..., None]
        assert (networks.curveball(before, rng) == before).all()


def test_draws_have_forgotten_the_record(table):
    found = networks.incidence(table[table["series"] == "hlsd"])
    start = found.matrix.toarray().astype(bool)[..., None].repeat(1500, axis=2)
    settled = networks.curveball(start, np.random.default_rng(1), rounds=150).mean(axis=2)
    drawn = networks.null_networks(found, np.random.default_rng(2), 1500).mean(axis=2)
    hasty = networks.curveball(start, np.random.default_rng(3), rounds=10).mean(axis=2)
    # How often an official is put at a meeting: two sets of draws differ by 0.06 at most.
    assert abs(drawn - settled).max() < 0.09 < abs(hasty - settled).max()


def test_blocks_keep_the_degrees_within_each_series(table, dataset):
    found = networks.incidence(table)
    blocks = documents.held_meetings(dataset)["series"]
    of_column = blocks.loc[found.columns].to_numpy()
    dense = found.matrix.toarray()
    drawn = networks.null_networks(found, np.random.default_rng(2), 3, blocks)
    for null in np.moveaxis(drawn, 2, 0):
        assert (null.sum(axis=0) == dense.sum(axis=0)).all()
        for series in set(of_column):
            inside = of_column == series
            assert (null[:, inside].sum(axis=1) == dense[:, inside].sum(axis=1)).all()


def test_p_values_agree_with_complete_enumeration():
    rows, columns = (3, 3, 2, 2), (3, 3, 2, 2)
    space = np.array(all_matrices(rows, columns))
    joint = space @ space.transpose(0, 2, 1)
    upper = np.triu_indices(4, k=1)
    counts = joint[:, *upper]
    observed = counts[counts[:, 0] == 3][0]
    matrix = space[np.flatnonzero((counts == observed).all(axis=1))[0]]
    exact = (counts >= observed).mean(axis=0)
    each = np.array([(counts >= row).mean(axis=0) for row in counts])
    exact_adjusted = (each.min(axis=1)[:, None] <= exact + 1e-12).mean(axis=0)
    draws = 4999
    found = networks.pair_test(
        networks.incidence(as_pairs(matrix)), np.random.default_rng(7), draws
    ).sort_values(["first", "second"])
    assert found["observed"].to_list() == observed.tolist()
    assert found["expected"].to_numpy() == pytest.approx(counts.mean(axis=0), abs=0.05)
    assert found["p"].to_numpy() == pytest.approx(exact, abs=0.03)
    smallest = exact.argmin()
    assert found["p_adjusted"].iloc[smallest] == pytest.approx(exact_adjusted[smallest], abs=0.05)
    assert (found["p_adjusted_low"] <= found["p_adjusted"]).all()
    assert (found["p_adjusted_high"] >= found["p_adjusted"]).all()


def test_a_planted_pair_is_found_and_the_rest_are_not():
    rng = np.random.default_rng(3)
    rows = [(person, int(m)) for person in range(20) for m in rng.choice(30, 6, replace=False)]
    rows += [(person, meeting) for person in (20, 21) for meeting in range(6)]
    pairs = pd.DataFrame(rows, columns=["person_id", "meeting_id"])
    found = networks.pair_test(networks.incidence(pairs), rng, 1999)
    assert found.loc[0, ["first", "second", "observed"]].to_list() == [20, 21, 6]
    assert found.loc[0, "p_adjusted"] < 0.05 < found.loc[1, "p_adjusted"]


def test_pair_test_refuses_what_it_cannot_test():
    single = networks.incidence(as_pairs([[1, 1], [1, 0]]))
    with pytest.raises(ValueError, match="two rows have two columns"):
        networks.pair_test(single, np.random.default_rng(1), 9)
    with pytest.raises(ValueError, match="draws is 0"):
        networks.pair_test(single, np.random.default_rng(1), 0)


# Stability


def test_resampling_draws_accounts_and_not_documents(attested):
    attested = attested[["lineage_id", "person_id"]]
    rng = np.random.default_rng(4)
    shares = []
    for _ in range(200):
        drawn = networks.resample_accounts(attested, rng)
        kept = drawn["lineage_id"].unique()
        assert len(drawn) == attested["lineage_id"].isin(kept).sum()
        shares.append(len(kept) / attested["lineage_id"].nunique())
    assert np.mean(shares) == pytest.approx(1 - np.exp(-1), abs=0.01)


def test_deletion_has_the_chance_asked_for():
    pairs = pd.DataFrame({"person_id": range(10_000), "meeting_id": 0})
    left = networks.delete_participations(pairs, np.random.default_rng(1), 0.2)
    assert len(left) == pytest.approx(8000, abs=120)
    with pytest.raises(ValueError, match="share is 1"):
        networks.delete_participations(pairs, np.random.default_rng(1), 1)


def test_filled_seats_hold_neighbours_in_time_or_newcomers(table, dataset, attested):
    seated = officials.seats(attested, dataset.delegations, documents.held_meetings(dataset))
    empty = seated.query("series == 'hlsd' and state == 'unnamed'")
    heads = networks.plausible_heads(table, empty)
    filled = networks.fill_seats(table, heads, np.random.default_rng(1))
    added = filled.iloc[len(table) :]
    assert len(added) == len(empty)
    home = dataset.people.set_index("person_id")["delegation"]
    dialogue = set(table.query("series == 'hlsd'")["person_id"])
    for (person, _), seat in zip(added.itertuples(index=False), empty.itertuples(), strict=True):
        if person.startswith("new:"):
            assert person.endswith(seat.delegation)
        else:
            assert home[person] == seat.delegation and person in dialogue


def test_positions_on_many_networks_are_those_on_each(table):
    pairs = table[["person_id", "meeting_id"]]
    people = ["mora-enrique", "nobody"]
    scores = networks.simulate_positions(
        lambda rng: networks.delete_participations(pairs, rng, 0.5),
        people, np.random.default_rng(1), 5,
    )  # fmt: skip
    rng = np.random.default_rng(1)
    for draw in range(5):
        one = networks.position(networks.delete_participations(pairs, rng, 0.5))
        one = one.reindex(people, fill_value=0)
        for measure, found in scores.items():
            assert found.loc[draw].to_list() == one[measure].to_list()


def test_a_draw_may_lose_everything():
    pairs = pd.DataFrame({"person_id": ["a"], "meeting_id": ["m"]})
    left = iter([pairs, pairs.iloc[:0]])
    scores = networks.simulate_positions(lambda _: next(left), "ab", np.random.default_rng(1), 2)
    assert scores["meetings"].to_numpy().tolist() == [[1, 0], [0, 0]]


def test_the_same_seed_gives_the_same_scores(table):
    disturb = partial(networks.delete_participations, table)
    one, two = (
        networks.simulate_positions(disturb, ["mora-enrique"], np.random.default_rng(1), 5)
        for _ in range(2)
    )
    for measure, scores in one.items():
        pd.testing.assert_frame_equal(scores, two[measure])


def test_joint_meetings_hold_under_every_reading(rosters):
    found = networks.joint_meetings(rosters.values()).set_index(["first", "second"])["meetings"]
    # Once under either of the two narrow readings, twice under the wide one.
    assert found["abakirov-meder", "skoog-olof"] == 1
    assert found["mora-enrique", "vassilenko-roman"] == 3
    assert ("abakirov-meder", "mora-enrique") not in found.index


# Layout and figures


@pytest.fixture(scope="module")
def shown(table):
    meetings = table.groupby("person_id")["meeting_id"].transform("nunique")
    return table[meetings >= 2]


def test_layout_does_not_depend_on_the_order_of_rows(shown):
    shuffled = shown.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        networks.series_layout(shown), networks.series_layout(shuffled).loc[
            networks.series_layout(shown).index]
    )  # fmt: skip


@pytest.mark.parametrize("everybody", [False, True])
def test_labels_of_the_network_do_not_collide(shown, table, dataset, everybody):
    layout = networks.series_layout(table if everybody else shown)
    ties = networks.joint_meetings([table])
    picture = figures.network_diagram(layout, ties, dataset.labels("meetings", "series"), "Who met")
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts if text.get_text().strip()]
    assert len(boxes) > len(layout)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def drawn(picture):
    pixels = BytesIO()
    picture.savefig(pixels, format="rgba", dpi=80)
    return pixels.getvalue()


def test_figures_are_drawn_alike_twice(shown, table, dataset):
    # In this process; from run to run they are compared with those stored in the notebook.
    names = dataset.people.set_index("person_id")["name"].to_dict()
    layout = networks.series_layout(shown.query("meeting_id == 'hlsd2019'"))
    ties = networks.joint_meetings([table])
    series = dataset.labels("meetings", "series")
    pairs = networks.pair_test(networks.incidence(table), np.random.default_rng(1), 19).head(2)
    ranks = networks.rank_intervals(pd.DataFrame({"mora-enrique": [2], "schmid-helga": [1]}))
    for draw in (
        lambda: figures.network_diagram(layout, ties, series, "Who met"),
        lambda: figures.pair_chart(pairs, names, "Pairs"),
        lambda: figures.rank_chart({"resampled": ranks}, names, "Ranks"),
    ):
        one, two = draw(), draw()
        assert drawn(one) == drawn(two)
        assert one.alt == two.alt != ""


# Sentences


def test_sentences_on_pairs_tell_three_cases_apart():
    pairs = pd.DataFrame(
        {"first": ["a"], "second": ["b"], "observed": [3], "expected": [1.0], "low": [0],
         "high": [2], "p_adjusted": [0.03], "p_adjusted_low": [0.02], "p_adjusted_high": [0.04]}
    )  # fmt: skip
    names = {"a": "A", "b": "B"}
    assert "Furthest beyond it: A and B" in officials_text.read_pairs(pairs, names, 99)
    edge = officials_text.read_pairs(pairs.assign(p_adjusted_high=0.06), names, 99)
    assert "0 of 1 pair are named together more often" in edge and "1 at the edge of it" in edge
    far = officials_text.read_pairs(
        pairs.assign(p_adjusted_low=0.3, p_adjusted_high=0.5), names, 99
    )
    assert "edge" not in far and "Nearest to it" in far


def test_sentences_on_readings_tell_who_leads_where():
    tied = pd.DataFrame({"one": [1.5, 1.5]}, index=["a", "b"])
    text = officials_text.read_readings(tied, {"a": "A", "b": "B"})
    assert text == "First under every reading: A and B. No other rank moves."
    ranks = pd.DataFrame({"one": [1.0, 2.0], "other": [2.0, 1.0]}, index=["a", "b"])
    text = officials_text.read_readings(ranks, {"a": "A", "b": "B"})
    assert text.startswith("First by reading: A (one); B (other).")

"""Voices and similarity: answers worked out on paper, published values, cells of the CSV files."""

import re
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from eucad.readings import topics as topic_readings
from eucad.readings import voices as readings
from eucad.readings.words import interval, probability
from scipy import stats

from eucad import figures, similarity, topics, voices
from eucad.documents import held_meetings

DATA = Path(__file__).parents[1] / "data"
CAPITALS = ["kz", "kg", "tj", "tm", "uz"]


def rng():
    return np.random.default_rng(20130613)


def read(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def codings():
    """Codings of the agenda documents of the dialogue, from the CSV files alone."""
    documents = read("documents").merge(read("lineages")[["lineage_id", "voice"]])
    agenda_types = ["readout", "communique", "press_release", "news_report"]
    counts = documents["document_type"].isin(agenda_types) & (documents["about"] == "meeting")
    documents = documents[counts & documents["meeting_id"].str.startswith("hlsd")]
    found = read("codings_final").query("scope == 'dialogue'")
    return documents, documents.merge(found, on="document_id")


def hand_made(rows):
    """An incidence matrix; each row is (meeting, voice, account, topics raised)."""
    names = sorted({topic for *_, raised in rows for topic in raised})
    index = pd.DataFrame([row[:3] for row in rows], columns=topics.ACCOUNT)
    index["meeting_id"] = pd.Categorical(index["meeting_id"], ordered=True)
    index["voice"] = pd.Categorical(index["voice"], ["eu", *CAPITALS, "joint", "newsroom"])
    cells = [[topic in raised for topic in names] for *_, raised in rows]
    columns = pd.Index(names, name="topic_id")
    return pd.DataFrame(cells, index=pd.MultiIndex.from_frame(index), columns=columns)


# m1: the EU raises water, one of two capitals too. m2: only the EU raises war. m3: no EU account.
THREE = [
    ("m1", "eu", "a", {"water"}),
    ("m1", "kz", "b", {"water"}),
    ("m1", "tm", "c", {"trade"}),
    ("m2", "eu", "d", {"war"}),
    ("m2", "uz", "e", {"trade"}),
    ("m2", "newsroom", "f", {"war"}),
    ("m3", "kz", "g", {"water"}),
]


# -- Who says what


def test_who_says_what_by_hand():
    said = voices.who_says(hand_made(THREE))
    assert said.loc["m1", "said"].to_dict() == {
        "trade": "capitals",
        "war": "neither",
        "water": "both",
    }
    assert said.loc["m2", "said"].to_dict() == {
        "trade": "capitals",
        "war": "eu",
        "water": "neither",
    }
    assert said.loc["m3", "said"].isna().all()
    assert said.loc[("m1", "water"), ["capitals", "capitals_accounts"]].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("meeting", "topic", "expected"),
    [
        ("hlsd2022", "ukraine_war", "eu"),
        ("hlsd2019", "water", "capitals"),
        ("hlsd2023", "afghanistan", "both"),
        ("hlsd2024", "gender", "neither"),
    ],
)
def test_who_says_what_from_the_csv_files(dataset, codings, meeting, topic, expected):
    ours = codings[1].query("meeting_id == @meeting and topic_id == @topic")
    eu, capitals = (ours["voice"] == "eu").any(), ours["voice"].isin(CAPITALS).any()
    answer = {(1, 0): "eu", (0, 1): "capitals", (1, 1): "both", (0, 0): "neither"}
    found = voices.who_says(topics.incidence(dataset)).loc[(meeting, topic), "said"]
    assert found == answer[eu, capitals] == expected


def test_a_meeting_one_side_does_not_report_is_hatched_not_silent(dataset):
    said = voices.who_says(topics.incidence(dataset)[["water", "ukraine_war"]])
    names = held_meetings(dataset)["name"]
    picture = figures.who_says(said, dataset.topics.set_index("topic_id"), names)
    place = list(said.index.unique(0)).index("hlsd2017")
    assert not [t for t in picture.axes[0].texts if t.get_position()[0] == place]
    cells = [p for p in picture.axes[0].patches if round(p.get_x() + 0.47) == place]
    assert cells and all(cell.get_hatch() for cell in cells)


# -- The contrast at the same meetings


def test_contrast_by_hand():
    found = voices.contrast(hand_made(THREE))
    # m1 weighs 1 * 2 / 3, m2 1 * 1 / 2; water differs by 1 - 1/2 and 0, war by 0 and 1.
    assert found.loc["water", "difference"] == pytest.approx((2 / 3) * 0.5 / (7 / 6))
    assert found.loc["war", "difference"] == pytest.approx(0.5 / (7 / 6))
    columns = ["meetings", "eu", "eu_accounts", "capitals", "capitals_accounts"]
    assert found.loc["trade", columns].to_list() == [2, 0, 2, 2, 3]
    # Trade: by chance the EU's account is the one of 3, and the one of 2, that raises it. Neither
    # has probability 2/3 * 1/2; both, which is less likely still, 1/3 * 1/2.
    assert found.loc["trade", "p"] == pytest.approx(1 / 3 + 1 / 6)


def test_the_exact_p_of_one_meeting_is_fishers():
    rows = [("m1", "eu", f"e{i}", {"war"} if i < 4 else {"x"}) for i in range(5)]
    rows += [("m1", "kz", f"k{i}", {"war"} if i < 1 else {"x"}) for i in range(6)]
    expected = stats.fisher_exact([[4, 1], [1, 5]]).pvalue
    assert voices.contrast(hand_made(rows)).loc["war", "p"] == pytest.approx(expected)


def test_the_exact_p_of_several_meetings_is_that_of_all_relabellings(dataset):
    raised = topics.incidence(dataset)["hybrid"]
    table = raised.rename("raised").reset_index()
    table["side"] = table["voice"].map(lambda v: "eu" if v == "eu" else "capitals").astype(str)
    table = table[table["voice"] != "newsroom"]
    chances, observed = Counter({0: 1.0}), 0
    for _, meeting in table.groupby("meeting_id", observed=True):
        eu = int((meeting["side"] == "eu").sum())
        if eu in (0, len(meeting)):
            continue
        observed += int(meeting.loc[meeting["side"] == "eu", "raised"].sum())
        draws = [sum(draw) for draw in combinations(meeting["raised"].to_list(), eu)]
        step = Counter()
        for total, chance in chances.items():
            for drawn, times in Counter(draws).items():
                step[total + drawn] += chance * times / len(draws)
        chances = step
    expected = sum(p for p in chances.values() if p <= chances[observed] + 1e-12)
    found = voices.contrast(topics.incidence(dataset))
    assert found.loc["hybrid", "p"] == pytest.approx(expected)


@pytest.mark.parametrize("topic", ["ukraine_war", "climate_environment", "border_management"])
def test_contrast_from_the_csv_files(dataset, codings, topic):
    documents, coded = codings
    weights = effect = 0.0
    raising = coded.loc[coded["topic_id"] == topic, "lineage_id"]
    for _, ours in documents.groupby("meeting_id"):
        accounts = ours.drop_duplicates("lineage_id").set_index("lineage_id")["voice"]
        eu, capitals = accounts[accounts == "eu"], accounts[accounts.isin(CAPITALS)]
        if len(eu) and len(capitals):
            weight = len(eu) * len(capitals) / (len(eu) + len(capitals))
            weights += weight
            gap = eu.index.isin(raising).mean() - capitals.index.isin(raising).mean()
            effect += weight * gap
    found = voices.contrast(topics.incidence(dataset)).loc[topic]
    assert found["difference"] == pytest.approx(effect / weights)
    assert found["low"] < found["difference"] < found["high"]


def test_the_limits_of_the_contrast_by_hand():
    found = voices.contrast(hand_made(THREE)).loc["water"]
    # m1 weighs 2/3, m2 1/2. The EU raises water in 1 of 1 and 0 of 1, the capitals in 1 of 2 and 0
    # of 1; the variances of these shares are as those of so many accounts.
    eu, capitals = (2 / 3) / (7 / 6), (1 / 3) / (7 / 6)
    accounts = (7 / 6) ** 2 / np.array([4 / 9 + 1 / 4, 4 / 9 / 2 + 1 / 4])
    limits = [
        stats.beta(share * n + 0.5, (1 - share) * n + 0.5).interval(0.95)
        for share, n in zip((eu, capitals), accounts, strict=True)
    ]
    below = np.hypot(eu - limits[0][0], limits[1][1] - capitals)
    above = np.hypot(limits[0][1] - eu, capitals - limits[1][0])
    assert found["low"] == pytest.approx(eu - capitals - below)
    assert found["high"] == pytest.approx(eu - capitals + above)


@pytest.mark.parametrize(("eu", "capitals"), [(0.5, 0.5), (0.6, 0.2), (0, 0.05)])
def test_the_interval_of_the_contrast_covers_what_it_says(dataset, eu, capitals):
    accounts = topics.incidence(dataset, voices=["eu", *CAPITALS]).index
    share = np.where(accounts.get_level_values("voice") == "eu", eu, capitals)[:, None]
    drawn = np.random.default_rng(1).random((len(accounts), 400)) < share
    columns = pd.RangeIndex(400, name="draw")
    found = voices.contrast(pd.DataFrame(drawn, index=accounts, columns=columns))
    covered = (found["low"] <= eu - capitals) & (eu - capitals <= found["high"])
    assert covered.mean() > 0.92


def test_a_contrast_needs_a_meeting_of_both_sides():
    with pytest.raises(ValueError, match="both sides"):
        voices.contrast(hand_made([("m1", "eu", "a", {"water"}), ("m2", "kz", "b", {"war"})]))


def test_accounts_to_overturn():
    rows = []
    for meeting in ("m1", "m2", "m3", "m4"):
        rows.append((meeting, "eu", f"e-{meeting}", {"war"}))
        rows += [(meeting, "kz", f"{name}-{meeting}", {"trade"}) for name in "kl"]
    raised = hand_made(rows)
    number = voices.accounts_to_overturn(raised, "war")
    assert number
    changed = raised.copy()
    silent = [i for i, row in enumerate(rows) if row[1] == "kz"]
    changed.iloc[silent[:number], changed.columns.get_loc("war")] = True
    assert voices.contrast(changed).loc["war", "low"] <= 0
    changed.iloc[silent[number - 1], changed.columns.get_loc("war")] = False
    assert voices.contrast(changed).loc["war", "low"] > 0


# -- Log-odds


def test_log_odds_of_the_published_example():
    # The example in the documentation of the package fightin-words (prior 0.05 a word).
    first = Counter(re.findall(r"\w+", "the quick brown fox jumps over the lazy pig"))
    second = Counter(re.findall(r"\w+", "the lazy purple pig jumps over the lazier donkey"))
    prior = pd.Series(0.05, index=sorted(first | second))
    found = voices.log_odds(pd.Series(first), pd.Series(second), prior)
    assert found.loc["brown", "z"] == pytest.approx(0.6894227886807968)
    assert found.loc["donkey", "z"] == pytest.approx(-0.6894227886807968)
    assert found.loc["lazy", "z"] == 0


def test_the_interval_of_the_log_odds_is_close_to_the_posterior():
    first, second = pd.Series({"a": 30, "b": 60, "c": 410}), pd.Series({"a": 60, "b": 60, "c": 380})
    prior = pd.Series({"a": 5.0, "b": 6.0, "c": 39.0})
    draws = [rng().dirichlet(side + prior, size=40_000)[:, 0] for side in (first, second)]
    logits = [np.log(draw / (1 - draw)) for draw in draws]
    shuffled = np.random.default_rng(1).permutation(logits[1])
    low, high = np.quantile(logits[0] - shuffled, [0.025, 0.975])
    found = voices.log_odds(first, second, prior).loc["a"]
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=0.05)


def test_a_larger_prior_draws_differences_towards_none(dataset):
    raised = topics.incidence(dataset)
    counts = voices.by_side(raised).groupby(level="side", observed=True).sum()
    sizes = (10, 100, 1000)
    effects = [
        voices.log_odds(
            counts.loc["eu"], counts.loc["capitals"], voices.background(raised, size)
        ).loc["ukraine_war", "log_odds"]
        for size in sizes
    ]
    assert effects[0] > effects[1] > effects[2] > 0


@pytest.mark.parametrize("topic", ["ukraine_war", "water", "regional_cooperation"])
def test_log_odds_from_the_csv_files(dataset, codings, topic):
    mentions = codings[1].drop_duplicates(["lineage_id", "topic_id"])
    everyone = mentions["topic_id"].value_counts()
    prior = 50 * everyone / everyone.sum()
    logits, variance = [], 0
    for side in (["eu"], CAPITALS):
        counts = mentions[mentions["voice"].isin(side)]["topic_id"].value_counts()
        posterior = counts.get(topic, 0) + prior[topic]
        logits.append(np.log(posterior / (counts.sum() + 50 - posterior)))
        variance += 1 / posterior
    raised = topics.incidence(dataset)
    sums = voices.by_side(raised).groupby(level="side", observed=True).sum()
    prior = voices.background(raised, 50)
    found = voices.log_odds(sums.loc["eu"], sums.loc["capitals"], prior).loc[topic]
    assert found["log_odds"] == pytest.approx(logits[0] - logits[1])
    assert found["high"] - found["low"] == pytest.approx(2 * 1.959964 * variance**0.5)


def test_log_odds_refuses_a_prior_that_does_not_fit():
    counts = pd.Series({"water": 1})
    with pytest.raises(ValueError, match="water"):
        voices.log_odds(counts, counts, pd.Series({"trade": 1.0}))
    with pytest.raises(ValueError, match="more than 0"):
        voices.log_odds(counts, counts, pd.Series({"water": 0.0}))
    with pytest.raises(ValueError, match="more than 0"):
        voices.background(hand_made(THREE), 0)
    with pytest.raises(ValueError, match="level"):
        voices.log_odds(counts, counts, pd.Series({"water": 1.0}), level=95)


# -- Terms


def test_terms_from_the_csv_files(dataset, codings):
    _, coded = codings
    ours = coded.query("topic_id == 'border_management' and voice == 'eu'")
    expected = ours[ours["term"].str.lower() == "border management"]["lineage_id"].nunique()
    found = voices.terms(dataset, ["border_management"]).loc[("border_management", "eu")]
    assert found["accounts"].iloc[0] == expected == found["accounts"].max()
    assert found.index[0] == "border management"


def test_terms_of_an_unknown_topic_are_refused(dataset):
    with pytest.raises(ValueError, match="chess"):
        voices.terms(dataset, ["chess"])


# -- Similarity


def test_similarity_of_two_agendas_by_hand():
    agendas = np.array([[1, 0.5, 0, 0], [1, 0, 0.5, 0], [0, 0, 0, 0]])
    assert similarity.jaccard(agendas)[0, 1] == pytest.approx(1 / 3)
    assert similarity.cosine(agendas)[0, 1] == pytest.approx(1 / 1.25)
    assert np.isnan(similarity.jaccard(agendas)[2, 2])
    assert np.isnan(similarity.cosine(agendas)[0, 2])


def matrices_with_the_margins_of(given):
    """All of them, by trying every row in turn."""
    rows = [list(combinations(range(given.shape[1]), int(n))) for n in given.sum(axis=1)]
    for choice in product(*rows):
        matrix = np.zeros(given.shape, dtype=bool)
        for row, columns in zip(matrix, choice, strict=True):
            row[list(columns)] = True
        if (matrix.sum(axis=0) == given.sum(axis=0)).all():
            yield matrix


def test_the_baseline_is_the_mean_over_all_matrices_with_the_same_margins():
    given = np.array([[1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 1, 0, 0]], bool)
    index = pd.MultiIndex.from_tuples([(name,) for name in "abcd"], names=["account_id"])
    found = similarity.similarity(
        pd.DataFrame(given, index=index), ["account_id"], rng=rng(), samples=4000
    )
    exact = np.array([similarity.jaccard(m)[0, 1:] for m in matrices_with_the_margins_of(given)])
    assert len(exact) > 50
    pairs = found.loc["a"]
    assert pairs["expected"].to_list() == pytest.approx(exact.mean(axis=0), abs=0.015)
    observed = similarity.jaccard(given)[0, 1:]
    p = (exact >= observed - 1e-9).mean(axis=0)
    assert pairs["p"].to_list() == pytest.approx(p, abs=0.03)


def swapped(agendas, samples, steps):
    """Shuffled agendas with the same margins, by swaps of two topics between two accounts."""
    agendas = {account: set(topics) for account, topics in agendas.items()}
    raised = [(account, topic) for account, topics in agendas.items() for topic in sorted(topics)]
    draws = np.random.default_rng(1).integers(len(raised), size=(samples + 20, steps, 2)).tolist()
    for number, sample in enumerate(draws):
        for i, j in sample:
            (a, topic), (b, other) = raised[i], raised[j]
            if topic not in agendas[b] and other not in agendas[a]:
                agendas[a].symmetric_difference_update((topic, other))
                agendas[b].symmetric_difference_update((topic, other))
                raised[i], raised[j] = (a, other), (b, topic)
        if number >= 20:
            yield agendas


def alike(one, other):
    return len(one & other) / len(one | other)


def test_the_shuffled_baseline_from_the_csv_files(dataset, codings):
    # The library trades whole agendas between accounts; here single topics change places.
    _, coded = codings
    coded = coded[coded["voice"].isin(["eu", *CAPITALS])]
    agendas = coded.groupby("lineage_id")["topic_id"].agg(set).to_dict()
    side = coded["voice"].where(coded["voice"] == "eu", "capitals")
    members = coded.groupby(["meeting_id", side])["lineage_id"].unique()
    both = [m for m, sides in members.groupby(level=0) if len(sides) == 2]

    def same_meeting(agendas):
        def raised(meeting, side):
            return set().union(*map(agendas.get, members[meeting, side]))

        return np.mean([alike(raised(m, "eu"), raised(m, "capitals")) for m in both])

    copy = ("hlsd2015-eeas", "hlsd2016-tm-embassy")
    drawn = np.array(
        [
            (same_meeting(shuffled), alike(*(shuffled[account] for account in copy)))
            for shuffled in swapped(agendas, 800, 120)
        ]
    )
    raised = voices.by_side(topics.incidence(dataset, voices=["eu", *CAPITALS]))
    kinds = similarity.mean_similarity(
        raised, ["meeting_id", "side"], voices.kinds_of_pair, rng=rng(), samples=1000
    )
    pairs = similarity.similarity(raised, ["account_id"], rng=rng(), samples=1000)
    observed = same_meeting(agendas), alike(*(agendas[account] for account in copy))
    found = kinds.loc["EU and capitals, same meeting"], pairs.loc[copy]
    for row, values, value, near in zip(found, drawn.T, observed, (0.01, 0.03), strict=True):
        assert row["similarity"] == pytest.approx(value)
        assert row["expected"] == pytest.approx(values.mean(), abs=near)
        limits = np.quantile(values, [0.025, 0.975])
        assert row[["low", "high"]].to_list() == pytest.approx(limits, abs=3 * near)
    below, above = (drawn[:, 0] <= observed[0]).mean(), (drawn[:, 1] >= observed[1]).mean()
    assert found[0]["p"] == pytest.approx(2 * below, abs=0.02)
    assert found[1]["p"] == pytest.approx(above, abs=0.005)


def test_the_borrowed_text_is_the_most_striking_pair(dataset, codings):
    _, coded = codings
    sets = coded.groupby("lineage_id")["topic_id"].agg(set)
    copy, template = sets["hlsd2016-tm-embassy"], sets["hlsd2015-eeas"]
    pairs = similarity.similarity(topics.incidence(dataset), ["account_id"], rng=rng(), samples=500)
    assert pairs["similarity"].idxmax() == ("hlsd2015-eeas", "hlsd2016-tm-embassy")
    assert pairs["p_any"].idxmin() == ("hlsd2015-eeas", "hlsd2016-tm-embassy")
    found = pairs.loc[("hlsd2015-eeas", "hlsd2016-tm-embassy")]
    assert found["similarity"] == pytest.approx(len(copy & template) / len(copy | template))
    assert found["p_any"] < 0.05


@pytest.mark.parametrize(
    ("first", "second"),
    [("hlsd2019", "hlsd2020"), ("hlsd2015", "hlsd2024"), ("hlsd2013", "hlsd2025")],
)
def test_similarity_of_meetings_from_the_csv_files(dataset, codings, first, second):
    _, coded = codings
    a, b = (set(coded.query("meeting_id == @m")["topic_id"]) for m in (first, second))
    pairs = similarity.similarity(topics.incidence(dataset), ["meeting_id"], rng=rng(), samples=5)
    assert pairs.loc[(first, second), "similarity"] == pytest.approx(len(a & b) / len(a | b))


def test_cosine_of_meetings_from_the_csv_files(dataset, codings):
    documents, coded = codings
    accounts = documents.groupby("meeting_id")["lineage_id"].nunique()
    raised = coded.groupby(["meeting_id", "topic_id"])["lineage_id"].nunique().unstack(fill_value=0)
    shares = raised.div(accounts, axis=0)
    # Only accounts that raise a topic have an agenda.
    silent = accounts - coded.groupby("meeting_id")["lineage_id"].nunique()
    a, b = shares.loc["hlsd2019"], shares.loc["hlsd2023"]
    assert silent[["hlsd2019", "hlsd2023"]].eq(0).all()
    pairs = similarity.similarity(
        topics.incidence(dataset), ["meeting_id"], measure="cosine", rng=rng(), samples=5
    )
    expected = a @ b / np.sqrt((a @ a) * (b @ b))
    assert pairs.loc[("hlsd2019", "hlsd2023"), "similarity"] == pytest.approx(expected)


def test_likeness_of_sides_is_the_mean_over_their_meetings(dataset, codings):
    _, coded = codings
    shares = []
    for _, meeting in coded.groupby("meeting_id"):
        eu = set(meeting[meeting["voice"] == "eu"]["topic_id"])
        capitals = set(meeting[meeting["voice"].isin(CAPITALS)]["topic_id"])
        if eu and capitals:
            shares.append(len(eu & capitals) / len(eu | capitals))
    raised = topics.incidence(dataset, voices=["eu", *CAPITALS])
    kinds = similarity.mean_similarity(
        voices.by_side(raised), ["meeting_id", "side"], voices.kinds_of_pair, rng=rng(), samples=20
    )
    found = kinds.loc["EU and capitals, same meeting"]
    assert found["pairs"] == len(shares)
    assert found["similarity"] == pytest.approx(np.mean(shares))


def test_the_baseline_finds_nothing_where_there_is_nothing():
    # Accounts that raise topics at random are no more alike than shuffled ones.
    cells = rng().random((12, 30)) < 0.4
    index = pd.MultiIndex.from_tuples([(f"a{i:02}",) for i in range(12)], names=["account_id"])
    pairs = similarity.similarity(
        pd.DataFrame(cells, index=index), ["account_id"], rng=rng(), samples=300
    )
    assert pairs["p_any"].min() > 0.05
    assert 0.3 < pairs["p"].mean() < 0.7


@pytest.mark.parametrize(
    "wrong", [{"measure": "dice"}, {"samples": 0}, {"level": 2}, {"by": ["series"]}]
)
def test_similarity_refuses_what_it_does_not_know(wrong):
    options = {"by": ["account_id"], "rng": rng(), "samples": 2} | wrong
    with pytest.raises((ValueError, KeyError)):
        similarity.similarity(hand_made(THREE), **options)


def test_one_agenda_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing to compare"):
        similarity.similarity(hand_made(THREE[:1]), ["account_id"], rng=rng())


# -- Sentences follow the results


def test_sentences_change_with_the_data():
    raised = hand_made(THREE)
    names = pd.Series({"m1": "Brussels 2016", "m2": "Bishkek 2017", "m3": "Astana 2018"})
    codebook = pd.DataFrame({"label": ["Trade", "War", "Water"]}, index=["trade", "war", "water"])
    said = voices.who_says(raised)
    assert "2 of 3 meetings: Brussels 2016 and Bishkek 2017" in readings.shared_meetings(
        said, names
    )
    contrast = voices.contrast(raised)
    assert "War:** raised by 1 of 2 EU accounts and 0 of 3" in readings.case(
        "war", contrast, codebook
    )
    assert readings.leanings(contrast, codebook).startswith("**Clear:** none. **Perhaps:** none.")
    spans = topics.spans(raised, [])
    assert topic_readings.exits(spans, codebook, names).endswith(
        "no topic beyond what chance explains."
    )
    assert "3 meetings" in topic_readings.persistence(spans, codebook)
    clear = contrast.assign(low=0.1, p=0.01)
    assert "Trade (more by the capitals" in readings.leanings(clear, codebook)
    assert "2 more accounts" in readings.overturn("war", 2, codebook)
    assert "nothing needs to" in readings.overturn("war", 0, codebook)
    assert "no change" in readings.overturn("war", None, codebook)


def test_a_small_probability_is_never_zero():
    assert probability(1e-9) == "below 0.001"
    assert interval(-0.5, 0.25, "+.2f") == "-0.50 to +0.25"


# -- Figures


def test_figures_tell_what_they_show_in_words(dataset):
    raised = topics.incidence(dataset)[["water", "ukraine_war", "hybrid"]]
    codebook = dataset.topics.set_index("topic_id")
    names = held_meetings(dataset)["name"]
    said = voices.who_says(raised)
    share = topics.prevalence(voices.by_side(raised), ["side"]).loc[("eu", "ukraine_war")]
    picture = figures.worked_cases(said.loc[(slice(None), ["ukraine_war"]), :], codebook, names)
    expected = f"War against Ukraine, EU {share['raised']:.0f} of {share['accounts']:.0f}"
    assert expected in picture.alt
    contrast = voices.contrast(raised)
    picture = figures.side_contrast({"x": contrast}, "difference", codebook, "Title", "axis")
    clear = contrast.index[(contrast["low"] > 0) | (contrast["high"] < 0)]
    assert all(codebook.loc[topic, "label"] in picture.alt for topic in clear)

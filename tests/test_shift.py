"""The shift of the agenda: exact inference, calibrated intervals, sentences that follow data."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from eucad.inference import change_point, exact_logistic, trend_test
from eucad.readings import rivals as rival_readings
from eucad.readings import robustness as robustness_readings
from eucad.readings import shift as readings
from scipy import integrate, stats

import eucad
from eucad import documents, rivals, robustness, shift, topics

OLD, NEW, SPLIT = "drugs_cbrn", "cyber_hybrid", 2019
YEARS = np.array([2013, *range(2015, 2026)])


@pytest.fixture(scope="module")
def themes(dataset):
    return shift.themes(dataset.topics, [OLD, NEW])


@pytest.fixture(scope="module")
def years(dataset):
    return documents.held_meetings(dataset)["date_start"].dt.year


@pytest.fixture(scope="module")
def incidence(dataset):
    return topics.incidence(dataset)


@pytest.fixture(scope="module")
def raised(incidence, themes):
    return shift.raises(incidence, themes)


def gather(incidence, themes, years, dataset):
    return shift.gather(
        shift.raises(incidence, themes),
        themes,
        years,
        OLD,
        NEW,
        SPLIT,
        topics.visible_to_end(dataset),
        np.random.default_rng(1),
    )


@pytest.fixture(scope="module")
def evidence(incidence, themes, years, dataset):
    return gather(incidence, themes, years, dataset)


# -- Exact and permutation tests


@pytest.mark.parametrize("values", [[0, 0, 1, 0, 1, 1], [1, 1, 0, 1, 0, 0], [0, 1, 0, 0, 0, 1]])
def test_a_trend_of_single_accounts_is_scipys_permutation_of_pearson(values):
    exact = stats.pearsonr(
        np.arange(6), values, method=stats.PermutationMethod(n_resamples=np.inf)
    ).pvalue
    outcomes = np.array([values]).T
    ours = trend_test(outcomes, range(6), range(6), np.random.default_rng(1), permutations=20_000)
    assert ours == pytest.approx([exact], abs=0.01)


def test_a_trend_does_not_depend_on_the_order_of_accounts(incidence, years):
    time = shift.years_of(incidence, years)
    meetings = incidence.index.get_level_values("meeting_id")
    order = np.random.default_rng(2).permutation(len(time))
    # Meetings must appear in the same order for the permutations to be the same.
    order = order[np.argsort(meetings[order], kind="stable")]
    ours, shuffled = (
        trend_test(incidence.iloc[rows], time[rows], meetings[rows], np.random.default_rng(1))
        for rows in (np.arange(len(time)), order)
    )
    assert ours == pytest.approx(shuffled)


@pytest.mark.parametrize("echo", [0.0, 0.15])
def test_a_constant_share_is_taken_for_a_trend_as_seldom_as_the_level_says(incidence, years, echo):
    # Early meetings have fewer accounts: Kendall's test on shares rejects in 8 to 9% of cases.
    rng = np.random.default_rng(3)
    shares = np.repeat(np.tile([0.3, 0.55, 0.75], 500)[:, None], len(YEARS), axis=1)
    drawn = shift.simulate(incidence.index, shares, rng, echo=echo)
    time, meetings = shift.years_of(drawn, years), drawn.index.get_level_values("meeting_id")
    p = trend_test(drawn, time, meetings, rng, permutations=499)
    assert 0.02 < np.mean(p <= 0.05) < 0.065
    assert 0.06 < np.mean(p <= 0.1) < 0.12


def test_an_outcome_that_does_not_vary_has_no_trend():
    nothing = np.zeros((4, 1))
    assert trend_test(nothing, range(4), range(4), np.random.default_rng(1)) == [1]
    with pytest.raises(ValueError, match="no account"):
        trend_test(np.zeros((0, 1)), [], [], np.random.default_rng(1))


@pytest.mark.parametrize("table", [[[7, 3], [2, 8]], [[3, 1], [1, 3]], [[4, 0], [8, 12]]])
def test_exact_logistic_is_fishers_test(table):
    (a, b), (c, d) = table
    outcome = [1] * a + [0] * b + [1] * c + [0] * d
    score = [1] * (a + b) + [0] * (c + d)
    ours = exact_logistic(outcome, score, level=0.95)
    theirs = stats.contingency.odds_ratio([[a, b], [c, d]]).confidence_interval(0.95)
    tails = [stats.fisher_exact(table, side).pvalue for side in ("less", "greater")]
    assert ours.p_value == pytest.approx(min(1, 2 * min(tails)))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_exact_logistic_with_strata_is_that_of_enumeration():
    outcome, score = [1, 0, 1, 0, 1, 1, 0], [0, 1, 3, 0, 2, 5, 4]
    strata = list("aaabbbb")
    first = [sum(s) for s in combinations([0, 1, 3], 2)]
    second = [sum(s) for s in combinations([0, 2, 5, 4], 2)]
    sums = np.array([x + y for x, y in product(first, second)])
    observed = 3 + 7
    expected = min(1, 2 * min((sums <= observed).mean(), (sums >= observed).mean()))
    found = exact_logistic(outcome, score, strata)
    assert found.p_value == pytest.approx(expected)

    def beyond(odds, extreme):
        weights = odds ** sums.astype(float)
        return weights[extreme].sum() / weights.sum()

    assert beyond(found.low, sums >= observed) == pytest.approx(0.05)
    assert beyond(found.high, sums <= observed) == pytest.approx(0.05)
    # Median-unbiased: between the odds at which either tail holds one half.
    assert (
        beyond(found.odds_ratio, sums >= observed) > 0.5 > beyond(found.odds_ratio, sums > observed)
    )


def test_separated_data_give_an_open_interval():
    found = exact_logistic([0, 0, 0, 0, 1, 1], [1, 2, 3, 4, 5, 6])
    assert found.high == np.inf
    assert found.low < found.odds_ratio < np.inf
    # The two highest of 15 pairs, or the two lowest.
    assert found.p_value == pytest.approx(2 / 15)


def test_strata_without_contrast_tell_nothing():
    found = exact_logistic([1, 0], [1, 2], ["a", "b"])
    assert found.informative == 0
    assert np.isnan(found.odds_ratio)
    assert found.p_value == 1


@pytest.mark.parametrize(
    ("outcome", "score", "strata"),
    [([0, 1], [1.5, 2], None), ([0, np.nan], [1, 2], None), ([0, 1], [1, 2], ["a", None])],
)
def test_what_is_missing_or_not_whole_is_refused(outcome, score, strata):
    with pytest.raises(ValueError, match="missing"):
        exact_logistic(outcome, score, strata)


# -- Change-point


def integral(raised, accounts):
    """Integrate a binomial likelihood over a flat prior, numerically."""
    hits, misses = sum(raised), sum(accounts) - sum(raised)
    return integrate.quad(lambda p: p**hits * (1 - p) ** misses, 0, 1)[0]


def test_change_point_is_that_of_brute_force():
    y, n = [0, 1, 0, 2, 3], [1, 2, 1, 3, 3]
    prior = 0.6
    weights = [prior * integral(y, n)] + [
        (1 - prior) / 4 * integral(y[:k], n[:k]) * integral(y[k:], n[k:]) for k in range(1, 5)
    ]
    expected = np.array(weights) / sum(weights)
    found = change_point(pd.Series(y), pd.Series(n), prior=(1, 1), no_change=prior)
    assert found.no_change == pytest.approx(expected[0])
    assert found.posterior.to_numpy() == pytest.approx([0, *expected[1:]])


def test_change_point_evidence_sums_to_one_over_all_data():
    # The posterior averaged over everything that could be seen is the prior.
    n = [1, 2, 1]
    total = 0.0
    for y in product(*(range(size + 1) for size in n)):
        ways = np.prod(stats.binom.pmf(y, n, 0.5) * 2.0 ** np.array(n))
        same = 0.5 * ways * integral(y, n)
        found = change_point(pd.Series(y), pd.Series(n), prior=(1, 1), no_change=0.5)
        total += same / found.no_change
    assert total == pytest.approx(1)


def test_change_point_finds_a_clear_change():
    accounts = pd.Series(3, index=YEARS)
    found = change_point(accounts.where(YEARS >= 2020, 0), accounts)
    assert found.most_probable == 2020
    assert found.no_change < 1e-4
    assert list(found.credible()) == [2020]
    assert found.before < 0.1 < 0.9 < found.after


def test_change_point_refuses_impossible_counts():
    for raised, accounts in (([0, 0], [1, 0]), ([2, 0], [1, 1]), ([np.nan, 0], [1, 1]), ([], [])):
        with pytest.raises(ValueError, match="needs an account"):
            change_point(pd.Series(raised, dtype=float), pd.Series(accounts, dtype=float))
    with pytest.raises(ValueError, match="prior probability"):
        change_point(pd.Series([0]), pd.Series([1]), no_change=1)


def test_a_series_without_change_is_seldom_taken_for_one_that_changed(incidence, years):
    rng = np.random.default_rng(4)
    flat = np.repeat(rng.random((1200, 1)), len(YEARS), axis=1)
    found = shift.change_points(shift.simulate(incidence.index, flat, rng), years)
    no_change = np.array([point.no_change for point in found.values()])
    assert np.mean(no_change) > 0.75
    assert np.mean(no_change < 0.5) < 0.05


def test_a_clear_change_is_mostly_found_where_it_is(incidence, years):
    rng = np.random.default_rng(5)
    shares = np.tile(np.where(YEARS >= 2020, 0.9, 0.05), (240, 1))
    found = shift.change_points(shift.simulate(incidence.index, shares, rng), years).values()
    assert np.mean([point.no_change < 0.5 for point in found]) > 0.9
    assert np.mean(["hlsd2020" in point.credible() for point in found]) > 0.85


# -- Intervals


def test_nominal_90_percent_intervals_cover_85_to_95_percent(incidence, years):
    rng = np.random.default_rng(6)
    late, time, themes = YEARS >= SPLIT, YEARS - YEARS.mean(), 200
    hits = {}
    for echo in (0.0, 0.15) * 5:
        shares = np.where(late, rng.random((themes, 1)), rng.random((themes, 1)))
        drawn = shift.simulate(incidence.index, shares, rng, echo=echo)
        found = shift.change(drawn, years, SPLIT, rng, draws=400)
        truth = {
            "early": shares[:, ~late].mean(axis=1),
            "late": shares[:, late].mean(axis=1),
            "slope": shares @ time / (time @ time),
        }
        truth["change"] = truth["late"] - truth["early"]
        for name, value in truth.items():
            low, high = found.table[f"{name}_low"], found.table[f"{name}_high"]
            hits.setdefault(name, []).extend((low <= value) & (value <= high))
        for old in range(0, themes, 8):
            row = shift.index_change(found, old, old + 1).loc["late"]
            before, after = truth["late"][old : old + 2]
            index = (after - before) / (after + before)
            hits.setdefault("index", []).append(row["low"] <= index <= row["high"])
    coverage = {name: np.mean(values) for name, values in hits.items()}
    assert all(0.85 <= share <= 0.95 for share in coverage.values()), coverage


def test_simulated_accounts_of_a_meeting_echo_one_another_as_asked():
    meetings = pd.MultiIndex.from_product([range(400), range(2)], names=["meeting_id", "account"])
    drawn = shift.simulate(meetings, np.full((20, 400), 0.4), np.random.default_rng(1), echo=0.3)
    pairs = drawn.to_numpy(dtype=float).reshape(400, 2, 20)
    assert drawn.to_numpy().mean() == pytest.approx(0.4, abs=0.02)
    assert np.corrcoef(pairs[:, 0].ravel(), pairs[:, 1].ravel())[0, 1] == pytest.approx(
        0.3, abs=0.05
    )


def test_change_on_paper():
    raised, years = shift.example()
    table = shift.change(raised, years, 2019, np.random.default_rng(1)).table
    # Drugs: 1 and 1 before; 1/2 and 2/3 after.
    assert table.loc["drugs", ["early", "late"]].to_list() == pytest.approx([1, 7 / 12])
    shares, year = np.array([1, 1, 1 / 2, 2 / 3]), np.array([2013, 2016, 2019, 2024])
    assert table.loc["drugs", "slope"] == pytest.approx(np.polyfit(year, shares, 1)[0])


def test_a_certain_estimate_still_has_an_interval():
    raised, years = shift.example()
    row = shift.change(raised, years, 2019, np.random.default_rng(1)).table.loc["cbrn"]
    assert row["late"] == row["late_low"] == 0
    assert row["late_high"] > 0.1


def test_a_period_without_account_is_refused():
    raised, years = shift.example()
    with pytest.raises(ValueError, match="move it"):
        shift.change(raised, years, 2030, np.random.default_rng(1))


def test_shift_index_on_paper():
    counts = pd.DataFrame(
        [[2, 1, 0, 1], [0, 0, 0, 3], [0, 0, 2, 0]], columns=list(shift.STATES), index=list("abc")
    )
    found = shift.shift_index(counts, np.random.default_rng(1))
    assert found["index"].to_list()[0] == pytest.approx((1 - 3) / (1 + 3))
    assert np.isnan(found.loc["b", "index"])
    assert found.loc["b", "low"] < -0.8 < 0.8 < found.loc["b", "high"]
    assert found.loc["c", "index"] == found.loc["c", "high"] == 1


# -- What the collection says, counted again


def plain_counts():
    """Count lineages of the dialogue by meeting and topic in plain pandas, from the files."""
    docs = pd.read_csv(eucad.DATA / "documents.csv")
    kinds = ["readout", "communique", "press_release", "news_report"]
    docs = docs[(docs["about"] == "meeting") & docs["document_type"].isin(kinds)]
    docs = docs[docs["meeting_id"].str.startswith("hlsd")]
    found = pd.read_csv(eucad.DATA / "codings_final.csv").query("scope == 'dialogue'")
    return docs, docs.merge(found, on="document_id")


def test_published_numbers_follow_from_the_files(evidence):
    docs, found = plain_counts()
    accounts = docs.groupby("meeting_id")["lineage_id"].nunique()
    late = accounts.index.str[-4:].astype(int) >= SPLIT
    for theme, members in {
        **{family: evidence.members[family] for family in (OLD, NEW)},
        "drug_trafficking": ["drug_trafficking"],
        "cbrn": ["cbrn"],
    }.items():
        hits = found[found["topic_id"].isin(members)].groupby("meeting_id")["lineage_id"].nunique()
        share = hits.reindex(accounts.index, fill_value=0) / accounts
        row = evidence.change.table.loc[theme]
        assert row["early"] == pytest.approx(share[~late].mean())
        assert row["late"] == pytest.approx(share[late].mean())
        assert evidence.span.loc[theme, "last"] == int(share[share > 0].index.max()[-4:])


def test_accounts_by_state_follow_from_the_files(evidence):
    docs, found = plain_counts()
    old = set(found.loc[found["topic_id"].isin(evidence.members[OLD]), "lineage_id"])
    new = set(found.loc[found["topic_id"].isin(evidence.members[NEW]), "lineage_id"])
    everyone = set(docs["lineage_id"])
    assert evidence.states.to_dict() == {
        "old only": len(old - new),
        "both": len(old & new),
        "new only": len(new - old),
        "neither": len(everyone - old - new),
    }


def test_slope_and_shift_index_follow_from_the_files(evidence, raised):
    docs, found = plain_counts()
    old, new = (
        found[found["topic_id"].isin(evidence.members[family])]
        .groupby("meeting_id")["lineage_id"]
        .nunique()
        for family in (OLD, NEW)
    )
    accounts = docs.groupby("meeting_id")["lineage_id"].nunique()
    old, new = (hits.reindex(accounts.index, fill_value=0) for hits in (old, new))
    slope = np.polyfit(accounts.index.str[-4:].astype(int), new / accounts, 1)[0]
    assert evidence.change.table.loc[NEW, "slope"] == pytest.approx(slope)
    index = shift.shift_index(shift.composition(raised, OLD, NEW), np.random.default_rng(1))
    expected = (new - old) / (new + old)
    assert index["index"].to_dict() == pytest.approx(expected.to_dict(), nan_ok=True)
    assert ((index["low"] <= index["index"]) & (index["index"] <= index["high"])).all()


def test_odds_of_raising_both_are_fishers(evidence, raised, years):
    late = raised[shift.years_of(raised, years) >= SPLIT]
    table = pd.crosstab(late[NEW], late[OLD]).to_numpy()
    theirs = stats.contingency.odds_ratio(table).confidence_interval(0.9)
    assert (evidence.together.low, evidence.together.high) == pytest.approx(
        (theirs.low, theirs.high)
    )


# -- Sentences follow the data


def swapped(incidence):
    """Give each family what the other one had."""
    exchange = {"drug_trafficking": "cyber", "cbrn": "hybrid"}
    exchange |= {there: here for here, there in exchange.items()}
    turned = incidence.rename(columns=exchange)[incidence.columns]
    return turned.assign(disinformation=False)


def test_the_headline_turns_round_when_the_families_are_swapped(
    incidence, themes, years, dataset, evidence
):
    labels = shift.labels(dataset)
    before = readings.headline(evidence, labels)
    after = readings.headline(gather(swapped(incidence), themes, years, dataset), labels)
    joined = "the topics of *{}* joined those of *{}*; they did not replace them.**"
    assert joined.format("Cyber and hybrid", "Drugs and CBRN") in before
    assert joined.format("Drugs and CBRN", "Cyber and hybrid") in after
    assert "**Drug trafficking** never left the agenda" in before
    assert "**Cyber** never left the agenda" in after
    assert "**CBRN** was last raised in" in before
    assert "**Hybrid** was last raised in" in after


def test_the_verdict_says_replaced_when_the_new_stands_alone(incidence, themes, years, dataset):
    late = shift.years_of(incidence, years) >= SPLIT
    replaced = incidence.assign(
        drug_trafficking=~late, cbrn=False, cyber=late, hybrid=False, disinformation=False
    )
    found = gather(replaced, themes, years, dataset)
    text = readings.verdict(found, shift.labels(dataset))
    assert "came without those of *Drugs and CBRN*; they did not join them" in text
    assert "Both levels point the same way" in readings.two_levels(found)


def test_the_verdict_says_so_when_nothing_rises(incidence, themes, years, dataset):
    still = incidence.assign(**dict.fromkeys(incidence.columns, False))
    text = readings.headline(gather(still, themes, years, dataset), shift.labels(dataset))
    assert "**Neither Drugs and CBRN nor Cyber and hybrid rose.**" in text
    assert "raised by none of the" in text


def test_the_odds_decide_what_is_said_of_them(evidence):
    labels = dict.fromkeys(evidence.families, "x")
    for accounts, said in (
        ([1, 1, 1, 1, 0, 0, 0, 0], "raising one goes with raising the other"),
        ([0, 0, 0, 0, 1, 1, 1, 1], "raising one goes with not raising the other"),
        ([1, 0, 1, 0, 1, 0, 1, 0], "may or may not go with"),
        ([1] * 8, "do not tell"),
    ):
        together = exact_logistic(accounts, [1, 1, 1, 1, 0, 0, 0, 0])
        assert said in readings.verdict(replace(evidence, together=together), labels)


def test_as_many_with_as_without_decides_nothing(evidence):
    states = evidence.states.copy()
    states[["both", "new only"]] = 2
    tied = replace(evidence, states=states)
    labels = shift.labels(eucad.load())
    assert "came as often with those of" in readings.verdict(tied, labels)
    assert "do not decide" in readings.two_levels(tied)


@pytest.mark.parametrize("rises", [True, False])
def test_only_silence_that_may_be_mistaken_overturns_a_change(years, incidence, rises):
    late = shift.years_of(incidence, years) >= SPLIT
    raised = pd.DataFrame({"x": late if rises else ~late}, index=incidence.index)
    accounts = incidence.index.get_level_values("account_id")
    silent = accounts[~raised["x"]]

    def count(ended):
        return rivals.tipping_point(raised, years, SPLIT, "x", ended, np.random.default_rng(1))

    found = count(ended=[])
    assert (found.rises, found.silent, found.unseen) == (rises, len(silent), len(silent))
    assert 1 <= found.count <= len(silent)
    # An account that was visible to its end did not raise it, so that none is left to turn.
    assert count(ended=silent) == rivals.TippingPoint(rises, len(silent), 0, None)
    rng = np.random.default_rng(1)
    text = rival_readings.overturning(raised, years, SPLIT, {"x": "X"}, [], rng)
    when = "before" if rises else "since"
    assert f"of {len(silent)} accounts {when} {SPLIT} silent on it, {found.count} of the" in text


# -- Rival stories


def test_a_trend_that_is_only_a_change_of_voices_goes_within_voices():
    meetings = np.repeat(np.arange(2013, 2023), 2)
    voice = np.where(meetings < 2018, "a", "b")
    voice[[0, 19]] = ["b", "a"]
    index = pd.MultiIndex.from_arrays(
        [meetings, voice, np.arange(20)], names=["meeting_id", "voice", "account_id"]
    )
    raised = pd.DataFrame({"x": voice == "b"}, index=index)
    years = pd.Series(range(2013, 2023), range(2013, 2023))
    strata = {"nothing": None, "voice": pd.Series(voice)}
    found = rivals.adjusted_trend(raised, years, strata, np.random.default_rng(1)).loc["x"]
    assert found.loc["nothing", "p_value"] < 0.05
    assert found.loc["nothing", "p_meetings"] < 0.1
    assert found.loc["voice", "informative"] == 0
    assert found.loc["voice", "p_meetings"] == 1


def test_every_rival_story_has_a_verdict(dataset, evidence, themes, raised, years):
    rng = np.random.default_rng(1)
    sources = rivals.features(raised, documents.agenda_documents(dataset))
    strata = {"extent": sources["extent"]}
    adjusted = rivals.adjusted_trend(raised, years, strata, rng, permutations=99)
    context = rivals.gather_context(
        dataset, evidence, themes, adjusted, {"ukraine_war": NEW}, "eu", rng
    )
    stories = rival_readings.rival_stories(evidence, context, shift.labels(dataset))
    assert len(stories) == 5
    # A word that was never used elsewhere is said to be so, not left out.
    assert "Hybrid 2019, elsewhere never" in stories.loc[0, "What is seen"]
    assert stories.notna().all(axis=None)
    assert (stories["Verdict"].str.len() > 0).all()


# -- Robustness


@pytest.fixture(scope="module")
def curve(dataset, themes):
    choices = {name: options[:2] for name, options in robustness.CHOICES.items()}
    choices["voice"] = ("all", "EU", "balanced")
    return robustness.specification_curve(
        dataset,
        themes,
        OLD,
        NEW,
        np.random.default_rng(1),
        choices=choices,
        draws=50,
        permutations=50,
    )


def test_there_are_at_least_200_specifications(themes):
    sizes = {name: len(options) for name, options in robustness.CHOICES.items()}
    assert np.prod([size for name, size in sizes.items() if "family" not in name]) >= 200


def test_the_first_specification_is_the_one_of_the_collection(curve, evidence):
    first = curve.specifications.iloc[: len(evidence.families)].set_index("outcome")["estimate"]
    expected = evidence.change.table["change"]
    assert first.to_dict() == pytest.approx(expected.loc[first.index].to_dict())


def test_what_cannot_be_estimated_is_reported(curve):
    table = curve.specifications
    gone = table[~table["estimable"]]
    assert len(gone) > 0
    assert gone[["estimate", "low", "high"]].isna().all(axis=None)
    assert (gone[["early_meetings", "late_meetings"]].min(axis=1) < robustness.ENOUGH).all()
    assert table.loc[table["estimable"], "estimate"].notna().all()
    counted = robustness.not_estimable(curve)
    assert counted["not_estimable"].sum() == len(gone)


def test_a_choice_that_changes_nothing_explains_nothing(curve):
    weights = robustness.importance(curve)
    assert np.isnan(weights.loc["cbrn", "old family"])
    assert weights.drop(columns=["old family", "new family"]).max(axis=None) <= 1
    assert (robustness.support(curve)["p_value"] > 0).all()


def test_a_specification_can_be_computed_by_hand(curve):
    docs, found = plain_counts()
    hits = found[found["topic_id"] == "cbrn"].groupby("meeting_id")["document_id"].nunique()
    size = docs.groupby("meeting_id").size()
    share = hits.reindex(size.index, fill_value=0) / size
    late = size.index.str[-4:].astype(int) >= SPLIT
    row = curve.specifications.query(
        "series == 'dialogue' and unit == 'document' and coder == 'adjudicated' and "
        "voice == 'all' and extent == 'all visible' and template == 'kept' and cut == '2019' and "
        "outcome == 'cbrn'"
    )
    assert row["estimate"].item() == pytest.approx(share[late].mean() - share[~late].mean())


def test_nothing_is_printed_where_there_is_no_terminal(dataset, capfd):
    few = {name: options[:1] for name, options in robustness.CHOICES.items()}
    robustness.specification_curve(
        dataset,
        {OLD: ("cbrn",), NEW: ("cyber",)},
        OLD,
        NEW,
        np.random.default_rng(1),
        choices=few,
        draws=5,
        permutations=5,
    )
    assert capfd.readouterr() == ("", "")


def test_leaving_one_out_agrees_with_excluding_it(dataset, themes, years, incidence, raised):
    by_document = shift.raises(topics.incidence(dataset, unit="document"), themes)
    printed = documents.agenda_documents(dataset)
    found = robustness.leave_one_out(
        by_document, printed, years, SPLIT, "meeting_id", np.random.default_rng(1), draws=5
    )
    rest = raised.drop(index="hlsd2016", level="meeting_id")
    expected = shift.change(rest, years, SPLIT, np.random.default_rng(1), draws=5).table["change"]
    assert found.loc["hlsd2016", "change"].to_dict() == pytest.approx(expected.to_dict())
    whole = robustness.collapse(
        by_document,
        printed.set_index("document_id").loc[
            by_document.index.get_level_values("account_id"), "lineage_id"
        ],
    )
    assert set(whole.index) == set(raised.index)
    assert (whole.loc[raised.index] == raised).all(axis=None)


def test_an_outcome_without_an_estimate_may_not_be_cited():
    curve = robustness.example()
    table = curve.specifications.assign(estimable=False, estimate=np.nan, low=np.nan, high=np.nan)
    curve = robustness.Curve(table, curve.permuted)
    support = robustness.support(curve)
    assert support["p_value"].isna().all()
    assert "None of the 2" in robustness_readings.reading(curve, support, "old", "Old")
    cite = robustness_readings.citable(support, {}, {"old": "Old", "new": "New"}, 0.9)
    assert cite["What may be cited"].str.startswith("no direction").all()


def test_a_publisher_whose_accounts_all_stand_elsewhere_changes_nothing(dataset, themes, years):
    by_document = shift.raises(topics.incidence(dataset, unit="document"), themes)
    printed = documents.agenda_documents(dataset)
    found = robustness.leave_one_out(
        by_document, printed, years, SPLIT, "publisher", np.random.default_rng(1), draws=50
    )
    same = found[(found["shift"] == 0).groupby(level="publisher").transform("all")]
    assert same.index.get_level_values("publisher").nunique() > 1
    limits = same[["change_low", "change_high"]].groupby(level="theme").nunique()
    assert (limits == 1).all(axis=None)


def test_what_depends_on_choices_may_not_be_cited():
    table = pd.DataFrame(
        {
            "rising": [0.5, 0.95, 0.95],
            "falling": [0.5, 0.05, 0.05],
            "never_raised": 0.0,
            "clearly_rising": 0.4,
            "clearly_falling": 0.0,
            "p_value": [0.01, 0.01, 0.5],
        },
        index=["split", "sturdy", "chance"],
    )
    names = pd.MultiIndex.from_product([["m"], table.index], names=["meeting_id", "theme"])
    moved = {"change": 0.2, "change_low": 0.1, "change_high": 0.3}
    without = {"meeting": pd.DataFrame(moved, index=names)}
    cite = robustness_readings.citable(table, without, {name: name for name in table.index}, 0.9)
    said = cite["What may be cited"]
    assert said["split"].startswith("no direction")
    assert said["sturdy"].startswith("that it rises")
    assert "no trend" in said["chance"]

"""The presence model: against enumeration, simulated truth, and what must not change a result."""

import itertools
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln, ndtr

from eucad.stats import convergence, fates, presence

PATHS_OF_THREE = np.array(list(itertools.product([False, True], repeat=3))).T  # meetings × paths

MENTIONS = pd.DataFrame(
    {"one": [True, False, True, False], "two": [False, False, True, True]}, index=list("abcd")
)
SMALL = {
    "mentions": MENTIONS,
    "meeting": pd.Categorical(["x", "y", "z", "z"]),
    "complete": np.array([True, False, True, False]),
    "half_visible": np.array([False, True, False, False]),
    "side": np.array(["p", "q", "p", "q"]),
}


def prior_of_path(path, psi, phi, gamma):
    """Give the probability of one path, meeting by meeting."""
    probability = psi if path[0] else 1 - psi
    for before, after in itertools.pairwise(path):
        stay = phi if before else gamma
        probability = probability * (stay if after else 1 - stay)
    return probability


def brute_force(error, drift, known, draws, seed):
    """Sum over all paths, and weigh draws of everything else from the prior by the mentions."""
    rng = np.random.default_rng(seed)
    psi, phi, gamma = rng.random((3, draws))
    rates = {"topic": 1.0, "account": 0.5, "side": 0.5, "drift": 0.5}
    spread = {kind: rng.gamma(2, 1 / rate, draws) ** -0.5 for kind, rate in rates.items()}
    mean, complete, half, mean_drift = rng.standard_normal((4, draws))
    account = spread["account"] * rng.standard_normal((4, draws))
    weight, on_table = np.ones(draws), []
    for name in MENTIONS:
        topic = mean + spread["topic"] * rng.standard_normal(draws)
        side = spread["side"] * rng.standard_normal((2, draws))
        slope = mean_drift + spread["drift"] * rng.standard_normal(draws)
        if_present = []
        for i in range(4):
            eta = topic + account[i] + complete * SMALL["complete"][i]
            eta = eta + half * SMALL["half_visible"][i] + side[i % 2]
            eta = eta + drift * slope * [-0.5, 0, 0.5, 0.5][i]
            if_present.append(ndtr(eta if MENTIONS[name].iloc[i] else -eta))
        total, present = 0, np.zeros((3, draws))
        for path in PATHS_OF_THREE.T:
            joint = prior_of_path(path, psi, phi, gamma)
            for i in np.flatnonzero(known[name]):
                if_absent = error if MENTIONS[name].iloc[i] else 1 - error
                joint = joint * (if_present[i] if path[[0, 1, 2, 2][i]] else if_absent)
            total = total + joint
            present[path] += joint
        on_table.append(present / total)
        weight = weight * total
    parameters = {"psi": psi, "phi": phi, "gamma": gamma, "mean": mean, "complete": complete}
    parameters |= {f"spread_{kind}": spread[kind] for kind in ("topic", "account", "side")}
    expected = {name: np.average(values, weights=weight) for name, values in parameters.items()}
    return np.stack([x @ weight for x in on_table], axis=1) / weight.sum(), expected


@pytest.mark.parametrize(
    ("drift", "draws", "near"),
    [
        (False, 250, 0.04),
        *(pytest.param(drift, 1000, 0.02, marks=pytest.mark.long) for drift in (False, True)),
    ],
)
def test_posterior_equals_brute_force_over_all_paths_and_parameters(drift, draws, near):
    known = pd.DataFrame(True, index=MENTIONS.index, columns=MENTIONS.columns)
    known.loc["c", "two"] = not drift
    expected, parameters = brute_force(0.05, drift, known, 100_000, seed=1)
    fit = presence.sample(**SMALL, known=known, error=0.05, drift=drift, seed=1, draws=draws)
    np.testing.assert_allclose(fit.on_table(), expected, atol=near)
    for name, value in parameters.items():
        assert fit.parameters[name].mean() == pytest.approx(value, abs=2 * near), name


def test_chain_given_evidence_equals_enumeration():
    rng = np.random.default_rng(1)
    ratio, (psi, phi, gamma) = rng.lognormal(size=(3, 5)), rng.random((3, 5))
    path = PATHS_OF_THREE[:, :, None]
    joint = np.array([prior_of_path(p, psi, phi, gamma) for p in PATHS_OF_THREE.T])
    joint = joint * np.where(path, ratio[:, None, :], 1).prod(axis=0)
    joint /= joint.sum(axis=0)
    first, stay, come = presence._posterior_chain(ratio, psi, phi, gamma)
    given = np.where(path[0], first, 1 - first)
    for t in range(2):
        next_on = np.where(path[t], stay[t], come[t])
        given = given * np.where(path[t + 1], next_on, 1 - next_on)
    np.testing.assert_allclose(given, joint, rtol=1e-12)


@pytest.mark.parametrize(
    ("chains", "near"), [(1000, 0.012), pytest.param(4000, 0.006, marks=pytest.mark.long)]
)
def test_paths_and_rates_equal_enumeration_with_rates_integrated_out(chains, near):
    """Two topics share psi, phi and gamma, with Beta integrals that are exact."""
    ratio = np.array([[2.0, 0.3], [0.2, 1.5], [3.0, 0.8]])
    persistence, colonisation = (2, 1), (1, 3)
    weights, present = [], []
    for pair in itertools.product(PATHS_OF_THREE.T, repeat=2):
        path = np.stack(pair, axis=1)
        before, after = path[:-1], path[1:]
        counts = [
            (path[0].sum(), (~path[0]).sum(), 1, 1),
            ((before & after).sum(), (before & ~after).sum(), *persistence),
            ((~before & after).sum(), (~before & ~after).sum(), *colonisation),
        ]
        log = sum(betaln(a + yes, b + no) - betaln(a, b) for yes, no, a, b in counts)
        weights.append(np.exp(log) * np.where(path, ratio, 1).prod())
        present.append(path)
    expected = np.average(present, axis=0, weights=weights)
    rng = np.random.default_rng(1)
    psi, phi, gamma = np.full((3, chains, 1), 0.5)
    wide = np.repeat(ratio[:, None, :], chains, axis=1)
    total = np.zeros((3, 2))
    for sweep in range(60):
        chain = presence._posterior_chain(wide, psi, phi, gamma)
        path = presence._walk(*chain, rng.random(wide.shape))
        rates = presence._draw_rates(path, persistence, colonisation, rng.random((3, chains)))
        psi, phi, gamma = rates[:, :, None]
        total += path.mean(axis=1) * (sweep >= 20)
    np.testing.assert_allclose(total / 40, expected, atol=near)


def series(raised, accounts=3):
    """Make as many equal accounts of each meeting; `raised`: topic -> which meetings raise it."""
    meetings = len(next(iter(raised.values())))
    meeting = pd.CategoricalIndex(np.repeat(range(meetings), accounts), name="meeting")
    mentions = pd.DataFrame({k: np.repeat(np.array(v, bool), accounts) for k, v in raised.items()})
    accounts = np.arange(len(mentions))
    columns = {"complete": accounts % 2 == 0, "half_visible": accounts % 5 == 0}
    return {"mentions": mentions, "meeting": meeting, **columns, "side": accounts % 3 > 0}


TWELVE = {
    "always": [1] * 12,
    "once": [1] * 12,
    "late": [0] * 6 + [1] * 6,
    "early": [1] * 5 + [0] * 7,
    "between": [0] * 4 + [1] * 4 + [0] * 4,
    "never": [0] * 12,
}


@pytest.fixture(scope="module")
def fit():
    return presence.sample(**series(TWELVE), seed=1, draws=200, warmup=100)


def test_verdicts_on_clear_cases(fit):
    found = fates.verdicts(fit)
    expected = ["throughout", "throughout", "came", "went", "came_and_went", "cannot_tell"]
    assert found["kind"].to_list() == expected
    assert found.loc["late", "first"] == (6, 6)
    assert found.loc["early", "last"] == (4, 4)
    assert found.loc["between", "first"] == (4, 4)
    assert found.loc["between", "last"] == (7, 7)


def posterior(shares, times=fates.PIECES):
    """Make a posterior of one topic that was seen: path of four meetings -> its probability."""
    paths = np.concatenate([np.tile(np.array(p, bool), (n, 1)) for p, n in shares.items()])
    meetings = pd.Index(["w", "x", "y", "z"])
    seen = np.ones((4, 1), bool)
    path = np.tile(paths, (times, 1)).T[:, :, None, None]
    return presence.Presence(meetings, pd.Index(["topic"]), seen, path, {})


@pytest.mark.parametrize(
    ("shares", "kind", "first", "last"),
    [
        ({(1, 1, 1, 1): 80, (0, 1, 1, 1): 20}, "throughout", None, None),
        ({(1, 1, 1, 1): 79, (0, 1, 1, 1): 21}, "cannot_tell", None, None),
        ({(0, 0, 0, 1): 100}, "came", ("z", "z"), None),
        ({(0, 1, 0, 1): 4, (0, 0, 1, 1): 60, (0, 0, 0, 1): 36}, "came", ("y", "z"), None),
        ({(1, 0, 0, 0): 50, (1, 1, 0, 0): 50}, "went", None, ("w", "x")),
        ({(0, 1, 0, 0): 85, (0, 0, 0, 1): 15}, "came_and_went", ("x", "x"), ("x", "x")),
        ({(0, 1, 0, 0): 50, (1, 0, 0, 0): 50}, "cannot_tell", None, None),
        ({(0, 1, 0, 0): 55, (1, 0, 0, 0): 45}, "seldom", None, None),
        ({(0, 0, 0, 0): 100}, "cannot_tell", None, None),
    ],
)
def test_rule_of_verdicts(shares, kind, first, last):
    found = fates.verdicts(posterior(shares)).loc["topic"]
    assert (found["kind"], found["first"], found["last"]) == (kind, first, last)
    assert found["kind"] == "cannot_tell" or found["probability"] >= fates.SURE


def test_a_verdict_that_would_turn_with_the_seed_is_not_given():
    """The same probability, known well from alike pieces, and badly from pieces that differ."""
    always, came = np.ones((4, 20), bool), np.array([[False], [True], [True], [True]])
    enough = np.where(np.arange(20) < 17, always, came)
    alike = posterior({(1, 1, 1, 1): 85, (0, 1, 1, 1): 15})
    apart = replace(alike, path=np.repeat(enough, 25, axis=1)[:, :, None, None])
    known, unsure = (fates.verdicts(fit).loc["topic"] for fit in (alike, apart))
    assert known["probability"] == unsure["probability"] == pytest.approx(0.85)
    assert known["throughout_low"] == pytest.approx(0.85)
    assert unsure["throughout_low"] < fates.SURE
    assert (known["kind"], unsure["kind"]) == ("throughout", "cannot_tell")


@pytest.mark.long
def test_monte_carlo_errors_are_those_of_repeated_fits():
    data = series({"rare": [0, 0, 0, 1, 0, 0, 0, 0], "other": [1, 0, 1, 1, 0, 1, 1, 0]}, 2)
    size = {"chains": 4, "draws": 150, "warmup": 50}
    found = [fates.verdicts(presence.sample(**data, seed=seed, **size)) for seed in range(10)]
    table = pd.concat([each.loc["rare"] for each in found], axis=1).T
    for kind in ("seldom", "came_and_went"):
        said = (table[kind] - table[f"{kind}_low"]).mean() / fates.ERRORS
        assert 0.5 < said / table[kind].std() < 2


def test_first_and_last_meetings_are_distributions_that_agree_with_presence(fit):
    for distribution in (fit.first(), fit.last()):
        np.testing.assert_allclose(distribution.sum(), 1)
    np.testing.assert_allclose(fit.first().iloc[0], fit.on_table().iloc[0])
    np.testing.assert_allclose(fit.last().iloc[-2], fit.on_table().iloc[-1])
    never = fit.first().loc["never"]
    np.testing.assert_allclose(never, fit.last().loc["never"])
    first = fit.first().drop("never").cumsum()
    for meeting in fit.meetings:
        later = 1 - never - first.loc[meeting]
        np.testing.assert_allclose(fit.entered_after(meeting), later, atol=1e-12)
        gone = fit.last().drop("never").cumsum().loc[meeting]
        np.testing.assert_allclose(fit.gone_after(meeting), gone, atol=1e-12)


def test_a_group_is_there_if_any_of_its_topics_is(fit):
    groups = {"both": ["early", "late"], "alone": ["early"], "all": list(TWELVE)}
    merged = fit.merge(groups)
    table = merged.on_table()
    np.testing.assert_array_equal(table["alone"], fit.on_table()["early"])
    assert (table["both"] >= fit.on_table()[["early", "late"]].max(axis=1)).all()
    assert merged.seen[:, 0].tolist() == [True] * 5 + [False] + [True] * 6
    assert fates.verdicts(merged).loc["all", "kind"] == "throughout"


@pytest.mark.parametrize("group", [["early", "erly"], []])
def test_a_group_of_unknown_topics_or_none_is_refused(fit, group):
    with pytest.raises(ValueError, match=r"choose among .*'early'"):
        fit.merge({"group": group})


def test_an_unknown_meeting_is_refused(fit):
    with pytest.raises(ValueError, match="No meeting 99"):
        fit.gone_after(99)


@pytest.mark.long
def test_a_meeting_without_accounts_is_filled_from_its_neighbours():
    data = series(TWELVE)
    there = data["meeting"] != 8
    data = {
        name: values[there] if name != "mentions" else values.loc[there]
        for name, values in data.items()
    }
    table = presence.sample(**data, seed=1, draws=100, warmup=50).on_table()
    assert list(table.index) == list(range(12))
    assert table.loc[8, "late"] > 0.85
    assert 0.02 < table.loc[8, "between"] < 0.9


def test_an_unknown_cell_says_nothing():
    """Whatever stands in it, the result is the same to the last digit."""
    data = series(TWELVE)
    known = np.random.default_rng(1).random(data["mentions"].shape) < 0.7
    settings = {"known": known, "seed": 1, "draws": 50, "warmup": 20}
    first = presence.sample(**data, **settings)
    data["mentions"] = data["mentions"] & known
    pd.testing.assert_frame_equal(presence.sample(**data, **settings).on_table(), first.on_table())
    nothing = presence.sample(**data, known=np.zeros_like(known), seed=1, draws=100, warmup=50)
    assert not nothing.seen.any()
    # All meetings alike, and no more likely present than absent.
    assert nothing.on_table().sub(0.5).abs().max(axis=None) < 0.1


@pytest.mark.long
def test_order_of_accounts_does_not_matter():
    data = series(TWELVE) | {"side": np.arange(36) % 4 > 1}
    order = np.random.default_rng(1).permutation(36)
    moved = {
        name: values.iloc[order] if name == "mentions" else values[order]
        for name, values in data.items()
    }
    settings = {"seed": 1, "draws": 50, "warmup": 20}
    one, other = presence.sample(**data, **settings), presence.sample(**moved, **settings)
    pd.testing.assert_frame_equal(one.on_table(), other.on_table())


@pytest.mark.long
def test_more_mentions_make_presence_more_likely():
    raised = {"rare": [0, 0, 0, 1, 0, 0, 0, 0], "other": [1, 0, 1, 1, 0, 1, 1, 0]}
    data = series(raised, accounts=2)
    brief = {"seed": 1, "draws": 100, "warmup": 50}
    before = presence.sample(**data, **brief).on_table()["rare"]
    more = data["mentions"].copy()
    more.loc[12, "rare"] = True
    after = presence.sample(**data | {"mentions": more}, **brief).on_table()["rare"]
    assert after.loc[6] > before.loc[6] + 0.1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mentions": MENTIONS.astype(int)}, "true and false"),
        ({"complete": [True]}, r"complete has shape \(1,\).*4 accounts"),
        ({"meeting": pd.Categorical(["x", None, "y", "z"])}, "meeting has a missing value"),
        ({"meeting": pd.Categorical(["x"] * 4)}, "accounts: 4, meetings: 1"),
        ({"known": [[True]]}, r"known has shape \(1, 1\)"),
        ({"error": 0}, "error is 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        presence.sample(**SMALL | change, seed=1)


# -- Several choices at once


@pytest.mark.long
def test_choices_drawn_at_once_give_the_same_posterior_as_one_by_one():
    """Each differs from the first in one thing, and none leans on its neighbours."""
    raised = np.random.default_rng(1).random((4, 8)) < [[0.3], [0.6], [0.2], [0.1]]
    data = series(dict(zip("abcd", raised, strict=True)), accounts=1)
    mentions = data.pop("mentions")
    known = np.random.default_rng(1).random(mentions.shape) < 0.6
    choices = {
        "base": {},
        "hidden": {"known": known},
        "fewer": {"mentions": mentions & known},
        "errors": {"error": 0.1},
        "drift": {"drift": True},
        "prior": {"persistence": (20, 1), "colonisation": (1, 20)},
    }
    variants = {
        name: presence.Variant(**{"mentions": mentions} | each) for name, each in choices.items()
    }
    together = presence.sample_variants(variants, **data, seed=1, chains=8, draws=300)
    apart = {}
    for name, each in choices.items():
        alone = presence.sample(**{"mentions": mentions, **data} | each, seed=2, draws=200)
        error = np.hypot(monte_carlo_error(alone.path), monte_carlo_error(together[name].path))
        difference = alone.on_table() - together[name].on_table()
        assert (abs(difference) < 4 * error + 0.01).all(axis=None), name
        assert alone.seen.tolist() == together[name].seen.tolist()
        apart[name] = alone.on_table()
    for name in choices.keys() - {"base"}:
        assert (apart[name] - apart["base"]).abs().max(axis=None) > 0.05, name


def monte_carlo_error(path):
    """Give the standard error of a mean of draws (meetings × draws × chains × …), from chains."""
    of_chain = path.mean(axis=1)
    return of_chain.std(axis=1, ddof=1) / np.sqrt(of_chain.shape[1])


# -- Short versions of benchmarks/calibration


DESIGN = {
    "meeting": np.repeat(np.arange(8), [1, 1, 2, 1, 3, 3, 3, 2]),
    "covariates": np.array([[0, 1] * 8, [0, 0, 0, 1] * 4], float),
    "side": np.array([0, 1, 1, 0] * 4),
}
TOPICS = 12


def fit_many(raised, draws=500, warmup=150):
    """Fit data sets (accounts × datasets × topics) side by side, a chain each."""
    accounts, datasets, _ = raised.shape
    time = DESIGN["meeting"] / 7 - 0.5
    known, order = np.ones((accounts, 1, 1), bool), np.arange(accounts)
    evidence = presence._Evidence(raised, known, time=time, meetings=8, order=order, **DESIGN)
    sampler = presence._Sampler(evidence, datasets, 0.002, False, (1, 1), (1, 1), seed=1)
    for _ in range(warmup):
        sampler.sweep()
    paths, parameters = zip(
        *[(sampler.sweep(), sampler.parameters()) for _ in range(draws)], strict=True
    )
    drawn = {k: np.stack([p[k] for p in parameters]) for k in parameters[0]}
    return np.concatenate(paths, axis=1), drawn


@pytest.mark.long
def test_intervals_cover_the_truth_of_simulated_data():
    rng, datasets = np.random.default_rng(1), 60
    psi, phi, gamma = rng.random((3, datasets, 1))
    mean, complete, half = rng.standard_normal((3, datasets, 1))
    topic, side, account = rng.gamma(2, 1 / np.array([[1], [0.5], [0.5]]), (3, datasets)) ** -0.5
    path = np.empty((8, datasets, TOPICS), bool)
    path[0] = rng.random(path.shape[1:]) < psi
    for t in range(7):
        path[t + 1] = rng.random(path.shape[1:]) < np.where(path[t], phi, gamma)
    eta = mean + topic[:, None] * rng.standard_normal((datasets, TOPICS))
    eta = eta + (side[:, None] * rng.standard_normal((2, datasets, TOPICS)))[DESIGN["side"]]
    eta += (account * rng.standard_normal((16, datasets)))[:, :, None]
    for effect, covariate in zip((complete, half), DESIGN["covariates"], strict=True):
        eta += covariate[:, None, None] * effect
    chance = np.where(path[DESIGN["meeting"]], ndtr(eta), 0.002)
    drawn, found = fit_many(rng.random(chance.shape) < chance)
    truth = {"psi": psi, "phi": phi, "gamma": gamma, "mean": mean, "complete": complete}
    ranks = np.stack([(found[name] < value.T).mean(axis=0) for name, value in truth.items()])
    number = path.sum(axis=(0, 2))
    ranks = np.vstack([ranks, (drawn.sum(axis=(0, 3)) < number).mean(axis=0)])
    assert 0.85 < ((ranks > 0.05) & (ranks < 0.95)).mean() < 0.95
    assert (abs(ranks.mean(axis=1) - 0.5) < 0.12).all()


@pytest.mark.long
def test_where_nothing_changes_nothing_is_said_to_have_come_or_gone():
    rng, datasets = np.random.default_rng(1), 40
    size, common = rng.standard_normal((16, datasets, 1)), rng.standard_normal((datasets, TOPICS))
    drawn, _ = fit_many(rng.random((16, datasets, TOPICS)) < ndtr(0.7 * size + common - 0.5))
    fate = fates.fates(drawn)
    said = sum(
        (fate[kind].mean(axis=0) >= fates.SURE).sum() for kind in ("came", "went", "came_and_went")
    )
    assert said <= 0.1 * datasets


# -- What must not change a result


def test_rounding_does_not_change_a_probability():
    """Random numbers are taken alike whatever the state, so chains do not part for a last bit."""
    settings = {"seed": 1, "draws": 40, "warmup": 20}
    fit = presence.sample(**series(TWELVE), **settings, error=0.002, persistence=(1, 1))
    moved = presence.sample(
        **series(TWELVE),
        **settings,
        error=0.002 * (1 + 1e-12),
        persistence=(1 + 1e-12, 1),
        colonisation=(1, 1 - 1e-12),
    )
    np.testing.assert_array_equal(moved.path, fit.path)
    for name, values in fit.parameters.items():
        np.testing.assert_allclose(moved.parameters[name], values, rtol=1e-6, atol=1e-8)


SMALL_FIT = """
import sys
sys.path[:0] = sys.argv[1:]
import test_presence
data = test_presence.series(test_presence.TWELVE)
fit = test_presence.presence.sample(**data, seed=1, draws=40, warmup=20)
print(fit.on_table().to_csv(float_format="%.10f"))
print({name: round(float(x.mean()), 8) for name, x in fit.parameters.items()})
"""


@pytest.mark.long
def test_processors_agree():
    """Under three sets of instructions for linear algebra, and without numpy's widest."""
    folders = [str(Path(__file__).parent), str(Path(presence.__file__).parents[2])]
    wide = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR AVX2 FMA3"
    machines = [
        {},
        {"OPENBLAS_CORETYPE": "NEHALEM", "NPY_DISABLE_CPU_FEATURES": _dispatched(wide.split())},
        {"OPENBLAS_CORETYPE": "PRESCOTT"},
        {"OPENBLAS_CORETYPE": "SANDYBRIDGE"},
    ]
    command = [sys.executable, "-c", SMALL_FIT, *folders]
    running = [
        subprocess.Popen(command, env=os.environ | machine, stdout=subprocess.PIPE, text=True)
        for machine in machines
    ]
    printed = [process.communicate()[0] for process in running]
    assert printed[0]
    assert len(set(printed)) == 1


def _dispatched(features):
    """Name those of the features that numpy can do without: it refuses others with a warning."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return " ".join(f for f in features if f in __cpu_dispatch__ and __cpu_features__.get(f))


# -- Do the chains agree?


def correlated(correlation, apart):
    """Make chains without a random number, so that other libraries can be given the same."""
    noise = np.modf(np.sin(np.arange(1, 1001) * 12.9898) * 43758.5453)[0].reshape(4, 250)
    chains = np.empty_like(noise)
    chains[:, 0] = noise[:, 0]
    for i in range(1, 250):
        chains[:, i] = correlation * chains[:, i - 1] + noise[:, i]
    return chains + apart * np.arange(4)[:, None]


@pytest.mark.parametrize(
    ("correlation", "apart", "rhat", "ess"),
    [
        (0, 0, 1.0027986402811373, 385.79610623343746),
        (0.7, 0, 1.0064486736435114, 234.86472788615902),
        (-0.5, 0, 1.001638717562041, 620.4234971179703),
        (0.9, 0.3, 1.0354379236139706, 191.83328718967388),
        (0, 0.2, 1.085390583094384, 280.1802772915389),
    ],
)
def test_diagnostics_equal_those_of_arviz(correlation, apart, rhat, ess):
    """Numbers of arviz-stats 0.8.0, whose sum over lags ends half a step later."""
    chains = correlated(correlation, apart)
    assert convergence.rhat(chains) == pytest.approx(rhat, rel=1e-12)
    assert convergence.bulk_ess(chains) == pytest.approx(ess, rel=0.01)


@pytest.mark.long
def test_chains_of_the_usual_length_agree():
    raised = np.random.default_rng(1).random((6, 12)) < 0.5
    data = series(dict(zip("abcdef", raised, strict=True)))
    found = presence.sample(**data, seed=1).diagnose()
    shared = found.loc[["psi", "phi", "gamma", *"abcdef"]]
    assert (shared["rhat"] < 1.02).all()
    assert (shared["ess"] > 400).all()

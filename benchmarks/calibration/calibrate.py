"""How far can the presence model be trusted? Run on demand; README.md says how and what came out.

Many data sets of the dialogue's design are fitted side by side, each with chains of its own.
"""

from __future__ import annotations

import argparse
import dataclasses
import time

import numpy as np
import pandas as pd
from scipy.special import expit, logit, logsumexp, ndtr
from scipy.stats import kstest

import eucad
from eucad import documents
from eucad.agenda import account_topic_matrix
from eucad.stats import fates, presence
from eucad.stats.nullmodel import curveball

SETTINGS = {"error": 0.002, "drift": False, "persistence": (1, 1), "colonisation": (1, 1)}

#: A model without time: what was ever on the table was at every meeting.
CONSTANT = {"persistence": (1e9, 1), "colonisation": (1, 1e9)}

SHARED = ("psi", "phi", "gamma", "mean", "complete", "half_visible")
SPREADS = ("spread_topic", "spread_account", "spread_side")


def observed(data: str | None):
    """Give the evidence of the dialogue as the sampler sees it."""
    dataset = eucad.load(data) if data else eucad.load()
    mentions = account_topic_matrix(dataset)
    level = mentions.index.get_level_values
    half = documents.visible_part(dataset).groupby("lineage_id")["half_visible"].all()
    return presence._evidence(
        mentions,
        level("meeting_id"),
        level("complete"),
        half.reindex(level("account_id")).to_numpy(bool),
        np.asarray(documents.side_of(level("voice"))),
        None,
    )


def fit(
    evidence, raised, *, chains=2, draws=900, warmup=200, seed=1, known=None, names=None, **settings
):
    """Fit data sets (datasets × accounts × topics) and give paths and parameters by data set."""
    datasets, accounts, _ = raised.shape
    known = np.ones((datasets, accounts, 1), bool) if known is None else known
    wide = {
        "raised": np.repeat(np.moveaxis(raised, 0, 1), chains, axis=1),
        "known": np.repeat(np.moveaxis(known, 0, 1), chains, axis=1),
    }
    evidence = dataclasses.replace(evidence, **wide)
    sampler = presence._Sampler(evidence, datasets * chains, **SETTINGS | settings, seed=seed)
    for _ in range(warmup):
        sampler.sweep()
    paths, parameters = [], []
    for _ in range(draws):
        paths.append(sampler.sweep())
        drawn = sampler.parameters()
        parameters.append({name: drawn[name] for name in names or drawn})
    path = np.concatenate(paths, axis=1)
    path = path.reshape(len(path), draws, datasets, chains, -1).swapaxes(2, 3)
    drawn = {}
    for name in names or parameters[0]:
        values = np.stack([draw[name] for draw in parameters])
        values = values.reshape(draws, datasets, chains, *values.shape[2:]).swapaxes(1, 2)
        drawn[name] = values.reshape(draws * chains, datasets, *values.shape[3:])
    return path.reshape(len(path), draws * chains, datasets, -1), drawn


def chances(path):
    """Give the probability of each fate by data set and topic."""
    return {name: event.mean(axis=0) for name, event in fates.fates(path).items()}


def _table(frame):
    """Write a table as Markdown."""
    frame = frame.reset_index()
    rows = [list(frame.columns), ["---"] * frame.shape[1], *frame.to_numpy(object).tolist()]
    words = [[f"{x:.3f}" if isinstance(x, float) else str(x) for x in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in words)


# -- Nothing changes


def null(evidence, datasets):
    """Count verdicts where sizes of accounts and totals of topics are kept and all else is not."""
    rng, counts = np.random.default_rng(1), []
    thresholds = (0.5, 0.6, 0.7, fates.SURE, 0.9)
    for seed in range(datasets // 40):
        copies = np.repeat(evidence.raised[:, 0, :, None], 40, axis=2)
        found = chances(fit(evidence, np.moveaxis(curveball(copies, rng), -1, 0), seed=seed)[0])
        came_or_went = np.stack([found["came"], found["went"], found["came_and_went"]])
        counts.append([(came_or_went >= x).sum(axis=(0, 2)) for x in thresholds])
    counts = np.concatenate(counts, axis=1)
    error = counts.std(axis=1, ddof=1) / np.sqrt(counts.shape[1])
    table = {"topics a data set": counts.mean(axis=1), "error": error}
    print(pd.DataFrame(table, index=pd.Index(thresholds, name="threshold")).round(3).pipe(_table))


# -- The truth is known


def from_prior(evidence, rng):
    """Draw all parameters from the prior."""
    topics, sides = evidence.raised.shape[2], evidence.side.max() + 1
    truth = dict(zip(SHARED, [*rng.random(3), *rng.standard_normal(3)], strict=True))
    for name in SPREADS:
        rate = presence.RATES[name.removeprefix("spread_")]
        truth[name] = rng.gamma(presence.SHAPE, 1 / rate) ** -0.5
    truth["topic"] = truth["mean"] + truth["spread_topic"] * rng.standard_normal(topics)
    truth["side"] = truth["spread_side"] * rng.standard_normal((sides, topics))
    return truth


def simulate(evidence, truth, rng, kind):
    """Draw paths and mentions; `kind` may break an assumption of the model."""
    accounts, _, topics = evidence.raised.shape
    phi, gamma = np.full((2, topics), [[truth["phi"]], [truth["gamma"]]])
    if kind == "topics-differ":
        phi = expit(logit(phi) + 1.5 * rng.standard_normal(topics))
        gamma = expit(logit(gamma) + 1.5 * rng.standard_normal(topics))
    path = np.empty((evidence.meetings, topics), bool)
    path[0] = rng.random(topics) < truth["psi"]
    for t in range(1, evidence.meetings):
        path[t] = rng.random(topics) < np.where(path[t - 1], phi, gamma)
    account = truth["spread_account"] * rng.standard_normal(accounts)
    account += truth["complete"] * evidence.covariates[0]
    account += truth["half_visible"] * evidence.covariates[1]
    eta = truth["topic"] + truth["side"][evidence.side] + account[:, None]
    if kind == "accounts-echo":
        eta += 0.6 * rng.standard_normal(path.shape)[evidence.meeting]
    chance = np.where(path[evidence.meeting], ndtr(eta), SETTINGS["error"])
    return rng.random(eta.shape) < chance, path


def simulation(evidence, datasets, kind):
    """Compare verdicts, probabilities and intervals with the truth of simulated data sets."""
    rng = np.random.default_rng(len(kind))
    if kind != "prior":
        _, drawn = fit(evidence, evidence.raised[None, :, 0], chains=4, draws=1500, seed=99)
    parts = []
    for seed in range(datasets // 60):
        truths, sets = [], []
        for _ in range(60):
            if kind == "prior":
                truths.append(from_prior(evidence, rng))
            else:
                at = rng.integers(len(drawn["psi"]))
                truths.append({name: values[at, 0] for name, values in drawn.items()})
            sets.append(simulate(evidence, truths[-1], rng, kind))
        raised, paths = np.stack([y for y, _ in sets]), np.stack([z for _, z in sets], axis=1)
        settings = {"draws": 1500, "warmup": 400, "names": SHARED + SPREADS}
        path, found = fit(evidence, raised, seed=100 + seed, **settings)
        ranks = {name: _ranks(found[name], truths, name) for name in SHARED + SPREADS}
        number = path.sum(axis=(0, 3))
        ranks["topics on the table"] = (
            (number < paths.sum(axis=(0, 2))).mean(axis=0)
            + (number <= paths.sum(axis=(0, 2))).mean(axis=0)
        ) / 2
        seen = np.zeros(paths.shape, bool)
        np.logical_or.at(seen, evidence.meeting, np.moveaxis(raised, 0, 1))
        parts.append((ranks, chances(path), fates.fates(paths), path.mean(axis=1), paths, seen))
    _report(parts, datasets)


def _ranks(drawn, truths, name):
    return (drawn < np.array([truth[name] for truth in truths])).mean(axis=0)


def _report(parts, datasets):
    ranks, chance, truth, table, paths, seen = zip(*parts, strict=True)
    rows = {}
    for name in ranks[0]:
        rank = np.concatenate([part[name] for part in ranks])
        within = ((rank > 0.05) & (rank < 0.95)).mean()
        fifths = " ".join(map(str, np.histogram(rank, 5, (0, 1))[0]))
        rows[name] = {"90% covers": within, "uniform, p": kstest(rank, "uniform").pvalue}
        rows[name]["ranks by fifth"] = fifths
    print(pd.DataFrame(rows).T.pipe(_table), "\n")
    rows = {}
    for threshold in (0.7, fates.SURE, 0.9):
        for kind in chance[0]:
            said = np.concatenate([part[kind] for part in chance]) >= threshold
            true = np.concatenate([part[kind] for part in truth])
            rows[threshold, kind] = {
                "said a data set": said.sum() / datasets,
                "of these true": true[said].mean(),
                "of true ones said": said[true].mean(),
            }
    print(pd.DataFrame(rows).T.round(3).pipe(_table), "\n")
    flat = [np.concatenate([x.ravel() for x in part]) for part in (table, paths, seen)]
    predicted, present, known = flat
    tenth = np.minimum((predicted * 10).astype(int), 9)[~known]
    cells = pd.DataFrame({"predicted": predicted[~known], "true": present[~known]})
    print(
        cells.groupby(tenth).mean().assign(cells=cells.groupby(tenth).size()).round(3).pipe(_table)
    )


# -- One account after another is left out


def leave_one_out(evidence):
    """Compare log scores of the account left out: the model, with drift, and without time."""
    accounts = len(evidence.raised)
    raised = np.repeat(evidence.raised[None, :, 0], accounts, axis=0)
    known = ~np.eye(accounts, dtype=bool)[:, :, None]
    models = {"presence": {}, "with drift": {"drift": True}, "without time": CONSTANT}
    scores = {}
    for name, settings in models.items():
        path, drawn = fit(evidence, raised, chains=2, known=known, **settings)
        scores[name] = np.array([_score(evidence, path, drawn, i) for i in range(accounts)])
    several = np.bincount(evidence.meeting)[evidence.meeting] > 1
    for name in ("presence", "with drift"):
        for label, which in (("all", np.ones(accounts, bool)), ("several a meeting", several)):
            gain = (scores[name] - scores["without time"])[which]
            error = gain.std(ddof=1) * np.sqrt(len(gain))
            print(f"{name}, {label}: {gain.sum():+.1f} (standard error {error:.1f})")


def _score(evidence, path, drawn, i):
    """Give the log probability of account i in the data set that lacks it."""
    eta = drawn["topic"][:, i] + drawn["side"][:, i, evidence.side[i]]
    for name, covariate in zip(("complete", "half_visible"), evidence.covariates, strict=True):
        eta = eta + drawn[name][:, i, None] * covariate[i]
    if "drift" in drawn:
        eta = eta + evidence.time[i] * drawn["drift"][:, i]
    rng, sign = np.random.default_rng(i), np.where(evidence.raised[i, 0], 1, -1)
    absent = np.where(evidence.raised[i, 0], SETTINGS["error"], 1 - SETTINGS["error"])
    # Every draw is taken with its own paths and twenty effects that the account may have.
    effects = drawn["spread_account"][:, i, None] * rng.standard_normal((len(eta), 20))
    present = ndtr(sign * (eta[:, None, :] + effects[:, :, None]))
    on = path[evidence.meeting[i], :, i][:, None, :]
    log = np.log(np.where(on, present, absent)).sum(axis=2)
    return logsumexp(log) - np.log(log.size)


def main():
    """Read what to do from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = ("prior", "posterior", "topics-differ", "accounts-echo")
    parser.add_argument("what", choices=["null", *kinds, "leave-one-out"])
    parser.add_argument("--datasets", type=int, default=240)
    parser.add_argument("--data", help="folder of the dataset, if not the library's own")
    asked = parser.parse_args()
    evidence, start = observed(asked.data), time.perf_counter()
    if asked.what == "null":
        null(evidence, asked.datasets)
    elif asked.what == "leave-one-out":
        leave_one_out(evidence)
    else:
        simulation(evidence, asked.datasets, asked.what)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()

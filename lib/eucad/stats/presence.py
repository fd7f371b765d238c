"""Was it on the table? Presence over time, where not being mentioned is not being absent.

A dynamic occupancy model with imperfect detection, in the form for several species: here species
are topics, seasons are meetings and visits are accounts of a meeting. Topic `k` was on the table at
meeting `t` (`z = 1`) or was not::

    z[1, k] ~ Bernoulli(psi)
    z[t + 1, k] ~ Bernoulli(phi) if z[t, k] else Bernoulli(gamma)     persistence, colonisation
    account i of meeting t raises topic k
        with probability Phi(eta[i, k])   if z[t, k] = 1
        with probability error            if z[t, k] = 0
    eta[i, k] = a[k] + u[i] + b1 complete[i] + b2 half_visible[i] + c[side(i), k] + d[k] time[t]

    a[k] ~ N(m, s_a²), u[i] ~ N(0, s_u²), c ~ N(0, s_c²), d[k] ~ N(m_d, s_d²)
    m, b1, b2, m_d ~ N(0, 1); psi ~ Beta(1, 1); phi, gamma ~ Beta, as asked for
    1 / s_a² ~ Gamma(2, 1); 1 / s_u², 1 / s_c², 1 / s_d² ~ Gamma(2, 0.5)      shape, rate

The last term of `eta` is there only where detection may drift; `time` runs from -1/2 at the first
meeting to 1/2 at the last. Persistence and colonisation are the same for all topics and meetings.

It is fitted by Gibbs sampling. Given everything else, the path of a topic is a Markov chain, which
is drawn whole after one pass of filtering; given the paths, detection is a hierarchical probit
regression, drawn with latent normals, where effects are drawn with those below them integrated out.
Every draw takes its random numbers in a number and order that do not depend on the data or the
state, and no sum is left to a library that adds in an order of its own: the last bit of a
processor's logarithm changes a result in its last bits only.

What it cannot tell: accounts of one meeting agree with one another no more than accounts of
neighbouring meetings do, so presence is inferred from persistence over time and from what sort of
account raises what, not from repeated visits as in ecology. If topics in fact differ in how long
they persist, probabilities between 0.4 and 0.9 of what was not seen are too high by 0.10 to 0.14,
and of verdicts given 0.8 or more, eight in ten are true instead of nine (`benchmarks/calibration`).

References
----------
Albert, J. H., and Chib, S. (1993). Bayesian analysis of binary and polychotomous response data.
Journal of the American Statistical Association, 88(422), 669-679.
Dorazio, R. M., and Royle, J. A. (2005). Estimating size and composition of biological communities
by modeling the occurrence of species. Journal of the American Statistical Association, 100(470),
389-398.
MacKenzie, D. I., Nichols, J. D., Hines, J. E., Knutson, M. G., and Franklin, A. B. (2003).
Estimating site occupancy, colonization, and local extinction when a species is detected
imperfectly. Ecology, 84(8), 2200-2207.
Scott, S. L. (2002). Bayesian methods for hidden Markov models: recursive computing in the 21st
century. Journal of the American Statistical Association, 97(457), 337-351.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtr, ndtri

from eucad.stats.convergence import bulk_ess, rhat
from eucad.stats.progress import steps

#: Rates of the Gamma priors of the precisions; their shape is 2.
RATES = {"topic": 1.0, "account": 0.5, "side": 0.5, "drift": 0.5}
SHAPE = 2.0

#: Chains, draws of each after those that are thrown away, and paths drawn with the parameters of
#: each draw. In the dialogue's data a probability of 0.7 to 0.9 then has a Monte Carlo error of
#: 0.009, and of 0.016 with the four chains of :func:`sample_variants`.
CHAINS, DRAWS, WARMUP, WALKS = 12, 750, 150, 3


# -- The evidence


@dataclass(frozen=True)
class _Evidence:
    """What the sampler sees: accounts in order of their meetings, and nothing of their names."""

    raised: np.ndarray  # bool, accounts × 1 × topics: every chain sees the same
    known: np.ndarray  # bool, accounts × 1 × topics: False where a cell says nothing
    meeting: np.ndarray  # int, accounts, ascending
    covariates: np.ndarray  # float, covariates × accounts
    time: np.ndarray  # float, accounts: -1/2 at the first meeting, 1/2 at the last
    side: np.ndarray  # int, accounts
    meetings: int
    order: np.ndarray  # int, accounts: where each stood in the order given


def _evidence(
    mentions: pd.DataFrame,
    meeting: pd.Categorical,
    complete: ArrayLike,
    half_visible: ArrayLike,
    side: ArrayLike,
    known: ArrayLike | None,
    order: np.ndarray | None = None,
) -> _Evidence:
    """Check the accounts and put them in an order that depends on what they say alone."""
    raised = np.asarray(mentions)
    if raised.dtype != bool or raised.ndim != 2:
        raise ValueError(f"mentions holds {raised.dtype}; it must hold true and false alone.")
    known = np.ones(raised.shape, bool) if known is None else np.asarray(known, bool)
    meeting = pd.Categorical(meeting)
    columns = {"meeting": meeting.codes, "complete": complete, "half_visible": half_visible}
    columns["side"] = pd.Categorical(np.asarray(side)).codes
    columns = {name: np.asarray(values) for name, values in columns.items()}
    for name, values in columns.items():
        if np.shape(values) != raised.shape[:1]:
            raise ValueError(
                f"{name} has shape {np.shape(values)}; mentions has {len(raised)} accounts, "
                "and one value is needed for each."
            )
        if np.min(values, initial=0) < 0:
            raise ValueError(f"{name} has a missing value; every account needs one.")
    if known.shape != raised.shape:
        raise ValueError(f"known has shape {known.shape}; mentions has {raised.shape}.")
    if len(raised) == 0 or len(meeting.categories) < 2:
        raise ValueError(
            "Presence over time needs at least one account and two meetings; given are accounts: "
            f"{len(raised)}, meetings: {len(meeting.categories)}."
        )
    codes = {name: values.astype(int) for name, values in columns.items()}
    if order is None:
        order = np.lexsort([*raised.T, *known.T, *reversed(codes.values())])
    codes = {name: values[order] for name, values in codes.items()}
    last = len(meeting.categories) - 1
    return _Evidence(
        raised=raised[order][:, None],
        known=known[order][:, None],
        meeting=codes["meeting"],
        covariates=np.stack([codes["complete"], codes["half_visible"]]).astype(float),
        time=codes["meeting"] / last - 0.5,
        side=codes["side"],
        meetings=last + 1,
        order=order,
    )


# -- Paths: was it on the table, given how likely the mentions are if it was and if it was not?


def _posterior_chain(
    ratio: np.ndarray, psi: ArrayLike, phi: ArrayLike, gamma: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn a chain of presence and its evidence into the chain of presence given the evidence.

    `ratio`, meetings × …, is how much likelier the mentions of each meeting are if the topic was on
    the table. Given all evidence, return the probability of presence at the first meeting; and at
    each next one if present, and if absent.
    """
    step = np.stack(np.broadcast_arrays(phi, gamma))  # to presence from presence, from absence
    step = step.reshape(2, *(1,) * (ratio.ndim - step.ndim), *step.shape[1:])
    rest = 1 - step
    onwards, either = np.empty((2, len(ratio) - 1, 2, *ratio.shape[1:]))
    later = ratio[-1]  # the same ratio, for this meeting and all after it
    for t in range(len(ratio) - 2, -1, -1):
        np.multiply(step, later, out=onwards[t])
        np.add(onwards[t], rest, out=either[t])
        later = ratio[t] * (either[t, 0] / either[t, 1])
    onwards /= either
    present = psi * later
    return present / (present + (1 - np.asarray(psi))), onwards[:, 0], onwards[:, 1]


def _walk(
    first: np.ndarray, stay: np.ndarray, come: np.ndarray, uniforms: np.ndarray
) -> np.ndarray:
    """Draw paths from a chain of presence."""
    path = np.empty(uniforms.shape, bool)
    path[0] = uniforms[0] < first
    stays, comes = uniforms[1:] < stay, uniforms[1:] < come
    for t in range(len(stay)):
        path[t + 1] = np.where(path[t], stays[t], comes[t])
    return path


def _draw_rates(
    path: np.ndarray,
    persistence: tuple[float, float],
    colonisation: tuple[float, float],
    uniforms: np.ndarray,
) -> np.ndarray:
    """Draw the rates of presence given the paths of all topics."""
    on = path.sum(axis=-1)
    before, after = on[:-1].sum(axis=0), on[1:].sum(axis=0)
    stayed = (path[:-1] & path[1:]).sum(axis=(0, 2))
    left, came = before - stayed, after - stayed
    idle = (len(path) - 1) * path.shape[-1] - before - came
    yes = np.stack([1 + on[0], persistence[0] + stayed, colonisation[0] + came])
    no = np.stack([1 + path.shape[-1] - on[0], persistence[1] + left, colonisation[1] + idle])
    # By inversion, since a rejection sampler takes more or fewer numbers as the counts ask.
    return betaincinv(yes, no, uniforms)


# -- Detection: how likely is an account to raise what was on the table?


@dataclass
class _State:
    """Where the chains stand. The topic effects `a` hold their mean `m`."""

    psi: np.ndarray  # chains × 1, as all that is the same for all topics
    phi: np.ndarray
    gamma: np.ndarray
    mean: np.ndarray
    a: np.ndarray  # chains × topics
    c: np.ndarray  # sides × chains × topics
    b: np.ndarray  # covariates × chains
    u: np.ndarray  # accounts × chains: effect of the account beyond its covariates
    drift: np.ndarray  # chains in which detection drifts × topics
    drift_mean: np.ndarray
    precision: dict[str, np.ndarray]  # of each kind of effect; chains × 1


def _start(
    evidence: _Evidence, chains: int, drifting: np.ndarray, rng: np.random.Generator
) -> _State:
    """Start every chain somewhere else, as far apart as the prior is wide."""
    accounts, _, topics = evidence.raised.shape
    sides = evidence.side.max() + 1
    many = {kind: len(drifting) if kind == "drift" else chains for kind in RATES}
    return _State(
        psi=rng.uniform(0.1, 0.9, (chains, 1)),
        phi=rng.uniform(0.5, 1, (chains, 1)),
        gamma=rng.uniform(0, 0.5, (chains, 1)),
        mean=np.zeros((chains, 1)),
        a=rng.standard_normal((chains, 1)) + 0.5 * rng.standard_normal((chains, topics)),
        c=0.5 * rng.standard_normal((sides, chains, topics)),
        b=0.5 * rng.standard_normal((len(evidence.covariates), chains)),
        u=0.5 * rng.standard_normal((accounts, chains)),
        drift=0.5 * rng.standard_normal((len(drifting), topics)),
        drift_mean=np.zeros((len(drifting), 1)),
        precision={kind: rng.uniform(1, 5, (number, 1)) for kind, number in many.items()},
    )


def _fixed(evidence: _Evidence, state: _State) -> np.ndarray:
    """Give what the covariates add, accounts × chains."""
    return (evidence.covariates[:, :, None] * state.b[:, None, :]).sum(axis=0)


class _Sampler:
    """One Gibbs sweep after another, all chains at once; chains may differ in their settings."""

    def __init__(self, evidence, chains, error, drift, persistence, colonisation, seed, walks=1):
        self.evidence, self.chains, self.walks = evidence, chains, walks
        self.persistence, self.colonisation = persistence, colonisation
        self.drifting = np.flatnonzero(np.broadcast_to(drift, chains))
        self.rng = np.random.default_rng(seed)
        self.state = _start(evidence, chains, self.drifting, self.rng)
        accounts, _, topics = evidence.raised.shape
        shape = accounts, chains, topics
        self.sign = np.where(np.broadcast_to(evidence.raised, shape), 1.0, -1.0)
        self.known = np.broadcast_to(evidence.known, shape)
        self.if_absent = np.where(self.sign > 0, error, 1 - np.asarray(error, float))
        self.first = np.flatnonzero(np.diff(evidence.meeting, prepend=-1))  # account of a meeting
        self.by_side = np.argsort(evidence.side, kind="stable")
        self.first_of_side = np.flatnonzero(np.diff(evidence.side[self.by_side], prepend=-1))
        self.ratio = np.ones((evidence.meetings, chains, topics))
        # Room for what every sweep computes anew: half its time would go into asking for memory.
        self.likelihood, self.weight, self.rest, self.spare = np.empty((4, *shape))

    def sweep(self) -> np.ndarray:
        """Draw everything once, and return paths: meetings × walks × chains × topics."""
        state, evidence = self.state, self.evidence
        by_account = state.u + _fixed(evidence, state)
        likelihood = np.take(state.a + state.c, evidence.side, axis=0, out=self.likelihood)
        likelihood += by_account[:, :, None]
        if len(self.drifting):
            likelihood[:, self.drifting] += evidence.time[:, None, None] * state.drift
        likelihood *= self.sign
        ndtr(likelihood, out=likelihood)  # of what the account did, if it was on the table
        paths = self._paths()
        rates = self.rng.random((3, self.chains))
        rates = _draw_rates(paths[:, 0], self.persistence, self.colonisation, rates)
        state.psi, state.phi, state.gamma = rates[:, :, None]
        counts = paths[:, 0][evidence.meeting] & self.known
        np.copyto(self.weight, counts)
        self._latent(np.flatnonzero(counts))
        self._topics()
        if len(self.drifting):
            self._drift()
        self._accounts(by_account)
        self._precisions()
        return paths

    def _paths(self) -> np.ndarray:
        odds = np.divide(self.likelihood, self.if_absent, out=self.spare)
        np.copyto(odds, 1, where=~self.known)
        odds = np.multiply.reduceat(odds, self.first, axis=0)
        # Beyond e^300 an odds is certain, and further products would overflow.
        self.ratio[self.evidence.meeting[self.first]] = np.clip(odds, np.exp(-300), np.exp(300))
        state = self.state
        first, stay, come = _posterior_chain(self.ratio, state.psi, state.phi, state.gamma)
        shape = (len(self.ratio), self.walks, *self.ratio.shape[1:])
        return _walk(first, stay[:, None], come[:, None], self.rng.random(shape))

    def _latent(self, cells: np.ndarray) -> None:
        """Draw by how much the latent normals go beyond eta, cut to where the accounts stand."""
        below = self.rng.random(out=self.spare).reshape(-1)[cells]
        below *= self.likelihood.reshape(-1)[cells]
        below = ndtri(below, out=below)
        below *= -self.sign.reshape(-1)[cells]
        self.rest.fill(0)
        self.rest.reshape(-1)[cells] = below

    def _normal(self, mean: np.ndarray, precision: np.ndarray) -> np.ndarray:
        return mean + self.rng.standard_normal(np.shape(mean)) / np.sqrt(precision)

    def _topics(self) -> None:
        """Draw the mean, the topics' effects and the sides' deviations, each without the next."""
        state, precision = self.state, self.state.precision
        old = state.a + state.c
        count = self._sum_by_side(self.weight)
        total = self._sum_by_side(self.rest) + count * old
        kept = precision["side"] / (count + precision["side"])
        information, evidence = (count * kept).sum(axis=0), (total * kept).sum(axis=0)
        kept = precision["topic"] / (information + precision["topic"])
        of_mean = 1 + (information * kept).sum(axis=1, keepdims=True)
        state.mean = self._normal((evidence * kept).sum(axis=1, keepdims=True) / of_mean, of_mean)
        of_topic = information + precision["topic"]
        state.a = self._normal((evidence + precision["topic"] * state.mean) / of_topic, of_topic)
        of_side = count + precision["side"]
        state.c = self._normal((total - count * state.a) / of_side, of_side)
        moved = np.take(old - state.a - state.c, self.evidence.side, axis=0, out=self.spare)
        moved *= self.weight
        self.rest += moved

    def _sum_by_side(self, values: np.ndarray) -> np.ndarray:
        values = np.take(values, self.by_side, axis=0, out=self.spare)
        return np.add.reduceat(values, self.first_of_side, axis=0)

    def _drift(self) -> None:
        """Draw the mean drift and the drift of every topic, where detection drifts."""
        state, precision = self.state, self.state.precision["drift"]
        time = self.evidence.time[:, None, None]
        weighted = self.weight[:, self.drifting] * time
        information = (weighted * time).sum(axis=0)
        evidence = (self.rest[:, self.drifting] * time).sum(axis=0) + information * state.drift
        kept = precision / (information + precision)
        of_mean = 1 + (information * kept).sum(axis=1, keepdims=True)
        mean = (evidence * kept).sum(axis=1, keepdims=True) / of_mean
        state.drift_mean = self._normal(mean, of_mean)
        of_topic = information + precision
        old, mean = state.drift, (evidence + precision * state.drift_mean) / of_topic
        state.drift = self._normal(mean, of_topic)
        self.rest[:, self.drifting] += weighted * (old - state.drift)

    def _accounts(self, by_account: np.ndarray) -> None:
        """Draw the covariates' effects, with the mean again, and those of the accounts."""
        state, precision = self.state, self.state.precision["account"][:, 0]
        count = self.weight.sum(axis=2)
        total = self.rest.sum(axis=2) + count * by_account
        information = count * precision / (count + precision)
        # What the evidence says beyond the covariates, with the effects of accounts left open.
        left = total * (precision / (count + precision)) - information * (by_account - state.u)
        of_mean = 1 + information.sum(axis=0)
        shift = self._normal((left.sum(axis=0) - state.mean[:, 0]) / of_mean, of_mean)
        state.mean = state.mean + shift[:, None]
        state.a = state.a + shift[:, None]
        left -= information * shift
        for j, covariate in enumerate(self.evidence.covariates[:, :, None]):
            own = information * covariate
            given = (own * covariate).sum(axis=0)
            mean = ((left * covariate).sum(axis=0) + given * state.b[j]) / (1 + given)
            new = self._normal(mean, 1 + given)
            left -= own * (new - state.b[j])
            state.b[j] = new
        fixed = _fixed(self.evidence, state) + shift
        state.u = self._normal((total - count * fixed) / (count + precision), count + precision)

    def _precisions(self) -> None:
        state = self.state
        effects = {
            "topic": (state.a - state.mean).T,
            "account": state.u,
            "side": np.moveaxis(state.c, 1, 2).reshape(-1, self.chains),
            "drift": (state.drift - state.drift_mean).T,
        }
        for name in state.precision:
            values = effects[name]
            gamma = self.rng.standard_gamma(SHAPE + len(values) / 2, values.shape[1])
            rate = RATES[name] + (values**2).sum(axis=0) / 2
            state.precision[name] = (gamma / rate)[:, None]

    def parameters(self) -> dict[str, np.ndarray]:
        """Give the present value of the parameters, chains first."""
        state = self.state
        drift = ["drift", "drift_mean"] if len(self.drifting) else []
        shared = ["psi", "phi", "gamma", "mean", *drift[1:]]
        values = {name: getattr(state, name)[:, 0] for name in shared}
        values |= {"complete": state.b[0].copy(), "half_visible": state.b[1].copy()}
        kinds = [kind for kind in RATES if drift or kind != "drift"]
        values |= {f"spread_{kind}": state.precision[kind][:, 0] ** -0.5 for kind in kinds}
        values |= {"topic": state.a, "side": np.moveaxis(state.c, 1, 0), "account": state.u.T}
        return values | dict.fromkeys(drift[:1], state.drift)


# -- The posterior


@dataclass(frozen=True)
class Presence:
    """Draws from the posterior of what was on the table at every meeting."""

    meetings: pd.Index  #: All meetings in order of time, those without an account included.
    topics: pd.Index  #: Topics, or groups of topics (:meth:`merge`).
    #: Boolean, meetings × topics: whether an account raises the topic in a cell that counts.
    seen: np.ndarray
    #: Boolean, meetings × draws × chains × topics: whether the topic was on the table;
    #: :data:`WALKS` paths with the parameters of each draw.
    path: np.ndarray
    #: Draws of the parameters, chains × draws × …, by the names of the model above: `psi`, `phi`,
    #: `gamma`, `mean`, `complete`, `half_visible`, `spread_topic`, `spread_account`, `spread_side`;
    #: by topic `topic`; `side` by side and topic; by account, in the order given, `account`; and
    #: where detection drifts `drift_mean`, `spread_drift` and `drift` by topic.
    parameters: dict[str, np.ndarray]

    def merge(self, groups: Mapping[str, Sequence[str]]) -> Presence:
        """Give the presence of groups: one is on the table if any of its topics is.

        Parameters
        ----------
        groups : mapping of str to sequence of str
            The topics of each group; a topic may be in several.

        Raises
        ------
        ValueError
            If a topic is unknown, or a group empty.
        """
        place = {topic: at for at, topic in enumerate(self.topics)}
        members = []
        for name, topics in groups.items():
            missing = [topic for topic in topics if topic not in place]
            if missing or not len(topics):
                raise ValueError(
                    f"Group {name!r} has {missing or 'no topic'}; "
                    f"choose among {', '.join(map(repr, self.topics))}."
                )
            members.append([place[topic] for topic in topics])
        by_topic = self.path.transpose(3, 0, 2, 1)  # as kept fits have them in memory
        return Presence(
            meetings=self.meetings,
            topics=pd.Index(list(groups), name=self.topics.name),
            seen=np.stack([self.seen[:, found].any(axis=-1) for found in members], axis=-1),
            path=np.stack([by_topic[found].any(axis=0) for found in members]).transpose(1, 3, 2, 0),
            parameters={},
        )

    def on_table(self) -> pd.DataFrame:
        """Give the probability that each topic (column) was on the table at each meeting (row)."""
        return self._by_meeting(self.paths.mean(axis=1))

    def first(self) -> pd.DataFrame:
        """Give each topic's distribution of the first meeting at which it was on the table.

        Returns
        -------
        DataFrame of float
            One row a meeting and a last one, ``never``; one column a topic. Columns sum to 1.
        """
        return self._distribution(self.paths)

    def last(self) -> pd.DataFrame:
        """Give each topic's distribution of the last meeting at which it was on the table.

        Returns
        -------
        DataFrame of float
            One row a meeting and a last one, ``never``; one column a topic. Columns sum to 1.
        """
        backwards = self._distribution(self.paths[::-1]).to_numpy()
        return self._by_meeting(np.concatenate([backwards[-2::-1], backwards[-1:]]))

    def entered_after(self, meeting: str) -> pd.Series:
        """Give the probability of being absent up to and with a meeting, and present later."""
        after = self._position(meeting) + 1
        event = ~self.paths[:after].any(axis=0) & self.paths[after:].any(axis=0)
        return pd.Series(event.mean(axis=0), index=self.topics)

    def gone_after(self, meeting: str) -> pd.Series:
        """Give the probability of being present at or before a meeting, and never later."""
        after = self._position(meeting) + 1
        event = self.paths[:after].any(axis=0) & ~self.paths[after:].any(axis=0)
        return pd.Series(event.mean(axis=0), index=self.topics)

    def diagnose(self) -> pd.DataFrame:
        """Say whether the chains agree.

        Returns
        -------
        DataFrame
            One row a quantity: the parameters that all topics share, and for every topic at how
            many meetings it was on the table; `rhat` and `ess`
            (:func:`~eucad.stats.convergence.rhat`, :func:`~eucad.stats.convergence.bulk_ess`).
        """
        draws = {name: values for name, values in self.parameters.items() if values.ndim == 2}
        number = np.moveaxis(self.path.sum(axis=0), 0, 1)
        draws |= {topic: number[..., k] for k, topic in enumerate(self.topics)}
        rows = {name: {"rhat": rhat(x), "ess": bulk_ess(x)} for name, x in draws.items()}
        return pd.DataFrame.from_dict(rows, orient="index")

    @property
    def paths(self) -> np.ndarray:
        """All paths alike, meetings × all draws × topics."""
        return self.path.reshape(len(self.meetings), -1, len(self.topics))

    def _position(self, meeting: str) -> int:
        if meeting not in self.meetings:
            known = ", ".join(map(repr, self.meetings))
            raise ValueError(f"No meeting {meeting!r}; choose among {known}.")
        return self.meetings.get_loc(meeting)

    def _by_meeting(self, values: np.ndarray) -> pd.DataFrame:
        never = ["never"] * (len(values) - len(self.meetings))
        index = pd.Index([*self.meetings, *never], name=self.meetings.name)
        return pd.DataFrame(values, index=index, columns=self.topics)

    def _distribution(self, draws: np.ndarray) -> pd.DataFrame:
        """Give the distribution of the first true meeting."""
        so_far = np.logical_or.accumulate(draws, axis=0).mean(axis=1)
        return self._by_meeting(
            np.concatenate([np.diff(so_far, axis=0, prepend=0), 1 - so_far[-1:]])
        )


def sample(
    mentions: pd.DataFrame,
    meeting: pd.Categorical,
    *,
    complete: ArrayLike,
    half_visible: ArrayLike,
    side: ArrayLike,
    seed: int,
    known: ArrayLike | None = None,
    error: float = 0.002,
    drift: bool = False,
    persistence: tuple[float, float] = (1, 1),
    colonisation: tuple[float, float] = (1, 1),
    chains: int = CHAINS,
    draws: int = DRAWS,
    warmup: int = WARMUP,
) -> Presence:
    """Draw from the posterior of what was on the table at every meeting.

    Parameters
    ----------
    mentions : DataFrame of bool, shape (accounts, topics)
        Whether the account raises the topic.
    meeting : Categorical, length accounts
        The meeting of each account. Its categories are all meetings in order of time, also those
        of which there is no account.
    complete, half_visible : array_like of bool, length accounts
        Whether the account was visible to its end; whether it was visible half as far as others.
    side : array_like, length accounts
        Whose account it is: sides may raise a topic more or less often.
    seed : int
    known : array_like of bool, shape (accounts, topics), optional
        False where the cell says nothing, neither that the topic was raised nor that it was not.
    error : float
        Probability that an account is seen to raise what was not on the table.
    drift : bool
        Whether detection may rise or fall over time, by topic.
    persistence, colonisation : tuple of float
        The two parameters of the Beta priors of `phi` and `gamma`.
    chains, draws, warmup : int
        Number of chains, of draws of each, and of draws before them that are thrown away. Time is
        linear in them and in accounts times topics.

    Raises
    ------
    ValueError
        If an argument has another shape, or values other than these.

    Examples
    --------
    One topic is raised by all accounts of ten meetings; another by those of the first five alone:

    >>> meeting = pd.CategoricalIndex(np.repeat(range(10), 3), name="meeting")
    >>> mentions = pd.DataFrame({"steady": True, "early": meeting.astype(int) < 5})
    >>> fit = sample(mentions, meeting, complete=mentions["steady"],
    ...              half_visible=~mentions["steady"], side=[1, 2, 2] * 10, seed=1, draws=200)
    >>> fit.on_table().loc[[1, 7]].round(1)
             steady  early
    meeting
    1           1.0    1.0
    7           1.0    0.0
    >>> int(fit.last()["early"].idxmax())
    4
    """
    choice = Variant(mentions, known, error, drift, persistence, colonisation)
    accounts = {"complete": complete, "half_visible": half_visible, "side": side}
    size = {"chains": chains, "draws": draws, "warmup": warmup}
    fits, sampled, order = _draw({"": choice}, meeting, accounts, seed, **size)
    parameters = {name: np.stack([each[name] for each in sampled], axis=1) for name in sampled[0]}
    parameters["account"] = parameters["account"][..., np.argsort(order)]
    return replace(fits[""], parameters=parameters)


@dataclass(frozen=True)
class Variant:
    """Another choice under which presence is asked for."""

    mentions: pd.DataFrame  #: Of the same accounts and topics as in all other variants.
    #: False where the cell says nothing; all cells of an account that is left out.
    known: ArrayLike | None = None
    #: As in :func:`sample`.
    error: float = 0.002
    drift: bool = False
    persistence: tuple[float, float] = (1, 1)
    colonisation: tuple[float, float] = (1, 1)


def sample_variants(
    variants: Mapping[str, Variant],
    meeting: pd.Categorical,
    *,
    complete: ArrayLike,
    half_visible: ArrayLike,
    side: ArrayLike,
    seed: int,
    chains: int = 4,
    draws: int = DRAWS,
    warmup: int = WARMUP,
) -> dict[str, Presence]:
    """Draw under several choices at once, which takes half the time of one by one.

    Parameters
    ----------
    variants : mapping of str to Variant
    meeting, complete, half_visible, side, seed
        As in :func:`sample`, the same for all.
    chains, draws, warmup : int
        Of each variant.

    Returns
    -------
    dict of str to Presence
        By variant, with the paths alone: `parameters` is empty.

    Raises
    ------
    ValueError
        If an argument has another shape, or values other than these.

    Examples
    --------
    >>> meeting = pd.CategoricalIndex(np.repeat(range(10), 3), name="meeting")
    >>> early = pd.DataFrame({"early": meeting.astype(int) < 5, "steady": True})
    >>> visible = {"complete": early["steady"], "half_visible": ~early["steady"]}
    >>> variants = {"as it is": Variant(early), "turned": Variant(early.iloc[::-1])}
    >>> side = [1, 2, 2] * 10
    >>> fits = sample_variants(variants, meeting, side=side, seed=1, draws=200, **visible)
    >>> {name: bool(fit.on_table().loc[8, "early"] > 0.5) for name, fit in fits.items()}
    {'as it is': False, 'turned': True}
    """
    accounts = {"complete": complete, "half_visible": half_visible, "side": side}
    return _draw(variants, meeting, accounts, seed, chains, draws, warmup)[0] if variants else {}


def _draw(
    variants: Mapping[str, Variant],
    meeting: pd.Categorical,
    accounts: Mapping[str, ArrayLike],
    seed: int,
    chains: int,
    draws: int,
    warmup: int,
) -> tuple[dict[str, Presence], list[dict[str, np.ndarray]], np.ndarray]:
    """Draw under all choices side by side, a few chains each; give parameters by draw as well."""
    each, ordered, order = list(variants.values()), [], None
    for own in each:
        if not 0 < own.error < 1:
            raise ValueError(f"error is {own.error}; it must lie between 0 and 1.")
        ordered.append(_evidence(own.mentions, meeting, **accounts, known=own.known, order=order))
        order = ordered[0].order

    def by_chain(values: Sequence) -> np.ndarray:
        return np.repeat(np.asarray(values), chains, axis=0)

    evidence = replace(
        ordered[0],
        raised=np.repeat(np.concatenate([own.raised for own in ordered], axis=1), chains, axis=1),
        known=np.repeat(np.concatenate([own.known for own in ordered], axis=1), chains, axis=1),
    )
    sampler = _Sampler(
        evidence,
        chains * len(each),
        by_chain([own.error for own in each])[:, None],
        by_chain([own.drift for own in each]),
        by_chain([own.persistence for own in each]).T,
        by_chain([own.colonisation for own in each]).T,
        seed,
        WALKS,
    )
    paths, parameters = [], []
    for sweep in steps(warmup + draws, "Whether each topic was on the table"):
        path = sampler.sweep()
        if sweep < warmup:
            continue
        paths.append(path)
        if len(each) == 1:
            parameters.append(sampler.parameters())
    path = np.concatenate(paths, axis=1)
    fits = {
        name: Presence(
            meetings=pd.Categorical(meeting).categories.rename(getattr(meeting, "name", None)),
            topics=pd.DataFrame(own.mentions).columns,
            seen=_seen(ordered[number]),
            path=path[:, :, number * chains : (number + 1) * chains],
            parameters={},
        )
        for number, (name, own) in enumerate(variants.items())
    }
    return fits, parameters, order


def _seen(evidence: _Evidence) -> np.ndarray:
    seen = np.zeros((evidence.meetings, evidence.raised.shape[2]), bool)
    np.logical_or.at(seen, evidence.meeting, (evidence.raised & evidence.known)[:, 0])
    return seen

"""Whether new threats replaced the old ones on the agenda, or joined them.

A *theme* is a family of topics or one of its members; families are read together with their
members, because a family can rise while a member falls. Every measure starts from accounts ×
themes (:func:`raises`), true where the account raises the theme. False means *not seen*.

**Prevalence** of a period is the mean over its meetings of the share of accounts that raise a
theme. A meeting of which many accounts are known thus counts as much as one of which there is a
single account: the question is what meetings discuss, not how much is written about them.

**Intervals** come from a Bayesian bootstrap of meetings, each with its accounts (Rubin 1981). On
its own it would be certain of whatever the few meetings agree on: a topic none of them raises would
have prevalence 0 without doubt. Each period is therefore given one meeting more that nobody saw and
whose prevalence may be anything (Muliere and Secchi 1996). `benchmarks/` shows that nominal 90%
intervals then cover about 90% over series of this size. Without that meeting they cover far less;
resampling the accounts within meetings as well makes them cover about 95%, since the differences
between accounts are counted twice. It stays available as the more cautious choice.

**Displacement or layering.** Displacement predicts that the old family falls as the new one rises,
and that an account which raises the new drops the old. Layering predicts that the old stays, and
that the new stands next to it. The first half of each prediction is about periods
(:func:`change`), the second about accounts (:func:`states`): they can come apart, and both are
reported.

References
----------
Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics, 9(1), 130-134.
Muliere, P., and Secchi, P. (1996). Bayesian nonparametric predictive inference and bootstrap
techniques. Annals of the Institute of Statistical Mathematics, 48(4), 663-673.
Mahoney, J., and Thelen, K. (2010). A theory of gradual institutional change. In Explaining
Institutional Change. Cambridge University Press. (Displacement and layering.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eucad.agenda import persistence
from eucad.dataset import Dataset
from eucad.stats import LEVEL
from eucad.stats.changepoint import ChangePoint, change_point
from eucad.stats.exact import ExactLogistic, exact_logistic
from eucad.stats.resampling import bootstrap_weights, limits, trend_test

#: Weight of the meeting that nobody saw, in each period, next to 1 for each that was.
UNSEEN = 1.0


#: Prior probability that a theme's prevalence never changed. With it, fewer than one in twenty
#: series of this size that do not change are taken for changed (see `benchmarks/`).
NO_CHANGE = 0.75


#: What an account raises of two themes.
STATES = ("old only", "both", "new only", "neither")


def themes(topics: pd.DataFrame, families: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """List families and their member topics, each as a theme.

    Parameters
    ----------
    topics : DataFrame
        The codebook: `topic_id`, `family` and `position`.
    families : sequence of str

    Returns
    -------
    dict of str to tuple of str
        The topics of each theme: every family followed by its members, in codebook order. The
        single member of a family stands for the family.

    Raises
    ------
    ValueError
        If the codebook has no topic of a family.

    Examples
    --------
    >>> import eucad
    >>> themes(eucad.load().topics, ["drugs_cbrn", "cyber_hybrid_adjacent"])
    {'drugs_cbrn': ('drug_trafficking', 'cbrn'),
     'drug_trafficking': ('drug_trafficking',),
     'cbrn': ('cbrn',),
     'online_radicalisation': ('online_radicalisation',)}
    """
    ordered = topics.sort_values("position")
    found: dict[str, tuple[str, ...]] = {}
    for family in families:
        members = tuple(ordered.loc[ordered["family"] == family, "topic_id"].astype(str))
        if not members:
            raise ValueError(f"The codebook has no topic of family {family!r}.")
        if len(members) > 1:
            found[family] = members
        found |= {member: (member,) for member in members}
    return found


def labels(dataset: Dataset) -> dict[str, str]:
    """Give the labels of families, topics and voices.

    Examples
    --------
    >>> import eucad
    >>> found = labels(eucad.load())
    >>> found["drugs_cbrn"], found["cbrn"], found["tm"]
    ('Drugs and CBRN', 'CBRN', 'Turkmenistan')
    """
    return {
        **dataset.labels("topics", "family"),
        **dataset.topics.set_index("topic_id")["label"],
        **dataset.labels("lineages", "voice"),
    }


def raises(incidence: pd.DataFrame, themes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Say of every account which themes it raises: at least one topic of each.

    Parameters
    ----------
    incidence : DataFrame
        Boolean, accounts × topics, from `agenda.account_topic_matrix`.
    themes : mapping of str to sequence of str
        Topics of each theme.

    Returns
    -------
    DataFrame
        Boolean, accounts × themes.

    Examples
    --------
    >>> accounts = pd.DataFrame({"cyber": [True, False], "hybrid": [False, False]})
    >>> raises(accounts, {"new": ["cyber", "hybrid"]})["new"].to_list()
    [True, False]
    """
    return pd.DataFrame(
        {name: incidence[list(topics)].any(axis=1) for name, topics in themes.items()},
        index=incidence.index,
    ).rename_axis(columns="theme")


def span(raised: pd.DataFrame, years: pd.Series, visible_to_end: Collection[str]) -> pd.DataFrame:
    """Say when each theme was first and last raised, and how much silence there is after it.

    Parameters
    ----------
    raised : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id` and more.
    years : Series of int
        Year of each meeting, by `meeting_id`.
    visible_to_end : collection of str
        Accounts that were visible to their end, from `topics.visible_to_end`.

    Returns
    -------
    DataFrame
        One row a theme: `first` and `last` year in which an account raises it (missing if none
        does), `seen`: meetings at which one does, of `observed` meetings with an account;
        `accounts` that do, of `all_accounts`; `silent_since`: accounts of meetings after the last,
        and `silent_to_end`: those of them that were visible to their end.

    Examples
    --------
    >>> raised, years = example()
    >>> span(raised, years, []).loc["cbrn", ["first", "last", "seen", "silent_since"]].to_list()
    [2013, 2016, 2, 5]
    """
    found = persistence(raised, visible_to_end)
    year = pd.Series(years_of(raised, years), index=raised.index)
    last = found["last"].map(years)
    return pd.DataFrame(
        {
            "first": found["first"].map(years),
            "last": last,
            "seen": found["seen"],
            "observed": found["observed"],
            "accounts": raised.sum(),
            "all_accounts": len(raised),
            "silent_since": [int((year > last[theme]).sum()) for theme in raised.columns],
            "silent_to_end": found["silent_to_end"],
        },
        index=raised.columns,
    ).astype("Int64")


def example() -> tuple[pd.DataFrame, pd.Series]:
    """Make up a small series, for examples and tests.

    Returns
    -------
    raised : DataFrame
        Eight accounts of four meetings × four themes.
    years : Series of int
        Year of each meeting.

    Examples
    --------
    >>> raised, years = example()
    >>> raised.shape, years.to_list()
    ((8, 4), [2013, 2016, 2019, 2024])
    """
    meetings = ["m2013", "m2016", "m2016", "m2019", "m2019", "m2024", "m2024", "m2024"]
    account = [f"{meeting}-{number}" for number, meeting in enumerate(meetings)]
    raised = pd.DataFrame(
        {
            "drugs": [True, True, True, False, True, False, True, True],
            "cbrn": [True, True, False, False, False, False, False, False],
            "cyber": [False, False, False, False, False, False, True, True],
            "hybrid": [False, False, False, False, True, False, False, True],
        },
        index=pd.MultiIndex.from_arrays(
            [meetings, list("aababaab"), account], names=["meeting_id", "voice", "account_id"]
        ),
    ).rename_axis(columns="theme")
    years = pd.Series({name: int(name[1:]) for name in dict.fromkeys(meetings)})
    return raised, years


def simulate(
    meetings: pd.MultiIndex, shares: np.ndarray, rng: np.random.Generator, *, echo: float = 0.0
) -> pd.DataFrame:
    """Draw what accounts would raise if shares were known, to see how well a measure finds them.

    Parameters
    ----------
    meetings : MultiIndex
        Of the accounts, with the level `meeting_id`; meetings stand in order of time.
    shares : array_like, shape (themes, meetings)
        Probability that an account of a meeting raises a theme.
    rng : numpy.random.Generator
    echo : float
        Correlation between accounts of a meeting, from 0 to below 1 (beta-binomial).

    Returns
    -------
    DataFrame
        Boolean, accounts × themes.

    Examples
    --------
    >>> raised, _ = example()
    >>> simulate(raised.index, [[0, 0, 1, 1]], np.random.default_rng(1))[0].to_list()
    [False, False, False, True, True, True, True, True]
    """
    shares = np.asarray(shares, dtype=float)
    if echo:
        # A share of exactly 0 or 1 stays where it is, as near as a beta variate allows.
        mean = np.clip(shares, 1e-6, 1 - 1e-6) * (1 - echo) / echo
        shares = rng.beta(mean, (1 - echo) / echo - mean)
    codes = pd.factorize(meetings.get_level_values("meeting_id"))[0]
    drawn = rng.random((len(codes), len(shares))) < shares[:, codes].T
    return pd.DataFrame(drawn, index=meetings).rename_axis(columns="theme")


@dataclass(frozen=True)
class Change:
    """How the prevalence of themes changed, with the draws behind the intervals.

    Attributes
    ----------
    table : DataFrame
        One row a theme, all in shares (0 to 1): `early`, `late`, `change` (late less early) and
        `slope` (change per year, least squares over meetings), each with `_low` and `_high`.
    early, late : DataFrame
        Draws × themes.
    level : float
        Coverage of the intervals.

    Examples
    --------
    >>> found = change(*example(), 2019, np.random.default_rng(1), draws=100)
    >>> found.difference.shape
    (100, 4)
    """

    table: pd.DataFrame
    early: pd.DataFrame
    late: pd.DataFrame
    level: float

    @property
    def difference(self) -> pd.DataFrame:
        """Draws of the change between the periods."""
        return self.late - self.early


def change(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    rng: np.random.Generator,
    *,
    draws: int = 10000,
    level: float = LEVEL,
    resample_accounts: bool = False,
) -> Change:
    """Estimate how the prevalence of all themes changed, jointly.

    Parameters
    ----------
    raised : DataFrame
        Boolean, accounts × themes, indexed by `meeting_id` and more.
    years : Series of int
        Year of each meeting, by `meeting_id`.
    split : int
        First year of the late period.
    rng : numpy.random.Generator
    draws : int
    level : float
    resample_accounts : bool
        Whether to resample the accounts within meetings as well: wider than nominal.

    Returns
    -------
    Change
        An interval is widened to hold its estimate where that lies at 0 or 1.

    Raises
    ------
    ValueError
        If a period has no account, or `level` is not between 0 and 1.

    Examples
    --------
    >>> raised, years = example()
    >>> found = change(raised, years, 2019, np.random.default_rng(1))
    >>> found.table.loc[["drugs", "cbrn"], ["early", "late", "change"]].round(2)
           early  late  change
    theme
    drugs   1.00  0.58   -0.42
    cbrn    0.75  0.00   -0.75
    """
    # Where the accounts of a meeting share one weight, their mean is all that counts.
    rows = raised if resample_accounts else shares_by_meeting(raised)
    point, drawn = estimate(
        rows, years, split, rng, draws=draws, resample_accounts=resample_accounts
    )
    columns = {}
    for name in ("early", "late", "change", "slope"):
        low, high = limits(drawn[name], level)
        columns[name] = point[name]
        columns[f"{name}_low"] = np.minimum(low, point[name])
        columns[f"{name}_high"] = np.maximum(high, point[name])
    return Change(
        table=pd.DataFrame(columns, index=raised.columns),
        early=pd.DataFrame(drawn["early"], columns=raised.columns),
        late=pd.DataFrame(drawn["late"], columns=raised.columns),
        level=level,
    )


def estimate(
    raised: pd.DataFrame,
    years: pd.Series,
    split: int,
    rng: np.random.Generator,
    *,
    draws: int,
    resample_accounts: bool = False,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Estimate prevalence by period, its change and its slope: once, and in bootstrap draws.

    Parameters
    ----------
    raised : DataFrame
        Accounts × themes as in :func:`change`, or meetings × themes from
        :func:`shares_by_meeting`, which is faster.
    years, split, rng, draws, resample_accounts
        As in :func:`change`.

    Returns
    -------
    point : dict of str to ndarray, shape (themes,)
        `early`, `late`, `change` and `slope`.
    drawn : dict of str to ndarray, shape (draws, themes)
        The same, one row a draw.

    Raises
    ------
    ValueError
        If a period has no account.

    Examples
    --------
    >>> raised, years = example()
    >>> point, drawn = estimate(raised, years, 2019, np.random.default_rng(1), draws=10)
    >>> point["late"].round(2).tolist(), drawn["late"].shape
    ([0.58, 0.0, 0.33, 0.42], (10, 4))
    """
    time = years_of(raised, years) - split
    period = np.stack([time < 0, time >= 0], axis=1)
    if not period.any(axis=0).all():
        raise ValueError(f"With a split at {split} one of the periods has no account: move it.")
    values = raised.to_numpy(dtype=float)
    meetings = raised.index.get_level_values("meeting_id")
    weights, plain = bootstrap_weights(meetings, rng, draws, resample_accounts=resample_accounts)
    # The meeting that nobody saw stands in the middle of its period.
    middle = (plain * time) @ period / (plain @ period)
    unseen = rng.gamma(UNSEEN, size=(draws, 2))
    unseen_values = rng.beta(0.5, 0.5, size=(draws, 2, values.shape[1]))

    def compute(
        weights: np.ndarray, unseen: np.ndarray, unseen_values: np.ndarray
    ) -> dict[str, np.ndarray]:
        # Draws × periods (× themes).
        mass = weights @ period + unseen
        unseen_raising = unseen[:, :, None] * unseen_values
        raising = np.stack([weights * part @ values for part in period.T], 1) + unseen_raising
        early, late = np.moveaxis(raising / mass[:, :, None], 1, 0)
        # Weighted least squares on time, from sums over accounts and unseen meetings.
        total, first = mass.sum(axis=1), weights @ time + unseen @ middle
        second = weights @ time**2 + unseen @ middle**2
        product = weights * time @ values + np.einsum("p,dpt->dt", middle, unseen_raising)
        rise = total[:, None] * product - first[:, None] * raising.sum(axis=1)
        slope = rise / (total * second - first**2)[:, None]
        return {"early": early, "late": late, "change": late - early, "slope": slope}

    point = compute(plain[None], np.zeros((1, 2)), np.zeros((1, 2, 1)))
    drawn = compute(weights, unseen, unseen_values)
    return {name: value[0] for name, value in point.items()}, drawn


def shares_by_meeting(raised: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of the accounts of each meeting that raise a theme.

    Parameters
    ----------
    raised : DataFrame
        As in :func:`change`.

    Returns
    -------
    DataFrame
        Meetings with an account, in order of appearance × themes.

    Examples
    --------
    >>> raised, _ = example()
    >>> shares_by_meeting(raised)["drugs"].round(2).to_list()
    [1.0, 1.0, 0.5, 0.67]
    """
    # Grouping by the categorical level gives the same, at three times the cost.
    codes, known = pd.factorize(np.asarray(raised.index.get_level_values("meeting_id")))
    member = np.eye(len(known))[codes]
    shares = member.T @ raised.to_numpy(dtype=float) / member.sum(axis=0)[:, None]
    return pd.DataFrame(shares, pd.Index(known, name="meeting_id"), raised.columns)


def years_of(raised: pd.DataFrame, years: pd.Series) -> np.ndarray:
    """Give the year of each account.

    Parameters
    ----------
    raised, years
        As in :func:`change`.

    Returns
    -------
    ndarray of int, shape (accounts,)

    Examples
    --------
    >>> years_of(*example())[:3].tolist()
    [2013, 2016, 2016]
    """
    return years.loc[raised.index.get_level_values("meeting_id")].to_numpy(dtype=int)


def states(raised: pd.DataFrame, old: str, new: str) -> pd.Series:
    """Say of every account whether it raises the old theme, the new one, both or neither.

    Parameters
    ----------
    raised : DataFrame
        Boolean, accounts × themes.
    old, new : str
        Two of the themes.

    Returns
    -------
    Series
        Categorical with the categories `STATES`, indexed as `raised`.

    Examples
    --------
    >>> raised, _ = example()
    >>> states(raised, "drugs", "cyber").value_counts(sort=False).to_dict()
    {'old only': 4, 'both': 2, 'new only': 0, 'neither': 2}
    """
    has_old, has_new = raised[old], raised[new]
    chosen = np.select([has_old & has_new, has_old, has_new], ["both", "old only", "new only"], "")
    named = pd.Series(chosen, index=raised.index, dtype=object).replace("", "neither")
    return named.astype(pd.CategoricalDtype(list(STATES)))


def composition(
    raised: pd.DataFrame, old: str, new: str, by: pd.Series | np.ndarray | None = None
) -> pd.DataFrame:
    """Count accounts by state, meeting by meeting or group by group.

    Parameters
    ----------
    raised, old, new
        As in :func:`states`.
    by : array_like, shape (accounts,), optional
        A group for each account; by default its meeting.

    Returns
    -------
    DataFrame
        Groups that occur × `STATES`.

    Examples
    --------
    >>> raised, _ = example()
    >>> composition(raised, "drugs", "cyber").loc["m2024"].to_dict()
    {'old only': 0, 'both': 2, 'new only': 0, 'neither': 1}
    """
    group = raised.index.get_level_values("meeting_id") if by is None else np.asarray(by)
    state = states(raised, old, new)
    counts = pd.crosstab(np.asarray(group), state.to_numpy()).reindex(
        index=pd.unique(group), columns=list(STATES), fill_value=0
    )
    return counts.rename_axis(index="group", columns="state")


def shift_index(
    counts: pd.DataFrame, rng: np.random.Generator, *, draws: int = 10000, level: float = LEVEL
) -> pd.DataFrame:
    """Compute the shift index of meetings or other groups of accounts.

    The index is (new − old) / (new + old) of the shares of accounts that raise either: −1 where
    all that is raised is old, 1 where all is new. Its interval is that of the posterior of the
    four shares with a Dirichlet prior worth one account (Perks's), so it spans most of the scale
    for a single account, and always stands where the index itself is not defined: no account
    raises either.

    Parameters
    ----------
    counts : DataFrame
        From :func:`composition`.
    rng : numpy.random.Generator
    draws : int
    level : float

    Returns
    -------
    DataFrame
        Groups × (`old`, `new`: accounts that raise it; `accounts`, `index`, `low`, `high`).

    Examples
    --------
    >>> raised, _ = example()
    >>> found = shift_index(composition(raised, "drugs", "cyber"), np.random.default_rng(1))
    >>> found["index"].to_list()
    [-1.0, -1.0, -1.0, 0.0]
    """
    cells = counts[list(STATES)].to_numpy(dtype=float)
    # Gamma variates: the index is a ratio, so that what would make them Dirichlet cancels.
    drawn = rng.standard_gamma(cells + 1 / len(STATES), size=(draws, *cells.shape))

    def index(states: np.ndarray) -> np.ndarray:
        old_only, both, new_only, _ = np.moveaxis(states, -1, 0)
        return _index(old_only + both, new_only + both)

    point, (low, high) = index(cells), limits(index(drawn), level)
    return pd.DataFrame(
        {
            "old": counts["old only"] + counts["both"],
            "new": counts["new only"] + counts["both"],
            "accounts": counts.sum(axis=1),
            "index": point,
            "low": np.fmin(low, point),
            "high": np.fmax(high, point),
        }
    )


def _index(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Give the shift index; missing where neither is raised."""
    either = old + new
    return np.divide(new - old, either, out=np.full_like(either, np.nan), where=either > 0)


def index_change(change: Change, old: str, new: str) -> pd.DataFrame:
    """Compare the shift index of the two periods.

    Parameters
    ----------
    change : Change
        From :func:`change`.
    old, new : str
        Two of its themes.

    Returns
    -------
    DataFrame
        Rows `early`, `late` and `change` × (`index`, `low`, `high`). The index of a period in
        which neither theme is raised is missing, and so is the change.

    Examples
    --------
    >>> found = change(*example(), 2019, np.random.default_rng(1))
    >>> index_change(found, "drugs", "cyber")["index"].round(2).to_dict()
    {'early': -1.0, 'late': -0.27, 'change': 0.73}
    """
    drawn = {
        period: _index(draws[old].to_numpy(), draws[new].to_numpy())
        for period, draws in (("early", change.early), ("late", change.late))
    }
    shares = change.table[["early", "late"]]
    point = dict(zip(shares, _index(*shares.loc[[old, new]].to_numpy()), strict=True))
    rows = {}
    for index in (point, drawn):
        index["change"] = index["late"] - index["early"]
    for name, value in point.items():
        low, high = limits(drawn[name], change.level)
        rows[name] = {"index": value, "low": np.fmin(low, value), "high": np.fmax(high, value)}
    return pd.DataFrame.from_dict(rows, orient="index")


def patterns(change: Change, old: str, new: str) -> dict[str, float]:
    """Share the draws of the change among what each explanation predicts of the two periods.

    Parameters
    ----------
    change : Change
        From :func:`change`.
    old, new : str
        Two of its themes.

    Returns
    -------
    dict of str to float
        Shares of the draws that show ``displacement`` (the new rises as the old falls),
        ``layering`` (the new rises and the old does not fall), ``decline`` (the old falls alone),
        and ``neither``.

    Examples
    --------
    >>> raised, years = example()
    >>> found = change(raised, years, 2019, np.random.default_rng(1))
    >>> max(patterns(found, "cbrn", "cyber"), key=patterns(found, "cbrn", "cyber").get)
    'displacement'
    """
    falls, rises = change.difference[old] < 0, change.difference[new] > 0
    return {
        "displacement": float((rises & falls).mean()),
        "layering": float((rises & ~falls).mean()),
        "decline": float((~rises & falls).mean()),
        "neither": float((~rises & ~falls).mean()),
    }


def change_points(
    raised: pd.DataFrame,
    years: pd.Series,
    *,
    prior: tuple[float, float] = (0.5, 0.5),
    no_change: float = NO_CHANGE,
    per_meeting: bool = False,
) -> dict[str, ChangePoint]:
    """Find when each theme's prevalence changed, if it did.

    Parameters
    ----------
    raised, years
        As in :func:`change`.
    prior, no_change
        As in `inference.change_point`.
    per_meeting : bool
        Whether every meeting weighs the same, however many accounts are known. This is the
        cautious choice: it takes the accounts of a meeting for one piece of evidence.

    Returns
    -------
    dict of str to ChangePoint
        By theme, indexed by `meeting_id`.

    Examples
    --------
    >>> raised, years = example()
    >>> change_points(raised, years)["cyber"].most_probable
    'm2024'
    """
    meetings = raised.groupby(level="meeting_id", observed=True)
    in_time = years.loc[meetings.size().index].sort_values(kind="stable").index
    counts, accounts = meetings.sum().loc[in_time], meetings.size().loc[in_time]
    if per_meeting:
        counts, accounts = counts.div(accounts, axis=0), accounts.clip(upper=1)
    return {
        theme: change_point(column, accounts, prior=prior, no_change=no_change)
        for theme, column in counts.items()
    }


@dataclass(frozen=True)
class Evidence:
    """All that the answer rests on.

    Attributes
    ----------
    old, new : str
        The two families.
    members : dict of str to tuple of str
        Their topics that are themes of their own.
    split : int
        First year of the late period.
    change : Change
    span : DataFrame
        From :func:`span`.
    change_points : dict of str to ChangePoint
    years : Series of int
        Year of each meeting.
    states : Series of int
        Accounts by state, from first to last meeting, with the categories `STATES`.
    trend : Series of float
        P-value of each theme's trend over meetings, from `inference.trend_test`.
    together : ExactLogistic
        Odds that an account of the late period raises the old family if it raises the new, over
        the odds if it does not.
    speakers : DataFrame
        One row a voice with a late account: `old` and `new` (accounts that raise it), `accounts`.

    Examples
    --------
    >>> list(example_evidence().families)
    ['drugs_cbrn', 'drugs', 'cbrn', 'cyber_hybrid', 'cyber', 'hybrid']
    """

    old: str
    new: str
    members: dict[str, tuple[str, ...]]
    split: int
    change: Change
    span: pd.DataFrame
    change_points: dict[str, ChangePoint]
    years: pd.Series
    states: pd.Series
    trend: pd.Series
    together: ExactLogistic
    speakers: pd.DataFrame

    @property
    def families(self) -> dict[str, str]:
        """The family of each theme, that of a family being itself, in reading order."""
        return {
            theme: family for family, topics in self.members.items() for theme in (family, *topics)
        }


def gather(
    raised: pd.DataFrame,
    themes: Mapping[str, Sequence[str]],
    years: pd.Series,
    old: str,
    new: str,
    split: int,
    visible_to_end: Collection[str],
    rng: np.random.Generator,
) -> Evidence:
    """Compute all that the answer rests on.

    Parameters
    ----------
    raised : DataFrame
        Boolean, accounts × themes.
    themes : mapping of str to sequence of str
        From :func:`themes`.
    years : Series of int
        Year of each meeting.
    old, new : str
        Two families among the themes.
    split : int
        First year of the late period.
    visible_to_end : collection of str
        Accounts that were visible to their end.
    rng : numpy.random.Generator

    Returns
    -------
    Evidence

    Raises
    ------
    ValueError
        If a period has no account.

    Examples
    --------
    >>> raised, years = example()
    >>> themes = {"drugs": ("drugs",), "cyber": ("cyber",)}
    >>> rng = np.random.default_rng(1)
    >>> found = gather(raised, themes, years, "drugs", "cyber", 2019, [], rng)
    >>> int(found.states["both"]), int(found.states["new only"])
    (2, 0)
    """
    year = years_of(raised, years)
    late = raised[year >= split]
    voice = late.index.get_level_values("voice")
    speakers = late[[old, new]].groupby(np.asarray(voice), sort=True).sum()
    speakers.columns = ["old", "new"]
    moved = change(raised, years, split, rng)
    meetings = raised.index.get_level_values("meeting_id")
    return Evidence(
        old=old,
        new=new,
        members={family: tuple(themes[family]) for family in (old, new)},
        split=split,
        change=moved,
        span=span(raised, years, visible_to_end),
        change_points=change_points(raised, years),
        years=years,
        states=states(raised, old, new).value_counts().reindex(list(STATES)),
        trend=pd.Series(trend_test(raised, year, meetings, rng), raised.columns),
        together=exact_logistic(late[old], late[new].astype(int)),
        speakers=speakers.assign(accounts=pd.Series(np.asarray(voice)).value_counts()),
    )


def example_evidence() -> Evidence:
    """Gather what :func:`example` shows of an old and of a new family.

    Examples
    --------
    >>> example_evidence().states.to_dict()
    {'old only': 3, 'both': 3, 'new only': 0, 'neither': 2}
    """
    raised, years = example()
    old, new = "drugs_cbrn", "cyber_hybrid"
    members = {old: ("drugs", "cbrn"), new: ("cyber", "hybrid")}
    themes = members | {topic: (topic,) for topic in raised}
    rng = np.random.default_rng(1)
    return gather(raises(raised, themes), members, years, old, new, 2019, [], rng)

"""Which findings survive other reasonable choices, and which rest on a single meeting or publisher.

**Specification curve** (Simonsohn, Simmons and Nelson 2020). Every combination of the choices of
:func:`list_choices` is computed. A combination that leaves fewer than :data:`ENOUGH` meetings in a
period is reported as *not estimable*; it is not dropped, since that, too, is a result. The
combinations are not independent of one another: the curve shows what depends on choices, and
permuting the years in all of them at once (:func:`support`) shows what chance would give. That
takes the shares of meetings as exchangeable, while those of meetings with few accounts, which stand
early, scatter more: in series of this size a nominal 10% is up to 13% (see `benchmarks/`).

**Influence.** :func:`leave_one_out` leaves out each meeting, and each publisher with all that it
printed; an account stays as long as one of its documents does.

References
----------
Simonsohn, U., Simmons, J. P., and Nelson, L. D. (2020). Specification curve analysis. Nature Human
Behaviour, 4, 1208-1214.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import borrowed_lineages, side_of
from eucad.stats import LEVEL, SEED
from eucad.stats.resampling import percentile_interval
from eucad.threats.change import (
    draw_change,
    estimate_change,
    mention_themes,
    shares_by_meeting,
)

#: Fewest meetings of a period for an estimate.
ENOUGH = 2

#: Hurdles of what may be cited: the share of specifications that agree on the direction, and the
#: probability that permuting the years does as well.
AGREE, CHANCE = 0.9, 0.1

#: The choices that decide which accounts there are and what they raise.
SOURCE = ("series", "extent", "borrowed accounts")


def list_choices(split: int) -> dict[str, tuple]:
    """List the choices that a reasonable person could make otherwise, with their options.

    Parameters
    ----------
    split : int
        First year of the late period.

    Returns
    -------
    dict of str to tuple
        The first option of each is the one the collection uses.

    Examples
    --------
    >>> list_choices(2019)["first late year"]
    (2019, 2018, 2020)
    """
    return {
        "series": ("dialogue", "all series"),
        "voice": ("all", "EU", "capitals", "balanced"),
        "extent": ("all visible", "opening"),
        "borrowed accounts": ("kept", "left out"),
        "first late year": (split, split - 1, split + 1),
    }


@dataclass(frozen=True)
class Curve:
    """Every specification, and what chance would give in its place.

    Attributes
    ----------
    specifications : DataFrame
        One row a specification and outcome: the choices of :func:`list_choices`; `outcome` (a
        theme); `estimate` (change in share), `low`, `high`; `early_meetings` and `late_meetings`;
        `estimable`, without which estimates are missing; `raised`: whether any account that the
        specification keeps raises it at all; `beside`: share of the accounts that raise it which
        raise the old family as well.
    permuted : ndarray, shape (specifications, permutations)
        The estimate of each row with the years permuted; missing where that leaves a period
        without a meeting.
    choices : tuple of str
    level : float
        Coverage of the intervals.
    """

    specifications: pd.DataFrame
    permuted: np.ndarray
    choices: tuple[str, ...]
    level: float

    def of(self, outcome: str) -> pd.DataFrame:
        """Select the specifications of an outcome."""
        return self.specifications[self.specifications["outcome"] == outcome]

    def own(self, outcome: str) -> pd.Series:
        """Select the specification that makes every choice as the collection does."""
        # The first option of every choice stands in the first row.
        return self.of(outcome).iloc[0]


def specification_curve(
    dataset: Dataset,
    themes: Mapping[str, Sequence[str]],
    old: str,
    split: int,
    *,
    draws: int = 200,
    permutations: int = 1999,
    level: float = LEVEL,
) -> Curve:
    """Estimate the change of every theme under every combination of choices.

    Parameters
    ----------
    dataset : Dataset
    themes : mapping of str to sequence of str
        Topics of each theme, from :func:`eucad.threats.change.family_themes`.
    old : str
        The theme that accounts may raise beside another.
    split : int
        First year of the late period, as the collection has it.
    draws : int
        Bootstrap draws behind an interval.
    permutations : int
        Orders of the years.
    level : float
        Coverage of the intervals.

    Returns
    -------
    Curve
        In the order of :func:`list_choices`, the last varying fastest; within it, outcomes as in
        `themes`.

    Examples
    --------
    >>> import eucad
    >>> curve = specification_curve(
    ...     eucad.load(), {"cbrn": ("cbrn",)}, "cbrn", 2019, draws=9, permutations=9)
    >>> len(curve.specifications), round(float(curve.own("cbrn")["estimate"]), 2)
    (96, -0.5)
    """
    rng = np.random.default_rng(SEED)
    calendar = np.unique(dataset.meetings["date_start"].dropna().dt.year)
    orders = np.vstack([rng.permuted(calendar) for _ in range(permutations)])
    choices = list_choices(split)
    cells = {}
    for source, mentions in _sources(dataset, themes, choices):
        side = np.asarray(side_of(mentions.index.get_level_values("voice")))
        parts = {"all": side == side, "EU": side == "eu", "capitals": side == "capitals"}
        for cut in choices["first late year"]:
            found = {
                voice: _estimate(mentions[part], cut, orders, calendar, rng, draws)
                for voice, part in parts.items()
            }
            found["balanced"] = _balance(found["EU"], found["capitals"])
            cells |= {(*source, voice, cut): found[voice] for voice in choices["voice"]}
    return _collect(cells, choices, list(themes), old, level)


def _sources(
    dataset: Dataset, themes: Mapping[str, Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """Give what accounts raise under each combination of the choices of `SOURCE`."""
    every = dataset.meetings["series"].cat.categories
    series_of = dataset.meetings.set_index("meeting_id")["series"]
    borrowed = borrowed_lineages(dataset)
    for extent in choices["extent"]:
        matrix = account_topic_matrix(dataset, series=every, extent=extent.removesuffix(" visible"))
        mentions = mention_themes(matrix, themes)
        meeting, account = (
            mentions.index.get_level_values(level) for level in ("meeting_id", "account_id")
        )
        dialogue = np.asarray(series_of.loc[meeting.astype(str)] == "hlsd")
        own = ~account.isin(borrowed)
        for series, kept in product(choices["series"], choices["borrowed accounts"]):
            rows = (dialogue | (series == "all series")) & (own | (kept == "kept"))
            yield (series, extent, kept), mentions[rows]


def _estimate(
    mentions: pd.DataFrame,
    split: int,
    orders: np.ndarray,
    calendar: np.ndarray,
    rng: np.random.Generator,
    draws: int,
) -> dict[str, np.ndarray]:
    """Estimate every theme: once, in draws, and with the years permuted."""
    values, themes = mentions.to_numpy(dtype=float), mentions.shape[1]
    shares = shares_by_meeting(mentions)
    year = np.asarray(shares.index.get_level_values("year"))
    cell = {
        "meetings": np.array([(year < split).sum(), (year >= split).sum()]),
        "overlap": values.T @ values,
        "point": np.full(themes, np.nan),
        "drawn": np.full((draws, themes), np.nan),
        "permuted": np.full((len(orders), themes), np.nan),
    }
    if cell["meetings"].min() < ENOUGH:
        return cell
    point, drawn = draw_change(shares, split, rng, draws)
    late = (orders[:, np.searchsorted(calendar, year)] >= split).astype(float)
    # An order may leave a period without a meeting: that one gives no estimate.
    with np.errstate(invalid="ignore"):
        permuted = (late @ shares.to_numpy()) / late.sum(axis=1)[:, None]
        permuted -= ((1 - late) @ shares.to_numpy()) / (1 - late).sum(axis=1)[:, None]
    return cell | {"point": point["change"], "drawn": drawn["change"], "permuted": permuted}


def _balance(eu: dict[str, np.ndarray], capitals: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Give each of the two sides half the weight; what either lacks is missing."""
    means = {name: (eu[name] + capitals[name]) / 2 for name in ("point", "drawn", "permuted")}
    return means | {
        "meetings": np.minimum(eu["meetings"], capitals["meetings"]),
        "overlap": eu["overlap"] + capitals["overlap"],
    }


def _collect(
    cells: Mapping[tuple, dict[str, np.ndarray]],
    choices: Mapping[str, Sequence],
    themes: Sequence[str],
    old: str,
    level: float,
) -> Curve:
    """Write out the cells as one row a specification and outcome."""
    rows, permuted = [], []
    for options in product(*choices.values()):
        chosen = dict(zip(choices, options, strict=True))
        cell = cells[tuple(chosen[name] for name in (*SOURCE, "voice", "first late year"))]
        low, high = percentile_interval(cell["drawn"], level)
        for column, theme in enumerate(themes):
            raising = cell["overlap"][column, column]
            both = cell["overlap"][column, themes.index(old)]
            rows.append(
                chosen
                | {
                    "outcome": theme,
                    "estimate": cell["point"][column],
                    "low": low[column],
                    "high": high[column],
                    "early_meetings": cell["meetings"][0],
                    "late_meetings": cell["meetings"][1],
                    "estimable": not np.isnan(cell["point"][column]),
                    "raised": raising > 0,
                    "beside": both / raising if raising else np.nan,
                }
            )
            permuted.append(cell["permuted"][:, column])
    return Curve(pd.DataFrame(rows), np.array(permuted), tuple(choices), level)


def support(curve: Curve) -> pd.DataFrame:
    """Count for each outcome the specifications that agree, and those that chance would make agree.

    Parameters
    ----------
    curve : Curve

    Returns
    -------
    DataFrame
        One row an outcome: `specifications`, `estimable`; `median`, `smallest` and `largest`
        estimate; `rising` and `falling`, shares of the estimable ones; `never_raised`, the share in
        which no account that is kept raises it, so that nothing can change; `beside`, of all in
        which one does, the share in which most of these accounts raise the old family as well;
        `clearly_rising` and `clearly_falling`, those whose interval holds no 0; `p_value`: how
        often the median estimate is as far from 0 when the years are permuted in all
        specifications at once; `own`, the estimate of the collection's own choices, and `further`,
        the share that is further from 0 on its side. Missing where no specification is estimable.

    Examples
    --------
    >>> import eucad
    >>> curve = specification_curve(
    ...     eucad.load(), {"cbrn": ("cbrn",)}, "cbrn", 2019, draws=9, permutations=9)
    >>> support(curve)["estimable"].to_dict()
    {'cbrn': 80}
    """
    rows = {}
    for outcome, group in curve.specifications.groupby("outcome", sort=False):
        good = group[group["estimable"]]
        chance = pd.DataFrame(curve.permuted[good.index]).median().abs()
        middle, own = good["estimate"].median(), curve.own(outcome)["estimate"]
        further = good["estimate"] < own if own < 0 else good["estimate"] > own
        rows[outcome] = {
            "specifications": len(group),
            "estimable": len(good),
            "median": middle,
            "smallest": good["estimate"].min(),
            "largest": good["estimate"].max(),
            "rising": (good["estimate"] > 0).mean(),
            "falling": (good["estimate"] < 0).mean(),
            "beside": (group["beside"].dropna() > 0.5).mean(),
            "never_raised": (~good["raised"]).mean(),
            "clearly_rising": (good["low"] > 0).mean(),
            "clearly_falling": (good["high"] < 0).mean(),
            "p_value": ((chance >= abs(middle) - 1e-12).sum() + 1) / (len(chance) + 1)
            if len(good)
            else np.nan,
            "own": own,
            "further": further.mean(),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")


def importance(curve: Curve) -> pd.DataFrame:
    """Measure how much of the spread of estimates each choice explains on its own.

    Parameters
    ----------
    curve : Curve

    Returns
    -------
    DataFrame
        Outcomes × choices: share (0 to 1) of the variance of the estimable specifications that
        lies between the options of the choice (eta squared). The choices interact and estimable
        specifications are not balanced, so shares need not sum to 1. Missing where the choice has
        a single option, or all estimates are equal.

    Examples
    --------
    >>> import eucad
    >>> curve = specification_curve(
    ...     eucad.load(), {"cbrn": ("cbrn",)}, "cbrn", 2019, draws=9, permutations=9)
    >>> importance(curve).loc["cbrn"].idxmax()
    'voice'
    """
    rows = {}
    for outcome, group in curve.specifications.groupby("outcome", sort=False):
        good = group[group["estimable"]]
        total = good["estimate"].var(ddof=0)
        rows[outcome] = {
            choice: good.groupby(choice)["estimate"].transform("mean").var(ddof=0) / total
            if total > 0 and good[choice].nunique() > 1
            else np.nan
            for choice in curve.choices
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")


def not_estimable(curve: Curve) -> pd.DataFrame:
    """Count where specifications leave too little data.

    Parameters
    ----------
    curve : Curve

    Returns
    -------
    DataFrame
        One row a series, voice and first late year in which some are not estimable:
        `specifications`, `not_estimable`, and `early_meetings` and `late_meetings`, the fewest
        there are.

    Examples
    --------
    >>> import eucad
    >>> curve = specification_curve(
    ...     eucad.load(), {"cbrn": ("cbrn",)}, "cbrn", 2019, draws=9, permutations=9)
    >>> not_estimable(curve)["voice"].unique().tolist()
    ['EU', 'balanced']
    """
    counts = (
        curve.specifications.groupby(["series", "voice", "first late year"], sort=False)
        .agg(
            specifications=("estimable", "size"),
            not_estimable=("estimable", lambda estimable: int((~estimable).sum())),
            early_meetings=("early_meetings", "min"),
            late_meetings=("late_meetings", "min"),
        )
        .reset_index()
    )
    return counts[counts["not_estimable"] > 0].reset_index(drop=True)


def leave_one_out(
    dataset: Dataset,
    themes: Mapping[str, Sequence[str]],
    split: int,
    by: str,
    *,
    draws: int = 2000,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Estimate the change of every theme without each meeting or publisher in turn.

    Parameters
    ----------
    dataset : Dataset
    themes : mapping of str to sequence of str
    split : int
        First year of the late period.
    by : str
        What is left out: ``"meeting_id"`` or ``"publisher"``, or another column of `documents`.
    draws : int
    level : float

    Returns
    -------
    DataFrame
        Indexed by what was left out and `theme`: `change`, `change_low`, `change_high`, and
        `shift`, the difference from the change with everything in.

    Raises
    ------
    ValueError
        If leaving something out leaves a period without an account.

    Examples
    --------
    >>> import eucad
    >>> found = leave_one_out(eucad.load(), {"cbrn": ("cbrn",)}, 2019, "meeting_id", draws=10)
    >>> round(float(found.loc[("hlsd2013", "cbrn"), "change"]), 3)
    -0.375
    """
    mentions = mention_themes(account_topic_matrix(dataset, unit="document"), themes)
    documents = dataset.documents.set_index("document_id")
    known = documents.loc[mentions.index.get_level_values("account_id")]
    label = known[by].astype(str).to_numpy()

    def estimate(kept: np.ndarray) -> pd.DataFrame:
        accounts = join_accounts(mentions[kept], known.loc[kept, "lineage_id"])
        return estimate_change(accounts, split, draws=draws, level=level)

    whole = estimate(np.ones(len(label), dtype=bool))
    tables = {}
    for left_out in pd.unique(label):
        table = estimate(label != left_out)[["change", "change_low", "change_high"]]
        tables[left_out] = table.assign(shift=table["change"] - whole["change"])
    return pd.concat(tables, names=[by, "theme"])


def join_accounts(mentions: pd.DataFrame, lineage: pd.Series) -> pd.DataFrame:
    """Join the documents of a lineage to one account, which raises what any of them does.

    Parameters
    ----------
    mentions : DataFrame
        Boolean, documents × themes.
    lineage : Series of str
        Lineage of each document, in the same order.

    Returns
    -------
    DataFrame
        Boolean, lineages × themes.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("m", "eu", "d1", 2013, False), ("m", "eu", "d2", 2013, True)],
    ...     names=["meeting_id", "voice", "account_id", "year", "complete"])
    >>> documents = pd.DataFrame({"cyber": [False, True]}, index=index)
    >>> join_accounts(documents, pd.Series(["l", "l"]))["cyber"].to_dict()
    {('m', 'eu', 'l', 2013): True}
    """
    index = mentions.index.to_frame(index=False).assign(account_id=lineage.to_numpy())
    documents = mentions.set_axis(pd.MultiIndex.from_frame(index.drop(columns="complete")))
    return documents.groupby(level=list(documents.index.names), observed=True, sort=False).any()


def citable(table: pd.DataFrame, without: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Decide of every outcome what a reader may cite.

    Three hurdles: of the specifications in which it is raised at all, :data:`AGREE` agree on the
    direction; no single meeting or publisher turns it; and permuting the years in all
    specifications at once does as well in fewer than :data:`CHANCE` of all cases. Where leaving one
    out makes the interval hold 0, what is left out must be cited, too.

    Parameters
    ----------
    table : DataFrame
        From :func:`support`.
    without : mapping of str to DataFrame
        From :func:`leave_one_out`, by what is left out.

    Returns
    -------
    DataFrame
        One row an outcome: `direction` (``falls`` or ``rises``), `agree` (share), `clear` (share
        whose interval holds no 0), `turned` (whether leaving one out does), `hangs_on` (a tuple of
        what is left out where the interval then holds 0), `left_out` (of how many), `p_value` and
        `cite`: ``"no direction"``, ``"no trend"``, ``"hangs on"`` or ``"change"``.

    Examples
    --------
    >>> row = {"rising": 0.0, "falling": 1.0, "never_raised": 0.0, "clearly_rising": 0.0}
    >>> table = pd.DataFrame([row | {"clearly_falling": 0.5, "p_value": 0.01}], index=["cbrn"])
    >>> citable(table, {})["cite"].to_list()
    ['change']
    """
    rows = {}
    for outcome, row in table.iterrows():
        falls = row["falling"] > row["rising"]
        sign, way = (-1, "falling") if falls else (1, "rising")
        ever = 1 - row["never_raised"]
        agree = row[way] / ever if ever else 0.0
        each = [found.xs(outcome, level="theme") for found in without.values()]
        turned = any((found["change"] * sign <= 0).any() for found in each)
        hangs_on = [
            left_out
            for found in each
            for left_out in found.index[(found["change_low"] <= 0) & (found["change_high"] >= 0)]
        ]
        if not agree >= AGREE or turned:
            cite = "no direction"
        elif not row["p_value"] < CHANCE:
            cite = "no trend"
        else:
            cite = "hangs on" if hangs_on else "change"
        rows[outcome] = {
            "direction": "falls" if falls else "rises",
            "agree": agree,
            "clear": row[f"clearly_{way}"],
            "turned": turned,
            "hangs_on": tuple(hangs_on),
            "left_out": sum(map(len, each)),
            "p_value": row["p_value"],
            "cite": cite,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")


def leading_choices(weights: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Find the choice that explains most of the spread of each outcome.

    Parameters
    ----------
    weights : DataFrame
        From :func:`importance`.

    Returns
    -------
    list of (str, str, float)
        Outcome, choice and share; without outcomes of which all estimates are equal.

    Examples
    --------
    >>> leading_choices(pd.DataFrame({"voice": [0.4, None], "extent": [0.1, None]}, ["a", "b"]))
    [('a', 'voice', 0.4)]
    """
    known = weights.dropna(how="all")
    return [(outcome, row.idxmax(), float(row.max())) for outcome, row in known.iterrows()]

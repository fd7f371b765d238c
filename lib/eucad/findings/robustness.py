"""Which findings survive other reasonable choices, and which rest on a single meeting or publisher.

**Specification curve** (Simonsohn, Simmons and Nelson 2020). Every combination of the choices in
:data:`CHOICES` is computed. A combination that leaves fewer than :data:`ENOUGH` meetings in a
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

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import borrowed_lineages, side_of
from eucad.meetings import held_meetings
from eucad.stats import LEVEL
from eucad.stats.resampling import limits
from eucad.threats.measures import change, estimate, raises, shares_by_meeting

#: The choices that a reasonable person could make otherwise, with their options; the first option
#: of each is the one the collection uses.
CHOICES: dict[str, tuple[str, ...]] = {
    "series": ("dialogue", "all series"),
    "unit": ("lineage", "document"),
    "coder": ("adjudicated", "first", "second"),
    "voice": ("all", "EU", "capitals", "balanced"),
    "extent": ("all visible", "opening"),
    "template": ("kept", "left out"),
    "old family": ("as coded", "with organised crime"),
    "new family": ("as coded", "with online radicalisation"),
    "cut": ("2019", "2018", "2020"),
}


#: Fewest meetings of a period for an estimate.
ENOUGH = 2


CODING = {"adjudicated": "final", "first": "a", "second": "b"}


SIDE = {"EU": "eu", "capitals": "capitals"}


#: The choices that decide which accounts there are and what they raise.
SOURCE = ("coder", "extent", "series", "unit", "template")


WIDER = {
    "with organised crime": "organised_crime",
    "with online radicalisation": "online_radicalisation",
}


@dataclass(frozen=True)
class Curve:
    """Every specification, and what chance would give in its place.

    Attributes
    ----------
    specifications : DataFrame
        One row a specification and outcome: the choices of :data:`CHOICES`; `outcome` (a theme);
        `estimate` (change in prevalence), `low`, `high`; `early_meetings` and `late_meetings`;
        `estimable`, without which estimates are missing; `raised`: whether any account that the
        specification keeps raises it at all; `beside`: share of the accounts that raise it which
        raise the old family, as coded, as well.
    permuted : ndarray, shape (specifications, permutations)
        The estimate of each row with the years permuted; missing where that leaves a period
        without a meeting.

    Examples
    --------
    >>> example().specifications[["coder", "outcome", "estimate"]].to_numpy().tolist()
    [['adjudicated', 'old', -0.4], ['adjudicated', 'new', 0.2],
     ['first', 'old', -0.3], ['first', 'new', 0.1]]
    """

    specifications: pd.DataFrame
    permuted: np.ndarray


def specification_curve(
    dataset: Dataset,
    themes: Mapping[str, Sequence[str]],
    old: str,
    new: str,
    rng: np.random.Generator,
    *,
    choices: Mapping[str, Sequence[str]] = CHOICES,
    draws: int = 200,
    permutations: int = 400,
    level: float = LEVEL,
) -> Curve:
    """Estimate the change of every theme under every combination of choices.

    Parameters
    ----------
    dataset : Dataset
    themes : mapping of str to sequence of str
        Topics of each theme, from `shift.themes`.
    old, new : str
        The themes that the choices of family widen.
    rng : numpy.random.Generator
    choices : mapping of str to sequence of str
        Options of every choice in :data:`CHOICES`.
    draws : int
        Bootstrap draws behind an interval.
    permutations : int
    level : float
        Coverage of the intervals.

    Returns
    -------
    Curve
        In the order of `choices`, the last varying fastest; within it, outcomes as in `themes`. A
        family stands only with its own definitions, and a topic of its own with none: choices that
        cannot matter are not varied.

    Examples
    --------
    >>> import eucad
    >>> few = {name: options[:1] for name, options in CHOICES.items()} | {"voice": ("all", "EU")}
    >>> themes = {"drugs_cbrn": ("drug_trafficking", "cbrn"), "cyber_hybrid": ("cyber", "hybrid")}
    >>> curve = specification_curve(
    ...     eucad.load(), themes, *themes, np.random.default_rng(1), choices=few
    ... )
    >>> curve.specifications[["voice", "outcome", "estimable"]].to_numpy().tolist()
    [['all', 'drugs_cbrn', True], ['all', 'cyber_hybrid', True],
     ['EU', 'drugs_cbrn', False], ['EU', 'cyber_hybrid', False]]
    """
    years = held_meetings(dataset)["date_start"].dt.year
    calendar = np.unique(years)
    orders = np.vstack([rng.permuted(calendar) for _ in range(permutations)])
    wide = _wide_themes(themes, old, new)
    cells: dict[tuple[str, ...], dict[str, np.ndarray]] = {}
    number = math.prod(len(choices[name]) for name in SOURCE)
    for source, raised in _progress(_sources(dataset, wide, choices), number):
        side = np.asarray(side_of(raised.index.get_level_values("voice")))
        parts = {
            name: _cells(raised[part], years, choices["cut"], orders, calendar, rng, draws)
            for name, part in _voices(side)
        }
        for cut in choices["cut"]:
            found = {name: cells_of[cut] for name, cells_of in parts.items()}
            found["balanced"] = _balance(found["EU"], found["capitals"])
            for voice in choices["voice"]:
                cells[(*source, voice, cut)] = found[voice]
    return _collect(cells, choices, themes, old, new, list(wide), level)


def _wide_themes(
    themes: Mapping[str, Sequence[str]], old: str, new: str
) -> dict[str, tuple[str, ...]]:
    """Add the families as the other options define them."""
    wide = {name: tuple(topics) for name, topics in themes.items()}
    for family, option in ((old, "with organised crime"), (new, "with online radicalisation")):
        wide[f"{family} {option}"] = (*themes[family], WIDER[option])
    return wide


def _sources(
    dataset: Dataset, wide: Mapping[str, Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """Give what accounts raise under each combination of the choices of `SOURCE`."""
    every = dataset.meetings["series"].cat.categories
    series_of = dataset.meetings.set_index("meeting_id")["series"]
    lineage_of = dataset.documents.set_index("document_id")["lineage_id"]
    borrowed = borrowed_lineages(dataset)
    for coder, extent in product(choices["coder"], choices["extent"]):
        seen = "opening" if extent == "opening" else "all"
        found = account_topic_matrix(
            dataset, series=every, unit="document", coding=CODING[coder], extent=seen
        )
        documents = raises(found, wide)
        lineage = lineage_of.loc[documents.index.get_level_values("account_id")]
        dialogue = (series_of.loc[documents.index.get_level_values("meeting_id")] == "hlsd").array
        for series, unit, template in product(*(choices[name] for name in SOURCE[2:])):
            keep = np.ones(len(documents), dtype=bool)
            if series == "dialogue":
                keep &= dialogue
            if template == "left out":
                keep &= ~lineage.isin(borrowed).array
            raised = documents[keep]
            if unit == "lineage":
                raised = collapse(raised, lineage[keep])
            yield (coder, extent, series, unit, template), raised


def _voices(side: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    yield "all", np.ones(len(side), dtype=bool)
    for name, value in SIDE.items():
        yield name, side == value


def _cells(
    raised: pd.DataFrame,
    years: pd.Series,
    cuts: Sequence[str],
    orders: np.ndarray,
    calendar: np.ndarray,
    rng: np.random.Generator,
    draws: int,
) -> dict[str, dict[str, np.ndarray]]:
    """Estimate every theme, for every cut: once, in draws, and with the years permuted."""
    values = raised.to_numpy(dtype=float)
    shares = shares_by_meeting(raised)
    year = years.loc[shares.index].to_numpy()
    permuted_year = orders[:, np.searchsorted(calendar, year)]
    themes = raised.shape[1]
    found = {}
    for cut in cuts:
        found[cut] = {
            "meetings": np.array([(year < int(cut)).sum(), (year >= int(cut)).sum()]),
            "overlap": values.T @ values,
            "point": np.full(themes, np.nan),
            "drawn": np.full((draws, themes), np.nan),
            "permuted": np.full((len(orders), themes), np.nan),
        }
        if found[cut]["meetings"].min() >= ENOUGH:
            point, drawn = estimate(shares, years, int(cut), rng, draws=draws)
            late = (permuted_year >= int(cut)).astype(float)
            # An order may leave a period without a meeting: that one gives no estimate.
            with np.errstate(invalid="ignore"):
                permuted = (late @ shares.to_numpy()) / late.sum(axis=1)[:, None]
                permuted -= ((1 - late) @ shares.to_numpy()) / (1 - late).sum(axis=1)[:, None]
            found[cut] |= {
                "point": point["change"],
                "drawn": drawn["change"],
                "permuted": permuted,
            }
    return found


def _balance(eu: dict[str, np.ndarray], capitals: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Give each of the two sides half the weight; what either lacks is missing."""
    means = {name: (eu[name] + capitals[name]) / 2 for name in ("point", "drawn", "permuted")}
    return means | {
        "meetings": np.minimum(eu["meetings"], capitals["meetings"]),
        "overlap": eu["overlap"] + capitals["overlap"],
    }


def _collect(
    cells: Mapping[tuple[str, ...], dict[str, np.ndarray]],
    choices: Mapping[str, Sequence[str]],
    themes: Mapping[str, Sequence[str]],
    old: str,
    new: str,
    columns: Sequence[str],
    level: float,
) -> Curve:
    """Write out the cells as one row a specification and outcome."""
    place = {name: i for i, name in enumerate(columns)}
    limits_of = {key: limits(cell["drawn"], level) for key, cell in cells.items()}
    rows, permuted = [], []
    for options in product(*choices.values()):
        chosen = dict(zip(choices, options, strict=True))
        key = tuple(chosen[name] for name in (*SOURCE, "voice", "cut"))
        cell, (low, high) = cells[key], limits_of[key]
        for theme in themes:
            if _idle(chosen, choices, theme, old, new):
                continue
            option = {old: chosen["old family"], new: chosen["new family"]}.get(theme, "as coded")
            column = place[theme if option == "as coded" else f"{theme} {option}"]
            raising = cell["overlap"][column, column]
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
                    "beside": cell["overlap"][column, place[old]] / raising if raising else np.nan,
                }
            )
            permuted.append(cell["permuted"][:, column])
    return Curve(pd.DataFrame(rows), np.array(permuted))


def _idle(
    chosen: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
    theme: str,
    old: str,
    new: str,
) -> bool:
    """Say whether a specification only repeats another, as its choice of family cannot matter."""
    return any(
        theme != family and chosen[choice] != choices[choice][0]
        for choice, family in (("old family", old), ("new family", new))
    )


def _progress(items: Iterable, total: int) -> Iterable:
    """Show progress on a terminal, and nothing anywhere else."""
    console = Console(stderr=True)
    shown = console.is_terminal and not console.is_jupyter
    return track(items, "Specifications", total, console=console, transient=True, disable=not shown)


def support(curve: Curve) -> pd.DataFrame:
    """Say for each outcome how many specifications agree, and how many chance would make agree.

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
        specifications at once. Missing where no specification is estimable.

    Examples
    --------
    >>> support(example())[["estimable", "median", "falling", "p_value"]]
             estimable  median  falling   p_value
    outcome
    old              2   -0.35      1.0  0.333333
    new              2    0.15      0.0  1.000000
    """
    rows = {}
    for outcome, group in curve.specifications.groupby("outcome", sort=False):
        good = group[group["estimable"]]
        chance = pd.DataFrame(curve.permuted[good.index]).median().abs()
        middle = good["estimate"].median()
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
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")


def importance(curve: Curve, choices: Sequence[str] = tuple(CHOICES)) -> pd.DataFrame:
    """Measure how much of the spread of estimates each choice explains on its own.

    Parameters
    ----------
    curve : Curve
    choices : sequence of str

    Returns
    -------
    DataFrame
        Outcomes × choices: share (0 to 1) of the variance of the estimable specifications that
        lies between the options of the choice (eta squared). The choices interact and estimable
        specifications are not balanced, so shares need not sum to 1. Missing where the choice has
        a single option, or all estimates are equal.

    Examples
    --------
    The two made-up specifications differ by the coder alone:

    >>> importance(example(), ["coder", "cut"]).loc["old"].to_list()
    [1.0, nan]
    """
    rows = {}
    for outcome, group in curve.specifications.groupby("outcome", sort=False):
        good = group[group["estimable"]]
        total = good["estimate"].var(ddof=0)
        rows[outcome] = {
            choice: good.groupby(choice)["estimate"].transform("mean").var(ddof=0) / total
            if total > 0 and good[choice].nunique() > 1
            else np.nan
            for choice in choices
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")


def not_estimable(
    curve: Curve, choices: Sequence[str] = ("series", "voice", "cut")
) -> pd.DataFrame:
    """Count where specifications leave too little data.

    Parameters
    ----------
    curve : Curve
    choices : sequence of str
        Choices whose combinations are told apart.

    Returns
    -------
    DataFrame
        One row a combination in which some are not estimable: `choices`, `specifications`,
        `not_estimable`, and `early_meetings` and `late_meetings`, the fewest there are.

    Examples
    --------
    >>> curve = example()
    >>> curve.specifications.loc[0, "estimable"] = False
    >>> not_estimable(curve, ["coder"])[["coder", "specifications", "not_estimable"]]
             coder  specifications  not_estimable
    0  adjudicated               2              1
    """
    counts = (
        curve.specifications.groupby(list(choices), sort=False)
        .agg(
            specifications=("estimable", "size"),
            not_estimable=("estimable", lambda estimable: int((~estimable).sum())),
            early_meetings=("early_meetings", "min"),
            late_meetings=("late_meetings", "min"),
        )
        .reset_index()
    )
    return counts[counts["not_estimable"] > 0].reset_index(drop=True)


def example() -> Curve:
    """Make up a curve of two specifications and two outcomes, for examples and tests.

    Examples
    --------
    >>> example().permuted.shape
    (4, 2)
    """
    usual = {name: options[0] for name, options in CHOICES.items()}
    rows = [
        usual
        | {"coder": coder, "outcome": outcome, "estimate": estimate}
        | {"low": estimate - 0.3, "high": estimate + 0.3, "early_meetings": 3, "late_meetings": 5}
        | {"estimable": True, "raised": True, "beside": 1.0}
        for coder, outcome, estimate in (
            ("adjudicated", "old", -0.4),
            ("adjudicated", "new", 0.2),
            ("first", "old", -0.3),
            ("first", "new", 0.1),
        )
    ]
    permuted = [[0.1, -0.2], [0.3, -0.4], [0.2, -0.1], [0.3, -0.2]]
    return Curve(pd.DataFrame(rows), np.array(permuted))


def leave_one_out(
    raised: pd.DataFrame,
    documents: pd.DataFrame,
    years: pd.Series,
    split: int,
    by: str,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
) -> pd.DataFrame:
    """Estimate the change of every theme without each meeting or publisher in turn.

    Where the rest says what the whole does, since every account was printed elsewhere as well, the
    estimate is that of the whole, not another draw of it.

    Parameters
    ----------
    raised : DataFrame
        Boolean, documents × themes: the accounts are documents.
    documents : DataFrame
        Agenda documents: `document_id`, `lineage_id` and `by`.
    years : Series of int
    split : int
    by : str
        What is left out: ``"meeting_id"`` or ``"publisher"``, or another column of `documents`.
    rng : numpy.random.Generator
    draws : int

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
    >>> from eucad import documents, shift, topics
    >>> dataset = eucad.load()
    >>> themes = {"cbrn": ("cbrn",)}
    >>> found = leave_one_out(
    ...     raises(topics.incidence(dataset, unit="document"), themes),
    ...     documents.agenda_documents(dataset),
    ...     documents.held_meetings(dataset)["date_start"].dt.year,
    ...     2019, "meeting_id", np.random.default_rng(1), draws=10,
    ... )
    >>> round(float(found.loc[("hlsd2013", "cbrn"), "change"]), 3)
    -0.375
    """
    known = documents.set_index("document_id").loc[raised.index.get_level_values("account_id")]
    label = known[by].astype(str).to_numpy()
    whole = collapse(raised, known["lineage_id"])
    baseline = change(whole, years, split, rng, draws=draws).table
    tables = {}
    for left_out in pd.unique(label):
        kept = label != left_out
        rest = collapse(raised[kept], known.loc[kept, "lineage_id"])
        same = rest.equals(whole)
        table = baseline if same else change(rest, years, split, rng, draws=draws).table
        table = table[["change", "change_low", "change_high"]]
        tables[left_out] = table.assign(shift=table["change"] - baseline["change"])
    return pd.concat(tables, names=[by, "theme"])


def collapse(raised: pd.DataFrame, lineage: pd.Series) -> pd.DataFrame:
    """Join the documents of a lineage to one account, which raises what any of them does.

    Parameters
    ----------
    raised : DataFrame
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
    ...     [("m", "eu", "d1"), ("m", "eu", "d2")], names=["meeting_id", "voice", "account_id"])
    >>> documents = pd.DataFrame({"cyber": [False, True]}, index=index)
    >>> collapse(documents, pd.Series(["l", "l"]))["cyber"].to_dict()
    {('m', 'eu', 'l'): True}
    """
    index = raised.index.to_frame(index=False).assign(account_id=lineage.to_numpy())
    documents = raised.set_axis(pd.MultiIndex.from_frame(index))
    return documents.groupby(level=list(documents.index.names), observed=True, sort=False).any()

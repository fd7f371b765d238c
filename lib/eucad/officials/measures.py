"""Who sat at the table: rosters, seats, level of representation, turnover and tenure.

An *attestation* is one document that places one person at one meeting. A *roster* has one row a
person and meeting, however many documents attest it. A *seat* is the place of one delegation at
one meeting: documents usually say that a delegation came without naming who led it, so a roster
lists the people who are named, never all who were there. Every measure here keeps the two apart,
and gives bounds where an unnamed head could change it.

Meeting someone on the sidelines is not taking part: such rows stay in the attestations, marked
`present` false, and never become co-participation.
"""

from __future__ import annotations

import warnings
from itertools import chain, combinations, pairwise

import numpy as np
import pandas as pd
from scipy import stats

from eucad.attendance import SEAT_STATES
from eucad.stats import LEVEL

_RATES = ["pairs", "known", "named", "returning", "rate", "low", "high", "rate_low", "rate_high"]


def readings(attested: pd.DataFrame) -> dict[tuple[str, ...], pd.DataFrame]:
    """Return the attestations under each reading of the ambiguous passages.

    A document whose ambiguous rows name several meetings may mean any one of them, or more than
    one; a document whose ambiguous rows name a single meeting may mean it or not. A reading is the
    set of meetings meant: documents that are ambiguous about the same meeting are read alike.

    Parameters
    ----------
    attested : DataFrame
        From :func:`attestations`.

    Returns
    -------
    dict of tuple of str to DataFrame
        For each reading, the meetings that ambiguous passages are taken to mean, and the
        attestations that then stand. Fewest meetings first.

    Examples
    --------
    >>> import eucad
    >>> list(readings(attestations(eucad.load())))
    [('ctd2025',), ('hlsd2025',), ('ctd2025', 'hlsd2025')]
    """
    certain = attested["certainty"] != "ambiguous"
    passages = attested[~certain].groupby("document_id")["meeting_id"].agg(set)
    meetings = sorted(set().union(*passages))
    subsets = chain.from_iterable(combinations(meetings, size) for size in range(len(meetings) + 1))
    return {
        meant: attested[certain | attested["meeting_id"].isin(meant)]
        for meant in subsets
        if all(len(named) == 1 or named & set(meant) for named in passages)
    }


def roster(attested: pd.DataFrame, *, sidelines: bool = False) -> pd.DataFrame:
    """Return one row a person and meeting, in order of time.

    Parameters
    ----------
    attested : DataFrame
        From :func:`attestations`, or one of its :func:`readings`.
    sidelines : bool
        Whether to keep people who were met on the sidelines only.

    Returns
    -------
    DataFrame
        `person_id`, `meeting_id`, `name`, `delegation`, `series`, `meeting`, `date`; the most
        prominent `capacity`, the best `certainty` and the highest `rank` that any document gives;
        `institution` (all that are printed); `accounts` (lineages: copies count once) and
        `documents` (their ids, a tuple).

    Examples
    --------
    >>> import eucad
    >>> table = roster(attestations(eucad.load()))
    >>> table.loc[table["meeting_id"] == "hlsd2013", "name"].to_list()
    ['Helga Schmid', 'Nizomiddin Zohidi']
    """
    keys = ["person_id", "meeting_id"]
    table = attested if sidelines else attested[attested["present"]]
    # Where some document places a person in the meeting, sideline talks say nothing of presence.
    seated = table.groupby(keys)["present"].transform("any")
    table = table[table["present"] | ~seated]
    # Vocabularies run from the most to the least: the first row gives the best of each.
    best = {
        column: table.iloc[table[column].cat.codes.argsort(kind="stable")]
        .groupby(keys)[column]
        .first()
        for column in ("capacity", "certainty", "rank")
    }
    groups = table.groupby(keys)
    merged = groups[["name", "delegation", "series", "meeting", "date"]].first()
    merged = merged.assign(
        **best,
        institution=groups["institution"].agg(lambda printed: "; ".join(sorted(set(printed)))),
        accounts=groups["lineage_id"].nunique(),
        documents=groups["document_id"].agg(lambda ids: tuple(sorted(set(ids)))),
    ).reset_index()
    return merged.sort_values(
        ["date", "meeting_id", "delegation", "name"], kind="stable", ignore_index=True
    )


def tenure(table: pd.DataFrame) -> pd.DataFrame:
    """Return how long and how often each official is attested.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`.

    Returns
    -------
    DataFrame
        One row an official, indexed by `person_id`, most meetings first: `name`, `delegation`,
        `meetings`, `series` (how many), `first` and `last` (dates), and `years` from first to
        last. Attested is the least that is true: earlier and later meetings may be unrecorded.

    Examples
    --------
    >>> import eucad
    >>> table = tenure(roster(attestations(eucad.load())))
    >>> int(table.loc["muhriddin-sirojiddin", "meetings"])
    7
    """
    spans = table.groupby("person_id").agg(
        name=("name", "first"),
        delegation=("delegation", "first"),
        meetings=("meeting_id", "nunique"),
        series=("series", "nunique"),
        first=("date", "min"),
        last=("date", "max"),
    )
    years = (spans["last"] - spans["first"]).dt.days / 365.25
    return spans.assign(years=years).sort_values(
        ["meetings", "years", "name"], ascending=[False, False, True], kind="stable"
    )


def people_table(table: pd.DataFrame, labels: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the officials with their meetings, to be read by people.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`, with or without sidelines.
    labels : dict
        Labels of the values of ``delegation``, ``series`` and ``capacity``.

    Returns
    -------
    DataFrame
        One row an official, by delegation and name, with headings for columns. After a meeting
        stand what is special: a capacity other than taking part, and a certainty other than
        stated.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> labels = {"delegation": dataset.labels("people", "delegation"),
    ...           "series": dataset.labels("meetings", "series"),
    ...           "capacity": dataset.labels("participation", "capacity")}
    >>> people = people_table(roster(attestations(dataset)), labels).set_index("Official")
    >>> int(people.loc["Helga Schmid", "Meetings"])
    4
    """
    rows = []
    for _, own in table.sort_values(["delegation", "name", "date"], kind="stable").groupby(
        ["delegation", "name", "person_id"], observed=True
    ):
        meetings = []
        for row in own.itertuples():
            notes = [] if row.capacity == "participant" else [labels["capacity"][row.capacity]]
            notes += [] if row.certainty == "stated" else [row.certainty]
            note = f" ({', '.join(notes).lower()})" if notes else ""
            meetings.append((row.series, f"{row.meeting}{note}"))
        listed = {
            labels["series"][series]: "; ".join(text for key, text in meetings if key == series)
            for series in dict.fromkeys(key for key, _ in meetings)
        }
        rows.append(
            (
                own["name"].iloc[0],
                labels["delegation"][own["delegation"].iloc[0]],
                int((own["capacity"] != "sideline_only").sum()),
                ". ".join(f"{series}: {text}" for series, text in listed.items()),
                own["institution"].iloc[-1],
            )
        )
    columns = ["Official", "Delegation", "Meetings", "Where", "Institution"]
    return pd.DataFrame(rows, columns=columns)


def turnover(table: pd.DataFrame, seated: pd.DataFrame) -> pd.DataFrame:
    """Compare who is named of each delegation at consecutive meetings of a series.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`.
    seated : DataFrame
        From :func:`seats`, of the same reading.

    Returns
    -------
    DataFrame
        One row a delegation and pair of consecutive meetings: `series`, `delegation`, `start` and
        `end` (meeting ids), `before` and `after` (officials named), `returning` (named at both),
        `known_after` (the head is named at `end`), `known` (at both), and `jaccard`: the share of
        those named at either meeting who are named at both (missing unless `known`). Unnamed
        members of a delegation other than its head are not allowed for.

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11(2).

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> attested = attestations(dataset)
    >>> seated = seats(attested, dataset.delegations, held_meetings(dataset))
    >>> table = turnover(roster(attested), seated).set_index(["end", "delegation"])
    >>> float(table.loc[("hlsd2018", "EU"), "jaccard"])
    0.5
    """
    people = table.groupby(["meeting_id", "delegation"], observed=True)["person_id"].agg(set)
    unknown = seated.set_index(["meeting_id", "delegation"])["state"].isin(SEAT_STATES[2:])
    rows = []
    for series, held in seated.groupby("series", observed=True):
        order = held.drop_duplicates("meeting_id")["meeting_id"].to_list()
        for start, end in pairwise(order):
            for delegation in held["delegation"].cat.categories:
                ends = [(start, delegation), (end, delegation)]
                if any(key not in unknown.index for key in ends):
                    continue
                before, after = (people.get(key, set()) for key in ends)
                known_before, known_after = (not unknown[key] for key in ends)
                known = known_before and known_after
                both, either = len(before & after), len(before | after)
                jaccard = both / either if known and either else np.nan
                sizes = (len(before), len(after), both)
                rows.append((series, delegation, start, end, *sizes, known_after, known, jaccard))
    columns = ["series", "delegation", "start", "end", "before", "after", "returning"]
    changes = pd.DataFrame(rows, columns=[*columns, "known_after", "known", "jaccard"])
    return changes.astype(
        {"known_after": bool, "known": bool, **seated.dtypes[["series", "delegation"]]}
    )


def return_rates(changes: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Return how many of the officials named at a meeting are named at the next of its series.

    Parameters
    ----------
    changes : DataFrame
        From :func:`turnover`, or any selection of its rows.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a delegation: `pairs` of consecutive meetings, `known` of them (head named at both
        ends), and on those `named`, `returning`, `rate` (share returning) with its exact
        (Clopper–Pearson) `low` and `high`; `rate_low` and `rate_high`, the least and the most the
        rate over all pairs with somebody named at the first can be, whoever the unnamed heads of
        the second were. Members of one delegation move together, so intervals are, if anything,
        too narrow where a delegation is known through several people. A delegation known through
        several may also have brought one of them again unnamed.

    References
    ----------
    Clopper, C. J., and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika, 26(4).
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources, 24(3).

    Examples
    --------
    >>> changes = pd.DataFrame({"delegation": ["KZ"] * 3, "before": [1, 1, 1],
    ...                         "returning": [1, 0, 0], "known_after": [True, True, False],
    ...                         "known": [True, True, False]})
    >>> return_rates(changes)[["pairs", "known", "rate", "rate_low", "rate_high"]].round(2)
                pairs  known  rate  rate_low  rate_high
    delegation
    KZ              3      2   0.5      0.33       0.67
    """
    rows = {}
    for delegation, group in changes.groupby("delegation", observed=True):
        known = group[group["known"]]
        named, returning = int(known["before"].sum()), int(known["returning"].sum())
        rate, low, high = _share(returning, named, level)
        # One unnamed head can be at most one of those who were named before.
        possible = (~group["known_after"] & (group["before"] > group["returning"])).sum()
        everyone, again = group["before"].sum(), group["returning"].sum()
        rows[delegation] = {
            "pairs": len(group),
            "known": len(known),
            "named": named,
            "returning": returning,
            "rate": rate,
            "low": low,
            "high": high,
            "rate_low": again / everyone if everyone else np.nan,
            "rate_high": (again + possible) / everyone if everyone else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_RATES).rename_axis("delegation")


def _share(count: int, total: int, level: float) -> tuple[float, float, float]:
    if not total:
        return np.nan, np.nan, np.nan
    interval = stats.binomtest(count, total).proportion_ci(level, method="exact")
    return count / total, float(interval.low), float(interval.high)


def spells(table: pd.DataFrame, seated: pd.DataFrame) -> pd.DataFrame:
    """Return how many rounds of a series each official kept coming, and what ends the record.

    An official counts as gone when a later meeting names the head of the delegation and the
    official is not among those named. Where no later head is named, the official may have come
    unnamed: the spell is censored. That an official came unnamed behind a named head is not
    allowed for, so those who never led a delegation may have stayed longer.

    Parameters
    ----------
    table : DataFrame
        From :func:`roster`; one series or several, each counted on its own.
    seated : DataFrame
        From :func:`seats`, of the same reading.

    Returns
    -------
    DataFrame
        One row an official and series: `person_id`, `series`, `delegation`, `first` (meeting id);
        `seen`, rounds from the first to the last attested meeting (0 if there is one); `gone`,
        rounds from the first to the meeting that shows the official gone (missing if none
        does); `left`, whether one does. The true last meeting lies in ``[seen, gone)``. Gaps in
        between are bridged, and what came before the first attested meeting is not known.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> attested = attestations(dataset)
    >>> seated = seats(attested, dataset.delegations, held_meetings(dataset))
    >>> table = spells(roster(attested), seated).set_index(["person_id", "series"])
    >>> int(table.loc[("hajiyev-vepa", "hlsd"), "seen"])
    1
    """
    order = {
        meeting: number
        for _, held in seated.groupby("series", observed=True)
        for number, meeting in enumerate(held["meeting_id"].unique())
    }
    named = seated[~seated["state"].isin(SEAT_STATES[2:])]
    named = named.assign(number=named["meeting_id"].map(order))
    rows = []
    for (person, series), own in table.groupby(["person_id", "series"], observed=True):
        numbers = own["meeting_id"].map(order)
        delegation = own["delegation"].iloc[0]
        heads = named[(named["series"] == series) & (named["delegation"] == delegation)]["number"]
        later = heads[heads > numbers.max()]
        rows.append(
            {
                "person_id": person,
                "series": series,
                "delegation": delegation,
                "first": own["meeting_id"].iloc[numbers.argmin()],
                "seen": int(numbers.max() - numbers.min()),
                "gone": later.min() - numbers.min() if len(later) else np.nan,
                "left": len(later) > 0,
            }
        )
    columns = ["person_id", "series", "delegation", "first", "seen", "gone", "left"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"delegation": table["delegation"].dtype, "left": bool}
    )


def departure_times(spell: pd.DataFrame, *, late: bool = False) -> pd.Series:
    """Return the round at which each official is taken to be gone, or was last seen if censored.

    Parameters
    ----------
    spell : DataFrame
        From :func:`spells`.
    late : bool
        Whether officials leave as late as the record allows (at the meeting that shows it) or as
        early (at the round after the last attested one).

    Returns
    -------
    Series
        Rounds since the first attested meeting, float. A later departure lifts a survival curve
        until then and lowers it afterwards, as fewer are left at risk: the two curves are bounds
        up to the first round and at most where they have not crossed.

    Examples
    --------
    >>> spell = pd.DataFrame({"seen": [0, 2], "gone": [3, float("nan")], "left": [True, False]})
    >>> departure_times(spell).to_list(), departure_times(spell, late=True).to_list()
    ([1.0, 2.0], [3.0, 2.0])
    """
    gone = spell["gone"] if late else spell["seen"] + 1
    return gone.where(spell["left"], spell["seen"]).astype(float)


def kaplan_meier(time: pd.Series, observed: pd.Series, level: float = LEVEL) -> pd.DataFrame:
    """Estimate a survival curve from times of which some are censored, with scipy.

    Parameters
    ----------
    time : Series
        Time of the event, or of the last observation if there was none. What is censored at a
        time is still at risk at that time.
    observed : Series
        Whether the event was observed.
    level : float
        Pointwise coverage of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a time of an event, and one each for 0 and for the last observation, indexed by
        `time`: `at_risk`, `events`, `survival` (share without the event after that time), and
        `low` and `high` after Greenwood on the log–log scale. Where the curve is at 0 or 1 there
        are no limits.

    Raises
    ------
    ValueError
        If there are no times, a time is missing or negative, or `level` is not between 0 and 1.

    References
    ----------
    Kaplan, E. L., and Meier, P. (1958). Nonparametric estimation from incomplete observations.
    JASA, 53(282). Kalbfleisch, J. D., and Prentice, R. L. (2002). The Statistical Analysis of
    Failure Time Data (2nd ed.), section 1.4. Wiley.

    Examples
    --------
    >>> curve = kaplan_meier(pd.Series([1, 2, 2, 3]), pd.Series([True, True, False, True]))
    >>> curve["survival"].to_list()
    [1.0, 0.75, 0.5, 0.0]
    """
    times, happened = np.asarray(time, dtype=float), np.asarray(observed, dtype=bool)
    if not len(times) or not (times >= 0).all():
        raise ValueError("Survival needs at least one time, and no time missing or below 0.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; give a share between 0 and 1, such as 0.95.")
    data = stats.CensoredData(uncensored=times[happened], right=times[~happened])
    curve = stats.ecdf(data).sf
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        limits = curve.confidence_interval(level, method="log-log")
    points = np.unique([0, *times[happened], times.max()])
    survival = curve.evaluate(points)
    low, high = (
        np.where((survival > 0) & (survival < 1), limit.evaluate(points), np.nan)
        for limit in limits
    )
    return pd.DataFrame(
        {
            "at_risk": [(times >= point).sum() for point in points],
            "events": [(times[happened] == point).sum() for point in points],
            "survival": survival,
            "low": low,
            "high": high,
        },
        index=pd.Index(points, name="time"),
    )


def median_time(curve: pd.DataFrame) -> tuple[float, float, float]:
    """Return the median survival time with its interval.

    Parameters
    ----------
    curve : DataFrame
        From :func:`kaplan_meier`.

    Returns
    -------
    tuple of float
        The first time at which the curve is at one half or below, and the first times at which
        its lower and upper limits are (Brookmeyer and Crowley 1982); infinite where never.

    Examples
    --------
    >>> curve = kaplan_meier(pd.Series([1, 2, 3, 4]), pd.Series([True] * 4))
    >>> median_time(curve)[0]
    2.0
    """

    def crossing(values: pd.Series) -> float:
        # Where the curve has come down to 0 there are no limits: they count as 0 too.
        low_enough = (values <= 0.5) | (curve["survival"] == 0)
        return float(curve.index[low_enough][0]) if low_enough.any() else np.inf

    return crossing(curve["survival"]), crossing(curve["low"]), crossing(curve["high"])

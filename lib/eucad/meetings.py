"""The meetings that were held, and the rounds of which no document shows."""

from __future__ import annotations

import pandas as pd

from eucad.dataset import Dataset, once

#: The series of meetings that the collection is about.
DIALOGUE = "hlsd"


@once
def held_meetings(dataset: Dataset) -> pd.DataFrame:
    """Return the meetings that took place, in order of time.

    Returns
    -------
    DataFrame
        Rows of `meetings` whose status is ``held``, indexed by `meeting_id`, with a short `name`.

    Examples
    --------
    >>> import eucad
    >>> held_meetings(eucad.load()).loc[["hlsd2016", "hlsd2020"], "name"].to_list()
    ['Brussels 2016', 'Virtual 2020']
    """
    meetings = dataset.meetings
    held = meetings[meetings["status"] == "held"].sort_values("date_start", kind="stable")
    names = [dataset.names[key] for key in held["meeting_id"]]
    return held.assign(name=names).set_index("meeting_id")


def missing_rounds(dataset: Dataset) -> pd.DataFrame:
    """Return the years in which a series that meets yearly had no round.

    Returns
    -------
    DataFrame
        Rows of `meetings` whose status is ``none_found``, indexed by `meeting_id`, with the `year`.

    Examples
    --------
    >>> import eucad
    >>> missing_rounds(eucad.load())["year"].to_dict()
    {'fmm2014': 2014, 'hlsd2014': 2014}
    """
    meetings = dataset.meetings
    missing = meetings[meetings["status"] == "none_found"]
    year = missing["meeting_id"].str.extract(r"(\d{4})", expand=False).astype(int)
    return missing.assign(year=year).set_index("meeting_id")

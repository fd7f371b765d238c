"""Pages of officials: where documents place each, and in which role."""

from __future__ import annotations

import notebooks
import openings
import pandas as pd
from sitedata import SiteData, in_time, years_of
from view import (
    Cell,
    Code,
    Fact,
    ListPage,
    OfficialPage,
    Phrase,
    Printed,
    Row,
    Section,
    Table,
    iso,
    neighbours,
    stated,
)


def officials_page(data: SiteData) -> ListPage:
    """List the officials."""
    rows = []
    for person in data.people.itertuples():
        placed = data.dataset.participation
        placed = placed[placed["person_id"] == person.Index]
        attended = placed[placed["capacity"] != "sideline_only"]
        sure = attended.loc[attended["certainty"] != "ambiguous", "meeting_id"]
        perhaps = set(attended["meeting_id"]) - set(sure)
        years = years_of(attended["meeting_id"])
        rows.append(
            Row(
                [
                    Cell(data.person_link(person.Index), person.Index),
                    data.name(person.delegation),
                    sure.nunique(),
                    len(perhaps),
                    stated(years.min(), "none"),
                    stated(years.max(), "none"),
                    placed["document_id"].nunique(),
                ],
                also="" if pd.isna(person.aliases) else person.aliases,
            )
        )
    headings = ["Name", "Delegation", "Meetings", "Perhaps also", "First", "Last", "Documents"]
    caption = "Officials, and the meetings at which documents place them"
    table = Table("officials", caption, headings, rows, sortable=True, searchable=True)
    return ListPage(
        "officials/index",
        "Officials",
        intro=(
            "Officials whom documents place at a meeting, in their public roles. A person who only "
            "met someone on the sidelines is listed but was not at the table; “perhaps also” "
            "counts meetings that a document may or may not mean."
        ),
        sections=[Section("", table=table)],
    )


def official_page(data: SiteData, key: str) -> OfficialPage:
    """Tell where documents place an official, and in which role."""
    person = data.people.loc[key]
    facts = [Fact("Delegation", data.name(person["delegation"]))]
    if not pd.isna(person["aliases"]):
        # In which language a form is printed is not recorded; its letters tell the direction.
        forms = [Printed(form) for form in person["aliases"].split(" | ")]
        commas = [part for form in forms for part in (", ", form)][1:]
        facts.append(Fact("Also printed as", Phrase(commas)))
    if not pd.isna(person["identity_note"]):
        facts.append(Fact("Identity", data.with_links(person["identity_note"])))
    facts += [*notebooks.fact(data, f"officials/{key}"), Fact("Key in the data", Code(key))]
    placed = data.dataset.participation
    placed = placed[placed["person_id"] == key]
    rows = [
        Row(
            [
                data.meeting_link(said.meeting_id),
                iso(data.meetings["date_start"][said.meeting_id]),
                Printed(said.name_printed),
                data.role(said),
                data.name(said.rank),
                data.name(said.capacity),
                data.name(said.certainty),
                data.document_link(said.document_id),
            ]
        )
        for said in placed.sort_values("meeting_id", key=in_time, kind="stable").itertuples()
    ]
    headings = ["Meeting", "Date", "Name as printed", "Role as printed", "Rank", "Capacity"]
    headings += ["Certainty", "Document"]
    caption = f"What documents say of {person['name']}"
    table = Table("meetings", caption, headings, rows, sortable=True)
    return OfficialPage(
        f"officials/{key}",
        person["name"],
        intro=openings.official(data, key),
        strip=openings.official_strip(data, key),
        facts=facts,
        sections=[Section("Meetings", table=table)],
        neighbours=neighbours("officials", key, data.people.index, data.person_link),
    )

"""Published numbers of notebook 02, computed again from the CSV files without the library."""

import re
from collections import Counter, defaultdict

import nbformat
import numpy as np
import pytest
from from_csv import DATA, read

NOTEBOOK = DATA.parent / "notebooks" / "02-topic-evolution.ipynb"
SPLIT = "2019"
OLD = ("drugs_cbrn", "crime", "terrorism_extremism")


@pytest.fixture(scope="module")
def published():
    """All words and alternative texts that the stored notebook shows."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    data = [out["data"] for out in outputs if "data" in out]
    return "\n".join(each.get("text/markdown", each.get("text/plain", "")) for each in data)


@pytest.fixture(scope="module")
def documents(tables):
    return tables[0]


@pytest.fixture(scope="module")
def mentions(tables):
    """Account, meeting, series, voice and topic of everything that an account raises."""
    columns = ["lineage_id", "meeting_id", "series", "voice", "topic_id"]
    return tables[1][columns].drop_duplicates()


@pytest.fixture(scope="module")
def families():
    return dict(read("topics")[["topic_id", "family"]].to_numpy())


def names():
    return dict(read("topics")[["topic_id", "label"]].to_numpy())


def percent(share):
    return f"{share:.0%}"


def test_topics_at_every_meeting(published, mentions, documents):
    ours = mentions[mentions["series"] == "hlsd"]
    meetings = documents.loc[documents["series"] == "hlsd", "meeting_id"].nunique()
    at = ours.groupby("topic_id")["meeting_id"].nunique()
    always = {names()[topic] for topic in at.index[at == meetings]}
    said = [line for line in published.splitlines() if ":** on the table throughout" in line]
    told = {name for name in always if any(name in line for line in said)}
    assert told == always
    assert f"by {meetings} meetings" in published


@pytest.mark.parametrize("period", ["early", "late"])
def test_share_of_the_old_families_in_all_mentions(published, mentions, families, period):
    ours = mentions[mentions["series"] == "hlsd"]
    late = ours["meeting_id"].str[-4:] >= SPLIT
    part = ours[late if period == "late" else ~late]
    share = percent(part["topic_id"].map(families).isin(OLD).mean())
    words = f"{share} since" if period == "late" else f"{share} of what is raised before {SPLIT}"
    assert words in published


def test_share_of_the_old_families_without_borrowed_wording(published, mentions, families):
    firm = read("borrowings").query("certainty == 'firm'")[["lineage_id", "template_lineage_id"]]
    pairs = firm.merge(read("borrowing_topics").query("wording == 'only'"))
    of = dict(read("documents")[["lineage_id", "meeting_id"]].to_numpy())
    dates = dict(read("meetings")[["meeting_id", "date_start"]].to_numpy())
    borrowed = {
        (row.lineage_id, row.topic_id)
        for row in pairs.itertuples()
        if dates[of[row.template_lineage_id]] < dates[of[row.lineage_id]]
    }
    ours = mentions[mentions["series"] == "hlsd"]
    fresh = [key not in borrowed for key in zip(ours["lineage_id"], ours["topic_id"], strict=True)]
    ours = ours[fresh]
    old = ours["topic_id"].map(families).isin(OLD)
    late = ours["meeting_id"].str[-4:] >= SPLIT
    change = 100 * (old[late].mean() - old[~late].mean())
    assert f"without borrowed wording: {change:+.0f} points".replace("-", "−") in published


@pytest.mark.parametrize("topic", ["drug_trafficking"])
def test_shares_in_the_dialogue_and_among_ministers(published, mentions, documents, topic):
    share = {}
    for series in ("hlsd", "fmm"):
        accounts = documents.loc[documents["series"] == series, "lineage_id"].nunique()
        raising = mentions[(mentions["series"] == series) & (mentions["topic_id"] == topic)]
        share[series] = percent(raising["lineage_id"].nunique() / accounts)
    said = f"{names()[topic]} ({share['hlsd']} of accounts against {share['fmm']})"
    assert said in published


def test_topics_apart_from_the_ministers(published, mentions, documents):
    """Meetings change series at random: how often does any topic then differ as much?"""
    both = documents[documents["series"].isin(["hlsd", "fmm"])]
    accounts = both.groupby("meeting_id")["lineage_id"].nunique()
    counts = mentions.groupby(["meeting_id", "topic_id"])["lineage_id"].nunique().unstack()
    counts = counts.reindex(index=accounts.index, columns=list(names())).fillna(0)
    size = accounts.to_numpy()[:, None]
    excess = (counts.to_numpy() - size * counts.sum().to_numpy() / size.sum()) / size**0.5
    here = accounts.index.str.startswith("hlsd")
    rng = np.random.default_rng(7)
    orders = rng.permuted(np.tile(here, (19_999, 1)), axis=1).astype(float)
    chance = orders @ (excess - excess.mean(axis=0))
    observed = here.astype(float) @ (excess - excess.mean(axis=0))
    spread = np.where(chance.std(axis=0) > 0, chance.std(axis=0), np.inf)
    furthest = abs(chance / spread).max(axis=1)
    rarely = [(furthest >= each).mean() <= 0.05 for each in abs(observed / spread)]
    special = {
        name
        for name, rare, gap in zip(names().values(), rarely, observed, strict=True)
        if rare and gap > 0
    }
    line = next(line for line in published.splitlines() if line.startswith("- **Raised more in"))
    assert {name for name in names().values() if name in line.split("Less:")[0]} == special
    assert ("Less:" in line) == any(
        rare and gap < 0 for rare, gap in zip(rarely, observed, strict=True)
    )


@pytest.mark.parametrize(
    ("topic", "series", "end"),
    [("cyber", "fmm", min), ("cbrn", "fmm", max), ("cyber", "hlsd", min)],
)
def test_years_here_and_elsewhere(published, mentions, topic, series, end):
    ours = mentions[(mentions["series"] == series) & (mentions["topic_id"] == topic)]
    year = end(ours["meeting_id"].str[-4:])
    place = "here" if series == "hlsd" else "foreign ministers"
    alt = next(line for line in published.splitlines() if line.startswith("Grid of 35 topics"))
    part = next(part for part in alt.split(";") if names()[topic] in part)
    assert f"{place} {year}" in part


@pytest.mark.parametrize("topic", ["water", "hybrid", "disinformation"])
def test_years_of_first_and_last_sightings(mentions, topic):
    ours = mentions[(mentions["series"] == "hlsd") & (mentions["topic_id"] == topic)]
    years = ours["meeting_id"].str[-4:]
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    (table,) = (cell for cell in cells if cell.source.startswith("sentences.verdict_table("))
    rows = re.findall(r"(?s)<tr>.*?</tr>", table.outputs[0].data["text/html"])
    (row,) = (re.findall("<td>(.*?)</td>", row) for row in rows if f">{names()[topic]}<" in row)
    assert row[5:7] == [years.min(), years.max()]


def test_topics_that_never_reach_the_dialogue(published, mentions):
    seen = set(mentions.loc[mentions["series"] == "hlsd", "topic_id"])
    never = {name for topic, name in names().items() if topic not in seen}
    line = next(line for line in published.splitlines() if "No account of the dialogue" in line)
    assert {name for name in names().values() if name in line} == never


def test_drift_of_the_plain_likeness_has_the_sign_that_is_published(published, mentions):
    """Mean share of topics in common, by years apart: higher for neighbours than far apart."""
    topics = defaultdict(set)
    for row in mentions[mentions["series"] == "hlsd"].itertuples():
        topics[row.meeting_id, row.lineage_id].add(row.topic_id)
    alike = defaultdict(list)
    for first in topics:
        for second in topics:
            if first[0] < second[0]:
                years = int(second[0][-4:]) - int(first[0][-4:])
                a, b = topics[first], topics[second]
                alike[years].append(len(a & b) / len(a | b))
    near = np.mean([each for years in (1, 2) for each in alike[years]])
    far = np.mean([each for years in alike if years >= 9 for each in alike[years]])
    assert near > far
    assert "the less alike what is reported" in published


def test_programmes(published, documents):
    named = read("programme_mentions").merge(documents[documents["series"] == "hlsd"])
    at = Counter(programme for programme, _ in set(zip(
        named["programme_id"], named["meeting_id"], strict=True)))  # fmt: skip
    meetings = documents.loc[documents["series"] == "hlsd", "meeting_id"].nunique()
    label = dict(read("programmes")[["programme_id", "name"]].to_numpy())
    most, often = at.most_common(1)[0]
    assert f"{label[most]} ({often} of {meetings})" in published
    once = sum(number == 1 for number in at.values())
    assert f"{once} of the {len(at)} programmes" in published

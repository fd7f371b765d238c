"""Small parts of the dataset, as a person may have them who begins with one of their own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from unittest.mock import patch

from eucad import change
from eucad.officials import measures as officials
from eucad.stats import agreement, kept, presence
from eucad.threats import measures as threats
from eucad.topics import measures as topics
from eucad.topics import whole
from eucad.voices import contrast, likeness

#: Tables of which a row belongs to a document.
OF_DOCUMENTS = (
    "codings",
    "codings_final",
    "adjudications",
    "participation",
    "delegations",
    "programme_mentions",
)
CODED = ("codings", "codings_final", "adjudications", "programme_mentions", "borrowing_topics")
SEATED = ("participation", "delegations")


def part(dataset, documents):
    """Keep some documents, with all that belongs to them and nothing else."""
    keys, meetings = set(documents["document_id"]), set(documents["meeting_id"])
    accounts = set(documents["lineage_id"])
    lineages = dataset.lineages[dataset.lineages["lineage_id"].isin(accounts)]
    tables = {"documents": documents, "lineages": lineages}
    for name in OF_DOCUMENTS:
        table = getattr(dataset, name)
        kept = table["document_id"].isin(keys)
        if "meeting_id" in table:
            kept &= table["meeting_id"].isin(meetings)
        tables[name] = table[kept]
    for name in ("borrowings", "borrowing_topics"):
        table = getattr(dataset, name)
        known = table["lineage_id"].isin(accounts) & table["template_lineage_id"].isin(accounts)
        tables[name] = table[known]
    tables["meetings"] = dataset.meetings[dataset.meetings["meeting_id"].isin(meetings)]
    placed = set(tables["participation"]["person_id"])
    tables["people"] = dataset.people[dataset.people["person_id"].isin(placed)]
    return replace(dataset, **{name: t.reset_index(drop=True) for name, t in tables.items()})


def without(dataset, *names):
    return replace(dataset, **{name: getattr(dataset, name)[:0] for name in names})


def worlds(dataset):
    """Map the name of each small world to a function that makes it, once."""
    documents = dataset.documents.merge(dataset.lineages[["lineage_id", "voice"]])
    documents = documents.set_index(dataset.documents.index)
    begun = dataset.meetings.set_index("meeting_id")["date_start"]
    year = documents["meeting_id"].map(begun).dt.year
    here = documents["meeting_id"].str.startswith("hlsd")

    account = documents.loc[here & (documents["document_type"] == "readout"), "lineage_id"].iloc[0]

    def those(kept):
        return lambda: part(dataset, dataset.documents[kept])

    made = {
        "one meeting": those(documents["meeting_id"] == "hlsd2016"),
        "one account": those(documents["lineage_id"] == account),
        "one year": those(year == 2019),
        "two meetings": those(documents["meeting_id"].isin(["hlsd2016", "hlsd2024"])),
        # The least in which every study is made, so that all is said and drawn.
        "four years": those(year.isin([2013, 2015, 2024, 2025])),
        "one voice": those(documents["voice"] == "eu"),
        "another voice": those(documents["voice"] == "kz"),
        "the dialogue alone": those(here),
        "all but the dialogue": those(~here),
        "no coding": lambda: without(dataset, *CODED),
        "only English": those(documents["language"] == "en"),
        "no programme": lambda: without(dataset, "programmes", "programme_mentions"),
        "nobody named": lambda: without(dataset, *SEATED, "people"),
        "nothing": lambda: without(
            those(year == 1900)(), "topics", "programmes", "events", "glosses"
        ),
    }
    return {name: cache(make) for name, make in made.items()}


#: How often something is drawn or shuffled, by default or always, and how often will do where no
#: digit of a probability is asked for.
DEFAULTS = [
    (change.adjust_for_size, "draws", 199),
    (change.estimate_change, "draws", 2_000),
    (whole.compose, "draws", 199),
    (threats._join_by_chance, "draws", 199),
    (officials.study, "draws", 9),
    (agreement.agreement, "resamples", 200),
]
CONSTANTS = [
    (topics, "SHUFFLES", 199),
    (threats, "DRAWS", 2_000),
    (contrast, "SHUFFLES", 999),
    (likeness, "SHUFFLES", 199),
]


@contextmanager
def few_draws() -> Iterator[None]:
    """Let all that is drawn, but the presence model, be drawn a few times only."""
    with ExitStack() as stack:
        for function, name, few in DEFAULTS:
            assert name in function.__kwdefaults__
            stack.enter_context(patch.dict(function.__kwdefaults__, {name: few}))
        for module, name, few in CONSTANTS:
            stack.enter_context(patch.object(module, name, few))
        yield


@contextmanager
def quick_fits() -> Iterator[None]:
    """Let the presence model draw little as well, and keep nothing of it."""
    few = {"draws": 30, "warmup": 20}
    with (
        few_draws(),
        patch.dict("os.environ", {kept.FOLDER: ""}),
        patch.dict(presence.sample.__kwdefaults__, few),
        patch.dict(presence.sample_variants.__kwdefaults__, few),
        patch.object(kept, "_FITS", {}),
    ):
        yield

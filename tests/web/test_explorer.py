"""The explorer: what it computes is what the library computes, by keyboard and by pointer."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from browsing import wait_for

from eucad.agenda import account_topic_matrix, agenda_codings, prevalence
from eucad.meetings import held_meetings

DRAWN = "address => document.getElementById('choices').dataset.drawn === address"


@pytest.fixture
def explore(open_page, sizes):
    """Open the explorer with what an address chooses."""

    def opened(address="", **options):
        tab = open_page(f"explorer.html#{address}", viewport=sizes["desktop"], **options)
        wait_for(tab, DRAWN, arg=address)
        return tab

    return opened


def saved(tab, name):
    with tab.expect_download() as download:
        tab.locator(f'[data-save="{name}"]').click()
    assert download.value.suggested_filename == f"eucad-{name}"
    return Path(download.value.path()).read_bytes()


def rows(tab, name):
    return list(csv.DictReader(StringIO(saved(tab, name).decode("utf-8-sig"))))


CHOICES = {
    "": {},
    "series=hlsd,fmm&voices=eu,joint&by=families": {
        "series": ["hlsd", "fmm"],
        "voices": ["eu", "joint"],
        "families": True,
    },
    "topics=cbrn,cyber&visible=full&borrowed=left-out": {
        "visible": True,
        "fresh": True,
        "topics": ["cbrn", "cyber"],
    },
    "series=hlsd,fmm&voices=eu,joint": {"series": ["hlsd", "fmm"], "voices": ["eu", "joint"]},
    "visible=full&borrowed=left-out": {"visible": True, "fresh": True},
    "series=fmm,summit,ctd&by=families": {"series": ["fmm", "summit", "ctd"], "families": True},
    "topics=cbrn,cyber&borrowed=left-out": {"topics": ["cbrn", "cyber"], "fresh": True},
}


def expected(dataset, series=("hlsd",), voices=None, topics=None, *,
             visible=False, fresh=False, families=False):  # fmt: skip
    """Compute with the library what the explorer shows: raised and accounts, by meeting."""
    found = {}
    for each in series:
        without = ["borrowed wording"] if fresh else []
        mentions = account_topic_matrix(dataset, series=[each], voices=voices, without=without)
        if visible:
            mentions = mentions[mentions.index.get_level_values("complete")]
        if families:
            family = dataset.topics.set_index("topic_id")["family"].astype(str)
            mentions = mentions.T.groupby(family).any().T
        if topics:
            mentions = mentions[topics]
        for by in ((), ("meeting_id",)):
            for key, row in prevalence(mentions, by).iterrows():
                where = key if isinstance(key, tuple) else (None, key)
                found[dataset.names[each], *where] = (row["raised"], row["accounts"])
    return found


@pytest.mark.parametrize(
    "address",
    [pytest.param(each, marks=[pytest.mark.long] * (each != "")) for each in CHOICES],
)
def test_the_browser_computes_what_the_library_computes(explore, dataset, address):
    tab = explore(address)
    wanted = expected(dataset, **CHOICES[address])
    names = dataset.names
    held = {(names[m.series], m.name): m.Index for m in held_meetings(dataset).itertuples()}
    keys = {names[key]: key for key in {key for *_, key in wanted}}
    shown = {}
    for row in [*rows(tab, "prevalence.csv"), *rows(tab, "heat.csv")]:
        meeting = held[row["series"], row["meeting"]] if "meeting" in row else None
        shown[row["series"], meeting, keys[row["topic"]]] = (
            int(row["raised"]),
            int(row["accounts"]),
        )
        if int(row["accounts"]):
            assert float(row["share"]) == pytest.approx(int(row["raised"]) / int(row["accounts"]))
    assert shown == wanted
    assert not tab.said


@pytest.mark.long
def test_the_evidence_is_that_of_the_library(explore, dataset):
    tab = explore("series=hlsd,ctd")
    wanted = agenda_codings(dataset, ["hlsd", "ctd"])
    found = [(row["document"], row["term"]) for row in rows(tab, "evidence.csv")]
    assert sorted(found) == sorted(zip(wanted["document_id"], wanted["term"], strict=True))
    assert tab.locator("#evidence tbody tr").count() < len(found)
    tab.get_by_role("button", name="Show all").click()
    assert tab.locator("#evidence tbody tr").count() == len(found)


@pytest.mark.long
def test_a_cell_leads_to_its_evidence(explore, dataset):
    tab = explore("topics=cyber,hybrid")
    tab.locator("#heat").get_by_text("2/3", exact=True).first.click()
    wait_for(tab, "location.hash.includes('meeting=hlsd2024')")
    said = agenda_codings(dataset).query("meeting_id == 'hlsd2024' and topic_id == 'cyber'")
    assert tab.locator("#evidence tbody tr").count() == len(said)
    assert set(said["term"]) == set(
        tab.locator("#evidence td:nth-of-type(4) > span:first-child").all_inner_texts()
    )
    assert tab.locator("#narrow [name=meeting]").input_value() == "hlsd2024"


@pytest.mark.long
def test_the_keyboard_chooses_and_the_address_holds_it(explore):
    tab = explore()
    tab.get_by_label("Foreign ministers").focus()
    tab.keyboard.press("Space")
    tab.get_by_text("Choose topics").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Politics", exact=True).focus()
    tab.keyboard.press("Space")
    tab.get_by_label("only those visible to their end").focus()
    tab.keyboard.press("Space")
    tab.locator("#narrow select[name=meeting]").select_option("fmm2021")
    address = tab.evaluate("location.hash.slice(1)")
    for part in ("series=hlsd,fmm", "visible=full", "meeting=fmm2021"):
        assert part in address
    summary = tab.locator("#summary").inner_text()
    again = explore(address)
    assert again.locator("#summary").inner_text() == summary
    assert not again.get_by_label("EU strategy", exact=True).is_checked()
    tab.bring_to_front()
    tab.go_back()
    wait_for(tab, "!location.hash.includes('meeting')")
    tab.get_by_role("button", name="Start again").press("Enter")
    wait_for(tab, DRAWN, arg="")
    assert not tab.said


@pytest.mark.long
def test_no_choice_at_all_is_said(explore):
    tab = explore()
    tab.get_by_label("Security dialogue", exact=True).uncheck()
    tab.get_by_text("Nothing to draw").first.wait_for()
    assert not tab.said


@pytest.mark.long
def test_the_pictures_are_what_is_seen(explore, theme):
    tab = explore("series=hlsd,ctd&topics=cbrn,cyber", color_scheme=theme)
    for name in ("prevalence", "heat"):
        drawing = saved(tab, f"{name}.svg").decode()
        seen = tab.locator(f"#{name} svg").evaluate("each => each.textContent")
        for words in ("Cyber", "CBRN"):
            assert words in seen and words in drawing
        assert saved(tab, f"{name}.png").startswith(b"\x89PNG")
    assert not tab.said


def test_the_explorer_is_light_enough(html):
    loaded = ["explorer.html", "_static/vega.js", "_static/explorer-data.js", "_static/explorer.js"]
    assert sum((html / name).stat().st_size for name in loaded) < 1_500_000

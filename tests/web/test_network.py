"""The network of officials and meetings, by keyboard and by pointer, and its equal, the table."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from browsing import wait_for

from eucad.attendance import find_attestations
from eucad.officials.rosters import make_roster

DRAWN = "address => document.getElementById('choices').dataset.drawn === address"


@pytest.fixture
def network(open_page, sizes):
    """Open the network with what an address chooses."""

    def opened(address="", **options):
        tab = open_page(f"network.html#{address}", viewport=sizes["desktop"], **options)
        wait_for(tab, DRAWN, arg=address)
        return tab

    return opened


@pytest.fixture(scope="module")
def roster(dataset):
    return make_roster(find_attestations(dataset))


def saved(tab, ending):
    with tab.expect_download() as download:
        tab.locator(f'[data-save="drawing.{ending}"]').click()
    return Path(download.value.path()).read_bytes()


def test_the_ties_are_those_of_the_library(network, dataset, roster):
    tab = network("least=1")
    ties = csv.DictReader(StringIO(saved(tab, "csv").decode("utf-8-sig")))
    titles = dict(zip(roster["meeting_id"], roster["series"].astype(str).map(dataset.names) + ", "
                      + roster["meeting"], strict=True))  # fmt: skip
    wanted = {
        (row.name, titles[row.meeting_id], "perhaps" if row.certainty == "ambiguous" else "named")
        for row in roster[["name", "meeting_id", "certainty"]].itertuples(index=False)
    }
    assert {(tie["official"], tie["meeting"], tie["certainty"]) for tie in ties} == wanted
    assert not tab.said


def test_the_keyboard_chooses_an_official(network, roster):
    tab = network()
    tab.get_by_label("Show the ties of").focus()
    tab.keyboard.type("Roman Vassilenko")
    tab.keyboard.press("Tab")
    wait_for(tab, DRAWN, arg="of=vassilenko-roman")
    own = roster.query("person_id == 'vassilenko-roman'")["meeting_id"]
    assert f"Roman Vassilenko: {len(own)} meetings" in tab.locator("#summary").inner_text()
    beside = roster[roster["meeting_id"].isin(own)]["name"].unique()
    shown = tab.locator("table.data tbody tr:not([hidden]) th a").all_inner_texts()
    assert "Roman Vassilenko" in shown and set(shown) <= set(beside)
    assert not tab.said


def test_the_pointer_chooses_a_meeting_and_lets_it_go(network):
    tab = network("series=hlsd")
    label = tab.locator("#drawing").get_by_text("Ashgabat 2018", exact=True)
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    for address in ("series=hlsd&of=hlsd2018", "series=hlsd"):
        # The square stands below its name.
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 15)
        wait_for(tab, DRAWN, arg=address)
    assert not tab.said


def test_the_picture_is_saved(network, theme):
    tab = network("series=hlsd", color_scheme=theme)
    assert b"Roman Vassilenko" in saved(tab, "svg")
    assert saved(tab, "png").startswith(b"\x89PNG")
    assert not tab.said


def test_nothing_chosen_is_said(network):
    tab = network("series=ctd&least=5")
    assert "Nothing to draw" in tab.locator("#drawing").inner_text()

"""The network of officials and meetings, by keyboard and by pointer, and its equal, the table."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from browsing import wait_for

from eucad.attendance import find_attestations
from eucad.officials.rosters import make_roster

#: The mark of an official or a meeting, and the places of all names that can be seen.
DOT = """key => [...document.querySelectorAll('#drawing path')]
    .find(path => path.__data__?.datum?.key === key)"""
NAMES = """() => Object.fromEntries([...document.querySelectorAll('#drawing .mark-text text')]
    .filter(text => text.textContent && text.__data__?.room)
    .map(text => [text.textContent, text.getBoundingClientRect()])
    .map(([name, box]) => [name, [box.left, box.top, box.right, box.bottom]]))"""
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


@pytest.mark.long
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


@pytest.mark.long
def test_the_pointer_chooses_a_meeting_and_lets_it_go(network):
    tab = network("series=hlsd")
    for address in ("series=hlsd&of=hlsd2018", "series=hlsd"):
        tab.evaluate_handle(DOT, "hlsd2018").as_element().click()
        wait_for(tab, DRAWN, arg=address)
    assert not tab.said


@pytest.mark.long
@pytest.mark.parametrize("address", ["", "least=1", "series=hlsd"])
def test_no_name_covers_another(network, address):
    tab = network(address)
    names = tab.evaluate(NAMES)
    assert len(names) > 15
    for one, (left, top, right, bottom) in names.items():
        for other, (its_left, its_top, its_right, its_bottom) in names.items():
            apart = right <= its_left + 1 or its_right <= left + 1
            assert one == other or apart or bottom <= its_top + 3 or its_bottom <= top + 3
    assert not tab.said


@pytest.mark.long
def test_the_picture_is_saved(network, theme):
    tab = network("series=hlsd", color_scheme=theme)
    assert b"Roman Vassilenko" in saved(tab, "svg")
    assert saved(tab, "png").startswith(b"\x89PNG")
    assert not tab.said


@pytest.mark.long
def test_nothing_chosen_is_said(network):
    tab = network("series=ctd&least=5")
    assert "Nothing to draw" in tab.locator("#drawing").inner_text()

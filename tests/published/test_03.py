"""Numbers that notebook 03 prints, recomputed from the CSV files by code of its own."""

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import nbformat
import networkx as nx
import pytest

ROOT = Path(__file__).parents[2]
RANKS = ("minister", "deputy_minister", "special_envoy", "senior_official", "ambassador")
CAPITALS = ("KZ", "KG", "TJ", "TM", "UZ")


def read(table):
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def outputs():
    """What each cell of the stored notebook shows: text, or the cells of a table, row by row."""
    book = nbformat.read(ROOT / "notebooks" / "03-officials-network.ipynb", as_version=4)
    shown = {}
    for cell in book.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                rows = re.findall(r"<tr.*?</tr>", data["text/html"], re.DOTALL)
                shown[cell.id] = [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in rows]
            else:
                shown[cell.id] = data.get("text/markdown", data.get("text/plain", ""))
    return shown


@pytest.fixture(scope="module")
def rounds():
    """The rounds of the dialogue, in order of time: id and short name."""
    held = [row for row in read("meetings") if row["series"] == "hlsd" and row["status"] == "held"]
    held.sort(key=lambda row: row["date_start"])
    return {
        row["meeting_id"]: f"{row['city'] or 'Virtual'} {row['date_start'][:4]}" for row in held
    }


@pytest.fixture(scope="module")
def home():
    return {row["person_id"]: row["delegation"] for row in read("people")}


@pytest.fixture(scope="module")
def present(rounds):
    """Who is placed at which round, and whether beyond doubt."""
    found = defaultdict(bool)
    for row in read("participation"):
        if row["meeting_id"] in rounds and row["capacity"] != "sideline_only":
            found[row["person_id"], row["meeting_id"]] |= row["certainty"] != "ambiguous"
    return dict(found)


@pytest.fixture(scope="module")
def printed(rounds):
    """Rows on delegations that came to a round."""
    return [
        row
        for row in read("delegations")
        if row["meeting_id"] in rounds and row["status"] != "invited"
    ]


@pytest.fixture(scope="module")
def states(rounds, home, present, printed):
    """What is known of each seat."""
    came = {(row["meeting_id"], row["delegation"]) for row in printed}
    led = {(row["meeting_id"], row["delegation"]) for row in printed if row["head_named"] == "true"}
    people = defaultdict(list)
    for (person, meeting), sure in present.items():
        people[meeting, home[person]].append(sure)
    found = {}
    for meeting in rounds:
        for delegation in ("EU", *CAPITALS):
            seat = (meeting, delegation)
            if people[seat] and not any(people[seat]):
                found[seat] = "ambiguous"
            elif seat in led and people[seat]:
                found[seat] = "named"
            else:
                found[seat] = "unnamed" if seat in came else "silent"
    return found


@pytest.fixture(scope="module")
def ranks(printed):
    found = defaultdict(set)
    for row in printed:
        if row["rank"] in RANKS and row["delegation"] in CAPITALS:
            found[row["meeting_id"], row["delegation"]].add(row["rank"])
    return found


def test_seats(outputs, states):
    counts = Counter(states.values())
    assert (
        f"had {len(states)} seats. Documents name who led in {counts['named']}, perhaps in "
        f"{counts['ambiguous']} more. Of the others, {counts['unnamed']} came unnamed and on "
        f"{counts['silent']} the documents are silent."
    ) in outputs["answer"]


def test_capitals_send_deputy_ministers(outputs, ranks):
    at = sum("deputy_minister" in own for own in ranks.values())
    assert f"a deputy minister: in {at} of the {len(ranks)} seats" in outputs["answer"]


def test_ambassadors_instead(outputs, rounds, ranks):
    order = list(rounds)
    lower = [seat for seat, own in ranks.items() if "ambassador" in own]
    first = min(lower, key=lambda seat: order.index(seat[0]))[0]
    since = order[order.index(first) :]
    own = [rounds[m] for m in since if ranks.get((m, "TM")) == {"ambassador"}]
    rated = sum((m, "TM") in ranks for m in since)
    assert f"before {rounds[first]}." in outputs["answer"]
    assert (
        f"Turkmenistan sent an ambassador to {len(own)} of {rated} meetings ({own[0]}, {own[1]} "
        f"and {own[2]})"
    ) in outputs["answer"]


def test_the_seat_and_the_topic_of_afghanistan(outputs, rounds, printed):
    came = [meeting for meeting in rounds if (meeting, "AF") in
            {(row["meeting_id"], row["delegation"]) for row in printed}]  # fmt: skip
    documents = {row["document_id"]: row for row in read("documents")}
    raising = {
        documents[row["document_id"]]["meeting_id"]
        for row in read("codings_final")
        if row["topic_id"] == "afghanistan" and row["scope"] == "dialogue"
    }
    since = list(rounds)[list(rounds).index(came[-1]) + 1 :]
    assert (
        f"sat at {len(came)} of {len(rounds)} meetings, last at {rounds[came[-1]]}"
        in (outputs["answer"])
    )
    assert set(since) <= raising and "at all meetings since" in outputs["answer"]


def test_hosts(outputs, rounds):
    cities = Counter(name.rsplit(" ", 1)[0] for name in rounds.values())
    assert f"Brussels {cities['Brussels']} times; Dushanbe twice;" in outputs["answer"]
    assert cities["Dushanbe"] == 2 and len(cities) == 7
    assert f"{cities['Virtual']} meeting by video" in outputs["answer"]


def test_officials_named_and_named_once(outputs, present):
    every = Counter(person for person, _ in present)
    sure = Counter(person for (person, _), certain in present.items() if certain)
    once = [sum(count == 1 for count in counts.values()) for counts in (sure, every)]
    assert (
        f"Of {len(sure)} to {len(every)} officials, {once[0]} to {once[1]} are named"
        in (outputs["answer"])
    )
    (person, most), = every.most_common(1)  # fmt: skip
    name = next(row["name"] for row in read("people") if row["person_id"] == person)
    assert f"Most often: {name}, at {most} of" in outputs["answer"]


def test_named_again(outputs, rounds, home, present, states):
    at = defaultdict(set)
    for person, meeting in present:
        at[meeting, home[person]].add(person)
    named = returning = 0
    for start, end in pairwise(rounds):
        for delegation in ("EU", *CAPITALS):
            seats = [(start, delegation), (end, delegation)]
            if all(states[seat] in ("named", "ambiguous") for seat in seats):
                named += len(at[seats[0]])
                returning += len(at[seats[0]] & at[seats[1]])
    assert f"Security dialogue: {returning} of {named} (" in outputs["again"]


def test_bridges(outputs, present):
    series = {row["meeting_id"]: row["series"] for row in read("meetings")}
    found = defaultdict(set)
    for row in read("participation"):
        if row["capacity"] != "sideline_only" and row["certainty"] != "ambiguous":
            found[row["person_id"]].add(series[row["meeting_id"]])
    names = {row["person_id"]: row["name"] for row in read("people")}
    several = [names[person] for person, own in found.items() if len(own) > 1]
    circles = outputs["bridges"]
    for name in several:
        assert name in circles or "more could be" in circles
    assert {"Vepa Hajiyev", "Roman Vassilenko"} <= set(several)


def test_closeness(outputs, present):
    graph = nx.Graph([(person, meeting) for person, meeting in present])
    people = {person for person, _ in present}
    person = "vassilenko-roman"
    far = nx.single_source_shortest_path_length(graph, person)
    own = len(people & far.keys())
    best = len(far) - own + 2 * (own - 1)
    closeness = best / sum(far.values()) * (len(far) - 1) / (len(graph) - 1)
    row = next(row for row in outputs["people"] if row and row[0] == "Roman Vassilenko")
    assert row[-1] == f"{closeness:.2f}"
    partners = {other for meeting in graph[person] for other in graph[meeting]} - {person}
    assert row[5] == str(len(partners))


def test_closest_pair(outputs):
    meetings = defaultdict(set)
    for row in read("participation"):
        if row["capacity"] != "sideline_only":
            meetings[row["person_id"]].add(row["meeting_id"])
    joint = meetings["kamilov-abdulaziz"] & meetings["mogherini-federica"]
    assert (
        f"Abdulaziz Kamilov and Federica Mogherini, {len(joint)} joint meetings"
        in (outputs["pairs"])
    )

"""What opens a page: two sentences that say who or what it is about, when, and what is special."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
from sitedata import SiteData
from strips import Strip, strip
from view import Link, Phrase, Stressed, Value, counted, day

from eucad.meetings import DIALOGUE

#: How many names stand in a sentence before the rest is counted.
NAMED = 3


def sentence(*parts: Value | Iterable[Value]) -> list[Value]:
    """Run parts on; lists among them are taken apart."""
    flat = []
    for part in parts:
        flat += part if isinstance(part, list) else [part]
    return flat


def listed(values: Sequence[Value], most: int | None = None, nobody: str = "none") -> list[Value]:
    """List values with commas and an *and*; beyond the most, the rest is counted."""
    if not values:
        return [nobody]
    if most and len(values) > most + 1:
        values = [*values[:most], f"{len(values) - most} more"]
    separators = [", "] * (len(values) - 2) + [" and "] * (len(values) > 1)
    return [part for pair in zip(values, [*separators, ""], strict=True) for part in pair if part]


def most(counts: pd.Series) -> list:
    """Return all that are counted most often: a tie is told as one."""
    return list(counts.index[counts == counts.max()])


def at(data: SiteData, key: str) -> Link:
    """Link a meeting by its short name, with the series if it is not the dialogue."""
    series = data.series[key]
    name = data.names[key]
    words = name if series == DIALOGUE else f"{name} ({data.names[series].lower()})"
    return Link(data.meeting_link(key).target, words)


# Meetings


def meeting(data: SiteData, key: str) -> Value:
    """Say of a meeting when, where and at which level it met, who came, and what was new."""
    row = data.meetings.loc[key]
    series = data.names[row["series"]]
    if row["status"] != "held":
        return f"No meeting of the series “{series}” is known of this year."
    number = "" if pd.isna(row["round"]) else f", round {row['round']}"
    opened = f"{series}{number}: {_when(data, row)}"
    return Phrase(sentence(opened, _came(data, key), " ", _agenda(data, key)))


def _when(data: SiteData, row: pd.Series) -> str:
    place = "by video" if row["mode"] == "virtual" else f"in {row['city']}"
    if pd.isna(row["city"]) and row["mode"] != "virtual":
        place = "at a place that is not known"
    level = "delegations" if pd.isna(row["level"]) else data.names[row["level"]].lower()
    on = "" if pd.isna(row["date_start"]) else f" on {day(row['date_start'])}"
    return f"{level} met {place}{on}"


def _came(data: SiteData, key: str) -> list[Value]:
    placed = data.placed[data.placed["meeting_id"] == key]
    chairs = placed.loc[placed["capacity"].isin(["chair", "co_chair"]), "person_id"].unique()
    seats = data.dataset.delegations
    own = seats[(seats["meeting_id"] == key) & (seats["status"] != "invited")]
    came = own["delegation"].nunique()
    said: list[Value] = [f"; documents name {counted(came, 'delegation')}"]
    if placed["person_id"].nunique():
        said.append(f" and {counted(placed['person_id'].nunique(), 'official')}")
    if len(chairs):
        said += [", in the chair ", *listed([data.person_link(each) for each in chairs])]
    return [*said, "."]


def _agenda(data: SiteData, key: str) -> list[Value]:
    accounts = sum(data.accounts[key].values())
    raised = {topic for topic, at in data.raised.items() if key in at}
    if not raised:
        return ["No account of its agenda is known."]
    own = [each for each in data.reading_order if data.same_series(each, key)]
    before = set(own[: own.index(key)])
    earlier = {topic for topic, at in data.raised.items() if before & at.keys()}
    new = [data.topic_link(topic) for topic in data.topics.index if topic in raised - earlier]
    said = [f"{counted(accounts, 'account')} {'raises' if accounts == 1 else 'raise'} "
            f"{counted(len(raised), 'topic')}"]  # fmt: skip
    if new and earlier:
        seen = "is" if len(new) == 1 else "are"
        said += ["; ", *listed(new, NAMED), f" {seen} seen for the first time in this series"]
    elif earlier:
        said.append(", none for the first time in this series")
    return [*said, "."]


def meeting_strip(data: SiteData, key: str) -> Strip:
    """Draw how many topics the accounts of each meeting raise; this one is full."""

    def full(at: str) -> tuple[float, str]:
        raised = sum(at in meetings for meetings in data.raised.values())
        return float(at == key), f"{counted(raised, 'topic')} raised"

    words = "When the meetings of the series took place; this one is filled"
    return strip(data, words, full, [key])


# Officials


def official(data: SiteData, key: str) -> Value:
    """Say of an official from where, when and where named, with whom, and what is special."""
    person = data.people.loc[key]
    placed = data.placed[data.placed["person_id"] == key]
    name = f"{person['name']} ({data.names[person['delegation']]})"
    if placed.empty:
        return (
            f"{name} was met on the sidelines only: no document places this official in a meeting."
        )
    sure = placed.loc[placed["certainty"] != "ambiguous", "meeting_id"].unique()
    perhaps = set(placed["meeting_id"]) - set(sure)
    meetings = sorted(set(placed["meeting_id"]), key=data.time.get)
    said: list[Value] = [f"{name} is named "]
    if len(sure):
        said.append(f"at {counted(len(sure), 'meeting')}")
        said.append(f" and perhaps at {len(perhaps)} more" if perhaps else "")
    else:
        said.append(f"in passages that may mean {counted(len(perhaps), 'meeting')}")
    said += [": ", *listed([at(data, each) for each in meetings], NAMED), ". "]
    return Phrase(sentence(said, _beside(data, key, placed), _in_the_chair(data, placed)))


def _beside(data: SiteData, key: str, placed: pd.DataFrame) -> list[Value]:
    others = data.placed[data.placed["meeting_id"].isin(placed["meeting_id"].unique())]
    others = others[others["person_id"] != key].drop_duplicates(["person_id", "meeting_id"])
    joint = others["person_id"].value_counts()
    if joint.empty:
        return ["No other official is named at these meetings."]
    if joint.max() == 1:
        return [f"{counted(len(joint), 'other official')} ", "is" if len(joint) == 1 else "are",
                " named there, none more than once."]  # fmt: skip
    links = listed([data.person_link(each) for each in sorted(most(joint))], NAMED)
    return ["Most often named there too: ", *links, f" ({joint.max()} meetings)."]


def _in_the_chair(data: SiteData, placed: pd.DataFrame) -> list[Value]:
    chaired = placed.loc[placed["capacity"].isin(["chair", "co_chair"]), "meeting_id"].unique()
    if not len(chaired):
        return []
    return [" In the chair at ", *listed([at(data, each) for each in chaired]), "."]


def official_strip(data: SiteData, key: str) -> Strip:
    """Draw the meetings at which documents place an official."""
    placed = data.placed[data.placed["person_id"] == key]
    best = placed.groupby("meeting_id")["certainty"].min().to_dict()

    def full(at: str) -> tuple[float, str]:
        if at not in best:
            return 0.0, "not named"
        return (0.4, "perhaps named") if best[at] == "ambiguous" else (1.0, "named")

    return strip(
        data, "Meetings at which documents name this official; pale: perhaps", full, list(best)
    )


# Topics and programmes


def topic(data: SiteData, key: str) -> Value:
    """Say of a topic what became of it, who raises it, and where else."""
    verdict = data.verdicts.loc[key]
    held = [each for each in data.reading_order if data.series[each] == DIALOGUE]
    found = [(at, voice, said.accounts) for (at, raised, voice), said in data.mentions.items()
             if raised == key and at in held]  # fmt: skip
    total = sum(sum(data.accounts[each].values()) for each in held)
    opened = [f"{data.names[key]} in the security dialogue: {verdict['words']} (",
              Stressed(verdict["badge"]), "). "]  # fmt: skip
    if not found:
        rest = [f"None of {total} accounts of it raises the topic"]
    else:
        voices = pd.Series({}, dtype=int)
        for _, voice, number in found:
            voices[voice] = voices.get(voice, 0) + int(number)
        loudest = listed([data.names[each] for each in most(voices)])
        first, last = (at(data, verdict[each]) for each in ("first", "last"))
        when = (
            ["only at ", first]
            if verdict["first"] == verdict["last"]
            else ["first at ", first, " and last at ", last]
        )
        rest = [
            f"{voices.sum()} of {total} accounts raise it (most often: ",
            *loudest,
            "), ",
            *when,
        ]
    elsewhere = (
        f"; elsewhere: {verdict['elsewhere']}."
        if verdict["elsewhere"]
        else "; no other meeting does."
    )
    return Phrase(sentence(opened, rest, elsewhere))


def topic_strip(data: SiteData, key: str) -> Strip:
    """Draw at which meetings accounts raise a topic, and which share of them."""
    raised = data.raised[key]

    def full(at: str) -> tuple[float | None, str]:
        total = sum(data.accounts[at].values())
        if not total:
            return None, "no account known"
        number = raised.get(at, 0)
        return number / total, f"raised in {number} of {counted(total, 'account')}"

    return strip(
        data,
        "The share of accounts that raise it, meeting by meeting; hollow: not seen",
        full,
        list(raised),
    )


def programme(data: SiteData, key: str) -> Value:
    """Say of a programme what it works on, when and by whom it is named."""
    named = data.programme_mentions[data.programme_mentions["programme_id"] == key]
    works = ["works on ", data.topic_link(data.programmes["topic_id"][key])]
    if named.empty:
        return Phrase(sentence(f"{data.names[key]} ", works, "; no document names it."))
    meetings = sorted(set(named["meeting_id"]), key=data.time.get)
    documents = named["document_id"].nunique()
    voices = named.drop_duplicates("document_id")["voice"].value_counts()
    by = listed([data.names[each] for each in most(voices)])
    said = [f"{data.names[key]} ", *works, f" and is named in {counted(documents, 'document')} of "
            f"{counted(len(meetings), 'meeting')}: ",
            *listed([at(data, each) for each in meetings], NAMED),
            " (most often: ", *by, ")."]  # fmt: skip
    return Phrase(said)


def programme_strip(data: SiteData, key: str) -> Strip:
    """Draw the meetings whose documents name a programme."""
    named = set(
        data.programme_mentions.loc[data.programme_mentions["programme_id"] == key, "meeting_id"]
    )

    def full(at: str) -> tuple[float, str]:
        return (1.0, "named") if at in named else (0.0, "not named")

    return strip(data, "Meetings whose documents name it", full, list(named))

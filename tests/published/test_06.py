"""Published numbers of notebook 06, computed again from the CSV files without the library."""

import re

import pytest
from from_csv import label, of_dialogue, read, share, shown


def points(change):
    return f"{100 * change:+.0f}"


@pytest.fixture(scope="module")
def left_out(documents, mentions):
    """What is left without each meeting, and without each publisher."""
    return {
        by: [
            [each[each[by] != left_out] for each in (documents, mentions)]
            for left_out in documents[by].unique()
        ]
        for by in ("meeting_id", "publisher")
    }


@pytest.mark.parametrize(("by", "what"), [("meeting_id", "meeting"), ("publisher", "publisher")])
@pytest.mark.parametrize("topic", ["drug_trafficking", "cbrn", "cyber", "hybrid", "disinformation"])
def test_one_left_out(left_out, topic, by, what):
    changes = []
    for rest in left_out[by]:
        early, late = share(*rest, topic)
        changes.append(late - early)
    low, high = (points(end(changes)).replace("-", "−") for end in (min, max))
    assert f"{label(topic)} without one {what}: {low} to {high}" in shown("06")


@pytest.mark.parametrize("topic", ["cyber", "cbrn", "health"])
def test_years_elsewhere(topic):
    mentions = of_dialogue("fmm")[1]
    years = sorted(set(mentions.loc[mentions["topic_id"] == topic, "year"]))
    said = " and ".join(map(str, years)) if len(years) < 3 else f"{years[0]}–{years[-1]}"
    assert re.search(rf"(?m)^{label(topic)} .*Foreign ministers {said}", shown("06"))


def test_topics_that_nobody_raises(mentions):
    never = set(read("topics")["topic_id"]) - set(mentions["topic_id"])
    (said,) = re.findall(r"Raised by no account: (.*?)\.", shown("06"))
    assert said.replace(" and ", ", ").split(", ") == [
        label(topic) for topic in read("topics")["topic_id"] if topic in never
    ]

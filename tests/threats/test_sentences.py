"""Each verdict and what is said of it."""

from dataclasses import replace

import pandas as pd
import pytest

from eucad.threats import figures, sentences
from eucad.threats.measures import Joining


@pytest.fixture(scope="module")
def verdicts(study):
    """Judge everything alike."""
    keys = [*study.themes, *(topic for topics in study.members.values() for topic in topics)]
    row = {"kind": "cannot_tell", "badge": "do not cite", "fails": (), "words": "cannot tell"}
    return pd.DataFrame([row | {"elsewhere": ""}] * len(keys), keys).loc[
        lambda t: ~t.index.duplicated()
    ]


def joining(kind, new=4, both=4, told=False, firm=(4, 4)):
    voices = pd.Series({"eu": new - 1, "tm": 1}) if new > 1 else pd.Series({"eu": new})
    return Joining(kind, new, both, voices, 3.0, 0.43, told, *firm)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (joining("nobody", 0, 0, firm=(0, 0)), "**No account raises *Cyber and hybrid* topics.**"),
        (joining("always"), "*Cyber and hybrid* topics without *Drugs and CBRN* topics.**"),
        (joining("always"), "4 accounts raise the new (EU 3, Turkmenistan 1)."),
        (joining("always", 1, 1, firm=(1, 1)), "1 account raises the new (EU 1)."),
        (
            joining("always"),
            "as many of them would raise both in 43% of cases: this shows neither exchange nor",
        ),
        (joining("always", told=True), "in 43.0% of cases: more than length ties the two."),
        (
            joining("always", firm=(4, 3)),
            "3 of 4 accounts that raise *Cyber and hybrid* topics raise bo",
        ),
        (joining("always"), "No name of a programme matters here."),
        (joining("never", both=0), "with *Drugs and CBRN* topics: the new stand alone."),
        (joining("mostly", both=3), "Most accounts that raise *Cyber and hybrid* topics raise *Dr"),
        (joining("seldom", both=1), "do not raise *Drugs and CBRN* topics."),
        (joining("as often", both=2), "as often with *Drugs and CBRN* topics as without."),
    ],
)
def test_joining(study, found, said):
    assert said in sentences.joining(replace(study, joining=found))


@pytest.mark.parametrize(
    "found",
    [
        joining("mostly", both=3),
        pytest.param(joining("nobody", 0, 0, firm=(0, 0)), marks=pytest.mark.long),
        *(
            pytest.param(joining(kind, both=both), marks=pytest.mark.long)
            for kind, both in {"always": 4, "never": 0, "seldom": 1, "as often": 2}.items()
        ),
    ],
)
def test_joining_is_drawn(study, found):
    assert figures.account_tiles(replace(study, joining=found)).alt


def change(*rows):
    columns = ["early", "late", "change", "change_low", "change_high", "clear"]
    return pd.DataFrame(rows, ["cbrn", "cyber"], columns)


MAY = "from 50% to 0%, though that may be chance"


@pytest.mark.parametrize(
    ("clear", "firm", "length", "said"),
    [
        ((1, 1), (1, 1), (1, 1), "since): *CBRN* from 50% to 0% and *Cyber* from 0% to 20%."),
        ((1, 0), (0, 0), (1, 1), f"{MAY} without borrowed wording; of *Cyber* this design"),
        ((1, 0), (1, 1), (0, 1), f"{MAY} given the length of accounts; of *Cyber*"),
        ((1, 0), (0, 1), (0, 1), f"{MAY} without borrowed wording, and given the length of"),
        ((1, 1), (1, 0), (1, 1), "*CBRN* from 50% to 0%; *Cyber* from 0% to 20%, though"),
        ((0, 0), (0, 0), (0, 0), "): of *CBRN* and *Cyber* this design cannot tell a change"),
    ],
)
def test_how_often(study, clear, firm, length, said):
    clear, firm, length = ([bool(each) for each in both] for both in (clear, firm, length))
    whole = change((0.5, 0, -0.5, -0.8, 0.1, clear[0]), (0, 0.2, 0.2, -0.1, 0.4, clear[1]))
    own = {"uncopied": whole.assign(clear=firm), "adjusted": whole.assign(clear=length)}
    assert said in sentences.amounts(replace(study, change=whole, **own))


def test_a_fate_says_where_and_when(study, verdicts):
    judged = verdicts.copy()
    judged.loc["cbrn", ["kind", "words", "badge"]] = ["went", "gone, last in 2016", "cite"]
    judged.loc["cbrn", "elsewhere"] = "Foreign ministers 2021"
    text = sentences.fates(study, judged, "drugs_cbrn")
    assert "**CBRN:** gone, last in 2016 (*cite*); seen in this dialogue in" in text
    assert "; elsewhere: Foreign ministers 2021." in text
    assert "**Drug trafficking:** cannot tell (*do not cite*)." in text


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        ({"cbrn": "went", "cyber": "came"}, "Cyber came; CBRN went"),
        *(
            pytest.param(*case, marks=pytest.mark.long)
            for case in [
                ({"drug_trafficking": "throughout"}, "Drug trafficking stayed"),
                ({}, "For none of these topics can it be told what became of it"),
            ]
        ),
    ],
)
def test_the_title_of_a_figure_is_its_finding(study, verdicts, kinds, title):
    judged = verdicts.copy()
    judged["kind"] = judged["kind"].where(
        ~judged.index.isin(list(kinds)), judged.index.map(kinds.get)
    )
    assert figures.presence_over_time(study, judged).title == title


def test_tables_name_every_theme(study, verdicts):
    names = [study.names[theme] for theme in study.themes]
    assert list(sentences.change_table(study).index) == names
    assert list(sentences.verdict_table(study, verdicts).index) == names

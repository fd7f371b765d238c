"""Officials: published tables, cases on paper, and cells recomputed from the CSV files."""

import re
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from eucad.figures import style
from eucad.readings import officials as officials_text
from eucad.readings import overview
from scipy import stats

import eucad
from eucad import documents, figures, officials


@pytest.fixture(scope="module")
def attested(dataset):
    return officials.attestations(dataset)


@pytest.fixture(scope="module")
def meetings(dataset):
    return documents.held_meetings(dataset)


@pytest.fixture(scope="module")
def seated(dataset, attested, meetings):
    return officials.seats(attested, dataset.delegations, meetings)


@pytest.fixture(scope="module")
def labels(dataset):
    return {
        "delegation": dataset.labels("people", "delegation"),
        "series": dataset.labels("meetings", "series"),
        "rank": dataset.labels("delegations", "rank"),
        "capacity": dataset.labels("participation", "capacity"),
    }


@pytest.fixture(scope="module")
def printed():
    """The tables as they stand in the files, read without the library."""
    names = ["people", "participation", "delegations", "documents", "meetings"]
    return {name: pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str) for name in names}


# Who is who


def test_two_surnames_are_one_official(attested):
    names = attested[attested["person_id"] == "muhriddin-sirojiddin"]["name_printed"]
    assert names.str.contains("Aslov").any()
    assert names.str.contains("Muhriddin").any()
    table = officials.roster(attested)
    assert table.loc[table["person_id"] == "muhriddin-sirojiddin", "name"].nunique() == 1


def test_one_surname_is_two_officials(attested):
    table = officials.tenure(officials.roster(attested))
    both = table[table["name"].str.endswith("Vassilenko")]
    assert sorted(both.index) == ["vassilenko-roman", "vassilenko-stanislav"]


# Roster and readings


def test_roster_has_each_official_of_a_meeting_once(attested, printed):
    table = printed["participation"]
    seated = table[table["capacity"] != "sideline_only"]
    expected = set(zip(seated["person_id"], seated["meeting_id"], strict=True))
    found = officials.roster(attested)
    pairs = list(zip(found["person_id"], found["meeting_id"], strict=True))
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == expected


def test_sidelines_are_not_participation(attested):
    row = ("nurtleu-murat", "hlsd2023")
    keys = ["person_id", "meeting_id"]
    assert row not in set(officials.roster(attested)[keys].itertuples(index=False, name=None))
    everyone = officials.roster(attested, sidelines=True).set_index(keys)
    assert everyone.loc[row, "capacity"] == "sideline_only"


def test_sideline_talks_do_not_make_an_ambiguous_presence_certain(attested):
    table = officials.roster(attested).set_index(["person_id", "meeting_id"])
    assert table.loc[("skoog-olof", "hlsd2025"), "certainty"] == "ambiguous"
    assert table.loc[("skoog-olof", "hlsd2025"), "capacity"] == "chair"
    assert table.loc[("gochmyradov-aymyrat", "hlsd2025"), "certainty"] == "stated"


def test_copies_count_once(attested, printed):
    table = officials.roster(attested).set_index(["person_id", "meeting_id"])
    rows = printed["participation"].query(
        "person_id == 'schmid-helga' and meeting_id == 'hlsd2020'"
    )
    lineages = printed["documents"].set_index("document_id")["lineage_id"][rows["document_id"]]
    found = table.loc[("schmid-helga", "hlsd2020")]
    assert found["accounts"] == lineages.nunique()
    assert found["documents"] == tuple(sorted(rows["document_id"]))


def toy(rows):
    columns = ["person_id", "meeting_id", "document_id", "certainty", "capacity"]
    table = pd.DataFrame(rows, columns=columns)
    series = table["meeting_id"].str[:-1]
    order = ["stated", "inferred", "ambiguous"]
    return table.assign(
        name=table["person_id"].str.upper(),
        delegation=pd.Categorical(table["person_id"].str[0], ["x", "y", "z"]),
        series=pd.Categorical(series, sorted(series.unique())),
        meeting=table["meeting_id"],
        date=pd.to_datetime("201" + table["meeting_id"].str[-1] + "-01-01"),
        lineage_id=table["document_id"],
        institution="i",
        rank=pd.Categorical(["minister"] * len(table), ["minister"]),
        certainty=pd.Categorical(table["certainty"], order, ordered=True),
        capacity=pd.Categorical(table["capacity"], ["chair", "participant", "sideline_only"]),
        present=table["capacity"] != "sideline_only",
    )


def test_readings_of_the_dataset(attested):
    found = officials.readings(attested)
    assert list(found) == [("ctd2025",), ("hlsd2025",), ("ctd2025", "hlsd2025")]
    assert len(found["ctd2025", "hlsd2025"]) == len(attested)
    for key, table in found.items():
        assert set(table[table["certainty"] == "ambiguous"]["meeting_id"]) == set(key)
        assert (table["certainty"] != "ambiguous").sum() == (
            attested["certainty"] != "ambiguous"
        ).sum()


def test_a_passage_on_one_meeting_may_mean_it_or_not():
    rows = [("xa", "m1", "d", "ambiguous", "participant"), ("xb", "m1", "e", "stated", "chair")]
    assert {key: len(table) for key, table in officials.readings(toy(rows)).items()} == {
        (): 1,
        ("m1",): 2,
    }


def test_readings_of_several_documents_are_combined():
    rows = [
        ("xa", "m1", "d", "ambiguous", "participant"),
        ("xa", "m2", "d", "ambiguous", "participant"),
        ("xb", "m3", "e", "ambiguous", "participant"),
    ]
    assert len(officials.readings(toy(rows))) == 6


def test_passages_on_the_same_meeting_are_read_alike():
    rows = [("xa", "m1", "d", "ambiguous", "participant"), ("xb", "m1", "e", "ambiguous", "chair")]
    assert {key: len(table) for key, table in officials.readings(toy(rows)).items()} == {
        (): 0,
        ("m1",): 2,
    }


def test_without_ambiguity_there_is_one_reading():
    table = toy([("xa", "m1", "d", "stated", "participant")])
    assert list(officials.readings(table)) == [()]


# Seats


def test_named_seats_of_the_dialogue_agree_with_the_files(seated, printed):
    heads = printed["delegations"].query("head_named == 'true'")
    named = set(zip(heads["meeting_id"], heads["delegation"], strict=True))
    mentioned = set(
        zip(printed["delegations"]["meeting_id"], printed["delegations"]["delegation"], strict=True)
    )
    home = printed["people"].set_index("person_id")["delegation"]
    rows = printed["participation"].query("capacity != 'sideline_only'")
    certainties = rows.groupby(["meeting_id", rows["person_id"].map(home)])["certainty"].agg(set)
    states = seated.set_index(["meeting_id", "delegation"])["state"]
    assert mentioned <= set(states.index)
    for key, state in states.items():
        people = certainties.get(key, set())
        if state == "named":
            assert key in named and people - {"ambiguous"}
        elif state == "ambiguous":
            assert people == {"ambiguous"}
        elif state == "unnamed":
            # One head is named who was only met on the sidelines.
            assert key in mentioned and (key not in named or not people)
        else:
            assert key not in mentioned and not people


def test_regular_delegations_have_a_seat_at_every_meeting(seated, meetings):
    regular = officials.regular_seats(seated)
    assert len(regular) == len(meetings) * regular["delegation"].nunique()
    assert "AF" not in set(regular["delegation"])
    assert {"EU", "KZ", "KG", "TJ", "TM", "UZ"} == set(regular["delegation"])


def test_the_ambiguous_seats_go_under_the_other_reading(dataset, attested, meetings):
    table = officials.readings(attested)[("ctd2025",)]
    states = officials.seats(table, dataset.delegations, meetings)
    states = states.set_index(["meeting_id", "delegation"])["state"]
    assert states["hlsd2025", "UZ"] == "unnamed"
    assert states["ctd2025", "UZ"] == "ambiguous"
    assert states["hlsd2025", "TM"] == "named"


# Level


def test_disagreements_are_those_of_the_codebook(dataset):
    text = (eucad.DATA / "README.md").read_text(encoding="utf-8")
    passage = re.search(r"both statements are kept: (.*?)\. Not every", text, re.DOTALL)[1]
    expected = {
        (meeting, delegation)
        for meeting, listed in re.findall(r"`(\w+)`\s+([A-Z]{2}(?:,\s+[A-Z]{2})*)", passage)
        for delegation in re.split(r",\s+", listed)
    }
    table = officials.representation(dataset)
    split = table[table["several"] & (table["delegation"] != "EU")]
    assert set(zip(split["meeting_id"], split["delegation"], strict=True)) == expected


def test_ranks_are_ordered_and_indefinite_ones_left_out(dataset):
    table = officials.representation(dataset)
    assert table["rank"].cat.ordered
    assert not table["rank"].isin(["not_stated", "minister_or_deputy_minister"]).any()


def test_accounts_for_a_rank(dataset, printed):
    rows = printed["delegations"].query(
        "meeting_id == 'fmm2021' and delegation == 'TM' and rank == 'deputy_minister'"
    )
    lineages = printed["documents"].set_index("document_id")["lineage_id"][rows["document_id"]]
    table = officials.representation(dataset).set_index(["meeting_id", "delegation", "rank"])
    found = table.loc[("fmm2021", "TM", "deputy_minister")]
    assert (found["documents"], found["accounts"]) == (len(rows), lineages.nunique())


# Turnover


def test_turnover_of_kazakhstan_on_paper(attested, seated):
    changes = officials.turnover(officials.roster(attested), seated)
    own = changes[(changes["delegation"] == "KZ") & (changes["series"] == "hlsd")]
    jaccard = own.set_index("end")["jaccard"].dropna()
    # Volkov, Vassilenko (not in 2017), twice again, then others, then Vassilenko three times.
    assert jaccard.to_dict() == {
        "hlsd2016": 0, "hlsd2019": 1, "hlsd2020": 0, "hlsd2021": 0, "hlsd2022": 0,
        "hlsd2023": 1, "hlsd2024": 1, "hlsd2025": 0,
    }  # fmt: skip


def test_return_rates_have_exact_intervals(attested, seated):
    changes = officials.turnover(officials.roster(attested), seated)
    rates = officials.return_rates(changes[changes["series"] == "hlsd"])
    kz = rates.loc["KZ"]
    assert (kz["returning"], kz["named"]) == (3, 8)
    # Clopper-Pearson limits of 3 of 8 by their definition as tail probabilities of 2.5 %.
    assert stats.binom.sf(2, 8, kz["low"]) == pytest.approx(0.025)
    assert stats.binom.cdf(3, 8, kz["high"]) == pytest.approx(0.025)
    assert rates.loc["UZ", ["rate", "low", "high"]].isna().all()
    assert (rates["rate_low"] <= rates["rate_high"]).all()


def test_an_unnamed_head_before_leaves_nothing_open_afterwards():
    changes = pd.DataFrame(
        {"delegation": "x", "before": [2, 1], "returning": [1, 0], "known": False,
         "known_after": [True, False]}
    )  # fmt: skip
    rates = officials.return_rates(changes).loc["x"]
    assert rates[["rate_low", "rate_high"]].to_list() == pytest.approx([1 / 3, 2 / 3])


def test_nobody_attested_gives_empty_tables(dataset, attested, meetings):
    nobody = officials.roster(attested.iloc[:0])
    seated = officials.seats(attested.iloc[:0], dataset.delegations, meetings)
    assert set(seated["state"]) == {"unnamed", "not_mentioned"}
    assert officials.return_rates(officials.turnover(nobody, seated))["named"].sum() == 0
    assert officials.return_rates(officials.turnover(nobody, seated.iloc[:0])).empty
    for table in (officials.spells(nobody, seated), officials.people_table(nobody, {})):
        assert table.empty and len(table.columns)


def test_the_order_and_repetition_of_rows_do_not_matter(dataset, attested, meetings):
    shuffled = pd.concat([attested, attested]).sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(officials.roster(shuffled), officials.roster(attested))
    rows = dataset.delegations.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        officials.seats(shuffled, rows, meetings),
        officials.seats(attested, dataset.delegations, meetings),
    )


# Tenure and survival


def test_tenure_of_the_longest_serving(attested, printed):
    table = officials.tenure(officials.roster(attested))
    dates = printed["meetings"].set_index("meeting_id")["date_start"]
    years = pd.Timestamp(dates["fmm2025"]) - pd.Timestamp(dates["hlsd2016"])
    assert table.loc["vassilenko-roman", "years"] == pytest.approx(years.days / 365.25)
    assert table["meetings"].is_monotonic_decreasing


def spell_of(rows, named):
    """Spells of a toy series of six rounds in which delegation x is named in `named`."""
    table = officials.roster(toy(rows))
    rounds = [f"m{i}" for i in range(1, 7)]
    seated = pd.DataFrame(
        {
            "meeting_id": rounds,
            "delegation": pd.Categorical(["x"] * 6, ["x", "y", "z"]),
            "series": pd.Categorical(["m"] * 6),
            "state": ["named" if m in named else "unnamed" for m in rounds],
        }
    )
    return officials.spells(table, seated).set_index("person_id")


def test_a_departure_needs_somebody_else_to_be_named():
    rows = [("xa", "m1", "d", "stated", "chair"), ("xa", "m3", "d", "stated", "chair")]
    gap = spell_of([*rows, ("xb", "m6", "d", "stated", "chair")], {"m1", "m3", "m6"})
    assert gap.loc["xa", ["seen", "gone", "left"]].to_list() == [2, 5, True]
    assert gap.loc["xb", "left"] == np.False_
    censored = spell_of(rows, {"m1", "m3"})
    assert censored.loc["xa", ["seen", "left"]].to_list() == [2, False]
    assert np.isnan(censored.loc["xa", "gone"])


# Freireich et al. (1963), remission of leukaemia under 6-MP, in weeks, as in Kleinbaum and Klein
# (2012), Survival Analysis, chapter 2: times, censored or not, and the published estimates.
FREIREICH = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PUBLISHED = {
    6: (21, 3, 0.8571, 0.0764),
    7: (17, 1, 0.8067, 0.0869),
    10: (15, 1, 0.7529, 0.0963),
    13: (12, 1, 0.6902, 0.1068),
    16: (11, 1, 0.6275, 0.1141),
    22: (7, 1, 0.5378, 0.1282),
    23: (6, 1, 0.4482, 0.1346),
}


def test_kaplan_meier_gives_the_published_table():
    curve = officials.kaplan_meier(pd.Series(FREIREICH), pd.Series(RELAPSE) == 1)
    assert curve.index.to_list() == [0, *PUBLISHED, 35]
    at_risk, events, survival, error = np.array(list(PUBLISHED.values())).T
    curve = curve.loc[list(PUBLISHED)]
    assert curve["at_risk"].to_list() == at_risk.tolist()
    assert curve["events"].to_list() == events.tolist()
    assert curve["survival"].to_numpy() == pytest.approx(survival, abs=6e-5)
    # Limits on the log-log scale (Kalbfleisch and Prentice) from the published standard errors.
    width = stats.norm.isf(0.025) * error / (survival * -np.log(survival))
    assert curve["low"].to_numpy() == pytest.approx(survival ** np.exp(width), abs=3e-4)
    assert curve["high"].to_numpy() == pytest.approx(survival ** np.exp(-width), abs=3e-4)


def test_median_of_the_published_table():
    curve = officials.kaplan_meier(pd.Series(FREIREICH), pd.Series(RELAPSE) == 1)
    assert officials.median_time(curve) == (23, 13, np.inf)


def test_a_curve_without_events_stays_up():
    curve = officials.kaplan_meier(pd.Series([1, 2]), pd.Series([False, False]))
    assert curve["survival"].to_list() == [1, 1]
    assert officials.median_time(curve) == (np.inf, np.inf, np.inf)


def test_events_at_time_zero_count():
    curve = officials.kaplan_meier(pd.Series([0, 1]), pd.Series([True, True]))
    assert curve["survival"].to_list() == [0.5, 0]
    assert curve.loc[1, ["low", "high"]].isna().all()


@pytest.mark.parametrize(
    ("time", "level", "message"),
    [([], 0.95, "at least one"), ([-1.0], 0.95, "below 0"), ([1.0], 1, "between 0 and 1")],
)
def test_kaplan_meier_refuses_nonsense(time, level, message):
    with pytest.raises(ValueError, match=message):
        officials.kaplan_meier(pd.Series(time, dtype=float), pd.Series([True] * len(time)), level)


# Sentences: they say what other data would say


def test_sentences_follow_the_data(seated, labels):
    everything = officials.regular_seats(seated).assign(state="named")
    text = officials_text.read_seats(everything, labels["delegation"])
    assert "(100%)" in text and "At 0 the delegation came" in text
    rates = pd.DataFrame(
        {"pairs": [2], "known": [2], "named": [2], "returning": [2], "rate": [1.0], "low": [0.16],
         "high": [1.0]}, index=["KZ"],
    )  # fmt: skip
    assert "no pair" not in officials_text.read_turnover({"one": rates}, labels["delegation"])


def test_equals_are_named_together():
    seated = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "state": ["named"]})
    tenures = pd.DataFrame({"name": list("ABC"), "delegation": "EU", "meetings": [2, 2, 1]})
    rates = pd.DataFrame({"returning": [0.0], "named": [0.0]})
    ranks = pd.DataFrame({"meeting_id": ["m"], "delegation": "EU", "rank": "minister"})
    words = {"delegation": {"EU": "EU"}, "rank": {"minister": "Minister"}}
    answer = overview.officials(seated, [tenures], rates, ranks, words)
    assert answer.evidence[1:] == [
        "*Named most often:* A (EU) and B (EU), at 2 of 1 meeting.",
        "*Named again:* no head of a delegation is named at two meetings running.",
    ]


def test_people_table_names_everybody_once(attested, labels, dataset):
    table = officials.people_table(officials.roster(attested, sidelines=True), labels)
    assert sorted(table["Official"]) == sorted(dataset.people["name"])
    row = table.set_index("Official").loc["Olof Skoog"]
    assert row["Meetings"] == 2
    assert row["Where"].count("ambiguous") == 2


# Figures


# Two rounds, to draw quickly.
ROUNDS = ["hlsd2017", "hlsd2018"]


@pytest.fixture(scope="module")
def pictures(attested, seated, labels, meetings):
    some = seated.query("meeting_id in @ROUNDS")
    sitting = officials.roster(attested, sidelines=True).query("meeting_id in @ROUNDS")
    table = officials.roster(attested)
    changes = officials.turnover(table, seated).query("end in @ROUNDS")
    own = officials.spells(table, seated)
    pair = tuple(
        officials.kaplan_meier(officials.departure_times(own, late=late), own["left"])
        for late in (False, True)
    )
    return {
        "seats": lambda: figures.seat_chart(sitting, some, labels, "Seats"),
        "turnover": lambda: figures.turnover_chart(
            changes, officials.return_rates(changes), labels["delegation"], dict(meetings["name"])
        ),
        "survival": lambda: figures.survival_chart({"All": pair}),
    }


@pytest.mark.parametrize("name", ["seats", "turnover", "survival"])
def test_figures_are_drawn_alike_twice(pictures, name):
    # In this process; from run to run they are compared with those stored in the notebook.
    drawn = [BytesIO(), BytesIO()]
    for pixels in drawn:
        picture = pictures[name]()
        assert picture.alt
        picture.savefig(pixels, format="rgba", dpi=80)
    assert drawn[0].getvalue() == drawn[1].getvalue()


def test_every_unnamed_seat_is_hollow(pictures, seated):
    picture = pictures["seats"]()
    (hollow,) = [
        line
        for line in picture.axes[0].lines
        if line.get_markerfacecolor() == "white" and line.get_markeredgecolor() == style.GREY
    ]
    unnamed = seated.query("meeting_id in @ROUNDS and state == 'unnamed'")
    assert len(hollow.get_xydata()) == len(unnamed) > 0


def test_chairs_are_those_of_the_table(dataset):
    raw = pd.read_csv(eucad.DATA / "chairs.csv")
    chairs = officials.chairs_known(dataset)
    assert set(chairs.index[chairs != "unnamed"]) == set(raw.query("role != 'host'")["meeting_id"])
    assert set(chairs.index[chairs == "ambiguous"]) == {"ctd2025", "hlsd2025"}


def test_who_led_puts_chairs_seats_and_disagreements_side_by_side(dataset, seated):
    knowledge, disputed = officials.who_led(dataset)
    states = seated.set_index(["meeting_id", "delegation"])["state"]
    for meeting, delegation in [("hlsd2018", "UZ"), ("fmm2021", "TM"), ("hlsd2017", "KZ")]:
        assert knowledge.loc[meeting, delegation] == states[meeting, delegation]
    assert pd.isna(knowledge.loc["fmm2021", "AF"])
    assert disputed.loc["fmm2020", "KG"]
    assert not disputed[["chair", "EU"]].any(axis=None)

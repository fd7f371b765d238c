"""Topics: hand-made datasets worked out on paper, published values, and cells of the real tables.

Where a test looks at the real dataset, it computes the answer a second time from the CSV files, in
plain pandas and without the library.
"""

from dataclasses import replace
from itertools import permutations
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from eucad import figures, topics
from eucad.documents import SCRIPTS, borrowed_lineages, held_meetings, side_of, visible_part

DATA = Path(__file__).parents[1] / "data"
NO_ACCOUNT = "hlsd2017"


def read(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def agenda():
    """The agenda documents and their codings, from the CSV files alone."""
    documents = read("documents").merge(read("lineages")[["lineage_id", "voice"]])
    documents = documents.merge(read("meetings")[["meeting_id", "series"]])
    agenda_types = ["readout", "communique", "press_release", "news_report"]
    counts = documents["document_type"].isin(agenda_types)
    documents = documents[counts & (documents["about"] == "meeting")]
    codings = read("codings_final").query("scope == 'dialogue'")
    return documents, documents.merge(codings, on="document_id").astype({"paragraph": int})


@pytest.fixture(scope="module")
def tables():
    return agenda()


# -- Five documents in three lineages, at two meetings of the dialogue
#
#   hlsd2015  eu  L1: d1 (drugs 1, cyber 5), d2 (a copy: drugs 1, water 2)
#             kz  L2: d3 (cyber 2, sideline; nothing else)
#   hlsd2016  kz  L3: d4 (water 4)            d5 is an announcement: drugs 1
#   No document on hlsd2017. Coder b did not see d3.

DOCUMENTS = [
    ("d1", "hlsd2015", "hlsd2015-eeas", "readout", "full", "en", True),
    ("d2", "hlsd2015", "hlsd2015-eeas", "news_report", "opening", "ru", True),
    ("d3", "hlsd2015", "hlsd2016-kz-mfa", "readout", "opening", "en", False),
    ("d4", "hlsd2016", "hlsd2018-kz-mfa", "readout", "opening", "en", True),
    ("d5", "hlsd2016", "hlsd2018-kz-mfa", "announcement", "full", "en", True),
]
CODINGS = [
    ("d1", "drug_trafficking", 1, "agreed", "dialogue"),
    ("d1", "cyber", 5, "background", "dialogue"),
    ("d2", "drug_trafficking", 1, "discussed", "dialogue"),
    ("d2", "water", 2, "priority", "dialogue"),
    ("d3", "cyber", 2, "discussed", "sideline"),
    ("d4", "water", 4, "discussed", "dialogue"),
    ("d5", "drug_trafficking", 1, "discussed", "dialogue"),
]


def rows_like(table, records):
    """Records in the columns and types of a table; other columns are as in its first row."""
    frame = pd.concat([table.iloc[[0]]] * len(records), ignore_index=True)
    for column in records[0]:
        values = [record[column] for record in records]
        frame[column] = pd.Series(values).astype(table[column].dtype)
    return frame


@pytest.fixture(scope="module")
def small(dataset):
    documents = rows_like(
        dataset.documents,
        [
            {
                "document_id": key,
                "meeting_id": meeting,
                "lineage_id": lineage,
                "document_type": kind,
                "about": "meeting",
                "extent": extent,
                "language": language,
                "seen_by_second_coder": seen,
            }
            for key, meeting, lineage, kind, extent, language, seen in DOCUMENTS
        ],
    )
    records = [
        {"document_id": d, "topic_id": t, "paragraph": p, "stance": stance, "scope": scope}
        for d, t, p, stance, scope in CODINGS
    ]
    final = rows_like(dataset.codings_final, records)
    # Coder a found everything and recorded no scope; coder b found it where b saw the document.
    by_a = rows_like(dataset.codings, [{**r, "coder": "a", "scope": None} for r in records])
    by_b = rows_like(
        dataset.codings,
        [{**r, "coder": "b"} for r in records if r["document_id"] not in ("d2", "d3")],
    )
    return replace(
        dataset,
        documents=documents,
        codings_final=final,
        codings=pd.concat([by_a, by_b], ignore_index=True),
        programme_mentions=dataset.programme_mentions.iloc[:0],
        participation=dataset.participation.iloc[:0],
    )


def raised_by(incidence):
    return {
        account: list(row.index[row])
        for account, row in zip(
            incidence.index.get_level_values("account_id"),
            (row for _, row in incidence.iterrows()),
            strict=True,
        )
    }


def test_a_lineage_raises_what_any_of_its_agenda_documents_raises(small):
    assert raised_by(topics.incidence(small)) == {
        "hlsd2015-eeas": ["drug_trafficking", "cyber", "water"],
        "hlsd2016-kz-mfa": [],
        "hlsd2018-kz-mfa": ["water"],
    }


def test_documents_raise_only_what_they_raise_themselves(small):
    found = raised_by(topics.incidence(small, unit="document"))
    assert found == {
        "d1": ["drug_trafficking", "cyber"],
        "d2": ["drug_trafficking", "water"],
        "d3": [],
        "d4": ["water"],
    }


def test_coder_a_recorded_no_scope_and_coder_b_not_every_document(small):
    assert raised_by(topics.incidence(small, coding="a"))["hlsd2016-kz-mfa"] == ["cyber"]
    assert raised_by(topics.incidence(small, coding="b")) == {
        "hlsd2015-eeas": ["drug_trafficking", "cyber"],
        "hlsd2018-kz-mfa": ["water"],
    }


def test_the_opening_ends_with_its_last_paragraph(small):
    found = raised_by(topics.incidence(small, extent="opening"))
    assert found["hlsd2015-eeas"] == ["drug_trafficking", "water"]
    assert found["hlsd2018-kz-mfa"] == []
    wider = raised_by(topics.incidence(small, extent="opening", opening=4))
    assert wider["hlsd2018-kz-mfa"] == ["water"]


def test_voices_and_lineages_can_be_left_out(small):
    assert list(raised_by(topics.incidence(small, voices=["eu"]))) == ["hlsd2015-eeas"]
    assert "hlsd2015-eeas" not in raised_by(
        topics.incidence(small, exclude_lineages=["hlsd2015-eeas"])
    )


def test_order_and_labels_of_the_incidence_matrix(small):
    raised = topics.incidence(small)
    assert raised.index.names == ["meeting_id", "voice", "account_id"]
    assert list(raised.index.get_level_values("voice")) == ["eu", "kz", "kz"]
    positions = small.topics.sort_values("position")["topic_id"]
    assert list(raised.columns) == list(positions)
    assert (raised.dtypes == "bool").all()


@pytest.mark.parametrize(
    ("argument", "value", "named"),
    [
        ("series", ["hlsdx"], "'fmm'"),
        ("unit", "page", "'document'"),
        ("coding", "c", "'final'"),
        ("extent", "half", "'opening'"),
        ("voices", ["mars"], "'newsroom'"),
        ("exclude_lineages", ["nobody"], "nobody"),
        ("opening", 0, "at least 1"),
    ],
)
def test_unknown_arguments_are_refused_with_what_there_is(dataset, argument, value, named):
    with pytest.raises(ValueError, match=named):
        topics.incidence(dataset, **{argument: value})


# -- Missing stays missing


def test_a_meeting_without_an_account_is_missing_in_every_measure(small):
    raised = topics.incidence(small)
    shares = topics.prevalence(raised)
    assert (shares.loc[NO_ACCOUNT, "accounts"] == 0).all()
    assert shares.loc[NO_ACCOUNT, ["prevalence", "low", "high"]].isna().all(axis=None)
    balanced = topics.balanced_prevalence(raised)
    assert balanced.loc[NO_ACCOUNT, ["prevalence", "low", "high"]].isna().all(axis=None)
    assert topics.rarefaction(raised).loc[NO_ACCOUNT].isna().all()
    assert topics.spans(raised, [])["observed"].eq(2).all()
    families = topics.prevalence(topics.by_family(raised, small.topics))
    assert families.loc[NO_ACCOUNT, "prevalence"].isna().all()


def test_no_figure_draws_a_zero_where_there_is_no_account(small):
    raised = topics.incidence(small)
    names = held_meetings(small)["name"]
    codebook = small.topics.set_index("topic_id")
    families = small.labels("topics", "family")
    shares = topics.prevalence(raised)
    column = list(shares.index.unique(0)).index(NO_ACCOUNT)
    heatmap = figures.agenda_heatmap(
        shares, topics.spans(raised, []), topics.count_ended(raised, []), codebook, families, names
    )
    texts = [text for text in heatmap.axes[0].texts if text.get_position()[0] == column]
    assert not texts
    by_family = topics.prevalence(topics.by_family(raised, small.topics))
    multiples = figures.family_prevalence(by_family, families, names)
    for ax in multiples.axes:
        drawn = {x for line in ax.lines for x in line.get_xdata()}
        assert column not in drawn
    programmes = small.programmes.set_index("programme_id")["name"]
    named = topics.programme_incidence(small)
    timeline = figures.programme_timeline(
        topics.prevalence(named), topics.count_ended(named, []), programmes, names
    )
    assert not timeline.axes[0].lines


# -- Prevalence and its intervals


def test_jeffreys_limits_as_published():
    # Brown, Cai and DasGupta (2001), table 5: n = 7, x = 2 and 3. For fewer successes that table
    # modifies the interval.
    low, high = topics.jeffreys_interval([2, 3], [7, 7])
    assert low == pytest.approx([0.065, 0.139], abs=0.0006)
    assert high == pytest.approx([0.648, 0.766], abs=0.0006)
    assert topics.jeffreys_interval([0, 7], [7, 7])[0][0] == 0
    assert topics.jeffreys_interval([0, 7], [7, 7])[1][1] == 1


def test_jeffreys_limits_are_quantiles_of_the_beta_distribution():
    low, high = topics.jeffreys_interval([4], [9], level=0.9)
    assert (low[0], high[0]) == pytest.approx(stats.beta(4.5, 5.5).interval(0.9))


@pytest.mark.parametrize(
    ("successes", "trials", "level"), [([3], [2], 0.95), ([-1], [2], 0.95), ([1], [2], 1.0)]
)
def test_jeffreys_refuses_what_is_no_proportion(successes, trials, level):
    with pytest.raises(ValueError):
        topics.jeffreys_interval(successes, trials, level)


def test_prevalence_of_the_five_documents(small):
    shares = topics.prevalence(topics.incidence(small))
    assert shares.loc[("hlsd2015", "cyber"), ["raised", "accounts"]].to_list() == [1, 2]
    assert shares.loc[("hlsd2016", "water"), "prevalence"] == 1
    assert shares.loc[("hlsd2016", "cyber"), "prevalence"] == 0
    overall = topics.prevalence(topics.incidence(small), ())
    assert overall.loc["water", ["raised", "accounts"]].to_list() == [2, 3]


def test_balanced_prevalence_counts_voices_not_accounts(small):
    balanced = topics.balanced_prevalence(topics.incidence(small), ()).loc["water"]
    # The EU's one account raises it, one of the two Kazakh ones does.
    assert balanced[["voices", "accounts", "prevalence"]].to_list() == [2, 3, 0.75]
    # The variance is p (1 - p) (1/1 + 1/2) / 2², as that of a share of 8/3 accounts.
    assert balanced["effective"] == pytest.approx(8 / 3)
    limits = stats.beta(0.75 * 8 / 3 + 0.5, 0.25 * 8 / 3 + 0.5).interval(0.95)
    assert (balanced["low"], balanced["high"]) == pytest.approx(limits)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_the_balanced_interval_covers_what_it_says(dataset, share):
    accounts = topics.incidence(dataset).index
    drawn = np.random.default_rng(1).random((len(accounts), 2000)) < share
    columns = pd.RangeIndex(2000, name="draw")
    found = topics.balanced_prevalence(pd.DataFrame(drawn, index=accounts, columns=columns), ())
    assert ((found["low"] <= share) & (share <= found["high"])).mean() > 0.94


def test_balanced_prevalence_has_no_rows_by_voice(small):
    with pytest.raises(ValueError, match="prevalence"):
        topics.balanced_prevalence(topics.incidence(small), ["voice"])


@pytest.mark.parametrize("by", [["city"], ["side"]])
def test_unknown_groups_are_refused(small, by):
    with pytest.raises(ValueError, match="meeting_id"):
        topics.prevalence(topics.incidence(small), by)


@pytest.mark.parametrize(
    ("meeting", "topic"),
    [("hlsd2019", "hybrid"), ("hlsd2020", "health"), ("hlsd2024", "extremism")],
)
def test_prevalence_from_the_csv_files(dataset, tables, meeting, topic):
    documents, codings = tables
    accounts = documents.query("meeting_id == @meeting")["lineage_id"].nunique()
    raised = codings.query("meeting_id == @meeting and topic_id == @topic")["lineage_id"].nunique()
    found = topics.prevalence(topics.incidence(dataset)).loc[(meeting, topic)]
    assert found[["raised", "accounts"]].to_list() == [raised, accounts]
    posterior = stats.beta(raised + 0.5, accounts - raised + 0.5)
    assert found["prevalence"] == raised / accounts
    assert 0 < raised < accounts
    assert (found["low"], found["high"]) == pytest.approx(posterior.interval(0.95))


@pytest.mark.parametrize(
    ("voice", "topic"), [("eu", "ukraine_war"), ("kz", "water"), ("tm", "border_management")]
)
def test_prevalence_by_voice_from_the_csv_files(dataset, tables, voice, topic):
    documents, codings = tables
    ours = "series == 'hlsd' and voice == @voice"
    found = topics.prevalence(topics.incidence(dataset), ["voice"]).loc[(voice, topic)]
    assert found["accounts"] == documents.query(ours)["lineage_id"].nunique()
    raised = codings.query(f"{ours} and topic_id == @topic")["lineage_id"].nunique()
    assert found["raised"] == raised > 0


@pytest.mark.parametrize("family", ["drugs_cbrn", "cyber_hybrid", "environment"])
def test_prevalence_of_families_from_the_csv_files(dataset, tables, family):
    _, codings = tables
    codings = codings.merge(read("topics")[["topic_id", "family"]])
    raised = codings[(codings["series"] == "hlsd") & (codings["family"] == family)]
    expected = raised.groupby("meeting_id")["lineage_id"].nunique()
    found = topics.prevalence(topics.by_family(topics.incidence(dataset), dataset.topics))
    found = found["raised"].xs(family, level="family")
    assert found[found > 0].to_dict() == expected.to_dict()


# -- Presence at equal numbers of accounts


def hand_made(rows, meetings):
    """An incidence matrix; each row is (meeting, voice, account, topics raised)."""
    names = sorted({topic for *_, raised in rows for topic in raised})
    index = pd.DataFrame([row[:3] for row in rows], columns=topics.ACCOUNT)
    index["meeting_id"] = pd.Categorical(index["meeting_id"], meetings, ordered=True)
    index["voice"] = index["voice"].astype("category")
    cells = [[topic in raised for topic in names] for *_, raised in rows]
    columns = pd.Index(names, name="topic_id")
    return pd.DataFrame(cells, index=pd.MultiIndex.from_frame(index), columns=columns)


def test_rarefaction_by_hand():
    # Water in two of four accounts: two drawn miss it with probability 2/4 * 1/3.
    raised = hand_made(
        [("m1", "eu", f"a{i}", {"water"} if i < 2 else {"energy"}) for i in range(4)], ["m1", "m2"]
    )
    found = topics.rarefaction(raised)
    assert found.loc["m1"].to_list() == pytest.approx([1, 2 * 5 / 6, 2, 2], abs=1e-12)
    assert found.loc["m2"].isna().all()


# -- Salience


def test_mentions_of_the_five_documents(small):
    found = topics.mentions(small).droplevel(["meeting_id", "voice"])
    # In d1 drugs stand before cyber, in d2 before water; in d4 nothing can be ranked.
    assert found.loc[("hlsd2015-eeas", "drug_trafficking"), "earliness"] == 1
    assert found.loc[("hlsd2015-eeas", "cyber"), "earliness"] == 0
    assert np.isnan(found.loc[("hlsd2018-kz-mfa", "water"), "earliness"])
    assert found["stance"].astype(str).to_list() == [
        "agreed",
        "background",
        "priority",
        "discussed",
    ]


def test_salience_of_the_five_documents(small):
    found = topics.salience(topics.mentions(small))
    assert found.index.to_list() == ["drug_trafficking", "cyber", "water"]
    assert found.loc["water", ["accounts", "ranked", "strong"]].to_list() == [2, 1, 0.5]
    assert found["earliness_low"].isna().all()
    with pytest.raises(ValueError, match="'agreed'"):
        topics.salience(topics.mentions(small), strong="loud")


def test_limits_of_the_median_are_the_published_order_statistics():
    # For n = 6 the range, for n = 10 the second and ninth value (Conover 1999, table A3).
    for n, rank in ((6, 0), (10, 1), (15, 3), (20, 5)):
        values = pd.Series(np.arange(n, dtype=float))
        limits = topics._median_limits(values, 0.95)
        assert limits == (rank, n - 1 - rank)
        assert 2 * stats.binom.cdf(rank, n, 0.5) <= 0.05 < 2 * stats.binom.cdf(rank + 1, n, 0.5)
    assert np.isnan(topics._median_limits(pd.Series(np.arange(5.0)), 0.95)).all()


@pytest.mark.parametrize("topic", ["water", "regional_security", "drug_trafficking"])
def test_salience_from_the_csv_files(dataset, tables, topic):
    _, codings = tables
    ours = codings.query("series == 'hlsd'").copy()
    ours["others"] = ours.groupby("document_id")["topic_id"].transform("size") - 1
    ours["rank"] = ours.groupby("document_id")["paragraph"].rank()
    ours = ours.query("others > 0").assign(early=lambda x: 1 - (x["rank"] - 1) / x["others"])
    early = ours.query("topic_id == @topic").groupby("lineage_id")["early"].mean().median()
    strong = (
        codings.query("series == 'hlsd' and topic_id == @topic")["stance"]
        .isin(["agreed", "priority"])
        .groupby(codings["lineage_id"])
        .any()
    )
    found = topics.salience(topics.mentions(dataset)).loc[topic]
    assert found["earliness"] == pytest.approx(early)
    assert found[["accounts", "strong"]].to_list() == [len(strong), strong.mean()]


# -- Entry, exit and persistence


def test_spans_by_hand():
    meetings = [f"m{number}" for number in range(1, 8)]
    seen = {"m1": {"cbrn", "drugs"}, "m2": {"cbrn"}, "m4": {"drugs"}, "m5": set(), "m6": {"cyber"}}
    rows = [(meeting, "eu", f"a-{meeting}", raised) for meeting, raised in seen.items()]
    # m3 and m7 have no account: neither in a run nor against one.
    found = topics.spans(hand_made(rows, meetings), ["a-m5", "a-m6"])
    assert found.loc["cbrn", ["first", "last", "seen", "observed"]].to_list() == ["m1", "m2", 2, 5]
    assert found.loc["cbrn", ["longest_run", "before", "after"]].to_list() == [2, 0, 3]
    assert found.loc["drugs", ["longest_run", "after"]].to_list() == [1, 2]
    assert found.loc["cyber", ["before", "after", "silent_to_end"]].to_list() == [4, 0, 0]
    assert found["silent_before"].to_dict() == {"cbrn": 0, "cyber": 1, "drugs": 0}
    assert found.loc["cbrn", "silent_to_end"] == 2
    assert found.loc["cbrn", "chance_after"] == pytest.approx(1 / comb(5, 2))
    assert found.loc["cyber", "chance_before"] == pytest.approx(1 / 5)
    assert found.loc["cbrn", "chance_before"] == 1


def test_entries_expected_by_chance_are_those_of_all_orders():
    # Two sightings at six meetings: the longest silences before that are rare enough together.
    firsts = np.array([order.index(1) for order in set(permutations([1, 1, 0, 0, 0, 0]))])
    expected = max(p for p in ((firsts >= before).mean() for before in range(5)) if p <= 0.25)
    spans = pd.DataFrame({"seen": [2, 0], "observed": [6, 6]})
    assert topics.expected_by_chance(spans[:1], 0.25) == pytest.approx(expected)
    assert topics.expected_by_chance(spans, 0.25) == pytest.approx(expected)


def test_a_topic_never_seen_has_no_span(small):
    never = topics.spans(topics.incidence(small), []).loc["gender"]
    assert never["seen"] == 0
    assert never[["first", "last", "before", "after", "chance_before"]].isna().all()


@pytest.mark.parametrize("topic", ["cbrn", "cyber", "ukraine_war", "water"])
def test_spans_from_the_csv_files(dataset, tables, topic):
    documents, codings = tables
    meetings = sorted(documents.query("series == 'hlsd'")["meeting_id"].unique())
    seen = sorted(codings.query("series == 'hlsd' and topic_id == @topic")["meeting_id"].unique())
    found = topics.spans(topics.incidence(dataset), topics.visible_to_end(dataset)).loc[topic]
    assert found[["first", "last", "seen"]].to_list() == [seen[0], seen[-1], len(seen)]
    later = meetings[meetings.index(seen[-1]) + 1 :]
    full = documents.query("meeting_id in @later and extent == 'full'")["lineage_id"].nunique()
    assert found["silent_to_end"] == full
    earlier = documents.query("series == 'hlsd' and meeting_id < @seen[0] and extent == 'full'")
    assert found["silent_before"] == earlier["lineage_id"].nunique()
    m, k = len(meetings), len(seen)
    assert found["chance_before"] == pytest.approx(
        comb(m - meetings.index(seen[0]), k) / comb(m, k)
    )
    assert found["chance_after"] == pytest.approx(comb(m - len(later), k) / comb(m, k))


def test_periods_and_groups(dataset):
    raised = topics.incidence(dataset)
    periods = topics.periods(raised, 3)
    assert periods.value_counts().eq(4).all()
    by_period = topics.prevalence(topics.group_meetings(raised, periods), ["period"])
    assert by_period["accounts"].xs("water", level="topic_id").sum() == len(raised)
    with pytest.raises(ValueError, match="periods"):
        topics.periods(raised, 13)


# -- Programmes


@pytest.mark.parametrize(
    ("meeting", "programme"), [("hlsd2018", "BOMCA"), ("hlsd2024", "LEICA"), ("hlsd2020", "CADAP")]
)
def test_programmes_from_the_csv_files(dataset, tables, meeting, programme):
    documents, _ = tables
    named = documents.merge(read("programme_mentions"), on="document_id")
    expected = named.query("meeting_id == @meeting and programme_id == @programme")
    found = topics.prevalence(topics.programme_incidence(dataset)).loc[(meeting, programme)]
    assert found["raised"] == expected["lineage_id"].nunique() > 0


# -- Exposure


def test_the_script_is_that_of_the_terms_not_of_the_language(dataset):
    part = visible_part(dataset).set_index("document_id")
    # Uzbek is written in both scripts.
    assert part.loc["fmm2015-daryo-uz", ["language", "script"]].to_list() == ["uz", "Cyrillic"]
    unusual = part[part["script"] != part["language"].astype(str).map(SCRIPTS).fillna("Latin")]
    assert set(unusual["language"]) == {"uz"}


def test_a_document_without_terms_has_the_script_of_its_language(dataset):
    coded = set(read("codings")["document_id"])
    part = visible_part(dataset)
    silent = part[~part["document_id"].isin(coded) & (part["language"] == "ru")]
    assert len(silent) and silent["script"].eq("Cyrillic").all()


def test_the_opening_is_what_half_visible_documents_show(dataset):
    part = visible_part(dataset)
    reach = part.loc[part["half_visible"] & (part["extent"] == "opening"), "reach"]
    assert (reach >= topics.OPENING_PARAGRAPHS).mean() > 0.75
    assert (reach > topics.OPENING_PARAGRAPHS).mean() < 0.5


def test_script_gap_by_hand():
    # One account in both scripts (2 against 4 topics), one in each alone.
    exposure = pd.DataFrame(
        {
            "lineage_id": ["a", "a", "b", "c"],
            "half_visible": [True, False, True, False],
            "topics": [2, 4, 4, 8],
            "topics_opening": [0, 0, 0, 0],
        }
    )
    gap = topics.script_gap(exposure, rng=np.random.default_rng(1), resamples=50)
    whole = gap.loc[("all documents", "topics")]
    assert whole[["half_visible", "other", "ratio"]].to_list() == [3, 6, 0.5]
    same = gap.loc[("same account", "topics")]
    assert same[["half_visible", "other", "ratio", "low", "high"]].to_list() == [
        2,
        4,
        0.5,
        0.5,
        0.5,
    ]
    assert same[["documents", "accounts"]].to_list() == [2, 1]


def test_without_anything_to_compare_the_gap_is_missing(small):
    exposure = topics.exposure(small)
    latin = exposure[~exposure["half_visible"]]
    gap = topics.script_gap(latin, rng=np.random.default_rng(1), resamples=5)
    assert gap[["ratio", "low", "high"]].isna().all(axis=None)
    with pytest.raises(ValueError, match="at least 1"):
        topics.script_gap(exposure, rng=np.random.default_rng(1), resamples=0)


@pytest.mark.parametrize(
    "document", ["hlsd2015-interfax-ru", "hlsd2024-spa-ar", "hlsd2024-neglobal"]
)
def test_exposure_from_the_csv_files(dataset, tables, document):
    _, codings = tables
    ours = codings.query("document_id == @document")
    found = topics.exposure(dataset).loc[document]
    assert found["topics"] == len(ours)
    assert found["topics_opening"] == (ours["paragraph"] <= 3).sum()


def test_script_gap_from_the_csv_files(dataset, tables):
    documents, codings = tables
    counts = codings.groupby("document_id").size()
    counts = counts.reindex(documents["document_id"], fill_value=0).to_numpy()
    half = documents["language"].isin(["ru", "kk", "tg", "uk", "ar", "fa", "prs"])
    half = (half | (documents["document_id"] == "fmm2015-daryo-uz")).to_numpy()
    exposure = topics.exposure(dataset, series=("hlsd", "fmm", "summit", "ctd"))
    gap = topics.script_gap(exposure, rng=np.random.default_rng(1), resamples=50)
    found = gap.loc[("all documents", "topics")]
    assert found["ratio"] == pytest.approx(counts[half].mean() / counts[~half].mean())


# -- Sides and copies


def test_every_voice_has_its_side():
    assert list(side_of(["eu", "tm", "joint", "ngo"])) == ["eu", "capitals", "joint", "ngo"]


def test_borrowed_lineages_from_the_csv_files(dataset):
    expected = read("lineages").query("template_lineage_id != ''")["lineage_id"]
    assert borrowed_lineages(dataset) == list(expected)


def raising_lineages(codings):
    """The lineages that raise each topic, from the CSV files alone."""
    return codings.groupby("topic_id")["lineage_id"].agg(set)


@pytest.mark.parametrize(
    ("meeting", "size"), [("hlsd2016", 1), ("hlsd2019", 2), ("hlsd2021", 3), ("hlsd2024", 2)]
)
def test_rarefaction_from_the_csv_files(dataset, tables, meeting, size):
    documents, codings = tables
    accounts = documents.query("meeting_id == @meeting")["lineage_id"].nunique()
    raising = raising_lineages(codings.query("meeting_id == @meeting")).map(len)
    unseen = raising.map(lambda k: comb(accounts - k, size) / comb(accounts, size))
    found = topics.rarefaction(topics.incidence(dataset)).loc[meeting, size]
    assert found == pytest.approx((1 - unseen).sum())


@pytest.mark.parametrize("topic", ["drug_trafficking", "cyber", "water", "regional_security"])
def test_balanced_prevalence_from_the_csv_files(dataset, tables, topic):
    documents, codings = tables
    dialogue = documents.query("series == 'hlsd'").drop_duplicates("lineage_id")
    raising = raising_lineages(codings.query("series == 'hlsd'"))[topic]
    share = dialogue["lineage_id"].isin(raising).groupby(dialogue["voice"]).mean()
    found = topics.balanced_prevalence(topics.incidence(dataset), ()).loc[topic]
    assert found["prevalence"] == pytest.approx(share.mean())
    assert found["voices"] == len(share)

"""The agenda: hand-made accounts worked out on paper, and cells of the real tables.

Where a test looks at the real dataset, it computes the answer a second time from the CSV files, in
plain pandas and without the library.
"""

import numpy as np
import pandas as pd
import pytest
from by_definition import beta_interval
from from_csv import read
from made_accounts import NO_ACCOUNT

from eucad import agenda
from eucad.agenda import (
    account_programme_matrix,
    account_topic_matrix,
    balanced_prevalence,
    prevalence,
)


def raised_by(mentions):
    return {
        account: list(row.index[row])
        for account, row in zip(
            mentions.index.get_level_values("account_id"),
            (row for _, row in mentions.iterrows()),
            strict=True,
        )
    }


def test_an_account_raises_what_any_of_its_agenda_documents_raises(small):
    assert raised_by(account_topic_matrix(small)) == {
        "hlsd2015-eeas": ["drug_trafficking", "cyber", "water"],
        "hlsd2016-kz-mfa": [],
        "hlsd2018-kz-mfa": ["water"],
    }


def test_documents_raise_only_what_they_raise_themselves(small):
    found = raised_by(account_topic_matrix(small, unit="document"))
    assert found == {
        "d1": ["drug_trafficking", "cyber"],
        "d2": ["drug_trafficking", "water"],
        "d3": [],
        "d4": ["water"],
    }


def test_coder_a_recorded_no_scope_and_coder_b_not_every_document(small):
    assert raised_by(account_topic_matrix(small, coding="a"))["hlsd2016-kz-mfa"] == ["cyber"]
    assert raised_by(account_topic_matrix(small, coding="b")) == {
        "hlsd2015-eeas": ["drug_trafficking", "cyber"],
        "hlsd2018-kz-mfa": ["water"],
    }


def test_the_opening_ends_with_its_last_paragraph(small):
    found = raised_by(account_topic_matrix(small, extent="opening"))
    assert found["hlsd2015-eeas"] == ["drug_trafficking", "water"]
    assert found["hlsd2018-kz-mfa"] == []
    assert raised_by(account_topic_matrix(small))["hlsd2018-kz-mfa"] == ["water"]


def test_voices_can_be_left_out(small):
    assert list(raised_by(account_topic_matrix(small, voices=["eu"]))) == ["hlsd2015-eeas"]


def test_order_and_labels_of_the_matrix(small):
    mentions = account_topic_matrix(small)
    assert mentions.index.names == ["meeting_id", "voice", "account_id", "year", "complete"]
    assert list(mentions.index.get_level_values("voice")) == ["eu", "kz", "kz"]
    positions = small.topics.sort_values("position")["topic_id"]
    assert list(mentions.columns) == list(positions)
    assert (mentions.dtypes == "bool").all()


@pytest.mark.parametrize(
    ("argument", "value", "named"),
    [
        ("series", ["hlsdx"], "hlsd, fmm"),
        ("unit", "page", "account, document"),
        ("coding", "c", "final, a"),
        ("extent", "half", "all, opening"),
        ("voices", ["Kazakstan"], "mean 'kz'"),
    ],
)
def test_unknown_arguments_are_refused_with_what_there_is(dataset, argument, value, named):
    with pytest.raises(ValueError, match=named):
        account_topic_matrix(dataset, **{argument: value})


# -- Missing stays missing


def test_a_meeting_without_an_account_is_missing_in_every_measure(small):
    mentions = account_topic_matrix(small)
    shares = prevalence(mentions)
    assert (shares.loc[NO_ACCOUNT, "accounts"] == 0).all()
    assert shares.loc[NO_ACCOUNT, ["prevalence", "low", "high"]].isna().all(axis=None)
    balanced = balanced_prevalence(mentions)
    assert balanced.loc[NO_ACCOUNT, ["prevalence", "low", "high"]].isna().all(axis=None)


# -- Prevalence and its intervals


def test_prevalence_of_the_five_documents(small):
    shares = prevalence(account_topic_matrix(small))
    assert shares.loc[("hlsd2015", "cyber"), ["raised", "accounts"]].to_list() == [1, 2]
    assert shares.loc[("hlsd2016", "water"), "prevalence"] == 1
    assert shares.loc[("hlsd2016", "cyber"), "prevalence"] == 0
    overall = prevalence(account_topic_matrix(small), ())
    assert overall.loc["water", ["raised", "accounts"]].to_list() == [2, 3]


def test_balanced_prevalence_counts_voices_not_accounts(small):
    balanced = balanced_prevalence(account_topic_matrix(small), ()).loc["water"]
    # The EU's one account raises it, one of the two Kazakh ones does.
    assert balanced[["voices", "accounts", "prevalence"]].to_list() == [2, 3, 0.75]
    # The variance is p (1 - p) (1/1 + 1/2) / 2², as that of a share of 8/3 accounts.
    assert balanced["effective"] == pytest.approx(8 / 3)
    limits = beta_interval(0.95, 0.75 * 8 / 3 + 0.5, 0.25 * 8 / 3 + 0.5)
    assert (balanced["low"], balanced["high"]) == pytest.approx(limits)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_the_balanced_interval_covers_what_it_says(dataset, share):
    accounts = account_topic_matrix(dataset).index
    drawn = np.random.default_rng(1).random((len(accounts), 2000)) < share
    columns = pd.RangeIndex(2000, name="draw")
    found = balanced_prevalence(pd.DataFrame(drawn, index=accounts, columns=columns), ())
    assert ((found["low"] <= share) & (share <= found["high"])).mean() > 0.94


def test_balanced_prevalence_has_no_rows_by_voice(small):
    with pytest.raises(ValueError, match="prevalence"):
        balanced_prevalence(account_topic_matrix(small), ["voice"])


@pytest.mark.parametrize("by", [["city"], ["side"]])
def test_unknown_groups_are_refused(small, by):
    with pytest.raises(ValueError, match="meeting_id"):
        prevalence(account_topic_matrix(small), by)


@pytest.mark.parametrize(
    ("meeting", "topic"),
    [("hlsd2019", "hybrid"), ("hlsd2020", "health"), ("hlsd2024", "extremism")],
)
def test_prevalence_from_the_csv_files(dataset, tables, meeting, topic):
    documents, codings = tables
    accounts = documents.query("meeting_id == @meeting")["lineage_id"].nunique()
    raised = codings.query("meeting_id == @meeting and topic_id == @topic")["lineage_id"].nunique()
    found = prevalence(account_topic_matrix(dataset)).loc[(meeting, topic)]
    assert found[["raised", "accounts"]].to_list() == [raised, accounts]
    assert found["prevalence"] == raised / accounts
    assert 0 < raised < accounts
    assert (found["low"], found["high"]) == pytest.approx(
        beta_interval(0.95, raised + 0.5, accounts - raised + 0.5)
    )


@pytest.mark.parametrize(
    ("voice", "topic"), [("eu", "ukraine_war"), ("kz", "water"), ("tm", "border_management")]
)
def test_prevalence_by_voice_from_the_csv_files(dataset, tables, voice, topic):
    documents, codings = tables
    ours = "series == 'hlsd' and voice == @voice"
    found = prevalence(account_topic_matrix(dataset), ["voice"]).loc[(voice, topic)]
    assert found["accounts"] == documents.query(ours)["lineage_id"].nunique()
    raised = codings.query(f"{ours} and topic_id == @topic")["lineage_id"].nunique()
    assert found["raised"] == raised > 0


# -- Programmes


@pytest.mark.parametrize(
    ("meeting", "programme"), [("hlsd2018", "BOMCA"), ("hlsd2024", "LEICA"), ("hlsd2020", "CADAP")]
)
def test_programmes_from_the_csv_files(dataset, tables, meeting, programme):
    documents, _ = tables
    named = documents.merge(read("programme_mentions"), on="document_id")
    expected = named.query("meeting_id == @meeting and programme_id == @programme")
    found = prevalence(account_programme_matrix(dataset)).loc[(meeting, programme)]
    assert found["raised"] == expected["lineage_id"].nunique() > 0


def raising_accounts(codings):
    """The accounts that raise each topic, from the CSV files alone."""
    return codings.groupby("topic_id")["lineage_id"].agg(set)


@pytest.mark.parametrize("topic", ["drug_trafficking", "cyber", "water", "regional_security"])
def test_balanced_prevalence_from_the_csv_files(dataset, tables, topic):
    documents, codings = tables
    dialogue = documents.query("series == 'hlsd'").drop_duplicates("lineage_id")
    raising = raising_accounts(codings.query("series == 'hlsd'"))[topic]
    share = dialogue["lineage_id"].isin(raising).groupby(dialogue["voice"]).mean()
    found = balanced_prevalence(account_topic_matrix(dataset), ()).loc[topic]
    assert found["prevalence"] == pytest.approx(share.mean())
    assert found["voices"] == len(share)


# -- On the table


def test_a_meeting_without_an_account_has_a_presence(small):
    mentions = account_topic_matrix(small)
    fit = agenda.fit_presence(small, mentions, chains=2, draws=20, warmup=20)
    assert fit.on_table().loc[NO_ACCOUNT].between(0, 1).all()
    assert not fit.seen[fit.meetings.get_loc(NO_ACCOUNT)].any()


def test_a_cell_that_says_nothing_is_not_seen(small):
    mentions = account_topic_matrix(small)
    known = mentions | True
    known.loc[known.index.get_level_values("account_id") == "hlsd2018-kz-mfa", "water"] = False
    fit = agenda.fit_presence(small, mentions, known=known, chains=2, draws=20, warmup=20)
    seen = pd.DataFrame(fit.seen, fit.meetings, fit.topics)
    assert not seen.loc["hlsd2016", "water"]
    assert seen.loc["hlsd2015", "water"]


def test_mentions_that_only_name_a_programme_from_the_csv_files(dataset):
    found = read("documents").merge(read("codings_final"), on="document_id")
    agenda_types = ["readout", "communique", "press_release", "news_report"]
    found = found[(found["about"] == "meeting") & found["document_type"].isin(agenda_types)]
    found = found[found["scope"] == "dialogue"]
    expected = {
        key
        for key, group in found.groupby(["lineage_id", "topic_id"])
        if set(group["stance"]) == {"programme"}
    }
    series = list(dataset.meetings["series"].cat.categories)
    mentions = account_topic_matrix(dataset, series=series).droplevel([0, 1, 3, 4]).stack()

    def left_out(kind):
        kept = account_topic_matrix(dataset, series=series, without=[kind])
        return set(mentions.index[mentions & ~kept.droplevel([0, 1, 3, 4]).stack()])

    assert left_out("programme names") == expected
    assert expected < left_out("background")
    with pytest.raises(ValueError, match="kind of mention 'said'"):
        account_topic_matrix(dataset, without=["said"])

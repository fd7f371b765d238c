"""What the data hold, how well it is known, and what no document tells: sentences and tables."""

from __future__ import annotations

import pandas as pd

from eucad.coverage.copies import Borrowed
from eucad.coverage.measures import Study
from eucad.show.words import Table, Text, bullets, counted, interval, listing, percent


def in_short(study: Study) -> Text:
    """Say how well, and from whom, the meetings of a series are known."""
    return bullets(
        f"**From whom.** {from_whom(study)}",
        f"**How much was seen.** {how_much_was_seen(study)}",
        f"**How much repeats.** {how_much_is_borrowed(study.borrowed)}",
        f"**How reliably.** {how_reliably(study)}",
        f"**What is missing.** {who_chaired(study)}",
    )


def from_whom(study: Study) -> str:
    """Say how many accounts tell of the meetings, and which voices are the most regular."""
    accounts = study.accounts
    by_meeting, total = accounts.sum(), int(accounts.to_numpy().sum())
    speaks = accounts.gt(0).sum(axis=1).sort_values(ascending=False, kind="stable")
    regular = [
        f"{study.names[voice]} ({counted(number, 'meeting')})"
        for voice, number in speaks.head(2).items()
        if number
    ]
    single = [study.names[meeting] for meeting in by_meeting.index[by_meeting == 1]]
    return (
        f"{counted(total, 'independent account')} {'tells' if total == 1 else 'tell'} what "
        f"{counted(len(by_meeting), 'meeting')} discussed (*{study.names[study.series]}*). Most "
        f"regular voices: {listing(regular)}; known from one account alone: {listing(single)}."
    )


def how_much_was_seen(study: Study) -> str:
    """Say how many accounts could be read to their end."""
    total = int(study.accounts.to_numpy().sum())
    whole = int(study.complete.to_numpy().sum())
    return (
        f"{whole} of {counted(total, 'account')} could be read to the end; of the others only the "
        "opening was visible. What is not coded was not seen there, and may still have been "
        "discussed."
    )


def how_reliably(study: Study) -> str:
    """Say how well the two coders agree, and on which topic least."""
    topics = study.presence.drop(index="all").dropna(subset="alpha")
    if topics.empty:
        return "No topic was found by either coder, so that nothing shows how well they agree."
    weakest = topics["alpha"].idxmin()
    return (
        "On whether a topic is there the two coders agree with an alpha of "
        f"{_alpha(study.presence.loc['all'])}, least on *{study.names[weakest]}*: "
        f"{_alpha(topics.loc[weakest])}. Full agreement would be 1, that of chance "
        "0; a bias that both share does not show in it."
    )


def how_sure_of_rare_topics(study: Study) -> Text:
    """Say of which topic the agreement is least certain."""
    topics = study.presence.drop(index="all").dropna(subset="alpha_low")
    if topics.empty:
        return Text("No topic was found often enough for an interval.")
    widest = topics["alpha_low"].idxmin()
    found = int(topics.loc[widest, "coded_both"])
    return Text(
        f"Least certain, by the lower end of the interval, is the agreement on "
        f"*{study.names[widest]}*: alpha {_alpha(topics.loc[widest])}. Both coders "
        f"found it in {counted(found, 'document')} only."
    )


def _alpha(row: pd.Series) -> str:
    """Write a measured agreement with its interval."""
    if pd.isna(row["alpha"]):
        return "not measurable"
    low, high = row["alpha_low"], row["alpha_high"]
    if pd.isna(low):
        return f"{row['alpha']:.2f} (too few cases for an interval)"
    return f"{row['alpha']:.2f} ({row['level']:.0%} interval {interval(low, high)})"


def who_chaired(study: Study) -> str:
    """Say of how many meetings the chair is known."""
    chairs = study.chairs
    doubt = chairs.get("ambiguous", 0)
    doubtful = f", and can be read in two ways for {doubt}" if doubt else ""
    return (
        f"Who chaired is stated without doubt for {chairs.get('named', 0)} of "
        f"{counted(int(chairs.sum()), 'meeting')}{doubtful}."
    )


def how_much_is_copied(study: Study) -> Text:
    """Say how many documents only repeat an account."""
    documents, accounts = study.voices["documents"].sum(), study.voices["accounts"].sum()
    repeated = documents - accounts
    most = ""
    if study.most_repeated:
        capital = study.voices.loc[study.most_repeated]
        most = (
            f" Of the capitals, *{study.names[study.most_repeated]}* is repeated most: "
            f"{counted(capital['documents'], 'document')} for "
            f"{counted(capital['accounts'], 'account')}."
        )
    return Text(
        f"{counted(documents, 'document')} carry {counted(accounts, 'independent account')}. "
        f"{repeated} ({percent(repeated / documents)}) add none, as another document has theirs "
        f"already. {study.second_hand} ({percent(study.second_hand / documents)}) are "
        "second-hand: they reprint or paraphrase an account, whether the original was found or "
        f"not.{most}"
    )


def how_values_differ(values: pd.DataFrame) -> Text:
    """Say how well the coders agree on stance and paragraph."""
    stance, paragraph = values.loc["stance"], values.loc["paragraph"]
    stronger, weaker = int(stance["earlier_b"]), int(stance["earlier_a"])
    earlier, later = int(paragraph["earlier_b"]), int(paragraph["earlier_a"])
    return Text(
        f"On *stance* alpha is {_alpha(stance)}. Where the coders differ, coder b "
        f"has the stronger stance in {counted(stronger, 'case')} and coder a in {weaker:,}.\n\n"
        f"On the *paragraph* alpha is {_alpha(paragraph)}. Coder b has the earlier "
        f"one in {counted(earlier, 'case')} and coder a in {later:,}."
    )


def how_disagreements_ended(study: Study) -> Text:
    """Say what became of the coders' disagreements."""
    counts = study.adjudicated_in_all
    if not counts["disagreements"]:
        return Text("There is no topic that one of the two coders found alone.")
    ended = {
        coder: (counts[f"only_{coder}_kept"], counts[f"only_{coder}_dropped"]) for coder in "ab"
    }
    found = [
        f"Of those that coder {coder} alone had found, {kept} of {kept + dropped} were kept."
        for coder, (kept, dropped) in ended.items()
    ]
    return Text(
        f"In {counted(counts['disagreements'], 'case')} one coder alone had found a topic; "
        f"{counts['kept']} were decided for the topic. {found[0]} {found[1]} Apart from these, "
        f"{counted(study.single, 'coding')} stand on coder a alone, as coder b could not bring the "
        "document up again."
    )


def who_is_disputed(study: Study) -> Text:
    """Say on how many ranks documents disagree."""
    disputed = int(study.disputed.to_numpy().sum())
    return Text(f"Documents disagree on the rank of {counted(disputed, 'delegation')}.")


def voices_table(study: Study) -> Table:
    """Tabulate what the documents of each voice are like."""
    voices = study.voices
    others = [
        ", ".join(study.languages[language] for language in others) or "–"
        for others in voices["others"]
    ]
    columns = {
        "Voice": voices.index.map(study.names),
        "Documents": voices["documents"].array,
        "Accounts": voices["accounts"].array,
        "Visible in full": voices["full"].array,
        "In English": voices["english"].array,
        "Other languages": others,
    }
    return Table(columns)


def copied_table(study: Study) -> Table:
    """Tabulate the accounts that most documents carry, and on which grounds."""
    copied = study.copied
    columns = {
        "Account": copied.index,
        "Meeting": copied["meeting_id"].map(study.names).array,
        "Voice": copied["voice"].map(study.names).array,
        "Documents": copied["documents"].array,
    }
    bases = copied.drop(columns=["meeting_id", "voice", "documents"])
    return Table(columns | {study.names[basis]: bases[basis].array for basis in bases})


def how_much_is_borrowed(borrowed: Borrowed) -> str:
    """Say how much of the accounts repeats the wording of an earlier meeting."""
    return (
        f"{borrowed.accounts} of the {counted(borrowed.of_accounts, 'account')} of the security "
        "dialogue share wording with an account of an earlier meeting. "
        f"{borrowed.mentions} of {counted(borrowed.of_mentions, 'mention')} of topics stand only "
        "in wording that is surely borrowed."
    )


def borrowed_table(study: Study) -> Table:
    """Tabulate the accounts whose wording follows an account of an earlier meeting."""
    pairs = study.borrowed.pairs
    columns = {
        "Account": pairs.index,
        "Follows": pairs["follows"].array,
        "How much": pairs["amount"].map(study.names).array,
        "How sure": pairs["certainty"].map(study.names).array,
    }
    return Table(columns)


def meetings_table(study: Study) -> Table:
    """Tabulate how many documents are known of each meeting of the series."""
    meetings = study.meetings[study.meetings["series"] == study.series]
    columns = {
        "Meeting": meetings.index.map(study.names),
        "Documents": meetings["documents"].array,
        "Visible in full": meetings["full"].array,
        "Languages": meetings["languages"].array,
        "Accounts of the agenda": meetings["accounts"].array,
    }
    return Table(columns)


def events_table(study: Study) -> Table:
    """Tabulate the events on the time axis, with their sources."""
    events = study.events.sort_values("date")
    columns = {
        "Date": events["date"].dt.strftime("%-d %B %Y").array,
        "Event": events["label"].array,
        "Source": events["publisher"].array,
    }
    return Table(columns)


def adjudicated_table(study: Study) -> Table:
    """Tabulate the most disputed topics, and what was decided."""
    headings = {
        "disagreements": "Disagreements",
        "kept": "Kept",
        "only_a_kept": "a alone, kept",
        "only_a_dropped": "a alone, dropped",
        "only_b_kept": "b alone, kept",
        "only_b_dropped": "b alone, dropped",
    }
    counts = study.adjudicated
    columns = {heading: counts[column].array for column, heading in headings.items()}
    return Table({"Topic": counts.index.map(study.names)} | columns)


def reasons_table(study: Study) -> Table:
    """Tabulate the rules by which disagreements were decided most often."""
    kept, dropped = study.reasons["kept"].array, study.reasons["dropped"].array
    return Table({"Rule": study.reasons.index, "Kept": kept, "Dropped": dropped})


def notes_table(study: Study) -> Table:
    """Tabulate what the curators note of each meeting."""
    notes = study.notes
    return Table({"Meeting": notes.index.map(study.names), "What is uncertain": notes.array})

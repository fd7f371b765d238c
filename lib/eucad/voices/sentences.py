"""What the analysis of voices found, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eucad.documents import SIDE_NAMES, side_of
from eucad.show.words import Table, Text, bullets, counted, interval, listing, p_value, percent
from eucad.voices.contrast import SHUFFLES, Divide
from eucad.voices.measures import Study

#: Kinds of pairs of accounts.
KINDS = {
    "between": "EU and a capital, same meeting",
    "capitals": "two capitals, same meeting",
    "eu_next": "EU, next meeting",
    "capital_next": "one capital, next meeting",
}

#: What pairs of these kinds are, in a sentence.
PAIRS = {
    "between": "an EU account and a capital's of the same meeting",
    "capitals": "two capitals' accounts of the same meeting",
    "eu_next": "the EU's accounts of two successive meetings",
    "capital_next": "one capital's accounts of two successive meetings",
}

#: How the likeness of accounts stands to what chance gives.
AGAINST_CHANCE = {
    "less": "less alike than chance makes them",
    "as": "no more alike than chance makes them",
    "more": "more alike than chance makes them",
}

#: How many terms of a side are shown for a topic.
SHOWN_TERMS = 4

LEADERS = {"eu": "EU", "capitals": "capitals"}

VARIANTS = {
    "all": "all that was visible",
    "opening": "openings only",
    "fresh": "without borrowed wording",
    "stated": "without background and programme names",
    "coder_a": "coder a alone",
    "coder_b": "coder b alone",
}


def variant_name(variant: str, names: Mapping[str, str]) -> str:
    """Name a choice of what counts."""
    if variant in VARIANTS:
        return VARIANTS[variant]
    return f"without accounts of {names[variant.removeprefix('without_')]}"


def in_short(study: Study, divide: Divide) -> Text:
    """Answer the question of the notebook, with the badge of the leading case."""
    return bullets(
        answer(study),
        divides(study),
        certainty(study, divide),
        shared_meetings(study.said, study.names),
        exposure(study.gap, study.level),
    )


def answer(study: Study) -> Text:
    """Say yes or no: whether the two sides of a meeting can be told to report the same one."""
    kinds = study.likeness
    if "between" not in kinds.index:
        return Text("**Cannot tell:** there is no meeting of which both sides raise a topic.")
    row = kinds.loc["between"]
    yes = "Yes." if row["verdict"] == "more" else "Not visibly."
    return Text(
        f"**{yes}** {_capital(PAIRS['between'])} are {AGAINST_CHANCE[row['verdict']]}: they have "
        f"{percent(row['likeness'])} of their topics in common, shuffled accounts "
        f"{percent(row['expected'])}."
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def divides(study: Study) -> Text:
    """State which topics every account of one side raises, and none of the other."""
    if study.one_sided.empty:
        return Text(
            f"**No topic divides them.** Since {study.since} none is raised by every account of "
            "one side and by none of the other."
        )
    told = " ".join(split(row, study.names[topic]) for topic, row in study.one_sided.iterrows())
    number = len(study.one_sided)
    heading = "One topic divides them" if number == 1 else f"{number} topics divide them"
    return Text(f"**{heading}.** At the meetings since {study.since} that both report, {told}")


def split(row: pd.Series, topic: str) -> Text:
    """State of a topic how many accounts of each side raise it."""
    return Text(f"*{topic}*: {counts(row)}")


def counts(row: pd.Series) -> str:
    """State how many accounts of each side raise it, the leading side first."""
    told = {
        "eu": f"{row['eu']} of {counted(row['eu_accounts'], 'EU account')}",
        "capitals": f"{row['capitals']} of {counted(row['capitals_accounts'], 'account')} of the "
        "capitals",
    }
    first, second = ("capitals", "eu") if row["leader"] == "capitals" else ("eu", "capitals")
    verb = "raises" if row[first] == 1 else "raise"
    return f"{told[first]} {verb} it, and {told[second]}."


def certainty(study: Study, divide: Divide) -> Text:
    """State how sure the leading contrast is, and under which choices it is less clear."""
    topic, chance = study.names[divide.topic], divide.row["p_all"]
    less = listing((variant_name(name, study.names) for name in divide.fails), otherwise="")
    but = f"it is less clear {less}" if less else "it is as clear under every other choice"
    return Text(
        f"**How sure of *{topic}*:** {divide.badge}. If accounts changed sides at random, some "
        f"topic as one-sided would turn up in {_times(chance)}; {but}."
    )


def _times(chance: float) -> str:
    if chance < 0.001:
        return "fewer than 1 of 1,000 cases"
    return f"{chance * 100:.0f} of 100 cases" if chance >= 0.01 else f"{chance * 1000:.0f} of 1,000"


def shared_meetings(said: pd.DataFrame, names: Mapping[str, str]) -> Text:
    """State which meetings both sides report."""
    known = said["said"].notna().groupby(level=0, sort=False, observed=True).any()
    both = [names[meeting] for meeting in known.index[known]]
    of_all = f"{len(both)} of {counted(len(known), 'meeting')}"
    if not both:
        return Text(f"**Both sides report** {of_all}: they cannot be compared.")
    return Text(
        f"**Both sides report** {of_all}: {listing(both)}. Only there can they be compared."
    )


def cases(study: Study) -> Text:
    """State how often each side raises the topics that are looked at one by one."""
    return bullets(*(split(study.contrast.loc[topic], study.names[topic]) for topic in study.cases))


def leanings(contrast: pd.DataFrame, names: Mapping[str, str]) -> Text:
    """State which topics one side raises more, clearly or perhaps."""
    ordered = contrast.sort_values("difference", ascending=False, kind="stable")

    def listed(verdict: str) -> str:
        return listing(
            f"{names[topic]} (the {LEADERS[row['leader']]})"
            for topic, row in ordered[ordered["verdict"] == verdict].iterrows()
        )

    return Text(
        f"**Clearly raised more by one side:** {listed('clear')}. **Perhaps:** {listed('perhaps')}."
    )


def likeness(study: Study) -> Text:
    """State how alike kinds of pairs of accounts are, against shuffled ones."""
    if study.likeness.empty:
        return Text("There are no such pairs of accounts.")
    fresh = study.likeness_fresh["verdict"]
    told = []
    for kind, row in study.likeness.iterrows():
        said = f"{_capital(PAIRS[kind])} are {AGAINST_CHANCE[row['verdict']]} "
        said += f"({percent(row['likeness'])} of topics in common, {percent(row['expected'])} by "
        said += "chance)"
        other = fresh.get(kind, row["verdict"])
        if other != row["verdict"]:
            said += f"; without borrowed wording they are {AGAINST_CHANCE[other]}"
        told.append(f"{said}.")
    return bullets(*told)


def exposure(gap: pd.DataFrame, level: float) -> Text:
    """State how much less documents show in scripts that were visible half as far."""
    whole, opening = (gap.loc[("all documents", key)] for key in ("topics", "topics_opening"))
    if pd.isna(whole["ratio"]) or pd.isna(opening["ratio"]):
        return Text("**Script:** there are no documents in both kinds of script to compare.")
    return Text(
        "**Script:** in all series, pages in Cyrillic and Arabic script, which were cut off "
        f"earlier, show {percent(whole['ratio'])} as many topics as others ({percent(level)} "
        f"interval {_limits(whole)}), their openings {percent(opening['ratio'])} "
        f"({_limits(opening)}). Who writes in them may look quieter than they are."
    )


def _limits(row: pd.Series) -> str:
    return interval(row["low"], row["high"], ".0%")


def overturn(study: Study) -> Text:
    """State how many accounts would have to say otherwise to undo the leading contrast."""
    topic, accounts = study.names[study.cases[0]], study.to_overturn
    if accounts is None:
        said = f"no change in the accounts known, for {topic}"
    elif accounts == 0:
        said = f"nothing needs to; {topic} shows no clear contrast"
    else:
        more = counted(accounts, "more account")
        said = f"{topic} in {more} of the side that does not raise it"
    return Text(f"**What would overturn it:** {said}.")


def variants_table(study: Study) -> Table:
    """Set out the leading contrast under every choice."""
    topic = study.cases[0]
    found = {name: contrast.loc[topic] for name, contrast in study.later.items()}
    rows = {
        variant_name(name, study.names): {
            "EU": f"{row['eu']} of {row['eu_accounts']}",
            "Capitals": f"{row['capitals']} of {row['capitals_accounts']}",
            "Chance, this topic alone": p_value(row["p"]),
            "Chance, any topic": p_value(row["p_all"], SHUFFLES),
            "Verdict": row["verdict"],
        }
        for name, row in found.items()
    }
    return Table.from_dict(rows, orient="index").rename_axis("Counted")


def script_table(documents: pd.DataFrame) -> Table:
    """Count the documents of each side in scripts that were visible half as far."""
    by_side = documents["half_visible"].groupby(side_of(documents["voice"]), observed=True)
    table = Table({"Documents": by_side.size(), "Cyrillic or Arabic": by_side.sum().astype(int)})
    share = table["Cyrillic or Arabic"] / table["Documents"]
    table["Share"] = share.map(percent)
    return table.set_axis(pd.Index([SIDE_NAMES[side] for side in table.index], name="Side"))


def terms_table(study: Study) -> Table:
    """Set under one another the leading terms of each side for the same topic, with their gloss."""
    leading = study.terms.groupby(level=["topic_id", "side"], observed=True).head(SHOWN_TERMS)
    leading = leading.reset_index()
    english = leading["english"].where(leading["language"] != "en").fillna("")
    return Table(
        {
            "Topic": leading["topic_id"].astype(str).map(study.names),
            "Side": leading["side"].astype(str).map(SIDE_NAMES),
            "Term": leading["term"],
            "In English": english,
            "Language": leading["language"].astype(str).map(study.languages),
            "Accounts": leading["accounts"],
        }
    ).set_index(["Topic", "Side"])

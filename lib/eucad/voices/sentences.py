"""What the analysis of voices found, in sentences and in tables with human headings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eucad.documents import SIDES, side_of
from eucad.show.words import Text, bullets, counted, interval, listing, p_value, percent
from eucad.voices.measures import Study

#: Kinds of pairs of agendas.
KINDS = {
    "between": "EU and capitals, same meeting",
    "eu": "EU, successive meetings",
    "capitals": "capitals, successive meetings",
}

#: How the likeness of agendas stands to what chance gives.
AGAINST_CHANCE = {
    "less": "less than chance gives",
    "as": "as chance gives",
    "more": "more than chance gives",
}

VARIANTS = {
    "all": "all that was visible",
    "opening": "openings only",
    "unborrowed": "no borrowed account",
    "coder_a": "coder a",
    "coder_b": "coder b",
}


def variant_name(variant: str, names: Mapping[str, str]) -> str:
    """Name a way of counting.

    Examples
    --------
    >>> variant_name("without_tm", {"tm": "Turkmenistan"})
    'no account of Turkmenistan'
    """
    if variant in VARIANTS:
        return VARIANTS[variant]
    return f"no account of {names[variant.removeprefix('without_')]}"


def in_short(study: Study) -> Text:
    """Answer the question of the notebook."""
    return bullets(
        shared_meetings(study.said, study.names),
        f"{likeness(study.likeness['all'])} {likeness_across(study.likeness, study.names)}",
        case(study.contrast, study.cases[0], study.names),
        leanings(study.contrast, study.level, study.names),
        exposure(study.gap),
    )


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
    first, *others = (case(study.contrast, topic, study.names) for topic in study.cases)
    later = case(study.contrast_since, study.cases[0], study.names)
    return bullets(first, f"Since {study.since}: {later}", *others)


def case(contrast: pd.DataFrame, topic: str, names: Mapping[str, str]) -> Text:
    """State how often each side raises a topic at the meetings that both report."""
    row = contrast.loc[topic]
    return Text(
        f"**{names[topic]}:** raised by {row['eu']} of "
        f"{counted(row['eu_accounts'], 'EU account')} and {row['capitals']} of "
        f"{row['capitals_accounts']} of the capitals (difference {_effect(row)}; exact "
        f"{p_value(row['p'])})."
    )


def _effect(row: pd.Series) -> str:
    return f"{row['difference']:+.2f}, {interval(row['low'], row['high'], '+.2f')}"


def leanings(contrast: pd.DataFrame, level: float, names: Mapping[str, str]) -> Text:
    """State which topics one side raises more, and how many would seem so by chance."""
    raised = contrast[contrast["leader"].notna() | (contrast["eu"] > 0)]
    raised = raised.sort_values("difference", ascending=False, kind="stable")
    leaders = {"eu": "EU", "capitals": "capitals"}

    def listed(verdict: str) -> str:
        return listing(
            f"{names[topic]} (more by the {leaders[row['leader']]}: {_effect(row)}; "
            f"{p_value(row['p'])})"
            for topic, row in raised[raised["verdict"] == verdict].iterrows()
        )

    small = (raised["p"] <= 1 - level).sum()
    return Text(
        f"**Clear:** {listed('clear')}. **Perhaps:** {listed('perhaps')}. "
        f"{counted(small, 'exact p-value')} of at most {1 - level:.2g} among "
        f"{counted(len(raised), 'topic')}: chance alone would give up to "
        f"{(1 - level) * len(raised):.1f}."
    )


def likeness(kinds: pd.DataFrame) -> Text:
    """State how alike kinds of pairs of agendas are, against shuffled accounts."""
    listed = "; ".join(
        f"{KINDS[kind]} {row['similarity']:.2f}, {AGAINST_CHANCE[row['verdict']]} "
        f"({row['expected']:.2f}, mostly {interval(row['low'], row['high'])}; {p_value(row['p'])})"
        for kind, row in kinds.iterrows()
    )
    return Text(f"**How alike:** {listed}.")


def likeness_across(variants: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> Text:
    """State under which variants kinds of agendas leave the range of chance."""
    verdicts = pd.DataFrame({name: found["verdict"] for name, found in variants.items()})
    parts = []
    for kind, row in verdicts.iterrows():
        inside = [variant_name(name, names) for name in row.index[row == "as"]]
        some_do = 0 < len(inside) < len(row)
        but = f" (not with {listing(inside)})" if some_do else ""
        parts.append(f"{KINDS[kind]} under {len(row) - len(inside)} of {len(row)} choices{but}")
    return Text(f"Outside the range of chance: {'; '.join(parts)}.")


def exposure(gap: pd.DataFrame) -> Text:
    """State how much less documents show in scripts that were visible half as far."""
    whole, opening = (gap.loc[("all documents", key)] for key in ("topics", "topics_opening"))
    if pd.isna(whole["ratio"]) or pd.isna(opening["ratio"]):
        return Text("**Exposure:** there are no documents in both kinds of script to compare.")
    return Text(
        "**Exposure:** for each topic seen in another document, one in Cyrillic or Arabic script "
        f"shows {whole['ratio']:.2f} ({interval(whole['low'], whole['high'])}); in openings only "
        f"{opening['ratio']:.2f} ({interval(opening['low'], opening['high'])})."
    )


def overturn(study: Study) -> Text:
    """State how many accounts would have to say otherwise to undo the leading contrast."""
    return _overturn(study.names[study.cases[0]], study.to_overturn)


def _overturn(topic: str, accounts: int | None) -> Text:
    if accounts is None:
        said = f"no change in the accounts known, for {topic}"
    elif accounts == 0:
        said = f"nothing needs to; {topic} shows no clear contrast"
    else:
        more = counted(accounts, "more account")
        said = f"{topic} in {more} of the side that does not raise it"
    return Text(f"**What would overturn it:** {said}.")


def variants_table(study: Study) -> pd.DataFrame:
    """Set out the contrast of the topics shown under every variant."""
    clear = study.contrast.index[study.contrast["verdict"] != "none"]
    topics = list(dict.fromkeys([*study.cases, *clear]))

    def written(row: pd.Series) -> str:
        return (
            f"{row['difference']:+.2f} ({interval(row['low'], row['high'], '+.2f')}), "
            + p_value(row["p"])
        )

    table = {
        variant_name(name, study.names): found.loc[topics].apply(written, axis=1)
        for name, found in study.variants.items()
    }
    index = pd.Index([study.names[topic] for topic in topics], name="Topic")
    return pd.DataFrame(table).set_axis(index)


def likeness_table(study: Study) -> pd.DataFrame:
    """Set out how alike kinds of agendas are under every variant."""

    def written(row: pd.Series) -> str:
        chance = interval(row["low"], row["high"])
        return f"{row['similarity']:.2f} (chance {chance}), {p_value(row['p'])}"

    table = {
        variant_name(name, study.names): found.apply(written, axis=1).rename(KINDS)
        for name, found in study.likeness.items()
    }
    return pd.DataFrame(table).T.rename_axis(index="Choice", columns=None)


def script_table(documents: pd.DataFrame) -> pd.DataFrame:
    """Count the documents of each side in scripts that were visible half as far.

    Examples
    --------
    >>> script_table(pd.DataFrame({"voice": ["eu", "eu"], "half_visible": [True, False]}))
          Documents  Cyrillic or Arabic Share
    Side
    EU            2                   1   50%
    """
    by_side = documents["half_visible"].groupby(side_of(documents["voice"]), observed=True)
    table = pd.DataFrame(
        {"Documents": by_side.size(), "Cyrillic or Arabic": by_side.sum().astype(int)}
    )
    share = table["Cyrillic or Arabic"] / table["Documents"]
    return table.assign(Share=share.map(percent)).set_axis(
        pd.Index([SIDES[side] for side in table.index], name="Side")
    )


def terms_table(study: Study, most: int = 4) -> pd.DataFrame:
    """Set under one another the leading terms of each side for the same topic."""
    leading = study.terms.groupby(level=["topic_id", "side"], observed=True).head(most)
    leading = leading.reset_index()
    return pd.DataFrame(
        {
            "Topic": leading["topic_id"].astype(str).map(study.names),
            "Side": leading["side"].astype(str).map(SIDES),
            "Term": leading["term"],
            "Language": leading["language"].astype(str).map(study.languages),
            "Accounts": leading["accounts"],
        }
    ).set_index(["Topic", "Side"])

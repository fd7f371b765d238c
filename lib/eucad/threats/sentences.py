"""Whether new threats replaced the old ones or joined them, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from eucad.change import SHUFFLES
from eucad.show.words import Table, Text, bullets, counted, judged, listing, points, probability
from eucad.threats.measures import Joining, Study, Tiles


def in_short(study: Study, verdicts: pd.DataFrame) -> Text:
    """Answer in a list: together or alone, what became of each topic, how often it is raised."""
    return bullets(
        joining(study),
        *(fates(study, verdicts, family) for family in (study.old, study.new)),
        amounts(study),
    )


def joining(study: Tiles) -> Text:
    """State whether accounts raise the new family with the old one or without it."""
    found = study.joining
    said = f"**{claim(found.kind, study.names[study.old], study.names[study.new])}**"
    if found.kind == "nobody":
        return Text(said)
    doubt = without_programmes(found, study.names[study.new])
    return Text(f"{said} {_who_raises(found, study)} {_chance(found)} {doubt}")


def claim(kind: str, old: str, new: str) -> Text:
    """State how the accounts that raise the new family stand to the old one."""
    told = {
        "nobody": f"No account raises *{new}* topics.",
        "always": f"No account raises *{new}* topics without *{old}* topics.",
        "never": f"No account raises *{new}* topics with *{old}* topics: the new stand alone.",
        "mostly": f"Most accounts that raise *{new}* topics raise *{old}* topics as well.",
        "seldom": f"Most accounts that raise *{new}* topics do not raise *{old}* topics.",
        "as often": f"Accounts raise *{new}* topics as often with *{old}* topics as without.",
    }
    return Text(told[kind])


def _who_raises(found: Joining, study: Tiles) -> str:
    voices = ", ".join(f"{study.names[voice]} {count}" for voice, count in found.voices.items())
    verb = "raises" if found.new == 1 else "raise"
    return f"{counted(found.new, 'account')} {verb} the new ({voices})."


def _chance(found: Joining) -> str:
    said = "By their length alone, as many of them would raise both in"
    if found.told:
        return f"{said} {found.chance:.1%} of cases: more than length ties the two."
    return f"{said} {found.chance:.0%} of cases: this shows neither exchange nor bond."


def without_programmes(found: Joining, new: str) -> str:
    """State what is left of it without mentions that only name a programme."""
    if (found.firm_new, found.firm_both) == (found.new, found.both):
        return "No name of a programme matters here."
    return (
        "Without mentions that only name a programme, "
        f"{found.firm_both} of {counted(found.firm_new, 'account')} that raise *{new}* topics "
        "raise both."
    )


def fates(study: Study, verdicts: pd.DataFrame, family: str) -> Text:
    """State the verdict on each topic of a family, and where else it lives."""
    return Text(
        " ".join(
            f"**{study.names[topic]}:** {judged(verdicts.loc[topic])}{_seen(study, topic)}"
            f"{_elsewhere(verdicts.loc[topic])}."
            for topic in study.members[family]
        )
    )


def _seen(study: Study, topic: str) -> str:
    raised = study.mentions.loc[study.mentions[topic]]
    years = sorted(set(raised.index.get_level_values("year")))
    if not years or len(years) == len(study.dates):
        return ""
    return f"; seen in this dialogue in {_years(years)}"


def _elsewhere(verdict: pd.Series) -> str:
    if verdict["kind"] == "throughout" or not verdict["elsewhere"]:
        return ""
    return f"; elsewhere: {verdict['elsewhere']}"


def _years(years: Iterable[int]) -> str:
    listed = list(map(str, years))
    return listing(listed) if len(listed) <= 3 else f"{len(listed)} years, {listed[0]}–{listed[-1]}"


def amounts(study: Study) -> Text:
    """State how much the share of accounts changed, topic by topic."""
    clear, firm, long = study.change["clear"], study.uncopied["clear"], study.adjusted["clear"]
    doubts = {
        "": firm & long,
        " without borrowed wording": ~firm & long,
        " given the length of accounts": firm & ~long,
        " without borrowed wording, and given the length of accounts": ~firm & ~long,
    }
    said = []
    for doubt, which in doubts.items():
        if moves := _moves(study, clear & which):
            said.append(f"{moves}, though that may be chance{doubt}" if doubt else moves)
    open_ = [f"*{study.names[theme]}*" for theme in study.change.index[~clear]]
    if open_:
        said.append(f"of {listing(open_)} this design cannot tell a change from none")
    return Text(
        f"**How often** (share of a meeting’s accounts before {study.split}, and since): "
        f"{'; '.join(said)}."
    )


def _moves(study: Study, which: pd.Series) -> str:
    return listing(
        (
            f"*{study.names[theme]}* from {row['early']:.0%} to {row['late']:.0%}"
            for theme, row in study.change[which].iterrows()
        ),
        otherwise="",
    )


def change_table(study: Study) -> Table:
    """Set out how much the share of each theme changed, one row a theme."""
    change, adjusted = study.change, study.adjusted
    rows = {
        study.names[theme]: {
            f"Before {study.split}": f"{change.loc[theme, 'early']:.0%}",
            "Since": f"{change.loc[theme, 'late']:.0%}",
            f"Change in points ({study.level:.0%} interval)": _with_limits(change.loc[theme]),
            "Without the imagined meeting": _with_limits(study.change_of_seen.loc[theme]),
            "Without borrowed wording": _with_limits(study.uncopied.loc[theme]),
            "Chance, given length": _chance_words(adjusted.loc[theme, "p"]),
            "… and all topics": _chance_words(adjusted.loc[theme, "p_any"]),
            "Smallest change it would show": _visible(study.visible.loc[theme]),
        }
        for theme in study.themes
    }
    return Table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("Topic or family"))


def _with_limits(row: pd.Series) -> str:
    change, low, high = (points(row[f"change{end}"]) for end in ("", "_low", "_high"))
    return f"{change} ({low} to {high})"


def _chance_words(p: float) -> str:
    return "–" if pd.isna(p) else probability(p, SHUFFLES)


def _visible(row: pd.Series) -> str:
    told = [points(row[way]) for way in ("rise", "fall") if not np.isnan(row[way])]
    return " or ".join(told) or "none"


def verdict_table(study: Study, verdicts: pd.DataFrame) -> Table:
    """Set out the verdict on each theme, what it fails in, and where else the theme lives."""
    rows = {
        study.names[theme]: {
            "In this dialogue": verdicts.loc[theme, "words"],
            "May be cited": verdicts.loc[theme, "badge"],
            "Fails": listing(verdicts.loc[theme, "fails"], otherwise="–"),
            "Elsewhere": verdicts.loc[theme, "elsewhere"] or "–",
        }
        for theme in study.themes
    }
    return Table(pd.DataFrame.from_dict(rows, orient="index").rename_axis("Topic or family"))

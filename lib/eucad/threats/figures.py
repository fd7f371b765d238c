"""Old and new threats side by side in each account, and on the table over time."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from eucad.show.colours import FAMILY_COLOURS, GREY, INK, LIGHT
from eucad.show.marks import apart, beside, tint, write_inside
from eucad.show.style import Picture, finish, new_picture, styled
from eucad.show.words import counted
from eucad.threats.measures import STATES, Study, Tiles
from eucad.threats.sentences import claim


def _looks(study: Tiles) -> dict[str, dict]:
    """Give the look of each state, in the colours of the two families."""
    old, new = FAMILY_COLOURS[study.old], FAMILY_COLOURS[study.new]
    return {
        "old only": {"facecolor": tint(old, 0.75)},
        "both": {"facecolor": tint(new, 0.75), "hatch": "xx", "edgecolor": "white"},
        "new only": {"facecolor": tint(new, 0.75)},
        "neither": {"facecolor": "white"},
    }


@styled
def account_tiles(study: Tiles) -> Picture:
    """Draw every account as a tile: what it raises of two families, and whose account it is."""
    states, looks, named = study.states, _looks(study), _state_names(study)
    picture, ax = new_picture(3.9)
    highest = int(states.groupby(level="meeting_id", observed=True).size().max())
    for (_, year), tiles in states.groupby(level=["meeting_id", "year"], observed=True):
        by_name = study.by_name_only.any(axis=1).loc[tiles.index].to_numpy()
        order = np.argsort(tiles.cat.codes.to_numpy(), kind="stable")
        voices = tiles.index.get_level_values("voice")
        for height, place in enumerate(order):
            words = _short(voices[place], study.names) + ("*" if by_name[place] else "")
            _tile(ax, year, height, looks[tiles.iloc[place]], words)
    counts = states.value_counts()
    handles = [
        Rectangle((0, 0), 1, 1, **({"edgecolor": GREY, "linewidth": 0.6} | looks[state]))
        for state in STATES
    ]
    labels = [f"{named[state]}: {counts[state]}" for state in STATES]
    ax.legend(handles, labels, loc="upper left", ncols=4, fontsize=8.5, handlelength=1.6)
    known = sorted(set(states.index.get_level_values("year")))
    ax.set_xlim(known[0] - 0.7, known[-1] + 0.7)
    ax.set_ylim(0, highest + 1.1)
    ax.set_xticks(known, [str(year) for year in known])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    starred = int(study.by_name_only.any(axis=1).sum())
    only = f" In {starred} marked * a family stands only in the name of a programme."
    each = ", ".join(f"{counts[state]} {named[state]}" for state in STATES)
    title = claim(study.joining.kind, study.names[study.old], study.names[study.new])
    return finish(
        picture,
        title.replace("*", "").rstrip("."),
        f"{counted(len(states), 'account')} as tiles, by year of the meeting and voice: "
        f"{each}.{only if starred else ''}",
        subtitle="Every tile is an independent account and says whose it is"
        + (" (*: only in the name of a programme)" if starred else ""),
    )


def _tile(ax: Axes, year: int, height: int, look: dict, words: str) -> None:
    corner = (year - 0.42, height + 0.04)
    ax.add_patch(Rectangle(corner, 0.84, 0.92, **({"edgecolor": GREY, "linewidth": 0.6} | look)))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.92}
    size = 7.5 if len(words) < 7 else 6  # a name without a code would be wider than its tile
    write_inside(ax, year, height + 0.5, words, fontsize=size, bbox=box)


def _short(voice: str, names: dict[str, str]) -> str:
    """Name a country by its code, which is what there is room for, and others by their name."""
    return voice.upper() if len(voice) == 2 else names[voice]


def _state_names(study: Tiles) -> dict[str, str]:
    old, new = study.names[study.old], study.names[study.new]
    return dict(zip(STATES, (f"{old} only", "both", f"{new} only", "neither"), strict=True))


@styled
def presence_over_time(study: Study, verdicts: pd.DataFrame) -> Picture:
    """Draw how probably each theme was on the table at each meeting, and where it was seen."""
    themes, on_table = list(study.themes), study.presence.on_table()
    x = _fraction(study.dates)
    heights = [1.5, *[0.75] * len(themes)]
    picture, (top, *rows) = new_picture(
        1.9 + 0.5 * len(themes), nrows=len(heights), sharex=True, height_ratios=heights
    )
    _events(top, study, x)
    raised = study.mentions.groupby(level="meeting_id", observed=False).sum()
    accounts = study.mentions.groupby(level="meeting_id", observed=False).size()
    for ax, theme in zip(rows, themes, strict=True):
        colour = FAMILY_COLOURS[study.themes[theme]]
        probability = on_table[theme].to_numpy()
        ax.fill_between(x, probability, color=tint(colour, 0.35), linewidth=0)
        ax.plot(x, probability, color=colour, linewidth=1.2)
        for place, meeting in zip(x, study.dates.index, strict=True):
            if raised.loc[meeting, theme]:
                look = {"ha": "center", "fontsize": 6.5, "color": INK, "in_layout": False}
                ax.plot(place, 0, "o", color=INK, markersize=4, clip_on=False, zorder=4)
                words = f"{raised.loc[meeting, theme]}/{accounts[meeting]}"
                beside(ax, words, (place, 0), up=5, **look)
        weight = "bold" if theme in study.members else "normal"
        label = {"transform": ax.transAxes, "va": "center"}
        ax.text(
            -0.01, 0.5, study.names[theme], ha="right", fontsize=8.5, fontweight=weight, **label
        )
        verdict = verdicts.loc[theme]
        words = fill(verdict["words"], 28)
        ax.text(1.01, 0.62, words, fontsize=7, linespacing=1.1, **label)
        below = 0.1 - 0.2 * words.count("\n")
        ax.text(1.01, below, verdict["badge"], fontsize=6.5, color=GREY, **label)
        ax.set_ylim(0, 1.05)
        ax.set_yticks([0, 1], ["0%", "100%"], fontsize=6)
        ax.spines["left"].set_visible(True)
        ax.axvline(study.split - 0.02, color=LIGHT, linewidth=0.8, linestyle=":")
    years = sorted(set(study.dates.dt.year))
    rows[-1].set_xticks(range(years[0], years[-1] + 1))
    rows[-1].set_xlim(x.min() - 0.25, x.max() + 0.25)
    each = "; ".join(
        f"{study.names[theme]} {verdicts.loc[theme, 'words']} ({verdicts.loc[theme, 'badge']})"
        for theme in themes
    )
    return finish(
        picture,
        _presence_title(study, verdicts),
        f"Probability that each was on the table, by meeting, with the accounts that raise "
        f"it. Verdicts: {each}.",
        subtitle="Probability that it was on the table, by meeting; dots: accounts that raise it",
    )


def _presence_title(study: Study, verdicts: pd.DataFrame) -> str:
    said: dict[str, list[str]] = {}
    for theme in study.themes:
        said.setdefault(verdicts.loc[theme, "kind"], []).append(study.names[theme])
    words = {
        "throughout": "{} stayed",
        "came": "{} came",
        "went": "{} went",
        "came_and_went": "{} came and went",
    }
    parts = [words[kind].format(", ".join(said[kind])) for kind in words if kind in said]
    return "; ".join(parts) or "For none of these topics can it be told what became of it"


def _fraction(dates: pd.Series) -> np.ndarray:
    """Turn dates into years with a fraction."""
    return dates.dt.year.to_numpy() + (dates.dt.day_of_year.to_numpy() - 1) / 366


def _events(ax: Axes, study: Study, x: np.ndarray) -> None:
    """Name what happened meanwhile, above the meetings."""
    at = _fraction(pd.to_datetime(study.events["date"]))
    shown = (at >= x.min() - 0.2) & (at <= x.max() + 0.2)
    events = sorted(zip(at[shown], study.events["label"][shown], strict=True))
    places = apart((when for when, _ in events), 0.42)
    for place, (when, label) in zip(places, events, strict=True):
        ax.plot([when, place], [0, 0.12], color=LIGHT, linewidth=0.8)
        ax.text(place, 0.14, label, rotation=42, fontsize=6, color=GREY, va="bottom", ha="left")
    ax.set_ylim(0, 1)
    ax.axis("off")

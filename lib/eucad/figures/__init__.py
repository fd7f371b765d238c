"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.coverage import agreement, copies, coverage, unknowns
from eucad.figures.networks import network_diagram, pair_chart, rank_chart
from eucad.figures.officials import representation_chart, seat_chart, survival_chart, turnover_chart
from eucad.figures.shift import (
    account_tiles,
    adjusted_odds,
    change_by_theme,
    change_plane,
    change_prior,
    choice_importance,
    families_over_time,
    index_over_time,
    influence,
    specification_curve,
    specification_support,
)
from eucad.figures.timeline import timeline
from eucad.figures.topics import (
    agenda_heatmap,
    family_prevalence,
    leading_topics,
    programme_timeline,
    series_comparison,
    similar_pairs,
)
from eucad.figures.voices import likeness, script_gap, side_contrast, who_says, worked_cases

__all__ = [
    "account_tiles",
    "adjusted_odds",
    "agenda_heatmap",
    "agreement",
    "change_by_theme",
    "change_plane",
    "change_prior",
    "choice_importance",
    "copies",
    "coverage",
    "families_over_time",
    "family_prevalence",
    "index_over_time",
    "influence",
    "leading_topics",
    "likeness",
    "network_diagram",
    "pair_chart",
    "programme_timeline",
    "rank_chart",
    "representation_chart",
    "script_gap",
    "seat_chart",
    "series_comparison",
    "side_contrast",
    "similar_pairs",
    "specification_curve",
    "specification_support",
    "survival_chart",
    "timeline",
    "turnover_chart",
    "unknowns",
    "who_says",
    "worked_cases",
]

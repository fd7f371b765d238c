"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.coverage import agreement, copies, coverage, unknowns
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
    "agenda_heatmap",
    "agreement",
    "copies",
    "coverage",
    "family_prevalence",
    "leading_topics",
    "likeness",
    "programme_timeline",
    "script_gap",
    "series_comparison",
    "side_contrast",
    "similar_pairs",
    "timeline",
    "unknowns",
    "who_says",
    "worked_cases",
]

"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.coverage import agreement, copies, coverage, unknowns
from eucad.figures.networks import network_diagram, pair_chart, rank_chart
from eucad.figures.officials import (
    representation_chart,
    seat_chart,
    survival_chart,
    turnover_chart,
)
from eucad.figures.timeline import timeline

__all__ = [
    "agreement",
    "copies",
    "coverage",
    "network_diagram",
    "pair_chart",
    "rank_chart",
    "representation_chart",
    "seat_chart",
    "survival_chart",
    "timeline",
    "turnover_chart",
    "unknowns",
]

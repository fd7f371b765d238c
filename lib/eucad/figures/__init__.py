"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.coverage import agreement, copies, coverage, unknowns
from eucad.figures.timeline import timeline

__all__ = ["agreement", "copies", "coverage", "timeline", "unknowns"]

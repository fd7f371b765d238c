"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.timeline import timeline

__all__ = ["timeline"]

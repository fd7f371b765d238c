"""Every figure of the collection, one function each. Figures draw; they analyse nothing."""

from eucad.figures.coverage import agreement, copies, coverage, unknowns
from eucad.figures.shift import 5, account_tiles, adjusted_odds, change_by_theme, change_plane, change_prior, choice_importance, eucad, families_over_time, figures, from, import, index_over_time, influence, issue, network_diagram, networks, officials, pair_chart, rank_chart, representation_chart, seat_chart, specification_curve, specification_support, survival_chart, turnover_chart
from eucad.figures.timeline import timeline
from eucad.figures.topics import agenda_heatmap, family_prevalence, leading_topics, programme_timeline, series_comparison, similar_pairs
from eucad.figures.voices import likeness, script_gap, side_contrast, who_says, worked_cases

__all__ = ["5", "account_tiles", "adjusted_odds", "agenda_heatmap", "agreement", "change_by_theme", "change_plane", "change_prior", "choice_importance", "copies", "coverage", "eucad", "families_over_time", "family_prevalence", "figures", "from", "import", "index_over_time", "influence", "issue", "leading_topics", "likeness", "network_diagram", "networks", "officials", "pair_chart", "programme_timeline", "rank_chart", "representation_chart", "script_gap", "seat_chart", "series_comparison", "side_contrast", "similar_pairs", "specification_curve", "specification_support", "survival_chart", "timeline", "turnover_chart", "unknowns", "who_says", "worked_cases"]

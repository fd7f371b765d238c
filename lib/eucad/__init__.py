"""eucad: the EU–Central Asia High-Level (Political and) Security Dialogue, 2013–2025.

`load()` reads and checks the dataset. The measures and figures are modules of
their own, imported where they are used: ``from eucad import agreement, figures``.
"""

from eucad.dataset import DATA, Dataset, DatasetError, load

__all__ = ["DATA", "Dataset", "DatasetError", "load"]

"""eucad: the EU–Central Asia High-Level (Political and) Security Dialogue.

`load()` reads and checks the dataset. Each question has a room of its own, with `measures`,
`sentences` and `figures`: ``from eucad.topics import figures, measures, sentences``.
"""

from eucad.dataset import DATA, Dataset, DatasetError, load

__version__ = "1.1.0"

__all__ = ["DATA", "Dataset", "DatasetError", "__version__", "load"]

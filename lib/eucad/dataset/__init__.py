"""From a folder of files to a checked `Dataset`."""

from eucad.dataset.loading import DATA, Dataset, DatasetError, load, once

__all__ = ["DATA", "Dataset", "DatasetError", "load", "once"]

"""An invented thirteenth round, as four small files bring it into a copy of the dataset."""

import shutil
import sys
from pathlib import Path

import eucad
from eucad.keep.add import add

FILES = sorted((Path(__file__).parent / "keep" / "round").glob("*.toml"))


def with_thirteenth_round(place: Path) -> Path:
    """Copy the dataset to a place that is not there yet, and add the round."""
    folder = Path(shutil.copytree(eucad.DATA, place))
    for file in FILES:
        add(file, folder)
    return folder


if __name__ == "__main__":
    print(with_thirteenth_round(Path(sys.argv[1])))

"""Make a larger dataset in our schema: other dialogues like this one, documented more densely.

    python benchmarks/grown.py FOLDER DIALOGUES COPIES

writes the dataset `DIALOGUES` times, each time as four series of meetings of their own, with their
own people, and every document in it, with its account, codings, adjudications and seats, `COPIES`
times, so that it has `DIALOGUES` × `COPIES` times as many documents as ours. Days, wording,
countries, topics and programmes stay. All checks hold for what is written.
"""

import json
import re
import shutil
import sys
from itertools import product
from pathlib import Path

import pandas as pd

import eucad
from eucad.dataset.schema import DESCRIPTOR

# What stands for the endings of a series, of a document and account, and of the words of a name.
SERIES, COPY, LATIN, CYRILLIC = "\x01", "\x02", "\x03", "\x04"

CONSONANTS = dict(zip("bdfgklmnprstvz", "бдфгклмнпрствз", strict=True))
VOWELS = dict(zip("aeiou", "аеиоу", strict=True))

#: Endings of the dialogues' names, in Latin and in Cyrillic letters.
ENDINGS = [
    ("".join(latin), "".join(cyrillic))
    for latin, cyrillic in (
        zip(*letters, strict=True)
        for letters in product(
            CONSONANTS.items(), VOWELS.items(), CONSONANTS.items(), VOWELS.items()
        )
    )
]

# Tables that every dialogue, and those that every copy of its documents, adds to.
OF_A_DIALOGUE = ("meetings", "people")
OF_A_COPY = (
    "documents",
    "lineages",
    "codings",
    "codings_final",
    "adjudications",
    "borrowings",
    "borrowing_topics",
    "participation",
    "delegations",
    "programme_mentions",
)
COPIED = ("document_id", "derived_from", "lineage_id", "template_lineage_id")


def grow(folder, dialogues, copies):
    """Write a dataset of so many dialogues like ours, each document of ours so many times."""
    folder = Path(folder)
    folder.mkdir(parents=True)
    patterns = _patterns()
    for name, (header, body) in patterns.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(header)
            for latin, cyrillic in (
                ENDINGS[:dialogues] if name in {*OF_A_DIALOGUE, *OF_A_COPY} else [("", "")]
            ):
                own = body.replace(SERIES, latin).replace(LATIN, latin).replace(CYRILLIC, cyrillic)
                for copy in range(copies if name in OF_A_COPY else 1):
                    file.write(own.replace(COPY, f"-{copy}"))
    _describe(folder, dialogues)
    return folder


def _patterns():
    """Return header and rows of every table, with signs for what differs from copy to copy."""
    tables = {
        name: pd.read_csv(eucad.DATA / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in eucad.load().tables
    }
    people, seats = tables["people"], tables["participation"]
    forms = people["name"].str.cat(people["aliases"], " | ").map(_words)
    own = dict(zip(people["person_id"], forms, strict=True))
    seats["name_printed"] = [
        _renamed(printed, own[key])
        for key, printed in zip(seats["person_id"], seats["name_printed"], strict=True)
    ]
    for column in ("name", "aliases"):
        people[column] = [
            _renamed(text, own) for text, own in zip(people[column], forms, strict=True)
        ]
    for table in (people, seats):
        table["person_id"] = table["person_id"].str.replace(
            r"([a-z]{2,})", rf"\1{LATIN}", regex=True
        )
    tables["meetings"]["series"] += SERIES
    address = tables["documents"]["url"]
    slash = address.str.count("/").eq(2).map({True: "/", False: ""})
    tables["documents"]["url"] = address.where(address == "", address + slash + f"#{SERIES}{COPY}")
    for name in {*OF_A_DIALOGUE, *OF_A_COPY}:
        for column in {*tables[name]} & {"meeting_id", *COPIED}:
            end = COPY if column in COPIED else ""
            tables[name][column] = tables[name][column].str.replace(
                r"^([a-z]+)(\d.*)$", rf"\1{SERIES}\2{end}", regex=True
            )
    written = {
        name: table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()
    }
    return {
        name: re.fullmatch(r"(.*?\n)(.*)", text, re.DOTALL).groups()
        for name, text in written.items()
    }


def _words(name):
    """Return the words of the forms of a name, which are no initials."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name)}


def _renamed(text, words):
    """Give each of a person's own words the ending of the dialogue."""

    def renamed(found):
        word = found[0]
        if word.casefold() not in words:
            return word
        return word + (CYRILLIC if "\u0400" <= word[0] <= "\u052f" else LATIN)

    return re.sub(r"[^\W\d_]{2,}", renamed, text)


def _describe(folder, dialogues):
    """Write the description, with as many series as there are, and copy what is no table."""
    package = json.loads((eucad.DATA / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = folder / resource["path"]
        if not path.exists():
            shutil.copy(eucad.DATA / resource["path"], path)
        for key in ("bytes", "hash"):
            resource.pop(key, None)
        for field in resource.get("schema", {}).get("fields", ()):
            limits = field.get("constraints", {})
            if "pattern" in limits:
                limits["pattern"] = re.sub(
                    r"\^\([a-z|]*\)\\d", r"^[a-z]{3,30}\\d", limits["pattern"]
                )
            if field["name"] == "series":
                field["categories"] = [
                    {"value": f"{known['value']}{latin}", "label": f"{known['label']} {latin}"}
                    for latin, _ in ENDINGS[:dialogues]
                    for known in field["categories"]
                ]
                limits["enum"] = [category["value"] for category in field["categories"]]
    (folder / DESCRIPTOR).write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    grow(sys.argv[1], *map(int, sys.argv[2:]))

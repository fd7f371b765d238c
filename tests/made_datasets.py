"""Whole datasets from the schema alone: every key, kind and script that a folder may hold.

All that is chosen comes from one generator of random numbers, so that hypothesis can make the
dataset smaller, and so that a number names it.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import eucad
from eucad.dataset.rules.meetings import CITIES
from eucad.dataset.schema import DESCRIPTOR, read_schema
from eucad.keep.derive import derive_cells
from eucad.keep.rows import written

SCHEMA = read_schema(eucad.DATA)
LETTERS = ("abcdefghijklmnoprstuvwyz", "абвгдежзийклмнопрстуф", "ابتثجحدذرزس")
HEADS = ("chair", "co_chair", "host", "head_of_delegation")


class Maker:
    """Makes one dataset; `size` bounds its meetings, accounts, documents, topics and people."""

    def __init__(self, rng: Random, size: int = 3):
        self.rng, self.size, self.taken = rng, size, set()
        self.tables = {name: [] for name in SCHEMA.tables}

    def word(self, letters=LETTERS[0]):
        """A word that was not used before."""
        while True:
            word = "".join(self.rng.choice(letters) for _ in range(self.rng.randint(4, 9)))
            if word not in self.taken:
                self.taken.add(word)
                return word

    def words(self):
        """A few words in one script, the first as a name begins."""
        letters = self.rng.choice(LETTERS)
        return " ".join(self.word(letters) for _ in range(self.rng.randint(1, 4))).capitalize()

    def some(self, table, column, *others):
        return self.rng.choice([*SCHEMA[table].column(column).labels, *others])

    def truth(self):
        return self.rng.choice(["true", "false"])

    def number(self, most=None):
        return self.rng.randint(1, most or self.size)

    def put(self, table, **cells):
        row = {column.name: cells.pop(column.name, "") for column in SCHEMA[table].columns}
        assert not cells, cells
        self.tables[table].append({name: str(value) for name, value in row.items()})
        return self.tables[table][-1]

    def make(self):
        for _ in range(self.number()):
            first, second = self.word(), self.word()
            key = f"{first}_{second}"
            position = len(self.tables["topics"]) + 1
            self.put(
                "topics",
                topic_id=key,
                label=f"{first.capitalize()} {second}",
                family=self.some("topics", "family"),
                position=position,
                include=self.words(),
                exclude=self.rng.choice(["", self.words()]),
            )
            self.put(
                "programmes",
                programme_id=self.word().upper(),
                name=self.words(),
                topic_id=key,
            )
        for _ in range(self.number()):
            names = [self.word(), self.word()]
            self.put(
                "people",
                person_id="-".join(reversed(names)),
                name=" ".join(names).title(),
                delegation=self.some("people", "delegation"),
                aliases=self.rng.choice(["", f"{self.word()} | {self.word()}".title()]),
            )
        for series in self.rng.sample(["hlsd", "fmm", "summit", "ctd"], self.number(4)):
            self.meetings(series)
        self.borrowed()
        for _ in range(self.number() - 1):
            year = self.rng.randint(1991, 2025)
            self.put(
                "events",
                event_id=f"{self.word()}-{year}",
                date=f"{year}-06-01",
                label=self.words(),
                kind=self.some("events", "kind"),
                url=f"https://example.org/{self.word()}",
                publisher=self.words(),
                language=self.some("events", "language"),
            )
        derive_cells(self.tables, SCHEMA)
        self.glosses()
        return self.tables

    def meetings(self, series):
        year, ordinal, letter = self.rng.randint(2005, 2012), 0, ""
        for place in range(self.number()):
            again = place > 0 and letter == "" and self.rng.random() < 0.2
            year, letter = (year, "b") if again else (year + self.number(2), "")
            found = place == 0 or self.rng.random() < 0.8
            day = date(year, 9 if again else 5, self.rng.randint(1, 28))
            city, country = self.rng.choice(list(CITIES.items()))
            mode = self.some("meetings", "mode")
            ordinal += 1
            held = {
                "round": ordinal,
                "date_start": day,
                "date_end": day + timedelta(self.rng.randint(0, 2)),
                "mode": mode,
                "level": self.some("meetings", "level"),
                **({} if mode == "virtual" else {"city": city, "country": country}),
            }
            ordinal = ordinal if found else 0
            key = f"{series}{year}{letter}"
            if again and not found:
                continue
            self.put(
                "meetings",
                meeting_id=key,
                series=series,
                status="held" if found else "none_found",
                note=self.words(),
                **(held if found else {}),
            )
            for _ in range(self.number() if found else 0):
                self.account(key, day, day + timedelta(2))

    def account(self, meeting, begin, end):
        voice = self.some("lineages", "voice")
        account = f"{meeting}-{self.word()}"
        self.put("lineages", lineage_id=account, meeting_id=meeting, voice=voice)
        source = ""
        for number in range(self.number()):
            kind = self.some("documents", "document_type")
            official = {"eu": ("eu_institution", "EU")}.get(voice, ("ca_government", voice.upper()))
            known = official[1] in SCHEMA["documents"].column("publisher_country").labels
            others = [(kind, "") for kind in ("ca_media", "eu_media", "think_tank", "other")]
            publisher = self.rng.choice([*others, *([official] if known else [])])
            published = self.rng.choice(["", begin])
            document = self.put(
                "documents",
                document_id=f"{account}-{self.word()}",
                meeting_id=meeting,
                title=self.words(),
                title_is_reconstructed=self.truth(),
                publisher=" ".join(["Publisher", *filter(None, publisher)]).replace("_", " "),
                publisher_type=publisher[0],
                publisher_country=publisher[1],
                language=self.some("documents", "language"),
                published=published,
                url=self.rng.choice(["", f"https://example.org/{self.word()}"]),
                extent=self.some("documents", "extent"),
                document_type=kind,
                about=self.some("documents", "about"),
                lineage_id=account,
                lineage_basis="own" if number == 0 else self.rng.choice(["stated", "inferred"]),
                derived_from=source,
                founding="false",
            )
            source = self.rng.choice([source, document["document_id"]])
            self.contents(document)

    def contents(self, document):
        key = {"document_id": document["document_id"]}
        for programme in self.tables["programmes"]:
            topic = {"topic_id": programme["topic_id"]}
            coders = self.rng.choice(["", "a", "b", "ab"])
            stance = self.some("codings", "stance")
            for coder in coders:
                self.put(
                    "codings",
                    **key,
                    **topic,
                    coder=coder,
                    paragraph=self.rng.randint(0, 40),
                    term=self.word(),
                    stance=stance,
                    raised_by=self.some("codings", "raised_by") if stance == "unilateral" else "",
                    scope=self.some("codings", "scope") if coder == "b" else "",
                )
            if len(coders) == 1:
                # Where it settles nothing, it goes again.
                decision = {"kept": "true", "reason": self.words()}
                self.put("adjudications", **key, **topic, **decision)
            if coders and stance == "programme":
                mention = {"programme_id": programme["programme_id"], "term": self.word()}
                self.put("programme_mentions", **key, **mention, paragraph=self.rng.randint(0, 9))
        if document["document_type"] != "announcement":
            self.seats({**key, "meeting_id": document["meeting_id"]})

    def seats(self, key):
        for person in self.tables["people"][: self.number() - 1]:
            delegation = person["delegation"]
            rank = self.rng.choice(["ambassador", "senior_official", "deputy_minister"])
            seated = {
                row["delegation"]
                for row in self.tables["delegations"]
                if key.items() <= row.items()
            }
            if delegation in seated:
                continue
            self.put(
                "participation",
                **key,
                person_id=person["person_id"],
                name_printed=person["name"],
                role_printed=self.words(),
                institution=self.words(),
                rank=rank,
                capacity=self.rng.choice([*HEADS, "participant"]),
                certainty=self.some("participation", "certainty"),
                paragraph=self.rng.randint(0, 9),
            )
            self.put(
                "delegations",
                **key,
                delegation=delegation,
                rank=rank,
                mention="individual",
                head_named="true",
                status=self.rng.choice(["member", "special_guest", "not_stated"]),
            )

    def borrowed(self):
        day = {row["meeting_id"]: row["date_start"] for row in self.tables["meetings"]}
        accounts = sorted(self.tables["lineages"], key=lambda row: day[row["meeting_id"]])
        if len(accounts) > 1:
            template, account = (row["lineage_id"] for row in accounts[:2])
            cells = {"lineage_id": account, "template_lineage_id": template}
            kinds = {name: self.some("borrowings", name) for name in ("amount", "certainty")}
            self.put("borrowings", **cells, **kinds, note=self.words())

    def glosses(self):
        language = {row["document_id"]: row["language"] for row in self.tables["documents"]}
        for table, kind, column in (
            ("codings", "term", "term"),
            ("participation", "role", "role_printed"),
        ):
            for row in self.tables[table]:
                spoken = language[row["document_id"]]
                if spoken != "en":
                    printed = {"language": spoken, "printed": row[column]}
                    self.put("glosses", kind=kind, english="In English", **printed)


def make(place: Path, rng: Random, size: int = 3) -> Path:
    """Write a made dataset to a folder that is not there yet."""
    place.mkdir(parents=True)
    for name, rows in Maker(rng, size).make().items():
        (place / SCHEMA[name].path).write_text(written(SCHEMA[name], rows), encoding="utf-8")
    for name in (DESCRIPTOR, "README.md", *SCHEMA.files):
        shutil.copy(eucad.DATA / name, place)
    return place

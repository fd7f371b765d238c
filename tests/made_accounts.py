"""Accounts that a person can check by hand, in the place of the real ones."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd

#: A meeting of which :func:`five_documents` knows no account.
NO_ACCOUNT = "hlsd2017"

DOCUMENTS = [
    ("d1", "hlsd2015", "hlsd2015-eeas", "readout", "full", "en", True),
    ("d2", "hlsd2015", "hlsd2015-eeas", "news_report", "opening", "ru", True),
    ("d3", "hlsd2015", "hlsd2016-kz-mfa", "readout", "opening", "en", False),
    ("d4", "hlsd2016", "hlsd2018-kz-mfa", "readout", "opening", "en", True),
    ("d5", "hlsd2016", "hlsd2018-kz-mfa", "announcement", "full", "en", True),
]
CODINGS = [
    ("d1", "drug_trafficking", 1, "agreed", "dialogue"),
    ("d1", "cyber", 5, "background", "dialogue"),
    ("d2", "drug_trafficking", 1, "discussed", "dialogue"),
    ("d2", "water", 2, "priority", "dialogue"),
    ("d3", "cyber", 2, "discussed", "sideline"),
    ("d4", "water", 4, "discussed", "dialogue"),
    ("d5", "drug_trafficking", 1, "discussed", "dialogue"),
]


def rows_like(table, records):
    """Records in the columns and types of a table; other columns are as in its first row."""
    frame = pd.concat([table.iloc[[0]]] * len(records), ignore_index=True)
    for column in records[0]:
        values = [record[column] for record in records]
        frame[column] = pd.Series(values).astype(table[column].dtype)
    return frame


def five_documents(dataset):
    """Put five documents in three accounts, at two meetings, in the place of the real ones.

    ::

        hlsd2015  eu  L1: d1 (drugs 1, cyber 5), d2 (a copy: drugs 1, water 2)
                  kz  L2: d3 (cyber 2, sideline; nothing else)
        hlsd2016  kz  L3: d4 (water 4)            d5 is an announcement: drugs 1

    No document on `NO_ACCOUNT`. Coder b did not see d3.
    """
    documents = rows_like(
        dataset.documents,
        [
            {
                "document_id": key,
                "meeting_id": meeting,
                "lineage_id": lineage,
                "document_type": kind,
                "about": "meeting",
                "extent": extent,
                "language": language,
                "seen_by_second_coder": seen,
            }
            for key, meeting, lineage, kind, extent, language, seen in DOCUMENTS
        ],
    )
    records = [
        {"document_id": d, "topic_id": t, "paragraph": p, "stance": stance, "scope": scope}
        for d, t, p, stance, scope in CODINGS
    ]
    final = rows_like(dataset.codings_final, records)
    # Coder a found everything and recorded no scope; coder b found it where b saw the document.
    by_a = rows_like(dataset.codings, [{**r, "coder": "a", "scope": None} for r in records])
    by_b = rows_like(
        dataset.codings,
        [{**r, "coder": "b"} for r in records if r["document_id"] not in ("d2", "d3")],
    )
    return replace(
        dataset,
        documents=documents,
        codings_final=final,
        codings=pd.concat([by_a, by_b], ignore_index=True),
        programme_mentions=dataset.programme_mentions.iloc[:0],
        participation=dataset.participation.iloc[:0],
    )


def hand_made(rows, meetings, complete=()):
    """Return accounts × topics; each row is (meeting, voice, account, topics raised)."""
    names = sorted({topic for *_, raised in rows for topic in raised})
    index = pd.DataFrame(
        {
            "meeting_id": pd.Categorical([row[0] for row in rows], meetings, ordered=True),
            "voice": pd.Categorical([row[1] for row in rows]),
            "account_id": [row[2] for row in rows],
            "year": [2000 + meetings.index(row[0]) for row in rows],
            "complete": [row[2] in complete for row in rows],
        }
    )
    cells = [[topic in raised for topic in names] for *_, raised in rows]
    columns = pd.Index(names, name="topic_id")
    return pd.DataFrame(cells, index=pd.MultiIndex.from_frame(index), columns=columns)


def simulate(index, shares, rng, echo=0.0):
    """Draw what accounts would raise; accounts of a meeting correlate by `echo`.

    `index` is that of the accounts, `shares` are topics × meetings, in order of appearance.
    """
    if echo:
        drawn = rng.beta(
            np.maximum(shares * (1 - echo) / echo, 1e-12),
            np.maximum((1 - shares) * (1 - echo) / echo, 1e-12),
        )
        shares = np.where((shares > 0) & (shares < 1), drawn, shares)
    codes = pd.factorize(index.get_level_values("meeting_id"))[0]
    return rng.random((len(codes), len(shares))) < shares[:, codes].T


def all_matrices(rows, columns):
    """Enumerate every matrix of 0 and 1 with these row and column totals."""
    choices = [
        [tuple(int(i in chosen) for i in range(len(columns))) for chosen in
         combinations(range(len(columns)), total)] for total in rows
    ]  # fmt: skip
    return [
        matrix
        for matrix in product(*choices)
        if tuple(map(sum, zip(*matrix, strict=True))) == tuple(columns)
    ]

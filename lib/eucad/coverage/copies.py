"""How many documents and sentences repeat others: copies of an account, and borrowed wording.

A text that reprints or paraphrases another adds a document, not evidence: documents that go back to
one text carry one account. Accounts of different meetings may share wording, too. What stands only
in wording of an earlier meeting is weak evidence that it was discussed again.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eucad.agenda import account_topic_matrix
from eucad.dataset import Dataset
from eucad.documents import borrowed_mentions, borrowings_from_earlier, documents_with_voice


def summarise_voices(dataset: Dataset) -> pd.DataFrame:
    """Summarise by voice, in their own order, what its documents are like.

    Returns
    -------
    DataFrame
        `documents`; `accounts`, the independent accounts that they carry; `full`, how many were
        visible to their end; `english`, how many are in English; `others`, the other languages,
        most frequent first.

    Examples
    --------
    >>> import eucad
    >>> voices = summarise_voices(eucad.load())
    >>> bool((voices["documents"] >= voices["accounts"]).all())
    True
    """
    documents = documents_with_voice(dataset)
    documents["language"] = documents["language"].astype(str)
    by_voice = documents.groupby("voice", observed=False)
    return pd.DataFrame(
        {
            "documents": by_voice.size(),
            "accounts": by_voice["lineage_id"].nunique(),
            "full": by_voice["extent"].agg(lambda extent: (extent == "full").sum()),
            "english": by_voice["language"].agg(lambda language: (language == "en").sum()),
            "others": by_voice["language"].agg(
                lambda language: list(language[language != "en"].value_counts().index)
            ),
        }
    )


def most_copied_accounts(dataset: Dataset, number: int) -> pd.DataFrame:
    """Return so many accounts that most documents carry, and those as large as the last of them.

    Returns
    -------
    DataFrame
        Indexed by `account_id`, from the most copied on: `meeting_id`, `voice`, `documents`, and
        one column a basis: how many of the documents were put there on which grounds.

    Examples
    --------
    >>> import eucad
    >>> most_copied_accounts(eucad.load(), 3).columns.to_list()[:3]
    ['meeting_id', 'voice', 'documents']
    """
    bases = pd.crosstab(dataset.documents["lineage_id"], dataset.documents["lineage_basis"])
    accounts = dataset.lineages.set_index("lineage_id")[["meeting_id", "voice"]].sort_index()
    accounts["documents"] = bases.sum(axis=1)
    largest = accounts.nlargest(number, "documents", keep="all")
    return largest.join(bases).rename_axis("account_id")


@dataclass(frozen=True)
class Borrowed:
    """How much of the accounts of the dialogue repeats an earlier meeting's."""

    #: Accounts that share wording with one of an earlier meeting, and all.
    accounts: int
    of_accounts: int
    #: Mentions of topics that stand only in such wording, and all; firm cases only.
    mentions: int
    of_mentions: int
    #: One row a pair of accounts, indexed by `account_id`: the account that it `follows`, and the
    #: `amount` and `certainty` of it.
    pairs: pd.DataFrame


def find_borrowed(dataset: Dataset) -> Borrowed:
    """Find the accounts of the dialogue whose wording follows an account of an earlier meeting.

    Examples
    --------
    >>> import eucad
    >>> found = find_borrowed(eucad.load())
    >>> found.pairs.loc["hlsd2016-tm-embassy", ["follows", "amount"]].to_list()
    ['hlsd2015-eeas', 'whole_text']
    """
    mentions = account_topic_matrix(dataset)
    names = {"lineage_id": "account_id", "template_lineage_id": "follows"}
    pairs = borrowings_from_earlier(dataset).rename(columns=names)
    pairs = pairs.set_index("account_id")[["follows", "amount", "certainty"]]
    return Borrowed(
        accounts=pairs.index.nunique(),
        of_accounts=len(mentions),
        mentions=len(borrowed_mentions(dataset)),
        of_mentions=int(mentions.to_numpy().sum()),
        pairs=pairs,
    )

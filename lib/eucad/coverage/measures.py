"""Documents, and the independent accounts behind them: who speaks, and who only repeats."""

from __future__ import annotations

import pandas as pd

from eucad.dataset import Dataset
from eucad.documents import agenda_documents, count_accounts
from eucad.meetings import held_meetings


def meetings_by_series(dataset: Dataset) -> pd.DataFrame:
    """Return the held meetings series by series, each in order of time.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Rows of `held_meetings` with `group`, the label of the series, and
        `accounts`, the number of independent accounts of the agenda.

    Examples
    --------
    >>> import eucad
    >>> meetings_by_series(eucad.load())["group"].unique().tolist()[0]
    'Security dialogue'
    """
    meetings = held_meetings(dataset)
    accounts = count_accounts(dataset, agenda_documents(dataset)).sum(axis=1)
    group = meetings["series"].map(dataset.labels("meetings", "series")).astype(str)
    order = meetings["series"].cat.codes.sort_values(kind="stable").index
    # The vocabulary names the dialogue first.
    return meetings.assign(group=group, accounts=accounts).loc[order]


def spread(dataset: Dataset, documents: pd.DataFrame) -> pd.DataFrame:
    """Count documents by voice, language and extent together.

    Parameters
    ----------
    dataset : Dataset
    documents : DataFrame
        Documents with their voice, such as `documents_with_voice`.

    Returns
    -------
    DataFrame
        Voices × (extent, language), with the labels of the values; combinations
        that do not occur anywhere are left out.

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> int(spread(dataset, documents_with_voice(dataset)).to_numpy().sum())
    270
    """
    tables = {"voice": "lineages", "extent": "documents", "language": "documents"}
    named = {
        column.capitalize(): documents[column].cat.rename_categories(dataset.labels(table, column))
        for column, table in tables.items()
    }
    return pd.crosstab(named["Voice"], [named["Extent"], named["Language"]])


def copies_by_voice(dataset: Dataset) -> pd.DataFrame:
    """Count documents, and the independent accounts they carry, by voice.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Voices in their own order: `label`, `documents`, `accounts`, and `largest`,
        the number of documents that carry the most copied account.

    Examples
    --------
    >>> import eucad
    >>> copies = copies_by_voice(eucad.load())
    >>> bool((copies["documents"] >= copies["accounts"]).all())
    True
    """
    counts = dataset.lineages.groupby("voice", observed=False)["documents"].agg(
        documents="sum", accounts="size", largest="max"
    )
    labels = pd.Series(dataset.labels("lineages", "voice"))
    counts.insert(0, "label", labels.loc[counts.index].to_list())
    return counts


def largest_lineages(dataset: Dataset, number: int) -> pd.DataFrame:
    """Return the accounts that most documents carry.

    Parameters
    ----------
    dataset : Dataset
    number : int
        How many; those as large as the last of them come too.

    Returns
    -------
    DataFrame
        Indexed by `Account`, from the most copied on: `Meeting`, `Voice`,
        `Documents`, and how many of them were put there on which basis.

    Examples
    --------
    >>> import eucad
    >>> list(largest_lineages(eucad.load(), 3).columns[:3])
    ['Meeting', 'Voice', 'Documents']
    """
    largest = dataset.lineages.sort_values("lineage_id").nlargest(number, "documents", keep="all")
    labels = dataset.labels("documents", "lineage_basis")
    basis = dataset.documents["lineage_basis"].cat.rename_categories(labels)
    bases = pd.crosstab(dataset.documents["lineage_id"], basis)
    table = pd.DataFrame(
        {
            "Account": largest["lineage_id"],
            "Meeting": held_meetings(dataset)["name"].loc[largest["meeting_id"]].to_list(),
            "Voice": largest["voice"].cat.rename_categories(dataset.labels("lineages", "voice")),
            "Documents": largest["documents"],
        }
    ).set_index("Account")
    return table.join(bases)


def borrowed_wording(dataset: Dataset) -> pd.DataFrame:
    """Return the accounts whose wording follows an account of an earlier meeting.

    Parameters
    ----------
    dataset : Dataset

    Returns
    -------
    DataFrame
        Indexed by `Account`: its `Voice`, and the account it `Follows` with that
        one's voice.

    Examples
    --------
    >>> import eucad
    >>> borrowed_wording(eucad.load())["Follows"].to_dict()
    {'hlsd2016-tm-embassy': 'hlsd2015-eeas'}
    """
    labels = dataset.labels("lineages", "voice")
    voice = dataset.lineages.set_index("lineage_id")["voice"].map(labels).astype(str)
    borrowed = dataset.lineages.dropna(subset="template_lineage_id")
    return pd.DataFrame(
        {
            "Account": borrowed["lineage_id"],
            "Voice": voice.loc[borrowed["lineage_id"]].to_list(),
            "Follows": borrowed["template_lineage_id"],
            "Voice of that": voice.loc[borrowed["template_lineage_id"]].to_list(),
        }
    ).set_index("Account")

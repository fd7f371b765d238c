"""What the data hold, how well it is known, and what no document tells, in sentences."""

from __future__ import annotations

import pandas as pd

from eucad import documents, officials
from eucad.dataset import Dataset
from eucad.readings.words import counted, estimate, listing


def what_the_data_hold(dataset: Dataset) -> str:
    """Say what the dataset holds, as a Markdown paragraph.

    Examples
    --------
    >>> import eucad
    >>> what_the_data_hold(eucad.load()).startswith("The dataset holds **27 meetings**")
    True
    """
    meetings = documents.held_meetings(dataset)
    dialogue = meetings[meetings["series"] == "hlsd"]
    years = meetings["date_start"].dt.year
    missing = sorted(set(documents.missing_rounds(dataset)["year"]))
    return (
        f"The dataset holds **{counted(len(meetings), 'meeting')}** held from {years.min()} to "
        f"{years.max()}, among them **{counted(len(dialogue), 'round')}** of the security "
        f"dialogue, known from **{counted(len(dataset.documents), 'document')}** in "
        f"{dataset.documents['language'].nunique()} languages. Behind them stand "
        f"**{counted(len(dataset.lineages), 'independent account')}**: the rest are copies. "
        f"They raise the {len(dataset.topics)} topics of the codebook "
        f"{len(dataset.codings_final):,} times, and place "
        f"{counted(len(dataset.people), 'official')} at the meetings. For "
        f"{listing([str(year) for year in missing])} no document shows a round."
    )


def how_well_it_is_known(dataset: Dataset, presence: pd.DataFrame, by_topic: pd.DataFrame) -> str:
    """Say how well, and from whom, the dialogue is known, as a Markdown list.

    Parameters
    ----------
    dataset : Dataset
    presence : DataFrame
        Result of `agreement.agreement_on_presence`, with the row ``all``.
    by_topic : DataFrame
        Result of `agreement.agreement_by_topic`.

    Returns
    -------
    str
    """
    agenda = documents.agenda_documents(dataset)
    meetings = documents.held_meetings(dataset)
    dialogue = meetings.index[meetings["series"] == "hlsd"]
    accounts = documents.count_accounts(dataset, agenda).loc[dialogue]
    single = meetings.loc[dialogue[accounts.sum(axis=1) == 1], "name"].to_list()
    speaks = accounts.gt(0).mul(1).sum().sort_values(ascending=False)
    labels = dataset.labels("lineages", "voice")
    opening = (dataset.documents["extent"] == "opening").mean()
    chairs = officials.chairs_known(dataset).loc[dialogue]
    overall = presence.loc["all"]
    weakest = by_topic.loc[by_topic["alpha"].idxmin()]
    lowest = by_topic.loc[by_topic["alpha_low"].idxmin()]
    return "\n".join(
        [
            f"- **From whom.** {counted(int(accounts.to_numpy().sum()), 'independent account')} "
            f"tell what the {len(dialogue)} rounds of the dialogue discussed. The most regular "
            f"voices are {labels[speaks.index[0]]} ({speaks.iloc[0]} rounds) and "
            f"{labels[speaks.index[1]]} ({speaks.iloc[1]}); "
            f"{counted(len(single), 'round')} rest on a single account: {listing(single)}.",
            f"- **How much was seen.** Of {opening:.0%} of the documents only the opening was "
            "visible: a topic that is not coded was not seen, which is less than not discussed.",
            f"- **How reliably.** Whether a topic is there, the two coders agree with "
            f"Krippendorff’s alpha {estimate(overall, 'alpha')}. They agree least on "
            f"*{weakest['label']}*, {estimate(weakest, 'alpha')}; where a topic is rare the "
            f"agreement itself is uncertain, most for *{lowest['label']}*, "
            f"{estimate(lowest, 'alpha')}. Both were machine-assisted passes: this bounds "
            "random error, not a bias that both share.",
            f"- **What is missing.** Who chaired is stated without doubt for "
            f"{chairs.eq('named').sum()} of {len(chairs)} rounds, and can be read in two ways "
            f"for {chairs.eq('ambiguous').sum()}.",
        ]
    )


def how_much_is_copied(dataset: Dataset) -> str:
    """Say how many documents only repeat an account, as a Markdown paragraph.

    Examples
    --------
    >>> import eucad
    >>> "independent accounts" in how_much_is_copied(eucad.load())
    True
    """
    copies = documents.copies_by_voice(dataset)
    ratio = copies["documents"] / copies["accounts"]
    most = copies.loc[ratio.idxmax()]
    largest = dataset.lineages.loc[dataset.lineages["documents"].idxmax()]
    share = 1 - len(dataset.lineages) / len(dataset.documents)
    name = documents.held_meetings(dataset)["name"][largest["meeting_id"]]
    return (
        f"{counted(len(dataset.documents), 'document')} carry "
        f"{counted(len(dataset.lineages), 'independent account')}: {share:.0%} repeat what another "
        f"says. The voice *{most['label']}* is repeated most ({ratio.max():.1f} documents an "
        f"account); a single account of {name} stands in "
        f"{counted(int(largest['documents']), 'document')}."
    )


def how_values_differ(values: pd.DataFrame) -> str:
    """Say how well the coders agree on stance and paragraph, as a Markdown paragraph.

    Parameters
    ----------
    values : DataFrame
        Rows ``stance`` and ``paragraph``, as `agreement.agreement_on_value` gives
        them for all documents together.

    Returns
    -------
    str
    """
    stance, paragraph = values.loc["stance"], values.loc["paragraph"]
    stronger, weaker = int(stance["earlier_b"]), int(stance["earlier_a"])
    earlier, later = int(paragraph["earlier_b"]), int(paragraph["earlier_a"])
    return (
        f"On *stance* alpha is {estimate(stance, 'alpha')}, and the difference runs one way: "
        f"where the coders differ, coder b has the stronger stance in {stronger} cases and coder "
        f"a in {weaker}, as b always recorded the strongest. On the *paragraph* alpha is "
        f"{estimate(paragraph, 'alpha')}; coder b has the earlier one in {earlier} cases and "
        f"coder a in {later}, so they seem to have counted leading lines differently."
    )


def how_disagreements_ended(dataset: Dataset) -> str:
    """Say what became of the coders' disagreements, as a Markdown paragraph.

    Examples
    --------
    >>> import eucad
    >>> how_disagreements_ended(eucad.load()).startswith("Of 126 disagreements")
    True
    """
    cases = dataset.adjudications
    kept = cases["kept"].groupby(cases["coded_by"], observed=True).agg(["sum", "size"])
    alone = (dataset.codings_final["decided"] == "single").sum()
    return (
        f"Of {counted(len(cases), 'disagreement')} {cases['kept'].sum()} were decided for the "
        f"topic: {kept.loc['a', 'sum']} of {kept.loc['a', 'size']} that coder a alone had found, "
        f"{kept.loc['b', 'sum']} of {kept.loc['b', 'size']} that coder b alone had found. "
        f"{counted(alone, 'coding')} stand on coder a alone, as coder b could not bring the "
        "document up again."
    )


def what_is_unknown(dataset: Dataset, knowledge: pd.DataFrame, disputed: pd.DataFrame) -> str:
    """Say what no document tells of the dialogue, as a Markdown paragraph.

    Parameters
    ----------
    dataset : Dataset
    knowledge, disputed : DataFrame
        As `figures.unknowns` draws them.

    Returns
    -------
    str
    """
    series = documents.held_meetings(dataset)["series"]
    states = knowledge.loc[series == "hlsd"]
    # Guests are left out: nobody says at which rounds they were expected.
    seats = states.drop(columns=["chair", "AF"]).stack()
    unmentioned = seats.eq("not_mentioned").sum()
    return (
        f"The {len(states)} rounds of the dialogue had {len(seats)} seats for the heads of the six "
        f"delegations. {seats.eq('named').sum()} holders are named, "
        f"{seats.eq('ambiguous').sum()} on a page that may mean another meeting, "
        f"{seats.eq('unnamed').sum()} took part without a name, and of {unmentioned} no document "
        f"speaks. Documents disagree on the rank of "
        f"{counted(int(disputed.to_numpy().sum()), 'delegation')} over all series."
    )

"""What the data hold, how well it is known, and what no document tells, in sentences."""

from __future__ import annotations

import pandas as pd

from eucad import attendance, documents
from eucad.coverage import measures
from eucad.dataset import Dataset
from eucad.meetings import held_meetings, missing_rounds
from eucad.show.words import counted, listing, with_interval


def what_the_data_hold(dataset: Dataset) -> str:
    """Say what the dataset holds, as a Markdown paragraph.

    Examples
    --------
    >>> import eucad
    >>> what_the_data_hold(eucad.load()).startswith("The dataset holds **27 meetings**")
    True
    """
    meetings = held_meetings(dataset)
    dialogue = meetings[meetings["series"] == "hlsd"]
    years = meetings["date_start"].dt.year
    missing = sorted(set(missing_rounds(dataset)["year"]))
    return (
        f"The dataset holds **{counted(len(meetings), 'meeting')}** held from {years.min()} to "
        f"{years.max()}, among them **{counted(len(dialogue), 'round')}** of the security "
        f"dialogue, known from **{counted(len(dataset.documents), 'document')}** in "
        f"{dataset.documents['language'].nunique()} languages. Behind them stand "
        f"**{counted(len(dataset.lineages), 'independent account')}**: the other documents repeat "
        f"one of these. The documents raise the {len(dataset.topics)} topics of the codebook "
        f"{len(dataset.codings_final):,} times, and name "
        f"{counted(len(dataset.people), 'official')}. For "
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

    Examples
    --------
    >>> import eucad
    >>> import pandas as pd
    >>> measured = {"label": "Cyber", "alpha": 0.9, "alpha_low": 0.8, "alpha_high": 1.0}
    >>> found = pd.DataFrame([measured], index=["all"])
    >>> print(how_well_it_is_known(eucad.load(), found, found))
    - **From whom.** 31 independent accounts tell what the 12 rounds ...
    - **How reliably.** ... Krippendorff’s alpha 0.90 (95% interval 0.80 to 1.00). ...
    """
    agenda = documents.agenda_documents(dataset)
    meetings = held_meetings(dataset)
    dialogue = meetings.index[meetings["series"] == "hlsd"]
    accounts = documents.count_accounts(dataset, agenda).loc[dialogue]
    single = meetings.loc[dialogue[accounts.sum(axis=1) == 1], "name"].to_list()
    speaks = accounts.gt(0).mul(1).sum().sort_values(ascending=False)
    labels = dataset.labels("lineages", "voice")
    opening = (dataset.documents["extent"] == "opening").mean()
    chairs = attendance.chairs_known(dataset).loc[dialogue]
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
            f"- **How much was seen.** Of {opening:.0%} of all documents only the opening was "
            "visible: a topic that is not coded was not seen, which is less than not discussed.",
            f"- **How reliably.** Whether a topic is there, the two coders agree with "
            f"Krippendorff’s alpha {with_interval(overall, 'alpha')}. They agree least on "
            f"*{weakest['label']}*, {with_interval(weakest, 'alpha')}; where a topic is rare the "
            f"agreement itself is uncertain, most for *{lowest['label']}*, "
            f"{with_interval(lowest, 'alpha')}. Both were machine-assisted passes: this bounds "
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
    copies = measures.copies_by_voice(dataset)
    ratio = copies["documents"] / copies["accounts"]
    most = copies.loc[ratio.idxmax()]
    lineages = dataset.lineages
    size = lineages["documents"].max()
    largest = sorted(lineages.loc[lineages["documents"] == size, "lineage_id"])
    total, repeated = len(dataset.documents), len(dataset.documents) - len(lineages)
    second_hand = dataset.documents["lineage_basis"].ne("own").sum()
    return (
        f"{counted(total, 'document')} carry {counted(len(lineages), 'independent account')}: "
        f"{repeated} ({repeated / total:.0%}) add none, as another document has theirs already. "
        f"{second_hand} ({second_hand / total:.0%}) are not the account itself but reprint or "
        "paraphrase it, whether the original was found or not. The voice "
        f"*{most['label']}* is repeated most ({most['documents']} documents for "
        f"{counted(most['accounts'], 'account')}). No account stands in more than "
        f"{counted(size, 'document')}: {listing(f'`{name}`' for name in largest)}."
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

    Examples
    --------
    >>> import pandas as pd
    >>> values = pd.DataFrame(
    ...     {"alpha": 0.8, "alpha_low": 0.7, "alpha_high": 0.9, "earlier_a": 2, "earlier_b": 9},
    ...     index=["stance", "paragraph"],
    ... )
    >>> how_values_differ(values)
    'On *stance* alpha is 0.80 (95% interval 0.70 to 0.90), and the difference runs mostly ...
    """
    stance, paragraph = values.loc["stance"], values.loc["paragraph"]
    stronger, weaker = int(stance["earlier_b"]), int(stance["earlier_a"])
    earlier, later = int(paragraph["earlier_b"]), int(paragraph["earlier_a"])
    return (
        f"On *stance* alpha is {with_interval(stance, 'alpha')}, and the difference runs mostly one "
        f"way: where the coders differ, coder b has the stronger stance in {stronger} cases and "
        f"coder a in {weaker}, as b always recorded the strongest. On the *paragraph* alpha is "
        f"{with_interval(paragraph, 'alpha')}; coder b has the earlier one in {earlier} cases and "
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
    kept = cases["kept"].groupby(cases["coded_by"], observed=False).agg(["sum", "size"])
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
        From `attendance.who_led`.

    Returns
    -------
    str

    Examples
    --------
    >>> import eucad
    >>> dataset = eucad.load()
    >>> what_is_unknown(dataset, *attendance.who_led(dataset))
    'The 12 rounds of the dialogue had 72 seats for the heads of the six delegations. 35 holders ...
    """
    series = held_meetings(dataset)["series"]
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

"""The answers to the three questions, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from eucad.readings.words import bullets


def in_short(agenda: Sequence[str], named: str, moved: Sequence[str]) -> str:
    """Set the answers to the three questions under one another.

    Parameters
    ----------
    agenda : sequence of str
        What stayed, came and went, from :mod:`eucad.readings.topics`.
    named : str
        Who is named, from :func:`eucad.readings.officials.who_is_named`.
    moved : sequence of str
        Lines of :func:`eucad.readings.shift.headline`: what became of the old topics, and whether
        the new joined or replaced them come first.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> print(in_short(["Water came in."], "Few are named.", ["- Drugs stayed.", "- It joined."]))
    - **How did the topics evolve?**
        - Water came in.
    - **Who sat at the table?**
        - Few are named.
    - **Did new threats replace the old?**
        - Drugs stayed.
        - It joined.
    """
    answers = {
        "How did the topics evolve?": agenda,
        "Who sat at the table?": [named],
        "Did new threats replace the old?": [line.removeprefix("- ") for line in moved[:2]],
    }
    return bullets(
        *(
            "\n    - ".join([f"**{question}**", *sentences])
            for question, sentences in answers.items()
        )
    )

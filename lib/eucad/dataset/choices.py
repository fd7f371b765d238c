"""What a caller chooses: a key that occurs, a whole number; or an error that says what would do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from numbers import Integral

#: So many values are listed in full; of more, an error says where they stand.
LISTED = 20


def require_known(
    what: str,
    given: Collection[str],
    known: Iterable[object],
    where: str = "",
    names: Mapping[str, str] | None = None,
) -> None:
    """Refuse keys that do not occur, and name the nearest that does.

    What is chosen is told in the singular, such as ``topic``; `where` is the table in which all
    keys stand, such as ``dataset.topics``; `names` is what keys are called, for a name that was
    given in place of its key.

    Raises
    ------
    ValueError
        If a key does not occur, or one string was given where several are meant.

    Examples
    --------
    >>> require_known("topic", ["watr"], ["water", "energy"], "dataset.topics")
    Traceback (most recent call last):
    ValueError: There is no topic 'watr'. Did you mean 'water'? Choose among water, energy
    (see `dataset.topics`).
    >>> require_known("topic", "water", ["water", "energy"], "dataset.topics")
    Traceback (most recent call last):
    ValueError: Give several, even if it is one topic: ['water'] in place of 'water'.
    """
    if isinstance(given, str):
        raise ValueError(
            f"Give several, even if it is one {what}: [{given!r}] in place of {given!r}."
        )
    keys = [str(key) for key in known]
    for value in given:
        if value not in keys:
            raise ValueError(_advise(what, value, keys, where, names or {}))


def _advise(what: str, value: object, keys: list[str], where: str, names: Mapping[str, str]) -> str:
    called = {names[key].casefold(): key for key in keys if key in names}
    called |= {key.casefold(): key for key in keys}
    near = get_close_matches(str(value).casefold(), called, n=1, cutoff=0.5)
    meant = f" Did you mean {called[near[0]]!r}?" if near else ""
    if len(keys) > LISTED:
        listed = f"`{where}` lists all {len(keys)}."
    else:
        listed = f"Choose among {', '.join(keys)}{f' (see `{where}`)' if where else ''}."
    return f"There is no {what} {value!r}.{meant} {listed}"


def require_whole(what: str, given: object) -> None:
    """Refuse what is no whole number, or too small a one.

    Raises
    ------
    ValueError
        If it is not.

    Examples
    --------
    >>> require_whole("split", "2019")
    Traceback (most recent call last):
    ValueError: split is '2019'; give a whole number from 1, without quotation marks.
    """
    if not isinstance(given, Integral) or given < 1:
        quoted = ", without quotation marks" if isinstance(given, str) else ""
        raise ValueError(f"{what} is {given!r}; give a whole number from 1{quoted}.")

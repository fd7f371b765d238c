"""Small cases of one test: each on its own in CI, all in one go for `make test`.

There it takes longer to hand a case out and to report on it than to try it.
"""

import os
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Signature, signature

import pytest

#: Whether everything is tested, as in CI.
ALL = os.environ.get("EUCAD_TESTS") == "all"


def tried_on(names: str | tuple[str, ...], cases: Iterable, ids=None) -> Callable:
    """Parametrise a test as pytest does; or let it try every case, and name those that fail.

    Cases share the fixtures that the test asks for.
    """
    cases = list(cases)
    if ALL:
        return pytest.mark.parametrize(names, cases, ids=ids)
    keys = [*map(str.strip, names.split(","))] if isinstance(names, str) else [*names]
    values = [dict(zip(keys, case if len(keys) > 1 else [case], strict=True)) for case in cases]

    def of_all(test: Callable) -> Callable:
        @wraps(test)
        def tried(**fixtures) -> None:
            failed = []
            for case in values:
                told = ", ".join(f"{name}={value!r}"[:200] for name, value in case.items())
                try:
                    test(**fixtures, **case)
                except AssertionError as error:
                    failed.append(f"{told}:\n{error}")
            assert not failed, "\n\n".join(failed)

        asked = signature(test).parameters.values()
        tried.__signature__ = Signature([each for each in asked if each.name not in keys])
        return tried

    return of_all


def some(number: int, cases: Iterable) -> list:
    """Leave all cases to CI but the first few, which are of different kinds."""
    as_given = [case if isinstance(case, tuple) else (case,) for case in cases]
    late = [pytest.param(*case, marks=pytest.mark.long) for case in as_given[number:]]
    return [*(pytest.param(*case) for case in as_given[:number]), *late]

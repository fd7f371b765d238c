"""How much is tried: little by `make test`, twice as much in CI, very much with EUCAD_THOROUGH."""

import os

import hypothesis
from tried_on import ALL

#: Set by `make prove`.
THOROUGH = bool(os.environ.get("EUCAD_THOROUGH"))


def few(number):
    """Try a property on so many examples, the same in every run; `make test` on half of them."""
    return hypothesis.settings(
        max_examples=300 if THOROUGH else number if ALL else (number + 1) // 2,
        derandomize=not THOROUGH,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

"""How much is tried: little in every run of the suite, very much with EUCAD_THOROUGH."""

import os

import hypothesis

#: Set by `make prove`.
THOROUGH = bool(os.environ.get("EUCAD_THOROUGH"))


def few(number):
    """Try a property on so many examples, the same in every run; on hundreds if thorough."""
    return hypothesis.settings(
        max_examples=300 if THOROUGH else number,
        derandomize=not THOROUGH,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

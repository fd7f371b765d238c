"""Numbers that know of no topic: presence, resampling, proportions, null models."""

#: Coverage of every interval of the collection.
LEVEL = 0.95

#: Seed of every measure that draws random numbers. Each starts from it anew, so that no number
#: depends on what was computed before.
SEED = 2025

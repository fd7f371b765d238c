"""Numbers that know of no topic: presence, intervals, agreement, likeness, null models."""

#: Coverage of every interval of the collection.
LEVEL = 0.95

#: A finding is called clear if chance does as well in at most this share of cases.
CHANCE = 0.05

#: Seed of every measure that draws random numbers. Each starts from it anew, so that no number
#: depends on what was computed before.
SEED = 2025

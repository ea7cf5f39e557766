"""The mutation test of a pack: faults planted in its conditions, and which of its tests notice them.

`mutants` makes faulty texts, `suite` collects the tests, `planting` tries the ones on the others, `scores` counts.
"""

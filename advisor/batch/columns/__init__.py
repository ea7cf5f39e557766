"""Verdicts of many cases at once, as arrays: the same to the last digit as one case after the other gives.

From below: `block` (answers) and `masks` (truths of many cases), `spans` and `columnfacts` (the fields that conditions
read), `circuit` and `fieldtests` (conditions), `coded`, `judging` and `layers` (certainties, stratum by stratum),
`contested` (cases that contradict themselves), `points` (the timeline), and `verdicts`, which puts all of it together.
"""

"""The condition language: parsed once, evaluated in several ways that must agree.

`parsing` makes a tree of a text, `normal` pushes negation down to its atoms, `fields` makes two positive patterns of
that, which every engine can fire. `kleene` says what a condition means, `exact` finds what must be added so that the
patterns miss nothing.
"""

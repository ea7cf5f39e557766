"""The interview: what to ask next, its state, the file that keeps it, and its faces.

Its rooms in the order in which they lean on each other, each only on those before it: `state` and `moves` (a frozen
value, and what makes a new one of it), `words` (what people type), `pool` (drawn companies, which tell what is
typical), `choosing` (what to ask, and why), `sheets` (questions on paper), `faces` (terminals), `sitting` (one
conversation and its file).
"""

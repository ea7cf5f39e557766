"""A whole batch: sources cut into parts, parts done by some crew and noted on disk, and joined to one output.

`run` leads through it; `work` is what is done with one part, on any machine; `ledger` is why nothing is lost.
"""

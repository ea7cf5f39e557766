"""The interview: what to ask next, its state, the file that keeps it, and its faces."""

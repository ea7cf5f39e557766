"""The published assessment as TypedDicts, for type checkers; generated."""

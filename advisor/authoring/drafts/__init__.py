"""Entries that authors are helped to write: what was told becomes text that the loader takes."""

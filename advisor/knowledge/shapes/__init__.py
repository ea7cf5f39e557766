"""The shape of entries: complaints about it, and the ways out."""

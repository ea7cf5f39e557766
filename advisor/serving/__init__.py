"""Doors for other programs: one stateless desk behind HTTP (`http`) and behind assistants (`assistants`)."""

"""The commands that open a door to other programs: over HTTP, and for assistants."""

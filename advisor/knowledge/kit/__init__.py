"""The shape of the kit: what a founder takes away as files."""

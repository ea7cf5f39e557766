"""Pages that a browser shows: each one file that asks nobody for anything and needs no script to be read."""

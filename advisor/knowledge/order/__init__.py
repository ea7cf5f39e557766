"""The order in which an interview asks, as packs write it down."""

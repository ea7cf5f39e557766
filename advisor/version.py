"""The version of the program; the packs have versions of their own."""

VERSION = "1.0.0"

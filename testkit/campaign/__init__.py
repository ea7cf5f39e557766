"""Hostile inputs drawn by seeds: kinds of them, what must hold for each, and what runs them for minutes or hours."""

"""Companies drawn at random, seeded: one answer, whole companies, companies that hang together, and large tables."""

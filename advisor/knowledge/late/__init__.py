"""What packs write down to be read after all diagnoses: conditions, and the sentences that they print."""

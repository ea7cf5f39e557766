"""What tests and benchmarks share: companies and packs drawn at random, second readers, and ways to run the program.

Nothing here is a test, and nothing here is shipped. `companies` and `packs/drawn` draw with the standard library alone;
`packs/{conditions,strategies,told}` and `timelines/strategies` are Hypothesis strategies.
"""

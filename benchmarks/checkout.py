"""Benchmarks are run as files of their own: importing this puts the checkout, where `testkit` stands, on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

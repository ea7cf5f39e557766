"""Where things stand in the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
RULES = ROOT / "rules"
CASES = ROOT / "cases"
PACKS = ROOT / "tests" / "packs"
PLAIN = PACKS / "plain"
FAULTS = ROOT / "tests" / "faults"
SOUND = FAULTS / "sound"
BOUNDARIES = ROOT / "tests" / "boundaries"
COMPANIES = ROOT / "tests" / "result" / "companies"

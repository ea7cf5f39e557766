"""How long a page takes beside its assessment, and how large it is: `python benchmarks/pages.py`."""

from __future__ import annotations

import statistics
import time

import checkout  # noqa: F401  (finds testkit)

from advisor.report.html.board import board_page
from advisor.report.html.verdict import verdict_page
from advisor.report.text import text
from advisor.report.told import Told
from testkit.places import COMPANIES
from testkit.shipped import case_in, shipped_advisor, shipped_cases


def main() -> None:
    """Print the median and the slowest of each view over all shipped cases and companies."""
    advisor = shipped_advisor()
    cases = shipped_cases(advisor) + [case_in(advisor, path) for path in sorted(COMPANIES.glob("*.yaml"))]
    views = {"text": text, "page": verdict_page, "board": lambda told: board_page(told).html}
    taken: dict[str, list[float]] = {name: [] for name in views}
    sizes: list[int] = []
    for number, case in enumerate([cases[0], *cases]):
        told = Told(advisor.assess(case), advisor.rulebase)
        told.assessment.to_dict()
        for name, view in views.items():
            begin = time.perf_counter()
            made = view(told)
            if number:  # the first compiles the templates
                taken[name].append((time.perf_counter() - begin) * 1000)
                sizes += [len(made.encode())] if name == "page" else []
    for name, times in taken.items():
        print(
            f"{name:<6} median {statistics.median(times):5.1f} ms   slowest {max(times):5.1f} ms   {len(times)} cases"
        )
    print(f"page   median {statistics.median(sizes) / 1000:.0f} kB      largest {max(sizes) / 1000:.0f} kB")


if __name__ == "__main__":
    main()

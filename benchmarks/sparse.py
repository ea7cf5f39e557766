"""What a result still says where answers are missing: `python benchmarks/sparse.py [--draws 50] [--seed 1]`.

Of each shipped case and of each in `tests/result/verdicts` a third of the answers is removed at random, so many times
as there are draws. Printed: how often every option that is possible has a day on which it is productive, how often
each has a day of delivery or the work up to which it delivers in time, how often the worst finding and the model are
those of the whole case; and for what is missing, what it waits for.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import checkout  # noqa: F401  (finds testkit)

from advisor import Advisor, Assessment, Case
from advisor.staffing.company_timeline import CompanyTimeline, number_of
from testkit.shipped import case_in, shipped_advisor, shipped_cases

EXPERTS = Path(__file__).parents[1] / "tests" / "result" / "verdicts"


def thinned(case: Case, share: float, rng: random.Random) -> Case:
    """A case without a share of its answers."""
    kept = set(rng.sample(sorted(case.answers), round(len(case.answers) * (1 - share))))
    return replace(case, answers={question: a for question, a in case.answers.items() if question in kept})


def missing_days(result: Assessment) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an option that is possible lacks, `productive` or `delivery`, and what that waits for."""
    points = result.decided_in.facts.points
    timeline = points.detail
    assert isinstance(timeline, CompanyTimeline)
    for option, made in timeline.options.items():
        if option in timeline.barred:
            continue
        if made is None:
            yield "productive", points.waits_for.get(number_of(option, "productive_p50_weeks"), ())
        if (made is None or made.delivered is None) and option not in result.break_evens:
            yield "delivery", points.waits_for.get(number_of(option, "chance_delivered"), ())


def worst(result: Assessment) -> str | None:
    """The diagnosis that heads the findings, compounds left out."""
    found = [finding for finding in (*result.found, *result.likely) if not finding.compound]
    return found[0].id if found else None


def main() -> None:
    """Draw, assess, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--share", type=float, default=1 / 3, help="of the answers that are removed")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    advisor = shipped_advisor()
    cases = [*shipped_cases(advisor), *(case_in(advisor, file) for file in sorted(EXPERTS.glob("*.yaml")))]
    kept, waits, changes = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    print(f"{'case':<36}{'productive':>11}{'delivery':>10}{'headline':>10}{'model':>7}")
    for case in cases:
        of_case = measured(
            advisor, case, said.draws, said.share, random.Random(f"{said.seed} {case.id}"), waits, changes
        )
        kept += of_case
        print(f"{case.id:<36}" + "".join(f"{of_case[part] / said.draws:>{w}.0%}" for part, w in PARTS))
    draws = said.draws * len(cases)
    print(f"{'all':<36}" + "".join(f"{kept[part] / draws:>{w}.1%}" for part, w in PARTS))
    for title, counted in (("waits for", waits), ("becomes", changes)):
        for (what, why), times in counted.most_common(25):
            print(f"    {times:>5}  {what} {title} {why}")


PARTS = (("productive", 11), ("delivery", 10), ("headline", 10), ("model", 7))


def measured(
    advisor: Advisor,
    case: Case,
    draws: int,
    share: float,
    rng: random.Random,
    waits: Counter[tuple[str, str]],
    changes: Counter[tuple[str, str]],
) -> Counter[str]:
    """How many draws of a case keep each part; counts what the others wait for, and what became what."""
    whole, kept = advisor.assess(case), Counter[str]()
    for _ in range(draws):
        result = advisor.assess(thinned(case, share, rng))
        missing = list(missing_days(result))
        waits.update((what, ", ".join(why)) for what, why in missing)
        lacks = {what for what, _ in missing}
        kept.update(part for part in ("productive", "delivery") if part not in lacks)
        assert result.decision is not None and whole.decision is not None
        for part, was, now in (
            ("headline", worst(whole), worst(result)),
            ("model", whole.decision.model, result.decision.model),
        ):
            kept[part] += was == now
            if was != now:
                changes[f"{part} {was}", str(now)] += 1
    return kept


if __name__ == "__main__":
    main()

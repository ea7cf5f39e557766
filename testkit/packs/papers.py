"""A pack over the staffing pack with a gate that a sign has, a law, and something that nobody can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from advisor import Advisor
from advisor.result.assessment import Assessment
from advisor.shipped import shipped

RULE = """\
id: our-terms
title: They open users' data and nothing is signed
impact: 4
why: Both of you would answer for it, and a customer may ask for the paper tomorrow.
source: [{judgement: A rule for tests.}]
due: {level: should, before: at the next renewal}
evidence:
  - id: data-open
    levels:
      - when: data in contractors.access and law.our_law
        certainty: strong
        due: {level: gate, before: before anyone opens data}
      - {when: data in contractors.access, certainty: fair}
    says: They open data; the law is of {law.our_law.from}.
    fix:
      id: sign-our-terms
      title: Sign our terms
      kind: gate
      owner: legal
      closes: [{question: contractors.access, values: [data, traces]}]
      until: the data agreement is signed
      weeks: 1
      effort: two-days
      cures: {our-terms: 0.9}
      steps: ["Send it. Not known yet: {open_items}."]
      source: [{judgement: A fix for tests.}]
  - id: other
    when: contractors.people >= 90
    certainty: strong
    says: They are many.
    treated_by: [sign-our-terms]
unless:
  - {when: contractors.state == none, says: Nobody is there.}
"""
OPEN = """\
id: our-second
title: Nobody knows who owns the code
impact: 4
why: It surfaces when somebody buys the company.
source: [{judgement: A rule for tests.}]
due: {level: must, before: before the first work is accepted}
evidence:
  - {id: many, when: contractors.months >= 60, certainty: strong, says: It is long., treated_by: [sign-our-terms]}
"""
LAW = """\
law:
  - id: our_law
    jurisdiction: Here
    says: Data needs a paper.
    from: 2026-07-08
    as_of: 2026-11-30
    review_by: 2027-02-28
    grade: B
    source: [{judgement: A law for tests.}]
    open: Nobody read it.
"""
NOW: dict[str, Any] = {
    "contractors.state": "now",
    "contractors.people": 3,
    "contractors.access": ["code", "data"],
    "milestone.need_by": "2027-06-01",
    "milestone.work_left_weeks": 30,
    "team.people_on_it": 2,
}


def over_staffing(folder: Path, *rules: str, **files: str) -> Advisor:
    """The staffing pack alone with these rules, the law and some files over it."""
    (folder / "diagnoses").mkdir()
    (folder / "pack.yaml").write_text("name: ours\nversion: 1.0.0\ntitle: Ours\n", encoding="utf-8")
    for rule in rules:
        name = rule.partition("\n")[0].removeprefix("id: ")
        (folder / "diagnoses" / f"{name}.yaml").write_text(rule, encoding="utf-8")
    for name, text in {"law": LAW, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Advisor([folder], engine="python", base=shipped("rules"))


def assessed(advisor: Advisor, answers: dict[str, Any], day: str = "2026-11-22") -> Assessment:
    """A company on a day."""
    case, problems = advisor.read({"case": "a", "as_of": day, "answers": answers})
    assert case is not None, problems
    return advisor.assess(case)

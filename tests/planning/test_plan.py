"""The laws of plans: what an entry claims is what a second assessment measures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from itertools import islice

import pytest

from advisor import Advisor, Assessment, Case
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.effects import TIMELINE, WHOLE, EffectIndex, Part
from advisor.planning.risk import risk_of
from advisor.planning.steps import broken_steps, findings
from advisor.staffing.lateness import Lateness
from testkit.companies.drawn import plausible_company
from testkit.shipped import NAMES, company, shipped_case


@pytest.fixture(scope="module", params=range(24))
def sampled(request: pytest.FixtureRequest, advisor: Advisor) -> Case:
    """Companies drawn at random, seeded."""
    return plausible_company(advisor, request.param)


@pytest.fixture(scope="module")
def assessment(advisor: Advisor, sampled: Case) -> Assessment:
    """Assessed once for all laws; nobody changes it."""
    return advisor.assess(sampled)


@pytest.fixture(scope="module")
def others() -> tuple[Advisor, Advisor]:
    """Two that share nothing with the one that planned: by the Python engine, and by the one that is chosen."""
    return Advisor(engine="python"), Advisor(engine="auto")


@pytest.mark.slow
def test_every_fix_claims_what_a_second_assessment_measures(
    advisor: Advisor, others: tuple[Advisor, Advisor], sampled: Case, assessment: Assessment
) -> None:
    """Risk removed and weeks gained of each fix are those of two fresh assessments, before and after it.

    An answer that is disputed is neither known nor presumed, before as after.
    """
    plan = assessment.plan
    assert plan is not None
    recommender = advisor.recommender
    answers = recommender.undisputed(assessment.assessed)
    fresh = others[0].assessor
    planner = recommender.planner(assessment.assessed, assessment.decision)
    finished: set[str] = set()
    takes: dict[str, float] = {}  # the chance that all before it that treat a diagnosis, or gain weeks, take
    for entry in plan.entries:
        if entry.worth is None:
            continue
        measured = entry.worth.measured
        by_itself = Hypothetical()
        for step in (*planner.unmet(entry.id, planner.as_it_is, finished), entry.id):
            by_itself = by_itself.together(planner.imagine(step, planner.as_it_is, by_itself))
        finished |= {entry.id, *measured.prerequisites}
        drops: list[dict[str, float]] = []
        for before, done in ((entry.worth.before, measured.imagined), (Hypothetical(), by_itself)):
            risks, late = [], []
            for imagined in (before, before.together(done)):
                inferred = fresh.infer(answers, sampled.as_of, imagined, never=assessment.assessed.standing.disputed)
                risks.append(risk_of(advisor.program, inferred, imagined.cures).by_diagnosis)
                late.append(Lateness(advisor.program)(inferred))
            gained = late[0] - late[1] if late[0] is not None and late[1] is not None else 0.0
            drop = {**{d: risks[0][d] - risks[1][d] for d in risks[0]}, "weeks": gained}
            weeks = planner.rates.delay_per_week * gained
            worthless = sum(risks[0].values()) - sum(risks[1].values()) + weeks <= 1e-9
            drops.append(dict.fromkeys(drop, 0.0) if worthless else drop)
        on_top, alone = drops
        gains = entry.worth.place.why in ("headline", "cause", "gain")
        mixed = {
            part: takes.get(part, 1.0) * on_top[part] + (1 - takes.get(part, 1.0)) * alone[part]
            if gains
            else on_top[part]
            for part in on_top
        }
        assert entry.weeks_gained == pytest.approx(mixed.pop("weeks"), abs=1e-9)
        assert entry.risk_removed == pytest.approx(sum(mixed.values()), abs=1e-9)
        for diagnosis in measured.for_diagnoses:
            takes[diagnosis] = takes.get(diagnosis, 1.0) * measured.works
        if measured.weeks_gained > 0:
            takes["weeks"] = takes.get("weeks", 1.0) * measured.works


def test_no_action_stands_before_its_prerequisites(advisor: Advisor, assessment: Assessment) -> None:
    """What an entry needs stands before it, and does not start after it."""
    plan = assessment.plan
    assert plan is not None
    seen: dict[str, date] = {}
    for entry in plan.entries:
        for need in entry.after:
            assert need in seen
            assert seen[need] <= entry.start
        seen[entry.id] = entry.due


def test_whoever_has_to_move_finds_in_the_plan_what_begins_it(advisor: Advisor) -> None:
    """Outside help that is worked out but not begun gains no weeks on its own path, and is in the plan all the same."""
    answers = {
        "role.stage": "in_calls",
        "role.open_days": 85,
        "loop.finalists_refused": 4,
        "loop.refused_for": ["missing_wish", "wait_for_better"],
        "loop.vetoes": 3,
        "loop.days_to_decision": 18,
        "role.region": "us",
        "role.kind": "engineer",
        "contractors.data_access": "open",
        "milestone.date_told": "customer",
        "milestone.need_by": "2027-03-28",
        "milestone.work_left_weeks": 10,
        "team.people_on_it": 0,
        "options.considered": ["hire", "contract"],
        "contractors.state": "none",
    }
    assessment = advisor.assess(company(advisor, answers))
    assert assessment.decision is not None and assessment.plan is not None
    assert (assessment.decision.model, assessment.decision.keep) == ("bridge-and-hire", False)
    begun = assessment.plan.entry("bridge-external")
    assert begun in assessment.plan.entries[:2]
    assert begun is not None and begun.worth is not None
    assert begun.worth.place.why in ("begins", "earliest")
    assert begun.worth.measured.prerequisites == ("prepare-day-one",)
    here = {
        **answers,
        "contractors.state": "now",
        "contractors.in_planning": True,
        "ownership.in_12_months": "employee_here",
    }
    kept = advisor.assess(company(advisor, here))
    assert kept.decision is not None and kept.plan is not None
    assert (kept.decision.model, kept.decision.keep) == ("bridge-and-hire", True)
    assert kept.plan.entry("bridge-external") is None


def test_no_fix_is_without_effect(advisor: Advisor, assessment: Assessment) -> None:
    """Each fix changes an answer, a figure, or cures something that is there, and is worth its place."""
    plan = assessment.plan
    assert plan is not None
    for entry in plan.entries:
        if entry.worth is None:
            continue
        imagined = entry.worth.measured.imagined
        assert imagined.answers or imagined.figures or imagined.cures
        place = entry.worth.place
        # What mends the earliest broken step may uncover something else, so that in all it is worth nothing.
        mends = place.why == "earliest" and place.share > 0
        assert place.why == "begins" or mends or (entry.priority is not None and entry.priority > 0)


def test_first_the_earliest_broken_step_is_mended(advisor: Advisor, assessment: Assessment) -> None:
    """The first fix treats the earliest step that is broken, of what is not light, and that any fix on offer treats;
    unless it begins the recommended way, where the packs let that come first.
    """
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    base = planner.as_it_is
    offers = [fix for fix in planner.actions if planner.is_offered(fix)]
    measured = [m for m in planner.measured(offers, base, ()).values() if m is not None]
    order = broken_steps(advisor.program, base, planner.rates.lightest)
    treated = [d for d in order if any(m.removed_by.get(d, 0.0) > 1e-9 for m in measured)]
    first = next(planner.choose(), None)
    named = planner.recommended.begins_first
    if first is not None and first.place.why == "begins" and named is not None and treated:
        assert planner.recommended.must_move
        assert planner.recommended.model in planner.actions[first.measured.action].begins
        share = {d: first.measured.removed_by.get(d, 0.0) / base.risk.weighed[d].fired for d in order}
        assert max(share[d] for d in order if not named or d in named) >= planner.rates.begins_share
        return
    if not treated:
        assert first is None or first.place.why != "earliest"
        return
    assert first is not None and first.place.why == "earliest" and first.place.diagnosis is not None
    # What is worth nothing in all may mend an earlier one all the same: what that had excused then shows.
    assert order.index(first.place.diagnosis) <= order.index(treated[0])
    assert first.measured.removed_by[first.place.diagnosis] > 0


def test_a_plan_stands_on_what_was_found_and_obeys_the_model(advisor: Advisor, assessment: Assessment) -> None:
    """Each ranked fix works on a finding or gains time, makes sense under the model, and may be offered."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    treatable = findings(advisor.program, planner.as_it_is)
    for chosen in planner.choose():
        action = planner.actions[chosen.measured.action]
        assert not action.under or planner.recommended.model in action.under
        assert planner.offers(chosen.measured.action, planner.state(chosen.before))
        if chosen.place.why != "begins":
            assert treatable & set(chosen.measured.for_diagnoses) or chosen.measured.weeks_gained > 0


def test_what_begins_the_model_stands_in_the_first_two_places(advisor: Advisor, assessment: Assessment) -> None:
    """Wherever the company must move to it, and something that begins it may be offered."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    model = planner.recommended.model
    chosen = list(islice(planner.choose(), 2))
    starts = [fix for fix in planner.actions if model in planner.actions[fix].begins]
    case = planner.state(chosen[0].before.together(chosen[0].measured.imagined)) if chosen else planner.as_it_is
    if planner.recommended.must_move and any(planner.offers(fix, case) for fix in starts):
        assert {each.measured.action for each in chosen} & set(starts)


def test_what_everybody_reads_makes_sense_today(advisor: Advisor, assessment: Assessment) -> None:
    """None of the first three, but what begins the model, makes sense only once another of them is done."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    for chosen in islice(planner.choose(), 3):
        assert chosen.place.why == "begins" or planner.is_offered(chosen.measured.action)


def test_the_third_serves_another_cause_where_one_is_left(advisor: Advisor, assessment: Assessment) -> None:
    """Unless the headline or the model needs it: no other finding that isn't light mainly has a fix that counts."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    first = list(islice(planner.choose(), 3))
    if len(first) < 3 or first[2].place.why in ("headline", "begins"):
        return
    third = first[2]
    mended = {diagnosis for chosen in first[:2] for diagnosis in chosen.measured.for_diagnoses}
    light = planner.rates.lightest
    others = {d for d in broken_steps(advisor.program, planner.as_it_is, light) if d not in mended}
    if third.place.why == "cause":
        assert third.place.diagnosis == third.measured.for_diagnoses[0] and third.place.diagnosis in others
        return
    base = planner.state(third.before)
    done = {step for chosen in first[:2] for step in (chosen.measured.action, *chosen.measured.prerequisites)}
    offers = [
        fix for fix in planner.actions if fix not in done and planner.is_offered(fix) and planner.offers(fix, base)
    ]
    for found in planner.measured(offers, base, done).values():
        if found is not None and others.intersection(found.for_diagnoses[:1]):
            assert found.priority < planner.rates.floor


def test_a_plan_never_earns_by_creating_a_contradiction(
    advisor: Advisor, sampled: Case, assessment: Assessment
) -> None:
    """No contradiction shows after the plan that did not show before it."""
    plan = assessment.plan
    assert plan is not None
    answers = advisor.recommender.undisputed(assessment.assessed)
    imagined = Hypothetical()
    for entry in plan.entries:
        if entry.worth is not None:
            imagined = imagined.together(entry.worth.measured.imagined)
    maker, contradiction_finder = advisor.assessor.maker, advisor.assessor.contradiction_finder
    before = {d.id for d in contradiction_finder.found(maker.facts(answers, sampled.as_of).fact)}
    after = {d.id for d in contradiction_finder.found(maker.facts({**answers, **imagined.answers}, sampled.as_of).fact)}
    assert after <= before


def test_measuring_less_changes_nothing(advisor: Advisor, assessment: Assessment) -> None:
    """Measuring again only what an action touched gives the plan of measuring everything again."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    careful = advisor.recommender.planner(assessment.assessed, assessment.decision)
    careful.effects = _All(advisor.program.diagnoses, careful.effects)  # type: ignore[assignment]  # so all is measured again
    careful._at_most = lambda *_: math.inf  # type: ignore[method-assign]  # nothing is passed over
    chosen, all_measured = list(planner.choose()), list(careful.choose())
    assert [c.measured.action for c in chosen] == [c.measured.action for c in all_measured]
    assert [c.settled for c in chosen] == [c.settled for c in all_measured]


def test_no_fix_is_worth_more_than_the_bound_it_may_be_passed_over_for(
    advisor: Advisor, assessment: Assessment
) -> None:
    """Every fix on offer, on the case as it is and as it is after the best of them."""
    planner = advisor.recommender.planner(assessment.assessed, assessment.decision)
    base, done = planner.as_it_is, set[str]()
    for _ in range(2):
        offers = [id for id in planner.actions if id not in done and planner.offers(id, base)]
        measured = planner.measured(offers, base, done)
        for id, found in measured.items():
            assert found is None or found.priority <= planner._at_most(id, base, planner.as_it_is) + 1e-6
        best = planner._best(measured, findings(advisor.program, planner.as_it_is))
        if best is None:
            return
        done |= {best.action, *best.prerequisites}
        (base,) = planner.states([base.imagined.together(best.imagined)], base)


def test_the_first_entries_are_those_of_the_whole_plan(advisor: Advisor, sampled: Case, assessment: Assessment) -> None:
    """A plan begins the same whether the rest of it is worked out or not."""
    whole = assessment.plan
    assert whole is not None
    for number in (1, 2, 3, 5):
        assert advisor.assess(sampled).first_actions(number) == tuple(entry.id for entry in whole.entries[:number])


class _All:
    """Every fix touches, and can change, everything."""

    def __init__(self, diagnoses: Iterable[str], real: EffectIndex):
        self.parts = frozenset((name, WHOLE) for name in (*diagnoses, TIMELINE))
        self.needs = real.needs
        self.reaching = {name: tuple(real.fixes) for name, _ in self.parts}

    def touched(self, _: object) -> frozenset[str]:
        return frozenset(name for name, _ in self.parts)

    rests_on = touched

    def reached(self, _: object) -> frozenset[Part]:
        return self.parts


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_plan_is_the_same_each_time(advisor: Advisor, others: tuple[Advisor, Advisor], name: str) -> None:
    """The same case gives the same plan, byte for byte, with either engine."""
    case = shipped_case(advisor, name)
    first, second = advisor.assess(case).to_dict(), others[1].assess(case).to_dict()
    first.pop("run"), second.pop("run")
    assert first == second


NEIGHBOURS = [
    ("phd-needed", {"milestone.date_told": "customer", "milestone.need_by": "2027-01-31"}, "bridge-and-hire"),
    (
        "absorb-is-right",
        {
            "team.spare_percent": 0,
            "team.time_from": "planned_work",
            "team_load.unfinished_sprints": 3,
            "team.share_percent": 50,
        },
        "not in-house",
    ),
]


@pytest.mark.parametrize(("name", "changes", "expected"), NEIGHBOURS)
def test_neighbours_of_the_cases_flip(advisor: Advisor, name: str, changes: dict[str, object], expected: str) -> None:
    """A date in ten weeks makes the slow search a split; without slack the present team does not absorb."""
    case = shipped_case(advisor, name)
    assessment = advisor.assess(company(advisor, {**case.plain_answers(), **changes}))
    assert assessment.decision is not None
    if expected == "not in-house":
        assert assessment.decision.model != "in-house"
        assert assessment.status("team-absorbing-gap").value == "confirmed"
    else:
        assert assessment.decision.model == expected


def test_a_healthy_company_with_an_old_post_has_a_vacancy_overrun(advisor: Advisor) -> None:
    """Situation 2 at 65 days finds role-open-too-long."""
    case = shipped_case(advisor, "nothing-to-fix")
    older = advisor.assess(company(advisor, {**case.plain_answers(), "role.open_days": 65}))
    assert older.status("role-open-too-long").value == "confirmed"

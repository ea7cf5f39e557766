"""The chain of causes and the headline: laws over generated packs, and the rules of choice one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from advisor import Assessment
from advisor.inference.certainty import Status
from advisor.inference.relevance.ends import GRAVEST
from advisor.language.vocabulary import Kind, Term
from advisor.report.markdown import markdown
from advisor.report.story import MOST_LINES, why
from advisor.report.text import MARGIN, text
from advisor.report.told import Told
from advisor.result.story.chain import MOST_LINKS
from advisor.result.story.heading import PROBABLY
from testkit.packs.plan import Plan, question_of
from testkit.packs.strategies import some_answers, some_packs
from testkit.world import World

SHOWN = (Status.CONFIRMED, Status.SUSPECTED)
MOST = 9


@st.composite
def plain_packs(draw: st.DrawFn) -> Plan:
    """Diagnoses that a question each decides, so that many are found at once; and one that rests on others."""
    number = draw(st.integers(2, MOST))
    made: list[dict[str, Any]] = []
    for i in range(number):
        strength = draw(st.sampled_from(["strong", "strong", "fair"]))
        made.append(diagnosis(f"d-{i}", f"q.n{i}", strength, impact=draw(st.integers(1, 5))))
    made.append(diagnosis("d-above", f"diagnosed(d_{draw(st.integers(0, number - 1))}) and q.n0", "proof", impact=5))
    return Plan(tuple(question_of(Term(f"q.n{i}", Kind.YES_NO)) for i in range(number)), (), tuple(made))


@st.composite
def linked_packs(draw: st.DrawFn) -> Plan:
    """Packs whose diagnoses lead to each other, in circles as well, with steps, headlines and words for a root."""
    plan = draw(st.one_of(plain_packs(), some_packs(diagnoses=5)))
    names = [d["id"] for d in plan.diagnoses]
    conditions = [sign["when"] for d in plan.diagnoses for sign in d["evidence"] if "when" in sign] or ["true"]
    whens = st.sampled_from([None, None, None, *conditions])
    made = []
    for raw in plan.diagnoses:
        targets = draw(st.lists(st.sampled_from([*names, "d-not-there"]), max_size=4, unique=True))
        links = [{"id": t, "says": f"{raw['id']} makes {t}"} for t in targets if t != raw["id"]]
        for link in links:
            when = draw(whens)
            link |= {"when": when} if when else {}
        claims = draw(whens)
        more: dict[str, Any] = {"leads_to": links, "step": draw(st.integers(0, 7)), "headline": f"HEAD {raw['id']}."}
        more |= {"headline_claims": claims} if claims else {}
        more |= {"as_root": f"root {raw['id']}"} if draw(st.booleans()) else {}
        when = draw(whens)
        more |= {"step_when": {"when": when, "step": draw(st.integers(0, 7))}} if when else {}
        made.append({**raw, **more})
    return replace(plan, diagnoses=tuple(made))


def diagnosis(name: str, when: str, certainty: str = "strong", impact: int = 3, **more: Any) -> dict[str, Any]:
    """A diagnosis with one sign."""
    sign = {"id": "e-0", "says": "So.", "when": when, "certainty": certainty}
    return {"id": name, "title": f"Title {name}", "impact": impact, "why": "So.", "evidence": [sign], **more}


@given(st.data())
def test_a_chain_holds_only_findings_of_the_case(data: st.DataObject) -> None:
    """Each link is in the pack, between two findings that hold whichever answer is wrong, where its `when` is true."""
    world = World(data.draw(linked_packs()).knowledge())
    found = world.assess(data.draw(some_answers(world.knowledge, differ=True)))
    for cause in found.causes:
        links = {link.id: link for link in world.program.diagnoses[cause.from_].model.leads_to}
        assert links[cause.to].says == cause.says
        late = world.program.late.links.get(f"{cause.from_}>{cause.to}")
        for inferred in found.assessed.inferences:
            assert late is None or late.truth(inferred.shown) == 1
        for end in (cause.from_, cause.to):
            assert end not in world.program.compounds
            assert all(inferred.verdicts[end].status in SHOWN for inferred in found.assessed.inferences)


@given(st.data())
def test_a_story_is_one_short_way_without_a_circle(data: st.DataObject) -> None:
    """From finding to finding, none met twice, each step a link that holds; on every screen whole."""
    world = World(data.draw(linked_packs()).knowledge())
    found = world.assess(data.draw(some_answers(world.knowledge, differ=True)))
    assert (found.story is None) is not bool(found.causes)
    if found.story is None:
        return
    story = found.story
    assert story.cost in (ends_among(found, heading(found)) or ends_among(found, shown(found)))
    assert set(story.links) <= set(found.causes) and 1 <= len(story.links) <= MOST_LINKS
    assert all(one.to == other.from_ for one, other in zip(story.links, story.links[1:]))
    assert len(set(story.findings)) == len(story.findings) == len(story.links) + 1
    told = Told(found, world.advisors[0].rulebase)
    numbers = {f.id: n for n, f in enumerate((*found.found, *found.likely), start=1)}
    assert 1 <= len(list(why(told, numbers, MARGIN))) <= MOST_LINES
    assert "\nWHY  " in text(told) and "## Why" in markdown(told)


def shown(found: Assessment) -> set[str]:
    """What is found or likely, but for what is concluded from other findings."""
    return {f.id for f in found.findings if f.status in SHOWN and not f.compound}


def heading(found: Assessment) -> set[str]:
    """What is found, and the gravest that it leads to; where nothing is, what is likely."""
    some = {f.id for f in found.found if not f.compound}
    for _ in found.findings:
        some |= {cause.to for cause in found.causes if cause.from_ in some}
    sure = {f.id for f in found.found if not f.compound}
    return {each for each in some if each in sure or each in gravest(found)} or shown(found)


def gravest(found: Assessment) -> set[str]:
    """The findings that may cost the company."""
    return {f.id for f in found.findings if f.impact >= GRAVEST}


def ends_among(found: Assessment, some: set[str]) -> set[str]:
    """Those at an end to which some link leads, worked out the long way."""
    reached = {f.id: {f.id} for f in found.findings}
    for _ in found.findings:
        for cause in found.causes:
            for known in reached.values():
                known |= {cause.to} if cause.from_ in known else set()
    ends = {each for each in some if all(each in reached[other] for other in reached[each] & some)}
    ends |= some & gravest(found)
    return ends & {cause.to for cause in found.causes}


@given(st.data())
def test_the_headline_says_what_is_found_and_claims_what_is_true(data: st.DataObject) -> None:
    """The heaviest end, in its own words only where these are true; with a root only where that is found."""
    world = World(data.draw(linked_packs()).knowledge())
    found = world.assess(data.draw(some_answers(world.knowledge, differ=True)))
    assert (found.headline == "") is not any(f.status in SHOWN for f in found.findings)
    heads = [f for f in found.findings if f.id in heading(found)]
    if not heads:
        return
    head, _, root = found.headline.removeprefix(PROBABLY).rstrip(".").partition(": ")
    (cost,) = [f for f in heads if head in (f.title.rstrip("."), f"HEAD {f.id}")]
    assert found.headline.startswith(PROBABLY) is (cost.status is not Status.CONFIRMED)
    if head.startswith("HEAD"):
        claims = world.program.late.headlines.get(cost.id)
        assert claims is None or all(claims.truth(inferred.shown) == 1 for inferred in found.assessed.inferences)
    if root:
        assert found.status(root.removeprefix("root ")) is Status.CONFIRMED and root.removeprefix("root ") != cost.id


@given(st.data())
def test_the_order_of_a_pack_does_not_matter(data: st.DataObject) -> None:
    """The same findings tell the same story."""
    plan = data.draw(linked_packs())
    if any("diagnosed(" in str(d["evidence"]) or "suspected(" in str(d["evidence"]) for d in plan.diagnoses):
        shuffled = plan.diagnoses
    else:
        shuffled = tuple(data.draw(st.permutations(list(plan.diagnoses))))
    one, other = (World(p.knowledge()) for p in (plan, replace(plan, diagnoses=shuffled)))
    answers = data.draw(some_answers(one.knowledge, differ=True))
    before, after = one.assess(answers), other.assess(answers)
    assert before.headline == after.headline and before.story == after.story
    assert set(before.causes) == set(after.causes)


# ---- the rules of choice, one by one ---------------------------------------------------------------------


def told_of(
    links: Mapping[str, Sequence[str]],
    likely: Sequence[str] = (),
    *,
    heavy: Sequence[str] = (),
    grave: Sequence[str] = (),
    **more: Any,
) -> Assessment:
    """What is told of findings named by letters, with links between them; those in `likely` are only likely."""
    names = sorted({*links, *(to for targets in links.values() for to in targets), *heavy})
    made = []
    for name in names:
        leads = [{"id": to, "says": f"{name} makes {to}"} for to in links.get(name, ())]
        impact = GRAVEST if name in grave else 4 if name in heavy else 3
        words = {"headline": f"Head {name}.", "as_root": f"root {name}", **more.get(name, {})}
        strength = "fair" if name in likely else "strong"
        made.append(diagnosis(name, f"q.{name}", strength, impact, leads_to=leads, **words))
    plan = Plan(tuple(question_of(Term(f"q.{name}", Kind.YES_NO)) for name in names), (), tuple(made))
    world = World(plan.knowledge())
    return world.assess(dict.fromkeys(world.knowledge.questions, True))


def way(found: Assessment) -> str:
    """The findings of the story in their order."""
    return "".join(found.story.findings) if found.story is not None else ""


def test_the_headline_names_both_ends() -> None:
    """The cost, then the root after a colon."""
    found = told_of({"a": "b", "b": "c"})
    assert way(found) == "abc" and found.headline == "Head c: root a."
    data = found.to_dict()
    assert data["causes"] == [
        {"from": "a", "to": "b", "says": "a makes b"},
        {"from": "b", "to": "c", "says": "b makes c"},
    ]
    assert data["story"] == {"root": "a", "cost": "c", "links": data["causes"]}


def test_the_root_is_the_earliest_step_then_the_heaviest() -> None:
    """Whatever leads to what it costs; one that is found before one that is likely."""
    assert way(told_of({"a": "c", "b": "c"}, a={"step": 2}, b={"step": 1})) == "bc"
    assert way(told_of({"a": "c", "b": "c"}, heavy="b")) == "bc"
    assert way(told_of({"a": "c", "b": "c"}, "b", b={"step": 0})) == "ac"
    assert way(told_of({"a": "c", "b": "c"}, b={"step_when": {"when": "q.a", "step": 0}})) == "bc"
    assert way(told_of({"a": "c", "b": "c"}, b={"step_when": {"when": "not q.a", "step": 0}})) == "ac"


def test_the_way_goes_over_the_heaviest() -> None:
    """And over more of them rather than past them, up to three links."""
    early = {"a": {"step": 0}}
    assert way(told_of({"a": "bc", "b": "d", "c": "d"}, heavy="c", **early)) == "acd"
    assert way(told_of({"a": "bd", "b": "d"}, **early)) == "abd"
    assert way(told_of({"a": "b", "b": "c", "c": "d", "d": "e"}, **early)) == "bcde"


def test_what_it_costs_is_the_heaviest_end() -> None:
    """One that nothing leads to stands alone at the top, and the story is told of the rest."""
    found = told_of({"a": "b"}, heavy="x")
    assert found.headline == "Head x." and way(found) == "ab"
    assert told_of({"a": ["b", "c"]}, heavy="c").headline == "Head c: root a."


def test_what_may_cost_the_company_is_told_before_what_follows_from_it() -> None:
    """Also where it is only likely, if something found leads to it; then it is told as likely."""
    assert told_of({"a": "b", "b": "c"}, grave="b").headline == "Head b: root a."
    assert told_of({"a": "b", "b": "c"}, heavy="b").headline == "Head c: root b."
    assert told_of({"a": "b", "b": "c"}, "b", grave="b").headline == "Probably: Head b: root a."
    assert told_of({"a": "c", "b": "c"}, "b", grave="b").headline == "Head c: root a."


def test_a_circle_is_one_end() -> None:
    """The story goes into it and stops."""
    found = told_of({"a": "b", "b": "c", "c": "b"}, heavy="c", a={"step": 0})
    assert way(found) == "abc" and found.headline == "Head c: root a."


def test_what_is_only_likely_is_no_headline_beside_what_is_found() -> None:
    """It may stand in the middle of a chain; at its end it heads nothing, and as a root it is not said."""
    assert told_of({"a": "b", "b": "c"}, "b").headline == "Head c: root a."
    found = told_of({"a": "b"}, "b")
    assert found.headline == "Head a." and way(found) == "ab"
    assert told_of({"a": "b"}, "a").headline == "Head b."
    assert told_of({"a": "b"}, "ab").headline == "Probably: Head b."


def test_a_headline_that_is_not_true_gives_way_to_the_title() -> None:
    """Also one that is not known to be true, and one that prints what isn't known."""
    assert told_of({"a": "b"}, b={"headline_claims": "not q.a"}).headline == "Title b: root a."
    assert told_of({"a": "b"}, b={"headline_claims": "q.a"}).headline == "Head b: root a."
    assert told_of({"a": "b"}, a={"as_root": None}).headline == "Head b."

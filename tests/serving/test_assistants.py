"""The door for assistants, by a real client of the official SDK: what it lists, gives and refuses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from advisor.serving.assistants.listed import TOOLS
from advisor.serving.assistants.prompts import PROMPTS
from advisor.serving.assistants.resources import SCHEME
from advisor.serving.brief import MOST_BYTES, size
from advisor.serving.desk import Desk
from testkit.serving import Founder
from testkit.shipped import shipped_case

mcp = pytest.importorskip("mcp", reason="the `mcp` extra is not installed")
types = pytest.importorskip("mcp_types", reason="the `mcp` extra is not installed")

MODES = ("auto", "legacy")  # today's protocol, and the one before
BOTH = pytest.mark.parametrize("mode", MODES)


def asking(desk: Desk, talk: Callable[[Any], Awaitable[None]], **how: Any) -> None:
    """Talk with the server through a client in this process; the client checks results against their schemas."""
    from advisor.serving.assistants.server import make_server
    from advisor.serving.work import Work

    async def run() -> None:
        # What the first question needs is made while a test waits, on a loaded machine.
        async with mcp.Client(make_server(desk, Work(seconds=300)), **how) as client:
            await talk(client)

    asyncio.run(run())


async def call(client: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """The result of a tool, which stands in its text, too."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    return dict(result.structured_content)


async def refused(client: Any, tool: str, **arguments: Any) -> str:
    """What is said of a call that can't be done: each problem with its place and code, too, and never a traceback."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    text = str(result.content[0].text)
    assert "Traceback" not in text and "internal" not in [p["code"] for p in result.structured_content["problems"]]
    return text


@BOTH
def test_what_is_listed(desk: Desk, mode: str) -> None:
    """Every tool has schemas and says when to use it; every resource and prompt can be read."""

    async def talk(client: Any) -> None:
        tools = (await client.list_tools()).tools
        assert {"assess", "next_question", "answer", "explain", "what_if", "compare", "portfolio"} <= {
            tool.name for tool in tools
        }
        for tool in tools:
            assert tool.description and tool.output_schema["type"] == "object"
            assert tool.annotations.read_only_hint
            assert tool.input_schema["additionalProperties"] is False
        for resource in (await client.list_resources()).resources:
            (content,) = (await client.read_resource(resource.uri)).contents
            assert json.loads(content.text)
        for prompt in (await client.list_prompts()).prompts:
            text = (await client.get_prompt(prompt.name, {"notes": "Six rounds."})).messages[0].content.text
            assert '"unsure"' in text and "`quote`" in text
            assert ("Six rounds." in text) == (PROMPTS[prompt.name].argument is not None)

    asking(desk, talk, mode=mode)


def test_many_answers_at_once_and_the_brief_result(desk: Desk) -> None:
    """What isn't understood is told, the rest counts; what is said later comes on top; a session is the same case."""
    answers = {
        "role.open_days": "9 weeks",
        "milestone.need_by": "in 8 weeks",
        "loop.rounds": "umpteen",
        "loop.round": 6,
    }

    async def talk(client: Any) -> None:
        first = await call(client, "assess", answers=answers, as_of="2026-11-22", company="acme")
        assert [each["question"] for each in first["not_understood"]] == ["loop.rounds", "loop.round"]
        assert "Did you mean `loop.rounds`?" in first["not_understood"][1]["way_out"]
        assert first["read_as"] == {"role.open_days": "63 days", "milestone.need_by": "2027-01-17"}
        assert len(json.dumps(first, ensure_ascii=False, separators=(",", ":")).encode()) <= MOST_BYTES
        assert first["brief"]["ask_next"]
        again = await call(client, "assess", session=first["session"], answers={"loop.rounds": {"value": 6}})
        case = {**answers, "loop.rounds": 6}
        del case["loop.round"]
        alone = await call(client, "assess", case={"case": "acme", "as_of": "2026-11-22", "answers": case})
        for part in ("headline", "date", "wrong", "first", "staffing"):  # other lists may be shorter to make room
            assert again["brief"].get(part) == alone["brief"].get(part)
        assert again["session"] == first["session"] != alone["session"]
        taken_back = await call(client, "assess", session=first["session"], answers={"loop.rounds": None})
        assert taken_back["brief"]["answered"] == first["brief"]["answered"]
        assert taken_back["brief"]["wrong"] == first["brief"]["wrong"]

    asking(desk, talk)


@pytest.mark.parametrize("form", ["text", "full"])
def test_longer_results(desk: Desk, textbook: dict[str, Any], form: str) -> None:
    """The page as a person reads it, and the published JSON."""

    async def talk(client: Any) -> None:
        found = await call(client, "assess", case=textbook, form=form)
        case = desk.read(textbook).case
        assert found[form] == (desk.text(case) if form == "text" else json.loads(json.dumps(desk.full(case))))

    asking(desk, talk)


def test_why_what_if_compare_and_portfolio(desk: Desk, textbook: dict[str, Any]) -> None:
    """By a session or by the case; answers in words."""
    pytest.importorskip("polars")

    async def talk(client: Any) -> None:
        session = (await call(client, "assess", case=textbook))["session"]
        how = await call(client, "explain", session=session, subject="1")
        assert how == await call(client, "explain", case=textbook, subject="1")
        assert (await call(client, "explain", session=session, way="why_not", subject="hold"))["says"]
        changed = await call(client, "what_if", session=session, changes={"loop.rounds": "four"})
        assert any("Interview rounds" in line for line in changed["says"])
        later = {**textbook, "as_of": "2026-12-06", "answers": {**textbook["answers"], "loop.rounds": 3}}
        assert (await call(client, "compare", before=session, after=later))["says"]
        ranked = await call(client, "portfolio", cases=[session, {"case": "empty", "answers": {}}])
        assert [each["case"] for each in ranked["calls"]] == ["textbook", "empty"]

    asking(desk, talk)


def test_the_catalogue_has_every_question_in_a_line(desk: Desk) -> None:
    """In pages under 20 kB, so that all that a story tells can be answered at once."""

    async def talk(client: Any) -> None:
        first = await call(client, "questions", catalogue=1)
        lines = list(first["catalogue"])
        for page in range(2, first["pages"] + 1):
            found = await call(client, "questions", catalogue=page)
            assert size(found) < 20_000
            lines += found["catalogue"]
        assert size(first) < 20_000
        ids = [line.split(":")[0] for line in lines if not line.startswith("# ")]
        questions = desk.advisor.knowledge.questions
        told = [q for q, e in questions.items() if not e.model.settles and e.model.names is None]
        assert sorted(ids) == sorted(told)
        assert "pages" in await refused(client, "questions", catalogue=first["pages"] + 1)

    asking(desk, talk)


def test_questions_to_answer_from_a_story(desk: Desk) -> None:
    """Those that matter most, with options and help; by section, and by words."""

    async def talk(client: Any) -> None:
        first = await call(client, "questions")
        assert len(first["questions"]) == 12 and first["sections"]
        answers = {each["id"]: "unsure" for each in first["questions"]}
        session = (await call(client, "assess", answers=answers))["session"]
        more = await call(client, "questions", session=session, most=5)
        assert len(more["questions"]) == 5
        assert not answers.keys() & {each["id"] for each in more["questions"]}
        section = await call(client, "questions", section=first["sections"][3]["id"])
        assert len(section["questions"]) == first["sections"][3]["questions"]
        assert (await call(client, "questions", find="months of runway"))["questions"]
        (one,) = (await call(client, "questions", ids=[more["questions"][0]["id"]]))["questions"]
        assert one == more["questions"][0]

    asking(desk, talk)


def in_words(question: Any, said: Any) -> Any:
    """An answer as people write it: labels, units, plain words for don't know."""
    if isinstance(said, dict) and "value" in said:
        return {**said, "value": in_words(question, said["value"])}
    if isinstance(said, dict):
        return "not sure" if said.get("unsure") else said
    labels = {option.id: option.label for option in question.options}
    if isinstance(said, list):
        return [labels[option] for option in said]
    if isinstance(said, bool):
        return "yes" if said else "no"
    if question.type.numeric:
        return f"{said} {question.unit or ''}".strip()
    return labels.get(said, said)


@pytest.mark.parametrize("name", ["textbook", "ticket-takers", "two-stories"])
def test_a_story_is_assessed_in_a_few_calls(desk: Desk, name: str) -> None:
    """The catalogue, all that the story tells in words, and why: the result is the one that the library gives."""
    case = shipped_case(desk.advisor, name)
    questions = desk.advisor.knowledge.questions
    story = {q: in_words(questions[q].model, said) for q, said in case.plain_answers().items()}

    async def talk(client: Any) -> None:
        catalogue = await call(client, "questions", catalogue=1)
        known = {line.split(":")[0] for line in catalogue["catalogue"]}
        for number in range(2, catalogue["pages"] + 1):
            known |= {line.split(":")[0] for line in (await call(client, "questions", catalogue=number))["catalogue"]}
        assert story.keys() <= known
        found = await call(client, "assess", answers=story, as_of=case.as_of.isoformat(), company=name)
        assert "not_understood" not in found
        right = desk.brief(case)
        for part in ("headline", "date", "ways_out", "staffing", "law", "conflicts"):
            assert found["brief"].get(part) == right.get(part)
        shown = [each["id"] for each in right.get("wrong", ())]
        assert [each["id"] for each in found["brief"].get("wrong", ())] == shown[: len(found["brief"].get("wrong", ()))]
        assert (await call(client, "explain", session=found["session"], subject="model"))["says"]

    asking(desk, talk)


# ---- the interview ---------------------------------------------------------------------------------------


def test_a_whole_interview_where_the_assistant_holds_the_case(desk: Desk, textbook: dict[str, Any]) -> None:
    """`next_question` and `answer` carry the case; until nothing can change, or it may stop."""
    founder = Founder(textbook["answers"])

    async def talk(client: Any) -> None:
        step = await call(client, "next_question", case={"case": "acme", "as_of": "2026-11-22", "answers": {}})
        while not (step["done"] or step.get("may_stop")):
            assert "session" not in step
            question = step["question"]["id"]
            step = await call(
                client, "answer", case=step["case"], question=question, value=founder.says(question), quote="as told"
            )
            if question in step["case"]["answers"]:  # else it applies no more
                assert step["case"]["answers"][question]["note"].startswith('"as told"')
        result = await call(client, "assess", case=step["case"])
        assert len(founder.asked) > 10 and result["brief"]["first"]

    asking(desk, talk)


@BOTH
def test_an_interview_by_forms(desk: Desk, textbook: dict[str, Any], mode: str) -> None:
    """Where the client can show one, the person fills it in: the assistant sees what they answered, and the rest."""
    founder = Founder(textbook["answers"])

    async def fill_in(context: Any, params: Any) -> Any:
        content = {}
        for question, field in params.requested_schema["properties"].items():
            said = founder.says(question)
            value = said["value"] if isinstance(said, Mapping) and "value" in said else said
            if value == "unsure" or isinstance(value, Mapping):
                value = ["unsure"] if field["type"] == "array" else "unsure"
            content[question] = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            if field["type"] == "string":
                content[question] = str(content[question])
        return types.ElicitResult(action="accept", content=content)

    async def talk(client: Any) -> None:
        step = await call(client, "next_question", ask_person=True)
        for _ in range(3):
            assert step["form"] == "accept" and step["answered"]
            assert set(step["answered"]) <= set(founder.asked)
            step = await call(client, "next_question", session=step["session"], ask_person=True)
        assert (await call(client, "assess", session=step["session"]))["brief"]["headline"]

    asking(desk, talk, mode=mode, elicitation_callback=fill_in)


@BOTH
@pytest.mark.parametrize("action", ["decline", "cancel"])
def test_a_person_who_turns_the_form_down(desk: Desk, mode: str, action: str) -> None:
    """Nothing is recorded, and the question stands."""

    async def turn_down(context: Any, params: Any) -> Any:
        return types.ElicitResult(action=action)

    async def talk(client: Any) -> None:
        step = await call(client, "next_question", ask_person=True)
        plain = await call(client, "next_question")
        assert (step["form"], step["answered"]) == (action, {})
        assert step["question"] == plain["question"]

    asking(desk, talk, mode=mode, elicitation_callback=turn_down)


@BOTH
def test_what_is_left_empty_is_passed_over_and_nonsense_told(desk: Desk, mode: str) -> None:
    """A client that sends anything at all is told what wasn't understood."""

    async def nonsense(context: Any, params: Any) -> Any:
        first = next(iter(params.requested_schema["properties"]))
        return types.ElicitResult(action="accept", content={first: "utter nonsense", "else": 3})

    async def empty(context: Any, params: Any) -> Any:
        return types.ElicitResult(action="accept", content={})

    async def talk(client: Any) -> None:
        step = await call(client, "next_question", ask_person=True)
        assert len(step["not_understood"]) == 1 and step["answered"] == {}

    async def talk_again(client: Any) -> None:
        first = (await call(client, "next_question"))["question"]["id"]
        step = await call(client, "next_question", ask_person=True)
        assert step["question"]["id"] != first and step["answered"] == {}

    asking(desk, talk, mode=mode, elicitation_callback=nonsense)
    asking(desk, talk_again, mode=mode, elicitation_callback=empty)


@BOTH
def test_a_client_that_shows_no_forms_gets_the_question(desk: Desk, mode: str) -> None:
    """So that the assistant asks it in its own words."""

    async def talk(client: Any) -> None:
        step = await call(client, "next_question", ask_person=True)
        assert step["form"] == "not shown" and step["question"]["ask"]

    asking(desk, talk, mode=mode)


# ---- what can't be done ----------------------------------------------------------------------------------


@BOTH
def test_problems_say_where_and_the_way_out(desk: Desk, textbook: dict[str, Any], mode: str) -> None:
    """As an error of the tool, so that the assistant reads it and puts it right."""

    async def talk(client: Any) -> None:
        assert "Did you mean `session`?" in await refused(client, "explain", sesion="x")
        assert "Did you mean `assess`?" in await refused(client, "asess")
        assert "Call `assess`" in await refused(client, "explain", subject="1")
        assert "Start again" in await refused(client, "explain", session="nope", subject="1")
        assert "role-open-too-long" in await refused(client, "explain", case=textbook, subject="role-open-to-long")
        assert "needs a subject" in await refused(client, "explain", case=textbook)
        assert "the other answer" in await refused(client, "what_if", case=textbook, changes={})
        assert "Did you mean `loop.rounds`?" in await refused(
            client, "answer", question="loop.round", value=1, case=textbook
        )
        assert "question: `question` is missing" in await refused(client, "answer", case=textbook, value=1)
        assert "Give one of them" in await refused(client, "assess", session="x", case=textbook)
        assert "Sections are" in await refused(client, "questions", section="zzz")

    asking(desk, talk, mode=mode)


NESTED: Any = 1
for _ in range(60):
    NESTED = {"a": NESTED}
HOSTILE: list[tuple[str, dict[str, Any]]] = [
    ("assess", {"answers": []}),
    ("assess", {"answers": NESTED}),
    ("assess", {"case": NESTED}),
    ("assess", {"case": {"answers": {}, "meta": "a"}}),
    ("assess", {"as_of": "yesterday and tomorrow"}),
    ("assess", {"form": "xml"}),
    ("assess", {"session": 7}),
    ("assess", {"company": "x\x1b[2J"}),
    ("assess", {"answers": {str(number): number for number in range(60_000)}}),
    ("answer", {"question": "x" * 100_000, "value": 1}),
    ("what_if", {"case": {"answers": {}}, "changes": {"a" * 5_000: 1}}),
    ("compare", {"before": "../../etc/passwd", "after": "/etc/shadow"}),
    ("compare", {"before": 1, "after": 2}),
    ("portfolio", {"cases": ["../../../etc/passwd"]}),
    ("portfolio", {"cases": ["textbook.yaml"]}),
    ("portfolio", {"cases": ["C:\\Windows\\win.ini"]}),
    ("portfolio", {"cases": ["file:///etc/passwd"]}),
    ("portfolio", {"cases": [{"case": "a", "answers": {}}] * 101}),
    ("portfolio", {"cases": []}),
    ("portfolio", {"cases": [["a"]]}),
    ("questions", {"most": 10**9}),
    ("questions", {"find": "\u0000"}),
    ("explain", {"case": {"answers": {}}, "way": "above", "subject": "a"}),
    ("explain", {"case": {"answers": {}}, "subject": "9" * 150}),
    ("explain", {"case": {"answers": {}}, "way": "levers", "subject": "300%"}),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_calls_are_refused(desk: Desk, number: int) -> None:
    """And the server goes on."""
    tool, arguments = HOSTILE[number]

    async def talk(client: Any) -> None:
        assert len(await refused(client, tool, **arguments)) < 12_000
        assert (await call(client, "questions", find="runway"))["questions"]

    asking(desk, talk)


def test_resources_and_prompts_that_are_not_there(desk: Desk) -> None:
    """Errors of the protocol, with the nearest name."""

    async def talk(client: Any) -> None:
        for ask, near in (
            (client.read_resource(f"{SCHEME}figurs"), "figures"),
            (client.read_resource(f"{SCHEME}questions/../../etc/passwd"), "nothing at"),
            (client.get_prompt("interview-you"), "interview-me"),
        ):
            with pytest.raises(mcp.MCPError, match=near):
                await ask

    asking(desk, talk)


def test_every_tool_takes_nothing_unknown() -> None:
    """A field with a slip is told, not ignored."""
    assert all(tool.input_schema["additionalProperties"] is False for tool in TOOLS.values())

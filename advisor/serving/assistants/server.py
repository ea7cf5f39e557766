"""The tools, resources and prompts on the official SDK's server. It speaks the protocol and decides nothing."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types.version import is_version_at_least

from advisor.problems import AdvisorError, Problem, ProblemsError, did_you_mean, shortened
from advisor.serving.assistants import forms, resources
from advisor.serving.assistants.inputs import NextQuestion
from advisor.serving.assistants.listed import TOOLS
from advisor.serving.assistants.prompts import INSTRUCTIONS, PROMPTS
from advisor.serving.assistants.sessions import Sessions
from advisor.serving.assistants.tools import Tools
from advisor.serving.desk import Desk
from advisor.serving.refused import RefusedError, problems_data
from advisor.serving.work import BusyError, Work
from advisor.version import VERSION

T = TypeVar("T")
Ctx = ServerRequestContext[Any, Any]
_FORM = "form"
_ASKS_WITHIN = "2026-07-28"  # from this protocol on, a form is asked for in the answer to the call
_READ_ONLY = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def make_server(desk: Desk, work: Work | None = None) -> Server[Any]:
    """The server of one desk; `work` bounds each call, without the time that a person takes for a form."""
    door = _Door(desk, work or Work())
    server: Server[Any] = Server(
        "staffing-advisor",
        version=VERSION,
        title="Staffing advisor",
        description="What's really wrong when a team can't ship, and what to do first.",
        instructions=INSTRUCTIONS,
        on_list_tools=door.list_tools,
        on_call_tool=door.call_tool,
        on_list_resources=door.list_resources,
        on_read_resource=door.read_resource,
        on_list_prompts=door.list_prompts,
        on_get_prompt=door.get_prompt,
    )
    server.middleware.clear()  # no traces: what is asked leaves this process only as the answer
    return server


class _Door:
    def __init__(self, desk: Desk, work: Work):
        self._desk = desk
        self._tools = Tools(desk, Sessions())
        self._work = work

    # ---- tools -------------------------------------------------------------------------------------------

    async def list_tools(self, ctx: Ctx, params: Any) -> types.ListToolsResult:
        """Every tool with its schemas."""
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=each.name,
                    title=each.title,
                    description=each.description,
                    input_schema=each.input_schema,
                    output_schema=each.output_schema,
                    annotations=_READ_ONLY,
                )
                for each in TOOLS.values()
            ]
        )

    async def call_tool(
        self, ctx: Ctx, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        """A tool's result; what is wrong with a call comes back as problems that the assistant can put right."""
        try:
            tool = TOOLS.get(params.name)
            if tool is None:
                raise RefusedError([_no_tool(params.name)])
            given = tool.read(params.arguments or {})
            if isinstance(given, NextQuestion) and given.ask_person:
                return await self._ask_person(ctx, params, given)
            return _done(await self._work.do(lambda: tool.does(self._tools, given)))
        except ProblemsError as error:
            return _failed(problems_data(error.problems))
        except (AdvisorError, RecursionError) as error:
            said = "It's nested too deeply." if isinstance(error, RecursionError) else str(error)
            code = "busy" if isinstance(error, BusyError) else "refused"
            return _failed(problems_data([Problem("", code, said)]))
        except MCPError:
            raise
        except Exception as error:
            return _failed(problems_data([_unexpected(error)]))

    async def _ask_person(
        self, ctx: Ctx, params: types.CallToolRequestParams, given: NextQuestion
    ) -> types.CallToolResult | types.InputRequiredResult:
        """Show the next question as a form; where the client can't, or the interview is done, just give it."""
        state, asked = await self._work.do(lambda: self._tools.asked(given))
        capabilities = ctx.session.client_capabilities
        if not asked or capabilities is None or capabilities.elicitation is None:
            found = await self._work.do(lambda: self._tools.next_question(given))
            return _done({**found, _FORM: "not shown"})
        message, schema = forms.form_of(asked, ctx.protocol_version)
        filled: Any
        if is_version_at_least(ctx.protocol_version, _ASKS_WITHIN):
            filled = (params.input_responses or {}).get(_FORM)
            if filled is None:
                request = types.ElicitRequest(
                    params=types.ElicitRequestFormParams(message=message, requested_schema=schema)
                )
                return types.InputRequiredResult(input_requests={_FORM: request})
        else:
            filled = await ctx.session.elicit_form(message, schema, ctx.request_id)
        action = filled.action if isinstance(filled, types.ElicitResult) else "cancel"
        content = filled.content if action == "accept" else None
        answers = forms.answers_of(content, asked)
        return _done(await self._work.do(lambda: self._tools.filled_in(given, state, asked, answers, action)))

    # ---- resources and prompts ---------------------------------------------------------------------------

    async def list_resources(self, ctx: Ctx, params: Any) -> types.ListResourcesResult:
        """What can be read about the rules."""
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=address,
                    name=each.name,
                    title=each.title,
                    description=each.description,
                    mime_type="application/json",
                )
                for address, each in resources.resources(self._desk).items()
            ]
        )

    async def read_resource(self, ctx: Ctx, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """One resource as JSON."""
        address = str(params.uri)
        text = await self._answered(lambda: resources.read(self._desk, address))
        content = types.TextResourceContents(uri=params.uri, text=text, mime_type="application/json")
        return types.ReadResourceResult(contents=[content])

    async def list_prompts(self, ctx: Ctx, params: Any) -> types.ListPromptsResult:
        """What a person can start with."""
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=name,
                    title=each.title,
                    description=each.description,
                    arguments=[]
                    if each.argument is None
                    else [types.PromptArgument(name=each.argument, description=each.argument_is, required=False)],
                )
                for name, each in PROMPTS.items()
            ]
        )

    async def get_prompt(self, ctx: Ctx, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        """The text of a prompt."""
        found = PROMPTS.get(params.name)
        if found is None:
            way = did_you_mean(params.name[:100], PROMPTS) or f"There are {' and '.join(PROMPTS)}."
            raise MCPError(types.INVALID_PARAMS, f"There's no prompt `{shortened(params.name, 60)}`. {way}")
        given = (params.arguments or {}).get(found.argument or "")
        message = types.PromptMessage(role="user", content=types.TextContent(text=found.filled(given)))
        return types.GetPromptResult(description=found.description, messages=[message])

    async def _answered(self, job: Callable[[], T]) -> T:
        """A job's result; a refusal as an error of the protocol."""
        try:
            return await self._work.do(job)
        except ProblemsError as error:
            told = problems_data(error.problems)
            raise MCPError(types.INVALID_PARAMS, _in_words(told), told) from None
        except AdvisorError as error:
            raise MCPError(types.INTERNAL_ERROR, str(error)) from None


def _done(data: dict[str, Any]) -> types.CallToolResult:
    """A result as data, and as the same JSON in text for clients that read only that."""
    return types.CallToolResult(content=[types.TextContent(text=_json(data))], structured_content=data)


def _failed(told: dict[str, Any]) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=_in_words(told))], structured_content=told, is_error=True
    )


def _in_words(told: dict[str, Any]) -> str:
    lines = [
        " ".join(part for part in (f"{each['where']}:" if each["where"] else "", each["what"], each["way_out"]) if part)
        for each in told["problems"]
    ]
    return "\n".join([*lines, f"And {told['more']} more."] if "more" in told else lines)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _no_tool(name: str) -> Problem:
    way = did_you_mean(name[:100], TOOLS) or f"There are {', '.join(TOOLS)}."
    return Problem("", "unknown-tool", f"There's no tool `{shortened(name, 60)}`.", way)


def _unexpected(error: Exception) -> Problem:
    """What went wrong inside, told without anything of the case; where it happened goes to standard error."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    print(f"advisor: {type(error).__name__} at {place.filename}:{place.lineno}", file=sys.stderr)
    return Problem("", "internal", "Something went wrong here. Nothing of the case was kept.", "Try it another way.")

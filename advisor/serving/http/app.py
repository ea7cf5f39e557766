"""The application: one desk, one line of work, and problems in place of tracebacks."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from advisor.library import Advisor
from advisor.problems import AdvisorError, Problem, ProblemsError, did_you_mean
from advisor.result.schema import schemas
from advisor.serving import lookup
from advisor.serving.desk import Desk
from advisor.serving.http.routes import ASKING, Asking
from advisor.serving.listening.address import Address
from advisor.serving.listening.guard import App
from advisor.serving.plain import as_model, checked, read_body
from advisor.serving.refused import problems_data, refuse
from advisor.serving.work import BusyError, Work
from advisor.version import VERSION

_JSON = "application/json"
_ABOUT = """\
Every request carries its case, and no case is kept. What's wrong with a request comes back as `problems`: \
where, what, and the way out. The same answers give the same result, on any machine.
"""


class ProblemTold(BaseModel):
    """What's wrong with a request; `where` is the place in its body."""

    where: str
    code: str
    what: str
    way_out: str | None
    line: int | None = None
    column: int | None = None


class ProblemsTold(BaseModel):
    """Everything that's wrong with a request."""

    problems: list[ProblemTold]
    more: int = 0


_SAID: dict[int | str, dict[str, Any]] = {
    422: {"model": ProblemsTold, "description": "The request can't be done as it stands."},
    503: {"model": ProblemsTold, "description": "The server is busy, or it took too long."},
}


def app_of(make_advisor: Callable[[], Advisor], address: Address) -> App:
    """The application of an advisor, as each process makes it."""
    desk, work = Desk(make_advisor()), Work(address.seconds)
    work.begin(desk.warm_up)
    return make_app(desk, work)


def make_app(desk: Desk, work: Work) -> FastAPI:
    """The application over one desk."""
    app = FastAPI(
        title="Staffing advisor",
        version=VERSION,
        description=_ABOUT,
        docs_url=None,  # those pages fetch scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    for each in ASKING:
        app.add_api_route(
            each.path,
            _asked(each, desk, work),
            methods=["POST"],
            name=each.path.strip("/").replace("/", "-"),
            summary=each.summary,
            response_class=Response,
            responses={200: _answered(each), **_SAID},
            openapi_extra={"requestBody": _body(each)},
        )
    _look_ups(app, desk)
    _problems(app)
    return app


def _asked(asking: Asking, desk: Desk, work: Work) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        body = as_model(asking.takes, checked(read_body(await request.body())))
        made = await work.do(functools.partial(_made, asking, desk, body))
        return Response(made, media_type="text/html" if asking.page else _JSON)

    return endpoint


def _made(asking: Asking, desk: Desk, body: Any) -> bytes:
    """What a request is answered with, as bytes; made where the work is done."""
    made = asking.does(desk, body)
    return made.encode() if isinstance(made, str) else _json(made)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=list).encode()


def _look_ups(app: FastAPI, desk: Desk) -> None:
    """What is asked without a case."""
    knowledge = desk.advisor.knowledge

    def shown(data: Any) -> Response:
        return Response(_json(data), media_type=_JSON)

    @app.get("/health", summary="Whether the server answers")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "advisor": VERSION, "packs": lookup.packs(knowledge)}

    @app.get("/questions", summary="Questions: all, of a section, or about some words", response_class=Response)
    async def questions(section: str | None = None, find: str | None = None) -> Response:
        if section is not None:
            ids = lookup.of_section(knowledge, section)
        else:
            ids = lookup.by_words(knowledge, find) if find is not None else list(knowledge.questions)
        found = lookup.compactly(knowledge.questions, ids)
        return shown({"questions": found, "sections": lookup.sections(knowledge)})

    @app.get("/questions/{question}", summary="One question", response_class=Response, responses=_SAID)
    async def question(question: str) -> Response:
        found = lookup.question_of(knowledge, question)
        return shown(found.model_dump(mode="json", exclude_defaults=True, by_alias=True))

    @app.get("/diagnoses", summary="Every problem that the rules know", response_class=Response)
    async def diagnoses() -> Response:
        return shown({"diagnoses": lookup.diagnoses(knowledge)})

    @app.get("/figures", summary="The numbers that stand in for a company's own", response_class=Response)
    async def figures() -> Response:
        return shown({"figures": lookup.figures(knowledge)})

    @app.get("/schemas/{name}", summary="A published schema", response_class=Response, responses=_SAID)
    async def schema(name: str) -> Response:
        known = schemas(knowledge)
        if name not in known:
            way = did_you_mean(name[:80], known) or f"There are {', '.join(known)}."
            raise refuse("name", "unknown-schema", f"There's no schema `{name[:60]}`.", way)
        return shown(known[name])


def _problems(app: FastAPI) -> None:
    """Whatever goes wrong, said as problems."""

    def told(status: int, *problems: Problem) -> Response:
        return Response(_json(problems_data(problems)), status, media_type=_JSON)

    @app.exception_handler(ProblemsError)
    async def refused(request: Request, error: ProblemsError) -> Response:
        return told(422, *error.problems)

    @app.exception_handler(AdvisorError)
    async def failed(request: Request, error: AdvisorError) -> Response:
        busy = isinstance(error, BusyError)
        answer = told(503 if busy else 422, Problem("", "busy" if busy else "refused", str(error)[:400]))
        if busy:
            answer.headers["retry-after"] = "5"
        return answer

    @app.exception_handler(RecursionError)
    async def too_deep(request: Request, error: RecursionError) -> Response:
        return told(422, Problem("", "too-deep", "It's nested too deeply."))

    @app.exception_handler(Exception)  # the guard notes where it happened
    async def unexpected(request: Request, error: Exception) -> Response:
        return told(500, Problem("", "internal", "Something went wrong here.", "Try it another way."))

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        return told(422, *(Problem(".".join(map(str, e["loc"][1:])), "type", f"{e['msg']}.") for e in error.errors()))

    @app.exception_handler(HTTPException)
    async def no_such(request: Request, error: HTTPException) -> Response:
        paths = [each.path for each in ASKING]
        way = did_you_mean(request.url.path[:100], paths) or "/openapi.json lists all requests."
        said = "This path takes another method." if error.status_code == 405 else "There's nothing at this path."
        code = "wrong-method" if error.status_code == 405 else "not-found"
        return told(error.status_code, Problem("", code, said, way))


def _body(asking: Asking) -> dict[str, Any]:
    schema = asking.takes.model_json_schema()
    return {"required": True, "content": {_JSON: {"schema": schema, "example": asking.example}}}


def _answered(asking: Asking) -> dict[str, Any]:
    kind = "text/html" if asking.page else _JSON
    schema = {"type": "string"} if asking.page else {"type": "object"}
    return {"description": asking.summary, "content": {kind: {"schema": schema}}}

"""The door for programs: what each request gives, what is refused, and that nothing of a case is left behind."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from advisor import Advisor
from advisor.explaining.views.data import as_data
from advisor.serving.assistants.outputs import Brief
from advisor.serving.desk import Desk
from testkit.serving import Founder

pytest.importorskip("fastapi", reason="the `serve` extra is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")
from fastapi.testclient import TestClient

from advisor.result.schema import schemas
from advisor.serving.http.app import make_app
from advisor.serving.http.routes import ASKING
from advisor.serving.listening.address import Address
from advisor.serving.listening.guard import Guard
from advisor.serving.work import Work

HERE = Address("127.0.0.1", 0)
LONG = 300.0  # seconds: what the first question needs is made while a test waits, on a loaded machine


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(Guard(make_app(desk, Work(LONG)), HERE), base_url="http://localhost") as client:
        yield client


def problems(answer: Any, status: int = 422) -> list[dict[str, Any]]:
    """What was wrong with a request; never a traceback."""
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store" and "Traceback" not in answer.text
    found: list[dict[str, Any]] = answer.json()["problems"]
    assert all(each["what"] and each["code"] != "internal" for each in found)
    return found


@pytest.mark.parametrize("asking", ASKING, ids=lambda asking: asking.path)
def test_every_example_works(client: TestClient, asking: Any) -> None:
    """The examples that OpenAPI shows are requests that can be sent."""
    answer = client.post(asking.path, json=asking.example)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html" if asking.page else "application/json")
    assert answer.headers["cache-control"] == "no-store"


def test_openapi_describes_every_request(client: TestClient) -> None:
    """With a schema and an example for each body that hold for each other; and no page fetches anything."""
    described = client.get("/openapi.json").json()["paths"]
    for asking in ASKING:
        content = described[asking.path]["post"]["requestBody"]["content"]["application/json"]
        jsonschema.validate(content["example"], content["schema"])
        assert "422" in described[asking.path]["post"]["responses"]
    assert {"/health", "/questions", "/diagnoses", "/figures", "/schemas/{name}"} <= described.keys()
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_results_are_those_of_the_library(advisor: Advisor, client: TestClient, textbook: dict[str, Any]) -> None:
    """The published JSON by its published schema, the short one by its own, the text, and the page."""
    case, _ = advisor.read(textbook)
    assert case is not None
    full = client.post("/assess", json={"case": textbook, "form": "full"}).json()["full"]
    assert full == json.loads(json.dumps(advisor.assess(case).to_dict(), default=list))
    jsonschema.validate(full, schemas(advisor.knowledge)["assessment"])
    brief = client.post("/assess", json={"case": textbook}).json()["brief"]
    jsonschema.validate(brief, Brief.model_json_schema())
    assert "TEXTBOOK" in client.post("/assess", json={"case": textbook, "form": "text"}).json()["text"]
    page = client.post("/page", json={"case": textbook}).text
    assert page.startswith("<!doctype html>") or page.lstrip().lower().startswith("<!doctype html>")


def test_explanations_with_their_structure(advisor: Advisor, client: TestClient, textbook: dict[str, Any]) -> None:
    """`data` adds what the library gives."""
    case, _ = advisor.read(textbook)
    assert case is not None
    found = client.post("/explain", json={"case": textbook, "subject": "1", "data": True}).json()
    assert found["data"] == json.loads(json.dumps(as_data(advisor.explain(advisor.assess(case)).how("1"))))
    assert found["says"]


def test_a_whole_interview_step_by_step(client: TestClient, textbook: dict[str, Any]) -> None:
    """The client holds the state; the server holds nothing. `back` asks the question before once more."""
    founder = Founder(textbook["answers"])
    now = client.post("/interview/start", json={"case": "acme", "as_of": "2026-11-22"}).json()
    while not now["step"]["done"] and not now["step"].get("may_stop"):
        question = now["step"]["question"]["id"]
        said = {"state": now["state"], "question": question, "value": founder.says(question)}
        after = client.post("/interview/answer", json=said).json()
        if len(founder.asked) == 3:
            again = client.post("/interview/back", json={"state": after["state"]}).json()
            assert again["step"]["question"]["id"] == question and "earlier" in again["step"]
        assert client.post("/interview/next", json={"state": after["state"]}).json()["step"] == after["step"]
        now = after
    assert len(founder.asked) > 10
    assert client.post("/assess", json={"case": now["state"]}).json()["brief"]["first"]


def test_an_interview_that_is_done_gives_the_result(client: TestClient, desk: Desk, advisor: Advisor) -> None:
    """Where nothing can change any more."""
    answers = {question: {"unsure": True} for question in advisor.knowledge.questions}
    state = {"case": "acme", "as_of": "2026-11-22", "answers": answers}
    step = client.post("/interview/next", json={"state": state}).json()["step"]
    assert step["done"] and step["brief"]["headline"]


def test_look_ups(client: TestClient, advisor: Advisor) -> None:
    """Questions, problems, figures and schemas of the packs in use."""
    assert client.get("/health").json()["status"] == "ok"
    assert len(client.get("/questions").json()["questions"]) == len(advisor.knowledge.questions)
    assert len(client.get("/diagnoses").json()["diagnoses"]) == len(advisor.knowledge.diagnoses)
    assert len(client.get("/figures").json()["figures"]) == len(advisor.knowledge.figures)
    assert client.get("/schemas/assessment").json()["$id"] == "staffing-advisor:assessment"
    assert "loop.rounds" in [q["id"] for q in client.get("/questions?find=interview+rounds").json()["questions"][:3]]
    assert problems(client.get("/questions/loop.round"))[0]["way_out"] == "Did you mean `loop.rounds`?"
    assert problems(client.get("/schemas/assesment"))[0]["way_out"] == "Did you mean `assessment`?"
    assert problems(client.get("/questions?section=nope"))[0]["where"] == "section"
    assert problems(client.get("/asess"), 404)[0]["way_out"] == "Did you mean `/assess`?"
    assert problems(client.get("/assess"), 405)[0]["code"] == "wrong-method"


# ---- what can't be done ----------------------------------------------------------------------------------


def test_problems_are_located(client: TestClient) -> None:
    """From the body's top on, each with what is wrong and, where there is one, the way out."""
    answers = {"loop.round": 3, "loop.rounds": "plenty", "milestone.need_by": "2027-02-30"}
    found = problems(client.post("/assess", json={"case": {"case": "a", "as_of": "2026-11-22", "answers": answers}}))
    assert {each["where"] for each in found} == {f"case.answers.{question}" for question in answers}
    assert found[0]["way_out"] == "Did you mean `loop.rounds`?"
    (found_one,) = problems(client.post("/compare", json={"before": {"case": "a", "as_of": "x"}, "after": {}}))
    assert found_one["where"] == "before.as_of"
    (typo,) = problems(client.post("/assess", json={"case": {}, "from": 1}))[-1:]
    assert typo["where"] == "from" and typo["code"] == "unknown-field"
    lenient = {"case": {"answers": answers}, "lenient": True}
    told = client.post("/assess", json=lenient).json()["not_understood"]
    assert {each["where"] for each in told} == {f"case.answers.{question}" for question in answers}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"{", "syntax"),
        (b'{"case": NaN}', "not-finite"),
        (b'{"case": 1e999}', "huge-number"),
        (b'{"case": {}, "case": {}}', "duplicate-key"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "too-deep"),
        (b'{"case": "\xff"}', "encoding"),
        (b"\x00\x01\x02", "binary"),
        (b"[]", "shape"),
        (b"null", "shape"),
        (b'{"case": []}', "type"),
        (b'{"case": "textbook"}', "type"),
        (b'{"case": {"case": "\\ud800"}}', "control-character"),
        (b'{"case": {"case": "a", "as_of": "2026-11-22", "meta": {"\\u0000": 1}}}', "control-character"),
        (b'{"case": {}, "lenient": "perhaps"}', "type"),
        (b"[" + b"1," * 60_000 + b"1]", "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:24]),
)
@pytest.mark.parametrize("path", ["/assess", "/page", "/what-if"])
def test_bodies_that_are_no_requests(client: TestClient, path: str, body: bytes, code: str) -> None:
    """Each is told apart, wherever it is sent."""
    assert code in [each["code"] for each in problems(client.post(path, content=body))]


@pytest.mark.parametrize(
    "case", ["../../etc/passwd", "/etc/passwd", "textbook.yaml", "file:///etc/passwd", ["a"], 3, None, {"$ref": "/etc"}]
)
def test_files_are_never_read(client: TestClient, case: Any) -> None:
    """A portfolio takes cases, and no name of a file."""
    pytest.importorskip("polars")
    assert all(
        each["where"].startswith("cases.0") for each in problems(client.post("/portfolio", json={"cases": [case]}))
    )


def test_names_like_paths_are_names(client: TestClient) -> None:
    """A case may be called anything."""
    case = {"case": "../../etc/passwd", "as_of": "2026-11-22", "answers": {}}
    assert client.post("/assess", json={"case": case}).json()["brief"]["case"] == "../../etc/passwd"


# ---- who may come ----------------------------------------------------------------------------------------


def test_only_this_machine_by_its_own_name(client: TestClient) -> None:
    """Pages of other sites reach it through a browser, by their own name or with their origin."""
    problems(client.get("/health", headers={"host": "evil.example"}), 421)
    problems(client.get("/health", headers={"host": "127.0.0.1.evil.example:80"}), 421)
    problems(client.post("/assess", json={}, headers={"origin": "https://evil.example"}), 403)
    assert client.get("/health", headers={"origin": "http://localhost:3000"}).status_code == 200
    assert client.get("/health", headers={"host": "[::1]:8642"}).status_code == 200


def test_elsewhere_a_token_is_needed(desk: Desk) -> None:
    """Whatever is asked but health, with or without a body."""
    address = Address("0.0.0.0", 0, "a token of some length")
    with TestClient(Guard(make_app(desk, Work(LONG)), address), base_url="http://advisor.example") as client:
        assert client.get("/health").status_code == 200
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic a token of some length"}):
            (problem,) = problems(client.get("/questions", headers=headers), 401)
            assert "Bearer" in problem["way_out"]
            problems(client.post("/assess", content=b"x" * 5_000, headers=headers), 401)
        right = {"authorization": "Bearer a token of some length", "origin": "https://board.example"}
        assert client.get("/figures", headers=right).status_code == 200


def test_large_requests_are_refused(desk: Desk) -> None:
    """By what they say of themselves, and by what comes where they say nothing."""
    with TestClient(Guard(make_app(desk, Work(LONG)), Address("127.0.0.1", 0, most_bytes=1_000))) as client:
        client.base_url = "http://localhost"
        (problem,) = problems(client.post("/assess", content=b"x" * 1_001), 413)
        assert "1,000 bytes" in problem["what"]
        problems(client.post("/assess", content=(b"x" * 100 for _ in range(20))), 413)


def test_what_takes_too_long_or_waits_too_long_is_told(
    client: TestClient, desk: Desk, textbook: dict[str, Any]
) -> None:
    """Come again; the server is well."""
    for work in (Work(seconds=0.0), Work(most_waiting=0)):
        with TestClient(Guard(make_app(desk, work), HERE), base_url="http://localhost") as busy:
            answer = busy.post("/levers", json={"case": textbook})
            assert problems(answer, 503)[0]["code"] == "busy" and answer.headers["retry-after"]
            assert busy.get("/health").status_code == 200


def test_what_goes_wrong_inside_is_told_without_the_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], textbook: dict[str, Any]
) -> None:
    """On standard error stands where, never what was asked."""

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError(f"secret {textbook}")

    monkeypatch.setattr(Desk, "brief", broken)
    app = Guard(make_app(desk, Work(LONG)), HERE)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.post("/assess", json={"case": textbook})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (500, "internal")
    said = capsys.readouterr().err
    assert "ValueError at" in said and "secret" not in said + answer.text


_SEEN: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _SEEN is None:
        return
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        _SEEN.append(f"open {arguments[0]}")
    elif event in ("socket.connect", "socket.getaddrinfo", "os.mkdir", "os.rename", "subprocess.Popen", "os.system"):
        _SEEN.append(event)


def test_nothing_is_written_and_no_one_is_asked(
    desk: Desk,
    textbook: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """No file, no connection and no log, whatever is asked."""
    global _SEEN
    monkeypatch.chdir(tmp_path)
    caplog.set_level("DEBUG", "advisor")
    sys.addaudithook(_watch)
    with TestClient(Guard(make_app(desk, Work(LONG)), HERE), base_url="http://localhost") as client:
        _SEEN = []
        try:
            for asking in ASKING:
                assert client.post(asking.path, json=asking.example).status_code == 200
            client.post("/assess", json={"case": {"case": "secret", "as_of": "nonsense"}})
            seen = list(_SEEN)
        finally:
            _SEEN = None
    assert seen == []
    assert "secret" not in caplog.text and not list(tmp_path.iterdir())

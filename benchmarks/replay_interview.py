"""When an interview comes to know what decides: `python benchmarks/replay_interview.py`.

Companies that somebody coded from their stories (`tests/result/companies`, or folders that are named) play the
interview: what is asked and answered in the case is answered, all else is "don't know". Where the case doesn't say why
they came, they came for what was found in them. For each company it prints at which line each finding, the staffing
model and the first action that all its answers come to were on the screen for good, and which line brought them; then
over all companies what share was there at the first result and at the offered stop, which lines brought nothing, and
which answers came only after the stop, or never, although they decide something.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import checkout  # noqa: F401  (finds testkit and tools)
from interview import Seen, advisor, interviewer, seen

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly
from advisor.cases.case import Case
from advisor.cli.casefiles import read_cases
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask
from advisor.interview.state import State
from testkit.interviews.founders import checked
from testkit.places import COMPANIES

MOST_TICKED = 3
MODEL, ACTION = "(model)", "(first action)"


@dataclass(frozen=True)
class Line:
    """One line that was asked: its questions, those with an answer, and what was on the screen after it."""

    asked: tuple[str, ...]
    told: tuple[str, ...]
    seen: Seen


@dataclass
class Played:
    """One company: its lines, and what all its answers come to; `due` are the findings to come."""

    name: str
    last: Seen
    due: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    first: int = 0
    stop: int | None = None
    untold: tuple[str, ...] = ()

    def at(self, line: int) -> Seen:
        """What was on the screen after so many lines."""
        return self.lines[min(line, len(self.lines)) - 1].seen

    def questions(self, line: int) -> int:
        """How many questions so many lines have."""
        return sum(len(each.asked) for each in self.lines[:line])

    def recall(self, line: int) -> float:
        """The share of the findings due that is on the screen."""
        return len(self.at(line).findings & self.due) / len(self.due) if self.due else 1.0

    def since(self) -> dict[str, int | None]:
        """The line from which each finding due, the model and the first action stay; None where one never came."""
        shows = {name: [name in line.seen.findings for line in self.lines] for name in sorted(self.due)}
        shows[MODEL] = [line.seen.model == self.last.model for line in self.lines]
        shows[ACTION] = [line.seen.action == self.last.action for line in self.lines]
        return {name: _since(there) for name, there in shows.items()}


def _since(there: Sequence[bool]) -> int | None:
    missing = next((back for back, each in enumerate(reversed(there)) if not each), len(there))
    return len(there) - missing + 1 if missing else None


@cache
def cases(folder: str) -> tuple[Case, ...]:
    """The cases of a folder that can be read, by name."""
    files = [str(path) for path in sorted(Path(folder).glob("*.yaml"))]
    return tuple(read.case for read in read_cases(advisor(), files) if read.case is not None)


def answers_of(case: Case, found: frozenset[str]) -> Mapping[str, Answer]:
    """What the company says: what the case says, who answers, and what they came for."""
    said = dict(case.answers)
    for name, entry in advisor().knowledge.questions.items():
        if entry.model.options_from == "people":
            said.setdefault(name, Answer(Exactly(advisor().knowledge.who_can_be_asked[0])))
        elif entry.model.options_from == "complaints":
            said.setdefault(name, Answer(Exactly(ticked(found))))
        elif entry.model.screens:
            known = {q: a.said for q, a in case.answers.items() if not isinstance(a.said, (Differ, DontKnow))}
            said.setdefault(name, Answer(checked(entry.model, known)))
    return said


def ticked(found: frozenset[str]) -> tuple[str, ...]:
    """The complaints that weigh most by what was found; a checkup where nothing was."""
    diagnoses, complaints = advisor().program.diagnoses, advisor().knowledge.complaints
    weight = {
        name: sum(diagnoses[each].model.impact for each in entry.model.diagnoses if each in found)
        for name, entry in complaints.items()
    }
    hurting = sorted((name for name in weight if weight[name]), key=lambda name: -weight[name])[:MOST_TICKED]
    nothing = [name for name, entry in complaints.items() if not entry.model.diagnoses]
    return tuple(name for name in complaints if name in (hurting or nothing))


def play(folder: str, number: int, most: int) -> Played:
    """One company's interview, until so many lines or the end; offers to stop are noted and turned down."""
    case, lead = cases(folder)[number], interviewer()
    expected = case.expect or {}
    labeled = frozenset((*expected.get("found", ()), *expected.get("likely", ())))
    last = seen(State(case))
    played = Played(case.id, last, last.findings & labeled if expected else last.findings)
    said = answers_of(case, labeled or last.findings)
    state, step = moves.begin(case.id, case.as_of), lead.next(moves.begin(case.id, case.as_of))
    while isinstance(step, Ask) and len(played.lines) < most:
        line, asked, told = lead.lines.of[step.question.id], [], []
        while isinstance(step, Ask) and lead.lines.of[step.question.id] == line:
            question = step.question.id
            answer = said.get(question, Answer(DontKnow()))
            if step.earlier is not None or question in asked:
                state = moves.keep(state) if state.revisiting else moves.pass_over(state, question)
            elif step.question.names is not None:
                state = moves.pass_over(state, question)
            else:
                asked.append(question)
                told += [] if isinstance(answer.said, DontKnow) else [question]
                state = moves.answer(lead.assessor, state, question, answer)
            step = lead.next(state)
        if asked:
            played.lines.append(Line(tuple(asked), tuple(told), seen(state)))
        lines = len(played.lines)
        if isinstance(step, Ask) and step.stop is not None and step.stop.because == "stable":
            played.stop, state = lines, moves.go_on(state, most)  # it isn't offered again
        if not played.first and (lines >= lead.policy.first_result or played.stop):
            played.first = lines
    played.first = played.first or len(played.lines)
    played.untold = tuple(q for q, a in said.items() if q not in state.answers and not isinstance(a.said, DontKnow))
    return played


# ---- what is printed -------------------------------------------------------------------------------------


def print_company(played: Played) -> None:
    """When each thing was known, and by which line."""
    stop = played.stop or len(played.lines)
    print(
        f"\n{played.name}: first result at line {played.first}, "
        f"{'offered to stop' if played.stop else 'ended'} at {stop} ({played.questions(stop)} questions)"
    )
    for name, line in sorted(played.since().items(), key=lambda item: item[1] or 999):
        brought = f"line {line:>2}  {', '.join(played.lines[line - 1].asked)}" if line else "never"
        late = "   " if line and line <= played.first else " > " if line and line <= stop else ">> "
        print(f"  {late}{name:<32} {brought}")
    print(f"  known and not asked: {', '.join(played.untold) or 'nothing'}")


def report(companies: Sequence[Played]) -> None:
    """Over all companies: what is there at the first result and at the stop, what came late, what brought nothing."""
    print(f"\n{len(companies)} companies")
    for name, ends in (
        ("first result", [each.first for each in companies]),
        ("stop, or the end", [each.stop or len(each.lines) for each in companies]),
    ):
        recall = sum(each.recall(end) for each, end in zip(companies, ends)) / len(companies)
        pooled = sum(len(each.at(end).findings & each.due) for each, end in zip(companies, ends))
        model = sum(each.at(end).model == each.last.model for each, end in zip(companies, ends)) / len(companies)
        action = sum(each.at(end).action == each.last.action for each, end in zip(companies, ends)) / len(companies)
        lines = statistics.median(ends)
        questions = statistics.median(each.questions(end) for each, end in zip(companies, ends))
        print(
            f"  {name:<18} line {lines:.0f}, {questions:.0f} questions: findings {recall:.0%} "
            f"({pooled} of {sum(len(each.due) for each in companies)}), model {model:.0%}, first action {action:.0%}"
        )
    print(f"  offered to stop: {sum(each.stop is not None for each in companies)}")
    late = Counter(
        (name, played.lines[line - 1].asked[0] if line else "never")
        for played in companies
        for name, line in played.since().items()
        if line is None or line > played.first
    )
    print("  what came after the first result, and by which line:")
    for (name, line), number in late.most_common(45):
        print(f"    {number:>3}  {name:<32} {line}")
    asked = Counter(q for played in companies for line in played.lines[: played.first] for q in line.asked)
    told = Counter(q for played in companies for line in played.lines[: played.first] for q in line.told)
    print("  asked before the first result and not known:")
    for question, number in Counter({q: asked[q] - told[q] for q in asked}).most_common(25):
        print(f"    {number:>3} of {asked[question]:>2}  {question}")


def _play(job: tuple[str, int, int]) -> Played:
    return play(*job)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=[str(COMPANIES)], help="folders of cases")
    parser.add_argument("--most", type=int, default=60, help="lines after which it ends")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--brief", action="store_true", help="only what holds over all companies")
    options = parser.parse_args()
    jobs = [(folder, number, options.most) for folder in options.folders for number in range(len(cases(folder)))]
    with ProcessPoolExecutor(options.jobs) as executor:
        companies = list(executor.map(_play, jobs))
    for each in () if options.brief else companies:
        print_company(each)
    report(companies)

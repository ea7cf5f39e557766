"""The pages of the interview besides the questions: why, so far, what a change changed. Plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.inference.relevance.stakes import MODEL
from advisor.interview.choosing.interviewer import Interviewer, is_opening
from advisor.interview.choosing.outcome import Outcome, differences, in_words, model_name, title
from advisor.interview.choosing.why import Why
from advisor.interview.faces.asking import earlier
from advisor.interview.state import State
from advisor.language.shown import counted, small
from advisor.report.layout import across, clean, wrapped
from advisor.result.assessment import Assessment
from advisor.result.findings import Finding
from advisor.result.wording import STATUS_WORDS

MARGIN = 14
LABEL = 30
MOST_NAMED = 3
WHOLE = 5


def why_page(program: Program, found: Why, *, all_of_it: bool = False) -> Iterator[str]:
    """What a question is for; which answer would bring which verdict only with `all_of_it`."""
    # Who reads what each answer leads to answers towards it. So it is told to those alone who ask for it.
    yield from wrapped(f"WHY: {found.question.short}", 5, "")
    if is_opening(found.question):
        calls = found.question.names is not None
        yield (
            "We only use it to word questions and advice."
            if calls
            else "It decides what we ask you and doesn't count as evidence."
        )
        return
    touches = [title(program, diagnosis_id) for diagnosis_id in found.bears_on if diagnosis_id != MODEL]
    if not touches and MODEL not in found.bears_on:
        opens = "It decides what we ask and how. No answer changes the result."
        spent = "We asked because it could change the result. Now no answer would."
        yield from wrapped(opens if is_opening(found.question) else spent)
        return
    if touches:
        yield from wrapped("It helps us tell whether you have this problem:")
        for each in touches[:MOST_NAMED]:
            yield from wrapped(each, 4, "  - ")
        if len(touches) > MOST_NAMED:
            yield f"  and {len(touches) - MOST_NAMED} more"
    if MODEL in found.bears_on:
        how = "It also affects" if touches else "It affects"
        yield from wrapped(f"{how} how to staff this.", 3, "")
    if found.beside:
        shorts = [program.question(question_id).short for question_id in found.beside[:MOST_NAMED]]
        more = f" (+{len(found.beside) - MOST_NAMED})" if len(found.beside) > MOST_NAMED else ""
        yield from wrapped(
            f"It doesn't decide anything alone; it counts together with: {'; '.join(shorts)}{more}", 3, ""
        )
    if found.figures:
        yield from _figures_line(found)
    if all_of_it:
        yield from _what_follows(program, found)
    else:
        yield from wrapped("`why -v` shows what each answer would lead to.")


def _figures_line(found: Why) -> Iterator[str]:
    first, last = found.grades[0], found.grades[-1]
    grades = f"grade {first}" if first == last else f"grades {first} to {last}"
    guesses = counted(len(found.figures), "guess", "guesses")
    yield from wrapped(f"Rests on {guesses} about timing, {grades}: `advisor figures`.", 3, "")


def _what_follows(program: Program, found: Why) -> Iterator[str]:
    """What would follow from each answer, what stays open without one, what it does not touch."""
    for follows in () if found.beside else sorted(found.follows, key=lambda f: len(f.answers) > MOST_NAMED):
        text = in_words(program, follows.changes, 2) or "nothing changes from this alone"
        names = list(follows.answers)
        if len(names) > MOST_NAMED:
            names = ["anything else" if len(found.follows) > 1 else "any answer"]
        label = " / ".join(names)
        if len(label) > LABEL - 4:
            yield from wrapped(label, 4, "  ")
            label = ""
        yield from wrapped(text, LABEL, f"  {label}".ljust(LABEL))
    if found.stays_open:
        left_open = "; ".join(title(program, diagnosis_id) for diagnosis_id in found.stays_open[:3])
        more = f" (+{len(found.stays_open) - 3})" if len(found.stays_open) > 3 else ""
        yield from wrapped(f"Without an answer, we can't tell: {left_open}{more}", 3, "")
    if found.untouched:
        untouched = "; ".join(title(program, diagnosis_id) for diagnosis_id in found.untouched[:2])
        more = f" (+{len(found.untouched) - 2})" if len(found.untouched) > 2 else ""
        yield from wrapped(f"No effect on: {untouched}{more}", 3, "")


def so_far_page(interviewer: Interviewer, state: State, saved: str) -> Iterator[str]:
    """What is known by now; `saved` is the time of day at which the file was written."""
    assessment = interviewer.position(state).assessment
    minutes = max(1, round(state.seconds / 60))
    parts = [counted(len(state.answers), "answer"), counted(minutes, "minute"), *([f"saved {saved}"] if saved else [])]
    yield "SO FAR  " + ", ".join(parts)
    shown = [*assessment.found, *assessment.likely]
    for finding in shown[:WHOLE]:
        word = STATUS_WORDS[finding.status]
        yield from across(finding.title, _signs(finding), MARGIN, f"  {word}".ljust(MARGIN))
    if len(shown) > WHOLE:
        rest = "; ".join(f.title for f in shown[WHOLE:])
        yield from wrapped(rest, MARGIN, "  and also".ljust(MARGIN))
    if not shown:
        yield "  No problems found yet."
    absent = [f for f in assessment.findings if f.status.band == "absent"]
    if absent:
        more = f" (+{len(absent) - 3})" if len(absent) > 3 else ""
        yield from wrapped("; ".join(f.title for f in absent[:3]) + more, MARGIN, "  no sign".ljust(MARGIN))
    unknown = [f for f in assessment.findings if f.status is Status.OPEN]
    if unknown:
        yield "  can't tell".ljust(MARGIN) + f"{len(unknown)} more"
    yield from _staffing(interviewer.words(state), assessment)
    yield from left(interviewer, state)


def left(interviewer: Interviewer, state: State) -> Iterator[str]:
    """How much can still be asked."""
    questions = interviewer.left(state)
    if not questions:
        yield "Nothing left to ask: no answer would change the result."
        return
    first = () if state.shown else interviewer.first_part(state)
    if first:
        told = f"about {counted(len(first), 'question')} until the first result, {_minutes_of(interviewer, first)}"
    else:
        told = f"at most {counted(len(questions), 'question')}, {_minutes_of(interviewer, questions)}"
    yield from wrapped(f"LEFT: {told}. `stop` shows this result with its gaps.", 6, "")


def _minutes_of(interviewer: Interviewer, questions: Iterable[str]) -> str:
    return minutes(sum(interviewer.program.question(q).seconds for q in questions))


def minutes(seconds: float) -> str:
    """`about 5 minutes`."""
    return f"about {counted(max(1, round(seconds / 60)), 'minute')}"


def _staffing(program: Program, assessment: Assessment) -> Iterator[str]:
    model = assessment.model
    if model is None:
        return
    sure = "" if model.firm else "leaning to "
    text = f"STAFFING {sure}{model_name(program, model.model).upper()}."
    rivals = [r for r in model.rivals if r.decided_by][:2]
    if rivals:
        told = []
        for rival in rivals:
            short = program.question(rival.decided_by[0]).short
            told.append(f"{model_name(program, rival.model)} (depends on: {small(short)})")
        text += " Could still be: " + "; ".join(told) + "."
    yield from wrapped(text, 9, "")


def _signs(finding: Finding) -> str:
    true = sum(sign.value == "true" for sign in finding.signs)
    waiting = sum(sign.value == "open" for sign in finding.signs)
    if waiting and not finding.settled:
        return f"{counted(true, 'sign')}, {waiting} not known yet"
    return f"{true} of {counted(len(finding.signs), 'sign')}"


def changed_page(program: Program, before: Outcome, after: Outcome) -> Iterator[str]:
    """What a changed answer changed."""
    found = differences(program, before, after)
    if not found:
        yield "That doesn't change the result."
        return
    yield from wrapped("That changes: " + in_words(program, found, 4), 3, "")


def answers_page(interviewer: Interviewer, state: State) -> Iterator[str]:
    """The answers given, numbered."""
    program = interviewer.words(state)
    for number, question_id in enumerate(state.trail, start=1):
        yield from across(
            program.question(question_id).short,
            answer_text(interviewer, state, question_id),
            5,
            f"{number:>3}  ",
        )
    if not state.trail:
        yield "No answers yet."


def answer_text(interviewer: Interviewer, state: State, question_id: str) -> str:
    """An answer in words, whole."""
    program = interviewer.words(state)
    return clean(earlier(program.knowledge, state.answers[question_id], program.question(question_id)))

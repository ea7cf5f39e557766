"""An assessment as a page of plain text: 80 columns, no colour needed, plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.inference.certainty import Status
from advisor.language.shown import counted, day_text, small
from advisor.report.layout import across, wrapped
from advisor.report.papers import due, gates_text, law_lines
from advisor.report.staffing import ask_first, first_steps, staffing
from advisor.report.story import headline, why
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_text
from advisor.report.words import answered_text, not_taken, only_if_text, signs_text
from advisor.result.findings import Finding
from advisor.result.wording import STATUS_WORDS

SHOWN_WHOLE = 3
SHOWN_SIGNS = 2
SHOWN_QUESTIONS = 3
MARGIN = 12
FINDING = 15  # after the longest status and a number of two digits


def text(told: Told, *, verbose: bool = False, quiet: bool = False, again: str | None = None) -> str:
    """The page, ending in a line break; `again` is how the case is named on a command line, for what to ask next."""
    lines = list(_top(told))
    if quiet:
        return "\n".join([*lines, *_headline(told)]) + "\n"
    numbers = {f.id: n for n, f in enumerate((*told.assessment.found, *told.assessment.likely), start=1)}
    sections = [
        _headline(told),
        _findings(told, verbose),
        why(told, numbers, MARGIN),
        _contradictions(told),
        wrapped(not_taken(told)) if not_taken(told) else (),
        first_steps(told, numbers, verbose),
        ask_first(told),
        staffing(told, verbose),
        _open(told, verbose),
        _absent(told, verbose),
        [line for law in law_lines(told, verbose=verbose) for line in wrapped(law, MARGIN, "LAW".ljust(MARGIN))],
    ]
    ways = list(ways_out_text(told))
    lines += ["", *ways] if ways else []
    gates = list(gates_text(told))
    lines += ["", *gates] if gates else []
    for section in sections:
        found = list(section)
        if found:
            lines += ["", *found] if section is not sections[1] else found
    if again is not None:
        lines += ["", *_next_commands(told, again)]
    if verbose:
        lines += ["", *_details(told)]
    return "\n".join(lines) + "\n"


def _next_commands(told: Told, again: str) -> Iterator[str]:
    """What can be asked next, with commands that work."""
    if told.assessment.found or told.assessment.likely:
        yield f"Why?            advisor explain {again} --how 1"
    decision = told.assessment.decision
    if decision is not None and decision.rivals:
        yield f"Why not that?   advisor explain {again} --why-not {decision.rivals[0].model}"
    yield f"Share it        advisor assess {again} --html PAGE.html"
    yield f"For your board  advisor assess {again} --kit DIR"


def _top(told: Told) -> Iterator[str]:
    case = told.case
    yield from across(f"{case.id.upper()}, {day_text(case.as_of)} ({answered_text(told)})", f"rules: {told.rules}")


def _headline(told: Told) -> Iterator[str]:
    word, says = headline(told)
    yield from wrapped(says, 8, word.ljust(8))


def _findings(told: Told, verbose: bool) -> Iterator[str]:
    shown = [*told.assessment.found, *told.assessment.likely]
    for number, finding in enumerate(shown, start=1):
        word = "root" if finding.compound else STATUS_WORDS[finding.status]
        whole = verbose or (number <= SHOWN_WHOLE and not finding.compound)
        right = signs_text(finding) if whole and not finding.compound else ""
        yield from across(finding.title, right, FINDING, f"  {word:<10}{number:>2} ")
        if not whole:
            continue
        if (until := due(finding)) is not None:
            yield from wrapped(until, FINDING)
        signs = [sign.says for sign in finding.signs if sign.value == "true" and sign.says]
        for says in signs if verbose else signs[:SHOWN_SIGNS]:
            yield from wrapped(says, FINDING + 2, " " * FINDING + "- ")
        yield from _assumed(finding, verbose)
        for resolution in finding.only_if:
            yield from wrapped(only_if_text(told, resolution), FINDING + 2, " " * FINDING + "~ ")


def _assumed(finding: Finding, verbose: bool) -> Iterator[str]:
    """What is taken for granted because it was not answered."""
    if not verbose and finding.assuming:
        one = f"unless {small(finding.assuming[0])}"
        yield from wrapped(one, FINDING + 2, " " * FINDING + "~ ")
        return
    for assumed in finding.assuming:
        yield from wrapped(f"unless {small(assumed)}", FINDING + 2, " " * FINDING + "~ ")


def _contradictions(told: Told) -> Iterator[str]:
    for number, contradiction in enumerate(told.assessment.contradictions):
        if number == 0:
            yield from wrapped("Until you settle this, we only confirm what's true either way.", 4, "CONFLICTING  ")
        yield from wrapped(contradiction.says, 4, "  - ")
        yield from wrapped(f"To settle it: {contradiction.settle}", 4)


def _open(told: Told, verbose: bool) -> Iterator[str]:
    unknown = [f for f in told.assessment.findings if f.status is Status.OPEN and not f.compound]
    questions = told.assessment.open_questions
    if not questions:
        if unknown:
            titles = "; ".join(f.title for f in unknown)
            yield from wrapped(f"{titles}. No other answer would change this.", MARGIN, "CAN'T TELL".ljust(MARGIN))
        return
    shown = questions if verbose else questions[:SHOWN_QUESTIONS]
    more = f"{len(unknown)} more problems are possible; " if unknown else ""
    count = counted(len(questions), "question")
    minutes = counted(max(1, round(sum(q.seconds for q in questions) / 60)), "minute")
    head = f"{more}{count} ({minutes}) could still change the result. Start with these:"
    yield from wrapped(head, MARGIN, "CAN'T TELL".ljust(MARGIN))
    for question in shown:
        who = told.who(question.who)
        yield from wrapped(question.ask, MARGIN, f"  {who:<{MARGIN - 2}}")
    if len(shown) < len(questions):
        yield f"  and {len(questions) - len(shown)} more (-v)"


def _absent(told: Told, verbose: bool) -> Iterator[str]:
    clear = [f for f in told.assessment.findings if f.status is Status.NO_SIGN and not f.compound]
    if clear:
        shown = clear if verbose or len(clear) <= SHOWN_WHOLE else clear[:SHOWN_WHOLE]
        more = f"; and {len(clear) - len(shown)} more (-v)" if len(shown) < len(clear) else ""
        yield from wrapped(_titles(shown) + more, MARGIN, "NO SIGN".ljust(MARGIN))
    out = [f for f in told.assessment.findings if f.status is Status.RULED_OUT]
    for number, finding in enumerate(out if verbose else out[:SHOWN_WHOLE]):
        head = ("RULED OUT" if number == 0 else "").ljust(MARGIN)
        yield from wrapped(f"{finding.title}: {small(finding.ruled_out_by[0])}", MARGIN, head)
    if not verbose and len(out) > SHOWN_WHOLE:
        yield " " * MARGIN + f"and {len(out) - SHOWN_WHOLE} more (-v)"


def _titles(findings: Sequence[Finding]) -> str:
    return "; ".join(f.title for f in findings)


def _details(told: Told) -> Iterator[str]:
    from tabulate import tabulate

    rows = [
        (
            f.id,
            STATUS_WORDS[f.status],
            f"{f.certainty[0]:.2f}-{f.certainty[1]:.2f}",
            "yes" if f.settled else "no",
            f.impact,
            " ".join(s.id for s in f.signs if s.value == "true"),
        )
        for f in told.assessment.findings
    ]
    heads = ["id", "status", "certain", "settled", "impact", "signs"]
    table = tabulate(rows, headers=heads, maxcolwidths=[22, 10, 9, 7, 6, 12])
    yield from table.splitlines()
    yield ""
    yield f"engine: {told.assessment.run.engine}"

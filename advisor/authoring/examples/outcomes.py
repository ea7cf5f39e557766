"""What came of tests, as text: failures with the way to the missing answers, then a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.authoring.examples.examples import ExampleOutcome
from advisor.authoring.examples.pasting import answer_lines
from advisor.files.nearby import near
from advisor.knowledge.pack import Knowledge


def as_text(outcomes: Sequence[ExampleOutcome], knowledge: Knowledge) -> str:
    """Each failure, expected against got, grouped by rule; the last line counts."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    lines: list[str] = []
    for rule in dict.fromkeys(outcome.rule for outcome in failed):
        of_rule = [outcome for outcome in outcomes if outcome.rule == rule]
        bad = [outcome for outcome in of_rule if not outcome.passed]
        lines.append(f"{rule}: {len(bad)} of {len(of_rule)} failed")
        for outcome in bad:
            lines += _failure(outcome, knowledge)
    lines.append(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return "\n".join(lines)


def _failure(outcome: ExampleOutcome, knowledge: Knowledge) -> Iterator[str]:
    yield f"  {near(outcome.file)}:{outcome.line}: {outcome.name}"
    yield f"    expected {outcome.expected}, got {outcome.got}" + (f" ({outcome.why})" if outcome.why else "")
    for problem in outcome.problems:
        yield f"    {problem}"
    if outcome.missing:
        yield "    still open; add under `given:` what fits"
        yield from (f"      {line}" for line in answer_lines(knowledge, outcome.missing))

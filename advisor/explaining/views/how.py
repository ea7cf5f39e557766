"""How, in words: signs, the answers they rest on, figures, and the certainty step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.explaining.tree import (
    AnswerLeaf,
    DiagnosisNode,
    FigureLeaf,
    JoinNode,
    Node,
    NumberNode,
    SignNode,
    TestedBy,
    TestNode,
    parts_of,
)
from advisor.explaining.views.lines import Line, status_words
from advisor.inference.compiled.sentences import range_text
from advisor.language.shown import counted, small
from advisor.language.tree import plain_number

NEVER = 1e8


def diagnosis(node: DiagnosisNode, depth: int = 0) -> Iterator[Line]:
    """A diagnosis, its signs, and what they rest on."""
    word = status_words(node.status).upper()
    yield Line(depth, f"{word}: {node.title}." if depth == 0 else f"{node.title}: {status_words(node.status)}")
    low, high = node.certainty
    yield Line(depth + 1, f"{node.id}: certainty {low:.4f} to {high:.4f}", True)
    if node.left_out:
        yield Line(depth + 1, "Only true if one of your conflicting answers is wrong.")
    for number, sign in enumerate(node.signs):
        before = node.signs[number - 1].certainty_so_far if number else 0.0
        yield from _sign(sign, depth + 1, before)
    for tested in node.ruled_out:
        yield Line(depth + 1, f"Ruled out: {tested.says}")
        yield from _below(tested.because, depth + 2)
    if not node.signs and not node.ruled_out:
        yield Line(depth + 1, "No sign of it in your answers.")
        for tested in node.not_fired:
            yield Line(depth + 2, tested.says, True)
    if node.not_known and depth == 0:
        yield Line(
            depth + 1,
            f"{counted(len(node.not_known), 'more sign')} could still show up: you haven't answered what decides.",
        )
        yield Line(depth + 2, ", ".join(node.not_known), True)
    for number, assumed in enumerate(node.assuming if depth == 0 else ()):
        yield Line(depth + 1, f"Unless {small(assumed)}", number >= 2)
    for word, links in (("Comes from", node.comes_from), ("Leads to", node.leads_to)) if depth == 0 else ():
        for link in links:
            yield Line(depth + 1, f"{word} - {link.title}: {link.says}.")
    if depth == 0:
        yield Line(depth + 1, f"Why it matters: {node.why}")
        if node.sources:
            yield Line(depth + 1, f"Sources: {node.sources}", True)


def _sign(sign: SignNode, depth: int, before: float) -> Iterator[Line]:
    enough = "; enough on its own" if sign.certainty >= 0.6 else ""
    together = "; enough together with the signs above" if before < 0.6 <= sign.certainty_so_far and not enough else ""
    yield Line(depth, f"{sign.says} ({_strength(sign.certainty)}{enough}{together})")
    yield Line(depth + 1, f"{sign.id} lends {sign.certainty:g}; certainty so far {sign.certainty_so_far:.4f}", True)
    yield from once(_below(sign.because, depth + 1))
    if sign.sources:
        yield Line(depth + 1, f"Sources: {sign.sources}", True)


def _strength(certainty: float) -> str:
    for limit, word in ((0.25, "a hint"), (0.4, "a weak sign"), (0.6, "a fair sign"), (0.85, "a strong sign")):
        if certainty < limit:
            return word
    return "as good as proof"


def below(node: Node, depth: int) -> Iterator[Line]:
    """What a value rests on, each line once."""
    yield from once(_below(node, depth))


def once(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines without those that were there before, with all that stands below them."""
    seen: set[str] = set()
    skipped: int | None = None
    for line in lines:
        if skipped is not None and line.depth > skipped and not line.detail:
            continue
        if line.detail:
            yield line
            continue
        skipped = line.depth if line.text in seen else None
        if skipped is None:
            seen.add(line.text)
            yield line


def _below(node: Node, depth: int) -> Iterator[Line]:
    """What a value rests on; a test on one plain answer takes one line."""
    if isinstance(node, JoinNode):
        if node.how == "any" and len(node.parts) > 1 and node.truth == 1:
            yield Line(depth, "Any one of these is enough:", True)
        for part in node.parts:
            yield from _below(part, depth)
    elif isinstance(node, TestNode):
        yield from _test(node, depth)
    elif isinstance(node, AnswerLeaf):
        yield Line(depth, _said(node))
        yield Line(depth + 1, f"{node.question}: {node.ask}", True)
    elif isinstance(node, FigureLeaf):
        yield _figure(node, depth)
    elif isinstance(node, NumberNode):
        yield Line(depth, f"{_capital(node.words)}: {_range(node)}")
        for part in parts_of(node):
            yield from _below(part, depth + 1)
    elif isinstance(node, DiagnosisNode):
        yield from diagnosis(node, depth)
    elif isinstance(node, (TestedBy, SignNode)):
        yield Line(depth, node.says)
        yield from _below(node.because, depth + 1)


def _test(node: TestNode, depth: int) -> Iterator[Line]:
    parts = node.parts
    if len(parts) >= 1 and isinstance(parts[0], DiagnosisNode):
        yield from diagnosis(parts[0], depth)
        return
    word = {1: "holds", -1: "doesn't hold", 0: "isn't known"}[node.truth]
    if len(parts) == 1 and isinstance(parts[0], AnswerLeaf):
        yield Line(depth, _said(parts[0]))
        yield Line(depth + 1, f"{parts[0].question}: {parts[0].ask}", True)
        yield Line(depth + 1, f'the test "{node.needed}" {word}', True)
        return
    answers = {part.parts[0] if _plain(part) else part for part in parts}  # type: ignore[union-attr]  # a number of one answer
    if len(answers) == 1 and isinstance(leaf := next(iter(answers)), AnswerLeaf):
        yield Line(depth, _said(leaf))
        yield Line(depth + 1, f"{leaf.question}: {leaf.ask}", True)
        yield Line(depth + 1, f'the test "{node.needed}" on "{node.subject}" {word}', True)
        return
    yield Line(depth, f"{node.subject}: {node.said}; it takes {node.needed}")
    for part in parts:
        if isinstance(part, NumberNode) and _capital(part.words) == node.subject:
            for inner in part.parts:
                yield from _below(inner, depth + 1)
        else:
            yield from _below(part.parts[0] if _plain(part) else part, depth + 1)  # type: ignore[union-attr]


def _plain(node: Node) -> bool:
    """A number that is one answer, counted or in weeks."""
    return (
        isinstance(node, NumberNode)
        and node.point is None
        and len(node.parts) == 1
        and isinstance(node.parts[0], AnswerLeaf)
    )


def _said(leaf: AnswerLeaf) -> str:
    if leaf.given is None:
        return f"{leaf.short}: not answered"
    if leaf.presumed:
        return f"We assume {leaf.said}"
    return f'You said, on "{leaf.short}": {leaf.said}'


def _figure(leaf: FigureLeaf, depth: int) -> Line:
    low, mode, high = (plain_number(round(end, 3)) for end in leaf.ends)
    value = mode if low == high else f"{low} to {high}, most likely {mode}"
    own = "your own number" if leaf.own else f"our figure, grade {leaf.grade}"
    return Line(depth, f"{leaf.title}: {value} {leaf.unit} ({own})", leaf.own is False and leaf.unit == "share")


def _range(node: NumberNode) -> str:
    low, high = node.range
    if node.point is not None and "chance" in node.point:
        return f"{low * 100:.0f}%" if low == high else f"{low * 100:.0f}% to {high * 100:.0f}%"
    if low >= NEVER:
        return "never, as far as we can see"
    if high in (float("inf"), 1e9) or low == float("-inf"):
        return "not known"
    return range_text(node.range)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""What stands at the end of an interview: where the file is, and commands worth trying next."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

from advisor.report.layout import WIDTH, columns, wrapped
from advisor.result.assessment import Assessment

MOST = 3
_COLUMN = 46


def next_commands(assessment: Assessment, path: Path, commands: Collection[str], *, open_left: bool) -> Iterator[str]:
    """Up to three commands that exist, as lines; `commands` holds `assess`, `assess --kit` and the like."""
    name = shlex.quote(str(path.with_suffix("")) if path.suffix == ".yaml" else str(path))
    others = [q.who for q in assessment.open_questions if q.unsure]
    offers = []
    if others:
        who = max(set(others), key=others.count)
        offers.append(
            ("questions", f"advisor questions {name} --who {who} -o {who}.md", "a sheet for others to fill in")
        )
    if assessment.found or assessment.likely:
        offers.append(("explain", f"advisor explain {name} --how 1", "why the first finding is there"))
    if open_left:
        offers.append(("interview", f"advisor interview {name} --resume", "pick up where you stopped"))
    offers.append(("assess --kit", f"advisor assess {name} --kit ./board", "pages for your board and team"))
    offers.append(("assess", f"advisor assess {name} -v", "every sign, with certainty and source"))
    offers.append(("assess", f"advisor assess {name} --format markdown", "the same, to paste elsewhere"))
    offers.append(("figures", "advisor figures", "the guesses behind it"))
    shown = [(line, what) for command, line, what in offers if command in commands][:MOST]
    for line, what in shown:
        if len(line) < _COLUMN - 4 and columns() >= WIDTH:
            yield from wrapped(what, _COLUMN, f"  {line}".ljust(_COLUMN))
        else:
            yield f"  {line}"
            yield from wrapped(what, 6)

"""Tables of companies drawn at random from a questionnaire, as large as wanted; seeded."""

from __future__ import annotations

import numpy as np
import polars as pl

from advisor import Advisor
from advisor.language.vocabulary import Kind
from testkit.companies.answers import AS_OF


def sampled_table(
    advisor: Advisor,
    number: int,
    *,
    seed: int = 1,
    given: float = 0.3,
    unsure: float = 0.05,
    start: int = 0,
    timeline: bool = False,
) -> pl.DataFrame:
    """Cases with each question answered with the chance `given`; typed columns, null where not given.

    With `timeline` the timeline's numbers stand in columns too, drawn at random.
    """
    rng = np.random.default_rng(seed + start)
    columns: dict[str, pl.Series] = {
        "case": pl.Series(range(start, start + number)).cast(pl.String),
        "as_of": pl.repeat(AS_OF, number, eager=True, dtype=pl.Date),
    }
    for name, entry in advisor.knowledge.questions.items():
        question = entry.model
        if question.settles or question.type is Kind.TEXT:
            continue
        drawn = rng.random(number)
        options = [option.id for option in question.options]
        if question.type is Kind.YES_NO:
            values = pl.Series(rng.random(number) < 0.5)
        elif question.type is Kind.CHOICE:
            values = pl.Series(options, dtype=pl.Enum(options)).gather(rng.integers(0, len(options), number))
        elif question.type is Kind.CHOICES:
            lists = pl.Series(
                [[o for i, o in enumerate(options) if rng.random() < 0.4][: question.most] for _ in range(512)],
                dtype=pl.List(pl.String),
            )
            values = lists.gather(rng.integers(0, 512, number))
        elif question.type is Kind.DATE:
            values = pl.Series(AS_OF.toordinal() - 719_163 + rng.integers(-60, 300, number).astype(np.int32)).cast(
                pl.Date
            )
        else:
            low, high = question.range or (0, 100)
            numbers = low + (high - low) * rng.random(number) ** 3
            values = pl.Series(
                np.round(numbers).astype(np.int64) if question.type is Kind.WHOLE else np.round(numbers, 1)
            )
        columns[name] = pl.select(pl.when(pl.Series(drawn < given)).then(values)).to_series()
        columns[f"{name}__unsure"] = pl.Series((drawn >= given) & (drawn < given + given * unsure))
    if timeline:
        for name in sorted(advisor.program.vocabulary.points):
            numbers = np.round(rng.random(number), 3) if "chance" in name else np.round(60 * rng.random(number), 1)
            columns[name] = pl.select(pl.when(pl.Series(rng.random(number) < 0.8)).then(pl.Series(numbers))).to_series()
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])

"""The true patterns of a pack's first stratum, translated mechanically for other engines.

Each peer gets flat facts (missing answers are missing) and tells which conditions fire; all must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from advisor.language.patterns import AllFields, Leaf, Pattern, holds, leaves_of
from advisor.language.patterns import AnyField as AnyOf

Fact = Mapping[str, Any]
Fired = list[set[int]]


class Rules:
    """The patterns, and a short name for each field they read."""

    def __init__(self, patterns: Sequence[Pattern]):
        self.patterns = list(patterns)
        fields = sorted({leaf.field for pattern in patterns for leaf in leaves_of(pattern)})
        self.names = {field: f"f{number}" for number, field in enumerate(fields)}
        self.types: dict[str, type] = {leaf.field: type(leaf.value) for p in patterns for leaf in leaves_of(p)}

    def text(
        self,
        pattern: Pattern,
        leaf: Callable[[str, Leaf], str],
        both: str,
        either: str,
        count: Callable[[int, list[str]], str],
    ) -> str:
        """A pattern in the words of another language."""
        if isinstance(pattern, Leaf):
            return leaf(self.names[pattern.field], pattern)
        parts = [self.text(part, leaf, both, either, count) for part in pattern.parts]
        if isinstance(pattern, AllFields):
            return f"({both.join(parts)})" if parts else "(1=1)"
        return f"({either.join(parts)})" if isinstance(pattern, AnyOf) else count(pattern.n, parts)

    def expected(self, facts: Sequence[Fact]) -> Fired:
        """What fires, by the reference meaning of patterns."""
        return [{i for i, p in enumerate(self.patterns) if holds(p, fact)} for fact in facts]

    def frame(self, facts: Sequence[Fact]) -> pl.DataFrame:
        """The facts as a table; bool, text and float columns."""
        types = {bool: pl.Boolean, str: pl.String, int: pl.Float64, float: pl.Float64}
        return pl.DataFrame(
            {
                name: pl.Series([f.get(field) for f in facts], dtype=types[self.types[field]], strict=False)
                for field, name in self.names.items()
            }
        )


def by_numpy(rules: Rules, table: pl.DataFrame) -> Callable[[], list[Any]]:
    """Hand-written columns: encoded arrays, one expression a condition, nothing shared but the arrays."""
    codes: dict[str, dict[str, int]] = {}
    arrays: dict[str, Any] = {}
    for field, name in rules.names.items():
        series = table[name]
        if rules.types[field] is str:
            codes[name] = {text: i + 1 for i, text in enumerate(series.drop_nulls().unique().sort().to_list())}
            arrays[name] = series.replace_strict(codes[name], default=0, return_dtype=pl.UInt8).fill_null(0).to_numpy()
        elif rules.types[field] is bool:
            arrays[name] = series.cast(pl.UInt8).fill_null(2).to_numpy()
        else:
            arrays[name] = series.fill_null(np.nan).to_numpy()

    def leaf(name: str, test: Leaf) -> str:
        if isinstance(test.value, str):
            code = codes[name].get(test.value, 99)
            return f"({name} == {code})" if test.op == "==" else f"(({name} != {code}) & ({name} != 0))"
        if isinstance(test.value, bool):
            return f"({name} == {int(test.value is (test.op == '=='))})"
        return (
            f"({name} {test.op} {test.value!r})"
            if test.op != "!="
            else f"(({name} != {test.value!r}) & ({name} == {name}))"
        )

    def count(n: int, parts: list[str]) -> str:
        return f"(({' + '.join(p + '.astype(np.uint8)' for p in parts)}) >= {n})"

    lines = [rules.text(p, leaf, " & ", " | ", count) for p in rules.patterns]
    scope: dict[str, Any] = {"np": np}
    names = ", ".join(arrays)
    exec(f"def run({names}):\n    return [\n" + "".join(f"        {line},\n" for line in lines) + "    ]", scope)
    size = table.height

    def run() -> list[Any]:
        found: list[Any] = []
        for start in range(0, size, 16_384):
            found.append(scope["run"](**{name: array[start : start + 16_384] for name, array in arrays.items()}))
        return found

    return run


def by_polars(rules: Rules, table: pl.DataFrame) -> Callable[[], Any]:
    """Hand-written columns as polars expressions."""

    def expression(pattern: Pattern) -> pl.Expr:
        if isinstance(pattern, Leaf):
            column = pl.col(rules.names[pattern.field])
            tests = {"==": column.eq, "!=": column.ne, "<": column.lt, "<=": column.le, ">": column.gt, ">=": column.ge}
            return tests[pattern.op](pl.lit(pattern.value))
        parts = [expression(part) for part in pattern.parts]
        if isinstance(pattern, AllFields):
            return pl.all_horizontal(parts) if parts else pl.lit(True)
        if isinstance(pattern, AnyOf):
            return pl.any_horizontal(parts)
        return pl.sum_horizontal([part.fill_null(False).cast(pl.UInt8) for part in parts]) >= pattern.n

    made = [expression(p).fill_null(False).alias(f"c{i}") for i, p in enumerate(rules.patterns)]
    return lambda: table.lazy().select(made).collect()


def by_duckdb(rules: Rules, table: pl.DataFrame) -> Callable[[], Any]:
    """SQL on a table inside DuckDB."""
    import duckdb

    def leaf(name: str, test: Leaf) -> str:
        value = f"'{test.value}'" if isinstance(test.value, str) else str(test.value).lower()
        return f"{name} {'<>' if test.op == '!=' else '=' if test.op == '==' else test.op} {value}"

    def count(n: int, parts: list[str]) -> str:
        return f"(({' + '.join(f'coalesce(({p})::int, 0)' for p in parts)}) >= {n})"

    columns = ", ".join(
        f"coalesce({rules.text(p, leaf, ' and ', ' or ', count)}, false) c{i}" for i, p in enumerate(rules.patterns)
    )
    base = duckdb.connect()
    base.register("given", table.to_arrow())
    base.execute("create table facts as select * from given")
    return lambda: base.execute(f"select {columns} from facts").to_arrow_table()


def by_cel(rules: Rules, facts: Sequence[Fact]) -> Callable[[], Fired]:
    """CEL, compiled once; missing fields are asked for with has()."""
    import cel

    def leaf(name: str, test: Leaf) -> str:
        value = (
            f"'{test.value}'"
            if isinstance(test.value, str)
            else str(test.value).lower()
            if isinstance(test.value, bool)
            else repr(float(test.value))
        )
        return f"(has(f.{name}) && f.{name} {test.op} {value})"

    def count(n: int, parts: list[str]) -> str:
        return f"(({' + '.join(f'({p} ? 1 : 0)' for p in parts)}) >= {n})"

    texts = [rules.text(p, leaf, " && ", " || ", count).replace("(1=1)", "true") for p in rules.patterns]
    program = cel.compile("[" + ", ".join(texts) + "]")
    rows = [_short(rules, fact) for fact in facts]
    return lambda: [{i for i, yes in enumerate(program.execute({"f": row})) if yes} for row in rows]


def by_zen(rules: Rules, facts: Sequence[Fact]) -> Callable[[], Fired]:
    """zen-engine: one list expression, compiled once; missing fields are null and guarded."""
    import zen

    def leaf(name: str, test: Leaf) -> str:
        value = f"'{test.value}'" if isinstance(test.value, str) else str(test.value).lower()
        return f"({name} != null and {name} {test.op} {value})"

    def count(n: int, parts: list[str]) -> str:
        return f"(({' + '.join(f'({p} ? 1 : 0)' for p in parts)}) >= {n})"

    texts = [rules.text(p, leaf, " and ", " or ", count).replace("(1=1)", "true") for p in rules.patterns]
    chunks = [zen.compile_expression("[" + ", ".join(texts[i : i + 60]) + "]") for i in range(0, len(texts), 60)]
    empty = dict.fromkeys(rules.names.values())
    rows = [{**empty, **_short(rules, fact)} for fact in facts]

    def run() -> Fired:
        found = []
        for row in rows:
            values = [value for chunk in chunks for value in chunk.evaluate(row)]
            found.append({i for i, yes in enumerate(values) if yes})
        return found

    return run


def by_clips(rules: Rules, facts: Sequence[Fact]) -> Callable[[], Fired]:
    """CLIPS: one wide fact a case, one rule a condition, a function told of each firing."""
    import clips

    env = clips.Environment()
    fired: set[int] = set()
    env.define_function(lambda i: fired.add(int(i)), name="told")
    env.build("(deftemplate fact " + " ".join(f"(slot {n} (default none))" for n in rules.names.values()) + ")")

    def leaf(name: str, test: Leaf) -> str:
        if isinstance(test.value, (bool, str)):
            value = ("yes" if test.value else "no") if isinstance(test.value, bool) else f'"{test.value}"'
            test_text = f"({'eq' if test.op == '==' else 'neq'} ?{name} {value})"
            return test_text if test.op == "==" else f"(and {test_text} (neq ?{name} none))"
        op = {"==": "=", "!=": "<>"}.get(test.op, test.op)
        return f"(and (numberp ?{name}) ({op} ?{name} {float(test.value)}))"

    def lisp(pattern: Pattern) -> str:
        if isinstance(pattern, Leaf):
            return leaf(rules.names[pattern.field], pattern)
        parts = " ".join(lisp(part) for part in pattern.parts)
        if isinstance(pattern, AllFields):
            return f"(and TRUE {parts})" if pattern.parts else "TRUE"
        if isinstance(pattern, AnyOf):
            return f"(or FALSE {parts})"
        return f"(>= (+ 0 {' '.join(f'(if {lisp(part)} then 1 else 0)' for part in pattern.parts)}) {pattern.n})"

    for i, pattern in enumerate(rules.patterns):
        used = sorted({rules.names[leaf.field] for leaf in leaves_of(pattern)})
        slots = " ".join(f"({n} ?{n})" for n in used)
        env.build(f"(defrule r{i} (fact {slots}) (test {lisp(pattern)}) => (told {i}))")
    template = env.find_template("fact")

    def clip(value: Any) -> Any:
        return clips.Symbol("yes" if value else "no") if isinstance(value, bool) else value

    rows = [{n: clip(v) for n, v in _short(rules, fact).items()} for fact in facts]

    def run() -> Fired:
        found = []
        for row in rows:
            fired.clear()
            made = template.assert_fact(**row)
            env.run()
            made.retract()
            found.append(set(fired))
        return found

    return run


def _short(rules: Rules, fact: Fact) -> dict[str, Any]:
    """A fact with short names, numbers as floats."""
    return {
        name: float(fact[field])
        if isinstance(fact[field], (int, float)) and not isinstance(fact[field], bool)
        else fact[field]
        for field, name in rules.names.items()
        if field in fact
    }

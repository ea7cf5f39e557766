"""Random paths, crews, options and situations."""

from __future__ import annotations

from hypothesis import strategies as st

from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew, OptionInputs, Price, Situation
from advisor.timeline.paths import Hiring, Joining, OwnDuration, Path, RoleStanding, Stage

DAYS = st.one_of(st.integers(0, 120).map(float), st.floats(0, 120), st.floats(0, 900))
SHARES = st.floats(0, 1)
CHANCES = st.one_of(st.floats(0.05, 1), st.sampled_from((0.5, 0.8, 1.0)))


@st.composite
def triangles(draw: st.DrawFn) -> Triangle:
    """Durations of all shapes, points and very long ones among them."""
    return Triangle(*sorted((draw(DAYS), draw(DAYS), draw(DAYS))))


def sums(most: int) -> st.SearchStrategy[tuple[Triangle, ...]]:
    """Up to so many durations, one after the other."""
    return st.lists(triangles(), max_size=most).map(tuple)


@st.composite
def hirings(draw: st.DrawFn) -> Hiring:
    """Permanent posts that stand anywhere."""
    standing = draw(st.sampled_from(RoleStanding))
    covered = draw(st.sampled_from(((), (Stage.LOOP, Stage.CLOSE), tuple(Stage))))
    return Hiring(
        source=draw(triangles()),
        loop=draw(triangles()),
        close=draw(triangles()),
        notice=draw(triangles()),
        after=draw(sums(2)),
        acceptance=draw(CHANCES),
        joining=draw(CHANCES),
        search_again=draw(SHARES),
        close_left=draw(SHARES),
        standing=standing,
        starts_in_days=draw(st.integers(0, 700)) if standing is RoleStanding.SIGNED else None,
        own=(OwnDuration(covered, draw(triangles())),) if covered else (),
    )


JOININGS = st.one_of(
    st.builds(Joining, before=sums(2), after=sums(2)),
    st.builds(Joining, before=st.just(()), after=sums(2), days_here=st.integers(0, 400)),
)
PATHS: st.SearchStrategy[Path] = st.one_of(hirings(), JOININGS)
CREWS = st.builds(
    Crew,
    path=PATHS,
    people=st.one_of(st.integers(1, 6), st.floats(0.1, 6)),
    output=st.one_of(SHARES, st.sampled_from((0.0, 1.0))),
    guiding=SHARES,
    price=st.one_of(st.none(), st.builds(Price, st.floats(0, 1e5), st.floats(0, 1e5))),
)


TEAMS = st.builds(
    Crew,
    path=st.builds(Joining, before=sums(1), after=sums(1)),
    people=st.integers(1, 6),
    output=st.one_of(SHARES, st.just(0.0)),
    guiding=st.just(0.0),
    price=st.none(),
)


@st.composite
def options(draw: st.DrawFn) -> OptionInputs:
    """Options of one crew or two, the present team beside them or not."""
    crews = tuple(draw(st.lists(CREWS, min_size=1, max_size=2)))
    owner = draw(st.one_of(st.none(), st.integers(0, len(crews) - 1)))
    return OptionInputs(
        draw(st.text(max_size=3)), crews, owner, draw(st.floats(0, 60)), draw(st.one_of(st.none(), TEAMS))
    )


SITUATIONS = st.builds(
    Situation,
    options=st.lists(options(), max_size=4).map(tuple),
    work_left=st.one_of(st.none(), st.just(0.0), st.floats(0, 200)),
    need_by_days=st.one_of(st.none(), st.integers(0, 800)),
)

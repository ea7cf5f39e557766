"""The model and the words beside the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.staffing.company_timeline import number_of
from testkit.coherence.looked_at import LookedAt

HOPELESS, LIKELY, SAFE = 0.2, 0.5, 0.8
OPTIONS = ("in-house", "contract", "bridge-and-hire", "hire")
AT_WORK = {"hold": "in-house"}  # whose chance is meant where nobody is added
_TEAM = "timeline.in_house.chance_delivered"
_HIRE = "timeline.hire.chance_delivered"
_OUTSIDE = "timeline.contract.chance_delivered"
_SPLIT = "timeline.bridge_and_hire.chance_delivered"
_ALL_LATE = " and ".join(f"{number_of(option, 'chance_delivered')} < 0.5" for option in OPTIONS)

WORDS = [  # what a sentence about the case says, and what must be true for it
    (
        r"(your team|your people|the people on it|the people who are here) will (probably|likely) (be done|finish)",
        f"{_TEAM} >= 0.5",
    ),
    (r"your team (will )?(probably|likely) (makes|make) (it|the date)", f"{_TEAM} >= 0.5"),
    (r"person for the role will probably (be done|finish)", f"{_HIRE} >= 0.5"),
    (r"with a contractor on the team you'll probably make", f"{_OUTSIDE} >= 0.5 or {_SPLIT} >= 0.5"),
    (r"no staffing option is likely to make", _ALL_LATE),
    (r"your team (likely|probably) won't (make|finish)", f"{_TEAM} < 0.5"),
    (r"your people will likely be late", f"{_TEAM} < 0.5"),
    (r"a hire would be too late", f"{_HIRE} < 0.5 or date.before_hire"),
    (r"hire alone likely won't finish", f"{_HIRE} < 0.5"),
    (r"anyone new would likely come too late", f"{_OUTSIDE} < 0.5 or {_HIRE} < 0.5 or date.before_anybody"),
    (r"(you're on course to|you will) miss", f"hire.too_late or {_TEAM} < 0.5"),
    (r"no date presses", "not milestone.date_exists or weeks_until(milestone.need_by) > 13"),
    (r"there's no date", "not milestone.date_exists"),
    (r"nothing (else )?(that was planned )?suffers", "team_load.unfinished_sprints <= 1"),
    (r"your team mostly finishes planned work", "team_load.unfinished_sprints <= 1"),
    (
        r"you haven't promised (it to )?a customer",
        "not milestone.date_exists or milestone.date_told in [board, team_only]",
    ),
    (r"you don't want more people", "headcount.why_hire == no_wish"),
    (r"you can't use contractors", "contractors.closed"),
    (r"no role is open", "not (role.exists == open)"),
    (r"\ba role is open\b", "role.exists in [open, filled] or role.open_days >= 0"),
    (
        r"contractors (do the work now|are already on it|work as part)|your contractors get tickets",
        "contractors.state == now",
    ),
    (r"(someone|the person who) (has )?signed", "role.starts_later"),
    (r"the person for the role is nearly there", "role.stage in [finalist, offer_out] or role.exists == filled"),
    (r"changed with the round|since the round", "weeks_since(company.round_date) >= 0"),
]


def model_against_numbers(result: LookedAt) -> Iterator[str]:
    """A model that is not possible, or at no chance while another option makes the date."""
    timeline, model = result.assessment.timeline, result.model
    if timeline is not None and model in timeline.barred:
        yield f"{model} is not possible"
    # Where the present team makes the date by itself, a hire is for the time after, and nothing hangs on its day.
    if model not in OPTIONS or (model == "hire" and result.at_least("in-house") >= LIKELY):
        return
    closed = result.truth("contractors.closed") == 1 and result.truth("contractors.in_use") != 1
    others = [option for option in OPTIONS if not (closed and option in ("contract", "bridge-and-hire"))]
    best = max(others, key=result.at_least)
    if result.at_most(model) < HOPELESS and result.at_least(best) >= LIKELY:
        yield f"{model} at {result.at_most(model)} where {best} has {result.at_least(best)}"


def words_against_numbers(result: LookedAt) -> Iterator[str]:
    """Sentences about the case that its answers and numbers deny."""
    shown = result.assessment.model
    assert shown is not None
    texts = [shown.because, result.assessment.headline]
    if result.assessment.ways_out is not None:
        texts.append(result.assessment.ways_out.says)
    texts += [text for entry in result.plan.entries for text in result.says(entry)]
    for text in texts:
        for words, needed in WORDS:
            if re.search(words, text, re.IGNORECASE) and result.truth(needed) == -1:
                yield f"`{re.search(words, text, re.IGNORECASE)[0]}` where not: {needed}"  # type: ignore[index]


def own_words_against_chance(result: LookedAt) -> Iterator[str]:
    """`probably` said of the way that is recommended, unless its chance is known to be one in two or more."""
    assert result.assessment.model is not None
    because = result.assessment.model.because
    speaks_of = "in-house" if "without anyone new" in because else AT_WORK.get(result.model, result.model)
    if re.search(r"(will|'ll) (probably|likely) (finish|make)", because) and result.at_least(speaks_of) < LIKELY:
        yield f"probably done at {result.at_least(speaks_of)}"
    if "No staffing option" in because and max(map(result.at_most, result.chances), default=0.0) >= LIKELY:
        yield f"no way makes it at {max(map(result.at_most, result.chances))}"


def ways_out_against_chances(result: LookedAt) -> Iterator[str]:
    """Ways out where an option likely makes the date already."""
    found = result.assessment.ways_out
    best = max(map(result.at_least, OPTIONS))
    if found is not None and found.found.why != "work_unknown" and best >= LIKELY:
        yield f"ways out where an option has {best}"

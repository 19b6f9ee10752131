"""Swedish sentences: one for every code of a reason that a plan or an explanation may hold."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from dagplan.models.plan import Fix, LimitName, PlanWarning, Reason
from dagplan.models.swedish import reason_in_swedish
from dagplan.report.page_words import reason_text, told
from dagplan.words.messages.plan_warnings import PlanWarnings
from tests.places import ROOT

SOLVER = ROOT / "dagplan" / "solver"


def said_by_the_solver():
    """The codes of reasons that stand in the solver's source."""
    places = ("explain/reasons.py", "explain/impossible.py", "explain/engine.py", "explain/lost.py")
    text = "".join((SOLVER / place).read_text("utf-8") for place in places)
    return set(re.findall(r'(?:code=|proven\(\s*)"([a-z_]+)"', text))


def test_every_reason_has_a_swedish_sentence():
    codes = said_by_the_solver()
    assert len(codes) >= 13
    for code in codes:
        reason = Reason(code=code, message="r1: x.", ids=("r1", "r2"), dates=(), proof="proven", costs_more=-10)
        text, language = reason_in_swedish("r1", reason)
        assert language == "sv", code
        assert text.endswith(".")


@pytest.mark.parametrize(
    ("proof", "more", "says"),
    [
        (
            "not_found_in_time",
            945,
            "Bokad 2026-10-05 skulle planen bli 945 dyrare och gå ut över r2. "
            "Ingen bättre plan som bokar den hittades i tid.",
        ),
        (
            "proven",
            None,
            "Går att boka för sig, först 2026-10-05. Ingen plan som bokar den kostar mindre än den här.",
        ),
    ],
)
def test_a_request_lost_to_others(proof, more, says):
    fields = {"message": "x", "ids": ("r1", "r2"), "dates": ("2026-10-05",), "proof": proof, "costs_more": more}
    assert reason_in_swedish("r1", Reason(code="lost_to_others", **fields)) == (says, "sv")


@pytest.mark.parametrize("limit", get_args(LimitName))
def test_every_limit_has_swedish_words(limit):
    reason = Reason(code="nobody_within_limits", message="x", ids=("r1", "v"), proof="proven", limits=(limit,))
    text, language = reason_in_swedish("r1", reason)
    assert (text == "Ingen kan ta v.") is (limit == "own_locked")
    assert language == "sv"


def test_dates_of_the_request_alone_are_told_as_such():
    fields = {"code": "no_one_available", "message": "x", "ids": ("r1", "v"), "proof": "proven"}
    said = "Ingen med kompetensen har så lång tid i följd för v på en vårdenhet någon "
    assert reason_in_swedish("r1", Reason(**fields))[0] == f"{said}planerad dag."
    assert reason_in_swedish("r1", Reason(**fields, limits=("latest",)))[0] == f"{said}dag som begäran får vara."


def test_what_has_no_swedish_stays_as_it_is():
    assert reason_in_swedish("r1", Reason(code="new", message="r1: new.", proof="proven")) == ("new.", "en")
    assert told("sv", Fix(changes=({"kind": "new"},), placement=(), message="New.")) == ("New.", "en")
    assert told("sv", PlanWarning(code="new", message="New.")) == ("New.", "en")


def test_what_has_swedish_is_told_in_it():
    said = PlanWarnings.MAYBE_FEWER()
    assert told("sv", PlanWarning(code="new", **said.fields)) == ("kanske räcker det med färre", "sv")
    assert told("en", PlanWarning(code="new", **said.fields)) == ("fewer may do", "en")
    reason = Reason(code="new", proof="proven", **said.fields)
    assert reason_text("sv", "r1", reason) == ("kanske räcker det med färre", "sv")

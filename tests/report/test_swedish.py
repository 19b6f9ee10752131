"""Swedish sentences: one for every code and every kind of change that a plan or an explanation may hold."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from dagplan import explain, plan
from dagplan.models.plan import Fix, LimitName, PlanWarning, Reason
from dagplan.models.swedish import fix_in_swedish, reason_in_swedish, warning_in_swedish
from dagplan.scenarios import generate
from tests.build import asked, linked, plan_with, read
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


def test_every_fix_of_a_full_week_is_told_in_swedish():
    request = generate("unit-week", 4, load=1.3, staff=4)
    request = request.model_copy(update={"settings": request.settings.model_copy(update={"time_limit": 1.0})})
    found = explain(request, plan(request), seconds=5)
    fixes = [fix for entry in found.unbooked for fix in entry.fixes]
    assert len(fixes) > 10
    for fix in fixes:
        text, language = fix_in_swedish(fix)
        assert language == "sv", fix.changes
        assert all(word not in text for word in ("minutes", "then it is", "Move "))


CHANGES = [
    (
        {"kind": "add_availability", "practitioner": "n", "unit": "u1"}
        | {"start": "2026-10-05T12:00", "end": "2026-10-05T12:35"},
        "35 minuter till för n på u1: 2026-10-05 12:00–12:35",
    ),
    ({"kind": "add_competence", "practitioner": "n", "competence": "ecg"}, "n får även ta ecg"),
    ({"kind": "set_request", "request": "r1", "units": ["u1", "u2"]}, "r1 får även vara på u2"),
    ({"kind": "set_request", "request": "r1", "not_before": "08:00", "latest": "2026-10-06"}, "r1 får börja 08:00, "),
    ({"kind": "set_request", "request": "r1", "priority": "stat"}, "r1 får prioritet omedelbart"),
    ({"kind": "set_visit", "visit": "b", "max_wait": 45}, "b får vänta 45 minuter efter besöket före"),
    ({"kind": "set_visit", "visit": "b", "practitioners": ["x", "y"]}, "b får även vara hos y"),
    ({"kind": "set_settings", "grid": 1}, "Besök börjar på multipler av 1 minut"),
    ({"kind": "set_settings", "max_moved": 3}, "Högst 3 besök får lämna sin bokning"),
    ({"kind": "set_booking", "visit": "b", "locked": False}, "Lås upp b"),
    (
        {"kind": "set_booking", "visit": "b", "practitioner": "n", "unit": "u1", "start": "2026-10-05T08:00"},
        "Flytta b till 2026-10-05 08:00 hos n",
    ),
]


@pytest.mark.parametrize(("change", "says"), CHANGES)
def test_each_change_in_words(change, says):
    request = read(asked(linked()))
    placement = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00")).bookings
    text, language = fix_in_swedish(Fix(changes=(change,), placement=placement, message="x"))
    assert language == "sv"
    assert text.startswith(says)
    assert text.endswith("; då bokas den 2026-10-05 på u1: 09:30–10:00 nurse, 10:00–10:30 doctor.")


def test_what_has_no_swedish_stays_as_it_is():
    made = plan_with(read(asked()))
    assert reason_in_swedish("r1", Reason(code="new", message="r1: new.", proof="proven")) == ("new.", "en")
    assert fix_in_swedish(Fix(changes=({"kind": "new"},), placement=(), message="New.")) == ("New.", "en")
    assert warning_in_swedish(made, PlanWarning(code="new", message="New.")) == ("New.", "en")
    assert warning_in_swedish(made, PlanWarning(code="routine_not_valid", message="x"))[1] == "sv"
    for code, says in (("cancelled", "inställt: r2-v."), ("left_as_booked", "lämnat som det är: r2-v.")):
        text, language = warning_in_swedish(made, PlanWarning(code=code, message="x", ids=("r2-v",)))
        assert language == "sv"
        assert text.endswith(says)

"""Explanations where an item is short, or who takes one visit depends on who takes another: just in and out."""

from __future__ import annotations

import pytest

from dagplan import apply, check, explain, plan
from tests.build import asked, at, linked, plan_of, read, single, window
from tests.claims import after_fix

SCOPE = [{"id": "s1", "unit": "u1", "kind": "scope"}]


def needing(*args, **fields):
    """A request of one visit that needs a scope."""
    request = single(*args, **fields)
    return {**request, "visits": [{**visit, "equipment": ["Scope"]} for visit in request["visits"]]}


def chain(**fields):
    """Two visits, the second with these fields."""
    first, second = linked()["visits"]
    return linked(visits=[first, {**second, **fields}])


def explained(fields):
    """Why requests are unbooked; every fix is tried."""
    request = read(fields)
    made = plan(request)
    found = explain(request, made).unbooked
    for entry in found:
        for fix in entry.fixes:
            changed = apply(request, fix.changes).request
            assert check(changed, plan_of(changed, after_fix(made, entry.request, fix))) == []
    return found


def changes_in(entry):
    return [change for fix in entry.fixes for change in fix.changes]


def test_no_item_at_all():
    (entry,) = explained(asked(needing(), equipment=[{**SCOPE[0], "kind": "room"}]))
    assert (entry.reasons[0].code, entry.reasons[0].limits) == ("no_equipment_free", ("equipment",))
    assert entry.reasons[0].message == "r2: there is no Scope, which r2-v needs."
    item = {"id": "scope-1", "unit": "u1", "kind": "Scope"}
    assert {"kind": "add_equipment", "value": item} in changes_in(entry)


@pytest.mark.parametrize(("until", "booked"), [("11:30", True), ("11:31", False)])
def test_an_item_that_is_not_free_long_enough(until, booked):
    busy = [{"equipment": "s1", "start": at("08:00"), "end": at(until)}]
    found = explained(asked(needing(), equipment=SCOPE, equipment_busy=busy))
    assert (found == ()) is booked
    if not booked:
        # People may be asked to stay: then the item is free again.
        assert found[0].reasons[0].code == "no_equipment_free"
        assert "add_availability" in {change["kind"] for change in changes_in(found[0])}


@pytest.mark.parametrize("equipped", [True, False])
def test_an_item_that_a_locked_visit_has(equipped):
    other = needing("held", "p9", "spirometry", duration=240)
    fact = {"visit": "held-v", "practitioner": "nurse", "unit": "u1", "start": at("08:00"), "locked": True}
    wanted = needing() if equipped else single()
    found = explained(asked(wanted, other, equipment=SCOPE, bookings=[fact]))
    assert [entry.reasons[0].limits for entry in found] == [("equipment", "locked")] * equipped
    assert all("held-v with nurse" in entry.reasons[0].message for entry in found)


@pytest.mark.parametrize("both", [True, False])
def test_nobody_for_both(both):
    people = [
        {"id": "nurse", "competences": ["spirometry"]},
        {"id": "doctor", "competences": ["physician", "spirometry"] if both else ["physician"]},
    ]
    found = explained(asked(chain(same_practitioner_as=["a"]), practitioners=people))
    assert (found == ()) is both
    if not both:
        assert (found[0].reasons[0].code, found[0].reasons[0].limits) == ("no_such_people", ("same_practitioner_as",))
        assert {"kind": "set_visit", "visit": "b", "same_practitioner_as": []} in changes_in(found[0])


@pytest.mark.parametrize("others", [True, False])
def test_one_person_where_two_are_asked_for(others):
    able = [{"id": name, "competences": ["physician", "spirometry"]} for name in ("nurse", "doctor")]
    there = [window(name, "08:00", "12:00") for name in ("nurse", "doctor")][: 1 + others]
    found = explained(asked(chain(different_practitioner_from=["a"]), practitioners=able, availability=there))
    assert (found == ()) is others
    if not others:
        assert found[0].reasons[0].limits == ("different_practitioner_from",)
        assert {"kind": "set_visit", "visit": "b", "different_practitioner_from": []} in changes_in(found[0])

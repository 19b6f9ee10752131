"""Items of equipment in Bundles: Devices and rooms, when they are to be had, what visits need, what bookings hold."""

from __future__ import annotations

import json
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagplan import PlanRequest, check
from dagplan.files import fhir
from dagplan.files.fhir.conformance import shape_findings
from dagplan.files.fhir.invariants import invariant_findings
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read
from tests.strategies import small_requests
from tests.thorough import some
from tests.told_otherwise import told_otherwise

EQUIPMENT = [
    {"id": "spiro-1", "unit": "u1", "kind": "Spirometer", "name": "Spirometern i rum 3"},
    {"id": "Läk.1", "unit": "u1", "kind": "rum"},
    {"id": "nurse", "unit": "u1", "kind": "rum"},
]
"""Also one with the id of a person."""
AWAY = [
    {"equipment": "nurse", "start": at("08:00"), "end": at("09:00")},
    {"equipment": "nurse", "start": at("08:00"), "end": at("09:00")},
    {"equipment": "spiro-1", "start": "2026-10-01T08:00", "end": "2026-10-09T24:00"},
]


def equipped(**fields):
    """A chain of which the first visit needs a spirometer and a room, the second a room and another person."""
    case = linked()
    case["visits"][0] |= {"equipment": ["spirometer", "Rum"], "different_practitioner_from": ["b"]}
    case["visits"][1] |= {"equipment": ["rum"], "different_practitioner_from": ["a"]}
    return asked(case, equipment=EQUIPMENT, **fields)


def again(bundle):
    found = fhir.reading_from(json.loads(json.dumps(bundle)), "week.json")
    assert found.passed_over == ()
    return found.value


def of(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def sound(bundle):
    """R4's rules hold, every id stands once and every reference leads to a resource of the Bundle."""
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    for entry in bundle["entry"]:
        assert [*shape_findings(entry["resource"]), *invariant_findings(entry["resource"])] == []
        todo = [entry["resource"]]
        while todo:
            part = todo.pop()
            todo += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
            assert not isinstance(part, dict) or "reference" not in part or part["reference"] in urls


# ---------------------------------------------------------------- out and in again


def test_every_field_comes_back():
    held = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("10:00"), "locked": True}
    request = read(equipped(equipment_busy=AWAY, bookings=[{**held, "equipment": ["Läk.1", "spiro-1"]}]))
    bundle = fhir.request_bundle(request)
    sound(bundle)
    assert again(bundle) == request


def test_one_person_for_two_visits_comes_back():
    case = linked()
    case["visits"][1]["same_practitioner_as"] = ["a"]
    request = read(asked(case))
    assert again(fhir.request_bundle(request)) == request


def test_an_item_is_a_device_of_its_kind_at_its_unit():
    bundle = fhir.request_bundle(read(equipped()))
    first, second, _third = of(bundle, "Device")
    assert first["identifier"] == [{"system": "https://dagplan.example/fhir/id/equipment", "value": "spiro-1"}]
    assert first["type"] == {"text": "Spirometer"}
    assert first["deviceName"] == [{"name": "Spirometern i rum 3", "type": "user-friendly-name"}]
    (organization,), (location,) = of(bundle, "Organization"), of(bundle, "Location")
    assert first["owner"]["reference"] == f"urn:uuid:{organization['id']}"
    assert first["location"]["reference"] == f"urn:uuid:{location['id']}"
    assert "deviceName" not in second
    assert len(of(bundle, "Schedule")) == 2, "nobody is away: those of two people alone"


def test_a_request_without_equipment_is_written_as_before():
    text = json.dumps(fhir.request_bundle(read(asked())))
    assert "Device" not in text
    assert "quipment" not in text


@st.composite
def with_equipment(draw):
    """A small request with items, when they are away, needs, and what bookings name, needed or not."""
    fields = draw(small_requests())
    units = [unit["id"] for unit in fields["units"]]
    kinds = st.sampled_from(["spirometer", "rum", "Rum 2"])
    items = [
        {"id": name, "unit": draw(st.sampled_from(units)), "kind": draw(kinds)}
        | ({"name": f"No. {name}"} if draw(st.booleans()) else {})
        for name in draw(st.lists(st.sampled_from(["e1", "E1", "å-1", "r0-v0"]), unique=True, min_size=1))
    ]
    names = st.sampled_from([item["id"] for item in items])
    fields["equipment"] = items
    fields["equipment_busy"] = [
        {"equipment": draw(names), "start": at("08:00"), "end": draw(st.sampled_from([at("09:00"), at("24:00")]))}
        for _ in range(draw(st.integers(0, 3)))
    ]
    for case in fields["requests"]:
        for visit in case["visits"]:
            visit["equipment"] = draw(st.lists(kinds, unique=True, max_size=2))
        if len(case["visits"]) > 1:
            name = draw(st.sampled_from(["same_practitioner_as", "different_practitioner_from"]))
            case["visits"][0][name] = [case["visits"][1]["id"]]
    for booking in fields["bookings"]:
        booking["equipment"] = draw(st.lists(names, unique=True, max_size=2))
    return fields


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=some(40), deadline=None, suppress_health_check=QUIET)
@given(with_equipment())
def test_every_request_with_equipment_comes_back(fields):
    request = PlanRequest.model_validate(fields)
    bundle = fhir.request_bundle(request)
    sound(bundle)
    assert again(bundle) == request


def the_same(data):
    """One world with equipment, told otherwise, is read as the same request."""
    request = PlanRequest.model_validate(data.draw(with_equipment()))
    bundle = data.draw(told_otherwise(fhir.request_bundle(request)))
    found = fhir.reading_from(bundle, "week.json")
    one, other = (each.model_dump(mode="json") for each in (found.value, request))
    for name in ("units", "practitioners", "availability", "busy", "equipment_busy"):
        assert sorted(one.pop(name, []), key=str) == sorted(other.pop(name, []), key=str)
    assert one == other


@settings(max_examples=some(60), deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_the_same_equipment_told_otherwise_is_the_same_request(data):
    the_same(data)


# ---------------------------------------------------------------- plans


def planned(request, *placed, given, before=None):
    """A plan in which these visits have these items."""
    known = request if before is None else with_bookings(request, before)
    made = plan_with(known, *placed)
    bookings = tuple(one.model_copy(update={"equipment": given[one.visit]}) for one in made.bookings)
    return known, with_history(known, made.model_copy(update={"bookings": bookings}))


def test_the_items_of_a_plan_take_part_and_come_back():
    request = read(equipped())
    given = {"a": ("spiro-1", "nurse"), "b": ("Läk.1",)}
    _known, made = planned(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), given=given)
    bundle = fhir.plan_bundle(request, made)
    sound(bundle)
    first, second = of(bundle, "Appointment")
    devices = {f"urn:uuid:{one['id']}": one["identifier"][0]["value"] for one in of(bundle, "Device")}
    told = [
        [devices[part["actor"]["reference"]] for part in one["participant"] if part["actor"]["type"] == "Device"]
        for one in (first, second)
    ]
    assert told == [["spiro-1", "nurse"], ["Läk.1"]]
    assert {(part["required"], part["status"]) for part in first["participant"]} == {("required", "needs-action")}
    found = fhir.plan_reading_from(json.loads(json.dumps(bundle)), "plan.json", request)
    assert found.value.bookings == made.bookings
    assert found.passed_over == ()
    assert check(request, found.value) == []


def test_a_plan_that_names_too_few_items_is_found_out():
    request = read(equipped())
    given = {"a": ("spiro-1",), "b": ("Läk.1",)}
    _known, made = planned(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), given=given)
    found = fhir.plan_from_bundle(json.loads(fhir.plan_bytes(request, made)), "plan.json", request)
    (broken,) = check(request, found)
    assert broken.rule == "equipment"
    assert "Rum" in broken.message


def test_a_cancelled_appointment_has_its_items_also_those_that_the_request_has_lost():
    request = read(equipped())
    given = {"a": ("spiro-1", "nurse"), "b": ("Läk.1",)}
    _known, first = planned(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), given=given)
    lost = with_bookings(request, first)
    lost = lost.model_copy(
        update={
            "equipment": lost.equipment[:1],
            "bookings": tuple(one.model_copy(update={"equipment": ()}) for one in lost.bookings),
        }
    )
    made = with_history(lost, plan_with(lost))
    bundle = fhir.plan_bundle(lost, made)
    sound(bundle)
    assert {one["status"] for one in of(bundle, "Appointment")} == {"cancelled"}
    assert (
        sum(part["actor"]["type"] == "Device" for one in of(bundle, "Appointment") for part in one["participant"])
        == 3
    )
    assert [one.get("status") for one in of(bundle, "Device")] == [None, "inactive", "inactive"]
    found = fhir.plan_reading_from(json.loads(json.dumps(bundle)), "plan.json", lost)
    assert found.value.bookings == ()


if __name__ == "__main__":  # python -m tests.files.fhir.test_equipment 3000
    settings(max_examples=int(sys.argv[1]), deadline=None, database=None, suppress_health_check=list(HealthCheck))(
        given(st.data())(the_same)
    )()
    print(f"{sys.argv[1]} worlds with equipment, each told otherwise: the same requests")

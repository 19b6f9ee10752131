"""Items of equipment in bookings, what visits need of it, and what is wrong with either, each with its place."""

from __future__ import annotations

import pytest

from tests.bundles import World, ref, spans
from tests.files.fhir.test_items import device, room
from tests.files.fhir.test_requests import group

BASED = {"basedOn": [{"reference": "ServiceRequest/sr1"}]}
NUMBER = "191212121212"


def booked(request):
    return [f"{one.visit} {one.practitioner}@{one.unit} {' '.join(one.equipment)}" for one in request.bookings]


def test_an_item_that_takes_part_in_a_booking_is_held():
    world = World()
    device(world)
    room(world)
    parts = ("Patient/p1", "PractitionerRole/ro1", "Location/room", "Device/d1")
    made = world.appointment("09:00", "09:30", *parts, **BASED)
    request, told = world.read()
    assert booked(request) == ["sr1 n1@u1 room d1"]
    assert request.equipment_busy == ()
    assert told == {}
    made["participant"][3]["status"] = "declined"
    request, told = world.read()
    assert booked(request) == ["sr1 n1@u1 room"], "that a thing declined calls nothing off"
    assert told == {"declined": 1}


def test_the_slot_of_an_item_that_a_booking_takes_is_no_busy_time_of_it():
    world = World()
    device(world)
    world.schedule("s2", "Device/d1")
    world.slot("b", "Schedule/s2", "09:00", "09:30", "busy")
    slots = [ref("Slot/b"), ref("Slot/sl1")]
    world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", slot=slots, **BASED)
    request, _told = world.read()
    assert booked(request) == ["sr1 n1@u1 d1"]
    assert request.equipment_busy == ()


def test_an_item_in_what_is_no_booking_of_ours_is_not_to_be_had():
    world = World()
    device(world)
    span = {"start": "2026-12-08T09:10:00+01:00", "end": "2026-12-08T09:20:00+01:00"}
    part = {"actor": ref("Device/d1"), "status": "accepted", "period": span}
    world.appointment("09:00", "09:30", part)
    request, told = world.read()
    assert spans(request.equipment_busy, "equipment") == ["d1 08 09:10-09:20"]
    assert told == {}


def test_an_item_of_another_unit_tells_no_unit_of_a_booking():
    world = World()
    world.unit("u2", "l2")
    device(world, owner=ref("Organization/u2"))
    world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", "Device/d1", **BASED)
    assert booked(world.read()[0]) == ["sr1 n1@u1 d1"]


# ---------------------------------------------------------------- what is wrong


def needing(world, name, *parts):
    world[f"ServiceRequest/{name}"]["extension"][0]["extension"] += parts


def test_needs_are_texts_or_codes_and_references_to_visits_of_the_same_request():
    world = World()
    device(world)
    world.asks("sr2")
    group(world, "sr1", "sr2")
    needing(
        world,
        "sr1",
        {"url": "equipment", "valueString": "Spirometer"},
        {"url": "equipment", "valueCodeableConcept": {"coding": [{"code": "r", "display": "rum"}]}},
        {"url": "samePractitionerAs", "valueReference": ref("ServiceRequest/sr2/_history/2")},
    )
    first, second = world.read()[0].requests[0].visits
    assert first.equipment == ("Spirometer", "rum")
    assert first.same_practitioner_as == ("sr2",)
    assert second.equipment == second.same_practitioner_as == ()


def test_all_that_is_wrong_is_told_at_once_with_its_place():
    world = World()
    world.asks("sr2")
    world.asks("sr3")
    group(world, "sr1", "sr2")
    device(world, owner=None)
    world.schedule("s2", "Device/d1")
    needing(
        world,
        "sr1",
        {"url": "equipment", "valueString": "rum"},
        {"url": "equipment", "valueString": "RUM"},
        {"url": "equipment", "valueInteger": 7},
        {"url": "equipment", "valueCodeableConcept": {"coding": [{"system": "http://ids.example/kinds"}]}},
        {"url": "samePractitionerAs", "valueReference": ref("ServiceRequest/gone")},
        {"url": "samePractitionerAs", "valueReference": ref("Patient/p1")},
        {"url": "differentPractitionerFrom", "valueString": "sr2"},
    )
    told = dict(world.refused())
    at_extension = "ServiceRequest/sr1", "extension", 0, "extension"
    places = {number: world.place(*at_extension, number) for number in range(1, 8)}
    assert told.keys() == {world.place("Device/d1"), *(places[number] for number in (3, 4, 5, 6, 7))}
    assert "owner" in told[world.place("Device/d1")]
    assert "kind of equipment" in told[places[4]]
    assert told[places[5]] == "no ServiceRequest in this Bundle stands where this leads"
    assert told[places[6]] == "leads to a resource of type Patient, where ServiceRequest is wanted"


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"url": "samePractitionerAs", "valueReference": ref("ServiceRequest/sr1")}, "itself"),
        ({"url": "differentPractitionerFrom", "valueReference": ref("ServiceRequest/sr3")}, "sr3"),
        ({"url": "equipment", "valueString": "rum"}, "rum"),
    ],
)
def test_what_the_contract_refuses_of_needs_has_its_place(part, says):
    world = World()
    world.asks("sr2")
    world.asks("sr3")
    group(world, "sr1", "sr2")
    needing(world, "sr1", {"url": "equipment", "valueString": "Rum"}, part)
    ((place, message),) = world.refused()
    assert place == world.place("ServiceRequest/sr1", "extension", 0, "extension", 2)
    assert says in message


def test_visits_of_one_person_and_of_two_contradict_each_other_with_their_place():
    world = World()
    world.asks("sr2")
    group(world, "sr1", "sr2")
    needing(world, "sr1", {"url": "samePractitionerAs", "valueReference": ref("ServiceRequest/sr2")})
    needing(world, "sr2", {"url": "differentPractitionerFrom", "valueReference": ref("ServiceRequest/sr1")})
    ((place, _message),) = world.refused()
    assert place == world.place("ServiceRequest/sr2", "extension", 0, "extension", 1)


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"status": "broken"}, ("status",)),
        ({"deviceName": [{"name": "x", "type": "nickname"}]}, ("deviceName", 0, "type")),
        ({"deviceName": [{"name": f"kalle {NUMBER}", "type": "other"}]}, ("deviceName", 0, "name")),
        ({"serialNumber": NUMBER}, ("serialNumber",)),
        ({"type": {"text": NUMBER}}, ("type", "text")),
        ({"patient": {"reference": "Patient/p1", "display": "Hemligsson"}}, ("patient", "display")),
        ({"displayName": "of R5"}, ("displayName",)),
    ],
)
def test_a_device_that_r4_or_privacy_refuses_has_its_place_and_no_value_is_repeated(fields, step):
    world = World()
    device(world, **fields)
    ((place, message),) = world.refused()
    assert place == world.place("Device/d1", *step)
    assert "1212" not in message
    assert "emlig" not in message


def test_a_room_of_no_unit_is_one_problem():
    world = World()
    room(world, partOf=None)
    assert [place for place, _message in world.refused()] == [world.place("Location/room")]


def test_a_lost_unit_of_a_device_with_a_schedule_is_a_problem():
    world = World()
    device(world, owner=ref("Organization/gone"))
    world.schedule("s2", "Device/d1")
    ((place, _message),) = world.refused()
    assert place == world.place("Device/d1", "owner")

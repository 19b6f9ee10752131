"""Which Devices and Locations are items of equipment, and when those are to be had (R4: Device, Schedule)."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.bundles import OTHER, World, ref, spans


def device(world, name="d1", **fields):
    """A spirometer of the unit ``u1``."""
    made = {"resourceType": "Device", "id": name, "type": {"text": "spirometer"}, "owner": ref("Organization/u1")}
    return world.add({name: value for name, value in {**made, **fields}.items() if value is not None})


def room(world, name="room", **fields):
    """A room with a Schedule of its own."""
    made = {"resourceType": "Location", "id": name, "type": [{"text": "exam room"}], "partOf": ref("Location/l1")}
    world.add({name: value for name, value in {**made, **fields}.items() if value is not None})
    world.schedule(f"s-{name}", f"Location/{name}")


def items(request):
    return [f"{one.kind} {one.id}@{one.unit}" for one in request.equipment]


def test_a_device_with_a_kind_and_a_unit_is_an_item():
    world = World()
    device(world)
    device(world, "d2", owner=None, location=ref("Location/l1"), type={"coding": [{"code": "7", "display": "EKG"}]})
    request, told = world.read()
    assert items(request) == ["spirometer d1@u1", "EKG d2@u1"]
    assert told == {}


def test_where_a_device_is_comes_before_whose_it_is():
    world = World()
    world.unit("u2", "l2")
    device(world, location=ref("Location/l2"))
    device(world, "d2", location=ref("Location/elsewhere"))
    assert items(world.read()[0]) == ["spirometer d1@u2", "spirometer d2@u1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"type": None},
        {"type": {}},
        {"owner": None},
        {"owner": ref("Organization/no")},
        {"patient": ref("Patient/p1")},
    ],
)
def test_any_other_device_is_told(fields):
    world = World()
    device(world, **fields)
    request, told = world.read()
    assert request.equipment == ()
    assert told == {"other_kind": 1}


def test_the_name_of_a_device_is_the_one_that_people_use():
    world = World()
    names = [{"name": "SP-9000", "type": "model-name"}, {"name": "Blå spirometern", "type": "user-friendly-name"}]
    device(world, deviceName=names)
    assert world.read()[0].equipment[0].name == "Blå spirometern"
    del names[1]
    assert world.read()[0].equipment[0].name == "SP-9000"


def test_a_room_with_a_schedule_of_its_own_is_an_item():
    world = World()
    room(world)
    world["Location/room"]["name"] = "Rum 3"
    request, told = world.read()
    assert items(request) == ["exam room room@u1"]
    assert request.equipment[0].name == "Rum 3"
    assert [one.id for one in request.units] == ["u1"]
    assert told == {}


def of_a_person(world):
    world["Schedule/s1"]["actor"].append(ref("Location/room"))


def of_a_role(world):
    world["PractitionerRole/ro1"]["location"] = [ref("Location/room")]


def of_a_request(world):
    world["ServiceRequest/sr1"]["locationReference"] = [ref("Location/room")]


def of_a_part(world):
    world.add({"resourceType": "Location", "id": "desk", "partOf": ref("Location/room")})


def of_no_kind(world):
    del world["Location/room"]["type"]


def of_many(world):
    world["Location/room"]["mode"] = "kind"


@pytest.mark.parametrize("change", [of_a_person, of_a_role, of_a_request, of_a_part, of_no_kind, of_many])
def test_a_location_that_is_a_place_stays_one(change):
    world = World()
    room(world)
    world.slot("b", "Schedule/s-room", "09:00", "09:30", "busy")
    change(world)
    request, told = world.read()
    assert request.equipment == request.equipment_busy == ()
    assert told == {"nobodys_time": 1}


def test_a_room_and_a_device_of_one_id_are_two_items():
    world = World()
    device(world, "x1")
    room(world, "x1")
    first, second = world.read()[0].equipment
    assert first.id == "x1"
    assert second.id.startswith("x1-")


def test_devices_of_one_identifier_are_one_item_and_of_one_id_on_two_servers_two():
    world = World()
    number = [{"system": "http://ids.example/devices", "value": "SP77"}]
    device(world, identifier=number)
    world.add({**deepcopy(world["Device/d1"]), "owner": ref("https://ehr.example/fhir/Organization/u1")}, OTHER)
    assert items(world.read()[0]) == ["spirometer SP77@u1"]
    del world["Device/d1"]["identifier"]
    del world.bundle["entry"][-1]["resource"]["identifier"]
    assert items(world.read()[0]) == ["spirometer d1@u1", "spirometer d1-other.example@u1"]


@pytest.mark.parametrize("status", ["inactive", "entered-in-error"])
def test_what_is_not_in_use_is_not_to_be_had_and_told(status):
    world = World()
    device(world, status=status)
    request, told = world.read()
    assert [f"{one.equipment} {one.start} {one.end}" for one in request.equipment_busy] == [
        "d1 2026-12-08 00:00:00 2026-12-09 00:00:00"
    ]
    assert told == {"inactive": 1}


# ---------------------------------------------------------------- when it is to be had


@pytest.mark.parametrize("status", ["busy", "busy-unavailable", "busy-tentative"])
def test_busy_slots_of_an_item_are_when_it_is_not_to_be_had(status):
    world = World()
    device(world)
    world.schedule("s2", "Device/d1")
    world.slot("b", "Schedule/s2", "09:00", "09:30", status)
    request, told = world.read()
    assert spans(request.equipment_busy, "equipment") == ["d1 08 09:00-09:30"]
    assert request.busy == ()
    assert told == {}


def test_free_slots_without_a_horizon_say_nothing_and_are_told():
    world = World()
    device(world)
    world.schedule("s2", "Device/d1")
    world.slot("f", "Schedule/s2", "09:00", "09:30", day="2026-12-11")
    request, told = world.read()
    assert request.equipment_busy == ()
    assert str(request.last_date) == "2026-12-08", "nobody works then"
    assert told == {"equipments_free_time": 1}


@pytest.mark.parametrize(
    ("horizon", "busy"),
    [
        ({"start": "2026-12-08", "end": "2026-12-08"}, ["00:00-09:00", "09:30-10:00", "11:00-00:00"]),
        ({"start": "2026-12"}, ["00:00-09:00", "09:30-10:00", "11:00-00:00"]),
        (
            {"start": "2026-12-08T08:00:00+01:00", "end": "2026-12-08T12:00:00+01:00"},
            ["08:00-09:00", "09:30-10:00", "11:00-12:00"],
        ),
        (
            {"start": "2026-12-08T08:00:30+01:00", "end": "2026-12-08T12:00:01+01:00"},
            ["08:00-09:00", "09:30-10:00", "11:00-12:01"],
        ),
        ({"end": "2026-12-08T10:30:00+01:00"}, ["00:00-09:00", "09:30-10:00"]),
        ({"end": "2026-12-07"}, []),
    ],
)
def test_within_a_horizon_an_item_is_to_be_had_only_where_it_is_free(horizon, busy):
    world = World()
    device(world)
    world.schedule("s2", "Device/d1", planningHorizon=horizon)
    world.slot("f1", "Schedule/s2", "09:00", "09:30")
    world.slot("f2", "Schedule/s2", "10:00", "11:00")
    request, told = world.read()
    assert [one.split(" ", 2)[2] for one in spans(request.equipment_busy, "equipment")] == busy
    assert told == {}


def test_a_horizon_without_free_slots_leaves_an_item_free_but_when_it_is_busy():
    world = World()
    device(world)
    world.schedule("s2", "Device/d1", planningHorizon={"start": "2026-12-08", "end": "2026-12-08"})
    world.slot("b", "Schedule/s2", "09:00", "09:30", "busy")
    assert spans(world.read()[0].equipment_busy, "equipment") == ["d1 08 09:00-09:30"]


def test_what_one_schedule_says_is_free_is_free_in_the_horizon_of_another():
    world = World()
    device(world)
    for number, (start, end) in enumerate([("00:00", "10:00"), ("09:00", "23:00")], 1):
        world.schedule(f"h{number}", "Device/d1", planningHorizon={"start": "2026-12-08", "end": "2026-12-08"})
        world.slot(f"f{number}", f"Schedule/h{number}", start, end)
    assert spans(world.read()[0].equipment_busy, "equipment") == ["d1 08 23:00-00:00"]


def test_a_schedule_of_several_items_is_the_time_of_each():
    world = World()
    device(world)
    device(world, "d2")
    world.schedule("s2", "Device/d1", "Device/d2")
    world.slot("b", "Schedule/s2", "09:00", "09:30", "busy")
    assert spans(world.read()[0].equipment_busy, "equipment") == ["d1 08 09:00-09:30", "d2 08 09:00-09:30"]


def test_beside_a_person_the_time_is_the_persons_and_the_item_is_told():
    world = World()
    device(world)
    world["Schedule/s1"]["actor"].append(ref("Device/d1"))
    world.slot("b", "Schedule/s1", "09:00", "09:30", "busy")
    request, told = world.read()
    assert request.equipment_busy == ()
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    assert told == {"no_person": 1}

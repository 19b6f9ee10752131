"""Schedules and Slots: whose time, at which unit, what of it may be booked (R4, Schedule, Slot, PractitionerRole)."""

from __future__ import annotations

import pytest

from tests.bundles import DAY, EHR, World, ref, spans, windows

HOUR = ["n1@u1 08 09:00-10:00"]


def test_what_is_no_persons_time_is_told():
    world = World()
    device = {"resourceType": "Device", "id": "spirometer"}
    world.add(device)
    world.bundle["entry"][-1]["fullUrl"] = "urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd"
    world.add({"resourceType": "HealthcareService", "id": "lab"})
    world.schedule("s2", "urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd", "Location/l1")
    world.schedule("s3", "HealthcareService/lab")
    world.schedule("s4", "Location/l1")
    for name in ("s2", "s3", "s4"):
        world.slot(f"f-{name}", f"Schedule/{name}", "11:00", "12:00")
        world.slot(f"b-{name}", f"Schedule/{name}", "13:00", "14:00", "busy")
    request, told = world.read()
    assert windows(request) == HOUR
    assert request.busy == ()
    assert str(request.last_date) == DAY
    assert told == {"other_kind": 2, "no_person": 2, "nobodys_time": 6}


def test_a_device_beside_a_person_is_told_and_the_person_counts():
    world = World()
    world["Schedule/s1"]["actor"].append({"reference": "Device/spirometer"})
    request, told = world.read()
    assert windows(request) == HOUR
    assert told == {"no_person": 1}


def test_a_patients_schedule_is_the_patients_own_time():
    world = World()
    world.schedule("s2", "Patient/p1")
    world.slot("b2", "Schedule/s2", "09:00", "09:30", "busy-unavailable")
    world.slot("f2", "Schedule/s2", "10:00", "11:00")
    request, told = world.read()
    assert spans(request.patient_busy, "patient") == ["p1 08 09:00-09:30"]
    assert windows(request) == HOUR
    assert told == {"patients_free_time": 1}


@pytest.mark.parametrize("status", ["busy", "busy-unavailable", "busy-tentative"])
def test_every_kind_of_busy_takes_time_of_all_members(status):
    world = World()
    world.nurse()
    world["Schedule/s1"]["actor"].append(ref("Practitioner/n2"))
    world.slot("b", "Schedule/s1", "09:00", "09:30", status)
    request, _told = world.read()
    assert windows(request) == ["n1@u1 08 09:00-10:00", "n2@u1 08 09:00-10:00"]
    assert spans(request.busy) == ["n1 08 09:00-09:30", "n2 08 09:00-09:30"]


def test_slips_and_overbooked_slots_are_told():
    world = World()
    world.slot("x", "Schedule/s1", "11:00", "12:00", "entered-in-error")
    world.slot("y", "Schedule/s1", "13:00", "14:00", overbooked=True)
    world.slot("z", "Schedule/s1", "15:00", "16:00", serviceType=[{"text": "only children"}])
    request, told = world.read()
    assert windows(request) == [*HOUR, "n1@u1 08 15:00-16:00"]
    assert told == {"slot_status": 1, "inactive": 1, "element": 1}


def test_locations_of_one_unit_are_one_unit_and_of_two_a_problem():
    world = World()
    world.unit("u2", "l2")
    owner = ref("Organization/u1")
    world.add({"resourceType": "Location", "id": "l3", "managingOrganization": owner})
    world["Schedule/s1"]["actor"].append(ref("Location/l3"))
    assert windows(world.read()[0]) == HOUR
    world["Schedule/s1"]["actor"].append(ref("Location/l2"))
    ((place, message),) = world.refused()
    assert place == world.place("Schedule/s1", "actor")
    assert "u1, u2" in message


def test_a_room_is_of_the_unit_that_manages_the_whole():
    world = World()
    world["Location/l1"].pop("managingOrganization")
    world["Location/l1"]["partOf"] = ref("Location/floor")
    world.add({"resourceType": "Location", "id": "floor", "partOf": ref("Location/house")})
    world.add({"resourceType": "Location", "id": "house", "managingOrganization": ref("Organization/u1")})
    assert windows(world.read()[0]) == HOUR
    world["Location/house"].pop("managingOrganization")
    ((place, message),) = world.refused()
    assert place == world.place("Location/l1")
    assert "managingOrganization" in message
    world["Location/house"]["partOf"] = ref("Location/l1")  # a ring
    assert [one for one, _message in world.refused()] == [world.place("Location/l1")]


def two_places(world, **role):
    """A role at two Locations of two units, and a Schedule that names none."""
    world.unit("u2", "l2")
    world["Schedule/s1"]["actor"] = [ref("PractitionerRole/ro1")]
    world["PractitionerRole/ro1"].pop("organization")
    world["PractitionerRole/ro1"] |= {"location": [ref("Location/l1"), ref("Location/l2")], **role}


def test_a_role_at_two_units_needs_a_schedule_that_says_which():
    world = World()
    two_places(world)
    ((place, message),) = world.refused()
    assert place == world.place("PractitionerRole/ro1", "location")
    assert "u1, u2" in message


def test_the_organization_of_a_role_decides_among_its_locations():
    world = World()
    two_places(world, organization=ref("Organization/u2"))
    assert windows(world.read()[0]) == ["n1@u2 08 09:00-10:00"]


def test_an_organization_that_is_none_of_the_roles_locations_is_a_problem_unless_it_is_their_whole():
    world = World()
    two_places(world, organization=ref("Organization/region"), location=[ref("Location/l2")])
    world.unit("region")
    ((place, _message),) = world.refused()
    assert place == world.place("PractitionerRole/ro1", "location")
    world["Organization/u2"]["partOf"] = ref("Organization/hospital")
    world.add({"resourceType": "Organization", "id": "hospital", "name": "H", "partOf": ref("Organization/region")})
    assert windows(world.read()[0]) == ["n1@u2 08 09:00-10:00"]


def of_the_person(world):
    """A Schedule of the person alone; the unit follows from the roles."""
    world["Schedule/s1"]["actor"] = [ref("Practitioner/n1")]


def test_the_only_role_says_where_a_person_works():
    world = World()
    of_the_person(world)
    assert windows(world.read()[0]) == HOUR
    world.unit("u2", "l2")
    world.role("ro2", "Practitioner/n1", organization=ref("Organization/u2"))
    ((place, message),) = world.refused()
    assert place == world.place("Schedule/s1", "actor")
    assert "more than one" in message
    world["PractitionerRole/ro2"]["period"] = {"end": "2026-12-07"}
    assert windows(world.read()[0]) == HOUR
    world["PractitionerRole/ro2"]["period"] = {"end": "2026-12"}
    assert len(world.refused()) == 1
    world["PractitionerRole/ro2"]["active"] = False
    assert windows(world.read()[0]) == HOUR


def test_without_any_role_a_persons_time_has_no_unit_and_without_one_in_use_it_is_told():
    world = World()
    of_the_person(world)
    world["PractitionerRole/ro1"]["active"] = False
    request, told = world.read()
    assert windows(request) == []
    assert told == {"inactive": 1}
    world.remove("PractitionerRole/ro1")
    ((place, message),) = world.refused()
    assert place == world.place("Schedule/s1", "actor")
    assert "no care unit" in message


@pytest.mark.parametrize(
    ("horizon", "left", "count"),
    [
        ({"start": "2026-12-08"}, ["09:00-10:00"], 0),
        ({"start": "2026-12", "end": "2026-12"}, ["09:00-10:00"], 0),
        ({"end": "2026-12-08"}, ["09:00-10:00"], 0),
        ({"end": "2026-12-07"}, [], 1),
        ({"start": "2027"}, [], 1),
        ({"start": "2026-12-08T08:30:00Z"}, ["09:30-10:00"], 1),
        ({"end": "2026-12-08T09:15:00+01:00"}, ["09:00-09:15"], 1),
    ],
)
def test_what_lies_outside_the_horizon_is_not_booked_and_told(horizon, left, count):
    world = World()
    world["Schedule/s1"]["planningHorizon"] = horizon
    world.slot("b", "Schedule/s1", "08:00", "08:30", "busy")
    request, told = world.read()
    assert windows(request) == [f"n1@u1 08 {one}" for one in left]
    assert spans(request.busy) == ["n1 08 08:00-08:30"]
    assert told.get("out_of_horizon", 0) == count


def test_a_roles_period_and_its_absences_limit_its_time():
    world = World()
    world.slot("f2", "Schedule/s1", "11:00", "15:00")
    world["PractitionerRole/ro1"] |= {
        "period": {"start": "2020", "end": "2026-12-08T14:00:00+01:00"},
        "notAvailable": [
            {
                "description": "meeting",
                "during": {"start": "2026-12-08T09:20:00+01:00", "end": "2026-12-08T09:30:00+01:00"},
            },
            {"description": "leave", "during": {"start": "2026-12-09", "end": "2026-12-10"}},
            {"description": "now and then"},
        ],
    }
    request, told = world.read()
    assert windows(request) == ["n1@u1 08 09:00-09:20", "n1@u1 08 09:30-10:00", "n1@u1 08 11:00-14:00"]
    assert told == {"out_of_period": 1, "not_available": 1, "competence_out_of_period": 1}


def test_competences_that_do_not_hold_on_all_dates_are_told():
    world = World()
    world["PractitionerRole/ro1"].pop("specialty")
    world["Practitioner/n1"]["qualification"] = [
        {"code": {"text": "ecg"}, "period": {"start": "2020", "end": "2026-12-08"}},
        {"code": {"text": "vaccination"}, "period": {"end": "2026-12-07"}},
        {"code": {"text": "audiogram"}, "period": {"start": "2026-12-08T09:00:00+01:00"}},
    ]
    request, told = world.read()
    assert request.practitioners[0].competences == ("ecg",)
    assert told == {"competence_out_of_period": 2}
    world["PractitionerRole/ro1"] |= {"active": False, "specialty": [{"text": "audiogram"}]}
    assert world.read()[0].practitioners[0].competences == ("ecg",)


@pytest.mark.parametrize(
    ("name", "element", "value"),
    [
        ("Practitioner/n1", "active", False),
        ("PractitionerRole/ro1", "active", False),
        ("Organization/u1", "active", False),
        ("Schedule/s1", "active", False),
        ("Location/l1", "status", "inactive"),
        ("Location/l1", "status", "suspended"),
    ],
)
def test_what_is_not_in_use_is_not_booked_but_still_busy_and_told(name, element, value):
    world = World()
    world[name][element] = value
    world.slot("f2", "Schedule/s1", "11:00", "12:00")
    request, told = world.read()
    assert windows(request) == []
    assert told == {"inactive": 2}
    assert [one.id for one in request.units] == ["u1"]
    assert [one.id for one in request.practitioners] == ["n1"]


def test_a_slots_schedule_may_be_contained_in_it():
    world = World()
    inner = {"resourceType": "Schedule", "id": "s", "actor": [ref("PractitionerRole/ro1"), ref("Location/l1")]}
    world.slot("f2", "#s", "11:00", "12:00", contained=[inner])
    assert windows(world.read()[0]) == [*HOUR, "n1@u1 08 11:00-12:00"]
    world["Slot/f2"]["schedule"] = ref("Schedule/gone")
    ((place, _message),) = world.refused()
    assert place == world.place("Slot/f2", "schedule")


def test_free_time_over_the_night_of_a_clock_change_is_parted_by_date():
    world = World()
    world["Slot/sl1"] |= {"start": "2026-10-24T22:00:00+02:00", "end": "2026-10-25T06:00:00+01:00"}
    assert windows(world.read()[0]) == ["n1@u1 24 22:00-00:00", "n1@u1 25 00:00-06:00"]


def test_midnight_is_that_of_the_requests_zone():
    world = World()
    world.add(
        {
            "resourceType": "Parameters",
            "id": "z",
            "parameter": [{"name": "time_zone", "valueString": "Europe/Helsinki"}],
        }
    )
    world["Slot/sl1"] |= {"start": "2026-12-08T20:00:00+01:00", "end": "2026-12-09T00:00:00+01:00"}
    request, _told = world.read()
    assert windows(request) == ["n1@u1 08 21:00-00:00", "n1@u1 09 00:00-01:00"]
    assert (str(request.first_date), str(request.last_date)) == ("2026-12-08", "2026-12-09")


def test_a_free_time_of_years_is_taken_for_a_slip():
    world = World()
    world["Slot/sl1"]["end"] = "2099-12-31T00:00:00+01:00"
    assert (world.place("Slot/sl1", "end"), "free time of more than 400 days is taken for a slip") in world.refused()


def test_two_roles_of_one_person_in_one_schedule_are_one_time():
    world = World()
    world.role(
        "ro2", f"{EHR}/Practitioner/n1", organization=ref("Organization/u1"), specialty=[{"text": "spirometry"}]
    )
    world["Schedule/s1"]["actor"].append(ref("PractitionerRole/ro2"))
    request, _told = world.read()
    assert set(windows(request)) == set(HOUR)
    assert request.practitioners[0].competences == ("ecg", "spirometry")


def test_a_unit_may_be_contained_in_what_is_of_it():
    world = World()
    inner = {"resourceType": "Organization", "id": "o", "name": "Unit o"}
    world.add({"resourceType": "Location", "id": "l9", "managingOrganization": ref("#o"), "contained": [inner]})
    world.schedule("s9", "Practitioner/n1", "Location/l9")
    world.slot("f9", "Schedule/s9", "11:00", "12:00")
    request, _told = world.read()
    assert windows(request) == ["n1@l9.o 08 11:00-12:00", *HOUR]
    assert [one.name for one in request.units] == ["Unit u1", "Unit o"]

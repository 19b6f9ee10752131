"""References of every legal kind lead where R4 says (2.3 references, 2.36.4 in Bundles, 3.1.0.1 identity)."""

from __future__ import annotations

import random

import pytest

from tests.bundles import EHR, OTHER, World, ref, spans, windows

STAFF = "http://ids.example/staff"
HSA, OLD_HSA = "urn:oid:1.2.752.29.4.19", "urn:oid:1.2.752.129.2.1.4.1"
NURSE = [{"system": STAFF, "value": "S-77"}]
HOUR = ["n1@u1 08 09:00-10:00"]


def with_actor(reference):
    """The world with one actor in its Schedule, beside the Location."""
    world = World()
    world["Schedule/s1"]["actor"] = [ref(reference), ref("Location/l1")]
    return world


@pytest.mark.parametrize(
    "reference",
    [
        "Practitioner/n1",
        "Practitioner/n1/_history/7",
        f"{EHR}/Practitioner/n1",
        f"{EHR}/Practitioner/n1/_history/7",
        f"{EHR}/Practitioner/n1?_format=json",
        "http://ehr.example/fhir/Practitioner/n1",
        "https://EHR.example/fhir/Practitioner/n1",
        "PractitionerRole/ro1/_history/1",
        f"Practitioner?identifier={STAFF}|S-77",
        "Practitioner?identifier=http%3A%2F%2Fids.example%2Fstaff%7CS-77",
        f"{EHR}/Practitioner?identifier={STAFF}|S-77",
        f"Practitioner?identifier={STAFF}|S-76,{STAFF}|S-77",
        "Practitioner?identifier=S-77",
        "Practitioner?_id=n1",
        f"Practitioner?_id=n1&identifier={STAFF}|S-77",
        {"identifier": NURSE[0]},
        {"identifier": NURSE[0], "type": "Practitioner"},
        {"identifier": {"value": "S-77"}},
        {"reference": "Practitioner/n1", "identifier": NURSE[0]},
        {"reference": "Practitioner/gone", "identifier": NURSE[0]},
        {"reference": "Practitioner/n1", "display": "Syster Anna"},
    ],
)
def test_the_same_person_however_referred_to(reference):
    world = with_actor(reference)
    world["Practitioner/n1"]["identifier"] = NURSE
    request, passed_over = world.read()
    assert windows(request) == ["S-77@u1 08 09:00-10:00"]
    assert [one.id for one in request.practitioners] == ["S-77"]
    assert passed_over == {}


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("urn:uuid:0F2B7CD8-0000-4000-8000-00000000ABCD", "urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd"),
        ("urn:oid:1.2.752.99.1", "urn:oid:1.2.752.99.1"),
        ("https://dir.example/api/Practitioner/n1", "https://dir.example/api/Practitioner/n1"),
        ("https://dir.example/people?id=8", "https://dir.example/people?id=8"),
    ],
)
def test_a_fullurl_is_what_an_absolute_reference_is_held_against(url, reference):
    world = with_actor(reference)
    world.entry("Practitioner/n1")["fullUrl"] = url
    world.remove("PractitionerRole/ro1")
    request, _told = world.read()
    assert windows(request) == HOUR


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd", "has this fullUrl"),
        ("Practitioner/n9", "stands where this leads"),
        ("Practitioner/n9/_history/1", "stands where this leads"),
        (f"{OTHER}/Practitioner/n1", "stands where this leads"),
        ("PractitionerRole/n1", "stands where this leads"),
        ("#n1", "contained"),
        (f"Practitioner?identifier={STAFF}|S-78", "no resource in this Bundle matches"),
        ("Practitioner?identifier=http://else.example|S-77", "no resource in this Bundle matches"),
        ("Practitioner?identifier=|S-77", "no resource in this Bundle matches"),
        ("Practitioner?name=Anna", "only identifier and _id"),
        ("n1", "is no reference"),
        ({"identifier": {"system": STAFF, "value": "S-78"}}, "stands where this leads"),
        ({"identifier": {"system": STAFF, "value": "S-78"}, "type": "Practitioner"}, "stands where this leads"),
        ({"identifier": NURSE[0], "type": "Device"}, None),
        ({"display": "Syster Anna"}, "only a name to show"),
        ("Organization/u1", "leads to a resource of type Organization"),
    ],
)
def test_what_leads_to_nobody_is_one_problem(reference, says):
    world = with_actor(reference)
    world["Practitioner/n1"]["identifier"] = NURSE
    if says is None:  # a thing's time is nobody's, and told to be
        world["Schedule/s1"]["actor"] = [ref(reference), ref("Practitioner/n1"), ref("Location/l1")]
        assert world.read()[1] == {"no_person": 1}
        return
    ((place, message),) = world.refused()
    assert place == world.place("Schedule/s1", "actor", 0)
    assert says in message
    assert "S-7" not in message
    assert "Anna" not in message


def test_two_with_the_same_identifier_on_two_servers_are_one_person():
    world = World()
    world["Practitioner/n1"]["identifier"] = [{"system": HSA, "value": "SE1-AB"}]
    world.nurse("x9", OTHER, identifier=[{"system": OLD_HSA, "value": "SE1-AB"}])
    world.schedule("s9", f"{OTHER}/Practitioner/x9", f"{EHR}/Location/l1", root=OTHER)
    world.slot("f9", "Schedule/s9", "11:00", "12:00", root=OTHER)
    request, _told = world.read()
    assert [one.id for one in request.practitioners] == ["SE1-AB"]
    assert windows(request) == ["SE1-AB@u1 08 09:00-10:00", "SE1-AB@u1 08 11:00-12:00"]


def test_the_same_id_on_two_servers_is_two_of_each_kind_whatever_the_order():
    world = World()
    world.nurse("n1", OTHER)
    world.unit("u1", "l1", OTHER)
    world.schedule("s1", "Practitioner/n1", "Location/l1", root=OTHER)
    world.slot("sl1", "Schedule/s1", "09:30", "10:30", root=OTHER)
    world.add({"resourceType": "Patient", "id": "p1"}, OTHER)
    world.asks("sr1", root=OTHER)
    seen = []
    for seed in range(4):
        random.Random(seed).shuffle(world.bundle["entry"])
        request, told = world.read()
        assert told == {}
        seen.append(
            (
                windows(request),
                sorted(one.id for one in request.units),
                sorted((one.id, one.patient, one.visits[0].id) for one in request.requests),
            )
        )
    assert seen[0] == (
        ["n1-other.example@u1-other.example 08 09:30-10:30", "n1@u1 08 09:00-10:00"],
        ["u1", "u1-other.example"],
        [("sr1", "p1", "sr1"), ("sr1-other.example", "p1-other.example", "sr1-other.example")],
    )
    assert seen == [seen[0]] * 4


def test_two_people_whose_identifiers_have_the_same_value_are_two():
    world = World()
    world["Practitioner/n1"]["identifier"] = [{"system": STAFF, "value": "7"}]
    world.nurse("n2", identifier=[{"system": "http://else.example", "value": "7"}])
    request, _told = world.read()
    first, second = (one.id for one in request.practitioners)
    assert first != second
    assert first.startswith("id-7-")
    assert second.startswith("id-7-")


def test_a_relative_reference_is_of_the_server_of_its_entry():
    world = World()
    world.schedule("s2", "Practitioner/n1", f"{EHR}/Location/l1", root=OTHER)
    world.slot("sl2", "Schedule/s2", "11:00", "12:00", root=OTHER)
    ((place, _message),) = world.refused()
    assert place == world.place(f"{OTHER}/Schedule/s2", "actor", 0)


def test_without_servers_type_and_id_are_enough_while_one_has_them():
    world = World()
    for entry in world.bundle["entry"]:
        del entry["fullUrl"]
    assert windows(world.read()[0]) == HOUR
    world = World()
    world.add({"resourceType": "Schedule", "id": "s2", "actor": [ref("Practitioner/n1"), ref("Location/l1")]}, None)
    world.slot("sl2", "Schedule/s2", "11:00", "12:00", root=None)
    assert windows(world.read()[0]) == [*HOUR, "n1@u1 08 11:00-12:00"]
    world.nurse("n1", OTHER)
    ((place, message),) = world.refused()
    assert place == "$.entry[8].resource.actor[0]"
    assert "several resources" in message


def test_contained_people_are_told_apart_by_who_holds_them_and_known_by_identifiers():
    world = World()
    nurse = {"resourceType": "Practitioner", "id": "x", "qualification": [{"code": {"text": "ecg"}}]}
    for name, start in (("s2", "11"), ("s3", "13")):
        world.schedule(name, "#x", "Location/l1", contained=[nurse])
        world.slot(f"{name}-free", f"Schedule/{name}", f"{start}:00", f"{start}:30")
    assert windows(world.read()[0]) == [*HOUR, "s2.x@u1 08 11:00-11:30", "s3.x@u1 08 13:00-13:30"]
    world["Practitioner/n1"]["identifier"] = NURSE
    for name in ("s2", "s3"):
        world[f"Schedule/{name}"]["contained"] = [{**nurse, "identifier": NURSE}]
    request, _told = world.read()
    assert windows(request) == ["S-77@u1 08 09:00-10:00", "S-77@u1 08 11:00-11:30", "S-77@u1 08 13:00-13:30"]
    assert [one.id for one in request.practitioners] == ["S-77"]


def test_a_contained_role_says_who_and_where():
    world = World()
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": ref("#who"),
        "location": [ref("Location/l1")],
    }
    who = {"resourceType": "Practitioner", "id": "who", "qualification": [{"code": {"text": "ecg"}}]}
    world.schedule("s2", "#r", contained=[role, who])
    world.slot("f2", "Schedule/s2", "11:00", "12:00")
    assert windows(world.read()[0]) == [*HOUR, "s2.who@u1 08 11:00-12:00"]


@pytest.mark.parametrize(
    "actor",
    [
        {"display": "Syster Anna"},
        {"reference": "#x"},
        {"reference": "urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd"},
        {"reference": "PractitionerRole/gone"},
        {"reference": f"Practitioner?identifier={STAFF}|S-78"},
        {"identifier": {"system": STAFF, "value": "S-78"}},
    ],
)
def test_somebody_whose_time_is_taken_but_who_cannot_be_told_is_a_problem(actor):
    world = World()
    world.appointment("09:00", "09:30", "Patient/p9", actor, contained=[{"resourceType": "Practitioner", "id": "x"}])
    ((place, message),) = world.refused()
    assert place == world.place("Appointment/a1", "participant", 1, "actor")
    assert "Anna" not in message


def test_somebody_elsewhere_has_no_time_here_to_take_and_is_told():
    world = World()
    world.appointment("09:00", "09:30", "Patient/p1", "Practitioner/elsewhere", f"{OTHER}/Practitioner/n1")
    request, told = world.read()
    assert request.busy == ()
    assert spans(request.patient_busy, "patient") == ["p1 08 09:00-09:30"]
    assert told == {"not_in_bundle": 2}


def test_a_patient_needs_nothing_but_a_name_of_some_kind():
    for subject, name in (
        ("Patient/p7", "p7"),
        ("Patient/p7/_history/2", "p7"),
        (f"{EHR}/Patient/p7", "p7"),
        (f"{OTHER}/Patient/p1", "p1-other.example"),
        ({"identifier": {"system": "http://ids.example/patients", "value": "q-8"}}, "q-8"),
        ({"identifier": {"system": "http://ids.example/patients", "value": "q-8"}, "type": "Patient"}, "q-8"),
        ({"reference": "Patient/p7", "identifier": {"system": "http://ids.example/patients", "value": "q-8"}}, "q-8"),
    ):
        world = World()
        world["ServiceRequest/sr1"]["subject"] = ref(subject)
        world.asks("sr2", "Patient/p1")
        request, _told = world.read()
        assert [one.patient for one in request.requests] == [name, "p1"]


@pytest.mark.parametrize(
    "subject",
    ["urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd", "#gone", "Patient?identifier=http://x.example|1", "Group/g"],
)
def test_a_patient_who_cannot_be_told_is_a_problem(subject):
    world = World()
    world["ServiceRequest/sr1"]["subject"] = ref(subject)
    ((place, _message),) = world.refused()
    assert place == world.place("ServiceRequest/sr1", "subject")


def test_one_patient_referred_to_in_two_ways_is_one():
    world = World()
    world["Patient/p1"]["identifier"] = [{"system": "http://ids.example/patients", "value": "q-8"}]
    world.asks("sr2", {"identifier": {"system": "http://ids.example/patients", "value": "q-8"}})
    world.asks("sr3", f"{EHR}/Patient/p1/_history/4")
    world.asks("sr4", "Patient?identifier=q-8")
    world.appointment("09:00", "09:30", {"identifier": {"value": "q-8"}, "type": "Patient"})
    request, _told = world.read()
    assert {one.patient for one in request.requests} == {"q-8"}
    assert spans(request.patient_busy, "patient") == ["q-8 08 09:00-09:30"]


def test_a_role_may_tell_of_somebody_who_is_not_in_the_bundle():
    for who, name in (
        ("Practitioner/anna", "anna"),
        ({"identifier": {"system": HSA, "value": "SE1-AB"}}, "SE1-AB"),
        ({"reference": "Practitioner/anna", "identifier": {"system": HSA, "value": "SE1-AB"}}, "SE1-AB"),
    ):
        world = World()
        world.remove("Practitioner/n1")
        world["PractitionerRole/ro1"]["practitioner"] = ref(who)
        world.schedule("s2", who, "Location/l1")
        world.slot("f2", "Schedule/s2", "11:00", "12:00")
        request, _told = world.read()
        assert windows(request) == [f"{name}@u1 08 09:00-10:00", f"{name}@u1 08 11:00-12:00"]
        assert [one.id for one in request.practitioners] == [name]

"""Appointments: who takes part and whose time it takes, and which visit of ours it books (R4, Appointment)."""

from __future__ import annotations

import json

import pytest

from dagplan import PlanRequest, check
from dagplan.files import fhir
from tests.build import DAY as BUILD_DAY
from tests.build import asked, read
from tests.bundles import EHR, OTHER, World, reasons, ref, spans, windows

BASED = {"basedOn": [{"reference": "ServiceRequest/sr1"}]}


def booking(request):
    (one,) = request.bookings
    return f"{one.visit} {one.practitioner}@{one.unit} {one.start:%H:%M}{' locked' if one.locked else ''}"


@pytest.mark.parametrize(
    ("status", "takes", "told"),
    [
        ("booked", True, {}),
        ("arrived", True, {}),
        ("checked-in", True, {}),
        ("fulfilled", True, {}),
        ("pending", True, {}),
        ("proposed", False, {"proposed_elsewhere": 1}),
        ("waitlist", False, {"appointment_status": 1}),
        ("cancelled", False, {"appointment_status": 1}),
        ("noshow", False, {"appointment_status": 1}),
        ("entered-in-error", False, {"appointment_status": 1}),
    ],
)
def test_the_status_says_whether_time_is_taken(status, takes, told):
    world = World()
    world.appointment("09:00", "09:30", "Patient/p1", "Practitioner/n1", status=status)
    request, found = world.read()
    assert spans(request.busy) == (["n1 08 09:00-09:30"] if takes else [])
    assert spans(request.patient_busy, "patient") == (["p1 08 09:00-09:30"] if takes else [])
    assert found == told


@pytest.mark.parametrize("status", ["proposed", "cancelled", "waitlist"])
def test_without_times_nothing_is_taken_and_it_is_told(status):
    world = World()
    made = world.appointment("09:00", "09:30", "Patient/p1", status=status, **BASED)
    del made["start"], made["end"]
    request, told = world.read()
    assert request.patient_busy == request.bookings == ()
    assert sum(told.values()) == 1


def said(actor, **fields):
    return {"actor": ref(actor), "status": "accepted", **fields}


@pytest.mark.parametrize(
    ("part", "busy", "told"),
    [
        (said("Practitioner/n1", status="tentative"), ["09:00-09:30"], {}),
        (said("Practitioner/n1", status="needs-action"), ["09:00-09:30"], {}),
        (said("Practitioner/n1", required="optional"), ["09:00-09:30"], {}),
        (said("PractitionerRole/ro1"), ["09:00-09:30"], {}),
        (said("Practitioner/n1", status="declined"), [], {"declined": 1}),
        (said("PractitionerRole/ro1", status="declined"), [], {"declined": 1}),
        (said("Practitioner/n1", required="information-only"), [], {"information_only": 1}),
        (
            said(
                "Practitioner/n1", period={"start": "2026-12-08T09:10:00+01:00", "end": "2026-12-08T09:20:00+01:00"}
            ),
            ["09:10-09:20"],
            {},
        ),
        (said("Practitioner/n1", period={"start": "2026-12-09"}), [], {"out_of_period": 1}),
        ({"type": [{"text": "any nurse"}], "status": "accepted"}, [], {"no_actor": 1}),
        (said("Device/d"), [], {"no_person": 1}),
        (said("HealthcareService/h"), [], {"no_person": 1}),
        (said({"type": "Device", "identifier": {"value": "7"}}), [], {"no_person": 1}),
        (said("Location/l1"), [], {}),
    ],
)
def test_each_participant_counts_by_what_is_said_of_it(part, busy, told):
    world = World()
    world.appointment("09:00", "09:30", "Patient/p9", part)
    request, found = world.read()
    assert spans(request.busy) == [f"n1 08 {one}" for one in busy]
    assert spans(request.patient_busy, "patient") == ["p9 08 09:00-09:30"]
    assert found == told


def test_a_patient_who_declined_is_free_and_the_others_are_not():
    world = World()
    world.appointment("09:00", "09:30", said("Patient/p1", status="declined"), "Patient/p9", "Practitioner/n1")
    request, told = world.read()
    assert spans(request.patient_busy, "patient") == ["p9 08 09:00-09:30"]
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    assert told == {"declined": 1}


def test_an_appointment_of_nobody_planned_here_is_told():
    world = World()
    world.appointment("09:00", "09:30", "Location/l1", "Practitioner/elsewhere")
    assert world.read()[1] == {"not_in_bundle": 1, "nobodys_time": 1}


# ---------------------------------------------------------------- slots


def test_slots_tell_who_where_nobody_else_does():
    world = World()
    world.nurse()
    world["Schedule/s1"]["actor"].append(ref("Practitioner/n2"))
    slot = [ref("Slot/sl1")]
    world.appointment("09:00", "09:30", "Patient/p9", slot=slot)
    assert spans(world.read()[0].busy) == ["n1 08 09:00-09:30", "n2 08 09:00-09:30"]
    world.remove("Appointment/a1")
    world.appointment("09:00", "09:30", "Patient/p9", "Practitioner/n2", slot=slot)
    assert spans(world.read()[0].busy) == ["n2 08 09:00-09:30"]
    world.remove("Appointment/a1")
    world.appointment("09:00", "09:30", "Patient/p9", said("Practitioner/n2", status="declined"), slot=slot)
    assert spans(world.read()[0].busy) == []


def test_a_slot_elsewhere_is_told_and_one_that_leads_nowhere_a_problem():
    world = World()
    world.appointment("09:00", "09:30", "Patient/p1", slot=[ref("Slot/elsewhere")])
    request, told = world.read()
    assert spans(request.patient_busy, "patient") == ["p1 08 09:00-09:30"]
    assert told == {"not_in_bundle": 1}
    world["Appointment/a1"]["slot"] = [ref("urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd")]
    assert [place for place, _m in world.refused()] == [world.place("Appointment/a1", "slot", 0)]


def test_the_unit_of_a_booking_is_its_locations_then_its_slots_then_its_roles():
    world = World()
    world.unit("u2", "l2")
    world.role("ro2", "Practitioner/n1", location=[ref("Location/l1"), ref("Location/l2")])
    world.schedule("s2", "PractitionerRole/ro2", "Location/l2")
    world.slot("sl2", "Schedule/s2", "11:00", "11:30", "busy")
    made = world.appointment("11:00", "11:30", "Patient/p1", "PractitionerRole/ro2", slot=[ref("Slot/sl2")], **BASED)
    request, _told = world.read()
    assert booking(request) == "sr1 n1@u2 11:00 locked"
    assert windows(request) == ["n1@u1 08 09:00-10:00", "n1@u2 08 11:00-11:30"]
    made["participant"].append(said("Location/l1"))
    assert booking(world.read()[0]) == "sr1 n1@u1 11:00 locked"
    made["participant"].append(said("Location/l2"))
    assert any("several care units" in message for _place, message in world.refused())
    made["participant"] = [said("Patient/p1"), said("PractitionerRole/ro1")]
    del made["slot"]
    assert booking(world.read()[0]) == "sr1 n1@u1 11:00 locked"


# ---------------------------------------------------------------- bookings of visits that wait


def test_who_does_a_visit_when_several_take_part():
    world = World()
    world.nurse()
    made = world.appointment(
        "09:00", "09:30", "Patient/p1", "Practitioner/n1", "Practitioner/n2", "Location/l1", **BASED
    )
    places = {place for place, message in world.refused() if "several practitioners" in message}
    assert places == {world.place("Appointment/a1", "participant")}
    performer = [
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PPRF"}]}
    ]
    made["participant"][2]["type"] = performer
    request, _told = world.read()
    assert booking(request) == "sr1 n2@u1 09:00 locked"
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    del made["participant"][2]["type"]
    made["participant"][1]["required"] = "optional"
    request, _told = world.read()
    assert booking(request) == "sr1 n2@u1 09:00 locked"
    assert spans(request.busy) == ["n1 08 09:00-09:30"]


@pytest.mark.parametrize(
    ("kind", "who"),
    [("Patient", "Patient/p1"), ("Practitioner", "Practitioner/n1"), ("Role", "PractitionerRole/ro1")],
)
def test_a_booking_that_is_declined_is_none_and_takes_no_time(kind, who):
    world = World()
    parts = {"Patient": said("Patient/p1"), "Practitioner": said("Practitioner/n1")}
    parts["Patient" if kind == "Patient" else "Practitioner"] = said(who, status="declined")
    world.appointment("09:00", "09:30", *parts.values(), "Location/l1", **BASED)
    request, told = world.read()
    assert request.bookings == request.busy == request.patient_busy == ()
    assert told == {"declined": 1, "declined_booking": 1}


def test_a_booking_of_another_patient_or_of_two_visits_is_a_problem():
    world = World()
    made = world.appointment("09:00", "09:30", "Patient/p9", "PractitionerRole/ro1", **BASED)
    ((place, message),) = world.refused()
    assert place == world.place("Appointment/a1", "participant")
    assert "another patient" in message
    made["participant"][0] = said("Patient/p1")
    world.asks("sr2")
    made["basedOn"].append(ref("ServiceRequest/sr2"))
    ((place, message),) = world.refused()
    assert place == world.place("Appointment/a1", "basedOn")


def test_others_in_a_booking_are_busy_too():
    world = World()
    world.appointment("09:00", "09:30", "Patient/p1", "Patient/p9", "PractitionerRole/ro1", **BASED)
    request, _told = world.read()
    assert booking(request) == "sr1 n1@u1 09:00 locked"
    assert spans(request.patient_busy, "patient") == ["p9 08 09:00-09:30"]


@pytest.mark.parametrize("status", ["completed", "revoked", "on-hold"])
def test_an_appointment_of_what_does_not_wait_is_other_time(status):
    world = World()
    world.asks("sr2", status=status)
    world.appointment("09:00", "09:30", "Patient/p1", "Practitioner/n1", basedOn=[ref("ServiceRequest/sr2")])
    request, told = world.read()
    assert request.bookings == ()
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    assert spans(request.patient_busy, "patient") == ["p1 08 09:00-09:30"]
    assert told == {"request_status": 1}


@pytest.mark.parametrize(
    "reference",
    [
        "ServiceRequest/sr1/_history/2",
        f"{EHR}/ServiceRequest/sr1",
        "ServiceRequest?_id=sr1",
        {"identifier": {"system": "http://ids.example/orders", "value": "o1"}},
    ],
)
def test_a_booking_is_based_on_its_request_however_it_is_referred_to(reference):
    world = World()
    world["ServiceRequest/sr1"]["identifier"] = [{"system": "http://ids.example/orders", "value": "o1"}]
    world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", basedOn=[ref(reference)])
    assert booking(world.read()[0]) == "o1 n1@u1 09:00 locked"


def test_a_request_elsewhere_is_another_visits_and_one_that_leads_nowhere_a_problem():
    world = World()
    world.appointment("09:00", "09:30", "Practitioner/n1", basedOn=[ref(f"{OTHER}/ServiceRequest/sr1")])
    request, told = world.read()
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    assert told == {}
    world["Appointment/a1"]["basedOn"] = [ref("urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd")]
    assert [place for place, _m in world.refused()] == [world.place("Appointment/a1", "basedOn", 0)]


def test_where_a_booking_is_agreed_proposals_for_the_same_visit_are_told():
    world = World()
    world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", status="proposed", **BASED)
    assert booking(world.read()[0]) == "sr1 n1@u1 09:00"
    world.appointment("09:30", "10:00", "Patient/p1", "PractitionerRole/ro1", name="a2", **BASED)
    request, told = world.read()
    assert booking(request) == "sr1 n1@u1 09:30 locked"
    assert told == {"superseded": 1}
    world["Appointment/a1"]["status"] = "booked"
    assert [message for _place, message in world.refused() if "booked twice" in message]


@pytest.mark.parametrize(
    ("url", "name", "version", "source"),
    [
        (f"{EHR}/Appointment/a1", "a1", None, f"{EHR}/Appointment/a1"),
        (f"{EHR}/Appointment/a1", "a1", "3", f"{EHR}/Appointment/a1/_history/3"),
        (None, "a1", None, "Appointment/a1"),
        (None, "a1", "3", "Appointment/a1/_history/3"),
        (
            "urn:uuid:20261208-4567-5abc-8def-0123456789ab",
            "a1",
            None,
            "urn:uuid:20261208-4567-5abc-8def-0123456789ab",
        ),
        ("urn:oid:1.2.752.99", None, None, "urn:oid:1.2.752.99"),
    ],
)
def test_a_booking_says_which_appointment_it_was(url, name, version, source):
    world = World()
    made = world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", **BASED)
    made.update({"meta": {"versionId": version}} if version else {})
    made.pop("id")
    made.update({"id": name} if name else {})
    entry = world.bundle["entry"][-1]
    del entry["fullUrl"]
    entry.update({"fullUrl": url} if url else {})
    based = "ServiceRequest/sr1" if url and url.startswith("http") else f"{EHR}/ServiceRequest/sr1"
    made["basedOn"] = [ref(based)]
    made["participant"] = [said(f"{EHR}/{one}") for one in ("Patient/p1", "PractitionerRole/ro1")]
    (found,) = world.read()[0].bookings
    assert found.source == source


def test_patients_own_time_comes_back_as_it_was_written():
    spans_of = [
        {"patient": "p1", "start": f"{BUILD_DAY}T08:00", "end": f"{BUILD_DAY}T08:30"},
        {"patient": "p9", "start": f"{BUILD_DAY}T08:00", "end": f"{BUILD_DAY}T24:00"},
        {"patient": "p1", "start": f"{BUILD_DAY}T08:00", "end": f"{BUILD_DAY}T08:30"},
        {"patient": "p1", "start": "2026-10-01T08:00", "end": "2026-10-03T09:30"},
    ]
    request = PlanRequest.model_validate(asked(patient_busy=spans_of))
    bundle = json.loads(json.dumps(fhir.request_bundle(request)))
    found = fhir.reading_from(bundle, "week.json")
    assert found.value == request
    assert found.passed_over == ()


# ---------------------------------------------------------------- plans


def test_a_plan_of_another_system_is_read_by_the_same_rules():
    world = World()
    request = world.read()[0]
    world.appointment("09:00", "09:30", "Patient/p1/_history/4", slot=[ref("Slot/sl1")], **BASED)
    made = fhir.plan_reading_from(world.bundle, "plan.json", request)
    assert [(one.visit, one.practitioner, one.unit, f"{one.start:%H:%M}") for one in made.value.bookings] == [
        ("sr1", "n1", "u1", "09:00")
    ]
    assert check(request, made.value) == []
    world["Appointment/a1"]["status"] = "cancelled"
    world.appointment("09:00", "09:30", "Patient/p1", name="a2")
    made = fhir.plan_reading_from(world.bundle, "plan.json", request)
    assert made.value.bookings == ()
    assert reasons(made.passed_over) == {"appointment_status": 1, "nobodys_time": 1}


def test_a_plan_that_books_a_busy_person_is_found_out():
    world = World()
    world.appointment("09:00", "09:30", "Practitioner?_id=n1")
    request, _told = world.read()
    world.remove("Appointment/a1")
    world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", **BASED)
    plan = fhir.plan_from_bundle(world.bundle, "plan.json", request)
    (broken,) = check(request, plan)
    assert "sr1" in str(broken)
    assert "n1" in str(broken)


def test_our_own_bookings_have_no_source():
    request = read(
        asked(bookings=[{"visit": "a", "practitioner": "nurse", "unit": "u1", "start": f"{BUILD_DAY}T09:00"}])
    )
    assert fhir.request_from(json.loads(json.dumps(fhir.request_bundle(request))), "w.json") == request


def test_a_location_elsewhere_is_told_of_other_time_and_a_problem_of_a_booking():
    world = World()
    made = world.appointment("09:00", "09:30", "Patient/p1", "PractitionerRole/ro1", "Location/elsewhere")
    request, told = world.read()
    assert spans(request.busy) == ["n1 08 09:00-09:30"]
    assert told == {"not_in_bundle": 1}
    made.update(BASED)
    ((place, _message),) = world.refused()
    assert place == world.place("Appointment/a1", "participant", 2, "actor")

"""Bundles of every type: entries, versions, deletions, pages, other resources; and what may not stand in any."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from dagplan.cli import main
from tests.bundles import EHR, OTHER, World, ref, spans, windows

HOUR = ["n1@u1 08 09:00-10:00"]
NUMBER = "191212121212"


def version(slot, number=None, updated=None, end="10:00"):
    """A version of the Slot with another end."""
    meta = {"versionId": number, "lastUpdated": updated}
    made = deepcopy(slot)
    made["end"] = f"2026-12-08T{end}:00+01:00"
    made["meta"] = {name: value for name, value in meta.items() if value}
    return made


def history(world, *entries):
    """The world as a history, with these entries in place of the Slot."""
    world.remove("Slot/sl1")
    world.bundle["type"] = "history"
    world.bundle["entry"] += [{"fullUrl": f"{EHR}/Slot/sl1", **one} for one in entries]
    return world


SLOT = World()["Slot/sl1"]
DELETED = {"request": {"method": "DELETE", "url": "Slot/sl1"}}


def put(slot):
    return {"resource": slot, "request": {"method": "PUT", "url": "Slot/sl1"}}


@pytest.mark.parametrize(
    ("entries", "until", "told"),
    [
        # The newest comes first (R4, history); numbers and times say so in any order.
        ([put(version(SLOT, end="11:00")), put(version(SLOT, end="10:00"))], "11:00", {"older_version": 1}),
        ([put(version(SLOT, "1", end="11:00")), put(version(SLOT, "2"))], "10:00", {"older_version": 1}),
        ([put(version(SLOT, "9", end="11:00")), put(version(SLOT, "10"))], "10:00", {"older_version": 1}),
        (
            [
                put(version(SLOT, "b", "2026-12-01T10:00:00Z", "11:00")),
                put(version(SLOT, "c", "2026-12-01T12:00:00+01:00")),
                put(version(SLOT, "a", "2026-12-01T08:00:00Z")),
            ],
            "10:00",
            {"older_version": 2},
        ),
        ([DELETED, put(version(SLOT))], None, {"deleted": 1, "older_version": 1}),
        ([put(version(SLOT)), DELETED], "10:00", {}),
        (
            [
                put(version(SLOT, updated="2026-12-01T10:00:00Z")),
                DELETED | {"response": {"status": "204", "lastModified": "2026-12-01T11:00:00Z"}},
            ],
            None,
            {"deleted": 1, "older_version": 1},
        ),
        (
            [
                put(version(SLOT, "2")),
                DELETED | {"response": {"status": "204", "etag": 'W/"1"'}},
            ],
            "10:00",
            {},
        ),
    ],
)
def test_of_a_history_the_newest_counts(entries, until, told):
    world = history(World(), *entries)
    world.slot("other", "Schedule/s1", "13:00", "14:00")
    request, found = world.read()
    assert windows(request) == ([f"n1@u1 08 09:00-{until}"] if until else []) + ["n1@u1 08 13:00-14:00"]
    assert found == told


def test_a_history_that_is_the_wrong_way_round_does_not_tell_what_is_deleted():
    world = history(World(), put(version(SLOT)), DELETED)
    world.nurse("n9", meta={"versionId": "1"})
    world.nurse("n9", meta={"versionId": "2"})
    ((place, message),) = world.refused()
    assert place == "$.entry[8]"
    assert "deleted and written" in message


def test_a_deletion_may_name_its_resource_by_type_and_id_alone():
    world = history(World(), put(version(SLOT)))
    world.bundle["entry"].insert(0, DELETED)
    world.slot("other", "Schedule/s1", "13:00", "14:00")
    request, told = world.read()
    assert windows(request) == ["n1@u1 08 13:00-14:00"]
    assert told == {"deleted": 1, "older_version": 1}
    world.slot("sl1", f"{EHR}/Schedule/s1", "15:00", "16:00", root=OTHER)
    ((place, message),) = world.refused()
    assert place == "$.entry[0]"
    assert "several servers" in message


def test_versions_outside_a_history_need_something_that_orders_them():
    world = World()
    world.bundle["entry"].append({"fullUrl": f"{EHR}/Slot/sl1", "resource": version(SLOT, "2", end="11:00")})
    ((place, message),) = world.refused()
    assert place == "$.entry[8].resource"
    assert "bdl-7" in message
    world.bundle["entry"][5]["resource"]["meta"] = {"versionId": "1"}
    request, told = world.read()
    assert windows(request) == ["n1@u1 08 09:00-11:00"]
    assert told == {"older_version": 1}


def test_the_same_resource_twice_in_one_bundle_is_a_problem():
    world = World()
    world.bundle["entry"].append(deepcopy(world.entry("Slot/sl1")))
    ((place, message),) = world.refused()
    assert place == "$.entry[8].resource"
    assert "bdl-7" in message


@pytest.mark.parametrize("kind", ["batch", "transaction"])
def test_of_a_transaction_what_is_written_counts(kind):
    world = World()
    world.bundle["type"] = kind
    for entry in world.bundle["entry"]:
        entry["request"] = {"method": "PUT", "url": entry["fullUrl"].removeprefix(f"{EHR}/")}
    world.bundle["entry"] += [
        {"request": {"method": "DELETE", "url": "Slot/gone"}},
        {"request": {"method": "DELETE", "url": "Slot?schedule=Schedule/s1"}},
        {"request": {"method": "GET", "url": "Slot?status=free"}},
    ]
    request, told = world.read()
    assert windows(request) == HOUR
    assert told == {"deleted": 2, "no_resource": 1}
    world.bundle["entry"].append({"request": {"method": "DELETE", "url": "Slot/sl1"}})
    assert [message for _place, message in world.refused()] == [
        "is deleted and written in one Bundle, and it is not told which comes last"
    ]
    world.bundle["entry"][-1] = {
        "request": {"method": "PATCH", "url": "Slot/sl1"},
        "resource": {"resourceType": "Parameters", "parameter": [{"name": "operation"}]},
    }
    ((place, message),) = world.refused()
    assert place == "$.entry[11]"
    assert "PATCH" in message


def test_new_resources_of_a_transaction_are_known_by_their_urns():
    world = World()
    world.bundle["type"] = "transaction"
    urn = "urn:uuid:0f2b7cd8-0000-4000-8000-00000000abcd"
    who = {"resourceType": "Practitioner", "qualification": [{"code": {"text": "ecg"}}]}
    world.bundle["entry"].append(
        {"fullUrl": urn, "resource": {**who, "identifier": [{"value": "n9"}]}, "request": {"method": "POST"}}
    )
    world.schedule("s9", urn, "Location/l1")
    world.slot("f9", "Schedule/s9", "11:00", "12:00")
    assert windows(world.read()[0]) == [*HOUR, "n9@u1 08 11:00-12:00"]


def test_answers_to_a_batch_of_searches_are_read_and_failures_told():
    world = World()
    half = {"resourceType": "Bundle", "type": "searchset", "total": 40, "entry": world.bundle["entry"][:5]}
    half["link"] = [{"relation": "next", "url": f"{EHR}?page=2"}]
    rest = {"resourceType": "Bundle", "type": "searchset", "entry": deepcopy(world.bundle["entry"][4:])}
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
    world.bundle.update(
        type="batch-response",
        entry=[
            {"resource": half, "response": {"status": "200 OK"}},
            {"resource": rest, "response": {"status": "200 OK"}},
            {"response": {"status": "504 Gateway Timeout", "outcome": outcome}},
            {"response": {"status": "201 Created", "location": "Slot/9"}},
        ],
    )
    request, told = world.read()
    assert windows(request) == HOUR
    assert told == {"page": 1, "failed": 1, "other_kind": 1, "no_resource": 1}
    world.bundle["entry"][1]["resource"]["entry"][0]["resource"]["actor"].append(ref("Device/d"))
    ((place, _message),) = world.refused()
    assert place == "$.entry[1].resource.entry[0].resource"


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({"link": [{"relation": "next", "url": f"{EHR}?2"}]}, True),
        ({"total": 9, "link": [{"relation": "self", "url": EHR}]}, True),
        ({"total": 8, "link": [{"relation": "self", "url": EHR}]}, False),
        ({"link": [{"relation": "previous", "url": EHR}]}, True),
        ({"link": [{"relation": "self", "url": EHR}, {"relation": "first", "url": EHR}]}, False),
        ({"type": "history", "link": [{"relation": "next", "url": f"{EHR}?2"}]}, True),
    ],
)
def test_a_page_is_told_to_be_one(fields, page):
    world = World()
    world.bundle.update({"type": "searchset", **fields})
    assert world.read()[1] == ({"page": 1} if page else {})


def test_resources_of_other_kinds_and_marks_of_missing_elements_are_told():
    world = World()
    world.bundle["type"] = "searchset"
    for kind in ("Observation", "Observation", "Encounter", "Parameters", "AppointmentResponse"):
        world.add({"resourceType": kind, "id": f"x{len(world.bundle['entry'])}"})
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "incomplete"}]}
    world.bundle["entry"].append({"resource": outcome, "search": {"mode": "outcome"}})
    world["Slot/sl1"]["meta"] = {"tag": [{"code": "SUBSETTED"}]}
    request, told = world.read()
    assert windows(request) == HOUR
    assert told == {"other_kind": 6, "subsetted": 1}


@pytest.mark.parametrize(
    ("change", "place", "says"),
    [
        (lambda b: b.update(type="heap"), "$.type", "must be one of"),
        (lambda b: b.update(implicitRules="http://x.example"), "$.implicitRules", "rules"),
        (lambda b: b["entry"].append({}), "$.entry[8]", "an entry holds a resource"),
        (lambda b: b["entry"].append({"resource": {"id": "x"}}), "$.entry[8]", "an entry holds a resource"),
        (lambda b: b["entry"][0].update(modifierExtension=[{"url": "http://x.example"}]), None, "2.4.1"),
        (lambda b: b["entry"][5].update(fullUrl=f"{EHR}/Slot/sl1/_history/2"), "$.entry[5].fullUrl", "bdl-8"),
        (lambda b: b["entry"][5].update(fullUrl=f"{EHR}/Slot/other"), "$.entry[5].fullUrl", "another type or id"),
        (lambda b: b["entry"][5].update(fullUrl="Slot/sl1"), "$.entry[5].fullUrl", "absolute"),
        (lambda b: b["entry"][5].update(fullUrl=7), "$.entry[5].fullUrl", "absolute"),
        (
            lambda b: b["entry"].append(
                {"fullUrl": f"{EHR}/RequestOrchestration/1", "resource": {"resourceType": "RequestOrchestration"}}
            ),
            "$.entry[8].resource",
            "FHIR R5",
        ),
        (lambda b: b["entry"][7]["resource"].update(reason=[{"concept": {"text": "x"}}]), None, "FHIR R5"),
    ],
)
def test_what_bundles_may_not_be_is_a_problem(change, place, says):
    world = World()
    change(world.bundle)
    ((where, message),) = world.refused()
    assert says in message
    assert place is None or where == place


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Slot/sl1", ()),
        ("Practitioner/n1", ("qualification", 0)),
        ("Schedule/s1", ()),
        ("ServiceRequest/sr1", ("extension", 0)),
    ],
)
def test_unknown_modifiers_are_refused_wherever_they_stand(name, path):
    world = World()
    at = world[name]
    for step in path:
        at = at[step]
    at["modifierExtension"] = [{"url": "http://x.example/not", "valueBoolean": True}]
    assert world.place(name, *path, "modifierExtension") in {place for place, _message in world.refused()}


def test_unknown_modifiers_are_refused_in_what_is_contained_and_in_what_is_cancelled():
    world = World()
    part = {"actor": ref("Practitioner/n1"), "status": "accepted"}
    part["modifierExtension"] = [{"url": "http://x.example/not", "valueBoolean": True}]
    world.appointment("09:00", "09:30", part, status="cancelled")
    inner = {"resourceType": "Practitioner", "id": "x", "implicitRules": "http://x.example"}
    world.schedule("s2", "#x", contained=[inner])
    assert {place for place, _message in world.refused()} == {
        world.place("Appointment/a1", "participant", 0, "modifierExtension"),
        world.place("Schedule/s2", "contained", 0, "implicitRules"),
    }


# ---------------------------------------------------------------- privacy


def contained_patient(world):
    inner = {"resourceType": "Patient", "id": "pp", "name": [{"family": "Hemligsson"}]}
    world["ServiceRequest/sr1"].update(subject=ref("#pp"), contained=[inner])


def shown(element, reference):
    def change(world):
        world["ServiceRequest/sr1"][element] = {**ref(reference), "display": "Hemligsson"}
        world["Patient/p1"]["identifier"] = [{"system": "http://ids.example/p", "value": "q1"}]
        world["ServiceRequest/sr1"]["contained"] = [{"resourceType": "Patient", "id": "pp"}]

    return change


@pytest.mark.parametrize(
    "change",
    [
        contained_patient,
        shown("subject", "#pp"),
        shown("subject", "Patient/p1/_history/3"),
        shown("subject", "http://ehr.example/fhir/Patient/p1"),
        shown("subject", "Patient?identifier=q1"),
        shown("subject", {"identifier": {"system": "http://ids.example/p", "value": "q1"}}),
        shown("subject", {"identifier": {"value": "q7"}}),
        shown("subject", {}),
        shown("requester", {"type": "http://hl7.org/fhir/StructureDefinition/Patient", "identifier": {"value": "1"}}),
        lambda world: world["ServiceRequest/sr1"].update(subject=ref("Patient?name=Hemligsson")),
        lambda world: world["ServiceRequest/sr1"].update(
            subject=ref("Patient?identifier=urn:oid:1.2.752.129.2.1.3.1|hemlig")
        ),
        lambda world: world["ServiceRequest/sr1"].update(
            subject=ref("Patient?identifier=urn%3Aoid%3A1.2.752.129.2.1.3.1%7Chemlig")
        ),
        lambda world: world["ServiceRequest/sr1"].update(
            subject={"identifier": {"system": "urn:oid:1.2.752.129.2.1.3.1", "value": "hemlig"}}
        ),
        lambda world: world["ServiceRequest/sr1"].update(subject=ref(f"Patient/{NUMBER}")),
        lambda world: world["ServiceRequest/sr1"].update(subject=ref("Patient/%31%39121212-1212")),
        lambda world: world.bundle.update(link=[{"relation": "self", "url": f"{EHR}/Patient?family=Hemligsson"}]),
        lambda world: world.bundle["entry"].append({"request": {"method": "GET", "url": "Patient?name=hemlig"}}),
        lambda world: world.appointment("09:00", "09:30", {"display": f"Hemligsson {NUMBER}"}),
    ],
)
def test_a_patients_name_or_number_is_refused_in_every_kind_of_reference(change, tmp_path, capsys):
    world = World()
    world.bundle["type"] = "searchset"
    change(world)
    told = world.refused()
    assert any("pseudonym" in message or "may not stand here" in message for _place, message in told), told
    path = tmp_path / "week.json"
    path.write_text(json.dumps(world.bundle), "utf-8")
    assert main(["plan", str(path)]) == 2
    said = "".join(capsys.readouterr()) + "".join(place + message for place, message in told)
    for secret in ("emlig", "1212", "1912"):
        assert secret not in said


def test_names_of_practitioners_may_be_shown_beside_references():
    world = World()
    world["Schedule/s1"]["actor"][0]["display"] = "Syster Anna"
    world["ServiceRequest/sr1"]["requester"] = {"reference": "Practitioner/n1", "display": "Syster Anna"}
    inner = {"resourceType": "Practitioner", "id": "pp", "qualification": [{"code": {"text": "ecg"}}]}
    world.schedule("s2", {"reference": "#pp", "display": "Syster Eva"}, "Location/l1", contained=[inner])
    world["ServiceRequest/sr1"].update(subject=ref("#pp"), contained=[{"resourceType": "Patient", "id": "pp"}])
    request, _told = world.read()
    assert spans(request.busy) == []

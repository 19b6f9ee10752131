"""FHIR Bundles: nothing is lost on the way, R4's own rules hold, and of a patient there is only the pseudonym."""

from __future__ import annotations

import copy
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings

from dagplan import PlanRequest, check, plan
from dagplan.cli import main
from dagplan.files import fhir, json_file, plan_formats, read_plan, read_request, write_all, write_request
from dagplan.files.fhir.conformance import shape_findings
from dagplan.files.fhir.invariants import invariant_findings
from dagplan.files.fhir.names import LINK, PREVIOUS
from dagplan.models import InputError
from tests.build import asked, linked, plan_with, read, single
from tests.files.test_csv_folder import RICH
from tests.places import EXAMPLES
from tests.strategies import small_requests
from tests.thorough import some

NUMBER = "191212121212"


def of(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def again(bundle):
    return fhir.request_from(json.loads(json.dumps(bundle)), "week.json")


def refused(bundle):
    with pytest.raises(InputError) as caught:
        again(bundle)
    return [str(problem) for problem in caught.value.problems]


def example():
    return fhir.request_bundle(read(asked(linked(max_wait=30), single(priority="urgent"))))


@settings(max_examples=some(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small_requests())
def test_every_request_comes_back_and_gives_the_same_plan(fields):
    request = PlanRequest.model_validate(fields)
    bundle = fhir.request_bundle(request)
    assert again(bundle) == request
    made = plan(request)
    found = fhir.plan_from_bundle(json.loads(fhir.plan_bytes(request, made)), "plan.json", request)
    assert found.bookings == made.bookings


def test_every_field_comes_back():
    request = PlanRequest.model_validate(RICH)
    assert again(fhir.request_bundle(request)) == request


@settings(max_examples=some(20), deadline=None)
@given(small_requests())
def test_what_is_written_keeps_the_rules_of_r4(fields):
    request = PlanRequest.model_validate(fields)
    for bundle in (fhir.request_bundle(request), fhir.plan_bundle(request, plan(request))):
        assert list(shape_findings(bundle)) == []
        for entry in bundle["entry"]:
            resource = entry["resource"]
            assert [*shape_findings(resource), *invariant_findings(resource)] == []
            assert entry["fullUrl"] == f"urn:uuid:{resource['id']}"
        ids = [entry["fullUrl"] for entry in bundle["entry"]]
        assert len(set(ids)) == len(ids)
        targets = set(re.findall(r'"reference": "([^"]*)"', json.dumps(bundle)))
        assert targets <= set(ids)


def test_ids_are_the_same_every_time():
    assert example() == example()


def test_a_plan_says_the_link_and_the_order_on_each_appointment():
    request = read(asked())
    made = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))
    first, second = of(fhir.plan_bundle(request, made), "Appointment")
    assert (first["status"], first["start"], first["end"]) == (
        "proposed",
        "2026-10-05T09:30:00+02:00",
        "2026-10-05T10:00:00+02:00",
    )
    for number, one in enumerate((first, second), 1):
        link = next(part["extension"] for part in one["extension"] if part["url"] == LINK)
        told = {part["url"]: next(value for name, value in part.items() if name != "url") for part in link}
        assert (told["sequence"], told["size"]) == (number, 2)
        assert told["role"] == ("secondary", "primary")[number - 1]
        assert told["primary"]["reference"].endswith(second["id"])
        assert one["supportingInformation"] == [told["group"]]
    previous = [part["valueReference"]["reference"] for part in second["extension"] if part["url"] == PREVIOUS]
    assert previous == [f"urn:uuid:{first['id']}"]


def test_a_group_is_one_action_all_or_none_with_the_waits():
    (group,) = of(example(), "RequestGroup")
    (whole,) = group["action"]
    assert whole["selectionBehavior"] == "all-or-none"
    (related,) = whole["action"][0]["relatedAction"]
    assert related["relationship"] == "before-start"
    assert related["offsetRange"]["high"]["value"] == 30
    assert of(example(), "ServiceRequest")[0]["intent"] == "order"


def test_the_shipped_bundle_is_the_routines_own_case_and_can_be_planned(tmp_path):
    path = EXAMPLES / "asthma.fhir.json"
    request = read_request(path)
    assert request == read_request(EXAMPLES / "asthma.request.json")
    assert main(["plan", str(path), "--out", str(tmp_path / "plan.fhir.json"), "-q", "--time-limit", "5"]) == 0
    assert main(["check", str(path), str(tmp_path / "plan.fhir.json")]) == 0
    assert check(request, read_plan(tmp_path / "plan.fhir.json", request)) == []


def test_the_ending_picks_the_form(tmp_path):
    request = read(asked())
    write_request(request, tmp_path / "week.fhir.json")
    assert json.loads((tmp_path / "week.fhir.json").read_text("utf-8"))["resourceType"] == "Bundle"
    assert read_request(tmp_path / "week.fhir.json") == request
    made = plan(request)
    write_all(made, [tmp_path / "p.json", tmp_path / "p.fhir.json"], plan_formats(request))
    assert (
        read_plan(tmp_path / "p.fhir.json", request).bookings
        == json_file.read_plan(tmp_path / "p.json", request).bookings
    )


def change(kind, **elements):
    """The example with elements of its first resource of a type set, or taken away where None."""
    bundle = copy.deepcopy(example())
    for name, value in elements.items():
        resource = of(bundle, kind)[0]
        if value is None:
            resource.pop(name)
        else:
            resource[name] = value
    return bundle


def entry(resource):
    bundle = example()
    bundle["entry"].append({"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": resource})
    return bundle


APPOINTMENT = {
    "resourceType": "Appointment",
    "status": "booked",
    "start": "2026-10-05T09:00:00+02:00",
    "end": "2026-10-05T09:30:00+02:00",
    "participant": [{"actor": {"reference": "Practitioner/nurse", "type": "Practitioner"}, "status": "accepted"}],
}


@pytest.mark.parametrize(
    ("bundle", "says"),
    [
        (change("ServiceRequest", status="waiting"), "status: must be one of draft"),
        (change("ServiceRequest", intent="wish"), "intent: must be one of"),
        (change("ServiceRequest", subject=None), "subject: this element is required"),
        (change("ServiceRequest", colour="red"), "no such element"),
        (change("ServiceRequest", priority=3), "priority"),
        (change("RequestGroup", action=[]), "action"),
        (change("Slot", start="2026-10-05T08:00:00"), "start"),
        (change("Slot", status="open"), "status: must be one of busy"),
        (change("Slot", schedule=None), "schedule: this element is required"),
        (change("Organization", identifier=None), "org-1"),
        (entry({**APPOINTMENT, "status": "maybe"}), "status: must be one of proposed"),
        (entry({**APPOINTMENT, "participant": []}), "participant"),
        (entry({name: value for name, value in APPOINTMENT.items() if name != "end"}), "app-2"),
        (entry({**APPOINTMENT, "end": "2026-10-05T08:00:00+02:00"}), "end"),
        (entry({**APPOINTMENT, "participant": [{"status": "accepted"}]}), "app-1"),
        (entry({**APPOINTMENT, "cancelationReason": {"text": "x"}}), "app-4"),
        (entry({"resourceType": "Slot", "status": "free"}), "this element is required"),
        ({**example(), "type": "pile"}, "type: must be one of collection"),
        ({"resourceType": "Patient"}, "a Bundle is wanted"),
        ({**example(), "entry": {}}, "write a list"),
        ({**example(), "entry": [{"resource": []}]}, "an entry holds a resource"),
    ],
)
def test_what_r4_forbids_is_refused_with_its_place(bundle, says):
    told = refused(bundle)
    assert any(says in one for one in told), told
    assert all(one.startswith("week.json: $") for one in told)


PATIENT = "a patient is known by a pseudonym only"


@pytest.mark.parametrize(
    ("bundle", "says"),
    [
        (change("Patient", name=[{"family": "Hemligsson"}]), PATIENT),
        (change("Patient", birthDate="1912-12-12"), PATIENT),
        (change("Patient", address=[{"city": "Hemligsborg"}]), PATIENT),
        (
            change("Patient", identifier=[{"system": "urn:oid:1.2.752.129.2.1.3.1", "value": "hemlig"}]),
            "personnummer",
        ),
        (change("Patient", identifier=[{"value": NUMBER}]), "looks like a personal identity number"),
        (change("ServiceRequest", note=[{"text": f"ring {NUMBER[:8]}-{NUMBER[8:]}"}]), "looks like a personal"),
        (entry({"resourceType": "RelatedPerson", "name": [{"text": "Hemligsson"}]}), "RelatedPerson"),
        (entry({"resourceType": "Observation", "valueString": NUMBER}), "looks like a personal"),
        (
            change("ServiceRequest", subject={"reference": "Patient/p1", "display": "Hemligsson"}),
            PATIENT,
        ),
    ],
)
def test_names_and_numbers_of_patients_are_refused_without_being_repeated(bundle, says, capsys, tmp_path):
    told = refused(bundle)
    assert any(says in one for one in told), told
    path = tmp_path / "week.json"
    path.write_text(json.dumps(bundle), "utf-8")
    assert main(["plan", str(path)]) == 2
    said = capsys.readouterr()
    for secret in ("emlig", "1212", "1912"):
        assert secret not in "".join(told) + said.err + said.out


def test_a_bundle_of_another_system_is_read():
    """Server-made: its own ids, HSA-ids, references by type and id, no Parameters, a cancelled booking."""

    def role(name, word):
        return {
            "resourceType": "PractitionerRole",
            "id": f"role-{name}",
            "practitioner": {"reference": f"Practitioner/{name}"},
            "organization": {"reference": "Organization/org"},
            "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": word}]}],
        }

    def free(name, start, end):
        return [
            {
                "resourceType": "Schedule",
                "id": f"s-{name}",
                "actor": [{"reference": f"PractitionerRole/role-{name}"}],
            },
            {
                "resourceType": "Slot",
                "id": f"slot-{name}",
                "schedule": {"reference": f"Schedule/s-{name}"},
                "status": "free",
                "start": start,
                "end": end,
            },
        ]

    resources = [
        {
            "resourceType": "Organization",
            "id": "org",
            "identifier": [{"system": "urn:oid:1.2.752.129.2.1.4.1", "value": "SE2321000131-E000000000001"}],
        },
        role("anna", "spirometry"),
        *free("anna", "2026-12-08T07:00:00Z", "2026-12-08T10:00:00Z"),
        {"resourceType": "Patient", "id": "p-77"},
        {
            "resourceType": "ServiceRequest",
            "id": "sr-1",
            "status": "active",
            "intent": "order",
            "code": {"text": "spirometry"},
            "subject": {"reference": "Patient/p-77"},
            "extension": [
                {
                    "url": "https://dagplan.example/fhir/StructureDefinition/visit",
                    "extension": [{"url": "duration", "valueDuration": {"value": 0.5, "code": "h"}}],
                }
            ],
        },
        {**APPOINTMENT, "id": "x", "status": "cancelled"},
        {"resourceType": "Device", "id": "spirometer"},
    ]
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}
    request = again(bundle)
    assert [unit.id for unit in request.units] == ["SE2321000131-E000000000001"]
    assert request.practitioners[0].id == "anna"
    assert (str(request.availability[0].start), str(request.first_date)) == ("2026-12-08 08:00:00", "2026-12-08")
    assert request.requests[0].visits[0].duration == 30
    assert request.busy == request.bookings == ()
    made = plan(request)
    assert len(made.bookings) == 1


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    import builtins

    from dagplan.files.fhir import conformance

    real = builtins.__import__

    def missing(name, *args, **kwargs):
        if name.startswith("fhir"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    conformance._validator.cache_clear()
    monkeypatch.setattr(builtins, "__import__", missing)
    assert any("pip install 'dagplan[fhir]'" in one for one in refused(example()))
    conformance._validator.cache_clear()

"""Appointments when plans change: what moves is replaced, what is dropped is cancelled, what stays is the same."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import plan
from dagplan.cli import main
from dagplan.files import fhir, ics
from dagplan.files.fhir.appointment_names import Name, name_of_source, own_name
from dagplan.files.fhir.conformance import shape_findings
from dagplan.files.fhir.invariants import invariant_findings
from dagplan.files.fhir.names import PREVIOUS, REPLACES
from dagplan.files.file_names import id_of
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.calendars import seen
from tests.places import CASES
from tests.strategies import small_requests
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
SERVER = "https://ehr.example/fhir"


def appointments(bundle):
    """By fullUrl."""
    entries = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Appointment"]
    found = {entry["fullUrl"]: entry["resource"] for entry in entries}
    assert len(found) == len(entries)
    return found


def replaced_by(appointment):
    return [one["valueReference"]["reference"] for one in appointment.get("extension", ()) if one["url"] == REPLACES]


def fact(visit, clock, source=None, person="doctor"):
    return {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock)} | (
        {"source": source} if source else {}
    )


def bundle_of(request, *placed, before=None):
    known = request if before is None else with_bookings(request, before)
    made = with_history(known, plan_with(known, *placed), NOON)
    return fhir.plan_bundle(known, made), made


@pytest.mark.parametrize("case", ["F1", "F4"])
def test_an_appointment_that_must_go_is_cancelled(tmp_path, case):
    """The person is ill from 9 to 9:30 (F1: 9:30 is left) or to 10 (F4: nothing is left)."""
    assert main(["plan", str(CASES / "f" / f"{case}.json"), "--out", str(tmp_path / "p.fhir.json"), "-q"]) == 0
    found = appointments(json.loads((tmp_path / "p.fhir.json").read_text("utf-8")))
    old = found.pop(f"{SERVER}/Appointment/a1")
    assert (old["id"], old["status"], old["start"]) == ("a1", "cancelled", "2026-12-08T09:00:00+01:00")
    assert old["cancelationReason"]["coding"][0]["system"].endswith("appointment-cancellation-reason")
    assert len(old["participant"]) == 3
    if case == "F4":
        assert found == {}
        return
    (new,) = found.values()
    assert (new["status"], new["start"]) == ("proposed", "2026-12-08T09:30:00+01:00")
    assert replaced_by(new) == [f"{SERVER}/Appointment/a1"]
    assert main(["check", str(CASES / "f" / "F1.json"), str(tmp_path / "p.fhir.json")]) == 0


@pytest.mark.parametrize(
    ("source", "url", "version"),
    [
        (f"{SERVER}/Appointment/77", f"{SERVER}/Appointment/77", None),
        (f"{SERVER}/Appointment/77/_history/3", f"{SERVER}/Appointment/77", "3"),
        ("Appointment/77", None, None),
        ("Appointment/77/_history/3", None, "3"),
    ],
)
def test_an_appointment_that_stays_is_the_same_one(source, url, version):
    request = read(asked(single(), bookings=[fact("r2-v", "08:00", source)]))
    bundle, made = bundle_of(request, ("r2-v", "doctor", "08:00"))
    ((full_url, one),) = appointments(bundle).items()
    assert (one["id"], one["status"], one.get("meta", {}).get("versionId")) == ("77", "booked", version)
    assert full_url == url if url else re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", full_url)
    assert made.bookings[0].source == source
    assert replaced_by(one) == []
    assert fhir.plan_from_bundle(bundle, "p.json", request).bookings == made.bookings
    assert fhir.request_from(fhir.request_bundle(request), "r.json") == request


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (
            "http://a/b/Appointment/x.1-2/_history/9",
            Name("x.1-2", "http://a/b/Appointment/x.1-2", "9", "http://a/b"),
        ),
        (
            "urn:uuid:0d3c5e3a-59f6-4b5c-9a61-0b5e8b1d4f10",
            Name("0d3c5e3a-59f6-4b5c-9a61-0b5e8b1d4f10", "urn:uuid:0d3c5e3a-59f6-4b5c-9a61-0b5e8b1d4f10"),
        ),
        ("urn:oid:1.2.3", Name("1.2.3", "urn:oid:1.2.3")),
    ],
)
def test_an_appointment_keeps_the_name_it_was_read_with(source, name):
    assert name_of_source(source) == name


@pytest.mark.parametrize("source", ["#a", "Appointment?identifier=7", "Slot/7", "Appointment/" + "x" * 65, "två ord"])
def test_what_is_no_address_gets_a_name_of_ours_that_r4_allows(source):
    made = name_of_source(source)
    assert made.url == f"urn:uuid:{made.id}"
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", made.id)
    assert made != name_of_source(source + "x")


def test_a_proposal_of_ours_that_moves_is_put_in_its_own_place_and_one_that_is_dropped_is_cancelled():
    request = read(asked(single("r1", "p1"), single("r2", "p2")))
    old, before = bundle_of(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00"))
    new, _ = bundle_of(request, ("r1-v", "doctor", "10:00"), before=before)
    first, second = appointments(old), appointments(new)
    moved, dropped = (own_name(f"r{n}", f"r{n}-v").url for n in (1, 2))
    assert first.keys() == second.keys() == {moved, dropped}
    assert (second[moved]["status"], second[moved]["start"]) == ("proposed", "2026-10-05T10:00:00+02:00")
    assert second[moved]["meta"]["lastUpdated"] > first[moved]["meta"]["lastUpdated"]
    assert (second[dropped]["status"], second[dropped]["start"]) == ("cancelled", first[dropped]["start"])
    assert replaced_by(second[moved]) == []


def test_a_visit_not_asked_for_any_more_is_cancelled_with_all_that_it_refers_to():
    units = [{"id": "u1"}, {"id": "u2"}]
    people = [{"id": who, "competences": ["physician"]} for who in ("doctor", "locum")]
    hours = [window("doctor", "08:00", "12:00"), window("locum", "08:00", "12:00")]
    request = read(
        asked(single("r1", "p1"), single("r2", "p2"), units=units, practitioners=people, availability=hours)
    )
    _, before = bundle_of(request, ("r1-v", "doctor", "08:00"), ("r2-v", "locum", "09:00"))
    fewer = read(asked(single("r1", "p1"), practitioners=people[:1], availability=hours[:1]))
    bundle, _ = bundle_of(fewer, ("r1-v", "doctor", "08:00"), before=before)
    found = appointments(bundle)
    gone = found[own_name("r2", "r2-v").url]
    assert (gone["status"], gone["start"]) == ("cancelled", "2026-10-05T09:00:00+02:00")
    assert "basedOn" not in gone
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert {one["actor"]["reference"] for one in gone["participant"]} <= urls
    assert fhir.plan_from_bundle(json.loads(json.dumps(bundle)), "p.json", fewer).bookings[0].visit == "r1-v"


def test_a_chain_that_moves_links_the_new_appointments_and_names_the_old():
    sources = {"a": f"{SERVER}/Appointment/1", "b": f"{SERVER}/Appointment/2"}
    request = read(
        asked(linked(), bookings=[fact("a", "08:00", sources["a"], "nurse"), fact("b", "08:30", sources["b"])])
    )
    bundle, _ = bundle_of(request, ("a", "nurse", "08:00"), ("b", "doctor", "09:00"))
    found = appointments(bundle)
    assert [found[url]["status"] for url in sources.values()] == ["booked", "cancelled"]
    (new,) = (one for url, one in found.items() if url not in sources.values())
    assert replaced_by(new) == [sources["b"]]
    previous = [one["valueReference"]["reference"] for one in new["extension"] if one["url"] == PREVIOUS]
    assert previous == [sources["a"]], "the visit before is the Appointment that stays"


def test_what_was_cancelled_once_is_still_cancelled_in_the_next_plan():
    request = read(asked(single(), bookings=[fact("r2-v", "08:00", f"{SERVER}/Appointment/7")]))
    _, first = bundle_of(request, ("r2-v", "doctor", "09:00"))
    bundle, _ = bundle_of(read(asked(single())), ("r2-v", "doctor", "10:00"), before=first)
    found = appointments(bundle)
    assert found[f"{SERVER}/Appointment/7"]["status"] == "cancelled"
    own = found[own_name("r2", "r2-v").url]
    assert (own["status"], own["start"]) == ("proposed", "2026-10-05T10:00:00+02:00")
    assert len(found) == 2


def test_one_appointment_said_to_be_of_two_visits_is_not_written_twice():
    source = f"{SERVER}/Appointment/7"
    request = read(
        asked(
            single("r1", "p1"),
            single("r2", "p2"),
            bookings=[fact("r1-v", "08:00", source), fact("r2-v", "09:00", source)],
        )
    )
    found = appointments(fhir.request_bundle(request))
    assert found.keys() == {source, own_name("r2", "r2-v").url}


def test_a_plan_read_from_a_bundle_can_be_planned_from(tmp_path):
    def dagplan(*words):
        assert main([*map(str, words), "-q"]) == 0

    old, new = tmp_path / "old.fhir.json", tmp_path / "new.fhir.json"
    dagplan("plan", CASES / "d" / "D1.json", "--out", old)
    dagplan("plan", CASES / "d" / "D2.json", "--from", old, "--out", new)
    before, after = (appointments(json.loads(path.read_text("utf-8"))) for path in (old, new))
    assert before.keys() == after.keys()
    assert sorted(one["status"] for one in after.values()) == ["cancelled", "proposed", "proposed"]


SOURCES = st.sampled_from([None, f"{SERVER}/Appointment/", "Appointment/"])


@settings(max_examples=some(20), deadline=None)
@given(small_requests(), st.data())
def test_any_line_of_plans_keeps_the_rules_of_r4_and_one_appointment_a_visit(fields, data):
    for number, booking in enumerate(fields["bookings"]):
        source = data.draw(SOURCES)
        if source:
            booking["source"] = f"{source}{number}"
    request = read(fields)
    made = plan(request)
    for step in range(3):
        bundle = fhir.plan_bundle(request, made)
        for entry in bundle["entry"]:
            assert [*shape_findings(entry["resource"]), *invariant_findings(entry["resource"])] == []
        urls = [entry["fullUrl"] for entry in bundle["entry"]]
        assert len(set(urls)) == len(urls)
        assert set(re.findall(r'"reference": "([^"]*)"', json.dumps(bundle))) <= set(urls)
        found = appointments(bundle).values()
        live = [one for one in found if one["status"] != "cancelled"]
        assert sorted(one["identifier"][0]["value"] for one in live) == sorted(b.visit for b in made.bookings)
        assert fhir.plan_from_bundle(json.loads(json.dumps(bundle)), "p.json", request).bookings == made.bookings
        if step < 2:
            keep = [case for case in request.requests if data.draw(st.booleans())]
            known = {case.id for case in keep}
            fewer = tuple(
                case.model_copy(update={"same_day_as": tuple(set(case.same_day_as) & known)}) for case in keep
            )
            request = with_bookings(request.model_copy(update={"requests": fewer, "bookings": ()}), made)
            made = plan(request)


@pytest.mark.parametrize("one_id", ["läk-1", "Ängla", "क्ष-1", "шкода", "漢字", "con", "a..", "x" * 64, "漢" * 64])
def test_ids_of_any_alphabet_come_back_from_ids_that_r4_allows(one_id):
    person = {"id": one_id, "competences": ["physician"]}
    request = read(
        asked(single(one_id[:60], one_id), practitioners=[person], availability=[window(one_id, "08:00", "12:00")])
    )
    made = with_history(request, plan_with(request, (f"{one_id[:60]}-v", one_id, "08:00")), NOON)
    assert fhir.request_from(fhir.request_bundle(request), "r.json") == request
    bundle = fhir.plan_bundle(request, made)
    for entry in bundle["entry"]:
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", entry["resource"]["id"])
    assert fhir.plan_from_bundle(bundle, "p.json", request).bookings == made.bookings
    (uid,) = seen(ics.plan_bytes(request, made))
    assert uid.isascii()
    ((name, _),) = ics.plan_files(request, made).items()
    assert id_of(name.removesuffix(".ics")) == one_id

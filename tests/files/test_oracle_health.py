"""Calls to Oracle Health: its rules hold, nobody is booked twice on the way, runs can be begun again and undone."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan.cli import main
from dagplan.files import json_file, oracle_health
from dagplan.models.history import with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.millennium import Millennium, StoppedError
from tests.places import CASES
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)


def calls(request, plan):
    return {name: json.loads(data) for name, data in oracle_health.plan_files(request, plan).items()}


def planned():
    request = read(asked(single(), linked()))
    return request, plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "09:00"))


def where(person, clock, competence="physician", minutes=30):
    hours, past = divmod(int(clock[:2]) * 60 + int(clock[3:]) + minutes, 60)
    end = f"2026-10-05T{hours:02}:{past:02}:00+02:00"
    start = f"2026-10-05T{clock}:00+02:00"
    return {"practitioner": person, "unit": "u1", "competence": competence, "start": start, "end": end}


def fact(visit, person, clock, source=None, **fields):
    made = {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock), **fields}
    return made | ({"source": source} if source else {})


def done(files):
    return [(step["do"], step["visit"]) for step in files["steps.json"]]


def test_one_body_a_visit_as_the_create_rules_ask():
    request, plan = planned()
    files = calls(request, plan)
    steps = files["steps.json"]
    assert done(files) == [("book", "r2-v"), ("book", "a"), ("book", "b")]
    for step in steps:
        body = files[step["call"]["body"]]
        assert body["status"] == "booked"
        assert len(body["slot"]) == len(body["participant"]) == 1
        assert body["participant"][0]["actor"]["reference"].startswith("Patient/")
        assert body["participant"][0]["status"] == "accepted"
        assert set(body) == {"resourceType", "status", "slot", "participant"}
    assert steps[1]["find_slot"]["start"] == "2026-10-05T09:30:00+02:00"
    (look,) = steps[1]["look_first"]
    assert look == {
        "method": "GET",
        "path": "/Appointment?patient={p1}&date=ge2026-10-05T07:30:00Z&date=lt2026-10-05T07:31:00Z&status=booked",
    }
    assert steps[1]["go_on_if"] == {"none_is": {"status": "booked"}}


def test_a_chain_that_fails_half_way_is_undone_backwards():
    request, plan = planned()
    files = calls(request, plan)
    assert [step["if_it_fails_undo"] for step in files["steps.json"]] == [[], [], [2]]
    undo = files["undo.json"]
    assert [one["step"] for one in undo] == [3, 2, 1]
    assert undo[0]["call"]["method"] == "PATCH"
    assert undo[0]["call"]["body"] == [{"op": "replace", "path": "/status", "value": "cancelled"}]


def test_what_is_booked_already_is_not_booked_again():
    locked = fact("r2-v", "doctor", "09:00", locked=True)
    request = read(asked(single(), linked(), bookings=[locked]))
    plan = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))
    assert done(calls(request, plan)) == [("book", "a"), ("book", "b")]


def test_an_appointment_moves_by_its_slot_and_is_cancelled_by_its_status():
    facts = [
        fact("r1-v", "doctor", "08:00", "https://ehr.example/fhir/Appointment/71/_history/3"),
        fact("r2-v", "doctor", "09:00", "Appointment/72"),
    ]
    request = read(asked(single("r1", "p1"), single("r2", "p2"), bookings=facts))
    files = calls(request, plan_with(request, ("r1-v", "doctor", "10:00")))
    move, cancel = files["steps.json"]
    assert (move["do"], cancel["do"]) == ("move", "cancel")
    assert move["appointment"] == "https://ehr.example/fhir/Appointment/71/_history/3"
    assert [step["look_first"][0]["path"] for step in (move, cancel)] == ["/Appointment/71", "/Appointment/72"]
    assert {step["call"]["path"] for step in (move, cancel)} == {"/Appointment/{id of the one to go on with}"}
    assert {step["call"]["method"] for step in (move, cancel)} == {"PATCH"}
    assert move["go_on_if"] == {"one_is": {"status": "booked", **where("doctor", "08:00")}}
    assert move["done_if"] == [{"one_is": {"status": "booked", **where("doctor", "10:00")}}]
    assert cancel["done_if"] == [{"all_are": {"status": "cancelled"}}]
    assert files[move["call"]["body"]] == [
        {"op": "replace", "path": "/slot", "value": [{"reference": "Slot/{slot}"}]}
    ]
    assert files[cancel["call"]["body"]] == [{"op": "replace", "path": "/status", "value": "cancelled"}]
    rebook, back = files["undo.json"]
    assert (rebook["call"]["method"], rebook["find_slot"]) == ("POST", where("doctor", "09:00"))
    assert (back["call"]["method"], back["find_slot"]) == ("PATCH", where("doctor", "08:00"))


@pytest.mark.parametrize(("case", "do"), [("F1", "move"), ("F4", "cancel")])
def test_the_appointment_of_a_bundle_is_moved_or_cancelled(tmp_path, case, do):
    assert main(["plan", str(CASES / "f" / f"{case}.json"), "--out", f"{tmp_path / 'c.oracle'}/", "-q"]) == 0
    (step,) = json.loads((tmp_path / "c.oracle" / "steps.json").read_text("utf-8"))
    assert (step["do"], step["appointment"]) == (do, "https://ehr.example/fhir/Appointment/a1")
    assert step["look_first"][0] == {"method": "GET", "path": "/Appointment/a1"}
    assert step["call"]["method"] == "PATCH"


def test_the_one_in_the_way_goes_first_and_what_nobody_needs_is_cancelled_last():
    """r1 wants 9, where r2 is; r2 wants 10, where r3 is; r3 is dropped; r4 is dropped and in nobody's way."""
    facts = [
        fact(f"r{n}-v", "doctor", clock, f"Appointment/{n}")
        for n, clock in ((1, "08:00"), (2, "09:00"), (3, "10:00"), (4, "11:00"))
    ]
    request = read(asked(*(single(f"r{n}", f"p{n}") for n in range(1, 5)), bookings=facts))
    files = calls(request, plan_with(request, ("r1-v", "doctor", "09:00"), ("r2-v", "doctor", "10:00")))
    assert done(files) == [("cancel", "r3-v"), ("move", "r2-v"), ("move", "r1-v"), ("cancel", "r4-v")]
    assert [step["if_it_fails_undo"] for step in files["steps.json"]] == [[], [], [], []]


def test_two_that_change_places_are_one_group_and_one_of_them_is_given_up_for_a_moment():
    facts = [fact(f"r{n}-v", "doctor", clock, f"Appointment/{n}") for n, clock in ((1, "08:00"), (2, "09:00"))]
    request = read(asked(single("r1", "p1"), single("r2", "p2"), bookings=facts))
    files = calls(request, plan_with(request, ("r1-v", "doctor", "09:00"), ("r2-v", "doctor", "08:00")))
    first, second = ("r1-v", "r2-v") if files["steps.json"][0]["visit"] == "r1-v" else ("r2-v", "r1-v")
    assert done(files) == [("cancel", first), ("move", second), ("book", first)]
    assert [step["if_it_fails_undo"] for step in files["steps.json"]] == [[], [1], [2, 1]]


def test_a_visit_that_overlaps_with_where_it_was_is_given_up_first():
    request = read(asked(single(), bookings=[fact("r2-v", "doctor", "08:00", "Appointment/2")]))
    files = calls(request, plan_with(request, ("r2-v", "doctor", "08:15")))
    assert done(files) == [("cancel", "r2-v"), ("book", "r2-v")]


def test_what_an_older_plan_booked_is_looked_for_where_it_was():
    request = read(asked(single("r1", "p1"), single("r2", "p2")))
    old = with_history(request, plan_with(request, ("r1-v", "doctor", "08:00"), ("r2-v", "doctor", "09:00")), NOON)
    known = with_bookings(request, old)
    files = calls(known, with_history(known, plan_with(known, ("r1-v", "doctor", "08:00")), NOON))
    (step,) = files["steps.json"]
    assert (step["do"], step["visit"]) == ("cancel", "r2-v")
    (look,) = step["look_first"]
    assert look["path"].startswith("/Appointment?patient={p2}&date=ge2026-10-05T07:00:00Z&")
    assert step["done_if"] == [{"all_are": {"status": "cancelled"}}]


def test_a_proposal_never_carried_out_moves_the_appointment_that_stands():
    """The plan before put r2 at 10, but the request still has its Appointment at 8."""
    request = read(asked(single(), bookings=[fact("r2-v", "doctor", "08:00", "Appointment/2")]))
    old = with_history(request, plan_with(request, ("r2-v", "doctor", "10:00")), NOON)
    known = with_bookings(request, old)
    files = calls(known, with_history(known, plan_with(known, ("r2-v", "doctor", "10:00")), NOON))
    (step,) = files["steps.json"]
    assert (step["do"], step["appointment"]) == ("move", "Appointment/2")
    assert step["find_slot"] == where("doctor", "10:00")


CLOCKS = [f"{8 + n // 4:02}:{n % 4 * 15:02}" for n in range(12)]
PEOPLE = ("doctor", "nurse")


@st.composite
def places(draw, count):
    """Where some of so many visits are, each of 30 minutes and of a patient of its own or of p0: no two overlap."""
    found: dict[int, tuple[str, int]] = {}
    for visit in range(count):
        place = draw(st.none() | st.tuples(st.sampled_from(PEOPLE), st.integers(0, 11)))
        if place is not None and not any(
            abs(place[1] - slot) < 2 and (who == place[0] or (visit < 2 and other < 2))
            for other, (who, slot) in found.items()
        ):
            found[visit] = place
    return found


@st.composite
def turnovers(draw):
    """A request of six visits, and where they are before and after; a linked pair and four others."""
    before, after = draw(places(6)), draw(places(6))
    for one in (before, after):  # the pair is whole or not there
        if (0 in one) != (1 in one):
            one.pop(0, None), one.pop(1, None)
    known = {visit: draw(st.booleans()) for visit in before}
    return before, after, known, draw(st.booleans())


def turnover(before, after, known, alike):
    """The files of a change from one to the other, and a system where ``before`` stands.

    ``alike``: the two of the pair are of one competence, so that either will do for the other.
    """
    words = ["c", "c" if alike else "d", "c", "c", "c", "c"]
    pair = {
        "id": "r0",
        "patient": "p0",
        "visits": [
            {"id": "v0", "role": "secondary", "duration": 30, "competence": "c"},
            {"id": "v1", "role": "primary", "duration": 30, "competence": words[1]},
        ],
    }
    others = [
        {"id": f"r{n}", "patient": f"p{n}", "visits": [{"id": f"v{n}", "duration": 30, "competence": "c"}]}
        for n in range(2, 6)
    ]
    people = [{"id": who, "competences": ["c", "d"]} for who in PEOPLE]
    hours = [window(who, "08:00", "12:00") for who in PEOPLE]
    system = Millennium()
    facts = []
    for visit, (person, slot) in before.items():
        patient = "p0" if visit < 2 else f"p{visit}"
        one = system.put(patient, where(person, CLOCKS[slot], words[visit]))
        facts.append(fact(f"v{visit}", person, CLOCKS[slot], f"Appointment/{one.id}" if known[visit] else None))
    request = read(
        asked(pair, *others, practitioners=people, availability=hours, bookings=facts, settings={"grid": 15})
    )
    placed = [(f"v{visit}", person, CLOCKS[slot]) for visit, (person, slot) in after.items()]
    made = plan_with(request, *placed)
    wanted = {
        (one.patient, *where(one.practitioner, f"{one.start:%H:%M}", words[int(one.visit[1:])]).values())
        for one in made.bookings
    }
    return calls(request, made), system, wanted


@settings(max_examples=some(150), deadline=None)
@given(turnovers())
def test_the_steps_lead_from_what_stands_to_the_plan_and_nobody_is_booked_twice_on_the_way(drawn):
    files, system, wanted = turnover(*drawn)
    moved = [step["visit"] for step in files["steps.json"] if step["do"] == "move"]
    system.run(files)
    assert system.booked == wanted
    assert len(moved) == len(set(moved))
    written = len(system.written)
    system.run(files)
    assert system.booked == wanted
    if all(step["do"] != "cancel" for step in files["steps.json"]):
        assert len(system.written) == written, "a second run writes nothing"


@settings(max_examples=some(150), deadline=None)
@given(turnovers(), st.integers(0, 6), st.booleans())
def test_a_run_that_breaks_off_leaves_chains_whole_and_can_be_begun_again(drawn, breaks_after, crashes):
    files, system, wanted = turnover(*drawn)
    system.breaks_after = breaks_after
    try:
        system.run(files, crashes=crashes)
    except StoppedError:
        pair = [patient for patient, *_ in system.booked if patient == "p0"]
        assert crashes or len(pair) != 1, "a chain is whole or not booked"
    system.breaks_after = None
    system.run(files)
    assert system.booked == wanted


@settings(max_examples=some(100), deadline=None)
@given(turnovers())
def test_all_steps_undone_backwards_lead_back(drawn):
    files, system, _wanted = turnover(*drawn)
    start = system.booked
    done_as = system.run(copy.deepcopy(files))
    for entry in files["undo.json"]:
        system.undo(entry, done_as[entry["step"]])
    assert system.booked == start


def test_what_somebody_else_has_changed_stops_the_run():
    request = read(asked(single(), bookings=[fact("r2-v", "doctor", "08:00", "Appointment/m0")]))
    files = calls(request, plan_with(request, ("r2-v", "doctor", "10:00")))
    system = Millennium()
    system.put("p2", where("doctor", "08:30"))
    with pytest.raises(StoppedError, match="somebody has changed it"):
        system.run(files)
    assert system.written == []


def test_on_the_command_line(tmp_path):
    json_file.write_request(read(asked()), tmp_path / "week.json")
    out = tmp_path / "calls.oracle"
    assert main(["plan", str(tmp_path / "week.json"), "--out", f"{out}/", "-q"]) == 0
    assert {"steps.json", "undo.json"} < {path.name for path in out.iterdir()}

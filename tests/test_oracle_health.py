"""Calls to Oracle Health: its create rules hold, chains in order, and every step can be undone."""

from __future__ import annotations

import json

from dagplan.cli import main
from dagplan.files import json_file, oracle_health
from tests.build import asked, linked, plan_with, read, single


def calls(request, plan):
    return {name: json.loads(data) for name, data in oracle_health.plan_files(request, plan).items()}


def planned():
    request = read(asked(single(), linked()))
    return request, plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "09:00"))


def test_one_body_a_visit_as_the_create_rules_ask():
    request, plan = planned()
    files = calls(request, plan)
    steps = files["steps.json"]
    assert [step["visit"] for step in steps] == ["r2-v", "a", "b"]
    for step in steps:
        body = files[step["call"]["body"]]
        assert body["status"] == "booked"
        assert len(body["slot"]) == len(body["participant"]) == 1
        assert body["participant"][0]["actor"]["reference"].startswith("Patient/")
        assert body["participant"][0]["status"] == "accepted"
        assert set(body) == {"resourceType", "status", "slot", "participant"}
    assert steps[1]["find_slot"]["start"] == "2026-10-05T09:30:00+02:00"


def test_a_chain_that_fails_half_way_is_undone_backwards():
    request, plan = planned()
    files = calls(request, plan)
    assert [step["if_it_fails_undo"] for step in files["steps.json"]] == [[], [], [2]]
    undo = files["undo.json"]
    assert [one["step"] for one in undo] == [3, 2, 1]
    assert undo[0]["call"]["method"] == "PATCH"
    assert undo[0]["call"]["body"] == [{"op": "replace", "path": "/status", "value": "cancelled"}]


def test_what_is_booked_already_is_not_booked_again():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T09:00", "locked": True}
    request = read(asked(single(), linked(), bookings=[fact]))
    plan = plan_with(request, ("a", "nurse", "09:30"), ("b", "doctor", "10:00"))
    assert [step["visit"] for step in calls(request, plan)["steps.json"]] == ["a", "b"]


def test_on_the_command_line(tmp_path):
    json_file.write_request(read(asked()), tmp_path / "week.json")
    out = tmp_path / "calls.oracle"
    assert main(["plan", str(tmp_path / "week.json"), "--out", f"{out}/", "-q"]) == 0
    assert {"steps.json", "undo.json"} < {path.name for path in out.iterdir()}

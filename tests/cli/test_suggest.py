"""Offers beside a plan, and taking one: a patient calls, one command to see and one to take."""

from __future__ import annotations

import json

import pytest

from dagplan import PlanRequest, cli, files, plan

HOURS = ("2026-12-07T08:00", "2026-12-07T10:00")
FORMS = ("plan.json", "plan.xlsx", "plan", "plan.fhir.json")
"""Every form of a plan that is read back."""


def fields():
    """Two people with two hours each; r1 to r3 take an hour each and are booked, so that one hour is free."""
    asked = [
        {"id": f"r{i}", "patient": f"p{i}", "visits": [{"id": f"v{i}", "duration": 60, "competence": "ecg"}]}
        for i in range(4)
    ]
    return {
        "first_date": "2026-12-07",
        "last_date": "2026-12-07",
        "units": [{"id": "u"}],
        "practitioners": [{"id": name, "competences": ["ecg"]} for name in ("n1", "n2")],
        "availability": [
            {"practitioner": name, "unit": "u", "start": HOURS[0], "end": HOURS[1]} for name in ("n1", "n2")
        ],
        "requests": asked,
        "settings": {"workers": 1, "time_limit": 1},
    }


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the input, ``week.json``, and a plan in each form that books all but r0."""
    monkeypatch.chdir(tmp_path)
    request = PlanRequest.model_validate(fields())
    files.write_request(request, "week.json")
    others = request.model_copy(update={"requests": request.requests[1:]})
    made = plan(others)
    assert len(made.bookings) == 3
    files.write_all(made, FORMS, files.plan_formats(request, "en"))
    return tmp_path


def call(capsys, *arguments):
    """Exit status, and what was written to standard output and error."""
    status = cli.main(["suggest", "week.json", *arguments])
    return status, *capsys.readouterr()


def free_hour():
    """Whose hour is free in the plan, and when it begins."""
    made = json.loads((files.Path("plan.json")).read_text("utf-8"))
    taken = {(one["practitioner"], one["start"]) for one in made["bookings"]}
    every = {(name, f"2026-12-07T{hour}:00") for name in ("n1", "n2") for hour in ("08", "09")}
    ((who, when),) = every - taken
    return who, when[-5:]


@pytest.mark.parametrize("form", FORMS)
def test_offers_stand_beside_the_plan_in_every_form_of_it(desk, capsys, form):
    who, when = free_hour()
    status, out, err = call(capsys, "--from", form, "--request", "r0")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"1. r0: 2026-12-07 at u: {who} {when}–{int(when[:2]) + 1:02}:00. On the wished date; cost 0."
    ]
    assert call(capsys, "--from", form)[1] == out  # left out, it is what the plan doesn't book


def test_without_a_plan_it_is_said_that_none_is_known(desk, capsys):
    said = (
        "week.json: the input books 0 of 3 other requests; if a plan books more, those times count as free here: "
        "give the plan with --from PLAN\n"
    )
    assert call(capsys, "--request", "r0")[2] == said
    assert call(capsys, "--request", "r0", "--quiet")[2] == ""
    assert call(capsys, "--request", "r0", "--from", "plan.json")[2] == ""
    assert call(capsys, *(part for one in "0123" for part in ("--request", f"r{one}")))[2] == ""
    assert "underlaget bokar 0 av 3" in call(capsys, "--request", "r0", "--language", "sv")[2]
    # Where most others are booked in the input, it is what stands.
    booked = fields() | {
        "bookings": [
            {"visit": f"v{i}", "practitioner": "n1", "unit": "u", "start": HOURS[0], "locked": True} for i in (1, 2)
        ]
    }
    files.write_request(PlanRequest.model_validate(booked), "week.json")
    assert call(capsys, "--request", "r0")[2] == ""


def test_an_offer_is_taken_in_every_form_of_a_plan(desk, capsys):
    out = ["new.json", "new.xlsx", "new", "new.fhir.json", "new.ics", "new.html", "all.ics/", "all.oracle/"]
    options = [part for one in out for part in ("--out", one)]
    status, said, err = call(capsys, "--from", "plan.xlsx", "--request", "r0", "--accept", "1", *options)
    assert (status, err) == (0, "")
    who, when = free_hour()
    assert said.startswith(f"Booked: r0: 2026-12-07 at u: {who} {when}")
    assert all((desk / one).exists() for one in out)
    request = files.read_request("week.json")
    before = {one.visit: (one.practitioner, one.start) for one in files.read_plan("plan.json", request).bookings}
    for form in out[:4]:
        assert cli.main(["check", "week.json", form]) == 0
        now = {one.visit: (one.practitioner, one.start) for one in files.read_plan(form, request).bookings}
        assert now == before | {"v0": (who, now["v0"][1])}
        assert f"{now['v0'][1]:%H:%M}" == when
    assert "BEGIN:VEVENT" in (desk / "new.ics").read_text("utf-8")


def test_who_has_to_be_told_of_a_move_is_told(desk, capsys):
    asked = fields()
    # r0 must be with the one whose hours are both taken, who has to give one away.
    who, _ = free_hour()
    asked["requests"][0]["visits"][0]["practitioners"] = ["n2" if who == "n1" else "n1"]
    files.write_request(PlanRequest.model_validate(asked), "week.json")
    status, out, _ = call(capsys, "--from", "plan.json")
    assert out.splitlines() == [
        "No place keeps every rule beside the bookings that stand.",
        "With --allow-moves 1 a visit of others may move to make room.",
    ]
    status, out, _ = call(capsys, "--from", "plan.json", "--allow-moves", "1", "--out", "offers.json")
    assert status == 0
    assert out.startswith("1. r0: ")
    offer = json.loads((desk / "offers.json").read_text("utf-8"))["offers"][0]
    (move,) = offer["moves"]
    taking = ("--offers", "offers.json", "--accept", "1", "--out", "new.json", "--language")
    status, out, _ = call(capsys, "--from", "plan.json", *taking, "sv")
    assert status == 0
    booked, told = out.splitlines()
    assert booked.startswith("Bokat: r0: På u den 7 december: ")
    old = {one["visit"]: one for one in json.loads((desk / "plan.json").read_text("utf-8"))["bookings"]}[
        move["visit"]
    ]
    assert told == (
        f"Meddela {move['patient']}: {move['visit']} flyttas från den 7 december {old['start'][-5:]} hos "
        f"{old['practitioner']} till den 7 december {move['start'][-5:]} hos {move['practitioner']}."
    )
    new = json.loads((desk / "new.json").read_text("utf-8"))
    assert {(one["visit"], one["start"]) for one in new["bookings"]} >= {(move["visit"], move["start"])}
    assert [one["visit"] for one in new["former"]] == [move["visit"]]


def test_a_patient_who_is_not_in_the_input_calls(desk, capsys):
    caller = {"id": "call-1", "patient": "p9", "visits": [{"id": "c1", "duration": 60, "competence": "ECG"}]}
    (desk / "caller.json").write_text(json.dumps(caller), "utf-8")
    asks = ("--from", "plan.json", "--request", "caller.json")
    status, out, err = call(capsys, *asks)
    assert (status, err) == (0, "")
    assert out.startswith("1. call-1: 2026-12-07 at u: ")
    status, _, err = call(capsys, *asks, "--accept", "1", "--out", "new.json")
    assert status == 2
    assert err.startswith("caller.json: the input lacks this request: say with --input-out where")
    assert not (desk / "new.json").exists()
    status, _, err = call(capsys, *asks, "--accept", "1", "--out", "new.xlsx", "--input-out", "new-week.xlsx")
    assert (status, err) == (0, "")
    assert cli.main(["check", "new-week.xlsx", "new.xlsx"]) == 0
    capsys.readouterr()
    # With the old input the hour of the patient who called would count as free: that is told.
    _, out, err = call(capsys, "--from", "new.xlsx")
    assert "1. r0: " in out
    assert err.startswith("new.xlsx: a booking is of a visit that the input doesn't ask for, so its time counts as")
    assert "c1 of p9 with " in err


def test_problems_are_told_at_once_and_nothing_is_written(desk, capsys):
    twice = {"id": "r1", "patient": "p9", "visits": [{"id": "v1", "duration": 1.5, "competence": "ecg", "room": 1}]}
    (desk / "twice.json").write_text(json.dumps(twice), "utf-8")
    status, _, err = call(
        capsys, "--from", "plan.json", "--request", "r9", "--request", "twice.json", "--out", "o.csv"
    )
    assert status == 2
    assert err.splitlines() == [
        "--request: there is no request r9",
        "twice.json: $.id: the id r1 is used twice",
        "twice.json: $.visits[0].id: the id v1 is used twice",
        "twice.json: $.visits[0].duration: write a whole number",
        "twice.json: $.visits[0].room: no such field; unknown fields are refused, never ignored",
        "o.csv: no form has this ending; these work: .json",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accept", "2", "--out", "new.json"], "--accept: there is only 1 offer to choose from"),
        (["--accept", "0", "--out", "new.json"], "--accept: there is only 1 offer to choose from"),
        (["--accept", "1"], "--accept: say with --out where"),
        (["--accept", "1", "--out", "plan.json"], "plan.json: is an input too"),
        (
            ["--accept", "1", "--out", "new.json", "--input-out", "w.json"],
            "--input-out: goes only with --request FILE",
        ),
        (["--offers", "plan.json"], "--offers: goes only with --accept"),
        (
            ["--offers", "plan.json", "--accept", "1", "--out", "new.json"],
            "plan.json: $.offers: this field is required",
        ),
        (["--input-out", "w.json"], "--input-out: goes only with --accept"),
        (["--request", "r1", "--free", "n1", *HOURS], "suggest: give either --request or --free"),
        (["--request", "nowhere.json"], "nowhere.json: can't be read: no such file or directory"),
    ],
)
def test_what_is_wrong_with_a_call(desk, capsys, arguments, said):
    before = {path.name: path.stat().st_mtime_ns for path in desk.iterdir()}
    status, _, err = call(capsys, "--from", "plan.json", *arguments)
    assert status == 2
    assert said in err
    assert {path.name: path.stat().st_mtime_ns for path in desk.iterdir()} == before


def test_a_plan_of_something_else_is_refused(desk, capsys):
    other = fields()
    for one in other["requests"]:
        one["id"], one["visits"][0]["id"] = f"other-{one['id']}", f"other-{one['id']}-v"
    files.write_plan(plan(PlanRequest.model_validate(other)), "other.json")
    status, _, err = call(capsys, "--from", "other.json", "--request", "r0")
    assert (status, err) == (2, "other.json: the input asks for none of its visits: it is a plan of something else\n")


def test_a_plan_that_breaks_a_rule_already_is_mended_first(desk, capsys):
    asked = fields()
    who, _ = free_hour()
    away = "n2" if who == "n1" else "n1"
    asked["busy"] = [{"practitioner": away, "start": HOURS[0], "end": HOURS[1]}]
    files.write_request(PlanRequest.model_validate(asked), "week.json")
    status, _, err = call(capsys, "--from", "plan.json", "--request", "r0", "--accept", "1", "--out", "new.json")
    assert status == 2
    assert len(err.splitlines()) == 2
    assert all("the plan breaks a rule before anything is added" in line for line in err.splitlines())
    assert not (desk / "new.json").exists()


def test_a_freed_time_is_given_to_one_who_waits(desk, capsys):
    who, when = free_hour()
    hour = (f"2026-12-07T{when}", f"2026-12-07T{int(when[:2]) + 1:02}:00")
    freed = ("--from", "plan.xlsx", "--free", who, *hour)
    assert call(capsys, *freed)[1].startswith("1. r0: ")
    assert call(capsys, *freed, "--accept", "1", "--out", "new.xlsx")[0] == 0
    assert cli.main(["check", "week.json", "new.xlsx"]) == 0
    capsys.readouterr()
    status, out, err = call(capsys, "--from", "new.xlsx")
    assert (status, out, err) == (0, "The plan books every request: name one with --request.\n", "")


def test_a_start_that_was_moved_by_hand_and_not_its_end_is_told(desk, capsys):
    made = json.loads((desk / "plan.json").read_text("utf-8"))
    first = made["bookings"][0]
    first["start"] = first["start"].replace(":00", ":15")
    (desk / "by-hand.json").write_text(json.dumps({"bookings": made["bookings"]}), "utf-8")
    said = (
        f"by-hand.json: a booking ends otherwise than the input has it, whose length counts: {first['visit']} "
        f"{first['start'].replace('T', ' ')}–{first['end'][-5:]}, 60 minutes\n"
    )
    assert call(capsys, "--from", "by-hand.json")[2] == said
    assert call(capsys, "--from", "by-hand.json", "--quiet")[2] == ""
    assert cli.main(["plan", "week.json", "--from", "by-hand.json", "--out", "again.json"]) == 0
    assert capsys.readouterr().err == said

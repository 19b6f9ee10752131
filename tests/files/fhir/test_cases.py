"""Odd Bundles, each with what R4's own words make of it, written down by hand before the reader was run.

The Bundles in ``cases/b`` and ``cases/f`` are one small world, ``B0``, each with one thing odd in it. So an
expectation is that world's request with what differs, the reasons for which something was passed over, or the places
of problems.
"""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from dagplan import PlanRequest, check, plan
from dagplan.cli import main
from dagplan.files import read
from dagplan.models import InputError
from tests.bundles import reasons
from tests.places import CASES

DAY = "2026-12-08"
APPOINTMENT = "https://ehr.example/fhir/Appointment/a1"


def free(start, end, person="n1", unit="u1", day=DAY, end_day=None):
    return {"practitioner": person, "unit": unit, "start": f"{day}T{start}", "end": f"{end_day or day}T{end}"}


def taken(start, end, person="n1", day=DAY, end_day=None):
    return {"practitioner": person, "start": f"{day}T{start}", "end": f"{end_day or day}T{end}"}


def away(start, end, patient, day=DAY):
    return {"patient": patient, "start": f"{day}T{start}", "end": f"{day}T{end}"}


def asks(duration=30, name="sr1", patient="p1", visit=None, **fields):
    return {
        "id": name,
        "patient": patient,
        "visits": [{"id": name, "duration": duration, "competence": "ecg", **(visit or {})}],
        **fields,
    }


def world(**fields):
    """What ``B0`` asks: half an hour of n1, who is free from nine to ten."""
    return deepcopy(
        {
            "first_date": DAY,
            "last_date": DAY,
            "units": [{"id": "u1", "name": "Unit u1"}],
            "practitioners": [person("n1")],
            "availability": [free("09:00", "10:00")],
            "requests": [asks()],
            **fields,
        }
    )


def person(name, *competences):
    return {"id": name, "competences": list(competences or ("ecg",))}


def wanted_on(first, last=None, duration=30, **fields):
    """B16: the day is from eight to four."""
    return world(
        availability=[free("08:00", "16:00")],
        requests=[asks(duration, earliest=first, latest=last or first, **fields)],
    )


TWO_UNITS = world(
    units=[{"id": "u1", "name": "Unit u1"}, {"id": "u2", "name": "Unit u2"}],
    availability=[free("09:00", "10:00", unit="u2")],
    requests=[asks(units=["u2"])],
)
NOT_BOOKABLE = world(availability=[])
BOOKED = {
    "visit": "sr1",
    "practitioner": "n1",
    "unit": "u1",
    "start": f"{DAY}T09:00",
    "locked": True,
    "source": APPOINTMENT,
}
S77 = {"practitioners": [person("S77")], "availability": [free("09:00", "10:00", "S77")]}

READ = {
    "b/B0": (world(), {}),
    # A version in a reference names a version of the same thing (references, 2.3.0.1).
    "b/B1-abs": (world(), {}),
    "b/B1-busy": (world(busy=[taken("09:00", "10:00")], patient_busy=[away("09:00", "10:00", "p9")]), {}),
    "b/B1-role": (world(), {}),
    "b/B1-sched": (world(), {}),
    "b/B1-sr": (world(requests=[asks(visit={"practitioners": ["n1"]})]), {}),
    # Entries without a resource, versions, two servers.
    "b/B10-delete": (world(), {"deleted": 1}),
    "b/B10-history": (world(), {"older_version": 1}),
    "b/B10-resp": (world(), {"no_resource": 1}),
    "b/B11": (world(), {"page": 1}),
    "b/B20": (world(practitioners=[person("n1"), person("n1-other.example")]), {}),
    # Who takes part, and when.
    "b/B12": (
        world(availability=[free("09:00", "09:30"), free("09:30", "10:00")], bookings=[BOOKED]),
        {},
    ),
    "b/B13": (
        world(
            practitioners=[person("n1"), person("d2", "physician")],
            busy=[taken("09:00", "09:30", "d2")],
            patient_busy=[away("09:00", "09:30", "p1")],
        ),
        {},
    ),
    "b/B3": (
        world(
            practitioners=[person("n1"), person("n2")],
            availability=[free("09:00", "10:00"), free("09:00", "10:00", "n2")],
            requests=[asks(60), asks(60, "sr2", "p2")],
        ),
        {},
    ),
    "b/B4": (
        world(
            practitioners=[person("n1"), person("n2")],
            availability=[free("09:00", "10:00"), free("09:00", "10:00", "n2")],
            busy=[taken("09:00", "10:00"), taken("09:00", "10:00", "n2")],
            patient_busy=[away("09:00", "10:00", "p9")],
        ),
        {},
    ),
    "b/B5": (TWO_UNITS, {}),
    "b/B5-order": (TWO_UNITS, {}),
    "b/B5-org": (TWO_UNITS, {}),
    # Not in use, or not for these dates.
    "b/B6-horizon": (NOT_BOOKABLE, {"out_of_horizon": 1}),
    "b/B6-loc": (NOT_BOOKABLE, {"inactive": 1}),
    "b/B6-org": (NOT_BOOKABLE, {"inactive": 1}),
    "b/B6-prac": (NOT_BOOKABLE, {"inactive": 1}),
    "b/B6-role": (NOT_BOOKABLE, {"inactive": 1}),
    "b/B6-sched": (NOT_BOOKABLE, {"inactive": 1}),
    "b/B8": (world(requests=[]), {"do_not_perform": 1}),
    # Times.
    "b/B14": (
        world(
            availability=[free("09:00", "09:15"), free("09:15", "09:30"), free("09:30", "09:45")],
            requests=[asks(45)],
        ),
        {},
    ),
    "b/B15-busymulti": (
        world(busy=[taken("00:00", "00:00", day="2026-12-07", end_day="2026-12-09")], requests=[asks(45)]),
        {},
    ),
    "b/B15-midnight": (
        world(availability=[free("22:00", "00:00", end_day="2026-12-09")], requests=[asks(45)]),
        {},
    ),
    "b/B15-multi": (
        world(
            last_date="2026-12-12",
            availability=[
                free("09:00", "10:00"),
                free("08:00", "00:00", day="2026-12-10", end_day="2026-12-11"),
                free("00:00", "00:00", day="2026-12-11", end_day="2026-12-12"),
                free("00:00", "17:00", day="2026-12-12"),
            ],
            requests=[asks(45)],
        ),
        {},
    ),
    "b/B16-dt": (wanted_on(DAY, not_before="14:00", not_after="14:30"), {}),
    "b/B16-month": (wanted_on("2026-12-01", "2026-12-31"), {}),
    "b/B16-period": (wanted_on(DAY, not_before="13:00", not_after="15:00"), {}),
    "b/B16-periodmonth": (wanted_on("2026-12-01", "2026-12-31"), {}),
    "b/B16-timing": (
        {
            **wanted_on("2026-12-15", not_before="14:00", not_after="14:30"),
            "last_date": "2026-12-15",
            "availability": [free("08:00", "16:00"), free("08:00", "16:00", day="2026-12-15")],
        },
        {},
    ),
    # Contained, by identifier, conditional.
    "b/B2": (world(practitioners=[person("s1.doc")], availability=[free("09:00", "10:00", "s1.doc")]), {}),
    "b/B2-second": (
        world(
            practitioners=[person("n1"), person("s2.doc")],
            availability=[free("09:00", "10:00"), free("10:00", "12:00", "s2.doc")],
            requests=[asks(90)],
        ),
        {},
    ),
    "b/B2-appcontained": (world(busy=[taken("09:00", "10:00")]), {}),
    "b/B2-busycontained": (world(busy=[taken("09:00", "10:00")]), {}),
    "b/B2-patient": (world(requests=[asks(patient="sr1.pp")]), {"unused_patient": 1}),
    "f/F2": (
        world(**{**S77, "availability": [*S77["availability"], free("08:00", "08:10", "S77")]}),
        {},
    ),
    "f/F2-app": (
        world(
            **S77,
            busy=[taken("09:00", "09:30", "S77")],
            patient_busy=[away("09:00", "09:30", "p9")],
            requests=[asks(60)],
        ),
        {},
    ),
    # Statuses.
    "f/F1": (
        world(
            busy=[taken("09:00", "09:30")],
            bookings=[{**BOOKED, "locked": False}],
        ),
        {},
    ),
    "f/F4": (
        world(
            busy=[taken("09:00", "10:00")],
            bookings=[{**BOOKED, "locked": False}],
        ),
        {},
    ),
    "f/F3": (world(patient_busy=[away("09:00", "10:00", "p9")], requests=[asks(60)]), {"declined": 1}),
    "f/F5-cancelled": (world(requests=[asks(60)]), {"appointment_status": 1}),
    "f/F5-cancelslot": (
        world(busy=[taken("09:00", "10:00")], availability=[free("11:00", "11:30")], requests=[asks(60)]),
        {"appointment_status": 1},
    ),
    "f/F5-proposed": (world(requests=[asks(60)]), {"proposed_elsewhere": 1}),
    "f/F5-waitlist": (world(requests=[asks(60)]), {"appointment_status": 1}),
    # Shapes of a national guide: a schedule of a person, and an appointment of a patient and a slot.
    "f/H1-isik": (world(), {}),
    "f/H2-isik-busy": (
        world(
            busy=[taken("09:00", "09:30"), taken("09:00", "09:30")],
            patient_busy=[away("09:00", "09:30", "p9")],
        ),
        {},
    ),
}
READ["b/B3-role"] = READ["b/B3"]
READ["f/F2-ident"] = READ["f/F2-identnotype"] = READ["f/F2-app"]

REFUSED = {
    "b/B14-999": ["$.entry[5].resource.end"],
    "b/B16-quantity": ["$.entry[7].resource.quantityQuantity"],
    "b/B2-dangling": ["$.entry[7].resource.actor[0]"],
    "b/B2-danglrole": ["$.entry[7].resource.actor[0]"],
    "b/B21-r5": ["$.entry[7].resource.reason"],
    "b/B21-r5code": ["$.entry[7].resource.code.concept"],
    "b/B9-implicit": ["$.entry[7].resource.implicitRules"],
    "b/B9-slot": ["$.entry[5].resource.modifierExtension"],
    "b/B9-sr": ["$.entry[7].resource.modifierExtension"],
    "f/F2-display": ["$.entry[8].resource.participant[1].actor"],
}


def path_of(case):
    return CASES / f"{case}.json"


def test_every_case_has_an_expectation():
    stored = {f"{path.parent.name}/{path.stem}" for folder in "bf" for path in (CASES / folder).glob("*.json")}
    assert stored == {*READ, *REFUSED}


def in_any_order(request):
    """A request as JSON; the order of times says nothing."""
    data = json.loads(request.model_dump_json())
    for table in ("availability", "busy", "patient_busy"):
        data[table] = sorted(data[table], key=json.dumps)
    return data


@pytest.mark.parametrize("case", READ)
def test_a_case_is_read_as_r4_says(case):
    fields, passed_over = READ[case]
    found = read(path_of(case))
    assert in_any_order(found.value) == in_any_order(PlanRequest.model_validate(fields))
    assert reasons(found.passed_over) == passed_over


@pytest.mark.parametrize("case", REFUSED)
def test_a_case_that_cannot_be_kept_is_one_problem_with_its_place(case):
    with pytest.raises(InputError) as caught:
        read(path_of(case))
    places = [problem.place.removeprefix(f"{path_of(case)}: ") for problem in caught.value.problems]
    assert places == REFUSED[case]


PLANNED = {
    "b/B13": ("09:30", "n1"),
    "b/B12": ("09:00", "n1"),
    "b/B14": ("09:00", "n1"),
    "b/B15-midnight": ("22:00", "n1"),
    "b/B16-dt": ("14:00", "n1"),
    "b/B16-timing": ("14:00", "n1"),
    "b/B16-period": ("13:00", "n1"),
    "b/B2-second": ("10:00", "s2.doc"),
    "f/F1": ("09:30", "n1"),
    "f/F3": ("09:00", "n1"),
    "f/H2-isik-busy": ("09:30", "n1"),
}
UNBOOKED = [
    "b/B1-busy",
    "b/B2-appcontained",
    "b/B2-busycontained",
    "b/B4",
    "b/B6-role",
    "f/F2-app",
    "f/F5-cancelslot",
]


@pytest.mark.parametrize("case", [*PLANNED, *UNBOOKED])
def test_what_is_planned_of_a_case(case):
    request = read(path_of(case)).value
    made = plan(request.model_copy(update={"settings": request.settings.model_copy(update={"workers": 1})}))
    assert check(request, made) == []
    found = [(f"{one.start:%H:%M}", one.practitioner) for one in made.bookings]
    assert found == ([PLANNED[case]] if case in PLANNED else [])


def test_what_is_passed_over_stands_on_the_screen_and_in_the_plan(tmp_path, capsys):
    out = tmp_path / "plan.json"
    source = path_of("f/F5-cancelled")
    assert main(["plan", str(source), "--out", str(out), "--time-limit", "5"]) == 0
    said = capsys.readouterr()
    warnings = [one for one in json.loads(out.read_text("utf-8"))["warnings"] if one["code"] == "bundle_passed_over"]
    assert len(warnings) == 1
    message = warnings[0]["message"]
    assert "1 Appointment" in message
    assert "cancelled" in message
    assert "$.entry[8].resource" in message
    assert "".join(message.split()) in "".join(said.out.split())
    for command in (
        ["check", str(source), str(out)],
        ["explain", str(source), str(out), "--time-limit", "1"],
        ["suggest", str(source), "--request", "sr1"],
    ):
        assert main(command) == 0
        assert message in capsys.readouterr().err
    assert main(["plan", str(source), "-q", "--time-limit", "5"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_page_of_a_search_is_told_to_be_one(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert main(["plan", str(path_of("b/B11")), "--out", str(out), "--time-limit", "5"]) == 0
    assert "page" in capsys.readouterr().out
    codes = [one["code"] for one in json.loads(out.read_text("utf-8"))["warnings"]]
    assert "bundle_is_a_page" in codes


def test_studies_and_plans_made_anew_tell_it_too(tmp_path, capsys):
    source = path_of("f/F5-cancelled")
    (tmp_path / "in.json").write_bytes(source.read_bytes())
    (tmp_path / "study.toml").write_text('name = "s"\nbase = "in.json"\n', "utf-8")
    assert main(["whatif", str(tmp_path / "study.toml"), "--out", str(tmp_path / "out")]) == 0
    assert "1 Appointment (cancelled)" in capsys.readouterr().err
    made = tmp_path / "made.fhir.json"
    assert main(["plan", str(path_of("f/F1")), "--out", str(made), "-q", "--time-limit", "5"]) == 0
    assert main(["plan", str(path_of("f/F1")), "--from", str(made), "--time-limit", "5"]) == 0
    assert "1 Appointment (cancelled)" in capsys.readouterr().err
    assert main(["diff", str(made), str(made)]) == 0
    assert capsys.readouterr().err.count("1 Appointment (cancelled)") == 2

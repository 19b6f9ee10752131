"""Service requests and their groups: what waits, when, who and where (R4, ServiceRequest, RequestGroup, Timing)."""

from __future__ import annotations

import copy

import pytest

from tests.bundles import DAY, World, ref

VISIT = "https://dagplan.example/fhir/StructureDefinition/visit"


def lasting(value, code="min", **fields):
    return [
        {"url": VISIT, "extension": [{"url": "duration", "valueDuration": {"value": value, "code": code, **fields}}]}
    ]


# ---------------------------------------------------------------- what waits


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "draft"}, "request_status"),
        ({"status": "on-hold"}, "request_status"),
        ({"status": "revoked"}, "request_status"),
        ({"status": "completed"}, "request_status"),
        ({"status": "entered-in-error"}, "request_status"),
        ({"status": "unknown"}, "request_status"),
        ({"intent": "proposal"}, "intent"),
        ({"intent": "option"}, "intent"),
        ({"doNotPerform": True}, "do_not_perform"),
        ({"asNeededBoolean": True}, "as_needed"),
        ({"asNeededCodeableConcept": {"text": "pain"}}, "as_needed"),
        ({"intent": "plan"}, None),
        ({"intent": "original-order"}, None),
        ({"doNotPerform": False, "asNeededBoolean": False}, None),
    ],
)
def test_only_what_waits_is_asked_for(fields, reason):
    world = World()
    world["ServiceRequest/sr1"].update(fields)
    request, told = world.read()
    assert [one.id for one in request.requests] == ([] if reason else ["sr1"])
    assert told == ({reason: 1} if reason else {})


def test_what_another_takes_the_place_of_does_not_wait():
    world = World()
    world.asks("sr2", replaces=[ref("ServiceRequest/sr1/_history/1")])
    request, told = world.read()
    assert [one.id for one in request.requests] == ["sr2"]
    assert told == {"replaced": 1}


def group(world, *names, **fields):
    """A group of service requests in sequence, the last one primary."""
    codes = "https://dagplan.example/fhir/CodeSystem/visit-role"
    for number, name in enumerate(names, 1):
        role = "primary" if number == len(names) else "secondary"
        world[f"ServiceRequest/{name}"]["category"] = [{"coding": [{"system": codes, "code": role}]}]
    inner = [{"id": f"v{number}", "resource": ref(f"ServiceRequest/{name}")} for number, name in enumerate(names)]
    return world.add(
        {
            "resourceType": "RequestGroup",
            "id": "g1",
            "status": "active",
            "intent": "order",
            "action": [{"selectionBehavior": "all-or-none", "action": inner}],
            **fields,
        }
    )


def linked():
    world = World()
    world.asks("sr2")
    group(world, "sr1", "sr2")
    return world


def test_a_group_is_one_request():
    request, told = linked().read()
    assert [(one.id, [visit.id for visit in one.visits]) for one in request.requests] == [("g1", ["sr1", "sr2"])]
    assert told == {}


@pytest.mark.parametrize("fields", [{"status": "completed"}, {"status": "draft"}, {"intent": "proposal"}])
def test_of_a_group_that_does_not_wait_no_visit_waits(fields):
    world = linked()
    world["RequestGroup/g1"].update(fields)
    request, told = world.read()
    assert request.requests == ()
    assert told == {"group_status": 2, "request_status" if "status" in fields else "intent": 1}


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"status": "completed"}, "status"),
        ({"doNotPerform": True}, "doNotPerform"),
        ({"asNeededBoolean": True}, "asNeededBoolean"),
        ({"subject": {"reference": "Patient/p2"}}, "subject"),
        ({"priority": "urgent"}, "priority"),
        ({"locationReference": [{"reference": "Location/l1"}]}, "locationReference"),
        ({"occurrenceDateTime": "2026-12-08"}, "occurrencePeriod"),
    ],
)
def test_visits_of_a_group_that_disagree_are_a_problem(fields, place):
    world = linked()
    world["ServiceRequest/sr2"].update(fields)
    assert world.place("ServiceRequest/sr2", place) in {one for one, _message in world.refused()}


def test_linked_visits_may_say_the_same_in_different_ways():
    world = linked()
    world["ServiceRequest/sr1"].update(
        occurrencePeriod={"start": "2026-12-01", "end": "2026-12-31"}, locationReference=[ref("Location/l1")]
    )
    world["ServiceRequest/sr2"].update(
        subject=ref("Patient/p1/_history/2"),
        occurrenceDateTime="2026-12",
        locationReference=[ref("Organization/u1"), ref("https://ehr.example/fhir/Location/l1")],
    )
    (found,) = world.read()[0].requests
    assert (str(found.earliest), str(found.latest), found.units) == ("2026-12-01", "2026-12-31", ("u1",))


def test_a_group_of_another_patient_is_a_problem():
    world = linked()
    world["RequestGroup/g1"]["subject"] = ref("Patient/p1")
    world.read()
    world["RequestGroup/g1"]["subject"] = ref("Patient/p2")
    ((place, _message),) = world.refused()
    assert place == world.place("RequestGroup/g1", "subject")


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("timingDateTime", "2026-12-08"),
        ("timingTiming", {"event": ["2026-12-08"]}),
        ("condition", [{"kind": "start"}]),
        ("participant", [{"reference": "Practitioner/n1"}]),
    ],
)
def test_what_an_action_demands_beyond_the_sequence_is_a_problem(element, value):
    world = linked()
    world["RequestGroup/g1"]["action"][0]["action"][1][element] = value
    ((place, _message),) = world.refused()
    assert place == world.place("RequestGroup/g1", "action", 0, "action", 1, element)


@pytest.mark.parametrize(
    ("low", "minutes"),
    [
        ({"value": 90, "code": "min"}, 90),
        ({"value": 1.5, "code": "h", "system": "http://unitsofmeasure.org"}, 90),
        ({"value": 120, "code": "s"}, 2),
        ({"value": 90, "code": "s"}, None),
        ({"value": 1, "code": "mo"}, None),
        ({"value": 90, "unit": "min"}, None),
        ({"value": 90, "code": "min", "comparator": "<"}, None),
        ({"value": 90, "code": "min", "system": "http://else.example"}, None),
        ({"value": -5, "code": "min"}, None),
    ],
)
def test_waits_are_whole_minutes_or_a_problem(low, minutes):
    world = linked()
    following = {"actionId": "v1", "relationship": "before-start", "offsetRange": {"low": low}}
    world["RequestGroup/g1"]["action"][0]["action"][0]["relatedAction"] = [following]
    if minutes is None:
        ((place, _message),) = world.refused()
        assert place == world.place("RequestGroup/g1", "action", 0, "action", 0, "relatedAction", 0)
    else:
        assert world.read()[0].requests[0].visits[1].min_wait == minutes


# ---------------------------------------------------------------- how long, how often


@pytest.mark.parametrize(
    ("value", "code", "minutes"),
    [
        (30, "min", 30),
        (0.5, "h", 30),
        (1800, "s", 30),
        (0.25, "d", 360),
        (30.0, "min", 30),
        (100, "s", None),
        (1, "a", None),
        (30, None, None),
    ],
)
def test_durations_are_whole_minutes_or_a_problem(value, code, minutes):
    world = World()
    world["ServiceRequest/sr1"]["extension"] = lasting(value, code) if code else lasting(value, unit="min")
    if code is None:
        del world["ServiceRequest/sr1"]["extension"][0]["extension"][0]["valueDuration"]["code"]
    if minutes is None:
        ((place, _message),) = world.refused()
        assert place == world.place("ServiceRequest/sr1", "extension", 0, "extension", 0)
    else:
        assert world.read()[0].requests[0].visits[0].duration == minutes


@pytest.mark.parametrize(
    ("element", "value", "kept"),
    [
        ("quantityQuantity", {"value": 1}, True),
        ("quantityQuantity", {"value": 2}, False),
        ("quantityQuantity", {"value": 1, "unit": "h", "code": "h"}, False),
        ("quantityQuantity", {"value": 1, "comparator": ">="}, False),
        ("quantityRatio", {"numerator": {"value": 1}}, False),
        ("quantityRange", {"low": {"value": 1}}, False),
    ],
)
def test_an_amount_is_one_visit_or_a_problem(element, value, kept):
    world = World()
    world["ServiceRequest/sr1"][element] = value
    if kept:
        world.read()
    else:
        ((place, _message),) = world.refused()
        assert place == world.place("ServiceRequest/sr1", element)


# ---------------------------------------------------------------- when


def day_of(world, dates=(DAY,)):
    """The day from eight to four, on each of these dates."""
    world.remove("Slot/sl1")
    for number, day in enumerate(dates):
        world.slot(f"d{number}", "Schedule/s1", "08:00", "16:00", day=day)
    return world


KEPT = [
    ({"occurrenceDateTime": "2026-12-08"}, "2026-12-08 2026-12-08 - -"),
    ({"occurrenceDateTime": "2026-12"}, "2026-12-01 2026-12-31 - -"),
    ({"occurrenceDateTime": "2027"}, "2027-01-01 2027-12-31 - -"),
    ({"occurrenceDateTime": "2026-12-08T13:00:00Z"}, "2026-12-08 2026-12-08 14:00 14:30"),
    ({"occurrenceDateTime": "2026-12-08T23:30:00+01:00"}, "2026-12-08 2026-12-08 23:30 -"),
    ({"occurrenceTiming": {"event": ["2026-12-08T14:00:00+01:00"]}}, "2026-12-08 2026-12-08 14:00 14:30"),
    ({"occurrenceTiming": {"event": ["2026-12-08"]}}, "2026-12-08 2026-12-08 - -"),
    ({"occurrencePeriod": {"start": "2026-12-01"}}, "2026-12-01 - - -"),
    ({"occurrencePeriod": {"end": "2026-12-31"}}, "- 2026-12-31 - -"),
    ({"occurrencePeriod": {"start": "2026-11", "end": "2026"}}, "2026-11-01 2026-12-31 - -"),
    # Clock times of one date, in any offset; to the minute, inwards.
    (
        {"occurrencePeriod": {"start": "2026-12-08T12:00:00Z", "end": "2026-12-08T15:00:00+01:00"}},
        "2026-12-08 2026-12-08 13:00 15:00",
    ),
    (
        {"occurrencePeriod": {"start": "2026-12-08T13:00:30+01:00", "end": "2026-12-08T14:59:59+01:00"}},
        "2026-12-08 2026-12-08 13:01 14:59",
    ),
    # Whole dates, said in moments.
    (
        {"occurrencePeriod": {"start": "2026-12-07T00:00:00+01:00", "end": "2026-12-10T00:00:00+01:00"}},
        "2026-12-07 2026-12-09 - -",
    ),
    (
        {"occurrencePeriod": {"start": "2026-12-07T00:00:00+01:00", "end": "2026-12-09T23:59:59+01:00"}},
        "2026-12-07 2026-12-09 - -",
    ),
    # What the dates that are planned leave of it is exact: there is one date only.
    (
        {"occurrencePeriod": {"start": "2026-12-01T08:12:45+01:00", "end": "2026-12-31T17:00:00+01:00"}},
        "2026-12-01 2026-12-31 - -",
    ),
    (
        {"occurrencePeriod": {"start": "2026-12-08T13:00:00+01:00", "end": "2026-12-31T17:00:00+01:00"}},
        "2026-12-08 2026-12-31 13:00 -",
    ),
    (
        {"occurrencePeriod": {"start": "2026-12-01T08:00:00+01:00", "end": "2026-12-08T12:00:00+01:00"}},
        "2026-12-01 2026-12-08 - 12:00",
    ),
    # A time after all that is planned, or before it, is none to book in these dates.
    (
        {"occurrencePeriod": {"start": "2027-01-10T08:00:00+01:00", "end": "2027-01-12T17:00:00+01:00"}},
        "2027-01-10 2027-01-12 - -",
    ),
]


@pytest.mark.parametrize(("fields", "kept"), KEPT)
def test_when_it_is_to_happen_is_kept_exactly(fields, kept):
    world = day_of(World())
    world["ServiceRequest/sr1"].update(copy.deepcopy(fields))
    (found,) = world.read()[0].requests
    times = [f"{one:%H:%M}" if one else "-" for one in (found.not_before, found.not_after)]
    assert " ".join([*(str(one or "-") for one in (found.earliest, found.latest)), *times]) == kept


@pytest.mark.parametrize(
    "fields",
    [
        # From some clock time on one date to another on another date: no clock times of every date say that.
        {"occurrencePeriod": {"start": "2026-12-08T13:00:00+01:00", "end": "2026-12-09T11:00:00+01:00"}},
        {"occurrencePeriod": {"start": "2026-12-08T13:00:00+01:00"}},
        {"occurrencePeriod": {"end": "2026-12-09T11:00:00+01:00"}},
        {"occurrencePeriod": {"start": "2026-12-08T13:00:10+01:00", "end": "2026-12-08T13:00:50+01:00"}},
        {"occurrenceDateTime": "2026-12-08T14:00:30+01:00"},
        {"occurrenceDateTime": "2026-12-08T23:45:00+01:00"},
        {"occurrenceTiming": {"event": ["2026-12-08", "2026-12-09"]}},
        {"occurrenceTiming": {"event": ["2026-12-08"], "repeat": {"count": 2}}},
        {"occurrenceTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}},
        {"occurrenceTiming": {"code": {"text": "daily"}}},
    ],
)
def test_when_that_cannot_be_kept_is_a_problem(fields):
    world = day_of(World(), (DAY, "2026-12-09"))
    world["ServiceRequest/sr1"].update(copy.deepcopy(fields))
    ((place, _message),) = world.refused()
    assert place == world.place("ServiceRequest/sr1", next(iter(fields)))


def test_a_clock_time_of_linked_visits_is_a_problem_and_a_period_is_kept():
    world = linked()
    for name in ("sr1", "sr2"):
        world[f"ServiceRequest/{name}"]["occurrenceDateTime"] = "2026-12-08T09:00:00+01:00"
    assert {place for place, _message in world.refused()} == {
        world.place(f"ServiceRequest/{name}", "occurrenceDateTime") for name in ("sr1", "sr2")
    }
    for name in ("sr1", "sr2"):
        del world[f"ServiceRequest/{name}"]["occurrenceDateTime"]
        world[f"ServiceRequest/{name}"]["occurrencePeriod"] = {
            "start": "2026-12-08T09:00:00+01:00",
            "end": "2026-12-08T10:00:00+01:00",
        }
    (found,) = world.read()[0].requests
    assert (f"{found.not_before:%H:%M}", f"{found.not_after:%H:%M}") == ("09:00", "10:00")


# ---------------------------------------------------------------- who and where


def test_performers_who_are_roles_say_where_too():
    world = World()
    world["ServiceRequest/sr1"]["performer"] = [ref("PractitionerRole/ro1")]
    (found,) = world.read()[0].requests
    assert (found.units, found.visits[0].practitioners) == (("u1",), ("n1",))
    world.unit("u2", "l2")
    world.role("ro2", "Practitioner/n1", organization=ref("Organization/u2"))
    world["ServiceRequest/sr1"]["performer"].append(ref("PractitionerRole/ro2"))
    ((place, _message),) = world.refused()
    assert place == world.place("ServiceRequest/sr1", "performer")
    world["ServiceRequest/sr1"]["locationReference"] = [ref("Location/l1"), ref("Location/l2")]
    (found,) = world.read()[0].requests
    assert (found.units, found.visits[0].practitioners) == (("u1", "u2"), ("n1",))
    world["ServiceRequest/sr1"]["performer"] = [ref("PractitionerRole/ro2")]
    assert world.read()[0].requests[0].units == ("u2",)


def test_performers_of_no_kind_that_is_planned_are_a_problem_and_codes_are_told():
    world = World()
    world["ServiceRequest/sr1"]["performer"] = [ref("Organization/u1")]
    ((place, _message),) = world.refused()
    assert place == world.place("ServiceRequest/sr1", "performer", 0)
    del world["ServiceRequest/sr1"]["performer"]
    world["ServiceRequest/sr1"].update(performerType={"text": "nurse"}, locationCode=[{"text": "home"}])
    assert world.read()[1] == {"element": 2}


def test_requests_of_one_requisition_without_a_group_are_requests_of_their_own():
    world = World()
    world.asks("sr2", requisition={"value": "q1"})
    world["ServiceRequest/sr1"]["requisition"] = {"value": "q1"}
    assert [one.id for one in world.read()[0].requests] == ["sr1", "sr2"]
    world["ServiceRequest/sr2"]["status"] = "completed"
    assert [one.id for one in world.read()[0].requests] == ["q1"]


@pytest.mark.parametrize(
    ("element", "value", "place"),
    [
        ("occurrenceDateTime", "2026-12-08T14:00:00", "occurrenceDateTime"),
        ("occurrenceDateTime", "tomorrow", "occurrenceDateTime"),
        ("occurrenceTiming", {"event": ["2026-12-08T14:00:00"]}, "occurrenceTiming.event[0]"),
        ("occurrencePeriod", {"start": "2026-12-08T14:00:00"}, "occurrencePeriod.start"),
        ("occurrencePeriod", {"end": "2026-02-30"}, "occurrencePeriod.end"),
        ("occurrencePeriod", {"start": "2026-12-09", "end": "2026-12-08"}, "occurrencePeriod"),
        (
            "occurrencePeriod",
            {"start": "2026-12-08T14:00:00+01:00", "end": "2026-12-08T12:59:00Z"},
            "occurrencePeriod",
        ),
    ],
)
def test_times_that_are_none_are_a_problem(element, value, place):
    world = World()
    world["ServiceRequest/sr1"][element] = value
    assert world.place("ServiceRequest/sr1", *[]) + f".{place}" in {one for one, _message in world.refused()}


def test_what_is_of_a_patient_no_longer_in_use_does_not_wait():
    world = linked()
    world.asks("sr3", "Patient/p2")
    world["Patient/p1"]["active"] = False
    request, told = world.read()
    assert [one.id for one in request.requests] == ["sr3"]
    assert told == {"inactive": 1}


def test_visits_may_be_contained_in_their_group():
    world = World()
    world.asks("sr2")
    made = group(world, "sr1", "sr2")
    made["contained"] = [dict(world[f"ServiceRequest/{name}"], id=f"c-{name}") for name in ("sr1", "sr2")]
    for action, name in zip(made["action"][0]["action"], ("sr1", "sr2")):
        action["resource"] = ref(f"#c-{name}")
    world.remove("ServiceRequest/sr1", "ServiceRequest/sr2")
    (found,) = world.read()[0].requests
    assert [one.id for one in found.visits] == ["g1.c-sr1", "g1.c-sr2"]

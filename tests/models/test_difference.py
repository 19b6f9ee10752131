"""What differs between two plans, and the words for it."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dagplan import PlanRequest, plan
from dagplan.files.completion import plan_from
from dagplan.models.difference import Difference, Place, difference
from dagplan.models.plan import to_json
from dagplan.report import difference as report
from tests.instances import tiny
from tests.thorough import some

DAY, NEXT_DAY = "2026-12-08", "2026-12-09"
NOTHING = PlanRequest.model_validate(
    {"first_date": DAY, "last_date": DAY, "units": [], "practitioners": [], "requests": []}
)


def booked(
    visit, person="physician-1", start=f"{DAY}T10:00", minutes=30, unit="vc-1", request=None, patient=None, items=()
):
    """A booking of ``r1-physician`` is one of request ``r1``, patient ``p1``, unless said otherwise."""
    request = request or visit.split("-")[0]
    end = datetime.fromisoformat(start) + timedelta(minutes=minutes)
    return {"request": request, "visit": visit, "patient": patient or f"p{request[1:]}", "role": None} | {
        "unit": unit,
        "practitioner": person,
        "start": start,
        "end": end.isoformat(timespec="minutes"),
        **({"equipment": list(items)} if items else {}),
    }


def planned(*bookings, cost=0, unbooked=()):
    unbooked = [{"request": request, "reasons": []} for request in unbooked]
    terms = {"wait": cost}
    objective = {"cost": cost, "lower_bound": 0, "gap": 0, "terms": terms}
    return plan_from({"bookings": bookings, "unbooked": unbooked, "objective": objective}, NOTHING)


def words(found, *, show_all=False, terminal=False):
    console = Console(
        file=io.StringIO(),
        width=100,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        highlight=False,
    )
    report.print_difference(found, console, show_all=show_all)
    return console.file.getvalue()


def visits(items):
    return [item.visit for item in items]


OLD = planned(
    booked("r1-physician"),
    booked("r2-nurse", "nurse-1", f"{DAY}T08:00"),
    booked("r3-nurse", "nurse-1", f"{DAY}T09:00"),
    booked("r4-physician", "physician-2", f"{DAY}T08:00"),
    cost=4120,
    unbooked=["r5"],
)
NEW = planned(
    booked("r5-nurse", "nurse-1", f"{NEXT_DAY}T09:00", patient="p1"),
    booked("r1-physician", "physician-2", f"{DAY}T10:30"),
    booked("r2-nurse", "nurse-1", f"{DAY}T08:00"),
    booked("r4-physician", "physician-2", f"{NEXT_DAY}T08:00"),
    cost=3980,
    unbooked=["r3"],
)


# What moved, was added, was dropped


def test_every_kind_at_once():
    found = difference(OLD, NEW)
    assert visits(found.moved) == ["r1-physician", "r4-physician"]
    assert visits(found.added) == ["r5-nurse"]
    assert visits(found.dropped) == ["r3-nurse"]
    assert found.unchanged == 1
    assert (found.booked_requests, found.unbooked_requests) == (("r5",), ("r3",))
    assert (found.cost.before, found.cost.after) == (4120, 3980)
    assert not found.same_bookings


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        ({"person": "physician-2"}, ("person",)),
        ({"unit": "vc-2"}, ("unit",)),
        ({"start": f"{NEXT_DAY}T10:00"}, ("date",)),
        ({"start": f"{DAY}T10:05"}, ("time",)),
        ({"minutes": 35}, ("time",)),
        ({"start": f"{NEXT_DAY}T09:30"}, ("date", "time")),
        (
            {"person": "physician-2", "unit": "vc-2", "start": f"{NEXT_DAY}T09:30"},
            ("person", "unit", "date", "time"),
        ),
    ],
)
def test_what_of_a_booking_changed(other, changed):
    found = difference(planned(booked("r1-v")), planned(booked("r1-v", **other)))
    (move,) = found.moved
    assert (move.visit, move.request, move.patient) == ("r1-v", "r1", "p1")
    assert move.changed == changed
    assert move.before == Place(practitioner="physician-1", unit="vc-1", start=f"{DAY}T10:00", end=f"{DAY}T10:30")
    assert move.after.start.isoformat(timespec="minutes") == other.get("start", f"{DAY}T10:00")
    assert (found.added, found.dropped, found.unchanged) == ((), (), 0)


def test_other_items_alone_are_a_change_and_their_order_is_none():
    before, after = (planned(booked("r1-v") | {"equipment": items}) for items in (["s2", "s1"], ["s1", "s3"]))
    found = difference(before, after)
    assert (found.moved, found.unchanged, found.same_bookings) == ((), 1, False), "no move, as in the cost"
    (move,) = found.equipment
    assert (move.changed, move.before.equipment, move.after.equipment) == (("equipment",), ("s1", "s2"), ("s1", "s3"))
    assert report.move_in_words(move) == f"{DAY} r1-v: 10:00 physician-1 [s1, s2] → [s1, s3]"
    assert [one.equipment for one in (*found.by_patient, *found.by_practitioner)] == [(move,), (move,)]
    none = difference(planned(booked("r1-v")), after)
    assert report.move_in_words(none.equipment[0]) == f"{DAY} r1-v: 10:00 physician-1 [] → [s1, s3]"
    lines = words(found).splitlines()
    assert lines[0] == "0 moved, 0 added, 0 dropped, 1 unchanged, 1 of them with other equipment; cost 0 as before"
    assert lines[3] == " p1  1 with other equipment"
    elsewhere = planned(booked("r1-v", start=f"{DAY}T11:00") | {"equipment": ["s3"]})
    (move,) = difference(before, elsewhere).moved
    assert move.changed == ("time", "equipment")
    assert report.move_in_words(move) == f"{DAY} r1-v: 10:00 physician-1 [s1, s2] → 11:00 [s3]"
    assert '"equipment"' not in to_json(difference(planned(booked("r1-v")), planned())), "as it was before"
    same = planned(booked("r1-v") | {"equipment": ["s1", "s2"]})
    assert difference(before, same).same_bookings


def test_a_plan_and_itself():
    found = difference(OLD, OLD)
    assert found.same_bookings
    assert found.unchanged == 4
    assert (found.by_patient, found.by_practitioner) == ((), ())
    assert (found.booked_requests, found.unbooked_requests) == ((), ())
    nothing = difference(planned(), planned())
    assert nothing.same_bookings
    assert nothing.unchanged == 0


def test_only_where_and_when_and_with_whom_counts():
    with_role = planned(booked("r1-v") | {"role": "primary"})
    assert difference(planned(booked("r1-v")), with_role).same_bookings


def test_an_id_that_stands_for_another_patient_is_another_visit():
    found = difference(planned(booked("r1-v")), planned(booked("r1-v", patient="p9")))
    assert (visits(found.added), visits(found.dropped), found.moved) == (["r1-v"], ["r1-v"], ())
    assert [one.patient for one in found.by_patient] == ["p1", "p9"]


def test_a_visit_booked_twice_is_counted_twice():
    """No conforming plan does this, but `diff` takes any plan."""
    first, second, third = (booked("r1-v", start=f"{DAY}T{hour}:00") for hour in ("08", "09", "10"))
    found = difference(planned(first, first, second), planned(first, third))
    assert found.unchanged == 1
    assert [(one.before.start.hour, one.after.start.hour) for one in found.moved] == [(8, 10)]
    assert [one.start.hour for one in found.dropped] == [9]


def test_a_request_that_keeps_only_its_locked_visit_is_not_booked():
    whole = planned(booked("r1-a"), booked("r1-b", start=f"{DAY}T11:00"))
    torn = planned(booked("r1-a"), unbooked=["r1"])
    assert difference(whole, torn).unbooked_requests == ("r1",)
    assert difference(torn, whole).booked_requests == ("r1",)
    assert difference(torn, torn).booked_requests == ()


def test_the_order_is_start_practitioner_visit():
    late = [
        booked("r1-v", "b", f"{DAY}T09:00"),
        booked("r4-v", "a", f"{DAY}T09:00"),
        booked("r3-v", "a", f"{DAY}T09:00"),
        booked("r2-v", "c", f"{DAY}T08:00"),
    ]
    early = [booked(one["visit"], start=f"{DAY}T07:00") for one in late]
    expected = ["r2-v", "r3-v", "r4-v", "r1-v"]
    assert visits(difference(planned(), planned(*late)).added) == expected
    assert visits(difference(planned(*late), planned()).dropped) == expected
    assert visits(difference(planned(*early), planned(*late)).moved) == expected


# By patient and by practitioner


def test_by_patient():
    found = difference(OLD, NEW)
    assert [one.patient for one in found.by_patient] == ["p1", "p3", "p4"]
    first, third, fourth = found.by_patient
    assert (visits(first.moved), visits(first.added), visits(first.dropped)) == (["r1-physician"], ["r5-nurse"], [])
    assert (visits(third.moved), visits(third.added), visits(third.dropped)) == ([], [], ["r3-nurse"])
    assert visits(fourth.moved) == ["r4-physician"]


def test_by_practitioner_a_move_from_one_to_another_stands_with_both():
    found = difference(OLD, NEW)
    assert [one.practitioner for one in found.by_practitioner] == ["nurse-1", "physician-1", "physician-2"]
    nurse, first, second = found.by_practitioner
    assert (visits(nurse.added), visits(nurse.dropped)) == (["r5-nurse"], ["r3-nurse"])
    assert visits(first.moved) == ["r1-physician"]
    assert visits(second.moved) == ["r1-physician", "r4-physician"]


# For every pair of plans


def mirrored(found):
    """Before and after, added and dropped swapped; as sets, since moves are ordered by where they went."""
    return {
        "moved": {(one.visit, one.request, one.patient, one.after, one.before, one.changed) for one in found.moved},
        "added": found.dropped,
        "dropped": found.added,
        "equipment": {(one.visit, one.after, one.before) for one in found.equipment},
        "unchanged": found.unchanged,
        "requests": (found.unbooked_requests, found.booked_requests),
        "cost": (found.cost.after, found.cost.before),
        "patients": [one.patient for one in found.by_patient],
        "practitioners": [one.practitioner for one in found.by_practitioner],
    }


def straight(found):
    return {
        "moved": {(one.visit, one.request, one.patient, one.before, one.after, one.changed) for one in found.moved},
        "added": found.added,
        "dropped": found.dropped,
        "equipment": {(one.visit, one.before, one.after) for one in found.equipment},
        "unchanged": found.unchanged,
        "requests": (found.booked_requests, found.unbooked_requests),
        "cost": (found.cost.before, found.cost.after),
        "patients": [one.patient for one in found.by_patient],
        "practitioners": [one.practitioner for one in found.by_practitioner],
    }


def must_hold(old, new):
    found = difference(old, new)
    assert found == difference(old.model_copy(update={"bookings": old.bookings[::-1]}), new)
    assert straight(difference(new, old)) == mirrored(found)
    assert found.unchanged + len(found.moved) + len(found.dropped) == len(old.bookings)
    assert found.unchanged + len(found.moved) + len(found.added) == len(new.bookings)
    assert all(one.changed for one in found.moved)
    assert all(one.before != one.after for one in found.moved)
    assert {one.changed for one in found.equipment} <= {("equipment",)}
    assert len(found.equipment) <= found.unchanged
    for name in ("moved", "added", "dropped", "equipment"):
        whole = getattr(found, name)
        views = [getattr(one, name) for one in found.by_patient]
        assert sorted(map(to_json, whole)) == sorted(to_json(one) for view in views for one in view)
        assert all(item.patient == group.patient for group in found.by_patient for item in getattr(group, name))
        for group in found.by_practitioner:
            of_group = [one for one in whole if group.practitioner in people(one)]
            assert list(getattr(group, name)) == of_group
    assert {who for one in (*found.moved, *found.added, *found.dropped, *found.equipment) for who in people(one)} == {
        group.practitioner for group in found.by_practitioner
    }
    assert all(
        one.moved or one.added or one.dropped or one.equipment for one in (*found.by_patient, *found.by_practitioner)
    )
    assert Difference.model_validate_json(to_json(found)) == found
    assert difference(old, old).same_bookings
    told = (found, *found.by_practitioner)
    arrows = sum(len(one.moved) + len(one.equipment) for one in told)
    assert "".join(words(found, show_all=True).splitlines(keepends=True)[1:]).count(" → ") == arrows


def people(item):
    return {item.before.practitioner, item.after.practitioner} if hasattr(item, "before") else {item.practitioner}


some_bookings = st.lists(
    st.builds(
        booked,
        st.sampled_from(["r1-a", "r1-b", "r2-a", "r3-a", "r3-b"]),
        st.sampled_from(["n1", "n2", "n3"]),
        st.sampled_from([f"{DAY}T08:00", f"{DAY}T09:00", f"{NEXT_DAY}T08:00"]),
        st.sampled_from([15, 30]),
        st.sampled_from(["vc-1", "vc-2"]),
        items=st.sampled_from([(), ("s1",), ("s2", "s1")]),
    ),
    max_size=6,
)
some_plans = st.builds(
    lambda bookings, cost, unbooked: planned(*bookings, cost=cost, unbooked=unbooked),
    some_bookings,
    st.integers(0, 10_000),
    st.lists(st.sampled_from(["r1", "r2", "r3"]), unique=True),
)


@settings(deadline=None, max_examples=some(60))
@given(some_plans, some_plans)
def test_any_two_plans(old, new):
    must_hold(old, new)


@pytest.mark.parametrize("seed", range(12))
def test_two_plans_of_the_engine(seed):
    """The request of a seed, and the same after its first practitioner fell ill and one patient called off."""
    request = tiny(seed)
    ill = request["practitioners"][0]["id"]
    later = {**request, "availability": [one for one in request["availability"] if one["practitioner"] != ill]}
    later["requests"] = [one for one in request["requests"] if one["id"] != "r0"] or request["requests"]
    kept = {visit["id"] for one in later["requests"] for visit in one["visits"]}
    later["bookings"] = [one for one in request["bookings"] if one["visit"] in kept]
    for one in later["requests"]:
        one["same_day_as"] = []
    old, new = (plan(PlanRequest.model_validate(one)) for one in (request, later))
    must_hold(old, new)
    found = difference(old, new)
    assert set(found.booked_requests) <= {one.request for one in old.unbooked}
    assert set(found.unbooked_requests) <= {one.request for one in new.unbooked} | {"r0"}


# As JSON


def test_as_json():
    told = json.loads(to_json(difference(OLD, NEW)))
    assert told["schema"] == "dagplan.difference/1"
    assert next(iter(told)) == "schema"
    assert told["moved"][0] == {
        "visit": "r1-physician",
        "request": "r1",
        "patient": "p1",
        "before": {"practitioner": "physician-1", "unit": "vc-1", "start": f"{DAY}T10:00", "end": f"{DAY}T10:30"},
        "after": {"practitioner": "physician-2", "unit": "vc-1", "start": f"{DAY}T10:30", "end": f"{DAY}T11:00"},
        "changed": ["person", "time"],
    }
    assert told["added"] == [
        booked("r5-nurse", "nurse-1", f"{NEXT_DAY}T09:00", patient="p1") | {"revision": 0, "source": None}
    ]
    assert told["by_patient"][1]["patient"] == "p3"
    assert told["cost"] == {"before": 4120, "after": 3980}


def test_every_field_is_described():
    schema = Difference.model_json_schema(by_alias=True, mode="serialization")
    for model in (schema, *schema["$defs"].values()):
        for name, field in model["properties"].items():
            assert field.get("description"), f"{model['title']}.{name}"


# In words

WORDS = f"""\
2 moved, 1 added, 1 dropped, 1 unchanged; cost 4,120 → 3,980
Booked now: r5.
No longer booked: r3.

By patient
 p1  1 moved, 1 added
  {DAY} r1-physician: 10:00 physician-1 → 10:30 physician-2
  {NEXT_DAY} r5-nurse: added, 09:00 nurse-1 at vc-1
 p3  1 dropped
  {DAY} r3-nurse: dropped, 09:00 nurse-1 at vc-1
 p4  1 moved
  {DAY} r4-physician: 08:00 physician-2 → {NEXT_DAY} 08:00

By practitioner
 nurse-1  1 added, 1 dropped
  {DAY} r3-nurse: dropped, 09:00 nurse-1 at vc-1
  {NEXT_DAY} r5-nurse: added, 09:00 nurse-1 at vc-1
 physician-1  1 moved
  {DAY} r1-physician: 10:00 physician-1 → 10:30 physician-2
 physician-2  2 moved
  {DAY} r4-physician: 08:00 physician-2 → {NEXT_DAY} 08:00
  {DAY} r1-physician: 10:00 physician-1 → 10:30 physician-2
"""


def test_the_words():
    assert words(difference(OLD, NEW)) == WORDS


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"person": "physician-2"}, "10:00 physician-1 → physician-2"),
        ({"unit": "vc-2"}, "10:00 physician-1 at vc-1 → at vc-2"),
        ({"start": f"{NEXT_DAY}T10:00"}, f"10:00 physician-1 → {NEXT_DAY} 10:00"),
        ({"start": f"{DAY}T10:05"}, "10:00 physician-1 → 10:05"),
        ({"minutes": 35}, "10:00–10:30 physician-1 → 10:00–10:35"),
        ({"minutes": 30 + 1440}, f"10:00–10:30 physician-1 → 10:00–{NEXT_DAY} 10:30"),
        (
            {"person": "physician-2", "unit": "vc-2", "start": f"{NEXT_DAY}T09:30"},
            f"10:00 physician-1 at vc-1 → {NEXT_DAY} 09:30 physician-2 at vc-2",
        ),
    ],
)
def test_a_move_says_only_what_changed(other, said):
    found = difference(planned(booked("r1-v")), planned(booked("r1-v", **other)))
    assert report.move_in_words(found.moved[0]) == f"{DAY} r1-v: {said}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (OLD, OLD, "Nothing changed."),
        (planned(), planned(), "Nothing changed."),
        (
            planned(booked("r1-v"), cost=5),
            planned(booked("r1-v"), cost=1005),
            "No booking changed; cost 5 → 1,005",
        ),
        (
            planned(booked("r1-v"), cost=5, unbooked=["r1"]),
            planned(booked("r1-v"), cost=5),
            "No booking changed; cost 5 as before\nBooked now: r1.",
        ),
        (
            planned(booked("r1-v")),
            planned(booked("r1-v", "physician-2")),
            "1 moved, 0 added, 0 dropped, 0 unchanged; cost 0 as before",
        ),
    ],
)
def test_the_heading(old, new, said):
    text = words(difference(old, new))
    assert text.startswith(f"{said}\n")
    if difference(old, new).same_bookings:
        assert text == f"{said}\n"


def many(number):
    """So many bookings of so many patients."""
    days = (date(2026, 12, 1) + timedelta(days=index % 28) for index in range(number))
    return [booked(f"r{index}-v", start=f"{day}T08:00") for index, day in enumerate(days)]


def test_long_lists_are_cut_with_a_count():
    found = difference(planned(), planned(*many(1080)))
    text = words(found)
    assert text.count("added, 08:00") == 2 * report.MOST_CHANGES
    assert text.count("… and 1,040 more\n") == 2
    assert "r0, r1, r10, r100, r1000, r1001, r1002, r1003, r1004, r1005, … and 1,070 more." in " ".join(text.split())
    assert text.endswith("--show all lists every change, --out writes them.\n")
    everything = words(found, show_all=True)
    assert everything.count("added, 08:00") == 2 * 1080
    assert "more" not in everything
    assert "--show" not in everything


def test_just_as_many_as_fit_are_not_cut():
    text = words(difference(planned(*many(report.MOST_CHANGES)), planned()))
    assert text.count("dropped, 08:00") == 2 * report.MOST_CHANGES
    assert "--show" not in text
    assert words(difference(planned(*many(report.MOST_CHANGES + 1)), planned())).count("… and 1 more\n") == 2


def test_colours_only_on_a_terminal_and_no_markup():
    assert "\x1b" not in words(difference(OLD, NEW))
    assert "\x1b[" in words(difference(OLD, NEW), terminal=True)

"""Changes: every kind does what it says, in words too; what is unknown or changes nothing is refused in place."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import InputError, PlanRequest
from dagplan.models import apply, read_changes
from dagplan.models.changes import KINDS, Change
from dagplan.models.changes.scaling import fresh_id
from dagplan.models.changes.vocabulary import SetRequest, SetSettings, SetVisit
from dagplan.models.plan import to_json
from dagplan.models.privacy import looks_like_identity_number
from dagplan.models.request import Request, Settings, Visit
from dagplan.models.windows import free_windows
from tests.build import DAY, asked, at, linked, read, single, window
from tests.strategies import DAYS, PEOPLE, UNITS, WORDS, clock, small_requests
from tests.thorough import some

BOOKED = {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": at("09:00"), "equipment": ["spiro-1"]}
LOCKED = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("09:00"), "locked": True}
BASE = read(
    asked(
        linked(max_wait=60, units=["u1"]),
        single(same_day_as=["r3"]),
        single("r3", "p2"),
        units=[{"id": "u1"}, {"id": "u2"}],
        practitioners=[
            {"id": "nurse", "competences": ["spirometry"]},
            {"id": "doctor", "competences": ["physician", "leader"]},
            {"id": "locum", "competences": ["physician"]},
        ],
        equipment=[
            {"id": "spiro-1", "unit": "u1", "kind": "spirometer"},
            {"id": "room-1", "unit": "u1", "kind": "treatment room"},
            {"id": "spiro-9", "unit": "u2", "kind": "spirometer"},
        ],
        equipment_busy=[
            {"equipment": "room-1", "start": at("08:00"), "end": at("08:40")},
            {"equipment": "room-1", "start": at("08:30"), "end": at("10:00")},
            {"equipment": "spiro-1", "start": at("10:00"), "end": at("10:30")},
        ],
        bookings=[BOOKED, LOCKED],
    )
)


def chained(name, *fields):
    """A linked request of visits with the physician, the last of them primary."""
    visits = [
        {
            "id": f"{name}-{number}",
            "duration": 30,
            "competence": "physician",
            "role": "primary" if number == len(fields) else "secondary",
            **more,
        }
        for number, more in enumerate(fields, 1)
    ]
    return single(name, "p4", visits=visits)


def change(kind, **fields):
    return {"kind": kind, **fields}


def absent(person, start, end, day=DAY):
    return change("remove_availability", practitioner=person, start=at(start, day), end=at(end, day))


def present(person, start, end, unit="u1", day=DAY):
    return change("add_availability", **window(person, start, end, unit, day))


def taken(item, start, end, day=DAY):
    return change("equipment_busy", equipment=item, start=at(start, day), end=at(end, day))


def changed(*changes, request=BASE):
    """The new request and the words, after the promises that hold for any changes."""
    before, given = to_json(request), deepcopy(changes)
    applied = apply(request, changes)
    assert (to_json(request), changes) == (before, given)
    assert PlanRequest.model_validate_json(to_json(applied.request)) == applied.request
    assert len(applied.words) == len(changes)
    assert all(words.endswith(".") for words in applied.words)
    return applied.request, applied.words


def problems(*changes, request=BASE):
    with pytest.raises(InputError) as caught:
        apply(request, changes)
    return [(problem.place, problem.message) for problem in caught.value.problems]


def places(*changes, request=BASE):
    return [place for place, _ in problems(*changes, request=request)]


def case(request, name):
    return next(one for one in request.requests if one.id == name)


def visit(request, name):
    return next(one for each in request.requests for one in each.visits if one.id == name)


def booking(request, name):
    return next((one for one in request.bookings if one.visit == name), None)


def spans(request, person, unit="u1", day=DAY):
    return free_windows(request).get((person, unit, datetime.fromisoformat(day).date()), [])


# What each kind does.


def test_an_absence_is_cut_out_of_a_window_and_may_split_it():
    request, (words,) = changed(absent("nurse", "09:00", "11:00"))
    assert spans(request, "nurse") == [(480, 540), (660, 720)]
    assert spans(request, "doctor") == [(480, 720)]
    assert words == "nurse is away 2026-10-05 09:00–11:00 (120 minutes of availability less)."
    assert request.bookings == BASE.bookings


@pytest.mark.parametrize(
    ("start", "end", "left", "fewer"),
    [
        ("08:00", "12:00", [], 240),
        ("07:00", "08:30", [(510, 720)], 30),
        ("11:30", "13:00", [(480, 690)], 30),
        ("11:59", "12:30", [(480, 719)], 1),
    ],
)
def test_an_absence_may_take_either_end_or_all_of_a_window(start, end, left, fewer):
    request, (words,) = changed(absent("nurse", start, end))
    assert spans(request, "nurse") == left
    assert f"({fewer} minute" in words


def test_an_absence_takes_all_units_all_windows_and_all_its_dates():
    wide = read(
        asked(
            single(),
            last_date="2026-10-07",
            units=[{"id": "u1"}, {"id": "u2"}],
            availability=[
                window("doctor", "08:00", "10:00"),
                window("doctor", "09:00", "11:00"),
                window("doctor", "11:00", "12:00", "u2"),
                window("doctor", "08:00", "12:00", day="2026-10-06"),
                window("doctor", "08:00", "12:00", day="2026-10-07"),
            ],
        )
    )
    away = change("remove_availability", practitioner="doctor", start=at("09:30"), end=at("09:00", "2026-10-07"))
    request, (words,) = changed(away, request=wide)
    assert (spans(request, "doctor"), spans(request, "doctor", "u2")) == ([(480, 570)], [])
    assert spans(request, "doctor", day="2026-10-06") == []
    assert spans(request, "doctor", day="2026-10-07") == [(540, 720)]
    minutes = 90 + 60 + 240 + 60  # what two windows share is counted once
    assert words == f"doctor is away 2026-10-05 09:30 – 2026-10-07 09:00 ({minutes} minutes of availability less)."


def test_availability_is_added_and_only_the_new_minutes_are_counted():
    request, (words,) = changed(present("nurse", "11:00", "13:00"))
    assert spans(request, "nurse") == [(480, 780)]
    assert words == "nurse is at u1 2026-10-05 11:00–13:00 (60 minutes of availability more)."
    request, _ = changed(present("nurse", "12:00", "13:00", "u2"))
    assert spans(request, "nurse", "u2") == [(720, 780)]


def test_availability_at_two_units_at_once_is_refused_with_its_place_in_the_new_request():
    ((place, message),) = problems(present("nurse", "11:59", "13:00", "u2"))
    assert place == "$.availability[2]"
    assert "u2 and u1 at once" in message or "u1 and u2 at once" in message
    assert "after 1 change: nurse is at u2" in message


def test_fields_of_a_request_are_set_and_taken_away():
    request, (words,) = changed(
        change("set_request", request="r1", max_wait=75, priority="urgent", units=None, not_before="08:30")
    )
    one = case(request, "r1")
    assert (one.max_wait, one.priority, one.units, one.not_before.hour) == (75, "urgent", (), 8)
    assert words == "r1: units u1 → all, priority routine → urgent, not_before none → 08:30, max_wait 60 → 75."
    request, (words,) = changed(change("set_request", request="r1", max_wait=None))
    assert case(request, "r1").max_wait is None
    assert words == "r1: max_wait 60 → none."
    assert case(request, "r1").visits == case(BASE, "r1").visits


def test_fields_of_a_visit_are_set_and_taken_away():
    request, (words,) = changed(
        change("set_visit", visit="a", duration=45, preferred="nurse", min_wait=5, practitioners=["nurse"])
    )
    one = visit(request, "a")
    assert (one.duration, one.preferred, one.min_wait, one.practitioners) == (45, "nurse", 5, ("nurse",))
    assert words == (
        "a: duration 30 → 45, practitioners anyone with the competence → nurse, preferred none → nurse,"
        " min_wait the request's → 5."
    )
    request, _ = changed(change("set_visit", visit="a", preferred=None, practitioners=None), request=request)
    assert (visit(request, "a").preferred, visit(request, "a").practitioners) == (None, ())
    assert [one.id for one in case(request, "r1").visits] == ["a", "b"]


def test_a_booking_is_put_moved_locked_unlocked_and_taken_away():
    new = change("set_booking", visit="b", practitioner="doctor", unit="u1", start=at("10:00"))
    request, (words,) = changed(new)
    assert booking(request, "b").model_dump(mode="json") == {
        "visit": "b",
        "practitioner": "doctor",
        "unit": "u1",
        "start": at("10:00"),
        "locked": False,
        "source": None,
        "revision": 0,
    }
    assert words == "b: not booked → booked with doctor at u1 2026-10-05 10:00 (not locked)."
    request, (words,) = changed(change("set_booking", visit="a", start=at("10:05"), locked=True))
    assert (booking(request, "a").practitioner, booking(request, "a").locked) == ("nurse", True)
    assert words == (
        "a: booked with nurse at u1 2026-10-05 09:00, using spiro-1 (not locked) → "
        "with nurse at u1 2026-10-05 10:05, using spiro-1 (locked)."
    )
    request, _ = changed(change("set_booking", visit="r2-v", locked=False))
    assert booking(request, "r2-v").locked is False
    request, (words,) = changed(change("set_booking", visit="a"))
    assert booking(request, "a") is None
    assert words == "a: the booking with nurse at u1 2026-10-05 09:00, using spiro-1 (not locked) is taken away."


def test_a_request_is_dropped_with_its_bookings_and_out_of_the_pairs_of_others():
    request, (words,) = changed(change("drop_request", request="r1"))
    assert [one.id for one in request.requests] == ["r2", "r3"]
    assert booking(request, "a") is None
    assert words == "r1 is dropped (2 visits; 1 booking)."
    request, (words,) = changed(change("drop_request", request="r3"))
    assert case(request, "r2").same_day_as == ()
    _, (words,) = changed(change("drop_request", request="r2"))
    assert words == "r2 is dropped (1 visit; 1 booking, 1 locked)."


def test_a_request_is_added_whole_as_an_object_or_as_a_model():
    value = single("r4", "p4", not_before="09:00")
    for given_as in (value, Request.model_validate(value)):
        request, (words,) = changed(change("add_request", value=given_as))
        assert case(request, "r4") == Request.model_validate(value)
        assert words == "r4 is added: patient p4, 1 visit, 30 minutes."


def test_two_requests_that_name_each_other_can_be_added():
    both = [single("r4", "p4", same_day_as=["r5"]), single("r5", "p4", same_day_as=["r4"])]
    request, _ = changed(*(change("add_request", value=value) for value in both))
    assert case(request, "r4").same_day_as == ("r5",)
    assert places(change("add_request", value=both[0])) == ["$.requests[3].same_day_as[0]"]


def test_a_competence_is_learned_and_lost():
    request, (words,) = changed(change("add_competence", practitioner="nurse", competence="physician"))
    assert request.practitioners[0].competences == ("spirometry", "physician")
    assert words == "nurse has the competence physician now."
    request, (words,) = changed(change("remove_competence", practitioner="doctor", competence="physician"))
    assert request.practitioners[1].competences == ("leader",)
    assert words == "doctor no longer has the competence physician."
    assert booking(request, "r2-v").locked  # a fact stays a fact


def test_a_lost_competence_takes_the_person_out_of_the_visits_that_name_others_too():
    both = ["doctor", "locum"]
    request, _ = changed(change("set_visit", visit="b", practitioners=both))
    lost = change("remove_competence", practitioner="doctor", competence="physician")
    request, (words,) = changed(lost, request=request)
    assert visit(request, "b").practitioners == ("locum",)
    assert words == "doctor no longer has the competence physician, and is taken out of the practitioners of b."
    request, _ = changed(change("set_visit", visit="b", practitioners=both))
    other = change("remove_competence", practitioner="doctor", competence="leader")
    assert visit(changed(other, request=request)[0], "b").practitioners == tuple(both)


def test_a_competence_that_a_visit_needs_of_one_person_only_can_not_be_lost():
    only = change("set_visit", visit="b", practitioners=["doctor"])
    lost = change("remove_competence", practitioner="doctor", competence="physician")
    ((place, message),) = problems(only, lost)
    assert place == "$.changes[1].competence"
    assert "only doctor may take b" in message


@pytest.mark.parametrize(
    ("how", "durations"),
    [
        ({"factor": 1.15}, [35, 35, 35]),  # 34.5, half up
        ({"factor": 1.45}, [44, 44, 44]),  # 43.5 as written, just below it in binary
        ({"factor": 0.001}, [1, 1, 1]),
        ({"factor": 1000.0}, [1440, 1440, 1440]),
        ({"factor": 2}, [60, 60, 60]),
        ({"minutes": -29}, [1, 1, 1]),
        ({"minutes": -40}, [1, 1, 1]),
        ({"minutes": 10}, [40, 40, 40]),
    ],
)
def test_durations_are_scaled_to_whole_minutes_within_the_contract(how, durations):
    request, (words,) = changed(change("scale_duration", competence="physician", **how))
    assert [visit(request, name).duration for name in ("b", "r2-v", "r3-v")] == durations
    assert visit(request, "a").duration == 30
    assert f"3 of 3 visits changed, 90 → {sum(durations)} minutes in all" in words


def test_only_the_visits_that_get_another_duration_are_counted():
    shortest, _ = changed(change("set_visit", visit="b", duration=1))
    _, (words,) = changed(change("scale_duration", competence="physician", factor=0.5), request=shortest)
    assert words == "Durations of physician × 0.5: 2 of 3 visits changed, 60 → 30 minutes in all."


def test_what_a_visit_needs_and_asks_of_people_is_set_and_taken_away():
    needs = change("set_visit", visit="a", equipment=["spirometer", "treatment room"], same_practitioner_as=["b"])
    request, (words,) = changed(needs)
    assert visit(request, "a").equipment == ("spirometer", "treatment room")
    assert visit(request, "a").same_practitioner_as == ("b",)
    assert words == "a: equipment none → spirometer, treatment room, same_practitioner_as none → b."
    for same in (
        {"equipment": ["treatment room", "spirometer"]},
        {"equipment": ["Spirometer", "Treatment  Room"]},
        {"same_practitioner_as": ["b", "b"]},
    ):
        ((place, message),) = problems(change("set_visit", visit="a", **same), request=request)
        assert (place, message) == (f"$.changes[0].{next(iter(same))}", "nothing changes in a: it is so already")
    for nothing in (None, []):
        gone = change("set_visit", visit="a", equipment=nothing, same_practitioner_as=nothing)
        again, (words,) = changed(gone, request=request)
        assert again == BASE
        assert words == "a: equipment spirometer, treatment room → none, same_practitioner_as b → none."


def test_what_visits_ask_of_people_has_to_fit_together():
    one = change("set_visit", visit="a", same_practitioner_as=["b"])
    other = change("set_visit", visit="b", different_practitioner_from=["a"])
    ((place, message),) = problems(one, other)
    assert place == "$.requests[0].visits[1].different_practitioner_from[0]"
    assert "after 2 changes: a: same_practitioner_as none → b." in message
    ((place, message),) = problems(change("set_visit", visit="a", same_practitioner_as=["r2-v"]))
    assert place == "$.requests[0].visits[0].same_practitioner_as[0]"
    assert "no visit r2-v in the request r1" in message
    twice = change("set_visit", visit="a", equipment=["spirometer", "Spirometer"])
    assert places(twice) == ["$.requests[0].visits[0].equipment[1]"]


def test_an_item_is_added():
    value = {"id": "spiro-2", "unit": "u1", "kind": "spirometer", "name": "The new one"}
    request, (words,) = changed(change("add_equipment", value=value))
    assert request.equipment[:3] == BASE.equipment
    assert request.equipment[3].model_dump() == value
    assert words == "spiro-2 is added at u1: spirometer."
    held, _ = changed(
        change("add_equipment", value=value),
        taken("spiro-2", "08:00", "09:00"),
        change("set_booking", visit="a", equipment=["spiro-2"]),
    )
    assert booking(held, "a").equipment == ("spiro-2",)


def test_an_item_goes_with_its_busy_times_and_out_of_the_bookings():
    request, (words,) = changed(change("remove_equipment", equipment="spiro-1"))
    assert [one.id for one in request.equipment] == ["room-1", "spiro-9"]
    assert {one.equipment for one in request.equipment_busy} == {"room-1"}
    assert booking(request, "a") == booking(BASE, "a").model_copy(update={"equipment": ()})
    assert words == "spiro-1 (spirometer) is gone from u1, and is taken out of the bookings of a."
    request, (words,) = changed(change("remove_equipment", equipment="spiro-9"))
    assert (request.bookings, request.equipment_busy) == (BASE.bookings, BASE.equipment_busy)
    assert words == "spiro-9 (spirometer) is gone from u2."
    both, _ = changed(
        change("set_booking", visit="r2-v", equipment=["room-1", "spiro-1"]),
        change("remove_equipment", equipment="room-1"),
    )
    assert booking(both, "r2-v").equipment == ("spiro-1",)
    assert booking(both, "r2-v").locked


@pytest.mark.parametrize(
    ("start", "end"), [("07:59", "10:00"), ("08:00", "10:01"), ("10:00", "10:05"), ("07:00", "11:00")]
)
def test_an_item_is_not_to_be_had_where_a_minute_is_new(start, end):
    request, (words,) = changed(taken("room-1", start, end))
    assert request.equipment_busy[:-1] == BASE.equipment_busy
    assert request.equipment_busy[-1].model_dump(mode="json") == {
        "equipment": "room-1",
        "start": at(start),
        "end": at(end),
    }
    assert words == f"room-1 is not to be had 2026-10-05 {start}–{end}."


def test_an_item_may_be_away_for_days_and_nothing_of_it_twice():
    away = change("equipment_busy", equipment="spiro-9", start=at("23:00"), end=at("24:00"))
    more = change(
        "equipment_busy", equipment="spiro-9", start=at("00:00", "2026-10-06"), end=at("08:00", "2026-10-08")
    )
    whole = change("equipment_busy", equipment="spiro-9", start=at("23:30"), end=at("07:00", "2026-10-08"))
    _, (_, words) = changed(away, more)
    assert words == "spiro-9 is not to be had 2026-10-06 00:00 – 2026-10-08 08:00."
    assert places(away, more, whole) == ["$.changes[2]"]  # two times that touch are one
    other = {**whole, "equipment": "spiro-1"}
    assert len(changed(away, more, other)[0].equipment_busy) == len(BASE.equipment_busy) + 3


def test_the_items_of_a_booking_are_named_kept_and_left_at_their_unit():
    both = change("set_booking", visit="a", equipment=["spiro-1", "room-1"])
    request, (words,) = changed(both)
    assert booking(request, "a").equipment == ("spiro-1", "room-1")
    assert words.endswith("→ with nurse at u1 2026-10-05 09:00, using spiro-1 and room-1 (not locked).")
    turned = change("set_booking", visit="a", equipment=["room-1", "spiro-1"])
    assert places(turned, request=request) == ["$.changes[0].equipment"]
    later, _ = changed(change("set_booking", visit="a", start=at("11:00")), request=request)
    assert booking(later, "a").equipment == ("spiro-1", "room-1")
    moved, (words,) = changed(change("set_booking", visit="a", unit="u2"), request=request)
    assert booking(moved, "a").equipment == ()
    assert words.endswith("→ with nurse at u2 2026-10-05 09:00 (not locked).")
    named, _ = changed(change("set_booking", visit="a", unit="u2", equipment=["spiro-9"]), request=request)
    assert booking(named, "a").equipment == ("spiro-9",)
    none, (words,) = changed(change("set_booking", visit="a", equipment=[]), request=request)
    assert booking(none, "a") == booking(request, "a").model_copy(update={"equipment": ()})
    new = change("set_booking", visit="b", practitioner="doctor", unit="u1", start=at("10:00"), equipment=["room-1"])
    request, (words,) = changed(new)
    assert booking(request, "b").equipment == ("room-1",)
    assert words == "b: not booked → booked with doctor at u1 2026-10-05 10:00, using room-1 (not locked)."


def test_copies_name_copies():
    pair = chained("r4", {"equipment": ["spirometer"]}, {"same_practitioner_as": ["r4-1"]})
    trio = chained("r4", {}, {"different_practitioner_from": ["r4-1", "r4-3"]}, {"same_practitioner_as": ["r4-1"]})
    for value in (pair, trio):
        ids = [one["id"] for one in value["visits"]]
        alone, _ = changed(
            *(change("drop_request", request=f"r{i}") for i in (1, 2, 3)), change("add_request", value=value)
        )
        request, _ = changed(change("scale_demand", factor=3), request=alone)
        for number, copy in enumerate(request.requests[1:], 2):
            new = dict(zip(ids, (one.id for one in copy.visits), strict=True))
            assert set(new.values()) == {f"{one}-copy-{number}" for one in ids}
            for original, own in zip(request.requests[0].visits, copy.visits, strict=True):
                assert own.equipment == original.equipment
                for name in ("same_practitioner_as", "different_practitioner_from"):
                    assert getattr(own, name) == tuple(new[one] for one in getattr(original, name))


def crowd(number=20, **fields):
    return read(asked(*(single(f"r-{i}", f"p-{i}") for i in range(number)), **fields))


def test_demand_is_thinned_by_seed_and_locked_requests_stay():
    facts = [{**LOCKED, "visit": f"r-{i}-v", "locked": i < 10} for i in range(12)]
    request = crowd(bookings=facts)
    for seed in range(5):
        thin, (words,) = changed(change("scale_demand", factor=0.7, seed=seed), request=request)
        assert len(thin.requests) == 14
        assert {f"r-{i}" for i in range(10)} <= {one.id for one in thin.requests}
        assert words.startswith(f"Demand × 0.7 (seed {seed}): 20 requests → 14, dropped r-1")
    least, _ = changed(change("scale_demand", factor=0.01), request=request)
    assert [one.id for one in least.requests] == [f"r-{i}" for i in range(10)]
    assert places(change("scale_demand", factor=0.5), request=least) == ["$.changes[0].factor"]


def test_different_seeds_draw_differently():
    drawn = {changed(change("scale_demand", factor=0.5, seed=seed), request=crowd())[1] for seed in range(5)}
    assert len(drawn) == 5


def test_demand_is_copied_under_new_ids_and_patients():
    booked, _ = changed(change("drop_request", request="r3"), change("drop_request", request="r1"))
    request, (words,) = changed(change("scale_demand", factor=3), request=booked)
    assert [(one.id, one.patient) for one in request.requests] == [
        ("r2", "p2"),
        ("r2-copy-2", "p2-copy-2"),
        ("r2-copy-3", "p2-copy-3"),
    ]
    assert [one.visit for one in request.bookings] == ["r2-v"]
    assert words == "Demand × 3 (seed 0): 1 request → 3, added r2-copy-2, r2-copy-3."
    again, _ = changed(change("scale_demand", factor=3), change("scale_demand", factor=1.3))
    assert len(again.requests) == 12
    assert all(one.same_day_as == () for one in again.requests if "copy" in one.id)
    assert case(again, "r2").same_day_as == ("r3",)


def test_copies_are_spread_evenly():
    request, _ = changed(change("scale_demand", factor=2.5, seed=3), request=crowd(10))
    assert len(request.requests) == 25
    each = [
        sum(one.id == f"r-{i}" or one.id.startswith(f"r-{i}-copy") for one in request.requests) for i in range(10)
    ]
    assert sorted(each) == [2] * 5 + [3] * 5


@pytest.mark.parametrize("base", ["r-17", "r" * 64, "p" + "1212121212" * 6, "x." + "701063239" * 6])
def test_ids_of_copies_are_ids(base):
    taken = {base}
    found = [fresh_id(base, taken) for _ in range(3)]
    assert len(set(found)) == 3
    for one in found:
        assert Request.model_validate(single(one, one, visits=[{"id": "v", "duration": 1, "competence": "x"}]))
        assert not looks_like_identity_number(one)


def test_settings_are_set_and_weights_one_by_one():
    request, (words,) = changed(change("set_settings", grid=10, weights={"wait": 2, "unbooked": {"stat": 9}}))
    assert (request.settings.grid, request.settings.time_limit, request.settings.workers) == (10, 10, 1)
    assert request.settings.weights.model_dump() == {
        **Settings().weights.model_dump(),
        "wait": 2,
        "unbooked": {"routine": 1000, "urgent": 2000, "asap": 4000, "stat": 9},
    }
    assert words == "Settings: grid 5 → 10, weights.unbooked.stat 8000 → 9, weights.wait 1 → 2."
    request, (words,) = changed(change("set_settings", workers=None, time_limit=2.5, deterministic=True))
    assert request.settings.workers is None
    assert words == "Settings: time_limit 10 → 2.5, workers 1 → none, deterministic no → yes."


# What is refused.

UNKNOWN = [
    (present("nobody", "08:00", "09:00"), "practitioner", "no practitioner nobody"),
    (present("nurse", "12:00", "13:00", "u9"), "unit", "no care unit u9"),
    (absent("nobody", "08:00", "09:00"), "practitioner", "no practitioner nobody"),
    (change("set_request", request="r9", max_wait=1), "request", "no request r9"),
    (change("set_request", request="r1", units=["u1", "u9"]), "units[1]", "no care unit u9"),
    (change("set_request", request="r2", same_day_as=["r9"]), "same_day_as[0]", "no request r9"),
    (change("set_visit", visit="zz", duration=1), "visit", "no visit zz"),
    (change("set_visit", visit="r1", duration=1), "visit", "no visit r1"),
    (change("set_visit", visit="a", practitioners=["nobody"]), "practitioners[0]", "no practitioner nobody"),
    (change("set_visit", visit="a", preferred="nobody"), "preferred", "no practitioner nobody"),
    (change("set_visit", visit="a", competence="spirometri"), "competence", "nobody has the competence"),
    (change("set_booking", **{**BOOKED, "visit": "zz"}), "visit", "no visit zz"),
    (change("set_booking", **{**BOOKED, "practitioner": "nobody"}), "practitioner", "no practitioner nobody"),
    (change("set_booking", **{**BOOKED, "unit": "u9"}), "unit", "no care unit u9"),
    (change("set_booking", visit="b"), "visit", "no booking to take away"),
    (change("add_request", value=single("r4", units=["u9"])), "value.units[0]", "no care unit u9"),
    (change("drop_request", request="r9"), "request", "no request r9"),
    (change("add_competence", practitioner="nobody", competence="x"), "practitioner", "no practitioner nobody"),
    (change("remove_competence", practitioner="nobody", competence="x"), "practitioner", "no practitioner nobody"),
    (change("remove_competence", practitioner="nurse", competence="x"), "competence", "does not have"),
    (change("scale_duration", competence="x", factor=2), "competence", "no visit needs"),
    (change("set_visit", visit="a", same_practitioner_as=["b", "zz"]), "same_practitioner_as[1]", "no visit zz"),
    (
        change("set_visit", visit="a", different_practitioner_from=["zz"]),
        "different_practitioner_from[0]",
        "no visit zz",
    ),
    (change("set_booking", visit="a", equipment=["spiro-1", "x"]), "equipment[1]", "no item of equipment x"),
    (
        change("add_request", value=chained("r4", {}, {"same_practitioner_as": ["zz"]})),
        "value.visits[1].same_practitioner_as[0]",
        "no visit zz",
    ),
    (
        change("add_equipment", value={"id": "x", "unit": "u9", "kind": "spirometer"}),
        "value.unit",
        "no care unit u9",
    ),
    (change("remove_equipment", equipment="x"), "equipment", "no item of equipment x"),
    (
        change("equipment_busy", equipment="x", start=at("08:00"), end=at("09:00")),
        "equipment",
        "no item of equipment x",
    ),
]
NOTHING = [
    (present("nurse", "08:30", "12:00"), "", "already"),
    (absent("nurse", "12:00", "13:00"), "", "has no availability"),
    (absent("nurse", "08:00", "12:00", "2026-10-06"), "", "has no availability"),
    (absent("locum", "08:00", "12:00"), "", "has no availability"),
    (change("set_request", request="r1", max_wait=60), "max_wait", "nothing changes in r1"),
    (change("set_request", request="r1", max_wait=60, priority="routine"), "", "nothing changes in r1"),
    (change("set_request", request="r1", earliest=None), "earliest", "nothing changes in r1"),
    (change("set_request", request="r1"), "", "say what is to be changed"),
    (change("set_visit", visit="a", duration=30), "duration", "nothing changes in a"),
    (change("set_visit", visit="a", practitioners=[]), "practitioners", "nothing changes in a"),
    (change("set_visit", visit="a"), "", "say what is to be changed"),
    (change("set_booking", **BOOKED), "", "is booked with nurse"),
    (change("set_booking", visit="a", locked=False), "locked", "is booked with nurse"),
    (change("add_request", value=linked()), "value.id", "a request r1 already"),
    (change("add_request", value=single("r4", visits=linked()["visits"])), "value.visits[1].id", "a visit b already"),
    (
        change("add_practitioner", value={"id": "nurse", "competences": []}),
        "value.id",
        "a practitioner nurse already",
    ),
    (change("add_competence", practitioner="nurse", competence="spirometry"), "competence", "already"),
    (change("remove_competence", practitioner="nurse", competence="physician"), "competence", "does not have"),
    (change("scale_duration", competence="physician", factor=1), "factor", "no visit of physician"),
    (change("scale_duration", competence="physician", factor=1.001), "factor", "no visit of physician"),
    (change("scale_duration", competence="physician", minutes=0), "minutes", "no visit of physician"),
    (change("scale_duration", competence="leader", minutes=5), "competence", "no visit needs"),
    (change("scale_demand", factor=1), "factor", "the number is the same"),
    (change("scale_demand", factor=0.9), "factor", "the number is the same"),
    (change("set_settings", grid=5), "grid", "nothing changes in the settings"),
    (change("set_settings", weights={"wait": 1}), "weights", "nothing changes in the settings"),
    (change("set_settings", weights={}), "weights", "nothing changes in the settings"),
    (change("set_settings"), "", "say what is to be changed"),
    (change("set_settings", weights={"uneven": 0}), "weights", "nothing changes in the settings"),
    (change("set_visit", visit="a", equipment=None), "equipment", "nothing changes in a"),
    (change("set_visit", visit="a", same_practitioner_as=[]), "same_practitioner_as", "nothing changes in a"),
    (change("set_booking", visit="a", equipment=["spiro-1"]), "equipment", "is booked with nurse"),
    (
        change("add_equipment", value={"id": "spiro-1", "unit": "u1", "kind": "x"}),
        "value.id",
        "an item of equipment spiro-1 already",
    ),
    (taken("room-1", "08:00", "10:00"), "", "room-1 is not to be had 2026-10-05 08:00–10:00 already"),
    (taken("room-1", "08:10", "09:55"), "", "already"),
]
UNREADABLE = [
    (change("set_wether", request="r1"), "kind", "must be one of add_availability, remove"),
    ({"request": "r1"}, "kind", "required"),
    ("drop r1", "", "write an object"),
    (None, "", "write an object"),
    (change("drop_request"), "request", "required"),
    (change("drop_request", request="r1", why="x"), "why", "no such field"),
    (change("set_request", request="r1", patient="p9"), "patient", "no such field"),
    (change("set_visit", visit="a", id="c"), "id", "no such field"),
    (change("set_visit", visit="a", duration=None), "duration", "can't be taken away"),
    (change("set_visit", visit="a", competence=None), "competence", "can't be taken away"),
    (change("set_visit", visit="a", duration="45"), "duration", "whole number"),
    (absent("nurse", "09:00", "09:00"), "end", "later than the start"),
    (absent("nurse", "09:00", "08:00"), "end", "later than the start"),
    ({**present("nurse", "09:00", "10:00"), "end": at("10:00", "2026-10-06")}, "end", "one date"),
    (present("nurse", "9:00", "10:00"), "start", "YYYY-MM-DDTHH:MM"),
    (present("nurse", "02:30", "05:00", day="2026-10-25"), "start", "clocks change"),
    (absent("nurse", "01:30", "02:30", day="2026-10-25"), "end", "clocks change"),
    (change("set_booking", visit="a", start=at("02:30", "2026-10-25")), "start", "clocks change"),
    (change("set_booking", visit="b", locked=True), "practitioner", "no booking to keep it from"),
    (change("set_booking", visit="a", locked="yes"), "locked", "true or false"),
    (change("scale_duration", competence="physician"), "", "either factor or minutes"),
    (change("scale_duration", competence="physician", factor=2, minutes=5), "", "either factor or minutes"),
    (change("scale_duration", competence="physician", factor=0), "factor", "more than 0"),
    (change("scale_duration", competence="physician", factor=float("nan")), "factor", "number"),
    (change("scale_duration", competence="physician", minutes=1.5), "minutes", "whole number"),
    (change("scale_demand", factor=-1), "factor", "more than 0"),
    (change("scale_demand", factor=2, seed=-1), "seed", "at least 0"),
    (change("add_request", value="r4"), "value", "write an object"),
    (change("add_request", value={**single("r4"), "x": 1}), "value.x", "no such field"),
    (change("add_request", value=single("r4", patient="19121212-1212")), "value.patient", "identity number"),
    (change("set_settings", weights={"unbooked": {"stat": -1}}), "weights.unbooked.stat", "at least 0"),
    (change("set_settings", grid=None), "grid", "whole number"),
]
REFUSED = UNKNOWN + NOTHING + UNREADABLE


@pytest.mark.parametrize(
    ("one", "field", "words"), REFUSED, ids=[f"{e[1]} {e[2]} {i}" for i, e in enumerate(REFUSED)]
)
def test_what_can_not_be_done_is_refused_with_its_place(one, field, words):
    fine = change("set_request", request="r3", priority="stat")
    found = problems(fine, one)
    place = "$.changes[1]" + (f".{field}" if field else "")
    assert any(where == place and words in message for where, message in found), found
    assert all(where.startswith("$.changes[1]") for where, _ in found)


def test_the_tables_of_what_is_refused_have_every_kind():
    kinds = set(KINDS)
    assert {one["kind"] for one, _, _ in NOTHING} == kinds - {"drop_request", "remove_equipment"}
    assert {one["kind"] for one, _, _ in UNKNOWN} == kinds - {"add_practitioner", "scale_demand", "set_settings"}
    assert len(KINDS) == len(kinds) == 16


def test_every_problem_comes_in_one_go_in_the_order_of_the_changes():
    assert places(
        present("nobody", "08:00", "09:00", "u9"),
        change("set_request", request="r1", max_wait=75),
        change("scale_demand", factor="x"),
        change("set_booking", visit="b", locked=True),
        change("set_request", request="r1", max_wait=75),
        change("drop_request", request="r9"),
    ) == [
        "$.changes[0].practitioner",
        "$.changes[0].unit",
        "$.changes[2].factor",
        "$.changes[3].practitioner",
        "$.changes[3].unit",
        "$.changes[3].start",
        "$.changes[4].max_wait",
        "$.changes[5].request",
    ]


def test_a_broken_visit_is_one_problem():
    value = single("r4", visits=[{"id": "v", "duration": 0, "competence": "physician"}])
    assert places(change("add_request", value=value)) == ["$.changes[0].value.visits[0].duration"]
    inner = {**value, "visits": [{**value["visits"][0], "duration": 1, "practitioners": ["doctor", 3]}]}
    assert places(change("add_request", value=inner)) == ["$.changes[0].value.visits[0].practitioners[1]"]
    assert places(change("add_request", value={**value, "visits": []})) == ["$.changes[0].value.visits"]
    twice = [{"id": "v", "duration": 1, "competence": "physician"}] * 2
    assert places(change("add_request", value={**value, "visits": twice})) == ["$.changes[0].value.visits[1].id"]


def test_what_follows_from_a_refused_addition_is_not_a_second_problem():
    assert places(
        change("add_request", value={**single("r4"), "x": 1}),
        change("set_request", request="r4", max_wait=3),
        change("set_booking", **{**BOOKED, "visit": "r4-v", "unit": "u9"}),
        change("add_request", value=single("r5", units=["u9"])),
        change("drop_request", request="r5"),
    ) == ["$.changes[0].value.x", "$.changes[2].unit", "$.changes[3].value.units[0]"]


def test_an_outcome_that_does_not_fit_together_is_refused_with_its_places_and_the_changes():
    found = problems(
        change("set_request", request="r1", min_wait=90),
        change("set_visit", visit="a", role="primary"),
    )
    assert [place for place, _ in found] == ["$.requests[0].visits", "$.requests[0].max_wait"]
    assert all("after 2 changes: r1: min_wait 0 → 90. a: role secondary → primary." in words for _, words in found)


def test_only_the_outcome_has_to_fit_together():
    request, _ = changed(
        change("set_request", request="r1", min_wait=90), change("set_request", request="r1", max_wait=90)
    )
    assert (case(request, "r1").min_wait, case(request, "r1").max_wait) == (90, 90)
    moved = present("nurse", "09:00", "11:00", "u2"), absent("nurse", "09:00", "11:00")
    with pytest.raises(InputError):  # an absence is from every unit, also from the one just added
        apply(BASE, [*moved, moved[1]])
    request, _ = changed(*reversed(moved))
    assert spans(request, "nurse", "u2") == [(540, 660)]


def test_order_matters():
    learns = change("add_competence", practitioner="nurse", competence="physician")
    forgets = change("remove_competence", practitioner="nurse", competence="physician")
    assert changed(learns, forgets)[0] == BASE
    assert places(forgets, learns) == ["$.changes[0].competence"]
    added = change("add_request", value=single("r4"))
    longer = change("set_visit", visit="r4-v", duration=40)
    assert visit(changed(added, longer)[0], "r4-v").duration == 40
    assert places(longer, added) == ["$.changes[0].visit"]
    assert places(change("drop_request", request="r1"), change("set_booking", visit="a")) == ["$.changes[1].visit"]


def test_nothing_but_a_list_is_a_list_of_changes():
    for wrong in ("drop", {"kind": "drop_request"}, None, 3):
        for act in (lambda: apply(BASE, wrong), lambda: read_changes(wrong)):
            with pytest.raises(InputError, match=r"\$\.changes: write a list"):
                act()


def test_refused_values_are_not_repeated():
    number = "191212121212"
    for one in (change(number), change("drop_request", request=number), change("drop_request", **{number: 1})):
        assert number not in str(problems(one))


# Changes as values.


def test_a_change_has_the_fields_of_what_it_sets():
    for model, whole, left_out in (
        (SetRequest, Request, {"id", "patient", "visits"}),
        (SetVisit, Visit, {"id"}),
        (SetSettings, Settings, set()),
    ):
        own = {"kind", "request" if whole is Request else "visit"}
        assert set(model.model_fields) - own == set(whole.model_fields) - left_out
        if not issubclass(model, whole):
            own_hints, hints = (get_type_hints(each, include_extras=True) for each in (model, whole))
            for name in set(whole.model_fields) - left_out:
                assert own_hints[name] in (hints[name], hints[name] | None), name
    for model in get_args(get_args(Change)[0]):
        assert all(field.description for name, field in model.model_fields.items() if name != "kind"), model


def test_changes_written_out_are_what_was_given():
    given_changes = [
        present("nurse", "11:00", "13:00"),
        change("set_request", request="r1", max_wait=None),
        change("set_visit", visit="a", duration=45),
        change("set_booking", visit="a"),
        change("set_settings", weights={"wait": 2, "unbooked": {"stat": 9}}),
    ]
    read_ones = read_changes(given_changes)
    assert [json.loads(one.model_dump_json()) for one in read_ones] == given_changes
    assert [next(iter(one.model_dump())) for one in read_ones] == ["kind"] * 5
    assert read_changes(read_ones) == read_ones
    assert apply(BASE, read_ones) == apply(BASE, given_changes)


def test_times_with_an_offset_are_converted_to_the_requests_zone():
    helsinki = read(asked(time_zone="Europe/Helsinki"))
    away = change("remove_availability", practitioner="nurse", start="2026-10-05T06:00Z", end="2026-10-05T07:00Z")
    assert spans(changed(away)[0], "nurse") == [(540, 720)]
    assert spans(changed(away, request=helsinki)[0], "nurse") == [(480, 540), (600, 720)]
    assert f"{read_changes([away], 'Europe/Helsinki')[0].start:%H:%M}" == "09:00"


# What holds for every request.

some_examples = settings(max_examples=some(60), deadline=None)


@st.composite
def any_change(draw, data):
    """A change that can be read, whether or not it can be done."""
    requests = [one["id"] for one in data["requests"]]
    visits = [one["id"] for case in data["requests"] for one in case["visits"]]
    start = draw(st.integers(470, 560))
    end = start + draw(st.integers(1, 60))
    span = window(draw(st.sampled_from(PEOPLE)), clock(start), clock(end), day=draw(st.sampled_from(DAYS)))
    placed = {"practitioner": span["practitioner"], "unit": draw(st.sampled_from(UNITS)), "start": span["start"]}
    word, factor = draw(st.sampled_from(WORDS)), draw(st.sampled_from([0.3, 0.5, 1.5, 2.2]))
    learning = {"practitioner": span["practitioner"], "competence": word}
    wait = draw(st.sampled_from([None, 0, 5, 20]))
    return draw(
        st.sampled_from(
            [
                change("add_availability", **{**span, "unit": placed["unit"]}),
                change("remove_availability", **{name: span[name] for name in ("practitioner", "start", "end")}),
                change("set_request", request=draw(st.sampled_from(requests)), max_wait=wait, units=UNITS[:1]),
                change("set_visit", visit=draw(st.sampled_from(visits)), min_wait=wait, duration=end - start),
                change("set_booking", visit=draw(st.sampled_from(visits)), **placed, locked=draw(st.booleans())),
                change("set_booking", visit=draw(st.sampled_from(visits))),
                change("drop_request", request=draw(st.sampled_from(requests))),
                change("add_competence", **learning),
                change("remove_competence", **learning),
                change("scale_duration", competence=word, factor=factor),
                change("scale_demand", factor=factor, seed=start),
                change("set_settings", grid=start, weights={"wait": end}),
            ]
        )
    )


@some_examples
@given(small_requests())
def test_no_changes_change_nothing(data):
    request, words = changed(request=read(data))
    assert (request, words) == (read(data), ())


@settings(max_examples=some(200), deadline=None)
@given(st.data(), small_requests())
def test_any_changes_give_a_valid_request_or_are_refused(draw, data):
    request = read(data)
    changes = draw.draw(st.lists(any_change(data), min_size=1, max_size=4))
    try:
        applied = apply(request, changes)
    except InputError as error:
        applied, found = None, error.problems
    if applied is None:
        assert found
        assert all(problem.place.startswith("$.") for problem in found)
        return
    assert applied.request == changed(*changes, request=request)[0]
    assert applied.request != request or len(changes) > 1
    one_by_one = request
    for single_change in changes:
        try:
            one_by_one = apply(one_by_one, [single_change]).request
        except InputError:
            return  # passing states need not fit together, only the outcome
    assert one_by_one == applied.request


@some_examples
@given(small_requests())
def test_what_is_dropped_and_added_again_gives_the_same_set(data):
    request = read(data)
    for one in request.requests:
        again, _ = changed(change("drop_request", request=one.id), change("add_request", value=one), request=request)
        named_by_others = {(each.id, one.id) for each in request.requests}
        pairs = {(each.id, other) for each in request.requests for other in each.same_day_as} - named_by_others
        assert {(each.id, other) for each in again.requests for other in each.same_day_as} == pairs
        assert {each.id: each.visits for each in again.requests} == {
            each.id: each.visits for each in request.requests
        }
        visits = {each.id for each in one.visits}
        assert again.bookings == tuple(each for each in request.bookings if each.visit not in visits)


@some_examples
@given(small_requests(), st.integers(1, 30), st.integers(0, 99))
def test_demand_keeps_its_share_and_is_the_same_again(data, tenths, seed):
    request = read(data)
    number, locked = len(request.requests), {one.visit for one in request.bookings if one.locked}
    firm = sum(any(one.id in locked for one in each.visits) for each in request.requests)
    scaled = change("scale_demand", factor=tenths / 10, seed=seed)
    wanted = max((2 * number * tenths + 10) // 20, firm if tenths < 10 else 0)
    if wanted == number:
        assert places(scaled, request=request) == ["$.changes[0].factor"]
        return
    first, second = (changed(scaled, request=request) for _ in range(2))
    assert first == second
    assert len(first[0].requests) == wanted
    assert {one.visit for one in first[0].bookings if one.locked} == locked
    if wanted > number:
        assert first[0].requests[:number] == request.requests
        assert first[0].bookings == request.bookings
        patients = [one.patient for one in first[0].requests[number:]]
        assert len(set(patients)) == len(patients)
        assert set(patients).isdisjoint(one.patient for one in request.requests)


@some_examples
@given(small_requests())
def test_time_taken_away_and_given_back_is_the_same_free_time(data):
    request = read(data)
    for one in request.availability:
        where = one.model_dump(mode="json")
        away = change("remove_availability", **{name: where[name] for name in ("practitioner", "start", "end")})
        request_again, _ = changed(away, change("add_availability", **where), request=request)
        free, again = (
            {where: found for where, found in free_windows(each).items() if found}
            for each in (request, request_again)
        )
        assert again == free

"""A line of plans: since when each booking stands, what stood before, and what is said of visits not asked for."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dagplan import apply, check, plan
from dagplan.files import csv_folder, json_file
from dagplan.models.history import history_of, history_warnings, number_of, stood_before, with_history
from dagplan.models.replanning import with_bookings
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.strategies import small_requests
from tests.thorough import some

NOON = datetime(2026, 10, 1, 12, 0, 0, tzinfo=UTC)
DAYS = {"first_date": "2026-10-05", "last_date": "2026-10-06"}


def told(plan):
    """By visit: since which plan it stands."""
    return {one.visit: one.revision for one in plan.bookings}


def former(plan):
    """Visit, clock time and the plan it ended with, of each booking that stood."""
    return [(one.visit, f"{one.start:%H:%M}", one.until) for one in plan.former]


def again(request, before, *placed, now=NOON):
    """A request planned anew from a plan, with visits placed by hand."""
    known = with_bookings(request, before)
    return with_history(known, plan_with(known, *placed), now)


def test_a_line_of_plans_counts_from_nought_and_what_stays_keeps_its_number():
    request = read(asked(linked(), single()))
    first = with_history(request, plan_with(request, ("a", "nurse", "09:00"), ("b", "doctor", "09:30")), NOON)
    assert (told(first), first.former, first.run.made) == ({"a": 0, "b": 0}, (), (NOON,))
    second = again(request, first, ("a", "nurse", "09:00"), ("b", "doctor", "10:00"), ("r2-v", "doctor", "09:00"))
    assert told(second) == {"a": 0, "b": 1, "r2-v": 1}
    assert former(second) == [("b", "09:30", 1)]
    third = again(request, second, ("a", "nurse", "09:00"), ("b", "doctor", "10:00"))
    assert told(third) == {"a": 0, "b": 1}
    assert former(third) == [("r2-v", "09:00", 2), ("b", "09:30", 1)]
    fourth = again(request, third, ("a", "nurse", "09:00"), ("b", "doctor", "09:30"), ("r2-v", "doctor", "09:00"))
    assert told(fourth) == {"a": 0, "b": 3, "r2-v": 3}, "one that comes back is new"
    assert former(fourth) == [("r2-v", "09:00", 2), ("b", "09:30", 1), ("b", "10:00", 3)]
    assert fourth.run.made == (NOON, *(NOON + timedelta(seconds=one) for one in (1, 2, 3)))
    assert [one.visit for one in fourth.bookings if stood_before(fourth, one)] == ["a"]


def test_a_later_plan_is_made_later_whatever_the_clock_says():
    request = read(asked(single()))
    first = with_history(request, plan_with(request, ("r2-v", "doctor", "09:00")), NOON)
    second = again(request, first, ("r2-v", "doctor", "09:00"), now=NOON - timedelta(days=1))
    assert second.run.made == (NOON, NOON + timedelta(seconds=1))
    deterministic = with_history(with_bookings(request, first), plan_with(request), None)
    assert deterministic.run.made == (NOON, datetime(2026, 10, 5, tzinfo=UTC))


def test_bookings_without_a_plan_before_stood_from_the_start():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "source": "Appointment/7"}
    request = read(asked(single(), linked(), bookings=[fact]))
    stays = with_history(request, plan_with(request, ("r2-v", "doctor", "08:00"), ("a", "nurse", "09:00")), NOON)
    assert told(stays) == {"r2-v": 0, "a": 1}
    assert [one.source for one in stays.bookings] == ["Appointment/7", None]
    assert (stays.former, len(stays.run.made)) == ((), 2)
    moves = with_history(request, plan_with(request, ("r2-v", "doctor", "08:30")), NOON)
    assert (told(moves), former(moves)) == ({"r2-v": 1}, [("r2-v", "08:00", 1)])
    assert (moves.former[0].source, moves.former[0].competence) == ("Appointment/7", "physician")
    assert moves.bookings[0].source is None


def test_a_wrapper_that_only_hands_bookings_back_gets_newer_numbers_too():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "revision": 4}
    request = read(asked(single(), bookings=[fact]))
    assert number_of(request) == 5
    moves = with_history(request, plan_with(request, ("r2-v", "doctor", "08:30")), NOON)
    assert (told(moves), len(moves.run.made)) == ({"r2-v": 5}, 6)


def test_visits_not_asked_for_any_more_are_cancelled_within_the_dates_and_units_and_else_left_alone():
    units = [{"id": "u1"}, {"id": "u2"}]
    whole = read(
        asked(
            *(single(f"r{n}", f"p{n}") for n in range(1, 5)),
            units=units,
            availability=[
                window("doctor", "08:00", "12:00", day=day, unit=unit)
                for day, unit in (("2026-10-05", "u1"), ("2026-10-06", "u2"), ("2026-10-07", "u1"))
            ],
            first_date="2026-10-05",
            last_date="2026-10-07",
        )
    )
    before = plan_with(
        whole,
        ("r1-v", "doctor", "08:00"),
        ("r2-v", "doctor", "09:00"),
        ("r3-v", "doctor", "08:00", "u2", "2026-10-06"),
        ("r4-v", "doctor", "08:00", "u1", "2026-10-07"),
    )
    narrow = read(asked(single("r1", "p1"), **DAYS))
    known = with_bookings(narrow, before)
    assert [one.visit for one in known.bookings] == ["r1-v"]
    made = with_history(known, plan_with(known, ("r1-v", "doctor", "08:00")), NOON)
    assert former(made) == [("r2-v", "09:00", 1)], "r3 is at another unit, r4 on another date"
    cancelled, left = history_warnings(known)
    assert (cancelled.code, cancelled.ids) == ("cancelled", ("r2-v",))
    assert cancelled.message == (
        "Booked before and not asked for any more, so cancelled: r2-v of p2 with doctor at u1 2026-10-05 09:00."
    )
    assert (left.code, left.ids) == ("left_as_booked", ("r3-v", "r4-v"))
    real = plan(known)
    assert [one.code for one in real.warnings if one.code in ("cancelled", "left_as_booked")] == [
        "cancelled",
        "left_as_booked",
    ]
    assert check(known, real) == []


def test_an_id_given_to_another_patient_is_another_visit():
    before = plan_with(read(asked(single())), ("r2-v", "doctor", "09:00"))
    other = read(asked(single(patient="p9")))
    known = with_bookings(other, before)
    assert known.bookings == ()
    made = with_history(known, plan_with(known, ("r2-v", "doctor", "09:00")), NOON)
    assert [(one.patient, one.until) for one in made.former] == [("p2", 1)]
    assert told(made) == {"r2-v": 1}


def test_a_longer_visit_is_another_event_though_it_begins_as_before():
    before = with_history((request := read(asked(single()))), plan_with(request, ("r2-v", "doctor", "09:00")), NOON)
    longer = read(asked(single(duration=45)))
    made = again(longer, before, ("r2-v", "doctor", "09:00"))
    assert (told(made), former(made)) == ({"r2-v": 1}, [("r2-v", "09:00", 1)])


def test_a_request_dropped_after_its_bookings_were_taken_over_is_known():
    request = read(asked(single(), linked()))
    before = with_history(request, plan_with(request, ("r2-v", "doctor", "09:00")), NOON)
    fewer = apply(with_bookings(request, before), [{"kind": "drop_request", "request": "r2"}]).request
    made = with_history(fewer, plan_with(fewer), NOON)
    assert former(made) == [("r2-v", "09:00", 1)]


def test_what_a_plan_only_proposed_gives_way_to_the_appointment_that_stands():
    """The proposal was never carried out: the request still has the Appointment where it was."""
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00"), "source": "Appointment/7"}
    request = read(asked(single(), bookings=[fact]))
    first = with_history(request, plan_with(request, ("r2-v", "doctor", "10:00")), NOON)
    known = with_bookings(request, first)
    assert [f"{one.start:%H:%M}" for one in known.bookings] == ["10:00"]
    kept = with_history(known, plan_with(known, ("r2-v", "doctor", "10:00")), NOON)
    assert told(kept) == {"r2-v": 2}
    assert [(one.source, one.until) for one in kept.former] == [("Appointment/7", 2)]
    back = with_history(known, plan_with(known, ("r2-v", "doctor", "08:00")), NOON)
    assert (told(back), back.bookings[0].source) == ({"r2-v": 2}, "Appointment/7"), (
        "a newer event, the same Appointment"
    )


def test_a_proposal_that_has_become_an_appointment_is_that_one():
    request = read(asked(single()))
    first = with_history(request, plan_with(request, ("r2-v", "doctor", "10:00")), NOON)
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("10:00"), "source": "Appointment/9"}
    known = with_bookings(read(asked(single(), bookings=[fact])), first)
    assert known.bookings[0].source == "Appointment/9"
    moves = with_history(known, plan_with(known, ("r2-v", "doctor", "11:00")), NOON)
    assert [one.source for one in moves.former] == ["Appointment/9"]


@settings(max_examples=some(30), deadline=None)
@given(small_requests(), st.data())
def test_history_holds_for_any_line_of_plans(fields, data):
    request = read(fields)
    line, asked_in = [plan(request)], []
    for _ in range(3):
        asked_for = [case for case in request.requests if data.draw(st.booleans())]
        known = {case.id for case in asked_for}
        fewer = request.model_copy(
            update={
                "requests": tuple(
                    case.model_copy(update={"same_day_as": tuple(set(case.same_day_as) & known)})
                    for case in asked_for
                ),
                "bookings": (),
            }
        )
        line.append(plan(with_bookings(fewer, line[-1])))
        asked_in.append({visit.id for case in asked_for for visit in case.visits})
    numbers = range(number_of(request) + 1, number_of(request) + 4)
    for number, asked_now, (before, after) in zip(numbers, asked_in, itertools.pairwise(line)):
        places = {(one.visit, one.practitioner, one.unit, one.start): one.revision for one in before.bookings}
        for one in after.bookings:
            here = places.get((one.visit, one.practitioner, one.unit, one.start))
            assert one.revision == (number if here is None else here)
        ended = {(one.visit, one.start) for one in after.former if one.until == number}
        kept = {(one.visit, one.practitioner, one.unit, one.start) for one in after.bookings}
        assert ended == {
            (visit, start)
            for visit, who, unit, start in places
            if (visit, who, unit, start) not in kept
            and (visit in asked_now or start.date() <= request.last_date)  # others are left alone
        }
        assert len(after.run.made) == number + 1
        assert list(after.run.made) == sorted(after.run.made)
        assert after.run.made[-1] > before.run.made[-1]
        assert after.run.made[:number] == before.run.made


def test_a_plan_of_another_source_says_nothing_and_its_request_is_asked():
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("08:00")}
    request = read(asked(single(), bookings=[fact]))
    foreign = plan_with(request, ("r2-v", "doctor", "08:30"))
    assert foreign.run.made == ()
    assert former(history_of(request, foreign)) == [("r2-v", "08:00", 1)]
    own = with_history(request, foreign, NOON)
    assert history_of(read(asked(single())), own) is own


def test_history_is_in_the_plans_file(tmp_path):
    request = read(
        asked(
            single(),
            bookings=[
                {
                    "visit": "r2-v",
                    "practitioner": "doctor",
                    "unit": "u1",
                    "start": at("08:00"),
                    "source": "Appointment/7",
                }
            ],
        )
    )
    made = with_history(request, plan_with(request, ("r2-v", "doctor", "08:30")), NOON)
    json_file.write_plan(made, tmp_path / "plan.json")
    assert json_file.read_plan(tmp_path / "plan.json", request) == made
    csv_folder.write_plan(made, tmp_path / "plan")
    assert csv_folder.read_plan(tmp_path / "plan", request).bookings == made.bookings
    ended = (tmp_path / "plan" / "former.csv").read_text("utf-8-sig").splitlines()[1]
    assert ended == "r2;r2-v;p2;;u1;doctor;2026-10-05T08:00;2026-10-05T08:30;Appointment/7;0;physician;1"
    json_file.write_request(with_bookings(request, made), tmp_path / "again.json")
    assert json_file.read_request(tmp_path / "again.json") == with_bookings(request, made)


def test_items_go_along_into_what_is_booked_already():
    needing = [{**one, "equipment": ["spirometer"]} for one in single()["visits"]]
    items = [{"id": name, "unit": "u1", "kind": "spirometer"} for name in ("spiro-1", "spiro-2")]
    fact = {"visit": "r2-v", "practitioner": "doctor", "unit": "u1", "start": at("09:00"), "locked": True}
    other = {**single("r3", "p3", "spirometry"), "visits": [{**needing[0], "id": "r3-v", "competence": "spirometry"}]}
    request = read(asked(single(visits=needing), other, equipment=items, bookings=[fact]))
    made = plan_with(request, ("r3-v", "nurse", "09:00"))
    held = {"r2-v": ("spiro-1",), "r3-v": ("spiro-2",)}
    made = made.model_copy(
        update={"bookings": tuple(one.model_copy(update={"equipment": held[one.visit]}) for one in made.bookings)}
    )
    assert check(request, made) == []
    assert {one.visit: one.equipment for one in with_bookings(request, made).bookings} == held
    freed = apply(with_bookings(request, made), [{"kind": "remove_equipment", "equipment": "spiro-1"}]).request
    assert {one.visit: one.equipment for one in freed.bookings} == {"r2-v": (), "r3-v": ("spiro-2",)}
    named = read(asked(single(visits=needing), other, equipment=items, bookings=[{**fact, "equipment": ["spiro-2"]}]))
    # The plan has the fact with another item than the request says now: the request's word counts.
    assert {one.visit: one.equipment for one in with_bookings(named, made).bookings}["r2-v"] == ("spiro-2",)

"""One booking moved, against enumeration of every move of every visit, and on cases written by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import pytest

from dagplan import apply, check
from dagplan.solver.explain.changes import move_of
from dagplan.solver.explain.one_move import one_move
from dagplan.solver.explain.standing import Standing
from dagplan.solver.running.deadlines import Deadline
from tests.build import asked, at, linked, plan_with, read, single, window
from tests.oracle import clash
from tests.solver.explain.crowded import Drawn, crowded, plan_with_entries
from tests.thorough import some

BLOCK = 450
"""Seeds of one test."""


@dataclass(frozen=True)
class Move:
    """A booked visit where it is and where it may go, what else stands, and what its request costs then."""

    old: tuple
    new: tuple
    others: list
    cost: int


MOVE_COST = attrgetter("cost")


def asks(old, new):
    """What a move asks: 30; 10 for another person, 40 and 10 a day for another date, 60 another unit, 1 an hour."""
    days = abs((old[3].date() - new[3].date()).days)
    clocks = [one[3].hour * 60 + one[3].minute for one in (old, new)]
    ask = 30 + 10 * (old[1] != new[1]) + 60 * (old[2] != new[2]) + (40 + 10 * days if days else 0)
    return ask + abs(clocks[0] - clocks[1]) / 60


def every_move(drawn):
    """Each booked visit put elsewhere, all other bookings as they are, to where neither plan nor request has it."""
    for case in drawn.fields["requests"]:
        was = drawn.booked.get(case["id"], ())
        for booked in drawn.places(case) if was else ():
            different = [(old, new) for old, new in zip(was, booked, strict=True) if old != new]
            if len(different) == 1:
                ((old, new),) = different
                others = [one for one in drawn.stands if one != old]
                wish = drawn.oracle.wish(new[0]) if new[0] in drawn.oracle.wishes else None
                if new != wish and drawn.free([new], others):
                    limit = drawn.oracle.unbooked_cost(case) if len(was) == 1 else float("inf")
                    cost = drawn.oracle.booked_cost(case, booked)
                    if cost < limit:
                        yield Move(old, new, others, cost)


def every_way(drawn, wanted, moves):
    """Each move that makes room for a request, within the budget, and where the request is then."""
    places = drawn.places(wanted)
    for move in moves:
        for placement in places:
            if lets_in(drawn, move, placement) and within(drawn, move, placement):
                yield move.old, move.new, placement


def lets_in(drawn, move, placement):
    return drawn.free(placement, [*move.others, move.new])


def within(drawn, move, placement):
    return drawn.within([*move.others, move.new, *drawn.new(placement)])


def cheapest(found, cost):
    least = min(map(cost, found), default=None)
    return [one for one in found if cost(one) == least]


def certain(drawn, wanted, moves):
    """What the two orders come to for each visit lifted, whichever of equally cheap places is taken: the most asked.

    Nothing of visits for which it is not certain that an order ends well and within the budget.
    """
    places = drawn.places(wanted)
    people = {one[1] for placement in places for one in placement}

    def cost(placement):
        return drawn.oracle.booked_cost(wanted, placement)

    for old in dict.fromkeys(move.old for move in moves if move.old[1] in people):
        own = [move for move in moves if move.old == old]
        here = [placement for placement in places if place(placement[0]) == place(old)]
        room = [placement for placement in here if drawn.free(placement, own[0].others)]
        if not room:
            continue
        wanted_first = [
            [(move, one) for move in cheapest([move for move in own if lets_in(drawn, move, one)], MOVE_COST)]
            for one in cheapest(room, cost)
        ]
        moved_first = [
            [(move, one) for one in cheapest([one for one in here if lets_in(drawn, move, one)], cost)]
            for move in cheapest([move for move in own if not clash(move.new, None, old, "")], MOVE_COST)
        ]
        ways = list(chain(*wanted_first, *moved_first))
        if any(
            one and all(one) and all(within(drawn, *way) for way in chain(*one))
            for one in (wanted_first, moved_first)
        ):
            yield max(asks(move.old, move.new) for move, _ in ways)


def without_room(seed):
    """A drawn plan, and each request that has no room beside it."""
    drawn = Drawn(crowded(seed), seed)
    for case in drawn.waiting() if drawn.kept else ():
        rooms = (booked for booked in drawn.places(case) if drawn.free(booked, drawn.stands))
        if not any(drawn.within([*drawn.stands, *drawn.new(booked)]) for booked in rooms):
            yield drawn, case


def place(one):
    return one[2], one[3].date()


def entry(booking):
    return (booking.visit, booking.practitioner, booking.unit, booking.start, booking.end)


def told(standing, wanted, found):
    """A move as the oracle has it: old and new booking, and the bookings of the request that is let in."""
    was = standing.calendars.placed[found.request.index]
    old = standing.bookings(found.request, was)[found.position]
    new = standing.bookings(found.request, found.to)[found.position]
    return entry(old), entry(new), [entry(one) for one in standing.bookings(wanted, found.placement)], new


@pytest.mark.parametrize("first", [0, BLOCK][: some(2, least=1)])
def test_a_move_that_is_found_is_one_and_none_is_found_where_there_is_none(first):
    seen = Counter()
    for seed in range(first, first + BLOCK):
        for drawn, case in without_room(seed):
            standing = drawn.standing()
            wanted = standing.instance.requests[standing.numbers[case["id"]]]
            before = list(standing.calendars.free), dict(standing.calendars.placed)
            found = one_move(standing, wanted, Deadline(60))
            assert (standing.calendars.free, standing.calendars.placed) == before
            moves = list(every_move(drawn))
            ways, most = list(every_way(drawn, case, moves)), min(certain(drawn, case, moves), default=None)
            if found is None:
                assert most is None, (seed, case["id"])
                seen["none" if not ways else "not found"] += 1
                continue
            old, new, placement, booking = told(standing, wanted, found)
            assert (old, new, placement) in ways, (seed, case["id"])
            assert found.asks == pytest.approx(asks(old, new))
            assert most is None or found.asks <= most + 1e-9, (seed, case["id"])
            seen["the least of all" if found.asks < min(asks(*way[:2]) for way in ways) + 1e-9 else "more"] += 1
            seen["certain"] += most is not None
            seen["linked"] += len(found.request.visits) > 1
            seen["budget"] += drawn.oracle.most_moved is not None
            changed = apply(drawn.request, [move_of(booking)]).request
            after = [one for one in drawn.stands if one != old] + [new, *drawn.new(placement)]
            assert check(changed, plan_with_entries(changed, after)) == []
    assert seen["certain"] > 15
    assert seen["linked"] > 1
    assert seen["budget"] > 3
    assert seen["none"] > 150
    assert seen["not found"] < 5


WANTED = single("wanted", "w", not_before="08:30", not_after="09:00")
"""The half hour from 08:30 with the doctor, and no other."""


def moved(*others, plan, wanted=WANTED, **fields):
    """What is moved where, and what that asks: visit, person, unit and start; None where nothing is."""
    request = read(asked(wanted, *others, **fields))
    standing = Standing(request, plan_with(request, *plan))
    waiting = standing.instance.requests[0]
    found = one_move(standing, waiting, Deadline(60))
    if found is None:
        return None
    _, new, placement, _ = told(standing, waiting, found)
    assert [one[0] for one in placement] == [visit["id"] for visit in wanted["visits"]]
    return new[0], new[1], new[2], f"{new[3]:%d %H:%M}", found.asks


def doctor(start, end, **fields):
    return window("doctor", start, end, **fields)


def two_doctors(**fields):
    return [{"id": name, "competences": ["physician"], **fields} for name in ("doctor", "other")]


FIRST = ("first-v", "doctor", "08:30")


def test_the_visit_goes_half_an_hour_later():
    # 10 for a change, 20 for a move, half an hour a half
    first = single("first", "p1")
    there = [doctor("08:30", "09:30")]
    assert moved(first, plan=[FIRST], availability=there) == ("first-v", "doctor", "u1", "05 09:00", 30.5)
    assert moved(first, plan=[FIRST], availability=[doctor("08:30", "09:29")]) is None


def test_it_may_cross_its_own_place():
    # 09:00 is in the half hour that it leaves: only after the request has taken 08:30
    first = single("first", "p1")
    place = ("first-v", "doctor", "08:45")
    there = [doctor("08:30", "09:30")]
    assert moved(first, plan=[place], availability=there) == ("first-v", "doctor", "u1", "05 09:00", 30.25)


def test_it_chooses_first_where_the_other_would_take_its_only_place():
    # the waiting one would take 08:00 to 08:30, and first may end at 08:30 at the latest
    first = single("first", "p1", duration=15, not_after="08:30")
    wanted = single("wanted", "w")
    found = moved(
        first, plan=[("first-v", "doctor", "08:15")], wanted=wanted, availability=[doctor("08:00", "08:45")]
    )
    assert found == ("first-v", "doctor", "u1", "05 08:00", 30.25)


@pytest.mark.parametrize(("not_after", "found"), [("09:30", "05 09:00"), ("09:29", None)])
def test_its_own_limits_hold(not_after, found):
    first = single("first", "p1", not_before="08:30", not_after=not_after)
    assert (moved(first, plan=[FIRST]) or [None] * 4)[3] == found


def test_what_is_locked_is_not_moved():
    first = single("first", "p1")
    fact = {"visit": "first-v", "practitioner": "doctor", "unit": "u1", "start": at("08:30")}
    # 08:00 and all after 09:00 are free
    assert moved(first, plan=[FIRST], bookings=[{**fact, "locked": True}]) is None
    assert moved(first, plan=[FIRST], bookings=[{**fact, "locked": False}]) is not None


def test_another_person_asks_ten_more():
    first = single("first", "p1")
    there = [doctor("08:30", "09:00"), window("other", "08:30", "09:00")]
    wanted = {**WANTED, "visits": [{**WANTED["visits"][0], "practitioners": ["doctor"]}]}
    found = moved(first, plan=[FIRST], wanted=wanted, availability=there, practitioners=two_doctors())
    assert found == ("first-v", "other", "u1", "05 08:30", 40.0)


def test_another_unit_asks_sixty_more():
    first = single("first", "p1")
    there = [doctor("08:30", "09:00"), doctor("10:00", "10:30", unit="u2")]
    found = moved(
        first,
        plan=[FIRST],
        wanted={**WANTED, "units": ["u1"]},
        availability=there,
        units=[{"id": "u1"}, {"id": "u2"}],
    )
    assert found == ("first-v", "doctor", "u2", "05 10:00", 91.5)


@pytest.mark.parametrize(("day", "ask"), [("2026-10-06", 80.0), ("2026-10-09", 110.0)])
def test_another_date_asks_by_the_days_between(day, ask):
    """Also where nobody works on those days: 40 for the date, 10 for each day."""
    first = single("first", "p1")
    there = [doctor("08:30", "09:00"), doctor("08:30", "09:00", day=day)]
    wanted = {**WANTED, "latest": "2026-10-05"}
    found = moved(first, plan=[FIRST], wanted=wanted, availability=there, last_date="2026-10-09")
    assert found == ("first-v", "doctor", "u1", f"{day[-2:]} 08:30", ask)


@pytest.mark.parametrize(("of_a_day", "found"), [(999, "06 08:30"), (1000, None)])
def test_it_does_not_go_where_it_costs_more_than_being_left_out(of_a_day, found):
    first = single("first", "p1")
    there = [doctor("08:30", "09:00"), doctor("08:30", "09:00", day="2026-10-06")]
    made = moved(
        first,
        plan=[FIRST],
        wanted={**WANTED, "latest": "2026-10-05"},
        availability=there,
        last_date="2026-10-06",
        settings={"weights": {"day_deviation": of_a_day}},
    )
    assert (made or [None] * 4)[3] == found


def test_to_stay_is_no_move():
    """The hour from 10:00 is free, and first has no other place than its own."""
    first = single("first", "p1")
    wanted, there = single("wanted", "w", duration=60), [doctor("08:30", "09:00"), doctor("10:00", "11:00")]
    assert moved(first, plan=[FIRST], wanted=wanted, availability=there) is None


@pytest.mark.parametrize(
    ("half_past_nine", "found"),
    [(["09:45"], ("near-v", "doctor", "u1", "05 09:45", 30.75)), ([], ("far-v", "doctor", "u1", "05 11:00", 33.0))],
)
def test_of_two_that_make_room_the_one_that_asks_less(half_past_nine, found):
    """``far`` would have to go from 08:00 to 11:00; ``near``, after it in the list, from 09:00 to 09:45."""
    far, near = single("far", "p1"), single("near", "p2", not_after="10:15")
    there = [(clock, clock[:2] + ":30") for clock in ("08:00", "09:00", "11:00")]
    there += [(clock, "10:15") for clock in half_past_nine]
    assert found == moved(
        far,
        near,
        plan=[("far-v", "doctor", "08:00"), ("near-v", "doctor", "09:00")],
        wanted=single("wanted", "w", not_after="09:30"),
        availability=[doctor(*hours) for hours in there],
        patient_busy=[{"patient": "p1", "start": at("08:30"), "end": at("10:30")}],
    )


@pytest.mark.parametrize("name", ["doctor", "other"])
def test_of_two_that_ask_the_same_the_one_that_leaves_the_request_the_cheaper_place(name):
    wanted = {**WANTED, "visits": [{**WANTED["visits"][0], "preferred": name}]}
    each = [{**single(one, f"p-{one}"), "units": ["u1"]} for one in ("doctor", "other")]
    for one in each:
        one["visits"][0]["practitioners"] = [one["id"]]
    found = moved(
        *each,
        plan=[("doctor-v", "doctor", "08:30"), ("other-v", "other", "08:30")],
        wanted=wanted,
        availability=[window(one, "08:30", "09:30") for one in ("doctor", "other")],
        practitioners=two_doctors(),
    )
    assert found == (f"{name}-v", name, "u1", "05 09:00", 30.5)


@pytest.mark.parametrize(("max_wait", "found"), [(30, ("b", "doctor", "u1", "05 09:00", 30.5)), (29, None)])
def test_a_linked_visit_moves_alone_and_keeps_its_wait(max_wait, found):
    # the nurse has a from 08:00 to 08:30: half an hour's wait for the doctor at 09:00
    first = linked(id="r9", patient="p9", max_wait=max_wait)
    there = [window("nurse", "08:00", "08:30"), doctor("08:30", "09:30")]
    assert moved(first, plan=[("a", "nurse", "08:00"), ("b", "doctor", "08:30")], availability=there) == found


@pytest.mark.parametrize(
    ("max_moved", "first_had", "second_had", "found"),
    [
        (0, "08:30", "09:30", None),
        (1, "08:30", "09:30", "05 10:00"),
        # first has left its place already, and counts as one wherever it goes
        (1, "10:30", "09:30", "05 10:00"),
        # second has left its own, and first would be one more
        (1, "08:30", "10:00", None),
        (2, "08:30", "10:00", "05 10:00"),
    ],
)
def test_no_more_visits_leave_their_booking_than_may(max_moved, first_had, second_had, found):
    first, second, third = single("first", "p1", not_after="11:00"), single("second", "p2"), single("third", "p3")
    had = [("first-v", first_had), ("second-v", second_had), ("third-v", "11:30")]
    made = moved(
        first,
        second,
        third,
        plan=[FIRST, ("second-v", "doctor", "09:30"), ("third-v", "doctor", "11:30")],
        availability=[doctor("08:30", "09:00"), doctor("09:30", "12:00")],
        bookings=[
            {"visit": visit, "practitioner": "doctor", "unit": "u1", "start": at(clock)} for visit, clock in had
        ],
        settings={"grid": 30, "max_moved": max_moved},
        patient_busy=[{"patient": "p1", "start": at("10:30"), "end": at("11:00")}],
    )
    assert (made or [None] * 4)[3] == found


@pytest.mark.parametrize(("had", "found"), [("09:30", "05 10:00"), ("10:00", "05 09:30")])
def test_back_to_where_it_is_booked_is_no_change_and_another_place_is_told(had, found):
    first = single("first", "p1")
    booked = {"visit": "first-v", "practitioner": "doctor", "unit": "u1", "start": at(had)}
    there = [doctor("08:30", "09:00"), doctor("09:30", "10:30")]
    made = moved(first, plan=[FIRST], availability=there, bookings=[booked], settings={"grid": 30})
    assert made[3] == found
    # where there is no other there is none
    there = [doctor("08:30", "09:00"), doctor(had, {"09:30": "10:00", "10:00": "10:30"}[had])]
    assert moved(first, plan=[FIRST], availability=there, bookings=[booked], settings={"grid": 30}) is None


def test_nothing_is_moved_after_the_deadline():
    request = read(asked(WANTED, single("first", "p1")))
    standing = Standing(request, plan_with(request, FIRST))
    waiting = standing.instance.requests[0]
    assert one_move(standing, waiting, Deadline(60)) is not None
    assert one_move(standing, waiting, Deadline(0)) is None

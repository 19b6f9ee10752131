"""Offers against enumeration, and as a planner would ask for them."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from dagplan import InputError, PlanRequest, check, plan, suggest
from dagplan.files.completion import plan_from
from dagplan.models.request import ExistingBooking
from dagplan.solver.offers.desk import Desk
from tests.build import asked, linked, single, window
from tests.drawn_instances import drawn
from tests.instances import tiny
from tests.offered import cheapest_with_moves, every_false_offer
from tests.oracle import Oracle, clash
from tests.thorough import some


def standing(request, made):
    """The request with what the plan booked standing as wishes; locked facts stay facts."""
    locked = {booking.visit for booking in request.bookings if booking.locked}
    wishes = tuple(
        ExistingBooking(visit=b.visit, practitioner=b.practitioner, unit=b.unit, start=b.start, locked=False)
        for b in made.bookings
        if b.visit not in locked
    )
    facts = tuple(booking for booking in request.bookings if booking.locked)
    return request.model_copy(update={"bookings": facts + wishes})


def enumerated(request, case_id):
    """Cost of every placement of one request beside the others' bookings, by brute force."""
    told = request.model_dump(by_alias=True, mode="json", exclude_none=True)
    own = {v["id"] for r in told["requests"] if r["id"] == case_id for v in r["visits"]}
    for booking in told["bookings"]:
        booking["locked"] = booking["locked"] or booking["visit"] not in own
    for r in told["requests"]:
        for v in r["visits"]:
            for name in ("min_wait", "max_wait", "preferred"):
                if v.get(name) is None:
                    v.pop(name, None)
    oracle = Oracle(told)
    case = next(r for r in told["requests"] if r["id"] == case_id)
    facts = [(oracle.fact(v), oracle.visits[v][0]["patient"]) for v in oracle.locked]
    dates = {}
    for other in told["requests"]:
        if all(v["id"] in oracle.locked for v in other["visits"]):
            dates[other["id"]] = oracle.fact(other["visits"][0]["id"])[3].date()
    found = {}
    for booked in oracle.placements(case):
        new = [one for one in booked if one[0] not in oracle.locked]
        if any(clash(one, case["patient"], *fact) for one in new for fact in facts):
            continue
        day = booked[0][3].date()
        apart = sum(
            dates.get(other, day) != day for pair in oracle.pairs if case_id in pair for other in pair - {case_id}
        )
        key = tuple((one[0], one[1], one[2], one[3]) for one in booked)
        paid = oracle.not_preferred([one for one in booked if one[0] in oracle.locked])
        found[key] = oracle.booked_cost(case, booked) - paid + oracle.weights["apart"] * apart
    return found


def test_offers_equal_enumeration():
    offered, places, count = 0, 0, some(150)
    for seed in range(count):
        request = PlanRequest.model_validate(tiny(seed))
        desk = Desk(standing(request, plan(request)))
        for case in request.requests:
            if all(b.locked for b in desk.asked.bookings if b.visit in {v.id for v in case.visits}) and len(
                [b for b in desk.asked.bookings if b.visit in {v.id for v in case.visits}]
            ) == len(case.visits):
                continue
            offers = desk.offers(case.id, 6)
            every = enumerated(desk.asked, case.id)
            places += len(every)
            offered += len(offers)
            assert bool(offers) == bool(every), (seed, case.id)
            costs = [offer.cost for offer in offers]
            assert costs == sorted(costs)
            if offers:
                assert costs[0] == min(every.values()), (seed, case.id)
                days = {offer.bookings[0].start.date() for offer in offers}
                assert len(days) == min(6, len({key[0][3].date() for key in every}))
            for offer in offers:
                key = tuple((b.visit, b.practitioner, b.unit, b.start) for b in offer.bookings)
                assert every[key] == offer.cost, (seed, case.id)
    assert offered > 2 * count
    assert places > 40 * count / 3


def test_an_offer_taken_gives_a_plan_that_keeps_every_rule():
    people = [window("nurse", "08:00", "10:00"), window("doctor", "08:00", "10:00")]
    request = PlanRequest.model_validate(asked(linked(), single(), single("r3", "p3"), availability=people))
    alone = request.model_copy(update={"requests": request.requests[1:]})
    stands = standing(request, plan(alone))
    offer = suggest(stands, "r1")[0]
    taken = tuple(
        ExistingBooking(visit=b.visit, practitioner=b.practitioner, unit=b.unit, start=b.start, locked=True)
        for b in offer.bookings
    )
    whole = stands.model_copy(update={"bookings": stands.bookings + taken})
    made = plan(whole)
    assert check(whole, made) == []
    assert not made.unbooked
    assert offer.cost == 0
    assert offer.message.startswith("2026-10-05 at u1: nurse 08:")
    assert "On the wished date, no wait; cost 0." in offer.message


def test_a_booked_request_is_offered_its_own_time_first():
    request = PlanRequest.model_validate(asked(linked()))
    stands = standing(request, plan(request))
    offers = suggest(stands, "r1", 3)
    assert [o.cost for o in offers] == [0, 100, 100]
    assert {(b.visit, b.start) for b in offers[0].bookings} == {(b.visit, b.start) for b in stands.bookings}
    assert "2 of its visits moved from where they are booked" in offers[1].message


def test_there_is_no_offer_where_there_is_no_place_or_all_is_locked():
    request = PlanRequest.model_validate(asked(linked(), availability=[window("nurse", "08:00", "12:00")]))
    assert suggest(request, "r1") == []
    request = PlanRequest.model_validate(asked(linked()))
    stands = standing(request, plan(request))
    locked = tuple(b.model_copy(update={"locked": True}) for b in stands.bookings)
    assert suggest(stands.model_copy(update={"bookings": locked}), "r1") == []


def test_a_wrong_question_names_all_that_is_wrong():
    request = PlanRequest.model_validate(asked())
    with pytest.raises(InputError) as caught:
        suggest(request, "nobody", 0)
    assert [p.code for p in caught.value.problems] == ["unknown_id", "out_of_range"]
    with pytest.raises(InputError) as caught:
        Desk(request).for_free_time("nobody", datetime(2026, 10, 5, 9), datetime(2026, 10, 6, 9))
    assert [p.code for p in caught.value.problems] == ["unknown_id", "order"]


def test_a_free_time_goes_to_those_who_gain_most():
    request = PlanRequest.model_validate(
        asked(
            single("r1", "p1"),
            single("r2", "p2", priority="asap"),
            single("r3", "p3", duration=60, priority="stat"),
            linked(id="r4", patient="p4"),
        )
    )
    desk = Desk(request)
    start, end = datetime(2026, 10, 5, 9, 0), datetime(2026, 10, 5, 9, 45)
    found = desk.for_free_time("doctor", start, end)
    assert [offer.request for offer in found] == ["r2", "r4", "r1"]
    for offer in found:
        assert any(b.practitioner == "doctor" and b.start >= start and b.end <= end for b in offer.bookings)
    assert desk.for_free_time("doctor", datetime(2026, 10, 5, 5, 0), datetime(2026, 10, 5, 6, 0)) == []


def cost_and_violations(request, bookings):
    """Cost and broken rules of bookings taken as a plan of the request."""
    told = [
        {**b.model_dump(mode="json"), "end": b.end.isoformat()}
        for b in sorted(bookings, key=lambda b: (b.start, b.practitioner))
    ]
    made = plan_from({"bookings": told}, request)
    return made.objective.cost, check(request, made)


def test_offers_that_move_others_keep_the_rules_and_cost_what_they_say():
    seen, count = 0, some(100)
    for seed in range(count):
        request = PlanRequest.model_validate(tiny(seed))
        for case in request.requests:
            own = {visit.id for visit in case.visits}
            if any(b.locked for b in request.bookings if b.visit in own):
                continue
            bookings = tuple(b for b in request.bookings if b.visit not in own)
            alone = tuple(
                one.model_copy(update={"same_day_as": tuple(o for o in one.same_day_as if o != case.id)})
                for one in request.requests
                if one is not case
            )
            made = plan(request.model_copy(update={"requests": alone, "bookings": bookings}))
            others = list(made.bookings)
            stands = standing(request, made)
            desk = Desk(stands)
            before, _ = cost_and_violations(stands, others)
            for offer in desk.offers(case.id, 4, allow_moves=2):
                moved = {b.visit: b for b in offer.moves}
                assert len(moved) <= 2
                assert not own & set(moved)
                after, broken = cost_and_violations(
                    stands, [*(moved.get(b.visit, b) for b in others), *offer.bookings]
                )
                assert broken == [], (seed, case.id)
                unbooked_cost = getattr(stands.settings.weights.unbooked, case.priority) * len(case.visits)
                assert after - before + unbooked_cost == offer.cost, (seed, case.id)
                seen += bool(moved)
    assert seen > count // 14


def test_one_is_moved_to_let_another_in():
    people = [window("doctor", "08:00", "09:00")]
    request = PlanRequest.model_validate(
        asked(
            single("r1", "p1"),
            single("r2", "p2", not_before="08:30"),
            availability=people,
            bookings=[{"visit": "r1-v", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T08:30"}],
        )
    )
    assert suggest(request, "r2") == []
    (offer,) = suggest(request, "r2", allow_moves=1)
    assert (offer.cost, [(b.visit, b.start.hour, b.start.minute) for b in offer.moves]) == (50, [("r1-v", 8, 0)])
    assert offer.message.endswith("cost 50. Moves r1-v to 2026-10-05 08:00 with doctor.")
    locked = request.model_copy(
        update={"bookings": tuple(b.model_copy(update={"locked": True}) for b in request.bookings)}
    )
    assert suggest(locked, "r2", allow_moves=5) == []


def test_offers_that_move_others_equal_enumeration():
    by_moving, asked_for, count = 0, 0, some(70)
    for seed in range(count):
        request = PlanRequest.model_validate(tiny(seed))
        for case in request.requests:
            own = {visit.id for visit in case.visits}
            if any(b.visit in own for b in request.bookings):
                continue
            alone = tuple(
                one.model_copy(update={"same_day_as": tuple(o for o in one.same_day_as if o != case.id)})
                for one in request.requests
                if one is not case
            )
            stands = standing(request, plan(request.model_copy(update={"requests": alone})))
            most = 1 + seed % 2
            offers = Desk(stands).offers(case.id, 10, allow_moves=most)
            cheapest = {}
            for offer in offers:
                cheapest.setdefault(offer.bookings[0].start.date(), offer.cost)
            best = cheapest_with_moves(
                json.loads(stands.model_dump_json(by_alias=True, exclude_none=True)), case.id, most
            )
            if best is None:
                continue  # too many ways to enumerate
            assert cheapest == best, (seed, case.id)
            asked_for += 1
            by_moving += any(offer.moves for offer in offers)
    assert asked_for > 8 * count / 7
    assert by_moving > 2 * count / 35


@pytest.mark.parametrize("start", [0, 1000][: some(2, least=1)])
def test_nothing_that_is_offered_is_false_under_any_settings(start):
    seen, count = Counter(), some(40, least=20)
    for seed in range(start, start + count):
        wrong = list(every_false_offer(drawn(seed), seed, seen))
        assert not wrong, (seed, wrong)
    assert seen["offers"] > 2 * count, seen
    assert seen["asked for, with moves enumerated"] > 5 * count / 4, seen


def test_no_more_of_all_visits_move_than_may():
    """A chain at 09:00, offers an hour apart from 08:00 to 12:00: one stays, the others move a visit or two."""
    chain = linked(target="2026-10-05")
    booked = [
        {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": "2026-10-05T09:00"},
        {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T09:30"},
    ]
    free = asked(chain, bookings=booked)
    assert len(suggest(PlanRequest.model_validate(free), "r1", 3)) == 3
    for most, places in ((0, 1), (1, 4), (2, 4)):
        stiff = {**free, "settings": {**free["settings"], "max_moved": most}}
        found = suggest(PlanRequest.model_validate(stiff), "r1", 5)
        stands = {("a", "09:00"), ("b", "09:30")}
        moved = [sum((b.visit, f"{b.start:%H:%M}") not in stands for b in offer.bookings) for offer in found]
        assert len(found) == places
        assert max(moved) == most


def test_offers_that_cost_the_same_at_one_place():
    """One visit of a chain at 09:00 and 11:00 may move: to 09:30 or 10:30 (50), or none (90 minutes waited).

    Then the offers an hour apart: the first visit at 08:00 or the second at 12:00, either 50 and 150 minutes waited.
    """
    chain = linked()
    chain["visits"][0]["max_wait"] = 240
    booked = [
        {"visit": "a", "practitioner": "nurse", "unit": "u1", "start": "2026-10-05T09:00"},
        {"visit": "b", "practitioner": "doctor", "unit": "u1", "start": "2026-10-05T11:00"},
    ]
    hours = [window("nurse", "08:00", "16:00"), window("doctor", "08:00", "16:00")]
    stiff = asked(chain, bookings=booked, availability=hours)
    stiff["settings"]["max_moved"] = 1
    found = suggest(PlanRequest.model_validate(stiff), "r1", 5)
    assert [offer.cost for offer in found] == [50, 50, 90, 200, 200]
    assert [tuple(f"{b.start:%H:%M}" for b in offer.bookings) for offer in found] == [
        ("09:00", "09:30"),
        ("10:30", "11:00"),
        ("09:00", "11:00"),
        ("08:00", "11:00"),
        ("09:00", "12:00"),
    ]


@pytest.mark.parametrize(
    ("n", "moves", "error"),
    [(0, 0, InputError), (1, -1, InputError), (2.5, 0, TypeError), (True, 0, TypeError), (1, 0.5, TypeError)],
)
def test_a_number_that_is_none_is_refused(n, moves, error):
    with pytest.raises(error):
        suggest(PlanRequest.model_validate(asked()), "r1", n, allow_moves=moves)


def test_a_free_time_is_a_local_one():
    desk = Desk(PlanRequest.model_validate(asked()))
    utc = datetime(2026, 10, 5, 9, tzinfo=UTC)
    for start, end in ((utc, utc + timedelta(hours=1)), (datetime(2026, 10, 5, 9, 0, 30), datetime(2026, 10, 5, 10))):
        with pytest.raises(InputError) as caught:
            desk.for_free_time("doctor", start, end)
        assert [one.code for one in caught.value.problems] == ["time"]


def main():
    parser = argparse.ArgumentParser(description="Hold offers against enumeration.")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--start", type=int, default=5000)
    options = parser.parse_args()
    seen, false = Counter(), Counter()
    for seed in range(options.start, options.start + options.n):
        for kind, what in every_false_offer(drawn(seed), seed, seen):
            false[kind] += 1
            if false[kind] <= 5:
                print(seed, kind, *what, flush=True)
    print(f"{options.n} instances, {sum(false.values())} false", *false.items(), *seen.items(), sep="\n")


if __name__ == "__main__":
    main()

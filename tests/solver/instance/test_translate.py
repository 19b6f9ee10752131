"""The instance in integers against the contract: who can take what when, and what that costs."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dagplan import PlanRequest
from dagplan.solver.instance.bits import WHOLE_DAY, each_minute, starts_of_free
from dagplan.solver.instance.instance import NO_BOUND, NO_ROOM
from dagplan.solver.instance.translate import translate
from tests.build import DAY, asked, at, linked, read, single, window
from tests.drawn_instances import drawn
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle, clash
from tests.thorough import some

BLOCK = 200
NEXT = "2026-10-06"


def minute_of(moment):
    return 60 * moment.hour + moment.minute


def each_instance(draw, first):
    for seed in range(first, first + BLOCK):
        fields = draw(seed)
        instance, names = translate(PlanRequest.model_validate(fields))
        yield seed, fields, Oracle(fields), instance, names


def singles(instance, names, request, visit):
    """Every way to book one visit by itself: person, unit, date and first minute."""
    for day, _ in request.days:
        busy = instance.patient_busy.get((request.patient, day), 0)
        free = starts_of_free(WHOLE_DAY & ~busy, visit.duration)
        for unit in request.units:
            for number, starts in instance.candidates(visit.kind, unit, day):
                person = names.people[instance.segments[number].person]
                for start in each_minute(starts & free):
                    yield person, names.units[unit], instance.dates[day], start


def allowed(oracle, case, visit):
    """The same by the contract: beside all that is locked, and where its own locked visits are."""
    facts = [(oracle.fact(name), oracle.visits[name][0]) for name in oracle.locked]
    own = {(fact[2], fact[3].date()) for fact, of in facts if of is case}
    for one in oracle.singles(case, visit):
        place = one[2], one[3].date()
        if own <= {place} and not any(clash(one, case["patient"], fact, of["patient"]) for fact, of in facts):
            yield one[1], *place, minute_of(one[3])


BLOCKS = [(tiny, 0), *((draw, n * BLOCK) for draw in (odd, drawn) for n in range(some(2, least=1)))]


@pytest.mark.parametrize(("draw", "first"), BLOCKS)
def test_each_visit_can_be_where_the_contract_lets_it(draw, first):
    seen = Counter()
    for seed, fields, oracle, instance, names in each_instance(draw, first):
        for index, request in instance.requests.items():
            case = fields["requests"][index]
            for visit, of in zip(request.visits, case["visits"], strict=True):
                assert (visit.fixed is not None) == (of["id"] in oracle.locked)
                if visit.fixed is None:
                    found, expected = list(singles(instance, names, request, visit)), set(allowed(oracle, case, of))
                    assert len(found) == len(set(found))
                    assert set(found) == expected, (seed, of["id"])
                    seen[bool(expected), len(request.free) < len(request.visits)] += 1
                else:
                    assert visit.fixed == minute_of(oracle.fact(of["id"])[3])
    assert seen[True, False] > 40


@pytest.mark.parametrize(("draw", "first"), [one for one in BLOCKS if one != (odd, BLOCK)])
def test_the_costs_are_those_of_the_contract(draw, first):
    apart = 0
    for seed, fields, oracle, instance, _ in each_instance(draw, first):
        facts = [oracle.fact(visit) for visit in oracle.locked]
        named = ("visit", "practitioner", "unit", "start", "end")
        plan = [dict(zip(named, (*one[:3], one[3].isoformat(), one[4].isoformat()))) for one in facts]
        assert instance.nothing_booked == oracle.cost_of(plan), seed
        dates = {}
        for case in fields["requests"]:
            if all(visit["id"] in oracle.locked for visit in case["visits"]):
                dates[case["id"]] = oracle.fact(case["visits"][0]["id"])[3].date()
        wholly = {case["id"] for case in fields["requests"]} - {
            fields["requests"][index]["id"] for index in instance.requests
        }
        assert wholly == dates.keys()
        for index, request in instance.requests.items():
            case = fields["requests"][index]
            lacking = [visit for visit in case["visits"] if visit["id"] not in oracle.locked]
            assert request.unbooked_cost == len(lacking) * oracle.loss[case.get("priority", "routine")]
            target = case.get("target") or max(case.get("earliest") or fields["first_date"], fields["first_date"])
            partners = {other for pair in oracle.pairs if case["id"] in pair for other in pair} - {case["id"]}
            for day, cost in request.days:
                off = abs((instance.dates[day] - date.fromisoformat(target)).days)
                others = sum(dates[other] != instance.dates[day] for other in partners if other in dates)
                assert cost == oracle.weights["day_deviation"] * off + oracle.weights["apart"] * others, seed
                apart += bool(others)
            costs = [cost for _, cost in request.days]
            assert costs == sorted(costs)
    assert apart > 2


def test_the_budget_of_moves_and_who_can_stand():
    limited = 0
    for seed, fields, oracle, instance, names in each_instance(drawn, 2 * BLOCK):
        most = oracle.most_moved
        assert instance.max_moved == (most if most is not None and most < len(oracle.wishes) else None)
        stands = {fields["requests"][index]["id"] for index, one in instance.requests.items() if one.stands}
        assert stands == (oracle.standing() if instance.max_moved is not None else set()), seed
        limited += bool(stands)
        for index, request in instance.requests.items():
            for visit, of in zip(request.visits, fields["requests"][index]["visits"], strict=True):
                assert (visit.existing is not None) == (of["id"] in oracle.wishes)
                if visit.existing is not None:
                    _, person, unit, start, _ = oracle.wish(of["id"])
                    day = instance.dates.index(start.date()) if start.date() in instance.dates else -1
                    where = names.people.index(person), names.units.index(unit), day, minute_of(start)
                    assert visit.existing == where
    assert limited > 5


def translated(*requests, **fields):
    return translate(read(asked(*requests, **fields)))


def fact(visit, person, clock, unit="u1", day=DAY):
    return {"visit": visit, "practitioner": person, "unit": unit, "start": at(clock, day), "locked": True}


def windows(instance, names):
    return sorted(
        (names.people[one.person], instance.dates[one.day].isoformat(), one.start, one.end)
        for one in instance.segments
    )


def test_a_locked_visit_cuts_a_window_in_two():
    instance, names = translated(single("r", "p"), single("held", "q"), bookings=[fact("held-v", "doctor", "09:00")])
    assert windows(instance, names) == [("doctor", DAY, 480, 540), ("doctor", DAY, 570, 720)]
    at_the_end, names = translated(
        single("r", "p"), single("held", "q"), bookings=[fact("held-v", "doctor", "11:30")]
    )
    assert windows(at_the_end, names) == [("doctor", DAY, 480, 690)]


def test_only_people_who_could_take_something_and_dates_on_which_somebody_is_there():
    there = [window("doctor", "08:00", "09:00", day=day) for day in ("2026-10-04", DAY, "2026-10-08", "2026-10-10")]
    there.append(window("nurse", "08:00", "09:00", day=NEXT))
    instance, names = translated(single("r", "p"), availability=there, last_date="2026-10-09")
    # the nurse has nothing to take; the fourth and the tenth are not planned
    assert instance.dates == tuple(date.fromisoformat(day) for day in (DAY, NEXT, "2026-10-08"))
    assert windows(instance, names) == [("doctor", DAY, 480, 540), ("doctor", "2026-10-08", 480, 540)]
    assert [instance.dates[day].isoformat() for day, _ in instance.requests[0].days] == [DAY, NEXT, "2026-10-08"]


def test_each_pair_counts_once_and_not_with_who_is_wholly_locked():
    requests = [
        single("r0", "p"),
        single("r1", "p", same_day_as=["r3"]),
        single("r2", "p", same_day_as=["r1", "r0"]),
        single("r3", "p", same_day_as=["r1"]),
    ]
    instance, _ = translated(*requests, bookings=[fact("r0-v", "doctor", "09:00")])
    assert {index: one.partners for index, one in instance.requests.items()} == {1: (), 2: (1,), 3: (1,)}


def test_a_linked_request_with_a_locked_visit_is_where_that_is():
    two = {"units": [{"id": "u1"}, {"id": "u2"}], "last_date": NEXT}
    there = [
        window(one, "08:00", "12:00", unit, day) for one, unit, day in (("nurse", "u1", DAY), ("doctor", "u2", NEXT))
    ]
    instance, names = translated(
        linked(), availability=there, bookings=[fact("a", "nurse", "08:00", "u2", NEXT)], **two
    )
    request = instance.requests[0]
    assert [names.units[unit] for unit in request.units] == ["u2"]
    assert [instance.dates[day].isoformat() for day, _ in request.days] == [NEXT]
    assert request.unbooked_cost == 1000
    # two locked at different units: it can be nowhere
    both = [fact("a", "nurse", "08:00", "u1"), fact("b", "doctor", "09:00", "u2")]
    third = {"id": "c", "role": "secondary", "duration": 30, "competence": "physician"}
    torn = linked(visits=[*linked()["visits"], third])
    instance, _ = translated(torn, availability=there, bookings=both, **two)
    assert instance.requests[0].units == ()


def test_waits_are_bounded_by_numbers_that_stand_for_none_and_for_never():
    instance, _ = translated(linked(min_wait=5), linked(id="r2", patient="q", visits=waiting(100_000, 9_000_000)))
    first, second = (instance.requests[number].visits[1] for number in (0, 1))
    assert (first.least, first.most) == (5, NO_BOUND)
    assert (second.least, second.most) == (NO_ROOM, NO_BOUND)


def waiting(least, most):
    a, b = ({**visit, "id": f"{visit['id']}2"} for visit in linked()["visits"])
    return [a, {**b, "min_wait": least, "max_wait": most}]


def test_what_is_asked_for_again_is_the_same_object():
    instance, _ = translated(
        single("r0", "p0"), single("r1", "p1"), single("r2", "p2", duration=20), single("r3", "p3", not_after="11:00")
    )
    visits = [one.visits for one in instance.requests.values()]
    assert visits[0] is visits[1]
    assert len({one[0].kind for one in visits}) == 3
    assert instance.requests[0].days is instance.requests[1].days


def test_patients_with_several_requests_that_are_not_locked_whole():
    instance, _ = translated(
        single("r0", "p"),
        single("r1", "p"),
        single("r2", "q"),
        single("r3", "q"),
        bookings=[fact("r3-v", "doctor", "08:00")],
    )
    shared = {instance.requests[number].patient for number in (0, 1)}
    assert instance.shared_patients == shared
    # q has the half hour from eight, and p nothing
    busy = {patient: list(each_minute(minutes)) for (patient, _), minutes in instance.patient_busy.items()}
    assert busy == {instance.requests[2].patient: list(range(480, 510))}


def test_a_patients_other_things_are_taken_with_what_is_locked():
    """Till midnight and over it: of each date its own minutes."""
    spans = [{"patient": "p", "start": at("23:30"), "end": at("08:15", NEXT)}]
    there = [window("doctor", "08:00", "09:00", day=day) for day in (DAY, NEXT)]
    instance, _ = translated(single("r", "p"), availability=there, last_date=NEXT, patient_busy=spans)
    assert {day: list(each_minute(minutes)) for (_, day), minutes in instance.patient_busy.items()} == {
        0: list(range(1410, 1440)),
        1: list(range(495)),
    }

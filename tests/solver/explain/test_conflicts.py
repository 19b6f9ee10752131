"""Locked facts in conflict: each is named, and no fewer than those said need be unlocked."""

from __future__ import annotations

from itertools import combinations

from dagplan import PlanRequest, plan
from dagplan.models.bookings import locked_bookings, locked_in
from dagplan.models.case import Case
from dagplan.models.checker import RULES
from dagplan.solver.explain.conflicts import conflicts_of, fewest_to_meet
from tests.build import asked, at, linked, read, single
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import Oracle
from tests.thorough import some


def fact(visit, person, clock, **more):
    return {"visit": visit, "practitioner": person, "unit": "u1", "start": at(clock), "locked": True, **more}


def test_three_at_once_need_two_unlocked_and_a_chain_its_middle():
    three = [single(f"r{i}", f"p{i}") for i in range(3)]
    found = conflicts_of(read(asked(*three, bookings=[fact(f"r{i}-v", "doctor", "09:00") for i in range(3)])))
    assert {one.rule for one in found.conflicts} == {"practitioner_once"}
    assert (len(found.unlock), found.proven_fewest) == (2, True)
    chain = [fact("r0-v", "doctor", "09:00"), fact("r1-v", "doctor", "09:20"), fact("r2-v", "doctor", "09:40")]
    request = read(asked(*three, bookings=chain))
    assert conflicts_of(request).unlock == ("r1-v",)
    (said,) = [one for one in plan(request).warnings if one.code == "locked_in_conflict"]
    assert said.message == "Locked bookings are in conflict (2 in all). To end it, unlock 1: r1-v; no fewer would do."


def test_a_locked_visit_that_keeps_its_request_from_being_whole_is_named():
    request = read(asked(linked(), bookings=[fact("b", "doctor", "08:00")]))
    (found,) = conflicts_of(request).conflicts
    assert (found.rule, found.request, found.unlock) == ("whole", "r1", ("b",))
    assert found.message == "r1 can't be whole: a can't join b where locked; with b unlocked it could be"
    assert conflicts_of(read(asked(linked(), bookings=[fact("b", "doctor", "09:00")]))).conflicts == ()
    assert conflicts_of(read(asked())).unlock == ()


def broken(request):
    case = Case(request, locked_bookings(request))
    return any(breach.visits for rule in RULES for breach in rule.find(case))


def room_for_all(request, told):
    """Whether each partly locked request could be whole beside the locked bookings, by enumeration."""
    oracle = Oracle(told)
    facts = [(oracle.fact(v), oracle.visits[v][0]["patient"]) for v in oracle.locked]
    for case in told["requests"]:
        ids = [v["id"] for v in case["visits"]]
        if any(i in oracle.locked for i in ids) and not all(i in oracle.locked for i in ids):
            new = [[one for one in booked if one[0] not in oracle.locked] for booked in oracle.placements(case)]
            yield case["id"], any(not any(oracle_clash(one, case, fact) for one in n for fact in facts) for n in new)


def oracle_clash(one, case, fact):
    from tests.oracle import clash

    return clash(one, case["patient"], *fact)


def test_the_fewest_to_unlock_equal_enumeration():
    seen, kept_whole, count = 0, 0, some(150)
    for draw in (tiny, odd):
        for seed in range(count):
            told = draw(seed)
            for booking in told["bookings"]:
                booking["locked"] = booking["locked"] or seed % 2 == 0
            request = PlanRequest.model_validate(told)
            found = conflicts_of(request)
            rules = [one for one in found.conflicts if one.request is None]
            assert bool(rules) == broken(request)
            lacking = {one.request for one in found.conflicts if one.request is not None}
            assert lacking == {name for name, room in room_for_all(request, told) if not room}, seed
            kept_whole += len(lacking)
            fewest, proven = fewest_to_meet(set(one.visits) for one in rules)
            assert proven
            if not rules:
                assert fewest == ()
                continue
            facts = locked_in(request)
            least = next(
                size
                for size in range(len(facts) + 1)
                for chosen in combinations(facts, size)
                if not broken(unlocked(request, chosen))
            )
            assert len(fewest) == least, seed
            assert not broken(unlocked(request, fewest))
            seen += 1
    assert seen > 2 * count / 15
    assert kept_whole > 2 * count / 15


def unlocked(request, visits):
    bookings = tuple(one for one in request.bookings if one.visit not in visits)
    return request.model_copy(update={"bookings": bookings})

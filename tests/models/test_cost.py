"""What a plan costs: each term by hand, and all of them against the oracle."""

from __future__ import annotations

import random

import pytest

from dagplan import PlanRequest
from dagplan.models import gap, terms_of
from tests.build import DAY, asked, at, linked, plan_with, read, single, window
from tests.instances import tiny
from tests.odd_instances import odd
from tests.oracle import cost_of, optimal
from tests.solver.test_against_brute_force import read_bookings, shaken
from tests.thorough import some

BEFORE, NEXT, LATER = "2026-10-02", "2026-10-06", "2026-10-08"
WHOLE = [("a", "nurse", "09:00"), ("b", "doctor", "09:30")]
THREE = linked(
    visits=[
        {"id": "a", "role": "secondary", "duration": 30, "competence": "spirometry"},
        {"id": "b", "role": "primary", "duration": 30, "competence": "physician"},
        {"id": "c", "role": "secondary", "duration": 30, "competence": "spirometry"},
    ]
)


def fact(visit, person, clock, day=DAY, locked=True, unit="u1"):
    return {"visit": visit, "practitioner": person, "unit": unit, "start": at(clock, day), "locked": locked}


def wishing(person, **fields):
    data = linked(**fields)
    data["visits"][0]["preferred"] = person
    return data


def week(*requests, **fields):
    return asked(*requests, first_date=BEFORE, last_date=LATER, **fields)


TERMS = [
    # (name, request, placements, the terms that are not 0)
    ("nothing costs nothing", asked(), WHOLE, {}),
    ("unbooked, routine", asked(), [], {"unbooked": 2000}),
    ("unbooked, urgent", asked(linked(priority="urgent")), [], {"unbooked": 4000}),
    ("unbooked, asap", asked(linked(priority="asap")), [], {"unbooked": 8000}),
    ("unbooked, stat", asked(single(priority="stat")), [], {"unbooked": 8000}),
    ("unbooked, its own weight", asked(settings={"weights": {"unbooked": {"routine": 7}}}), [], {"unbooked": 14}),
    (
        "unbooked, another priority's weight",
        asked(settings={"weights": {"unbooked": {"stat": 7}}}),
        [],
        {"unbooked": 2000},
    ),
    ("unbooked, two requests", asked(linked(), single(priority="asap")), [], {"unbooked": 6000}),
    ("partly locked: what it lacks", asked(THREE, bookings=[fact("b", "doctor", "09:30")]), [], {"unbooked": 2000}),
    (
        "the first date is the target",
        week(),
        [(*WHOLE[0], "u1", NEXT), (*WHOLE[1], "u1", NEXT)],
        {"day_deviation": 40},
    ),
    (
        "earliest is the target",
        week(single(earliest=DAY)),
        [("r2-v", "doctor", "09:00", "u1", NEXT)],
        {"day_deviation": 10},
    ),
    (
        "earliest before the first date is not the target",
        week(single(earliest="2026-09-01")),
        [("r2-v", "doctor", "09:00")],
        {"day_deviation": 30},
    ),
    ("days too early", week(single(target=LATER)), [("r2-v", "doctor", "09:00")], {"day_deviation": 30}),
    (
        "a target outside the window",
        week(single(target="2026-12-24")),
        [("r2-v", "doctor", "09:00")],
        {"day_deviation": 800},
    ),
    (
        "the first visit's date counts for facts on two dates",
        week(bookings=[fact("a", "nurse", "09:00", NEXT), fact("b", "doctor", "09:30", DAY)]),
        [],
        {"day_deviation": 40},
    ),
    ("an unbooked request deviates from nothing", week(single(target="2027-10-05")), [], {"unbooked": 1000}),
    ("minutes waited", asked(), [("a", "nurse", "09:00"), ("b", "doctor", "10:07")], {"wait": 37}),
    (
        "minutes waited, summed",
        asked(THREE),
        [("a", "nurse", "08:00"), ("b", "doctor", "08:35"), ("c", "nurse", "09:15")],
        {"wait": 15},
    ),
    (
        "facts that overlap wait 0",
        asked(bookings=[fact("a", "nurse", "09:00"), fact("b", "doctor", "09:10")]),
        [],
        {},
    ),
    (
        "facts in the wrong order wait 0",
        asked(bookings=[fact("a", "nurse", "10:00"), fact("b", "doctor", "08:00")]),
        [],
        {},
    ),
    (
        "facts apart on one date wait",
        asked(bookings=[fact("a", "nurse", "08:00"), fact("b", "doctor", "10:00")]),
        [],
        {"wait": 90},
    ),
    (
        "facts on two dates wait 0",
        week(bookings=[fact("a", "nurse", "09:00", BEFORE), fact("b", "doctor", "09:30", DAY)]),
        [],
        {},
    ),
    (
        "an overlap takes nothing off another wait",
        asked(
            THREE, bookings=[fact("a", "nurse", "08:00"), fact("b", "doctor", "08:10"), fact("c", "nurse", "09:00")]
        ),
        [],
        {"wait": 20},
    ),
    (
        "an incomplete request doesn't wait",
        asked(THREE, bookings=[fact("a", "nurse", "08:00"), fact("b", "doctor", "10:00")]),
        [],
        {"unbooked": 1000},
    ),
    ("the preferred person", asked(wishing("nurse")), WHOLE, {}),
    ("another than the preferred person", asked(wishing("doctor")), WHOLE, {"not_preferred": 25}),
    ("an unbooked visit prefers no one", asked(wishing("doctor")), [], {"unbooked": 2000}),
    (
        "a locked visit of an incomplete request prefers",
        asked(wishing("doctor"), bookings=[fact("a", "nurse", "09:00")]),
        [],
        {"unbooked": 1000, "not_preferred": 25},
    ),
    ("a wish that is kept", asked(bookings=[fact("a", "nurse", "09:00", locked=False)]), WHOLE, {}),
    ("moved in time", asked(bookings=[fact("a", "nurse", "09:05", locked=False)]), WHOLE, {"moved": 50}),
    ("moved in date", asked(bookings=[fact("a", "nurse", "09:00", NEXT, locked=False)]), WHOLE, {"moved": 50}),
    ("moved to another person", asked(bookings=[fact("b", "nurse", "09:30", locked=False)]), WHOLE, {"moved": 50}),
    (
        "moved to another unit",
        asked(units=[{"id": "u1"}, {"id": "u2"}], bookings=[fact("a", "nurse", "09:00", locked=False, unit="u2")]),
        WHOLE,
        {"moved": 50},
    ),
    (
        "both moved",
        asked(bookings=[fact("a", "nurse", "08:00", locked=False), fact("b", "doctor", "08:30", locked=False)]),
        WHOLE,
        {"moved": 100},
    ),
    (
        "an unbooked request is not moved",
        asked(bookings=[fact("a", "nurse", "09:05", locked=False)]),
        [],
        {"unbooked": 2000},
    ),
    (
        "a joined pair counts once",
        week(single("r2", "p1", same_day_as=["r3"], target=DAY), single("r3", "p1", same_day_as=["r2"], target=NEXT)),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "09:00", "u1", NEXT)],
        {"apart": 100},
    ),
    (
        "a joined pair on one date",
        week(single("r2", "p1", same_day_as=["r3"], target=DAY), single("r3", "p1", target=DAY)),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "10:00")],
        {},
    ),
    (
        "a pair of which one is unbooked",
        week(single("r2", "p1", same_day_as=["r3"], target=DAY), single("r3", "p1")),
        [("r2-v", "doctor", "09:00")],
        {"unbooked": 1000},
    ),
    (
        "three joined: two pairs apart",
        week(
            single("r2", "p1", same_day_as=["r3", "r4"], target=DAY),
            single("r3", "p1", same_day_as=["r4"], target=DAY),
            single("r4", "p1", target=NEXT),
        ),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "10:00"), ("r4-v", "doctor", "09:00", "u1", NEXT)],
        {"apart": 200},
    ),
    (
        "not joined, not apart",
        week(single("r2", "p1", target=DAY), single("r3", "p1", target=NEXT)),
        [("r2-v", "doctor", "09:00"), ("r3-v", "doctor", "09:00", "u1", NEXT)],
        {},
    ),
]


@pytest.mark.parametrize(("data", "placed", "expected"), [e[1:] for e in TERMS], ids=[e[0] for e in TERMS])
def test_each_term_by_hand(data, placed, expected):
    request = read(data)
    terms = terms_of(request, plan_with(request, *placed).bookings)
    assert {name: cost for name, cost in terms.model_dump().items() if cost} == expected
    assert terms.total == sum(expected.values())


def test_every_weight_can_be_set():
    weights = {"day_deviation": 3, "wait": 5, "not_preferred": 7, "moved": 11, "apart": 13, "uneven": 17}
    request = read(
        week(
            wishing("doctor", target=NEXT, same_day_as=["r3"]),
            single("r3", "p1", target=NEXT),
            availability=[
                window("nurse", "08:00", "12:00"),
                window("doctor", "08:00", "12:00"),
                window("doctor", "08:00", "10:00", day=NEXT),
            ],
            bookings=[fact("a", "nurse", "08:00", locked=False)],
            settings={"weights": weights},
        )
    )
    placed = [("a", "nurse", "09:00"), ("b", "doctor", "09:32"), ("r3-v", "doctor", "09:00", "u1", NEXT)]
    terms = terms_of(request, plan_with(request, *placed).bookings).model_dump()
    # 30 of 120 minutes are 25 %, of all together 90 of 600 are 15: 10 points at 17.
    costs = {"day_deviation": 3, "wait": 10, "not_preferred": 7, "moved": 11, "apart": 13, "uneven": 170}
    assert terms == {"unbooked": 0, **costs}


@pytest.mark.parametrize(
    ("cost", "bound", "nothing", "share"),
    [(10, 10, 10, 0), (10, 10, 50, 0), (30, 10, 50, 0.5), (50, 10, 50, 1), (0, 0, 0, 0), (11, 10, 1010, 0.001)],
)
def test_the_gap_is_the_share_of_the_good_that_may_be_missing(cost, bound, nothing, share):
    assert gap(cost, bound, nothing) == pytest.approx(share)


@pytest.mark.parametrize("draw", [tiny, odd])
def test_the_cost_is_the_oracles(draw):
    """Of the best plan, and of plans that no rule would let pass."""
    for seed in range(300, 300 + some(90, least=40)):
        data, chance = draw(seed), random.Random(seed)
        request = PlanRequest.model_validate(data)
        cost, best = optimal(data)
        bookings = read_bookings(request, best)
        assert terms_of(request, bookings).total == cost, seed
        for _ in range(3):
            bookings = shaken(request, bookings, chance)
            chance.shuffle(bookings)
            plain = [booking.model_dump(mode="json") for booking in bookings]
            assert terms_of(request, bookings).total == cost_of(data, plain), (seed, plain)

"""In what order each recreate order puts requests back: told by hand, without noise and with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dagplan.solver.search.recreate_orders import (
    RECREATE_ORDERS,
    by_density,
    by_length,
    by_value,
    draw_order,
    sequences_first,
)
from tests.build import single
from tests.solver.search.drafts import PLAIN, instance_of, placed, state_of


def sequence(name, *minutes, **fields):
    """A request of visits of these lengths, the last of them the primary."""
    visits = [
        {
            "id": f"{name}-{number}",
            "role": "primary" if number == len(minutes) - 1 else "secondary",
            "duration": duration,
            "competence": "physician",
        }
        for number, duration in enumerate(minutes)
    ]
    return {"id": name, "patient": f"p-{name}", "visits": visits, **fields}


# Cost when unbooked a visit: routine 1000, urgent 2000, asap 4000.
SHORT, URGENT, PAIR, ASAP, TRIPLE = range(5)
REQUESTS = [
    single("short", "p0", duration=10),  # 1000, 100 a minute
    single("urgent", "p1", duration=60, priority="urgent"),  # 2000, 33 a minute
    sequence("pair", 30, 45),  # 2000, 27 a minute, 75 minutes
    single("asap", "p3", duration=45, priority="asap"),  # 4000, 89 a minute
    sequence("triple", 20, 10, 10),  # 3000, 75 a minute, 40 minutes
]


@pytest.fixture
def state():
    return state_of(placed(instance_of(*REQUESTS)))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (by_density, [SHORT, ASAP, TRIPLE, URGENT, PAIR]),
        (by_length, [PAIR, URGENT, ASAP, TRIPLE, SHORT]),
        (by_value, [ASAP, TRIPLE, URGENT, PAIR, SHORT]),
        (sequences_first, [TRIPLE, PAIR, URGENT, ASAP, SHORT]),
    ],
)
def test_each_order_by_hand(state, order, expected):
    requests = [state.requests[index] for index in range(5)]
    assert sorted(range(5), key=lambda index: order(requests[index], 1.0)) == expected


def test_what_is_alike_stays_in_the_order_it_came_in(state):
    without_noise = [lambda request, noise: by_value(request, 1.0)]
    assert draw_order(state, [PAIR, SHORT, URGENT], without_noise) == [PAIR, URGENT, SHORT]
    assert draw_order(state, [URGENT, SHORT, PAIR], without_noise) == [URGENT, PAIR, SHORT]


def test_noise_changes_the_places_of_those_that_are_near_and_of_no_others(state):
    """Noise is at most 1.3 and at least 0.7: a request nearly twice as long as another stays before it."""
    orders = [draw_order(state, range(5), [by_length]) for _ in range(300)]
    first = Counter(order[0] for order in orders)
    assert first[PAIR] > first[URGENT] > 0  # 75 and 60 minutes
    assert set(first) <= {PAIR, URGENT, ASAP}  # 75 * 0.7 = 52.5, and 40 * 1.3 = 52
    assert all(order[-1] == SHORT for order in orders)  # 10 * 1.3 = 13, and 40 * 0.7 = 28


def test_without_noise_the_order_is_always_the_same():
    quiet = state_of(placed(instance_of(*REQUESTS)), params=replace(PLAIN, noise=0))
    assert {tuple(draw_order(quiet, range(5), [by_length])) for _ in range(50)} == {
        (PAIR, URGENT, ASAP, TRIPLE, SHORT)
    }


def test_noise_leaves_the_number_of_visits_alone(state):
    for _ in range(100):
        assert draw_order(state, range(5), [sequences_first])[:2] == [TRIPLE, PAIR]


def test_each_order_is_drawn_and_density_twice_as_often(state):
    drawn = Counter()

    def counting(order):
        def counted(request, noise):
            drawn[order.__name__] += 1
            return order(request, noise)

        return counted

    orders = [counting(order) for order in RECREATE_ORDERS]
    for _ in range(1000):
        assert sorted(draw_order(state, [SHORT], orders)) == [SHORT]
    assert drawn.total() == 1000
    assert 340 < drawn.pop("by_density") < 460
    assert set(drawn) == {"by_length", "by_value", "sequences_first"}
    assert all(150 < times < 250 for times in drawn.values())

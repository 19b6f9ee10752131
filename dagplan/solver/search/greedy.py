"""The first plan, in milliseconds: the most valuable minutes first, each at its cheapest place.

It begins with the existing bookings where they can stand, so that no plan is worse than what is booked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dagplan.solver.instance.instance import Instance, Request
from dagplan.solver.running.deadlines import Deadline

from .calendars import Calendars
from .insertion import Full, Prices
from .move_budget import existing_placement, insertion_within, spare_moves

SameDay = Mapping[int, tuple[int, ...]]


def same_day_requests(instance: Instance) -> dict[int, tuple[int, ...]]:
    """For each request, all those it is wished on the same date with, both ways."""
    same_day: dict[int, list[int]] = defaultdict(list)
    for request in instance.requests.values():
        for partner in request.partners:
            same_day[request.index].append(partner)
            same_day[partner].append(request.index)
    return {index: tuple(others) for index, others in same_day.items()}


def least_cost(requests: Iterable[Request]) -> int:
    """What these requests cost at the least: each on its best date, were nobody else there, or left out."""
    return sum(
        [
            min(request.unbooked_cost, request.days[0][1]) if request.days else request.unbooked_cost
            for request in requests
        ]
    )


def keep_existing(calendars: Calendars, requests: Iterable[Request], same_day: SameDay) -> None:
    """Book each request where it is booked already, if it is wholly booked and keeps the rules there.

    Where the moves are limited all that can stand stands, whatever it costs.
    """
    limited = calendars.instance.max_moved is not None
    if limited:
        # Those that can all stand come first: one that can't might take their place.
        requests = sorted(requests, key=lambda one: not one.stands)
    for request in requests:
        placement = existing_placement(calendars, request) if request.existing else None
        if placement is not None:
            beside = calendars.apart_cost(request, placement.day, same_day.get(request.index, ()))
            beside += calendars.uneven_cost(request, placement.unit, placement.day)
            if (limited and request.stands) or placement.cost + beside <= request.unbooked_cost:
                calendars.book(request, placement)


def insert_greedily(
    calendars: Calendars,
    requests: Iterable[Request],
    same_day: SameDay,
    prices: Prices | None = None,
    *,
    in_order: bool = False,
    deadline: Deadline | None = None,
) -> None:
    """Book every request that still finds a place worth its cost: the most valuable minutes first, or in order.

    Where there is a ``deadline`` it may end before all of them have been looked at.
    """
    if not in_order:
        requests = sorted(requests, key=lambda one: (-one.unbooked_cost / one.minutes, one.minutes, one.index))
    left = spare_moves(calendars)
    # While nothing is taken out, where there is no room now there will be none for the next of its like.
    full: Full = set()
    for request in requests:
        if deadline is not None and deadline.over():
            return
        if request.index not in calendars.placed:
            own = None if left is None else left + calendars.instance.disturbed(request, None)
            placement = insertion_within(
                calendars, request, same_day.get(request.index, ()), own, prices=prices, full=full
            )
            if placement is not None:
                calendars.book(request, placement)
                left = None if own is None else own - calendars.instance.disturbed(request, placement)

"""The first plan, in milliseconds: the most valuable minutes first, each at its cheapest place.

It begins with the existing bookings where they can stand, so that no plan is worse than what is booked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .bits import span_mask
from .calendars import Calendars
from .placing import Prices, cheapest_place
from .problem import Placement, Problem, Request, Spot

Joined = Mapping[int, tuple[int, ...]]


def joined_requests(problem: Problem) -> dict[int, tuple[int, ...]]:
    """For each request, all those it is wished on the same date with, both ways."""
    joined: dict[int, list[int]] = defaultdict(list)
    for request in problem.requests.values():
        for partner in request.partners:
            joined[request.index].append(partner)
            joined[partner].append(request.index)
    return {index: tuple(others) for index, others in joined.items()}


def keep_existing(calendars: Calendars, requests: Iterable[Request], joined: Joined) -> None:
    """Book each request where it is booked already, if it is wholly booked and keeps the rules there."""
    segments: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for segment in calendars.problem.segments:
        segments[segment.person, segment.unit, segment.day].append(segment.index)
    for request in requests:
        placement = _existing_placement(calendars, request, segments)
        if placement is not None:
            beside = calendars.apart_cost(request, placement.day, joined.get(request.index, ()))
            if placement.cost + beside <= request.loss:
                calendars.book(request, placement)


def _existing_placement(
    calendars: Calendars, request: Request, segments: Mapping[tuple[int, int, int], list[int]]
) -> Placement | None:
    free = request.free
    if any(visit.existing is None for visit in free):
        return None
    places = {visit.existing[1:3] for visit in free if visit.existing is not None}
    if len(places) != 1:
        return None
    unit, day = places.pop()
    if unit not in request.units or day not in {number for number, _ in request.days}:
        return None
    domains = calendars.domains(request, unit, day)
    if domains is None:
        return None
    spots = []
    for visit, candidates in zip(request.visits, domains, strict=True):
        if visit.fixed is not None or visit.existing is None:
            spots.append(Spot(-1, visit.fixed or 0))
            continue
        person, *_, start = visit.existing
        held = [index for index, starts in candidates if starts >> start & 1 and index in segments[person, unit, day]]
        if not held:
            return None
        spots.append(Spot(held[0], start))
    placement = calendars.problem.placement(request, unit, day, spots)
    return placement if _in_sequence(request, placement) else None


def _in_sequence(request: Request, placement: Placement) -> bool:
    spots = placement.spots
    own = 0
    for position, visit in enumerate(request.visits):
        minutes = span_mask(spots[position].start, spots[position].start + visit.duration)
        if own & minutes and visit.fixed is None:
            return False
        own |= minutes
        before = request.visits[position - 1] if position else None
        if before is None or (before.fixed is not None and visit.fixed is not None):
            continue
        wait = spots[position].start - spots[position - 1].start - before.duration
        if not visit.least <= wait <= visit.most:
            return False
    return True


def fill(
    calendars: Calendars,
    requests: Iterable[Request],
    joined: Joined,
    prices: Prices | None = None,
    *,
    in_order: bool = False,
) -> None:
    """Book every request that still finds a place worth its cost: the most valuable minutes first, or in order."""
    if not in_order:
        requests = sorted(requests, key=lambda one: (-one.loss / one.minutes, one.minutes, one.index))
    for request in requests:
        if request.index not in calendars.placed:
            placement = cheapest_place(calendars, request, joined.get(request.index, ()), prices)
            if placement is not None:
                calendars.book(request, placement)

"""A plan that books one request and keeps within the visits that may move: a small CP-SAT model.

Few requests take part: those that could make room, and those that have left their booking and could go back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dagplan.solver.cpsat.model import solve_exactly
from dagplan.solver.cpsat.options import Options, Place
from dagplan.solver.instance.instance import Placement, Request
from dagplan.solver.running.deadlines import Deadline

from .standing import Standing

_MOST_REQUESTS = 24
_SECONDS = 0.5


def solved_with(
    standing: Standing, wanted: Request, deadline: Deadline
) -> tuple[Collection[int], Mapping[int, Placement]] | None:
    """Requests that are placed anew in a plan that books one, and where; None if no such plan was found in time."""
    calendars, instance = standing.calendars, standing.instance
    others = _taking_part(standing, wanted)
    free = [wanted, *(instance.requests[index] for index in others)]
    taking_part = {one.index for one in free}
    # What those that take part use today, left out or placed, is theirs to use otherwise.
    spare, own = standing.spare, standing.moved_of(taking_part)
    before = {index: calendars.unbook(instance.requests[index]) for index in others if index in calendars.placed}
    try:
        places = {one.index: _places(standing, one) for one in free}
        segments = {
            segment for each in places.values() for place in each for slots in place.domains for segment, _ in slots
        }
        options = Options(
            calendars,
            places,
            {segment: calendars.free[segment].bit_count() for segment in segments},
            required=frozenset({wanted.index}),
            counted=frozenset(one.index for one in free if one.existing),
            max_moved=None if spare is None else spare + own,
        )
        outcome = solve_exactly(options, seconds=min(_SECONDS, deadline.left), hint=before)
    finally:
        for index, placement in before.items():
            calendars.book(instance.requests[index], placement)
    return None if outcome.placements is None else (taking_part, outcome.placements)


def _taking_part(standing: Standing, wanted: Request) -> list[int]:
    """The requests that may be placed anew: all where they are few, else those nearest to the request wanted."""
    instance, placed = standing.instance, standing.calendars.placed
    people = {person for visit in wanted.free for person in instance.kinds[visit.kind].people}
    needs = wanted.visits.needs

    def far(index: int) -> tuple[bool, bool, int, int]:
        placement, request = placed.get(index), instance.requests[index]
        moved = instance.disturbed(request, placement) > 0
        if placement is None:
            return not moved, True, 0, index
        near = request.patient == wanted.patient or any(
            (slot.segment >= 0 and instance.segments[slot.segment].person in people)
            or any(instance.stocks[stock].kind in needs for stock in slot.stocks)
            for slot in placement.slots
        )
        return not moved, not near, wanted.day_cost.get(placement.day, wanted.unbooked_cost), index

    some = [
        index
        for index in instance.requests
        if index != wanted.index and (index in placed or instance.requests[index].existing)
    ]
    return sorted(some, key=far)[:_MOST_REQUESTS]


def _places(standing: Standing, request: Request) -> list[Place]:
    """The places of a request beside what is booked, with all that the date costs."""
    calendars, same_day = standing.calendars, standing.same_day.get(request.index, ())
    return [
        Place(unit, day, cost + calendars.apart_cost(request, day, same_day), domains)
        for day, cost in request.days
        for unit in request.units
        if (unit, day) in standing.instance.segments_at
        and (domains := calendars.domains(request, unit, day)) is not None
    ]

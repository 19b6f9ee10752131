"""One booking moved: which single visit, put elsewhere, makes room for a request.

For every date and unit each booked visit with people or equipment that the request needs is lifted out in turn; where
the request then has room, a new place is sought for the lifted visit, by itself and beside its own linked visits.
Either of the two may choose first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dagplan.solver.instance.instance import Dates, Placement, Request, Visits
from dagplan.solver.running.deadlines import Deadline
from dagplan.solver.search.insertion import cheapest_within

from . import change_costs
from .standing import Standing

_ENOUGH = 12
"""So many ways are found before the one that asks the least is taken."""


@dataclass(frozen=True)
class OneMove:
    """A request let in by moving one visit.

    Attributes
    ----------
    placement
        Of the request that is let in.
    request, position, to
        The visit that moves, and the new placement of its request.
    asks
        How much it asks (see ``change_costs``).
    """

    placement: Placement
    request: Request
    position: int
    to: Placement
    asks: float


def one_move(standing: Standing, wanted: Request, deadline: Deadline) -> OneMove | None:
    """The single move that asks the least among the first found; None if none was found.

    No more visits leave their existing booking with it than may.
    """
    found: list[OneMove] = []
    spare = standing.spare
    for moved, position in _liftable(standing, wanted):
        if deadline.over() or len(found) >= _ENOUGH:
            break
        for way in (_wanted_first, _moved_first):
            way_out = way(standing, wanted, moved, position)
            if way_out is None:
                continue
            if spare is None or _moves_more(standing, wanted, moved, way_out) <= spare:
                placement, to = way_out
                ask = _asks(standing, moved, position, to)
                found.append(OneMove(placement, moved, position, to, ask))
                break
    return min(found, key=lambda one: (one.asks, one.placement.cost), default=None)


def _moves_more(standing: Standing, wanted: Request, moved: Request, way_out: tuple[Placement, Placement]) -> int:
    """How many visits more leave their existing booking."""
    disturbed = standing.instance.disturbed
    was = standing.calendars.placed[moved.index]
    of_moved = disturbed(moved, way_out[1]) - disturbed(moved, was)
    return of_moved + disturbed(wanted, way_out[0]) - disturbed(wanted, None)


def _liftable(standing: Standing, wanted: Request) -> Iterator[tuple[Request, int]]:
    """Booked visits on the request's dates with people or equipment it needs, nearest dates first."""
    instance = standing.instance
    people = {person for visit in wanted.free for person in instance.kinds[visit.kind].people}
    dates = {day: order for order, (day, _) in enumerate(wanted.days)}
    there = [
        (dates[placement.day], index)
        for index, placement in standing.calendars.placed.items()
        if placement.day in dates and placement.unit in wanted.units
    ]
    for _, index in sorted(there):
        request, placement = instance.requests[index], standing.calendars.placed[index]
        for visit, slot in zip(request.visits, placement.slots, strict=True):
            if visit.fixed is None and (
                instance.segments[slot.segment].person in people
                or any(instance.stocks[stock].kind in wanted.visits.needs for stock in slot.stocks)
            ):
                yield request, visit.position


def _wanted_first(
    standing: Standing, wanted: Request, moved: Request, position: int
) -> tuple[Placement, Placement] | None:
    calendars, was = standing.calendars, standing.calendars.placed[moved.index]
    with calendars.without(moved, position):
        placement = _place(standing, wanted, was)
        if placement is None:
            return None
        calendars.book(wanted, placement)
        to = _elsewhere(standing, moved, position)
        calendars.unbook(wanted)
    return None if to is None else (placement, to)


def _moved_first(
    standing: Standing, wanted: Request, moved: Request, position: int
) -> tuple[Placement, Placement] | None:
    calendars, was = standing.calendars, standing.calendars.placed[moved.index]
    with calendars.without(moved, position):
        if _place(standing, wanted, was) is None:
            return None
    # The visit goes to a place that is free today, its own still taken.
    to = _elsewhere(standing, moved, position)
    if to is None:
        return None
    calendars.unbook(moved)
    calendars.book(moved, to)
    placement = _place(standing, wanted, was)
    calendars.unbook(moved)
    calendars.book(moved, was)
    return None if placement is None else (placement, to)


def _place(standing: Standing, wanted: Request, was: Placement) -> Placement | None:
    domains = standing.calendars.domains(wanted, was.unit, was.day)
    if domains is None:
        return None
    return cheapest_within(standing.calendars, wanted, was.unit, was.day, domains)


def _elsewhere(standing: Standing, moved: Request, position: int) -> Placement | None:
    """Another place for one visit, its linked visits where they are; a visit by itself may change dates too.

    A visit by itself goes nowhere where it costs more than being left out.
    """
    was = standing.calendars.placed[moved.index]
    if len(moved.visits) == 1:
        return _cheapest_change(standing, moved, position, moved.unbooked_cost)
    # The others stay with whom they are: so what is asked of people is only whom this one may be with.
    held = Visits(
        replace(visit, same=(), different=())
        if visit.position == position
        else replace(visit, fixed=was.slots[visit.position].start, same=(), different=())
        for visit in moved.visits
    )
    alone = replace(moved, visits=held, units=(was.unit,), days=Dates([(was.day, moved.day_cost[was.day])]))
    found = _cheapest_change(standing, alone, position, math.inf, _agreeing(standing, moved, position))
    if found is None:
        return None
    slots = tuple(found.slots[i] if i == position else slot for i, slot in enumerate(was.slots))
    return standing.instance.placement(moved, was.unit, was.day, slots)


def _agreeing(standing: Standing, moved: Request, position: int) -> Callable[[int], bool]:
    """Whether a person may take one visit, as far as the people of the others are concerned."""
    was, segments, visit = standing.calendars.placed[moved.index], standing.instance.segments, moved.visits[position]
    same = {segments[was.slots[other].segment].person for other in visit.same}
    others = {segments[was.slots[other].segment].person for other in visit.different}
    return lambda person: same <= {person} and person not in others


def _cheapest_change(
    standing: Standing,
    moved: Request,
    position: int,
    limit: float,
    may: Callable[[int], bool] = lambda _: True,
) -> Placement | None:
    """The cheapest placement that is a change: one visit neither where the plan nor where the request has it.

    ``may`` tells of each person whether the visit may be with them.
    """
    calendars, segments = standing.calendars, standing.instance.segments
    was = calendars.placed[moved.index].slots[position]
    had = moved.visits[position].existing
    best: Placement | None = None
    for day, cost in moved.days:
        if cost >= limit:
            break
        for unit in moved.units:
            domains = calendars.domains(moved, unit, day)
            if domains is None:
                continue
            options = []
            for index, starts in domains[position]:
                left = starts & ~(1 << was.start) if index == was.segment else starts
                if had is not None and had[:3] == (segments[index].person, unit, day):
                    left &= ~(1 << had[3])
                if left and may(segments[index].person):
                    options.append((index, left))
            domains[position] = options
            found = cheapest_within(calendars, moved, unit, day, domains) if options else None
            if found is not None and found.cost < limit:
                best, limit = found, found.cost
    return best


def _asks(standing: Standing, moved: Request, position: int, to: Placement) -> float:
    was = standing.calendars.placed[moved.index]
    segments, dates = standing.instance.segments, standing.instance.dates
    old, new = was.slots[position], to.slots[position]
    ask = change_costs.FIXED + change_costs.MOVE
    if segments[old.segment].person != segments[new.segment].person:
        ask += change_costs.MOVE_TO_ANOTHER_PERSON
    if was.day != to.day:
        days = abs((dates[was.day] - dates[to.day]).days)  # a weekend between them counts
        ask += change_costs.MOVE_TO_ANOTHER_DATE + change_costs.DATE_A_DAY * days
    if was.unit != to.unit:
        ask += change_costs.ANOTHER_UNIT
    return ask + abs(old.start - new.start) / 60

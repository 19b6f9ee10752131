"""Offers that move others: on each date a small CP-SAT model, and only on dates where it can pay.

The request asked about is to be booked on the date; the requests that stand in its way there stay booked, and at most
so many of their visits leave their place. What such an offer can cost at the least is known before it is solved: the
request's own cheapest placement were nobody there, and what the cheapest moves must cost. Dates are taken in that
order, until enough offers are found that cost no more.

Those in the way are the requests that stand on the date with people or equipment the request could have, at most
``MOST_MOVABLE`` of them, and each may go to its ``MOST_PLACES`` cheapest places: with few enough requests that is
everything, and the offer is the cheapest there is; on a large input it is the cheapest of these.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from dagplan.models.offer import Offer
from dagplan.solver.cpsat.model import solve_exactly
from dagplan.solver.cpsat.options import Options, Place
from dagplan.solver.instance.instance import Placement, Request
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.insertion import cheapest_insertion, cheapest_within

from .offer_table import Table

MOST_MOVABLE = 24
MOST_PLACES = 8
_ALL_OF_SO_FEW = 12
"""With no more standing requests than this all of them may move."""
_SECONDS_A_DATE = 0.5
_SECONDS = 0.9


@dataclass(frozen=True)
class _Date:
    """A date with what an offer there costs at the least, who may move for it, and the least each of them adds."""

    day: int
    least: int
    movable: list[int]
    adds: dict[int, int]


def offers_that_move(
    table: Table, number: int, most: int, alone: list[Offer], n: int, *, share: float = 1.0
) -> list[Offer]:
    """The cheapest placement of a request on each date that moves at most so many visits of others.

    Parameters
    ----------
    table
        What stands; the request is out of it.
    number
        The request to place.
    most
        So many visits of others may move.
    alone
        The best offers that move nobody.
    n
        Offers wanted in all.
    share
        Of the time that such offers are looked for.

    Returns
    -------
    list of Offer
        Only those cheaper than the best on the same date that moves nobody.
    """
    ends = time.monotonic() + _SECONDS * share
    request = table.instance.requests[number]
    by_day = _cheapest_alone(table, request)
    costs = sorted(offer.cost for offer in alone)
    found: dict[int, Offer] = {}
    dates = _dates(table, request, most)
    # All dates are gone through quickly before any of them exactly: what is found early rules out dates later.
    for search in (_move_one, _solve):
        for date in dates:
            worst = costs[n - 1] if len(costs) >= n else None
            left = ends - time.monotonic()
            if left <= 0 or (worst is not None and date.least >= worst):
                break
            below = min((one for one in (by_day.get(date.day), worst) if one is not None), default=None)
            if below is None or date.least < below:
                offer = search(table, request, date, most, below, min(left, _SECONDS_A_DATE))
                if offer is not None:
                    if date.day in found:
                        costs.remove(found[date.day].cost)
                    found[date.day] = offer
                    by_day[date.day] = offer.cost
                    costs = sorted([*costs, offer.cost])
    return list(found.values())


def _cheapest_alone(table: Table, request: Request) -> dict[int, int]:
    """On each date what the cheapest placement costs that moves nobody."""
    found: dict[int, int] = {}
    for unit, day, domains in table.places(request):
        placement = cheapest_within(table.calendars, request, unit, day, domains)
        if placement is not None:
            cost = table.cost(request, placement)
            found[day] = min(cost, found.get(day, cost))
    return found


def _dates(table: Table, request: Request, most: int) -> list[_Date]:
    """Dates on which somebody is in the way, the cheapest at best first."""
    instance, standing = table.instance, table.standing
    empty = Calendars(instance)
    on_day: dict[int, list[int]] = {}
    for index, placement in standing.items():
        if index != request.index:
            on_day.setdefault(placement.day, []).append(index)
    able = {person for visit in request.free for person in instance.kinds[visit.kind].people}
    saved = _most_saved(table)
    all_of_them = len(standing) <= _ALL_OF_SO_FEW
    found = []
    for day, _ in request.days:
        best = _cheapest_by_itself(empty, request, day)
        others = [one for one in standing if one != request.index] if all_of_them else on_day.get(day, [])
        movable = [
            index
            for index in others
            if all_of_them
            or _with_any_of(table, standing[index], able, request.visits.needs)
            or instance.requests[index].patient == request.patient
        ][:MOST_MOVABLE]
        if best is None or not movable:
            continue
        adds = {index: _least_added(table, instance.requests[index]) for index in movable}
        # At least one moves. Moving one more may pay even if nobody has to: what a move adds may be negative.
        cheapest = sorted(adds.values())
        moves = min(sum(cheapest[: i + 1]) for i in range(min(most, len(cheapest))))
        found.append(_Date(day, best + moves - saved, movable, adds))
    return sorted(found, key=lambda one: (one.least, one.day))


def _cheapest_by_itself(empty: Calendars, request: Request, day: int) -> int | None:
    """What the request's cheapest placement on a date costs were nobody there."""
    best: int | None = None
    for unit in request.units:
        domains = empty.domains(request, unit, day) if (unit, day) in empty.instance.segments_at else None
        placement = cheapest_within(empty, request, unit, day, domains) if domains is not None else None
        if placement is not None and (best is None or placement.cost < best):
            best = placement.cost
    return best


def _with_any_of(table: Table, placement: Placement, people: set[int], kinds: Collection[int]) -> bool:
    """Whether a placement has any of these people, or an item of one of these kinds."""
    segments, stocks = table.instance.segments, table.instance.stocks
    return any(
        (slot.segment >= 0 and segments[slot.segment].person in people)
        or any(stocks[stock].kind in kinds for stock in slot.stocks)
        for slot in placement.slots
    )


def _items_stay(before: Placement, after: Placement) -> bool:
    """Whether every visit that stays where it is keeps its items: a change of these is no move that is counted."""
    here = (before.unit, before.day) == (after.unit, after.day)
    return not here or all(
        (old.segment, old.start) != (new.segment, new.start) or old.stocks == new.stocks
        for old, new in zip(before.slots, after.slots, strict=True)
    )


def _most_saved(table: Table) -> int:
    """What any offer can save, at the most, by filling dates more evenly: all that it costs today."""
    return 0 if table.calendars.load is None else table.calendars.load.cost


def _least_added(table: Table, request: Request) -> int:
    """The least that moving a visit or more of a standing request can add to the objective; may be negative.

    But for how evenly dates are filled (``_most_saved``).
    """
    instance = table.instance
    same_day = table.same_day.get(request.index, ())
    before = table.own_cost(request, table.standing[request.index])
    waits = instance.weights.wait * sum(visit.least for visit in request.visits[1:]) if request.waits else 0
    best = min((cost for _, cost in request.days), default=0) + min(waits, before)
    return instance.weights.moved + best - before - instance.weights.apart * len(same_day)


def _move_one(
    table: Table, request: Request, date: _Date, most: int, below: int | None, seconds: float
) -> Offer | None:
    """The cheapest placement on a date for which one other request moves: quick, and most of what there is."""
    instance, calendars = table.instance, table.calendars
    ends = time.monotonic() + seconds
    best: tuple[int, int, Placement, Placement] | None = None
    saved = _most_saved(table)
    # In order of the least that each adds, so that the first which can't pay ends it.
    for index in sorted(date.movable, key=date.adds.__getitem__):
        other, stood = instance.requests[index], table.standing[index]
        same_day = table.same_day.get(index, ())
        if time.monotonic() > ends or (below is not None and date.adds[index] - saved >= below):
            break
        before = table.own_cost(other, stood)
        calendars.unbook(other)
        own = _cheapest_on(table, request, date.day)
        if own is not None and (below is None or own.cost + date.adds[index] - saved < below):
            calendars.book(request, own)
            there = cheapest_insertion(calendars, other, same_day)
            if there is not None and 0 < instance.disturbed(other, there) <= most and _items_stay(stood, there):
                # The pair's own wish for one date is counted once, with the other request.
                cost = table.own_cost(request, own) + there.cost - before
                cost += calendars.apart_cost(other, there.day, same_day)
                if calendars.load is not None:
                    cost += calendars.load.cost + calendars.uneven_cost(other, there.unit, there.day) - saved
                if below is None or cost < below:
                    best, below = (cost, index, own, there), cost
            calendars.unbook(request)
        calendars.book(other, stood)
    if best is None:
        return None
    cost, index, own, there = best
    now, then = table.bookings(index, there), table.bookings(index, table.standing[index])
    moves = [new for new, old in zip(now, then, strict=True) if new != old]
    return table.offer(request.index, own, cost=cost, moves=moves)


def _cheapest_on(table: Table, request: Request, day: int) -> Placement | None:
    """The cheapest placement of a request on one date beside what is booked."""
    best: Placement | None = None
    least = 0
    for unit, here, domains in table.places(request, day):
        placement = cheapest_within(table.calendars, request, unit, here, domains)
        if placement is not None:
            cost = placement.cost + table.calendars.uneven_cost(request, unit, here)
            if best is None or cost < least:
                best, least = placement, cost
    return best


def _solve(table: Table, request: Request, date: _Date, most: int, below: int | None, seconds: float) -> Offer | None:
    """The cheapest placement on a date that moves at most so many visits, if it costs less than ``below``."""
    instance, calendars = table.instance, table.calendars
    others = [instance.requests[index] for index in date.movable]
    # The model's cost is that of all who may move and the request: what they cost where they stand is taken off.
    before = calendars.cost_of(date.movable, table.same_day)
    for one in others:
        calendars.unbook(one)
    try:
        places = {request.index: _places(table, request, date.day)}
        slack = None if below is None else below - date.least
        for one in others:
            places[one.index] = _places_to_move(table, one, date.adds[one.index], slack)
        used = {
            segment
            for each in places.values()
            for place in each
            for options in place.domains
            for segment, _ in options
        }
        options = Options(
            calendars,
            places,
            {segment: calendars.free[segment].bit_count() for segment in used},
            required=frozenset(places),
            counted=frozenset(date.movable),
            max_moved=most,
            keep_items=frozenset(date.movable),
        )
        outcome = solve_exactly(
            options,
            seconds=seconds,
            hint={index: table.standing[index] for index in date.movable},
            below=None if below is None else before + below,
        )
    finally:
        for one in others:
            calendars.book(one, table.standing[one.index])
    if outcome.placements is None or request.index not in outcome.placements:
        return None
    moves = []
    for index in date.movable:
        now = table.bookings(index, outcome.placements[index])
        then = table.bookings(index, table.standing[index])
        moves += [new for new, old in zip(now, then, strict=True) if new != old]
    placement = outcome.placements[request.index]
    return table.offer(request.index, placement, cost=round(outcome.cost) - before, moves=moves)


def _places(table: Table, request: Request, day: int | None = None) -> list[Place]:
    """The places of a request beside what is booked, on one date or all, with all that the date costs."""
    calendars, same_day = table.calendars, table.same_day.get(request.index, ())
    return [
        Place(unit, here, request.day_cost[here] + calendars.apart_cost(request, here, same_day), domains)
        for unit, here, domains in table.places(request, day)
    ]


def _places_to_move(table: Table, request: Request, adds: int, slack: int | None) -> list[Place]:
    """Where a standing request stands, and its cheapest other places that can pay."""
    stands = table.standing[request.index]
    least = min((cost for _, cost in request.days), default=0)
    found: list[Place] = []
    for place in sorted(_places(table, request), key=lambda one: one.cost):
        if (place.unit, place.day) == (stands.unit, stands.day):
            found.insert(0, place)
        elif len(found) <= MOST_PLACES and (slack is None or place.cost - least <= slack + max(0, -adds)):
            found.append(place)
    return found

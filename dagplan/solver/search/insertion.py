"""The cheapest place for one request beside what is booked.

For each unit and date the visits' candidates are grouped by cost; combinations are tried cheapest first.
Within one, the least wait is found exactly: starts that belong to whole sequences are kept as sets, and from
each first start the earliest next one is best (any later next start leads to no earlier end).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from operator import itemgetter

from dagplan.solver.instance.bits import each_minute, first_minute, later, union_of
from dagplan.solver.instance.instance import Domains, Instance, Placement, Request, Slot, Visit, keep_in_sequence

from .agreement import Level, cheapest_agreeing
from .best_first import best_first
from .calendars import Calendars
from .gaps import Gaps
from .params import SearchParams
from .snugness import Candidates, Snugness, snug_start

Prices = Sequence[float]
"""For each segment, the price of a minute of it (from the bound); a guide, no part of the cost."""

Full = set[tuple[int, int, int]]
"""Where what some requests ask for (the ``id`` of their visits) has no room: with unit and date."""

_COST = itemgetter(0)
_EVERY_COMBINATION = 1_000_000_000


def cheapest_insertion(
    calendars: Calendars,
    request: Request,
    same_day: tuple[int, ...] = (),
    prices: Prices | None = None,
    *,
    days: Collection[int] | None = None,
    full: Full | None = None,
    combinations: int = SearchParams.most_combinations,
) -> Placement | None:
    """The cheapest place for a request, or None if none costs less than leaving it out.

    Parameters
    ----------
    calendars
        What is booked.
    request
        What is to be placed; it must not be booked.
    same_day
        Requests it is wished on the same date with.
    prices
        Price of a minute of each segment, added to the cost while choosing.
    days
        Dates to look at; None for all.
    full
        Where there is no room for others who ask for the same, to be looked up and noted; only while nothing is
        taken out of the calendars.
    combinations
        So many combinations of people are tried for a sequence at each unit and date.
    """
    instance = calendars.instance
    best: Placement | None = None
    limit = float(request.unbooked_cost)
    same = id(request.visits)
    load = calendars.load
    for day, day_cost in request.days if load is None else load.cheapest_first(request, days):
        # Dates come cheapest first, and nothing costs less than its date: so the rest cost too much as well.
        if day_cost >= limit:
            break
        if days is not None and day not in days:
            continue
        beside = day_cost + calendars.apart_cost(request, day, same_day) if same_day else day_cost
        for unit in request.units:
            if load is not None:  # what the date costs at its best unit is known, at the others it may cost more
                beside = request.day_cost[day] + load.delta(unit, day, request.minutes)
                beside += calendars.apart_cost(request, day, same_day)
            if beside >= limit or (unit, day) not in instance.segments_at:
                continue
            if full is not None and (same, unit, day) in full:
                continue
            openings = calendars.openings(request, unit, day)
            if openings is None:
                if full is not None and not calendars.patient_is_busy(request.patient, day):
                    full.add((same, unit, day))
                continue
            # One visit needs no lists of candidates, and many requests are one visit.
            # Half of all requests are one visit: for these the choice is made without lists of candidates.
            if request.simple:
                found = _cheapest_slot(calendars, request, unit, day, openings[0], prices, limit - beside)
            else:
                levels = _levels_beside(calendars, request, unit, day, openings, prices)
                snug = Snugness(calendars, request, unit, day)
                found = _cheapest_slots(calendars, request, levels, limit - beside, combinations, snug)
            if found is not None:
                limit = beside + found[0]
                best = instance.placement(request, unit, day, found[1])
    return calendars.equipped(request, best) if best is not None else None


def cheapest_within(
    calendars: Calendars, request: Request, unit: int, day: int, domains: Domains
) -> Placement | None:
    """The cheapest placement at one unit on one date among these starts, whatever it costs: exact.

    Parameters
    ----------
    domains
        Where each visit may start, as ``Calendars.domains`` gives it, or fewer.
    """
    instance = calendars.instance
    levels = [_levels(instance, visit, options, None) for visit, options in zip(request.visits, domains, strict=True)]
    found = _cheapest_slots(calendars, request, levels, math.inf, _EVERY_COMBINATION, None)
    if found is None:
        return None
    return calendars.equipped(request, instance.placement(request, unit, day, found[1]))


def fits(instance: Instance, request: Request, unit: int, day: int) -> bool:
    """Whether a request has room at a place beside what is locked, were nothing else booked: exact."""
    domains = instance.domains(request, unit, day)
    if domains is None or not request.visits.asks_of_people:
        return domains is not None
    return cheapest_within(Calendars(instance), request, unit, day, domains) is not None


def cheapest_of_all(calendars: Calendars, request: Request) -> Placement | None:
    """The cheapest placement anywhere beside what is booked, or None if none costs less than leaving it out: exact.

    Wishes for the same date as others are not counted.
    """
    best: Placement | None = None
    least, load = request.unbooked_cost, calendars.load
    for day, day_cost in request.days if load is None else load.cheapest_first(request, None):
        if day_cost >= least:
            break
        for unit in request.units:
            domains = calendars.domains(request, unit, day) if (unit, day) in calendars.instance.segments_at else None
            found = cheapest_within(calendars, request, unit, day, domains) if domains is not None else None
            if found is not None:
                cost = found.cost + calendars.uneven_cost(request, unit, day)
                if cost < least:
                    best, least = found, cost
    return best


def _cheapest_slot(
    calendars: Calendars, request: Request, unit: int, day: int, allowed: int, prices: Prices | None, limit: float
) -> tuple[float, list[Slot]] | None:
    """The same for a request of one visit that costs the same at all of a person's starts: the tightest fit."""
    instance, free, visit = calendars.instance, calendars.free, request.visits[0]
    duration, preference = visit.duration, visit.preference
    gaps = calendars.gaps(visit.kind, unit, day)
    best: Slot | None = None
    slack = 3
    for index, starts in zip(gaps.segments, gaps.starts, strict=True):
        room = starts & allowed
        if not room:
            continue
        cost: float = 0
        if preference is not None:
            cost = preference.of_person(instance.segments[index].person)
        if prices is not None:
            cost += duration * prices[index]
        # Of those that cost the same the snuggest fit is taken, since what it leaves free stays in one piece. Nothing
        # is snugger than 0.
        if cost > limit or (cost == limit and (best is None or not slack)):
            continue
        if cost < limit:
            slack = 3
        fit, start = snug_start(free[index], room, duration, instance.grid)
        if fit < slack:
            best, limit, slack = Slot(index, start), cost, fit
    return (limit, [best]) if best is not None else None


def _cheapest_slots(
    calendars: Calendars,
    request: Request,
    levels: list[list[Level]],
    limit: float,
    most: int,
    snug: Snugness | None,
) -> tuple[float, list[Slot]] | None:
    instance = calendars.instance
    if len(levels) == 1:
        cost, union, candidates = levels[0][0]
        if cost >= limit:
            return None
        segment, starts = next((one, room & union) for one, room in zip(*candidates, strict=True) if room & union)
        _, start = snug_start(calendars.free[segment], starts, request.visits[0].duration, instance.grid)
        return cost, [Slot(segment, start)]
    if request.visits.asks_of_people:

        def find(some: list[list[Level]], below: float) -> tuple[float, list[Slot]] | None:
            return _cheapest_sequence(instance, request, some, below, most, snug)

        return cheapest_agreeing(instance, request, levels, limit, most, find)
    return _cheapest_sequence(instance, request, levels, limit, most, snug)


def _levels_beside(
    calendars: Calendars, request: Request, unit: int, day: int, openings: list[int], prices: Prices | None
) -> list[list[Level]]:
    """The candidates of each visit beside what is booked, by what they cost, cheapest first."""
    levels: list[list[Level]] = []
    for visit, keep in zip(request.visits, openings, strict=True):
        if visit.fixed is not None:
            levels.append(_levels(calendars.instance, visit, [], prices))
            continue
        gaps = calendars.gaps(visit.kind, unit, day)
        if prices is not None or (visit.preference is not None and visit.preference.clock):
            levels.append(_levels(calendars.instance, visit, gaps.among(keep), prices))
        elif visit.preference is None and visit.existing is None:
            # Everybody costs the same: one level, whose starts are the gaps' own list, not a copy.
            levels.append([(0, keep, (gaps.segments, gaps.starts))])
        else:
            levels.append(_levels_of_most(calendars.instance, visit, gaps, keep))
    return levels


def _levels_of_most(instance: Instance, visit: Visit, gaps: Gaps, keep: int) -> list[Level]:
    """``_levels`` where nearly all candidates cost the same: all but people preferred and the one who has it."""
    preference, existing = visit.preference, visit.existing
    usual = instance.weights.moved if existing is not None else 0
    special = set() if existing is None else {existing[0]}
    if preference is not None:
        usual += preference.others
        special.update(preference.named)
    # Only the few who cost something else are looked at one by one; a unit has dozens who cost the same.
    numbers = [number for person in special for number in gaps.of_person(person, instance.segments)]
    left = list(gaps.starts)
    own: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if gaps.starts[number] & keep:
            own.append((gaps.segments[number], gaps.starts[number] & keep))
        left[number] = 0
    found = []
    for cost, union, candidates in _levels(instance, visit, own, None):
        if cost == usual:
            for segment, starts in zip(*candidates, strict=True):
                left[bisect_left(gaps.segments, segment)] |= starts
        else:
            found.append((cost, union, candidates))
    union = union_of(left) & keep
    if union:
        found.append((usual, union, (gaps.segments, left)))
    return sorted(found, key=_COST)


def _levels(instance: Instance, visit: Visit, options: list[tuple[int, int]], prices: Prices | None) -> list[Level]:
    """A visit's candidates by what they cost, cheapest first."""
    if visit.fixed is not None:
        return [(0, 1 << visit.fixed, ([-1], [1 << visit.fixed]))]
    by_cost: dict[float, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, starts in options:
        price = visit.duration * prices[index] if prices is not None else 0
        for cost, same in instance.costs(visit, instance.segments[index], starts):
            segments, minutes = by_cost[price + cost]
            if segments and segments[-1] == index:
                minutes[-1] |= same  # two kinds of starts that happen to cost the same
                continue
            segments.append(index)
            minutes.append(same)
    return [(cost, union_of(by_cost[cost][1]), by_cost[cost]) for cost in sorted(by_cost)]


def _cheapest_sequence(
    instance: Instance,
    request: Request,
    levels: list[list[Level]],
    limit: float,
    most: int,
    snug: Snugness | None,
) -> tuple[float, list[Slot]] | None:
    """Best first over combinations of candidates, each with its least wait; of what costs the same what is snug."""
    best: tuple[float, list[Slot]] | None = None
    least_wait = instance.weights.wait * sum([visit.least for visit in request.visits[1:]])
    for cost, choice in islice(best_first(levels), most):
        # Every combination that is to come costs at least as much, before any wait.
        if cost + least_wait >= limit:
            break
        starts = _least_wait(request, [level[i][1] for level, i in zip(levels, choice, strict=True)], snug)
        if starts is not None:
            total = cost + instance.weights.wait * request.spare(starts)
            if total < limit:
                limit = total
                parts = [level[i][2] for level, i in zip(levels, choice, strict=True)]
                best = (
                    total,
                    [
                        snug.slot(visit, part, start) if snug is not None else _first_slot(part, start)
                        for visit, part, start in zip(request.visits, parts, starts, strict=True)
                    ],
                )
    return best


def _first_slot(candidates: Candidates, start: int) -> Slot:
    """The first of some candidates that may start at a minute."""
    for segment, starts in zip(*candidates, strict=True):
        if starts >> start & 1:
            return Slot(segment, start)
    raise LookupError(start)


def _least_wait(request: Request, starts: list[int], snug: Snugness | None) -> list[int] | None:
    """Starts of a whole sequence with the least wait; of those the earliest, of two visits the snuggest."""
    alive = keep_in_sequence(request, starts)
    if alive is None:
        return None
    visits = request.visits
    least = sum(visit.least for visit in visits[1:])
    best: list[int] | None = None
    best_wait = 0
    # Every start that is left belongs to a whole sequence, so the earliest next start never leads into a dead end;
    # and a later one can only end later. So one sequence a first start is enough.
    for first in each_minute(alive[0]):
        chosen = [first]
        for i in range(1, len(visits)):
            if visits[i].fixed is not None:
                chosen.append(visits[i].fixed or 0)
                continue
            ended = visits[i - 1].duration
            chosen.append(
                first_minute(alive[i] & later(1 << chosen[-1], ended + visits[i].least, ended + visits[i].most))
            )
        wait = request.spare(chosen)
        if best is None or wait < best_wait:
            best, best_wait = chosen, wait
            # No sequence waits less than the least waits that are asked for.
            if wait <= least:
                break
    if snug is not None and best is not None and len(visits) == 2 and all(visit.fixed is None for visit in visits):
        apart = best[1] - best[0]
        first = snug.first_of_pair(alive[0] & alive[1] >> apart, apart)
        return [first, first + apart]
    return best

"""Where the visits of one request may start beside what stands: every person and time that a whole placement has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from dagplan.models.clock import minute_of_day
from dagplan.models.offer import Offer
from dagplan.solver.instance.bits import runs
from dagplan.solver.instance.instance import Domains, Instance, Request, keep_in_sequence
from dagplan.solver.offers.placing import Placing
from dagplan.solver.search.insertion import cheapest_within

Starts = tuple[tuple[int, int], ...]
"""The first and the last start of each run, in minutes from midnight: every step of the grid between them is one."""


@dataclass(frozen=True)
class AllowedStarts:
    """When one visit may start with one person at one unit on one date.

    Examples
    --------
    With a grid of 5 minutes ``starts=((540, 560), (600, 600))`` are 9:00, 9:05, 9:10, 9:15, 9:20 and 10:00.
    """

    visit: str
    date: date
    unit: str
    practitioner: str
    starts: Starts

    def __contains__(self, moment: datetime) -> bool:
        minute, grid = minute_of_day(moment), self._grid
        return moment.date() == self.date and any(
            first <= minute <= last and not (minute - first) % grid for first, last in self.starts
        )

    _grid: int = 1


def allowed_starts(placing: Placing, number: int) -> list[AllowedStarts]:
    """Every start that some whole placement of a request has, by date, unit, visit (in sequence) and person."""
    instance, names = placing.instance, placing.names
    request, case = instance.requests[number], placing.asked.requests[number]
    found = []
    for unit, day, some in placing.places(request):
        for position, options in enumerate(_agreeing(instance, request, some)):
            for segment, starts in options:
                person = names.people[instance.segments[segment].person]
                place = day, unit, position, person
                one = AllowedStarts(
                    case.visits[position].id,
                    instance.dates[day],
                    names.units[unit],
                    person,
                    _on_grid(starts, instance.grid),
                    instance.grid,
                )
                found.append((place, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def cheapest_with(
    placing: Placing, number: int, position: int, practitioner: str, unit: str, start: datetime
) -> Offer | None:
    """The cheapest whole placement of a request that has one of its visits just there; None where none has."""
    instance, names = placing.instance, placing.names
    if start.date() not in instance.dates:
        return None
    request, day = instance.requests[number], instance.dates.index(start.date())
    bit = 1 << minute_of_day(start)
    for at, here, domains in placing.places(request, day):
        if names.units[at] != unit:
            continue
        there = [
            (segment, bit)
            for segment, starts in domains[position]
            if starts & bit and names.people[instance.segments[segment].person] == practitioner
        ]
        if there:
            cut = [there if i == position else options for i, options in enumerate(domains)]
            placement = cheapest_within(placing.calendars, request, at, here, cut)
            if placement is not None:
                return placing.offer(number, placement)
    return None


def _on_grid(starts: int, grid: int) -> Starts:
    """A set of starts as runs in steps of the grid."""
    filled = starts
    for step in range(1, grid):
        filled |= starts << step
    return tuple((first, end - grid) for first, end in runs(filled))


def _agreeing(instance: Instance, request: Request, domains: Domains) -> Domains:
    """Of the starts of each visit those that are left where visits have the same person, or others, as they ask.

    Every choice of people is gone through, till nothing more can be gained.
    """
    if not request.visits.asks_of_people:
        return domains
    groups = sorted({tuple(sorted({one.position, *one.same})) for one in request.free if one.same or one.different})
    able = [
        sorted(
            set.intersection(
                *({instance.segments[segment].person for segment, _ in domains[position]} for position in group)
            )
        )
        for group in groups
    ]
    left: list[dict[int, int]] = [{segment: 0 for segment, _ in options} for options in domains]
    for people in product(*able):
        whose = {position: person for group, person in zip(groups, people, strict=True) for position in group}
        if any(whose[one.position] == whose[other] for one in request.free for other in one.different):
            continue
        if all(left[position] == dict(options) for position, options in enumerate(domains)):
            break
        cut = [
            [one for one in options if position not in whose or instance.segments[one[0]].person == whose[position]]
            for position, options in enumerate(domains)
        ]
        alive = keep_in_sequence(request, [_union(request, position, some) for position, some in enumerate(cut)])
        for position, options in enumerate(cut if alive is not None else ()):
            for segment, starts in options:
                left[position][segment] |= starts & (alive or [])[position]
    return [[(segment, starts) for segment, starts in one.items() if starts] for one in left]


def _union(request: Request, position: int, options: list[tuple[int, int]]) -> int:
    fixed = request.visits[position].fixed
    if fixed is not None:
        return 1 << fixed
    union = 0
    for _, starts in options:
        union |= starts
    return union

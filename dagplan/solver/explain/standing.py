"""A plan in the solver's terms: its bookings in calendars, beside which everything is explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dagplan.models import PlanRequest
from dagplan.models.bookings import booking_as, booking_of, locked_in
from dagplan.models.clock import at_minute, minute_of_day
from dagplan.models.plan import Booking, Plan
from dagplan.solver.instance.evenness import Load
from dagplan.solver.instance.instance import Placement, Request, Segment, Slot
from dagplan.solver.instance.translate import translate
from dagplan.solver.search.calendars import Calendars, cost_of, minutes_of
from dagplan.solver.search.greedy import same_day_requests
from dagplan.solver.search.move_budget import disturbed_by, spare_moves

from .minute_counts import MinuteCounts


class Standing:
    """A request and a plan of it, in integers and minute by minute.

    Attributes
    ----------
    calendars
        The plan's bookings; requests that are not booked whole are not in it.
    minute_counts
        The minutes of people and patients beside them.
    spare
        So many visits more may leave their existing booking; None for as many as there are.
    moved
        How many visits of each request with existing bookings count as moved in the plan, by index.
    numbers
        Index of each request, by id.
    """

    def __init__(self, asked: PlanRequest, plan: Plan) -> None:
        self.asked = asked
        self.instance, self.names = translate(asked, one_by_one=True)
        self.same_day = same_day_requests(self.instance)
        self.calendars = Calendars(self.instance)
        self.minute_counts = MinuteCounts(asked, plan.bookings)
        self.numbers = {case.id: number for number, case in enumerate(asked.requests)}
        self.facts = locked_in(asked)
        self._people = {person: index for index, person in enumerate(self.names.people)}
        self._units = {unit: index for index, unit in enumerate(self.names.units)}
        self._days = {day: index for index, day in enumerate(self.instance.dates)}
        self._equipment = {item: index for index, item in enumerate(self.names.equipment)}
        self._stocks = {(one.equipment[0], one.day): one.index for one in self.instance.stocks}
        self._segments: dict[tuple[int, int, int], list[Segment]] = defaultdict(list)
        for segment in self.instance.segments:
            self._segments[segment.person, segment.unit, segment.day].append(segment)
        by_visit = {one.visit: one for one in plan.bookings}
        for request in self.instance.requests.values():
            own = [by_visit.get(visit.id) for visit in asked.requests[request.index].visits]
            if None not in own:
                self.calendars.book(request, self.placement(request, [one for one in own if one is not None]))

        self.spare = spare_moves(self.calendars)
        placed, instance = self.calendars.placed, self.instance
        self.moved = {
            index: instance.disturbed(request, placed.get(index))
            for index, request in instance.requests.items()
            if request.existing
        }

    def placement(self, request: Request, bookings: list[Booking]) -> Placement:
        """Bookings of all visits of a request, in sequence, as a placement; they keep every rule."""
        free = next(one for visit, one in zip(request.visits, bookings, strict=True) if visit.fixed is None)
        unit, day = self._units[free.unit], self._days[free.start.date()]
        slots = []
        for visit, booking in zip(request.visits, bookings, strict=True):
            start = minute_of_day(booking.start)
            if visit.fixed is not None:
                slots.append(Slot(-1, start))
                continue
            there = self._segments[self._people[booking.practitioner], unit, day]
            held = next(one for one in there if one.start <= start and start + visit.duration <= one.end)
            stocks = tuple([self._stocks[self._equipment[item], day] for item in booking.equipment])
            slots.append(Slot(held.index, start, stocks))
        return self.instance.placement(request, unit, day, slots)

    def bookings(self, request: Request, placement: Placement) -> list[Booking]:
        """A placement in the contract's words, locked visits too."""
        case = self.asked.requests[request.index]
        found = []
        for position, (visit, slot) in enumerate(zip(case.visits, placement.slots, strict=True)):
            fact = self.facts.get(visit.id)
            if fact is not None:
                found.append(booking_as(case, position, fact))
            else:
                person = self.names.people[self.instance.segments[slot.segment].person]
                when = at_minute(self.instance.dates[placement.day], slot.start)
                items = self.names.items_of(self.instance, slot)
                found.append(booking_of(case, position, person, self.names.units[placement.unit], when, items))
        return found

    def cost(self, request: Request, placement: Placement) -> int:
        """What a placement of an unbooked request adds to the objective beside what is booked."""
        same_day = self.same_day.get(request.index, ())
        beside = self.calendars.apart_cost(request, placement.day, same_day)
        return placement.cost + beside + self.calendars.uneven_cost(request, placement.unit, placement.day)

    def cost_with(self, some: Collection[int], placed: Mapping[int, Placement]) -> int:
        """What some requests cost where these placements are, all others as they stand."""
        beside = {partner for index in some for partner in self.same_day.get(index, ())}.difference(some)
        standing = {index: self.calendars.placed[index] for index in beside if index in self.calendars.placed}
        new = {index: placed[index] for index in some if index in placed}
        cost = cost_of(self.instance, standing | new, some, self.same_day)
        return cost if self.calendars.load is None else cost + self._uneven_cost_with(self.calendars.load, some, new)

    def _uneven_cost_with(self, load: Load, some: Collection[int], placed: Mapping[int, Placement]) -> int:
        now = self.calendars.placed
        more = minutes_of(self.instance, placed)
        for place, minutes in minutes_of(self.instance, {i: now[i] for i in some if i in now}).items():
            more[place] = more.get(place, 0) - minutes
        return load.cost_with(more)

    def spare_with(self, some: Collection[int], placed: Mapping[int, Placement]) -> int | None:
        """How many visits more may leave their booking where some requests are placed so (or left out)."""
        if self.spare is None:
            return None
        return self.spare + self.moved_of(some) - disturbed_by(self.instance, placed, some)

    def moved_of(self, some: Iterable[int]) -> int:
        """How many visits of some requests count as moved in the plan."""
        return sum(self.moved.get(index, 0) for index in some)

    def worth(self) -> Mapping[str, int]:
        """What each booked request is worth: its cost when left out, less what it costs where it stands."""
        return {
            self.asked.requests[index].id: max(0, self.instance.requests[index].unbooked_cost - placement.cost)
            for index, placement in self.calendars.placed.items()
        }

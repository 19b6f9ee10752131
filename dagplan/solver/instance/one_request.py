"""One request of the contract in integers: its visits, where and when it may be, and what that costs.

Most requests ask for what others ask for too: they share their visits, their dates and what is reckoned of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.clock import minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.cost import unbooked_cost
from dagplan.models.people import asks_of_people
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking
from dagplan.models.request import Request as AskedRequest
from dagplan.models.request import Visit as AskedVisit

from .agreement import Agreement, agreements_of
from .instance import NO_BOUND, NO_ROOM, Dates, Kind, Request, Visit, Visits
from .reckoning import Costs, Limits, Ofs


class RequestTranslator:
    """Translates requests, one at a time, by what is booked as it is told.

    Parameters
    ----------
    asked
        Whose people, units, equipment and settings count.
    dates
        The date of each index, in order.

    Attributes
    ----------
    facts, wishes
        The bookings that are locked and those that may move, by visit: of the requests that are translated, and of
        those they are wished on the same date with.
    standing
        The requests whose bookings, not locked, could all stay.
    kinds
        The number of each kind of visit there has been, in order.
    """

    def __init__(self, asked: PlanRequest, dates: Sequence[date]) -> None:
        self.asked = asked
        self.dates = dates
        self.days = {day: number for number, day in enumerate(dates)}
        self.people = {person.id: index for index, person in enumerate(asked.practitioners)}
        self.units = {unit.id: index for index, unit in enumerate(asked.units)}
        self.equipment = {item.id: index for index, item in enumerate(asked.equipment)}
        self.equipment_kinds: dict[str, int] = {}
        self.facts: Mapping[str, Booking] = {}
        self.wishes: Mapping[str, ExistingBooking] = {}
        self.standing: frozenset[str] = frozenset()
        self.patients: dict[str, int] = {}
        having: dict[str, set[int]] = defaultdict(set)
        for person in asked.practitioners:
            for word in competence_keys(person.competences):
                having[word].add(self.people[person.id])
        self.able = {word: frozenset(people) for word, people in having.items()}
        self.kinds: dict[Kind, int] = {}
        self.joined: dict[str, list[tuple[int, AskedRequest]]] = {}
        self.limits = Limits(asked, self.units, self.people, self.dates)
        self.costs = Costs(asked, self.people)
        self.kind_of: dict[tuple[object, ...], int] = {}
        self.visits: dict[tuple[object, ...], Visit] = {}
        self.unit_sets: dict[tuple[object, ...], tuple[int, ...]] = {}
        self.sequences: dict[tuple[int, ...], Visits] = {}
        self.day_sets: dict[tuple[object, ...], Dates] = {}

    def join(self, requests: Iterable[tuple[int, AskedRequest]]) -> None:
        """Note which of some requests, given with their numbers, are wished on the same date."""
        pairs: dict[str, set[str]] = defaultdict(set)
        known = {}
        for number, request in requests:
            known[request.id] = number, request
            for other in request.same_day_as:
                pairs[request.id].add(other)
                pairs[other].add(request.id)
        self.joined = {one: [known[other] for other in others] for one, others in pairs.items()}

    def request(self, index: int, request: AskedRequest) -> Request:
        """One request; ``index`` is its number."""
        facts = [self.facts[visit.id] for visit in request.visits if visit.id in self.facts] if self.facts else []
        return Request(
            index=index,
            visits=self._visits(request),
            units=self._units(request, facts),
            days=self._days(request, facts),
            unbooked_cost=unbooked_cost(self.asked.settings.weights, request, len(request.visits) - len(facts)),
            patient=self.patients[request.patient],
            partners=self._partners(index, request) if request.id in self.joined else (),
            stands=request.id in self.standing,
        )

    def _visits(self, request: AskedRequest) -> Visits:
        hours = self.limits.of_clock(request)
        asks = self._agreements(request) if asks_of_people(request) else None
        made = tuple([self._visit(request, position, hours, asks) for position in range(len(request.visits))])
        # Visits are shared objects that live as long as this does: the same id is the same visit.
        key = tuple(map(id, made))
        found = self.sequences.get(key)
        if found is None:
            found = self.sequences[key] = Visits(made)
        return found

    def _agreements(self, request: AskedRequest) -> list[Agreement]:
        """What each visit of a request asks of the people of the others."""
        able = []
        for visit in request.visits:
            fact = self.facts.get(visit.id)
            having = self.able.get(competence_key(visit.competence), frozenset())
            people = self.limits.people(self.limits.of_visit(visit), having)
            able.append(people if fact is None else frozenset({self.people[fact.practitioner]}))
        return agreements_of(request, able, [at for at, one in enumerate(request.visits) if one.id in self.facts])

    def _visit(self, request: AskedRequest, position: int, hours: Ofs, asks: list[Agreement] | None) -> Visit:
        visit = request.visits[position]
        least, most = request.waits_before(position)
        if position and visit.id in self.facts and request.visits[position - 1].id in self.facts:
            least, most = (
                0,
                None,
            )  # between two locked facts nothing is asked, so that no least wait is counted either
        fact = self.facts.get(visit.id) if self.facts else None
        made = (
            position,
            visit.duration,
            self._kind(visit, hours, frozenset(asks[position].among) if asks else None),
            min(least, NO_ROOM),
            NO_BOUND if most is None else min(most, NO_BOUND),
            self.costs.preference(request, visit),
            None if fact is None else minute_of_day(fact.start),
            self._existing(visit.id) if self.wishes else None,
            self._needs(visit) if visit.equipment else (),
            tuple(sorted(asks[position].same)) if asks else (),
            tuple(sorted(asks[position].different)) if asks else (),
            self._held(visit.id) if visit.equipment else (),
        )
        # Most visits are asked for a thousand times over: one object for all of them.
        found = self.visits.get(made)
        if found is None:
            found = self.visits[made] = Visit(*made)
        return found

    def _needs(self, visit: AskedVisit) -> tuple[int, ...]:
        kinds = self.equipment_kinds
        return tuple([kinds.setdefault(competence_key(kind), len(kinds)) for kind in visit.equipment])

    def _held(self, visit: str) -> tuple[int, ...]:
        wish = self.wishes.get(visit)
        return tuple([self.equipment[item] for item in wish.equipment]) if wish is not None else ()

    def _kind(self, visit: AskedVisit, hours: Ofs, among: frozenset[int] | None) -> int:
        of_people = self.limits.of_visit(visit)
        asked = visit.competence, visit.duration, of_people, hours, among
        number = self.kind_of.get(asked)
        if number is None:
            able = self.able.get(competence_key(visit.competence), frozenset())
            people = self.limits.people(of_people, able)
            kind = Kind(people if among is None else people & among, visit.duration, self.limits.hours(hours))
            number = self.kind_of[asked] = self.kinds.setdefault(kind, len(self.kinds))
        return number

    def _units(self, request: AskedRequest, facts: list[Booking]) -> tuple[int, ...]:
        of = self.limits.of_units(request)
        key = of, *(fact.unit for fact in facts)
        found = self.unit_sets.get(key)
        if found is None:
            held = {self.units[fact.unit] for fact in facts}
            found = self.unit_sets[key] = tuple([unit for unit in self.limits.units(of) if held <= {unit}])
        return found

    def _existing(self, visit: str) -> tuple[int, int, int, int] | None:
        wish = self.wishes.get(visit)
        if wish is None:
            return None
        day = self.days.get(wish.start.date(), -1)
        return self.people[wish.practitioner], self.units[wish.unit], day, minute_of_day(wish.start)

    def _days(self, request: AskedRequest, facts: list[Booking]) -> Dates:
        """Dates on which it may be booked, each with the cost of that date, cheapest first."""
        limits, costs = self.limits.of_dates(request), self.costs.of_dates(request)
        # A partly locked request counts its day by its first visit, which is on the same date here.
        held = tuple(fact.start.date() for fact in facts)
        beside = tuple(self._dates_of_locked_partners(request)) if self.facts and request.id in self.joined else ()
        key = limits, costs, held, beside
        found = self.day_sets.get(key)
        if found is None:
            options = []
            for number in self.limits.dates(limits):
                day = self.dates[number]
                if all(one == day for one in held):
                    apart = self.asked.settings.weights.apart * sum(other != day for other in beside)
                    options.append((self.costs.of_date(costs, day) + apart, number))
            found = self.day_sets[key] = Dates([(number, cost) for cost, number in sorted(options)])
        return found

    def _dates_of_locked_partners(self, request: AskedRequest) -> list[date]:
        """Dates of wholly locked requests that this one is wished on the same date with, each pair once."""
        dates = []
        for _, other in self.joined[request.id]:
            facts = [self.facts.get(visit.id) for visit in other.visits]
            if facts[0] is not None and None not in facts:
                dates.append(facts[0].start.date())
        return dates

    def _partners(self, index: int, request: AskedRequest) -> tuple[int, ...]:
        """Indices of requests, earlier in the list and not wholly locked, that this one is joined with."""
        found = []
        for number, other in self.joined[request.id]:
            if number < index and any(visit.id not in self.facts for visit in other.visits):
                found.append(number)
        return tuple(sorted(found))

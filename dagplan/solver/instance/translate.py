"""From the contract's request to the instance in integers, once."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest, terms_of
from dagplan.models.bookings import locked_bookings, movable_in
from dagplan.models.clock import minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.cost import unbooked_cost
from dagplan.models.moves import able_to_stand
from dagplan.models.people import asks_of_people
from dagplan.models.plan import Booking
from dagplan.models.request import Request as AskedRequest
from dagplan.models.request import Visit as AskedVisit
from dagplan.models.windows import by_date, free_windows, patient_busy_spans, subtract

from .agreement import Agreement, agreements_of
from .bits import span_mask
from .equipment import stocks_of
from .evenness import evenness_of
from .instance import (
    NO_BOUND,
    NO_ROOM,
    Dates,
    Instance,
    Kind,
    Request,
    Segment,
    Slot,
    Visit,
    Visits,
    Weights,
)
from .reckoning import Costs, Limits, Ofs

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Names:
    """The ids behind the indices."""

    people: list[str]
    units: list[str]
    equipment: list[str]

    def items_of(self, instance: Instance, slot: Slot) -> tuple[str, ...]:
        """The ids of the items that a visit has, where each item is a stock by itself."""
        return tuple([self.equipment[instance.stocks[one].equipment[0]] for one in slot.stocks])


def translate(asked: PlanRequest, *, one_by_one: bool = False) -> tuple[Instance, Names]:
    """Build the instance.

    Locked bookings are taken out of their person's and patient's time; requests that are wholly locked
    have nothing left to plan and are not in ``requests`` (their cost is in ``constant``). Equipment is ``one_by_one``
    where bookings stand with the items they have, and otherwise counted where several items are alike.
    """
    instance, names = _Translator(asked).run(one_by_one)
    log.info(
        "instance: %d requests with %d visits to plan, %d people in %d free windows, %d units, %d dates, grid %d min",
        len(instance.requests),
        sum([len(request.free) for request in instance.requests.values()]),
        len(names.people),
        len(instance.segments),
        len(names.units),
        len(instance.dates),
        instance.grid,
    )
    return instance, names


class _Translator:
    def __init__(self, asked: PlanRequest) -> None:
        self.asked = asked
        # Only dates on which somebody is there: a request may plan over years.
        there = {window.start.date() for window in asked.availability}
        self.dates = sorted(day for day in there if asked.first_date <= day <= asked.last_date)
        self.days = {day: number for number, day in enumerate(self.dates)}
        self.people = {person.id: index for index, person in enumerate(asked.practitioners)}
        self.units = {unit.id: index for index, unit in enumerate(asked.units)}
        self.patients: dict[str, int] = {}
        self.equipment = {item.id: index for index, item in enumerate(asked.equipment)}
        self.equipment_kinds: dict[str, int] = {}
        self.facts = {booking.visit: booking for booking in locked_bookings(asked)}
        self.wishes = movable_in(asked)
        most = asked.settings.max_moved
        self.max_moved = most if most is not None and most < len(self.wishes) else None
        self.standing = able_to_stand(asked) if self.max_moved is not None else frozenset()
        self.able: dict[str, frozenset[int]] = {}
        self.kinds: dict[Kind, int] = {}
        self.limits = Limits(asked, self.units, self.people, self.dates)
        self.costs = Costs(asked, self.people)
        self.kind_of: dict[tuple[object, ...], int] = {}
        self.visits: dict[tuple[object, ...], Visit] = {}
        self.unit_sets: dict[tuple[object, ...], tuple[int, ...]] = {}
        self.sequences: dict[tuple[int, ...], Visits] = {}
        self.day_sets: dict[tuple[object, ...], Dates] = {}
        self.joins: dict[str, set[str]] = defaultdict(set)
        for request in asked.requests:
            for other in request.same_day_as:
                self.joins[request.id].add(other)
                self.joins[other].add(request.id)
        self.numbers = {one.id: number for number, one in enumerate(asked.requests) if one.id in self.joins}

    def run(self, one_by_one: bool) -> tuple[Instance, Names]:
        asked = self.asked
        for request in asked.requests:
            self.patients.setdefault(request.patient, len(self.patients))
        having: dict[str, set[int]] = defaultdict(set)
        for person in asked.practitioners:
            for word in competence_keys(person.competences):
                having[word].add(self.people[person.id])
        self.able = {word: frozenset(people) for word, people in having.items()}
        open_requests = {
            index: self._request(index, request)
            for index, request in enumerate(asked.requests)
            if not self.facts or any(visit.id not in self.facts for visit in request.visits)
        }
        counts: dict[int, int] = defaultdict(int)
        for opened in open_requests.values():
            counts[opened.patient] += 1
        kinds, facts = self.equipment_kinds, self.facts.values()
        stocks = stocks_of(asked, kinds, self.units, self.days, facts, one_by_one=one_by_one)
        weights = asked.settings.weights
        # By the checker's own reckoning, so that what is locked costs here what it costs there: but for how unevenly
        # it fills the dates, since booking more may make that less.
        terms = terms_of(asked, facts)
        locked_only = terms.total - terms.uneven
        instance = Instance(
            grid=asked.settings.grid,
            dates=tuple(self.days),
            segments=self._segments(),
            kinds=list(self.kinds),
            requests=open_requests,
            weights=Weights(weights.wait, weights.moved, weights.apart),
            constant=locked_only - sum(opened.unbooked_cost for opened in open_requests.values()),
            patient_busy=self._patient_busy(),
            shared_patients={patient for patient, count in counts.items() if count > 1},
            max_moved=self.max_moved,
            stocks=stocks,
            evenness=evenness_of(asked, self.units, self.days, facts),
        )
        return instance, Names(list(self.people), list(self.units), list(self.equipment))

    def _segments(self) -> list[Segment]:
        """The free windows of everybody who could take a visit, locked bookings taken out."""
        taken: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
        for fact in self.facts.values():
            for day, span in by_date(fact.start, fact.end, self.asked.first_date, self.asked.last_date):
                taken[fact.practitioner, day].append(span)
        segments: list[Segment] = []
        ids = list(self.people)
        wanted = {ids[person] for kind in self.kinds for person in kind.people}
        for (person, unit, day), spans in free_windows(self.asked, wanted).items():
            for start, end in subtract(spans, taken.get((person, day), ())):
                where = self.people[person], self.units[unit], self.days[day]
                segments.append(Segment(len(segments), *where, start, end))
        return segments

    def _patient_busy(self) -> dict[tuple[int, int], int]:
        busy: dict[tuple[int, int], int] = defaultdict(int)
        for fact in self.facts.values():
            for day, (start, end) in by_date(fact.start, fact.end, self.asked.first_date, self.asked.last_date):
                if day in self.days:
                    busy[self.patients[fact.patient], self.days[day]] |= span_mask(start, end)
        for (patient, day), spans in patient_busy_spans(self.asked, self.days).items():
            if patient in self.patients:
                for start, end in spans:
                    busy[self.patients[patient], self.days[day]] |= span_mask(start, end)
        return dict(busy)

    def _request(self, index: int, request: AskedRequest) -> Request:
        facts = [self.facts[visit.id] for visit in request.visits if visit.id in self.facts] if self.facts else []
        return Request(
            index=index,
            visits=self._visits(request),
            units=self._units(request, facts),
            days=self._days(request, facts),
            unbooked_cost=unbooked_cost(self.asked.settings.weights, request, len(request.visits) - len(facts)),
            patient=self.patients[request.patient],
            partners=self._partners(index, request) if request.id in self.joins else (),
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
        beside = tuple(self._dates_of_locked_partners(request)) if self.facts and request.id in self.joins else ()
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
        for other in self._joined(request):
            facts = [self.facts.get(visit.id) for visit in other.visits]
            if facts[0] is not None and None not in facts:
                dates.append(facts[0].start.date())
        return dates

    def _partners(self, index: int, request: AskedRequest) -> tuple[int, ...]:
        """Indices of requests, earlier in the list and not wholly locked, that this one is joined with."""
        found = []
        for other in self._joined(request):
            number = self.numbers[other.id]
            if number < index and any(visit.id not in self.facts for visit in other.visits):
                found.append(number)
        return tuple(sorted(found))

    def _joined(self, request: AskedRequest) -> list[AskedRequest]:
        return [self.asked.requests[self.numbers[other]] for other in self.joins[request.id]]

"""From the contract's request to the problem in integers, once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest, terms_of
from dagplan.models.bookings import locked_bookings, movable_in
from dagplan.models.clock import MINUTES_A_DAY, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.cost import target_date
from dagplan.models.moves import able_to_stand
from dagplan.models.plan import Booking
from dagplan.models.request import Request as AskedRequest
from dagplan.models.windows import by_date, free_windows, patient_busy_spans, subtract

from .bits import span_mask
from .problem import NO_BOUND, NO_ROOM, Kind, Problem, Request, Segment, Visit, Weights


@dataclass(frozen=True)
class Names:
    """The ids behind the indices."""

    people: list[str]
    units: list[str]


def translate(asked: PlanRequest) -> tuple[Problem, Names]:
    """Build the problem.

    Locked bookings are taken out of their person's and patient's time; requests that are wholly locked
    have nothing left to plan and are not in ``requests`` (their cost is in ``constant``).
    """
    return _Translator(asked).run()


class _Translator:
    def __init__(self, asked: PlanRequest) -> None:
        self.asked = asked
        self.windows = free_windows(asked)
        # Only dates on which somebody is there: a request may plan over years.
        self.days = {day: number for number, day in enumerate(sorted({day for _, _, day in self.windows}))}
        self.people = {person.id: index for index, person in enumerate(asked.practitioners)}
        self.units = {unit.id: index for index, unit in enumerate(asked.units)}
        self.patients: dict[str, int] = {}
        self.facts = {booking.visit: booking for booking in locked_bookings(asked)}
        self.wishes = movable_in(asked)
        most = asked.settings.max_moved
        self.most_moved = most if most is not None and most < len(self.wishes) else None
        self.standing = able_to_stand(asked) if self.most_moved is not None else frozenset()
        self.able: dict[str, frozenset[int]] = {}
        self.kinds: dict[Kind, int] = {}
        self.numbers = {request.id: number for number, request in enumerate(asked.requests)}
        self.joins: dict[str, set[str]] = defaultdict(set)
        for request in asked.requests:
            for other in request.same_day_as:
                self.joins[request.id].add(other)
                self.joins[other].add(request.id)

    def run(self) -> tuple[Problem, Names]:
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
            if any(visit.id not in self.facts for visit in request.visits)
        }
        counts: dict[int, int] = defaultdict(int)
        for opened in open_requests.values():
            counts[opened.patient] += 1
        weights = asked.settings.weights
        locked_only = terms_of(asked, self.facts.values()).total
        problem = Problem(
            grid=asked.settings.grid,
            dates=tuple(self.days),
            segments=self._segments(),
            kinds=list(self.kinds),
            requests=open_requests,
            weights=Weights(weights.wait, weights.not_preferred, weights.moved, weights.apart),
            constant=locked_only - sum(opened.loss for opened in open_requests.values()),
            patient_busy=self._patient_busy(),
            shared_patients={patient for patient, count in counts.items() if count > 1},
            most_moved=self.most_moved,
        )
        return problem, Names(list(self.people), list(self.units))

    def _segments(self) -> list[Segment]:
        taken: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
        for fact in self.facts.values():
            for day, span in by_date(fact.start, fact.end, self.asked.first_date, self.asked.last_date):
                taken[fact.practitioner, day].append(span)
        segments: list[Segment] = []
        for (person, unit, day), spans in self.windows.items():
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
        facts = [self.facts[visit.id] for visit in request.visits if visit.id in self.facts]
        units = {self.units[unit] for unit in request.units} or set(self.units.values())
        for fact in facts:
            units &= {self.units[fact.unit]}
        weight: int = getattr(self.asked.settings.weights.unbooked, request.priority)
        not_before = minute_of_day(request.not_before) if request.not_before else 0
        not_after = minute_of_day(request.not_after) if request.not_after else MINUTES_A_DAY
        visits = []
        for position, visit in enumerate(request.visits):
            people = self.able.get(competence_key(visit.competence), frozenset())
            if visit.practitioners:
                people &= {self.people[person] for person in visit.practitioners}
            kind = Kind(people, visit.duration, not_before, not_after)
            least, most = request.waits_before(position)
            visits.append(
                Visit(
                    position=position,
                    duration=visit.duration,
                    kind=self.kinds.setdefault(kind, len(self.kinds)),
                    least=min(least, NO_ROOM),
                    most=NO_BOUND if most is None else min(most, NO_BOUND),
                    preferred=-1 if visit.preferred is None else self.people[visit.preferred],
                    fixed=minute_of_day(self.facts[visit.id].start) if visit.id in self.facts else None,
                    existing=self._existing(visit.id),
                )
            )
        return Request(
            index=index,
            visits=tuple(visits),
            units=tuple(sorted(units)),
            days=self._days(request, facts),
            loss=weight * (len(visits) - len(facts)),
            patient=self.patients[request.patient],
            partners=self._partners(index, request),
            stands=request.id in self.standing,
        )

    def _existing(self, visit: str) -> tuple[int, int, int, int] | None:
        wish = self.wishes.get(visit)
        if wish is None:
            return None
        day = self.days.get(wish.start.date(), -1)
        return self.people[wish.practitioner], self.units[wish.unit], day, minute_of_day(wish.start)

    def _days(self, request: AskedRequest, facts: list[Booking]) -> tuple[tuple[int, int], ...]:
        """Dates on which it may be booked, each with the cost of that date, cheapest first."""
        weights = self.asked.settings.weights
        target = target_date(self.asked, request)
        beside = self._dates_of_locked_partners(request)
        options = []
        for day, number in self.days.items():
            barred = (
                (request.earliest is not None and day < request.earliest)
                or (request.latest is not None and day > request.latest)
                or day in request.excluded_dates
                or any(fact.start.date() != day for fact in facts)
            )
            if not barred:
                # A partly locked request counts its day by its first visit, which is on the same date here.
                cost = weights.day_deviation * abs((day - target).days)
                cost += weights.apart * sum(other != day for other in beside)
                options.append((cost, number))
        return tuple((number, cost) for cost, number in sorted(options))

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
        return [self.asked.requests[self.numbers[other]] for other in self.joins.get(request.id, ())]

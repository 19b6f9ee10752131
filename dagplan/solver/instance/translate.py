"""From the contract's request to the instance in integers, once."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dagplan.models import PlanRequest, terms_of
from dagplan.models.bookings import locked_bookings, movable_in
from dagplan.models.moves import able_to_stand
from dagplan.models.windows import by_date, free_windows, patient_busy_spans, subtract

from .bits import span_mask
from .equipment import stocks_of
from .evenness import evenness_of
from .instance import (
    Instance,
    Segment,
    Slot,
    Weights,
)
from .one_request import RequestTranslator

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


class _Translator(RequestTranslator):
    def __init__(self, asked: PlanRequest) -> None:
        # Only dates on which somebody is there: a request may plan over years.
        there = {window.start.date() for window in asked.availability}
        super().__init__(asked, sorted(day for day in there if asked.first_date <= day <= asked.last_date))
        self.facts = {booking.visit: booking for booking in locked_bookings(asked)}
        self.wishes = movable_in(asked)
        most = asked.settings.max_moved
        self.max_moved = most if most is not None and most < len(self.wishes) else None
        self.standing = able_to_stand(asked) if self.max_moved is not None else frozenset()
        self.join(enumerate(asked.requests))

    def run(self, one_by_one: bool) -> tuple[Instance, Names]:
        asked = self.asked
        for request in asked.requests:
            self.patients.setdefault(request.patient, len(self.patients))
        open_requests = {
            index: self.request(index, request)
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

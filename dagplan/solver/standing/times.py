"""The time that is free, as sets of minutes in calendars, with every booking taken out wherever it stands.

What stands is in nobody's hands here: whatever rules it breaks, its minutes are taken. A question about one request
lifts the bookings that may move for as long as it is asked, and finds what is free beside all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from dagplan.models.competences import competence_key
from dagplan.models.plan import Booking
from dagplan.models.request import ExistingBooking, Request
from dagplan.models.windows import by_date, equipment_busy_spans, free_windows, patient_busy_spans
from dagplan.solver.instance.bits import WHOLE_DAY, span_mask, union_of
from dagplan.solver.instance.evenness import Load
from dagplan.solver.instance.instance import Instance, Segment, Stock, Weights
from dagplan.solver.instance.one_request import RequestTranslator
from dagplan.solver.instance.translate import Names
from dagplan.solver.offers.placing import Placing
from dagplan.solver.search.calendars import Calendars

from .fill import Fill
from .register import Moved, Register

_Taken = dict[str, int]
"""By visit the minutes that it takes of something on one date, as a set."""


class Times:
    """The free time of people, patients and items, kept up to date.

    Parameters
    ----------
    register
        What stands.
    fill
        How full dates are; None where that costs nothing.
    """

    def __init__(self, register: Register, fill: Fill | None) -> None:
        self._register = register
        self._fill = fill
        base = register.base
        there = {window.start.date() for window in register.availability}
        dates = sorted(day for day in there if base.first_date <= day <= base.last_date)
        self._translator = RequestTranslator(base, dates)
        self.days = self._translator.days
        self._people, self._units = self._translator.people, self._translator.units
        for item in base.equipment:
            kinds = self._translator.equipment_kinds
            kinds.setdefault(competence_key(item.kind), len(kinds))
        self.names = Names(list(self._people), list(self._units), list(self._translator.equipment))
        weights = base.settings.weights
        self.instance = Instance(
            grid=base.settings.grid,
            dates=tuple(dates),
            segments=[],
            kinds=[],
            requests={},
            weights=Weights(weights.wait, weights.moved, weights.apart),
            constant=0,
            patient_busy={},
            shared_patients=set(),
            stocks=tuple(self._stocks()),
        )
        self.calendars = Calendars(self.instance)
        self._segments: dict[tuple[int, int], dict[int, Segment]] = defaultdict(dict)
        self._windows: dict[int, int] = {}
        self._of_people: dict[tuple[int, int], _Taken] = defaultdict(dict)
        self._of_patients: dict[tuple[int, int], _Taken] = defaultdict(dict)
        self._of_items: dict[tuple[int, int], _Taken] = defaultdict(dict)
        self._stock_of = {(stock.equipment[0], stock.day): stock for stock in self.instance.stocks}
        self._elsewhere: dict[tuple[int, int], int] = defaultdict(int)
        for (patient, day), spans in patient_busy_spans(base, dates).items():
            place = self._patient(patient), self.days[day]
            self._elsewhere[place] = union_of(span_mask(*span) for span in spans)
            self.instance.patient_busy[place] = self._elsewhere[place]
        self._stale = True
        for person in sorted(register.windows, key=self._people.__getitem__):
            self._see_windows(person)
        self._turn(register.full.values(), taking=True)

    def refresh(self, moved: Moved, people: Collection[str]) -> None:
        """Take in what is different: bookings by visit, before and after, and whose windows."""
        self._turn((before for before, _ in moved.values() if before is not None), taking=False)
        for person in sorted(people, key=self._people.__getitem__):
            self._see_windows(person)
        self._turn((after for _, after in moved.values() if after is not None), taking=True)
        self._stale = True

    @contextmanager
    def asked(
        self, case: Request, facts: Collection[str], wishes: Collection[str], lifted: Collection[str]
    ) -> Iterator[Placing]:
        """While the block runs, what can be asked of one request, whose index is 0.

        Parameters
        ----------
        facts, wishes
            Its booked visits that stay where they are, and those that may move at a cost.
        lifted
            Its visits whose time is free for it.
        """
        register, translator = self._register, self._translator
        partners = [register.cases[one] for one in register.joined(case.id)]
        beside = {visit: one for other in partners for visit, one in register.booked(other).items()}
        own: dict[str, ExistingBooking] = {visit: register.stands[visit] for visit in facts}
        free = {visit: register.stands[visit] for visit in wishes}
        translator.facts = beside | {visit: register.full[visit] for visit in facts}
        translator.wishes = free
        # Numbers above its own: those it is wished with are no requests here, but dates at a cost.
        translator.joined = {case.id: list(enumerate(partners, 1))} if partners else {}
        self._patient(case.patient)
        self._weigh()
        standing = [register.full[visit] for visit in lifted]
        self._turn(standing, taking=False)
        self._load(standing, -1)
        self.instance.requests[0] = translator.request(0, case)
        self.instance.kinds.extend(list(translator.kinds)[len(self.instance.kinds) :])
        asked = register.with_parts(requests=(case,), bookings=())
        try:
            yield Placing(asked, self.instance, self.names, self.calendars, {}, own, free)
        finally:
            del self.instance.requests[0]
            self._load(standing, 1)
            self._turn(standing, taking=True)

    def free_item(self, kind: str, booking: Booking) -> str | None:
        """An item of a kind for a booking: the first at its unit that is free, or else the first."""
        key, kinds = competence_key(kind), self._register.kinds
        items = [one.id for one in self._register.base.equipment if (one.unit, kinds[one.id]) == (booking.unit, key)]
        return next((one for one in items if self._is_free(one, booking)), items[0] if items else None)

    def _is_free(self, item: str, booking: Booking) -> bool:
        index = self._translator.equipment[item]
        for day, minutes in self._pieces(booking):
            stock = self._stock_of.get((index, day))
            if stock is None:
                continue
            others = union_of(some for visit, some in self._of_items[index, day].items() if visit != booking.visit)
            if minutes & (~stock.minutes | others):
                return False
        return True

    def _stocks(self) -> Iterator[Stock]:
        """Each item on each date, with the minutes in which it is to be had at all."""
        base = self._register.base
        away = equipment_busy_spans(base, self.days)
        kinds, number = self._translator.equipment_kinds, 0
        for index, item in enumerate(base.equipment):
            for day, at in self.days.items():
                minutes = WHOLE_DAY & ~union_of(span_mask(*span) for span in away.get((item.id, day), ()))
                kind = kinds[competence_key(item.kind)]
                yield Stock(number, (index,), kind, self._units[item.unit], at, minutes)
                number += 1

    def _patient(self, patient: str) -> int:
        numbers = self._translator.patients
        return numbers.setdefault(patient, len(numbers))

    def _see_windows(self, person: str) -> None:
        """Take a person's windows as they are now."""
        number = self._people[person]
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for (_, unit, day), spans in sorted(free_windows(self._register.hours_of(person)).items()):
            found[self.days[day]][self._units[unit]] = union_of(span_mask(*span) for span in spans)
        for at in range(len(self.days)):
            here, segments = found.get(at, {}), self._segments[number, at]
            for where in sorted(here.keys() - segments.keys()):
                segments[where] = self.instance.add_segment(number, where, at)
                self.calendars.open(segments[where])
            for where, segment in segments.items():
                self._windows[segment.index] = here.get(where, 0)
            self._mark_person(number, at)

    def _pieces(self, booking: Booking) -> list[tuple[int, int]]:
        """The minutes of a booking on each date that counts."""
        base = self._register.base
        pieces = by_date(booking.start, booking.end, base.first_date, base.last_date)
        return [(self.days[day], span_mask(*span)) for day, span in pieces if day in self.days]

    def _turn(self, bookings: Iterable[Booking], *, taking: bool) -> None:
        """Take the minutes of bookings, or give them back."""
        people: set[tuple[int, int]] = set()
        patients: set[tuple[int, int]] = set()
        items: set[tuple[int, int]] = set()
        for one in bookings:
            for day, minutes in self._pieces(one):
                places = [
                    (self._of_people, people, (self._people[one.practitioner], day)),
                    (self._of_patients, patients, (self._patient(one.patient), day)),
                    *(
                        (self._of_items, items, (self._translator.equipment[item], day))
                        for item in dict.fromkeys(one.equipment)
                    ),
                ]
                for taken, changed, place in places:
                    changed.add(place)
                    if taking:
                        taken[place][one.visit] = minutes
                    else:
                        del taken[place][one.visit]
        for place in people:
            self._mark_person(*place)
        for place in patients:
            self.instance.patient_busy[place] = self._elsewhere.get(place, 0) | union_of(
                self._of_patients[place].values()
            )
        for place in items:
            stock = self._stock_of[place]
            self.calendars.set_stock(stock, stock.minutes & ~union_of(self._of_items[place].values()))

    def _mark_person(self, person: int, day: int) -> None:
        taken = union_of(self._of_people[person, day].values())
        for segment in self._segments[person, day].values():
            self.calendars.set_free(segment, self._windows[segment.index] & ~taken)

    def _weigh(self) -> None:
        """Have the calendars know how full dates are, where that costs anything."""
        if self._fill is not None and self._stale:
            weight = self._register.base.settings.weights.uneven
            self.calendars.load = Load(self._fill.evenness(weight, self._units, self.days))
        self._stale = False

    def _load(self, bookings: Iterable[Booking], times: int) -> None:
        if self.calendars.load is None:
            return
        for one in bookings:
            day = self.days.get(one.start.date())
            if day is not None:
                self.calendars.load.book(self._units[one.unit], day, times * one.minutes)

    def knows(self, day: date) -> bool:
        """Whether time on a date can be taken in: it is one of these, or not planned and of no account."""
        base = self._register.base
        return day in self.days or not base.first_date <= day <= base.last_date

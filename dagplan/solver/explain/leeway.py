"""What room requests have beside what is locked, with all of their limits or only some of them.

A limit that is left out is as if it had not been set. Without ``own_locked`` a request's locked visits ask for
nothing: it is looked at as if it had none but the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import pairwise

from dagplan.models import PlanRequest
from dagplan.models.bookings import locked_bookings
from dagplan.models.clock import minute_of_day, unusable_minutes
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.limits import CLOCK, DATES, PEOPLE, UNITS, within
from dagplan.models.plan import Booking, LimitName
from dagplan.models.request import PatientBusy, Request, Visit
from dagplan.models.windows import Span, free_windows, patient_busy_spans
from dagplan.solver.instance.bits import WHOLE_DAY, grid_mask, later, span_mask, starts_of_free
from dagplan.solver.instance.instance import NO_BOUND, NO_ROOM

from .leeway_items import LockedItems
from .leeway_people import starts_by_choice
from .locked_time import LockedTime
from .pairs import Pairs, pairs_of

Limits = Collection[LimitName]
Place = tuple[str, date]
"""Unit and date."""

NO_ZONE = "UTC"
"""A zone whose clocks never change."""


class Leeway:
    """What room requests have beside what is locked, with all of their limits or some.

    Parameters
    ----------
    asked
        The request.

    Attributes
    ----------
    looked_at
        So many times the people of a unit and date were gone through: a measure of work.
    """

    def __init__(self, asked: PlanRequest) -> None:
        self.asked = asked
        self.facts = {one.visit: one for one in locked_bookings(asked)}
        self.grid = grid_mask(asked.settings.grid)
        self.looked_at = 0
        self._locked_with: dict[frozenset[str], tuple[set[str], list[Booking]]] = {}
        self.items = LockedItems(asked, {window.start.date() for window in asked.availability})

    @cached_property
    def able(self) -> dict[str, list[str]]:
        """Who has each competence, by what it is compared by."""
        able: dict[str, list[str]] = defaultdict(list)
        for person in self.asked.practitioners:
            for key in competence_keys(person.competences):
                able[key].append(person.id)
        return able

    @cached_property
    def odd_dates(self) -> dict[date, Span]:
        """Dates with windows on which the clocks change, and the minutes that are skipped or repeated."""
        found = {}
        for day in {window.start.date() for window in self.asked.availability}:
            odd = unusable_minutes(self.asked.time_zone, day)
            if odd is not None and self.asked.first_date <= day <= self.asked.last_date:
                found[day] = odd
        return found

    @cached_property
    def _windows(self) -> dict[Place, dict[str, int]]:
        return _by_place(self.asked)

    @cached_property
    def _windows_without_clock_change(self) -> dict[Place, dict[str, int]]:
        return _by_place(self.asked.model_copy(update={"time_zone": NO_ZONE}))

    @cached_property
    def _taken(self) -> LockedTime:
        return LockedTime(self.asked, self.facts.values())

    @cached_property
    def _busy_patients(self) -> dict[tuple[str, date], list[Span]]:
        return patient_busy_spans(self.asked, {day for _, day in self._windows})

    @cached_property
    def patients_with_others(self) -> set[str]:
        """Patients who have something else on some date on which somebody works."""
        return {patient for patient, _ in self._busy_patients}

    @cached_property
    def locked_of(self) -> dict[str, set[str]]:
        """Requests with locked visits, by patient."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts.values():
            found[fact.patient].add(fact.request)
        return found

    def anyone_with_it(self, visit: Visit) -> bool:
        """Whether the people a visit is limited to are all who have the competence."""
        return set(self.able.get(competence_key(visit.competence), ())) <= set(visit.practitioners)

    def others_locked(self, case: Request, visits: Sequence[Visit]) -> tuple[Iterator[Booking], int]:
        """Locked visits of other patients that have what these visits need, in order of time, and how many.

        They are with people who could take these visits, or have equipment of a kind that is needed.
        """
        keys = frozenset(competence_key(visit.competence) for visit in visits)
        items = frozenset(self.items.items_for(visits))
        found = self._locked_with.get(keys | items)
        if found is None:
            able = {person for key in keys for person in self.able.get(key, ())}
            with_them = [
                one for one in self._in_order if one.practitioner in able or not items.isdisjoint(one.equipment)
            ]
            found = self._locked_with[keys | items] = able, with_them
        able, facts = found
        own = sum(
            one.practitioner in able or not items.isdisjoint(one.equipment)
            for one in self.facts_of.get(case.patient, ())
        )
        return (one for one in facts if one.patient != case.patient), len(facts) - own

    @cached_property
    def _in_order(self) -> list[Booking]:
        return sorted(self.facts.values(), key=lambda one: (one.start, one.visit))

    @cached_property
    def facts_of(self) -> dict[str, list[Booking]]:
        """Each patient's locked visits, in order of time."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for fact in self._in_order:
            found[fact.patient].append(fact)
        return found

    @cached_property
    def busy_of(self) -> dict[str, list[PatientBusy]]:
        """When each patient has something else."""
        found: dict[str, list[PatientBusy]] = defaultdict(list)
        for span in self.asked.patient_busy:
            found[span.patient].append(span)
        return found

    def alone(self, case: Request, position: int, limits: Limits) -> bool:
        """Whether one visit by itself has room somewhere."""
        return any(self.starts(case, position, place, limits) for place in self.places(case, limits))

    def together(self, case: Request, limits: Limits) -> bool:
        """Whether there are a unit and a date at which each visit by itself has room."""
        return any(self._all_starts(case, place, limits) is not None for place in self.places(case, limits))

    def whole(self, case: Request, limits: Limits) -> bool:
        """Whether there are a unit and a date at which the visits have room in sequence, with people as asked."""
        return any(
            self._in_sequence(case, starts, limits)
            for place in self.places(case, limits)
            for starts in self._with_people(case, place, limits)
        )

    def agreed(self, case: Request, limits: Limits) -> bool:
        """Whether there are a unit and a date at which each visit by itself has room, with people as asked."""
        return any(True for place in self.places(case, limits) for _ in self._with_people(case, place, limits))

    def places(self, case: Request, limits: Limits) -> Iterator[Place]:
        """Units and dates on which somebody works and where the request may be."""
        facts = [self.facts[visit.id] for visit in case.visits if visit.id in self.facts]
        pinned = facts if "own_locked" in limits else []
        of_units = [one for one in within(UNITS, self.asked, case) if one[0].name in limits]
        of_dates = [one for one in within(DATES, self.asked, case) if one[0].name in limits]
        for unit, day in self._windows:
            if (
                all(limit.holds(of, unit) for limit, of in of_units)
                and all(limit.holds(of, day) for limit, of in of_dates)
                and all((fact.unit, fact.start.date()) == (unit, day) for fact in pinned)
            ):
                yield unit, day

    def starts(self, case: Request, position: int, place: Place, limits: Limits) -> int:
        """The minutes at which one visit by itself may start at a place, with anybody."""
        found = 0
        for starts in self.by_person(case, position, place, limits).values():
            found |= starts
        return found

    def by_person(self, case: Request, position: int, place: Place, limits: Limits) -> dict[str, int]:
        """The minutes at which one visit by itself may start at a place, by person; of a locked visit its own."""
        visit = case.visits[position]
        unit, day = place
        fact = self.facts.get(visit.id)
        if fact is not None and "own_locked" in limits:
            return {fact.practitioner: 1 << minute_of_day(fact.start)}
        self.looked_at += 1
        allowed = self._allowed(case, visit, day, limits)
        if "grid" in limits:
            allowed &= self.grid
        if visit.equipment and "equipment" in limits:
            allowed &= self.items.starts(visit, place, lambda item, day: self._taken.of_item(item, day, case, limits))
        odd = day in self.odd_dates and "clock_change" not in limits
        windows = self._windows_without_clock_change if odd else self._windows
        at = windows.get((unit, day), {})
        found = {}
        for person in self._who(visit, at, limits):
            free = at[person] & ~self._taken.of_person(person, day, case, limits)
            starts = starts_of_free(free, visit.duration) & allowed
            if starts:
                found[person] = starts
        return found

    def _who(self, visit: Visit, at: dict[str, int], limits: Limits) -> Iterator[str]:
        able = self.able.get(competence_key(visit.competence), [])
        if len(able) > len(at):
            having = set(able)
            there: Iterable[str] = (person for person in at if person in having)
        else:
            there = (person for person in able if person in at)
        for limit in PEOPLE:
            of = limit.of(self.asked, visit) if limit.name in limits else None
            if of is not None:
                there = filter(partial(limit.holds, of), there)
        return iter(there)

    def _allowed(self, case: Request, visit: Visit, day: date, limits: Limits) -> int:
        """Starts of a visit that the patient and the request's clock times allow."""
        taken = self._taken.of_patient(day, case, limits)
        if "patient_busy" in limits:
            for span in self._busy_patients.get((case.patient, day), ()):
                taken |= span_mask(*span)
        hours = WHOLE_DAY & ~taken
        for limit in CLOCK:
            of = limit.of(self.asked, case) if limit.name in limits else None
            if of is not None:
                hours &= span_mask(*of)
        return starts_of_free(hours, visit.duration)

    def _all_starts(self, case: Request, place: Place, limits: Limits) -> dict[int, int] | None:
        """The starts of each visit that is looked at, by position; None if one of them has no room."""
        found = {}
        for position, visit in enumerate(case.visits):
            if visit.id in self.facts and "own_locked" not in limits:
                continue
            starts = self.starts(case, position, place, limits)
            if not starts:
                return None
            found[position] = starts
        return found

    def _with_people(self, case: Request, place: Place, limits: Limits) -> Iterator[dict[int, int]]:
        """The starts of each visit that is looked at, for each choice of people that are as asked."""
        starts = self._all_starts(case, place, limits)
        if starts is None:
            return
        every = pairs_of(case, self.facts)
        some = Pairs(
            every.same if "same_practitioner_as" in limits else (),
            every.different if "different_practitioner_from" in limits else (),
        ).among(starts)
        if not some:
            yield starts
            return
        people = {position: self.by_person(case, position, place, limits) for position in some.positions}
        for chosen in starts_by_choice(some, people):
            yield {position: chosen.get(position, any_of) for position, any_of in starts.items()}

    def _in_sequence(self, case: Request, starts: dict[int, int], limits: Limits) -> bool:
        positions = list(starts)
        alive = starts[positions[0]]
        for before, position in pairwise(positions):
            if not self.both_locked(case, before, position):
                alive = starts[position] & self.after(case, before, alive, position, limits)
            else:
                alive = starts[position]
            if not alive:
                return False
        return True

    def after(self, case: Request, before: int, starts: int, position: int, limits: Limits) -> int:
        """The minutes at which a visit may start when one before it starts at one of these."""
        least, most = 0, NO_BOUND
        if position == before + 1:
            asked_least, asked_most = case.waits_before(position)
            least = min(asked_least, NO_ROOM) if "min_wait" in limits else 0
            most = min(asked_most, NO_BOUND) if asked_most is not None and "max_wait" in limits else NO_BOUND
        ended = case.visits[before].duration
        return later(starts, ended + least, ended + most)

    def both_locked(self, case: Request, before: int, position: int) -> bool:
        """Whether two visits are both locked: then nothing is asked between them."""
        return case.visits[before].id in self.facts and case.visits[position].id in self.facts


def _by_place(asked: PlanRequest) -> dict[Place, dict[str, int]]:
    """The minutes that each person works, absences taken out, by unit and date."""
    found: dict[Place, dict[str, int]] = defaultdict(dict)
    for (person, unit, day), spans in free_windows(asked).items():
        minutes = 0
        for span in spans:
            minutes |= span_mask(*span)
        if minutes:
            found[unit, day][person] = minutes
    return found

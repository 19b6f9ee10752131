"""What must hold in every plan: one function a rule, and one ordered list that names them all.

Each function yields every breach it finds, with the visits that are in it together. Whether a breach is a
violation is decided once, in ``checker``: what locked bookings alone break is a fact of life, and a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from operator import attrgetter

from dagplan.words import Value
from dagplan.words.messages.violations import Violations

from .breach import MOST_AT_ONCE, Breach, Rule, at_once
from .case import Case
from .clock import exists_once, length_of, minute_of_day
from .competences import competence_key
from .equipment_rules import (
    different_practitioner,
    equipment,
    equipment_free,
    equipment_once,
    same_practitioner,
)
from .limits import OF_REQUEST, PEOPLE, within
from .plan import Booking
from .windows import by_date

_VISIT, _PRACTITIONER = attrgetter("visit"), attrgetter("practitioner")
_MINUTE = timedelta(minutes=1)


def locked_stand(case: Case) -> Iterator[Breach]:
    """A locked booking stands exactly as it is."""
    for visit, fact in case.locked.items():
        booking = case.by_visit.get(visit)
        kept = booking and (booking.practitioner, booking.unit, booking.start) == (
            fact.practitioner,
            fact.unit,
            fact.start,
        )
        if kept and booking and not set(fact.equipment) <= set(booking.equipment):
            items = Violations.OTHER_ITEMS(visit=visit, items=fact.equipment)
            yield Breach((), items, (visit, *fact.equipment))
        if not kept:
            message = Violations.NOT_AS_LOCKED(
                visit=visit, practitioner=fact.practitioner, unit=fact.unit, start=fact.start
            )
            yield Breach((), message, (visit,))


def whole(case: Case) -> Iterator[Breach]:
    """A request has all its visits booked, or none (or just the locked ones)."""
    if not case.locked and len(case.whole) == len(case.begun):
        return
    for request in case.request.requests:
        if request.id in case.whole:
            continue
        visits = {visit.id for visit in request.visits}
        booked = visits & case.by_visit.keys()
        if booked != visits & case.locked.keys():
            lacking = [visit.id for visit in request.visits if visit.id not in booked]
            message = Violations.IN_PART(request=request.id, lacking=lacking)
            yield Breach((), message, (request.id, *sorted(booked)))


def same_date(case: Case) -> Iterator[Breach]:
    """All visits of a request are on one date."""
    yield from _differing(case, Violations.TWO_DATES, lambda booking: booking.start.date())


def same_unit(case: Case) -> Iterator[Breach]:
    """All visits of a request are at one care unit."""
    yield from _differing(case, Violations.TWO_UNITS, lambda booking: booking.unit)


def _differing(case: Case, broken: Violations, value: Callable[[Booking], Value]) -> Iterator[Breach]:
    for request, booked in case.begun:
        if len(booked) == 1 or len({value(one) for _, one in booked}) == 1:
            continue
        for index, (_, one) in enumerate(booked[:MOST_AT_ONCE]):
            for _, other in booked[index + 1 :]:
                if value(one) != value(other):
                    message = broken(one=one.visit, other=other.visit, first=value(one), second=value(other))
                    yield Breach((one.visit, other.visit), message, (request.id,))


def sequence(case: Case) -> Iterator[Breach]:
    """Each visit starts at or after the end of the one before, with the waits kept."""
    for request, booked in case.begun:
        for before, after, position in _consecutive(booked):
            least, most = request.waits_before(position)
            minutes = int((after.start - before.end).total_seconds()) // 60
            if minutes < 0:
                message = Violations.BEFORE_THE_END(
                    visit=after.visit, start=after.start, before=before.visit, end=before.end.time()
                )
            elif minutes < least:
                message = Violations.TOO_SOON(minutes=minutes, before=before.visit, visit=after.visit, least=least)
            elif most is not None and minutes > most:
                message = Violations.TOO_LATE(minutes=minutes, before=before.visit, visit=after.visit, most=most)
            else:
                continue
            yield Breach((before.visit, after.visit), message, (request.id,))


def _consecutive(booked: list[tuple[int, Booking]]) -> Iterator[tuple[Booking, Booking, int]]:
    for (first, before), (second, after) in pairwise(booked):
        if second == first + 1:
            yield before, after, second


def right_length(case: Case) -> Iterator[Breach]:
    """A booking carries its visit's request, patient, role and duration."""
    for request, booked_visits in case.begun:
        for position, booking in booked_visits:
            visit = request.visits[position]
            if booking.end - booking.start != length_of(visit.duration):
                message = Violations.OTHER_LENGTH(
                    visit=visit.id, minutes=visit.duration, start=booking.start, end=booking.end.time()
                )
                yield Breach((), message, (visit.id,))
            if booking.request != request.id:
                message = Violations.OTHER_REQUEST(visit=visit.id, true=request.id, stated=booking.request)
                yield Breach((), message, (visit.id,))
            if booking.patient != request.patient:
                message = Violations.OTHER_PATIENT(visit=visit.id, true=request.patient, stated=booking.patient)
                yield Breach((), message, (visit.id,))
            if booking.role != visit.role:
                role = Violations.PRIMARY if visit.role == "primary" else Violations.SECONDARY
                yield Breach((), role(visit=visit.id), (visit.id,))


def competence(case: Case) -> Iterator[Breach]:
    """The practitioner has the competence, and is one of those the visit is limited to."""
    competences = case.competences
    for request, booked in case.begun:
        for position, booking in booked:
            visit, person = request.visits[position], booking.practitioner
            if competence_key(visit.competence) not in competences.get(person, ()):
                message = Violations.NO_COMPETENCE(practitioner=person, competence=visit.competence, visit=visit.id)
                yield Breach((visit.id,), message, (person,))
                continue
            for limit in PEOPLE:
                of = limit.of(case.request, visit)
                if of is not None and not limit.holds(of, limit.value(booking)):
                    yield Breach((visit.id,), limit.broken(visit, of, booking), (person,))


def inside_window(case: Case) -> Iterator[Breach]:
    """Each visit lies wholly inside one window of its person at its unit."""
    windows = case.windows
    for booking in case.bookings:
        when = booking.start
        start = minute_of_day(when)
        end = start + (booking.end - when) // _MINUTE
        for low, high in windows.get((booking.practitioner, booking.unit, when.date()), ()):
            if low <= start and end <= high:
                break
        else:
            message = Violations.NOT_AVAILABLE(
                practitioner=booking.practitioner,
                unit=booking.unit,
                start=booking.start,
                end=booking.end.time(),
                visit=booking.visit,
            )
            yield Breach((booking.visit,), message, (booking.practitioner, booking.unit))


def on_grid(case: Case) -> Iterator[Breach]:
    """Each visit starts on the grid, at a time that exists."""
    grid, zone = case.request.settings.grid, case.request.time_zone
    for booking in case.bookings:
        if minute_of_day(booking.start) % grid:
            off = Violations.OFF_THE_GRID(visit=booking.visit, start=booking.start, grid=grid)
            yield Breach((booking.visit,), off)
        if not exists_once(zone, booking.start):
            yield Breach((booking.visit,), Violations.NO_SUCH_TIME(visit=booking.visit, start=booking.start))


def practitioner_once(case: Case) -> Iterator[Breach]:
    """A practitioner has one visit at a time."""
    yield from at_once(zip(map(_PRACTITIONER, case.bookings), case.bookings, strict=True))


def patient_once(case: Case) -> Iterator[Breach]:
    """A patient has one visit at a time, over all their requests."""
    patients = map(case.patients.__getitem__, map(_VISIT, case.bookings))
    yield from at_once(zip(patients, case.bookings, strict=True))


def patient_free(case: Case) -> Iterator[Breach]:
    """A patient has no visit while something else stands in the patient's way."""
    if not case.patient_busy:
        return
    for booking in case.bookings:
        who = case.patients[booking.visit]
        for day, (start, end) in by_date(booking.start, booking.end, booking.start.date(), booking.end.date()):
            for low, high in case.patient_busy.get((who, day), ()):
                if low < end and start < high:
                    message = Violations.PATIENT_BUSY(patient=who, visit=booking.visit, start=booking.start)
                    yield Breach((booking.visit,), message, (who,))


def patient_limits(case: Case) -> Iterator[Breach]:
    """The request's units, dates and clock times hold, and the planned dates."""
    for request, booked in case.begun:
        own = within(OF_REQUEST, case.request, request)
        for _, booking in booked:
            for limit, of in own:
                if not limit.holds(of, limit.value(booking)):
                    yield Breach((booking.visit,), limit.broken(request, of, booking), (request.id,))


RULES: tuple[Rule, ...] = (
    Rule("locked_stand", 6, (), locked_stand),
    Rule("whole", 1, ("R1",), whole),
    Rule("same_date", 2, ("R2",), same_date),
    Rule("same_unit", 2, ("R7",), same_unit),
    Rule("sequence", 3, ("R3", "R4"), sequence),
    Rule("right_length", 4, (), right_length),
    Rule("competence", 4, (), competence),
    Rule("inside_window", 4, (), inside_window),
    Rule("same_practitioner", 4, (), same_practitioner),
    Rule("different_practitioner", 4, (), different_practitioner),
    Rule("on_grid", 4, (), on_grid),
    Rule("practitioner_once", 5, (), practitioner_once),
    Rule("patient_once", 5, ("R4",), patient_once),
    Rule("patient_free", 5, (), patient_free),
    Rule("equipment", 5, (), equipment),
    Rule("equipment_free", 5, (), equipment_free),
    Rule("equipment_once", 5, (), equipment_once),
    Rule("patient_limits", 6, (), patient_limits),
)
"""The rules that bookings keep, in the order of the contract; ``checker`` adds what becomes of older bookings.
Rules 7 and 8 forbid rules: nothing here looks at visit type, visit form or profession, and nothing links two
requests."""

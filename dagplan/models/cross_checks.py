"""How the fields of a request fit together: one function a check, and one list that names them all.

The checks of ids stand in ``id_checks``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime

from dagplan.words import Said
from dagplan.words.messages.input_faults import FitFaults

from .clock import end_exists, exists_once, on_one_date
from .competences import competence_key, competence_keys
from .draft import Draft
from .errors import Location, json_path
from .findings import Finding
from .id_checks import duplicate_ids, unknown_ids
from .visit_checks import kinds_once, same_and_different_people

_SPANS = ("availability", "busy", "patient_busy", "equipment_busy")
_MOST_NAMED = 5


def _planned_dates(draft: Draft) -> Iterator[Finding]:
    """The first planned date is not after the last."""
    if draft.first_date and draft.last_date and draft.first_date > draft.last_date:
        said = FitFaults.REVERSED_PLAN(last=draft.last_date, first=draft.first_date)
        yield Finding.of(("last_date",), said, "reversed_dates")


def _times_exist(draft: Draft) -> Iterator[Finding]:
    """Every local time exists, and only once."""
    for location, local, exists in _times(draft):
        if not exists(draft.zone, local):
            said = FitFaults.CLOCK_CHANGE(time=local.time(), day=local.date(), zone=draft.zone)
            yield Finding.of(location, said, "clock_change")


def _times(draft: Draft) -> Iterator[tuple[Location, datetime, Callable[[str, datetime], bool]]]:
    for name in _SPANS:
        for i, span in getattr(draft, name).items():
            yield (name, i, "start"), span.start, exists_once
            yield (name, i, "end"), span.end, end_exists
    for i, booking in draft.bookings.items():
        yield ("bookings", i, "start"), booking.start, exists_once


def _windows(draft: Draft) -> Iterator[Finding]:
    """Windows and busy times end after they start; a window lies on one date."""
    for name in _SPANS:
        for i, span in getattr(draft, name).items():
            if span.end <= span.start:
                empty = span.end == span.start
                said = (FitFaults.EMPTY_SPAN if empty else FitFaults.REVERSED_SPAN)(start=span.start, end=span.end)
                yield Finding.of((name, i, "end"), said, "empty_window" if empty else "reversed_window")
            elif name == "availability" and not on_one_date(span.start, span.end):
                yield Finding.of((name, i, "end"), FitFaults.WINDOW_OVER_DATES(), "window_over_dates")


def _windows_at_two_units(draft: Draft) -> Iterator[Finding]:
    """One person's windows at two units don't overlap."""
    by_person: dict[str, list[tuple[datetime, datetime, str, int]]] = defaultdict(list)
    for i, window in draft.availability.items():
        if window.start < window.end:
            by_person[window.practitioner].append((window.start, window.end, window.unit, i))
    for person, windows in by_person.items():
        windows.sort()
        # Of the windows so far the one that is open longest, and the one that is of those at other units than that.
        longest: list[tuple[datetime, str, int]] = []
        for start, end, unit, i in windows:
            for until, other, j in longest:
                if other != unit and start < until:
                    place = json_path(("availability", j))
                    said = FitFaults.AT_TWO_UNITS(person=person, unit=unit, other=other, start=start, place=place)
                    yield Finding.of(("availability", i), said, "overlapping_windows")
                    break
            in_order = sorted([*longest, (end, unit, i)], key=lambda one: (one[0], -one[2]), reverse=True)
            longest = in_order[:1] + [one for one in in_order if one[1] != in_order[0][1]][:1]


def _roles(draft: Draft) -> Iterator[Finding]:
    """A linked request has exactly one primary visit; a single visit is not secondary (rule R1)."""
    for i, request in draft.requests.items():
        if not request.linked:
            if request.visits[0].role == "secondary":
                location = ("requests", i, "visits", 0, "role")
                yield Finding.of(location, FitFaults.LONE_SECONDARY(), "lone_secondary")
            continue
        primaries = [visit.id for visit in request.visits if visit.role == "primary"]
        if len(primaries) != 1:
            said = _not_one_primary(len(request.visits), primaries)
            yield Finding.of(("requests", i, "visits"), said, "no_primary" if not primaries else "two_primaries")
            continue
        for j, visit in enumerate(request.visits):
            if visit.role is None:
                yield Finding.of(("requests", i, "visits", j, "role"), FitFaults.MISSING_ROLE(), "missing_role")


def _not_one_primary(visits: int, primaries: list[str]) -> Said:
    if not primaries:
        return FitFaults.NO_PRIMARY(count=visits)
    if len(primaries) <= _MOST_NAMED:
        return FitFaults.TWO_PRIMARIES(count=visits, visits=primaries)
    more = len(primaries) - _MOST_NAMED
    return FitFaults.MANY_PRIMARIES(count=visits, visits=primaries[:_MOST_NAMED], more=more)


def _drop_ins(draft: Draft) -> Iterator[Finding]:
    """A drop-in is part of an existing visit, never a linked visit (rule R5)."""
    for i, request in draft.requests.items():
        if request.linked:
            for j, visit in enumerate(request.visits):
                if visit.booking_mode == "drop_in":
                    location = ("requests", i, "visits", j, "booking_mode")
                    yield Finding.of(location, FitFaults.LINKED_DROP_IN(), "linked_drop_in")


def _request_limits(draft: Draft) -> Iterator[Finding]:
    """A request's dates and clock times are not reversed."""
    for i, request in draft.requests.items():
        if request.earliest and request.latest and request.earliest > request.latest:
            said = FitFaults.REVERSED_DATES(latest=request.latest, earliest=request.earliest)
            yield Finding.of(("requests", i, "latest"), said, "reversed_dates")
        if request.not_before and request.not_after and request.not_before >= request.not_after:
            said = FitFaults.REVERSED_TIMES(not_after=request.not_after, not_before=request.not_before)
            yield Finding.of(("requests", i, "not_after"), said, "reversed_times")


def _waits(draft: Draft) -> Iterator[Finding]:
    """The least wait is not more than the most."""
    for i, request in draft.requests.items():
        if request.max_wait is not None and request.min_wait > request.max_wait:
            said = FitFaults.REVERSED_WAIT(least=request.min_wait, most=request.max_wait)
            yield Finding.of(("requests", i, "max_wait"), said, "impossible_wait")
            continue
        for j, visit in enumerate(request.visits):
            if visit.max_wait is None and request.max_wait is None:
                continue
            least, most = request.waits_before(j)
            both = visit.min_wait is not None and visit.max_wait is not None
            if most is not None and least > most and (j > 0 or both):
                said = FitFaults.REVERSED_WAIT_BEFORE(least=least, most=most)
                yield Finding.of(("requests", i, "visits", j), said, "impossible_wait")


def _named_people(draft: Draft) -> Iterator[Finding]:
    """The people a visit is limited to have its competence."""
    competences = {person.id: competence_keys(person.competences) for person in draft.practitioners.values()}
    for i, request in draft.requests.items():
        for j, visit in enumerate(request.visits):
            for k, person in enumerate(visit.practitioners):
                if person in competences and competence_key(visit.competence) not in competences[person]:
                    said = FitFaults.LACKS_COMPETENCE(person=person, competence=visit.competence)
                    location = ("requests", i, "visits", j, "practitioners", k)
                    yield Finding.of(location, said, "lacks_competence")


def _same_day_as(draft: Draft) -> Iterator[Finding]:
    """same_day_as joins two different requests of one patient."""
    joined = {i: request for i, request in draft.requests.items() if request.same_day_as}
    patient = {request.id: request.patient for request in draft.requests.values()} if joined else {}
    for i, request in joined.items():
        for j, other in enumerate(request.same_day_as):
            if other == request.id:
                yield Finding.of(("requests", i, "same_day_as", j), FitFaults.SAME_REQUEST(), "same_request")
            elif other in patient and patient[other] != request.patient:
                said = FitFaults.ANOTHER_PATIENT(other=other)
                yield Finding.of(("requests", i, "same_day_as", j), said, "another_patient")


def _one_booking_a_visit(draft: Draft) -> Iterator[Finding]:
    """A visit is booked at most once, on a date that another one follows."""
    first: dict[str, int] = {}
    for i, booking in draft.bookings.items():
        if booking.start.date() == date.max:
            yield Finding.of(("bookings", i, "start"), FitFaults.LAST_DATE(), "local_time")
        if booking.visit in first:
            place = json_path(("bookings", first[booking.visit]))
            said = FitFaults.BOOKED_TWICE(visit=booking.visit, place=place)
            yield Finding.of(("bookings", i, "visit"), said, "duplicate_booking")
        first.setdefault(booking.visit, i)


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    _planned_dates,
    duplicate_ids,
    unknown_ids,
    _times_exist,
    _windows,
    _windows_at_two_units,
    _roles,
    _drop_ins,
    _request_limits,
    _waits,
    _named_people,
    _same_day_as,
    _one_booking_a_visit,
    kinds_once,
    same_and_different_people,
)

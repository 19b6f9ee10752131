"""How the fields of a request fit together: one function a check, and one list that names them all.

The checks of ids stand in ``id_checks``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime

from .clock import end_exists, exists_once, on_one_date
from .competences import competence_key, competence_keys
from .draft import Draft
from .errors import Location, json_path
from .findings import Finding
from .id_checks import duplicate_ids, unknown_ids

_SPANS = ("availability", "busy", "patient_busy")
_MOST_NAMED = 5


def _planned_dates(draft: Draft) -> Iterator[Finding]:
    """The first planned date is not after the last."""
    if draft.first_date and draft.last_date and draft.first_date > draft.last_date:
        message = f"the last date {draft.last_date} is before the first date {draft.first_date}"
        yield Finding(("last_date",), message, "reversed_dates")


def _times_exist(draft: Draft) -> Iterator[Finding]:
    """Every local time exists, and only once."""
    for location, local, exists in _times(draft):
        if not exists(draft.zone, local):
            when = f"{local:%H:%M} on {local:%Y-%m-%d}"
            message = f"{when} does not exist or comes twice: the clocks change then in {draft.zone}"
            yield Finding(location, message, "clock_change")


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
                word = "empty" if span.end == span.start else "reversed"
                message = f"the time from {span.start:%Y-%m-%d %H:%M} to {span.end:%Y-%m-%d %H:%M} is {word}"
                yield Finding((name, i, "end"), message, f"{word}_window")
            elif name == "availability" and not on_one_date(span.start, span.end):
                message = "a window lies on one date: write one for each date"
                yield Finding((name, i, "end"), message, "window_over_dates")


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
                    message = (
                        f"{person} would be at {unit} and {other} at once from {start:%Y-%m-%d %H:%M}"
                        f" (see {json_path(('availability', j))})"
                    )
                    yield Finding(("availability", i), message, "overlapping_windows")
                    break
            in_order = sorted([*longest, (end, unit, i)], key=lambda one: (one[0], -one[2]), reverse=True)
            longest = in_order[:1] + [one for one in in_order if one[1] != in_order[0][1]][:1]


def _roles(draft: Draft) -> Iterator[Finding]:
    """A linked request has exactly one primary visit; a single visit is not secondary (rule R1)."""
    for i, request in draft.requests.items():
        if not request.linked:
            if request.visits[0].role == "secondary":
                message = "a secondary visit needs a primary visit in the same request"
                yield Finding(("requests", i, "visits", 0, "role"), message, "lone_secondary")
            continue
        primaries = [visit.id for visit in request.visits if visit.role == "primary"]
        if len(primaries) != 1:
            found = "none" if not primaries else " and ".join(primaries[:_MOST_NAMED])
            more = f" and {len(primaries) - _MOST_NAMED:,} more" if len(primaries) > _MOST_NAMED else ""
            message = f"a request of {len(request.visits)} visits has exactly one primary visit; here: {found}{more}"
            yield Finding(("requests", i, "visits"), message, "no_primary" if not primaries else "two_primaries")
            continue
        for j, visit in enumerate(request.visits):
            if visit.role is None:
                message = "say primary or secondary: the request has two or more visits"
                yield Finding(("requests", i, "visits", j, "role"), message, "missing_role")


def _drop_ins(draft: Draft) -> Iterator[Finding]:
    """A drop-in is part of an existing visit, never a linked visit (rule R5)."""
    for i, request in draft.requests.items():
        if request.linked:
            for j, visit in enumerate(request.visits):
                if visit.booking_mode == "drop_in":
                    message = "a drop-in can't be linked: it is part of an existing visit, not a secondary"
                    yield Finding(("requests", i, "visits", j, "booking_mode"), message, "linked_drop_in")


def _request_limits(draft: Draft) -> Iterator[Finding]:
    """A request's dates and clock times are not reversed."""
    for i, request in draft.requests.items():
        if request.earliest and request.latest and request.earliest > request.latest:
            message = f"latest {request.latest} is before earliest {request.earliest}"
            yield Finding(("requests", i, "latest"), message, "reversed_dates")
        if request.not_before and request.not_after and request.not_before >= request.not_after:
            message = f"not_after {request.not_after:%H:%M} is not later than not_before {request.not_before:%H:%M}"
            yield Finding(("requests", i, "not_after"), message, "reversed_times")


def _waits(draft: Draft) -> Iterator[Finding]:
    """The least wait is not more than the most."""
    for i, request in draft.requests.items():
        if request.max_wait is not None and request.min_wait > request.max_wait:
            message = f"min_wait {request.min_wait} is more than max_wait {request.max_wait}"
            yield Finding(("requests", i, "max_wait"), message, "impossible_wait")
            continue
        for j, visit in enumerate(request.visits):
            if visit.max_wait is None and request.max_wait is None:
                continue
            least, most = request.waits_before(j)
            both = visit.min_wait is not None and visit.max_wait is not None
            if most is not None and least > most and (j > 0 or both):
                message = f"before this visit min_wait {least} is more than max_wait {most}"
                yield Finding(("requests", i, "visits", j), message, "impossible_wait")


def _named_people(draft: Draft) -> Iterator[Finding]:
    """The people a visit is limited to have its competence."""
    competences = {person.id: competence_keys(person.competences) for person in draft.practitioners.values()}
    for i, request in draft.requests.items():
        for j, visit in enumerate(request.visits):
            for k, person in enumerate(visit.practitioners):
                if person in competences and competence_key(visit.competence) not in competences[person]:
                    message = f"{person} does not have the competence {visit.competence}"
                    location = ("requests", i, "visits", j, "practitioners", k)
                    yield Finding(location, message, "lacks_competence")


def _same_day_as(draft: Draft) -> Iterator[Finding]:
    """same_day_as joins two different requests of one patient."""
    joined = {i: request for i, request in draft.requests.items() if request.same_day_as}
    patient = {request.id: request.patient for request in draft.requests.values()} if joined else {}
    for i, request in joined.items():
        for j, other in enumerate(request.same_day_as):
            if other == request.id:
                yield Finding(
                    ("requests", i, "same_day_as", j), "a request can't be joined to itself", "same_request"
                )
            elif other in patient and patient[other] != request.patient:
                message = f"{other} is of another patient; same_day_as joins requests of one patient"
                yield Finding(("requests", i, "same_day_as", j), message, "another_patient")


def _one_booking_a_visit(draft: Draft) -> Iterator[Finding]:
    """A visit is booked at most once, on a date that another one follows."""
    first: dict[str, int] = {}
    for i, booking in draft.bookings.items():
        if booking.start.date() == date.max:
            yield Finding(("bookings", i, "start"), "no visit is booked on the last date there is", "local_time")
        if booking.visit in first:
            where = json_path(("bookings", first[booking.visit]))
            message = f"the visit {booking.visit} is booked twice, first at {where}"
            yield Finding(("bookings", i, "visit"), message, "duplicate_booking")
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
)

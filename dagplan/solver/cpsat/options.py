"""What a model may choose from: for each request its possible places, with the candidates of each visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dagplan.solver.instance.instance import Domains, Request
from dagplan.solver.search.calendars import Calendars


@dataclass(frozen=True, slots=True)
class Place:
    """One unit on one date for one request, its cost, and where each visit may start."""

    unit: int
    day: int
    cost: int
    domains: Domains


@dataclass(frozen=True)
class Options:
    """A part of the instance to solve by itself; what is not in it stays as it is in ``calendars``.

    ``places`` holds the possible places of each request (index); ``minutes`` how many are free in each segment;
    all requests of ``required`` are to be booked, and at most ``max_moved`` visits of those ``counted`` may leave
    their existing booking. Visits of ``keep_items`` keep their equipment where they stay.
    """

    calendars: Calendars
    places: dict[int, list[Place]]
    minutes: dict[int, int]
    required: frozenset[int] = frozenset()
    counted: frozenset[int] = frozenset()
    max_moved: int | None = None
    keep_items: frozenset[int] = frozenset()


def options_of(
    calendars: Calendars,
    requests: Iterable[Request],
) -> Options:
    """The places of some unbooked requests beside what is booked.

    Parameters
    ----------
    calendars
        What is booked; none of ``requests`` is.
    requests
        What may be booked.
    """
    places: dict[int, list[Place]] = {}
    for request in requests:
        found = places[request.index] = []
        evenness = calendars.instance.evenness
        saved = 0 if evenness is None else evenness.most_saved(request)
        for day, cost in request.days:
            if cost - saved >= request.unbooked_cost and not request.stands:
                continue
            for unit in request.units:
                if (unit, day) not in calendars.instance.segments_at:
                    continue
                domains = calendars.domains(request, unit, day)
                if domains is not None:
                    found.append(Place(unit, day, cost, domains))
    used = {
        segment
        for each in places.values()
        for place in each
        for candidates in place.domains
        for segment, _ in candidates
    }
    return Options(calendars, places, {segment: calendars.free[segment].bit_count() for segment in used})

"""What is asked of what stands on a board: where else a visit may be, who fits, and the plan that it is by itself.

As everywhere with boards: None where the board is not laid out here (``boarding``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from dagplan.models import InputError, Violation
from dagplan.models.bookings import booking_of
from dagplan.models.offer import Offers
from dagplan.models.plan import Booking
from dagplan.words.messages.boards import BoardWords

from .answers import PLAIN, Spoken
from .board_answers import AllowedPlace, AllowedPlaces, PlacingAnswer
from .boarding import At, Open, answer_of, found, named_problems
from .offering import Free

if TYPE_CHECKING:
    from dagplan.solver import Standing


def allowed(at: At, of: str, spoken: Spoken = PLAIN) -> bytes | None:
    """Where a visit, or each visit of a request, may be instead (``AllowedPlaces``).

    Raises
    ------
    InputError
        Here and below: if something of what is named is not there, at the parameter that names it.
    """
    one = found(at)
    if one is None:
        return None
    with _as_parameters(one, spoken, request="?of"):
        places = one.standing.allowed(of)
    shown = tuple(
        AllowedPlace(
            visit=place.visit,
            date=place.date,
            unit=place.unit,
            practitioner=place.practitioner,
            starts=place.starts,
        )
        for place in places
    )
    return answer_of(one, AllowedPlaces(of=of, places=shown, grid=one.standing.request.settings.grid), spoken)


def placing(
    at: At, visit: str, practitioner: str, unit: str, start: datetime, *, whole: bool, spoken: Spoken = PLAIN
) -> bytes | None:
    """Whether a visit may be just there, what forbids it, and what is there already (``PlacingAnswer``)."""
    one = found(at)
    if one is None:
        return None
    standing, place = one.standing, (visit, practitioner, unit, start)
    with _as_parameters(one, spoken):
        offer = standing.placing(*place, whole=whole)
        violations = standing.why_not(*place) if offer is None else ()
    if offer is None and visit in standing.locked:
        violations = (_stays(visit), *violations)
    wanted = offer.bookings if offer is not None else (_there(standing, *place),)
    made = PlacingAnswer(offer=offer, violations=violations, displaced=standing.displaced(wanted))
    return answer_of(one, made, spoken)


def offers(at: At, request: str, count: int, allow_moves: int, spoken: Spoken = PLAIN) -> bytes | None:
    """The best placements of a request (``Offers``)."""
    one = found(at)
    if one is None:
        return None
    with _as_parameters(one, spoken):
        made = one.standing.offers(request, count, allow_moves=allow_moves)
    return answer_of(one, Offers(offers=tuple(made)), spoken)


def for_free_time(at: At, free: Free, count: int, spoken: Spoken = PLAIN) -> bytes | None:
    """Which waiting requests fit a time of one person best (``Offers``)."""
    one = found(at)
    if one is None:
        return None
    with _as_parameters(one, spoken):
        made = one.standing.for_free_time(*free, count)
    return answer_of(one, Offers(offers=tuple(made)), spoken)


def _there(standing: Standing, visit: str, practitioner: str, unit: str, start: datetime) -> Booking:
    """A visit booked just there."""
    owner, position = next(
        (case, at) for case in standing.request.requests for at, one in enumerate(case.visits) if one.id == visit
    )
    return booking_of(owner, position, practitioner, unit, start)


def _stays(visit: str) -> Violation:
    return Violation(rule="locked_stand", **BoardWords.STAYS(visit=visit).fields, ids=(visit,))


_PARAMETERS = {"n": "?count", "allow-moves": "?allow_moves"}


@contextmanager
def _as_parameters(board: Open, spoken: Spoken, **named: str) -> Iterator[None]:
    """What is wrong with an argument stands at the parameter of the service that it came in."""
    known = _PARAMETERS | named
    try:
        with named_problems(board, spoken):
            yield
    except InputError as error:
        raise error.elsewhere(
            lambda one: replace(one, place=known.get(one.place, f"?{one.place.removeprefix('?')}"))
        ) from error

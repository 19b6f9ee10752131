"""Where a request could go beside a plan's bookings, and the plan with one of these offers in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from dagplan.models import InputError, Plan, PlanRequest
from dagplan.models.bookings import waiting
from dagplan.models.fields import LocalDateTime
from dagplan.models.offer import Offer, Offers
from dagplan.models.plan import to_json
from dagplan.models.replanning import with_plan
from dagplan.service.figures import Figures
from dagplan.words import Language

from .answers import answer
from .document import BODY, Document, both, json_body, opened, under

Free = tuple[str, datetime, datetime]
"""A person, and the local times between which that person is free."""
MOMENT: TypeAdapter[datetime] = TypeAdapter(LocalDateTime)

_PARAMETERS = {"request": "?request", "n": "?count", "allow-moves": "?allow_moves", "free": "?free"}
"""What the desk calls an argument, and what the service does."""


def suggest(
    request: Document,
    plan: Document | None,
    *,
    wanted: Sequence[str] = (),
    free: Free | None = None,
    count: int = 5,
    allow_moves: int = 0,
    language: Language = "en",
) -> bytes:
    """Whole placements of requests beside what is booked, or of requests for a free time (``Offers``).

    Parameters
    ----------
    request, plan
        What stands: the bookings of the plan; without one, those of the request.
    wanted
        Ids of requests; none given: all that are not wholly booked.
    free
        Which waiting requests fit this time, instead.
    count
        Offers of each request, or for the free time.
    allow_moves
        So many visits of others may move to make room.
    language
        Of every message.

    Raises
    ------
    InputError
        If a document can't be read or fits no other, or there is no such request or person.
    """
    from dagplan.solver import Desk

    stands = _standing(request, plan)
    with _as_parameters():
        desk = Desk(stands)
        if free is not None:
            found = desk.for_free_time(*free, count)
        else:
            found = desk.offers_of(wanted or waiting(stands), count, allow_moves=allow_moves)
    return answer(Offers(offers=tuple(found)), language)


@dataclass(frozen=True)
class Taken:
    """A plan with an offer in it (a plan of the contract), and how it stands (``Figures``), as JSON."""

    plan: bytes
    figures: str


def take(request: Document, plan: Document, offer: bytes) -> Taken:
    """The plan with an offer in it: nothing moves but what the offer says.

    Raises
    ------
    InputError
        If a document can't be read, or the offer does not fit the plan any more.
    """
    from dagplan.solver import accept as accepted

    taken = json_body(Offer, offer)
    given, made = both(request, plan)
    stands_in(given.request, made, plan.place)
    try:
        found = accepted(given.request, taken, made)
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=BODY)) from error
    passed_over = tuple(one.warning for one in given.passed_over)
    found = found.model_copy(update={"warnings": (*found.warnings, *passed_over)})
    figures = Figures.of_plan(given.request, found, found.run.wall_seconds)
    return Taken(to_json(found).encode(), figures.model_dump_json())


def _standing(request: Document, plan: Document | None) -> PlanRequest:
    if plan is None:
        return opened(request).request
    given, made = both(request, plan)
    return stands_in(given.request, made, plan.place)


def stands_in(request: PlanRequest, plan: Plan, place: str) -> PlanRequest:
    """The request with a plan's bookings as those that stand; problems at the plan's place in the body."""
    return with_plan(request, plan, under(place))


@contextmanager
def _as_parameters() -> Iterator[None]:
    """What is wrong with an argument stands at the parameter of the service that it came in."""
    try:
        yield
    except InputError as error:
        raise error.elsewhere(lambda one: replace(one, place=_PARAMETERS.get(one.place, one.place))) from error

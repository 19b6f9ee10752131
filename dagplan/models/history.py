"""What stood before a plan and what became of it, so that calendars and booking systems can be told.

Plans are numbered along their line: 0 is the one made from nothing, and each made from bookings that stand has the
next number. Each booking says since which plan it stands (``revision``), each former one until which. So an event
that moved is newer than the one before it, one that stays is the same, and no store of what was sent is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from dagplan.words import Said
from dagplan.words.messages.plan_warnings import PlanWarnings

from .booked import Booking, EarlierPlan, FormerBooking
from .bookings import booking_as
from .plan import Plan, PlanWarning
from .request import ExistingBooking, PlanRequest, Request

_MOST_NAMED = 5


def number_of(request: PlanRequest) -> int:
    """The number of the plan that is made of a request: 0 where nothing stood before."""
    known = [one.revision for one in request.bookings]
    if request.earlier is not None:
        known += [0, len(request.earlier.made) - 1, *(one.until for one in request.earlier.former)]
    return max(known, default=-1) + 1


def with_history(request: PlanRequest, plan: Plan, now: datetime | None = None) -> Plan:
    """A plan that says of each booking since when it stands and which Appointment it is, and what stood before.

    Parameters
    ----------
    request
        What the plan was made of.
    plan
        The plan; what it says of this already is put aside.
    now
        When it was made, with an offset. None: by no clock, midnight UTC of the first planned date.
    """
    number = number_of(request)
    before = {place_of(one): one for one in stood(request)}
    elsewhere = {one.visit for one in before.values() if one.source and one.revision >= number}
    sources = {place_of(one): one.source for one in standing(request, sourced=True)}

    def told(booking: Booking) -> Booking:
        place = place_of(booking)
        was = before.get(place)
        # What a plan before only proposed does not stand while the visit has an Appointment in another place.
        proposed = was is None or (was.source is None and booking.visit in elsewhere)
        revision = number if was is None or proposed else min(was.revision, number)
        source = sources.get(place) or (was.source if was else None)
        same = (booking.revision, booking.source) == (revision, source)
        return booking if same else booking.model_copy(update={"revision": revision, "source": source})

    untold = not before and not sources and not any(one.revision or one.source for one in plan.bookings)
    bookings = plan.bookings if untold and not number else tuple(map(told, plan.bookings))
    moment = now or datetime.combine(request.first_date, time(), tzinfo=UTC)
    given = request.earlier.made if request.earlier else ()
    made = _made(given, number, moment.astimezone(UTC).replace(microsecond=0))
    return plan.model_copy(
        update={
            "bookings": bookings,
            "former": _former(request, bookings, number) if number else (),
            "run": plan.run.model_copy(update={"made": made}),
        }
    )


def history_of(request: PlanRequest, plan: Plan) -> Plan:
    """A plan with its history: as it says itself, or as follows from its request where it says nothing."""
    return plan if plan.run.made else with_history(request, plan)


def stood_before(plan: Plan, booking: Booking) -> bool:
    """Whether a booking of a plan with history stood already when the plan was made."""
    return booking.source is not None or booking.revision < len(plan.run.made) - 1


def stood(request: PlanRequest) -> Iterable[Booking]:
    """All that stood before: in the plan before, or else the request's own bookings."""
    return standing(request) if request.earlier is None else request.earlier.stood


def standing(request: PlanRequest, *, sourced: bool = False) -> list[Booking]:
    """The bookings of a request in full; ``sourced``: only those with an Appointment."""
    facts = {fact.visit: fact for fact in request.bookings if fact.source or not sourced}
    if not facts:
        return []
    return [
        _in_full(case, position, fact)
        for case in request.requests
        for position, visit in enumerate(case.visits)
        if (fact := facts.get(visit.id))
    ]


def _in_full(case: Request, position: int, fact: ExistingBooking) -> Booking:
    made = booking_as(case, position, fact)
    more = {"source": fact.source, "revision": fact.revision}
    return made.model_copy(update=more) if fact.source or fact.revision else made


def place_of(one: Booking) -> tuple[object, ...]:
    """Whose visit it is, and where and when."""
    return one.visit, one.request, one.patient, one.unit, one.practitioner, one.start, one.end


def history_warnings(request: PlanRequest) -> Iterator[PlanWarning]:
    """What becomes of bookings that stood before and whose visits are not asked for any more."""
    before = list(stood(request))
    asked = _asked(request) if before else {}
    gone = [one for one in before if one.visit not in asked]
    cancelled = [one for one in gone if _concerned(one, request, asked)]
    others = [one for one in gone if not _concerned(one, request, asked)]
    if cancelled:
        said = PlanWarnings.CANCELLED(bookings=_listed(cancelled))
        yield PlanWarning(code="cancelled", **said.fields, ids=tuple(one.visit for one in cancelled))
    if others:
        said = PlanWarnings.LEFT_AS_BOOKED(bookings=_listed(others))
        yield PlanWarning(code="left_as_booked", **said.fields, ids=tuple(one.visit for one in others))


def _listed(bookings: list[Booking]) -> list[Said]:
    named = [
        PlanWarnings.FORMER_BOOKING(
            visit=one.visit, patient=one.patient, practitioner=one.practitioner, unit=one.unit, start=one.start
        )
        for one in bookings[:_MOST_NAMED]
    ]
    more = len(bookings) - len(named)
    return [*named, PlanWarnings.MORE(n=more)] if more else named


def _former(request: PlanRequest, bookings: tuple[Booking, ...], number: int) -> tuple[FormerBooking, ...]:
    """Bookings that don't stand: those that this plan ends, and those that ended before.

    One that stands where it was with other equipment is among them: calendars of items are told by it. Where nothing
    was planned before and it named no items, it was only given some.
    """
    asked = _asked(request)
    stands = {place_of(one): frozenset(one.equipment) for one in bookings}
    # What the plan before only proposed may have become an Appointment, which the request knows.
    told = {place_of(one): one for one in (*stood(request), *standing(request, sourced=True))}
    ended = [
        FormerBooking(competence=asked.get(one.visit), until=number, **dict(one))
        for place, one in told.items()
        if _concerned(one, request, asked)
        and (
            place not in stands
            or (stands[place] != frozenset(one.equipment) and (one.equipment or request.earlier is not None))
        )
    ]
    known = request.earlier or EarlierPlan()
    ended += [one for one in known.former if _concerned(one, request, asked)]
    return tuple(sorted(_each_once(ended), key=lambda one: (one.start, one.practitioner, one.visit, one.until)))


def _each_once(bookings: Iterable[FormerBooking]) -> Iterator[FormerBooking]:
    """Of those that say the same, the first."""
    seen: set[tuple[object, ...]] = set()
    for one in bookings:
        key = (*place_of(one), one.source, frozenset(one.equipment))
        if key not in seen:
            seen.add(key)
            yield one


def _concerned(one: Booking, request: PlanRequest, asked: dict[str, str]) -> bool:
    """Whether it is this plan's to end: its visit is asked for, or it lies within the planned dates and units."""
    within = request.first_date <= one.start.date() <= request.last_date
    return one.visit in asked or (within and any(unit.id == one.unit for unit in request.units))


def _made(given: tuple[datetime, ...], number: int, moment: datetime) -> tuple[datetime, ...]:
    """When each plan of the line was made; this one after those before, whatever the clock says."""
    latest = max(moment, given[-1] + timedelta(seconds=1)) if given else moment
    return given + (latest,) * (number + 1 - len(given))


def _asked(request: PlanRequest) -> dict[str, str]:
    """The visits asked for, with the competence of each."""
    return {visit.id: visit.competence for case in request.requests for visit in case.visits}

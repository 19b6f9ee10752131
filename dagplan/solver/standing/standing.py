"""What stands: asked, changed and taken back at once, as a planner works with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from typing import Any

from dagplan.models import Change, PlanRequest, Violation, apply
from dagplan.models.arguments import MOMENT, OFFER, REQUEST, TEXT, WHOLE_NUMBER, takes
from dagplan.models.bookings import booking_of
from dagplan.models.changes.vocabulary import SetBooking
from dagplan.models.checker import Charge
from dagplan.models.clock import end_minute, minute_of_day
from dagplan.models.competences import competence_key, competence_keys
from dagplan.models.offer import Offer
from dagplan.models.plan import Booking, Terms
from dagplan.solver.instance.bits import span_mask
from dagplan.solver.offers.asking import hold_free_time_asked, hold_offers_asked
from dagplan.words import Said
from dagplan.words.messages.violations import Violations

from .asking import hold_known, hold_place_asked
from .places import AllowedStarts, allowed_starts, cheapest_with
from .register import Delta
from .state import State, laid_out_anew
from .taking_effect import taken_to_part
from .update import Update


@dataclass(frozen=True)
class _Step:
    """Changes that were made, and how to make them again or take them back."""

    said: tuple[Said, ...]
    delta: Delta | None
    requests: tuple[PlanRequest, ...] = ()
    """Before and after, where there is no delta."""


class Standing:
    """A request and the bookings that stand in it, kept while both change; safe to share between threads.

    Each call sees everything before or after a change, never in between: they wait for one another.

    Parameters
    ----------
    request
        With its ``bookings``; whatever rules these break, they stand. Those before ``settings.freeze_before`` count
        as locked.

    Raises
    ------
    TypeError
        If the request is not a ``PlanRequest``.
    """

    @takes(request=REQUEST)
    def __init__(self, request: PlanRequest) -> None:
        self._lock = RLock()
        self._steps: list[_Step] = []
        self._at = 0
        self._state = State(request)

    @property
    def request(self) -> PlanRequest:
        """The request as it is now, with the bookings that stand."""
        with self._lock:
            return self._state.request

    @property
    def bookings(self) -> tuple[Booking, ...]:
        """All that stands, in the order of a plan."""
        with self._lock:
            every = list(self._state.register.full.values())
        return tuple(sorted(every, key=lambda one: (one.start, one.practitioner, one.end, one.visit)))

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Each way in which what stands breaks a rule, as the checker says it; by rule, then by ids."""
        with self._lock:
            return tuple(charge.in_words() for charge in self._state.judgement.charges)

    @property
    def terms(self) -> Terms:
        """What what stands costs, by term."""
        with self._lock:
            return self._state.judgement.terms

    @property
    def unbooked(self) -> tuple[str, ...]:
        """The requests that lack a visit or more, in their order."""
        with self._lock:
            return tuple(one for one in self._state.register.cases if one in self._state.lacking)

    @property
    def booked(self) -> tuple[str, ...]:
        """The requests that are booked whole, in their order."""
        with self._lock:
            return tuple(one for one in self._state.register.cases if one not in self._state.lacking)

    @property
    def locked(self) -> frozenset[str]:
        """The visits that are booked and stay where they are."""
        with self._lock:
            return frozenset(visit for visit, one in self._state.register.stands.items() if one.locked)

    def apply(self, changes: Sequence[Change | Mapping[str, Any]]) -> Update:
        """Let changes take effect, as ``dagplan.apply`` does; what had been taken back is gone.

        A booking may break a rule afterwards: that is told.

        Raises
        ------
        InputError
            As ``dagplan.apply`` has it; then nothing has changed.
        """
        with self._lock:
            found = taken_to_part(self._state.register, changes, self._state.times.knows)
            if found is None:
                applied = apply(self.request, changes)
                step = _Step(applied.said, None, (self.request, applied.request))
            else:
                step = _Step(found[1], found[0])
            update = self._go(step, back=False)
            self._steps[self._at :] = [step]
            self._at += 1
            return update

    def undo(self) -> Update | None:
        """Take back the changes that were made last; None where there are none."""
        with self._lock:
            if not self._at:
                return None
            update = self._go(self._steps[self._at - 1], back=True)
            self._at -= 1
            return update

    def redo(self) -> Update | None:
        """Make the changes again that were taken back last; None where there are none."""
        with self._lock:
            if self._at == len(self._steps):
                return None
            update = self._go(self._steps[self._at], back=False)
            self._at += 1
            return update

    @takes(which=TEXT)
    def allowed(self, which: str) -> tuple[AllowedStarts, ...]:
        """Where a visit, or a whole request, may be instead: every start by date, unit, visit and person.

        Parameters
        ----------
        which
            A request: where each of its visits may start so that the whole of it has room. A visit: where it may
            start while those of its request that are booked stay; where others are not booked, so that they have
            room too. An id that both a request and a visit have is the request.

        Returns
        -------
        tuple of AllowedStarts
            Empty where there is none; also for what is locked.

        Raises
        ------
        InputError
            If there is nothing of this id.
        """
        with self._lock:
            hold_known(self._state.register, which)
            with self._state.asked_about(which) as placing:
                return () if placing is None else tuple(allowed_starts(placing, 0))

    @takes(visit=TEXT, practitioner=TEXT, unit=TEXT, start=MOMENT)
    def why_not(self, visit: str, practitioner: str, unit: str, start: datetime) -> tuple[Violation, ...]:
        """The rules that forbid a visit a place, each with its sentence; none where the place is allowed.

        It is held against the rules as if it were booked there, not locked, with the items that it would have, and
        all else as it stands. Where others of its request are not booked and find no room beside it, the rule is
        ``whole``.

        Raises
        ------
        InputError
            If there is no such visit, person or unit, or the time is not a local one.
        """
        with self._lock:
            hold_place_asked(self._state.register, visit, practitioner, unit, start)
            register = self._state.register
            case, position = register.visit(visit)
            bare = booking_of(case, position, practitioner, unit, start)
            items = [self._state.times.free_item(kind, bare) for kind in case.visits[position].equipment]
            trial = bare.model_copy(update={"equipment": tuple(one for one in items if one is not None)})
            charges = self._state.judgement.against(trial)
            lacking = [one.id for one in case.visits if one.id != visit and one.id not in register.full]
            if not charges and lacking and self.placing(visit, practitioner, unit, start, whole=False) is None:
                said = Violations.IN_PART(request=case.id, lacking=lacking)
                charges = [Charge("whole", said, (case.id, visit), ("R1",))]
            return tuple(charge.in_words() for charge in charges)

    @takes(visit=TEXT, practitioner=TEXT, unit=TEXT, start=MOMENT)
    def placing(
        self, visit: str, practitioner: str, unit: str, start: datetime, *, whole: bool = True
    ) -> Offer | None:
        """The cheapest placement of a request that has one of its visits just there; None where there is none.

        Parameters
        ----------
        whole
            Whether the other visits may move along. False: those that are booked stay.

        Raises
        ------
        InputError
            If there is no such visit, person or unit, or the time is not a local one.
        """
        with self._lock:
            hold_place_asked(self._state.register, visit, practitioner, unit, start)
            case, position = self._state.register.visit(visit)
            with self._state.asked_about(case.id) if whole else self._state.of_visit(visit) as placing:
                if placing is None or self._state.register.is_locked(visit):
                    return None
                return cheapest_with(placing, 0, position, practitioner, unit, start)

    @takes(request_id=TEXT, n=WHOLE_NUMBER, allow_moves=WHOLE_NUMBER)
    def offers(self, request_id: str, n: int = 5, *, allow_moves: int = 0) -> list[Offer]:
        """The best placements of one request, as ``Desk`` gives them.

        Where others may move, all that stands is laid out for it first, and kept until something changes.

        Raises
        ------
        InputError
            If there is no such request, ``n`` is not positive, or ``allow_moves`` is negative.
        """
        with self._lock:
            hold_offers_asked(self._state.register.cases.keys(), request_id, n, allow_moves)
            if allow_moves:
                return self._state.desk.offers(request_id, n, allow_moves=allow_moves)
            with self._state.of_request(request_id) as placing:
                if placing is None:
                    return []
                most = self._state.register.base.settings.max_moved
                placing.few_moved = None if most is None else (0, most)
                found = [placing.offer(0, placement) for placement in placing.best(0, n)]
        return sorted(found, key=lambda one: (one.cost, one.bookings[0].start))[:n]

    @takes(practitioner=TEXT, start=MOMENT, end=MOMENT, n=WHOLE_NUMBER)
    def for_free_time(self, practitioner: str, start: datetime, end: datetime, n: int = 5) -> list[Offer]:
        """Which waiting requests fit a time of one person best, as ``Desk`` gives them.

        Raises
        ------
        InputError
            If there is no such person, ``n`` is not positive, or the time is not a local one on one date.
        """
        with self._lock:
            register = self._state.register
            people = {one.id: one for one in register.base.practitioners}
            hold_free_time_asked(people, practitioner, start, end, n)
            span = span_mask(minute_of_day(start), end_minute(end))
            able = competence_keys(people[practitioner].competences)
            found = []
            for number, case in enumerate(register.cases.values()):
                if case.id not in self._state.lacking or all(
                    competence_key(one.competence) not in able for one in case.visits if one.id not in register.full
                ):
                    continue
                with self._state.completed(case) as placing:
                    placement = placing.cheapest_in(0, practitioner, start, span)
                    if placement is not None:
                        request = placing.instance.requests[0]
                        gain = request.unbooked_cost - placing.cost(request, placement)
                        found.append((-gain, number, placing.offer(0, placement)))
            return [offer for _, _, offer in sorted(found, key=lambda one: one[:2])[:n]]

    @takes(offer=OFFER)
    def taking(self, offer: Offer) -> tuple[SetBooking, ...]:
        """The changes that book what an offer has, with its items; none where all stands so already."""
        with self._lock:
            changes = []
            for one in (*offer.bookings, *offer.moves):
                stands = self._state.register.full.get(one.visit)
                if stands is not None and _place(stands) == _place(one):
                    continue
                where: dict[str, Any] = {"practitioner": one.practitioner, "unit": one.unit, "start": one.start}
                if one.equipment or (stands is not None and stands.equipment):
                    where["equipment"] = one.equipment
                changes.append(SetBooking(visit=one.visit, **where))
            return tuple(changes)

    def displaced(self, bookings: Iterable[Booking]) -> tuple[Booking, ...]:
        """What stands in the way of some bookings: what has their person, patient or item at the same time."""
        with self._lock:
            register = self._state.register
            wanted = list(bookings)
            own = {one.visit for one in wanted}
            found: dict[str, Booking] = {}
            for one in wanted:
                having = (
                    register.of_person.get(one.practitioner, {}),
                    register.of_patient.get(one.patient, {}),
                    *(register.of_item.get(item, {}) for item in one.equipment),
                )
                for visit in (visit for some in having for visit in some if visit not in own):
                    other = register.full[visit]
                    if other.start < one.end and one.start < other.end:
                        found[visit] = other
            return tuple(sorted(found.values(), key=lambda one: (one.start, one.practitioner, one.visit)))

    def _go(self, step: _Step, *, back: bool) -> Update:
        """Make the changes of a step, or take them back."""
        if step.delta is not None:
            return self._state.put(step.delta.back() if back else step.delta, step.said)
        before = self._state
        self._state = State(step.requests[0 if back else 1])
        return laid_out_anew(before, self._state, step.said)


def _place(one: Booking) -> tuple[object, ...]:
    return one.practitioner, one.unit, one.start, frozenset(one.equipment)

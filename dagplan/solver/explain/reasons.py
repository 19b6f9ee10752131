"""Why a request is unbooked: a ladder from certain arithmetic to what the plan could not fit.

1. What can't be: no date, nobody with the competence, nobody there within its limits, no date for all of its visits,
   no room for them in sequence. Each names the limits that bind (``limits``).
2. What may not be: its visits would have to leave their bookings, and more than may.
3. What does not pay: even where it costs least it costs as much as leaving it out.
4. What others have.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.bookings import movable_in
from dagplan.models.clock import MINUTES_A_DAY
from dagplan.models.plan import Reason
from dagplan.models.request import Request as AskedRequest
from dagplan.solver.instance.instance import Instance, Placement, Request
from dagplan.solver.instance.translate import Names
from dagplan.solver.search.calendars import Calendars
from dagplan.solver.search.insertion import cheapest_within, fits
from dagplan.solver.search.move_budget import most_kept
from dagplan.words.messages.limits import ListWords
from dagplan.words.messages.reasons import LostWords, ReasonWords

from .impossible import Impossible, proven
from .leeway import Leeway
from .limit_words import clock


class Reasons:
    """Gives the reasons of the unbooked requests of one plan, never more than is known.

    Parameters
    ----------
    asked, instance, names
        The request in the contract's words and in integers, and the ids behind these.
    """

    def __init__(self, asked: PlanRequest, instance: Instance, names: Names) -> None:
        self.asked = asked
        self.instance = instance
        self.names = names
        self.leeway = Leeway(asked)
        self.impossible = Impossible(self.leeway)
        self.empty = Calendars(instance)
        self._fitting: dict[object, bool] = {}

    def of(self, index: int, *, optimal: bool) -> tuple[Reason, ...]:
        """The reasons why one request is unbooked.

        Parameters
        ----------
        index
            Which request, unbooked in the plan.
        optimal
            Whether the plan is proven to be the cheapest.
        """
        request, case = self.instance.requests[index], self.asked.requests[index]
        if not any(self._fits(request, *place) for place in self._places(request)):
            return self.impossible.reasons(case)
        found = self._may_not_move(case, request) or self._costs_too_much(case, request)
        return (found or self._lost(case, request, optimal),)

    def _may_not_move(self, case: AskedRequest, request: Request) -> Reason | None:
        most = self.instance.max_moved
        if most is None or not request.existing:
            return None
        least = len(request.existing) - most_kept(self.instance, request)
        if least <= most:
            return None
        was = movable_in(self.asked)
        booked = [visit for visit in case.visits if visit.id in was]
        where = [
            ListWords.BOOKED_VISIT(visit=one.visit, start=one.start, practitioner=one.practitioner, unit=one.unit)
            for one in (was[visit.id] for visit in booked)
        ]
        said = ReasonWords.TOO_FEW_MOVES(request=case.id, n=least, visits=where, most=most)
        return proven("too_few_moves", case, said, tuple(booked), limits=("max_moved",))

    def _costs_too_much(self, case: AskedRequest, request: Request) -> Reason | None:
        best = self._cheapest(request)
        evenness = self.instance.evenness
        saved = 0 if evenness is None else evenness.most_saved(request)  # where it makes dates fuller that are not
        if best is None or best.cost - saved < request.unbooked_cost:
            return None
        day = self.instance.dates[best.day]
        starts = [slot.start for visit, slot in zip(request.visits, best.slots, strict=True) if visit.fixed is None]
        said = ReasonWords.COSTS_MORE(
            request=case.id, day=day, start=clock(starts[0]), cost=best.cost, unbooked=request.unbooked_cost
        )
        return proven("costs_more_than_it_is_worth", case, said, (), (day,))

    def _cheapest(self, request: Request) -> Placement | None:
        """The cheapest placement by itself; None as soon as one is known to be worth its cost."""
        best: Placement | None = None
        for day, cost in request.days:
            if best is not None and cost >= best.cost:
                break
            for unit in request.units:
                if not self._fits(request, unit, day):
                    continue
                if cost + self._most_beside_day(request) < request.unbooked_cost:
                    return None
                domains = self.instance.domains(request, unit, day)
                found = cheapest_within(self.empty, request, unit, day, domains) if domains is not None else None
                if found is not None and found.cost < request.unbooked_cost:
                    return None
                if found is not None and (best is None or found.cost < best.cost):
                    best = found
        return best

    def _most_beside_day(self, request: Request) -> int:
        """What a placement can cost at the most beside its date."""
        weights = self.instance.weights
        most = sum(visit.preference.most for visit in request.visits if visit.preference is not None)
        most += weights.moved * len(request.existing)
        return most + weights.wait * MINUTES_A_DAY * request.waits

    def _lost(self, case: AskedRequest, request: Request, optimal: bool) -> Reason:
        day = self._first_day(request)
        words = LostWords.BY_ITSELF_PROVEN if optimal else LostWords.BY_ITSELF
        return Reason(
            code="lost_to_others",
            **words(request=case.id, day=day).fields,
            ids=(case.id,),
            dates=(day,),
            proof="proven" if optimal else "not_found_in_time",
        )

    def _first_day(self, request: Request) -> date:
        """The first date on which it has room by itself, and no more of its visits leave their booking than may."""
        instance = self.instance
        spare = len(request.existing) if instance.max_moved is None else instance.max_moved
        return next(
            instance.dates[day]
            for day in sorted(request.day_cost)
            for unit in request.units
            if self._fits(request, unit, day)
            and (
                len(request.existing) <= spare
                or len(request.existing) - most_kept(instance, request, [(unit, day)]) <= spare
            )
        )

    def _places(self, request: Request) -> Iterator[tuple[int, int]]:
        return ((unit, day) for day, _ in request.days for unit in request.units)

    def _fits(self, request: Request, unit: int, day: int) -> bool:
        """Whether a request would have room at a place, were nothing booked; looked at once for requests alike."""
        instance = self.instance
        if (unit, day) not in instance.segments_at:
            return False
        visits = tuple(
            (one.kind, one.least, one.most, one.fixed, one.needs, one.same, one.different) for one in request.visits
        )
        key = visits, unit, day, instance.patient_busy.get((request.patient, day), 0)
        if key not in self._fitting:
            self._fitting[key] = fits(instance, request, unit, day)
        return self._fitting[key]

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
from dagplan.models.competences import competence_key
from dagplan.models.plan import LimitName, Reason
from dagplan.models.request import Request as AskedRequest
from dagplan.models.request import Visit as AskedVisit

from .budget import most_kept
from .calendars import Calendars
from .clash import clash_at
from .limit_words import few, in_words, listed, minutes, own_locked, span_in_words, visits_in_words
from .limits import Room
from .placing import cheapest_within
from .problem import Placement, Problem, Request
from .translate import Names

_MOST_LOOKED_AT = 200_000
"""So much is gone through for the limits that bind (some seconds); after that they are not looked for any more."""


class Reasons:
    """Gives the reasons of the unbooked requests of one plan, never more than is known.

    Parameters
    ----------
    asked, problem, names
        The request in the contract's words and in integers, and the ids behind these.
    """

    def __init__(self, asked: PlanRequest, problem: Problem, names: Names) -> None:
        self.asked = asked
        self.problem = problem
        self.names = names
        self.room = Room(asked)
        self.empty = Calendars(problem)
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
        request, case = self.problem.requests[index], self.asked.requests[index]
        if not any(self._fits(request, *place) for place in self._places(request)):
            return self._impossible(case, request)
        found = self._may_not_move(case, request) or self._costs_too_much(case, request)
        return (found or self._lost(case, request, optimal),)

    def _impossible(self, case: AskedRequest, request: Request) -> tuple[Reason, ...]:
        no_date = self._no_date(case)
        if no_date is not None:
            return (no_date,)
        lacking = tuple(
            _proven(
                "no_one_has_competence",
                case,
                f"nobody has the competence {one.competence}, which {one.id} needs.",
                (one,),
            )
            for one in (case.visits[visit.position] for visit in request.free)
            if not self.room.able.get(competence_key(one.competence))
        )
        if lacking:
            return lacking
        room, limits = self.room, self.room.limits_of(case)
        if room.looked_at > _MOST_LOOKED_AT:
            said = "nowhere is there room for it within its limits and beside the locked bookings."
            return (_proven("no_room_within_limits", case, said, ()),)
        nobody = [visit.position for visit in request.free if not room.alone(case, visit.position, limits)]
        if nobody:
            return tuple(self._nobody(case, position) for position in nobody)
        if not room.together(case, limits):
            return (self._no_common_date(case),)
        return (self._no_sequence(case),)

    def _no_date(self, case: AskedRequest) -> Reason | None:
        asked = self.asked
        if case.earliest is not None and case.earliest > asked.last_date:
            said = f"it may be from {case.earliest}, and the last planned date is {asked.last_date}."
            return _proven("no_possible_date", case, said, (), limits=("earliest",))
        if case.latest is not None and case.latest < asked.first_date:
            said = f"it may be until {case.latest}, and the first planned date is {asked.first_date}."
            return _proven("no_possible_date", case, said, (), limits=("latest",))
        first, last = _first_and_last(asked, case)
        barred = {day for day in case.excluded_dates if first <= day <= last}
        if (last - first).days + 1 > len(barred):
            return None
        said = f"there is no date {span_in_words(first, last)} on which the patient can come."
        narrowed: tuple[LimitName, ...] = ("earliest",) if first > asked.first_date else ()
        narrowed += ("latest",) if last < asked.last_date else ()
        return _proven("no_possible_date", case, said, (), limits=("excluded_dates", *narrowed))

    def _nobody(self, case: AskedRequest, position: int) -> Reason:
        visit = case.visits[position]
        limits = self.room.binding(case, lambda some: self.room.alone(case, position, some))
        if "own_locked" in limits:
            return self._not_joining(case, [visit], limits)
        if limits:
            said = f"nobody can take {visits_in_words([visit])}: {in_words(self.room, case, [visit], limits)}."
            return _proven("nobody_within_limits", case, said, (visit,), limits=limits)
        at_one_unit = " at one care unit" if len(self.asked.units) > 1 else ""
        said = (
            f"nobody with {visit.competence} has {minutes(visit.duration)} in a row{at_one_unit} for {visit.id} "
            f"{span_in_words(self.asked.first_date, self.asked.last_date)}."
        )
        return _proven("no_one_available", case, said, (visit,))

    def _not_joining(
        self, case: AskedRequest, visits: list[AskedVisit], limits: tuple[LimitName, ...], clash: str = ""
    ) -> Reason:
        """Visits that find no room where other visits of the request are locked."""
        others = tuple(limit for limit in limits if limit != "own_locked")
        also = f": {in_words(self.room, case, visits, others)}" if others else ""
        said = f"{visits_in_words(visits)} can't join {own_locked(self.asked, case)}{also}.{clash}"
        facts = tuple(visit for visit in case.visits if visit.id in self.room.facts)
        return _proven("locked_in_conflict", case, said, (*visits, *facts), limits=limits)

    def _no_common_date(self, case: AskedRequest) -> Reason:
        free = self._free(case)
        limits = self.room.binding(case, lambda some: self.room.together(case, some))
        where = " at one care unit" if len(self.asked.units) > 1 else ""
        why = f": {in_words(self.room, case, free, limits)}" if limits else ""
        all_of_them = "both" if len(free) == 2 else "all"
        said = f"there is no date on which {visits_in_words(free)} {all_of_them} find somebody{where}{why}."
        return _proven("no_common_date", case, said, tuple(free), limits=limits)

    def _no_sequence(self, case: AskedRequest) -> Reason:
        room, free = self.room, self._free(case)
        own = room.limits_of(case)
        limits = room.binding(case, lambda some: room.whole(case, some))
        places = [
            place
            for place in sorted(room.places(case, own), key=lambda one: (one[1], one[0]))
            if all(room.starts(case, position, place, own) for position in range(len(case.visits)))
        ]
        clash = next((said for place in places if (said := clash_at(room, case, place, own))), None)
        told = f" {clash}" if clash else ""
        if "own_locked" in limits:
            return self._not_joining(case, free, limits, told)
        days = tuple(dict.fromkeys(day for _, day in places))
        why = f": {in_words(room, case, free, limits)}" if limits else ""
        said = (
            f"on {few([str(day) for day in days], 'dates')} {listed([one.id for one in free])} each find somebody, "
            f"but not one after the other{why}.{told}"
        )
        return _proven("sequence_does_not_fit", case, said, tuple(free), days, limits)

    def _may_not_move(self, case: AskedRequest, request: Request) -> Reason | None:
        most = self.problem.most_moved
        if most is None or not request.existing:
            return None
        least = len(request.existing) - most_kept(self.problem, request)
        if least <= most:
            return None
        was = movable_in(self.asked)
        booked = [visit for visit in case.visits if visit.id in was]
        where = [
            f"{one.id} {was[one.id].start:%Y-%m-%d %H:%M} with {was[one.id].practitioner} at {was[one.id].unit}"
            for one in booked
        ]
        said = (
            f"wherever it is booked, at least {least} of its visits {'leaves its' if least == 1 else 'leave their'} "
            f"booking ({listed(where)}), and at most {most} may (max_moved)."
        )
        return _proven("too_few_moves", case, said, tuple(booked), limits=("max_moved",))

    def _costs_too_much(self, case: AskedRequest, request: Request) -> Reason | None:
        best = self._cheapest(request)
        if best is None or best.cost < request.loss:
            return None
        day = self.problem.dates[best.day]
        starts = [spot.start for visit, spot in zip(request.visits, best.spots, strict=True) if visit.fixed is None]
        said = (
            f"even where it costs least, {day} at {starts[0] // 60:02d}:{starts[0] % 60:02d}, booking it costs "
            f"{best.cost}, and leaving it out {request.loss}."
        )
        return _proven("costs_more_than_it_is_worth", case, said, (), (day,))

    def _cheapest(self, request: Request) -> Placement | None:
        """The cheapest placement by itself; None as soon as one is known to be worth its cost."""
        best: Placement | None = None
        for day, cost in request.days:
            if best is not None and cost >= best.cost:
                break
            for unit in request.units:
                if not self._fits(request, unit, day):
                    continue
                if cost + self._most_beside_day(request) < request.loss:
                    return None
                domains = self.problem.domains(request, unit, day)
                found = cheapest_within(self.empty, request, unit, day, domains) if domains is not None else None
                if found is not None and found.cost < request.loss:
                    return None
                if found is not None and (best is None or found.cost < best.cost):
                    best = found
        return best

    def _most_beside_day(self, request: Request) -> int:
        """What a placement can cost at the most beside its date."""
        weights = self.problem.weights
        preferring = sum(visit.preferred >= 0 for visit in request.visits)
        most = weights.not_preferred * preferring + weights.moved * len(request.existing)
        return most + weights.wait * MINUTES_A_DAY * request.waits

    def _lost(self, case: AskedRequest, request: Request, optimal: bool) -> Reason:
        day = self._first_day(request)
        said = f"it would fit by itself, first on {day}, but "
        if optimal:
            said += "no plan that books it costs less than this one."
        else:
            said += "beside the others no better plan that books it was found within the time limit."
        return Reason(
            code="lost_to_others",
            message=f"{case.id}: {said}",
            ids=(case.id,),
            dates=(day,),
            proof="proven" if optimal else "not_found_in_time",
        )

    def _first_day(self, request: Request) -> date:
        """The first date on which it has room by itself, and no more of its visits leave their booking than may."""
        problem = self.problem
        spare = len(request.existing) if problem.most_moved is None else problem.most_moved
        return next(
            problem.dates[day]
            for day in sorted(request.day_cost)
            for unit in request.units
            if self._fits(request, unit, day)
            and (
                len(request.existing) <= spare
                or len(request.existing) - most_kept(problem, request, [(unit, day)]) <= spare
            )
        )

    def _places(self, request: Request) -> Iterator[tuple[int, int]]:
        return ((unit, day) for day, _ in request.days for unit in request.units)

    def _fits(self, request: Request, unit: int, day: int) -> bool:
        """Whether a request would have room at a place, were nothing booked; looked at once for requests alike."""
        problem = self.problem
        if (unit, day) not in problem.segments_at:
            return False
        visits = tuple((one.kind, one.least, one.most, one.fixed) for one in request.visits)
        key = visits, unit, day, problem.patient_busy.get((request.patient, day), 0)
        if key not in self._fitting:
            self._fitting[key] = problem.domains(request, unit, day) is not None
        return self._fitting[key]

    def _free(self, case: AskedRequest) -> list[AskedVisit]:
        return [visit for visit in case.visits if visit.id not in self.room.facts]


def _proven(
    code: str,
    case: AskedRequest,
    said: str,
    visits: tuple[AskedVisit, ...],
    dates: tuple[date, ...] = (),
    limits: tuple[LimitName, ...] = (),
) -> Reason:
    return Reason(
        code=code,
        message=f"{case.id}: {said}",
        ids=(case.id, *(visit.id for visit in visits)),
        dates=dates,
        proof="proven",
        limits=limits,
    )


def _first_and_last(asked: PlanRequest, case: AskedRequest) -> tuple[date, date]:
    first = max(case.earliest or asked.first_date, asked.first_date)
    return first, min(case.latest or asked.last_date, asked.last_date)

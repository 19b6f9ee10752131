"""Why a request is unbooked: a ladder from certain arithmetic to what the plan could not fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dagplan.models import PlanRequest
from dagplan.models.bookings import locked_in
from dagplan.models.plan import Reason
from dagplan.models.request import Request as AskedRequest

from .clash import clash_on
from .problem import Problem, Request
from .translate import Names

_MOST_LOOKED_AT = 40
"""So many units and dates are looked at for the two visits that clash."""


def reasons_for(
    asked: PlanRequest, problem: Problem, names: Names, index: int, *, optimal: bool
) -> tuple[Reason, ...]:
    """The reasons why one request is unbooked, never more than is known.

    Parameters
    ----------
    asked, problem, names
        The request in the contract's words and in integers, and the ids behind these.
    index
        Which request, unbooked in the plan.
    optimal
        Whether the plan is proven to be the cheapest.
    """
    request, words = problem.requests[index], asked.requests[index]
    found = _impossible(asked, problem, names, request, words)
    return found or (_lost(problem, request, words, optimal),)


def _impossible(
    asked: PlanRequest, problem: Problem, names: Names, request: Request, words: AskedRequest
) -> tuple[Reason, ...]:
    locked = [visit.id for visit, own in zip(words.visits, request.visits, strict=True) if own.fixed is not None]
    if locked and (not request.days or not request.units):
        message = (
            f"{words.id}: {', '.join(locked)} {'is' if len(locked) == 1 else 'are'} locked where the rest can't "
            "join: linked visits are on one date and at one care unit, within the request's own limits."
        )
        return (_proven("locked_in_conflict", message, (words.id, *locked)),)
    if not _possible_dates(asked, words):
        message = f"{words.id}: there is no date from {_span(asked, words)} on which the patient can come."
        return (_proven("no_possible_date", message, (words.id,)),)
    lacking = _without_people(problem, request, words)
    if lacking:
        return lacking
    days = [day for day, _ in request.days]
    places = [(unit, day) for day in days for unit in request.units]
    alone = [
        visit for visit in request.free if not any(problem.candidates(visit.kind, unit, day) for unit, day in places)
    ]
    if alone:
        return tuple(
            _proven(
                "no_one_available",
                f"{words.id}: nobody with {words.visits[visit.position].competence} has {visit.duration} minutes "
                f"in a row for {words.visits[visit.position].id} from {_span(asked, words)}{_clock(words)}"
                f"{_beside_locked(asked)}.",
                (words.id, words.visits[visit.position].id),
            )
            for visit in alone
        )
    common = [place for place in places if all(problem.candidates(visit.kind, *place) for visit in request.free)]
    if not common:
        needed = " and ".join(dict.fromkeys(visit.competence for visit in words.visits))
        message = (
            f"{words.id}: there is no date from {_span(asked, words)} on which {needed} can all be had "
            "at one care unit."
        )
        return (_proven("no_common_date", message, (words.id,)),)
    possible = [place for place in common if problem.domains(request, *place) is not None]
    if not possible:
        clashes = (clash_on(asked, problem, names, request, *place) for place in common[:_MOST_LOOKED_AT])
        clash = next((clash for clash in clashes if clash is not None), None)
        message = (
            f"{words.id}: on {_dates(problem, common)} each visit alone would find its person, but not one after "
            f"the other{_clock(words)}{': ' + clash if clash else ''}."
        )
        days_of = tuple(dict.fromkeys(problem.dates[day] for _, day in common))
        return (_proven("sequence_does_not_fit", message, (words.id,), days_of),)
    return ()


def _lost(problem: Problem, request: Request, words: AskedRequest, optimal: bool) -> Reason:
    cheapest = min(cost for _, cost in request.days)
    if cheapest >= request.loss:
        day = problem.dates[request.days[0][0]]
        message = (
            f"{words.id}: even on the best date, {day}, booking it costs {cheapest}, "
            f"and leaving it out {request.loss}."
        )
        return _proven("costs_more_than_it_is_worth", message, (words.id,), (day,))
    day = next(
        problem.dates[day]
        for day, _ in request.days
        for unit in request.units
        if problem.domains(request, unit, day) is not None
    )
    if optimal:
        message = (
            f"{words.id}: it would fit by itself, first on {day}, but the time is worth more to others; "
            "no plan that books it costs less than this one."
        )
        return Reason(code="lost_to_others", message=message, ids=(words.id,), dates=(day,), proof="proven")
    message = (
        f"{words.id}: it would fit by itself, first on {day}, but beside the others no time was found for it "
        "within the time limit."
    )
    return Reason(code="lost_to_others", message=message, ids=(words.id,), dates=(day,), proof="not_found_in_time")


def _possible_dates(asked: PlanRequest, words: AskedRequest) -> bool:
    first, last = _first_and_last(asked, words)
    barred = {day for day in words.excluded_dates if first <= day <= last}
    return (last - first).days + 1 > len(barred)


def _without_people(problem: Problem, request: Request, words: AskedRequest) -> tuple[Reason, ...]:
    return tuple(
        _proven(
            "no_one_has_competence",
            f"{words.id}: nobody has the competence {words.visits[visit.position].competence}, "
            f"which {words.visits[visit.position].id} needs.",
            (words.id, words.visits[visit.position].id),
        )
        for visit in request.free
        if not problem.kinds[visit.kind].people
    )


def _proven(code: str, message: str, ids: tuple[str, ...], dates: tuple[date, ...] = ()) -> Reason:
    return Reason(code=code, message=message, ids=ids, dates=dates, proof="proven")


def _first_and_last(asked: PlanRequest, words: AskedRequest) -> tuple[date, date]:
    first = max(words.earliest or asked.first_date, asked.first_date)
    return first, min(words.latest or asked.last_date, asked.last_date)


def _beside_locked(asked: PlanRequest) -> str:
    return " beside the locked bookings" if locked_in(asked) else ""


def _span(asked: PlanRequest, words: AskedRequest) -> str:
    first, last = _first_and_last(asked, words)
    return f"{first} to {last}"


def _clock(words: AskedRequest) -> str:
    low = f" from {words.not_before:%H:%M}" if words.not_before else ""
    high = f" until {words.not_after:%H:%M}" if words.not_after else ""
    return f", between the clock times asked for:{low}{high}" if low or high else ""


def _dates(problem: Problem, places: Iterable[tuple[int, int]]) -> str:
    days = [str(problem.dates[day]) for day in dict.fromkeys(day for _, day in places)]
    return ", ".join(days) if len(days) <= 3 else f"{days[0]}, {days[1]} and {len(days) - 2} more dates"

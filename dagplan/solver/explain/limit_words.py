"""The limits of a request in a planner's words, one clause each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from dagplan.models.bookings import locked_in
from dagplan.models.clock import end_clock, on_one_date
from dagplan.models.people import different_pairs, groups_of_one
from dagplan.models.plan import LimitName
from dagplan.models.request import PlanRequest, Request, Visit
from dagplan.words.message import Message, Said, Value
from dagplan.words.messages.limits import LimitWords, ListWords

from .leeway import Leeway

_MOST_NAMED = 4
"""So many dates, visits or spans are named; the others are counted."""


def in_words(leeway: Leeway, case: Request, visits: Sequence[Visit], limits: Iterable[LimitName]) -> list[Said]:
    """Limits as one clause each; those of visits only for these."""
    return [_CLAUSES[limit](leeway, case, visits) for limit in limits]


def few(more: Message, values: Sequence[Value], count: int | None = None) -> Value:
    """The first few of a list, and how many more there are (of ``count``, where not all are given).

    Parameters
    ----------
    more
        Of ``ListWords``, with the list by the name of its kind.

    >>> str(few(ListWords.MORE_TIMES, ["1", "2", "3", "4", "5", "6"]))
    '1, 2, 3, 4 and 2 more times'
    """
    count = len(values) if count is None else count
    if count <= _MOST_NAMED:
        return values
    (name,) = more.places.keys() - {"n"}
    return more(n=count - _MOST_NAMED, **{name: values[:_MOST_NAMED]})


def span_in_words(first: date, last: date) -> Said:
    """Dates from one to another."""
    return ListWords.ON_DATE(date=first) if first == last else ListWords.FROM_TO(first=first, last=last)


def visits_in_words(visits: Sequence[Visit]) -> list[Said]:
    """Visits with what they need."""
    return [ListWords.VISIT(visit=one.id, competence=one.competence, duration=one.duration) for one in visits]


def minutes(count: int) -> str:
    """So many minutes."""
    return f"{count} minute{'s' if count != 1 else ''}"


def _all(clauses: list[Said]) -> Said:
    """One clause of several of a kind."""
    return clauses[0] if len(clauses) == 1 else LimitWords.SEVERAL(clauses=clauses)


def _practitioners(leeway: Leeway, _: Request, visits: Sequence[Visit]) -> Said:
    limited = [one for one in visits if one.practitioners and not leeway.anyone_with_it(one)]
    return _all([LimitWords.PRACTITIONERS(visit=one.id, people=one.practitioners) for one in limited])


def _excluded(leeway: Leeway, case: Request, _: Sequence[Visit]) -> Said:
    planned = sorted({day for day in case.excluded_dates if leeway.asked.first_date <= day <= leeway.asked.last_date})
    return LimitWords.EXCLUDED_DATES(dates=few(ListWords.MORE_DATES, planned))


def _waits(leeway: Leeway, case: Request, least: bool) -> Said:
    said = []
    clause = LimitWords.MIN_WAIT if least else LimitWords.MAX_WAIT
    for position in range(1, len(case.visits)):
        before, after = case.visits[position - 1], case.visits[position]
        if before.id in leeway.facts and after.id in leeway.facts:
            continue
        bound = case.waits_before(position)[0 if least else 1]
        if bound or (bound is not None and not least):
            said.append(clause(visit=after.id, wait=bound, before=before.id))
    return _all(said)


def _patient_busy(leeway: Leeway, case: Request, _: Sequence[Visit]) -> Said:
    first, last = leeway.asked.first_date, leeway.asked.last_date
    spans = sorted(
        (one.start, one.end)
        for one in leeway.busy_of.get(case.patient, ())
        if one.start.date() <= last and one.end.date() >= first
    )
    return LimitWords.PATIENT_BUSY(times=few(ListWords.MORE_TIMES, [_span(start, end) for start, end in spans]))


def _patient_visits(leeway: Leeway, case: Request, _: Sequence[Visit]) -> Said:
    others = [one for one in leeway.facts_of.get(case.patient, ()) if one.request != case.id]
    said = [ListWords.VISIT_SPAN(visit=one.visit, span=_span(one.start, one.end)) for one in others]
    return LimitWords.PATIENT_VISITS(visits=few(ListWords.MORE_VISITS, said))


def _others_locked(leeway: Leeway, case: Request, visits: Sequence[Visit]) -> Said:
    others, count = leeway.others_locked(case, visits)
    said = [
        ListWords.VISIT_WITH_SPAN(visit=one.visit, practitioner=one.practitioner, span=_span(one.start, one.end))
        for one in islice(others, _MOST_NAMED)
    ]
    return LimitWords.LOCKED(visits=few(ListWords.MORE_VISITS, said, count))


def own_locked(asked: PlanRequest, case: Request) -> list[Said]:
    """The locked visits of a request, each with its place."""
    locked = locked_in(asked)
    facts = [locked[visit.id] for visit in case.visits if visit.id in locked]
    return [
        ListWords.VISIT_AT(visit=one.visit, start=one.start, unit=one.unit, practitioner=one.practitioner)
        for one in facts
    ]


def _clock_change(leeway: Leeway, _: Request, __: Sequence[Visit]) -> Said:
    nights = [
        ListWords.NIGHT(start=clock(low), end=clock(high), date=day)
        for day, (low, high) in sorted(leeway.odd_dates.items())
    ]
    return LimitWords.CLOCK_CHANGE(nights=few(ListWords.MORE_NIGHTS, nights))


def clock(minute: int) -> str:
    """A minute of the day as a clock time; the last one is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _span(start: datetime, end: datetime) -> Said:
    if on_one_date(start, end):
        return ListWords.SPAN(start=start, end=end_clock(end))
    return ListWords.SPAN_OVER_DATES(start=start, end=end)


def _equipment(_: Leeway, __: Request, visits: Sequence[Visit]) -> Said:
    return _all([LimitWords.EQUIPMENT(visit=one.id, kinds=one.equipment) for one in visits if one.equipment])


def _same_people(_: Leeway, case: Request, __: Sequence[Visit]) -> Said:
    groups: dict[str, list[str]] = {}
    for visit, first in groups_of_one(case).items():
        groups.setdefault(first, []).append(visit)
    return _all([LimitWords.SAME_PRACTITIONER_AS(visits=one) for one in groups.values() if len(one) > 1])


def _different_people(_: Leeway, case: Request, __: Sequence[Visit]) -> Said:
    pairs = [(case.visits[one].id, case.visits[other].id) for one, other in different_pairs(case)]
    return _all([LimitWords.DIFFERENT_PRACTITIONER_FROM(one=one, other=other) for one, other in pairs])


_CLAUSES: Mapping[LimitName, Callable[[Leeway, Request, Sequence[Visit]], Said]] = {
    "practitioners": _practitioners,
    "units": lambda _, case, __: LimitWords.UNITS(request=case.id, units=case.units),
    "earliest": lambda _, case, __: LimitWords.EARLIEST(request=case.id, date=case.earliest),
    "latest": lambda _, case, __: LimitWords.LATEST(request=case.id, date=case.latest),
    "excluded_dates": _excluded,
    "not_before": lambda _, case, __: LimitWords.NOT_BEFORE(request=case.id, time=case.not_before),
    "not_after": lambda _, case, __: LimitWords.NOT_AFTER(request=case.id, time=case.not_after),
    "min_wait": lambda leeway, case, _: _waits(leeway, case, least=True),
    "max_wait": lambda leeway, case, _: _waits(leeway, case, least=False),
    "grid": lambda leeway, _, __: LimitWords.GRID(grid=leeway.asked.settings.grid),
    "clock_change": _clock_change,
    "locked": _others_locked,
    "own_locked": lambda leeway, case, _: LimitWords.OWN_LOCKED(visits=own_locked(leeway.asked, case)),
    "patient_visits": _patient_visits,
    "patient_busy": _patient_busy,
    "equipment": _equipment,
    "same_practitioner_as": _same_people,
    "different_practitioner_from": _different_people,
}

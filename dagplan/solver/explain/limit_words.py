"""The limits of a request in a planner's words, one clause each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from dagplan.models.bookings import locked_in
from dagplan.models.clock import on_one_date
from dagplan.models.plan import LimitName
from dagplan.models.request import PlanRequest, Request, Visit
from dagplan.models.sentences import end_clock

from .leeway import Leeway

_MOST_NAMED = 4
"""So many dates, visits or spans are named; the others are counted."""


def in_words(leeway: Leeway, case: Request, visits: Sequence[Visit], limits: Iterable[LimitName]) -> str:
    """Limits as one clause each; those of visits only for these."""
    return "; ".join(_CLAUSES[limit](leeway, case, visits) for limit in limits)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names with commas and a word before the last.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def few(names: Sequence[str], more: str, count: int | None = None) -> str:
    """The first few names, and how many more of what there are (of ``count``, where not all are named).

    >>> few(["1", "2", "3", "4", "5", "6"], "dates")
    '1, 2, 3, 4 and 2 more dates'
    """
    count = len(names) if count is None else count
    if count <= _MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:_MOST_NAMED])} and {count - _MOST_NAMED} more {more}"


def span_in_words(first: date, last: date) -> str:
    """Dates from one to another."""
    return f"on {first}" if first == last else f"from {first} to {last}"


def visits_in_words(visits: Sequence[Visit]) -> str:
    """Visits with what they need."""
    return listed([f"{one.id} ({one.competence}, {minutes(one.duration)})" for one in visits])


def minutes(count: int) -> str:
    """So many minutes."""
    return f"{count} minute{'s' if count != 1 else ''}"


def _practitioners(leeway: Leeway, _: Request, visits: Sequence[Visit]) -> str:
    limited = [one for one in visits if one.practitioners and not leeway.anyone_with_it(one)]
    return ", ".join(f"{one.id} may only be with {listed(one.practitioners, 'or')}" for one in limited)


def _units(_: Leeway, case: Request, __: Sequence[Visit]) -> str:
    return f"{case.id} may only be at {listed(case.units, 'or')}"


def _excluded(leeway: Leeway, case: Request, _: Sequence[Visit]) -> str:
    planned = sorted({day for day in case.excluded_dates if leeway.asked.first_date <= day <= leeway.asked.last_date})
    return f"the patient can't come on {few([str(day) for day in planned], 'dates')}"


def _waits(leeway: Leeway, case: Request, least: bool) -> str:
    said = []
    for position in range(1, len(case.visits)):
        before, after = case.visits[position - 1], case.visits[position]
        if before.id in leeway.facts and after.id in leeway.facts:
            continue
        bound = case.waits_before(position)[0 if least else 1]
        if bound or (bound is not None and not least):
            said.append(f"{after.id} comes at {'least' if least else 'most'} {minutes(bound)} after {before.id}")
    return ", ".join(said)


def _patient_busy(leeway: Leeway, case: Request, _: Sequence[Visit]) -> str:
    first, last = leeway.asked.first_date, leeway.asked.last_date
    spans = sorted(
        (one.start, one.end)
        for one in leeway.busy_of.get(case.patient, ())
        if one.start.date() <= last and one.end.date() >= first
    )
    said = [_span(start, end) for start, end in spans]
    return f"the patient has something else {few(said, 'times')}"


def _patient_visits(leeway: Leeway, case: Request, _: Sequence[Visit]) -> str:
    others = [one for one in leeway.facts_of.get(case.patient, ()) if one.request != case.id]
    said = [f"{one.visit} {_span(one.start, one.end)}" for one in others]
    return f"the patient's other locked visits stay: {few(said, 'visits')}"


def _others_locked(leeway: Leeway, case: Request, visits: Sequence[Visit]) -> str:
    others, count = leeway.others_locked(case, visits)
    first = islice(others, _MOST_NAMED)
    said = [f"{one.visit} with {one.practitioner} {_span(one.start, one.end)}" for one in first]
    return f"locked bookings of other patients stay: {few(said, 'visits', count)}"


def _own_locked(leeway: Leeway, case: Request, _: Sequence[Visit]) -> str:
    return f"{own_locked(leeway.asked, case)} stay where locked"


def own_locked(asked: PlanRequest, case: Request) -> str:
    """The locked visits of a request, each with its place."""
    locked = locked_in(asked)
    facts = [locked[visit.id] for visit in case.visits if visit.id in locked]
    return listed(
        [f"{one.visit} ({one.start:%Y-%m-%d %H:%M} at {one.unit} with {one.practitioner})" for one in facts]
    )


def _grid(leeway: Leeway, _: Request, __: Sequence[Visit]) -> str:
    return f"visits start on the grid, at multiples of {leeway.asked.settings.grid} minutes from midnight"


def _clock_change(leeway: Leeway, _: Request, __: Sequence[Visit]) -> str:
    nights = [
        f"{low // 60:02d}:{low % 60:02d}–{high // 60:02d}:{high % 60:02d} on {day}"
        for day, (low, high) in sorted(leeway.odd_dates.items())
    ]
    return f"no visit touches {few(nights, 'nights')}, when the clocks change"


def _span(start: datetime, end: datetime) -> str:
    if on_one_date(start, end):
        return f"{start:%Y-%m-%d %H:%M}–{end_clock(end)}"
    return f"{start:%Y-%m-%d %H:%M}–{end:%Y-%m-%d %H:%M}"


_CLAUSES: Mapping[LimitName, Callable[[Leeway, Request, Sequence[Visit]], str]] = {
    "practitioners": _practitioners,
    "units": _units,
    "earliest": lambda _, case, __: f"{case.id} may not be before {case.earliest}",
    "latest": lambda _, case, __: f"{case.id} may not be after {case.latest}",
    "excluded_dates": _excluded,
    "not_before": lambda _, case, __: f"{case.id} may not begin before {case.not_before:%H:%M}",
    "not_after": lambda _, case, __: f"{case.id} may not end after {case.not_after:%H:%M}",
    "min_wait": lambda leeway, case, _: _waits(leeway, case, least=True),
    "max_wait": lambda leeway, case, _: _waits(leeway, case, least=False),
    "grid": lambda leeway, _, __: (
        f"visits start on the grid, at multiples of {leeway.asked.settings.grid} minutes from midnight"
    ),
    "clock_change": _clock_change,
    "locked": _others_locked,
    "own_locked": _own_locked,
    "patient_visits": _patient_visits,
    "patient_busy": _patient_busy,
}

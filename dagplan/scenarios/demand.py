"""What patients ask of a synthetic care unit: each shape becomes a request with dates, waits and wishes."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random
from typing import Any

from dagplan.models.request import Request, Visit

from .shapes import Shape, Supply, weighted
from .staffing import Site

# Shares of requests, or of visits where it says so.
_PRIORITIES = {"routine": 75, "urgent": 18, "asap": 5, "stat": 2}
_PREFERRED_OF_VISITS = 0.30
_OVERDUE = 0.04
_CLOCK_LIMITS = 0.10
_EXCLUDED_DATES = 0.05
_MAX_WAIT_OF_LINKED = 0.85
_MIN_WAIT_OF_LINKED = 0.20
_OWN_WAIT_OF_LINKED = 0.05
_SAME_DAY_PAIRS = 0.01
_SAME_PATIENT = 0.02

_MAX_WAITS = (30, 45, 60, 60, 90, 120)
_MIN_WAITS = (5, 10, 15)
_CLOCK_WINDOWS: tuple[tuple[time | None, time | None], ...] = (
    (time(10), None),
    (time(13), None),
    (None, time(12)),
    (None, time(15)),
    (time(9), time(15)),
)
_LATEST_DATES_AFTER = {"stat": 1, "asap": 4}


def make_requests(shapes: list[Shape], supply: Supply, site: Site, rng: Random) -> list[Request]:
    """Turn shapes into patients' requests."""
    prefix, dates = site.prefix, site.dates
    made: list[dict[str, Any]] = []
    for number, shape in enumerate(shapes, start=1):
        fields: dict[str, Any] = {"id": f"{prefix}r-{number:04}", "patient": f"{prefix}p-{number:04}"}
        if site.one_of_several:
            fields["units"] = (site.unit.id,)
        fields["priority"] = weighted(_PRIORITIES, rng)
        possible = frozenset.intersection(*(supply.dates[c] for c, _minutes in shape.visits))
        fields |= _date_wishes(fields["priority"], sorted(possible), dates, rng)
        if rng.random() < _CLOCK_LIMITS:
            fields["not_before"], fields["not_after"] = rng.choice(_CLOCK_WINDOWS)
        fields |= _waits(shape, rng)
        fields["visits"] = _visits(fields["id"], shape, supply, rng)
        if made and rng.random() < _SAME_PATIENT + _SAME_DAY_PAIRS:
            _join(made[-1], fields, rng)
        made.append(fields)
    return [Request(**fields) for fields in made]


def _date_wishes(priority: str, possible: list[date], dates: tuple[date, ...], rng: Random) -> dict[str, Any]:
    """The wished date, a window around it for a part, and dates on which the patient can't come."""
    hurry = _LATEST_DATES_AFTER.get(priority)
    target = rng.choice(possible)
    wishes: dict[str, Any] = {"target": target}
    at = dates.index(target)
    month = len(dates) > 10
    windowed = rng.random() < (0.75 if month else 0.35)
    before, after = (rng.randint(2, 5), rng.randint(3, 5)) if month else (rng.randint(0, 2), rng.randint(1, 2))
    overdue, days_overdue = rng.random() < _OVERDUE, rng.randint(1, 21)
    hindered, elsewhere = rng.random() < _EXCLUDED_DATES, rng.choice(dates)
    if overdue:
        wishes["target"] = dates[0] - timedelta(days=days_overdue)
    elif hurry is not None and len(dates) > 1:
        wishes["latest"] = dates[min(at + hurry, len(dates) - 1)]
        wishes["earliest"] = dates[max(at - 1, 0)]
    elif windowed and len(dates) > 1:
        wishes["earliest"] = dates[max(at - before, 0)]
        wishes["latest"] = dates[min(at + after, len(dates) - 1)]
    if hindered and elsewhere != target:
        wishes["excluded_dates"] = (elsewhere,)
    return wishes


def _waits(shape: Shape, rng: Random) -> dict[str, int]:
    if len(shape.visits) == 1:
        return {}
    waits = {}
    if rng.random() < _MAX_WAIT_OF_LINKED:
        waits["max_wait"] = rng.choice(_MAX_WAITS)
    if rng.random() < _MIN_WAIT_OF_LINKED:
        waits["min_wait"] = rng.choice(_MIN_WAITS)
    return waits


def _visits(request: str, shape: Shape, supply: Supply, rng: Random) -> list[Visit]:
    visits: list[Visit] = []
    linked = len(shape.visits) > 1
    for position, (competence, minutes) in enumerate(shape.visits):
        again = sum(earlier.competence == competence for earlier in visits)
        fields: dict[str, Any] = {
            "id": f"{request}-{competence}" + (f"-{again + 1}" if again else ""),
            "duration": minutes,
            "competence": competence,
        }
        if linked:
            fields["role"] = "primary" if position == shape.primary else "secondary"
        if position and rng.random() < _OWN_WAIT_OF_LINKED:
            fields["min_wait"], fields["max_wait"] = rng.choice(_MIN_WAITS), rng.choice(_MAX_WAITS)
        if rng.random() < _PREFERRED_OF_VISITS:
            fields["preferred"] = rng.choice(supply.people[competence])
        visits.append(Visit(**fields))
    return visits


def _join(earlier: dict[str, Any], later: dict[str, Any], rng: Random) -> None:
    """Let one patient have both; of every three, one pair would rather come once (rule R11)."""
    later["patient"] = earlier["patient"]
    if rng.random() * (_SAME_PATIENT + _SAME_DAY_PAIRS) < _SAME_DAY_PAIRS:
        later["same_day_as"] = (earlier["id"],)
        for name in ("target", "earliest", "latest"):
            if name in earlier:
                later[name] = earlier[name]
            else:
                later.pop(name, None)

"""What is asked of a synthetic care unit: requests that fill a share of its people's time.

First the *shapes* are drawn (which visits, how long) until each competence's share of the time is filled,
then each shape becomes a patient's request with dates, waits, priority and wishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from math import prod
from random import Random
from typing import Any

from dagplan.models.request import Request, Visit

from .practices import Practice

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
_SPREAD = 0.10
"""How far each competence's load may lie from the whole, either way."""
_PULL = 3


@dataclass(frozen=True)
class Supply:
    """The time of a unit's people.

    Parameters
    ----------
    minutes
        Minutes meant for each competence, over all dates; they add up to all the time there is.
    dates
        Dates with somebody at work, by competence.
    people
        Practitioners with the competence who are at work at all, by competence.
    """

    minutes: Mapping[str, float]
    dates: Mapping[str, frozenset[date]]
    people: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Shape:
    """The visits of a request: competence and minutes of each, and which is the primary."""

    visits: tuple[tuple[str, int], ...]
    primary: int


def draw_shapes(practice: Practice, supply: Supply, load: float, linked: float, rng: Random) -> list[Shape]:
    """Draw visits until the load is reached for every competence.

    Parameters
    ----------
    load
        Minutes demanded as a share of the minutes there are.
    linked
        Share of requests of two or more visits.
    """
    budget = _budget(supply, load, rng)
    left = dict(budget)
    chains = [
        chain
        for chain in practice.chains
        if all(c in budget for c in chain.competences)
        and frozenset.intersection(*(supply.dates[c] for c in chain.competences))
    ]
    mean = {c: _mean_minutes(practice.durations[c]) for c in budget}
    shapes: list[Shape] = []
    linked_so_far = 0
    while True:
        # Competences that lag behind are drawn more, so that all of them fill up together.
        lag = _lag(left, budget)
        fitting = {c: left[c] / mean[c] * lag[c] ** _PULL for c in left if left[c] * 2 > mean[c]}
        chain_weights = [
            chain.weight * prod(lag[c] for c in chain.competences) ** _PULL
            if all(c in fitting for c in chain.competences)
            else 0.0
            for chain in chains
        ]
        wants_chain = linked > 0 and linked_so_far + 0.5 < linked * (len(shapes) + 1)
        if any(chain_weights) and (wants_chain or (linked == 1 and fitting)):
            chain = rng.choices(chains, weights=chain_weights)[0]
            competences, primary = chain.competences, chain.primary
            linked_so_far += 1
        elif fitting and linked < 1:
            competences, primary = (rng.choices(list(fitting), weights=list(fitting.values()))[0],), 0
        else:
            break
        visits = tuple((c, _weighted(practice.durations[c], rng)) for c in competences)
        for competence, minutes in visits:
            left[competence] -= minutes
        shapes.append(Shape(visits, primary))
    rng.shuffle(shapes)
    return shapes


def _budget(supply: Supply, load: float, rng: Random) -> dict[str, float]:
    """Minutes to fill of each competence: some are in shorter supply than others, but the whole is as asked."""
    uneven = {
        c: minutes * (1 + rng.uniform(-_SPREAD, _SPREAD))
        for c, minutes in supply.minutes.items()
        if supply.dates[c]
    }
    scale = load * sum(supply.minutes.values()) / sum(uneven.values()) if uneven else 0.0
    return {c: minutes * scale for c, minutes in uneven.items()}


def _lag(left: Mapping[str, float], budget: Mapping[str, float]) -> dict[str, float]:
    """How much of each competence is left to fill, against the whole: over 1 where it lags behind."""
    whole = max(sum(left.values()), 1e-9) / sum(budget.values()) if budget else 1.0
    return {c: max(left[c], 0.0) / budget[c] / whole for c in left}


def _mean_minutes(durations: Mapping[int, int]) -> float:
    return sum(minutes * weight for minutes, weight in durations.items()) / sum(durations.values())


def _weighted(weights: Mapping[Any, int], rng: Random) -> Any:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def make_requests(
    shapes: list[Shape],
    supply: Supply,
    dates: tuple[date, ...],
    prefix: str,
    units: tuple[str, ...],
    rng: Random,
) -> list[Request]:
    """Turn shapes into patients' requests.

    Parameters
    ----------
    dates
        The working days planned, in order.
    prefix
        Put before each request's and patient's id.
    units
        The care units that may take them; empty for all.
    """
    made: list[dict[str, Any]] = []
    for number, shape in enumerate(shapes, start=1):
        fields: dict[str, Any] = {"id": f"{prefix}r-{number:04}", "patient": f"{prefix}p-{number:04}"}
        if units:
            fields["units"] = units
        fields["priority"] = _weighted(_PRIORITIES, rng)
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


def _date_wishes(
    priority: str, possible: list[date], dates: tuple[date, ...], rng: Random
) -> dict[str, Any]:
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
